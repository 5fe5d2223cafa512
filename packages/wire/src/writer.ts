// A writer of canonical protobuf bytes, used by the generated encoders. Implements spec/wire.md §4 and §5
// (WIRE-001, WIRE-024).
//
// It fills its buffer from the end towards the start, fields in descending order, so that the length of a nested message is
// known by the time its length prefix is written.

const utf8 = new TextEncoder();

// One buffer serves all short messages in turn; it is absent while a message is being written.
const SPARE_BYTES = 65536;
let spare: Uint8Array | undefined;

// Where a 64-bit integer becomes two halves.
const scratch = new DataView(new ArrayBuffer(8));

/** Bytes that grow at the front. */
export class Writer {
  private bytes: Uint8Array;
  private at: number;

  constructor() {
    this.bytes = spare ?? new Uint8Array(SPARE_BYTES);
    spare = undefined;
    this.at = this.bytes.length;
  }

  /** What was written, as bytes of their own. @throws RangeError if they are none or too many */
  finish(message: string, maxBytes: number): Uint8Array {
    const length = this.bytes.length - this.at;
    if (length > maxBytes) throw new RangeError(`${message} has ${length} bytes, more than ${maxBytes}`);
    if (length === 0) throw new RangeError(`${message} has no field that is set`);
    return this.bytes.slice(this.at);
  }

  /** Wipes what was written, because some messages hold keys, and gives the buffer back. The last call of a writer. */
  discard(): void {
    this.bytes.fill(0, this.at);
    if (this.bytes.length === SPARE_BYTES) spare = this.bytes;
  }

  /** How much was written so far. */
  mark(): number {
    return this.bytes.length - this.at;
  }

  private reserve(count: number): void {
    if (count <= this.at) return;
    const written = this.bytes.length - this.at;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, written + count));
    larger.set(this.bytes.subarray(this.at), larger.length - written);
    this.discard();
    this.bytes = larger;
    this.at = larger.length - written;
  }

  /** A varint of up to 32 bits. */
  varint32(value: number): void {
    this.reserve(5);
    const count = value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
    this.at -= count;
    let at = this.at;
    let rest = value;
    for (let i = 1; i < count; i++) {
      this.bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[at] = rest;
  }

  private varint64(high: number, low: number): void {
    if (high === 0) {
      this.varint32(low);
      return;
    }
    this.reserve(10);
    // Groups of 7 bits: four from `low`, one across both halves, the rest from `high`.
    const top = high >>> 3;
    const count =
      top === 0 ? 5 : top < 0x80 ? 6 : top < 0x4000 ? 7 : top < 0x20_0000 ? 8 : top < 0x1000_0000 ? 9 : 10;
    this.at -= count;
    let at = this.at;
    for (let shift = 0; shift < 28; shift += 7) this.bytes[at++] = ((low >>> shift) & 0x7f) | 0x80;
    const middle = (low >>> 28) | ((high & 7) << 4);
    this.bytes[at++] = count === 5 ? middle : middle | 0x80;
    let rest = top;
    for (let i = 5; i < count; i++) {
      this.bytes[at++] = i === count - 1 ? rest : (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
  }

  /** A `uint64` from 0 to 2^64 - 1. */
  uint64(value: bigint): void {
    scratch.setBigUint64(0, value);
    this.varint64(scratch.getUint32(0), scratch.getUint32(4));
  }

  /** A `sint64` (zigzag) from -2^63 to 2^63 - 1. */
  sint64(value: bigint): void {
    scratch.setBigInt64(0, value);
    const high = scratch.getInt32(0);
    const low = scratch.getInt32(4);
    const sign = high >> 31;
    this.varint64((((high << 1) | (low >>> 31)) ^ sign) >>> 0, ((low << 1) ^ sign) >>> 0);
  }

  /** Length and content of a `bytes`. */
  lengthAndBytes(value: Uint8Array): void {
    const length = value.length;
    this.reserve(length);
    this.at -= length;
    this.bytes.set(value, this.at);
    this.varint32(length);
  }

  /** Length prefix of what was written since `mark`, which is not empty (WIRE-009). @throws RangeError */
  prefix(field: string, mark: number): void {
    const length = this.bytes.length - this.at - mark;
    if (length === 0) throw new RangeError(`${field} has no field that is set: leave it out`);
    this.varint32(length);
  }
}

const kind = (value: unknown): string => (value === null ? 'null' : typeof value);

/** @throws TypeError if `value` is no object */
export function assertObject(field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${field} is ${kind(value)}, not an object`);
}

/** @throws TypeError if `value` is no array, RangeError if its length is outside `min` to `max` */
export function assertList(field: string, value: unknown, min: number, max: number): void {
  if (!Array.isArray(value)) throw new TypeError(`${field} is ${kind(value)}, not an array`);
  if (value.length < min || value.length > max) {
    throw new RangeError(`${field} has ${value.length} elements, not ${min} to ${max}`);
  }
}

/** @throws TypeError if `value` is no integer, RangeError if it is outside `min` to `max` */
export function assertUint32(field: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value)) throw new TypeError(`${field} is not an integer`);
  if ((value as number) < min || (value as number) > max)
    throw new RangeError(`${field} is ${value}, not ${min} to ${max}`);
}

/** @throws TypeError if `value` is no bigint, RangeError if it is outside `min` to `max` */
export function assertBigint(field: string, value: unknown, min: bigint, max: bigint): void {
  if (typeof value !== 'bigint') throw new TypeError(`${field} is ${kind(value)}, not a bigint`);
  if (value < min || value > max) throw new RangeError(`${field} is ${value}, not ${min} to ${max}`);
}

/**
 * @param orEmpty whether no bytes at all are allowed beside `min` to `max`
 * @throws TypeError if `value` is no Uint8Array, RangeError if its length is not allowed
 */
export function assertBytes(field: string, value: unknown, min: number, max: number, orEmpty: boolean): void {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${field} is ${kind(value)}, not a Uint8Array`);
  assertLength(field, value.length, min, max, orEmpty);
}

function assertLength(field: string, length: number, min: number, max: number, orEmpty: boolean): void {
  if ((length < min || length > max) && !(orEmpty && length === 0)) {
    throw new RangeError(`${field} has ${length} bytes, not ${orEmpty ? '0 or ' : ''}${min} to ${max}`);
  }
}

/**
 * The UTF-8 of `value`.
 *
 * @throws TypeError if `value` is no string, RangeError if its length is not allowed or it has an unpaired surrogate
 */
export function stringBytes(
  field: string,
  value: unknown,
  min: number,
  max: number,
  orEmpty: boolean,
): Uint8Array {
  if (typeof value !== 'string') throw new TypeError(`${field} is ${kind(value)}, not a string`);
  if (!value.isWellFormed()) throw new RangeError(`${field} has an unpaired surrogate`);
  const bytes = utf8.encode(value);
  assertLength(field, bytes.length, min, max, orEmpty);
  return bytes;
}

/** A list is not in the order it must have. */
export function unordered(field: string): RangeError {
  return new RangeError(`${field} is not strictly ascending`);
}

/** The number of the enum value called `name`. @throws TypeError if there is none */
export function enumNumber(field: string, name: unknown, numbers: Readonly<Record<string, number>>): number {
  if (typeof name !== 'string' || !Object.hasOwn(numbers, name))
    throw new TypeError(`${field} has an unknown value`);
  return numbers[name];
}
