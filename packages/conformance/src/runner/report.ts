// What a run came to, for people, for programs, and for continuous integration.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../protocol.ts';
import { shorten } from './compare.ts';
import type { Difference } from './random.ts';
import { isSuccess, type Report, type Result } from './run.ts';
import { type Case, type Expected, suiteOf } from './vectors.ts';

export type ReportFormat = 'terminal' | 'json' | 'junit';
export const REPORT_FORMATS: readonly ReportFormat[] = ['terminal', 'json', 'junit'];

/** The documents of `spec/` by the families of requirement ids. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  WIRE: 'wire.md',
  KEYS: 'keys.md',
  ARCH: 'archive.md',
  STORE: 'storage.md',
  OPAQUE: 'opaque.md',
  VAULT: 'vault.md',
};
const INPUT_CHARACTERS = 600;
const OUTPUT_CHARACTERS = 400;

/** Where a requirement is written: `spec/keys.md#KEYS-030`. */
export function requirementLink(id: string): string {
  return `spec/${DOCUMENTS[id.split('-')[0]]}#${id}`;
}

/**
 * Where the guide of a suite tells of an operation: its heading, if it has one, else the whole guide.
 * @param vectors the folder of vectors
 */
export function guideSection(vectors: string, one: Pick<Case, 'suite' | 'operation'>): string {
  const path = `${one.suite}/APPLYING.md`;
  const text = readFileSync(join(vectors, path), 'utf8');
  const name = one.operation.slice(one.suite.length + 1);
  const isHeading = text.split('\n').includes(`## \`${name}\``);
  return isHeading ? `test-vectors/${path}#${name.toLowerCase()}` : `test-vectors/${path}`;
}

/** The report as text. @param rerun the command that runs one vector alone */
export function formatReport(report: Report, format: ReportFormat, rerun: (one: Case) => string): string {
  if (format === 'json') return `${JSON.stringify(toJson(report, rerun), undefined, 1)}\n`;
  return format === 'junit' ? toJunit(report, rerun) : toText(report, rerun);
}

function expectedText(expected: Expected): string {
  if (expected.result === 'valid') return shorten(expected.value, OUTPUT_CHARACTERS);
  const failure = expected.outcome ?? `${expected.error} (${expected.errorClass})`;
  const value = expected.value === undefined ? '' : `, with ${shorten(expected.value, OUTPUT_CHARACTERS)}`;
  const released =
    typeof expected.released === 'string' ? expected.released : `at most ${expected.released.count} bytes`;
  return `${failure}; may release: ${released}${value}`;
}

function describeResult(result: Result, report: Report, rerun: (one: Case) => string): string {
  const one = result.case;
  const lines: [string, string][] = [
    ['', `${one.operation} ${one.id}: ${result.reason}`],
    ['about', one.comment],
    ['read', [...one.reqs.map(requirementLink), guideSection(report.vectors, one)].join('\n            ')],
    ['input', shorten(one.input, INPUT_CHARACTERS)],
    ['expected', expectedText(one.expected)],
    ['got', result.got === undefined ? 'no answer' : shorten(result.got as Json, OUTPUT_CHARACTERS)],
    ['again', rerun(one)],
  ];
  return lines.map(([name, text]) => (name === '' ? text : `  ${name.padEnd(10)}${text}`)).join('\n');
}

function describeDifference({ operation, reason, seed, path, vector }: Difference): string {
  return [
    `${operation}, a random case: ${reason}`,
    `  found with --seed ${seed}, at ${path} of fast-check; as a vector:`,
    JSON.stringify(vector, undefined, 1).replaceAll(/^/gm, '  '),
  ].join('\n');
}

function toText(report: Report, rerun: (one: Case) => string): string {
  const { implementation, results, summary, missing, unknown, unknownExpected, random, end } = report;
  const parts: string[] = [];
  const bad = results.filter(({ status }) => status === 'failed' || status === 'unexpected-pass');
  for (const result of bad) parts.push(describeResult(result, report, rerun));
  for (const difference of random?.differences ?? []) parts.push(describeDifference(difference));
  const notes = [
    ...idleOperations(results).map((name) => `The program lists ${name} and answers no vector of it.`),
    ...unknown.map((name) => `The program lists ${name}, which is no operation of these vectors.`),
    ...unknownExpected.map((id) => `The list of expected failures names ${id}, which is no vector.`),
    ...(end === undefined ? [] : [`At its end ${end}.`]),
  ];
  if (notes.length > 0) parts.push(notes.join('\n'));
  const skipped = new Map<string, number>();
  for (const { status, reason = '' } of results)
    if (status === 'skipped') skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  if (skipped.size > 0)
    parts.push(['Skipped as unsupported:', ...[...skipped].map(([why, n]) => `  ${n} x ${why}`)].join('\n'));
  if (missing.length > 0)
    parts.push(`Not run, because the program does not have them:\n  ${grouped(missing, summary).join(' ')}`);
  parts.push(table(summary));
  if (random !== undefined) {
    const compared = random.cases - random.senseless;
    parts.push(
      `random cases with --seed ${random.seed}: ${compared} compared with the reference, ${random.differences.length} operations differ`,
    );
  }
  const verdict = isSuccess(report) ? 'As expected.' : 'Not as expected.';
  parts.push(`${implementation.name} ${implementation.version}: ${verdict}`);
  return `${parts.join('\n\n')}\n`;
}

