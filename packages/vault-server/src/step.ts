// The realm as a pure state machine over one account's record (spec/vault.md, sections 5 to 8). It reads no clock, draws no
// randomness but through the login port, and touches no store: what is written, and when an answer may leave, is decided
// by release.ts. The same function runs in production and under the model checker.

import { equalBytes } from '@muniment/crypto';
import {
  isSameVaultAnchor,
  type VaultAnchor,
  type VaultAnchorChange,
  type VaultChange,
  type VaultCommit,
  type VaultDelete,
  type VaultFinish,
  type VaultFreeze,
  type VaultKeys,
  type VaultLogin,
  type VaultOperation,
  type VaultOutcome,
  type VaultOwnerChange,
  type VaultPending,
  type VaultPhase,
  type VaultRecord,
  type VaultRevert,
  type VaultStage,
} from '@muniment/wire';

const HOUR_MS = 3_600_000n;
const DAY_MS = 24n * HOUR_MS;
/** A staged generation that is not committed is erased after this time. */
export const STAGE_MS: bigint = DAY_MS;
/** A login can be finished, retried and referred to for this time. */
export const LOGIN_MS: bigint = DAY_MS;
/** From the last attempt until the release secret is erased as well. */
export const RELEASE_MS: bigint = DAY_MS;
/** A generation that was replaced without its password stays usable for this time. */
export const PREVIOUS_MS: bigint = 72n * HOUR_MS;
/** From a deletion without the password until it happens. */
export const DELETE_MS: bigint = 72n * HOUR_MS;
/** From an abandonment until the deletion. */
export const ABANDON_MS: bigint = 7n * DAY_MS;
/** An owner takes back a deletion at most once in this time. */
export const CANCEL_INTERVAL_MS: bigint = 90n * DAY_MS;

/** What a realm promises in its descriptor. */
export interface RealmPolicy {
  /** Attempts in a row; the last erases the key. */
  readonly limit: number;
  /** Before each attempt, `limit` of them. */
  readonly waitsMs: readonly number[];
  /** Wrong attempts that no owner has acknowledged, after which no more are taken. */
  readonly unacknowledgedLimit: number;
}

/** The cryptography that steps need, behind a port so that a model can stand in for it. */
export interface RealmCrypto {
  /** KE2 for a KE1 that was checked, and the state that KE3 is checked against. */
  startLogin(keys: VaultKeys, ke1: Uint8Array): { readonly ke2: Uint8Array; readonly state: Uint8Array };
  /** The session key if KE3 is right. */
  finishLogin(state: Uint8Array, ke3: Uint8Array): Uint8Array | undefined;
  verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  verifyLoginProof(sessionKey: Uint8Array, message: Uint8Array, proof: Uint8Array): boolean;
}

/** An operation and its decoded body. */
export type RealmOperation =
  | { readonly operation: 'status' }
  | { readonly operation: 'stage'; readonly body: VaultStage }
  | { readonly operation: 'commit'; readonly body: VaultCommit }
  | { readonly operation: 'login'; readonly body: VaultLogin }
  | { readonly operation: 'finish'; readonly body: VaultFinish }
  | { readonly operation: 'acknowledge' | 'abandon' | 'cancel'; readonly body: VaultChange }
  | { readonly operation: 'freeze'; readonly body: VaultFreeze }
  | { readonly operation: 'anchor'; readonly body: VaultAnchorChange }
  | { readonly operation: 'owner'; readonly body: VaultOwnerChange }
  | { readonly operation: 'revert'; readonly body: VaultRevert }
  | { readonly operation: 'delete'; readonly body: VaultDelete };

/** What came with an operation, for an account whose token was verified. */
export interface RealmRequest {
  readonly content: RealmOperation;
  /** SHA-256 of operation and body: the name of this request, alike in every retry of it. */
  readonly digest: Uint8Array;
  /** What owner signatures and login proofs cover. */
  readonly signedInput: Uint8Array;
  readonly ownerSignature: Uint8Array;
  readonly newOwnerSignature: Uint8Array;
  readonly loginProof: Uint8Array;
}

/** Where and when a step runs. */
export interface StepEnvironment {
  readonly nowMs: bigint;
  readonly policy: RealmPolicy;
  readonly crypto: RealmCrypto;
}

