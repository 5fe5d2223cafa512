// Cobblestone-256 objects (c2sp.org/chunked-encryption) with a given salt, and objects that are wrong on purpose.

import { aesGcmSeal } from './aes-gcm.ts';
import { concat, utf8 } from './bytes.ts';
import { expand } from './hash.ts';

const SEGMENT = 16384;

/** What an object's salt, key and context give. */
export interface ObjectKeys {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly commitment: Uint8Array;
}

/** 32-byte AES key, 12-byte base nonce and 32-byte commitment. */
export function objectKeys(inputKey: Uint8Array, context: Uint8Array, salt: Uint8Array): ObjectKeys {
  if (inputKey.length !== 32 || salt.length !== 24)
    throw new RangeError('an input key has 32 bytes, a salt 24');
  const info = concat(utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'), salt, context);
  const all = expand(inputKey, info, 76);
  return { key: all.slice(0, 32), nonce: all.slice(32, 44), commitment: all.slice(44) };
}

/** One sealed segment: the base nonce is combined with the segment's number as 12 big-endian bytes. */
export function sealSegment(keys: ObjectKeys, number: number, plaintext: Uint8Array): Uint8Array {
  const nonce = Uint8Array.from(keys.nonce);
  const counter = new Uint8Array(12);
  new DataView(counter.buffer).setUint32(8, number);
  for (let i = 0; i < 12; i++) nonce[i] = nonce[i] ^ counter[i];
  return aesGcmSeal(keys.key, nonce, new Uint8Array(0), plaintext);
}

/** Salt, commitment and segments; the last segment is shorter than the others and may be empty. */
export function sealObject(
  inputKey: Uint8Array,
  context: Uint8Array,
  salt: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const keys = objectKeys(inputKey, context, salt);
  const parts = [salt, keys.commitment];
  for (let at = 0, number = 0; at <= plaintext.length; at += SEGMENT, number++) {
    parts.push(sealSegment(keys, number, plaintext.subarray(at, at + SEGMENT)));
  }
  return concat(...parts);
}
