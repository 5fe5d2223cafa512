// The suite `keyring`: objects that open or do not, the keyrings of a store, and merges.

import {
  BOOLEAN,
  bytes,
  ERROR,
  fields,
  HEX,
  integer,
  LABEL,
  list,
  OBJECT_NAME,
  oneOf,
  suiteSchema,
  TEXT,
} from '../json-schema.ts';
import { compareBytes, concat, flip, hex, overwrite, u8, u16, u32, unhex, utf8 } from '../kit/bytes.ts';
import { sha256 } from '../kit/hash.ts';
import {
  bodyMethod,
  bodyPart,
  childContent,
  firstKeyring,
  type Keyring,
  type KeyringChange,
  type KeyringContent,
  type KitMethod,
  METHOD_DEVICE,
  METHOD_PASSKEY,
  METHOD_RECOVERY_KEY,
  makeKeyring,
  publicPart,
  recoveryKeyMethod,
  rootKeys,
  rotation,
  sealSlot,
  secretMethod,
  vaultMethod,
} from '../kit/keyring.ts';
import {
  encodeKeyringBody,
  encodeKeyringPublic,
  encodeSlot,
  encodeVaultLocator,
  type KeyringBody,
  type KeyringPublic,
  type Slot,
  type VaultLocator,
} from '../kit/messages.ts';
import { context, keyringBodyContext, keyringName, ROLE_HEAD, sealFor } from '../kit/objects.ts';
import { explicitBytes, explicitUint, packed } from '../kit/proto.ts';
import { generatedMaterial, keyId, rowsOf } from '../kit/recovery-key.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Open: { bugType: 'BASIC', description: 'A keyring that opens.' },
  Limit: { bugType: 'EDGE_CASE', description: 'Sizes and counts at the ends of their ranges.' },
  Layout: { bugType: 'MISSING_CHECK', description: 'Objects whose magic, version or lengths are wrong.' },
  Later: { bugType: 'ROLLBACK', description: 'Keyrings of a later format.' },
  Vault: { bugType: 'MISSING_CHECK', description: 'Slots of vaults, which say where the vault is.' },
  Public: { bugType: 'CANONICAL_FORM', description: 'Public parts that break a rule.' },
  OtherKey: { bugType: 'AUTHENTICATION_BYPASS', description: 'Keys that are not of this keyring.' },
  Mac: { bugType: 'AUTHENTICATION_BYPASS', description: 'Bytes that the MAC covers were changed.' },
  Body: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Sealed bodies of another place, altered or not canonical.',
  },
  Contradiction: { bugType: 'MISSING_CHECK', description: 'Public part and body contradict each other.' },
  Store: { bugType: 'CONFUSION', description: 'The keyrings of a store: which are the newest.' },
  Planted: {
    bugType: 'ROLLBACK',
    description: 'Keyrings that someone planted who was removed, or never was there.',
  },
  Merge: { bugType: 'CONFUSION', description: 'Forks that are merged.' },
};

const DIGITS_ONE = generatedMaterial('keyring collision 790');
// Another key with the same key id.
const DIGITS_TWIN = generatedMaterial('keyring collision 2251');
const sheet = recoveryKeyMethod('keyring sheet', DIGITS_ONE, 'sheet');
const laptop = secretMethod('keyring laptop', METHOD_DEVICE, 'laptop');
const phone = secretMethod('keyring phone', METHOD_DEVICE, 'Größe 📱');
const tablet = secretMethod('keyring tablet', METHOD_DEVICE, 'tablet');
const vault = vaultMethod('keyring vault', '');
const passkey = secretMethod('keyring passkey', METHOD_PASSKEY, 'passkey');
const TYPES = ['', 'recovery-key', 'vault', 'passkey', 'device'];

type Unlock = Readonly<Record<string, unknown>>;
const byDigits = (material: string): Unlock => ({ type: 'recovery-key', digits: rowsOf(material).join(' ') });
const byDevice = (method: KitMethod): Unlock => ({
  type: 'device',
  methodId: method.methodId,
  secret: method.secret,
});
const bySecret = (method: KitMethod): Unlock => ({
  type: 'secret',
  methodId: method.methodId,
  secret: method.secret,
});
const byRootKey = (rootKey: Uint8Array): Unlock => ({ type: 'root-key', rootKey });

/** The content of a keyring in the form of the vectors. */
function describe({ content, hash }: Keyring): Record<string, unknown> {
  const body = bodyPart(content);
  return {
    hash,
    archiveId: content.archiveId,
    generation: content.generation,
    keyringId: content.keyringId,
    parents: [...content.parents].sort(compareBytes),
    rootKey: content.rootKey,
    dedupKey: content.dedupKey,
    chunkerKey: content.chunkerKey,
    epochs: body.epochs,
    methods: body.methods.map(({ methodId, type, publicKey, label, createdMs }) => ({
      methodId,
      type: TYPES[type],
      label,
      createdMs,
      publicKeySha256: sha256(publicKey),
      ...locatorOf(content.methods, methodId),
    })),
    removedMethods: body.removedMethods,
    ...(content.policy === undefined ? {} : { policy: content.policy }),
  };
}

/** `vault` with the locator of a method, of a method that has one. */
function locatorOf(
  methods: readonly KitMethod[],
  methodId: Uint8Array,
): { readonly vault?: Record<string, unknown> } {
  const locator = methods.find((method) => compareBytes(method.methodId, methodId) === 0)?.vault;
  return locator === undefined ? {} : { vault: { ...locator } };
}

const BASE = firstKeyring('keyring', [sheet, laptop, phone]);
const VAULTED = firstKeyring('keyring with vault', [sheet, vault]);
const object = (keyring: Keyring): StoredObject => ({ name: keyring.name, bytes: keyring.bytes });

interface StoredObject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Zero bytes that follow, too many to be written out. */
  readonly zeros?: number;
}

/** Objects that several vectors use, by the first 16 digits of the hash of name and bytes. */
const table = new Map<string, StoredObject>();

function refer(objects: readonly StoredObject[]): string[] {
  return objects.map((one) => {
    const key = hex(sha256(utf8(one.name), one.bytes)).slice(0, 16);
    table.set(key, one);
    return key;
  });
}

function open(
  id: string,
  comment: string,
  keyring: Keyring,
  unlock: Unlock,
  flags: readonly string[] = ['Open'],
  reqs: readonly string[] = ['KEYS-055'],
): Vector {
  return {
    id: `keyring-${id}`,
    comment,
    ...valid,
    flags,
    reqs,
    operation: 'open',
    object: object(keyring),
    unlock,
    content: describe(keyring),
  };
}

