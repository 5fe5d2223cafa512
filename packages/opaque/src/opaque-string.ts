// OpaqueString (RFC 8265 section 4.2): one spelling for a password, whatever keyboard and platform it was typed on.
// All tables are pinned to one version of Unicode, so that the runtime's own version changes nothing.

import { MunimentError } from '@muniment/errors';
import {
  ALLOWED,
  COMBINING_CLASSES,
  COMPOSITES,
  DECOMPOSITIONS,
  GREEK,
  HEBREW,
  JAPANESE,
  JOINING_LEFT,
  JOINING_RIGHT,
  JOINING_TRANSPARENT,
  SPACES,
  UNASSIGNED,
  VIRAMA_CLASS,
} from './generated/opaque-string-table.ts';

/**
 * The prepared form of a password.
 *
 * ```ts
 * prepareOpaqueString('Jack of \u2666s'); // unchanged
 * prepareOpaqueString('foo\u1680bar'); // 'foo bar'
 * ```
 * @throws ERR_PASSWORD_CHARACTERS if it is empty or holds a code point that is unassigned, disallowed or out of its
 * context; `details.position` counts code points, `details.reason` says which of these
 */
export function prepareOpaqueString(password: string): string {
  if (typeof password !== 'string') throw new TypeError('password must be a string');
  const points = Array.from(password, (character) => character.codePointAt(0) as number);
  if (points.length === 0) throw refused(0, 'empty');
  assertFreeform(points);
  const { spaces } = tables();
  const prepared = composeCanonically(points.map((point) => (spaces.has(point) ? 0x20 : point)));
  // A character can change into one with a contextual rule (U+0387 into U+00B7): the result has to obey it as well, so
  // that preparing twice is the same as once.
  assertFreeform(prepared);
  // One at a time: a long password spread into arguments would overflow the stack.
  return prepared.map((point) => String.fromCodePoint(point)).join('');
}

type Reason = 'empty' | 'unassigned' | 'disallowed' | 'context';

function refused(position: number, reason: Reason): MunimentError {
  return new MunimentError('ERR_PASSWORD_CHARACTERS', '', { position, reason });
}

// --- Tables ---------------------------------------------------------------------------------------------------------

/** A set of code points as sorted runs. */
class CodePointSet {
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];

  constructor(packed: string) {
    const starts: number[] = [];
    const ends: number[] = [];
    let end = 0;
    for (const [gap, length] of groups(base36(packed), 2)) {
      starts.push(end + gap);
      end += gap + length;
      ends.push(end);
    }
    this.#starts = starts;
    this.#ends = ends;
  }

  has(point: number): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (point >= this.#ends[middle]) low = middle + 1;
      else high = middle;
    }
    // Behind the last run there is no start, and no number is at or above that.
    return point >= this.#starts[low];
  }
}

interface Tables {
  readonly allowed: CodePointSet;
  readonly unassigned: CodePointSet;
  readonly spaces: CodePointSet;
  readonly combiningClasses: readonly CodePointSet[];
  /** Full canonical decompositions, Hangul excepted. */
  readonly decompositions: ReadonlyMap<number, readonly number[]>;
  /** `pairKey` of two code points to their composite. */
  readonly compositions: ReadonlyMap<string, number>;
  readonly joiningLeft: CodePointSet;
  readonly joiningRight: CodePointSet;
  readonly joiningTransparent: CodePointSet;
  readonly greek: CodePointSet;
  readonly hebrew: CodePointSet;
  readonly japanese: CodePointSet;
}

let unpacked: Tables | undefined;

/** Unpacks the tables when the first password comes. */
function tables(): Tables {
  unpacked ??= unpack();
  return unpacked;
}

function base36(packed: string): number[] {
  return packed.split(' ').map((number) => Number.parseInt(number, 36));
}

/** The list in groups of `size`. */
function groups<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: list.length / size }, (_, i) => list.slice(i * size, i * size + size));
}

function pairKey(first: number, second: number): string {
  return `${first} ${second}`;
}

function unpack(): Tables {
  const compositions = new Map<string, number>();
  const decompositions = new Map<number, readonly number[]>();
  let point = 0;
  for (const [gap, text] of groups(DECOMPOSITIONS.split(' '), 2)) {
    point += Number.parseInt(gap, 36);
    decompositions.set(
      point,
      text.split('.').map((number) => Number.parseInt(number, 36)),
    );
  }
  const parts = new Map<number, readonly [number, number]>();
  point = 0;
  for (const [gap, first, second] of groups(base36(COMPOSITES), 3)) {
    point += gap;
    parts.set(point, [first, second]);
    compositions.set(pairKey(first, second), point);
  }
  for (const [composite, [first, second]] of parts) {
    const full = [second];
    let head = first;
    for (let pair = parts.get(head); pair !== undefined; pair = parts.get(head)) {
      full.unshift(pair[1]);
      head = pair[0];
    }
    decompositions.set(composite, [head, ...full]);
  }
  return {
    allowed: new CodePointSet(ALLOWED),
    unassigned: new CodePointSet(UNASSIGNED),
    spaces: new CodePointSet(SPACES),
    combiningClasses: COMBINING_CLASSES.map((packed) => new CodePointSet(packed)),
    decompositions,
    compositions,
    joiningLeft: new CodePointSet(JOINING_LEFT),
    joiningRight: new CodePointSet(JOINING_RIGHT),
    joiningTransparent: new CodePointSet(JOINING_TRANSPARENT),
    greek: new CodePointSet(GREEK),
    hebrew: new CodePointSet(HEBREW),
    japanese: new CodePointSet(JAPANESE),
  };
}

