// The suite `recovery-key`: from what a user types to key id and secret.

import { bytes, fields, HEX, integer, list, suiteSchema, TEXT, type VectorShape } from '../json-schema.ts';
import { sha256 } from '../kit/hash.ts';
import { dammChain, generatedMaterial, keyId, recoveryKeySecret, rowsOf } from '../kit/recovery-key.ts';
import { generated } from '../kit/seed.ts';
import { xWingPublicKey } from '../kit/x-wing.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Parse: { bugType: 'BASIC', description: 'Texts that are a recovery key.' },
  Scripts: { bugType: 'INTEROPERABILITY', description: 'Decimal digits of other scripts than ASCII.' },
  Ignored: { bugType: 'INTEROPERABILITY', description: 'White space and dashes of every kind.' },
  Mistyped: {
    bugType: 'MISSING_CHECK',
    description: 'Mistakes that the check digits find, and the rows they are in.',
  },
  Character: { bugType: 'MISSING_CHECK', description: 'Characters that are neither digits nor ignored.' },
  Length: { bugType: 'MISSING_CHECK', description: 'Texts with too few or too many digits or characters.' },
  Derivation: { bugType: 'BASIC', description: 'Key ids and secrets.' },
  Generation: { bugType: 'INTEROPERABILITY', description: 'Digits from random bytes, without bias.' },
  SetUp: { bugType: 'MISSING_CHECK', description: 'Rows that the user was asked to type back.' },
};

const PI = '314159265358979323846264338327950288419716939937510582097494';
const MATERIAL = generatedMaterial('recovery-key 1');
const ROWS = rowsOf(MATERIAL);
const SPACED = ROWS.join(' ');
const DIGITS = ROWS.join('');

// The zeros of the runs of decimal digits in Unicode 17.0, and what is ignored, as spec/keys.md lists them.
const ZEROS =
  `0030 0660 06F0 07C0 0966 09E6 0A66 0AE6 0B66 0BE6 0C66 0CE6 0D66 0DE6 0E50 0ED0 0F20 1040 1090 17E0 1810 1946
19D0 1A80 1A90 1B50 1BB0 1C40 1C50 A620 A8D0 A900 A9D0 A9F0 AA50 ABF0 FF10 104A0 10D30 10D40 11066 110F0 11136
111D0 112F0 11450 114D0 11650 116C0 116D0 116DA 11730 118E0 11950 11BF0 11C50 11D50 11DA0 11DE0 11F50 16130
16A60 16AC0 16B50 16D70 1CCF0 1D7CE 1D7D8 1D7E2 1D7EC 1D7F6 1E140 1E2F0 1E4F0 1E5F1 1E950 1FBF0`
    .split(/\s+/)
    .map((text) => Number.parseInt(text, 16));
const IGNORED =
  `0009 000A 000B 000C 000D 0020 002D 0085 00A0 058A 05BE 1400 1680 1806 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009
200A 2010 2011 2012 2013 2014 2015 2028 2029 202F 205F 2E17 2E1A 2E3A 2E3B 2E40 2E5D 3000 301C 3030 30A0 FE31 FE32
FE58 FE63 FF0D 10D6E 10EAD`
    .split(/\s+/)
    .map((text) => Number.parseInt(text, 16));

const inScript = (digits: string, zero: (i: number) => number): string =>
  [...digits].map((digit, i) => String.fromCodePoint(zero(i) + Number(digit))).join('');

function parse(
  id: string,
  comment: string,
  text: string,
  flag = 'Parse',
  material = MATERIAL,
  reqs = ['KEYS-021'],
): Vector {
  return {
    id: `recovery-key-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs,
    operation: 'parse',
    text,
    material,
    rows: rowsOf(material),
    keyId: keyId(material),
  };
}

function refuse(
  id: string,
  comment: string,
  error: string,
  details: Readonly<Record<string, unknown>>,
  flag: string,
  req: string,
  text: string,
): Vector {
  return {
    id: `recovery-key-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs: [req],
    operation: 'parse',
    text,
    details,
  };
}

const badRow = (id: string, comment: string, rows: readonly number[], digits: string): Vector =>
  refuse(
    id,
    comment,
    'ERR_RECOVERY_KEY_ROW',
    { row: rows[0], rows: rows.join(',') },
    'Mistyped',
    'KEYS-023',
    digits,
  );
