// The implementations of each suite that tests run on. Mutation testing runs all tests thousands of times and takes the
// fastest of each group; the others share every line but those of their group, which have tests of their own.

import type { Suite } from '../src/suite.ts';
import { curve25519Sha512 } from '../src/suites/curve25519.ts';
import { loadLibsodiumSuite } from '../src/suites/libsodium.ts';
import { p256Sha256 } from '../src/suites/p256.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';

export const isQuick: boolean = process.env.MUNIMENT_TESTS === 'quick';

const libsodium = await loadLibsodiumSuite();

/** By name of the suite. */
export const IMPLEMENTATIONS: Readonly<Record<string, readonly Suite[]>> = {
  'ristretto255-SHA512': isQuick ? [libsodium] : [ristretto255Sha512, libsodium],
  'P256-SHA256': isQuick ? [] : [p256Sha256],
  'curve25519-SHA512': [curve25519Sha512],
};

/** For `describe.each`. */
export const NAMED_SUITES: readonly { readonly name: string; readonly suite: Suite }[] = [
  { name: 'ristretto255 on libsodium', suite: libsodium },
  ...(isQuick
    ? []
    : [
        { name: 'ristretto255', suite: ristretto255Sha512 },
        { name: 'P-256', suite: p256Sha256 },
      ]),
];
