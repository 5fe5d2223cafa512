// Reads reports/mutation.json, which `stryker run` wrote: fails if the score is below 90 %, if a mutant survived that
// mutation-survivors.json does not list with a reason, or if the list names one that no longer survives.

import { readFileSync } from 'node:fs';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Survivor {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

const LEAST_SCORE = 90;
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const report = read('reports/mutation.json') as Report;
const listed = read('mutation-survivors.json') as readonly Survivor[];

/** The mutated text, on one line. */
function originalOf(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return oneLine(lines.join('\n'));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const keyOf = ({ file, original, replacement }: Omit<Survivor, 'reason'>): string =>
  `${file}: ${original} -> ${replacement}`;

let killed = 0;
let survived = 0;
const found = new Set<string>();
for (const [file, { source, mutants }] of Object.entries(report.files)) {
  for (const mutant of mutants) {
    if (mutant.status === 'Killed' || mutant.status === 'Timeout') killed++;
    if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue;
    survived++;
    const original = originalOf(source, mutant.location);
    found.add(keyOf({ file, original, replacement: oneLine(mutant.replacement ?? '') }));
  }
}
const known = new Set(listed.map(keyOf));
const unlisted = [...found].filter((key) => !known.has(key));
const gone = [...known].filter((key) => !found.has(key));
const score = (100 * killed) / (killed + survived);
for (const key of unlisted) console.error(`survived and is not listed: ${key}`);
for (const key of gone) console.error(`listed, but did not survive: ${key}`);
console.log(`${killed} mutants killed, ${survived} survived: ${score.toFixed(2)} %`);
if (score < LEAST_SCORE || unlisted.length > 0 || gone.length > 0) process.exit(1);
