// The chart of the archive benchmark: an SVG without scripts or foreign fonts, readable on light and dark pages.

import {
  CASE_TITLES,
  CASES,
  type Case,
  type MeasuredCorpus,
  type Results,
  summaryOf,
} from './archive-report.ts';

const WIDTH = 900;
const MARGIN = 16;
const HEADER_HEIGHT = 62;
const BAR_HEIGHT = 11;
const BAR_STEP = 15;
const TITLE_HEIGHT = 20;
const GAP = 14;
const LABEL_WIDTH = 84;
const VALUE_WIDTH = 52;

const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .corpus, .case { font-weight: 600; }
  .value { text-anchor: start; }
  .label { text-anchor: end; }
  .faint { fill: #59636e; }
  .ours { fill: #1a7f64; }
  .theirs { fill: #9aa4af; }
  .spread { stroke: #1f2328; stroke-width: 1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .faint { fill: #9198a1; }
    .ours { fill: #3fb68b; }
    .theirs { fill: #656c76; }
    .spread { stroke: #f0f6fc; }
  }`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
const at = (value: number): string => String(Math.round(value * 10) / 10);

function text(x: number, y: number, kind: string, content: string): string {
  return `<text x="${at(x)}" y="${at(y)}" class="${kind}">${escaped(content)}</text>`;
}

/** The bars of one case of one corpus, scaled to the longest of them. */
function cell(
  results: Results,
  corpus: MeasuredCorpus,
  of: Case,
  x: number,
  y: number,
  width: number,
): string {
  const bars = results.tools.flatMap(({ id, label, isLimit }) => {
    const wall = isLimit ? undefined : summaryOf(results, corpus.name, of, id, 'wallSeconds');
    if (wall === undefined) return [];
    const rate = (seconds: number): number => corpus.bytes / 1e6 / seconds;
    return { id, label, rate: rate(wall.median), least: rate(wall.most), most: rate(wall.least) };
  });
  const longest = Math.max(...bars.map(({ most }) => most));
  const left = x + LABEL_WIDTH;
  const scale = (width - LABEL_WIDTH - VALUE_WIDTH) / longest;
  const shapes = bars.map(({ id, label, rate, least, most }, i) => {
    const top = y + TITLE_HEIGHT + i * BAR_STEP;
    const middle = at(top + BAR_HEIGHT / 2);
    const base = top + BAR_HEIGHT - 2;
    return [
      text(left - 6, base, 'label', label),
      `<rect x="${at(left)}" y="${at(top)}" width="${at(rate * scale)}" height="${BAR_HEIGHT}" class="${id === 'muniment' ? 'ours' : 'theirs'}"/>`,
      `<path d="M${at(left + least * scale)} ${middle}H${at(left + most * scale)}" class="spread"/>`,
      text(left + most * scale + 5, base, 'value', rate.toFixed(rate < 10 ? 1 : 0)),
    ].join('');
  });
  return [text(left, y + 12, 'case', CASE_TITLES[of]), ...shapes].join('\n');
}

/** The chart as the text of an SVG file. */
export function drawChart(results: Results): string {
  const { corpora, tools, setting } = results;
  const rows = tools.filter(({ isLimit }) => !isLimit).length;
  const cellHeight = TITLE_HEIGHT + rows * BAR_STEP + GAP;
  const height = HEADER_HEIGHT + TITLE_HEIGHT + CASES.length * cellHeight + MARGIN;
  const width = (WIDTH - 2 * MARGIN) / corpora.length;
  const title = 'MB of source per second; longer is faster';
  const columns = corpora.flatMap((corpus, column) => {
    const x = MARGIN + column * width;
    return [
      text(x + LABEL_WIDTH, HEADER_HEIGHT, 'corpus', `${corpus.name}: ${(corpus.bytes / 1e6).toFixed(0)} MB`),
      ...CASES.map((of, row) => cell(results, corpus, of, x, HEADER_HEIGHT + GAP + row * cellHeight, width)),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<style>${STYLE}\n</style>`,
    text(MARGIN, 24, 'title', title),
    text(
      MARGIN,
      42,
      'faint',
      `${setting.processor}; encryption on; bars: medians of the rounds (${setting.rounds}); lines: from the least to the most; each group has its own scale`,
    ),
    ...columns,
    '</svg>',
    '',
  ].join('\n');
}
