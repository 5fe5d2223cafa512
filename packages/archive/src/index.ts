export { Archive, type Device, type MarkInfo, type MarkSet } from './archive.ts';
export { type ArchiveKeys, type EpochKey, newestEpoch } from './archive-keys.ts';
export { type ChunkIndex, type ChunkSpace, MemoryChunkIndex } from './chunk-index.ts';
export { ChunkReader } from './chunk-reader.ts';
export {
  CONTENT_AVERAGE_BYTES,
  CONTENT_MAX_BYTES,
  CONTENT_MIN_BYTES,
  contentTable,
  cutContent,
} from './chunkers/content.ts';
export {
  type ByteSource,
  type FileChunker,
  FileCutter,
  type FilePiece,
  HOLE_WINDOW_BYTES,
} from './chunkers/file.ts';
export { cutFixed, FIXED_CHUNK_BYTES } from './chunkers/fixed.ts';
export { cutPage, isPaged, PAGE_CHUNK_BYTES, PAGED_MAX_BYTES, PAGED_START_BYTES } from './chunkers/page.ts';
export {
  RECORD_STREAM_LEVEL,
  RecordCutter,
  recordGroups,
  type StreamRecord,
} from './chunkers/record.ts';
export {
  assertCollectable,
  type Collected,
  type CollectOptions,
  collect,
  forget,
  GRACE_MS,
} from './collect.ts';
export { ContentDigest } from './content-digest.ts';
export type { Crew } from './crew/crew.ts';
export { isDamage } from './damage.ts';
export type { FileContent } from './file-content.ts';
export {
  descendsFrom,
  type HeadInfo,
  type HeadProblem,
  type HeadSet,
  reviseHead,
  sortOut,
  tipsOf,
  writeHead,
} from './head.ts';
export {
  type BlockRef,
  type ChunkLocation,
  decodeLocation,
  type ExtentLocation,
  encodeLocation,
  LocationTable,
  type PackRef,
} from './locations.ts';
export type { ComingChunk, LookAhead } from './look-ahead.ts';
export {
  eachExtent,
  type ManifestDamage,
  ManifestReader,
  type ManifestWalkOptions,
  type SnapshotEntry,
} from './manifest-reader.ts';
export type { PackUsage } from './pack-usage.ts';
export { OBJECT_MAX_BYTES, packName, packObjectLength } from './packs.ts';
export { assertPath, comparePaths, isWithin, PATH_MAX_BYTES, parentPath, printablePath } from './path.ts';
export { isEmptyPolicy, selectKept } from './retention.ts';
export { compact, type RewriteOptions, type RewrittenSnapshot, repair } from './rewrite.ts';
export { SealedObjects } from './sealed-objects.ts';
export {
  type Commit,
  type NewEntry,
  type SnapshotInfo,
  type SnapshotTotals,
  SnapshotWriter,
  type SnapshotWriterOptions,
  type TakenContent,
} from './snapshot-writer.ts';
export { despiteRetention, packUsage } from './usage.ts';
export {
  type VerifyLoss,
  type VerifyOptions,
  type VerifyProblem,
  type VerifyReport,
  verify,
} from './verify.ts';
