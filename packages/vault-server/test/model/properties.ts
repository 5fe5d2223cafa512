// What must hold of every write that becomes durable, whoever asked for it. The properties of sequences of writes and answers
// (P1, P6 and P7) are checked where the model makes them: in world.ts and explore.ts.
//
// P1  Between two right logins (verified KE3s, of the generation that decides) at most `limit` distinct evaluations are counted,
//     and no evaluation is released that was not counted first; across generations and clients. Evaluations that were counted
//     since the owner last acknowledged, and whose KE3 has not verified, are never more than `unacknowledgedLimit`.
//     The generation that decides is the previous one while it stays, else the active one.
// P2  A committed generation stays usable, with the same key, until its owner replaces or deletes it, a time-out announced in
//     the record passes, or the last attempt erases it; a generation that decides is replaced at once only by who shows its
//     password. Nothing staged can be guessed at, and a commit makes active exactly the generation that it names.
// P3  The count of attempts goes down by a verified KE3 alone: to zero by one of the generation that decides, by its own attempt
//     by another one; and to zero where no guess is possible any more (deletion, or a new generation after destruction). The
//     wait goes with it. The unacknowledged count goes down by the owner's acknowledgement, and by one with a verified KE3.
// P4  Without the owner key nothing is replaced, staged beside, deleted, frozen, acknowledged, cancelled or anchored; but a
//     revert by the password of the previous generation, and a deletion whose time has passed.
// P5  The last attempt erases every OPRF key in the record that counts it; none is in a record of an erased account, none is
//     evaluated with, and the store is told to erase.
// P6  A request that was applied changes nothing when it comes again: the realm writes the same record. Versions and generations
//     never go back, not even by deletion.
// P8  Each write goes from phase to phase as TRANSITIONS says.
// P9  The anchor goes forward, from the value that the owner named; only a committed generation's own anchor replaces it.
// P10 A verified KE3 takes back a deletion that waits; the owner key alone does so once in 90 days; an abandonment takes its time.
// P11 A login that was counted can be retried and finished until its time or its generation is over, or `limit` others were begun
//     or finished after it; it tests one KE3.

import { equalBytes } from '@muniment/crypto';
import type { VaultKeys, VaultPending, VaultRecord } from '@muniment/wire';
import type { RealmPolicy } from '../../src/step.ts';
import { recordText, type Sent, text, Violation } from './symbols.ts';
import type { RealmCode } from './world.ts';

const HOUR_MS = 3_600_000n;
const DAY_MS = 24n * HOUR_MS;

export interface Write {
  readonly before: VaultRecord | undefined;
  readonly after: VaultRecord;
  readonly sent: Sent;
  readonly nowMs: bigint;
  readonly policy: RealmPolicy;
  readonly code: RealmCode;
}

/** What a write says about evaluations, for the properties of sequences. */
export interface WriteCheck {
  /** The KE2 that it counts. */
  readonly counted: string | undefined;
  /** The KE2 whose KE3 verified. */
  readonly verified: string | undefined;
  /** Whether a stretch ends: what was guessed so far is accounted for. */
  readonly cleared: boolean;
  readonly acknowledged: boolean;
}

/** @throws Violation */
export function checkWrite(write: Write): WriteCheck {
  const { before, after, sent, nowMs, code } = write;
  const old = code.age(before, nowMs);
  const proof = proofsOf(old, sent);
  checkAgeing(write, old);
  checkPhases(write, old);
  checkVersions(write, old);
  checkKeys(write, old);
  checkCounts(write, old, proof);
  checkAuthority(write, old, proof);
  checkGenerations(write, old, proof);
  checkAnchor(write, old);
  checkDeadlines(write, old, proof);
  checkLogins(write, old, proof);
  const isNew = after.logins.find((each) => !old.logins.some((one) => equalBytes(one.loginId, each.loginId)));
  const isReset =
    after.phase === 'none' || (old.phase === 'erased' && after.phase === 'active') || old.phase === 'staged';
  return {
    counted: isNew === undefined ? undefined : text(isNew.ke2),
    verified: proof.verified === undefined ? undefined : text(proof.verified.ke2),
    cleared: isReset || (proof.verified !== undefined && proof.verified.generation === proof.decisive),
    acknowledged: sent.operation === 'acknowledge' && proof.isOwner,
  };
}

