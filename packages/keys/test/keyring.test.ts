import { inspect } from 'node:util';
import { randomBytes, SecretBytes, xwingPublicKey } from '@muniment/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addMethod,
  type CreatedKeyring,
  createKeyring,
  deriveVaultOwnerSeed,
  generateRecoveryKey,
  openKeyring,
  parseKeyring,
  type RecoveryKey,
  removeMethod,
  rotateKeyring,
  setPolicy,
} from '../src/index.ts';
import { codeOf, epochsOf, hex, idsOf, locator } from './helpers.ts';

let key: RecoveryKey;
let device: SecretBytes;
let first: CreatedKeyring;

beforeAll(async () => {
  key = await generateRecoveryKey();
  device = SecretBytes.random(32);
  first = await createKeyring({
    methods: [
      { type: 'recovery-key', key, label: 'sheet' },
      { type: 'device', secret: device, label: 'laptop' },
    ],
  });
});

describe('a new keyring', () => {
  // KEYS-070
  it('opens with each of its methods and with the root key, to the same content', async () => {
    const parsed = parseKeyring(first.bytes);
    const [, methodId] = first.methodIds;
    const opened = [
      await openKeyring(parsed, { type: 'recovery-key', key }),
      await openKeyring(parsed, { type: 'device', methodId: methodId!, secret: device }),
      await openKeyring(parsed, { type: 'secret', methodId: methodId!, secret: device.expose() }),
      await openKeyring(parsed, { type: 'root-key', rootKey: first.keyring.rootKey }),
    ];
    for (const keyring of opened) {
      expect(hex(keyring.rootKey.expose())).toBe(hex(first.keyring.rootKey.expose()));
      expect(hex(keyring.dedupKey.expose())).toBe(hex(first.keyring.dedupKey.expose()));
      expect(hex(keyring.chunkerKey.expose())).toBe(hex(first.keyring.chunkerKey.expose()));
      expect(epochsOf(keyring)).toEqual(epochsOf(first.keyring));
      expect(idsOf(keyring.methods)).toEqual(idsOf(first.keyring.methods));
      expect(keyring.name).toBe(first.name);
    }
    expect(first.keyring.generation).toBe(1n);
    expect(first.keyring.parents).toEqual([]);
    expect(first.keyring.epochs.map(({ number }) => number)).toEqual([1]);
    expect(first.name).toMatch(/^keyring\/00000001-[0-9a-f]{32}$/);
    expect(first.keyring.methods.map(({ label }) => label).toSorted()).toEqual(['laptop', 'sheet']);
  });

  // KEYS-090
  it('shows no key to whoever prints it and none after it is wiped', async () => {
    const keyring = await openKeyring(parseKeyring(first.bytes), { type: 'recovery-key', key });
    const secrets = [keyring.rootKey, keyring.dedupKey, keyring.chunkerKey, keyring.epochs[0]!.key];
    const shown =
      inspect(keyring, { depth: 9, maxArrayLength: 9999 }) +
      JSON.stringify(keyring, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    for (const secret of secrets) expect(shown).not.toContain(hex(secret.expose()).slice(0, 16));
    keyring.wipe();
    for (const secret of secrets) expect(secret.isWiped).toBe(true);
    expect(first.keyring.rootKey.isWiped).toBe(false);
  });

  it('has keys and ids that no other has (KEYS-001, KEYS-070)', async () => {
    const others = [first, await createKeyring({ methods: [{ type: 'recovery-key', key, label: '' }] })];
    others.push(await createKeyring({ methods: [{ type: 'recovery-key', key, label: '' }] }));
    const drawn = others.flatMap(({ keyring, bytes }) => [
      ...[keyring.rootKey, keyring.dedupKey, keyring.chunkerKey, keyring.epochs[0]!.key].map((secret) =>
        hex(secret.expose()),
      ),
      hex(keyring.archiveId),
      hex(parseKeyring(bytes).keyringId),
      ...parseKeyring(bytes).slots.flatMap(({ methodId, salt }) => [hex(methodId), hex(salt)]),
    ]);
    expect(drawn.length).toBeGreaterThan(20);
    expect(new Set(drawn).size).toBe(drawn.length);
    const keyrings = [await rotateKeyring(first.keyring), await rotateKeyring(first.keyring)];
    expect(new Set(keyrings.map(({ keyring }) => hex(keyring.rootKey.expose()))).size).toBe(2);
    expect(new Set(keyrings.map(({ keyring }) => hex(keyring.epochs[1]!.key.expose()))).size).toBe(2);
  });

  it('needs a recovery key or a vault', async () => {
    expect(await codeOf(() => createKeyring({ methods: [] }))).toBe('ERR_LAST_METHOD');
    expect(
      await codeOf(() => createKeyring({ methods: [{ type: 'device', secret: device, label: '' }] })),
    ).toBe('ERR_LAST_METHOD');
    const passkey = { type: 'passkey', secret: SecretBytes.random(32), label: '' } as const;
    expect(await codeOf(() => createKeyring({ methods: [passkey] }))).toBe('ERR_LAST_METHOD');
    const vault = {
      type: 'vault',
      publicKey: await xwingPublicKey(SecretBytes.random(32)),
      label: '',
      salt: randomBytes(32),
      vault: locator,
    } as const;
    (await createKeyring({ methods: [vault] })).keyring.wipe();
  });
});

describe('adding a method', () => {
  // KEYS-070, KEYS-071
  it('keeps root key, epochs and the other slots byte for byte', async () => {
    const secret = SecretBytes.random(32);
    const next = await addMethod(first.keyring, { type: 'device', secret, label: 'phone' });
    const before = parseKeyring(first.bytes);
    const after = parseKeyring(next.bytes);
    for (const slot of before.slots) expect(after.slots).toContainEqual(slot);
    expect(after.slots.length).toBe(before.slots.length + 1);
    expect(after.parents).toEqual([before.hash]);
    expect(after.generation).toBe(2n);
    expect(hex(after.archiveId)).toBe(hex(before.archiveId));
    expect(hex(next.keyring.rootKey.expose())).toBe(hex(first.keyring.rootKey.expose()));
    expect(epochsOf(next.keyring)).toEqual(epochsOf(first.keyring));
    const opened = await openKeyring(after, { type: 'device', methodId: next.methodId, secret });
    expect(hex(opened.dedupKey.expose())).toBe(hex(first.keyring.dedupKey.expose()));
    expect(await codeOf(() => openKeyring(before, { type: 'device', methodId: next.methodId, secret }))).toBe(
      'ERR_METHOD_UNKNOWN',
    );
  });

  it('gives it an id and a salt that no other ever had, also when it comes back (KEYS-001, KEYS-045)', async () => {
    const ids = new Set<string>();
    const salts = new Set<string>();
    let keyring = first.keyring;
    for (let i = 0; i < 5; i++) {
      const added = await addMethod(keyring, { type: 'device', secret: device, label: 'the same device' });
      ids.add(hex(added.methodId));
      const slots = parseKeyring(added.bytes).slots;
      salts.add(hex(slots.find(({ methodId }) => hex(methodId) === hex(added.methodId))!.salt));
      keyring = (await removeMethod(added.keyring, added.methodId)).keyring;
    }
    expect([ids.size, salts.size]).toEqual([5, 5]);
    expect(keyring.removedMethods).toHaveLength(5);
  });

  it('takes vaults and passkeys by secret or by public key, with the salt their secret came from', async () => {
    const secret = SecretBytes.random(32);
    const salt = randomBytes(32);
    const byKey = await addMethod(first.keyring, {
      type: 'vault',
      publicKey: await xwingPublicKey(secret),
      salt,
      label: '',
      vault: locator,
    });
    const parsed = parseKeyring(byKey.bytes);
    expect(parsed.slots.find(({ type }) => type === 'vault')!.salt).toEqual(salt);
    (await openKeyring(parsed, { type: 'secret', methodId: byKey.methodId, secret })).wipe();
    const bySecret = await addMethod(first.keyring, { type: 'passkey', secret, label: '' });
    (
      await openKeyring(parseKeyring(bySecret.bytes), { type: 'secret', methodId: bySecret.methodId, secret })
    ).wipe();
    expect(
      await codeOf(() => openKeyring(parsed, { type: 'device', methodId: byKey.methodId, secret })),
    ).toBe('ERR_METHOD_UNKNOWN');
  });
});

describe('removing a method', () => {
  // KEYS-045, KEYS-072
  it('rotates, seals anew to those that stay, and shuts the removed one out', async () => {
    const removedId = first.methodIds[1]!;
    const next = await removeMethod(first.keyring, removedId);
    const parsed = parseKeyring(next.bytes);
    expect(
      await codeOf(() => openKeyring(parsed, { type: 'device', methodId: removedId, secret: device })),
    ).toBe('ERR_METHOD_UNKNOWN');
    expect(
      await codeOf(() => openKeyring(parsed, { type: 'root-key', rootKey: first.keyring.rootKey })),
    ).toBe('ERR_KEYRING_MAC');
    const opened = await openKeyring(parsed, { type: 'recovery-key', key });
    expect(hex(opened.rootKey.expose())).not.toBe(hex(first.keyring.rootKey.expose()));
    expect(opened.epochs.map(({ number }) => number)).toEqual([1, 2]);
    expect(epochsOf(opened)[0]).toBe(epochsOf(first.keyring)[0]);
    expect(hex(opened.dedupKey.expose())).toBe(hex(first.keyring.dedupKey.expose()));
    expect(opened.removedMethods).toEqual([removedId]);
    const salts = parseKeyring(first.bytes).slots.map(({ salt }) => hex(salt));
    for (const slot of parsed.slots) expect(salts).toContain(hex(slot.salt));
    expect(await codeOf(() => removeMethod(opened, removedId))).toBe('ERR_METHOD_UNKNOWN');
    const later = await addMethod(opened, { type: 'device', secret: device, label: 'back again' });
    expect(later.keyring.removedMethods).toEqual([removedId]);
  });

  it('is refused for the last recovery key or vault', async () => {
    expect(await codeOf(() => removeMethod(first.keyring, first.methodIds[0]!))).toBe('ERR_LAST_METHOD');
    const another = await generateRecoveryKey();
    const two = await addMethod(first.keyring, { type: 'recovery-key', key: another, label: 'second sheet' });
    const next = await removeMethod(two.keyring, first.methodIds[0]!);
    expect(await codeOf(() => openKeyring(parseKeyring(next.bytes), { type: 'recovery-key', key }))).toBe(
      'ERR_RECOVERY_KEY_OTHER',
    );
    expect(await codeOf(() => removeMethod(next.keyring, two.methodId))).toBe('ERR_LAST_METHOD');
  });
});

describe('rotating', () => {
  // KEYS-073
  it('makes a new root key and epoch that every method opens', async () => {
    const next = await rotateKeyring(first.keyring);
    const parsed = parseKeyring(next.bytes);
    const byKey = await openKeyring(parsed, { type: 'recovery-key', key });
    const byDevice = await openKeyring(parsed, {
      type: 'device',
      methodId: first.methodIds[1]!,
      secret: device,
    });
    expect(hex(byKey.rootKey.expose())).toBe(hex(byDevice.rootKey.expose()));
    expect(hex(byKey.rootKey.expose())).not.toBe(hex(first.keyring.rootKey.expose()));
    expect(byKey.epochs.map(({ number }) => number)).toEqual([1, 2]);
    expect(byKey.removedMethods).toEqual([]);
    const owners = [
      await deriveVaultOwnerSeed(first.keyring.rootKey),
      await deriveVaultOwnerSeed(byKey.rootKey),
    ];
    expect(hex(owners[0]!.expose())).not.toBe(hex(owners[1]!.expose()));
  });
});

describe('the policy', () => {
  it('is kept, changed and cleared; no rule at all is no policy', async () => {
    const policy = { keepLast: 3, keepDaily: 7, keepWeekly: 0, keepMonthly: 12 };
    const set = await setPolicy(first.keyring, policy);
    expect(set.keyring.policy).toEqual(policy);
    const kept = await rotateKeyring(set.keyring);
    expect(kept.keyring.policy).toEqual(policy);
    expect((await setPolicy(kept.keyring, undefined)).keyring.policy).toBeUndefined();
    const none = { keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
    expect((await setPolicy(kept.keyring, none)).keyring.policy).toBeUndefined();
    await expect(setPolicy(first.keyring, { ...policy, keepLast: 1_000_001 })).rejects.toThrow(RangeError);
    await expect(setPolicy(first.keyring, { ...policy, keepDaily: 0.5 })).rejects.toThrow(RangeError);
  });
});
