// Consistent copies of SQLite databases that may be in use, made by SQLite itself, so that a backup never holds a database in
// the middle of a change.

import { closeSync, lstatSync, mkdirSync, openSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { isPaged } from '@muniment/archive';
import { randomBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import { type ByteString, toByteString, toBytes } from './byte-string.ts';
import { fill, withOpenFile } from './open-file.ts';

/** What SQLite keeps beside a database. */
const SUFFIXES: readonly string[] = ['-wal', '-shm', '-journal'];
/** Those of them that hold changes which the database itself lacks, or take some back that it has. */
const LOG_SUFFIXES: readonly string[] = ['-wal', '-journal'];
const HEADER_BYTES = 20;
/** Version numbers of the file format, in bytes 18 and 19 of the header: 2 stands for a database that uses a write-ahead log. */
const [WRITE_VERSION_AT, READ_VERSION_AT, WAL_VERSION] = [18, 19, 2];
const BUSY_MS = 5_000;
/** More pages than a database has: all in one step, so that no writer makes it begin again and again. */
const ALL_PAGES = 2 ** 31 - 1;
const SQLITE_NOTADB = 26;
const SQLITE_READONLY_ROLLBACK = 776;
const FOLDER = 'databases';

/** Says why a database was read as it is. */
export type OnRawDatabase = (source: ByteString, reason: string) => void;

/**
 * Copies databases into a folder of its own, one at a time.
 *
 * ```ts
 * const copies = new DatabaseCopies(session.folder.path, onRaw);
 * const content = await copies.use('/home/ada/chat.db', (path) => read(path));
 * ```
 */
export class DatabaseCopies {
  readonly #folder: string;
  readonly #onRaw: OnRawDatabase;
  /** Databases of which no copy could be made: what lies beside them is backed up too. */
  readonly #raw = new Set<ByteString>();

  /** @param folder the device's own, which is locked */
  constructor(folder: string, onRaw: OnRawDatabase) {
    this.#folder = join(folder, FOLDER);
    this.#onRaw = onRaw;
  }

  /** Deletes what a run that was cut off has left. @throws ERR_HOME */
  static clear(folder: string): void {
    try {
      rmSync(join(folder, FOLDER), { recursive: true, force: true });
    } catch (error) {
      throw new MunimentError('ERR_HOME', 'copies of databases cannot be deleted', { folder }, error);
    }
  }

  /** True for what SQLite keeps beside a database whose copy has it all. */
  isBeside(source: ByteString): boolean {
    const suffix = SUFFIXES.find((one) => source.endsWith(one));
    if (suffix === undefined) return false;
    const database = source.slice(0, -suffix.length);
    return !this.#raw.has(database) && isDatabase(headerOf(database));
  }

  /** True if a database could have changed without its file: something lies in the log beside it. */
  hasLog(source: ByteString): boolean {
    return LOG_SUFFIXES.some((suffix) => (look(`${source}${suffix}`)?.size ?? 0) > 0);
  }

  /**
   * Calls `read` with the path of a copy, which is deleted afterwards; of a file that is no database, or of which no copy can
   * be made, with its own path.
   */
  async use<T>(source: ByteString, read: (path: ByteString) => Promise<T>): Promise<T> {
    const header = headerOf(source);
    if (!isDatabase(header) || isClosed(source, header)) return read(source);
    const copy = await this.#copy(source);
    if (copy === undefined) return read(source);
    try {
      return await read(toByteString(copy));
    } finally {
      remove(copy);
    }
  }

  /** Page by page: pages that have not changed are where they were, and their chunks are found again. */
  async #copy(source: ByteString): Promise<string | undefined> {
    const copy = join(this.#folder, formatHex(randomBytes(8)));
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      // SQLite takes an empty file for a new database and leaves its mode alone.
      closeSync(openSync(copy, 'wx', 0o600));
      try {
        await copyDatabase(source, copy);
      } catch (error) {
        remove(copy);
        throw error;
      }
      return copy;
    } catch (error) {
      this.#raw.add(source);
      const reason = reasonOf(error as Error & { errcode?: number });
      if (reason !== undefined) this.#onRaw(source, reason);
      return undefined;
    }
  }
}

async function copyDatabase(source: ByteString, copy: string): Promise<void> {
  const database = new DatabaseSync(toBytes(source), { readOnly: true, timeout: BUSY_MS });
  try {
    await backup(database, copy, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

function remove(copy: string): void {
  for (const suffix of ['', ...SUFFIXES]) rmSync(`${copy}${suffix}`, { force: true });
}

/** Undefined for a file that only looks like a database. */
function reasonOf({ errcode, message }: Error & { readonly errcode?: number }): string | undefined {
  if (errcode === SQLITE_NOTADB) return undefined;
  if (errcode === SQLITE_READONLY_ROLLBACK)
    return 'a change of it was cut off and has not been taken back yet';
  // What is busy is given up without an error of its own.
  return errcode === 0 ? 'it is locked' : message;
}

function isDatabase(header: Uint8Array): boolean {
  return isPaged(header, header.length);
}

/**
 * True for a database with a write-ahead log that no process has open: its file is all there is, and SQLite would leave files
 * beside it if it were opened for reading only.
 */
function isClosed(source: ByteString, header: Uint8Array): boolean {
  const usesLog = header[WRITE_VERSION_AT] === WAL_VERSION || header[READ_VERSION_AT] === WAL_VERSION;
  return usesLog && look(`${source}-wal`) === undefined;
}

/** The first bytes of a file; none if it cannot be read, which is for the reader to report. */
function headerOf(source: ByteString): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    return withOpenFile(source, (handle) => header.subarray(0, fill(handle, header, HEADER_BYTES, 0)));
  } catch {
    return header.subarray(0, 0);
  }
}

function look(path: ByteString): Stats | undefined {
  try {
    return lstatSync(toBytes(path), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
