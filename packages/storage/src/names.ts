// Object names and object sizes. Implements spec/storage.md §3.

import { MunimentError } from '@muniment/errors';

/** The longest object name, in characters (all ASCII, so also in bytes). */
export const OBJECT_NAME_MAX_BYTES = 200;

/** The largest object, and so the most that one `get` allocates: 64 MiB. */
export const OBJECT_MAX_BYTES: number = 64 * 1024 * 1024;

const NAME = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/;
const PREFIX = /^(?:[a-z0-9-]+\/)*[a-z0-9-]*$/;

/** True if `name` is an object name: segments of `a-z`, `0-9` and `-` joined by `/`, at most 200 characters. */
export function isObjectName(name: string): boolean {
  return typeof name === 'string' && name.length <= OBJECT_NAME_MAX_BYTES && NAME.test(name);
}

/** @throws TypeError if `name` is no string, ERR_STORE_NAME if it is not an object name (STORE-001) */
export function assertObjectName(name: string): void {
  if (typeof name !== 'string') throw new TypeError('an object name must be a string');
  if (!isObjectName(name))
    throw new MunimentError('ERR_STORE_NAME', `${printable(name)} is not an object name`);
}

/** @throws TypeError if `prefix` is no string, ERR_STORE_NAME if no object name can start with it (STORE-002) */
export function assertObjectPrefix(prefix: string): void {
  if (typeof prefix !== 'string') throw new TypeError('a prefix must be a string');
  if (prefix.length > OBJECT_NAME_MAX_BYTES || !PREFIX.test(prefix)) {
    throw new MunimentError('ERR_STORE_NAME', `${printable(prefix)} is not the start of an object name`);
  }
}

/** @throws TypeError if `bytes` is no Uint8Array, ERR_LIMIT if it is longer than an object may be (STORE-004) */
export function assertObjectBytes(bytes: Uint8Array): void {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('the bytes of an object must be a Uint8Array');
  assertReadable(bytes.length, 'the object');
}

/** @throws ERR_LIMIT if `length` bytes are more than one object may have (STORE-004) */
export function assertReadable(length: number, what: string): void {
  if (length <= OBJECT_MAX_BYTES) return;
  throw new MunimentError(
    'ERR_LIMIT',
    `${what} has ${length} bytes, more than the limit of ${OBJECT_MAX_BYTES}`,
    {
      length,
      limit: OBJECT_MAX_BYTES,
    },
  );
}

/**
 * `text` in quotes, cut to 240 characters, with everything but printable ASCII escaped: what a hostile store calls its
 * files must not reach a terminal.
 * Requirements: STORE-006.
 */
export function printable(text: string): string {
  const cut = text.length > 240 ? `${text.slice(0, 240)}...` : text;
  const escaped = cut.replace(/[^\x20-\x7e]|["\\]/g, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`;
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
