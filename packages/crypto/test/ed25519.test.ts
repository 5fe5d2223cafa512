import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { isMunimentError } from '@muniment/errors';
import { count, fromHex, seededRandom, toHex } from '@muniment/test-kit';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertEd25519PublicKey,
  ED25519_PUBLIC_KEY_BYTES,
  ED25519_SEED_BYTES,
  ED25519_SIGNATURE_BYTES,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
  SecretBytes,
} from '../src/index.ts';
import { ed25519Provider as nobleEd25519 } from '../src/providers/ed25519-noble.ts';
import { ed25519Provider as nodeEd25519 } from '../src/providers/ed25519-node.ts';

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
const text = new TextEncoder();
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const messages = fc.uint8Array({ maxLength: 300 });
const numRuns = Math.ceil(count('hpke messages') * 3);

function nodePrivate(seed: Uint8Array): KeyObject {
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function nodePublic(bytes: Uint8Array): KeyObject {
  const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

const nodeVerify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, nodePublic(publicKey), signature);

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function encode(value: bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse());
}

/** `signature` with another second half. */
function withS(signature: Uint8Array, s: bigint): Uint8Array {
  return new Uint8Array([...signature.subarray(0, 32), ...encode(s)]);
}

function withR(signature: Uint8Array, r: Uint8Array): Uint8Array {
  return new Uint8Array([...r, ...signature.subarray(32)]);
}

/** The secret scalar of a seed (RFC 8032 §5.1.5). */
function secretScalar(seed: Uint8Array): bigint {
  const half = createHash('sha512').update(seed).digest().subarray(0, 32);
  half[0] &= 248;
  half[31] = (half[31] & 127) | 64;
  return number(half);
}

/** k of a signature that begins with `r`. */
function challenge(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  return number(createHash('sha512').update(r).update(publicKey).update(message).digest()) % L;
}

function codeOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return isMunimentError(error) ? error.code : String(error);
  }
  return 'passed';
}

// y of the eight points of small order: 1 (order 1), p - 1 (2), 0 (4, twice), and two of order 8, twice each.
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SIGN = 2n ** 255n;
const SMALL_ORDER = [1n, P - 1n, 0n, SIGN, Y8, Y8 + SIGN, P - Y8, P - Y8 + SIGN].map(encode);
/** The same points in the forms that RFC 8032 forbids: y of p or more, a sign for x = 0. */
const NON_CANONICAL = [1n + SIGN, P - 1n + SIGN, P, P + SIGN, P + 1n, P + 1n + SIGN].map(encode);

