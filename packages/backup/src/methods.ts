// Recovery methods: list, add, remove, check; rotation; the stored policy.

import { MunimentError } from '@muniment/errors';
import {
  addMethod,
  generateRecoveryKey,
  type KeyringMethod,
  removeMethod as removeFromKeyring,
  reviewMerge,
  rotateKeyring,
  type Slot,
  setPolicy,
} from '@muniment/keys';
import { formatHex, parseHex } from '@muniment/wire';
import { newSheet } from './create.ts';
import { toPolicy } from './policy.ts';
import { publishRotated } from './rotation.ts';
import type { Session } from './session.ts';
import type {
  AddRecoveryKeyOptions,
  KeepRules,
  KeyringDoubt,
  MethodInfo,
  MethodType,
  RotateOptions,
} from './types.ts';
import { tellVault } from './vault-guard.ts';
import { toVaultInfo, vaultMethods } from './vault-methods.ts';
import { VaultNotes } from './vault-notes.ts';

/** In this order they are listed. */
const TYPES: readonly MethodType[] = ['recovery-key', 'vault', 'passkey', 'device'];

/** The recovery methods of an archive, devices included; of a fork, those of all sides. */
export function listMethods(session: Session): readonly MethodInfo[] {
  const methods = new Map<string, MethodInfo>();
  for (const { methods: listed, slots } of session.keyrings.tips) {
    listed.forEach((method, i) => {
      const info = toMethodInfo(session, method, slots[i]);
      if (!methods.has(info.id)) methods.set(info.id, info);
    });
  }
  return [...methods.values()].sort(
    (a, b) =>
      TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1),
  );
}

function toMethodInfo(
  { record }: Session,
  { methodId, type, label, createdMs }: KeyringMethod,
  slot: Slot | undefined,
): MethodInfo {
  const id = formatHex(methodId);
  return {
    id,
    type,
    label,
    createdMs,
    keyId: slot?.keyId || undefined,
    vault: slot?.vault && toVaultInfo(slot.vault),
    isThisDevice: id === record?.methodId,
    checkedMs: record?.checkedMs[id],
  };
}

/**
 * The method that `name` means: a key id, or the first 4 or more digits of a method id.
 * @throws ERR_METHOD_UNKNOWN if there is none, or more than one
 */
export function findMethod(session: Session, name: string): MethodInfo {
  const wanted = name.trim().toLowerCase();
  const methods = listMethods(session);
  const byKeyId = methods.filter(({ keyId }) => keyId?.toLowerCase() === wanted);
  const byId = wanted.length < 4 ? [] : methods.filter(({ id }) => id.startsWith(wanted));
  const found = byKeyId.length > 0 ? byKeyId : byId;
  if (found.length === 1) return found[0]!;
  const what = found.length === 0 ? 'there is no method' : `${found.length} methods are called`;
  throw new MunimentError('ERR_METHOD_UNKNOWN', `${what} ${name}`, { method: name });
}

/**
 * Adds another recovery key. The sheet is confirmed before anything is stored.
 * @throws ERR_NOT_ENROLLED, ERR_BUSY, ERR_LIMIT for more than 64 methods, and whatever `confirm` throws
 */
export async function addRecoveryKey(session: Session, options: AddRecoveryKeyOptions): Promise<MethodInfo> {
  session.writer();
  const key = await generateRecoveryKey();
  try {
    const { archiveId, location } = session;
    const { label } = options;
    await options.confirm(newSheet(key, { archiveId, label, createdMs: Date.now(), location }));
    return await session.exclusively(async () => {
      const written = await addMethod(session.keyring, { type: 'recovery-key', key, label });
      await session.publish(written);
      return findMethod(session, formatHex(written.methodId));
    });
  } finally {
    key.wipe();
  }
}

/**
 * Removes a method and changes the keys: what is written from now on it cannot read; what it could read before, it still
 * can. Other methods go on working. A device that removes itself forgets the archive, and its session is of no more use.
 * @param name a key id, or the first digits of a method id
 * @param options `vault`: told of the new owner key at once, and not by a later call
 * @throws ERR_METHOD_UNKNOWN, ERR_LAST_METHOD, ERR_NOT_ENROLLED, ERR_BUSY, ERR_KEYRING_OUTDATED, errors of the store
 */
export async function removeMethod(
  session: Session,
  name: string,
  { vault }: RotateOptions = {},
): Promise<void> {
  session.writer();
  const { id, isThisDevice } = findMethod(session, name);
  await session.exclusively(async () => {
    // An interrupted removal has just been finished, or another device was first.
    if (!listMethods(session).some((method) => method.id === id)) return;
    const written = await removeFromKeyring(session.keyring, parseHex(id));
    noteLeaving(session, id);
    await publishRotated(session, written, !isThisDevice);
    if (isThisDevice) session.leave();
    else await tellVault(session, vault);
  });
}

/** A password that is the last of its account: the vault is to delete what it keeps. */
function noteLeaving({ keyring, folder }: Session, id: string): void {
  const removed = vaultMethods(keyring).find(({ methodId }) => formatHex(methodId) === id)?.vault;
  if (removed === undefined || vaultMethods(keyring, removed).length > 1) return;
  const notes = new VaultNotes(folder);
  notes.set(removed, { url: notes.get(removed)?.url ?? removed.url, leaving: removed.generation });
}

/**
 * Changes the keys without removing a method: for when a secret may have been seen.
 * @throws as `removeMethod`
 */
export async function rotate(session: Session, { vault }: RotateOptions = {}): Promise<void> {
  session.writer();
  await session.exclusively(async () => {
    await publishRotated(session, await rotateKeyring(session.keyring), true);
    await tellVault(session, vault);
  });
}

/**
 * Stores what backups keep when they are told nothing; undefined, or all zero: everything.
 * @throws RangeError for a count out of range, ERR_NOT_ENROLLED, ERR_BUSY, errors of the store
 */
export async function setKeepRules(session: Session, keep: KeepRules | undefined): Promise<void> {
  session.writer();
  const policy = toPolicy(keep);
  await session.exclusively(async () => session.publish(await setPolicy(session.keyring, policy)));
}

/** What the user must be asked before forked keyrings are brought together; empty if nothing. */
export function listKeyringDoubts(session: Session): readonly KeyringDoubt[] {
  if (session.keyrings.tips.length < 2) return [];
  return reviewMerge(session.keyrings.tips).map(({ tip, added, removed }) => ({
    tip: formatHex(tip.hash),
    added: added.map((method) => toMethodInfo(session, method, undefined)),
    removed: removed.map((method) => toMethodInfo(session, method, undefined)),
  }));
}

/**
 * Brings forked keyrings together after the user was asked.
 * @param disown the `tip` of each doubt that the user does not recognise: what it changed is dropped
 * @throws ERR_KEYRING_DOUBT if doubts are left that are not disowned and `accept` is not given
 */
export async function mergeKeyringForks(
  session: Session,
  options: RotateOptions & { readonly disown?: readonly string[]; readonly accept?: boolean } = {},
): Promise<void> {
  session.writer();
  await session.exclusively(() => tellVault(session, options.vault), {
    disown: options.disown ?? [],
    accept: options.accept ?? false,
  });
}
