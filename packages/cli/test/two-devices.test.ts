// Two devices that change the keys at the same time, in copies of a store that are brought together later.

import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lineOf, Room } from './launched.ts';

let room: Room;
let ownHome: string;
let otherHome: string;
let otherDevice: string;

beforeEach(async () => {
  room = new Room();
  ownHome = room.home;
  otherHome = room.at('other-home');
  room.write('docs/letter.txt', 'Dear Ada');
  await room.succeed('backup', 'docs', '--to', 'store', '--recovery-key-out', 'key.txt');
  room.home = otherHome;
  await room.succeed('backup', 'docs', '--to', 'store', '--recovery-key-file', 'key.txt');
  const methods = await room.json(0, 'method', 'list', 'store');
  otherDevice = methods.find(({ isThisDevice }) => isThisDevice)!.id;
  // A second copy of the store, as a cloud client keeps on the other device.
  cpSync(room.store, room.at('copy'), { recursive: true });
  await room.succeed('method', 'add', 'copy', '--label', 'planted?', '--recovery-key-out', 'other-key.txt');
  room.home = ownHome;
  await room.succeed('method', 'remove', 'store', otherDevice);
  cpSync(room.at('copy'), room.store, { recursive: true, force: false });
});
afterEach(() => room.remove());

test('the user is asked before a change by a device that was removed counts; a change that is disowned is dropped', async () => {
  const told = await room.fail('ERR_KEYRING_DOUBT', 'backup', 'docs', '--to', 'store');
  expect(told).toContain('Command: muniment method merge STORE');
  const shown = await room.run('method', 'merge', 'store', '--json');
  expect(shown.code).toBe(73);
  const doubts = shown.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'doubt');
  expect(doubts).toMatchObject([{ added: [{ label: 'planted?' }] }]);
  await room.fail('ERR_USAGE', 'method', 'merge', 'store', '--disown', 'ffff');
  const merged = await room.json(0, 'method', 'merge', 'store', '--disown', doubts[0].tip.slice(0, 8));
  expect(lineOf(merged, 'merged').methods.map(({ label }: { label: string }) => label)).not.toContain(
    'planted?',
  );
  await room.succeed('backup', 'docs', '--to', 'store');
  await room.succeed('method', 'check', 'store', '--recovery-key-file', 'key.txt');
});

test('a change that is accepted stays', async () => {
  const lines = await room.json(0, 'method', 'merge', 'store', '--accept');
  const { methods } = lineOf(lines, 'merged');
  expect(methods.map(({ label }: { label: string }) => label)).toContain('planted?');
  expect(methods.map(({ id }: { id: string }) => id)).not.toContain(otherDevice);
  await room.succeed('method', 'check', 'store', '--recovery-key-file', 'other-key.txt');
});
