// Primitives in plain JavaScript, for platforms that have neither node:crypto nor WebCrypto (a page without TLS, an
// embedded engine). Slow, and constant-time only as far as a JavaScript engine allows.

import { gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import { copyBytes } from '../bytes.ts';
import { AES_TAG_BYTES, type AesGcmKey, type CryptoProvider, type Sha256Stream } from '../provider.ts';

/** noble reports a wrong tag and everything else by exceptions; only the tag depends on the data here. */
function decrypt(key: Bytes, nonce: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Bytes | undefined {
  if (sealed.length < AES_TAG_BYTES) return undefined;
  const cipher = gcm(key, nonce, aad);
  try {
    return cipher.decrypt(sealed) as Bytes;
  } catch {
    return undefined;
  }
}

function importAesGcmKey(raw: Uint8Array): AesGcmKey {
  const key = copyBytes(raw);
  return {
    seal: (nonce, plaintext, aad) => gcm(key, nonce, aad).encrypt(plaintext) as Bytes,
    open: (nonce, sealed, aad) => decrypt(key, nonce, sealed, aad),
    sealInto: (nonce, plaintext, target) => {
      target.set(gcm(key, nonce).encrypt(plaintext));
    },
    openInto: (nonce, sealed, target) => {
      const plaintext = decrypt(key, nonce, sealed);
      if (plaintext === undefined) return false;
      target.set(plaintext);
      return true;
    },
  };
}

/** SHA-256 in parts; also serves platforms whose own hashing takes whole inputs only. */
export function createNobleSha256(): Sha256Stream {
  const hash = sha256.create();
  return {
    update(data) {
      hash.update(data);
      return this;
    },
    digest: () => hash.digest() as Bytes,
  };
}

export const nobleProvider: CryptoProvider = {
  name: 'noble',
  sha256: (data) => sha256(data) as Bytes,
  createSha256: createNobleSha256,
  hmacSha256: (key, data) => hmac(sha256, key, data) as Bytes,
  hmacSha512: (key, data) => hmac(sha512, key, data) as Bytes,
  importHmacSha256Key: (raw) => {
    const key = copyBytes(raw);
    return { mac: (data) => hmac(sha256, key, data) as Bytes };
  },
  importAesGcmKey,
  loadKemParts: async () => (await import('./noble-kem.ts')).nobleKemParts,
};
