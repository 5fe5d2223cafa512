// Gives a file or folder that was made here what its entry says. Needs nothing but the file system, so that any thread can do it.

import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Entry } from '@muniment/wire';
import { type ByteString, toBytes } from './byte-string.ts';
import { systemErrorCode } from './system-error.ts';

const SET_ID = 0o6000;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** The user or group of an entry that says nothing of it. */
const UNSET_ID = 0xffff_ffff;

export type Metadata = Pick<Entry, 'uid' | 'gid' | 'mode' | 'mtimeNs'>;

/** What the system gives a file when it is created. */
export interface Made {
  readonly uid: number;
  readonly gid: number;
  /** The 12 bits. */
  readonly mode: number;
}

/** What files get in one folder, by the mode that is asked for: all of them get the same. */
export type MadeThere = Map<number, Made>;

/** Creates a file exclusively. */
export function createFile(path: Buffer, asked: number, there: MadeThere): { handle: number; made: Made } {
  const handle = openSync(path, NEW_FILE, asked);
  let made = there.get(asked);
  if (made === undefined) {
    const { uid, gid, mode } = fstatSync(handle);
    made = { uid, gid, mode: mode & 0o7777 };
    there.set(asked, made);
  }
  return { handle, made };
}

/** Writes bytes at a place of an open file. */
export function writeAll(handle: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(handle, bytes, done, bytes.length - done, position + done);
  }
}

/**
 * Sets owner, mode and time of an open file or folder. The owner comes first, because a change of owner clears the
 * set-id bits, which are only set if the owner is the right one.
 * @param made what it has already
 * @returns what could not be set, if anything
 */
export function setMetadata(handle: number, entry: Metadata, made?: Made): string | undefined {
  const { uid, gid } = entry;
  let problems: string | undefined;
  const add = (problem: string | undefined): void => {
    if (problem !== undefined) problems = problems === undefined ? problem : `${problems}; ${problem}`;
  };
  const isOwned =
    made !== undefined && (uid === UNSET_ID || uid === made.uid) && (gid === UNSET_ID || gid === made.gid);
  if (!isOwned && isRoot()) add(attempt(() => fchownSync(handle, uid, gid)));
  const mode = (entry.mode & SET_ID) === 0 || isOwnedAs(handle, entry) ? entry.mode : entry.mode & ~SET_ID;
  if (mode !== made?.mode) add(attempt(() => fchmodSync(handle, mode)));
  const seconds = toSeconds(entry.mtimeNs);
  add(attempt(() => futimesSync(handle, seconds, seconds)));
  return problems;
}

function isOwnedAs(handle: number, entry: Metadata): boolean {
  const { uid, gid } = fstatSync(handle);
  return uid === entry.uid && gid === entry.gid;
}

/** What went wrong with a system call, in words. */
export function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return `${(error as NodeJS.ErrnoException).syscall ?? 'a system call'} failed (${code})`;
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Seconds with what a double keeps of the fraction: within a quarter of a microsecond. */
export function toSeconds(ns: bigint): number {
  return Number(ns / 1_000_000_000n) + Number(ns % 1_000_000_000n) / 1e9;
}

/** A small file that is to be made in a folder of ours, open in this process. */
export interface FileOrder {
  /** The folder's number, unlike that of any other. */
  readonly folder: number;
  /** How to name it by its handle. */
  readonly base: ByteString;
  readonly temporary: ByteString;
  readonly name: ByteString;
  readonly length: number;
  readonly metadata: Metadata;
}

/** What came of one: nothing to say, something that could not be set, or no file. */
export type FileOutcome =
  | undefined
  | { readonly problem: string }
  | { readonly code: string; readonly message: string };

/** Makes files whose content lies in `bytes`, one behind the other; each gets its name when all of it is there. */
export class FileMaker {
  #folder: number | undefined;
  #there: MadeThere = new Map();

  make(orders: readonly FileOrder[], bytes: Uint8Array): FileOutcome[] {
    let at = 0;
    return orders.map((order) => {
      const content = bytes.subarray(at, at + order.length);
      at += order.length;
      try {
        const problem = this.#makeOne(order, content);
        return problem === undefined ? undefined : { problem };
      } catch (error) {
        const code = systemErrorCode(error);
        if (code === undefined) throw error;
        return { code, message: (error as Error).message };
      }
    });
  }

  #makeOne({ folder, base, temporary, name, metadata }: FileOrder, content: Uint8Array): string | undefined {
    if (folder !== this.#folder) this.#there = new Map();
    this.#folder = folder;
    const path = toBytes(`${base}/${temporary}`);
    const { handle, made } = createFile(path, metadata.mode & 0o777, this.#there);
    try {
      let problem: string | undefined;
      try {
        writeAll(handle, content, 0);
        problem = setMetadata(handle, metadata, made);
      } finally {
        closeSync(handle);
      }
      renameSync(path, toBytes(`${base}/${name}`));
      return problem;
    } catch (error) {
      unlinkSync(path);
      throw error;
    }
  }
}
