// Runs test-vectors/keyring: objects, the keyrings of a store, merges; and opens the keyrings of test-vectors/archives.

import { sha256 } from '@muniment/crypto';
import {
  expectedOutcome,
  fromHex,
  loadVectors,
  outcomeOf,
  readVectorFile,
  type TestVector,
  toHex,
} from '@muniment/test-kit';
import { compareBytes, type MethodType } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import {
  assertNoneUnopened,
  expiredKeyrings,
  type KeyringSet,
  type KeyringUnlock,
  type MergeDoubt,
  mergeKeyrings,
  type OpenKeyring,
  openKeyring,
  openKeyrings,
  parseKeyring,
  parseRecoveryKey,
  type RefusedKeyring,
  reviewMerge,
  type WrittenKeyring,
} from '../../src/index.ts';

interface StoredObject {
  readonly name: string;
  readonly bytes: string;
  readonly zeros?: number;
}

interface Unlock {
  readonly type: KeyringUnlock['type'];
  readonly digits?: string;
  readonly methodId?: string;
  readonly secret?: string;
  readonly rootKey?: string;
}

interface Effect {
  readonly archiveId: string;
  readonly dedupKey: string;
  readonly chunkerKey: string;
  readonly generation: number;
  readonly parents: readonly string[];
  readonly methods: readonly {
    readonly methodId: string;
    readonly type: MethodType;
    readonly label: string;
    readonly createdMs: number;
    readonly keyId: string;
    readonly salt: string;
    readonly vault?: unknown;
  }[];
  readonly removedMethods: readonly string[];
  readonly inheritedEpochs: readonly {
    readonly number: number;
    readonly key: string;
    readonly createdMs: number;
  }[];
  readonly rotates: boolean;
  readonly rootKey?: string;
  readonly slots?: readonly string[];
  readonly policy?: unknown;
}

interface KeyringVector extends TestVector {
  readonly object: StoredObject;
  readonly objects: readonly string[];
  readonly unlock: Unlock;
  readonly content?: unknown;
  readonly tips: readonly string[];
  readonly unopened: readonly { readonly name: string; readonly error: string }[];
  readonly malformed: readonly { readonly name: string; readonly error: string }[];
  readonly writable: boolean;
  readonly deletable: readonly string[];
  readonly disown: readonly string[];
  readonly effect: Effect;
  readonly doubts: readonly unknown[];
}

interface KeyringFile {
  readonly vectorCount: number;
  readonly vectors: readonly KeyringVector[];
  readonly objects: Readonly<Record<string, StoredObject>>;
}

interface ArchiveFile {
  readonly keyring: {
    readonly name: string;
    readonly generation: number;
    readonly hash: string;
    readonly recoveryKey: string;
    readonly deviceMethodId: string;
    readonly deviceSecret: string;
    readonly archiveId: string;
    readonly rootKey: string;
    readonly dedupKey: string;
    readonly chunkerKey: string;
    readonly epochs: readonly { readonly number: number; readonly key: string }[];
  };
  readonly objects: readonly { readonly name: string }[];
  readonly vectors: readonly {
    readonly operation: string;
    readonly object: string;
    readonly error: string;
  }[];
}

const suite = loadVectors<KeyringVector, KeyringFile>('keyring/keyring.json');

function bytesOf({ bytes, zeros = 0 }: StoredObject): Uint8Array {
  const content = fromHex(bytes);
  const whole = new Uint8Array(content.length + zeros);
  whole.set(content);
  return whole;
}

const objectsOf = ({ objects }: KeyringVector): { name: string; bytes: Uint8Array }[] =>
  objects.map((key) => {
    const object = suite.file.objects[key]!;
    return { name: object.name, bytes: bytesOf(object) };
  });

async function unlockOf({ type, digits, methodId, secret, rootKey }: Unlock): Promise<KeyringUnlock> {
  switch (type) {
    case 'recovery-key':
      return { type, key: await parseRecoveryKey(digits!) };
    case 'device':
    case 'secret':
      return { type, methodId: fromHex(methodId!), secret: fromHex(secret!) };
    case 'root-key':
      return { type, rootKey: fromHex(rootKey!) };
  }
}

