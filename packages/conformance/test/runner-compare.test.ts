// When an answer is the one that is expected.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer, JsonObject } from '../src/protocol.ts';
import { type CodeRule, compareAnswer, readAnswer } from '../src/runner/compare.ts';
import type { Expected, OperationRow } from '../src/runner/vectors.ts';

const row: OperationRow = { files: [], inputs: [], outputs: ['a', 'b.c'], failureOutputs: ['a'] };
const value: JsonObject = { a: [1, '2'], b: { c: true } };
const valid: Expected = { result: 'valid', value };
const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
const invalid: Expected = {
  result: 'invalid',
  error: 'ERR_PADDING',
  errorClass: 'malformed',
  released: 'none',
};
const partly: Expected = { ...invalid, released: { count: 2, sha256: sha256('cafe') } };
const telling: Expected = { ...invalid, value: { a: 1 } };
const refused: Expected = { result: 'invalid', outcome: 'wait', released: 'none', value: {} };

describe('an answer', () => {
  it.each<[string, Expected, Answer, CodeRule]>([
    ['the value', valid, { value }, 'exact'],
    ['more than the outputs', valid, { value: { ...value, note: 'x', b: { c: true, d: 1 } } }, 'exact'],
    ['the outcome ok', valid, { outcome: 'ok', value }, 'exact'],
    ['the code', invalid, { error: 'ERR_PADDING' }, 'exact'],
    ['the class', invalid, { error: 'ERR_ENCODING' }, 'class'],
    ['any code', invalid, { error: 'ERR_AUTHENTICATION' }, 'none'],
    ['no code', invalid, { error: true }, 'none'],
    ['a release of nothing', invalid, { error: 'ERR_PADDING', released: '' }, 'exact'],
    [
      'a release of no bytes',
      invalid,
      { error: 'ERR_PADDING', released: { count: 0, sha256: sha256('') } },
      'exact',
    ],
    ['a release of all that may be', partly, { error: 'ERR_PADDING', released: 'cafe' }, 'exact'],
    ['a release of less', partly, { error: 'ERR_PADDING', released: 'ca' }, 'exact'],
    ['a failure with what it has to tell', telling, { error: 'ERR_PADDING', value: { a: 1 } }, 'exact'],
    ['the outcome', refused, { outcome: 'wait' }, 'exact'],
    ['the outcome as an error', refused, { error: 'wait' }, 'exact'],
  ])('with %s passes', (_, expected, answer, codes) => {
    expect(compareAnswer(row, expected, answer, codes)).toEqual({ status: 'passed' });
  });

  it.each<[string, Expected, Answer, CodeRule, RegExp]>([
    ['another value', valid, { value: { ...value, a: [1, 2] } }, 'exact', /^a\[1\] is 2 and not "2"$/],
    [
      'an output that is missing',
      valid,
      { value: { a: value.a! } },
      'exact',
      /^b is null and not \{"c":true\}$/,
    ],
    [
      'an output too many',
      { ...valid, value: { a: 1 } },
      { value: { a: 1, b: { c: 0 } } },
      'exact',
      /^b is /,
    ],
    ['a refusal', valid, { error: 'ERR_FIELD' }, 'none', /^refused what is valid: ERR_FIELD$/],
    ['another outcome', valid, { outcome: 'wait', value }, 'none', /^refused what is valid: wait$/],
    ['a value', invalid, { value: {} }, 'none', /^accepted what it has to refuse with ERR_PADDING$/],
    ['the outcome ok', refused, { outcome: 'ok' }, 'none', /^accepted what it has to refuse with wait$/],
    [
      'another code',
      invalid,
      { error: 'ERR_ENCODING' },
      'exact',
      /^the error is ERR_ENCODING and not ERR_PADDING$/,
    ],
    ['another class', invalid, { error: 'ERR_AUTHENTICATION' }, 'class', /not of class malformed/],
    ['a code that does not exist', invalid, { error: 'EPADDING' }, 'class', /the error is EPADDING/],
    ['a name of every object', invalid, { error: 'constructor' }, 'class', /the error is constructor/],
    ['no code', invalid, { error: true }, 'class', /reports no code/],
    ['another outcome', refused, { outcome: 'wrong' }, 'class', /^the outcome is wrong and not wait$/],
    [
      'a release',
      invalid,
      { error: 'ERR_PADDING', released: '00' },
      'exact',
      /^released 1 bytes, where nothing/,
    ],
    [
      'a long release',
      partly,
      { error: 'ERR_PADDING', released: 'cafe00' },
      'exact',
      /^released 3 bytes, where at most 2/,
    ],
    [
      'another release',
      partly,
      { error: 'ERR_PADDING', released: 'cafd' },
      'exact',
      /that are not the plaintext/,
    ],
    ['a release without codes', invalid, { error: true, released: '00' }, 'none', /^released 1 bytes/],
    ['a failure that tells nothing', telling, { error: 'ERR_PADDING' }, 'exact', /^a is null and not 1$/],
    [
      'an outcome that tells too much',
      refused,
      { outcome: 'wait', value: { a: 'secret' } },
      'none',
      /^a is "secret"/,
    ],
  ])('with %s fails', (_, expected, answer, codes, reason) => {
    expect(compareAnswer(row, expected, answer, codes)).toEqual({
      status: 'failed',
      reason: expect.stringMatching(reason),
    });
  });

  it('that is unsupported is skipped', () => {
    for (const expected of [valid, invalid])
      expect(compareAnswer(row, expected, { unsupported: 'this' }, 'exact')).toEqual({
        status: 'skipped',
        reason: 'this',
      });
  });
});

describe('a message', () => {
  it.each<[object, Answer]>([
    [{ value: {} }, { value: {} }],
    [{ value: { a: 1 }, error: null }, { value: { a: 1 } }],
    [
      { error: 'ERR_X', value: { a: 1 } },
      { error: 'ERR_X', value: { a: 1 } },
    ],
    [
      { error: true, released: 'ff' },
      { error: true, released: 'ff' },
    ],
    [{ outcome: 'ok' }, { outcome: 'ok' }],
    [{ unsupported: '' }, { unsupported: '' }],
  ])('%j is an answer', (message, answer) => {
    expect(readAnswer({ id: 1, ...message })).toEqual(answer);
  });

  it.each([
    {},
    { value: null },
    { value: 'text' },
    { value: [] },
    { error: false },
    { error: '' },
    { error: 5 },
    { error: 'ERR_X', outcome: 'ok' },
    { error: 'ERR_X', unsupported: 'x' },
    { error: 'ERR_X', released: 'FF' },
    { error: 'ERR_X', released: 'f' },
    { error: 'ERR_X', released: 5 },
    { error: 'ERR_X', released: { count: -1, sha256: '00'.repeat(32) } },
    { error: 'ERR_X', released: { count: 1, sha256: '00' } },
    { outcome: 1 },
    { unsupported: true },
  ])('%j is none', (message) => {
    expect(readAnswer({ id: 1, ...message })).toBeUndefined();
  });
});