const badCharacter = (id: string, comment: string, position: number, text: string): Vector =>
  refuse(id, comment, 'ERR_RECOVERY_KEY_CHARACTER', { position }, 'Character', 'KEYS-021', text);
const badLength = (id: string, comment: string, digits: number | undefined, text: string): Vector =>
  refuse(
    id,
    comment,
    'ERR_RECOVERY_KEY_LENGTH',
    digits === undefined ? {} : { digits, expected: 64 },
    'Length',
    'KEYS-022',
    text,
  );

/** DIGITS with one digit raised by `by`. */
function changed(at: number, by = 1, digits = DIGITS): string {
  const digit = (Number(digits[at]) + by) % 10;
  return digits.slice(0, at) + digit + digits.slice(at + 1);
}

/** DIGITS with the digit at `at` and the next exchanged. @throws RangeError if they are equal */
function swapped(at: number): string {
  if (DIGITS[at] === DIGITS[at + 1]) throw new RangeError('equal digits');
  return DIGITS.slice(0, at) + DIGITS[at + 1] + DIGITS[at] + DIGITS.slice(at + 2);
}

function parsing(): Vector[] {
  const spaced = ROWS.map((row) => row.match(/.{4}/g)!.join(' ')).join('\n');
  return [
    parse('plain', 'Four rows with blanks between.', SPACED),
    parse('groups', 'As it is printed: four lines of four groups.', spaced),
    parse('run', 'No blanks at all.', DIGITS),
    parse('dashes', 'Dashes between groups.', spaced.replaceAll(/\s/g, '-')),
    parse('padded', 'White space in front and behind.', ` \t\r\n${SPACED}\r\n\u00a0`),
    parse(
      'zeros',
      'A key of zeros: its check digits differ by row.',
      rowsOf('0'.repeat(60)).join(''),
      'Parse',
      '0'.repeat(60),
    ),
    parse('nines', 'A key of nines.', rowsOf('9'.repeat(60)).join(''), 'Parse', '9'.repeat(60)),
    parse('pi', 'The example of the specification.', rowsOf(PI).join(' '), 'Parse', PI, ['KEYS-010']),
    parse(
      'arabic-indic',
      'Arabic-Indic digits.',
      inScript(DIGITS, () => 0x660),
      'Scripts',
      MATERIAL,
      ['KEYS-020'],
    ),
    parse(
      'devanagari',
      'Devanagari digits, with blanks.',
      inScript(DIGITS, () => 0x966).replaceAll(/(.{16})/gu, '$1 '),
      'Scripts',
      MATERIAL,
      ['KEYS-020'],
    ),
    parse(
      'full-width',
      'Full-width digits and hyphens.',
      inScript(DIGITS, () => 0xff10).replaceAll(/(.{4})/gu, '$1\uff0d'),
      'Scripts',
      MATERIAL,
      ['KEYS-020'],
    ),
    parse(
      'mathematical',
      'Mathematical digits, which lie beyond 16 bits and begin inside a run of 50.',
      inScript(DIGITS, (i) => 0x1d7ce + 10 * (i % 5)),
      'Scripts',
      MATERIAL,
      ['KEYS-020'],
    ),
    ...[0, 1].map((part) =>
      parse(
        `every-script-${part + 1}`,
        `Each digit in another script, ${part === 0 ? 'the first 64' : 'the last 64'} of ${ZEROS.length}.`,
        inScript(DIGITS, (i) => ZEROS[part === 0 ? i : ZEROS.length - 64 + i]),
        'Scripts',
        MATERIAL,
        ['KEYS-020'],
      ),
    ),
    parse(
      'every-ignored',
      'Each ignored character once.',
      IGNORED.map((point, i) => DIGITS[i] + String.fromCodePoint(point)).join('') +
        DIGITS.slice(IGNORED.length),
      'Ignored',
    ),
    parse(
      'longest',
      '1,024 code points, 960 of which are blanks.',
      `${' '.repeat(960)}${DIGITS}`,
      'Ignored',
      MATERIAL,
      ['KEYS-022'],
    ),
    parse(
      'longest-astral',
      '1,024 code points in 2,048 UTF-16 units.',
      '\u{10ead}'.repeat(960) + inScript(DIGITS, () => 0x1d7ce),
      'Ignored',
      MATERIAL,
      ['KEYS-022'],
    ),
  ];
}

