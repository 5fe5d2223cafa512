import { readFileSync } from 'node:fs';
import { runReadme } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import * as derandomized from '../src/derandomized.ts';
import * as api from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('has an example that runs and prints what its comments say', async () => {
    const examples = await runReadme(new URL('..', import.meta.url));
    expect(examples).toHaveLength(1);
    for (const { expected, printed, stderr } of examples) {
      expect(expected).toHaveLength(3);
      expect(printed).toEqual(expected);
      expect(stderr).toBe('');
    }
  });

  it('lists every export, and constants with their values', () => {
    for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
    let rows = 0;
    for (const row of readme.matchAll(/^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \| (.*) \|$/gm)) {
      const names = row[1].split(', ').map((name) => name.replaceAll('`', ''));
      if (names.some((name) => name.startsWith('ERR_'))) continue;
      const values = row[2].split(', ').map((value) => {
        const power = /^2\^(\d+)( - 1)?$/.exec(value);
        return power === null ? Number(value) : 2 ** Number(power[1]) - (power[2] === undefined ? 0 : 1);
      });
      expect(names.map((name) => (api as Record<string, unknown>)[name])).toEqual(values);
      rows++;
    }
    expect(rows).toBe(6);
  });

  it('says what the derandomized entry is for', () => {
    expect(Object.keys(derandomized).sort()).toEqual([
      'XWING_RANDOMNESS_BYTES',
      'encapsulateRequestWithRandomness',
      'hpkeSealWithRandomness',
      'hpkeSetupSenderWithRandomness',
      'openRequestWithNonce',
      'sealCobblestoneStreamWithSalt',
      'sealCobblestoneWithSalt',
    ]);
    // Nothing that takes a seed leaves by the main entry.
    for (const name of Object.keys(derandomized)) expect(api).not.toHaveProperty(name);
    expect(readme).toContain('@muniment/crypto/derandomized');
  });
});