function refuse(
  id: string,
  comment: string,
  error: string,
  flag: string,
  reqs: readonly string[],
  made: StoredObject,
  unlock: Unlock = byDevice(laptop),
): Vector {
  return {
    id: `keyring-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs,
    operation: 'open',
    object: made,
    unlock,
  };
}

/** BASE with parts replaced. */
const changed = (change: KeyringChange, content: Partial<KeyringContent> = {}): StoredObject =>
  object(makeKeyring({ ...BASE.content, ...content }, change));

function opening(): Vector[] {
  const rich = makeKeyring(
    childContent(BASE, 'keyring rich', {
      ...rotation(BASE, 'keyring rich'),
      methods: [sheet, laptop, vault, passkey],
      removedMethods: [phone.methodId, generated('keyring removed', 16)],
      policy: { keepLast: 3, keepDaily: 7, keepWeekly: 0, keepMonthly: 1000000 },
    }),
  );
  const twin = recoveryKeyMethod('keyring twin', DIGITS_TWIN, 'twin');
  const twins = firstKeyring('keyring twins', [sheet, twin]);
  const epochs = makeKeyring(
    childContent(BASE, 'keyring epochs', {
      generation: 4294967295,
      parents: Array.from({ length: 16 }, (_, i) => generated(`keyring parent ${i}`, 32)),
      epochs: [
        { number: 1, key: generated('keyring epoch a', 32), createdMs: 0 },
        { number: 1, key: generated('keyring epoch b', 32), createdMs: 1 },
        { number: 1, key: generated('keyring epoch c', 32), createdMs: 253402300799999 },
        { number: 4294967295, key: generated('keyring epoch d', 32), createdMs: 2 },
      ],
    }),
  );
  const many = firstKeyring('keyring many', [
    sheet,
    ...Array.from({ length: 63 }, (_, i) =>
      secretMethod(`keyring many ${i}`, METHOD_DEVICE, 'x'.repeat(i === 0 ? 128 : 1)),
    ),
  ]);
  return [
    open('digits', 'By the 64 digits.', BASE, byDigits(DIGITS_ONE), ['Open'], ['KEYS-041', 'KEYS-055']),
    open('device', "By a device's secret.", BASE, byDevice(laptop), ['Open'], ['KEYS-043', 'KEYS-055']),
    open('other-device', 'By that of another device, whose label is not ASCII.', BASE, byDevice(phone)),
    open('root-key', 'By the root key itself.', BASE, byRootKey(BASE.content.rootKey)),
    open('vault', 'By the secret of a vault.', rich, bySecret(vault), ['Open'], ['KEYS-044']),
    open('passkey', 'By the secret of a passkey.', rich, bySecret(passkey), ['Open'], ['KEYS-044']),
    open('rich', 'With a parent, removed methods, two epochs, a policy.', rich, byDigits(DIGITS_ONE)),
    open('same-key-id', 'Two recovery keys with one key id: the first opens.', twins, byDigits(DIGITS_ONE)),
    open(
      'same-key-id-2',
      'Two recovery keys with one key id: the second opens.',
      twins,
      byDigits(DIGITS_TWIN),
    ),
    open(
      'epochs',
      'Several keys of epoch 1, the greatest generation and epoch number, 16 parents.',
      epochs,
      byDevice(laptop),
      ['Open', 'Limit'],
      ['KEYS-056'],
    ),
    open('methods-64', '64 methods, one with a label of 128 bytes.', many, byDigits(DIGITS_ONE), [
      'Open',
      'Limit',
    ]),
  ];
}

function layouts(): Vector[] {
  const { bytes, name } = BASE;
  const raw = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    object: Uint8Array,
    flag = 'Layout',
  ): Vector => refuse(id, comment, error, flag, reqs, { name, bytes: object });
  const lengths = new DataView(bytes.buffer);
  const publicLength = lengths.getUint32(10);
  const bodyAt = 14 + publicLength;
  const withFeature = (features: readonly number[], extra: Uint8Array = new Uint8Array(0)): Uint8Array =>
    concat(packed(1, features), encodeKeyringPublic(publicPart(BASE.content)), extra);
  return [
    raw('empty', 'No bytes.', 'ERR_KEYRING_MAGIC', ['KEYS-052'], new Uint8Array(0)),
    raw(
      'magic-part',
      'The first seven bytes of the magic.',
      'ERR_KEYRING_MAGIC',
      ['KEYS-052'],
      bytes.slice(0, 7),
    ),
    raw(
      'magic-case',
      'The magic in lower case.',
      'ERR_KEYRING_MAGIC',
      ['KEYS-052'],
      overwrite(bytes, 0, utf8('munikeyr')),
    ),
    raw('magic-bit', 'One bit of the magic was changed.', 'ERR_KEYRING_MAGIC', ['KEYS-052'], flip(bytes, 7)),
    raw('junk', 'Junk.', 'ERR_KEYRING_MAGIC', ['KEYS-052'], generated('keyring junk', 500)),
    raw(
      'version-0',
      'Format version 0.',
      'ERR_UNSUPPORTED_VERSION',
      ['KEYS-052'],
      overwrite(bytes, 8, u16(0)),
      'Later',
    ),
    raw(
      'version-2',
      'Format version 2.',
      'ERR_UNSUPPORTED_VERSION',
      ['KEYS-052'],
      overwrite(bytes, 8, u16(2)),
      'Later',
    ),
    raw(
      'version-256',
      'Format version 256, which is 1 little-endian.',
      'ERR_UNSUPPORTED_VERSION',
      ['KEYS-052'],
      overwrite(bytes, 8, u16(256)),
      'Later',
    ),
    raw(
      'version-2-junk',
      'Format version 2 and nothing that version 1 could read behind it.',
      'ERR_UNSUPPORTED_VERSION',
      ['KEYS-052'],
      concat(bytes.slice(0, 8), u16(2), utf8('?')),
      'Later',
    ),
    refuse(
      'feature',
      'A critical feature.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      ['KEYS-053'],
      changed({ publicPart: withFeature([1]) }),
    ),
    refuse(
      'feature-field',
      'A critical feature and a field that came with it.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      ['KEYS-053'],
      changed({ publicPart: withFeature([9], explicitUint(7, 1)) }),
    ),
    raw('cut-version', 'Cut behind the magic.', 'ERR_ENCODING', ['KEYS-054'], bytes.slice(0, 8)),
    raw(
      'cut-length',
      'Cut inside the length of the public part.',
      'ERR_ENCODING',
      ['KEYS-054'],
      bytes.slice(0, 12),
    ),
    raw('cut-public', 'Cut inside the public part.', 'ERR_ENCODING', ['KEYS-054'], bytes.slice(0, 500)),
    raw(
      'cut-body-length',
      'Cut inside the length of the body.',
      'ERR_ENCODING',
      ['KEYS-054'],
      bytes.slice(0, bodyAt + 2),
    ),
    raw('cut-body', 'Cut inside the body.', 'ERR_ENCODING', ['KEYS-054'], bytes.slice(0, bodyAt + 100)),
    raw('cut-mac', 'The last byte is missing.', 'ERR_ENCODING', ['KEYS-054'], bytes.slice(0, -1)),
    raw('no-mac', 'The MAC is missing.', 'ERR_ENCODING', ['KEYS-054'], bytes.slice(0, -32)),
    raw('extended', 'A byte follows the MAC.', 'ERR_ENCODING', ['KEYS-054'], concat(bytes, u8(0))),
    raw(
      'public-length-greatest',
      'A public part of 2^32 - 1 bytes.',
      'ERR_ENCODING',
      ['KEYS-054'],
      overwrite(bytes, 10, u32(0xffffffff)),
    ),
    raw(
      'public-length-wraps',
      'A public length that is 2^32 too great when the other lengths are added.',
      'ERR_ENCODING',
      ['KEYS-054'],
      overwrite(bytes, 10, u32(0xfffffff0)),
    ),
    raw(
      'body-length-greatest',
      'A body of 2^32 - 1 bytes.',
      'ERR_ENCODING',
      ['KEYS-054'],
      overwrite(bytes, bodyAt, u32(0xffffffff)),
    ),
    raw(
      'body-length-less',
      'A body length of one less.',
      'ERR_ENCODING',
      ['KEYS-054'],
      overwrite(bytes, bodyAt, u32(lengths.getUint32(bodyAt) - 1)),
    ),
    raw(
      'body-length-more',
      'A body length of one more.',
      'ERR_ENCODING',
      ['KEYS-054'],
      overwrite(bytes, bodyAt, u32(lengths.getUint32(bodyAt) + 1)),
    ),
    refuse(
      'too-large',
      'An object of 2,097,153 bytes: a keyring, and zeros.',
      'ERR_LIMIT',
      'Layout',
      ['KEYS-051'],
      {
        name,
        bytes,
        zeros: 2097153 - bytes.length,
      },
    ),
  ];
}

function publicParts(): Vector[] {
  const right = publicPart(BASE.content);
  const withPublic = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    change: Partial<KeyringPublic>,
  ): Vector =>
    refuse(
      `public-${id}`,
      comment,
      error,
      'Public',
      reqs,
      changed({ publicPart: encodeKeyringPublic({ ...right, ...change }) }),
    );
  const withSlot = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    type: number,
    change: Partial<Slot>,
  ): Vector =>
    withPublic(id, comment, error, reqs, {
      slots: right.slots.map((slot) => (slot.type === type ? { ...slot, ...change } : slot)),
    });
  const bytes = encodeKeyringPublic(right);
  const withBytes = (
    id: string,
    comment: string,
    error: string,
    req: string,
    publicBytes: Uint8Array,
  ): Vector => refuse(`public-${id}`, comment, error, 'Public', [req], changed({ publicPart: publicBytes }));
  const [first, second] = right.slots;
  const parents = [generated('keyring parent 1', 32), generated('keyring parent 2', 32)].sort(compareBytes);
  const keys = ['KEYS-054'];
  const wrongName = (id: string, comment: string, name: string): Vector =>
    refuse(`name-${id}`, comment, 'ERR_FIELD', 'Public', ['KEYS-060'], { name, bytes: BASE.bytes });
  return [
    withPublic('slots-order', 'Slots in descending order of method id.', 'ERR_FIELD', keys, {
      slots: right.slots.toReversed(),
    }),
    withPublic('slot-twice', 'One slot twice.', 'ERR_FIELD', keys, { slots: [first, first, second] }),
    withPublic('no-slots', 'No slots.', 'ERR_FIELD', ['WIRE-023'], { slots: [] }),
    withPublic('generation-0', 'Generation 0.', 'ERR_FIELD', ['WIRE-023'], { generation: 0 }),
    refuse(
      'public-first-generation',
      'Generation 2 without parents.',
      'ERR_FIELD',
      'Public',
      ['KEYS-092'],
      changed({}, { generation: 2 }),
    ),
    refuse(
      'public-first-generation-greatest',
      'The greatest generation without parents: none would be left.',
      'ERR_FIELD',
      'Public',
      ['KEYS-092'],
      changed({}, { generation: 4294967295 }),
    ),
    withPublic('generation-2-32', 'Generation 2^32.', 'ERR_LIMIT', ['WIRE-022'], { generation: 4294967296 }),
    withPublic('archive-id', 'An archive id of 15 bytes.', 'ERR_FIELD', ['WIRE-023'], {
      archiveId: right.archiveId.slice(1),
    }),
    withPublic('parents-order', 'Parents in descending order.', 'ERR_FIELD', ['WIRE-023'], {
      parents: parents.toReversed(),
    }),
    withPublic('parents-17', '17 parents.', 'ERR_LIMIT', ['WIRE-022'], {
      parents: Array.from({ length: 17 }, (_, i) => generated(`keyring parent ${i}`, 32)).sort(compareBytes),
    }),
    withSlot('key-id-missing', 'A recovery key without key id.', 'ERR_FIELD', keys, METHOD_RECOVERY_KEY, {
      keyId: '',
    }),
    withSlot('key-id-3', 'A key id of three characters.', 'ERR_FIELD', keys, METHOD_RECOVERY_KEY, {
      keyId: 'ABC',
    }),
    withSlot('key-id-5', 'A key id of five characters.', 'ERR_LIMIT', ['WIRE-022'], METHOD_RECOVERY_KEY, {
      keyId: 'ABCDE',
    }),
    withSlot('key-id-lower-case', 'A key id in lower case.', 'ERR_FIELD', keys, METHOD_RECOVERY_KEY, {
      keyId: 'abcd',
    }),
    ...['I', 'L', 'O', 'U', ' ', '-', '\u0000'].map((letter) =>
      withSlot(
        `key-id-u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
        `A key id with U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}, which the alphabet does not have.`,
        'ERR_FIELD',
        keys,
        METHOD_RECOVERY_KEY,
        { keyId: `ABC${letter}` },
      ),
    ),
    withSlot('key-id-two-bytes', 'Two characters in four bytes.', 'ERR_FIELD', keys, METHOD_RECOVERY_KEY, {
      keyId: 'éé',
    }),
    withSlot('key-id-device', 'A device with a key id.', 'ERR_FIELD', keys, METHOD_DEVICE, { keyId: 'ABCD' }),
    withSlot('type-5', 'A slot of type 5.', 'ERR_FIELD', ['WIRE-013'], METHOD_DEVICE, { type: 5 }),
    withSlot('salt', 'A salt of 31 bytes.', 'ERR_FIELD', ['WIRE-023'], METHOD_DEVICE, {
      salt: laptop.salt.slice(1),
    }),
    withSlot('sealed-short', 'A sealed root key of 1,167 bytes.', 'ERR_FIELD', ['WIRE-023'], METHOD_DEVICE, {
      sealedRootKey: first.sealedRootKey.slice(1),
    }),
    withSlot('sealed-long', 'A sealed root key of 1,169 bytes.', 'ERR_LIMIT', ['WIRE-022'], METHOD_DEVICE, {
      sealedRootKey: concat(first.sealedRootKey, u8(0)),
    }),
    withBytes('unknown', 'Field 7.', 'ERR_NON_CANONICAL', 'WIRE-004', concat(bytes, explicitUint(7, 1))),
    withBytes(
      'order',
      'A field before the slots that comes after them.',
      'ERR_NON_CANONICAL',
      'WIRE-006',
      concat(bytes, explicitBytes(4, right.keyringId)),
    ),
    withBytes('none', 'A public part of no bytes.', 'ERR_NON_CANONICAL', 'WIRE-009', new Uint8Array(0)),
    withBytes('cut', 'The last slot is cut short.', 'ERR_ENCODING', 'WIRE-010', bytes.slice(0, -1)),
    withBytes(
      'slot-unknown',
      'A slot with field 7.',
      'ERR_NON_CANONICAL',
      'WIRE-004',
      concat(
        encodeKeyringPublic({ ...right, slots: right.slots.slice(0, 2) }),
        explicitBytes(6, concat(encodeSlot(right.slots[2]), explicitUint(7, 1))),
      ),
    ),
    wrongName('generation', 'Under the name of another generation.', keyringName(2, BASE.content.keyringId)),
    wrongName('id', 'Under the name of another id.', keyringName(1, generated('keyring other id', 16))),
  ];
}

