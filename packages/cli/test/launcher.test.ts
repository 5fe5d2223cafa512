// The launcher: what it answers itself, and how it hands over to a newer Node.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { ended, LAUNCHER, olderNode, Room } from './launched.ts';

const room = new Room();
afterAll(() => room.remove());

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** The Node of the machine itself; that of this process where the machine has no other. */
const machineNode = olderNode() ?? process.execPath;
const machineMajor = Number(
  execFileSync(machineNode, ['-p', 'process.versions.node']).toString().split('.')[0],
);

/** The shortest of five runs of each, in turn, in milliseconds: what else runs here only ever adds. */
function shortestMs(node: string, ...commands: readonly (readonly string[])[]): number[] {
  const shortest = commands.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 5; round++) {
    for (const [at, args] of commands.entries()) {
      const began = performance.now();
      execFileSync(node, args, { stdio: 'ignore' });
      shortest[at] = Math.min(shortest[at]!, performance.now() - began);
    }
  }
  return shortest;
}

test('--version is right, and takes at most three times as long as an empty program', async () => {
  for (const node of [process.execPath, machineNode]) {
    for (const flag of ['--version', '-V']) {
      expect(await ended(room.start([flag], {}, node))).toMatchObject({ code: 0, stdout: `${version}\n` });
    }
    const [own, empty] = shortestMs(node, [LAUNCHER, '--version'], ['-e', '0']);
    expect(own).toBeLessThan(3 * empty!);
  }
  expect(await room.succeed('--version')).toBe(`${version}\n`);
});

test('the help names every command, and the way through the launcher changes nothing in it', async () => {
  const help = await room.succeed('--help');
  const documented =
    'init backup snapshots ls diff restore verify repair forget prune method rotate status destroy inspect demo';
  for (const command of documented.split(' ')) expect(help).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  const there = await ended(room.start(['--help'], {}, machineNode));
  expect(there).toMatchObject({ code: 0, stdout: help, stderr: '' });
});

test('exit codes and errors come through from the newer Node', async () => {
  const result = await ended(room.start(['ls', 's3://bucket', '--json'], {}, machineNode));
  expect(result.code).toBe(2);
  expect(JSON.parse(result.stdout.split('\n')[0]!)).toMatchObject({ type: 'error', code: 'ERR_USAGE' });
});

test('a Node that is too old says so when no newer one is at hand', async () => {
  // A copy of the launcher alone, with nothing to be found above it.
  const folder = room.at('alone', 'bin');
  mkdirSync(folder, { recursive: true });
  cpSync(LAUNCHER, join(folder, 'muniment.js'));
  cpSync(fileURLToPath(new URL('../package.json', import.meta.url)), join(dirname(folder), 'package.json'));
  const child = spawn(machineNode, [join(folder, 'muniment.js'), 'demo'], {
    env: { ...process.env, NODE_PATH: '' },
  });
  const { code, stderr } = await ended(child);
  expect(code).toBe(69);
  expect(stderr).toContain(
    machineMajor < 24 ? 'Muniment needs Node 24 or later' : 'Muniment has not been built',
  );
  expect(stderr).toContain('What to do:');
  rmSync(dirname(folder), { recursive: true });
});
