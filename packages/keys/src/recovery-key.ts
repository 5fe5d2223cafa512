// The 64-digit recovery key: spec/keys.md section 3.

import { hkdf, type RandomSource, randomBytes, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { LABELS } from '@muniment/wire';
import { utf8 } from './bytes.ts';
import { dammChain } from './damm.ts';
import { DIGIT_ZEROS, IGNORED_RANGES } from './unicode.ts';

export const RECOVERY_KEY_ROW_COUNT = 4;
/** Digits of a row, its check digit included. */
export const RECOVERY_KEY_ROW_DIGIT_COUNT = 16;
export const RECOVERY_KEY_DIGIT_COUNT = 64;
/** Characters of a printed key id. */
export const KEY_ID_CHARACTER_COUNT = 4;
/** A typed text may have no more code points than this, digits or not. */
export const RECOVERY_KEY_TEXT_MAX = 1024;

const RANDOM_PER_ROW = RECOVERY_KEY_ROW_DIGIT_COUNT - 1;
const GROUP_DIGIT_COUNT = 4;
/** The greatest multiple of ten in a byte: bytes from here on are refused, so that no digit is likelier than another. */
const REJECTION_BOUND = 250;
const ASCII_ZERO = 0x30;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A 64-digit recovery key. Printing the object shows its key id and none of its digits. */
export interface RecoveryKey {
  /** The 60 random digits in ASCII, in reading order: the key material. */
  readonly digits: SecretBytes;
  /** Four Crockford characters printed beside the digits, derived from them. */
  readonly keyId: string;
  /** Overwrites the digits; the key cannot be used afterwards. */
  wipe(): void;
}

/** A new recovery key from the platform's random generator, 199 bits. */
export async function generateRecoveryKey(): Promise<RecoveryKey> {
  return generateRecoveryKeyFrom(randomBytes);
}

/** The same from given bytes: each byte below 250 gives one digit, its value mod 10 (KEYS-011). */
export async function generateRecoveryKeyFrom(random: RandomSource): Promise<RecoveryKey> {
  const digits = new Uint8Array(RECOVERY_KEY_ROW_COUNT * RANDOM_PER_ROW);
  try {
    for (let filled = 0; filled < digits.length; ) {
      const bytes = random(digits.length - filled);
      for (const byte of bytes) if (byte < REJECTION_BOUND) digits[filled++] = ASCII_ZERO + (byte % 10);
      bytes.fill(0);
    }
    return await makeRecoveryKey(digits);
  } finally {
    digits.fill(0);
  }
}

/**
 * Reads the 64 digits as typed or scanned: white space and dashes are ignored, decimal digits of any script count.
 * Rows are checked before any key is derived.
 *
 * ```ts
 * const key = await parseRecoveryKey('4831 0572 9961 3047  1188 …');
 * console.log(key.keyId); // compare with the sheet
 * ```
 * @throws ERR_RECOVERY_KEY_CHARACTER, details: `position` in code points from 1
 * @throws ERR_RECOVERY_KEY_LENGTH, details: `digits` found and `expected`
 * @throws ERR_RECOVERY_KEY_ROW, details: `row`, the first wrong one from 1, and `rows`, all wrong ones, comma-separated
 */
export async function parseRecoveryKey(text: string): Promise<RecoveryKey> {
  const typed = parseDigits(text, RECOVERY_KEY_DIGIT_COUNT);
  const digits = new Uint8Array(RECOVERY_KEY_ROW_COUNT * RANDOM_PER_ROW);
  try {
    const wrong: number[] = [];
    for (let row = 1; row <= RECOVERY_KEY_ROW_COUNT; row++) {
      const at = (row - 1) * RECOVERY_KEY_ROW_DIGIT_COUNT;
      const values = typed.subarray(at, at + RECOVERY_KEY_ROW_DIGIT_COUNT);
      if (!isRowRight(values, row)) wrong.push(row);
      for (let i = 0; i < RANDOM_PER_ROW; i++)
        digits[(row - 1) * RANDOM_PER_ROW + i] = ASCII_ZERO + values[i]!;
    }
    if (wrong.length > 0) throw rowError(wrong);
    return await makeRecoveryKey(digits);
  } finally {
    typed.fill(0);
    digits.fill(0);
  }
}

/**
 * Reads one row as typed: 16 digits that are right as row `row` (1 to 4). The result holds them in ASCII.
 * @throws ERR_RECOVERY_KEY_CHARACTER, ERR_RECOVERY_KEY_LENGTH, ERR_RECOVERY_KEY_ROW as `parseRecoveryKey` does
 * @throws RangeError for another row number
 */
export function parseRecoveryKeyRow(text: string, row: number): SecretBytes {
  assertRow(row);
  const typed = parseDigits(text, RECOVERY_KEY_ROW_DIGIT_COUNT);
  try {
    if (!isRowRight(typed, row)) throw rowError([row]);
    for (let i = 0; i < typed.length; i++) typed[i]! += ASCII_ZERO;
    return SecretBytes.from(typed);
  } finally {
    typed.fill(0);
  }
}

/** What the user typed when asked for a row of the sheet. */
export interface RecoveryKeyRowAnswer {
  /** 1 to 4. */
  readonly row: number;
  readonly text: string;
}

/**
 * Checks rows that the user was asked to type back from the sheet; returns if all are the key's (KEYS-030).
 * @throws ERR_RECOVERY_KEY_CHARACTER, ERR_RECOVERY_KEY_LENGTH, ERR_RECOVERY_KEY_ROW for a mistyped row; details name the `row`
 * @throws ERR_RECOVERY_KEY_OTHER for a row that is right by its check digit but is another key's
 * @throws RangeError for a row number out of range, or no answers
 */
export function checkRecoveryKeyRows(key: RecoveryKey, answers: readonly RecoveryKeyRowAnswer[]): void {
  if (answers.length === 0) throw new RangeError('answers must not be empty');
  for (const { row, text } of answers) {
    const typed = parseRecoveryKeyRow(text, row);
    const own = rowDigits(key, row);
    let difference = 0;
    for (let i = 0; i < own.length; i++) difference |= typed.expose()[i]! ^ (ASCII_ZERO + own[i]!);
    typed.wipe();
    own.fill(0);
    if (difference !== 0) {
      throw new MunimentError('ERR_RECOVERY_KEY_OTHER', `row ${row} is a row of another recovery key`, {
        row,
      });
    }
  }
}

/**
 * The key as it is printed: four lines of four groups of four digits. The text is an ordinary string, which cannot be
 * wiped: print it and let it go.
 */
export function formatRecoveryKey(key: RecoveryKey): string {
  const lines: string[] = [];
  for (let row = 1; row <= RECOVERY_KEY_ROW_COUNT; row++) {
    const values = rowDigits(key, row);
    const groups: string[] = [];
    for (let at = 0; at < values.length; at += GROUP_DIGIT_COUNT) {
      groups.push(values.subarray(at, at + GROUP_DIGIT_COUNT).join(''));
    }
    values.fill(0);
    lines.push(groups.join(' '));
  }
  return lines.join('\n');
}

/** The secret that opens this key's slots with this 32-byte salt: an X-Wing decapsulation key (KEYS-041). */
export async function deriveRecoveryKeySecret(key: RecoveryKey, salt: Uint8Array): Promise<SecretBytes> {
  const secret = await hkdf(key.digits, salt, utf8(LABELS.recoveryKeySecret), 32);
  try {
    return SecretBytes.from(secret);
  } finally {
    secret.fill(0);
  }
}

/** True for four characters of Crockford's alphabet in upper case. */
export function isKeyId(text: string): boolean {
  return (
    text.length === KEY_ID_CHARACTER_COUNT && [...text].every((character) => CROCKFORD.includes(character))
  );
}

// KEYS-010
async function makeRecoveryKey(ascii: Uint8Array): Promise<RecoveryKey> {
  const digits = SecretBytes.from(ascii);
  const [a, b, c] = (await hkdf(digits, utf8(''), utf8(LABELS.recoveryKeyId), 3)) as unknown as [
    number,
    number,
    number,
  ];
  const bits = (a << 16) | (b << 8) | c;
  const keyId = [19, 14, 9, 4].map((shift) => CROCKFORD[(bits >>> shift) & 31]).join('');
  return Object.freeze({ digits, keyId, wipe: () => digits.wipe() });
}

/** The values 0 to 9 in `text`, exactly `expected` of them. */
function parseDigits(text: string, expected: number): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('text must be a string');
  const values = new Uint8Array(expected);
  let found = 0;
  let position = 0;
  for (const character of text) {
    position++;
    if (position > RECOVERY_KEY_TEXT_MAX) {
      throw new MunimentError('ERR_RECOVERY_KEY_LENGTH', 'the text is far too long', {
        digits: found,
        expected,
      });
    }
    const point = character.codePointAt(0)!;
    const value = digitValue(point);
    if (value !== undefined) {
      if (found < expected) values[found] = value;
      found++;
    } else if (!isIgnored(point)) {
      throw new MunimentError('ERR_RECOVERY_KEY_CHARACTER', `character ${position} is not a digit`, {
        position,
      });
    }
  }
  if (found !== expected) {
    throw new MunimentError('ERR_RECOVERY_KEY_LENGTH', `${found} digits instead of ${expected}`, {
      digits: found,
      expected,
    });
  }
  return values;
}

