// All lints over the repository.

import { existsSync } from 'node:fs';
import { ROOT, readText, trackedFiles } from './files.ts';
import type { Problem } from './problem.ts';
import { lintProse } from './prose.ts';
import {
  type Documents,
  errorCodes,
  lintCitations,
  lintSchemaWords,
  lintSpec,
  requirementIds,
} from './spec.ts';
import { lintTables, TABLE_SOURCES } from './tables.ts';
import { lintVault, VAULT_SOURCES } from './vault.ts';
import { type Count, lintVectors, type References, uncovered, type VectorFiles } from './vectors.ts';

/** The documents of spec/. */
export function readDocuments(tracked: readonly string[] = trackedFiles()): Documents {
  return new Map(
    tracked.filter((path) => /^spec\/[^/]+\.md$/.test(path)).map((path) => [path, readText(path)]),
  );
}

/** The files of test-vectors/. */
export function readVectorFiles(tracked: readonly string[] = trackedFiles()): VectorFiles {
  const prefix = 'test-vectors/';
  return {
    paths: tracked.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
    readJson: (path) => JSON.parse(readText(prefix + path)),
  };
}

/** What vectors may refer to. */
export function readReferences(documents: Documents): References {
  return { requirements: new Set(requirementIds(documents)), errors: errorCodes(documents) };
}

/** Code and guides; the tests of the lints name requirements that there are not. */
const isCiting = (path: string): boolean =>
  /^(packages|test-vectors)\/.*\.(ts|md)$/.test(path) && !path.startsWith('packages/conformance/test/');

/** Findings of every lint, the counts of vectors, and the requirements that no vector names. */
export function lintAll(): { problems: Problem[]; counts: Count[]; unvectored: string[] } {
  const tracked = trackedFiles();
  const documents = readDocuments(tracked);
  const files = readVectorFiles(tracked);
  const references = readReferences(documents);
  const vectors = lintVectors(files, references);
  const texts = tracked.filter((path) => !path.includes('/store/'));
  return {
    problems: [
      ...vectors.problems,
      ...lintSpec(documents, (path) => existsSync(ROOT + path)),
      ...lintVault(readText('spec/vault.md'), new Map(VAULT_SOURCES.map((path) => [path, readText(path)]))),
      ...lintTables(new Map(TABLE_SOURCES.map((path) => [path, readText(path)]))),
      ...texts
        .filter((path) => path.startsWith('spec/proto/'))
        .flatMap((path) => lintSchemaWords(path, readText(path))),
      ...texts.flatMap((path) => lintProse(path, readText(path))),
      ...texts
        .filter(isCiting)
        .flatMap((path) => lintCitations(path, readText(path), references.requirements)),
    ],
    counts: vectors.counts,
    unvectored: uncovered(files, references),
  };
}
