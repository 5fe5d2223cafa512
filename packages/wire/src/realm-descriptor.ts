// The descriptor of a realm of the key vault: the text that its operator and witnesses sign. Implements VAULT-120 to
// VAULT-125. Who signed it, and whether it is the newest, is for the reader of the signed note to find out.

import { type ErrorCode, MunimentError } from '@muniment/errors';
import { compareBytes } from './bytes.ts';
import { formatHex, parseHex } from './hex.ts';

/** A descriptor is no longer; the longest that obeys all other limits has about half of it. */
export const REALM_DESCRIPTOR_MAX_BYTES = 32768;
/** A descriptor is valid for 400 days at most. */
export const REALM_DESCRIPTOR_LIFETIME_MAX_MS: number = 400 * 86_400_000;
/** A channel key is valid for 90 days at most. */
export const CHANNEL_KEY_LIFETIME_MAX_MS: number = 90 * 86_400_000;

const TITLE = 'muniment-vault-realm/';
const VERSION = '1';
const SUITE = 'ristretto255-SHA512';
const REALM_ID_BYTES = 16;
const HASH_BYTES = 32;
const KEY_BYTES = 32;
const CHANNEL_KEY_BYTES = 1216;
const OPERATOR_MAX_BYTES = 128;
const ISSUER_MAX_BYTES = 256;
const LINES_MAX_COUNT = 8;
const LIMIT_MAX = 10;
const UNACKNOWLEDGED_MAX = 30;

/** A key to which requests are sealed. */
export interface ChannelKey {
  /** 0 to 255; ascending within a descriptor. */
  readonly keyId: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array;
}

/** Whose account tokens the realm accepts. */
export interface TokenIssuer {
  /** The `iss` of its tokens: 1 to 256 printable ASCII characters without space. */
  readonly name: string;
  /** Ed25519, 32 bytes. An issuer with several keys is listed once for each. */
  readonly publicKey: Uint8Array;
}

/** What a realm says of itself. Times are Unix milliseconds; integers are at most 2^53 - 1. */
export interface RealmDescriptor {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** From 1. */
  readonly serial: number;
  /** SHA-256 of the whole signed note before this one; 32 zero bytes for serial 1. */
  readonly previous: Uint8Array;
  readonly issuedMs: number;
  readonly expiresMs: number;
  /** For people: 1 to 128 bytes of UTF-8 without control characters. */
  readonly operator: string;
  /** OPAQUE, ristretto255-SHA512, 32 bytes. Only its length is checked here. */
  readonly serverPublicKey: Uint8Array;
  /** Wrong attempts in a row, 1 to 10. */
  readonly limit: number;
  /** The wait before each attempt, `limit` of them, none shorter than the one before. */
  readonly waitsMs: readonly number[];
  /** Wrong attempts that the owner has not acknowledged, 1 to 30. */
  readonly unacknowledgedLimit: number;
  /** Whether the realm would notice that its store shows an older state. */
  readonly rollback: 'protected' | 'unprotected';
  /** 1 to 8. */
  readonly channelKeys: readonly ChannelKey[];
  /** 1 to 8, ascending by name, then key. */
  readonly issuers: readonly TokenIssuer[];
}

/**
 * What a descriptor says.
 *
 * ```ts
 * const { text } = verifySignedNote(note, pinnedSigners);
 * const { limit, channelKeys } = parseRealmDescriptor(text);
 * ```
 * @throws ERR_UNSUPPORTED_VERSION for a descriptor of another version
 * @throws ERR_ENCODING for a text that is no descriptor: lines missing, in another order or of another form
 * @throws ERR_LIMIT for a value or count beyond its limit
 * @throws ERR_FIELD for a value that its rules forbid
 * @throws ERR_NON_CANONICAL for another form of a permitted value
 */
export function parseRealmDescriptor(text: string): RealmDescriptor {
  if (typeof text !== 'string') throw new TypeError('a realm descriptor is a string');
  if (text.length > REALM_DESCRIPTOR_MAX_BYTES) {
    throw new MunimentError(
      'ERR_LIMIT',
      `a realm descriptor has at most ${REALM_DESCRIPTOR_MAX_BYTES} bytes`,
    );
  }
  const descriptor = readLines(text);
  const problem = problemOf(descriptor);
  if (problem !== undefined) throw new MunimentError(problem.code, problem.message);
  if (writeLines(descriptor) !== text) throw new MunimentError('ERR_NON_CANONICAL');
  return descriptor;
}

/** The one text of a descriptor. @throws TypeError, RangeError for what no descriptor may say */
export function formatRealmDescriptor(descriptor: RealmDescriptor): string {
  assertTypes(descriptor);
  const problem = problemOf(descriptor);
  if (problem !== undefined) throw new RangeError(problem.message);
  return writeLines(descriptor);
}

