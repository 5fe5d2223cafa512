// SHA-3 from node:crypto.

import * as crypto from 'node:crypto';
import { type Bytes, copyBytes } from '../bytes.ts';
import type { Sha3 } from '../sha3.ts';

export const nodeSha3: Sha3 = {
  sha3_256: (data) => digest(crypto.createHash('sha3-256'), data),
  shake256: (data, length) => digest(crypto.createHash('shake256', { outputLength: length }), data),
};

let loading: Promise<Sha3> | undefined;

/** Other runtimes that answer to the `node` condition have no SHA-3, and get noble's. */
export function loadSha3(): Promise<Sha3> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sha3> {
  return hasSha3() ? nodeSha3 : (await import('./sha3-noble.ts')).nobleSha3;
}

function hasSha3(): boolean {
  try {
    return nodeSha3.sha3_256(new Uint8Array(0)).length + nodeSha3.shake256(new Uint8Array(0), 1).length > 0;
  } catch {
    return false;
  }
}

function digest(hash: crypto.Hash, data: Uint8Array): Bytes {
  const result = hash.update(data).digest();
  try {
    return copyBytes(result);
  } finally {
    result.fill(0);
  }
}
