// What snapshots refer to in one pack, in arrays: an archive may have millions of chunks, and an object for each would take
// several times the room.

import { CHUNK_ID_BYTES, type PackCheck } from './crew/work.ts';
import { type BlockRef, blockKey, type ChunkLocation, type PackRef } from './locations.ts';

const FIRST_COUNT = 64;

/** What is referred to in one pack. */
export class PackUsage {
  readonly pack: PackRef;
  /** Of all references that were found, in this pack or another, which was the last to be added here. */
  latest = 0;
  readonly #blocks: BlockRef[] = [];
  /** The number of each block, by what references say of it. */
  readonly #numbers = new Map<string, number>();
  /** The block of the latest reference, which the next one mostly shares, and its number. */
  #block: BlockRef | undefined;
  #number = 0;
  #isDisputed = false;
  #count = 0;
  /** Number of the block, offset in it and length of each chunk, in the order in which they came. */
  #ranges = new Uint32Array(3 * FIRST_COUNT);
  #ids = new Uint8Array(CHUNK_ID_BYTES * FIRST_COUNT);
  /** A hash table: at the place that a chunk's id makes, or behind it, one more than the chunk's place in the arrays. */
  #table = new Uint32Array(2 * FIRST_COUNT);

  constructor(pack: PackRef) {
    this.pack = pack;
  }

  /** How many references were added. */
  get count(): number {
    return this.#count;
  }

  /** True if references disagree about the pack itself: not all of them can be right. */
  get isDisputed(): boolean {
    return this.#isDisputed;
  }

  /** Adds a reference; false if it was there. One that says something else of the same place is another. */
  add({ block, offset, length, id }: ChunkLocation): boolean {
    if (block !== this.#block) {
      this.#block = block;
      this.#number = this.#numberOf(block);
    }
    const number = this.#number;
    const mask = this.#table.length - 1;
    let slot = slotOf(id, 0) & mask;
    for (let found = this.#table[slot]; found !== 0; found = this.#table[slot]) {
      if (this.#isAt(found - 1, number, offset, length, id)) return false;
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#capacity) {
      this.#grow();
      return this.add({ block, offset, length, id });
    }
    const at = 3 * this.#count;
    this.#ranges[at] = number;
    this.#ranges[at + 1] = offset;
    this.#ranges[at + 2] = length;
    this.#ids.set(id, CHUNK_ID_BYTES * this.#count);
    this.#count++;
    this.#table[slot] = this.#count;
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
    for (const i of this.#byBlock(0, this.#countsFrom(0))) {
      const [number, offset, length] = this.#ranges.subarray(3 * i, 3 * i + 3);
      yield { block: this.#blocks[number], offset, length, id: this.#id(i) };
    }
  }

  /** What is to be found in the pack; of that, what was added after the first `from` references. */
  check(from = 0): PackCheck {
    const counts = this.#countsFrom(from);
    const order = this.#byBlock(from, counts);
    const ranges = new Uint32Array(2 * order.length);
    const ids = new Uint8Array(CHUNK_ID_BYTES * order.length);
    let to = 0;
    for (const i of order) {
      ranges[2 * to] = this.#ranges[3 * i + 1];
      ranges[2 * to + 1] = this.#ranges[3 * i + 2];
      ids.set(this.#id(i), CHUNK_ID_BYTES * to);
      to++;
    }
    const blocks = this.#blocks
      .map(({ offset, storedLength, rawLength, compression }, number) => {
        return { offset, storedLength, rawLength, compression, chunkCount: counts[number] };
      })
      .filter(({ chunkCount }) => chunkCount > 0);
    return { blocks, ranges, ids };
  }

  get #capacity(): number {
    return this.#table.length / 2;
  }

  #numberOf(block: BlockRef): number {
    if (block.pack !== this.pack) this.#isDisputed = true;
    const key = blockKey(block);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#blocks.push(block) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #id(i: number): Uint8Array {
    return this.#ids.subarray(CHUNK_ID_BYTES * i, CHUNK_ID_BYTES * (i + 1));
  }

  #isAt(i: number, number: number, offset: number, length: number, id: Uint8Array): boolean {
    const ranges = this.#ranges;
    if (ranges[3 * i] !== number || ranges[3 * i + 1] !== offset || ranges[3 * i + 2] !== length)
      return false;
    const first = CHUNK_ID_BYTES * i;
    for (let at = 0; at < CHUNK_ID_BYTES; at++) if (this.#ids[first + at] !== id[at]) return false;
    return true;
  }

  /** How many chunks of each block were added after the first `from`. */
  #countsFrom(from: number): Uint32Array {
    const counts = new Uint32Array(this.#blocks.length);
    for (let i = from; i < this.#count; i++) counts[this.#ranges[3 * i]]++;
    return counts;
  }

  /** The places in the arrays of chunks from `from` on, block by block. */
  #byBlock(from: number, counts: Uint32Array): Uint32Array {
    const next = new Uint32Array(counts.length);
    for (let number = 1; number < next.length; number++) {
      next[number] = next[number - 1] + counts[number - 1];
    }
    const order = new Uint32Array(this.#count - from);
    for (let i = from; i < this.#count; i++) order[next[this.#ranges[3 * i]]++] = i;
    return order;
  }

  #grow(): void {
    const [ranges, ids] = [this.#ranges, this.#ids];
    this.#ranges = new Uint32Array(2 * ranges.length);
    this.#ranges.set(ranges);
    this.#ids = new Uint8Array(2 * ids.length);
    this.#ids.set(ids);
    this.#table = new Uint32Array(2 * this.#table.length);
    const mask = this.#table.length - 1;
    for (let i = 0; i < this.#count; i++) {
      let slot = slotOf(ids, CHUNK_ID_BYTES * i) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = i + 1;
    }
  }
}

/** Where to begin to look for a chunk, before the table's size is taken into account: ids are as good as random. */
function slotOf(ids: Uint8Array, at: number): number {
  return ids[at] | (ids[at + 1] << 8) | (ids[at + 2] << 16) | (ids[at + 3] << 24);
}
