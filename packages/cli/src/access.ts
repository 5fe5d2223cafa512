// How a command gets at an archive: with this device's key, or else with the 64 digits from a file or the keyboard.

import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { holdsArchive, openArchive, type Place, type Session } from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  parseRecoveryKey,
  parseRecoveryKeyRow,
  RECOVERY_KEY_ROW_COUNT,
  type RecoveryKey,
} from '@muniment/keys';
import { folderStore, type RetryNotice, retryingStore } from '@muniment/storage';
import { formatDuration } from './format.ts';
import { askSecret, problemOf } from './prompts.ts';
import { digitsOf, readSheet } from './recovery-sheet.ts';
import { type Run, showReminders } from './run.ts';

const STORE_ATTEMPTS = 5;

/** Options of commands that open an archive. */
export interface KeyOptions {
  readonly recoveryKeyFile?: string;
}

/**
 * The archive's place, by the folder that the user named. Operations that fail in passing, as on a network mount, are tried
 * again.
 */
export function placeOf(run: Run, store: string, create = false): Place & { readonly location: string } {
  const location = resolve(store);
  const onRetry = ({ error, delayMs }: RetryNotice): void =>
    run.output.note(`${error.message}; trying again in ${formatDuration(Math.max(1_000, delayMs))}`);
  const folder = folderStore(location, { create });
  return { store: retryingStore(folder, { attempts: STORE_ATTEMPTS, onRetry }), home: run.home, location };
}

/** The same, of a store that must be there: one that is not is told at once. @throws ERR_STORE_UNREACHABLE */
export async function reachablePlace(run: Run, store: string): Promise<Place> {
  const place = placeOf(run, store);
  await holdsArchive(folderStore(place.location));
  return place;
}

/**
 * Opens the archive, lets `use` work on it, and closes it.
 * @param purpose `write` gives this device a key of its own if it has none, since only devices write
 */
export async function withArchive<Result>(
  run: Run,
  store: string,
  options: KeyOptions,
  purpose: 'read' | 'write',
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await openAs(run, await reachablePlace(run, store), options, purpose);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Opens the archive at `place`, and tells what was found amiss. */
export async function openAs(
  run: Run,
  place: Place,
  options: KeyOptions,
  purpose: 'read' | 'write',
): Promise<Session> {
  const session = await openWithKey(run, place, options, purpose);
  showReminders(run, session.reminders);
  return session;
}

async function openWithKey(
  run: Run,
  place: Place,
  options: KeyOptions,
  purpose: 'read' | 'write',
): Promise<Session> {
  if (options.recoveryKeyFile === undefined) {
    try {
      return await openArchive(place);
    } catch (error) {
      if (!isMunimentError(error, 'ERR_NOT_ENROLLED')) throw error;
      if (!run.hasTerminal) {
        throw new MunimentError(
          'ERR_NOT_ENROLLED',
          `${error.message.replace(/\.$/, '')}: give --recovery-key-file FILE`,
          {},
          error,
        );
      }
      run.output.note(`${error.message[0]!.toUpperCase()}${error.message.slice(1)}. Type its digits.`);
    }
  }
  const key = await obtainRecoveryKey(run, options);
  try {
    const enrol = purpose === 'write' ? { deviceName: hostname() } : undefined;
    return await openArchive({ ...place, unlock: { type: 'recovery-key', key }, enrol });
  } finally {
    key.wipe();
  }
}

/** The recovery key from the file that is named, or from the keyboard. @throws ERR_TERMINAL_NEEDED with neither */
export async function obtainRecoveryKey(run: Run, options: KeyOptions): Promise<RecoveryKey> {
  if (options.recoveryKeyFile !== undefined) {
    return await parseRecoveryKey(digitsOf(await readSheet(options.recoveryKeyFile)));
  }
  if (!run.hasTerminal) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      'the recovery key is needed: run this in a terminal, or give --recovery-key-file FILE',
    );
  }
  return await askRecoveryKey(run);
}

/** Asks row by row, so that a mistake is found where it was made; all 64 digits at once will do as well. */
async function askRecoveryKey(run: Run): Promise<RecoveryKey> {
  const rows: string[] = [];
  for (let row = 1; row <= RECOVERY_KEY_ROW_COUNT; row++) {
    const isWhole = (text: string): boolean => row === 1 && countDigits(text) > 16;
    const answer = await askSecret(run, `Recovery key, row ${row} of ${RECOVERY_KEY_ROW_COUNT}`, (text) =>
      isWhole(text) ? undefined : problemOf(() => parseRecoveryKeyRow(text, row).wipe()),
    );
    if (isWhole(answer)) return await parseRecoveryKey(answer);
    rows.push(answer);
  }
  return await parseRecoveryKey(rows.join('\n'));
}

function countDigits(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0;
}
