// Opening a keyring: spec/keys.md section 6.

import {
  equalBytes,
  hkdfExpand,
  hmacSha256,
  hpkeOpen,
  type KeyInput,
  openCobblestone,
  SecretBytes,
  xwingPublicKey,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  compareBytes,
  decodeKeyringBody,
  formatHex,
  ID_BYTES,
  type KeyringBody,
  keyringBodyContext,
  LABELS,
  type Slot,
} from '@muniment/wire';
import { utf8 } from './bytes.ts';
import {
  METHOD_SECRET_BYTES,
  type OpenKeyring,
  type ParsedKeyring,
  ROOT_KEY_BYTES,
  slotInfo,
  splitKeyring,
} from './keyring.ts';
import { deriveRecoveryKeySecret, type RecoveryKey } from './recovery-key.ts';

/** What opens a keyring. Secrets and root keys have 32 bytes, method ids 16. */
export type KeyringUnlock =
  | { readonly type: 'recovery-key'; readonly key: RecoveryKey }
  | { readonly type: 'device'; readonly methodId: Uint8Array; readonly secret: KeyInput }
  | { readonly type: 'secret'; readonly methodId: Uint8Array; readonly secret: KeyInput }
  | { readonly type: 'root-key'; readonly rootKey: KeyInput };

/**
 * Opens a keyring and authenticates all of it.
 *
 * ```ts
 * const keyring = await openKeyring(parseKeyring(bytes), { type: 'recovery-key', key });
 * ```
 * @throws ERR_RECOVERY_KEY_OTHER if the key's id is no slot's; details: `keyId` and the archive's `keyIds`
 * @throws ERR_METHOD_UNKNOWN if no slot has the method's id (of type device, for a device)
 * @throws ERR_AUTHENTICATION if the secret does not open its slot
 * @throws ERR_KEYRING_MAC if the keyring was altered, or the root key is another's
 * @throws ERR_COMMITMENT, ERR_SEGMENT, ERR_OBJECT_LENGTH, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_LIMIT,
 *   ERR_KEYRING_BODY if whoever holds the root key wrote what no correct writer writes
 * @throws ERR_KEY_SIZE for a secret of the wrong length
 */
export async function openKeyring(parsed: ParsedKeyring, unlock: KeyringUnlock): Promise<OpenKeyring> {
  const { rootKey, used } = await unlockRootKey(parsed, unlock);
  try {
    return await openWithRootKey(parsed, rootKey, used);
  } catch (error) {
    rootKey.wipe();
    throw error;
  }
}

/** The Ed25519 seed (32 bytes) of the key that owns the archive's vault records (KEYS-046). */
export function deriveVaultOwnerSeed(rootKey: SecretBytes): Promise<SecretBytes> {
  return deriveFromRootKey(rootKey, LABELS.vaultOwner);
}

