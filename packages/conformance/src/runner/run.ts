// Feeds the vectors to an implementation and judges its answers.

import type { Answer, Capabilities, JsonObject } from '../protocol.ts';
import { type CodeRule, compareAnswer } from './compare.ts';
import type { Reply } from './program.ts';
import { type Difference, randomCases } from './random.ts';
import { type Case, type OperationRows, readCases, readOperations, suiteOf } from './vectors.ts';

/** Whatever answers requests: a program, or an implementation in this process. */
export interface Implementation {
  readonly capabilities: () => Promise<Capabilities>;
  readonly ask: (operation: string, input: JsonObject) => Promise<Reply>;
  /** Says what was wrong with its end, if anything. */
  readonly end: () => Promise<string | undefined>;
}

export type Status = 'passed' | 'failed' | 'skipped' | 'expected-failure' | 'unexpected-pass';

/** What one vector came to. */
export interface Result {
  readonly case: Case;
  readonly status: Status;
  /** Why, unless it passed. */
  readonly reason?: string;
  readonly got?: Answer;
}

/** The counts of a suite. */
export interface SuiteSummary {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly expectedFailures: number;
  readonly notRun: number;
}

/** Everything that a run came to. */
export interface Report {
  readonly implementation: Capabilities;
  readonly vectors: string;
  readonly codes: CodeRule;
  readonly results: readonly Result[];
  readonly summary: readonly SuiteSummary[];
  /** Operations that were asked for and that the implementation does not have. */
  readonly missing: readonly string[];
  /** Operations that the implementation lists and that do not exist. */
  readonly unknown: readonly string[];
  /** Expected failures that name no vector of this run's files. */
  readonly unknownExpected: readonly string[];
  readonly random?: RandomReport;
  /** What was wrong with the end of the program. */
  readonly end?: string;
}

export interface RandomReport {
  readonly seed: number;
  readonly cases: number;
  /** Those of which the reference says that the request makes no sense. */
  readonly senseless: number;
  readonly differences: readonly Difference[];
}

export interface RunOptions {
  /** The folder of vectors. */
  readonly vectors: string;
  /** Restrict what is run; all of it where absent or empty. */
  readonly suites?: readonly string[];
  readonly operations?: readonly string[];
  readonly ids?: readonly string[];
  readonly codes?: CodeRule;
  readonly expectedFailures?: ReadonlySet<string>;
  /** How many random cases for each operation. */
  readonly random?: number;
  readonly seed?: number;
}

const includes = (list: readonly string[] | undefined, name: string): boolean =>
  list === undefined || list.length === 0 || list.includes(name);

/** The operations that the options ask for. */
export function chosenOperations(rows: OperationRows, options: RunOptions): string[] {
  return Object.keys(rows).filter(
    (name) => includes(options.suites, suiteOf(name)) && includes(options.operations, name),
  );
}

/**
 * Runs everything that the options ask for and the implementation has.
 * @throws ProgramError if it does not say what it has
 */
export async function run(implementation: Implementation, options: RunOptions): Promise<Report> {
  const { codes = 'exact', expectedFailures = new Set(), random = 0, seed = 0 } = options;
  const rows = readOperations(options.vectors);
  const capabilities = await implementation.capabilities();
  const chosen = chosenOperations(rows, options);
  const has = (operation: string): boolean => capabilities.operations.includes(operation);
  const all = readCases(options.vectors, rows, chosen).filter(({ id }) => includes(options.ids, id));
  const judged = await Promise.all(
    all
      .filter(({ operation }) => has(operation))
      .map(async (one): Promise<Result> => {
        const reply = await implementation.ask(one.operation, one.input);
        return judge(one, reply, rows, codes);
      }),
  );
  const results = markExpected(judged, expectedFailures);
  const randomReport =
    random === 0
      ? undefined
      : await randomCases(implementation, rows, options.vectors, chosen.filter(has), {
          count: random,
          seed,
          codes,
        });
  const end = await implementation.end();
  const ids = new Set(readCases(options.vectors, rows, Object.keys(rows)).map(({ id }) => id));
  return {
    implementation: capabilities,
    vectors: options.vectors,
    codes,
    results,
    summary: summarise(all, results),
    missing: chosen.filter((operation) => !has(operation)),
    unknown: capabilities.operations.filter((operation) => !Object.hasOwn(rows, operation)),
    unknownExpected: [...expectedFailures].filter((id) => !ids.has(id)),
    ...(randomReport === undefined ? {} : { random: randomReport }),
    ...(end === undefined ? {} : { end }),
  };
}

function judge(one: Case, reply: Reply, rows: OperationRows, codes: CodeRule): Result {
  if ('fault' in reply) return { case: one, status: 'failed', reason: reply.fault };
  const verdict = compareAnswer(rows[one.operation], one.expected, reply.answer, codes);
  return { case: one, got: reply.answer, ...verdict };
}

/** A vector that two operations share is expected to fail in one of them at least. */
function markExpected(results: readonly Result[], expected: ReadonlySet<string>): Result[] {
  const failing = new Set(
    results.filter(({ status }) => status === 'failed').map((result) => result.case.id),
  );
  return results.map((result) => {
    const { id } = result.case;
    if (!expected.has(id)) return result;
    if (result.status === 'failed') return { ...result, status: 'expected-failure' };
    if (result.status !== 'passed' || failing.has(id)) return result;
    return {
      ...result,
      status: 'unexpected-pass',
      reason: 'passes, and is listed among the expected failures',
    };
  });
}

function summarise(all: readonly Case[], results: readonly Result[]): SuiteSummary[] {
  return [...new Set(all.map(({ suite }) => suite))].map((suite) => {
    const own = results.filter((result) => result.case.suite === suite);
    const count = (...statuses: Status[]): number =>
      own.filter(({ status }) => statuses.includes(status)).length;
    return {
      suite,
      passed: count('passed'),
      failed: count('failed', 'unexpected-pass'),
      skipped: count('skipped'),
      expectedFailures: count('expected-failure'),
      notRun: all.filter((one) => one.suite === suite).length - own.length,
    };
  });
}

/** True if nothing failed that was not expected to, and nothing passed that was. */
export function isSuccess({ results, unknownExpected, random, end }: Report): boolean {
  return (
    results.every(({ status }) => status !== 'failed' && status !== 'unexpected-pass') &&
    unknownExpected.length === 0 &&
    (random === undefined || random.differences.length === 0) &&
    end === undefined
  );
}
