// The parts of a realm with time, chance and record as parameters: from a request's plaintext to the step that it makes, and
// what leaves after it. For tests, models and vectors; a service is `createRealm`, which puts them together with a store.

export type { LoginBinding } from './realm-crypto.ts';
export { realmCrypto } from './realm-crypto.ts';
export { releaseAfter } from './release.ts';
export {
  authenticate,
  isLoginProof,
  readOperation,
  readRequest,
  realmRequest,
  type TokenTrust,
} from './request.ts';
export { statusOf } from './status.ts';
export {
  age,
  type RealmCrypto,
  type RealmOperation,
  type RealmPolicy,
  type RealmRequest,
  type StepEnvironment,
  type StepResult,
  step,
} from './step.ts';
