// The results of the archive benchmark as tables for a README.

import { CASE_TITLES, CASES, type Metric, OURS, type Results, ratioOf, summaryOf } from './archive-report.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const figure = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Times of ours, and how many times as long the others take; what is limited by nothing but one part of the work; sizes. */
export function formatMarkdown(results: Results): string {
  const peers = results.tools.filter(({ id, isLimit }) => id !== OURS && !isLimit);
  const limits = results.tools.filter(({ isLimit }) => isLimit);
  const times = results.corpora.flatMap(({ name }) =>
    CASES.flatMap((of) => {
      const ours = summaryOf(results, name, of, OURS, 'wallSeconds');
      if (ours === undefined) return [];
      const ratios = peers.map(({ id }) => {
        const ratio = ratioOf(results, name, of, id, 'wallSeconds');
        if (ratio === undefined) return '';
        return 'refused' in ratio ? '~' : `${figure(ratio.ratio)}x`;
      });
      const { median, least, most } = ours;
      return row([
        `${name}, ${CASE_TITLES[of]}`,
        `${figure(median)} s (${figure(least)} to ${figure(most)})`,
        ...ratios,
      ]);
    }),
  );
  const sizes = results.corpora.flatMap(({ name }) =>
    (
      [
        ['store after the first backup, MB', 'first', 'storeBytes', 1e6],
        ['upload after one per cent has changed, MB', 'changed', 'uploadBytes', 1e6],
        ['peak memory of the first backup, MiB', 'first', 'peakBytes', 2 ** 20],
        ['peak memory of the restore, MiB', 'restore', 'peakBytes', 2 ** 20],
      ] as const
    ).map(([title, of, metric, unit]) => {
      const value = (tool: string): string => medianOf(results, name, of, tool, metric, unit);
      return row([`${name}, ${title}`, value(OURS), ...peers.map(({ id }) => value(id))]);
    }),
  );
  const bounds = results.corpora.flatMap(({ name }) =>
    (['first', 'restore', 'verify'] as const).flatMap((of) => {
      const each = [OURS, ...limits.map(({ id }) => id)].map((id) =>
        medianOf(results, name, of, id, 'wallSeconds', 1),
      );
      return each.slice(1).every((cell) => cell === '') ? [] : row([`${name}, ${CASE_TITLES[of]}`, ...each]);
    }),
  );
  const names = peers.map(({ label }) => label);
  const table = (head: readonly string[], rows: readonly string[]): string =>
    [
      row(head),
      `|---|${head
        .slice(1)
        .map(() => '--:|')
        .join('')}`,
      ...rows,
    ].join('\n');
  const parts = [table(['', 'Muniment', ...names], times), table(['', 'Muniment', ...names], sizes)];
  if (limits.length > 0)
    parts.push(table(['seconds', 'Muniment', ...limits.map(({ label }) => label)], bounds));
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
