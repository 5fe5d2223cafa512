// What changed between two snapshots.

import { comparePaths, printablePath, type SnapshotEntry } from '@muniment/archive/reading';
import { equalBytes } from '@muniment/crypto';
import type { Entry } from '@muniment/wire';
import { damageNotice } from './list.ts';
import { assertGoingOn, Turns } from './notices.ts';
import type { Session } from './session.ts';
import { toListed } from './summary.ts';
import type { Difference, DifferenceAspect, RunOptions } from './types.ts';

/**
 * What changed from snapshot `a` to snapshot `b`, in path order. Parts that are damaged are given to `onNotice`; what lies
 * in them may be shown as added or removed.
 * @throws ERR_SNAPSHOT_UNKNOWN, ERR_ENTRIES_DIGEST, ERR_INTERRUPTED, errors of the store
 */
export async function* diffSnapshots(
  session: Session,
  a: string,
  b: string,
  { onNotice, signal }: RunOptions = {},
): AsyncGenerator<Difference> {
  const [before, after] = [a, b].map((name) => {
    const manifest = session.archive.manifest(session.archive.snapshot(name));
    return manifest.entries({ onDamage: (damage) => onNotice?.(damageNotice(damage)) });
  }) as [AsyncGenerator<SnapshotEntry>, AsyncGenerator<SnapshotEntry>];
  const turns = new Turns();
  try {
    let [old, now] = [await next(before), await next(after)];
    while (old !== undefined || now !== undefined) {
      assertGoingOn(signal);
      await turns.next();
      const order = old === undefined ? 1 : now === undefined ? -1 : comparePaths(old.path, now.path);
      if (order < 0) {
        yield { ...named(old!), change: 'removed', before: toListed(old!), after: undefined, aspects: [] };
      } else if (order > 0) {
        yield { ...named(now!), change: 'added', before: undefined, after: toListed(now!), aspects: [] };
      } else {
        const aspects = compare(old!, now!);
        if (aspects.length > 0) {
          yield { ...named(now!), change: 'changed', before: toListed(old!), after: toListed(now!), aspects };
        }
      }
      if (order <= 0) old = await next(before);
      if (order >= 0) now = await next(after);
    }
  } finally {
    await before.return(undefined);
    await after.return(undefined);
  }
}

async function next(entries: AsyncGenerator<SnapshotEntry>): Promise<Entry | undefined> {
  const { done, value } = await entries.next();
  return done === true ? undefined : value.entry;
}

function named({ path }: Entry): Pick<Difference, 'path' | 'pathBytes'> {
  return { path: printablePath(path), pathBytes: path };
}

function compare(before: Entry, after: Entry): DifferenceAspect[] {
  // Every field of an entry but its path: a new one must be compared too.
  const { path: _path, kind, mode, mtimeNs, size, uid, gid, target, contentDigest, ...rest } = after;
  rest satisfies Record<string, never>;
  const aspects: [DifferenceAspect, boolean][] = [
    ['kind', before.kind !== kind],
    ['content', before.size !== size || !equalBytes(before.contentDigest, contentDigest)],
    ['mode', before.mode !== mode],
    ['owner', before.uid !== uid || before.gid !== gid],
    ['mtime', before.mtimeNs !== mtimeNs],
    ['target', !equalBytes(before.target, target)],
  ];
  return aspects.filter(([, differs]) => differs).map(([aspect]) => aspect);
}
