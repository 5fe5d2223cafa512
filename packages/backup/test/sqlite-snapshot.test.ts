// Databases that are in use while they are backed up.

import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BackupOptions, type BackupResult, backUp, type Session } from '../src/index.ts';
import { DatabaseCopies } from '../src/sqlite-snapshot.ts';
import { restored, type Setup, settle, setUp } from './support.ts';
import * as tree from './tree.ts';

/** SQLite waits five seconds for a lock. */
const LOCKED_MS = 60_000;

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

/** A database of messages, with a log beside it that holds all of them. */
function chat(path: string, mode = 'WAL'): DatabaseSync {
  const database = open(path);
  database.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT)`);
  return database;
}

function write(database: DatabaseSync, count: number): void {
  database.exec('SAVEPOINT writing');
  const insert = database.prepare('INSERT INTO messages (body) VALUES (?)');
  for (let i = 0; i < count; i++) insert.run(`${i} says the muniments are safe `.repeat(10));
  database.exec('RELEASE writing');
}

/** How many messages a database holds, once SQLite has found it sound. */
function messagesIn(path: string): number {
  const database = open(path);
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  return (database.prepare('SELECT count(*) AS n FROM messages').get() as { n: number }).n;
}

function backUpAll(
  { session, source }: Pick<Setup, 'session' | 'source'>,
  options: Partial<BackupOptions> = {},
): Promise<BackupResult> {
  return backUp(session, { paths: [source], sqliteSnapshot: true, ...options });
}

const NOTHING = { first: [], count: 0 };
const copiesOf = ({ folder }: Session): string => join(folder.path, 'databases');

describe('a database with a log', () => {
  it('comes back with what is committed and nothing else, under its own metadata', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const path = join(source, 'chat.db');
    const database = chat(path);
    write(database, 2_000);
    database.exec('BEGIN');
    write(database, 500);
    chmodSync(path, 0o640);
    utimesSync(path, 1_600_000_000, 1_600_000_000);
    const before = readdirSync(source).map((name) => [name, readFileSync(join(source, name), 'latin1')]);
    expect(before.map(([name]) => name)).toEqual(['chat.db', 'chat.db-shm', 'chat.db-wal']);

    const result = await backUpAll(setup);
    expect(result).toMatchObject({ files: 1, skipped: NOTHING, changed: NOTHING });
    const { into } = await restored(session, 'src');
    expect(readdirSync(join(into, 'src'))).toEqual(['chat.db']);
    const copy = join(into, 'src/chat.db');
    const { mode, mtimeMs } = statSync(copy);
    expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_600_000_000_000]);
    expect(messagesIn(copy)).toBe(2_000);

    // The database is as it was, and nothing is left of the copy.
    for (const [name, content] of before) {
      if (!name!.endsWith('-shm')) expect(readFileSync(join(source, name!), 'latin1')).toBe(content);
    }
    expect(readdirSync(copiesOf(session))).toEqual([]);
    database.exec('COMMIT');
    expect(messagesIn(path)).toBe(2_500);
    await session.close();
  });

  it('is copied again when only the log has changed, and only changed pages are stored', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const path = join(source, 'chat.db');
    const database = chat(path);
    write(database, 20_000);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint = 0');
    await settle();
    expect(await backUpAll(setup)).toMatchObject({ readFiles: 1 });
    expect(await backUpAll(setup)).toMatchObject({ unchangedFiles: 1, newBytes: 0 });

    const { size, mtimeMs } = statSync(path);
    database.exec("UPDATE messages SET body = 'edited' WHERE id = 10000");
    expect(statSync(path)).toMatchObject({ size, mtimeMs });
    const changed = await backUpAll(setup);
    expect(changed).toMatchObject({ readFiles: 1, unchangedFiles: 0 });
    expect(changed.newBytes).toBeGreaterThan(0);
    expect(changed.newBytes).toBeLessThanOrEqual(3 * 4096);
    const { into } = await restored(session, 'src');
    const copy = open(join(into, 'src/chat.db'));
    expect(copy.prepare('SELECT body FROM messages WHERE id = 10000').get()).toEqual({ body: 'edited' });

    // Without the option it is its file that counts, which is not what was copied.
    expect(await backUpAll(setup, { sqliteSnapshot: false })).toMatchObject({ files: 3, readFiles: 3 });
    const { into: raw } = await restored(session, 'src');
    expect(readFileSync(join(raw, 'src/chat.db')).equals(readFileSync(path))).toBe(true);

    // With something in the log it is copied each time; the same copy has nothing new.
    expect(await backUpAll(setup)).toMatchObject({ readFiles: 1, newBytes: 0 });
    database.close();
    await settle();
    // Nobody has it open now: its file is all there is, and it is left without files beside it.
    expect(await backUpAll(setup)).toMatchObject({ readFiles: 1 });
    expect(readdirSync(source)).toEqual(['chat.db']);
    expect(await backUpAll(setup)).toMatchObject({ unchangedFiles: 1 });
    await session.close();
  });

  it('is backed up as it lies there without the option', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    write(chat(join(source, 'chat.db')), 100);
    expect(await backUpAll(setup, { sqliteSnapshot: false })).toMatchObject({ files: 3 });
    const { into } = await restored(session, 'src');
    for (const name of ['chat.db', 'chat.db-wal']) {
      expect(readFileSync(join(into, 'src', name)).equals(readFileSync(join(source, name)))).toBe(true);
    }
    await session.close();
  });
});

describe('a database without a log', () => {
  it('is copied under a name that is no UTF-8, and not again while its file does not change', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const path = Buffer.concat([Buffer.from(`${source}/`), Buffer.from([0xff, 0x64, 0x62])]);
    const made = join(source, 'made');
    const database = chat(made, 'DELETE');
    write(database, 1_000);
    database.close();
    const before = readFileSync(made);
    renameSync(made, path);
    await settle();
    expect(await backUpAll(setup)).toMatchObject({ readFiles: 1, changed: NOTHING, skipped: NOTHING });
    expect(await backUpAll(setup)).toMatchObject({ unchangedFiles: 1, newBytes: 0 });
    const { into } = await restored(session, 'src');
    const copy = readFileSync(Buffer.concat([Buffer.from(`${into}/src/`), Buffer.from([0xff, 0x64, 0x62])]));
    // SQLite marks the first page of a copy; everything else is where it was.
    expect(copy.subarray(4096).equals(before.subarray(4096))).toBe(true);
    await session.close();
  });

  it(
    'is read as it is when it is locked, with its journal, and the user is told',
    async () => {
      const setup = await setUp();
      const { session, source } = setup;
      const path = join(source, 'chat.db');
      const database = chat(path, 'DELETE');
      write(database, 1_000);
      database.exec('BEGIN EXCLUSIVE');
      write(database, 1);
      const notices: string[] = [];
      const result = await backUpAll(setup, {
        onNotice: ({ code, message }) => notices.push(`${code} ${message}`),
      });
      expect(result).toMatchObject({ files: 2, skipped: NOTHING, changed: { count: 1 } });
      expect(notices).toEqual([expect.stringMatching(/^ERR_SOURCE_CHANGED .*\(it is locked\)/)]);
      expect(result.changed.first[0]!.path).toBe(path);
      const { into } = await restored(session, 'src');
      expect(readdirSync(join(into, 'src'))).toEqual(['chat.db', 'chat.db-journal']);
      expect(readFileSync(join(into, 'src/chat.db')).equals(readFileSync(path))).toBe(true);
      expect(readdirSync(copiesOf(session))).toEqual([]);
      database.exec('ROLLBACK');
      expect(await backUpAll(setup)).toMatchObject({ files: 1, changed: NOTHING });
      await session.close();
    },
    LOCKED_MS,
  );

  it('is read as it is when a change was cut off, with the journal that takes it back', async () => {
    const setup = await setUp();
    const { session, source, folder } = setup;
    const elsewhere = join(folder, 'chat.db');
    const database = chat(elsewhere, 'DELETE');
    write(database, 1_000);
    database.exec(
      'PRAGMA cache_size = 5; BEGIN; UPDATE messages SET body = body || body; DELETE FROM messages',
    );
    // What a power cut in the middle of the change would leave.
    for (const suffix of ['', '-journal'])
      copyFileSync(`${elsewhere}${suffix}`, join(source, `chat.db${suffix}`));
    await settle();
    const result = await backUpAll(setup);
    expect(result).toMatchObject({ files: 2, changed: { count: 1 } });
    expect(result.changed.first[0]!.message).toContain('a change of it was cut off');
    const { into } = await restored(session, 'src');
    expect(messagesIn(join(into, 'src/chat.db'))).toBe(1_000);
    // Nothing has changed since; without its journal the file would still be worth nothing.
    expect(await backUpAll(setup)).toMatchObject({ files: 2, changed: { count: 1 } });
    await session.close();
  });
});

describe('what only looks like a database', () => {
  it('is backed up as any file, and so is what lies beside it', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const header = 'SQLite format 3\0';
    writeFileSync(join(source, 'essay'), `${header} is how they begin. `.repeat(1_000));
    writeFileSync(join(source, 'essay-wal'), 'notes on the essay');
    writeFileSync(join(source, 'header'), header);
    writeFileSync(join(source, 'plain'), 'no database');
    writeFileSync(join(source, 'plain-journal'), 'of a plain life');
    writeFileSync(join(source, 'alone-wal'), 'beside nothing');
    mkdirSync(join(source, 'folder'));
    mkdirSync(join(source, 'folder-shm'));
    const before = tree.factsOf(source);
    expect(await backUpAll(setup)).toMatchObject({ files: 6, changed: NOTHING, skipped: NOTHING });
    const { facts: found } = await restored(session, 'src');
    expect(tree.comparable(found, before)).toEqual(tree.comparable(before));
    await session.close();
  });

  it('is reported if it was one and is damaged', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const path = join(source, 'chat.db');
    const database = chat(path, 'DELETE');
    write(database, 1_000);
    database.close();
    truncateSync(path, 8_192);
    const result = await backUpAll(setup);
    expect(result).toMatchObject({ files: 1, changed: { count: 1 } });
    expect(result.changed.first[0]!.message).toContain('malformed');
    const { into } = await restored(session, 'src');
    expect(readFileSync(join(into, 'src/chat.db')).equals(readFileSync(path))).toBe(true);
    await session.close();
  });
});

describe('the copy', () => {
  it('is for its owner only while it is there, and goes with a backup that is interrupted', async () => {
    const setup = await setUp();
    const { session, source } = setup;
    const database = chat(join(source, 'chat.db'));
    write(database, 20_000);
    const stopping = new AbortController();
    const modes: number[] = [];
    const running = backUpAll(setup, {
      signal: stopping.signal,
      onProgress: ({ phase, bytes }) => {
        if (phase !== 'reading' || bytes === 0) return;
        const folder = copiesOf(session);
        modes.push(
          statSync(folder).mode,
          ...readdirSync(folder).map((name) => statSync(join(folder, name)).mode),
        );
        stopping.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
    expect(modes.map((mode) => mode & 0o777).slice(0, 2)).toEqual([0o700, 0o600]);
    expect(readdirSync(copiesOf(session))).toEqual([]);
    await session.close();
  });

  it('of a run that was killed is deleted by the next, with the option or without', async () => {
    const setup = await setUp();
    const { session } = setup;
    for (const sqliteSnapshot of [true, false]) {
      mkdirSync(copiesOf(session), { recursive: true });
      appendFileSync(join(copiesOf(session), 'left'), 'all messages');
      await backUpAll(setup, { sqliteSnapshot });
      expect(existsSync(join(copiesOf(session), 'left'))).toBe(false);
    }
    await session.close();
  });

  it('is not made where there is no room for it: the database is read as it is', async () => {
    const { source, folder } = await setUp();
    const path = join(source, 'chat.db');
    write(chat(path), 10);
    const reasons: string[] = [];
    writeFileSync(join(folder, 'no folder'), '');
    const copies = new DatabaseCopies(join(folder, 'no folder'), (_, reason) => reasons.push(reason));
    expect(copies.isBeside(`${path}-wal`)).toBe(true);
    expect(await copies.use(path, async (found) => found)).toBe(path);
    expect(reasons).toHaveLength(1);
    expect(copies.isBeside(`${path}-wal`)).toBe(false);
  });
});
