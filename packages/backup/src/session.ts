// An archive opened on this device: its keyrings, its heads, and the device's own key to it.

import { setTimeout } from 'node:timers/promises';
import { Archive, type Device } from '@muniment/archive';
import { equalBytes, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  addMethod,
  assertNoneUnopened,
  expiredKeyrings,
  type KeyringSet,
  type KeyringUnlock,
  type OpenKeyring,
  parseKeyring,
  type WrittenKeyring,
} from '@muniment/keys';
import type { Store } from '@muniment/storage';
import { formatHex, parseHex } from '@muniment/wire';
import { ArchiveFolder, type DeviceRecord, enrolledArchives } from './home.ts';
import {
  archiveKeys,
  type FoundKeyrings,
  listKeyrings,
  openArchiveKeyrings,
  putKeyring,
  readKeyrings,
} from './keyrings.ts';
import { finishRotation, type MergeAnswers, mergeTips } from './rotation.ts';
import type { DeviceInfo, OpenOptions, Reminder } from './types.ts';

/** Another device that changes the keys takes a moment between its two writes. */
const KEYRING_WAIT_MS = 10_000;
const KEYRING_POLL_MS = 200;
const DEVICE_NAME_MAX_BYTES = 128;
const TAKEN_BACK =
  'A change of the keys on this device was interrupted, and another device changed them meanwhile: it was taken back. Do it again.';

/** An archive opened on this device. `close` it when done: that wipes its keys. */
export class Session {
  readonly store: Store;
  readonly location: string | undefined;
  readonly folder: ArchiveFolder;
  readonly unlock: KeyringUnlock;
  /** What the device keeps; undefined while it is not enrolled. */
  record: DeviceRecord | undefined;
  keyrings: KeyringSet;
  /** Names under keyring/ when `keyrings` was read. */
  keyringNames: readonly string[];
  archive: Archive;
  readonly #found: Reminder[] = [];
  #release: (() => void) | undefined;

  private constructor(parts: {
    store: Store;
    location: string | undefined;
    folder: ArchiveFolder;
    unlock: KeyringUnlock;
    record: DeviceRecord | undefined;
    keyrings: KeyringSet;
    keyringNames: readonly string[];
    archive: Archive;
  }) {
    this.store = parts.store;
    this.location = parts.location;
    this.folder = parts.folder;
    this.unlock = parts.unlock;
    this.record = parts.record;
    this.keyrings = parts.keyrings;
    this.keyringNames = parts.keyringNames;
    this.archive = parts.archive;
  }

  /** Opens with keyrings that were found. */
  static async open(
    { store, home, location }: OpenOptions,
    archiveId: string,
    found: FoundKeyrings,
    unlock: KeyringUnlock,
    record: DeviceRecord | undefined,
  ): Promise<Session> {
    const folder = new ArchiveFolder(home, archiveId);
    const objects = [...(found.byArchive.get(archiveId) ?? []), ...found.others];
    const own = record === undefined ? undefined : folder.readKeyring();
    const keyrings = await openArchiveKeyrings(objects, own, unlock);
    try {
      const archive = await Archive.open(store, archiveKeys(keyrings.tips));
      const keyringNames = found.names;
      return new Session({ store, location, folder, unlock, record, keyrings, keyringNames, archive });
    } catch (error) {
      keyrings.wipe();
      throw error;
    }
  }

  /** 32 hexadecimal digits. */
  get archiveId(): string {
    return this.folder.archiveId;
  }

  /** Undefined while this device is not enrolled: then nothing can be written. */
  get device(): DeviceInfo | undefined {
    if (this.record === undefined) return undefined;
    return { methodId: this.record.methodId, name: this.record.name };
  }

  /** The newest keyring; of a fork, the first of its tips. */
  get keyring(): OpenKeyring {
    return this.keyrings.tips[0]!;
  }

