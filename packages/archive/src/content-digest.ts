// The digest of a file's content, made of what its runs are. Implements spec/archive.md §6.

import { type Bytes, createSha256, type Sha256Stream } from '@muniment/crypto';
import type { ChunkLocation, ExtentLocation } from './locations.ts';

const LENGTH_BYTES = 8;
/** Of a hole. */
const NO_ID = new Uint8Array(32);
const RUN_BYTES: number = LENGTH_BYTES + NO_ID.length;
/** Runs that are hashed at once. */
const RUN_COUNT = 64;

/**
 * Takes the runs of a file in order.
 *
 * ```ts
 * const content = new ContentDigest();
 * content.addChunk({ length: 5, id });
 * content.addHole(65_536n);
 * const digest = content.digest();
 * ```
 */
export class ContentDigest {
  /** Room for one run at first: most files are small, and a hundred thousand of them may be waiting for their ids. */
  #runs = new Uint8Array(RUN_BYTES);
  #used = 0;
  #hash: Sha256Stream | undefined;

  addChunk({ length, id }: Pick<ChunkLocation, 'length' | 'id'>): void {
    this.#add(BigInt(length), id);
  }

  addHole(length: bigint): void {
    this.#add(length, NO_ID);
  }

  add(extent: ExtentLocation): void {
    if ('hole' in extent) this.addHole(extent.hole);
    else this.addChunk(extent.chunk);
  }

  /** 32 bytes. To be called once. */
  digest(): Bytes {
    return (this.#hash ?? createSha256()).update(this.#runs.subarray(0, this.#used)).digest();
  }

  #add(length: bigint, id: Uint8Array): void {
    if (this.#used === this.#runs.length) this.#makeRoom();
    new DataView(this.#runs.buffer).setBigUint64(this.#used, length);
    this.#runs.set(id, this.#used + LENGTH_BYTES);
    this.#used += RUN_BYTES;
  }

  #makeRoom(): void {
    if (this.#used < RUN_COUNT * RUN_BYTES) {
      const larger = new Uint8Array(RUN_COUNT * RUN_BYTES);
      larger.set(this.#runs);
      this.#runs = larger;
      return;
    }
    this.#hash ??= createSha256();
    this.#hash.update(this.#runs);
    this.#used = 0;
  }
}
