// The operations of disk.ts on the file system of the machine.

import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { writeBytes } from './direct-write.ts';
import { type Disk, type DiskEntry, type DiskKind, type DiskStat, diskErrorCode } from './disk.ts';

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = fs.constants;
// Windows has none of these.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = fs.constants.O_NONBLOCK ?? 0;
const O_DIRECTORY = fs.constants.O_DIRECTORY ?? 0;

// The callback functions take numbers for open files, which a simulated disk can hand out too.
const open = promisify(fs.open);
const close = promisify(fs.close);
const read = promisify(fs.read);
const fstat = promisify(fs.fstat);
const fsync = promisify(fs.fsync);
const lstat = promisify(fs.lstat);
const opendir = promisify(fs.opendir);
const link = promisify(fs.link);
const rename = promisify(fs.rename);
const unlink = promisify(fs.unlink);
const mkdir = promisify(fs.mkdir);
const rmdir = promisify(fs.rmdir);

// Inode numbers of some file systems do not fit into a double.
const BIGINT = { bigint: true } as const;

/** File systems that cannot sync a folder answer with one of these (FUSE, SMB, some network mounts). */
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF']);

/** The machine's own file system. */
export const nodeDisk: Disk = {
  create: (path) => open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600),
  open: (path) => open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
  write: writeBytes,
  read: async (handle, target, position) =>
    (await read(handle, target, 0, target.length, position)).bytesRead,
  fstat: async (handle) => statOf(await fstat(handle, BIGINT)),
  fsync: (handle) => fsync(handle),
  close: (handle) => close(handle),
  lstat: async (path) => statOf(await lstat(path, BIGINT)),
  entries,
  fsyncFolder,
  link: (from, to) => link(from, to),
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
  mkdir: (path) => mkdir(path, 0o700),
  rmdir: (path) => rmdir(path),
};

async function* entries(path: string): AsyncGenerator<DiskEntry> {
  const folder = await opendir(path, { bufferSize: 256 });
  // The iterator of a Dir closes it when the loop ends, early or not.
  for await (const entry of folder) yield { name: entry.name, kind: kindOf(entry) };
}

async function fsyncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its entries.
  if (process.platform === 'win32') return;
  const handle = await open(path, O_RDONLY | O_DIRECTORY);
  try {
    await fsync(handle);
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(diskErrorCode(error) ?? '')) throw error;
  } finally {
    await close(handle);
  }
}

function statOf(stat: fs.BigIntStats): DiskStat {
  const { dev, ino, size, mtimeMs } = stat;
  return { kind: kindOf(stat), size: Number(size), id: `${dev}:${ino}`, changedMs: Number(mtimeMs) };
}

function kindOf(entry: fs.BigIntStats | fs.Dirent): DiskKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
