// What shows an archive and what is in it: neither chunkers nor what writes, verifies or collects.

export { Archive, type Device } from './archive.ts';
export type { ArchiveKeys, EpochKey } from './archive-keys.ts';
export type { HeadInfo } from './head.ts';
export type { ManifestDamage, SnapshotEntry } from './manifest-reader.ts';
export { assertPath, comparePaths, printablePath } from './path.ts';