/** Takes the lines apart, tolerant of other forms of numbers, hexadecimal and base64: the caller compares. */
function readLines(text: string): RealmDescriptor {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('its last line does not end');
  let at = 0;
  const rest = (keyword: string): string => {
    const line = lines[at++];
    if (!line?.startsWith(`${keyword} `)) throw malformed(`line ${at} is not "${keyword}"`);
    return line.slice(keyword.length + 1);
  };
  const fields = (keyword: string, count: number): string[] => {
    const found = rest(keyword).split(' ');
    if (found.length !== count) throw malformed(`line ${at} does not have ${count} fields`);
    return found;
  };
  const all = <T>(keyword: string, read: () => T): T[] => {
    const found: T[] = [];
    while (lines[at]?.startsWith(`${keyword} `)) found.push(read());
    return found;
  };
  const title = lines[at++] ?? '';
  if (title !== TITLE + VERSION) {
    if (!/^[1-9]\d*$/.test(title.slice(TITLE.length)) || !title.startsWith(TITLE)) {
      throw malformed('it does not begin as one');
    }
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', 'the realm descriptor is of another version');
  }
  const descriptor: RealmDescriptor = {
    realmId: readHex(fields('realm', 1)[0]),
    serial: readNumber(fields('serial', 1)[0]),
    previous: readHex(fields('previous', 1)[0]),
    issuedMs: readNumber(fields('issued', 1)[0]),
    expiresMs: readNumber(fields('expires', 1)[0]),
    operator: rest('operator'),
    serverPublicKey: readBase64(fields(`opaque ${SUITE}`, 1)[0]),
    limit: readNumber(fields('limit', 1)[0]),
    waitsMs: rest('waits').split(' ').map(readNumber),
    unacknowledgedLimit: readNumber(fields('unacknowledged', 1)[0]),
    rollback: fields('rollback', 1)[0] as RealmDescriptor['rollback'],
    channelKeys: all('channel', () => {
      const [keyId, notBefore, notAfter, publicKey] = fields('channel', 4);
      return {
        keyId: readNumber(keyId),
        notBeforeMs: readNumber(notBefore),
        notAfterMs: readNumber(notAfter),
        publicKey: readBase64(publicKey),
      };
    }),
    issuers: all('issuer', () => {
      const [name, publicKey] = fields('issuer', 2);
      return { name, publicKey: readBase64(publicKey) };
    }),
  };
  if (at !== lines.length) throw malformed(`line ${at + 1} has no place in it`);
  return descriptor;
}

function writeLines(descriptor: RealmDescriptor): string {
  const { realmId, serial, previous, issuedMs, expiresMs, operator, serverPublicKey, limit } = descriptor;
  const { waitsMs, unacknowledgedLimit, rollback, channelKeys, issuers } = descriptor;
  const lines = [
    TITLE + VERSION,
    `realm ${formatHex(realmId)}`,
    `serial ${serial}`,
    `previous ${formatHex(previous)}`,
    `issued ${issuedMs}`,
    `expires ${expiresMs}`,
    `operator ${operator}`,
    `opaque ${SUITE} ${formatBase64(serverPublicKey)}`,
    `limit ${limit}`,
    `waits ${waitsMs.join(' ')}`,
    `unacknowledged ${unacknowledgedLimit}`,
    `rollback ${rollback}`,
    ...channelKeys.map(
      ({ keyId, notBeforeMs, notAfterMs, publicKey }) =>
        `channel ${keyId} ${notBeforeMs} ${notAfterMs} ${formatBase64(publicKey)}`,
    ),
    ...issuers.map(({ name, publicKey }) => `issuer ${name} ${formatBase64(publicKey)}`),
  ];
  return `${lines.join('\n')}\n`;
}

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The first rule that a descriptor breaks. */
function problemOf(descriptor: RealmDescriptor): Problem | undefined {
  const { realmId, serial, previous, issuedMs, expiresMs, operator, serverPublicKey, limit } = descriptor;
  const { waitsMs, unacknowledgedLimit, rollback, channelKeys, issuers } = descriptor;
  return (
    lengthProblem('the realm id', realmId, REALM_ID_BYTES) ??
    numberProblem('the serial', serial, 1) ??
    lengthProblem('the hash of the previous note', previous, HASH_BYTES) ??
    unless(
      previous.every((byte) => byte === 0) === (serial === 1),
      'the hash of the previous note is not zero for serial 1 and only for it',
    ) ??
    numberProblem('the time of issue', issuedMs, 0) ??
    numberProblem('the expiry', expiresMs, issuedMs + 1, issuedMs + REALM_DESCRIPTOR_LIFETIME_MAX_MS) ??
    operatorProblem(operator) ??
    lengthProblem('the public key of OPAQUE', serverPublicKey, KEY_BYTES) ??
    numberProblem('the limit', limit, 1, LIMIT_MAX) ??
    unless(waitsMs.length === limit, 'there are not as many waits as attempts') ??
    firstProblem(waitsMs, (wait, i) => numberProblem('a wait', wait, i === 0 ? 0 : waitsMs[i - 1])) ??
    numberProblem('the limit of unacknowledged attempts', unacknowledgedLimit, 1, UNACKNOWLEDGED_MAX) ??
    unless(
      rollback === 'protected' || rollback === 'unprotected',
      'rollback is neither protected nor unprotected',
    ) ??
    numberProblem('the number of channel keys', channelKeys.length, 1, LINES_MAX_COUNT) ??
    firstProblem(
      channelKeys,
      ({ keyId, notBeforeMs, notAfterMs, publicKey }, i) =>
        numberProblem('a channel key id', keyId, i === 0 ? 0 : channelKeys[i - 1].keyId + 1, 255) ??
        numberProblem('the start of a channel key', notBeforeMs, 0) ??
        numberProblem(
          'the end of a channel key',
          notAfterMs,
          notBeforeMs + 1,
          notBeforeMs + CHANNEL_KEY_LIFETIME_MAX_MS,
        ) ??
        lengthProblem('a channel key', publicKey, CHANNEL_KEY_BYTES),
    ) ??
    numberProblem('the number of issuers', issuers.length, 1, LINES_MAX_COUNT) ??
    firstProblem(
      issuers,
      ({ name, publicKey }, i) =>
        (name.length > ISSUER_MAX_BYTES
          ? { code: 'ERR_LIMIT', message: `the name of an issuer has more than ${ISSUER_MAX_BYTES} bytes` }
          : undefined) ??
        unless(/^[!-~]+$/.test(name), 'the name of an issuer is not printable ASCII without space') ??
        lengthProblem('the public key of an issuer', publicKey, KEY_BYTES) ??
        unless(
          i === 0 || compareIssuers(issuers[i - 1], issuers[i]) < 0,
          'the issuers are not strictly ascending',
        ),
    )
  );
}

