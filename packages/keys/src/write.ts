// Making keyrings and changing their methods: spec/keys.md section 7.

import { type KeyInput, xwingPublicKey } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { compareBytes, formatHex, ID_BYTES, LIMITS, type Policy, type VaultLocator } from '@muniment/wire';
import { assertBytesOf, utf8 } from './bytes.ts';
import {
  type Draft,
  drawEpoch,
  drawSecret,
  inherit,
  type Member,
  type WrittenKeyring,
  writeKeyring,
  writeRotated,
} from './draft.ts';
import type { KeyringEnvironment } from './environment.ts';
import {
  METHOD_SECRET_BYTES,
  type OpenKeyring,
  parseKeyring,
  ROOT_KEY_BYTES,
  SALT_BYTES,
} from './keyring.ts';
import { exactSecret, openKeyring } from './open.ts';
import { deriveRecoveryKeySecret, type RecoveryKey } from './recovery-key.ts';
import { copyVaultLocator } from './vault.ts';

/** A method to be added. Secrets have 32 bytes, public keys 1216, labels at most 128 bytes of UTF-8. */
export type NewMethod =
  | { readonly type: 'recovery-key'; readonly key: RecoveryKey; readonly label: string }
  | { readonly type: 'device'; readonly secret: KeyInput; readonly label: string }
  | ({ readonly type: 'vault'; readonly label: string } & NewVault & KeyOf)
  | ({
      readonly type: 'passkey';
      readonly label: string;
      /** Salt of the slot, 32 bytes, if the secret was derived with it; random otherwise. */
      readonly salt?: Uint8Array;
    } & KeyOf);

/** A method's secret, or its public key where the secret is not at hand. */
type KeyOf = { readonly secret: KeyInput } | { readonly publicKey: Uint8Array };

interface NewVault {
  /** Salt of the slot, 32 bytes: the one that the secret was derived with (`deriveVaultSecret`). */
  readonly salt: Uint8Array;
  /** Where the vault is, and which registration of which account. */
  readonly vault: VaultLocator;
}

/** What a new archive starts with. */
export interface NewKeyring {
  /** At least one of them a recovery key or a vault. */
  readonly methods: readonly NewMethod[];
  readonly policy?: Policy | undefined;
}

/** A first keyring, with the ids that its methods were given, in the order in which they were asked for. */
export interface CreatedKeyring extends WrittenKeyring {
  readonly methodIds: readonly Uint8Array[];
}

/** A keyring with one more method. */
export interface ExtendedKeyring extends WrittenKeyring {
  /** 16 bytes; a device keeps it beside its secret. */
  readonly methodId: Uint8Array;
}

/** See index.ts. */
export async function createKeyringWith(
  env: KeyringEnvironment,
  { methods, policy }: NewKeyring,
): Promise<CreatedKeyring> {
  const prepared: PreparedMethod[] = [];
  const archiveId = env.random(ID_BYTES);
  const rootKey = drawSecret(env, ROOT_KEY_BYTES);
  const dedupKey = drawSecret(env, 32);
  const chunkerKey = drawSecret(env, 32);
  const epoch = drawEpoch(env, 1);
  try {
    for (const method of methods) prepared.push(await prepareMethod(env, method));
    const written = await writeKeyring(env, {
      archiveId,
      generation: 1n,
      parents: [],
      rootKey,
      dedupKey,
      chunkerKey,
      epochs: [epoch],
      members: prepared.map(({ member }) => member),
      removedMethods: [],
      policy: normalPolicy(policy),
    });
    await testOpen(written, prepared);
    return { ...written, methodIds: prepared.map(({ member }) => member.method.methodId) };
  } finally {
    for (const secret of [rootKey, dedupKey, chunkerKey, epoch.key]) secret.wipe();
    for (const { secret } of prepared) secret?.wipe();
  }
}

/** See index.ts. (KEYS-071, KEYS-078) */
export async function addMethodWith(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  newMethod: NewMethod,
): Promise<ExtendedKeyring> {
  const prepared = await prepareMethod(env, newMethod);
  try {
    const draft = inherit(keyring);
    const written = await writeKeyring(env, { ...draft, members: [...draft.members, prepared.member] });
    await testOpen(written, [prepared]);
    return { ...written, methodId: prepared.member.method.methodId };
  } finally {
    prepared.secret?.wipe();
  }
}