/** What a step comes to. */
export interface StepResult {
  readonly outcome: VaultOutcome;
  /** To be written before the answer leaves; absent where nothing changes and nothing secret is told. */
  readonly write?: VaultRecord;
  readonly ke2?: Uint8Array;
  readonly releaseSecret?: Uint8Array;
}

/** Whose signature or proof an operation needs. */
export type Authority = 'owner' | 'new-owner' | 'login';

/** A row of the table of spec/vault.md section 6. */
export interface Transition {
  readonly phase: VaultPhase;
  readonly operation: VaultOperation;
  readonly signed: readonly Authority[];
  readonly next: readonly VaultPhase[];
}

/** Every operation that can change a record, by phase. What is not here is refused. */
export const TRANSITIONS: readonly Transition[] = [
  { phase: 'none', operation: 'stage', signed: ['new-owner'], next: ['staged'] },
  { phase: 'staged', operation: 'stage', signed: ['new-owner'], next: ['staged'] },
  { phase: 'staged', operation: 'commit', signed: ['new-owner'], next: ['active'] },
  { phase: 'active', operation: 'stage', signed: ['owner', 'new-owner'], next: ['active'] },
  { phase: 'active', operation: 'commit', signed: ['owner', 'new-owner'], next: ['active'] },
  { phase: 'active', operation: 'login', signed: [], next: ['active', 'erased'] },
  { phase: 'active', operation: 'finish', signed: [], next: ['active'] },
  { phase: 'active', operation: 'acknowledge', signed: ['owner'], next: ['active'] },
  { phase: 'active', operation: 'freeze', signed: ['owner'], next: ['active'] },
  { phase: 'active', operation: 'abandon', signed: [], next: ['active'] },
  { phase: 'active', operation: 'cancel', signed: ['owner'], next: ['active'] },
  { phase: 'active', operation: 'anchor', signed: ['owner'], next: ['active'] },
  { phase: 'active', operation: 'owner', signed: ['owner', 'new-owner'], next: ['active'] },
  { phase: 'active', operation: 'revert', signed: ['login', 'new-owner'], next: ['active'] },
  { phase: 'active', operation: 'delete', signed: ['owner'], next: ['active', 'none'] },
  { phase: 'erased', operation: 'stage', signed: ['owner', 'new-owner'], next: ['erased'] },
  { phase: 'erased', operation: 'commit', signed: ['owner', 'new-owner'], next: ['active'] },
  { phase: 'erased', operation: 'finish', signed: [], next: ['erased'] },
  { phase: 'erased', operation: 'acknowledge', signed: ['owner'], next: ['erased'] },
  { phase: 'erased', operation: 'abandon', signed: [], next: ['erased'] },
  { phase: 'erased', operation: 'cancel', signed: ['owner'], next: ['erased'] },
  { phase: 'erased', operation: 'anchor', signed: ['owner'], next: ['erased'] },
  { phase: 'erased', operation: 'owner', signed: ['owner', 'new-owner'], next: ['erased'] },
  { phase: 'erased', operation: 'delete', signed: ['owner'], next: ['none'] },
];

const NONE: Uint8Array = new Uint8Array(0);

/** What an account is before its first request. */
const NO_RECORD: VaultRecord = {
  formatVersion: 1,
  version: 0n,
  phase: 'none',
  lastGeneration: 0n,
  owner: NONE,
  active: undefined,
  previous: undefined,
  staged: undefined,
  attempts: 0,
  unacknowledged: 0,
  notBeforeMs: 0n,
  frozenUntilMs: 0n,
  deleteAtMs: 0n,
  cancelledMs: 0n,
  destroyedMs: 0n,
  lastAttemptMs: 0n,
  lastSuccessMs: 0n,
  anchor: undefined,
  logins: [],
  lastRequest: NONE,
};

