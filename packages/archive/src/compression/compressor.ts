// What the archive asks of a compressor. Implements spec/archive.md §4.

import { MunimentError } from '@muniment/errors';
import type { Compression } from '@muniment/wire';

/** Compresses and decompresses blocks; one implementation for Node, one for browsers. */
export interface Compressor {
  /** True if this runtime can write the compression; reading works for all. */
  canCompress(compression: Compression): boolean;
  compress(compression: Compression, raw: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /**
   * The raw bytes, exactly `rawLength` of them, never more in memory.
   * @throws ERR_RAW_LENGTH for other lengths, damaged input or input left over (ARCH-022)
   */
  decompress(
    compression: Compression,
    stored: Uint8Array,
    rawLength: number,
  ): Uint8Array | Promise<Uint8Array>;
  /** Lets go of what `compress` or `decompress` gave, where that is memory of its own; not with `none`, which gives what it was given. */
  release(bytes: Uint8Array): void;
}

/** The one error for a block that does not expand to what was promised. */
export function rawLengthError(compression: Compression, cause?: unknown): MunimentError {
  return new MunimentError(
    'ERR_RAW_LENGTH',
    `a ${compression} block does not expand to its stated length`,
    {},
    cause,
  );
}

/**
 * Checks the header of a zstd frame (RFC 8878 §3.1.1) before a decompressor sees it: one frame, no dictionary, a stated
 * content size equal to `rawLength`, and a window no larger than the content. A decompressor allocates by these.
 * @throws ERR_RAW_LENGTH
 */
export function assertZstdHeader(stored: Uint8Array, rawLength: number): void {
  const fail = (): never => {
    throw rawLengthError('zstd');
  };
  if (stored.length < 6) fail();
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  if (view.getUint32(0, true) !== 0xfd2fb528) fail();
  const descriptor = stored[4];
  const sizeFlag = descriptor >> 6;
  const singleSegment = (descriptor & 0x20) !== 0;
  // Reserved bit and dictionary id.
  if ((descriptor & 0x0b) !== 0) fail();
  if (sizeFlag === 0 && !singleSegment) fail();
  let at = 5;
  if (!singleSegment) {
    const windowByte = stored[at++];
    const base = 2 ** (10 + (windowByte >> 3));
    if (base + (base / 8) * (windowByte & 7) > ZSTD_WINDOW_MAX_BYTES) fail();
  }
  const sizeBytes = [1, 2, 4, 8][sizeFlag];
  if (stored.length < at + sizeBytes) fail();
  const size =
    sizeFlag === 0
      ? stored[at]
      : sizeFlag === 1
        ? view.getUint16(at, true) + 256
        : sizeFlag === 2
          ? view.getUint32(at, true)
          : Number(view.getBigUint64(at, true));
  if (size !== rawLength) fail();
  at += sizeBytes;
  // Walk the block headers, so that bytes behind the frame are seen.
  for (let last = false; !last; ) {
    if (stored.length < at + 3) fail();
    const header = stored[at] | (stored[at + 1] << 8) | (stored[at + 2] << 16);
    at += 3;
    last = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    if (type === 3) fail();
    at += type === 1 ? 1 : header >> 3;
  }
  if ((descriptor & 0x04) !== 0) at += 4;
  if (at !== stored.length) fail();
}

/** Blocks have at most 4 MiB of raw bytes; zstd needs no larger window. */
const ZSTD_WINDOW_MAX_BYTES = 8 * 2 ** 20;