/** Who stands behind a request, told from its symbols and not by the code that is checked. */
interface Proofs {
  readonly isOwner: boolean;
  /** The generation that decides. */
  readonly decisive: bigint | undefined;
  /** The generation whose password the request shows. */
  readonly proven: bigint | undefined;
  /** The login whose KE3 the request has, if it is right and new. */
  readonly verified: VaultPending | undefined;
}

function proofsOf(old: VaultRecord, { request, signers }: Sent): Proofs {
  const { content } = request;
  const isOwner = old.owner.length > 0 && signers.owner === text(old.owner);
  const decisive = (old.previous ?? old.active)?.number;
  const named = 'body' in content && 'loginId' in content.body ? content.body.loginId : undefined;
  const pending =
    named === undefined ? undefined : old.logins.find(({ loginId }) => equalBytes(loginId, named));
  if (content.operation === 'finish') {
    const isRight = pending !== undefined && equalBytes(pending.state, content.body.ke3);
    return { isOwner, decisive, proven: undefined, verified: isRight ? pending : undefined };
  }
  const isProven = pending !== undefined && text(pending.sessionKey) === signers.session;
  return { isOwner, decisive, proven: isProven ? pending.generation : undefined, verified: undefined };
}

function assert(property: string, holds: boolean, message: string): void {
  if (!holds) throw new Violation(property, message);
}

/** Time alone deletes only what was announced. */
function checkAgeing({ before, nowMs }: Write, old: VaultRecord): void {
  if (before === undefined) return;
  const isOver = before.deleteAtMs !== 0n && nowMs >= before.deleteAtMs;
  if (before.phase === 'active' || before.phase === 'erased')
    assert('P4', isOver === (old.phase === 'none'), 'time deleted what it must not, or did not');
}

function checkPhases({ after, sent, code }: Write, old: VaultRecord): void {
  const row = code.TRANSITIONS.find((each) => each.phase === old.phase && each.operation === sent.operation);
  const isRepeated = recordText(old) === recordText(after);
  assert(
    'P8',
    isRepeated || row?.next.includes(after.phase) === true,
    `${sent.operation}: ${old.phase} to ${after.phase}`,
  );
}

function checkVersions({ before, after }: Write, old: VaultRecord): void {
  const isRepeated = recordText(old) === recordText(after);
  assert('P6', isRepeated || after.version === old.version + 1n, 'a change without a new version');
  assert('P6', after.version >= (before?.version ?? 0n), 'versions went back');
  assert('P6', after.lastGeneration >= (before?.lastGeneration ?? 0n), 'generations went back by time');
  assert('P6', after.lastGeneration >= old.lastGeneration, 'generations went back');
}

function checkCounts(
  { after, sent, nowMs, policy }: Write,
  old: VaultRecord,
  { verified, decisive, isOwner }: Proofs,
): void {
  const isReset = after.phase === 'none' || (old.phase === 'erased' && after.phase === 'active');
  const isRepeated = recordText(old) === recordText(after);
  if (sent.operation === 'login' && !isRepeated) {
    assert('P1', after.attempts === old.attempts + 1, 'an attempt is not counted');
    assert('P1', after.unacknowledged === old.unacknowledged + 1, 'an attempt is not counted in total');
    assert('P1', nowMs >= old.notBeforeMs, 'an attempt before its time');
    const wait = BigInt(policy.waitsMs[after.attempts] ?? 0);
    assert('P1', after.attempts >= policy.limit || after.notBeforeMs >= nowMs + wait, 'no wait');
  }
  if (verified !== undefined && old.phase === 'active' && verified.generation === decisive)
    assert('P3', after.attempts === 0 && after.notBeforeMs === 0n, 'a right login does not clear the count');
  const given = verified === undefined ? 0 : verified.generation === decisive ? old.attempts : 1;
  assert('P3', isReset || after.attempts >= old.attempts - given, `${sent.operation} clears attempts`);
  const mayShorten = isReset || after.phase === 'erased' || verified?.generation === decisive;
  assert('P3', mayShorten || after.notBeforeMs >= old.notBeforeMs, `${sent.operation} shortens a wait`);
  const isAcknowledged = sent.operation === 'acknowledge' && isOwner;
  assert(
    'P3',
    isAcknowledged || after.unacknowledged >= old.unacknowledged - (verified === undefined ? 0 : 1),
    `${sent.operation} clears the total`,
  );
}

