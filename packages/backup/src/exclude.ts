// Patterns of what is left out of a backup: README.md, "Patterns".

import { MunimentError } from '@muniment/errors';
import { type ByteString, toText } from './byte-string.ts';

type Token = 'any' | { readonly test: (char: string) => boolean };
/** A component of a pattern; `**` stands for any number of components. */
type Component = '**' | readonly Token[];

interface Pattern {
  readonly components: readonly Component[];
  /** Matches from the top, rather than any one name at any depth. */
  readonly isAnchored: boolean;
  /** Begins with a slash: may also be a path on the device. */
  readonly isAbsolute: boolean;
  readonly foldersOnly: boolean;
}

/** Says what is left out. */
export class Exclusion {
  /** As they were given. */
  readonly patterns: readonly string[];
  readonly #names: readonly Pattern[];
  readonly #anchored: readonly Pattern[];

  /** @throws ERR_USAGE for a pattern that cannot be understood */
  constructor(patterns: readonly string[]) {
    this.patterns = patterns;
    const parsed = patterns.map(parsePattern);
    this.#names = parsed.filter(({ isAnchored }) => !isAnchored);
    this.#anchored = parsed.filter(({ isAnchored }) => isAnchored);
  }

  /**
   * @param path below the folder that is backed up, empty for itself
   * @param source the same, as an absolute path on the device
   */
  excludes(path: ByteString, source: ByteString, isFolder: boolean): boolean {
    if (this.#names.length > 0) {
      const name = split(source.slice(source.lastIndexOf('/') + 1));
      for (const pattern of this.#names) {
        if ((isFolder || !pattern.foldersOnly) && matches(pattern.components, name)) return true;
      }
    }
    if (this.#anchored.length === 0) return false;
    const [below, absolute] = [split(path), split(source.slice(1))];
    for (const { components, foldersOnly, isAbsolute } of this.#anchored) {
      if (foldersOnly && !isFolder) continue;
      if (path !== '' && matches(components, below)) return true;
      if (isAbsolute && matches(components, absolute)) return true;
    }
    return false;
  }
}

/** The patterns in the text of an exclude file: one a line, blank lines and those that begin with # left out. */
export function parseExcludeFile(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function split(path: ByteString): string[][] {
  return path.split('/').map((name) => [...toText(name)]);
}

function parsePattern(text: string): Pattern {
  const refuse = (what: string): MunimentError =>
    new MunimentError('ERR_USAGE', `the pattern ${JSON.stringify(text)} ${what}`);
  if (text.startsWith('!')) throw refuse('begins with !, which would put back what others leave out');
  const foldersOnly = text.endsWith('/');
  const body = text.replace(/^\.?\//, '').replace(/\/+$/, '');
  if (body === '') throw refuse('is empty');
  const parts = body.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw refuse('has an empty or dotted part');
  const components = parts.map((part) => (part === '**' ? '**' : parseComponent(part, refuse)));
  const isAbsolute = text.startsWith('/');
  return { components, foldersOnly, isAbsolute, isAnchored: isAbsolute || parts.length > 1 };
}

function parseComponent(text: string, refuse: (what: string) => MunimentError): Token[] {
  const chars = [...text];
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === '*') {
      if (tokens.at(-1) !== 'any') tokens.push('any');
    } else if (char === '?') {
      tokens.push({ test: () => true });
    } else if (char === '[') {
      const end = chars.indexOf(']', i + (chars[i + 1] === '!' ? 3 : 2));
      if (end < 0) throw refuse('has a [ without its ]');
      tokens.push(parseSet(chars.slice(i + 1, end)));
      i = end;
    } else {
      const literal = char === '\\' ? chars[++i] : char;
      if (literal === undefined) throw refuse('ends with a backslash');
      tokens.push({ test: (other) => other === literal });
    }
  }
  return tokens;
}

function parseSet(chars: readonly string[]): Token {
  const isNegated = chars[0] === '!';
  const ranges: [number, number][] = [];
  const members = chars.slice(isNegated ? 1 : 0).map((char) => char.codePointAt(0)!);
  for (let i = 0; i < members.length; i++) {
    const from = members[i]!;
    const isRange = members[i + 1] === 0x2d && members[i + 2] !== undefined;
    ranges.push([from, isRange ? members[i + 2]! : from]);
    if (isRange) i += 2;
  }
  return {
    test: (char) => {
      const point = char.codePointAt(0)!;
      return ranges.some(([from, to]) => point >= from && point <= to) !== isNegated;
    },
  };
}

/** One walk with a point to fall back to for the last `*` or `**`: no pattern takes more than quadratic time. */
function matchSequence<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isStar: (part: P) => boolean,
  matchesOne: (part: P, item: T) => boolean,
): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < items.length; ) {
    if (p < pattern.length && isStar(pattern[p]!)) {
      star = p++;
      resume = i;
    } else if (p < pattern.length && matchesOne(pattern[p]!, items[i]!)) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.length && isStar(pattern[p]!)) p++;
  return p === pattern.length;
}

function matches(components: readonly Component[], names: readonly string[][]): boolean {
  return matchSequence(
    components,
    names,
    (part) => part === '**',
    (part, name) =>
      matchSequence(
        part as readonly Token[],
        name,
        (token) => token === 'any',
        (token, char) => (token as { test: (char: string) => boolean }).test(char),
      ),
  );
}