/** Slots that say where their vault is, or should. */
function vaultSlots(): Vector[] {
  const right = publicPart(VAULTED.content);
  const [digitSlot] = right.slots.filter(({ type }) => type === METHOD_RECOVERY_KEY);
  const [vaultSlot] = right.slots.filter(({ type }) => type !== METHOD_RECOVERY_KEY);
  const { vault: locator } = vaultSlot as { vault: VaultLocator };
  const withSlots = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    slots: readonly Uint8Array[],
  ): Vector => {
    const start = encodeKeyringPublic({ ...right, slots: [] });
    const publicBytes = concat(start, ...slots.map((slot) => explicitBytes(6, slot)));
    const made = makeKeyring(VAULTED.content, { publicPart: publicBytes });
    return refuse(`vault-${id}`, comment, error, 'Vault', reqs, object(made), bySecret(vault));
  };
  /** The slots in their order, with another one for the vault's. */
  const withVaultSlot = (slot: Uint8Array): Uint8Array[] =>
    right.slots.map((one) => (one === vaultSlot ? slot : encodeSlot(one)));
  const field = (
    id: string,
    comment: string,
    error: string,
    req: string,
    change: Partial<VaultLocator>,
  ): Vector =>
    withSlots(
      id,
      comment,
      error,
      [req],
      withVaultSlot(encodeSlot({ ...vaultSlot, vault: { ...locator, ...change } })),
    );
  const bytesField = (id: string, comment: string, error: string, req: string, text: Uint8Array): Vector =>
    withSlots(
      id,
      comment,
      error,
      [req],
      withVaultSlot(concat(encodeSlot({ ...vaultSlot, vault: undefined }), explicitBytes(6, text))),
    );
  const rule = ['KEYS-054'];
  const misplaced = (id: string, comment: string, method: KitMethod): Vector => {
    const content = { ...VAULTED.content, methods: [sheet, vault, method] };
    const made = publicPart(content);
    const slots = made.slots.map((slot) =>
      compareBytes(slot.methodId, method.methodId) === 0 ? { ...slot, vault: locator } : slot,
    );
    return refuse(
      `vault-${id}`,
      comment,
      'ERR_FIELD',
      'Vault',
      rule,
      object(makeKeyring(content, { publicPart: encodeKeyringPublic({ ...made, slots }) })),
      bySecret(vault),
    );
  };
  const located = (
    id: string,
    comment: string,
    change: Partial<VaultLocator>,
    flags: readonly string[] = ['Vault'],
  ): Vector => {
    const method = { ...vault, vault: { ...locator, ...change } };
    const made = firstKeyring(`keyring vault ${id}`, [sheet, method]);
    return open(`vault-${id}`, comment, made, bySecret(method), flags, ['KEYS-048']);
  };
  const swapped = (id: string, comment: string, change: Partial<VaultLocator>): Vector =>
    refuse(
      `vault-swapped-${id}`,
      comment,
      'ERR_KEYRING_MAC',
      'Vault',
      ['KEYS-055'],
      object(
        makeKeyring(VAULTED.content, {
          after: (whole) => {
            const other = encodeSlot({ ...vaultSlot, vault: { ...locator, ...change } });
            const at = Buffer.from(whole).indexOf(encodeSlot(vaultSlot));
            if (other.length !== encodeSlot(vaultSlot).length) throw new Error('the lengths must agree');
            return overwrite(whole, at, other);
          },
        }),
      ),
      bySecret(vault),
    );
  return [
    open('vault-digits', 'With a vault, by the digits.', VAULTED, byDigits(DIGITS_ONE), ['Open', 'Vault']),
    located(
      'greatest',
      'A locator in which everything has its greatest length.',
      {
        url: `https://vault.example/${'x'.repeat(490)}`,
        issuer: `https://${'i'.repeat(248)}`,
        subject: 'é'.repeat(128),
        generation: Number.MAX_SAFE_INTEGER,
      },
      ['Vault', 'Limit'],
    ),
    located(
      'least',
      'A locator in which everything has its least length.',
      {
        url: 'x',
        issuer: 'i',
        subject: 's',
        generation: 1,
      },
      ['Vault', 'Limit'],
    ),
    located('url-kept', 'A URL that no writer writes: it is kept, and judged by who would go there.', {
      url: 'ftp://user@vault.example/?a#b',
    }),
    located('subject-kept', 'A subject that is not normalised: it is kept as it is.', {
      subject: 'Gro\u0308ße\u0000\ufeff',
    }),
    withSlots(
      'missing',
      'A vault without a locator.',
      'ERR_FIELD',
      rule,
      withVaultSlot(encodeSlot({ ...vaultSlot, vault: undefined })),
    ),
    withSlots(
      'of-digits',
      'A recovery key with a locator.',
      'ERR_FIELD',
      rule,
      right.slots.map((slot) => encodeSlot(slot === digitSlot ? { ...slot, vault: locator } : slot)),
    ),
    misplaced('of-device', 'A device with a locator.', laptop),
    misplaced('of-passkey', 'A passkey with a locator.', passkey),
    bytesField('empty', 'A locator of no bytes.', 'ERR_NON_CANONICAL', 'WIRE-009', new Uint8Array(0)),
    bytesField(
      'unknown',
      'A locator with field 6.',
      'ERR_NON_CANONICAL',
      'WIRE-004',
      concat(encodeVaultLocator(locator), explicitUint(6, 1)),
    ),
    bytesField(
      'url-not-utf8',
      'A URL that is not UTF-8.',
      'ERR_ENCODING',
      'WIRE-011',
      concat(explicitBytes(1, unhex('ff')), encodeVaultLocator({ ...locator, url: '' })),
    ),
    field('url-missing', 'No URL.', 'ERR_FIELD', 'WIRE-023', { url: '' }),
    field('url-513', 'A URL of 513 bytes.', 'ERR_LIMIT', 'WIRE-022', {
      url: `https://vault.example/${'x'.repeat(491)}`,
    }),
    field('realm-id-missing', 'No realm id.', 'ERR_FIELD', 'WIRE-023', { realmId: new Uint8Array(0) }),
    field('realm-id-15', 'A realm id of 15 bytes.', 'ERR_FIELD', 'WIRE-023', {
      realmId: locator.realmId.slice(1),
    }),
    field('realm-id-17', 'A realm id of 17 bytes.', 'ERR_LIMIT', 'WIRE-022', {
      realmId: concat(locator.realmId, u8(0)),
    }),
    field('issuer-missing', 'No issuer.', 'ERR_FIELD', 'WIRE-023', { issuer: '' }),
    field('issuer-257', 'An issuer of 257 bytes.', 'ERR_LIMIT', 'WIRE-022', { issuer: 'i'.repeat(257) }),
    field('subject-missing', 'No subject.', 'ERR_FIELD', 'WIRE-023', { subject: '' }),
    field('subject-258', 'A subject of 129 characters, which are 258 bytes.', 'ERR_LIMIT', 'WIRE-022', {
      subject: 'é'.repeat(129),
    }),
    field('generation-0', 'Generation 0 of the vault.', 'ERR_FIELD', 'WIRE-023', { generation: 0 }),
    field('generation-2-53', 'Generation 2^53 of the vault.', 'ERR_LIMIT', 'WIRE-022', {
      generation: 2n ** 53n,
    }),
    swapped('url', 'Another URL was put into the slot.', { url: 'https://vault.invalid/muniment' }),
    swapped('realm', 'Another realm was put into the slot.', {
      realmId: generated('keyring other realm', 16),
    }),
    swapped('subject', 'Another account was put into the slot.', { subject: 'keyring vaulu' }),
    swapped('generation', 'Another generation was put into the slot.', { generation: 2 }),
  ];
}

