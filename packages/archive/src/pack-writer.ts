// Fills packs with blocks and stores them. Implements spec/archive.md §3 and §4, writer's side.

import { randomBytes } from '@muniment/crypto';
import {
  type Compression,
  FRAME_HEADER_BYTES,
  FRAME_MAX_LOG2,
  formatHex,
  type PackClass,
  paddedFrameLog2,
} from '@muniment/wire';
import { platformCompressor } from '#compressor';
import { newestEpoch } from './archive-keys.ts';
import type { ChunkIndex, ChunkSpace } from './chunk-index.ts';
import { assertZstdHeader } from './compression/compressor.ts';
import type { BlockRef, ChunkLocation, PackRef } from './locations.ts';
import { packName, packObjectLength, type SealedObjects } from './sealed-objects.ts';

const PACK_BYTES = 2 ** FRAME_MAX_LOG2;
/** Small chunks share a block up to this many raw bytes. */
export const BLOCK_GROUP_BYTES = 262_144;
/**
 * The sizes that the buffer of a pack grows through. Few, because of the memory that is let go of at each step: memory that
 * was never written to costs nothing, and malloc returns less of what is freed the larger it is.
 */
const BUFFER_BYTES: readonly number[] = [65_536, 2 ** 20, PACK_BYTES];

const ID_SHELF_BYTES = 65_536;

/** What has been stored so far. */
export interface PackTotals {
  packs: number;
  /** Bytes of objects put into the store. */
  storedBytes: number;
}

/** One pack being filled. */
interface Lane {
  readonly packClass: PackClass;
  pack: PackRef;
  buffer: Uint8Array;
  used: number;
  chunks: (readonly [ChunkSpace, ChunkLocation])[];
}

/** Small chunks waiting to become one block. */
interface Group {
  readonly buffer: Uint8Array;
  used: number;
  block: BlockRef;
  locations: ChunkLocation[];
}

