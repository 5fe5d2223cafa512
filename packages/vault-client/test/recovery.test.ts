import { openRequest, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  decodeFixedFrame,
  decodeVaultRequest,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultResponse,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultResponse,
  type VaultStatus,
} from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import {
  commitPassword,
  type FinishedRecovery,
  recoverPassword,
  type StateSlot,
  stagePassword,
  type Vault,
  type VaultTransport,
  type VaultView,
} from '../src/index.ts';
import {
  CHEAP_KSF,
  DAY_MS,
  directTransport,
  HOUR_MS,
  memorySlot,
  type NetworkFault,
  type TestRealm,
  testRealm,
  testVault,
  WAITS_MS,
} from './helpers.ts';

const realm = await testRealm();
const PASSWORD = 'correct horse';

async function registered(
  test = realm.account(),
): Promise<{ test: TestRealm; vault: Vault; owner: SecretBytes }> {
  const vault = await testVault(test);
  const owner = SecretBytes.random(32);
  const slot = memorySlot();
  await stagePassword(vault, { password: PASSWORD, ksf: CHEAP_KSF, slot, newOwner: owner });
  await commitPassword(vault, { slot, newOwner: owner });
  return { test, vault, owner };
}

const recover = (
  vault: Vault,
  password = PASSWORD,
  slot = memorySlot(),
  generation = 1n,
): Promise<FinishedRecovery> => recoverPassword(vault, { generation, password, slot });

/** A vault whose requests from `from` on meet a fault. */
function faulty(test: TestRealm, from: number, fault: NetworkFault): Promise<Vault> {
  return testVault(
    test,
    directTransport(test, (index) => (index >= from ? fault : undefined)),
    1,
  );
}

describe('a right password', () => {
  it('gives the same again until it is settled, at no further cost', async () => {
    const { vault } = await registered();
    const slot = memorySlot();
    const first = await recover(vault, PASSWORD, slot);
    const second = await recover(vault, PASSWORD, slot);
    expect(second.exportKey.expose()).toEqual(first.exportKey.expose());
    expect(second.releaseSecret.expose()).toEqual(first.releaseSecret.expose());
    expect(second.sessionKey.expose()).toEqual(first.sessionKey.expose());
    expect(second.loginId).toEqual(first.loginId);
    expect(second.view.version).toBe(first.view.version);
    await first.settle();
    expect(slot.bytes).toBeUndefined();
    const third = await recover(vault, PASSWORD, slot);
    expect(third.loginId).not.toEqual(first.loginId);
    expect(third.view.unacknowledged).toBe(0);
  });

  it('is refused before anything is sent if nobody can have registered it (OPAQUE-025)', async () => {
    const { test } = await registered();
    const transport = directTransport(test);
    const vault = await testVault(test, transport);
    const before = transport.sent.length;
    for (const password of ['', 'bell\u0007', 'horse\u{1df40}', '\u0628\u{1171e}\u200c\u0628']) {
      await expect(recover(vault, password)).rejects.toMatchObject({ code: 'ERR_PASSWORD_CHARACTERS' });
    }
    expect(transport.sent.length).toBe(before);
    expect((await vault.status()).attempts).toBe(0);
  });

  it('is the same however its characters are composed', async () => {
    const { vault } = await registered();
    const slot = memorySlot();
    const owner = SecretBytes.random(32);
    const other = await testVault(realm.account());
    await stagePassword(other, { password: 'ka\u0308se brot', ksf: CHEAP_KSF, slot, newOwner: owner });
    await commitPassword(other, { slot, newOwner: owner });
    expect((await recover(other, 'k\u00e4se\u3000brot')).generation).toBe(1n);
    // The account is part of the password.
    await expect(recover(vault, 'k\u00e4se brot')).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
  });

  it('is shown the status first, and not tried if the caller does not want to', async () => {
    const { vault } = await registered();
    const seen: VaultView[] = [];
    const slot = memorySlot();
    await recoverPassword(vault, {
      generation: 1n,
      password: PASSWORD,
      slot,
      onStatus: (view) => void seen.push(view),
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ attempts: 0, attemptsLeft: 10 });
    const stop = recoverPassword(vault, {
      generation: 1n,
      password: PASSWORD,
      slot: memorySlot(),
      onStatus: async () => {
        throw new Error('not now');
      },
    });
    await expect(stop).rejects.toThrow('not now');
    expect((await vault.status()).unacknowledged).toBe(0);
  });
});

