// Generated data: SHA-256 in counter mode, a rule that any language follows in a few lines. test-vectors/README.md states it.

import { createHash } from 'node:crypto';
import { u32, utf8 } from './bytes.ts';

/** The first `length` bytes of SHA-256(seed || u32 0) || SHA-256(seed || u32 1) || ..., with `seed` in ASCII. */
export function generated(seed: string, length: number): Uint8Array {
  const prefix = utf8(seed);
  const out = new Uint8Array(length);
  for (let i = 0, at = 0; at < length; i++, at += 32) {
    const block = createHash('sha256').update(prefix).update(u32(i)).digest();
    out.set(block.subarray(0, Math.min(32, length - at)), at);
  }
  return out;
}
