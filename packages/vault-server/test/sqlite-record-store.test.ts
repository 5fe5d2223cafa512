import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ErrorCode, isMunimentError, type MunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { type RecordStore, SEALED_RECORD_BYTES } from '../src/record-store.ts';
import { NODE_PORTS, type SqliteConnection, type SqlitePorts } from '../src/sqlite-file.ts';
import { sqliteFreshness } from '../src/sqlite-freshness.ts';
import { sqliteRecordStore, sqliteRecordStoreOn } from '../src/sqlite-record-store.ts';
import { rawFiles, temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const random = seededRandom(3);
const handle = random.bytes(32);
const sealed = (): Uint8Array => random.bytes(SEALED_RECORD_BYTES);
const fresh = (): string => join(folder(), 'records.sqlite');
const modeOf = (path: string): number => statSync(path).mode & 0o777;

async function failure(run: () => Promise<unknown>, code: ErrorCode): Promise<MunimentError> {
  const error = await run().then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  expect(isMunimentError(error, code), String(error)).toBe(true);
  return error as MunimentError;
}

/** Which 16-byte pieces of `old`, at every distance of `step`, are in `files` and not in a record of `current`. */
function traces(
  files: readonly Buffer[],
  old: readonly Uint8Array[],
  current: readonly Uint8Array[],
  step: number,
): number {
  const wanted = new Set<string>();
  for (const bytes of old) {
    const text = Buffer.from(bytes).toString('latin1');
    for (let at = 0; at + 16 <= text.length; at += step) wanted.add(text.slice(at, at + 16));
  }
  for (const bytes of current) {
    const text = Buffer.from(bytes).toString('latin1');
    for (let at = 0; at + 16 <= text.length; at++) wanted.delete(text.slice(at, at + 16));
  }
  let found = 0;
  for (const file of files) {
    const text = file.toString('latin1');
    for (let at = 0; at + 16 <= text.length; at++) if (wanted.has(text.slice(at, at + 16))) found++;
  }
  return found;
}

describe('opening', () => {
  it('makes a file that only its owner reads, in a folder that only its owner enters', async () => {
    const path = join(folder(), 'a', 'b', 'records.sqlite');
    const store = await sqliteRecordStore(path);
    await store.compareAndSwap(handle, 0n, sealed());
    expect(modeOf(join(path, '..'))).toBe(0o700);
    expect(modeOf(join(path, '..', '..'))).toBe(0o700);
    for (const suffix of ['', '-wal', '-shm']) expect(modeOf(path + suffix)).toBe(0o600);
    await store.close();
  });

  it('takes rights away from a file that others may read', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path);
    await store.compareAndSwap(handle, 0n, sealed());
    for (const suffix of ['', '-wal', '-shm']) chmodSync(path + suffix, 0o644);
    const other = await sqliteRecordStore(path);
    for (const suffix of ['', '-wal', '-shm']) expect(modeOf(path + suffix)).toBe(0o600);
    await other.close();
    await store.close();
  });

  it('keeps what was written for the next time', async () => {
    const path = fresh();
    const first = await sqliteRecordStore(path);
    const bytes = sealed();
    await first.compareAndSwap(handle, 0n, sealed());
    await first.compareAndSwap(handle, 1n, bytes);
    await first.close();
    const second = await sqliteRecordStore(path);
    expect(await second.get(handle)).toEqual({ revision: 2n, sealed: bytes });
    await second.close();
  });

  it('asks SQLite to sync each commit and to keep nothing', async () => {
    const connections: SqliteConnection[] = [];
    const ports: SqlitePorts = {
      ...NODE_PORTS,
      connect: (path) => {
        const connection = NODE_PORTS.connect(path);
        connections.push(connection);
        return connection;
      },
    };
    const path = fresh();
    // The first one makes the file, the second finds it.
    const stores = [await sqliteRecordStoreOn(path, {}, ports), await sqliteRecordStoreOn(path, {}, ports)];
    for (const connection of connections) {
      const pragma = (name: string): unknown =>
        Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
      expect(pragma('journal_mode')).toBe('wal');
      expect(pragma('synchronous')).toBe(2);
      expect(pragma('fullfsync')).toBe(1);
      expect(pragma('checkpoint_fullfsync')).toBe(1);
      expect(pragma('secure_delete')).toBe(1);
      expect(pragma('temp_store')).toBe(2);
      // SQLite has no row for a size of 0 if it was built without memory maps.
      expect(pragma('mmap_size') ?? 0).toBe(0);
      expect(pragma('auto_vacuum')).toBe(0);
      expect(pragma('busy_timeout')).toBe(20);
      expect(pragma('user_version')).toBe(1);
    }
    expect(connections).toHaveLength(2);
    for (const store of stores) await store.close();
  });

  it('works on an empty file, and many times at once', async () => {
    const path = fresh();
    writeFileSync(path, '');
    const stores = await Promise.all(Array.from({ length: 8 }, () => sqliteRecordStore(path)));
    expect(await stores[3].compareAndSwap(handle, 0n, sealed())).toBe('ok');
    for (const store of stores) {
      expect((await store.get(handle))?.revision).toBe(1n);
      await store.close();
    }
  });

  it('refuses a store of another version, and leaves it alone', async () => {
    const path = fresh();
    await (await sqliteRecordStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 2');
    database.close();
    const before = readFileSync(path);
    const error = await failure(() => sqliteRecordStore(path), 'ERR_UNSUPPORTED_VERSION');
    expect(error.message).toBe('the record store has version 2, not 1');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses what is no record store, and leaves it alone', async () => {
    const junk = fresh();
    writeFileSync(junk, random.bytes(8192));
    const foreign = fresh();
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE mine (x); INSERT INTO mine VALUES (1)');
    database.close();
    const freshness = fresh();
    await (await sqliteFreshness(freshness)).close();
    for (const path of [junk, foreign, freshness]) {
      const before = readFileSync(path);
      await failure(() => sqliteRecordStore(path), 'ERR_STORE_FOREIGN');
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    await failure(() => sqliteRecordStore(folder()), 'ERR_STORE_FOREIGN');
    await failure(() => sqliteRecordStore(join(junk, 'records.sqlite')), 'ERR_STORE_FOREIGN');
  });

  it('refuses a folder to which others may write', async () => {
    for (const mode of [0o770, 0o702, 0o777]) {
      const shared = join(folder(), 'shared');
      mkdirSync(shared);
      chmodSync(shared, mode);
      await failure(() => sqliteRecordStore(join(shared, 'records.sqlite')), 'ERR_STORE_FOREIGN');
    }
  });

  it('refuses what is no path or time', async () => {
    await expect(sqliteRecordStore('')).rejects.toThrow(TypeError);
    await expect(sqliteRecordStore(1 as never)).rejects.toThrow(TypeError);
    await expect(sqliteRecordStore(fresh(), { waitMs: -1 })).rejects.toThrow(RangeError);
    await expect(sqliteRecordStore(fresh(), { waitMs: Number.NaN })).rejects.toThrow(RangeError);
  });

  it('has no column for an account or a time', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path);
    await store.compareAndSwap(handle, 0n, sealed());
    await store.close();
    const database = new DatabaseSync(path);
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all('records');
    expect(columns.map(({ name }) => name)).toEqual(['id', 'handle', 'revision', 'sealed']);
    expect(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()).toEqual({ n: 2 });
    database.close();
  });
});

