// What vectors of a vault say of its realm and of an account, as far as client and realm both need it.

import { type EncapsulatedRequest, XWING_SECRET_BYTES, xwingPublicKey } from '@muniment/crypto';
import { encapsulateRequestWithRandomness } from '@muniment/crypto/derandomized';
import { isMunimentError } from '@muniment/errors';
import {
  decodeVaultRecord,
  encodeFixedFrame,
  VAULT_ACCOUNT_PART_MAX_BYTES,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_OPERATION_NUMBERS,
  VAULT_REQUEST_BYTES,
  type VaultAccount,
  type VaultOperation,
  type VaultRecord,
} from '@muniment/wire';
import { type Fields, malformed } from './support.ts';

export const KEY_ID_MAX = 255;
/** What encapsulating a request draws. */
export const RANDOMNESS_BYTES = 64;
export const REALM_ID_BYTES = 16;
/** The last time that a message can say, less what a record may add to it. */
export const NOW_MAX_MS: number = 253_402_300_799_999 - 100 * 86_400_000;
const FRAME_HEADER_BYTES = 4;
const NUMBER_MAX = 2n ** 53n - 1n;

export const VAULT_OPERATIONS = Object.keys(VAULT_OPERATION_NUMBERS) as readonly VaultOperation[];

export function accountOf(input: Fields): VaultAccount {
  const part = (name: string): string => {
    const text = input.text(name);
    const { length } = new TextEncoder().encode(text);
    if (!text.isWellFormed() || length < 1 || length > VAULT_ACCOUNT_PART_MAX_BYTES)
      malformed(`${name} is no part of an account`);
    return text;
  };
  return { issuer: part('issuer'), subject: part('subject') };
}

/** A record as a realm keeps it: one that no realm writes is a mistake of the request. */
export function recordOf(input: Fields, name: string): VaultRecord | undefined {
  if (!input.has(name)) return undefined;
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
