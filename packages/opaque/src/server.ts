// The server of RFC 9807: set-up, registration, login, and answers for users who do not exist.

import { equalBytes, type KeyInput, randomBytes, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertBytes, concat, exposedExactly, intoSecret, label } from './bytes.ts';
import {
  copyIdentities,
  type Identities,
  maskCredentials,
  resolveIdentities,
  SEED_BYTES,
} from './envelope.ts';
import { copyContext, deriveSessionKeys } from './key-schedule.ts';
import {
  assertKe3,
  assertRegistrationRequest,
  decodeKe1,
  decodeRegistrationRecord,
  type Ke1,
  type Ke2,
  type Ke3,
  messageSizes,
  NONCE_BYTES,
  type RegistrationRecord,
  type RegistrationRequest,
  type RegistrationResponse,
} from './messages.ts';
import { blindEvaluate, deriveOprfKeyPair } from './oprf.ts';
import { createServerLoginState, type ServerLoginState, takeServerLoginState } from './state.ts';
import type { Suite } from './suite.ts';

/** The long-term keys of a server. */
export interface ServerKeys {
  readonly privateKey: SecretBytes;
  readonly publicKey: Uint8Array;
}

/** Everything a server keeps besides its records. */
export interface ServerSetup extends ServerKeys {
  /** Gives an OPRF key to every user, existing or not. `suite.hash.bytes` long. */
  readonly oprfSeed: SecretBytes;
  /** The record that unknown users get, RFC 9807 section 6.3.2.2. */
  readonly fakeRecord: RegistrationRecord;
}

/** Makes the keys of a new server. */
export function createServerSetup(suite: Suite): ServerSetup {
  return {
    ...createServerKeys(suite),
    oprfSeed: SecretBytes.random(suite.hash.bytes),
    fakeRecord: createFakeRecord(suite),
  };
}

/** Makes a long-term key pair. */
export function createServerKeys(suite: Suite): ServerKeys {
  const { privateKey, publicKey } = suite.keyExchange.deriveKeyPair(randomBytes(SEED_BYTES));
  return { privateKey: intoSecret(privateKey), publicKey };
}

/** The keys of a server from its stored private key. @throws ERR_KEY_SIZE, ERR_ELEMENT */
export function serverKeysFrom(suite: Suite, privateKey: KeyInput): ServerKeys {
  const bytes = exposedExactly('privateKey', privateKey, suite.keyExchange.privateKeyBytes);
  return { privateKey: SecretBytes.from(bytes), publicKey: suite.keyExchange.publicKey(bytes) };
}

/**
 * The OPRF key of a user from the server's seed, RFC 9807 sections 5.2.2 and 6.3.2.2. Works for users who do not exist.
 *
 * @param credentialIdentifier names the user, the same at registration and login
 */
export function deriveCredentialKey(
  suite: Suite,
  oprfSeed: KeyInput,
  credentialIdentifier: Uint8Array,
): SecretBytes {
  const key = exposedExactly('oprfSeed', oprfSeed, suite.hash.bytes);
  assertBytes('credentialIdentifier', credentialIdentifier);
  const seed = suite.hash.expand(key, concat(credentialIdentifier, label('OprfKey')), SEED_BYTES);
  return deriveOprfKeyPair(suite, 'oprf', seed, label('OPAQUE-DeriveKeyPair')).secretKey;
}

/**
 * A record that no password opens, for users who do not exist: RFC 9807 section 6.3.2.2. Made once and kept, so that an
 * unknown user looks the same tomorrow.
 * Requirements: OPAQUE-055.
 */
export function createFakeRecord(suite: Suite): RegistrationRecord {
  const { privateKey, publicKey } = suite.keyExchange.deriveKeyPair(randomBytes(SEED_BYTES));
  privateKey.fill(0);
  return concat(publicKey, randomBytes(suite.hash.bytes), new Uint8Array(messageSizes(suite).envelope));
}

/** What `respondToRegistration` takes. */
export interface RespondToRegistrationOptions {
  readonly suite: Suite;
  /** Of this user: `deriveCredentialKey`, or random and kept with the record. */
  readonly oprfKey: KeyInput;
  readonly serverPublicKey: Uint8Array;
  /** From the client. */
  readonly request: RegistrationRequest;
}

/** CreateRegistrationResponse, RFC 9807 section 5.2.2. @throws ERR_ENCODING, ERR_ELEMENT on a malformed request */
export function respondToRegistration(options: RespondToRegistrationOptions): RegistrationResponse {
  const { suite, oprfKey, serverPublicKey, request } = options;
  assertRegistrationRequest(suite, request);
  suite.keyExchange.assertPublicKey(serverPublicKey);
  return concat(blindEvaluate(suite, oprfKey, request), serverPublicKey);
}

