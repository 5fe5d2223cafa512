// The whole life of an archive through the command line, unattended, each step a process of its own.

import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { compareTrees } from '../src/compare-trees.ts';
import { lineOf, Room } from './launched.ts';

const room = new Room();
afterAll(() => room.remove());

const HOSTILE_NAME = 'a\x1b[31m\u202eb';
const KEY = ['--recovery-key-file', 'key.txt'];
let archiveId = '';
let keyId = '';
let first = '';
let second = '';

test('set up unattended: the key lands in a file, and nowhere else', async () => {
  const lines = await room.json(0, 'init', 'store', '--recovery-key-out', 'key.txt', '--keep', '50');
  const archive = lineOf(lines, 'archive');
  archiveId = archive.archiveId;
  keyId = archive.keyId;
  expect(archive).toMatchObject({ location: room.store, recoveryKeyFile: room.at('key.txt') });
  const sheet = readFileSync(room.at('key.txt'), 'utf8');
  expect(sheet).toContain(`key id ${keyId}`);
  expect(JSON.stringify(lines)).not.toContain(/Row 1 {3}(\d{4})/.exec(sheet)![1]);
});

test('back up a tree with everything in it', async () => {
  room.write('source/letter.txt', 'Dear Ada');
  room.write('source/empty', '');
  room.write(
    'source/deep/er/photo.bin',
    new Uint8Array(3_000_000).map((_, at) => (at * at) >> 8),
  );
  room.write(`source/${HOSTILE_NAME}`, 'hostile');
  room.write('source/skip.tmp', 'not worth keeping');
  linkSync(room.at('source/letter.txt'), room.at('source/same-letter.txt'));
  symlinkSync('deep/er', room.at('source/short-cut'));
  utimesSync(room.at('source/letter.txt'), 1_000_000_000, 1_000_000_000.5);
  room.write('exclusions', '# a comment\n*.swp\n');
  const options = ['--tag', 'first', '--exclude', '*.tmp', '--exclude-file', 'exclusions'];
  const lines = await room.json(0, 'backup', 'source', '--to', 'store', ...options);
  const result = lineOf(lines, 'backup');
  expect(result).toMatchObject({ dryRun: false, files: 4, directories: 3, skipped: 0, readFiles: 4 });
  expect(result.snapshot).toMatchObject({
    tags: ['first'],
    roots: [{ name: 'source', source: room.at('source') }],
  });
  first = result.snapshot.id;
  expect(lines.some(({ type }) => type === 'progress')).toBe(true);
});

test('a dry run stores nothing, and an unchanged backup reads nothing', async () => {
  const before = readdirSync(room.store, { recursive: true }).length;
  const dry = lineOf(
    await room.json(0, 'backup', 'source', '--to', 'store', '--dry-run', '--paranoid'),
    'backup',
  );
  expect(dry).toMatchObject({ dryRun: true, storedBytes: 0 });
  expect(dry.snapshot).toBeUndefined();
  expect(readdirSync(room.store, { recursive: true }).length).toBe(before);
  const again = lineOf(
    await room.json(0, 'backup', 'source', '--to', 'store', '--exclude', '*.tmp'),
    'backup',
  );
  expect(again).toMatchObject({ readFiles: 0, unchangedFiles: 4, newBytes: 0 });
  const paranoid = await room.json(
    0,
    'backup',
    'source',
    '--to',
    'store',
    '--exclude',
    '*.tmp',
    '--paranoid',
  );
  expect(lineOf(paranoid, 'backup')).toMatchObject({ readFiles: 4, newBytes: 0 });
});