function mistyped(): Vector[] {
  const vectors: Vector[] = [];
  for (let row = 1; row <= 4; row++) {
    vectors.push(
      badRow(`digit-row-${row}`, `One wrong digit in row ${row}.`, [row], changed(16 * (row - 1) + 5)),
    );
  }
  for (let at = 0; at < 16; at++) {
    vectors.push(
      badRow(`digit-${at + 1}`, `Digit ${at + 1} of row 2 is wrong.`, [2], changed(16 + at, 1 + (at % 9))),
    );
  }
  for (let at = 0; at < 15; at++) {
    if (DIGITS[32 + at] === DIGITS[33 + at]) continue;
    vectors.push(
      badRow(
        `swap-${at + 1}`,
        `Digits ${at + 1} and ${at + 2} of row 3 are exchanged.`,
        [3],
        swapped(32 + at),
      ),
    );
  }
  const [a, b, c, d] = ROWS;
  vectors.push(
    badRow('rows-exchanged', 'Rows 1 and 2 are exchanged.', [1, 2], b + a + c + d),
    badRow('rows-turned', 'Each row in the place of the next.', [1, 2, 3, 4], d + a + b + c),
    badRow('row-repeated', 'Row 1 again in the place of row 2.', [2], a + a + c + d),
    badRow('row-1-four-times', 'Row 1 four times.', [2, 3, 4], a + a + a + a),
    badRow('two-rows', 'Wrong digits in rows 2 and 4.', [2, 4], changed(60, 3, changed(20, 7))),
    badRow(
      'all-rows',
      'Wrong digits in all rows.',
      [1, 2, 3, 4],
      changed(0, 1, changed(16, 1, changed(32, 1, changed(48)))),
    ),
    badRow(
      'shifted',
      'The first digit at the end.',
      wrongRows(DIGITS.slice(1) + DIGITS[0]),
      DIGITS.slice(1) + DIGITS[0],
    ),
    badRow('no-start', 'Check digits whose chain starts from 0 in every row.', [2, 3, 4], fromZero()),
    badRow(
      'same-script',
      'A wrong digit among digits of another script.',
      [1],
      inScript(changed(3), () => 0x660),
    ),
  );
  return vectors;
}

/** The rows that are not right. */
function wrongRows(digits: string): number[] {
  return [1, 2, 3, 4].filter((row) => dammChain(row - 1, digits.slice(16 * row - 16, 16 * row)) !== 0);
}

function fromZero(): string {
  return [0, 1, 2, 3]
    .map((i) => {
      const digits = MATERIAL.slice(15 * i, 15 * i + 15);
      return digits + String(dammChain(0, digits));
    })
    .join('');
}

