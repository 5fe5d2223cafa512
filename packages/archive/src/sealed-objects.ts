// Seals and opens the objects of an archive under the keys of its epochs. Implements spec/archive.md §2 and §3.

import {
  COBBLESTONE_HEADER_BYTES,
  CobblestoneReader,
  type CryptoProvider,
  cobblestoneLength,
  openCobblestone,
  sealCobblestone,
  sealCobblestoneInto,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Store } from '@muniment/storage';
import {
  decodePaddedFrame,
  encodePaddedFrame,
  FRAME_MAX_LOG2,
  formatHeadName,
  formatMarkName,
  formatPackName,
  type HeadRef,
  headContext,
  type MarkRef,
  markContext,
  packContext,
  paddedFrameContentLength,
  parseHex,
} from '@muniment/wire';
import { type ArchiveKeys, newestEpoch, writingKey } from './archive-keys.ts';
import type { PackRef } from './locations.ts';

/** The length of the largest object under heads/, marks/ and packs/. */
export const OBJECT_MAX_BYTES: number = cobblestoneLength(2 ** FRAME_MAX_LOG2);

/** The length of the object of a pack of 2^`sizeLog2` bytes. */
export function packObjectLength(sizeLog2: number): number {
  return cobblestoneLength(2 ** sizeLog2);
}

/** The name of a pack's object. */
export function packName(pack: Pick<PackRef, 'id'>): string {
  return formatPackName(parseHex(pack.id));
}

/** Reads and writes sealed objects of one archive in one store. */
export class SealedObjects {
  readonly store: Store;
  readonly keys: ArchiveKeys;
  readonly provider: CryptoProvider | undefined;

  constructor(store: Store, keys: ArchiveKeys, provider?: CryptoProvider) {
    this.store = store;
    this.keys = keys;
    this.provider = provider;
  }

  /** Seals a pack's plaintext, a whole padded frame, into `target`, which has the length of the object. */
  async sealPack(pack: PackRef, plaintext: Uint8Array, target: Uint8Array): Promise<void> {
    await sealCobblestoneInto(
      target,
      writingKey(this.keys),
      this.#packContext(pack),
      plaintext,
      this.provider,
    );
  }

  /**
   * The plaintext of a pack, its padding checked.
   * @throws ERR_PACK_MISSING, ERR_OBJECT_LENGTH, ERR_COMMITMENT, ERR_SEGMENT, ERR_PADDING
   */
  async readPack(pack: PackRef): Promise<Uint8Array> {
    await this.#assertLength(pack);
    const object = await this.#getPack(pack);
    return this.#named(packName(pack), async () => {
      const context = this.#packContext(pack);
      const plaintext = await this.#tryEpochs(pack.epoch, (key) =>
        openCobblestone(key, context, object, this.provider),
      );
      // The object's length may have changed since it was looked at.
      if (plaintext.length !== 2 ** pack.sizeLog2) throw wrongLength(pack);
      paddedFrameContentLength(plaintext);
      return plaintext;
    });
  }

  /** A reader of parts of a pack. @throws as readPack */
  async openPack(pack: PackRef): Promise<PackRangeReader> {
    await this.#assertLength(pack);
    const header = await this.#getPack(pack, { offset: 0, length: COBBLESTONE_HEADER_BYTES });
    return this.#named(packName(pack), async () => {
      const context = this.#packContext(pack);
      const length = packObjectLength(pack.sizeLog2);
      const reader = await this.#tryEpochs(pack.epoch, (key) =>
        CobblestoneReader.open(key, context, header, length, this.provider),
      );
      return async (offset: number, count: number): Promise<Uint8Array> => {
        const range = reader.objectRange(offset, count);
        const bytes = await this.#getPack(pack, range);
        return this.#named(packName(pack), async () => reader.openRange(offset, count, bytes));
      };
    });
  }

  /** Writes a head and reads it back. */
  async writeHead(parts: HeadRef, content: Uint8Array): Promise<string> {
    return this.#write(
      formatHeadName(parts),
      headContext({ archiveId: this.keys.archiveId, ...parts }),
      content,
    );
  }

  /** The content of a head. @throws as readPack, ERR_STORE_NOT_FOUND */
  async readHead(parts: HeadRef): Promise<Uint8Array> {
    return this.#read(
      formatHeadName(parts),
      parts.epoch,
      headContext({ archiveId: this.keys.archiveId, ...parts }),
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

  async #read(name: string, epoch: number, context: Uint8Array): Promise<Uint8Array> {
    const info = await this.store.stat(name);
    if (info !== undefined && info.size > OBJECT_MAX_BYTES) {
      throw new MunimentError('ERR_LIMIT', `${name} has ${info.size} bytes`, { object: name });
    }
    const object = await this.store.get(name);
    return this.#named(name, async () =>
      decodePaddedFrame(
        await this.#tryEpochs(epoch, (key) => openCobblestone(key, context, object, this.provider)),
      ),
    );
  }

  #packContext({ id, packClass, epoch }: PackRef): Uint8Array {
    return packContext({ archiveId: this.keys.archiveId, epoch, packClass, packId: parseHex(id) });
  }

  /** Looks at a pack's length before anything of it is read (ARCH-012). */
  async #assertLength(pack: PackRef): Promise<void> {
    const name = packName(pack);
    const info = await this.store.stat(name);
    if (info === undefined) throw missing(pack);
    if (info.size !== packObjectLength(pack.sizeLog2)) throw wrongLength(pack);
  }

  async #getPack(pack: PackRef, range?: { offset: number; length: number }): Promise<Uint8Array> {
    try {
      return await this.store.get(packName(pack), range);
    } catch (error) {
      if (isMunimentError(error, 'ERR_STORE_NOT_FOUND')) throw missing(pack);
      if (isMunimentError(error, 'ERR_STORE_RANGE')) throw wrongLength(pack);
      throw error;
    }
  }

  /** Opens with each key that has the number; the commitment tells which is the right one (ARCH-002). */
  async #tryEpochs<T>(epoch: number, open: (key: ArchiveKeys['dedupKey']) => Promise<T>): Promise<T> {
    let failure: unknown = new MunimentError('ERR_COMMITMENT', `the keyring has no key of epoch ${epoch}`, {
      epoch,
    });
    for (const { number, key } of this.keys.epochs) {
      if (number !== epoch) continue;
      try {
        return await open(key);
      } catch (error) {
        failure = error;
        if (!isMunimentError(error, 'ERR_COMMITMENT')) throw error;
      }
    }
    throw failure;
  }

  /** Adds the object's name to an error that does not have it. */
  async #named<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isMunimentError(error) || error.details.object !== undefined) throw error;
      throw new MunimentError(
        error.code,
        `${name}: ${error.message}`,
        { ...error.details, object: name },
        error,
      );
    }
  }
}

/** Reads `count` bytes at `offset` of a pack's plaintext. */
export type PackRangeReader = (offset: number, count: number) => Promise<Uint8Array>;

function missing(pack: PackRef): MunimentError {
  const object = packName(pack);
  return new MunimentError('ERR_PACK_MISSING', `pack ${object} is not in the store`, { object });
}

function wrongLength(pack: PackRef): MunimentError {
  const object = packName(pack);
  return new MunimentError(
    'ERR_OBJECT_LENGTH',
    `pack ${object} does not have the length that references to it state`,
    {
      object,
    },
  );
}
