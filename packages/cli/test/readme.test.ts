// The README says what is so: its examples run, its tables are those of the program.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter } from 'node:path';
import { ERRORS } from '@muniment/errors';
import { expect, test } from 'vitest';
import { EXIT_OK, EXIT_PARTIAL, EXIT_TOO_OLD } from '../src/run.ts';
import { ended, LAUNCHER, Room } from './launched.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const SCHEMA = JSON.parse(readFileSync(new URL('../schema/output.schema.json', import.meta.url), 'utf8'));

/** The rows of the table in a section, header and rule left out. */
function tableOf(section: string): string[][] {
  const text = README.split(/^## /m).find((part) => part.startsWith(`${section}\n`))!;
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('the shell example runs as it stands', async () => {
  const room = new Room();
  const [, block] = /^```sh\n([\s\S]*?)^```$/m.exec(README)!;
  room.write('Documents/letter.txt', 'Dear Ada');
  mkdirSync(room.at('bin'));
  symlinkSync(LAUNCHER, room.at('bin/muniment'));
  const env = {
    ...process.env,
    MUNIMENT_HOME: room.home,
    PATH: `${room.at('bin')}${delimiter}${process.env.PATH}`,
  };
  const result = await ended(
    spawn('bash', ['-euc', block!], { cwd: room.path, env, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(room.at('restored/Documents/letter.txt'), 'utf8')).toBe('Dear Ada');
  room.remove();
});

test('the program example runs as it stands', async () => {
  const [, block] = /^```ts\n([\s\S]*?)^```$/m.exec(README)!;
  // It ends with the exit code that it prints, which the shared runner takes for a failure.
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', block!], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(await ended(child)).toMatchObject({ code: 75, stdout: '75\n' });
});

test('every command is documented, and every documented command is there', async () => {
  const room = new Room();
  // Every command takes options; a group takes none.
  const commandsOf = async (...group: string[]): Promise<string[]> => {
    const help = await room.succeed(...group, '--help');
    const listed = [...help.matchAll(/^ {2}([a-z][a-z-]*)( \[options\])?(?: .*)?$/gm)];
    const there = await Promise.all(
      listed.map(async ([, name, takesOptions]) => {
        if (name === 'help') return [];
        const full = [...group, name!];
        return takesOptions === undefined ? await commandsOf(...full) : [full.join(' ')];
      }),
    );
    return there.flat();
  };
  const documented = tableOf('Commands').map(
    ([cell]) => /^`([a-z -]+?)(?: (?:[A-Z[]|--).*)?`$/.exec(cell!)![1]!,
  );
  expect(documented.toSorted()).toEqual((await commandsOf()).toSorted());
  room.remove();
});

test('the exit codes are those of the program and of the table of errors', () => {
  const codes = new Set([
    EXIT_OK,
    EXIT_PARTIAL,
    EXIT_TOO_OLD,
    ...Object.values(ERRORS).map(({ exit }) => exit),
  ]);
  expect(tableOf('Exit codes').map(([code]) => Number(code))).toEqual([...codes].sort((a, b) => a - b));
});

test('the types of JSON lines are those of the schema, with its words', () => {
  const lines = SCHEMA.oneOf.map(({ $ref }: { $ref: string }) => {
    const { description, properties } = SCHEMA.$defs[$ref.slice('#/$defs/'.length)];
    return [`\`${properties.type.const}\``, description];
  });
  expect(tableOf('JSON lines')).toEqual(lines);
});
