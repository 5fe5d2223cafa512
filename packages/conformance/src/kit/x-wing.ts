// X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519, with given randomness.

import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { compareBytes, concat, unhex, utf8 } from './bytes.ts';
import { sha3, shake } from './hash.ts';
import { mlKemDecapsulate, mlKemEncapsulate, mlKemKeyPair } from './ml-kem.ts';

const X25519_PKCS8 = unhex('302e020100300506032b656e04220420');
const X25519_SPKI = unhex('302a300506032b656e032100');
const LABEL = utf8('\\.//^\\');

function x25519Private(secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concat(X25519_PKCS8, secret)), format: 'der', type: 'pkcs8' });
}

/** The 32-byte public key of an X25519 secret. */
export function x25519Public(secret: Uint8Array): Uint8Array {
  const spki = createPublicKey(x25519Private(secret)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(X25519_SPKI.length));
}

/** The 32-byte shared secret of X25519. */
export function x25519(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const peer = createPublicKey({
    key: Buffer.from(concat(X25519_SPKI, publicKey)),
    format: 'der',
    type: 'spki',
  });
  return Uint8Array.from(diffieHellman({ privateKey: x25519Private(secret), publicKey: peer }));
}

function expandSecret(secret: Uint8Array): { kem: ReturnType<typeof mlKemKeyPair>; x: Uint8Array } {
  const all = shake(256, 96, secret);
  return { kem: mlKemKeyPair(all.slice(0, 64)), x: all.slice(64) };
}

/** The 1216-byte public key of a 32-byte secret. */
export function xWingPublicKey(secret: Uint8Array): Uint8Array {
  const { kem, x } = expandSecret(secret);
  return concat(kem.publicKey, x25519Public(x));
}

/** The shared secret of a 1120-byte ciphertext. */
export function xWingDecapsulate(secret: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const { kem, x } = expandSecret(secret);
  const xCiphertext = ciphertext.subarray(1088);
  const first = mlKemDecapsulate(kem.privateKey, ciphertext.subarray(0, 1088));
  return sha3(first, x25519(x, xCiphertext), xCiphertext, x25519Public(x), LABEL);
}

/** Shared secret and ciphertext to the holder of `secret`, from 64 bytes: those of ML-KEM, then the ephemeral X25519 key. */
export function xWingEncapsulate(
  secret: Uint8Array,
  randomness: Uint8Array,
): { sharedSecret: Uint8Array; ciphertext: Uint8Array } {
  const publicKey = xWingPublicKey(secret);
  const ephemeral = randomness.slice(32, 64);
  const first = mlKemEncapsulate(publicKey.subarray(0, 1184), randomness.slice(0, 32));
  const xPublicKey = publicKey.subarray(1184);
  const xCiphertext = x25519Public(ephemeral);
  const shared = x25519(ephemeral, xPublicKey);
  const sharedSecret = sha3(first.sharedSecret, shared, xCiphertext, xPublicKey, LABEL);
  const ciphertext = concat(first.ciphertext, xCiphertext);
  if (compareBytes(xWingDecapsulate(secret, ciphertext), sharedSecret) !== 0) {
    throw new Error('the encapsulation does not open');
  }
  return { sharedSecret, ciphertext };
}

/**
 * The same for a `point` of low order in the place of the ephemeral public key: X25519 gives zeros with it, whatever the
 * secret. Nobody should accept it.
 */
export function xWingEncapsulateLowOrder(
  secret: Uint8Array,
  randomness: Uint8Array,
  point: Uint8Array,
): { sharedSecret: Uint8Array; ciphertext: Uint8Array } {
  const publicKey = xWingPublicKey(secret);
  const first = mlKemEncapsulate(publicKey.subarray(0, 1184), randomness.slice(0, 32));
  const sharedSecret = sha3(first.sharedSecret, new Uint8Array(32), point, publicKey.subarray(1184), LABEL);
  return { sharedSecret, ciphertext: concat(first.ciphertext, point) };
}
