import { MunimentError } from '@muniment/errors';
import { memoryStore, type Store } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  Archive,
  collect,
  compact,
  forget,
  MemoryChunkIndex,
  packName,
  packUsage,
  repair,
  selectKept,
  verify,
  writeHead,
} from '../src/index.ts';
import { device, names, newArchive, newKeys, readTree, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(2);
const NOW = 1_900_000_000_000;
const noGrace = { device, nowMs: NOW, graceMs: 0 };
const rewriting = () => ({ index: new MemoryChunkIndex(), device, compression: 'zstd' as const });

async function replaceObject(
  store: Store,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  const bytes = change(await store.get(name));
  await store.delete(name);
  await store.put(name, bytes);
}

/** The store as one sees it who is not shown some objects. */
function hiding(store: Store, isHidden: (name: string) => boolean): Store {
  return overriding(store, {
    async *list(prefix) {
      for await (const info of store.list(prefix)) if (!isHidden(info.name)) yield info;
    },
  });
}

const flipLast = (bytes: Uint8Array): Uint8Array => {
  bytes[bytes.length - 1] ^= 1;
  return bytes;
};

async function dataPacks(archive: Archive): Promise<string[]> {
  const usage = await packUsage(archive, archive.heads.counting);
  return [...usage.values()]
    .filter(({ pack }) => pack.packClass === 'data')
    .map(({ pack }) => packName(pack));
}

describe('collect', () => {
  it('leaves a store with what the kept snapshots need, and nothing else', async () => {
    const archive = await newArchive();
    const old = { a: random.bytes(50_000), b: random.bytes(50_000) };
    const first = await writeTree(archive, old);
    const kept = { a: old.a, c: random.bytes(50_000) };
    await writeTree(archive, kept);
    await forget(archive, [first.head]);
    const result = await collect(archive, noGrace);
    expect(await readTree(archive)).toEqual(kept);
    // The first data pack holds both a and b and stays; the first manifest goes.
    expect(result.deletedPacks).toBe(1);
    expect(result.freedBytes).toBeGreaterThan(0);
    const again = await collect(archive, noGrace);
    expect(again).toMatchObject({ deletedPacks: 0, deletedHeads: 0, waitingPacks: 0 });
  });

  // ARCH-033, ARCH-082
  it('waits out the grace period and spares a pack that was referred to meanwhile', async () => {
    const archive = await newArchive();
    const tree = { a: random.bytes(16_000) };
    const index = new MemoryChunkIndex();
    const { head } = await writeTree(archive, tree, { index });
    const other = await writeTree(archive, { z: random.bytes(100) });
    await forget(archive, [head]);
    const marking = await collect(archive, { device, nowMs: NOW, graceMs: 1000 });
    expect(marking).toMatchObject({ deletedPacks: 0, waitingPacks: 2 });
    expect(await names(archive.store, 'marks/')).toHaveLength(1);
    expect(await collect(archive, { device, nowMs: NOW + 999, graceMs: 1000 })).toMatchObject({
      deletedPacks: 0,
      waitingPacks: 2,
    });
    // A writer does not refer to marked packs: it stores the chunk again.
    const rescued = await writeTree(archive, tree, { index });
    expect(rescued.totals.newChunks).toBe(1);
    expect(rescued.lost).toEqual([]);
    expect(await collect(archive, { device, nowMs: NOW + 1000, graceMs: 1000 })).toMatchObject({
      deletedPacks: 2,
    });
    expect(await readTree(archive)).toEqual(tree);
    // The mark outlives its packs, for writers whose listings are late, and goes by the run after.
    expect(await names(archive.store, 'marks/')).toHaveLength(1);
    await collect(archive, { device, nowMs: NOW + 1000, graceMs: 1000 });
    expect(await names(archive.store, 'marks/')).toEqual([]);
    expect(await readTree(archive, other.head.snapshotId)).toHaveProperty('z');
  });

  // ARCH-071
  it('tells a writer whose packs were marked while it wrote', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const tree = { a: random.bytes(16_000) };
    const index = new MemoryChunkIndex();
    const { head } = await writeTree(archive, tree, { index });
    const collector = await Archive.open(store, archive.keys);
    // The collector judges by the heads before the second snapshot; its mark lands just after that snapshot's head.
    const slow = overriding<Store>(store, {
      async put(name, bytes) {
        await store.put(name, bytes);
        if (!name.startsWith('heads/')) return;
        await collector.writeMarks('delete', (await packUsage(collector, [head])).keys(), device, NOW);
      },
    });
    const writer = await Archive.open(slow, archive.keys);
    const { lost } = await writeTree(writer, tree, { index });
    expect(lost.length).toBe(2);
    const second = await writeTree(await Archive.open(store, archive.keys), tree, { index });
    expect(second.lost).toEqual([]);
  });

  // ARCH-080
  it('refuses while a head does not open, and deletes nothing', async () => {
    const archive = await newArchive();
    const { head } = await writeTree(archive, { a: random.bytes(100) });
    await writeTree(archive, { b: random.bytes(100) });
    await replaceObject(archive.store, head.name, flipLast);
    const before = await names(archive.store);
    await expect(collect(archive, noGrace)).rejects.toMatchObject({ code: 'ERR_HEAD_UNREADABLE' });
    await expect(forget(archive, archive.snapshots())).rejects.toMatchObject({ code: 'ERR_HEAD_UNREADABLE' });
    expect(await names(archive.store)).toEqual(before);
  });

  // ARCH-080
  it('refuses while a manifest cannot be read', async () => {
    const archive = await newArchive();
    const { head } = await writeTree(archive, { a: random.bytes(100) });
    await archive.store.delete(packName(head.root!.block.pack!));
    await expect(collect(archive, noGrace)).rejects.toMatchObject({ code: 'ERR_PACK_MISSING' });
  });

  // ARCH-083
  it('deletes orphans of our own at once, those of others only after the grace period', async () => {
    const archive = await newArchive();
    await writeTree(archive, { a: random.bytes(100) });
    const [ours, theirs] = ['a'.repeat(32), 'b'.repeat(32)];
    for (const id of [ours, theirs]) await archive.store.put(packName({ id }), new Uint8Array(100));
    const result = await collect(archive, { device, nowMs: NOW, graceMs: 1000, ownOrphans: [ours] });
    expect(result).toMatchObject({ deletedPacks: 1, waitingPacks: 1 });
    expect(await archive.listPacks()).not.toHaveProperty(ours);
    expect((await archive.listPacks()).has(theirs)).toBe(true);
  });
});

