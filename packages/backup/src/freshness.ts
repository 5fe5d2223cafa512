// Whether an archive that was opened on a new device is the newest there is: only a vault can say. Implements VAULT-052.

import { isMunimentError } from '@muniment/errors';
import type { VaultView } from '@muniment/vault-client';
import { assertNotOlder } from './anchor.ts';
import type { Session } from './session.ts';
import type { OpenOptions } from './types.ts';
import { keepIn, type ReachedVault, reachVault, type TrustMemory, withoutArchive } from './vault-link.ts';
import { vaultMethods } from './vault-methods.ts';
import { isSameAccount, VaultNotes } from './vault-notes.ts';

const HOUR_MS = 3_600_000;

/**
 * Asks the vault of `vault`, if the archive names it. What cannot be asked becomes a reminder with the age of the newest snapshot.
 * @returns the vault, if it was reached and the archive names it
 * @throws ERR_ARCHIVE_OLDER
 */
export async function askForNewest(
  session: Session,
  { home, vault: access, acceptOlder = false }: Pick<OpenOptions, 'home' | 'vault' | 'acceptOlder'>,
): Promise<ReachedVault | undefined> {
  const accounts = session.keyrings.tips.flatMap((tip) => vaultMethods(tip)).map(({ vault }) => vault);
  if (accounts.length === 0) return undefined;
  let reached: ReachedVault | undefined;
  let problem = 'there was no account token';
  if (access !== undefined) {
    try {
      const ask = async (memory: TrustMemory): Promise<VaultView | undefined> => {
        const found = await reachVault(access, memory);
        if (!accounts.some((named) => isSameAccount(named, found.account))) return undefined;
        reached = found;
        return found.vault.status();
      };
      const isNew = session.record === undefined && access.bundle !== undefined;
      const view = isNew
        ? await withoutArchive(home, { ...access, bundle: access.bundle }, ask)
        : await ask(memoryOf(session));
      if (view !== undefined) {
        if (!acceptOlder) assertNotOlder(session, view.anchor);
        if (view.phase === 'active' || view.phase === 'erased') return reached;
        problem = 'it no longer has a password of the archive';
      } else problem = 'the account token is for another account or vault';
    } catch (error) {
      if (!isMunimentError(error) || error.code === 'ERR_ARCHIVE_OLDER') throw error;
      problem = error.message;
    }
  }
  session.remind({
    kind: 'vault-not-asked',
    message: `The vault was not asked whether this is the newest state of the archive (${problem}); ${ageOf(session)}.`,
  });
  return reached;
}

/** What a device that is enrolled has noted; the folder is locked only while it notes more. */
function memoryOf({ record, folder }: Session): TrustMemory {
  if (record === undefined) return { notes: [] };
  const notes = new VaultNotes(folder);
  return {
    notes: notes.all,
    keep: (account, pins) => {
      const release = folder.lock();
      try {
        keepIn(notes)(account, pins);
      } finally {
        release();
      }
    },
  };
}

function ageOf({ archive }: Session): string {
  const newest = archive.snapshots().at(-1);
  if (newest === undefined) return 'the store shows no snapshot';
  const hours = Math.max(0, Math.floor((Date.now() - Number(newest.stable.timeMs)) / HOUR_MS));
  const age = hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  return `the newest snapshot is ${age} old`;
}
