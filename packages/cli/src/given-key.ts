// Opening an archive with a key that the user gives: the recovery key or a password, from a file or the keyboard.

import { hostname } from 'node:os';
import { openArchive, type Place, type Session } from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import {
  parseRecoveryKey,
  parseRecoveryKeyRow,
  RECOVERY_KEY_ROW_COUNT,
  type RecoveryKey,
} from '@muniment/keys';
import type { KeyOptions } from './access.ts';
import { askSecret, problemOf } from './prompts.ts';
import { readText } from './read-text.ts';
import { askWay, openInConversation, openWithPasswordFile, waysIn } from './recover.ts';
import { digitsOf } from './recovery-sheet.ts';
import type { Run } from './run.ts';
import { accessOrWarning } from './vault-access.ts';

/**
 * Opens the archive at `place` with a key of the user's.
 * @param refusal why this device's own key did not do; undefined if the options name another
 * @throws ERR_NOT_ENROLLED if nothing is named and nobody can be asked; errors of `openArchive` and `recoverByPassword`
 */
export async function openWithGivenKey(
  run: Run,
  place: Place,
  options: KeyOptions,
  purpose: 'read' | 'write',
  refusal: MunimentError | undefined,
): Promise<Session> {
  const { passwordFile, acceptOlder } = options;
  if (passwordFile !== undefined) {
    return await openWithPasswordFile(run, place, { ...options, passwordFile }, purpose);
  }
  if (refusal !== undefined) {
    const what = refusal.message.replace(/\.$/, '');
    if (!run.hasTerminal) {
      throw new MunimentError('ERR_NOT_ENROLLED', `${what}: ${await waysIn(place)}`, {}, refusal);
    }
    run.output.note(`${what[0]!.toUpperCase()}${what.slice(1)}.`);
    const way = await askWay(run, place);
    if (way.type === 'password') return await openInConversation(run, place, way.url, options, purpose);
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
