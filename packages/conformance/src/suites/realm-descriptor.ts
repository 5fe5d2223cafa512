// Suite realm-descriptor: the text of a descriptor, the note that carries it, and when a client accepts it.

import { bytes, fields, HEX, integer, LABEL, list, oneOf, suiteSchema, TEXT } from '../json-schema.ts';
import { concat, flip, hex, utf8 } from '../kit/bytes.ts';
import {
  ED25519_ORDER,
  ed25519Challenge,
  ed25519Forge,
  ed25519Public,
  ed25519Scalar,
  ed25519Sign,
  fromLittleEndian,
  IDENTITY,
  IDENTITY_NON_CANONICAL,
  NON_CANONICAL,
  ORDER_EIGHT,
  plusOrderTwo,
  toLittleEndian,
} from '../kit/ed25519.ts';
import { sha256 } from '../kit/hash.ts';
import {
  base64,
  descriptorLines,
  fingerprint,
  keyHash,
  type Lines,
  note,
  type Signer,
  signatureLine,
  signedBy,
  text,
  verifierKey,
  verifierKeyOf,
} from '../kit/notes.ts';
import { baseTimes, RISTRETTO_ORDER } from '../kit/ristretto.ts';
import { generated } from '../kit/seed.ts';
import { xWingPublicKey } from '../kit/x-wing.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const TEXT_FLAGS: Record<string, Flag> = {
  Text: { bugType: 'BASIC', description: 'A descriptor that is read.' },
  TextLimit: {
    bugType: 'RESOURCE_EXHAUSTION',
    description: 'A size, number or count at or above its limit.',
  },
  Version: { bugType: 'MISSING_CHECK', description: 'A descriptor of another version.' },
  Form: {
    bugType: 'MISSING_CHECK',
    description: 'Lines that are missing, repeated, exchanged or of another form.',
  },
  Value: { bugType: 'MISSING_CHECK', description: 'A value that the table of fields forbids.' },
  OtherForm: { bugType: 'CANONICAL_FORM', description: 'A permitted value in another form.' },
};
const NOTE_FLAGS: Record<string, Flag> = {
  Note: { bugType: 'BASIC', description: 'A note whose signatures verify.' },
  NoteLimit: { bugType: 'RESOURCE_EXHAUSTION', description: 'A note at or above a limit.' },
  NoteForm: { bugType: 'MISSING_CHECK', description: 'Bytes that are no note.' },
  Signature: { bugType: 'AUTHENTICATION_BYPASS', description: 'A signature that does not verify.' },
  WeakKey: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Points of small order, or not in canonical form.',
  },
  Pin: { bugType: 'AUTHENTICATION_BYPASS', description: 'Signers that may not be pinned.' },
};
const BUNDLE_FLAGS: Record<string, Flag> = {
  Bundle: { bugType: 'MISSING_CHECK', description: 'What an operator gives to users.' },
  Fingerprint: { bugType: 'BASIC', description: 'What people compare.' },
  TypedFingerprint: { bugType: 'EDGE_CASE', description: 'A fingerprint as people type it.' },
};
const RULE_FLAGS: Record<string, Flag> = {
  Accepted: { bugType: 'BASIC', description: 'A descriptor that a client accepts.' },
  Signers: { bugType: 'AUTHENTICATION_BYPASS', description: 'Too few of the pinned signers have signed.' },
  OtherRealm: { bugType: 'CONFUSION', description: 'The descriptor of another realm.' },
  Rollback: { bugType: 'ROLLBACK', description: 'An older, forked or other history.' },
  Time: { bugType: 'EDGE_CASE', description: 'A clock at or beyond a limit.' },
  Policy: { bugType: 'MISSING_CHECK', description: 'Rules that make guessing cheaper.' },
  WeakServer: { bugType: 'AUTHENTICATION_BYPASS', description: 'Keys that anybody can answer for.' },
};

const NOW = 1_760_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZEROS = '00'.repeat(32);
const SAFE_MAX = Number.MAX_SAFE_INTEGER;
const WAITS = [0, 0, 0, 0, 60_000, HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR, 72 * HOUR];

const REALM_ID = generated('realm-descriptor realm id', 16);
const OPAQUE_KEY = baseTimes(
  fromLittleEndian(generated('realm-descriptor opaque key', 32)) % RISTRETTO_ORDER,
);
const CHANNEL_KEY = xWingPublicKey(generated('realm-descriptor channel key', 32));
const OTHER_CHANNEL_KEY = xWingPublicKey(generated('realm-descriptor channel key 2', 32));
const issuerKey = (i: number): Uint8Array => ed25519Public(generated(`realm-descriptor issuer key ${i}`, 32));
const channel = (
  id: number | string,
  start: number | string,
  end: number | string,
  key = CHANNEL_KEY,
): string => `${id} ${start} ${end} ${base64(key)}`;
const issuer = (name: string, key: Uint8Array = issuerKey(0)): string => `${name} ${base64(key)}`;

const FIRST: Lines = {
  title: 'muniment-vault-realm/1',
  realm: hex(REALM_ID),
  serial: '1',
  previous: ZEROS,
  issued: String(NOW - HOUR),
  expires: String(NOW + 90 * DAY),
  operator: 'Example Vault',
  opaque: `ristretto255-SHA512 ${base64(OPAQUE_KEY)}`,
  limit: '10',
  waits: WAITS.join(' '),
  unacknowledged: '30',
  rollback: 'protected',
  channel: [channel(1, NOW - HOUR, NOW + 30 * DAY)],
  issuer: [issuer('https://login.example.com')],
};
const PREVIOUS_HASH = sha256(utf8('the note before'));
const SECOND: Lines = { ...FIRST, serial: '2', previous: hex(PREVIOUS_HASH) };

const textOf = (lines: Lines): string => text(descriptorLines(lines));

function described({ title: _, ...lines }: Lines): Record<string, unknown> {
  return {
    realmId: lines.realm,
    serial: Number(lines.serial),
    previous: lines.previous,
    issuedMs: Number(lines.issued),
    expiresMs: Number(lines.expires),
    operator: lines.operator,
    serverPublicKey: Buffer.from(lines.opaque.split(' ')[1], 'base64').toString('hex'),
    limit: Number(lines.limit),
    waitsMs: lines.waits.split(' ').map(Number),
    unacknowledgedLimit: Number(lines.unacknowledged),
    rollback: lines.rollback,
    channelKeys: lines.channel.map((line) => {
      const [keyId, notBeforeMs, notAfterMs, key] = line.split(' ');
      return {
        keyId: Number(keyId),
        notBeforeMs: Number(notBeforeMs),
        notAfterMs: Number(notAfterMs),
        publicKeySha256: sha256(Buffer.from(key, 'base64')),
      };
    }),
    issuers: lines.issuer.map((line) => {
      const [name, key] = line.split(' ');
      return { name, publicKey: Buffer.from(key, 'base64').toString('hex') };
    }),
  };
}

function read(id: string, comment: string, change: Partial<Lines> = {}, flag = 'Text'): Vector {
  const lines = { ...FIRST, ...change };
  return {
    id: `realm-descriptor-text-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs: ['VAULT-120'],
    operation: 'text',
    text: textOf(lines),
    descriptor: described(lines),
  };
}

const REQ_OF: Readonly<Record<string, readonly [string, string]>> = {
  ERR_LIMIT: ['VAULT-121', 'TextLimit'],
  ERR_ENCODING: ['VAULT-122', 'Form'],
  ERR_FIELD: ['VAULT-123', 'Value'],
  ERR_NON_CANONICAL: ['VAULT-124', 'OtherForm'],
  ERR_UNSUPPORTED_VERSION: ['VAULT-125', 'Version'],
};

function refused(error: string, id: string, comment: string, given: Partial<Lines> | string): Vector {
  const [req, flag] = REQ_OF[error];
  return {
    id: `realm-descriptor-text-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs: [req],
    operation: 'text',
    text: typeof given === 'string' ? given : textOf({ ...FIRST, ...given }),
  };
}

