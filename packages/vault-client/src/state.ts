// What a client keeps while a registration or a login is under way: stored before each send (VAULT-025), read strictly. States
// hold secrets: whoever reads one of a login has the password.

import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { concat, prefixed, utf8 } from './bytes.ts';

/** A place for one state, such as a file that only its owner can read. Nobody else uses it at the same time. */
export interface StateSlot {
  /** What was saved last; `undefined` if nothing was, or it was cleared. */
  load(): Promise<Uint8Array | undefined>;
  /** All or nothing, and durable when it resolves. */
  save(bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}

/** The realm and account that a state is of. */
export interface StateOwner {
  readonly realmId: Uint8Array;
  readonly accountId: Uint8Array;
}

/** A login that was begun. */
export interface LoginState {
  readonly generation: bigint;
  /** The version of the record that LOGIN names. */
  readonly version: bigint;
  readonly ksfId: string;
  /** 96 bytes. */
  readonly ke1: Uint8Array;
  /** OPAQUE's, suspended. */
  readonly opaque: Uint8Array;
  /** The OPRF input that the login is for. */
  readonly passwordInput: Uint8Array;
  /** Once the vault has answered, 320 bytes. */
  readonly ke2: Uint8Array | undefined;
}

/** How far a registration has come. */
export type RegistrationStep = 'staging' | 'staged' | 'committing';

/** A registration that was begun. */
export interface RegistrationState {
  /** `staging` and `committing`: the request may have been carried out. */
  readonly step: RegistrationStep;
  readonly generation: bigint;
  readonly ksfId: string;
  /** 64 bytes. */
  readonly exportKey: Uint8Array;
  /** 32 bytes. */
  readonly releaseSecret: Uint8Array;
  /** The body of COMMIT; empty before. */
  readonly commit: Uint8Array;
  /** 64 bytes or none. */
  readonly loginProof: Uint8Array;
}

const VERSION = 1;
const LOGIN = 1;
const REGISTRATION = 2;
const STEPS: readonly RegistrationStep[] = ['staging', 'staged', 'committing'];
const HEADER_BYTES = 2;
const REALM_ID_BYTES = 16;
const KE1_BYTES = 96;
const KE2_BYTES = 320;
const EXPORT_KEY_BYTES = 64;
const RELEASE_SECRET_BYTES = 32;
const PROOF_BYTES = 64;
const NUMBER_MAX = 2n ** 53n - 1n;

export function encodeLoginState(owner: StateOwner, state: LoginState): Uint8Array {
  const { generation, version, ksfId, ke1, opaque, passwordInput, ke2 } = state;
  return concat(
    header(LOGIN, owner),
    uint64(generation),
    uint64(version),
    prefixed(utf8(ksfId)),
    ke1,
    prefixed(opaque),
    prefixed(passwordInput),
    prefixed(ke2 ?? new Uint8Array(0)),
  );
}

/**
 * @throws ERR_UNSUPPORTED_VERSION, ERR_ENCODING
 * @throws ERR_FIELD for the state of another realm, account or kind, or a value that its rules forbid
 */
export function decodeLoginState(owner: StateOwner, bytes: Uint8Array): LoginState {
  const read = reader(bytes, LOGIN, owner);
  const generation = read.number();
  const version = read.number();
  const ksfId = read.text();
  const ke1 = read.bytes(KE1_BYTES);
  const opaque = read.prefixed();
  const passwordInput = read.prefixed();
  const ke2 = read.optional(KE2_BYTES);
  read.end();
  return { generation, version, ksfId, ke1, opaque, passwordInput, ke2 };
}

export function encodeRegistrationState(owner: StateOwner, state: RegistrationState): Uint8Array {
  const { step, generation, ksfId, exportKey, releaseSecret, commit, loginProof } = state;
  return concat(
    header(REGISTRATION, owner),
    Uint8Array.of(STEPS.indexOf(step)),
    uint64(generation),
    prefixed(utf8(ksfId)),
    exportKey,
    releaseSecret,
    prefixed(commit),
    prefixed(loginProof),
  );
}

/** @throws as `decodeLoginState` */
export function decodeRegistrationState(owner: StateOwner, bytes: Uint8Array): RegistrationState {
  return readRegistration(reader(bytes, REGISTRATION, owner));
}

/** The same for whichever realm and account it is of. */
export function decodeAnyRegistrationState(bytes: Uint8Array): RegistrationState {
  return readRegistration(reader(bytes, REGISTRATION, undefined));
}

function readRegistration(read: Reader): RegistrationState {
  const step = STEPS[read.bytes(1)[0]!];
  if (step === undefined) throw field('of an unknown step');
  const generation = read.number();
  const ksfId = read.text();
  const exportKey = read.bytes(EXPORT_KEY_BYTES);
  const releaseSecret = read.bytes(RELEASE_SECRET_BYTES);
  const commit = read.prefixed();
  const loginProof = read.optional(PROOF_BYTES) ?? new Uint8Array(0);
  read.end();
  if (step === 'committing' ? commit.length === 0 : commit.length + loginProof.length > 0) {
    throw field('with a step and a commit that do not go together');
  }
  return { step, generation, ksfId, exportKey, releaseSecret, commit, loginProof };
}

function header(kind: number, { realmId, accountId }: StateOwner): Uint8Array {
  return concat(Uint8Array.of(VERSION, kind), realmId, prefixed(accountId));
}

function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

interface Reader {
  bytes(length: number): Uint8Array;
  prefixed(): Uint8Array;
  /** Prefixed, of this length or empty. */
  optional(length: number): Uint8Array | undefined;
  text(): string;
  /** 1 to 2^53 - 1. */
  number(): bigint;
  end(): void;
}

/** A reader behind the header, which is checked. */
function reader(content: Uint8Array, kind: number, owner: StateOwner | undefined): Reader {
  if (!(content instanceof Uint8Array)) throw new TypeError('a state is a Uint8Array');
  let at = 0;
  const bytes = (length: number): Uint8Array => {
    if (at + length > content.length) throw encoding();
    at += length;
    return new Uint8Array(content.subarray(at - length, at));
  };
  const prefixedBytes = (): Uint8Array => {
    const [high, low] = bytes(2);
    return bytes((high! << 8) | low!);
  };
  const [version, stated] = bytes(HEADER_BYTES);
  if (version !== VERSION) {
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', 'a stored state of another version');
  }
  if (stated !== kind) throw field('of another kind');
  const realmId = bytes(REALM_ID_BYTES);
  const accountId = prefixedBytes();
  if (
    owner !== undefined &&
    !(equalBytes(realmId, owner.realmId) && equalBytes(accountId, owner.accountId))
  ) {
    throw field('of another vault or account');
  }
  return {
    bytes,
    prefixed: prefixedBytes,
    optional(length) {
      const found = prefixedBytes();
      if (found.length !== 0 && found.length !== length) throw encoding();
      return found.length === 0 ? undefined : found;
    },
    text() {
      const found = prefixedBytes();
      if (!found.every((byte) => byte >= 0x20 && byte < 0x7f)) throw encoding();
      return new TextDecoder().decode(found);
    },
    number() {
      const value = new DataView(bytes(8).buffer).getBigUint64(0);
      if (value < 1n || value > NUMBER_MAX) throw field('with a number that is not from 1 to 2^53 - 1');
      return value;
    },
    end() {
      if (at !== content.length) throw encoding();
    },
  };
}

function encoding(): MunimentError {
  return new MunimentError('ERR_ENCODING', 'a stored state has another length or form');
}

function field(what: string): MunimentError {
  return new MunimentError('ERR_FIELD', `the stored state is ${what}`);
}
