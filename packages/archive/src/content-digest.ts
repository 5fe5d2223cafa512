// The digest of a file's content, made of what its runs are. Implements spec/archive.md §6.

import { type Bytes, createSha256, type Sha256Stream } from '@muniment/crypto';
import type { ChunkLocation, ExtentLocation } from './locations.ts';

const LENGTH_BYTES = 8;
/** Of a hole. */
const NO_ID = new Uint8Array(32);
const RUN_BYTES: number = LENGTH_BYTES + NO_ID.length;
/** Runs that are hashed at once. */
const RUN_COUNT = 64;
/** A file's only run, on its way into the hash. */
const ONLY_RUN = new Uint8Array(RUN_BYTES);

/** A run of a file: its length in two halves of 32 bits, and what it holds. */
interface Run {
  readonly high: number;
  readonly low: number;
  readonly id: Uint8Array;
}

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
  /** The first run while it is the only one: most files are small, and a hundred thousand of them may be waiting for their ids. */
  #first: Run | undefined;
  /** Runs that have not been hashed yet, from the second on. */
  #runs: Uint8Array | undefined;
  #used = 0;
  #hash: Sha256Stream | undefined;

  /** @param chunk its id stays as it is until the digest is taken */
  addChunk({ length, id }: Pick<ChunkLocation, 'length' | 'id'>): void {
    this.#add({ high: 0, low: length, id });
  }

  addHole(length: bigint): void {
    this.#add({ high: Number(length >> 32n), low: Number(length & 0xffff_ffffn), id: NO_ID });
  }

  add(extent: ExtentLocation): void {
    if ('hole' in extent) this.addHole(extent.hole);
    else this.addChunk(extent.chunk);
  }

  /** 32 bytes. To be called once. */
  digest(): Bytes {
    if (this.#runs !== undefined) {
      return (this.#hash ?? createSha256()).update(this.#runs.subarray(0, this.#used)).digest();
    }
    const hash = createSha256();
    if (this.#first === undefined) return hash.digest();
    writeRun(ONLY_RUN, 0, this.#first);
    return hash.update(ONLY_RUN).digest();
  }

  #add(run: Run): void {
    if (this.#runs === undefined) {
      if (this.#first === undefined) {
        this.#first = run;
        return;
      }
      this.#runs = new Uint8Array(RUN_COUNT * RUN_BYTES);
      writeRun(this.#runs, 0, this.#first);
      this.#used = RUN_BYTES;
    } else if (this.#used === this.#runs.length) {
      this.#hash ??= createSha256();
      this.#hash.update(this.#runs);
      this.#used = 0;
    }
    writeRun(this.#runs, this.#used, run);
    this.#used += RUN_BYTES;
  }
}

function writeRun(target: Uint8Array, at: number, { high, low, id }: Run): void {
  writeUint32(target, at, high);
  writeUint32(target, at + 4, low);
  target.set(id, at + LENGTH_BYTES);
}

function writeUint32(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
}