/** One of the three 32-byte keys below a root key. */
export async function deriveFromRootKey(rootKey: SecretBytes, label: string): Promise<SecretBytes> {
  const bytes = await hkdfExpand(rootKey, utf8(label), 32);
  try {
    return SecretBytes.from(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** The MAC over all bytes of a keyring before it. */
export async function keyringMac(rootKey: SecretBytes, authenticated: Uint8Array): Promise<Uint8Array> {
  const key = await deriveFromRootKey(rootKey, LABELS.keyringMac);
  try {
    return await hmacSha256(key, authenticated);
  } finally {
    key.wipe();
  }
}

/** A slot that was opened, and the public key that its secret has. */
interface UsedSlot {
  readonly methodId: Uint8Array;
  readonly publicKey: Uint8Array;
}

async function unlockRootKey(
  parsed: ParsedKeyring,
  unlock: KeyringUnlock,
): Promise<{ rootKey: SecretBytes; used: UsedSlot | undefined }> {
  switch (unlock.type) {
    case 'root-key':
      return { rootKey: exactSecret(unlock.rootKey, 'rootKey', ROOT_KEY_BYTES), used: undefined };
    case 'recovery-key':
      return unlockWithRecoveryKey(parsed, unlock.key);
    case 'device':
    case 'secret': {
      const { methodId } = unlock;
      if (methodId.length !== ID_BYTES) throw new RangeError(`methodId must be ${ID_BYTES} bytes`);
      const secret = exactSecret(unlock.secret, 'secret', METHOD_SECRET_BYTES);
      const slot = parsed.slots.find((candidate) => compareBytes(candidate.methodId, methodId) === 0);
      if (slot === undefined || (unlock.type === 'device' && slot.type !== 'device')) {
        secret.wipe();
        throw new MunimentError('ERR_METHOD_UNKNOWN', '', { methodId: formatHex(methodId) });
      }
      return openSlot(parsed.archiveId, slot, secret);
    }
    default:
      throw new TypeError('unlock.type must be recovery-key, device, secret or root-key');
  }
}

async function unlockWithRecoveryKey(
  parsed: ParsedKeyring,
  key: RecoveryKey,
): Promise<{ rootKey: SecretBytes; used: UsedSlot }> {
  const slots = parsed.slots.filter((slot) => slot.type === 'recovery-key');
  const candidates = slots.filter((slot) => slot.keyId === key.keyId);
  if (candidates.length === 0) {
    const keyIds = slots.map((slot) => slot.keyId).join(',');
    const has = keyIds === '' ? 'the archive has no recovery key' : `the archive's is ${keyIds}`;
    throw new MunimentError('ERR_RECOVERY_KEY_OTHER', `this is recovery key ${key.keyId}; ${has}`, {
      keyId: key.keyId,
      keyIds,
    });
  }
  // Two keys share an id once in 2^20 pairs, so a slot that does not open does not settle it.
  for (const slot of candidates) {
    try {
      return await openSlot(parsed.archiveId, slot, await deriveRecoveryKeySecret(key, slot.salt));
    } catch (error) {
      if (!isMunimentError(error, 'ERR_AUTHENTICATION')) throw error;
    }
  }
  throw new MunimentError('ERR_AUTHENTICATION');
}

/** Opens one slot and wipes `secret`. */
async function openSlot(
  archiveId: Uint8Array,
  slot: Slot,
  secret: SecretBytes,
): Promise<{ rootKey: SecretBytes; used: UsedSlot }> {
  try {
    const bytes = await hpkeOpen(secret, slotInfo(archiveId, slot), new Uint8Array(0), slot.sealedRootKey);
    const rootKey = SecretBytes.from(bytes);
    bytes.fill(0);
    return { rootKey, used: { methodId: slot.methodId, publicKey: await xwingPublicKey(secret) } };
  } finally {
    secret.wipe();
  }
}

async function openWithRootKey(
  parsed: ParsedKeyring,
  rootKey: SecretBytes,
  used: UsedSlot | undefined,
): Promise<OpenKeyring> {
  const { sealedBody, authenticated, mac } = splitKeyring(parsed.bytes);
  if (!equalBytes(await keyringMac(rootKey, authenticated), mac)) throw new MunimentError('ERR_KEYRING_MAC');
  const bodyKey = await deriveFromRootKey(rootKey, LABELS.keyringBody);
  let body: Uint8Array;
  try {
    body = await openCobblestone(bodyKey, keyringBodyContext(parsed), sealedBody);
  } finally {
    bodyKey.wipe();
  }
  try {
    const content = decodeKeyringBody(body);
    try {
      checkBody(parsed, content, used);
      return toOpenKeyring(parsed, rootKey, content);
    } finally {
      content.dedupKey.fill(0);
      content.chunkerKey.fill(0);
      for (const epoch of content.epochs) epoch.key.fill(0);
    }
  } finally {
    body.fill(0);
  }
}

/** What the two parts of a keyring promise about each other (KEYS-056, KEYS-092). @throws ERR_KEYRING_BODY */
function checkBody(parsed: ParsedKeyring, body: KeyringBody, used: UsedSlot | undefined): void {
  const refuse = (what: string): MunimentError => new MunimentError('ERR_KEYRING_BODY', what);
  const { epochs, methods, removedMethods } = body;
  if (methods.length !== parsed.slots.length) throw refuse('methods and slots differ in number');
  methods.forEach((method, i) => {
    const slot = parsed.slots[i]!;
    if (compareBytes(method.methodId, slot.methodId) !== 0 || method.type !== slot.type) {
      throw refuse('methods and slots differ');
    }
    if (removedMethods.some((removed) => compareBytes(removed, method.methodId) === 0)) {
      throw refuse('a removed method is still there');
    }
    if (used !== undefined && compareBytes(used.methodId, method.methodId) === 0) {
      if (compareBytes(used.publicKey, method.publicKey) !== 0)
        throw refuse('the public key is not this secret’s');
    }
  });
  epochs.forEach((epoch, i) => {
    const before = epochs[i - 1];
    if (before === undefined || before.number < epoch.number) return;
    if (before.number > epoch.number || compareBytes(before.key, epoch.key) >= 0) {
      throw refuse('epochs are not in ascending order');
    }
  });
  // Nobody may use up the numbers that the archive has left (KEYS-092).
  if (parsed.parents.length === 0 && (epochs.length !== 1 || epochs[0]!.number !== 1)) {
    throw refuse('a keyring without parents begins with the epoch 1 and no other');
  }
  // Writers use the key of the greatest number, so there is one.
  if (epochs.at(-1)!.number === epochs.at(-2)?.number) throw refuse('the newest epoch has two keys');
}

function toOpenKeyring(parsed: ParsedKeyring, rootKey: SecretBytes, body: KeyringBody): OpenKeyring {
  const { name, archiveId, generation, keyringId, hash, parents, slots } = parsed;
  const dedupKey = SecretBytes.from(body.dedupKey);
  const chunkerKey = SecretBytes.from(body.chunkerKey);
  const epochs = body.epochs.map(({ number, key, createdMs }) => {
    return { number, key: SecretBytes.from(key), createdMs: Number(createdMs) };
  });
  const methods = body.methods.map(({ methodId, type, publicKey, label, createdMs }) => {
    return { methodId, type, label, createdMs: Number(createdMs), publicKey };
  });
  const { removedMethods, policy } = body;
  function wipe(): void {
    for (const secret of [rootKey, dedupKey, chunkerKey, ...epochs.map((epoch) => epoch.key)]) secret.wipe();
  }
  return {
    name,
    archiveId,
    generation,
    keyringId,
    hash,
    parents,
    slots,
    rootKey,
    dedupKey,
    chunkerKey,
    epochs,
    methods,
    removedMethods,
    policy,
    wipe,
  };
}

/** A copy of a secret that must have `length` bytes; the caller wipes it. @throws ERR_KEY_SIZE */
export function exactSecret(input: KeyInput, name: string, length: number): SecretBytes {
  const bytes = input instanceof SecretBytes ? input.expose() : input;
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${name} must be SecretBytes or a Uint8Array`);
  if (bytes.length !== length) {
    throw new MunimentError('ERR_KEY_SIZE', `${name} must be ${length} bytes, not ${bytes.length}`);
  }
  return SecretBytes.from(bytes);
}
