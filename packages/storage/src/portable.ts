// Everything that runs in any JavaScript engine: what a browser gets.

export { type EmptyResult, emptyStore } from './empty-store.ts';
export { mapConcurrent } from './map-concurrent.ts';
export { memoryStore } from './memory-store.ts';
export {
  assertObjectBytes,
  assertObjectName,
  assertObjectPrefix,
  isObjectName,
  OBJECT_MAX_BYTES,
  OBJECT_NAME_MAX_BYTES,
} from './names.ts';
export { ownWritesStore } from './own-writes-store.ts';
export { type RetryNotice, type RetryOptions, retryingStore } from './retrying-store.ts';
export {
  assertRange,
  assertRangeShape,
  type ForeignEntry,
  type ObjectInfo,
  type ObjectRange,
  type Store,
  type SweepResult,
} from './store.ts';