describe('a write that erases', () => {
  // VAULT-062
  it('leaves no 16 bytes of what it overwrote in any file', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path);
    const marker = Buffer.from('THE MARKER OF AN OLD RECORD');
    const old = [sealed(), sealed(), sealed()];
    old[2].set(marker, 9_000);
    const bystander = sealed();
    const bystanderHandle = random.bytes(32);
    await store.compareAndSwap(bystanderHandle, 0n, bystander);
    for (const [i, bytes] of old.entries()) await store.compareAndSwap(handle, BigInt(i), bytes);
    // Beginning and end stay as they were, so that nothing is found there although it is there.
    const next = sealed();
    next.set(old[2].subarray(0, 100));
    next.set(old[2].subarray(-100), next.length - 100);
    expect(traces(rawFiles(path), old, [next, bystander], 1)).toBeGreaterThan(3 * 16_000);
    expect(rawFiles(path).some((file) => file.includes(marker))).toBe(true);

    expect(await store.compareAndSwap(handle, 3n, next, { erase: true })).toBe('ok');
    expect(store.pendingErasure).toBe(false);
    const files = rawFiles(path);
    expect(files).toHaveLength(3);
    expect(files.some((file) => file.includes(marker))).toBe(false);
    expect(traces(files, old, [next, bystander], 1)).toBe(0);
    expect(traces(files, [next], [], 16)).toBeGreaterThan(1_000);
    expect(await store.get(handle)).toEqual({ revision: 4n, sealed: next });
    expect(await store.get(bystanderHandle)).toEqual({ revision: 1n, sealed: bystander });
    await store.close();
    expect(traces(rawFiles(path), old, [next, bystander], 1)).toBe(0);
  });

  // VAULT-062
  it('does so among many records, whatever was written before', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path);
    const records: { handle: Uint8Array; revision: bigint; sealed: Uint8Array }[] = Array.from(
      { length: 40 },
      () => ({
        handle: random.bytes(32),
        revision: 0n,
        sealed: new Uint8Array(),
      }),
    );
    const old: Uint8Array[] = [];
    for (let i = 0; i < count('vault-store-writes'); i++) {
      const record = random.pick(records);
      const bytes = sealed();
      // Of some writes nothing is asked; the last one erases for all.
      const erase = random.below(10) === 0;
      expect(await store.compareAndSwap(record.handle, record.revision, bytes, { erase })).toBe('ok');
      if (record.revision > 0n) old.push(record.sealed);
      record.sealed = bytes;
      record.revision++;
    }
    expect(await store.compareAndSwap(random.bytes(32), 0n, sealed(), { erase: true })).toBe('ok');
    const current = records.map((record) => record.sealed);
    expect(traces(rawFiles(path), old, [], 16)).toBe(0);
    expect(traces(rawFiles(path), current, [], 256)).toBeGreaterThan(1_000);
    for (const record of records.filter(({ revision }) => revision > 0n)) {
      expect(await store.get(record.handle)).toEqual({ revision: record.revision, sealed: record.sealed });
    }
    await store.close();
    // What was overwritten was overwritten in place: no page was ever freed.
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  });

  /** A store with an old record, a reader that holds on to it, and an erasure that it was in the way of. */
  async function blocked(waitMs = 60): Promise<{
    path: string;
    store: RecordStore;
    old: Uint8Array;
    letGo: () => void;
  }> {
    const path = fresh();
    const store = await sqliteRecordStore(path, { waitMs });
    const old = sealed();
    await store.compareAndSwap(handle, 0n, old);
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM records').get();
    expect(await store.compareAndSwap(handle, 1n, sealed(), { erase: true })).toBe('ok');
    expect((await store.get(handle))?.revision).toBe(2n);
    expect(store.pendingErasure).toBe(true);
    expect(traces(rawFiles(path), [old], [], 16)).toBeGreaterThan(1_000);
    return { path, store, old, letGo: () => reader.close() };
  }

  it('stands if a reader is in the way, and is owed until the reader has gone', async () => {
    const { path, store, old, letGo } = await blocked();
    expect(await store.erase()).toBe(false);
    expect(await store.compareAndSwap(random.bytes(32), 0n, sealed())).toBe('ok');
    expect(store.pendingErasure).toBe(true);
    letGo();
    expect(await store.erase()).toBe(true);
    expect(store.pendingErasure).toBe(false);
    expect(traces(rawFiles(path), [old], [], 1)).toBe(0);
    await store.close();
  });

  it('is made up for by the next write of any kind', async () => {
    const { path, store, old, letGo } = await blocked();
    letGo();
    expect(await store.compareAndSwap(random.bytes(32), 0n, sealed())).toBe('ok');
    expect(store.pendingErasure).toBe(false);
    expect(traces(rawFiles(path), [old], [], 1)).toBe(0);
    await store.close();
  });

  it('is made up for by close', async () => {
    const { path, store, old, letGo } = await blocked();
    const other = await sqliteRecordStore(path, { waitMs: 60 });
    // Whoever opens cannot know whether the log holds an erasure that is owed.
    expect(other.pendingErasure).toBe(true);
    letGo();
    await store.close();
    expect(traces(rawFiles(path), [old], [], 1)).toBe(0);
    expect(await other.erase()).toBe(true);
    expect(other.pendingErasure).toBe(false);
    await other.close();
  });

  it('is made up for by whoever opens the store after a crash', async () => {
    const { path, store, old, letGo } = await blocked();
    letGo();
    const other = await sqliteRecordStore(path);
    expect(other.pendingErasure).toBe(false);
    expect(traces(rawFiles(path), [old], [], 1)).toBe(0);
    await other.close();
    await store.close();
  });

  it('waits for a reader that goes in time', async () => {
    const { path, store, old, letGo } = await blocked();
    const patient = await sqliteRecordStore(path, { waitMs: 20_000 });
    const writing = patient.compareAndSwap(handle, 2n, sealed(), { erase: true });
    setTimeout(letGo, 100);
    expect(await writing).toBe('ok');
    expect(patient.pendingErasure).toBe(false);
    expect(traces(rawFiles(path), [old], [], 1)).toBe(0);
    await patient.close();
    await store.close();
  });
});

