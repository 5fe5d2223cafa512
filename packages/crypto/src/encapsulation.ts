// One request and one response through somebody who may read neither: the encapsulation of RFC 9458 §4 with this package's
// HPKE suite. Implements VAULT-100 to VAULT-106.

import { MunimentError } from '@muniment/errors';
import { defaultProvider } from '#provider';
import { assertBytes, assertCount, type Bytes, concatBytes, copyBytes } from './bytes.ts';
import { hkdfExpand, hkdfExtract } from './hash.ts';
import {
  type Encapsulate,
  freshEncapsulation,
  HPKE_AEAD_ID,
  HPKE_ENC_BYTES,
  HPKE_KDF_ID,
  HPKE_KEM_ID,
  HPKE_OVERHEAD_BYTES,
  hpkeSetupReceiver,
  setupSenderWith,
} from './hpke.ts';
import { AES_KEY_BYTES, AES_NONCE_BYTES, AES_TAG_BYTES, type CryptoProvider } from './provider.ts';
import { type RandomSource, randomBytes } from './random.ts';
import type { KeyInput } from './secret-bytes.ts';

/** Key id (1), then KEM, KDF and AEAD (2 each). */
export const ENCAPSULATION_HEADER_BYTES = 7;
/** What encapsulating adds to a request: header, encapsulated secret, tag. */
export const ENCAPSULATED_REQUEST_OVERHEAD_BYTES: number = ENCAPSULATION_HEADER_BYTES + HPKE_OVERHEAD_BYTES;
/** The longer of AES-256-GCM's key and nonce: the exported secret, and the nonce of a response (RFC 9458 §4.4). */
export const RESPONSE_NONCE_BYTES = 32;
/** What encapsulating adds to a response: nonce, tag. */
export const ENCAPSULATED_RESPONSE_OVERHEAD_BYTES: number = RESPONSE_NONCE_BYTES + AES_TAG_BYTES;

/** The media types that keep one protocol's messages apart from another's (RFC 9458 §4.6); printable ASCII. */
export interface EncapsulationLabels {
  readonly request: string;
  readonly response: string;
}

/** What to send to whom. */
export interface EncapsulateRequestOptions {
  /** 0 to 255: which of the receiver's keys `publicKey` is. */
  readonly keyId: number;
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array;
  readonly labels: EncapsulationLabels;
  readonly plaintext: Uint8Array;
}

/** An encapsulated request, and the means to open its response. */
export interface EncapsulatedRequest {
  readonly request: Bytes;
  /**
   * The plaintext of the response to this request. After a failure another response may be tried, because whoever lies between
   * may have sent junk first; after a success none.
   * @throws ERR_AUTHENTICATION for anything but a response to this request
   * @throws ERR_STATE_USED after a success
   */
  openResponse(response: Uint8Array): Promise<Bytes>;
}

/** A request as received, and the keys it may be for. */
export interface OpenRequestOptions {
  /** The 32-byte X-Wing secret of a key id; `undefined` if there is none, or no longer. */
  readonly keys: (keyId: number) => KeyInput | undefined;
  readonly labels: EncapsulationLabels;
  readonly request: Uint8Array;
}

/** An opened request, and the means to answer it. */
export interface OpenedRequest {
  readonly plaintext: Bytes;
  /** Encrypts a response to this request; each call draws its own nonce. */
  sealResponse(plaintext: Uint8Array): Promise<Bytes>;
}

/**
 * Encrypts a request to the holder of a key.
 *
 * ```ts
 * const { request, openResponse } = await encapsulateRequest({ keyId, publicKey, labels, plaintext });
 * const answer = await openResponse(await post(request));
 * ```
 * @throws ERR_KEY_SIZE, ERR_FIELD if the public key is not valid
 */
export async function encapsulateRequest(
  options: EncapsulateRequestOptions,
  provider: CryptoProvider = defaultProvider,
): Promise<EncapsulatedRequest> {
  return encapsulateRequestWith(freshEncapsulation(provider), options, provider);
}

/** The same with a given encapsulation: see derandomized.ts for who may call it. */
export async function encapsulateRequestWith(
  encapsulate: Encapsulate,
  { keyId, publicKey, labels, plaintext }: EncapsulateRequestOptions,
  provider: CryptoProvider,
): Promise<EncapsulatedRequest> {
  assertCount(keyId, 'keyId', 255);
  assertBytes(plaintext, 'plaintext');
  const [requestLabel, responseLabel] = encodeLabels(labels);
  const header = encodeHeader(keyId);
  const message = copyBytes(plaintext);
  try {
    const { enc, sender } = await setupSenderWith(
      encapsulate,
      publicKey,
      requestInfo(requestLabel, header),
      provider,
    );
    const request = concatBytes(header, enc, await sender.seal(new Uint8Array(0), message));
    const secret = await sender.export(responseLabel, RESPONSE_NONCE_BYTES);
    return { request, openResponse: responseOpener(secret, enc, provider) };
  } finally {
    message.fill(0);
  }
}

/**
 * Decrypts a request.
 *
 * ```ts
 * const { plaintext, sealResponse } = await openRequest({ keys: (id) => secrets.get(id), labels, request });
 * return sealResponse(answer(plaintext));
 * ```
 * @throws ERR_CHANNEL_KEY if there is no key of this id, or the request names other algorithms
 * @throws ERR_AUTHENTICATION for every other failure
 */
