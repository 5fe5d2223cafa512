// Folders as the archive benchmark looks at them: their files, reading them once, comparing two of them, swapping files.

import {
  type BigIntStats,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const PIECE_BYTES = 1024 * 1024;

export interface FoundFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Changes whenever the file is another one: inode and times. */
  readonly identity: string;
}

/** Names of a folder's entries, in one order on every machine. */
function sortedEntries(
  folder: string,
): { readonly name: string; isDirectory(): boolean; isFile(): boolean }[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The regular files below a folder, in the order of their paths; symbolic links are passed over. */
export function* walkFiles(folder: string, inner = ''): Generator<FoundFile> {
  for (const entry of sortedEntries(join(folder, inner))) {
    const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* walkFiles(folder, path);
    } else if (entry.isFile()) {
      const stat: BigIntStats = lstatSync(join(folder, path), { bigint: true });
      yield { path, bytes: Number(stat.size), identity: `${stat.ino} ${stat.mtimeNs}` };
    }
  }
}

/** Reads all files once, so that they lie in memory: a first reader would pay for the disk. */
export function warm(folder: string): void {
  const piece = new Uint8Array(PIECE_BYTES);
  for (const { path } of walkFiles(folder)) {
    const file = openSync(join(folder, path), 'r');
    try {
      while (readSync(file, piece) > 0);
    } finally {
      closeSync(file);
    }
  }
}

/** Whether two files have the same bytes. */
function isSameContent(a: string, b: string): boolean {
  const files = [openSync(a, 'r'), openSync(b, 'r')] as const;
  const pieces = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)] as const;
  try {
    for (;;) {
      const [first, second] = [readSync(files[0], pieces[0]), readSync(files[1], pieces[1])];
      if (first !== second || !pieces[0].subarray(0, first).equals(pieces[1].subarray(0, second)))
        return false;
      if (first === 0) return true;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** What is different between two folders: the first path that one lacks or whose bytes differ, or undefined. */
export function firstDifference(a: string, b: string): string | undefined {
  const others = new Map([...walkFiles(b)].map((file) => [file.path, file.bytes]));
  for (const { path, bytes } of walkFiles(a)) {
    if (others.get(path) !== bytes || !isSameContent(join(a, path), join(b, path))) return path;
    others.delete(path);
  }
  return others.keys().next().value;
}

/** Exchanges files of the same paths between two folders, by renaming: what is not named keeps its inode and times. */
export function swapFiles(a: string, b: string, paths: readonly string[]): void {
  for (const path of paths) {
    const aside = join(a, `${path}.aside`);
    renameSync(join(a, path), aside);
    renameSync(join(b, path), join(a, path));
    renameSync(aside, join(b, path));
  }
}

/** Makes the folder that a path lies in. */
export function makeParent(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
}
