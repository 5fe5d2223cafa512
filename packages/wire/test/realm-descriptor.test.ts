import { isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHANNEL_KEY_LIFETIME_MAX_MS,
  formatRealmDescriptor,
  parseRealmDescriptor,
  REALM_DESCRIPTOR_LIFETIME_MAX_MS,
  REALM_DESCRIPTOR_MAX_BYTES,
  type RealmDescriptor,
} from '../src/index.ts';
import { filled } from './support/bytes.ts';

const DAY = 86_400_000;
const MAX = Number.MAX_SAFE_INTEGER;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const opaqueKey = seededRandom(41).bytes(32);
const channelKey = seededRandom(42).bytes(1216);
const issuerKey = seededRandom(43).bytes(32);

/** A descriptor written out by hand. */
const TEXT = `muniment-vault-realm/1
realm 000102030405060708090a0b0c0d0e0f
serial 2
previous ${'ab'.repeat(32)}
issued 1760000000000
expires 1790000000000
operator Example & Söhne Trust
opaque ristretto255-SHA512 ${base64(opaqueKey)}
limit 10
waits 0 0 0 0 60000 3600000 86400000 172800000 259200000 259200000
unacknowledged 30
rollback protected
channel 1 1760000000000 1767000000000 ${base64(channelKey)}
channel 9 1766000000000 1773000000000 ${base64(channelKey)}
issuer https://login.example/ ${base64(issuerKey)}
issuer https://login.example/2 ${base64(issuerKey)}
`;

const VALUE: RealmDescriptor = {
  realmId: Uint8Array.from({ length: 16 }, (_, i) => i),
  serial: 2,
  previous: filled(32, 0xab),
  issuedMs: 1_760_000_000_000,
  expiresMs: 1_790_000_000_000,
  operator: 'Example & Söhne Trust',
  serverPublicKey: opaqueKey,
  limit: 10,
  waitsMs: [0, 0, 0, 0, 60_000, 3_600_000, DAY, 2 * DAY, 3 * DAY, 3 * DAY],
  unacknowledgedLimit: 30,
  rollback: 'protected',
  channelKeys: [
    { keyId: 1, notBeforeMs: 1_760_000_000_000, notAfterMs: 1_767_000_000_000, publicKey: channelKey },
    { keyId: 9, notBeforeMs: 1_766_000_000_000, notAfterMs: 1_773_000_000_000, publicKey: channelKey },
  ],
  issuers: [
    { name: 'https://login.example/', publicKey: issuerKey },
    { name: 'https://login.example/2', publicKey: issuerKey },
  ],
};

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    if (error instanceof TypeError) return 'TypeError';
    if (error instanceof RangeError) return 'RangeError';
    return String(error);
  }
  return 'passed';
}

/** `TEXT` with one line changed; an index for each line of a kind. */
function replaced(keyword: string, line: string, index = 0): string {
  const found = TEXT.split('\n').filter((own) => own.startsWith(`${keyword} `))[index];
  return TEXT.replace(`${found}\n`, line);
}

test('says what the text says', () => {
  expect(parseRealmDescriptor(TEXT)).toEqual(VALUE);
  expect(formatRealmDescriptor(VALUE)).toBe(TEXT);
  for (const bytes of [parseRealmDescriptor(TEXT).realmId, parseRealmDescriptor(TEXT).serverPublicKey]) {
    expect(bytes.constructor).toBe(Uint8Array);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  }
  expect(CHANNEL_KEY_LIFETIME_MAX_MS).toBe(90 * DAY);
  expect(REALM_DESCRIPTOR_LIFETIME_MAX_MS).toBe(400 * DAY);
});

