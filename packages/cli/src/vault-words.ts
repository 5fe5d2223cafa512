// What a key vault says, in words and as JSON fields. README.md and schema/output.schema.json document the fields.

import type { KnownVault, VaultNotice, VaultStanding, VaultStatusResult } from '@muniment/backup';
import type { MunimentError } from '@muniment/errors';
import { formatCount, formatDuration, formatTime } from './format.ts';
import type { JsonObject } from './output.ts';
import type { Run } from './run.ts';

/** With so few attempts left, the next is not made without a word. */
export const LAST_ATTEMPT_COUNT = 3;
/** What is true every day, and nothing that somebody did: not with --quiet. */
const LASTING: ReadonlySet<VaultNotice['kind']> = new Set(['one-party', 'rollback-unprotected', 'no-token']);

/** What happened, with the times and counts that a vault gave. */
export function messageOf({ code, message, details }: MunimentError): string {
  const { attemptsLeft, waitUntilMs, untilMs, destroyedMs, unacknowledged, timeMs, retryAfterMs, operation } =
    details;
  switch (code) {
    case 'ERR_PASSWORD_WRONG': {
      if (typeof attemptsLeft !== 'number') return 'the password is wrong';
      if (attemptsLeft === 0) return 'the password is wrong, and there is no attempt left';
      const when = typeof waitUntilMs === 'number' ? `, the next one ${moment(waitUntilMs, timeMs)}` : '';
      return `the password is wrong; ${formatCount(attemptsLeft, 'attempt')} left${when}`;
    }
    case 'ERR_VAULT_WAIT':
      return typeof untilMs === 'number'
        ? `the vault takes the next attempt ${moment(untilMs, timeMs)}`
        : message;
    case 'ERR_VAULT_FROZEN':
      return typeof untilMs === 'number'
        ? `the owner has frozen guessing at the vault: it takes the next attempt ${moment(untilMs, timeMs)}`
        : message;
    case 'ERR_VAULT_DESTROYED':
      return typeof destroyedMs === 'number'
        ? `too many wrong passwords in a row: the vault erased its key for this account on ${formatTime(destroyedMs)}`
        : message;
    case 'ERR_VAULT_LOCKED':
      return typeof unacknowledged === 'number'
        ? `there were ${unacknowledged} wrong attempts at the vault that no enrolled device has acknowledged`
        : message;
    case 'ERR_VAULT_RATE':
      return typeof retryAfterMs === 'number'
        ? `the vault was asked too often in a short time: it answers again in ${formatDuration(retryAfterMs)}`
        : message;
    case 'ERR_VAULT_REFUSED':
      return operation === 'cancel'
        ? 'a deletion at the vault can be taken back once in 90 days, and has been: the password can be set again when it is done'
        : message;
    default:
      return message;
  }
}

/** Details of an error that programs want. */
export function errorFields({ details }: MunimentError): JsonObject {
  const { attemptsLeft, waitUntilMs, untilMs } = details;
  const until = waitUntilMs ?? untilMs;
  return {
    attemptsLeft: typeof attemptsLeft === 'number' ? attemptsLeft : undefined,
    waitUntil: typeof until === 'number' ? new Date(until).toISOString() : undefined,
  };
}

/** A time to come, by the vault's clock: `in 58 s (2026-11-21 09:05)`. */
function moment(ms: number, nowMs: unknown): string {
  const waitMs = ms - (typeof nowMs === 'number' ? nowMs : Date.now());
  // A second more, so that whoever waits as long as it says has waited long enough.
  return `in ${formatDuration(Math.max(1_000, Math.ceil(waitMs / 1_000) * 1_000))} (${formatTime(ms)})`;
}

/** Who runs the vault, and what to know before it is trusted with a password. */
export function realmRows(status: VaultStatusResult): string[][] {
  const { url, operator, signedBy, isOneParty, isRollbackProtected, subject, issuer, fingerprint } = status;
  return [
    ['vault', url],
    ['account', `${subject} of ${issuer}`],
    ['operator', operator],
    [
      'signed by',
      isOneParty ? `${signedBy.join(', ')}: one party alone vouches for it` : signedBy.join(', '),
    ],
    [
      'rollback',
      isRollbackProtected
        ? 'protected: it would notice that an old copy of its records was put back'
        : 'unprotected: whoever puts an old copy of its records back has more guesses',
    ],
    ['fingerprint', fingerprint],
  ];
}

