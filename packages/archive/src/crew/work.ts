// The work of writers and readers that needs nothing but bytes and keys, so that any thread can do it.

import {
  type CryptoProvider,
  equalBytes,
  type HmacSha256Key,
  importHmacSha256Key,
  isPromise,
} from '@muniment/crypto';
import type { Compression } from '@muniment/wire';
import { platformCompressor } from '#compressor';
import type { PackKeys } from '../archive-keys.ts';
import { assertZstdHeader } from '../compression/compressor.ts';
import type { ChunkLocation, PackRef } from '../locations.ts';
import { PackCipher } from '../pack-cipher.ts';

export const CHUNK_ID_BYTES = 32;

/** A block as it lies in a pack: the first `length` bytes of the buffer that was compressed. */
export interface CompressedBlock {
  readonly compression: Compression;
  readonly length: number;
}

/** Chunks as arrays, which go to another thread at once. */
export interface ChunkTable {
  /** Offset in its block and length of each chunk. */
  readonly ranges: Uint32Array;
  /** The chunks' ids in the same order. */
  readonly ids: Uint8Array;
}

/** What is to be found in a pack: the chunks of all these blocks, block by block. */
export interface PackCheck extends ChunkTable {
  readonly blocks: readonly {
    readonly offset: number;
    readonly storedLength: number;
    readonly rawLength: number;
    readonly compression: Compression;
    readonly chunkCount: number;
  }[];
}

/** A block that is wanted, and the chunks that are wanted of it. */
export interface BlockOrder extends ChunkTable {
  readonly rawLength: number;
  readonly compression: Compression;
}

/** The table of some chunks. */
export function chunkTable(chunks: readonly ChunkLocation[]): ChunkTable {
  const ranges = new Uint32Array(2 * chunks.length);
  const ids = new Uint8Array(CHUNK_ID_BYTES * chunks.length);
  for (const [i, { offset, length, id }] of chunks.entries()) {
    ranges[2 * i] = offset;
    ranges[2 * i + 1] = length;
    ids.set(id, CHUNK_ID_BYTES * i);
  }
  return { ranges, ids };
}

/** What came of a block that was wanted. */
export interface DecodedBlock {
  /** Undefined for a block that is not compressed: it is what was given. */
  readonly raw: Uint8Array | undefined;
  /** The chunks, by their place in the order, that do not have their ids. */
  readonly wrong: readonly number[];
}

/** Buffers that are given must not be touched until the promise settles. */
export interface Work {
  /** The ids, 32 bytes each, of the chunks of these lengths that lie one behind the other in `bytes`. */
  identify(bytes: Uint8Array, lengths: readonly number[]): Promise<Uint8Array>;
  /** Compresses a block in its buffer. It stays as it is where that does not make it shorter (ARCH-023). */
  compress(compression: Compression, raw: Uint8Array): Promise<CompressedBlock>;
  /** Seals a pack, `object` holding its plaintext at the end. */
  seal(pack: PackRef, object: Uint8Array): Promise<void>;
  /** The plaintext of a pack, in `plaintext` if that is given: it may begin where the object does, which is used up. @throws as PackCipher.open */
  open(pack: PackRef, object: Uint8Array, plaintext?: Uint8Array): Promise<Uint8Array>;
  /** Decompresses a block and checks its chunks. @throws ERR_RAW_LENGTH */
  decode(stored: Uint8Array, order: BlockOrder): Promise<DecodedBlock>;
  /** True if the pack opens and all that is looked for is in it. The object is used up. */
  isSound(pack: PackRef, object: Uint8Array, check: PackCheck): Promise<boolean>;
}

/** Does the work on the thread that it is called on. */
export class LocalWork implements Work {
  readonly #cipher: PackCipher;
  /** The dedup key. */
  readonly #idKey: Promise<HmacSha256Key>;

  constructor(keys: PackKeys, provider?: CryptoProvider) {
    this.#cipher = new PackCipher(keys, provider);
    this.#idKey = importHmacSha256Key(keys.dedupKey, provider);
  }

  // ARCH-030
  async identify(bytes: Uint8Array, lengths: readonly number[]): Promise<Uint8Array> {
    const ids = new Uint8Array(CHUNK_ID_BYTES * lengths.length);
    const key = await this.#idKey;
    let at = 0;
    let to = 0;
    for (const length of lengths) {
      const id = key.mac(bytes.subarray(at, at + length));
      ids.set(isPromise(id) ? await id : id, to);
      at += length;
      to += CHUNK_ID_BYTES;
    }
    return ids;
  }

  async compress(compression: Compression, raw: Uint8Array): Promise<CompressedBlock> {
    const asItIs: CompressedBlock = { compression: 'none', length: raw.length };
    if (compression === 'none') return asItIs;
    const bytes = await platformCompressor.compress(compression, raw);
    const { length } = bytes;
    const isShorter = length < raw.length && isPermitted(compression, bytes, raw.length);
    if (isShorter) raw.set(bytes);
    platformCompressor.release(bytes);
    return isShorter ? { compression, length } : asItIs;
  }

  async seal(pack: PackRef, object: Uint8Array): Promise<void> {
    await this.#cipher.seal(pack, object);
  }

  async open(pack: PackRef, object: Uint8Array, plaintext?: Uint8Array): Promise<Uint8Array> {
    return this.#cipher.open(pack, object, plaintext);
  }

  // ARCH-031
  async decode(stored: Uint8Array, order: BlockOrder): Promise<DecodedBlock> {
    const { rawLength, compression, ids } = order;
    const raw = await platformCompressor.decompress(compression, stored, rawLength);
    const wrong = await this.#wrong(raw, order, 0, ids.length / CHUNK_ID_BYTES);
    return { raw: compression === 'none' ? undefined : raw, wrong };
  }

  async isSound(pack: PackRef, object: Uint8Array, check: PackCheck): Promise<boolean> {
    try {
      const plaintext = await this.#cipher.open(pack, object, object.subarray(0, 2 ** pack.sizeLog2));
      let first = 0;
      for (const { offset, storedLength, rawLength, compression, chunkCount } of check.blocks) {
        const stored = plaintext.subarray(offset, offset + storedLength);
        const raw = await platformCompressor.decompress(compression, stored, rawLength);
        const wrong = await this.#wrong(raw, check, first, first + chunkCount);
        if (wrong.length > 0) return false;
        if (compression !== 'none') platformCompressor.release(raw);
        first += chunkCount;
      }
      return true;
    } catch {
      // Whoever asked looks for what is wrong, part by part.
      return false;
    }
  }

  /** Which of the chunks `from` to `to` of a table, all in the block `raw`, do not have their ids. */
  async #wrong(raw: Uint8Array, { ranges, ids }: ChunkTable, from: number, to: number): Promise<number[]> {
    const key = await this.#idKey;
    const wrong: number[] = [];
    for (let i = from; i < to; i++) {
      const chunk = raw.subarray(ranges[2 * i], ranges[2 * i] + ranges[2 * i + 1]);
      const id = ids.subarray(CHUNK_ID_BYTES * i, CHUNK_ID_BYTES * (i + 1));
      const mac = key.mac(chunk);
      if (!equalBytes(isPromise(mac) ? await mac : mac, id)) wrong.push(i);
    }
    return wrong;
  }
}

/** Compressors are not ours: one that gives a frame readers refuse must not cost the data (ARCH-024). */
function isPermitted(compression: Compression, bytes: Uint8Array, rawLength: number): boolean {
  try {
    if (compression === 'zstd') assertZstdHeader(bytes, rawLength);
    return true;
  } catch {
    return false;
  }
}
