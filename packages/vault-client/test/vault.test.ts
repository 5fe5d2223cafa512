// The channel and the operations of an owner against a real realm, and against whoever answers instead.

import { ed25519PublicKey, openRequest, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { memoryRecordStore, type RecordStore } from '@muniment/vault-server';
import {
  decodeFixedFrame,
  decodeVaultRequest,
  encodeFixedFrame,
  encodeVaultResponse,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultOutcome,
  type VaultRequest,
  type VaultResponse,
  type VaultStatus,
} from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { openVaultWith } from '../src/derandomized.ts';
import {
  commitPassword,
  type KnownDescriptor,
  openVault,
  recoverPassword,
  stagePassword,
  type Vault,
  type VaultTransport,
} from '../src/index.ts';
import {
  CHEAP_KSF,
  DAY_MS,
  directTransport,
  HOUR_MS,
  memorySlot,
  QUICK,
  START_MS,
  type TestRealm,
  testRealm,
  testVault,
} from './helpers.ts';

const realm = await testRealm();
const PASSWORD = 'correct horse';
const NONE = new Uint8Array(0);

async function register(vault: Vault, owner: SecretBytes, password = PASSWORD): Promise<void> {
  const slot = memorySlot();
  await stagePassword(vault, { password, ksf: CHEAP_KSF, slot, owner, newOwner: owner });
  await commitPassword(vault, { slot, owner, newOwner: owner });
}

async function registered(): Promise<{ test: TestRealm; vault: Vault; owner: SecretBytes }> {
  const test = realm.account();
  const vault = await testVault(test);
  const owner = SecretBytes.random(32);
  await register(vault, owner);
  return { test, vault, owner };
}

const login = (vault: Vault, password = PASSWORD, generation = 1n): ReturnType<typeof recoverPassword> =>
  recoverPassword(vault, { generation, password, slot: memorySlot() });

function anchor(sequence: bigint, keyringGeneration = 1n) {
  return {
    sequence,
    snapshotId: new Uint8Array(32).fill(Number(sequence)),
    keyringGeneration,
    keyringHash: new Uint8Array(32).fill(Number(keyringGeneration)),
  };
}

describe('opening a vault', () => {
  it('checks its descriptor and says what it found', async () => {
    const vault = await testVault(realm.account());
    expect(vault.descriptor).toEqual(realm.descriptor);
    expect(vault.realmId).toEqual(realm.realmId);
    expect(vault.isOneParty).toBe(false);
    expect(vault.signedBy).toEqual(['operator.example', 'witness.example']);
    expect(vault.known.serial).toBe(1);
    expect(vault.account.issuer).toBe('https://login.example');
  });

  it('sends nothing to a realm that it does not trust', async () => {
    for (const note of [
      realm.sign({}, [realm.operator]),
      realm.sign({}, []),
      realm.sign({ realmId: new Uint8Array(16) }),
      new Uint8Array(70000),
    ]) {
      const transport = { ...directTransport(realm), descriptor: async () => note };
      await expect(testVault(realm, transport)).rejects.toMatchObject({ code: 'ERR_REALM_UNTRUSTED' });
      expect(transport.sent).toEqual([]);
    }
  });

  // VAULT-141
  it('tells what is known before anything is sent, and takes nothing older', async () => {
    const test = realm.account();
    const log: string[] = [];
    const inner = directTransport(test);
    const transport: VaultTransport = {
      ...inner,
      request: (sealed) => {
        log.push('sent');
        return inner.request(sealed);
      },
    };
    const { realmId, signers, token, clock } = test;
    let kept: KnownDescriptor | undefined;
    const open = (known?: KnownDescriptor): Promise<Vault> =>
      openVaultWith(
        {
          transport,
          realmId,
          signers,
          token,
          known,
          now: () => clock.nowMs,
          onKnown: async (next) => {
            kept = next;
            log.push('known');
          },
        },
        QUICK,
      );
    await (await open()).status();
    expect(log).toEqual(['known', 'sent']);
    await (await open(kept)).status();
    expect(log).toEqual(['known', 'sent', 'sent']);
    await expect(open({ serial: 2, noteHash: kept!.noteHash })).rejects.toMatchObject({
      code: 'ERR_REALM_OUTDATED',
    });
  });

  it('works with the platform’s clock, dice and stretching', async () => {
    const { realmId, signers, token } = realm;
    const expired = openVault({ transport: directTransport(realm), realmId, signers, token, now: () => 0 });
    await expect(expired).rejects.toMatchObject({ code: 'ERR_REALM_OUTDATED' });
    const vault = await openVault({
      transport: directTransport(realm),
      realmId,
      signers,
      token,
      now: () => START_MS,
    });
    expect(await vault.status()).toMatchObject({ phase: 'none' });
  });

  it('refuses what is not a vault of its own', async () => {
    const fake = { ...(await testVault(realm)) } as Vault;
    await expect(login(fake)).rejects.toThrow(TypeError);
  });
});

describe('channel keys', () => {
  // VAULT-111
  it('are fetched again when the realm does not know one, once', async () => {
    const test = realm.account();
    const inner = directTransport(test);
    let fetched = 0;
    let refused = 0;
    const transport = (times: number): VaultTransport => ({
      descriptor: async () => {
        fetched++;
        return test.note;
      },
      request: async (sealed) => {
        if (refused++ < times) throw new MunimentError('ERR_CHANNEL_KEY');
        return inner.request(sealed);
      },
    });
    const vault = await testVault(test, transport(1));
    expect(await vault.status()).toMatchObject({ phase: 'none' });
    expect([fetched, refused]).toEqual([2, 2]);
    [fetched, refused] = [0, 0];
    const stuck = await testVault(test, transport(99));
    await expect(stuck.status()).rejects.toMatchObject({ code: 'ERR_CHANNEL_KEY' });
    expect([fetched, refused]).toEqual([2, 2]);
  });

  it('are exchanged for newer ones as time goes on', async () => {
    const test = (await testRealm()).account();
    const transport = directTransport(test);
    let note = test.note;
    const vault = await testVault(test, { ...transport, descriptor: async () => note });
    const keyIds: number[] = [];
    for (const days of [0, 31, 61, 89]) {
      test.clock.nowMs = START_MS + days * DAY_MS;
      await vault.status();
      keyIds.push(transport.sent.at(-1)![0]!);
    }
    expect(keyIds).toEqual([1, 2, 2, 2]);
    // The descriptor expires: another is fetched, and must be a good one.
    test.clock.nowMs = START_MS + 90 * DAY_MS + HOUR_MS;
    await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_REALM_OUTDATED' });
    const channelKeys = test.descriptor.channelKeys.map((key, i) =>
      i === 0 ? key : { ...key, notAfterMs: key.notBeforeMs + 85 * DAY_MS },
    );
    const next = { serial: 2, expiresMs: START_MS + 300 * DAY_MS, channelKeys };
    note = test.sign({ ...next, previous: new Uint8Array(32).fill(1) });
    await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_REALM_UNTRUSTED' });
    note = test.sign({ ...next, previous: vault.known.noteHash });
    // The realm itself has no key for that time.
    await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_CHANNEL_KEY' });
    expect(vault.known.serial).toBe(2);
  });
});

describe('a descriptor that expires while it is used', () => {
  it('is fetched again before anything is sent', async () => {
    const test = (await testRealm({ changes: { expiresMs: START_MS + DAY_MS } })).account();
    const transport = directTransport(test);
    const vault = await testVault(test, transport);
    test.clock.nowMs = START_MS + DAY_MS - 1;
    await vault.status();
    test.clock.nowMs++;
    await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_REALM_OUTDATED' });
    expect(transport.sent).toHaveLength(1);
  });
});

describe('tokens', () => {
  it('are asked for again when one is refused', async () => {
    const test = realm.account();
    const { realmId, signers, clock } = test;
    const old = await test.token();
    clock.nowMs += HOUR_MS;
    const tokens = [old, old, await test.token()];
    let asked = 0;
    const open = { transport: directTransport(test), realmId, signers, now: () => clock.nowMs };
    const vault = await openVaultWith({ ...open, token: async () => tokens[asked++] ?? old }, QUICK);
    expect(await vault.status()).toMatchObject({ phase: 'none' });
    expect(asked).toBe(3);
    await expect(vault.status()).rejects.toMatchObject({
      code: 'ERR_VAULT_TOKEN',
      details: { outcome: 'denied', timeMs: clock.nowMs },
    });
    expect(asked).toBe(5);
  });

  // VAULT-153
  it('are all for one account', async () => {
    const [one, other] = [realm.account(), realm.account()];
    const { realmId, signers, clock } = realm;
    let asked = 0;
    const token = (): ReturnType<TestRealm['token']> => (asked++ === 0 ? one : other).token();
    const transport = directTransport(realm);
    const vault = await openVaultWith({ transport, realmId, signers, token, now: () => clock.nowMs }, QUICK);
    await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_VAULT_TOKEN' });
    expect(transport.sent).toEqual([]);
  });

  it('are sent as they are, whatever they claim but whom they are for: the realm judges (VAULT-153)', async () => {
    const test = realm.account();
    const { token, clientKey } = await test.token();
    const [head, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const changed of [
      { aud: 'another realm' },
      { exp: claims.iat - 1 },
      { nbf: claims.exp + 9_999 },
      { cnf: {} },
    ]) {
      const other = Buffer.from(JSON.stringify({ ...claims, ...changed })).toString('base64url');
      const transport = directTransport(test);
      const vault = await openVaultWith(
        {
          transport,
          realmId: test.realmId,
          signers: test.signers,
          token: async () => ({ token: `${head}.${other}.${signature}`, clientKey }),
          now: () => test.clock.nowMs,
        },
        QUICK,
      );
      await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_VAULT_TOKEN' });
      expect(transport.sent.length, JSON.stringify(changed)).toBeGreaterThan(0);
    }
  });
});

describe('an owner', () => {
  it('sees the state of the account', async () => {
    const { test, vault, owner } = await registered();
    expect(await vault.status()).toEqual({
      version: 2n,
      phase: 'active',
      lastGeneration: 1n,
      active: { number: 1n, ksf: CHEAP_KSF.id, sinceMs: BigInt(test.clock.nowMs), untilMs: 0n },
      previous: undefined,
      staged: undefined,
      attempts: 0,
      unacknowledged: 0,
      notBeforeMs: 0n,
      frozenUntilMs: 0n,
      deleteAtMs: 0n,
      destroyedMs: 0n,
      lastAttemptMs: 0n,
      lastSuccessMs: 0n,
      owner: ed25519PublicKey(owner),
      anchor: undefined,
      timeMs: test.clock.nowMs,
      attemptsLeft: 10,
      waitUntilMs: undefined,
    });
  });

  it('acknowledges once what can still be finished, until something happens', async () => {
    const { test, owner } = await registered();
    const transport = directTransport(test);
    const vault = await testVault(test, transport);
    const requestsOf = async (): Promise<number> => {
      const before = transport.sent.length;
      expect(await vault.acknowledge({ owner })).toMatchObject({ unacknowledged: 1 });
      return transport.sent.length - before;
    };
    await expect(login(vault, 'wrong')).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    expect(await requestsOf()).toBe(2);
    const { version } = await vault.status();
    // Its login could still turn out right, so that the count stays.
    expect(await requestsOf()).toBe(1);
    expect((await vault.status()).version).toBe(version);
    // When it has run out, another acknowledgement takes it off.
    test.clock.nowMs += DAY_MS;
    expect(await vault.acknowledge({ owner })).toMatchObject({ unacknowledged: 0, version: version + 1n });
    await expect(login(vault, 'wrong')).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    expect(await requestsOf()).toBe(2);
    await expect(login(vault, 'wrong')).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    expect(await vault.acknowledge({ owner })).toMatchObject({ unacknowledged: 2 });
    test.clock.nowMs = START_MS;
  });

  it('cannot be played by anybody else', async () => {
    const { vault } = await registered();
    const thief = SecretBytes.random(32);
    const { version } = await vault.status();
    await vault.abandon();
    const refused = { code: 'ERR_VAULT_SIGNATURE', details: { outcome: 'signature' } };
    await expect(vault.freeze({ owner: thief, durationMs: 1 })).rejects.toMatchObject(refused);
    await expect(vault.cancel({ owner: thief })).rejects.toMatchObject(refused);
    await expect(vault.remove({ owner: thief })).rejects.toMatchObject(refused);
    await expect(vault.changeOwner({ owner: thief, newOwner: thief })).rejects.toMatchObject(refused);
    const setting = vault.setAnchor({ owner: thief, expected: undefined, next: anchor(1n) });
    await expect(setting).rejects.toMatchObject(refused);
    const staging = stagePassword(vault, {
      password: PASSWORD,
      ksf: CHEAP_KSF,
      slot: memorySlot(),
      owner: thief,
      newOwner: thief,
    });
    await expect(staging).rejects.toMatchObject({ code: 'ERR_VAULT_SIGNATURE' });
    expect((await vault.status()).version).toBe(version + 1n);
  });

  it('is told where there is nothing to change', async () => {
    const vault = await testVault(realm.account());
    const owner = SecretBytes.random(32);
    const none = { code: 'ERR_VAULT_NO_RECORD' };
    await expect(vault.acknowledge({ owner })).rejects.toMatchObject(none);
    await expect(vault.freeze({ owner, durationMs: 0 })).rejects.toMatchObject(none);
    await expect(vault.cancel({ owner })).rejects.toMatchObject(none);
    await expect(vault.changeOwner({ owner, newOwner: owner })).rejects.toMatchObject(none);
    await expect(vault.abandon()).rejects.toMatchObject(none);
    expect(await vault.remove({ owner })).toMatchObject({ phase: 'none' });
    // Staged is not yet a record either.
    await stagePassword(vault, { password: PASSWORD, ksf: CHEAP_KSF, slot: memorySlot(), newOwner: owner });
    await expect(vault.freeze({ owner, durationMs: 0 })).rejects.toMatchObject(none);
  });

  it('freezes guessing for a time', async () => {
    const { test, vault, owner } = await registered();
    const untilMs = test.clock.nowMs + 1000;
    expect(await vault.freeze({ owner, durationMs: 1000 })).toMatchObject({ waitUntilMs: untilMs });
    await expect(login(vault)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN', details: { untilMs } });
    await vault.freeze({ owner, durationMs: 0 });
    expect((await login(vault)).generation).toBe(1n);
    for (const durationMs of [-1, 0.5, 72 * HOUR_MS + 1]) {
      await expect(async () => vault.freeze({ owner, durationMs })).rejects.toThrow(RangeError);
    }
  });

  it('moves the anchor on, from what it knows', async () => {
    const { vault, owner } = await registered();
    expect(await vault.setAnchor({ owner, expected: undefined, next: anchor(1n) })).toMatchObject({
      anchor: anchor(1n),
    });
    const { version } = await vault.setAnchor({ owner, expected: undefined, next: anchor(1n) });
    const refused = { code: 'ERR_VAULT_REFUSED', details: { outcome: 'anchored' } };
    await expect(vault.setAnchor({ owner, expected: undefined, next: anchor(2n) })).rejects.toMatchObject(
      refused,
    );
    await expect(vault.setAnchor({ owner, expected: anchor(2n), next: anchor(3n) })).rejects.toMatchObject(
      refused,
    );
    const next = anchor(5n, 2n);
    expect(await vault.setAnchor({ owner, expected: anchor(1n), next })).toMatchObject({
      anchor: next,
      version: version + 1n,
    });
    await expect(vault.setAnchor({ owner, expected: next, next: anchor(4n, 2n) })).rejects.toMatchObject(
      refused,
    );
  });

  it('takes a deletion back once, and is told the second time', async () => {
    const { test, vault, owner } = await registered();
    const atMs = BigInt(test.clock.nowMs + 7 * DAY_MS);
    expect(await vault.abandon()).toMatchObject({ deleteAtMs: atMs });
    expect(await vault.cancel({ owner })).toMatchObject({ deleteAtMs: 0n });
    await vault.abandon();
    await expect(vault.cancel({ owner })).rejects.toMatchObject({
      code: 'ERR_VAULT_REFUSED',
      details: { outcome: 'refused' },
    });
    // A right login does, as often as it comes.
    expect((await login(vault)).view.deleteAtMs).toBe(0n);
  });

  it('gives way to the next one', async () => {
    const { vault, owner } = await registered();
    const next = SecretBytes.random(32);
    expect(await vault.changeOwner({ owner, newOwner: next })).toMatchObject({
      owner: ed25519PublicKey(next),
    });
    await vault.changeOwner({ owner, newOwner: next });
    await expect(vault.freeze({ owner, durationMs: 1 })).rejects.toMatchObject({
      code: 'ERR_VAULT_SIGNATURE',
    });
    await vault.freeze({ owner: next, durationMs: 1 });
  });

  it('deletes in time, or at once with the password', async () => {
    const first = await registered();
    const deleteAtMs = BigInt(first.test.clock.nowMs + 72 * HOUR_MS);
    expect(await first.vault.remove({ owner: first.owner })).toMatchObject({ phase: 'active', deleteAtMs });
    const { vault, owner } = await registered();
    const removed = await vault.remove({ owner, login: await login(vault) });
    expect(removed).toMatchObject({ phase: 'none', lastGeneration: 1n, active: undefined });
    await expect(login(vault)).rejects.toMatchObject({ code: 'ERR_VAULT_NO_RECORD' });
    // The account begins anew, under the next number.
    await register(vault, SecretBytes.random(32));
    expect(await vault.status()).toMatchObject({ active: { number: 2n } });
  });

  it('takes the vault back from who replaced the password', async () => {
    const { vault, owner } = await registered();
    await register(vault, owner, 'a thief’s');
    await vault.changeOwner({ owner, newOwner: SecretBytes.random(32) });
    const next = SecretBytes.random(32);
    const proof = await login(vault, PASSWORD, 1n);
    const view = await vault.revert({ login: proof, newOwner: next });
    expect(view).toMatchObject({
      active: { number: 1n },
      previous: undefined,
      owner: ed25519PublicKey(next),
    });
    const other = { ...proof, sessionKey: SecretBytes.random(64) };
    await register(vault, next, 'again');
    await expect(vault.revert({ login: other, newOwner: next })).rejects.toMatchObject({
      code: 'ERR_VAULT_SIGNATURE',
      details: { outcome: 'wrong' },
    });
    const unknown = { ...proof, loginId: new Uint8Array(32) };
    await expect(vault.revert({ login: unknown, newOwner: next })).rejects.toMatchObject({
      code: 'ERR_VAULT_REFUSED',
      details: { outcome: 'no-login' },
    });
  });

  it('gets through although others change the record all the time', async () => {
    const { test, owner } = await registered();
    const other = await testVault(test);
    const inner = directTransport(test);
    let left = 3;
    const disturbed = {
      ...inner,
      request: async (sealed: Uint8Array) => {
        // Between each status and the change that is made against it.
        if (inner.sent.length % 2 === 1 && left-- > 0) await other.freeze({ owner, durationMs: 1000 + left });
        return inner.request(sealed);
      },
    };
    const vault = await testVault(test, disturbed);
    expect(await vault.changeOwner({ owner, newOwner: SecretBytes.random(32) })).toMatchObject({
      version: 6n,
    });
  });
});

/** What a realm that lies, or another program, answers: the request it saw, its answer to it. */
function answering(
  test: TestRealm,
  answer: (request: VaultRequest, sent: number) => Promise<Uint8Array> | Uint8Array,
): VaultTransport {
  let sent = 0;
  return {
    descriptor: async () => test.note,
    request: async (request) => {
      const { plaintext, sealResponse } = await openRequest({
        keys: (keyId) => test.secrets[keyId - 1],
        labels: VAULT_ENCAPSULATION_LABELS,
        request,
      });
      const message = decodeVaultRequest(decodeFixedFrame(plaintext, VAULT_REQUEST_BYTES));
      return sealResponse(await answer(message, ++sent));
    },
  };
}

function frame(response: VaultResponse): Uint8Array {
  return encodeFixedFrame(encodeVaultResponse(response), VAULT_RESPONSE_BYTES);
}

const STATUS: VaultStatus = {
  version: 2n,
  phase: 'active',
  lastGeneration: 1n,
  active: { number: 1n, ksf: CHEAP_KSF.id, sinceMs: 0n, untilMs: 0n },
  previous: undefined,
  staged: undefined,
  attempts: 0,
  unacknowledged: 0,
  notBeforeMs: 0n,
  frozenUntilMs: 0n,
  deleteAtMs: 0n,
  destroyedMs: 0n,
  lastAttemptMs: 0n,
  lastSuccessMs: 0n,
  owner: new Uint8Array(32).fill(1),
  anchor: undefined,
};
const RESPONSE: VaultResponse = {
  formatVersion: 1,
  outcome: 'ok',
  timeMs: BigInt(START_MS),
  status: STATUS,
  ke2: NONE,
  releaseSecret: NONE,
};

describe('an answer that cannot be', () => {
  const EARLY: readonly VaultOutcome[] = ['denied', 'malformed', 'busy', 'rolled-back'];
  const generation = STATUS.active!;
  const cases: readonly (readonly [name: string, response: Partial<VaultResponse>])[] = [
    ['an outcome of a login', { outcome: 'wait' }],
    ['doubt about a change of nothing', { outcome: 'uncertain', status: undefined }],
    ['no status', { status: undefined }],
    ['a KE2', { ke2: new Uint8Array(320) }],
    ['a release secret', { releaseSecret: new Uint8Array(32) }],
    ...EARLY.map((outcome) => [`a status with ${outcome}`, { outcome }] as const),
    ['no active password', { status: { ...STATUS, active: undefined } }],
    ['no owner', { status: { ...STATUS, owner: NONE } }],
    ['version 0', { status: { ...STATUS, version: 0n } }],
    ['no next version', { status: { ...STATUS, version: 2n ** 53n - 1n } }],
    ['no next generation', { status: { ...STATUS, lastGeneration: 2n ** 53n - 1n } }],
    ['a generation to come', { status: { ...STATUS, staged: { ...generation, number: 2n } } }],
    ['a password of nobody', { status: { ...STATUS, phase: 'none' } }],
    ['nothing staged', { status: { ...STATUS, phase: 'staged', active: undefined, owner: NONE } }],
  ];
  for (const [name, response] of cases) {
    it(`is refused: ${name}`, async () => {
      let sent = 0;
      const transport = answering(realm, () => {
        sent++;
        return frame({ ...RESPONSE, ...response });
      });
      const vault = await testVault(realm, transport);
      await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_VAULT_ANSWER' });
      expect(sent).toBe(1);
    });
  }

  it('is refused: rubbish in the frame', async () => {
    for (const plaintext of [
      new Uint8Array(VAULT_RESPONSE_BYTES),
      new Uint8Array(VAULT_RESPONSE_BYTES).fill(0xff),
      encodeFixedFrame(new Uint8Array(9), VAULT_RESPONSE_BYTES),
    ]) {
      const vault = await testVault(
        realm,
        answering(realm, () => plaintext),
      );
      await expect(vault.status()).rejects.toMatchObject({ code: 'ERR_VAULT_ANSWER' });
    }
  });

  it('is refused: one that changes nothing, to a commit', async () => {
    const { test, owner } = await registered();
    const slot = memorySlot();
    await stagePassword(await testVault(test), {
      password: PASSWORD,
      ksf: CHEAP_KSF,
      slot,
      owner,
      newOwner: owner,
    });
    const staged = { ...generation, number: 2n };
    const status = { ...STATUS, lastGeneration: 2n, staged };
    const vault = await testVault(
      test,
      answering(test, () => frame({ ...RESPONSE, status })),
    );
    await expect(commitPassword(vault, { slot, owner, newOwner: owner })).rejects.toMatchObject({
      code: 'ERR_VAULT_ANSWER',
    });
    // The commit is in doubt, and still can be made.
    await commitPassword(await testVault(test), { slot, owner, newOwner: owner });
  });
});

describe('every outcome', () => {
  const codes: readonly (readonly [VaultOutcome, string])[] = [
    ['denied', 'ERR_VAULT_TOKEN'],
    ['malformed', 'ERR_VAULT_REQUEST'],
    ['busy', 'ERR_VAULT_RATE'],
    ['rolled-back', 'ERR_VAULT_ROLLED_BACK'],
    ['uncertain', 'ERR_VAULT_UNCERTAIN'],
    ['conflict', 'ERR_VAULT_UNAVAILABLE'],
    ['signature', 'ERR_VAULT_SIGNATURE'],
    ['no-record', 'ERR_VAULT_NO_RECORD'],
    ['refused', 'ERR_VAULT_REFUSED'],
    ['wait', 'ERR_VAULT_ANSWER'],
  ];
  for (const [outcome, code] of codes) {
    it(`${outcome} is ${code} for an owner`, async () => {
      const isEarly = ['denied', 'malformed', 'busy', 'rolled-back', 'uncertain'].includes(outcome);
      const transport = answering(realm, ({ operation }) =>
        operation === 'status'
          ? frame(RESPONSE)
          : frame({ ...RESPONSE, outcome, status: isEarly ? undefined : STATUS }),
      );
      const vault = await testVault(realm, transport);
      const work = vault.freeze({ owner: SecretBytes.random(32), durationMs: 1 });
      await expect(work).rejects.toMatchObject({ code });
    });
  }
});

describe('whoever lies between', () => {
  // VAULT-113
  it('can only deny: junk, other answers and other lengths are no answers', async () => {
    const { test } = await registered();
    const inner = directTransport(test);
    const recorded = await inner.request(await recordedRequest(test));
    const junk: readonly Uint8Array[] = [
      recorded,
      new Uint8Array(4144),
      new Uint8Array(4143),
      new Uint8Array(0),
    ];
    for (const answer of junk) {
      const stuck = await testVault(test, { ...inner, request: async () => answer });
      await expect(stuck.status()).rejects.toMatchObject({
        code: 'ERR_VAULT_ANSWER',
        details: { isOpened: false },
      });
      let first = true;
      const vault = await testVault(test, {
        ...inner,
        request: async (sealed) => {
          if (!first) return inner.request(sealed);
          first = false;
          return answer;
        },
      });
      expect(await vault.status()).toMatchObject({ phase: 'active' });
    }
  });

  it('gains nothing by exchanging the answers of two requests', async () => {
    const { test, owner } = await registered();
    const inner = directTransport(test);
    const waiting: ((answer: Uint8Array) => void)[] = [];
    const answers: Uint8Array[] = [];
    let pairs = 0;
    const swapping: VaultTransport = {
      ...inner,
      request: async (sealed) => {
        const answer = await inner.request(sealed);
        if (pairs > 0) return answer;
        return new Promise((resolve) => {
          answers.push(answer);
          waiting.push(resolve);
          if (waiting.length < 2) return;
          pairs++;
          waiting[0]!(answers[1]!);
          waiting[1]!(answers[0]!);
        });
      },
    };
    const vault = await testVault(test, swapping);
    const both = await Promise.all([vault.status(), vault.status()]);
    expect(both.map(({ owner: known }) => known)).toEqual([ed25519PublicKey(owner), ed25519PublicKey(owner)]);
    expect(pairs).toBe(1);
  });

  // WIRE-035
  it('sees requests of one length and no two alike', async () => {
    const test = realm.account();
    const transport = directTransport(test);
    const vault = await testVault(test, transport);
    await register(vault, SecretBytes.random(32));
    await login(vault);
    await vault.abandon();
    expect(transport.sent.length).toBeGreaterThan(6);
    expect(new Set(transport.sent.map(({ length }) => length))).toEqual(new Set([9335]));
    expect(new Set(transport.sent.map((sealed) => Buffer.from(sealed).toString('hex'))).size).toBe(
      transport.sent.length,
    );
  });
});

/** A sealed request for the status, as somebody else recorded it. */
async function recordedRequest(test: TestRealm): Promise<Uint8Array> {
  const transport = directTransport(test);
  await (await testVault(test, transport)).status();
  return transport.sent[0]!;
}

describe('a store that does not say whether it wrote', () => {
  // VAULT-003, VAULT-025
  it('is asked again with the same bytes, at no further cost', async () => {
    for (const fault of ['lost', 'applied'] as const) {
      let left = 0;
      const inner = memoryRecordStore();
      const store: RecordStore = {
        pendingErasure: false,
        get: (handle) => inner.get(handle),
        handles: (after, limit) => inner.handles(after, limit),
        erase: () => inner.erase(),
        close: () => inner.close(),
        compareAndSwap: async (...swap) => {
          if (left-- <= 0) return inner.compareAndSwap(...swap);
          if (fault === 'applied') await inner.compareAndSwap(...swap);
          return 'unknown';
        },
      };
      const test = await testRealm({ store });
      const vault = await testVault(test);
      const owner = SecretBytes.random(32);
      left = 1;
      await register(vault, owner);
      left = 1;
      await login(vault);
      left = 1;
      await vault.freeze({ owner, durationMs: 1 });
      expect(await vault.status(), fault).toMatchObject({ attempts: 0, unacknowledged: 0, version: 5n });
      left = 99;
      await expect(vault.freeze({ owner, durationMs: 2 })).rejects.toMatchObject({
        code: 'ERR_VAULT_UNCERTAIN',
      });
    }
  });
});
