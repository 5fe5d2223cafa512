// The six messages of RFC 9807, sections 5.1 and 6.1: each a concatenation of fixed-size fields. Decoding checks the
// length and every element and key, so that whatever has been decoded is safe to compute with.

import { assertLength, cut } from './bytes.ts';
import type { Suite } from './suite.ts';

/** Bytes of every nonce, Nn. */
export const NONCE_BYTES = 32;

/**
 * Message bytes. The phantom `message` makes it a compile-time error to pass one message for another, while bytes
 * from the wire need no cast: they are checked when used.
 */
export type MessageBytes<Name extends string> = Uint8Array & { readonly message?: Name };

/** Client to server, RFC 9807 section 5.1: the blinded element. */
export type RegistrationRequest = MessageBytes<'RegistrationRequest'>;
/** Server to client, RFC 9807 section 5.1. */
export type RegistrationResponse = MessageBytes<'RegistrationResponse'>;
/** What the server keeps about a client, RFC 9807 section 5.1. */
export type RegistrationRecord = MessageBytes<'RegistrationRecord'>;
/** Client to server, RFC 9807 section 6.1. */
export type Ke1 = MessageBytes<'KE1'>;
/** Server to client, RFC 9807 section 6.1. */
export type Ke2 = MessageBytes<'KE2'>;
/** Client to server, RFC 9807 section 6.1: the client's MAC. */
export type Ke3 = MessageBytes<'KE3'>;

/** The length in bytes of every message of a suite. */
export interface MessageSizes {
  readonly registrationRequest: number;
  readonly registrationResponse: number;
  readonly registrationRecord: number;
  readonly ke1: number;
  readonly ke2: number;
  readonly ke3: number;
  /** The envelope inside a registration record. */
  readonly envelope: number;
}

/** The length in bytes of every message of a suite. */
export function messageSizes(suite: Suite): MessageSizes {
  const element = suite.group.elementBytes;
  const key = suite.keyExchange.publicKeyBytes;
  const hash = suite.hash.bytes;
  const envelope = NONCE_BYTES + hash;
  return {
    registrationRequest: element,
    registrationResponse: element + key,
    registrationRecord: key + hash + envelope,
    ke1: element + NONCE_BYTES + key,
    ke2: element + NONCE_BYTES + key + envelope + NONCE_BYTES + key + hash,
    ke3: hash,
    envelope,
  };
}

/** The fields of a registration response. */
export interface RegistrationResponseFields {
  readonly evaluatedElement: Uint8Array;
  readonly serverPublicKey: Uint8Array;
}

/** The fields of a registration record. */
export interface RegistrationRecordFields {
  readonly clientPublicKey: Uint8Array;
  readonly maskingKey: Uint8Array;
  readonly envelope: Uint8Array;
}

/** The fields of KE1. */
export interface Ke1Fields {
  readonly blindedElement: Uint8Array;
  readonly clientNonce: Uint8Array;
  readonly clientKeyShare: Uint8Array;
}

/** The fields of KE2. */
export interface Ke2Fields {
  readonly evaluatedElement: Uint8Array;
  readonly maskingNonce: Uint8Array;
  readonly maskedResponse: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly serverKeyShare: Uint8Array;
  readonly serverMac: Uint8Array;
  /** The three fields of the credential response, as received: what the transcript covers. */
  readonly credentialResponse: Uint8Array;
}

/** @throws ERR_ENCODING on another length, ERR_ELEMENT on a bad element */
export function assertRegistrationRequest(suite: Suite, bytes: Uint8Array): void {
  suite.group.assertElement(bytes);
}

/** @throws ERR_ENCODING on another length, ERR_ELEMENT on a bad element or key */
export function decodeRegistrationResponse(
  suite: Suite,
  bytes: RegistrationResponse,
): RegistrationResponseFields {
  assertLength('a registration response', bytes, messageSizes(suite).registrationResponse);
  const [evaluatedElement, serverPublicKey] = cut(
    bytes,
    suite.group.elementBytes,
    suite.keyExchange.publicKeyBytes,
  );
  suite.group.assertElement(evaluatedElement);
  suite.keyExchange.assertPublicKey(serverPublicKey);
  return { evaluatedElement, serverPublicKey };
}

/** @throws ERR_ENCODING on another length, ERR_ELEMENT on a bad key */
export function decodeRegistrationRecord(suite: Suite, bytes: RegistrationRecord): RegistrationRecordFields {
  const sizes = messageSizes(suite);
  assertLength('a registration record', bytes, sizes.registrationRecord);
  const [clientPublicKey, maskingKey, envelope] = cut(
    bytes,
    suite.keyExchange.publicKeyBytes,
    suite.hash.bytes,
    sizes.envelope,
  );
  suite.keyExchange.assertPublicKey(clientPublicKey);
  return { clientPublicKey, maskingKey, envelope };
}

/** @throws ERR_ENCODING on another length, ERR_ELEMENT on a bad element or key */
export function decodeKe1(suite: Suite, bytes: Ke1): Ke1Fields {
  assertLength('KE1', bytes, messageSizes(suite).ke1);
  const [blindedElement, clientNonce, clientKeyShare] = cut(
    bytes,
    suite.group.elementBytes,
    NONCE_BYTES,
    suite.keyExchange.publicKeyBytes,
  );
  suite.group.assertElement(blindedElement);
  suite.keyExchange.assertPublicKey(clientKeyShare);
  return { blindedElement, clientNonce, clientKeyShare };
}

/** @throws ERR_ENCODING on another length, ERR_ELEMENT on a bad element or key */
export function decodeKe2(suite: Suite, bytes: Ke2): Ke2Fields {
  const sizes = messageSizes(suite);
  assertLength('KE2', bytes, sizes.ke2);
  const { elementBytes } = suite.group;
  const { publicKeyBytes } = suite.keyExchange;
  const maskedBytes = publicKeyBytes + sizes.envelope;
  const [evaluatedElement, maskingNonce, maskedResponse, serverNonce, serverKeyShare, serverMac] = cut(
    bytes,
    elementBytes,
    NONCE_BYTES,
    maskedBytes,
    NONCE_BYTES,
    publicKeyBytes,
    suite.hash.bytes,
  );
  const [credentialResponse] = cut(bytes, elementBytes + NONCE_BYTES + maskedBytes);
  suite.group.assertElement(evaluatedElement);
  suite.keyExchange.assertPublicKey(serverKeyShare);
  return {
    evaluatedElement,
    maskingNonce,
    maskedResponse,
    serverNonce,
    serverKeyShare,
    serverMac,
    credentialResponse,
  };
}

/** @throws ERR_ENCODING on another length */
export function assertKe3(suite: Suite, bytes: Ke3): void {
  assertLength('KE3', bytes, messageSizes(suite).ke3);
}
