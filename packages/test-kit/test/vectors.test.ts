import { describe, expect, it } from 'vitest';
import {
  contentOf,
  expectedOutcome,
  fromHex,
  loadVectors,
  outcomeOf,
  type TestVector,
  toHex,
} from '../src/index.ts';

const vector: TestVector = { id: 'x', comment: 'X.', result: 'invalid', error: 'ERR_FIELD' };

describe('loadVectors', () => {
  it('remembers which vectors were run', () => {
    const suite = loadVectors('chunkers/chunkers.json');
    const [first, ...rest] = suite.vectors;
    expect(suite.missed()).toHaveLength(suite.vectors.length);
    suite.ran(first);
    expect(suite.missed()).toEqual(rest.map(({ id }) => id));
    expect(suite.of('tables').every(({ operation }) => operation === 'tables')).toBe(true);
  });

  it('refuses a file that is not there', () => {
    expect(() => loadVectors('chunkers/none.json')).toThrow('ENOENT');
  });
});

describe('contentOf', () => {
  it('joins pieces', () => {
    const pieces = [
      { text: 'ä', count: 2 },
      { zeros: 3 },
      { repeat: 2, pieces: [{ text: 'x' }, { zeros: 1 }] },
    ];
    expect(toHex(contentOf(pieces))).toBe('c3a4c3a400000078007800');
    expect(contentOf([])).toEqual(new Uint8Array(0));
  });

  it('generates by SHA-256 in counter mode', () => {
    // printf 'a\0\0\0\0' | sha256sum
    const first = '8de8cd75798aab2cec56bcc45f463021a916a8accad171eecdf06718ef09eefb';
    expect(toHex(contentOf([{ generated: 'a', length: 33 }])).slice(0, 64)).toBe(first);
    expect(contentOf([{ generated: 'a', length: 33 }])).toHaveLength(33);
  });
});

describe('outcomes', () => {
  it('are valid or an error code', async () => {
    const refusal = Object.assign(new Error('x'), { name: 'MunimentError', code: 'ERR_FIELD' });
    expect(await outcomeOf(() => undefined)).toBe('valid');
    expect(await outcomeOf(() => Promise.reject(refusal))).toBe(expectedOutcome(vector));
    expect(expectedOutcome({ ...vector, result: 'valid' })).toBe('valid');
  });

  it('are never another error', async () => {
    const system = Object.assign(new Error('x'), { code: 'ERR_FIELD' });
    await expect(outcomeOf(() => Promise.reject(system))).rejects.toBe(system);
    await expect(outcomeOf(() => Promise.reject(new TypeError('y')))).rejects.toThrow('y');
  });
});

it('converts hexadecimal', () => {
  expect(toHex(fromHex('00ff10'))).toBe('00ff10');
  expect(toHex(new Uint8Array([1, 2, 3]).subarray(1))).toBe('0203');
});