/** One request against one record. */
export function step(
  stored: VaultRecord | undefined,
  request: RealmRequest,
  given: StepEnvironment,
): StepResult {
  const environment = { ...given, nowMs: notBefore(stored, given.nowMs) };
  const record = age(stored, environment.nowMs);
  const { content } = request;
  if (content.operation === 'status') return { outcome: 'ok' };
  if (content.operation !== 'finish') {
    const retried = answerRetry(record, request);
    if (retried !== undefined) return retried;
  }
  const transition = TRANSITIONS.find(
    ({ phase, operation }) => phase === record.phase && operation === content.operation,
  );
  if (transition === undefined) return { outcome: whyNot(record, content.operation) };
  // VAULT-002
  if (content.operation !== 'finish' && content.body.version !== record.version)
    return { outcome: 'conflict' };
  const result = apply(record, request, environment);
  if (typeof result === 'string') return { outcome: result };
  return 'outcome' in result ? result : { outcome: 'ok', write: changed(record, request, result) };

  /** Signatures are looked at last, where everything else is in order, and in one place. */
  function apply(
    current: VaultRecord,
    asked: RealmRequest,
    where: StepEnvironment,
  ): Partial<VaultRecord> | StepResult | VaultOutcome {
    const { operation } = asked.content;
    if (operation === 'login') return login(current, asked, asked.content.body, where);
    if (operation === 'finish') return finish(current, asked.content.body, where);
    const newOwner = newOwnerOf(current, asked.content);
    if (newOwner === undefined) return 'other-generation';
    const { crypto } = where;
    if (
      transition!.signed.includes('owner') &&
      !crypto.verifySignature(current.owner, asked.signedInput, asked.ownerSignature)
    )
      return 'signature';
    if (
      transition!.signed.includes('new-owner') &&
      !crypto.verifySignature(newOwner, asked.signedInput, asked.newOwnerSignature)
    )
      return 'signature';
    const proven = provenGeneration(current, asked, where);
    if (proven === 'wrong' || proven === 'no-login') return proven;
    if (transition!.signed.includes('login') && proven === undefined) return 'no-login';
    switch (asked.content.operation) {
      case 'stage':
        return stage(current, asked.content.body, where);
      case 'commit':
        return commit(current, proven, where);
      case 'acknowledge':
        // A login that can still be finished takes itself off the count if it is right: until then it stays on it.
        return { unacknowledged: current.logins.filter(({ state }) => state.length > 0).length };
      case 'freeze': {
        const { durationMs } = asked.content.body;
        return { frozenUntilMs: durationMs === 0n ? 0n : where.nowMs + durationMs };
      }
      case 'abandon':
        return current.deleteAtMs === 0n ? { deleteAtMs: where.nowMs + ABANDON_MS } : 'refused';
      case 'cancel':
        return cancel(current, where);
      case 'anchor':
        return anchor(current, asked.content.body);
      case 'owner':
        // A generation that was staged names the owner that is going.
        return { owner: asked.content.body.owner, staged: undefined };
      case 'revert':
        return revert(current, asked.content.body, proven);
      case 'delete':
        return remove(current, asked, proven, where);
      default:
        return 'refused';
    }
  }
}

/** The time, but never before what the record has seen: a clock that was set back shortens no wait and repeats no moment. */
function notBefore(stored: VaultRecord | undefined, nowMs: bigint): bigint {
  if (stored === undefined) return nowMs;
  const { lastAttemptMs, lastSuccessMs } = stored;
  return [lastAttemptMs, lastSuccessMs].reduce((latest, each) => (each > latest ? each : latest), nowMs);
}

/**
 * The record as it is at `nowMs`: what has run out is gone. Sweeps write it without a request; `undefined` stands for an
 * account that nobody has asked about.
 */
export function age(stored: VaultRecord | undefined, nowMs: bigint): VaultRecord {
  let record = stored ?? NO_RECORD;
  const isOver = (untilMs: bigint): boolean => untilMs !== 0n && nowMs >= untilMs;
  if (isOver(record.deleteAtMs)) record = tombstone(record);
  if (record.staged !== undefined && isOver(record.staged.untilMs)) {
    record = { ...record, staged: undefined, phase: record.phase === 'staged' ? 'none' : record.phase };
  }
  if (record.previous !== undefined && isOver(record.previous.untilMs))
    record = { ...record, previous: undefined };
  if (record.phase === 'erased' && nowMs >= record.destroyedMs + RELEASE_MS) {
    record = {
      ...record,
      active: withoutSecrets(record.active),
      previous: withoutSecrets(record.previous),
    };
  }
  const logins = record.logins.filter(
    (each) => nowMs < each.startedMs + LOGIN_MS && keysOf(record, each.generation) !== undefined,
  );
  return logins.length === record.logins.length ? record : { ...record, logins };
}