/** How the password stands there. */
export function standingRows(status: VaultStanding & Pick<VaultStatusResult, 'isOurs'>): string[][] {
  const { phase, generation, sinceMs, previous, attempts, attemptsLeft, unacknowledged, timeMs } = status;
  const { waitUntilMs, frozenUntilMs, deleteAtMs, destroyedMs, lastAttemptMs, lastSuccessMs } = status;
  const rows: string[][] = [];
  const row = (name: string, value: string | undefined): void => {
    if (value !== undefined) rows.push([name, value]);
  };
  const at = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : formatTime(ms));
  const isOther = status.isOurs === false ? ', which this archive does not know' : '';
  if (phase === 'none') row('password', 'none is kept for this account');
  if (phase === 'staged') row('password', 'one was begun and waits to be finished');
  if (phase === 'active') row('password', `number ${generation}, set ${at(sinceMs)}${isOther}`);
  if (phase === 'erased') row('password', `ERASED by wrong attempts on ${at(destroyedMs)}: set a new one`);
  if (previous !== undefined) {
    row('', `number ${previous.generation} before it still works until ${at(previous.untilMs)}`);
  }
  if (phase === 'active') row('attempts', `${attempts} wrong in a row, ${attemptsLeft} left`);
  if (unacknowledged > 0) row('', `${unacknowledged} wrong ones not acknowledged by the owner`);
  row('last wrong', unacknowledged > 0 ? at(lastAttemptMs) : undefined);
  row('last right', at(lastSuccessMs));
  row('frozen', frozenUntilMs === undefined ? undefined : `until ${at(frozenUntilMs)}`);
  if (waitUntilMs !== undefined && waitUntilMs !== frozenUntilMs) {
    row('next attempt', moment(waitUntilMs, timeMs));
  }
  row('deletion', deleteAtMs === undefined ? undefined : `on ${at(deleteAtMs)}`);
  return rows;
}

/** What this device last saw of a vault that is not asked now. */
export function knownRows(known: KnownVault, nowMs: number): string[][] {
  const { url, issuer, subject, operator, isOneParty, fingerprint, seen } = known;
  const rows = [
    ['vault', url],
    ['account', `${subject} of ${issuer}`],
  ];
  const signing = isOneParty === true ? ', which alone vouches for it' : '';
  if (operator !== undefined) rows.push(['operator', `${operator}${signing}`]);
  rows.push(['fingerprint', fingerprint ?? 'this device has not been told whom to trust']);
  if (seen === undefined) return [...rows, ['seen', 'never by this device']];
  const { waitUntilMs, frozenUntilMs } = seen;
  const toCome = (ms: number | undefined): number | undefined =>
    ms !== undefined && ms > nowMs ? ms : undefined;
  const standing = { waitUntilMs: toCome(waitUntilMs), frozenUntilMs: toCome(frozenUntilMs), timeMs: nowMs };
  const isOurs = seen.generation === undefined || known.generations.includes(seen.generation);
  rows.push(['seen', `${formatTime(seen.timeMs)}, and then`]);
  return [...rows, ...standingRows({ ...seen, ...standing, isOurs })];
}

/** The same as fields of a JSON line. */
export function knownVaultJson(known: KnownVault): JsonObject {
  const { url, realmId, issuer, subject, generations, operator, fingerprint, isOneParty, seen } = known;
  return {
    ...{ url, realmId, issuer, subject },
    generations: [...generations],
    ...{ operator, fingerprint, isOneParty },
    seen: seen && standingJson(seen),
    unfinished: known.unfinished.map(({ kind, message }) => ({ kind, message })),
  };
}

function standingJson(standing: VaultStanding): JsonObject {
  const { phase, timeMs, generation, sinceMs, previous, attempts, attemptsLeft, unacknowledged } = standing;
  const { waitUntilMs, frozenUntilMs, deleteAtMs, destroyedMs, lastAttemptMs, lastSuccessMs } = standing;
  const iso = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : new Date(ms).toISOString();
  return {
    phase,
    time: iso(timeMs),
    generation,
    since: iso(sinceMs),
    previous: previous && { generation: previous.generation, until: iso(previous.untilMs) },
    attempts,
    attemptsLeft,
    unacknowledged,
    waitUntil: iso(waitUntilMs),
    frozenUntil: iso(frozenUntilMs),
    deleteAt: iso(deleteAtMs),
    destroyed: iso(destroyedMs),
    lastAttempt: iso(lastAttemptMs),
    lastSuccess: iso(lastSuccessMs),
  };
}

/** All of it as fields of a JSON line. */
export function vaultStatusJson(status: VaultStatusResult): JsonObject {
  const { url, realmId, issuer, subject, operator, fingerprint, signedBy, isOneParty } = status;
  const { isRollbackProtected, isOurs, anchorSequence, warnings } = status;
  return {
    url,
    realmId,
    issuer,
    subject,
    operator,
    fingerprint,
    signedBy: [...signedBy],
    isOneParty,
    isRollbackProtected,
    ...standingJson(status),
    isOurs,
    anchorSequence,
    warnings: warnings.map(({ kind, message }) => ({ kind, message })),
  };
}

/** The notices that tell more than `realmRows` shows. */
export function newsOf({ warnings }: VaultStatusResult): VaultNotice[] {
  return warnings.filter(({ kind }) => !LASTING.has(kind));
}

/** Shows what a user should know of vaults. */
export function showVaultNotices(run: Run, notices: readonly VaultNotice[]): void {
  for (const { kind, message, url, subject, code } of notices) {
    const fields = { kind, url, subject, code };
    if (LASTING.has(kind)) run.output.mention(message, fields);
    else run.output.warn(message, fields);
  }
}
