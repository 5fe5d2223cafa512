import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecoverySheet } from '@muniment/backup';
import { formatRecoveryKey, generateRecoveryKey, parseRecoveryKey } from '@muniment/keys';
import { encode } from 'uqr';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readText } from '../src/read-text.ts';
import { digitsOf, saveSheet, sheetPage, sheetText } from '../src/recovery-sheet.ts';

let folder: string;
let sheet: RecoverySheet;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muniment-sheet-'));
  const key = await generateRecoveryKey();
  const digits = formatRecoveryKey(key);
  sheet = {
    archiveId: '0123456789012345678901234567890f',
    keyId: key.keyId,
    label: 'sheet',
    createdMs: Date.UTC(2026, 10, 21),
    // Digits, tags and a row of its own around the key must not confuse whoever reads it back.
    location: '/media/2026 <Row 1> & 1234 5678 9012 3456',
    digits: () => digits,
    check: () => {},
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the digits are found again in the saved text and in the saved page', async () => {
  for (const name of ['key.txt', 'key.html']) {
    const path = join(folder, name);
    await saveSheet(sheet, path);
    const found = digitsOf(await readText(path));
    expect(found).toBe(sheet.digits());
    expect((await parseRecoveryKey(found)).keyId).toBe(sheet.keyId);
  }
});

test('a sheet with a mistyped row keeps its four rows, so that the error can name it', () => {
  const [first, ...others] = sheet.digits().split('\n');
  const broken = sheetText(sheet).replace(first!, `O${first!.slice(1)}`);
  expect(digitsOf(broken)).toBe([`O${first!.slice(1)}`, ...others].join('\n'));
});

test('digits alone are digits', () => {
  expect(digitsOf(`  ${sheet.digits()}\n`)).toBe(sheet.digits());
  expect(digitsOf('12 34')).toBe('12 34');
});

test('a saved sheet is for its owner only, and never replaces a file', async () => {
  const path = join(folder, 'key.txt');
  await saveSheet(sheet, path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, 'precious');
  await expect(saveSheet(sheet, path)).rejects.toMatchObject({ code: 'ERR_OUTPUT_FILE' });
  expect(readFileSync(path, 'utf8')).toBe('precious');
  await expect(saveSheet(sheet, join(folder, 'none', 'key.txt'))).rejects.toMatchObject({
    code: 'ERR_OUTPUT_FILE',
  });
  expect(readdirSync(folder)).toEqual(['key.txt']);
});

test('a file that cannot be read is an error of ours', async () => {
  await expect(readText(join(folder, 'none'))).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' });
  await expect(readText(folder)).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' });
});

test('the page holds the QR code of the 64 digits, and no markup from outside', async () => {
  const page = await sheetPage(sheet);
  expect(page).not.toContain('<Row 1>');
  expect(page).toContain('&#60;Row 1&#62;');
  const { data, size } = encode(sheet.digits().replaceAll(/\s/g, ''), { ecc: 'M', border: 2 });
  const dark = data.flat().filter(Boolean).length;
  // Each dark module is one subpath of one module's size.
  expect(page.match(/M\d+,\d+h\d+v\d+h-\d+z/g)?.length).toBe(dark);
  expect(page).toContain(`viewBox="0 0 ${size * 6} ${size * 6}"`);
});

test('a sheet of an archive with a password names the vault and its fingerprint, or leaves room for it', async () => {
  const vaults = [
    { url: 'https://vault.example/<Row 1>', fingerprint: 'JSG4-0AZ9-SDK2-AXDR-2N79' },
    { url: 'https://other.example', fingerprint: undefined },
  ];
  const text = sheetText(sheet, vaults);
  expect(text).toContain(
    'checked by the vault https://vault.example/<Row 1>,\n  whose fingerprint is JSG4-0AZ9',
  );
  expect(text).toMatch(/https:\/\/other\.example,\n {2}whose fingerprint is ____-/);
  const page = await sheetPage(sheet, vaults);
  expect(page).toContain('JSG4-0AZ9-SDK2-AXDR-2N79');
  expect(page).not.toContain('<Row 1>');
  for (const saved of [text, page]) expect(digitsOf(saved)).toBe(sheet.digits());
});
