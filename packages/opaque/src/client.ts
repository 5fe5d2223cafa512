// The client of RFC 9807: registration, registration dealt by the client alone, login.

import { equalBytes, type KeyInput, randomBytes, type SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertBytes, concat, cut, exposed, intoSecret } from './bytes.ts';
import {
  copyIdentities,
  type Identities,
  maskCredentials,
  maskingKey,
  recoverEnvelope,
  SEED_BYTES,
  storeEnvelope,
} from './envelope.ts';
import { copyContext, deriveSessionKeys } from './key-schedule.ts';
import type { Ksf } from './ksf.ts';
import {
  decodeKe2,
  decodeRegistrationResponse,
  type Ke1,
  type Ke2,
  type Ke2Fields,
  type Ke3,
  messageSizes,
  NONCE_BYTES,
  type RegistrationRecord,
  type RegistrationRequest,
  type RegistrationResponse,
} from './messages.ts';
import { blindInputWith, evaluate, finalize, generateOprfKey } from './oprf.ts';
import {
  type ClientLoginState,
  type ClientRegistrationState,
  createClientLoginState,
  createClientRegistrationState,
  takeClientLoginState,
  takeClientRegistrationState,
} from './state.ts';
import type { Suite } from './suite.ts';

/** What `startRegistration` takes. */
export interface StartRegistrationOptions {
  readonly suite: Suite;
  /** The password as OPRF input: see `encodePasswordInput`. At most 65535 bytes. */
  readonly password: KeyInput;
}

/** What `startRegistration` gives. */
export interface StartedRegistration {
  /** To the server. */
  readonly request: RegistrationRequest;
  readonly state: ClientRegistrationState;
}

/** CreateRegistrationRequest, RFC 9807 section 5.2.1. */
export function startRegistration(options: StartRegistrationOptions): StartedRegistration {
  return startRegistrationWith(options, { blind: options.suite.group.randomScalar() });
}

/** `startRegistration` with a given blind. */
export function startRegistrationWith(
  { suite, password }: StartRegistrationOptions,
  random: { readonly blind: Uint8Array },
): StartedRegistration {
  const input = exposed('password', password);
  const { blind } = random;
  const blindedElement = blindInputWith(suite, 'oprf', input, blind);
  const state = createClientRegistrationState(suite, { blind, blindedElement, password: input });
  return { request: blindedElement, state };
}

/** What `finishRegistration` takes. */
export interface FinishRegistrationOptions {
  readonly suite: Suite;
  readonly ksf: Ksf;
  readonly identities: Identities;
  readonly state: ClientRegistrationState;
  /** From the server. */
  readonly response: RegistrationResponse;
}

/** What a registration ends with. */
export interface FinishedRegistration {
  /** To the server, over a channel that authenticates the client. */
  readonly record: RegistrationRecord;
  /** A key that only the password opens; the server never has it. `suite.hash.bytes` long. */
  readonly exportKey: SecretBytes;
  /** The server's key, now bound into the record. A client that knows it by other means compares. */
  readonly serverPublicKey: Uint8Array;
}

/**
 * FinalizeRegistrationRequest, RFC 9807 section 5.2.3.
 *
 * @throws ERR_ENCODING, ERR_ELEMENT on a malformed response; ERR_REFLECTED; ERR_STATE_USED
 */
export function finishRegistration(options: FinishRegistrationOptions): Promise<FinishedRegistration> {
  return finishRegistrationWith(options, { envelopeNonce: randomBytes(NONCE_BYTES) });
}

/** `finishRegistration` with a given nonce. */
export async function finishRegistrationWith(
  options: FinishRegistrationOptions,
  random: { readonly envelopeNonce: Uint8Array },
): Promise<FinishedRegistration> {
  const { suite, ksf, state, response } = options;
  const identities = copyIdentities(options.identities);
  const { evaluatedElement, serverPublicKey } = decodeRegistrationResponse(suite, response);
  const { blind, blindedElement, password } = takeClientRegistrationState(suite, state);
  assertNotReflected(blindedElement, evaluatedElement);
  const output = finalize(suite, password, blind, evaluatedElement);
  wipe(password, blind);
  const randomizedPassword = await randomizePassword(suite, ksf, output);
  const finished = storeRecord(suite, randomizedPassword, serverPublicKey, identities, random.envelopeNonce);
  wipe(randomizedPassword);
  return finished;
}

/** What `dealRegistration` takes. */
export interface DealRegistrationOptions {
  readonly suite: Suite;
  readonly ksf: Ksf;
  readonly identities: Identities;
  /** The password as OPRF input: see `encodePasswordInput`. At most 65535 bytes. */
  readonly password: KeyInput;
  /** The server's public key, known by other means. */
  readonly serverPublicKey: Uint8Array;
}

