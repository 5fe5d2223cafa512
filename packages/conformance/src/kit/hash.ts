// Hashes, HMAC and HKDF of node:crypto (FIPS 180-4, FIPS 202, RFC 2104, RFC 5869).

import { createHash, createHmac } from 'node:crypto';
import { concat, u8 } from './bytes.ts';

function digest(algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}

/** SHA-256 of the parts as one string: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('sha256', parts);
}

/** SHA3-256: 32 bytes. */
export function sha3(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('sha3-256', parts);
}

/** SHA3-512: 64 bytes. */
export function sha3Long(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('sha3-512', parts);
}

/** SHAKE-128 or SHAKE-256 with `length` bytes of output. */
export function shake(bits: 128 | 256, length: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(`shake${bits}`, { outputLength: length });
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}

/** HMAC-SHA-256: 32 bytes. */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return Uint8Array.from(mac.digest());
}

/** HMAC-SHA-512: 64 bytes. */
export function hmacSha512(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = createHmac('sha512', key);
  for (const part of parts) mac.update(part);
  return Uint8Array.from(mac.digest());
}

/** HKDF-Extract with SHA-512: 64 bytes. */
export function extract(salt: Uint8Array, inputKey: Uint8Array): Uint8Array {
  return hmacSha512(salt, inputKey);
}

/** HKDF-Expand with SHA-512. */
export function expand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > 255 * 64) throw new RangeError('HKDF-Expand gives at most 16,320 bytes');
  const blocks: Uint8Array[] = [];
  let block: Uint8Array = new Uint8Array(0);
  for (let i = 1; blocks.length * 64 < length; i++) {
    block = hmacSha512(prk, block, info, u8(i));
    blocks.push(block);
  }
  return concat(...blocks).slice(0, length);
}
