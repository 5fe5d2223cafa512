// Entry points with their random values as parameters, and without the limits of the profile. They exist for vectors,
// interoperability tests and measurements: a value drawn twice, or guessable, gives the password away.

import type { Ksf } from './ksf.ts';
import type { Suite } from './suite.ts';
import { nobleRistretto255, ristretto255Suite } from './suites/ristretto255.ts';

export {
  dealRegistrationWith,
  finishRegistrationWith,
  type StartLoginRandom,
  startLoginWith,
  startRegistrationWith,
} from './client.ts';
export { unboundedArgon2id } from './ksf.ts';
export { blindInputWith, partialEvaluateWith, verifiableEvaluateWith } from './oprf.ts';
export { type StartServerLoginRandom, startServerLoginWith } from './server.ts';
export { nobleP256 } from './suites/p256.ts';
export { dealKeySharesWith, evaluateShareWith } from './threshold.ts';

/** No stretching at all, as in the RFC's vectors. (OPAQUE-042) */
export const identityKsf: Ksf = {
  id: 'identity',
  stretch: async (input) => new Uint8Array(input),
};

/** ristretto255-SHA512 on noble with or without split scalars, for measurements. */
export function nobleRistretto255Suite(splitScalars: boolean): Suite {
  return ristretto255Suite(nobleRistretto255(splitScalars));
}
