// What a writer waits for: very many files behind one whose pack never fills wait for no end, and packs not for each other.

import { memoryStore } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { Archive, type FileContent, MemoryChunkIndex, SnapshotWriter } from '../src/index.ts';
import { WAITING_MAX_COUNT } from '../src/manifest-writer.ts';
import { device, newEntry, newKeys, readTree, utf8 } from './fixtures.ts';

const info = { device, timeMs: 1_900_000_000_000, tags: [], roots: [], skipped: 0 };
const FILES = WAITING_MAX_COUNT + 5_000;
/** Files are added when so many have been read: the ids of later ones are still being computed. */
const AHEAD = 3_000;

it.each([1, 2])(
  'packs are stored before they are full, with %s at work',
  { timeout: 60_000 },
  async (jobs) => {
    const archive = await Archive.open(memoryStore(), newKeys());
    const index = new MemoryChunkIndex();
    const picture = seededRandom(9).bytes(100_000);
    const tree: Record<string, Uint8Array> = { a: picture };
    for (let i = 0; i < FILES; i++) tree[`b${String(i).padStart(6, '0')}`] = utf8(`file ${i}`);

    const write = async (): Promise<{ packsBefore: number; newChunks: number }> => {
      const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd', jobs });
      const taken: { path: string; content: Promise<FileContent> }[] = [];
      const add = async (count: number): Promise<void> => {
        for (const { path, content } of taken.splice(0, count))
          await writer.add(newEntry(path, 'file'), await content);
      };
      for (const [path, bytes] of Object.entries(tree)) {
        const { content } = await writer.take(bytes, path === 'a' ? 'fixed' : 'content');
        taken.push({ path, content });
        if (taken.length === AHEAD) await add(AHEAD / 2);
      }
      await writer.flush();
      await add(taken.length);
      const { packs, newChunks } = writer.totals;
      expect((await writer.commit(info)).lost).toEqual([]);
      await archive.refresh();
      expect(await readTree(archive)).toEqual(tree);
      return { packsBefore: packs, newChunks };
    };

    const first = await write();
    expect(first.packsBefore).toBeGreaterThan(1);
    expect(first.newChunks).toBe(FILES + 1);
    // What the index says of them is right as well.
    expect((await write()).newChunks).toBe(0);
  },
);

it.each([1, 2])('four packs are stored at once and no more, with %s at work', async (jobs) => {
  const store = memoryStore();
  let leaving = 0;
  let letGo = (): void => {};
  const fourLeave = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = overriding(store, {
    async put(name, bytes) {
      if (++leaving === 4) setTimeout(letGo, 200);
      expect(leaving).toBeLessThanOrEqual(4);
      await fourLeave;
      await store.put(name, bytes);
      leaving--;
    },
  });
  const archive = await Archive.open(slow, newKeys());
  const content = seededRandom(10).bytes(110 * 2 ** 20);
  const index = new MemoryChunkIndex();
  const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd', jobs });
  await writer.add(newEntry('a', 'file'), await writer.write(content, 'fixed'));
  await writer.commit(info);
  await archive.refresh();
  const { a } = await readTree(archive);
  expect(Buffer.compare(a!, content)).toBe(0);
});

it('a pack that cannot be stored fails the run', async () => {
  const store = memoryStore();
  let count = 0;
  const failing = overriding(store, {
    async put(name, bytes) {
      if (++count === 2) throw new Error('no more room');
      await store.put(name, bytes);
    },
  });
  const archive = await Archive.open(failing, newKeys());
  const index = new MemoryChunkIndex();
  const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd', jobs: 2 });
  const content = seededRandom(11).bytes(150 * 2 ** 20);
  await expect(writer.write(content, 'fixed')).rejects.toThrow('no more room');
  await writer.abandon();
  expect(count).toBeLessThanOrEqual(5);
});
