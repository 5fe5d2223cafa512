import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as whole from '../src/index.ts';
import * as portable from '../src/portable.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Every module that `file` imports, directly or not, types aside. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  const text = readFileSync(file, 'utf8');
  for (const [, types, specifier] of text.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)'/gm)) {
    if (types !== undefined || specifier === undefined) continue;
    const next = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    if (seen.has(next)) continue;
    seen.add(next);
    if (specifier.startsWith('.')) importsOf(next, seen);
  }
  return seen;
}

describe('what a browser gets', () => {
  it('imports nothing of Node', () => {
    const outside = [...importsOf(join(src, 'portable.ts'))].filter((name) => !name.startsWith(src));
    expect(outside).toEqual(['@muniment/errors']);
    expect([...importsOf(join(src, 'index.ts'))]).toContain('node:fs');
  });

  it('neither does the contract, which adapters for browsers run too', () => {
    const outside = [...importsOf(join(src, 'contract.ts'))].filter((name) => !name.startsWith(src));
    expect(outside).toEqual(['@muniment/errors']);
  });

  it('is everything but the folder store and how it writes', () => {
    expect(Object.keys(whole).filter((name) => !(name in portable))).toEqual(['writeBytes', 'folderStore']);
    expect(Object.keys(portable).filter((name) => !(name in whole))).toEqual([]);
  });
});
