// Argon2id where there is no Node: WebAssembly, or plain JavaScript where a content security policy forbids that.

import type { Argon2idParameters } from './ksf.ts';

/** Argon2id. Both implementations are loaded when first used. */
export async function argon2idBytes(
  input: Uint8Array,
  salt: Uint8Array,
  parameters: Argon2idParameters,
  length: number,
): Promise<Uint8Array> {
  if (!canCompileWasm()) {
    const { nobleArgon2idBytes } = await import('./argon2-noble.ts');
    return nobleArgon2idBytes(input, salt, parameters, length);
  }
  const { argon2id } = await import('hash-wasm');
  return argon2id({
    password: input,
    salt,
    memorySize: parameters.memoryKib,
    iterations: parameters.passes,
    parallelism: parameters.parallelism,
    hashLength: length,
    outputType: 'binary',
  });
}

/** The smallest module there is: magic number and version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

function canCompileWasm(): boolean {
  let compiled = false;
  try {
    compiled = new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module;
  } catch {
    // Forbidden, or not there.
  }
  return compiled;
}