describe('a wrong password', () => {
  it('is told with what is left, up to the destruction, and each wait before', async () => {
    const { test, vault } = await registered();
    const { clock } = test;
    for (let attempt = 1; attempt <= 10; attempt++) {
      const wait = WAITS_MS[attempt - 1]!;
      if (wait > 0) {
        const untilMs = clock.nowMs + wait;
        await expect(recover(vault)).rejects.toMatchObject({ code: 'ERR_VAULT_WAIT', details: { untilMs } });
        clock.nowMs = untilMs - 1;
        await expect(recover(vault)).rejects.toMatchObject({ code: 'ERR_VAULT_WAIT' });
        clock.nowMs = untilMs;
      }
      const slot = memorySlot();
      const next = WAITS_MS[attempt];
      await expect(recover(vault, `wrong ${attempt}`, slot)).rejects.toMatchObject({
        code: 'ERR_PASSWORD_WRONG',
        details: {
          attemptsLeft: 10 - attempt,
          waitUntilMs: next === undefined || next === 0 ? undefined : clock.nowMs + next,
        },
      });
      expect(slot.bytes).toBeUndefined();
    }
    const destroyed = { code: 'ERR_VAULT_DESTROYED', details: { destroyedMs: clock.nowMs } };
    await expect(recover(vault)).rejects.toMatchObject(destroyed);
    expect(await vault.status()).toMatchObject({ phase: 'erased', attempts: 10, attemptsLeft: 0 });
  });

  // VAULT-026
  it('sends no KE3', async () => {
    const { test } = await registered();
    const transport = directTransport(test);
    await expect(recover(await testVault(test, transport), 'wrong')).rejects.toMatchObject({
      code: 'ERR_PASSWORD_WRONG',
    });
    // Status and login.
    expect(transport.sent).toHaveLength(2);
  });

  it('is told also when nobody knows how many are left', async () => {
    const { test } = await registered();
    const slot = memorySlot();
    // Killed before the slot is cleared, and offline since.
    const killed: StateSlot = {
      load: () => slot.load(),
      save: (bytes) => slot.save(bytes),
      clear: async () => {
        throw new Error('killed');
      },
    };
    const options = { generation: 1n, password: 'wrong', slot: killed };
    await expect(recoverPassword(await testVault(test), options)).rejects.toThrow('killed');
    const offline = await faulty(test, 1, 'request');
    const failure = recover(offline, 'wrong', slot);
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_PASSWORD_WRONG',
      details: { attemptsLeft: undefined },
    });
    expect(slot.bytes).toBeUndefined();
  });
});

describe('a login that was begun', () => {
  // VAULT-025
  it('is not repeated when its answers are lost', async () => {
    for (const from of [2, 3]) {
      const { test, vault } = await registered();
      const slot = memorySlot();
      const failed = recover(await faulty(test, from, 'answer'), PASSWORD, slot);
      await expect(failed).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
      expect(slot.bytes).toBeDefined();
      const { view } = await recover(vault, PASSWORD, slot);
      expect(view).toMatchObject({ attempts: 0, unacknowledged: 0 });
    }
  });

  it('can be finished although the vault takes no more attempts', async () => {
    const { test, vault, owner } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'answer'), PASSWORD, slot)).rejects.toBeDefined();
    await vault.freeze({ owner, durationMs: HOUR_MS });
    await expect(recover(vault, PASSWORD)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    expect((await recover(vault, PASSWORD, slot)).generation).toBe(1n);
  });

  it('can be finished although it was the last one', async () => {
    const test = await testRealm({ changes: { limit: 1, waitsMs: [0], unacknowledgedLimit: 1 } });
    const { vault } = await registered(test);
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'answer'), PASSWORD, slot)).rejects.toBeDefined();
    expect(await vault.status()).toMatchObject({ phase: 'erased' });
    expect((await recover(vault, PASSWORD, slot)).releaseSecret.length).toBe(32);
  });

  it('is begun anew when the vault has forgotten it', async () => {
    for (const from of [2, 3]) {
      const { test, vault } = await registered();
      const slot = memorySlot();
      await expect(recover(await faulty(test, from, 'answer'), PASSWORD, slot)).rejects.toBeDefined();
      test.clock.nowMs += DAY_MS;
      const { view } = await recover(vault, PASSWORD, slot);
      expect(view.attempts).toBe(0);
    }
  });

  it('costs nothing if it never arrived and the vault is closed now', async () => {
    const { test, vault, owner } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'request'), PASSWORD, slot)).rejects.toBeDefined();
    expect(slot.bytes).toBeDefined();
    await vault.freeze({ owner, durationMs: HOUR_MS });
    await expect(recover(vault, PASSWORD, slot)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    expect(slot.bytes).toBeUndefined();
    expect(await vault.status()).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });

  it('and never arrived is not sent if the vault is closed at the same version', async () => {
    const { test, vault } = await registered();
    for (const wrong of ['1', '2', '3', '4']) await expect(recover(vault, wrong)).rejects.toBeDefined();
    test.clock.nowMs += 60_000;
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'request'), PASSWORD, slot)).rejects.toBeDefined();
    test.clock.nowMs -= 60_000;
    await expect(recover(vault, PASSWORD, slot)).rejects.toMatchObject({ code: 'ERR_VAULT_WAIT' });
    expect(slot.bytes).toBeUndefined();
  });
});

