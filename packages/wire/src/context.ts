// The context that binds a sealed object to its archive, epoch and place. Implements spec/wire.md §8.
//
// role (1) || archive id (16) || epoch (u32 BE) || object id, of a length that the role fixes

import type { PackClass } from './generated/messages.ts';
import {
  assertEpoch,
  assertGeneration,
  assertId,
  assertSequence,
  type HeadRef,
  type KeyringRef,
  type MarkRef,
} from './ids.ts';
import { PACK_ROLES, ROLES } from './registries.ts';

const OBJECT_ID_OFFSET = 21;

function context(
  role: number,
  archiveId: Uint8Array,
  epoch: number,
  prefix: Uint8Array,
  id: Uint8Array,
): Uint8Array {
  assertId('archive id', archiveId);
  const out = new Uint8Array(OBJECT_ID_OFFSET + prefix.length + id.length);
  out[0] = role;
  out.set(archiveId, 1);
  new DataView(out.buffer).setUint32(17, epoch);
  out.set(prefix, OBJECT_ID_OFFSET);
  out.set(id, OBJECT_ID_OFFSET + prefix.length);
  return out;
}

/**
 * The 41 bytes of context of a keyring body: epoch 0; object id = generation (u32 BE) || keyring id (16).
 *
 * @throws TypeError or RangeError
 */
export function keyringBodyContext({
  archiveId,
  generation,
  keyringId,
}: KeyringRef & { readonly archiveId: Uint8Array }): Uint8Array {
  assertGeneration(generation);
  assertId('keyring id', keyringId);
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, Number(generation));
  return context(ROLES.keyringBody, archiveId, 0, prefix, keyringId);
}

/**
 * The 45 bytes of context of a head: object id = sequence (u64 BE) || head id (16).
 *
 * @throws TypeError or RangeError
 */
export function headContext({
  archiveId,
  sequence,
  epoch,
  headId,
}: HeadRef & { readonly archiveId: Uint8Array }): Uint8Array {
  assertSequence(sequence);
  assertEpoch(epoch);
  assertId('head id', headId);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, sequence);
  return context(ROLES.head, archiveId, epoch, prefix, headId);
}

/**
 * The 37 bytes of context of a pack: the role is that of its class; object id = pack id (16).
 *
 * @throws TypeError or RangeError
 */
export function packContext({
  archiveId,
  epoch,
  packClass,
  packId,
}: {
  readonly archiveId: Uint8Array;
  readonly epoch: number;
  readonly packClass: PackClass;
  readonly packId: Uint8Array;
}): Uint8Array {
  if (!Object.hasOwn(PACK_ROLES, packClass)) throw new TypeError('the pack class is unknown');
  assertEpoch(epoch);
  assertId('pack id', packId);
  return context(PACK_ROLES[packClass], archiveId, epoch, new Uint8Array(0), packId);
}

/**
 * The 37 bytes of context of a mark: object id = mark id (16).
 *
 * @throws TypeError or RangeError
 */
export function markContext({
  archiveId,
  epoch,
  markId,
}: MarkRef & { readonly archiveId: Uint8Array }): Uint8Array {
  assertEpoch(epoch);
  assertId('mark id', markId);
  return context(ROLES.mark, archiveId, epoch, new Uint8Array(0), markId);
}
