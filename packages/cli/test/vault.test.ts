// Running a vault from the command line, with real processes: what an operator, a witness and a client have in their hands.

import { type ChildProcess, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { parseSignedNote, SecretBytes, signNote } from '@muniment/crypto';
import {
  httpTransport,
  openVault,
  parseTokenFile,
  parseVaultBundle,
  tokenClaims,
  type Vault,
  vaultFingerprint,
} from '@muniment/vault-client';
import { initRealmFolder, nextDescriptor, withFileLock } from '@muniment/vault-server';
import { formatHex } from '@muniment/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { converse, type Ended, ended, LAUNCHER, type Line, lineOf, Room, readLines } from './launched.ts';

const DAY_MS = 86_400_000;
/** Long enough for a command to be done, if nothing held it up. */
const LOCK_SEEN_MS = 2000;
let room: Room;
let children: ChildProcess[];

beforeEach(() => {
  room = new Room();
  children = [];
});
afterEach(async () => {
  const left = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const closed = left.map((child) => new Promise((done) => child.on('close', done)));
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(closed);
  room.remove();
});

const read = (path: string): string => readFileSync(room.at(path), 'utf8');
const modeOf = (path: string): string => (statSync(room.at(path)).mode & 0o777).toString(8);

async function init(...more: string[]): Promise<Line> {
  return lineOf(
    await room.json(0, 'vault', 'init', '--data', 'realm', '--operator', 'Ada', ...more),
    'realm',
  );
}

/** A server under way. */
interface Serving {
  readonly line: Line;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

async function serve(...more: string[]): Promise<Serving> {
  const child = room.start([
    ...['vault', 'serve', '--data', 'realm', '--listen', '127.0.0.1:0', '--json'],
    ...more,
  ]);
  children.push(child);
  const end = ended(child);
  let stdout = '';
  const first = new Promise<string>((done) => {
    child.stdout!.on('data', (text) => {
      stdout += text;
      if (stdout.includes('\n')) done(stdout.slice(0, stdout.indexOf('\n')));
    });
  });
  const line = await Promise.race([first, end.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  return {
    line: JSON.parse(line) as Line,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return await end;
    },
  };
}

/** The vault as a client with this bundle and token has it. */
async function openWith(bundle: string, token: string, { url }: Line): Promise<Vault> {
  return await openVault({
    ...parseVaultBundle(read(bundle)),
    transport: httpTransport(url),
    token: async () => parseTokenFile(read(token)),
  });
}

describe('vault init', () => {
  test('makes a realm that its owner alone can read, and its bundle', async () => {
    const line = await init('--url', 'https://vault.example/ada');
    expect(modeOf('realm')).toBe('700');
    for (const name of readdirSync(room.at('realm'))) expect(modeOf(`realm/${name}`), name).toBe('600');

    const bundle = parseVaultBundle(read('realm/bundle.json'));
    expect(line).toMatchObject({
      realmId: formatHex(bundle.realmId),
      operator: 'Ada',
      verifierKey: bundle.signers[0],
      fingerprint: await vaultFingerprint(bundle),
      url: 'https://vault.example/ada',
      bundle: 'realm/bundle.json',
      isInForce: true,
      isOneParty: true,
    });
    expect(bundle).toMatchObject({ url: line.url, note: read('realm/descriptor.note') });
    expect(bundle.signers).toHaveLength(1);
  });

  test('says in words what to do next, and that one party signs', async () => {
    const shown = await room.succeed('vault', 'init', '--data', 'realm', '--bundle-out', 'for-users.json');
    expect(shown).toMatch(/fingerprint {2}([0-9A-HJKMNP-TV-Z]{4}-){4}/);
    expect(shown).toContain('Only one party signs for this realm');
    expect(shown).toContain('muniment vault serve --data realm');
    expect(existsSync(room.at('realm/bundle.json'))).toBe(false);
    parseVaultBundle(read('for-users.json'));
    for (const secret of read('realm/realm.json')
      .match(/[A-Za-z0-9+/]{43}=/g)!
      .slice(0, -2)) {
      expect(shown).not.toContain(secret);
    }
  });

  test('overwrites nothing', async () => {
    await init();
    const before = read('realm/realm.json');
    expect(await room.fail('ERR_OUTPUT_FILE', 'vault', 'init', '--data', 'realm')).toContain('realm');
    expect(read('realm/realm.json')).toBe(before);
    room.write('mine.json', 'mine');
    await room.fail('ERR_OUTPUT_FILE', 'vault', 'init', '--data', 'other', '--bundle-out', 'mine.json');
    expect(read('mine.json')).toBe('mine');
    expect(existsSync(room.at('other'))).toBe(false);
  });

  test('makes nothing of arguments that make no sense', async () => {
    const bad = [
      [],
      ['--data', 'x', '--url', 'ftp://vault.example'],
      ['--data', 'x', '--url', 'http://vault.example'],
      ['--data', 'x', '--url', 'https://vault.example/?a'],
      ['--data', 'x', '--operator', ' '],
      ['--data', 'x', '--witness', 'somebody'],
      ['--data', 'x', '--witness', 'somebody', '--bundle-out', 'bundle.json'],
    ];
    for (const args of bad) await room.fail('ERR_USAGE', 'vault', 'init', ...args);
    await room.fail('ERR_USAGE', 'vault');
    await room.fail('ERR_USAGE', 'vault', 'inti');
    expect(existsSync(room.at('x'))).toBe(false);
  });
});

describe('vault serve', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('answers clients until %s, and logs JSON', async (signal) => {
    const { realmId } = await init();
    await room.succeed('vault', 'token', '--data', 'realm', '--account', 'grace', '--out', 'token.json');
    const server = await serve('--metrics', '127.0.0.1:0');
    expect(server.line).toMatchObject({ type: 'listening', host: '127.0.0.1', realmId, serial: 1 });

    const vault = await openWith('realm/bundle.json', 'token.json', server.line);
    expect(vault.isOneParty).toBe(true);
    expect(vault.account.subject).toBe('grace');
    expect(await vault.status()).toMatchObject({ phase: 'none' });
    const { host, port } = server.line.metrics;
    expect(await (await fetch(`http://${host}:${port}/metrics`)).text()).toContain('route="/v1/request"');

    const { code, stdout, stderr } = await server.stop(signal);
    expect(code).toBe(0);
    expect(readLines(stdout, 0)).toHaveLength(1);
    const logged = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(logged.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['realm-opened', 'listening', 'request', 'closed']),
    );
    expect(stderr).not.toContain('grace');
    expect(readdirSync(room.at('realm')).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  });

  test('says where it listens in one line', async () => {
    await init();
    const child = room.start(['vault', 'serve', '--data', 'realm', '--listen', '[::1]:0', '--quiet']);
    children.push(child);
    const end = ended(child);
    child.stdout!.once('data', () => child.kill());
    expect(await end).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Listening on http:\/\/\[::1\]:\d+\n$/),
    });
  });

  test('two processes serve one realm, and take its next descriptor while they run', async () => {
    await init();
    await room.succeed('vault', 'token', '--data', 'realm', '--account', 'grace', '--out', 'token.json');
    const servers = await Promise.all([serve(), serve()]);
    await room.succeed('vault', 'descriptor', '--data', 'realm', '--next');
    const next = ['vault', 'descriptor', '--data', 'realm', '--publish', 'realm/descriptor.next'];
    expect(lineOf(await room.json(0, ...next), 'descriptor')).toMatchObject({ serial: 2, state: 'in-force' });
    const note = read('realm/descriptor.note');
    for (const { line } of servers) {
      await expect
        .poll(async () => await (await fetch(`${line.url}/v1/descriptor`)).text(), { timeout: 20_000 })
        .toBe(note);
      const vault = await openWith('realm/bundle.json', 'token.json', line);
      expect(vault.descriptor.serial).toBe(2);
      expect(await vault.status()).toMatchObject({ phase: 'none' });
    }
    expect((await servers[0].stop()).code).toBe(0);
    await (await openWith('realm/bundle.json', 'token.json', servers[1].line)).status();
    expect((await servers[1].stop()).code).toBe(0);
  });

  test('refuses an expired descriptor, and says what to do', async () => {
    const folder = room.at('realm');
    await initRealmFolder(folder, {
      operator: 'Ada',
      url: 'https://vault.example',
      nowMs: Date.now() - 400 * DAY_MS,
    });
    const told = await room.fail('ERR_REALM_OUTDATED', 'vault', 'serve', '--data', 'realm');
    expect(told).toMatch(/expired at \d{4}-.*make the next one and publish it/);
    const shown = await room.run('vault', 'descriptor', '--data', 'realm');
    expect(shown).toMatchObject({ code: 0, stderr: expect.stringContaining('warning: it expired on') });
    await room.succeed('vault', 'descriptor', '--data', 'realm', '--next');
    await room.succeed('vault', 'descriptor', '--data', 'realm', '--publish', 'realm/descriptor.next');
    expect((await (await serve()).stop()).code).toBe(0);
  });

  test('refuses what it cannot serve, or where it cannot', async () => {
    await room.fail('ERR_INPUT_FILE', 'vault', 'serve', '--data', 'realm');
    await init();
    await room.fail('ERR_USAGE', 'vault', 'serve', '--data', 'realm', '--listen', 'localhost');
    const proxy = ['--listen', '127.0.0.1:0', '--trust-proxy', 'proxy.example'];
    await room.fail('ERR_USAGE', 'vault', 'serve', '--data', 'realm', ...proxy);
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    await room.fail('ERR_USAGE', 'vault', 'serve', '--data', 'realm', '--listen', `127.0.0.1:${port}`);
    other.close();
    chmodSync(room.at('realm/realm.json'), 0o644);
    expect(await room.fail('ERR_INPUT_FILE', 'vault', 'serve', '--data', 'realm')).toContain('chmod 600');
  });

  test('keeps to what the descriptor promises about old copies', async () => {
    const { realmId } = await init('--freshness', room.at('apart/freshness.db'));
    const descriptor = lineOf(await room.json(0, 'vault', 'descriptor', '--data', 'realm'), 'descriptor');
    expect(descriptor).toMatchObject({ realmId, rollback: 'protected', state: 'in-force' });
    const without = ['--listen', '127.0.0.1:0', '--freshness', 'none'];
    await room.fail('ERR_REALM_UNTRUSTED', 'vault', 'serve', '--data', 'realm', ...without);
    expect((await (await serve()).stop()).code).toBe(0);
  });
});

