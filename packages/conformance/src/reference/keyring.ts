// test-vectors/keyring by @muniment/keys.

import { sha256 } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  assertNoneUnopened,
  expiredKeyrings,
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
} from '@muniment/keys';
import { compareBytes, formatHex, ID_BYTES, LIMITS, type VaultLocator } from '@muniment/wire';
import type { Json, JsonObject, Operations } from '../protocol.ts';
import type { NamedObject } from './archive-support.ts';
import { assertSame, describe, Fields, formatAll, malformed, operation, readBytes } from './support.ts';

const UNLOCK_TYPES = ['recovery-key', 'device', 'secret', 'root-key'] as const;
const ZEROS_MAX = 16 * 1024 * 1024;
const HASH_BYTES = 32;
const TIPS_MAX = LIMITS.KeyringPublic.parents.maxCount;

/** `{"name": n, "bytes": h, "zeros": n}`. */
function readStored(value: Json, where: string): NamedObject {
  const object = new Fields(value, where);
  const content = object.bytes('bytes');
  const bytes = new Uint8Array(
    content.length + (object.has('zeros') ? object.integer('zeros', 0, ZEROS_MAX) : 0),
  );
  bytes.set(content);
  return { name: object.text('name'), bytes };
}

/** The objects that the vector names, out of the file's table: in the request under their keys there. */
function objectsOf(input: Fields): NamedObject[] {
  return Object.values(input.object('objects').map(readStored));
}

async function unlockOf(input: Fields): Promise<KeyringUnlock> {
  const unlock = input.object('unlock');
  const type = unlock.choice('type', UNLOCK_TYPES);
  switch (type) {
    case 'recovery-key':
      return { type, key: await parseRecoveryKey(unlock.text('digits')) };
    case 'device':
    case 'secret':
      return { type, methodId: unlock.bytes('methodId', ID_BYTES), secret: unlock.bytes('secret') };
    case 'root-key':
      return { type, rootKey: unlock.bytes('rootKey') };
  }
}

