// Stopping in the middle: signals, a terminal's Ctrl-C, a reader that goes away; and going on afterwards.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '@muniment/errors';
import { seededRandom } from '@muniment/test-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareTrees } from '../src/compare-trees.ts';
import { converse, ended, LAUNCHER, lineOf, olderNode, Room } from './launched.ts';

const MIB = 1024 * 1024;
const FILE_COUNT = 24;
const FILE_BYTES = 8 * MIB;
const machineNode = olderNode() ?? process.execPath;

let room: Room;
beforeEach(() => {
  room = new Room();
});
afterEach(() => room.remove());

/** Files that do not compress: enough for several packs, and for a backup that can be met half-way. */
function writeBulk(): void {
  mkdirSync(room.at('bulk'));
  const random = seededRandom(7);
  for (let n = 0; n < FILE_COUNT; n++) writeFileSync(room.at('bulk', `file-${n}`), random.bytes(FILE_BYTES));
}

function countObjects(prefix: string): number {
  try {
    return readdirSync(room.at('store', prefix), { recursive: true, withFileTypes: true }).filter(
      (entry) =>
        // Temporary files of puts have a tilde in their names.
        entry.isFile() && !entry.name.includes('~'),
    ).length;
  } catch {
    return 0;
  }
}

/** Waits until the backup has stored a few packs. */
async function untilHalfWay(child: ChildProcess): Promise<void> {
  while (countObjects('packs') < 2) {
    expect(child.exitCode, 'the backup ended before it could be stopped').toBeNull();
    await sleep(2);
  }
}

test.each([
  ['SIGINT', 'this Node', process.execPath],
  ['SIGTERM', 'this Node', process.execPath],
  ['SIGINT', "the machine's Node", machineNode],
] as const)('%s on %s stops cleanly; the next run goes on with what is stored', async (signal, _, node) => {
  writeBulk();
  await room.succeed('init', 'store', '--recovery-key-out', 'key.txt');
  const child = room.start(['backup', 'bulk', '--to', 'store'], {}, node);
  const end = ended(child);
  await untilHalfWay(child);
  child.kill(signal);
  const { code, stderr } = await end;
  expect(code).toBe(130);
  expect(stderr).toContain('Stopping at the next safe point');
  expect(stderr).toContain(`  Still safe: ${ERRORS.ERR_INTERRUPTED.safe}\n`);
  expect(countObjects('heads')).toBe(0);
  const stored = countObjects('packs');
  const result = lineOf(await room.json(0, 'backup', 'bulk', '--to', 'store'), 'backup');
  expect(result.files).toBe(FILE_COUNT);
  expect(countObjects('packs')).toBeGreaterThan(stored);
  // What was stored before is not stored again, but for what was not complete.
  expect(result.storedBytes).toBeLessThan(FILE_COUNT * FILE_BYTES - 12 * MIB);
  await room.succeed('restore', 'store', '--into', 'back');
  expect(compareTrees(room.at('bulk'), room.at('back/bulk')).differences).toEqual([]);
});

test.each([
  ['this Node', process.execPath],
  ["the machine's Node", machineNode],
])(
  'Ctrl-C on a terminal with %s is one request to stop, and takes the progress line away',
  async (_, node) => {
    writeBulk();
    await room.succeed('init', 'store', '--recovery-key-out', 'key.txt');
    const { code, shown } = await converse(
      room,
      ['backup', 'bulk', '--to', 'store'],
      [[/\rReading: [\d.]+ [KM]?i?B[^\r\n]*\p{Cc}\[K/u, '\x03']],
      {},
      node,
    );
    expect(code, shown).toBe(130);
    expect(shown.match(/Stopping at the next safe point/g)).toHaveLength(1);
    expect(shown).toMatch(/\r\p{Cc}\[KStopping/u);
    expect(shown).toContain('muniment: ');
  },
);

test('a second request, not an echo of the first, stops at once', async () => {
  const watcher = new URL('../dist/interrupt.js', import.meta.url).href;
  const program = `
    import { watchSignals } from '${watcher}';
    const signal = watchSignals(() => console.log('stopping'));
    setInterval(() => {}, 1000);
    console.log('ready');
    signal.addEventListener('abort', () => console.log('aborted'));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
  const end = ended(child);
  await new Promise((done) => child.stdout.once('data', done));
  child.kill('SIGINT');
  await sleep(50);
  child.kill('SIGINT');
  await sleep(350);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await end).toMatchObject({ code: 130, stdout: 'ready\nstopping\naborted\n' });
});

test('a reader that goes away is no crash', async () => {
  for (let n = 0; n < 2_500; n++) room.write(`many/${String(n).padStart(60, '0')}`, '');
  await room.succeed('backup', 'many', '--to', 'store', '--recovery-key-out', 'key.txt');
  const muniment = `'${process.execPath}' '${LAUNCHER}'`;
  const inPipe = async (command: string): ReturnType<typeof ended> =>
    await ended(
      spawn('bash', ['-c', `${command}; echo "\${PIPESTATUS[0]}" >&2`], {
        cwd: room.path,
        env: { ...process.env, MUNIMENT_HOME: room.home },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  const listed = await inPipe(`${muniment} ls store latest --recursive | head -n 1`);
  expect(listed).toMatchObject({ stdout: 'many/\n', stderr: '0\n' });
  expect(await inPipe(`${muniment} backup many --to store --json | true`)).toMatchObject({ stderr: '0\n' });
  expect(await room.succeed('snapshots', 'store')).toMatch(/\n.*\n$/);
});

test('in a pipe nothing is redrawn', async () => {
  writeBulk();
  const result = await room.run('backup', 'bulk', '--to', 'store', '--recovery-key-out', 'key.txt');
  expect(result.code).toBe(0);
  expect(result.stdout + result.stderr).not.toMatch(/[^\n\P{Cc}]/u);
});
