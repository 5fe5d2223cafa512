// `muniment restore`: a snapshot, or a part of it, becomes files again.

import { resolve } from 'node:path';
import { type Overwrite, type RestoreResult, restore as restoreSnapshot } from '@muniment/backup';
import { type KeyOptions, withArchive } from '../access.ts';
import { shortId, snapshotJson } from '../describe.ts';
import { formatBytes, formatCount, formatTime } from '../format.ts';
import { letHeapGrow } from '../heap.ts';
import { orEscaped } from '../path-argument.ts';
import { type CommonOptions, EXIT_OK, EXIT_PARTIAL, noticeLog, type Run, watched } from '../run.ts';

export interface RestoreCommandOptions extends CommonOptions, KeyOptions {
  readonly into: string;
  readonly snapshot?: string;
  readonly path?: string;
  readonly overwrite?: Overwrite;
  readonly jobs?: number;
}

export async function restore(run: Run, store: string, options: RestoreCommandOptions): Promise<number> {
  const { snapshot, overwrite, jobs } = options;
  const into = resolve(options.into);
  return await withArchive(run, store, options, 'read', async (session) => {
    letHeapGrow();
    const notices = noticeLog(run);
    const result = await orEscaped(options.path, (path) =>
      restoreSnapshot(session, { ...watched(run, notices), into, snapshot, path, overwrite, jobs }),
    );
    run.output.endProgress();
    report(run, result, into);
    return notices.isPartial() || result.failed.count > 0 ? EXIT_PARTIAL : EXIT_OK;
  });
}

function report(run: Run, result: RestoreResult, into: string): void {
  const { snapshot, files, directories, links, bytes, presentFiles, keptFiles, failed, incomplete } = result;
  const { output } = run;
  output.say(`Restored snapshot ${shortId(snapshot.id)} of ${formatTime(snapshot.timeMs)} into ${into}:`);
  output.say(
    `  ${formatCount(files, 'file')} (${formatBytes(bytes)}), ${formatCount(directories, 'folder')}, ${formatCount(links, 'link')} written.`,
  );
  if (presentFiles > 0) output.say(`  ${formatCount(presentFiles, 'file')} there already.`);
  if (keptFiles > 0) {
    output.say(
      `  ${formatCount(keptFiles, 'file')} there already and different: left alone (see --overwrite).`,
    );
  }
  if (failed.count > 0) output.say(`  ${formatCount(failed.count, 'path')} NOT restored: see the warnings.`);
  if (incomplete.count > 0) {
    output.say(
      `  ${formatCount(incomplete.count, 'path')} without its owner, mode or time: see the warnings.`,
    );
  }
  output.event('restore', {
    snapshot: snapshotJson(snapshot),
    into,
    files,
    directories,
    links,
    bytes,
    presentFiles,
    keptFiles,
    failed: failed.count,
    incomplete: incomplete.count,
  });
}
