import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { argon2id } from '@muniment/opaque';
import { identityKsf } from '@muniment/opaque/derandomized';
import { describe, expect, it } from 'vitest';
import {
  commitPassword,
  openVault,
  recoverPassword,
  resumeRegistration,
  type StateSlot,
  stagePassword,
  type Vault,
} from '../src/index.ts';
import {
  CHEAP_KSF,
  DAY_MS,
  directTransport,
  memorySlot,
  type TestRealm,
  testRealm,
  testVault,
} from './helpers.ts';

const realm = await testRealm();
const PASSWORD = 'correct horse';

interface Setting {
  readonly test: TestRealm;
  readonly vault: Vault;
  readonly owner: SecretBytes;
}

async function fresh(): Promise<Setting> {
  const test = realm.account();
  return { test, vault: await testVault(test), owner: SecretBytes.random(32) };
}

function stage({ vault, owner }: Setting, slot: StateSlot, password = PASSWORD) {
  return stagePassword(vault, { password, ksf: CHEAP_KSF, slot, owner, newOwner: owner });
}

function commit({ vault, owner }: Setting, slot: StateSlot, options = {}): Promise<void> {
  return commitPassword(vault, { slot, owner, newOwner: owner, ...options });
}

async function registered(): Promise<Setting> {
  const setting = await fresh();
  const slot = memorySlot();
  await stage(setting, slot);
  await commit(setting, slot);
  return setting;
}

const login = (vault: Vault, generation: bigint, password = PASSWORD): ReturnType<typeof recoverPassword> =>
  recoverPassword(vault, { generation, password, slot: memorySlot() });

