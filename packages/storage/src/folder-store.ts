// A store in a folder: one file per object. Implements spec/storage.md §8.

import { dirname, resolve } from 'node:path';
import { MunimentError } from '@muniment/errors';
import { type Disk, type DiskKind, type DiskStat, diskErrorCode } from './disk.ts';
import { toStoreError } from './folder-error.ts';
import {
  assertObjectBytes,
  assertObjectName,
  assertObjectPrefix,
  assertReadable,
  isObjectName,
  printable,
} from './names.ts';
import { nodeDisk } from './node-disk.ts';
import {
  alreadyExists,
  assertAge,
  assertRange,
  assertRangeShape,
  type ForeignEntry,
  notFound,
  type ObjectInfo,
  type ObjectRange,
  type Store,
  type SweepResult,
} from './store.ts';

export interface FolderStoreOptions {
  /**
   * Make the folder, and those above it, with the first `put`; until then the store is empty. Without it a missing
   * folder is ERR_STORE_UNREACHABLE, so that a drive that is not mounted is never taken for an empty store.
   */
  readonly create?: boolean;
}

/** What the folder store takes from outside: tests replace each. */
export interface FolderStorePorts {
  readonly disk: Disk;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * A store in the folder `path`. Also serves removable drives, network mounts and folders that a cloud client keeps in
 * step; README.md says what each of them promises.
 *
 * ```ts
 * const store = folderStore('/media/usb/backup', { create: true });
 * ```
 * Requirements: STORE-040.
 */
export function folderStore(path: string, options: FolderStoreOptions = {}): Store {
  return folderStoreOn(path, options, {
    disk: nodeDisk,
    now: () => Date.now(),
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  });
}

/** `folderStore` on a disk, a clock and a source of randomness of the caller's choice. */
export function folderStoreOn(path: string, options: FolderStoreOptions, ports: FolderStorePorts): Store {
  if (typeof path !== 'string' || path === '') throw new TypeError('the folder of a store must be a path');
  return new FolderStore(resolve(path), options.create ?? false, ports);
}

// No object name holds a tilde or a dot, so these can never be objects. Cloud clients commonly leave `~*.tmp` alone. (STORE-036, STORE-043)
const TEMPORARY = /^~muniment-(?:put-[0-9a-f]{32}|lock-[a-z0-9-]{1,200})\.tmp$/;

/** What `link` fails with on file systems without hard links (FAT, exFAT, many FUSE and network mounts). */
const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV']);

/** What opening fails with where no object is. */
const NO_OBJECT = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EISDIR'];

const CREATE_ATTEMPTS = 8;
const LOCK_WAIT_MS = 20;
const LOCK_ATTEMPTS = 250;
const STAT_BATCH = 32;

class FolderStore implements Store {
  readonly #root: string;
  readonly #create: boolean;
  readonly #disk: Disk;
  readonly #ports: FolderStorePorts;
  #rootMade: Promise<void> | undefined;

  constructor(root: string, create: boolean, ports: FolderStorePorts) {
    this.#root = root;
    this.#create = create;
    this.#ports = ports;
    this.#disk = ports.disk;
  }

