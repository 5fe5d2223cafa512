// What snapshots refer to in one pack, in arrays: an archive may have millions of chunks, and an object for each would take
// several times the room.

import { CHUNK_ID_BYTES, type PackCheck } from './crew/work.ts';
import type { BlockRef, ChunkLocation, PackRef } from './locations.ts';

const FIRST_COUNT = 64;
/** No chunk begins so far into its block. */
const BLOCK_SPAN = 2 ** 22;

/** What is referred to in one pack. */
export class PackUsage {
  readonly pack: PackRef;
  readonly #blocks: BlockRef[] = [];
  /** The number of each block, by its offset in the pack. */
  readonly #numbers = new Map<number, number>();
  /** How many chunks of each block are referred to. */
  readonly #counts: number[] = [];
  /** Offsets of blocks and, in them, of chunks. */
  readonly #places = new Set<number>();
  #count = 0;
  /** Number of the block, offset in it and length of each chunk, in the order in which they came. */
  #ranges = new Uint32Array(3 * FIRST_COUNT);
  #ids = new Uint8Array(CHUNK_ID_BYTES * FIRST_COUNT);

  constructor(pack: PackRef) {
    this.pack = pack;
  }

  /** Adds a reference; false if it was there. */
  add({ block, offset, length, id }: ChunkLocation): boolean {
    const place = block.offset * BLOCK_SPAN + offset;
    if (this.#places.has(place)) return false;
    this.#places.add(place);
    let number = this.#numbers.get(block.offset);
    if (number === undefined) {
      number = this.#blocks.push(block) - 1;
      this.#counts.push(0);
      this.#numbers.set(block.offset, number);
    }
    this.#counts[number]++;
    if (3 * this.#count === this.#ranges.length) this.#grow();
    const at = 3 * this.#count;
    this.#ranges[at] = number;
    this.#ranges[at + 1] = offset;
    this.#ranges[at + 2] = length;
    this.#ids.set(id, CHUNK_ID_BYTES * this.#count);
    this.#count++;
    return true;
  }

  /** How much of the pack's plaintext is referred to, in bytes; of a block that is used in part, the same part of its stored form. */
  usedBytes(): number {
    const raw = new Float64Array(this.#blocks.length);
    for (let i = 0; i < this.#count; i++) raw[this.#ranges[3 * i]] += this.#ranges[3 * i + 2];
    let bytes = 0;
    for (const [number, { storedLength, rawLength }] of this.#blocks.entries()) {
      bytes += (storedLength * raw[number]) / rawLength;
    }
    return bytes;
  }

  /** Every chunk that is referred to, block by block. */
  *chunks(): Generator<ChunkLocation> {
    for (const i of this.#byBlock()) {
      const [number, offset, length] = this.#ranges.subarray(3 * i, 3 * i + 3);
      const id = this.#ids.subarray(CHUNK_ID_BYTES * i, CHUNK_ID_BYTES * (i + 1));
      yield { block: this.#blocks[number], offset, length, id };
    }
  }

  /** What is to be found in the pack. */
  check(): PackCheck {
    const ranges = new Uint32Array(2 * this.#count);
    const ids = new Uint8Array(CHUNK_ID_BYTES * this.#count);
    let at = 0;
    for (const i of this.#byBlock()) {
      ranges[2 * at] = this.#ranges[3 * i + 1];
      ranges[2 * at + 1] = this.#ranges[3 * i + 2];
      ids.set(this.#ids.subarray(CHUNK_ID_BYTES * i, CHUNK_ID_BYTES * (i + 1)), CHUNK_ID_BYTES * at);
      at++;
    }
    const blocks = this.#blocks.map(({ offset, storedLength, rawLength, compression }, number) => {
      return { offset, storedLength, rawLength, compression, chunkCount: this.#counts[number] };
    });
    return { blocks, ranges, ids };
  }

  /** The chunks' places in the arrays, block by block. */
  #byBlock(): Uint32Array {
    const next = new Uint32Array(this.#blocks.length);
    for (let number = 1; number < next.length; number++) {
      next[number] = next[number - 1] + this.#counts[number - 1];
    }
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < this.#count; i++) order[next[this.#ranges[3 * i]]++] = i;
    return order;
  }

  #grow(): void {
    const [ranges, ids] = [this.#ranges, this.#ids];
    this.#ranges = new Uint32Array(2 * ranges.length);
    this.#ranges.set(ranges);
    this.#ids = new Uint8Array(2 * ids.length);
    this.#ids.set(ids);
  }
}
