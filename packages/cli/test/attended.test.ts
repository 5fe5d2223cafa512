// Conversations on a terminal: setting up, giving a key, confirming.

import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { converse, type Exchange, Room, startOnTerminal } from './launched.ts';

let room: Room;
beforeEach(() => {
  room = new Room();
});
afterEach(() => room.remove());

const ENTER = '\r';
const DOWN = '\x1b[B';
const CTRL_C = '\x03';
/** The choices of the question what to do with the sheet, without a printer. */
const PAGE = ENTER;
const TEXT = DOWN + ENTER;
const DONE = DOWN + DOWN + ENTER;
/** No printer, so that the choices are the same everywhere. */
const NO_PRINTER = { PATH: '/nowhere' };

/** A question that waits for its answer: a diamond stands before it until it is answered. */
function asked(question: string): RegExp {
  return new RegExp(`◆[^\\n]*${question}[\\s\\S]*?└`);
}

/** Remembers the four rows of the sheet that is shown. */
function sheetReader(): { readonly seen: Exchange; row(n: number): string; text(): string } {
  let rows: string[] = [];
  return {
    seen: [
      /Row 1 {3}([\d ]+)\s+Row 2 {3}([\d ]+)\s+Row 3 {3}([\d ]+)\s+Row 4 {3}([\d ]+)/,
      (match) => {
        rows = match.slice(1).map((row) => row.trim());
        return '';
      },
    ],
    row: (n) => rows[n - 1]!,
    text: () => rows.join('\n'),
  };
}

/** Answers a question for a row. */
function answering(answer: (row: number) => string): Exchange {
  return [asked('Row (\\d) of the sheet'), (match) => answer(Number(match[1])) + ENTER];
}

test('a first backup shows the sheet, saves it, asks two rows back, and only then makes the archive', async () => {
  room.write('docs/letter.txt', 'Dear Ada');
  const sheet = sheetReader();
  const rows: number[] = [];
  const right = answering((row) => {
    // Until every row is typed back there is no archive.
    expect(existsSync(room.at('store'))).toBe(false);
    rows.push(row);
    return sheet.row(row);
  });
  const { code, shown } = await converse(
    room,
    ['backup', 'docs', '--to', 'store'],
    [
      sheet.seen,
      [asked('Keep this key'), TEXT],
      [asked('File to save it in'), ENTER],
      [/Saved in \S+\.txt[\s\S]*?◆[^\n]*Keep this key[\s\S]*?└/, PAGE],
      [asked('File to save it in'), ENTER],
      [/Saved in \S+\.html[\s\S]*?◆[^\n]*Keep this key[\s\S]*?└/, DONE],
      right,
      right,
    ],
    NO_PRINTER,
  );
  expect(code, shown).toBe(0);
  expect(shown).toMatch(/Snapshot [0-9a-f]{8}: 1 file in 1 folder/);
  expect(new Set(rows).size).toBe(2);
  const keyId = /key id (\w{4})/.exec(shown)![1];
  for (const name of [`muniment-recovery-key-${keyId}.txt`, `muniment-recovery-key-${keyId}.html`]) {
    expect(statSync(room.at(name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(room.at(name), 'utf8')).toContain(sheet.row(4));
  }
});

test('a wrong row is told and asked again; an empty answer shows the sheet again', async () => {
  const sheet = sheetReader();
  const right = answering((row) => sheet.row(row));
  const { code, shown } = await converse(
    room,
    ['init', 'store'],
    [
      sheet.seen,
      [asked('Keep this key'), DONE],
      answering((row) => sheet.row((row % 4) + 1)),
      // The same question again, with what was wrong: the right row replaces the wrong one.
      [/row (\d) is not right/, (match) => `\x15${sheet.row(Number(match[1]))}${ENTER}`],
      // The next question, not the first drawn again while its answer is corrected.
      [/◇[^\n]*Row \d of the sheet[\s\S]*?◆[^\n]*Row \d of the sheet[\s\S]*?└/, ENTER],
      sheet.seen,
      [asked('Press Enter when you have it'), ENTER],
      right,
    ],
    NO_PRINTER,
  );
  expect(code, shown).toBe(0);
  expect(shown).toContain('New archive');
});

test('a sheet is never saved in the store, and never over a file', async () => {
  room.write('taken.txt', 'precious');
  const sheet = sheetReader();
  const right = answering((row) => sheet.row(row));
  const { code, shown } = await converse(
    room,
    ['init', 'store'],
    [
      sheet.seen,
      [asked('Keep this key'), TEXT],
      [asked('File to save it in'), `\x15store/key.txt${ENTER}`],
      [/lies in the store[\s\S]*?◆[^\n]*Keep this key[\s\S]*?└/, TEXT],
      [asked('File to save it in'), `\x15taken.txt${ENTER}`],
      [/there is a file already[\s\S]*?◆[^\n]*Keep this key[\s\S]*?└/, DONE],
      right,
      right,
    ],
    NO_PRINTER,
  );
  expect(code, shown).toBe(0);
  expect(readFileSync(room.at('taken.txt'), 'utf8')).toBe('precious');
  expect(existsSync(room.at('store', 'key.txt'))).toBe(false);
});

test('the sheet goes to the printer where there is one', async () => {
  room.write('bin/lp', `#!/bin/sh\ncat > ${room.at('printed')}\n`);
  chmodSync(room.at('bin/lp'), 0o755);
  const sheet = sheetReader();
  const right = answering((row) => sheet.row(row));
  const { code, shown } = await converse(
    room,
    ['init', 'store'],
    [
      sheet.seen,
      [asked('Keep this key'), DOWN + DOWN + ENTER],
      [/Sent to the printer[\s\S]*?◆[^\n]*Keep this key[\s\S]*?└/, DOWN + DOWN + DOWN + ENTER],
      right,
      right,
    ],
    { PATH: `${room.at('bin')}:/usr/bin:/bin` },
  );
  expect(code, shown).toBe(0);
  expect(readFileSync(room.at('printed'), 'utf8')).toContain(sheet.row(3));
});

test('giving up at any question leaves no archive and no key behind', async () => {
  const sheet = sheetReader();
  for (const exchanges of [
    [[asked('Keep this key'), CTRL_C] satisfies Exchange],
    [sheet.seen, [asked('Keep this key'), DONE] satisfies Exchange, answering(() => CTRL_C)],
  ]) {
    const { code, shown } = await converse(room, ['init', 'store'], exchanges, NO_PRINTER);
    expect(code, shown).toBe(130);
    expect(existsSync(room.store)).toBe(false);
    expect(existsSync(room.home)).toBe(false);
  }
});

test('a terminal that goes away ends the question, and leaves nothing behind', async () => {
  const child = startOnTerminal(room, ['init', 'store']);
  await new Promise<void>((done) => {
    child.stdout!.on('data', (text) => {
      if (/Keep this key/.test(String(text))) done();
    });
  });
  // The end of `script` is the end of its terminal.
  child.kill('SIGKILL');
  while (processesIn(room.path) > 0) await sleep(20);
  expect(existsSync(room.store)).toBe(false);
  expect(existsSync(room.home)).toBe(false);
});

/** How many processes work in a folder. */
function processesIn(folder: string): number {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === folder;
    } catch {
      return false;
    }
  }).length;
}

