// A realm served from its folder: what it refuses to serve, what it takes from the folder while it runs, and what it forgets.

import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ed25519PublicKey, formatVerifierKey, SecretBytes, signNote } from '@muniment/crypto';
import { formatRealmDescriptor } from '@muniment/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  initRealmFolder,
  nextDescriptor,
  publishDescriptor,
  type RealmFolderOptions,
  readRealmFolder,
} from '../src/realm-folder.ts';
import { type RealmServer, type RealmServerOptions, startRealmServer } from '../src/realm-server.ts';
import { temporaryFolders } from './helpers.ts';
import { ask, guess, type RealmAt, register, stage, statusOutcome } from './realm-client.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2027, 0, 1);
const makeFolder = temporaryFolders();
let parent: string;
let folder: string;
let nowMs: number;
let lines: string[];
let running: RealmServer[];

beforeEach(() => {
  parent = makeFolder();
  folder = join(parent, 'realm');
  nowMs = START;
  lines = [];
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
});

async function init(changed: Partial<RealmFolderOptions> = {}): Promise<void> {
  await initRealmFolder(folder, { operator: 'Ada', url: 'https://vault.example', nowMs, ...changed });
}

async function start(changed: Partial<RealmServerOptions> = {}): Promise<RealmServer> {
  const server = await startRealmServer({
    folder,
    host: '127.0.0.1',
    port: 0,
    now: () => nowMs,
    log: { write: (line) => lines.push(line) },
    ...changed,
  });
  running.push(server);
  return server;
}

async function at({ address }: RealmServer): Promise<RealmAt> {
  return { port: address.port, keys: (await readRealmFolder(folder)).keys, nowMs };
}

function events(name: string): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line)).filter(({ event }) => event === name);
}

async function publishNext(): Promise<void> {
  await publishDescriptor(folder, (await nextDescriptor(folder, nowMs)).note, nowMs);
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  expect(isSo()).toBe(true);
}

describe('serving', () => {
  test('answers what it is asked, on libsodium, and says nothing of whom', async () => {
    await init();
    const realm = await at(await start());
    expect(await statusOutcome(realm)).toBe('ok');
    expect(await stage(realm, 'secret-account')).toMatchObject({
      outcome: 'ok',
      timeMs: BigInt(nowMs),
      status: { phase: 'staged', version: 1n },
    });
    expect(events('realm-opened')).toMatchObject([{ serial: 1, suite: 'libsodium' }]);
    expect(lines.join('')).not.toContain('secret-account');
  });

  test('two servers on one folder know the same', async () => {
    await init();
    const [first, second] = await Promise.all([start(), start()]);
    const [a, b] = await Promise.all([at(first), at(second)]);
    expect(await stage(a)).toMatchObject({ outcome: 'ok' });
    expect(await ask(b, { operation: 'status' })).toMatchObject({ status: { phase: 'staged', version: 1n } });
    // The same version again: the other server sees that it was used.
    expect(await stage(b)).toMatchObject({ outcome: 'conflict' });
    await first.close();
    expect(await stage(b, 'grace')).toMatchObject({ outcome: 'ok' });
  });

  // VAULT-117
  test('limits how often one account asks', async () => {
    await init();
    const realm = await at(await start({ accountRequestsPerMinute: 2 }));
    const outcomes: string[] = [];
    for (let i = 0; i < 3; i++) outcomes.push(await statusOutcome(realm));
    expect(outcomes).toEqual(['ok', 'ok', 'busy']);
    expect(await statusOutcome(realm, 'grace')).toBe('ok');
    nowMs += 60_000;
    expect(await statusOutcome({ ...realm, nowMs })).toBe('ok');
  });

  test('has a share for each key that tokens name, and an end of them (VAULT-117)', async () => {
    await init();
    const gateway = { requestsPerMinute: 1_000 };
    const realm = await at(await start({ accountRequestsPerMinute: 1, gateway }));
    const outcomes = async (clientKey: SecretBytes): Promise<string[]> => {
      const seen: string[] = [];
      for (let i = 0; i < 2; i++) {
        const answer = await ask(realm, { operation: 'status', clientKey });
        seen.push(typeof answer === 'string' ? answer : answer.outcome);
      }
      return seen;
    };
    for (let key = 0; key < 20; key++)
      expect(await outcomes(SecretBytes.random(32)), `key ${key}`).toEqual(['ok', 'busy']);
    expect(await outcomes(SecretBytes.random(32))).toEqual(['busy', 'busy']);
    expect(await statusOutcome(realm, 'grace')).toBe('ok');
  });

  test('metrics have a listener of their own', async () => {
    await init();
    const server = await start({ metrics: { host: '127.0.0.1', port: 0 } });
    const { address } = server;
    await stage(await at(server), 'grace');
    for (const account of ['grace', 'ada']) await statusOutcome(await at(server), account);
    const text = await (await fetch(`http://127.0.0.1:${address.metrics!.port}/metrics`)).text();
    expect(text).toContain('muniment_vault_outcomes_total{operation="status",outcome="ok"} 2');
    expect(text).toContain('muniment_vault_outcomes_total{operation="stage",outcome="ok"} 1');
    expect(text).not.toContain('grace');
    expect((await fetch(`http://127.0.0.1:${address.port}/metrics`)).status).toBe(404);
  });

  test('ends with its stores closed, once or twice', async () => {
    await init();
    const server = await start();
    await stage(await at(server));
    await Promise.all([server.close(), server.close()]);
    await server.close();
    expect(readdirSync(folder).sort()).toEqual([
      'descriptor.note',
      'freshness.db',
      'realm.json',
      'records.db',
    ]);
    await expect(server.sweep()).rejects.toThrow(TypeError);
    await expect(fetch(`http://127.0.0.1:${server.address.port}/healthz`)).rejects.toThrow();
  });
});

