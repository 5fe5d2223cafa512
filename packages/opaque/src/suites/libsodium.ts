// ristretto255-SHA512 on libsodium (the optional peer dependency libsodium-wrappers-sumo): the same results as the
// suite on noble, several times faster, and in constant time as far as WebAssembly is.

import { MunimentError } from '@muniment/errors';
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { assertLength, isAllZero } from '../bytes.ts';
import type { Group, Suite } from '../suite.ts';
import { ristretto255Suite } from './ristretto255.ts';

const ELEMENT_BYTES = 32;
const SCALAR_BYTES = 32;
/** The order of ristretto255, 2^252 + 27742317777372353535851937790883648493, little-endian. */
const ORDER = Uint8Array.of(
  ...[0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10],
);

/** The functions of libsodium that are used. */
type Sodium = typeof import('libsodium-wrappers-sumo').default;

function sodiumGroup(sodium: Sodium): Group {
  function assertElement(element: Uint8Array): void {
    assertLength('a group element', element, ELEMENT_BYTES);
    // The identity is a valid encoding for libsodium.
    if (isAllZero(element)) throw new MunimentError('ERR_ELEMENT', 'a group element is the identity');
    if (!sodium.crypto_core_ristretto255_is_valid_point(element)) {
      throw new MunimentError('ERR_ELEMENT', 'not the canonical encoding of a group element');
    }
  }

  function assertScalar(scalar: Uint8Array): void {
    assertLength('a scalar', scalar, SCALAR_BYTES);
    assertNotZero(scalar);
    // libsodium reduces silently. Subtracting byte by byte leaves a borrow if the scalar is below the order, and takes
    // the same time for all scalars, which comparing big integers does not.
    let borrow = 0;
    for (let i = 0; i < SCALAR_BYTES; i++) borrow = ((scalar[i] - ORDER[i] - borrow) >> 8) & 1;
    if (borrow === 0) throw new MunimentError('ERR_ELEMENT', 'a scalar is not below the order of the group');
  }

  function assertNotZero(scalar: Uint8Array): Uint8Array {
    if (isAllZero(scalar)) throw new MunimentError('ERR_ELEMENT', 'a scalar is zero');
    return scalar;
  }

  return {
    elementBytes: ELEMENT_BYTES,
    scalarBytes: SCALAR_BYTES,
    assertElement,
    assertScalar,
    multiply(scalar, element) {
      assertScalar(scalar);
      assertElement(element);
      return sodium.crypto_scalarmult_ristretto255(scalar, element);
    },
    multiplyBase(scalar) {
      assertScalar(scalar);
      return sodium.crypto_scalarmult_ristretto255_base(scalar);
    },
    add(a, b) {
      assertElement(a);
      assertElement(b);
      const sum = sodium.crypto_core_ristretto255_add(a, b);
      if (isAllZero(sum)) throw new MunimentError('ERR_ELEMENT', 'a group element is the identity');
      return sum;
    },
    randomScalar: () => sodium.crypto_core_ristretto255_scalar_random(),
    smallScalar(value) {
      const scalar = new Uint8Array(SCALAR_BYTES);
      scalar.set([value & 0xff, value >> 8]);
      return assertNotZero(scalar);
    },
    addScalars(a, b) {
      assertScalar(a);
      assertScalar(b);
      return assertNotZero(sodium.crypto_core_ristretto255_scalar_add(a, b));
    },
    subtractScalars(a, b) {
      assertScalar(a);
      assertScalar(b);
      return assertNotZero(sodium.crypto_core_ristretto255_scalar_sub(a, b));
    },
    multiplyScalars(a, b) {
      assertScalar(a);
      assertScalar(b);
      return sodium.crypto_core_ristretto255_scalar_mul(a, b);
    },
    invertScalar(a) {
      assertScalar(a);
      return sodium.crypto_core_ristretto255_scalar_invert(a);
    },
    hashToElement: (message, tag) =>
      sodium.crypto_core_ristretto255_from_hash(expand_message_xmd(message, tag, 64, sha512)),
    hashToScalar: (message, tag) =>
      assertNotZero(
        sodium.crypto_core_ristretto255_scalar_reduce(expand_message_xmd(message, tag, 64, sha512)),
      ),
  };
}

/**
 * The suite ristretto255-SHA512 on libsodium.
 *
 * ```ts
 * const suite = await loadLibsodiumSuite();
 * ```
 * @throws Error (the runtime's own) if libsodium-wrappers-sumo is not installed
 */
export async function loadLibsodiumSuite(): Promise<Suite> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  return ristretto255Suite(sodiumGroup(sodium));
}
