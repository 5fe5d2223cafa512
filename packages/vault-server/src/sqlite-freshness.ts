// Freshness on one machine: a second SQLite file, which should lie on another disk than the record store and stay out of its
// backups, so that restoring the one does not restore the other (spec/vault.md §11, VAULT-061).

import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  assertAdvance,
  assertNote,
  type Freshness,
  type FreshnessVerdict,
  isNoted,
  judge,
  type Note,
  RECORD_DIGEST_BYTES,
} from './freshness.ts';
import { RECORD_HANDLE_BYTES } from './record-store.ts';
import {
  NODE_PORTS,
  type SqliteConnection,
  SqliteFile,
  type SqlitePorts,
  type SqliteSchema,
} from './sqlite-file.ts';

/** How a freshness in a SQLite file works. */
export interface SqliteFreshnessOptions {
  /** For how long a call waits for other processes that use the file; 5,000 ms unless told. */
  readonly waitMs?: number;
  /** Is told why a note is `unknown`: for the operator's log. */
  readonly onFailure?: (error: MunimentError) => void;
}

const SCHEMA: SqliteSchema = {
  name: 'freshness file',
  applicationId: 0x4d756e46,
  version: 1,
  sql: `CREATE TABLE notes (
    handle BLOB PRIMARY KEY CHECK (length(handle) = ${RECORD_HANDLE_BYTES}),
    revision INTEGER NOT NULL CHECK (revision > 0),
    digest BLOB NOT NULL CHECK (length(digest) = ${RECORD_DIGEST_BYTES})
  ) STRICT, WITHOUT ROWID`,
};

const ADVANCE = `INSERT INTO notes (handle, revision, digest) VALUES (?, ?, ?)
  ON CONFLICT (handle) DO UPDATE SET revision = excluded.revision, digest = excluded.digest
  WHERE revision < excluded.revision`;

/**
 * Opens the freshness file at `path`, and makes it (mode 0600) if there is none: then nothing is noted, and every record beyond
 * its first revision is `behind`. Any number of processes of this machine may share it.
 *
 * ```ts
 * const freshness = await sqliteFreshness('/srv/other-disk/muniment/freshness.sqlite');
 * ```
 * @throws as `sqliteRecordStore`
 */
export async function sqliteFreshness(
  path: string,
  options: SqliteFreshnessOptions = {},
): Promise<Freshness> {
  return await sqliteFreshnessOn(path, options, NODE_PORTS);
}

/** The same with the world outside given. */
export async function sqliteFreshnessOn(
  path: string,
  { waitMs = 5_000, onFailure = () => {} }: SqliteFreshnessOptions,
  ports: SqlitePorts,
): Promise<Freshness> {
  return new SqliteFreshness(await SqliteFile.open(path, SCHEMA, waitMs, ports), onFailure);
}

class SqliteFreshness implements Freshness {
  readonly #file: SqliteFile;
  readonly #onFailure: (error: MunimentError) => void;

  constructor(file: SqliteFile, onFailure: (error: MunimentError) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  async check(handle: Uint8Array, revision: bigint, digest: Uint8Array): Promise<FreshnessVerdict> {
    return await this.#file.use(async () => {
      assertNote(handle, revision, digest);
      const own = { handle: Uint8Array.from(handle), digest: Uint8Array.from(digest) };
      const noted = await this.#file.read((connection) => noteOf(connection, own.handle));
      return judge(noted, revision, own.digest);
    });
  }

  async advance(handle: Uint8Array, revision: bigint, digest: Uint8Array): Promise<'ok' | 'unknown'> {
    return await this.#file.use(async () => {
      assertAdvance(handle, revision, digest);
      const own = { handle: Uint8Array.from(handle), digest: Uint8Array.from(digest) };
      try {
        return await this.#file.write<'ok' | 'unknown'>((connection) => {
          connection.prepare(ADVANCE).run(own.handle, revision, own.digest);
          const noted = isNoted(noteOf(connection, own.handle), revision, own.digest);
          return { commit: noted, value: noted ? 'ok' : 'unknown' };
        });
      } catch (error) {
        if (!isMunimentError(error)) throw error;
        this.#onFailure(error);
        return 'unknown';
      }
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** @throws ERR_STORE_IO for a row that this file cannot have been given */
function noteOf(connection: SqliteConnection, handle: Uint8Array): Note {
  const statement = connection.prepare('SELECT revision, digest FROM notes WHERE handle = ?');
  statement.setReadBigInts(true);
  const row = statement.get(handle);
  if (row === undefined) return { revision: 0n, digest: new Uint8Array() };
  const { revision, digest } = row;
  if (
    typeof revision !== 'bigint' ||
    !(digest instanceof Uint8Array) ||
    digest.length !== RECORD_DIGEST_BYTES
  ) {
    throw new MunimentError('ERR_STORE_IO', 'a row of the freshness file is damaged');
  }
  return { revision, digest };
}
