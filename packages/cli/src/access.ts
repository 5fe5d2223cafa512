// How a command gets at an archive: the store, the session on it, and what to tell of it. A device with a key of its own needs
// nothing else; what asks for digits and passwords is loaded where one has to be given.

import { resolve } from 'node:path';
import type { Place, Reminder, Session } from '@muniment/backup';
import { holdsArchive, openArchive } from '@muniment/backup/reading';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { folderStore, type RetryNotice, retryingStore } from '@muniment/storage';
import { formatDuration } from './format.ts';
import { keepHeapSmall } from './heap.ts';
import type { PasswordOptions } from './recover.ts';
import { type Run, showReminders } from './run.ts';

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
  keepHeapSmall();
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
  const { recoveryKeyFile, passwordFile } = options;
  let refusal: MunimentError | undefined;
  if (recoveryKeyFile === undefined && passwordFile === undefined) {
    try {
      return await openArchive(place);
    } catch (error) {
      if (!isMunimentError(error, 'ERR_NOT_ENROLLED')) throw error;
      refusal = error;
    }
  }
  const { openWithGivenKey } = await import('./given-key.ts');
  return await openWithGivenKey(run, place, options, purpose, refusal);
}
