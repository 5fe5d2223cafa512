// What this package asks of a platform. Three implementations: node:crypto, WebCrypto, noble.

import type { Bytes, MaybePromise } from './bytes.ts';

/** Bytes of an AES-256-GCM key, nonce and tag. */
export const AES_KEY_BYTES = 32;
export const AES_NONCE_BYTES = 12;
export const AES_TAG_BYTES = 16;

/** A SHA-256 computation that takes its input in parts. */
export interface Sha256Stream {
  /** Appends `data`. */
  update(data: Uint8Array): this;
  /** The digest of everything appended; the stream cannot be used afterwards. */
  digest(): Bytes;
}

/**
 * An AES-256-GCM key, imported once. The caller never uses a nonce twice.
 *
 * `sealed` is ciphertext followed by the 16-byte tag. No plaintext leaves before its tag has been verified.
 */
export interface AesGcmKey {
  /** Encrypts into a fresh array. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, aad?: Uint8Array): MaybePromise<Bytes>;
  /** Decrypts into a fresh array, or gives `undefined` if the tag does not match. */
  open(nonce: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): MaybePromise<Bytes | undefined>;
  /** Encrypts into `target`, which has exactly 16 bytes more than `plaintext`; it is written to when all of `plaintext` has been read. */
  sealInto(nonce: Uint8Array, plaintext: Uint8Array, target: Uint8Array): MaybePromise<void>;
  /** Decrypts into `target`, which has exactly 16 bytes less than `sealed`; false, and `target` untouched, if the tag does not match. */
  openInto(nonce: Uint8Array, sealed: Uint8Array, target: Uint8Array): MaybePromise<boolean>;
}

/** An HMAC-SHA-256 key, imported once. */
export interface HmacSha256Key {
  /** The 32-byte MAC of `data`. */
  mac(data: Uint8Array): MaybePromise<Bytes>;
}

/** ML-KEM-768 (FIPS 203) and X25519 (RFC 7748), the two parts of X-Wing. All throw on an invalid key or ciphertext. */
export interface KemParts {
  /** Encapsulation key (1184 bytes) of the 64-byte seed d || z. */
  mlKemPublicKey(seed: Uint8Array): MaybePromise<Uint8Array>;
  /** A fresh shared secret (32 bytes) and its ciphertext (1088 bytes). */
  mlKemEncapsulate(publicKey: Uint8Array): MaybePromise<{ sharedSecret: Uint8Array; ciphertext: Uint8Array }>;
  mlKemDecapsulate(seed: Uint8Array, ciphertext: Uint8Array): MaybePromise<Uint8Array>;
  x25519PublicKey(secret: Uint8Array): MaybePromise<Uint8Array>;
  /** Refuses the all-zero result of a low-order point. */
  x25519(secret: Uint8Array, publicKey: Uint8Array): MaybePromise<Uint8Array>;
}

/** One platform's primitives. Inputs are never modified, results are fresh. */
export interface CryptoProvider {
  readonly name: string;
  sha256(data: Uint8Array): MaybePromise<Bytes>;
  createSha256(): Sha256Stream;
  hmacSha256(key: Uint8Array, data: Uint8Array): MaybePromise<Bytes>;
  hmacSha512(key: Uint8Array, data: Uint8Array): MaybePromise<Bytes>;
  /** `key` is copied. */
  importHmacSha256Key(key: Uint8Array): MaybePromise<HmacSha256Key>;
  /** `key` has 32 bytes and is copied. */
  importAesGcmKey(key: Uint8Array): MaybePromise<AesGcmKey>;
  /** Loaded on first use: most programs that hash and seal never touch a KEM. */
  loadKemParts(): Promise<KemParts>;
}

/** Ed25519 (RFC 8032 §5.1) as a platform gives it. All lengths are right; public keys and signatures passed the checks of ed25519.ts. */
export interface Ed25519Provider {
  /** The 32-byte public key of a 32-byte seed. */
  publicKey(seed: Uint8Array): Bytes;
  /** The 64-byte signature of `message`. */
  sign(seed: Uint8Array, message: Uint8Array): Bytes;
  /** True if R and A are points and S·B = R + k·A, without the cofactor. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
