// A protobuf writer by hand. Its fields can be put together in any order and form, the forbidden ones included.

import { concat, utf8 } from './bytes.ts';

/** Wire types of the protobuf encoding. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** A base-128 varint with `extra` needless bytes. */
export function varint(value: number | bigint, extra = 0): Uint8Array {
  let rest = BigInt(value);
  if (rest < 0n || rest >= 1n << 70n) throw new RangeError(`${value} is no varint`);
  const out: number[] = [];
  do {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  } while (rest > 0n);
  for (let i = 0; i < extra; i++) out.push(0x80);
  out[out.length - 1] &= 0x7f;
  return Uint8Array.from(out);
}

/** Field number and wire type. */
export function tag(field: number, wireType: number, extra = 0): Uint8Array {
  return varint(BigInt(field) * 8n + BigInt(wireType), extra);
}

/** A varint field that is written even when it is zero. */
export function explicitUint(field: number, value: number | bigint): Uint8Array {
  return concat(tag(field, VARINT), varint(value));
}

/** A length-delimited field that is written even when it is empty. */
export function explicitBytes(field: number, value: Uint8Array): Uint8Array {
  return concat(tag(field, BYTES), varint(value.length), value);
}

/** An unsigned integer or enum: nothing when zero. */
export function uint(field: number, value: number | bigint): Uint8Array {
  return BigInt(value) === 0n ? new Uint8Array(0) : explicitUint(field, value);
}

/** A `sint64` in zigzag form: nothing when zero. */
export function sint(field: number, value: number | bigint): Uint8Array {
  const big = BigInt(value);
  return uint(field, big >= 0n ? big * 2n : -big * 2n - 1n);
}

/** A `bytes` field: nothing when empty. */
export function bytes(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? new Uint8Array(0) : explicitBytes(field, value);
}

/** A `string` field: nothing when empty. */
export function string(field: number, value: string): Uint8Array {
  return bytes(field, utf8(value));
}

/** A repeated length-delimited field: each element is written, also an empty one. */
export function repeated(field: number, values: readonly Uint8Array[]): Uint8Array {
  return concat(...values.map((value) => explicitBytes(field, value)));
}

/** A packed list of integers: nothing when empty. */
export function packed(field: number, values: readonly (number | bigint)[]): Uint8Array {
  return bytes(field, concat(...values.map((value) => varint(value))));
}
