// Setting an archive up, and adding a recovery key to one: the sheet is confirmed before anything is stored.

import { SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  checkRecoveryKeyRows,
  createKeyring,
  formatRecoveryKey,
  generateRecoveryKey,
  type RecoveryKey,
} from '@muniment/keys';
import { ownWritesStore } from '@muniment/storage';
import { formatHex } from '@muniment/wire';
import { ArchiveFolder } from './home.ts';
import { listKeyrings, putKeyring } from './keyrings.ts';
import { toPolicy } from './policy.ts';
import { fitDeviceName, newRecord, openArchive, type Session } from './session.ts';
import type { CreateOptions, RecoverySheet } from './types.ts';

/**
 * Makes a new archive with a recovery key, and enrols this device.
 *
 * ```ts
 * const session = await createArchive({ store, home, deviceName: 'laptop', confirm: (sheet) => print(sheet.digits()) });
 * ```
 * @throws ERR_ARCHIVE_EXISTS, ERR_HOME, errors of the store, and whatever `confirm` throws
 */
export async function createArchive(options: CreateOptions): Promise<Session> {
  const { home, location, confirm, keep } = options;
  const store = ownWritesStore(options.store);
  const deviceName = fitDeviceName(options.deviceName);
  const assertNone = async (): Promise<void> => {
    const { value } = await store.list('')[Symbol.asyncIterator]().next();
    if (value === undefined) return;
    const has = (await listKeyrings(store)).length > 0 ? 'an archive' : 'objects of an archive';
    throw new MunimentError('ERR_ARCHIVE_EXISTS', `the store holds ${has} already`);
  };
  await assertNone();
  const policy = toPolicy(keep);
  const key = await generateRecoveryKey();
  const secret = SecretBytes.random(32);
  try {
    const createdMs = Date.now();
    const label = 'recovery key';
    const { name, bytes, keyring, methodIds } = await createKeyring({
      methods: [
        { type: 'recovery-key', key, label },
        { type: 'device', secret, label: deviceName },
      ],
      policy,
    });
    const archiveId = formatHex(keyring.archiveId);
    keyring.wipe();
    await confirm(newSheet(key, { archiveId, label, createdMs, location }));
    // The user may have taken long over it.
    await assertNone();
    const folder = new ArchiveFolder(home, archiveId);
    try {
      folder.writeDevice(newRecord(archiveId, methodIds[1]!, secret, deviceName, location));
      folder.keepKeyrings([{ name, bytes }]);
      await putKeyring(store, name, bytes);
    } catch (error) {
      folder.destroy();
      throw error;
    }
    return await openArchive({ store, home, location });
  } finally {
    key.wipe();
    secret.wipe();
  }
}

/** The sheet of a key. It works until the key is wiped. */
export function newSheet(
  key: RecoveryKey,
  facts: Pick<RecoverySheet, 'archiveId' | 'label' | 'createdMs' | 'location'>,
): RecoverySheet {
  return {
    ...facts,
    keyId: key.keyId,
    digits: () => formatRecoveryKey(key),
    check: (answers) => checkRecoveryKeyRows(key, answers),
  };
}
