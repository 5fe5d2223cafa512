// An OPRF key shared among several servers (Shamir's scheme): each evaluates with its share, the client combines the
// answers into what the whole key would have given. RFC 9807 leaves this out; spec/opaque.md, "Shared OPRF key".

import { equalBytes, type KeyInput, randomBytes, type SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { exposed, exposedExactly, intoSecret } from './bytes.ts';
import { type FinishedRegistration, randomizePassword, storeRecord, wipe } from './client.ts';
import { generateProof, verifyProof } from './dleq.ts';
import { copyIdentities, type Identities } from './envelope.ts';
import type { Ksf } from './ksf.ts';
import { NONCE_BYTES } from './messages.ts';
import { blindEvaluate, evaluate, generateOprfKey, oprfPublicKey } from './oprf.ts';
import type { Group, Suite } from './suite.ts';

/** The most servers that can share a key. */
export const SHARE_MAX_COUNT = 255;

/** One server's part of an OPRF key. */
export interface KeyShare {
  /** From 1 to the number of shares. */
  readonly index: number;
  /** A scalar. */
  readonly secret: SecretBytes;
}

/** What everybody may know of a shared key. */
export interface SharedKeyPublic {
  /** How many shares it takes. */
  readonly threshold: number;
  /** The public element of every share, that of index 1 first. */
  readonly sharePublicKeys: readonly Uint8Array[];
  /** The public element of the whole key. */
  readonly publicKey: Uint8Array;
}

/** A key in shares. */
export interface DealtKey extends SharedKeyPublic {
  readonly shares: readonly KeyShare[];
}

/**
 * Deals an OPRF key into shares.
 *
 * ```ts
 * const { shares, sharePublicKeys } = dealKeyShares(suite, oprfKey, { threshold: 2, count: 3 });
 * ```
 * @throws RangeError unless 1 <= threshold <= count <= 255; ERR_KEY_SIZE, ERR_ELEMENT on a bad key
 * Requirements: OPAQUE-074.
 */
export function dealKeyShares(
  suite: Suite,
  oprfKey: KeyInput,
  { threshold, count }: { readonly threshold: number; readonly count: number },
): DealtKey {
  assertSizes(threshold, count);
  const coefficients = Array.from({ length: threshold - 1 }, () => suite.group.randomScalar());
  return dealKeySharesWith(suite, oprfKey, coefficients, count);
}

/** `dealKeyShares` with the coefficients of the polynomial after the key, one fewer than the threshold. */
export function dealKeySharesWith(
  suite: Suite,
  oprfKey: KeyInput,
  coefficients: readonly Uint8Array[],
  count: number,
): DealtKey {
  const { group } = suite;
  const threshold = coefficients.length + 1;
  assertSizes(threshold, count);
  const key = exposedExactly('oprfKey', oprfKey, group.scalarBytes);
  const polynomial = [key, ...coefficients];
  const shares: KeyShare[] = [];
  const sharePublicKeys: Uint8Array[] = [];
  for (let index = 1; index <= count; index++) {
    const x = group.smallScalar(index);
    // Horner's rule.
    const value = polynomial.reduceRight((sum, coefficient) =>
      group.addScalars(group.multiplyScalars(sum, x), coefficient),
    );
    sharePublicKeys.push(group.multiplyBase(value));
    // With threshold 1 the value is the caller's key itself, which is not ours to wipe.
    shares.push({ index, secret: intoSecret(new Uint8Array(value)) });
  }
  return { threshold, shares, sharePublicKeys, publicKey: group.multiplyBase(key) };
}

/** The answer of one server. */
export interface ShareEvaluation {
  readonly index: number;
  /** The blinded element times the share. */
  readonly evaluatedElement: Uint8Array;
  /** That it is: RFC 9497 section 2.2.1, in VOPRF mode, for the share's public key. Two scalars. */
  readonly proof: Uint8Array;
}

/** BlindEvaluate with a share, and the proof of it. @throws ERR_ELEMENT on a bad element */
export function evaluateShare(suite: Suite, share: KeyShare, blindedElement: Uint8Array): ShareEvaluation {
  return evaluateShareWith(suite, share, blindedElement, suite.group.randomScalar());
}

/** `evaluateShare` with a given proof nonce. */
export function evaluateShareWith(
  suite: Suite,
  share: KeyShare,
  blindedElement: Uint8Array,
  nonce: Uint8Array,
): ShareEvaluation {
  const secret = share.secret.expose();
  const evaluatedElement = blindEvaluate(suite, secret, blindedElement);
  const publicKey = suite.group.multiplyBase(secret);
  const proof = generateProof(suite, 'voprf', secret, publicKey, [blindedElement], [evaluatedElement], nonce);
  return { index: share.index, evaluatedElement, proof };
}

/** @throws ERR_ENCODING, ERR_ELEMENT or ERR_PROOF unless the answer comes from the share with this public key */
export function verifyShareEvaluation(
  suite: Suite,
  sharePublicKey: Uint8Array,
  blindedElement: Uint8Array,
  evaluation: ShareEvaluation,
): void {
  verifyProof(
    suite,
    'voprf',
    sharePublicKey,
    [blindedElement],
    [evaluation.evaluatedElement],
    evaluation.proof,
  );
}

/** What `combineShares` takes. */
export interface CombineSharesOptions {
  readonly suite: Suite;
  readonly threshold: number;
  /** Of every share, as registered. */
  readonly sharePublicKeys: readonly Uint8Array[];
  readonly blindedElement: Uint8Array;
  /** The answers, in any order. The caller sets `index` by whom it asked, not by what the server says. */
  readonly evaluations: readonly ShareEvaluation[];
}

/** What `combineShares` gives. */
export interface CombinedShares {
  /** What the whole key would have given. */
  readonly evaluatedElement: Uint8Array;
  /** The indexes whose answers were refused. */
  readonly rejected: readonly number[];
}

/**
 * Combines the answers of at least `threshold` servers by Lagrange interpolation in the exponent. Answers that do not
 * verify are dropped and named.
 *
 * @throws ERR_SHARES with too few good answers, `details.rejected` naming the bad ones
 */
export function combineShares(options: CombineSharesOptions): CombinedShares {
  const { suite, threshold, sharePublicKeys, blindedElement, evaluations } = options;
  assertSizes(threshold, sharePublicKeys.length);
  suite.group.assertElement(blindedElement);
  const good = new Map<number, Uint8Array>();
  const rejected = new Set<number>();
  for (const evaluation of evaluations) {
    const { index } = evaluation;
    if (isGood(options, evaluation)) good.set(index, evaluation.evaluatedElement);
    else rejected.add(index);
  }
  if (good.size < threshold) {
    throw new MunimentError('ERR_SHARES', `${good.size} good shares of ${threshold} needed`, {
      good: good.size,
      threshold,
      rejected: [...rejected].join(' '),
    });
  }
  const used = [...good].slice(0, threshold);
  return {
    evaluatedElement: interpolate(suite.group, used, 0),
    rejected: [...rejected].sort((a, b) => a - b),
  };
}

function isGood(
  { suite, sharePublicKeys, blindedElement }: CombineSharesOptions,
  evaluation: ShareEvaluation,
): boolean {
  const sharePublicKey = sharePublicKeys[evaluation.index - 1];
  if (sharePublicKey === undefined) return false;
  try {
    verifyShareEvaluation(suite, sharePublicKey, blindedElement, evaluation);
    return true;
  } catch (error) {
    if (isMunimentError(error)) return false;
    throw error;
  }
}

/**
 * Checks that all share public keys lie on one polynomial of the threshold's degree through the public key, so that
 * every choice of shares gives the same result.
 *
 * @throws ERR_PROOF naming the first index that does not, ERR_ELEMENT on a bad element
 */
export function verifySharedKey(
  suite: Suite,
  { threshold, sharePublicKeys, publicKey }: SharedKeyPublic,
): void {
  assertSizes(threshold, sharePublicKeys.length);
  const first = sharePublicKeys.slice(0, threshold).map((element, i) => [i + 1, element] as const);
  const expected = [publicKey, ...sharePublicKeys];
  for (const index of [0, ...sharePublicKeys.map((_, i) => i + 1).slice(threshold)]) {
    if (!equalBytes(interpolate(suite.group, first, index), expected[index])) {
      throw new MunimentError('ERR_PROOF', 'the public keys of the shares do not belong together', { index });
    }
  }
}

/** Checks that a share is the one its public key stands for. @throws ERR_PROOF, ERR_ELEMENT */
export function verifyKeyShare(
  suite: Suite,
  { sharePublicKeys }: SharedKeyPublic,
  { index, secret }: KeyShare,
): void {
  const expected = sharePublicKeys[index - 1];
  if (expected === undefined || !equalBytes(oprfPublicKey(suite, secret), expected)) {
    throw new MunimentError('ERR_PROOF', 'a share does not fit its public key', { index });
  }
}

/** The value at `x` of the polynomial through the given points, in the exponent. */
function interpolate(
  group: Group,
  points: readonly (readonly [number, Uint8Array])[],
  x: number,
): Uint8Array {
  return points
    .map(([index, element]) => {
      // The product over the other indexes of (other - x) / (other - index), in the field of scalars.
      let numerator = group.smallScalar(1);
      let denominator = numerator;
      for (const [other] of points) {
        if (other === index) continue;
        numerator = group.multiplyScalars(numerator, difference(group, other, x));
        denominator = group.multiplyScalars(denominator, difference(group, other, index));
      }
      return group.multiply(group.multiplyScalars(numerator, group.invertScalar(denominator)), element);
    })
    .reduce((sum, term) => group.add(sum, term));
}

/** a - b as a scalar, for different numbers of which b may be zero. */
function difference(group: Group, a: number, b: number): Uint8Array {
  return b === 0 ? group.smallScalar(a) : group.subtractScalars(group.smallScalar(a), group.smallScalar(b));
}

function assertSizes(threshold: number, count: number): void {
  const whole = Number.isInteger(threshold) && Number.isInteger(count);
  if (!whole || threshold < 1 || threshold > count || count > SHARE_MAX_COUNT) {
    throw new RangeError(
      `${threshold} of ${count} shares: 1 <= threshold <= count <= ${SHARE_MAX_COUNT} must hold`,
    );
  }
}

/** What `dealSharedRegistration` takes. */
export interface DealSharedRegistrationOptions {
  readonly suite: Suite;
  readonly ksf: Ksf;
  /** The password as OPRF input: see `encodePasswordInput`. */
  readonly password: KeyInput;
  readonly threshold: number;
  /** One per share: the server's public key, known by other means, and the identities of its record. */
  readonly servers: readonly { readonly publicKey: Uint8Array; readonly identities: Identities }[];
}

/** What `dealSharedRegistration` gives. */
export interface DealtSharedRegistration extends SharedKeyPublic {
  /** One per server, in order. Each record has its own envelope and so its own export key. */
  readonly registrations: readonly (FinishedRegistration & { readonly share: KeyShare })[];
}

/** `dealRegistration` for several servers that share one OPRF key. The password is stretched once. */
export async function dealSharedRegistration(
  options: DealSharedRegistrationOptions,
): Promise<DealtSharedRegistration> {
  const { suite, ksf, password, threshold } = options;
  const servers = options.servers.map(({ publicKey, identities }) => {
    suite.keyExchange.assertPublicKey(publicKey);
    return { publicKey: new Uint8Array(publicKey), identities: copyIdentities(identities) };
  });
  const oprfKey = generateOprfKey(suite);
  const { shares, sharePublicKeys, publicKey } = dealKeyShares(suite, oprfKey, {
    threshold,
    count: servers.length,
  });
  const output = evaluate(suite, 'oprf', oprfKey, exposed('password', password));
  oprfKey.wipe();
  const randomizedPassword = await randomizePassword(suite, ksf, output);
  const registrations = servers.map((server, i) => ({
    ...storeRecord(suite, randomizedPassword, server.publicKey, server.identities, randomBytes(NONCE_BYTES)),
    share: shares[i],
  }));
  wipe(randomizedPassword);
  return { threshold, sharePublicKeys, publicKey, registrations };
}
