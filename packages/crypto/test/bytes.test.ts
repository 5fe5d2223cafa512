import { describe, expect, it } from 'vitest';
import { equalBytes, randomBytes } from '../src/index.ts';

describe('equalBytes', () => {
  it('compares content, whatever buffer it lies in', () => {
    const a = Uint8Array.of(1, 2, 3);
    expect(equalBytes(a, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(equalBytes(a, Uint8Array.of(0, 1, 2, 3).subarray(1))).toBe(true);
    expect(equalBytes(a, Buffer.from([1, 2, 3]))).toBe(true);
    expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });

  it('sees a difference in any bit of any byte, and in length', () => {
    const a = randomBytes(33);
    for (let bit = 0; bit < a.length * 8; bit++) {
      const b = new Uint8Array(a);
      b[bit >> 3] ^= 1 << (bit & 7);
      expect(equalBytes(a, b)).toBe(false);
    }
    expect(equalBytes(a.subarray(0, -1), a)).toBe(false);
    expect(equalBytes(a, a.subarray(0, -1))).toBe(false);
    expect(equalBytes(a, new Uint8Array())).toBe(false);
  });

  it('takes bytes only', () => {
    expect(() => equalBytes('ab' as never, new Uint8Array(2))).toThrow(TypeError);
    expect(() => equalBytes(new Uint8Array(2), [0, 0] as never)).toThrow(TypeError);
  });
});

describe('randomBytes', () => {
  it('gives as many bytes as asked for, beyond the quota of one system call too', () => {
    for (const length of [0, 1, 32, 65_535, 65_536, 65_537, 200_000]) {
      const bytes = randomBytes(length);
      expect(bytes).toHaveLength(length);
      expect(bytes.buffer.byteLength).toBe(length);
    }
    // A byte never drawn would stay zero: one that is drawn is zero forty times running once in 2^320 runs.
    const everSet = new Uint8Array(131_080);
    for (let draw = 0; draw < 40; draw++) {
      const bytes = randomBytes(everSet.length);
      for (let i = 0; i < bytes.length; i++) everSet[i] |= bytes[i];
    }
    expect(everSet.indexOf(0)).toBe(-1);
  });

  it('does not repeat', () => {
    const seen = new Set(Array.from({ length: 100 }, () => randomBytes(16).join()));
    expect(seen.size).toBe(100);
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 31, '4' as never])('refuses %s', (length) => {
    expect(() => randomBytes(length)).toThrow(RangeError);
  });
});
