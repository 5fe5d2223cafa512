// The recovery sheet: what is shown, saved and printed, and how its digits are found again in a saved one.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RecoverySheet } from '@muniment/backup';
import { MunimentError } from '@muniment/errors';
import { formatTime } from './format.ts';
import { escapeControls } from './printable.ts';
import { reasonOf } from './system-reason.ts';

const OWNER_ONLY = 0o600;
const ROW_LINE = /^\W*row\s+([1-4])\b[\s:.]*(.*)$/iu;
const PAGE = /\.html?$/i;

const WARNING = [
  'Whoever has these 64 digits can read the whole backup. Without them, and without',
  'this device, nobody can: not even you. Keep the sheet away from the device.',
];
const NO_FINGERPRINT = '____-____-____-____-____ (see: muniment password status)';
const HOW_TO = 'muniment restore STORE --into FOLDER';

/** A vault that checks a password of the archive: whoever recovers by it compares the fingerprint. */
export interface SheetVault {
  readonly url: string;
  /** Undefined leaves room to write it in. */
  readonly fingerprint: string | undefined;
}

/** The sheet as lines of text. */
export function sheetText(sheet: RecoverySheet, vaults: readonly SheetVault[] = []): string {
  const rows = sheet.digits().split('\n');
  return [
    `MUNIMENT RECOVERY KEY    key id ${sheet.keyId}`,
    '',
    ...rows.map((row, at) => `  Row ${at + 1}   ${row}`),
    '',
    madeLine(sheet),
    ...WARNING,
    'To get everything back, on any computer, type them when this asks for them:',
    `  ${HOW_TO}`,
    ...vaults.flatMap((vault) => vaultLines(vault)),
    '',
  ].join('\n');
}

/** The sheet as a page to print, with the digits as a QR code. */
export async function sheetPage(sheet: RecoverySheet, vaults: readonly SheetVault[] = []): Promise<string> {
  const { renderSVG } = await import('uqr');
  const rows = sheet.digits().split('\n');
  const code = renderSVG(rows.join('').replaceAll(' ', ''), { ecc: 'M', border: 2, pixelSize: 6 });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Muniment recovery key ${sheet.keyId}</title>
<style>
body { font: 12pt/1.4 sans-serif; max-width: 17cm; margin: 1.5cm auto; color: #000; background: #fff }
th { font-weight: normal; text-align: left; padding-right: 1em }
td { font: bold 16pt/1.6 monospace; white-space: pre }
svg { width: 5cm; height: 5cm }
</style>
<h1>Muniment recovery key</h1>
<p>Key id <b>${sheet.keyId}</b></p>
<table>
${rows.map((row, at) => `<tr><th>Row ${at + 1}</th><td>${row}</td></tr>`).join('\n')}
</table>
${code}
<p>${escapeHtml(madeLine(sheet))}</p>
<p>${WARNING.join(' ')}</p>
<p>To get everything back, on any computer, type them when this asks for them:<br><code>${HOW_TO}</code></p>
${vaults.map((vault) => `<p>${vaultLines(vault).map(escapeHtml).join('<br>')}</p>\n`).join('')}</html>
`;
}

/**
 * Writes the sheet to a new file that only its owner can read; a name that ends in .html gives the page.
 * @throws ERR_OUTPUT_FILE if the file is there already or cannot be written; then nothing is left of it
 */
export async function saveSheet(
  sheet: RecoverySheet,
  path: string,
  vaults: readonly SheetVault[] = [],
): Promise<void> {
  const text = PAGE.test(path) ? await sheetPage(sheet, vaults) : sheetText(sheet, vaults);
  try {
    const { O_WRONLY, O_CREAT, O_EXCL } = constants;
    const file = await open(path, O_WRONLY | O_CREAT | O_EXCL, OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw new MunimentError(
      'ERR_OUTPUT_FILE',
      `${path} cannot be written: ${reasonOf(error)}`,
      { path },
      error,
    );
  }
}

/** The digits in a saved sheet, text or page; of any other text, all of it. */
export function digitsOf(text: string): string {
  const rows = new Map<string, string>();
  const plain = text.replace(/<(style|svg)\b.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ');
  for (const line of plain.split(/\r?\n/)) {
    const found = ROW_LINE.exec(line);
    if (found !== null) rows.set(found[1]!, found[2]!);
  }
  if (rows.size !== 4) return text.trim();
  return ['1', '2', '3', '4'].map((row) => rows.get(row)!.trim()).join('\n');
}

function vaultLines({ url, fingerprint = NO_FINGERPRINT }: SheetVault): string[] {
  return [
    `With the password instead: it is checked by the vault ${escapeControls(url)},`,
    `  whose fingerprint is ${fingerprint}`,
  ];
}

function madeLine(sheet: RecoverySheet): string {
  const archive = sheet.archiveId === '' ? '' : ` for archive ${sheet.archiveId}`;
  const where = sheet.location === undefined ? '' : ` in ${escapeControls(sheet.location)}`;
  return `Made ${formatTime(sheet.createdMs)}${archive}${where}.`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Makes the name of a new file durable, where the platform can. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
