// threshold.json: an OPRF key in shares, evaluation with a share, its proof, and combining.

import type { Vector, VectorFile } from './format.ts';
import {
  type Bytes,
  blindInput,
  evaluatePolynomial,
  finalize,
  multiply,
  multiplyBase,
  P256,
  prove,
  type ReferenceSuite,
  RISTRETTO,
  scalar,
  toScalar,
  utf8,
} from './reference.ts';

interface Answer {
  readonly index: number;
  readonly evaluatedElement: Bytes;
  readonly proof: Bytes;
}

interface Setting {
  readonly suite: ReferenceSuite;
  readonly threshold: number;
  readonly count: number;
  readonly oprfKey: Bytes;
  readonly coefficients: readonly Bytes[];
  readonly shares: readonly Bytes[];
  readonly sharePublicKeys: readonly Bytes[];
  readonly publicKey: Bytes;
  readonly input: Bytes;
  readonly blind: Bytes;
  readonly blindedElement: Bytes;
  readonly nonces: readonly Bytes[];
  readonly answers: readonly Answer[];
}

function setting(suite: ReferenceSuite, threshold: number, count: number): Setting {
  const name = `threshold ${suite.name} ${threshold} ${count}`;
  const oprfKey = scalar(suite, `${name} key`);
  const coefficients = Array.from({ length: threshold - 1 }, (_, i) =>
    scalar(suite, `${name} coefficient ${i}`),
  );
  const indexes = Array.from({ length: count }, (_, i) => i + 1);
  const shares = indexes.map((x) => evaluatePolynomial(suite, [oprfKey, ...coefficients], x));
  const input = utf8('correct horse battery staple');
  const blind = scalar(suite, `${name} blind`);
  const blindedElement = blindInput(suite, input, blind);
  const nonces = indexes.map((x) => scalar(suite, `${name} nonce ${x}`));
  const answers = shares.map((share, i) => {
    const evaluatedElement = multiply(suite, share, blindedElement);
    return {
      index: i + 1,
      evaluatedElement,
      proof: prove(suite, share, blindedElement, evaluatedElement, nonces[i]),
    };
  });
  return {
    suite,
    threshold,
    count,
    oprfKey,
    coefficients,
    shares,
    sharePublicKeys: shares.map((share) => multiplyBase(suite, share)),
    publicKey: multiplyBase(suite, oprfKey),
    input,
    blind,
    blindedElement,
    nonces,
    answers,
  };
}

function deal(id: string, of: Setting): Vector {
  const { suite, threshold, count, oprfKey, coefficients, shares, sharePublicKeys, publicKey } = of;
  return {
    id,
    comment: `Dealing ${threshold} of ${count} and evaluating with every share.`,
    flags: ['Deal'],
    reqs: ['OPAQUE-073', 'OPAQUE-074'],
    operation: 'dealShares',
    suiteName: suite.name,
    threshold,
    oprfKey,
    coefficients,
    shares,
    sharePublicKeys,
    publicKey,
    blindedElement: of.blindedElement,
    proofNonces: of.nonces,
    answers: of.answers,
  };
}

function combine(
  id: string,
  comment: string,
  of: Setting,
  answers: readonly Answer[],
  rejected: readonly number[] = [],
): Vector {
  const { suite, threshold, sharePublicKeys, oprfKey, input, blind, blindedElement } = of;
  const evaluatedElement = multiply(suite, oprfKey, blindedElement);
  return {
    id,
    comment,
    flags: [rejected.length === 0 ? 'Combine' : 'BadShare'],
    reqs: rejected.length === 0 ? ['OPAQUE-071'] : ['OPAQUE-070', 'OPAQUE-071', 'OPAQUE-072'],
    operation: 'combine',
    suiteName: suite.name,
    threshold,
    sharePublicKeys,
    blindedElement,
    answers,
    evaluatedElement,
    rejected,
    input,
    blind,
    oprfOutput: finalize(suite, input, blind, evaluatedElement),
  };
}

function fails(
  id: string,
  comment: string,
  of: Setting,
  answers: readonly Answer[],
  rejected: readonly number[],
): Vector {
  const { suite, threshold, sharePublicKeys, blindedElement } = of;
  return {
    id,
    comment,
    error: 'ERR_SHARES',
    flags: [rejected.length === 0 ? 'TooFew' : 'BadShare'],
    reqs: ['OPAQUE-070', 'OPAQUE-071', 'OPAQUE-072'],
    operation: 'combine',
    suiteName: suite.name,
    threshold,
    sharePublicKeys,
    blindedElement,
    answers,
    rejected,
  };
}

function verify(id: string, comment: string, of: Setting, changed: Partial<Setting>, error?: string): Vector {
  const { suite, threshold, sharePublicKeys, publicKey } = { ...of, ...changed };
  return {
    id,
    comment,
    ...(error === undefined ? {} : { error }),
    flags: ['Verify'],
    reqs: ['OPAQUE-073'],
    operation: 'verifyKey',
    suiteName: suite.name,
    threshold,
    sharePublicKeys,
    publicKey,
  };
}

const flip = (bytes: Bytes, position: number): Bytes =>
  bytes.map((byte, i) => (i === (position + bytes.length) % bytes.length ? byte ^ 1 : byte));
const pick = (of: Setting, ...indexes: readonly number[]): Answer[] =>
  indexes.map((index) => of.answers[index - 1]);

