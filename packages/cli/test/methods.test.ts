// How a recovery method is shown.

import type { MethodInfo } from '@muniment/backup';
import { expect, test } from 'vitest';
import { methodCells } from '../src/commands/methods.ts';
import { methodJson } from '../src/describe.ts';

const password: MethodInfo = {
  id: '00112233445566778899aabbccddeeff',
  type: 'vault',
  label: 'password',
  keyId: undefined,
  vault: {
    url: 'https://vault.example/muniment',
    realmId: 'e1'.repeat(16),
    issuer: 'https://login.example',
    subject: '5f0c',
    generation: 2n,
  },
  createdMs: 1_767_225_600_000,
  isThisDevice: false,
  checkedMs: undefined,
};

test('a vault is shown with its URL, account and generation', () => {
  const [name, type, label, rest] = methodCells(password);
  expect([name, type, label]).toEqual(['00112233', 'vault', 'password']);
  expect(rest).toMatch(
    /^added .*, at https:\/\/vault\.example\/muniment for 5f0c of https:\/\/login\.example, generation 2$/,
  );
  expect(methodJson(password)).toMatchObject({ methodType: 'vault', vault: password.vault });
});

test('another method names no vault', () => {
  const device: MethodInfo = { ...password, type: 'device', vault: undefined };
  expect(methodCells(device)[3]).not.toContain('vault');
  expect(methodJson(device).vault).toBeUndefined();
});
