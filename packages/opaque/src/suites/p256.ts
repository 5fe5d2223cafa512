// P256-SHA256 (RFC 9497 section 4.3) with 3DH over P-256.

import { invertCt } from '@noble/curves/abstract/modular.js';
import { p256, p256_hasher } from '@noble/curves/nist.js';
import { primeOrderKeyExchange, SHA256_SUITE_HASH, type Suite } from '../suite.ts';
import { nobleGroup } from './noble-group.ts';

/** The suite P256-SHA256 on noble. */
export function nobleP256(splitScalars: boolean): Suite {
  const group = nobleGroup({
    Point: p256.Point,
    elementBytes: 33,
    hasher: p256_hasher,
    invert: invertCt,
    splitScalars,
  });
  return {
    name: 'P256-SHA256',
    oprfName: 'P256-SHA256',
    group,
    hash: SHA256_SUITE_HASH,
    keyExchange: primeOrderKeyExchange(group, 'P256-SHA256'),
  };
}

/** P256-SHA256 on noble, with split scalars. */
export const p256Sha256: Suite = /* @__PURE__ */ nobleP256(true);
