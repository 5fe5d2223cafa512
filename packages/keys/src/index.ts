// The 64-digit recovery key, the keyring and its recovery methods: spec/keys.md.

import type { Policy } from '@muniment/wire';
import type { WrittenKeyring } from './draft.ts';
import { platform } from './environment.ts';
import type { OpenKeyring } from './keyring.ts';
import { type MergeOptions, mergeKeyringsWith } from './merge.ts';
import {
  addMethodWith,
  type CreatedKeyring,
  createKeyringWith,
  type ExtendedKeyring,
  type NewKeyring,
  type NewMethod,
  removeMethodWith,
  rotateKeyringWith,
  setPolicyWith,
} from './write.ts';

export type { WrittenKeyring } from './draft.ts';
export {
  KEYRING_MAX_BYTES,
  type KeyringEpoch,
  type KeyringLink,
  type KeyringMethod,
  METHOD_SECRET_BYTES,
  type MethodType,
  type OpenKeyring,
  type ParsedKeyring,
  type Policy,
  parseKeyring,
  ROOT_KEY_BYTES,
  type Slot,
  type VaultLocator,
} from './keyring.ts';
export { expiredKeyrings, isAncestor, keyringTips } from './lineage.ts';
export { type MergeDoubt, type MergeOptions, reviewMerge } from './merge.ts';
export { deriveVaultOwnerSeed, type KeyringUnlock, openKeyring } from './open.ts';
export {
  checkRecoveryKeyRows,
  deriveRecoveryKeySecret,
  formatRecoveryKey,
  generateRecoveryKey,
  parseRecoveryKey,
  parseRecoveryKeyRow,
  RECOVERY_KEY_DIGIT_COUNT,
  RECOVERY_KEY_ROW_COUNT,
  RECOVERY_KEY_ROW_DIGIT_COUNT,
  type RecoveryKey,
  type RecoveryKeyRowAnswer,
} from './recovery-key.ts';
export {
  assertNoneUnopened,
  KEYRING_OBJECT_COUNT_MAX,
  type KeyringObject,
  type KeyringSet,
  openKeyrings,
  type RefusedKeyring,
} from './select.ts';
export { assertSuccessor } from './succession.ts';
export {
  deriveVaultSecret,
  VAULT_EXPORT_KEY_BYTES,
  VAULT_RELEASE_SECRET_BYTES,
  type VaultSecretParts,
} from './vault.ts';
export type { CreatedKeyring, ExtendedKeyring, NewKeyring, NewMethod } from './write.ts';

/**
 * The first keyring of a new archive: fresh archive id, root key, keys and epoch 1.
 *
 * ```ts
 * const { name, bytes, keyring } = await createKeyring({ methods: [{ type: 'recovery-key', key, label: 'sheet' }] });
 * ```
 * @throws ERR_LAST_METHOD without a recovery key or a vault
 * @throws ERR_LIMIT for more than 64 methods
 */
export async function createKeyring(options: NewKeyring): Promise<CreatedKeyring> {
  return createKeyringWith(platform, options);
}

/**
 * The next keyring, with one more method. Root key and epochs stay; other slots are kept byte for byte.
 * @throws ERR_LIMIT for more than 64 methods
 */
export async function addMethod(keyring: OpenKeyring, method: NewMethod): Promise<ExtendedKeyring> {
  return addMethodWith(platform, keyring, method);
}

/**
 * The next keyring, without a method, under a new root key and with a new epoch. What the method could open before, it
 * still can.
 * @throws ERR_METHOD_UNKNOWN
 * @throws ERR_LAST_METHOD if neither a recovery key nor a vault would stay
 * @throws ERR_LIMIT if the archive has no room for another epoch
 */
export async function removeMethod(keyring: OpenKeyring, methodId: Uint8Array): Promise<WrittenKeyring> {
  return removeMethodWith(platform, keyring, methodId);
}

/** The next keyring, with the same methods, under a new root key and with a new epoch. @throws ERR_LIMIT as `removeMethod` */
export async function rotateKeyring(keyring: OpenKeyring): Promise<WrittenKeyring> {
  return rotateKeyringWith(platform, keyring);
}

/** The next keyring, with another policy, or none. */
export async function setPolicy(keyring: OpenKeyring, policy: Policy | undefined): Promise<WrittenKeyring> {
  return setPolicyWith(platform, keyring, policy);
}

/**
 * One keyring made from several tips: methods and epochs of all, less what any of them removed. Under one root key the
 * slots are kept; under several it rotates. Ask `reviewMerge` first whether the user must be asked.
 * @param tips 2 to 16 different keyrings of one archive
 * @throws ERR_KEYRING_SUCCESSION if they contradict each other
 * @throws ERR_LAST_METHOD if every recovery key and vault was removed on one side or another: add one to a tip first
 * @throws ERR_LIMIT if together they have more than a keyring holds
 */
export async function mergeKeyrings(
  tips: readonly OpenKeyring[],
  options?: MergeOptions,
): Promise<WrittenKeyring> {
  return mergeKeyringsWith(platform, tips, options);
}
