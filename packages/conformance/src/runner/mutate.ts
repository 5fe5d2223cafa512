// Changes to the inputs of vectors that know their notation: bits, bytes and lengths of what is hexadecimal, characters of
// texts, numbers near their limits, members of lists, and parts of other vectors.

import fc from 'fast-check';
import type { Json, JsonObject } from '../protocol.ts';
import { isObject } from './members.ts';

/** One change: where, of what kind, and two numbers that say more. All are taken modulo what there is. */
export interface Change {
  readonly where: number;
  readonly kind: number;
  readonly first: number;
  readonly second: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  where: fc.nat(),
  kind: fc.nat({ max: 255 }),
  first: fc.nat(),
  second: fc.nat(),
});

/** A few changes; often only one, as only one fault has only one right answer. */
export const changes: fc.Arbitrary<Change[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(change, { maxLength: 4 }) },
);

/** The input of a case by its number, for parts of it. */
type Others = (i: number) => JsonObject;
type Path = readonly (string | number)[];

/** Members that say how much there is to be made or to be done: they are changed by little. */
const SIZES = new Set(['memoryKib', 'passes', 'parallelism', 'length', 'count', 'zeros', 'repeat', 'weight']);
const NUMBERS = [
  0,
  1,
  2,
  127,
  128,
  255,
  256,
  16383,
  16384,
  65535,
  65536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
];
const LARGE_NUMBERS = [
  ...NUMBERS.map(String),
  ...[
    '9007199254740991',
    '9007199254740992',
    '9223372036854775807',
    '9223372036854775808',
    '18446744073709551615',
  ],
];
const CHARACTERS = [
  ...'0123456789abcxyzABCOIL -_./:+=,;\n\r\t"\\@#',
  ...[
    '\u0000',
    '\u007f',
    '\u00a0',
    '\u00ad',
    '\u0300',
    '\u200b',
    '\u200d',
    '\u2212',
    '\u3000',
    '\ufeff',
    '\uff10',
    '\uffff',
  ],
  ...['\u0660', '\u1d7d8'.slice(0, 1), '\u{1d7d8}', '\u{1f511}', '\u212a', '\u017f', '\u00df', '\ufb01'],
];

/** `input` with the changes made one after the other. */
export function applyChanges(list: readonly Change[], input: JsonObject, others: Others): JsonObject {
  let changed: Json = input;
  for (const one of list) {
    const paths = pathsOf(changed);
    if (paths.length === 0) break;
    const path = paths[one.where % paths.length];
    changed = replaceAt(changed, path, (value) => changeValue(value, path, one, others));
  }
  return changed as JsonObject;
}

/** The paths of everything in a value but itself. */
function pathsOf(value: Json, path: Path = []): Path[] {
  const own: Path[] = path.length === 0 ? [] : [path];
  if (Array.isArray(value)) return [...own, ...value.flatMap((member, i) => pathsOf(member, [...path, i]))];
  if (!isObject(value)) return own;
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, member]) => pathsOf(member ?? null, [...path, name])),
  ];
}

function replaceAt(value: Json, path: Path, replace: (value: Json) => Json | undefined): Json {
  const [name, ...rest] = path;
  const next = (inner: Json): Json | undefined =>
    rest.length === 0 ? replace(inner) : replaceAt(inner, rest, replace);
  if (Array.isArray(value)) {
    return value.flatMap((member, i) => {
      if (i !== name) return [member];
      const changed = next(member);
      return changed === undefined ? [] : [changed];
    });
  }
  const object = value as JsonObject;
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, member]) => {
      const changed = key === name ? next(member ?? null) : member;
      return changed === undefined ? [] : [[key, changed]];
    }),
  );
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as JsonObject)[name];
  }
  return found;
}

