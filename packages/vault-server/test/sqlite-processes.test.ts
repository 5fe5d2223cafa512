// Several processes on one record store: at once, killed at any moment, and out of room.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { count, seededRandom } from '@muniment/test-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { SEALED_RECORD_BYTES } from '../src/record-store.ts';
import { sqliteRecordStore } from '../src/sqlite-record-store.ts';
import { type Child, startChild } from './children.ts';
import { temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const children: Child[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill('SIGKILL');
    await child.ended();
  }
});

function start(script: string, variables: Readonly<Record<string, string>>, limitKiB?: number): Child {
  const child = startChild(script, variables, limitKiB);
  children.push(child);
  return child;
}

/** The record that a writer writes: all of it says what it is. */
function sealedOf(name: string): Uint8Array {
  const digest = createHash('sha256').update(name).digest();
  return Uint8Array.from({ length: SEALED_RECORD_BYTES }, (_, i) => digest[i % 32] ^ (i >> 8));
}

const handleOf = (number: number): Uint8Array => new Uint8Array(32).fill(number + 1);

/** What every program begins with; mirrors `sealedOf` and `handleOf`. */
const PRELUDE = `
  import { createHash } from 'node:crypto';
  import { writeSync } from 'node:fs';
  const { sqliteRecordStore } = await import(process.env.RECORDS);
  const say = (...words) => writeSync(1, words.join(' ') + '\\n');
  const handleOf = (number) => new Uint8Array(32).fill(number + 1);
  const sealedOf = (name) => {
    const digest = createHash('sha256').update(name).digest();
    return Uint8Array.from({ length: ${SEALED_RECORD_BYTES} }, (_, i) => digest[i % 32] ^ (i >> 8));
  };
  const me = process.env.ME;
`;

describe('processes that write one record at once', () => {
  it('win each revision once between them, and every other write is a conflict', async () => {
    const path = join(folder(), 'records.sqlite');
    const processes = count('vault-store-processes');
    const perProcess = Math.ceil(64 / processes);
    const rounds = 6;
    const script = `${PRELUDE}
      const store = await sqliteRecordStore(process.env.STORE, { waitMs: 120_000 });
      say('ready');
      await new Promise((done) => process.stdin.once('data', done));
      const from = Date.now();
      for (let round = 0; round < ${rounds}; round++) {
        const writes = Array.from({ length: ${perProcess} }, async (_, i) => {
          const name = me + '/' + round + '/' + i;
          const erase = i % 16 === 1;
          say(round, name, await store.compareAndSwap(handleOf(0), BigInt(round), sealedOf(name), { erase }));
        });
        await Promise.all(writes);
        const { revision } = await store.get(handleOf(0));
        if (revision <= BigInt(round)) say('stale', revision);
      }
      say('time', from, Date.now());
      await store.close();
      process.exit();`;
    const writers = Array.from({ length: processes }, (_, i) =>
      start(script, { STORE: path, ME: String(i) }),
    );
    for (const writer of writers) await writer.printed(1);
    for (const writer of writers) writer.go();
    for (const writer of writers) await writer.ended();

    const lines = writers.flatMap((writer) =>
      writer
        .lines()
        .slice(1)
        .map((line) => line.split(' ')),
    );
    const said = lines.filter(([word]) => word !== 'time');
    expect(said).toHaveLength(processes * perProcess * rounds);
    const winners = said.filter(([, , outcome]) => outcome === 'ok');
    expect(winners.map(([round]) => Number(round)).sort((a, b) => a - b)).toEqual([...Array(rounds).keys()]);
    expect(said.filter(([, , outcome]) => outcome === 'conflict')).toHaveLength(said.length - rounds);
    // They were at it at the same time.
    const times = lines.filter(([word]) => word === 'time');
    expect(times).toHaveLength(processes);
    const begun = times.map(([, from]) => Number(from)).sort((a, b) => a - b);
    expect(begun[1]).toBeLessThanOrEqual(Math.min(...times.map(([, , to]) => Number(to))));
    const store = await sqliteRecordStore(path);
    const last = winners.find(([round]) => Number(round) === rounds - 1)!;
    expect(await store.get(handleOf(0))).toEqual({ revision: BigInt(rounds), sealed: sealedOf(last[1]) });
    expect(await store.handles()).toEqual([handleOf(0)]);
    await store.close();
  }, 300_000);

  it('make one store between them, whoever is first', async () => {
    const path = join(folder(), 'new', 'records.sqlite');
    const script = `${PRELUDE}
      await new Promise((done) => (say('ready'), process.stdin.once('data', done)));
      const store = await sqliteRecordStore(process.env.STORE, { waitMs: 60_000 });
      say(await store.compareAndSwap(handleOf(Number(me)), 0n, sealedOf(me)));
      await store.close();
      process.exit();`;
    const openers = Array.from({ length: 4 }, (_, i) => start(script, { STORE: path, ME: String(i) }));
    for (const opener of openers) await opener.printed(1);
    for (const opener of openers) opener.go();
    for (const opener of openers) await opener.ended();
    expect(openers.map((opener) => opener.lines()[1])).toEqual(['ok', 'ok', 'ok', 'ok']);
    const store = await sqliteRecordStore(path);
    expect(await store.handles()).toHaveLength(4);
    await store.close();
  });
});

