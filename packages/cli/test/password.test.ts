// What a user of a password meets: how good it must be, what is asked on a terminal, and how a vault's refusals are told.

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recoverByPassword } from '@muniment/backup';
import {
  ed25519PublicKey,
  formatVerifierKey,
  parseSignedNote,
  SecretBytes,
  signNote,
} from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { folderStore } from '@muniment/storage';
import {
  formatVaultBundle,
  parseTokenFile,
  parseVaultBundle,
  vaultFingerprint,
} from '@muniment/vault-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Output } from '../src/output.ts';
import { obtainNewPassword, readPasswordFile } from '../src/password-input.ts';
import { assertStrong, loadPasswordJudge, PASSWORD_MIN_GUESSES } from '../src/password-quality.ts';
import type { Run } from '../src/run.ts';
import { patientTransport } from '../src/vault-access.ts';
import { errorFields, messageOf } from '../src/vault-words.ts';
import { converse, lineOf, Room } from './launched.ts';
import { type LocalVault, startLocalVault } from './local-vault.ts';

const PASSWORD = 'violin trapdoor kiosk purple';
const HOUR_MS = 3_600_000;

describe('the strength of a password', () => {
  test('common ones, patterns and names are refused, with advice', async () => {
    const judge = await loadPasswordJudge(['ada-lovelace']);
    const refused: readonly (readonly [string, RegExp])[] = [
      ['', /at least 8 characters/],
      ['1234567', /at least 8 characters/],
      // Seven characters, though fourteen units of UTF-16.
      ['🂡🂢🂣🂤🂥🂦🂧', /at least 8 characters/],
      ['password1', /guessed in about 230 tries\. It is a commonly used password\. Add more words/],
      ['qwertzuiop', /Rows of keys/],
      ['aaaaaaaaaaaa', /Repeated characters/],
      ['abcabcabcabc', /Repeated groups|Sequences/],
      ['12.03.1984', /Dates/],
      ['ada-lovelace', /name of the account/],
      ['password password', /guessed in about 100,165,000 tries\. Make it longer: four words/],
      ['x7Gk2pQz', /guessed in about 100,000,001 tries/],
    ];
    for (const [password, why] of refused) {
      expect(judge(password), password).toMatch(why);
      expect(() => assertStrong(password, judge)).toThrow(
        expect.objectContaining({ code: 'ERR_PASSWORD_WEAK' }),
      );
    }
  });

  test('four words and ten random characters are good enough', async () => {
    const judge = await loadPasswordJudge(['ada']);
    for (const password of [PASSWORD, 'x7Gk2pQz9m', 'größer als der Mond, kleiner']) {
      expect(judge(password), password).toBeUndefined();
    }
    // As --help and the README say.
    expect(PASSWORD_MIN_GUESSES).toBe(10_000_000_000);
  });
});

describe('a password file', () => {
  const room = new Room();
  const run = {
    output: new Output({ json: false, quiet: true }),
    hasTerminal: false,
  } as Run;
  const read = async (content: string | Uint8Array): Promise<string> => {
    room.write('password.txt', content);
    chmodSync(room.at('password.txt'), 0o600);
    return await readPasswordFile(run, room.at('password.txt'));
  };
  afterAll(() => room.remove());

  test('holds one line, whose newline does not count and whose spaces do', async () => {
    for (const content of ['a b c', 'a b c\n', 'a b c\r\n']) expect(await read(content)).toBe('a b c');
    expect(await read(' a \n')).toBe(' a ');
  });

  test('is refused if it is empty, has two lines, or is not UTF-8', async () => {
    for (const content of ['', '\n', 'one\ntwo', 'one\n\n', 'one\rtwo', Uint8Array.of(0x61, 0xff)]) {
      await expect(read(content)).rejects.toMatchObject({ code: 'ERR_PASSWORD_CHARACTERS' });
    }
    await expect(readPasswordFile(run, room.at('none'))).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' });
  });

  test('a weak password counts when it is forced', async () => {
    await read('hello');
    const options = { passwordFile: room.at('password.txt') };
    await expect(obtainNewPassword(run, options, 'ada')).rejects.toMatchObject({ code: 'ERR_PASSWORD_WEAK' });
    expect(await obtainNewPassword(run, { ...options, forceWeakPassword: true }, 'ada')).toBe('hello');
    await expect(obtainNewPassword(run, {}, 'ada')).rejects.toMatchObject({ code: 'ERR_TERMINAL_NEEDED' });
  });
});

