// Fills packs with blocks and stores them. Implements spec/archive.md §3 and §4, writer's side.

import { type MaybePromise, randomBytes } from '@muniment/crypto';
import {
  type Compression,
  FRAME_HEADER_BYTES,
  formatHex,
  type PackClass,
  paddedFrameLog2,
} from '@muniment/wire';
import { newestEpoch } from './archive-keys.ts';
import type { ChunkIndex, ChunkSpace } from './chunk-index.ts';
import { aheadCount, type Crew } from './crew/crew.ts';
import type { CompressedBlock } from './crew/work.ts';
import type { BlockRef, ChunkLocation, PackRef } from './locations.ts';
import { OBJECT_MAX_BYTES, PACK_BYTES, packName, packObjectLength } from './packs.ts';
import type { SealedObjects } from './sealed-objects.ts';
import { UnderWay } from './under-way.ts';

/** Small chunks share a block up to this many raw bytes. */
export const BLOCK_GROUP_BYTES = 262_144;
/** Where the plaintext of a full pack begins in a buffer that is to hold its object. */
const PLAINTEXT_AT = OBJECT_MAX_BYTES - PACK_BYTES;
/** Packs that are being sealed and stored while others are filled: more would only hold more memory. */
const LEAVING_MAX_COUNT = 4;

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
  /** Room for the object; its last PACK_BYTES bytes are filled with the plaintext. */
  buffer: Uint8Array;
  /** Bytes of plaintext. */
  used: number;
  chunks: (readonly [ChunkSpace, ChunkLocation])[];
}

/** A block as it is stored. */
interface PlacedBlock {
  readonly compression: Compression;
  readonly rawLength: number;
  readonly chunks: readonly ChunkLocation[];
}

/** Chunks on their way to becoming one block. */
interface Group {
  readonly buffer: Uint8Array;
  readonly block: BlockRef;
  readonly locations: ChunkLocation[];
  used: number;
}

/** Where chunks go on their way into the store. The crew compresses and seals while the next ones come. */
export class PackWriter {
  readonly totals: PackTotals = { packs: 0, storedBytes: 0 };
  /** Packs this writer stored, or is about to store: never to be taken for missing or marked by others. */
  readonly written = new Map<string, PackRef>();
  readonly #objects: SealedObjects;
  readonly #index: ChunkIndex;
  readonly #compression: Compression;
  readonly #crew: Crew;
  readonly #lanes = new Map<PackClass, Lane>();
  readonly #ids = new IdShelf();
  readonly #packBuffers: Uint8Array[] = [];
  readonly #groupBuffers: Uint8Array[] = [];
  #group: Group | undefined;
  /** Groups that are being compressed, or wait for their places. */
  readonly #groups = new UnderWay();
  /** Packs that are being sealed or stored. */
  readonly #leaving = new UnderWay();
  #failure: { readonly error: unknown } | undefined;

  constructor(objects: SealedObjects, index: ChunkIndex, compression: Compression, crew: Crew) {
    this.#objects = objects;
    this.#index = index;
    this.#compression = compression;
    this.#crew = crew;
  }

