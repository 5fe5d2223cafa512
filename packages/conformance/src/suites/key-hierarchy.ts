// The suite `key-hierarchy`: what is derived from a root key, and root keys sealed to methods.

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { bytes, HEX, oneOf, suiteSchema } from '../json-schema.ts';
import { concat, flip, overwrite, unhex } from '../kit/bytes.ts';
import { sha256 } from '../kit/hash.ts';
import { hpkeSeal, hpkeSealLowOrder } from '../kit/hpke.ts';
import {
  METHOD_DEVICE,
  METHOD_PASSKEY,
  METHOD_RECOVERY_KEY,
  METHOD_VAULT,
  rootKeys,
  slotInfo,
  vaultSecret,
} from '../kit/keyring.ts';
import { generated } from '../kit/seed.ts';
import { xWingPublicKey } from '../kit/x-wing.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Derivation: { bugType: 'BASIC', description: 'Keys from a root key.' },
  VaultSecret: {
    bugType: 'BASIC',
    description: 'The secret of a vault method, of what the password and what the vault gives.',
  },
  Length: {
    bugType: 'MISSING_CHECK',
    description:
      'A part of a vault secret has another length, so that two pairs of parts give the same bytes.',
  },
  Slot: { bugType: 'BASIC', description: 'A root key that is sealed to a method.' },
  OtherKey: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'A slot that is opened with the secret of another method.',
  },
  OtherPlace: {
    bugType: 'AUTHENTICATION_BYPASS',
    description:
      'A slot of another archive, method, type or salt, or one that was sealed under another info.',
  },
  Altered: { bugType: 'AUTHENTICATION_BYPASS', description: 'Bytes of the sealed root key were changed.' },
};

const TYPES = ['', 'recovery-key', 'vault', 'passkey', 'device'];
const none: Uint8Array = new Uint8Array(0);

/** The Ed25519 public key of a seed. */
function ed25519Public(seed: Uint8Array): Uint8Array {
  const der = Buffer.from(concat(unhex('302e020100300506032b657004220420'), seed));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return Uint8Array.from(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32));
}

function derive(id: string, comment: string, rootKey: Uint8Array): Vector {
  const { body, mac, vaultOwner } = rootKeys(rootKey);
  return {
    id: `key-hierarchy-${id}`,
    comment,
    ...valid,
    flags: ['Derivation'],
    reqs: ['KEYS-046'],
    operation: 'rootKey',
    rootKey,
    bodyKey: body,
    macKey: mac,
    vaultOwnerSeed: vaultOwner,
    vaultOwnerPublicKey: ed25519Public(vaultOwner),
  };
}

/** The secret of a vault method, and the public key that a keyring holds of it. */
function vault(
  id: string,
  comment: string,
  exportKey: Uint8Array,
  releaseSecret: Uint8Array,
  salt: Uint8Array,
): Vector {
  const secret = vaultSecret(exportKey, releaseSecret, salt);
  return {
    id: `key-hierarchy-vault-${id}`,
    comment,
    ...valid,
    flags: ['VaultSecret'],
    reqs: ['KEYS-047'],
    operation: 'vaultSecret',
    exportKey,
    releaseSecret,
    salt,
    secret,
    publicKeySha256: sha256(xWingPublicKey(secret)),
  };
}

/** Parts of which one has another length. */
function misfit(id: string, comment: string, exportKey: Uint8Array, releaseSecret: Uint8Array): Vector {
  return {
    id: `key-hierarchy-vault-${id}`,
    comment,
    ...invalid('ERR_KEY_SIZE'),
    flags: ['Length'],
    reqs: ['KEYS-047'],
    operation: 'vaultSecret',
    exportKey,
    releaseSecret,
    salt: PLACE.salt,
  };
}

interface Place {
  readonly archiveId: Uint8Array;
  readonly type: number;
  readonly methodId: Uint8Array;
  readonly salt: Uint8Array;
}

const ROOT_KEY = generated('key-hierarchy root key', 32);
const SECRET = generated('key-hierarchy secret', 32);
const RANDOMNESS = generated('key-hierarchy randomness', 64);
const PLACE: Place = {
  archiveId: generated('key-hierarchy archive id', 16),
  type: METHOD_DEVICE,
  methodId: generated('key-hierarchy method id', 16),
  salt: generated('key-hierarchy salt', 32),
};

const infoOf = (place: Place): Uint8Array => slotInfo(place.archiveId, place);
const seal = (info: Uint8Array, aad: Uint8Array = none): Uint8Array =>
  hpkeSeal(SECRET, RANDOMNESS, info, aad, ROOT_KEY);

function describe(place: Place): Record<string, unknown> {
  return { archiveId: place.archiveId, type: TYPES[place.type], methodId: place.methodId, salt: place.salt };
}

