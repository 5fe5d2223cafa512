// Forks, planted keyrings, and choosing among the keyring objects of a store.

import { SecretBytes, xwingPublicKey } from '@muniment/crypto';
import { encodeKeyringPublic, type KeyringBody, type Slot } from '@muniment/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addMethod,
  assertNoneUnopened,
  assertSuccessor,
  type CreatedKeyring,
  createKeyring,
  expiredKeyrings,
  generateRecoveryKey,
  isAncestor,
  type KeyringMethod,
  type KeyringUnlock,
  keyringTips,
  mergeKeyrings,
  type OpenKeyring,
  openKeyring,
  openKeyrings,
  parseKeyring,
  type RecoveryKey,
  removeMethod,
  reviewMerge,
  rotateKeyring,
  setPolicy,
  type WrittenKeyring,
} from '../src/index.ts';
import { forge, forgeSlot } from './forge.ts';
import { codeOf, epochsOf, failure, hex, idsOf } from './helpers.ts';

let sheet: RecoveryKey;
const laptop = SecretBytes.random(32);
const phone = SecretBytes.random(32);
const thief = SecretBytes.random(32);
/** k1: sheet and laptop. k2: the phone as well. k3: without the phone. */
let k1: CreatedKeyring;
let k2: WrittenKeyring;
let k3: WrittenKeyring;
let phoneId: Uint8Array;
let bySheet: KeyringUnlock;
let byLaptop: KeyringUnlock;
let byPhone: KeyringUnlock;

beforeAll(async () => {
  sheet = await generateRecoveryKey();
  k1 = await createKeyring({
    methods: [
      { type: 'recovery-key', key: sheet, label: 'sheet' },
      { type: 'device', secret: laptop, label: 'laptop' },
    ],
  });
  const added = await addMethod(k1.keyring, { type: 'device', secret: phone, label: 'phone' });
  phoneId = added.methodId;
  k2 = added;
  k3 = await removeMethod(k2.keyring, phoneId);
  bySheet = { type: 'recovery-key', key: sheet };
  byLaptop = { type: 'device', methodId: k1.methodIds[1]!, secret: laptop };
  byPhone = { type: 'device', methodId: phoneId, secret: phone };
});

/**
 * A keyring as the thief of `known` can make one: a root key of their own, sealed to all methods of `known` but those in
 * `without` and to a device of their own; epochs of `known` and of their choice.
 */
async function plant(
  known: OpenKeyring,
  {
    parents = [known.hash],
    generation = known.generation + 1n,
    without = [] as Uint8Array[],
    epochNumber = known.epochs.at(-1)!.number + 1,
    key = SecretBytes.random(32).expose() as Uint8Array,
    dropEpochs = false,
    dedupKey = known.dedupKey.expose() as Uint8Array,
  },
): Promise<WrittenKeyring> {
  const { archiveId } = known;
  const rootKey = SecretBytes.random(32).expose();
  const own = { methodId: SecretBytes.random(16).expose(), type: 'device', label: '', createdMs: 0 } as const;
  const all = [...known.methods, { ...own, publicKey: await xwingPublicKey(thief) }];
  const kept = all.filter(({ methodId }) => !without.some((id) => hex(id) === hex(methodId)));
  kept.sort((a, b) => Buffer.compare(a.methodId, b.methodId));
  const slots: Slot[] = [];
  for (const { methodId, type, publicKey } of kept) {
    const slot = known.slots.find((candidate) => hex(candidate.methodId) === hex(methodId));
    slots.push(
      await forgeSlot(
        rootKey,
        archiveId,
        publicKey,
        slot ?? { methodId, type, salt: rootKey, keyId: '', vault: undefined },
      ),
    );
  }
  const methods = kept.map((method) => ({ ...method, createdMs: 0n }));
  const inherited = dropEpochs ? [] : known.epochs;
  const body: KeyringBody = {
    dedupKey,
    chunkerKey: known.chunkerKey.expose(),
    epochs: [
      ...inherited.map((epoch) => ({ number: epoch.number, key: epoch.key.expose(), createdMs: 0n })),
      { number: epochNumber, key, createdMs: 0n },
    ],
    methods,
    removedMethods: [...without],
    policy: undefined,
  };
  const keyringId = SecretBytes.random(16).expose();
  const bytes = await forge({
    rootKey,
    public: { criticalFeatures: [], archiveId, generation, keyringId, parents, slots },
    body,
  });
  const parsed = parseKeyring(bytes);
  return { name: parsed.name, bytes, keyring: await openKeyring(parsed, { type: 'root-key', rootKey }) };
}

