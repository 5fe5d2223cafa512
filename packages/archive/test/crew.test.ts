// Threads: they do what this thread does, their errors arrive whole, and what fails or ends early leaves nothing waiting.

import { hmacSha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { memoryStore, type Store } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Crew } from '../src/crew/crew.ts';
import { LocalCrew } from '../src/crew/crew.ts';
import { startCrew } from '../src/crew/crew-node.ts';
import { startCrew as startWebCrew } from '../src/crew/crew-web.ts';
import { Archive, MemoryChunkIndex, packObjectLength, SnapshotWriter, verify } from '../src/index.ts';
import type { PackRef } from '../src/locations.ts';
import { device, newArchive, newEntry, newKeys, readTree, type Tree } from './fixtures.ts';

const MIB = 2 ** 20;
const random = seededRandom(51);
const keys = newKeys([1, 2]);
const crews: Crew[] = [];

afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.close()));
});

/** A crew that has begun to use its threads. */
async function threads(size: number): Promise<Crew> {
  const crew = startCrew(keys, { jobs: size });
  crews.push(crew);
  const bytes = crew.buffer(MIB);
  for (let i = 0; i < 5; i++) await crew.identify(bytes, [MIB]);
  // It is done here until they have started: an answer that this thread had to wait for came from another.
  for (let isAway = false; !isAway; ) {
    let isHere = false;
    const answer = crew.identify(bytes, [MIB]).then(() => {
      isHere = true;
    });
    for (let i = 0; i < 20; i++) await undefined;
    isAway = !isHere;
    await answer;
    await new Promise((done) => setImmediate(done));
  }
  return crew;
}

function packOf(sizeLog2: number, epoch = 2): PackRef {
  return { id: Buffer.from(random.bytes(16)).toString('hex'), packClass: 'data', epoch, sizeLog2 };
}

/** An unsealed object: a frame of `content` at the end. */
function framed(object: Uint8Array, sizeLog2: number, content: Uint8Array): void {
  const at = object.length - 2 ** sizeLog2;
  new DataView(object.buffer, object.byteOffset).setUint32(at, content.length);
  object.set(content, at + 4);
}

