// A second implementation of RFC 9807 and RFC 9497, for the vectors alone: hashes, HMAC, Argon2id and X25519 of node:crypto,
// hash-to-scalar, HKDF, protocol and Shamir's scheme by hand, group arithmetic of @noble/curves. It shares no code with the package,
// checks nothing, and lets a caller misbehave, which is how the rejected vectors are made.

import {
  argon2Sync,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { p256, p256_hasher } from '@noble/curves/nist.js';

export type Bytes = Uint8Array;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const concat = (...parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
export const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));
const xor = (a: Bytes, b: Bytes): Bytes => a.map((byte, i) => byte ^ b[i]);
export const i2osp = (value: number, length: number): Bytes =>
  Uint8Array.from({ length }, (_, i) => Number((BigInt(value) >> BigInt(8 * (length - 1 - i))) & 255n));
export const prefixed = (bytes: Bytes): Bytes => concat(i2osp(bytes.length, 2), bytes);

/** SHA-256 in counter mode over a name: repeatable values that nobody chose. */
export function generated(name: string, length: number): Bytes {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(name).update(i2osp(i, 4)).digest(),
  );
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

/** What a point of noble can do that is needed here. */
interface Point {
  add(other: Point): Point;
  multiply(scalar: bigint): Point;
  toBytes(): Uint8Array;
}

export interface ReferenceSuite {
  readonly name: 'ristretto255-SHA512' | 'P256-SHA256' | 'curve25519-SHA512';
  readonly oprf: string;
  readonly hashName: 'sha512' | 'sha256';
  readonly hashBytes: number;
  readonly order: bigint;
  readonly isLittleEndian: boolean;
  readonly elementBytes: number;
  readonly base: Point;
  decode(bytes: Bytes): Point;
  hashToGroup(message: Bytes, tag: Bytes): Point;
  deriveKeyPair(seed: Bytes): { privateKey: Bytes; publicKey: Bytes };
  diffieHellman(privateKey: Bytes, publicKey: Bytes): Bytes;
}

const FIRST_BLOCK = { sha512: 128, sha256: 64 } as const;

/** expand_message_xmd, RFC 9380 section 5.3.1. */
function expandMessage(hashName: 'sha512' | 'sha256', message: Bytes, tag: Bytes, length: number): Bytes {
  const digest = (...parts: readonly Bytes[]): Bytes =>
    new Uint8Array(
      createHash(hashName)
        .update(concat(...parts))
        .digest(),
    );
  const suffix = concat(tag, i2osp(tag.length, 1));
  const first = digest(new Uint8Array(FIRST_BLOCK[hashName]), message, i2osp(length, 2), i2osp(0, 1), suffix);
  let block = digest(first, i2osp(1, 1), suffix);
  let out = block;
  for (let i = 2; out.length < length; i++) {
    block = digest(xor(first, block), i2osp(i, 1), suffix);
    out = concat(out, block);
  }
  return out.subarray(0, length);
}

export function toNumber(suite: ReferenceSuite, bytes: Bytes): bigint {
  const ordered = suite.isLittleEndian ? bytes.toReversed() : bytes;
  return ordered.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function toScalar(suite: ReferenceSuite, value: bigint): Bytes {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
  return suite.isLittleEndian ? bytes : bytes.reverse();
}

/** a mod the order of the group. */
const modulo = (suite: ReferenceSuite, a: bigint): bigint => ((a % suite.order) + suite.order) % suite.order;

/** 1 / a, by Fermat. */
function inverse(suite: ReferenceSuite, a: bigint): bigint {
  let result = 1n;
  let power = modulo(suite, a);
  for (let exponent = suite.order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * power) % suite.order;
    power = (power * power) % suite.order;
  }
  return result;
}

function hashToScalar(suite: ReferenceSuite, message: Bytes, tag: Bytes): bigint {
  return modulo(
    suite,
    toNumber(suite, expandMessage(suite.hashName, message, tag, suite.isLittleEndian ? 64 : 48)),
  );
}

export function scalar(suite: ReferenceSuite, name: string): Bytes {
  return toScalar(suite, modulo(suite, toNumber(suite, generated(name, 64))));
}

export function multiply(suite: ReferenceSuite, factor: Bytes, element: Bytes): Bytes {
  return suite.decode(element).multiply(toNumber(suite, factor)).toBytes();
}

export function multiplyBase(suite: ReferenceSuite, factor: Bytes): Bytes {
  return suite.base.multiply(toNumber(suite, factor)).toBytes();
}

