// What a cipher suite has to offer: a prime-order group and a hash (RFC 9497 sections 2.1 and 4), and the group of the
// key exchange (RFC 9807 section 6.4.1). Everything is bytes, so that no library's types leak into the API and any
// implementation can stand behind it.

import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concat, label, prefixed } from './bytes.ts';

/** The suites of this package. Names go into serialised states by their number in `SUITE_IDS`. */
export type SuiteName = 'ristretto255-SHA512' | 'P256-SHA256' | 'curve25519-SHA512';

/** The number of each suite in serialised states. */
export const SUITE_IDS: Readonly<Record<SuiteName, number>> = {
  'ristretto255-SHA512': 1,
  'P256-SHA256': 2,
  'curve25519-SHA512': 3,
};

/**
 * A group of prime order, RFC 9497 section 2.1, on serialised elements and scalars. Every function that takes an element
 * or a scalar refuses one that `assertElement` or `assertScalar` refuses, and gives a fresh array.
 */
export interface Group {
  /** Bytes of a serialised element, Ne. */
  readonly elementBytes: number;
  /** Bytes of a serialised scalar, Ns. */
  readonly scalarBytes: number;
  /** @throws ERR_ENCODING on another length; ERR_ELEMENT on the identity or any encoding that is not canonical */
  assertElement(element: Uint8Array): void;
  /** @throws ERR_ENCODING on another length; ERR_ELEMENT on zero or a value at or above the group's order */
  assertScalar(scalar: Uint8Array): void;
  /** scalar * element, for secret scalars. */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array;
  /** scalar * generator, for secret scalars. */
  multiplyBase(scalar: Uint8Array): Uint8Array;
  /** The sum of two elements. @throws ERR_ELEMENT if it is the identity */
  add(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** A uniform scalar other than zero. */
  randomScalar(): Uint8Array;
  /** The scalar of a small public number from 1 to 65535. */
  smallScalar(value: number): Uint8Array;
  /** a + b. @throws ERR_ELEMENT if it is zero */
  addScalars(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** a - b. @throws ERR_ELEMENT if it is zero */
  subtractScalars(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** a * b. */
  multiplyScalars(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** 1 / a. */
  invertScalar(a: Uint8Array): Uint8Array;
  /** hash_to_group of RFC 9497 with the given tag. The identity, of probability 2^-252, is refused by `multiply`. */
  hashToElement(message: Uint8Array, tag: Uint8Array): Uint8Array;
  /** hash_to_scalar of RFC 9497 with the given tag. @throws ERR_ELEMENT if it gives zero */
  hashToScalar(message: Uint8Array, tag: Uint8Array): Uint8Array;
}

/** The hash of a suite and what is built from it. */
export interface SuiteHash {
  /** Nh; also Nm, Nx and the length of derived keys. */
  readonly bytes: number;
  digest(message: Uint8Array): Uint8Array;
  /** HMAC (RFC 2104). */
  hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** HKDF-Extract (RFC 5869). */
  extract(salt: Uint8Array, inputKey: Uint8Array): Uint8Array;
  /** HKDF-Expand (RFC 5869). */
  expand(key: Uint8Array, info: Uint8Array, length: number): Uint8Array;
}

/** A key pair of the key exchange. The caller owns, and wipes, the private key. */
export interface KeyPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** The Diffie-Hellman group of 3DH. */
export interface KeyExchange {
  /** Npk. */
  readonly publicKeyBytes: number;
  /** Nsk. */
  readonly privateKeyBytes: number;
  /** @throws ERR_ENCODING on another length; ERR_ELEMENT on a key that no honest peer makes */
  assertPublicKey(publicKey: Uint8Array): void;
  /** @throws ERR_ENCODING on another length; ERR_ELEMENT on a key that no honest peer makes */
  assertPrivateKey(privateKey: Uint8Array): void;
  /** DeriveDiffieHellmanKeyPair of RFC 9807 from a seed of 32 bytes. */
  deriveKeyPair(seed: Uint8Array): KeyPair;
  publicKey(privateKey: Uint8Array): Uint8Array;
  /** The shared secret. @throws ERR_ELEMENT on an invalid public key */
  diffieHellman(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
}

/** One configuration of RFC 9807: an OPRF group, a hash and a key exchange. */
export interface Suite {
  readonly name: SuiteName;
  /** The identifier of the OPRF suite in RFC 9497. */
  readonly oprfName: 'ristretto255-SHA512' | 'P256-SHA256';
  readonly group: Group;
  readonly hash: SuiteHash;
  readonly keyExchange: KeyExchange;
}

type NobleHash = typeof sha512 | typeof sha256;

function suiteHash(hash: NobleHash): SuiteHash {
  return {
    bytes: hash.outputLen,
    digest: (message) => hash(message),
    hmac: (key, message) => hmac(hash, key, message),
    // noble takes the input key before the salt; RFC 5869 the other way round.
    extract: (salt, inputKey) => extract(hash, inputKey, salt),
    expand: (key, info, length) => expand(hash, key, info, length),
  };
}

/** SHA-512 with HMAC and HKDF. */
export const SHA512_SUITE_HASH: SuiteHash = /* @__PURE__ */ suiteHash(sha512);

/** SHA-256 with HMAC and HKDF. */
export const SHA256_SUITE_HASH: SuiteHash = /* @__PURE__ */ suiteHash(sha256);

/** The three modes of RFC 9497. */
export type OprfMode = 'oprf' | 'voprf' | 'poprf';

const MODE_BYTES: Readonly<Record<OprfMode, number>> = { oprf: 0, voprf: 1, poprf: 2 };

/** CreateContextString of RFC 9497 section 3.1. */
export function contextString(oprfName: Suite['oprfName'], mode: OprfMode): Uint8Array {
  return concat(label('OPRFV1-'), Uint8Array.of(MODE_BYTES[mode]), label(`-${oprfName}`));
}

/**
 * DeriveKeyPair of RFC 9497 section 3.2.1.
 *
 * @param seed 32 bytes
 */
export function deriveScalar(
  group: Group,
  oprfName: Suite['oprfName'],
  mode: OprfMode,
  seed: Uint8Array,
  info: Uint8Array,
): Uint8Array {
  if (seed.length !== 32) throw new RangeError(`a seed must have 32 bytes, has ${seed.length}`);
  const tag = concat(label('DeriveKeyPair'), contextString(oprfName, mode));
  // The RFC retries with the next counter when the scalar is zero. That has probability 2^-252, so the retry would be
  // code that no test can reach; hashToScalar fails with ERR_ELEMENT instead.
  return group.hashToScalar(concat(seed, prefixed(info), Uint8Array.of(0)), tag);
}

/** The key exchange over a suite's own prime-order group, RFC 9807 section 6.4.1. */
export function primeOrderKeyExchange(group: Group, oprfName: Suite['oprfName']): KeyExchange {
  return {
    publicKeyBytes: group.elementBytes,
    privateKeyBytes: group.scalarBytes,
    assertPublicKey: (publicKey) => group.assertElement(publicKey),
    assertPrivateKey: (privateKey) => group.assertScalar(privateKey),
    deriveKeyPair(seed) {
      const privateKey = deriveScalar(
        group,
        oprfName,
        'oprf',
        seed,
        label('OPAQUE-DeriveDiffieHellmanKeyPair'),
      );
      return { privateKey, publicKey: group.multiplyBase(privateKey) };
    },
    publicKey: (privateKey) => group.multiplyBase(privateKey),
    diffieHellman: (privateKey, publicKey) => group.multiply(privateKey, publicKey),
  };
}