function texts(): Vector[] {
  const lines = descriptorLines(FIRST);
  const right = text(lines);
  const keywords = ['title', ...lines.slice(1).map((line) => line.split(' ')[0])];
  const unusedBits = (encoded: string): string => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const at = encoded.indexOf('=') - 1;
    return encoded.slice(0, at) + alphabet[alphabet.indexOf(encoded[at]) + 1] + encoded.slice(at + 1);
  };
  const ninth = (make: (i: number) => string): string[] => Array.from({ length: 9 }, (_, i) => make(i));
  const replaced = (from: string, to: string): string => right.replace(from, to);
  return [
    read('first', 'A first descriptor.'),
    read('second', 'A second descriptor, which names the note before.', {
      serial: '2',
      previous: hex(PREVIOUS_HASH),
    }),
    read('one-attempt', 'A limit of one attempt.', { limit: '1', waits: '0', unacknowledged: '1' }),
    read(
      'times-at-limits',
      'The latest times there are.',
      {
        issued: String(SAFE_MAX - 1),
        expires: String(SAFE_MAX),
      },
      'TextLimit',
    ),
    read(
      'issued-at-zero',
      'Issued at time 0, for 400 days.',
      { issued: '0', expires: '34560000000' },
      'TextLimit',
    ),
    read(
      'serial-at-limit',
      'The highest serial.',
      { serial: String(SAFE_MAX), previous: hex(PREVIOUS_HASH) },
      'TextLimit',
    ),
    read(
      'operator-at-limit',
      'An operator of 128 bytes that are 64 characters.',
      { operator: 'é'.repeat(64) },
      'TextLimit',
    ),
    read('operator-spaces', 'Spaces and words of the form in the name of the operator.', {
      operator: ' serial 7  — ',
    }),
    read(
      'many-lines',
      'Eight channel keys, ids 0 and 255 among them, and eight issuers.',
      {
        channel: Array.from({ length: 8 }, (_, i) =>
          channel(i === 7 ? 255 : i, i, i + 90 * DAY, i % 2 ? OTHER_CHANNEL_KEY : CHANNEL_KEY),
        ),
        issuer: Array.from({ length: 8 }, (_, i) =>
          issuer(i === 0 ? '!'.repeat(256) : `issuer-${i}`, issuerKey(i)),
        ),
      },
      'TextLimit',
    ),
    read('issuer-two-keys', 'Two keys of one issuer, in the order of their bytes.', {
      issuer: [issuerKey(0), issuerKey(1)]
        .sort(Buffer.compare)
        .map((key) => issuer('https://login.example.com', key)),
    }),
    read('rollback-unprotected', 'A realm that would not notice an old store.', { rollback: 'unprotected' }),
    refused('ERR_UNSUPPORTED_VERSION', 'version-2', 'Version 2.', { title: 'muniment-vault-realm/2' }),
    refused('ERR_UNSUPPORTED_VERSION', 'version-10', 'Version 10.', { title: 'muniment-vault-realm/10' }),
    refused(
      'ERR_UNSUPPORTED_VERSION',
      'version-before-lines',
      'Version 2, with lines of another form: the version is looked at first.',
      'muniment-vault-realm/2\nanything\n',
    ),
    refused('ERR_LIMIT', 'too-long', 'A text of more than 32,768 bytes.', right + 'x'.repeat(32768)),
    refused('ERR_LIMIT', 'serial-above', 'A serial of 2^53.', {
      serial: '9007199254740992',
      previous: hex(PREVIOUS_HASH),
    }),
    refused('ERR_LIMIT', 'serial-huge', 'A serial of 40 digits.', {
      serial: '1'.repeat(40),
      previous: hex(PREVIOUS_HASH),
    }),
    refused('ERR_LIMIT', 'issued-above', 'Issued at 2^53.', {
      issued: '9007199254740992',
      expires: '9007199254740993',
    }),
    refused('ERR_LIMIT', 'expires-late', 'A millisecond more than 400 days.', {
      issued: '0',
      expires: '34560000001',
    }),
    refused('ERR_LIMIT', 'operator-long', 'An operator of 129 bytes.', { operator: 'x'.repeat(129) }),
    refused('ERR_LIMIT', 'operator-long-utf8', 'An operator of 65 characters that are 130 bytes.', {
      operator: 'é'.repeat(65),
    }),
    refused('ERR_LIMIT', 'limit-11', 'A limit of 11.', {
      limit: '11',
      waits: [...WAITS, 72 * HOUR].join(' '),
    }),
    refused('ERR_LIMIT', 'wait-above', 'A wait of 2^53.', { limit: '1', waits: '9007199254740992' }),
    refused('ERR_LIMIT', 'unacknowledged-31', 'A limit of 31 unacknowledged attempts.', {
      unacknowledged: '31',
    }),
    refused('ERR_LIMIT', 'channel-id-256', 'A key id of 256.', { channel: [channel(256, 0, DAY)] }),
    refused('ERR_LIMIT', 'channel-long', 'A channel key for a millisecond more than 90 days.', {
      channel: [channel(1, 0, 90 * DAY + 1)],
    }),
    refused('ERR_LIMIT', 'channel-end-above', 'A channel key that ends at 2^53.', {
      channel: [channel(1, SAFE_MAX, '9007199254740992')],
    }),
    refused('ERR_LIMIT', 'channels-9', 'Nine channel keys.', { channel: ninth((i) => channel(i, 0, DAY)) }),
    refused('ERR_LIMIT', 'issuers-9', 'Nine issuers.', { issuer: ninth((i) => issuer(`issuer-${i}`)) }),
    refused('ERR_LIMIT', 'issuer-long', 'The name of an issuer has 257 bytes.', {
      issuer: [issuer('x'.repeat(257))],
    }),
    refused('ERR_ENCODING', 'empty', 'No text.', ''),
    refused('ERR_ENCODING', 'newline-only', 'An empty line.', '\n'),
    ...lines
      .map((_, i) => i)
      .filter((i) => keywords[i] !== 'channel' && keywords[i] !== 'issuer')
      .flatMap((i) => [
        refused(
          'ERR_ENCODING',
          `${keywords[i]}-missing`,
          `The line "${keywords[i]}" is missing.`,
          text(lines.toSpliced(i, 1)),
        ),
        refused(
          'ERR_ENCODING',
          `${keywords[i]}-twice`,
          `The line "${keywords[i]}" is there twice.`,
          text(lines.toSpliced(i, 0, lines[i])),
        ),
        refused(
          'ERR_ENCODING',
          `${keywords[i]}-exchanged`,
          `The line "${keywords[i]}" and the next are exchanged.`,
          text(lines.with(i, lines[i + 1]).with(i + 1, lines[i])),
        ),
      ]),
    refused(
      'ERR_ENCODING',
      'channel-behind-issuer',
      'A channel key behind the issuer.',
      text([...lines, lines[12]]),
    ),
    refused(
      'ERR_ENCODING',
      'unknown-line',
      'A line that the form does not have.',
      text([...lines, 'note hello']),
    ),
    refused('ERR_ENCODING', 'empty-line-end', 'An empty line at the end.', `${right}\n`),
    refused('ERR_ENCODING', 'empty-line-within', 'An empty line within.', replaced('\nlimit', '\n\nlimit')),
    refused('ERR_ENCODING', 'no-newline', 'The last line does not end.', right.slice(0, -1)),
    refused(
      'ERR_ENCODING',
      'carriage-returns',
      'Lines end in carriage return and newline.',
      right.replaceAll('\n', '\r\n'),
    ),
    refused('ERR_ENCODING', 'byte-order-mark', 'A byte order mark in front.', `\ufeff${right}`),
    refused(
      'ERR_ENCODING',
      'title-case',
      'The first line begins with a capital.',
      replaced('muniment', 'Muniment'),
    ),
    refused(
      'ERR_ENCODING',
      'title-space',
      'A space behind the first line.',
      replaced('realm/1\n', 'realm/1 \n'),
    ),
    refused('ERR_ENCODING', 'title-no-version', 'A first line without a version.', {
      title: 'muniment-vault-realm/',
    }),
    refused('ERR_ENCODING', 'title-version-word', 'A version that is no number.', {
      title: 'muniment-vault-realm/1a',
    }),
    refused('ERR_ENCODING', 'keyword-case', 'A keyword with a capital.', replaced('\nserial', '\nSerial')),
    refused(
      'ERR_ENCODING',
      'leading-space',
      'A space in front of a line.',
      replaced('\nserial', '\n serial'),
    ),
    refused('ERR_ENCODING', 'trailing-space', 'A space at the end of a line.', { serial: '1 ' }),
    refused(
      'ERR_ENCODING',
      'two-spaces',
      'Two spaces between keyword and value.',
      replaced('serial ', 'serial  '),
    ),
    refused('ERR_ENCODING', 'tab', 'A tab between keyword and value.', replaced('serial ', 'serial\t')),
    refused('ERR_ENCODING', 'no-value', 'A keyword without a value.', replaced('serial 1', 'serial')),
    refused('ERR_ENCODING', 'field-more', 'One field more.', { serial: '1 2' }),
    refused('ERR_ENCODING', 'number-negative', 'A negative number.', { issued: '-1' }),
    refused('ERR_ENCODING', 'number-plus', 'A number with a plus.', { issued: '+1' }),
    refused('ERR_ENCODING', 'number-fraction', 'A fraction.', { issued: '1.0' }),
    refused('ERR_ENCODING', 'number-exponent', 'A number with an exponent.', { issued: '1e3' }),
    refused('ERR_ENCODING', 'number-hexadecimal', 'A hexadecimal number.', { issued: '0x10' }),
    refused('ERR_ENCODING', 'number-other-digits', 'Digits of another script.', { issued: '١٢٣' }),
    refused('ERR_ENCODING', 'wait-empty', 'Two spaces between waits.', {
      waits: FIRST.waits.replace(' ', '  '),
    }),
    refused('ERR_ENCODING', 'realm-no-hex', 'A realm id with other characters.', {
      realm: `${FIRST.realm.slice(0, -1)}g`,
    }),
    refused('ERR_ENCODING', 'realm-odd', 'A realm id of 31 digits.', { realm: FIRST.realm.slice(1) }),
    refused('ERR_ENCODING', 'base64-url', 'Base64 with the characters of URLs.', {
      opaque: `ristretto255-SHA512 ${base64(new Uint8Array(32).fill(255)).replaceAll('/', '_')}`,
    }),
    refused('ERR_ENCODING', 'opaque-other-suite', 'Another suite of OPAQUE.', {
      opaque: FIRST.opaque.replace('ristretto255-SHA512', 'P256-SHA256'),
    }),
    refused('ERR_ENCODING', 'opaque-no-suite', 'No suite of OPAQUE.', { opaque: base64(OPAQUE_KEY) }),
    refused('ERR_ENCODING', 'channel-field-missing', 'A channel key without an end.', {
      channel: [`1 0 ${base64(CHANNEL_KEY)}`],
    }),
    refused('ERR_ENCODING', 'issuer-with-space', 'The name of an issuer holds a space.', {
      issuer: [issuer('two words')],
    }),
    refused('ERR_FIELD', 'realm-short', 'A realm id of 15 bytes.', { realm: FIRST.realm.slice(2) }),
    refused('ERR_FIELD', 'realm-long', 'A realm id of 17 bytes.', { realm: `${FIRST.realm}00` }),
    refused('ERR_FIELD', 'serial-zero', 'Serial 0.', { serial: '0' }),
    refused('ERR_FIELD', 'previous-with-first', 'Serial 1 names a note before.', {
      previous: hex(PREVIOUS_HASH),
    }),
    refused('ERR_FIELD', 'previous-zero', 'Serial 2 names no note before.', { serial: '2' }),
    refused('ERR_FIELD', 'previous-short', 'A hash of 31 bytes.', {
      serial: '2',
      previous: hex(PREVIOUS_HASH).slice(2),
    }),
    refused('ERR_FIELD', 'expires-at-issue', 'Expires when it is issued.', { expires: FIRST.issued }),
    refused('ERR_FIELD', 'expires-before-issue', 'Expires before it is issued.', { expires: '5' }),
    refused('ERR_FIELD', 'operator-empty', 'An operator without a name.', { operator: '' }),
    refused('ERR_FIELD', 'operator-tab', 'A tab in the name of the operator.', { operator: 'a\tb' }),
    refused('ERR_FIELD', 'operator-delete', 'U+007F in the name of the operator.', { operator: 'a\u007fb' }),
    refused('ERR_FIELD', 'operator-next-line', 'U+0085 in the name of the operator.', {
      operator: 'a\u0085b',
    }),
    refused('ERR_FIELD', 'opaque-short', 'A key of 31 bytes.', {
      opaque: `ristretto255-SHA512 ${base64(OPAQUE_KEY.slice(1))}`,
    }),
    refused('ERR_FIELD', 'opaque-long', 'A key of 33 bytes.', {
      opaque: `ristretto255-SHA512 ${base64(concat(OPAQUE_KEY, Uint8Array.of(0)))}`,
    }),
    refused('ERR_FIELD', 'limit-zero', 'A limit of 0.', { limit: '0', waits: '0' }),
    refused('ERR_FIELD', 'waits-fewer', 'Nine waits for ten attempts.', { waits: WAITS.slice(1).join(' ') }),
    refused('ERR_FIELD', 'waits-more', 'Eleven waits for ten attempts.', { waits: [0, ...WAITS].join(' ') }),
    refused('ERR_FIELD', 'waits-descending', 'A wait is below the one before.', {
      limit: '2',
      waits: '60000 59999',
    }),
    refused('ERR_FIELD', 'unacknowledged-zero', 'A limit of 0 unacknowledged attempts.', {
      unacknowledged: '0',
    }),
    refused('ERR_FIELD', 'rollback-other', 'Another word about old stores.', { rollback: 'maybe' }),
    refused('ERR_FIELD', 'rollback-case', 'The word with a capital.', { rollback: 'Protected' }),
    refused('ERR_FIELD', 'channel-end-at-start', 'A channel key that ends when it starts.', {
      channel: [channel(1, 5, 5)],
    }),
    refused('ERR_FIELD', 'channel-end-before-start', 'A channel key that ends before it starts.', {
      channel: [channel(1, 5, 4)],
    }),
    refused('ERR_FIELD', 'channel-ids-equal', 'Two channel keys with one id.', {
      channel: [channel(1, 0, DAY), channel(1, 0, DAY, OTHER_CHANNEL_KEY)],
    }),
    refused('ERR_FIELD', 'channel-ids-descending', 'Key ids that go down.', {
      channel: [channel(2, 0, DAY), channel(1, 0, DAY)],
    }),
    refused('ERR_FIELD', 'channel-short', 'A channel key of 1,215 bytes.', {
      channel: [channel(1, 0, DAY, CHANNEL_KEY.slice(1))],
    }),
    refused('ERR_FIELD', 'issuer-not-ascii', 'The name of an issuer has another character.', {
      issuer: [issuer('https://lög.example')],
    }),
    refused('ERR_FIELD', 'issuers-equal', 'The same line of an issuer twice.', {
      issuer: [issuer('a'), issuer('a')],
    }),
    refused('ERR_FIELD', 'issuers-descending', 'Names of issuers that go down.', {
      issuer: [issuer('b'), issuer('a')],
    }),
    refused('ERR_FIELD', 'issuers-case-order', 'Names of issuers in an order that ignores case.', {
      issuer: [issuer('a'), issuer('B')],
    }),
    refused('ERR_FIELD', 'issuer-keys-descending', 'Keys of one issuer that go down.', {
      issuer: [issuerKey(0), issuerKey(1)]
        .sort(Buffer.compare)
        .reverse()
        .map((key) => issuer('a', key)),
    }),
    refused('ERR_FIELD', 'issuer-key-short', 'The key of an issuer has 31 bytes.', {
      issuer: [issuer('a', issuerKey(0).slice(1))],
    }),
    refused('ERR_NON_CANONICAL', 'realm-upper-case', 'A realm id in capitals.', {
      realm: FIRST.realm.toUpperCase(),
    }),
    refused('ERR_NON_CANONICAL', 'previous-upper-case', 'A hash with a capital.', {
      serial: '2',
      previous: hex(PREVIOUS_HASH).replace(/[a-f]/, (letter) => letter.toUpperCase()),
    }),
    refused('ERR_NON_CANONICAL', 'serial-leading-zero', 'A serial with a leading zero.', { serial: '01' }),
    refused('ERR_NON_CANONICAL', 'issued-leading-zero', 'A time with a leading zero.', {
      issued: `0${FIRST.issued}`,
    }),
    refused('ERR_NON_CANONICAL', 'expires-leading-zero', 'An expiry with a leading zero.', {
      expires: `0${FIRST.expires}`,
    }),
    refused('ERR_NON_CANONICAL', 'limit-leading-zero', 'A limit with a leading zero.', { limit: '010' }),
    refused('ERR_NON_CANONICAL', 'wait-zeros', 'A wait of two zeros.', {
      waits: FIRST.waits.replace('0 ', '00 '),
    }),
    refused(
      'ERR_NON_CANONICAL',
      'unacknowledged-leading-zero',
      'A limit of unacknowledged attempts with a leading zero.',
      { unacknowledged: '030' },
    ),
    refused('ERR_NON_CANONICAL', 'channel-id-leading-zero', 'A key id with a leading zero.', {
      channel: [channel('01', 0, DAY)],
    }),
    refused('ERR_NON_CANONICAL', 'channel-start-leading-zero', 'A start with a leading zero.', {
      channel: [channel(1, '00', DAY)],
    }),
    refused('ERR_NON_CANONICAL', 'channel-end-leading-zero', 'An end with a leading zero.', {
      channel: [channel(1, 0, `0${DAY}`)],
    }),
    refused('ERR_NON_CANONICAL', 'opaque-unused-bits', 'Unused bits of base64 in the key of OPAQUE.', {
      opaque: `ristretto255-SHA512 ${unusedBits(base64(OPAQUE_KEY))}`,
    }),
    refused('ERR_NON_CANONICAL', 'channel-unused-bits', 'Unused bits of base64 in a channel key.', {
      channel: [`1 0 ${DAY} ${unusedBits(base64(CHANNEL_KEY))}`],
    }),
    refused('ERR_NON_CANONICAL', 'issuer-unused-bits', 'Unused bits of base64 in the key of an issuer.', {
      issuer: [`a ${unusedBits(base64(issuerKey(0)))}`],
    }),
  ];
}

