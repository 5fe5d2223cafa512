// Reads chunks before they are asked for: the next packs are fetched and opened, and their blocks decompressed and checked,
// while what came before is still being used. Implements spec/archive.md §3 to §5, reader's side.

import type { MaybePromise } from '@muniment/crypto';
import { platformCompressor } from '#compressor';
import type { ChunkReader } from './chunk-reader.ts';
import type { Crew } from './crew/crew.ts';
import { chunkTable } from './crew/work.ts';
import { type BlockRef, blockKey, type ChunkLocation, type PackRef } from './locations.ts';
import { OBJECT_MAX_BYTES } from './packs.ts';
import type { SealedObjects } from './sealed-objects.ts';

/** Plaintexts of packs that are kept: one that is used, and two that come. */
const PACK_COUNT = 3;
/** Packs that are being fetched or opened: one of them fetched while another is opened. */
const OPENING_COUNT = 2;
/** Raw bytes of blocks that are being decoded, or are decoded and not used up. */
const DECODED_BYTES = 8 * 2 ** 20;
/** Bytes and number of chunks that are told of before their turn: of them only places are kept. */
const TOLD_BYTES = 64 * 2 ** 20;
const TOLD_COUNT = 1_024;

/** A chunk that will be asked for. */
export interface ComingChunk {
  readonly length: number;
  /**
   * Its raw bytes, checked: a view that must not be modified, and not be used after `release()`. No promise if they are at hand.
   * @throws as ChunkReader.read
   */
  bytes(): MaybePromise<Uint8Array>;
  /** Says that it is not needed any more, whether it was asked for or not. */
  release(): void;
}

/** A pack that is there, or on its way. */
interface OpenPack {
  readonly buffer: Uint8Array;
  /** Undefined if it does not open. */
  readonly plaintext: Promise<Uint8Array | undefined>;
  isOpening: boolean;
  /** Blocks that are being decoded from it, or are parts of it as they lie there. */
  users: number;
}

interface ComingBlock {
  readonly key: string;
  readonly block: BlockRef;
  readonly chunks: ChunkLocation[];
  /** Chunks that have not been released. */
  unreleased: number;
  decoded: Promise<Decoded | undefined> | undefined;
  /** What `decoded` gave. */
  result: Decoded | undefined;
  release: () => void;
}

interface Decoded {
  readonly raw: Uint8Array;
  /** So many of the block's first chunks were checked. */
  readonly checkedCount: number;
  readonly wrong: readonly number[];
}

/**
 * Takes the places of chunks in the order in which they will be needed. A chunk that cannot be had in this way is read by the
 * reader of single chunks, which says what is wrong, or finds what is left.
 *
 * ```ts
 * const chunk = ahead.tell(location);
 * ahead.advance();
 * use(await chunk.bytes());
 * chunk.release();
 * ```
 */
export class LookAhead {
  readonly #chunks: ChunkReader;
  readonly #objects: SealedObjects;
  readonly #crew: Crew;
  readonly #packs = new Map<PackRef, OpenPack>();
  /** Packs that could not be read whole. */
  readonly #bad = new Set<PackRef>();
  readonly #buffers: Uint8Array[] = [];
  /** Blocks with chunks that were not released. */
  readonly #blocks = new Map<string, ComingBlock>();
  /** Those of them that have not been begun, in order. */
  readonly #waiting = new Set<ComingBlock>();
  /** How many of those lie in which pack, in order of the first. */
  readonly #wanted = new Map<PackRef, number>();
  #latest: ComingBlock | undefined;
  #toldBytes = 0;
  #toldCount = 0;
  #decodedBytes = 0;
  #isClosed = false;

  constructor(chunks: ChunkReader, objects: SealedObjects, crew: Crew) {
    this.#chunks = chunks;
    this.#objects = objects;
    this.#crew = crew;
  }

  /** True once it has been told of so much that telling it more would only take memory. */
  get isFull(): boolean {
    return this.#toldBytes >= TOLD_BYTES || this.#toldCount >= TOLD_COUNT;
  }