describe('another writer in the way', () => {
  /** Another connection that holds the write lock. */
  function writer(path: string): DatabaseSync {
    const database = new DatabaseSync(path);
    database.exec('BEGIN IMMEDIATE');
    return database;
  }

  it('is waited for, and other work goes on meanwhile', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path, { waitMs: 20_000 });
    const other = writer(path);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const writing = store.compareAndSwap(handle, 0n, sealed());
    expect(await store.get(handle)).toBeUndefined();
    await new Promise((done) => setTimeout(done, 300));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
    other.exec('ROLLBACK');
    other.close();
    expect(await writing).toBe('ok');
    await store.close();
  });

  it('makes a write unknown after too long, and nothing was written', async () => {
    const path = fresh();
    const failures: MunimentError[] = [];
    const store = await sqliteRecordStore(path, { waitMs: 50, onFailure: (error) => failures.push(error) });
    const other = writer(path);
    expect(await store.compareAndSwap(handle, 0n, sealed())).toBe('unknown');
    expect(failures.map(({ code, details }) => [code, details.sqlite])).toEqual([['ERR_STORE_IO', 5]]);
    other.exec('ROLLBACK');
    other.close();
    expect(await store.get(handle)).toBeUndefined();
    await store.close();
  });
});

describe('a database that was moved or replaced under a store', () => {
  it('is neither read nor written', async () => {
    for (const replace of [false, true]) {
      const path = fresh();
      const failures: MunimentError[] = [];
      const store = await sqliteRecordStore(path, { onFailure: (error) => failures.push(error) });
      await store.compareAndSwap(handle, 0n, sealed(), { erase: true });
      renameSync(path, `${path}.away`);
      if (replace) copyFileSync(`${path}.away`, path);
      await failure(() => store.get(handle), 'ERR_STORE_UNREACHABLE');
      await failure(() => store.handles(), 'ERR_STORE_UNREACHABLE');
      expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('unknown');
      expect(failures.map(({ code }) => code)).toEqual(['ERR_STORE_UNREACHABLE']);
      renameSync(`${path}.away`, path);
      expect((await store.get(handle))?.revision).toBe(1n);
      await store.close();
    }
  });
});