const OPERATOR: Signer = {
  name: 'vault.example.com/operator',
  seed: generated('realm-descriptor operator', 32),
};
const WITNESS: Signer = { name: 'witness.example.org', seed: generated('realm-descriptor witness', 32) };
const STRANGER: Signer = { name: 'stranger.example', seed: generated('realm-descriptor stranger', 32) };
const BODY = 'a text\n\nwith an empty line\n';
const PINNED = [OPERATOR, WITNESS].map(verifierKeyOf);

function verified(
  id: string,
  comment: string,
  bytesOf: string,
  by: readonly Signer[],
  {
    flag = 'Note',
    verifiers = PINNED,
    textIs = BODY,
  }: { flag?: string; verifiers?: readonly string[]; textIs?: string } = {},
): Vector {
  return {
    id: `realm-descriptor-note-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs: ['VAULT-128', 'VAULT-129'],
    operation: 'note',
    verifiers,
    note: utf8(bytesOf),
    text: textIs,
    verifiedBy: by.map(({ name }) => name),
  };
}

function unverified(
  error: string,
  id: string,
  comment: string,
  bytesOf: string | Uint8Array,
  {
    flag,
    reqs,
    verifiers = PINNED,
  }: { flag?: string; reqs?: readonly string[]; verifiers?: readonly string[] } = {},
): Vector {
  const [req, ownFlag] = {
    ERR_LIMIT: ['VAULT-126', 'NoteLimit'],
    ERR_ENCODING: ['VAULT-127', 'NoteForm'],
    ERR_AUTHENTICATION: ['VAULT-129', 'Signature'],
  }[error]!;
  return {
    id: `realm-descriptor-note-${id}`,
    comment,
    ...invalid(error),
    flags: [flag ?? ownFlag],
    reqs: reqs ?? [req],
    operation: 'note',
    verifiers,
    note: typeof bytesOf === 'string' ? utf8(bytesOf) : bytesOf,
  };
}

/** Signers of whom nobody knows anything. */
const strangers = (count: number): Signer[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `stranger-${i}.example`,
    seed: generated(`realm-descriptor stranger ${i}`, 32),
  }));

function notes(): Vector[] {
  const [own, other] = [OPERATOR, WITNESS].map((signer) => signedBy(signer, BODY));
  const stranger = signedBy(STRANGER, BODY);
  const publicKey = ed25519Public(OPERATOR.seed);
  const hash = keyHash(OPERATOR.name, publicKey);
  const signature = ed25519Sign(OPERATOR.seed, utf8(BODY));
  const line = (changed: Uint8Array, name = OPERATOR.name, ownHash = hash): string =>
    signatureLine(name, ownHash, changed);
  const wrong = (id: string, comment: string, changed: Uint8Array, flag?: string): Vector =>
    unverified('ERR_AUTHENTICATION', id, comment, note(BODY, line(changed), other), {
      reqs: ['VAULT-128', 'VAULT-129'],
      ...(flag === undefined ? {} : { flag }),
    });
  const longest = 'x'.repeat(65536 - utf8(note('\n', own)).length);
  const longText = `${longest}\n`;
  const longNote = (body: string): string => note(body, signedBy(OPERATOR, body));
  const a = ed25519Scalar(OPERATOR.seed);
  const nonceSeed = generated('realm-descriptor nonce', 32);
  const nonce = { encoded: ed25519Public(nonceSeed), r: ed25519Scalar(nonceSeed) };
  const key = { encoded: publicKey, a };
  const s = fromLittleEndian(signature.slice(32));
  const r = signature.slice(0, 32);
  // With A plus the point of order 2, the equation holds where the challenge is even.
  const mixed = plusOrderTwo(publicKey);
  const mixedNonce = (parity: bigint): { encoded: Uint8Array; r: bigint } => {
    for (let i = 0; ; i++) {
      const seed = generated(`realm-descriptor nonce ${i}`, 32);
      const encoded = ed25519Public(seed);
      if (ed25519Challenge(encoded, mixed, utf8(BODY)) % 2n === parity)
        return { encoded, r: ed25519Scalar(seed) };
    }
  };
  const mixedVerifier = verifierKey(OPERATOR.name, mixed);
  const mixedHash = keyHash(OPERATOR.name, mixed);
  const mixedNote = (parity: bigint): string =>
    note(
      BODY,
      line(ed25519Forge(mixedNonce(parity), { encoded: mixed, a }, utf8(BODY)), OPERATOR.name, mixedHash),
    );
  return [
    verified('one-signer', 'One of the pinned signers has signed.', note(BODY, own), [OPERATOR]),
    verified('two-signers', 'Both pinned signers have signed.', note(BODY, own, other), [OPERATOR, WITNESS]),
    verified('other-order', 'The signatures in another order.', note(BODY, other, own), [OPERATOR, WITNESS]),
    verified(
      'stranger-ignored',
      'The signature of an unknown key beside a known one.',
      note(BODY, stranger, own),
      [OPERATOR],
    ),
    verified(
      'wrong-stranger-ignored',
      'A wrong signature of an unknown key.',
      note(
        BODY,
        own,
        line(new Uint8Array(64), STRANGER.name, keyHash(STRANGER.name, ed25519Public(STRANGER.seed))),
      ),
      [OPERATOR],
    ),
    verified(
      'other-type-ignored',
      'A signature of an unknown key that is of another length.',
      note(BODY, own, line(Uint8Array.of(1), STRANGER.name, Uint8Array.of(1, 2, 3, 4))),
      [OPERATOR],
    ),
    verified(
      'same-name-other-hash',
      'A signature of a known name with an unknown key hash.',
      note(BODY, line(new Uint8Array(64), OPERATOR.name, Uint8Array.of(1, 2, 3, 4)), own),
      [OPERATOR],
    ),
    verified(
      'same-hash-other-name',
      'A signature of an unknown name with a known key hash.',
      note(BODY, line(new Uint8Array(64), 'operator.example', hash), own),
      [OPERATOR],
    ),
    verified(
      'sixteen',
      '16 signatures.',
      note(BODY, ...strangers(15).map((each) => signedBy(each, BODY)), own),
      [OPERATOR],
      { flag: 'NoteLimit' },
    ),
    verified('longest', 'A note of 65,536 bytes.', longNote(longText), [OPERATOR], {
      flag: 'NoteLimit',
      textIs: longText,
    }),
    verified('empty-text', 'A text of one newline.', note('\n', signedBy(OPERATOR, '\n')), [OPERATOR], {
      textIs: '\n',
    }),
    verified(
      'text-like-note',
      'A text that holds signature lines: the last empty line counts.',
      note(note(BODY, other), signedBy(OPERATOR, note(BODY, other))),
      [OPERATOR],
      { textIs: note(BODY, other) },
    ),
    verified(
      'byte-order-mark',
      'A text that begins with a byte order mark, which was signed too.',
      note(`\ufeff${BODY}`, signedBy(OPERATOR, `\ufeff${BODY}`)),
      [OPERATOR],
      {
        textIs: `\ufeff${BODY}`,
      },
    ),
    verified(
      'mixed-order-key',
      'A key that is not of small order but has a part of it, and a challenge that cancels it.',
      mixedNote(0n),
      [OPERATOR],
      {
        flag: 'WeakKey',
        verifiers: [mixedVerifier],
      },
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'mixed-order-key-odd',
      'The same key with a challenge that does not cancel it: only the equation with the cofactor holds.',
      mixedNote(1n),
      {
        flag: 'WeakKey',
        reqs: ['VAULT-128'],
        verifiers: [mixedVerifier],
      },
    ),
    unverified('ERR_LIMIT', 'too-long', 'A note of 65,537 bytes.', longNote(`x${longText}`)),
    unverified(
      'ERR_LIMIT',
      'seventeen',
      '17 signatures.',
      note(BODY, ...strangers(16).map((each) => signedBy(each, BODY)), own),
    ),
    unverified('ERR_ENCODING', 'empty', 'No bytes.', ''),
    unverified('ERR_ENCODING', 'no-signature', 'No signature.', `${BODY}\n`),
    unverified('ERR_ENCODING', 'no-empty-line', 'No empty line before the signatures.', `a text\n${own}`),
    unverified('ERR_ENCODING', 'no-newline', 'The last line does not end.', note(BODY, own).slice(0, -1)),
    unverified(
      'ERR_ENCODING',
      'no-newline-two',
      'The last of two signature lines does not end.',
      note(BODY, own, other).slice(0, -1),
    ),
    unverified(
      'ERR_ENCODING',
      'line-behind',
      'A line that is no signature behind the last one.',
      note(BODY, own, 'more\n'),
    ),
    unverified(
      'ERR_ENCODING',
      'not-utf8',
      'A byte that is not UTF-8.',
      concat(utf8('a '), Uint8Array.of(0xff), utf8(note('\n', own))),
    ),
    unverified(
      'ERR_ENCODING',
      'surrogate',
      'A surrogate in UTF-8.',
      concat(utf8('a '), Uint8Array.of(0xed, 0xa0, 0x80), utf8(note('\n', own))),
    ),
    unverified(
      'ERR_ENCODING',
      'overlong',
      'A newline in two bytes.',
      concat(utf8('a '), Uint8Array.of(0xc0, 0x8a), utf8(note('\n', own))),
    ),
    ...['\0', '\t', '\r', '\u001f'].map((character) => {
      const body = `a${character}b\n`;
      const name = character.codePointAt(0)!.toString(16).padStart(2, '0');
      return unverified(
        'ERR_ENCODING',
        `control-${name}`,
        `U+00${name.toUpperCase()} in the text.`,
        note(body, signedBy(OPERATOR, body)),
      );
    }),
    unverified(
      'ERR_ENCODING',
      'hyphen',
      'A hyphen in the place of the dash.',
      note(BODY, own.replace('\u2014', '-')),
    ),
    unverified('ERR_ENCODING', 'en-dash', 'A shorter dash.', note(BODY, own.replace('\u2014', '\u2013'))),
    unverified(
      'ERR_ENCODING',
      'two-spaces',
      'Two spaces behind the dash.',
      note(BODY, own.replace(' ', '  ')),
    ),
    unverified(
      'ERR_ENCODING',
      'trailing-space',
      'A space at the end of a signature line.',
      note(BODY, own.replace('\n', ' \n')),
    ),
    unverified('ERR_ENCODING', 'no-name', 'No name.', note(BODY, own.replace(`${OPERATOR.name} `, ''))),
    unverified(
      'ERR_ENCODING',
      'name-plus',
      'A plus in the name.',
      note(BODY, own, signedBy({ ...STRANGER, name: 'a+b' }, BODY)),
    ),
    unverified(
      'ERR_ENCODING',
      'name-white-space',
      'A no-break space in the name.',
      note(BODY, own, signedBy({ ...STRANGER, name: 'a\u00a0b' }, BODY)),
    ),
    unverified(
      'ERR_ENCODING',
      'base64-unpadded',
      'Base64 without padding.',
      note(BODY, `\u2014 ${OPERATOR.name} ${base64(concat(hash, signature)).replaceAll('=', '')}\n`),
    ),
    unverified(
      'ERR_ENCODING',
      'base64-character',
      'A character that base64 does not have.',
      note(BODY, own.replace(/.\n$/, '!\n')),
    ),
    unverified(
      'ERR_ENCODING',
      'base64-unused-bits',
      'Unused bits of base64.',
      note(BODY, own, `\u2014 ${STRANGER.name} AQIDBAX=\n`),
    ),
    unverified(
      'ERR_ENCODING',
      'signature-empty',
      'A key hash and no signature.',
      note(BODY, own, line(new Uint8Array(0), STRANGER.name, Uint8Array.of(1, 2, 3, 4))),
    ),
    unverified(
      'ERR_ENCODING',
      'hash-short',
      'A signature line of three bytes.',
      note(BODY, own, `\u2014 ${STRANGER.name} AQID\n`),
    ),
    unverified('ERR_ENCODING', 'twice', 'The same signature twice.', note(BODY, own, own)),
    unverified(
      'ERR_ENCODING',
      'twice-other',
      'Two signatures of one name and key hash, one of them wrong.',
      note(BODY, own, line(new Uint8Array(64))),
    ),
    unverified(
      'ERR_ENCODING',
      'twice-stranger',
      'Two signatures of one unknown key.',
      note(BODY, own, stranger, stranger),
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'stranger-only',
      'Only an unknown key has signed.',
      note(BODY, stranger),
    ),
    unverified('ERR_AUTHENTICATION', 'nobody-pinned', 'Nobody is known.', note(BODY, own), { verifiers: [] }),
    unverified(
      'ERR_AUTHENTICATION',
      'other-text',
      'The signature is of another text.',
      note(`${BODY}more\n`, own, signedBy(WITNESS, `${BODY}more\n`)),
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'text-space',
      'A space more in the text.',
      note(BODY.replace('a text', 'a  text'), own),
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'without-newline',
      'The signature is of the text without its newline.',
      note(BODY, signatureLine(OPERATOR.name, hash, ed25519Sign(OPERATOR.seed, utf8(BODY.slice(0, -1))))),
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'with-separator',
      'The signature is also of the empty line.',
      note(BODY, signatureLine(OPERATOR.name, hash, ed25519Sign(OPERATOR.seed, utf8(`${BODY}\n`)))),
    ),
    unverified(
      'ERR_AUTHENTICATION',
      'other-key',
      'The signature of one signer under the name and hash of the other.',
      note(BODY, line(ed25519Sign(WITNESS.seed, utf8(BODY)))),
    ),
    wrong('signature-r', 'One bit of R; the other signature is right.', flip(signature, 0)),
    wrong('signature-s', 'One bit of S; the other signature is right.', flip(signature, 32)),
    wrong('signature-zero', 'A signature of zeros.', new Uint8Array(64)),
    wrong('signature-short', 'A signature of 63 bytes.', signature.slice(0, 63)),
    wrong('signature-long', 'A signature of 65 bytes.', concat(signature, Uint8Array.of(0))),
    wrong(
      's-plus-order',
      'S plus the order of the group.',
      concat(r, toLittleEndian(s + ED25519_ORDER)),
      'WeakKey',
    ),
    wrong('s-order', 'S is the order of the group.', concat(r, toLittleEndian(ED25519_ORDER)), 'WeakKey'),
    wrong(
      'r-identity',
      'R is the neutral element, and the equation holds.',
      ed25519Forge({ encoded: IDENTITY, r: 0n }, key, utf8(BODY)),
      'WeakKey',
    ),
    wrong(
      'r-identity-non-canonical',
      'R is the neutral element in another form, and the equation holds.',
      ed25519Forge({ encoded: IDENTITY_NON_CANONICAL, r: 0n }, key, utf8(BODY)),
      'WeakKey',
    ),
    wrong(
      'r-plus-order-2',
      'R plus the point of order 2: only the equation with the cofactor holds.',
      ed25519Forge({ ...nonce, encoded: plusOrderTwo(nonce.encoded) }, key, utf8(BODY)),
      'WeakKey',
    ),
    wrong(
      'r-order-8',
      'R is a point of order 8.',
      ed25519Forge({ encoded: ORDER_EIGHT, r: 0n }, key, utf8(BODY)),
      'WeakKey',
    ),
    ...pins(),
  ];
}

function pin(id: string, comment: string, signers: readonly string[]): Vector {
  return {
    id: `realm-descriptor-pin-${id}`,
    comment,
    ...invalid('ERR_REALM_BUNDLE'),
    flags: ['Pin'],
    reqs: ['VAULT-131'],
    operation: 'pin',
    realmId: REALM_ID,
    signers,
  };
}

function pins(): Vector[] {
  const publicKey = ed25519Public(OPERATOR.seed);
  const [first] = PINNED;
  const encoded = base64(concat(Uint8Array.of(1), publicKey));
  return [
    {
      id: 'realm-descriptor-pin-two',
      comment: 'Two signers.',
      ...valid,
      flags: ['Pin'],
      reqs: ['VAULT-131'],
      operation: 'pin',
      realmId: REALM_ID,
      signers: PINNED,
      keys: [OPERATOR, WITNESS].map(({ name, seed }) => ({
        name,
        keyHash: keyHash(name, ed25519Public(seed)),
        publicKey: ed25519Public(seed),
      })),
    },
    pin('none', 'No signer.', []),
    pin('twice', 'One signer twice.', [first, first]),
    pin('same-key-other-name', 'One public key under two names.', [
      first,
      verifierKey('another.example', publicKey),
    ]),
    pin('identity', 'The neutral element.', [verifierKey(OPERATOR.name, IDENTITY)]),
    pin('identity-non-canonical', 'The neutral element in another form.', [
      verifierKey(OPERATOR.name, IDENTITY_NON_CANONICAL),
    ]),
    pin('non-canonical', 'A point of large order that is not in canonical form.', [
      verifierKey(OPERATOR.name, NON_CANONICAL),
    ]),
    pin('order-8', 'A point of order 8.', [verifierKey(OPERATOR.name, ORDER_EIGHT)]),
    pin('no-point', 'Bytes that are no point.', [verifierKey(OPERATOR.name, toLittleEndian(2n))]),
    pin('other-hash', 'A hash that is not the key’s.', [first.replace(/\+[0-9a-f]{8}\+/, '+00000000+')]),
    pin('hash-upper-case', 'A hash in capitals.', [
      first.replace(/\+[0-9a-f]{8}\+/, (part) => part.toUpperCase()),
    ]),
    pin('other-type', 'A key of another type.', [verifierKey(OPERATOR.name, publicKey, 2)]),
    pin('key-short', 'A key of 31 bytes.', [verifierKey(OPERATOR.name, publicKey.slice(1))]),
    pin('name-empty', 'No name.', [verifierKey('', publicKey)]),
    pin('name-space', 'A space in the name.', [verifierKey('a b', publicKey)]),
    pin('key-missing', 'No key.', [first.slice(0, -encoded.length - 1)]),
    pin('base64-url', 'A key that is not base64.', [first.replace(/.$/, '_')]),
  ];
}

function fingerprints(): Vector[] {
  const make = (id: string, comment: string, signers: readonly string[], realmId = REALM_ID): Vector => ({
    id: `realm-descriptor-fingerprint-${id}`,
    comment,
    ...valid,
    flags: ['Fingerprint'],
    reqs: ['VAULT-152'],
    operation: 'fingerprint',
    realmId,
    signers,
    fingerprint: fingerprint(realmId, signers),
  });
  return [
    make('one', 'One signer.', PINNED.slice(0, 1)),
    make('two', 'Two signers.', PINNED),
    make('two-exchanged', 'The same signers in another order: the same fingerprint.', PINNED.toReversed()),
    make('other-realm', 'The same signers of another realm.', PINNED, flip(REALM_ID, 15)),
  ];
}

function typed(id: string, comment: string, text: string, isRight: boolean): Vector {
  return {
    id: `realm-descriptor-typed-${id}`,
    comment,
    ...(isRight ? valid : invalid('ERR_REALM_BUNDLE')),
    flags: ['TypedFingerprint'],
    reqs: ['VAULT-152'],
    operation: 'typed',
    text,
    ...(isRight ? { fingerprint: TYPED } : {}),
  };
}

const TYPED = fingerprint(REALM_ID, PINNED);

function bundles(): Vector[] {
  const right = {
    format: 'muniment-vault-bundle/1',
    url: 'https://vault.example.com/v',
    realm: hex(REALM_ID),
    signers: PINNED,
    note: noteOf(FIRST, [OPERATOR, WITNESS]),
  };
  const bundle = (
    id: string,
    comment: string,
    change: Readonly<Record<string, unknown>> | string,
    isRight = false,
  ): Vector => ({
    id: `realm-descriptor-bundle-${id}`,
    comment,
    ...(isRight ? valid : invalid('ERR_REALM_BUNDLE')),
    flags: ['Bundle'],
    reqs: ['VAULT-150'],
    operation: 'bundle',
    text: typeof change === 'string' ? change : JSON.stringify({ ...right, ...change }),
    ...(isRight ? { bundle: { ...right, ...(change as object) } } : {}),
  });
  const key = (i: number): string => verifierKey(`signer-${i}.example`, issuerKey(i));
  const without = (member: keyof typeof right): string => JSON.stringify({ ...right, [member]: undefined });
  const url = (id: string, comment: string, text: string): Vector =>
    bundle(`url-${id}`, comment, { url: text });
  const characters = TYPED.replaceAll('-', '');
  return [
    bundle('right', 'A bundle of two signers.', {}, true),
    bundle('loopback', 'An address over HTTP.', { url: 'http://127.0.0.1:8080' }, true),
    bundle('one-signer', 'One signer.', { signers: PINNED.slice(0, 1) }, true),
    bundle('eight-signers', 'Eight signers.', { signers: Array.from({ length: 8 }, (_, i) => key(i)) }, true),
    bundle(
      'longest-url',
      'An address of 512 characters.',
      { url: `https://vault.example.com/${'x'.repeat(486)}` },
      true,
    ),
    bundle('empty', 'No bytes.', ''),
    bundle('no-json', 'A text that is no JSON.', '{'),
    bundle('list', 'A list.', '[]'),
    bundle('null', 'The value null.', 'null'),
    bundle('behind', 'A second value behind the object.', `${JSON.stringify(right)}{}`),
    bundle('too-long', 'A text of 65,537 bytes.', JSON.stringify(right).padEnd(65537)),
    bundle('member-more', 'A member that a bundle does not have.', { comment: 'hello' }),
    ...(['format', 'url', 'realm', 'signers', 'note'] as const).map((member) =>
      bundle(`no-${member}`, `The member "${member}" is missing.`, without(member)),
    ),
    bundle('format-2', 'Another format.', { format: 'muniment-vault-bundle/2' }),
    bundle('format-of-token', 'The format of a token file.', { format: 'muniment-vault-token/1' }),
    url('relative', 'A path.', '/vault'),
    url('other-scheme', 'Another scheme.', 'ftp://vault.example.com'),
    url('user', 'A user in the address.', 'https://user@vault.example.com'),
    url('query', 'A query in the address.', 'https://vault.example.com/?a=b'),
    url('fragment', 'A fragment in the address.', 'https://vault.example.com/#a'),
    url('space', 'A space in the address.', 'https://vault.example.com/a b'),
    url('not-ascii', 'Another character in the address.', 'https://tresor.exämple'),
    url('long', 'An address of 513 characters.', `https://vault.example.com/${'x'.repeat(487)}`),
    bundle('url-number', 'A number as address.', { url: 7 }),
    bundle('realm-upper-case', 'A realm id in capitals.', { realm: right.realm.toUpperCase() }),
    bundle('realm-short', 'A realm id of 30 digits.', { realm: right.realm.slice(2) }),
    bundle('signers-text', 'A text as signers.', { signers: PINNED[0] }),
    bundle('signers-number', 'A number among the signers.', { signers: [...PINNED, 7] }),
    bundle('signers-nine', 'Nine signers.', { signers: Array.from({ length: 9 }, (_, i) => key(i)) }),
    bundle('note-empty', 'An empty note.', { note: '' }),
    bundle('note-null', 'No note.', { note: null }),
    ...fingerprints(),
    typed('canonical', 'As it is written.', TYPED, true),
    typed('lower-case', 'In small letters.', TYPED.toLowerCase(), true),
    typed('no-dashes', 'Without dashes.', characters, true),
    typed('spaces', 'With spaces and a newline.', ` ${TYPED.replaceAll('-', ' ')}\n`, true),
    typed(
      'letters-for-digits',
      'O for 0, and l for 1.',
      TYPED.replaceAll('0', 'O').replaceAll('1', 'l'),
      true,
    ),
    ...(
      [
        ['letter-o', 'O and o for 0.', 'OoOO-2345-6789-ABCD-EFGH', '0000-2345-6789-ABCD-EFGH'],
        ['letters-i-l', 'I, i, L and l for 1.', 'IiLl-2345-6789-ABCD-EFGH', '1111-2345-6789-ABCD-EFGH'],
        ['digits', 'The digits 0 and 1.', '0101-2345-6789-ABCD-EFGH', '0101-2345-6789-ABCD-EFGH'],
      ] as const
    ).map(([id, comment, text, other]) => ({ ...typed(id, comment, text, true), fingerprint: other })),
    typed('short', 'A character is missing.', characters.slice(1), false),
    typed('long', 'A character more.', `${characters}0`, false),
    typed('empty', 'Nothing.', '', false),
    typed('letter-u', 'A letter that the alphabet does not have.', `U${characters.slice(1)}`, false),
    typed('other-sign', 'Another sign between the groups.', TYPED.replaceAll('-', '.'), false),
    typed(
      'white-space',
      'All of White_Space.',
      `\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000${TYPED}`,
      true,
    ),
    typed('longest', 'A text of 256 characters.', TYPED + ' '.repeat(256 - TYPED.length), true),
    typed('too-long', 'A text of 257 characters.', TYPED + ' '.repeat(257 - TYPED.length), false),
    typed('byte-order-mark', 'U+FEFF, which is no white space.', `\ufeff${TYPED}`, false),
    typed('zero-width-space', 'U+200B, which is no white space.', `${TYPED}\u200b`, false),
    typed(
      'dotless-i',
      'U+0131, whose capital is I: no letter of A to Z.',
      `\u0131${characters.slice(1)}`,
      false,
    ),
    typed(
      'long-s',
      'U+017F, whose capital is S: no letter of A to Z.',
      characters.replace(/[A-Z]/, '\u017f'),
      false,
    ),
    typed('ligature', 'U+FB01, whose capitals are FI.', `\ufb01${characters.slice(2)}`, false),
  ];
}

