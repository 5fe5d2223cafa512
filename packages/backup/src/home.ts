// What a device keeps of its archives: its keys, its copy of the newest keyring, a lock and a cache.
//
// <home>/archives/<archive id>/device.json, keyring-<generation>-<id>, lock.sqlite, cache.sqlite, vault.json, vault-...
// <home>/recoveries/<account>/vault-login, vault.json

import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomBytes, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { KeyringObject } from '@muniment/keys';
import { formatHex, parseHex } from '@muniment/wire';
import { isSystemError } from './system-error.ts';

/** A copy of the object `keyring/<generation>-<id>`. */
const KEYRING_FILE = /^keyring-[0-9a-f]{8}-[0-9a-f]{32}$/;

/** What a device knows of an archive that it is enrolled in. */
export interface DeviceRecord {
  readonly archiveId: string;
  /** 32 hexadecimal digits. */
  readonly methodId: string;
  readonly secret: SecretBytes;
  readonly name: string;
  readonly createdMs: number;
  readonly location: string | undefined;
  readonly lastBackupMs: number | undefined;
  /** How many heads of its own this device knows the archive to have seen: a store that shows fewer shows an older state. */
  readonly headCount: number;
  /** The snapshot that was missing when the store showed an older state: noted until it is seen, or given up by a repair. */
  readonly missingHead: string | undefined;
  /** The newest snapshot or link that this device wrote. */
  readonly newestHead: string | undefined;
  /** Method id to the time of its last check. */
  readonly checkedMs: Readonly<Record<string, number>>;
}

/** The platform's folder for what an application keeps: `MUNIMENT_HOME`, or below `XDG_DATA_HOME` or the home folder. */
export function defaultHome(env: Readonly<Record<string, string | undefined>>): string {
  const { MUNIMENT_HOME, XDG_DATA_HOME } = env;
  if (MUNIMENT_HOME !== undefined && MUNIMENT_HOME !== '') return MUNIMENT_HOME;
  if (XDG_DATA_HOME !== undefined && XDG_DATA_HOME !== '') return join(XDG_DATA_HOME, 'muniment');
  return join(homedir(), '.local', 'share', 'muniment');
}

/** Ids of the archives that `home` has a device key for. */
export function enrolledArchives(home: string): string[] {
  return asHome(() => {
    try {
      return readdirSync(join(home, 'archives'))
        .filter((name) => /^[0-9a-f]{32}$/.test(name))
        .filter((name) => new ArchiveFolder(home, name).readDevice() !== undefined);
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
      throw error;
    }
  });
}

/** A vault remembers a login for this time. */
const RECOVERY_MS = 86_400_000;
/** The state of a login, with the password. */
const LOGIN_FILE = /^vault-(?:[0-9a-f]{16}-)?login$/;
/** What is written only while the folder is locked: the password, the vault's owner keys. */
const LOCKED_FILE = /^vault[.-]/;
/** Nobody takes so long to write a file. */
const WRITE_MAX_MS = 3_600_000;

/** Where the state of a recovery is kept before there is an archive's folder. @param tag names the account at its vault */
export function recoveryFolder(home: string, tag: string): PrivateFolder {
  return new PrivateFolder(join(home, 'recoveries', tag));
}

/**
 * Deletes states of recoveries that can no longer be finished: whoever reads one has the password. Called whenever an archive is
 * opened, in whatever way: a device that is never enrolled may have no other occasion.
 */
export function forgetOldRecoveries(home: string): void {
  for (const tag of foldersIn(join(home, 'recoveries'))) {
    const folder = recoveryFolder(home, tag);
    try {
      const release = folder.lock();
      try {
        folder.tidy();
        if (folder.isSpent()) folder.destroy();
      } finally {
        release();
      }
    } catch (error) {
      // Another process is at work there, or it cannot be changed now: neither is a reason not to open an archive.
      if (!isMunimentError(error, 'ERR_BUSY') && !isMunimentError(error, 'ERR_HOME')) throw error;
    }
  }
}

