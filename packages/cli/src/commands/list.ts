// `muniment snapshots`, `ls` and `diff`: what is in an archive.

import type { Difference, ListedEntry, SnapshotSummary } from '@muniment/backup';
import { diffSnapshots, listEntries, listSnapshots } from '@muniment/backup/reading';
import { type KeyOptions, withArchive } from '../access.ts';
import { entryJson, isoTimeNs, pathJson, shortId, snapshotJson } from '../describe.ts';
import { formatBytes, formatCount, formatTable, formatTime } from '../format.ts';
import type { JsonObject } from '../output.ts';
import { orEscaped } from '../path-argument.ts';
import { type CommonOptions, EXIT_OK, EXIT_PARTIAL, noticeLog, type Run, watched } from '../run.ts';

export interface ListCommandOptions extends CommonOptions, KeyOptions {
  readonly recursive?: boolean;
  readonly long?: boolean;
}

const KIND_LETTERS: Readonly<Record<string, string>> = { directory: 'd', symlink: 'l', 'hard-link': 'h' };

export async function snapshots(run: Run, store: string, options: ListCommandOptions): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const all = listSnapshots(session);
    for (const snapshot of all) run.output.event('snapshot', snapshotJson(snapshot));
    if (all.length === 0) run.output.say('There are no snapshots yet.');
    else for (const line of formatTable('<<<>><', all.map(snapshotCells))) run.output.result(line);
    return EXIT_OK;
  });
}

function snapshotCells(snapshot: SnapshotSummary): string[] {
  const { id, timeMs, deviceName, files, bytes, tags, roots, skipped, replaces } = snapshot;
  const remarks = [
    roots.map(({ name }) => name).join(', '),
    ...tags.map((tag) => `#${tag}`),
    ...(skipped > 0 ? [`(${formatCount(skipped, 'path')} skipped)`] : []),
    ...(replaces === undefined ? [] : [`(repairs ${shortId(replaces)})`]),
  ];
  return [
    shortId(id),
    formatTime(timeMs),
    deviceName,
    formatCount(files, 'file'),
    formatBytes(bytes),
    remarks.join(' '),
  ];
}

export async function list(
  run: Run,
  store: string,
  snapshot: string | undefined,
  path: string | undefined,
  options: ListCommandOptions,
): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const notices = noticeLog(run);
    const { recursive } = options;
    await orEscaped(path, async (exactPath) => {
      const entries = listEntries(session, {
        ...watched(run, notices),
        snapshot,
        path: exactPath,
        recursive,
      });
      for await (const entry of entries) {
        if (run.output.isClosed) break;
        run.output.event('entry', entryJson(entry));
        run.output.result(entryLine(entry, options.long ?? false));
      }
    });
    return notices.isPartial() ? EXIT_PARTIAL : EXIT_OK;
  });
}

function entryLine(entry: ListedEntry, isLong: boolean): string {
  const { path, kind, mode, uid, gid, size, mtimeNs, target } = entry;
  const suffix = kind === 'directory' ? '/' : '';
  if (!isLong) return path + suffix;
  const cells = [
    (KIND_LETTERS[kind] ?? '-') + mode.toString(8).padStart(4, '0'),
    `${uid}:${gid}`.padStart(9),
    size.toString().padStart(12),
    isoTimeNs(mtimeNs).slice(0, 19),
    path + suffix + (target === undefined ? '' : ` -> ${target}`),
  ];
  return cells.join(' ');
}

export async function diff(
  run: Run,
  store: string,
  a: string,
  b: string,
  options: ListCommandOptions,
): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const notices = noticeLog(run);
    const counts = { added: 0, removed: 0, changed: 0 };
    for await (const difference of diffSnapshots(session, a, b, watched(run, notices))) {
      if (run.output.isClosed) break;
      counts[difference.change]++;
      run.output.event('difference', differenceJson(difference));
      run.output.result(differenceLine(difference));
    }
    const { added, removed, changed } = counts;
    run.output.say(`${added} added, ${removed} removed, ${changed} changed.`);
    run.output.event('diff', { ...counts });
    return notices.isPartial() ? EXIT_PARTIAL : EXIT_OK;
  });
}

const CHANGE_SIGNS = { added: '+', removed: '-', changed: 'M' } as const;

function differenceLine({ path, change, aspects }: Difference): string {
  return `${CHANGE_SIGNS[change]} ${path}${change === 'changed' ? `  (${aspects.join(', ')})` : ''}`;
}

function differenceJson({ path, pathBytes, change, before, after, aspects }: Difference): JsonObject {
  return {
    ...pathJson(path, pathBytes),
    change,
    aspects,
    before: before === undefined ? undefined : entryJson(before),
    after: after === undefined ? undefined : entryJson(after),
  };
}
