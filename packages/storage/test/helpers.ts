import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Disk } from '../src/disk.ts';
import { type FolderStoreOptions, folderStoreOn } from '../src/folder-store.ts';
import { nodeDisk } from '../src/node-disk.ts';
import { seededNumbers } from '../src/seeded.ts';
import type { Store } from '../src/store.ts';

/** Makes temporary folders and removes them after the tests of the file. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterAll(() => {
    for (const path of made) rmSync(path, { recursive: true, force: true });
  });
  return () => {
    const path = mkdtempSync(join(tmpdir(), 'muniment-storage-'));
    made.push(path);
    return path;
  };
}

/** A folder store on `disk` with repeatable names for its temporary files and no real waiting. */
export function storeOn(
  disk: Disk,
  path: string,
  { seed = 1, now = () => 0, ...options }: FolderStoreOptions & { seed?: number; now?: () => number } = {},
): Store {
  const chance = seededNumbers(seed);
  return folderStoreOn(path, options, {
    disk,
    now,
    random: (length) => Uint8Array.from({ length }, () => chance() * 256),
    sleep: async () => {
      for (let i = 0; i < 10; i++) await undefined;
    },
  });
}

/** The machine's disk as one without hard links. */
export const linklessDisk: Disk = {
  ...nodeDisk,
  link: () => Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' })),
};

/** All items of an async iterable, sorted by their text. */
export async function sorted<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list = await Array.fromAsync(items);
  return list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
