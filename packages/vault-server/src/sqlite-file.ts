// A SQLite database that several processes share: opening, waiting for its locks, transactions, and erasing what was
// overwritten. For stores of small tables; everything a caller can do wrong or a disk can do is a MunimentError.
//
// Calls into SQLite block the process for as long as the disk takes, but never for long on another process's lock: waiting for
// that is done here, between attempts, while other work goes on.

import { chmodSync, closeSync, constants, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ErrorCode, isMunimentError, MunimentError } from '@muniment/errors';
import { syncFolder } from './private-file.ts';

/** What is used of a connection. */
export type SqliteConnection = Pick<DatabaseSync, 'exec' | 'prepare' | 'close' | 'isTransaction'>;

/** What the database is for, by which it is recognised. */
export interface SqliteSchema {
  /** For people: `record store`. */
  readonly name: string;
  /** `PRAGMA application_id`: a positive 31-bit number of this schema's own. */
  readonly applicationId: number;
  /** `PRAGMA user_version`. */
  readonly version: number;
  /** Creates the tables. */
  readonly sql: string;
}

/** The world outside, which tests replace. */
export interface SqlitePorts {
  readonly connect: (path: string) => SqliteConnection;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** For how long SQLite itself waits for a lock, during which the process does nothing else. */
const BLOCKING_MS = 20;
/** How long the pause between two attempts is. */
const PAUSE_MS = 5;

export const NODE_PORTS: SqlitePorts = {
  connect: (path) => new DatabaseSync(path, { timeout: BLOCKING_MS }),
  nowMs: () => performance.now(),
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};

/** What a transaction decided. */
export interface Decision<T> {
  readonly commit: boolean;
  readonly value: T;
}

/** An open database. */
export class SqliteFile {
  readonly #path: string;
  readonly #schema: SqliteSchema;
  readonly #waitMs: number;
  readonly #ports: SqlitePorts;
  readonly #connection: SqliteConnection;
  /** Device and number of the file that was opened. */
  readonly #identity: string;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  private constructor(
    path: string,
    schema: SqliteSchema,
    waitMs: number,
    ports: SqlitePorts,
    connection: SqliteConnection,
  ) {
    this.#path = path;
    this.#schema = schema;
    this.#waitMs = waitMs;
    this.#ports = ports;
    this.#connection = connection;
    this.#identity = identityOf(path);
  }

  /**
   * Opens the database at `path`, and makes it if there is none: a file with mode 0600, in a folder with mode 0700 if that is
   * missing too.
   *
   * @param waitMs for how long to wait for other processes, here and in each later call
   * @throws ERR_STORE_FOREIGN if something else is there; ERR_UNSUPPORTED_VERSION if it was made by another release;
   * ERR_STORE_DENIED, ERR_STORE_READ_ONLY, ERR_STORE_FULL, ERR_STORE_UNREACHABLE, ERR_STORE_IO
   */
  static async open(
    path: string,
    schema: SqliteSchema,
    waitMs: number,
    ports: SqlitePorts,
  ): Promise<SqliteFile> {
    if (typeof path !== 'string' || path === '') throw new TypeError('a path is a string that is not empty');
    if (!(waitMs >= 0)) throw new RangeError('waitMs is a number of at least 0');
    // An absolute path is never taken for a URI or for a database in memory.
    const absolute = resolve(path);
    const opening = `opening the ${schema.name}`;
    try {
      createFile(absolute, schema);
    } catch (error) {
      throw toStoreError(error, opening);
    }
    return await retryWhileBusy(waitMs, ports, opening, () => {
      const connection = ports.connect(absolute);
      try {
        setUp(connection, schema);
        return new SqliteFile(absolute, schema, waitMs, ports, connection);
      } catch (error) {
        connection.close();
        throw error;
      }
    });
  }

