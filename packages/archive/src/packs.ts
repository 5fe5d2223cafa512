// What can be said of a pack by its reference alone: the name and the length of its object. Implements spec/archive.md §3.

import { cobblestoneLength } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { FRAME_MAX_LOG2, formatPackName, parseHex } from '@muniment/wire';
import type { PackRef } from './locations.ts';

/** Plaintext bytes of the largest pack. */
export const PACK_BYTES: number = 2 ** FRAME_MAX_LOG2;
/** The length of the largest object under heads/, marks/ and packs/. */
export const OBJECT_MAX_BYTES: number = cobblestoneLength(PACK_BYTES);

/** The length of the object of a pack of 2^`sizeLog2` bytes. */
export function packObjectLength(sizeLog2: number): number {
  return cobblestoneLength(2 ** sizeLog2);
}

/** The name of a pack's object. */
export function packName(pack: Pick<PackRef, 'id'>): string {
  return formatPackName(parseHex(pack.id));
}

/** The error for a pack whose object has another length than its reference says. */
export function wrongLength(pack: PackRef): MunimentError {
  const object = packName(pack);
  return new MunimentError(
    'ERR_OBJECT_LENGTH',
    `pack ${object} does not have the length that references to it state`,
    {
      object,
    },
  );
}
