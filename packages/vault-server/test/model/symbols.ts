// OPAQUE, signatures and bytes as symbols: a short text says what a value is and who could have made it.

import type { VaultOperation, VaultRecord } from '@muniment/wire';
import type { RealmCrypto, RealmOperation, RealmRequest } from '../../src/step.ts';

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

export const bytes = (text: string): Uint8Array => ENCODER.encode(text);
export const text = (value: Uint8Array): string => DECODER.decode(value);

/** A property that does not hold. */
export class Violation extends Error {
  readonly property: string;
  constructor(property: string, message: string) {
    super(`${property}: ${message}`);
    this.property = property;
  }
}

export const oprfKeySymbol = (generation: bigint): string => `OPRF key ${generation}`;

/** KE1 of a client that uses `password`; `nonce` tells the KE1s of a client apart. */
export const ke1Symbol = (by: string, password: string, nonce: string): string =>
  `${by},${password},${nonce}`;

/** The generation that a KE2 was evaluated with, and the KE1 that it answers. */
export function readKe2(ke2: string): { generation: string; ke1: string } {
  const [, generation, ke1] = /^KE2\((.*?);(.*)\)$/.exec(ke2)!;
  return { generation, ke1 };
}

/** The KE3 that a client makes of a KE2: right only for the password of the generation. */
export function ke3Symbol(ke2: string, password: string): string {
  const { generation, ke1 } = readKe2(ke2);
  return `KE3(${generation};${ke1};${password})`;
}

export const sessionKeySymbol = (ke3: string): string => ke3.replace('KE3', 'session');

/** The realm's cryptography. A state is the one KE3 that it accepts. */
export const SYMBOLIC_CRYPTO: RealmCrypto = {
  startLogin(keys, ke1) {
    const key = text(keys.oprfKey);
    if (!key.startsWith('OPRF key ')) throw new Violation('P5', 'an evaluation with an erased key');
    const generation = key.slice('OPRF key '.length);
    const ke2 = `KE2(${generation};${text(ke1)})`;
    return { ke2: bytes(ke2), state: bytes(ke3Symbol(ke2, text(keys.record).replace('record of ', ''))) };
  },
  finishLogin(state, ke3) {
    return text(state) === text(ke3) ? bytes(sessionKeySymbol(text(ke3))) : undefined;
  },
  verifySignature: (publicKey, message, signature) =>
    publicKey.length > 0 && text(signature) === signatureSymbol(text(publicKey), text(message)),
  verifyLoginProof: (sessionKey, message, proof) =>
    text(proof) === signatureSymbol(text(sessionKey), text(message)),
};

export const signatureSymbol = (key: string, message: string): string => `${key} over ${message}`;

/** What a client signs a request with: keys by their names. */
export interface Signers {
  readonly owner?: string | undefined;
  readonly newOwner?: string | undefined;
  readonly session?: string | undefined;
}

/** A request as it goes over the network: whoever carries it can send it again. */
export interface Sent {
  readonly by: string;
  readonly operation: VaultOperation;
  readonly request: RealmRequest;
  readonly signers: Signers;
  /** How it reads in a trace, and its identity. */
  readonly name: string;
}

const SHORT: Readonly<Record<string, string>> = { version: 'v', generation: 'g' };

/** Parts that a digest depends on, and shows nothing of: the record stands for them. */
const SECRETS: readonly string[] = ['ksf', 'oprfKey', 'releaseSecret'];

function bodyText(content: RealmOperation): string {
  if (content.operation === 'status') return '';
  return Object.entries(content.body)
    .filter(([name]) => !SECRETS.includes(name))
    .filter(([, value]) => value !== undefined && !(value instanceof Uint8Array && value.length === 0))
    .map(([name, value]) => `${SHORT[name] ?? `${name}=`}${valueText(value)}`)
    .join(' ');
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return text(value);
  if (typeof value === 'object' && value !== null)
    return `{${Object.values(value).map(valueText).join(',')}}`;
  return String(value);
}

/** The digest of an operation and its body: a login's is its name from then on. */
export const digestOf = (content: RealmOperation): string => `${content.operation} ${bodyText(content)}`;

export function send(by: string, content: RealmOperation, signers: Signers = {}): Sent {
  const digest = digestOf(content);
  const signed = (key: string | undefined): Uint8Array =>
    key === undefined ? new Uint8Array(0) : bytes(signatureSymbol(key, digest));
  const marks = Object.entries(signers)
    .filter(([, key]) => key !== undefined)
    .map(([role, key]) => `${role} ${key}`)
    .join(', ');
  return {
    by,
    operation: content.operation,
    signers,
    request: {
      content,
      digest: bytes(digest),
      signedInput: bytes(digest),
      ownerSignature: signed(signers.owner),
      newOwnerSignature: signed(signers.newOwner),
      loginProof: signed(signers.session),
    },
    name: `${by}: ${digest}${marks === '' ? '' : ` [${marks}]`}`,
  };
}

/** A record as a text: equal texts are equal records. */
export const recordText = (record: VaultRecord): string =>
  JSON.stringify(record, (_, value) =>
    typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? text(value) : value,
  );
