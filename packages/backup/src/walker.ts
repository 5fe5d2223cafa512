// Walks folders in path order (spec/archive.md §2), without following links.

import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { PATH_MAX_BYTES, printablePath } from '@muniment/archive';
import { type ByteString, toBytes } from './byte-string.ts';
import type { Exclusion } from './exclude.ts';
import type { NoticeLog } from './notices.ts';
import { systemErrorCode } from './system-error.ts';

/** A file or folder that the user named. */
export interface WalkRoot {
  /** Its top-level name in the snapshot. */
  readonly name: ByteString;
  /** Absolute, no link at its end. */
  readonly source: ByteString;
}

export type WalkKind = 'file' | 'directory' | 'symlink';

/** What a backup needs to know of a file or folder. */
export type FileStat = Pick<
  BigIntStats,
  'dev' | 'ino' | 'mode' | 'nlink' | 'uid' | 'gid' | 'size' | 'mtimeNs' | 'ctimeNs'
>;

/** Something to be backed up. */
export interface WalkItem {
  readonly kind: WalkKind;
  /** Path in the snapshot. */
  readonly path: ByteString;
  readonly name: ByteString;
  readonly source: ByteString;
  readonly stat: FileStat;
  /** Of a link. */
  readonly target: ByteString;
  /** The content of a file that has been read already, and was as it was seen. Valid until the next step. */
  readonly read?: { readonly bytes: Uint8Array; readonly atMs: number };
}

/** All that the last folder which was not left yet holds has come. */
export const FOLDER_END = 'end of folder';

/** What a walk comes to. */
export type WalkStep = WalkItem | typeof FOLDER_END;

export interface WalkOptions {
  readonly exclusion: Exclusion;
  readonly oneFileSystem: boolean;
  /** `device:inode` of folders that are left out: the store and this device's own folder. */
  readonly hidden: ReadonlySet<string>;
  readonly skipped: Pick<NoticeLog, 'add'>;
}

/** What identifies a file while it exists. */
export function fileId({ dev, ino }: Pick<FileStat, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** A folder that is being walked. */
interface Level {
  readonly path: ByteString;
  readonly source: ByteString;
  /** Its path below the root. */
  readonly below: ByteString;
  /** The root's. */
  readonly device: bigint;
  readonly names: readonly ByteString[];
  /** How many of them have come. */
  next: number;
}

/** How far a walk has come: all that it takes to go on, here or on another thread. */
export interface WalkState {
  /** In order of their names; those that were not begun. */
  readonly roots: readonly WalkRoot[];
  readonly levels: readonly Level[];
}

/** Passes through everything in and below some roots. With a stack of its own: a generator for each folder would hand each file on through all above it. */
export class Walk {
  readonly #options: WalkOptions;
  readonly #roots: WalkRoot[];
  readonly #levels: Level[];

  constructor({ roots, levels }: WalkState, options: WalkOptions) {
    this.#roots = [...roots];
    this.#levels = [...levels];
    this.#options = options;
  }

  get state(): WalkState {
    return { roots: this.#roots, levels: this.#levels };
  }

  get isDone(): boolean {
    return this.#roots.length === 0 && this.#levels.length === 0;
  }

  /** What comes next; undefined at the end. */
  next(): WalkStep | undefined {
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) {
        const root = this.#roots.shift();
        if (root === undefined) return undefined;
        const item = this.#find(root.name, root.name, root.source, '', undefined);
        if (item !== undefined) return item;
        continue;
      }
      if (level.next === level.names.length) {
        this.#levels.pop();
        return FOLDER_END;
      }
      const name = level.names[level.next++]!;
      const source = level.source === '/' ? `/${name}` : `${level.source}/${name}`;
      const below = level.below === '' ? name : `${level.below}/${name}`;
      const item = this.#find(`${level.path}/${name}`, name, source, below, level.device);
      if (item !== undefined) return item;
    }
  }

  /** @param device the root's, if it is not this one */
  #find(
    path: ByteString,
    name: ByteString,
    source: ByteString,
    below: ByteString,
    device: bigint | undefined,
  ): WalkItem | undefined {
    const stat = look(source, this.#options.skipped);
    if (stat === undefined) return undefined;
    const item = itemAt({ path, name, source, stat }, below, this.#options);
    if (item?.kind === 'directory') {
      const isElsewhere = this.#options.oneFileSystem && device !== undefined && stat.dev !== device;
      const names = isElsewhere ? [] : readFolder(source, this.#options.skipped);
      this.#levels.push({ path, source, below, device: device ?? stat.dev, names, next: 0 });
    }
    return item;
  }
}

/** What is to be backed up of what was found; undefined if nothing is. */
function itemAt(
  found: Pick<WalkItem, 'path' | 'name' | 'source'> & { readonly stat: BigIntStats },
  below: ByteString,
  { exclusion, skipped, hidden }: WalkOptions,
): WalkItem | undefined {
  const { path, name, source, stat } = found;
  const isFolder = stat.isDirectory();
  if (isFolder && hidden.has(fileId(stat))) return undefined;
  if (exclusion.excludes(below, source, isFolder)) return undefined;
  if (path.length > PATH_MAX_BYTES) {
    skipped.add({ code: 'ERR_LIMIT', message: 'the path is too long for the format', path: show(source) });
    return undefined;
  }
  let kind: WalkKind;
  let target: ByteString | undefined = '';
  if (stat.isFile()) {
    kind = 'file';
  } else if (isFolder) {
    kind = 'directory';
  } else if (stat.isSymbolicLink()) {
    kind = 'symlink';
    target = readLink(source, skipped);
  } else {
    const message = `${kindName(stat)} cannot be backed up`;
    skipped.add({ code: 'ERR_SOURCE_KIND', message, path: show(source) });
    return undefined;
  }
  return target === undefined ? undefined : { kind, path, name, source, stat, target };
}

function readFolder(source: ByteString, skipped: WalkOptions['skipped']): ByteString[] {
  try {
    // One character a byte, so that the order of strings is path order.
    return readdirSync(toBytes(source), { encoding: 'latin1' }).sort(compareByteStrings);
  } catch (error) {
    skipped.add(sourceNotice(error, source));
    return [];
  }
}

function compareByteStrings(a: ByteString, b: ByteString): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readLink(source: ByteString, skipped: WalkOptions['skipped']): ByteString | undefined {
  try {
    return readlinkSync(toBytes(source), { encoding: 'latin1' });
  } catch (error) {
    skipped.add(sourceNotice(error, source));
    return undefined;
  }
}

function look(source: ByteString, skipped: WalkOptions['skipped']): BigIntStats | undefined {
  try {
    return lstatSync(toBytes(source), { bigint: true });
  } catch (error) {
    skipped.add(sourceNotice(error, source));
    return undefined;
  }
}

/** What to say about a file that a system call failed on; anything else is thrown on. */
export function sourceNotice(
  error: unknown,
  source: ByteString,
): { code: 'ERR_SOURCE_MISSING' | 'ERR_SOURCE_UNREADABLE'; message: string; path: string } {
  const code = systemErrorCode(error);
  if (code === undefined) throw error;
  const path = show(source);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'ERR_SOURCE_MISSING', message: 'it is not there, or is no more', path };
  }
  return { code: 'ERR_SOURCE_UNREADABLE', message: `it could not be read (${code})`, path };
}

/** A path of the device for people. */
export function show(path: ByteString): string {
  return printablePath(toBytes(path));
}

function kindName(stat: BigIntStats): string {
  if (stat.isSocket()) return 'a socket';
  if (stat.isFIFO()) return 'a pipe';
  return 'a device';
}
