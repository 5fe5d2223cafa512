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

/** Something to be backed up. A folder comes twice: with `isEnd` after all that it holds. */
export interface WalkItem {
  readonly kind: WalkKind;
  /** Path in the snapshot. */
  readonly path: ByteString;
  readonly name: ByteString;
  readonly source: ByteString;
  readonly stat: BigIntStats;
  readonly target: ByteString;
  readonly isEnd: boolean;
}

export interface WalkOptions {
  readonly exclusion: Exclusion;
  readonly oneFileSystem: boolean;
  /** `device:inode` of folders that are left out: the store and this device's own folder. */
  readonly hidden: ReadonlySet<string>;
  readonly skipped: NoticeLog;
}

/** What identifies a file while it exists. */
export function fileId({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/** Everything in and below `roots`, which must be in order of their names. */
export function* walk(roots: readonly WalkRoot[], options: WalkOptions): Generator<WalkItem> {
  for (const { name, source } of roots) {
    const stat = look(source, options.skipped);
    if (stat === undefined) continue;
    const root = itemAt({ path: name, name, source, stat }, '', options);
    if (root === undefined) continue;
    if (root.kind === 'directory') yield* walkFolder(root, options);
    else yield root;
  }
}

/** A folder that is being walked. */
interface Level {
  readonly item: WalkItem;
  /** Its path below the root. */
  readonly below: ByteString;
  readonly names: readonly ByteString[];
  next: number;
}

/** A folder and all that it holds. With a stack of its own: a generator for each folder would hand each file on through all above it. */
function* walkFolder(root: WalkItem, options: WalkOptions): Generator<WalkItem> {
  const enter = (item: WalkItem, below: ByteString): Level => {
    const isElsewhere = options.oneFileSystem && item.stat.dev !== root.stat.dev;
    return { item, below, names: isElsewhere ? [] : readFolder(item.source, options.skipped), next: 0 };
  };
  const levels = [enter(root, '')];
  yield root;
  while (levels.length > 0) {
    const level = levels.at(-1)!;
    const { path, source } = level.item;
    if (level.next === level.names.length) {
      levels.pop();
      yield { ...level.item, isEnd: true };
      continue;
    }
    const name = level.names[level.next++]!;
    const childSource = source === '/' ? `/${name}` : `${source}/${name}`;
    const stat = look(childSource, options.skipped);
    if (stat === undefined) continue;
    const below = level.below === '' ? name : `${level.below}/${name}`;
    const item = itemAt({ path: `${path}/${name}`, name, source: childSource, stat }, below, options);
    if (item === undefined) continue;
    if (item.kind === 'directory') levels.push(enter(item, below));
    yield item;
  }
}

/** What is to be backed up of what was found; undefined if nothing is. */
function itemAt(
  found: Pick<WalkItem, 'path' | 'name' | 'source' | 'stat'>,
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
  return target === undefined ? undefined : { kind, path, name, source, stat, target, isEnd: false };
}

function readFolder(source: ByteString, skipped: NoticeLog): ByteString[] {
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

function readLink(source: ByteString, skipped: NoticeLog): ByteString | undefined {
  try {
    return readlinkSync(toBytes(source), { encoding: 'latin1' });
  } catch (error) {
    skipped.add(sourceNotice(error, source));
    return undefined;
  }
}

function look(source: ByteString, skipped: NoticeLog): BigIntStats | undefined {
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
