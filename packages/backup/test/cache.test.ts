// The local cache: lost, damaged or foreign, it is made anew and never trusted.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ChunkLocation, LocationTable, type PackRef } from '@muniment/archive';
import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Cache } from '../src/cache.ts';
import { backUp } from '../src/index.ts';
import { backUpOnce, restored, settle, setUp } from './support.ts';
import * as tree from './tree.ts';

const ARCHIVE = '0'.repeat(32);

function newPack(random: ReturnType<typeof seededRandom>): PackRef {
  return { id: Buffer.from(random.bytes(16)).toString('hex'), packClass: 'data', epoch: 3, sizeLog2: 0 };
}

describe('the cache', () => {
  it('gives back what was put in, also after it was opened again', () => {
    const folder = tree.temporaryFolder();
    const random = seededRandom(1);
    let cache = Cache.open(folder, ARCHIVE, new LocationTable());
    const pack = newPack(random);
    const block = {
      pack: undefined as PackRef | undefined,
      offset: 0,
      storedLength: 0,
      rawLength: 0,
      compression: 'zstd' as const,
    };
    const chunks = Array.from({ length: 100 }, (_, i): ChunkLocation => {
      return { block, offset: i * 10, length: 10, id: random.bytes(32) };
    });
    for (const chunk of chunks) cache.set('content', chunk);
    expect(cache.get('content', chunks[5]!.id)).toBe(chunks[5]);
    expect(cache.get('manifest', chunks[5]!.id)).toBeUndefined();
    Object.assign(block, { pack, offset: 4, storedLength: 500, rawLength: 1000 });
    pack.sizeLog2 = 14;
    cache.packFilled(
      pack,
      chunks.map((chunk) => ['content', chunk] as const),
    );
    const again = cache.get('content', chunks[5]!.id)!;
    expect(again).toEqual({ ...chunks[5], block: { ...block } });
    expect(again.block.pack).toBe(pack);
    expect(cache.pendingPacks()).toEqual([pack.id]);
    cache.close();
    const table = new LocationTable();
    cache = Cache.open(folder, ARCHIVE, table);
    const reopened = cache.get('content', chunks[7]!.id)!;
    expect(reopened).toEqual({ ...chunks[7], block: { ...block } });
    expect(reopened.block.pack).toBe(table.pack(pack.id, 'data', 3, 14));
    cache.settlePacks([pack.id]);
    expect(cache.pendingPacks()).toEqual([]);
    cache.close();
  });

  it('tells chunks apart whose ids begin alike, in packs under way and in full ones', () => {
    const cache = Cache.open(tree.temporaryFolder(), ARCHIVE, new LocationTable());
    const random = seededRandom(2);
    const pack = newPack(random);
    const block = { pack, offset: 0, storedLength: 20, rawLength: 20, compression: 'none' as const };
    const start = random.bytes(7);
    const [first, second] = [0, 10].map((offset): ChunkLocation => {
      return { block, offset, length: 10, id: Buffer.concat([start, random.bytes(25)]) };
    }) as [ChunkLocation, ChunkLocation];
    const other = {
      ...first,
      id: Buffer.concat([start.map((byte, i) => (i === 6 ? byte ^ 16 : byte)), first.id.subarray(7)]),
    };
    const found = (): unknown[] => [first, second, other].map(({ id }) => cache.get('content', id)?.offset);
    for (const chunk of [first, second]) cache.set('content', chunk);
    expect(found()).toEqual([undefined, 10, undefined]);
    cache.set('content', other);
    expect(found()).toEqual([undefined, 10, 0]);
    pack.sizeLog2 = 14;
    cache.packFilled(
      pack,
      [first, second, other].map((chunk) => ['content', chunk] as const),
    );
    expect(found()).toEqual([undefined, 10, 0]);
    expect(cache.get('manifest', second.id)).toBeUndefined();
    cache.close();
  });

  it('of another archive, of another version, or that is no database is made anew', () => {
    const folder = tree.temporaryFolder();
    const file = join(folder, 'cache.sqlite');
    const cases: (() => void)[] = [
      () => Cache.open(folder, '1'.repeat(32), new LocationTable()).close(),
      () => {
        const database = new DatabaseSync(file);
        database.exec('PRAGMA user_version = 99');
        database.close();
      },
      () => writeFileSync(file, 'this is not a database, and longer than its header: '.repeat(50)),
      () => tree.mkdirSync(file),
    ];
    for (const spoil of cases) {
      Cache.remove(folder);
      let cache = Cache.open(folder, ARCHIVE, new LocationTable());
      cache.setFolder(Buffer.from('/a'), new Uint8Array([1]));
      cache.close();
      Cache.remove(folder);
      spoil();
      cache = Cache.open(folder, ARCHIVE, new LocationTable());
      expect(cache.getFolder(Buffer.from('/a'))).toBeUndefined();
      cache.setFolder(Buffer.from('/a'), new Uint8Array([2]));
      expect(cache.getFolder(Buffer.from('/a'))).toEqual(new Uint8Array([2]));
      cache.close();
    }
  });

  it('forgets folders with all below them', () => {
    const cache = Cache.open(tree.temporaryFolder(), ARCHIVE, new LocationTable());
    const paths = ['/a', '/a/b', '/a/b/c', '/a/b-c', '/a/b0', '/ab'].map((path) => Buffer.from(path));
    for (const path of paths) cache.setFolder(path, new Uint8Array([1]));
    cache.deleteFolders(Buffer.from('/a/b'));
    const left = paths.filter((path) => cache.getFolder(path) !== undefined).map(String);
    expect(left).toEqual(['/a', '/a/b-c', '/a/b0', '/ab']);
    cache.close();
  });

  it('with rotten rows does not spoil a snapshot', async () => {
    const { session, source, home } = await setUp();
    for (let i = 0; i < 30; i++) writeFileSync(join(source, `f${i}`), `content ${i}`);
    await settle();
    await backUpOnce(session, source);
    const database = new DatabaseSync(join(home, 'archives', session.archiveId, 'cache.sqlite'));
    const flip = (bytes: Uint8Array, at: number): Uint8Array => {
      const copy = new Uint8Array(bytes);
      copy[at % copy.length] = copy[at % copy.length]! ^ 4;
      return copy;
    };
    for (const [i, row] of database.prepare('SELECT key, location FROM chunks').all().entries()) {
      const { key, location } = row as { key: number; location: Uint8Array };
      database.prepare('UPDATE chunks SET location = ? WHERE key = ?').run(flip(location, i), key);
    }
    for (const row of database.prepare('SELECT path, content FROM folders').all()) {
      const { path, content } = row as { path: Uint8Array; content: Uint8Array };
      database.prepare('UPDATE folders SET content = ? WHERE path = ?').run(flip(content, 60), path);
    }
    database.close();
    // The rows count as not there: files are read, and chunks found again in the snapshots.
    expect(await backUp(session, { paths: [source] })).toMatchObject({ readFiles: 30, newBytes: 0 });
    const { facts } = await restored(session, 'src');
    expect(tree.comparable(facts, tree.factsOf(source))).toEqual(tree.comparable(tree.factsOf(source)));
  });

  it('damaged in its pages is made anew by the next run', async () => {
    const { session, source, home } = await setUp();
    for (let i = 0; i < 300; i++) writeFileSync(join(source, `f${i}`), `content ${i}`);
    await settle();
    await backUpOnce(session, source);
    const file = join(home, 'archives', session.archiveId, 'cache.sqlite');
    const good = readFileSync(file);
    const random = seededRandom(7);
    const all = Array.from({ length: 300 }, (_, i) => `content ${i}`.length).reduce((a, b) => a + b);
    for (let round = 0; round < 12; round++) {
      const bad = Buffer.from(good);
      // Past the header, which would only make it no database.
      for (let i = 0; i < 200; i++) bad[100 + random.below(bad.length - 100)] = random.below(256);
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
      writeFileSync(file, bad);
      const { files, newBytes } = await backUp(session, { paths: [source] });
      expect(files).toBe(300);
      // A row whose checksum fails where its page is sound costs its own chunk and no other.
      expect(newBytes).toBeLessThan(all);
    }
    const { facts } = await restored(session, 'src');
    expect(tree.comparable(facts, tree.factsOf(source))).toEqual(tree.comparable(tree.factsOf(source)));
  });
});
