// What files looked like when they were read last: kept in the cache, one value a folder.

import type { ByteString } from './byte-string.ts';
import type { FileStat } from './walker.ts';

const STAT_BYTES = 40;
/** So much of a content digest is kept: enough to tell contents apart. */
const DIGEST_BYTES = 16;
const FILE_BYTES: number = STAT_BYTES + DIGEST_BYTES;
const NAME_HEADER_BYTES = 3;
const FILE = 0;
const FOLDER = 1;

/** The fields that change whenever a file does: size, mtime, ctime, inode, device. */
function writeStat({ size, mtimeNs, ctimeNs, ino, dev }: FileStat, view: DataView, at: number): void {
  view.setBigUint64(at, size);
  view.setBigInt64(at + 8, mtimeNs);
  view.setBigInt64(at + 16, ctimeNs);
  view.setBigUint64(at + 24, ino);
  view.setBigUint64(at + 32, dev);
}

/** The file at hand. */
const STAT = Buffer.alloc(STAT_BYTES);
const STAT_VIEW: DataView = new DataView(STAT.buffer, STAT.byteOffset, STAT_BYTES);

/** The signatures of one folder, as the last run left them. */
export class KnownFolder {
  readonly #content: Buffer;
  readonly #files = new Map<ByteString, number>();
  readonly folders = new Set<ByteString>();

  constructor(content: Uint8Array | undefined) {
    this.#content =
      content === undefined
        ? Buffer.alloc(0)
        : Buffer.from(content.buffer, content.byteOffset, content.length);
    for (let at = 0; at < this.#content.length; ) {
      const length = this.#content.readUInt16BE(at + 1);
      const name = this.#content.toString('latin1', at + NAME_HEADER_BYTES, at + NAME_HEADER_BYTES + length);
      const isFile = this.#content[at] === FILE;
      at += NAME_HEADER_BYTES + length;
      if (!isFile) {
        this.folders.add(name);
        continue;
      }
      this.#files.set(name, at);
      at += FILE_BYTES;
    }
  }

  /** True if a file still is as it was when it had this content digest. */
  isUnchanged(name: ByteString, stat: FileStat, digest: Uint8Array): boolean {
    const at = this.#files.get(name);
    if (at === undefined) return false;
    writeStat(stat, STAT_VIEW, 0);
    return (
      isSameAt(this.#content, at, STAT, STAT_BYTES) &&
      isSameAt(this.#content, at + STAT_BYTES, digest, DIGEST_BYTES)
    );
  }

  isSame(content: Uint8Array): boolean {
    return this.#content.equals(content);
  }
}

const FOLDER_BYTES = 1_024;

/** Collects the signatures of one folder. */
export class SeenFolder {
  #content = Buffer.allocUnsafeSlow(FOLDER_BYTES);
  #view = viewOf(this.#content);
  #used = 0;
  readonly folders = new Set<ByteString>();

  addFile(name: ByteString, stat: FileStat, digest: Uint8Array): void {
    this.#addName(FILE, name, FILE_BYTES);
    writeStat(stat, this.#view, this.#used);
    for (let i = 0; i < DIGEST_BYTES; i++) this.#content[this.#used + STAT_BYTES + i] = digest[i]!;
    this.#used += FILE_BYTES;
  }

  addFolder(name: ByteString): void {
    this.folders.add(name);
    this.#addName(FOLDER, name, 0);
  }

  finish(): Uint8Array {
    return this.#content.subarray(0, this.#used);
  }

  /** Leaves room for what follows. */
  #addName(kind: number, name: ByteString, following: number): void {
    const needed = this.#used + NAME_HEADER_BYTES + name.length + following;
    if (needed > this.#content.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      this.#content.copy(larger);
      this.#content = larger;
      this.#view = viewOf(larger);
    }
    this.#content[this.#used] = kind;
    this.#view.setUint16(this.#used + 1, name.length);
    this.#content.write(name, this.#used + NAME_HEADER_BYTES, 'latin1');
    this.#used += NAME_HEADER_BYTES + name.length;
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** True if `a` has at `at` the first `length` bytes of `b`. */
function isSameAt(a: Uint8Array, at: number, b: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[at + i] !== b[i]) return false;
  return true;
}

const FINE_NS = 100_000_000n;
const COARSE_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/**
 * True if a file changed so shortly before it was read that a further change might not show in its times: of a clock
 * that counts in fractions 100 ms, of one that counts in seconds two.
 */
export function isRacy({ ctimeNs, mtimeNs }: FileStat, readAtMs: number): boolean {
  const changed = ctimeNs > mtimeNs ? ctimeNs : mtimeNs;
  const margin = ctimeNs % SECOND_NS === 0n ? COARSE_NS : FINE_NS;
  return BigInt(readAtMs) * 1_000_000n - changed < margin;
}
