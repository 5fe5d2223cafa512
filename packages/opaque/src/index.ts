// OPAQUE (RFC 9807) and the OPRF under it (RFC 9497).

export {
  type DealRegistrationOptions,
  type DealtRegistration,
  dealRegistration,
  type FinishedLogin,
  type FinishedRegistration,
  type FinishLoginOptions,
  type FinishRegistrationOptions,
  finishLogin,
  finishRegistration,
  type StartedLogin,
  type StartedRegistration,
  type StartLoginOptions,
  type StartRegistrationOptions,
  startLogin,
  startRegistration,
} from './client.ts';
export type { Identities } from './envelope.ts';
export { ARGON2ID_LIMITS, type Argon2idParameters, argon2id, type Ksf } from './ksf.ts';
export {
  decodeKe1,
  decodeKe2,
  decodeRegistrationRecord,
  decodeRegistrationResponse,
  type Ke1,
  type Ke1Fields,
  type Ke2,
  type Ke2Fields,
  type Ke3,
  type MessageBytes,
  type MessageSizes,
  messageSizes,
  NONCE_BYTES,
  type RegistrationRecord,
  type RegistrationRecordFields,
  type RegistrationRequest,
  type RegistrationResponse,
  type RegistrationResponseFields,
} from './messages.ts';
export {
  type Blinded,
  blindEvaluate,
  blindInput,
  deriveOprfKeyPair,
  evaluate,
  finalize,
  generateOprfKey,
  OPRF_INPUT_MAX_BYTES,
  type OprfKeyPair,
  oprfPublicKey,
  partialEvaluate,
  partialEvaluateDirect,
  partialFinalize,
  partialTweakedKey,
  type VerifiableEvaluation,
  type VerifiableItem,
  verifiableEvaluate,
  verifiableFinalize,
} from './oprf.ts';
export {
  createFakeRecord,
  createServerKeys,
  createServerSetup,
  deriveCredentialKey,
  type FinishedServerLogin,
  type FinishServerLoginOptions,
  finishServerLogin,
  type RespondToRegistrationOptions,
  respondToRegistration,
  type ServerKeys,
  type ServerSetup,
  type StartedServerLogin,
  type StartServerLoginOptions,
  serverKeysFrom,
  startServerLogin,
} from './server.ts';
export {
  type ClientLoginState,
  type ClientRegistrationState,
  resumeClientLogin,
  resumeClientRegistration,
  resumeServerLogin,
  type ServerLoginState,
} from './state.ts';
export type { Group, KeyExchange, KeyPair, OprfMode, Suite, SuiteHash, SuiteName } from './suite.ts';
export { p256Sha256 } from './suites/p256.ts';
export { ristretto255Sha512 } from './suites/ristretto255.ts';
