// A reader of canonical protobuf bytes, used by the generated decoders. Implements spec/wire.md §4 and §5
// (WIRE-002 to WIRE-016, WIRE-020 to WIRE-025).
//
// A generated decoder asks for its fields in ascending order, so a field that is unknown, repeated, out of order or of the
// wrong wire type is simply a tag that nobody asked for.

import { type ErrorCode, MunimentError } from '@muniment/errors';
import { CRITICAL_FEATURES, FORMAT_VERSION } from './registries.ts';

// ignoreBOM keeps a leading U+FEFF, which would otherwise vanish from the value but not from the bytes (WIRE-012).
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

// Where two halves become one 64-bit integer.
const scratch = new DataView(new ArrayBuffer(8));

/** A refusal of untrusted bytes: `field` is the name in the .proto file. */
function refusal(code: ErrorCode, field: string, what: string): MunimentError {
  return new MunimentError(code, `${field} ${what}`, { field });
}

/** A field that must be there is not. */
export function missing(field: string): MunimentError {
  return refusal('ERR_FIELD', field, 'is missing');
}

/** A list has more elements than it may. */
export function tooMany(field: string, max: number): MunimentError {
  return refusal('ERR_LIMIT', field, `has more than ${max} elements`);
}

/** A list has fewer elements than it must. */
export function tooFew(field: string, min: number): MunimentError {
  return refusal('ERR_FIELD', field, `has fewer than ${min} elements`);
}

/** An integer is above its range. */
export function tooLarge(field: string, max: number | bigint): MunimentError {
  return refusal('ERR_LIMIT', field, `is above ${max}`);
}

/** An integer is below its range. */
export function tooSmall(field: string, min: number | bigint): MunimentError {
  return refusal('ERR_FIELD', field, `is below ${min}`);
}

/** A list is not in the order it must have. */
export function notAscending(field: string): MunimentError {
  return refusal('ERR_FIELD', field, 'is not strictly ascending');
}

/** @throws ERR_UNSUPPORTED_VERSION unless `version` is ours (WIRE-025) */
export function knownVersion(field: string, version: number): void {
  if (version !== FORMAT_VERSION) {
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', `${field} is ${version}, not ${FORMAT_VERSION}`, {
      field,
      version,
    });
  }
}

/** @throws ERR_CRITICAL_FEATURE unless each feature is known (WIRE-025) */
export function knownFeatures(field: string, features: readonly number[]): void {
  for (const feature of features) {
    if (!CRITICAL_FEATURES.includes(feature)) {
      throw new MunimentError('ERR_CRITICAL_FEATURE', `${field} asks for feature ${feature}`, {
        field,
        feature,
      });
    }
  }
}

