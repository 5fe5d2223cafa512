// The one table of repetition counts, .counts.json at the root: `npm test` uses the first number, `npm run test:full` the second.

import { readFileSync } from 'node:fs';

type Table = Readonly<Record<string, readonly [test: number, full: number]>>;
const table = JSON.parse(readFileSync(new URL('../../../.counts.json', import.meta.url), 'utf8')) as Table;

/** True under `npm run test:full`. */
export const isFull: boolean = process.env.MUNIMENT_COUNTS === 'full';

/** How often to repeat the check `name`. @throws RangeError if the table has no such row. */
export function count(name: string): number {
  const row = table[name];
  if (row === undefined) throw new RangeError(`.counts.json has no row ${name}`);
  return row[isFull ? 1 : 0];
}
