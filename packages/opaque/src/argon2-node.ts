// Argon2id by Node's own OpenSSL, on its thread pool. Node before 24.7 has none and takes the WebAssembly one.

import crypto from 'node:crypto';
import { argon2idBytes as webArgon2idBytes } from './argon2-web.ts';
import type { Argon2idParameters } from './ksf.ts';

/** Argon2id. */
export async function argon2idBytes(
  input: Uint8Array,
  salt: Uint8Array,
  parameters: Argon2idParameters,
  length: number,
): Promise<Uint8Array> {
  if (typeof crypto.argon2 !== 'function') return webArgon2idBytes(input, salt, parameters, length);
  const { memoryKib, passes, parallelism } = parameters;
  return new Promise((resolve, reject) => {
    crypto.argon2(
      'argon2id',
      { message: input, nonce: salt, memory: memoryKib, passes, parallelism, tagLength: length },
      (error, tag) => (error ? reject(error) : resolve(new Uint8Array(tag))),
    );
  });
}