/** A position in bytes that end at `end`, which moves inwards while a nested message is read. */
export class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;
  private end: number;
  // The last varint read, in two unsigned halves: a number cannot hold 64 bits and a bigint costs an allocation.
  private low = 0;
  private high = 0;

  /**
   * @throws TypeError if `bytes` is no Uint8Array
   * @throws ERR_LIMIT if there are more than `maxBytes` (WIRE-020)
   */
  constructor(message: string, bytes: Uint8Array, maxBytes: number) {
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`${message} is decoded from a Uint8Array`);
    if (bytes.length > maxBytes) {
      throw new MunimentError('ERR_LIMIT', `${message} has ${bytes.length} bytes, more than ${maxBytes}`, {
        message,
        length: bytes.length,
        limit: maxBytes,
      });
    }
    // No message is empty (WIRE-009).
    if (bytes.length === 0) throw refusal('ERR_NON_CANONICAL', message, 'has no bytes');
    // A plain view, because slices of a Buffer would share its memory.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = bytes.length;
  }

  /** The next tag, or 0 at the end of the message. */
  tag(message: string): number {
    if (this.at === this.end) return 0;
    this.varint(message);
    if (this.high !== 0 || this.low < 8) throw refusal('ERR_ENCODING', message, 'holds an invalid tag');
    return this.low;
  }

  /** The error for a tag that the message does not have at this place (WIRE-004, WIRE-005, WIRE-006). */
  unexpected(message: string, tag: number): MunimentError {
    const wireType = tag & 7;
    const what = `holds field ${tag >>> 3} with wire type ${wireType}, which is unknown, repeated or out of order`;
    const known = wireType < 4 || wireType === 5;
    return refusal(known ? 'ERR_NON_CANONICAL' : 'ERR_ENCODING', message, what);
  }

  /** Reads the varint at this place into `low` and `high` (WIRE-002, WIRE-010). */
  private varint(field: string): void {
    const { bytes, end } = this;
    let at = this.at;
    let byte = at < end ? bytes[at++] : this.cut(field);
    let low = byte & 0x7f;
    let high = 0;
    if (byte > 0x7f) {
      let count = 1;
      do {
        byte = at < end ? bytes[at++] : this.cut(field);
        const part = byte & 0x7f;
        if (count < 4) low |= part << (7 * count);
        else if (count === 4) {
          low |= part << 28;
          high = part >>> 4;
        } else if (count < 9) high |= part << (7 * count - 32);
        else if (byte > 1) throw refusal('ERR_ENCODING', field, 'holds an integer of more than 64 bits');
        else high |= part << 31;
        count++;
      } while (byte > 0x7f);
      if (byte === 0) throw refusal('ERR_NON_CANONICAL', field, 'holds an integer with needless bytes');
    }
    this.at = at;
    this.low = low >>> 0;
    this.high = high >>> 0;
  }

  private cut(field: string): never {
    throw refusal('ERR_ENCODING', field, 'is cut short');
  }

  /** What is present is not the default (WIRE-003). */
  private nonZero(field: string): void {
    if (this.low === 0 && this.high === 0)
      throw refusal('ERR_NON_CANONICAL', field, 'is zero and yet present');
  }

  /** A value of a `uint32` in a packed list, where zero is allowed (WIRE-008). */
  packedUint32(field: string): number {
    this.varint(field);
    if (this.high !== 0) throw refusal('ERR_NON_CANONICAL', field, 'has more than 32 bits');
    return this.low;
  }

  /** A `uint32` that is present and so not zero. */
  uint32(field: string): number {
    const value = this.packedUint32(field);
    if (value === 0) this.nonZero(field);
    return value;
  }

  /** A `uint64` that is present and so not zero. */
  uint64(field: string): bigint {
    this.varint(field);
    this.nonZero(field);
    if (this.high < 0x20_0000) return BigInt(this.high * 0x1_0000_0000 + this.low);
    scratch.setUint32(0, this.high);
    scratch.setUint32(4, this.low);
    return scratch.getBigUint64(0);
  }

  /** A `sint64` (zigzag) that is present and so not zero. */
  sint64(field: string): bigint {
    this.varint(field);
    this.nonZero(field);
    const sign = -(this.low & 1);
    scratch.setUint32(0, (this.high >>> 1) ^ sign);
    scratch.setUint32(4, ((this.low >>> 1) | (this.high << 31)) ^ sign);
    return scratch.getBigInt64(0);
  }

  /** The value of an enum that is present and so not zero; `names` gives its name or undefined (WIRE-013). */
  enumeration<T extends string>(field: string, names: readonly (T | undefined)[]): T {
    this.varint(field);
    this.nonZero(field);
    const name = this.high === 0 ? names[this.low] : undefined;
    if (name === undefined) throw refusal('ERR_FIELD', field, 'has an unknown value');
    return name;
  }

  /** A length that the bytes at hand can satisfy: checked before anything is allocated for it (WIRE-021). */
  private length(field: string): number {
    this.varint(field);
    if (this.high !== 0 || this.low > this.end - this.at) this.cut(field);
    return this.low;
  }

  /** The length of a `bytes` or `string` whose bytes follow, checked against its limits. */
  private limited(field: string, min: number, max: number): number {
    const length = this.length(field);
    if (length > max) throw refusal('ERR_LIMIT', field, `has ${length} bytes, more than ${max}`);
    if (length < min) throw refusal('ERR_FIELD', field, `has ${length} bytes, fewer than ${min}`);
    return length;
  }

  /** What is present is not the default (WIRE-003). */
  private present(field: string): void {
    if (this.at < this.end && this.bytes[this.at] === 0) {
      throw refusal('ERR_NON_CANONICAL', field, 'is empty and yet present');
    }
  }

  /** A fresh copy of a `bytes` element of a list. */
  elementBytes(field: string, min: number, max: number): Uint8Array {
    const length = this.limited(field, min, max);
    const start = this.at;
    this.at = start + length;
    return this.bytes.slice(start, this.at);
  }

  /** A fresh copy of a `bytes` field that is present and so not empty. */
  fieldBytes(field: string, min: number, max: number): Uint8Array {
    this.present(field);
    return this.elementBytes(field, min, max);
  }

  /** A `string` element of a list; the limits count bytes of UTF-8. */
  elementString(field: string, min: number, max: number): string {
    const length = this.limited(field, min, max);
    const start = this.at;
    this.at = start + length;
    try {
      // A copy, because browsers refuse to decode shared memory.
      return utf8.decode(this.bytes.slice(start, this.at));
    } catch {
      throw refusal('ERR_ENCODING', field, 'is not UTF-8');
    }
  }

  /** A `string` field that is present and so not empty. */
  fieldString(field: string, min: number, max: number): string {
    this.present(field);
    return this.elementString(field, min, max);
  }

  /** Enters a nested message or packed list, which is never empty; gives the end to return to (WIRE-009). */
  enter(field: string): number {
    const length = this.length(field);
    if (length === 0) throw refusal('ERR_NON_CANONICAL', field, 'is empty and yet present');
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  /** True while a packed list has more. */
  more(): boolean {
    return this.at < this.end;
  }

  /** Leaves what `enter` entered. */
  leave(outer: number): void {
    this.end = outer;
  }
}
