// How the cost of the command grows with files, bytes, changes and snapshots: each in steps of ten, the others kept as they are.
// Every run is a process of its own, with its requests to the store counted.

import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeParent, walkFiles } from './archive-files.ts';
import { type Command, measure, PEAK_MEANING, runPlainly } from './archive-process.ts';
import { LabelledRandom } from './archive-random.ts';
import { muniment, settle } from './launcher.ts';
import { chosen, readOptions } from './options.ts';
import { describeBend, type Growth, growths, type ScalingSample } from './scaling-model.ts';

const HOOK = new URL('./requests-hook.ts', import.meta.url).href;
const SMALL_FILE_BYTES = 100;
const FILES_PER_FOLDER = 100;
const LARGE_FILE_BYTES = 10_000_000;
const PIECE_BYTES = 65_536;
const CHANGED_FILES = 10_000;
const CHANGED_FILE_BYTES = 5_000;
const SNAPSHOT_FILES = 1_000;

const USAGE = `usage: npm run bench -- scaling [options]
  --scale X         shrinks or stretches all sizes (1)
  --series A,B      some of files, bytes, changes, snapshots
  --steps N         how many steps of ten each series has (4)
  --folder FOLDER   where files and stores lie while it runs (the system's temporary folder)
  --json FILE       also writes everything as data`;

interface Options {
  readonly scale: number;
  readonly series: readonly Series[];
  readonly steps: number;
  readonly folder: string;
  readonly json: string | undefined;
}

/** One thing that grows. */
interface Series {
  readonly name: string;
  readonly unit: string;
  /** The sizes of the steps at scale 1. */
  readonly sizes: readonly number[];
  /** Measures one size in an empty folder. */
  measure(run: Runner, size: number): Promise<void>;
}

/** Where one size is measured. */
class Runner {
  readonly samples: ScalingSample[] = [];
  readonly data: string;
  readonly #folder: string;
  readonly #series: string;

  constructor(folder: string, series: string) {
    this.#folder = folder;
    this.#series = series;
    this.data = join(folder, 'data');
    mkdirSync(this.data);
    mkdirSync(join(folder, 'home'));
    this.plainly(['init', 'store', '--recovery-key-out', 'key.txt']);
  }