function otherKeys(): Vector[] {
  const other = generatedMaterial('keyring other key');
  const key = (
    id: string,
    comment: string,
    error: string,
    unlock: Unlock,
    reqs: readonly string[] = ['KEYS-042'],
    keyring = BASE,
  ): Vector => refuse(id, comment, error, 'OtherKey', reqs, object(keyring), unlock);
  const right = publicPart(BASE.content);
  const swap = (slots: readonly Slot[]): StoredObject =>
    changed({ publicPart: encodeKeyringPublic({ ...right, slots }) });
  const exchanged = right.slots.map((slot) => {
    const partner =
      slot.type === METHOD_DEVICE
        ? right.slots.find((one) => one.type === METHOD_DEVICE && one !== slot)
        : undefined;
    return partner === undefined ? slot : { ...slot, sealedRootKey: partner.sealedRootKey };
  });
  const elsewhere = right.slots.map((slot) =>
    compareBytes(slot.methodId, laptop.methodId) === 0
      ? sealSlot(BASE.content.rootKey, generated('keyring other archive', 16), laptop)
      : slot,
  );
  return [
    key('digits-other', 'The digits of another key.', 'ERR_RECOVERY_KEY_OTHER', byDigits(other), [
      'KEYS-042',
    ]),
    key(
      'digits-twin',
      'The digits of another key with the same key id.',
      'ERR_AUTHENTICATION',
      byDigits(DIGITS_TWIN),
    ),
    key('method-unknown', 'A method that has no slot.', 'ERR_METHOD_UNKNOWN', byDevice(tablet)),
    key(
      'device-of-vault',
      "A device's secret for the slot of a vault.",
      'ERR_METHOD_UNKNOWN',
      byDevice(vault),
      ['KEYS-042'],
      VAULTED,
    ),
    key('secret-other', 'The id of one device, the secret of another.', 'ERR_AUTHENTICATION', {
      ...byDevice(laptop),
      secret: phone.secret,
    }),
    key('secret-bit', 'A secret that differs in one bit.', 'ERR_AUTHENTICATION', {
      ...byDevice(laptop),
      secret: flip(laptop.secret, 0),
    }),
    key(
      'root-key-other',
      'Another root key.',
      'ERR_KEYRING_MAC',
      byRootKey(generated('keyring other root key', 32)),
      ['KEYS-055'],
    ),
    refuse(
      'slots-exchanged',
      'The sealed root keys of two devices are exchanged, and the MAC made anew.',
      'ERR_AUTHENTICATION',
      'OtherKey',
      ['KEYS-042'],
      swap(exchanged),
    ),
    refuse(
      'slot-of-archive',
      'The slot was sealed for another archive.',
      'ERR_AUTHENTICATION',
      'OtherKey',
      ['KEYS-042'],
      swap(elsewhere),
    ),
  ];
}

function macs(): Vector[] {
  const { bytes, name } = BASE;
  const publicLength = new DataView(bytes.buffer).getUint32(10);
  const bodyAt = 14 + publicLength + 4;
  const altered = (id: string, comment: string, object: Uint8Array): Vector =>
    refuse(`mac-${id}`, comment, 'ERR_KEYRING_MAC', 'Mac', ['KEYS-055'], { name, bytes: object });
  const made = (id: string, comment: string, change: KeyringChange): Vector =>
    refuse(`mac-${id}`, comment, 'ERR_KEYRING_MAC', 'Mac', ['KEYS-055'], changed(change));
  const keys = rootKeys(BASE.content.rootKey);
  const at = (part: Uint8Array): number => Buffer.from(bytes).indexOf(part);
  // Another keyring of the archive, under another root key, whose slots could be mixed in.
  const later = makeKeyring(childContent(BASE, 'keyring later', rotation(BASE, 'keyring later')));
  const laterPublic = publicPart(later.content);
  const mixed = publicPart(BASE.content).slots.map((slot) =>
    compareBytes(slot.methodId, phone.methodId) === 0
      ? laterPublic.slots.find((one) => compareBytes(one.methodId, phone.methodId) === 0)!
      : slot,
  );
  return [
    altered('last', 'The last byte of the MAC.', flip(bytes, -1)),
    altered('first', 'The first byte of the MAC.', flip(bytes, -32)),
    altered(
      'half',
      'The first half of the MAC is right.',
      overwrite(bytes, bytes.length - 16, new Uint8Array(16)),
    ),
    altered('zero', 'A MAC of zeros.', overwrite(bytes, bytes.length - 32, new Uint8Array(32))),
    altered(
      'key-id',
      'The key id of the recovery key was replaced.',
      overwrite(bytes, at(utf8(sheet.keyId)), utf8('0000')),
    ),
    altered('other-salt', 'A bit of the salt of another slot.', flip(bytes, at(phone.salt))),
    altered(
      'other-slot',
      'A bit of the sealed root key of another slot.',
      flip(bytes, at(sealSlot(BASE.content.rootKey, BASE.content.archiveId, phone).sealedRootKey)),
    ),
    altered('body', 'A bit of the sealed body.', flip(bytes, bodyAt + 100)),
    altered('body-salt', 'A bit of the salt of the body.', flip(bytes, bodyAt)),
    made('slot-dropped', 'A slot was taken out.', {
      publicPart: encodeKeyringPublic({
        ...publicPart(BASE.content),
        slots: publicPart(BASE.content).slots.filter(
          ({ methodId }) => compareBytes(methodId, phone.methodId) !== 0,
        ),
      }),
      after: (object) => concat(object.slice(0, -32), bytes.slice(-32)),
    }),
    made('slot-of-other-keyring', 'The slot of another device comes from a later keyring.', {
      publicPart: encodeKeyringPublic({ ...publicPart(BASE.content), slots: mixed }),
      after: (object) => concat(object.slice(0, -32), bytes.slice(-32)),
    }),
    made('key-root', 'A MAC under the root key itself.', { macKey: BASE.content.rootKey }),
    made('key-body', 'A MAC under the key of the body.', { macKey: keys.body }),
    made('key-other', 'A MAC under the key of another root key.', {
      macKey: rootKeys(later.content.rootKey).mac,
    }),
    made('no-header', 'A MAC that does not cover magic, version and length.', {
      after: (object) => concat(object.slice(0, -32), macOver(object.slice(14, -32))),
    }),
    made('body-only', 'A MAC over the sealed body alone.', {
      after: (object) => concat(object.slice(0, -32), macOver(object.slice(bodyAt, -32))),
    }),
  ];
}

function macOver(bytes: Uint8Array): Uint8Array {
  const { mac } = rootKeys(BASE.content.rootKey);
  return makeMac(mac, bytes);
}

function makeMac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  // The MAC of any bytes, taken from an object that consists of nothing else.
  const made = makeKeyring(BASE.content, { macKey: key, beforeMac: () => bytes });
  return made.bytes.slice(-32);
}

