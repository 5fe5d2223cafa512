// The coverage of the requirements of this repository, and the files that are generated from it.

import { pathToFileURL } from 'node:url';
import { ROOT, readText, trackedFiles } from '../lint/files.ts';
import { readDocuments, readReferences, readVectorFiles } from '../lint/index.ts';
import { lintRemoved } from '../lint/spec.ts';
import { lintVectors, vectorPaths } from '../lint/vectors.ts';
import { type Coverage, cover, coverageProblems, type Evidence, isCode, isTest } from './coverage.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { formatCoverage, formatNumbers, formatTotals, withNumbers } from './report.ts';
import { allRequirements, formatRequirements } from './requirement.ts';

const CATALOGUE = 'packages/conformance/src/removed-checks/catalogue.ts';

interface RemovedCheck {
  readonly removes: string;
  readonly reqs: readonly string[];
}

/** The catalogue of edits that remove checks. */
async function readRemovedChecks(tracked: readonly string[]): Promise<RemovedCheck[]> {
  if (!tracked.includes(CATALOGUE)) return [];
  const module: Record<string, unknown> = await import(pathToFileURL(ROOT + CATALOGUE).href);
  const isCheck = (value: unknown): value is RemovedCheck =>
    typeof value === 'object' && value !== null && 'removes' in value && 'reqs' in value;
  return Object.values(module).flatMap((value) =>
    Array.isArray(value) && value.length > 0 && value.every(isCheck) ? value : [],
  );
}

/** What the repository has to show. */
async function readEvidence(): Promise<Evidence> {
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
    removedChecks: await readRemovedChecks(tracked),
    exceptions: EXCEPTIONS,
  };
}

/** The coverage, what is wrong with it, the generated files by path, and the totals as a line. */
export async function repositoryCoverage(): Promise<{
  readonly coverage: readonly Coverage[];
  readonly problems: readonly string[];
  /** Requirements of the present spec/requirements.json that have gone without being listed as removed. */
  readonly removed: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly totals: string;
}> {
  const evidence = await readEvidence();
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