/** Any descriptor. */
const descriptors: fc.Arbitrary<RealmDescriptor> = fc.gen().map((gen) => {
  const int = (min: number, max: number): number => gen(fc.integer, { min, max });
  const octets = (length: number): Uint8Array =>
    new Uint8Array(gen(fc.uint8Array, { minLength: length, maxLength: length }));
  const serial = gen(fc.constantFrom, 1, 2, MAX) as number;
  const limit = int(1, 10);
  const waitsMs = Array.from({ length: limit }, () => int(0, 2 ** 40)).sort((a, b) => a - b);
  const issuedMs = int(0, 2 ** 41);
  let keyId = int(0, 100) - 1;
  const channelKeys = Array.from({ length: int(1, 8) }, () => {
    keyId += int(1, 19);
    const notBeforeMs = int(0, 2 ** 41);
    const publicKey = seededRandom(int(0, 9)).bytes(1216);
    return { keyId, notBeforeMs, notAfterMs: notBeforeMs + int(1, 90 * DAY), publicKey };
  });
  const names = Array.from({ length: int(1, 4) }, (_, i) => `${'~!z'[i % 3]}${int(0, 1e6)}-${i}`).sort();
  const issuers = names.flatMap((name) => [
    { name, publicKey: new Uint8Array([0, ...octets(31)]) },
    { name, publicKey: new Uint8Array([1, ...octets(31)]) },
  ]);
  const previous = serial === 1 ? new Uint8Array(32) : new Uint8Array([1, ...octets(31)]);
  return {
    realmId: octets(16),
    serial,
    previous,
    issuedMs,
    expiresMs: issuedMs + int(1, 400 * DAY),
    operator: gen(fc.constantFrom, 'a', ' a  b ', 'Ωμέγα', '\u{1f512}'.repeat(32), '\ufeffa') as string,
    serverPublicKey: octets(32),
    limit,
    waitsMs,
    unacknowledgedLimit: int(1, 30),
    rollback: gen(fc.constantFrom, 'protected', 'unprotected') as RealmDescriptor['rollback'],
    channelKeys,
    issuers,
  };
});

test('round-trips every value', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(descriptors, (descriptor) => {
      const text = formatRealmDescriptor(descriptor);
      expect(parseRealmDescriptor(text)).toEqual(descriptor);
      expect(formatRealmDescriptor(parseRealmDescriptor(text))).toBe(text);
    }),
    { numRuns: count('property') },
  );
});

test('the longest descriptor is within the limit', () => {
  const channelKeys = Array.from({ length: 8 }, (_, i) => ({
    keyId: 248 + i,
    notBeforeMs: MAX - 1,
    notAfterMs: MAX,
    publicKey: channelKey,
  }));
  const issuers = Array.from({ length: 8 }, (_, i) => ({ name: `${i}`.repeat(256), publicKey: issuerKey }));
  const text = formatRealmDescriptor({
    ...VALUE,
    serial: MAX,
    issuedMs: MAX - 1,
    expiresMs: MAX,
    operator: 'ö'.repeat(64),
    waitsMs: new Array(10).fill(MAX),
    rollback: 'unprotected',
    channelKeys,
    issuers,
  });
  expect(new TextEncoder().encode(text).length).toBeLessThan(REALM_DESCRIPTOR_MAX_BYTES / 1.5);
  expect(codeOf(() => parseRealmDescriptor(text))).toBe('passed');
});

