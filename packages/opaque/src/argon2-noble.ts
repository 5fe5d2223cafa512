// Argon2id on noble: no WebAssembly needed, several times slower.

import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { Argon2idParameters } from './ksf.ts';

/** Argon2id, yielding to the event loop now and then. */
export async function nobleArgon2idBytes(
  input: Uint8Array,
  salt: Uint8Array,
  { memoryKib, passes, parallelism }: Argon2idParameters,
  length: number,
): Promise<Uint8Array> {
  return argon2idAsync(input, salt, { m: memoryKib, t: passes, p: parallelism, dkLen: length });
}