test('change, back up again, and see what changed', async () => {
  room.write('source/letter.txt', 'Dear Ada, dear Benoît');
  for (const name of ['empty', 'skip.tmp']) rmSync(room.at('source', name));
  room.write('source/new.txt', 'new');
  const lines = await room.json(
    0,
    'backup',
    'source',
    '--to',
    'store',
    '--tag',
    'second',
    '--exclude',
    '*.tmp',
  );
  second = lineOf(lines, 'backup').snapshot.id;
  const differences = await room.json(0, 'diff', 'store', first.slice(0, 8), 'latest');
  const changes = Object.fromEntries(
    differences.filter(({ type }) => type === 'difference').map(({ path, change }) => [path, change]),
  );
  expect(changes).toMatchObject({
    'source/letter.txt': 'changed',
    'source/empty': 'removed',
    'source/new.txt': 'added',
  });
  expect(lineOf(differences, 'diff')).toMatchObject({ added: 1, removed: 1 });
  const words = await room.succeed('diff', 'store', first.slice(0, 8), second.slice(0, 8));
  expect(words).toMatch(/^\+ source\/new\.txt$/m);
  expect(words).toMatch(/^- source\/empty$/m);
  expect(words).toMatch(/^M source\/letter\.txt {2}\(.*content.*\)$/m);
});

test('list snapshots and entries; no name drives the terminal', async () => {
  const snapshots = (await room.json(0, 'snapshots', 'store')).filter(({ type }) => type === 'snapshot');
  expect(snapshots.map(({ id }) => id)).toEqual(expect.arrayContaining([first, second]));
  expect(await room.succeed('snapshots', 'store')).toMatch(new RegExp(`^${first.slice(0, 8)} .*#first`, 'm'));
  expect(await room.succeed('ls', 'store')).toBe('source/\n');
  const all = await room.succeed('ls', 'store', first.slice(0, 8), 'source', '--recursive');
  expect(all.split('\n')).toEqual(expect.arrayContaining(['source/deep/er/photo.bin', 'source/short-cut']));
  expect(all).not.toContain('\x1b');
  expect(all).not.toContain('\u202e');
  const entries = await room.json(0, 'ls', 'store', 'latest', 'source');
  const hostile = entries.find(({ path }) => path.includes('31m'))!;
  expect(Buffer.from(hostile.pathBase64, 'base64').toString()).toBe(`source/${HOSTILE_NAME}`);
  const long = await room.succeed('ls', 'store', 'latest', 'source', '--long');
  expect(long).toMatch(/^l[0-7]{4} .* source\/short-cut -> deep\/er$/m);
  expect(long).toMatch(/^-0[0-7]{3} +\d+:\d+ +22 .* source\/letter\.txt$/m);
});

test('restore both states, whole and in part, on this device and with the key alone', async () => {
  await room.succeed('restore', 'store', '--into', 'now');
  expect(compareTrees(room.at('source'), room.at('now/source')).differences).toEqual([]);
  const home = room.home;
  room.home = room.at('another-home');
  const lines = await room.json(
    0,
    'restore',
    'store',
    '--into',
    'then',
    '--snapshot',
    first.slice(0, 8),
    ...KEY,
  );
  expect(lineOf(lines, 'restore')).toMatchObject({
    files: 4,
    failed: 0,
    incomplete: 0,
    into: room.at('then'),
  });
  // Reading with the key gives this device no key of its own.
  expect(existsSync(room.home) ? readdirSync(room.home, { recursive: true }) : []).toEqual([]);
  room.home = home;
  expect(readFileSync(room.at('then/source/letter.txt'), 'utf8')).toBe('Dear Ada');
  expect(readFileSync(room.at('then/source/empty'), 'utf8')).toBe('');
  await room.succeed('restore', 'store', '--into', 'part', '--path', 'source/deep/er', '--jobs', '2');
  expect(readdirSync(room.at('part/source'))).toEqual(['deep']);
  // A path as a listing shows it, escapes and all.
  const shown = (await room.succeed('ls', 'store', 'latest', 'source'))
    .split('\n')
    .find((path) => path.includes('31m'))!;
  await room.succeed('restore', 'store', '--into', 'one', '--path', shown);
  expect(readFileSync(room.at('one/source', HOSTILE_NAME), 'utf8')).toBe('hostile');
});

test('restoring over files that differ leaves them alone unless told', async () => {
  room.write('now/source/letter.txt', 'edited since');
  const kept = lineOf(await room.json(0, 'restore', 'store', '--into', 'now'), 'restore');
  // Both names of the letter are one file.
  expect(kept).toMatchObject({ keptFiles: 2, files: 0 });
  expect(readFileSync(room.at('now/source/letter.txt'), 'utf8')).toBe('edited since');
  await room.succeed('restore', 'store', '--into', 'now', '--overwrite', 'if-newer');
  expect(readFileSync(room.at('now/source/letter.txt'), 'utf8')).toBe('edited since');
  await room.succeed('restore', 'store', '--into', 'now', '--overwrite', 'always');
  expect(readFileSync(room.at('now/source/letter.txt'), 'utf8')).toBe('Dear Ada, dear Benoît');
});