describe('a text is refused', () => {
  const channel = (keyId: string, from: string, to: string, key = base64(channelKey)): string =>
    `channel ${keyId} ${from} ${to} ${key}\n`;
  const issuer = (name: string, key = base64(issuerKey)): string => `issuer ${name} ${key}\n`;
  const many = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join('');
  const withoutChannels = replaced('channel', '', 1).replace(/^channel .*\n/m, '');
  const unusedBits = base64(issuerKey).replace(/.=$/, (end) => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    return `${digits[digits.indexOf(end[0]) + 1]}=`;
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ['as it is', TEXT, 'passed'],
    ['nothing', '', 'ERR_ENCODING'],
    ['no newline at the end', TEXT.slice(0, -1), 'ERR_ENCODING'],
    ['an empty line at the end', `${TEXT}\n`, 'ERR_ENCODING'],
    ['a line of another kind at the end', `${TEXT}witness a\n`, 'ERR_ENCODING'],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n'), 'ERR_ENCODING'],
    ['a byte order mark', `\ufeff${TEXT}`, 'ERR_ENCODING'],
    ['another title', TEXT.replace('muniment-vault-realm', 'muniment-vault-rea1m'), 'ERR_ENCODING'],
    ['version 0', TEXT.replace('realm/1', 'realm/0'), 'ERR_ENCODING'],
    ['version 01', TEXT.replace('realm/1', 'realm/01'), 'ERR_ENCODING'],
    ['version 2', TEXT.replace('realm/1', 'realm/2'), 'ERR_UNSUPPORTED_VERSION'],
    ['version 10, of another form', 'muniment-vault-realm/10\nother\n', 'ERR_UNSUPPORTED_VERSION'],
    ['lines in another order', TEXT.replace(/(realm .*\n)(serial .*\n)/, '$2$1'), 'ERR_ENCODING'],
    [
      'issuers before channel keys',
      TEXT.replace(/((?:channel .*\n)+)((?:issuer .*\n)+)/, '$2$1'),
      'ERR_ENCODING',
    ],
    ['two spaces', TEXT.replace('serial 2', 'serial  2'), 'ERR_ENCODING'],
    ['a space at the end of a line', TEXT.replace('serial 2', 'serial 2 '), 'ERR_ENCODING'],
    ['a tab', TEXT.replace('serial 2', 'serial\t2'), 'ERR_ENCODING'],
    ['an upper-case keyword', TEXT.replace('serial', 'Serial'), 'ERR_ENCODING'],
    ['a realm id of 15 bytes', replaced('realm', `realm ${'00'.repeat(15)}\n`), 'ERR_FIELD'],
    ['a realm id of 17 bytes', replaced('realm', `realm ${'00'.repeat(17)}\n`), 'ERR_FIELD'],
    ['a realm id in upper case', replaced('realm', `realm ${'0A'.repeat(16)}\n`), 'ERR_NON_CANONICAL'],
    ['a realm id that is none', replaced('realm', `realm ${'0g'.repeat(16)}\n`), 'ERR_ENCODING'],
    ['serial 0', replaced('serial', 'serial 0\n'), 'ERR_FIELD'],
    ['serial 02', replaced('serial', 'serial 02\n'), 'ERR_NON_CANONICAL'],
    ['serial +2', replaced('serial', 'serial +2\n'), 'ERR_ENCODING'],
    ['serial -2', replaced('serial', 'serial -2\n'), 'ERR_ENCODING'],
    ['serial 2.0', replaced('serial', 'serial 2.0\n'), 'ERR_ENCODING'],
    ['serial 0x2', replaced('serial', 'serial 0x2\n'), 'ERR_ENCODING'],
    ['serial 2e0', replaced('serial', 'serial 2e0\n'), 'ERR_ENCODING'],
    ['serial in other digits', replaced('serial', 'serial \u0662\n'), 'ERR_ENCODING'],
    ['serial 2^53 - 1', replaced('serial', `serial ${MAX}\n`), 'passed'],
    ['serial 2^53', replaced('serial', 'serial 9007199254740992\n'), 'ERR_LIMIT'],
    ['serial 2^53 + 1', replaced('serial', 'serial 9007199254740993\n'), 'ERR_LIMIT'],
    ['a serial of 400 digits', replaced('serial', `serial ${'9'.repeat(400)}\n`), 'ERR_LIMIT'],
    ['serial 1 after another note', replaced('serial', 'serial 1\n'), 'ERR_FIELD'],
    ['serial 2 after no note', replaced('previous', `previous ${'00'.repeat(32)}\n`), 'ERR_FIELD'],
    ['a hash of 31 bytes', replaced('previous', `previous ${'ab'.repeat(31)}\n`), 'ERR_FIELD'],
    ['expiry at the time of issue', replaced('expires', 'expires 1760000000000\n'), 'ERR_FIELD'],
    ['expiry 1 ms later', replaced('expires', 'expires 1760000000001\n'), 'passed'],
    ['expiry 400 days later', replaced('expires', `expires ${1_760_000_000_000 + 400 * DAY}\n`), 'passed'],
    ['expiry later', replaced('expires', `expires ${1_760_000_000_001 + 400 * DAY}\n`), 'ERR_LIMIT'],
    [
      'expiry at 2^53',
      TEXT.replace('issued 1760000000000', `issued ${MAX}`).replace('1790000000000', `${2 ** 53}`),
      'ERR_LIMIT',
    ],
    ['no operator', replaced('operator', 'operator \n'), 'ERR_FIELD'],
    ['an operator of 128 bytes', replaced('operator', `operator ${'ö'.repeat(64)}\n`), 'passed'],
    ['an operator of 129 bytes', replaced('operator', `operator ${'ö'.repeat(64)}a\n`), 'ERR_LIMIT'],
    ['an operator with a tab', replaced('operator', 'operator a\tb\n'), 'ERR_FIELD'],
    ['an operator with DEL', replaced('operator', 'operator a\x7fb\n'), 'ERR_FIELD'],
    ['an operator with a C1 control', replaced('operator', 'operator a\u009bb\n'), 'ERR_FIELD'],
    ['an operator with half a character', replaced('operator', 'operator a\ud800\n'), 'ERR_FIELD'],
    ['another suite', TEXT.replace('ristretto255-SHA512', 'P256-SHA256'), 'ERR_ENCODING'],
    [
      'an OPAQUE key of 31 bytes',
      replaced('opaque', `opaque ristretto255-SHA512 ${base64(filled(31, 1))}\n`),
      'ERR_FIELD',
    ],
    ['limit 0', replaced('limit', 'limit 0\n'), 'ERR_FIELD'],
    ['limit 11', replaced('limit', 'limit 11\n'), 'ERR_LIMIT'],
    ['fewer attempts than waits', replaced('limit', 'limit 9\n'), 'ERR_FIELD'],
    ['fewer waits than attempts', replaced('waits', 'waits 0\n'), 'ERR_FIELD'],
    ['no waits', replaced('waits', 'waits \n'), 'ERR_ENCODING'],
    ['a shorter wait after a longer', replaced('waits', 'waits 0 0 0 0 2 1 3 3 3 3\n'), 'ERR_FIELD'],
    ['a wait of 2^53', replaced('waits', `waits 0 0 0 0 0 0 0 0 0 ${2 ** 53}\n`), 'ERR_LIMIT'],
    ['unacknowledged 0', replaced('unacknowledged', 'unacknowledged 0\n'), 'ERR_FIELD'],
    ['unacknowledged 31', replaced('unacknowledged', 'unacknowledged 31\n'), 'ERR_LIMIT'],
    ['rollback maybe', replaced('rollback', 'rollback maybe\n'), 'ERR_FIELD'],
    ['rollback Protected', replaced('rollback', 'rollback Protected\n'), 'ERR_FIELD'],
    ['no channel key', withoutChannels, 'ERR_FIELD'],
    [
      '8 channel keys',
      replaced(
        'channel',
        many(8, (i) => channel(`${i}`, '0', '1')),
        0,
      ).replace(/^channel 9 .*\n/m, ''),
      'passed',
    ],
    [
      '9 channel keys',
      replaced(
        'channel',
        many(8, (i) => channel(`${i}`, '0', '1')),
      ),
      'ERR_LIMIT',
    ],
    ['channel keys that descend', replaced('channel', channel('10', '0', '1')), 'ERR_FIELD'],
    ['a channel key id twice', replaced('channel', channel('9', '0', '1')), 'ERR_FIELD'],
    ['channel key 255', replaced('channel', channel('255', '0', '1'), 1), 'passed'],
    ['channel key 256', replaced('channel', channel('256', '0', '1'), 1), 'ERR_LIMIT'],
    [
      'channel key 255 twice',
      replaced(
        'channel',
        many(2, () => channel('255', '0', '1')),
        1,
      ),
      'ERR_FIELD',
    ],
    ['a channel key that ends as it starts', replaced('channel', channel('1', '5', '5')), 'ERR_FIELD'],
    ['a channel key of 90 days', replaced('channel', channel('1', '0', `${90 * DAY}`)), 'passed'],
    ['a channel key of more', replaced('channel', channel('1', '0', `${90 * DAY + 1}`)), 'ERR_LIMIT'],
    [
      'a channel key of 1215 bytes',
      replaced('channel', channel('1', '0', '1', base64(channelKey.subarray(1)))),
      'ERR_FIELD',
    ],
    [
      'a channel key of 1217 bytes',
      replaced('channel', channel('1', '0', '1', base64(filled(1217, 0)))),
      'ERR_FIELD',
    ],
    [
      'a channel line with more',
      replaced('channel', channel('1', '0', '1').replace('\n', ' x\n')),
      'ERR_ENCODING',
    ],
    ['no issuer', TEXT.replace(/^issuer .*\n/gm, ''), 'ERR_FIELD'],
    [
      '9 issuers',
      replaced(
        'issuer',
        many(8, (i) => issuer(`a${i}`)),
      ),
      'ERR_LIMIT',
    ],
    ['issuers that descend', replaced('issuer', issuer('z')), 'ERR_FIELD'],
    ['an issuer twice', TEXT + issuer('https://login.example/2'), 'ERR_FIELD'],
    ['an issuer with two keys', TEXT + issuer('https://login.example/2', base64(filled(32, 0xff))), 'passed'],
    [
      'an issuer with two keys that descend',
      TEXT + issuer('https://login.example/2', base64(filled(32, 0))),
      'ERR_FIELD',
    ],
    ['an issuer of 256 bytes', replaced('issuer', issuer('a'.repeat(256))), 'passed'],
    ['an issuer of 257 bytes', replaced('issuer', issuer('a'.repeat(257))), 'ERR_LIMIT'],
    ['an issuer beyond ASCII', replaced('issuer', issuer('ä')), 'ERR_FIELD'],
    ['an issuer with DEL', replaced('issuer', issuer('a\x7f')), 'ERR_FIELD'],
    ['an issuer without a name', replaced('issuer', issuer('')), 'ERR_FIELD'],
    [
      'base64 without padding',
      replaced('issuer', issuer('a', base64(issuerKey).slice(0, -1))),
      'ERR_ENCODING',
    ],
    ['URL-safe base64', replaced('issuer', issuer('a', `_-${base64(issuerKey).slice(2)}`)), 'ERR_ENCODING'],
    ['base64 with unused bits', replaced('issuer', issuer('a', unusedBits)), 'ERR_NON_CANONICAL'],
    ['no base64 at all', replaced('issuer', issuer('a', '')), 'ERR_FIELD'],
    ['32,769 characters', TEXT + 'a'.repeat(32_769 - TEXT.length), 'ERR_LIMIT'],
    ['32,768 characters', TEXT + 'a'.repeat(32_768 - TEXT.length), 'ERR_ENCODING'],
  ];

  test.each(cases)('%s', (_, text, expected) => {
    expect(codeOf(() => parseRealmDescriptor(text))).toBe(expected);
    if (expected === 'passed') expect(formatRealmDescriptor(parseRealmDescriptor(text))).toBe(text);
  });

  test('cut anywhere, or without any of its lines', () => {
    for (let length = 0; length < TEXT.length; length++) {
      const code = codeOf(() => parseRealmDescriptor(TEXT.slice(0, length)));
      // After the first issuer there is a whole descriptor.
      const isWhole = length === TEXT.lastIndexOf('issuer ');
      expect(code === 'passed', `${length} characters`).toBe(isWhole);
      expect(['passed', 'ERR_ENCODING', 'ERR_FIELD']).toContain(code);
    }
    const lines = TEXT.split('\n').slice(0, -1);
    for (const own of lines.filter((line) => !/^(?:channel|issuer) /.test(line))) {
      expect(
        codeOf(() => parseRealmDescriptor(TEXT.replace(`${own}\n`, ''))),
        own,
      ).toBe('ERR_ENCODING');
    }
  });

  test('or read as what it says: no other outcome for any text', { timeout: 120_000 }, () => {
    const codes = [
      'passed',
      'ERR_ENCODING',
      'ERR_FIELD',
      'ERR_LIMIT',
      'ERR_NON_CANONICAL',
      'ERR_UNSUPPORTED_VERSION',
    ];
    const changed = fc
      .tuple(fc.nat(TEXT.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3))
      .map(([at, more, less]) => TEXT.slice(0, at) + more + TEXT.slice(at + less));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), changed), (text) => {
        const code = codeOf(() => expect(formatRealmDescriptor(parseRealmDescriptor(text))).toBe(text));
        expect(codes).toContain(code);
      }),
      { numRuns: count('wire mutations') },
    );
  });
});