  /** Stores a compressible chunk, in a block it may share. `raw` is copied. */
  addData(raw: Uint8Array, id: Uint8Array): MaybePromise<ChunkLocation> {
    if (this.#group !== undefined && this.#group.used + raw.length > BLOCK_GROUP_BYTES)
      return this.#endGroup().then(() => this.addData(raw, id));
    this.#group ??= this.#newGroup(raw.length);
    const group = this.#group;
    this.#crew.copy(group.buffer, group.used, raw);
    const location = { block: group.block, offset: group.used, length: raw.length, id: this.#ids.keep(id) };
    group.used += raw.length;
    group.locations.push(location);
    this.#index.set('content', location);
    return location;
  }

  /** Stores a chunk uncompressed in a block of its own. `raw` is copied. */
  async addMedia(raw: Uint8Array, id: Uint8Array): Promise<ChunkLocation> {
    const location = { block: emptyBlock(), offset: 0, length: raw.length, id: this.#ids.keep(id) };
    await this.#place('media', raw, { compression: 'none', rawLength: raw.length, chunks: [location] });
    this.#index.set('content', location);
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

  /** Compresses a manifest node in its buffer. */
  async compressNode(raw: Uint8Array): Promise<CompressedBlock> {
    return this.#crew.compress(this.#compression, raw);
  }

  /** Stores a manifest node of `rawLength` bytes, already compressed, in a block of its own. */
  async addNode(
    stored: Uint8Array,
    rawLength: number,
    compression: Compression,
    id: Uint8Array,
  ): Promise<ChunkLocation> {
    const location = { block: emptyBlock(), offset: 0, length: rawLength, id };
    await this.#place('manifest', stored, { compression, rawLength, chunks: [location] });
    this.#index.set('manifest', location);
    return location;
  }

  /** Ends the packs of content that has been added: their sizes are settled afterwards. */
  async finishContent(): Promise<void> {
    await this.#endGroup();
    await this.#groups.atMost(0);
    await this.#closeLane('data');
    await this.#closeLane('media');
  }

  /** Ends all packs and waits until they are stored. */
  async finish(): Promise<void> {
    await this.finishContent();
    await this.#closeLane('manifest');
    await this.#leaving.atMost(0);
    this.#assertNoFailure();
  }

  /** Waits for what is under way; to be called when a run is given up. */
  async settle(): Promise<void> {
    this.#failure ??= { error: new Error('the run was given up') };
    await this.#groups.atMost(0);
    await this.#leaving.atMost(0);
  }

  /** Closes the manifest pack so that the next node starts a new one. */
  async closeManifestPack(): Promise<void> {
    await this.#closeLane('manifest');
  }

  #newGroup(length: number): Group {
    const isLarge = length > BLOCK_GROUP_BYTES;
    const buffer = isLarge
      ? new Uint8Array(length)
      : (this.#groupBuffers.pop() ?? this.#crew.buffer(BLOCK_GROUP_BYTES));
    return { buffer, block: emptyBlock(), locations: [], used: 0 };
  }

  /** Has the group compressed. It is placed behind those before it, so that packs do not depend on who is faster. */
  async #endGroup(): Promise<void> {
    const group = this.#group;
    if (group === undefined) return;
    this.#group = undefined;
    this.#groups.add(
      this.#crew.compress(this.#compression, group.buffer.subarray(0, group.used)),
      (compressed) => this.#placeGroup(group, compressed),
      (failure) => {
        this.#failure ??= failure;
        if (group.buffer.length === BLOCK_GROUP_BYTES) this.#groupBuffers.push(group.buffer);
      },
    );
    await this.#groups.atMost(aheadCount(this.#crew));
    this.#assertNoFailure();
  }

  async #placeGroup({ buffer, used, locations }: Group, compressed: CompressedBlock): Promise<void> {
    const { compression, length } = compressed;
    const stored = buffer.subarray(0, length);
    await this.#place('data', stored, { compression, rawLength: used, chunks: locations });
  }

  /** Puts a block into the pack that is being filled. All of `chunks` lie in it, and share the value that describes it. */
  async #place(
    packClass: PackClass,
    stored: Uint8Array,
    { compression, rawLength, chunks }: PlacedBlock,
  ): Promise<void> {
    this.#assertNoFailure();
    if (this.#lane(packClass).used + stored.length > PACK_BYTES) await this.#closeLane(packClass);
    // From here on nothing is waited for: the pack might be closed meanwhile.
    const lane = this.#lane(packClass);
    if (lane.buffer.length === 0)
      lane.buffer = this.#packBuffers.pop() ?? this.#crew.buffer(OBJECT_MAX_BYTES);
    this.#crew.copy(lane.buffer, PLAINTEXT_AT + lane.used, stored);
    const { block } = chunks[0];
    block.pack = lane.pack;
    block.offset = lane.used;
    block.storedLength = stored.length;
    block.rawLength = rawLength;
    block.compression = compression;
    lane.used += stored.length;
    const space = packClass === 'manifest' ? 'manifest' : 'content';
    for (const chunk of chunks) lane.chunks.push([space, chunk]);
  }

  #lane(packClass: PackClass): Lane {
    let lane = this.#lanes.get(packClass);
    if (lane === undefined) {
      lane = {
        packClass,
        pack: this.#newPack(packClass),
        buffer: NO_BUFFER,
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
    if (lane.used > FRAME_HEADER_BYTES) await this.#leaving.atMost(LEAVING_MAX_COUNT - 1);
    this.#assertNoFailure();
    const { pack, chunks, buffer, used } = lane;
    // It may have been closed while others were leaving.
    if (used === FRAME_HEADER_BYTES) return;
    lane.pack = this.#newPack(packClass);
    lane.buffer = NO_BUFFER;
    lane.used = FRAME_HEADER_BYTES;
    lane.chunks = [];
    pack.sizeLog2 = paddedFrameLog2(used - FRAME_HEADER_BYTES);
    const object = objectOf(buffer, used, pack.sizeLog2);
    this.written.set(pack.id, pack);
    this.#index.packFilled(pack, chunks);
    const store = async (): Promise<void> => {
      await this.#crew.seal(pack, object);
      if (this.#failure !== undefined) return;
      await this.#objects.store.put(packName(pack), object);
      this.totals.packs++;
      this.totals.storedBytes += object.length;
    };
    this.#leaving.add(store(), undefined, (failure) => {
      this.#failure ??= failure;
      this.#packBuffers.push(buffer);
    });
  }

  #assertNoFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

const NO_BUFFER = new Uint8Array(0);

/** Frames the plaintext in `buffer`, `used` bytes with the header, and moves it to the end of what is to hold its object. */
function objectOf(buffer: Uint8Array, used: number, sizeLog2: number): Uint8Array {
  const size = 2 ** sizeLog2;
  const object = buffer.subarray(0, packObjectLength(sizeLog2));
  const at = object.length - size;
  if (at !== PLAINTEXT_AT) buffer.copyWithin(at, PLAINTEXT_AT, PLAINTEXT_AT + used);
  object.fill(0, at + used);
  new DataView(object.buffer, object.byteOffset).setUint32(at, used - FRAME_HEADER_BYTES);
  return object;
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

function emptyBlock(): BlockRef {
  return { pack: undefined, offset: 0, storedLength: 0, rawLength: 0, compression: 'none' };
}
