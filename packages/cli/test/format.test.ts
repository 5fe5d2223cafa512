import { expect, test } from 'vitest';
import { isoTimeNs } from '../src/describe.ts';
import { DAY_MS, formatBytes, formatCount, formatDuration, formatTable } from '../src/format.ts';

test('bytes have three digits and never a rounded-up unit', () => {
  const expected: [number | bigint, string][] = [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [10_239, '10.0 KiB'],
    [1_048_575, '1.00 MiB'],
    [150 * 1024 ** 2, '150 MiB'],
    [2n ** 64n - 1n, '16.0 EiB'],
  ];
  for (const [bytes, text] of expected) expect(formatBytes(bytes)).toBe(text);
});

test('counts agree with their noun', () => {
  expect(formatCount(1, 'file')).toBe('1 file');
  expect(formatCount(0, 'file')).toBe('0 files');
  expect(formatCount(12_345n, 'entry', 'entries')).toBe('12,345 entries');
});

test('spans have at most two units', () => {
  expect(formatDuration(59_400)).toBe('59 s');
  expect(formatDuration(60_000)).toBe('1 min');
  expect(formatDuration(200_000)).toBe('3 min 20 s');
  expect(formatDuration(3_600_000 + 5 * 60_000)).toBe('1 h 5 min');
  expect(formatDuration(29 * 3_600_000)).toBe('29 h');
  expect(formatDuration(12 * DAY_MS)).toBe('12 days');
});

test('columns are aligned', () => {
  expect(
    formatTable('<>', [
      ['a', '10'],
      ['long', '9'],
    ]),
  ).toEqual(['a     10', 'long   9']);
  expect(formatTable('<', [])).toEqual([]);
});

test('times keep their nanoseconds, before 1970 too', () => {
  expect(isoTimeNs(1_700_000_000_123_456_789n)).toBe('2023-11-14T22:13:20.123456789Z');
  expect(isoTimeNs(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
  expect(isoTimeNs(10n ** 25n)).toBe('10000000000000000.000000000');
});