describe('compact', () => {
  it('moves what is used out of sparse packs without changing snapshot ids', async () => {
    const archive = await newArchive();
    const tree: Record<string, Uint8Array> = {};
    for (let i = 0; i < 40; i++) tree[`f${String(i).padStart(2, '0')}`] = random.bytes(20_000);
    const { head } = await writeTree(archive, tree);
    const kept: Tree = { f07: tree.f07, f23: tree.f23 };
    const second = await writeTree(archive, kept);
    await forget(archive, [head]);
    const sizeBefore = [...(await archive.listPacks()).values()].reduce((a, b) => a + b);
    const results = await compact(archive, rewriting());
    expect(results.map(({ after }) => after.snapshotId)).toEqual([second.head.snapshotId]);
    await collect(archive, noGrace);
    const sizeAfter = [...(await archive.listPacks()).values()].reduce((a, b) => a + b);
    expect(sizeAfter).toBeLessThan(sizeBefore / 4);
    expect(await readTree(await Archive.open(archive.store, archive.keys))).toEqual(kept);
    expect(await compact(archive, rewriting())).toEqual([]);
  });

  it('merges many small packs', async () => {
    const archive = await newArchive();
    const tree: Record<string, Uint8Array> = {};
    const index = new MemoryChunkIndex();
    for (let i = 10; i < 50; i++) {
      tree[`f${i}`] = random.bytes(1000);
      await writeTree(archive, { ...tree }, { index });
    }
    expect((await archive.listPacks()).size).toBe(80);
    await compact(archive, { ...rewriting(), index });
    await collect(archive, noGrace);
    expect((await archive.listPacks()).size).toBeLessThan(20);
    expect(await readTree(archive)).toEqual(tree);
    expect(archive.snapshots()).toHaveLength(40);
    const report = await verify(archive, { share: 1 });
    expect(report).toMatchObject({ problems: [], losses: [], snapshots: 40 });
  });
});

