// Helpers for tests: stores and disks that fail in repeatable ways. Not for production.

export { CrashError } from './crash-error.ts';
export type { Disk, DiskEntry, DiskKind, DiskStat } from './disk.ts';
export {
  type Fault,
  type FaultPlan,
  type FaultyStore,
  faultyStore,
  type StoreOperation,
} from './faulty-store.ts';
export { type FolderStorePorts, folderStoreOn } from './folder-store.ts';
export { type DiskOperation, SimulatedDisk, type SimulatedDiskOptions } from './simulated-disk.ts';
