// What a backup asks a vault and tells its user. Implements VAULT-037, VAULT-051 and VAULT-053.

import { equalBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { reviewVault, type VaultView, type VaultWarning, vaultFingerprint } from '@muniment/vault-client';
import { encodeVaultResponse, formatHex } from '@muniment/wire';
import { moveAnchor } from './anchor.ts';
import type { Session } from './session.ts';
import type { VaultAccess, VaultNotice, VaultStatusResult } from './types.ts';
import { type ReachedVault, VaultLink } from './vault-link.ts';
import { isBusy, vaultMethods } from './vault-methods.ts';
import { isSameAccount, seenStatus, VaultNotes } from './vault-notes.ts';
import { keepUp } from './vault-upkeep.ts';

const NONE: Uint8Array = new Uint8Array(0);

/** How a password stands at a vault. */
export type VaultStanding = Pick<
  VaultStatusResult,
  | 'phase'
  | 'timeMs'
  | 'generation'
  | 'sinceMs'
  | 'previous'
  | 'attempts'
  | 'attemptsLeft'
  | 'unacknowledged'
  | 'waitUntilMs'
  | 'frozenUntilMs'
  | 'deleteAtMs'
  | 'destroyedMs'
  | 'lastAttemptMs'
  | 'lastSuccessMs'
>;

/**
 * Asks the vault of `access` what happened, finishes what is under way, and moves the anchor. Called while the device's folder is
 * locked, after a snapshot was committed: whatever goes wrong here becomes a notice.
 */
export async function guardVaults(session: Session, access: VaultAccess | undefined): Promise<VaultNotice[]> {
  const named = vaultMethods(session.keyring).map(({ vault }) => vault);
  const accounts = named.filter((vault, i) => named.findIndex((other) => isSameAccount(other, vault)) === i);
  const notices: VaultNotice[] = [];
  let asked: VaultLink | undefined;
  if (access !== undefined && (accounts.length > 0 || isBusyAnywhere(session))) {
    try {
      asked = await VaultLink.open(session, access);
      notices.push(...(await guard(asked)));
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      // The token is for an account that the archive does not name: the one that it names was not asked.
      if (error.code !== 'ERR_METHOD_UNKNOWN') {
        const { url = access.bundle?.url ?? '', subject = '' } = asked?.note ?? accounts[0] ?? {};
        const message = `The vault could not be brought up to date: ${error.message}`;
        notices.push({ kind: 'unreachable', message, url, subject, code: error.code });
        if (asked === undefined) return notices;
      }
    }
  }
  for (const vault of accounts) {
    if (asked !== undefined && isSameAccount(vault, asked.account)) continue;
    const { url, subject } = vault;
    const message = `The vault at ${url} was not asked about guesses and not told of this backup: there was no account token for ${subject}.`;
    notices.push({ kind: 'no-token', message, url, subject });
  }
  return notices;
}

/** True also if what the device keeps cannot be read, which is said then. */
function isBusyAnywhere({ folder }: Session): boolean {
  const notes = new VaultNotes(folder);
  try {
    return notes.all.some((note) => isBusy(notes, note));
  } catch (error) {
    if (!isMunimentError(error, 'ERR_HOME')) throw error;
    return true;
  }
}

async function guard(link: VaultLink): Promise<VaultNotice[]> {
  const { account, notes, session } = link;
  // A login that was interrupted: with its state, the password would lie on the disk for no purpose.
  await notes.slot(account, 'login').clear();
  const problems: VaultNotice[] = [];
  try {
    const ownership = await keepUp(link);
    const note = notes.get(account);
    // Nothing is left of it but what other devices have to say.
    if (note === undefined || (link.methods.length === 0 && !isBusy(notes, note))) return [];
    if (ownership === 'ours' && !session.isBehind && !(await moveAnchor(link))) {
      const message = 'The vault knows a newer state of the archive than the store shows.';
      problems.push(noticeFor(link, 'archive-older', message));
    }
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    const message = `Something at the vault could not be finished: ${error.message}`;
    problems.push({ ...noticeFor(link, 'unreachable', message), code: error.code });
  }
  const view = await link.vault.status();
  const notices = noticesOf(link, view);
  rememberStatus(link, view);
  return [...notices, ...problems];
}

/** Brings the vault up to date after a change of the keys. What goes wrong is a reminder, and is done by a later call. */
export async function tellVault(session: Session, access: VaultAccess | undefined): Promise<void> {
  if (access === undefined) return;
  try {
    await keepUp(await VaultLink.open(session, access));
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    const message = `The vault could not be told of the new keys: ${error.message}`;
    session.remind({ kind: 'vault-owner', message });
  }
}

/** Notes what the vault said, so that the next run sees what has changed. */
export function rememberStatus(link: VaultLink, view: VaultView): void {
  const { timeMs, attemptsLeft, waitUntilMs, ...status } = view;
  const seen = encodeVaultResponse({
    ...{ formatVersion: 1, outcome: 'ok', timeMs: BigInt(timeMs), status, ke2: NONE, releaseSecret: NONE },
  });
  const { note, vault, notes, account } = link;
  const isSame = note.seen !== undefined && equalBytes(note.seen, seen);
  // A descriptor that was fetched on the way may be newer than the first.
  const { known, isOneParty } = vault;
  const { operator } = vault.descriptor;
  const shown = { operator, isOneParty, attemptsLeft, waitUntilMs };
  if (!isSame || note.known?.serial !== known.serial) notes.set(account, { seen, known, shown });
}

/** Everything about a status that the user did not do on this device, or should know. */
export function noticesOf(link: VaultLink, view: VaultView): VaultNotice[] {
  const { vault, methods } = link;
  const seen = seenStatus(link.note);
  const named = methods.map((method) => method.vault.generation);
  const active = view.active?.number;
  const isNamed = active !== undefined && named.includes(active);
  const isOurs = link.isKnownOwner(view.owner);
  const { leaving, own } = link.note;
  const isLeaving = leaving !== undefined;
  const warnings = reviewVault(view, {
    generation: isNamed ? active : (named.at(-1) ?? 0n),
    ownerPublicKey: isOurs ? view.owner : NONE,
    ownGenerations: own === undefined ? named : [...named, own],
    previousStatus: seen,
    vault,
  }).filter(({ kind }) => !(isLeaving && ['generation', 'no-record', 'deletion-pending'].includes(kind)));
  const notices = warnings.map((warning) => noticeFor(link, warning.kind, sentenceFor(warning)));
  const before = seen?.active?.number;
  if (isNamed && before !== undefined && active > before && active !== own) {
    const since = dateOf(view.active!.sinceMs);
    notices.push(
      noticeFor(
        link,
        'changed',
        `The password was changed on ${since}, on another device: if that was not you, take it back.`,
      ),
    );
  }
  return notices;
}

function noticeFor({ note, account }: VaultLink, kind: VaultNotice['kind'], message: string): VaultNotice {
  return { kind, message, url: note.url, subject: account.subject };
}

function sentenceFor(warning: VaultWarning): string {
  switch (warning.kind) {
    case 'guesses': {
      const { unacknowledged, attemptsLeft, lastAttemptMs } = warning;
      const count = unacknowledged === 1 ? '1 wrong password was' : `${unacknowledged} wrong passwords were`;
      return `${count} tried at the vault, the last on ${dateOf(lastAttemptMs)}; ${attemptsLeft} more are possible: if it was not you, somebody else has your account.`;
    }
    case 'generation':
      return `The vault has had another password since ${dateOf(warning.sinceMs)}, which this archive does not know: the password does not open it.`;
    case 'previous':
      return `A password before, which this archive does not know, still works until ${dateOf(warning.untilMs)}.`;
    case 'staged':
      return 'Somebody has begun to set another password.';
    case 'owner':
      return 'The vault knows another owner than this archive: somebody else may have taken it over.';
    case 'deletion-pending':
      return `The vault will delete the password on ${dateOf(warning.atMs)}: take that back unless you asked for it.`;
    case 'frozen':
      return `The vault takes no guesses until ${dateOf(warning.untilMs)}: the password does not work before.`;
    case 'destroyed':
      return `Too many wrong passwords: the vault has erased its key on ${dateOf(warning.atMs)}. Set a new password.`;
    case 'no-record':
      return 'The vault keeps no password for this account: set a new one.';
    case 'rolled-back':
      return 'The vault shows an older record than it has shown before: tell its operator.';
    case 'rollback-unprotected':
      return 'The vault does not protect itself from being put back to an older state: whoever can do that has more guesses.';
    case 'one-party':
      return 'Nobody but its operator vouches for the vault.';
  }
}

function dateOf(timeMs: number | bigint): string {
  return new Date(Number(timeMs)).toISOString();
}

/** What a vault says, and what there is to say of it. */
export async function describeVault(link: VaultLink, view: VaultView): Promise<VaultStatusResult> {
  const { account, vault, note } = link;
  const pins = { ...note, realmId: account.realmId };
  const described = await describeReached({ account, vault, pins }, view);
  const isOurs = view.active !== undefined && link.method(view.active.number) !== undefined;
  return { ...described, isOurs, warnings: noticesOf(link, view) };
}

/** The same of an account that no session of this device has. */
export async function describeReached(
  { account: { realmId, issuer, subject }, vault, pins }: ReachedVault,
  view: VaultView,
): Promise<VaultStatusResult> {
  const { operator, rollback } = vault.descriptor;
  return {
    ...{ url: pins.url, realmId: formatHex(realmId), issuer, subject, operator },
    fingerprint: await vaultFingerprint({ realmId, signers: pins.signers }),
    signedBy: vault.signedBy,
    isOneParty: vault.isOneParty,
    isRollbackProtected: rollback === 'protected',
    isOurs: undefined,
    ...standingOf(view),
    anchorSequence: view.anchor?.sequence,
    warnings: [],
  };
}

/** How the password stands. */
export function standingOf(view: VaultView): VaultStanding {
  const { active, previous, phase, timeMs, attempts, attemptsLeft, unacknowledged, waitUntilMs } = view;
  const timeOf = (ms: bigint): number | undefined => (ms === 0n ? undefined : Number(ms));
  return {
    ...{ phase, timeMs },
    generation: active?.number,
    sinceMs: active === undefined ? undefined : Number(active.sinceMs),
    previous:
      previous === undefined ? undefined : { generation: previous.number, untilMs: Number(previous.untilMs) },
    ...{ attempts, attemptsLeft, unacknowledged, waitUntilMs },
    frozenUntilMs: view.frozenUntilMs > BigInt(timeMs) ? Number(view.frozenUntilMs) : undefined,
    deleteAtMs: timeOf(view.deleteAtMs),
    destroyedMs: timeOf(view.destroyedMs),
    lastAttemptMs: timeOf(view.lastAttemptMs),
    lastSuccessMs: timeOf(view.lastSuccessMs),
  };
}
