// The README says what the runner does: its example runs, the programs in it are those of examples/, and nothing is left out.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '@muniment/errors';
import { runReadme } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import * as api from '../src/index.ts';
import { EXIT, main } from '../src/runner/command.ts';

const folder = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

describe('the README', () => {
  it('has an example that runs and prints what its comment says', async () => {
    const [example, ...others] = await runReadme(folder);
    expect(others).toEqual([]);
    expect(example.expected).toEqual(['true 1']);
    expect(example.printed).toEqual(example.expected);
    expect(example.stderr).toBe('');
  });

  it.each(['recovery-key.py', 'object-names.sh'])('shows %s as it is', (file) => {
    const text = readFileSync(fileURLToPath(new URL(`examples/${file}`, folder)), 'utf8');
    expect(readme).toContain(`\n${text}\`\`\`\n`);
  });

  it('lists every export, option and status', async () => {
    for (const name of Object.keys(api)) expect(readme, name).toMatch(new RegExp(`\`(new )?${name}\\b`));
    let help = '';
    await main(['--help'], {
      write: (text) => {
        help += text;
      },
      writeError: () => {},
    });
    const options = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name);
    expect(options.length).toBeGreaterThan(10);
    for (const name of options.filter((one) => one !== '--help')) expect(readme, name).toContain(`\`${name}`);
    const codes = [...`${help}${readme}`.matchAll(/\bERR_[A-Z_]+/g)].map(([code]) => code);
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) expect(Object.keys(ERRORS)).toContain(code);
    for (const status of Object.values(EXIT)) {
      expect(readme).toMatch(new RegExp(`^\\| ${status} \\|`, 'm'));
      expect(help).toMatch(new RegExp(`\\b${status} (if|\\n)`));
    }
  });

  it('says what the runner says', () => {
    expect(readme).toContain('After 20 such failures in a row');
    expect(readme).toContain('up to 16 requests ahead');
    const program = readFileSync(new URL('src/runner/program.ts', folder), 'utf8');
    expect(program).toContain('const WINDOW = 16;');
    expect(program).toContain('const FAULT_LIMIT = 20;');
  });
});
