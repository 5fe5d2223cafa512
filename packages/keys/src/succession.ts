// What a keyring must have inherited: spec/keys.md section 8.2. HPKE in base mode and a MAC under the sealed key prove
// nothing about who made a keyring: anyone who ever opened one knows public keys to seal a root key of their own to. What
// they cannot know is the newest epoch key of a keyring made after they were shut out.

import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import { compareEpochs } from './draft.ts';
import type { OpenKeyring } from './keyring.ts';
import { distinctKeyrings } from './lineage.ts';

/**
 * Checks that `child` holds what those of its parents that are at hand hold (KEYS-081 to KEYS-083).
 * @param parents opened; at least one
 * @throws ERR_KEYRING_SUCCESSION
 * @throws RangeError if one of them is not a parent of `child`
 */
export function assertSuccessor(parents: readonly OpenKeyring[], child: OpenKeyring): void {
  const named = new Set(child.parents.map(formatHex));
  if (parents.length === 0 || !parents.every(({ hash }) => named.has(formatHex(hash)))) {
    throw new RangeError('parents must be parents of child');
  }
  assertSameArchive([...parents, child]);
  for (const parent of parents) {
    if (!holdsEpochs(child, parent)) throw refusal(child, 'lacks an epoch of its parent');
    if (child.generation <= parent.generation) throw refusal(child, 'is not above its parent');
  }
  if (new Set(parents.map(({ hash }) => formatHex(hash))).size < named.size) return;
  // Nobody may use up the numbers that the archive has left.
  const [highest] = distinctKeyrings(parents);
  if (child.generation !== highest!.generation + 1n) throw refusal(child, 'skips generations');
  if (newestEpoch(child) > Math.max(...parents.map(newestEpoch)) + 1) throw refusal(child, 'skips epochs');
}

/** Keyrings of one archive have one archive id, dedup key and chunker key. @throws ERR_KEYRING_SUCCESSION */
export function assertSameArchive(keyrings: readonly OpenKeyring[]): void {
  const [first] = keyrings;
  for (const keyring of keyrings) {
    const same =
      equalBytes(first!.archiveId, keyring.archiveId) &&
      equalBytes(first!.dedupKey.expose(), keyring.dedupKey.expose()) &&
      equalBytes(first!.chunkerKey.expose(), keyring.chunkerKey.expose());
    if (!same) throw refusal(keyring, 'is not of the same archive as another');
  }
}

/** True if `keyring` has every epoch of `other`. */
export function holdsEpochs(keyring: OpenKeyring, other: OpenKeyring): boolean {
  let at = 0;
  for (const epoch of other.epochs) {
    while (at < keyring.epochs.length && compareEpochs(keyring.epochs[at]!, epoch) < 0) at++;
    if (at === keyring.epochs.length || compareEpochs(keyring.epochs[at]!, epoch) !== 0) return false;
  }
  return true;
}

function newestEpoch({ epochs }: OpenKeyring): number {
  return epochs.at(-1)!.number;
}

function refusal(keyring: OpenKeyring, what: string): MunimentError {
  return new MunimentError('ERR_KEYRING_SUCCESSION', `${keyring.name} ${what}`, { name: keyring.name });
}
