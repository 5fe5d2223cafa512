// Joins each requirement with the vectors, tests and code that name it.

import { isRefusal, type Requirement } from './requirement.ts';

/** How many vectors of one suite name a requirement. */
export interface SuiteCount {
  readonly suite: string;
  readonly valid: number;
  readonly invalid: number;
}

/** A place that names a requirement. */
export interface Place {
  /** From the root of the repository. */
  readonly path: string;
  readonly line: number;
}

/** A committed edit that takes a check away. */
export interface RemovedCheck {
  readonly reqs: readonly string[];
  /** What it removes. */
  readonly removes: string;
  /** The source that it changes, from the root of the repository. */
  readonly file: string;
}

/** A requirement and everything that names it. */
export interface Coverage {
  readonly requirement: Requirement;
  readonly vectors: readonly SuiteCount[];
  readonly tests: readonly Place[];
  readonly code: readonly Place[];
  /** The committed edits that break it. */
  readonly removed: readonly RemovedCheck[];
  /** Why nothing that runs can show it; undefined where something does or nothing was written down. */
  readonly exception: string | undefined;
}

/** What is joined. */
export interface Evidence {
  readonly requirements: readonly Requirement[];
  /** One for each vector of ours. */
  readonly vectors: readonly {
    readonly suite: string;
    readonly valid: boolean;
    readonly reqs: readonly string[];
  }[];
  /** Sources by path from the root: those of `isTest` and `isCode`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The edits that remove checks. */
  readonly removedChecks: readonly RemovedCheck[];
  /** Reasons by id. */
  readonly exceptions: Readonly<Record<string, string>>;
}

// Contracts are tests that are shipped, for stores that others write.
const CONTRACTS: readonly string[] = [
  'packages/storage/src/contract.ts',
  'packages/vault-server/src/record-store-contract.ts',
];

/** True of a file whose naming of a requirement counts as a test of it. */
export function isTest(path: string): boolean {
  // What this package tests is itself: its tests name requirements that are made up.
  if (path.startsWith('packages/conformance/')) return false;
  return CONTRACTS.includes(path) || /^packages\/[^/]+\/test\/.*\.ts$/.test(path);
}

/** True of a file whose naming of a requirement says that it carries it out. */
export function isCode(path: string): boolean {
  return (
    /^packages\/[^/]+\/src\/.*\.ts$/.test(path) &&
    !path.startsWith('packages/conformance/') &&
    !CONTRACTS.includes(path)
  );
}

/** The ids that a line names, those between the two of a range such as `WIRE-030 to WIRE-034` included. */
export function idsOf(line: string): string[] {
  const single = [...line.matchAll(/\b[A-Z]{4,7}-[0-9]{3}\b/g)].map(([id]) => id);
  const ranges = line.matchAll(/\b([A-Z]{4,7})-([0-9]{3}) to \1-([0-9]{3})\b/g);
  const between = [...ranges].flatMap(([, family, first, last]) =>
    Array.from(
      { length: Math.max(0, Number(last) - Number(first) - 1) },
      (_, i) => `${family}-${String(Number(first) + 1 + i).padStart(3, '0')}`,
    ),
  );
  return [...new Set([...single, ...between])];
}

function placesById(
  sources: ReadonlyMap<string, string>,
  wanted: (path: string) => boolean,
): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const [path, text] of sources) {
    if (!wanted(path)) continue;
    text.split('\n').forEach((line, i) => {
      // An id alone in quotes is data of the file: no title says it, and no comment.
      for (const id of idsOf(line.replace(/(['"`])[A-Z]{4,7}-[0-9]{3}\1/g, ''))) {
        const known = places.get(id);
        if (known === undefined) places.set(id, [{ path, line: i + 1 }]);
        else known.push({ path, line: i + 1 });
      }
    });
  }
  return places;
}

/** Joins. The result has the order of the requirements. */
export function cover({ requirements, vectors, sources, removedChecks, exceptions }: Evidence): Coverage[] {
  const tests = placesById(sources, isTest);
  const code = placesById(sources, isCode);
  const counts = new Map<string, Map<string, { valid: number; invalid: number }>>();
  for (const { suite, valid, reqs } of vectors) {
    for (const id of new Set(reqs)) {
      const suites = counts.get(id) ?? new Map<string, { valid: number; invalid: number }>();
      counts.set(id, suites);
      const count = suites.get(suite) ?? { valid: 0, invalid: 0 };
      suites.set(suite, count);
      if (valid) count.valid++;
      else count.invalid++;
    }
  }
  return requirements.map((requirement) => ({
    requirement,
    vectors: [...(counts.get(requirement.id) ?? [])].map(([suite, count]) => ({ suite, ...count })),
    tests: tests.get(requirement.id) ?? [],
    code: code.get(requirement.id) ?? [],
    removed: removedChecks.filter(({ reqs }) => reqs.includes(requirement.id)),
    exception: Object.hasOwn(exceptions, requirement.id) ? exceptions[requirement.id] : undefined,
  }));
}

/** True if a vector or a test names the requirement. */
export function isShown({ vectors, tests }: Coverage): boolean {
  return vectors.length > 0 || tests.length > 0;
}

/** What is wrong with the coverage: duties that nothing shows, and exceptions that are none. */
export function coverageProblems(
  coverage: readonly Coverage[],
  exceptions: Readonly<Record<string, string>>,
): string[] {
  const problems: string[] = [];
  const ids = new Set(coverage.map(({ requirement }) => requirement.id));
  for (const id of Object.keys(exceptions)) {
    if (!ids.has(id)) problems.push(`${id} has an exception and is no requirement`);
    else if (exceptions[id].trim() === '') problems.push(`${id} has an exception without a reason`);
  }
  for (const one of coverage) {
    const { id, level } = one.requirement;
    const binding = level === 'MUST' || level === 'MUST NOT';
    if (binding && !isShown(one) && one.exception === undefined)
      problems.push(`${id} (${level}) has neither vector nor test nor exception`);
    if (isShown(one) && one.exception !== undefined)
      problems.push(`${id} has an exception and needs none: a vector or a test names it`);
    if (
      isRefusal(one.requirement) &&
      one.tests.length === 0 &&
      isShown(one) &&
      !one.vectors.some(({ invalid }) => invalid > 0)
    )
      problems.push(`${id} refuses something, and only valid vectors name it`);
  }
  return problems;
}
