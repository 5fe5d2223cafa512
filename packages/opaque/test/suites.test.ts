// One group, two libraries: every operation gives the same bytes, and refuses the same.

import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, test, vi } from 'vitest';
import { nobleP256, nobleRistretto255Suite } from '../src/derandomized.ts';
import type { Group } from '../src/suite.ts';
import { curve25519Sha512 } from '../src/suites/curve25519.ts';
import { loadLibsodiumSuite } from '../src/suites/libsodium.ts';
import { p256Sha256 } from '../src/suites/p256.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';
import { fromHex, toHex, utf8 } from './hex.ts';

const sodium = (await loadLibsodiumSuite()).group;
const pairs: readonly { name: string; a: Group; b: Group }[] = [
  { name: 'noble and libsodium', a: ristretto255Sha512.group, b: sodium },
  {
    name: 'ristretto255 with and without split',
    a: ristretto255Sha512.group,
    b: nobleRistretto255Suite(false).group,
  },
  { name: 'P-256 with and without split', a: p256Sha256.group, b: nobleP256(false).group },
];

const same = (x: Uint8Array, y: Uint8Array): Uint8Array => {
  expect(toHex(x)).toBe(toHex(y));
  expect(x.constructor).toBe(Uint8Array);
  expect(y.constructor).toBe(Uint8Array);
  return x;
};

describe.each(pairs)('$name', ({ a, b }) => {
  test('give the same', () => {
    const random = seededRandom(255);
    for (let i = 0; i < count('property') / 10; i++) {
      const s = a.randomScalar();
      const t = b.randomScalar();
      const message = random.bytes(random.below(100));
      const tag = random.bytes(1 + random.below(40));
      const p = same(a.hashToElement(message, tag), b.hashToElement(message, tag));
      const q = same(a.multiplyBase(s), b.multiplyBase(s));
      same(a.multiply(t, p), b.multiply(t, p));
      same(a.add(p, q), b.add(p, q));
      same(a.add(p, p), b.add(p, p));
      same(a.addScalars(s, t), b.addScalars(s, t));
      same(a.subtractScalars(s, t), b.subtractScalars(s, t));
      same(a.multiplyScalars(s, t), b.multiplyScalars(s, t));
      same(a.invertScalar(s), b.invertScalar(s));
      same(a.hashToScalar(message, tag), b.hashToScalar(message, tag));
      const small = 1 + random.below(65535);
      same(a.smallScalar(small), b.smallScalar(small));
    }
  });

  test.each([
    ['first', () => a],
    ['second', () => b],
  ])('the %s refuses what is no element and no scalar', (_, pick) => {
    const group = pick();
    const s = group.randomScalar();
    const p = group.multiplyBase(s);
    const zero = new Uint8Array(group.scalarBytes);
    const nothing = new Uint8Array(group.elementBytes);
    const element = expect.objectContaining({ code: 'ERR_ELEMENT' });
    const encoding = expect.objectContaining({ code: 'ERR_ENCODING' });
    const big = new Uint8Array(group.scalarBytes).fill(0xff);
    for (const bad of [zero, big]) {
      expect(() => group.assertScalar(bad)).toThrow(element);
      expect(() => group.multiply(bad, p)).toThrow(element);
      expect(() => group.multiplyBase(bad)).toThrow(element);
      expect(() => group.addScalars(bad, s)).toThrow(element);
      expect(() => group.addScalars(s, bad)).toThrow(element);
      expect(() => group.subtractScalars(bad, s)).toThrow(element);
      expect(() => group.subtractScalars(s, bad)).toThrow(element);
      expect(() => group.multiplyScalars(bad, s)).toThrow(element);
      expect(() => group.multiplyScalars(s, bad)).toThrow(element);
      expect(() => group.invertScalar(bad)).toThrow(element);
    }
    expect(() => group.assertElement(nothing)).toThrow(element);
    expect(() => group.multiply(s, nothing)).toThrow(element);
    expect(() => group.add(nothing, p)).toThrow(element);
    expect(() => group.add(p, nothing)).toThrow(element);
    for (const length of [0, group.elementBytes - 1, group.elementBytes + 1, 65]) {
      expect(() => group.assertElement(new Uint8Array(length))).toThrow(encoding);
    }
    for (const length of [0, group.scalarBytes - 1, group.scalarBytes + 1]) {
      expect(() => group.assertScalar(new Uint8Array(length).fill(1))).toThrow(encoding);
    }
    expect(() => group.assertElement('text' as never)).toThrow(TypeError);
    // Sums that vanish.
    const minus = group.subtractScalars(group.smallScalar(1), group.addScalars(s, group.smallScalar(1)));
    expect(() => group.addScalars(s, minus)).toThrow(element);
    expect(() => group.subtractScalars(s, s)).toThrow(element);
    expect(() => group.add(p, group.multiplyBase(minus))).toThrow(element);
    expect(() => group.smallScalar(0)).toThrow(element);
  });
});