/** The changed value; undefined takes it away. */
function changeValue(value: Json, path: Path, one: Change, others: Others): Json | undefined {
  const other = valueAt(others(one.second), path);
  if (one.kind >= 240 && other !== undefined) return other;
  if (one.kind >= 236) return undefined;
  if (typeof value === 'string') {
    if (/^(?:[0-9a-f]{2})*$/.test(value) && !(value.length <= 2 && /^[0-9]*$/.test(value)))
      return changeHex(value, one, typeof other === 'string' ? other : value);
    return changeText(value, one, typeof other === 'string' ? other : value);
  }
  if (typeof value === 'number') return changeNumber(value, SIZES.has(String(path.at(-1))), one);
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? changeList(value, one) : value;
}

function changeHex(hex: string, { kind, first, second }: Change, other: string): string {
  const bytes = [...Buffer.from(hex, 'hex')];
  const i = bytes.length === 0 ? 0 : first % bytes.length;
  const foreign = [...Buffer.from(other, 'hex')];
  const many = second % 40;
  const edits: (() => void)[] = [
    () => bytes.splice(i, 1, (bytes[i] ?? 0) ^ (1 << (second % 8))),
    () => bytes.splice(i, 1, [0, 1, 0x7f, 0x80, 0xff][second % 5]),
    () => bytes.splice(i, 1),
    () => bytes.splice(i, 0, second % 256),
    () => bytes.splice(i),
    () => bytes.splice(0, many + 1),
    () => bytes.splice(i, many + 1),
    () => bytes.push(...new Array<number>(many + 1).fill(0)),
    () => bytes.splice(i, 0, ...bytes.slice(i, i + many + 1)),
    () => bytes.splice(i, bytes.length, ...foreign.slice(i)),
    () => bytes.splice(i, many + 1, ...foreign.slice(i, i + many + 1)),
    () =>
      bytes.splice(
        i,
        Math.min(many + 1, bytes.length - i),
        ...new Array<number>(Math.min(many + 1, bytes.length - i)).fill(0),
      ),
  ];
  edits[kind % edits.length]();
  return Buffer.from(bytes).toString('hex');
}

function changeText(text: string, { kind, first, second }: Change, other: string): string {
  if (/^-?[0-9]{1,20}$/.test(text) && kind % 2 === 0) {
    const near = [BigInt(text) + 1n, BigInt(text) - 1n].map(String);
    return [...near, ...LARGE_NUMBERS][first % (LARGE_NUMBERS.length + 2)];
  }
  const letters = [...text];
  const foreign = [...other];
  const i = letters.length === 0 ? 0 : first % letters.length;
  const letter = CHARACTERS[second % CHARACTERS.length];
  const edits: (() => void)[] = [
    () => letters.splice(i, 1, letter),
    () => letters.splice(i, 0, letter),
    () => letters.splice(i, 1),
    () => letters.splice(i),
    () => letters.splice(i, 0, ...letters.slice(i, i + 1 + (second % 20))),
    () => letters.splice(i, letters.length, ...foreign.slice(i)),
    () => letters.splice(i, 2, ...letters.slice(i, i + 2).reverse()),
    () => letters.splice(i, 1, (letters[i] ?? '').toUpperCase()),
    () => letters.splice(i, 1, (letters[i] ?? '').toLowerCase()),
    () => letters.push(letter),
  ];
  edits[kind % edits.length]();
  return letters.join('');
}

function changeNumber(value: number, isSize: boolean, { kind, first }: Change): number {
  const near = [value + 1, Math.max(0, value - 1), Math.floor(value / 2)];
  const choices = isSize ? near : [...near, ...NUMBERS, Number.MAX_SAFE_INTEGER];
  return kind % 2 === 0 ? near[first % 2] : choices[first % choices.length];
}

function changeList(list: readonly Json[], { kind, first, second }: Change): Json {
  if (list.length === 0) return list;
  const members = [...list];
  const i = first % members.length;
  const edits: (() => void)[] = [
    () => members.splice(i, 1),
    () => members.splice(i, 0, members[i]),
    () => members.push(members[i]),
    () => members.reverse(),
    () => members.splice(i, 0, ...members.splice(second % members.length, 1)),
    () => members.splice(i),
  ];
  edits[kind % edits.length]();
  return members;
}
