// Getting in with a password: unattended with all that it takes in options, or in a conversation that shows first what is at stake.

import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import {
  lookAtVault,
  type Place,
  type RecoveryOption,
  recoverByPassword,
  recoveryOptions,
  type Session,
  type VaultAccess,
  type VaultBundle,
  type VaultOffer,
} from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Vault, VaultView } from '@muniment/vault-client';
import { formatCount, formatTable, formatTime } from './format.ts';
import { obtainPassword, readPasswordFile } from './password-input.ts';
import { askChoice, askYes } from './prompts.ts';
import type { Run } from './run.ts';
import { accountOf, requireNewVault, type VaultOptions } from './vault-access.ts';
import { LAST_ATTEMPT_COUNT, messageOf } from './vault-words.ts';

/** Options of a command that a password can open the archive for. */
export interface PasswordOptions extends VaultOptions {
  readonly passwordFile?: string | undefined;
  readonly previousPassword?: boolean;
  readonly acceptOlder?: boolean;
  readonly useLastAttempts?: boolean;
}

/** How the user wants to get in. */
export type Way = { readonly type: 'digits' } | { readonly type: 'password'; readonly url: string };

type NewVaultAccess = VaultAccess & { readonly bundle: VaultBundle };

/** Asks which of the ways that the store shows is to be taken; with one way only, nothing is asked. */
export async function askWay(run: Run, place: Place): Promise<Way> {
  const options = await recoveryOptions(place);
  const urls = [...new Set(options.flatMap(({ vault }) => (vault === undefined ? [] : [vault.url])))];
  if (urls.length === 0) return { type: 'digits' };
  const chosen = await askChoice(run, 'How do you want to open the archive?', [
    { value: 'digits', label: `With the 64 digits${keyIdsIn(options)}` },
    ...urls.map((url) => ({ value: url, label: `With the password, which is checked by ${url}` })),
  ]);
  return chosen === 'digits' ? { type: 'digits' } : { type: 'password', url: chosen };
}

function keyIdsIn(options: readonly RecoveryOption[]): string {
  const ids = [...new Set(options.flatMap(({ keyId }) => keyId ?? []))];
  return ids.length === 0 ? '' : ` of the recovery sheet ${ids.join(' or ')}`;
}

/** The options of a command line that could have opened the archive, as far as the store offers them. */
export async function waysIn(place: Place): Promise<string> {
  const options = await recoveryOptions(place);
  const hasPassword = options.some(({ vault }) => vault !== undefined);
  const digits = 'give --recovery-key-file FILE';
  if (!hasPassword) return digits;
  return `${digits}, or --password-file FILE with --token-file FILE and --vault-bundle FILE or --vault-fingerprint TEXT`;
}

/** Opens the archive with the password in a file. @throws as `recoverByPassword` */
export async function openWithPasswordFile(
  run: Run,
  place: Place,
  options: PasswordOptions & { readonly passwordFile: string },
  purpose: 'read' | 'write',
): Promise<Session> {
  const password = await readPasswordFile(run, options.passwordFile);
  const access = await requireNewVault(run, options, place);
  const onStatus = async (offer: VaultOffer): Promise<void> => {
    if (offer.status.isOneParty)
      run.output.mention('One party alone vouches for the vault.', { kind: 'one-party' });
    await beforeAttempt(run, options)(offer);
  };
  return await recover(run, place, access, { ...options, password, onStatus }, purpose);
}

/** Opens the archive with a password that is typed. Wrong ones may be corrected as long as the vault takes more at once. */
export async function openInConversation(
  run: Run,
  place: Place,
  url: string,
  options: PasswordOptions,
  purpose: 'read' | 'write',
): Promise<Session> {
  const access = await requireNewVault(run, options, { ...place, url });
  const { vault, view } = await lookAtVault(place, access);
  await showVault(run, access, vault, view);
  // What was begun when a run was interrupted can be finished where nothing new can be begun.
  if (!isInterrupted(place)) assertOpen(view, vault.descriptor.unacknowledgedLimit);
  let { attemptsLeft } = view;
  for (let mistyped = 0; ; mistyped++) {
    await goOnWithLastAttempts(run, attemptsLeft, options);
    const password = await obtainPassword(run, undefined, 'Password');
    try {
      return await recover(run, place, access, { ...options, password, mistyped }, purpose);
    } catch (error) {
      if (!isMunimentError(error, 'ERR_PASSWORD_WRONG')) throw error;
      const { attemptsLeft: left, waitUntilMs } = error.details;
      if (typeof left !== 'number' || left === 0 || waitUntilMs !== undefined) throw error;
      attemptsLeft = left;
      const message = messageOf(error);
      run.output.note(
        `${message[0]!.toUpperCase()}${message.slice(1)}. Look at capitals and keyboard layout.`,
      );
    }
  }
}

interface Attempt extends PasswordOptions {
  readonly password: string;
  /** Wrong ones in this conversation, which are no news. */
  readonly mistyped?: number;
  readonly onStatus?: (offer: VaultOffer) => Promise<void>;
}

