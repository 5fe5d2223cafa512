// The command `muniment-conformance`: its options, and what it ends with.

import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CODE_RULES, type CodeRule } from './compare.ts';
import { Program, ProgramError } from './program.ts';
import { referenceCapabilities, serve } from './reference.ts';
import { formatReport, REPORT_FORMATS, type ReportFormat } from './report.ts';
import { chosenOperations, isSuccess, type RunOptions, run } from './run.ts';
import { type Case, installedVectors, readCases, readOperations } from './vectors.ts';

const HELP = `Runs an implementation of Muniment against the test vectors.

  muniment-conformance [options] -- COMMAND [ARG...]
  muniment-conformance --list [options]
  muniment-conformance reference

COMMAND is started once, without a shell. It reads one JSON request a line and answers each with a line, in order:

  {"id": 0, "operation": "capabilities", "input": {"protocol": 1}}
  {"id": 0, "value": {"name": "mine", "version": "1", "protocol": 1, "operations": ["recovery-key.parse"]}}
  {"id": 1, "operation": "recovery-key.parse", "input": {"text": "1218278190761112 ..."}}
  {"id": 1, "value": {"material": "1218...", "rows": ["1218..."], "keyId": "8QP7"}}
  {"id": 2, "operation": "recovery-key.parse", "input": {"text": "1218"}}
  {"id": 2, "error": "ERR_RECOVERY_KEY_LENGTH"}

Only the operations that it lists are asked for. PROTOCOL.md of the package @muniment/test-vectors says the rest;
APPLYING.md of each suite says what its operations take and give. \`muniment-conformance reference\` is such a program.

What to run
  --suite NAME               only this suite; may be repeated, like the next two
  --operation NAME           only this operation
  --vector ID                only this vector
  --vectors DIR              the folder of vectors (default: the installed @muniment/test-vectors)
  --random N                 also N random cases of each operation, compared with the reference implementation
  --seed S                   the seed of the random cases (default: drawn, and printed)

How to judge
  --codes exact|class|none   error codes have to be the same (default), of the same class, or are not looked at
  --expected-failures FILE   vectors that may fail, one id a line, # begins a comment; one that passes is a failure too
  --timeout MS               how long one answer may take (default 60000)

What to print
  --report terminal|json|junit
  --out FILE                 where to write the report (default: standard output)
  --list                     the operations and how many vectors each has, and nothing is run
  --help, --version

It ends with status 0 if all is as expected, 1 if not, 2 if it was called wrongly or a file cannot be read, and 3 if the
program does not start or does not say what it can do.
`;

/** The exit statuses. */
export const EXIT = { success: 0, failure: 1, usage: 2, program: 3 } as const;

/** What the command writes to: standard output and standard error, unless a test looks. */
export interface Output {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const OPTIONS = {
  suite: { type: 'string', multiple: true },
  operation: { type: 'string', multiple: true },
  vector: { type: 'string', multiple: true },
  vectors: { type: 'string' },
  random: { type: 'string' },
  seed: { type: 'string' },
  codes: { type: 'string' },
  'expected-failures': { type: 'string' },
  timeout: { type: 'string' },
  report: { type: 'string' },
  out: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

class UsageError extends Error {}

/** What the package is called and which version it has. */
function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  otherwise: number,
  min: number,
  max: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < min || value > max)
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}`);
  return value;
}

function choice<Name extends string>(name: string, text: string | undefined, choices: readonly Name[]): Name {
  if (text === undefined) return choices[0];
  const found = choices.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}`);
  return found;
}

/** The ids of a list of expected failures. */
export function parseExpectedFailures(text: string): Set<string> {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return new Set(lines.filter((line) => line !== ''));
}

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Runs the command line. Gives the exit status. */
export async function main(args: readonly string[], output: Output): Promise<number> {
  try {
    return await dispatch(args, output);
  } catch (error) {
    if (error instanceof ProgramError) {
      output.writeError(`muniment-conformance: ${error.message}\n`);
      return EXIT.program;
    }
    const isFile = error instanceof Error && 'code' in error && 'syscall' in error;
    if (!(error instanceof UsageError) && !isFile) throw error;
    output.writeError(`muniment-conformance: ${error.message}\n  --help lists the options.\n`);
    return EXIT.usage;
  }
}

