// The numbers and labels of the format. CI compares this file with the tables of spec/registries.md.

import type { PackClass } from './generated/messages.ts';

/** The first byte of an object's context: what the object is (spec/registries.md, Roles). */
export const ROLES = {
  keyringBody: 1,
  head: 2,
  packData: 3,
  packMedia: 4,
  packManifest: 5,
  mark: 6,
  vaultRecord: 7,
} as const;

/** The role of the packs of each class. */
export const PACK_ROLES: Readonly<Record<PackClass, number>> = {
  data: ROLES.packData,
  media: ROLES.packMedia,
  manifest: ROLES.packManifest,
};

/** ASCII labels that keep derivations and MACs apart; no label is a prefix of another (spec/registries.md, Labels). */
export const LABELS = {
  keyringBody: 'muniment v1 keyring body',
  keyringMac: 'muniment v1 keyring mac',
  vaultOwner: 'muniment v1 vault owner',
  recoveryKeySecret: 'muniment v1 recovery-key secret',
  recoveryKeyId: 'muniment v1 recovery-key id',
  slot: 'muniment v1 slot',
  gearTable: 'muniment v1 gear table',
  recordCut: 'muniment v1 record cut',
  password: 'muniment v1 password',
  opaqueContext: 'muniment v1 opaque context',
  vaultHandle: 'muniment v1 vault handle',
  vaultRecord: 'muniment v1 vault record',
  vaultSecret: 'muniment v1 vault secret',
  vaultRequest: 'muniment v1 vault request',
  vaultChange: 'muniment v1 vault change',
  vaultLoginProof: 'muniment v1 vault login-proof',
  vaultFingerprint: 'muniment v1 vault fingerprint',
} as const;

/** Features that a reader must know to touch an archive. Format 1 has none yet (spec/registries.md, Critical features). */
export const CRITICAL_FEATURES: readonly number[] = [];

/** The format version that writers put into heads, and the only one that readers accept. */
export const FORMAT_VERSION = 1;

/** The first segment of the names of each kind of object (spec/registries.md, Object names). */
export const NAME_PREFIXES = {
  keyring: 'keyring/',
  head: 'heads/',
  pack: 'packs/',
  mark: 'marks/',
} as const;
