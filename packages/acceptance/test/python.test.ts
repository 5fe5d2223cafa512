// The second implementation, written in Python from spec/ and test-vectors/ alone, on what the shipped command made: archives of
// real folders, and a password at a vault that another process serves.

import { execFile } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { count, seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { must } from './cli.ts';
import { addOddities, changeOnePerCent, differences, factsOf, temporaryFolder } from './trees.ts';
import { freePort, serveByCommand } from './vault-servers.ts';

/** Debian's, which has the packages that the implementation stands on. */
const PYTHON = '/usr/bin/python3';
const IMPLEMENTATION = fileURLToPath(new URL('../../conformance/python', import.meta.url));
const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const TEST_MS = 600_000;
const PASSWORD = 'violin trapdoor kiosk purple';

interface Ran {
  readonly code: number;
  readonly stderr: string;
}

/** Runs the Python implementation in a folder. */
function python(cwd: string, ...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    // It keeps its state in the home folder.
    const env = { ...process.env, HOME: cwd, PYTHONPATH: IMPLEMENTATION, PYTHONDONTWRITEBYTECODE: '1' };
    execFile(PYTHON, ['-m', 'muniment', ...args], { cwd, env, timeout: TEST_MS }, (error, _, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? -1), stderr });
    });
  });
}

it('reads both snapshots of a real folder, before and after a change of the keys, by the digits', {
  timeout: TEST_MS,
}, async () => {
  const folder = temporaryFolder();
  const [source, store, sheet, digits] = ['files', 'store', 'sheet.txt', 'digits.txt'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const device = { home: join(folder, 'home') };
  mkdirSync(source);
  const names = readdirSync(NODE_MODULES).filter((name) => /^[a-c][a-z-]*$/.test(name));
  for (const name of names.slice(0, count('python-packages'))) {
    cpSync(join(NODE_MODULES, name), join(source, name), { recursive: true, verbatimSymlinks: true });
  }
  addOddities(source, process.getuid?.() === 0, (path, uid) => chownSync(path, uid, uid));
  const before = factsOf(source);
  await must(['backup', source, '--to', store, '--recovery-key-out', sheet], device);
  const rows = [...readFileSync(sheet, 'utf8').matchAll(/^ *Row \d +(\d[\d ]*)$/gm)].map(([, row]) => row);
  expect(rows).toHaveLength(4);
  writeFileSync(digits, rows.join('\n'), { mode: 0o600 });
  changeOnePerCent(source, before, seededRandom(21));
  await must(['rotate', store], device);
  await must(['backup', source, '--to', store], device);
  const after = factsOf(source);
  const all = (await must(['snapshots', store], device)).all('snapshot').map(({ id }) => String(id));
  expect(all).toHaveLength(2);
  for (const [i, expected] of [before, after].entries()) {
    const into = join(folder, `restored-${i}`);
    const ran = await python(
      folder,
      ...['restore', store, '--into', into, '--recovery-key-file', digits, '--snapshot', all[i]!],
    );
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    const found = differences(expected, factsOf(join(into, 'files')));
    expect(found.slice(0, 20), `${found.length} differences`).toEqual([]);
  }
});

it('recovers by a password from a running vault, and tells a wrong one', { timeout: TEST_MS }, async () => {
  const folder = temporaryFolder();
  const [source, port] = [join(folder, 'files'), await freePort()];
  mkdirSync(source);
  writeFileSync(join(source, 'letter.txt'), 'Dear Ada');
  for (const [name, text] of Object.entries({ right: PASSWORD, wrong: `${PASSWORD}s` })) {
    writeFileSync(join(folder, `${name}.txt`), `${text}\n`, { mode: 0o600 });
  }
  const device = { home: join(folder, 'home'), cwd: folder };
  await must(['backup', 'files', '--to', 'store', '--recovery-key-out', 'sheet.txt'], device);
  const realm = ['--data', 'realm'];
  await must(
    ['vault', 'init', ...realm, '--operator', 'Example', '--url', `http://127.0.0.1:${port}`],
    device,
  );
  await serveByCommand(folder, port);
  await must(['vault', 'token', ...realm, '--account', 'ada', '--out', 'token.json'], device);
  const trust = ['--token-file', 'token.json', '--vault-bundle', 'realm/bundle.json'];
  const add = [
    'method',
    'add',
    'store',
    'password',
    '--password-file',
    'right.txt',
    '--account',
    'ada',
    ...trust,
  ];
  await must(add, device);

  const wrong = await python(
    folder,
    'recover',
    'store',
    '--into',
    'a',
    '--password-file',
    'wrong.txt',
    ...trust,
  );
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('ERR_PASSWORD_WRONG');
  const spent = await must(['password', 'status', 'store', '--token-file', 'token.json'], device);
  expect(spent.line('vault')).toMatchObject({ attempts: 1, attemptsLeft: 9 });

  const right = await python(
    folder,
    'recover',
    'store',
    '--into',
    'b',
    '--password-file',
    'right.txt',
    ...trust,
  );
  expect(right, right.stderr).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'b', 'files', 'letter.txt'), 'utf8')).toBe('Dear Ada');
  const cleared = await must(['password', 'status', 'store', '--token-file', 'token.json'], device);
  expect(cleared.line('vault')).toMatchObject({ attempts: 0, attemptsLeft: 10 });
});
