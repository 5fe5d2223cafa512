// Forgetting snapshots and deleting what only they used. Implements spec/archive.md §10, with rules for each series of
// snapshots: those that one device made of the same paths.

import {
  assertCollectable,
  type Collected,
  collect,
  compact,
  despiteRetention,
  forget as forgetHeads,
  GRACE_MS,
  type HeadInfo,
  packUsage,
  selectKept,
} from '@muniment/archive';
import { MunimentError } from '@muniment/errors';
import { formatHex, type Policy } from '@muniment/wire';
import { withCache } from './cache.ts';
import { assertGoingOn } from './notices.ts';
import { SWEEP_AGE_MS } from './orphans.ts';
import { toPolicy } from './policy.ts';
import type { Session } from './session.ts';
import { summarise } from './summary.ts';
import type { ForgetOptions, KeepRules, Progress, PruneOptions, RetentionResult } from './types.ts';

const RETAINING: Progress = { phase: 'retention', files: 0, bytes: 0, storedBytes: 0 };
const NOTHING: Collected = { deletedHeads: 0, deletedPacks: 0, freedBytes: 0, waitingPacks: 0 };

/** The rules to go by: those given, or the archive's. */
export function policyOf(session: Session, keep: KeepRules | undefined): Policy | undefined {
  return keep === undefined ? session.keyring.policy : toPolicy(keep);
}

/** Snapshots that one device made of the same paths, so that rules for one folder never delete another's. */
function seriesOf({ stable }: HeadInfo): string {
  const sources = stable.roots.map(({ name, source }) => `${formatHex(name)}:${formatHex(source)}`).sort();
  return `${formatHex(stable.deviceId)} ${sources.join(' ')}`;
}

/**
 * Forgets the snapshots that are named, or all that rules do not keep: the rules of `keep`, or the archive's. What only they
 * used is marked, and deleted by a `prune` after the grace period.
 * @throws ERR_USAGE without snapshots and rules, ERR_SNAPSHOT_UNKNOWN, ERR_HEAD_UNREADABLE, ERR_STORE_OLDER, ERR_NOT_ENROLLED, ERR_BUSY,
 *   errors of the store
 */
export async function forget(session: Session, options: ForgetOptions = {}): Promise<RetentionResult> {
  session.writer();
  const { snapshots, keep, dryRun = false, signal, onProgress } = options;
  return session.exclusively(async () => {
    onProgress?.(RETAINING);
    let doomed: HeadInfo[];
    if (snapshots !== undefined && snapshots.length > 0) {
      doomed = [...new Set(snapshots.map((name) => session.archive.snapshot(name)))];
    } else {
      const policy = policyOf(session, keep);
      if (policy === undefined) {
        throw new MunimentError('ERR_USAGE', 'neither snapshots nor rules were given, and none are stored');
      }
      doomed = selectDoomed(session.archive.snapshots(), policy);
    }
    assertGoingOn(signal);
    return applyRetention(session, doomed, { dryRun, graceMs: GRACE_MS });
  });
}

/**
 * Deletes packs that were marked longer ago than the grace period and that nothing refers to, marks those that nothing
 * refers to now, and rewrites packs of which little is used.
 * @throws ERR_HEAD_UNREADABLE, ERR_STORE_OLDER, ERR_NOT_ENROLLED, ERR_BUSY, errors of reading a manifest, errors of the store
 */
export async function prune(session: Session, options: PruneOptions = {}): Promise<RetentionResult> {
  const { device } = session.writer();
  const { graceMs = GRACE_MS, dryRun = false, signal } = options;
  if (!(graceMs >= 0)) throw new RangeError('graceMs must be a number of at least 0');
  return session.exclusively(async () => {
    options.onProgress?.(RETAINING);
    let compactedPacks = 0;
    if (!dryRun) {
      assertDeletable(session);
      assertGoingOn(signal);
      const { archive } = session;
      const before = await despiteRetention(archive, () => packUsage(archive, archive.heads.counting));
      const rewritten = await withCache(session, (index) =>
        compact(archive, { index, device, compression: 'zstd' }),
      );
      if (rewritten.length > 0) {
        const after = await despiteRetention(archive, () => packUsage(archive, archive.heads.counting));
        compactedPacks = [...before.keys()].filter((id) => !after.has(id)).length;
      }
    }
    assertGoingOn(signal);
    return { ...(await applyRetention(session, [], { dryRun, graceMs })), compactedPacks };
  });
}