/** See index.ts. */
export async function removeMethodWith(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  methodId: Uint8Array,
): Promise<WrittenKeyring> {
  assertBytesOf(methodId, 'methodId', ID_BYTES);
  const draft = inherit(keyring);
  const members = draft.members.filter(({ method }) => compareBytes(method.methodId, methodId) !== 0);
  if (members.length === draft.members.length) {
    throw new MunimentError('ERR_METHOD_UNKNOWN', '', { methodId: formatHex(methodId) });
  }
  const removedMethods = [...draft.removedMethods, new Uint8Array(methodId)];
  return writeRotated(env, { ...draft, members, removedMethods });
}

/** See index.ts. */
export async function rotateKeyringWith(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
): Promise<WrittenKeyring> {
  return writeRotated(env, inherit(keyring));
}

/** See index.ts. */
export async function setPolicyWith(
  env: KeyringEnvironment,
  keyring: OpenKeyring,
  policy: Policy | undefined,
): Promise<WrittenKeyring> {
  const draft: Draft = { ...inherit(keyring), policy: normalPolicy(policy) };
  return writeKeyring(env, draft);
}

/** A member that is not sealed to yet, and its secret if this device has it. */
interface PreparedMethod {
  readonly member: Member;
  readonly secret: ReturnType<typeof exactSecret> | undefined;
}

// KEYS-044, KEYS-045
async function prepareMethod(env: KeyringEnvironment, input: NewMethod): Promise<PreparedMethod> {
  const { type, label } = input;
  assertLabel(label);
  const methodId = env.random(ID_BYTES);
  const vault = type === 'vault' ? copyVaultLocator(input.vault) : undefined;
  const given = 'salt' in input ? input.salt : undefined;
  // A secret that was derived with another salt than the slot's would never be found again.
  if (given === undefined && type === 'vault') throw new TypeError('a vault brings its salt along');
  if (given !== undefined) assertBytesOf(given, 'salt', SALT_BYTES);
  const salt = given === undefined ? env.random(SALT_BYTES) : new Uint8Array(given);
  let publicKey: Uint8Array;
  let secret: PreparedMethod['secret'];
  let keyId = '';
  if ('publicKey' in input) {
    assertBytesOf(input.publicKey, 'publicKey', LIMITS.Method.publicKey.maxBytes);
    publicKey = new Uint8Array(input.publicKey);
  } else {
    if (input.type === 'recovery-key') {
      secret = await deriveRecoveryKeySecret(input.key, salt);
      keyId = input.key.keyId;
    } else {
      secret = exactSecret(input.secret, 'secret', METHOD_SECRET_BYTES);
    }
    publicKey = await xwingPublicKey(secret);
  }
  const method = { methodId, type, label, createdMs: env.nowMs(), publicKey };
  return { member: { method, slot: { methodId, type, salt, keyId, vault } }, secret };
}

/** Opens what was written with every secret at hand: a method that does not open is found now, not when it is needed. (KEYS-075) */
async function testOpen(written: WrittenKeyring, prepared: readonly PreparedMethod[]): Promise<void> {
  const parsed = parseKeyring(written.bytes);
  for (const { member, secret } of prepared) {
    if (secret === undefined) continue;
    const opened = await openKeyring(parsed, { type: 'secret', methodId: member.method.methodId, secret });
    opened.wipe();
  }
}

/** No rule set at all is the same as no policy, and has one encoding. (KEYS-077) */
function normalPolicy(policy: Policy | undefined): Policy | undefined {
  if (policy === undefined) return undefined;
  const { keepLast, keepDaily, keepWeekly, keepMonthly } = policy;
  const rules = { keepLast, keepDaily, keepWeekly, keepMonthly };
  for (const [rule, value] of Object.entries(rules)) {
    if (!Number.isInteger(value) || value < 0 || value > LIMITS.Policy.keepLast.max) {
      throw new RangeError(`${rule} must be an integer from 0 to ${LIMITS.Policy.keepLast.max}`);
    }
  }
  return Object.values(rules).every((value) => value === 0) ? undefined : rules;
}

function assertLabel(label: string): void {
  if (typeof label !== 'string') throw new TypeError('label must be a string');
  const limit = LIMITS.Method.label.maxBytes;
  if (!label.isWellFormed() || utf8(label).length > limit) {
    throw new RangeError(`label must be well-formed text of at most ${limit} bytes`);
  }
}