function refused(): Vector[] {
  const put = (at: number, character: string): string =>
    DIGITS.slice(0, at) + character + DIGITS.slice(at + 1);
  const insert = (at: number, character: string): string =>
    DIGITS.slice(0, at) + character + DIGITS.slice(at);
  return [
    badCharacter('letter-o', 'The letter O for a zero.', 11, put(10, 'O')),
    badCharacter('letter-l', 'The letter l for a one.', 1, put(0, 'l')),
    badCharacter('letter-last', 'A letter for the last digit.', 64, put(63, 'x')),
    badCharacter('letter-behind', 'A letter behind the last digit.', 65, `${DIGITS}x`),
    badCharacter(
      'first-of-two',
      'Two letters: the first is named.',
      6,
      `${put(40, 'B').slice(0, 5)}A${put(40, 'B').slice(6)}`,
    ),
    badCharacter(
      'position-astral',
      'Positions count code points: five digits beyond 16 bits come before.',
      6,
      `${inScript(DIGITS.slice(0, 5), () => 0x1d7ce)}?${DIGITS.slice(6)}`,
    ),
    badCharacter(
      'position-blanks',
      'Positions count ignored characters too.',
      8,
      `  ${DIGITS.slice(0, 5)}?${DIGITS.slice(6)}`,
    ),
    badCharacter('superscript', 'A superscript two, which is no decimal digit.', 4, put(3, '\u00b2')),
    badCharacter('circled', 'A circled digit.', 4, put(3, '\u2460')),
    badCharacter('roman', 'A Roman numeral.', 4, put(3, '\u2163')),
    badCharacter('han', 'A Han numeral.', 4, put(3, '\u4e00')),
    badCharacter('fraction', 'A vulgar fraction.', 4, put(3, '\u00bd')),
    badCharacter(
      'before-zero',
      'The character before the zero of a script.',
      4,
      put(3, String.fromCodePoint(0x65f)),
    ),
    badCharacter(
      'after-nine',
      'The character behind the nine of a script.',
      4,
      put(3, String.fromCodePoint(0x66a)),
    ),
    badCharacter('zero-width-space', 'A zero-width space, which is no white space.', 4, insert(3, '\u200b')),
    badCharacter('byte-order-mark', 'A byte order mark in front.', 1, `\ufeff${DIGITS}`),
    badCharacter('soft-hyphen', 'A soft hyphen, which is no dash.', 17, insert(16, '\u00ad')),
    badCharacter('minus', 'A minus sign, which is no dash.', 17, insert(16, '\u2212')),
    badCharacter('underscore', 'An underscore.', 17, insert(16, '_')),
    badCharacter('full-stop', 'A full stop.', 17, insert(16, '.')),
    badCharacter('comma', 'A comma.', 17, insert(16, ',')),
    badCharacter(
      'direction',
      'A right-to-left mark, as copied from a right-to-left text.',
      1,
      `\u200f${inScript(DIGITS, () => 0x660)}`,
    ),
    badCharacter('combining', 'A combining mark on a digit.', 2, insert(1, '\u0308')),
    badCharacter('keycap', 'A variation selector, as of a keycap.', 2, insert(1, '\ufe0f')),
    badCharacter('nul', 'U+0000.', 65, `${DIGITS}\u0000`),
    badCharacter('separator', 'U+001F, which some platforms take for white space.', 17, insert(16, '\u001f')),
    badCharacter(
      'mongolian-separator',
      'U+180E, which was white space before Unicode 6.3.',
      17,
      insert(16, '\u180e'),
    ),
    badLength('empty', 'No text.', 0, ''),
    badLength('blanks', 'Nothing but blanks.', 0, '  - \n'),
    badLength('63', '63 digits.', 63, DIGITS.slice(0, 63)),
    badLength('65', '65 digits.', 65, `${DIGITS}0`),
    badLength('60', 'The key material without check digits.', 60, MATERIAL),
    badLength('48', 'A row is missing.', 48, ROWS.slice(0, 3).join(' ')),
    badLength('80', 'A row too many.', 80, `${SPACED} ${ROWS[3]}`),
    badLength('1025', '1,025 code points: 64 digits and 961 blanks.', undefined, DIGITS + ' '.repeat(961)),
    badLength('5000', '5,000 blanks.', undefined, ' '.repeat(5000)),
  ];
}

function derivations(): Vector[] {
  const secret = (id: string, comment: string, material: string, salt: Uint8Array): Vector => {
    const derived = recoveryKeySecret(material, salt);
    return {
      id: `recovery-key-secret-${id}`,
      comment,
      ...valid,
      flags: ['Derivation'],
      reqs: ['KEYS-041'],
      operation: 'secret',
      material,
      rows: rowsOf(material),
      keyId: keyId(material),
      salt,
      secret: derived,
      publicKeySha256: sha256(xWingPublicKey(derived)),
    };
  };
  const counting = Uint8Array.from({ length: 32 }, (_, i) => i);
  const generate = (id: string, comment: string, random: Uint8Array, material: string): Vector => ({
    id: `recovery-key-generate-${id}`,
    comment,
    ...valid,
    flags: ['Generation'],
    reqs: ['KEYS-011'],
    operation: 'generate',
    random,
    material,
    rows: rowsOf(material),
  });
  const stream = generated('recovery-key 1', 200);
  const biased = Uint8Array.from({ length: 66 }, (_, i) => (i < 6 ? 250 + i : (i * 41) % 250));
  return [
    secret('pi', 'The example of the specification.', PI, counting),
    secret('other-salt', 'The same key in another slot.', PI, generated('recovery-key salt', 32)),
    secret('zero-salt', 'A salt of zeros.', PI, new Uint8Array(32)),
    secret('other', 'Another key.', MATERIAL, counting),
    secret('zeros', 'A key of zeros.', '0'.repeat(60), counting),
    generate(
      'stream',
      'Random bytes, among them some of 250 and more.',
      stream.slice(0, neededOf(stream)),
      MATERIAL,
    ),
    generate(
      'all-high-first',
      'The bytes 250 to 255 give no digits.',
      biased,
      [...biased]
        .filter((byte) => byte < 250)
        .map((byte) => byte % 10)
        .join(''),
    ),
    generate('249', '249 gives a nine.', new Uint8Array(60).fill(249), '9'.repeat(60)),
  ];
}