function foldersIn(path: string): string[] {
  return asHome(() => {
    try {
      const entries = readdirSync(path, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return [];
      throw error;
    }
  });
}

/** An archive that this device has a key for. */
export interface Enrolment {
  /** 32 hexadecimal digits. */
  readonly archiveId: string;
  /** As it was given last. */
  readonly location: string | undefined;
  readonly deviceName: string;
  readonly lastBackupMs: number | undefined;
}

/** The archives that this device has a key for. @throws ERR_HOME */
export function listEnrolments(home: string): readonly Enrolment[] {
  return enrolledArchives(home).map((id) => {
    const { archiveId, location, name, lastBackupMs, secret } = new ArchiveFolder(home, id).readDevice()!;
    secret.wipe();
    return { archiveId, location, deviceName: name, lastBackupMs };
  });
}

/** A folder below `home` that nobody else reads. It is made when something is written. (KEYS-091) */
export class PrivateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A file, or undefined if it is not there. */
  read(name: string): Uint8Array | undefined {
    return asHome(() => {
      try {
        return readFileSync(join(this.path, name));
      } catch (error) {
        if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw error;
      }
    });
  }

  /** Replaces a file in one step, readable by its owner only. */
  write(name: string, bytes: Uint8Array): void {
    asHome(() => {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      const temporary = join(this.path, `${name}.${formatHex(randomBytes(8))}.tmp`);
      const handle = openSync(temporary, 'wx', 0o600);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, join(this.path, name));
      const folder = openSync(this.path, 'r');
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    });
  }

  delete(name: string): void {
    asHome(() => rmSync(join(this.path, name), { force: true }));
  }

  /**
   * Deletes the logins that no vault remembers any more, and what writes that were cut short have left behind: both may hold a
   * password. Called while the folder is locked.
   */
  tidy(): void {
    for (const name of this.#names()) {
      const ageMs = this.#ageMs(name);
      const isOld = name.endsWith('.tmp')
        ? LOCKED_FILE.test(name) || ageMs > WRITE_MAX_MS
        : LOGIN_FILE.test(name) && ageMs > RECOVERY_MS;
      if (isOld) this.delete(name);
    }
  }

  /** True if nothing here is as young as what a vault remembers. */
  isSpent(): boolean {
    return this.#names().every((name) => name.startsWith('lock.sqlite') || this.#ageMs(name) > RECOVERY_MS);
  }

  #names(): string[] {
    return asHome(() => {
      try {
        return readdirSync(this.path);
      } catch (error) {
        if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
        throw error;
      }
    });
  }

  /** Since a file was written, as far as the clock can tell: one from the future is as old as it is far. */
  #ageMs(name: string): number {
    return asHome(() => {
      const found = lstatSync(join(this.path, name), { throwIfNoEntry: false });
      return found === undefined ? 0 : Math.abs(Date.now() - found.mtimeMs);
    });
  }

  /** Removes the folder, and those above it that are empty then. */
  destroy(): void {
    asHome(() => {
      rmSync(this.path, { recursive: true, force: true });
      for (const folder of [join(this.path, '..'), join(this.path, '..', '..')]) {
        try {
          rmdirSync(folder);
        } catch (error) {
          if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY', 'EPERM', 'EACCES')) throw error;
          return;
        }
      }
    });
  }

  /**
   * Keeps other processes of this device from writing until the result is called. The lock is one of SQLite's, which
   * the operating system takes back when a process dies.
   * @throws ERR_BUSY
   */
  lock(): () => void {
    return asHome(() => {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      const database = new DatabaseSync(join(this.path, 'lock.sqlite'), { timeout: 0 });
      try {
        database.exec('BEGIN EXCLUSIVE');
      } catch (error) {
        database.close();
        const { errcode } = error as { errcode?: number };
        // SQLITE_BUSY
        if (errcode === 5) throw new MunimentError('ERR_BUSY');
        throw error;
      }
      return () => database.close();
    });
  }
}

