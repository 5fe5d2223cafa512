// Files of keys: what is in them after any crash, who can read them, and what is left of what they held.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createPrivateFile, readPrivateFile, withFileLock, writePrivateFile } from '../src/private-file.ts';
import { temporaryFolders } from './helpers.ts';

const SOURCE = new URL('../src/private-file.ts', import.meta.url).href;
const makeFolder = temporaryFolders();
let folder: string;
let path: string;

beforeEach(() => {
  folder = makeFolder();
  path = join(folder, 'keys');
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refused = (work: () => unknown, code: string): void => {
  expect(work).toThrowError(expect.objectContaining({ name: 'MunimentError', code }));
};

/** Runs a module that imports the source as `file`. */
function run(script: string): ReturnType<typeof spawn> {
  const program = `import * as file from ${JSON.stringify(SOURCE)};\nconst path = ${JSON.stringify(path)};\n${script}`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a new file is for its owner alone and takes the place of none', () => {
  createPrivateFile(path, bytes('one'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  refused(() => createPrivateFile(path, bytes('two')), 'ERR_OUTPUT_FILE');
  expect(readFileSync(path, 'utf8')).toBe('one');
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
  refused(() => createPrivateFile(join(folder, 'link'), bytes('two')), 'ERR_OUTPUT_FILE');
  refused(() => createPrivateFile(join(folder, 'none', 'keys'), bytes('x')), 'ERR_OUTPUT_FILE');
  refused(() => createPrivateFile(join(path, 'keys'), bytes('x')), 'ERR_OUTPUT_FILE');
  expect(readdirSync(folder).sort()).toEqual(['keys', 'link']);
});

test('a replaced file is for its owner alone, and its old bytes stay only where erasing was not asked for', () => {
  writeFileSync(path, 'old', { mode: 0o644 });
  linkSync(path, join(folder, 'kept'));
  writePrivateFile(path, bytes('new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('old');
  linkSync(path, join(folder, 'erased'));
  writePrivateFile(path, bytes('newest'), { erase: true });
  expect([...readFileSync(join(folder, 'erased'))]).toEqual([0, 0, 0]);
  expect(readFileSync(path, 'utf8')).toBe('newest');
  expect(readdirSync(folder).sort()).toEqual(['erased', 'kept', 'keys']);
});

test('a link is kept, and the file that it leads to replaced', () => {
  mkdirSync(join(folder, 'there'));
  writeFileSync(join(folder, 'there', 'real'), 'old');
  symlinkSync('there/real', path);
  writePrivateFile(path, bytes('new'), { erase: true });
  expect(readlinkSync(path)).toBe('there/real');
  expect(readFileSync(join(folder, 'there', 'real'), 'utf8')).toBe('new');
});

test('a failure leaves what was there, and nothing beside it', () => {
  mkdirSync(path);
  refused(() => writePrivateFile(path, bytes('x')), 'ERR_OUTPUT_FILE');
  refused(() => writePrivateFile(path, bytes('x'), { erase: true }), 'ERR_OUTPUT_FILE');
  expect(readdirSync(folder)).toEqual(['keys']);
});

test('reading refuses what others may read, what is too long, and what is no file', () => {
  expect(readPrivateFile(path, 10)).toBeUndefined();
  createPrivateFile(path, bytes('0123456789'));
  expect(readPrivateFile(path, 10)).toEqual(bytes('0123456789'));
  refused(() => readPrivateFile(path, 9), 'ERR_INPUT_FILE');
  for (const mode of [0o610, 0o601, 0o644]) {
    chmodSync(path, mode);
    refused(() => readPrivateFile(path, 10), 'ERR_INPUT_FILE');
    expect(readPrivateFile(path, 10, { isSecret: false })).toEqual(bytes('0123456789'));
  }
  refused(() => readPrivateFile(folder, 1e6, { isSecret: false }), 'ERR_INPUT_FILE');
  refused(() => readPrivateFile(join(path, 'x'), 10), 'ERR_INPUT_FILE');
});

test('a reader sees one state or another while a process replaces and erases them', async () => {
  createPrivateFile(path, new Uint8Array(4096).fill(1));
  const writer = run(`
    for (let i = 0; i < 300; i++) {
      file.writePrivateFile(path, new Uint8Array(4096).fill(1 + (i % 200)), { erase: true });
    }
    console.log('done');
  `);
  let ended = false;
  writer.on('close', () => {
    ended = true;
  });
  const seen = new Set<number>();
  while (!ended) {
    for (let i = 0; i < 50; i++) {
      const found = readPrivateFile(path, 4096)!;
      expect(found.length).toBe(4096);
      expect(found[0]).not.toBe(0);
      expect(found.every((byte) => byte === found[0])).toBe(true);
      seen.add(found[0]);
    }
    await new Promise((done) => setImmediate(done));
  }
  expect(writer.exitCode).toBe(0);
  expect(seen.size).toBeGreaterThan(1);
});

test('a process that is killed while it writes leaves a whole file', async () => {
  createPrivateFile(path, new Uint8Array(65_536).fill(1));
  for (let i = 0; i < 3; i++) {
    const writer = run(`
      console.log('begun');
      for (let i = 1; ; i = (i % 200) + 1) file.writePrivateFile(path, new Uint8Array(65536).fill(i), { erase: true });
    `);
    await once(writer.stdout!, 'data');
    await new Promise((done) => setTimeout(done, 30 + 40 * i));
    writer.kill('SIGKILL');
    await once(writer, 'close');
    const found = readPrivateFile(path, 65_536)!;
    expect(found.length).toBe(65_536);
    expect(found[0]).not.toBe(0);
    expect(found.every((byte) => byte === found[0])).toBe(true);
  }
});

test('the work of several processes under a lock does not overlap', async () => {
  writeFileSync(path, '0');
  const workers = [1, 2, 3].map(() =>
    run(`
      import { readFileSync, writeFileSync } from 'node:fs';
      for (let i = 0; i < 40; i++) {
        await file.withFileLock(path + '.lock', async () => {
          const count = Number(readFileSync(path, 'utf8'));
          await new Promise((done) => setTimeout(done, 1));
          writeFileSync(path, String(count + 1));
        });
      }
    `),
  );
  await Promise.all(workers.map((worker) => once(worker, 'close')));
  expect(workers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(readFileSync(path, 'utf8')).toBe('120');
  expect(statSync(`${path}.lock`).mode & 0o777).toBe(0o600);
});

test('a lock is free again after a failure, and with the end of its process', async () => {
  const lock = `${path}.lock`;
  await expect(withFileLock(lock, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  const holder = run(`
    await file.withFileLock(path + '.lock', async () => {
      console.log('held');
      await new Promise((done) => setTimeout(done, 60000));
    });
  `);
  await once(holder.stdout!, 'data');
  const waiting = withFileLock(lock, async () => 'mine');
  holder.kill('SIGKILL');
  expect(await waiting).toBe('mine');
});

test('a lock that others keep is an error in the end', { timeout: 30_000 }, async () => {
  const lock = `${path}.lock`;
  let free = (): void => {};
  const held = withFileLock(lock, () => new Promise<void>((done) => (free = done)));
  await expect(withFileLock(lock, async () => {})).rejects.toMatchObject({ code: 'ERR_BUSY' });
  free();
  await held;
  await expect(withFileLock(join(folder, 'none', 'lock'), async () => {})).rejects.toMatchObject({
    code: 'ERR_OUTPUT_FILE',
  });
});
