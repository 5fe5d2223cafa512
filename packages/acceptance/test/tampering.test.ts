// A store that alters, cuts, exchanges and drops objects: never a wrong byte, never a hang or a crash, always an error that
// names what is lost; the rest restores, and a later backup repairs what it can. Most cases run in this process, a share of
// each kind through the shipped command.

// Hundreds of thousands of cases: vitest's own assertions keep something of each until the test ends.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Archive,
  type ArchiveKeys,
  type ChunkLocation,
  packName,
  verify as verifyArchive,
} from '@muniment/archive';
import {
  backUp,
  createArchive,
  forget,
  listSnapshots,
  openArchive,
  prune,
  repair,
  restore,
  rotate,
  verify,
} from '@muniment/backup';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { parseRecoveryKey, type RecoveryKey } from '@muniment/keys';
import { folderStore, mapConcurrent, memoryStore, type Store } from '@muniment/storage';
import { count, isFull, type SeededRandom, seededRandom } from '@muniment/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './cli.ts';
import { differences, type Facts, factsOf } from './trees.ts';

const MINUTE = 60_000;
const HEADER_BYTES = 56;
const SEGMENT_BYTES = 16_384;
const TAG_BYTES = 16;
/** Objects up to this size get every bit flipped. */
const SMALL_BYTES = 16_384;
/** A case in this process that takes longer hangs. */
const CASE_MS = 20_000;

type Objects = ReadonlyMap<string, Uint8Array>;

/** A snapshot of the fixture: what it holds, and the objects that each of its paths needs. */
interface Known {
  readonly head: string;
  readonly facts: Facts;
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
  /** The objects that its list of files lies in. */
  readonly manifest: ReadonlySet<string>;
}

let folder: string;
let home: string;
let source: string;
let sheet: string;
let key: RecoveryKey;
let keys: ArchiveKeys;
let closeSession: (() => Promise<void>) | undefined;
let original: Objects;
/** By snapshot id, oldest first. */
const known = new Map<string, Known>();
/** Chunks of the archive by the pack that they lie in. */
const chunksIn = new Map<string, ChunkLocation[]>();
/** What any snapshot, or the keyring, refers to: damage to it shows. */
const inUse = new Set<string>();
let names: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muniment-tampering-'));
  [home, source, sheet] = [join(folder, 'home'), join(folder, 'source'), join(folder, 'sheet')];
  const random = seededRandom(41);
  mkdirSync(join(source, 'texts/deep'), { recursive: true });
  for (let i = 0; i < 8; i++) {
    writeFileSync(
      join(source, 'texts', `t${i}`),
      `text ${i} ${Buffer.from(random.bytes(150 + 40 * i)).toString('hex')}`,
    );
  }
  writeFileSync(join(source, 'texts/deep/long'), 'many words '.repeat(4000));
  writeFileSync(join(source, 'picture'), random.bytes(70_000));
  writeFileSync(join(source, 'empty'), '');
  symlinkSync('picture', join(source, 'link'));
  linkSync(join(source, 'picture'), join(source, 'same picture'));
  chmodSync(join(source, 'empty'), 0o600);

  const store = memoryStore();
  let digits = '';
  const session = await createArchive({
    store,
    home,
    deviceName: 'tampering',
    confirm: (shown) => {
      digits = shown.digits();
    },
  });
  writeFileSync(sheet, digits);
  key = await parseRecoveryKey(digits);
  const factsById = new Map<string, { facts: Facts; contents: Map<string, Uint8Array> }>();
  const backUpOnce = async (): Promise<void> => {
    const { snapshot } = await backUp(session, { paths: [source] });
    const facts = factsOf(source);
    const contents = new Map<string, Uint8Array>();
    for (const [path, { kind }] of facts) {
      if (kind === 'file') contents.set(path, Uint8Array.from(readFileSync(join(source, path))));
    }
    factsById.set(snapshot!.id, { facts, contents });
  };
  // Alone in its pack, which nothing refers to once the first snapshot is forgotten.
  const picture = readFileSync(join(source, 'picture'));
  writeFileSync(join(source, 'picture'), random.bytes(70_000));
  await backUpOnce();
  writeFileSync(join(source, 'picture'), picture);
  writeFileSync(join(source, 'second'), random.bytes(3000));
  await backUpOnce();
  await rotate(session);
  writeFileSync(join(source, 'third'), random.bytes(3000));
  await backUpOnce();
  // Leaves a mark that names the packs of the first.
  await forget(session, { snapshots: [listSnapshots(session)[0]!.id] });
  await prune(session);

  ({ keys } = session.archive);
  const objects = new Map<string, Uint8Array>();
  for await (const { name } of store.list('')) objects.set(name, await store.get(name));
  original = objects;
  names = [...objects.keys()].sort();
  const archive = await Archive.open(store, keys);
  for (const head of archive.snapshots()) {
    const { facts, contents } = factsById.get(head.snapshotId)!;
    const needs = new Map<string, Set<string>>();
    const manifest = new Set<string>();
    const visit = (node: ChunkLocation): boolean => {
      manifest.add(packName(node.block.pack!));
      noteChunk(node);
      return true;
    };
    for await (const { entry, extents } of archive.manifest(head).entries({ visit })) {
      const path = pathBelow(entry.path);
      const packs = new Set<string>(manifest);
      for await (const extent of extents()) {
        if ('hole' in extent) continue;
        packs.add(packName(extent.chunk.block.pack!));
        noteChunk(extent.chunk);
      }
      needs.set(path, packs);
    }
    // A hard link needs what the file needs that it is a link to.
    for (const [path, { sameAs }] of facts) {
      if (sameAs !== undefined) needs.set(path, needs.get(sameAs)!);
    }
    for (const packs of needs.values()) for (const name of packs) inUse.add(name);
    known.set(head.snapshotId, { head: head.name, facts, contents, needs, manifest });
  }
  for (const { name } of archive.heads.counting) inUse.add(name);
  for (const name of names) if (!name.startsWith('packs/')) inUse.add(name);
  closeSession = () => session.close();
  expect(known.size).toBe(2);
  expect(names.filter((name) => name.startsWith('keyring/'))).toHaveLength(2);
  expect(names.filter((name) => name.startsWith('marks/'))).toHaveLength(1);
}, MINUTE);

