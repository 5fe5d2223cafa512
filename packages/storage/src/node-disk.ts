// The operations of disk.ts on the file system of the machine. What moves no content is done on the spot: it takes microseconds, and
// having another thread do it means waiting for this one's next turn, a millisecond and more where a backup is busy, twenty times an object.

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
const read = promisify(fs.read);
const fsync = promisify(fs.fsync);

// Inode numbers of some file systems do not fit into a double.
const BIGINT = { bigint: true } as const;

/** File systems that cannot sync a folder answer with one of these (FUSE, SMB, some network mounts). */
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF']);

/** The machine's own file system. */
export const nodeDisk: Disk = {
  create: async (path) => fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL, 0o600),
  open: async (path) => fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
  write: writeBytes,
  read: async (handle, target, position) =>
    (await read(handle, target, 0, target.length, position)).bytesRead,
  fstat: async (handle) => statOf(fs.fstatSync(handle, BIGINT)),
  fsync: (handle) => fsync(handle),
  close: async (handle) => fs.closeSync(handle),
  lstat: async (path) => statOf(fs.lstatSync(path, BIGINT)),
  entries,
  fsyncFolder,
  link: async (from, to) => fs.linkSync(from, to),
  rename: async (from, to) => fs.renameSync(from, to),
  unlink: async (path) => fs.unlinkSync(path),
  mkdir: async (path) => fs.mkdirSync(path, 0o700),
  rmdir: async (path) => fs.rmdirSync(path),
};

async function* entries(path: string): AsyncGenerator<DiskEntry> {
  const folder = fs.opendirSync(path, { bufferSize: 256 });
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      yield { name: entry.name, kind: kindOf(entry) };
    }
  } finally {
    folder.closeSync();
  }
}

async function fsyncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its entries.
  if (process.platform === 'win32') return;
  const handle = fs.openSync(path, O_RDONLY | O_DIRECTORY);
  try {
    await fsync(handle);
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(diskErrorCode(error) ?? '')) throw error;
  } finally {
    fs.closeSync(handle);
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
