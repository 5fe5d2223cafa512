// The three states between messages. Each can be used once: taking its content, or suspending it to bytes, spends it.
// Layout: version (1), kind (1), suite (1), then fixed-size fields and, for a client, the length-prefixed password.

import type { KeyInput, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { concat, cut, exposed, intoSecret, prefixed } from './bytes.ts';
import { messageSizes } from './messages.ts';
import { SUITE_IDS, type Suite } from './suite.ts';

const STATE_VERSION = 1;
const HEADER_BYTES = 3;
const LENGTH_BYTES = 2;

/** What a state waits for, with its number in the serialised form. */
const KINDS = { 'client-registration': 1, 'client-login': 2, 'server-login': 3 } as const;

type StateKind = keyof typeof KINDS;

/** The serialised form of every unused state. Outside the objects, so that printing one shows nothing. */
const unused = new WeakMap<State<StateKind>, Uint8Array>();

/** A state that can be used once. */
class State<Kind extends StateKind> {
  readonly kind: Kind;

  constructor(kind: Kind, bytes: Uint8Array) {
    this.kind = kind;
    unused.set(this, bytes);
  }

  /** True once the state was used or suspended. */
  get isUsed(): boolean {
    return !unused.has(this);
  }

  /**
   * Turns the state into bytes to store and spends this object: from here on the bytes are the state. They hold
   * secrets. Bytes can be copied, and a copy cannot know of the other's use: whoever stores them removes them in the
   * transaction that records their use.
   *
   * @throws ERR_STATE_USED
   */
  suspend(): SecretBytes {
    return intoSecret(take(this));
  }
}

/** Between `startRegistration` and `finishRegistration`. */
export type ClientRegistrationState = State<'client-registration'>;
/** Between `startLogin` and `finishLogin`. */
export type ClientLoginState = State<'client-login'>;
/** Between `startServerLogin` and `finishServerLogin`. */
export type ServerLoginState = State<'server-login'>;

/** The content of a `ClientRegistrationState`. */
export interface ClientRegistrationContent {
  readonly blind: Uint8Array;
  readonly blindedElement: Uint8Array;
  readonly password: Uint8Array;
}

/** The content of a `ClientLoginState`. */
export interface ClientLoginContent {
  readonly blind: Uint8Array;
  readonly keySharePrivateKey: Uint8Array;
  readonly ke1: Uint8Array;
  readonly password: Uint8Array;
}

/** The content of a `ServerLoginState`. */
export interface ServerLoginContent {
  readonly expectedClientMac: Uint8Array;
  readonly sessionKey: Uint8Array;
}

/** The sizes of the fields after the header; for a client, the password follows behind its length. */
function fieldSizes(kind: StateKind, suite: Suite): readonly number[] {
  const { group, hash, keyExchange } = suite;
  if (kind === 'client-registration') return [group.scalarBytes, group.elementBytes];
  if (kind === 'client-login')
    return [group.scalarBytes, keyExchange.privateKeyBytes, messageSizes(suite).ke1];
  return [hash.bytes, hash.bytes];
}

function createState<Kind extends StateKind>(kind: Kind, suite: Suite, ...fields: Uint8Array[]): State<Kind> {
  return new State(kind, concat(Uint8Array.of(STATE_VERSION, KINDS[kind], SUITE_IDS[suite.name]), ...fields));
}

/** A state that waits for the registration response. */
export function createClientRegistrationState(
  suite: Suite,
  content: ClientRegistrationContent,
): ClientRegistrationState {
  const { blind, blindedElement, password } = content;
  return createState('client-registration', suite, blind, blindedElement, prefixed(password));
}

/** A state that waits for KE2. */
export function createClientLoginState(suite: Suite, content: ClientLoginContent): ClientLoginState {
  const { blind, keySharePrivateKey, ke1, password } = content;
  return createState('client-login', suite, blind, keySharePrivateKey, ke1, prefixed(password));
}

/** A state that waits for KE3. */
export function createServerLoginState(suite: Suite, content: ServerLoginContent): ServerLoginState {
  return createState('server-login', suite, content.expectedClientMac, content.sessionKey);
}

/** Uses a state. The caller wipes the content. @throws ERR_STATE_USED, ERR_FIELD on a state of another suite */
export function takeClientRegistrationState(
  suite: Suite,
  state: ClientRegistrationState,
): ClientRegistrationContent {
  const [blind, blindedElement, password] = takeFields('client-registration', suite, state);
  return { blind, blindedElement, password };
}

/** Uses a state. The caller wipes the content. @throws ERR_STATE_USED, ERR_FIELD on a state of another suite */
export function takeClientLoginState(suite: Suite, state: ClientLoginState): ClientLoginContent {
  const [blind, keySharePrivateKey, ke1, password] = takeFields('client-login', suite, state);
  return { blind, keySharePrivateKey, ke1, password };
}

/** Uses a state. The caller wipes the content. @throws ERR_STATE_USED, ERR_FIELD on a state of another suite */
export function takeServerLoginState(suite: Suite, state: ServerLoginState): ServerLoginContent {
  const [expectedClientMac, sessionKey] = takeFields('server-login', suite, state);
  return { expectedClientMac, sessionKey };
}

/**
 * The state that `suspend` gave as bytes.
 *
 * @throws ERR_ENCODING, ERR_UNSUPPORTED_VERSION, ERR_FIELD on the state of another kind or suite
 */
export function resumeClientRegistration(suite: Suite, bytes: KeyInput): ClientRegistrationState {
  return resume('client-registration', suite, bytes);
}

/**
 * The state that `suspend` gave as bytes.
 *
 * @throws ERR_ENCODING, ERR_UNSUPPORTED_VERSION, ERR_FIELD on the state of another kind or suite
 */
export function resumeClientLogin(suite: Suite, bytes: KeyInput): ClientLoginState {
  return resume('client-login', suite, bytes);
}

/**
 * The state that `suspend` gave as bytes.
 *
 * @throws ERR_ENCODING, ERR_UNSUPPORTED_VERSION, ERR_FIELD on the state of another kind or suite
 */
export function resumeServerLogin(suite: Suite, bytes: KeyInput): ServerLoginState {
  return resume('server-login', suite, bytes);
}

function take(state: State<StateKind>): Uint8Array {
  if (!(state instanceof State)) throw new TypeError('state must be a state of this package');
  const bytes = unused.get(state);
  if (bytes === undefined) throw new MunimentError('ERR_STATE_USED');
  unused.delete(state);
  return bytes;
}

function takeFields(kind: StateKind, suite: Suite, state: State<StateKind>): Uint8Array[] {
  // The header is checked before the state is spent: the wrong suite is the caller's mistake and can be repaired.
  const stored = unused.get(state);
  if (stored !== undefined) assertHeader(kind, suite, stored);
  const bytes = take(state);
  const sizes = fieldSizes(kind, suite);
  const [, ...fields] = cut(bytes, HEADER_BYTES, ...sizes);
  // A client's password is the rest; a server's state has none.
  const used = HEADER_BYTES + sizes.reduce((sum, size) => sum + size) + LENGTH_BYTES;
  fields.push(new Uint8Array(bytes.subarray(used)));
  bytes.fill(0);
  return fields;
}

function assertHeader(kind: StateKind, suite: Suite, bytes: Uint8Array): void {
  if (bytes.length < HEADER_BYTES)
    throw new MunimentError('ERR_ENCODING', 'a state is shorter than its header');
  if (bytes[0] !== STATE_VERSION)
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', 'a state of another version');
  if (bytes[1] !== KINDS[kind]) throw new MunimentError('ERR_FIELD', `not a ${kind} state`);
  if (bytes[2] !== SUITE_IDS[suite.name]) throw new MunimentError('ERR_FIELD', 'a state of another suite');
}

function resume<Kind extends StateKind>(kind: Kind, suite: Suite, stored: KeyInput): State<Kind> {
  const bytes = new Uint8Array(exposed('bytes', stored));
  assertHeader(kind, suite, bytes);
  const fixed = HEADER_BYTES + fieldSizes(kind, suite).reduce((sum, size) => sum + size);
  let length = fixed;
  if (kind !== 'server-login') length += LENGTH_BYTES + ((bytes[fixed] << 8) | bytes[fixed + 1]);
  if (bytes.length !== length) {
    throw new MunimentError('ERR_ENCODING', `a ${kind} state has ${bytes.length} bytes instead of ${length}`);
  }
  return new State(kind, bytes);
}