function bodies(): Vector[] {
  const { archiveId, keyringId } = BASE.content;
  const right = bodyPart(BASE.content);
  const commitment = (id: string, comment: string, change: KeyringChange): Vector =>
    refuse(`body-${id}`, comment, 'ERR_COMMITMENT', 'Body', ['WIRE-050', 'KEYS-055'], changed(change));
  const plaintext = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    bytes: Uint8Array,
  ): Vector => refuse(`body-${id}`, comment, error, 'Body', reqs, changed({ bodyPlaintext: bytes }));
  const bytes = encodeKeyringBody(right);
  const sealed = sealFor(
    rootKeys(BASE.content.rootKey).body,
    keyringBodyContext(archiveId, 1, keyringId),
    bytes,
  );
  const stored = (id: string, comment: string, error: string, body: Uint8Array): Vector =>
    refuse(`body-${id}`, comment, error, 'Body', ['KEYS-055'], changed({ sealedBody: body }));
  const contradiction = (
    id: string,
    comment: string,
    change: Partial<KeyringBody>,
    req = 'KEYS-056',
    content: Partial<KeyringContent> = {},
  ): Vector =>
    refuse(
      `contradiction-${id}`,
      comment,
      'ERR_KEYRING_BODY',
      'Contradiction',
      [req],
      changed({ bodyPlaintext: encodeKeyringBody({ ...right, ...change }) }, content),
    );
  // A keyring with a parent, which may have any epochs.
  const epochs = (id: string, comment: string, changed: KeyringBody['epochs']): Vector =>
    contradiction(id, comment, { epochs: changed }, 'KEYS-056', {
      generation: 2,
      parents: [generated('keyring parent', 32)],
    });
  const first = (id: string, comment: string, changed: KeyringBody['epochs']): Vector =>
    contradiction(`first-${id}`, comment, { epochs: changed }, 'KEYS-092');
  const epoch = (number: number, seed: string): KeyringBody['epochs'][number] => ({
    number,
    key: generated(seed, 32),
    createdMs: 0,
  });
  const [low, high] = [epoch(1, 'keyring epoch x'), epoch(1, 'keyring epoch y')].sort((a, b) =>
    compareBytes(a.key, b.key),
  );
  const [m1, m2, m3] = right.methods;
  const wrongKey = right.methods.map((method) =>
    compareBytes(method.methodId, laptop.methodId) === 0
      ? { ...method, publicKey: bodyMethod(tablet).publicKey }
      : method,
  );
  const wrongKeyObject = changed({ bodyPlaintext: encodeKeyringBody({ ...right, methods: wrongKey }) });
  return [
    commitment('generation', 'The body was sealed for another generation.', {
      bodyContext: keyringBodyContext(archiveId, 2, keyringId),
    }),
    commitment('keyring-id', 'The body was sealed for another keyring id.', {
      bodyContext: keyringBodyContext(archiveId, 1, generated('keyring other id', 16)),
    }),
    commitment('archive', 'The body was sealed for another archive.', {
      bodyContext: keyringBodyContext(generated('keyring other archive', 16), 1, keyringId),
    }),
    commitment('role', 'The body was sealed in the role of a head.', {
      bodyContext: context(ROLE_HEAD, archiveId, 0, concat(u32(1), keyringId)),
    }),
    commitment('epoch', 'The body was sealed for epoch 1.', {
      bodyContext: context(1, archiveId, 1, concat(u32(1), keyringId)),
    }),
    commitment('no-context', 'The body was sealed with an empty context.', {
      bodyContext: new Uint8Array(0),
    }),
    commitment('root-key', 'The body was sealed with the root key itself.', {
      bodyKey: BASE.content.rootKey,
    }),
    commitment('mac-key', 'The body was sealed with the key of the MAC.', {
      bodyKey: rootKeys(BASE.content.rootKey).mac,
    }),
    stored(
      'altered',
      'A bit of the body was changed before the MAC was made.',
      'ERR_SEGMENT',
      flip(sealed, 100),
    ),
    stored('cut', 'The body was cut before the MAC was made.', 'ERR_SEGMENT', sealed.slice(0, -1)),
    stored('short', 'A body that is shorter than any object.', 'ERR_OBJECT_LENGTH', sealed.slice(0, 71)),
    stored('none', 'A body of no bytes.', 'ERR_OBJECT_LENGTH', new Uint8Array(0)),
    plaintext(
      'unknown',
      'Field 7 in the body.',
      'ERR_NON_CANONICAL',
      ['WIRE-004'],
      concat(bytes, explicitUint(7, 1)),
    ),
    plaintext('no-bytes', 'A body without content.', 'ERR_NON_CANONICAL', ['WIRE-009'], new Uint8Array(0)),
    plaintext('cut-inside', 'A message that is cut short.', 'ERR_ENCODING', ['WIRE-010'], bytes.slice(0, -1)),
    plaintext(
      'dedup-key',
      'A dedup key of 31 bytes.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, dedupKey: right.dedupKey.slice(1) }),
    ),
    plaintext(
      'no-epochs',
      'No epochs.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, epochs: [] }),
    ),
    plaintext(
      'no-methods',
      'No methods.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, methods: [] }),
    ),
    plaintext(
      'epoch-0',
      'Epoch 0.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, epochs: [epoch(0, 'keyring epoch 0')] }),
    ),
    plaintext(
      'public-key',
      'A public key of 1,215 bytes.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, methods: [{ ...m1, publicKey: m1.publicKey.slice(1) }, m2, m3] }),
    ),
    plaintext(
      'removed-order',
      'Removed methods in descending order.',
      'ERR_FIELD',
      ['WIRE-023'],
      encodeKeyringBody({ ...right, removedMethods: [unhex('ff'.repeat(16)), unhex('00'.repeat(16))] }),
    ),
    plaintext(
      'policy-empty',
      'A policy without rules: a message of no bytes.',
      'ERR_NON_CANONICAL',
      ['WIRE-009', 'KEYS-077'],
      concat(bytes, explicitBytes(6, new Uint8Array(0))),
    ),
    contradiction('method-missing', 'A method fewer than slots.', { methods: [m1, m2] }),
    contradiction('method-more', 'A method more than slots.', {
      methods: [...right.methods, { ...m3, methodId: unhex('ff'.repeat(16)) }],
    }),
    contradiction('method-id', 'A method with another id than its slot.', {
      methods: [m1, m2, { ...m3, methodId: unhex('ff'.repeat(16)) }],
    }),
    contradiction('method-order', 'Methods in another order than slots.', { methods: [m2, m1, m3] }),
    contradiction('method-type', 'A method of another type than its slot.', {
      methods: right.methods.map((method) =>
        compareBytes(method.methodId, phone.methodId) === 0 ? { ...method, type: METHOD_PASSKEY } : method,
      ),
    }),
    contradiction('removed', 'A method that is there is also removed.', { removedMethods: [phone.methodId] }),
    epochs('epoch-order', 'Epochs in descending order.', [
      epoch(2, 'keyring epoch 2'),
      epoch(1, 'keyring epoch 1'),
    ]),
    epochs('epoch-key-order', 'Two keys of epoch 1 in descending order.', [
      high,
      low,
      epoch(2, 'keyring epoch 2'),
    ]),
    epochs('epoch-twice', 'One epoch twice.', [low, low, epoch(2, 'keyring epoch 2')]),
    epochs('epoch-greatest-twice', 'Two keys of the greatest epoch.', [low, high]),
    first('epoch-2', 'The first keyring of an archive, whose one epoch has the number 2.', [
      epoch(2, 'keyring epoch 2'),
    ]),
    first(
      'epoch-greatest',
      'The first keyring of an archive, whose one epoch has the greatest number: none would be left.',
      [epoch(4294967295, 'keyring epoch greatest')],
    ),
    first('epochs', 'The first keyring of an archive, with the epochs 1 and 2.', [
      epoch(1, 'keyring epoch 1'),
      epoch(2, 'keyring epoch 2'),
    ]),
    refuse(
      'contradiction-public-key',
      'The body has another public key for the method that opened the slot.',
      'ERR_KEYRING_BODY',
      'Contradiction',
      ['KEYS-057'],
      wrongKeyObject,
    ),
    {
      ...open(
        'public-key-of-other',
        'The body has another public key for a method that was not used: it opens.',
        BASE,
        byDevice(phone),
        ['Contradiction'],
        ['KEYS-057'],
      ),
      object: wrongKeyObject,
      content: {
        ...describe(BASE),
        hash: sha256(wrongKeyObject.bytes),
        methods: wrongKey.map(({ methodId, type, publicKey, label, createdMs }) => ({
          methodId,
          type: TYPES[type],
          label,
          createdMs,
          publicKeySha256: sha256(publicKey),
        })),
      },
    },
  ];
}

interface Outcome {
  readonly tips: readonly Keyring[];
  readonly unopened?: readonly (readonly [string, string])[];
  readonly malformed?: readonly (readonly [string, string])[];
  readonly deletable?: readonly Keyring[];
}