interface Case {
  readonly lines?: Partial<Lines>;
  readonly by?: readonly Signer[];
  readonly pinned?: readonly string[];
  readonly realmId?: Uint8Array;
  readonly known?: { readonly serial: number; readonly noteHash: Uint8Array };
  readonly nowMs?: number;
}

const noteOf = (lines: Lines, by: readonly Signer[]): string =>
  note(textOf(lines), ...by.map((signer) => signedBy(signer, textOf(lines))));

function given({
  lines = {},
  by = [OPERATOR, WITNESS],
  pinned = PINNED,
  realmId = REALM_ID,
  known,
  nowMs = NOW,
}: Case): {
  bytes: string;
  members: Record<string, unknown>;
  all: Lines;
} {
  const all = { ...SECOND, ...lines };
  const bytesOf = noteOf(all, by);
  return {
    bytes: bytesOf,
    all,
    members: { operation: 'rules', realmId, signers: pinned, known, nowMs, note: bytesOf },
  };
}

function accepted(
  id: string,
  comment: string,
  reqs: readonly string[],
  content: Case = {},
  flag = 'Accepted',
): Vector {
  const { bytes: bytesOf, members, all } = given(content);
  const nowMs = content.nowMs ?? NOW;
  const pinned = content.pinned ?? PINNED;
  return {
    id: `realm-descriptor-rules-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs,
    ...members,
    serial: Number(all.serial),
    noteHash: sha256(utf8(bytesOf)),
    signedBy: [OPERATOR, WITNESS]
      .filter(
        (signer) =>
          pinned.includes(verifierKeyOf(signer)) && (content.by ?? [OPERATOR, WITNESS]).includes(signer),
      )
      .map(({ name }) => name),
    usableKeyIds: all.channel
      .map((line) => line.split(' ').slice(0, 3).map(Number))
      .filter(([, start, end]) => nowMs >= start && nowMs < end)
      .map(([keyId]) => keyId),
  };
}

function rejected(
  error: string,
  req: string,
  flag: string,
  id: string,
  comment: string,
  content: Case,
): Vector {
  return {
    id: `realm-descriptor-rules-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs: [req],
    ...given(content).members,
  };
}

