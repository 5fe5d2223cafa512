// Prints whether the time of a secret operation tells two classes of secrets apart (Welch's t-test on interleaved measurements,
// as dudect does it; |t| above 4.5 says yes). Usage: node scripts/measure-timing.ts [pairs]

import { equalBytes } from '@muniment/crypto';
import { nobleRistretto255Suite } from '../src/derandomized.ts';
import type { Group } from '../src/suite.ts';
import { loadLibsodiumSuite } from '../src/suites/libsodium.ts';

const pairs = Number(process.argv[2] ?? 3000);

/** Welch's t of the faster halves of two samples: what is slower is other programs' doing. */
function welch(a: number[], b: number[]): number {
  const [x, y] = [a, b].map((sample) => {
    const kept = sample.toSorted((p, q) => p - q).slice(0, sample.length >> 1);
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: variance / kept.length };
  });
  return (x.mean - y.mean) / Math.sqrt(x.error + y.error);
}

interface Measured {
  readonly t: number;
  readonly meanMicroseconds: number;
}

/** Measures both in random order, pair by pair. */
function compare(first: () => void, second: () => void): Measured {
  const times: [number[], number[]] = [[], []];
  const works = [first, second];
  for (let i = -100; i < pairs; i++) {
    const order = Math.random() < 0.5 ? [0, 1] : [1, 0];
    for (const which of order) {
      const start = process.hrtime.bigint();
      works[which]();
      const took = Number(process.hrtime.bigint() - start) / 1000;
      if (i >= 0) times[which].push(took);
    }
  }
  const all = times.flat();
  return { t: welch(...times), meanMicroseconds: all.reduce((sum, time) => sum + time, 0) / all.length };
}

const scalarOf = (bits: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(32);
  for (const bit of bits) bytes[bit >> 3] |= 1 << (bit & 7);
  return bytes;
};
const SPARSE = scalarOf([0, 251]);
const DENSE = scalarOf(Array.from({ length: 252 }, (_, i) => i).filter((i) => i % 13 !== 12 && i !== 251));
const report = (name: string, { t, meanMicroseconds }: Measured): void => {
  const verdict = Math.abs(t) > 4.5 ? 'told apart' : 'not told apart';
  console.log(
    `${name.padEnd(58)}${meanMicroseconds.toFixed(1).padStart(9)} us   t = ${t.toFixed(1).padStart(7)}   ${verdict}`,
  );
};

console.log(
  `Node ${process.versions.node}, ${pairs} pairs each, sparse (2 bits set) against dense (232 bits set) scalars\n`,
);
const groups: readonly (readonly [string, Group])[] = [
  ['noble, not split', nobleRistretto255Suite(false).group],
  ['noble, split', nobleRistretto255Suite(true).group],
  ['libsodium', (await loadLibsodiumSuite()).group],
];
for (const [name, group] of groups) {
  const element = group.multiplyBase(group.randomScalar());
  const work = (scalar: Uint8Array) => () => void group.multiply(scalar, element);
  report(`scalar * element: ${name}`, compare(work(SPARSE), work(DENSE)));
  report(`  the same scalar twice, as a control`, compare(work(DENSE), work(DENSE)));
}
for (const [name, group] of groups.slice(1)) {
  const work = (scalar: Uint8Array) => () => void group.multiplyBase(scalar);
  report(`scalar * generator: ${name}`, compare(work(SPARSE), work(DENSE)));
}
const tag = new Uint8Array(64).fill(1);
const repeat = (other: Uint8Array) => () => {
  for (let i = 0; i < 200; i++) equalBytes(tag, other);
};
const differsFirst = tag.map((byte, i) => (i === 0 ? 2 : byte));
const differsLast = tag.map((byte, i) => (i === 63 ? 2 : byte));
report(
  '200 comparisons of 64 bytes: first byte against last',
  compare(repeat(differsFirst), repeat(differsLast)),
);
