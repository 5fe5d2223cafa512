// Checks that no vector can show: of stores that change while they are looked at, and of what is done besides reading.

import { createDeflateRaw } from 'node:zlib';
import { memoryStore, type ObjectInfo } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { encodeHead, encodeHeadStable } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { platformCompressor } from '../src/compression/compressor-node.ts';
import {
  Archive,
  collect,
  compact,
  forget,
  MemoryChunkIndex,
  packName,
  packObjectLength,
  SnapshotWriter,
} from '../src/index.ts';
import { PackCipher } from '../src/pack-cipher.ts';
import { device, names, newArchive, newKeys, readTree, writeTree } from './fixtures.ts';

const random = seededRandom(31);
const NOW = 1_900_000_000_000;

describe('a reader', () => {
  it('refuses a pack that has another length than the store said (ARCH-012)', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const { head } = await writeTree(archive, { a: random.bytes(100) });
    const pack = head.root!.block.pack!;
    const name = packName(pack);
    const before = await store.get(name);
    const larger = new Uint8Array(packObjectLength(pack.sizeLog2 + 1));
    const plaintextAt = larger.length - 2 ** (pack.sizeLog2 + 1);
    new DataView(larger.buffer).setUint32(plaintextAt, 2 ** pack.sizeLog2);
    await new PackCipher(archive.keys).seal(pack, larger);
    await store.delete(name);
    await store.put(name, larger);
    const reader = await Archive.open(
      overriding(store, {
        stat: async (one) => (one === name ? { name, size: before.length } : store.stat(one)),
      }),
      archive.keys,
    );
    await expect(reader.objects.readPack(pack)).rejects.toMatchObject({ code: 'ERR_OBJECT_LENGTH' });
  });

  it('stops decompressing where the promised length ends (ARCH-022)', async () => {
    const parts: Uint8Array[] = [];
    const deflate = createDeflateRaw();
    deflate.on('data', (part: Uint8Array) => parts.push(part));
    const done = new Promise((resolve) => {
      deflate.on('end', resolve);
    });
    const zeros = new Uint8Array(2 ** 20);
    for (let i = 0; i < 512; i++)
      await new Promise<void>((resolve) => {
        deflate.write(zeros, () => resolve());
      });
    deflate.end();
    await done;
    const bomb = new Uint8Array(Buffer.concat(parts));
    const before = process.resourceUsage().maxRSS;
    await expect(async () => platformCompressor.decompress('deflate', bomb, 1000)).rejects.toMatchObject({
      code: 'ERR_RAW_LENGTH',
    });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(128 * 1024);
  });
});

describe('a writer', () => {
  it('leaves an archive alone that has a head of a later version (ARCH-050)', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const { head } = await writeTree(archive, { a: random.bytes(100) });
    const sequence = head.stable.sequence + 1n;
    const stable = encodeHeadStable({ ...head.stable, formatVersion: 2, sequence });
    const content = encodeHead({ stable, revision: 0, root: undefined, depth: 0 });
    const ref = { sequence, epoch: head.ref.epoch, headId: random.bytes(16) };
    await archive.objects.writeHead(ref, content);
    await archive.refresh();
    const before = await names(store);
    const refused = { code: 'ERR_UNSUPPORTED_VERSION' };
    const index = new MemoryChunkIndex();
    await expect(SnapshotWriter.begin(archive, { index, compression: 'none' })).rejects.toMatchObject(
      refused,
    );
    await expect(forget(archive, archive.snapshots())).rejects.toMatchObject(refused);
    await expect(collect(archive, { device, nowMs: NOW, graceMs: 0 })).rejects.toMatchObject(refused);
    expect(await names(store)).toEqual(before);
    expect(await readTree(archive)).toHaveProperty('a');
  });

  it('reads a head back and compares it (ARCH-070)', async () => {
    const store = memoryStore();
    const bad = overriding(store, {
      get: async (name, range) => {
        const bytes = await store.get(name, range);
        if (name.startsWith('heads/')) bytes[bytes.length - 1]! ^= 1;
        return bytes;
      },
    });
    const archive = await newArchive(bad);
    await expect(writeTree(archive, { a: random.bytes(100) })).rejects.toMatchObject({
      code: 'ERR_STORE_IO',
    });
  });

  it('refers to no pack of another size than its references say (ARCH-033)', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const index = new MemoryChunkIndex();
    const tree = { a: random.bytes(20_000) };
    await writeTree(archive, tree, { index });
    for (const name of await names(store, 'packs/')) {
      const bytes = await store.get(name);
      await store.delete(name);
      await store.put(name, bytes.subarray(0, -1));
    }
    const { lost, totals } = await writeTree(archive, tree, { index });
    expect(totals.newChunks).toBeGreaterThan(0);
    expect(lost).toEqual([]);
    expect(await readTree(archive)).toEqual(tree);
  });
});

describe('a collector', () => {
  it('spares packs that the second reading of the heads finds in use (ARCH-082)', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const archive = await Archive.open(store, keys);
    await writeTree(archive, { z: random.bytes(100) });
    const tree = { a: random.bytes(20_000) };
    const { head } = await writeTree(archive, tree);
    const bytes = await store.get(head.name);
    await store.delete(head.name);
    // Another device's head arrives once the heads have been read and before anything is deleted.
    const late = overriding(store, {
      async *list(prefix): AsyncGenerator<ObjectInfo> {
        const listed = await Array.fromAsync(store.list(prefix));
        if (prefix === 'packs/' && (await store.stat(head.name)) === undefined)
          await store.put(head.name, bytes);
        yield* listed;
      },
    });
    const collector = await Archive.open(late, keys);
    const { deletedPacks } = await collect(collector, { device, nowMs: NOW, graceMs: 0 });
    expect(deletedPacks).toBe(0);
    await archive.refresh();
    expect(await readTree(archive, head.snapshotId)).toEqual(tree);
  });

  it('deletes no head whose revision is gone before it was read back (ARCH-085)', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const index = new MemoryChunkIndex();
    const archive = await Archive.open(store, keys);
    const kept = { a: random.bytes(5_000) };
    const { head } = await writeTree(archive, { ...kept, b: random.bytes(200_000) }, { index });
    await writeTree(archive, kept, { index });
    await forget(archive, [head]);
    const before = await names(store, 'heads/');
    const losing = overriding(store, {
      put: async (name, bytes) => {
        if (!name.startsWith('heads/')) await store.put(name, bytes);
      },
    });
    const collector = await Archive.open(losing, keys);
    await compact(collector, { index: new MemoryChunkIndex(), device, compression: 'none' });
    expect(await names(store, 'heads/')).toEqual(before);
    await archive.refresh();
    expect(await readTree(archive)).toEqual(kept);
  });
});