/** Whether writing `after` in the place of `before` erases a key, so that no trace of it may be left in the store. */
export function erasesKeys(before: VaultRecord | undefined, after: VaultRecord): boolean {
  const left = new Set<string>();
  const secrets = (record: VaultRecord): string[] =>
    [record.active, record.previous, record.staged].flatMap((keys) =>
      keys === undefined
        ? []
        : [keys.oprfKey, keys.record, keys.releaseSecret].filter((part) => part.length > 0).map(String),
    );
  for (const secret of secrets(after)) left.add(secret);
  return before !== undefined && secrets(before).some((secret) => !left.has(secret));
}

/** VAULT-003: a byte-equal retry is answered alike; it is written again all the same, before the answer leaves. (VAULT-107) */
function answerRetry(record: VaultRecord, { content, digest }: RealmRequest): StepResult | undefined {
  if (content.operation === 'login') {
    const pending = record.logins.find(({ loginId }) => equalBytes(loginId, digest));
    return pending === undefined ? undefined : { outcome: 'ok', write: record, ke2: pending.ke2 };
  }
  if (!equalBytes(record.lastRequest, digest)) return undefined;
  return { outcome: 'ok', write: record };
}

/** The outcome for an operation that a phase does not have. */
function whyNot({ phase }: VaultRecord, operation: VaultOperation): VaultOutcome {
  if (operation === 'login' && phase === 'erased') return 'destroyed';
  if (operation === 'finish' && (phase === 'none' || phase === 'staged')) return 'no-login';
  return phase === 'none' || phase === 'staged' ? 'no-record' : 'refused';
}

/** A record that a request changed: one version on, and the request remembered. */
function changed(record: VaultRecord, { digest }: RealmRequest, changes: Partial<VaultRecord>): VaultRecord {
  const next = { ...record, ...changes, version: record.version + 1n, lastRequest: digest };
  return { ...next, logins: next.logins.filter((each) => keysOf(next, each.generation) !== undefined) };
}

function keysOf({ active, previous }: VaultRecord, generation: bigint): VaultKeys | undefined {
  return [active, previous].find((keys) => keys?.number === generation);
}

function withoutOprfKey(keys: VaultKeys | undefined): VaultKeys | undefined {
  return keys === undefined ? undefined : { ...keys, oprfKey: NONE, record: NONE };
}

function withoutSecrets(keys: VaultKeys | undefined): VaultKeys | undefined {
  return keys === undefined ? undefined : { ...keys, oprfKey: NONE, record: NONE, releaseSecret: NONE };
}

/** What is left of a deleted record: versions and generations never restart, and wrong attempts are not forgotten. (VAULT-019) */
function tombstone({ version, lastGeneration, unacknowledged, lastRequest }: VaultRecord): VaultRecord {
  return { ...NO_RECORD, version, lastGeneration, unacknowledged, lastRequest };
}

/** The key that a new owner's signature is checked with; absent for a commit of what is not staged. */
function newOwnerOf(record: VaultRecord, content: RealmOperation): Uint8Array | undefined {
  switch (content.operation) {
    case 'stage':
    case 'owner':
    case 'revert':
      return content.body.owner;
    case 'commit':
      return record.staged?.number === content.body.generation ? record.staged.owner : undefined;
    default:
      return NONE;
  }
}

/** The generation whose password a login proof shows, if one is given. */
function provenGeneration(
  record: VaultRecord,
  { content, signedInput, loginProof }: RealmRequest,
  { crypto }: StepEnvironment,
): bigint | 'wrong' | 'no-login' | undefined {
  if (!('body' in content) || !('loginId' in content.body) || content.body.loginId.length === 0)
    return undefined;
  const { loginId } = content.body;
  const pending = record.logins.find((each) => equalBytes(each.loginId, loginId));
  if (pending === undefined || pending.sessionKey.length === 0) return 'no-login';
  return crypto.verifyLoginProof(pending.sessionKey, signedInput, loginProof) ? pending.generation : 'wrong';
}

