// What each outcome of a realm means to a client, and which answers an operation can have at all (spec/vault.md sections
// 6 to 10). An answer outside the table is none.

import { type ErrorCode, type ErrorDetails, MunimentError } from '@muniment/errors';
import type { VaultOperation, VaultOutcome, VaultResponse, VaultStatus } from '@muniment/wire';

/** Answers that come before a record is looked at, or without one: they carry no status. */
const WITHOUT_STATUS: readonly VaultOutcome[] = ['denied', 'malformed', 'busy', 'rolled-back', 'uncertain'];

/** Besides those, by operation. */
const OUTCOMES: Readonly<Record<VaultOperation, readonly VaultOutcome[]>> = {
  status: ['ok'],
  stage: ['ok', 'conflict', 'signature', 'other-generation'],
  commit: ['ok', 'conflict', 'signature', 'other-generation', 'no-record', 'wrong', 'no-login'],
  login: ['ok', 'conflict', 'no-record', 'other-generation', 'wait', 'frozen', 'locked', 'destroyed'],
  finish: ['ok', 'wrong', 'no-login'],
  acknowledge: ['ok', 'conflict', 'signature', 'no-record'],
  freeze: ['ok', 'conflict', 'signature', 'no-record', 'refused'],
  abandon: ['ok', 'conflict', 'no-record', 'refused'],
  cancel: ['ok', 'conflict', 'signature', 'no-record', 'refused'],
  anchor: ['ok', 'conflict', 'signature', 'no-record', 'anchored'],
  owner: ['ok', 'conflict', 'signature', 'no-record'],
  revert: ['ok', 'conflict', 'signature', 'no-record', 'refused', 'other-generation', 'wrong', 'no-login'],
  delete: ['ok', 'conflict', 'signature', 'no-record', 'wrong', 'no-login'],
};

const NUMBER_MAX = 2n ** 53n - 1n;
const KE2_BYTES = 320;
const RELEASE_SECRET_BYTES = 32;

const CODES: Readonly<Record<Exclude<VaultOutcome, 'ok'>, ErrorCode>> = {
  denied: 'ERR_VAULT_TOKEN',
  malformed: 'ERR_VAULT_REQUEST',
  conflict: 'ERR_VAULT_UNAVAILABLE',
  uncertain: 'ERR_VAULT_UNCERTAIN',
  'no-record': 'ERR_VAULT_NO_RECORD',
  'other-generation': 'ERR_VAULT_GENERATION',
  wait: 'ERR_VAULT_WAIT',
  frozen: 'ERR_VAULT_FROZEN',
  locked: 'ERR_VAULT_LOCKED',
  destroyed: 'ERR_VAULT_DESTROYED',
  wrong: 'ERR_VAULT_SIGNATURE',
  'no-login': 'ERR_VAULT_REFUSED',
  signature: 'ERR_VAULT_SIGNATURE',
  refused: 'ERR_VAULT_REFUSED',
  anchored: 'ERR_VAULT_REFUSED',
  busy: 'ERR_VAULT_RATE',
  'rolled-back': 'ERR_VAULT_ROLLED_BACK',
};

const MESSAGES: Partial<Readonly<Record<VaultOutcome, string>>> = {
  conflict: 'the vault’s record is changed by others all the time',
  wrong: 'the vault does not accept the proof that the password was right',
  'no-login': 'the vault no longer knows of the login',
  anchored: 'the vault’s anchor is another than the one named, or newer than the next one',
};

/** @throws ERR_VAULT_ANSWER for an answer that this operation cannot have */
export function assertAnswer(operation: VaultOperation, response: VaultResponse): void {
  const { outcome, status, ke2, releaseSecret } = response;
  const isEarly = WITHOUT_STATUS.includes(outcome);
  if (!isEarly && !OUTCOMES[operation].includes(outcome)) throw unexpected(operation, outcome);
  if (operation === 'status' && outcome === 'uncertain') throw unexpected(operation, outcome);
  if ((status === undefined) !== isEarly) throw unexpected(operation, outcome, 'its status');
  if (status !== undefined && !isConsistent(status)) throw unexpected(operation, outcome, 'its status');
  const ke2Bytes = operation === 'login' && outcome === 'ok' ? KE2_BYTES : 0;
  if (ke2.length !== ke2Bytes) throw unexpected(operation, outcome, 'its KE2');
  const secretBytes = operation === 'finish' && outcome === 'ok' ? RELEASE_SECRET_BYTES : 0;
  if (releaseSecret.length !== secretBytes) throw unexpected(operation, outcome, 'its release secret');
}

/** What phase, numbers and parts of a status say together. Leaves room for one more version and generation. */
function isConsistent({
  phase,
  version,
  lastGeneration,
  active,
  previous,
  staged,
  owner,
}: VaultStatus): boolean {
  if (version >= NUMBER_MAX || lastGeneration >= NUMBER_MAX) return false;
  if ([active, previous, staged].some((each) => each !== undefined && each.number > lastGeneration))
    return false;
  if (phase === 'active' || phase === 'erased')
    return version > 0n && active !== undefined && owner.length > 0;
  if (active !== undefined || previous !== undefined || owner.length > 0) return false;
  return phase === 'none' ? staged === undefined : version > 0n && staged !== undefined;
}

/** The error for an outcome, with what the status says about when and why. */
export function errorOf(operation: VaultOperation, response: VaultResponse): MunimentError {
  const { outcome, status, timeMs } = response;
  if (outcome === 'ok') throw new TypeError('ok is no error');
  const details: Record<string, ErrorDetails[string]> = { operation, outcome, timeMs: Number(timeMs) };
  if (status !== undefined) {
    if (outcome === 'wait') details.untilMs = Number(status.notBeforeMs);
    if (outcome === 'frozen') details.untilMs = Number(status.frozenUntilMs);
    if (outcome === 'destroyed') details.destroyedMs = Number(status.destroyedMs);
    if (outcome === 'locked') details.unacknowledged = status.unacknowledged;
    if (outcome === 'other-generation') details.active = status.active?.number;
  }
  return new MunimentError(CODES[outcome], MESSAGES[outcome] ?? '', details);
}

function unexpected(operation: VaultOperation, outcome: VaultOutcome, what = 'its outcome'): MunimentError {
  return new MunimentError('ERR_VAULT_ANSWER', `the vault’s answer cannot be right: ${what}`, {
    operation,
    outcome,
  });
}
