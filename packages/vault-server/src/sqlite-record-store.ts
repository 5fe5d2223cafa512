// The record store of a realm on one machine: a SQLite file that any number of processes of that machine share. Implements
// spec/vault.md §11 (VAULT-062).
//
// Nothing of a record may stay behind once it was overwritten with `erase`. Three things see to that:
// - All rows have one size and are only ever appended or overwritten in place. SQLite then never moves or frees a page or a part
//   of one, and nothing hangs on how thoroughly `secure_delete`, which is on as well, clears what is moved.
// - Earlier versions of a page are in the write-ahead log alone, and a truncating checkpoint empties that.
// - Nothing is mapped into memory, kept in a temporary file, or put into the -shm file, which holds page numbers only.
// What the file system or the medium keeps of cut and overwritten blocks is beyond reach.

import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  assertHandle,
  assertPage,
  assertSwap,
  HANDLES_PAGE_COUNT,
  RECORD_HANDLE_BYTES,
  type RecordStore,
  SEALED_RECORD_BYTES,
  type StoredRecord,
  type SwapOptions,
  type SwapOutcome,
} from './record-store.ts';
import { NODE_PORTS, SqliteFile, type SqlitePorts, type SqliteSchema } from './sqlite-file.ts';

/** How a store in a SQLite file works. */
export interface SqliteRecordStoreOptions {
  /** For how long a call waits for other processes that use the file; 5,000 ms unless told. */
  readonly waitMs?: number;
  /** Is told why a write is `unknown`, or why something could not be erased: for the operator's log. */
  readonly onFailure?: (error: MunimentError) => void;
}

const REVISION_BYTES = 8;
// The revision is a big-endian blob because SQLite stores larger integers in more bytes, which would change the size of the row.
const SCHEMA: SqliteSchema = {
  name: 'record store',
  applicationId: 0x4d756e52,
  version: 1,
  sql: `CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    handle BLOB NOT NULL UNIQUE CHECK (length(handle) = ${RECORD_HANDLE_BYTES}),
    revision BLOB NOT NULL CHECK (length(revision) = ${REVISION_BYTES}),
    sealed BLOB NOT NULL CHECK (length(sealed) = ${SEALED_RECORD_BYTES})
  ) STRICT`,
};

/**
 * Opens the record store in the file `path`, and makes it (mode 0600) if there is none. The file must lie on a local disk.
 *
 * ```ts
 * const store = await sqliteRecordStore('/var/lib/muniment/realm/records.sqlite');
 * ```
 * @throws ERR_STORE_FOREIGN if something else is there, or others may write to the folder; ERR_UNSUPPORTED_VERSION if it was
 * made by another release; ERR_STORE_DENIED, ERR_STORE_READ_ONLY, ERR_STORE_FULL, ERR_STORE_UNREACHABLE, ERR_STORE_IO
 */
export async function sqliteRecordStore(
  path: string,
  options: SqliteRecordStoreOptions = {},
): Promise<RecordStore> {
  return await sqliteRecordStoreOn(path, options, NODE_PORTS);
}

/** The same with the world outside given. */
export async function sqliteRecordStoreOn(
  path: string,
  { waitMs = 5_000, onFailure = () => {} }: SqliteRecordStoreOptions,
  ports: SqlitePorts,
): Promise<RecordStore> {
  const store = new SqliteRecordStore(await SqliteFile.open(path, SCHEMA, waitMs, ports), onFailure);
  // A process that crashed may have owed an erasure, of which the log is the only trace.
  await store.tryErase(0);
  return store;
}

class SqliteRecordStore implements RecordStore {
  readonly #file: SqliteFile;
  readonly #onFailure: (error: MunimentError) => void;
  /** How many erasures were asked for, the one owed by an earlier process included, and how many of them are done. */
  #erasuresAsked = 1;
  #erasuresDone = 0;

