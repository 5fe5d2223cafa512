// The digest of a file's content, made of what its runs are. Implements spec/archive.md §6.

import { type Bytes, createSha256, type Sha256Stream } from '@muniment/crypto';
import type { ChunkLocation, ExtentLocation } from './locations.ts';

const LENGTH_BYTES = 8;
/** Of a hole. */
const NO_ID = new Uint8Array(32);
const RUN_BYTES: number = LENGTH_BYTES + NO_ID.length;
/** Runs that are hashed at once. */
const RUN_COUNT = 64;
/** A run of a file: its length, and the id of what it holds. */
interface Run {
  readonly length: bigint;
  readonly id: Uint8Array;
}

/** Room for runs. */
class RunBuffer {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(count: number) {
    this.bytes = new Uint8Array(count * RUN_BYTES);
    this.#view = new DataView(this.bytes.buffer);
  }

  write(at: number, { length, id }: Run): void {
    this.#view.setBigUint64(at, length);
    this.bytes.set(id, at + LENGTH_BYTES);
  }
}

/** For the only run of a file, on its way into the hash. */
const ONLY_RUN = new RunBuffer(1);

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
  #runs: RunBuffer | undefined;
  #used = 0;
  #hash: Sha256Stream | undefined;

  /** @param chunk its id stays as it is until the digest is taken */
  addChunk({ length, id }: Pick<ChunkLocation, 'length' | 'id'>): void {
    this.#add({ length: BigInt(length), id });
  }

  addHole(length: bigint): void {
    this.#add({ length, id: NO_ID });
  }

  add(extent: ExtentLocation): void {
    if ('hole' in extent) this.addHole(extent.hole);
    else this.addChunk(extent.chunk);
  }

  /** 32 bytes. To be called once. */
  digest(): Bytes {
    if (this.#runs !== undefined) {
      return (this.#hash ?? createSha256()).update(this.#runs.bytes.subarray(0, this.#used)).digest();
    }
    const hash = createSha256();
    if (this.#first === undefined) return hash.digest();
    ONLY_RUN.write(0, this.#first);
    return hash.update(ONLY_RUN.bytes).digest();
  }

  #add(run: Run): void {
    if (this.#runs === undefined) {
      if (this.#first === undefined) {
        this.#first = run;
        return;
      }
      this.#runs = new RunBuffer(RUN_COUNT);
      this.#runs.write(0, this.#first);
      this.#used = RUN_BYTES;
    } else if (this.#used === this.#runs.bytes.length) {
      this.#hash ??= createSha256();
      this.#hash.update(this.#runs.bytes);
      this.#used = 0;
    }
    this.#runs.write(this.#used, run);
    this.#used += RUN_BYTES;
  }
}