  // STORE-010, STORE-012 to STORE-015, STORE-017, STORE-039, STORE-044
  async put(name: string, bytes: Uint8Array): Promise<void> {
    assertObjectName(name);
    assertObjectBytes(bytes);
    await this.#attempt('write', `writing ${name}`, async () => {
      if (this.#create) await this.#makeRoot();
      const folders = foldersOf(name);
      const temporary = await this.#writeTemporary(name, bytes, folders);
      let created: boolean;
      try {
        created = await this.#publish(temporary, name);
      } finally {
        await this.#tryUnlink(temporary);
      }
      // Every folder up to the root, whoever made it: another put or process may have made it a moment ago and not be
      // done with it (STORE-012). A folder without changes costs microseconds.
      await Promise.all(folders.map((folder) => this.#disk.fsyncFolder(this.#path(folder))));
      if (!created) throw alreadyExists(name);
    });
  }

  // STORE-020 to STORE-024
  async get(name: string, range?: ObjectRange, room?: Uint8Array): Promise<Uint8Array> {
    assertObjectName(name);
    if (range !== undefined) assertRangeShape(range);
    return await this.#attempt('read', `reading ${name}`, async () => {
      const handle = await this.#openObject(name);
      try {
        const { kind, size } = await this.#disk.fstat(handle);
        if (kind !== 'file') throw notFound(name);
        if (range === undefined) assertReadable(size, name);
        else assertRange(name, range, size);
        const { offset, length } = range ?? { offset: 0, length: size };
        const bytes =
          room !== undefined && room.length >= length ? room.subarray(0, length) : new Uint8Array(length);
        await this.#readExactly(handle, name, offset, bytes);
        return bytes;
      } finally {
        await this.#disk.close(handle);
      }
    });
  }

