// Names, contexts and frames of stored objects (spec/wire.md §6 to §8).

import { concat, hex, u8, u32, u64 } from './bytes.ts';
import { sealObject } from './cobblestone.ts';
import { generated } from './seed.ts';

export const ROLE_KEYRING_BODY = 1;
export const ROLE_HEAD = 2;
export const ROLE_PACK_DATA = 3;
export const ROLE_PACK_MEDIA = 4;
export const ROLE_PACK_MANIFEST = 5;
export const ROLE_MARK = 6;
/** Roles of the pack classes 1 to 3. */
export const PACK_ROLE: readonly number[] = [0, ROLE_PACK_DATA, ROLE_PACK_MEDIA, ROLE_PACK_MANIFEST];

const digits = (value: number | bigint, count: number): string => value.toString(16).padStart(count, '0');

export function keyringName(generation: number | bigint, id: Uint8Array): string {
  return `keyring/${digits(generation, 8)}-${hex(id)}`;
}

export function headName(sequence: number | bigint, epoch: number, id: Uint8Array): string {
  return `heads/${digits(sequence, 16)}-${digits(epoch, 8)}-${hex(id)}`;
}

export function packName(id: Uint8Array): string {
  return `packs/${hex(id).slice(0, 2)}/${hex(id)}`;
}

export function markName(epoch: number, id: Uint8Array): string {
  return `marks/${digits(epoch, 8)}-${hex(id)}`;
}

/** role (1) || archive id (16) || epoch (u32) || object id. */
export function context(
  role: number,
  archiveId: Uint8Array,
  epoch: number,
  objectId: Uint8Array,
): Uint8Array {
  return concat(u8(role), archiveId, u32(epoch), objectId);
}

export function keyringBodyContext(
  archiveId: Uint8Array,
  generation: number | bigint,
  keyringId: Uint8Array,
): Uint8Array {
  return context(ROLE_KEYRING_BODY, archiveId, 0, concat(u32(Number(generation)), keyringId));
}

export function headContext(
  archiveId: Uint8Array,
  epoch: number,
  sequence: number | bigint,
  id: Uint8Array,
): Uint8Array {
  return context(ROLE_HEAD, archiveId, epoch, concat(u64(sequence), id));
}

export function packContext(
  archiveId: Uint8Array,
  epoch: number,
  packClass: number,
  id: Uint8Array,
): Uint8Array {
  return context(PACK_ROLE[packClass], archiveId, epoch, id);
}

export function markContext(archiveId: Uint8Array, epoch: number, id: Uint8Array): Uint8Array {
  return context(ROLE_MARK, archiveId, epoch, id);
}

/** The least k from 12 on such that 2^k holds the length and `contentLength` bytes. */
export function frameLog2(contentLength: number): number {
  let k = 12;
  while (2 ** k < contentLength + 4) k++;
  return k;
}

/** Length (u32) || content || zeros, 2^k bytes in all. */
export function paddedFrame(content: Uint8Array, log2: number = frameLog2(content.length)): Uint8Array {
  const out = new Uint8Array(2 ** log2);
  out.set(concat(u32(content.length), content));
  return out;
}

/** An object whose salt is generated from its context, so that every run makes the same bytes. */
export function sealFor(key: Uint8Array, objectContext: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return sealObject(key, objectContext, generated(`salt ${hex(objectContext)}`, 24), plaintext);
}