function rules(): Vector[] {
  const untrusted = (req: string, flag: string, id: string, comment: string, content: Case): Vector =>
    rejected('ERR_REALM_UNTRUSTED', req, flag, id, comment, content);
  const outdated = (req: string, flag: string, id: string, comment: string, content: Case): Vector =>
    rejected('ERR_REALM_OUTDATED', req, flag, id, comment, content);
  const element = (id: string, comment: string, lines: Partial<Lines>): Vector =>
    rejected('ERR_ELEMENT', 'VAULT-140', 'WeakServer', id, comment, { lines });
  const ownHash = sha256(utf8(noteOf(SECOND, [OPERATOR, WITNESS])));
  const before = { serial: 1, noteHash: PREVIOUS_HASH };
  const opaqueKey = (key: Uint8Array): Partial<Lines> => ({ opaque: `ristretto255-SHA512 ${base64(key)}` });
  return [
    accepted('new-client', 'A client that knows no descriptor.', ['VAULT-130']),
    accepted('one-pinned', 'One signer is pinned and has signed.', ['VAULT-130'], {
      pinned: PINNED.slice(0, 1),
      by: [OPERATOR],
    }),
    accepted('stranger-beside', 'Both pinned signers and an unknown one.', ['VAULT-130'], {
      by: [OPERATOR, WITNESS, STRANGER],
    }),
    accepted('two-of-three', 'Two of three pinned signers.', ['VAULT-130'], {
      pinned: [...PINNED, verifierKeyOf(STRANGER)],
    }),
    accepted('same-again', 'The note that is known.', ['VAULT-134'], {
      known: { serial: 2, noteHash: ownHash },
    }),
    accepted('next', 'The successor of the known one.', ['VAULT-135'], { known: before }),
    accepted('skipped', 'A serial two above the known one: its predecessor is not known.', ['VAULT-135'], {
      lines: { serial: '4', previous: hex(sha256(utf8('unknown'))) },
      known: { serial: 2, noteHash: ownHash },
    }),
    accepted(
      'last-millisecond',
      'The last millisecond before it expires.',
      ['VAULT-136'],
      {
        nowMs: Number(FIRST.expires) - 1,
        lines: { channel: [channel(1, NOW, NOW + 90 * DAY)] },
      },
      'Time',
    ),
    accepted(
      'clock-behind',
      'Issued 10 minutes after the clock.',
      ['VAULT-137'],
      {
        nowMs: Number(FIRST.issued) - 600_000,
        lines: { channel: [channel(1, NOW - DAY, NOW + DAY)] },
      },
      'Time',
    ),
    accepted(
      'stricter',
      'A smaller limit and longer waits.',
      ['VAULT-138'],
      {
        lines: { limit: '3', waits: '0 5 60000', unacknowledged: '5' },
      },
      'Policy',
    ),
    accepted(
      'channel-first-millisecond',
      'The first millisecond of the channel key.',
      ['VAULT-139'],
      {
        lines: { channel: [channel(1, NOW, NOW + DAY)] },
      },
      'Time',
    ),
    accepted('channel-one-of-three', 'One of three channel keys is valid.', ['VAULT-139'], {
      lines: {
        channel: [
          channel(1, NOW - DAY, NOW),
          channel(2, NOW - 1, NOW + 1, OTHER_CHANNEL_KEY),
          channel(3, NOW + 1, NOW + DAY),
        ],
      },
    }),
    untrusted('VAULT-130', 'Signers', 'one-of-two', 'One of two pinned signers.', { by: [OPERATOR] }),
    untrusted('VAULT-130', 'Signers', 'one-and-stranger', 'One of two pinned signers, and an unknown one.', {
      by: [WITNESS, STRANGER],
    }),
    untrusted('VAULT-130', 'Signers', 'one-of-three', 'One of three pinned signers.', {
      pinned: [...PINNED, verifierKeyOf(STRANGER)],
      by: [STRANGER],
    }),
    untrusted(
      'VAULT-132',
      'OtherRealm',
      'other-realm',
      'The descriptor of another realm of the same signers.',
      { realmId: flip(REALM_ID, 0) },
    ),
    outdated('VAULT-133', 'Rollback', 'serial-below', 'A serial below the known one.', {
      known: { serial: 3, noteHash: sha256(utf8('newer')) },
    }),
    outdated('VAULT-133', 'Rollback', 'serial-below-first', 'The first descriptor, when a second is known.', {
      lines: { serial: '1', previous: ZEROS },
      known: { serial: 2, noteHash: ownHash },
    }),
    untrusted('VAULT-134', 'Rollback', 'same-serial-other-text', 'Another text of the known serial.', {
      lines: { operator: 'Other Vault' },
      known: { serial: 2, noteHash: ownHash },
    }),
    untrusted('VAULT-134', 'Rollback', 'same-text-signature-more', 'The known text with a signature more.', {
      by: [OPERATOR, WITNESS, STRANGER],
      known: { serial: 2, noteHash: ownHash },
    }),
    untrusted(
      'VAULT-134',
      'Rollback',
      'same-text-other-order',
      'The known text with its signatures in another order.',
      {
        by: [WITNESS, OPERATOR],
        known: { serial: 2, noteHash: ownHash },
      },
    ),
    untrusted(
      'VAULT-135',
      'Rollback',
      'previous-other',
      'The next serial, which names another note before it.',
      {
        known: { serial: 1, noteHash: flip(PREVIOUS_HASH, 0) },
      },
    ),
    outdated('VAULT-136', 'Time', 'expired', 'The millisecond in which it expires.', {
      nowMs: Number(FIRST.expires),
      lines: { channel: [channel(1, NOW + DAY, NOW + 91 * DAY)] },
    }),
    outdated('VAULT-136', 'Time', 'expired-long-ago', 'A year later.', {
      nowMs: NOW + 365 * DAY,
      lines: { channel: [channel(1, NOW + 364 * DAY, NOW + 366 * DAY)] },
    }),
    outdated('VAULT-137', 'Time', 'future', 'Issued 10 minutes and a millisecond after the clock.', {
      nowMs: Number(FIRST.issued) - 600_001,
      lines: { channel: [channel(1, NOW - DAY, NOW + DAY)] },
    }),
    ...WAITS.flatMap((wait, i) =>
      wait === 0
        ? []
        : [
            outdated(
              'VAULT-138',
              'Policy',
              `wait-${i + 1}`,
              `The wait before attempt ${i + 1} is a millisecond too short.`,
              {
                // Waits may not go down, so that the ones of the same length before it are the same.
                lines: { waits: WAITS.map((own, j) => (j <= i && own === wait ? own - 1 : own)).join(' ') },
              },
            ),
          ],
    ),
    outdated('VAULT-138', 'Policy', 'wait-of-short-limit', 'A limit of 5 with a wait that is too short.', {
      lines: { limit: '5', waits: '0 0 0 0 0' },
    }),
    outdated('VAULT-139', 'Time', 'channel-over', 'The channel key ends in this millisecond.', {
      lines: { channel: [channel(1, NOW - DAY, NOW)] },
    }),
    outdated('VAULT-139', 'Time', 'channel-not-yet', 'The channel key starts in the next millisecond.', {
      lines: { channel: [channel(1, NOW + 1, NOW + DAY)] },
    }),
    outdated('VAULT-139', 'Time', 'channel-gap', 'A time between two channel keys.', {
      lines: { channel: [channel(1, NOW - DAY, NOW - 1), channel(2, NOW + 1, NOW + DAY)] },
    }),
    element('opaque-identity', 'The key of OPAQUE is the identity.', opaqueKey(new Uint8Array(32))),
    element(
      'opaque-not-reduced',
      'The key of OPAQUE is not below the order of the field.',
      opaqueKey(new Uint8Array(32).fill(255)),
    ),
    element(
      'opaque-negative',
      'The key of OPAQUE is a negative field element.',
      opaqueKey(toLittleEndian(1n)),
    ),
    element('opaque-no-element', 'The key of OPAQUE is no element.', opaqueKey(NO_ELEMENT)),
    element('issuer-identity', 'The key of an issuer is the neutral element.', {
      issuer: [issuer('https://login.example.com', IDENTITY)],
    }),
    element('issuer-non-canonical', 'The key of an issuer is not in canonical form.', {
      issuer: [issuer('https://login.example.com', IDENTITY_NON_CANONICAL)],
    }),
    element(
      'issuer-large-non-canonical',
      'The key of an issuer has large order and is not in canonical form.',
      {
        issuer: [issuer('https://login.example.com', NON_CANONICAL)],
      },
    ),
    element('issuer-order-8', 'The key of an issuer has order 8.', {
      issuer: [issuer('https://login.example.com', ORDER_EIGHT)],
    }),
    element('issuer-second', 'The key of the second of two issuers is no point.', {
      issuer: [issuer('a'), issuer('b', toLittleEndian(2n))],
    }),
  ];
}

