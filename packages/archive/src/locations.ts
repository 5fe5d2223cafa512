// Where chunks lie, as linked values in memory: chunk -> block -> pack. Implements spec/archive.md §3 to §5.

import { MunimentError } from '@muniment/errors';
import {
  type Block,
  type ChunkRef,
  type Compression,
  formatHex as hex,
  type Location,
  type Pack,
  type PackClass,
  parseHex,
} from '@muniment/wire';

/** A pack. `sizeLog2` is 0 while it is being filled. */
export interface PackRef {
  /** 32 hex digits. */
  readonly id: string;
  readonly packClass: PackClass;
  readonly epoch: number;
  sizeLog2: number;
}

/** A unit of compression. `pack` is undefined until the block has been placed. */
export interface BlockRef {
  pack: PackRef | undefined;
  offset: number;
  storedLength: number;
  rawLength: number;
  compression: Compression;
}

/** A chunk: a run of a block's raw bytes. */
export interface ChunkLocation {
  readonly block: BlockRef;
  readonly offset: number;
  readonly length: number;
  /** 32 bytes. */
  readonly id: Uint8Array;
}

/** A run of a file. */
export type ExtentLocation = { readonly hole: bigint } | { readonly chunk: ChunkLocation };

/** All that a reference says of a pack, as text. */
export function packKey({ id, packClass, epoch, sizeLog2 }: PackRef): string {
  return `${id}:${packClass}:${epoch}:${sizeLog2}`;
}

/** All that a reference says of a block and its pack, as text. */
export function blockKey({ pack, offset, storedLength, rawLength, compression }: BlockRef): string {
  return `${packKey(pack!)}:${offset}:${storedLength}:${rawLength}:${compression}`;
}

/** True once the block lies in a pack whose size is settled. */
export function isSettled(block: BlockRef): boolean {
  return block.pack !== undefined && block.pack.sizeLog2 !== 0;
}

/** Interns packs, so that all references to one share one value. References that disagree about a pack are about two. */
export class LocationTable {
  readonly #packs = new Map<string, PackRef>();

  /** The one value for what a reference says of a pack. */
  pack(id: string, packClass: PackClass, epoch: number, sizeLog2: number): PackRef {
    const described = { id, packClass, epoch, sizeLog2 };
    const key = packKey(described);
    let pack = this.#packs.get(key);
    if (pack === undefined) {
      pack = described;
      this.#packs.set(key, pack);
    }
    return pack;
  }
}

/** Collects the packs and blocks of one message while its references are written (spec/archive.md §6). */
export class ReferenceWriter {
  readonly packs: Pack[] = [];
  readonly blocks: Block[] = [];
  readonly #self: PackRef | undefined;
  readonly #packIndex = new Map<PackRef, number>();
  readonly #blockIndex = new Map<PackRef, Map<number, number>>();

  /** @param self the pack in which the message will lie */
  constructor(self: PackRef | undefined) {
    this.#self = self;
  }

  chunk({ block, offset, length, id }: ChunkLocation): ChunkRef {
    const { pack } = block;
    if (pack === undefined) throw new Error('a reference to a block that was not placed');
    const inPack = this.#blockIndex.get(pack) ?? new Map<number, number>();
    this.#blockIndex.set(pack, inPack);
    let index = inPack.get(block.offset);
    if (index === undefined) {
      index = this.blocks.length;
      inPack.set(block.offset, index);
      const { offset: blockOffset, storedLength, rawLength, compression } = block;
      this.blocks.push({ pack: this.#pack(pack), offset: blockOffset, storedLength, rawLength, compression });
    }
    return { block: index, offset, length, id };
  }

  #pack(pack: PackRef): number {
    if (pack === this.#self) return 0;
    let number = this.#packIndex.get(pack);
    if (number === undefined) {
      this.packs.push(encodePack(pack));
      number = this.packs.length;
      this.#packIndex.set(pack, number);
    }
    return number;
  }
}

/** Resolves the references of one message, checking that each lies within what it names. */
export class ReferenceReader {
  readonly #blocks: readonly BlockRef[];

  /**
   * @param self the pack in which the message lies; undefined for a head
   * @throws ERR_FIELD for a block that names no pack or does not lie in it (ARCH-020)
   */
  constructor(
    packs: readonly Pack[],
    blocks: readonly Block[],
    table: LocationTable,
    self: PackRef | undefined,
  ) {
    const refs = packs.map((pack) => table.pack(hex(pack.packId), pack.packClass, pack.epoch, pack.sizeLog2));
    this.#blocks = blocks.map(({ pack: number, offset, storedLength, rawLength, compression }) => {
      const pack = number === 0 ? self : refs[number - 1];
      if (pack === undefined)
        throw new MunimentError('ERR_FIELD', 'a block names a pack that is not in its message');
      if (offset + storedLength > 2 ** pack.sizeLog2) {
        throw new MunimentError('ERR_FIELD', 'a block does not lie within its pack', { pack: pack.id });
      }
      if (compression === 'none' && storedLength !== rawLength) {
        throw new MunimentError('ERR_FIELD', 'an uncompressed block has two lengths', { pack: pack.id });
      }
      return { pack, offset, storedLength, rawLength, compression };
    });
  }

  /** @throws ERR_FIELD for a chunk that names no block or does not lie in it (ARCH-032) */
  chunk({ block: index, offset, length, id }: ChunkRef): ChunkLocation {
    const block = this.#blocks[index];
    if (block === undefined)
      throw new MunimentError('ERR_FIELD', 'a chunk names a block that is not in its message');
    if (offset + length > block.rawLength) {
      throw new MunimentError('ERR_FIELD', 'a chunk does not lie within its block', { pack: block.pack?.id });
    }
    return { block, offset, length, id };
  }
}

/** A chunk's location as one message. */
export function encodeLocation(location: ChunkLocation): Location {
  const references = new ReferenceWriter(undefined);
  const chunk = references.chunk(location);
  return { pack: references.packs[0], block: references.blocks[0], chunk };
}

/** @throws ERR_FIELD if the parts do not refer to each other */
export function decodeLocation({ pack, block, chunk }: Location, table: LocationTable): ChunkLocation {
  return new ReferenceReader([pack], [block], table, undefined).chunk(chunk);
}

function encodePack({ id, packClass, epoch, sizeLog2 }: PackRef): Pack {
  return { packId: parseHex(id), packClass, epoch, sizeLog2 };
}
