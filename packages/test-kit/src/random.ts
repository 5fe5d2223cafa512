// A seeded generator for test data (xoshiro128**): same seed, same bytes, on every platform. Never for keys.

/** Repeatable pseudo-random data. */
export interface SeededRandom {
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** `length` fresh bytes. */
  bytes(length: number): Uint8Array;
  /** One element of a non-empty list. */
  pick<T>(list: readonly T[]): T;
}

/** A generator that gives the same values for the same seed. */
export function seededRandom(seed: number): SeededRandom {
  const s = new Uint32Array(4);
  for (let i = 0, x = seed >>> 0; i < 4; i++) {
    x = (x + 0x9e3779b9) >>> 0;
    let z = x;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    s[i] = (z ^ (z >>> 16)) >>> 0;
  }
  function next(): number {
    const x = Math.imul(s[1], 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return {
    below,
    bytes(length: number): Uint8Array {
      const out = new Uint8Array(length);
      const words = new Uint32Array(out.buffer, 0, length >> 2);
      for (let i = 0; i < words.length; i++) words[i] = next();
      for (let i = length & ~3; i < length; i++) out[i] = next();
      return out;
    },
    pick: (list) => list[below(list.length)],
  };
}