describe('a process that is killed', () => {
  const HANDLES = 5;
  // Says before each write what it is about to write, and after it that it was ok.
  const script = `${PRELUDE}
    const store = await sqliteRecordStore(process.env.STORE, { waitMs: 60_000 });
    for (let i = 0; ; i++) {
      const number = (i * 7 + Number(process.env.ME_NUMBER)) % ${HANDLES};
      const revision = (await store.get(handleOf(number)))?.revision ?? 0n;
      const name = number + '/' + (revision + 1n) + '/' + me;
      say('begins', name);
      const outcome = await store.compareAndSwap(handleOf(number), revision, sealedOf(name), { erase: i % 5 === 0 });
      if (outcome !== 'conflict') say(outcome, name);
    }`;

  it('leaves each record at the last revision that was ok or one that was begun, and whole', async () => {
    const path = join(folder(), 'records.sqlite');
    const random = seededRandom(5);
    const acknowledged = new Map<number, bigint>();
    const begun = new Set<string>();
    const kills = count('vault-store-kills');
    let writes = 0;
    let inFlight = 0;
    for (let kill = 0; kill < kills; kill++) {
      // Two at once: one is killed while the other goes on, then that one is.
      const pair = [0, 1].map((i) =>
        start(script, { STORE: path, ME: `${kill}-${i}`, ME_NUMBER: String(i) }),
      );
      for (const child of pair) {
        await child.printed(10 + random.below(40));
        await new Promise((done) => setTimeout(done, random.below(8)));
        child.process.kill('SIGKILL');
        await child.ended();
        expect(child.process.signalCode).toBe('SIGKILL');
      }
      for (const child of pair) {
        const lines = child.lines().map((line) => line.split(' '));
        if (lines.at(-1)?.[0] === 'begins') inFlight++;
        for (const [word, name] of lines) {
          expect(['begins', 'ok']).toContain(word);
          if (word === 'begins') {
            begun.add(name);
            continue;
          }
          const [number, revision] = name.split('/');
          writes++;
          const before = acknowledged.get(Number(number)) ?? 0n;
          if (BigInt(revision) > before) acknowledged.set(Number(number), BigInt(revision));
        }
      }
      const store = await sqliteRecordStore(path);
      for (let number = 0; number < HANDLES; number++) {
        const record = await store.get(handleOf(number));
        const last = acknowledged.get(number) ?? 0n;
        if (record === undefined) {
          expect(last).toBe(0n);
          continue;
        }
        expect(record.revision).toBeGreaterThanOrEqual(last);
        // Each revision above the last one that was ok was in flight in a process that was killed: there were two.
        expect(record.revision).toBeLessThanOrEqual(last + 2n);
        const names = [...begun].filter((name) => name.startsWith(`${number}/${record.revision}/`));
        expect(names.filter((name) => Buffer.compare(sealedOf(name), record.sealed) === 0)).toHaveLength(1);
        // What was in flight and came through counts from now on.
        acknowledged.set(number, record.revision);
      }
      await store.close();
    }
    expect(writes).toBeGreaterThan(kills * 5);
    expect(inFlight).toBeGreaterThan(0);
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(database.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
    database.close();
  }, 1_200_000);

  it('was never seen to go back or to write half', async () => {
    const path = join(folder(), 'records.sqlite');
    const store = await sqliteRecordStore(path);
    const pair = [0, 1].map((i) => start(script, { STORE: path, ME: `r-${i}`, ME_NUMBER: String(i) }));
    for (const child of pair) await child.printed(20);
    const last = new Map<number, bigint>();
    for (let i = 0; i < 300; i++) {
      const number = i % HANDLES;
      const record = await store.get(handleOf(number));
      if (record === undefined) continue;
      expect(record.revision).toBeGreaterThanOrEqual(last.get(number) ?? 1n);
      last.set(number, record.revision);
      const candidates = ['r-0', 'r-1'].map((me) => sealedOf(`${number}/${record.revision}/${me}`));
      expect(candidates.some((bytes) => Buffer.compare(bytes, record.sealed) === 0)).toBe(true);
      if (i % 10 === 0) await new Promise((done) => setTimeout(done, 1));
    }
    expect([...last.values()].some((revision) => revision > 2n)).toBe(true);
    await store.close();
  });
});

describe('a process that runs out of room', () => {
  it('says unknown, goes on reading, and leaves what was ok', async () => {
    const path = join(folder(), 'records.sqlite');
    const script = `${PRELUDE}
      const failures = [];
      const store = await sqliteRecordStore(process.env.STORE, { waitMs: 100, onFailure: ({ code }) => failures.push(code) });
      for (let i = 0; failures.length < 5 && i < 500; i++) {
        const name = 'full/' + i;
        const outcome = await store.compareAndSwap(handleOf(i), 0n, sealedOf(name));
        const record = await store.get(handleOf(i));
        say(i, outcome, record === undefined ? 'absent' : Buffer.compare(record.sealed, sealedOf(name)) === 0 ? 'whole' : 'torn');
      }
      say(failures.join());
      process.exit();`;
    const child = start(script, { STORE: path, ME: 'full' }, 600);
    await child.ended();
    const lines = child.lines().map((line) => line.split(' '));
    const failures = lines.pop()![0].split(',');
    const outcomes = lines.map(([, outcome]) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeGreaterThan(5);
    expect(outcomes.filter((outcome) => outcome === 'unknown').length).toBeGreaterThan(0);
    for (const code of failures) expect(['ERR_STORE_IO', 'ERR_STORE_FULL']).toContain(code);
    const store = await sqliteRecordStore(path);
    for (const [number, outcome, shown] of lines) {
      expect(shown).not.toBe('torn');
      const record = await store.get(handleOf(Number(number)));
      if (outcome === 'ok') {
        expect(shown).toBe('whole');
        expect(record).toEqual({ revision: 1n, sealed: sealedOf(`full/${number}`) });
      } else if (record !== undefined) {
        expect(record).toEqual({ revision: 1n, sealed: sealedOf(`full/${number}`) });
      }
    }
    await store.close();
  });
});
