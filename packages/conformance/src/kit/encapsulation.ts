// The encapsulation of one request and its response (spec/vault.md §12), with given randomness, and with any part replaced.

import { aesGcmSeal } from './aes-gcm.ts';
import { concat, u8, u16, utf8 } from './bytes.ts';
import { expand, extract } from './hash.ts';
import { hpkeSender } from './hpke.ts';

/** The media types. */
export const REQUEST_LABEL = 'message/muniment-vault request';
export const RESPONSE_LABEL = 'message/muniment-vault response';

const none: Uint8Array = new Uint8Array(0);

/** Key id, KEM, KDF and AEAD. */
export function encapsulationHeader(keyId: number, algorithms = [0x647a, 3, 2]): Uint8Array {
  return concat(u8(keyId), ...algorithms.map(u16));
}

/** What a request is made of. */
export interface RequestParts {
  readonly keyId: number;
  /** The channel key's. */
  readonly secretKey: Uint8Array;
  readonly randomness: Uint8Array;
  readonly plaintext: Uint8Array;
  /** In the place of what the rules say. */
  readonly header?: Uint8Array;
  readonly info?: Uint8Array;
  readonly aad?: Uint8Array;
  readonly exporterContext?: Uint8Array;
}

/** An encapsulated request with everything on the way to it. */
export interface Encapsulated {
  readonly info: Uint8Array;
  readonly enc: Uint8Array;
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** The secret that the response's key is made of. */
  readonly exported: Uint8Array;
  readonly request: Uint8Array;
}

export function encapsulate(parts: RequestParts): Encapsulated {
  const { keyId, secretKey, randomness, plaintext, aad = none } = parts;
  const header = parts.header ?? encapsulationHeader(keyId);
  const info = parts.info ?? concat(utf8(REQUEST_LABEL), u8(0), header);
  const sender = hpkeSender(secretKey, randomness, info);
  const { enc, key, nonce } = sender;
  const ciphertext = aesGcmSeal(key, nonce, aad, plaintext);
  const exported = sender.export(parts.exporterContext ?? utf8(RESPONSE_LABEL), 32);
  return { info, enc, key, nonce, ciphertext, exported, request: concat(header, enc, ciphertext) };
}

/** What a response is made of. */
export interface ResponseParts {
  readonly exported: Uint8Array;
  readonly enc: Uint8Array;
  readonly responseNonce: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly aad?: Uint8Array;
  /** In the place of enc || response nonce. */
  readonly salt?: Uint8Array;
}

/** A response with the keys on the way to it. */
export interface Sealed {
  readonly prk: Uint8Array;
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly response: Uint8Array;
}

export function sealResponse(parts: ResponseParts): Sealed {
  const { exported, enc, responseNonce, plaintext, aad = none } = parts;
  const prk = extract(parts.salt ?? concat(enc, responseNonce), exported);
  const key = expand(prk, utf8('key'), 32);
  const nonce = expand(prk, utf8('nonce'), 12);
  return { prk, key, nonce, response: concat(responseNonce, aesGcmSeal(key, nonce, aad, plaintext)) };
}
