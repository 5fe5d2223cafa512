// ML-KEM-768 (FIPS 203) encapsulation with given randomness, which node:crypto does not offer. Keys and decapsulation are
// node:crypto's; every encapsulation made here is decapsulated there before it is used.

import { createPrivateKey, createPublicKey, decapsulate, type KeyObject } from 'node:crypto';
import { concat, u8, unhex } from './bytes.ts';
import { sha3, sha3Long, shake } from './hash.ts';

const Q = 3329;
const N = 256;
const K = 3;
const PKCS8_PREFIX = unhex('3054020100300b060960864801650304040204428040');
const SPKI_PREFIX_BYTES = 22;
type Polynomial = Int32Array;

/** A key pair of node:crypto from the 64-byte seed d || z, and its 1184-byte public key. */
export function mlKemKeyPair(seed: Uint8Array): { privateKey: KeyObject; publicKey: Uint8Array } {
  const privateKey = createPrivateKey({
    key: Buffer.from(concat(PKCS8_PREFIX, seed)),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: Uint8Array.from(spki.subarray(SPKI_PREFIX_BYTES)) };
}

/** The shared secret of a ciphertext. */
export function mlKemDecapsulate(privateKey: KeyObject, ciphertext: Uint8Array): Uint8Array {
  return Uint8Array.from(decapsulate(privateKey, Buffer.from(ciphertext)));
}

const modulo = (value: number): number => ((value % Q) + Q) % Q;

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = (result * base) % Q;
  return result;
}

/** The 7 low bits of `value` in reverse. */
function reverse7(value: number): number {
  let out = 0;
  for (let i = 0; i < 7; i++) out |= ((value >> i) & 1) << (6 - i);
  return out;
}

const ZETAS = Array.from({ length: 128 }, (_, i) => power(17, reverse7(i)));
const GAMMAS = Array.from({ length: 128 }, (_, i) => power(17, 2 * reverse7(i) + 1));

/** FIPS 203 algorithm 9. */
function ntt(input: Polynomial): Polynomial {
  const f = Int32Array.from(input);
  for (let length = 128, i = 1; length >= 2; length /= 2) {
    for (let start = 0; start < N; start += 2 * length, i++) {
      for (let j = start; j < start + length; j++) {
        const t = (ZETAS[i] * f[j + length]) % Q;
        f[j + length] = modulo(f[j] - t);
        f[j] = modulo(f[j] + t);
      }
    }
  }
  return f;
}

/** FIPS 203 algorithm 10. */
function inverseNtt(input: Polynomial): Polynomial {
  const f = Int32Array.from(input);
  for (let length = 2, i = 127; length <= 128; length *= 2) {
    for (let start = 0; start < N; start += 2 * length, i--) {
      for (let j = start; j < start + length; j++) {
        const t = f[j];
        f[j] = modulo(t + f[j + length]);
        f[j + length] = modulo(ZETAS[i] * (f[j + length] - t));
      }
    }
  }
  return f.map((value) => (value * 3303) % Q);
}

/** FIPS 203 algorithms 11 and 12. */
function multiply(f: Polynomial, g: Polynomial): Polynomial {
  const h = new Int32Array(N);
  for (let i = 0; i < 128; i++) {
    const [f0, f1] = f.subarray(2 * i, 2 * i + 2);
    const [g0, g1] = g.subarray(2 * i, 2 * i + 2);
    h[2 * i] = (f0 * g0 + ((f1 * g1) % Q) * GAMMAS[i]) % Q;
    h[2 * i + 1] = (f0 * g1 + f1 * g0) % Q;
  }
  return h;
}

function add(...terms: readonly Polynomial[]): Polynomial {
  const sum = new Int32Array(N);
  for (const term of terms) for (let i = 0; i < N; i++) sum[i] = modulo(sum[i] + term[i]);
  return sum;
}

/** FIPS 203 algorithm 7: rejection sampling in the NTT domain. */
function sampleNtt(seed: Uint8Array, column: number, row: number): Polynomial {
  const stream = shake(128, 3 * 1024, seed, u8(column), u8(row));
  const out = new Int32Array(N);
  for (let at = 0, count = 0; count < N; at += 3) {
    const [a, b, c] = stream.subarray(at, at + 3);
    const first = a + 256 * (b % 16);
    const second = (b >> 4) + 16 * c;
    if (first < Q) out[count++] = first;
    if (second < Q && count < N) out[count++] = second;
  }
  return out;
}

/** FIPS 203 algorithm 8 with eta = 2. */
function sampleNoise(seed: Uint8Array, nonce: number): Polynomial {
  const stream = shake(256, 128, seed, u8(nonce));
  const bit = (i: number): number => (stream[i >> 3] >> (i & 7)) & 1;
  return Int32Array.from({ length: N }, (_, i) =>
    modulo(bit(4 * i) + bit(4 * i + 1) - bit(4 * i + 2) - bit(4 * i + 3)),
  );
}

/** `width` bits of each coefficient, least significant bit first. */
function pack(values: Polynomial, width: number): Uint8Array {
  const out = new Uint8Array((N * width) / 8);
  values.forEach((value, i) => {
    for (let bit = 0; bit < width; bit++) {
      const at = i * width + bit;
      out[at >> 3] = out[at >> 3] | (((value >> bit) & 1) << (at & 7));
    }
  });
  return out;
}

function unpack(data: Uint8Array, width: number): Polynomial {
  return Int32Array.from({ length: N }, (_, i) => {
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const at = i * width + bit;
      value |= ((data[at >> 3] >> (at & 7)) & 1) << bit;
    }
    return value;
  });
}

function compress(values: Polynomial, width: number): Polynomial {
  return values.map((value) => Math.floor((value * 2 ** width + (Q - 1) / 2) / Q) % 2 ** width);
}

/** FIPS 203 algorithm 17: the shared secret and 1088-byte ciphertext for the 32 bytes `m`. */
export function mlKemEncapsulate(
  publicKey: Uint8Array,
  m: Uint8Array,
): { sharedSecret: Uint8Array; ciphertext: Uint8Array } {
  const g = sha3Long(m, sha3(publicKey));
  const coins = g.slice(32);
  const rho = publicKey.subarray(1152);
  const indices = [...Array(K).keys()];
  const t = indices.map((i) => unpack(publicKey.subarray(384 * i, 384 * (i + 1)), 12));
  const y = indices.map((i) => ntt(sampleNoise(coins, i)));
  const e1 = indices.map((i) => sampleNoise(coins, K + i));
  const e2 = sampleNoise(coins, 2 * K);
  const u = indices.map((i) =>
    // The transposed matrix: entry (j, i) is sampled with its column i first.
    add(
      inverseNtt(add(...indices.map((j) => multiply(sampleNtt(rho, i, j), y[j] as Polynomial)))),
      e1[i] as Polynomial,
    ),
  );
  const message = unpack(m, 1).map((bit) => bit * ((Q + 1) / 2));
  const v = add(
    inverseNtt(add(...indices.map((j) => multiply(t[j] as Polynomial, y[j] as Polynomial)))),
    e2,
    message,
  );
  const ciphertext = concat(...u.map((part) => pack(compress(part, 10), 10)), pack(compress(v, 4), 4));
  return { sharedSecret: g.slice(0, 32), ciphertext };
}
