import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as contract from '../src/contract.ts';
import * as whole from '../src/index.ts';
import * as testing from '../src/testing.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('has an example that prints what it says', () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const result = spawnSync(process.execPath, ['--input-type=module', '-e', example], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      encoding: 'utf8',
    });
    expect(result.stderr).toBe('');
    const said = [...example.matchAll(/\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(said).toHaveLength(3);
    const lines = result.stdout.trimEnd().split('\n');
    expect(lines.toSpliced(2, 1)).toEqual(said);
    expect(lines[2]).toBe('objects are never overwritten');
  });

  it('says for how long listings may be late, and what is durable without syncs of folders (STORE-055, STORE-057)', () => {
    const promises = readme.slice(readme.indexOf('## What a folder promises'), readme.indexOf('## Limits'));
    expect(promises).toMatch(/A listing of a folder on a local disk, or in memory, .* while it runs\./);
    expect(promises).toMatch(
      /no sync of folders: then a crash of the machine may lose the last objects, each as a whole/,
    );
  });

  it('names every export', () => {
    for (const name of [whole, contract, testing].flatMap((module) => Object.keys(module))) {
      expect(readme).toContain(name);
    }
  });
});