function store(
  id: string,
  comment: string,
  reqs: readonly string[],
  objects: readonly StoredObject[],
  unlock: Unlock,
  outcome: Outcome,
  flag = 'Store',
): Vector {
  const pairs = (list: readonly (readonly [string, string])[] = []): Record<string, string>[] =>
    [...list].map(([name, error]) => ({ name, error })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    id: `keyring-store-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs,
    operation: 'store',
    objects: refer(objects),
    unlock,
    tips: outcome.tips.map(({ name }) => name),
    unopened: pairs(outcome.unopened),
    malformed: pairs(outcome.malformed),
    writable: (outcome.unopened ?? []).length === 0,
    deletable: (outcome.deletable ?? []).map(({ name }) => name).sort(),
  };
}

function noneOpens(
  id: string,
  comment: string,
  error: string,
  reqs: readonly string[],
  objects: readonly StoredObject[],
  unlock: Unlock,
): Vector {
  return {
    id: `keyring-store-${id}`,
    comment,
    ...invalid(error),
    flags: ['Store'],
    reqs,
    operation: 'store',
    objects: refer(objects),
    unlock,
  };
}

function stores(): Vector[] {
  const child = (
    parent: Keyring,
    name: string,
    change: Partial<KeyringContent> = {},
    parts: KeyringChange = {},
  ): Keyring => makeKeyring(childContent(parent, `keyring store ${name}`, change), parts);
  const added = child(BASE, 'added', { methods: [...BASE.content.methods, tablet] });
  const removed = child(added, 'removed', {
    ...rotation(added, 'keyring store removed'),
    methods: [sheet, laptop, tablet],
    removedMethods: [phone.methodId],
  });
  const policy = child(removed, 'policy', {
    policy: { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 },
  });
  const fork = child(added, 'fork', { methods: [...added.content.methods, vault] });
  const newestFirst = (...keyrings: readonly Keyring[]): Keyring[] =>
    [...keyrings].sort((a, b) => b.content.generation - a.content.generation || compareBytes(b.hash, a.hash));
  const unlock = byDevice(laptop);
  const all = (...keyrings: readonly Keyring[]): StoredObject[] => keyrings.map(object);
  const refused = (id: string, comment: string, req: string, planted: Keyring, parent = removed): Vector =>
    store(
      `refused-${id}`,
      comment,
      [req, 'KEYS-062'],
      all(BASE, added, parent, planted),
      unlock,
      {
        tips: [parent],
        unopened: [[planted.name, 'ERR_KEYRING_SUCCESSION']],
        deletable: [BASE],
      },
      'Planted',
    );
  const junk = {
    name: keyringName(9, generated('keyring store junk', 16)),
    bytes: generated('keyring store junk', 300),
  };
  const later = child(policy, 'later', {}, { version: 2 });
  const other = firstKeyring('keyring other archive', [sheet, laptop]);
  const planted = child(added, 'planted', {
    ...rotation(added, 'keyring store planted'),
    methods: [sheet, laptop, phone],
    removedMethods: [tablet.methodId],
  });
  const unopenable = makeKeyring(childContent(policy, 'keyring store unopenable', { methods: [phone] }));
  return [
    store('one', 'One keyring.', ['KEYS-062'], all(BASE), unlock, { tips: [BASE] }),
    store(
      'chain',
      'Four keyrings, one made from the other.',
      ['KEYS-062', 'KEYS-087'],
      all(BASE, added, removed, policy),
      unlock,
      { tips: [policy], deletable: [BASE, added] },
    ),
    store(
      'gap',
      'The keyrings between were deleted: nothing says that one came from the other.',
      ['KEYS-080'],
      all(BASE, policy),
      unlock,
      { tips: [policy, BASE] },
    ),
    store(
      'fork',
      'Two keyrings that were made from one.',
      ['KEYS-065'],
      all(BASE, added, removed, fork),
      unlock,
      { tips: newestFirst(removed, fork), deletable: [BASE] },
    ),
    store(
      'removed',
      'A method that was removed opens what came before, and is told of the newer.',
      ['KEYS-063', 'KEYS-064'],
      all(BASE, added, removed),
      byDevice(phone),
      {
        tips: [added],
        unopened: [[removed.name, 'ERR_METHOD_UNKNOWN']],
        deletable: [],
      },
    ),
    store(
      'not-yet',
      'A method that was added later does not open the first: that one is an ancestor, so nothing is wrong.',
      ['KEYS-063'],
      all(BASE, added),
      byDevice(tablet),
      { tips: [added] },
    ),
    store('junk', 'Junk under the name of a keyring.', ['KEYS-060'], [...all(BASE), junk], unlock, {
      tips: [BASE],
      malformed: [[junk.name, 'ERR_KEYRING_MAGIC']],
    }),
    store(
      'wrong-name',
      'A keyring under a name of another generation.',
      ['KEYS-060'],
      [...all(BASE), { name: keyringName(7, added.content.keyringId), bytes: added.bytes }],
      unlock,
      {
        tips: [BASE],
        malformed: [[keyringName(7, added.content.keyringId), 'ERR_FIELD']],
      },
    ),
    store(
      'later-format',
      'A keyring of a later format is not junk: nothing may be written.',
      ['KEYS-060', 'KEYS-064'],
      all(BASE, added, removed, policy, later),
      unlock,
      {
        tips: [policy],
        unopened: [[later.name, 'ERR_UNSUPPORTED_VERSION']],
        deletable: [BASE, added],
      },
    ),
    store(
      'unopened',
      'A well-formed keyring of a greater generation that does not open.',
      ['KEYS-063', 'KEYS-064'],
      all(BASE, added, removed, policy, unopenable),
      unlock,
      {
        tips: [policy],
        unopened: [[unopenable.name, 'ERR_METHOD_UNKNOWN']],
        deletable: [BASE, added],
      },
    ),
    store(
      'planted-fork',
      'A removed device makes a child of an older keyring, in which it was present: a fork, about which the user is asked.',
      ['KEYS-065'],
      all(BASE, added, removed, planted),
      unlock,
      {
        tips: newestFirst(removed, planted),
        deletable: [BASE],
      },
      'Planted',
    ),
    refused(
      'epoch',
      'A removed device makes a child of a newer keyring, whose newest epoch key it does not know.',
      'KEYS-081',
      child(removed, 'planted child', {
        epochs: [
          ...added.content.epochs,
          { number: 2, key: generated('keyring store forged epoch', 32), createdMs: 0 },
        ],
        rootKey: generated('keyring store forged root', 32),
        removedMethods: [],
        methods: [sheet, laptop, phone],
      }),
    ),
    refused(
      'epoch-dropped',
      'A child without the first epoch of its parent.',
      'KEYS-081',
      child(removed, 'dropped', { epochs: removed.content.epochs.slice(1) }),
    ),
    refused(
      'epoch-renumbered',
      "A child with its parent's key under another number.",
      'KEYS-081',
      child(removed, 'renumbered', {
        epochs: removed.content.epochs.map((epoch) => ({ ...epoch, number: epoch.number + 1 })),
      }),
    ),
    refused(
      'generation-equal',
      "A child with its parent's generation.",
      'KEYS-082',
      child(removed, 'equal', { generation: removed.content.generation }),
    ),
    refused(
      'generation-skipped',
      'A child that skips a generation.',
      'KEYS-082',
      child(removed, 'skipped', { generation: removed.content.generation + 2 }),
    ),
    refused(
      'generation-greatest',
      'A child of the greatest generation.',
      'KEYS-082',
      child(removed, 'greatest', { generation: 4294967295 }),
    ),
    refused(
      'epoch-skipped',
      'A child whose new epoch skips a number.',
      'KEYS-082',
      child(removed, 'epoch skipped', {
        epochs: [
          ...removed.content.epochs,
          { number: 4, key: generated('keyring store epoch 4', 32), createdMs: 0 },
        ],
      }),
    ),
    refused(
      'epoch-greatest',
      'A child with the greatest epoch number.',
      'KEYS-082',
      child(removed, 'epoch greatest', {
        epochs: [
          ...removed.content.epochs,
          { number: 4294967295, key: generated('keyring store epoch greatest', 32), createdMs: 0 },
        ],
      }),
    ),
    refused(
      'dedup-key',
      'A child with another dedup key.',
      'KEYS-083',
      child(removed, 'dedup', { dedupKey: generated('keyring store dedup', 32) }),
    ),
    refused(
      'chunker-key',
      'A child with another chunker key.',
      'KEYS-083',
      child(removed, 'chunker', { chunkerKey: generated('keyring store chunker', 32) }),
    ),
    refused(
      'archive-id',
      'A child with another archive id.',
      'KEYS-083',
      child(removed, 'archive', { archiveId: generated('keyring store archive', 16) }),
    ),
    (() => {
      const bad = child(removed, 'bad', { dedupKey: generated('keyring store dedup', 32) });
      const grandchild = child(bad, 'grandchild');
      return store(
        'refused-parent',
        'A child of a keyring that is refused.',
        ['KEYS-062'],
        all(BASE, added, removed, bad, grandchild),
        unlock,
        {
          tips: [removed],
          unopened: [
            [bad.name, 'ERR_KEYRING_SUCCESSION'],
            [grandchild.name, 'ERR_KEYRING_SUCCESSION'],
          ],
          deletable: [BASE],
        },
        'Planted',
      );
    })(),
    (() => {
      const merge = makeKeyring({
        ...childContent(removed, 'keyring store merge'),
        ...rotation(removed, 'keyring store merge'),
        methods: [sheet, laptop, tablet, vault],
        parents: [removed.hash, fork.hash],
        generation: removed.content.generation + 1,
      });
      return store(
        'merged',
        'A fork that was merged: both sides are parents and stay.',
        ['KEYS-080', 'KEYS-087'],
        all(BASE, added, removed, fork, merge),
        unlock,
        { tips: [merge], deletable: [BASE, added] },
      );
    })(),
    (() => {
      const liar = makeKeyring(
        childContent(policy, 'keyring store liar', {
          parents: [policy.hash, removed.hash],
          methods: [phone],
        }),
      );
      return store(
        'believed-parents',
        'What a keyring that does not open says of its parents is not believed.',
        ['KEYS-063', 'KEYS-068'],
        all(BASE, added, removed, policy, liar),
        unlock,
        {
          tips: [policy],
          unopened: [[liar.name, 'ERR_METHOD_UNKNOWN']],
          deletable: [BASE, added],
        },
        'Planted',
      );
    })(),
    (() => {
      const missing = child(added, 'not there');
      const merge = makeKeyring({
        ...childContent(removed, 'keyring store sunk'),
        parents: [removed.hash, missing.hash],
        generation: removed.content.generation,
      });
      return refused(
        'generation-one-parent',
        "A child with its parent's generation, of which another parent is not there.",
        'KEYS-082',
        merge,
      );
    })(),
    (() => {
      const shut = child(policy, 'shut', { methods: [phone] });
      const liar = child(shut, 'behind shut', { methods: [phone] });
      return store(
        'unopened-parent',
        'A keyring that does not open, and another that names it as its parent and does not open either: both are told of.',
        ['KEYS-063'],
        all(BASE, added, removed, policy, shut, liar),
        unlock,
        {
          tips: [policy],
          unopened: [
            [shut.name, 'ERR_METHOD_UNKNOWN'],
            [liar.name, 'ERR_METHOD_UNKNOWN'],
          ],
          deletable: [BASE, added],
        },
        'Planted',
      );
    })(),
    (() => {
      const short = child(BASE, 'short side', { methods: [...BASE.content.methods, vault] });
      return store(
        'fork-long',
        'A fork with a long side: what only one tip descends from stays.',
        ['KEYS-087'],
        all(BASE, added, removed, policy, short),
        unlock,
        { tips: newestFirst(policy, short) },
      );
    })(),
    store(
      'same-65',
      'One object 65 times: equal objects are one.',
      ['KEYS-061'],
      all(...new Array<Keyring>(65).fill(BASE)),
      unlock,
      { tips: [BASE] },
    ),
    noneOpens(
      'none-digits',
      'The digits of another archive.',
      'ERR_RECOVERY_KEY_OTHER',
      ['KEYS-063'],
      all(BASE, added),
      byDigits(generatedMaterial('keyring other key')),
    ),
    noneOpens(
      'none-newest',
      'None opens: the error of the greatest generation is reported.',
      'ERR_AUTHENTICATION',
      ['KEYS-063'],
      all(BASE, child(BASE, 'newest', { methods: [sheet, tablet] })),
      { ...byDevice(tablet), secret: phone.secret },
    ),
    noneOpens('none-junk', 'Nothing but junk.', 'ERR_KEYRING_MAGIC', ['KEYS-063'], [junk], unlock),
    store(
      'two-archives',
      'The first keyring of another archive that opens alike: two tips, which cannot be merged.',
      ['KEYS-065'],
      all(BASE, other),
      unlock,
      { tips: newestFirst(BASE, other) },
      'Planted',
    ),
  ];
}

/** What a merge must come to, after the steps of spec/keys.md §8.3. */
function mergeEffect(tips: readonly Keyring[], disowned: readonly Keyring[]): Record<string, unknown> {
  const own = tips.filter((tip) => !disowned.includes(tip));
  const unique = <T>(list: readonly T[], key: (value: T) => string): T[] =>
    [...new Map(list.map((value) => [key(value), value])).values()].sort((a, b) =>
      key(a) < key(b) ? -1 : 1,
    );
  const removed = unique(
    own.flatMap(({ content }) => content.removedMethods),
    hex,
  );
  const gone = new Set(removed.map(hex));
  const all = unique(
    own.flatMap(({ content }) => content.methods),
    ({ methodId }) => hex(methodId),
  );
  const methods = all.filter(({ methodId }) => !gone.has(hex(methodId)));
  const named = (id: Uint8Array): KitMethod[] =>
    own.flatMap(({ content }) => content.methods.filter(({ methodId }) => hex(methodId) === hex(id)));
  const epochKey = (epoch: KeyringContent['epochs'][number]): string =>
    epoch.number.toString(16).padStart(8, '0') + hex(epoch.key);
  const epochs = unique(
    tips.flatMap(({ content }) => content.epochs).sort((a, b) => b.createdMs - a.createdMs),
    epochKey,
  );
  const sameEpochs = tips.every(({ content }) => content.epochs.length === epochs.length);
  const sameRoot = tips.every(({ content }) => compareBytes(content.rootKey, tips[0].content.rootKey) === 0);
  const keeps = disowned.length === 0 && methods.length === all.length && sameRoot && sameEpochs;
  const [newest] = [...own].sort(
    (a, b) => b.content.generation - a.content.generation || compareBytes(b.hash, a.hash),
  );
  const { archiveId, dedupKey, chunkerKey, rootKey } = newest.content;
  return {
    archiveId,
    dedupKey,
    chunkerKey,
    generation: 1 + Math.max(...tips.map(({ content }) => content.generation)),
    parents: tips.map(({ hash }) => hash).sort(compareBytes),
    methods: methods.map(({ methodId, type, keyId: id, salt }) => ({
      methodId,
      type: TYPES[type],
      label: named(methodId)
        .map(({ label }) => label)
        .sort((a, b) => compareBytes(utf8(a), utf8(b)))[0],
      createdMs: Math.min(...named(methodId).map(({ createdMs }) => createdMs)),
      keyId: id,
      salt,
      ...locatorOf(methods, methodId),
    })),
    removedMethods: removed,
    inheritedEpochs: epochs,
    rotates: !keeps,
    ...(keeps
      ? { rootKey, slots: methods.map((method) => sealSlot(rootKey, archiveId, method).sealedRootKey) }
      : {}),
    ...(newest.content.policy === undefined ? {} : { policy: newest.content.policy }),
  };
}

/** What the user must be asked about, after the steps of spec/keys.md §8.3. */
function doubtsOf(tips: readonly Keyring[]): Record<string, unknown>[] {
  const idsOf = (methods: readonly KitMethod[]): string[] => methods.map(({ methodId }) => hex(methodId));
  const epochsOf = (content: KeyringContent): string[] =>
    content.epochs.map(({ number, key }) => `${number} ${hex(key)}`);
  return tips
    .map(({ content, hash }) => {
      const judges = tips.filter(
        (s) =>
          s.hash !== hash &&
          s.content.removedMethods.length > 0 &&
          epochsOf(s.content).some((epoch) => !epochsOf(content).includes(epoch)),
      );
      const added = idsOf(content.methods).filter((id) =>
        judges.some((s) => ![...idsOf(s.content.methods), ...s.content.removedMethods.map(hex)].includes(id)),
      );
      const removed = judges
        .flatMap((s) => idsOf(s.content.methods))
        .filter((id) => content.removedMethods.map(hex).includes(id));
      return { tip: hex(hash), added: added.sort(), removed: [...new Set(removed)].sort() };
    })
    .filter(({ added, removed }) => added.length + removed.length > 0)
    .sort((a, b) => (a.tip < b.tip ? -1 : 1));
}

function merges(): Vector[] {
  const child = (parent: Keyring, name: string, change: Partial<KeyringContent> = {}): Keyring =>
    makeKeyring(childContent(parent, `keyring merge ${name}`, change));
  const merge = (
    id: string,
    comment: string,
    reqs: readonly string[],
    tips: readonly Keyring[],
    options: { disown?: readonly Keyring[]; unlock?: Unlock } = {},
  ): Vector => ({
    id: `keyring-merge-${id}`,
    comment,
    ...valid,
    flags: ['Merge'],
    reqs,
    operation: 'merge',
    objects: refer(tips.map(object)),
    unlock: options.unlock ?? byDevice(laptop),
    disown: (options.disown ?? []).map(({ hash }) => hash),
    effect: mergeEffect(tips, options.disown ?? []),
    doubts: doubtsOf(tips),
  });
  const cannot = (
    id: string,
    comment: string,
    error: string,
    reqs: readonly string[],
    tips: readonly Keyring[],
  ): Vector => ({
    id: `keyring-merge-${id}`,
    comment,
    ...invalid(error),
    flags: ['Merge'],
    reqs,
    operation: 'merge',
    objects: refer(tips.map(object)),
    unlock: byDevice(laptop),
    disown: [],
  });
  const remove = (
    parent: Keyring,
    name: string,
    gone: readonly KitMethod[],
    extra: readonly KitMethod[] = [],
  ): Keyring =>
    child(parent, name, {
      ...rotation(parent, `keyring merge ${name}`),
      methods: [...parent.content.methods.filter((method) => !gone.includes(method)), ...extra],
      removedMethods: [...parent.content.removedMethods, ...gone.map(({ methodId }) => methodId)],
    });
  const add = (parent: Keyring, name: string, ...methods: readonly KitMethod[]): Keyring =>
    child(parent, name, { methods: [...parent.content.methods, ...methods] });
  const policy = (parent: Keyring, name: string, keepLast: number): Keyring =>
    child(parent, name, { policy: { keepLast, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 } });

  const addedTablet = add(BASE, 'tablet', tablet);
  const addedVault = add(BASE, 'vault', vault);
  const removedPhone = remove(BASE, 'removed phone', [phone]);
  const removedPhoneToo = remove(BASE, 'removed phone too', [phone]);
  const rotated = remove(BASE, 'rotated', []);
  const removedPhoneOnly = remove(addedVault, 'removed phone only', [phone]);
  const planted = remove(add(addedVault, 'by phone', tablet, passkey), 'planted', [sheet]);
  const removedBoth = remove(BASE, 'replaced sheet', [sheet], [vault]);
  const threeSided = policy(BASE, 'policy', 5);
  const elsewhere = firstKeyring('keyring other archive', [sheet, laptop]);
  const otherSalt: KitMethod = { ...tablet, salt: generated('keyring merge other salt', 32) };
  const addedOtherSalt = add(BASE, 'other salt', otherSalt);
  const otherSecret: KitMethod = { ...tablet, secret: generated('keyring merge other secret', 32) };
  const otherType: KitMethod = { ...tablet, type: METHOD_PASSKEY };
  const otherPlaces: readonly (readonly [string, Partial<VaultLocator>])[] = [
    ['url', { url: 'https://vault.example/other' }],
    ['realm', { realmId: generated('keyring merge other realm', 16) }],
    ['issuer', { issuer: 'https://other.example' }],
    ['subject', { subject: 'other' }],
    ['generation', { generation: 2 }],
  ];
  const removedSheet = remove(addedVault, 'removed sheet', [sheet]);
  const removedVault = remove(addedVault, 'removed vault', [vault]);
  return [
    merge(
      'adds',
      'Each side adds a method: no rotation, slots byte for byte.',
      ['KEYS-084'],
      [addedTablet, addedVault],
    ),
    merge('adds-digits', 'The same, opened by the digits.', ['KEYS-084'], [addedVault, addedTablet], {
      unlock: byDigits(DIGITS_ONE),
    }),
    merge(
      'vault-rotated',
      'One side rotates, and both have a vault: its locator is kept.',
      ['KEYS-079', 'KEYS-084'],
      [remove(addedVault, 'vault rotated', []), add(addedVault, 'vault and tablet', tablet)],
    ),
    merge(
      'add-remove',
      'One side adds a method, the other removes one.',
      ['KEYS-084', 'KEYS-085'],
      [addedTablet, removedPhone],
    ),
    merge(
      'remove-remove',
      'Both sides remove the same method, each with a key of epoch 2 of its own.',
      ['KEYS-084'],
      [removedPhone, removedPhoneToo],
    ),
    merge('remove-rotate', 'One side removes, the other rotates.', ['KEYS-084'], [removedPhone, rotated]),
    merge(
      'policies',
      'Two policies: that of the greater hash, generations being equal.',
      ['KEYS-084'],
      [threeSided, policy(BASE, 'other policy', 9)],
    ),
    merge(
      'generations',
      'Sides of different lengths: the policy of the greater generation.',
      ['KEYS-084'],
      [policy(add(BASE, 'two steps', tablet), 'long policy', 2), threeSided],
    ),
    merge('three', 'Three sides.', ['KEYS-084'], [addedTablet, addedVault, threeSided]),
    merge(
      'planted',
      'A phone that one side removed adds methods on the other, and removes the sheet.',
      ['KEYS-085'],
      [removedPhoneOnly, planted],
    ),
    merge(
      'disowned',
      'The same, and the user does not recognise that side: its epochs stay, its methods and removals go.',
      ['KEYS-086'],
      [removedPhoneOnly, planted],
      { disown: [planted] },
    ),
    merge(
      'disowned-adds',
      'A side that only added a method is disowned: that rotates.',
      ['KEYS-086'],
      [addedTablet, addedVault],
      { disown: [addedTablet] },
    ),
    merge(
      'labels',
      'The sides differ in label and time of one method: the lesser label and the earlier time, each by itself.',
      ['KEYS-084'],
      [
        add(BASE, 'tablet a', { ...tablet, label: 'Tablet', createdMs: 1767225600002 }),
        add(BASE, 'tablet b', { ...tablet, label: 'tablet', createdMs: 1767225600001 }),
      ],
    ),
    merge(
      'labels-prefix',
      'Labels of which one begins with the other, and one with a character beyond the first 65,536.',
      ['KEYS-084'],
      [
        add(BASE, 'prefix a', { ...tablet, label: 'tablet 2' }, { ...passkey, label: '\u{1f511}' }),
        add(BASE, 'prefix b', { ...tablet, label: 'tablet' }, { ...passkey, label: '\uff2b' }),
      ],
    ),
    merge(
      'epoch-times',
      'The sides differ in the time of an epoch, which is the same epoch for all that: no rotation, the earlier time.',
      ['KEYS-084'],
      [
        addedTablet,
        child(BASE, 'epoch time', {
          epochs: BASE.content.epochs.map((epoch) => ({ ...epoch, createdMs: epoch.createdMs - 1 })),
        }),
      ],
    ),
    merge(
      'doubt-inherited',
      'One side rotates and removes nobody, the other adds a method: who was removed before the fork is reason to ask.',
      ['KEYS-085'],
      [remove(removedPhone, 'rotated later', []), add(removedPhone, 'added later', tablet)],
    ),
    merge(
      'disowned-salt',
      'The side that is disowned has another salt for a method: that is no reason to refuse.',
      ['KEYS-086'],
      [addedTablet, addedOtherSalt],
      { disown: [addedOtherSalt] },
    ),
    merge(
      'replaced',
      'One side replaces the sheet with a vault, the other adds a device.',
      ['KEYS-084'],
      [removedBoth, addedTablet],
    ),
    cannot(
      'last-method',
      'One side removed the sheet, the other the vault.',
      'ERR_LAST_METHOD',
      ['KEYS-074'],
      [removedSheet, removedVault],
    ),
    cannot(
      'other-archive',
      'Keyrings of two archives.',
      'ERR_KEYRING_SUCCESSION',
      ['KEYS-083'],
      [BASE, elsewhere],
    ),
    cannot(
      'dedup-key',
      'Two dedup keys.',
      'ERR_KEYRING_SUCCESSION',
      ['KEYS-083'],
      [addedTablet, child(BASE, 'dedup', { dedupKey: generated('keyring merge dedup', 32) })],
    ),
    cannot(
      'method-salt',
      'One method with two salts.',
      'ERR_KEYRING_SUCCESSION',
      ['KEYS-084'],
      [addedTablet, addedOtherSalt],
    ),
    cannot(
      'method-secret',
      'One method with two public keys.',
      'ERR_KEYRING_SUCCESSION',
      ['KEYS-084'],
      [addedTablet, add(BASE, 'other secret', otherSecret)],
    ),
    cannot(
      'method-type',
      'One method with two types.',
      'ERR_KEYRING_SUCCESSION',
      ['KEYS-084'],
      [addedTablet, add(BASE, 'other type', otherType)],
    ),
    ...otherPlaces.map(([field, change]) =>
      cannot(
        `method-vault-${field}`,
        `One vault with two locators, which differ in the ${field}.`,
        'ERR_KEYRING_SUCCESSION',
        ['KEYS-084'],
        [addedVault, add(BASE, `vault ${field}`, { ...vault, vault: { ...vault.vault!, ...change } })],
      ),
    ),
    cannot(
      'generation',
      'No generation is left.',
      'ERR_LIMIT',
      ['KEYS-084'],
      [
        child(BASE, 'greatest a', { generation: 4294967295 }),
        child(BASE, 'greatest b', { generation: 4294967295 }),
      ],
    ),
  ];
}

export function keyring(): Files {
  if (keyId(DIGITS_ONE) !== keyId(DIGITS_TWIN)) throw new Error('the two keys must share their key id');
  table.clear();
  const vectors = [
    ...opening(),
    ...layouts(),
    ...publicParts(),
    ...vaultSlots(),
    ...otherKeys(),
    ...macs(),
    ...bodies(),
    ...stores(),
    ...merges(),
  ];
  const objects = Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Map([['keyring/keyring.json', vectorFile('keyring', FLAGS, vectors, { objects })], ...schema()]);
}

function schema(): Files {
  const stored = fields({ name: OBJECT_NAME, bytes: HEX }, { zeros: integer(1) });
  const id = bytes(16);
  const hash = bytes(32);
  const type = oneOf('recovery-key', 'vault', 'passkey', 'device');
  const unlock = {
    oneOf: [
      fields({ type: oneOf('recovery-key'), digits: LABEL }),
      fields({ type: oneOf('device', 'secret'), methodId: id, secret: bytes(32) }),
      fields({ type: oneOf('root-key'), rootKey: bytes(32) }),
    ],
  };
  const epochs = list(fields({ number: integer(1, 4294967295), key: bytes(32), createdMs: integer(0) }), 1);
  const rule = integer(0, 1000000);
  const policy = fields({ keepLast: rule, keepDaily: rule, keepWeekly: rule, keepMonthly: rule });
  const generation = integer(1, 4294967295);
  const locator = fields({
    url: TEXT,
    realmId: id,
    issuer: TEXT,
    subject: TEXT,
    generation: integer(1, 9007199254740991),
  });
  const content = fields(
    {
      hash,
      archiveId: id,
      generation,
      keyringId: id,
      parents: list(hash),
      rootKey: bytes(32),
      dedupKey: bytes(32),
      chunkerKey: bytes(32),
      epochs,
      methods: list(
        fields(
          { methodId: id, type, label: TEXT, createdMs: integer(0), publicKeySha256: hash },
          { vault: locator },
        ),
        1,
      ),
      removedMethods: list(id),
    },
    { policy },
  );
  const effect = fields(
    {
      archiveId: id,
      dedupKey: bytes(32),
      chunkerKey: bytes(32),
      generation,
      parents: list(hash, 2),
      methods: list(
        fields(
          { methodId: id, type, label: TEXT, createdMs: integer(0), keyId: TEXT, salt: bytes(32) },
          { vault: locator },
        ),
        1,
      ),
      removedMethods: list(id),
      inheritedEpochs: epochs,
      rotates: BOOLEAN,
    },
    { rootKey: bytes(32), slots: list(bytes(1168), 1), policy },
  );
  const problems = list(fields({ name: OBJECT_NAME, error: ERROR }));
  const objects = list({ type: 'string', pattern: '^[0-9a-f]{16}$' }, 1);
  const names = list(OBJECT_NAME);
  const doubts = list(fields({ tip: hash, added: list(id), removed: list(id) }));
  const merge = { objects, unlock, disown: list(hash) };
  return suiteSchema(
    'keyring',
    'Keyrings: opening them, those of a store, merges',
    FLAGS,
    [
      { operation: 'open', result: 'valid', required: { object: stored, unlock, content } },
      { operation: 'open', result: 'invalid', required: { object: stored, unlock } },
      {
        operation: 'store',
        result: 'valid',
        required: {
          objects,
          unlock,
          tips: names,
          unopened: problems,
          malformed: problems,
          writable: BOOLEAN,
          deletable: names,
        },
      },
      { operation: 'store', result: 'invalid', required: { objects, unlock } },
      { operation: 'merge', result: 'valid', required: { ...merge, effect, doubts } },
      { operation: 'merge', result: 'invalid', required: merge },
    ],
    { objects: { type: 'object', additionalProperties: stored } },
  );
}