const oprfContext = (suite: ReferenceSuite, mode: number): Bytes =>
  concat(utf8('OPRFV1-'), i2osp(mode, 1), utf8(`-${suite.oprf}`));

export function deriveScalar(suite: ReferenceSuite, seed: Bytes, info: string): Bytes {
  const tag = concat(utf8('DeriveKeyPair'), oprfContext(suite, 0));
  return toScalar(suite, hashToScalar(suite, concat(seed, prefixed(utf8(info)), i2osp(0, 1)), tag));
}

function primeOrder(suite: Omit<ReferenceSuite, 'deriveKeyPair' | 'diffieHellman'>): ReferenceSuite {
  const full: ReferenceSuite = {
    ...suite,
    deriveKeyPair(seed) {
      const privateKey = deriveScalar(full, seed, 'OPAQUE-DeriveDiffieHellmanKeyPair');
      return { privateKey, publicKey: multiplyBase(full, privateKey) };
    },
    diffieHellman: (privateKey, publicKey) => multiply(full, privateKey, publicKey),
  };
  return full;
}

export const RISTRETTO: ReferenceSuite = primeOrder({
  name: 'ristretto255-SHA512',
  oprf: 'ristretto255-SHA512',
  hashName: 'sha512',
  hashBytes: 64,
  order: 2n ** 252n + 27742317777372353535851937790883648493n,
  isLittleEndian: true,
  elementBytes: 32,
  base: ristretto255.Point.BASE as unknown as Point,
  decode: (bytes) => ristretto255.Point.fromBytes(bytes) as unknown as Point,
  hashToGroup: (message, tag) =>
    ristretto255_hasher.deriveToCurve?.(expandMessage('sha512', message, tag, 64)) as unknown as Point,
});

export const P256: ReferenceSuite = primeOrder({
  name: 'P256-SHA256',
  oprf: 'P256-SHA256',
  hashName: 'sha256',
  hashBytes: 32,
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  isLittleEndian: false,
  elementBytes: 33,
  base: p256.Point.BASE as unknown as Point,
  decode: (bytes) => p256.Point.fromBytes(bytes) as unknown as Point,
  hashToGroup: (message, tag) => p256_hasher.hashToCurve(message, { DST: tag }) as unknown as Point,
});

const X25519_PRIVATE = fromHex('302e020100300506032b656e04220420');
const X25519_PUBLIC = fromHex('302a300506032b656e032100');
const x25519Private = (bytes: Bytes) =>
  createPrivateKey({ key: Buffer.from(concat(X25519_PRIVATE, bytes)), format: 'der', type: 'pkcs8' });

export const CURVE25519: ReferenceSuite = {
  ...RISTRETTO,
  name: 'curve25519-SHA512',
  deriveKeyPair(seed) {
    const spki = createPublicKey(x25519Private(seed)).export({ format: 'der', type: 'spki' });
    return { privateKey: seed, publicKey: new Uint8Array(spki.subarray(X25519_PUBLIC.length)) };
  },
  diffieHellman: (privateKey, publicKey) =>
    new Uint8Array(
      diffieHellman({
        privateKey: x25519Private(privateKey),
        publicKey: createPublicKey({
          key: Buffer.from(concat(X25519_PUBLIC, publicKey)),
          format: 'der',
          type: 'spki',
        }),
      }),
    ),
};

const digest = (suite: ReferenceSuite, message: Bytes): Bytes =>
  new Uint8Array(createHash(suite.hashName).update(message).digest());
const hmac = (suite: ReferenceSuite, key: Bytes, message: Bytes): Bytes =>
  new Uint8Array(createHmac(suite.hashName, key).update(message).digest());

/** HKDF-Expand, RFC 5869. */
export function expand(suite: ReferenceSuite, key: Bytes, info: Bytes, length: number): Bytes {
  let block: Bytes = new Uint8Array(0);
  let out: Bytes = block;
  for (let i = 1; out.length < length; i++) {
    block = hmac(suite, key, concat(block, info, i2osp(i, 1)));
    out = concat(out, block);
  }
  return out.slice(0, length);
}

/** The cost of Argon2id, or no stretching at all. */
export type Stretching =
  | 'identity'
  | { readonly memoryKib: number; readonly passes: number; readonly parallelism: number };

function stretch(suite: ReferenceSuite, stretching: Stretching, message: Bytes): Bytes {
  if (stretching === 'identity') return message;
  const { memoryKib: memory, passes, parallelism } = stretching;
  const parameters = {
    message,
    nonce: new Uint8Array(16),
    memory,
    passes,
    parallelism,
    tagLength: suite.hashBytes,
  };
  return new Uint8Array(argon2Sync('argon2id', parameters));
}

