// The coverage of the requirements of this repository, and the files that are generated from it.

import { readText, trackedFiles } from '../lint/files.ts';
import { readDocuments, readReferences, readVectorFiles } from '../lint/index.ts';
import { lintRemoved } from '../lint/spec.ts';
import { lintVectors, vectorPaths } from '../lint/vectors.ts';
import { EDITS } from '../removed-checks/catalogue.ts';
import { type Coverage, cover, coverageProblems, type Evidence, isCode, isTest } from './coverage.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { formatCoverage, formatNumbers, formatTotals, withNumbers } from './report.ts';
import { allRequirements, formatRequirements } from './requirement.ts';

/** What the repository has to show. */
function readEvidence(): Evidence {
  const tracked = trackedFiles();
  const files = readVectorFiles(tracked);
  const vectors = vectorPaths(files).flatMap((path) => {
    const file = files.readJson(path) as {
      readonly vectors: readonly { readonly result: string; readonly reqs: readonly string[] }[];
    };
    return file.vectors.map(({ result, reqs }) => ({
      suite: path.split('/')[0],
      valid: result === 'valid',
      reqs,
    }));
  });
  return {
    requirements: allRequirements(readDocuments(tracked)),
    vectors,
    sources: new Map(
      tracked.filter((path) => isTest(path) || isCode(path)).map((path) => [path, readText(path)]),
    ),
    removedChecks: EDITS,
    exceptions: EXCEPTIONS,
  };
}

/** The coverage, what is wrong with it, the generated files by path, and the totals as a line. */
export function repositoryCoverage(): {
  readonly coverage: readonly Coverage[];
  readonly problems: readonly string[];
  /** Requirements of the present spec/requirements.json that have gone without being listed as removed. */
  readonly removed: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly totals: string;
} {
  const evidence = readEvidence();
  const coverage = cover(evidence);
  const documents = readDocuments();
  const { counts } = lintVectors(readVectorFiles(), readReferences(documents));
  const removed = evidence.removedChecks.length;
  const list: { readonly requirements: readonly { readonly id: string }[] } = JSON.parse(
    readText('spec/requirements.json'),
  );
  const before = list.requirements.map(({ id }) => id);
  return {
    coverage,
    problems: coverageProblems(coverage, evidence.exceptions),
    removed: lintRemoved(before, documents).map(({ what }) => what),
    files: new Map([
      ['spec/requirements.json', formatRequirements(evidence.requirements)],
      ['spec/coverage.md', formatCoverage(coverage, removed)],
      ['README.md', withNumbers(readText('README.md'), formatNumbers(coverage, counts, removed))],
    ]),
    totals: formatTotals(coverage),
  };
}