test('verify at each level', async () => {
  for (const level of [[], ['--sample', '50%'], ['--all']]) {
    expect(lineOf(await room.json(0, 'verify', 'store', ...level), 'verify')).toMatchObject({
      isSound: true,
    });
  }
  expect(await room.succeed('verify', 'store', '--all')).toContain('Everything that was checked is sound.');
  expect(lineOf(await room.json(0, 'repair', 'store'), 'repair')).toMatchObject({
    revised: [],
    replaced: [],
  });
});

test('methods: list, add, drill, remove', async () => {
  const lines = await room.json(0, 'method', 'list', 'store');
  expect(lines.map(({ methodType }) => methodType).sort()).toEqual(['device', 'recovery-key']);
  const added = lineOf(
    await room.json(0, 'method', 'add', 'store', '--label', 'safe', '--recovery-key-out', 'second.html'),
    'method',
  );
  expect(added).toMatchObject({ label: 'safe', methodType: 'recovery-key' });
  const drill = lineOf(
    await room.json(0, 'method', 'check', 'store', '--recovery-key-file', 'second.html'),
    'check',
  );
  expect(drill).toMatchObject({ method: { keyId: added.keyId }, snapshot: { id: second } });
  expect(drill.bytes).toBeGreaterThan(0);
  const checked = await room.json(0, 'method', 'list', 'store');
  expect(checked.find(({ keyId: id }) => id === added.keyId)?.checked).toBeDefined();
  await room.succeed('method', 'remove', 'store', keyId);
  await room.fail('ERR_KEYRING_OUTDATED', 'method', 'check', 'store', ...KEY);
  await room.succeed('method', 'check', 'store', '--recovery-key-file', 'second.html');
  await room.fail('ERR_LAST_METHOD', 'method', 'remove', 'store', added.keyId);
});

test('rotate, and everything still opens', async () => {
  expect(lineOf(await room.json(0, 'rotate', 'store'), 'rotated')).toEqual({ type: 'rotated', archiveId });
  await room.succeed('method', 'check', 'store', '--recovery-key-file', 'second.html');
  await room.succeed('backup', 'source', '--to', 'store');
  await room.succeed('restore', 'store', '--into', 'rotated', '--snapshot', first.slice(0, 8));
  expect(readFileSync(room.at('rotated/source/letter.txt'), 'utf8')).toBe('Dear Ada');
});

test('a new device joins with the key, and may then write', async () => {
  const home = room.home;
  room.home = room.at('third-home');
  await room.fail('ERR_NOT_ENROLLED', 'backup', 'source', '--to', 'store');
  const lines = await room.json(0, 'backup', 'source', '--to', 'store', '--recovery-key-file', 'second.html');
  expect(lineOf(lines, 'backup')).toMatchObject({ files: 4 });
  await room.succeed('backup', 'source', '--to', 'store');
  const methods = await room.json(0, 'method', 'list', 'store');
  expect(methods.filter(({ methodType }) => methodType === 'device')).toHaveLength(2);
  room.home = home;
});

test('status tells all, and complains about age', async () => {
  const status = lineOf(await room.json(0, 'status', 'store', '--max-age', '36h'), 'status');
  expect(status).toMatchObject({ archiveId, isTooOld: false, policy: { keepLast: 50 }, epoch: 3 });
  expect(lineOf(await room.json(4, 'status', 'store', '--max-age', '0s'), 'status')).toMatchObject({
    isTooOld: true,
  });
  const words = await room.succeed('status', 'store');
  expect(words).toContain(`Archive ${archiveId} in ${room.store}`);
  expect(words).toContain('backups keep the last 50 snapshots');
});

