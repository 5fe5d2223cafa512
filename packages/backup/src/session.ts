// An archive opened on this device: its keyrings, its heads, and the device's own key to it.

import { setTimeout } from 'node:timers/promises';
import { Archive, type Device } from '@muniment/archive/reading';
import { equalBytes, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { WrittenKeyring } from '@muniment/keys';
import {
  assertNoneUnopened,
  expiredKeyrings,
  type KeyringSet,
  type KeyringUnlock,
  type OpenKeyring,
  openKeyrings,
  parseKeyring,
} from '@muniment/keys/reading';
import { ownWritesStore, type Store } from '@muniment/storage';
import { formatHex, parseHex } from '@muniment/wire';
import { ArchiveFolder, type DeviceRecord, enrolledArchives, forgetOldRecoveries } from './home.ts';
import {
  archiveKeys,
  type DeviceKeyrings,
  type FoundKeyrings,
  healKeyrings,
  listKeyrings,
  openArchiveKeyrings,
  putKeyring,
  readKeyrings,
} from './keyrings.ts';
import type { MergeAnswers } from './rotation.ts';
import type { DeviceInfo, OpenOptions, Reminder } from './types.ts';
import { noteOwners, vaultReminders } from './vault-methods.ts';

/** Another device that changes the keys takes a moment between its two writes. */
const KEYRING_WAIT_MS = 10_000;
const KEYRING_POLL_MS = 200;
const DEVICE_NAME_MAX_BYTES = 128;
/** Why a keyring does not open for someone who is no method of it. */
const NOT_A_METHOD: readonly string[] = ['ERR_METHOD_UNKNOWN', 'ERR_RECOVERY_KEY_OTHER'];
const OUTDATED =
  'This key was removed from the archive: what was written since is not shown, and nothing can be written with it.';
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
  /** Keyrings that the store has lost or spoilt. */
  damage: Pick<DeviceKeyrings, 'altered' | 'missing'>;
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
    keyrings: DeviceKeyrings;
    keyringNames: readonly string[];
    archive: Archive;
  }) {
    this.store = parts.store;
    this.location = parts.location;
    this.folder = parts.folder;
    this.unlock = parts.unlock;
    this.record = parts.record;
    this.keyrings = parts.keyrings.set;
    this.damage = parts.keyrings;
    this.keyringNames = parts.keyringNames;
    this.archive = parts.archive;
  }

  /** Opens with keyrings that were found. */
  static async open(
    { store: shared, home, location }: OpenOptions,
    archiveId: string,
    found: FoundKeyrings,
    unlock: KeyringUnlock,
    record: DeviceRecord | undefined,
  ): Promise<Session> {
    const store = ownWritesStore(shared);
    const folder = new ArchiveFolder(home, archiveId);
    const own = record === undefined ? [] : folder.readKeyrings();
    const keyrings = await openArchiveKeyrings(found, archiveId, own, unlock);
    try {
      const archive = await Archive.open(store, archiveKeys(keyrings.set.tips));
      const keyringNames = found.names;
      return new Session({ store, location, folder, unlock, record, keyrings, keyringNames, archive });
    } catch (error) {
      keyrings.set.wipe();
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
    if (this.isBehind) {
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
    const isOutdated = this.keyrings.unopened.some(({ error }) => NOT_A_METHOD.includes(error.code));
    if (isOutdated) reminders.push({ kind: 'keyring-outdated', message: OUTDATED });
    for (const { name, error } of this.keyrings.unopened) {
      if (isOutdated && NOT_A_METHOD.includes(error.code)) continue;
      reminders.push({ kind: 'keyring-doubt', message: `${name} does not open: ${error.message}` });
    }
    for (const { name } of [...this.damage.altered, ...this.damage.missing]) {
      reminders.push({
        kind: 'keyring-doubt',
        message: `${name} is lost or damaged in the store; the next backup or repair of this device puts it back.`,
      });
    }
    for (const { name, error } of this.keyrings.malformed) {
      reminders.push({ kind: 'foreign-object', message: `${name} is not a keyring: ${error.message}` });
    }
    for (const { name, error } of this.archive.heads.problems) {
      if (isOutdated && error.code === 'ERR_KEYRING_OUTDATED') continue;
      reminders.push({ kind: 'head-problem', message: `${name} does not open: ${error.message}` });
    }
    for (const { name } of this.archive.heads.notCounting) {
      reminders.push({
        kind: 'head-problem',
        message: `${name} is a snapshot from before the keys were changed that nothing vouches for; it is not used.`,
      });
    }
    if (this.record !== undefined) reminders.push(...vaultReminders(this));
    return reminders;
  }

  /** Adds a reminder to those of this session. */
  remind(reminder: Reminder): void {
    this.#found.push(reminder);
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
      this.folder.tidy();
      await this.refresh();
      await this.catchUp(answers);
      await noteOwners(this);
      this.#noteMissingHeads();
      const result = await work();
      this.rememberHeads(false);
      return result;
    } finally {
      this.#release();
      this.#release = undefined;
    }
  }

  /**
   * Brings the keys up to date: finishes a change of this device, puts back what the store has lost, merges forks, and waits
   * for changes of other devices.
   * @throws ERR_KEYRING_OUTDATED, ERR_KEYRING_DOUBT
   */
  async catchUp(answers: MergeAnswers = { disown: [], accept: false }): Promise<void> {
    if (this.record !== undefined) {
      const { finishRotation, mergeTips } = await import('./rotation.ts');
      const isTakenBack = await finishRotation(this, this.unlock);
      if (isTakenBack) this.#found.push({ kind: 'keyring-doubt', message: TAKEN_BACK });
      assertNoneUnopened(this.keyrings);
      await this.#heal();
      await mergeTips(this, answers);
    }
    assertNoneUnopened(this.keyrings);
    await this.#awaitKeyring();
    assertNoneUnopened(this.keyrings);
  }

  async #heal(): Promise<void> {
    const names = [...this.damage.altered, ...this.damage.missing].map(({ name }) => name);
    if (names.length === 0) return;
    await healKeyrings(this.store, this.damage);
    for (const name of names) {
      this.#found.push({
        kind: 'keyring-healed',
        message: `${name} was lost or damaged in the store and has been put back.`,
      });
    }
    await this.refresh(true);
  }

  /** Waits while another device is between the link head and the keyring of a change of keys. */
  async #awaitKeyring(): Promise<void> {
    for (let waited = 0; waited < KEYRING_WAIT_MS; waited += KEYRING_POLL_MS) {
      if (!this.archive.heads.problems.some(({ error }) => error.code === 'ERR_KEYRING_OUTDATED')) return;
      await setTimeout(KEYRING_POLL_MS);
      await this.refresh();
    }
    this.archive.assertWritable();
  }

  /** True while the store shows an older state of the archive than this device knows. */
  get isBehind(): boolean {
    const { record } = this;
    if (record === undefined) return false;
    if (this.#headCount() < record.headCount) return true;
    return record.missingHead !== undefined && !this.#counts(record.missingHead);
  }

  /** Refuses to delete anything while what is missing might come back, or might be all that is left. @throws ERR_STORE_OLDER */
  assertNotBehind(): void {
    if (this.isBehind) throw new MunimentError('ERR_STORE_OLDER');
  }

  /** Notes what is missing, because the next head of this device takes the count of the one that is. */
  #noteMissingHeads(): void {
    const { record } = this;
    if (record === undefined) return;
    if (!this.isBehind) {
      if (record.missingHead !== undefined) this.updateRecord({ missingHead: undefined });
    } else if (record.missingHead === undefined) {
      this.updateRecord({ missingHead: record.newestHead ?? 'unknown' });
    }
  }

  /**
   * Notes how far this device knows the archive to be.
   * @param isMeant also if it is less far than it was: after heads were deleted on purpose, or given up
   */
  rememberHeads(isMeant: boolean): void {
    const { record } = this;
    if (record === undefined) return;
    const headCount = this.#headCount();
    const newestHead = this.archive.heads.counting.findLast(
      ({ stable }) => formatHex(stable.deviceId) === record.methodId,
    )?.snapshotId;
    const missingHead = isMeant ? undefined : record.missingHead;
    if (!isMeant && headCount < record.headCount) return;
    if (
      headCount !== record.headCount ||
      newestHead !== record.newestHead ||
      missingHead !== record.missingHead
    ) {
      this.updateRecord({ headCount, newestHead, missingHead });
    }
  }

  #counts(snapshotId: string): boolean {
    return this.archive.heads.counting.some((head) => head.snapshotId === snapshotId);
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

  /**
   * Reads heads again, and keyrings if there are others.
   * @param all read keyrings whether or not there are others
   */
  async refresh(all = false): Promise<void> {
    const names = (await listKeyrings(this.store)).map(({ name }) => name);
    if (!all && names.join() === this.keyringNames.join()) {
      await this.archive.refresh();
      return;
    }
    const found = await readKeyrings(this.store);
    const own = this.record === undefined ? [] : this.folder.readKeyrings();
    const keyrings = await openArchiveKeyrings(found, this.archiveId, own, this.unlock);
    const before = this.keyrings;
    this.keyrings = keyrings.set;
    this.damage = keyrings;
    this.keyringNames = found.names;
    this.archive = await Archive.open(this.store, archiveKeys(keyrings.set.tips));
    before.wipe();
    this.keepKeyrings();
  }

  /** Keeps copies of the newest keyring and its parents, so that a store neither loses them nor goes back behind them. */
  keepKeyrings(): void {
    const { tips, keyrings } = this.keyrings;
    if (this.record === undefined || tips.length > 1) return;
    const wanted = [this.keyring.hash, ...this.keyring.parents];
    this.folder.keepKeyrings(keyrings.filter(({ hash }) => wanted.some((other) => equalBytes(other, hash))));
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

  /** Removes what the device keeps of the archive. */
  leave(): void {
    this.folder.destroy();
    this.record?.secret.wipe();
    this.record = undefined;
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
 *   ERR_KEYRING_MAC and other errors of opening a keyring, ERR_ARCHIVE_OLDER, ERR_HOME, ERR_BUSY, errors of the store
 */
export async function openArchive(options: OpenOptions): Promise<Session> {
  return openPlace(options, false);
}

/** `openArchive`, where the vault may have been asked already. */
export async function openPlace(options: OpenOptions, isAsked: boolean): Promise<Session> {
  forgetOldRecoveries(options.home);
  const found = await readKeyrings(options.store);
  if (found.names.length === 0 && options.unlock !== undefined)
    throw new MunimentError('ERR_ARCHIVE_MISSING');
  const session =
    options.unlock === undefined
      ? await openAsDevice(options, found)
      : await openByUnlock(options, found, options.unlock);
  try {
    const isNew = options.unlock !== undefined && !isAsked;
    const reached = isNew ? await (await import('./freshness.ts')).askForNewest(session, options) : undefined;
    if (options.enrol !== undefined && session.record === undefined) {
      await enrolDevice(session, options.enrol.deviceName);
    }
    if (session.record !== undefined && reached !== undefined) {
      const { keepTrust } = await import('./vault-link.ts');
      await keepTrust(session, reached);
    }
    session.keepKeyrings();
    if (session.record !== undefined && options.location !== undefined) {
      if (session.record.location !== options.location) session.updateRecord({ location: options.location });
    }
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens an archive that this device is enrolled in, by its own key. */
export async function openEnrolled(place: OpenOptions, archiveId: string): Promise<Session> {
  const record = new ArchiveFolder(place.home, archiveId).readDevice();
  if (record === undefined) throw new MunimentError('ERR_NOT_ENROLLED');
  const found = await readKeyrings(place.store);
  return Session.open(place, archiveId, found, deviceUnlock(record), record);
}

/** A file that says that the archive's keyrings may be gone already, because it is being destroyed. */
export const DESTROYING = 'destroying';

/** True if a run that was to destroy the archive in this place was interrupted: the device's own keyring opens it. */
function isBeingDestroyed({ home, location }: OpenOptions, archiveId: string): boolean {
  const mark = new ArchiveFolder(home, archiveId).read(DESTROYING);
  return mark !== undefined && new TextDecoder().decode(mark) === (location ?? '');
}

/** True if the store has lost all keyrings, and has heads that the device's own copy opens. */
async function hasHeads({ home, store }: OpenOptions, record: DeviceRecord): Promise<boolean> {
  const own = new ArchiveFolder(home, record.archiveId).readKeyrings();
  if (own.length === 0) return false;
  const set = await openKeyrings(own, deviceUnlock(record));
  try {
    const { heads } = await Archive.open(store, archiveKeys(set.tips));
    return heads.counting.length + heads.notCounting.length > 0;
  } finally {
    set.wipe();
  }
}

function deviceUnlock({ methodId, secret }: DeviceRecord): KeyringUnlock {
  return { type: 'device', methodId: parseHex(methodId), secret };
}

async function openAsDevice(options: OpenOptions, found: FoundKeyrings): Promise<Session> {
  const records = enrolledArchives(options.home)
    .map((id) => new ArchiveFolder(options.home, id).readDevice()!)
    .toSorted((a, b) => (b.lastBackupMs ?? b.createdMs) - (a.lastBackupMs ?? a.createdMs));
  const here: DeviceRecord[] = [];
  for (const record of records) {
    const { archiveId } = record;
    const isThere = found.byArchive.has(archiveId) || isBeingDestroyed(options, archiveId);
    if (isThere || (found.names.length === 0 && (await hasHeads(options, record)))) here.push(record);
  }
  const sameLocation = records.filter(
    ({ location }) => location !== undefined && location === options.location,
  );
  // Where this device knows another archive to be, it does not take what it finds for it.
  const usable = sameLocation.length > 0 ? here.filter((record) => sameLocation.includes(record)) : here;
  const [record] = usable;
  for (const other of records) if (other !== record) other.secret.wipe();
  if (record === undefined && found.names.length === 0) throw new MunimentError('ERR_ARCHIVE_MISSING');
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
  return Session.open(options, record.archiveId, found, deviceUnlock(record), record);
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
    const { addMethod } = await import('@muniment/keys');
    const secret = SecretBytes.random(32);
    const written = await addMethod(session.keyring, { type: 'device', secret, label: name });
    const record = newRecord(session.archiveId, written.methodId, secret, name, session.location);
    // The secret is kept before the keyring that needs it is stored.
    session.folder.writeDevice(record);
    await session.publish(written);
    session.record = record;
    session.keepKeyrings();
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
    missingHead: undefined,
    newestHead: undefined,
    checkedMs: {},
  };
}
