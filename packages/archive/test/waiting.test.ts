// Very many files behind one whose pack never fills: nothing waits for the end, and everything is where the manifest says.

import { memoryStore } from '@muniment/storage';
import { seededRandom } from '@muniment/test-kit';
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
