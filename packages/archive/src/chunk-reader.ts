// Reads chunks: pack, block, decompression, id. Implements spec/archive.md §3 to §5, reader's side.

import { equalBytes, hmacSha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { platformCompressor } from '#compressor';
import { ForwardReader } from './forward-reader.ts';
import { type BlockRef, blockKey, type ChunkLocation, type PackRef, packKey } from './locations.ts';
import { packName } from './packs.ts';
import { RecentlyUsed } from './recently-used.ts';
import type { PackRangeReader, SealedObjects } from './sealed-objects.ts';

const PACK_CACHE_BYTES = 48 * 2 ** 20;
const BLOCK_CACHE_BYTES = 16 * 2 ** 20;
const OPEN_PACK_COUNT = 64;

/**
 * Reads chunks one by one and gives out none that does not match its id (ARCH-031). Recently read packs and blocks are
 * kept, so that neighbours cost one read.
 */
export class ChunkReader {
  readonly #objects: SealedObjects;
  readonly #whole: (pack: PackRef) => boolean;
  readonly #packs: RecentlyUsed<Uint8Array>;
  readonly #blocks: RecentlyUsed<Uint8Array>;
  readonly #damaged = new Set<string>();
  readonly #ranges = new RecentlyUsed<Promise<PackRangeReader>>(OPEN_PACK_COUNT, () => 1);

  /** @param whole says whether so much of a pack is wanted that it is read whole */
  constructor(objects: SealedObjects, whole: (pack: PackRef) => boolean) {
    this.#objects = objects;
    this.#whole = whole;
    this.#packs = new RecentlyUsed(PACK_CACHE_BYTES, (plaintext) => plaintext.length);
    this.#blocks = new RecentlyUsed(BLOCK_CACHE_BYTES, (raw) => raw.length);
  }

  /**
   * The raw bytes of a chunk: a view that must not be modified, or a copy of it.
   * @throws ERR_PACK_MISSING, ERR_OBJECT_LENGTH, ERR_COMMITMENT, ERR_SEGMENT, ERR_PADDING, ERR_RAW_LENGTH, ERR_CHUNK_ID
   */
  async read(location: ChunkLocation): Promise<Uint8Array> {
    return this.take(await this.#block(location.block), location);
  }

  /** A chunk of the raw bytes of its block, as a view. @throws ERR_CHUNK_ID */
  async take(raw: Uint8Array, { block, offset, length, id }: ChunkLocation): Promise<Uint8Array> {
    const chunk = raw.subarray(offset, offset + length);
    if (!equalBytes(await hmacSha256(this.#objects.keys.dedupKey, chunk), id)) {
      const object = packName(block.pack!);
      throw new MunimentError('ERR_CHUNK_ID', `${object}: a chunk is not the one referred to`, { object });
    }
    return chunk;
  }

  /** Says whether so much of a pack is wanted that it is read whole. */
  isReadWhole(pack: PackRef): boolean {
    return this.#whole(pack) && !this.#damaged.has(packKey(pack));
  }

  /** Lends the reader the plaintext of a pack that has been read already. */
  lend(pack: PackRef, plaintext: Uint8Array): void {
    this.#packs.set(packKey(pack), plaintext);
  }

  async #block(block: BlockRef): Promise<Uint8Array> {
    const key = blockKey(block);
    const cached = this.#blocks.get(key);
    if (cached !== undefined) return cached;
    const stored = await this.stored(block);
    const raw = await platformCompressor.decompress(block.compression, stored, block.rawLength);
    this.#blocks.set(key, raw);
    return raw;
  }

  async #openPack(pack: PackRef): Promise<PackRangeReader> {
    const read = await this.#objects.openPack(pack);
    if (pack.packClass !== 'manifest') return read;
    const forward = new ForwardReader(read, 2 ** pack.sizeLog2);
    return (offset, count) => forward.read(offset, count);
  }

  /** A block as it lies in its pack. @throws as read, up to ERR_PADDING */
  async stored({ pack, offset, storedLength }: BlockRef): Promise<Uint8Array> {
    const key = packKey(pack!);
    const cached = this.#packs.get(key);
    if (cached !== undefined) return cached.subarray(offset, offset + storedLength);
    if (this.isReadWhole(pack!)) {
      try {
        const plaintext = await this.#objects.readPack(pack!);
        this.#packs.set(key, plaintext);
        return plaintext.subarray(offset, offset + storedLength);
      } catch (error) {
        // A bad segment costs the chunks in it: the others are still read, part by part.
        if (!isMunimentError(error, 'ERR_SEGMENT')) throw error;
        this.#damaged.add(key);
      }
    }
    let range = this.#ranges.get(key);
    if (range === undefined) {
      // Kept at once, for the next block of the pack may be asked for before it is open.
      range = this.#openPack(pack!);
      this.#ranges.set(key, range);
      range.catch(() => this.#ranges.delete(key));
    }
    return (await range)(offset, storedLength);
  }
}