describe('another password than the one of the login in the slot', () => {
  // VAULT-154
  it('is judged by itself, after a right one was finished', async () => {
    for (const [from, fault] of [
      [2, 'answer'],
      [3, 'request'],
      [3, 'answer'],
    ] as const) {
      const { test, vault } = await registered();
      const slot = memorySlot();
      await expect(recover(await faulty(test, from, fault), PASSWORD, slot)).rejects.toBeDefined();
      await expect(recover(vault, 'another', slot)).rejects.toMatchObject({
        code: 'ERR_PASSWORD_WRONG',
        details: { attemptsLeft: 9 },
      });
      // The right one took its attempt back; the wrong one is counted.
      expect(await vault.status()).toMatchObject({ attempts: 1, unacknowledged: 1 });
      expect((await vault.status()).lastSuccessMs).toBe(BigInt(test.clock.nowMs));
      expect(slot.bytes).toBeUndefined();
    }
  });

  // VAULT-154
  it('costs nothing for a login that never arrived', async () => {
    const { test, vault } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'request'), 'wrong', slot)).rejects.toBeDefined();
    expect((await recover(vault, PASSWORD, slot)).view).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });

  it('costs nothing for one that never arrived before another change', async () => {
    const { test, vault, owner } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'request'), 'wrong', slot)).rejects.toBeDefined();
    await vault.setAnchor({
      owner,
      expected: undefined,
      next: {
        sequence: 1n,
        snapshotId: new Uint8Array(32),
        keyringGeneration: 1n,
        keyringHash: new Uint8Array(32),
      },
    });
    expect((await recover(vault, PASSWORD, slot)).view).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });

  // VAULT-154
  it('drops a wrong one that was answered', async () => {
    const { test, vault } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'answer'), 'wrong', slot)).rejects.toBeDefined();
    expect((await recover(vault, PASSWORD, slot)).view).toMatchObject({ attempts: 0, unacknowledged: 1 });
  });

  it('does not use the slot of another account', async () => {
    const { test } = await registered();
    const slot = memorySlot();
    await expect(recover(await faulty(test, 2, 'request'), PASSWORD, slot)).rejects.toBeDefined();
    const other = await registered();
    await expect(recover(other.vault, PASSWORD, slot)).rejects.toMatchObject({ code: 'ERR_FIELD' });
  });
});

