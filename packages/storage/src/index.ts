export { type FolderStoreOptions, folderStore } from './folder-store.ts';
export { memoryStore } from './memory-store.ts';
export {
  assertObjectName,
  assertObjectPrefix,
  isObjectName,
  OBJECT_MAX_BYTES,
  OBJECT_NAME_MAX_BYTES,
} from './names.ts';
export type { ForeignEntry, ObjectInfo, ObjectRange, Store, SweepResult } from './store.ts';