export const ksfId = (stretching: Stretching): string =>
  stretching === 'identity'
    ? 'identity'
    : `argon2id-v19-m${stretching.memoryKib}-t${stretching.passes}-p${stretching.parallelism}`;

export interface ReferenceIdentities {
  readonly client?: Bytes;
  readonly server?: Bytes;
}

/** Blind of RFC 9497, mode OPRF. */
export function blindInput(suite: ReferenceSuite, input: Bytes, blind: Bytes, mode = 0): Bytes {
  const tag = concat(utf8('HashToGroup-'), oprfContext(suite, mode));
  return suite.hashToGroup(input, tag).multiply(toNumber(suite, blind)).toBytes();
}

/** Finalize of RFC 9497. */
export function finalize(suite: ReferenceSuite, input: Bytes, blind: Bytes, evaluated: Bytes): Bytes {
  const unblinded = multiply(suite, toScalar(suite, inverse(suite, toNumber(suite, blind))), evaluated);
  return digest(suite, concat(prefixed(input), prefixed(unblinded), utf8('Finalize')));
}

export interface ReferenceRegistration {
  readonly suite: ReferenceSuite;
  readonly input: Bytes;
  readonly oprfKey: Bytes;
  readonly serverPublicKey: Bytes;
  readonly identities: ReferenceIdentities;
  readonly envelopeNonce: Bytes;
  readonly stretching: Stretching;
}

/** Registration of RFC 9807 by one party. */
export function register(options: ReferenceRegistration) {
  const { suite, input, oprfKey, serverPublicKey, identities, envelopeNonce, stretching } = options;
  const one = toScalar(suite, 1n);
  const oprfOutput = finalize(suite, input, one, multiply(suite, oprfKey, blindInput(suite, input, one)));
  const stretched = stretch(suite, stretching, oprfOutput);
  const randomizedPassword = hmac(suite, new Uint8Array(suite.hashBytes), concat(oprfOutput, stretched));
  const derive = (name: string, length = suite.hashBytes): Bytes =>
    expand(suite, randomizedPassword, concat(envelopeNonce, utf8(name)), length);
  const maskingKey = expand(suite, randomizedPassword, utf8('MaskingKey'), suite.hashBytes);
  const authKey = derive('AuthKey');
  const client = suite.deriveKeyPair(derive('PrivateKey', 32));
  const cleartext = concat(
    serverPublicKey,
    prefixed(identities.server ?? serverPublicKey),
    prefixed(identities.client ?? client.publicKey),
  );
  const envelope = concat(envelopeNonce, hmac(suite, authKey, concat(envelopeNonce, cleartext)));
  return {
    oprfOutput,
    stretched,
    randomizedPassword,
    maskingKey,
    authKey,
    client,
    envelope,
    record: concat(client.publicKey, maskingKey, envelope),
    exportKey: derive('ExportKey'),
  };
}

export interface ClientRandom {
  readonly blind: Bytes;
  readonly clientNonce: Bytes;
  readonly clientKeyShareSeed: Bytes;
}

export interface ServerRandom {
  readonly maskingNonce: Bytes;
  readonly serverNonce: Bytes;
  readonly serverKeyShareSeed: Bytes;
}

export function ke1(suite: ReferenceSuite, input: Bytes, random: ClientRandom): Bytes {
  const keyShare = suite.deriveKeyPair(random.clientKeyShareSeed).publicKey;
  return concat(blindInput(suite, input, random.blind), random.clientNonce, keyShare);
}

export interface ServerAnswer {
  readonly suite: ReferenceSuite;
  readonly oprfKey: Bytes;
  readonly serverPrivateKey: Bytes;
  readonly serverPublicKey: Bytes;
  readonly record: Bytes;
  readonly ke1: Bytes;
  readonly context: Bytes;
  readonly identities: ReferenceIdentities;
  readonly random: ServerRandom;
  /** Ways to misbehave: each takes the place of what an honest server computes. */
  readonly evaluatedElement?: Bytes;
  readonly maskedPublicKey?: Bytes;
  readonly envelope?: Bytes;
}