// --- FreeformClass (RFC 8264 section 4.3) ---------------------------------------------------------------------------

/** RFC 8264 section 9.6: disallowed whatever their properties say. Those valid by exception are valid by properties too. */
const ALWAYS_DISALLOWED = new Set([
  ...[0x0640, 0x07fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b],
]);

function assertFreeform(points: readonly number[]): void {
  const { allowed, unassigned } = tables();
  points.forEach((point, position) => {
    const inContext = contextRule(points, position);
    if (inContext === true) return;
    if (inContext === false) throw refused(position, 'context');
    if (unassigned.has(point)) throw refused(position, 'unassigned');
    if (ALWAYS_DISALLOWED.has(point) || !allowed.has(point)) throw refused(position, 'disallowed');
  });
}

const isArabicIndicDigit = (point: number): boolean => point >= 0x0660 && point <= 0x0669;
const isExtendedArabicIndicDigit = (point: number): boolean => point >= 0x06f0 && point <= 0x06f9;

/** The rules of RFC 5892 appendix A; `undefined` for a code point that has none. */
function contextRule(points: readonly number[], position: number): boolean | undefined {
  const { greek, hebrew, japanese } = tables();
  const before = points[position - 1] ?? 0;
  const after = points[position + 1] ?? 0;
  const point = points[position];
  switch (point) {
    case 0x200c: // zero width non-joiner
      return combiningClass(before) === VIRAMA_CLASS || isBetweenJoining(points, position);
    case 0x200d: // zero width joiner
      return combiningClass(before) === VIRAMA_CLASS;
    case 0x00b7: // middle dot, as in Catalan
      return before === 0x6c && after === 0x6c;
    case 0x0375: // Greek keraia
      return greek.has(after);
    case 0x05f3: // Hebrew geresh
    case 0x05f4: // Hebrew gershayim
      return hebrew.has(before);
    case 0x30fb: // katakana middle dot
      return points.some((other) => japanese.has(other));
  }
  if (isArabicIndicDigit(point)) return !points.some(isExtendedArabicIndicDigit);
  if (isExtendedArabicIndicDigit(point)) return !points.some(isArabicIndicDigit);
  return undefined;
}

/** Rule A.1, second part: between a character that joins to its left and one that joins to its right. */
function isBetweenJoining(points: readonly number[], position: number): boolean {
  const { joiningLeft, joiningRight, joiningTransparent } = tables();
  // Outside the text there is no code point, and that is in no set.
  let left = position - 1;
  while (joiningTransparent.has(points[left])) left--;
  let right = position + 1;
  while (joiningTransparent.has(points[right])) right++;
  return joiningLeft.has(points[left]) && joiningRight.has(points[right]);
}

// --- Normalization Form C (Unicode Standard Annex 15) ---------------------------------------------------------------

/** Conjoining jamo and syllables compose by arithmetic. Syllables need no decomposition: they would compose again. */
const HANGUL = {
  s: 0xac00,
  l: 0x1100,
  v: 0x1161,
  t: 0x11a7,
  lCount: 19,
  vCount: 21,
  tCount: 28,
  sCount: 11172,
};

/** The rank of a code point's canonical combining class; 0 for class 0. */
function combiningClass(point: number): number {
  return tables().combiningClasses.findIndex((members) => members.has(point)) + 1;
}

function decompose(point: number): readonly number[] {
  return tables().decompositions.get(point) ?? [point];
}

function compose(first: number, second: number): number | undefined {
  const l = first - HANGUL.l;
  const v = second - HANGUL.v;
  if (l >= 0 && l < HANGUL.lCount && v >= 0 && v < HANGUL.vCount) {
    return HANGUL.s + (l * HANGUL.vCount + v) * HANGUL.tCount;
  }
  const s = first - HANGUL.s;
  const t = second - HANGUL.t;
  if (s >= 0 && s < HANGUL.sCount && s % HANGUL.tCount === 0 && t > 0 && t < HANGUL.tCount) return first + t;
  return tables().compositions.get(pairKey(first, second));
}

/** The code points in Normalization Form C. */
export function composeCanonically(points: readonly number[]): number[] {
  const marks = points.flatMap(decompose).map((point) => ({ point, rank: combiningClass(point) }));
  // Canonical ordering: every run of marks sorted by class, stably. Starters keep their places as ends of runs.
  const ordered: typeof marks = [];
  let run: typeof marks = [];
  for (const mark of marks) {
    if (mark.rank !== 0) {
      run.push(mark);
      continue;
    }
    ordered.push(...run.sort((a, b) => a.rank - b.rank), mark);
    run = [];
  }
  ordered.push(...run.sort((a, b) => a.rank - b.rank));

  const out: number[] = [];
  let starter = -1;
  let lastRank = 0;
  for (const { point, rank } of ordered) {
    // A mark is blocked from the starter by one of its own class or higher between them. Before the first starter there
    // is nothing at its place, and nothing composes with that.
    const adjacent = starter === out.length - 1;
    const composite = adjacent || lastRank < rank ? compose(out[starter], point) : undefined;
    if (composite !== undefined) {
      out[starter] = composite;
      continue;
    }
    if (rank === 0) starter = out.length;
    lastRank = rank;
    out.push(point);
  }
  return out;
}
