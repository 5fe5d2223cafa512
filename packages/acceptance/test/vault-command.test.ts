// What people do with a password, from end to end: the shipped command in processes of its own, over HTTP, with a vault that another
// process serves. Where waits must pass, the same server runs under a clock that the test sets.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { ERRORS, type ErrorCode } from '@muniment/errors';
import { formatTokenFile, formatVaultBundle } from '@muniment/vault-client';
import {
  initRealmFolder,
  issueToken,
  nextDescriptor,
  publishDescriptor,
  type RealmKeys,
  readRealmFolder,
  startRealmServer,
} from '@muniment/vault-server';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Answer, ask, must } from './cli.ts';
import { temporaryFolder } from './trees.ts';
import { DAY_MS, freePort, HOUR_MS, serveByCommand, startVaultServer } from './vault-servers.ts';

const TEST_MS = 300_000;
const MINUTE_MS = 60_000;
const PASSWORD = 'violin trapdoor kiosk purple';
const NEXT_PASSWORD = 'glacier tambourine orchid seven';
const WRONG = 'violin trapdoor kiosk yellow';
const CONTENT = 'Dear Ada';

/** An archive with one snapshot, its device and its sheet: made once, and copied for each test. */
let original: string;

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'muniment-acceptance-'));
  writeFileSync(join(original, 'letter.txt'), CONTENT);
  await must(['backup', 'letter.txt', '--to', 'store', '--recovery-key-out', 'key.txt'], {
    home: join(original, 'device'),
    cwd: original,
  });
});
afterAll(() => rmSync(original, { recursive: true }));

/** A copy of the archive, a realm, and files with passwords and tokens. */
class Scene {
  readonly path: string;
  /** The token of Ada's account. */
  readonly token: string;
  /** Where the realm is, once it is served. */
  url = '';

