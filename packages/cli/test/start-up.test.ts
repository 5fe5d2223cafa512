// What a command loads before it does anything: the time that it takes to start follows from that.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, Room } from './launched.ts';

const room = new Room();
const LOADED = room.at('loaded');
const HOOK = room.at('hook.mjs');

beforeAll(async () => {
  // Notes the addresses of all modules, after links were followed.
  writeFileSync(
    HOOK,
    `import { registerHooks } from 'node:module';
import { appendFileSync } from 'node:fs';
const urls = [];
registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
process.on('exit', () => appendFileSync(process.env.LOADED, urls.join('\\n')));
`,
  );
  room.write('source/note.txt', 'a line');
  await room.succeed(
    ...['backup', room.at('source'), '--to', room.store],
    ...['--recovery-key-out', room.at('key')],
  );
});
afterAll(() => room.remove());

/** The modules that a command loads, as paths from the package or from `node_modules`. */
async function modulesOf(...args: string[]): Promise<string[]> {
  writeFileSync(LOADED, '');
  const env = { NODE_OPTIONS: `--import ${pathToFileURL(HOOK)}`, LOADED };
  expect(await ended(room.start(args, env))).toMatchObject({ code: 0 });
  const urls = readFileSync(LOADED, 'utf8').split('\n');
  return urls
    .filter((url) => url.startsWith('file:'))
    .map((url) => url.replace(/^.*\/(packages|node_modules)\//, ''));
}

const found = (modules: readonly string[], pattern: RegExp): string[] =>
  modules.filter((module) => pattern.test(module));

test('the version is answered without the program', async () => {
  expect(await modulesOf('--version')).toEqual(['cli/bin/muniment.js']);
});

test('a list of snapshots loads no vault, no password, no noble, and nothing that writes archives', async () => {
  const modules = await modulesOf('snapshots', room.store);
  expect(modules).toContain('backup/dist/session.js');
  expect(found(modules, /^(?:opaque|vault-client|vault-server)\/|@noble|@clack|@zxcvbn/)).toEqual([]);
  expect(
    found(modules, /^archive\/dist\/(?:(?:chunkers|crew|generated)\/|.*(?:writer|verify|rewrite|collect))/),
  ).toEqual([]);
  expect(
    found(modules, /^backup\/dist\/(?:backup|restore|password|vault-guard|vault-link|cache)\.js$/),
  ).toEqual([]);
  expect(found(modules, /^cli\/dist\/(?:recover|given-key|vault-access|recovery-sheet)\.js$/)).toEqual([]);
  // Each costs about half a millisecond.

  expect(modules.length).toBeLessThan(120);
});

test('a backup loads no OPAQUE', async () => {
  const modules = await modulesOf('backup', room.at('source'), '--to', room.store);
  expect(modules).toContain('backup/dist/backup.js');
  expect(found(modules, /^opaque\/|@noble\/curves/)).toEqual([]);
});
