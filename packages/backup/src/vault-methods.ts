// Vaults as the keyrings of an archive name them, and the owner keys that those vaults may know.

import { isMunimentError } from '@muniment/errors';
import type { OpenKeyring, VaultLocator } from '@muniment/keys';
import { deriveVaultOwnerSeed } from '@muniment/keys/reading';
import { formatHex } from '@muniment/wire';
import type { Session } from './session.ts';
import type { Reminder, VaultInfo } from './types.ts';
import { isSameAccount, type VaultAccountId, type VaultNote, VaultNotes } from './vault-notes.ts';

/** A method of type vault: one password, which is one generation of one account. */
export interface VaultMethod {
  /** 16 bytes. */
  readonly methodId: Uint8Array;
  readonly label: string;
  readonly createdMs: number;
  readonly vault: VaultLocator;
}

/** The methods of type vault, of `account` if it is given; older generations first. */
export function vaultMethods(
  { methods, slots }: Pick<OpenKeyring, 'methods' | 'slots'>,
  account?: VaultAccountId,
): VaultMethod[] {
  const found = methods.flatMap(({ methodId, label, createdMs }, i): VaultMethod[] => {
    const { vault } = slots[i]!;
    return vault === undefined ? [] : [{ methodId, label, createdMs, vault }];
  });
  return found
    .filter(({ vault }) => account === undefined || isSameAccount(vault, account))
    .sort((a, b) => (a.vault.generation < b.vault.generation ? -1 : 1));
}

/** A locator as lists show it. */
export function toVaultInfo({ url, realmId, issuer, subject, generation }: VaultLocator): VaultInfo {
  return { url, realmId: formatHex(realmId), issuer, subject, generation };
}

/**
 * Notes the owner key of the present root key for each vault that the archive names, durably: whatever changes the keys next,
 * this device can then tell the vault (VAULT-036). Called while the folder is locked.
 */
export async function noteOwners({ record, folder, keyrings: { tips } }: Session): Promise<void> {
  if (record === undefined) return;
  const notes = new VaultNotes(folder);
  const busy = readNotes(notes)?.filter((note) => isBusy(notes, note));
  if (busy === undefined) return;
  for (const tip of tips) {
    const accounts = [...vaultMethods(tip).map(({ vault }) => vault), ...busy];
    if (accounts.length === 0) continue;
    const seed = await deriveVaultOwnerSeed(tip.rootKey);
    for (const account of accounts) notes.addOwners(account, account.url, [seed]);
    seed.wipe();
  }
}

/** True if this device has something to finish with the account, whether or not the archive names it. */
export function isBusy(notes: VaultNotes, note: VaultNote): boolean {
  return note.leaving !== undefined || notes.isUnderWay(note, 'registration');
}

/** The notes, or undefined if they cannot be read: `vaultReminders` says so, and nothing else fails for it. */
export function readNotes(notes: VaultNotes): readonly VaultNote[] | undefined {
  try {
    return notes.all;
  } catch (error) {
    if (!isMunimentError(error, 'ERR_HOME')) throw error;
    return undefined;
  }
}

/** What this device has begun at a vault and not seen done. */
export function vaultReminders({ folder, keyrings: { tips } }: Session): Reminder[] {
  const notes = new VaultNotes(folder);
  const noted = readNotes(notes);
  if (noted === undefined) {
    return [
      {
        kind: 'vault-unfinished',
        message: `What this device keeps of the password cannot be read: delete ${folder.path}/vault.json and set a new password.`,
      },
    ];
  }
  return noted.flatMap((note) => unfinishedAt(notes, note, tips));
}

/** What is to be finished with one account. */
export function unfinishedAt(
  notes: VaultNotes,
  note: VaultNote,
  tips: Session['keyrings']['tips'],
): Reminder[] {
  const found: Reminder[] = [];
  const remind = (kind: Reminder['kind'], what: string): void => {
    found.push({
      kind,
      message: `${what}; the next backup with an account token for ${note.url} finishes it.`,
    });
  };
  if (notes.isUnderWay(note, 'registration'))
    remind('vault-unfinished', 'Setting a password was interrupted');
  if (note.leaving !== undefined) {
    remind('vault-unfinished', 'The vault has not yet deleted the password that was removed');
  } else if (
    note.owners.length > 1 &&
    note.signers.length > 0 &&
    tips.some((tip) => vaultMethods(tip, note).length > 0)
  ) {
    remind(
      'vault-owner',
      'The keys were changed, and the vault has not confirmed the new owner to this device',
    );
  }
  return found;
}
