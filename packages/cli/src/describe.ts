// Snapshots, entries and methods as JSON fields and in words. README.md and schema/output.schema.json document the fields.

import type { ListedEntry, MethodInfo, RetentionResult, SnapshotSummary } from '@muniment/backup';
import { formatBytes, formatCount, formatTime } from './format.ts';
import type { JsonObject } from './output.ts';
import { decodeUtf8 } from './printable.ts';

/** Digits of an id that are shown: enough to tell snapshots apart, and accepted as their names. */
const SHORT_ID_DIGITS = 8;
const NANOSECONDS = 1_000_000_000n;

/** The beginning of an id, as it is shown and may be typed. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_ID_DIGITS);
}

/** Milliseconds since 1970 in ISO 8601, UTC. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A modification time in ISO 8601 with nanoseconds; bare seconds where the calendar ends. */
export function isoTimeNs(ns: bigint): string {
  const fraction = ((ns % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  const seconds = (ns - fraction) / NANOSECONDS;
  const digits = fraction.toString().padStart(9, '0');
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds}.${digits}`;
  return date.toISOString().replace(/\.\d{3}Z$/, `.${digits}Z`);
}

export function snapshotJson(snapshot: SnapshotSummary): JsonObject {
  const { id, sequence, timeMs, deviceName, deviceId, tags, roots, isTip, replaces } = snapshot;
  const { files, directories, others, bytes, skipped } = snapshot;
  return {
    id,
    sequence,
    time: isoTime(timeMs),
    deviceName,
    deviceId,
    tags,
    roots: roots.map(({ name, source }) => ({ name, source })),
    files,
    directories,
    others,
    bytes,
    skipped,
    isTip,
    replaces,
  };
}

export function entryJson(entry: ListedEntry): JsonObject {
  const { path, pathBytes, kind, mode, uid, gid, size, mtimeNs, target } = entry;
  return {
    ...pathJson(path, pathBytes),
    kind,
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    size,
    mtime: isoTimeNs(mtimeNs),
    target,
  };
}

/** A path, and its bytes where the text alone does not say them. */
export function pathJson(path: string, pathBytes: Uint8Array): JsonObject {
  const isExact = decodeUtf8(pathBytes) === path;
  return { path, pathBase64: isExact ? undefined : Buffer.from(pathBytes).toString('base64') };
}

export function methodJson(method: MethodInfo): JsonObject {
  const { id, type, label, keyId, vault, createdMs, isThisDevice, checkedMs } = method;
  return {
    id,
    methodType: type,
    label,
    keyId,
    vault: vault && { ...vault },
    created: isoTime(createdMs),
    isThisDevice,
    checked: checkedMs === undefined ? undefined : isoTime(checkedMs),
  };
}

export function retentionJson(result: RetentionResult): JsonObject {
  const { kept, forgotten, markedPacks, deletedPacks, deletedBytes, compactedPacks } = result;
  return {
    kept: kept.map(({ id }) => id),
    forgotten: forgotten.map(({ id }) => id),
    markedPacks,
    deletedPacks,
    deletedBytes,
    compactedPacks,
  };
}

/** A snapshot in one line. */
export function snapshotLine(snapshot: SnapshotSummary): string {
  const { id, timeMs, deviceName, files, bytes } = snapshot;
  return `${shortId(id)} of ${formatTime(timeMs)} from ${deviceName}: ${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
}

/** What retention did, in lines. */
export function retentionLines(result: RetentionResult, isDryRun: boolean): string[] {
  const { kept, forgotten, markedPacks, deletedPacks, deletedBytes, compactedPacks } = result;
  const would = isDryRun ? 'Would have ' : '';
  const start = (text: string): string => (isDryRun ? would + text : text[0]!.toUpperCase() + text.slice(1));
  const lines = forgotten.map((snapshot) => start(`forgotten ${snapshotLine(snapshot)}`));
  lines.push(start(`kept ${formatCount(kept.length, 'snapshot')}, forgotten ${forgotten.length}.`));
  if (compactedPacks > 0)
    lines.push(start(`rewritten ${formatCount(compactedPacks, 'pack')} that were mostly unused.`));
  if (markedPacks > 0) {
    lines.push(start(`marked ${formatCount(markedPacks, 'pack')} for deletion after the grace period.`));
  }
  if (deletedPacks > 0) {
    lines.push(start(`deleted ${formatCount(deletedPacks, 'pack')}, ${formatBytes(deletedBytes)}.`));
  }
  return lines;
}
