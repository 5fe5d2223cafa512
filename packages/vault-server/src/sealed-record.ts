// A record as its store sees it: padded, encrypted, and bound to its realm, handle and revision. Implements spec/vault.md §11
// (VAULT-060).
//
// Cobblestone object under HKDF-Expand(storage key, "muniment v1 vault record", 32) and the context
// role 7 (1) || realm id (16) || 0 (u32 BE) || handle (32) || revision (u64 BE)
// of content length (u32 BE) || content || zero bytes, in all 16,384 bytes.

import {
  type Bytes,
  hkdfExpand,
  hmacSha256,
  type KeyInput,
  openCobblestone,
  SHA256_BYTES,
  sealCobblestone,
} from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  decodeFixedFrame,
  encodeFixedFrame,
  FRAME_HEADER_BYTES,
  ID_BYTES,
  LABELS,
  ROLES,
} from '@muniment/wire';
import {
  assertHandle,
  assertRevision,
  RECORD_HANDLE_BYTES,
  RECORD_PLAINTEXT_BYTES,
  SEALED_RECORD_BYTES,
} from './record-store.ts';

/** Bytes of the key from which a realm derives all that its store gets to see. */
export const STORAGE_KEY_BYTES = 32;
/** The most content that a record holds: 16,380 bytes. */
export const RECORD_CONTENT_MAX_BYTES: number = RECORD_PLAINTEXT_BYTES - FRAME_HEADER_BYTES;

const REALM_ID_OFFSET = 1;
const HANDLE_OFFSET = REALM_ID_OFFSET + ID_BYTES + 4;
const REVISION_OFFSET = HANDLE_OFFSET + RECORD_HANDLE_BYTES;
const CONTEXT_BYTES = REVISION_OFFSET + 8;
const utf8 = new TextEncoder();

/** Which record: the parts of its context. */
export interface RecordPlace {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** 32 bytes, from `accountHandle`. */
  readonly handle: Uint8Array;
  /** From 1n: the revision under which the store has it. */
  readonly revision: bigint;
}

/**
 * What an account is called in the store: 32 bytes that only the storage key ties to the account.
 *
 * @throws ERR_KEY_SIZE if the storage key has not 32 bytes
 */
export async function accountHandle(storageKey: KeyInput, accountId: Uint8Array): Promise<Bytes> {
  return await withKey(storageKey, LABELS.vaultHandle, (key) => hmacSha256(key, accountId));
}

/**
 * Encrypts the content of a record for one revision of one handle: `SEALED_RECORD_BYTES`, other ones each time.
 *
 * ```ts
 * const sealed = await sealRecord(storageKey, { realmId, handle, revision: expected + 1n }, content);
 * ```
 * @throws ERR_LIMIT if there is more than `RECORD_CONTENT_MAX_BYTES` of it, ERR_KEY_SIZE if the storage key has not 32 bytes
 * @throws TypeError, RangeError for a place that is none
 */
export async function sealRecord(
  storageKey: KeyInput,
  place: RecordPlace,
  content: Uint8Array,
): Promise<Bytes> {
  const context = recordContext(place);
  const plaintext = encodeFixedFrame(content, RECORD_PLAINTEXT_BYTES);
  try {
    return await withKey(storageKey, LABELS.vaultRecord, (key) => sealCobblestone(key, context, plaintext));
  } finally {
    plaintext.fill(0);
  }
}

/**
 * The content of a sealed record, in bytes of its own.
 *
 * @throws ERR_OBJECT_LENGTH if `sealed` has not `SEALED_RECORD_BYTES`
 * @throws ERR_COMMITMENT if it is another realm's, handle's or revision's, or sealed under another storage key
 * @throws ERR_SEGMENT if it was altered; ERR_ENCODING or ERR_PADDING if no correct realm sealed it
 * @throws ERR_KEY_SIZE if the storage key has not 32 bytes
 */
export async function openRecord(
  storageKey: KeyInput,
  place: RecordPlace,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const context = recordContext(place);
  if (!(sealed instanceof Uint8Array)) throw new TypeError('a sealed record is a Uint8Array');
  if (sealed.length !== SEALED_RECORD_BYTES) {
    throw new MunimentError('ERR_OBJECT_LENGTH', `a sealed record has ${sealed.length} bytes`, {
      length: sealed.length,
    });
  }
  const plaintext = await withKey(storageKey, LABELS.vaultRecord, (key) =>
    openCobblestone(key, context, sealed),
  );
  try {
    return decodeFixedFrame(plaintext, RECORD_PLAINTEXT_BYTES);
  } finally {
    plaintext.fill(0);
  }
}

/** The 61 bytes to which a record is bound. @throws TypeError, RangeError */
export function recordContext({ realmId, handle, revision }: RecordPlace): Uint8Array {
  if (!(realmId instanceof Uint8Array)) throw new TypeError('a realm id is a Uint8Array');
  if (realmId.length !== ID_BYTES) {
    throw new RangeError(`a realm id has ${ID_BYTES} bytes, not ${realmId.length}`);
  }
  assertHandle(handle);
  assertRevision(revision);
  if (revision === 0n) throw new RangeError('the first revision of a record is 1');
  const context = new Uint8Array(CONTEXT_BYTES);
  context[0] = ROLES.vaultRecord;
  context.set(realmId, REALM_ID_OFFSET);
  context.set(handle, HANDLE_OFFSET);
  new DataView(context.buffer).setBigUint64(REVISION_OFFSET, revision);
  return context;
}

/** Derives a key of the realm, and wipes it after use. */
async function withKey<T>(storageKey: KeyInput, label: string, use: (key: Bytes) => Promise<T>): Promise<T> {
  if (storageKey.length !== STORAGE_KEY_BYTES) {
    throw new MunimentError(
      'ERR_KEY_SIZE',
      `a storage key has ${STORAGE_KEY_BYTES} bytes, not ${storageKey.length}`,
    );
  }
  const key = await hkdfExpand(storageKey, utf8.encode(label), SHA256_BYTES);
  try {
    return await use(key);
  } finally {
    key.fill(0);
  }
}