const tipNames = async (
  objects: { name: string; bytes: Uint8Array }[],
  unlock: KeyringUnlock,
): Promise<string[]> => (await openKeyrings(objects, unlock)).tips.map(({ name }) => name);

describe('choosing among the keyrings of a store', () => {
  // KEYS-061
  it('finds the newest, whatever the order and however often an object is listed', async () => {
    expect(await tipNames([k2, k3, k1], bySheet)).toEqual([k3.name]);
    expect(await tipNames([k3, k1, k2, k3], byLaptop)).toEqual([k3.name]);
    const set = await openKeyrings([k1, k3], byLaptop);
    expect(set.unopened).toEqual([]);
    assertNoneUnopened(set);
    set.wipe();
    expect(set.tips[0]!.rootKey.isWiped).toBe(true);
  });

  // KEYS-062, KEYS-063, KEYS-064
  it('gives a removed device the newest it can open, with a warning, and no leave to write', async () => {
    const set = await openKeyrings([k1, k2, k3], byPhone);
    expect(set.tips.map(({ name }) => name)).toEqual([k2.name]);
    expect(set.unopened.map(({ name, error }) => [name, error.code])).toEqual([
      [k3.name, 'ERR_METHOD_UNKNOWN'],
    ]);
    const error = await failure(() => assertNoneUnopened(set));
    expect(error.code).toBe('ERR_KEYRING_OUTDATED');
    expect(error.details).toEqual({ name: k3.name });
  });

  it('does not mind ancestors that this method never could open', async () => {
    const second = await generateRecoveryKey();
    const added = await addMethod(k3.keyring, { type: 'recovery-key', key: second, label: 'second' });
    const set = await openKeyrings([k1, k2, k3, added], { type: 'recovery-key', key: second });
    expect(set.tips.map(({ name }) => name)).toEqual([added.name]);
    expect(set.unopened).toEqual([]);
  });

  // KEYS-060, KEYS-064
  it('ignores what is no keyring and stops at what is newer than this reader', async () => {
    const junk = { name: k1.name, bytes: new TextEncoder().encode('junk') };
    const cut = { name: k3.name, bytes: k3.bytes.subarray(0, 2000) };
    const renamed = { ...k1, name: k3.name };
    const copy = { ...k1, name: `${k1.name} (1)` };
    const set = await openKeyrings([junk, k2, cut, renamed, copy], bySheet);
    expect(set.malformed.map(({ name, error }) => [name, error.code])).toEqual([
      [junk.name, 'ERR_KEYRING_MAGIC'],
      [k3.name, 'ERR_ENCODING'],
      [k3.name, 'ERR_FIELD'],
      [copy.name, 'ERR_FIELD'],
    ]);
    assertNoneUnopened(set);
    const version = new Uint8Array(k3.bytes);
    version[9] = 2;
    const newer = await openKeyrings([k2, { name: k3.name, bytes: version }], bySheet);
    expect(newer.unopened.map(({ name, error }) => [name, error.code])).toEqual([
      [k3.name, 'ERR_UNSUPPORTED_VERSION'],
    ]);
    expect(await codeOf(() => assertNoneUnopened(newer))).toBe('ERR_KEYRING_OUTDATED');
    expect(await codeOf(() => openKeyrings([junk], bySheet))).toBe('ERR_KEYRING_MAGIC');
    expect(await codeOf(() => openKeyrings([{ name: k3.name, bytes: version }], bySheet))).toBe(
      'ERR_UNSUPPORTED_VERSION',
    );
    await expect(openKeyrings([], bySheet)).rejects.toThrow(RangeError);
  });

  // KEYS-068
  it('reports keyrings that do not open and lie outside the ancestry, whatever ancestry they claim', async () => {
    const { archiveId, slots } = parseKeyring(k3.bytes);
    const foreign = await createKeyring({
      methods: [{ type: 'recovery-key', key: await generateRecoveryKey(), label: '' }],
    });
    const publicPart = {
      criticalFeatures: [],
      archiveId,
      generation: 9n,
      keyringId: archiveId,
      parents: [k3.keyring.hash],
      slots,
    };
    const sealedBy = (
      part: Parameters<typeof encodeKeyringPublic>[0],
    ): { name: string; bytes: Uint8Array } => {
      const bytes = new Uint8Array(
        Buffer.concat([
          k3.bytes.subarray(0, 10),
          lengthAnd(encodeKeyringPublic(part)),
          lengthAnd(k3.bytes.subarray(0, 200)),
          new Uint8Array(32),
        ]),
      );
      return { name: parseKeyring(bytes).name, bytes };
    };
    const junk = sealedBy(publicPart);
    // A second one that claims to follow from the first does not hide it.
    const above = sealedBy({
      ...publicPart,
      generation: 10n,
      parents: [parseKeyring(junk.bytes).hash],
    });
    const set = await openKeyrings([k1, k2, k3, junk, above, foreign], bySheet);
    expect(set.tips.map(({ name }) => name)).toEqual([k3.name]);
    expect(set.unopened.map(({ name, error }) => [name, error.code])).toEqual([
      [above.name, 'ERR_KEYRING_MAC'],
      [junk.name, 'ERR_KEYRING_MAC'],
      [foreign.name, 'ERR_RECOVERY_KEY_OTHER'],
    ]);
    // Its claim to descend from k3 does not make k3 deletable.
    expect(expiredKeyrings(set.tips, set.keyrings).map(({ name }) => name)).toEqual([k1.name]);
  });

  it('says why nothing opens', async () => {
    const other = await generateRecoveryKey();
    const error = await failure(() => openKeyrings([k1, k3], { type: 'recovery-key', key: other }));
    expect(error.code).toBe('ERR_RECOVERY_KEY_OTHER');
    expect(error.details).toEqual({ keyId: other.keyId, keyIds: sheet.keyId });
    expect(await codeOf(() => openKeyrings([k3], byPhone))).toBe('ERR_METHOD_UNKNOWN');
    const secret = SecretBytes.random(32);
    expect(await codeOf(() => openKeyrings([k3], { ...byLaptop, secret } as KeyringUnlock))).toBe(
      'ERR_AUTHENTICATION',
    );
    expect(
      await codeOf(() => openKeyrings([k3], { ...byLaptop, secret: new Uint8Array(3) } as KeyringUnlock)),
    ).toBe('ERR_KEY_SIZE');
  });

  // KEYS-067
  it('looks at no more than 64 different objects', async () => {
    const objects = Array.from({ length: 65 }, (_, i) => {
      const bytes = new Uint8Array(k1.bytes);
      bytes[bytes.length - 1] = i;
      return { name: k1.name, bytes };
    });
    expect(await codeOf(() => openKeyrings(objects, bySheet))).toBe('ERR_LIMIT');
  });

  it('counts copies of one object once (KEYS-061)', async () => {
    const copies = Array.from({ length: 65 }, () => ({ name: k1.name, bytes: new Uint8Array(k1.bytes) }));
    const set = await openKeyrings(copies, bySheet);
    expect(set.tips.map(({ name }) => name)).toEqual([k1.name]);
    expect(set.keyrings).toHaveLength(1);
  });

  // KEYS-065
  it('keeps both sides of a fork', async () => {
    const rotated = await rotateKeyring(k2.keyring);
    expect(new Set(await tipNames([k1, k2, k3, rotated], bySheet))).toEqual(new Set([k3.name, rotated.name]));
  });
});

