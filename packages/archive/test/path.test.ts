import { describe, expect, it } from 'vitest';
import { assertPath, comparePaths, isWithin, parentPath, printablePath } from '../src/index.ts';
import { utf8 } from './fixtures.ts';

describe('paths', () => {
  it('are ordered component by component', () => {
    const sorted = ['a', 'a/b', 'a/b/c', 'a/c', 'a!', 'a-b', 'a-b/c', 'ab', 'b'];
    for (let i = 0; i < sorted.length; i++) {
      for (let j = 0; j < sorted.length; j++) {
        expect(Math.sign(comparePaths(utf8(sorted[i]), utf8(sorted[j])))).toBe(Math.sign(i - j));
      }
    }
  });

  it('are refused when they could lead anywhere else', () => {
    for (const path of [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/..',
      '../a',
      'a/./b',
      './a',
      'a/..',
      'a\0b',
      'a/\0',
    ]) {
      expect(() => assertPath(utf8(path)), JSON.stringify(path)).toThrow(
        expect.objectContaining({ code: 'ERR_PATH' }),
      );
    }
    expect(() => assertPath(new Uint8Array(32_769).fill(97))).toThrow(
      expect.objectContaining({ code: 'ERR_PATH' }),
    );
    for (const path of ['a', '...', '.a', '..a', 'a/.../b', 'a/..b', ' ', '\n', 'C:\\x'])
      expect(() => assertPath(utf8(path))).not.toThrow();
    expect(() => assertPath(new Uint8Array([0xff, 0xfe]))).not.toThrow();
  });

  it('know what lies below them', () => {
    expect(isWithin(utf8('a/b'), utf8('a'))).toBe(true);
    expect(isWithin(utf8('a'), utf8('a'))).toBe(true);
    expect(isWithin(utf8('ab'), utf8('a'))).toBe(false);
    expect(isWithin(utf8('a'), utf8('a/b'))).toBe(false);
    expect(isWithin(utf8('a'), utf8(''))).toBe(true);
    expect(parentPath(utf8('a'))).toBeUndefined();
    expect(parentPath(utf8('a/b/c'))).toEqual(utf8('a/b'));
  });

  it('are printed without what could drive a terminal', () => {
    expect(printablePath(utf8('grün/\u{1f600}'))).toBe('grün/\u{1f600}');
    expect(printablePath(utf8('a\u001b[31m\n'))).toBe('a\\x1b[31m\\x0a');
    expect(printablePath(utf8('a\u202eb'))).toBe('a\\u202eb');
    expect(printablePath(new Uint8Array([0x61, 0xff, 0x1b]))).toBe('a\\xff\\x1b');
  });
});
