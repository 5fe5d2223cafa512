// The vault as a recovery method: its secret, and the locator in its slot.

import { createHmac, hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';
import { SecretBytes } from '@muniment/crypto';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addMethod,
  type CreatedKeyring,
  createKeyring,
  deriveVaultSecret,
  mergeKeyrings,
  openKeyring,
  parseKeyring,
  removeMethod,
  rotateKeyring,
  setPolicy,
  type VaultLocator,
} from '../src/index.ts';
import { sameVaultLocator } from '../src/vault.ts';
import { forge } from './forge.ts';
import { codeOf, hex, locator, newVault, withSlots } from './helpers.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const parts = fc.record({ exportKey: bytesOf(64), releaseSecret: bytesOf(32), salt: bytesOf(32) });
const exposed = async (input: Parameters<typeof deriveVaultSecret>[0]): Promise<string> =>
  hex((await deriveVaultSecret(input)).expose());

describe('the secret of a vault method (KEYS-047)', () => {
  it('is HKDF of export key and release secret, as node:crypto has it', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async ({ exportKey, releaseSecret, salt }) => {
        const input = Buffer.concat([exportKey, releaseSecret]);
        const expected = hkdfSync('sha512', input, salt, 'muniment v1 vault secret', 32);
        expect(await exposed({ exportKey, releaseSecret, salt })).toBe(hex(new Uint8Array(expected)));
        const prk = createHmac('sha512', salt).update(input).digest();
        const okm = createHmac('sha512', prk).update('muniment v1 vault secret').update('\u0001').digest();
        expect(await exposed({ exportKey, releaseSecret, salt })).toBe(hex(okm.subarray(0, 32)));
      }),
      { numRuns: count('property') },
    );
  });

  it('is another one for each bit of each part', async () => {
    const start = {
      exportKey: new Uint8Array(64),
      releaseSecret: new Uint8Array(32),
      salt: new Uint8Array(32),
    };
    const seen = new Set([await exposed(start)]);
    for (const part of ['exportKey', 'releaseSecret', 'salt'] as const) {
      for (let at = 0; at < start[part].length; at++) {
        const altered = start[part].slice();
        altered[at] = 1 << (at % 8);
        seen.add(await exposed({ ...start, [part]: altered }));
      }
    }
    expect(seen.size).toBe(1 + 64 + 32 + 32);
  });

  it('leaves its parts alone, takes SecretBytes, and prints nothing', async () => {
    const exportKey = SecretBytes.random(64);
    const releaseSecret = SecretBytes.random(32);
    const salt = new Uint8Array(32).fill(3);
    const before = [hex(exportKey.expose()), hex(releaseSecret.expose()), hex(salt)];
    const secret = await deriveVaultSecret({ exportKey, releaseSecret, salt });
    expect([hex(exportKey.expose()), hex(releaseSecret.expose()), hex(salt)]).toEqual(before);
    expect(
      await exposed({ exportKey: exportKey.expose(), releaseSecret: releaseSecret.expose(), salt }),
    ).toBe(hex(secret.expose()));
    expect(inspect(secret)).not.toContain(hex(secret.expose()).slice(0, 8));
  });

  it('needs parts of the right lengths', async () => {
    const right = {
      exportKey: new Uint8Array(64),
      releaseSecret: new Uint8Array(32),
      salt: new Uint8Array(32),
    };
    for (const length of [0, 32, 63, 65]) {
      expect(await codeOf(() => deriveVaultSecret({ ...right, exportKey: new Uint8Array(length) }))).toBe(
        'ERR_KEY_SIZE',
      );
    }
    for (const length of [0, 31, 33, 64]) {
      expect(await codeOf(() => deriveVaultSecret({ ...right, releaseSecret: new Uint8Array(length) }))).toBe(
        'ERR_KEY_SIZE',
      );
      await expect(deriveVaultSecret({ ...right, salt: new Uint8Array(length) })).rejects.toThrow(RangeError);
    }
    await expect(deriveVaultSecret({ ...right, salt: 'x' as never })).rejects.toThrow(TypeError);
    await expect(deriveVaultSecret({ ...right, exportKey: 'x' as never })).rejects.toThrow(TypeError);
  });
});

