import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { count, seededRandom } from '@muniment/test-kit';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { isQuick } from './implementations.ts';

let composeCanonically: typeof import('../src/opaque-string.ts').composeCanonically;
let prepareOpaqueString: typeof import('../src/opaque-string.ts').prepareOpaqueString;

// The tables are unpacked once per module: each test gets a module of its own.
beforeEach(async () => {
  vi.resetModules();
  ({ composeCanonically, prepareOpaqueString } = await import('../src/opaque-string.ts'));
});

function nfc(text: string): string {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  return composeCanonically(points)
    .map((point) => String.fromCodePoint(point))
    .join('');
}

test.runIf(!isQuick)('the committed table is what the generator makes', () => {
  const script = fileURLToPath(new URL('../scripts/generate-opaque-string-table.ts', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});

describe('Normalization Form C', () => {
  test('equals the runtime of the same Unicode version for every code point', () => {
    expect(process.versions.unicode).toBe('17.0');
    const different: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      if (isQuick && point > 0x3400 && point % 97 !== 0) continue;
      const text = String.fromCodePoint(point);
      if (nfc(text) !== text.normalize('NFC')) different.push(point);
    }
    expect(different).toEqual([]);
  });

  test('composes Hangul exactly within its blocks', () => {
    const leading = [0x10ff, 0x1100, 0x1112, 0x1113];
    const vowels = [0x1160, 0x1161, 0x1175, 0x1176];
    const trailing = [0x11a6, 0x11a7, 0x11a8, 0x11c2, 0x11c3];
    // Around the block of syllables, also where a difference of a multiple of 28 would pass for one without a final.
    const syllables = [
      0xabe4, 0xabff, 0xac00, 0xac01, 0xac1b, 0xac1c, 0xd788, 0xd789, 0xd7a3, 0xd7a4, 0xd7c0,
    ];
    const sequences = [
      ...leading.flatMap((l) => vowels.flatMap((v) => [[l, v], ...trailing.map((t) => [l, v, t])])),
      ...syllables.flatMap((s) =>
        trailing.flatMap((t) => [
          [s, t],
          [s, t, t],
          [s, 0x0301, t],
          [0x41, s, t],
        ]),
      ),
    ];
    for (const points of sequences) {
      const text = String.fromCodePoint(...points);
      expect(nfc(text), points.map((point) => point.toString(16)).join(' ')).toBe(text.normalize('NFC'));
    }
  });

  test('equals the runtime for random strings of starters, marks and jamo', () => {
    const random = seededRandom(17);
    const interesting: number[] = [];
    for (let point = 0; point < 0x20000; point++) {
      // Hangul has a test of its own and would drown the others.
      if (point >= 0xac00 && point <= 0xdfff) continue;
      const text = String.fromCodePoint(point);
      if (text !== text.normalize('NFD') || /\p{M}/u.test(text) || (point >= 0x1100 && point <= 0x11ff)) {
        interesting.push(point);
      }
    }
    // Letters that compose often, so that marks meet starters.
    const bases = Array.from(
      'aeiouAEIOUncsyzﬀαωιυ가각さはカハ',
      (character) => character.codePointAt(0) as number,
    );
    const latin = interesting.filter((point) => point < 0x2000);
    const marks = Array.from({ length: 0x46 }, (_, i) => 0x0300 + i);
    const pools = [bases, latin, marks, interesting];
    for (let i = 0; i < (isQuick ? 20 : 100) * count('property'); i++) {
      const length = 1 + random.below(8);
      const points = Array.from({ length }, () => random.pick(random.pick(pools)));
      const text = String.fromCodePoint(...points);
      expect(nfc(text)).toBe(text.normalize('NFC'));
    }
  });
});

test('preparing twice is the same as once', () => {
  const random = seededRandom(8265);
  let accepted = 0;
  for (let i = 0; i < 20 * count('property'); i++) {
    const points = Array.from({ length: 1 + random.below(4) }, () => random.below(0x3100));
    let once: string;
    try {
      once = prepareOpaqueString(String.fromCodePoint(...points));
    } catch {
      continue;
    }
    accepted++;
    expect(prepareOpaqueString(once)).toBe(once);
  }
  expect(accepted).toBeGreaterThan(0);
});

test('takes text only', () => {
  for (const wrong of [1, undefined, null, ['a'], new Uint8Array(1)]) {
    expect(() => prepareOpaqueString(wrong as never)).toThrow(new TypeError('password must be a string'));
  }
});
