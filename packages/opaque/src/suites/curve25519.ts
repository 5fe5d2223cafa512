// The third configuration of RFC 9807 appendix C: the OPRF over ristretto255, 3DH over X25519 (RFC 7748).

import { MunimentError } from '@muniment/errors';
import { x25519 } from '@noble/curves/ed25519.js';
import { assertLength } from '../bytes.ts';
import type { KeyExchange, Suite } from '../suite.ts';
import { ristretto255Sha512 } from './ristretto255.ts';

const MODULUS = 2n ** 255n - 19n;

function assertPublicKey(publicKey: Uint8Array): void {
  assertLength('a public key', publicKey, 32);
  let u = 0n;
  for (let i = 31; i >= 0; i--) u = (u << 8n) | BigInt(publicKey[i]);
  // RFC 7748 reduces larger values and ignores the top bit. Several encodings of one key would let a message be altered
  // without its meaning changing, so only the canonical one is taken.
  if (u >= MODULUS) throw new MunimentError('ERR_ELEMENT', 'a public key is not canonically encoded');
}

const X25519: KeyExchange = {
  publicKeyBytes: 32,
  privateKeyBytes: 32,
  assertPublicKey,
  // Clamping makes every 32 bytes a private key.
  assertPrivateKey: (privateKey) => assertLength('a private key', privateKey, 32),
  deriveKeyPair: (seed) => ({ privateKey: new Uint8Array(seed), publicKey: x25519.getPublicKey(seed) }),
  publicKey: (privateKey) => x25519.getPublicKey(privateKey),
  diffieHellman(privateKey, publicKey) {
    assertPublicKey(publicKey);
    try {
      return x25519.getSharedSecret(privateKey, publicKey);
    } catch (error) {
      // A point of small order makes the shared secret zero whatever the private key is (RFC 7748 section 6.1).
      throw new MunimentError('ERR_ELEMENT', 'a public key has small order', {}, error);
    }
  },
};

/** The OPRF of ristretto255-SHA512 with 3DH over X25519, for peers that use it. Muniment itself does not. */
export const curve25519Sha512: Suite = /* @__PURE__ */ Object.freeze({
  ...ristretto255Sha512,
  name: 'curve25519-SHA512',
  keyExchange: X25519,
});
