// What the command tells of a vault without asking it.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lineOf, Room } from './launched.ts';
import { type LocalVault, startLocalVault } from './local-vault.ts';

const room = new Room();
let vault: LocalVault;

beforeAll(async () => {
  vault = await startLocalVault(room);
  room.write('docs/letter.txt', 'Dear Ada');
  room.write('password.txt', 'violin trapdoor kiosk purple\n');
  await room.succeed('backup', 'docs', '--to', 'store', '--recovery-key-out', 'key.txt');
});
afterAll(async () => {
  await vault.close();
  room.remove();
});

test('status and the sheet know the vault without a token, also while it cannot be reached', async () => {
  expect(lineOf(await room.json(0, 'status', 'store'), 'status').vaults).toEqual([]);
  const add = ['method', 'add', 'store', 'password', '--password-file', 'password.txt'];
  await room.succeed(...add, '--vault-bundle', 'bundle.json', '--token-file', 'token.json');
  await vault.close();
  const about = { url: vault.url, subject: 'ada', generations: [1], unfinished: [] };
  const line = lineOf(await room.json(0, 'status', 'store'), 'status');
  expect(line.vaults).toMatchObject([
    {
      ...{ ...about, fingerprint: vault.fingerprint, operator: 'Example', isOneParty: true },
      seen: { phase: 'active', generation: 1, attempts: 0, attemptsLeft: 10, unacknowledged: 0 },
    },
  ]);
  const words = await room.succeed('status', 'store');
  expect(words).toMatch(/vault +http:\/\/127\.0\.0\.1/);
  expect(words).toMatch(/operator +Example, which alone vouches for it/);
  expect(words).toContain(vault.fingerprint);
  expect(words).toMatch(/seen +20.*, and then\n +password +number 1, set [^,]*\n/);
  expect(words).toContain('0 wrong in a row, 10 left');
  await room.succeed('method', 'add', 'store', '--recovery-key-out', 'second.txt');
  expect(readFileSync(room.at('second.txt'), 'utf8')).toContain(vault.fingerprint);

  // Who has nothing but the digits has not been told whom to trust.
  room.home = room.at('new home');
  const byDigits = ['status', 'store', '--recovery-key-file', 'key.txt'];
  expect(lineOf(await room.json(0, ...byDigits), 'status').vaults).toEqual([
    { ...about, realmId: expect.any(String), issuer: expect.any(String) },
  ]);
  const bare = await room.succeed(...byDigits);
  expect(bare).toContain('this device has not been told whom to trust');
  expect(bare).toContain('never by this device');
});