describe('RFC 8032 §7.1', () => {
  const vectors = [
    {
      seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ];

  it.each(vectors)('seed $seed', ({ seed, publicKey, message, signature }) => {
    expect(toHex(ed25519PublicKey(fromHex(seed)))).toBe(publicKey);
    expect(toHex(ed25519Sign(fromHex(seed), fromHex(message)))).toBe(signature);
    expect(ed25519Verify(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(true);
  });
});

describe('against node:crypto', () => {
  it('derives the same keys, makes the same signatures, leaves inputs alone and owns its results', () => {
    fc.assert(
      fc.property(seeds, messages, (seed, message) => {
        const before = [seed, message].map((bytes) => Buffer.from(bytes));
        const publicKey = ed25519PublicKey(SecretBytes.from(seed));
        const signature = ed25519Sign(seed, message);
        const theirs = nodePrivate(seed);
        const exported = createPublicKey(theirs).export({ format: 'der', type: 'spki' }).subarray(-32);
        expect(toHex(publicKey)).toBe(toHex(exported));
        expect(toHex(signature)).toBe(toHex(sign(null, message, theirs)));
        expect(ed25519Verify(publicKey, message, signature)).toBe(true);
        expect(ed25519Verify(Buffer.from(publicKey), Buffer.from(message), Buffer.from(signature))).toBe(
          true,
        );
        expect(() => assertEd25519PublicKey(publicKey)).not.toThrow();
        for (const output of [publicKey, signature]) {
          expect(output.constructor).toBe(Uint8Array);
          expect(output.buffer.byteLength).toBe(output.length);
        }
        expect([publicKey.length, signature.length, seed.length]).toEqual([
          ED25519_PUBLIC_KEY_BYTES,
          ED25519_SIGNATURE_BYTES,
          ED25519_SEED_BYTES,
        ]);
        expect([seed, message].every((bytes, i) => before[i].equals(bytes))).toBe(true);
      }),
      { numRuns },
    );
  });

  it('comes to the same verdict on changed bits and on any bytes', () => {
    const random = seededRandom(11);
    const seed = random.bytes(32);
    const message = random.bytes(40);
    const parts = [ed25519PublicKey(seed), message, ed25519Sign(seed, message)];
    const bits = fc.record({
      part: fc.constantFrom(0, 1, 2),
      byte: fc.nat(63),
      bit: fc.nat(7),
    });
    fc.assert(
      fc.property(bits, ({ part, byte, bit }) => {
        const changed = parts.map((bytes) => new Uint8Array(bytes));
        changed[part][byte % changed[part].length] ^= 1 << bit;
        expect(ed25519Verify(changed[0], changed[1], changed[2])).toBe(false);
        expect(nodeVerify(changed[0], changed[1], changed[2])).toBe(false);
      }),
      { numRuns },
    );
    const anything = fc.uint8Array({ maxLength: 70 });
    fc.assert(
      fc.property(anything, anything, anything, (publicKey, text, signature) => {
        expect(ed25519Verify(publicKey, text, signature)).toBe(false);
      }),
      { numRuns },
    );
  });
});

describe('the arithmetic of noble and of node:crypto', () => {
  const { Point } = ed25519;
  const order8 = Point.fromBytes(encode(Y8));

  it('makes the same keys and signatures, and leaves seeds alone', () => {
    fc.assert(
      fc.property(seeds, messages, (seed, message) => {
        const before = toHex(seed);
        const [publicKey, signature] = [nodeEd25519.publicKey(seed), nodeEd25519.sign(seed, message)];
        expect(toHex(nobleEd25519.publicKey(seed))).toBe(toHex(publicKey));
        expect(toHex(nobleEd25519.sign(seed, message))).toBe(toHex(signature));
        expect(nobleEd25519.verify(publicKey, message, signature)).toBe(true);
        expect(toHex(seed)).toBe(before);
      }),
      { numRuns },
    );
  });

  it('comes to one verdict on keys and R with a part of small order, and on what is no point', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(seeds, messages, fc.nat(7), fc.nat(7), fc.boolean(), (seed, message, inA, inR, isPoint) => {
        const scalar = secretScalar(seed);
        const shift = (point: typeof order8, times: number): typeof order8 =>
          times === 0 ? point : point.add(order8.multiplyUnsafe(BigInt(times)));
        const a = shift(Point.BASE.multiply(scalar % L), inA).toBytes();
        const nonce = challenge(seed, seed, message);
        const r = shift(Point.BASE.multiply(nonce), inR).toBytes();
        if (!isPoint) r[5] ^= 1;
        const s = (nonce + challenge(r, a, message) * scalar) % L;
        const signature = withS(withR(new Uint8Array(64), r), s);
        const verdict = nodeEd25519.verify(a, message, signature);
        expect(nobleEd25519.verify(a, message, signature)).toBe(verdict);
        expect(ed25519Verify(a, message, signature)).toBe(verdict);
        if (inA === 0) expect(verdict).toBe(isPoint && inR === 0);
        verdicts.add(verdict);
      }),
      {
        numRuns,
        // One of each verdict, whatever is drawn.
        examples: [
          [new Uint8Array(32), new Uint8Array(3), 0, 0, true],
          [new Uint8Array(32), new Uint8Array(3), 0, 1, true],
        ],
      },
    );
    expect(verdicts.size).toBe(2);
    const [seed] = fc.sample(seeds, 1);
    const off = encode(2n);
    for (const { verify } of [nodeEd25519, nobleEd25519]) {
      expect(verify(off, seed, nodeEd25519.sign(seed, seed))).toBe(false);
    }
  });

  it('agrees with `assertEd25519PublicKey` on which second coordinates have a point', () => {
    fc.assert(
      fc.property(seeds, (bytes) => {
        let isPoint = true;
        try {
          Point.fromBytes(new Uint8Array(bytes), false);
        } catch {
          isPoint = false;
        }
        expect(codeOf(() => assertEd25519PublicKey(bytes))).toBe(isPoint ? 'passed' : 'ERR_ELEMENT');
      }),
      { numRuns },
    );
  });
});

describe('verification', () => {
  const seed = seededRandom(12).bytes(32);
  const publicKey = ed25519PublicKey(seed);
  const message = text.encode('the family papers');
  const signature = ed25519Sign(seed, message);

  it('refuses S of the group order or more', () => {
    const s = number(signature.subarray(32));
    expect(ed25519Verify(publicKey, message, withS(signature, s))).toBe(true);
    for (let more = s + L; more < 2n ** 256n; more += L) {
      expect(ed25519Verify(publicKey, message, withS(signature, more))).toBe(false);
    }
    for (const value of [0n, L - 1n, L, L + 1n, 2n ** 256n - 1n]) {
      expect(ed25519Verify(publicKey, message, withS(signature, value))).toBe(false);
    }
  });

  it('refuses keys of small order, under which one signature fits many messages', () => {
    expect(new Set(SMALL_ORDER.map(toHex)).size).toBe(8);
    expect(new Set([...SMALL_ORDER, ...NON_CANONICAL].map(toHex)).size).toBe(14);
    let fits = 0;
    // S = 0 and R = the neutral point: S·B = R + k·A whenever k is a multiple of the order of A.
    const forged = new Uint8Array(64);
    forged[0] = 1;
    for (const key of SMALL_ORDER) {
      for (let n = 0; n < 40; n++) {
        const own = Uint8Array.of(n);
        if (ed25519.verify(forged, own, key, { zip215: true })) fits++;
        expect(ed25519Verify(key, own, forged)).toBe(false);
        expect(ed25519Verify(key, own, signature)).toBe(false);
      }
    }
    // Verifiers that take such keys take the one signature for every message.
    expect(fits).toBe(320);
    for (const key of NON_CANONICAL) {
      for (let n = 0; n < 40; n++) expect(ed25519Verify(key, Uint8Array.of(n), forged)).toBe(false);
    }
  });

  it('refuses R of small order, even where the equation holds', () => {
    // R is the neutral point and S = k·a: whoever knows the key can make it, and shows the key to all who see it.
    const scalar = secretScalar(seed);
    const neutral = encode(1n);
    const k = challenge(neutral, publicKey, message);
    const crafted = withS(withR(signature, neutral), (k * scalar) % L);
    expect(ed25519.verify(crafted, message, publicKey, { zip215: false })).toBe(true);
    expect(ed25519Verify(publicKey, message, crafted)).toBe(false);
    for (const r of [...SMALL_ORDER, ...NON_CANONICAL]) {
      const s = (challenge(r, publicKey, message) * scalar) % L;
      expect(ed25519Verify(publicKey, message, withS(withR(signature, r), s))).toBe(false);
    }
  });

  it('has one equation: a part of small order in R is not multiplied away', () => {
    const { Point, verify: cofactored } = ed25519;
    const r = 12345n;
    for (const torsion of SMALL_ORDER) {
      const shifted = Point.BASE.multiply(r).add(Point.fromBytes(torsion)).toBytes();
      const s = (r + challenge(shifted, publicKey, message) * secretScalar(seed)) % L;
      const crafted = withS(withR(signature, shifted), s);
      const isNeutral = torsion === SMALL_ORDER[0];
      expect(cofactored(crafted, message, publicKey, { zip215: false })).toBe(true);
      expect(nodeVerify(publicKey, message, crafted)).toBe(isNeutral);
      expect(ed25519Verify(publicKey, message, crafted)).toBe(isNeutral);
    }
  });

  it('is false for every other length', () => {
    for (const length of [0, 1, 31, 33, 64]) {
      const key = new Uint8Array(length);
      key.set(publicKey.subarray(0, length));
      expect(ed25519Verify(key, message, signature)).toBe(false);
    }
    for (const length of [0, 32, 63, 65, 128]) {
      const cut = new Uint8Array(length);
      cut.set(signature.subarray(0, length));
      expect(ed25519Verify(publicKey, message, cut)).toBe(false);
    }
  });
});

describe('assertEd25519PublicKey', () => {
  it('refuses every form of the points of small order', () => {
    for (const key of [...SMALL_ORDER, ...NON_CANONICAL]) {
      expect(
        codeOf(() => assertEd25519PublicKey(key)),
        toHex(key),
      ).toBe('ERR_ELEMENT');
    }
  });

  it('refuses y of p or more, and y of no point', () => {
    for (let y = P; y < SIGN; y++) {
      for (const form of [y, y + SIGN]) {
        expect(codeOf(() => assertEd25519PublicKey(encode(form)))).toBe('ERR_ELEMENT');
      }
    }
    expect(codeOf(() => assertEd25519PublicKey(encode(2n)))).toBe('ERR_ELEMENT');
    expect(codeOf(() => assertEd25519PublicKey(encode(3n)))).toBe('passed');
  });

  it('refuses other lengths', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(codeOf(() => assertEd25519PublicKey(new Uint8Array(length)))).toBe('ERR_ENCODING');
    }
  });
});

it('refuses wrong arguments', () => {
  const wrong = 'text' as never;
  const bytes = new Uint8Array(32);
  for (const call of [
    () => ed25519PublicKey(wrong),
    () => ed25519Sign(wrong, bytes),
    () => ed25519Sign(bytes, wrong),
    () => ed25519Verify(wrong, bytes, bytes),
    () => ed25519Verify(bytes, wrong, bytes),
    () => ed25519Verify(bytes, bytes, wrong),
    () => assertEd25519PublicKey(wrong),
  ]) {
    expect(call).toThrow(TypeError);
  }
  for (const length of [0, 31, 33, 64]) {
    expect(codeOf(() => ed25519PublicKey(new Uint8Array(length)))).toBe('ERR_KEY_SIZE');
    expect(codeOf(() => ed25519Sign(new Uint8Array(length), bytes))).toBe('ERR_KEY_SIZE');
  }
});
