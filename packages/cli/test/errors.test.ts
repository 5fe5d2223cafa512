// What goes wrong in practice: each failure has its code, its exit code, its words, and loses nothing.

import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { relative } from 'node:path';
import { ERRORS } from '@muniment/errors';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ended, LAUNCHER, lineOf, Room, readLines } from './launched.ts';

/** An archive with one snapshot and its key in key.txt, made once and copied for each test. */
const original = new Room();
let room: Room;

beforeAll(async () => {
  original.write('docs/letter.txt', 'Dear Ada');
  original.write('docs/notes/one.txt', 'one');
  await original.succeed('backup', 'docs', '--to', 'store', '--recovery-key-out', 'key.txt');
});
afterAll(() => original.remove());
beforeEach(() => {
  room = new Room();
  cpSync(original.path, room.path, { recursive: true, preserveTimestamps: true });
});
afterEach(() => room.remove());

/** The rows of the key in a sheet. */
function rowsOf(sheet: string): string[] {
  return [...readFileSync(room.at(sheet), 'utf8').matchAll(/Row \d {3}([\d ]+)/g)].map(([, row]) =>
    row!.trim(),
  );
}

/** True for a pack that holds names and not content: without it nothing can be listed. */
async function isManifest(pack: string): Promise<boolean> {
  const copy = new Room();
  cpSync(room.path, copy.path, { recursive: true, preserveTimestamps: true });
  rmSync(copy.at(relative(room.path, pack)));
  const { stdout } = await copy.run('ls', 'store', '--recursive');
  copy.remove();
  return !stdout.includes('letter.txt');
}