describe('verify and repair', () => {
  it('tells of damage where the store cannot be written', async () => {
    const archive = await newArchive();
    await writeTree(archive, { f: random.bytes(1000) });
    const [pack] = await dataPacks(archive);
    await replaceObject(archive.store, pack!, flipLast);
    const readOnly = overriding<Store>(archive.store, {
      put: () => Promise.reject(new MunimentError('ERR_STORE_READ_ONLY')),
    });
    const report = await verify(await newArchive(readOnly, archive.keys), {
      share: 1,
      mark: { device, nowMs: NOW },
    });
    expect(report.problems.map(({ object }) => object)).toEqual([pack]);
    expect(report.losses).toHaveLength(1);
    expect(report.marked).toBe(false);
  });

  it('finds nothing wrong with a sound archive', async () => {
    const archive = await newArchive();
    await writeTree(archive, { a: random.bytes(1000), b: random.bytes(400_000) });
    await writeTree(archive, { a: random.bytes(1000) });
    const report = await verify(archive, { share: 1 });
    expect(report).toMatchObject({
      snapshots: 2,
      packs: 4,
      packsRead: 4,
      problems: [],
      losses: [],
      foreign: [],
      unreferencedPacks: 0,
    });
  });

  // ARCH-090, ARCH-091
  it('names what a damaged pack costs, marks it, and the next backup and a repair bring everything back', async () => {
    const archive = await newArchive();
    // Two blocks in different segments of one pack.
    const tree = { a: random.bytes(300_000), b: random.bytes(300_000) };
    const { head } = await writeTree(archive, tree, { compression: 'none' });
    const [pack] = await dataPacks(archive);
    await replaceObject(archive.store, pack, (bytes) => {
      bytes[1000] ^= 1;
      return bytes;
    });
    const report = await verify(archive, { share: 1, mark: { device, nowMs: NOW } });
    expect(report.problems.map(({ object, error }) => [object, error.code])).toEqual([[pack, 'ERR_SEGMENT']]);
    expect(report.losses.map(({ paths }) => paths.map((path) => new TextDecoder().decode(path)))).toEqual([
      ['a'],
    ]);
    expect(report.marked).toBe(true);

    const next = await writeTree(archive, tree);
    expect(next.totals.newBytes).toBe(600_000n);
    const repaired = await repair(archive, rewriting());
    expect(repaired.map(({ after, lost }) => [after.snapshotId, lost])).toEqual([[head.snapshotId, []]]);
    await collect(archive, noGrace);
    expect(await verify(archive, { share: 1 })).toMatchObject({ problems: [], losses: [] });
    expect(await names(archive.store, 'marks/')).toEqual([]);
    expect(await readTree(archive, head.snapshotId)).toEqual(tree);
  });

  it('leaves out what is lost for good and keeps the rest', async () => {
    const archive = await newArchive();
    const tree = { a: random.bytes(300_000), b: random.bytes(300_000) };
    const { head } = await writeTree(archive, tree, { compression: 'none' });
    const [pack] = await dataPacks(archive);
    await replaceObject(archive.store, pack, (bytes) => {
      bytes[1000] ^= 1;
      return bytes;
    });
    await verify(archive, { share: 1, mark: { device, nowMs: NOW } });
    const [result] = await repair(archive, rewriting());
    expect(result.lost.map((path) => new TextDecoder().decode(path))).toEqual(['a']);
    expect(result.after.stable.replaces).toEqual(Uint8Array.from(Buffer.from(head.snapshotId, 'hex')));
    expect(archive.snapshots().map(({ snapshotId }) => snapshotId)).toEqual([result.after.snapshotId]);
    expect(await readTree(archive)).toEqual({ b: tree.b });
    await collect(archive, noGrace);
    expect(await verify(archive, { share: 1 })).toMatchObject({ problems: [], losses: [] });
  });

  it('repairs a manifest of which a leaf is lost, making up the directories', async () => {
    const archive = await newArchive();
    const tree: Record<string, Uint8Array | null> = { d: null, 'd/e': null };
    for (let i = 0; i < 2000; i++) tree[`d/e/${String(i).padStart(5, '0')}`] = random.bytes(10);
    await writeTree(archive, tree);
    // A second pack for the changed leaf: losing it loses that leaf and the branches.
    tree['d/e/01999'] = random.bytes(11);
    const second = await writeTree(archive, tree);
    const rootPack = packName(second.head.root!.block.pack!);
    await archive.store.delete(rootPack);
    const report = await verify(archive, { share: 0 });
    expect(report.problems.map(({ object, error }) => [object, error.code])).toContainEqual([
      rootPack,
      'ERR_PACK_MISSING',
    ]);
    const results = await repair(archive, rewriting());
    expect(results).toHaveLength(1);
    expect(await verify(archive, { share: 1 })).toMatchObject({ problems: [], losses: [] });
  });
});