function slot(id: string, comment: string, place: Place, secret = SECRET, randomness = RANDOMNESS): Vector {
  const info = infoOf(place);
  const publicKey = xWingPublicKey(secret);
  return {
    id: `key-hierarchy-slot-${id}`,
    comment,
    ...valid,
    flags: ['Slot'],
    reqs: ['KEYS-040', 'KEYS-042'],
    operation: 'slot',
    ...describe(place),
    secret,
    publicKeySha256: sha256(publicKey),
    info,
    randomness,
    sealedRootKey: hpkeSeal(secret, randomness, info, none, ROOT_KEY),
    rootKey: ROOT_KEY,
  };
}

function broken(
  id: string,
  comment: string,
  flag: string,
  sealedRootKey: Uint8Array,
  secret = SECRET,
  place = PLACE,
): Vector {
  return {
    id: `key-hierarchy-slot-${id}`,
    comment,
    ...invalid('ERR_AUTHENTICATION'),
    flags: [flag],
    reqs: ['KEYS-042'],
    operation: 'slot',
    ...describe(place),
    secret,
    info: infoOf(place),
    sealedRootKey,
  };
}

export function keyHierarchy(): Files {
  const info = infoOf(PLACE);
  const right = seal(info);
  const elsewhere = (id: string, comment: string, change: Partial<Place>): Vector =>
    broken(id, comment, 'OtherPlace', right, SECRET, { ...PLACE, ...change });
  const altered = (id: string, comment: string, bytes: Uint8Array): Vector =>
    broken(id, comment, 'Altered', bytes);
  const otherInfo = (id: string, comment: string, sealed: Uint8Array): Vector =>
    broken(id, comment, 'OtherPlace', sealed);
  const lowOrder = (id: string, comment: string, point: string): Vector => ({
    ...altered(id, comment, hpkeSealLowOrder(SECRET, RANDOMNESS, unhex(point), info, ROOT_KEY)),
    reqs: ['KEYS-042', 'KEYS-093'],
  });
  const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i);
  const exportKey = generated('key-hierarchy export key', 64);
  const releaseSecret = generated('key-hierarchy release secret', 32);
  const vectors: Vector[] = [
    derive(
      'root-counting',
      'The example of the specification.',
      Uint8Array.from({ length: 32 }, (_, i) => i),
    ),
    derive('root-zeros', 'A root key of zeros.', new Uint8Array(32)),
    derive('root-ones', 'A root key of ones.', new Uint8Array(32).fill(255)),
    derive('root-generated', 'A generated root key.', ROOT_KEY),
    vault('counting', 'The example of the specification.', counting(64), counting(32), counting(32)),
    vault('zeros', 'Parts of zeros.', new Uint8Array(64), new Uint8Array(32), new Uint8Array(32)),
    vault('generated', 'Generated parts.', exportKey, releaseSecret, PLACE.salt),
    vault(
      'export-key-bit',
      'One bit of the export key differs.',
      flip(exportKey, 63),
      releaseSecret,
      PLACE.salt,
    ),
    vault(
      'release-secret-bit',
      'One bit of the release secret differs.',
      exportKey,
      flip(releaseSecret, 0),
      PLACE.salt,
    ),
    vault('salt-bit', 'One bit of the salt differs.', exportKey, releaseSecret, flip(PLACE.salt, 31)),
    vault(
      'parts-moved',
      'The same 96 bytes in another order: the release secret in front.',
      concat(releaseSecret, exportKey.slice(0, 32)),
      exportKey.slice(32),
      PLACE.salt,
    ),
    misfit('export-key-short', 'An export key of 63 bytes.', exportKey.slice(1), releaseSecret),
    misfit('release-secret-short', 'A release secret of 31 bytes.', exportKey, releaseSecret.slice(1)),
    misfit(
      'boundary-moved',
      'The same 96 bytes, of which 65 are given as the export key.',
      concat(exportKey, releaseSecret.slice(0, 1)),
      releaseSecret.slice(1),
    ),
    misfit('export-key-empty', 'An empty export key.', none, releaseSecret),
    ...[METHOD_RECOVERY_KEY, METHOD_VAULT, METHOD_PASSKEY, METHOD_DEVICE].map((type) =>
      slot(`type-${TYPES[type]}`, `A slot of type ${TYPES[type]}.`, { ...PLACE, type }),
    ),
    slot('zero-secret', 'A secret of zeros.', PLACE, new Uint8Array(32)),
    slot('zero-place', 'Ids and salt of zeros.', {
      archiveId: new Uint8Array(16),
      type: METHOD_DEVICE,
      methodId: new Uint8Array(16),
      salt: new Uint8Array(32),
    }),
    slot(
      'other-randomness',
      'The same slot sealed with other randomness.',
      PLACE,
      SECRET,
      generated('key-hierarchy randomness 2', 64),
    ),
    broken(
      'other-secret',
      'The secret of another method.',
      'OtherKey',
      right,
      generated('key-hierarchy secret 2', 32),
    ),
    broken('secret-bit', 'One bit of the secret differs.', 'OtherKey', right, flip(SECRET, 31, 0x80)),
    elsewhere('other-archive', 'The slot of another archive.', {
      archiveId: generated('key-hierarchy archive id 2', 16),
    }),
    elsewhere('other-method', 'The slot of another method.', {
      methodId: generated('key-hierarchy method id 2', 16),
    }),
    elsewhere('other-type', 'The slot under another type.', { type: METHOD_PASSKEY }),
    elsewhere('other-salt', 'The slot with another salt.', { salt: flip(PLACE.salt, 0) }),
    elsewhere('ids-exchanged', 'Archive id and method id are exchanged.', {
      archiveId: PLACE.methodId,
      methodId: PLACE.archiveId,
    }),
    otherInfo('no-label', 'Sealed without the label.', seal(info.slice('muniment v1 slot'.length + 1))),
    otherInfo(
      'no-separator',
      'Sealed without the zero byte behind the label.',
      seal(concat(info.slice(0, 16), info.slice(17))),
    ),
    otherInfo('no-info', 'Sealed under an empty info.', seal(none)),
    otherInfo('as-aad', 'The info was given as associated data.', seal(none, info)),
    otherInfo(
      'also-aad',
      'The right info, and associated data that should be empty.',
      seal(info, PLACE.archiveId),
    ),
    altered('kem-first', 'The first byte of the ML-KEM ciphertext.', flip(right, 0)),
    altered('kem-last', 'The last byte of the ML-KEM ciphertext.', flip(right, 1087)),
    altered('x25519', 'One bit of the X25519 public key.', flip(right, 1100)),
    altered(
      'x25519-high-bit',
      'The highest bit of the X25519 public key, which X25519 itself ignores.',
      flip(right, 1119, 0x80),
    ),
    altered(
      'x25519-zero',
      'An X25519 public key of zeros, which has low order.',
      overwrite(right, 1088, new Uint8Array(32)),
    ),
    altered(
      'x25519-order-8',
      'An X25519 public key of order 8.',
      overwrite(right, 1088, unhex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800')),
    ),
    lowOrder('x25519-zero-sealed', 'Sealed with an X25519 public key of zeros.', '00'.repeat(32)),
    lowOrder(
      'x25519-one-sealed',
      'Sealed with the X25519 public key 1, which has low order.',
      `01${'00'.repeat(31)}`,
    ),
    lowOrder(
      'x25519-order-8-sealed',
      'Sealed with an X25519 public key of order 8.',
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    ),
    altered('ciphertext', 'One bit of the ciphertext.', flip(right, 1120)),
    altered('tag', 'One bit of the tag.', flip(right, -1)),
    altered('tag-zero', 'A tag of zeros.', overwrite(right, right.length - 16, new Uint8Array(16))),
    altered(
      'encapsulation-of-another',
      'The encapsulated key of another sealing.',
      concat(
        hpkeSeal(SECRET, generated('key-hierarchy randomness 2', 64), info, none, ROOT_KEY).slice(0, 1120),
        right.slice(1120),
      ),
    ),
    altered(
      'halves-exchanged',
      'The X25519 part in front of the ML-KEM part.',
      concat(right.slice(1088, 1120), right.slice(0, 1088), right.slice(1120)),
    ),
  ];
  return new Map([
    ['key-hierarchy/key-hierarchy.json', vectorFile('key-hierarchy', FLAGS, vectors)],
    ...schema(),
  ]);
}

