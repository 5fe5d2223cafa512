// Compression over node:zlib.

import { constants, deflateRawSync, inflateRawSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Compression } from '@muniment/wire';
import { assertZstdHeader, type Compressor, rawLengthError } from './compressor.ts';

/** zstd's own default, and the level the specification names for writers. */
const ZSTD_LEVEL = 3;

/** The compressor of this runtime. */
export const platformCompressor: Compressor = {
  canCompress: () => true,

  // ARCH-104
  compress(compression: Compression, raw: Uint8Array): Uint8Array {
    switch (compression) {
      case 'none':
        return raw;
      case 'deflate':
        return deflateRawSync(raw);
      case 'zstd':
        return zstdCompressSync(raw, {
          // Output that exactly fills node:zlib's buffer is followed by a second, empty frame: the buffer is larger than any.
          chunkSize: raw.length + (raw.length >> 7) + 1024,
          params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
        });
    }
  },

  // ARCH-021
  decompress(compression: Compression, stored: Uint8Array, rawLength: number): Uint8Array {
    let raw: Uint8Array;
    try {
      switch (compression) {
        case 'none':
          raw = stored;
          break;
        case 'deflate': {
          // `info` tells how much input was used: inflate stops silently at the end of its stream.
          const result = inflateRawSync(stored, { maxOutputLength: rawLength, info: true }) as unknown as {
            buffer: Uint8Array;
            engine: { bytesWritten: number };
          };
          if (result.engine.bytesWritten !== stored.length) throw rawLengthError(compression);
          raw = result.buffer;
          break;
        }
        case 'zstd':
          assertZstdHeader(stored, rawLength);
          raw = zstdDecompressSync(stored, {
            maxOutputLength: rawLength,
            chunkSize: Math.max(64, rawLength),
          });
          break;
      }
    } catch (error) {
      throw rawLengthError(compression, error);
    }
    if (raw.length !== rawLength) throw rawLengthError(compression);
    return new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength);
  },

  // Buffers of this size are of no pool; V8 counts them for little, and would let some dozens of MiB of them pile up.
  release({ buffer }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
  },
};