describe('rotation', () => {
  // ARCH-060, ARCH-081
  it('lets old heads count only when a link head of the new epoch vouches for them', async () => {
    const keys = newKeys([1]);
    const store = memoryStore();
    const before = await Archive.open(store, keys);
    const tree = { a: random.bytes(100) };
    const first = await writeTree(before, tree);
    const rotated = { ...keys, epochs: [...keys.epochs, ...newKeys([2]).epochs], keyringGeneration: 2 };
    const after = await Archive.open(store, rotated);
    expect(after.snapshots()).toEqual([]);
    expect(after.heads.notCounting.map(({ name }) => name)).toEqual([first.head.name]);
    const endorsed = [Uint8Array.from(Buffer.from(first.head.snapshotId, 'hex'))];
    const empty = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(0)));
    const link = {
      kind: 'link',
      endorsed,
      entriesDigest: empty,
      totals: undefined,
      deviceId: device.id,
      deviceName: '',
      timeMs: 5n,
      tags: [],
      roots: [],
      replaces: new Uint8Array(0),
    } as const;
    await writeHead(after.objects, before.heads.counting, link, undefined, 0, after.table);
    await after.refresh();
    expect(after.snapshots().map(({ snapshotId }) => snapshotId)).toEqual([first.head.snapshotId]);
    // Whoever was shut out still writes in the old epoch, if the store lets it see nothing newer; nothing of that counts.
    const intruder = await Archive.open(
      hiding(store, (name) => name.startsWith('heads/0000000000000002-00000002')),
      keys,
    );
    const { head: evil } = await writeTree(intruder, { evil: random.bytes(10) });
    expect(evil.ref.epoch).toBe(1);
    await after.refresh();
    expect(after.snapshots()).toHaveLength(1);
    expect(after.heads.notCounting.map(({ name }) => name)).toEqual([evil.name]);
    await before.refresh();
    // The device that was shut out is told so.
    expect(before.heads.problems.map(({ error }) => error.code)).toEqual(['ERR_KEYRING_OUTDATED']);
    // The link stays as long as it is needed, and goes with the last old head.
    await collect(after, noGrace);
    expect(after.heads.counting.map(({ stable }) => stable.kind)).toContain('link');
    const second = await writeTree(after, tree);
    await forget(
      after,
      after.snapshots().filter(({ snapshotId }) => snapshotId !== second.head.snapshotId),
    );
    expect(after.heads.counting.map(({ stable }) => stable.kind)).toEqual(['snapshot']);
    expect(await readTree(after)).toEqual(tree);
  });
});

describe('forks', () => {
  it('are shown, and named by the next head', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const here = await Archive.open(store, keys);
    await writeTree(here, { a: random.bytes(10) });
    const there = await Archive.open(store, keys);
    const other = { id: new Uint8Array(16).fill(9), name: 'other' };
    // Both write over the same head: neither has seen the other's.
    const hidden = hiding(store, (name) => late.has(name));
    const late = new Set<string>();
    const one = await writeTree(here, { a: random.bytes(11) });
    late.add(one.head.name);
    const blind = await Archive.open(hidden, keys);
    const two = await writeTree(blind, { a: random.bytes(12) }, { by: other });
    await there.refresh();
    expect(
      there
        .tips()
        .map(({ snapshotId }) => snapshotId)
        .sort(),
    ).toEqual([one.head.snapshotId, two.head.snapshotId].sort());
    const merged = await writeTree(there, { a: random.bytes(13) });
    expect(merged.head.stable.parents).toHaveLength(2);
    expect(there.tips()).toHaveLength(1);
    expect(there.snapshots()).toHaveLength(4);
  });
});

describe('selectKept', () => {
  const at = (iso: string, sequence: number) =>
    ({
      stable: { timeMs: BigInt(Date.parse(iso)), sequence: BigInt(sequence) },
      snapshotId: iso,
    }) as never as Awaited<ReturnType<typeof writeTree>>['head'];
  const all = [
    at('2026-01-01T00:00:00Z', 1),
    at('2026-01-31T23:59:59Z', 2),
    at('2026-02-01T00:00:00Z', 3),
    at('2026-02-01T12:00:00Z', 4),
    at('2026-02-02T00:00:00Z', 5),
    at('2026-02-09T00:00:00Z', 6),
  ];
  const kept = (policy: object) =>
    [...selectKept(all, { keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, ...policy })]
      .map((head) => head.snapshotId)
      .sort();

  it('keeps all without a rule', () => expect(kept({})).toHaveLength(6));
  it('keeps the newest', () =>
    expect(kept({ keepLast: 2 })).toEqual(['2026-02-02T00:00:00Z', '2026-02-09T00:00:00Z']));
  it('keeps the last of each day, week and month', () => {
    expect(kept({ keepDaily: 3 })).toEqual([
      '2026-02-01T12:00:00Z',
      '2026-02-02T00:00:00Z',
      '2026-02-09T00:00:00Z',
    ]);
    // 31 January and 1 February are in one ISO week, 2 February begins the next.
    expect(kept({ keepWeekly: 3 })).toEqual([
      '2026-02-01T12:00:00Z',
      '2026-02-02T00:00:00Z',
      '2026-02-09T00:00:00Z',
    ]);
    expect(kept({ keepMonthly: 2 })).toEqual(['2026-01-31T23:59:59Z', '2026-02-09T00:00:00Z']);
    expect(kept({ keepLast: 1, keepMonthly: 9 })).toEqual(['2026-01-31T23:59:59Z', '2026-02-09T00:00:00Z']);
  });
});