describe('a keyring planted by someone who was shut out', () => {
  // KEYS-062, KEYS-081
  it('does not follow from a keyring made after that', async () => {
    const planted = await plant(k2.keyring, { parents: [k3.keyring.hash], generation: 4n, epochNumber: 3 });
    const set = await openKeyrings([k1, k2, k3, planted], byLaptop);
    expect(set.tips.map(({ name }) => name)).toEqual([k3.name]);
    expect(set.unopened.map(({ name, error }) => [name, error.code])).toEqual([
      [planted.name, 'ERR_KEYRING_SUCCESSION'],
    ]);
    expect(await codeOf(() => assertNoneUnopened(set))).toBe('ERR_KEYRING_OUTDATED');
    // Nor does what was built on it.
    const onTop = await plant(planted.keyring, {});
    const both = await openKeyrings([k1, k2, k3, planted, onTop], byLaptop);
    expect(both.tips.map(({ name }) => name)).toEqual([k3.name]);
    expect(both.unopened.map(({ error }) => error.code)).toEqual([
      'ERR_KEYRING_SUCCESSION',
      'ERR_KEYRING_SUCCESSION',
    ]);
  });

  // KEYS-081, KEYS-082, KEYS-083
  it('does not follow with a guessed epoch key, a low generation, or other chunking keys', async () => {
    const tries = [
      await plant(k2.keyring, { parents: [k3.keyring.hash], generation: 4n, key: new Uint8Array(32) }),
      await plant(k2.keyring, { parents: [k3.keyring.hash], generation: 1n, epochNumber: 3 }),
      await plant(k2.keyring, { parents: [k3.keyring.hash], generation: 3n, epochNumber: 3 }),
      await plant(k2.keyring, { parents: [k3.keyring.hash], generation: 4n, dropEpochs: true }),
      await plant(k3.keyring, { dedupKey: new Uint8Array(32) }),
      await plant(k3.keyring, { generation: 3n }),
      await plant(k3.keyring, { generation: 5n }),
      await plant(k3.keyring, { generation: 2n ** 32n - 1n }),
      await plant(k3.keyring, { epochNumber: 4 }),
    ];
    for (const planted of tries) {
      const set = await openKeyrings([k1, k2, k3, planted], byLaptop);
      expect(set.tips.map(({ name }) => name)).toEqual([k3.name]);
      expect(set.unopened.map(({ error }) => error.code)).toEqual(['ERR_KEYRING_SUCCESSION']);
    }
    // The same made with what only a current device knows is a keyring like any other.
    const rightful = await plant(k3.keyring, {});
    expect(await tipNames([k1, k2, k3, rightful], byLaptop)).toEqual([rightful.name]);
  });

  // KEYS-066, KEYS-085
  it('shows as a fork beside the device’s own copy, and is asked about before a merge', async () => {
    const planted = await plant(k2.keyring, { without: [phoneId] });
    const set = await openKeyrings([planted, k3], byLaptop);
    expect(set.tips.length).toBe(2);
    const doubts = reviewMerge(set.tips);
    expect(doubts.length).toBe(1);
    const [{ tip, added, removed }] = doubts as [(typeof doubts)[0]];
    expect(tip.name).toBe(planted.name);
    expect(added.length).toBe(1);
    expect(removed).toEqual([]);

    const merged = await mergeKeyrings(set.tips, { disown: [tip.hash] });
    const parsed = parseKeyring(merged.bytes);
    expect(idsOf(merged.keyring.methods)).toEqual(idsOf(k3.keyring.methods));
    expect(parsed.parents.map(hex).toSorted()).toEqual(set.tips.map(({ hash }) => hex(hash)).toSorted());
    const secret = thief.expose();
    const planter = { type: 'device', methodId: added[0]!.methodId, secret } as const;
    expect(await codeOf(() => openKeyring(parsed, planter))).toBe('ERR_METHOD_UNKNOWN');
    expect(hex(merged.keyring.rootKey.expose())).not.toBe(hex(k3.keyring.rootKey.expose()));
    for (const epoch of set.tips.flatMap(epochsOf)) expect(epochsOf(merged.keyring)).toContain(epoch);
    expect(await tipNames([k1, k2, k3, planted, merged], bySheet)).toEqual([merged.name]);
  });

  it('is asked about if it removes methods, and loses them if disowned', async () => {
    const planted = await plant(k2.keyring, {
      without: [phoneId, k1.methodIds[0]!].toSorted(Buffer.compare),
    });
    const [doubt] = reviewMerge([planted.keyring, k3.keyring]);
    expect(idsOf(doubt!.removed)).toEqual([hex(k1.methodIds[0]!)]);
    const disown = [planted.keyring.hash];
    const merged = await mergeKeyrings([planted.keyring, k3.keyring], { disown });
    (await openKeyring(parseKeyring(merged.bytes), bySheet)).wipe();
    expect(await codeOf(() => mergeKeyrings([planted.keyring, k3.keyring]))).toBe('ERR_LAST_METHOD');
  });
});

