// Writes below one folder and nowhere else: no link is followed, nothing is opened that was not created here
// (ARCH-100).

import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
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
import {
  attempt,
  createFile,
  type FileOrder,
  isRoot,
  type Made,
  type MadeThere,
  setMetadata,
  toSeconds,
} from './new-file.ts';
import { isSystemError, systemErrorCode } from './system-error.ts';

const TEMPORARY = /^\.muniment-restore-[0-9a-f]{32}\.tmp$/;
/** What `link` fails with on file systems without hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV'];
const FULL = ['ENOSPC', 'EDQUOT'];
/** Names below an open folder, whatever has become of the path that led there. */
const canNameByHandle: boolean = existsSync('/proc/self/fd');

/** A file that has no name of its own yet. */
export interface NewFile {
  readonly name: ByteString;
  readonly handle: number;
  /** What the system gave it. */
  readonly made: Made;
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

let folderCount = 0;

/** A folder of the target, open. */
export class TargetFolder {
  readonly #handle: number;
  readonly #base: ByteString;
  /** Made by this run, and until its mode is set nobody else's: nothing that is not this run's own comes between. */
  readonly #isNew: boolean;
  /** False if two names of an archive may be one here. */
  readonly #tellsApart: boolean;
  readonly #there: MadeThere = new Map();
  readonly #number = folderCount++;

  private constructor(handle: number, path: ByteString, isNew: boolean, tellsApart?: boolean) {
    this.#handle = handle;
    this.#base = canNameByHandle ? `/proc/self/fd/${handle}` : path;
    this.#tellsApart = tellsApart ?? this.#triesNames();
    this.#isNew = isNew && this.#tellsApart;
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
    if (!isNew) {
      const stat = lstatSync(this.#at(name));
      if (!stat.isDirectory()) {
        throw inTheWay(stat.isSymbolicLink() ? 'a link' : 'something that is no folder');
      }
    }
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
    const folder = new TargetFolder(handle, path, isNew, this.#tellsApart);
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
    return { name, ...createFile(this.#at(name), asked, this.#there) };
  }

  /** The order for a file that any thread can make; undefined where that takes the path or a look at what is there. */
  order(name: ByteString, length: number, { uid, gid, mode, mtimeNs }: Entry): FileOrder | undefined {
    if (!this.#isNew || !canNameByHandle) return undefined;
    const metadata = { uid, gid, mode, mtimeNs };
    return { folder: this.#number, base: this.#base, temporary: temporaryName(), name, length, metadata };
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

  /** Whether names that differ in case are two. Folders that are made here are like this one in that; elsewhere than on Linux also accents count. */
  #triesNames(): boolean {
    if (!canNameByHandle) return false;
    const name = temporaryName();
    try {
      closeSync(openSync(this.#at(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    } catch {
      // What cannot be written to says so when it is.
      return false;
    }
    try {
      return lstatSync(this.#at(name.toUpperCase()), { throwIfNoEntry: false }) === undefined;
    } finally {
      this.remove(name);
    }
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

const processId: string = formatHex(randomBytes(12));
let temporaryCount = 0;

function temporaryName(): ByteString {
  temporaryCount = (temporaryCount + 1) % 2 ** 32;
  return `.muniment-restore-${processId}${temporaryCount.toString(16).padStart(8, '0')}.tmp`;
}