describe('staging', () => {
  it('gives what the method and its slot are made of', async () => {
    const setting = await fresh();
    const slot = memorySlot();
    const staged = await stage(setting, slot);
    const { issuer, subject } = setting.vault.account;
    expect(staged.generation).toBe(1n);
    expect(staged.exportKey.length).toBe(64);
    expect(staged.releaseSecret.length).toBe(32);
    expect(staged.locatorParts).toEqual({ realmId: realm.realmId, issuer, subject, generation: 1n });
    const pending = await resumeRegistration(slot);
    expect(pending).toMatchObject({ step: 'staged', generation: 1n });
    expect(pending?.exportKey.expose()).toEqual(staged.exportKey.expose());
    expect(pending?.releaseSecret.expose()).toEqual(staged.releaseSecret.expose());
    expect(await resumeRegistration(memorySlot())).toBeUndefined();
  });

  // VAULT-155
  it('keeps neither the password nor the OPRF key on the device', async () => {
    const setting = await fresh();
    const saved: Uint8Array[] = [];
    const slot = memorySlot();
    const watched: StateSlot = {
      load: () => slot.load(),
      save: async (bytes) => {
        saved.push(new Uint8Array(bytes));
        await slot.save(bytes);
      },
      clear: () => slot.clear(),
    };
    await stage(setting, watched);
    await commit(setting, watched);
    expect(saved).toHaveLength(3);
    for (const bytes of saved) {
      expect(Buffer.from(bytes).includes(PASSWORD)).toBe(false);
      // Header, account, numbers, the two secrets of the method, commit and proof: no room for another key.
      expect(bytes.length).toBeLessThan(300);
    }
  });

  it('may be repeated: what was staged before is replaced', async () => {
    const setting = await fresh();
    const slot = memorySlot();
    await stage(setting, slot, 'first');
    const second = await stage(setting, slot, 'second');
    expect(second.generation).toBe(2n);
    await commit(setting, slot);
    expect((await login(setting.vault, 2n, 'second')).generation).toBe(2n);
    expect((await setting.vault.status()).active?.number).toBe(2n);
  });

  it('is not guessed at, and does not touch what is committed', async () => {
    const setting = await registered();
    await stage(setting, memorySlot(), 'second');
    await expect(login(setting.vault, 2n, 'second')).rejects.toMatchObject({
      code: 'ERR_VAULT_GENERATION',
      details: { generation: 2n, active: 1n },
    });
    expect((await login(setting.vault, 1n)).generation).toBe(1n);
  });

  it('refuses a password, or a stretching, that it cannot use, before it sends anything', async () => {
    const setting = await fresh();
    const transport = directTransport(setting.test);
    const { owner } = setting;
    const { realmId, signers, token, clock } = setting.test;
    const vault = await openVault({ transport, realmId, signers, token, now: () => clock.nowMs });
    const options = { slot: memorySlot(), newOwner: owner };
    for (const [password, ksf, code] of [
      ['', CHEAP_KSF, 'ERR_PASSWORD_CHARACTERS'],
      ['bell\u0007', CHEAP_KSF, 'ERR_PASSWORD_CHARACTERS'],
      // OPAQUE-025: a letter of Unicode 18.0, refused as it is at a login.
      ['horse\u{1df40}', CHEAP_KSF, 'ERR_PASSWORD_CHARACTERS'],
      ['x'.repeat(1025), CHEAP_KSF, 'ERR_LIMIT'],
      [PASSWORD, identityKsf, 'ERR_KSF'],
      [PASSWORD, { ...CHEAP_KSF, id: 'argon2id-v19-m65535-t3-p4' }, 'ERR_KSF'],
    ] as const) {
      await expect(stagePassword(vault, { ...options, password, ksf })).rejects.toMatchObject({ code });
    }
    expect(transport.sent).toEqual([]);
    expect(await options.slot.load()).toBeUndefined();
  });

  it('binds the password to Argon2id as the platform has it', async () => {
    const setting = await fresh();
    const { realmId, signers, token, clock } = setting.test;
    const transport = directTransport(setting.test);
    const vault = await openVault({ transport, realmId, signers, token, now: () => clock.nowMs });
    const ksf = argon2id({ memoryKib: 65536, passes: 3, parallelism: 4 });
    const slot = memorySlot();
    const staged = await stagePassword(vault, { password: PASSWORD, ksf, slot, newOwner: setting.owner });
    await commitPassword(vault, { slot, newOwner: setting.owner });
    const found = await login(vault, 1n);
    expect(found.exportKey.expose()).toEqual(staged.exportKey.expose());
  });

  it('is overtaken by another device and takes the next number', async () => {
    const setting = await registered();
    const { test, owner } = setting;
    const inner = directTransport(test);
    const other: Setting = { ...setting, vault: await testVault(test) };
    let isDone = false;
    const vault = await testVault(test, {
      ...inner,
      request: async (sealed) => {
        if (inner.sent.length === 2 && !isDone) {
          isDone = true;
          await stage(other, memorySlot(), 'the other one');
        }
        return inner.request(sealed);
      },
    });
    const slot = memorySlot();
    expect((await stage({ test, vault, owner }, slot, 'mine')).generation).toBe(3n);
    await commit({ test, vault, owner }, slot);
    expect((await login(vault, 3n, 'mine')).generation).toBe(3n);
  });

  // VAULT-033
  it('waits for a commit that is in doubt', async () => {
    const setting = await fresh();
    const slot = memorySlot();
    await stage(setting, slot);
    const lost = await testVault(
      setting.test,
      directTransport(setting.test, (index) => (index > 1 ? 'answer' : undefined)),
    );
    await expect(commit({ ...setting, vault: lost }, slot)).rejects.toMatchObject({
      code: 'ERR_VAULT_UNAVAILABLE',
    });
    expect(await resumeRegistration(slot)).toMatchObject({ step: 'committing', generation: 1n });
    await expect(stage(setting, slot, 'another')).rejects.toMatchObject({ code: 'ERR_VAULT_UNCERTAIN' });
    const { version } = await setting.vault.status();
    await commit(setting, slot);
    expect((await setting.vault.status()).version).toBe(version);
    expect(slot.bytes).toBeUndefined();
  });
});

