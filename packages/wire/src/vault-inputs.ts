// What is signed and proved towards a vault: fixed layouts of spec/vault.md, sections 2 to 4.

import { VAULT_OPERATION_NUMBERS, type VaultOperation } from './generated/messages.ts';
import { LABELS } from './registries.ts';

const ENCODER = new TextEncoder();
/** `iss` and `sub` of a token are at most so many bytes of UTF-8. */
export const VAULT_ACCOUNT_PART_MAX_BYTES = 256;

/** The media types of the two messages, which keep their encapsulation apart from any other protocol's. */
export const VAULT_ENCAPSULATION_LABELS = {
  request: 'message/muniment-vault request',
  response: 'message/muniment-vault response',
} as const;

/** Who a token says someone is. */
export interface VaultAccount {
  /** 1 to 256 bytes of UTF-8. */
  readonly issuer: string;
  /** 1 to 256 bytes of UTF-8. */
  readonly subject: string;
}

/** The account id: p(issuer) || p(subject). @throws RangeError for an empty or too long part */
export function vaultAccountId({ issuer, subject }: VaultAccount): Uint8Array {
  const parts = [issuer, subject].map((text) => ENCODER.encode(text));
  for (const { length } of parts) {
    if (length < 1 || length > VAULT_ACCOUNT_PART_MAX_BYTES) {
      throw new RangeError(`issuer and subject have 1 to ${VAULT_ACCOUNT_PART_MAX_BYTES} bytes`);
    }
  }
  return concat(...parts.map(prefixed));
}

/** What `vaultProofInput` takes. */
export interface VaultProofContent {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  readonly operation: VaultOperation;
  readonly token: string;
  /** The encoded body; empty for `status`. */
  readonly body: Uint8Array;
}

/** What the key that a token names signs (VAULT-012). */
export function vaultProofInput({ realmId, operation, token, body }: VaultProofContent): Uint8Array {
  return concat(
    labelled(LABELS.vaultRequest, operation, realmId),
    prefixed(ENCODER.encode(token)),
    prefixed(body),
  );
}

/** What `vaultSignedInput` takes. */
export interface VaultSignedContent {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  readonly operation: VaultOperation;
  readonly accountId: Uint8Array;
  /** Those of the body; 0 for a body without generation. */
  readonly generation: bigint;
  readonly version: bigint;
  /** The encoded body. */
  readonly body: Uint8Array;
}

/** What owner signatures and login proofs cover (spec/vault.md section 4). */
export function vaultSignedInput(content: VaultSignedContent): Uint8Array {
  const { realmId, operation, accountId, generation, version, body } = content;
  return concat(
    labelled(LABELS.vaultChange, operation, realmId),
    prefixed(accountId),
    uint64(generation),
    uint64(version),
    prefixed(body),
  );
}

/** What the session key of a right login authenticates. */
export function vaultLoginProofInput(signedInput: Uint8Array): Uint8Array {
  return concat(ENCODER.encode(LABELS.vaultLoginProof), Uint8Array.of(0), signedInput);
}

/** What the digest of a request is made of: SHA-256 of this names the request in all its retries. */
export function vaultDigestInput(operation: VaultOperation, body: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(VAULT_OPERATION_NUMBERS[operation]), body);
}

function labelled(label: string, operation: VaultOperation, realmId: Uint8Array): Uint8Array {
  if (realmId.length !== 16) throw new RangeError('a realm id has 16 bytes');
  return concat(ENCODER.encode(label), Uint8Array.of(0, VAULT_OPERATION_NUMBERS[operation]), realmId);
}

function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
