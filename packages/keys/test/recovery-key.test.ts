import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { count, type SeededRandom, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkRecoveryKeyRows,
  deriveRecoveryKeySecret,
  formatRecoveryKey,
  generateRecoveryKey,
  generateRecoveryKeyFrom,
  isKeyId,
  parseRecoveryKey,
  parseRecoveryKeyRow,
  type RecoveryKey,
} from '../src/recovery-key.ts';
import { DIGIT_ZEROS, IGNORED_RANGES } from '../src/unicode.ts';
import { failure } from './helpers.ts';

/** The 64 digits of a key, without spaces. */
const digitsOf = (key: RecoveryKey): string => formatRecoveryKey(key).replaceAll(/\s/g, '');

/** The wrong rows that a text is refused for; empty if it is taken. */
async function wrongRows(text: string): Promise<number[]> {
  try {
    await parseRecoveryKey(text);
    return [];
  } catch (error) {
    if (!isMunimentError(error, 'ERR_RECOVERY_KEY_ROW')) throw error;
    const rows = String(error.details.rows).split(',').map(Number);
    expect(error.details.row).toBe(rows[0]);
    return rows;
  }
}

const keyFrom = (random: SeededRandom): Promise<RecoveryKey> =>
  generateRecoveryKeyFrom((length) => random.bytes(length));
const rowOf = (index: number): number => Math.floor(index / 16) + 1;

describe('a recovery key', () => {
  // KEYS-012
  it('is printed as four rows of four groups of four digits and read back', async () => {
    const key = await generateRecoveryKey();
    const text = formatRecoveryKey(key);
    expect(text).toMatch(/^(\d{4} \d{4} \d{4} \d{4}\n){3}\d{4} \d{4} \d{4} \d{4}$/);
    const read = await parseRecoveryKey(text);
    expect(read.digits.expose()).toEqual(key.digits.expose());
    expect(read.keyId).toBe(key.keyId);
    expect(isKeyId(key.keyId)).toBe(true);
  });

  it('has the key material, key id and slot secret that the specification gives', async () => {
    const key = await keyFrom(seededRandom(1));
    const ascii = digitsOf(key).replaceAll(/(\d{15})\d/g, '$1');
    expect(Buffer.from(key.digits.expose()).toString('latin1')).toBe(ascii);
    const id = Buffer.from(hkdfSync('sha512', ascii, '', 'muniment v1 recovery-key id', 3)).readUIntBE(0, 3);
    const bits = id.toString(2).padStart(24, '0').slice(0, 20);
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    expect(key.keyId).toBe(
      bits
        .match(/.{5}/g)!
        .map((five) => alphabet[Number.parseInt(five, 2)])
        .join(''),
    );
    const salt = seededRandom(2).bytes(32);
    const secret = await deriveRecoveryKeySecret(key, salt);
    expect(Buffer.from(secret.expose())).toEqual(
      Buffer.from(hkdfSync('sha512', ascii, salt, 'muniment v1 recovery-key secret', 32)),
    );
  });

  it('takes its digits from bytes below 250 only', async () => {
    const supply = [
      ...Array<number>(20).fill(250),
      ...Array<number>(20).fill(255),
      ...Array.from({ length: 60 }, (_, i) => i + 190),
    ];
    const tail = Array<number>(60).fill(249);
    const all = [...supply, ...tail];
    const key = await generateRecoveryKeyFrom((length) => Uint8Array.from(all.splice(0, length)));
    const expected = [...Array.from({ length: 60 }, (_, i) => (i + 190) % 10)].join('');
    expect(Buffer.from(key.digits.expose()).toString('latin1')).toBe(expected);
  });

  it('uses every digit about equally often in every place', async () => {
    const random = seededRandom(77);
    const seen = new Float64Array(10);
    for (let i = 0; i < 200; i++)
      for (const digit of (await keyFrom(random)).digits.expose()) seen[digit - 48]!++;
    for (const n of seen) expect(Math.abs(n - 1200)).toBeLessThan(6 * Math.sqrt(1080));
  });

  it('shows its digits to nobody who prints it, and none after it is wiped', async () => {
    const key = await generateRecoveryKey();
    const digits = digitsOf(key);
    for (const shown of [inspect(key), JSON.stringify(key), String(key.digits)]) {
      for (let at = 0; at + 4 <= 16; at++) expect(shown).not.toContain(digits.slice(at, at + 8));
    }
    key.wipe();
    expect(() => formatRecoveryKey(key)).toThrow('wipe');
  });
});

