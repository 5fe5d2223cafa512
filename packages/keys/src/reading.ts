// What opens keyrings and finds the newest: nothing that writes one, and neither digits nor passwords.

export { KEYRING_MAX_BYTES, type OpenKeyring, type ParsedKeyring, parseKeyring } from './keyring.ts';
export { expiredKeyrings, keyringTips } from './lineage.ts';
export { deriveVaultOwnerSeed, type KeyringUnlock } from './open.ts';
export { assertNoneUnopened, type KeyringObject, type KeyringSet, openKeyrings } from './select.ts';
