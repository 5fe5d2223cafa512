// Byte and text helpers.

import { MunimentError } from '@muniment/errors';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** All parts, one after another, in a fresh array. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** `u16(length) || bytes`. */
export function prefixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff) throw new RangeError('a prefixed part has at most 65535 bytes');
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The bytes of canonical base64 with padding; `undefined` for every other text. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!BASE64.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return encodeBase64(bytes) === text ? bytes : undefined;
}

/** @throws TypeError, RangeError */
export function assertBytesOf(bytes: unknown, name: string, length: number): asserts bytes is Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array`);
  if (bytes.length !== length) throw new RangeError(`${name} must have ${length} bytes`);
}

/** What a JSON file of this package must look like. */
interface JsonShape {
  readonly format: string;
  readonly fields: readonly string[];
  readonly maxBytes: number;
}

/**
 * The fields of a JSON object that has exactly `fields` besides its format, which is checked.
 * @throws ERR_REALM_BUNDLE
 */
export function parseJsonObject(
  text: string,
  { format, fields, maxBytes }: JsonShape,
): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') throw new TypeError('the text must be a string');
  if (text.length > maxBytes || utf8(text).length > maxBytes) throw notOurs('it is too long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MunimentError('ERR_REALM_BUNDLE', `the text is not ${format}: it is not JSON`, {}, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notOurs('it is no object');
  const { format: stated, ...others } = value as Record<string, unknown>;
  if (stated !== format) throw notOurs('it has another format');
  const names = Object.keys(others);
  if (names.length !== fields.length || !fields.every((name) => names.includes(name))) {
    throw notOurs(`its fields are not ${fields.join(', ')}`);
  }
  return others;

  function notOurs(what: string): MunimentError {
    return new MunimentError('ERR_REALM_BUNDLE', `the text is not ${format}: ${what}`);
  }
}
