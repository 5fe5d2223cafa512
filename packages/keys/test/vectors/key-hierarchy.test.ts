// Runs test-vectors/key-hierarchy: keys of root keys, secrets of vaults, and root keys sealed to methods.

import { hkdfExpand, hpkeOpen, SecretBytes, sha256, xwingPublicKey } from '@muniment/crypto';
import { hpkeSealWithRandomness } from '@muniment/crypto/derandomized';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { LABELS, type MethodType } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { deriveVaultOwnerSeed, deriveVaultSecret } from '../../src/index.ts';
import { slotInfo } from '../../src/keyring.ts';

interface HierarchyVector extends TestVector {
  readonly rootKey: string;
  readonly bodyKey: string;
  readonly macKey: string;
  readonly vaultOwnerSeed: string;
  readonly exportKey: string;
  readonly releaseSecret: string;
  readonly archiveId: string;
  readonly type: MethodType;
  readonly methodId: string;
  readonly salt: string;
  readonly secret: string;
  readonly publicKeySha256: string;
  readonly info: string;
  readonly randomness: string;
  readonly sealedRootKey: string;
}

const suite = loadVectors<HierarchyVector>('key-hierarchy/key-hierarchy.json');
const none = new Uint8Array(0);

describe('test-vectors/key-hierarchy', () => {
  it.each(suite.of('rootKey'))('$id', async (vector) => {
    suite.ran(vector);
    const rootKey = SecretBytes.from(fromHex(vector.rootKey));
    const derive = async (label: string): Promise<string> =>
      toHex(await hkdfExpand(rootKey, new TextEncoder().encode(label), 32));
    expect(await derive(LABELS.keyringBody)).toBe(vector.bodyKey);
    expect(await derive(LABELS.keyringMac)).toBe(vector.macKey);
    expect(toHex((await deriveVaultOwnerSeed(rootKey)).expose())).toBe(vector.vaultOwnerSeed);
  });

  it.each(suite.of('vaultSecret'))('$id', async (vector) => {
    suite.ran(vector);
    const derived = deriveVaultSecret({
      exportKey: fromHex(vector.exportKey),
      releaseSecret: fromHex(vector.releaseSecret),
      salt: fromHex(vector.salt),
    });
    if (vector.result === 'invalid') {
      await expect(derived).rejects.toMatchObject({ code: vector.error });
      return;
    }
    const secret = await derived;
    expect(toHex(secret.expose())).toBe(vector.secret);
    expect(toHex(await sha256(await xwingPublicKey(secret)))).toBe(vector.publicKeySha256);
  });

  it.each(suite.of('slot'))('$id', async (vector) => {
    suite.ran(vector);
    const { type } = vector;
    const place = { type, methodId: fromHex(vector.methodId), salt: fromHex(vector.salt) };
    const info = slotInfo(fromHex(vector.archiveId), place);
    expect(toHex(info)).toBe(vector.info);
    const secret = SecretBytes.from(fromHex(vector.secret));
    let rootKey: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      rootKey = await hpkeOpen(secret, info, none, fromHex(vector.sealedRootKey));
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(toHex(rootKey!)).toBe(vector.rootKey);
    const publicKey = await xwingPublicKey(secret);
    expect(toHex(await sha256(publicKey))).toBe(vector.publicKeySha256);
    const sealed = await hpkeSealWithRandomness(publicKey, info, none, rootKey!, fromHex(vector.randomness));
    expect(toHex(sealed)).toBe(vector.sealedRootKey);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
