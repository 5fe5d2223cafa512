// Writes below one folder and nowhere else: no link is followed, nothing is opened that was not created here
// (ARCH-100).

import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { randomBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { type Entry, formatHex } from '@muniment/wire';
import { type ByteString, toByteString, toBytes } from './byte-string.ts';
import { isSystemError, systemErrorCode } from './system-error.ts';

const TEMPORARY = /^\.muniment-restore-[0-9a-f]{32}\.tmp$/;
/** What `link` fails with on file systems without hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV'];
const FULL = ['ENOSPC', 'EDQUOT'];
const SET_ID = 0o6000;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** The user or group of an entry that says nothing of it. */
const UNSET_ID = 0xffff_ffff;
/** Names below an open folder, whatever has become of the path that led there. */
const canNameByHandle: boolean = existsSync('/proc/self/fd');

/** A file that has no name of its own yet. */
export interface NewFile {
  readonly name: ByteString;
  readonly handle: number;
  /** What the system gave it. */
  readonly made: Made;
}

/** What the system gives a file when it is created. */
interface Made {
  readonly uid: number;
  readonly gid: number;
  /** The 12 bits. */
  readonly mode: number;
}

/** The kinds of things that may stand in the way. */
export type Existing = BigIntStats | undefined;

/** The error for a failed system call on the target; errors of ours are given back as they are. */
export function targetError(error: unknown, path: string): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  if (FULL.includes(code)) return new MunimentError('ERR_TARGET_FULL', '', { path }, error);
  return new MunimentError('ERR_TARGET', `${path} could not be written (${code})`, { path }, error);
}

/** The error for something that stands in the place of an entry. */
export function inTheWay(what: string): MunimentError {
  return new MunimentError('ERR_TARGET_EXISTS', `${what} stands in its place`);
}

/** A folder of the target, open. */
export class TargetFolder {
  readonly #handle: number;
  readonly #base: ByteString;
  /** Made by this run, and until its mode is set nobody else's: what is not there now does not come between. */
  readonly #isNew: boolean;
  /** What files get here, by the mode that is asked for: all of one folder get the same. */
  readonly #made = new Map<number, Made>();

  private constructor(handle: number, path: ByteString, isNew: boolean) {
    this.#handle = handle;
    this.#isNew = isNew;
    this.#base = canNameByHandle ? `/proc/self/fd/${handle}` : path;
  }

  /** Opens the target itself, making it and the folders above it if they are not there. */
  static openRoot(path: string): TargetFolder {
    try {
      mkdirSync(path, { recursive: true });
      const real = toByteString(realpathSync(path, { encoding: 'buffer' }));
      return new TargetFolder(
        openSync(toBytes(real), constants.O_RDONLY | constants.O_DIRECTORY),
        real,
        false,
      );
    } catch (error) {
      throw targetError(error, path);
    }
  }