describe('a mistyped recovery key', { timeout: 600_000 }, () => {
  let keys: RecoveryKey[];
  beforeAll(async () => {
    const random = seededRandom(5);
    keys = await Promise.all(Array.from({ length: count('recovery keys') }, () => keyFrom(random)));
  });

  it('with any one digit wrong is refused with its row', async () => {
    for (const key of keys) {
      const digits = digitsOf(key);
      for (let at = 0; at < 64; at++) {
        for (let change = 1; change < 10; change++) {
          const other = (Number(digits[at]) + change) % 10;
          expect(await wrongRows(digits.slice(0, at) + other + digits.slice(at + 1))).toEqual([rowOf(at)]);
        }
      }
    }
  });

  it('with any two different neighbours swapped is refused with their row, or both rows', async () => {
    for (const key of keys) {
      const digits = digitsOf(key);
      for (let at = 0; at + 1 < 64; at++) {
        if (digits[at] === digits[at + 1]) continue;
        const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
        expect(await wrongRows(swapped)).toEqual([...new Set([rowOf(at), rowOf(at + 1)])]);
      }
    }
  });

  it('with rows exchanged, repeated or in any other order is refused with every row that is out of place', async () => {
    const choices = [0, 1, 2, 3];
    for (const key of keys) {
      const rows = digitsOf(key).match(/.{16}/g)!;
      for (const a of choices) {
        for (const b of choices) {
          for (const c of choices) {
            for (const d of choices) {
              const order = [a, b, c, d];
              const misplaced = choices.filter((row) => order[row] !== row).map((row) => row + 1);
              expect(await wrongRows(order.map((row) => rows[row]).join(''))).toEqual(misplaced);
            }
          }
        }
      }
    }
  });

  it('with digits in several rows wrong names all of them', async () => {
    const digits = digitsOf(keys[0]!);
    const other = (at: number): string => String((Number(digits[at]) + 1) % 10);
    const text = digits.slice(0, 20) + other(20) + digits.slice(21, 63) + other(63);
    const error = await failure(() => parseRecoveryKey(text));
    expect(error.code).toBe('ERR_RECOVERY_KEY_ROW');
    expect(error.details).toEqual({ row: 2, rows: '2,4' });
  });
});

describe('reading a recovery key', { timeout: 600_000 }, () => {
  it('takes the decimal digits of every script, mixed at will', async () => {
    const key = await keyFrom(seededRandom(9));
    const digits = digitsOf(key);
    const random = seededRandom(10);
    for (const zero of DIGIT_ZEROS) {
      const text = [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
      expect((await parseRecoveryKey(text)).keyId).toBe(key.keyId);
    }
    const mixed = [...digits]
      .map((digit) => String.fromCodePoint(random.pick(DIGIT_ZEROS) + Number(digit)))
      .join('');
    expect((await parseRecoveryKey(mixed)).digits.expose()).toEqual(key.digits.expose());
  });

  it('ignores white space and dashes, and no other character', async () => {
    const key = await keyFrom(seededRandom(11));
    const digits = digitsOf(key);
    const isIgnored = (point: number): boolean =>
      IGNORED_RANGES.some(([first, last]) => point >= first && point <= last);
    const isDigit = (point: number): boolean =>
      DIGIT_ZEROS.some((zero) => point >= zero && point < zero + 10);
    let ignored = 0;
    const edges = IGNORED_RANGES.flatMap(([first, last]) => [first - 1, last + 1]);
    const digitEdges = DIGIT_ZEROS.flatMap((zero) => [zero - 1, zero + 10]);
    const sample = Array.from({ length: 0x110000 / 0x101 }, (_, i) => i * 0x101);
    const members = IGNORED_RANGES.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    );
    const points = new Set([...edges, ...digitEdges, ...sample, ...members, ...Array(0x600).keys()]);
    for (const point of points) {
      if (isDigit(point)) continue;
      const text = `${digits.slice(0, 3)}${String.fromCodePoint(point)}${digits.slice(3, 16)}`;
      if (isIgnored(point)) {
        ignored++;
        parseRecoveryKeyRow(text, 1).wipe();
      } else {
        const error = await failure(() => parseRecoveryKeyRow(text, 1));
        expect(error.code).toBe('ERR_RECOVERY_KEY_CHARACTER');
        expect(error.details).toEqual({ position: 4 });
      }
    }
    expect(ignored).toBe(members.length);
    expect((await parseRecoveryKey(` \t${digits.replaceAll(/(\d)/g, '$1 – ')}\r\n`)).keyId).toBe(key.keyId);
  });

  it('counts positions in code points from 1, and reports the first wrong character before anything else', async () => {
    expect((await failure(() => parseRecoveryKey('𝟎𝟏x'))).details).toEqual({ position: 3 });
    expect((await failure(() => parseRecoveryKey('l23'))).details).toEqual({ position: 1 });
    expect((await failure(() => parseRecoveryKey('12\ud800'))).details).toEqual({ position: 3 });
    expect((await failure(() => parseRecoveryKey('1O'.repeat(600)))).code).toBe('ERR_RECOVERY_KEY_CHARACTER');
  });

  it('reports too few and too many digits with their number, and stops at 1,024 code points', async () => {
    for (const n of [0, 1, 16, 63, 65, 128]) {
      const error = await failure(() => parseRecoveryKey('7'.repeat(n)));
      expect(error.code).toBe('ERR_RECOVERY_KEY_LENGTH');
      expect(error.details).toEqual({ digits: n, expected: 64 });
    }
    const digits = digitsOf(await keyFrom(seededRandom(12)));
    await parseRecoveryKey(digits + ' '.repeat(1024 - 64));
    const error = await failure(() => parseRecoveryKey(digits + ' '.repeat(1025 - 64)));
    expect(error.code).toBe('ERR_RECOVERY_KEY_LENGTH');
    expect((await failure(() => parseRecoveryKey('𝟎'.repeat(10_000_000)))).code).toBe(
      'ERR_RECOVERY_KEY_LENGTH',
    );
  });

  it('gives a key or one of three errors for any text', async () => {
    const codes = ['ERR_RECOVERY_KEY_CHARACTER', 'ERR_RECOVERY_KEY_LENGTH', 'ERR_RECOVERY_KEY_ROW'];
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789٠०–- '), minLength: 60, maxLength: 80 });
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), digits);
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        try {
          await parseRecoveryKey(typed);
        } catch (error) {
          expect(isMunimentError(error)).toBe(true);
          expect(codes).toContain((error as MunimentError).code);
        }
      }),
      { numRuns: count('property') },
    );
    await expect(parseRecoveryKey(5 as unknown as string)).rejects.toThrow(TypeError);
  });
});

