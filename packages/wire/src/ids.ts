// What object names and contexts are made of, with one check for each part. Implements spec/wire.md §7.

/** Bytes of an archive id, keyring id, head id, pack id, mark id, method id or device id. */
export const ID_BYTES = 16;
/** The highest sequence of a head: 2^53 - 1. */
export const SEQUENCE_MAX: bigint = 2n ** 53n - 1n;
/** The highest generation of a keyring: 2^32 - 1. */
export const GENERATION_MAX: bigint = 2n ** 32n - 1n;
/** The highest number of an epoch: 2^32 - 1. */
export const EPOCH_MAX: number = 2 ** 32 - 1;

/** Which keyring: `generation` from 1 to 2^32 - 1, `keyringId` of 16 bytes. */
export interface KeyringRef {
  readonly generation: bigint;
  readonly keyringId: Uint8Array;
}

/** Which head: `sequence` from 1 to 2^53 - 1, `epoch` from 1 to 2^32 - 1, `headId` of 16 bytes. */
export interface HeadRef {
  readonly sequence: bigint;
  readonly epoch: number;
  readonly headId: Uint8Array;
}

/** Which mark: `epoch` from 1 to 2^32 - 1, `markId` of 16 bytes. */
export interface MarkRef {
  readonly epoch: number;
  readonly markId: Uint8Array;
}

/** @throws TypeError if `id` is no Uint8Array, RangeError if it does not have 16 bytes */
export function assertId(what: string, id: Uint8Array): void {
  if (!(id instanceof Uint8Array)) throw new TypeError(`the ${what} is not a Uint8Array`);
  if (id.length !== ID_BYTES) throw new RangeError(`the ${what} has ${id.length} bytes, not ${ID_BYTES}`);
}

/** @throws TypeError if `epoch` is no integer, RangeError if it is no epoch's number */
export function assertEpoch(epoch: number): void {
  if (!Number.isInteger(epoch)) throw new TypeError('the epoch is not an integer');
  if (epoch < 1 || epoch > EPOCH_MAX) throw new RangeError(`the epoch is ${epoch}, not 1 to ${EPOCH_MAX}`);
}

/** @throws TypeError if `sequence` is no bigint, RangeError if it is no head's sequence */
export function assertSequence(sequence: bigint): void {
  if (typeof sequence !== 'bigint') throw new TypeError('the sequence is not a bigint');
  if (sequence < 1n || sequence > SEQUENCE_MAX)
    throw new RangeError(`the sequence is ${sequence}, not 1 to ${SEQUENCE_MAX}`);
}

/** @throws TypeError if `generation` is no bigint, RangeError if it is no keyring's generation */
export function assertGeneration(generation: bigint): void {
  if (typeof generation !== 'bigint') throw new TypeError('the generation is not a bigint');
  if (generation < 1n || generation > GENERATION_MAX) {
    throw new RangeError(`the generation is ${generation}, not 1 to ${GENERATION_MAX}`);
  }
}