/** Operations of which every vector was skipped. */
function idleOperations(results: readonly Result[]): string[] {
  const answered = new Set(
    results.filter(({ status }) => status !== 'skipped').map((result) => result.case.operation),
  );
  return [...new Set(results.map((result) => result.case.operation))].filter((name) => !answered.has(name));
}

/** Operations, or `suite.*` where all of a suite that has vectors here are missing. */
function grouped(missing: readonly string[], summary: Report['summary']): string[] {
  const isMissing = (name: string): boolean =>
    summary.some(
      (row) =>
        row.suite === suiteOf(name) && row.passed + row.failed + row.skipped + row.expectedFailures === 0,
    );
  return [...new Set(missing.map((name) => (isMissing(name) ? `${suiteOf(name)}.*` : name)))];
}

function table(summary: Report['summary']): string {
  const rows = summary.map((row) => [
    row.suite,
    row.passed,
    row.failed,
    row.expectedFailures,
    row.skipped,
    row.notRun,
  ]);
  const total = (column: number): number => rows.reduce((sum, row) => sum + (row[column] as number), 0);
  const all = [
    ['suite', 'passed', 'failed', 'expected failures', 'skipped', 'not run'],
    ...rows,
    ['all', ...[1, 2, 3, 4, 5].map(total)],
  ];
  return all
    .map(([suite, ...cells]) =>
      [String(suite).padEnd(22), ...cells.map((cell, i) => String(cell).padStart(i === 2 ? 19 : 9))].join(''),
    )
    .join('\n');
}

function toJson(report: Report, rerun: (one: Case) => string): JsonObject {
  const { results, ...rest } = report;
  return {
    ...(rest as unknown as JsonObject),
    success: isSuccess(report),
    results: results.map((result) => ({
      operation: result.case.operation,
      id: result.case.id,
      status: result.status,
      ...(result.status === 'passed'
        ? {}
        : {
            reason: result.reason ?? '',
            comment: result.case.comment,
            read: [...result.case.reqs.map(requirementLink), guideSection(report.vectors, result.case)],
            input: result.case.input,
            expected: result.case.expected as unknown as Json,
            got: (result.got ?? null) as Json,
            again: rerun(result.case),
          }),
    })),
  };
}

const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // Characters that XML 1.0 has no form for.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function testCase(suite: string, name: string, inner: string): string {
  const start = `  <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  return inner === '' ? `${start}/>` : `${start}>${inner}</testcase>`;
}

function failureElement(reason: string, text: string): string {
  return `<failure message="${escapeXml(reason)}">${escapeXml(text)}</failure>`;
}

function toJunit(report: Report, rerun: (one: Case) => string): string {
  const suites = report.summary.map(({ suite, failed, skipped, expectedFailures }) => {
    const own = report.results.filter((result) => result.case.suite === suite);
    const cases = own.map((result) => {
      const name = `${result.case.operation} ${result.case.id}`;
      if (result.status === 'passed') return testCase(suite, name, '');
      if (result.status === 'skipped' || result.status === 'expected-failure')
        return testCase(suite, name, `<skipped message="${escapeXml(result.reason ?? '')}"/>`);
      return testCase(
        suite,
        name,
        failureElement(result.reason ?? '', describeResult(result, report, rerun)),
      );
    });
    return suiteElement(suite, own.length, failed, skipped + expectedFailures, cases);
  });
  const others: [name: string, reason: string, text: string][] = [
    ...(report.random?.differences ?? []).map((one): [string, string, string] => [
      `random ${one.operation}`,
      one.reason,
      describeDifference(one),
    ]),
    ...report.unknownExpected.map((id): [string, string, string] => [
      `expected failure ${id}`,
      'no such vector',
      id,
    ]),
    ...(report.end === undefined ? [] : [['end', report.end, report.end] as [string, string, string]]),
  ];
  if (others.length > 0) {
    const cases = others.map(([name, reason, text]) => testCase('run', name, failureElement(reason, text)));
    suites.push(suiteElement('run', others.length, others.length, 0, cases));
  }
  const name = escapeXml(`${report.implementation.name} ${report.implementation.version}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function suiteElement(
  name: string,
  tests: number,
  failures: number,
  skipped: number,
  cases: readonly string[],
): string {
  const attributes = `name="${escapeXml(name)}" tests="${tests}" failures="${failures}" skipped="${skipped}"`;
  return [` <testsuite ${attributes}>`, ...cases, ' </testsuite>'].join('\n');
}