describe('vault token', () => {
  const token = (...more: string[]): string[] => [
    ...['vault', 'token', '--data', 'realm', '--account', 'grace', '--out', 'token.json'],
    ...more,
  ];

  test('gives a token for five minutes at most, in a file for its owner alone', async () => {
    await init();
    const line = lineOf(await room.json(0, ...token()), 'token');
    expect(modeOf('token.json')).toBe('600');
    const claims = tokenClaims(parseTokenFile(read('token.json')).token);
    expect(claims).toMatchObject({ subject: 'grace', issuer: line.issuer });
    expect(claims.expiresMs - claims.issuedMs).toBe(300_000);
    expect(line).toMatchObject({
      account: 'grace',
      file: 'token.json',
      expires: new Date(claims.expiresMs).toISOString(),
    });

    await room.succeed(...token('--minutes', '1'));
    const { expiresMs, issuedMs } = tokenClaims(parseTokenFile(read('token.json')).token);
    expect(expiresMs - issuedMs).toBe(60_000);
    await room.fail('ERR_USAGE', ...token('--minutes', '6'));
    await room.fail('ERR_USAGE', ...token('--account', 'x'.repeat(257)));
    await room.fail('ERR_USAGE', ...token('--account', ''));
  });

  test('has a new key each time, unless told whose to take', async () => {
    await init();
    const keyIn = (file: string): string => formatHex(parseTokenFile(read(file)).clientKey.expose());
    await room.succeed(...token());
    const first = keyIn('token.json');
    await room.succeed(...token('--out', 'second.json', '--client-key', 'token.json'));
    expect(keyIn('second.json')).toBe(first);
    await room.succeed(...token());
    expect(keyIn('token.json')).not.toBe(first);
    await room.fail('ERR_INPUT_FILE', ...token('--client-key', 'nothing.json'));
    await room.fail('ERR_REALM_BUNDLE', ...token('--client-key', 'realm/realm.json'));
  });

  test('takes the place of another token and of nothing else', async () => {
    await init();
    room.write('mine.txt', 'mine');
    await room.fail('ERR_OUTPUT_FILE', ...token('--out', 'mine.txt'));
    expect(read('mine.txt')).toBe('mine');
    await room.fail('ERR_OUTPUT_FILE', ...token('--out', 'no-folder/token.json'));
    // Through a link, the file that it leads to.
    await room.succeed(...token('--out', 'kept.json'));
    symlinkSync('kept.json', room.at('link.json'));
    const before = read('kept.json');
    await room.succeed(...token('--out', 'link.json'));
    expect(read('kept.json')).not.toBe(before);
    parseTokenFile(read('kept.json'));
  });
});

