// Packs that unfinished runs of this device left behind. Implements spec/archive.md §10 (ARCH-083).

import { assertCollectable, packName, packUsage } from '@muniment/archive';
import { isMunimentError } from '@muniment/errors';
import type { Cache } from './cache.ts';
import type { Session } from './session.ts';

/** Half-written files of the store's adapter are swept once no other device can be at work on them. */
export const SWEEP_AGE_MS = 86_400_000;

/**
 * Deletes those of `packs` that no head refers to, and takes all of them out of the journal. While something in the archive
 * cannot be read, nothing is deleted and they stay in the journal.
 */
export async function deleteOrphans(session: Session, cache: Cache, packs: readonly string[]): Promise<void> {
  if (packs.length === 0) return;
  const { archive } = session;
  let used: ReadonlySet<string>;
  try {
    assertCollectable(archive);
    used = new Set((await packUsage(archive, archive.heads.counting)).keys());
  } catch (error) {
    if (!isMunimentError(error) || error.errorClass === 'store') throw error;
    return;
  }
  for (const id of packs) if (!used.has(id)) await session.store.delete(packName({ id }));
  cache.settlePacks(packs);
}
