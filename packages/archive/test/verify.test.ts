import { hmacSha256 } from '@muniment/crypto';
import { memoryStore } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { EarlyChecks } from '../src/early-checks.ts';
import { type Archive, forget, MemoryChunkIndex, packName, verify } from '../src/index.ts';
import type { ChunkLocation } from '../src/locations.ts';
import { PackUsage } from '../src/pack-usage.ts';
import { newArchive, newKeys, writeTree } from './fixtures.ts';

const random = seededRandom(11);
const CHUNK_BYTES = 1_000;

async function findings(archive: Archive) {
  const { problems, losses } = await verify(archive, { share: 1 });
  return {
    problems: problems.map(({ object, error }) => [object, error.code]),
    lost: losses.flatMap(({ paths }) => paths.map((path) => new TextDecoder().decode(path))),
  };
}

/** An archive whose index can be told lies. */
async function newLiar() {
  const reads: string[] = [];
  const store = memoryStore();
  const counting = overriding(store, {
    get(name, range) {
      if (range === undefined) reads.push(name);
      return store.get(name, range);
    },
  });
  const archive = await newArchive(counting, newKeys([1, 2]));
  const index = new MemoryChunkIndex();
  const idOf = (content: Uint8Array) => hmacSha256(archive.keys.dedupKey, content);
  const placeOf = async (content: Uint8Array) => index.get('content', await idOf(content))!;
  return {
    archive,
    index,
    /** Names of the packs that were read whole. */
    reads,
    placeOf,
    packOf: async (content: Uint8Array) => packName((await placeOf(content)).block.pack!),
    /** Makes the index take new content for what lies where other content does. */
    async lie(content: Uint8Array, other: Uint8Array) {
      index.set('content', { ...(await placeOf(other)), id: await idOf(content) });
    },
  };
}

describe('verify', () => {
  it('finds a reference to another chunk beside a right one to the same place (ARCH-031)', async () => {
    const { archive, index, packOf, lie } = await newLiar();
    const [x, y] = [random.bytes(CHUNK_BYTES), random.bytes(CHUNK_BYTES)];
    await writeTree(archive, { a: x }, { index });
    const pack = await packOf(x);
    await lie(y, x);
    await writeTree(archive, { a: x, z: y }, { index });
    expect(await findings(archive)).toEqual({ problems: [[pack, 'ERR_CHUNK_ID']], lost: ['z'] });
  });

  it('finds a reference that is wrong about the pack beside a right one (ARCH-031)', async () => {
    const { archive, index, packOf, placeOf } = await newLiar();
    const x = random.bytes(CHUNK_BYTES);
    await writeTree(archive, { a: x }, { index });
    const pack = await packOf(x);
    const { block, ...place } = await placeOf(x);
    index.set('content', { ...place, block: { ...block, pack: { ...block.pack!, epoch: 1 } } });
    await writeTree(archive, { a: x, z: x }, { index });
    expect(await findings(archive)).toEqual({ problems: [[pack, 'ERR_COMMITMENT']], lost: ['a', 'z'] });
    expect(archive.snapshots()).toHaveLength(2);
  });

  describe('of a pack that is referred to again behind many others', () => {
    /** A snapshot that begins and ends in the pack of one that is gone. */
    async function newSnapshot(
      last: (parts: Awaited<ReturnType<typeof newLiar>>, y: Uint8Array) => Promise<Uint8Array>,
    ) {
      const parts = await newLiar();
      const { archive, index, reads, packOf } = parts;
      const [x, y] = [random.bytes(CHUNK_BYTES), random.bytes(CHUNK_BYTES)];
      const { head } = await writeTree(archive, { a: x, z: y }, { index });
      const pack = await packOf(x);
      expect(await packOf(y)).toBe(pack);
      const tree: Record<string, Uint8Array> = { a: x };
      for (let i = 0; i < 3_000; i++) tree[`b${String(i).padStart(4, '0')}`] = random.bytes(20);
      tree.z = await last(parts, y);
      await writeTree(archive, tree, { index });
      await forget(archive, [head]);
      reads.length = 0;
      return { archive, pack, readsOf: (name: string) => reads.filter((read) => read === name).length };
    }

    it('looks for what came late in the pack that was checked before', async () => {
      const { archive, pack, readsOf } = await newSnapshot(async (_, y) => y);
      expect(await findings(archive)).toEqual({ problems: [], lost: [] });
      expect(readsOf(pack)).toBe(2);
    });

    it('finds what came late and is not there (ARCH-031)', async () => {
      const { archive, pack } = await newSnapshot(async ({ lie }, y) => {
        const other = random.bytes(CHUNK_BYTES);
        await lie(other, y);
        return other;
      });
      expect(await findings(archive)).toEqual({ problems: [[pack, 'ERR_CHUNK_ID']], lost: ['z'] });
    });
  });
});

