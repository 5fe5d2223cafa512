// `muniment init`: a new, empty archive.

import { hostname } from 'node:os';
import { createArchive, holdsArchive, type KeepRules, type Session } from '@muniment/backup';
import { placeOf } from '../access.ts';
import { type KeepOptions, keepRules } from '../keep.ts';
import { type CommonOptions, EXIT_OK, type Run } from '../run.ts';
import { handOver } from '../set-up.ts';

export interface InitOptions extends CommonOptions, KeepOptions {
  readonly recoveryKeyOut?: string;
}

export async function init(run: Run, store: string, options: InitOptions): Promise<number> {
  const session = await setUp(run, store, options.recoveryKeyOut, keepRules(options));
  await session.close();
  run.output.say('Nothing is backed up yet. Next: muniment backup PATH... --to STORE');
  return EXIT_OK;
}

/** Makes an archive at `store` and hands its recovery key over. Also the beginning of a first backup. */
export async function setUp(
  run: Run,
  store: string,
  sheetFile: string | undefined,
  keep: KeepRules | undefined,
): Promise<Session> {
  const place = placeOf(run, store, true);
  const owner = handOver(run, store, sheetFile);
  let keyId = '';
  let isHandedOver = false;
  try {
    const session = await createArchive({
      ...place,
      deviceName: hostname(),
      keep,
      confirm: async (sheet) => {
        keyId = sheet.keyId;
        await owner.confirm(sheet);
        isHandedOver = true;
      },
    });
    const { archiveId } = session;
    const { savedTo } = owner;
    run.output.say(`New archive ${archiveId} in ${place.location}; its recovery key has the id ${keyId}.`);
    if (savedTo !== undefined) {
      run.output.say(`The recovery key is in ${savedTo}: move it to a safe place outside of this device.`);
    }
    run.output.event('archive', { archiveId, location: place.location, keyId, recoveryKeyFile: savedTo });
    return session;
  } catch (error) {
    // A sheet whose key opens nothing would mislead; one that may open something must stay.
    if (isHandedOver && !(await mayHoldArchive(place.store))) await owner.discard();
    throw error;
  }
}

async function mayHoldArchive(store: Parameters<typeof holdsArchive>[0]): Promise<boolean> {
  try {
    return await holdsArchive(store);
  } catch {
    return true;
  }
}
