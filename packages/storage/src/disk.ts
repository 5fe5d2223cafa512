// The few file operations that the folder store is built from, so that tests can put a simulated disk under it.

/** What an entry of a folder is; links are never followed to find out. */
export type DiskKind = 'file' | 'folder' | 'link' | 'other';

export interface DiskEntry {
  readonly name: string;
  readonly kind: DiskKind;
}

export interface DiskStat {
  readonly kind: DiskKind;
  readonly size: number;
  /** The same for two names of one file, different for two files that exist at once. */
  readonly id: string;
  /** When contents, or for a folder the entries, last changed, in milliseconds since 1970. */
  readonly changedMs: number;
}

/**
 * A file system, as far as the folder store needs one. Paths are absolute and joined with `/`. Failures are errors with
 * the POSIX name in `code`, as Node's are. Nothing but `fsync` and `fsyncFolder` promises durability.
 */
export interface Disk {
  /** Creates a file for writing, readable by its owner only. Fails with EEXIST if anything has that name. */
  create(path: string): Promise<number>;
  /** Opens for reading. Fails with ELOOP on a link; does not wait for the other end of a pipe. */
  open(path: string): Promise<number>;
  /** Writes at `position`; returns how many bytes were taken. */
  write(handle: number, bytes: Uint8Array, position: number): Promise<number>;
  /** Fills `target` from `position`; returns how many bytes were read, 0 at the end. */
  read(handle: number, target: Uint8Array, position: number): Promise<number>;
  fstat(handle: number): Promise<DiskStat>;
  /** Makes the contents and the size of an open file durable. */
  fsync(handle: number): Promise<void>;
  close(handle: number): Promise<void>;
  lstat(path: string): Promise<DiskStat>;
  /** The entries of a folder, as they are read. */
  entries(path: string): AsyncIterable<DiskEntry>;
  /** Makes durable which entries a folder has. Succeeds where the file system has no such operation. */
  fsyncFolder(path: string): Promise<void>;
  /** Gives a file a second name. Fails with EEXIST if anything has that name. */
  link(from: string, to: string): Promise<void>;
  /** Moves a file, replacing what is there. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  rmdir(path: string): Promise<void>;
}

/** The POSIX name of a failure of the disk, or `undefined` if `error` is something else. */
export function diskErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name === 'MunimentError') return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