export async function openRequest(
  options: OpenRequestOptions,
  provider: CryptoProvider = defaultProvider,
): Promise<OpenedRequest> {
  return openRequestWith(randomBytes, options, provider);
}

/** The same with a given source of nonces: see derandomized.ts for who may call it. */
export async function openRequestWith(
  random: RandomSource,
  { keys, labels, request }: OpenRequestOptions,
  provider: CryptoProvider,
): Promise<OpenedRequest> {
  assertBytes(request, 'request');
  const [requestLabel, responseLabel] = encodeLabels(labels);
  if (request.length < ENCAPSULATED_REQUEST_OVERHEAD_BYTES) throw new MunimentError('ERR_AUTHENTICATION');
  const received = copyBytes(request);
  const header = received.subarray(0, ENCAPSULATION_HEADER_BYTES);
  const keyId = header[0];
  if (encodeHeader(keyId).some((byte, i) => byte !== header[i])) {
    throw new MunimentError('ERR_CHANNEL_KEY', 'the request was sealed with other algorithms', { keyId });
  }
  const secretKey = keys(keyId);
  if (secretKey === undefined) {
    throw new MunimentError('ERR_CHANNEL_KEY', `there is no channel key ${keyId}`, { keyId });
  }
  const enc = received.slice(ENCAPSULATION_HEADER_BYTES, ENCAPSULATION_HEADER_BYTES + HPKE_ENC_BYTES);
  const ciphertext = received.subarray(ENCAPSULATION_HEADER_BYTES + HPKE_ENC_BYTES);
  const info = requestInfo(requestLabel, header);
  const receiver = await hpkeSetupReceiver(secretKey, info, enc, provider);
  const plaintext = await receiver.open(new Uint8Array(0), ciphertext);
  const secret = await receiver.export(responseLabel, RESPONSE_NONCE_BYTES);
  return { plaintext, sealResponse: responseSealer(random, secret, enc, provider) };
}

function responseOpener(
  secret: Bytes,
  enc: Bytes,
  provider: CryptoProvider,
): EncapsulatedRequest['openResponse'] {
  let isUsed = false;
  return async (response) => {
    assertBytes(response, 'response');
    if (isUsed) throw new MunimentError('ERR_STATE_USED');
    if (response.length < ENCAPSULATED_RESPONSE_OVERHEAD_BYTES) throw new MunimentError('ERR_AUTHENTICATION');
    const received = copyBytes(response);
    const responseNonce = received.subarray(0, RESPONSE_NONCE_BYTES);
    const { key, nonce } = await responseKey(secret, enc, responseNonce, provider);
    const plaintext = await (await provider.importAesGcmKey(key)).open(
      nonce,
      received.subarray(RESPONSE_NONCE_BYTES),
    );
    key.fill(0);
    // Asked again, because two responses may have been tried at once.
    if (isUsed) throw new MunimentError('ERR_STATE_USED');
    if (plaintext === undefined) throw new MunimentError('ERR_AUTHENTICATION');
    isUsed = true;
    secret.fill(0);
    return plaintext;
  };
}

function responseSealer(
  random: RandomSource,
  secret: Bytes,
  enc: Bytes,
  provider: CryptoProvider,
): OpenedRequest['sealResponse'] {
  return async (plaintext) => {
    assertBytes(plaintext, 'plaintext');
    const message = copyBytes(plaintext);
    const responseNonce = random(RESPONSE_NONCE_BYTES);
    const { key, nonce } = await responseKey(secret, enc, responseNonce, provider);
    const sealed = await (await provider.importAesGcmKey(key)).seal(nonce, message);
    key.fill(0);
    message.fill(0);
    return concatBytes(responseNonce, sealed);
  };
}

/** Key and nonce of a response (RFC 9458 §4.4). */
async function responseKey(
  secret: Bytes,
  enc: Bytes,
  responseNonce: Uint8Array,
  provider: CryptoProvider,
): Promise<{ key: Bytes; nonce: Bytes }> {
  const prk = await hkdfExtract(concatBytes(enc, responseNonce), secret, provider);
  const key = await hkdfExpand(prk, ascii('key'), AES_KEY_BYTES, provider);
  const nonce = await hkdfExpand(prk, ascii('nonce'), AES_NONCE_BYTES, provider);
  prk.fill(0);
  return { key, nonce };
}

function encodeHeader(keyId: number): Bytes {
  const header = new Uint8Array(ENCAPSULATION_HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint8(0, keyId);
  view.setUint16(1, HPKE_KEM_ID);
  view.setUint16(3, HPKE_KDF_ID);
  view.setUint16(5, HPKE_AEAD_ID);
  return header;
}

function requestInfo(label: Bytes, header: Uint8Array): Bytes {
  return concatBytes(label, Uint8Array.of(0), header);
}

function encodeLabels({ request, response }: EncapsulationLabels): readonly [Bytes, Bytes] {
  for (const label of [request, response]) {
    if (typeof label !== 'string') throw new TypeError('a label must be a string');
    // No zero byte, so that the label's end in the info is certain.
    if (!/^[ -~]{1,255}$/.test(label))
      throw new RangeError('a label is 1 to 255 characters of printable ASCII');
  }
  if (request === response) throw new RangeError('the labels of request and response must differ');
  return [ascii(request), ascii(response)];
}

function ascii(text: string): Bytes {
  return new TextEncoder().encode(text);
}
