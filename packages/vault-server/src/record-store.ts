// The contract between a realm and whatever keeps its records (spec/vault.md §11).

import { COBBLESTONE_SEGMENT_BYTES, cobblestoneLength } from '@muniment/crypto';

/** Bytes of the handle of a record: what an account is called in the store. */
export const RECORD_HANDLE_BYTES = 32;
/** Bytes of a record before it is sealed, padding included: the same for all records, so that sizes tell nothing. */
export const RECORD_PLAINTEXT_BYTES: number = COBBLESTONE_SEGMENT_BYTES;
/** Bytes of every sealed record. */
export const SEALED_RECORD_BYTES: number = cobblestoneLength(RECORD_PLAINTEXT_BYTES);
/** The greatest revision of a record: what a signed 64-bit integer holds. */
export const REVISION_MAX: bigint = 2n ** 63n - 1n;
/** How many handles a page has unless the caller says otherwise. */
export const HANDLES_PAGE_COUNT = 1000;

/** One record as the store has it: nothing in it is readable without the storage key. */
export interface StoredRecord {
  /** 1n for the first write of a handle, then one more with each write. */
  readonly revision: bigint;
  /** `SEALED_RECORD_BYTES`, in a buffer of their own. */
  readonly sealed: Uint8Array;
}

/**
 * What became of a write.
 * - `ok`: it is durable, and every later `get` through any process shows it or a later one.
 * - `conflict`: the stored revision is another one, and nothing was written. Only said when it is certain.
 * - `unknown`: it may or may not have been written, because of a timeout, a lost connection, a failure of the disk. It may
 *   even show up later, until a later write of this handle is `ok`: whoever needs to know writes again, from what `get` shows.
 */
export type SwapOutcome = 'ok' | 'conflict' | 'unknown';

/** How a write is to be done. */
export interface SwapOptions {
  /**
   * Whether the record that is overwritten must also leave the files of the store: `ok` then comes after that was tried for a
   * bounded time. If something was in the way the write still stands and is `ok`, and `pendingErasure` is true from then on.
   */
  readonly erase?: boolean;
}

/**
 * Keeps one sealed record per handle. Not trusted: it can neither read nor exchange records, but it could show old ones, which
 * is what a `Freshness` is for. Records are never deleted. Several processes may work on one store at the same time.
 * `recordStoreContract` (`@muniment/vault-server/contract`) tests each promise made here.
 *
 * ```ts
 * const record = await store.get(handle);
 * const outcome = await store.compareAndSwap(handle, record?.revision ?? 0n, sealed);
 * ```
 */
export interface RecordStore {
  /**
   * The record of a handle of 32 bytes, or `undefined` if none was ever written: the last one whose write was `ok`, or a later
   * one.
   *
   * @throws TypeError, RangeError for a handle that is none; ERR_STORE_IO, ERR_STORE_UNREACHABLE, ERR_STORE_FULL,
   * ERR_STORE_READ_ONLY, ERR_STORE_DENIED
   */
  get(handle: Uint8Array): Promise<StoredRecord | undefined>;
  /**
   * Writes `sealed` as revision `expected` + 1 if the stored revision is `expected`; 0n means that there is no record yet.
   * Failures of the store are no errors here but `unknown`.
   *
   * @throws TypeError, RangeError for arguments that no caller may give
   */
  compareAndSwap(
    handle: Uint8Array,
    expected: bigint,
    sealed: Uint8Array,
    options?: SwapOptions,
  ): Promise<SwapOutcome>;
  /**
   * Up to `limit` (1,000 unless told, at most 10,000) handles in ascending order of their bytes, from the first one behind
   * `after`. The last page is empty. Shows every handle that was there when the first page was asked for.
   *
   * @throws as `get`
   */
  handles(after?: Uint8Array, limit?: number): Promise<Uint8Array[]>;
  /** True while bytes of a record that was to be erased may be left in the files of the store. */
  readonly pendingErasure: boolean;
  /**
   * Tries again to erase what overwritten records left behind, for a bounded time. True if nothing is left; then
   * `pendingErasure` is false.
   */
  erase(): Promise<boolean>;
  /** Ends the use of the store through this object; calls after it are TypeErrors. A second close does nothing. */
  close(): Promise<void>;
}

/** @throws TypeError if `handle` is no Uint8Array, RangeError if it has not 32 bytes */
export function assertHandle(handle: Uint8Array): void {
  assertLength('a handle', handle, RECORD_HANDLE_BYTES);
}

/** @throws TypeError if `sealed` is no Uint8Array, RangeError if it has not `SEALED_RECORD_BYTES` */
export function assertSealed(sealed: Uint8Array): void {
  assertLength('a sealed record', sealed, SEALED_RECORD_BYTES);
}

/** @throws TypeError if `revision` is no bigint, RangeError if it is not from 0 to `max` */
export function assertRevision(revision: bigint, max: bigint = REVISION_MAX): void {
  if (typeof revision !== 'bigint') throw new TypeError('a revision is a bigint');
  if (revision < 0n || revision > max)
    throw new RangeError(`a revision is from 0 to ${max}, not ${revision}`);
}

/** Checks the arguments of `compareAndSwap`. @throws TypeError, RangeError */
export function assertSwap(handle: Uint8Array, expected: bigint, sealed: Uint8Array): void {
  assertHandle(handle);
  assertRevision(expected, REVISION_MAX - 1n);
  assertSealed(sealed);
}

/** Checks the arguments of `handles`. @throws TypeError, RangeError */
export function assertPage(after: Uint8Array | undefined, limit: number): void {
  if (after !== undefined) assertHandle(after);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10 * HANDLES_PAGE_COUNT) {
    throw new RangeError(`a page has 1 to ${10 * HANDLES_PAGE_COUNT} handles, not ${limit}`);
  }
}

function assertLength(what: string, bytes: Uint8Array, length: number): void {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${what} is a Uint8Array`);
  if (bytes.length !== length) throw new RangeError(`${what} has ${length} bytes, not ${bytes.length}`);
}
