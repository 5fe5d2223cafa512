// Keyring objects (spec/keys.md §4 and §5), from parts that may contradict each other.

import { compareBytes, concat, hex, u8, u16, u32, utf8 } from './bytes.ts';
import { expand, extract, hmacSha256, sha256 } from './hash.ts';
import { hpkeSeal } from './hpke.ts';
import {
  type Epoch,
  encodeKeyringBody,
  encodeKeyringPublic,
  type KeyringBody,
  type KeyringPublic,
  type Method,
  type Policy,
  type Slot,
  type VaultLocator,
} from './messages.ts';
import { keyringBodyContext, keyringName, sealFor } from './objects.ts';
import { keyId, recoveryKeySecret } from './recovery-key.ts';
import { generated } from './seed.ts';
import { xWingPublicKey } from './x-wing.ts';

export const METHOD_RECOVERY_KEY = 1;
export const METHOD_VAULT = 2;
export const METHOD_PASSKEY = 3;
export const METHOD_DEVICE = 4;

/** A recovery method and all that is known of it. */
export interface KitMethod {
  readonly methodId: Uint8Array;
  readonly type: number;
  readonly salt: Uint8Array;
  readonly secret: Uint8Array;
  readonly keyId: string;
  /** The 60 digits, of a recovery key. */
  readonly material?: string;
  /** Of a vault. */
  readonly vault?: VaultLocator;
  readonly label: string;
  readonly createdMs: number;
}

/** A recovery key as a method. */
export function recoveryKeyMethod(name: string, material: string, label = name): KitMethod {
  const salt = generated(`${name} salt`, 32);
  return {
    methodId: generated(`${name} method id`, 16),
    type: METHOD_RECOVERY_KEY,
    salt,
    secret: recoveryKeySecret(material, salt),
    keyId: keyId(material),
    material,
    label,
    createdMs: 1767225600000,
  };
}

/** A vault as a method. */
export function vaultMethod(name: string, label = name, change: Partial<VaultLocator> = {}): KitMethod {
  const salt = generated(`${name} salt`, 32);
  return {
    methodId: generated(`${name} method id`, 16),
    type: METHOD_VAULT,
    salt,
    secret: vaultSecret(generated(`${name} export key`, 64), generated(`${name} release secret`, 32), salt),
    keyId: '',
    vault: {
      url: 'https://vault.example/muniment',
      realmId: generated(`${name} realm id`, 16),
      issuer: 'https://login.example',
      subject: name,
      generation: 1,
      ...change,
    },
    label,
    createdMs: 1767225600000,
  };
}

/** The secret of a vault method, of what the password and what the vault gives. */
export function vaultSecret(exportKey: Uint8Array, releaseSecret: Uint8Array, salt: Uint8Array): Uint8Array {
  return expand(extract(salt, concat(exportKey, releaseSecret)), utf8('muniment v1 vault secret'), 32);
}

/** A method with a secret of its own: a device or a passkey. */
export function secretMethod(name: string, type = METHOD_DEVICE, label = name): KitMethod {
  return {
    methodId: generated(`${name} method id`, 16),
    type,
    salt: generated(`${name} salt`, 32),
    secret: generated(`${name} secret`, 32),
    keyId: '',
    label,
    createdMs: 1767225600000,
  };
}

/** The keys that a root key gives. */
export function rootKeys(rootKey: Uint8Array): { body: Uint8Array; mac: Uint8Array; vaultOwner: Uint8Array } {
  return {
    body: expand(rootKey, utf8('muniment v1 keyring body'), 32),
    mac: expand(rootKey, utf8('muniment v1 keyring mac'), 32),
    vaultOwner: expand(rootKey, utf8('muniment v1 vault owner'), 32),
  };
}

/** What a slot is sealed under. */
export function slotInfo(
  archiveId: Uint8Array,
  method: Pick<KitMethod, 'type' | 'methodId' | 'salt'>,
): Uint8Array {
  return concat(
    utf8('muniment v1 slot'),
    Uint8Array.of(0),
    u8(method.type),
    archiveId,
    method.methodId,
    method.salt,
  );
}

/** The root key sealed to a method, the same bytes for the same root key, archive and method. */
export function sealSlot(rootKey: Uint8Array, archiveId: Uint8Array, method: KitMethod): Slot {
  const info = slotInfo(archiveId, method);
  const randomness = generated(`slot ${hex(info)} ${hex(rootKey)}`, 64);
  return {
    methodId: method.methodId,
    type: method.type,
    salt: method.salt,
    keyId: method.keyId,
    sealedRootKey: hpkeSeal(method.secret, randomness, info, new Uint8Array(0), rootKey),
    vault: method.vault,
  };
}

/** What the body keeps of a method. */
export function bodyMethod(method: KitMethod): Method {
  const { methodId, type, label, createdMs } = method;
  return { methodId, type, publicKey: xWingPublicKey(method.secret), label, createdMs };
}

const byId = (a: { methodId: Uint8Array }, b: { methodId: Uint8Array }): number =>
  compareBytes(a.methodId, b.methodId);

