// The same randomness gives the same bytes: the format is pinned by the hashes below.

import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  addMethod,
  createKeyring,
  derandomizedEnvironment,
  generateRecoveryKey,
  type KeyringEnvironment,
  mergeKeyrings,
  removeMethod,
  rotateKeyring,
  setPolicy,
} from '../src/derandomized.ts';
import { formatRecoveryKey, openKeyring, parseKeyring } from '../src/index.ts';
import { codeOf, hex, newVault } from './helpers.ts';

/** A short history from one seed. */
async function history(seed: number) {
  const random = seededRandom(seed);
  const env = derandomizedEnvironment((length) => random.bytes(length), 1_700_000_000_000);
  const key = await generateRecoveryKey((length) => random.bytes(length));
  const secret = random.bytes(32);
  const first = await createKeyring(env, { methods: [{ type: 'recovery-key', key, label: 'sheet' }] });
  const second = await addMethod(env, first.keyring, { type: 'device', secret, label: 'laptop' });
  const third = await removeMethod(env, second.keyring, second.methodId);
  const policy = { keepLast: 1, keepDaily: 2, keepWeekly: 3, keepMonthly: 4 };
  const fourth = await setPolicy(env, third.keyring, policy);
  const fork = await rotateKeyring(env, third.keyring);
  const merged = await mergeKeyrings(env, [fourth.keyring, fork.keyring]);
  return { key, objects: [first, second, third, fourth, fork, merged] };
}

describe('a derandomized history', () => {
  it('has the hashes of format 1', async () => {
    const { key, objects } = await history(1);
    expect(key.keyId).toBe('N0P8');
    expect(formatRecoveryKey(key).split('\n')[0]).toBe('8145 9313 7257 5358');
    expect(objects.map(({ keyring }) => hex(keyring.hash).slice(0, 32))).toEqual([
      '7b737edbc6673abb1736a735f14b4a04',
      '523467c14bfd24f984b3986779709bf8',
      '63d3984c233874b01ae3ca1fb017c3ff',
      'c8635b2248bbb1e3d2f3f265ec2fc0e4',
      '9514f1c94e5461c1fc53cabb51f6582b',
      'e7f517a71dc7402f9eaddc1a836088ae',
    ]);
    for (const { bytes, keyring } of objects) {
      const opened = await openKeyring(parseKeyring(bytes), { type: 'recovery-key', key });
      expect(opened.rootKey.expose()).toEqual(keyring.rootKey.expose());
    }
  });

  it('is another for another seed', async () => {
    const [a, b] = await Promise.all([history(2), history(3)]);
    a.objects.forEach(({ keyring }, i) => {
      expect(keyring.hash).not.toEqual(b.objects[i]!.keyring.hash);
    });
  });
});

describe('a writer whose seals do not open', () => {
  // KEYS-075
  it('notices before the keyring is given out', async () => {
    const random = seededRandom(4);
    const right = derandomizedEnvironment((length) => random.bytes(length), 0);
    const other = random.bytes(32);
    const wrong: KeyringEnvironment[] = [
      { ...right, sealRootKey: (publicKey, info) => right.sealRootKey(publicKey, info, other) },
      { ...right, sealRootKey: (publicKey, _info, rootKey) => right.sealRootKey(publicKey, other, rootKey) },
    ];
    const sheet = newVault(random.bytes(32));
    const { keyring } = await createKeyring(right, { methods: [sheet] });
    const codes: string[] = [];
    for (const env of wrong) {
      codes.push(await codeOf(() => createKeyring(env, { methods: [sheet] })));
      codes.push(await codeOf(() => addMethod(env, keyring, sheet)));
    }
    expect(codes).toEqual(['ERR_KEYRING_MAC', 'ERR_KEYRING_MAC', 'ERR_AUTHENTICATION', 'ERR_AUTHENTICATION']);
  });
});
