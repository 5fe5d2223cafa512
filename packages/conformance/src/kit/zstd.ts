// Zstandard frames (RFC 8878): compressed by node:zlib, or put together by hand from raw and run-length blocks.

import { constants, zstdCompressSync } from 'node:zlib';
import { concat } from './bytes.ts';

const MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);

/** One frame at level 3. */
export function zstd(data: Uint8Array): Uint8Array {
  return Uint8Array.from(zstdCompressSync(data));
}

/** One frame at level 3 with a checksum of its content, in its last four bytes. */
export function zstdWithChecksum(data: Uint8Array): Uint8Array {
  return Uint8Array.from(zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
}

function littleEndian(value: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.floor(value / 256 ** i) % 256);
}

/** A block: its three-byte header and content. */
function block(last: boolean, type: number, size: number, content: Uint8Array): Uint8Array {
  return concat(littleEndian((size << 3) | (type << 1) | (last ? 1 : 0), 3), content);
}

/** A raw block that is not the last unless `last` is set. */
export function rawBlock(content: Uint8Array, last: boolean): Uint8Array {
  return block(last, 0, content.length, content);
}

/** A block of `count` times one byte, in four bytes. */
export function runBlock(byte: number, count: number, last: boolean): Uint8Array {
  return block(last, 1, count, Uint8Array.of(byte));
}

/** A frame of one segment with a stated content size. */
export function frame(contentSize: number, ...blocks: readonly Uint8Array[]): Uint8Array {
  // Frame header descriptor: content size in 8 bytes, single segment, no checksum, no dictionary.
  return concat(MAGIC, Uint8Array.of(0xe0), littleEndian(contentSize, 8), ...blocks);
}

/** A frame with a window of 2^(10 + log) bytes and no stated content size. */
export function windowFrame(log: number, ...blocks: readonly Uint8Array[]): Uint8Array {
  return concat(MAGIC, Uint8Array.of(0x00, log << 3), ...blocks);
}

/** A frame with a stated content size and a window of 2^(10 + log) bytes and `eighths` eighths of that. */
export function sizedWindowFrame(
  log: number,
  eighths: number,
  contentSize: number,
  ...blocks: readonly Uint8Array[]
): Uint8Array {
  return concat(MAGIC, Uint8Array.of(0xc0, (log << 3) | eighths), littleEndian(contentSize, 8), ...blocks);
}

/** A skippable frame, which carries no content. */
export function skippableFrame(content: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x50, 0x2a, 0x4d, 0x18), littleEndian(content.length, 4), content);
}
