// Ed25519 (RFC 8032 §5.1), strict: one verdict on every signature, whoever asks (VAULT-128). Synchronous, on noble's curve
// arithmetic.

import { MunimentError } from '@muniment/errors';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { assertBytes, type Bytes, concatBytes, copyBytes } from './bytes.ts';
import { exactKeyBytes, type KeyInput } from './secret-bytes.ts';

/** The private key is a 32-byte seed. */
export const ED25519_SEED_BYTES = 32;
export const ED25519_PUBLIC_KEY_BYTES = 32;
/** R, then S. */
export const ED25519_SIGNATURE_BYTES = 64;

const { Point } = ed25519;
const GROUP_ORDER: bigint = Point.Fn.ORDER;
const R_BYTES = 32;

/** The 32-byte public key of a 32-byte seed. @throws ERR_KEY_SIZE */
export function ed25519PublicKey(seed: KeyInput): Bytes {
  const secret = copyBytes(exactKeyBytes(seed, 'seed', ED25519_SEED_BYTES));
  try {
    return copyBytes(ed25519.getPublicKey(secret));
  } finally {
    secret.fill(0);
  }
}

/**
 * The 64-byte signature of `message`, always the same for one seed and message.
 *
 * ```ts
 * const signature = ed25519Sign(seed, message);
 * ed25519Verify(ed25519PublicKey(seed), message, signature); // true
 * ```
 * @throws ERR_KEY_SIZE if the seed is not 32 bytes
 */
export function ed25519Sign(seed: KeyInput, message: Uint8Array): Bytes {
  assertBytes(message, 'message');
  const secret = copyBytes(exactKeyBytes(seed, 'seed', ED25519_SEED_BYTES));
  try {
    return copyBytes(ed25519.sign(copyBytes(message), secret));
  } finally {
    secret.fill(0);
  }
}

/**
 * True if `signature` (R || S) is one of `message` by the holder of `publicKey`. False for everything else, wrong lengths
 * included: points that are not canonically encoded or have small order, S of the group order or more.
 *
 * The equation is the one without the cofactor, S·B = R + k·A, which RFC 8032 §5.1.7 allows: verifiers that multiply by the
 * cofactor accept signatures that others refuse, and here the verdict must be the same in every implementation.
 */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  assertBytes(publicKey, 'publicKey');
  assertBytes(message, 'message');
  assertBytes(signature, 'signature');
  if (signature.length !== ED25519_SIGNATURE_BYTES) return false;
  const s = littleEndian(signature.subarray(R_BYTES));
  // Without this, S plus the group order would be a second signature of the same message.
  if (s >= GROUP_ORDER) return false;
  const encodedR = signature.subarray(0, R_BYTES);
  const a = decodePoint(publicKey);
  const r = decodePoint(encodedR);
  if (a === undefined || r === undefined) return false;
  const k = Point.Fn.create(littleEndian(sha512(concatBytes(encodedR, publicKey, message))));
  return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
}

/**
 * @throws ERR_ENCODING if `bytes` are not 32
 * @throws ERR_ELEMENT if they are no point of the curve, not its canonical encoding, or a point of small order, under which
 * signatures verify that nobody made
 */
export function assertEd25519PublicKey(bytes: Uint8Array): void {
  assertBytes(bytes, 'bytes');
  if (bytes.length !== ED25519_PUBLIC_KEY_BYTES) {
    throw new MunimentError(
      'ERR_ENCODING',
      `an Ed25519 public key has ${ED25519_PUBLIC_KEY_BYTES} bytes, not ${bytes.length}`,
    );
  }
  if (decodePoint(bytes) === undefined) {
    throw new MunimentError('ERR_ELEMENT', 'the Ed25519 public key is not valid');
  }
}

/** The point of a canonical encoding (RFC 8032 §5.1.3), unless its order is 8 or less. */
function decodePoint(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    const point = Point.fromBytes(copyBytes(bytes), false);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}
