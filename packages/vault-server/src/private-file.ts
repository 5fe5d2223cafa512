// Files that hold keys: readable by their owner only, replaced as a whole and durably, and overwritten before they are given up.

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;
/** So often a file that others keep replacing is read again. */
const READ_COUNT_MAX = 100;
const LOCK_WAIT_MS = 10_000;
const LOCK_PAUSE_MS = 10;

/**
 * The bytes of a file, or undefined if there is none.
 * @param maxBytes a longer file is refused
 * @throws ERR_INPUT_FILE if it cannot be read, or if others may read it and `isSecret` is set
 */
export function readPrivateFile(
  path: string,
  maxBytes: number,
  { isSecret = true }: { readonly isSecret?: boolean } = {},
): Uint8Array<ArrayBuffer> | undefined {
  try {
    for (let i = 0; i < READ_COUNT_MAX; i++) {
      const found = readOnce(path, maxBytes, isSecret);
      if (found !== 'replaced') return found;
    }
    throw unreadable(path, 'others keep replacing it');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof MunimentError) throw error;
    throw unreadable(path, reasonOf(error), error);
  }
}

function readOnce(path: string, maxBytes: number, isSecret: boolean): Uint8Array<ArrayBuffer> | 'replaced' {
  const file = openSync(path, constants.O_RDONLY);
  try {
    const { size, mode, dev, ino } = fstatSync(file);
    if (isSecret && process.platform !== 'win32' && (mode & GROUP_AND_OTHERS) !== 0) {
      throw unreadable(path, 'it holds keys, and others may read it: take that away (chmod 600)');
    }
    if (size > maxBytes) throw unreadable(path, `it is larger than ${maxBytes} bytes`);
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const count = readSync(file, bytes, length, size - length, length);
      if (count === 0) break;
      length += count;
    }
    // What was replaced while it was read may have been overwritten with zeros.
    const now = statSync(path);
    return now.dev === dev && now.ino === ino ? bytes.slice(0, length) : 'replaced';
  } finally {
    closeSync(file);
  }
}

/**
 * Replaces a file, or makes it, as a whole: after a crash there is the old one or the new one. It is durable when this returns.
 * @param erase the bytes of the old one are overwritten, under whatever other names it has; what its file system or medium keeps
 * of them is beyond reach
 * @throws ERR_OUTPUT_FILE
 */
export function writePrivateFile(
  link: string,
  bytes: Uint8Array,
  { erase = false }: { readonly erase?: boolean } = {},
): void {
  // What is replaced is the file that a link leads to, not the link.
  const path = existsSync(link) ? realpathSync(link) : link;
  const temporary = join(dirname(path), `.${basename(path)}.${formatHex(randomBytes(8))}`);
  try {
    const before = erase ? openIfThere(path) : undefined;
    try {
      try {
        writeNew(temporary, bytes);
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
      syncFolder(dirname(path));
      if (before !== undefined) overwrite(before);
    } finally {
      if (before !== undefined) closeSync(before);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Writes a new file. @throws ERR_OUTPUT_FILE if it is there already */
export function createPrivateFile(path: string, bytes: Uint8Array): void {
  try {
    writeNew(path, bytes);
    syncFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Takes a file away, if it is there. @throws ERR_OUTPUT_FILE */
export function removePrivateFile(path: string): void {
  try {
    rmSync(path, { force: true });
    syncFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Does `work` while no other process does any under the same lock. The lock ends with its process.
 * @param path a file of the lock alone, which stays
 * @throws ERR_BUSY if others hold it for ten seconds
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  let connection: DatabaseSync;
  try {
    // Its mode is set before SQLite opens it, which keeps to it.
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY));
    connection = new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw unwritable(path, error);
  }
  try {
    for (;;) {
      try {
        connection.exec('BEGIN EXCLUSIVE');
        break;
      } catch (error) {
        if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw unwritable(path, error);
        if (performance.now() >= deadline) {
          throw new MunimentError('ERR_BUSY', `another process is at work on ${dirname(path)}`, {}, error);
        }
      }
      await new Promise((done) => setTimeout(done, LOCK_PAUSE_MS));
    }
    return await work();
  } finally {
    connection.close();
  }
}

const SQLITE_BUSY = 5;

function writeNew(path: string, bytes: Uint8Array): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function overwrite(file: number): void {
  const zeros = new Uint8Array(fstatSync(file).size);
  let written = 0;
  while (written < zeros.length) written += writeSync(file, zeros, written, zeros.length - written, written);
  fsyncSync(file);
}

/** Makes it durable what a folder holds. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder; NTFS journals its entries.
  if (process.platform === 'win32') return;
  const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): MunimentError {
  return new MunimentError('ERR_INPUT_FILE', `${path} cannot be read: ${reason}`, { path }, cause);
}

function unwritable(path: string, cause: unknown): MunimentError {
  if (cause instanceof MunimentError) return cause;
  return new MunimentError(
    'ERR_OUTPUT_FILE',
    `${path} cannot be written: ${reasonOf(cause)}`,
    { path },
    cause,
  );
}

/** What an error of the file system says to people. */
export function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return 'it is there already';
    case 'ENOENT':
      return 'there is no such folder';
    case 'ENOTDIR':
      return 'a file is in the place of a folder';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not do that';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EROFS':
      return 'the file system is mounted read-only';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return (error as NodeJS.ErrnoException).code ?? 'the disk reported a failure';
  }
}