  /** Does a piece of work that `close` waits for: all of `read`, `write` and `emptyLog`. @throws TypeError after `close` */
  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new TypeError(`the ${this.#schema.name} is closed`);
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Runs a query outside of any transaction. @throws a MunimentError, ERR_STORE_IO if the wait for locks was in vain */
  async read<T>(query: (connection: SqliteConnection) => T): Promise<T> {
    const connection = this.#connection;
    return await this.#retry(`reading the ${this.#schema.name}`, () => {
      this.#assertInPlace();
      return query(connection);
    });
  }

  /**
   * Runs `decide` in a transaction that no other writer can overlap, and commits if it says so. A MunimentError leaves open
   * whether it was committed. `decide` must be synchronous.
   *
   * @throws a MunimentError, ERR_STORE_IO if the wait for locks was in vain
   */
  async write<T>(decide: (connection: SqliteConnection) => Decision<T>): Promise<T> {
    const connection = this.#connection;
    const action = `writing to the ${this.#schema.name}`;
    return await this.#retry(action, () => {
      this.#assertInPlace();
      try {
        connection.exec('BEGIN IMMEDIATE');
      } catch (error) {
        rollBack(connection);
        throw error;
      }
      // From here on nobody else can be in the way: what fails now is no matter of waiting.
      try {
        const { commit, value } = decide(connection);
        connection.exec(commit ? 'COMMIT' : 'ROLLBACK');
        return value;
      } catch (error) {
        rollBack(connection);
        throw toStoreError(error, action);
      }
    });
  }

  /**
   * Moves everything from the write-ahead log into the database, where it replaces what it overwrites, and empties the log.
   * True if that was done, and is durable; false if readers or writers of other connections were in the way for `waitMs`.
   *
   * @throws a MunimentError
   */
  async emptyLog(waitMs: number = this.#waitMs): Promise<boolean> {
    const connection = this.#connection;
    const action = `erasing from the ${this.#schema.name}`;
    const deadline = this.#ports.nowMs() + waitMs;
    for (;;) {
      try {
        const { busy, log } = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {};
        if (busy === 0 && log === 0) {
          syncLog(this.#path);
          return true;
        }
      } catch (error) {
        if (!isBusy(error)) throw toStoreError(error, action);
      }
      if (this.#ports.nowMs() >= deadline) return false;
      await this.#ports.sleep(PAUSE_MS);
    }
  }

  /** Waits for what is under way, does the last thing and ends the use of the database. A second call does nothing. */
  async close(last: () => Promise<void> = async () => {}): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    try {
      await last();
      this.#connection.close();
    } catch (error) {
      throw toStoreError(error, `closing the ${this.#schema.name}`);
    }
  }

  /** A file that was moved away or replaced can still be written to, but nobody would find it. */
  #assertInPlace(): void {
    if (identityOf(this.#path) !== this.#identity) {
      throw new MunimentError(
        'ERR_STORE_UNREACHABLE',
        `the ${this.#schema.name} was moved or replaced while it was open`,
      );
    }
  }

  #retry<T>(action: string, attempt: () => T): Promise<T> {
    return retryWhileBusy(this.#waitMs, this.#ports, action, attempt);
  }
}

async function retryWhileBusy<T>(
  waitMs: number,
  { nowMs, sleep }: SqlitePorts,
  action: string,
  attempt: () => T,
): Promise<T> {
  const deadline = nowMs() + waitMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || nowMs() >= deadline) throw toStoreError(error, action);
    }
    await sleep(PAUSE_MS);
  }
}

function createFile(path: string, schema: SqliteSchema): void {
  const folder = dirname(path);
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) {
    for (let at = folder; ; at = dirname(at)) {
      syncFolder(at);
      if (at === dirname(made)) break;
    }
  }
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o022) !== 0) {
    throw new MunimentError(
      'ERR_STORE_FOREIGN',
      `others may write to the folder of the ${schema.name}: take that away (chmod go-w)`,
    );
  }
  try {
    // SQLite gives its -wal and -shm files the mode of the database.
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
    syncFolder(folder);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!statSync(path).isFile()) {
    throw new MunimentError('ERR_STORE_FOREIGN', `the path of the ${schema.name} is no file`);
  }
  for (const suffix of ['', '-wal', '-shm']) {
    // By path: opening and closing a database file would end all locks that this process has on it.
    const mode = statSync(path + suffix, { throwIfNoEntry: false })?.mode ?? 0o600;
    if ((mode & 0o077) !== 0) chmodSync(path + suffix, 0o600);
  }
}

