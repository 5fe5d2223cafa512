import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  parseCount,
  parseListen,
  parsePercent,
  parseSpan,
  parseStore,
  parseTokenMinutes,
} from '../src/arguments.ts';
import { keepRules, keepText } from '../src/keep.ts';

test('a store is a folder; a URL is refused whatever its scheme', () => {
  for (const path of ['backup', './s3', '/media/usb/backup', 'C:\\backup', 'C:/backup', '../a:b']) {
    expect(parseStore(path)).toBe(path);
  }
  for (const url of ['s3://bucket/x', 'https://example.org', 'file:///tmp', 'sftp:host', 'S3://B', '']) {
    expect(() => parseStore(url)).toThrowError(expect.objectContaining({ code: 'ERR_USAGE' }));
  }
});

test('counts are whole and at least 1', () => {
  expect(parseCount('1')).toBe(1);
  expect(parseCount('1000000')).toBe(1_000_000);
  for (const bad of ['0', '-1', '1.5', '1e3', '', ' 2', '1000001', '99999999999', '0x10', 'x']) {
    expect(() => parseCount(bad)).toThrowError(InvalidArgumentError);
  }
});

test('percentages lie above 0 and end at 100', () => {
  expect(parsePercent('5%')).toBe(5);
  expect(parsePercent('0.5')).toBe(0.5);
  expect(parsePercent('100%')).toBe(100);
  for (const bad of ['0', '0%', '101', '-5', '%', 'five', '5 %', '1e2']) {
    expect(() => parsePercent(bad)).toThrowError(InvalidArgumentError);
  }
});

test('spans need a unit', () => {
  expect(parseSpan('90m')).toBe(90 * 60_000);
  expect(parseSpan('0s')).toBe(0);
  expect(parseSpan('2w')).toBe(14 * 86_400_000);
  for (const bad of ['36', 'h', '1.5h', '-1h', '1 h', '1y', '']) {
    expect(() => parseSpan(bad)).toThrowError(InvalidArgumentError);
  }
});

test('places to listen have a host and a port', () => {
  expect(parseListen('127.0.0.1:7677')).toEqual({ host: '127.0.0.1', port: 7677 });
  expect(parseListen('localhost:0')).toEqual({ host: 'localhost', port: 0 });
  expect(parseListen('[::1]:65535')).toEqual({ host: '::1', port: 65_535 });
  for (const bad of [
    '7677',
    'localhost',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '::1:80',
    '[::1]',
    ':80',
    'a b:80',
    'a:-1',
    '',
  ]) {
    expect(() => parseListen(bad)).toThrowError(InvalidArgumentError);
  }
});

test('tokens are for 1 to 5 whole minutes', () => {
  expect(parseTokenMinutes('1')).toBe(1);
  expect(parseTokenMinutes('5')).toBe(5);
  for (const bad of ['0', '6', '10', '1.5', 'five', '-1', '']) {
    expect(() => parseTokenMinutes(bad)).toThrowError(InvalidArgumentError);
  }
});

test('keep options become rules, or none', () => {
  expect(keepRules({})).toBeUndefined();
  expect(keepRules({ keep: 3, keepWeekly: 1 })).toEqual({
    keepLast: 3,
    keepDaily: 0,
    keepWeekly: 1,
    keepMonthly: 0,
  });
  expect(keepText(keepRules({ keep: 3, keepWeekly: 1 }))).toBe('the last 3 snapshots, one a week for 1 week');
  expect(keepText(undefined)).toBe('every snapshot');
});
