// Runs test-vectors/realm-descriptor for clients: rules.json, bundles.json, and of notes.json who may be pinned.

import { noteKeyHash, parseVerifierKey } from '@muniment/crypto';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { channelKeyAt } from '../../src/descriptor.ts';
import {
  type CheckedDescriptor,
  checkRealmDescriptor,
  formatVaultBundle,
  isSameFingerprint,
  knownFromNote,
  parseVaultBundle,
  parseVaultFingerprint,
  type VaultBundle,
  vaultFingerprint,
} from '../../src/index.ts';

interface PinVector extends TestVector {
  readonly realmId: string;
  readonly signers: readonly string[];
  readonly keys: readonly { readonly name: string; readonly keyHash: string; readonly publicKey: string }[];
}

interface BundleVector extends PinVector {
  readonly text: string;
  readonly bundle: {
    readonly url: string;
    readonly realm: string;
    readonly signers: string[];
    readonly note: string;
  };
  readonly fingerprint: string;
}

interface RuleVector extends TestVector {
  readonly realmId: string;
  readonly signers: readonly string[];
  readonly known?: { readonly serial: number; readonly noteHash: string };
  readonly nowMs: number;
  readonly note: string;
  readonly bundleNote: string;
  readonly serial: number;
  readonly noteHash: string;
  readonly signedBy: readonly string[];
  readonly usableKeyIds: readonly number[];
}

const pins = loadVectors<PinVector>('realm-descriptor/notes.json');
const bundles = loadVectors<BundleVector>('realm-descriptor/bundles.json');
const rules = loadVectors<RuleVector>('realm-descriptor/rules.json');

describe('test-vectors/realm-descriptor, rules', () => {
  it.each(rules.of('rules'))('$id', async (vector) => {
    rules.ran(vector);
    const { known, nowMs, signers } = vector;
    let checked: CheckedDescriptor | undefined;
    const outcome = await outcomeOf(async () => {
      checked = await checkRealmDescriptor(new TextEncoder().encode(vector.note), {
        realmId: fromHex(vector.realmId),
        signers,
        nowMs,
        known: known && { serial: known.serial, noteHash: fromHex(known.noteHash) },
      });
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    const { descriptor, signedBy, isOneParty } = checked!;
    expect(descriptor.serial).toBe(vector.serial);
    expect(checked!.known.serial).toBe(vector.serial);
    expect(toHex(checked!.known.noteHash)).toBe(vector.noteHash);
    expect(signedBy).toEqual(vector.signedBy);
    expect(isOneParty).toBe(signers.length === 1);
    expect(vector.usableKeyIds).toContain(channelKeyAt(descriptor, nowMs)!.keyId);
  });

  it.each(rules.of('fromBundle'))('$id', async (vector) => {
    rules.ran(vector);
    const { signers, nowMs, bundleNote, note } = vector;
    const trust = { realmId: fromHex(vector.realmId), signers };
    const outcome = await outcomeOf(async () => {
      const known = await knownFromNote(bundleNote, trust);
      await checkRealmDescriptor(new TextEncoder().encode(note), { ...trust, known, nowMs });
    });
    expect(outcome).toBe(expectedOutcome(vector));
  });

  it('ran every vector', () => {
    expect(rules.missed()).toEqual([]);
  });
});

describe('test-vectors/realm-descriptor, pinned signers', () => {
  it.each(pins.of('pin'))('$id', async (vector) => {
    pins.ran(vector);
    const { signers, realmId } = vector;
    const bundle = {
      format: 'muniment-vault-bundle/1',
      url: 'https://vault.example',
      realm: realmId,
      signers,
    };
    const text = JSON.stringify({ ...bundle, note: 'not looked at here' });
    expect(await outcomeOf(() => parseVaultBundle(text))).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    const keys = signers.map((signer) => parseVerifierKey(signer));
    expect(
      keys.map(({ name, publicKey }) => ({
        name,
        keyHash: toHex(noteKeyHash(name, publicKey)),
        publicKey: toHex(publicKey),
      })),
    ).toEqual(vector.keys);
  });

  it('ran every vector but the notes', () => {
    expect(pins.missed()).toEqual(pins.of('note').map(({ id }) => id));
  });
});

describe('test-vectors/realm-descriptor, bundles and fingerprints', () => {
  it.each(bundles.of('bundle'))('$id', async (vector) => {
    bundles.ran(vector);
    let parsed: VaultBundle | undefined;
    const outcome = await outcomeOf(() => {
      parsed = parseVaultBundle(vector.text);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    const { url, realm, signers, note } = vector.bundle;
    expect({ ...parsed, realmId: toHex(parsed!.realmId) }).toEqual({ url, realmId: realm, signers, note });
    expect(parseVaultBundle(formatVaultBundle(parsed!))).toEqual(parsed);
  });

  it.each(bundles.of('fingerprint'))('$id', async (vector) => {
    bundles.ran(vector);
    const { signers } = vector;
    expect(await vaultFingerprint({ realmId: fromHex(vector.realmId), signers })).toBe(vector.fingerprint);
  });

  it.each(bundles.of('typed'))('$id', async (vector) => {
    bundles.ran(vector);
    let parsed: string | undefined;
    const outcome = await outcomeOf(() => {
      parsed = parseVaultFingerprint(vector.text);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    expect(parsed).toBe(vector.result === 'valid' ? vector.fingerprint : undefined);
    const [known] = bundles.of('fingerprint').filter(({ id }) => id === 'realm-descriptor-fingerprint-two');
    expect(isSameFingerprint(vector.text, known.fingerprint)).toBe(parsed === known.fingerprint);
  });

  it('ran every vector', () => {
    expect(bundles.missed()).toEqual([]);
  });
});