  /** What the user should know of what was found while opening. */
  get reminders(): readonly Reminder[] {
    const reminders: Reminder[] = [...this.#found];
    if (this.record !== undefined && this.#headCount() < this.record.headCount) {
      reminders.push({
        kind: 'store-older',
        message:
          'The store shows an older state of the archive than this device knows: newer snapshots are missing.',
      });
    }
    const snapshotTips = this.archive.tips();
    if (snapshotTips.length > 1) {
      reminders.push({
        kind: 'fork',
        message: `${snapshotTips.length} devices backed up at the same time; the next backup brings their snapshots together.`,
      });
    }
    for (const { name, error } of this.keyrings.unopened) {
      reminders.push({ kind: 'keyring-doubt', message: `${name} does not open: ${error.message}` });
    }
    for (const { name, error } of this.keyrings.malformed) {
      reminders.push({ kind: 'foreign-object', message: `${name} is not a keyring: ${error.message}` });
    }
    for (const { name, error } of this.archive.heads.problems) {
      reminders.push({ kind: 'head-problem', message: `${name} does not open: ${error.message}` });
    }
    for (const { name } of this.archive.heads.notCounting) {
      reminders.push({
        kind: 'head-problem',
        message: `${name} is a snapshot from before the keys were changed that nothing vouches for; it is not used.`,
      });
    }
    return reminders;
  }

  /** Who writes. @throws ERR_NOT_ENROLLED */
  writer(): { device: Device; record: DeviceRecord } {
    const { record } = this;
    if (record === undefined) {
      throw new MunimentError('ERR_NOT_ENROLLED', 'this device has not been added to the archive');
    }
    return { record, device: { id: parseHex(record.methodId), name: record.name } };
  }

  /**
   * Does `work` while no other process of this device writes, on the newest state of the archive: changes of the keys are
   * finished, and forks brought together, before.
   * @throws ERR_BUSY, ERR_KEYRING_OUTDATED, ERR_KEYRING_DOUBT
   */
  async exclusively<T>(
    work: () => Promise<T>,
    answers: MergeAnswers = { disown: [], accept: false },
  ): Promise<T> {
    if (this.#release !== undefined) return work();
    this.#release = this.folder.lock();
    try {
      await this.refresh();
      if (this.record !== undefined) {
        const isTakenBack = await finishRotation(this, this.unlock);
        if (isTakenBack) this.#found.push({ kind: 'keyring-doubt', message: TAKEN_BACK });
        assertNoneUnopened(this.keyrings);
        await mergeTips(this, answers);
      }
      assertNoneUnopened(this.keyrings);
      await this.awaitKeyring();
      const result = await work();
      this.rememberHeads(false);
      return result;
    } finally {
      this.#release();
      this.#release = undefined;
    }
  }

  /** Waits while another device is between the link head and the keyring of a change of keys. */
  async awaitKeyring(): Promise<void> {
    for (let waited = 0; waited < KEYRING_WAIT_MS; waited += KEYRING_POLL_MS) {
      if (!this.archive.heads.problems.some(({ error }) => error.code === 'ERR_KEYRING_OUTDATED')) return;
      await setTimeout(KEYRING_POLL_MS);
      await this.refresh();
    }
    this.archive.assertWritable();
  }

  /**
   * Notes how far this device knows the archive to be.
   * @param isFewer also if it is less far than it was: after heads were deleted on purpose
   */
  rememberHeads(isFewer: boolean): void {
    if (this.record === undefined) return;
    const count = this.#headCount();
    if (count > this.record.headCount || (isFewer && count !== this.record.headCount)) {
      this.updateRecord({ headCount: count });
    }
  }

  #headCount(): number {
    let most = 0n;
    for (const { stable } of this.archive.heads.counting) {
      for (const { deviceId, count } of stable.clock) {
        if (count > most && formatHex(deviceId) === this.record?.methodId) most = count;
      }
    }
    return Number(most);
  }

  /** Reads keyrings, if there are others, and heads again. */
  async refresh(): Promise<void> {
    const names = (await listKeyrings(this.store)).map(({ name }) => name);
    if (names.join() === this.keyringNames.join()) {
      await this.archive.refresh();
      return;
    }
    const found = await readKeyrings(this.store);
    const objects = [...(found.byArchive.get(this.archiveId) ?? []), ...found.others];
    const own = this.record === undefined ? undefined : this.folder.readKeyring();
    await this.adopt(await openArchiveKeyrings(objects, own, this.unlock), found.names);
  }

  /** Goes on with other keyrings. */
  async adopt(keyrings: KeyringSet, names: readonly string[]): Promise<void> {
    const before = this.keyrings;
    this.keyrings = keyrings;
    this.keyringNames = names;
    this.archive = await Archive.open(this.store, archiveKeys(keyrings.tips));
    if (keyrings !== before) before.wipe();
    this.keepKeyring();
  }

  /** Keeps a copy of the newest keyring, so that a store cannot go back behind it unnoticed. */
  keepKeyring(): void {
    const { tips, keyrings } = this.keyrings;
    if (this.record === undefined || tips.length > 1) return;
    const kept = keyrings.find(({ hash }) => equalBytes(hash, this.keyring.hash))!;
    const own = this.folder.readKeyring();
    if (own === undefined || !equalBytes(own, kept.bytes)) this.folder.writeKeyring(kept.bytes);
  }

  /** Stores a keyring that follows from the present one, goes on with it, and deletes those that are no longer needed. */
  async publish(written: WrittenKeyring): Promise<void> {
    await putKeyring(this.store, written.name, written.bytes);
    written.keyring.wipe();
    await this.refresh();
    await this.deleteExpired();
  }

  /** Deletes keyrings of generations that are no longer needed: two are kept. */
  async deleteExpired(): Promise<void> {
    const { tips, keyrings, unopened } = this.keyrings;
    if (unopened.length > 0) return;
    const listed = new Set(this.keyringNames);
    const expired = expiredKeyrings(tips, keyrings).filter(({ name }) => listed.has(name));
    for (const { name } of expired) await this.store.delete(name);
    if (expired.length === 0) return;
    const gone = new Set(expired.map(({ name }) => name));
    this.keyringNames = this.keyringNames.filter((name) => !gone.has(name));
  }

  /** Changes what the device keeps. */
  updateRecord(change: Partial<DeviceRecord>): void {
    if (this.record === undefined) return;
    this.record = { ...this.record, ...change };
    this.folder.writeDevice(this.record);
  }

  async close(): Promise<void> {
    this.keyrings.wipe();
    this.record?.secret.wipe();
  }
}

/** True if the store holds anything under keyring/: then `openArchive` and not `createArchive` is called for. */
export async function holdsArchive(store: Store): Promise<boolean> {
  return (await listKeyrings(store)).length > 0;
}

/**
 * Opens the archive in a store, by this device's own key or by what `unlock` gives.
 *
 * ```ts
 * const session = await openArchive({ store: folderStore('/media/usb/backup'), home });
 * ```
 * @throws ERR_ARCHIVE_MISSING, ERR_NOT_ENROLLED, ERR_METHOD_UNKNOWN, ERR_RECOVERY_KEY_OTHER, ERR_AUTHENTICATION,
 *   ERR_KEYRING_MAC and other errors of opening a keyring, ERR_HOME, ERR_BUSY, errors of the store
 */
export async function openArchive(options: OpenOptions): Promise<Session> {
  const found = await readKeyrings(options.store);
  if (
    found.names.length === 0 &&
    !enrolledArchives(options.home).some((id) => isBeingDestroyed(options, id))
  ) {
    throw new MunimentError('ERR_ARCHIVE_MISSING');
  }
  const session =
    options.unlock === undefined
      ? await openAsDevice(options, found)
      : await openByUnlock(options, found, options.unlock);
  try {
    if (options.enrol !== undefined && session.record === undefined) {
      await enrolDevice(session, options.enrol.deviceName);
    }
    session.keepKeyring();
    if (session.record !== undefined && options.location !== undefined) {
      if (session.record.location !== options.location) session.updateRecord({ location: options.location });
    }
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** A file that says that the archive's keyrings may be gone already, because it is being destroyed. */
export const DESTROYING = 'destroying';

/** True if a run that was to destroy the archive in this place was interrupted: the device's own keyring opens it. */
function isBeingDestroyed({ home, location }: OpenOptions, archiveId: string): boolean {
  const mark = new ArchiveFolder(home, archiveId).read(DESTROYING);
  return mark !== undefined && new TextDecoder().decode(mark) === (location ?? '');
}

async function openAsDevice(options: OpenOptions, found: FoundKeyrings): Promise<Session> {
  const records = enrolledArchives(options.home)
    .map((id) => new ArchiveFolder(options.home, id).readDevice()!)
    .toSorted((a, b) => (b.lastBackupMs ?? b.createdMs) - (a.lastBackupMs ?? a.createdMs));
  const here = records.filter(
    ({ archiveId }) => found.byArchive.has(archiveId) || isBeingDestroyed(options, archiveId),
  );
  const sameLocation = records.filter(
    ({ location }) => location !== undefined && location === options.location,
  );
  // Where this device knows another archive to be, it does not take what it finds for it.
  const usable = sameLocation.length > 0 ? here.filter((record) => sameLocation.includes(record)) : here;
  const [record] = usable;
  for (const other of records) if (other !== record) other.secret.wipe();
  if (record === undefined) {
    if (sameLocation.length > 0) {
      throw new MunimentError(
        'ERR_ARCHIVE_MISSING',
        `the archive that was in this place, ${sameLocation[0]!.archiveId}, is not there; another one is`,
        { archiveId: sameLocation[0]!.archiveId },
      );
    }
    const keyIds = recoveryKeyIds(found).join(',');
    throw new MunimentError(
      'ERR_NOT_ENROLLED',
      keyIds === '' ? '' : `this device has no key for the archive; its recovery key is ${keyIds}`,
      { keyIds },
    );
  }
  const unlock: KeyringUnlock = {
    type: 'device',
    methodId: parseHex(record.methodId),
    secret: record.secret,
  };
  return Session.open(options, record.archiveId, found, unlock, record);
}

/** Tries the key on each archive that the store has keyrings of: usually there is one. */
async function openByUnlock(
  options: OpenOptions,
  found: FoundKeyrings,
  unlock: KeyringUnlock,
): Promise<Session> {
  let failure: unknown;
  const ids = found.byArchive.size > 0 ? [...found.byArchive.keys()] : [''];
  for (const id of ids) {
    const record = id === '' ? undefined : new ArchiveFolder(options.home, id).readDevice();
    try {
      const session = await Session.open(options, id, found, unlock, record);
      const isKnown = session.keyring.methods.some(
        ({ methodId }) => formatHex(methodId) === record?.methodId,
      );
      // A device that was removed is not a device of the archive any more.
      if (!isKnown) session.record = undefined;
      return session;
    } catch (error) {
      record?.secret.wipe();
      if (!isMunimentError(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/** The key ids that are printed on the sheets of an archive's recovery keys. Nothing has been authenticated yet. */
function recoveryKeyIds({ byArchive }: FoundKeyrings): string[] {
  const ids = [...byArchive.values()]
    .flat()
    .flatMap(({ name, bytes }) => parseKeyring(bytes, name).slots)
    .map(({ keyId }) => keyId)
    .filter((keyId) => keyId !== '');
  return [...new Set(ids)].sort();
}

/** A name that fits: cut to 128 bytes of UTF-8, between characters. */
export function fitDeviceName(name: string): string {
  const bytes = new Uint8Array(DEVICE_NAME_MAX_BYTES);
  const { read } = new TextEncoder().encodeInto(name, bytes);
  return name.slice(0, read);
}

/** Gives this device a key of its own to the archive. @throws ERR_LIMIT for more than 64 methods */
export async function enrolDevice(session: Session, deviceName: string): Promise<void> {
  if (session.record !== undefined) return;
  const name = fitDeviceName(deviceName);
  await session.exclusively(async () => {
    const secret = SecretBytes.random(32);
    const written = await addMethod(session.keyring, { type: 'device', secret, label: name });
    const record = newRecord(session.archiveId, written.methodId, secret, name, session.location);
    // The secret is kept before the keyring that needs it is stored.
    session.folder.writeDevice(record);
    await session.publish(written);
    session.record = record;
    session.folder.writeKeyring(written.bytes);
  });
}

/** What a device keeps from the start. */
export function newRecord(
  archiveId: string,
  methodId: Uint8Array,
  secret: SecretBytes,
  name: string,
  location: string | undefined,
): DeviceRecord {
  return {
    archiveId,
    methodId: formatHex(methodId),
    secret,
    name,
    createdMs: Date.now(),
    location,
    lastBackupMs: undefined,
    headCount: 0,
    checkedMs: {},
  };
}