describe('EarlyChecks', () => {
  const QUIET = 1_024;

  function newPack(id: string, latest: number): PackUsage {
    const usage = new PackUsage({ id, packClass: 'data', epoch: 1, sizeLog2: 12 });
    usage.add(newLocation(usage, 0));
    usage.latest = latest;
    return usage;
  }

  function newLocation({ pack }: PackUsage, offset: number): ChunkLocation {
    const block = { pack, offset: 0, storedLength: 100, rawLength: 100, compression: 'none' as const };
    return { block, offset, length: 10, id: random.bytes(32) };
  }

  it('begins with a pack when enough was found elsewhere, and with so many at once', async () => {
    const begun: string[] = [];
    const ends: ((isSound: boolean) => void)[] = [];
    const checks = new EarlyChecks(({ pack }) => {
      begun.push(pack.id);
      return new Promise((end) => ends.push(end));
    }, 2);
    const packs = [newPack('a', 1), newPack('b', 5), newPack('c', 6), newPack('d', 2_000)];
    for (const pack of packs) checks.add(pack);
    checks.advance(QUIET);
    expect(begun).toEqual([]);
    checks.advance(QUIET + 1);
    expect(begun).toEqual(['a']);
    checks.advance(QUIET + 100);
    expect(begun).toEqual(['a', 'b']);
    ends[0]!(true);
    expect(await checks.soundCount(packs[0]!)).toBe(1);
    checks.advance(QUIET + 100);
    expect(begun).toEqual(['a', 'b', 'c']);
    // What is added later is not known to be right.
    packs[1]!.add(newLocation(packs[1]!, 20));
    ends[1]!(true);
    ends[2]!(true);
    expect(await checks.soundCount(packs[1]!)).toBe(1);
    expect(packs[1]!.count).toBe(2);
    checks.advance(QUIET + 1_999);
    expect(begun).toHaveLength(3);
    expect(await checks.soundCount(packs[3]!)).toBe(0);
  });

  it.each([
    ['is not as it should be', () => Promise.resolve(false)],
    ['cannot be read', () => Promise.reject(new Error('the disk is gone'))],
  ])('knows nothing of a pack that %s', async (_, isSound) => {
    const checks = new EarlyChecks(isSound, 1);
    const pack = newPack('a', 1);
    checks.add(pack);
    checks.advance(QUIET + 1);
    expect(await checks.soundCount(pack)).toBe(0);
  });
});

describe('PackUsage', () => {
  it('holds each reference once, and tells what came after so many', () => {
    const usage = new PackUsage({ id: 'a', packClass: 'data', epoch: 1, sizeLog2: 22 });
    const blocks = [0, 1_000, 2_000].map((offset) => ({
      pack: usage.pack,
      offset,
      storedLength: 1_000,
      rawLength: 4_000,
      compression: 'zstd' as const,
    }));
    const locations: ChunkLocation[] = [];
    for (let i = 0; i < 1_500; i++) {
      const at = { block: blocks[random.below(3)]!, offset: 2 * i, length: 1 + random.below(3) };
      const id = random.bytes(32);
      // Many begin alike, and some places have several.
      if (i % 3 === 0) id.fill(0, 0, 4);
      locations.push({ ...at, id }, { ...at, id: random.bytes(32) }, { ...at, length: 5, id });
    }
    const [first, rest] = [locations.slice(0, 2_000), locations.slice(2_000)];
    for (const location of first) expect(usage.add(location)).toBe(true);
    const count = usage.count;
    for (const location of rest) expect(usage.add({ ...location, block: { ...location.block } })).toBe(true);
    for (const location of locations) expect(usage.add(location)).toBe(false);
    expect([count, usage.count]).toEqual([2_000, 4_500]);

    const told = (chunks: Iterable<ChunkLocation>): string[] =>
      [...chunks].map(({ block, offset, length, id }) => [block.offset, offset, length, ...id].join()).sort();
    expect(told(usage.chunks())).toEqual(told(locations));
    for (const [from, expected] of [
      [0, locations],
      [count, rest],
      [4_500, []],
    ] as const) {
      const { blocks: inCheck, ranges, ids } = usage.check(from);
      let at = 0;
      const found = inCheck.flatMap(({ offset, chunkCount }) =>
        Array.from({ length: chunkCount }, () => {
          const [start, length] = ranges.subarray(2 * at, 2 * at + 2);
          const id = ids.slice(32 * at, 32 * at + 32);
          at++;
          return { block: { ...blocks[0]!, offset }, offset: start!, length: length!, id };
        }),
      );
      expect(told(found)).toEqual(told(expected));
      expect(ranges).toHaveLength(2 * at);
    }
  });
});
