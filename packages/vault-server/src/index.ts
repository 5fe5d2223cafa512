// What a realm is made of.

export { memoryRecordStore } from './memory-record-store.ts';
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