test('on a new device the digits are asked for row by row, unseen, and a mistyped row is named at once', async () => {
  room.write('docs/letter.txt', 'Dear Ada');
  await room.succeed('init', 'store', '--recovery-key-out', 'key.txt');
  await room.succeed('backup', 'docs', '--to', 'store');
  rmSync(room.home, { recursive: true });
  const rows = [...readFileSync(room.at('key.txt'), 'utf8').matchAll(/Row \d {3}([\d ]+)/g)].map(
    ([, row]) => row!,
  );
  const wrong = rows[1]!.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const { code, shown } = await converse(
    room,
    ['restore', 'store', '--into', 'back'],
    [
      [asked('row 1 of 4'), rows[0]! + ENTER],
      [asked('row 2 of 4'), wrong + ENTER],
      [/row 2 is not right/, `\x15${rows[1]}${ENTER}`],
      [asked('row 3 of 4'), rows[2]! + ENTER],
      [asked('row 4 of 4'), rows[3]! + ENTER],
    ],
  );
  expect(code, shown).toBe(0);
  expect(shown).toContain(/key id (\w{4})/.exec(readFileSync(room.at('key.txt'), 'utf8'))![1]);
  for (const row of rows) expect(shown).not.toContain(row.trim());
  expect(readFileSync(room.at('back/docs/letter.txt'), 'utf8')).toBe('Dear Ada');
  // All 64 digits at once, as a scanner types them.
  rmSync(room.at('back'), { recursive: true });
  const whole = rows.join('').replaceAll(' ', '');
  const pasted = await converse(
    room,
    ['restore', 'store', '--into', 'back'],
    [[asked('row 1 of 4'), whole + ENTER]],
  );
  expect(pasted.code, pasted.shown).toBe(0);
});
