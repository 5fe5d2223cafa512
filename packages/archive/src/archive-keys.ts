// The keys an archive is read and written with. They come from a keyring (spec/keys.md); this package never sees one.

import type { SecretBytes } from '@muniment/crypto';

/** One archive key. Numbers may repeat after two devices rotated at once (ARCH-002). */
export interface EpochKey {
  readonly number: number;
  readonly key: SecretBytes;
}

/** What opening a keyring gives. */
export interface ArchiveKeys {
  /** 16 bytes. */
  readonly archiveId: Uint8Array;
  readonly dedupKey: SecretBytes;
  readonly chunkerKey: SecretBytes;
  readonly epochs: readonly EpochKey[];
  readonly keyringGeneration: number;
  /** 32 bytes. */
  readonly keyringHash: Uint8Array;
}

/** The keys that packs are sealed, opened and looked through with. */
export type PackKeys = Pick<ArchiveKeys, 'archiveId' | 'dedupKey' | 'epochs'>;

/** The greatest epoch number: what a writer writes in (ARCH-003). */
export function newestEpoch(keys: Pick<ArchiveKeys, 'epochs'>): number {
  return keys.epochs.reduce((newest, { number }) => Math.max(newest, number), 0);
}

/** The key a writer uses: of two with the newest number, the last in the keyring's order. */
export function writingKey(keys: Pick<ArchiveKeys, 'epochs'>): SecretBytes {
  const newest = newestEpoch(keys);
  return keys.epochs.findLast(({ number }) => number === newest)!.key;
}
