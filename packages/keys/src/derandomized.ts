// Keyrings and recovery keys from chosen randomness and time. For making and checking test vectors, where both sides must
// come to the same bytes, and for nothing else: whoever knows the randomness knows every key. Programs that protect data
// import the package's main entry.

import { COBBLESTONE_SALT_BYTES, type RandomSource } from '@muniment/crypto';
import {
  hpkeSealWithRandomness,
  sealCobblestoneWithSalt,
  XWING_RANDOMNESS_BYTES,
} from '@muniment/crypto/derandomized';
import type { Policy } from '@muniment/wire';
import type { WrittenKeyring } from './draft.ts';
import type { KeyringEnvironment } from './environment.ts';
import type { OpenKeyring } from './keyring.ts';
import { type MergeOptions, mergeKeyringsWith } from './merge.ts';
import { generateRecoveryKeyFrom, type RecoveryKey } from './recovery-key.ts';
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

export type { KeyringEnvironment } from './environment.ts';
export { slotInfo } from './keyring.ts';

/** Every random byte from `random`, in the order in which it is needed; every time stamp `nowMs`. */
export function derandomizedEnvironment(random: RandomSource, nowMs: number): KeyringEnvironment {
  return {
    random,
    nowMs: () => nowMs,
    sealRootKey: (publicKey, info, rootKey) =>
      hpkeSealWithRandomness(publicKey, info, new Uint8Array(0), rootKey, random(XWING_RANDOMNESS_BYTES)),
    sealBody: (key, context, body) =>
      sealCobblestoneWithSalt(key, context, random(COBBLESTONE_SALT_BYTES), body),
  };
}

/** `generateRecoveryKey` from given bytes: each byte below 250 gives one digit, its value mod 10. */
export async function generateRecoveryKey(random: RandomSource): Promise<RecoveryKey> {
  return generateRecoveryKeyFrom(random);
}

/** `createKeyring` in a given environment. */
export async function createKeyring(env: KeyringEnvironment, options: NewKeyring): Promise<CreatedKeyring> {
  return createKeyringWith(env, options);
}

/** `addMethod` in a given environment. */
export async function addMethod(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  method: NewMethod,
): Promise<ExtendedKeyring> {
  return addMethodWith(env, keyring, method);
}

/** `removeMethod` in a given environment. */
export async function removeMethod(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  methodId: Uint8Array,
): Promise<WrittenKeyring> {
  return removeMethodWith(env, keyring, methodId);
}

/** `rotateKeyring` in a given environment. */
export async function rotateKeyring(env: KeyringEnvironment, keyring: OpenKeyring): Promise<WrittenKeyring> {
  return rotateKeyringWith(env, keyring);
}

/** `setPolicy` in a given environment. */
export async function setPolicy(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  policy: Policy | undefined,
): Promise<WrittenKeyring> {
  return setPolicyWith(env, keyring, policy);
}

/** `mergeKeyrings` in a given environment. */
export async function mergeKeyrings(
  env: KeyringEnvironment,
  tips: readonly OpenKeyring[],
  options?: MergeOptions,
): Promise<WrittenKeyring> {
  return mergeKeyringsWith(env, tips, options);
}