function schema(): Files {
  const slotFields = {
    archiveId: bytes(16),
    type: oneOf('recovery-key', 'vault', 'passkey', 'device'),
    methodId: bytes(16),
    salt: bytes(32),
    secret: bytes(32),
    info: HEX,
    sealedRootKey: bytes(1168),
  };
  return suiteSchema(
    'key-hierarchy',
    'Keys of a root key, vault secrets, and root keys sealed to methods',
    FLAGS,
    [
      {
        operation: 'rootKey',
        result: 'valid',
        required: {
          rootKey: bytes(32),
          bodyKey: bytes(32),
          macKey: bytes(32),
          vaultOwnerSeed: bytes(32),
          vaultOwnerPublicKey: bytes(32),
        },
      },
      {
        operation: 'vaultSecret',
        result: 'valid',
        required: {
          exportKey: bytes(64),
          releaseSecret: bytes(32),
          salt: bytes(32),
          secret: bytes(32),
          publicKeySha256: bytes(32),
        },
      },
      {
        operation: 'slot',
        result: 'valid',
        required: { ...slotFields, publicKeySha256: bytes(32), randomness: bytes(64), rootKey: bytes(32) },
      },
      { operation: 'slot', result: 'invalid', required: slotFields },
      {
        operation: 'vaultSecret',
        result: 'invalid',
        required: { exportKey: HEX, releaseSecret: HEX, salt: bytes(32) },
      },
    ],
  );
}
