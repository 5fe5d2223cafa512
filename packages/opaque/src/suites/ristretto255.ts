// ristretto255-SHA512 (RFC 9497 section 4.1) with 3DH over ristretto255: the default suite.

import { invertCt } from '@noble/curves/abstract/modular.js';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { type Group, primeOrderKeyExchange, SHA512_SUITE_HASH, type Suite } from '../suite.ts';
import { nobleGroup } from './noble-group.ts';

/** The group ristretto255 on noble. */
export function nobleRistretto255(splitScalars: boolean): Group {
  return nobleGroup({
    Point: ristretto255.Point,
    elementBytes: 32,
    hasher: ristretto255_hasher,
    invert: invertCt,
    splitScalars,
  });
}

/** The suite ristretto255-SHA512 over any implementation of its group. */
export function ristretto255Suite(group: Group): Suite {
  return {
    name: 'ristretto255-SHA512',
    oprfName: 'ristretto255-SHA512',
    group,
    hash: SHA512_SUITE_HASH,
    keyExchange: primeOrderKeyExchange(group, 'ristretto255-SHA512'),
  };
}

/** ristretto255-SHA512 on noble, with split scalars. */
export const ristretto255Sha512: Suite = /* @__PURE__ */ ristretto255Suite(
  /* @__PURE__ */ nobleRistretto255(true),
);