describe('a vault that is closed', () => {
  it('says why, and counts nothing', async () => {
    const empty = await testVault(realm.account());
    await expect(recover(empty)).rejects.toMatchObject({ code: 'ERR_VAULT_NO_RECORD' });
    const { test, vault, owner } = await registered();
    await expect(recover(vault, PASSWORD, memorySlot(), 2n)).rejects.toMatchObject({
      code: 'ERR_VAULT_GENERATION',
      details: { generation: 2n, active: 1n },
    });
    const untilMs = test.clock.nowMs + HOUR_MS;
    await vault.freeze({ owner, durationMs: HOUR_MS });
    const frozen = { code: 'ERR_VAULT_FROZEN', details: { untilMs } };
    await expect(recover(vault)).rejects.toMatchObject(frozen);
    expect(await vault.status()).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });

  it('is locked after too many unacknowledged attempts', async () => {
    const test = await testRealm({ changes: { unacknowledgedLimit: 2 } });
    const { vault, owner } = await registered(test);
    for (const wrong of ['one', 'two']) await expect(recover(vault, wrong)).rejects.toBeDefined();
    await expect(recover(vault)).rejects.toMatchObject({
      code: 'ERR_VAULT_LOCKED',
      details: { unacknowledged: 2 },
    });
    expect((await vault.status()).attemptsLeft).toBe(0);
    test.clock.nowMs += DAY_MS;
    await vault.acknowledge({ owner });
    expect((await recover(vault)).generation).toBe(1n);
  });

  it('is closed by another device between status and login', async () => {
    const { test, vault, owner } = await registered();
    const inner = directTransport(test);
    const slot = memorySlot();
    const overtaken = await testVault(test, {
      ...inner,
      request: async (sealed) => {
        if (inner.sent.length === 1) await vault.freeze({ owner, durationMs: HOUR_MS });
        return inner.request(sealed);
      },
    });
    await expect(recover(overtaken, PASSWORD, slot)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    expect(slot.bytes).toBeUndefined();
  });

  it('is tried again when another change came between', async () => {
    const { test, vault, owner } = await registered();
    const inner = directTransport(test);
    const overtaken = await testVault(test, {
      ...inner,
      request: async (sealed) => {
        if (inner.sent.length === 1) await vault.freeze({ owner, durationMs: 0 });
        return inner.request(sealed);
      },
    });
    expect((await recover(overtaken)).view).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });
});

describe('a freeze', () => {
  it('does not stop who can still save the vault', async () => {
    const { vault, owner } = await registered();
    const slot = memorySlot();
    // A thief of the owner key replaces the password and freezes guessing.
    await stagePassword(vault, { password: 'a thief’s', ksf: CHEAP_KSF, slot, owner, newOwner: owner });
    await commitPassword(vault, { slot, owner, newOwner: owner });
    await vault.freeze({ owner, durationMs: HOUR_MS });
    await expect(recover(vault, 'a thief’s', slot, 2n)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    const login = await recover(vault);
    await vault.revert({ login, newOwner: SecretBytes.random(32) });
    await expect(recover(vault)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    await vault.abandon();
    expect((await vault.status()).waitUntilMs).toBeUndefined();
    expect((await recover(vault)).view.deleteAtMs).toBe(0n);
  });
});

describe('a request that arrives late', () => {
  /** A vault whose request of this number waits on the way while its sender takes it for lost. */
  async function delayed(
    test: TestRealm,
    number: number,
  ): Promise<{ vault: Vault; arrive: () => Promise<unknown> }> {
    const inner = directTransport(test);
    let held: Uint8Array | undefined;
    const vault = await testVault(
      test,
      {
        ...inner,
        request: async (sealed) => {
          if (inner.sent.length + 1 < number) return inner.request(sealed);
          held ??= sealed;
          throw new MunimentError('ERR_VAULT_UNAVAILABLE');
        },
      },
      1,
    );
    return { vault, arrive: () => test.realm.handle(held!) };
  }

  it('costs nothing when its login was gone on with', async () => {
    for (const number of [2, 3]) {
      const { test, vault } = await registered();
      const slot = memorySlot();
      const late = await delayed(test, number);
      await expect(recover(late.vault, PASSWORD, slot)).rejects.toMatchObject({
        code: 'ERR_VAULT_UNAVAILABLE',
      });
      await recover(vault, PASSWORD, slot);
      const before = await vault.status();
      await late.arrive();
      expect(await vault.status()).toEqual(before);
      expect(before).toMatchObject({ attempts: 0, unacknowledged: 0 });
    }
  });

  it('costs nothing when its login was dropped for another password', async () => {
    const { test, vault } = await registered();
    const slot = memorySlot();
    const late = await delayed(test, 2);
    await expect(recover(late.vault, 'wrong', slot)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    await recover(vault, PASSWORD, slot);
    await late.arrive();
    expect(await vault.status()).toMatchObject({ attempts: 0, unacknowledged: 0 });
  });

  it('costs the wrong one its attempt when it overtakes, and the right one no second', async () => {
    const { test, vault } = await registered();
    const slot = memorySlot();
    const late = await delayed(test, 2);
    await expect(recover(late.vault, 'wrong', slot)).rejects.toBeDefined();
    const options = { generation: 1n, password: PASSWORD, slot };
    let isLate = true;
    const found = await recoverPassword(vault, {
      ...options,
      onStatus: async () => {
        if (isLate) await late.arrive();
        isLate = false;
      },
    });
    expect(found.view).toMatchObject({ attempts: 0, unacknowledged: 1 });
  });
});

/** A realm whose answers somebody inside alters. */
function altered(
  test: TestRealm,
  alter: (response: VaultResponse, operation: string) => VaultResponse,
): VaultTransport {
  return {
    descriptor: async () => test.note,
    request: async (request) => {
      const secret = { keys: (keyId: number) => test.secrets[keyId - 1], labels: VAULT_ENCAPSULATION_LABELS };
      const { plaintext, sealResponse } = await openRequest({ ...secret, request });
      const message = decodeVaultRequest(decodeFixedFrame(plaintext, VAULT_REQUEST_BYTES));
      // The realm gets the same request; its answer is sealed to a copy that can be opened here.
      const answer = await test.answer(plaintext);
      const response = decodeVaultResponse(decodeFixedFrame(answer, VAULT_RESPONSE_BYTES));
      const next = encodeVaultResponse(alter(response, message.operation));
      return sealResponse(encodeFixedFrame(next, VAULT_RESPONSE_BYTES));
    },
  };
}

describe('a realm that lies', () => {
  // VAULT-026
  it('is not believed with a KE2 that breaks the rules of OPAQUE', async () => {
    const faults: readonly ((ke2: Uint8Array) => Uint8Array)[] = [
      (ke2) => Uint8Array.from([...new Uint8Array(32), ...ke2.subarray(32)]),
      (ke2) => Uint8Array.from([...new Uint8Array(32).fill(0xff), ...ke2.subarray(32)]),
    ];
    for (const fault of faults) {
      const { test } = await registered();
      const slot = memorySlot();
      const vault = await testVault(
        test,
        altered(test, (response, operation) =>
          operation === 'login' ? { ...response, ke2: fault(response.ke2) } : response,
        ),
      );
      await expect(recover(vault, PASSWORD, slot)).rejects.toMatchObject({
        code: 'ERR_VAULT_ANSWER',
        details: { reason: 'ERR_ELEMENT' },
      });
      expect(slot.bytes).toBeUndefined();
    }
  });

  it('makes the password fail, and learns nothing, with another KE2', async () => {
    const { test } = await registered();
    const transport = altered(test, (response, operation) => {
      if (operation === 'finish') throw new Error('KE3 was sent');
      if (operation !== 'login') return response;
      const ke2 = new Uint8Array(response.ke2);
      ke2[319]! ^= 1;
      return { ...response, ke2 };
    });
    await expect(recover(await testVault(test, transport))).rejects.toMatchObject({
      code: 'ERR_PASSWORD_WRONG',
    });
  });

  it('cannot ask for a cheap or endless stretching', async () => {
    const { test, vault: honest } = await registered();
    for (const ksf of ['argon2id-v19-m8-t1-p1', 'argon2id-v19-m4194304-t10-p4', 'identity']) {
      const transport = altered(test, (response) => {
        const status = response.status as VaultStatus;
        return { ...response, status: { ...status, active: { ...status.active!, ksf } } };
      });
      await expect(recover(await testVault(test, transport))).rejects.toMatchObject({ code: 'ERR_KSF' });
    }
    expect((await honest.status()).unacknowledged).toBe(0);
  });

  it('is caught refusing a login that it took part in', async () => {
    const { test } = await registered();
    const slot = memorySlot();
    const transport = altered(test, (response, operation) =>
      operation === 'finish' ? { ...response, outcome: 'wrong', releaseSecret: new Uint8Array(0) } : response,
    );
    await expect(recover(await testVault(test, transport), PASSWORD, slot)).rejects.toMatchObject({
      code: 'ERR_VAULT_ANSWER',
    });
    expect(slot.bytes).toBeUndefined();
  });

  it('is not asked for ever when it forgets each login at once', async () => {
    const { test } = await registered();
    const slot = memorySlot();
    const transport = altered(test, (response, operation) =>
      operation === 'finish'
        ? { ...response, outcome: 'no-login', releaseSecret: new Uint8Array(0) }
        : response,
    );
    const failure = recover(await testVault(test, transport), PASSWORD, slot);
    await expect(failure).rejects.toBeInstanceOf(MunimentError);
    await expect(failure).rejects.toMatchObject({ code: 'ERR_VAULT_REFUSED' });
    expect(slot.bytes).toBeUndefined();
  });
});
