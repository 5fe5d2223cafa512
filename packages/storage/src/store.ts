// The contract between Muniment and whatever holds its objects. Implements spec/storage.md §3 to §7.

import { MunimentError } from '@muniment/errors';
import { assertReadable } from './names.ts';

/** One object of a listing. */
export interface ObjectInfo {
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
}

/** The bytes [offset, offset + length) of an object. */
export interface ObjectRange {
  readonly offset: number;
  readonly length: number;
}

/** Something in the store that is not an object. */
export interface ForeignEntry {
  /** Where it is, quoted and escaped: for people, not for opening. */
  readonly path: string;
  /** `leftover` is a temporary file of an interrupted `put`; the others were not made by Muniment. */
  readonly kind: 'leftover' | 'file' | 'folder' | 'link' | 'other';
}

/** What `sweep` removed. */
export interface SweepResult {
  readonly files: number;
  readonly folders: number;
}

/**
 * Holds immutable objects by name. Stores are not trusted: every object is authenticated by its reader.
 * `storeContract` (`@muniment/storage/contract`) tests each promise made here.
 *
 * ```ts
 * await store.put('heads/1-0-k3x9', bytes);
 * for await (const { name, size } of store.list('heads/')) console.log(name, size);
 * ```
 */
export interface Store {
  /**
   * Creates `name` with exactly `bytes`; durable, and visible to `get` and `stat`, when it resolves. Never overwrites.
   * When it fails, the object is either absent or there in full. `bytes` must not change until the promise settles.
   *
   * @throws ERR_STORE_EXISTS if there is such an object, which is then durable; ERR_STORE_NAME, ERR_LIMIT,
   * ERR_STORE_FULL, ERR_STORE_READ_ONLY, ERR_STORE_FOREIGN, ERR_STORE_UNREACHABLE, ERR_STORE_IO
   */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /**
   * The whole object, or exactly the bytes of `range`, in a fresh buffer, or at the start of `room`.
   *
   * @param room memory that a store may fill, if it is long enough, instead of taking new; it leaves it alone once the promise has
   * settled. What counts is what is returned.
   * @throws ERR_STORE_NOT_FOUND, ERR_STORE_RANGE if the range does not lie within the object, ERR_STORE_NAME,
   * ERR_LIMIT if more than 64 MiB would be read, ERR_STORE_DENIED, ERR_STORE_UNREACHABLE, ERR_STORE_IO
   */
  get(name: string, range?: ObjectRange, room?: Uint8Array): Promise<Uint8Array>;
  /**
   * Every object whose name starts with `prefix`, in no promised order; `''` lists all. May be stale by a moment in
   * both directions.
   *
   * @throws ERR_STORE_NAME if no name can start so, ERR_STORE_DENIED, ERR_STORE_UNREACHABLE, ERR_STORE_IO
   */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Name and size of an object, or `undefined` if there is none. @throws as `get` */
  stat(name: string): Promise<ObjectInfo | undefined>;
  /** Removes an object, durably; one that is absent is no error. @throws as `put` */
  delete(name: string): Promise<void>;
  /** Everything in the store that is not an object. @throws as `list` */
  listForeign(): AsyncIterable<ForeignEntry>;
  /**
   * Removes what the adapter itself left behind and nothing else: temporary files of interrupted puts and empty folders
   * that have not changed for `minimumAgeMs`. With 0 a put that is under way may fail. @throws as `list` and `put`
   */
  sweep(minimumAgeMs: number): Promise<SweepResult>;
}

/**
 * Checks a range against the size of its object.
 *
 * @throws TypeError and RangeError for a range that no object has, ERR_STORE_RANGE if it does not lie within `size`,
 * ERR_LIMIT if it is longer than an object may be
 */
export function assertRange(name: string, range: ObjectRange, size: number): void {
  assertRangeShape(range);
  const { offset, length } = range;
  if (offset > size || length > size - offset) {
    throw new MunimentError(
      'ERR_STORE_RANGE',
      `${name} has ${size} bytes; ${length} at ${offset} were asked for`,
      {
        name,
        size,
        offset,
        length,
      },
    );
  }
  assertReadable(length, `the range of ${name}`);
}

/** @throws TypeError if offset or length is no number, RangeError if it is negative, fractional or unsafe */
export function assertRangeShape({ offset, length }: ObjectRange): void {
  for (const value of [offset, length]) {
    if (typeof value !== 'number') throw new TypeError('offset and length must be numbers');
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError('offset and length must be whole numbers');
  }
}

/** @throws RangeError if `minimumAgeMs` is not a number of at least 0 */
export function assertAge(minimumAgeMs: number): void {
  if (!(minimumAgeMs >= 0)) throw new RangeError('the minimum age must be a number of at least 0');
}

/** The error for an object that is not there. */
export function notFound(name: string): MunimentError {
  return new MunimentError('ERR_STORE_NOT_FOUND', `${name} is not in the store`, { name });
}

/** The error for a name that is taken. */
export function alreadyExists(name: string): MunimentError {
  return new MunimentError('ERR_STORE_EXISTS', `${name} is already in the store`, { name });
}