  constructor(file: SqliteFile, onFailure: (error: MunimentError) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  get pendingErasure(): boolean {
    return this.#erasuresDone < this.#erasuresAsked;
  }

  async get(handle: Uint8Array): Promise<StoredRecord | undefined> {
    return await this.#file.use(async () => {
      assertHandle(handle);
      const own = Uint8Array.from(handle);
      return await this.#file.read((connection) => {
        const row = connection.prepare('SELECT revision, sealed FROM records WHERE handle = ?').get(own);
        return row && recordOf(row);
      });
    });
  }

  async compareAndSwap(
    handle: Uint8Array,
    expected: bigint,
    sealed: Uint8Array,
    { erase = false }: SwapOptions = {},
  ): Promise<SwapOutcome> {
    return await this.#file.use(async () => {
      assertSwap(handle, expected, sealed);
      const outcome = await this.#swap(Uint8Array.from(handle), expected, Uint8Array.from(sealed));
      if (outcome === 'conflict') return outcome;
      if (erase) {
        // Also where the outcome is unknown: what it overwrote may be in the log.
        this.#erasuresAsked++;
        await this.tryErase();
      } else if (this.pendingErasure) {
        await this.tryErase(0);
      }
      return outcome;
    });
  }

  async handles(after?: Uint8Array, limit: number = HANDLES_PAGE_COUNT): Promise<Uint8Array[]> {
    return await this.#file.use(async () => {
      assertPage(after, limit);
      const behind = Uint8Array.from(after ?? []);
      return await this.#file.read((connection) => {
        const rows = connection
          .prepare('SELECT handle FROM records WHERE handle > ? ORDER BY handle LIMIT ?')
          .all(behind, limit) as { handle: Uint8Array }[];
        return rows.map(({ handle }) => handle);
      });
    });
  }

  async erase(): Promise<boolean> {
    return await this.#file.use(() => this.tryErase());
  }

  async close(): Promise<void> {
    await this.#file.close(async () => {
      if (this.pendingErasure) await this.tryErase();
    });
  }

  /** Empties the log, trying again for `waitMs` while others are in the way. True if it is empty. */
  async tryErase(waitMs?: number): Promise<boolean> {
    const asked = this.#erasuresAsked;
    try {
      if (!(await this.#file.emptyLog(waitMs))) return false;
    } catch (error) {
      this.#report(error);
      return false;
    }
    this.#erasuresDone = Math.max(this.#erasuresDone, asked);
    return true;
  }

  async #swap(handle: Uint8Array, expected: bigint, sealed: Uint8Array): Promise<SwapOutcome> {
    try {
      return await this.#file.write<SwapOutcome>((connection) => {
        const { changes } =
          expected === 0n
            ? connection.prepare(INSERT).run(handle, encodeRevision(1n), sealed)
            : connection
                .prepare(UPDATE)
                .run(encodeRevision(expected + 1n), sealed, handle, encodeRevision(expected));
        return changes === 1 ? { commit: true, value: 'ok' } : { commit: false, value: 'conflict' };
      });
    } catch (error) {
      this.#report(error);
      return 'unknown';
    }
  }

  /** @throws what is no failure of the store */
  #report(error: unknown): void {
    if (!isMunimentError(error)) throw error;
    this.#onFailure(error);
  }
}

const INSERT = 'INSERT INTO records (handle, revision, sealed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const UPDATE = 'UPDATE records SET revision = ?, sealed = ? WHERE handle = ? AND revision = ?';

/** @throws ERR_STORE_IO for a row that this store cannot have written */
function recordOf({ revision, sealed }: Record<string, unknown>): StoredRecord {
  if (!isBlob(revision, REVISION_BYTES) || !isBlob(sealed, SEALED_RECORD_BYTES)) {
    throw new MunimentError('ERR_STORE_IO', 'a row of the record store is damaged');
  }
  return { revision: new DataView(revision.buffer, revision.byteOffset).getBigUint64(0), sealed };
}

function isBlob(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function encodeRevision(revision: bigint): Uint8Array {
  const bytes = new Uint8Array(REVISION_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, revision);
  return bytes;
}
