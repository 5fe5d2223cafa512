// What a realm is made of.

export {
  type Freshness,
  type FreshnessVerdict,
  noFreshness,
  RECORD_DIGEST_BYTES,
} from './freshness.ts';
export {
  createGateway,
  type Gateway,
  type GatewayAddress,
  type GatewayOptions,
  type RealmService,
} from './gateway.ts';
export type { ListenAddress } from './http-server.ts';
export type { LogSink } from './log.ts';
export { memoryRecordStore } from './memory-record-store.ts';
export { createPrivateFile, readPrivateFile, withFileLock, writePrivateFile } from './private-file.ts';
export {
  type AccountLimit,
  type AccountLimiter,
  type AccountLimiterOptions,
  createAccountLimiter,
} from './rate-limit-account.ts';
export {
  type ChannelSecret,
  createRealm,
  type Realm,
  type RealmOptions,
} from './realm.ts';
export {
  initRealmFolder,
  nextDescriptor,
  publishDescriptor,
  type RealmFolder,
  type RealmFolderOptions,
  readRealmFolder,
  type SignedDescriptor,
} from './realm-folder.ts';
export type { RealmKeys, RealmOperator } from './realm-keys.ts';
export { type RealmServer, type RealmServerOptions, startRealmServer } from './realm-server.ts';
export {
  assertHandle,
  HANDLES_PAGE_COUNT,
  RECORD_HANDLE_BYTES,
  RECORD_PLAINTEXT_BYTES,
  REVISION_MAX,
  type RecordStore,
  SEALED_RECORD_BYTES,
  type StoredRecord,
  type SwapOptions,
  type SwapOutcome,
} from './record-store.ts';
export {
  accountHandle,
  openRecord,
  RECORD_CONTENT_MAX_BYTES,
  type RecordPlace,
  recordContext,
  STORAGE_KEY_BYTES,
  sealRecord,
} from './sealed-record.ts';
export { VAULT_SEALED_REQUEST_BYTES, VAULT_SEALED_RESPONSE_BYTES } from './sizes.ts';
export { type SqliteFreshnessOptions, sqliteFreshness } from './sqlite-freshness.ts';
export { type SqliteRecordStoreOptions, sqliteRecordStore } from './sqlite-record-store.ts';
export {
  type AccountToken,
  issueToken,
  TOKEN_CLOCK_SKEW_MS,
  TOKEN_LIFETIME_MAX_MS,
  TOKEN_MAX_BYTES,
  TOKEN_NAME_MAX_BYTES,
  type TokenIssuer,
  type TokenParts,
  type TokenRules,
  verifyToken,
} from './token.ts';