/** A number where JSON has it exactly, else its decimal digits. */
function numberOf(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

/** `vault` with a slot's locator, if it has one. */
function describeLocator(vault: VaultLocator | undefined): JsonObject {
  if (vault === undefined) return {};
  return { vault: { ...(describe(vault) as JsonObject), generation: numberOf(vault.generation) } };
}

/** What a keyring shares with the one that a merge made of it. */
function describeShared(keyring: OpenKeyring): JsonObject {
  return {
    archiveId: formatHex(keyring.archiveId),
    generation: numberOf(keyring.generation),
    parents: formatAll(keyring.parents),
    dedupKey: formatHex(keyring.dedupKey.expose()),
    chunkerKey: formatHex(keyring.chunkerKey.expose()),
    removedMethods: formatAll(keyring.removedMethods),
    ...(keyring.policy === undefined ? {} : { policy: describe(keyring.policy) }),
  };
}

function describeEpochs(keyring: OpenKeyring): { number: number; key: string; createdMs: number }[] {
  return keyring.epochs.map(({ number, key, createdMs }) => ({
    number,
    key: formatHex(key.expose()),
    createdMs,
  }));
}

async function describeKeyring(keyring: OpenKeyring): Promise<JsonObject> {
  return {
    ...describeShared(keyring),
    hash: formatHex(keyring.hash),
    keyringId: formatHex(keyring.keyringId),
    rootKey: formatHex(keyring.rootKey.expose()),
    epochs: describeEpochs(keyring),
    methods: await Promise.all(
      keyring.methods.map(async ({ methodId, type, label, createdMs, publicKey }, i) => ({
        methodId: formatHex(methodId),
        type,
        label,
        createdMs,
        publicKeySha256: formatHex(await sha256(publicKey)),
        ...describeLocator(keyring.slots[i].vault),
      })),
    ),
  };
}

function describeRefused(list: readonly RefusedKeyring[]): JsonObject[] {
  return list
    .map(({ name, error }) => ({ name, error: error.code }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isWritable(set: Parameters<typeof assertNoneUnopened>[0]): boolean {
  try {
    assertNoneUnopened(set);
    return true;
  } catch (error) {
    if (!isMunimentError(error, 'ERR_KEYRING_OUTDATED')) throw error;
    return false;
  }
}

function describeDoubts(doubts: readonly MergeDoubt[]): JsonObject[] {
  const ids = (methods: MergeDoubt['added']): string[] =>
    methods.map(({ methodId }) => formatHex(methodId)).sort();
  return [...doubts]
    .sort((a, b) => compareBytes(a.tip.hash, b.tip.hash))
    .map(({ tip, added, removed }) => ({
      tip: formatHex(tip.hash),
      added: ids(added),
      removed: ids(removed),
    }));
}

/** The hashes of disowned tips: some of the tips, each once, and not all. */
function disownedOf(input: Fields, tips: readonly OpenKeyring[]): Uint8Array[] {
  const disown = input.list('disown', (value, where) => readBytes(value, where, HASH_BYTES));
  const named = new Set(formatAll(disown));
  const hashes = formatAll(tips.map(({ hash }) => hash));
  if (
    named.size !== disown.length ||
    named.size >= hashes.length ||
    [...named].some((id) => !hashes.includes(id))
  ) {
    malformed('disown names something else than some of the tips');
  }
  return disown;
}

/** A keyring as a device will read it that has the same unlock as before. */
async function reopen({ name, bytes }: WrittenKeyring, unlock: KeyringUnlock): Promise<OpenKeyring> {
  const parsed = parseKeyring(bytes, name);
  try {
    return await openKeyring(parsed, unlock);
  } catch (error) {
    // A root key, or a method that one of the tips removed.
    if (isMunimentError(error)) malformed(`what was merged does not open by unlock: ${error.code}`);
    throw error;
  }
}

/** What a merge of `tips` came to. What was drawn is left out: a new root key, slots for it, the key of a new epoch. */
function describeEffect(tips: readonly OpenKeyring[], merged: OpenKeyring): JsonObject {
  const epochs = describeEpochs(merged);
  const known = new Set(
    tips.flatMap((tip) => describeEpochs(tip).map(({ number, key }) => `${number} ${key}`)),
  );
  const inheritedEpochs = epochs.filter(({ number, key }) => known.has(`${number} ${key}`));
  const added = epochs.filter((epoch) => !inheritedEpochs.includes(epoch)).map(({ number }) => number);
  const rotates = added.length > 0;
  const rootKey = formatHex(merged.rootKey.expose());
  const isOld = tips.some((tip) => formatHex(tip.rootKey.expose()) === rootKey);
  if (isOld === rotates) throw new Error('a merge takes a new root key and a new epoch, or neither');
  if (rotates) {
    const newest = Math.max(...inheritedEpochs.map(({ number }) => number));
    assertSame('the epochs that a merge adds', added, [newest + 1]);
  }
  return {
    ...describeShared(merged),
    methods: merged.slots.map(({ methodId, type, keyId, salt, vault }, i) => ({
      methodId: formatHex(methodId),
      type,
      label: merged.methods[i].label,
      createdMs: merged.methods[i].createdMs,
      keyId,
      salt: formatHex(salt),
      ...describeLocator(vault),
    })),
    inheritedEpochs,
    rotates,
    ...(rotates ? {} : { rootKey, slots: formatAll(merged.slots.map(({ sealedRootKey }) => sealedRootKey)) }),
  };
}

export const operations: Operations = {
  'keyring.open': operation(async (input) => {
    const { name, bytes } = input.object('object').as(readStored);
    const keyring = await openKeyring(parseKeyring(bytes, name), await unlockOf(input));
    return { content: await describeKeyring(keyring) };
  }),

  'keyring.store': operation(async (input) => {
    const objects = objectsOf(input);
    if (objects.length === 0) malformed('a store without keyrings');
    const set = await openKeyrings(objects, await unlockOf(input));
    return {
      tips: set.tips.map(({ name }) => name),
      unopened: describeRefused(set.unopened),
      malformed: describeRefused(set.malformed),
      writable: isWritable(set),
      deletable: expiredKeyrings(set.tips, set.keyrings)
        .map(({ name }) => name)
        .sort(),
    };
  }),

  'keyring.merge': operation(async (input) => {
    const unlock = await unlockOf(input);
    const tips: OpenKeyring[] = [];
    for (const { name, bytes } of objectsOf(input))
      tips.push(await openKeyring(parseKeyring(bytes, name), unlock));
    const distinct = new Set(tips.map(({ hash }) => formatHex(hash)));
    if (distinct.size !== tips.length || tips.length < 2 || tips.length > TIPS_MAX) {
      malformed(`a merge takes 2 to ${TIPS_MAX} different keyrings`);
    }
    const disown = disownedOf(input, tips);
    const merged = await mergeKeyrings(tips, { disown });
    const again = await reopen(merged, unlock);
    assertSame('a merged keyring, written and opened', again.hash, merged.keyring.hash);
    return { effect: describeEffect(tips, again), doubts: describeDoubts(reviewMerge(tips)) };
  }),
};
