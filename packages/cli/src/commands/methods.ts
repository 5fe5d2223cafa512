// `muniment method list|add|remove|check` and `rotate`: who can open the archive.

import {
  addRecoveryKey,
  checkMethod,
  listKeyringDoubts,
  listMethods,
  type MethodInfo,
  mergeKeyringForks,
  removeMethod,
  rotate as rotateKeys,
} from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { type KeyOptions, obtainRecoveryKey, reachablePlace, withArchive } from '../access.ts';
import { methodJson, shortId, snapshotJson, snapshotLine } from '../describe.ts';
import { formatBytes, formatCount, formatTable, formatTime } from '../format.ts';
import { type CommonOptions, EXIT_OK, type Run } from '../run.ts';
import { handOver } from '../set-up.ts';

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
function methodName({ id, keyId }: MethodInfo): string {
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
  readonly label: string;
  readonly recoveryKeyOut?: string;
}

export async function methodAdd(run: Run, store: string, options: MethodAddOptions): Promise<number> {
  const { label, recoveryKeyOut } = options;
  const owner = handOver(run, store, recoveryKeyOut);
  let isHandedOver = false;
  return await withArchive(run, store, options, 'write', async (session) => {
    const method = await addRecoveryKey(session, {
      label,
      confirm: async (sheet) => {
        await owner.confirm(sheet);
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

export async function methodRemove(
  run: Run,
  store: string,
  id: string,
  options: MethodOptions,
): Promise<number> {
  return await withArchive(run, store, options, 'write', async (session) => {
    await removeMethod(session, id);
    run.output.say(`Removed ${id}, and rotated the keys.`);
    run.output.say('What it could read until now it can still read; what is written from now on it cannot.');
    run.output.event('removed', { id });
    return EXIT_OK;
  });
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
    await mergeKeyringForks(session, { disown: disowned, accept });
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
  return await withArchive(run, store, options, 'write', async (session) => {
    await rotateKeys(session);
    run.output.say('Rotated: what is written from now on is under new keys. Every method opens as before.');
    run.output.event('rotated', { archiveId: session.archiveId });
    return EXIT_OK;
  });
}