describe('reviewing a merge', () => {
  it('asks nothing if nobody was removed, or nothing was changed beside a removal', async () => {
    const a = await addMethod(k2.keyring, { type: 'device', secret: thief, label: 'tablet' });
    const b = await rotateKeyring(k2.keyring);
    expect(reviewMerge([a.keyring, b.keyring])).toEqual([]);
    const rotated = await rotateKeyring(k2.keyring);
    expect(reviewMerge([rotated.keyring, k3.keyring])).toEqual([]);
  });

  it('asks nothing where both sides know of the removal', async () => {
    const a = await addMethod(k3.keyring, { type: 'device', secret: thief, label: 'tablet' });
    const b = await rotateKeyring(k3.keyring);
    expect(reviewMerge([a.keyring, b.keyring]).map(({ tip }) => tip)).toEqual([a.keyring]);
    const c = await addMethod(k3.keyring, { type: 'device', secret: phone, label: 'another' });
    expect(reviewMerge([a.keyring, c.keyring])).toEqual([]);
  });

  it('asks about a method added, and about one removed, beside a removal', async () => {
    const a = await addMethod(k2.keyring, { type: 'device', secret: thief, label: 'tablet' });
    const [doubt, ...others] = reviewMerge([k3.keyring, a.keyring]);
    expect(others).toEqual([]);
    expect(doubt!.tip).toBe(a.keyring);
    expect(doubt!.added.map(({ label }) => label)).toEqual(['tablet']);
    const b = await removeMethod(k2.keyring, k1.methodIds[1]!);
    const mutual = reviewMerge([k3.keyring, b.keyring]);
    expect(new Set(mutual.map(({ removed }) => removed[0]!.label))).toEqual(new Set(['phone', 'laptop']));
  });
});