/** Where chunks go on their way into the store. */
export class PackWriter {
  readonly totals: PackTotals = { packs: 0, storedBytes: 0 };
  /** Packs this writer stored, or is about to store: never to be taken for missing or marked by others. */
  readonly written = new Map<string, PackRef>();
  readonly #objects: SealedObjects;
  readonly #index: ChunkIndex;
  readonly #compression: Compression;
  readonly #lanes = new Map<PackClass, Lane>();
  readonly #ids = new IdShelf();
  /** Holds the pack that is being stored. One is, while the next is filled; more would only hold more memory. */
  #sealed = new Uint8Array(0);
  #upload: Promise<void> = Promise.resolve();
  readonly #group: Group = {
    buffer: new Uint8Array(BLOCK_GROUP_BYTES),
    used: 0,
    block: emptyBlock(),
    locations: [],
  };
  #failure: unknown;

  constructor(objects: SealedObjects, index: ChunkIndex, compression: Compression) {
    this.#objects = objects;
    this.#index = index;
    this.#compression = compression;
  }

  /** Stores a compressible chunk, in a block it may share. `raw` is copied. */
  async addData(raw: Uint8Array, id: Uint8Array): Promise<ChunkLocation> {
    if (raw.length > BLOCK_GROUP_BYTES) return this.#addAlone('data', this.#compression, raw, id);
    const group = this.#group;
    if (group.used + raw.length > BLOCK_GROUP_BYTES) await this.#flushGroup();
    group.buffer.set(raw, group.used);
    const location = { block: group.block, offset: group.used, length: raw.length, id: this.#ids.keep(id) };
    group.used += raw.length;
    group.locations.push(location);
    this.#index.set('content', location);
    return location;
  }

  /** Stores a chunk uncompressed in a block of its own. `raw` is copied. */
  async addMedia(raw: Uint8Array, id: Uint8Array): Promise<ChunkLocation> {
    return this.#addAlone('media', 'none', raw, id);
  }

  async #addAlone(
    packClass: 'data' | 'media',
    compression: Compression,
    raw: Uint8Array,
    id: Uint8Array,
  ): Promise<ChunkLocation> {
    const location = { block: emptyBlock(), offset: 0, length: raw.length, id: this.#ids.keep(id) };
    await this.#place(packClass, location.block, raw, await compressBlock(compression, raw));
    this.#remember(packClass, 'content', location);
    return location;
  }

  /** The manifest pack that the next node goes into, if it fits. */
  manifestPack(): PackRef {
    return this.#lane('manifest').pack;
  }

  /** Bytes that the current manifest pack still takes. */
  manifestRoom(): number {
    return PACK_BYTES - this.#lane('manifest').used;
  }

  /** Compresses a manifest node. */
  async compressNode(raw: Uint8Array): Promise<CompressedBlock> {
    return compressBlock(this.#compression, raw);
  }

  /** Stores a manifest node, already compressed, in a block of its own. */
  async addNode(raw: Uint8Array, compressed: CompressedBlock, id: Uint8Array): Promise<ChunkLocation> {
    const location = { block: emptyBlock(), offset: 0, length: raw.length, id };
    await this.#place('manifest', location.block, raw, compressed);
    this.#remember('manifest', 'manifest', location);
    return location;
  }

  /** Ends the packs of content: their sizes are settled afterwards. */
  async finishContent(): Promise<void> {
    await this.#flushGroup();
    await this.#closeLane('data');
    await this.#closeLane('media');
  }

  /** Ends all packs and waits until they are stored. */
  async finish(): Promise<void> {
    await this.finishContent();
    await this.#closeLane('manifest');
    await this.#upload;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits for the upload that is under way; to be called when a run is given up. */
  async settle(): Promise<void> {
    await this.#upload;
  }

  /** Closes the manifest pack so that the next node starts a new one. */
  async closeManifestPack(): Promise<void> {
    await this.#closeLane('manifest');
  }

  async #flushGroup(): Promise<void> {
    const group = this.#group;
    if (group.used === 0) return;
    const raw = group.buffer.subarray(0, group.used);
    const { block, locations } = group;
    group.block = emptyBlock();
    group.locations = [];
    group.used = 0;
    await this.#place('data', block, raw, await compressBlock(this.#compression, raw));
    for (const location of locations) this.#remember('data', 'content', location);
  }

  async #place(
    packClass: PackClass,
    block: BlockRef,
    raw: Uint8Array,
    { compression, bytes }: CompressedBlock,
  ): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#lane(packClass).used + bytes.length > PACK_BYTES) await this.#closeLane(packClass);
    const lane = this.#lane(packClass);
    if (lane.used + bytes.length > lane.buffer.length) {
      const wanted = BUFFER_BYTES.find((size) => lane.used + bytes.length <= size)!;
      const larger = new Uint8Array(wanted);
      larger.set(lane.buffer.subarray(0, lane.used));
      lane.buffer = larger;
    }
    lane.buffer.set(bytes, lane.used);
    block.pack = lane.pack;
    block.offset = lane.used;
    block.storedLength = bytes.length;
    block.rawLength = raw.length;
    block.compression = compression;
    lane.used += bytes.length;
  }

  #remember(packClass: PackClass, space: ChunkSpace, location: ChunkLocation): void {
    this.#index.set(space, location);
    this.#lane(packClass).chunks.push([space, location]);
  }

  #lane(packClass: PackClass): Lane {
    let lane = this.#lanes.get(packClass);
    if (lane === undefined) {
      lane = {
        packClass,
        pack: this.#newPack(packClass),
        buffer: new Uint8Array(BUFFER_BYTES[0]),
        used: FRAME_HEADER_BYTES,
        chunks: [],
      };
      this.#lanes.set(packClass, lane);
    }
    return lane;
  }

  #newPack(packClass: PackClass): PackRef {
    return { id: formatHex(randomBytes(16)), packClass, epoch: newestEpoch(this.#objects.keys), sizeLog2: 0 };
  }

  // ARCH-010, ARCH-070, ARCH-072, WIRE-040
  async #closeLane(packClass: PackClass): Promise<void> {
    const lane = this.#lane(packClass);
    const contentLength = lane.used - FRAME_HEADER_BYTES;
    if (contentLength === 0) return;
    const { pack, chunks } = lane;
    pack.sizeLog2 = paddedFrameLog2(contentLength);
    const size = 2 ** pack.sizeLog2;
    // The sizes of buffers are powers of two and at least that of the least frame, so that one always holds the whole frame.
    const plaintext = lane.buffer.subarray(0, size);
    new DataView(plaintext.buffer).setUint32(0, contentLength);
    plaintext.fill(0, lane.used);
    await this.#upload;
    if (this.#failure !== undefined) throw this.#failure;
    const length = packObjectLength(pack.sizeLog2);
    if (this.#sealed.length < length) this.#sealed = new Uint8Array(length);
    const object = this.#sealed.subarray(0, length);
    await this.#objects.sealPack(pack, plaintext, object);
    lane.pack = this.#newPack(packClass);
    lane.used = FRAME_HEADER_BYTES;
    lane.chunks = [];
    this.written.set(pack.id, pack);
    this.#index.packFilled(pack, chunks);
    this.#upload = this.#objects.store.put(packName(pack), object).then(
      () => {
        this.totals.packs++;
        this.totals.storedBytes += length;
      },
      (error: unknown) => {
        this.#failure ??= error;
      },
    );
  }
}

/**
 * Copies ids side by side into large buffers: a hundred thousand chunks may wait for one pack to fill, and a buffer for each
 * of their ids would take several times the room of the id.
 */
class IdShelf {
  #buffer = new Uint8Array(0);
  #used = 0;

  keep(id: Uint8Array): Uint8Array {
    if (this.#used + id.length > this.#buffer.length) {
      this.#buffer = new Uint8Array(ID_SHELF_BYTES);
      this.#used = 0;
    }
    const kept = this.#buffer.subarray(this.#used, this.#used + id.length);
    kept.set(id);
    this.#used += id.length;
    return kept;
  }
}

interface CompressedBlock {
  readonly compression: Compression;
  readonly bytes: Uint8Array;
}

/** A block stays as it is when compression does not make it shorter (ARCH-023). */
async function compressBlock(compression: Compression, raw: Uint8Array): Promise<CompressedBlock> {
  if (compression === 'none') return { compression, bytes: raw };
  const bytes = await platformCompressor.compress(compression, raw);
  if (bytes.length >= raw.length || !isPermitted(compression, bytes, raw.length))
    return { compression: 'none', bytes: raw };
  return { compression, bytes };
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

function emptyBlock(): BlockRef {
  return { pack: undefined, offset: 0, storedLength: 0, rawLength: 0, compression: 'none' };
}
