// ristretto255 (RFC 9496) on integers: decoding, encoding, multiplication, and mapping of uniform bytes.

import { fromLittleEndian, toLittleEndian } from './ed25519.ts';

const P = 2n ** 255n - 19n;

/** The order of the group. */
export const RISTRETTO_ORDER: bigint = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value: bigint): bigint => ((value % P) + P) % P;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if (rest & 1n) result = (result * square) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const SQRT_M1 = power(2n, (P - 1n) / 4n);

const isNegative = (value: bigint): boolean => (mod(value) & 1n) === 1n;
const absolute = (value: bigint): bigint => (isNegative(value) ? mod(-value) : mod(value));

/** Whether u / v is a square, and the root that is not negative of it or of itself times the root of -1. */
function squareRootOfRatio(u: bigint, v: bigint): readonly [boolean, bigint] {
  let root = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
  const check = mod(v * root * root);
  const isRight = check === mod(u);
  const isFlipped = check === mod(-u);
  if (isFlipped || check === mod(-u * SQRT_M1)) root = mod(root * SQRT_M1);
  return [isRight || isFlipped, absolute(root)];
}

// RFC 9496 §4.1 gives the odd one of both roots.
const SQRT_AD_MINUS_ONE = mod(-squareRootOfRatio(mod(-D - 1n), 1n)[1]);
const INVSQRT_A_MINUS_D = squareRootOfRatio(1n, mod(-1n - D))[1];
const ONE_MINUS_D_SQUARED = mod(1n - D * D);
const D_MINUS_ONE_SQUARED = mod((D - 1n) ** 2n);

/** Extended coordinates of a point of the curve. */
export interface Element {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const NEUTRAL: Element = { x: 0n, y: 1n, z: 1n, t: 0n };

function add(p: Element, q: Element): Element {
  const a = mod((p.y - p.x) * (q.y - q.x));
  const b = mod((p.y + p.x) * (q.y + q.x));
  const c = mod(p.t * 2n * D * q.t);
  const d = mod(p.z * 2n * q.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

/** The element times a scalar. */
export function multiply(element: Element, scalar: bigint): Element {
  let result = NEUTRAL;
  for (let double = element, rest = scalar; rest > 0n; rest >>= 1n, double = add(double, double)) {
    if (rest & 1n) result = add(result, double);
  }
  return result;
}

/** The element of 32 bytes, or undefined if they are no canonical encoding. */
export function decodeElement(bytes: Uint8Array): Element | undefined {
  const s = fromLittleEndian(bytes);
  if (bytes.length !== 32 || s >= P || isNegative(s)) return undefined;
  const square = mod(s * s);
  const [u1, u2] = [mod(1n - square), mod(1n + square)];
  const v = mod(-D * u1 * u1 - u2 * u2);
  const [wasSquare, inverse] = squareRootOfRatio(1n, mod(v * u2 * u2));
  const denominator = mod(inverse * u2);
  const x = absolute(2n * s * denominator);
  const y = mod(u1 * inverse * denominator * v);
  const t = mod(x * y);
  return !wasSquare || isNegative(t) || y === 0n ? undefined : { x, y, z: 1n, t };
}

/** The 32 bytes of an element. */
export function encodeElement({ x, y, z, t }: Element): Uint8Array {
  const u1 = mod((z + y) * (z - y));
  const u2 = mod(x * y);
  const inverse = squareRootOfRatio(1n, mod(u1 * u2 * u2))[1];
  const [den1, den2] = [mod(inverse * u1), mod(inverse * u2)];
  const zInverse = mod(den1 * den2 * t);
  const rotated = isNegative(t * zInverse);
  const [x1, y1] = rotated ? [mod(y * SQRT_M1), mod(x * SQRT_M1)] : [x, y];
  const denominator = rotated ? mod(den1 * INVSQRT_A_MINUS_D) : den2;
  const y2 = isNegative(x1 * zInverse) ? -y1 : y1;
  return toLittleEndian(absolute(denominator * (z - y2)));
}

function map(bytes: Uint8Array): Element {
  const t = fromLittleEndian(bytes) & (2n ** 255n - 1n);
  const r = mod(SQRT_M1 * t * t);
  const u = mod((r + 1n) * ONE_MINUS_D_SQUARED);
  const v = mod((-1n - r * D) * (r + D));
  const [wasSquare, root] = squareRootOfRatio(u, v);
  const s = wasSquare ? root : mod(-absolute(root * t));
  const c = wasSquare ? -1n : r;
  const n = mod(c * (r - 1n) * D_MINUS_ONE_SQUARED - v);
  const w0 = mod(2n * s * v);
  const w1 = mod(n * SQRT_AD_MINUS_ONE);
  const w2 = mod(1n - s * s);
  const w3 = mod(1n + s * s);
  return { x: mod(w0 * w3), y: mod(w2 * w1), z: mod(w1 * w3), t: mod(w0 * w2) };
}

/** The element of 64 uniform bytes. */
export function elementFromUniform(bytes: Uint8Array): Element {
  return add(map(bytes.subarray(0, 32)), map(bytes.subarray(32, 64)));
}

const BASE_Y = mod(4n * power(5n, P - 2n));
const BASE_X = absolute(squareRootOfRatio(mod(BASE_Y * BASE_Y - 1n), mod(D * BASE_Y * BASE_Y + 1n))[1]);
const BASE: Element = { x: BASE_X, y: BASE_Y, z: 1n, t: mod(BASE_X * BASE_Y) };

/** The encoding of the generator times a scalar. */
export function baseTimes(scalar: bigint): Uint8Array {
  return encodeElement(multiply(BASE, scalar));
}

/** The encoding of an encoded element times a scalar. @throws RangeError if it is no element */
export function elementTimes(encoded: Uint8Array, scalar: bigint): Uint8Array {
  const element = decodeElement(encoded);
  if (element === undefined) throw new RangeError('the bytes are no element');
  return encodeElement(multiply(element, scalar));
}
