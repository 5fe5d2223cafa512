// The published table (test-vectors/opaque/opaque-string-17.0.txt) suffices: a reader of it that knows only spec/opaque.md section 5
// prepares every vector.

import { readFileSync } from 'node:fs';
import { loadVectors, type TestVector } from '@muniment/test-kit';
import { describe, expect, test } from 'vitest';
import { UNICODE_VERSION } from '../src/password.ts';

interface PrepareVector extends TestVector {
  readonly operation: string;
  readonly password: string;
  readonly prepared?: string;
}

const KINDS = ['property', 'space', 'class', 'decomposition', 'composition', 'joining', 'script'];
const table = new Map(KINDS.map((kind) => [kind, new Map<string | number, string>()]));
const url = new URL(`../../../test-vectors/opaque/opaque-string-${UNICODE_VERSION}.txt`, import.meta.url);
for (const line of readFileSync(url, 'utf8').trimEnd().split('\n')) {
  if (line.startsWith('#')) continue;
  const [kind, points, value = ''] = line.split(' ; ');
  const facts = table.get(kind);
  if (facts === undefined) throw new Error(`unknown kind ${kind}`);
  if (kind === 'composition') {
    facts.set(points, value);
    continue;
  }
  const [first, last = first] = points.split('..').map((hex) => Number.parseInt(hex, 16));
  for (let point = first; point <= last; point++) {
    if (facts.has(point)) throw new Error(`two facts: ${line}`);
    facts.set(point, value);
  }
}
const fact = (kind: string, point: number | string): string | undefined => table.get(kind)?.get(point);
const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0');

function holds(s: readonly number[], i: number): boolean {
  const [before, c, after] = [s[i - 1], s[i], s[i + 1]];
  const virama = fact('class', before) === '9';
  const between = (first: number, last: number): boolean =>
    s.some((other) => other >= first && other <= last);
  if (c === 0x200d) return virama;
  if (c === 0x200c) {
    let [left, right] = [i - 1, i + 1];
    while (fact('joining', s[left]) === 'T') left--;
    while (fact('joining', s[right]) === 'T') right++;
    const joins =
      'LD'.includes(fact('joining', s[left]) ?? '-') && 'RD'.includes(fact('joining', s[right]) ?? '-');
    return virama || joins;
  }
  if (c === 0xb7) return before === 0x6c && after === 0x6c;
  if (c === 0x375) return fact('script', after) === 'Greek';
  if (c === 0x5f3 || c === 0x5f4) return fact('script', before) === 'Hebrew';
  if (c === 0x30fb)
    return s.some((other) => ['Hiragana', 'Katakana', 'Han'].includes(fact('script', other) ?? ''));
  return c < 0x6f0 ? !between(0x6f0, 0x6f9) : !between(0x660, 0x669);
}

function check(s: readonly number[]): boolean {
  return (
    s.length > 0 &&
    s.every((point, i) => {
      const property = fact('property', point);
      return property === 'VALID' || (property === 'CONTEXT' && holds(s, i));
    })
  );
}

function normalize(s: readonly number[]): number[] {
  const classOf = (point: number): number => Number(fact('class', point) ?? 0);
  const marks = s.flatMap(
    (point) =>
      fact('decomposition', point)
        ?.split(' ')
        .map((part) => Number.parseInt(part, 16)) ?? [point],
  );
  // Neighbours that are out of order are exchanged until there are none.
  for (let swapped = true; swapped; ) {
    swapped = false;
    for (let i = 1; i < marks.length; i++) {
      const [a, b] = [classOf(marks[i - 1]), classOf(marks[i])];
      if (b === 0 || a <= b) continue;
      [marks[i - 1], marks[i]] = [marks[i], marks[i - 1]];
      swapped = true;
    }
  }
  const out: number[] = [];
  let starter = -1;
  for (const point of marks) {
    const between = out.slice(starter + 1);
    const blocked = between.some((other) => classOf(other) === 0 || classOf(other) >= classOf(point));
    const composite =
      starter < 0 || blocked ? undefined : fact('composition', `${hex(out[starter])} ${hex(point)}`);
    if (composite !== undefined) out[starter] = Number.parseInt(composite, 16);
    else if (out.push(point) && classOf(point) === 0) starter = out.length - 1;
  }
  return out;
}

/** The prepared password, or undefined if it is refused. */
function prepare(password: readonly number[]): number[] | undefined {
  if (!check(password)) return undefined;
  const q = normalize(password.map((point) => (table.get('space')?.has(point) ? 0x20 : point)));
  return check(q) ? q : undefined;
}

test('every code point has a property', () => {
  const properties = table.get('property') as Map<number, string>;
  expect(properties.size).toBe(0x110000);
  expect(new Set(properties.values())).toEqual(new Set(['VALID', 'CONTEXT', 'DISALLOWED', 'UNASSIGNED']));
});

describe('test-vectors/opaque/strings.json by the table alone', () => {
  const { file } = loadVectors<PrepareVector>('opaque/strings.json');
  const vectors = file.vectors.filter(({ operation }) => operation === 'prepare');

  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const points =
      vector.password === '' ? [] : vector.password.split(' ').map((part) => Number.parseInt(part, 16));
    expect(prepare(points)?.map(hex).join(' ')).toBe(vector.prepared);
  });

  test('has vectors of both kinds', () => {
    expect(vectors.some(({ prepared }) => prepared !== undefined)).toBe(true);
    expect(vectors.some(({ prepared }) => prepared === undefined)).toBe(true);
  });
});
