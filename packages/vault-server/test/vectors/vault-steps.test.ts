// Runs test-vectors/vault-steps: one request against one record, with OPAQUE's part given.

import { ed25519Verify, sha256 } from '@muniment/crypto';
import { ristretto255Sha512 } from '@muniment/opaque';
import { fromHex, loadVectors, type TestVector, toHex } from '@muniment/test-kit';
import {
  decodeVaultRecord,
  encodeVaultRecord,
  type VaultOperation,
  type VaultRecord,
  vaultDigestInput,
  vaultLoginProofInput,
} from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import type { SwapOutcome } from '../../src/record-store.ts';
import { releaseAfter } from '../../src/release.ts';
import { isLoginProof, readOperation, realmRequest } from '../../src/request.ts';
import { age, type RealmCrypto, type RealmPolicy, type StepResult, step } from '../../src/step.ts';

interface StepVector extends TestVector {
  readonly outcome?: string;
  readonly before?: unknown;
  readonly beforeBytes?: string;
  readonly request: {
    readonly operation: VaultOperation;
    readonly bodyBytes: string;
    readonly digest: string;
    readonly signedInput: string;
    readonly ownerSignature: string;
    readonly newOwnerSignature: string;
    readonly loginProof: string;
  };
  readonly nowMs: number;
  readonly policy: RealmPolicy;
  readonly opaque?: { readonly ke2?: string; readonly state?: string; readonly sessionKey?: string };
  readonly after?: unknown;
  readonly afterBytes?: string;
  readonly ke2?: string;
  readonly releaseSecret?: string;
  readonly written: SwapOutcome;
  readonly answer: { readonly ke2?: string; readonly releaseSecret?: string };
}

interface StepFile {
  readonly vectorCount: number;
  readonly vectors: readonly StepVector[];
  readonly realmId: string;
  readonly issuer: string;
  readonly subject: string;
}

const suite = loadVectors<StepVector, StepFile>('vault-steps/vault-steps.json');
const { realmId, issuer, subject } = suite.file;
const opaque = ristretto255Sha512;

/** A message in the form of the vectors: no zeros, no empty bytes, 64-bit integers in decimal. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const isWritten = (field: unknown): boolean => {
    if (field === undefined || field === 0 || field === 0n) return false;
    return !(field instanceof Uint8Array || Array.isArray(field)) || field.length > 0;
  };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => isWritten(field))
      .map(([key, field]) => [key, plain(field)]),
  );
}

/** The record of a vector; its JSON says the same as its bytes. */
function recordOf(bytes: string | undefined, described: unknown): VaultRecord | undefined {
  if (bytes === undefined) return undefined;
  const record = decodeVaultRecord(fromHex(bytes));
  expect(plain(record)).toEqual(described);
  return record;
}

/** OPAQUE as the vector gives it. */
function cryptoOf({ opaque: given = {} }: StepVector, before: VaultRecord | undefined): RealmCrypto {
  return {
    startLogin: (keys) => {
      expect([before?.active?.number, before?.previous?.number]).toContain(keys.number);
      expect(keys.oprfKey).toHaveLength(32);
      return { ke2: fromHex(given.ke2!), state: fromHex(given.state!) };
    },
    finishLogin: (state) => {
      expect(before!.logins.map((login) => toHex(login.state))).toContain(toHex(state));
      return given.sessionKey === undefined ? undefined : fromHex(given.sessionKey);
    },
    verifySignature: ed25519Verify,
    verifyLoginProof: (sessionKey, input, proof) =>
      isLoginProof(opaque, sessionKey, vaultLoginProofInput(input), proof),
  };
}

describe('test-vectors/vault-steps', () => {
  it.each(suite.of('step'))('$id', async (vector) => {
    suite.ran(vector);
    const { request, nowMs, policy } = vector;
    const { operation } = request;
    const before = recordOf(vector.beforeBytes, vector.before);
    const after = recordOf(vector.afterBytes, vector.after);
    const message = {
      formatVersion: 1,
      operation,
      token: '',
      body: fromHex(request.bodyBytes),
      proof: new Uint8Array(64),
      ownerSignature: fromHex(request.ownerSignature),
      newOwnerSignature: fromHex(request.newOwnerSignature),
      loginProof: fromHex(request.loginProof),
    };
    const content = readOperation(opaque, message);
    const asked = await realmRequest(message, content, { issuer, subject }, fromHex(realmId));
    expect(toHex(asked.request.signedInput)).toBe(request.signedInput);
    expect(toHex(asked.request.digest)).toBe(request.digest);
    expect(toHex(await sha256(vaultDigestInput(operation, message.body)))).toBe(request.digest);
    const environment = { nowMs: BigInt(nowMs), policy, crypto: cryptoOf(vector, before) };
    const result = step(before, asked.request, environment);
    expect(result.outcome).toBe(vector.outcome ?? 'ok');
    expect(plain(result.write)).toEqual(plain(after));
    if (result.write !== undefined) expect(toHex(encodeVaultRecord(result.write))).toBe(vector.afterBytes);
    expect(result.ke2 && toHex(result.ke2)).toBe(vector.ke2);
    expect(result.releaseSecret && toHex(result.releaseSecret)).toBe(vector.releaseSecret);
  });

  it.each(suite.of('time'))('$id', (vector) => {
    suite.ran(vector);
    const before = recordOf(vector.beforeBytes, vector.before);
    const after = recordOf(vector.afterBytes, vector.after);
    expect(plain(age(before, BigInt(vector.nowMs)))).toEqual(plain(after));
  });

  it.each(suite.of('release'))('$id', (vector) => {
    suite.ran(vector);
    const { ke2, releaseSecret } = vector.answer;
    const record = decodeVaultRecord(fromHex(suite.of('time')[0].beforeBytes!));
    const result: StepResult = {
      outcome: 'ok',
      write: record,
      ...(ke2 !== undefined && { ke2: fromHex(ke2) }),
      ...(releaseSecret !== undefined && { releaseSecret: fromHex(releaseSecret) }),
    };
    const released = releaseAfter(result, vector.written);
    expect(released).toEqual(vector.result === 'valid' ? result : { outcome: vector.outcome });
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
