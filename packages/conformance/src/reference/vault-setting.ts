// What vectors of a vault say of its realm and of an account, as far as client and realm both need it.

import { type EncapsulatedRequest, XWING_SECRET_BYTES, xwingPublicKey } from '@muniment/crypto';
import { encapsulateRequestWithRandomness } from '@muniment/crypto/derandomized';
import { isMunimentError } from '@muniment/errors';
import {
  decodeVaultRecord,
  encodeFixedFrame,
  formatHex,
  VAULT_ACCOUNT_PART_MAX_BYTES,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_OPERATION_NUMBERS,
  VAULT_REQUEST_BYTES,
  type VaultAccount,
  type VaultOperation,
  type VaultRecord,
  vaultAccountId,
} from '@muniment/wire';
import type { Json } from '../protocol.ts';
import { differenceOf } from '../runner/members.ts';
import { describe, type Fields, malformed } from './support.ts';

export const KEY_ID_MAX = 255;
/** What encapsulating a request draws. */
export const RANDOMNESS_BYTES = 64;
export const REALM_ID_BYTES = 16;
/** The last time that a message can say, less what a record may add to it. */
export const NOW_MAX_MS: number = 253_402_300_799_999 - 100 * 86_400_000;
const FRAME_HEADER_BYTES = 4;
const NUMBER_MAX = 2n ** 53n - 1n;

export const VAULT_OPERATIONS = Object.keys(VAULT_OPERATION_NUMBERS) as readonly VaultOperation[];

/** `issuer` and `subject`, with the account id that they make. */
export function accountOf(input: Fields): VaultAccount {
  const part = (name: string): string => {
    const text = input.text(name);
    const { length } = new TextEncoder().encode(text);
    if (!text.isWellFormed() || length < 1 || length > VAULT_ACCOUNT_PART_MAX_BYTES)
      malformed(`${name} is no part of an account`);
    return text;
  };
  const account = { issuer: part('issuer'), subject: part('subject') };
  assertSays('accountId', input, 'accountId', formatHex(vaultAccountId(account)));
  return account;
}

/** What is given twice has to be the same both times: an implementation may go by either. */
export function assertSays(what: string, input: Fields, name: string, expected: Json | undefined): void {
  if (!input.has(name)) return;
  const matches = input.member(name, (value) => differenceOf(value, expected) === undefined);
  if (!matches) malformed(`${what} and what it is made from differ`);
}

/** A message in the form of the vectors: no zeros, no empty fields, 64-bit integers in decimal. */
export function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return describe(value);
  const isWritten = (field: unknown): boolean => {
    if (field === undefined || field === 0 || field === 0n) return false;
    return !(field instanceof Uint8Array || Array.isArray(field)) || field.length > 0;
  };
  const written = Object.entries(value).filter(([, field]) => isWritten(field));
  return Object.fromEntries(written.map(([name, field]) => [name, plain(field)]));
}

/**
 * A record as a realm keeps it, and what it says where that is told: one that no realm writes is a mistake of the request.
 */
export function recordOf(input: Fields, name: string): VaultRecord | undefined {
  if (!input.has(name)) {
    if (input.has('before')) malformed(`${name} is missing`);
    return undefined;
  }
  const bytes = input.bytes(name);
  let record: VaultRecord;
  try {
    record = decodeVaultRecord(bytes);
  } catch (error) {
    if (isMunimentError(error)) malformed(`${name} is no record`);
    throw error;
  }
  // Room for one more of each.
  if (record.version >= NUMBER_MAX || record.lastGeneration >= NUMBER_MAX)
    malformed(`${name} is a record at its end`);
  assertSays(name, input, 'before', plain(record));
  return record;
}

/** A message in its frame, encapsulated to the realm with the randomness of the vector. */
export async function encapsulateMessage(
  realm: Fields,
  message: Uint8Array,
  randomness: Uint8Array,
): Promise<EncapsulatedRequest> {
  if (message.length > VAULT_REQUEST_BYTES - FRAME_HEADER_BYTES) malformed('a message that fits no frame');
  return encapsulateRequestWithRandomness(
    {
      keyId: realm.integer('keyId', 0, KEY_ID_MAX),
      publicKey: await xwingPublicKey(realm.secret('channelSecretKey', XWING_SECRET_BYTES)),
      labels: VAULT_ENCAPSULATION_LABELS,
      plaintext: encodeFixedFrame(message, VAULT_REQUEST_BYTES),
    },
    randomness,
  );
}
