// How long `muniment` takes to begin: its version and the list of snapshots of a small store, beside an empty program of the same
// Node. The commands take turns, so that a busy machine slows them alike, and each round compares what ran side by side.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { summarize } from './archive-statistics.ts';
import { LAUNCHER } from './launcher.ts';
import { readOptions } from './options.ts';

/** bash measures a command to the millisecond; of ended processes Node itself tells hundredths of a second. */
const TIMED = 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null';

const USAGE = `usage: npm run bench -- start-up [options]
  --rounds N        how often everything is measured (15)
  --json FILE       also writes everything as data`;

interface Options {
  readonly rounds: number;
  readonly json: string | undefined;
}

/** One run of one command, in milliseconds. */
export interface StartUpSample {
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
}
type Metric = keyof StartUpSample;
const METRICS: readonly Metric[] = ['wallMs', 'cpuMs'];

/** A command and its runs, one a round. */
export interface StartUpCommand {
  readonly title: string;
  /** How many times the time of the empty program it may take. */
  readonly limit: number | undefined;
  readonly samples: readonly StartUpSample[];
}

/** @throws Error or TypeError for what is no option. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '15' }, json: { type: 'string' } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of 1 or more');
  return { rounds, json: values.json };
}

/** Runs Node to its end. @throws Error unless it ends with 0. */
function measure(args: readonly string[], home: string): StartUpSample {
  const { status, stderr, error } = spawnSync('bash', ['-c', TIMED, 'bash', process.execPath, ...args], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', HOME: home, MUNIMENT_HOME: join(home, 'muniment') },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
  const [wall, user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  return { wallMs: 1000 * wall, cpuMs: 1000 * (user + system) };
}

/** A store with two snapshots of one file, and the device that made it. */
function makeStore(folder: string): string {
  const store = join(folder, 'store');
  const source = join(folder, 'source');
  mkdirSync(source);
  const newKey = ['--recovery-key-out', join(folder, 'key.txt')];
  for (const extra of [newKey, []]) {
    appendFileSync(join(source, 'note.txt'), 'one more line\n');
    measure([LAUNCHER, 'backup', source, '--to', store, ...extra], folder);
  }
  return store;
}

function measureAll(folder: string, rounds: number): readonly StartUpCommand[] {
  const commands = [
    { title: 'node -e 0', limit: undefined, args: ['-e', '0'] },
    { title: 'muniment --version', limit: 3, args: [LAUNCHER, '--version'] },
    { title: 'muniment snapshots', limit: 6, args: [LAUNCHER, 'snapshots', makeStore(folder)] },
  ];
  const samples = commands.map((): StartUpSample[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { args }] of commands.entries()) samples[i]!.push(measure(args, folder));
  }
  return commands.map(({ title, limit }, i) => ({ title, limit, samples: samples[i]! }));
}

/** Medians, and how many times those of the first command they are; in brackets the middle half of the rounds' ratios. */
export function formatStartUp(commands: readonly StartUpCommand[]): string {
  const [empty] = commands;
  const lines = commands.map(({ title, limit, samples }) => {
    const cells = METRICS.map((metric) => {
      const medianOf = (of: readonly StartUpSample[]): number =>
        summarize(of.map((each) => each[metric])).median;
      const median = medianOf(samples);
      const cell = `${metric === 'wallMs' ? 'time' : 'CPU'} ${median.toFixed(0).padStart(4)} ms`;
      if (limit === undefined) return cell;
      const ratios = samples
        .map((each, round) => each[metric] / empty!.samples[round]![metric])
        .toSorted((a, b) => a - b);
      const quarter = Math.floor(ratios.length / 4);
      const [low, high] = [ratios[quarter]!, ratios[ratios.length - 1 - quarter]!];
      const ratio = median / medianOf(empty!.samples);
      return `${cell}, ${ratio.toFixed(1)}x (${low.toFixed(1)} to ${high.toFixed(1)})`;
    });
    return `${title.padEnd(20)}${cells.join('; ')}${limit === undefined ? '' : `; goal: at most ${limit}x`}`;
  });
  return lines.join('\n');
}

/** Measures, prints the table, and writes the file that is asked for. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = readOptions(() => parseOptions(args), USAGE);
  if (options === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'muniment-bench-'));
  try {
    const commands = measureAll(folder, options.rounds);
    console.log(`Node ${process.version}, medians of ${options.rounds} rounds`);
    console.log(formatStartUp(commands));
    if (options.json !== undefined) {
      const data = { node: process.version, date: new Date().toISOString(), commands };
      writeFileSync(options.json, `${JSON.stringify(data, null, 2)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
