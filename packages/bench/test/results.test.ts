// The results that the READMEs show are those of one run, whose data lies beside them.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawChart } from '../src/archive-chart.ts';
import { formatMarkdown } from '../src/archive-markdown.ts';
import type { Results } from '../src/archive-report.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const results = JSON.parse(read('../results/archive.json')) as Results;

it('the tables are as the run printed them', () => {
  const shown = `${read('../../../README.md')}\n${read('../README.md')}`;
  const tables = formatMarkdown(results).trim().split('\n\n');
  expect(tables).toHaveLength(4);
  for (const table of tables) expect(shown).toContain(table);
});

it('the chart is the one of that run', () => {
  expect(read('../results/archive.svg')).toBe(drawChart(results));
});
