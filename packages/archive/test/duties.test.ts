// What a writer and a collector owe whoever reads later: spec/archive.md sections 2 to 10.

import { memoryStore } from '@muniment/storage';
import { faultyStore } from '@muniment/storage/testing';
import { overriding, seededRandom } from '@muniment/test-kit';
import { encodeHead } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import {
  Archive,
  type ChunkLocation,
  collect,
  compact,
  forget,
  MemoryChunkIndex,
  packName,
  packUsage,
} from '../src/index.ts';
import { device, names, newArchive, newKeys, readTree, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(31);
const NOW = 1_900_000_000_000;
const noGrace = { device, nowMs: NOW, graceMs: 0 };

/** Every chunk of the latest snapshot, by path. */
async function chunksOf(archive: Archive): Promise<Map<string, ChunkLocation[]>> {
  const found = new Map<string, ChunkLocation[]>();
  for await (const { entry, extents } of archive.manifest(archive.snapshot('latest')).entries()) {
    const chunks: ChunkLocation[] = [];
    for await (const extent of extents()) if ('chunk' in extent) chunks.push(extent.chunk);
    found.set(new TextDecoder().decode(entry.path), chunks);
  }
  return found;
}

describe('a writer', () => {
  it('seals everything under the key with the greatest epoch number (ARCH-003)', async () => {
    const keys = newKeys([1, 2, 7]);
    const archive = await newArchive(memoryStore(), keys);
    const tree: Tree = { a: random.bytes(20_000), b: random.bytes(20_000) };
    const { head } = await writeTree(archive, tree);
    await archive.writeMarks('damaged', ['0'.repeat(32)], device, NOW);
    expect(head.ref.epoch).toBe(7);
    const newest = await Archive.open(archive.store, { ...keys, epochs: keys.epochs.slice(2) });
    expect(await readTree(newest)).toEqual(tree);
    expect(
      (await newest.readMarks()).packs.size + (await names(archive.store, 'marks/')).length,
    ).toBeGreaterThan(0);
    for (const name of await names(archive.store, 'marks/')) expect(name).toMatch(/^marks\/00000007-/);
  });

  it.each(['deflate', 'zstd'] as const)(
    'stores as it is what %s does not make shorter, and compresses the rest (ARCH-023)',
    async (compression) => {
      const archive = await newArchive();
      // A file of more than a group of chunks has blocks of its own.
      await writeTree(
        archive,
        { noise: random.bytes(600_000), text: new TextEncoder().encode('muniment '.repeat(60_000)) },
        { compression },
      );
      const chunks = await chunksOf(archive);
      const [noise, text] = ['noise', 'text'].map(
        (path) => new Set(chunks.get(path)!.map(({ block }) => block)),
      );
      for (const { storedLength, rawLength } of [...noise, ...text])
        expect(storedLength).toBeLessThanOrEqual(rawLength);
      expect([...noise].map((block) => block.compression)).toContain('none');
      expect([...text].map((block) => block.compression)).toContain(compression);
    },
  );

  it('refers to no chunk of a pack that is marked, missing or of another size (ARCH-033)', async () => {
    const spoil: Record<string, (archive: Archive, name: string, id: string) => Promise<void>> = {
      marked: (archive, _name, id) => archive.writeMarks('delete', [id], device, NOW),
      missing: (archive, name) => archive.store.delete(name),
      shorter: async ({ store }, name) => {
        const bytes = await store.get(name);
        await store.delete(name);
        await store.put(name, bytes.subarray(0, -1));
      },
    };
    for (const [what, run] of Object.entries(spoil)) {
      const archive = await newArchive();
      const tree: Tree = { a: random.bytes(16_000) };
      const index = new MemoryChunkIndex();
      await writeTree(archive, tree, { index });
      const [[, [chunk]]] = [...(await chunksOf(archive))] as [[string, [ChunkLocation]]];
      const pack = chunk.block.pack!;
      await run(archive, packName(pack), pack.id);
      const { totals } = await writeTree(archive, tree, { index });
      expect(totals.newChunks, what).toBe(1);
      expect((await chunksOf(archive)).get('a')![0].block.pack!.id, what).not.toBe(pack.id);
      expect(await readTree(archive), what).toEqual(tree);
    }
  });

  it('takes over no chunk that only snapshots which do not count refer to (ARCH-034)', async () => {
    const keys = newKeys([1]);
    const store = memoryStore();
    const tree: Tree = { a: random.bytes(16_000) };
    await writeTree(await Archive.open(store, keys), tree);
    const rotated = { ...keys, epochs: [...keys.epochs, ...newKeys([2]).epochs], keyringGeneration: 2 };
    const after = await Archive.open(store, rotated);
    expect(after.snapshots()).toEqual([]);
    const { totals } = await writeTree(after, tree);
    expect(totals.newChunks).toBe(1);
    for (const [, [chunk]] of await chunksOf(after)) expect(chunk!.block.pack!.epoch).toBe(2);
  });

  it('puts 64 extents into a record, and more into lists of 1,024 (ARCH-105)', async () => {
    const archive = await newArchive();
    const window = 65_536;
    /** Content of so many extents: windows of data and holes in turn. */
    const striped = (count: number): Uint8Array => {
      const bytes = new Uint8Array(count * window);
      for (let i = 0; i < count; i += 2) bytes.set([1, i >> 8, i], i * window);
      return bytes;
    };
    const tree: Tree = { 'a-64': striped(64), 'b-65': striped(65), 'c-1025': striped(1_025) };
    await writeTree(archive, tree, { chunker: 'fixed' });
    const lists = new Map<string, number>();
    for await (const { entry, lists: own, extents } of archive
      .manifest(archive.snapshot('latest'))
      .entries()) {
      const path = new TextDecoder().decode(entry.path);
      lists.set(path, own.length);
      expect((await Array.fromAsync(extents())).length, path).toBe(Number(path.slice(2)));
    }
    expect([...lists]).toEqual([
      ['a-64', 0],
      ['b-65', 1],
      ['c-1025', 2],
    ]);
  });

  it('writes nothing and deletes nothing beside a head of a later format (ARCH-102)', async () => {
    const archive = await newArchive();
    const { head } = await writeTree(archive, { a: random.bytes(100) });
    await writeTree(archive, { b: random.bytes(100) });
    const stable = head.stableBytes.slice();
    expect([...stable.subarray(0, 2)]).toEqual([8, 1]);
    stable[1] = 2;
    const ref = { sequence: head.stable.sequence, epoch: 1, headId: random.bytes(16) };
    await archive.objects.writeHead(ref, encodeHead({ stable, revision: 0, root: undefined, depth: 0 }));
    const before = await names(archive.store);
    await archive.refresh();
    const refusal = { code: 'ERR_UNSUPPORTED_VERSION' };
    await expect(writeTree(archive, { c: random.bytes(100) })).rejects.toMatchObject(refusal);
    await expect(forget(archive, [head])).rejects.toMatchObject(refusal);
    await expect(collect(archive, noGrace)).rejects.toMatchObject(refusal);
    const after = await names(archive.store);
    expect(before.filter((name) => !after.includes(name))).toEqual([]);
    expect(after.filter((name) => name.startsWith('heads/'))).toEqual(
      before.filter((name) => name.startsWith('heads/')),
    );
    expect(await readTree(archive)).toHaveProperty('b');
  });

  it('writes the head last, and not at all if a pack could not be stored (ARCH-070)', async () => {
    const order: string[] = [];
    const store = memoryStore();
    const recording = overriding(store, {
      put: async (name, bytes) => {
        await new Promise((done) => setTimeout(done, 2));
        await store.put(name, bytes);
        order.push(name.slice(0, 5));
      },
    });
    await writeTree(await newArchive(recording), { a: random.bytes(50_000) });
    expect(order.length).toBeGreaterThan(2);
    expect(order.indexOf('heads')).toBe(order.length - 1);
    for (const at of [0, 1]) {
      let packs = 0;
      const inner = memoryStore();
      const failing = faultyStore(inner, {
        seed: 1,
        choose: ({ kind, name }) =>
          kind === 'put' && name?.startsWith('packs/') && packs++ === at ? 'before' : undefined,
      });
      await expect(writeTree(await newArchive(failing), { a: random.bytes(50_000) })).rejects.toMatchObject({
        code: 'ERR_STORE_IO',
      });
      expect(await names(inner, 'heads/')).toEqual([]);
    }
  });

  it('fills packs, but for one of each class (ARCH-011)', async () => {
    const archive = await newArchive();
    await writeTree(archive, { media: random.bytes(35_000_000) }, { chunker: 'fixed' });
    await writeTree(archive, { data: random.bytes(35_000_000) });
    const packs = [...(await packUsage(archive, archive.heads.counting)).values()].map(({ pack }) => pack);
    for (const packClass of ['media', 'data'] as const) {
      const sizes = packs.filter((pack) => pack.packClass === packClass).map(({ sizeLog2 }) => sizeLog2);
      expect(sizes.length, packClass).toBeGreaterThan(2);
      expect(sizes.filter((size) => size < 24).length, packClass).toBeLessThanOrEqual(1);
    }
  });

  // WIRE-040
  it('uses no name twice and leaves bytes alone that the store has not taken yet (ARCH-072, STORE-054)', async () => {
    const used: string[] = [];
    const store = memoryStore();
    const slow = overriding(store, {
      async put(name: string, bytes: Uint8Array) {
        used.push(name);
        const copy = bytes.slice();
        for (let i = 0; i < 5; i++) await new Promise((done) => setTimeout(done, 1));
        expect(Buffer.compare(bytes, copy)).toBe(0);
        await store.put(name, bytes);
      },
    });
    const archive = await newArchive(slow);
    const files: Record<string, Uint8Array> = {};
    for (let i = 10; i < 60; i++) files[`f${i}`] = random.bytes(15_000);
    const index = new MemoryChunkIndex();
    const first = await writeTree(
      archive,
      { ...files, large: random.bytes(17_500_000) },
      { index, chunker: 'fixed' },
    );
    await writeTree(archive, { f15: files.f15!, f50: files.f50! }, { index });
    await forget(archive, [first.head]);
    await compact(archive, { index: new MemoryChunkIndex(), device, compression: 'zstd' });
    await collect(archive, noGrace);
    expect(used.length).toBeGreaterThan(8);
    expect(new Set(used).size).toBe(used.length);
  });
});

describe('a collector', () => {
  it('keeps the head that it revised until it has read the revision back (ARCH-085)', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const archive = await Archive.open(store, keys);
    const files: Record<string, Uint8Array> = {};
    for (let i = 10; i < 60; i++) files[`f${i}`] = random.bytes(15_000);
    const index = new MemoryChunkIndex();
    const full = await writeTree(archive, files, { index });
    const kept: Tree = { f15: files.f15!, f50: files.f50! };
    await writeTree(archive, kept, { index });
    await forget(archive, [full.head]);
    const heads = await names(store, 'heads/');
    expect(heads).toHaveLength(1);
    let spoilt = 0;
    const spoiling = await Archive.open(
      overriding(store, {
        async put(name, bytes) {
          const copy = bytes.slice();
          if (name.startsWith('heads/')) {
            copy[copy.length - 1] ^= 1;
            spoilt++;
          }
          await store.put(name, copy);
        },
      }),
      keys,
    );
    await expect(
      compact(spoiling, { index: new MemoryChunkIndex(), device, compression: 'zstd' }),
    ).rejects.toMatchObject({ code: 'ERR_STORE_IO' });
    expect(spoilt).toBeGreaterThan(0);
    expect(await names(store, 'heads/')).toContain(heads[0]);
    await archive.refresh();
    expect(await readTree(archive)).toEqual(kept);
    // Nor is anything deleted that the spoilt one might refer to.
    await expect(collect(archive, noGrace)).rejects.toMatchObject({ code: 'ERR_HEAD_UNREADABLE' });
    expect((await packUsage(archive, archive.heads.counting)).size).toBeGreaterThan(0);
  });
});
