// `muniment verify` and `repair`: whether everything is there, and what to do if it is not.

import {
  type DamageReport,
  type Notices,
  repair as repairArchive,
  type VerifyOptions,
  verify as verifyArchive,
} from '@muniment/backup';
import { type KeyOptions, withArchive } from '../access.ts';
import { shortId } from '../describe.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import { type CommonOptions, EXIT_OK, EXIT_PARTIAL, noticeLog, type Run, watched } from '../run.ts';

export interface VerifyCommandOptions extends CommonOptions, KeyOptions {
  readonly sample?: number;
  readonly all?: boolean;
  readonly jobs?: number;
}

/** Lost paths shown of one snapshot; JSON lines hold up to 1,000. */
const SHOWN_PATH_COUNT = 20;

export async function verify(run: Run, store: string, options: VerifyCommandOptions): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const { output } = run;
    const notices = noticeLog(run);
    const result = await verifyArchive(session, {
      ...watched(run, notices),
      ...levelOf(options),
      jobs: options.jobs,
    });
    output.endProgress();
    const { damagedObjects, damage, foreign, marked, unreferencedPacks } = result;
    const { isSound, snapshots, packs, readPacks, readBytes } = result;
    for (const report of damage) showDamage(run, report);
    output.say(
      `${formatCount(snapshots, 'snapshot')}, ${formatCount(packs, 'pack')}; ${readPacks} read in full (${formatBytes(readBytes)}).`,
    );
    if (unreferencedPacks > 0) {
      output.say(`${formatCount(unreferencedPacks, 'pack')} belong to no snapshot: prune frees their room.`);
    }
    if (foreign.count > 0)
      output.say(`${formatCount(foreign.count, 'object')} in the store are not Muniment's.`);
    if (marked > 0) {
      output.say(
        `${formatCount(marked, 'damaged pack')} marked: the next backup uploads again what it still has.`,
      );
    }
    output.say(
      isSound
        ? 'Everything that was checked is sound.'
        : `DAMAGED: ${formatCount(damagedObjects.count, 'object')} missing or wrong. Back up again, then run repair.`,
    );
    output.event('verify', {
      isSound,
      snapshots,
      packs,
      readPacks,
      readBytes,
      damagedObjects: damagedObjects.count,
      damagedSnapshots: damage.length,
      foreign: foreign.count,
      marked,
      unreferencedPacks,
    });
    return isSound ? EXIT_OK : EXIT_PARTIAL;
  });
}

function levelOf({ sample, all }: VerifyCommandOptions): VerifyOptions {
  if (all === true) return { level: 'all' };
  return sample === undefined ? { level: 'structure' } : { level: 'sample', samplePercent: sample };
}

function showDamage(run: Run, { snapshot, paths }: DamageReport): void {
  run.output.result(`Snapshot ${shortId(snapshot)} loses ${formatCount(paths.count, 'path')}:`);
  showPaths(run, paths);
  run.output.event('damage', { snapshot, ...lostJson(paths) });
}

function showPaths(run: Run, paths: Notices): void {
  for (const { path, message } of paths.first.slice(0, SHOWN_PATH_COUNT))
    run.output.result(`  ${path ?? message}`);
  const more = paths.count - Math.min(paths.first.length, SHOWN_PATH_COUNT);
  if (more > 0) run.output.result(`  and ${formatNumber(more)} more`);
}

function lostJson(paths: Notices): { lost: string[]; lostCount: number } {
  return { lost: paths.first.map(({ path, message }) => path ?? message), lostCount: paths.count };
}

export async function repair(run: Run, store: string, options: CommonOptions & KeyOptions): Promise<number> {
  return await withArchive(run, store, options, 'write', async (session) => {
    const { output } = run;
    const notices = noticeLog(run);
    const { revised, replaced, beyondRepair } = await repairArchive(session, watched(run, notices));
    output.endProgress();
    for (const id of revised) output.say(`Snapshot ${shortId(id)}: whole again.`);
    for (const { old, replacement, lost } of replaced) {
      output.result(
        `Snapshot ${shortId(old)}: replaced by ${shortId(replacement)}, without ${formatCount(lost.count, 'lost path')}:`,
      );
      showPaths(run, lost);
    }
    for (const id of beyondRepair) output.result(`Snapshot ${shortId(id)}: nothing of it could be saved.`);
    const isWhole = replaced.length + beyondRepair.length === 0;
    if (isWhole && revised.length === 0) output.say('There was nothing to repair.');
    output.event('repair', {
      revised,
      replaced: replaced.map(({ old, replacement, lost }) => ({ old, replacement, ...lostJson(lost) })),
      beyondRepair,
    });
    return isWhole ? EXIT_OK : EXIT_PARTIAL;
  });
}
