// The results of the archive benchmark as tables for a README.

import {
  CASE_TITLES,
  CASES,
  type Case,
  type MeasuredTool,
  type Metric,
  OURS,
  type Results,
  ratioOf,
  summaryOf,
} from './archive-report.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const figure = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** What a whole pipeline is a limit for: it knows of no earlier backup. */
const LIMITED_CASES: readonly Case[] = ['first', 'restore', 'verify'];

function table(head: readonly string[], rows: readonly string[]): string {
  const columns = head.slice(1).map(() => '--:|');
  return [row(head), `|---|${columns.join('')}`, ...rows].join('\n');
}

/** The times of one tool, and how many times as long others take. */
function timesTable(
  results: Results,
  base: MeasuredTool,
  others: readonly MeasuredTool[],
  cases: readonly Case[],
): string {
  const rows = results.corpora.flatMap(({ name }) =>
    cases.flatMap((of) => {
      const wall = summaryOf(results, name, of, base.id, 'wallSeconds');
      if (wall === undefined) return [];
      const ratios = others.map(({ id }) => {
        const ratio = ratioOf(results, name, of, id, 'wallSeconds', base.id);
        if (ratio === undefined) return '';
        return 'refused' in ratio ? '~' : `${figure(ratio.ratio)}x`;
      });
      const { median, least, most } = wall;
      const seconds = `${figure(median)} s (${figure(least)} to ${figure(most)})`;
      return row([`${name}, ${CASE_TITLES[of]}`, seconds, ...ratios]);
    }),
  );
  return table(['', base.label, ...others.map(({ label }) => label)], rows);
}

/** Times of ours beside those of others; sizes; what is limited by nothing but a part of the work; times of the bare pipeline beside all. */
export function formatMarkdown(results: Results): string {
  const ours = results.tools.filter(({ id }) => id === OURS);
  const peers = results.tools.filter(({ id, isLimit }) => id !== OURS && !isLimit);
  const limits = results.tools.filter(({ isLimit }) => isLimit);
  const isMeasured = (of: Case, tool: string): boolean =>
    results.samples.some((sample) => sample.case === of && sample.tool === tool);
  const pipelines = limits.filter(({ id }) => isMeasured('restore', id));
  const partial = limits.filter((limit) => !pipelines.includes(limit));
  const sizes = results.corpora.flatMap(({ name }) =>
    (
      [
        ['store after the first backup, MB', 'first', 'storeBytes', 1e6],
        ['upload after one per cent has changed, MB', 'changed', 'uploadBytes', 1e6],
        ['peak memory of the first backup, MiB', 'first', 'peakBytes', 2 ** 20],
        ['peak memory of the restore, MiB', 'restore', 'peakBytes', 2 ** 20],
      ] as const
    ).map(([title, of, metric, unit]) => {
      const value = ({ id }: MeasuredTool): string => medianOf(results, name, of, id, metric, unit);
      return row([`${name}, ${title}`, ...[...ours, ...peers].map(value)]);
    }),
  );
  const labels = (tools: readonly MeasuredTool[]): string[] => tools.map(({ label }) => label);
  const parts = [
    ...ours.map((tool) => timesTable(results, tool, peers, CASES)),
    table(['', ...labels([...ours, ...peers])], sizes),
  ];
  if (partial.length > 0) {
    const rows = results.corpora.map(({ name, bytes }) => {
      const seconds = partial.map(({ id }) => medianOf(results, name, 'first', id, 'wallSeconds', 1));
      return row([`${name}, ${figure(bytes / 1e6)} MB`, ...seconds]);
    });
    parts.push(table(['seconds', ...labels(partial)], rows));
  }
  parts.push(...pipelines.map((tool) => timesTable(results, tool, [...ours, ...peers], LIMITED_CASES)));
  return `${parts.join('\n\n')}\n`;
}

function medianOf(
  results: Results,
  corpus: Parameters<typeof summaryOf>[1],
  of: Parameters<typeof summaryOf>[2],
  tool: string,
  metric: Metric,
  unit: number,
): string {
  const summary = summaryOf(results, corpus, of, tool, metric);
  return summary === undefined ? '' : figure(summary.median / unit);
}
