// The results of the archive benchmark, summed up, and as tables.

import type { CorpusName } from './archive-corpora.ts';
import { PEAK_MEANING } from './archive-process.ts';
import { type Comparison, compare, type Summary, summarize } from './archive-statistics.ts';

export const CASES = ['first', 'unchanged', 'changed', 'restore', 'verify'] as const;
export type Case = (typeof CASES)[number];

export const CASE_TITLES: Readonly<Record<Case, string>> = {
  first: 'first backup',
  unchanged: 'unchanged second backup',
  changed: 'one per cent changed',
  restore: 'restore',
  verify: 'verify all data',
};

export const METRICS = [
  'wallSeconds',
  'cpuSeconds',
  'peakBytes',
  'storeBytes',
  'storeObjects',
  'uploadBytes',
  'uploadObjects',
] as const;
export type Metric = (typeof METRICS)[number];

/** One run of one tool. A restore and a verification write nothing to the store, and have the first three alone. */
export interface Sample {
  readonly corpus: CorpusName;
  readonly case: Case;
  readonly tool: string;
  /** From 1. */
  readonly round: number;
  readonly values: Readonly<Partial<Record<Metric, number>>>;
}

export interface MeasuredCorpus {
  readonly name: CorpusName;
  readonly description: string;
  readonly change: string;
  readonly files: number;
  readonly bytes: number;
}

export interface MeasuredTool {
  readonly id: string;
  readonly label: string;
  readonly settings: string;
  readonly isLimit: boolean;
}

/** What a run of the benchmark came to. */
export interface Results {
  /** The machine, the versions and the options. */
  readonly setting: Readonly<Record<string, unknown>>;
  readonly corpora: readonly MeasuredCorpus[];
  readonly tools: readonly MeasuredTool[];
  readonly samples: readonly Sample[];
}

/** The tool that all others are compared with. */
export const OURS = 'muniment';
const COMPARED: readonly (readonly [metric: Metric, title: string])[] = [
  ['wallSeconds', 'time'],
  ['cpuSeconds', 'CPU'],
  ['peakBytes', 'memory'],
  ['storeBytes', 'store'],
  ['uploadBytes', 'upload'],
];

/** The rounds of one tool in one case, summed up; undefined if it was not measured. */
export function summaryOf(
  { samples }: Results,
  corpus: CorpusName,
  of: Case,
  tool: string,
  metric: Metric,
): Summary | undefined {
  const values = samples
    .filter((sample) => sample.corpus === corpus && sample.case === of && sample.tool === tool)
    .flatMap((sample) => sample.values[metric] ?? []);
  return values.length === 0 ? undefined : summarize(values);
}

/** How many times as much a tool takes as another, Muniment by default; undefined where either was not measured. */
export function ratioOf(
  results: Results,
  corpus: CorpusName,
  of: Case,
  tool: string,
  metric: Metric,
  to: string = OURS,
): Comparison | undefined {
  const theirs = summaryOf(results, corpus, of, tool, metric);
  const ours = summaryOf(results, corpus, of, to, metric);
  return theirs === undefined || ours === undefined ? undefined : compare(theirs, ours);
}

const fixed = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
const MB = 1e6;
const MIB = 1024 ** 2;