/**
 * After a backup: forgets what the rules do not keep of the snapshot's own series.
 * @returns undefined if there are no rules
 */
export async function retainSeries(
  session: Session,
  head: HeadInfo,
  keep: KeepRules | undefined,
): Promise<RetentionResult | undefined> {
  const policy = policyOf(session, keep);
  if (policy === undefined) return undefined;
  const own = session.archive.snapshots().filter((other) => seriesOf(other) === seriesOf(head));
  const doomed = selectDoomed(own, policy).filter(({ snapshotId }) => snapshotId !== head.snapshotId);
  return applyRetention(session, doomed, { dryRun: false, graceMs: GRACE_MS });
}

/** What the rules do not keep, series by series; the newest of each always stays. */
function selectDoomed(snapshots: readonly HeadInfo[], policy: Policy): HeadInfo[] {
  return [...Map.groupBy(snapshots, seriesOf).values()].flatMap((series) => {
    const kept = selectKept(series, policy);
    return series.filter((head) => !kept.has(head) && head !== series.at(-1));
  });
}

/** @throws ERR_HEAD_UNREADABLE, ERR_STORE_OLDER */
function assertDeletable(session: Session): void {
  assertCollectable(session.archive);
  session.assertNotBehind();
}

async function applyRetention(
  session: Session,
  doomed: readonly HeadInfo[],
  { dryRun, graceMs }: { dryRun: boolean; graceMs: number },
): Promise<RetentionResult> {
  const { archive } = session;
  const { device } = session.writer();
  if (!dryRun) assertDeletable(session);
  const tips = archive.tips();
  const forgotten = doomed.map((head) => summarise(head, tips));
  const left = archive.snapshots().filter((head) => !doomed.includes(head));
  let collected = NOTHING;
  if (dryRun) {
    collected = await wouldCollect(session, left, graceMs);
  } else {
    await forgetHeads(archive, doomed);
    collected = await withCache(session, async (cache) => {
      const ownOrphans = cache.pendingPacks();
      const result = await collect(archive, { device, nowMs: Date.now(), graceMs, ownOrphans });
      // What is still there of them is in use.
      cache.settlePacks(ownOrphans);
      return result;
    });
    await session.store.sweep(Math.min(graceMs, SWEEP_AGE_MS));
    session.rememberHeads(true);
  }
  const tipsLeft = dryRun ? tips : archive.tips();
  return {
    kept: left.map((head) => summarise(head, tipsLeft)),
    forgotten,
    markedPacks: collected.waitingPacks,
    deletedPacks: collected.deletedPacks,
    deletedBytes: collected.freedBytes,
    compactedPacks: 0,
  };
}

/** What `collect` would find if only the heads of `left` were there. */
async function wouldCollect(
  session: Session,
  left: readonly HeadInfo[],
  graceMs: number,
): Promise<Collected> {
  const { archive } = session;
  const used = await packUsage(archive, left);
  const unused = [...(await archive.listPacks())].filter(([id]) => !used.has(id));
  const due = new Set<string>();
  for (const { mark } of (await archive.readMarks()).marks) {
    if (Number(mark.createdMs) + graceMs > Date.now()) continue;
    for (const id of mark.packIds) due.add(formatHex(id));
  }
  const deleted = unused.filter(([id]) => graceMs === 0 || due.has(id));
  return {
    deletedHeads: 0,
    deletedPacks: deleted.length,
    freedBytes: deleted.reduce((sum, [, size]) => sum + size, 0),
    waitingPacks: unused.length - deleted.length,
  };
}
