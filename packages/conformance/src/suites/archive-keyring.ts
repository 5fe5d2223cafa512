// The keyrings of the fixtures under `archives/`.

import type { ArchiveKeys } from '../kit/archive.ts';
import { sha256 } from '../kit/hash.ts';

/** A keyring object and what a reader needs to open it. */
export interface FixtureKeyring {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly generation: number;
  readonly hash: Uint8Array;
  readonly description: Readonly<Record<string, unknown>>;
}

export function archiveKeyring(name: string, keys: ArchiveKeys): FixtureKeyring {
  const bytes = sha256(new TextEncoder().encode(name));
  return {
    name: `keyring/00000001-${Buffer.from(bytes.subarray(0, 16)).toString('hex')}`,
    bytes,
    generation: 1,
    hash: sha256(bytes),
    description: {
      archiveId: keys.archiveId,
      dedupKey: keys.dedupKey,
      chunkerKey: keys.chunkerKey,
      epochs: [...keys.epochs].map(([number, key]) => ({ number, key })),
    },
  };
}