/** VAULT-020 to VAULT-023: counted in the record that must be written before KE2 leaves. */
function login(
  record: VaultRecord,
  { digest }: RealmRequest,
  { generation, ke1 }: VaultLogin,
  { nowMs, policy, crypto }: StepEnvironment,
): Partial<VaultRecord> | StepResult | VaultOutcome {
  const keys = keysOf(record, generation);
  if (keys === undefined) return 'other-generation';
  if (nowMs < record.frozenUntilMs && isFreezable(record, generation)) return 'frozen';
  if (record.unacknowledged >= policy.unacknowledgedLimit) return 'locked';
  if (nowMs < record.notBeforeMs) return 'wait';
  const attempts = record.attempts + 1;
  const isLast = attempts >= policy.limit;
  const { ke2, state } = crypto.startLogin(keys, ke1);
  const pending: VaultPending = {
    loginId: digest,
    generation,
    startedMs: nowMs,
    ke2,
    state,
    sessionKey: NONE,
    ke3: NONE,
  };
  const write: VaultRecord = {
    ...record,
    version: record.version + 1n,
    attempts,
    unacknowledged: record.unacknowledged + 1,
    notBeforeMs: isLast ? 0n : nowMs + BigInt(policy.waitsMs[attempts]!),
    lastAttemptMs: nowMs,
    logins: [...makeRoom(record.logins, policy.limit), pending],
    ...(isLast && {
      phase: 'erased' as const,
      destroyedMs: nowMs,
      active: withoutOprfKey(record.active),
      previous: withoutOprfKey(record.previous),
    }),
  };
  return { outcome: 'ok', write, ke2 };
}

/**
 * Not what a right login could still save: a generation that was replaced without its password, and a record that waits for its
 * deletion. A thief of the owner key would freeze them until they are gone.
 */
function isFreezable({ active, deleteAtMs }: VaultRecord, generation: bigint): boolean {
  return deleteAtMs === 0n && generation === active?.number;
}

/**
 * At most `limit` logins stay, the new one included. The one that was begun or finished longest ago gives way, so that others need
 * `limit` attempts after it, and destroy the key with them, before somebody's login is gone.
 */
function makeRoom(logins: readonly VaultPending[], limit: number): readonly VaultPending[] {
  return logins.slice(Math.max(0, logins.length - limit + 1));
}

/** VAULT-024: each login is finished once, however often it is asked for. (OPAQUE-062) */
function finish(
  record: VaultRecord,
  { loginId, ke3 }: VaultFinish,
  { nowMs, crypto }: StepEnvironment,
): StepResult | VaultOutcome {
  const pending = record.logins.find((each) => equalBytes(each.loginId, loginId));
  const keys = pending === undefined ? undefined : keysOf(record, pending.generation);
  if (pending === undefined || keys === undefined) return 'no-login';
  const others = record.logins.filter((each) => each !== pending);
  if (pending.state.length === 0) {
    if (!equalBytes(pending.ke3, ke3)) return 'no-login';
    return { outcome: 'ok', write: record, releaseSecret: keys.releaseSecret };
  }
  const version = record.version + 1n;
  const sessionKey = crypto.finishLogin(pending.state, ke3);
  // A state tests one KE3 and no second.
  if (sessionKey === undefined) return { outcome: 'wrong', write: { ...record, version, logins: others } };
  const done: VaultPending = { ...pending, state: NONE, sessionKey, ke3 };
  const write: VaultRecord = {
    ...record,
    version,
    ...clearedAttempts(record, pending),
    unacknowledged: record.unacknowledged - 1,
    deleteAtMs: 0n,
    lastSuccessMs: nowMs,
    logins: [...others, done],
  };
  return { outcome: 'ok', write, releaseSecret: keys.releaseSecret };
}

/**
 * A right login ends the count; but while there is a previous generation, only one of that generation does, because who replaced
 * it without its password would get attempts at it by logging in with their own. Another one takes back what it cost itself, if
 * the count has not been ended since it began.
 * Requirements: VAULT-022, VAULT-027.
 */
function clearedAttempts(record: VaultRecord, { generation, startedMs }: VaultPending): Partial<VaultRecord> {
  if (generation === (record.previous ?? record.active)?.number) return { attempts: 0, notBeforeMs: 0n };
  return startedMs > record.lastSuccessMs ? { attempts: Math.max(0, record.attempts - 1) } : {};
}

/** VAULT-031 and VAULT-032: beside what is there, where nobody can guess at it. */
function stage(
  record: VaultRecord,
  { generation, ksf, oprfKey, record: opaqueRecord, releaseSecret, owner, anchor: newAnchor }: VaultStage,
  { nowMs }: StepEnvironment,
): Partial<VaultRecord> | VaultOutcome {
  if (generation !== record.lastGeneration + 1n) return 'other-generation';
  const staged: VaultKeys = {
    number: generation,
    ksf,
    sinceMs: nowMs,
    untilMs: nowMs + STAGE_MS,
    oprfKey,
    record: opaqueRecord,
    releaseSecret,
    owner,
    anchor: newAnchor,
  };
  return { staged, lastGeneration: generation, phase: record.phase === 'none' ? 'staged' : record.phase };
}