/** How many bytes it takes to get 60 below 250. */
function neededOf(stream: Uint8Array): number {
  let found = 0;
  return 1 + stream.findIndex((byte) => byte < 250 && ++found === 60);
}

function setUp(): Vector[] {
  const other = rowsOf(generatedMaterial('recovery-key 2'));
  const check = (
    id: string,
    comment: string,
    verdict: ReturnType<typeof invalid>,
    answers: readonly { row: number; text: string }[],
    details?: Record<string, unknown>,
  ): Vector => ({
    id: `recovery-key-check-${id}`,
    comment,
    ...verdict,
    flags: ['SetUp'],
    reqs: ['KEYS-030'],
    operation: 'check',
    material: MATERIAL,
    rows: ROWS,
    answers,
    ...(details === undefined ? {} : { details }),
  });
  return [
    check('two', 'Two rows, typed right.', valid, [
      { row: 2, text: ROWS[1] },
      { row: 4, text: ROWS[3] },
    ]),
    check('groups', 'A row in groups, in another script.', valid, [
      { row: 1, text: inScript(ROWS[0], () => 0x966).replaceAll(/(.{4})/gu, '$1 ') },
    ]),
    check(
      'mistyped',
      'The second answer has a wrong digit.',
      invalid('ERR_RECOVERY_KEY_ROW'),
      [
        { row: 1, text: ROWS[0] },
        { row: 3, text: changed(40).slice(32, 48) },
      ],
      { row: 3 },
    ),
    check(
      'other-row',
      'Another row of the key.',
      invalid('ERR_RECOVERY_KEY_ROW'),
      [{ row: 2, text: ROWS[2] }],
      { row: 2 },
    ),
    check(
      'other-key',
      'The right row of another key.',
      invalid('ERR_RECOVERY_KEY_OTHER'),
      [{ row: 2, text: other[1] }],
      { row: 2 },
    ),
    check(
      'letter',
      'A letter.',
      invalid('ERR_RECOVERY_KEY_CHARACTER'),
      [{ row: 1, text: `${ROWS[0].slice(0, 3)}O${ROWS[0].slice(4)}` }],
      { position: 4 },
    ),
    check(
      'short',
      '15 digits.',
      invalid('ERR_RECOVERY_KEY_LENGTH'),
      [{ row: 1, text: ROWS[0].slice(0, 15) }],
      { digits: 15, expected: 16 },
    ),
    check('long', '17 digits.', invalid('ERR_RECOVERY_KEY_LENGTH'), [{ row: 1, text: `${ROWS[0]}0` }], {
      digits: 17,
      expected: 16,
    }),
  ];
}

export function recoveryKey(): Files {
  const vectors = [...parsing(), ...mistyped(), ...refused(), ...derivations(), ...setUp()];
  return new Map([
    ['recovery-key/recovery-key.json', vectorFile('recovery-key', FLAGS, vectors)],
    ...schema(),
  ]);
}

function schema(): Files {
  const digits = (length: number) => ({ type: 'string', pattern: `^[0-9]{${length}}$` });
  const key = { material: digits(60), rows: { ...list(digits(16), 4), maxItems: 4 } };
  const keyIdSchema = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{4}$' };
  const details = fields(
    {},
    { position: integer(1), digits: integer(0), expected: integer(1), row: integer(1, 4), rows: TEXT },
  );
  const check = { ...key, answers: list(fields({ row: integer(1, 4), text: TEXT }), 1) };
  const shape = (
    operation: string,
    result: VectorShape['result'],
    required: VectorShape['required'],
  ): VectorShape => ({
    operation,
    result,
    required,
  });
  return suiteSchema('recovery-key', 'The 64-digit recovery key', FLAGS, [
    shape('parse', 'valid', { text: TEXT, ...key, keyId: keyIdSchema }),
    shape('parse', 'invalid', { text: TEXT, details }),
    shape('secret', 'valid', {
      ...key,
      keyId: keyIdSchema,
      salt: bytes(32),
      secret: bytes(32),
      publicKeySha256: bytes(32),
    }),
    shape('generate', 'valid', { random: HEX, ...key }),
    shape('check', 'valid', check),
    shape('check', 'invalid', { ...check, details }),
  ]);
}