  /** Says that a chunk will be asked for, after all those it was told of before. */
  tell(location: ChunkLocation): ComingChunk {
    const block = this.#blockOf(location.block);
    const place = block.chunks.push(location) - 1;
    block.unreleased++;
    this.#toldBytes += location.length;
    this.#toldCount++;
    let isReleased = false;
    return {
      length: location.length,
      bytes: () => this.#bytes(block, place),
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#toldBytes -= location.length;
        this.#toldCount--;
        block.unreleased--;
        if (block.unreleased === 0) this.#drop(block);
      },
    };
  }

  /** Begins as much as may be under way. To be called when it has been told of some chunks. */
  advance(): void {
    if (this.#isClosed) return;
    for (const pack of this.#wanted.keys()) {
      if (this.#packs.has(pack) || !this.#isReadWhole(pack)) continue;
      if (this.#openingCount() >= OPENING_COUNT || !this.#hasRoom()) break;
      this.#open(pack);
    }
    for (const block of this.#waiting) {
      // The last may get more chunks, which are best checked in one go.
      if (this.#waiting.size === 1) break;
      const { pack, rawLength } = block.block;
      if (this.#decodedBytes > 0 && this.#decodedBytes + rawLength > DECODED_BYTES) break;
      if (this.#isReadWhole(pack!) && !this.#packs.has(pack!)) break;
      this.#begin(block);
    }
  }

  /** Begins nothing more. What is under way is left to itself. */
  close(): void {
    this.#isClosed = true;
  }

  #bytes(block: ComingBlock, place: number): MaybePromise<Uint8Array> {
    if (block.result !== undefined) return this.#chunkOf(block, place);
    if (block.decoded === undefined) this.#begin(block);
    return block.decoded!.then(() => this.#chunkOf(block, place));
  }

  /** A chunk of a block that was decoded, or is to be read in the other way. */
  #chunkOf({ chunks, result }: ComingBlock, place: number): MaybePromise<Uint8Array> {
    const location = chunks[place];
    if (result === undefined || result.wrong.includes(place)) return this.#chunks.read(location);
    const { raw, checkedCount } = result;
    if (place >= checkedCount) return this.#chunks.take(raw, location);
    return raw.subarray(location.offset, location.offset + location.length);
  }

  #blockOf(block: BlockRef): ComingBlock {
    // Neighbours share a block, and mostly the value that describes it.
    if (this.#latest?.block === block && this.#latest.unreleased > 0) return this.#latest;
    const { pack } = block;
    const key = blockKey(block);
    let coming = this.#blocks.get(key);
    if (coming === undefined) {
      coming = {
        key,
        block,
        chunks: [],
        unreleased: 0,
        decoded: undefined,
        result: undefined,
        release: () => {},
      };
      this.#blocks.set(key, coming);
      this.#waiting.add(coming);
      this.#wanted.set(pack!, (this.#wanted.get(pack!) ?? 0) + 1);
    }
    this.#latest = coming;
    return coming;
  }

  #begin(block: ComingBlock): void {
    this.#noLongerWaiting(block);
    this.#decodedBytes += block.block.rawLength;
    block.decoded = this.#decode(block).then((decoded) => {
      block.result = decoded;
      return decoded;
    });
  }

  /** Never rejects: undefined for a block that must be read in the other way. */
  async #decode(coming: ComingBlock): Promise<Decoded | undefined> {
    const { block, chunks } = coming;
    const { pack, offset, storedLength, rawLength, compression } = block;
    const checkedCount = chunks.length;
    const table = chunkTable(chunks);
    let open: OpenPack | undefined;
    const leave = (): void => {
      if (open !== undefined) open.users--;
      open = undefined;
    };
    coming.release = leave;
    try {
      let stored: Uint8Array;
      if (this.#isReadWhole(pack!)) {
        open = this.#packs.get(pack!) ?? this.#open(pack!);
        open.users++;
        const plaintext = await open.plaintext;
        if (plaintext === undefined) return undefined;
        stored = plaintext.subarray(offset, offset + storedLength);
      } else {
        stored = await this.#chunks.stored(block);
      }
      const { raw, wrong } = await this.#crew.decode(stored, { rawLength, compression, ...table });
      if (raw !== undefined) leave();
      return { raw: raw ?? stored, checkedCount, wrong };
    } catch {
      return undefined;
    }
  }

  #open(pack: PackRef): OpenPack {
    this.#makeRoom();
    // Those that were used are used again, whatever the packs' sizes: what is not touched costs nothing.
    const buffer = this.#buffers.pop() ?? this.#crew.buffer(OBJECT_MAX_BYTES);
    const open: OpenPack = {
      buffer,
      users: 0,
      isOpening: true,
      plaintext: this.#read(pack, buffer)
        .catch(() => {
          this.#bad.add(pack);
          this.#packs.delete(pack);
          this.#buffers.push(buffer);
          return undefined;
        })
        .finally(() => {
          open.isOpening = false;
          this.advance();
        }),
    };
    this.#packs.set(pack, open);
    return open;
  }

  /** Reads a pack and opens it where it lies. */
  async #read(pack: PackRef, buffer: Uint8Array): Promise<Uint8Array> {
    const object = await this.#objects.getPack(pack, buffer);
    return this.#crew.open(pack, object, buffer.subarray(0, 2 ** pack.sizeLog2));
  }

  #isReadWhole(pack: PackRef): boolean {
    return !this.#bad.has(pack) && this.#chunks.isReadWhole(pack);
  }

  #openingCount(): number {
    let count = 0;
    for (const { isOpening } of this.#packs.values()) if (isOpening) count++;
    return count;
  }

  /** True if another pack can be kept without giving up one that will be needed. */
  #hasRoom(): boolean {
    return this.#packs.size < PACK_COUNT || this.#spare(false) !== undefined;
  }

  #makeRoom(): void {
    while (this.#packs.size >= PACK_COUNT) {
      const spare = this.#spare(false) ?? this.#spare(true);
      // All are in use at this moment: one too many is better than waiting for what may wait for this one.
      if (spare === undefined) return;
      this.#buffers.push(this.#packs.get(spare)!.buffer);
      this.#packs.delete(spare);
    }
  }

  /** A pack that nobody uses; with `isWanted` also one that will be needed. */
  #spare(isWanted: boolean): PackRef | undefined {
    for (const [pack, { users, isOpening }] of this.#packs) {
      if (users === 0 && !isOpening && (isWanted || !this.#wanted.has(pack))) return pack;
    }
    return undefined;
  }

  #drop(block: ComingBlock): void {
    this.#blocks.delete(block.key);
    if (block.decoded === undefined) {
      this.#noLongerWaiting(block);
      return;
    }
    const { rawLength } = block.block;
    // What is still being done with it holds its memory.
    void block.decoded.then((decoded) => {
      block.release();
      if (decoded !== undefined && block.block.compression !== 'none')
        platformCompressor.release(decoded.raw);
      this.#decodedBytes -= rawLength;
      this.advance();
    });
  }

  #noLongerWaiting(block: ComingBlock): void {
    if (!this.#waiting.delete(block)) return;
    const { pack } = block.block;
    const count = this.#wanted.get(pack!)! - 1;
    if (count === 0) this.#wanted.delete(pack!);
    else this.#wanted.set(pack!, count);
  }
}
