import { describe, expect, test } from 'vitest';
import { concat, cut, exposed, intoSecret, isAllZero, prefixed, uint16, xor } from '../src/bytes.ts';
import { toHex } from './hex.ts';

describe('two-byte lengths', () => {
  test('hold 0 to 65535', () => {
    expect([0, 255, 256, 65535].map((value) => toHex(uint16(value)))).toEqual([
      '0000',
      '00ff',
      '0100',
      'ffff',
    ]);
    expect(toHex(prefixed(Uint8Array.of(7, 8)))).toBe('00020708');
  });

  test.each([-1, 65536, 0.5, Number.NaN, '1' as never])('and nothing else: %s', (value) => {
    expect(() => uint16(value)).toThrow(RangeError);
  });
});

test('pieces are cut in order and own their bytes', () => {
  const source = Buffer.from([1, 2, 3, 4, 5]);
  const pieces = cut(source, 2, 0, 3);
  source.fill(0);
  expect(pieces.map(toHex)).toEqual(['0102', '', '030405']);
  for (const piece of [...pieces, concat(source, source)]) expect(piece.buffer.byteLength).toBe(piece.length);
});

test('exclusive or and the search for zeros look at every byte', () => {
  expect(toHex(xor(Uint8Array.of(1, 2, 0xff), Uint8Array.of(3, 2, 0x0f)))).toBe('0200f0');
  expect(isAllZero(new Uint8Array(3))).toBe(true);
  for (let i = 0; i < 3; i++) expect(isAllZero(new Uint8Array(3).fill(1, i, i + 1))).toBe(false);
});

test('what becomes a secret is wiped where it was', () => {
  const bytes = Uint8Array.of(1, 2);
  expect(toHex(intoSecret(bytes).expose())).toBe('0102');
  expect(toHex(bytes)).toBe('0000');
  expect(() => exposed('it', 'text' as never)).toThrow(new TypeError('it must be a Uint8Array'));
});
