// Random bytes from the platform's generator.

import { assertCount, type Bytes } from './bytes.ts';

/** A source of uniformly random bytes; tests inject repeatable ones into inner functions. */
export type RandomSource = (length: number) => Uint8Array;

/** `getRandomValues` refuses more than this in one call. */
const QUOTA_BYTES = 65536;

/** `length` fresh bytes of the platform's cryptographic generator. */
export function randomBytes(length: number): Bytes {
  assertCount(length, 'length', 2 ** 31 - 1);
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += QUOTA_BYTES) {
    globalThis.crypto.getRandomValues(out.subarray(at, at + QUOTA_BYTES));
  }
  return out;
}