/** The folder of one archive. (KEYS-002, KEYS-043) */
export class ArchiveFolder extends PrivateFolder {
  readonly archiveId: string;

  constructor(home: string, archiveId: string) {
    super(join(home, 'archives', archiveId));
    this.archiveId = archiveId;
  }

  /** The device's record, or undefined if there is none. @throws ERR_HOME if there is one that cannot be read */
  readDevice(): DeviceRecord | undefined {
    return asHome(() => {
      const bytes = this.read('device.json');
      if (bytes === undefined) return undefined;
      try {
        return parseDevice(bytes, this.archiveId);
      } finally {
        bytes.fill(0);
      }
    });
  }

  writeDevice(record: DeviceRecord): void {
    const { secret, ...rest } = record;
    const text = JSON.stringify({ version: 1, ...rest, secret: formatHex(secret.expose()) }, null, 2);
    this.write('device.json', Buffer.from(`${text}\n`));
  }

  /** Copies of the keyring that was used last and of its parents, under their names in the store. */
  readKeyrings(): KeyringObject[] {
    return asHome(() =>
      this.#keyringFiles().flatMap((file) => {
        const bytes = this.read(file);
        return bytes === undefined ? [] : [{ name: file.replace('-', '/'), bytes }];
      }),
    );
  }

  /** Keeps copies of these keyrings and of no others. */
  keepKeyrings(keyrings: readonly KeyringObject[]): void {
    const before = asHome(() => this.#keyringFiles());
    const files = keyrings.map(({ name }) => name.replace('/', '-'));
    keyrings.forEach(({ bytes }, i) => {
      if (!before.includes(files[i]!)) this.write(files[i]!, bytes);
    });
    for (const file of before) if (!files.includes(file)) this.delete(file);
  }

  #keyringFiles(): string[] {
    try {
      return readdirSync(this.path).filter((file) => KEYRING_FILE.test(file));
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
      throw error;
    }
  }
}

function parseDevice(bytes: Uint8Array, archiveId: string): DeviceRecord {
  const refuse = (what: string): MunimentError => new MunimentError('ERR_HOME', `device.json ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw refuse('is not an object');
  const { version, archiveId: id, methodId, secret, name, createdMs } = value as Record<string, unknown>;
  const { location, lastBackupMs, headCount, missingHead, newestHead, checkedMs } = value as Record<
    string,
    unknown
  >;
  if (version !== 1) throw refuse('has an unknown version');
  if (id !== archiveId) throw refuse('belongs to another archive');
  if (!isHex(methodId, 16) || !isHex(secret, 32)) throw refuse('holds no device key');
  if (typeof name !== 'string' || typeof createdMs !== 'number') throw refuse('lacks a name or a time');
  const checks = typeof checkedMs === 'object' && checkedMs !== null ? Object.entries(checkedMs) : [];
  const secretBytes = parseHex(secret);
  try {
    return {
      archiveId,
      methodId,
      secret: SecretBytes.from(secretBytes),
      name,
      createdMs,
      location: typeof location === 'string' ? location : undefined,
      lastBackupMs: typeof lastBackupMs === 'number' ? lastBackupMs : undefined,
      headCount: typeof headCount === 'number' ? headCount : 0,
      missingHead: typeof missingHead === 'string' ? missingHead : undefined,
      newestHead: typeof newestHead === 'string' ? newestHead : undefined,
      checkedMs: Object.fromEntries(checks.filter((check) => typeof check[1] === 'number')),
    };
  } finally {
    secretBytes.fill(0);
  }
}

function isHex(value: unknown, bytes: number): value is string {
  return typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value);
}

/** Turns failures of the file system into ERR_HOME. */
function asHome<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'MunimentError' || error instanceof TypeError)
      throw error;
    throw new MunimentError('ERR_HOME', `the device's own folder: ${error.message}`, {}, error);
  }
}