  plainly(args: readonly string[]): void {
    runPlainly(this.#command(args, {}));
  }

  async measured(of: string, size: number, args: readonly string[]): Promise<void> {
    const requests = join(this.#folder, 'requests');
    const env = { NODE_OPTIONS: `--import=${HOOK}`, MUNIMENT_BENCH_REQUESTS: requests };
    const before = sizeOf(join(this.#folder, 'store'));
    const { wallSeconds, cpuSeconds, peakBytes } = await measure(this.#command(args, env), undefined);
    const counts = JSON.parse(readFileSync(requests, 'utf8')) as Record<string, number>;
    rmSync(requests);
    const store = sizeOf(join(this.#folder, 'store'));
    const written = {
      'store MB': store / 1e6,
      'new MB': (store - before) / 1e6,
      'local MB': sizeOf(join(this.#folder, 'home')) / 1e6,
      puts: counts.put!,
    };
    const values = {
      'time s': wallSeconds,
      'CPU s': cpuSeconds,
      'peak MiB': peakBytes / 2 ** 20,
      ...(counts.put === 0 ? {} : written),
      'other requests': counts.get! + counts.stat! + counts.list! + counts.delete!,
    };
    this.samples.push({ series: this.#series, case: of, size, values });
    console.error(`${this.#series} ${size}, ${of}: ${wallSeconds.toFixed(2)} s`);
  }

  #command(args: readonly string[], env: Readonly<Record<string, string>>): Command {
    return muniment(args, { cwd: this.#folder, home: join(this.#folder, 'home'), env });
  }
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const file of walkFiles(folder)) bytes += file.bytes;
  return bytes;
}

/** Files of different random bytes, a hundred in a folder, a hundred folders in one. */
function makeFiles(data: string, count: number, bytes: number): void {
  const random = new LabelledRandom(['scaling', count, bytes]);
  for (let i = 0; i < count; i++) {
    const path = pathOf(data, i);
    if (i % FILES_PER_FOLDER === 0) makeParent(path);
    const file = openSync(path, 'wx');
    for (let left = bytes; left > 0; left -= PIECE_BYTES)
      writeSync(file, random.bytes(Math.min(PIECE_BYTES, left)));
    closeSync(file);
  }
}

function pathOf(data: string, i: number): string {
  const inFolder = Math.floor(i / FILES_PER_FOLDER);
  return join(data, `${Math.floor(inFolder / FILES_PER_FOLDER)}`, `${inFolder}`, `${i}`);
}

const BACKUP = ['backup', 'data', '--to', 'store'];
const RESTORE = ['restore', 'store', '--into', 'restored'];
const VERIFY = ['verify', 'store', '--all'];

const SERIES: readonly Series[] = [
  {
    name: 'files',
    unit: `files of ${SMALL_FILE_BYTES} bytes`,
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    async measure(run, size) {
      makeFiles(run.data, size, SMALL_FILE_BYTES);
      await settle();
      await run.measured('first backup', size, BACKUP);
      await run.measured('unchanged backup', size, BACKUP);
      await run.measured('restore', size, RESTORE);
      await run.measured('verify', size, VERIFY);
    },
  },
  {
    name: 'bytes',
    unit: `million bytes in files of at most ${LARGE_FILE_BYTES / 1e6} MB`,
    sizes: [10, 100, 1_000, 10_000],
    async measure(run, size) {
      const bytes = size * 1e6;
      makeFiles(run.data, Math.ceil(bytes / LARGE_FILE_BYTES), Math.min(bytes, LARGE_FILE_BYTES));
      await settle();
      await run.measured('first backup', size, BACKUP);
      await run.measured('restore', size, RESTORE);
      await run.measured('verify', size, VERIFY);
    },
  },
  {
    name: 'changes',
    unit: `files changed of ${CHANGED_FILES} of ${CHANGED_FILE_BYTES} bytes`,
    sizes: [1, 10, 100, 1_000],
    async measure(run, size) {
      makeFiles(run.data, CHANGED_FILES, CHANGED_FILE_BYTES);
      await settle();
      run.plainly(BACKUP);
      const random = new LabelledRandom(['changes', size]);
      for (const i of random.choose(Math.min(size, CHANGED_FILES), CHANGED_FILES))
        writeFileSync(pathOf(run.data, i), random.bytes(CHANGED_FILE_BYTES));
      await settle();
      await run.measured('next backup', size, BACKUP);
    },
  },
  {
    name: 'snapshots',
    unit: `snapshots of ${SNAPSHOT_FILES} files, one of them changed each time`,
    sizes: [1, 10, 100, 1_000],
    async measure(run, size) {
      makeFiles(run.data, SNAPSHOT_FILES, SMALL_FILE_BYTES);
      for (let i = 1; i < size; i++) {
        writeFileSync(pathOf(run.data, i % SNAPSHOT_FILES), `version ${i}`);
        run.plainly(BACKUP);
      }
      writeFileSync(pathOf(run.data, 0), 'last version');
      await settle();
      await run.measured('next backup', size, BACKUP);
      await run.measured('snapshots', size, ['snapshots', 'store']);
      await run.measured('restore', size, RESTORE);
      await run.measured('verify', size, VERIFY);
    },
  },
];

/** @throws Error or TypeError for what is no option. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: '1' },
      series: { type: 'string' },
      steps: { type: 'string', default: '4' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'string' },
    },
  });
  const [scale, steps] = [Number(values.scale), Number(values.steps)];
  if (!(scale > 0 && scale <= 10)) throw new Error('--scale takes a number above 0, at most 10');
  if (!(Number.isInteger(steps) && steps >= 1 && steps <= 4)) throw new Error('--steps takes 1 to 4');
  const series = chosen(SERIES, ({ name }) => name, values.series);
  return { scale, series, steps, folder: values.folder, json: values.json };
}

const shown = (value: number): string =>
  Number.isInteger(value) || value >= 1000
    ? value.toFixed(0)
    : value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0);

/** A line for each metric of each case: its values, what each further unit costs, and whether it grows straight on. */
export function formatGrowths(all: readonly Growth[]): string {
  const lines: string[] = [];
  let heading = '';
  for (const growth of all) {
    const next = `${growth.series}, ${growth.case}`;
    if (next !== heading) {
      lines.push('', `${next} (${growth.points.map(({ size }) => size).join(', ')})`);
      heading = next;
    }
    const values = growth.points.map(({ value }) => shown(value).padStart(9)).join('');
    const slope = Number.isNaN(growth.slope) ? '' : `  +${growth.slope.toPrecision(2)} each`;
    lines.push(`  ${growth.metric.padEnd(15)}${values}${slope.padEnd(18)} ${describeBend(growth)}`.trimEnd());
  }
  return lines.join('\n').trimStart();
}

/** Measures, prints the table, and writes the file that is asked for. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = readOptions(() => parseOptions(args), USAGE);
  if (options === undefined) return;
  if (process.platform !== 'linux') throw new Error('this benchmark needs Linux: it reads /proc');
  const samples: ScalingSample[] = [];
  for (const { name, sizes, measure: measureSize } of options.series) {
    // All of a series stays until its end: ext4 makes files slowly where many were removed.
    const seriesFolder = mkdtempSync(join(options.folder, 'muniment-bench-'));
    try {
      for (const size of sizes.slice(0, options.steps)) {
        const folder = join(seriesFolder, `${size}`);
        mkdirSync(folder);
        const run = new Runner(folder, name);
        await measureSize(run, Math.max(1, Math.round(size * options.scale)));
        samples.push(...run.samples);
      }
    } finally {
      rmSync(seriesFolder, { recursive: true, force: true });
    }
  }
  console.log(
    `Node ${process.version}, one run each; ${options.series.map(({ name, unit }) => `${name}: ${unit}`).join('; ')}`,
  );
  console.log(`Peak memory: ${PEAK_MEANING}.`);
  const all = growths(samples);
  console.log(formatGrowths(all));
  if (options.json === undefined) return;
  writeFileSync(
    options.json,
    `${JSON.stringify({ date: new Date().toISOString(), samples, growths: all }, null, 2)}\n`,
  );
}