describe('it refuses to serve', () => {
  const refused = (code: string, changed: Partial<RealmServerOptions> = {}): Promise<void> =>
    expect(start(changed)).rejects.toMatchObject({ name: 'MunimentError', code });

  test('what is no realm', async () => {
    await refused('ERR_INPUT_FILE');
    writeFileSync(join(parent, 'file'), '');
    folder = join(parent, 'file');
    await refused('ERR_INPUT_FILE');
    rmSync(folder);
    folder = parent;
    await refused('ERR_INPUT_FILE');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('an expired descriptor, and says what to do', async () => {
    await init();
    nowMs = (await readRealmFolder(folder)).inForce!.descriptor.expiresMs - 1;
    await (await start()).close();
    expect(events('descriptor-ends').length).toBeLessThanOrEqual(1);
    nowMs += 1;
    await refused('ERR_REALM_OUTDATED');
    await expect(start()).rejects.toThrow(/expired at 2027-11-21T.*make the next one and publish it/);
    await publishNext();
    expect((await start()).descriptor.descriptor.serial).toBe(2);
  });

  // VAULT-142
  test('before the witness has signed', async () => {
    const publicKey = ed25519PublicKey(SecretBytes.random(32));
    await init({ witness: formatVerifierKey({ name: 'witness', publicKey }) });
    await refused('ERR_REALM_UNTRUSTED');
  });

  test('without its records, of which it makes none anew', async () => {
    await init();
    rmSync(join(folder, 'records.db'));
    await refused('ERR_INPUT_FILE');
    expect(existsSync(join(folder, 'records.db'))).toBe(false);
  });

  test('records without the freshness file that was kept of them', async () => {
    await init();
    // Without any record a new file is as good.
    rmSync(join(folder, 'freshness.db'));
    const server = await start();
    await stage(await at(server));
    await server.close();
    renameSync(join(folder, 'freshness.db'), join(parent, 'moved.db'));
    await refused('ERR_INPUT_FILE');
    const moved = await start({ freshness: join(parent, 'moved.db') });
    expect(await statusOutcome(await at(moved))).toBe('ok');
  });

  // VAULT-061
  test('a promise of protection from rollback that it does not keep', async () => {
    const apart = join(parent, 'apart', 'freshness.db');
    await init({ freshness: apart });
    await refused('ERR_REALM_UNTRUSTED', { freshness: 'none' });
    await refused('ERR_REALM_UNTRUSTED', { freshness: join(folder, 'freshness.db') });
    expect((await start()).descriptor.descriptor.rollback).toBe('protected');
    await start({ freshness: join(parent, 'elsewhere.db') });
  });

  test('where it cannot listen, and holds nothing then', async () => {
    await init();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    await refused('ERR_USAGE', { port });
    await refused('ERR_USAGE', { metrics: { host: '127.0.0.1', port } });
    other.close();
    expect(readdirSync(folder).filter((name) => name.endsWith('-wal'))).toEqual([]);
    await expect(start({ gateway: { trustedProxies: ['proxy.example'] } })).rejects.toThrow(RangeError);
  });
});

describe('attempts', () => {
  test('are as many as the newest descriptor promises (VAULT-145)', async () => {
    await init();
    const server = await start();
    const outcomes = async (account: string): Promise<string[]> => {
      const realm = await at(server);
      const seen: string[] = [];
      await register(realm, account);
      for (let version = 2n; version < 7n; version++) {
        const answer = await guess(realm, version, account);
        seen.push(typeof answer === 'string' ? answer : answer.outcome);
      }
      return seen;
    };
    expect(await outcomes('ada')).toEqual(['ok', 'ok', 'ok', 'ok', 'wait']);
    const next = await nextDescriptor(folder, nowMs);
    const { signerName: name, seed } = (await readRealmFolder(folder)).keys.operator;
    const stricter = { ...next.descriptor, limit: 2, waitsMs: [0, 0] };
    await publishDescriptor(folder, signNote(formatRealmDescriptor(stricter), { name, seed }), nowMs);
    await until(() => events('realm-changed').length > 0);
    expect(await outcomes('grace')).toEqual(['ok', 'ok', ...Array(3).fill('destroyed')]);
  });
});

describe('a changed folder', () => {
  test('is taken by itself', async () => {
    await init();
    const server = await start();
    await publishNext();
    await until(() => events('realm-changed').length > 0);
    expect(server.descriptor.descriptor.serial).toBe(2);
    const served = await (await fetch(`http://127.0.0.1:${server.address.port}/v1/descriptor`)).text();
    expect(served).toBe(readFileSync(join(folder, 'descriptor.note'), 'utf8'));
    const bundle = await fetch(`http://127.0.0.1:${server.address.port}/v1/bundle`);
    const { keys, inForce } = await readRealmFolder(folder);
    expect(await bundle.json()).toEqual({
      format: 'muniment-vault-bundle/1',
      url: keys.url,
      realm: Buffer.from(keys.realmId).toString('hex'),
      signers: inForce!.signedBy,
      note: served,
    });
    expect(await statusOutcome(await at(server))).toBe('ok');
    expect(await server.reload()).toBe(false);
  });

  test('that cannot be served is refused: what was in force stays', async () => {
    await init();
    const server = await start();
    const realm = await at(server);
    const path = join(folder, 'realm.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(1));
    await expect(server.reload()).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' });
    expect(await statusOutcome(realm)).toBe('ok');
    writeFileSync(path, text);
    expect(await server.reload()).toBe(true);
    expect(await statusOutcome(realm)).toBe('ok');

    writeFileSync(join(folder, 'descriptor.note'), 'not a note');
    await until(() => events('change-refused').length > 0);
    expect(events('change-refused')).toMatchObject([{ level: 'error', cause: 'ERR_REALM_UNTRUSTED' }]);
    expect(await statusOutcome(realm)).toBe('ok');
  });
});

describe('a sweep', () => {
  // VAULT-018
  test('erases what time has come for, though nobody asks', async () => {
    await init();
    const server = await start();
    expect(await stage(await at(server))).toMatchObject({ status: { phase: 'staged' } });
    nowMs += DAY_MS - 1;
    expect(await server.sweep()).toBe(0);
    nowMs += 1;
    expect(await server.sweep()).toBe(1);
    expect(await server.sweep()).toBe(0);
    expect(events('swept')).toMatchObject([{ records: 1, channelKeys: 0 }]);
    expect(await ask(await at(server), { operation: 'status' })).toMatchObject({ status: { phase: 'none' } });
  });

  test('happens at the start', async () => {
    await init();
    const first = await start();
    await stage(await at(first));
    await first.close();
    nowMs += DAY_MS;
    await start();
    await until(() => events('swept').length > 0);
    expect(events('swept')).toMatchObject([{ records: 1 }]);
  });

  // VAULT-108
  test('erases channel keys that have ended, here and in other processes', async () => {
    await init();
    const [server, other] = [await start(), await start()];
    const [ended, current] = (await readRealmFolder(folder)).keys.channelKeys;
    nowMs = ended.notAfterMs + 600_000 - 1;
    const old = { operation: 'status', channelKeyId: ended.keyId } as const;
    expect(await server.sweep()).toBe(0);
    expect(await ask(await at(server), old)).toMatchObject({ outcome: 'ok' });
    nowMs += 1;
    await server.sweep();
    expect(events('swept')).toMatchObject([{ records: 0, channelKeys: 1 }]);
    const text = readFileSync(join(folder, 'realm.json'), 'utf8');
    expect(text).not.toContain(Buffer.from(ended.secret.expose()).toString('base64'));
    expect(text).toContain(Buffer.from(current.secret.expose()).toString('base64'));
    await Promise.all([server.reload(), other.reload()]);
    for (const one of [server, other]) {
      expect(await ask(await at(one), old)).toBe('ERR_CHANNEL_KEY');
      expect(await statusOutcome(await at(one))).toBe('ok');
    }
  });

  test('says for a month that the descriptor ends', async () => {
    await init();
    const server = await start();
    const { expiresMs } = server.descriptor.descriptor;
    nowMs = expiresMs - 30 * DAY_MS - 1;
    await server.sweep();
    expect(events('descriptor-ends')).toEqual([]);
    nowMs += 1;
    await server.sweep();
    expect(events('descriptor-ends')).toMatchObject([
      { level: 'warn', serial: 1, expires: new Date(expiresMs).toISOString() },
    ]);
  });
});

describe('an old copy of the records', () => {
  /** Serves a realm, puts the records of an earlier moment back, and asks again. */
  async function afterRollback(changed: Partial<RealmServerOptions> = {}): Promise<string> {
    const path = join(folder, 'records.db');
    const copy = join(parent, 'copy.db');
    const server = await start(changed);
    await stage(await at(server));
    await server.close();
    copyFileSync(path, copy);
    nowMs += DAY_MS;
    const later = await start(changed);
    await later.sweep();
    await later.close();
    copyFileSync(copy, path);
    return await statusOutcome(await at(await start(changed)));
  }

  // VAULT-061
  test('is found out by the freshness file', async () => {
    await init();
    expect(await afterRollback()).toBe('rolled-back');
    expect(events('rolled-back')).toMatchObject([{ level: 'warn' }]);
  });

  test('is believed without one, as the descriptor says', async () => {
    await init({ freshness: 'none' });
    expect(await afterRollback()).toBe('ok');
    expect((await readRealmFolder(folder)).inForce!.descriptor.rollback).toBe('unprotected');
  });
});