/** `vault` with the locator of a slot, if it has one. */
function locatorOf({ slots }: OpenKeyring, index: number): { vault?: unknown } {
  const { vault } = slots[index]!;
  if (vault === undefined) return {};
  return { vault: { ...vault, realmId: toHex(vault.realmId), generation: Number(vault.generation) } };
}

async function describeKeyring(keyring: OpenKeyring): Promise<Record<string, unknown>> {
  return {
    hash: toHex(keyring.hash),
    archiveId: toHex(keyring.archiveId),
    generation: Number(keyring.generation),
    keyringId: toHex(keyring.keyringId),
    parents: keyring.parents.map(toHex),
    rootKey: toHex(keyring.rootKey.expose()),
    dedupKey: toHex(keyring.dedupKey.expose()),
    chunkerKey: toHex(keyring.chunkerKey.expose()),
    epochs: keyring.epochs.map(({ number, key, createdMs }) => ({
      number,
      key: toHex(key.expose()),
      createdMs,
    })),
    methods: await Promise.all(
      keyring.methods.map(async ({ methodId, type, label, createdMs, publicKey }, i) => ({
        methodId: toHex(methodId),
        type,
        label,
        createdMs,
        publicKeySha256: toHex(await sha256(publicKey)),
        ...locatorOf(keyring, i),
      })),
    ),
    removedMethods: keyring.removedMethods.map(toHex),
    ...(keyring.policy === undefined ? {} : { policy: keyring.policy }),
  };
}

const codes = (list: readonly RefusedKeyring[]): { name: string; error: string }[] =>
  list.map(({ name, error }) => ({ name, error: error.code })).sort((a, b) => (a.name < b.name ? -1 : 1));

function describeDoubts(doubts: readonly MergeDoubt[]): unknown[] {
  const ids = (methods: MergeDoubt['added']): string[] =>
    methods.map(({ methodId }) => toHex(methodId)).sort();
  return [...doubts]
    .sort((a, b) => compareBytes(a.tip.hash, b.tip.hash))
    .map(({ tip, added, removed }) => ({ tip: toHex(tip.hash), added: ids(added), removed: ids(removed) }));
}

