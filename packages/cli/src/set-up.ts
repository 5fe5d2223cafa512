// A new recovery key: shown, saved or printed, and rows of it asked back before it counts.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { accessSync, constants, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import type { RecoverySheet } from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { RECOVERY_KEY_ROW_COUNT } from '@muniment/keys';
import { askChoice, askText, problemOf } from './prompts.ts';
import { type SheetVault, saveSheet, sheetText } from './recovery-sheet.ts';
import type { Run } from './run.ts';

const ASKED_ROW_COUNT = 2;
/** Clears the screen and what was scrolled off it. */
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/** How a new key reaches its owner. */
export interface HandOver {
  /** For `createArchive` and `addRecoveryKey`. */
  readonly confirm: (sheet: RecoverySheet, vaults?: readonly SheetVault[]) => Promise<void>;
  /** Where the sheet was saved without a question, if it was. */
  readonly savedTo: string | undefined;
  /** Takes a saved sheet away again, when its key opens nothing. */
  discard(): Promise<void>;
}

/**
 * Prepares to hand a new key over: into `file`, or else in a conversation.
 * @throws ERR_TERMINAL_NEEDED with neither a file nor a terminal
 * @throws ERR_OUTPUT_FILE if the file would lie in the store, whose keeper could then read the backup
 */
export function handOver(run: Run, store: string, file: string | undefined): HandOver {
  if (file !== undefined) {
    const path = resolve(file);
    assertOutside(path, store);
    return {
      confirm: (sheet, vaults) => saveSheet(sheet, path, vaults),
      savedTo: path,
      discard: () => rm(path, { force: true }),
    };
  }
  if (!run.hasTerminal) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      'a new recovery key must be handed to somebody: run this in a terminal, or give --recovery-key-out FILE',
    );
  }
  return {
    confirm: (sheet, vaults) => converse(run, { sheet, vaults }, store),
    savedTo: undefined,
    discard: () => Promise.resolve(),
  };
}

/** What a new sheet says. */
interface NewSheet {
  readonly sheet: RecoverySheet;
  readonly vaults: readonly SheetVault[] | undefined;
}

async function converse(run: Run, made: NewSheet, store: string): Promise<void> {
  const { sheet, vaults } = made;
  const show = (): void => run.output.writeStderrRaw(`\n${sheetText(sheet, vaults)}\n`);
  show();
  await offerCopies(run, made, store);
  run.output.writeStderrRaw(CLEAR);
  for (const row of randomRows()) {
    for (;;) {
      const answer = await askText(
        run,
        `Row ${row} of the sheet, to be sure that you have it (empty: see it again)`,
        {
          check: (text) => (text.trim() === '' ? undefined : problemOf(() => sheet.check([{ row, text }]))),
        },
      );
      if (answer.trim() !== '') break;
      show();
      await askText(run, 'Press Enter when you have it');
      run.output.writeStderrRaw(CLEAR);
    }
  }
}

async function offerCopies(run: Run, { sheet, vaults }: NewSheet, store: string): Promise<void> {
  const base = `muniment-recovery-key-${sheet.keyId}`;
  const choices = [
    { value: 'page', label: 'Save a page for printing, with a QR code' },
    { value: 'text', label: 'Save as text' },
    ...(findProgram('lp') === undefined ? [] : [{ value: 'print', label: 'Print it now' } as const]),
    { value: 'done', label: 'Go on: I have it on paper or in a safe place' },
  ] as const;
  for (;;) {
    const choice = await askChoice(run, 'Keep this key outside of this device', choices);
    if (choice === 'done') return;
    try {
      if (choice === 'print') {
        await print(sheetText(sheet, vaults));
        run.output.note('Sent to the printer.');
        continue;
      }
      const suggestion = choice === 'page' ? `${base}.html` : `${base}.txt`;
      const path = resolve(await askText(run, 'File to save it in', { initial: suggestion }));
      assertOutside(path, store);
      await saveSheet(sheet, path, vaults);
      run.output.note(`Saved in ${path}; only you can read it.`);
    } catch (error) {
      // A bad file name must not cost the conversation; giving up must.
      if (!(error instanceof MunimentError) || error.code === 'ERR_INTERRUPTED') throw error;
      run.output.note(`${error.message}. ${error.advice}`);
    }
  }
}

function randomRows(): readonly number[] {
  const rows = Array.from({ length: RECOVERY_KEY_ROW_COUNT }, (_, at) => at + 1);
  const chosen: number[] = [];
  for (let i = 0; i < ASKED_ROW_COUNT; i++) chosen.push(...rows.splice(randomInt(rows.length), 1));
  return chosen;
}

/** @throws ERR_OUTPUT_FILE if `path` lies in the folder of the store */
function assertOutside(path: string, store: string): void {
  const way = relative(realPath(resolve(store)), join(realPath(dirname(path)), 'sheet'));
  if (!way.startsWith('..')) {
    throw new MunimentError(
      'ERR_OUTPUT_FILE',
      `${path} lies in the store: whoever keeps the store could then read the backup`,
    );
  }
}

/** The path without links, as far as it is there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
}

function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** @throws ERR_OUTPUT_FILE if the printer does not take it */
function print(text: string): Promise<void> {
  return new Promise((done, fail) => {
    const refuse = (): void => fail(new MunimentError('ERR_OUTPUT_FILE', 'lp did not print the sheet'));
    const printer = spawn('lp', ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    printer.on('error', refuse);
    printer.stdin.on('error', refuse);
    printer.on('exit', (code) => (code === 0 ? done() : refuse()));
    printer.stdin.end(text);
  });
}
