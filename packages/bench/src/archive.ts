// Backups side by side: ours, restic, borg, and tar with zstd and age as a floor without deduplication, over corpora made from a
// seed. Each run is a process of its own; in each case the tools take turns, in another order in each round; everything that they read
// was read once before, and the disks are synchronised before each. Restores are compared with the source once per tool.

import { mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawChart } from './archive-chart.ts';
import { CORPUS_NAMES, type Corpus, type CorpusName, makeCorpus } from './archive-corpora.ts';
import { type FoundFile, firstDifference, swapFiles, walkFiles, warm } from './archive-files.ts';
import { formatMarkdown } from './archive-markdown.ts';
import { measure, syncDisks } from './archive-process.ts';
import {
  CASE_TITLES,
  type Case,
  encodeResults,
  formatResults,
  type Results,
  type Sample,
} from './archive-report.ts';
import { installPrograms, missingPrograms, type Place, TOOLS, type Tool, versions } from './archive-tools.ts';
import { settle } from './launcher.ts';
import { chosen, readOptions } from './options.ts';

const USAGE = `usage: npm run bench -- archive [options]
  --rounds N        how often everything is measured (3)
  --scale X         shrinks the corpora (1)
  --seed N          another seed gives other corpora (1)
  --corpora A,B     some of ${CORPUS_NAMES.join(', ')}
  --tools A,B       some of ${TOOLS.map(({ id }) => id).join(', ')}
  --cpus LIST       only on these processors, as taskset names them
  --folder FOLDER   where corpora and stores lie while it runs (the system's temporary folder)
  --install         installs what is missing from Debian
  --json FILE       also writes everything as data
  --svg FILE        also draws a chart
  --markdown FILE   also writes tables for a README`;

interface Options {
  readonly rounds: number;
  readonly scale: number;
  readonly seed: number;
  readonly corpora: readonly CorpusName[];
  readonly tools: readonly Tool[];
  readonly cpus: string | undefined;
  readonly folder: string;
  readonly install: boolean;
  readonly json: string | undefined;
  readonly svg: string | undefined;
  readonly markdown: string | undefined;
}

/** @throws Error or TypeError for what is no option. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      corpora: { type: 'string' },
      tools: { type: 'string' },
      cpus: { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
      install: { type: 'boolean', default: false },
      json: { type: 'string' },
      svg: { type: 'string' },
      markdown: { type: 'string' },
    },
  });
  const [rounds, scale, seed] = [Number(values.rounds), Number(values.scale), Number(values.seed)];
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of 1 or more');
  if (!(scale > 0 && scale <= 10)) throw new Error('--scale takes a number above 0, at most 10');
  if (!Number.isSafeInteger(seed)) throw new Error('--seed takes an integer');
  return {
    rounds,
    scale,
    seed,
    corpora: chosen(CORPUS_NAMES, (name) => name, values.corpora),
    tools: chosen(TOOLS, ({ id }) => id, values.tools),
    cpus: values.cpus,
    folder: values.folder,
    install: values.install,
    json: values.json,
    svg: values.svg,
    markdown: values.markdown,
  };
}

/** What the files of a store have become between two looks at them. */
export function uploadBetween(
  before: ReadonlyMap<string, FoundFile>,
  after: ReadonlyMap<string, FoundFile>,
  isUploaded: (path: string) => boolean,
): { readonly bytes: number; readonly objects: number } {
  let bytes = 0;
  let objects = 0;
  for (const [path, file] of after) {
    const old = before.get(path);
    if (!isUploaded(path) || file.identity === old?.identity) continue;
    const isGrown = old !== undefined && inodeOf(old) === inodeOf(file) && file.bytes > old.bytes;
    bytes += isGrown ? file.bytes - old.bytes : file.bytes;
    objects++;
  }
  return { bytes, objects };
}

const inodeOf = ({ identity }: FoundFile): string => identity.split(' ')[0]!;

const look = (store: string): ReadonlyMap<string, FoundFile> =>
  new Map([...walkFiles(store)].map((file) => [file.path, file]));