function setUp(connection: SqliteConnection, schema: SqliteSchema): void {
  const isFresh = checkKind(connection, schema);
  if (isFresh) connection.exec('PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;');
  const { journal_mode: mode } = connection.prepare('PRAGMA journal_mode = WAL').get() as {
    journal_mode: string;
  };
  if (mode !== 'wal') {
    throw new MunimentError('ERR_STORE_IO', `this file system cannot share the ${schema.name}`, {
      journalMode: mode,
    });
  }
  // The fullfsync pragmas matter on macOS alone, where a plain sync stops at the drive's cache.
  connection.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
  `);
  if (!isFresh) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been faster.
    if (checkKind(connection, schema)) {
      connection.exec(`
        ${schema.sql};
        PRAGMA application_id = ${schema.applicationId};
        PRAGMA user_version = ${schema.version};
      `);
    }
    connection.exec('COMMIT');
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** Whether the database is empty. @throws ERR_STORE_FOREIGN, ERR_UNSUPPORTED_VERSION unless it is that or of this schema */
function checkKind(connection: SqliteConnection, schema: SqliteSchema): boolean {
  let found: { id: number; version: number; objects: number };
  try {
    // One statement, so that all three are of one moment.
    found = connection
      .prepare(
        `SELECT (SELECT application_id FROM pragma_application_id) AS id,
                (SELECT user_version FROM pragma_user_version) AS version,
                (SELECT count(*) FROM sqlite_schema) AS objects`,
      )
      .get() as typeof found;
  } catch (error) {
    if (primaryCode(error) !== SQLITE_NOTADB) throw error;
    throw new MunimentError('ERR_STORE_FOREIGN', `the file is no ${schema.name}`, {}, error);
  }
  const { id, version, objects } = found;
  if (id === 0 && version === 0 && objects === 0) return true;
  if (id !== schema.applicationId) {
    throw new MunimentError('ERR_STORE_FOREIGN', `the database is no ${schema.name}`, { applicationId: id });
  }
  if (version !== schema.version) {
    throw new MunimentError(
      'ERR_UNSUPPORTED_VERSION',
      `the ${schema.name} has version ${version}, not ${schema.version}`,
      { version },
    );
  }
  return false;
}

function rollBack(connection: SqliteConnection): void {
  // SQLite ends a transaction by itself after some failures.
  if (!connection.isTransaction) return;
  try {
    connection.exec('ROLLBACK');
  } catch {
    // The failure that led here is the one to report; if the transaction is still open, the next BEGIN fails.
  }
}

/** Makes it durable that the log is empty: SQLite only cuts it. */
function syncLog(path: string): void {
  let log: number;
  try {
    log = openSync(`${path}-wal`, constants.O_RDWR);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    fsyncSync(log);
  } finally {
    // No lock goes with it: SQLite takes its locks on the database and on -shm.
    closeSync(log);
  }
}

function identityOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.dev}:${stat.ino}`;
}

const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_PROTOCOL = 15;
const SQLITE_AUTH = 23;
const SQLITE_NOTADB = 26;

/** The primary result code of an error of SQLite. */
function primaryCode(error: unknown): number | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** True if another connection was in the way and nothing was done. */
function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_BUSY || code === SQLITE_PROTOCOL;
}

/** Turns an error of SQLite or of the file system into one of a store; passes on anything else as it is. */
function toStoreError(error: unknown, action: string): unknown {
  if (isMunimentError(error)) return error;
  const sqlite = primaryCode(error);
  const posix = (error as NodeJS.ErrnoException).code;
  const [code, reason] = sqlite !== undefined ? explainSqlite(sqlite) : explainPosix(posix);
  if (code === undefined) return error;
  const { errcode } = error as { errcode?: number };
  return new MunimentError(
    code,
    `${action}: ${reason}`,
    sqlite !== undefined ? { sqlite: errcode } : { posix },
    error,
  );
}

function explainSqlite(code: number): [ErrorCode, string] {
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_PROTOCOL:
      return ['ERR_STORE_IO', 'other processes were in the way for too long'];
    case SQLITE_FULL:
      return ['ERR_STORE_FULL', 'the disk is full'];
    case SQLITE_READONLY:
      return ['ERR_STORE_READ_ONLY', 'this user may not write to it'];
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ['ERR_STORE_DENIED', 'this user may not use it'];
    case SQLITE_CANTOPEN:
      return ['ERR_STORE_UNREACHABLE', 'the file cannot be opened'];
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ['ERR_STORE_IO', 'the database is damaged'];
    default:
      return ['ERR_STORE_IO', 'the database reported a failure'];
  }
}

function explainPosix(posix: string | undefined): [ErrorCode, string] | [undefined, undefined] {
  switch (posix) {
    case undefined:
      return [undefined, undefined];
    case 'EACCES':
    case 'EPERM':
      return ['ERR_STORE_DENIED', 'this user may not use it'];
    case 'EROFS':
      return ['ERR_STORE_READ_ONLY', 'the file system is mounted read-only'];
    case 'ENOSPC':
    case 'EDQUOT':
      return ['ERR_STORE_FULL', 'the disk is full'];
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
      return ['ERR_STORE_FOREIGN', "a folder and a file are in each other's place"];
    default:
      return posix.startsWith('ERR_')
        ? [undefined, undefined]
        : ['ERR_STORE_IO', 'the disk reported a failure'];
  }
}
