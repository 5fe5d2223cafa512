// The vectors of RFC 9497 appendix A for ristretto255-SHA512 and P256-SHA256: all three modes, every value.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  blindEvaluate,
  blindInputWith,
  deriveOprfKeyPair,
  evaluate,
  finalize,
  partialEvaluateDirect,
  partialEvaluateWith,
  partialFinalize,
  partialTweakedKey,
  verifiableEvaluateWith,
  verifiableFinalize,
} from '../../src/oprf.ts';
import { contextString, type OprfMode } from '../../src/suite.ts';
import { fromHex, toHex, utf8 } from '../hex.ts';
import { IMPLEMENTATIONS, isQuick } from '../implementations.ts';

interface Group {
  readonly groupDST: string;
  readonly hash: string;
  readonly identifier: string;
  readonly keyInfo: string;
  readonly mode: 0 | 1 | 2;
  readonly pkSm?: string;
  readonly seed: string;
  readonly skSm: string;
  readonly vectors: readonly {
    readonly Batch: number;
    readonly Blind: string;
    readonly BlindedElement: string;
    readonly EvaluationElement: string;
    readonly Info?: string;
    readonly Input: string;
    readonly Output: string;
    readonly Proof?: { readonly proof: string; readonly r: string };
  }[];
}

const groups = JSON.parse(
  readFileSync(new URL('../../../../test-vectors/third-party/rfc9497-oprf.json', import.meta.url), 'utf8'),
) as Group[];

const MODES: readonly OprfMode[] = ['oprf', 'voprf', 'poprf'];
const cases = groups
  .filter((group) => IMPLEMENTATIONS[group.identifier] !== undefined)
  .flatMap((group) =>
    IMPLEMENTATIONS[group.identifier].map((suite, i) => ({
      group,
      suite,
      name: `${group.identifier} (${i}) ${MODES[group.mode]}`,
    })),
  );
let ran = 0;

describe.each(cases)('$name', ({ group, suite }) => {
  const mode = MODES[group.mode];
  const { secretKey, publicKey } = deriveOprfKeyPair(
    suite,
    mode,
    fromHex(group.seed),
    fromHex(group.keyInfo),
  );

  test('key pair and tags', () => {
    expect(toHex(secretKey.expose())).toBe(group.skSm);
    if (group.pkSm !== undefined) expect(toHex(publicKey)).toBe(group.pkSm);
    expect(toHex(utf8('HashToGroup-')) + toHex(contextString(suite.oprfName, mode))).toBe(group.groupDST);
    expect(suite.hash.bytes).toBe(group.hash === 'SHA512' ? 64 : 32);
  });

  test.each(group.vectors.map((vector, index) => ({ vector, index })))('vector $index', ({ vector }) => {
    const list = (text: string): Uint8Array[] => text.split(',').map(fromHex);
    const inputs = list(vector.Input);
    const blinds = list(vector.Blind);
    expect(inputs).toHaveLength(vector.Batch);
    const info = fromHex(vector.Info ?? '');
    const blindedElements = inputs.map((input, i) => blindInputWith(suite, mode, input, blinds[i]));
    expect(blindedElements.map(toHex).join()).toBe(vector.BlindedElement);

    const direct = inputs.map((input) =>
      mode === 'poprf'
        ? partialEvaluateDirect(suite, secretKey, input, info)
        : evaluate(suite, mode, secretKey, input),
    );
    expect(direct.map((output) => toHex(output.expose())).join()).toBe(vector.Output);

    if (mode === 'oprf') {
      const evaluated = blindedElements.map((element) => blindEvaluate(suite, secretKey, element));
      expect(evaluated.map(toHex).join()).toBe(vector.EvaluationElement);
      const outputs = inputs.map((input, i) => finalize(suite, input, blinds[i], evaluated[i]));
      expect(outputs.map((output) => toHex(output.expose())).join()).toBe(vector.Output);
    } else {
      const nonce = fromHex(vector.Proof?.r ?? '');
      const { evaluatedElements, proof } =
        mode === 'voprf'
          ? verifiableEvaluateWith(suite, secretKey, blindedElements, nonce)
          : partialEvaluateWith(suite, secretKey, blindedElements, info, nonce);
      expect(evaluatedElements.map(toHex).join()).toBe(vector.EvaluationElement);
      expect(toHex(proof)).toBe(vector.Proof?.proof);
      const items = inputs.map((input, i) => ({
        input,
        blind: blinds[i],
        blindedElement: blindedElements[i],
        evaluatedElement: evaluatedElements[i],
      }));
      const outputs =
        mode === 'voprf'
          ? verifiableFinalize(suite, items, publicKey, proof)
          : partialFinalize(suite, items, partialTweakedKey(suite, publicKey, info), info, proof);
      expect(outputs.map((output) => toHex(output.expose())).join()).toBe(vector.Output);
    }
    ran++;
  });
});

test('all vectors of both suites ran', () => {
  // 2 + 3 + 3 per suite; ristretto255 ran on two implementations.
  expect(ran).toBe(isQuick ? 8 : 24);
});
