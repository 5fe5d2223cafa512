// `muniment method list|add|remove|merge|check` and `rotate`: who can open the archive. What is for passwords alone: password.ts.

import {
  addRecoveryKey,
  checkMethod,
  knownVaults,
  listKeyringDoubts,
  listMethods,
  type MethodInfo,
  mergeKeyringForks,
  removeMethod,
  removePassword,
  rotate as rotateKeys,
  type Session,
} from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { type KeyOptions, reachablePlace, withArchive } from '../access.ts';
import { methodJson, shortId, snapshotJson, snapshotLine } from '../describe.ts';
import { formatBytes, formatCount, formatTable, formatTime } from '../format.ts';
import { obtainRecoveryKey } from '../given-key.ts';
import { readPasswordFile } from '../password-input.ts';
import { beforeAttempt } from '../recover.ts';
import type { SheetVault } from '../recovery-sheet.ts';
import { type CommonOptions, EXIT_OK, type Run, showReminders } from '../run.ts';
import { handOver } from '../set-up.ts';
import { assertAccount, knownFingerprint, vaultAccess } from '../vault-access.ts';

type MethodOptions = CommonOptions & KeyOptions;

export async function methodList(run: Run, store: string, options: MethodOptions): Promise<number> {
  return await withArchive(run, store, options, 'read', async (session) => {
    const methods = listMethods(session);
    for (const method of methods) run.output.event('method', methodJson(method));
    for (const line of formatTable('<<<<', methods.map(methodCells))) run.output.result(line);
    return EXIT_OK;
  });
}

/** A method as it may be named: a recovery key by its key id, others by the beginning of their id. */
export function methodName({ id, keyId }: MethodInfo): string {
  return keyId ?? id.slice(0, 8);
}

export function methodCells(method: MethodInfo): string[] {
  const { type, label, createdMs, isThisDevice, checkedMs, vault } = method;
  const checked = checkedMs === undefined ? '' : `, checked ${formatTime(checkedMs)}`;
  const here = isThisDevice ? ', this device' : '';
  const where =
    vault === undefined
      ? ''
      : `, at ${vault.url} for ${vault.subject} of ${vault.issuer}, generation ${vault.generation}`;
  return [methodName(method), type, label, `added ${formatTime(createdMs)}${checked}${here}${where}`];
}

export interface MethodAddOptions extends MethodOptions {
  readonly label?: string;
  readonly recoveryKeyOut?: string;
}

/** Adds a recovery key. */
export async function methodAdd(run: Run, store: string, options: MethodAddOptions): Promise<number> {
  const { label = 'recovery key', recoveryKeyOut } = options;
  const owner = handOver(run, store, recoveryKeyOut);
  let isHandedOver = false;
  return await withArchive(run, store, options, 'write', async (session) => {
    const vaults = await sheetVaults(run, session, options);
    const method = await addRecoveryKey(session, {
      label,
      confirm: async (sheet) => {
        await owner.confirm(sheet, vaults);
        isHandedOver = true;
      },
    }).catch((error: unknown) => {
      // Whether the keyring was written is not known here: the sheet stays, but must not be trusted.
      if (isHandedOver)
        run.output.warn('the new recovery key may not open the archive: see `muniment method list`');
      throw error;
    });
    run.output.say(`Added the recovery key ${methodName(method)}. The other methods stay as they are.`);
    if (owner.savedTo !== undefined) {
      run.output.say(`It is in ${owner.savedTo}: move it to a safe place outside of this device.`);
    }
    run.output.event('method', { ...methodJson(method), recoveryKeyFile: owner.savedTo });
    return EXIT_OK;
  });
}

/** The vaults of the archive's passwords, with the fingerprints that the options lead to, or that this device trusts. */
async function sheetVaults(run: Run, session: Session, options: MethodOptions): Promise<SheetVault[]> {
  const named = listMethods(session).flatMap(({ vault }) => vault ?? []);
  const newest = new Map(named.map((vault) => [vault.realmId, vault]));
  if (newest.size === 0) return [];
  const told = await knownFingerprint(run, session, options);
  const trusted = await knownVaults(session);
  return [...newest.values()].map(({ url, realmId }) => ({
    url,
    fingerprint:
      told?.realmId === realmId
        ? told.fingerprint
        : trusted.find((vault) => vault.realmId === realmId && vault.fingerprint !== undefined)?.fingerprint,
  }));
}

