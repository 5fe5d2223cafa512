// Generates src/generated/opaque-string-table.ts and test-vectors/opaque/opaque-string-17.0.txt: what RFC 8265 OpaqueString
// needs to know of Unicode 17.0, packed for the package and plain for everyone else, so that a password is prepared alike on every
// platform, whatever version its own tables have. `--check` compares instead.
//
// The source is the ICU of the Node that runs this, which must be of that version, and joining-types.txt.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const UNICODE_VERSION = '17.0';
const LAST = 0x10ffff;
const target = new URL('../src/generated/opaque-string-table.ts', import.meta.url);
const table = new URL(`../../../test-vectors/opaque/opaque-string-${UNICODE_VERSION}.txt`, import.meta.url);

if (process.versions.unicode !== UNICODE_VERSION) {
  throw new Error(`this Node has Unicode ${process.versions.unicode}, not ${UNICODE_VERSION}`);
}

type Test = (codePoint: number) => boolean;

const isSurrogate: Test = (codePoint) => codePoint >= 0xd800 && codePoint <= 0xdfff;
const text = (codePoint: number): string => String.fromCodePoint(codePoint);
function every(test: Test): number[] {
  const found: number[] = [];
  for (let codePoint = 0; codePoint <= LAST; codePoint++) if (test(codePoint)) found.push(codePoint);
  return found;
}

/** The runs of sorted code points, each by its first and its last. */
function runsOf(codePoints: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < codePoints.length; ) {
    let next = i + 1;
    while (next < codePoints.length && codePoints[next] === codePoints[next - 1] + 1) next++;
    runs.push([codePoints[i], codePoints[next - 1]]);
    i = next;
  }
  return runs;
}

/** Sorted code points as alternating gaps and run lengths in base 36: `gap run gap run ...`. */
function packRanges(codePoints: readonly number[]): string {
  let end = 0;
  const numbers = runsOf(codePoints).flatMap(([first, last]) => {
    const gap = first - end;
    end = last + 1;
    return [gap, last + 1 - first];
  });
  return numbers.map((number) => number.toString(36)).join(' ');
}

// Properties are matched once per code point by one expression each; compiling them per test would take minutes.
function matcher(...names: readonly string[]): Test {
  const expression = new RegExp(`^[${names.map((name) => `\\p{${name}}`).join('')}]$`, 'u');
  return (codePoint) => expression.test(text(codePoint));
}

// --- RFC 8264 section 9: the categories of the FreeformClass, without the exceptions, which are few and in the code.
const noncharacter = matcher('Noncharacter_Code_Point');
const unassignedCategory = matcher('Cn');
const unassigned = every((codePoint) => unassignedCategory(codePoint) && !noncharacter(codePoint));
const ignorable = matcher('Default_Ignorable_Code_Point', 'Noncharacter_Code_Point');
const control = matcher('Cc');
const freeform = matcher(
  ...['Ll', 'Lu', 'Lo', 'Nd', 'Lm', 'Mn', 'Mc', 'Lt', 'Nl', 'No', 'Me', 'Zs'],
  ...['Sm', 'Sc', 'Sk', 'So', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po'],
);
/** Hangul_Syllable_Type L, V, T: conjoining jamo, stable since Unicode 5.2. */
const OLD_HANGUL_JAMO = [
  [0x1100, 0x11ff],
  [0xa960, 0xa97c],
  [0xd7b0, 0xd7c6],
  [0xd7cb, 0xd7fb],
];
const isOldHangulJamo: Test = (codePoint) =>
  OLD_HANGUL_JAMO.some(([first, last]) => codePoint >= first && codePoint <= last);
const hasCompatibility: Test = (codePoint) =>
  !isSurrogate(codePoint) && text(codePoint).normalize('NFKC') !== text(codePoint);
const isUnassigned = new Set(unassigned);
const allowed = every((codePoint) => {
  if (isUnassigned.has(codePoint)) return false;
  if (codePoint >= 0x21 && codePoint <= 0x7e) return true;
  if (isOldHangulJamo(codePoint) || ignorable(codePoint) || control(codePoint)) return false;
  return hasCompatibility(codePoint) || freeform(codePoint);
});

// --- Canonical ordering. Engines do not tell combining classes, but how they sort two marks tells which is lower; only
// the order matters, and which marks have class 9 (virama).
const decomposed = (characters: string): string => characters.normalize('NFD');
const isStable: Test = (codePoint) =>
  !isSurrogate(codePoint) && decomposed(text(codePoint)) === text(codePoint);
const swaps = (first: number, second: number): boolean =>
  decomposed(text(first) + text(second)) !== text(first) + text(second);
const OVERLAY = 0x0334; // class 1
const DOT_BELOW = 0x0323; // class 220
const marks = every(
  (codePoint) => isStable(codePoint) && (swaps(codePoint, OVERLAY) || swaps(DOT_BELOW, codePoint)),
);
const classes: number[][] = [];
for (const mark of marks) {
  let low = 0;
  let high = classes.length;
  let found = false;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = classes[middle][0];
    if (swaps(other, mark)) high = middle;
    else if (swaps(mark, other)) low = middle + 1;
    else {
      classes[middle].push(mark);
      found = true;
      break;
    }
  }
  if (!found) classes.splice(low, 0, [mark]);
}
const DEVANAGARI_VIRAMA = 0x094d;
const viramaClass = classes.findIndex((members) => members.includes(DEVANAGARI_VIRAMA)) + 1;

