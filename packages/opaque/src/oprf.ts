// The oblivious pseudorandom functions of RFC 9497 over any Suite: OPRF, VOPRF and POPRF.

import type { KeyInput, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertBytes, concat, exposedExactly, intoSecret, label, prefixed } from './bytes.ts';
import { generateProof, verifyProof } from './dleq.ts';
import { contextString, deriveScalar, type OprfMode, type Suite } from './suite.ts';

/** A longer input does not fit the RFC's two-byte length. */
export const OPRF_INPUT_MAX_BYTES = 65535;

/** A key of the OPRF with its public element. */
export interface OprfKeyPair {
  readonly secretKey: SecretBytes;
  readonly publicKey: Uint8Array;
}

/** A blinded input: `blind` stays with the client, `blindedElement` goes to the server. */
export interface Blinded {
  readonly blind: SecretBytes;
  readonly blindedElement: Uint8Array;
}

/** A fresh uniform key, as a SecretBytes of `suite.group.scalarBytes`. */
export function generateOprfKey(suite: Suite): SecretBytes {
  return intoSecret(suite.group.randomScalar());
}

/**
 * DeriveKeyPair, RFC 9497 section 3.2.1.
 *
 * @param seed 32 bytes
 * @param info up to 65535 bytes
 */
export function deriveOprfKeyPair(
  suite: Suite,
  mode: OprfMode,
  seed: KeyInput,
  info: Uint8Array,
): OprfKeyPair {
  const scalar = deriveScalar(suite.group, suite.oprfName, mode, exposedExactly('seed', seed, 32), info);
  const publicKey = suite.group.multiplyBase(scalar);
  return { secretKey: intoSecret(scalar), publicKey };
}

/** The public element of a key. @throws ERR_ELEMENT on a zero or non-canonical key */
export function oprfPublicKey(suite: Suite, secretKey: KeyInput): Uint8Array {
  return suite.group.multiplyBase(exposedExactly('secretKey', secretKey, suite.group.scalarBytes));
}

/** Blind, RFC 9497 sections 3.3.1 and 3.3.2, with a fresh blind. */
export function blindInput(suite: Suite, mode: OprfMode, input: Uint8Array): Blinded {
  const blind = suite.group.randomScalar();
  const blindedElement = blindInputWith(suite, mode, input, blind);
  return { blind: intoSecret(blind), blindedElement };
}

/** Blind with a given scalar. */
export function blindInputWith(
  suite: Suite,
  mode: OprfMode,
  input: Uint8Array,
  blind: Uint8Array,
): Uint8Array {
  return suite.group.multiply(blind, hashInput(suite, mode, input));
}

/**
 * BlindEvaluate, RFC 9497 section 3.3.1. The key may be a share of a key: then the result is a share of the result.
 *
 * @throws ERR_ELEMENT on an identity or non-canonical element, and on a zero or non-canonical key
 */
export function blindEvaluate(suite: Suite, secretKey: KeyInput, blindedElement: Uint8Array): Uint8Array {
  const { group } = suite;
  return group.multiply(exposedExactly('secretKey', secretKey, group.scalarBytes), blindedElement);
}

/** Finalize, RFC 9497 section 3.3.1: the output of the function, `suite.hash.bytes` long. */
export function finalize(
  suite: Suite,
  input: Uint8Array,
  blind: KeyInput,
  evaluatedElement: Uint8Array,
): SecretBytes {
  return hashOutput(suite, [input], unblind(suite, blind, evaluatedElement));
}

/** Evaluate, RFC 9497 sections 3.3.1 and 3.3.2: the same output by someone who holds the key and the input. */
export function evaluate(
  suite: Suite,
  mode: 'oprf' | 'voprf',
  secretKey: KeyInput,
  input: Uint8Array,
): SecretBytes {
  return hashOutput(suite, [input], blindEvaluate(suite, secretKey, hashInput(suite, mode, input)));
}

/** What a server answers in a verifiable mode: one element per blinded element and one proof for all. */
export interface VerifiableEvaluation {
  readonly evaluatedElements: readonly Uint8Array[];
  /** Two scalars. */
  readonly proof: Uint8Array;
}

/** BlindEvaluate of the VOPRF, RFC 9497 section 3.3.2, for one or more blinded elements. */
export function verifiableEvaluate(
  suite: Suite,
  secretKey: KeyInput,
  blindedElements: readonly Uint8Array[],
): VerifiableEvaluation {
  return verifiableEvaluateWith(suite, secretKey, blindedElements, suite.group.randomScalar());
}

/** `verifiableEvaluate` with a given proof nonce. */
export function verifiableEvaluateWith(
  suite: Suite,
  secretKey: KeyInput,
  blindedElements: readonly Uint8Array[],
  nonce: Uint8Array,
): VerifiableEvaluation {
  const { group } = suite;
  const key = exposedExactly('secretKey', secretKey, group.scalarBytes);
  const evaluatedElements = blindedElements.map((element) => group.multiply(key, element));
  const proof = generateProof(
    suite,
    'voprf',
    key,
    group.multiplyBase(key),
    blindedElements,
    evaluatedElements,
    nonce,
  );
  return { evaluatedElements, proof };
}

