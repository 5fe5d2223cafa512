// The OPRF modes against noble's own implementation, and the misuse of them.

import { SecretBytes } from '@muniment/crypto';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { p256_oprf } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { verifyProof } from '../src/dleq.ts';
import {
  blindEvaluate,
  blindInput,
  deriveOprfKeyPair,
  evaluate,
  finalize,
  generateOprfKey,
  oprfPublicKey,
  partialEvaluate,
  partialEvaluateDirect,
  partialFinalize,
  partialTweakedKey,
  verifiableEvaluate,
  verifiableFinalize,
} from '../src/oprf.ts';
import { toHex, utf8 } from './hex.ts';
import { NAMED_SUITES } from './implementations.ts';

const cases = NAMED_SUITES.map(({ name, suite }) => ({
  name,
  suite,
  oracle: suite.name === 'P256-SHA256' ? p256_oprf : ristretto255_oprf,
}));

/** noble's types leave out the evaluation without blinding, which it has. */
function evaluateWithNoble(mode: unknown, key: Uint8Array, input: Uint8Array): Uint8Array {
  return (mode as { evaluate(key: Uint8Array, input: Uint8Array): Uint8Array }).evaluate(key, input);
}

describe.each(cases)('$name', ({ suite, oracle }) => {
  const key = generateOprfKey(suite);
  const publicKey = oprfPublicKey(suite, key);
  const input = utf8('an input');
  const info = utf8('some info');
  const proofError = expect.objectContaining({ code: 'ERR_PROOF' });

  test('OPRF: both ways with noble', () => {
    const { blind, blindedElement } = blindInput(suite, 'oprf', input);
    const output = finalize(suite, input, blind, oracle.oprf.blindEvaluate(key.expose(), blindedElement));
    expect(toHex(output.expose())).toBe(toHex(evaluateWithNoble(oracle.oprf, key.expose(), input)));
    const theirs = oracle.oprf.blind(input);
    const evaluated = blindEvaluate(suite, key, theirs.blinded);
    expect(toHex(oracle.oprf.finalize(input, theirs.blind, evaluated))).toBe(toHex(output.expose()));
    expect(toHex(evaluate(suite, 'oprf', key, input).expose())).toBe(toHex(output.expose()));
  });

  test('VOPRF: both ways with noble, in a batch', () => {
    const inputs = [utf8('one'), utf8('two'), utf8('three')];
    const blinded = inputs.map((each) => blindInput(suite, 'voprf', each));
    const elements = blinded.map(({ blindedElement }) => blindedElement);
    const theirs = oracle.voprf.blindEvaluateBatch(key.expose(), publicKey, elements);
    const ours = verifiableEvaluate(suite, key, elements);
    expect(ours.evaluatedElements.map(toHex)).toEqual(theirs.evaluated.map(toHex));
    const items = inputs.map((each, i) => ({
      input: each,
      ...blinded[i],
      evaluatedElement: ours.evaluatedElements[i],
    }));
    const outputs = verifiableFinalize(suite, items, publicKey, theirs.proof).map((each) =>
      toHex(each.expose()),
    );
    expect(outputs).toEqual(inputs.map((each) => toHex(evaluateWithNoble(oracle.voprf, key.expose(), each))));
    const theirItems = items.map((item) => ({
      input: item.input,
      blind: item.blind.expose(),
      blinded: item.blindedElement,
      evaluated: item.evaluatedElement,
    }));
    expect(oracle.voprf.finalizeBatch(theirItems, publicKey, ours.proof).map(toHex)).toEqual(outputs);
    expect(toHex(verifiableEvaluate(suite, key, elements).proof)).not.toBe(toHex(ours.proof));
    // One wrong element in the batch spoils the proof.
    const wrong = items.map((item, i) =>
      i === 1 ? { ...item, evaluatedElement: ours.evaluatedElements[2] } : item,
    );
    expect(() => verifiableFinalize(suite, wrong, publicKey, ours.proof)).toThrow(proofError);
    expect(() => verifiableFinalize(suite, items.toReversed(), publicKey, ours.proof)).toThrow(proofError);
    expect(() => verifiableFinalize(suite, items.slice(1), publicKey, ours.proof)).toThrow(proofError);
    expect(() => verifiableFinalize(suite, [], publicKey, ours.proof)).toThrow(RangeError);
  });

  test('POPRF: both ways with noble', () => {
    const { blind, blindedElement } = blindInput(suite, 'poprf', input);
    const tweakedKey = partialTweakedKey(suite, publicKey, info);
    const mode = oracle.poprf(info);
    const theirs = mode.blindEvaluate(key.expose(), blindedElement);
    const ours = partialEvaluate(suite, key, [blindedElement], info);
    const item = { input, blind, blindedElement, evaluatedElement: theirs.evaluated };
    const [output] = partialFinalize(suite, [item], tweakedKey, info, theirs.proof);
    expect(toHex(output.expose())).toBe(toHex(mode.evaluate(key.expose(), input)));
    expect(toHex(partialEvaluateDirect(suite, key, input, info).expose())).toBe(toHex(output.expose()));
    const [evaluatedElement] = ours.evaluatedElements;
    expect(
      toHex(mode.finalize(input, blind.expose(), evaluatedElement, blindedElement, ours.proof, tweakedKey)),
    ).toBe(toHex(output.expose()));
    expect(() =>
      partialFinalize(suite, [item], partialTweakedKey(suite, publicKey, utf8('other')), info, theirs.proof),
    ).toThrow(proofError);
    const other = partialEvaluate(suite, generateOprfKey(suite), [blindedElement], info);
    const bad = { ...item, evaluatedElement: other.evaluatedElements[0] };
    expect(() => partialFinalize(suite, [bad], tweakedKey, info, other.proof)).toThrow(proofError);
  });

  test('the modes and the inputs are kept apart', () => {
    const outputs = [
      evaluate(suite, 'oprf', key, input),
      evaluate(suite, 'voprf', key, input),
      partialEvaluateDirect(suite, key, input, info),
      partialEvaluateDirect(suite, key, input, utf8('other')),
      evaluate(suite, 'oprf', key, utf8('other')),
      evaluate(suite, 'oprf', generateOprfKey(suite), input),
      evaluate(suite, 'oprf', key, new Uint8Array(0)),
      evaluate(suite, 'oprf', key, new Uint8Array(65535)),
    ].map((output) => toHex(output.expose()));
    expect(new Set(outputs).size).toBe(outputs.length);
  });

  test('refuses inputs that are too long, and keys of another size', () => {
    const limit = expect.objectContaining({ code: 'ERR_LIMIT' });
    const long = new Uint8Array(65536);
    expect(() => blindInput(suite, 'oprf', long)).toThrow(limit);
    expect(() => partialTweakedKey(suite, publicKey, long)).toThrow(limit);
    expect(() => blindInput(suite, 'oprf', 'text' as never)).toThrow(
      new TypeError('input must be a Uint8Array'),
    );
    const size = expect.objectContaining({ code: 'ERR_KEY_SIZE' });
    for (const length of [0, 31, 33]) {
      const bad = new Uint8Array(length);
      expect(() => blindEvaluate(suite, bad, publicKey)).toThrow(size);
      expect(() => oprfPublicKey(suite, bad)).toThrow(size);
      expect(() => finalize(suite, input, bad, publicKey)).toThrow(size);
      expect(() => verifiableEvaluate(suite, bad, [publicKey])).toThrow(size);
      expect(() => partialEvaluate(suite, bad, [publicKey], info)).toThrow(size);
      expect(() => deriveOprfKeyPair(suite, 'oprf', bad, info)).toThrow(size);
    }
    expect(() => blindEvaluate(suite, 'text' as never, publicKey)).toThrow(TypeError);
  });

  test('takes secrets in either form and leaves them alone', () => {
    const bytes = new Uint8Array(key.expose());
    expect(toHex(blindEvaluate(suite, bytes, publicKey))).toBe(toHex(blindEvaluate(suite, key, publicKey)));
    const seed = SecretBytes.from(new Uint8Array(32).fill(5));
    const pair = deriveOprfKeyPair(suite, 'oprf', seed, info);
    expect(toHex(oprfPublicKey(suite, pair.secretKey))).toBe(toHex(pair.publicKey));
    expect(seed.isWiped).toBe(false);
    expect(toHex(bytes)).toBe(toHex(key.expose()));
    expect(toHex(deriveOprfKeyPair(suite, 'voprf', seed, info).publicKey)).not.toBe(toHex(pair.publicKey));
  });

  test('a proof is about as many elements on one side as on the other, 1 to 65535', () => {
    const C = [publicKey, publicKey];
    const proof = new Uint8Array(2 * suite.group.scalarBytes);
    expect(() => verifyProof(suite, 'voprf', publicKey, C, C.slice(1), proof)).toThrow(RangeError);
    expect(() => verifyProof(suite, 'voprf', publicKey, C.slice(1), C, proof)).toThrow(RangeError);
    const many = (length: number) => new Array<Uint8Array>(length).fill(undefined as never);
    expect(() => verifyProof(suite, 'voprf', publicKey, many(65536), many(65536), proof)).toThrow(RangeError);
    // Not the number is refused then, but what the elements are.
    expect(() => verifyProof(suite, 'voprf', publicKey, many(65535), many(65535), proof)).toThrow(TypeError);
  });
});
