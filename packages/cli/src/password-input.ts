// Passwords from files and from the keyboard.

import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { MunimentError } from '@muniment/errors';
import { assertStrong, loadPasswordJudge, type PasswordJudge } from './password-quality.ts';
import { decodeUtf8 } from './printable.ts';
import { askSecret } from './prompts.ts';
import { readBytes } from './read-text.ts';
import type { Run } from './run.ts';

/** How a new password is chosen. */
export interface NewPasswordOptions {
  readonly passwordFile?: string | undefined;
  readonly forceWeakPassword?: boolean;
}

/**
 * The password in a file: its one line. The newline at its end is not part of it.
 * @throws ERR_INPUT_FILE; ERR_PASSWORD_CHARACTERS for more than one line, and for bytes that are not UTF-8
 */
export async function readPasswordFile(run: Run, path: string): Promise<string> {
  const text = decodeUtf8(await readBytes(path));
  warnIfShared(run, path);
  const password = text?.replace(/\r?\n$/, '');
  if (password === undefined) throw refusal(path, 'is not text in UTF-8');
  if (password === '') throw refusal(path, 'is empty');
  if (/[\r\n]/.test(password)) throw refusal(path, 'has more than one line');
  return password;
}

/** A secret that everybody on the computer can read deserves a word, and no more: the user may know why. */
export function warnIfShared(run: Run, path: string): void {
  if (process.platform === 'win32') return;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true && (stat.mode & 0o077) !== 0) {
    run.output.note(`${path} can be read by others on this computer: chmod 600 ${path}`);
  }
}

/**
 * A password for the time to come: from a file, or typed twice. Weak ones are refused unless forced.
 * @throws ERR_PASSWORD_WEAK, ERR_TERMINAL_NEEDED with neither file nor terminal, as `readPasswordFile`
 */
export async function obtainNewPassword(
  run: Run,
  options: NewPasswordOptions,
  account: string,
): Promise<string> {
  const { passwordFile, forceWeakPassword = false } = options;
  if (passwordFile === undefined && !run.hasTerminal) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      'the new password is needed: run this in a terminal, or give --password-file FILE',
    );
  }
  const judge = forceWeakPassword ? undefined : await loadPasswordJudge([account, hostname()]);
  if (passwordFile === undefined) return await askNewPassword(run, judge);
  const password = await readPasswordFile(run, passwordFile);
  if (judge !== undefined) assertStrong(password, judge);
  return password;
}

async function askNewPassword(run: Run, judge: PasswordJudge | undefined): Promise<string> {
  for (;;) {
    const first = await askSecret(run, 'New password', (text) =>
      text === '' ? 'A password is needed.' : judge?.(text),
    );
    const again = await askSecret(run, 'The same again', () => undefined);
    if (first === again) return first;
    run.output.note('The two are not the same: type both again.');
  }
}

/** A password that is in use: from the file, or else typed. @throws ERR_TERMINAL_NEEDED */
export async function obtainPassword(run: Run, file: string | undefined, question: string): Promise<string> {
  if (file !== undefined) return await readPasswordFile(run, file);
  if (!run.hasTerminal) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      'the password is needed: run this in a terminal, or give --password-file FILE',
    );
  }
  return await askSecret(run, question, (text) => (text === '' ? 'A password is needed.' : undefined));
}

function refusal(path: string, what: string): MunimentError {
  return new MunimentError('ERR_PASSWORD_CHARACTERS', `${path} ${what}: a password is one line of text`, {
    path,
  });
}
