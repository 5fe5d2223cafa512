// HPKE base mode (RFC 9180) with X-Wing (0x647a), HKDF-SHA-512 (0x0003) and AES-256-GCM (0x0002). The key schedule and
// the contexts are those of the package `hpke`; KEM, KDF and AEAD below hand it this package's primitives.

import { MunimentError } from '@muniment/errors';
import {
  type AEAD,
  CipherSuite,
  type KDF,
  type KEM,
  type Key,
  type RecipientContext,
  type SenderContext,
} from 'hpke';
import { defaultProvider } from '#provider';
import { assertBytes, assertCount, type Bytes, concatBytes, copyBytes } from './bytes.ts';
import { expand, HKDF_MAX_BYTES, SHA512_BYTES } from './hash.ts';
import { AES_KEY_BYTES, AES_NONCE_BYTES, AES_TAG_BYTES, type CryptoProvider } from './provider.ts';
import { exactKeyBytes, type KeyInput } from './secret-bytes.ts';
import {
  type Encapsulation,
  XWING_CIPHERTEXT_BYTES,
  XWING_PUBLIC_KEY_BYTES,
  XWING_SECRET_BYTES,
  XWING_SHARED_SECRET_BYTES,
  xwingDecapsulate,
  xwingEncapsulate,
  xwingKeygen,
} from './xwing.ts';

/** Identifiers of the one suite (RFC 9180 §7, HPKE registries). */
export const HPKE_KEM_ID = 0x647a;
export const HPKE_KDF_ID = 0x0003;
export const HPKE_AEAD_ID = 0x0002;
/** The encapsulated secret in front of every sealed message. */
export const HPKE_ENC_BYTES: number = XWING_CIPHERTEXT_BYTES;
/** What `hpkeSeal` adds to a plaintext. */
export const HPKE_OVERHEAD_BYTES: number = HPKE_ENC_BYTES + AES_TAG_BYTES;
/** `info` and exporter contexts may not be longer. */
export const HPKE_MAX_INFO_BYTES = 65535;
/** Secrets exported from a context may not be longer. */
export const HPKE_MAX_EXPORT_BYTES: number = HKDF_MAX_BYTES;

/** The sending side of one key exchange. */
export interface HpkeSender {
  /** Encrypts the next message of this context; messages must be opened in the order they were sealed. */
  seal(aad: Uint8Array, plaintext: Uint8Array): Promise<Bytes>;
  /** A secret of `length` (1 to 16,320) bytes that both sides can derive. */
  export(exporterContext: Uint8Array, length: number): Promise<Bytes>;
}

/** The receiving side of one key exchange. */
export interface HpkeReceiver {
  /** Decrypts the next message. After a failure the same message number is still expected. @throws ERR_AUTHENTICATION */
  open(aad: Uint8Array, ciphertext: Uint8Array): Promise<Bytes>;
  /** A secret of `length` (1 to 16,320) bytes that both sides can derive. */
  export(exporterContext: Uint8Array, length: number): Promise<Bytes>;
}

/** The 1216-byte X-Wing public key of a 32-byte secret. @throws ERR_KEY_SIZE */
export async function xwingPublicKey(
  secret: KeyInput,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  const seed = copyBytes(exactKeyBytes(secret, 'secret', XWING_SECRET_BYTES));
  try {
    return await xwingKeygen(await provider.loadKemParts(), seed);
  } finally {
    seed.fill(0);
  }
}

/**
 * Encrypts one message to a public key: 1120 bytes of encapsulated secret, then ciphertext and tag.
 *
 * ```ts
 * const sealed = await hpkeSeal(await xwingPublicKey(secret), info, aad, rootKey);
 * const opened = await hpkeOpen(secret, info, aad, sealed);
 * ```
 * @param info what the message is for; at most 65,535 bytes
 * @throws ERR_KEY_SIZE if the public key is not 1216 bytes
 * @throws ERR_FIELD if it is not valid
 */
export async function hpkeSeal(
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  return sealWith(freshEncapsulation(provider), publicKey, info, aad, plaintext, provider);
}

/**
 * Decrypts what `hpkeSeal` made for this secret, `info` and `aad`.
 * @throws ERR_KEY_SIZE if the secret is not 32 bytes
 * @throws ERR_AUTHENTICATION for every other failure
 */
