// Seals and opens packs under the keys of their epochs: what needs keys and bytes alone, and no store. Implements
// spec/archive.md §2 and §3.

import {
  CobblestoneReader,
  type CryptoProvider,
  openCobblestoneInto,
  type SecretBytes,
  sealCobblestoneInPlace,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { packContext, paddedFrameContentLength, parseHex } from '@muniment/wire';
import { type PackKeys, writingKey } from './archive-keys.ts';
import type { PackRef } from './locations.ts';
import { packName, packObjectLength } from './packs.ts';

/** The cipher of one archive's packs. */
export class PackCipher {
  readonly #keys: PackKeys;
  readonly #provider: CryptoProvider | undefined;

  constructor(keys: PackKeys, provider?: CryptoProvider) {
    this.#keys = keys;
    this.#provider = provider;
  }

  /** Seals a pack, `object` holding its plaintext, a whole padded frame, at the end. */
  async seal(pack: PackRef, object: Uint8Array): Promise<void> {
    await sealCobblestoneInPlace(object, writingKey(this.#keys), this.#context(pack), this.#provider);
  }

  /**
   * The plaintext of a pack, its padding checked.
   * @param plaintext where to put it: exactly as many bytes as the pack has; what is in it after a failure must not be used
   * @throws ERR_OBJECT_LENGTH, ERR_COMMITMENT, ERR_SEGMENT, ERR_PADDING
   */
  async open(
    pack: PackRef,
    object: Uint8Array,
    plaintext: Uint8Array = new Uint8Array(2 ** pack.sizeLog2),
  ): Promise<Uint8Array> {
    return naming(packName(pack), async () => {
      // The object's length may have changed since it was looked at: one that does not fit `plaintext` is refused here.
      const context = this.#context(pack);
      await tryEpochs(this.#keys, pack.epoch, (key) =>
        openCobblestoneInto(plaintext, key, context, object, this.#provider),
      );
      paddedFrameContentLength(plaintext);
      return plaintext;
    });
  }

  /** A reader of parts of a pack, from the first bytes of its object. @throws ERR_COMMITMENT */
  async reader(pack: PackRef, header: Uint8Array): Promise<CobblestoneReader> {
    return naming(packName(pack), async () => {
      const context = this.#context(pack);
      const length = packObjectLength(pack.sizeLog2);
      return tryEpochs(this.#keys, pack.epoch, (key) =>
        CobblestoneReader.open(key, context, header, length, this.#provider),
      );
    });
  }

  #context({ id, packClass, epoch }: PackRef): Uint8Array {
    return packContext({ archiveId: this.#keys.archiveId, epoch, packClass, packId: parseHex(id) });
  }
}

/** Opens with each key that has the number; the commitment tells which is the right one (ARCH-002). */
export async function tryEpochs<T>(
  keys: Pick<PackKeys, 'epochs'>,
  epoch: number,
  open: (key: SecretBytes) => Promise<T>,
): Promise<T> {
  let failure: unknown = new MunimentError('ERR_COMMITMENT', `the keyring has no key of epoch ${epoch}`, {
    epoch,
  });
  for (const { number, key } of keys.epochs) {
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
export async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
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
