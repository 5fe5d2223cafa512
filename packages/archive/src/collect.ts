// Deletes heads and packs: retention's second half. Implements spec/archive.md §10.

import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import type { Archive, Device } from './archive.ts';
import type { HeadInfo } from './head.ts';
import { packName } from './packs.ts';
import { despiteRetention, hasAllPacks, packUsage } from './usage.ts';

/** How long a mark waits before its packs may be deleted, unless the user says otherwise. */
export const GRACE_MS = 86_400_000;

export interface CollectOptions {
  readonly device: Device;
  readonly nowMs: number;
  /** At least this long ago a pack must have been marked. 0 is for archives that no other device writes to now. */
  readonly graceMs: number;
  /** Ids of packs that unfinished runs of this device wrote (ARCH-083). */
  readonly ownOrphans?: readonly string[];
}

/** What a collector did. */
export interface Collected {
  readonly deletedHeads: number;
  readonly deletedPacks: number;
  readonly freedBytes: number;
  /** Packs that are marked now and will be deleted by a run after the grace period. */
  readonly waitingPacks: number;
}

/**
 * Refuses to delete while something in the archive cannot be understood (ARCH-080).
 * @throws ERR_HEAD_UNREADABLE
 */
export function assertCollectable(archive: Archive): void {
  archive.assertWritable();
  const unreadable = archive.heads.problems.find(({ error }) => error.code !== 'ERR_FOREIGN_OBJECT');
  if (unreadable !== undefined) {
    throw new MunimentError(
      'ERR_HEAD_UNREADABLE',
      `${unreadable.name} does not open, so nothing may be deleted`,
      {
        object: unreadable.name,
      },
    );
  }
}

/**
 * Deletes the given snapshots, and heads that nothing needs: superseded revisions, and link heads with nothing left to
 * vouch for (ARCH-081). Their packs are left to `collect`.
 * @throws ERR_HEAD_UNREADABLE and errors of the store
 */
export async function forget(archive: Archive, snapshots: Iterable<HeadInfo>): Promise<number> {
  assertCollectable(archive);
  const doomed = new Set<HeadInfo>(snapshots);
  const forgotten = new Set([...doomed].map(({ snapshotId }) => snapshotId));
  // Revisions of a forgotten snapshot go first: were one left, it would count again.
  for (const head of archive.heads.superseded) {
    if (!forgotten.has(head.snapshotId) && !(await isReplaced(archive, head))) continue;
    await archive.store.delete(head.name);
    doomed.add(head);
  }
  const kept = archive.heads.counting.filter((head) => !doomed.has(head));
  const needsLink = kept.some(({ stable, ref }) => stable.kind === 'snapshot' && ref.epoch < archive.epoch);
  const vouching = kept.filter(({ stable, ref }) => stable.kind === 'link' && ref.epoch === archive.epoch);
  for (const head of kept) {
    if (head.stable.kind === 'link' && !(needsLink && vouching.includes(head))) doomed.add(head);
  }
  // A vouching head must outlive what it vouches for, so snapshots go before links.
  for (const kind of ['snapshot', 'link'] as const) {
    for (const head of doomed) if (head.stable.kind === kind) await archive.store.delete(head.name);
  }
  await archive.refresh();
  return doomed.size;
}

/** True if the head that counts instead of one leads to everything: it may be one that whoever wrote it is about to take back. */
async function isReplaced(archive: Archive, { snapshotId }: HeadInfo): Promise<boolean> {
  const instead = archive.heads.counting.find((head) => head.snapshotId === snapshotId);
  return instead !== undefined && hasAllPacks(archive, instead);
}

/**
 * Marks packs that no head refers to and deletes those that were marked long enough ago and still are unreferenced.
 * @throws ERR_HEAD_UNREADABLE; the error of a manifest that cannot be read, because what it refers to is unknown
 */
export async function collect(archive: Archive, options: CollectOptions): Promise<Collected> {
  await archive.refresh();
  const deletedHeads = await forget(archive, []);
  const { device, nowMs, graceMs, ownOrphans = [] } = options;
  const deleted = { packs: 0, bytes: 0 };
  const remove = async (ids: Iterable<string>, listed: Map<string, number>): Promise<void> => {
    for (const id of ids) {
      const size = listed.get(id);
      if (size === undefined) continue;
      await archive.store.delete(packName({ id }));
      listed.delete(id);
      deleted.packs++;
      deleted.bytes += size;
    }
  };

  const listed = await archive.listPacks();
  const { marks, packs: marked } = await archive.readMarks();
  const readUsage = (): Promise<ReadonlyMap<string, unknown>> =>
    despiteRetention(archive, () => packUsage(archive, archive.heads.counting));
  const used = await readUsage();
  const unmarked = [...listed.keys()].filter((id) => !used.has(id) && !marked.has(id));
  const orphans = new Set(ownOrphans.filter((id) => !used.has(id)));
  const fresh = unmarked.filter((id) => !orphans.has(id));
  if (graceMs > 0) await archive.writeMarks('delete', fresh, device, nowMs);

  // Heads are read again just before anything goes (ARCH-082).
  await archive.refresh({ anew: true });
  const stillUsed = await readUsage();
  assertCollectable(archive);
  const isFree = (id: string): boolean => !used.has(id) && !stillUsed.has(id);
  await remove([...orphans].filter(isFree), listed);
  if (graceMs === 0) await remove(fresh.filter(isFree), listed);
  let waiting = graceMs > 0 ? fresh.length : 0;
  for (const { name, mark } of marks) {
    const ids = mark.packIds.map(formatHex);
    if (Number(mark.createdMs) + graceMs > nowMs) {
      waiting += ids.filter((id) => listed.has(id) && isFree(id)).length;
      continue;
    }
    // A mark outlives its packs by one run: to a writer whose listing still shows a pack, the mark tells that it is gone.
    const isLast = graceMs === 0 || !ids.some((id) => listed.has(id) && isFree(id));
    await remove(ids.filter(isFree), listed);
    // A damaged pack that snapshots refer to stays marked until they are repaired; a pack that was rescued does not.
    const stillDamaged = mark.kind === 'damaged' && ids.some((id) => listed.has(id));
    if (isLast && !stillDamaged) await archive.store.delete(name);
  }
  return { deletedHeads, deletedPacks: deleted.packs, freedBytes: deleted.bytes, waitingPacks: waiting };
}
