// The second implementation, in Python, through the door that every implementation has: all vectors of all suites, altered inputs
// against our own packages, and its own tests.

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { count } from '@muniment/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXIT, main } from '../src/runner/command.ts';

const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Debian's, which has the packages that it stands on. */
const PYTHON = '/usr/bin/python3';
const IMPLEMENTATION = pathTo('../python');
const VECTORS = pathTo('../../../test-vectors');
const TESTS = readdirSync(pathTo('../python/tests')).filter((name) => name.endsWith('.py'));
const TEST_MS = 900_000;

const before = { ...process.env };
beforeAll(() => {
  process.env.PYTHONPATH = IMPLEMENTATION;
  process.env.PYTHONDONTWRITEBYTECODE = '1';
});
afterAll(() => {
  process.env = before;
});

/** Operations whose answer to any altered input follows from the specification, up to the code where several things are wrong. */
const DETERMINED = [
  ...[
    'wire.decode',
    'wire.frame',
    'wire.fixed-frame',
    'wire.name',
    'recovery-key.parse',
    'recovery-key.secret',
  ],
  ...['key-hierarchy.rootKey', 'key-hierarchy.vaultSecret', 'key-hierarchy.slot', 'keyring.open'],
  ...['cobblestone-contexts.open', 'packs.readChunk', 'packs.readPack', 'manifest.read', 'heads.open'],
  ...['opaque.prepare', 'opaque.passwordInput', 'realm-descriptor.text', 'realm-descriptor.note'],
];

interface Report {
  readonly success: boolean;
  readonly results: readonly { readonly id: string; readonly status: string; readonly reason?: string }[];
  readonly random?: { readonly cases: number; readonly differences: readonly unknown[] };
}

async function run(...options: string[]): Promise<{ status: number; report: Report; log: string }> {
  let [out, log] = ['', ''];
  const all = ['--vectors', VECTORS, '--report', 'json', ...options, '--', PYTHON, '-m', 'muniment'];
  const status = await main(all, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      log += text;
    },
  });
  return { status, report: JSON.parse(out) as Report, log };
}

it('passes every vector of every suite', { timeout: TEST_MS }, async () => {
  const { status, report, log } = await run();
  expect(
    report.results.filter((result) => result.status !== 'passed'),
    log,
  ).toEqual([]);
  expect([status, report.success]).toEqual([EXIT.success, true]);
  expect(report.results.length).toBeGreaterThan(4000);
});

it('accepts and refuses what our packages accept and refuse', { timeout: TEST_MS }, async () => {
  const operations = DETERMINED.flatMap((operation) => ['--operation', operation]);
  const cases = String(count('python-random'));
  const { report, log } = await run('--random', cases, '--seed', '7', '--codes', 'none', ...operations);
  expect(report.random?.differences, log).toEqual([]);
  expect(report.random?.cases).toBeGreaterThan(DETERMINED.length);
});

it.each(TESTS)('python/tests/%s', { timeout: TEST_MS }, (name) => {
  const vectors = name.includes('third_party') ? [VECTORS] : [];
  expect(() =>
    execFileSync(PYTHON, [pathTo(`../python/tests/${name}`), ...vectors], {
      stdio: 'pipe',
      encoding: 'utf8',
    }),
  ).not.toThrow();
});
