// What the tests read in the documents of spec/.

import { readFileSync } from 'node:fs';

/** The text of spec/`name`. */
export function readSpec(name: string): string {
  return readFileSync(new URL(`../../../../spec/${name}`, import.meta.url), 'utf8');
}

/** The text under the heading `title`, up to the next heading of the same or a higher level. */
export function section(text: string, title: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
  if (start < 0) throw new Error(`there is no heading ${title}`);
  const level = /^#+/.exec(lines[start])?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > start && new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The rows of the table whose header starts with `first`, without that header; backquotes are dropped. */
export function tableRows(text: string, first: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  if (start < 0) throw new Error(`there is no table ${first}`);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    // A bar within a cell is written with a backslash.
    const cells = line.replaceAll('\\|', '\u0000').split('|').slice(1, -1);
    rows.push(cells.map((cell) => cell.trim().replaceAll('\u0000', '|').replaceAll('`', '')));
  }
  return rows;
}