/** The packs in the store. */
function packs(): string[] {
  return readdirSync(room.at('store/packs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort((a, b) => statSync(a).size - statSync(b).size);
}

test('usage: unknown commands and options, missing and bad arguments, URLs', async () => {
  const commands = [
    [],
    ['backp'],
    ['method'],
    ['ls', 'store', '--no-such-option'],
    ['backup', 'docs'],
    ['backup', '--to', 'store'],
    ['restore', 'store'],
    ['restore', 'store', '--into', 'x', '--overwrite', 'sometimes'],
    ['verify', 'store', '--sample', '200%'],
    ['verify', 'store', '--sample', '5%', '--all'],
    ['prune', 'store', '--grace', 'a while'],
    ['forget', 'store'],
    ['forget', 'store', '--keep', '0'],
    ['forget', 'store', 'abcd', '--keep', '2'],
    ['forget', 'store', '--remember'],
    ['status', 's3://bucket/archive'],
    ['backup', 'docs', '--to', 'https://example.org/archive'],
  ];
  for (const command of commands) await room.fail('ERR_USAGE', ...command);
  expect(await room.fail('ERR_USAGE', 'backp')).toContain('Did you mean backup?');
});

test('a mistyped row is named; so are exchanged rows, a character that is no digit, and a missing row', async () => {
  const rows = rowsOf('key.txt');
  const sheet = (changed: readonly string[]): string[] => {
    room.write('typed.txt', changed.join('\n'));
    return ['restore', 'store', '--into', 'back', '--recovery-key-file', 'typed.txt'];
  };
  const wrongDigit = rows[2]!.replace(/\d$/, (digit) => String((Number(digit) + 3) % 10));
  expect(
    await room.fail('ERR_RECOVERY_KEY_ROW', ...sheet([rows[0]!, rows[1]!, wrongDigit, rows[3]!])),
  ).toContain('row 3 is not right');
  expect(
    await room.fail('ERR_RECOVERY_KEY_ROW', ...sheet([rows[0]!, rows[2]!, rows[1]!, rows[3]!])),
  ).toContain('rows 2,3 are not right');
  const letter = `O${rows[0]!.slice(1)}`;
  expect(await room.fail('ERR_RECOVERY_KEY_CHARACTER', ...sheet([letter, ...rows.slice(1)]))).toContain(
    'character 1',
  );
  expect(await room.fail('ERR_RECOVERY_KEY_LENGTH', ...sheet(rows.slice(1)))).toContain(
    '48 digits instead of 64',
  );
  await room.fail(
    'ERR_INPUT_FILE',
    'restore',
    'store',
    '--into',
    'back',
    '--recovery-key-file',
    'nowhere.txt',
  );
  expect(existsSync(room.at('back'))).toBe(false);
});

test("another archive's key is told apart, by the ids on both sheets", async () => {
  await room.succeed('init', 'other', '--recovery-key-out', 'other.txt');
  const idOf = (sheet: string): string => /key id (\w{4})/.exec(readFileSync(room.at(sheet), 'utf8'))![1]!;
  const told = await room.fail(
    'ERR_RECOVERY_KEY_OTHER',
    'restore',
    'store',
    '--into',
    'back',
    '--recovery-key-file',
    'other.txt',
  );
  expect(told).toContain(idOf('other.txt'));
  expect(told).toContain(idOf('key.txt'));
});

test('without a key on this device and without a terminal, the option is named', async () => {
  rmSync(room.home, { recursive: true });
  for (const command of [
    ['snapshots', 'store'],
    ['restore', 'store', '--into', 'back'],
    ['backup', 'docs', '--to', 'store'],
  ]) {
    expect(await room.fail('ERR_NOT_ENROLLED', ...command)).toContain('--recovery-key-file');
  }
  expect(await room.fail('ERR_TERMINAL_NEEDED', 'method', 'check', 'store')).toContain('--recovery-key-file');
});

test('setting up without a terminal needs a file for the key, which is never overwritten nor put in the store', async () => {
  expect(await room.fail('ERR_TERMINAL_NEEDED', 'init', 'new')).toContain('--recovery-key-out');
  await room.fail('ERR_TERMINAL_NEEDED', 'backup', 'docs', '--to', 'new');
  await room.fail('ERR_OUTPUT_FILE', 'init', 'new', '--recovery-key-out', 'key.txt');
  await room.fail('ERR_OUTPUT_FILE', 'init', 'new', '--recovery-key-out', 'new/key.txt');
  await room.fail('ERR_OUTPUT_FILE', 'init', 'new', '--recovery-key-out', 'no/such/folder/key.txt');
  expect(existsSync(room.at('new'))).toBe(false);
  await room.fail('ERR_ARCHIVE_EXISTS', 'init', 'store', '--recovery-key-out', 'second.txt');
  expect(existsSync(room.at('second.txt'))).toBe(false);
});

test('a missing store is never taken for an empty one', async () => {
  for (const command of ['snapshots', 'ls', 'verify', 'status', 'prune', 'rotate']) {
    await room.fail('ERR_STORE_UNREACHABLE', command, 'nowhere');
  }
  // The drive is not mounted: its mount point is there and empty.
  await room.succeed('backup', 'docs', '--to', 'store');
  rmSync(room.store, { recursive: true });
  mkdirSync(room.store);
  const told = await room.fail(
    'ERR_ARCHIVE_MISSING',
    'backup',
    'docs',
    '--to',
    'store',
    '--recovery-key-out',
    'second.txt',
  );
  expect(told).toContain('is the drive mounted?');
  await room.fail('ERR_ARCHIVE_MISSING', 'snapshots', 'store');
  expect(readdirSync(room.store)).toEqual([]);
});

test('a folder full of other things does not become a store by a mistyped path', async () => {
  room.write('home/thesis.txt', 'years of work');
  await room.fail(
    'ERR_ARCHIVE_MISSING',
    'backup',
    'docs',
    '--to',
    'docs',
    '--recovery-key-out',
    'second.txt',
  );
  expect(existsSync(room.at('second.txt'))).toBe(false);
});

test('junk in the store is left alone, told by verify, and stops nothing but deletion', async () => {
  room.write('store/Photo.JPG', 'not ours');
  room.write('store/packs/desktop.ini', 'not ours');
  expect(lineOf(await room.json(0, 'verify', 'store', '--all'), 'verify')).toMatchObject({
    isSound: true,
    foreign: 2,
  });
  // Under heads/ it might be the head of a snapshot, so nothing may be deleted while it is there.
  room.write(`store/heads/0000000000000009-00000001-${'0'.repeat(32)}`, 'not a head');
  expect(lineOf(await room.json(3, 'verify', 'store'), 'verify')).toMatchObject({ isSound: false });
  await room.succeed('backup', 'docs', '--to', 'store');
  await room.succeed('restore', 'store', '--into', 'back');
  expect(readFileSync(room.at('back/docs/letter.txt'), 'utf8')).toBe('Dear Ada');
  await room.fail('ERR_HEAD_UNREADABLE', 'prune', 'store');
  expect(readFileSync(room.at('store/Photo.JPG'), 'utf8')).toBe('not ours');
});

test('a damaged pack, of content or of names: told by verify, and mended by a backup and a repair', async () => {
  for (let at = 0; at < packs().length; at++) {
    const pack = packs()[at]!;
    const whole = room;
    room = new Room();
    cpSync(whole.path, room.path, { recursive: true, preserveTimestamps: true });
    const damaged = readFileSync(pack);
    damaged[damaged.length >> 1]! ^= 1;
    rmSync(room.at(relative(whole.path, pack)));
    room.write(relative(whole.path, pack), damaged);
    const lines = await room.json(3, 'verify', 'store', '--all');
    expect(lineOf(lines, 'verify')).toMatchObject({ isSound: false, damagedObjects: 1, marked: 1 });
    expect(lineOf(lines, 'damage').lostCount).toBeGreaterThan(0);
    await room.succeed('backup', 'docs', '--to', 'store', '--paranoid');
    expect((await room.run('repair', 'store')).code).toBeLessThanOrEqual(3);
    await room.succeed('restore', 'store', '--into', 'back');
    expect(readFileSync(room.at('back/docs/letter.txt'), 'utf8')).toBe('Dear Ada');
    expect(lineOf(await room.json(0, 'verify', 'store', '--all'), 'verify')).toMatchObject({ isSound: true });
    room.remove();
    room = whole;
  }
});

test('a lost pack of content: the restore names what is missing, restores the rest, and exits with 3', async () => {
  room.write('docs/later.txt', 'later');
  const [one, other] = packs();
  const content = (await isManifest(one!)) ? other! : one!;
  await room.succeed('backup', 'docs', '--to', 'store');
  rmSync(content);
  const result = await room.run('restore', 'store', '--into', 'back', '--json');
  expect(result.code).toBe(3);
  const lines = readLines(result.stdout, 3);
  expect(lineOf(lines, 'restore')).toMatchObject({ files: 1, failed: 2 });
  const lost = lines.filter(({ code }) => code === 'ERR_PACK_MISSING').map(({ path }) => path);
  expect(lost).toEqual(['docs/letter.txt', 'docs/notes/one.txt']);
  expect(result.stderr).toMatch(/^warning: docs\/letter\.txt/m);
  expect(readFileSync(room.at('back/docs/later.txt'), 'utf8')).toBe('later');
});

test('a keyring that was cut short or lost: an error of ours, until a device with a copy backs up again', async () => {
  const [keyring] = readdirSync(room.at('store/keyring'));
  truncateSync(room.at('store/keyring', keyring!), 100);
  const cut = await room.run('snapshots', 'store');
  expect(Object.values(ERRORS).map(({ exit }) => exit)).toContain(cut.code);
  expect(cut.stderr).toContain('What to do:');
  rmSync(room.at('store/keyring', keyring!));
  const home = room.home;
  room.home = room.at('elsewhere');
  for (const command of [
    ['snapshots', 'store'],
    ['backup', 'docs', '--to', 'store'],
  ]) {
    await room.fail('ERR_ARCHIVE_MISSING', ...command);
  }
  // This device keeps a copy of the keyring, and puts it back.
  room.home = home;
  await room.succeed('backup', 'docs', '--to', 'store');
  rmSync(room.home, { recursive: true });
  await room.succeed('restore', 'store', '--into', 'back', '--recovery-key-file', 'key.txt');
});

/** Runs `muniment` as an ordinary user, for whom permissions exist. */
async function runAsNobody(...args: string[]): ReturnType<typeof ended> {
  const isRoot = process.getuid?.() === 0;
  const [file, ...words] = isRoot
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, LAUNCHER, ...args]
    : [process.execPath, LAUNCHER, ...args];
  const env = { ...process.env, MUNIMENT_HOME: room.home, HOME: room.path };
  return await ended(spawn(file!, words, { cwd: room.path, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Gives the room to the ordinary user. */
function handOverRoom(): void {
  if (process.getuid?.() !== 0) return;
  chownSync(room.path, 65_534, 65_534);
  for (const path of readdirSync(room.path, { recursive: true }))
    chownSync(room.at(String(path)), 65_534, 65_534);
}

test('a read-only store: it can be read, a backup fails with a clear error, and what is there stays', async () => {
  handOverRoom();
  const folders = [
    'store',
    ...readdirSync(room.store, { recursive: true }).map((path) => `store/${path}`),
  ].filter((path) => statSync(room.at(path)).isDirectory());
  for (const folder of folders) chmodSync(room.at(folder), 0o555);
  room.write('docs/more.txt', 'more');
  const result = await runAsNobody('backup', 'docs', '--to', 'store');
  expect(result).toMatchObject({ code: ERRORS.ERR_STORE_READ_ONLY.exit });
  expect(result.stderr).toContain(ERRORS.ERR_STORE_READ_ONLY.advice);
  expect(await runAsNobody('restore', 'store', '--into', 'back')).toMatchObject({ code: 0 });
  for (const folder of folders) chmodSync(room.at(folder), 0o755);
  expect(await runAsNobody('backup', 'docs', '--to', 'store')).toMatchObject({ code: 0 });
});

test('an unreadable file is skipped and named; everything else is backed up; exit 3', async () => {
  handOverRoom();
  chmodSync(room.at('docs/letter.txt'), 0);
  room.write('docs/more.txt', 'more');
  const result = await runAsNobody('backup', 'docs', '--to', 'store', '--paranoid', '--json');
  expect(result).toMatchObject({ code: 3 });
  const lines = readLines(result.stdout, 3);
  expect(lines.filter(({ type }) => type === 'warning')).toMatchObject([{ code: 'ERR_SOURCE_UNREADABLE' }]);
  expect(lineOf(lines, 'backup')).toMatchObject({ skipped: 1 });
  expect(result.stderr).toContain('letter.txt');
});

test("a device's folder that cannot be written is an error of ours", async () => {
  room.write('file', '');
  room.home = room.at('file');
  await room.fail('ERR_HOME', 'init', 'new', '--recovery-key-out', 'new.txt');
  // The key that opens nothing is taken away again.
  expect(existsSync(room.at('new.txt'))).toBe(false);
});

test('names that a command line can hold but no terminal should see are escaped in errors', async () => {
  const told = await room.fail('ERR_STORE_UNREACHABLE', 'snapshots', 'no\x1b]0;owned\x07where');
  expect(told).not.toMatch(/[^\n\P{Cc}]/u);
});

test('MUNIMENT_DEBUG=1 shows where an error comes from, and only then', async () => {
  const child = room.start(['snapshots', 'nowhere'], { MUNIMENT_DEBUG: '1' });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await new Promise((done) => child.on('close', done));
  expect(stderr).toMatch(/^ {4}at /m);
});

test('--quiet says nothing of what went well; --json keeps stdout for programs', async () => {
  expect(await room.run('backup', 'docs', '--to', 'store', '--quiet')).toMatchObject({
    stdout: '',
    stderr: '',
    code: 0,
  });
  expect((await room.run('snapshots', 'store', '--quiet')).stdout).not.toBe('');
  const failed = await room.run('ls', 'store', 'ffffffff', '--json');
  const lines = readLines(failed.stdout, 2);
  expect(lineOf(lines, 'error')).toMatchObject({ code: 'ERR_SNAPSHOT_UNKNOWN', exit: 2 });
});