describe('asking rows back', () => {
  it('takes the right rows and says what is wrong with others', async () => {
    const key = await keyFrom(seededRandom(20));
    const other = await keyFrom(seededRandom(21));
    const rows = formatRecoveryKey(key).split('\n');
    checkRecoveryKeyRows(key, [
      { row: 3, text: rows[2]! },
      { row: 1, text: rows[0]!.replaceAll(' ', '-') },
    ]);
    const code = async (row: number, text: string): Promise<string> => {
      const answers = [
        { row: 1, text: rows[0]! },
        { row, text },
      ];
      const error = await failure(() => checkRecoveryKeyRows(key, answers));
      return error.code;
    };
    expect(await code(2, rows[2]!)).toBe('ERR_RECOVERY_KEY_ROW');
    expect(await code(2, rows[1]!.slice(1))).toBe('ERR_RECOVERY_KEY_LENGTH');
    expect(await code(2, 'no idea')).toBe('ERR_RECOVERY_KEY_CHARACTER');
    expect(await code(4, formatRecoveryKey(other).split('\n')[3]!)).toBe('ERR_RECOVERY_KEY_OTHER');
    expect(() => checkRecoveryKeyRows(key, [])).toThrow(RangeError);
    for (const row of [0, 5, 1.5, Number.NaN])
      expect(() => parseRecoveryKeyRow(rows[0]!, row)).toThrow(RangeError);
  });

  it('gives a row as 16 ASCII digits', async () => {
    const row = formatRecoveryKey(await keyFrom(seededRandom(22))).split('\n')[1]!;
    expect(Buffer.from(parseRecoveryKeyRow(row, 2).expose()).toString('latin1')).toBe(
      row.replaceAll(' ', ''),
    );
  });
});

describe('the Unicode tables', () => {
  it('are those in the specification', () => {
    const spec = readFileSync(new URL('../../../spec/keys.md', import.meta.url), 'utf8');
    const block = (title: string): string[] =>
      new RegExp(`\`\`\`\\n${title}\\n([^\`]*)\`\`\``).exec(spec)![1]!.trim().split(/\s+/);
    const parse = (hex: string): number => Number.parseInt(hex, 16);
    expect(block('zeros:').map(parse)).toEqual(DIGIT_ZEROS);
    expect(block('ignored:').map((item) => item.split('..').map(parse))).toEqual(
      IGNORED_RANGES.map(([first, last]) => (first === last ? [first] : [first, last])),
    );
  });
});
