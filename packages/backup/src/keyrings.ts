// The keyring objects of a store, and the keyring they come to for one device or key. Implements spec/keys.md §6 and §8.

import type { ArchiveKeys, EpochKey } from '@muniment/archive';
import { equalBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  KEYRING_MAX_BYTES,
  type KeyringObject,
  type KeyringSet,
  type KeyringUnlock,
  type OpenKeyring,
  openKeyrings,
  parseKeyring,
} from '@muniment/keys';
import type { Store } from '@muniment/storage';
import { compareBytes, formatHex, parseKeyringName } from '@muniment/wire';

/** More objects under keyring/ than this are not even read. */
const OBJECT_COUNT_MAX = 1_024;

/** The keyring objects of a store, by the archive they say they belong to. */
export interface FoundKeyrings {
  /** Archive id, in hexadecimal, to objects. */
  readonly byArchive: ReadonlyMap<string, readonly KeyringObject[]>;
  /** Objects of which no archive can be told: of a newer format, or no keyrings at all. */
  readonly others: readonly KeyringObject[];
  /** All names, sorted: equal lists mean that nothing has changed. */
  readonly names: readonly string[];
}

/** Names of the objects under keyring/, sorted. */
export async function listKeyrings(store: Store): Promise<{ name: string; size: number }[]> {
  const found: { name: string; size: number }[] = [];
  for await (const info of store.list('keyring/')) {
    if (parseKeyringName(info.name) !== undefined) found.push(info);
    if (found.length > OBJECT_COUNT_MAX) {
      throw new MunimentError('ERR_LIMIT', `more than ${OBJECT_COUNT_MAX} objects under keyring/`);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reads every keyring object. */
export async function readKeyrings(store: Store): Promise<FoundKeyrings> {
  const byArchive = new Map<string, KeyringObject[]>();
  const others: KeyringObject[] = [];
  const listed = await listKeyrings(store);
  for (const { name, size } of listed) {
    // Of one that is too long so much is read that its parser refuses it.
    const range = size > KEYRING_MAX_BYTES ? { offset: 0, length: KEYRING_MAX_BYTES + 1 } : undefined;
    let bytes: Uint8Array;
    try {
      bytes = await store.get(name, range);
    } catch (error) {
      // Another device has just deleted it.
      if (isMunimentError(error, 'ERR_STORE_NOT_FOUND')) continue;
      throw error;
    }
    try {
      const id = formatHex(parseKeyring(bytes, name).archiveId);
      const group = byArchive.get(id);
      if (group === undefined) byArchive.set(id, [{ name, bytes }]);
      else group.push({ name, bytes });
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      others.push({ name, bytes });
    }
  }
  return { byArchive, others, names: listed.map(({ name }) => name) };
}

/**
 * Opens the keyrings of one archive. `own` is the device's copy of the one it used last: it takes part unless something
 * that follows from it has taken its place.
 */
export async function openArchiveKeyrings(
  objects: readonly KeyringObject[],
  own: Uint8Array | undefined,
  unlock: KeyringUnlock,
): Promise<KeyringSet> {
  if (own === undefined || objects.some(({ bytes }) => equalBytes(bytes, own))) {
    return openKeyrings(objects, unlock);
  }
  const parsed = parseKeyring(own);
  const [kept] = (await openKeyrings([{ name: parsed.name, bytes: own }], unlock)).tips;
  try {
    const set = objects.length === 0 ? undefined : await openUnlessNone(objects, unlock);
    if (set?.tips.some((tip) => follows(tip, kept!))) return set;
    set?.wipe();
    return await openKeyrings([...objects, { name: parsed.name, bytes: own }], unlock);
  } finally {
    kept!.wipe();
  }
}

async function openUnlessNone(
  objects: readonly KeyringObject[],
  unlock: KeyringUnlock,
): Promise<KeyringSet | undefined> {
  try {
    return await openKeyrings(objects, unlock);
  } catch (error) {
    if (!isMunimentError(error) || error.errorClass === 'limit') throw error;
    return undefined;
  }
}

/**
 * True if `keyring` inherits from `ancestor`, with generations between them deleted. Who was shut out before `ancestor`
 * does not know its newest epoch key.
 */
function follows(keyring: OpenKeyring, ancestor: OpenKeyring): boolean {
  return (
    keyring.generation > ancestor.generation &&
    equalBytes(keyring.archiveId, ancestor.archiveId) &&
    equalBytes(keyring.dedupKey.expose(), ancestor.dedupKey.expose()) &&
    ancestor.epochs.every(({ number, key }) =>
      keyring.epochs.some((epoch) => epoch.number === number && equalBytes(epoch.key.expose(), key.expose())),
    )
  );
}

/** The keys of an archive: of a fork, the epochs of all its tips. */
export function archiveKeys(tips: readonly OpenKeyring[]): ArchiveKeys {
  const [newest] = tips;
  const epochs: EpochKey[] = [];
  for (const { number, key } of tips.flatMap((tip) => tip.epochs)) {
    const isKnown = epochs.some(
      (epoch) => epoch.number === number && equalBytes(epoch.key.expose(), key.expose()),
    );
    if (!isKnown) epochs.push({ number, key });
  }
  return {
    archiveId: newest!.archiveId,
    dedupKey: newest!.dedupKey,
    chunkerKey: newest!.chunkerKey,
    epochs: epochs.sort((a, b) => a.number - b.number || compareBytes(a.key.expose(), b.key.expose())),
    keyringGeneration: Number(newest!.generation),
    keyringHash: newest!.hash,
  };
}

/** Puts a keyring into the store and reads it back. */
export async function putKeyring(store: Store, name: string, bytes: Uint8Array): Promise<void> {
  await store.put(name, bytes);
  if (!equalBytes(await store.get(name), bytes)) {
    throw new MunimentError('ERR_STORE_IO', `the store does not give ${name} back as it was written`, {
      object: name,
    });
  }
}
