// Patterns of what is left out.

import { describe, expect, it } from 'vitest';
import { toByteString } from '../src/byte-string.ts';
import { Exclusion, parseExcludeFile } from '../src/exclude.ts';

function excludes(pattern: string, path: string, isFolder = false): boolean {
  const below = toByteString(path);
  return new Exclusion([pattern]).excludes(below, `/home/ada${path === '' ? '' : `/${below}`}`, isFolder);
}

describe('a pattern', () => {
  it.each([
    // One name, at any depth.
    ['cache', 'cache', true],
    ['cache', 'a/b/cache', true],
    ['cache', 'a/cache/b', false],
    ['cache', 'cached', false],
    ['*.log', 'a/x.log', true],
    ['*.log', '.log', true],
    ['*.log', 'x.log.1', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXbY', false],
    ['*', 'anything', true],
    ['f?.txt', 'f1.txt', true],
    ['f?.txt', 'f.txt', false],
    ['f?.txt', 'fü.txt', true],
    ['f?.txt', 'f😀.txt', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]x', 'dx', true],
    ['[]x]y', ']y', true],
    ['[äö]', 'ö', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a\\[b', 'a[b', true],
    ['ada', '', true],
    // From the top of what is backed up.
    ['/build', 'build', true],
    ['/build', 'a/build', false],
    ['src/build', 'src/build', true],
    ['src/build', 'a/src/build', false],
    ['src/*', 'src/a', true],
    ['src/*', 'src/a/b', false],
    ['**/tmp', 'tmp', true],
    ['**/tmp', 'a/b/tmp', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'b/z', false],
    ['a/**', 'a/b', true],
    ['./a/b', 'a/b', true],
    // A path of the device.
    ['/home/ada/x', 'x', true],
    ['/home/*/x', 'x', true],
    ['home/ada/x', 'x', false],
  ])('%s and the path %s: %s', (pattern, path, expected) => {
    expect(excludes(pattern, path)).toBe(expected);
    expect(excludes(pattern, path, true)).toBe(expected);
  });

  it('that ends with a slash is for folders', () => {
    expect(excludes('cache/', 'a/cache', true)).toBe(true);
    expect(excludes('cache/', 'a/cache', false)).toBe(false);
    expect(excludes('/a/cache/', 'a/cache', true)).toBe(true);
  });

  it('matches names that are not valid UTF-8 byte by byte', () => {
    const exclusion = new Exclusion(['a?b']);
    expect(exclusion.excludes('a\xffb', '/a\xffb', false)).toBe(true);
    expect(exclusion.excludes('a\xff\xffb', '/a\xff\xffb', false)).toBe(false);
  });

  it.each(['', '/', '!x', 'a//b', '../a', 'a/./b', '[a', 'a\\'])('%j is refused', (pattern) => {
    expect(() => new Exclusion([pattern])).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
  });

  it('takes no more than a moment, whatever it is', () => {
    const [pattern, name] = ['a*'.repeat(60), 'a'.repeat(250)];
    const before = performance.now();
    expect(excludes(`${pattern}b`, name)).toBe(false);
    expect(excludes(`${'**/'.repeat(60)}b`, 'a/'.repeat(200) + name)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

it('the lines of an exclude file are patterns, but for comments and blank ones', () => {
  expect(parseExcludeFile('# mine\r\n\n*.o  \n  \n\\#kept\n')).toEqual(['*.o', '\\#kept']);
});