afterAll(async () => {
  await closeSession?.();
  rmSync(folder, { recursive: true, force: true });
});

function noteChunk(chunk: ChunkLocation): void {
  const name = packName(chunk.block.pack!);
  chunksIn.set(name, [...(chunksIn.get(name) ?? []), chunk]);
}

/** A path as the facts have it: below the folder that was backed up. */
function pathBelow(path: Uint8Array): string {
  return Buffer.from(path).toString('latin1').split('/').slice(1).join('/');
}

async function storeOf(objects: Objects): Promise<Store> {
  const store = memoryStore();
  for (const [name, bytes] of objects) await store.put(name, bytes);
  return store;
}

/** The fixture with some objects replaced, or dropped where `undefined` is given. */
function withChanges(changes: ReadonlyMap<string, Uint8Array | undefined>): Objects {
  const objects = new Map(original);
  for (const [name, bytes] of changes) {
    if (bytes === undefined) objects.delete(name);
    else objects.set(name, bytes);
  }
  return objects;
}

/** Waits for `work`, which must not hang. */
async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hangs: ${what}`)), CASE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function ours(error: unknown): MunimentError {
  if (!isMunimentError(error) || error.errorClass === 'internal') throw error;
  return error;
}

/** What reading everything came to. */
interface Reading {
  /** `snapshot path` of each file that was read to its end, all right. */
  readonly read: ReadonlySet<string>;
  /** Names of objects that errors named. */
  readonly blamed: ReadonlySet<string>;
}

/** Reads every file of every snapshot; fails if a byte is wrong or an error is not ours. */
async function readAll(archive: Archive, whole: boolean): Promise<Reading> {
  const read = new Set<string>();
  const blamed = new Set<string>();
  const blame = (error: unknown): void => {
    const { object, name } = ours(error).details;
    blamed.add(String(object ?? name));
  };
  for (const { name } of archive.heads.problems) blamed.add(name);
  for (const head of archive.snapshots()) {
    const expected = known.get(head.snapshotId);
    ok(expected !== undefined, `a snapshot from nowhere: ${head.snapshotId}`);
    const chunks = archive.chunkReader(() => whole);
    const walk = archive.manifest(head, chunks).entries({ onDamage: ({ error }) => blame(error) });
    for await (const { entry, extents } of walk) {
      if (entry.kind !== 'file') continue;
      const path = pathBelow(entry.path);
      const content = expected.contents.get(path);
      ok(content !== undefined, `a file from nowhere: ${path}`);
      try {
        let at = 0;
        for await (const extent of extents()) {
          if ('hole' in extent) throw new Error('a hole from nowhere');
          const chunk = await chunks.read(extent.chunk);
          const right = content.subarray(at, at + chunk.length);
          strictEqual(Buffer.compare(chunk, right), 0, `wrong bytes in ${path}`);
          at += chunk.length;
        }
        strictEqual(at, content.length, `a wrong length of ${path}`);
        read.add(`${head.snapshotId} ${path}`);
      } catch (error) {
        blame(error);
      }
    }
  }
  return { read, blamed };
}

/** What must still be there when the objects `lost` are of no use. */
function rest(lost: ReadonlySet<string>): Set<string> {
  const left = new Set<string>();
  const linkHeads = names.filter((name) => name.startsWith('heads/') && !isSnapshotHead(name));
  const isVouched = linkHeads.some((name) => !lost.has(name));
  for (const [id, { head, contents, needs }] of known) {
    const isOld = head.includes('-00000001-');
    if (lost.has(head) || (isOld && !isVouched)) continue;
    for (const path of contents.keys()) {
      if (facts(id, path).sameAs !== undefined) continue;
      if ([...needs.get(path)!].every((name) => !lost.has(name))) left.add(`${id} ${path}`);
    }
  }
  return left;
}

function facts(id: string, path: string): { readonly sameAs: string | undefined } {
  return known.get(id)!.facts.get(path)!;
}

function isSnapshotHead(name: string): boolean {
  return [...known.values()].some(({ head }) => head === name);
}

/** Reads all with the device's keys, in both ways; what does not depend on `lost` must be there. */
async function expectRest(objects: Objects, lost: ReadonlySet<string>, what: string): Promise<Set<string>> {
  const blamed = new Set<string>();
  for (const whole of [true, false]) {
    const archive = await inTime(Archive.open(await storeOf(objects), keys), what);
    const reading = await inTime(readAll(archive, whole), what);
    for (const item of rest(lost)) ok(reading.read.has(item), `${what}: ${item} is lost with it`);
    for (const name of reading.blamed) blamed.add(name);
  }
  // Also what costs nothing, such as a changed bit of padding, is found when all is verified.
  const archive = await Archive.open(await storeOf(objects), keys);
  const { problems } = await inTime(verifyArchive(archive, { share: 1 }), what);
  for (const { object } of problems) blamed.add(object);
  return blamed;
}

/** Opens with the digits on a device that has never seen the archive. Gives the names that were found fault with. */
async function openWithDigits(objects: Objects, what: string): Promise<Set<string>> {
  const blamed = new Set<string>();
  const place = { store: await storeOf(objects), home: join(folder, 'unused home') };
  try {
    const session = await inTime(openArchive({ ...place, unlock: { type: 'recovery-key', key } }), what);
    for (const { name } of [...session.keyrings.unopened, ...session.keyrings.malformed]) blamed.add(name);
    for (const { name } of session.archive.heads.problems) blamed.add(name);
    for (const { snapshotId } of session.archive.snapshots()) ok(known.has(snapshotId), what);
    await session.close();
  } catch (error) {
    const { name, object } = ours(error).details;
    blamed.add(String(name ?? object ?? 'keyring/'));
  }
  return blamed;
}

/** Opens a pack of which a byte was changed: in whole it must fail; in parts what is given must be right. */
async function expectPackFails(name: string, objects: Objects): Promise<void> {
  const archive = await Archive.open(await storeOf(new Map([[name, objects.get(name)!]])), keys);
  const locations = chunksIn.get(name) ?? [];
  if (locations[0] === undefined) return;
  const failure: unknown = await archive.objects
    .readPack(locations[0].block.pack!)
    .then(() => undefined, ours);
  ok(isMunimentError(failure) && failure.details.object === name, `${name} opens`);
  const parts = archive.chunkReader(() => false);
  for (const location of locations) {
    // The chunk's id is checked by the reader, whose own tests show that it is; a wrong one would be a wrong byte.
    await parts.read(location).catch(ours);
  }
}

/**
 * An altered keyring is named; or, if what was altered is the archive that it says it belongs to, it is another archive's:
 * then the snapshots that it is needed for are named, and the older generation is needed for none.
 */
function expectKeyringBlamed(name: string, blamed: ReadonlySet<string>, what: string): void {
  if (blamed.has(name) || blamed.has('keyring/')) return;
  const expected = name.startsWith('keyring/00000001-')
    ? []
    : names.filter((each) => /^heads\/.{16}-00000002-/.test(each));
  deepStrictEqual([...blamed].sort(), expected, what);
}

let fullChecks = 0;

/** One changed bit. */
async function expectFlipNoticed(name: string, at: number, bit: number): Promise<void> {
  const copy = original.get(name)!.slice();
  copy[at]! ^= 1 << bit;
  const objects = withChanges(new Map([[name, copy]]));
  const what = `bit ${bit} of byte ${at} of ${name}`;
  const isThorough = fullChecks++ % 16 === 0;
  if (name.startsWith('keyring/')) {
    expectKeyringBlamed(name, await openWithDigits(objects, what), what);
    return;
  }
  if (name.startsWith('packs/')) {
    await expectPackFails(name, objects);
    if (isThorough) {
      const blamed = await expectRest(objects, new Set([name]), what);
      strictEqual(blamed.has(name), inUse.has(name), what);
    }
    return;
  }
  if (isThorough) {
    ok((await expectRest(objects, new Set([name]), what)).has(name), what);
    return;
  }
  const archive = await inTime(Archive.open(await storeOf(objects), keys), what);
  const { problems } = name.startsWith('heads/') ? archive.heads : await archive.readMarks();
  deepStrictEqual(
    problems.map((problem) => problem.name),
    [name],
    what,
  );
}

/** Where a large object is looked at bit by bit: header, edges of segments, tags. */
function edgesOf(length: number): number[] {
  const places = new Set<number>();
  for (let at = 0; at < HEADER_BYTES; at++) places.add(at);
  const sealed = SEGMENT_BYTES + TAG_BYTES;
  for (let from = HEADER_BYTES; from < length; from += sealed) {
    const end = Math.min(from + sealed, length);
    for (let at = from; at < from + 2; at++) places.add(at);
    for (let at = end - TAG_BYTES - 2; at < end; at++) places.add(at);
  }
  return [...places].filter((at) => at >= 0 && at < length);
}

/** Every class of lengths that a cut or a torn write can leave, and some that are too long. */
function truncationsOf(bytes: Uint8Array): Uint8Array[] {
  const sealed = SEGMENT_BYTES + TAG_BYTES;
  const lengths = new Set([0, 1, 23, 24, 55, 56, 57, 71, 72, 73]);
  for (let end = HEADER_BYTES; end < bytes.length; end += sealed) {
    for (const by of [-TAG_BYTES, -1, 0, 1, TAG_BYTES]) lengths.add(end + by);
  }
  for (const by of [1, 15, 16, 17, 4096]) lengths.add(bytes.length - by);
  lengths.add(bytes.length >> 1);
  const cut = [...lengths].filter((length) => length >= 0 && length < bytes.length);
  const grown = [1, 16, sealed].map((by) => Uint8Array.from([...bytes, ...new Uint8Array(by)]));
  const torn = bytes.slice();
  torn.fill(0, bytes.length >> 1);
  return [...cut.map((length) => bytes.slice(0, length)), ...grown, torn];
}

/** A random change of one to three objects. */
function mutation(random: SeededRandom): Map<string, Uint8Array | undefined> {
  const changes = new Map<string, Uint8Array | undefined>();
  for (let n = random.below(3); n >= 0; n--) {
    const name = random.pick(names);
    const bytes = (changes.get(name) ?? original.get(name)!).slice();
    if (bytes.length === 0) continue;
    const at = random.below(bytes.length);
    switch (random.below(7)) {
      case 0:
        bytes[at]! ^= 1 + random.below(255);
        break;
      case 1:
        bytes.set(random.bytes(Math.min(40, bytes.length - at)), at);
        break;
      case 2:
        bytes.copyWithin(at, random.below(bytes.length));
        break;
      case 3:
        changes.set(name, bytes.slice(0, at));
        continue;
      case 4:
        changes.set(name, Uint8Array.from([...bytes, ...random.bytes(1 + random.below(60))]));
        continue;
      case 5:
        changes.set(name, original.get(random.pick(names))!);
        continue;
      default:
        changes.set(name, undefined);
        continue;
    }
    changes.set(name, bytes);
  }
  return changes;
}

/** The names whose bytes are not what they were. */
function changedBy(changes: ReadonlyMap<string, Uint8Array | undefined>): Set<string> {
  const changed = new Set<string>();
  for (const [name, bytes] of changes) {
    if (bytes === undefined || Buffer.compare(bytes, original.get(name)!) !== 0) changed.add(name);
  }
  return changed;
}

/** Both ways in: the device's keys and the digits. */
async function expectHarmless(
  changes: ReadonlyMap<string, Uint8Array | undefined>,
  what: string,
): Promise<void> {
  const objects = withChanges(changes);
  const lost = changedBy(changes);
  const blamed = await expectRest(objects, lost, what);
  for (const name of await openWithDigits(objects, what)) blamed.add(name);
  for (const name of lost) {
    // What is gone, or not referred to, is not missed by a reader; and of two changes one may hide the other.
    if (lost.size > 1 || changes.get(name) === undefined || !inUse.has(name)) continue;
    if (name.startsWith('keyring/')) expectKeyringBlamed(name, blamed, what);
    else ok(blamed.has(name), what);
  }
}

describe('in this process', () => {
  it('an untouched store shows everything', async () => {
    expect(await expectRest(original, new Set(), 'untouched')).toEqual(new Set());
    expect(await openWithDigits(original, 'untouched')).toEqual(new Set());
    expect(rest(new Set()).size).toBeGreaterThan(20);
  });

  it('bit flips', { timeout: 40 * MINUTE }, async () => {
    const random = seededRandom(42);
    const share = count('acceptance-flip-share');
    let flips = 0;
    for (const [name, bytes] of original) {
      const isSmall = bytes.length <= SMALL_BYTES;
      const edges = isSmall ? Array.from(bytes.keys()) : edgesOf(bytes.length);
      for (const at of edges) {
        for (let bit = 0; bit < 8; bit++) {
          if (share > 1 && random.below(share) > 0) continue;
          await expectFlipNoticed(name, at, bit);
          flips++;
        }
      }
      for (let i = 0; !isSmall && i < count('acceptance-large-flips'); i++) {
        await expectFlipNoticed(name, random.below(bytes.length), random.below(8));
        flips++;
      }
    }
    console.log(`${flips} bit flips in ${names.length} objects`);
  });

  it('truncations of every class', { timeout: 20 * MINUTE }, async () => {
    let cases = 0;
    for (const [name, bytes] of original) {
      for (const cut of truncationsOf(bytes)) {
        if (!isFull && cases++ % 3 > 0) continue;
        await expectHarmless(new Map([[name, cut]]), `${name} with ${cut.length} bytes`);
      }
    }
  });

  it('swaps, copies and deletions', { timeout: 20 * MINUTE }, async () => {
    for (const a of names) {
      await expectHarmless(new Map([[a, undefined]]), `${a} deleted`);
      for (const b of names) {
        if (a === b) continue;
        await expectHarmless(new Map([[a, original.get(b)!]]), `${b} in the place of ${a}`);
        if (a > b) continue;
        const swap = new Map([
          [a, original.get(b)!],
          [b, original.get(a)!],
        ]);
        await expectHarmless(swap, `${a} and ${b} swapped`);
      }
    }
  });

  it('random mutations', { timeout: 20 * MINUTE }, async () => {
    const random = seededRandom(43);
    for (let i = 0; i < count('acceptance-mutations'); i++)
      await expectHarmless(mutation(random), `mutation ${i}`);
  });
});

describe('a later backup', () => {
  it('repairs each object that is altered, cut, exchanged or deleted', { timeout: 20 * MINUTE }, async () => {
    const kinds = ['altered', 'header altered', 'cut', 'exchanged', 'deleted'] as const;
    let cases = 0;
    for (const name of names) {
      for (const kind of kinds) {
        if (!isFull && cases++ % 2 > 0) continue;
        await expectRepaired(name, kind);
      }
    }
  });

  async function expectRepaired(
    name: string,
    kind: 'altered' | 'header altered' | 'cut' | 'exchanged' | 'deleted',
  ): Promise<void> {
    const what = `${name} ${kind}`;
    const bytes = original.get(name)!.slice();
    let changed: Uint8Array | undefined = bytes;
    if (kind === 'altered') bytes[bytes.length >> 1]! ^= 1;
    else if (kind === 'header altered') bytes[30]! ^= 1;
    else if (kind === 'cut') changed = bytes.slice(0, -100);
    else if (kind === 'exchanged') changed = original.get(names.find((other) => other !== name)!);
    else changed = undefined;
    const store = await storeOf(withChanges(new Map([[name, changed]])));
    const own = mkdtempSync(join(folder, 'device-'));
    cpSync(home, own, { recursive: true });
    const session = await openArchive({ store, home: own });
    const before = await verify(session, { level: 'all' });
    const noticed = before.damagedObjects.first.map(({ object }) => object);
    const isMissed = kind !== 'deleted' || (!name.startsWith('heads/') && !name.startsWith('marks/'));
    // The older generation of keyrings is kept for nothing but other devices' copies of it: its loss is no damage.
    const isNeeded = inUse.has(name) && !(kind === 'deleted' && name.startsWith('keyring/00000001-'));
    if (isMissed && isNeeded) expect(noticed, what).toContain(name);
    else
      expect(
        noticed.filter((object) => object !== name),
        what,
      ).toEqual([]);
    if (!before.isSound) expect(noticed.length, what).toBeGreaterThan(0);

    await backUp(session, { paths: [source] });
    const { replaced, beyondRepair } = await repair(session);
    // The files are all still there: only a snapshot loses something whose own list of files, or a part of it, is lost.
    const isManifest = [...known.values()].some(({ manifest }) => manifest.has(name));
    if (!isManifest) expect({ replaced, beyondRepair }, what).toEqual({ replaced: [], beyondRepair: [] });
    const old = new Map(replaced.map((each) => [each.replacement, each.old]));
    const after = await verify(session, { level: 'all' });
    const left = after.damagedObjects.first.map(({ object }) => object);
    if (name.startsWith('heads/') || name.startsWith('marks/')) {
      // What cannot be opened might be newer than this program: it is named, and removed by hand.
      expect(
        left.filter((object) => object !== name),
        what,
      ).toEqual([]);
      await store.delete(name);
    } else {
      expect(left, what).toEqual([]);
    }
    expect(await verify(session, { level: 'all' }), what).toMatchObject({ isSound: true, damage: [] });

    const digits = await openArchive({
      store,
      home: join(folder, 'unused home'),
      unlock: { type: 'recovery-key', key },
    });
    for (const { id } of listSnapshots(digits)) {
      const into = join(own, `restored-${id}`);
      const { failed, incomplete } = await restore(digits, { into, snapshot: id });
      expect([...failed.first, ...incomplete.first], what).toEqual([]);
      const expected = known.get(old.get(id) ?? id)?.facts ?? factsOf(source);
      if (!beyondRepair.includes(id) && readdirSync(into).length > 0) {
        const wrong = differences(expected, factsOf(join(into, 'source')));
        expect(old.has(id) ? wrong.filter((each) => !each.endsWith(': missing')) : wrong, what).toEqual([]);
      }
    }
    expect(listSnapshots(digits).length, what).toBeGreaterThanOrEqual(2);
    await digits.close();
    await session.close();
    rmSync(own, { recursive: true, force: true });
  }
});

describe('through the command', () => {
  const random = seededRandom(44);
  const one = (
    change: (bytes: Uint8Array) => Uint8Array | undefined,
  ): Map<string, Uint8Array | undefined> => {
    const name = random.pick(names);
    return new Map([[name, change(original.get(name)!.slice())]]);
  };
  const kinds: Readonly<Record<string, () => Map<string, Uint8Array | undefined>>> = {
    'bit flips': () =>
      one((bytes) => {
        bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
        return bytes;
      }),
    truncations: () => one((bytes) => random.pick(truncationsOf(bytes))),
    swaps: () => {
      const [a, b] = [random.pick(names), random.pick(names)];
      return new Map([
        [a, original.get(b)!],
        [b, original.get(a)!],
      ]);
    },
    deletions: () => one(() => undefined),
    mutations: () => mutation(random),
  };

  it.each(Object.keys(kinds))('%s', { timeout: 30 * MINUTE }, async (kind) => {
    const cases = Array.from({ length: count('acceptance-cli-cases') }, () => kinds[kind]!());
    await mapConcurrent(cases, 2, async (changes) => await expectCommandHarmless(changes));
  });

  async function expectCommandHarmless(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
    const lost = changedBy(changes);
    const what = [...changes].map(([name, bytes]) => `${name}: ${bytes?.length ?? 'deleted'}`).join(', ');
    const place = mkdtempSync(join(folder, 'command-'));
    const store = join(place, 'store');
    for (const [name, bytes] of withChanges(changes)) {
      mkdirSync(dirname(join(store, name)), { recursive: true });
      writeFileSync(join(store, name), bytes);
    }
    mkdirSync(store, { recursive: true });
    cpSync(home, join(place, 'device'), { recursive: true });
    const into = join(place, 'into');

    // A device that has never seen the archive, with the sheet.
    const restored = await ask(['restore', store, '--into', into, '--recovery-key-file', sheet], {
      home: join(place, 'new device'),
    });
    const report = restored.all('restore').at(-1);
    if (report === undefined) {
      // Nothing could be restored at all: the one error says why.
      expect(restored.code, what).not.toBe(0);
      expect(restored.line('error').code, what).toMatch(/^ERR_/);
      expect(
        [...lost].some((name) => /^(?:keyring|heads)\//.test(name)),
        `${what}\n${restored.stderr}`,
      ).toBe(true);
    } else {
      const { id } = report.snapshot as { id: string };
      const { facts: expected, needs, manifest } = known.get(id)!;
      const actual = existing(join(into, 'source'));
      const wrong = differences(expected, actual);
      expect(
        wrong.filter((each) => !each.endsWith(': missing')),
        what,
      ).toEqual([]);
      const missing = [...expected.keys()].filter((path) => !actual.has(path));
      if (restored.code === 0) expect(missing, what).toEqual([]);
      const isManifestLost = [...manifest].some((name) => lost.has(name));
      for (const path of missing) {
        expect(
          [...needs.get(path)!].some((name) => lost.has(name)),
          `${what}: lost ${path}`,
        ).toBe(true);
        if (!isManifestLost) expect(restored.stderr, what).toContain(path);
      }
      if (missing.length > 0)
        expect(
          [...lost].some((name) => restored.stderr.includes(name)),
          what,
        ).toBe(true);
    }

    // The device itself: its own copy of the keyring opens whatever the store makes of it.
    const verified = await ask(['verify', store, '--all'], { home: join(place, 'device') });
    const said = JSON.stringify(verified.lines) + verified.stderr;
    const missed = [...lost].filter((name) => inUse.has(name) && changes.get(name) !== undefined);
    for (const name of missed) if (lost.size === 1) expect(said, what).toContain(name);
    if (missed.length > 0) expect(verified.code, `${what}\n${said}`).not.toBe(0);
    if ([...lost].every((name) => !inUse.has(name))) expect(verified.code, what).toBe(0);
    rmSync(place, { recursive: true, force: true });
  }

  function existing(path: string): Facts {
    try {
      return factsOf(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return new Map();
    }
  }

  it('a folder store opens like the one in memory', async () => {
    const place = mkdtempSync(join(folder, 'plain-'));
    const store = folderStore(join(place, 'store'), { create: true });
    for (const [name, bytes] of original) await store.put(name, bytes);
    const answer = await ask(['verify', join(place, 'store'), '--all'], { home });
    expect(answer.code, answer.stderr).toBe(0);
  });
});
