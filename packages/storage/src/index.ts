// What Node gets: the portable part and the store in a folder.

export { writeBytes } from './direct-write.ts';
export { type FolderStoreOptions, folderStore } from './folder-store.ts';
export {
  assertObjectBytes,
  assertObjectName,
  assertObjectPrefix,
  assertRange,
  assertRangeShape,
  type EmptyResult,
  emptyStore,
  type ForeignEntry,
  isObjectName,
  mapConcurrent,
  memoryStore,
  OBJECT_MAX_BYTES,
  OBJECT_NAME_MAX_BYTES,
  type ObjectInfo,
  type ObjectRange,
  ownWritesStore,
  type RetryNotice,
  type RetryOptions,
  retryingStore,
  type Store,
  type SweepResult,
} from './portable.ts';
