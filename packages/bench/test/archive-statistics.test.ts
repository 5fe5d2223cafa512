import { describe, expect, it } from 'vitest';
import { compare, summarize } from '../src/archive-statistics.ts';

describe('summarize', () => {
  it('gives median, least and most in any order', () => {
    expect(summarize([9, 1, 4])).toEqual({ median: 4, least: 1, most: 9, count: 3 });
    expect(summarize([10, 2, 1, 4])).toEqual({ median: 3, least: 1, most: 10, count: 4 });
    expect(summarize([5])).toEqual({ median: 5, least: 5, most: 5, count: 1 });
  });

  it('has nothing to say of no values', () => {
    expect(() => summarize([])).toThrow(RangeError);
  });
});

describe('compare', () => {
  const ratio = (a: readonly number[], b: readonly number[]) => compare(summarize(a), summarize(b));

  it('gives the ratio of medians and what the extremes come to', () => {
    expect(ratio([20, 22, 24], [10, 11, 12])).toEqual({ ratio: 2, least: 20 / 12, most: 2.4 });
    expect(ratio([10, 11, 12], [20, 22, 24])).toEqual({ ratio: 0.5, least: 10 / 24, most: 0.6 });
    expect(ratio([8, 8, 8], [2, 2, 2])).toEqual({ ratio: 4, least: 4, most: 4 });
  });

  it('refuses where the spread is larger than the difference', () => {
    expect(ratio([10, 11, 15], [9, 9.5, 9.8])).toEqual({ refused: 'spread' });
    expect(ratio([9, 9.5, 9.8], [10, 11, 15])).toEqual({ refused: 'spread' });
    // As far apart as the spread reaches is not further.
    expect(ratio([10, 14, 14], [9, 9, 9])).toMatchObject({ ratio: 14 / 9 });
    expect(ratio([10, 13, 14], [9, 9, 9])).toEqual({ refused: 'spread' });
  });

  it('refuses where one value of the lower lies above one of the higher', () => {
    expect(ratio([1, 11, 11], [0.9, 0.9, 10.8])).toEqual({ refused: 'spread' });
  });

  it('refuses for values that are the same', () => {
    expect(ratio([3, 3, 3], [3, 3, 3])).toEqual({ refused: 'spread' });
  });

  it('refuses with fewer than three values on either side', () => {
    expect(ratio([20, 20], [10, 10, 10])).toEqual({ refused: 'few' });
    expect(ratio([20, 20, 20], [10, 10])).toEqual({ refused: 'few' });
  });

  it('refuses to divide by nothing', () => {
    expect(ratio([5, 5, 5], [0, 0, 0])).toEqual({ refused: 'zero' });
  });
});
