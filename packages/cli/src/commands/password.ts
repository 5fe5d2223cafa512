// `muniment method add STORE password`, `method change-password` and `password ...`: a password that a vault checks.

import {
  type AddPasswordResult,
  abandonPassword,
  acknowledgeAttempts,
  addPassword,
  cancelDeletion,
  changePassword,
  freezeVault,
  listMethods,
  revertPassword,
  type Session,
  type VaultAccess,
  type VaultStatusResult,
  vaultStatus,
} from '@muniment/backup';
import { type KeyOptions, withArchive } from '../access.ts';
import { methodJson } from '../describe.ts';
import { formatDuration, formatTable, formatTime } from '../format.ts';
import {
  type NewPasswordOptions,
  obtainNewPassword,
  obtainPassword,
  readPasswordFile,
} from '../password-input.ts';
import { beforeAttempt } from '../recover.ts';
import { type CommonOptions, EXIT_OK, type Run, showReminders } from '../run.ts';
import { assertAccount, requireNewVault, requireVault, type VaultOptions } from '../vault-access.ts';
import { newsOf, realmRows, showVaultNotices, standingRows, vaultStatusJson } from '../vault-words.ts';
import { methodName } from './methods.ts';

type PasswordCommandOptions = CommonOptions & KeyOptions;

export interface PasswordSetOptions extends PasswordCommandOptions, NewPasswordOptions {
  readonly account?: string;
  readonly oldPasswordFile?: string;
  readonly label?: string;
}

/** Sets a password beside the other methods, or in the place of the one that the account has. */
export async function passwordAdd(run: Run, store: string, options: PasswordSetOptions): Promise<number> {
  return await setPassword(run, store, options, addPassword);
}

/** Sets another password in the place of the one that there is. */
export async function passwordChange(run: Run, store: string, options: PasswordSetOptions): Promise<number> {
  return await setPassword(run, store, options, changePassword);
}

async function setPassword(
  run: Run,
  store: string,
  options: PasswordSetOptions,
  set: typeof addPassword,
): Promise<number> {
  const { account, label, acceptOlder, oldPasswordFile, ...others } = options;
  const oldPassword =
    oldPasswordFile === undefined ? undefined : await readPasswordFile(run, oldPasswordFile);
  const opening = { ...others, passwordFile: undefined };
  return await withArchive(run, store, opening, 'finish', async (session) => {
    const hasPassword = listMethods(session).some(({ vault }) => vault !== undefined);
    const access = await (hasPassword ? requireVault(run, options) : newAccess(run, options));
    const subject = await assertAccount(access, account);
    const password = await obtainNewPassword(run, options, subject);
    run.output.say('Stretching the password and telling the vault ...');
    const result = await set(session, {
      ...{ ...access, password, oldPassword, label, acceptOlder },
      onStatus: beforeAttempt(run, options),
    });
    report(run, result);
    showReminders(run, session.reminders);
    return EXIT_OK;
  });
}

/** A vault that the device knows needs no bundle; without a terminal, the backup says so if it needs one. */
async function newAccess(run: Run, options: VaultOptions): Promise<VaultAccess> {
  const { tokenFile, vaultBundle } = options;
  const isComplete = tokenFile !== undefined && (vaultBundle !== undefined || !run.hasTerminal);
  return isComplete ? await requireVault(run, options) : await requireNewVault(run, options);
}

function report(run: Run, { method, previousUntilMs, vault }: AddPasswordResult): void {
  const { output } = run;
  output.say(
    `The password opens the archive from now on (method ${methodName(method)}). The others stay as they are.`,
  );
  for (const line of formatTable('<<', realmRows(vault))) output.say(`  ${line}`);
  if (previousUntilMs !== undefined) {
    output.say(
      `The password before it still works until ${formatTime(previousUntilMs)}; it would end at once with --old-password-file.`,
    );
  }
  output.say(`Note on the recovery sheet: vault ${vault.url}, fingerprint ${vault.fingerprint}.`);
  output.say(
    'Ten wrong passwords in a row erase the key at the vault. The digits open the archive at any time.',
  );
  output.event('method', methodJson(method));
  output.event('vault', vaultStatusJson(vault));
  showVaultNotices(run, newsOf(vault));
}

type OwnerWork = (session: Session, access: VaultAccess) => Promise<VaultStatusResult>;

async function atVault(
  run: Run,
  store: string,
  options: PasswordCommandOptions,
  work: OwnerWork,
  done?: (status: VaultStatusResult) => string,
): Promise<number> {
  const access = await requireVault(run, options);
  const opening = { ...options, passwordFile: undefined };
  return await withArchive(run, store, opening, 'finish', async (session) => {
    const status = await work(session, access);
    showStatus(run, status, done?.(status));
    showReminders(run, session.reminders);
    return EXIT_OK;
  });
}

function showStatus(run: Run, status: VaultStatusResult, done: string | undefined): void {
  const { output } = run;
  if (done !== undefined) output.say(done);
  for (const line of formatTable('<<', [...realmRows(status), ...standingRows(status)])) output.result(line);
  output.event('vault', vaultStatusJson(status));
  showVaultNotices(run, newsOf(status));
}

/** What the vault says of the password. */
export function passwordStatus(run: Run, store: string, options: PasswordCommandOptions): Promise<number> {
  return atVault(run, store, options, vaultStatus);
}

/** The owner has seen the wrong attempts. */
export function passwordAcknowledge(
  run: Run,
  store: string,
  options: PasswordCommandOptions,
): Promise<number> {
  return atVault(run, store, options, acknowledgeAttempts, ({ unacknowledged }) =>
    unacknowledged === 0
      ? 'The wrong attempts so far are acknowledged.'
      : `Acknowledged, but for ${unacknowledged} of the last 24 hours, which could still turn out right: do it again after that.`,
  );
}

export interface PasswordFreezeOptions extends PasswordCommandOptions {
  readonly for: number;
  readonly off?: boolean;
}

/** No guesses for a time. */
export function passwordFreeze(run: Run, store: string, options: PasswordFreezeOptions): Promise<number> {
  const durationMs = options.off === true ? 0 : options.for;
  const done =
    durationMs === 0
      ? 'The vault takes passwords again.'
      : `The vault takes no password for ${formatDuration(durationMs)}; the digits open the archive.`;
  return atVault(
    run,
    store,
    options,
    (session, access) => freezeVault(session, { ...access, durationMs }),
    () => done,
  );
}

/** Takes a deletion back. */
export function passwordCancel(run: Run, store: string, options: PasswordCommandOptions): Promise<number> {
  return atVault(run, store, options, cancelDeletion, () => 'The vault keeps the password.');
}

/** Back to the password before, when somebody else has set another. */
export async function passwordRevert(
  run: Run,
  store: string,
  options: PasswordCommandOptions,
): Promise<number> {
  return await atVault(
    run,
    store,
    options,
    async (session, access) => {
      const password = await obtainPassword(run, options.passwordFile, 'The password before the last change');
      return await revertPassword(session, { ...access, password, onStatus: beforeAttempt(run, options) });
    },
    () => 'The password before the last change counts again; the one after it is gone.',
  );
}

/** For whoever has lost all but the account: the vault forgets the password in seven days. */
export async function passwordAbandon(run: Run, options: CommonOptions & VaultOptions): Promise<number> {
  const status = await abandonPassword(await requireNewVault(run, options));
  showStatus(run, status, 'The vault deletes the password unless somebody uses it or takes this back:');
  return EXIT_OK;
}
