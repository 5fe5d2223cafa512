// `muniment status` and `destroy`: the archive as a whole.

import { rmdir } from 'node:fs/promises';
import {
  destroyArchive,
  knownVaults,
  type MethodInfo,
  type Session,
  status as statusOf,
  type VaultStatusResult,
} from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { type KeyOptions, withArchive } from '../access.ts';
import { methodJson, shortId, snapshotJson, snapshotLine } from '../describe.ts';
import { formatBytes, formatCount, formatDuration, formatTable } from '../format.ts';
import { keepText } from '../keep.ts';
import { askText } from '../prompts.ts';
import {
  type CommonOptions,
  EXIT_OK,
  EXIT_TOO_OLD,
  noticeLog,
  type Run,
  showReminders,
  watched,
} from '../run.ts';
import { accessOrWarning, statusOrWarning } from '../vault-access.ts';
import {
  knownRows,
  knownVaultJson,
  newsOf,
  showVaultNotices,
  standingRows,
  vaultStatusJson,
} from '../vault-words.ts';
import { methodCells } from './methods.ts';

export interface StatusCommandOptions extends CommonOptions, KeyOptions {
  readonly maxAge?: number;
}

export async function status(run: Run, store: string, options: StatusCommandOptions): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const { output } = run;
    const found = await statusOf(session);
    const { archiveId, location, device, keyringGeneration, epoch, snapshots, newest, ageMs } = found;
    const { packs, storedBytes, markedPacks, methods, policy, newestHere } = found;
    const { maxAge } = options;
    const isTooOld = maxAge !== undefined && (ageMs === undefined || ageMs > maxAge);
    output.result(`Archive ${archiveId} in ${location ?? store}`);
    output.result(`  ${formatCount(snapshots, 'snapshot')}; backups keep ${keepText(policy)}`);
    if (newest === undefined || ageMs === undefined) output.result('  nothing is backed up yet');
    else output.result(`  newest ${snapshotLine(newest)}, ${formatDuration(ageMs)} ago`);
    output.result(
      `  ${formatCount(packs, 'pack')}, ${formatBytes(storedBytes)} in the store${
        markedPacks === 0 ? '' : `, ${formatCount(markedPacks, 'pack')} marked for deletion`
      }`,
    );
    output.result(`  keys: generation ${keyringGeneration}, epoch ${epoch}; opened by`);
    for (const line of formatTable('<<<<', methods.map(methodCells))) output.result(`    ${line}`);
    const vault = await askVault(run, session, methods, options);
    if (vault !== undefined) {
      output.result('  the vault says');
      for (const line of formatTable('<<', standingRows(vault))) output.result(`    ${line}`);
    }
    // After the vault was asked, which may have told this device more.
    const vaults = await knownVaults(session);
    for (const known of vaults) {
      if (vault !== undefined && isSameAccount(known, vault)) continue;
      output.result('  of the vault this device knows');
      for (const line of formatTable('<<', knownRows(known, Date.now()))) output.result(`    ${line}`);
    }
    output.event('status', {
      archiveId,
      location,
      device: device === undefined ? undefined : { methodId: device.methodId, name: device.name },
      keyringGeneration,
      epoch,
      snapshots,
      newest: newest === undefined ? undefined : snapshotJson(newest),
      newestHere: newestHere === undefined ? undefined : snapshotJson(newestHere),
      ageSeconds: ageMs === undefined ? undefined : Math.floor(ageMs / 1000),
      isTooOld,
      packs,
      storedBytes,
      markedPacks,
      methods: methods.map(methodJson),
      policy: policy === undefined ? undefined : { ...policy },
      vaults: vaults.map(knownVaultJson),
    });
    if (vault !== undefined) {
      output.event('vault', vaultStatusJson(vault));
      showVaultNotices(run, newsOf(vault));
    }
    showReminders(run, found.reminders);
    if (!isTooOld) return EXIT_OK;
    output.warn(
      ageMs === undefined
        ? 'there is no snapshot'
        : `the newest snapshot is older than ${formatDuration(maxAge)}`,
    );
    return EXIT_TOO_OLD;
  });
}

type AccountKey = Pick<VaultStatusResult, 'realmId' | 'issuer' | 'subject'>;

function isSameAccount(a: AccountKey, b: AccountKey): boolean {
  return a.realmId === b.realmId && a.issuer === b.issuer && a.subject === b.subject;
}

/** With a token, what the vault says of the password now. */
async function askVault(
  run: Run,
  session: Session,
  methods: readonly MethodInfo[],
  options: StatusCommandOptions,
): Promise<VaultStatusResult | undefined> {
  if (!methods.some(({ vault }) => vault !== undefined)) return undefined;
  const access = await accessOrWarning(run, options);
  return access === undefined ? undefined : await statusOrWarning(run, session, access);
}

export interface DestroyCommandOptions extends CommonOptions, KeyOptions {
  readonly yes?: boolean;
}

export async function destroy(run: Run, store: string, options: DestroyCommandOptions): Promise<number> {
  if (options.yes !== true && !run.hasTerminal) {
    throw new MunimentError(
      'ERR_TERMINAL_NEEDED',
      'destroying an archive must be confirmed: run this in a terminal, or give --yes',
    );
  }
  return await withArchive(run, store, options, 'write', async (session) => {
    const { output } = run;
    const { archiveId } = session;
    if (options.yes !== true) {
      const { snapshots, storedBytes } = await statusOf(session);
      const asked = shortId(archiveId);
      const answer = await askText(
        run,
        `This deletes ${formatCount(snapshots, 'snapshot')}, ${formatBytes(storedBytes)}, for ever. To go on, type ${asked}`,
      );
      if (answer.trim() !== asked) {
        throw new MunimentError('ERR_INTERRUPTED', 'not confirmed: nothing was destroyed');
      }
    }
    const { objects, foreign } = await destroyArchive(session, watched(run, noticeLog(run)));
    output.endProgress();
    if (session.location !== undefined) await removeIfEmpty(session.location);
    output.say(`Destroyed archive ${archiveId}: ${formatCount(objects, 'object')} deleted.`);
    if (foreign.count > 0)
      output.say(
        `${formatCount(foreign.count, 'thing')} in the store that are not Muniment's were left alone.`,
      );
    output.event('destroyed', { archiveId, objects, foreign: foreign.count });
    return EXIT_OK;
  });
}

/** Takes the store's folder away, unless something that is not Muniment's is in it or it must stay, as a mount point must. */
async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
