// What files looked like when they were read last: kept in the cache, one value a folder.

import type { BigIntStats } from 'node:fs';
import { type ByteString, toBytes } from './byte-string.ts';

const STAT_BYTES = 40;
/** So much of a content digest is kept: enough to tell contents apart. */
const DIGEST_BYTES = 16;
const FILE_BYTES: number = STAT_BYTES + DIGEST_BYTES;
const NAME_HEADER_BYTES = 3;
const FILE = 0;
const FOLDER = 1;

/** The fields that change whenever a file does: size, mtime, ctime, inode, device. */
function encodeStat({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): Buffer {
  const bytes = Buffer.allocUnsafe(STAT_BYTES);
  bytes.writeBigUInt64BE(size, 0);
  bytes.writeBigInt64BE(BigInt.asIntN(64, mtimeNs), 8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, ctimeNs), 16);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, ino), 24);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, dev), 32);
  return bytes;
}

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
  isUnchanged(name: ByteString, stat: BigIntStats, digest: Uint8Array): boolean {
    const at = this.#files.get(name);
    if (at === undefined) return false;
    const end = at + STAT_BYTES;
    return (
      encodeStat(stat).equals(this.#content.subarray(at, end)) &&
      this.#content.subarray(end, end + DIGEST_BYTES).equals(digest.subarray(0, DIGEST_BYTES))
    );
  }

  isSame(content: Uint8Array): boolean {
    return this.#content.equals(content);
  }
}

/** Collects the signatures of one folder. */
export class SeenFolder {
  readonly #parts: Buffer[] = [];
  readonly folders = new Set<ByteString>();

  addFile(name: ByteString, stat: BigIntStats, digest: Uint8Array): void {
    this.#parts.push(nameHeader(FILE, name), encodeStat(stat), Buffer.from(digest.subarray(0, DIGEST_BYTES)));
  }

  addFolder(name: ByteString): void {
    this.folders.add(name);
    this.#parts.push(nameHeader(FOLDER, name));
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

function nameHeader(kind: number, name: ByteString): Buffer {
  const bytes = toBytes(name);
  const header = Buffer.allocUnsafe(NAME_HEADER_BYTES + bytes.length);
  header[0] = kind;
  header.writeUInt16BE(bytes.length, 1);
  bytes.copy(header, NAME_HEADER_BYTES);
  return header;
}

const FINE_NS = 100_000_000n;
const COARSE_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/**
 * True if a file changed so shortly before it was read that a further change might not show in its times: of a clock
 * that counts in fractions 100 ms, of one that counts in seconds two.
 */
export function isRacy({ ctimeNs, mtimeNs }: BigIntStats, readAtMs: number): boolean {
  const changed = ctimeNs > mtimeNs ? ctimeNs : mtimeNs;
  const margin = ctimeNs % SECOND_NS === 0n ? COARSE_NS : FINE_NS;
  return BigInt(readAtMs) * 1_000_000n - changed < margin;
}
