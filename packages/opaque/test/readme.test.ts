import { readFileSync } from 'node:fs';
import { runReadme } from '@muniment/test-kit';
import { expect, test } from 'vitest';
import * as derandomized from '../src/derandomized.ts';
import * as api from '../src/index.ts';
import * as password from '../src/password.ts';

const folder = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

test('the example registers, logs in and refuses, as its comments say', async () => {
  const examples = await runReadme(folder);
  expect(examples).toHaveLength(1);
  for (const { expected, printed, stderr } of examples) {
    expect(expected).toHaveLength(3);
    expect(printed).toEqual(expected);
    expect(stderr).toBe('');
  }
});

test('every export is named', () => {
  for (const name of [...Object.keys(api), 'encodePasswordInput', 'prepareOpaqueString']) {
    expect(readme).toContain(`\`${name}`);
  }
  expect(Object.keys(password).sort()).toEqual([
    'ACCOUNT_MAX_BYTES',
    'PASSWORD_MAX_BYTES',
    'UNICODE_VERSION',
    'encodePasswordInput',
    'prepareOpaqueString',
  ]);
});

test('nothing that takes random values, or does not stretch, leaves by the main entry', () => {
  for (const name of Object.keys(derandomized)) expect(api).not.toHaveProperty(name);
  expect(Object.keys(api).filter((name) => /With$|identity|unbounded/i.test(name))).toEqual([]);
});
