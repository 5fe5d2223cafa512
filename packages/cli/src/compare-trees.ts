// Compares two trees of files, byte for byte, with all the metadata that a restore brings back.

import {
  type BigIntStats,
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { escapeControls } from './printable.ts';

/** What a comparison found. */
export interface TreeComparison {
  readonly files: number;
  readonly folders: number;
  /** Of both kinds. */
  readonly links: number;
  readonly bytes: number;
  /** One sentence for each difference, at most 1,000; names are printable. */
  readonly differences: readonly string[];
}

const DIFFERENCE_MAX = 1_000;
const READ_BYTES = 1024 * 1024;
/** Node sets times through a floating-point number of seconds. */
const MTIME_TOLERANCE_NS = 1_000n;
const PERMISSION_BITS = 0o7777n;
const SLASH = Buffer.from('/');

/** Compares `copy` with `original`. Sockets, pipes and devices in the original are passed over. */
export function compareTrees(original: string, copy: string): TreeComparison {
  return new Comparison().run(Buffer.from(original), Buffer.from(copy));
}

class Comparison {
  readonly #differences: string[] = [];
  /** Inode of an original with several links to that of its copy: linked names must be linked in the copy too. */
  readonly #inodes = new Map<string, string>();
  readonly #buffers = [Buffer.allocUnsafe(READ_BYTES), Buffer.allocUnsafe(READ_BYTES)] as const;
  #files = 0;
  #folders = 0;
  #links = 0;
  #bytes = 0;

  run(original: Buffer, copy: Buffer): TreeComparison {
    this.#compare(original, copy);
    return {
      files: this.#files,
      folders: this.#folders,
      links: this.#links,
      bytes: this.#bytes,
      differences: this.#differences,
    };
  }

  #compare(original: Buffer, copy: Buffer): void {
    const before = lstatSync(original, { bigint: true });
    const isKept = before.isFile() || before.isDirectory() || before.isSymbolicLink();
    const after = lstatSync(copy, { bigint: true, throwIfNoEntry: false });
    if (!isKept) {
      if (after !== undefined) this.#report(original, 'should not have been restored');
      return;
    }
    if (after === undefined) {
      this.#report(original, 'is missing');
      return;
    }
    if (kindOf(before) !== kindOf(after)) {
      this.#report(original, `is a ${kindOf(after)} now`);
      return;
    }
    this.#compareMetadata(original, before, after);
    if (before.isDirectory()) this.#compareFolders(original, copy);
    else if (before.isSymbolicLink()) this.#compareLinks(original, copy);
    else this.#compareFiles(original, copy, before, after);
  }

  #compareMetadata(path: Buffer, before: BigIntStats, after: BigIntStats): void {
    const isLink = before.isSymbolicLink();
    if (!isLink && (before.mode & PERMISSION_BITS) !== (after.mode & PERMISSION_BITS)) {
      this.#report(path, 'has another mode');
    }
    const drift = before.mtimeNs - after.mtimeNs;
    if (drift >= MTIME_TOLERANCE_NS || -drift >= MTIME_TOLERANCE_NS) this.#report(path, 'has another time');
    if (process.getuid?.() === 0 && (before.uid !== after.uid || before.gid !== after.gid)) {
      this.#report(path, 'has another owner');
    }
  }

  #compareFolders(original: Buffer, copy: Buffer): void {
    this.#folders++;
    const names = readdirSync(original, { encoding: 'buffer' });
    const known = new Set(names.map((name) => name.toString('latin1')));
    for (const name of names) this.#compare(join(original, name), join(copy, name));
    for (const name of readdirSync(copy, { encoding: 'buffer' })) {
      if (!known.has(name.toString('latin1'))) this.#report(join(copy, name), 'is not in the original');
    }
  }

  #compareLinks(original: Buffer, copy: Buffer): void {
    this.#links++;
    const read = (path: Buffer): Buffer => readlinkSync(path, { encoding: 'buffer' });
    if (!read(original).equals(read(copy))) this.#report(original, 'points elsewhere');
  }

  #compareFiles(original: Buffer, copy: Buffer, before: BigIntStats, after: BigIntStats): void {
    const inode = `${before.dev}:${before.ino}`;
    const linked = this.#inodes.get(inode);
    if (linked === undefined) {
      this.#files++;
      this.#bytes += Number(before.size);
      if (before.nlink > 1n) this.#inodes.set(inode, `${after.dev}:${after.ino}`);
    } else {
      this.#links++;
      if (linked !== `${after.dev}:${after.ino}`) this.#report(original, 'is no longer a hard link');
    }
    if (before.size !== after.size || !this.#isSameContent(original, copy)) {
      this.#report(original, 'has other content');
    }
  }

  #isSameContent(original: Buffer, copy: Buffer): boolean {
    const a = openSync(original, 'r');
    const b = openSync(copy, 'r');
    try {
      for (;;) {
        const [one, two] = this.#buffers;
        const length = readSync(a, one, 0, one.length, null);
        let filled = 0;
        while (filled < length) {
          const more = readSync(b, two, filled, length - filled, null);
          if (more === 0) return false;
          filled += more;
        }
        if (length === 0) return readSync(b, two, 0, 1, null) === 0;
        if (!one.subarray(0, length).equals(two.subarray(0, length))) return false;
      }
    } finally {
      closeSync(a);
      closeSync(b);
    }
  }

  #report(path: Buffer, what: string): void {
    if (this.#differences.length < DIFFERENCE_MAX) {
      this.#differences.push(`${escapeControls(path.toString('utf8'))} ${what}`);
    }
  }
}

function kindOf(stats: BigIntStats): string {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special file';
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, SLASH, name]);
}