function parse(args: readonly string[]): {
  values: ReturnType<typeof parseOptions>['values'];
  command: string[];
} {
  // What follows is the program's, options included.
  const split = args.indexOf('--');
  const own = split < 0 ? args : args.slice(0, split);
  try {
    const { values, positionals } = parseOptions(own);
    if (positionals.length > 0)
      throw new UsageError(`the command to run stands behind --: ${positionals[0]}`);
    return { values, command: split < 0 ? [] : args.slice(split + 1) };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function parseOptions(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}

async function dispatch(args: readonly string[], output: Output): Promise<number> {
  if (args.length === 1 && args[0] === 'reference') {
    await serve(process.stdin, process.stdout, referenceCapabilities(packageVersion()));
    return EXIT.success;
  }
  const { values, command } = parse(args);
  if (values.help === true) {
    output.write(HELP);
    return EXIT.success;
  }
  if (values.version === true) {
    output.write(`${packageVersion()}\n`);
    return EXIT.success;
  }
  const options = runOptions(values);
  checkNames(options);
  if (values.list === true) {
    output.write(listing(options));
    return EXIT.success;
  }
  if (command.length === 0) throw new UsageError('there is no command to run behind --');
  const format: ReportFormat = choice('report', values.report, REPORT_FORMATS);
  const timeoutMs = wholeNumber('timeout', values.timeout, 60_000, 1, 2 ** 31 - 1);
  const report = await run(new Program({ command, timeoutMs }), options);
  const rerun = (one: Case): string =>
    [
      'npx muniment-conformance',
      ...(values.vectors === undefined ? [] : ['--vectors', values.vectors]),
      ...(values.codes === undefined ? [] : ['--codes', values.codes]),
      ...['--operation', one.operation, '--vector', one.id, '--', ...command].map(quote),
    ].join(' ');
  const text = formatReport(report, format, rerun);
  if (values.out === undefined) output.write(text);
  else writeFileSync(values.out, text);
  return isSuccess(report) ? EXIT.success : EXIT.failure;
}

function runOptions(values: ReturnType<typeof parseOptions>['values']): RunOptions {
  const file = values['expected-failures'];
  const codes: CodeRule = choice('codes', values.codes, CODE_RULES);
  return {
    vectors: values.vectors === undefined ? installedVectors() : resolve(values.vectors),
    suites: values.suite ?? [],
    operations: values.operation ?? [],
    ids: values.vector ?? [],
    codes,
    ...(file === undefined ? {} : { expectedFailures: parseExpectedFailures(readFileSync(file, 'utf8')) }),
    random: wholeNumber('random', values.random, 0, 0, 1_000_000),
    seed: wholeNumber('seed', values.seed, randomInt(2 ** 31), 0, 2 ** 31 - 1),
  };
}

/** A name that selects nothing is a mistake of whoever typed it. */
function checkNames({ vectors, suites = [], operations = [], ids = [] }: RunOptions): void {
  const rows = readOperations(vectors);
  const names = Object.keys(rows);
  for (const suite of suites)
    if (!names.some((name) => name.startsWith(`${suite}.`)))
      throw new UsageError(`there is no suite ${suite}`);
  for (const operation of operations)
    if (!names.includes(operation)) throw new UsageError(`there is no operation ${operation}`);
  if (ids.length === 0) return;
  const known = new Set(
    readCases(vectors, rows, chosenOperations(rows, { vectors, suites, operations })).map(({ id }) => id),
  );
  for (const id of ids)
    if (!known.has(id)) throw new UsageError(`there is no vector ${id} in what is to be run`);
}

function listing(options: RunOptions): string {
  const rows = readOperations(options.vectors);
  const chosen = chosenOperations(rows, options);
  const cases = readCases(options.vectors, rows, chosen);
  const lines = chosen.map((name) => {
    const own = cases.filter(({ operation }) => operation === name);
    const valid = own.filter(({ expected }) => expected.result === 'valid').length;
    return `${name.padEnd(36)}${String(valid).padStart(6)} valid${String(own.length - valid).padStart(6)} invalid`;
  });
  return `${lines.join('\n')}\n`;
}
