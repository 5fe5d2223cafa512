// `muniment forget` and `prune`: what need not be kept, and the room it took.

import {
  forget as forgetSnapshots,
  prune as prunePacks,
  type RetentionResult,
  setKeepRules,
} from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { type KeyOptions, withArchive } from '../access.ts';
import { retentionJson, retentionLines } from '../describe.ts';
import { type KeepOptions, keepRules, keepText } from '../keep.ts';
import { type CommonOptions, EXIT_OK, noticeLog, type Run, watched } from '../run.ts';

export interface ForgetCommandOptions extends CommonOptions, KeyOptions, KeepOptions {
  readonly dryRun?: boolean;
  readonly remember?: boolean;
  readonly clearPolicy?: boolean;
}

export async function forget(
  run: Run,
  store: string,
  snapshots: readonly string[],
  options: ForgetCommandOptions,
): Promise<number> {
  const keep = keepRules(options);
  const { dryRun = false, remember = false, clearPolicy = false } = options;
  if (remember && keep === undefined) {
    throw new MunimentError(
      'ERR_USAGE',
      '--remember stores keep rules: give at least one, such as --keep 30',
    );
  }
  if (keep !== undefined && snapshots.length > 0) {
    throw new MunimentError('ERR_USAGE', 'name snapshots or give keep rules, not both');
  }
  return await withArchive(run, store, options, 'write', async (session) => {
    if (clearPolicy) {
      await setKeepRules(session, undefined);
      run.output.say('From now on backups keep every snapshot, unless they are told otherwise.');
      run.output.event('policy', {});
      return EXIT_OK;
    }
    if (remember && !dryRun) {
      await setKeepRules(session, keep);
      run.output.say(`From now on backups keep ${keepText(keep)}.`);
      run.output.event('policy', { ...keep });
    }
    const notices = noticeLog(run);
    const result = await forgetSnapshots(session, {
      ...watched(run, notices),
      snapshots: snapshots.length === 0 ? undefined : snapshots,
      keep,
      dryRun,
    });
    report(run, result, dryRun);
    return EXIT_OK;
  });
}

export interface PruneCommandOptions extends CommonOptions, KeyOptions {
  readonly grace?: number;
  readonly dryRun?: boolean;
}

export async function prune(run: Run, store: string, options: PruneCommandOptions): Promise<number> {
  const { grace, dryRun = false } = options;
  return await withArchive(run, store, options, 'write', async (session) => {
    const result = await prunePacks(session, { ...watched(run, noticeLog(run)), graceMs: grace, dryRun });
    report(run, result, dryRun);
    return EXIT_OK;
  });
}

function report(run: Run, result: RetentionResult, isDryRun: boolean): void {
  run.output.endProgress();
  for (const line of retentionLines(result, isDryRun)) run.output.say(line);
  run.output.event('retention', { dryRun: isDryRun, ...retentionJson(result) });
}
