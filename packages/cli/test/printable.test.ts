import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, escapeControls, escapeJson, parseEscapedName } from '../src/printable.ts';

const HOSTILE = 'a\x1b[2J\x07\r\nb\u202egnp.exe\u2066\u2028\u0085\u{e0041}é😀\ud800';

test('nothing that drives a terminal gets through', () => {
  const shown = escapeControls(HOSTILE);
  expect(shown).toBe('a\\x1b[2J\\x07\\x0d\\x0ab\\u202egnp.exe\\u2066\\u2028\\x85\\ue0041é😀\\ud800');
  expect(escapeControls('plain, with \\ and é')).toBe('plain, with \\ and é');
});

test('a JSON line keeps its value and loses its control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = escapeJson(JSON.stringify({ text }));
      expect(JSON.parse(line)).toEqual({ text });
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
  expect(JSON.parse(escapeJson(JSON.stringify(HOSTILE)))).toBe(HOSTILE);
});

test('an escaped name is read back as its bytes', () => {
  expect(parseEscapedName('plain')).toBeUndefined();
  expect(parseEscapedName('C:\\x')).toBeUndefined();
  expect(parseEscapedName('caf\\xe9/\\x1b\\u202e')).toEqual(
    new Uint8Array([...Buffer.from('caf'), 0xe9, 0x2f, 0x1b, ...Buffer.from('\u202e')]),
  );
});

test('bytes that are not UTF-8 are no text', () => {
  expect(decodeUtf8(Buffer.from('é'))).toBe('é');
  expect(decodeUtf8(new Uint8Array([0xe9]))).toBeUndefined();
  expect(decodeUtf8(new Uint8Array([0xed, 0xa0, 0x80]))).toBeUndefined();
});
