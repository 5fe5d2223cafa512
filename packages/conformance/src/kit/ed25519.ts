// Ed25519 (RFC 8032): signatures of node:crypto, and scalars for signatures that no honest signer makes. No point is computed
// here: what a point has to be follows from scalars whose public keys node:crypto gives.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { concat, unhex } from './bytes.ts';

const PKCS8 = unhex('302e020100300506032b657004220420');

/** The order of the base point. */
export const ED25519_ORDER: bigint = 2n ** 252n + 27742317777372353535851937790883648493n;
const FIELD = 2n ** 255n - 19n;

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' });
}

/** The 32-byte public key of a 32-byte seed. */
export function ed25519Public(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(-32));
}

/** The 64-byte signature of `message`. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return Uint8Array.from(sign(null, message, privateKey(seed)));
}

/** An integer of little-endian bytes. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** 32 little-endian bytes. */
export function toLittleEndian(value: bigint): Uint8Array {
  if (value < 0n || value >> 256n !== 0n) throw new RangeError('the value has more than 32 bytes');
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** The scalar by which a seed's public key is a multiple of the base point. */
export function ed25519Scalar(seed: Uint8Array): bigint {
  const half = Uint8Array.from(createHash('sha512').update(seed).digest().subarray(0, 32));
  half[0] &= 248;
  half[31] = (half[31] & 127) | 64;
  return fromLittleEndian(half) % ED25519_ORDER;
}

/** SHA-512(R || A || message) as a scalar. */
export function ed25519Challenge(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  const hash = createHash('sha512').update(r).update(publicKey).update(message).digest();
  return fromLittleEndian(hash) % ED25519_ORDER;
}

/** R || S with S = `r` + challenge * `a`: whatever bytes stand for R and A. */
export function ed25519Forge(
  nonce: { readonly encoded: Uint8Array; readonly r: bigint },
  key: { readonly encoded: Uint8Array; readonly a: bigint },
  message: Uint8Array,
): Uint8Array {
  const challenge = ed25519Challenge(nonce.encoded, key.encoded, message);
  return concat(nonce.encoded, toLittleEndian((nonce.r + challenge * key.a) % ED25519_ORDER));
}

/** The encoding of a point plus the point of order 2: both coordinates change their sign. */
export function plusOrderTwo(encoded: Uint8Array): Uint8Array {
  const value = fromLittleEndian(encoded);
  const sign = value >> 255n;
  const y = value & (2n ** 255n - 1n);
  return toLittleEndian((FIELD - y) | ((1n - sign) << 255n));
}

/** The neutral element, in its one encoding. */
export const IDENTITY: Uint8Array = toLittleEndian(1n);
/** The neutral element again: its coordinate plus the field's order. */
export const IDENTITY_NON_CANONICAL: Uint8Array = toLittleEndian(FIELD + 1n);
/** A point of large order, whose coordinate 3 is written with the field's order added. */
export const NON_CANONICAL: Uint8Array = toLittleEndian(FIELD + 3n);
/** A point of order 8. */
export const ORDER_EIGHT: Uint8Array = unhex(
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
);
