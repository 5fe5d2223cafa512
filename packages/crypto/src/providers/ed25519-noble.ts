// Ed25519 on noble's curve arithmetic, for runtimes without one of their own that answers at once.

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, copyBytes, littleEndian } from '../bytes.ts';
import type { Ed25519Provider } from '../provider.ts';

const { Point } = ed25519;
const R_BYTES = 32;

export const ed25519Provider: Ed25519Provider = {
  publicKey: (seed) => copyBytes(ed25519.getPublicKey(copyBytes(seed))),
  sign: (seed, message) => copyBytes(ed25519.sign(copyBytes(message), copyBytes(seed))),
  verify(publicKey, message, signature) {
    const encodedR = signature.subarray(0, R_BYTES);
    const a = decodePoint(publicKey);
    const r = decodePoint(encodedR);
    if (a === undefined || r === undefined) return false;
    const k = Point.Fn.create(littleEndian(sha512(concatBytes(encodedR, publicKey, message))));
    const s = littleEndian(signature.subarray(R_BYTES));
    return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
  },
};

/** The point of a canonical encoding (RFC 8032 §5.1.3). */
function decodePoint(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(copyBytes(bytes), false);
  } catch {
    return undefined;
  }
}
