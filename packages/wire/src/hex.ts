// Lower-case hexadecimal, the form in which ids appear in object names.

import { MunimentError } from '@muniment/errors';

const DIGITS = '0123456789abcdef';
const PAIRS: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => DIGITS[byte >> 4] + DIGITS[byte & 15],
);

/** `bytes` as lower-case hexadecimal. */
export function formatHex(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('hexadecimal is formatted from a Uint8Array');
  let text = '';
  for (const byte of bytes) text += PAIRS[byte];
  return text;
}

/**
 * The bytes of lower-case hexadecimal.
 *
 * @throws ERR_ENCODING for anything else, upper case included, so that an id has one form
 */
export function parseHex(text: string): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('hexadecimal is a string');
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    throw new MunimentError('ERR_ENCODING', 'the text is not lower-case hexadecimal');
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