describe('vault bundle', () => {
  test('names another address, and overwrites nothing', async () => {
    await init();
    const line = lineOf(
      await room.json(
        0,
        'vault',
        'bundle',
        '--data',
        'realm',
        '--out',
        'b.json',
        '--url',
        'https://other.example',
      ),
      'bundle',
    );
    const bundle = parseVaultBundle(read('b.json'));
    expect(bundle).toEqual({ ...parseVaultBundle(read('realm/bundle.json')), url: 'https://other.example' });
    expect(line).toMatchObject({ fingerprint: await vaultFingerprint(bundle), isOneParty: true });
    await room.fail('ERR_OUTPUT_FILE', 'vault', 'bundle', '--data', 'realm', '--out', 'b.json');
    await room.fail(
      'ERR_USAGE',
      'vault',
      'bundle',
      '--data',
      'realm',
      '--out',
      'c.json',
      '--url',
      'vault.example',
    );
    expect(existsSync(room.at('c.json'))).toBe(false);
  });
});

describe('a witness', () => {
  const descriptor = (...more: string[]): string[] => ['vault', 'descriptor', '--data', 'realm', ...more];
  const sign = (note: string, key = 'witness.key'): string[] => [
    'vault',
    'witness',
    'sign',
    '--key',
    key,
    note,
  ];

  async function witnessKey(out = 'witness.key', name = 'watch.example'): Promise<string> {
    const made = await room.json(0, 'vault', 'witness', 'new', '--out', out, '--name', name);
    return lineOf(made, 'witness').verifierKey as string;
  }

  test('signs before anything is in force; then clients trust two parties', async () => {
    const witness = await witnessKey();
    expect(modeOf('witness.key')).toBe('600');
    const line = await init('--witness', witness);
    expect(line).toMatchObject({ witness, isInForce: false, isOneParty: false });
    expect(existsSync(room.at('realm/bundle.json'))).toBe(false);
    await room.fail('ERR_REALM_UNTRUSTED', 'vault', 'serve', '--data', 'realm');
    await room.fail('ERR_REALM_UNTRUSTED', 'vault', 'bundle', '--data', 'realm', '--out', 'b.json');
    await room.fail('ERR_REALM_UNTRUSTED', ...descriptor());
    await room.fail('ERR_REALM_UNTRUSTED', ...descriptor('--publish', 'realm/descriptor.next'));

    // It travels to the witness and back.
    cpSync(room.at('realm/descriptor.next'), room.at('to-sign.note'));
    const signed = lineOf(await room.json(0, ...sign('to-sign.note')), 'descriptor');
    expect(signed).toMatchObject({
      realmId: line.realmId,
      serial: 1,
      signedBy: [witness],
      state: 'witnessed',
    });
    const published = lineOf(await room.json(0, ...descriptor('--publish', 'to-sign.note')), 'descriptor');
    expect(published).toMatchObject({ serial: 1, signedBy: [line.verifierKey, witness], state: 'in-force' });

    const bundle = lineOf(
      await room.json(0, 'vault', 'bundle', '--data', 'realm', '--out', 'b.json'),
      'bundle',
    );
    expect(bundle).toMatchObject({ signers: [line.verifierKey, witness], isOneParty: false });
    expect(bundle.fingerprint).toBe(line.fingerprint);
    await room.succeed('vault', 'token', '--data', 'realm', '--account', 'grace', '--out', 'token.json');
    const server = await serve();
    const vault = await openWith('b.json', 'token.json', server.line);
    expect(vault.isOneParty).toBe(false);
    await vault.status();
    expect((await server.stop()).code).toBe(0);
  });

  test('that is another one changes nothing', async () => {
    await init('--witness', await witnessKey());
    await witnessKey('other.key');
    await room.succeed(...sign('realm/descriptor.next', 'other.key'));
    const told = await room.fail('ERR_REALM_UNTRUSTED', ...descriptor('--publish', 'realm/descriptor.next'));
    expect(told).toContain('lacks the signature of watch.example+');
    expect(existsSync(room.at('realm/descriptor.note'))).toBe(false);
  });

  test('shows what it signs, and never signs what contradicts it', async () => {
    const witness = await witnessKey();
    await init('--witness', witness);
    const first = read('realm/descriptor.next');
    const shown = await room.succeed(...sign('realm/descriptor.next'));
    expect(shown).toMatch(/^realm .*\noperator +Ada\nserial +1\n/);
    expect(shown).toContain(`Signed as ${witness}`);
    const signedFirst = read('realm/descriptor.next');
    // Again is the same, and harmless.
    await room.succeed(...sign('realm/descriptor.next'));
    expect(read('realm/descriptor.next')).toBe(signedFirst);
    await room.succeed(...descriptor('--publish', 'realm/descriptor.next'));

    await room.succeed(...descriptor('--next'));
    const second = read('realm/descriptor.next');
    await room.succeed(...sign('realm/descriptor.next'));
    room.write('first.note', first);
    expect(await room.fail('ERR_REALM_OUTDATED', ...sign('first.note'))).toContain('serial 1 is older');
    expect(read('first.note')).toBe(first);
    // The operator makes it once.
    const secondSigned = read('realm/descriptor.next');
    expect(secondSigned).not.toBe(second);
    await room.succeed(...descriptor('--next'));
    expect(read('realm/descriptor.next')).toBe(secondSigned);
    // Another one of serial 2: to other clients it could be shown in the place of the first.
    const otherText = second.replace(/^limit 10$/m, 'limit 9').replace(/^(waits .*) \d+$/m, '$1');
    room.write('other.note', otherText);
    const told = await room.fail('ERR_REALM_UNTRUSTED', ...sign('other.note'));
    expect(told).toContain('another descriptor of serial 2 was signed before');
    expect(read('other.note')).toBe(otherText);

    // On a terminal it asks first.
    const before = read('realm/descriptor.note');
    const memory = read('witness.key.signed');
    room.write('again.note', before);
    const other = ['vault', 'witness', 'new', '--out', 'other.key'];
    await room.succeed(...other);
    const asked = await converse(room, sign('again.note', 'other.key'), [[/type yes/, 'no\r']]);
    expect(asked).toMatchObject({ code: 130, shown: expect.stringContaining('nothing was signed') });
    expect(read('again.note')).toBe(before);
    expect(existsSync(room.at('other.key.signed'))).toBe(false);
    const agreed = await converse(room, sign('again.note', 'other.key'), [[/type yes/, 'yes\r']]);
    expect(agreed.code).toBe(0);
    expect(parseSignedNote(readFileSync(room.at('again.note'))).signatures).toHaveLength(3);
    expect(read('witness.key.signed')).toBe(memory);

    // What was signed is remembered beside the key, and a damaged memory is no empty one.
    expect(modeOf('witness.key.signed')).toBe('600');
    writeFileSync(room.at('witness.key.signed'), '{}');
    await room.fail('ERR_INPUT_FILE', ...sign('realm/descriptor.next'));
  });

  test('signs one of two texts of a serial, whoever of two processes is first', async () => {
    await init('--witness', await witnessKey());
    const first = read('realm/descriptor.next');
    const other = first.replace(/^limit 10$/m, 'limit 9').replace(/^(waits .*) \d+$/m, '$1');
    room.write('first.note', first);
    room.write('other.note', other);
    const otherEnd = Promise.withResolvers<Ended>();
    const asked = await converse(room, sign('first.note'), [
      [
        /type yes/,
        // Another process signs while this one waits for its answer.
        () => {
          const args = [LAUNCHER, ...sign('other.note')];
          expect(spawnSync(process.execPath, args, { cwd: room.path }).status).toBe(0);
          return 'yes\r';
        },
      ],
    ]);
    expect(asked.shown).toContain('another descriptor of serial 1 was signed before');
    expect(asked.code).not.toBe(0);
    expect(read('first.note')).toBe(first);
    const memory = read('witness.key.signed');

    // Between the memory's being read and written, nobody else reads it.
    writeFileSync(room.at('witness.key.signed'), JSON.stringify({ ...JSON.parse(memory), realms: {} }));
    await withFileLock(room.at('witness.key.signed.lock'), async () => {
      const child = room.start(sign('first.note'));
      children.push(child);
      void ended(child).then(otherEnd.resolve, otherEnd.reject);
      await Promise.race([otherEnd.promise, new Promise((done) => setTimeout(done, LOCK_SEEN_MS))]);
      expect(child.exitCode).toBe(null);
      writeFileSync(room.at('witness.key.signed'), memory);
    });
    const { code, stderr } = await otherEnd.promise;
    expect(stderr).toContain('another descriptor of serial 1 was signed before');
    expect(code).not.toBe(0);
    expect(read('first.note')).toBe(first);
  });

  test('refuses a successor of something that it did not sign', async () => {
    await init();
    const witness = await witnessKey();
    const folder = room.at('realm');
    const make = async (): Promise<void> => {
      const { note } = await nextDescriptor(folder, Date.now(), { witness });
      room.write('made.note', note);
    };
    await make();
    await room.succeed(...sign('made.note'));
    // The operator's own copy goes on from the note as it was before the signature.
    const { text } = parseSignedNote(readFileSync(room.at('made.note')));
    const forged = text.replace('\nserial 2\n', '\nserial 3\n');
    room.write('forged.note', signNote(forged, { name: 'Ada', seed: SecretBytes.random(32) }));
    expect(await room.fail('ERR_REALM_UNTRUSTED', ...sign('forged.note'))).toContain(
      'does not follow serial 2',
    );
  });

  test('refuses what is no descriptor, an expired one, and a key that is none or open to others', async () => {
    await witnessKey();
    await init();
    const key = { name: 'Ada', seed: SecretBytes.random(32) };
    room.write('letter.note', signNote('Dear Ada\n', key));
    room.write('letter.txt', 'Dear Ada');
    for (const file of ['letter.note', 'letter.txt', 'nothing', 'realm/realm.json']) {
      await room.fail('ERR_INPUT_FILE', ...sign(file));
    }
    const old = { operator: 'Ada', url: 'https://vault.example', nowMs: Date.now() - 400 * DAY_MS };
    await initRealmFolder(room.at('old'), old);
    await room.fail('ERR_REALM_OUTDATED', ...sign('old/descriptor.note'));
    await room.fail('ERR_INPUT_FILE', ...sign('realm/descriptor.note', 'realm/realm.json'));
    await room.fail('ERR_INPUT_FILE', ...sign('realm/descriptor.note', 'nothing'));
    chmodSync(room.at('witness.key'), 0o640);
    await room.fail('ERR_INPUT_FILE', ...sign('realm/descriptor.note'));
    expect(existsSync(room.at('witness.key.signed'))).toBe(false);
    expect(parseSignedNote(readFileSync(room.at('realm/descriptor.note'))).signatures).toHaveLength(1);
  });

  test('may be named later; its key is never overwritten', async () => {
    await init();
    const witness = await witnessKey();
    await room.fail('ERR_OUTPUT_FILE', 'vault', 'witness', 'new', '--out', 'witness.key');
    await room.fail('ERR_USAGE', 'vault', 'witness', 'new', '--out', 'x.key', '--name', 'two words');
    await room.fail('ERR_USAGE', ...descriptor('--witness', witness));
    await room.fail('ERR_USAGE', ...descriptor('--next', '--publish', 'realm/descriptor.next'));
    await room.succeed(...descriptor('--next', '--witness', witness));
    await room.fail('ERR_REALM_UNTRUSTED', ...descriptor('--publish', 'realm/descriptor.next'));
    await room.succeed(...sign('realm/descriptor.next'));
    await room.succeed(...descriptor('--publish', 'realm/descriptor.next'));
    await room.succeed('vault', 'bundle', '--data', 'realm', '--out', 'b.json');
    expect(parseVaultBundle(read('b.json')).signers).toHaveLength(2);
  });
});