/** What `dealRegistration` gives. */
export interface DealtRegistration extends FinishedRegistration {
  /** To the server with the record: the OPRF key of this record alone. */
  readonly oprfKey: SecretBytes;
}

/**
 * Registration dealt by the client: it makes the OPRF key, plays both sides of RFC 9807 section 5 and hands over a
 * finished record with the key. The server answers no registration request, so that there is no oracle to query, and
 * chooses no key.
 *
 * @throws ERR_ENCODING, ERR_ELEMENT on a malformed server key
 * Requirements: OPAQUE-030, OPAQUE-031.
 */
export function dealRegistration(options: DealRegistrationOptions): Promise<DealtRegistration> {
  const oprfKey = generateOprfKey(options.suite);
  return dealRegistrationWith(options, { oprfKey, envelopeNonce: randomBytes(NONCE_BYTES) });
}

/** `dealRegistration` with a given key and nonce. */
export async function dealRegistrationWith(
  options: DealRegistrationOptions,
  random: { readonly oprfKey: SecretBytes; readonly envelopeNonce: Uint8Array },
): Promise<DealtRegistration> {
  const { suite, ksf, password } = options;
  const identities = copyIdentities(options.identities);
  assertBytes('serverPublicKey', options.serverPublicKey);
  const serverPublicKey = new Uint8Array(options.serverPublicKey);
  suite.keyExchange.assertPublicKey(serverPublicKey);
  // Blinding and unblinding cancel out when one party does both.
  const output = evaluate(suite, 'oprf', random.oprfKey, exposed('password', password));
  const randomizedPassword = await randomizePassword(suite, ksf, output);
  const finished = storeRecord(suite, randomizedPassword, serverPublicKey, identities, random.envelopeNonce);
  wipe(randomizedPassword);
  return { ...finished, oprfKey: random.oprfKey };
}

/** What `startLogin` takes. */
export interface StartLoginOptions {
  readonly suite: Suite;
  /** The password as OPRF input, exactly as at registration. */
  readonly password: KeyInput;
}

/** What `startLogin` gives. */
export interface StartedLogin {
  /** To the server. */
  readonly ke1: Ke1;
  readonly state: ClientLoginState;
}

/** GenerateKE1, RFC 9807 section 6.2.1. (OPAQUE-054) */
export function startLogin(options: StartLoginOptions): StartedLogin {
  return startLoginWith(options, {
    blind: options.suite.group.randomScalar(),
    clientNonce: randomBytes(NONCE_BYTES),
    clientKeyShareSeed: randomBytes(SEED_BYTES),
  });
}

/** What `startLogin` draws. */
export interface StartLoginRandom {
  readonly blind: Uint8Array;
  readonly clientNonce: Uint8Array;
  readonly clientKeyShareSeed: Uint8Array;
}

/** `startLogin` with given random values. */
export function startLoginWith(
  { suite, password }: StartLoginOptions,
  random: StartLoginRandom,
): StartedLogin {
  const input = exposed('password', password);
  const blindedElement = blindInputWith(suite, 'oprf', input, random.blind);
  const keyShare = suite.keyExchange.deriveKeyPair(random.clientKeyShareSeed);
  const ke1 = concat(blindedElement, random.clientNonce, keyShare.publicKey);
  const state = createClientLoginState(suite, {
    blind: random.blind,
    keySharePrivateKey: keyShare.privateKey,
    ke1,
    password: input,
  });
  wipe(keyShare.privateKey);
  return { ke1, state };
}

/** What `finishLogin` takes. */
export interface FinishLoginOptions {
  readonly suite: Suite;
  readonly ksf: Ksf;
  /** What both sides agree on besides the password, at most 65535 bytes. */
  readonly context: Uint8Array;
  readonly identities: Identities;
  readonly state: ClientLoginState;
  /** From the server. */
  readonly ke2: Ke2;
  /**
   * With a shared OPRF key: the element that `combineShares` made of the answers of several servers. It takes the
   * place of the one in `ke2`, which is this server's share.
   */
  readonly combinedElement?: Uint8Array;
}

/** What `finishLogin` gives. */
export interface FinishedLogin {
  /** To the server: shows it that the password was right. */
  readonly ke3: Ke3;
  /** Shared with the server, `suite.hash.bytes` long. */
  readonly sessionKey: SecretBytes;
  /** The key of the registration. */
  readonly exportKey: SecretBytes;
  /** The server's key as bound into the record. */
  readonly serverPublicKey: Uint8Array;
}

/**
 * GenerateKE3, RFC 9807 section 6.2.3. One error covers a wrong password, an altered message and another account,
 * server or context.
 *
 * @throws ERR_ENCODING, ERR_ELEMENT on a malformed KE2, which does not spend the state; ERR_REFLECTED; ERR_LOGIN;
 * ERR_STATE_USED
 */
