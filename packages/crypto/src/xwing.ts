// X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519 combined, from whatever implementation of the two parts
// the platform has.

import { MunimentError } from '@muniment/errors';
import { loadSha3 } from '#provider';
import { type Bytes, concatBytes } from './bytes.ts';
import type { KemParts } from './provider.ts';
import { randomBytes } from './random.ts';

/** The decapsulation key is a 32-byte seed. */
export const XWING_SECRET_BYTES = 32;
export const XWING_PUBLIC_KEY_BYTES = 1216;
export const XWING_CIPHERTEXT_BYTES = 1120;
export const XWING_SHARED_SECRET_BYTES = 32;

const MLKEM_PUBLIC_KEY_BYTES = 1184;
const MLKEM_CIPHERTEXT_BYTES = 1088;
const MLKEM_SEED_BYTES = 64;
const X25519_BYTES = 32;
const LABEL: Uint8Array = new TextEncoder().encode('\\.//^\\');

/** A shared secret and the ciphertext that carries it. */
export interface Encapsulation {
  readonly sharedSecret: Bytes;
  readonly ciphertext: Bytes;
}

/** SHAKE-256 of the seed: the ML-KEM seed, then the X25519 secret. */
async function expandSecret(
  secret: Uint8Array,
): Promise<{ all: Uint8Array; mlKemSeed: Uint8Array; x25519Secret: Uint8Array }> {
  const { shake256 } = await loadSha3();
  const all = shake256(secret, MLKEM_SEED_BYTES + X25519_BYTES);
  return { all, mlKemSeed: all.subarray(0, MLKEM_SEED_BYTES), x25519Secret: all.subarray(MLKEM_SEED_BYTES) };
}

async function combine(
  mlKem: Uint8Array,
  x: Uint8Array,
  xCiphertext: Uint8Array,
  xPublicKey: Uint8Array,
): Promise<Bytes> {
  const { sha3_256 } = await loadSha3();
  const input = concatBytes(mlKem, x, xCiphertext, xPublicKey, LABEL);
  const sharedSecret = sha3_256(input);
  input.fill(0);
  return sharedSecret;
}

/** The 1216-byte public key of a 32-byte secret. */
export async function xwingKeygen(parts: KemParts, secret: Uint8Array): Promise<Bytes> {
  const { all, mlKemSeed, x25519Secret } = await expandSecret(secret);
  try {
    return concatBytes(await parts.mlKemPublicKey(mlKemSeed), await parts.x25519PublicKey(x25519Secret));
  } finally {
    all.fill(0);
  }
}

/**
 * A fresh shared secret for the holder of `publicKey` (1216 bytes).
 * @throws ERR_FIELD if the public key is not canonical ML-KEM or its X25519 part has low order
 */
export async function xwingEncapsulate(parts: KemParts, publicKey: Uint8Array): Promise<Encapsulation> {
  const ephemeral = randomBytes(X25519_BYTES);
  try {
    return await encapsulateWith(parts, publicKey, ephemeral);
  } finally {
    ephemeral.fill(0);
  }
}

/** The same with a given ephemeral X25519 secret. */
export async function encapsulateWith(
  parts: KemParts,
  publicKey: Uint8Array,
  ephemeral: Uint8Array,
): Promise<Encapsulation> {
  const xPublicKey = publicKey.subarray(MLKEM_PUBLIC_KEY_BYTES);
  try {
    const mlKem = await parts.mlKemEncapsulate(publicKey.subarray(0, MLKEM_PUBLIC_KEY_BYTES));
    const xCiphertext = await parts.x25519PublicKey(ephemeral);
    const x = await parts.x25519(ephemeral, xPublicKey);
    const sharedSecret = await combine(mlKem.sharedSecret, x, xCiphertext, xPublicKey);
    return { sharedSecret, ciphertext: concatBytes(mlKem.ciphertext, xCiphertext) };
  } catch (cause) {
    throw new MunimentError('ERR_FIELD', 'the X-Wing public key is not valid', {}, cause);
  }
}

/** The shared secret of a 1120-byte ciphertext. A wrong ciphertext gives an unrelated secret. @throws on a low-order X25519 point */
export async function xwingDecapsulate(
  parts: KemParts,
  secret: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Bytes> {
  const { all, mlKemSeed, x25519Secret } = await expandSecret(secret);
  try {
    const xCiphertext = ciphertext.subarray(MLKEM_CIPHERTEXT_BYTES);
    const mlKem = await parts.mlKemDecapsulate(mlKemSeed, ciphertext.subarray(0, MLKEM_CIPHERTEXT_BYTES));
    const x = await parts.x25519(x25519Secret, xCiphertext);
    return await combine(mlKem, x, xCiphertext, await parts.x25519PublicKey(x25519Secret));
  } finally {
    all.fill(0);
  }
}
