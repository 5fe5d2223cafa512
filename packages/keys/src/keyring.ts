// What a keyring is, and reading its public part: spec/keys.md sections 4 and 5.

import { createSha256, type SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  compareBytes,
  decodeKeyringPublic,
  FORMAT_VERSION,
  formatKeyringName,
  LABELS,
  METHOD_TYPE_NUMBERS,
  type MethodType,
  type Policy,
  parseKeyringName,
  type Slot,
  type VaultLocator,
} from '@muniment/wire';
import { concatBytes, utf8 } from './bytes.ts';
import { isKeyId } from './recovery-key.ts';

export type { MethodType, Policy, Slot, VaultLocator };

/** A whole keyring object may not be longer. */
export const KEYRING_MAX_BYTES: number = 2 * 1024 * 1024;
export const ROOT_KEY_BYTES = 32;
/** A method's secret is an X-Wing decapsulation key. */
export const METHOD_SECRET_BYTES = 32;
/** Every slot has a salt. */
export const SALT_BYTES = 32;

export const MAGIC: Uint8Array = utf8('MUNIKEYR');
/** Magic, format version and the length of the public part. */
export const PREFIX_BYTES = 14;
export const LENGTH_BYTES = 4;
export const MAC_BYTES = 32;

/** A keyring's place in the history of its archive. */
export interface KeyringLink {
  /** SHA-256 of the whole object, 32 bytes. */
  readonly hash: Uint8Array;
  /** Hashes of the keyrings it was made from, ascending. */
  readonly parents: readonly Uint8Array[];
  /** One more than the greatest generation of its parents, from 1. */
  readonly generation: bigint;
}

/** The public part of a keyring. Nothing in it is authenticated until the keyring is opened. */
export interface ParsedKeyring extends KeyringLink {
  /** `keyring/<generation>-<keyring id>`, as its own content says. */
  readonly name: string;
  /** 16 bytes. */
  readonly archiveId: Uint8Array;
  /** 16 bytes. */
  readonly keyringId: Uint8Array;
  /** In ascending order of method id. */
  readonly slots: readonly Slot[];
  /** The whole object, as it was read. */
  readonly bytes: Uint8Array;
}

/** One archive key. Numbers may repeat: a reader tries every key of a number. */
export interface KeyringEpoch {
  readonly number: number;
  /** 32 bytes. */
  readonly key: SecretBytes;
  readonly createdMs: number;
}

/** What every enrolled device knows of a recovery method. */
export interface KeyringMethod {
  /** 16 bytes. */
  readonly methodId: Uint8Array;
  readonly type: MethodType;
  readonly label: string;
  readonly createdMs: number;
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array;
}

/** An authenticated, opened keyring. Printing it shows no key. */
export interface OpenKeyring extends KeyringLink {
  readonly name: string;
  readonly archiveId: Uint8Array;
  readonly keyringId: Uint8Array;
  readonly rootKey: SecretBytes;
  readonly dedupKey: SecretBytes;
  readonly chunkerKey: SecretBytes;
  /** Ascending by number, then key; the last has the number that writers use. */
  readonly epochs: readonly KeyringEpoch[];
  /** In ascending order of method id, like `slots`. */
  readonly methods: readonly KeyringMethod[];
  readonly slots: readonly Slot[];
  /** Ids of methods that were removed, ascending. */
  readonly removedMethods: readonly Uint8Array[];
  /** Retention that applies when a run names none. */
  readonly policy: Policy | undefined;
  /** Overwrites every key it holds; it cannot be used afterwards. */
  wipe(): void;
}

/**
 * Reads the public part of a keyring object, up to 2 MiB. Nothing is authenticated yet. The result shares no memory
 * with `bytes`.
 * @param name the name the object was found under, to be compared with its content
 * @throws ERR_LIMIT, ERR_KEYRING_MAGIC, ERR_UNSUPPORTED_VERSION, ERR_CRITICAL_FEATURE, ERR_ENCODING, ERR_NON_CANONICAL
 * @throws ERR_FIELD also for a name that is not the object's
 */