export function thresholdFile(): VectorFile {
  const vectors: Vector[] = [];
  for (const [tag, suite] of [
    ['r', RISTRETTO],
    ['p', P256],
  ] as const) {
    for (const [threshold, count] of [
      [1, 1],
      [2, 3],
      [3, 5],
    ]) {
      const of = setting(suite, threshold, count);
      const id = (name: string): string => `opaque-threshold-${tag}-${threshold}of${count}-${name}`;
      vectors.push(deal(id('deal'), of), verify(id('verify'), 'The public keys belong together.', of, {}));
      if (threshold === 1) {
        vectors.push(combine(id('combine'), 'One share is the key.', of, of.answers));
        continue;
      }
      const first = Array.from({ length: threshold }, (_, i) => i + 1);
      const last = first.map((index) => count - threshold + index);
      const tooFew = first.slice(1);
      vectors.push(
        combine(id('first'), 'The lowest indexes.', of, pick(of, ...first)),
        combine(id('last'), 'The highest indexes, in descending order.', of, pick(of, ...last.toReversed())),
        combine(id('all'), 'More answers than needed.', of, of.answers),
        fails(id('too-few'), 'One answer fewer than the threshold.', of, pick(of, ...tooFew), []),
        fails(id('none'), 'No answer.', of, [], []),
        fails(
          id('same-twice'),
          'Enough answers, but two from one index.',
          of,
          [...pick(of, ...tooFew), of.answers[tooFew[0] - 1]],
          [],
        ),
      );
      const [one, two] = of.answers;
      const other = setting(suite, threshold + 1, count + 1).answers[0];
      const bad: readonly [string, string, Answer][] = [
        ['proof-c', 'The first byte of the proof is altered.', { ...one, proof: flip(one.proof, 0) }],
        ['proof-s', 'The second scalar of the proof is altered.', { ...one, proof: flip(one.proof, 48) }],
        ['proof-of-other', 'The proof of another index.', { ...one, proof: two.proof }],
        [
          'element-of-other',
          'The element of another index.',
          { ...one, evaluatedElement: two.evaluatedElement },
        ],
        ['answer-of-other', 'Element and proof of another index.', { ...two, index: 1 }],
        ['other-share', 'A share of another key, rightly proved.', { ...other, index: 1 }],
        ['reflected', 'The blinded element itself.', { ...one, evaluatedElement: of.blindedElement }],
        ['short-proof', 'The proof lacks a byte.', { ...one, proof: one.proof.slice(0, -1) }],
        [
          'long-proof',
          'The proof has a byte too many.',
          { ...one, proof: new Uint8Array([...one.proof, 0]) },
        ],
        ['zero-proof', 'The proof is all zero.', { ...one, proof: new Uint8Array(one.proof.length) }],
        [
          'big-scalar',
          'The second scalar of the proof is the order of the group.',
          { ...one, proof: new Uint8Array([...one.proof.slice(0, 32), ...toScalar(suite, suite.order)]) },
        ],
        [
          'zero-element',
          'The element is all zero.',
          { ...one, evaluatedElement: new Uint8Array(one.evaluatedElement.length) },
        ],
        [
          'short-element',
          'The element lacks a byte.',
          { ...one, evaluatedElement: one.evaluatedElement.slice(0, -1) },
        ],
      ];
      const rest = of.answers.slice(1);
      for (const [name, comment, answer] of bad) {
        vectors.push(
          combine(id(name), `${comment} The others suffice.`, of, [answer, ...rest], [1]),
          fails(
            id(`${name}-fails`),
            `${comment} Without it there are too few.`,
            of,
            [answer, ...rest.slice(0, threshold - 1)],
            [1],
          ),
        );
      }
      vectors.push(
        combine(id('index-zero'), 'An index below 1.', of, [{ ...one, index: 0 }, ...rest], [0]),
        combine(
          id('index-beyond'),
          'An index above the number of shares.',
          of,
          [{ ...one, index: count + 1 }, ...rest],
          [count + 1],
        ),
        fails(
          id('index-zero-fails'),
          'An index below 1.',
          of,
          [{ ...one, index: 0 }, ...rest.slice(0, threshold - 1)],
          [0],
        ),
      );
      const swapped = of.sharePublicKeys.toSpliced(0, 2, of.sharePublicKeys[1], of.sharePublicKeys[0]);
      vectors.push(
        verify(
          id('verify-swapped'),
          'Two public keys are exchanged.',
          of,
          { sharePublicKeys: swapped },
          'ERR_PROOF',
        ),
        verify(
          id('verify-last'),
          'The last public key is that of another share.',
          of,
          { sharePublicKeys: of.sharePublicKeys.toSpliced(-1, 1, other.evaluatedElement) },
          'ERR_PROOF',
        ),
        verify(
          id('verify-key'),
          'The public element of the key is another.',
          of,
          { publicKey: other.evaluatedElement },
          'ERR_PROOF',
        ),
        verify(
          id('verify-degree'),
          'The polynomial has a higher degree than the threshold says.',
          of,
          { threshold: threshold - 1 },
          'ERR_PROOF',
        ),
        verify(
          id('verify-identity'),
          'A public key is all zero.',
          of,
          { sharePublicKeys: of.sharePublicKeys.toSpliced(0, 1, new Uint8Array(suite.elementBytes)) },
          'ERR_ELEMENT',
        ),
      );
    }
  }
  return {
    name: 'threshold',
    flags: {
      Deal: {
        bugType: 'BASIC',
        description: 'Shares, public keys, evaluations and proofs from given random values.',
      },
      Combine: { bugType: 'BASIC', description: 'Good answers give what the whole key gives.' },
      TooFew: { bugType: 'AUTHENTICATION_BYPASS', description: 'Fewer answers than the threshold.' },
      BadShare: {
        bugType: 'MISSING_CHECK',
        description: 'An answer that does not verify: dropped and named.',
      },
      Verify: { bugType: 'MISSING_CHECK', description: 'Whether public keys of shares belong to one key.' },
    },
    vectors,
  };
}
