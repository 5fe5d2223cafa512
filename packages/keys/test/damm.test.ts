import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dammChain } from '../src/damm.ts';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const step = (interim: number, digit: number): number => dammChain([digit], interim);

describe('the Damm table', () => {
  it('is a Latin square with zeros on its diagonal', () => {
    for (const a of DIGITS) {
      expect(new Set(DIGITS.map((b) => step(a, b))).size).toBe(10);
      expect(new Set(DIGITS.map((b) => step(b, a))).size).toBe(10);
      expect(step(a, a)).toBe(0);
    }
  });

  it('tells every swap of two different neighbours, from every interim digit', () => {
    for (const c of DIGITS) {
      for (const x of DIGITS) {
        for (const y of DIGITS) if (x !== y) expect(dammChain([x, y], c)).not.toBe(dammChain([y, x], c));
      }
    }
  });

  it('gives the published check digit of 572', () => {
    expect(dammChain([5, 7, 2], 0)).toBe(4);
    expect(dammChain([5, 7, 2, 4], 0)).toBe(0);
  });

  it('is the one in the specification', () => {
    const spec = readFileSync(new URL('../../../spec/keys.md', import.meta.url), 'utf8');
    const rows = [...spec.matchAll(/^\| (\d) \| (\d(?: \d){9}) \|$/gm)];
    expect(rows.map((row) => Number(row[1]))).toEqual(DIGITS);
    expect(rows.map((row) => row[2]!.split(' ').map(Number))).toEqual(
      DIGITS.map((c) => DIGITS.map((d) => step(c, d))),
    );
  });
});