function compareIssuers(a: TokenIssuer, b: TokenIssuer): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return compareBytes(a.publicKey, b.publicKey);
}

function operatorProblem(operator: string): Problem | undefined {
  const length = new TextEncoder().encode(operator).length;
  return (
    numberProblem('the length of the operator', length, 1, OPERATOR_MAX_BYTES) ??
    unless(operator.isWellFormed() && !/\p{Cc}/u.test(operator), 'the operator holds a control character')
  );
}

function unless(isRight: boolean, message: string): Problem | undefined {
  return isRight ? undefined : { code: 'ERR_FIELD', message };
}

function lengthProblem(what: string, bytes: Uint8Array, length: number): Problem | undefined {
  return unless(bytes.length === length, `${what} does not have ${length} bytes`);
}

function numberProblem(
  what: string,
  value: number,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): Problem | undefined {
  const greatest = Math.min(max, Number.MAX_SAFE_INTEGER);
  if (value > greatest) return { code: 'ERR_LIMIT', message: `${what} is above ${greatest}` };
  return unless(Number.isSafeInteger(value) && value >= min, `${what} is not an integer from ${min}`);
}

function firstProblem<T>(
  list: readonly T[],
  problem: (element: T, index: number) => Problem | undefined,
): Problem | undefined {
  for (const [index, element] of list.entries()) {
    const found = problem(element, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function assertTypes(descriptor: RealmDescriptor): void {
  const { realmId, serial, previous, issuedMs, expiresMs, operator, serverPublicKey, limit } = descriptor;
  const { waitsMs, unacknowledgedLimit, channelKeys, issuers } = descriptor;
  const bytes = [realmId, previous, serverPublicKey];
  const numbers = [serial, issuedMs, expiresMs, limit, unacknowledgedLimit, ...waitsMs];
  const strings = [operator];
  for (const { keyId, notBeforeMs, notAfterMs, publicKey } of channelKeys) {
    numbers.push(keyId, notBeforeMs, notAfterMs);
    bytes.push(publicKey);
  }
  for (const { name, publicKey } of issuers) {
    strings.push(name);
    bytes.push(publicKey);
  }
  if (
    !bytes.every((value) => value instanceof Uint8Array) ||
    !numbers.every((value) => typeof value === 'number') ||
    !strings.every((value) => typeof value === 'string')
  ) {
    throw new TypeError('a field of the realm descriptor has the wrong type');
  }
}

function readNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw malformed('something is not a decimal number');
  return Number(text);
}

function readHex(text: string): Uint8Array {
  return parseHex(text.toLowerCase());
}

function readBase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw malformed('something is not base64');
  }
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function formatBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function malformed(what: string): MunimentError {
  return new MunimentError('ERR_ENCODING', `the text is not a realm descriptor: ${what}`);
}