/** One input of a batch, as its client knows it. */
export interface VerifiableItem {
  readonly input: Uint8Array;
  readonly blind: KeyInput;
  readonly blindedElement: Uint8Array;
  readonly evaluatedElement: Uint8Array;
}

/** Finalize of the VOPRF, RFC 9497 section 3.3.2. @throws ERR_PROOF if the server did not use `publicKey`'s key */
export function verifiableFinalize(
  suite: Suite,
  items: readonly VerifiableItem[],
  publicKey: Uint8Array,
  proof: Uint8Array,
): SecretBytes[] {
  const blinded = items.map((item) => item.blindedElement);
  const evaluated = items.map((item) => item.evaluatedElement);
  verifyProof(suite, 'voprf', publicKey, blinded, evaluated, proof);
  return items.map((item) => finalize(suite, item.input, item.blind, item.evaluatedElement));
}

/** The key that the POPRF uses for `info`, as the client sees it. RFC 9497 section 3.3.3. */
export function partialTweakedKey(suite: Suite, publicKey: Uint8Array, info: Uint8Array): Uint8Array {
  return suite.group.add(suite.group.multiplyBase(infoScalar(suite, info)), publicKey);
}

/** BlindEvaluate of the POPRF, RFC 9497 section 3.3.3. */
export function partialEvaluate(
  suite: Suite,
  secretKey: KeyInput,
  blindedElements: readonly Uint8Array[],
  info: Uint8Array,
): VerifiableEvaluation {
  return partialEvaluateWith(suite, secretKey, blindedElements, info, suite.group.randomScalar());
}

/** `partialEvaluate` with a given proof nonce. */
export function partialEvaluateWith(
  suite: Suite,
  secretKey: KeyInput,
  blindedElements: readonly Uint8Array[],
  info: Uint8Array,
  nonce: Uint8Array,
): VerifiableEvaluation {
  const { group } = suite;
  const key = tweakedSecret(suite, secretKey, info);
  const inverse = group.invertScalar(key);
  const evaluatedElements = blindedElements.map((element) => group.multiply(inverse, element));
  // The roles of the two lists are exchanged, because the blinded elements are the tweaked key times the evaluated ones.
  const proof = generateProof(
    suite,
    'poprf',
    key,
    group.multiplyBase(key),
    evaluatedElements,
    blindedElements,
    nonce,
  );
  return { evaluatedElements, proof };
}

/** Finalize of the POPRF, RFC 9497 section 3.3.3. @throws ERR_PROOF if the server did not use the key and `info` */
export function partialFinalize(
  suite: Suite,
  items: readonly VerifiableItem[],
  tweakedKey: Uint8Array,
  info: Uint8Array,
  proof: Uint8Array,
): SecretBytes[] {
  const blinded = items.map((item) => item.blindedElement);
  const evaluated = items.map((item) => item.evaluatedElement);
  verifyProof(suite, 'poprf', tweakedKey, evaluated, blinded, proof);
  return items.map((item) =>
    hashOutput(suite, [item.input, info], unblind(suite, item.blind, item.evaluatedElement)),
  );
}

/** Evaluate of the POPRF, RFC 9497 section 3.3.3. */
export function partialEvaluateDirect(
  suite: Suite,
  secretKey: KeyInput,
  input: Uint8Array,
  info: Uint8Array,
): SecretBytes {
  const inverse = suite.group.invertScalar(tweakedSecret(suite, secretKey, info));
  return hashOutput(suite, [input, info], suite.group.multiply(inverse, hashInput(suite, 'poprf', input)));
}

function assertInput(name: string, input: Uint8Array): void {
  assertBytes(name, input);
  if (input.length > OPRF_INPUT_MAX_BYTES) {
    throw new MunimentError(
      'ERR_LIMIT',
      `${name} has ${input.length} bytes, more than ${OPRF_INPUT_MAX_BYTES}`,
    );
  }
}

function hashInput(suite: Suite, mode: OprfMode, input: Uint8Array): Uint8Array {
  assertInput('input', input);
  return suite.group.hashToElement(input, concat(label('HashToGroup-'), contextString(suite.oprfName, mode)));
}

function unblind(suite: Suite, blind: KeyInput, evaluatedElement: Uint8Array): Uint8Array {
  const { group } = suite;
  const inverse = group.invertScalar(exposedExactly('blind', blind, group.scalarBytes));
  return group.multiply(inverse, evaluatedElement);
}

function hashOutput(suite: Suite, inputs: readonly Uint8Array[], unblinded: Uint8Array): SecretBytes {
  const parts = [...inputs, unblinded].map(prefixed);
  return intoSecret(suite.hash.digest(concat(...parts, label('Finalize'))));
}

function infoScalar(suite: Suite, info: Uint8Array): Uint8Array {
  assertInput('info', info);
  const tag = concat(label('HashToScalar-'), contextString(suite.oprfName, 'poprf'));
  return suite.group.hashToScalar(concat(label('Info'), prefixed(info)), tag);
}

function tweakedSecret(suite: Suite, secretKey: KeyInput, info: Uint8Array): Uint8Array {
  const key = exposedExactly('secretKey', secretKey, suite.group.scalarBytes);
  return suite.group.addScalars(key, infoScalar(suite, info));
}
