// What is said to a key vault and kept by it (spec/vault.md): account ids, inputs of signatures and proofs, digests, records.

import { concat, u8, u16, u64, utf8 } from './bytes.ts';
import { hmacSha512, sha256 } from './hash.ts';
import { camelCase, describeValue, encodeValue, readSchema, type Value } from './schema.ts';

const SCHEMA = readSchema();

/** The numbers of the operations. */
export const OPERATIONS: Readonly<Record<string, number>> = numbers('VaultOperation');
/** The numbers of the phases. */
export const PHASES: Readonly<Record<string, number>> = numbers('VaultPhase');
/** The numbers of the outcomes. */
export const OUTCOMES: Readonly<Record<string, number>> = numbers('VaultOutcome');

function numbers(name: string): Record<string, number> {
  return Object.fromEntries(
    SCHEMA.enums
      .get(name)!
      .filter(({ number }) => number > 0)
      .map((each) => [
        each.name
          .replace(/^VAULT_(OPERATION|PHASE|OUTCOME)_/, '')
          .toLowerCase()
          .replaceAll('_', '-'),
        each.number,
      ]),
  );
}

/** The message that is the body of an operation. */
export const BODIES: Readonly<Record<string, string>> = {
  stage: 'VaultStage',
  commit: 'VaultCommit',
  login: 'VaultLogin',
  finish: 'VaultFinish',
  acknowledge: 'VaultChange',
  freeze: 'VaultFreeze',
  abandon: 'VaultChange',
  cancel: 'VaultChange',
  anchor: 'VaultAnchorChange',
  owner: 'VaultOwnerChange',
  revert: 'VaultRevert',
  delete: 'VaultDelete',
};

/** A value without the fields that are not written: zeros and empty bytes. */
export function pruned(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => {
      if (field === undefined || field === 0 || field === 0n) return [];
      if (field instanceof Uint8Array) return field.length === 0 ? [] : [[key, field]];
      if (Array.isArray(field))
        return field.length === 0 ? [] : [[key, field.map((each) => pruned(each as Value))]];
      return [[key, typeof field === 'object' && field !== null ? pruned(field as Value) : field]];
    }),
  );
}

/** The encoding of a message of proto/vault.proto. */
export function encodeMessage(name: string, value: Value): Uint8Array {
  return encodeValue(SCHEMA, name, pruned(value));
}

/** A message in the form of the vectors, without zeros and empty bytes. */
export function describeMessage(name: string, value: Value): Record<string, unknown> {
  return describeValue(SCHEMA, name, pruned(value));
}

/** The names of a message's fields. */
export function fieldNames(name: string): string[] {
  return SCHEMA.messages.get(name)!.fields.map((field) => camelCase(field.name));
}

/** Length and bytes. */
export function prefixed(part: Uint8Array): Uint8Array {
  return concat(u16(part.length), part);
}

/** p(issuer) || p(subject). */
export function accountId(issuer: string, subject: string): Uint8Array {
  return concat(prefixed(utf8(issuer)), prefixed(utf8(subject)));
}

/** What owner signatures and login proofs cover. */
export interface Signed {
  readonly operation: number;
  readonly realmId: Uint8Array;
  readonly accountId: Uint8Array;
  readonly generation: bigint;
  readonly version: bigint;
  readonly body: Uint8Array;
}

export function signedInput(content: Signed): Uint8Array {
  return concat(
    utf8('muniment v1 vault change'),
    u8(0),
    u8(content.operation),
    content.realmId,
    prefixed(content.accountId),
    u64(content.generation),
    u64(content.version),
    prefixed(content.body),
  );
}

/** SHA-256 of operation and body. */
export function digestOf(operation: number, body: Uint8Array): Uint8Array {
  return sha256(u8(operation), body);
}

/** HMAC under the session key of a right login. */
export function loginProof(sessionKey: Uint8Array, input: Uint8Array): Uint8Array {
  return hmacSha512(sessionKey, utf8('muniment v1 vault login-proof'), u8(0), input);
}

/** What the key that a token names signs. */
export function proofInput(
  realmId: Uint8Array,
  operation: number,
  token: string,
  body: Uint8Array,
): Uint8Array {
  return concat(
    utf8('muniment v1 vault request'),
    u8(0),
    u8(operation),
    realmId,
    prefixed(utf8(token)),
    prefixed(body),
  );
}

/** What a realm tells of a record. */
export function statusOf(record: Value | undefined): Value {
  if (record === undefined) return { phase: PHASES.none };
  const told = fieldNames('VaultStatus').map((name) => [name, record[name]] as const);
  const generation = (value: unknown): Value | undefined => {
    if (value === undefined) return undefined;
    const { number, ksf, sinceMs, untilMs } = value as Value;
    return { number, ksf, sinceMs, untilMs };
  };
  return {
    ...Object.fromEntries(told),
    active: generation(record.active),
    previous: generation(record.previous),
    staged: generation(record.staged),
  };
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A member of a JWT's header or payload; `undefined` leaves it out. */
export type Claims = Readonly<Record<string, unknown>>;

/** An account token: header and payload as given, signed by `sign`. */
export function accountToken(
  header: Claims,
  payload: Claims,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const parts = [header, payload].map((part) => base64url(utf8(JSON.stringify(part)))).join('.');
  return `${parts}.${base64url(sign(utf8(parts)))}`;
}

/** The `cnf` of a token for an Ed25519 key. */
export function confirmation(publicKey: Uint8Array): Claims {
  return { jwk: { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) } };
}