  constructor() {
    this.path = temporaryFolder();
    cpSync(original, this.path, { recursive: true, preserveTimestamps: true });
    this.token = join(this.path, 'token.json');
    for (const [name, text] of Object.entries({ right: PASSWORD, next: NEXT_PASSWORD, wrong: WRONG })) {
      writeFileSync(join(this.path, `${name}.txt`), `${text}\n`, { mode: 0o600 });
    }
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** Runs a command on a device; the device without a name is the one that made the archive. */
  ask(args: readonly string[], device = 'device'): Promise<Answer> {
    return ask(args, { home: this.at(device), cwd: this.path });
  }

  must(args: readonly string[], device = 'device'): Promise<Answer> {
    return must(args, { home: this.at(device), cwd: this.path });
  }

  /** Fails with this error, its exit code and its words. */
  async refused(code: ErrorCode, args: readonly string[], device = 'device'): Promise<Answer> {
    const answer = await this.ask(args, device);
    expect(answer.line('error'), answer.stderr).toMatchObject({ code, exit: ERRORS[code].exit });
    expect(answer.code).toBe(ERRORS[code].exit);
    expect(answer.stderr).toContain(`Still safe: ${ERRORS[code].safe}`);
    return answer;
  }

  /** How somebody with nothing but bundle, token and a password restores, on a device of its own. */
  recovery(password: string, ...more: string[]): string[] {
    return [
      ...['restore', 'store', '--into', `restored-${++restores}`, '--password-file', `${password}.txt`],
      ...['--token-file', this.token, '--vault-bundle', 'realm/bundle.json', ...this.elsewhere(), ...more],
    ];
  }

  /** How somebody with the sheet restores. */
  digits(...more: string[]): string[] {
    return [
      ...['restore', 'store', '--into', `restored-${++restores}`, '--recovery-key-file', 'key.txt'],
      ...more,
    ];
  }

  /** Restores, and finds the letter as it was. */
  async restores(args: readonly string[], device = 'new-device'): Promise<Answer> {
    const answer = await this.must(args, device);
    const into = args[args.indexOf('--into') + 1]!;
    expect(readFileSync(join(this.at(into), 'letter.txt'), 'utf8')).toBe(CONTENT);
    return answer;
  }

  /** For a server on another port than the realm's bundle says. */
  elsewhere(): string[] {
    return this.url === '' ? [] : ['--vault', this.url];
  }

  addPassword(): Promise<Answer> {
    return this.must([
      ...['method', 'add', 'store', 'password', '--password-file', 'right.txt', '--account', 'ada'],
      ...['--token-file', this.token, '--vault-bundle', 'realm/bundle.json', ...this.elsewhere()],
    ]);
  }

  /** A command for the owner of the password. */
  owner(...command: string[]): string[] {
    return [...command, '--token-file', this.token];
  }
}

let restores = 0;

/** Makes a realm in the scene, as `vault init` does, and gives what tokens for it are made with. */
async function newRealm(scene: Scene, url = 'http://127.0.0.1'): Promise<RealmKeys> {
  const { keys } = await initRealmFolder(scene.at('realm'), { operator: 'Example', url, nowMs: Date.now() });
  await writeBundle(scene, 'realm/bundle.json');
  return keys;
}

/** Writes the bundle of what is in force, as `vault bundle` does. */
async function writeBundle(scene: Scene, name: string): Promise<void> {
  const { keys, signers, inForce } = await readRealmFolder(scene.at('realm'));
  const note = new TextDecoder().decode(inForce!.note);
  writeFileSync(scene.at(name), formatVaultBundle({ url: keys.url, realmId: keys.realmId, signers, note }));
}

/** Writes a token for Ada, as `vault token` does, but by any clock. */
async function writeToken(scene: Scene, { realmId, ownIssuer }: RealmKeys, nowMs: number): Promise<void> {
  const clientKey = SecretBytes.random(32);
  const token = await issueToken({
    ...{ issuer: ownIssuer.name, issuerSeed: ownIssuer.seed, subject: 'ada' },
    ...{ realmId, clientPublicKey: ed25519PublicKey(clientKey), nowMs, lifetimeMs: 5 * MINUTE_MS },
  });
  writeFileSync(scene.token, formatTokenFile({ token, clientKey }), { mode: 0o600 });
}

/** A realm whose clock the test moves, with Ada's token. */
async function clockedVault(
  scene: Scene,
): Promise<{ nowMs: () => number; wait: (ms: number) => Promise<void> }> {
  const keys = await newRealm(scene);
  let nowMs = Date.now();
  const server = await startVaultServer({ folder: scene.at('realm') }, { nowMs });
  scene.url = server.url;
  await writeToken(scene, keys, nowMs);
  return {
    nowMs: () => nowMs,
    async wait(ms) {
      nowMs += ms;
      await server.setClock(nowMs);
      await writeToken(scene, keys, nowMs);
    },
  };
}

/** The kinds of the warnings. */
function kindsOf(answer: Answer): unknown[] {
  return answer.all('warning').map(({ kind }) => kind);
}

test(
  'set up, back up, lose the device, recover by the password, and by the digits',
  async () => {
    const scene = new Scene();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await scene.must(['vault', 'init', '--data', 'realm', '--operator', 'Example', '--url', url]);
    await serveByCommand(scene.path, port);
    await scene.must(['vault', 'token', '--data', 'realm', '--account', 'ada', '--out', scene.token]);
    const added = await scene.addPassword();
    const { fingerprint } = added.line('vault');
    expect(added.line('vault')).toMatchObject({ subject: 'ada', operator: 'Example', attemptsLeft: 10 });
    expect(added.line('method')).toMatchObject({ methodType: 'vault', label: 'password' });

    const backup = await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    expect(kindsOf(backup).toSorted()).toEqual(['one-party', 'rollback-unprotected']);
    expect(kindsOf(await scene.must(['backup', 'letter.txt', '--to', 'store']))).toEqual(['no-token']);

    rmSync(scene.at('device'), { recursive: true });
    const lost = await scene.refused('ERR_NOT_ENROLLED', ['snapshots', 'store'], 'new-device');
    expect(lost.stderr).toContain('--password-file FILE');
    await scene.refused(
      'ERR_REALM_UNTRUSTED',
      scene.recovery('right', '--vault-fingerprint', '0000-0000-0000-0000-0000'),
      'new-device',
    );
    const fp = String(fingerprint).toLowerCase().replaceAll('-', ' ');
    await scene.restores(scene.recovery('right', '--vault-fingerprint', fp));
    const digits = await scene.restores(
      scene.digits('--token-file', scene.token, '--vault-bundle', 'realm/bundle.json'),
    );
    expect(digits.all('reminder')).toEqual([]);
  },
  TEST_MS,
);

test(
  'ten wrong passwords, with each wait kept, erase the key at the vault; the digits open the archive',
  async () => {
    const scene = new Scene();
    const { nowMs, wait } = await clockedVault(scene);
    await scene.addPassword();
    const waits = [0, 0, 0, MINUTE_MS, HOUR_MS, DAY_MS, 2 * DAY_MS, 3 * DAY_MS, 3 * DAY_MS];
    for (const [made, waitMs] of waits.entries()) {
      const more = made >= 7 ? ['--use-last-attempts'] : [];
      // Without a terminal, nobody is there to be asked.
      if (made === 7) await scene.refused('ERR_TERMINAL_NEEDED', scene.recovery('wrong'), 'new-device');
      const wrong = await scene.refused('ERR_PASSWORD_WRONG', scene.recovery('wrong', ...more), 'new-device');
      const waitUntil = waitMs === 0 ? undefined : new Date(nowMs() + waitMs).toISOString();
      expect(wrong.line('error')).toMatchObject({ attemptsLeft: 9 - made });
      expect(wrong.line('error').waitUntil).toBe(waitUntil);
      expect(kindsOf(wrong).includes('last-attempts')).toBe(made >= 7);
      const isTried = waitMs === MINUTE_MS || made === waits.length - 1;
      if (isTried) {
        await wait(waitMs - 1_000);
        // Before its time, not even the right password is tried.
        const early = await scene.refused('ERR_VAULT_WAIT', scene.recovery('right', ...more), 'new-device');
        expect(early.line('error').message).toContain('the next attempt in 1 s');
      }
      await wait(isTried ? 1_000 : waitMs);
    }
    const lastTry = scene.recovery('wrong', '--use-last-attempts');
    const last = await scene.refused('ERR_PASSWORD_WRONG', lastTry, 'new-device');
    expect(last.line('error')).toMatchObject({ attemptsLeft: 0 });
    await scene.refused('ERR_VAULT_DESTROYED', scene.recovery('right'), 'new-device');
    await scene.restores(scene.digits());

    const backup = await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    expect(kindsOf(backup)).toContain('destroyed');
    // The device sets a new one, which counts from the beginning.
    const anew = await scene.must(
      scene.owner('method', 'change-password', 'store', '--password-file', 'next.txt'),
    );
    expect(anew.line('vault')).toMatchObject({ phase: 'active', attempts: 0, attemptsLeft: 10 });
  },
  TEST_MS,
);

test(
  'a password that is forgotten is replaced on an enrolled device; the one before works for 72 hours',
  async () => {
    const scene = new Scene();
    const { wait } = await clockedVault(scene);
    await scene.addPassword();
    const changed = await scene.must(
      scene.owner('method', 'change-password', 'store', '--password-file', 'next.txt'),
    );
    expect(changed.line('vault')).toMatchObject({ generation: 2, previous: { generation: 1 } });
    await scene.restores(scene.recovery('next'));
    await scene.restores(scene.recovery('right', '--previous-password'));

    await wait(3 * DAY_MS);
    await scene.refused('ERR_VAULT_GENERATION', scene.recovery('right', '--previous-password'), 'new-device');
    await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    const methods = (await scene.must(['method', 'list', 'store'])).all('method');
    expect(methods.filter(({ methodType }) => methodType === 'vault')).toHaveLength(1);

    // With the password before, that one ends at once.
    const proven = await scene.must(
      scene.owner(
        ...['method', 'change-password', 'store', '--password-file', 'right.txt'],
        ...['--old-password-file', 'next.txt'],
      ),
    );
    expect(proven.line('vault')).not.toHaveProperty('previous');
    await scene.restores(scene.recovery('right'));
  },
  TEST_MS,
);

test(
  'a stolen device is shut out while the vault cannot be reached, and the vault is told when it can',
  async () => {
    const scene = new Scene();
    const port = await freePort();
    const keys = await newRealm(scene, `http://127.0.0.1:${port}`);
    const stop = await serveByCommand(scene.path, port);
    await writeToken(scene, keys, Date.now());
    await scene.addPassword();
    await scene.must(['backup', 'letter.txt', '--to', 'store', '--recovery-key-file', 'key.txt'], 'stolen');
    const methods = (await scene.must(['method', 'list', 'store'], 'stolen')).all('method');
    const stolen = String(methods.find(({ isThisDevice }) => isThisDevice === true)!.id);
    // What the thief copied while the device was still good.
    cpSync(scene.at('store'), scene.at('copied-store'), { recursive: true });
    const asThief = (...command: string[]): string[] =>
      scene.owner(...command, '--vault-bundle', 'realm/bundle.json');

    await stop();
    const removed = await scene.must(scene.owner('method', 'remove', 'store', stolen));
    expect(removed.all('reminder').map(({ kind }) => kind)).toContain('vault-owner');
    const down = await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    expect(kindsOf(down)).toContain('unreachable');

    await serveByCommand(scene.path, port);
    // Until the vault knows, the thief is an owner to it, though no longer to the store.
    await scene.refused('ERR_KEYRING_OUTDATED', asThief('backup', 'letter.txt', '--to', 'store'), 'stolen');
    await scene.must(asThief('password', 'acknowledge', 'copied-store'), 'stolen');
    const told = await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    expect(kindsOf(told)).not.toContain('unreachable');
    expect(told.all('reminder').map(({ kind }) => kind)).not.toContain('vault-owner');
    await scene.refused('ERR_VAULT_SIGNATURE', asThief('password', 'acknowledge', 'copied-store'), 'stolen');
    await scene.restores(scene.recovery('right'));
  },
  TEST_MS,
);

test(
  'a store that shows an older state is refused, whichever way one comes in, unless it is accepted',
  async () => {
    const scene = new Scene();
    await clockedVault(scene);
    await scene.addPassword();
    cpSync(scene.at('store'), scene.at('older'), { recursive: true });
    await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    rmSync(scene.at('store'), { recursive: true });
    cpSync(scene.at('older'), scene.at('store'), { recursive: true });

    const byPassword = await scene.refused('ERR_ARCHIVE_OLDER', scene.recovery('right'), 'new-device');
    expect(byPassword.line('error').message).toMatch(/shows snapshot 1 .*knows snapshot 2 /);
    const asked = scene.owner('--vault-bundle', 'realm/bundle.json', ...scene.elsewhere());
    await scene.refused('ERR_ARCHIVE_OLDER', scene.digits(...asked), 'new-device');
    await scene.restores(scene.recovery('right', '--accept-older'));
    // Nobody to ask: the age is told.
    const unasked = await scene.restores(scene.digits());
    expect(unasked.all('reminder')).toMatchObject([{ kind: 'vault-not-asked' }]);
  },
  TEST_MS,
);

test(
  'a vault that shows an earlier description of itself is refused, and no backup fails for it',
  async () => {
    const scene = new Scene();
    const port = await freePort();
    const keys = await newRealm(scene, `http://127.0.0.1:${port}`);
    const folder = scene.at('realm');
    const server = await startRealmServer({ folder, host: '127.0.0.1', port });
    await writeToken(scene, keys, Date.now());
    await scene.addPassword();
    const earlier = readFileSync(scene.at('realm/descriptor.note'));
    await nextDescriptor(folder, Date.now());
    await publishDescriptor(folder, readFileSync(scene.at('realm/descriptor.next')), Date.now());
    await server.reload();
    // The device sees the newer description, and remembers it.
    await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    await server.close();

    const impostor = createServer((request, response) => {
      response.writeHead(request.url === '/v1/descriptor' ? 200 : 503).end(earlier);
    }).listen(port, '127.0.0.1');
    onTestFinished(() => void impostor.close());
    await new Promise((listening) => impostor.once('listening', listening));
    await scene.refused('ERR_REALM_OUTDATED', scene.owner('password', 'status', 'store'));
    const backup = await scene.must(scene.owner('backup', 'letter.txt', '--to', 'store'));
    expect(backup.all('warning')).toMatchObject([{ kind: 'unreachable', code: 'ERR_REALM_OUTDATED' }]);
    // A bundle that was made since is as good a memory on a device that knows nothing.
    await writeBundle(scene, 'newer.json');
    await scene.refused(
      'ERR_REALM_OUTDATED',
      [...scene.recovery('right'), '--vault-bundle', 'newer.json'],
      'new-device',
    );
  },
  TEST_MS,
);
