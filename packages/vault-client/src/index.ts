// The client of a key vault.

export {
  BUNDLE_MAX_BYTES,
  formatVaultBundle,
  isSameFingerprint,
  parseVaultBundle,
  parseVaultFingerprint,
  type RealmTrust,
  SIGNERS_MAX_COUNT,
  type VaultBundle,
  vaultFingerprint,
} from './bundle.ts';
export {
  type CheckedDescriptor,
  checkRealmDescriptor,
  DESCRIPTOR_SKEW_MS,
  type DescriptorExpectation,
  type KnownDescriptor,
  knownFromNote,
} from './descriptor.ts';
export { type ExpectedStatus, reviewVault, type VaultWarning } from './guard.ts';
export type { LoginProof } from './login.ts';
export { type FinishedRecovery, type RecoverPasswordOptions, recoverPassword } from './recovery.ts';
export {
  type CommitPasswordOptions,
  commitPassword,
  type PendingRegistration,
  resumeRegistration,
  type StagedPassword,
  type StagePasswordOptions,
  stagePassword,
} from './registration.ts';
export type { RetryOptions } from './retry.ts';
export type { RegistrationStep, StateSlot } from './state.ts';
export {
  formatTokenFile,
  parseTokenFile,
  TOKEN_MAX_LENGTH,
  tokenAccount,
  tokenClaims,
  type VaultToken,
  type VaultTokenClaims,
} from './token.ts';
export {
  fetchVaultBundle,
  type HttpTransportOptions,
  httpTransport,
  SEALED_REQUEST_BYTES,
  SEALED_RESPONSE_BYTES,
  type VaultTransport,
} from './transport.ts';
export { FREEZE_MAX_MS, type OpenVaultOptions, type OwnerOptions, openVault, type Vault } from './vault.ts';
export type { VaultView } from './view.ts';
