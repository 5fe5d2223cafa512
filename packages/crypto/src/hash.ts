// SHA-256, HMAC and HKDF-SHA-512 (FIPS 180-4, RFC 2104, RFC 5869).

import { MunimentError } from '@muniment/errors';
import { defaultProvider } from '#provider';
import { assertBytes, assertCount, type Bytes, chain, concatBytes, type MaybePromise } from './bytes.ts';
import type { CryptoProvider, HmacSha256Key, Sha256Stream } from './provider.ts';
import { type KeyInput, keyBytes } from './secret-bytes.ts';

export const SHA256_BYTES = 32;
export const SHA512_BYTES = 64;
/** HKDF can give at most 255 blocks of its hash. */
export const HKDF_MAX_BYTES: number = 255 * SHA512_BYTES;
/** The shortest key that HKDF-Expand takes as uniform. */
export const HKDF_MIN_PRK_BYTES = 32;

/** The 32-byte SHA-256 digest of `data`. */
export async function sha256(data: Uint8Array, provider: CryptoProvider = defaultProvider): Promise<Bytes> {
  assertBytes(data, 'data');
  return provider.sha256(data);
}

/**
 * SHA-256 of data that comes in parts.
 *
 * ```ts
 * const digest = createSha256().update(head).update(body).digest();
 * ```
 */
export function createSha256(provider: CryptoProvider = defaultProvider): Sha256Stream {
  return provider.createSha256();
}

/** The 32-byte HMAC-SHA-256 of `data`. */
export async function hmacSha256(
  key: KeyInput,
  data: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  assertBytes(data, 'data');
  return provider.hmacSha256(keyBytes(key, 'key'), data);
}

/**
 * A key for many MACs, imported once.
 *
 * ```ts
 * const key = await importHmacSha256Key(secret);
 * const [first, second] = [await key.mac(a), await key.mac(b)];
 * ```
 */
export async function importHmacSha256Key(
  key: KeyInput,
  provider: CryptoProvider = defaultProvider,
): Promise<HmacSha256Key> {
  const imported = await provider.importHmacSha256Key(keyBytes(key, 'key'));
  return {
    mac(data) {
      assertBytes(data, 'data');
      return imported.mac(data);
    },
  };
}

/** The 64-byte HMAC-SHA-512 of `data`. */
export async function hmacSha512(
  key: KeyInput,
  data: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  assertBytes(data, 'data');
  return provider.hmacSha512(keyBytes(key, 'key'), data);
}

/** HKDF-Extract (RFC 5869 §2.2): a 64-byte key from input that is secret but not uniform. An empty salt is allowed. */
export async function hkdfExtract(
  salt: KeyInput,
  ikm: KeyInput,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  return provider.hmacSha512(keyBytes(salt, 'salt'), keyBytes(ikm, 'ikm'));
}

/**
 * HKDF-Expand (RFC 5869 §2.3): `length` bytes (1 to 16,320) from a uniform key of at least 32 bytes.
 * @throws ERR_KEY_SIZE if `prk` is shorter
 * @throws RangeError for a length out of range
 */
export async function hkdfExpand(
  prk: KeyInput,
  info: Uint8Array,
  length: number,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  return expand(provider, keyBytes(prk, 'prk'), info, length);
}

/** HKDF (RFC 5869): `length` bytes (1 to 16,320) from `ikm`, by Extract, then Expand. */
export async function hkdf(
  ikm: KeyInput,
  salt: KeyInput,
  info: Uint8Array,
  length: number,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  checkExpand(info, length);
  const prk = await hkdfExtract(salt, ikm, provider);
  try {
    return await expand(provider, prk, info, length);
  } finally {
    prk.fill(0);
  }
}

function checkExpand(info: Uint8Array, length: number): void {
  assertBytes(info, 'info');
  assertCount(length, 'length', HKDF_MAX_BYTES);
  if (length === 0) throw new RangeError('length must not be 0');
}

/** HKDF-Expand, synchronous over a synchronous provider. */
export function expand(
  provider: CryptoProvider,
  prk: Uint8Array,
  info: Uint8Array,
  length: number,
): MaybePromise<Bytes> {
  checkExpand(info, length);
  if (prk.length < HKDF_MIN_PRK_BYTES) {
    throw new MunimentError('ERR_KEY_SIZE', `prk must have at least ${HKDF_MIN_PRK_BYTES} bytes`);
  }
  const out = new Uint8Array(length);
  const block = (previous: Uint8Array, index: number): MaybePromise<Bytes> =>
    chain(provider.hmacSha512(prk, concatBytes(previous, info, Uint8Array.of(index + 1))), (t) => {
      const at = index * SHA512_BYTES;
      out.set(t.subarray(0, length - at), at);
      return at + SHA512_BYTES >= length ? out : block(t, index + 1);
    });
  return block(new Uint8Array(0), 0);
}