export async function finishLogin(options: FinishLoginOptions): Promise<FinishedLogin> {
  const { suite, ksf } = options;
  const context = copyContext(options.context);
  const identities = copyIdentities(options.identities);
  const ke2 = decodeKe2(suite, options.ke2);
  const combinedElement = options.combinedElement ?? ke2.evaluatedElement;
  suite.group.assertElement(combinedElement);
  const { blind, keySharePrivateKey, ke1, password } = takeClientLoginState(suite, options.state);
  const { elementBytes } = suite.group;
  assertNotReflected(ke1.subarray(0, elementBytes), ke2.evaluatedElement);
  assertNotReflected(ke1.subarray(0, elementBytes), combinedElement);
  assertNotReflected(ke1.subarray(elementBytes + NONCE_BYTES), ke2.serverKeyShare);

  const output = finalize(suite, password, blind, combinedElement);
  wipe(password, blind);
  const randomizedPassword = await randomizePassword(suite, ksf, output);
  try {
    return completeLogin(options, identities, context, ke2, ke1, randomizedPassword, keySharePrivateKey);
  } finally {
    wipe(randomizedPassword, keySharePrivateKey);
  }
}

/** The part of `finishLogin` behind the stretching. */
function completeLogin(
  { suite }: FinishLoginOptions,
  identities: Identities,
  context: Uint8Array,
  ke2: Ke2Fields,
  ke1: Uint8Array,
  randomizedPassword: Uint8Array,
  keySharePrivateKey: Uint8Array,
): FinishedLogin {
  // RecoverCredentials, RFC 9807 section 6.3.2.3. With another password the pad is another, and what it uncovers fails
  // the check of the envelope before anything is done with it.
  const credentials = maskCredentials(
    suite,
    maskingKey(suite, randomizedPassword),
    ke2.maskingNonce,
    ke2.maskedResponse,
  );
  const [serverPublicKey, envelope] = cut(
    credentials,
    suite.keyExchange.publicKeyBytes,
    messageSizes(suite).envelope,
  );
  const recovered = recoverEnvelope(suite, randomizedPassword, serverPublicKey, envelope, identities);

  // AuthClientFinalize, RFC 9807 section 6.4.3.
  const { keyExchange } = suite;
  const ikm = concat(
    keyExchange.diffieHellman(keySharePrivateKey, ke2.serverKeyShare),
    keyExchange.diffieHellman(keySharePrivateKey, serverPublicKey),
    keyExchange.diffieHellman(recovered.client.privateKey, ke2.serverKeyShare),
  );
  const keys = deriveSessionKeys(suite, ikm, {
    context,
    identities: recovered.identities,
    ke1,
    credentialResponse: ke2.credentialResponse,
    serverNonce: ke2.serverNonce,
    serverKeyShare: ke2.serverKeyShare,
  });
  wipe(ikm, recovered.client.privateKey);
  if (!equalBytes(keys.serverMac, ke2.serverMac)) throw new MunimentError('ERR_LOGIN');
  return {
    ke3: keys.clientMac,
    sessionKey: intoSecret(keys.sessionKey),
    exportKey: intoSecret(recovered.exportKey),
    serverPublicKey,
  };
}

/** randomized_password of RFC 9807 sections 5.2.3 and 6.3.2.3. */
export async function randomizePassword(
  suite: Suite,
  ksf: Ksf,
  oprfOutput: SecretBytes,
): Promise<Uint8Array> {
  const output = oprfOutput.expose();
  const stretched = await ksf.stretch(output, suite.hash.bytes);
  if (!(stretched instanceof Uint8Array) || stretched.length !== suite.hash.bytes) {
    throw new TypeError(`ksf.stretch must give ${suite.hash.bytes} bytes`);
  }
  const randomizedPassword = suite.hash.extract(new Uint8Array(0), concat(output, stretched));
  oprfOutput.wipe();
  return randomizedPassword;
}

/** What the server gets for one randomized password. */
export function storeRecord(
  suite: Suite,
  randomizedPassword: Uint8Array,
  serverPublicKey: Uint8Array,
  identities: Identities,
  envelopeNonce: Uint8Array,
): FinishedRegistration {
  const stored = storeEnvelope(suite, randomizedPassword, serverPublicKey, identities, envelopeNonce);
  return {
    record: concat(stored.clientPublicKey, stored.maskingKey, stored.envelope),
    exportKey: intoSecret(stored.exportKey),
    serverPublicKey,
  };
}

/** A server that sends a client's value back has not worked on it. @throws ERR_REFLECTED */
function assertNotReflected(sent: Uint8Array, received: Uint8Array): void {
  if (equalBytes(sent, received)) throw new MunimentError('ERR_REFLECTED');
}

/** Best effort: the engine may hold copies. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
