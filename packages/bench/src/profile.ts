// Where the time of the command goes, on one thread: a profile of each case over each corpus, summed up by area.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CORPUS_NAMES, type CorpusName, makeCorpus } from './archive-corpora.ts';
import { warm } from './archive-files.ts';
import { type Command, runPlainly } from './archive-process.ts';
import { muniment, settle } from './launcher.ts';
import { chosen, readOptions } from './options.ts';
import { type CpuProfile, secondsByArea } from './profile-areas.ts';

const USAGE = `usage: npm run bench -- profile [options]
  --scale X         shrinks the corpora (0.3)
  --corpora A,B     some of ${CORPUS_NAMES.join(', ')}
  --folder FOLDER   where corpora and stores lie while it runs (the system's temporary folder)
  --json FILE       also writes everything as data`;

/** What one run of the command came to. */
export interface ProfiledRun {
  readonly corpus: CorpusName;
  readonly case: string;
  readonly areas: readonly { readonly area: string; readonly seconds: number }[];
}

/** @throws Error or TypeError for what is no option. */
export function parseOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: '0.3' },
      corpora: { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'string' },
    },
  });
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 10)) throw new Error('--scale takes a number above 0, at most 10');
  const corpora = chosen(CORPUS_NAMES, (name) => name, values.corpora);
  return { scale, corpora, folder: values.folder, json: values.json };
}

async function profileCorpus(corpus: CorpusName, scale: number, folder: string): Promise<ProfiledRun[]> {
  makeCorpus(corpus, { folder, seed: 1, scale });
  const profiles = join(folder, 'profiles');
  const command = (args: readonly string[], flags: readonly string[]): Command =>
    muniment(args, { cwd: folder, home: join(folder, 'home'), flags });
  mkdirSync(join(folder, 'home'));
  runPlainly(command(['init', 'store', '--recovery-key-out', 'key.txt'], []));
  await settle();
  const cases: readonly (readonly [title: string, args: readonly string[]])[] = [
    ['first backup', ['backup', 'data', '--to', 'store']],
    ['unchanged backup', ['backup', 'data', '--to', 'store']],
    ['restore', ['restore', 'store', '--into', 'restored']],
    ['verify', ['verify', 'store', '--all']],
  ];
  return cases.map(([title, args]) => {
    warm(join(folder, 'data'));
    mkdirSync(profiles);
    runPlainly(command([...args, '--jobs', '1'], ['--cpu-prof', `--cpu-prof-dir=${profiles}`]));
    const [file] = readdirSync(profiles);
    const profile = JSON.parse(readFileSync(join(profiles, file!), 'utf8')) as CpuProfile;
    rmSync(profiles, { recursive: true });
    const areas = [...secondsByArea(profile)]
      .map(([area, seconds]) => ({ area, seconds }))
      .sort((a, b) => b.seconds - a.seconds);
    return { corpus, case: title, areas };
  });
}

/** Each run, and its areas from the greatest on; what is less than a hundredth is left out. */
export function formatProfiles(runs: readonly ProfiledRun[]): string {
  return runs
    .map(({ corpus, case: title, areas }) => {
      const total = areas.reduce((sum, { seconds }) => sum + seconds, 0);
      const lines = areas
        .filter(({ seconds }) => seconds >= total / 100)
        .map(({ area, seconds }) => {
          const share = Math.round((100 * seconds) / total);
          return `  ${area.padEnd(28)}${seconds.toFixed(2).padStart(7)} s${String(share).padStart(5)} %`;
        });
      return [`${corpus}, ${title}: ${total.toFixed(2)} s`, ...lines].join('\n');
    })
    .join('\n\n');
}

/** Profiles, prints the tables, and writes the file that is asked for. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = readOptions(() => parseOptions(args), USAGE);
  if (options === undefined) return;
  const runs: ProfiledRun[] = [];
  for (const corpus of options.corpora) {
    const folder = mkdtempSync(join(options.folder, 'muniment-bench-'));
    try {
      runs.push(...(await profileCorpus(corpus, options.scale, folder)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(`Node ${process.version}, --jobs 1, corpora at ${options.scale} of their size`);
  console.log(formatProfiles(runs));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(runs, null, 2)}\n`);
}
