import { readFileSync } from 'node:fs';
import { ERRORS } from '@muniment/errors';
import { runReadme } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import * as api from '../src/index.ts';

const folder = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

describe('README', () => {
  it('has examples that print what their comments say', async () => {
    const examples = await runReadme(folder);
    expect(examples).toHaveLength(2);
    for (const { expected, printed, stderr } of examples) {
      expect(printed).toEqual(expected);
      expect(stderr).toBe('');
    }
  });

  it('names calls and errors that exist', () => {
    for (const [code] of readme.matchAll(/\bERR_[A-Z_]+/g)) expect(ERRORS).toHaveProperty(code);
    for (const name of Object.keys(api)) if (/^[a-z]/.test(name)) expect(readme, name).toContain(`\`${name}`);
  });
});
