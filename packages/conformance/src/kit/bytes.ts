// Byte strings as the kit builds them: fixed-layout integers, concatenation, hex.

/** `text` in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The parts one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function bigEndian(value: number | bigint, length: number): Uint8Array {
  let rest = BigInt(value);
  if (rest < 0n || rest >> BigInt(8 * length) !== 0n)
    throw new RangeError(`${value} has more than ${length} bytes`);
  const out = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

/** One byte. */
export function u8(value: number): Uint8Array {
  return bigEndian(value, 1);
}

/** Two bytes, big-endian. */
export function u16(value: number): Uint8Array {
  return bigEndian(value, 2);
}

/** Four bytes, big-endian. */
export function u32(value: number): Uint8Array {
  return bigEndian(value, 4);
}

/** Eight bytes, big-endian. */
export function u64(value: number | bigint): Uint8Array {
  return bigEndian(value, 8);
}

/** Lower-case hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** The bytes of hexadecimal digits; white space is skipped. */
export function unhex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new RangeError('not pairs of lower-case hexadecimal digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Order of byte strings: bytewise, a prefix first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** A copy with the bits of `mask` flipped in byte `at` (counted from the end when negative). */
export function flip(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const out = Uint8Array.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  if (index < 0 || index >= bytes.length) throw new RangeError(`no byte ${at}`);
  out[index] = out[index] ^ mask;
  return out;
}

/** A copy with `part` in place of what is at `at`. */
export function overwrite(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes);
  out.set(part, at);
  return out;
}