  // STORE-030
  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    assertObjectPrefix(prefix);
    for await (const entry of this.#walk(prefix)) {
      if (entry.is === 'object') yield { name: entry.path, size: entry.size };
    }
  }

  async stat(name: string): Promise<ObjectInfo | undefined> {
    assertObjectName(name);
    return await this.#attempt('read', `looking up ${name}`, async () => {
      const stat = (await this.#foldersAreReal(foldersOf(name))) ? await this.#lstat(name) : undefined;
      if (stat === undefined) await this.#assertRoot();
      return stat?.kind === 'file' ? { name, size: stat.size } : undefined;
    });
  }

  // STORE-034, STORE-035
  async delete(name: string): Promise<void> {
    assertObjectName(name);
    await this.#attempt('write', `deleting ${name}`, async () => {
      const folders = foldersOf(name);
      const stat = (await this.#foldersAreReal(folders)) ? await this.#lstat(name) : undefined;
      if (stat === undefined) return await this.#assertRoot();
      if (stat.kind !== 'file') return;
      await ignoring(this.#disk.unlink(this.#path(name)), 'ENOENT');
      await ignoring(this.#disk.fsyncFolder(this.#path(folders.at(-1) ?? '')), 'ENOENT');
    });
  }

  // STORE-006
  async *listForeign(): AsyncGenerator<ForeignEntry> {
    for await (const entry of this.#walk('')) {
      if (entry.is === 'foreign') yield { path: printable(entry.path), kind: entry.kind };
    }
  }

  // STORE-037, STORE-038
  async sweep(minimumAgeMs: number): Promise<SweepResult> {
    assertAge(minimumAgeMs);
    return await this.#attempt('write', 'sweeping', async () => {
      const result = { files: 0, folders: 0 };
      const latest = this.#ports.now() - minimumAgeMs;
      if (await this.#rootExists()) await this.#sweepFolder('', latest, result);
      return result;
    });
  }

  /** Writes and syncs a temporary file beside the object-to-be; returns its path. (STORE-045, STORE-048) */
  async #writeTemporary(name: string, bytes: Uint8Array, folders: readonly string[]): Promise<string> {
    const unique = [...this.#ports.random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const temporary = this.#path(join(folders.at(-1) ?? '', `~muniment-put-${unique}.tmp`));
    const handle = await this.#createTemporary(temporary, name, folders);
    try {
      try {
        await this.#writeAll(handle, bytes);
        // Before the object gets its name, so that the name never stands for less than the whole (STORE-011).
        await this.#disk.fsync(handle);
      } finally {
        // Network file systems report failed writes only here.
        await this.#disk.close(handle);
      }
    } catch (error) {
      await this.#tryUnlink(temporary);
      throw error;
    }
    return temporary;
  }

  async #createTemporary(temporary: string, name: string, folders: readonly string[]): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#makeFolders(name, folders);
        return await this.#disk.create(temporary);
      } catch (error) {
        const code = diskErrorCode(error);
        if (code === 'ENOENT' || code === 'ENOTDIR') await this.#assertRoot();
        // A sweep may take an empty folder away between the two steps.
        if (code !== 'ENOENT' || attempt === CREATE_ATTEMPTS) throw error;
      }
    }
  }

  async #writeAll(handle: number, bytes: Uint8Array): Promise<void> {
    for (let position = 0; position < bytes.length; ) {
      const taken = await this.#disk.write(handle, bytes.subarray(position), position);
      if (taken === 0)
        throw new MunimentError('ERR_STORE_IO', 'the disk takes no more bytes and gives no reason');
      position += taken;
    }
  }

  /** Gives a complete file its name, in one step and never over another; false if the name is taken. */
  async #publish(temporary: string, name: string): Promise<boolean> {
    const path = this.#path(name);
    try {
      await this.#disk.link(temporary, path);
      return true;
    } catch (error) {
      const code = diskErrorCode(error) ?? '';
      // A network file system that lost the first answer repeats the request and then finds our own link.
      if (code === 'EEXIST') return await this.#isSameFile(temporary, path);
      if (!NO_LINKS.has(code)) throw error;
      return await this.#publishByRename(temporary, name);
    }
  }

  /** Without links: an exclusive lock file makes "look, then rename" one step among all writers of the name. */
  async #publishByRename(temporary: string, name: string): Promise<boolean> {
    const folder = foldersOf(name).at(-1) ?? '';
    const lock = this.#path(
      join(folder, `~muniment-lock-${name.slice(folder === '' ? 0 : folder.length + 1)}.tmp`),
    );
    await this.#acquire(lock, name);
    try {
      if ((await this.#lstat(name)) !== undefined) return false;
      await this.#disk.rename(temporary, this.#path(name));
      return true;
    } finally {
      await this.#tryUnlink(lock);
    }
  }

  async #acquire(lock: string, name: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#disk.close(await this.#disk.create(lock));
      } catch (error) {
        if (diskErrorCode(error) !== 'EEXIST') throw error;
        if (attempt === LOCK_ATTEMPTS) {
          throw new MunimentError(
            'ERR_STORE_IO',
            `${name} is reserved by a write that was interrupted; sweep the store`,
          );
        }
      }
      await this.#ports.sleep(LOCK_WAIT_MS);
    }
  }

  async #isSameFile(temporary: string, path: string): Promise<boolean> {
    const [ours, there] = [await this.#disk.lstat(temporary), await this.#disk.lstat(path)];
    return ours.id === there.id;
  }

  async #makeFolders(name: string, folders: readonly string[]): Promise<void> {
    for (const folder of folders.slice(1)) {
      let stat = await this.#lstat(folder);
      if (stat === undefined) {
        await ignoring(this.#disk.mkdir(this.#path(folder)), 'EEXIST');
        stat = await this.#lstat(folder);
      }
      if (stat === undefined || stat.kind === 'folder') continue;
      throw new MunimentError(
        'ERR_STORE_FOREIGN',
        `${folder} is a ${stat.kind} where ${name} needs a folder`,
      );
    }
  }

  /** Makes the folder of the store and those above it, durably; once, and again only after a failure. */
  async #makeRoot(): Promise<void> {
    this.#rootMade ??= this.#makePath(this.#root);
    try {
      await this.#rootMade;
    } catch (error) {
      this.#rootMade = undefined;
      throw error;
    }
  }

  async #makePath(path: string): Promise<void> {
    const above = dirname(path);
    if (above === path) return;
    try {
      await this.#disk.mkdir(path);
    } catch (error) {
      const code = diskErrorCode(error);
      if (code === 'ENOENT') {
        await this.#makePath(above);
        return await this.#makePath(path);
      }
      // Where it exists already, systems differ in which objection they name first.
      if (!(await this.#exists(path))) throw error;
    }
    // Also if it was there: the process that made it may have died before this step.
    await ignoring(this.#disk.fsyncFolder(above), 'EACCES', 'EPERM');
  }

  async #exists(path: string): Promise<boolean> {
    return (await absentAsUndefined(this.#disk.lstat(path))) !== undefined;
  }

  // STORE-042
  async #openObject(name: string): Promise<number> {
    if (await this.#foldersAreReal(foldersOf(name))) {
      try {
        return await this.#disk.open(this.#path(name));
      } catch (error) {
        // ELOOP, and EMLINK on BSD, is a link, ENXIO a socket, EISDIR on Windows a folder: none is an object.
        if (!NO_OBJECT.includes(diskErrorCode(error) ?? '')) throw error;
      }
    }
    await this.#assertRoot();
    throw notFound(name);
  }

  // STORE-022
  async #readExactly(handle: number, name: string, offset: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const count = await this.#disk.read(handle, bytes.subarray(done), offset + done);
      if (count === 0)
        throw new MunimentError('ERR_STORE_IO', `${name} became shorter while it was read`, { name });
      done += count;
    }
  }

  /** False if a folder is missing, or is a link that might lead out of the store (STORE-041). */
  async #foldersAreReal(folders: readonly string[]): Promise<boolean> {
    // The root itself is the user's choice and may be a link.
    for (const folder of folders.slice(1)) {
      if ((await this.#lstat(folder))?.kind !== 'folder') return false;
    }
    return true;
  }

  /** Every object and every foreign entry below the folders that can hold `prefix`. */
  async *#walk(prefix: string): AsyncGenerator<Found> {
    const start = foldersOf(prefix).at(-1) ?? '';
    const action = { kind: 'read', text: `listing ${prefix}`, root: this.#root } as const;
    try {
      if (!(await this.#rootExists())) return;
      if (!(await this.#foldersAreReal(foldersOf(prefix)))) return;
      yield* this.#walkFolder(start, prefix);
    } catch (error) {
      throw toStoreError(error, action);
    }
  }

  async *#walkFolder(folder: string, prefix: string): AsyncGenerator<Found> {
    const below: string[] = [];
    let batch: string[] = [];
    for await (const { name, kind } of this.#entries(folder)) {
      const path = join(folder, name);
      if (!isObjectName(path)) {
        const leftover = kind === 'file' && TEMPORARY.test(name);
        yield { is: 'foreign', path, kind: leftover ? 'leftover' : kind };
      } else if (kind === 'folder') {
        if (prefix.startsWith(`${path}/`) || `${path}/`.startsWith(prefix)) below.push(path);
      } else if (kind !== 'file') {
        yield { is: 'foreign', path, kind };
      } else if (path.startsWith(prefix)) {
        batch.push(path);
        if (batch.length === STAT_BATCH) {
          yield* await this.#sizes(batch);
          batch = [];
        }
      }
    }
    yield* await this.#sizes(batch);
    for (const path of below) yield* this.#walkFolder(path, prefix);
  }

  /** The entries of a folder; none if it went away. (STORE-033) */
  async *#entries(folder: string): AsyncGenerator<{ name: string; kind: DiskKind }> {
    try {
      yield* this.#disk.entries(this.#path(folder));
    } catch (error) {
      const code = diskErrorCode(error) ?? '';
      if (folder === '' || (code !== 'ENOENT' && code !== 'ENOTDIR')) throw error;
    }
  }

  // STORE-005
  async #sizes(names: readonly string[]): Promise<Found[]> {
    const stats = await Promise.all(names.map((name) => this.#lstat(name)));
    return names.flatMap((path, i) => {
      const stat = stats[i];
      return stat?.kind === 'file' ? [{ is: 'object' as const, path, size: stat.size }] : [];
    });
  }

  /** True if the folder is empty afterwards and old enough to go. */
  async #sweepFolder(
    folder: string,
    latest: number,
    result: { files: number; folders: number },
  ): Promise<boolean> {
    // Removing entries makes a folder look changed, so its age is taken first.
    const age = await this.#lstat(folder);
    let kept = false;
    let removed = false;
    // Read to the end first: some file systems skip entries when others are removed meanwhile.
    for (const { name, kind } of await Array.fromAsync(this.#entries(folder))) {
      const path = join(folder, name);
      let gone = false;
      if (kind === 'file' && TEMPORARY.test(name)) {
        gone = await this.#sweepFile(path, latest);
        if (gone) result.files++;
      } else if (kind === 'folder' && isObjectName(path)) {
        gone = (await this.#sweepFolder(path, latest, result)) && (await this.#tryRmdir(path));
        if (gone) result.folders++;
      }
      if (gone) removed = true;
      else kept = true;
    }
    if (removed) await this.#disk.fsyncFolder(this.#path(folder));
    return !kept && age !== undefined && age.changedMs <= latest;
  }

  async #sweepFile(path: string, latest: number): Promise<boolean> {
    const stat = await this.#lstat(path);
    if (stat === undefined) return true;
    if (stat.changedMs > latest) return false;
    await ignoring(this.#disk.unlink(this.#path(path)), 'ENOENT');
    return true;
  }

  async #tryRmdir(folder: string): Promise<boolean> {
    try {
      await this.#disk.rmdir(this.#path(folder));
      return true;
    } catch (error) {
      // A put came in between.
      if (['ENOTEMPTY', 'EEXIST'].includes(diskErrorCode(error) ?? '')) return false;
      if (diskErrorCode(error) === 'ENOENT') return true;
      throw error;
    }
  }

  /** Removes a temporary file if the disk lets us; what stays is for `sweep`. */
  async #tryUnlink(path: string): Promise<void> {
    try {
      await this.#disk.unlink(path);
    } catch (error) {
      if (diskErrorCode(error) === undefined) throw error;
    }
  }

  async #lstat(path: string): Promise<DiskStat | undefined> {
    return await absentAsUndefined(this.#disk.lstat(this.#path(path)));
  }

  /** @throws ERR_STORE_UNREACHABLE if the folder of the store is gone, so that this is never "no such object" (STORE-023, STORE-047) */
  async #assertRoot(): Promise<void> {
    await this.#rootExists();
  }

  /** False for a store yet to be created. @throws ERR_STORE_UNREACHABLE if the folder must exist and does not */
  async #rootExists(): Promise<boolean> {
    // Through an entry of itself, so that a root which is a link is followed.
    const stat = await absentAsUndefined(this.#disk.lstat(`${this.#root}/.`));
    if (stat?.kind === 'folder') return true;
    if (this.#create && this.#rootMade === undefined) return false;
    throw new MunimentError(
      'ERR_STORE_UNREACHABLE',
      `the folder ${this.#root} is not there; is its drive mounted?`,
    );
  }

  #path(relative: string): string {
    return relative === '' ? this.#root : `${this.#root}/${relative}`;
  }

  async #attempt<T>(kind: 'read' | 'write', text: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toStoreError(error, { kind, text, root: this.#root });
    }
  }
}

type Found =
  | { readonly is: 'object'; readonly path: string; readonly size: number }
  | { readonly is: 'foreign'; readonly path: string; readonly kind: ForeignEntry['kind'] };

/** The folders of an object, outermost first, as paths below the root; the root itself is `''`. */
function foldersOf(name: string): string[] {
  const folders = [''];
  for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
    folders.push(name.slice(0, slash));
  }
  return folders;
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Waits for `action`; failures with these POSIX names count as success. */
async function ignoring(action: Promise<void>, ...codes: readonly string[]): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!codes.includes(diskErrorCode(error) ?? '')) throw error;
  }
}

async function absentAsUndefined<T>(action: Promise<T>): Promise<T | undefined> {
  try {
    return await action;
  } catch (error) {
    const code = diskErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
