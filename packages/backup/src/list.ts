// Lists what a snapshot holds.

import { assertPath, type ManifestDamage, printablePath } from '@muniment/archive/reading';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { assertGoingOn, noticeOf, Turns } from './notices.ts';
import type { Session } from './session.ts';
import { toListed } from './summary.ts';
import type { ListedEntry, ListOptions, Notice, PathInput } from './types.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * A path of a snapshot as bytes: slashes at its ends, and `./` before it, are left off. Undefined for the whole snapshot.
 * @throws ERR_PATH
 */
export function snapshotPath(path: PathInput | undefined): Uint8Array | undefined {
  if (path === undefined) return undefined;
  const bytes = typeof path === 'string' ? new TextEncoder().encode(path) : path;
  let [from, to] = [0, bytes.length];
  while (to > from && bytes[to - 1] === SLASH) to--;
  for (;;) {
    if (from < to && bytes[from] === SLASH) from++;
    else if (from < to && bytes[from] === DOT && (from + 1 === to || bytes[from + 1] === SLASH)) from++;
    else break;
  }
  if (from === to) return undefined;
  const trimmed = bytes.slice(from, to);
  assertPath(trimmed);
  return trimmed;
}

/** What to say of an unreadable part of a manifest. @throws the error, if it is the store that failed */
export function damageNotice({ error, after, upTo }: ManifestDamage): Notice {
  if (isMunimentError(error) && error.errorClass === 'store') throw error;
  const from = after.length === 0 ? 'the first path' : printablePath(after);
  const to = upTo === undefined ? 'the last' : printablePath(upTo);
  return noticeOf(error, { path: `${from} to ${to}` });
}

/** The error for a path that a snapshot does not have. */
export function unknownPath(path: Uint8Array): MunimentError {
  const shown = printablePath(path);
  return new MunimentError('ERR_PATH_UNKNOWN', `the snapshot has no path ${shown}`, { path: shown });
}

/**
 * Entries of a snapshot in path order: what lies directly in `path`, or all below it. Parts that are damaged are given to
 * `onNotice` and passed over.
 * @throws ERR_SNAPSHOT_UNKNOWN, ERR_PATH_UNKNOWN, ERR_PATH, ERR_ENTRIES_DIGEST, ERR_INTERRUPTED, errors of the store
 */
export async function* listEntries(session: Session, options: ListOptions = {}): AsyncGenerator<ListedEntry> {
  const { snapshot = 'latest', path, recursive = false, signal, onNotice } = options;
  const head = session.archive.snapshot(snapshot);
  const within = snapshotPath(path);
  const depth = within === undefined ? 0 : within.filter((byte) => byte === SLASH).length + 1;
  const turns = new Turns();
  let isFound = within === undefined;
  let isDamaged = false;
  const walk = session.archive.manifest(head).entries({
    ...(within === undefined ? {} : { within }),
    onDamage: ({ error, after, upTo }) => {
      isDamaged = true;
      onNotice?.(damageNotice({ error, after, upTo }));
    },
  });
  for await (const { entry } of walk) {
    assertGoingOn(signal);
    await turns.next();
    isFound = true;
    const level = entry.path.filter((byte) => byte === SLASH).length;
    const isItself = within !== undefined && entry.path.length === within.length;
    // Of a folder its content is listed; anything else is listed itself.
    if (isItself ? entry.kind !== 'directory' || recursive : recursive || level === depth)
      yield toListed(entry);
  }
  if (!isFound && !isDamaged) throw unknownPath(within!);
}