function checkAuthority({ after, sent }: Write, old: VaultRecord, { isOwner, proven }: Proofs): void {
  if (old.phase === 'none' || old.phase === 'staged' || isOwner) return;
  const isReverted =
    sent.operation === 'revert' && old.previous !== undefined && proven === old.previous.number;
  if (isReverted) return;
  const isErasing = sent.operation === 'login' && after.phase === 'erased';
  const same = (part: (record: VaultRecord) => unknown): boolean =>
    recordTextOf(part(old)) === recordTextOf(part(after));
  const allowed: readonly [string, (record: VaultRecord) => unknown][] = [
    ['the owner', ({ owner }) => owner],
    ['what is staged', ({ staged }) => staged],
    ['the generation', ({ active }) => active?.number],
    ['the previous generation', ({ previous }) => previous?.number],
    ['the anchor', (record) => record.anchor],
    ['a freeze', ({ frozenUntilMs }) => frozenUntilMs],
    ['when an owner cancelled', ({ cancelledMs }) => cancelledMs],
  ];
  for (const [what, part] of allowed)
    assert('P4', same(part), `${sent.name}: changes ${what} without the owner key`);
  if (!isErasing) {
    assert(
      'P4',
      same(({ active }) => active),
      'changes keys without the owner key',
    );
    assert(
      'P4',
      same(({ previous }) => previous),
      'changes previous keys without the owner key',
    );
  }
  assert('P4', after.phase !== 'none', 'deletes without the owner key');
}

const recordTextOf = (part: unknown): string => recordText({ part } as unknown as VaultRecord);

function checkGenerations({ after, sent }: Write, old: VaultRecord, { proven, decisive }: Proofs): void {
  const { content } = sent.request;
  const fresh = after.logins.filter(
    (each) => !old.logins.some((one) => equalBytes(one.loginId, each.loginId)),
  );
  for (const { generation } of fresh) {
    assert(
      'P2',
      [old.active, old.previous].some((keys) => keys?.number === generation),
      'a guess at a generation that is not committed',
    );
  }
  if (content.operation === 'commit' && recordText(old) !== recordText(after)) {
    assert('P2', after.active?.number === content.body.generation, 'a commit of what it does not name');
    assert('P2', old.staged?.number === content.body.generation, 'a commit of what is not staged');
  }
  if (old.phase !== 'active' || after.phase !== 'active') return;
  const remains = (keys: VaultKeys | undefined): boolean =>
    keys === undefined ||
    [after.active, after.previous].some(
      (each) => each?.number === keys.number && equalBytes(each.oprfKey, keys.oprfKey),
    );
  if (content.operation === 'commit') {
    const isKept = proven === decisive || after.previous?.number === decisive;
    assert('P2', recordText(old) === recordText(after) || isKept, 'a generation that decides is pushed out');
    if (old.previous !== undefined && after.previous !== undefined)
      assert('P2', after.previous.untilMs >= old.previous.untilMs, 'a previous generation loses time');
  } else if (content.operation !== 'revert') {
    assert('P2', remains(old.active) && remains(old.previous), `${sent.operation} loses a generation`);
  }
}

