// Records on their way into a manifest, packed into few large buffers: a hundred thousand small files wait for one pack to
// fill, and as objects of their own they would take a kilobyte each.

import type { Chunker } from '@muniment/wire';
import { type BlockRef, type ExtentLocation, isSettled } from './locations.ts';

/** A record whose chunks may still be on their way into a pack. */
export interface PendingRecord {
  readonly path: Uint8Array;
  /** An encoded Entry. */
  readonly entry: Uint8Array;
  readonly extents: readonly ExtentLocation[];
  readonly chunker: Chunker;
}

const SLAB_BYTES = 262_144;
const CHUNKERS: readonly Chunker[] = ['none', 'fixed', 'content', 'record', 'page'];
/** Lengths of path and entry, number of extents and of blocks, chunker. */
const HEADER_BYTES = 17;
const ID_BYTES = 32;
/** Kind, offset, length, id. */
const CHUNK_BYTES = 9 + ID_BYTES;
/** Kind, length. */
const HOLE_BYTES = 9;
const [CHUNK, HOLE] = [0, 1];
/** Blocks that have been taken are let go of in groups of so many. */
const DROP_COUNT = 4_096;

/** First in, first out. What is put in is copied; what comes out are views of the queue's buffers, which nobody writes to again. */
export class RecordQueue {
  readonly #slabs: Slab[] = [];
  /** The blocks of all records, in order. */
  readonly #blocks: BlockRef[] = [];
  #blocksTaken = 0;

  get isEmpty(): boolean {
    return this.#slabs.every(({ isRead }) => isRead);
  }

  push({ path, entry, extents, chunker }: PendingRecord): void {
    let length = HEADER_BYTES + path.length + entry.length;
    let blocks = 0;
    for (const extent of extents) {
      length += 'hole' in extent ? HOLE_BYTES : CHUNK_BYTES;
      if ('chunk' in extent) blocks++;
    }
    const slab = this.#room(length);
    slab.writeUint32(path.length);
    slab.writeUint32(entry.length);
    slab.writeUint32(extents.length);
    slab.writeUint32(blocks);
    slab.writeByte(CHUNKERS.indexOf(chunker));
    slab.writeBytes(path);
    slab.writeBytes(entry);
    for (const extent of extents) {
      if ('hole' in extent) {
        slab.writeByte(HOLE);
        slab.writeBigUint64(extent.hole);
        continue;
      }
      const { block, offset, length: chunkLength, id } = extent.chunk;
      slab.writeByte(CHUNK);
      slab.writeUint32(offset);
      slab.writeUint32(chunkLength);
      slab.writeBytes(id);
      this.#blocks.push(block);
    }
  }

  /** True if there is a first record, and all of its blocks have been settled. */
  get isFirstSettled(): boolean {
    const slab = this.#slabs[0];
    if (slab === undefined || slab.isRead) return false;
    const blocks = slab.peekUint32(12);
    for (let i = 0; i < blocks; i++) if (!isSettled(this.#blocks[this.#blocksTaken + i])) return false;
    return true;
  }

  /** Takes the first record, unless a block of it has not been settled. */
  shiftSettled(): PendingRecord | undefined {
    if (!this.isFirstSettled) return undefined;
    const slab = this.#slabs[0]!;
    const [pathLength, entryLength, extentCount] = [slab.readUint32(), slab.readUint32(), slab.readUint32()];
    slab.readUint32();
    const chunker = CHUNKERS[slab.readByte()];
    const path = slab.readBytes(pathLength);
    const entry = slab.readBytes(entryLength);
    const extents: ExtentLocation[] = [];
    for (let i = 0; i < extentCount; i++) {
      if (slab.readByte() === HOLE) {
        extents.push({ hole: slab.readBigUint64() });
        continue;
      }
      const [offset, length] = [slab.readUint32(), slab.readUint32()];
      const block = this.#blocks[this.#blocksTaken++];
      extents.push({ chunk: { block, offset, length, id: slab.readBytes(ID_BYTES) } });
    }
    this.#dropTaken(slab);
    return { path, entry, extents, chunker };
  }

  /** Leaves out the first record, and gives its path. */
  skip(): Uint8Array {
    const slab = this.#slabs[0]!;
    const [pathLength, entryLength, extentCount] = [slab.readUint32(), slab.readUint32(), slab.readUint32()];
    this.#blocksTaken += slab.readUint32();
    slab.readByte();
    const path = slab.readBytes(pathLength);
    slab.pass(entryLength);
    for (let i = 0; i < extentCount; i++)
      slab.pass((slab.readByte() === HOLE ? HOLE_BYTES : CHUNK_BYTES) - 1);
    this.#dropTaken(slab);
    return path;
  }

  /** Lets go of what has been taken. */
  #dropTaken(slab: Slab): void {
    if (slab.isRead && this.#slabs.length > 1) this.#slabs.shift();
    if (this.#blocksTaken >= DROP_COUNT && this.#blocksTaken * 2 > this.#blocks.length) {
      this.#blocks.splice(0, this.#blocksTaken);
      this.#blocksTaken = 0;
    }
  }

  #room(length: number): Slab {
    const last = this.#slabs.at(-1);
    if (last !== undefined && last.room >= length) return last;
    const slab = new Slab(Math.max(SLAB_BYTES, length));
    this.#slabs.push(slab);
    if (last?.isRead) this.#slabs.shift();
    return slab;
  }
}

/** A buffer that is written once from its start and read once from its start. */
class Slab {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #written = 0;
  #read = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get room(): number {
    return this.#bytes.length - this.#written;
  }

  get isRead(): boolean {
    return this.#read === this.#written;
  }

  writeByte(value: number): void {
    this.#bytes[this.#written++] = value;
  }

  writeUint32(value: number): void {
    this.#view.setUint32(this.#written, value);
    this.#written += 4;
  }

  writeBigUint64(value: bigint): void {
    this.#view.setBigUint64(this.#written, value);
    this.#written += 8;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#written);
    this.#written += bytes.length;
  }

  readByte(): number {
    return this.#bytes[this.#read++];
  }

  pass(length: number): void {
    this.#read += length;
  }

  peekUint32(ahead: number): number {
    return this.#view.getUint32(this.#read + ahead);
  }

  readUint32(): number {
    this.#read += 4;
    return this.#view.getUint32(this.#read - 4);
  }

  readBigUint64(): bigint {
    this.#read += 8;
    return this.#view.getBigUint64(this.#read - 8);
  }

  readBytes(length: number): Uint8Array {
    this.#read += length;
    return this.#bytes.subarray(this.#read - length, this.#read);
  }
}