/** A new client, which knows what its bundle holds. */
function fromBundles(): Vector[] {
  const held = noteOf(SECOND, [OPERATOR, WITNESS]);
  const heldHash = sha256(utf8(held));
  const third: Lines = { ...SECOND, serial: '3', previous: hex(heldHash) };
  const both = [OPERATOR, WITNESS];
  const make = (
    id: string,
    comment: string,
    error: string | undefined,
    bundleNote: string,
    offered: string,
    nowMs = NOW,
  ): Vector => ({
    id: `realm-descriptor-from-bundle-${id}`,
    comment,
    ...(error === undefined ? valid : invalid(error)),
    flags: [error === undefined ? 'Accepted' : 'Rollback'],
    reqs: ['VAULT-151'],
    operation: 'fromBundle',
    realmId: REALM_ID,
    signers: PINNED,
    bundleNote,
    nowMs,
    note: offered,
  });
  const late = NOW + 100 * DAY;
  const lasting = noteOf({ ...SECOND, channel: [channel(1, NOW + 20 * DAY, NOW + 110 * DAY)] }, both);
  const lateThird: Lines = {
    ...third,
    issued: String(late - DAY),
    expires: String(late + DAY),
    channel: [channel(1, late - DAY, late + DAY)],
  };
  return [
    make('same', 'The realm shows the note of the bundle.', undefined, held, held),
    make('next', 'The realm shows the next one.', undefined, held, noteOf(third, both)),
    make(
      'expired',
      'The note of the bundle has expired, and the realm shows the next one.',
      undefined,
      held,
      noteOf(lateThird, both),
      late,
    ),
    make(
      'older',
      'The realm shows an older one than the bundle holds.',
      'ERR_REALM_OUTDATED',
      held,
      noteOf(FIRST, both),
    ),
    make(
      'expired-same',
      'The realm shows the note of the bundle, which has expired.',
      'ERR_REALM_OUTDATED',
      lasting,
      lasting,
      late,
    ),
    make(
      'other',
      'The realm shows another one of the same serial.',
      'ERR_REALM_UNTRUSTED',
      held,
      noteOf({ ...SECOND, operator: 'Other Vault' }, both),
    ),
    make(
      'forked',
      'The realm shows a next one that names another before it.',
      'ERR_REALM_UNTRUSTED',
      held,
      noteOf({ ...third, previous: hex(PREVIOUS_HASH) }, both),
    ),
    make(
      'one-signer',
      'One of two pinned signers has signed the note of the bundle.',
      'ERR_REALM_UNTRUSTED',
      noteOf(SECOND, [OPERATOR]),
      held,
    ),
    make(
      'other-realm',
      'The note of the bundle is of another realm.',
      'ERR_REALM_UNTRUSTED',
      noteOf({ ...SECOND, realm: hex(flip(REALM_ID, 0)) }, both),
      held,
    ),
  ];
}