describe('a crew of threads', () => {
  it('copies from and to memory of any kind', async () => {
    const crew = await threads(2);
    const buffers = [crew.buffer(MIB), crew.buffer(100_000), new Uint8Array(MIB), random.bytes(MIB)];
    for (let i = 0; i < 40; i++) {
      const source = random.pick(buffers);
      const target = random.pick(buffers.filter((buffer) => buffer !== source));
      source.set(random.bytes(50_000), i);
      const length = random.pick([0, 1, 4_095, 4_096, 50_000, Math.min(source.length, target.length)]);
      const [from, at] = [source.length - length, target.length - length].map((most) => Math.min(i, most));
      const expected = Uint8Array.from(target);
      expected.set(source.subarray(from, from! + length), at);
      crew.copy(target, at!, source.subarray(from, from! + length));
      expect(Buffer.from(target).equals(expected)).toBe(true);
    }
  });

  it('identifies, compresses, seals and opens as this thread does', async () => {
    const crew = await threads(2);
    const local = new LocalCrew(keys);
    const lengths = [1, 16_384, 70_000, 0, 300];
    const bytes = crew.buffer(lengths.reduce((sum, length) => sum + length));
    bytes.set(random.bytes(bytes.length));
    const ids = await crew.identify(bytes, lengths);
    expect(Buffer.compare(ids, await local.identify(bytes, lengths))).toBe(0);
    expect(Buffer.compare(ids.subarray(0, 32), await hmacSha256(keys.dedupKey, bytes.subarray(0, 1)))).toBe(
      0,
    );

    for (const text of [
      'to be or not to be '.repeat(9000),
      Buffer.from(random.bytes(90_000)).toString('latin1'),
    ]) {
      const raw = Buffer.from(text, 'latin1');
      const shared = crew.buffer(raw.length);
      shared.set(raw);
      const own = Uint8Array.from(raw);
      const block = await crew.compress('zstd', shared);
      expect(block).toEqual(await local.compress('zstd', own));
      expect(Buffer.compare(shared.subarray(0, block.length), own.subarray(0, block.length))).toBe(0);
    }

    const pack = packOf(17);
    const object = crew.buffer(packObjectLength(17));
    const content = random.bytes(80_000);
    framed(object, 17, content);
    await crew.seal(pack, object);
    for (const one of [crew, local]) {
      const plaintext = await one.open(pack, Uint8Array.from(object));
      expect(Buffer.compare(plaintext.subarray(4, 80_004), content)).toBe(0);
    }
    // Where the object lies, in memory that is used again.
    const room = crew.buffer(object.length + 100);
    for (const one of [crew, local, crew]) {
      room.set(object);
      const plaintext = room.subarray(0, 2 ** 17);
      expect((await one.open(pack, room.subarray(0, object.length), plaintext)).buffer).toBe(room.buffer);
      expect(Buffer.compare(plaintext.subarray(4, 80_004), content)).toBe(0);
    }
    const ranges = Uint32Array.of(0, 1000, 1000, 500);
    const chunkIds = await local.identify(content, [1000, 500]);
    const block = {
      offset: 4,
      storedLength: 80_000,
      rawLength: 80_000,
      compression: 'none',
      chunkCount: 2,
    } as const;
    const check = { blocks: [block], ranges, ids: chunkIds };
    expect(await crew.isSound(pack, Uint8Array.from(object), check)).toBe(true);
    room.set(object);
    expect(await crew.isSound(pack, room.subarray(0, object.length), check)).toBe(true);
    const other = { ...check, ids: chunkIds.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) };
    expect(await crew.isSound(pack, Uint8Array.from(object), other)).toBe(false);
    const spoilt = Uint8Array.from(object);
    spoilt[90_000]! ^= 1;
    expect(await crew.isSound(pack, spoilt, check)).toBe(false);
  });

  it('gives errors of a thread with code and details', async () => {
    const crew = await threads(2);
    const pack = packOf(17);
    const object = crew.buffer(packObjectLength(17));
    framed(object, 17, random.bytes(5000));
    await crew.seal(pack, object);
    const cases: readonly [string, number | undefined, Partial<PackRef>][] = [
      ['ERR_SEGMENT', 40_000, {}],
      ['ERR_COMMITMENT', 30, {}],
      ['ERR_COMMITMENT', undefined, { epoch: 1 }],
      ['ERR_COMMITMENT', undefined, { epoch: 9 }],
      ['ERR_OBJECT_LENGTH', undefined, { sizeLog2: 18 }],
    ];
    for (const [code, spoilt, change] of cases) {
      const bytes = Uint8Array.from(object);
      if (spoilt !== undefined) bytes[spoilt]! ^= 1;
      const error: unknown = await crew
        .open({ ...pack, ...change }, bytes)
        .catch((reason: unknown) => reason);
      expect(isMunimentError(error, code as 'ERR_SEGMENT'), `${code}: ${error}`).toBe(true);
      expect((error as MunimentError).details.object).toMatch(/^packs\//);
    }
  });

  it('does much at once, and answers each with its own', async () => {
    const crew = await threads(3);
    const buffers = Array.from({ length: 60 }, (_, i) => {
      const bytes = crew.buffer(1000 + i);
      bytes.fill(i);
      return bytes;
    });
    const ids = await Promise.all(buffers.map((bytes) => crew.identify(bytes, [bytes.length])));
    for (const [i, id] of ids.entries()) {
      expect(Buffer.compare(id, await hmacSha256(keys.dedupKey, buffers[i]!))).toBe(0);
    }
  });

  it('leaves nothing waiting when it is closed, and does nothing afterwards', async () => {
    const crew = await threads(2);
    const bytes = crew.buffer(MIB);
    const waiting = Array.from({ length: 20 }, () => crew.identify(bytes, [MIB]));
    const outcomes = Promise.allSettled(waiting);
    await crew.close();
    for (const { status } of await outcomes) expect(['fulfilled', 'rejected']).toContain(status);
    await expect(crew.identify(bytes, [MIB])).rejects.toThrow(TypeError);
  });

  it('uses threads from the first byte on where it is told of many, and this thread where of few', async () => {
    /** Whether what is asked for is answered without another thread. */
    const isDoneHere = async (crew: Crew): Promise<boolean> => {
      crews.push(crew);
      const bytes = crew.buffer(MIB);
      let isDone = false;
      const answer = crew.identify(bytes, [MIB]).then((id) => {
        isDone = true;
        return id;
      });
      for (let i = 0; i < 20; i++) await undefined;
      const wasDone = isDone;
      expect(Buffer.compare(await answer, await hmacSha256(keys.dedupKey, bytes))).toBe(0);
      return wasDone;
    };
    expect(await isDoneHere(startCrew(keys, { jobs: 2, bytes: 64 * MIB }))).toBe(false);
    expect(await isDoneHere(startCrew(keys, { jobs: 2, bytes: MIB }))).toBe(true);
    expect(await isDoneHere(startCrew(keys, { jobs: 2 }))).toBe(true);
    expect(await isDoneHere(startCrew(keys, { jobs: 1, bytes: 64 * MIB }))).toBe(true);
  });

  it('refuses a number of threads that is none', () => {
    for (const jobs of [0, -1, 1.5, Number.NaN]) expect(() => startCrew(keys, { jobs })).toThrow(RangeError);
    expect(startCrew(keys, { jobs: 1 })).toBeInstanceOf(LocalCrew);
    expect(startWebCrew(keys, { jobs: 8 })).toBeInstanceOf(LocalCrew);
  });
});

