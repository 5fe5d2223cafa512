// The transcript and key schedule of 3DH: RFC 9807 section 6.4.2.

import { assertBytes, concat, label, prefixed, uint16 } from './bytes.ts';
import type { ResolvedIdentities } from './envelope.ts';
import type { Suite } from './suite.ts';

/** What both sides have to agree on. */
export interface Transcript {
  readonly context: Uint8Array;
  readonly identities: ResolvedIdentities;
  readonly ke1: Uint8Array;
  readonly credentialResponse: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly serverKeyShare: Uint8Array;
}

/** What comes out of the key schedule. */
export interface SessionKeys {
  readonly handshakeSecret: Uint8Array;
  readonly serverMacKey: Uint8Array;
  readonly clientMacKey: Uint8Array;
  readonly serverMac: Uint8Array;
  readonly clientMac: Uint8Array;
  readonly sessionKey: Uint8Array;
}

/** Preamble, RFC 9807 section 6.4.2.1. */
function preamble(transcript: Transcript): Uint8Array {
  const { context, identities, ke1, credentialResponse, serverNonce, serverKeyShare } = transcript;
  return concat(
    label('OPAQUEv1-'),
    prefixed(context),
    prefixed(identities.client),
    ke1,
    prefixed(identities.server),
    credentialResponse,
    serverNonce,
    serverKeyShare,
  );
}

/** DeriveKeys and both MACs, RFC 9807 sections 6.4.2.2, 6.4.3 and 6.4.4. `ikm` is the three shared secrets. */
export function deriveSessionKeys(suite: Suite, ikm: Uint8Array, transcript: Transcript): SessionKeys {
  const { hash } = suite;
  const empty = new Uint8Array(0);
  const transcriptBytes = preamble(transcript);
  const transcriptHash = hash.digest(transcriptBytes);
  const key = hash.extract(empty, ikm);
  const handshakeSecret = deriveSecret(suite, key, 'HandshakeSecret', transcriptHash);
  const serverMacKey = deriveSecret(suite, handshakeSecret, 'ServerMAC', empty);
  const clientMacKey = deriveSecret(suite, handshakeSecret, 'ClientMAC', empty);
  const serverMac = hash.hmac(serverMacKey, transcriptHash);
  return {
    handshakeSecret,
    serverMacKey,
    clientMacKey,
    serverMac,
    clientMac: hash.hmac(clientMacKey, hash.digest(concat(transcriptBytes, serverMac))),
    sessionKey: deriveSecret(suite, key, 'SessionKey', transcriptHash),
  };
}

/** A copy, so that the caller may reuse the array while a login waits. @throws TypeError, RangeError above 65535 bytes */
export function copyContext(context: Uint8Array): Uint8Array {
  assertBytes('context', context);
  if (context.length > 0xffff)
    throw new RangeError(`context must have at most 65535 bytes, has ${context.length}`);
  return new Uint8Array(context);
}

/** Derive-Secret, RFC 9807 section 6.4.2.1. */
function deriveSecret(suite: Suite, secret: Uint8Array, name: string, context: Uint8Array): Uint8Array {
  const full = label(`OPAQUE-${name}`);
  const info = concat(
    uint16(suite.hash.bytes),
    Uint8Array.of(full.length),
    full,
    Uint8Array.of(context.length),
    context,
  );
  return suite.hash.expand(secret, info, suite.hash.bytes);
}
