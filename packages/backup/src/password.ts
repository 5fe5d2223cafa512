// Passwords: a recovery method that a vault looks after. Setting, changing and removing one, and what its owner may do at the
// vault. Order and crashes: spec/vault.md section 8.

import { randomBytes, type SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { addMethod, deriveVaultSecret } from '@muniment/keys';
import type { Ksf } from '@muniment/opaque';
import {
  type FinishedRecovery,
  type LoginProof,
  recoverPassword,
  type StagedPassword,
  stagePassword,
  type Vault,
  type VaultView,
} from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import { anchorOf, assertNotOlder, moveAnchor } from './anchor.ts';
import { findMethod } from './methods.ts';
import type { Session } from './session.ts';
import type {
  AddPasswordOptions,
  AddPasswordResult,
  AttemptOptions,
  FreezeOptions,
  RemovePasswordOptions,
  RemovePasswordResult,
  VaultAccess,
  VaultBundle,
  VaultStatusResult,
} from './types.ts';
import { describeReached, describeVault, rememberStatus } from './vault-guard.ts';
import { reachVault, VaultLink } from './vault-link.ts';
import { isSameAccount } from './vault-notes.ts';
import { bringOwner, commit, finishRegistration, isGone, keepUp } from './vault-upkeep.ts';

/** What passwords are stretched with unless told: well above the least that the protocol allows, and bearable on a telephone. */
const STRETCHING = { memoryKib: 131_072, passes: 3, parallelism: 4 };
/** A change of the keys on another device, at the wrong moment, undoes a registration that is under way. */
const ATTEMPTS = 3;
const LABEL = 'password';

/**
 * Sets a password, as one more way into the archive. A password that the account has already is replaced: at once if
 * `oldPassword` is given, else it still works for 72 hours, and its method is removed by a later run.
 *
 * ```ts
 * await addPassword(session, { password, bundle: parseVaultBundle(text), token });
 * ```
 * Interrupted, it is finished or taken back by the next call that reaches the vault.
 * @throws ERR_PASSWORD_WRONG and ERR_VAULT_WAIT for `oldPassword`, ERR_PASSWORD_CHARACTERS, ERR_VAULT_SIGNATURE if the vault's record
 *   belongs to another archive, ERR_ARCHIVE_OLDER, ERR_VAULT_REFUSED for a record that is about to be deleted, ERR_REALM_UNTRUSTED,
 *   ERR_NOT_ENROLLED, ERR_BUSY, other errors of vault and store
 */
export async function addPassword(session: Session, options: AddPasswordOptions): Promise<AddPasswordResult> {
  session.writer();
  return session.exclusively(() => setPassword(session, options, false));
}

/**
 * Sets another password in the place of the one that there is. The old one need not be known.
 * @throws ERR_METHOD_UNKNOWN if there is none; else as `addPassword`
 */
export async function changePassword(
  session: Session,
  options: AddPasswordOptions,
): Promise<AddPasswordResult> {
  session.writer();
  return session.exclusively(() => setPassword(session, options, true));
}

async function setPassword(
  session: Session,
  options: AddPasswordOptions,
  mustBeThere: boolean,
): Promise<AddPasswordResult> {
  const link = await VaultLink.open(session, options, !mustBeThere);
  await assertOurs(link);
  const view = await link.vault.status();
  if (options.acceptOlder !== true) assertNotOlder(session, view.anchor);
  if (link.note.leaving !== undefined) link.notes.set(link.account, { leaving: undefined });
  const login = await loginWith(link, options.oldPassword, view, options);
  try {
    await keepFromDeletion(link);
    const generation = await register(link, options, login);
    await keepUp(link);
    await moveAnchor(link);
    const after = await link.vault.status();
    rememberStatus(link, after);
    const { methodId } = link.method(generation)!;
    return {
      method: findMethod(session, formatHex(methodId)),
      previousUntilMs: after.previous === undefined ? undefined : Number(after.previous.untilMs),
      isOneParty: link.vault.isOneParty,
      vault: await describeVault(link, after),
    };
  } finally {
    await forgetLogin(login);
  }
}

async function forgetLogin(login: FinishedRecovery | undefined): Promise<void> {
  if (login === undefined) return;
  for (const secret of [login.exportKey, login.releaseSecret, login.sessionKey]) secret.wipe();
  await login.settle();
}

/** Shows the vault the password that is in use. It costs an attempt, which a right one gives back. */
async function loginWith(
  link: VaultLink,
  password: string | undefined,
  { active, phase }: VaultView,
  options: AttemptOptions,
): Promise<FinishedRecovery | undefined> {
  if (password === undefined || active === undefined || phase !== 'active') return undefined;
  return tryPassword(link, active.number, password, options);
}

function tryPassword(
  link: VaultLink,
  generation: bigint,
  password: string,
  { onStatus }: AttemptOptions,
): Promise<FinishedRecovery> {
  return recoverPassword(link.vault, {
    ...{ generation, password, slot: link.notes.slot(link.account, 'login') },
    onStatus: async (now) => onStatus?.({ status: await describeVault(link, now), generation }),
  });
}

/** The stretching of passwords; loaded when one is set, because nothing else needs it. */
async function usualKsf(): Promise<Ksf> {
  const { argon2id } = await import('@muniment/opaque');
  return argon2id(STRETCHING);
}

/** A deletion that is pending would take the new password with it. */
async function keepFromDeletion(link: VaultLink): Promise<void> {
  await link.asOwner(async (owner, { deleteAtMs }) => {
    if (owner !== undefined && deleteAtMs !== 0n) await link.vault.cancel({ owner });
  });
}

/** Stage, keyring, commit. Gives the new generation. */
async function register(
  link: VaultLink,
  options: AddPasswordOptions,
  login: FinishedRecovery | undefined,
): Promise<bigint> {
  for (let attempt = 1; ; attempt++) {
    const generation = await stageAndPublish(link, options);
    try {
      await commit(link, login);
      return generation;
    } catch (error) {
      if (!isGone(error) || attempt === ATTEMPTS) throw error;
      await finishRegistration(link);
      await bringOwner(link);
    }
  }
}

async function stageAndPublish(link: VaultLink, options: AddPasswordOptions): Promise<bigint> {
  const { session, account } = link;
  const { generation, exportKey, releaseSecret } = await stage(link, options);
  const secrets = [exportKey, releaseSecret];
  try {
    link.notes.set(account, { own: generation });
    const salt = randomBytes(32);
    const secret = await deriveVaultSecret({ exportKey, releaseSecret, salt });
    secrets.push(secret);
    const { realmId, issuer, subject } = account;
    const vault = { url: link.note.url, realmId, issuer, subject, generation };
    const { label = LABEL } = options;
    await session.publish(await addMethod(session.keyring, { type: 'vault', secret, salt, label, vault }));
    // Another device may have changed the keys at the same moment.
    await session.catchUp();
    return generation;
  } finally {
    for (const secret of secrets) secret.wipe();
  }
}

async function stage(link: VaultLink, options: AddPasswordOptions): Promise<StagedPassword> {
  const { session, vault, account, notes } = link;
  const { password, ksf = await usualKsf() } = options;
  return link.asOwner(async (owner) => {
    const newOwner = await link.currentOwner();
    try {
      link.noteOwner(newOwner);
      return await stagePassword(vault, {
        ...{ password, ksf, owner, newOwner, slot: notes.slot(account, 'registration') },
        anchor: session.isBehind ? undefined : anchorOf(session),
      });
    } finally {
      newOwner.wipe();
    }
  });
}

/**
 * Removes the password from the archive, which changes the keys, and has the vault delete what it keeps: at once with the password,
 * else in 72 hours. Interrupted, it is finished by the next call that reaches the vault.
 * @throws ERR_LAST_METHOD, ERR_METHOD_UNKNOWN if there is none, ERR_PASSWORD_WRONG, ERR_VAULT_SIGNATURE; else as `addPassword`
 */
export async function removePassword(
  session: Session,
  options: RemovePasswordOptions,
): Promise<RemovePasswordResult> {
  session.writer();
  return session.exclusively(async () => {
    const link = await VaultLink.open(session, options);
    await assertOurs(link);
    assertOtherWay(link);
    const view = await link.vault.status();
    const login = await loginWith(link, options.password, view, options);
    try {
      const newest = link.methods.at(-1)?.vault.generation ?? 0n;
      link.notes.set(link.account, { leaving: newest > view.lastGeneration ? newest : view.lastGeneration });
      await assertOurs(link, login);
      const { phase, deleteAtMs } = await link.vault.status();
      if (phase === 'none') return { deleteAtMs: undefined };
      return { deleteAtMs: deleteAtMs === 0n ? undefined : Number(deleteAtMs) };
    } finally {
      await forgetLogin(login);
    }
  });
}

/** @throws ERR_LAST_METHOD if nothing else opens the archive for good */
function assertOtherWay({ session, account }: VaultLink): void {
  const isOther = session.keyring.slots.some(
    ({ type, vault }) => type === 'recovery-key' || (vault !== undefined && !isSameAccount(vault, account)),
  );
  if (!isOther) throw new MunimentError('ERR_LAST_METHOD');
}

/** Brings the vault up to date. @throws ERR_VAULT_SIGNATURE if its record belongs to someone else */
async function assertOurs(link: VaultLink, login?: LoginProof): Promise<void> {
  if ((await keepUp(link, login)) === 'a-strangers') {
    throw new MunimentError('ERR_VAULT_SIGNATURE', `${link.name} belongs to another archive or owner`);
  }
}

/** Does what only the owner may, with the owner key of the archive. */
async function asOwner(
  session: Session,
  access: VaultAccess,
  work: (vault: Vault, owner: SecretBytes) => Promise<VaultView>,
): Promise<VaultStatusResult> {
  session.writer();
  return session.exclusively(async () => {
    const link = await VaultLink.open(session, access);
    await assertOurs(link);
    const view = await link.asOwner((owner) => {
      if (owner === undefined) throw new MunimentError('ERR_VAULT_NO_RECORD');
      return work(link.vault, owner);
    });
    rememberStatus(link, view);
    return describeVault(link, view);
  });
}

/** Tells the vault that the wrong attempts so far were seen. @throws as `freezeVault` */
export function acknowledgeAttempts(session: Session, access: VaultAccess): Promise<VaultStatusResult> {
  return asOwner(session, access, (vault, owner) => vault.acknowledge({ owner }));
}

/**
 * Has the vault take no guesses for a time, or go on taking them.
 * @throws RangeError, ERR_VAULT_NO_RECORD, ERR_VAULT_SIGNATURE, ERR_VAULT_REFUSED, ERR_METHOD_UNKNOWN, ERR_NOT_ENROLLED, ERR_BUSY,
 *   other errors of the vault
 */
export function freezeVault(session: Session, options: FreezeOptions): Promise<VaultStatusResult> {
  const { durationMs } = options;
  return asOwner(session, options, (vault, owner) => vault.freeze({ owner, durationMs }));
}

/** Takes a deletion back that somebody asked the vault for: once in 90 days. @throws as `freezeVault` */
export function cancelDeletion(session: Session, access: VaultAccess): Promise<VaultStatusResult> {
  return asOwner(session, access, (vault, owner) => vault.cancel({ owner }));
}

/** What the vault says, and what there is to say of it. @throws ERR_METHOD_UNKNOWN, ERR_REALM_UNTRUSTED, errors of the vault */
export async function vaultStatus(session: Session, access: VaultAccess): Promise<VaultStatusResult> {
  session.writer();
  return session.exclusively(async () => {
    const link = await VaultLink.open(session, access);
    return describeVault(link, await link.vault.status());
  });
}

/**
 * Has the vault delete what it keeps for an account in seven days, for someone who has nothing but the account. Whoever logs in
 * meanwhile, or has the archive, takes it back.
 * @throws ERR_VAULT_NO_RECORD, ERR_REALM_UNTRUSTED, errors of the vault
 */
export async function abandonPassword(
  access: VaultAccess & { readonly bundle: VaultBundle },
): Promise<VaultStatusResult> {
  const reached = await reachVault(access);
  return describeReached(reached, await reached.vault.abandon());
}

/**
 * Goes back to the password before, while it still works, and makes this archive the vault's owner again: for when a thief of a device
 * has set another. The thief's password is removed.
 * @throws ERR_VAULT_GENERATION if there is no password before, ERR_PASSWORD_WRONG; else as `addPassword`
 */
export async function revertPassword(
  session: Session,
  options: VaultAccess & AttemptOptions & { readonly password: string },
): Promise<VaultStatusResult> {
  session.writer();
  return session.exclusively(async () => {
    const link = await VaultLink.open(session, options);
    const { previous } = await link.vault.status();
    if (previous === undefined) throw new MunimentError('ERR_VAULT_GENERATION');
    const login = await tryPassword(link, previous.number, options.password, options);
    const newOwner = await link.currentOwner();
    try {
      link.noteOwner(newOwner);
      await link.vault.revert({ login, newOwner });
      await assertOurs(link);
      const view = await link.vault.status();
      rememberStatus(link, view);
      return await describeVault(link, view);
    } finally {
      newOwner.wipe();
      await forgetLogin(login);
    }
  });
}
