import { readdirSync, readFileSync } from 'node:fs';
import { ERRORS } from '@muniment/errors';
import { runReadme } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import * as derandomized from '../src/derandomized.ts';
import * as api from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const folder = new URL('../src/', import.meta.url);

describe('README', () => {
  it('has an example that runs and prints what its comments say', async () => {
    const [example, ...others] = await runReadme(new URL('..', import.meta.url));
    expect(others).toEqual([]);
    expect(example!.stderr).toBe('');
    expect(example!.expected).toHaveLength(3);
    expect(example!.printed).toEqual(example!.expected);
  });

  it('lists every export, constants with their values, and errors that exist', () => {
    for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
    const values: Readonly<Record<string, unknown>> = { ...api };
    let rows = 0;
    for (const [, names, said] of readme.matchAll(/^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \| ([\d, ]+) \|$/gm)) {
      const constants = names!.split(', ').map((name) => values[name.replaceAll('`', '')]);
      expect(constants).toEqual(said!.split(', ').map(Number));
      rows++;
    }
    expect(rows).toBe(3);
    for (const [code] of readme.matchAll(/\bERR_[A-Z_]+/g)) expect(Object.keys(ERRORS)).toContain(code);
  });

  it('names every error that the sources throw', () => {
    for (const file of readdirSync(folder)) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      for (const [, code] of source.matchAll(/'(ERR_[A-Z_]*[A-Z])'/g)) expect(readme).toContain(code);
    }
  });
});

describe('the package', () => {
  it('uses nothing that only Node has', () => {
    for (const file of readdirSync(folder)) {
      expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(/node:|\bBuffer\b|\bprocess\./);
    }
  });

  it('takes stretching and chance from callers by its derandomized entry only', () => {
    expect(Object.keys(derandomized).sort()).toEqual(['assertAnswer', 'channelKeyAt', 'openVaultWith']);
    expect(api).not.toHaveProperty('openVaultWith');
  });
});
