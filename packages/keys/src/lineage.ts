// Which keyring came from which: spec/keys.md section 8.1 and 8.4. Everything here looks at hashes only. The hash of a
// keyring covers its list of parents, so the ancestry of an authenticated keyring is authentic as far as objects are at hand.

import { compareBytes, formatHex } from '@muniment/wire';
import type { KeyringLink } from './keyring.ts';

/**
 * The keyrings that no other of the list names as a parent, once each, greatest generation first, then greatest hash.
 * Anyone can put hashes into a keyring that was not opened: pass opened ones to rely on the result.
 */
export function keyringTips<T extends KeyringLink>(keyrings: readonly T[]): T[] {
  const named = new Set(keyrings.flatMap(({ parents }) => parents.map(formatHex)));
  return distinctKeyrings(keyrings).filter(({ hash }) => !named.has(formatHex(hash)));
}

/** Each keyring once, greatest generation first, then greatest hash. (KEYS-061) */
export function distinctKeyrings<T extends KeyringLink>(keyrings: readonly T[]): T[] {
  return [...new Map(keyrings.map((keyring) => [formatHex(keyring.hash), keyring])).values()].toSorted(
    newestFirst,
  );
}

/** True if `descendant` was made from `ancestor`, directly or through keyrings of the list; false for a keyring itself. */
export function isAncestor(
  ancestor: KeyringLink,
  descendant: KeyringLink,
  keyrings: readonly KeyringLink[],
): boolean {
  return ancestorHashes(descendant, keyrings).has(formatHex(ancestor.hash));
}

/**
 * The keyrings that may be deleted: those from which every tip descends through one of its parents (KEYS-087). A tip's
 * parents are kept, and so is every fork.
 * @param tips all tips, opened
 */
export function expiredKeyrings<T extends KeyringLink>(
  tips: readonly KeyringLink[],
  keyrings: readonly T[],
): T[] {
  if (tips.length === 0) throw new RangeError('tips must not be empty');
  const parents = new Set(tips.flatMap((tip) => tip.parents.map(formatHex)));
  const ancestors = tips.map((tip) => ancestorHashes(tip, keyrings));
  return distinctKeyrings(keyrings).filter(({ hash }) => {
    const id = formatHex(hash);
    return !parents.has(id) && ancestors.every((hashes) => hashes.has(id));
  });
}

/** Hashes, in hexadecimal, of all that `descendant` came from, as far as `keyrings` tell. (KEYS-068) */
export function ancestorHashes(descendant: KeyringLink, keyrings: readonly KeyringLink[]): Set<string> {
  const byHash = new Map(keyrings.map((keyring) => [formatHex(keyring.hash), keyring]));
  const found = new Set<string>();
  const open: KeyringLink[] = [descendant];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const parent of next.parents) {
      const id = formatHex(parent);
      if (found.has(id)) continue;
      found.add(id);
      const keyring = byHash.get(id);
      if (keyring !== undefined) open.push(keyring);
    }
  }
  return found;
}

function newestFirst(a: KeyringLink, b: KeyringLink): number {
  if (a.generation !== b.generation) return a.generation < b.generation ? 1 : -1;
  return compareBytes(b.hash, a.hash);
}