/** One round over one corpus: new stores, every case, every tool. */
async function measureRound(
  corpus: Corpus,
  round: number,
  options: Options,
  tools: readonly Tool[],
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const source = corpus.folder;
  const data = join(source, 'data');
  const folder = mkdtempSync(join(options.folder, `round-${round}-`));
  const turns = tools.map((_, i) => tools[(i + round - 1) % tools.length]!);
  const places = new Map<Tool, Place>();
  for (const tool of turns) {
    const own = join(folder, tool.id);
    const place: Place = { source, store: join(own, 'store'), home: join(own, 'home') };
    mkdirSync(place.home, { recursive: true });
    tool.prepare(place);
    places.set(tool, place);
  }

  const backUp = async (of: Case, number: number): Promise<void> => {
    await settle();
    for (const tool of turns) {
      if (tool.isLimit && (of === 'unchanged' || (of === 'changed' && tool.restore === undefined))) continue;
      const place = places.get(tool)!;
      warm(data);
      const before = look(place.store);
      const measured = await measure(tool.backup(place, number), options.cpus);
      const after = look(place.store);
      const upload = uploadBetween(before, after, tool.isUploaded ?? (() => true));
      let storeBytes = 0;
      for (const { bytes } of after.values()) storeBytes += bytes;
      add(of, tool, {
        ...measured,
        ...(tool.isLimit
          ? {}
          : {
              storeBytes,
              storeObjects: after.size,
              uploadBytes: upload.bytes,
              uploadObjects: upload.objects,
            }),
      });
    }
  };
  const add = (of: Case, tool: Tool, values: Sample['values']): void => {
    samples.push({ corpus: corpus.name, case: of, tool: tool.id, round, values });
    console.error(
      `${corpus.name}, round ${round}, ${CASE_TITLES[of]}: ${tool.label} ${values.wallSeconds!.toFixed(2)} s`,
    );
  };

  await backUp('first', 1);
  await backUp('unchanged', 2);
  swapFiles(data, join(source, 'changed'), corpus.changedPaths);
  await backUp('changed', 3);
  for (const tool of turns) {
    if (tool.restore === undefined) continue;
    const place = places.get(tool)!;
    const into = join(folder, tool.id, 'restored');
    mkdirSync(into);
    warm(place.store);
    add('restore', tool, await measure(tool.restore(place, 3, into), options.cpus));
    if (round > 1) continue;
    const different = firstDifference(data, join(into, 'data'));
    if (different !== undefined) throw new Error(`${tool.label} did not restore ${different}`);
  }
  for (const tool of turns) {
    if (tool.verify === undefined) continue;
    const place = places.get(tool)!;
    warm(place.store);
    add('verify', tool, await measure(tool.verify(place, 3), options.cpus));
  }
  swapFiles(data, join(source, 'changed'), corpus.changedPaths);
  // ext4 passes over the places of files that were removed minutes ago, one by one: with a hundred thousand of them, whoever creates files
  // next takes ten times as long. What was restored therefore stays until the corpus is done.
  const kept = join(source, 'restored');
  mkdirSync(kept, { recursive: true });
  for (const { id, restore } of tools) {
    if (restore !== undefined) renameSync(join(folder, id, 'restored'), join(kept, `${round}-${id}`));
  }
  rmSync(folder, { recursive: true });
  syncDisks();
  return samples;
}

/** The tools whose programs are there, after installing what is missing if that is wanted. */
function usableTools({ tools, install, cpus: pinned }: Options): readonly Tool[] {
  const needed = pinned === undefined ? [] : missingPrograms([{ ...TOOLS[0]!, programs: ['taskset'] }]);
  if (needed.length > 0) throw new Error('--cpus needs taskset');
  const missing = missingPrograms(tools);
  if (missing.length > 0 && install) installPrograms(missing);
  const stillMissing = install ? missingPrograms(tools) : missing;
  if (stillMissing.length > 0) {
    console.error(`not there, so left out: ${stillMissing.join(', ')} (--install takes them from Debian)`);
  }
  return tools.filter(({ programs }) => !programs.some((program) => stillMissing.includes(program)));
}

/** Each tool has a store, which may hold three whole backups, and restores once a round. @throws Error if the disk is too full. */
function assertRoom(folder: string, { bytes }: Corpus, tools: readonly Tool[], rounds: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = bytes * (1 + (3 + rounds) * tools.length);
  if (bavail * bsize < needed) throw new Error(`${folder} needs ${Math.ceil(needed / 1e9)} GB of free room`);
}

async function measureAll(options: Options, folder: string): Promise<Results> {
  const tools = usableTools(options);
  const corpora: Corpus[] = [];
  const samples: Sample[] = [];
  for (const name of options.corpora) {
    const corpusFolder = join(folder, name);
    mkdirSync(corpusFolder);
    console.error(`${name}: making the corpus`);
    const { scale, seed } = options;
    const corpus = makeCorpus(name, { folder: corpusFolder, seed, scale });
    corpora.push(corpus);
    assertRoom(folder, corpus, tools, options.rounds);
    for (let round = 1; round <= options.rounds; round++) {
      samples.push(...(await measureRound(corpus, round, { ...options, folder }, tools)));
    }
    rmSync(corpusFolder, { recursive: true });
  }
  return {
    setting: {
      date: new Date().toISOString(),
      processor: cpus()[0]?.model ?? 'unknown processor',
      cores: cpus().length,
      memoryBytes: totalmem(),
      fileSystem: `type 0x${statfsSync(folder).type.toString(16)}`,
      versions: versions(tools),
      rounds: options.rounds,
      scale: options.scale,
      seed: options.seed,
      cpus: options.cpus ?? 'all',
    },
    corpora: corpora.map((corpus) => {
      const { name, description, change, files, bytes } = corpus;
      return { name, description, change, files, bytes };
    }),
    tools: tools.map(({ id, label, settings, isLimit }) => ({ id, label, settings, isLimit })),
    samples,
  };
}

/** Measures, prints the tables, and writes the files that are asked for. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = readOptions(() => parseOptions(args), USAGE);
  if (options === undefined) return;
  if (process.platform !== 'linux') throw new Error('this benchmark needs Linux: it reads /proc');
  const folder = mkdtempSync(join(options.folder, 'muniment-bench-'));
  // A tool that is interrupted may still write.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.once(signal, () => {
      remove();
      process.exit(128 + number);
    });
  }
  try {
    const results = await measureAll(options, folder);
    console.log(formatResults(results));
    if (options.json !== undefined) writeFileSync(options.json, encodeResults(results));
    if (options.svg !== undefined) writeFileSync(options.svg, drawChart(results));
    if (options.markdown !== undefined) writeFileSync(options.markdown, formatMarkdown(results));
  } finally {
    remove();
  }
}
