// Heads and entries in the form in which lists show them.

import { type Archive, type HeadInfo, printablePath } from '@muniment/archive/reading';
import { type Entry, formatHex } from '@muniment/wire';
import type { Session } from './session.ts';
import type { ListedEntry, SnapshotSummary } from './types.ts';

/** A snapshot for lists. `tips` are the archive's. */
export function summarise({ snapshotId, stable }: HeadInfo, tips: readonly HeadInfo[]): SnapshotSummary {
  const { sequence, timeMs, deviceName, deviceId, tags, roots, totals, replaces } = stable;
  return {
    id: snapshotId,
    sequence,
    timeMs: Number(timeMs),
    deviceName,
    deviceId: formatHex(deviceId),
    tags,
    roots: roots.map(({ name, source }) => ({ name: printablePath(name), source: printablePath(source) })),
    files: Number(totals?.files ?? 0n),
    directories: Number(totals?.directories ?? 0n),
    others: Number(totals?.others ?? 0n),
    bytes: Number(totals?.bytes ?? 0n),
    skipped: Number(totals?.skipped ?? 0n),
    isTip: tips.some((tip) => tip.snapshotId === snapshotId),
    replaces: replaces.length === 0 ? undefined : formatHex(replaces),
  };
}

/** Every snapshot that counts, oldest first. */
export function summariseAll(archive: Archive): SnapshotSummary[] {
  const tips = archive.tips();
  return archive.snapshots().map((head) => summarise(head, tips));
}

/** Every snapshot, oldest first. */
export function listSnapshots(session: Session): readonly SnapshotSummary[] {
  return summariseAll(session.archive);
}

/** An entry for lists. */
export function toListed({ path, kind, mode, uid, gid, size, mtimeNs, target }: Entry): ListedEntry {
  return {
    path: printablePath(path),
    pathBytes: path,
    kind,
    mode,
    uid,
    gid,
    size,
    mtimeNs,
    target: target.length === 0 ? undefined : printablePath(target),
  };
}
