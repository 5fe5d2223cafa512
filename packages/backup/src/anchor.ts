// The anchor: the newest snapshot and keyring that an owner vouched for at a vault. Implements spec/vault.md section 10 for
// clients.

import type { HeadInfo } from '@muniment/archive';
import { equalBytes, type SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { VaultView } from '@muniment/vault-client';
import { parseHex, type VaultAnchor } from '@muniment/wire';
import type { Session } from './session.ts';
import type { VaultLink } from './vault-link.ts';

/** So often other devices may move the anchor while this one does. */
const ATTEMPTS = 3;

/** The snapshot of the greatest sequence; of several the one with the greatest id. */
function newestSnapshot({ archive }: Session): HeadInfo | undefined {
  let newest: HeadInfo | undefined;
  for (const head of archive.snapshots()) {
    const isNewer =
      newest === undefined ||
      head.stable.sequence > newest.stable.sequence ||
      (head.stable.sequence === newest.stable.sequence && head.snapshotId > newest.snapshotId);
    if (isNewer) newest = head;
  }
  return newest;
}

/** What this device can vouch for; undefined while there is no snapshot. */
export function anchorOf(session: Session): VaultAnchor | undefined {
  const newest = newestSnapshot(session);
  if (newest === undefined) return undefined;
  return {
    sequence: newest.stable.sequence,
    snapshotId: parseHex(newest.snapshotId),
    keyringGeneration: session.keyring.generation,
    keyringHash: session.keyring.hash,
  };
}

/** True if the archive lacks the anchored snapshot and has none of a greater sequence, or has only older keyrings (VAULT-052). */
export function isOlder(session: Session, anchor: VaultAnchor): boolean {
  if (session.keyring.generation < anchor.keyringGeneration) return true;
  return !session.archive
    .snapshots()
    .some(
      ({ snapshotId, stable }) =>
        stable.sequence > anchor.sequence || equalBytes(parseHex(snapshotId), anchor.snapshotId),
    );
}

/**
 * Refuses an archive that is older than the anchor.
 * @throws ERR_ARCHIVE_OLDER; details: both sequences and keyring generations, and the time of the newest snapshot there is
 */
export function assertNotOlder(session: Session, anchor: VaultAnchor | undefined): void {
  if (anchor === undefined || !isOlder(session, anchor)) return;
  const newest = newestSnapshot(session)?.stable;
  const has =
    newest === undefined
      ? 'no snapshot'
      : `snapshot ${newest.sequence} of ${new Date(Number(newest.timeMs)).toISOString()}`;
  throw new MunimentError(
    'ERR_ARCHIVE_OLDER',
    `the store shows ${has} and keyring ${session.keyring.generation}; the vault knows snapshot ${anchor.sequence} and keyring ${anchor.keyringGeneration}`,
    {
      sequence: newest?.sequence,
      timeMs: newest === undefined ? undefined : Number(newest.timeMs),
      keyringGeneration: session.keyring.generation,
      anchorSequence: anchor.sequence,
      anchorKeyringGeneration: anchor.keyringGeneration,
    },
  );
}

/**
 * Moves the vault's anchor to the newest snapshot and keyring of the archive (VAULT-051).
 * @returns whether the vault now vouches for them: false if it knows newer ones
 */
export async function moveAnchor(link: VaultLink): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await link.asOwner((owner, view) => moveAs(link, owner, view));
    } catch (error) {
      // Another device was quicker.
      if (!isMunimentError(error, 'ERR_VAULT_REFUSED') || attempt === ATTEMPTS) throw error;
    }
  }
}

async function moveAs(
  { session, vault }: VaultLink,
  owner: SecretBytes | undefined,
  { anchor: current }: VaultView,
): Promise<boolean> {
  const own = anchorOf(session);
  if (own === undefined || owner === undefined) return true;
  if (current !== undefined && isOlder(session, current)) return false;
  // Of two devices that were as quick, the first one's anchor stands.
  const isHeadNew = current === undefined || own.sequence > current.sequence;
  const isKeyringNew = current === undefined || own.keyringGeneration > current.keyringGeneration;
  if (!isHeadNew && !isKeyringNew) return true;
  const next = {
    ...own,
    ...(!isHeadNew && { sequence: current.sequence, snapshotId: current.snapshotId }),
    ...(!isKeyringNew && {
      keyringGeneration: current.keyringGeneration,
      keyringHash: current.keyringHash,
    }),
  };
  await vault.setAnchor({ owner, expected: current, next });
  return true;
}