/** Columns, each as wide as its widest cell; the first is aligned to the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function caseTable(results: Results, corpus: MeasuredCorpus, of: Case): string {
  const writes = of === 'first' || of === 'unchanged' || of === 'changed';
  const head = [CASE_TITLES[of], 'wall s', '(min to max)', 'MB/s', 'CPU s', 'peak MiB'];
  const rows: string[][] = [writes ? [...head, 'store MB', 'objects', 'upload MB', 'writes'] : head];
  for (const { id, label } of results.tools) {
    const value = (metric: Metric): Summary | undefined => summaryOf(results, corpus.name, of, id, metric);
    const wall = value('wallSeconds');
    if (wall === undefined) continue;
    const megabytes = (metric: Metric): string => {
      const summary = value(metric);
      return summary === undefined ? '' : fixed(summary.median / MB);
    };
    const count = (metric: Metric): string => String(value(metric)?.median ?? '');
    const row = [
      `  ${label}`,
      fixed(wall.median),
      `(${fixed(wall.least)} to ${fixed(wall.most)})`,
      fixed(corpus.bytes / MB / wall.median),
      fixed(value('cpuSeconds')!.median),
      fixed(value('peakBytes')!.median / MIB),
    ];
    if (writes) {
      row.push(
        megabytes('storeBytes'),
        count('storeObjects'),
        megabytes('uploadBytes'),
        count('uploadObjects'),
      );
    }
    rows.push(row);
  }
  return rows.length === 1 ? '' : table(rows);
}

function ratioCell(comparison: Comparison | undefined): string {
  if (comparison === undefined) return '';
  if ('refused' in comparison) return { spread: '~', few: '?', zero: '-' }[comparison.refused];
  const { ratio, least, most } = comparison;
  return `${fixed(ratio)} (${fixed(least)} to ${fixed(most)})`;
}

function ratioTable(results: Results, { name }: MeasuredCorpus): string {
  const rows: string[][] = [['times as much as Muniment', ...COMPARED.map(([, title]) => title)]];
  for (const of of CASES) {
    for (const { id, label, isLimit } of results.tools) {
      if (isLimit || id === OURS || summaryOf(results, name, of, id, 'wallSeconds') === undefined) continue;
      const cells = COMPARED.map(([metric]) => ratioCell(ratioOf(results, name, of, id, metric)));
      rows.push([`  ${CASE_TITLES[of]}: ${label}`, ...cells]);
    }
  }
  return rows.length === 1 ? '' : table(rows);
}

/** Everything in words and tables. */
export function formatResults(results: Results): string {
  const { setting, corpora, tools } = results;
  const parts = [
    Object.entries(setting)
      .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      .join('\n'),
    tools.map(({ label, settings }) => `${label}: ${settings}`).join('\n'),
    [
      'Medians of the rounds. MB are millions of bytes; MB/s are of the source, also where little of it is read or written.',
      `Peak memory: ${PEAK_MEANING}.`,
      'Upload: the bytes of files of the store that are new or replaced after a run, and by how much others have grown; writes: how many',
      'files that are. What was written and removed again within a run is not in it, nor are reading and listing.',
      'Ratios are of medians; in brackets, what the extremes give. ~: the spread is larger than the difference, so there is no ratio.',
      '?: too few rounds to know the spread. -: nothing to divide by.',
    ].join('\n'),
  ];
  for (const corpus of corpora) {
    parts.push(
      [
        `== ${corpus.name}: ${corpus.description}`,
        `   ${corpus.files.toLocaleString('en')} files, ${fixed(corpus.bytes / MB)} MB; changed: ${corpus.change}`,
      ].join('\n'),
      ...CASES.map((of) => caseTable(results, corpus, of)),
      ratioTable(results, corpus),
    );
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Everything as data: the samples, their summaries and the ratios. */
export function encodeResults(results: Results): string {
  const { corpora, tools } = results;
  const combinations = corpora.flatMap(({ name: corpus }) =>
    CASES.flatMap((of) =>
      tools.flatMap(({ id: tool }) => METRICS.map((metric) => ({ corpus, of, tool, metric }))),
    ),
  );
  const summaries = combinations.flatMap(({ corpus, of, tool, metric }) => {
    const summary = summaryOf(results, corpus, of, tool, metric);
    return summary === undefined ? [] : { corpus, case: of, tool, metric, ...summary };
  });
  const ratios = combinations.flatMap(({ corpus, of, tool, metric }) => {
    const ratio = tool === OURS ? undefined : ratioOf(results, corpus, of, tool, metric);
    return ratio === undefined ? [] : { corpus, case: of, tool, metric, to: OURS, ...ratio };
  });
  return `${JSON.stringify({ peakBytes: PEAK_MEANING, ...results, summaries, ratios }, null, 2)}\n`;
}