  /**
   * Opens the folder `name`, which must be a real one, and makes it if it is not there.
   * @returns the folder, and whether it was made
   * @throws ERR_TARGET_EXISTS for anything else, links to folders included
   */
  openFolder(name: ByteString, create: boolean): { folder: TargetFolder; isNew: boolean } {
    let isNew = false;
    if (create) {
      try {
        mkdirSync(this.#at(name), { mode: 0o700 });
        isNew = true;
      } catch (error) {
        if (!isSystemError(error, 'EEXIST')) throw error;
      }
    }
    const stat = lstatSync(this.#at(name), { bigint: true });
    if (!stat.isDirectory()) throw inTheWay(stat.isSymbolicLink() ? 'a link' : 'something that is no folder');
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const path = `${this.#base}/${name}`;
    let handle: number;
    try {
      handle = openSync(toBytes(path), flags);
    } catch (error) {
      if (!isSystemError(error, 'EACCES')) throw error;
      // Restored before, with a mode that shuts out its owner.
      chmodSync(this.#at(name), 0o700);
      handle = openSync(toBytes(path), flags);
    }
    const folder = new TargetFolder(handle, path, isNew);
    if (!isNew) folder.#makeWritable();
    return { folder, isNew };
  }

  close(): void {
    closeSync(this.#handle);
  }

  /** What is there under a name, not following links: nothing in a folder that this run made. */
  look(name: ByteString): Existing {
    if (this.#isNew) return undefined;
    return lstatSync(this.#at(name), { bigint: true, throwIfNoEntry: false });
  }

  readLink(name: ByteString): ByteString {
    return readlinkSync(this.#at(name), { encoding: 'latin1' });
  }

  /** Removes what a killed restore left behind. */
  removeLeftovers(): void {
    for (const name of readdirSync(toBytes(`${this.#base}/.`), { encoding: 'latin1' })) {
      if (TEMPORARY.test(name)) this.remove(name);
    }
  }

  /** Creates a file of a name that nothing else has; with this mode already where nobody else can look. */
  createTemporary(mode: number): NewFile {
    const name = temporaryName();
    const asked = this.#isNew ? mode & 0o777 : 0o600;
    const handle = openSync(this.#at(name), NEW_FILE, asked);
    let made = this.#made.get(asked);
    if (made === undefined) {
      const { uid, gid, mode } = fstatSync(handle);
      made = { uid, gid, mode: mode & 0o7777 };
      this.#made.set(asked, made);
    }
    return { name, handle, made };
  }

  /** Makes a link of a name that nothing else has. */
  createTemporaryLink(target: ByteString): ByteString {
    const name = temporaryName();
    symlinkSync(toBytes(target), this.#at(name));
    return name;
  }

  /** Gives a file of another folder a second name, one that nothing else has. */
  createTemporaryHardLink(from: TargetFolder, fromName: ByteString): ByteString {
    const name = temporaryName();
    linkSync(from.#at(fromName), this.#at(name));
    return name;
  }

  /**
   * Gives a temporary file its name. What is there is replaced only if `replace`.
   * @throws ERR_TARGET_EXISTS if something is there, or has come there, that is not to be replaced
   */
  publish(temporary: ByteString, name: ByteString, replace: boolean): void {
    try {
      if (replace || this.#isNew) {
        renameSync(this.#at(temporary), this.#at(name));
        return;
      }
      try {
        linkSync(this.#at(temporary), this.#at(name));
      } catch (error) {
        if (!isSystemError(error, ...NO_LINKS)) throw error;
        if (this.look(name) !== undefined) throw inTheWay('something that came during the restore');
        renameSync(this.#at(temporary), this.#at(name));
        return;
      }
      unlinkSync(this.#at(temporary));
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) throw inTheWay('something that came during the restore');
      if (isSystemError(error, 'EISDIR', 'ENOTEMPTY')) throw inTheWay('a folder');
      throw error;
    }
  }

  /** Removes a file or link that was made here. */
  remove(name: ByteString): void {
    try {
      unlinkSync(this.#at(name));
    } catch (error) {
      if (!isSystemError(error, 'ENOENT', 'EISDIR', 'EPERM')) throw error;
    }
  }

  /** Sets what a symbolic link has of owner and time. */
  setLinkMetadata(name: ByteString, entry: Entry): string | undefined {
    return attempt(() => {
      if (isRoot()) lchownSync(this.#at(name), entry.uid, entry.gid);
      const seconds = toSeconds(entry.mtimeNs);
      lutimesSync(this.#at(name), seconds, seconds);
    });
  }

  /** Sets this folder's own owner, mode and time: after all that it holds. */
  setMetadata(entry: Entry): string | undefined {
    return setMetadata(this.#handle, entry);
  }

  #makeWritable(): void {
    const { mode } = fstatSync(this.#handle);
    if ((mode & 0o700) === 0o700) return;
    try {
      fchmodSync(this.#handle, (mode & 0o7777) | 0o700);
    } catch (error) {
      // Another's folder: what cannot be written in it is reported entry by entry.
      if (!isSystemError(error, 'EPERM', 'EROFS')) throw error;
    }
  }

  #at(name: ByteString): Buffer {
    return toBytes(`${this.#base}/${name}`);
  }
}

/**
 * Sets owner, mode and time of an open file or folder. The owner comes first, because a change of owner clears the
 * set-id bits, which are only set if the owner is the right one.
 * @param made what it has already
 * @returns what could not be set, if anything
 */
export function setMetadata(handle: number, entry: Entry, made?: Made): string | undefined {
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

function isOwnedAs(handle: number, entry: Entry): boolean {
  const { uid, gid } = fstatSync(handle);
  return uid === entry.uid && gid === entry.gid;
}

function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return `${(error as NodeJS.ErrnoException).syscall ?? 'a system call'} failed (${code})`;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Seconds with what a double keeps of the fraction: within a quarter of a microsecond. */
function toSeconds(ns: bigint): number {
  return Number(ns / 1_000_000_000n) + Number(ns % 1_000_000_000n) / 1e9;
}

const processId: string = formatHex(randomBytes(12));
let temporaryCount = 0;

function temporaryName(): ByteString {
  temporaryCount = (temporaryCount + 1) % 2 ** 32;
  return `.muniment-restore-${processId}${temporaryCount.toString(16).padStart(8, '0')}.tmp`;
}