export async function methodRemove(
  run: Run,
  store: string,
  id: string,
  options: MethodOptions,
): Promise<number> {
  const { passwordFile, ...others } = options;
  const vault = await vaultAccess(run, options);
  const password = passwordFile === undefined ? undefined : await readPasswordFile(run, passwordFile);
  if (password !== undefined && vault === undefined) {
    throw new MunimentError(
      'ERR_USAGE',
      '--password-file shows the vault the password, so that it deletes at once: give --token-file FILE too',
    );
  }
  return await withArchive(run, store, others, 'finish', async (session) => {
    const { output } = run;
    const method = passwordNamed(session, id);
    if (method === undefined && password !== undefined) {
      throw new MunimentError(
        'ERR_USAGE',
        `${id} is not the password that counts: leave --password-file out`,
      );
    }
    if (method !== undefined && vault !== undefined) await assertAccount(vault, method.vault!.subject);
    let deleteAtMs: number | undefined;
    let isTold = vault !== undefined;
    if (method !== undefined && vault !== undefined) {
      try {
        ({ deleteAtMs } = await removePassword(session, {
          ...{ ...vault, ...(password && { password }) },
          onStatus: beforeAttempt(run, options),
        }));
      } catch (error) {
        if (password !== undefined || !isMunimentError(error) || !NOT_NOW.has(error.code)) throw error;
        output.warn(`the vault could not be told: ${error.message}`, { code: error.code });
        isTold = false;
        await removeMethod(session, id);
      }
    } else await removeMethod(session, id, { vault });
    output.say(`Removed ${id}, and rotated the keys.`);
    output.say('What it could read until now it can still read; what is written from now on it cannot.');
    if (method !== undefined && isTold) {
      output.say(
        deleteAtMs === undefined
          ? 'The vault has deleted what it kept for it.'
          : `The vault deletes what it keeps for it on ${formatTime(deleteAtMs)}.`,
      );
    }
    if (method !== undefined && !isTold) {
      output.say('The vault has not been told: the next backup with --token-file FILE does that.');
    }
    output.event('removed', {
      id,
      deleteAt: deleteAtMs === undefined ? undefined : new Date(deleteAtMs).toISOString(),
    });
    showReminders(run, session.reminders);
    return EXIT_OK;
  });
}

/** Why a vault is told later: it will answer again. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'ERR_VAULT_UNAVAILABLE',
  'ERR_VAULT_RATE',
  'ERR_VAULT_UNCERTAIN',
]);

/** The method that `id` names, if it is the newest password of its account, with which all of them go. */
function passwordNamed(session: Session, id: string): MethodInfo | undefined {
  const passwords = listMethods(session).filter(({ vault }) => vault !== undefined);
  const named = passwords.filter((method) => method.id.startsWith(id.toLowerCase()));
  if (named.length !== 1) return undefined;
  const { realmId, issuer, subject, generation } = named[0]!.vault!;
  const isNewest = passwords.every(
    ({ vault }) =>
      vault!.realmId !== realmId ||
      vault!.issuer !== issuer ||
      vault!.subject !== subject ||
      vault!.generation <= generation,
  );
  return isNewest ? named[0] : undefined;
}

export interface MethodMergeOptions extends MethodOptions {
  readonly accept?: boolean;
  readonly disown?: readonly string[];
}

export async function methodMerge(run: Run, store: string, options: MethodMergeOptions): Promise<number> {
  const { accept = false, disown = [] } = options;
  return await withArchive(run, store, options, 'write', async (session) => {
    const doubts = listKeyringDoubts(session);
    for (const { tip, added, removed } of doubts) {
      run.output.result(`Change ${shortId(tip)}:`);
      for (const method of added) run.output.result(`  adds ${methodCells(method).join('  ')}`);
      for (const method of removed) run.output.result(`  removes ${methodCells(method).join('  ')}`);
      run.output.event('doubt', { tip, added: added.map(methodJson), removed: removed.map(methodJson) });
    }
    const disowned = disown.map((name) => {
      const found = doubts.filter(({ tip }) => name.length >= 4 && tip.startsWith(name));
      if (found.length !== 1) throw new MunimentError('ERR_USAGE', `there is no one change called ${name}`);
      return found[0]!.tip;
    });
    await mergeKeyringForks(session, { disown: disowned, accept, vault: await vaultAccess(run, options) });
    const methods = listMethods(session);
    run.output.say(`The keys are one again, opened by ${methods.map(methodName).join(', ')}.`);
    run.output.event('merged', { methods: methods.map(methodJson) });
    return EXIT_OK;
  });
}

export async function methodCheck(run: Run, store: string, options: MethodOptions): Promise<number> {
  const place = await reachablePlace(run, store);
  // The key alone must do: this is what is left after the device is lost.
  const key = await obtainRecoveryKey(run, options);
  try {
    const { method, snapshot, entries, bytes } = await checkMethod(place, { type: 'recovery-key', key });
    run.output.say(`The recovery key ${methodName(method)} opens the archive.`);
    run.output.say(
      snapshot === undefined
        ? 'There is no snapshot to restore yet.'
        : `Newest snapshot ${snapshotLine(snapshot)}; ${formatCount(entries, 'entry', 'entries')} listed, ${formatBytes(bytes)} read.`,
    );
    run.output.event('check', {
      method: methodJson(method),
      snapshot: snapshot === undefined ? undefined : snapshotJson(snapshot),
      entries,
      bytes,
    });
    return EXIT_OK;
  } finally {
    key.wipe();
  }
}

export async function rotate(run: Run, store: string, options: MethodOptions): Promise<number> {
  return await withArchive(run, store, options, 'finish', async (session) => {
    await rotateKeys(session, { vault: await vaultAccess(run, options) });
    run.output.say('Rotated: what is written from now on is under new keys. Every method opens as before.');
    run.output.event('rotated', { archiveId: session.archiveId });
    showReminders(run, session.reminders);
    return EXIT_OK;
  });
}
