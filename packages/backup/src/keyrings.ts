// The keyring objects of a store, and the keyring they come to for one device or key. Implements spec/keys.md §6 and §8.

import type { ArchiveKeys, EpochKey } from '@muniment/archive/reading';
import { equalBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  KEYRING_MAX_BYTES,
  type KeyringObject,
  type KeyringSet,
  type KeyringUnlock,
  keyringTips,
  type OpenKeyring,
  openKeyrings,
  parseKeyring,
} from '@muniment/keys/reading';
import type { Store } from '@muniment/storage';
import { compareBytes, formatHex, parseKeyringName } from '@muniment/wire';

/** More objects under keyring/ than this are not even read. */
const OBJECT_COUNT_MAX = 1_024;

/** The keyring objects of a store, by the archive they say they belong to. */
export interface FoundKeyrings {
  readonly all: readonly KeyringObject[];
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
  const all: KeyringObject[] = [];
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
    all.push({ name, bytes });
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
  return { all, byArchive, others, names: listed.map(({ name }) => name) };
}

/** The keyrings of an archive, and those that the store has lost or spoilt and this device has copies of. */
export interface DeviceKeyrings {
  readonly set: KeyringSet;
  /** Objects whose bytes are not those of the copy. Names are used once, so that is damage. */
  readonly altered: readonly KeyringObject[];
  /** Tips that the store does not have. */
  readonly missing: readonly KeyringObject[];
}

/**
 * Opens the keyrings of one archive. `own` are the device's copies of the one it used last and of its parents: they take the
 * place of objects of the same name, and the last one takes part unless something that follows from it is there.
 */
export async function openArchiveKeyrings(
  found: FoundKeyrings,
  archiveId: string,
  own: readonly KeyringObject[],
  unlock: KeyringUnlock,
): Promise<DeviceKeyrings> {
  const copies = new Map(own.map((object) => [object.name, object]));
  const altered = found.all.flatMap(({ name, bytes }) => {
    const copy = copies.get(name);
    return copy === undefined || equalBytes(copy.bytes, bytes) ? [] : [copy];
  });
  const objects = [...(found.byArchive.get(archiveId) ?? []), ...found.others];
  const sound = [...objects.filter(({ name }) => !altered.some((copy) => copy.name === name)), ...altered];
  const tips = keyringTips(own.map(({ name, bytes }) => parseKeyring(bytes, name)));
  const missing = tips.filter(({ name }) => !sound.some((object) => object.name === name));
  if (missing.length === 0) return { set: await openKeyrings(sound, unlock), altered, missing: [] };

  const kept = await openKeyrings(missing, unlock);
  try {
    const set = sound.length === 0 ? undefined : await openUnlessNone(sound, unlock);
    if (set !== undefined && kept.tips.every((ancestor) => set.tips.some((tip) => follows(tip, ancestor)))) {
      return { set, altered, missing: [] };
    }
    set?.wipe();
    return { set: await openKeyrings([...sound, ...missing], unlock), altered, missing };
  } finally {
    kept.wipe();
  }
}

/** Puts back what the store has lost or spoilt. */
export async function healKeyrings(
  store: Store,
  { altered, missing }: Pick<DeviceKeyrings, 'altered' | 'missing'>,
): Promise<void> {
  for (const { name, bytes } of altered) {
    // The bytes may have been spoilt on their way.
    const found = await store.stat(name);
    if (found !== undefined && equalBytes(await store.get(name), bytes)) continue;
    await store.delete(name);
    await putKeyring(store, name, bytes);
  }
  for (const { name, bytes } of missing) await putKeyring(store, name, bytes);
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

/** Puts a keyring into the store and reads it back. (KEYS-050, KEYS-076) */
export async function putKeyring(store: Store, name: string, bytes: Uint8Array): Promise<void> {
  try {
    await store.put(name, bytes);
  } catch (error) {
    // A listing that was stale had hidden it.
    if (!isMunimentError(error, 'ERR_STORE_EXISTS')) throw error;
  }
  if (!equalBytes(await store.get(name), bytes)) {
    throw new MunimentError('ERR_STORE_IO', `the store does not give ${name} back as it was written`, {
      object: name,
    });
  }
}