describe('failures of SQLite', () => {
  /** Ports on which `fail` decides what happens to each statement of a transaction. */
  function ports(fail: (sql: string, run: () => void) => void): SqlitePorts {
    return {
      ...NODE_PORTS,
      connect: (path) => {
        const real = NODE_PORTS.connect(path);
        return {
          exec: (sql) => fail(sql, () => real.exec(sql)),
          prepare: (sql) => {
            let statement: ReturnType<SqliteConnection['prepare']> | undefined;
            fail(`prepare ${sql}`, () => {
              statement = real.prepare(sql);
            });
            return statement!;
          },
          close: () => real.close(),
          get isTransaction() {
            return real.isTransaction;
          },
        };
      },
    };
  }

  const sqliteError = (errcode: number): Error =>
    Object.assign(new Error('a text of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

  /** A store whose next statement that begins with `sql` fails before or after it is carried out. */
  async function failing(
    sql: string,
    when: 'before' | 'after',
    error: Error = sqliteError(10),
  ): Promise<{ store: RecordStore; failures: MunimentError[]; arm: () => void }> {
    let armed = false;
    const failures: MunimentError[] = [];
    const store = await sqliteRecordStoreOn(
      fresh(),
      { waitMs: 50, onFailure: (reason) => failures.push(reason) },
      ports((text, run) => {
        const hit = armed && text.startsWith(sql);
        if (hit) armed = false;
        if (!hit || when === 'after') run();
        if (hit) throw error;
      }),
    );
    expect(await store.compareAndSwap(handle, 0n, sealed())).toBe('ok');
    return {
      store,
      failures,
      arm: () => {
        armed = true;
      },
    };
  }

  it.each([
    ['BEGIN', 'before', 1n],
    ['BEGIN', 'after', 1n],
    ['prepare UPDATE', 'before', 1n],
    ['COMMIT', 'before', 1n],
    ['COMMIT', 'after', 2n],
  ] as const)('a write is unknown if %s fails %s it was carried out', async (sql, when, revision) => {
    const { store, failures, arm } = await failing(sql, when);
    arm();
    expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('unknown');
    expect(failures.map(({ code }) => code)).toEqual(['ERR_STORE_IO']);
    expect((await store.get(handle))?.revision).toBe(revision);
    // The store goes on, from what it shows.
    expect(await store.compareAndSwap(handle, revision, sealed())).toBe('ok');
    expect((await store.get(handle))?.revision).toBe(revision + 1n);
    await store.close();
  });

  it('a conflict that cannot be rolled back by itself is unknown, never ok', async () => {
    const { store, arm } = await failing('ROLLBACK', 'before');
    arm();
    expect(await store.compareAndSwap(handle, 5n, sealed())).toBe('unknown');
    expect((await store.get(handle))?.revision).toBe(1n);
    expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('ok');
    await store.close();
  });

  it('a write whose erasure fails is ok, and the erasure is owed', async () => {
    const { store, failures, arm } = await failing('prepare PRAGMA wal_checkpoint', 'before');
    arm();
    expect(await store.compareAndSwap(handle, 1n, sealed(), { erase: true })).toBe('ok');
    expect(store.pendingErasure).toBe(true);
    expect(failures.map(({ code }) => code)).toEqual(['ERR_STORE_IO']);
    expect(await store.erase()).toBe(true);
    expect(store.pendingErasure).toBe(false);
    await store.close();
  });

  it('a write of unknown outcome owes its erasure', async () => {
    let broken = false;
    const store = await sqliteRecordStoreOn(
      fresh(),
      { waitMs: 20 },
      ports((text, run) => {
        if (!broken || !text.startsWith('prepare PRAGMA wal_checkpoint')) run();
        if (broken && /^(COMMIT|prepare PRAGMA wal_checkpoint)/.test(text)) throw sqliteError(10);
      }),
    );
    broken = true;
    expect(await store.compareAndSwap(handle, 0n, sealed(), { erase: true })).toBe('unknown');
    expect(store.pendingErasure).toBe(true);
    expect(await store.erase()).toBe(false);
    broken = false;
    expect(await store.compareAndSwap(handle, 7n, sealed(), { erase: true })).toBe('conflict');
    expect(store.pendingErasure).toBe(true);
    expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('ok');
    expect(store.pendingErasure).toBe(false);
    await store.close();
  });

  it.each([
    [10, 'ERR_STORE_IO'],
    [11, 'ERR_STORE_IO'],
    [26, 'ERR_STORE_IO'],
    [1, 'ERR_STORE_IO'],
    [13, 'ERR_STORE_FULL'],
    [8 | (6 << 8), 'ERR_STORE_READ_ONLY'],
    [3, 'ERR_STORE_DENIED'],
    [23, 'ERR_STORE_DENIED'],
    [14, 'ERR_STORE_UNREACHABLE'],
    [15, 'ERR_STORE_IO'],
    [5 | (1 << 8), 'ERR_STORE_IO'],
  ] as const)('result code %i of a read is %s', async (errcode, code) => {
    let broken = false;
    const store = await sqliteRecordStoreOn(
      fresh(),
      { waitMs: 20 },
      ports((text, run) => {
        if (broken && text.startsWith('prepare SELECT')) throw sqliteError(errcode);
        run();
      }),
    );
    broken = true;
    for (const run of [() => store.get(handle), () => store.handles()]) {
      const error = await failure(run, code);
      expect(error.details).toEqual({ sqlite: errcode });
      expect(error.message).not.toContain('a text of SQLite');
    }
    broken = false;
    expect(await store.get(handle)).toBeUndefined();
    await store.close();
  });

  it('a lock that is let go in time is no failure', async () => {
    let busy = 0;
    const store = await sqliteRecordStoreOn(
      fresh(),
      { waitMs: 5_000 },
      ports((text, run) => {
        if (busy > 0 && /^(BEGIN|prepare SELECT|prepare PRAGMA wal_checkpoint)/.test(text)) {
          busy--;
          throw sqliteError(busy % 2 === 0 ? 5 : 15);
        }
        run();
      }),
    );
    busy = 3;
    expect(await store.compareAndSwap(handle, 0n, sealed())).toBe('ok');
    busy = 3;
    expect((await store.get(handle))?.revision).toBe(1n);
    busy = 3;
    expect(await store.erase()).toBe(true);
    expect(busy).toBe(0);
    await store.close();
  });

  it.each([
    ['EACCES', 'ERR_STORE_DENIED'],
    ['EROFS', 'ERR_STORE_READ_ONLY'],
    ['ENOSPC', 'ERR_STORE_FULL'],
    ['EIO', 'ERR_STORE_IO'],
  ] as const)('%s of the file system is %s', async (posix, code) => {
    const error = Object.assign(new Error('a text of the system'), { code: posix });
    const { store, failures, arm } = await failing('COMMIT', 'before', error);
    arm();
    expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('unknown');
    expect(failures.map((one) => [one.code, one.details.posix])).toEqual([[code, posix]]);
    await store.close();
  });

  it('a mistake in the code is not taken for a failure of the disk', async () => {
    const { store, arm } = await failing('COMMIT', 'before', new TypeError('a mistake'));
    arm();
    await expect(store.compareAndSwap(handle, 1n, sealed())).rejects.toThrow('a mistake');
    expect(await store.compareAndSwap(handle, 1n, sealed())).toBe('ok');
    await store.close();
  });

  it('a damaged row is not given out', async () => {
    const path = fresh();
    const store = await sqliteRecordStore(path);
    for (const change of [`sealed = x'00'`, `revision = x'01'`]) {
      const own = random.bytes(32);
      await store.compareAndSwap(own, 0n, sealed());
      const database = new DatabaseSync(path);
      database.exec('PRAGMA ignore_check_constraints = ON');
      database.prepare(`UPDATE records SET ${change} WHERE handle = ?`).run(own);
      database.close();
      await failure(() => store.get(own), 'ERR_STORE_IO');
    }
    await store.close();
  });
});
