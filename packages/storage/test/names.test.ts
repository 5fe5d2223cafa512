import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertObjectBytes,
  assertObjectName,
  assertObjectPrefix,
  assertReadable,
  isObjectName,
  OBJECT_MAX_BYTES,
  printable,
} from '../src/names.ts';

const runs = { numRuns: count('property') };
const segment = fc.string({ unit: fc.constantFrom(...'abcxyz0189-'), minLength: 1, maxLength: 12 });
const name = fc.array(segment, { minLength: 1, maxLength: 8 }).map((segments) => segments.join('/'));

describe('object names', () => {
  it('are segments of a-z, 0-9 and - joined by /', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(isObjectName(text)).toBe(true);
        assertObjectName(text);
      }),
      runs,
    );
  });

  it('are nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const expected =
          text.length > 0 &&
          text.split('/').every((part) => part.length > 0 && [...part].every(isNameCharacter));
        expect(isObjectName(text)).toBe(expected);
      }),
      runs,
    );
    expect(isObjectName('a'.repeat(200))).toBe(true);
    expect(isObjectName('a'.repeat(201))).toBe(false);
    expect(isObjectName('a\n')).toBe(false);
    expect(isObjectName(7 as never)).toBe(false);
  });

  it('are refused with a code, and a wrong type with a TypeError (STORE-001)', () => {
    expect(() => assertObjectName('../x')).toThrow(expect.objectContaining({ code: 'ERR_STORE_NAME' }));
    expect(() => assertObjectName(undefined as never)).toThrow(TypeError);
    expect(() => assertObjectPrefix(null as never)).toThrow(TypeError);
  });

  it('may be cut anywhere to give a prefix (STORE-002)', () => {
    fc.assert(
      fc.property(name, fc.nat(100), (text, length) => assertObjectPrefix(text.slice(0, length))),
      runs,
    );
    for (const bad of ['/', '//', 'a//', '.', 'a/.', 'A', '~', 'a'.repeat(201)]) {
      expect(() => assertObjectPrefix(bad), bad).toThrow(expect.objectContaining({ code: 'ERR_STORE_NAME' }));
    }
  });
});

describe('object sizes', () => {
  it('end at 64 MiB', () => {
    expect(OBJECT_MAX_BYTES).toBe(67_108_864);
    assertReadable(OBJECT_MAX_BYTES, 'x');
    expect(() => assertReadable(OBJECT_MAX_BYTES + 1, 'x')).toThrow(
      expect.objectContaining({ code: 'ERR_LIMIT' }),
    );
  });

  it('are those of a Uint8Array', () => {
    assertObjectBytes(new Uint8Array());
    for (const bad of ['text', [1], new ArrayBuffer(1), new Uint16Array(1), null]) {
      expect(() => assertObjectBytes(bad as never)).toThrow(TypeError);
    }
  });
});

describe('printable', () => {
  it('gives printable ASCII for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(printable(text)).toMatch(/^"[\x20-\x7e]*"$/);
      }),
      runs,
    );
  });

  it('escapes what a terminal or a reader would take for something else, and cuts what is long', () => {
    expect(printable('a"b\\c\x1b[2Jd\u202e')).toBe('"a\\"b\\\\c\\u001b[2Jd\\u202e"');
    expect(printable('x'.repeat(1_000))).toBe(`"${'x'.repeat(240)}..."`);
  });
});

function isNameCharacter(char: string): boolean {
  return 'abcdefghijklmnopqrstuvwxyz0123456789-'.includes(char);
}
