// From the paths that a user names to the top-level names of a snapshot.

import { lstatSync, realpathSync } from 'node:fs';
import { MunimentError } from '@muniment/errors';
import { type ByteString, toByteString, toBytes } from './byte-string.ts';
import type { NoticeLog } from './notices.ts';
import type { PathInput } from './types.ts';
import { fileId, show, sourceNotice, type WalkRoot } from './walker.ts';

/**
 * Gives each path a name of its own: its last component; of several alike, the second and later get `~2`, `~3` ... in the
 * order in which they were given. A link that was named is followed. A path that is not there is reported.
 * @returns in order of their names
 * @throws ERR_SOURCE_MISSING if none is there
 */
export function findRoots(paths: readonly PathInput[], skipped: NoticeLog): WalkRoot[] {
  if (paths.length === 0) throw new MunimentError('ERR_USAGE', 'no path to back up was given');
  const roots = new Map<ByteString, WalkRoot>();
  const sources = new Set<ByteString>();
  for (const path of paths) {
    const given = absolute(toByteString(path));
    let source: ByteString;
    try {
      source = realpathSync(toBytes(given), { encoding: 'latin1' });
    } catch (error) {
      skipped.add(sourceNotice(error, given));
      continue;
    }
    if (sources.has(source)) continue;
    sources.add(source);
    const base = given === '/' ? 'root' : given.slice(given.lastIndexOf('/') + 1);
    let name = base;
    for (let n = 2; roots.has(name); n++) name = `${base}~${n}`;
    roots.set(name, { name, source });
  }
  if (roots.size === 0) {
    throw new MunimentError(
      'ERR_SOURCE_MISSING',
      `${paths.length === 1 ? 'it is' : 'all of them are'} not there: ${paths
        .map((path) => show(toByteString(path)))
        .join(', ')}`,
    );
  }
  return [...roots.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Absolute, without `.`, `..`, doubled or final slashes. */
function absolute(path: ByteString): ByteString {
  const parts: ByteString[] = [];
  const full = path.startsWith('/') ? path : `${toByteString(process.cwd())}/${path}`;
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Identities of the folders among `paths` that are there. */
export function hiddenFolders(paths: readonly (string | undefined)[]): Set<string> {
  const hidden = new Set<string>();
  for (const path of paths) {
    if (path === undefined) continue;
    try {
      hidden.add(fileId(lstatSync(realpathSync(path), { bigint: true })));
    } catch {
      // Not a folder of this machine: a URL, or not made yet.
    }
  }
  return hidden;
}
