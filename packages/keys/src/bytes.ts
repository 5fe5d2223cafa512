// Byte helpers of this package.

const encoder = new TextEncoder();

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** All parts, one after another, in a fresh array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** `value` as a big-endian u16 or u32. */
export function encodeUint(value: number, byteCount: 2 | 4): Uint8Array {
  const out = new Uint8Array(byteCount);
  const view = new DataView(out.buffer);
  if (byteCount === 2) view.setUint16(0, value);
  else view.setUint32(0, value);
  return out;
}

/** Bytes that a caller has to get right. @throws TypeError, RangeError */
export function assertBytesOf(bytes: Uint8Array, name: string, length: number): void {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array`);
  if (bytes.length !== length) throw new RangeError(`${name} must be ${length} bytes`);
}
