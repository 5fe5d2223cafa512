// Seals and opens the objects of an archive under the keys of its epochs. Implements spec/archive.md §2 and §3.

import {
  COBBLESTONE_HEADER_BYTES,
  type CryptoProvider,
  openCobblestone,
  sealCobblestone,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Store } from '@muniment/storage';
import {
  decodePaddedFrame,
  encodePaddedFrame,
  formatHeadName,
  formatMarkName,
  type HeadRef,
  headContext,
  type MarkRef,
  markContext,
} from '@muniment/wire';
import { type ArchiveKeys, newestEpoch, writingKey } from './archive-keys.ts';
import type { PackRef } from './locations.ts';
import { naming, PackCipher, tryEpochs } from './pack-cipher.ts';
import { OBJECT_MAX_BYTES, packName, packObjectLength, wrongLength } from './packs.ts';

/** Reads and writes sealed objects of one archive in one store. */
export class SealedObjects {
  readonly store: Store;
  readonly keys: ArchiveKeys;
  readonly provider: CryptoProvider | undefined;
  readonly #packs: PackCipher;

  constructor(store: Store, keys: ArchiveKeys, provider?: CryptoProvider) {
    this.store = store;
    this.keys = keys;
    this.provider = provider;
    this.#packs = new PackCipher(keys, provider);
  }

  /**
   * The plaintext of a pack, its padding checked.
   * @throws ERR_PACK_MISSING, ERR_OBJECT_LENGTH, ERR_COMMITMENT, ERR_SEGMENT, ERR_PADDING
   */
  async readPack(pack: PackRef): Promise<Uint8Array> {
    return this.#packs.open(pack, await this.getPack(pack));
  }

  /**
   * The object of a pack, as the store gives it.
   * @param room as `Store.get`
   * @throws ERR_PACK_MISSING, ERR_OBJECT_LENGTH
   */
  async getPack(pack: PackRef, room?: Uint8Array): Promise<Uint8Array> {
    await this.#assertLength(pack);
    return this.#getPack(pack, undefined, room);
  }

  /** A reader of parts of a pack. @throws as readPack */
  async openPack(pack: PackRef): Promise<PackRangeReader> {
    await this.#assertLength(pack);
    const header = await this.#getPack(pack, { offset: 0, length: COBBLESTONE_HEADER_BYTES });
    const reader = await this.#packs.reader(pack, header);
    return async (offset: number, count: number): Promise<Uint8Array> => {
      const bytes = await this.#getPack(pack, reader.objectRange(offset, count));
      return naming(packName(pack), async () => reader.openRange(offset, count, bytes));
    };
  }

  /** Writes a head and reads it back. */
  async writeHead(parts: HeadRef, content: Uint8Array): Promise<string> {
    return this.#write(
      formatHeadName(parts),
      headContext({ archiveId: this.keys.archiveId, ...parts }),
      content,
    );
  }

  /** The content of a head, of `size` bytes if the store has listed it. @throws as readPack, ERR_LIMIT, ERR_STORE_NOT_FOUND */
  async readHead(parts: HeadRef, size?: number): Promise<Uint8Array> {
    return this.#read(
      formatHeadName(parts),
      parts.epoch,
      headContext({ archiveId: this.keys.archiveId, ...parts }),
      size,
    );
  }

  /** Writes a mark and reads it back. */
  async writeMark(markId: Uint8Array, content: Uint8Array): Promise<string> {
    const parts = { epoch: newestEpoch(this.keys), markId };
    return this.#write(
      formatMarkName(parts),
      markContext({ archiveId: this.keys.archiveId, ...parts }),
      content,
    );
  }

  /** The content of a mark. @throws as readHead */
  async readMark(parts: MarkRef): Promise<Uint8Array> {
    return this.#read(
      formatMarkName(parts),
      parts.epoch,
      markContext({ archiveId: this.keys.archiveId, ...parts }),
    );
  }

  async #write(name: string, context: Uint8Array, content: Uint8Array): Promise<string> {
    const object = await sealCobblestone(
      writingKey(this.keys),
      context,
      encodePaddedFrame(content),
      this.provider,
    );
    await this.store.put(name, object);
    const stored = await this.store.get(name);
    if (stored.length !== object.length || !stored.every((byte, i) => byte === object[i])) {
      throw new MunimentError('ERR_STORE_IO', `the store does not give ${name} back as it was written`, {
        object: name,
      });
    }
    return name;
  }

  async #read(name: string, epoch: number, context: Uint8Array, size?: number): Promise<Uint8Array> {
    const bytes = size ?? (await this.store.stat(name))?.size ?? 0;
    if (bytes > OBJECT_MAX_BYTES) {
      throw new MunimentError('ERR_LIMIT', `${name} has ${bytes} bytes`, { object: name });
    }
    const object = await this.store.get(name);
    return naming(name, async () =>
      decodePaddedFrame(
        await tryEpochs(this.keys, epoch, (key) => openCobblestone(key, context, object, this.provider)),
      ),
    );
  }

  /** Looks at a pack's length before anything of it is read (ARCH-012). */
  async #assertLength(pack: PackRef): Promise<void> {
    const name = packName(pack);
    const info = await this.store.stat(name);
    if (info === undefined) throw missing(pack);
    if (info.size !== packObjectLength(pack.sizeLog2)) throw wrongLength(pack);
  }

  async #getPack(
    pack: PackRef,
    range?: { offset: number; length: number },
    room?: Uint8Array,
  ): Promise<Uint8Array> {
    try {
      return await this.store.get(packName(pack), range, room);
    } catch (error) {
      if (isMunimentError(error, 'ERR_STORE_NOT_FOUND')) throw missing(pack);
      if (isMunimentError(error, 'ERR_STORE_RANGE')) throw wrongLength(pack);
      throw error;
    }
  }
}

/** Reads `count` bytes at `offset` of a pack's plaintext. */
export type PackRangeReader = (offset: number, count: number) => Promise<Uint8Array>;

function missing(pack: PackRef): MunimentError {
  const object = packName(pack);
  return new MunimentError('ERR_PACK_MISSING', `pack ${object} is not in the store`, { object });
}
