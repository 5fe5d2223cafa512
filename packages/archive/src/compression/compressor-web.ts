// Compression for runtimes without node:zlib: the platform's deflate streams and zstd by WebAssembly (reading only).

import type { Compression } from '@muniment/wire';
import { ZSTDDecoder } from 'zstddec';
import { assertZstdHeader, type Compressor, rawLengthError } from './compressor.ts';

let zstdDecoder: Promise<ZSTDDecoder> | undefined;

async function loadZstd(): Promise<ZSTDDecoder> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return decoder;
}

/** The compressor of this runtime. */
export const platformCompressor: Compressor = {
  canCompress: (compression) =>
    compression === 'none' || (compression === 'deflate' && 'CompressionStream' in globalThis),

  async compress(compression: Compression, raw: Uint8Array): Promise<Uint8Array> {
    if (compression === 'none') return raw;
    if (compression === 'zstd') throw new TypeError('this runtime cannot write zstd: use deflate');
    return collect(pipe(raw, new CompressionStream('deflate-raw')), Number.POSITIVE_INFINITY);
  },

  async decompress(compression: Compression, stored: Uint8Array, rawLength: number): Promise<Uint8Array> {
    if (compression === 'none') {
      if (stored.length !== rawLength) throw rawLengthError(compression);
      return stored;
    }
    try {
      if (compression === 'deflate') {
        const raw = await collect(pipe(stored, new DecompressionStream('deflate-raw')), rawLength);
        if (raw.length !== rawLength) throw rawLengthError(compression);
        return raw;
      }
      assertZstdHeader(stored, rawLength);
      zstdDecoder ??= loadZstd();
      // Given too little room the decoder returns nothing and no error: the length tells.
      const raw = (await zstdDecoder).decode(stored, rawLength);
      if (raw.length !== rawLength) throw rawLengthError(compression);
      return raw;
    } catch (error) {
      throw rawLengthError(compression, error);
    }
  },

  release() {},
};

function pipe(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform);
}

/** Gathers a stream, giving up as soon as it has more than `limit` bytes. */
async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw rawLengthError('deflate');
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