/** Files of every kind of content, in path order; several packs in all. */
function files(): Tree {
  const tree: Record<string, Uint8Array> = {};
  for (let i = 0; i < 60; i++) tree[`a${String(i).padStart(3, '0')}`] = random.bytes(random.below(3000));
  tree.b = random.bytes(9 * MIB);
  tree.c = new Uint8Array(3 * MIB);
  tree.d = Buffer.from('words and more words, '.repeat(200_000));
  tree.e = random.bytes(12 * MIB);
  tree.f = tree.b.slice(MIB);
  return tree;
}

/** Takes all files before it waits for any. */
async function writeAtOnce(archive: Archive, tree: Tree, jobs: number, index = new MemoryChunkIndex()) {
  const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd', jobs });
  try {
    const taken = [];
    for (const [path, content] of Object.entries(tree)) {
      taken.push([path, await writer.take(content!, path === 'e' ? 'fixed' : 'content')] as const);
    }
    await writer.flush();
    for (const [path, { size, content }] of taken) {
      expect((await content).size).toBe(size);
      await writer.add(newEntry(path, 'file'), await content);
    }
    const info = { device, timeMs: 1_800_000_000_000, tags: [], roots: [], skipped: 0 };
    const commit = await writer.commit(info);
    await archive.refresh();
    return { ...commit, totals: writer.totals };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

describe('a snapshot', () => {
  const tree = files();

  it('is the same whoever works on it', async () => {
    const seen = [];
    for (const jobs of [1, 2, 5]) {
      const archive = await newArchive(memoryStore());
      const { totals } = await writeAtOnce(archive, tree, jobs);
      const { newBytes, newChunks } = totals;
      seen.push({ newBytes, newChunks, packs: totals.packs, storedBytes: totals.storedBytes });
      const read = await readTree(archive);
      for (const [path, content] of Object.entries(tree)) {
        expect(Buffer.compare(read[path]!, content!), path).toBe(0);
      }
      expect(await verify(archive, { share: 1, jobs })).toMatchObject({ problems: [], losses: [] });
    }
    // Cuts depend on each archive's own key; packs and what is in them are of one size but for that.
    for (const { packs } of seen) expect(packs).toBe(seen[0]!.packs);
  });

  it('is written once more without anything new', async () => {
    const archive = await newArchive(memoryStore());
    const index = new MemoryChunkIndex();
    await writeAtOnce(archive, tree, 3, index);
    const { totals } = await writeAtOnce(archive, tree, 3, index);
    expect(totals).toMatchObject({ newBytes: 0n, newChunks: 0, packs: 0 });
  });

  it.each([1, 3])('fails with the error of the store, with %i jobs', async (jobs) => {
    for (const failing of [1, 2]) {
      const store = memoryStore();
      const archive = await newArchive(store);
      let puts = 0;
      const broken = overriding<Store>(store, {
        put: async (name, bytes) => {
          if (name.startsWith('packs/') && ++puts === failing) throw new MunimentError('ERR_STORE_FULL');
          return store.put(name, bytes);
        },
      });
      const over = await Archive.open(broken, archive.keys);
      await expect(writeAtOnce(over, tree, jobs)).rejects.toMatchObject({ code: 'ERR_STORE_FULL' });
      await over.refresh();
      expect(over.snapshots()).toEqual([]);
    }
  });

  it('can be given up at any time', async () => {
    for (const count of [0, 1, 30, 62, 64]) {
      const archive = await newArchive(memoryStore());
      const writer = await SnapshotWriter.begin(archive, {
        index: new MemoryChunkIndex(),
        compression: 'zstd',
        jobs: 3,
      });
      for (const content of Object.values(tree).slice(0, count)) {
        await writer.take(content!, 'content');
      }
      await writer.abandon();
      await expect(writer.flush()).rejects.toThrow();
      expect(archive.snapshots()).toEqual([]);
    }
  });

  it('tells the damage of a pack that a thread found unsound', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    await writeAtOnce(archive, tree, 3);
    let found = '';
    for await (const object of store.list('packs/')) if (object.size > 10 * MIB) found = object.name;
    const bytes = Uint8Array.from(await store.get(found));
    bytes[bytes.length >> 1]! ^= 1;
    await store.delete(found);
    await store.put(found, bytes);
    const [one, three] = [
      await verify(archive, { share: 1, jobs: 1 }),
      await verify(archive, { share: 1, jobs: 3 }),
    ];
    expect(three.problems.map(({ object, error }) => [object, error.code])).toEqual(
      one.problems.map(({ object, error }) => [object, error.code]),
    );
    expect(one.problems.map(({ object }) => object)).toEqual([found]);
    expect(three.losses.map(({ paths }) => paths)).toEqual(one.losses.map(({ paths }) => paths));
  });
});
