// Fixed layouts: concatenation, two-byte length prefixes, and a reader that accepts exactly what was written.

import { type KeyInput, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';

const ascii = new TextEncoder();

/** The bytes of an ASCII label. */
export function label(text: string): Uint8Array {
  return ascii.encode(text);
}

/** One fresh array with the parts in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** I2OSP(value, 2) of RFC 8017. @throws RangeError above 65535 */
export function uint16(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff)
    throw new RangeError(`not a 16-bit number: ${value}`);
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** The bytes behind their two-byte length. @throws RangeError above 65535 bytes */
export function prefixed(bytes: Uint8Array): Uint8Array {
  return concat(uint16(bytes.length), bytes);
}

/** Bytewise exclusive or of two equally long arrays. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from(a, (byte, i) => byte ^ b[i]);
}

/** True if every byte is zero; looks at all of them. */
export function isAllZero(bytes: Uint8Array): boolean {
  let bits = 0;
  for (const byte of bytes) bits |= byte;
  return bits === 0;
}

/** @throws TypeError unless `value` is a Uint8Array */
export function assertBytes(name: string, value: unknown): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array`);
}

/** @throws TypeError on another type, ERR_ENCODING on another length */
export function assertLength(name: string, bytes: unknown, length: number): asserts bytes is Uint8Array {
  assertBytes(name, bytes);
  if (bytes.length !== length) {
    throw new MunimentError('ERR_ENCODING', `${name} must have ${length} bytes, has ${bytes.length}`);
  }
}

/** Cuts `bytes` from its start into pieces of the given sizes. Fresh arrays: `slice` of a `Buffer` would be a view. */
export function cut(bytes: Uint8Array, ...sizes: readonly number[]): Uint8Array[] {
  let offset = 0;
  return sizes.map((size) => {
    offset += size;
    return new Uint8Array(bytes.subarray(offset - size, offset));
  });
}

/** The bytes behind a secret; not a copy. @throws TypeError if it is neither a Uint8Array nor a SecretBytes */
export function exposed(name: string, key: KeyInput): Uint8Array {
  const bytes = key instanceof SecretBytes ? key.expose() : key;
  assertBytes(name, bytes);
  return bytes;
}

/** `exposed`, of one permitted length. @throws ERR_KEY_SIZE */
export function exposedExactly(name: string, key: KeyInput, length: number): Uint8Array {
  const bytes = exposed(name, key);
  if (bytes.length !== length) {
    throw new MunimentError('ERR_KEY_SIZE', `${name} must have ${length} bytes, has ${bytes.length}`);
  }
  return bytes;
}

/** Moves bytes that nobody else holds into a SecretBytes and wipes the original. */
export function intoSecret(bytes: Uint8Array): SecretBytes {
  const secret = SecretBytes.from(bytes);
  bytes.fill(0);
  return secret;
}
