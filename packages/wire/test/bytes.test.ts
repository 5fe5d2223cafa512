import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areAscendingBytes, areAscendingNumbers } from '../src/bytes.ts';
import { compareBytes, encodeHeadStable, encodeKeyringPublic } from '../src/index.ts';
import { hex } from './support/bytes.ts';
import { exampleOf } from './support/example.ts';

describe('the order of bytes', () => {
  test('is that of Buffer.compare, a prefix first', () => {
    const short = fc.uint8Array({ maxLength: 3, max: 2 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
      }),
      { numRuns: 1000 },
    );
    expect(compareBytes(hex('01'), hex('0100'))).toBeLessThan(0);
    expect(compareBytes(hex('ff'), hex('7f'))).toBeGreaterThan(0);
  });

  test('is strict in lists', () => {
    expect(areAscendingBytes([])).toBe(true);
    expect(areAscendingBytes([hex(''), hex('01'), hex('0100'), hex('02')])).toBe(true);
    expect(areAscendingBytes([hex('01'), hex('01')])).toBe(false);
    expect(areAscendingBytes([hex('01'), hex('02'), hex('0100')])).toBe(false);
  });
});

describe('the order of numbers', () => {
  test('is strict in lists', () => {
    expect(areAscendingNumbers([])).toBe(true);
    expect(areAscendingNumbers([2, 10, 4294967295])).toBe(true);
    expect(areAscendingNumbers([2, 2])).toBe(false);
    expect(areAscendingNumbers([10, 2])).toBe(false);
  });

  test('is kept when features are written', () => {
    for (const criticalFeatures of [
      [3, 3],
      [9, 3],
    ]) {
      expect(() => encodeHeadStable({ ...exampleOf('HeadStable'), criticalFeatures })).toThrow(RangeError);
      expect(() => encodeKeyringPublic({ ...exampleOf('KeyringPublic'), criticalFeatures })).toThrow(
        RangeError,
      );
    }
  });
});
