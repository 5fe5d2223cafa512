// What an anchor names (spec/vault.md, section 10).

import { compareBytes } from './bytes.ts';
import type { VaultAnchor } from './generated/messages.ts';

/** Whether two anchors name the same head and the same keyring. */
export function isSameVaultAnchor(a: VaultAnchor, b: VaultAnchor): boolean {
  return (
    a.sequence === b.sequence &&
    compareBytes(a.snapshotId, b.snapshotId) === 0 &&
    a.keyringGeneration === b.keyringGeneration &&
    compareBytes(a.keyringHash, b.keyringHash) === 0
  );
}