async function recover(
  run: Run,
  place: Place,
  access: NewVaultAccess,
  { password, mistyped = 0, previousPassword, acceptOlder, onStatus }: Attempt,
  purpose: 'read' | 'write',
): Promise<Session> {
  let before: VaultOffer['status'] | undefined;
  const session = await recoverByPassword(place, {
    ...access,
    password,
    previous: previousPassword,
    acceptOlder,
    onStatus: async (offer) => {
      before = offer.status;
      await onStatus?.(offer);
    },
    ...(purpose === 'write' && { deviceName: hostname() }),
  });
  const others = (before?.unacknowledged ?? 0) - mistyped;
  if (others > 0) {
    run.output.warn(
      `${formatCount(others, 'wrong password')} ${others === 1 ? 'was' : 'were'} tried at the vault before: if it was not you, somebody else has your account`,
      { kind: 'guesses' },
    );
  }
  return session;
}

async function showVault(run: Run, access: NewVaultAccess, vault: Vault, view: VaultView): Promise<void> {
  const { output } = run;
  const { operator, rollback } = vault.descriptor;
  const { subject } = await accountOf(access);
  const rows = [
    ['vault', access.bundle.url],
    ['operator', operator],
    [
      'signed by',
      `${vault.signedBy.join(', ')}${vault.isOneParty ? ': one party alone vouches for it' : ''}`,
    ],
    ['account', subject],
    ...(rollback === 'unprotected'
      ? [['rollback', 'unprotected: whoever puts back its records has more guesses']]
      : []),
    ['attempts', `${view.attempts} wrong in a row, ${view.attemptsLeft} left`],
    ...(view.previous === undefined
      ? []
      : [
          [
            'before',
            `a password before this one works until ${formatTime(Number(view.previous.untilMs))}: --previous-password`,
          ],
        ]),
  ];
  for (const line of formatTable('<<', rows)) output.note(`  ${line}`);
}

/** @throws for each reason why the vault would take no attempt now */
function assertOpen(view: VaultView, unacknowledgedLimit: number): void {
  const { phase, timeMs, destroyedMs, frozenUntilMs, unacknowledged, notBeforeMs } = view;
  if (phase === 'none' || phase === 'staged') throw new MunimentError('ERR_VAULT_NO_RECORD');
  if (phase === 'erased') {
    throw new MunimentError('ERR_VAULT_DESTROYED', '', { destroyedMs: Number(destroyedMs) });
  }
  if (unacknowledged >= unacknowledgedLimit) {
    throw new MunimentError('ERR_VAULT_LOCKED', '', { unacknowledged });
  }
  if (timeMs < Number(notBeforeMs)) {
    throw new MunimentError('ERR_VAULT_WAIT', '', { untilMs: Number(notBeforeMs), timeMs });
  }
  // A password before the one that counts is not frozen.
  if (timeMs < Number(frozenUntilMs) && view.previous === undefined) {
    throw new MunimentError('ERR_VAULT_FROZEN', '', { untilMs: Number(frozenUntilMs), timeMs });
  }
}

/** What is asked of the user, or of the options, before a password in a file is tried. */
export function beforeAttempt(
  run: Run,
  options: Pick<PasswordOptions, 'useLastAttempts'>,
): (offer: VaultOffer) => Promise<void> {
  return ({ status }) => goOnWithLastAttempts(run, status.attemptsLeft, options);
}

/**
 * Stops before the last attempts: without a terminal unless an option says to go on, because a job with an old password would use
 * them up, run by run; in a terminal unless the user does.
 * @throws ERR_TERMINAL_NEEDED, ERR_INTERRUPTED
 */
async function goOnWithLastAttempts(
  run: Run,
  attemptsLeft: number,
  { useLastAttempts = false }: Pick<PasswordOptions, 'useLastAttempts'>,
): Promise<void> {
  if (attemptsLeft === 0 || attemptsLeft > LAST_ATTEMPT_COUNT) return;
  const what =
    attemptsLeft === 1 ? 'This is the last attempt' : `There are only ${attemptsLeft} attempts left`;
  const message = `${what}: after that many wrong passwords the vault erases its key, and the digits are what opens the archive`;
  if (!run.hasTerminal && !useLastAttempts) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      `${message}; the password was not tried, and no attempt was spent. Look whether it is the right one, then run this in a terminal or give --use-last-attempts`,
      { attemptsLeft },
    );
  }
  run.output.warn(message, { kind: 'last-attempts' });
  if (useLastAttempts) return;
  if (await askYes(run, 'Try a password all the same?')) return;
  throw new MunimentError('ERR_INTERRUPTED', 'not confirmed: no attempt was spent');
}

/** True if a recovery on this device was cut short: the state of its login is there. */
function isInterrupted({ home }: Place): boolean {
  try {
    const files = readdirSync(join(home, 'recoveries'), { recursive: true, encoding: 'utf8' });
    return files.some((path) => basename(path) === 'vault-login');
  } catch {
    return false;
  }
}
