// The worked example of spec/keys.md, once with this package and once with node:crypto.

import { createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SecretBytes, xwingPublicKey } from '@muniment/crypto';
import { LABELS, LIMITS } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import {
  deriveRecoveryKeySecret,
  deriveVaultOwnerSeed,
  deriveVaultSecret,
  KEYRING_MAX_BYTES,
  parseRecoveryKey,
} from '../src/index.ts';
import { slotInfo } from '../src/keyring.ts';
import { deriveFromRootKey } from '../src/open.ts';
import { hex } from './helpers.ts';

const spec = readFileSync(new URL('../../../spec/keys.md', import.meta.url), 'utf8');
const example = spec.slice(spec.indexOf('## 13.'));
const exampleValue = (name: string): string => {
  const [, value] = new RegExp(`^${name.replaceAll(/[()]/g, '\\$&')} +([^ ].*)$`, 'm').exec(example)!;
  return value!;
};
const ramp = Uint8Array.from({ length: 32 }, (_, i) => i);

describe('the example of the specification', () => {
  it('has the recovery key, key id, secret and public key that it says', async () => {
    const rows = /^rows +((?:\d{4}[ \n]+){16})/m.exec(example)![1]!;
    const key = await parseRecoveryKey(rows);
    expect(Buffer.from(key.digits.expose()).toString('latin1')).toBe(
      '314159265358979323846264338327950288419716939937510582097494',
    );
    expect(key.keyId).toBe(exampleValue('key id'));
    expect(exampleValue('salt')).toBe(hex(ramp));
    const secret = await deriveRecoveryKeySecret(key, ramp);
    expect(hex(secret.expose())).toBe(exampleValue('secret'));
    const again = hkdfSync('sha512', key.digits.expose(), ramp, LABELS.recoveryKeySecret, 32);
    expect(hex(new Uint8Array(again))).toBe(exampleValue('secret'));
    const publicKey = await xwingPublicKey(secret);
    expect(createHash('sha256').update(publicKey).digest('hex')).toBe(exampleValue('SHA-256(public key)'));
  });

  it('has the vault secret and public key that it says', async () => {
    const exportKey = Uint8Array.from({ length: 64 }, (_, i) => i);
    const secret = await deriveVaultSecret({ exportKey, releaseSecret: ramp, salt: ramp });
    expect(hex(secret.expose())).toBe(exampleValue('vault secret'));
    const again = hkdfSync('sha512', Buffer.concat([exportKey, ramp]), ramp, LABELS.vaultSecret, 32);
    expect(hex(new Uint8Array(again))).toBe(exampleValue('vault secret'));
    const publicKey = await xwingPublicKey(secret);
    expect(createHash('sha256').update(publicKey).digest('hex')).toBe(exampleValue('SHA-256(its public)'));
  });

  it('has the slot info and the keys of a root key that it says', async () => {
    const archiveId = new Uint8Array(16).fill(0xaa);
    const slot = { type: 'recovery-key', methodId: new Uint8Array(16).fill(0xbb), salt: ramp } as const;
    expect(hex(slotInfo(archiveId, slot))).toBe(exampleValue('info'));
    const rootKey = SecretBytes.from(ramp);
    expect(hex((await deriveFromRootKey(rootKey, LABELS.keyringBody)).expose())).toBe(
      exampleValue('body key'),
    );
    expect(hex((await deriveFromRootKey(rootKey, LABELS.keyringMac)).expose())).toBe(exampleValue('MAC key'));
    expect(hex((await deriveVaultOwnerSeed(rootKey)).expose())).toBe(exampleValue('vault-owner seed'));
  });
});

describe('the limits of the specification', () => {
  it('are those of the code', () => {
    const limits = Object.fromEntries(
      [...spec.slice(spec.indexOf('## 10.'), spec.indexOf('## 11.')).matchAll(/^\| (.+) \| (.+) \|$/gm)].map(
        ([, what, limit]) => [what!, limit!.replaceAll(',', '')],
      ),
    );
    expect(limits['keyring object']).toBe(`${KEYRING_MAX_BYTES} bytes`);
    expect(limits['methods, slots']).toBe(`1 to ${LIMITS.KeyringBody.methods.maxCount}`);
    expect(limits.epochs).toBe(`1 to ${LIMITS.KeyringBody.epochs.maxCount}`);
    expect(limits['removed methods']).toBe(`${LIMITS.KeyringBody.removedMethods.maxCount}`);
    expect(limits.parents).toBe(`${LIMITS.KeyringPublic.parents.maxCount}`);
    expect(limits.label).toBe(`${LIMITS.Method.label.maxBytes} bytes of UTF-8`);
    const locator = LIMITS.VaultLocator;
    expect(limits['URL of a vault']).toBe(`${locator.url.maxBytes} bytes`);
    expect(limits['issuer, subject']).toBe(`${locator.issuer.maxBytes} bytes of UTF-8 each`);
    expect(limits['issuer, subject']).toBe(`${locator.subject.maxBytes} bytes of UTF-8 each`);
    expect(limits['generation of a vault']).toBe('1 to 2^53 - 1');
    expect(locator.generation).toEqual({ min: 1n, max: 2n ** 53n - 1n });
  });
});

describe('requirements', () => {
  it('have one id each, and every id that the code cites exists', () => {
    const ids = [...spec.matchAll(/^<a id="(KEYS-\d{3})"><\/a>\*\*(KEYS-\d{3})\*\* /gm)].map(
      ([, anchor, id]) => {
        expect(anchor).toBe(id);
        return id!;
      },
    );
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
    const sources = [
      'draft',
      'keyring',
      'lineage',
      'merge',
      'open',
      'recovery-key',
      'select',
      'succession',
      'unicode',
      'vault',
      'write',
    ];
    for (const name of sources) {
      const source = readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8');
      for (const [id] of source.matchAll(/KEYS-\d{3}/g)) expect(ids).toContain(id);
    }
  });
});