function checkKeys({ before, after, sent, policy, code }: Write, old: VaultRecord): void {
  const keys = (record: VaultRecord | undefined): readonly string[] =>
    record === undefined ? [] : [...recordText(record).matchAll(/OPRF key \d+/g)].map(([name]) => name);
  if (sent.operation === 'login' && old.phase === 'active' && after.attempts >= policy.limit)
    assert('P5', after.phase === 'erased', 'the last attempt does not destroy');
  if (after.phase === 'erased') {
    const stays = [after.active, after.previous].some(
      (each) => each !== undefined && each.oprfKey.length > 0,
    );
    assert('P5', !stays, 'a destroyed record has its key');
    const left = keys({ ...after, staged: undefined });
    assert('P5', left.length === 0, `${left} in a destroyed record`);
  }
  const isGone = keys(before).some((key) => !keys(after).includes(key));
  assert('P5', !isGone || code.erasesKeys(before, after), 'the store is not told to erase');
}

function checkAnchor({ after, sent }: Write, old: VaultRecord): void {
  if (recordTextOf(old.anchor) === recordTextOf(after.anchor) || after.phase === 'none') return;
  const { content } = sent.request;
  if (content.operation === 'commit') {
    assert('P9', recordTextOf(after.anchor) === recordTextOf(old.staged?.anchor), 'an anchor from nowhere');
    return;
  }
  assert('P9', content.operation === 'anchor', `${sent.operation} moves the anchor`);
  if (content.operation !== 'anchor') return;
  assert('P9', recordTextOf(content.body.expected) === recordTextOf(old.anchor), 'from an anchor not named');
  if (old.anchor === undefined || after.anchor === undefined) {
    assert('P9', after.anchor !== undefined, 'an anchor is taken away');
    return;
  }
  const isForward =
    after.anchor.sequence > old.anchor.sequence ||
    (after.anchor.sequence === old.anchor.sequence &&
      equalBytes(after.anchor.snapshotId, old.anchor.snapshotId));
  const isKeyringForward =
    after.anchor.keyringGeneration > old.anchor.keyringGeneration ||
    (after.anchor.keyringGeneration === old.anchor.keyringGeneration &&
      equalBytes(after.anchor.keyringHash, old.anchor.keyringHash));
  assert('P9', isForward && isKeyringForward, 'the anchor goes back');
}

function checkDeadlines(
  { after, sent, nowMs }: Write,
  old: VaultRecord,
  { verified, proven, decisive }: Proofs,
): void {
  if (after.phase === 'none' && sent.operation === 'delete') {
    const isAtOnce = old.phase === 'erased' || (proven !== undefined && proven === decisive);
    assert('P10', old.phase === 'none' || isAtOnce, 'deleted at once without the password');
    return;
  }
  if (verified !== undefined) {
    assert('P10', after.deleteAtMs === 0n, 'a right login does not take a deletion back');
    return;
  }
  if (after.deleteAtMs === old.deleteAtMs || after.phase === 'none') return;
  if (after.deleteAtMs === 0n) {
    assert('P10', sent.operation === 'cancel', `${sent.operation} takes a deletion back`);
    const isFirst = old.cancelledMs === 0n || nowMs >= old.cancelledMs + 90n * DAY_MS;
    assert('P10', isFirst, 'a second cancellation within 90 days');
    return;
  }
  const least = nowMs + (sent.operation === 'delete' ? 72n * HOUR_MS : 7n * DAY_MS);
  assert('P10', after.deleteAtMs >= least, 'a deletion comes too soon');
}

function checkLogins({ after, sent, policy }: Write, old: VaultRecord, { verified }: Proofs): void {
  const { content } = sent.request;
  old.logins.forEach((each, index) => {
    const isThere = after.logins.some(({ loginId }) => equalBytes(loginId, each.loginId));
    const isUsable = [after.active, after.previous].some((keys) => keys?.number === each.generation);
    if (content.operation === 'finish' && equalBytes(content.body.loginId, each.loginId)) {
      const isTested = each.state.length > 0 && verified === undefined;
      assert('P11', isThere !== isTested, 'a login tests two KE3s, or is lost with a right one');
      return;
    }
    const isOldest = content.operation === 'login' && index === 0 && old.logins.length >= policy.limit;
    assert('P11', isThere || !isUsable || isOldest, 'a login that was counted is lost');
  });
}
