// The groups of RFC 9497 on @noble/curves.

import { randomBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertLength } from '../bytes.ts';
import type { Group } from '../suite.ts';

/** The part of a noble point that is used here. */
interface Point<P> {
  add(other: P): P;
  multiply(scalar: bigint): P;
  is0(): boolean;
  toBytes(): Uint8Array;
}

/** The part of a noble scalar field that is used here. */
interface ScalarField {
  readonly ORDER: bigint;
  readonly BYTES: number;
  fromBytes(bytes: Uint8Array): bigint;
  toBytes(value: bigint): Uint8Array;
  isValidNot0(value: bigint): boolean;
  add(a: bigint, b: bigint): bigint;
  sub(a: bigint, b: bigint): bigint;
  mul(a: bigint, b: bigint): bigint;
}

/** What noble has to give for one group. */
export interface NobleCurve<P extends Point<P>> {
  readonly Point: {
    readonly BASE: P;
    readonly Fn: ScalarField;
    fromBytes(bytes: Uint8Array): P;
  };
  readonly elementBytes: number;
  readonly hasher: {
    hashToCurve(message: Uint8Array, options: { DST: Uint8Array }): P;
    hashToScalar(message: Uint8Array, options: { DST: Uint8Array }): bigint;
  };
  /** Inversion whose control flow does not depend on the value. */
  invert(value: bigint, order: bigint): bigint;
  /**
   * Evaluate scalar * element as a * element + (scalar - a) * element with a fresh random a, so that no multiplication
   * works on a scalar that comes back. Off only for measurements.
   */
  readonly splitScalars: boolean;
}

/** A group of RFC 9497 on noble's points. */
export function nobleGroup<P extends Point<P>>(curve: NobleCurve<P>): Group {
  const { Point, elementBytes, hasher } = curve;
  const { Fn } = Point;

  function decodeElement(bytes: Uint8Array): P {
    assertLength('a group element', bytes, elementBytes);
    let point: P;
    try {
      point = Point.fromBytes(bytes);
    } catch (error) {
      throw new MunimentError('ERR_ELEMENT', 'not the canonical encoding of a group element', {}, error);
    }
    return notIdentity(point);
  }

  function notIdentity(point: P): P {
    if (point.is0()) throw new MunimentError('ERR_ELEMENT', 'a group element is the identity');
    return point;
  }

  function decodeScalar(bytes: Uint8Array): bigint {
    assertLength('a scalar', bytes, Fn.BYTES);
    let value: bigint;
    try {
      value = Fn.fromBytes(bytes);
    } catch (error) {
      throw new MunimentError('ERR_ELEMENT', 'a scalar is not below the order of the group', {}, error);
    }
    return notZero(value);
  }

  function notZero(value: bigint): bigint {
    if (!Fn.isValidNot0(value)) throw new MunimentError('ERR_ELEMENT', 'a scalar is zero');
    return value;
  }

  function randomValue(): bigint {
    // 16 bytes more than the order has: the bias of the reduction is below 2^-128.
    let wide = 0n;
    for (const byte of randomBytes(Fn.BYTES + 16)) wide = (wide << 8n) | BigInt(byte);
    return (wide % (Fn.ORDER - 1n)) + 1n;
  }

  function multiply(scalar: bigint, point: P): P {
    if (!curve.splitScalars) return point.multiply(scalar);
    const part = randomValue();
    // part = scalar has probability 2^-252; then noble refuses the zero instead of giving a wrong product.
    return point.multiply(part).add(point.multiply(Fn.sub(scalar, part)));
  }

  return {
    elementBytes,
    scalarBytes: Fn.BYTES,
    assertElement: (element) => void decodeElement(element),
    assertScalar: (scalar) => void decodeScalar(scalar),
    multiply: (scalar, element) => multiply(decodeScalar(scalar), decodeElement(element)).toBytes(),
    multiplyBase: (scalar) => Point.BASE.multiply(decodeScalar(scalar)).toBytes(),
    add: (a, b) => notIdentity(decodeElement(a).add(decodeElement(b))).toBytes(),
    randomScalar: () => Fn.toBytes(randomValue()),
    smallScalar: (value) => Fn.toBytes(notZero(BigInt(value))),
    addScalars: (a, b) => Fn.toBytes(notZero(Fn.add(decodeScalar(a), decodeScalar(b)))),
    subtractScalars: (a, b) => Fn.toBytes(notZero(Fn.sub(decodeScalar(a), decodeScalar(b)))),
    multiplyScalars: (a, b) => Fn.toBytes(Fn.mul(decodeScalar(a), decodeScalar(b))),
    invertScalar: (a) => Fn.toBytes(curve.invert(decodeScalar(a), Fn.ORDER)),
    hashToElement: (message, tag) => hasher.hashToCurve(message, { DST: tag }).toBytes(),
    hashToScalar: (message, tag) => Fn.toBytes(notZero(hasher.hashToScalar(message, { DST: tag }))),
  };
}
