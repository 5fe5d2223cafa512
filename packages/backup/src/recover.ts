// Getting back in on a new device: what a store offers, and the way by a password. Implements spec/vault.md sections 7 and 10 and
// spec/keys.md section 6 for recovery.

import { isMunimentError, MunimentError } from '@muniment/errors';
import { deriveVaultSecret, parseKeyring, type Slot } from '@muniment/keys';
import { type FinishedRecovery, recoverPassword, type Vault, type VaultView } from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import { assertNotOlder } from './anchor.ts';
import { ArchiveFolder, forgetOldRecoveries, type PrivateFolder, recoveryFolder } from './home.ts';
import { type FoundKeyrings, readKeyrings } from './keyrings.ts';
import { enrolDevice, openEnrolled, openPlace, type Session } from './session.ts';
import type { Place, RecoverOptions, RecoveryOption, VaultAccess, VaultBundle } from './types.ts';
import { describeReached } from './vault-guard.ts';
import {
  keepTrust,
  memoryOfRecovery,
  type ReachedVault,
  reachVault,
  type TrustMemory,
  tokenHolder,
  withoutArchive,
} from './vault-link.ts';
import { toVaultInfo } from './vault-methods.ts';
import {
  accountTag,
  fileSlot,
  isSameAccount,
  type VaultAccountId,
  type VaultNote,
  VaultNotes,
} from './vault-notes.ts';

const SLOT = 'vault-login';

/** A slot, and where it was found. */
interface FoundSlot {
  readonly archiveId: string;
  readonly slot: Slot;
}

/** The slots of all keyrings, newest keyrings first, each once. Nothing of them is authenticated. */
function slotsOf({ byArchive }: FoundKeyrings): FoundSlot[] {
  const found = new Map<string, FoundSlot>();
  for (const [archiveId, objects] of byArchive) {
    const keyrings = objects.map(({ name, bytes }) => parseKeyring(bytes, name));
    keyrings.sort((a, b) => (a.generation > b.generation ? -1 : 1));
    for (const slot of keyrings.flatMap(({ slots }) => slots)) {
      const { methodId, salt, vault } = slot;
      const about =
        vault === undefined ? '' : JSON.stringify(toVaultInfo(vault), (_, value: unknown) => String(value));
      const key = [archiveId, formatHex(methodId), formatHex(salt), about].join();
      if (!found.has(key)) found.set(key, { archiveId, slot });
    }
  }
  return [...found.values()];
}

/**
 * Which recovery methods the archives in a store have, as their keyrings show them to everyone: to ask the user for the right
 * thing. Removed methods are among them as long as an older keyring is kept.
 * @throws errors of the store
 */
export async function recoveryOptions({ store }: Pick<Place, 'store'>): Promise<readonly RecoveryOption[]> {
  const options = new Map<string, RecoveryOption>();
  for (const { archiveId, slot } of slotsOf(await readKeyrings(store))) {
    const { type, methodId, keyId, vault } = slot;
    const key = `${archiveId}-${formatHex(methodId)}`;
    if (options.has(key)) continue;
    options.set(key, {
      archiveId,
      type,
      keyId: keyId === '' ? undefined : keyId,
      vault: vault === undefined ? undefined : toVaultInfo(vault),
    });
  }
  return [...options.values()];
}

/**
 * Opens the archive in a store with a password, and gives this device a key of its own if it is given a name. Interrupted, it goes
 * on without a second attempt if it is called again with the same password.
 *
 * ```ts
 * const session = await recoverByPassword({ store, home }, { password, bundle, token, deviceName: 'new laptop' });
 * ```
 * @throws ERR_PASSWORD_WRONG with `attemptsLeft` and `waitUntilMs` in its details; ERR_VAULT_WAIT, ERR_VAULT_FROZEN, ERR_VAULT_LOCKED,
 *   ERR_VAULT_DESTROYED, ERR_VAULT_NO_RECORD, ERR_VAULT_GENERATION: no attempt was counted
 * @throws ERR_AUTHENTICATION if the password is right and opens no keyring that the store shows
 * @throws ERR_ARCHIVE_OLDER if the vault knows a newer state of the archive
 * @throws ERR_ARCHIVE_MISSING, ERR_METHOD_UNKNOWN if no keyring names the account, ERR_REALM_UNTRUSTED, ERR_BUSY, other errors of the
 *   vault, of opening, of the store
 */
export async function recoverByPassword(place: Place, options: RecoverOptions): Promise<Session> {
  forgetOldRecoveries(place.home);
  const found = await readKeyrings(place.store);
  if (found.names.length === 0) throw new MunimentError('ERR_ARCHIVE_MISSING');
  const account = { realmId: options.bundle.realmId, ...(await tokenHolder(options)) };
  const slots = slotsOf(found).filter(
    ({ slot: { vault } }) => vault !== undefined && isSameAccount(vault, account),
  );
  if (slots.length === 0) {
    const { subject } = account;
    throw new MunimentError('ERR_METHOD_UNKNOWN', `the store names no password of ${subject} at this vault`, {
      subject,
    });
  }
  const folder = recoveryFolder(place.home, accountTag(account));
  const release = folder.lock();
  let isDone = false;
  try {
    folder.tidy();
    const reached = await reachVault(options, memoryOf(place, folder, account, slots, options));
    const recovery = await tryPassword(reached, slots, folder, options);
    try {
      const session = await openWith(place, reached, slots, recovery, options);
      isDone = true;
      return session;
    } catch (error) {
      // Trying again costs nothing that a right password does not give back.
      if (isMunimentError(error)) await recovery.settle();
      throw error;
    } finally {
      for (const secret of [recovery.exportKey, recovery.releaseSecret, recovery.sessionKey]) secret.wipe();
    }
  } finally {
    try {
      // What it has seen of the vault is kept for the next try.
      if (isDone || folder.isSpent()) folder.destroy();
    } finally {
      release();
    }
  }
}

