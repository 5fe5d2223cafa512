// Sealing with randomness chosen by the caller. For making and checking test vectors, where both sides must come to the
// same bytes, and for nothing else: a salt or randomness used twice with one key gives the plaintexts away. Programs that
// protect data import the package's main entry, which draws its own.

import { defaultProvider } from '#provider';
import { assertBytes, type Bytes, copyBytes } from './bytes.ts';
import { sealWithSalt } from './cobblestone.ts';
import { COBBLESTONE_SALT_BYTES } from './cobblestone-format.ts';
import { type ByteSource, sealStreamWithSalt } from './cobblestone-stream.ts';
import {
  type EncapsulatedRequest,
  type EncapsulateRequestOptions,
  encapsulateRequestWith,
  type OpenedRequest,
  type OpenRequestOptions,
  openRequestWith,
  RESPONSE_NONCE_BYTES,
} from './encapsulation.ts';
import { type Encapsulate, type HpkeSender, sealWith, setupSenderWith } from './hpke.ts';
import type { CryptoProvider, KemParts } from './provider.ts';
import type { KeyInput } from './secret-bytes.ts';
import { encapsulateWith } from './xwing.ts';

/** Bytes of randomness of one X-Wing encapsulation: 32 for ML-KEM, then the ephemeral X25519 secret. */
export const XWING_RANDOMNESS_BYTES = 64;

/** `sealCobblestone` with a given 24-byte salt. @throws RangeError if it has another length */
export async function sealCobblestoneWithSalt(
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  assertLength(salt, 'salt', COBBLESTONE_SALT_BYTES);
  return sealWithSalt(key, context, copyBytes(salt), plaintext, provider);
}

/** `sealCobblestoneStream` with a given 24-byte salt. @throws RangeError if it has another length */
export function sealCobblestoneStreamWithSalt(
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
  source: ByteSource,
  provider: CryptoProvider = defaultProvider,
): AsyncIterableIterator<Bytes> {
  assertLength(salt, 'salt', COBBLESTONE_SALT_BYTES);
  return sealStreamWithSalt(key, context, salt, source, provider);
}

/**
 * `hpkeSeal` with the 64 bytes of randomness of its encapsulation (`eseed` of the X-Wing draft).
 * @throws RangeError if they are not 64
 * @throws ERR_KEY_SIZE, ERR_FIELD as `hpkeSeal`
 */
export async function hpkeSealWithRandomness(
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  randomness: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  return sealWith(givenEncapsulation(randomness), publicKey, info, aad, plaintext, provider);
}

/**
 * `hpkeSetupSender` with the 64 bytes of randomness of its encapsulation.
 * @throws RangeError if they are not 64
 * @throws ERR_KEY_SIZE, ERR_FIELD as `hpkeSetupSender`
 */
export async function hpkeSetupSenderWithRandomness(
  publicKey: Uint8Array,
  info: Uint8Array,
  randomness: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<{ enc: Bytes; sender: HpkeSender }> {
  return setupSenderWith(givenEncapsulation(randomness), publicKey, info, provider);
}

/**
 * `encapsulateRequest` with the 64 bytes of randomness of its encapsulation.
 * @throws RangeError if they are not 64
 * @throws ERR_KEY_SIZE, ERR_FIELD as `encapsulateRequest`
 */
export async function encapsulateRequestWithRandomness(
  options: EncapsulateRequestOptions,
  randomness: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<EncapsulatedRequest> {
  return encapsulateRequestWith(givenEncapsulation(randomness), options, provider);
}

/**
 * `openRequest` whose responses all have the given 32-byte nonce.
 * @throws RangeError if it has another length
 * @throws ERR_CHANNEL_KEY, ERR_AUTHENTICATION as `openRequest`
 */
export async function openRequestWithNonce(
  options: OpenRequestOptions,
  responseNonce: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<OpenedRequest> {
  assertLength(responseNonce, 'responseNonce', RESPONSE_NONCE_BYTES);
  const nonce = copyBytes(responseNonce);
  return openRequestWith(() => copyBytes(nonce), options, provider);
}

/** No platform lets a caller choose ML-KEM's randomness; noble does. */
function givenEncapsulation(randomness: Uint8Array): Encapsulate {
  assertLength(randomness, 'randomness', XWING_RANDOMNESS_BYTES);
  const message = copyBytes(randomness.subarray(0, 32));
  const ephemeral = copyBytes(randomness.subarray(32));
  return async (publicKey) => {
    const { mlKemEncapsulateWith, nobleKemParts } = await import('./providers/noble-kem.ts');
    const mlKemEncapsulate: KemParts['mlKemEncapsulate'] = (key) => mlKemEncapsulateWith(key, message);
    return encapsulateWith({ ...nobleKemParts, mlKemEncapsulate }, publicKey, ephemeral);
  };
}

function assertLength(bytes: Uint8Array, name: string, length: number): void {
  assertBytes(bytes, name);
  if (bytes.length !== length) throw new RangeError(`${name} must be ${length} bytes`);
}
