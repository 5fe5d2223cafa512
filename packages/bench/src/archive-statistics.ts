// Medians, spread, and when two medians may be compared.

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** @throws RangeError for no values. */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)!, count: sorted.length };
}

/** A ratio of medians, with what the least and most values would give. */
export interface Ratio {
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

export type Comparison = Ratio | { readonly refused: 'spread' | 'few' | 'zero' };

/** With fewer rounds nothing is known of the spread. */
export const LEAST_ROUNDS = 3;

/**
 * How many times as much `a` is as `b`. Refused with too few values (`few`), if the medians are not further apart than
 * either spread reaches or the spreads overlap (`spread`), and if there is nothing to divide by (`zero`).
 */
export function compare(a: Summary, b: Summary): Comparison {
  if (Math.min(a.count, b.count) < LEAST_ROUNDS) return { refused: 'few' };
  const difference = Math.abs(a.median - b.median);
  const isApart = a.least > b.most || b.least > a.most;
  if (!isApart || difference <= Math.max(a.most - a.least, b.most - b.least)) return { refused: 'spread' };
  if (b.least <= 0) return { refused: 'zero' };
  return { ratio: a.median / b.median, least: a.least / b.most, most: a.most / b.least };
}
