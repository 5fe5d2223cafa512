// Whether the record store shows the newest record of an account, or one that was put back (spec/vault.md §11, VAULT-061).
//
// Sealing keeps a record store from reading, altering and exchanging records, not from showing an old one, which would give back
// attempts that were used. A `Freshness` lies somewhere else and remembers, for each record, its last revision and digest.

import { equalBytes } from '@muniment/crypto';
import { assertHandle, assertRevision } from './record-store.ts';

/** Bytes of the digest of a sealed record: its SHA-256. */
export const RECORD_DIGEST_BYTES = 32;

/**
 * How a record compares with what was noted.
 * - `current`: it is the one that was noted last; or there is none, and none was noted.
 * - `ahead`: it is exactly one revision newer. Its writer ended between writing and noting: note it before going on.
 * - `behind`: it is older, or missing although one was noted, or more than one revision newer, which can only be if what was
 *   noted is itself old. One of the two was put back.
 * - `other`: it has the revision that was noted, but other bytes.
 */
export type FreshnessVerdict = 'current' | 'ahead' | 'behind' | 'other';

/**
 * Remembers the last revision of each record, outside of the record store, and only ever goes forward.
 *
 * Each writer keeps this order: get the record, check it, note it if it is `ahead`, write, note what was written, and only then
 * answer. Two writers that keep it can still meet, so that a record was replaced and noted between `get` and `check`: after
 * `behind` or `other`, get the record again, and believe it only if the revision is still the same.
 *
 * ```ts
 * const verdict = await freshness.check(handle, record.revision, await sha256(record.sealed));
 * ```
 */
export interface Freshness {
  /**
   * Compares a record with what was noted. For a handle without a record the revision is 0n, and the digest is not looked at.
   *
   * @throws TypeError, RangeError for arguments that are none; ERR_STORE_... as `get` of a record store
   */
  check(handle: Uint8Array, revision: bigint, digest: Uint8Array): Promise<FreshnessVerdict>;
  /**
   * Notes a record whose write was `ok`. `ok` means that this very record was noted, durably. `unknown` means that the note may be
   * missing, or that another record of this or a later revision is noted: then no answer may leave. A request that others
   * overtook between its write and its note asks again, and is answered as a retry.
   *
   * To take over records that were never noted, or to accept a store that was put back on purpose, advance each handle once.
   *
   * @throws TypeError, RangeError for arguments that are none
   */
  advance(handle: Uint8Array, revision: bigint, digest: Uint8Array): Promise<'ok' | 'unknown'>;
  /** Ends the use of it. A second close does nothing. */
  close(): Promise<void>;
}

/** Remembers nothing: every record is `current`. A realm with it says in its descriptor that it has no protection from rollback. */
export const noFreshness: Freshness = {
  async check(handle, revision, digest) {
    assertNote(handle, revision, digest);
    return 'current';
  },
  async advance(handle, revision, digest) {
    assertAdvance(handle, revision, digest);
    return 'ok';
  },
  async close() {},
};

/** What is noted of a handle; revision 0n if nothing is. */
export interface Note {
  readonly revision: bigint;
  readonly digest: Uint8Array;
}

/** The rule by which a record is judged. */
export function judge(noted: Note, revision: bigint, digest: Uint8Array): FreshnessVerdict {
  if (revision === noted.revision) {
    return revision === 0n || equalBytes(noted.digest, digest) ? 'current' : 'other';
  }
  return revision === noted.revision + 1n ? 'ahead' : 'behind';
}

/**
 * Whether `noted` is the record that was to be noted. A later note does not do: what was written before it may be on a branch that
 * a store which was put back has lost, and an answer that leaves for it would not be counted.
 */
export function isNoted(noted: Note, revision: bigint, digest: Uint8Array): boolean {
  return noted.revision === revision && equalBytes(noted.digest, digest);
}

/** Checks the arguments of `check`. @throws TypeError, RangeError */
export function assertNote(handle: Uint8Array, revision: bigint, digest: Uint8Array): void {
  assertHandle(handle);
  assertRevision(revision);
  if (!(digest instanceof Uint8Array)) throw new TypeError('a digest is a Uint8Array');
  if (revision !== 0n && digest.length !== RECORD_DIGEST_BYTES) {
    throw new RangeError(`a digest has ${RECORD_DIGEST_BYTES} bytes, not ${digest.length}`);
  }
}

/** Checks the arguments of `advance`. @throws TypeError, RangeError */
export function assertAdvance(handle: Uint8Array, revision: bigint, digest: Uint8Array): void {
  assertNote(handle, revision, digest);
  if (revision === 0n) throw new RangeError('there is nothing to note of a handle without a record');
}