describe('committing', () => {
  it('leaves the old password its time, or ends it with a proof of it', async () => {
    const setting = await registered();
    const slot = memorySlot();
    await stage(setting, slot, 'second');
    await commit(setting, slot);
    expect(await setting.vault.status()).toMatchObject({ active: { number: 2n }, previous: { number: 1n } });
    const proof = await login(setting.vault, 1n);
    await stage(setting, slot, 'third');
    await commit(setting, slot, { login: proof });
    expect(await setting.vault.status()).toMatchObject({ active: { number: 3n }, previous: undefined });
    await expect(login(setting.vault, 1n)).rejects.toMatchObject({ code: 'ERR_VAULT_GENERATION' });
    expect((await login(setting.vault, 3n, 'third')).generation).toBe(3n);
  });

  it('goes on without a proof that the vault does not take', async () => {
    const setting = await registered();
    const proof = await login(setting.vault, 1n);
    for (const [bad, code] of [
      [{ ...proof, sessionKey: SecretBytes.random(64) }, 'ERR_VAULT_SIGNATURE'],
      [{ ...proof, loginId: new Uint8Array(32) }, 'ERR_VAULT_REFUSED'],
    ] as const) {
      const slot = memorySlot();
      const { generation } = await stage(setting, slot, 'second');
      await expect(commit(setting, slot, { login: bad })).rejects.toMatchObject({ code });
      expect(await resumeRegistration(slot)).toMatchObject({ step: 'staged', generation });
      await commit(setting, slot);
      expect(await setting.vault.status()).toMatchObject({ active: { number: generation } });
    }
  });

  it('passes the vault on to another owner, with an anchor of its own', async () => {
    const setting = await registered();
    const { vault, owner } = setting;
    const newOwner = SecretBytes.random(32);
    const anchor = {
      sequence: 7n,
      snapshotId: new Uint8Array(32),
      keyringGeneration: 3n,
      keyringHash: new Uint8Array(32),
    };
    const slot = memorySlot();
    await stagePassword(vault, { password: 'second', ksf: CHEAP_KSF, slot, owner, newOwner, anchor });
    expect(await vault.status()).toMatchObject({ owner: ed25519PublicKey(owner), anchor: undefined });
    await commitPassword(vault, { slot, owner, newOwner });
    expect(await vault.status()).toMatchObject({ owner: ed25519PublicKey(newOwner), anchor });
  });

  it('is refused by the signature of another owner, and then still possible', async () => {
    const setting = await registered();
    const slot = memorySlot();
    await stage(setting, slot, 'second');
    const thief = SecretBytes.random(32);
    const stolen = { slot, owner: thief, newOwner: setting.owner };
    await expect(commitPassword(setting.vault, stolen)).rejects.toMatchObject({
      code: 'ERR_VAULT_SIGNATURE',
    });
    await commit(setting, slot);
    expect((await setting.vault.status()).active?.number).toBe(2n);
  });

  it('finds out that others changed the record in between', async () => {
    const setting = await registered();
    const slot = memorySlot();
    await stage(setting, slot, 'second');
    // In doubt, and then the version moves on, with and without the commit having happened.
    for (const fault of ['request', 'answer'] as const) {
      const lost = await testVault(
        setting.test,
        directTransport(setting.test, (index) => (index > 1 ? fault : undefined)),
      );
      await expect(commit({ ...setting, vault: lost }, slot)).rejects.toMatchObject({
        code: 'ERR_VAULT_UNAVAILABLE',
      });
      await setting.vault.freeze({ owner: setting.owner, durationMs: 1000 });
      await setting.vault.freeze({ owner: setting.owner, durationMs: 0 });
    }
    await commit(setting, slot);
    expect(await setting.vault.status()).toMatchObject({ active: { number: 2n }, previous: { number: 1n } });
  });

  it('finds out that it has happened and was replaced since', async () => {
    const setting = await fresh();
    const slot = memorySlot();
    await stage(setting, slot);
    const lost = await testVault(
      setting.test,
      directTransport(setting.test, (index) => (index > 1 ? 'answer' : undefined)),
    );
    await expect(commit({ ...setting, vault: lost }, slot)).rejects.toMatchObject({
      code: 'ERR_VAULT_UNAVAILABLE',
    });
    const other = memorySlot();
    await stage(setting, other, 'second');
    await commit(setting, other);
    await commit(setting, slot);
    expect(await setting.vault.status()).toMatchObject({ active: { number: 2n }, previous: { number: 1n } });
  });

  it('says that what was staged is gone', async () => {
    for (const end of ['expired', 'staged anew', 'owner changed'] as const) {
      const setting = await registered();
      const slot = memorySlot();
      await stage(setting, slot, 'second');
      if (end === 'expired') setting.test.clock.nowMs += DAY_MS;
      if (end === 'staged anew') await stage(setting, memorySlot(), 'third');
      if (end === 'owner changed') {
        await setting.vault.changeOwner({ owner: setting.owner, newOwner: SecretBytes.random(32) });
      }
      await expect(commit(setting, slot), end).rejects.toMatchObject({ code: 'ERR_VAULT_GENERATION' });
      expect(slot.bytes).toBeUndefined();
      expect((await login(setting.vault, 1n)).generation).toBe(1n);
    }
  });

  it('does nothing without a staged password, but finds out whether it did', async () => {
    const setting = await registered();
    const slot = memorySlot();
    await expect(commit(setting, slot)).rejects.toMatchObject({ code: 'ERR_VAULT_REFUSED' });
    await commit(setting, slot, { generation: 1n });
    await expect(commit(setting, slot, { generation: 2n })).rejects.toMatchObject({
      code: 'ERR_VAULT_REFUSED',
    });
  });

  it('does not use the slot of another account', async () => {
    const [one, other] = [await fresh(), await fresh()];
    const slot = memorySlot();
    await stage(one, slot);
    await expect(commit(other, slot)).rejects.toMatchObject({ code: 'ERR_FIELD' });
    await expect(stage(other, slot)).rejects.toMatchObject({ code: 'ERR_FIELD' });
  });
});