/** GenerateKE2, and what follows from it for KE3. */
export function answer(options: ServerAnswer) {
  const { suite, oprfKey, serverPrivateKey, serverPublicKey, record, context, identities, random } = options;
  const publicKeyBytes = serverPublicKey.length;
  const clientPublicKey = record.subarray(0, publicKeyBytes);
  const maskingKey = record.subarray(publicKeyBytes, publicKeyBytes + suite.hashBytes);
  const envelope = options.envelope ?? record.subarray(publicKeyBytes + suite.hashBytes);
  const blindedElement = options.ke1.subarray(0, suite.elementBytes);
  const clientKeyShare = options.ke1.subarray(suite.elementBytes + 32);
  const credentials = concat(options.maskedPublicKey ?? serverPublicKey, envelope);
  const pad = expand(
    suite,
    maskingKey,
    concat(random.maskingNonce, utf8('CredentialResponsePad')),
    credentials.length,
  );
  const credentialResponse = concat(
    options.evaluatedElement ?? multiply(suite, oprfKey, blindedElement),
    random.maskingNonce,
    xor(pad, credentials),
  );
  const keyShare = suite.deriveKeyPair(random.serverKeyShareSeed);
  const preamble = concat(
    utf8('OPAQUEv1-'),
    prefixed(context),
    prefixed(identities.client ?? clientPublicKey),
    options.ke1,
    prefixed(identities.server ?? serverPublicKey),
    credentialResponse,
    random.serverNonce,
    keyShare.publicKey,
  );
  const ikm = concat(
    suite.diffieHellman(keyShare.privateKey, clientKeyShare),
    suite.diffieHellman(serverPrivateKey, clientKeyShare),
    suite.diffieHellman(keyShare.privateKey, clientPublicKey),
  );
  const deriveSecret = (secret: Bytes, name: string, hash: Bytes): Bytes => {
    const label = utf8(`OPAQUE-${name}`);
    const info = concat(
      i2osp(suite.hashBytes, 2),
      i2osp(label.length, 1),
      label,
      i2osp(hash.length, 1),
      hash,
    );
    return expand(suite, secret, info, suite.hashBytes);
  };
  const key = hmac(suite, new Uint8Array(suite.hashBytes), ikm);
  const transcriptHash = digest(suite, preamble);
  const handshakeSecret = deriveSecret(key, 'HandshakeSecret', transcriptHash);
  const serverMacKey = deriveSecret(handshakeSecret, 'ServerMAC', new Uint8Array(0));
  const clientMacKey = deriveSecret(handshakeSecret, 'ClientMAC', new Uint8Array(0));
  const serverMac = hmac(suite, serverMacKey, transcriptHash);
  return {
    ke2: concat(credentialResponse, random.serverNonce, keyShare.publicKey, serverMac),
    ke3: hmac(suite, clientMacKey, digest(suite, concat(preamble, serverMac))),
    sessionKey: deriveSecret(key, 'SessionKey', transcriptHash),
    handshakeSecret,
    serverMacKey,
    clientMacKey,
    serverMac,
  };
}

/** GenerateProof of RFC 9497 for one pair, mode VOPRF. */
export function prove(
  suite: ReferenceSuite,
  k: Bytes,
  blinded: Bytes,
  evaluated: Bytes,
  nonce: Bytes,
): Bytes {
  const context = oprfContext(suite, 1);
  const tag = concat(utf8('HashToScalar-'), context);
  const publicKey = multiplyBase(suite, k);
  const seed = digest(suite, concat(prefixed(publicKey), prefixed(concat(utf8('Seed-'), context))));
  const weight = toScalar(
    suite,
    hashToScalar(
      suite,
      concat(prefixed(seed), i2osp(0, 2), prefixed(blinded), prefixed(evaluated), utf8('Composite')),
      tag,
    ),
  );
  const m = multiply(suite, weight, blinded);
  const z = multiply(suite, weight, evaluated);
  const elements = [publicKey, m, z, multiplyBase(suite, nonce), multiply(suite, nonce, m)];
  const c = hashToScalar(suite, concat(...elements.map(prefixed), utf8('Challenge')), tag);
  const s = modulo(suite, toNumber(suite, nonce) - c * toNumber(suite, k));
  return concat(toScalar(suite, c), toScalar(suite, s));
}

/** The value at x of the polynomial with these coefficients, lowest first. */
export function evaluatePolynomial(suite: ReferenceSuite, coefficients: readonly Bytes[], x: number): Bytes {
  let sum = 0n;
  let power = 1n;
  for (const coefficient of coefficients) {
    sum = modulo(suite, sum + power * toNumber(suite, coefficient));
    power = modulo(suite, power * BigInt(x));
  }
  return toScalar(suite, sum);
}
