// The README's example runs, its constants are right, and the package keeps what it says of browsers.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as api from '../src/index.ts';
import * as protobufApi from '../src/protobuf.ts';
import { schema, standalone } from './support/schema.ts';

const run = promisify(execFile);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  test('has an example that runs and prints what its comments say', { timeout: 60_000 }, async () => {
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
    expect(blocks).toHaveLength(1);
    const expected = [...blocks[0].matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(expected).toHaveLength(6);
    const args = ['--input-type=module-typescript', '--eval', blocks[0]];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: new URL('..', import.meta.url) });
    expect(stdout.trimEnd().split('\n')).toEqual(expected);
    expect(stderr).toBe('');
  });

  test('lists every message, enum and export', () => {
    for (const { name } of schema.messages) expect(readme, name).toContain(`\`${name}\``);
    for (const { name } of schema.enums) expect(readme, name).toContain(`\`${name}\``);
    const names = Object.keys({ ...api, ...protobufApi });
    const perMessage = standalone.flatMap(({ name }) => [`encode${name}`, `decode${name}`]);
    const others = names.filter((name) => !perMessage.includes(name) && !/_(NUMBERS|MAX_BYTES)$/.test(name));
    for (const name of [...others, 'FRAME_CONTENT_MAX_BYTES']) expect(readme, name).toContain(`\`${name}`);
    for (const name of perMessage) expect(names).toContain(name);
  });

  test('has the values of constants', () => {
    const constants = api as unknown as Record<string, number | bigint>;
    let count = 0;
    for (const [, names, values] of readme.matchAll(/^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \| ([\dn, ]+) \|$/gm)) {
      const texts = names.split(', ').map((name) => constants[name.replaceAll('`', '')]);
      expect(texts.map((value) => `${value}${typeof value === 'bigint' ? 'n' : ''}`)).toEqual(
        values.split(', '),
      );
      count += texts.length;
    }
    expect(count).toBe(14);
  });
});

test('the sources import nothing that browsers lack', () => {
  const files = import.meta.glob('../src/**/*.ts', { query: '?raw', import: 'default', eager: true });
  const imports = new Map<string, Set<string>>();
  for (const [file, source] of Object.entries(files)) {
    for (const [, from] of (source as string).matchAll(/from ['"]([^'"]+)['"]/g)) {
      if (!from.startsWith('.')) imports.set(from, (imports.get(from) ?? new Set()).add(file));
    }
  }
  expect([...imports.keys()].sort()).toEqual(['@muniment/errors', 'protobufjs/minimal.js']);
  expect([...(imports.get('protobufjs/minimal.js') ?? [])]).toEqual(['../src/generated/protobuf.ts']);
});
