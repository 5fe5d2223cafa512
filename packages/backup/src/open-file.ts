// Reads files that may be changed, or swapped for something else, while they are looked at.

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { isPromise } from '@muniment/crypto';
import { type ByteString, toBytes } from './byte-string.ts';
import { systemErrorCode } from './system-error.ts';
import type { FileStat } from './walker.ts';

/** Neither a link nor the other end of a pipe is followed or waited for, should a file have become one. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Does something with a file, open to be read, and closes it, behind a promise when that has settled. @throws errors of the system calls */
export function withOpenFile<T>(path: ByteString, work: (handle: number) => T): T {
  const handle = openSync(toBytes(path), FLAGS);
  let result: T;
  try {
    result = work(handle);
  } catch (error) {
    closeSync(handle);
    throw error;
  }
  if (isPromise(result)) return result.finally(() => closeSync(handle)) as T;
  closeSync(handle);
  return result;
}

/** Reads up to `count` bytes at `position` into the start of `target`; fewer only at the end of the file. */
export function fill(handle: number, target: Uint8Array, count: number, position: number): number {
  let filled = 0;
  while (filled < count) {
    const read = readSync(handle, target, filled, count - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** Reads a whole file into `target`, of its length. False if it is not what was seen of it, or cannot be read. */
export function readAsSeen(path: ByteString, seen: FileStat, target: Uint8Array): boolean {
  try {
    return withOpenFile(path, (handle) => {
      const before = fstatSync(handle);
      return (
        before.isFile() &&
        isAsSeen(before, seen) &&
        fill(handle, target, target.length, 0) === target.length &&
        isSame(before, fstatSync(handle))
      );
    });
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}

/** True if nothing shows that a file changed between two looks at it. */
export function isSame(before: Stats, after: Stats): boolean {
  return before.size === after.size && before.mtimeMs === after.mtimeMs && before.ctimeMs === after.ctimeMs;
}

/** Doubles hold milliseconds to a quarter of a microsecond: times that are nearer than one are the same. */
export function isAsSeen(now: Stats, seen: FileStat): boolean {
  return (
    now.ino === Number(seen.ino) &&
    now.dev === Number(seen.dev) &&
    now.size === Number(seen.size) &&
    Math.abs(now.mtimeMs - Number(seen.mtimeNs) / 1e6) < 0.001 &&
    Math.abs(now.ctimeMs - Number(seen.ctimeNs) / 1e6) < 0.001
  );
}
