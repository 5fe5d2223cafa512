// The envelope of RFC 9807 section 4: the client's private key, sealed under its password by being derived from it.

import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertBytes, concat, cut, label, prefixed, xor } from './bytes.ts';
import { NONCE_BYTES } from './messages.ts';
import type { KeyPair, Suite } from './suite.ts';

/** Bytes of the seed of a key pair, Nseed. */
export const SEED_BYTES = 32;

/**
 * Who the two parties are. `undefined` stands for the party's public key, as in RFC 9807 section 4; both fields are
 * always written out, so that leaving one to its default is a decision. 1 to 65535 bytes each.
 */
export interface Identities {
  readonly client: Uint8Array | undefined;
  readonly server: Uint8Array | undefined;
}

/** Identities with the defaults filled in. */
export interface ResolvedIdentities {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** Checked copies, so that the caller may reuse the arrays. @throws TypeError, RangeError on 0 or above 65535 bytes */
export function copyIdentities(identities: Identities): Identities {
  return {
    client: copyIdentity('identities.client', identities.client),
    server: copyIdentity('identities.server', identities.server),
  };
}

// OPAQUE-033, OPAQUE-075
function copyIdentity(name: string, identity: Uint8Array | undefined): Uint8Array | undefined {
  if (identity === undefined) return undefined;
  assertBytes(name, identity);
  // Empty and absent would look alike to implementations that know only one of them.
  if (identity.length === 0 || identity.length > 0xffff) {
    throw new RangeError(`${name} must have 1 to 65535 bytes, has ${identity.length}`);
  }
  return new Uint8Array(identity);
}

/** Fills in the public keys. */
export function resolveIdentities(
  identities: Identities,
  clientPublicKey: Uint8Array,
  serverPublicKey: Uint8Array,
): ResolvedIdentities {
  return { client: identities.client ?? clientPublicKey, server: identities.server ?? serverPublicKey };
}

/** What `Store` gives. */
export interface StoredEnvelope {
  readonly envelope: Uint8Array;
  readonly clientPublicKey: Uint8Array;
  readonly maskingKey: Uint8Array;
  readonly exportKey: Uint8Array;
}

/** Store, RFC 9807 section 4.1.2. */
export function storeEnvelope(
  suite: Suite,
  randomizedPassword: Uint8Array,
  serverPublicKey: Uint8Array,
  identities: Identities,
  nonce: Uint8Array,
): StoredEnvelope {
  const keys = envelopeKeys(suite, randomizedPassword, nonce);
  keys.client.privateKey.fill(0);
  const tag = envelopeTag(suite, keys, serverPublicKey, identities, nonce);
  return {
    envelope: concat(nonce, tag),
    clientPublicKey: keys.client.publicKey,
    maskingKey: maskingKey(suite, randomizedPassword),
    exportKey: keys.exportKey,
  };
}

/** What `Recover` gives. The caller wipes the private key. */
export interface RecoveredEnvelope {
  readonly client: KeyPair;
  readonly identities: ResolvedIdentities;
  readonly exportKey: Uint8Array;
}

/** Recover, RFC 9807 section 4.1.3. @throws ERR_LOGIN if the tag does not match */
export function recoverEnvelope(
  suite: Suite,
  randomizedPassword: Uint8Array,
  serverPublicKey: Uint8Array,
  envelope: Uint8Array,
  identities: Identities,
): RecoveredEnvelope {
  const [nonce, tag] = cut(envelope, NONCE_BYTES, suite.hash.bytes);
  const keys = envelopeKeys(suite, randomizedPassword, nonce);
  if (!equalBytes(envelopeTag(suite, keys, serverPublicKey, identities, nonce), tag)) {
    throw new MunimentError('ERR_LOGIN');
  }
  return {
    client: keys.client,
    identities: resolveIdentities(identities, keys.client.publicKey, serverPublicKey),
    exportKey: keys.exportKey,
  };
}

/** The key that hides the credential response, RFC 9807 section 4.1.2. */
export function maskingKey(suite: Suite, randomizedPassword: Uint8Array): Uint8Array {
  return suite.hash.expand(randomizedPassword, label('MaskingKey'), suite.hash.bytes);
}

/**
 * Masks or unmasks server public key and envelope, RFC 9807 sections 6.3.2.2 and 6.3.2.3, so that the answer for a user
 * who does not exist looks like any other.
 */
export function maskCredentials(
  suite: Suite,
  key: Uint8Array,
  nonce: Uint8Array,
  credentials: Uint8Array,
): Uint8Array {
  const pad = suite.hash.expand(key, concat(nonce, label('CredentialResponsePad')), credentials.length);
  return xor(pad, credentials);
}

/** The keys that RFC 9807 section 4.1.2 derives from the randomized password and the nonce. */
export interface EnvelopeKeys {
  readonly authKey: Uint8Array;
  readonly exportKey: Uint8Array;
  readonly client: KeyPair;
}

/** Derives them. */
export function envelopeKeys(suite: Suite, randomizedPassword: Uint8Array, nonce: Uint8Array): EnvelopeKeys {
  const { hash, keyExchange } = suite;
  const derive = (name: string, length: number): Uint8Array =>
    hash.expand(randomizedPassword, concat(nonce, label(name)), length);
  return {
    authKey: derive('AuthKey', hash.bytes),
    exportKey: derive('ExportKey', hash.bytes),
    client: keyExchange.deriveKeyPair(derive('PrivateKey', SEED_BYTES)),
  };
}

function envelopeTag(
  suite: Suite,
  keys: EnvelopeKeys,
  serverPublicKey: Uint8Array,
  identities: Identities,
  nonce: Uint8Array,
): Uint8Array {
  const { client, server } = resolveIdentities(identities, keys.client.publicKey, serverPublicKey);
  // CleartextCredentials, RFC 9807 section 4.
  return suite.hash.hmac(keys.authKey, concat(nonce, serverPublicKey, prefixed(server), prefixed(client)));
}
