// strings.json: OpaqueString, the password input and the context string. What a password is prepared into is written here by hand
// from RFC 8264, RFC 8265 and the Unicode Standard; no function computes it.

import type { Vector, VectorFile } from './format.ts';
import { passwordInput, profileContext } from './protocol.ts';
import { concat, prefixed, RISTRETTO, utf8 } from './reference.ts';

/** Code points in hexadecimal, since some of these strings are no Unicode text. */
const points = (text: string): string =>
  Array.from(text, (character) =>
    (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0'),
  ).join(' ');

function kept(id: string, comment: string, text: string): Vector {
  return changed(id, comment, text, text);
}

function changed(id: string, comment: string, text: string, prepared: string): Vector {
  return {
    id: `opaque-string-${id}`,
    comment,
    flags: [text === prepared ? 'Kept' : 'Changed'],
    reqs: ['OPAQUE-020'],
    operation: 'prepare',
    password: points(text),
    prepared: points(prepared),
  };
}

function refused(id: string, comment: string, text: string, reason: string, position: number): Vector {
  return {
    id: `opaque-string-${id}`,
    comment,
    error: 'ERR_PASSWORD_CHARACTERS',
    flags: [reason === 'context' ? 'Context' : 'Refused'],
    reqs: [text === '\u0387' ? 'OPAQUE-022' : 'OPAQUE-021'],
    operation: 'prepare',
    password: points(text),
    reason,
    position,
  };
}

/** A letter and a character that a later version of Unicode assigns. */
function later(id: string, comment: string, character: string): Vector {
  return {
    ...refused(id, comment, `a${character}`, 'unassigned', 1),
    flags: ['LaterUnicode'],
    reqs: ['OPAQUE-020', 'OPAQUE-021', 'OPAQUE-025'],
  };
}

function prepare(): Vector[] {
  return [
    // RFC 8265 section 4.3.
    kept('rfc-1', 'RFC 8265 example 12.', 'correct horse battery staple'),
    kept('rfc-2', 'RFC 8265 example 13: case matters.', 'Correct Horse Battery Staple'),
    kept('rfc-3', 'RFC 8265 example 14.', '\u03c0\u00df\u00e5'),
    kept('rfc-4', 'RFC 8265 example 15: a symbol.', 'Jack of \u2666s'),
    changed('rfc-5', 'RFC 8265 example 16: Ogham space mark.', 'foo\u1680bar', 'foo bar'),
    refused('rfc-6', 'RFC 8265 example 17: empty.', '', 'empty', 0),
    refused('rfc-7', 'RFC 8265 example 18: a control character.', 'my cat is a \u0009by', 'disallowed', 12),
    // Spaces.
    kept('spaces', 'Spaces at both ends and two in a row.', '  a  b  '),
    kept('space', 'A space alone.', ' '),
    ...[0x00a0, 0x2000, 0x2003, 0x2007, 0x2009, 0x200a, 0x202f, 0x205f, 0x3000].map((space) =>
      changed(
        `space-${space.toString(16)}`,
        'A space other than U+0020.',
        `a${String.fromCodePoint(space)}b`,
        'a b',
      ),
    ),
    // Normalization Form C, and nothing more.
    changed('nfc-diaeresis', 'Composition.', 'u\u0308', '\u00fc'),
    changed('nfc-two-marks', 'Composition with two marks.', 'u\u0308\u0301', '\u01d8'),
    changed('nfc-order', 'Marks in another order.', 'a\u0301\u0323', '\u1ea1\u0301'),
    changed('nfc-blocked-not', 'A mark below does not block one above.', 'a\u0323\u0302', '\u1ead'),
    kept('nfc-blocked', 'A mark blocks another of its class.', 'a\u0310\u0301'),
    changed('nfc-angstrom', 'A singleton.', '\u212b', '\u00e5'.toUpperCase()),
    changed('nfc-ohm', 'A singleton.', '\u2126', '\u03a9'),
    changed('nfc-excluded', 'A composition exclusion stays apart.', '\u0958', '\u0915\u093c'),
    changed('nfc-cjk', 'A compatibility ideograph.', '\uf900', '\u8c48'),
    changed('nfc-cjk-supplement', 'A compatibility ideograph above U+FFFF.', '\u{2f800}', '\u4e3d'),
    changed('nfc-hebrew', 'A presentation form with a mark.', '\ufb2a', '\u05e9\u05c1'),
    changed('nfc-kana', 'Voiced kana.', '\u304b\u3099', '\u304c'),
    changed('nfc-musical', 'A musical symbol that is always apart.', '\u{1d15e}', '\u{1d157}\u{1d165}'),
    changed('nfc-oriya', 'A vowel sign from two.', '\u0b15\u0b47\u0b56', '\u0b15\u0b48'),
    kept('nfc-hangul', 'A Hangul syllable.', '\ud55c\uae00'),
    kept('fullwidth', 'Width is not mapped.', '\uff21\uff22'),
    kept('ligature', 'Compatibility is not mapped.', '\ufb01'),
    kept('superscript', 'Compatibility is not mapped.', 'x\u00b2'),
    kept('case', 'Case is not mapped.', '\u00c4\u00e4\u0130\u0131\u1e9e'),
    kept(
      'ascii',
      'All of visible ASCII.',
      Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join(''),
    ),
    kept('emoji', 'An emoji.', '\u{1f511}'),
    kept('arabic', 'Right to left.', '\u0645\u0631\u062d\u0628\u0627'),
    kept('unicode-17', 'A character new in Unicode 17.0: U+1ACF, a mark.', 'a\u1acf'),
    kept('unicode-17-order', 'Two marks new in Unicode 17.0, in order: below, above.', 'a\u1add\u1acf'),
    changed('unicode-17-swapped', 'The same in the other order.', 'a\u1acf\u1add', 'a\u1add\u1acf'),
    // Exceptions.
    kept('exception-valid', 'Valid by exception.', '\u00df\u03c2\u06fd\u06fe\u0f0b\u3007'),
    ...['0640', '07fa', '302e', '302f', '3031', '3032', '3033', '3034', '3035', '303b'].map((hex) =>
      refused(
        `exception-${hex}`,
        'Disallowed by exception.',
        `a${String.fromCodePoint(Number.parseInt(hex, 16))}`,
        'disallowed',
        1,
      ),
    ),
    // Disallowed.
    refused('nul', 'U+0000.', '\u0000', 'disallowed', 0),
    refused('newline', 'A line feed.', 'a\n', 'disallowed', 1),
    refused('delete', 'U+007F.', 'ab\u007f', 'disallowed', 2),
    refused('c1', 'A C1 control.', '\u0085', 'disallowed', 0),
    refused('line-separator', 'U+2028.', 'a\u2028', 'disallowed', 1),
    refused('soft-hyphen', 'Ignorable: a soft hyphen.', 'a\u00adb', 'disallowed', 1),
    refused('zero-width-space', 'U+200B.', 'a\u200bb', 'disallowed', 1),
    refused('byte-order-mark', 'U+FEFF.', '\ufeffa', 'disallowed', 0),
    refused('variation-selector', 'A variation selector.', '\u2764\ufe0f', 'disallowed', 1),
    refused('override', 'A bidirectional override.', 'a\u202eb', 'disallowed', 1),
    refused('hangul-filler', 'A Hangul filler.', '\u3164', 'disallowed', 0),
    refused('jamo', 'Conjoining jamo.', '\u1112\u1161\u11ab', 'disallowed', 0),
    refused('jamo-extended', 'Conjoining jamo, extended.', 'a\ua960', 'disallowed', 1),
    refused('private-use', 'Private use.', 'a\ue000', 'disallowed', 1),
    refused('surrogate-high', 'A high surrogate alone.', 'a\ud800', 'disallowed', 1),
    refused('surrogate-low', 'A low surrogate alone.', '\udc00a', 'disallowed', 0),
    refused('noncharacter', 'A noncharacter.', '\ufdd0', 'disallowed', 0),
    refused('noncharacter-last', 'The last noncharacter.', 'a\u{10ffff}', 'disallowed', 1),
    refused('arabic-sign', 'A format character that is visible.', 'a\u0600', 'disallowed', 1),
    // Unassigned in Unicode 17.0.
    refused('unassigned', 'U+0378.', 'a\u0378', 'unassigned', 1),
    refused('unassigned-plane', 'A plane without characters.', '\u{40000}', 'unassigned', 0),
    refused('unassigned-emoji', 'Between emoji.', 'ab\u{1fac7}', 'unassigned', 2),
    // Assigned in Unicode 18.0, so that a platform's newer tables would take them.
    ...[
      ['letter', 'U+1DF40, a capital letter', '\u{1df40}'],
      ['mark', 'U+1ADE, a combining mark', '\u1ade'],
      ['symbol', 'U+1FADD, an emoji', '\u{1fadd}'],
      ['katakana', 'U+1B168, a kana', '\u{1b168}'],
      ['plane', 'U+3D000, the first of plane 3', '\u{3d000}'],
    ].map(([id, what, character]) => later(`later-${id}`, `New in Unicode 18.0: ${what}.`, character)),
    // Properties that were others in older versions: tables of another age give another result.
    refused(
      'changed-joining',
      'U+1171E was transparent in Unicode 14.',
      '\u0628\u{1171e}\u200c\u0628',
      'context',
      2,
    ),
    refused('changed-space', 'U+180E was a space until Unicode 6.2.', 'a\u180eb', 'disallowed', 1),
    refused('changed-zero-width-space', 'U+200B was a space until Unicode 4.0.', 'a\u200b', 'disallowed', 1),
    changed('changed-decomposition', 'U+2F868 became U+2136A in Unicode 3.2.', '\u{2f868}', '\u36fc'),
    changed('changed-decomposition-2', 'U+2F9BF became U+4D57 in Unicode 3.2.', '\u{2f9bf}', '\u45d7'),
    kept('changed-blocking', 'U+0300 blocks U+0B3E; it did not before Unicode 4.1.', '\u0b47\u0300\u0b3e'),
    // Contextual rules of RFC 5892 appendix A.
    kept('middle-dot', 'Between two l.', 'col\u00b7lecci\u00f3'),
    refused('middle-dot-alone', 'Middle dot alone.', '\u00b7', 'context', 0),
    refused('middle-dot-before', 'Middle dot, no l after it.', 'l\u00b7a', 'context', 1),
    refused('middle-dot-after', 'Middle dot, no l before it.', 'a\u00b7l', 'context', 1),
    refused('middle-dot-capital', 'Middle dot between capitals.', 'L\u00b7L', 'context', 1),
    refused('ano-teleia', 'Becomes a middle dot, which is then out of context.', '\u0387', 'context', 0),
    changed('ano-teleia-between-l', 'Becomes a middle dot, in context.', 'l\u0387l', 'l\u00b7l'),
    kept('keraia', 'Keraia before Greek.', '\u0375\u03b1'),
    refused('keraia-latin', 'Keraia before Latin.', '\u0375a', 'context', 0),
    refused('keraia-last', 'Keraia at the end.', '\u03b1\u0375', 'context', 1),
    kept('geresh', 'Geresh after Hebrew.', '\u05d0\u05f3'),
    refused('geresh-first', 'Geresh at the start.', '\u05f3\u05d0', 'context', 0),
    refused('geresh-latin', 'Geresh after Latin.', 'a\u05f3', 'context', 1),
    kept('gershayim', 'Gershayim after Hebrew.', '\u05d0\u05f4\u05d1'),
    refused('gershayim-first', 'Gershayim at the start.', '\u05f4', 'context', 0),
    kept('katakana-dot', 'Katakana middle dot with katakana.', '\u30a2\u30fb'),
    kept('katakana-dot-hiragana', 'Katakana middle dot with hiragana anywhere.', 'a\u30fbb\u3042'),
    kept('katakana-dot-han', 'Katakana middle dot with Han.', '\u30fb\u4e00'),
    refused('katakana-dot-latin', 'Katakana middle dot with Latin only.', 'a\u30fbb', 'context', 1),
    refused(
      'katakana-dot-alone',
      'Two katakana middle dots do not help each other.',
      '\u30fb\u30fb',
      'context',
      0,
    ),
    kept('arabic-digits', 'Arabic-Indic digits.', '\u0660\u0669'),
    kept('extended-digits', 'Extended Arabic-Indic digits.', '\u06f0\u06f9'),
    refused('digits-mixed', 'Both kinds of digits.', '\u0660\u06f0', 'context', 0),
    refused('digits-mixed-far', 'Both kinds of digits, apart.', '\u06f9ab\u0669', 'context', 0),
    kept('zwnj-virama', 'Non-joiner after a virama.', '\u0915\u094d\u200c\u0937'),
    kept('zwnj-joining', 'Non-joiner between joining letters.', '\u0628\u200c\u0628'),
    kept('zwnj-transparent', 'Marks beside the non-joiner do not matter.', '\u0628\u064e\u200c\u064e\u0627'),
    refused('zwnj-latin', 'Non-joiner between Latin letters.', 'a\u200cb', 'context', 1),
    refused('zwnj-first', 'Non-joiner at the start.', '\u200c\u0628', 'context', 0),
    refused('zwnj-last', 'Non-joiner at the end.', '\u0628\u200c', 'context', 1),
    refused(
      'zwnj-right-joining',
      'Non-joiner after a letter that joins only to its right.',
      '\u0627\u200c\u0628',
      'context',
      1,
    ),
    refused('zwnj-marks-only', 'Non-joiner between marks only.', '\u064e\u200c\u064e', 'context', 1),
    refused(
      'zwnj-then-latin',
      'Non-joiner before a letter that does not join.',
      '\u0628\u200ca',
      'context',
      1,
    ),
    kept('zwj-virama', 'Joiner after a virama.', '\u0915\u094d\u200d'),
    refused('zwj-emoji', 'Joiner between emoji.', '\u{1f468}\u200d\u{1f469}', 'context', 1),
    refused('zwj-joining', 'Joiner between joining letters.', '\u0628\u200d\u0628', 'context', 1),
    refused('zwj-first', 'Joiner at the start.', '\u200d', 'context', 0),
  ];
}

function inputs(): Vector[] {
  const vector = (
    id: string,
    comment: string,
    account: Uint8Array,
    password: string,
    prepared: string,
  ): Vector => ({
    id: `opaque-input-${id}`,
    comment,
    flags: ['Input'],
    reqs: ['OPAQUE-024'],
    operation: 'passwordInput',
    account,
    password: points(password),
    passwordInput: passwordInput(account, prepared),
  });
  const long = 'p'.repeat(1024);
  const tooLong = (id: string, comment: string, password: string): Vector => ({
    id: `opaque-input-${id}`,
    comment,
    error: 'ERR_LIMIT',
    flags: ['Limit'],
    reqs: ['OPAQUE-023'],
    operation: 'passwordInput',
    account: utf8('a'),
    password: points(password),
  });
  return [
    vector('1', 'An account and a password.', utf8('issuer|subject'), 'correct horse', 'correct horse'),
    vector(
      '2',
      'A byte moved from the account to the password.',
      utf8('issuer|subjec'),
      'tcorrect horse',
      'tcorrect horse',
    ),
    vector('3', 'The password is prepared.', Uint8Array.of(0, 255), 'a\u0301\u3000', '\u00e1 '),
    vector('4', 'The longest account and password.', new Uint8Array(1024).fill(7), long, long),
    vector(
      '5',
      'Shorter than the limit once prepared.',
      utf8('a'),
      'u\u0308\u0301'.repeat(512),
      '\u01d8'.repeat(512),
    ),
    tooLong('too-long', 'A byte too long.', `${long}p`),
    tooLong('too-long-utf8', 'Fewer characters, but too many bytes.', '\u00e1'.repeat(513)),
    tooLong('far-too-long', 'Far too long.', 'p'.repeat(8192)),
  ];
}

function contexts(): Vector[] {
  const vector = (id: string, realm: string, generation: bigint, passes: number): Vector => {
    const ksf = { memoryKib: 131072, passes, parallelism: 2 };
    const ksfId = `argon2id-v19-m131072-t${passes}-p2`;
    return {
      id: `opaque-context-${id}`,
      comment: 'Suite, stretching, realm and generation.',
      flags: ['ContextString'],
      reqs: ['OPAQUE-035'],
      operation: 'context',
      suiteName: RISTRETTO.name,
      ksf,
      realm: utf8(realm),
      generation: generation.toString(),
      context: profileContext(RISTRETTO, ksfId, utf8(realm), generation),
    };
  };
  // One written out, so that the rest of this file is not its own judge.
  const written = concat(
    prefixed(utf8('muniment v1 opaque context')),
    prefixed(utf8('ristretto255-SHA512')),
    prefixed(utf8('argon2id-v19-m131072-t3-p2')),
    prefixed(utf8('r')),
    Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0),
  );
  const first = vector('1', 'r', 256n, 3);
  if (Buffer.compare(first.context as Uint8Array, written) !== 0)
    throw new Error('the context is laid out wrongly');
  return [first, vector('2', 'vault.example', 0n, 10), vector('3', 'x'.repeat(1024), 2n ** 64n - 1n, 4)];
}

export function stringsFile(): VectorFile {
  return {
    name: 'strings',
    flags: {
      Kept: { bugType: 'BASIC', description: 'A password that preparation leaves alone.' },
      Changed: { bugType: 'INTEROPERABILITY', description: 'A password that preparation changes.' },
      Refused: { bugType: 'MISSING_CHECK', description: 'A code point that is disallowed or unassigned.' },
      Context: { bugType: 'MISSING_CHECK', description: 'A code point out of its context.' },
      LaterUnicode: {
        bugType: 'INTEROPERABILITY',
        description: 'A code point that Unicode 17.0 does not have and a later version does.',
      },
      Input: { bugType: 'BASIC', description: 'The input of the OPRF.' },
      Limit: { bugType: 'RESOURCE_EXHAUSTION', description: 'A password that is too long.' },
      ContextString: { bugType: 'BASIC', description: 'The context string.' },
    },
    vectors: [...prepare(), ...inputs(), ...contexts()],
  };
}
