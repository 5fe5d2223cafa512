// Proofs that one secret links several pairs of elements: RFC 9497 section 2.2.

import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertLength, concat, cut, label, prefixed, uint16 } from './bytes.ts';
import { contextString, type OprfMode, type Suite } from './suite.ts';

/** Bytes of a proof: two scalars. */
function proofBytes(suite: Suite): number {
  return 2 * suite.group.scalarBytes;
}

/** GenerateProof: that D[i] = k * C[i] for every i, and B = k * generator, with the nonce r. */
export function generateProof(
  suite: Suite,
  mode: OprfMode,
  k: Uint8Array,
  B: Uint8Array,
  C: readonly Uint8Array[],
  D: readonly Uint8Array[],
  r: Uint8Array,
): Uint8Array {
  const { group } = suite;
  const M = combine(suite, weights(suite, mode, B, C, D), C);
  const Z = group.multiply(k, M);
  const c = challenge(suite, mode, [B, M, Z, group.multiplyBase(r), group.multiply(r, M)]);
  return concat(c, group.subtractScalars(r, group.multiplyScalars(c, k)));
}

/** VerifyProof. @throws ERR_ENCODING on another length, ERR_ELEMENT on bad elements or scalars, ERR_PROOF */
export function verifyProof(
  suite: Suite,
  mode: OprfMode,
  B: Uint8Array,
  C: readonly Uint8Array[],
  D: readonly Uint8Array[],
  proof: Uint8Array,
): void {
  const { group } = suite;
  assertLength('a proof', proof, proofBytes(suite));
  const [c, s] = cut(proof, group.scalarBytes, group.scalarBytes);
  const d = weights(suite, mode, B, C, D);
  const M = combine(suite, d, C);
  const Z = combine(suite, d, D);
  const t2 = group.add(group.multiplyBase(s), group.multiply(c, B));
  const t3 = group.add(group.multiply(s, M), group.multiply(c, Z));
  if (!equalBytes(challenge(suite, mode, [B, M, Z, t2, t3]), c)) throw new MunimentError('ERR_PROOF');
}

/** The weights of ComputeComposites, one per pair. */
function weights(
  suite: Suite,
  mode: OprfMode,
  B: Uint8Array,
  C: readonly Uint8Array[],
  D: readonly Uint8Array[],
): Uint8Array[] {
  if (C.length === 0 || C.length !== D.length || C.length > 0xffff) {
    throw new RangeError(`a proof needs 1 to 65535 pairs of elements, not ${C.length} and ${D.length}`);
  }
  const context = contextString(suite.oprfName, mode);
  const seed = suite.hash.digest(concat(prefixed(B), prefixed(concat(label('Seed-'), context))));
  const tag = concat(label('HashToScalar-'), context);
  return C.map((element, i) =>
    suite.group.hashToScalar(
      concat(prefixed(seed), uint16(i), prefixed(element), prefixed(D[i]), label('Composite')),
      tag,
    ),
  );
}

/** The sum of weights[i] * elements[i]. */
function combine(suite: Suite, weights: readonly Uint8Array[], elements: readonly Uint8Array[]): Uint8Array {
  return elements
    .map((element, i) => suite.group.multiply(weights[i], element))
    .reduce((sum, term) => suite.group.add(sum, term));
}

function challenge(suite: Suite, mode: OprfMode, elements: readonly Uint8Array[]): Uint8Array {
  const tag = concat(label('HashToScalar-'), contextString(suite.oprfName, mode));
  return suite.group.hashToScalar(concat(...elements.map(prefixed), label('Challenge')), tag);
}
