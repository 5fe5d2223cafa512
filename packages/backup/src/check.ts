// Verifying and repairing an archive. Implements spec/archive.md §11.

import {
  type ManifestDamage,
  printablePath,
  repair as repairArchive,
  type VerifyLoss,
  verify as verifyArchive,
} from '@muniment/archive';
import type { MunimentError } from '@muniment/errors';
import { withCache } from './cache.ts';
import { damageNotice } from './list.ts';
import { assertGoingOn, NoticeLog, noticeOf } from './notices.ts';
import { deleteOrphans } from './orphans.ts';
import type { Session } from './session.ts';
import type { Notice, Notices, RepairResult, RunOptions, VerifyOptions, VerifyResult } from './types.ts';

/**
 * Checks the archive: all heads and manifests, and that every pack is there with its size; in level 'sample' and 'all' also
 * the content of packs. Damaged packs are marked if this device is enrolled, so that the next backup uploads their chunks
 * again.
 * @throws ERR_INTERRUPTED, RangeError for `samplePercent` out of range, errors of the store; damage is in the result
 */
export async function verify(session: Session, options: VerifyOptions = {}): Promise<VerifyResult> {
  const { level = 'structure', samplePercent = 10, jobs, onNotice, onProgress, signal } = options;
  if (!(samplePercent >= 0 && samplePercent <= 100)) throw new RangeError('samplePercent must be 0 to 100');
  const share = level === 'all' ? 1 : level === 'sample' ? samplePercent / 100 : 0;
  onProgress?.({ phase: 'verifying', files: 0, bytes: 0, storedBytes: 0 });
  assertGoingOn(signal);
  await session.refresh(true);
  const report = await verifyArchive(session.archive, {
    share,
    jobs,
    ...(session.record === undefined ? {} : { mark: { device: session.writer().device, nowMs: Date.now() } }),
    onProgress: ({ packs, ofPacks, bytes }) => {
      assertGoingOn(signal);
      onProgress?.({ phase: 'verifying', files: packs, filesTotal: ofPacks, bytes, storedBytes: 0 });
    },
  });
  const damagedObjects = new NoticeLog(onNotice);
  for (const { object, error } of report.problems) damagedObjects.add(noticeOf(error, { object }));
  for (const notice of keyringProblems(session)) damagedObjects.add(notice);
  for (const object of report.notCounting) {
    const message =
      'nothing vouches for it since the keys were changed: a link head is lost, or it is no snapshot of ours';
    damagedObjects.add({ code: 'ERR_HEAD', message, object });
  }
  const foreign = new NoticeLog(onNotice);
  for (const name of report.foreign) {
    foreign.add({ code: 'ERR_FOREIGN_OBJECT', message: `${name} is not Muniment's`, object: name });
  }
  return {
    isSound: damagedObjects.count === 0 && report.losses.length === 0,
    snapshots: report.snapshots,
    packs: report.packs,
    readPacks: report.packsRead,
    readBytes: report.bytesRead,
    damagedObjects: damagedObjects.toNotices(),
    damage: report.losses.map((loss) => ({
      snapshot: loss.head.snapshotId,
      paths: lossNotices(loss, onNotice),
    })),
    foreign: foreign.toNotices(),
    unreferencedPacks: report.unreferencedPacks,
    marked: report.marked ? report.problems.filter(isDamagedPack).length : 0,
  };
}

/** Keyrings that are lost, damaged, or beyond this device. */
function keyringProblems({ keyrings, damage }: Session): Notice[] {
  const lost = damage.missing.map(({ name }): Notice => {
    return { code: 'ERR_STORE_NOT_FOUND', message: 'the newest keyring is not in the store', object: name };
  });
  const altered = damage.altered.map(({ name }): Notice => {
    return { code: 'ERR_KEYRING_MAC', message: 'it is not what this device knows it to be', object: name };
  });
  const others = [...keyrings.unopened, ...keyrings.malformed].map(({ name, error }) =>
    noticeOf(error, { object: name }),
  );
  return [...lost, ...altered, ...others];
}

function isDamagedPack({
  object,
  error,
}: {
  readonly object: string;
  readonly error: MunimentError;
}): boolean {
  return object.startsWith('packs/') && error.code !== 'ERR_PACK_MISSING';
}

function lossNotices(
  { paths, damage }: Pick<VerifyLoss, 'paths' | 'damage'>,
  onNotice: RunOptions['onNotice'],
): Notices {
  const log = new NoticeLog(onNotice);
  addLosses(log, paths, damage);
  return log.toNotices();
}

function addLosses(log: NoticeLog, paths: readonly Uint8Array[], damage: readonly ManifestDamage[]): void {
  for (const path of paths) {
    log.add({ code: 'ERR_CHUNK_ID', message: 'some of its content is lost', path: printablePath(path) });
  }
  for (const part of damage) log.add(damageNotice(part));
}

/**
 * Rewrites snapshots that refer to damaged or missing packs: with all they held where the chunks are found elsewhere, and
 * otherwise without what is lost. Run `verify` before, so that damage is known, and `backUp`, so that what can still be
 * read from the files is uploaded again.
 * @throws ERR_NOT_ENROLLED, ERR_BUSY, ERR_INTERRUPTED, errors of the store
 */
export async function repair(session: Session, options: RunOptions = {}): Promise<RepairResult> {
  const { device } = session.writer();
  return session.exclusively(async () => {
    options.onProgress?.({ phase: 'repairing', files: 0, bytes: 0, storedBytes: 0 });
    assertGoingOn(options.signal);
    return withCache(session, async (cache) => {
      const rewritten = await repairArchive(session.archive, { index: cache, device, compression: 'zstd' });
      await deleteOrphans(session, cache, cache.pendingPacks());
      // Whoever repairs takes what the store shows for all there is.
      session.rememberHeads(true);
      const revised: string[] = [];
      const replaced: RepairResult['replaced'][number][] = [];
      const beyondRepair: string[] = [];
      for (const { before, after, lost, damage } of rewritten) {
        if (after.snapshotId === before.snapshotId) {
          revised.push(after.snapshotId);
          continue;
        }
        const log = new NoticeLog(options.onNotice);
        addLosses(log, lost, damage);
        if (after.root === undefined) {
          beyondRepair.push(before.snapshotId);
          continue;
        }
        replaced.push({ old: before.snapshotId, replacement: after.snapshotId, lost: log.toNotices() });
      }
      return { revised, replaced, beyondRepair };
    });
  });
}
