// The committed vectors are what the generator makes, byte for byte, and the generator shares no code with what they test.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkGenerator } from '../src/generator-imports.ts';
import { readText, trackedFiles } from '../src/lint/files.ts';
import { formatProblems } from '../src/lint/problem.ts';

describe('the generator', () => {
  it('makes the committed files', () => {
    const script = fileURLToPath(new URL('../scripts/generate.ts', import.meta.url));
    // Fails, and prints which files differ, unless every file is as generated.
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
  });

  it('imports none of the packages under test', () => {
    const sources = new Map(
      trackedFiles()
        .filter((path) => path.startsWith('packages/conformance/'))
        .map((path) => [path, readText(path)]),
    );
    expect(sources.size).toBeGreaterThan(30);
    expect(formatProblems(checkGenerator(sources))).toBe('');
  });

  it.each([
    `import { encodeHead } from '@muniment/wire';`,
    `import type { Head } from '@muniment/wire';`,
    `export { sealCobblestone } from '@muniment/crypto';`,
    `import { deflate } from '../../../archive/src/compression/compressor-node.ts';`,
    `const { parseKeyring } = await import('@muniment/keys');`,
    `import { gcm } from '@noble/ciphers/aes.js';`,
    `import '@muniment/errors';`,
  ])('would be told of: %s', (statement) => {
    const planted = new Map([['packages/conformance/src/kit/planted.ts', `// A comment.\n${statement}\n`]]);
    expect(checkGenerator(planted)).toHaveLength(1);
  });
});