export async function hpkeOpen(
  secret: KeyInput,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  assertInfo(info, 'info');
  assertBytes(aad, 'aad');
  assertBytes(sealed, 'sealed');
  exactKeyBytes(secret, 'secret', XWING_SECRET_BYTES);
  if (sealed.length < HPKE_OVERHEAD_BYTES) throw new MunimentError('ERR_AUTHENTICATION');
  const additional = copyBytes(aad);
  const ciphertext = copyBytes(sealed.subarray(HPKE_ENC_BYTES));
  const receiver = await hpkeSetupReceiver(secret, info, sealed.subarray(0, HPKE_ENC_BYTES), provider);
  return receiver.open(additional, ciphertext);
}

/**
 * Begins a key exchange with the holder of `publicKey`. The receiver needs `enc` (1120 bytes).
 * @throws ERR_KEY_SIZE, ERR_FIELD
 */
export async function hpkeSetupSender(
  publicKey: Uint8Array,
  info: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<{ enc: Bytes; sender: HpkeSender }> {
  return setupSenderWith(freshEncapsulation(provider), publicKey, info, provider);
}

/**
 * Joins a key exchange. A wrong `enc` or `info` shows when the first message is opened.
 * @throws ERR_KEY_SIZE, ERR_AUTHENTICATION
 */
export async function hpkeSetupReceiver(
  secret: KeyInput,
  info: Uint8Array,
  enc: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<HpkeReceiver> {
  assertInfo(info, 'info');
  assertBytes(enc, 'enc');
  const seed = copyBytes(exactKeyBytes(secret, 'secret', XWING_SECRET_BYTES));
  if (enc.length !== HPKE_ENC_BYTES) throw new MunimentError('ERR_AUTHENTICATION');
  const ciphertext = copyBytes(enc);
  const purpose = copyBytes(info);
  const parts = await provider.loadKemParts();
  let sharedSecret: Bytes;
  try {
    sharedSecret = await xwingDecapsulate(parts, seed, ciphertext);
  } catch (cause) {
    throw new MunimentError('ERR_AUTHENTICATION', '', {}, cause);
  } finally {
    seed.fill(0);
  }
  const suite = suiteFor(provider, { sharedSecret, ciphertext });
  return receiverOf(await suite.SetupRecipient(RECEIVER_KEY, ciphertext, { info: purpose }));
}

/** How a sender gets its shared secret. */
export type Encapsulate = (publicKey: Uint8Array) => Promise<Encapsulation>;

/** The encapsulation of everyone who does not make test vectors. */
export function freshEncapsulation(provider: CryptoProvider): Encapsulate {
  return async (publicKey) => xwingEncapsulate(await provider.loadKemParts(), publicKey);
}

/** `hpkeSeal` with a given encapsulation: see derandomized.ts for who may call it. */
export async function sealWith(
  encapsulate: Encapsulate,
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider,
): Promise<Bytes> {
  assertBytes(aad, 'aad');
  assertBytes(plaintext, 'plaintext');
  const additional = copyBytes(aad);
  const message = copyBytes(plaintext);
  try {
    const { enc, sender } = await setupSenderWith(encapsulate, publicKey, info, provider);
    return concatBytes(enc, await sender.seal(additional, message));
  } finally {
    message.fill(0);
  }
}

/** `hpkeSetupSender` with a given encapsulation: see derandomized.ts for who may call it. */
export async function setupSenderWith(
  encapsulate: Encapsulate,
  publicKey: Uint8Array,
  info: Uint8Array,
  provider: CryptoProvider,
): Promise<{ enc: Bytes; sender: HpkeSender }> {
  assertInfo(info, 'info');
  const purpose = copyBytes(info);
  const encapsulation = await encapsulate(
    copyBytes(exactKeyBytes(publicKey, 'publicKey', XWING_PUBLIC_KEY_BYTES)),
  );
  const { ctx } = await suiteFor(provider, encapsulation).SetupSender(SENDER_KEY, { info: purpose });
  return { enc: encapsulation.ciphertext, sender: senderOf(ctx) };
}

function senderOf(context: SenderContext): HpkeSender {
  return {
    async seal(aad, plaintext) {
      assertBytes(aad, 'aad');
      assertBytes(plaintext, 'plaintext');
      return (await context.Seal(copyBytes(plaintext), copyBytes(aad))) as Bytes;
    },
    export: (exporterContext, length) => exportFrom(context, exporterContext, length),
  };
}

function receiverOf(context: RecipientContext): HpkeReceiver {
  return {
    async open(aad, ciphertext) {
      assertBytes(aad, 'aad');
      assertBytes(ciphertext, 'ciphertext');
      if (ciphertext.length < AES_TAG_BYTES) throw new MunimentError('ERR_AUTHENTICATION');
      try {
        return (await context.Open(copyBytes(ciphertext), copyBytes(aad))) as Bytes;
      } catch (cause) {
        throw new MunimentError('ERR_AUTHENTICATION', '', {}, cause);
      }
    },
    export: (exporterContext, length) => exportFrom(context, exporterContext, length),
  };
}

async function exportFrom(
  context: SenderContext | RecipientContext,
  exporterContext: Uint8Array,
  length: number,
): Promise<Bytes> {
  assertInfo(exporterContext, 'exporterContext');
  assertCount(length, 'length', HPKE_MAX_EXPORT_BYTES);
  if (length === 0) throw new RangeError('length must not be 0');
  return (await context.Export(copyBytes(exporterContext), length)) as Bytes;
}

function assertInfo(value: unknown, name: string): void {
  assertBytes(value, name);
  assertCount(value.length, `the length of ${name}`, HPKE_MAX_INFO_BYTES);
}

// `hpke` asks a KEM for both sides' work through key objects. X-Wing has already run when a suite is made, so the KEM
// given to it only hands over the outcome, and the key objects carry nothing.
const ALGORITHM = { name: 'X-Wing' };
const SENDER_KEY: Key = { algorithm: ALGORITHM, extractable: false, type: 'public' };
const RECEIVER_KEY: Key = { algorithm: ALGORITHM, extractable: false, type: 'private' };

function suiteFor(provider: CryptoProvider, encapsulation: Encapsulation): CipherSuite {
  return new CipherSuite(
    () => finishedKem(encapsulation),
    () => kdfOf(provider),
    () => aeadOf(provider),
  );
}

function finishedKem({ sharedSecret, ciphertext }: Encapsulation): KEM {
  const unused = async (): Promise<never> => {
    throw new Error('keys never pass through this KEM');
  };
  return {
    id: HPKE_KEM_ID,
    type: 'KEM',
    name: ALGORITHM.name,
    Nsecret: XWING_SHARED_SECRET_BYTES,
    Nenc: XWING_CIPHERTEXT_BYTES,
    Npk: XWING_PUBLIC_KEY_BYTES,
    Nsk: XWING_SECRET_BYTES,
    DeriveKeyPair: unused,
    GenerateKeyPair: unused,
    SerializePublicKey: unused,
    DeserializePublicKey: unused,
    SerializePrivateKey: unused,
    DeserializePrivateKey: unused,
    Encap: async () => ({ shared_secret: sharedSecret, enc: ciphertext }),
    Decap: async () => sharedSecret,
  };
}

function kdfOf(provider: CryptoProvider): KDF {
  return {
    id: HPKE_KDF_ID,
    type: 'KDF',
    name: 'HKDF-SHA512',
    Nh: SHA512_BYTES,
    stages: 2,
    Extract: async (salt, ikm) => provider.hmacSha512(salt, ikm),
    Expand: async (prk, info, length) => expand(provider, prk, info, length),
    Derive: async () => {
      throw new Error('HKDF has two stages');
    },
  };
}

function aeadOf(provider: CryptoProvider): AEAD {
  return {
    id: HPKE_AEAD_ID,
    type: 'AEAD',
    name: 'AES-256-GCM',
    Nk: AES_KEY_BYTES,
    Nn: AES_NONCE_BYTES,
    Nt: AES_TAG_BYTES,
    Seal: async (key, nonce, aad, plaintext) =>
      (await provider.importAesGcmKey(key)).seal(nonce, plaintext, aad),
    Open: async (key, nonce, aad, ciphertext) => {
      const plaintext = await (await provider.importAesGcmKey(key)).open(nonce, ciphertext, aad);
      if (plaintext === undefined) throw new Error('the tag does not match');
      return plaintext;
    },
  };
}
