// How a command gets at an archive: with this device's key, or else with the 64 digits or the password, from a file or the
// keyboard.

import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { holdsArchive, openArchive, type Place, type Reminder, type Session } from '@muniment/backup';
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
import { readText } from './read-text.ts';
import { askWay, openInConversation, openWithPasswordFile, type PasswordOptions, waysIn } from './recover.ts';
import { digitsOf } from './recovery-sheet.ts';
import { type Run, showReminders } from './run.ts';
import { accessOrWarning } from './vault-access.ts';

const STORE_ATTEMPTS = 5;

/**
 * Why an archive is opened. `write` gives this device a key of its own if it has none, since only devices write. `finish` besides
 * brings to its end what is under way at a vault: what is not, the command says itself.
 */
type Purpose = 'read' | 'write' | 'finish';
const UNFINISHED: ReadonlySet<Reminder['kind']> = new Set(['vault-unfinished', 'vault-owner']);

/** Options of commands that open an archive. */
export interface KeyOptions extends PasswordOptions {
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

/** Opens the archive, lets `use` work on it, and closes it. */
export async function withArchive<Result>(
  run: Run,
  store: string,
  options: KeyOptions,
  purpose: Purpose,
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
  purpose: Purpose,
): Promise<Session> {
  const session = await openWithKey(run, place, options, purpose === 'read' ? 'read' : 'write');
  const isFinishing = purpose === 'finish' && options.tokenFile !== undefined;
  showReminders(
    run,
    session.reminders.filter(({ kind }) => !isFinishing || !UNFINISHED.has(kind)),
  );
  return session;
}

async function openWithKey(
  run: Run,
  place: Place,
  options: KeyOptions,
  purpose: 'read' | 'write',
): Promise<Session> {
  const { recoveryKeyFile, passwordFile, acceptOlder } = options;
  if (passwordFile !== undefined) {
    return await openWithPasswordFile(run, place, { ...options, passwordFile }, purpose);
  }
  if (recoveryKeyFile === undefined) {
    try {
      return await openArchive(place);
    } catch (error) {
      if (!isMunimentError(error, 'ERR_NOT_ENROLLED')) throw error;
      const what = error.message.replace(/\.$/, '');
      if (!run.hasTerminal) {
        throw new MunimentError('ERR_NOT_ENROLLED', `${what}: ${await waysIn(place)}`, {}, error);
      }
      run.output.note(`${what[0]!.toUpperCase()}${what.slice(1)}.`);
      const way = await askWay(run, place);
      if (way.type === 'password') return await openInConversation(run, place, way.url, options, purpose);
    }
  }
  // A token that is not there any more must not stand between the digits and the archive.
  const vault = await accessOrWarning(run, options);
  const key = await obtainRecoveryKey(run, options);
  try {
    const enrol = purpose === 'write' ? { deviceName: hostname() } : undefined;
    return await openArchive({ ...place, unlock: { type: 'recovery-key', key }, enrol, vault, acceptOlder });
  } finally {
    key.wipe();
  }
}

/** The recovery key from the file that is named, or from the keyboard. @throws ERR_TERMINAL_NEEDED with neither */
export async function obtainRecoveryKey(
  run: Run,
  options: Pick<KeyOptions, 'recoveryKeyFile'>,
): Promise<RecoveryKey> {
  if (options.recoveryKeyFile !== undefined) {
    return await parseRecoveryKey(digitsOf(await readText(options.recoveryKeyFile)));
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
