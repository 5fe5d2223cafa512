// The few calls an app makes: create an archive, back up folders, list, restore, and look after both.

export { backUp } from './backup.ts';
export { repair, verify } from './check.ts';
export { createArchive } from './create.ts';
export { destroyArchive } from './destroy.ts';
export { diffSnapshots } from './diff.ts';
export { checkMethod } from './drill.ts';
export { fetchBundle } from './fetched-bundle.ts';
export { defaultHome, type Enrolment, listEnrolments } from './home.ts';
export { inspectObject } from './inspect.ts';
export { type KnownVault, knownVaults } from './known-vaults.ts';
export { listEntries } from './list.ts';
export {
  addRecoveryKey,
  listKeyringDoubts,
  listMethods,
  mergeKeyringForks,
  removeMethod,
  rotate,
  setKeepRules,
} from './methods.ts';
export {
  abandonPassword,
  acknowledgeAttempts,
  addPassword,
  cancelDeletion,
  changePassword,
  freezeVault,
  removePassword,
  revertPassword,
  vaultStatus,
} from './password.ts';
export { lookAtVault, recoverByPassword, recoveryOptions } from './recover.ts';
export { restore } from './restore.ts';
export { forget, prune } from './retention.ts';
export { enrolDevice, holdsArchive, openArchive, type Session } from './session.ts';
export { status } from './status.ts';
export { listSnapshots } from './summary.ts';
export * from './types.ts';
export type { VaultStanding } from './vault-guard.ts';