export function parseKeyring(bytes: Uint8Array, name?: string): ParsedKeyring {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes must be a Uint8Array');
  if (name !== undefined && parseKeyringName(name) === undefined) throw wrongName(name);
  if (bytes.length > KEYRING_MAX_BYTES) {
    throw new MunimentError('ERR_LIMIT', `a keyring has at most ${KEYRING_MAX_BYTES} bytes`, {
      length: bytes.length,
    });
  }
  const object = new Uint8Array(bytes);
  // Format 1 has no critical features: a keyring that names one is refused by the decoder, at its first field (KEYS-053).
  const {
    criticalFeatures: _none,
    archiveId,
    generation,
    keyringId,
    parents,
    slots,
  } = decodeKeyringPublic(splitKeyring(object).publicPart);
  // Only the first keyring of an archive has no parents (KEYS-092).
  if (parents.length === 0 && generation !== 1n) {
    throw new MunimentError('ERR_FIELD', `a keyring of generation ${generation} without parents`);
  }
  slots.forEach((slot, i) => {
    const before = slots[i - 1];
    if (before !== undefined && compareBytes(before.methodId, slot.methodId) >= 0) {
      throw new MunimentError('ERR_FIELD', 'slots are not in ascending order of method id');
    }
    if (slot.type === 'recovery-key' ? !isKeyId(slot.keyId) : slot.keyId !== '') {
      throw new MunimentError('ERR_FIELD', 'a slot has a key id that does not go with its type');
    }
    if ((slot.type === 'vault') !== (slot.vault !== undefined)) {
      throw new MunimentError('ERR_FIELD', 'a slot names a vault and is of another type, or the reverse');
    }
  });
  const hash = createSha256().update(object).digest();
  const ownName = formatKeyringName({ generation, keyringId });
  if (name !== undefined && name !== ownName) throw wrongName(name);
  return { name: ownName, archiveId, generation, keyringId, hash, parents, slots, bytes: object };
}

function wrongName(name: string): MunimentError {
  return new MunimentError('ERR_FIELD', `${name} is not the name of this keyring`, { name });
}

/** The parts of a keyring object, as views of it. @throws ERR_KEYRING_MAGIC, ERR_UNSUPPORTED_VERSION, ERR_ENCODING */
export function splitKeyring(object: Uint8Array): {
  publicPart: Uint8Array;
  sealedBody: Uint8Array;
  authenticated: Uint8Array;
  mac: Uint8Array;
} {
  if (compareBytes(object.subarray(0, MAGIC.length), MAGIC) !== 0) {
    throw new MunimentError('ERR_KEYRING_MAGIC');
  }
  const view = new DataView(object.buffer, object.byteOffset, object.length);
  const version = object.length < MAGIC.length + 2 ? cut() : view.getUint16(MAGIC.length);
  if (version !== FORMAT_VERSION) {
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', `keyring of format version ${version}`, { version });
  }
  const publicEnd = object.length < PREFIX_BYTES ? cut() : PREFIX_BYTES + view.getUint32(MAGIC.length + 2);
  const bodyStart = publicEnd + LENGTH_BYTES;
  const bodyEnd = object.length < bodyStart ? cut() : bodyStart + view.getUint32(publicEnd);
  if (object.length !== bodyEnd + MAC_BYTES) cut();
  return {
    publicPart: object.subarray(PREFIX_BYTES, publicEnd),
    sealedBody: object.subarray(bodyStart, bodyEnd),
    authenticated: object.subarray(0, bodyEnd),
    mac: object.subarray(bodyEnd),
  };
}

function cut(): never {
  throw new MunimentError('ERR_ENCODING', 'the keyring was cut or extended');
}

/** The HPKE `info` of a slot: binds it to its archive, method and salt (KEYS-042). */
export function slotInfo(
  archiveId: Uint8Array,
  slot: { readonly type: MethodType; readonly methodId: Uint8Array; readonly salt: Uint8Array },
): Uint8Array {
  const type = METHOD_TYPE_NUMBERS[slot.type];
  return concatBytes(utf8(LABELS.slot), Uint8Array.of(0, type), archiveId, slot.methodId, slot.salt);
}