test('random scalars differ and are below the order', () => {
  for (const group of [ristretto255Sha512.group, p256Sha256.group, sodium]) {
    const seen = new Set(Array.from({ length: 50 }, () => toHex(group.randomScalar())));
    expect(seen.size).toBe(50);
    for (const scalar of seen) expect(() => group.assertScalar(fromHex(scalar))).not.toThrow();
    // Every byte takes many values, except that the highest of ristretto255 has 17.
    for (let i = 0; i < 32; i++) {
      expect(new Set([...seen].map((scalar) => scalar.slice(2 * i, 2 * i + 2))).size).toBeGreaterThan(9);
    }
  }
});

test('a product is split by fresh random bytes, unless that is switched off', () => {
  const drawn = vi.spyOn(globalThis.crypto, 'getRandomValues');
  for (const [suite, times] of [
    [ristretto255Sha512, 1],
    [p256Sha256, 1],
    [nobleRistretto255Suite(false), 0],
    [nobleP256(false), 0],
  ] as const) {
    const { group } = suite;
    const s = group.randomScalar();
    const p = group.hashToElement(utf8('p'), utf8('tag'));
    drawn.mockClear();
    const product = group.multiply(s, p);
    // noble draws for purposes of its own, but never 16 bytes more than a scalar has.
    const lengths = drawn.mock.calls.map(([array]) => array?.byteLength);
    expect(lengths.filter((length) => length === 48)).toHaveLength(times);
    expect(toHex(group.multiply(s, p))).toBe(toHex(product));
  }
  drawn.mockRestore();
});

describe('X25519', () => {
  const { keyExchange } = curve25519Sha512;
  test('refuses keys of another length, not canonical, or of small order', () => {
    const { privateKey, publicKey } = keyExchange.deriveKeyPair(new Uint8Array(32).fill(9));
    const element = expect.objectContaining({ code: 'ERR_ELEMENT' });
    const encoding = expect.objectContaining({ code: 'ERR_ENCODING' });
    const modulus = new Uint8Array(32).fill(0xff);
    modulus[0] = 0xed;
    modulus[31] = 0x7f;
    const below = modulus.map((byte, i) => (i === 0 ? 0xec : byte));
    expect(() => keyExchange.assertPublicKey(modulus)).toThrow(element);
    expect(() => keyExchange.assertPublicKey(below)).not.toThrow();
    expect(() => keyExchange.diffieHellman(privateKey, modulus)).toThrow(element);
    expect(() => keyExchange.diffieHellman(privateKey, below)).toThrow(element);
    const topBit = publicKey.map((byte, i) => (i === 31 ? byte | 0x80 : byte));
    expect(() => keyExchange.diffieHellman(privateKey, topBit)).toThrow(element);
    expect(() => keyExchange.diffieHellman(privateKey, publicKey)).not.toThrow();
    expect(() => keyExchange.assertPublicKey(publicKey.slice(1))).toThrow(encoding);
    expect(() => keyExchange.assertPrivateKey(privateKey)).not.toThrow();
    expect(() => keyExchange.assertPrivateKey(privateKey.slice(1))).toThrow(encoding);
  });
});

test('key exchanges over prime-order groups refuse what the group refuses', () => {
  for (const { keyExchange } of [ristretto255Sha512, p256Sha256]) {
    const { privateKey, publicKey } = keyExchange.deriveKeyPair(new Uint8Array(32));
    expect(() => keyExchange.assertPrivateKey(privateKey)).not.toThrow();
    expect(() => keyExchange.assertPublicKey(publicKey)).not.toThrow();
    const element = expect.objectContaining({ code: 'ERR_ELEMENT' });
    expect(() => keyExchange.assertPrivateKey(new Uint8Array(32))).toThrow(element);
    expect(() => keyExchange.assertPublicKey(new Uint8Array(publicKey.length))).toThrow(element);
    expect(() => keyExchange.deriveKeyPair(new Uint8Array(31))).toThrow(RangeError);
  }
});
