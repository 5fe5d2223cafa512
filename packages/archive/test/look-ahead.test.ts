// Reading ahead gives what reading one by one gives, in every state of the store, and never holds more than it may.

import { createHash } from 'node:crypto';
import type { MaybePromise } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { memoryStore, type Store } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Crew } from '../src/crew/crew.ts';
import { Archive, type ChunkLocation, type ComingChunk, type LookAhead, packName } from '../src/index.ts';
import { names, newKeys, type Tree, writeTree } from './fixtures.ts';

const KIB = 1024;
const random = seededRandom(87);
const crews: Crew[] = [];

afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.close()));
});

/** A store whose `get` of whole packs passes `gate` first. */
function gated(store: Store, gate: (name: string) => Promise<void> | void): Store {
  return overriding(store, {
    async get(name, range) {
      if (range === undefined && name.startsWith('packs/')) await gate(name);
      return store.get(name, range);
    },
  });
}

/** Three files of text and six of noise, 6 MB in all: enough for a crew to start its threads. */
function mixedTree(): Tree {
  const words = Array.from({ length: 400 }, () => Buffer.from(random.bytes(4)).toString('hex'));
  const text = (): Uint8Array =>
    Buffer.from(Array.from({ length: 60_000 }, () => random.pick(words)).join(' '));
  const tree: Record<string, Uint8Array> = {};
  for (let i = 0; i < 6; i++) tree[`noise${i}`] = random.bytes(800 * KIB);
  for (let i = 0; i < 3; i++) tree[`text${i}`] = text();
  return tree;
}

/** The places of all content of the newest snapshot, in order. */
async function placesOf(archive: Archive): Promise<ChunkLocation[]> {
  const places: ChunkLocation[] = [];
  for await (const { extents } of archive.manifest(archive.snapshot('latest')).entries()) {
    for await (const extent of extents()) if ('chunk' in extent) places.push(extent.chunk);
  }
  return places;
}

async function lookAhead(archive: Archive, jobs: number, isWhole = true): Promise<LookAhead> {
  const crew = await archive.startCrew(jobs);
  crews.push(crew);
  return archive.lookAhead(
    archive.chunkReader(() => isWhole),
    crew,
  );
}

/** What asking for a chunk gives: the hash of its bytes, or the code of the error. */
async function outcome(bytes: MaybePromise<Uint8Array>): Promise<string> {
  try {
    return createHash('sha256')
      .update(await bytes)
      .digest('hex');
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error.code;
  }
}

/** Asks for all chunks, telling of some more each time. */
async function readAhead(ahead: LookAhead, places: readonly ChunkLocation[], batch = 7): Promise<string[]> {
  const coming: ComingChunk[] = [];
  const outcomes: string[] = [];
  for (let at = 0; outcomes.length < places.length; ) {
    for (const end = at + batch; at < Math.min(end, places.length) && !ahead.isFull; at++) {
      coming.push(ahead.tell(places[at]!));
    }
    ahead.advance();
    const chunk = coming.shift()!;
    outcomes.push(await outcome(chunk.bytes()));
    chunk.release();
  }
  return outcomes;
}

async function readOneByOne(archive: Archive, places: readonly ChunkLocation[]): Promise<string[]> {
  const chunks = archive.chunkReader(() => true);
  const outcomes: string[] = [];
  for (const place of places) outcomes.push(await outcome(chunks.read(place)));
  return outcomes;
}

describe('reading ahead', () => {
  it('gives every chunk, from packs and from parts of packs, with every compression', async () => {
    const tree = mixedTree();
    for (const compression of ['none', 'deflate', 'zstd'] as const) {
      const archive = await Archive.open(memoryStore(), newKeys());
      await writeTree(archive, tree, { compression });
      const places = await placesOf(archive);
      const expected = await readOneByOne(archive, places);
      expect(expected.filter((found) => found.startsWith('ERR'))).toEqual([]);
      for (const [jobs, isWhole] of [
        [1, true],
        [3, true],
        [3, false],
      ] as const) {
        expect(await readAhead(await lookAhead(archive, jobs, isWhole), places)).toEqual(expected);
      }
      // In another order, and the same chunk again and again.
      const shuffled = places.flatMap((place, i) => [place, places[(i * 31) % places.length]!]);
      expect(await readAhead(await lookAhead(archive, 3), shuffled, 50)).toEqual(
        await readOneByOne(archive, shuffled),
      );
    }
  });

  // ARCH-090
  it('loses the chunks that a damaged segment holds, and no others', async () => {
    const tree = mixedTree();
    for (const compression of ['none', 'deflate', 'zstd'] as const) {
      const store = memoryStore();
      const archive = await Archive.open(store, newKeys());
      await writeTree(archive, tree, { compression });
      const places = await placesOf(archive);
      for (const name of await names(store, 'packs/')) {
        const bytes = await store.get(name);
        await store.delete(name);
        const damaged = bytes.slice();
        damaged[Math.floor(bytes.length / 3)]! ^= 1;
        await store.put(name, damaged);
      }
      const expected = await readOneByOne(archive, places);
      expect(expected).toContain('ERR_SEGMENT');
      expect(expected.some((found) => !found.startsWith('ERR'))).toBe(true);
      for (const jobs of [1, 3]) {
        expect(await readAhead(await lookAhead(archive, jobs), places)).toEqual(expected);
      }
    }
  });

  // ARCH-031
  it('gives no chunk that does not have its id, whenever it was told of', async () => {
    for (const compression of ['none', 'zstd'] as const) {
      const archive = await Archive.open(memoryStore(), newKeys());
      await writeTree(archive, mixedTree(), { compression });
      const places = await placesOf(archive);
      const wrong = places.map((place) => ({ ...place, id: random.bytes(32) }));
      for (const jobs of [1, 3]) {
        const ahead = await lookAhead(archive, jobs);
        const mixed = places.map((place, i) => (i % 3 === 1 ? wrong[i]! : place));
        const outcomes = await readAhead(ahead, mixed, 20);
        expect(outcomes.map((found) => found === 'ERR_CHUNK_ID')).toEqual(mixed.map((_, i) => i % 3 === 1));
        // Told of when the block is there already.
        const first = ahead.tell(places[0]!);
        expect(await outcome(first.bytes())).toBe(outcomes[0]);
        const late = ahead.tell(wrong[0]!);
        expect(await outcome(late.bytes())).toBe('ERR_CHUNK_ID');
        const right = ahead.tell(places[0]!);
        expect(await outcome(right.bytes())).toBe(outcomes[0]);
      }
    }
  });
});