/** RFC 9496 appendix A.2: no square root. */
const NO_ELEMENT = Uint8Array.from(
  Buffer.from('26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371', 'hex'),
);

export function realmDescriptor(): Files {
  const file = (
    name: string,
    flags: Record<string, Flag>,
    vectors: readonly Vector[],
  ): [string, Uint8Array] => [
    `realm-descriptor/${name}.json`,
    vectorFile('realm-descriptor', flags, vectors),
  ];
  return new Map([
    file('text', TEXT_FLAGS, texts()),
    file('notes', NOTE_FLAGS, notes()),
    file('rules', RULE_FLAGS, [...rules(), ...fromBundles()]),
    file('bundles', BUNDLE_FLAGS, bundles()),
    ...schema(),
  ]);
}

function schema(): Files {
  const signers = list(LABEL);
  const noteFields = { verifiers: signers, note: HEX };
  const ruleFields = { realmId: bytes(16), signers, nowMs: integer(), note: LABEL };
  const known = { known: fields({ serial: integer(1), noteHash: bytes(32) }) };
  const descriptor = fields({
    realmId: bytes(16),
    serial: integer(1),
    previous: bytes(32),
    issuedMs: integer(),
    expiresMs: integer(),
    operator: LABEL,
    serverPublicKey: bytes(32),
    limit: integer(1, 10),
    waitsMs: list(integer(), 1),
    unacknowledgedLimit: integer(1, 30),
    rollback: oneOf('protected', 'unprotected'),
    channelKeys: list(
      fields({
        keyId: integer(0, 255),
        notBeforeMs: integer(),
        notAfterMs: integer(),
        publicKeySha256: bytes(32),
      }),
      1,
    ),
    issuers: list(fields({ name: LABEL, publicKey: bytes(32) }), 1),
  });
  const pinFields = { realmId: bytes(16), signers: list(TEXT) };
  return suiteSchema(
    'realm-descriptor',
    'Descriptors of realms, their signed notes, and when a client accepts them',
    { ...TEXT_FLAGS, ...NOTE_FLAGS, ...RULE_FLAGS, ...BUNDLE_FLAGS },
    [
      { operation: 'text', result: 'valid', required: { text: LABEL, descriptor } },
      { operation: 'text', result: 'invalid', required: { text: TEXT } },
      {
        operation: 'note',
        result: 'valid',
        required: { ...noteFields, text: TEXT, verifiedBy: list(LABEL, 1) },
      },
      { operation: 'note', result: 'invalid', required: noteFields },
      {
        operation: 'pin',
        result: 'valid',
        required: {
          ...pinFields,
          keys: list(fields({ name: LABEL, keyHash: bytes(4), publicKey: bytes(32) }), 1),
        },
      },
      { operation: 'pin', result: 'invalid', required: pinFields },
      { operation: 'fingerprint', result: 'valid', required: { ...pinFields, fingerprint: LABEL } },
      {
        operation: 'bundle',
        result: 'valid',
        required: {
          text: LABEL,
          bundle: fields({
            format: LABEL,
            url: LABEL,
            realm: bytes(16),
            signers: list(LABEL, 1),
            note: LABEL,
          }),
        },
      },
      { operation: 'bundle', result: 'invalid', required: { text: TEXT } },
      { operation: 'typed', result: 'valid', required: { text: LABEL, fingerprint: LABEL } },
      { operation: 'typed', result: 'invalid', required: { text: TEXT } },
      {
        operation: 'rules',
        result: 'valid',
        required: {
          ...ruleFields,
          serial: integer(1),
          noteHash: bytes(32),
          signedBy: list(LABEL, 1),
          usableKeyIds: list(integer(0, 255), 1),
        },
        optional: known,
      },
      { operation: 'fromBundle', result: 'valid', required: { ...ruleFields, bundleNote: LABEL } },
      { operation: 'fromBundle', result: 'invalid', required: { ...ruleFields, bundleNote: LABEL } },
      { operation: 'rules', result: 'invalid', required: ruleFields, optional: known },
    ],
  );
}
