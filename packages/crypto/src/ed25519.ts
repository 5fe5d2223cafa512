// Ed25519 (RFC 8032 §5.1), strict: one verdict on every signature, whoever asks (VAULT-128). Synchronous. What makes it strict is
// here; the curve's arithmetic is the platform's.

import { MunimentError } from '@muniment/errors';
import { ed25519Provider } from '#provider';
import { assertBytes, type Bytes, copyBytes, littleEndian } from './bytes.ts';
import { exactKeyBytes, type KeyInput } from './secret-bytes.ts';

/** The private key is a 32-byte seed. */
export const ED25519_SEED_BYTES = 32;
export const ED25519_PUBLIC_KEY_BYTES = 32;
/** R, then S. */
export const ED25519_SIGNATURE_BYTES = 64;

// RFC 8032 §5.1: the field, the curve's d, the order of the base point.
const P = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const R_BYTES = 32;
const Y_MASK = 2n ** 255n - 1n;
// The second coordinate of the points of order 8, up to its sign.
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
/** The second coordinates of the eight points whose order is 8 or less. The first is 0 for 1 and -1: so none of theirs has two forms. */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

/** The 32-byte public key of a 32-byte seed. @throws ERR_KEY_SIZE */
export function ed25519PublicKey(seed: KeyInput): Bytes {
  const secret = copyBytes(exactKeyBytes(seed, 'seed', ED25519_SEED_BYTES));
  try {
    return ed25519Provider.publicKey(secret);
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
    return ed25519Provider.sign(secret, message);
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
  if (publicKey.length !== ED25519_PUBLIC_KEY_BYTES || !isProper(publicKey)) return false;
  if (!isProper(signature.subarray(0, R_BYTES))) return false;
  return ed25519Provider.verify(publicKey, message, signature);
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
  if (!isProper(bytes) || !isOnCurve(bytes)) {
    throw new MunimentError('ERR_ELEMENT', 'the Ed25519 public key is not valid');
  }
}

/** True unless 32 bytes encode a point in another form than the canonical one (RFC 8032 §5.1.3), or one whose order is 8 or less. */
function isProper(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & Y_MASK;
  return y < P && !SMALL_ORDER.has(y);
}

/** True if some point has this second coordinate: if x² = (y² - 1) / (d·y² + 1) is a square, by Euler's criterion. */
function isOnCurve(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & Y_MASK;
  const numerator = (y * y - 1n) % P;
  const denominator = (D * y * y + 1n) % P;
  // A quotient is a square exactly if the product is. It is not 0, since `isProper` leaves out y = 1 and y = -1.
  return power(numerator * denominator, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = ((base % P) + P) % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
