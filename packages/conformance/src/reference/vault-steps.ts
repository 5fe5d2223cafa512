// test-vectors/vault-steps by @muniment/vault-server.

import { ed25519Verify } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { ristretto255Sha512 } from '@muniment/opaque';
import { accountHandle, openRecord, recordContext } from '@muniment/vault-server';
import {
  age,
  isLoginProof,
  type RealmCrypto,
  type RealmOperation,
  type RealmPolicy,
  readOperation,
  realmRequest,
  releaseAfter,
  type StepResult,
  step,
} from '@muniment/vault-server/derandomized';
import {
  encodeVaultRecord,
  formatHex,
  type VaultRecord,
  type VaultRequest,
  vaultLoginProofInput,
} from '@muniment/wire';
import type { Json, JsonObject, Operations } from '../protocol.ts';
import { answering, type Fields, malformed, operation } from './support.ts';
import {
  accountOf,
  assertSays,
  NOW_MAX_MS,
  plain,
  REALM_ID_BYTES,
  recordOf,
  VAULT_OPERATIONS,
} from './vault-setting.ts';

const suite = ristretto255Sha512;
const ATTEMPTS_MAX = 10;
const UNACKNOWLEDGED_MAX = 1000;
const WAIT_MAX_MS = 90 * 86_400_000;
const SIGNATURE_BYTES = 64;
const KE2_BYTES = 320;
const STATE_BYTES = 131;
const KEY_BYTES = 32;
const SESSION_KEY_BYTES = 64;
const BODY_MAX_BYTES = 4096;

/** The member `policy`. */
export function policyOf(input: Fields): RealmPolicy {
  const policy = input.object('policy');
  const limit = policy.integer('limit', 1, ATTEMPTS_MAX);
  const waitsMs = policy.list('waitsMs', readWait);
  if (waitsMs.length < limit) malformed('fewer waits than attempts');
  const unacknowledgedLimit = policy.integer('unacknowledgedLimit', 1, UNACKNOWLEDGED_MAX);
  return { limit, waitsMs, unacknowledgedLimit };
}

function readWait(value: Json, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > WAIT_MAX_MS)
    malformed(`${where} is no wait`);
  return value as number;
}

/** A record of a realm with this policy, which erases with the last attempt. */
export function recordUnder(policy: RealmPolicy, input: Fields, name: string): VaultRecord | undefined {
  const record = recordOf(input, name);
  if (record !== undefined && record.phase !== 'erased' && record.attempts >= policy.limit)
    malformed(`${name} has all attempts and is not erased`);
  return record;
}

/** Every login that can be finished was counted when it began. */
export function assertCounted(record: VaultRecord | undefined): void {
  const { logins = [], unacknowledged = 0 } = record ?? {};
  if (unacknowledged < logins.filter(({ state }) => state.length > 0).length)
    malformed('a record with logins that were not counted');
}

export function nowOf(input: Fields): bigint {
  return BigInt(input.integer('nowMs', 0, NOW_MAX_MS));
}

function signatureOf(request: Fields, name: string): Uint8Array {
  const bytes = request.bytes(name);
  if (bytes.length !== 0 && bytes.length !== SIGNATURE_BYTES) malformed(`${name} is no signature`);
  return bytes;
}

function requestOf(request: Fields): VaultRequest {
  const body = request.bytes('bodyBytes');
  if (body.length > BODY_MAX_BYTES) malformed('a body that fits no request');
  return {
    formatVersion: 1,
    operation: request.choice('operation', VAULT_OPERATIONS),
    // Token and proof were verified before.
    token: '',
    proof: new Uint8Array(SIGNATURE_BYTES),
    body,
    ownerSignature: signatureOf(request, 'ownerSignature'),
    newOwnerSignature: signatureOf(request, 'newOwnerSignature'),
    loginProof: signatureOf(request, 'loginProof'),
  };
}

