// Those who hold a token of the account, keep the realm's records, or both.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Sign, SecretBytes } from '@muniment/crypto';
import { ristretto255Sha512, startLogin } from '@muniment/opaque';
import { encodePasswordInput } from '@muniment/opaque/password';
import { memoryRecordStore, type RecordStore, sqliteFreshness } from '@muniment/vault-server';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultLogin,
  encodeVaultRequest,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultResponse,
  vaultAccountId,
  vaultProofInput,
} from '@muniment/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { commitPassword, stagePassword } from '../src/index.ts';
import { CHEAP_KSF, memorySlot, type TestRealm, testRealm, testVault } from './helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'muniment-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NONE = new Uint8Array(0);

/** A LOGIN as anybody with a token can make it. */
async function guess(at: TestRealm, password: string, version: bigint): Promise<Uint8Array> {
  const { token, clientKey } = await at.token();
  const { account } = await testVault(at);
  const { ke1 } = startLogin({
    suite: ristretto255Sha512,
    password: encodePasswordInput({ password, account: vaultAccountId(account) }),
  });
  const body = encodeVaultLogin({ version, generation: 1n, ke1 });
  const proof = ed25519Sign(
    clientKey,
    vaultProofInput({ realmId: at.realmId, operation: 'login', token, body }),
  );
  const request = {
    formatVersion: 1,
    operation: 'login',
    token,
    body,
    proof,
    ownerSignature: NONE,
    newOwnerSignature: NONE,
    loginProof: NONE,
  } as const;
  return encodeFixedFrame(encodeVaultRequest(request), VAULT_REQUEST_BYTES);
}

async function send(at: TestRealm, plaintext: Uint8Array): Promise<VaultResponse> {
  return decodeVaultResponse(decodeFixedFrame(await at.answer(plaintext), VAULT_RESPONSE_BYTES));
}

async function register(at: TestRealm, newOwner: SecretBytes): Promise<void> {
  const vault = await testVault(at);
  const slot = memorySlot();
  await stagePassword(vault, { password: 'the password of the owner', ksf: CHEAP_KSF, slot, newOwner });
  await commitPassword(vault, { slot, newOwner });
}

describe('a record store that says ok when it likes', () => {
  // VAULT-001, VAULT-061
  it('wins no evaluation that is not counted, where the realm notes what is newest', async () => {
    const honest = memoryRecordStore();
    const held: (() => void)[] = [];
    let isHolding = false;
    const store: RecordStore = {
      get: (handle) => honest.get(handle),
      handles: (after, limit) => honest.handles(after, limit),
      erase: () => honest.erase(),
      close: () => honest.close(),
      pendingErasure: false,
      compareAndSwap: (handle, expected, sealed, options) =>
        isHolding
          ? new Promise((resolve) => held.push(() => resolve('ok')))
          : honest.compareAndSwap(handle, expected, sealed, options),
    };
    const freshness = await sqliteFreshness(join(folder, 'freshness.db'));
    const at = await testRealm({ store, freshness });
    await register(at, SecretBytes.random(32));
    const vault = await testVault(at);
    const counted = await guess(at, 'first', (await vault.status()).version);
    expect((await send(at, counted)).outcome).toBe('ok');
    const { version, attempts } = await vault.status();
    isHolding = true;
    const guesses = await Promise.all(Array.from({ length: 8 }, (_, i) => guess(at, `guess ${i}`, version)));
    const answers = guesses.map((each) => send(at, each));
    await expect.poll(() => held.length).toBe(8);
    isHolding = false;
    // Retries of a login that was counted: the record is written again, and nothing is counted.
    for (let i = 0; i < 2; i++) expect((await send(at, counted)).outcome).toBe('ok');
    for (const release of held) release();
    for (const { outcome, ke2 } of await Promise.all(answers)) {
      expect(outcome).toBe('uncertain');
      expect(ke2).toHaveLength(0);
    }
    expect((await vault.status()).attempts).toBe(attempts);
    await freshness.close();
  });
});

describe('a thief of a token', () => {
  // VAULT-117
  it('cannot keep the owner from taking an abandonment back by asking without end', async () => {
    const at = await testRealm({ perMinute: 30 });
    const owner = SecretBytes.random(32);
    await register(at, owner);
    at.clock.nowMs += 60_000;
    const stolen = SecretBytes.random(32);
    const thief = await testVault({ ...at, token: () => at.token(stolen) }, undefined, 1);
    await thief.abandon();
    let refused = 0;
    for (let i = 0; i < 60; i++) {
      await thief.status().catch((error: { code: string }) => {
        expect(error.code).toBe('ERR_VAULT_RATE');
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(20);
    const vault = await testVault(at, undefined, 1);
    expect((await vault.status()).deleteAtMs).not.toBe(0n);
    expect((await vault.cancel({ owner })).deleteAtMs).toBe(0n);
  });
});
