// HPKE base mode (RFC 9180) with X-Wing (0x647a), HKDF-SHA-512 (0x0003) and AES-256-GCM (0x0002), single shot, with given
// randomness.

import { aesGcmOpen, aesGcmSeal } from './aes-gcm.ts';
import { concat, u16, utf8 } from './bytes.ts';
import { expand, extract } from './hash.ts';
import { xWingDecapsulate, xWingEncapsulate, xWingEncapsulateLowOrder } from './x-wing.ts';

const SUITE = concat(utf8('HPKE'), u16(0x647a), u16(0x0003), u16(0x0002));
const VERSION = utf8('HPKE-v1');

function labeledExtract(salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(salt, concat(VERSION, SUITE, utf8(label), input));
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  return expand(prk, concat(u16(length), VERSION, SUITE, utf8(label), info), length);
}

interface Keys {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly exporterSecret: Uint8Array;
}

function schedule(sharedSecret: Uint8Array, info: Uint8Array): Keys {
  const none = new Uint8Array(0);
  const context = concat(
    Uint8Array.of(0),
    labeledExtract(none, 'psk_id_hash', none),
    labeledExtract(none, 'info_hash', info),
  );
  const secret = labeledExtract(sharedSecret, 'secret', none);
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
    exporterSecret: labeledExpand(secret, 'exp', context, 64),
  };
}

/** What a sender has before its first message: encapsulated key, key and nonce of that message, exported secrets. */
export interface Sender {
  readonly enc: Uint8Array;
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  export(exporterContext: Uint8Array, length: number): Uint8Array;
}

/** HPKE's SetupBaseS towards the holder of the 32-byte `secret`. */
export function hpkeSender(secret: Uint8Array, randomness: Uint8Array, info: Uint8Array): Sender {
  const { sharedSecret, ciphertext } = xWingEncapsulate(secret, randomness);
  const { key, nonce, exporterSecret } = schedule(sharedSecret, info);
  return {
    enc: ciphertext,
    key,
    nonce,
    export: (exporterContext, length) => labeledExpand(exporterSecret, 'sec', exporterContext, length),
  };
}

/** Encapsulated key (1120 bytes), ciphertext and tag, for the holder of the 32-byte `secret`. */
export function hpkeSeal(
  secret: Uint8Array,
  randomness: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return sealTo(xWingEncapsulate(secret, randomness), info, aad, plaintext);
}

/** The same with an X25519 public key of low order, sealed under the secret that follows from it. */
export function hpkeSealLowOrder(
  secret: Uint8Array,
  randomness: Uint8Array,
  point: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return sealTo(xWingEncapsulateLowOrder(secret, randomness, point), info, new Uint8Array(0), plaintext);
}

function sealTo(
  { sharedSecret, ciphertext }: ReturnType<typeof xWingEncapsulate>,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const { key, nonce } = schedule(sharedSecret, info);
  return concat(ciphertext, aesGcmSeal(key, nonce, aad, plaintext));
}

/** The plaintext, or undefined if it does not open. */
export function hpkeOpen(
  secret: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const { key, nonce } = schedule(xWingDecapsulate(secret, sealed.subarray(0, 1120)), info);
  return aesGcmOpen(key, nonce, aad, sealed.subarray(1120));
}