/** OPAQUE as the vector gives it. */
function cryptoOf(input: Fields): RealmCrypto {
  const given = (): Fields => input.object('opaque');
  return {
    startLogin: () => ({ ke2: given().bytes('ke2', KE2_BYTES), state: given().bytes('state', STATE_BYTES) }),
    finishLogin: () =>
      input.has('opaque') && given().has('sessionKey')
        ? given().bytes('sessionKey', SESSION_KEY_BYTES)
        : undefined,
    verifySignature: ed25519Verify,
    verifyLoginProof: (sessionKey, content, proof) =>
      isLoginProof(suite, sessionKey, vaultLoginProofInput(content), proof),
  };
}

function describeResult({ write, ke2, releaseSecret }: StepResult): JsonObject {
  return {
    ...(write !== undefined && { afterBytes: formatHex(encodeVaultRecord(write)) }),
    ...(ke2 !== undefined && { ke2: formatHex(ke2) }),
    ...(releaseSecret !== undefined && { releaseSecret: formatHex(releaseSecret) }),
  };
}

export const operations: Operations = {
  'vault-steps.step': answering(async (input) => {
    const policy = policyOf(input);
    const before = recordUnder(policy, input, 'beforeBytes');
    const given = input.object('request');
    const message = requestOf(given);
    const [account, realmId] = [accountOf(input), input.bytes('realmId', REALM_ID_BYTES)];
    let content: RealmOperation;
    try {
      content = readOperation(suite, message);
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      if (given.has('body')) malformed('a body that its bytes do not say');
      return { outcome: 'malformed' };
    }
    assertSays('a body', given, 'body', 'body' in content ? plain(content.body) : undefined);
    if (content.operation === 'finish') assertCounted(before);
    const { request } = await realmRequest(message, content, account, realmId);
    const result = step(before, request, { nowMs: nowOf(input), policy, crypto: cryptoOf(input) });
    const value = describeResult(result);
    return result.outcome === 'ok' ? { value } : { outcome: result.outcome, value };
  }),

  'vault-steps.time': operation((input) => {
    const before = recordOf(input, 'beforeBytes') ?? malformed('input.beforeBytes is missing');
    return { afterBytes: formatHex(encodeVaultRecord(age(before, nowOf(input)))) };
  }),

  'vault-steps.release': answering((input) => {
    const written = input.choice('written', ['ok', 'unknown']);
    const answer = input.object('answer');
    const result: StepResult = {
      outcome: 'ok',
      write: age(undefined, 0n),
      ...(answer.has('ke2') && { ke2: answer.bytes('ke2', KE2_BYTES) }),
      ...(answer.has('releaseSecret') && { releaseSecret: answer.bytes('releaseSecret', KEY_BYTES) }),
    };
    const released = releaseAfter(result, written);
    if (released === 'again') throw new Error('a write that did not conflict is to be tried again');
    const { write: _, ...rest } = released;
    const value = describeResult(rest);
    return rest.outcome === 'ok' ? { value } : { outcome: rest.outcome, value };
  }),

  'vault-steps.sealed': answering(async (input) => {
    const handle = await accountHandle(input.secret('storageKey', KEY_BYTES), input.bytes('accountId'));
    const place = {
      realmId: input.bytes('realmId', REALM_ID_BYTES),
      handle,
      revision: BigInt(input.integer('revision', 1, Number.MAX_SAFE_INTEGER)),
    };
    const sealed = input.bytes('sealed');
    const where = { handle: formatHex(handle), context: formatHex(recordContext(place)) };
    try {
      const content = await openRecord(input.secret('storageKey', KEY_BYTES), place, sealed);
      return { value: { ...where, recordBytes: formatHex(content) } };
    } catch (error) {
      // VAULT-060: whatever the store made of it, it is not the record that was written last.
      if (isMunimentError(error)) return { outcome: 'rolled-back', value: where };
      throw error;
    }
  }),
};