describe('a vault among the methods', () => {
  const device = new Uint8Array(32).fill(4);
  const secretA = new Uint8Array(32).fill(1);
  const secretB = new Uint8Array(32).fill(2);
  let first: CreatedKeyring;
  let vaultId: Uint8Array;

  beforeAll(async () => {
    first = await createKeyring({
      methods: [newVault(secretA), { type: 'device', secret: device, label: 'laptop' }],
    });
    vaultId = first.methodIds[0]!;
  });

  /** The locator in the slot of the vault, and none in any other slot. */
  function located(bytes: Uint8Array, id = vaultId): VaultLocator {
    const { slots } = parseKeyring(bytes);
    for (const slot of slots) expect(slot.vault !== undefined).toBe(slot.type === 'vault');
    return slots.find(({ methodId }) => hex(methodId) === hex(id))!.vault!;
  }

  it('opens by the secret that its password and the vault give', async () => {
    const exportKey = new Uint8Array(64).fill(5);
    const releaseSecret = new Uint8Array(32).fill(6);
    const salt = new Uint8Array(32).fill(7);
    const secret = await deriveVaultSecret({ exportKey, releaseSecret, salt });
    const made = await addMethod(first.keyring, { type: 'vault', secret, salt, label: '', vault: locator });
    const parsed = parseKeyring(made.bytes);
    const slot = parsed.slots.find(({ methodId }) => hex(methodId) === hex(made.methodId))!;
    expect(slot.salt).toEqual(salt);
    expect(slot.vault).toEqual(locator);
    const again = await deriveVaultSecret({ exportKey, releaseSecret, salt: slot.salt });
    (await openKeyring(parsed, { type: 'secret', methodId: slot.methodId, secret: again })).wipe();
    const wrong = await deriveVaultSecret({ exportKey, releaseSecret: exportKey.slice(32), salt });
    expect(
      await codeOf(() => openKeyring(parsed, { type: 'secret', methodId: slot.methodId, secret: wrong })),
    ).toBe('ERR_AUTHENTICATION');
  });

  it('keeps its locator whatever happens to the keyring, and is sealed to without being asked', async () => {
    expect(located(first.bytes)).toEqual(locator);
    const added = await addMethod(first.keyring, { type: 'device', secret: secretB, label: 'phone' });
    const removed = await removeMethod(added.keyring, added.methodId);
    const policy = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
    const governed = await setPolicy(removed.keyring, policy);
    const rotated = await rotateKeyring(governed.keyring);
    const other = await rotateKeyring(removed.keyring);
    const merged = await mergeKeyrings([rotated.keyring, other.keyring]);
    for (const { bytes } of [added, removed, governed, rotated, other, merged]) {
      expect(located(bytes)).toEqual(locator);
      const unlock = { type: 'secret', methodId: vaultId, secret: secretA } as const;
      (await openKeyring(parseKeyring(bytes), unlock)).wipe();
    }
  });

  // KEYS-078
  it('is one for each generation: a new password is added, then the old one removed', async () => {
    const vault = { ...locator, generation: 2n };
    const salt = new Uint8Array(32).fill(8);
    const both = await addMethod(first.keyring, { type: 'vault', secret: secretB, salt, label: '', vault });
    expect(located(both.bytes)).toEqual(locator);
    expect(located(both.bytes, both.methodId)).toEqual(vault);
    const after = await removeMethod(both.keyring, vaultId);
    const parsed = parseKeyring(after.bytes);
    expect(parsed.slots.filter(({ type }) => type === 'vault')).toHaveLength(1);
    expect(located(after.bytes, both.methodId)).toEqual(vault);
  });

  it('is refused in a merge if the sides disagree on where it is', async () => {
    const rootKey = new Uint8Array(32).fill(9);
    const { keyring } = first;
    const fork = async (vault: VaultLocator) => {
      const slots = keyring.slots.map((slot) => (slot.type === 'vault' ? { ...slot, vault } : slot));
      const { archiveId } = keyring;
      const keyringId = Uint8Array.from(vault.realmId);
      const bytes = await forge({
        rootKey,
        public: {
          criticalFeatures: [],
          archiveId,
          generation: 2n,
          keyringId,
          parents: [keyring.hash],
          slots,
        },
        body: {
          dedupKey: keyring.dedupKey.expose().slice(),
          chunkerKey: keyring.chunkerKey.expose().slice(),
          epochs: keyring.epochs.map(({ number, key, createdMs }) => ({
            number,
            key: key.expose().slice(),
            createdMs: BigInt(createdMs),
          })),
          methods: keyring.methods.map((method) => ({ ...method, createdMs: BigInt(method.createdMs) })),
          removedMethods: [],
          policy: undefined,
        },
      });
      return openKeyring(parseKeyring(bytes), { type: 'root-key', rootKey });
    };
    const changes: Partial<VaultLocator>[] = [
      { url: 'https://vault.example/other' },
      { realmId: new Uint8Array(16) },
      { issuer: 'https://other.example' },
      { subject: '5f0d' },
      { generation: 2n },
    ];
    const same = await fork(locator);
    for (const change of changes) {
      const other = await fork({ ...locator, ...change });
      const name = JSON.stringify(Object.keys(change));
      expect(sameVaultLocator(locator, { ...locator, ...change }), name).toBe(false);
      expect(await codeOf(() => mergeKeyrings([same, other])), name).toBe('ERR_KEYRING_SUCCESSION');
    }
    expect(sameVaultLocator(locator, { ...locator, realmId: locator.realmId.slice() })).toBe(true);
    expect(sameVaultLocator(undefined, undefined)).toBe(true);
    expect(sameVaultLocator(locator, undefined)).toBe(false);
    expect(sameVaultLocator(undefined, locator)).toBe(false);
  });

  it('has a locator, and no other method has one (KEYS-054)', async () => {
    const located = (who: (type: string) => boolean): Uint8Array =>
      withSlots(first.bytes, (slot) => ({ ...slot, vault: who(slot.type) ? locator : undefined }));
    expect(located((type) => type === 'vault')).toEqual(first.bytes);
    for (const who of [() => false, () => true, (type: string) => type === 'device']) {
      expect(await codeOf(() => parseKeyring(located(who)))).toBe('ERR_FIELD');
    }
  });

  it('shares no memory with the locator that it was given', async () => {
    const realmId = locator.realmId.slice();
    const method = { ...newVault(secretA), vault: { ...locator, realmId } } as ReturnType<typeof newVault>;
    const made = addMethod(first.keyring, method);
    realmId.fill(0);
    const { bytes, keyring, methodId } = await made;
    expect(located(bytes, methodId)).toEqual(locator);
    expect(keyring.slots.find((slot) => hex(slot.methodId) === hex(methodId))!.vault).toEqual(locator);
  });

  const add = (vault: unknown, change: object = {}): Promise<unknown> =>
    addMethod(first.keyring, { ...newVault(secretA), vault, ...change } as ReturnType<typeof newVault>);

  it.each([
    'http://localhost:8080',
    'https://vault.example',
    'https://vault.example/',
    'https://[2001:db8::1]:8443/a/b%20c/@me;x=1',
    `https://vault.example/${'x'.repeat(490)}`,
  ])('is found at %s (KEYS-048)', async (url) => {
    await expect(add({ ...locator, url })).resolves.toBeDefined();
  });

  it.each([
    '',
    'vault.example',
    '//vault.example',
    'ftp://vault.example',
    'file:///vault',
    'HTTPS://vault.example',
    'https:/vault.example',
    'https:vault.example',
    'https://',
    'https:///vault',
    'https://user@vault.example',
    'https://user:pass@vault.example/',
    'https://@vault.example',
    'https://vault.example?',
    'https://vault.example/?account=1',
    'https://vault.example#',
    'https://vault.example/#a',
    'https://vault.example\\@evil.example',
    'https://vault.example/a\\b',
    'https://vault.example/a b',
    ' https://vault.example',
    'https://vault.example\n',
    'https://vault\t.example',
    'https://vältresor.example',
    'https://vault.example:99999',
    'https://vault.example:x',
    'https://[::1',
    `https://vault.example/${'x'.repeat(491)}`,
  ])('is not found at %s (KEYS-048)', async (url) => {
    await expect(add({ ...locator, url })).rejects.toThrow(RangeError);
  });

  it('is added with a whole locator and its salt only', async () => {
    for (const [field, values] of Object.entries({
      url: [1, undefined],
      realmId: ['x', undefined],
      issuer: [1, undefined],
      subject: [null],
      generation: [1, '1', undefined],
    })) {
      for (const value of values)
        await expect(add({ ...locator, [field]: value })).rejects.toThrow(TypeError);
    }
    for (const [field, values] of Object.entries({
      realmId: [new Uint8Array(15), new Uint8Array(17)],
      issuer: ['', 'x'.repeat(257), '\ud800'],
      subject: ['', 'é'.repeat(129), '\udc00'],
      generation: [0n, -1n, 2n ** 53n],
    })) {
      for (const value of values)
        await expect(add({ ...locator, [field]: value })).rejects.toThrow(RangeError);
    }
    await add({ ...locator, subject: 'é'.repeat(128), issuer: 'x'.repeat(256), generation: 2n ** 53n - 1n });
    await expect(add(undefined)).rejects.toThrow(TypeError);
    await expect(add(null)).rejects.toThrow(TypeError);
    await expect(add(locator, { salt: undefined })).rejects.toThrow(TypeError);
    await expect(add(locator, { salt: new Uint8Array(31) })).rejects.toThrow(RangeError);
  });

  it('may be named by any text that keeps its length: a reader keeps it as it is (KEYS-048)', async () => {
    for (const url of ['x', 'javascript:alert(1)', 'https://a@b/?c#d', '\u202e', 'é'.repeat(256)]) {
      const altered = withSlots(first.bytes, (slot) =>
        slot.vault === undefined ? slot : { ...slot, vault: { ...slot.vault, url } },
      );
      const parsed = parseKeyring(altered);
      expect(located(altered).url).toBe(url);
      // What a store changed in a locator shows as soon as the keyring is opened.
      const unlock = { type: 'secret', methodId: vaultId, secret: secretA } as const;
      expect(await codeOf(() => openKeyring(parsed, unlock))).toBe('ERR_KEYRING_MAC');
    }
  });
});