/** VAULT-034: who shows the old password ends it; who has only the owner key leaves it its time. */
function commit(
  record: VaultRecord,
  proven: bigint | undefined,
  { nowMs }: StepEnvironment,
): Partial<VaultRecord> {
  const staged = record.staged!;
  const active: VaultKeys = { ...staged, sinceMs: nowMs, untilMs: 0n, owner: NONE, anchor: undefined };
  const common = {
    phase: 'active',
    owner: staged.owner,
    active,
    staged: undefined,
    anchor: staged.anchor ?? record.anchor,
  } as const;
  if (record.phase !== 'active')
    return { ...common, previous: undefined, attempts: 0, notBeforeMs: 0n, destroyedMs: 0n };
  return { ...common, previous: staying(record, proven, nowMs) };
}

/** The generation that stays usable beside a new one. A thief's own replacements do not push out what the owner knows. */
function staying(record: VaultRecord, proven: bigint | undefined, nowMs: bigint): VaultKeys | undefined {
  const { active, previous } = record;
  if (previous !== undefined) return proven === previous.number ? undefined : previous;
  if (active === undefined || proven === active.number) return undefined;
  return { ...active, untilMs: nowMs + PREVIOUS_MS };
}

/** VAULT-035: the old password takes the replacement back, and the owner key from whoever made it. */
function revert(
  record: VaultRecord,
  { generation, owner }: VaultRevert,
  proven: bigint | undefined,
): Partial<VaultRecord> | VaultOutcome {
  const { previous } = record;
  if (previous === undefined || previous.number !== generation || proven !== generation)
    return 'other-generation';
  return { owner, active: { ...previous, untilMs: 0n }, previous: undefined, staged: undefined };
}

/** VAULT-040. */
function cancel(record: VaultRecord, { nowMs }: StepEnvironment): Partial<VaultRecord> | VaultOutcome {
  if (record.deleteAtMs === 0n) return 'refused';
  if (record.cancelledMs !== 0n && nowMs < record.cancelledMs + CANCEL_INTERVAL_MS) return 'refused';
  return { deleteAtMs: 0n, cancelledMs: nowMs };
}

/** VAULT-050: from the value that the owner knows, never back. What a staged generation brings along is older by now. */
function anchor(
  record: VaultRecord,
  { expected, next }: VaultAnchorChange,
): Partial<VaultRecord> | VaultOutcome {
  const current = record.anchor;
  const isExpected =
    current === undefined || expected === undefined
      ? current === undefined && expected === undefined
      : isSameVaultAnchor(current, expected) && isForward(current, next);
  if (!isExpected) return 'anchored';
  const { staged } = record;
  return { anchor: next, ...(staged !== undefined && { staged: { ...staged, anchor: undefined } }) };
}

function isForward(from: VaultAnchor, to: VaultAnchor): boolean {
  const isHeadNew =
    to.sequence > from.sequence ||
    (to.sequence === from.sequence && equalBytes(to.snapshotId, from.snapshotId));
  const isKeyringNew =
    to.keyringGeneration > from.keyringGeneration ||
    (to.keyringGeneration === from.keyringGeneration && equalBytes(to.keyringHash, from.keyringHash));
  return isHeadNew && isKeyringNew;
}

/** At once for who shows the password that counts, or where nothing is left to guess at; else after a time. */
function remove(
  record: VaultRecord,
  { digest }: RealmRequest,
  proven: bigint | undefined,
  { nowMs }: StepEnvironment,
): Partial<VaultRecord> | StepResult {
  const decisive = record.previous ?? record.active;
  if (record.phase === 'erased' || (proven !== undefined && proven === decisive?.number)) {
    const version = record.version + 1n;
    return { outcome: 'ok', write: { ...tombstone(record), version, lastRequest: digest } };
  }
  const deleteAtMs = nowMs + DELETE_MS;
  const isSooner = record.deleteAtMs !== 0n && record.deleteAtMs < deleteAtMs;
  return { deleteAtMs: isSooner ? record.deleteAtMs : deleteAtMs };
}
