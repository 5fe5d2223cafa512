import { expect, test } from 'vitest';
import { progressLine } from '../src/progress.ts';

const MIB = 1024 ** 2;

test('a line says what is known', () => {
  const state = {
    phase: 'reading',
    label: 'Reading',
    item: 'file',
    doneBytes: 30 * MIB,
    totalBytes: 100 * MIB,
    doneItems: 3,
    totalItems: 10,
  };
  expect(progressLine(state, 2 * MIB, 35_000)).toBe(
    'Reading: 30.0 MiB of 100 MiB (30 %), 3 of 10 files, 2.00 MiB/s, about 35 s left',
  );
});

test('a line leaves out what is not known', () => {
  expect(
    progressLine(
      { phase: 'reading', label: 'Reading', item: 'file', doneBytes: 5, doneItems: 0 },
      undefined,
      undefined,
    ),
  ).toBe('Reading: 5 B');
});

test('100 % is said only of what is finished', () => {
  const state = {
    phase: 'reading',
    label: 'Reading',
    item: 'file',
    doneBytes: 999_999,
    totalBytes: 1_000_000,
    doneItems: 1,
  };
  expect(progressLine(state, undefined, undefined)).toContain('(99 %)');
  expect(progressLine({ ...state, doneBytes: 1_000_000 }, undefined, undefined)).toContain('(100 %)');
});
