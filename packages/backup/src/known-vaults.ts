// What this device last saw of the vaults of an archive, while nobody asks them.

import { vaultFingerprint } from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import type { Session } from './session.ts';
import type { Reminder, VaultInfo } from './types.ts';
import { standingOf, type VaultStanding } from './vault-guard.ts';
import { isBusy, readNotes, unfinishedAt, vaultMethods } from './vault-methods.ts';
import { isSameAccount, seenAnswer, type VaultAccountId, type VaultNote, VaultNotes } from './vault-notes.ts';

/** What this device knows of an account at a vault. Times are Unix milliseconds, by the vault's clock. */
export interface KnownVault extends Omit<VaultInfo, 'generation'> {
  /** The passwords of the account that the archive names, older ones first; none while the last one leaves. */
  readonly generations: readonly bigint[];
  /** Of the signers that this device trusts for the vault; undefined while it has not been told. */
  readonly fingerprint: string | undefined;
  /** Undefined, as the next two, before this device has made a backup with a token, or set a password. */
  readonly operator: string | undefined;
  /** Nobody but its operator vouches for the vault. */
  readonly isOneParty: boolean | undefined;
  /** What the vault said at `timeMs`. */
  readonly seen: VaultStanding | undefined;
  /** What this device has begun there and not seen done. */
  readonly unfinished: readonly Reminder[];
}

/**
 * What this device last saw of the vaults that the archive names, and of those with which it has something to finish: at its last backup with
 * a token, or change of the password. Asks nobody. If what it keeps cannot be read, which a reminder says, only what the archive says.
 */
export async function knownVaults({ folder, keyring, keyrings: { tips } }: Session): Promise<KnownVault[]> {
  const notes = new VaultNotes(folder);
  const noted = readNotes(notes) ?? [];
  const named = vaultMethods(keyring).map(({ vault }) => vault);
  const accounts: (VaultAccountId & { readonly url: string })[] = [];
  for (const account of [...named, ...noted.filter((note) => isBusy(notes, note))]) {
    if (!accounts.some((other) => isSameAccount(other, account))) accounts.push(account);
  }
  const known = accounts.map(async (account): Promise<KnownVault> => {
    const { realmId, issuer, subject } = account;
    const note = noted.find((each) => isSameAccount(each, account));
    const signers = note?.signers ?? [];
    return {
      // Where the vault is was told to this device by a bundle that is newer than the method.
      url: signers.length > 0 ? note!.url : account.url,
      ...{ realmId: formatHex(realmId), issuer, subject },
      generations: named.filter((vault) => isSameAccount(vault, account)).map(({ generation }) => generation),
      fingerprint: signers.length > 0 ? await vaultFingerprint({ realmId, signers }) : undefined,
      operator: note?.shown?.operator,
      isOneParty: note?.shown?.isOneParty,
      seen: note && standingSeen(note),
      unfinished: note === undefined ? [] : unfinishedAt(notes, note, tips),
    };
  });
  return Promise.all(known);
}

function standingSeen(note: VaultNote): VaultStanding | undefined {
  const { shown } = note;
  const answer = seenAnswer(note);
  if (shown === undefined || answer?.status === undefined) return undefined;
  const { attemptsLeft, waitUntilMs } = shown;
  return standingOf({ ...answer.status, timeMs: Number(answer.timeMs), attemptsLeft, waitUntilMs });
}