describe('merging', () => {
  it('keeps the root key and the slots where all tips have one root key', async () => {
    const a = await addMethod(k3.keyring, { type: 'device', secret: thief, label: 'a' });
    const b = await addMethod(k3.keyring, { type: 'device', secret: phone, label: 'b' });
    const merged = await mergeKeyrings([a.keyring, b.keyring]);
    expect(merged.keyring.rootKey.expose()).toEqual(k3.keyring.rootKey.expose());
    for (const slot of [...a.keyring.slots, ...b.keyring.slots])
      expect(merged.keyring.slots).toContainEqual(slot);
    expect(merged.keyring.slots.length).toBe(4);
    expect(epochsOf(merged.keyring)).toEqual(epochsOf(k3.keyring));
  });

  it('keeps both epochs of one number when two devices rotated at once, and opens a third', async () => {
    const a = await rotateKeyring(k3.keyring);
    const b = await rotateKeyring(k3.keyring);
    const merged = await mergeKeyrings([a.keyring, b.keyring]);
    expect(merged.keyring.epochs.map(({ number }) => number)).toEqual([1, 2, 3, 3, 4]);
    const keys = merged.keyring.epochs.slice(2, 4).map(({ key }) => key.expose());
    expect(Buffer.compare(keys[0]!, keys[1]!)).toBeLessThan(0);
  });

  it('takes the policy of the highest tip, then of the one with the greatest hash', async () => {
    const policy = (keepLast: number) => ({ keepLast, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 });
    const a = await setPolicy(k3.keyring, policy(1));
    const b = await setPolicy(k3.keyring, policy(2));
    const higher = await setPolicy(a.keyring, policy(3));
    const [greater, lesser] = Buffer.compare(a.keyring.hash, b.keyring.hash) > 0 ? [a, b] : [b, a];
    for (const tips of [
      [greater.keyring, lesser.keyring],
      [lesser.keyring, greater.keyring],
    ]) {
      expect((await mergeKeyrings(tips)).keyring.policy).toEqual(greater.keyring.policy);
    }
    expect((await mergeKeyrings([b.keyring, higher.keyring])).keyring.policy).toEqual(policy(3));
  });

  it('rotates when a tip is disowned, and lies above it', async () => {
    const a = await addMethod(k3.keyring, { type: 'device', secret: phone, label: 'a' });
    const b = await addMethod(k3.keyring, { type: 'device', secret: thief, label: 'b' });
    const higher = await setPolicy(b.keyring, { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 });
    const merged = await mergeKeyrings([a.keyring, higher.keyring], { disown: [higher.keyring.hash] });
    expect(idsOf(merged.keyring.methods)).toEqual(idsOf(a.keyring.methods));
    expect(merged.keyring.policy).toBeUndefined();
    expect(merged.keyring.rootKey.expose()).not.toEqual(a.keyring.rootKey.expose());
    expect(merged.keyring.generation).toBe(higher.keyring.generation + 1n);
    assertSuccessor([a.keyring, higher.keyring], merged.keyring);
  });

  // Correct writers rotate whenever they remove, so these tips are made up.
  it('rotates unless root key, epochs and methods all agree', async () => {
    const a = await addMethod(k3.keyring, { type: 'device', secret: phone, label: 'a' });
    const b = await addMethod(k3.keyring, { type: 'device', secret: thief, label: 'b' });
    const epoch = { number: 9, key: SecretBytes.random(32), createdMs: 0 };
    const tips: OpenKeyring[] = [
      { ...b.keyring, removedMethods: [...b.keyring.removedMethods, a.methodId] },
      { ...b.keyring, epochs: [...b.keyring.epochs, epoch] },
      { ...b.keyring, rootKey: SecretBytes.random(32) },
    ];
    for (const tip of tips) {
      const merged = await mergeKeyrings([a.keyring, tip]);
      expect(merged.keyring.rootKey.expose()).not.toEqual(a.keyring.rootKey.expose());
      expect(merged.keyring.slots).not.toContainEqual(a.keyring.slots[0]);
    }
    // Of two slots of one method the least is kept, whichever tip has it.
    const [{ methodId }] = k3.keyring.methods as [KeyringMethod];
    const isShared = (slot: { readonly methodId: Uint8Array }): boolean =>
      hex(slot.methodId) === hex(methodId);
    const least = (keyring: OpenKeyring): OpenKeyring => {
      const slots = keyring.slots.map((slot) =>
        isShared(slot) ? { ...slot, sealedRootKey: new Uint8Array(1168) } : slot,
      );
      return { ...keyring, slots };
    };
    for (const pair of [
      [a.keyring, least(b.keyring)],
      [least(a.keyring), b.keyring],
    ]) {
      const merged = await mergeKeyrings(pair);
      expect(merged.keyring.slots.find(isShared)!.sealedRootKey).toEqual(new Uint8Array(1168));
    }
  });

  it('refuses tips that contradict each other, and is told apart from misuse', async () => {
    const other = await createKeyring({ methods: [{ type: 'recovery-key', key: sheet, label: '' }] });
    expect(await codeOf(() => mergeKeyrings([k3.keyring, other.keyring]))).toBe('ERR_KEYRING_SUCCESSION');
    const planted = await plant(k2.keyring, { dedupKey: new Uint8Array(32) });
    expect(await codeOf(() => mergeKeyrings([k3.keyring, planted.keyring]))).toBe('ERR_KEYRING_SUCCESSION');
    const { methods, slots } = k2.keyring;
    const changes: Partial<OpenKeyring>[] = [
      { archiveId: new Uint8Array(16) },
      { chunkerKey: SecretBytes.random(32) },
      { methods: methods.map((method) => ({ ...method, publicKey: new Uint8Array(1216) })) },
      { methods: methods.map((method) => ({ ...method, type: 'passkey' })) },
      { slots: slots.map((slot) => ({ ...slot, salt: new Uint8Array(32) })) },
      { slots: slots.map((slot) => ({ ...slot, keyId: '0000' })) },
    ];
    for (const change of changes) {
      expect(await codeOf(() => mergeKeyrings([k3.keyring, { ...k2.keyring, ...change }]))).toBe(
        'ERR_KEYRING_SUCCESSION',
      );
    }
    await expect(mergeKeyrings([k3.keyring])).rejects.toThrow(RangeError);
    await expect(mergeKeyrings([k3.keyring, k3.keyring])).rejects.toThrow(RangeError);
    const pair = [k2.keyring, k1.keyring];
    await expect(mergeKeyrings(pair, { disown: [k3.keyring.hash] })).rejects.toThrow(RangeError);
    await expect(mergeKeyrings(pair, { disown: pair.map(({ hash }) => hash) })).rejects.toThrow(RangeError);
    expect(() => reviewMerge([k3.keyring])).toThrow(RangeError);
  });
});

