// The reminders to try the recovery key, 30 and 90 days after it was made or tried last.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lineOf, Room } from './launched.ts';

const DAY_MS = 86_400_000;
const room = new Room();
let methodId = '';

beforeAll(async () => {
  room.write('docs/letter.txt', 'Dear Ada');
  await room.succeed('backup', 'docs', '--to', 'store', '--recovery-key-out', 'key.txt');
  const methods = await room.json(0, 'method', 'list', 'store');
  methodId = methods.find(({ methodType }) => methodType === 'recovery-key')!.id;
});
afterAll(() => room.remove());

/** Makes the device remember that the key was tried so many days ago. */
function setChecked(days: number): void {
  const [archive] = readdirSync(room.at('home/archives'));
  const path = room.at('home/archives', archive!, 'device.json');
  const record = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...record, checkedMs: { [methodId]: Date.now() - days * DAY_MS } }));
}

test.each([
  [29, undefined],
  [31, 'check-recovery-key'],
  [91, 'check-recovery-key-overdue'],
])('after %i days', async (days, kind) => {
  setChecked(days);
  for (const command of [
    ['status', 'store'],
    ['backup', 'docs', '--to', 'store'],
  ]) {
    const reminders = (await room.json(0, ...command)).filter(({ type }) => type === 'reminder');
    expect(reminders.map((reminder) => reminder.kind)).toEqual(kind === undefined ? [] : [kind]);
    const { stderr } = await room.run(...command, '--quiet');
    expect(stderr.includes('Run: muniment method check STORE')).toBe(kind !== undefined);
  }
});

test('a drill puts them off', async () => {
  setChecked(91);
  lineOf(await room.json(0, 'method', 'check', 'store', '--recovery-key-file', 'key.txt'), 'check');
  expect((await room.run('status', 'store', '--quiet')).stderr).toBe('');
});