describe('a value is refused', () => {
  test('that no text may say', () => {
    const [channelOne] = VALUE.channelKeys;
    const [issuerOne] = VALUE.issuers;
    const cases: Partial<RealmDescriptor>[] = [
      { realmId: new Uint8Array(15) },
      { serial: 0 },
      { serial: 1.5 },
      { serial: Number.NaN },
      { serial: MAX + 1 },
      { serial: 1 },
      { previous: new Uint8Array(32) },
      { issuedMs: -1 },
      { expiresMs: VALUE.issuedMs },
      { expiresMs: VALUE.issuedMs + 400 * DAY + 1 },
      { operator: '' },
      { operator: 'a\nb' },
      { operator: '\udc00' },
      { serverPublicKey: new Uint8Array(33) },
      { limit: 11 },
      { limit: 9 },
      { waitsMs: [] },
      { waitsMs: [...VALUE.waitsMs].reverse() },
      { unacknowledgedLimit: 31 },
      { rollback: 'maybe' as never },
      { channelKeys: [] },
      { channelKeys: [channelOne, channelOne] },
      { channelKeys: [{ ...channelOne, keyId: 256 }] },
      { channelKeys: [{ ...channelOne, notAfterMs: channelOne.notBeforeMs }] },
      { channelKeys: [{ ...channelOne, publicKey: new Uint8Array(32) }] },
      { issuers: [] },
      { issuers: [issuerOne, issuerOne] },
      { issuers: [{ ...issuerOne, name: 'a b' }] },
      { issuers: [{ ...issuerOne, publicKey: new Uint8Array(31) }] },
    ];
    for (const change of cases) {
      const [field] = Object.keys(change);
      expect(
        codeOf(() => formatRealmDescriptor({ ...VALUE, ...change })),
        field,
      ).toBe('RangeError');
    }
  });

  test('whose fields have other types', () => {
    const wrong = { length: 16 } as never;
    const cases: Partial<RealmDescriptor>[] = [
      { realmId: wrong },
      { serial: '2' as never },
      { serial: 2n as never },
      { operator: wrong },
      { serverPublicKey: base64(opaqueKey) as never },
      { waitsMs: ['0'] as never },
      { channelKeys: [{ ...VALUE.channelKeys[0], keyId: '1' as never }] },
      { channelKeys: [{ ...VALUE.channelKeys[0], publicKey: wrong }] },
      { issuers: [{ ...VALUE.issuers[0], name: wrong }] },
      { issuers: [{ ...VALUE.issuers[0], publicKey: wrong }] },
    ];
    for (const change of cases) {
      expect(codeOf(() => formatRealmDescriptor({ ...VALUE, ...change }))).toBe('TypeError');
    }
    expect(codeOf(() => parseRealmDescriptor(new Uint8Array(1) as never))).toBe('TypeError');
  });
});
