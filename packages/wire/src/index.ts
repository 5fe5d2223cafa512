export { compareBytes } from './bytes.ts';
export { headContext, keyringBodyContext, markContext, packContext } from './context.ts';
export {
  decodeFixedFrame,
  encodeFixedFrame,
  VAULT_RECORD_BYTES,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
} from './fixed-frame.ts';
export {
  decodePaddedFrame,
  encodePaddedFrame,
  FRAME_CONTENT_MAX_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_MAX_LOG2,
  FRAME_MIN_LOG2,
  paddedFrameContentLength,
  paddedFrameLog2,
} from './frame.ts';
export * from './generated/messages.ts';
export { formatHex, parseHex } from './hex.ts';
export {
  EPOCH_MAX,
  GENERATION_MAX,
  type HeadRef,
  ID_BYTES,
  type KeyringRef,
  type MarkRef,
  SEQUENCE_MAX,
} from './ids.ts';
export {
  formatHeadName,
  formatKeyringName,
  formatMarkName,
  formatPackName,
  type ObjectRef,
  parseHeadName,
  parseKeyringName,
  parseMarkName,
  parseObjectName,
  parsePackName,
} from './names.ts';
export {
  CHANNEL_KEY_LIFETIME_MAX_MS,
  type ChannelKey,
  formatRealmDescriptor,
  parseRealmDescriptor,
  REALM_DESCRIPTOR_LIFETIME_MAX_MS,
  REALM_DESCRIPTOR_MAX_BYTES,
  type RealmDescriptor,
  type TokenIssuer,
} from './realm-descriptor.ts';
export {
  CRITICAL_FEATURES,
  FORMAT_VERSION,
  LABELS,
  NAME_PREFIXES,
  PACK_ROLES,
  ROLES,
} from './registries.ts';
export { isSameVaultAnchor } from './vault-anchor.ts';
export {
  VAULT_ACCOUNT_PART_MAX_BYTES,
  VAULT_ENCAPSULATION_LABELS,
  type VaultAccount,
  type VaultProofContent,
  type VaultSignedContent,
  vaultAccountId,
  vaultDigestInput,
  vaultLoginProofInput,
  vaultProofInput,
  vaultSignedInput,
} from './vault-inputs.ts';