test('what a vault refuses is told with its times and counts', () => {
  const timeMs = Date.UTC(2026, 10, 22, 12);
  const told: readonly (readonly [MunimentError, RegExp])[] = [
    [new MunimentError('ERR_PASSWORD_WRONG', '', { attemptsLeft: 1 }), /wrong; 1 attempt left$/],
    [
      new MunimentError('ERR_PASSWORD_WRONG', '', { attemptsLeft: 5, waitUntilMs: timeMs + 61_500, timeMs }),
      /wrong; 5 attempts left, the next one in 1 min 2 s \(2026-/,
    ],
    [new MunimentError('ERR_PASSWORD_WRONG', '', { attemptsLeft: 0 }), /there is no attempt left/],
    [new MunimentError('ERR_PASSWORD_WRONG', '', { attemptsLeft: undefined }), /^the password is wrong$/],
    [
      new MunimentError('ERR_VAULT_WAIT', '', { untilMs: timeMs + HOUR_MS, timeMs }),
      /next attempt in 1 h \(/,
    ],
    [new MunimentError('ERR_VAULT_FROZEN', '', { untilMs: timeMs + HOUR_MS, timeMs }), /frozen .* in 1 h \(/],
    [new MunimentError('ERR_VAULT_DESTROYED', '', { destroyedMs: timeMs }), /erased its key .* on 2026-11-2/],
    [new MunimentError('ERR_VAULT_LOCKED', '', { unacknowledged: 30 }), /there were 30 wrong attempts/],
    [new MunimentError('ERR_VAULT_RATE', '', { retryAfterMs: 41_000 }), /answers again in 41 s/],
    [new MunimentError('ERR_VAULT_REFUSED', '', { operation: 'cancel' }), /once in 90 days/],
    [new MunimentError('ERR_VAULT_NO_RECORD'), /keeps no password for this account/],
  ];
  for (const [error, words] of told) expect(messageOf(error)).toMatch(words);
  expect(errorFields(told[1]![0])).toEqual({ attemptsLeft: 5, waitUntil: '2026-11-22T12:01:01.500Z' });
  for (const code of [
    'ERR_VAULT_WAIT',
    'ERR_VAULT_FROZEN',
    'ERR_VAULT_DESTROYED',
    'ERR_VAULT_LOCKED',
  ] as const) {
    const bare = new MunimentError(code);
    expect(messageOf(bare)).toBe(bare.message);
  }
});

test('a vault that was asked too often is waited for, but not for ever', async () => {
  const notes: string[] = [];
  const output = { note: (line: string) => notes.push(line) } as unknown as Output;
  const stop = new AbortController();
  const refusals = [10, 10];
  const transport = {
    descriptor: () => Promise.resolve(new Uint8Array(1)),
    request: (sealed: Uint8Array) => {
      const retryAfterMs = refusals.shift();
      if (retryAfterMs === undefined) return Promise.resolve(sealed);
      return Promise.reject(new MunimentError('ERR_VAULT_RATE', '', { retryAfterMs }));
    },
  };
  const patient = patientTransport({ output, signal: stop.signal }, '', transport);
  expect(await patient.request(Uint8Array.of(7))).toEqual(Uint8Array.of(7));
  expect(notes).toEqual(Array(2).fill('The vault was asked too often; going on in 0 s.'));
  refusals.push(61_000);
  await expect(patient.request(Uint8Array.of(7))).rejects.toMatchObject({ code: 'ERR_VAULT_RATE' });
  // The third wait is the last.
  refusals.push(10, 10);
  await expect(patient.request(Uint8Array.of(7))).rejects.toMatchObject({ code: 'ERR_VAULT_RATE' });
  refusals.push(30_000);
  const another = patientTransport({ output, signal: stop.signal }, '', transport);
  const waiting = another.request(Uint8Array.of(7));
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
});

describe('with a vault', () => {
  const ENTER = '\r';
  const DOWN = '\x1b[B';
  const LEFT = '\x1b[D';
  const room = new Room();
  let vault: LocalVault;

  /** A question that waits for its answer. */
  const asked = (question: string): RegExp => new RegExp(`◆[^\\n]*${question}[\\s\\S]*?└`);
  const atVault = ['--token-file', 'token.json'];

  beforeAll(async () => {
    vault = await startLocalVault(room);
    room.write('docs/letter.txt', 'Dear Ada');
    await room.succeed('backup', 'docs', '--to', 'store', '--recovery-key-out', 'key.txt');
  });
  afterAll(async () => {
    await vault.close();
    room.remove();
  });

  test('what is missing or does not fit is told before anything is done', async () => {
    room.write('password.txt', `${PASSWORD}\n`);
    room.write('bundle.bad', '{}');
    const add = ['method', 'add', 'store', 'password', '--password-file', 'password.txt'];
    expect(await room.fail('ERR_USAGE', ...add)).toContain('MUNIMENT_TOKEN_FILE');
    expect(await room.fail('ERR_REALM_UNTRUSTED', ...add, ...atVault)).toContain('bundle');
    const bundle = ['--vault-bundle', 'bundle.json'];
    expect(await room.fail('ERR_USAGE', ...add, ...atVault, ...bundle, '--account', 'bob')).toContain(
      'for the account ada',
    );
    await room.fail('ERR_REALM_BUNDLE', ...add, ...atVault, '--vault-bundle', 'bundle.bad');
    await room.fail('ERR_USAGE', ...add, ...atVault, '--vault', vault.url);
    await room.fail('ERR_USAGE', ...add, ...atVault, ...bundle, '--vault', 'http://example.org');
    await room.fail('ERR_USAGE', ...add, ...atVault, ...bundle, '--vault-fingerprint', 'no such thing');
    await room.fail('ERR_USAGE', 'method', 'add', 'store', '--password-file', 'password.txt');
    await room.fail('ERR_METHOD_UNKNOWN', 'password', 'status', 'store', ...atVault, ...bundle);
    const methods = await room.json(0, 'method', 'list', 'store');
    expect(methods.map(({ methodType }) => methodType)).not.toContain('vault');
  });

  test('a new password is asked for twice, and a weak one again', async () => {
    const { code, shown } = await converse(
      room,
      ['method', 'add', 'store', 'password', ...atVault, '--vault-bundle', 'bundle.json'],
      [
        [asked('New password'), `password1${ENTER}`],
        [/commonly used password/, `\x15${PASSWORD}${ENTER}`],
        [asked('The same again'), `something else${ENTER}`],
        [/The two are not the same/, ''],
        [asked('New password'), `${PASSWORD}${ENTER}`],
        [asked('The same again'), `${PASSWORD}${ENTER}`],
      ],
    );
    expect(code, shown).toBe(0);
    expect(shown).toContain(`fingerprint ${vault.fingerprint}`);
    expect(shown).toContain('one party alone vouches for it');
    expect(shown).not.toContain('violin');
    const [method] = (await room.json(0, 'method', 'list', 'store')).filter(
      ({ methodType }) => methodType === 'vault',
    );
    expect(method).toMatchObject({
      label: 'password',
      vault: { url: vault.url, subject: 'ada', generation: 1 },
    });
  });

  test('another bundle does not change whom the device trusts, unless its fingerprint is confirmed', async () => {
    const bundle = parseVaultBundle(readFileSync(room.at('bundle.json'), 'utf8'));
    const key = { name: 'other.example', seed: SecretBytes.random(32) };
    const { text } = parseSignedNote(new TextEncoder().encode(bundle.note));
    const note = new TextDecoder().decode(signNote(text, key, new TextEncoder().encode(bundle.note)));
    const signers = [formatVerifierKey({ name: key.name, publicKey: ed25519PublicKey(key.seed) })];
    room.write('swapped.json', formatVaultBundle({ ...bundle, signers, note }));
    const status = ['password', 'status', 'store', ...atVault, '--vault-bundle', 'swapped.json'];
    const told = await room.fail('ERR_REALM_UNTRUSTED', ...status);
    expect(told).toMatch(/names other signers.*--vault-fingerprint/);
    const other = await vaultFingerprint({ realmId: bundle.realmId, signers });
    const question = asked('told you that the signers changed');
    const refused = await converse(room, status, [[question, ENTER]]);
    expect(refused.code, refused.shown).toBe(84);
    expect(refused.shown).toContain(other);
    // Those that are confirmed are who has to have signed.
    const confirmed = await room.fail('ERR_REALM_UNTRUSTED', ...status, '--vault-fingerprint', other);
    expect(confirmed).not.toContain('names other signers');
    await room.succeed('password', 'status', 'store', ...atVault);
  });

  test('on a new device: the way in, files, the fingerprint, what is at stake, and a typing mistake', async () => {
    const home = { MUNIMENT_HOME: room.at('new-home') };
    const { code, shown } = await converse(
      room,
      ['restore', 'store', '--into', 'restored'],
      [
        [asked('How do you want to open'), DOWN + ENTER],
        [asked('account token'), `token.json${ENTER}`],
        [asked('bundle of'), `bundle.json${ENTER}`],
        [asked('the same fingerprint'), LEFT + ENTER],
        [
          /operator +Example[\s\S]*0 wrong in a row, 10 left[\s\S]*◆[^\n]*Password[\s\S]*?└/,
          `violin${ENTER}`,
        ],
        [/wrong; 9 attempts left[\s\S]*◆[^\n]*Password[\s\S]*?└/, `${PASSWORD}${ENTER}`],
      ],
      home,
    );
    expect(code, shown).toBe(0);
    expect(shown).toContain(vault.fingerprint);
    // The user's own mistake is no news.
    expect(shown).not.toContain('somebody else');
    expect(readFileSync(room.at('restored/docs/letter.txt'), 'utf8')).toBe('Dear Ada');

    const refused = await converse(
      room,
      ['snapshots', 'store', ...atVault],
      [
        [asked('How do you want to open'), DOWN + ENTER],
        [asked('bundle of'), `bundle.json${ENTER}`],
        [asked('the same fingerprint'), ENTER],
      ],
      home,
    );
    expect(refused.code, refused.shown).toBe(84);
  });

  test('on a new device: the fingerprint on the recovery sheet does in the place of the bundle', async () => {
    const here = room.home;
    room.home = room.at('sheet-home');
    onTestFinished(() => {
      room.home = here;
    });
    room.write('password.txt', `${PASSWORD}\n`);
    const open = ['snapshots', 'store', '--password-file', 'password.txt', ...atVault];
    expect(await room.fail('ERR_USAGE', ...open)).toContain('--vault-fingerprint');
    const typed = vault.fingerprint.toLowerCase().replaceAll('-', ' ');
    await room.succeed(...open, '--vault-fingerprint', typed);

    // Whoever is between serves what they like, and learns nothing of the account.
    const bundle = parseVaultBundle(readFileSync(room.at('bundle.json'), 'utf8'));
    const key = { name: 'other.example', publicKey: ed25519PublicKey(SecretBytes.random(32)) };
    const others = { ...bundle, signers: [formatVerifierKey(key)] };
    const elsewhere = { ...bundle, realmId: new Uint8Array(16).fill(7) };
    let served = bundle;
    const heard: string[] = [];
    const impostor = createServer(({ method, url, headers }, response) => {
      heard.push(`${method} ${url} ${headers.authorization}`);
      response.end(formatVaultBundle(served));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void impostor.close());
    await new Promise((listening) => impostor.once('listening', listening));
    const at = ['--vault', `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`];
    for (const [shown, onPaper] of [
      [bundle, await vaultFingerprint(others)],
      [others, vault.fingerprint],
      [elsewhere, vault.fingerprint],
      [elsewhere, await vaultFingerprint(elsewhere)],
    ] as const) {
      served = shown;
      await room.fail('ERR_REALM_UNTRUSTED', ...open, ...at, '--vault-fingerprint', onPaper);
      expect(heard.splice(0)).toEqual(['GET /v1/bundle undefined']);
    }

    served = others;
    const home = { MUNIMENT_HOME: room.home };
    const asks: [RegExp, string][] = [
      [asked('How do you want to open'), DOWN + ENTER],
      [asked('bundle of'), ENTER],
    ];
    const attended = ['snapshots', 'store', ...atVault];
    const went = await converse(
      room,
      attended,
      [...asks, [asked('the same fingerprint'), LEFT + ENTER], [asked('Password'), `${PASSWORD}${ENTER}`]],
      home,
    );
    expect(went.code, went.shown).toBe(0);
    expect(went.shown).toContain(vault.fingerprint);
    const refused = await converse(
      room,
      [...attended, ...at],
      [...asks, [asked('the same fingerprint'), ENTER]],
      home,
    );
    expect(refused.code, refused.shown).toBe(84);
    expect(heard).toEqual(['GET /v1/bundle undefined']);
  });

  test('before the last attempts the user is warned, and asked', async () => {
    const place = { store: folderStore(room.store), home: room.at('guesser') };
    const bundle = parseVaultBundle(readFileSync(room.at('bundle.json'), 'utf8'));
    const token = async () => parseTokenFile(readFileSync(room.at('token.json'), 'utf8'));
    for (let i = 0; i < 7; i++) {
      await expect(recoverByPassword(place, { bundle, token, password: 'no' })).rejects.toMatchObject({
        code: 'ERR_PASSWORD_WRONG',
      });
      await vault.wait(72 * HOUR_MS);
    }
    const command = ['snapshots', 'store', ...atVault, '--vault-bundle', 'bundle.json'];
    const home = { MUNIMENT_HOME: room.at('new-home') };
    // A job with an old file spends none of them, whatever it shows the password for.
    room.write('old-password.txt', 'an old password\n');
    room.write('password.txt', `${PASSWORD}\n`);
    const byFile = [...command, '--password-file', 'old-password.txt'];
    const own = room.home;
    room.home = room.at('guesser');
    expect(await room.fail('ERR_TERMINAL_NEEDED', ...byFile)).toMatch(
      /only 3 attempts left.*--use-last-attempts/,
    );
    room.home = own;
    const change = ['--password-file', 'password.txt', '--old-password-file', 'old-password.txt'];
    await room.fail('ERR_TERMINAL_NEEDED', 'method', 'change-password', 'store', ...atVault, ...change);
    const [method] = (await room.json(0, 'method', 'list', 'store')).filter(
      ({ methodType }) => methodType === 'vault',
    );
    const remove = ['method', 'remove', 'store', method!.id, '--password-file', 'old-password.txt'];
    await room.fail('ERR_TERMINAL_NEEDED', ...remove, ...atVault);
    const before = lineOf(await room.json(0, 'password', 'status', 'store', ...atVault), 'vault');
    expect(before).toMatchObject({ attempts: 7, attemptsLeft: 3 });
    room.home = room.at('guesser');
    const spent = await room.fail('ERR_PASSWORD_WRONG', ...byFile, '--use-last-attempts');
    expect(spent).toContain('only 3 attempts left');
    room.home = own;
    await vault.wait(72 * HOUR_MS);
    const way = [asked('How do you want to open'), DOWN + ENTER] as const;
    const warned = /only 2 attempts left[\s\S]*◆[^\n]*Try a password all the same[\s\S]*?└/;
    const refused = await converse(room, command, [way, [warned, ENTER]], home);
    expect(refused.code, refused.shown).toBe(130);
    const went = await converse(
      room,
      command,
      [way, [warned, LEFT + ENTER], [asked('Password'), `${PASSWORD}${ENTER}`]],
      home,
    );
    expect(went.code, went.shown).toBe(0);
    expect(went.shown).toContain('9 wrong passwords were tried at the vault before');

    const status = lineOf(await room.json(0, 'password', 'status', 'store', ...atVault), 'vault');
    expect(status).toMatchObject({ attempts: 0, attemptsLeft: 10, isOurs: true });
    // The wrong ones were guesses; after their day the owner takes them off the count.
    await vault.wait(24 * HOUR_MS);
    const seen = lineOf(await room.json(0, 'password', 'acknowledge', 'store', ...atVault), 'vault');
    expect(seen).toMatchObject({ unacknowledged: 0, warnings: expect.not.arrayContaining(['guesses']) });
  });

  test('a device that is set up by the password needs neither bundle nor digits any more', async () => {
    room.write('password.txt', `${PASSWORD}\n`);
    const here = room.home;
    room.home = room.at('joined');
    await room.succeed(
      ...[
        'backup',
        'docs',
        '--to',
        'store',
        '--password-file',
        'password.txt',
        '--vault-bundle',
        'bundle.json',
      ],
      ...atVault,
    );
    const frozen = await room.json(0, 'password', 'freeze', 'store', '--for', '2h', ...atVault);
    expect(lineOf(frozen, 'vault').warnings.map(({ kind }: { kind: string }) => kind)).toContain('frozen');
    room.home = room.at('new-home');
    const told = await room.fail(
      'ERR_VAULT_FROZEN',
      ...['snapshots', 'store', '--password-file', 'password.txt', '--vault-bundle', 'bundle.json'],
      ...atVault,
    );
    expect(told).toContain('in 2 h');
    room.home = here;
    // With the token in the environment, of another account: the backup is made, and says so.
    await vault.writeToken('bob', 'other.json');
    const child = room.start(['backup', 'docs', '--to', 'store', '--json'], {
      MUNIMENT_TOKEN_FILE: room.at('other.json'),
    });
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(0);
    writeFileSync(room.at('token.json'), 'no token');
    const lines = await room.json(0, 'backup', 'docs', '--to', 'store', ...atVault);
    expect(lines.filter(({ type }) => type === 'warning')).toMatchObject([
      { kind: 'unreachable', code: 'ERR_REALM_BUNDLE' },
      { kind: 'no-token' },
    ]);
    // Nor does it stand between the digits and the archive.
    await room.succeed('snapshots', 'store', '--recovery-key-file', 'key.txt', ...atVault);
    await vault.wait(0);
    await room.succeed('method', 'add', 'store', '--recovery-key-out', 'second.txt', ...atVault);
    expect(readFileSync(room.at('second.txt'), 'utf8')).toContain(vault.fingerprint);
    const gone = lineOf(
      await room.json(0, 'method', 'remove', 'store', await passwordId(), ...atVault),
      'removed',
    );
    expect(gone.deleteAt).toMatch(/Z$/);
  });

  async function passwordId(): Promise<string> {
    const methods = await room.json(0, 'method', 'list', 'store');
    return methods.find(({ methodType }) => methodType === 'vault')!.id;
  }
});
