// Primitives from node:crypto. Synchronous, and the fastest of the three.

import * as crypto from 'node:crypto';
import { AES_TAG_BYTES, type AesGcmKey, type CryptoProvider, type KemParts } from '../provider.ts';
import { DerKeys } from './der-node.ts';
import { BufferedSha256, hmac, ShortHmacSha256Key, sha256 } from './hash-node.ts';

const AES = 'aes-256-gcm';
const TAG = { authTagLength: AES_TAG_BYTES };

/**
 * Lets go of what a cipher gave: a segment at a time piles up faster than V8, which counts it for little, cares to collect it.
 * What is small lies in memory that others share.
 */
function discard({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

function importAesGcmKey(raw: Uint8Array): AesGcmKey {
  // A KeyObject keeps OpenSSL's key schedule out of the per-segment cost: twice as fast as raw bytes.
  const key = crypto.createSecretKey(raw);

  function sealInto(nonce: Uint8Array, plaintext: Uint8Array, target: Uint8Array, aad?: Uint8Array): void {
    const cipher = crypto.createCipheriv(AES, key, nonce, TAG);
    if (aad !== undefined) cipher.setAAD(aad);
    const ciphertext = cipher.update(plaintext);
    target.set(ciphertext);
    discard(ciphertext);
    cipher.final();
    target.set(cipher.getAuthTag(), plaintext.length);
  }

  function openInto(nonce: Uint8Array, sealed: Uint8Array, target: Uint8Array, aad?: Uint8Array): boolean {
    const end = sealed.length - AES_TAG_BYTES;
    if (end < 0) return false;
    const decipher = crypto.createDecipheriv(AES, key, nonce, TAG);
    if (aad !== undefined) decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(end));
    const plaintext = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch {
      return false;
    }
    target.set(plaintext);
    discard(plaintext);
    return true;
  }

  return {
    seal: (nonce, plaintext, aad) => {
      const target = new Uint8Array(plaintext.length + AES_TAG_BYTES);
      sealInto(nonce, plaintext, target, aad);
      return target;
    },
    open: (nonce, sealed, aad) => {
      const target = new Uint8Array(Math.max(0, sealed.length - AES_TAG_BYTES));
      return openInto(nonce, sealed, target, aad) ? target : undefined;
    },
    sealInto,
    openInto,
  };
}

// FIPS 203 object identifiers: OpenSSL takes no raw ML-KEM keys.
const mlKemKeys = new DerKeys({
  pkcs8: '3054020100300b060960864801650304040204428040',
  spki: '308204b2300b0609608648016503040402038204a100',
});
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** JWK because OpenSSL's PKCS #8 import of X25519 is ten times slower; it computes the public key itself and ignores `x`. */
function x25519PrivateKey(secret: Uint8Array): crypto.KeyObject {
  const key = { kty: 'OKP', crv: 'X25519', d: base64url(secret), x: base64url(new Uint8Array(32)) };
  return crypto.createPrivateKey({ key, format: 'jwk' });
}

const x25519PublicKey = (raw: Uint8Array): crypto.KeyObject =>
  crypto.createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: base64url(raw) }, format: 'jwk' });

/** node:crypto's own functions: unlike WebCrypto's ML-KEM they print no ExperimentalWarning. */
const nodeKemParts: KemParts = {
  mlKemPublicKey: (seed) => mlKemKeys.rawPublicKey(seed),
  mlKemEncapsulate: (publicKey) => {
    const { sharedKey, ciphertext } = crypto.encapsulate(mlKemKeys.publicKey(publicKey));
    return { sharedSecret: sharedKey, ciphertext };
  },
  mlKemDecapsulate: (seed, ciphertext) => crypto.decapsulate(mlKemKeys.privateKey(seed), ciphertext),
  x25519PublicKey: (secret) => {
    const { x } = crypto.createPublicKey(x25519PrivateKey(secret)).export({ format: 'jwk' });
    return Buffer.from(x as string, 'base64url');
  },
  x25519: (secret, publicKey) =>
    crypto.diffieHellman({ privateKey: x25519PrivateKey(secret), publicKey: x25519PublicKey(publicKey) }),
};

export const nodeProvider: CryptoProvider = {
  name: 'node',
  sha256,
  createSha256: () => new BufferedSha256(),
  hmacSha256: (key, data) => hmac('sha256', key, data),
  hmacSha512: (key, data) => hmac('sha512', key, data),
  importHmacSha256Key: (key) => new ShortHmacSha256Key(key),
  importAesGcmKey,
  // ML-KEM came with Node 24.7 and OpenSSL 3.5; older ones, and other runtimes that answer to the `node` condition, do without.
  loadKemParts: async () => (hasMlKem() ? nodeKemParts : (await import('./noble-kem.ts')).nobleKemParts),
};

function hasMlKem(): boolean {
  if (typeof crypto.encapsulate !== 'function') return false;
  try {
    return mlKemKeys.privateKey(new Uint8Array(64)).asymmetricKeyType === 'ml-kem-768';
  } catch {
    return false;
  }
}
