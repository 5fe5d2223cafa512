// `muniment backup`: one snapshot of files and folders, in an archive that is set up first if there is none.

import { resolve } from 'node:path';
import {
  type BackupResult,
  backUp,
  listEnrolments,
  listMethods,
  type Session,
  type VaultAccess,
} from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { folderStore, type Store } from '@muniment/storage';
import { type KeyOptions, openAs, placeOf } from '../access.ts';
import { parseStore } from '../arguments.ts';
import { retentionJson, retentionLines, shortId, snapshotJson } from '../describe.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import { type KeepOptions, keepRules } from '../keep.ts';
import {
  type CommonOptions,
  EXIT_OK,
  EXIT_PARTIAL,
  noticeLog,
  type Run,
  showReminders,
  watched,
} from '../run.ts';
import { accessOrWarning } from '../vault-access.ts';
import { showVaultNotices } from '../vault-words.ts';
import { setUp } from './init.ts';

export interface BackupCommandOptions extends CommonOptions, KeyOptions, KeepOptions {
  readonly to: string;
  readonly exclude?: readonly string[];
  readonly excludeFile?: readonly string[];
  readonly oneFileSystem?: boolean;
  readonly tag?: readonly string[];
  readonly dryRun?: boolean;
  readonly paranoid?: boolean;
  readonly sqliteSnapshot?: boolean;
  readonly jobs?: number;
  readonly recoveryKeyOut?: string;
}

export async function backup(
  run: Run,
  paths: readonly string[],
  options: BackupCommandOptions,
): Promise<number> {
  const store = parseStore(options.to);
  const session = await openOrSetUp(run, store, options);
  try {
    const notices = noticeLog(run);
    const result = await backUp(session, {
      ...watched(run, notices),
      paths,
      exclude: options.exclude,
      excludeFiles: options.excludeFile,
      oneFileSystem: options.oneFileSystem,
      tags: options.tag,
      dryRun: options.dryRun,
      paranoid: options.paranoid,
      sqliteSnapshot: options.sqliteSnapshot,
      jobs: options.jobs,
      keep: keepRules(options),
      vault: await accessForGuard(run, session, options),
    });
    run.output.endProgress();
    report(run, result);
    showVaultNotices(run, result.vaultNotices);
    return notices.isPartial() ? EXIT_PARTIAL : EXIT_OK;
  } finally {
    await session.close();
  }
}

/** No backup fails for a vault: not for a token that cannot be read either. */
async function accessForGuard(
  run: Run,
  session: Session,
  options: BackupCommandOptions,
): Promise<VaultAccess | undefined> {
  // Whoever has one token for everything has archives without a password too.
  const hasVault =
    listMethods(session).some(({ vault }) => vault !== undefined) ||
    session.reminders.some(({ kind }) => kind.startsWith('vault-'));
  return hasVault ? await accessOrWarning(run, options) : undefined;
}

async function openOrSetUp(run: Run, store: string, options: BackupCommandOptions): Promise<Session> {
  // Made only if there is an archive to set up: until then a folder that is missing counts as empty.
  const place = placeOf(run, store, true);
  // Objects without a keyring are an archive too, which a device that keeps a copy of the keyring can mend.
  if (!(await isEmpty(folderStore(place.location, { create: true })))) {
    return await openAs(run, placeOf(run, store), options, 'finish');
  }
  await assertNewPlace(run, store);
  if (options.dryRun === true) {
    throw new MunimentError(
      'ERR_ARCHIVE_MISSING',
      `there is no archive in ${place.location} yet, and a dry run does not make one`,
    );
  }
  return await setUp(run, store, options.recoveryKeyOut, undefined);
}

/**
 * An archive is begun unasked only where nothing is and nothing was: an unmounted drive looks like an empty folder, and a
 * mistyped path may be full of other things.
 * @throws ERR_ARCHIVE_MISSING
 */
async function assertNewPlace(run: Run, store: string): Promise<void> {
  const { store: objects, location } = placeOf(run, store, true);
  for (const enrolment of await listEnrolments(run.home)) {
    if (enrolment.location === undefined || resolve(enrolment.location) !== location) continue;
    throw new MunimentError(
      'ERR_ARCHIVE_MISSING',
      `the archive that this device kept in ${location} is not there: is the drive mounted?`,
    );
  }
  for await (const { path, kind } of objects.listForeign()) {
    if (kind === 'leftover' || path.includes('lost+found')) continue;
    throw new MunimentError('ERR_ARCHIVE_MISSING', `there is no archive in ${location}, and it is not empty`);
  }
}

async function isEmpty(store: Store): Promise<boolean> {
  for await (const _ of store.list('')) return false;
  return true;
}

function report(run: Run, result: BackupResult): void {
  const { snapshot, files, directories, others, bytes, readFiles, unchangedFiles } = result;
  const { newBytes, storedBytes, storedPacks, skipped, changed, retention } = result;
  const { output } = run;
  const isDryRun = snapshot === undefined;
  const content = `${formatCount(files, 'file')} in ${formatCount(directories, 'folder')}, ${formatBytes(bytes)}`;
  output.say(isDryRun ? `Dry run: ${content}.` : `Snapshot ${shortId(snapshot.id)}: ${content}.`);
  output.say(
    `  ${formatCount(readFiles, 'file')} read, ${formatNumber(unchangedFiles)} unchanged; ` +
      `${formatBytes(newBytes)} new, ${formatBytes(storedBytes)} stored.`,
  );
  if (skipped.count > 0) output.say(`  ${formatCount(skipped.count, 'path')} left out: see the warnings.`);
  if (changed.count > 0) {
    output.say(
      `  ${formatCount(changed.count, 'file')} changed while being read: back up again when nothing writes there.`,
    );
  }
  if (retention !== undefined) {
    for (const line of retentionLines(retention, isDryRun)) output.say(`  ${line}`);
  }
  output.event('backup', {
    snapshot: snapshot === undefined ? undefined : snapshotJson(snapshot),
    dryRun: isDryRun,
    files,
    directories,
    others,
    bytes,
    readFiles,
    unchangedFiles,
    newBytes,
    storedBytes,
    storedPacks,
    skipped: skipped.count,
    changed: changed.count,
    retention: retention === undefined ? undefined : retentionJson(retention),
  });
  showReminders(run, result.reminders);
}