/** All that goes into a keyring. */
export interface KeyringContent {
  readonly archiveId: Uint8Array;
  readonly generation: number;
  readonly keyringId: Uint8Array;
  readonly parents: readonly Uint8Array[];
  readonly rootKey: Uint8Array;
  readonly dedupKey: Uint8Array;
  readonly chunkerKey: Uint8Array;
  readonly epochs: readonly Epoch[];
  readonly methods: readonly KitMethod[];
  readonly removedMethods: readonly Uint8Array[];
  readonly policy?: Policy | undefined;
}

/** A keyring object and what it was made from. */
export interface Keyring {
  readonly content: KeyringContent;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
}

/** The public part as it should be: slots by method id. */
export function publicPart(content: KeyringContent): KeyringPublic {
  return {
    criticalFeatures: [],
    archiveId: content.archiveId,
    generation: content.generation,
    keyringId: content.keyringId,
    parents: [...content.parents].sort(compareBytes),
    slots: content.methods.map((method) => sealSlot(content.rootKey, content.archiveId, method)).sort(byId),
  };
}

/** The body as it should be: methods by id, epochs by number and key. */
export function bodyPart(content: KeyringContent): KeyringBody {
  return {
    dedupKey: content.dedupKey,
    chunkerKey: content.chunkerKey,
    epochs: [...content.epochs].sort((a, b) => a.number - b.number || compareBytes(a.key, b.key)),
    methods: content.methods.map(bodyMethod).sort(byId),
    removedMethods: [...content.removedMethods].sort(compareBytes),
    policy: content.policy,
  };
}

/** Parts of an object that take the place of the right ones. */
export interface KeyringChange {
  readonly magic?: Uint8Array;
  readonly version?: number;
  readonly publicPart?: Uint8Array;
  readonly publicLength?: number;
  readonly bodyLength?: number;
  readonly bodyPlaintext?: Uint8Array;
  readonly sealedBody?: Uint8Array;
  readonly bodyKey?: Uint8Array;
  readonly bodyContext?: Uint8Array;
  readonly macKey?: Uint8Array;
  /** Changes what the MAC covers, before it is made. */
  readonly beforeMac?: (bytes: Uint8Array) => Uint8Array;
  /** Changes the finished object. */
  readonly after?: (bytes: Uint8Array) => Uint8Array;
}

/** The object of a keyring. */
export function makeKeyring(content: KeyringContent, change: KeyringChange = {}): Keyring {
  const keys = rootKeys(content.rootKey);
  const publicBytes = change.publicPart ?? encodeKeyringPublic(publicPart(content));
  const context =
    change.bodyContext ?? keyringBodyContext(content.archiveId, content.generation, content.keyringId);
  const body =
    change.sealedBody ??
    sealFor(
      change.bodyKey ?? keys.body,
      context,
      change.bodyPlaintext ?? encodeKeyringBody(bodyPart(content)),
    );
  let bytes = concat(
    change.magic ?? utf8('MUNIKEYR'),
    u16(change.version ?? 1),
    u32(change.publicLength ?? publicBytes.length),
    publicBytes,
    u32(change.bodyLength ?? body.length),
    body,
  );
  bytes = change.beforeMac?.(bytes) ?? bytes;
  bytes = concat(bytes, hmacSha256(change.macKey ?? keys.mac, bytes));
  bytes = change.after?.(bytes) ?? bytes;
  return { content, name: keyringName(content.generation, content.keyringId), bytes, hash: sha256(bytes) };
}

/** The first keyring of an archive, from a name. */
export function firstKeyring(
  name: string,
  methods: readonly KitMethod[],
  change: Partial<KeyringContent> = {},
): Keyring {
  return makeKeyring({
    archiveId: generated(`${name} archive id`, 16),
    generation: 1,
    keyringId: generated(`${name} keyring id 1`, 16),
    parents: [],
    rootKey: generated(`${name} root key`, 32),
    dedupKey: generated(`${name} dedup key`, 32),
    chunkerKey: generated(`${name} chunker key`, 32),
    epochs: [{ number: 1, key: generated(`${name} archive key 1`, 32), createdMs: 1767225600000 }],
    methods,
    removedMethods: [],
    ...change,
  });
}

/** The content of a child of `parent` that is called `name`, with changes. */
export function childContent(
  parent: Keyring,
  name: string,
  change: Partial<KeyringContent> = {},
): KeyringContent {
  return {
    ...parent.content,
    generation: parent.content.generation + 1,
    keyringId: generated(`${name} keyring id`, 16),
    parents: [parent.hash],
    ...change,
  };
}

/** What a rotation changes: a new root key and a new epoch. */
export function rotation(parent: Keyring, name: string): Pick<KeyringContent, 'rootKey' | 'epochs'> {
  const number = 1 + Math.max(...parent.content.epochs.map((epoch) => epoch.number));
  return {
    rootKey: generated(`${name} root key`, 32),
    epochs: [
      ...parent.content.epochs,
      { number, key: generated(`${name} archive key ${number}`, 32), createdMs: 1767312000000 },
    ],
  };
}
