// Runs the command as users do: a process of its own, through the launcher, with a home of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERRORS, type ErrorCode } from '@muniment/errors';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

/** The launcher that npm links as `muniment`. */
export const LAUNCHER: string = fileURLToPath(new URL('../bin/muniment.js', import.meta.url));
const SCHEMA = JSON.parse(readFileSync(new URL('../schema/output.schema.json', import.meta.url), 'utf8'));
const isLine = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(SCHEMA);
const CONVERSATION_MAX_MS = 30_000;
const STACK_TRACE = /^\s+at .*[:)]\d*|node:internal|\.[jt]s:\d+/m;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One JSON line. */
export interface Line {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into lines of many shapes, each checked against the schema
  readonly [field: string]: any;
}

/** A folder with a device's home, a store, and room for files; and ways to run `muniment` there. */
export class Room {
  readonly path: string;
  readonly store: string;
  home: string;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'muniment-cli-'));
    this.store = join(this.path, 'store');
    this.home = join(this.path, 'home');
  }

  /** A path in the room. */
  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** Writes a file, with the folders above it. */
  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  /** Starts `muniment`; `node` is the Node that runs the launcher. */
  start(args: readonly string[], env: Record<string, string> = {}, node = process.execPath): ChildProcess {
    return spawn(node, [LAUNCHER, ...args], {
      cwd: this.path,
      env: { ...process.env, MUNIMENT_HOME: this.home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs `muniment` to its end. */
  async run(...args: string[]): Promise<Ended> {
    return await ended(this.start(args));
  }

  /** Runs it, expects this exit code, and gives stdout. */
  async expectExit(code: number, ...args: string[]): Promise<string> {
    const result = await this.run(...args);
    expect(result, `muniment ${args.join(' ')}`).toMatchObject({ code, signal: null });
    return result.stdout;
  }

  /** Runs it without a mishap. */
  async succeed(...args: string[]): Promise<string> {
    return await this.expectExit(0, ...args);
  }

  /** Runs it with --json, checks each line against the schema, and gives those before the last, the exit code's. */
  async json(code: number, ...args: string[]): Promise<Line[]> {
    return readLines(await this.expectExit(code, ...args, '--json'), code);
  }

  /** Runs it and expects this error, told in words with what is safe and what to do. */
  async fail(error: ErrorCode, ...args: string[]): Promise<string> {
    const result = await this.run(...args);
    const { exit, safe, advice } = ERRORS[error];
    expect(result, `muniment ${args.join(' ')}`).toMatchObject({ code: exit, signal: null });
    expect(result.stderr).toMatch(/^muniment: .+\.$/m);
    expect(result.stderr).toContain(`\n  Still safe: ${safe}\n  What to do: ${advice}\n`);
    return result.stderr;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Waits for the end of a process; nothing that it said may look like a stack trace. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done, fail) => {
    child.on('error', fail);
    child.on('close', (...how) => done(how));
  });
  expect(stdout).not.toMatch(STACK_TRACE);
  expect(stderr).not.toMatch(STACK_TRACE);
  return { code, signal, stdout, stderr };
}

/** JSON lines, each valid by the schema; the last, which says the exit code, is taken off. */
export function readLines(stdout: string, code: number): Line[] {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const line of lines) {
    if (!isLine(line)) throw new Error(`${JSON.stringify(line)}: ${lineProblem(line)}`);
  }
  expect(lines.pop()).toEqual({ type: 'exit', code });
  return lines;
}

/** What is wrong with a line by the definition of its own type. */
function lineProblem(line: Line): string {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addSchema(SCHEMA, 'lines');
  const validate = ajv.getSchema(`lines#/$defs/line-${line.type}`);
  if (validate === undefined) return 'no such type';
  validate(line);
  return ajv.errorsText(validate.errors);
}

/** The line of this type. */
export function lineOf(lines: readonly Line[], type: string): Line {
  const found = lines.filter((line) => line.type === type);
  expect(found, type).toHaveLength(1);
  return found[0]!;
}

/** A Node older than 24 that is installed on this machine, outside of any node_modules; undefined if there is none. */
export function olderNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path));
}

/** One thing to wait for in the output of a conversation, and what to type then. */
export type Exchange = readonly [seen: RegExp, typed: string | ((match: RegExpExecArray) => string)];

/** Starts `muniment` on a pseudo-terminal: what is written to stdin is typed there. */
export function startOnTerminal(
  room: Room,
  args: readonly string[],
  env: Record<string, string> = {},
  node: string = process.execPath,
): ChildProcess {
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const settings = Object.entries({ MUNIMENT_HOME: room.home, TERM: 'xterm', ...env });
  const command = [
    'stty cols 200 rows 50;',
    ...settings.map(([name, value]) => `${name}=${quoted(value)}; export ${name};`),
    'exec',
    ...[node, LAUNCHER, ...args].map(quoted),
  ];
  return spawn('script', ['-qec', command.join(' '), '/dev/null'], {
    cwd: room.path,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Runs `muniment` on a pseudo-terminal and answers its questions in order. */
export async function converse(
  room: Room,
  args: readonly string[],
  exchanges: readonly Exchange[],
  env: Record<string, string> = {},
  node?: string,
): Promise<{ code: number | null; shown: string }> {
  const child = startOnTerminal(room, args, env, node);
  let shown = '';
  let from = 0;
  const pending = [...exchanges];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (let next = pending[0]; next !== undefined; next = pending[0]) {
      const match = next[0].exec(shown.slice(from));
      if (match === null) return;
      from += match.index + match[0].length;
      pending.shift();
      child.stdin!.write(typeof next[1] === 'string' ? next[1] : next[1](match));
    }
  });
  // A question that nobody expected would wait for ever.
  const giveUp = setTimeout(() => child.kill(), CONVERSATION_MAX_MS);
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  clearTimeout(giveUp);
  expect(pending, shown).toEqual([]);
  expect(shown).not.toMatch(STACK_TRACE);
  return { code, shown };
}