describe('a look-ahead', () => {
  /** An archive of many packs, a chunk or more in each. */
  async function manyPacks(
    count: number,
  ): Promise<{ store: Store; archive: Archive; places: ChunkLocation[] }> {
    const store = memoryStore();
    const archive = await Archive.open(store, newKeys());
    const places: ChunkLocation[] = [];
    for (let i = 0; i < count; i++) {
      await writeTree(archive, { f: random.bytes(300 * KIB) });
      places.push(...(await placesOf(archive)));
    }
    return { store, archive, places };
  }

  async function gatedLookAhead(
    archive: Archive,
    jobs: number,
    gate: (name: string) => Promise<void> | void,
  ): Promise<LookAhead> {
    const { store, keys } = archive;
    return lookAhead(await Archive.open(gated(store, gate), keys), jobs);
  }

  const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 50));

  it('holds three packs at most, and fetches two at a time', async () => {
    const { archive, places } = await manyPacks(12);
    const fetched: string[] = [];
    const open: (() => void)[] = [];
    const ahead = await gatedLookAhead(archive, 3, (name) => {
      fetched.push(name);
      return new Promise((resolve) => open.push(resolve));
    });
    const coming = places.map((place) => ahead.tell(place));
    ahead.advance();
    await settled();
    expect(fetched).toHaveLength(2);
    for (let i = 0; i < 3; i++) {
      open[i]!();
      await settled();
    }
    expect(fetched).toHaveLength(3);
    // Each pack makes room for one more when what lies in it is not needed any more.
    const firstPack = places[0]!.block.pack;
    for (const [i, place] of places.entries()) {
      if (place.block.pack !== firstPack) break;
      await coming[i]!.bytes();
      coming[i]!.release();
    }
    await settled();
    expect(fetched).toHaveLength(4);
    expect(new Set(fetched).size).toBe(4);
    for (const resolve of open) resolve();
  });

  it('is full when it has been told of 64 MiB, or of 1,024 chunks, and has room again when they are released', async () => {
    const { archive, places } = await manyPacks(1);
    const ahead = await lookAhead(archive, 1);
    const small = { ...places[0]!, length: 1 };
    const told: ComingChunk[] = [];
    while (!ahead.isFull) told.push(ahead.tell(small));
    expect(told).toHaveLength(1_024);
    told.pop()!.release();
    expect(ahead.isFull).toBe(false);
    for (const chunk of told) chunk.release();
    let bytes = 0;
    while (!ahead.isFull) bytes += ahead.tell({ ...places[0]!, length: 4 * KIB * KIB }).length;
    expect(bytes).toBe(64 * KIB * KIB);
  });

  it('names a pack that the store does not give, at its chunks, and goes on', async () => {
    const { archive, places } = await manyPacks(5);
    const bad = packName(places.at(-1)!.block.pack!);
    for (const jobs of [1, 3]) {
      const ahead = await gatedLookAhead(archive, jobs, (name) => {
        if (name === bad) throw new MunimentError('ERR_STORE_IO', 'no');
      });
      const expected = (await readOneByOne(archive, places)).map((found, i) =>
        packName(places[i]!.block.pack!) === bad ? 'ERR_STORE_IO' : found,
      );
      expect(expected).toContain('ERR_STORE_IO');
      expect(await readAhead(ahead, places)).toEqual(expected);
    }
  });

  it('waits for a slow pack where it is needed, and takes the others meanwhile', async () => {
    const { archive, places } = await manyPacks(3);
    const slow = packName(places[0]!.block.pack!);
    let go = (): void => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    const fetched: string[] = [];
    const ahead = await gatedLookAhead(archive, 3, (name) => {
      fetched.push(name);
      return name === slow ? wait : undefined;
    });
    const coming = places.map((place) => ahead.tell(place));
    ahead.advance();
    const first = coming[0]!.bytes();
    await settled();
    expect(fetched).toHaveLength(3);
    go();
    expect(await outcome(first)).toBe((await readOneByOne(archive, places))[0]);
  });

  it('that is given up leaves nothing waiting and nothing unhandled', async () => {
    const { archive, places } = await manyPacks(4);
    for (const jobs of [1, 3]) {
      const fails: (() => void)[] = [];
      const ahead = await gatedLookAhead(
        archive,
        jobs,
        () => new Promise((_, reject) => fails.push(() => reject(new MunimentError('ERR_STORE_IO', 'late')))),
      );
      for (const place of places) ahead.tell(place);
      ahead.advance();
      await settled();
      ahead.close();
      await Promise.all(crews.splice(0).map((crew) => crew.close()));
      for (const fail of fails) fail();
      await settled();
      expect(fails).toHaveLength(2);
    }
  });
});