test('forget and prune', async () => {
  const dry = lineOf(await room.json(0, 'forget', 'store', first.slice(0, 8), '--dry-run'), 'retention');
  expect(dry).toMatchObject({ dryRun: true, forgotten: [first] });
  expect(lineOf(await room.json(0, 'forget', 'store', first.slice(0, 8)), 'retention').forgotten).toEqual([
    first,
  ]);
  await room.fail('ERR_SNAPSHOT_UNKNOWN', 'ls', 'store', first.slice(0, 8));
  const kept = lineOf(await room.json(0, 'forget', 'store', '--keep', '1', '--remember'), 'retention');
  expect(kept.kept.length).toBeLessThanOrEqual(2);
  expect(lineOf(await room.json(0, 'status', 'store'), 'status').policy).toMatchObject({
    keepLast: 1,
    keepDaily: 0,
  });
  await room.succeed('prune', 'store', '--grace', '0s', '--dry-run');
  await room.json(0, 'prune', 'store', '--grace', '0s');
  await room.json(0, 'prune', 'store', '--grace', '0s');
  await room.succeed('restore', 'store', '--into', 'pruned');
  expect(compareTrees(room.at('source'), room.at('pruned/source')).differences).toEqual([]);
  await room.succeed('forget', 'store', '--clear-policy');
  expect(lineOf(await room.json(0, 'status', 'store'), 'status').policy).toBeUndefined();
});

test('inspect says what each kind of object is, and that other files are none', async () => {
  const kinds = new Map<string, string>([
    ['keyring', 'keyring'],
    ['heads', 'head'],
    ['packs', 'pack'],
  ]);
  for (const [folder, kind] of kinds) {
    const name = readdirSync(room.at('store', folder), { recursive: true }).map(String).sort().at(-1)!;
    const found = lineOf(await room.json(0, 'inspect', room.at('store', folder, name)), 'inspection');
    expect(found).toMatchObject({ kind, name: `${folder}/${name}` });
    expect(await room.succeed('inspect', room.at('store', folder, name))).toContain(`: ${kind},`);
  }
  expect((await room.run('inspect', 'exclusions')).stdout).toContain('unknown');
  await room.fail('ERR_INPUT_FILE', 'inspect', 'nothing-there');
});

test('two paths of one name are both kept; a socket is no failure; what is missing is', async () => {
  room.write('other/source/letter.txt', 'another letter');
  const server = createServer().listen(room.at('other/socket'));
  await new Promise((done) => server.once('listening', done));
  const lines = await room.json(0, 'backup', 'source', 'other/source', 'other', '--to', 'store');
  server.close();
  expect(lines.filter(({ type }) => type === 'warning')).toMatchObject([{ code: 'ERR_SOURCE_KIND' }]);
  const { roots } = lineOf(lines, 'backup').snapshot;
  expect(roots.map(({ name }: { name: string }) => name)).toEqual(['other', 'source', 'source~2']);
  const partial = await room.run('backup', 'source', 'nothing-there', '--to', 'store');
  expect(partial).toMatchObject({ code: 3 });
  expect(partial.stderr).toMatch(/^warning: .*nothing-there/m);
  await room.fail('ERR_SOURCE_MISSING', 'backup', 'nothing-there', '--to', 'store');
});

test('destroy leaves nothing behind', async () => {
  await room.fail('ERR_TERMINAL_NEEDED', 'destroy', 'store');
  const lines = await room.json(0, 'destroy', 'store', '--yes');
  expect(lineOf(lines, 'destroyed')).toMatchObject({ archiveId, foreign: 0 });
  expect(existsSync(room.store)).toBe(false);
  const left = existsSync(room.home) ? readdirSync(room.home, { recursive: true, withFileTypes: true }) : [];
  expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
  await room.fail('ERR_STORE_UNREACHABLE', 'snapshots', 'store');
});

test('the demo: its own sample, then a folder', async () => {
  mkdirSync(room.at('tmp'));
  const result = await room.run('demo');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout.split('\n').length).toBeLessThan(40);
  expect(result.stdout).toContain('every byte, name, mode, time and link is the same.');
  const lines = await room.json(0, 'demo', 'source');
  expect(lineOf(lines, 'demo')).toMatchObject({ differences: [], foundNames: [] });
});
