import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, test } from 'vitest';
import { composeCanonically, prepareOpaqueString } from '../src/opaque-string.ts';
import { isQuick } from './implementations.ts';

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

  test('equals the runtime for random strings of starters, marks and jamo', () => {
    const random = seededRandom(17);
    const interesting: number[] = [];
    for (let point = 0; point < 0x20000; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
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
    for (let i = 0; i < (isQuick ? 20 : 100) * count('property'); i++) {
      const length = 1 + random.below(8);
      const points = Array.from({ length }, () => random.pick(random.below(3) === 0 ? bases : interesting));
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
