// The lint of test-vectors/: schemas, ids, requirements, error codes, counts.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Problem } from './problem.ts';

/** The files of test-vectors/, by path below it; JSON files are parsed by whoever asks. */
export interface VectorFiles {
  readonly paths: readonly string[];
  readonly readJson: (path: string) => unknown;
}

/** What spec/ offers to refer to. */
export interface References {
  readonly requirements: ReadonlySet<string>;
  /** Error codes and their classes. */
  readonly errors: ReadonlyMap<string, string>;
}

/** How many vectors of each kind a suite has. */
export interface Count {
  readonly suite: string;
  readonly valid: number;
  readonly invalid: number;
}

interface Vector {
  readonly id: string;
  readonly result: string;
  readonly error?: string;
  readonly errorClass?: string;
  readonly reqs: readonly string[];
  readonly flags: readonly string[];
}

interface VectorFile {
  readonly suite: string;
  readonly schema: string;
  readonly vectorCount: number;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly vectors: readonly Vector[];
}

/** Vectors of others are checked by their own tests; what lies beside the suites has none. */
const isOurs = (path: string): boolean => /\/.*[.]json$/.test(path) && !/^(schema|third-party)\//.test(path);

/** The schema of `operations.json`. */
const OPERATIONS_SCHEMA = 'schema/operations.json';

/** Every vector file of ours. */
export function vectorPaths({ paths }: VectorFiles): string[] {
  return paths.filter((path) => isOurs(path) && !path.includes('/store/'));
}

/** Checks every vector file against its schema and against spec/. */
export function lintVectors(
  files: VectorFiles,
  references: References,
): { problems: Problem[]; counts: Count[] } {
  const problems: Problem[] = [];
  const counts = new Map<string, { valid: number; invalid: number }>();
  const ids = new Map<string, string>();
  const ajv = new Ajv2020({ strict: true, allErrors: false });
  const compiled = new Map<string, ValidateFunction>();
  const used = new Set<string>();
  for (const path of vectorPaths(files)) {
    const report = (what: string): void => {
      problems.push({ where: `test-vectors/${path}`, what });
    };
    const file = files.readJson(path) as VectorFile;
    const schemaPath = `schema/${file.suite}.json`;
    if (!files.paths.includes(schemaPath)) {
      report(`there is no ${schemaPath}`);
      continue;
    }
    used.add(schemaPath);
    let validate = compiled.get(schemaPath);
    if (validate === undefined) {
      validate = ajv.compile(files.readJson(schemaPath) as object);
      compiled.set(schemaPath, validate);
    }
    if (!validate(file)) {
      const [error] = validate.errors ?? [];
      report(`does not fit its schema: ${error?.instancePath} ${error?.message}`);
      continue;
    }
    if (file.vectorCount !== file.vectors.length)
      report(`states ${file.vectorCount} vectors and has ${file.vectors.length}`);
    const [suite] = path.split('/');
    const count = counts.get(suite) ?? { valid: 0, invalid: 0 };
    counts.set(suite, count);
    const flags = new Set<string>();
    for (const { id, result, error, errorClass, reqs, flags: own } of file.vectors) {
      if (result === 'valid') count.valid++;
      else count.invalid++;
      const other = ids.get(id);
      if (other !== undefined) report(`${id} is also in ${other}`);
      ids.set(id, path);
      for (const req of reqs)
        if (!references.requirements.has(req)) report(`${id}: spec/ has no requirement ${req}`);
      if (error !== undefined && references.errors.get(error) === undefined)
        report(`${id}: spec/errors.md has no ${error}`);
      else if (error !== undefined && references.errors.get(error) !== errorClass) {
        report(`${id}: ${error} is of class ${references.errors.get(error)}, not ${errorClass}`);
      }
      for (const flag of own) {
        if (!Object.hasOwn(file.flags, flag)) report(`${id}: the flag ${flag} is not explained`);
        flags.add(flag);
      }
    }
    for (const flag of Object.keys(file.flags))
      if (!flags.has(flag)) report(`no vector has the flag ${flag}`);
  }
  for (const path of files.paths) {
    if (path.startsWith('schema/') && path !== OPERATIONS_SCHEMA && !used.has(path))
      problems.push({ where: `test-vectors/${path}`, what: 'no vectors use this schema' });
  }
  for (const suite of counts.keys()) {
    if (!files.paths.includes(`${suite}/APPLYING.md`))
      problems.push({ where: `test-vectors/${suite}`, what: 'has no APPLYING.md' });
  }
  const all = [...counts].map(([suite, count]) => ({ suite, ...count }));
  const total = (kind: 'valid' | 'invalid'): number => all.reduce((sum, count) => sum + count[kind], 0);
  if (total('invalid') < total('valid'))
    problems.push({ where: 'test-vectors', what: 'fewer invalid than valid vectors' });
  return { problems, counts: all };
}

/** The requirements that no vector names. */
export function uncovered(files: VectorFiles, { requirements }: References): string[] {
  const named = new Set(
    vectorPaths(files).flatMap((path) =>
      (files.readJson(path) as VectorFile).vectors.flatMap(({ reqs }) => reqs),
    ),
  );
  return [...requirements].filter((id) => !named.has(id));
}

/** The counts as a table. */
export function formatCounts(counts: readonly Count[]): string {
  const rows = counts.map(({ suite, valid, invalid }) => [suite, String(valid), String(invalid)]);
  const sum = (column: 'valid' | 'invalid'): string =>
    String(counts.reduce((total, count) => total + count[column], 0));
  const all = [['suite', 'valid', 'invalid'], ...rows, ['all', sum('valid'), sum('invalid')]];
  return all
    .map(([suite, valid, invalid]) => `${suite.padEnd(24)}${valid.padStart(8)}${invalid.padStart(8)}`)
    .join('\n');
}