describe('test-vectors/keyring', () => {
  it.each(suite.of('open'))('$id', async (vector) => {
    suite.ran(vector);
    let keyring: OpenKeyring | undefined;
    const outcome = await outcomeOf(async () => {
      const parsed = parseKeyring(bytesOf(vector.object), vector.object.name);
      keyring = await openKeyring(parsed, await unlockOf(vector.unlock));
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'valid') expect(await describeKeyring(keyring!)).toEqual(vector.content);
  });

  it.each(suite.of('store'))('$id', async (vector) => {
    suite.ran(vector);
    let set: KeyringSet | undefined;
    const outcome = await outcomeOf(async () => {
      set = await openKeyrings(objectsOf(vector), await unlockOf(vector.unlock));
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    const { tips, unopened, malformed, keyrings } = set!;
    expect(tips.map(({ name }) => name)).toEqual(vector.tips);
    expect(codes(unopened)).toEqual(vector.unopened);
    expect(codes(malformed)).toEqual(vector.malformed);
    expect(
      expiredKeyrings(tips, keyrings)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(vector.deletable);
    expect(await outcomeOf(() => assertNoneUnopened(set!))).toBe(
      vector.writable ? 'valid' : 'ERR_KEYRING_OUTDATED',
    );
  });

  it.each(suite.of('merge'))('$id', async (vector) => {
    suite.ran(vector);
    const unlock = await unlockOf(vector.unlock);
    const tips = await Promise.all(
      objectsOf(vector).map(({ name, bytes }) => openKeyring(parseKeyring(bytes, name), unlock)),
    );
    let merged: WrittenKeyring | undefined;
    const outcome = await outcomeOf(async () => {
      merged = await mergeKeyrings(tips, { disown: vector.disown.map(fromHex) });
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(describeDoubts(reviewMerge(tips))).toEqual(vector.doubts);
    const { keyring } = merged!;
    const { inheritedEpochs, rotates, slots, rootKey, methods, ...same } = vector.effect;
    expect({
      archiveId: toHex(keyring.archiveId),
      dedupKey: toHex(keyring.dedupKey.expose()),
      chunkerKey: toHex(keyring.chunkerKey.expose()),
      generation: Number(keyring.generation),
      parents: keyring.parents.map(toHex),
      removedMethods: keyring.removedMethods.map(toHex),
      ...(keyring.policy === undefined ? {} : { policy: keyring.policy }),
    }).toEqual(same);
    expect(
      keyring.slots.map(({ methodId, type, keyId, salt }, i) => ({
        methodId: toHex(methodId),
        type,
        label: keyring.methods[i]!.label,
        createdMs: keyring.methods[i]!.createdMs,
        keyId,
        salt: toHex(salt),
        ...locatorOf(keyring, i),
      })),
    ).toEqual(methods);
    const epochs = keyring.epochs.map(({ number, key, createdMs }) => ({
      number,
      key: toHex(key.expose()),
      createdMs,
    }));
    expect(epochs.slice(0, inheritedEpochs.length)).toEqual(inheritedEpochs);
    const newest = Math.max(...inheritedEpochs.map(({ number }) => number));
    expect(epochs.slice(inheritedEpochs.length).map(({ number }) => number)).toEqual(
      rotates ? [newest + 1] : [],
    );
    const oldRootKeys = tips.map((tip) => toHex(tip.rootKey.expose()));
    if (rotates) expect(oldRootKeys).not.toContain(toHex(keyring.rootKey.expose()));
    else {
      expect(toHex(keyring.rootKey.expose())).toBe(rootKey);
      expect(keyring.slots.map(({ sealedRootKey }) => toHex(sealedRootKey))).toEqual(slots);
    }
    // What was merged opens by the same method.
    expect(toHex((await openKeyring(parseKeyring(merged!.bytes, merged!.name), unlock)).hash)).toBe(
      toHex(keyring.hash),
    );
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});

describe.each(['tiny', 'none', 'deflate', 'zstd', 'rotated', 'hostile', 'lost'])(
  'test-vectors/archives/%s',
  (archive) => {
    const folder = `archives/${archive}`;
    const { keyring, objects, vectors } = JSON.parse(
      new TextDecoder().decode(readVectorFile(`${folder}/archive.json`)),
    ) as ArchiveFile;
    const found = objects
      .filter(({ name }) => name.startsWith('keyring/'))
      .map(({ name }) => ({ name, bytes: readVectorFile(`${folder}/store/${name}`) }));
    const unlocks: readonly Unlock[] = [
      { type: 'recovery-key', digits: keyring.recoveryKey },
      { type: 'device', methodId: keyring.deviceMethodId, secret: keyring.deviceSecret },
    ];

    it.each(unlocks)('opens by $type', async (unlock) => {
      const { tips, unopened, malformed } = await openKeyrings(found, await unlockOf(unlock));
      const [tip] = tips;
      expect(tips).toHaveLength(1);
      expect(unopened).toEqual([]);
      expect(codes(malformed)).toEqual(
        vectors
          .filter(({ operation }) => operation === 'keyring')
          .map(({ object, error }) => ({ name: object, error })),
      );
      const { hash, archiveId, rootKey, dedupKey, chunkerKey, epochs } = await describeKeyring(tip!);
      expect({ name: tip!.name, hash, archiveId, rootKey, dedupKey, chunkerKey }).toEqual({
        name: keyring.name,
        hash: keyring.hash,
        archiveId: keyring.archiveId,
        rootKey: keyring.rootKey,
        dedupKey: keyring.dedupKey,
        chunkerKey: keyring.chunkerKey,
      });
      expect(epochs).toMatchObject(keyring.epochs);
    });
  },
);
