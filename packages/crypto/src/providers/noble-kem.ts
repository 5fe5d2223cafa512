// ML-KEM-768 and X25519 from noble, for platforms that have no ML-KEM.

import { x25519 } from '@noble/curves/ed25519.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import type { KemParts } from '../provider.ts';

/** Encapsulates with the given 32 bytes of randomness. */
export function mlKemEncapsulateWith(
  publicKey: Uint8Array,
  randomness?: Uint8Array,
): { sharedSecret: Uint8Array; ciphertext: Uint8Array } {
  const { sharedSecret, cipherText } = ml_kem768.encapsulate(publicKey, randomness);
  return { sharedSecret, ciphertext: cipherText };
}

export const nobleKemParts: KemParts = {
  mlKemPublicKey: (seed) => ml_kem768.keygen(seed).publicKey,
  mlKemEncapsulate: (publicKey) => mlKemEncapsulateWith(publicKey),
  mlKemDecapsulate: (seed, ciphertext) => {
    const { secretKey } = ml_kem768.keygen(seed);
    try {
      return ml_kem768.decapsulate(ciphertext, secretKey);
    } finally {
      secretKey.fill(0);
    }
  },
  x25519PublicKey: (secret) => x25519.getPublicKey(secret),
  x25519: (secret, publicKey) => x25519.getSharedSecret(secret, publicKey),
};
