import { createHash } from 'node:crypto';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Freshness, noFreshness, RECORD_DIGEST_BYTES } from '../src/freshness.ts';
import { REVISION_MAX, type RecordStore, SEALED_RECORD_BYTES } from '../src/record-store.ts';
import { NODE_PORTS } from '../src/sqlite-file.ts';
import { sqliteFreshness, sqliteFreshnessOn } from '../src/sqlite-freshness.ts';
import { sqliteRecordStore } from '../src/sqlite-record-store.ts';
import { type Child, startChild } from './children.ts';
import { temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const random = seededRandom(9);
const handle = random.bytes(32);
const other = random.bytes(32);
const fresh = (): string => join(folder(), 'freshness.sqlite');
const digestOf = (bytes: Uint8Array | string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const d1 = digestOf('one');
const d2 = digestOf('two');
const d3 = digestOf('three');

const children: Child[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill('SIGKILL');
    await child.ended();
  }
});

describe('sqliteFreshness', () => {
  it('judges by the last note', async () => {
    const freshness = await sqliteFreshness(fresh());
    expect(await freshness.check(handle, 0n, new Uint8Array())).toBe('current');
    expect(await freshness.check(handle, 1n, d1)).toBe('ahead');
    expect(await freshness.check(handle, 2n, d1)).toBe('behind');
    expect(await freshness.advance(handle, 1n, d1)).toBe('ok');
    expect(await freshness.check(handle, 1n, d1)).toBe('current');
    expect(await freshness.check(handle, 1n, d2)).toBe('other');
    expect(await freshness.check(handle, 0n, d1)).toBe('behind');
    expect(await freshness.check(handle, 0n, new Uint8Array())).toBe('behind');
    expect(await freshness.check(handle, 2n, d2)).toBe('ahead');
    expect(await freshness.check(handle, 3n, d2)).toBe('behind');
    expect(await freshness.check(other, 0n, d1)).toBe('current');
    expect(await freshness.check(other, 1n, d1)).toBe('ahead');
    await freshness.close();
  });

  it('only goes forward', async () => {
    const freshness = await sqliteFreshness(fresh());
    expect(await freshness.advance(handle, 5n, d2)).toBe('ok');
    expect(await freshness.advance(handle, 5n, d2)).toBe('ok');
    // Nobody knows whether what is older led to what is noted.
    expect(await freshness.advance(handle, 4n, d1)).toBe('unknown');
    expect(await freshness.check(handle, 5n, d2)).toBe('current');
    // Another record of the same revision is not.
    expect(await freshness.advance(handle, 5n, d3)).toBe('unknown');
    expect(await freshness.check(handle, 5n, d2)).toBe('current');
    expect(await freshness.advance(handle, REVISION_MAX, d3)).toBe('ok');
    expect(await freshness.check(handle, REVISION_MAX, d3)).toBe('current');
    expect(await freshness.check(handle, REVISION_MAX, d1)).toBe('other');
    expect(await freshness.check(handle, 6n, d3)).toBe('behind');
    await freshness.close();
  });

  it('agrees with a model, through two connections and reopening', async () => {
    const step = fc.record({
      kind: fc.constantFrom('advance', 'check', 'reopen'),
      second: fc.boolean(),
      handle: fc.constantFrom(handle, other),
      revision: fc.bigInt({ min: 0n, max: 4n }),
      digest: fc.constantFrom(d1, d2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const path = fresh();
        const pair = [await sqliteFreshness(path), await sqliteFreshness(path)];
        const model = new Map<Uint8Array, { revision: bigint; digest: Uint8Array }>();
        for (const { kind, second, handle: own, revision, digest } of steps) {
          const at = second ? 1 : 0;
          const noted = model.get(own) ?? { revision: 0n, digest: d3 };
          if (kind === 'reopen') {
            await pair[at].close();
            pair[at] = await sqliteFreshness(path);
          } else if (kind === 'advance' && revision > 0n) {
            const isOther = revision === noted.revision && digest !== noted.digest;
            const expected = revision < noted.revision || isOther ? 'unknown' : 'ok';
            expect(await pair[at].advance(own, revision, digest)).toBe(expected);
            if (revision > noted.revision) model.set(own, { revision, digest });
          } else {
            const distance = revision - noted.revision;
            const same = revision === 0n || digest === noted.digest;
            const expected =
              distance === 1n ? 'ahead' : distance !== 0n ? 'behind' : same ? 'current' : 'other';
            expect(await pair[at].check(own, revision, digest)).toBe(expected);
          }
        }
        for (const one of pair) await one.close();
      }),
      { numRuns: count('property') / 4 },
    );
  });

  it('is a file that only its owner reads, and none of another kind or version', async () => {
    const path = join(folder(), 'sub', 'freshness.sqlite');
    const freshness = await sqliteFreshness(path);
    await freshness.advance(handle, 1n, d1);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600);
    await freshness.close();
    const records = join(folder(), 'records.sqlite');
    await (await sqliteRecordStore(records)).close();
    await expect(sqliteFreshness(records)).rejects.toMatchObject({ code: 'ERR_STORE_FOREIGN' });
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 9');
    database.close();
    await expect(sqliteFreshness(path)).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED_VERSION' });
  });

  it('takes nothing that is no note', async () => {
    const freshness = await sqliteFreshness(fresh());
    for (const one of [freshness, noFreshness]) {
      for (const run of [
        () => one.check(handle.subarray(1), 1n, d1),
        () => one.check(handle, -1n, d1),
        () => one.check(handle, REVISION_MAX + 1n, d1),
        () => one.check(handle, 1n, d1.subarray(1)),
        () => one.advance(handle.subarray(1), 1n, d1),
        () => one.advance(handle, 0n, d1),
        () => one.advance(handle, -1n, d1),
        () => one.advance(handle, 1n, new Uint8Array(33)),
      ]) {
        await expect(run()).rejects.toThrow(RangeError);
      }
      for (const run of [
        () => one.check('x' as never, 1n, d1),
        () => one.check(handle, 1 as never, d1),
        () => one.check(handle, 1n, undefined as never),
        () => one.advance(handle, 1n, [...d1] as never),
      ]) {
        await expect(run()).rejects.toThrow(TypeError);
      }
    }
    expect(await freshness.check(handle, 0n, d1)).toBe('current');
    await freshness.close();
    await freshness.close();
    await expect(freshness.check(handle, 1n, d1)).rejects.toThrow(TypeError);
    await expect(freshness.advance(handle, 1n, d1)).rejects.toThrow(TypeError);
  });

  it('keeps what it was given, not what became of it', async () => {
    const freshness = await sqliteFreshness(fresh());
    const own = { handle: handle.slice(), digest: d1.slice() };
    const noting = freshness.advance(own.handle, 1n, own.digest);
    own.handle.fill(0);
    own.digest.fill(0);
    expect(await noting).toBe('ok');
    expect(await freshness.check(handle, 1n, d1)).toBe('current');
    await freshness.close();
  });

  it('says unknown if a note may be missing, and throws if it cannot be read', async () => {
    const failures: MunimentError[] = [];
    let broken = false;
    const error = Object.assign(new Error('a text of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
    const freshness = await sqliteFreshnessOn(
      fresh(),
      { waitMs: 50, onFailure: (reason) => failures.push(reason) },
      {
        ...NODE_PORTS,
        connect: (path) => {
          const real = NODE_PORTS.connect(path);
          return {
            exec: (sql) => {
              real.exec(sql);
              if (broken && sql === 'COMMIT') throw error;
            },
            prepare: (sql) => {
              if (broken && sql.startsWith('SELECT') && !real.isTransaction) throw error;
              return real.prepare(sql);
            },
            close: () => real.close(),
            get isTransaction() {
              return real.isTransaction;
            },
          };
        },
      },
    );
    broken = true;
    expect(await freshness.advance(handle, 1n, d1)).toBe('unknown');
    expect(failures.map(({ code }) => code)).toEqual(['ERR_STORE_IO']);
    const reason = await freshness.check(handle, 1n, d1).catch((thrown: unknown) => thrown);
    expect(isMunimentError(reason, 'ERR_STORE_IO')).toBe(true);
    broken = false;
    expect(await freshness.check(handle, 1n, d1)).toBe('current');
    await freshness.close();
  });

  it('does not give out a damaged row', async () => {
    const path = fresh();
    const freshness = await sqliteFreshness(path);
    await freshness.advance(handle, 1n, d1);
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA ignore_check_constraints = ON; UPDATE notes SET digest = x'00'`);
    database.close();
    const reason = await freshness.check(handle, 1n, d1).catch((thrown: unknown) => thrown);
    expect(isMunimentError(reason, 'ERR_STORE_IO'), String(reason)).toBe(true);
    await freshness.close();
  });
});

describe('noFreshness', () => {
  it('finds everything current', async () => {
    expect(await noFreshness.advance(handle, 7n, d1)).toBe('ok');
    for (const revision of [0n, 1n, 7n, 9n]) {
      expect(await noFreshness.check(handle, revision, d2)).toBe('current');
    }
    await noFreshness.close();
  });
});

/** Writes a record in the order that `Freshness` asks for. */
async function write(store: RecordStore, freshness: Freshness, expected: bigint): Promise<void> {
  const sealed = random.bytes(SEALED_RECORD_BYTES);
  expect(await store.compareAndSwap(handle, expected, sealed)).toBe('ok');
  expect(await freshness.advance(handle, expected + 1n, digestOf(sealed))).toBe('ok');
}

async function verdict(store: RecordStore, freshness: Freshness): Promise<string> {
  const record = await store.get(handle);
  return await freshness.check(
    handle,
    record?.revision ?? 0n,
    record === undefined ? new Uint8Array() : digestOf(record.sealed),
  );
}

describe('a file that was put back', () => {
  /** The outcome after an old copy of one of the two files was put back. */
  async function putBack(which: 'records' | 'freshness', before: bigint, after: bigint): Promise<string> {
    const paths = { records: join(folder(), 'records.sqlite'), freshness: fresh() };
    for (let revision = 0n; revision < after; revision++) {
      if (revision === before) copyFileSync(paths[which], `${paths[which]}.old`);
      const store = await sqliteRecordStore(paths.records);
      const freshness = await sqliteFreshness(paths.freshness);
      if (revision > 0n) expect(await verdict(store, freshness)).toBe('current');
      await write(store, freshness, revision);
      // The last connection moves everything into the file that is copied.
      await store.close();
      await freshness.close();
    }
    copyFileSync(`${paths[which]}.old`, paths[which]);
    const store = await sqliteRecordStore(paths.records);
    const freshness = await sqliteFreshness(paths.freshness);
    const seen = await verdict(store, freshness);
    await store.close();
    await freshness.close();
    return seen;
  }

  // VAULT-061
  it('is noticed if it is the record store, however old', async () => {
    for (const before of [1n, 2n, 3n, 4n]) expect(await putBack('records', before, 5n)).toBe('behind');
  });

  it('is noticed if it is the freshness file, unless it is one note old', async () => {
    for (const before of [1n, 2n, 3n]) expect(await putBack('freshness', before, 5n)).toBe('behind');
    expect(await putBack('freshness', 4n, 5n)).toBe('ahead');
  });

  it('is noticed if it is a record store that went on from the old copy', async () => {
    const paths = { records: join(folder(), 'records.sqlite'), freshness: fresh() };
    let store = await sqliteRecordStore(paths.records);
    const freshness = await sqliteFreshness(paths.freshness);
    await write(store, freshness, 0n);
    await write(store, freshness, 1n);
    await store.close();
    copyFileSync(paths.records, `${paths.records}.old`);
    store = await sqliteRecordStore(paths.records);
    await write(store, freshness, 2n);
    await store.close();
    copyFileSync(`${paths.records}.old`, paths.records);
    store = await sqliteRecordStore(paths.records);
    // Someone writes without asking the freshness.
    expect(await store.compareAndSwap(handle, 2n, random.bytes(SEALED_RECORD_BYTES))).toBe('ok');
    expect(await verdict(store, freshness)).toBe('other');
    expect(await freshness.advance(handle, 3n, digestOf((await store.get(handle))!.sealed))).toBe('unknown');
    await store.close();
    await freshness.close();
  });

  it('is accepted on purpose by noting every record anew', async () => {
    const store = await sqliteRecordStore(join(folder(), 'records.sqlite'));
    const lost = await sqliteFreshness(fresh());
    for (let revision = 0n; revision < 3n; revision++) await write(store, lost, revision);
    await lost.close();
    const next = await sqliteFreshness(fresh());
    expect(await verdict(store, next)).toBe('behind');
    for (const own of await store.handles()) {
      const { revision, sealed } = (await store.get(own))!;
      expect(await next.advance(own, revision, digestOf(sealed))).toBe('ok');
    }
    expect(await verdict(store, next)).toBe('current');
    await store.close();
    await next.close();
  });
});

describe('several processes', () => {
  it('note in any order, and it never goes back', async () => {
    const path = fresh();
    const watcher = await sqliteFreshness(path);
    const script = `
      const { sqliteFreshness } = await import(process.env.FRESHNESS);
      const freshness = await sqliteFreshness(process.env.STORE, { waitMs: 60_000 });
      const handle = new Uint8Array(32).fill(1);
      const outcomes = [];
      // Each process goes through all revisions from another start, back and forth.
      for (let i = 0; i < 120; i++) {
        const revision = BigInt(1 + ((i * 47 + Number(process.env.ME) * 31) % 60));
        const outcome = await freshness.advance(handle, revision, new Uint8Array(32).fill(Number(revision)));
        // Others may have overtaken any but the last.
        outcomes.push(outcome === 'ok' || (outcome === 'unknown' && revision < 60n));
      }
      console.log(outcomes.every((isRight) => isRight));
      await freshness.close();`;
    for (let i = 0; i < 4; i++) children.push(startChild(script, { STORE: path, ME: String(i) }));
    let isRunning = true;
    const all = Promise.all(children.map((child) => child.ended())).then(() => {
      isRunning = false;
    });
    const own = new Uint8Array(32).fill(1);
    let last = 0n;
    while (isRunning) {
      // What was once covered stays so: an older record is never current again.
      for (let revision = last; revision <= 60n; revision++) {
        const digest = new Uint8Array(RECORD_DIGEST_BYTES).fill(Number(revision));
        if (revision > 0n && (await watcher.check(own, revision, digest)) === 'current') {
          if (revision > last) last = revision;
        }
      }
      if (last > 1n) {
        const before = new Uint8Array(RECORD_DIGEST_BYTES).fill(Number(last - 1n));
        expect(await watcher.check(own, last - 1n, before)).toBe('behind');
      }
      await new Promise((done) => setTimeout(done, 2));
    }
    await all;
    expect(children.map((child) => child.lines())).toEqual([['true'], ['true'], ['true'], ['true']]);
    expect(await watcher.check(own, 60n, new Uint8Array(RECORD_DIGEST_BYTES).fill(60))).toBe('current');
    await watcher.close();
  });

  it('that are killed leave every note that was ok', async () => {
    const path = fresh();
    const script = `
      import { writeSync } from 'node:fs';
      const { sqliteFreshness } = await import(process.env.FRESHNESS);
      const freshness = await sqliteFreshness(process.env.STORE, { waitMs: 60_000 });
      const handle = new Uint8Array(32).fill(1);
      for (let revision = BigInt(process.env.FROM) + 1n; ; revision++) {
        const outcome = await freshness.advance(handle, revision, new Uint8Array(32).fill(Number(revision % 251n)));
        writeSync(1, outcome + ' ' + revision + '\\n');
      }`;
    const own = new Uint8Array(32).fill(1);
    const digest = (revision: bigint): Uint8Array =>
      new Uint8Array(RECORD_DIGEST_BYTES).fill(Number(revision % 251n));
    let last = 0n;
    for (let kill = 0; kill < count('vault-freshness-kills'); kill++) {
      const child = startChild(script, { STORE: path, FROM: String(last) });
      children.push(child);
      await child.printed(5 + random.below(60));
      child.process.kill('SIGKILL');
      await child.ended();
      const lines = child.lines();
      expect(lines.every((line) => line.startsWith('ok '))).toBe(true);
      last = BigInt(lines.at(-1)!.slice(3));
      const freshness = await sqliteFreshness(path);
      const seen = await freshness.check(own, last, digest(last));
      // One more may have been noted without being said.
      if (seen !== 'current') {
        last++;
        expect(await freshness.check(own, last, digest(last))).toBe('current');
      }
      await freshness.close();
    }
    expect(last).toBeGreaterThan(10n);
  }, 600_000);
});