// --- Canonical decomposition and composition, Hangul syllables excepted, which are computed.
const isHangulSyllable: Test = (codePoint) => codePoint >= 0xac00 && codePoint <= 0xd7a3;
const decomposable = every(
  (codePoint) => !isSurrogate(codePoint) && !isHangulSyllable(codePoint) && !isStable(codePoint),
);
const pairs: number[] = [];
const others: number[] = [];
const otherText: string[] = [];
let previous = 0;
let previousOther = 0;
for (const codePoint of decomposable) {
  const full = [...decomposed(text(codePoint))];
  const last = full.at(-1) as string;
  const first = full.slice(0, -1).join('').normalize('NFC');
  const composes = text(codePoint).normalize('NFC') === text(codePoint);
  if (composes) {
    if ([...first].length !== 1) throw new Error(`U+${codePoint.toString(16)} is not made of two`);
    const firstPoint = first.codePointAt(0) as number;
    pairs.push(codePoint - previous, firstPoint, last.codePointAt(0) as number);
    previous = codePoint;
  } else {
    others.push(codePoint - previousOther);
    otherText.push(full.map((character) => (character.codePointAt(0) as number).toString(36)).join('.'));
    previousOther = codePoint;
  }
}

// --- Contextual rules of RFC 5892 appendix A.
const joining = new Map<string, number[]>();
for (const line of readFileSync(new URL('./joining-types.txt', import.meta.url), 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [type, ...ranges] = line.split(' ');
  const points: number[] = [];
  for (const range of ranges) {
    const [first, last = first] = range.split('-').map((hex) => Number.parseInt(hex, 16));
    for (let codePoint = first; codePoint <= last; codePoint++) points.push(codePoint);
  }
  joining.set(type, points);
}
const joins = (...types: readonly string[]): string =>
  packRanges(types.flatMap((type) => joining.get(type) ?? []).sort((a, b) => a - b));
const script = (...names: readonly string[]): string =>
  packRanges(every(matcher(...names.map((name) => `Script=${name}`))));

const quoted = (value: string): string => `'${value}'`;
const output = `// Generated by scripts/generate-opaque-string-table.ts from Unicode ${UNICODE_VERSION}. Do not edit.
//
// Numbers are in base 36. A set of code points is the gaps and lengths of its runs in turn. Unicode data:
// copyright Unicode, Inc., used under the Unicode License v3.

/** The version of Unicode that all tables come from. */
export const UNICODE_VERSION = '${UNICODE_VERSION}';

/** Code points that the FreeformClass allows, exceptions and contextual rules aside. */
export const ALLOWED = ${quoted(packRanges(allowed))};

/** Code points without a character that may get one. */
export const UNASSIGNED = ${quoted(packRanges(unassigned))};

/** Spaces: general category Zs. */
export const SPACES = ${quoted(packRanges(every(matcher('Zs'))))};

/** Combining marks by class: ascending, by rank instead of number. */
export const COMBINING_CLASSES: readonly string[] = [
${classes.map((members) => `  ${quoted(packRanges(members.sort((a, b) => a - b)))},`).join('\n')}
];

/** The rank of canonical combining class 9, counted from 1. */
export const VIRAMA_CLASS = ${viramaClass};

/** Primary composites: gap from the one before, first part, second part. */
export const COMPOSITES = ${quoted(pairs.map((number) => number.toString(36)).join(' '))};

/** Other decompositions, full: gap from the one before, then the parts joined by dots. */
export const DECOMPOSITIONS = ${quoted(others.map((gap, i) => `${gap.toString(36)} ${otherText[i]}`).join(' '))};

/** Joining_Type L or D. */
export const JOINING_LEFT = ${quoted(joins('L', 'D'))};

/** Joining_Type R or D. */
export const JOINING_RIGHT = ${quoted(joins('R', 'D'))};

/** Joining_Type T. */
export const JOINING_TRANSPARENT = ${quoted(joins('T'))};

/** Script Greek. */
export const GREEK = ${quoted(script('Greek'))};

/** Script Hebrew. */
export const HEBREW = ${quoted(script('Hebrew'))};

/** Scripts Hiragana, Katakana and Han. */
export const JAPANESE = ${quoted(script('Hiragana', 'Katakana', 'Han'))};
`;

// --- The plain table ------------------------------------------------------------------------------------------------

/** The classes of combining marks in use, ascending. Engines do not tell them; a class that is added would not fit in number. */
const CLASS_NUMBERS = [
  ...[
    1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
    33,
  ],
  ...[
    34, 35, 36, 84, 91, 103, 107, 118, 122, 129, 130, 132, 202, 214, 216, 218, 220, 222, 224, 226, 228, 230,
    232, 233,
  ],
  ...[234, 240],
];
if (CLASS_NUMBERS.length !== classes.length) throw new Error(`there are ${classes.length} combining classes`);

/** RFC 8264 section 9.6. */
const EXCEPTIONS = new Map<number, string>([
  ...[0x00df, 0x03c2, 0x06fd, 0x06fe, 0x0f0b, 0x3007].map((point) => [point, 'VALID'] as const),
  ...[0x00b7, 0x0375, 0x05f3, 0x05f4, 0x30fb].map((point) => [point, 'CONTEXT'] as const),
  ...Array.from({ length: 10 }, (_, i) => [0x0660 + i, 'CONTEXT'] as const),
  ...Array.from({ length: 10 }, (_, i) => [0x06f0 + i, 'CONTEXT'] as const),
  ...[0x0640, 0x07fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b].map(
    (point) => [point, 'DISALLOWED'] as const,
  ),
]);
const JOIN_CONTROLS = [0x200c, 0x200d];
const isAllowed = new Set(allowed);
const derived = (point: number): string => {
  const exception = EXCEPTIONS.get(point);
  if (exception !== undefined) return exception;
  if (isUnassigned.has(point)) return 'UNASSIGNED';
  if (JOIN_CONTROLS.includes(point)) return 'CONTEXT';
  return isAllowed.has(point) ? 'VALID' : 'DISALLOWED';
};
const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0');
const hexes = (characters: string): string =>
  [...characters].map((character) => hex(character.codePointAt(0) as number)).join(' ');
const lines = (kind: string, codePoints: readonly number[], value = ''): string[] =>
  runsOf(codePoints).map(([first, last]) => {
    const range = first === last ? hex(first) : `${hex(first)}..${hex(last)}`;
    return [kind, range, ...(value === '' ? [] : [value])].join(' ; ');
  });
/** Lines of one kind in the order of their code points. */
const sorted = (rows: readonly string[]): string[] => {
  const first = (row: string): number => Number.parseInt(row.split(' ; ')[1], 16);
  return [...rows].sort((a, b) => first(a) - first(b));
};
const properties = ['VALID', 'CONTEXT', 'DISALLOWED', 'UNASSIGNED'];
const composites = decomposable.filter((point) => text(point).normalize('NFC') === text(point));
const rows = [
  ...sorted(
    properties.flatMap((name) =>
      lines(
        'property',
        every((point) => derived(point) === name),
        name,
      ),
    ),
  ),
  ...lines('space', every(matcher('Zs'))),
  ...sorted(classes.flatMap((members, i) => lines('class', members, String(CLASS_NUMBERS[i])))),
  ...decomposable.map((point) => `decomposition ; ${hex(point)} ; ${hexes(decomposed(text(point)))}`),
  ...composites.map((point) => {
    const full = [...decomposed(text(point))];
    const first = full.slice(0, -1).join('').normalize('NFC');
    return `composition ; ${hexes(first + (full.at(-1) as string))} ; ${hex(point)}`;
  }),
  ...sorted([...joining].flatMap(([type, points]) => lines('joining', points, type))),
  ...sorted(
    ['Greek', 'Hebrew', 'Hiragana', 'Katakana', 'Han'].flatMap((name) =>
      lines('script', every(matcher(`Script=${name}`)), name),
    ),
  ),
];
const plain = `# What OpaqueString (RFC 8265) needs to know of Unicode ${UNICODE_VERSION}. spec/opaque.md section 5.1 says how each line comes about.
#
# property ; code points ; VALID, CONTEXT, DISALLOWED or UNASSIGNED. Every code point has one.
# space ; code points that become U+0020
# class ; code points without a decomposition ; canonical combining class. All others have class 0.
# decomposition ; code point ; its full canonical decomposition. Hangul syllables are computed.
# composition ; two code points ; what they compose to
# joining ; code points ; Joining_Type, as far as it is L, R, D or T
# script ; code points ; Script, as far as a contextual rule asks for it
#
# Generated by packages/opaque/scripts/generate-opaque-string-table.ts. Unicode data: copyright Unicode, Inc., used under the
# Unicode License v3 (https://www.unicode.org/license.txt).
${rows.join('\n')}
`;

const outputs = [
  [target, output],
  [table, plain],
] as const;
if (process.argv.includes('--check')) {
  for (const [file, content] of outputs) {
    if (readFileSync(file, 'utf8') === content) continue;
    console.error(`${fileURLToPath(file)} is out of date: run npm run generate -w @muniment/opaque`);
    process.exitCode = 1;
  }
} else {
  for (const [file, content] of outputs) writeFileSync(file, content);
  console.log(
    `${allowed.length} allowed, ${unassigned.length} unassigned, ${marks.length} marks in ${classes.length} classes, ` +
      `${pairs.length / 3} composites, ${others.length} other decompositions, ${output.length} bytes; ` +
      `${rows.length} lines`,
  );
}
