// Which vectors there are, and which test files apply them to our packages.

import { readFileSync } from 'node:fs';

const ROOT = new URL('../../../../', import.meta.url);

/** The files of vectors, and the tests that run each. A vector is a test whose title begins with its id. */
export const APPLIED_BY: Readonly<Record<string, readonly string[]>> = {
  'archives/deflate/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/hostile/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/lost/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/none/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/rotated/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/tiny/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'archives/zstd/archive.json': ['packages/archive/test/vectors/archives.test.ts'],
  'chunkers/chunkers.json': ['packages/archive/test/vectors/chunkers.test.ts'],
  'cobblestone-contexts/cobblestone-contexts.json': [
    'packages/archive/test/vectors/cobblestone-contexts.test.ts',
  ],
  'encapsulation/encapsulation.json': [
    'packages/crypto/test/vectors/encapsulation.test.ts',
    'packages/vault-server/test/vectors/encapsulation.test.ts',
  ],
  'heads/heads.json': ['packages/archive/test/vectors/heads.test.ts'],
  'key-hierarchy/key-hierarchy.json': ['packages/keys/test/vectors/key-hierarchy.test.ts'],
  'keyring/keyring.json': ['packages/keys/test/vectors/keyring.test.ts'],
  'manifest/manifest.json': ['packages/archive/test/vectors/manifest.test.ts'],
  'opaque/protocol.json': ['packages/opaque/test/vectors/opaque.test.ts'],
  'opaque/reject.json': ['packages/opaque/test/vectors/opaque.test.ts'],
  'opaque/strings.json': ['packages/opaque/test/vectors/opaque.test.ts'],
  'opaque/threshold.json': ['packages/opaque/test/vectors/opaque.test.ts'],
  'packs/packs.json': ['packages/archive/test/vectors/packs.test.ts'],
  'realm-descriptor/bundles.json': ['packages/vault-client/test/vectors/realm-descriptor.test.ts'],
  'realm-descriptor/notes.json': [
    'packages/crypto/test/vectors/signed-note.test.ts',
    'packages/vault-client/test/vectors/realm-descriptor.test.ts',
  ],
  'realm-descriptor/rules.json': ['packages/vault-client/test/vectors/realm-descriptor.test.ts'],
  'realm-descriptor/text.json': ['packages/wire/test/vectors/realm-descriptor.test.ts'],
  'recovery-key/recovery-key.json': ['packages/keys/test/vectors/recovery-key.test.ts'],
  'vault-steps/sealed.json': ['packages/vault-server/test/vectors/sealed-record.test.ts'],
  'vault-steps/vault-steps.json': ['packages/vault-server/test/vectors/vault-steps.test.ts'],
  'vault-transcripts/vault-transcripts.json': [
    'packages/vault-client/test/vectors/vault-transcripts.test.ts',
    'packages/vault-server/test/vectors/vault-transcripts.test.ts',
  ],
  'wire/wire.json': ['packages/wire/test/vectors/wire.test.ts'],
};

/** What is needed here of a vector. */
export interface KnownVector {
  readonly id: string;
  readonly path: string;
  readonly operation: string;
  readonly valid: boolean;
  readonly reqs: readonly string[];
}

interface VectorFile {
  readonly vectors: readonly {
    readonly id: string;
    readonly operation?: string;
    readonly result: string;
    readonly reqs: readonly string[];
  }[];
}

/** All vectors of the files above, by id. */
export function readVectors(): ReadonlyMap<string, KnownVector> {
  const all = new Map<string, KnownVector>();
  for (const path of Object.keys(APPLIED_BY)) {
    const file = JSON.parse(readFileSync(new URL(`test-vectors/${path}`, ROOT), 'utf8')) as VectorFile;
    for (const { id, operation = '', result, reqs } of file.vectors) {
      all.set(id, { id, path, operation, valid: result === 'valid', reqs });
    }
  }
  return all;
}

/** A valid vector of the operation of `vector` that is not among `ids`. */
export function validBeside(
  vector: KnownVector,
  ids: readonly string[],
  vectors: ReadonlyMap<string, KnownVector>,
): KnownVector | undefined {
  for (const one of vectors.values()) {
    if (one.valid && one.path === vector.path && one.operation === vector.operation && !ids.includes(one.id))
      return one;
  }
  return undefined;
}