/** What `startServerLogin` takes. */
export interface StartServerLoginOptions {
  readonly suite: Suite;
  /** What both sides agree on besides the password, at most 65535 bytes. */
  readonly context: Uint8Array;
  readonly identities: Identities;
  readonly serverKeys: ServerKeys;
  /** Of this user, or a share of it. For a user who does not exist: `deriveCredentialKey`. */
  readonly oprfKey: KeyInput;
  /** Of this user. For a user who does not exist: the fake record. */
  readonly record: RegistrationRecord;
  /** From the client. */
  readonly ke1: Ke1;
}

/** What `startServerLogin` gives. */
export interface StartedServerLogin {
  /** To the client. */
  readonly ke2: Ke2;
  readonly state: ServerLoginState;
}

/**
 * GenerateKE2, RFC 9807 section 6.2.2. The work is the same for a real and a fake record.
 *
 * @throws ERR_ENCODING, ERR_ELEMENT on a malformed KE1 or record
 */
export function startServerLogin(options: StartServerLoginOptions): StartedServerLogin {
  return startServerLoginWith(options, {
    maskingNonce: randomBytes(NONCE_BYTES),
    serverNonce: randomBytes(NONCE_BYTES),
    serverKeyShareSeed: randomBytes(SEED_BYTES),
  });
}

/** What `startServerLogin` draws. */
export interface StartServerLoginRandom {
  readonly maskingNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly serverKeyShareSeed: Uint8Array;
}

/** `startServerLogin` with given random values. */
export function startServerLoginWith(
  options: StartServerLoginOptions,
  random: StartServerLoginRandom,
): StartedServerLogin {
  const { suite, serverKeys, oprfKey } = options;
  const context = copyContext(options.context);
  const identities = copyIdentities(options.identities);
  const record = decodeRegistrationRecord(suite, options.record);
  const ke1 = decodeKe1(suite, options.ke1);
  const { keyExchange } = suite;

  // CreateCredentialResponse, RFC 9807 section 6.3.2.2.
  const credentialResponse = concat(
    blindEvaluate(suite, oprfKey, ke1.blindedElement),
    random.maskingNonce,
    maskCredentials(
      suite,
      record.maskingKey,
      random.maskingNonce,
      concat(serverKeys.publicKey, record.envelope),
    ),
  );

  // AuthServerRespond, RFC 9807 section 6.4.4.
  const keyShare = keyExchange.deriveKeyPair(random.serverKeyShareSeed);
  const ikm = concat(
    keyExchange.diffieHellman(keyShare.privateKey, ke1.clientKeyShare),
    keyExchange.diffieHellman(serverKeys.privateKey.expose(), ke1.clientKeyShare),
    keyExchange.diffieHellman(keyShare.privateKey, record.clientPublicKey),
  );
  const keys = deriveSessionKeys(suite, ikm, {
    context,
    identities: resolveIdentities(identities, record.clientPublicKey, serverKeys.publicKey),
    ke1: options.ke1,
    credentialResponse,
    serverNonce: random.serverNonce,
    serverKeyShare: keyShare.publicKey,
  });
  ikm.fill(0);
  keyShare.privateKey.fill(0);
  const state = createServerLoginState(suite, {
    expectedClientMac: keys.clientMac,
    sessionKey: keys.sessionKey,
  });
  keys.sessionKey.fill(0);
  return { ke2: concat(credentialResponse, random.serverNonce, keyShare.publicKey, keys.serverMac), state };
}

/** What `finishServerLogin` takes. */
export interface FinishServerLoginOptions {
  readonly suite: Suite;
  readonly state: ServerLoginState;
  /** From the client. */
  readonly ke3: Ke3;
}

/** What `finishServerLogin` gives. */
export interface FinishedServerLogin {
  /** Shared with the client, `suite.hash.bytes` long. */
  readonly sessionKey: SecretBytes;
}

/**
 * ServerFinish, RFC 9807 section 6.2.4: only a client that knows the password gets through.
 *
 * @throws ERR_ENCODING on another length, which does not spend the state; ERR_LOGIN; ERR_STATE_USED
 */
export function finishServerLogin({ suite, state, ke3 }: FinishServerLoginOptions): FinishedServerLogin {
  assertKe3(suite, ke3);
  const { expectedClientMac, sessionKey } = takeServerLoginState(suite, state);
  if (!equalBytes(expectedClientMac, ke3)) throw new MunimentError('ERR_LOGIN');
  return { sessionKey: intoSecret(sessionKey) };
}