describe('ancestry', () => {
  it('is told by hashes', () => {
    const all = [k1.keyring, k2.keyring, k3.keyring];
    expect(keyringTips(all)).toEqual([k3.keyring]);
    expect(isAncestor(k1.keyring, k3.keyring, all)).toBe(true);
    expect(isAncestor(k3.keyring, k1.keyring, all)).toBe(false);
    expect(isAncestor(k3.keyring, k3.keyring, all)).toBe(false);
    expect(isAncestor(k1.keyring, k3.keyring, [k1.keyring])).toBe(false);
    expect(isAncestor(k2.keyring, k3.keyring, [])).toBe(true);
    expect(() => assertSuccessor([k1.keyring], k3.keyring)).toThrow(RangeError);
    const orphan = { ...k3.keyring, parents: [...k3.keyring.parents, new Uint8Array(32)] };
    assertSuccessor([k2.keyring], { ...orphan, generation: 9n });
    for (const generation of [1n, 2n]) {
      expect(() => assertSuccessor([k2.keyring], { ...orphan, generation })).toThrow(
        'is not above its parent',
      );
    }
    expect(() => assertSuccessor([], k3.keyring)).toThrow(RangeError);
  });

  it('lets go of what lies behind the parents of every tip, and of no fork', async () => {
    const k4 = await rotateKeyring(k3.keyring);
    const fork = await rotateKeyring(k1.keyring);
    const all = [k1, k2, k3, k4, fork].map(({ keyring }) => keyring);
    const names = (tips: OpenKeyring[]): string[] => expiredKeyrings(tips, all).map(({ name }) => name);
    expect(names([k4.keyring])).toEqual([k2.name, k1.name]);
    expect(names([k4.keyring, fork.keyring])).toEqual([]);
    const merged = await mergeKeyrings([k4.keyring, fork.keyring]);
    expect(names([merged.keyring])).toEqual([k3.name, k2.name, k1.name]);
    expect(names([k1.keyring])).toEqual([]);
    expect(() => expiredKeyrings([], all)).toThrow(RangeError);
  });
});

function lengthAnd(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