function digitValue(point: number): number | undefined {
  const zero = DIGIT_ZEROS.find((first) => point >= first && point < first + 10);
  return zero === undefined ? undefined : point - zero;
}

function isIgnored(point: number): boolean {
  return IGNORED_RANGES.some(([first, last]) => point >= first && point <= last);
}

/** Row i's chain starts from i - 1, so that a right row is wrong in any other place. */
function isRowRight(values: Uint8Array, row: number): boolean {
  return dammChain(values, row - 1) === 0;
}

function rowError(wrong: readonly number[]): MunimentError {
  const rows = wrong.join(',');
  const message = wrong.length === 1 ? `row ${rows} is not right` : `rows ${rows} are not right`;
  return new MunimentError('ERR_RECOVERY_KEY_ROW', message, { row: wrong[0], rows });
}

/** The 16 values of row `row`, check digit included; the caller wipes them. */
function rowDigits(key: RecoveryKey, row: number): Uint8Array {
  const at = (row - 1) * RANDOM_PER_ROW;
  const values = new Uint8Array(RECOVERY_KEY_ROW_DIGIT_COUNT);
  values.set(key.digits.expose().subarray(at, at + RANDOM_PER_ROW));
  for (let i = 0; i < RANDOM_PER_ROW; i++) values[i]! -= ASCII_ZERO;
  // The diagonal of the table is zero, so the digit that ends the chain in 0 is the interim digit itself.
  values[RANDOM_PER_ROW] = dammChain(values.subarray(0, RANDOM_PER_ROW), row - 1);
  return values;
}

function assertRow(row: number): void {
  if (!Number.isInteger(row) || row < 1 || row > RECOVERY_KEY_ROW_COUNT) {
    throw new RangeError(`row must be an integer from 1 to ${RECOVERY_KEY_ROW_COUNT}`);
  }
}