/**
 * What this device knows of the vault: from other recoveries with this bundle, and from archives that it is enrolled in. What is
 * learned is kept with the recovery, until it is done.
 */
function memoryOf(
  { home }: Place,
  folder: PrivateFolder,
  account: VaultAccountId,
  slots: readonly FoundSlot[],
  { bundle }: RecoverOptions,
): TrustMemory {
  const archives = [...new Set(slots.map(({ archiveId }) => archiveId))];
  const enrolled = archives.flatMap((id) => noteOf(new VaultNotes(new ArchiveFolder(home, id)), account));
  const memory = memoryOfRecovery(new VaultNotes(folder), account, bundle);
  return { ...memory, notes: [...enrolled, ...memory.notes] };
}

/**
 * The vault and what it says of the account, before a password is asked for on a device that has no archive.
 * @throws ERR_BUSY, ERR_HOME, ERR_REALM_UNTRUSTED, other errors of the vault
 */
export function lookAtVault(
  { home }: Pick<Place, 'home'>,
  access: VaultAccess & { readonly bundle: VaultBundle },
): Promise<{ readonly vault: Vault; readonly view: VaultView }> {
  return withoutArchive(home, access, async (memory) => {
    const { vault } = await reachVault(access, memory);
    return { vault, view: await vault.status() };
  });
}

/** None if what the device keeps cannot be read. */
function noteOf(notes: VaultNotes, account: VaultAccountId): VaultNote[] {
  try {
    const note = notes.get(account);
    return note === undefined ? [] : [note];
  } catch (error) {
    if (!isMunimentError(error, 'ERR_HOME')) throw error;
    return [];
  }
}

async function tryPassword(
  reached: ReachedVault,
  slots: readonly FoundSlot[],
  folder: PrivateFolder,
  { password, previous = false, onStatus }: RecoverOptions,
): Promise<FinishedRecovery> {
  const view = await reached.vault.status();
  const named = slots.map(({ slot }) => slot.vault!.generation);
  const wanted = previous ? view.previous?.number : view.active?.number;
  const isUsable = view.phase === 'active' && wanted !== undefined;
  if (view.phase === 'active' && (wanted === undefined || !named.includes(wanted))) {
    const what =
      wanted === undefined
        ? 'the vault has no password before the one that counts'
        : `the vault's password is number ${wanted}, and the store's keyrings name ${named.join(', ')}`;
    throw new MunimentError('ERR_VAULT_GENERATION', what, {
      active: view.active?.number,
      previous: view.previous?.number,
      named: named.join(','),
    });
  }
  // Of a vault that has no password in use, the client says why.
  const generation = isUsable ? wanted : named[0]!;
  return recoverPassword(reached.vault, {
    ...{ generation, password, slot: fileSlot(folder, SLOT) },
    onStatus: async (now) => onStatus?.({ status: await describeReached(reached, now), generation }),
  });
}

async function openWith(
  place: Place,
  reached: ReachedVault,
  slots: readonly FoundSlot[],
  recovery: FinishedRecovery,
  { deviceName, acceptOlder = false }: RecoverOptions,
): Promise<Session> {
  const session = await openFirst(place, slots, recovery);
  try {
    if (!acceptOlder) assertNotOlder(session, recovery.view.anchor);
    if (deviceName !== undefined) await enrolDevice(session, deviceName);
    if (session.record !== undefined) await keepTrust(session, reached);
    await recovery.settle();
    if (session.record === undefined) return session;
  } catch (error) {
    await session.close();
    throw error;
  }
  // With its own key, because the password may be replaced while the session goes on.
  await session.close();
  return openEnrolled(place, session.archiveId);
}

/** Opens with the first slot of the password's generation that the secret fits: others were swapped, or are someone else's. */
async function openFirst(
  place: Place,
  slots: readonly FoundSlot[],
  { generation, exportKey, releaseSecret }: FinishedRecovery,
): Promise<Session> {
  let failure: unknown;
  for (const { slot } of slots) {
    if (slot.vault!.generation !== generation) continue;
    const { methodId, salt } = slot;
    const secret = await deriveVaultSecret({ exportKey, releaseSecret, salt });
    try {
      return await openPlace({ ...place, unlock: { type: 'secret', methodId, secret } }, true);
    } catch (error) {
      secret.wipe();
      if (!isMunimentError(error) || error.errorClass === 'store') throw error;
      failure ??= error;
    }
  }
  throw new MunimentError(
    'ERR_AUTHENTICATION',
    'the password is right, but no keyring in the store opens with it: the keyring was damaged, exchanged, or is another archive’s',
    {},
    failure,
  );
}
