// Primitives from the Web Cryptography API: browsers, workers, Deno, Bun.

import { type Bytes, copyBytes } from '../bytes.ts';
import { AES_TAG_BYTES, type AesGcmKey, type CryptoProvider, type HmacSha256Key } from '../provider.ts';
import { createNobleSha256 } from './noble.ts';

/** WebCrypto refuses views of shared memory. */
function plain(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : copyBytes(bytes);
}

/** HMAC pads its key with zeros to the block, so one zero byte is the same key as none, which WebCrypto refuses. */
const EMPTY_HMAC_KEY = new Uint8Array(1);

async function importHmacKey(hash: 'SHA-256' | 'SHA-512', key: Uint8Array): Promise<CryptoKey> {
  const raw = key.length === 0 ? EMPTY_HMAC_KEY : plain(key);
  return globalThis.crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['sign']);
}

async function hmac(hash: 'SHA-256' | 'SHA-512', key: Uint8Array, data: Uint8Array): Promise<Bytes> {
  // Signing comes after an await: the caller may reuse its buffer by then.
  const message = copyBytes(data);
  const imported = await importHmacKey(hash, key);
  return new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', imported, message));
}

async function importHmacSha256Key(raw: Uint8Array): Promise<HmacSha256Key> {
  const key = await importHmacKey('SHA-256', raw);
  return {
    mac: async (data) => new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', key, plain(data))),
  };
}

async function importAesGcmKey(raw: Uint8Array): Promise<AesGcmKey> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', plain(raw), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const params = (nonce: Uint8Array, aad?: Uint8Array): AesGcmParams => ({
    name: 'AES-GCM',
    iv: plain(nonce),
    tagLength: AES_TAG_BYTES * 8,
    ...(aad === undefined ? {} : { additionalData: plain(aad) }),
  });
  async function open(nonce: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Promise<Bytes | undefined> {
    if (sealed.length < AES_TAG_BYTES) return undefined;
    try {
      return new Uint8Array(await subtle.decrypt(params(nonce, aad), key, plain(sealed)));
    } catch (error) {
      if ((error as Partial<Error>).name === 'OperationError') return undefined;
      throw error;
    }
  }
  async function seal(nonce: Uint8Array, plaintext: Uint8Array, aad?: Uint8Array): Promise<Bytes> {
    return new Uint8Array(await subtle.encrypt(params(nonce, aad), key, plain(plaintext)));
  }
  return {
    seal,
    open,
    sealInto: async (nonce, plaintext, target) => {
      target.set(await seal(nonce, plaintext));
    },
    openInto: async (nonce, sealed, target) => {
      const plaintext = await open(nonce, sealed);
      if (plaintext === undefined) return false;
      target.set(plaintext);
      return true;
    },
  };
}

export const webcryptoProvider: CryptoProvider = {
  name: 'webcrypto',
  sha256: async (data) => new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', plain(data))),
  // WebCrypto hashes whole inputs only.
  createSha256: createNobleSha256,
  hmacSha256: (key, data) => hmac('SHA-256', key, data),
  hmacSha512: (key, data) => hmac('SHA-512', key, data),
  importHmacSha256Key,
  importAesGcmKey,
  loadKemParts: async () => (await import('./noble-kem.ts')).nobleKemParts,
};
