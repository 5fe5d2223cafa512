// The entries of the snapshot before, met in step with a walk.

import { comparePaths, type HeadInfo, type SnapshotEntry } from '@muniment/archive';
import { equalBytes, type MaybePromise } from '@muniment/crypto';
import { formatHex } from '@muniment/wire';
import { toBytes } from './byte-string.ts';
import type { Session } from './session.ts';
import type { WalkRoot } from './walker.ts';

/** Gives the entry of a path, for paths asked for in path order. */
export class PreviousEntries {
  readonly #leaves: AsyncIterator<readonly SnapshotEntry[]> | undefined;
  #leaf: readonly SnapshotEntry[] = [];
  #at = 0;
  #isDone: boolean;

  /** @param leaves as ManifestReader.leaves gives them */
  constructor(leaves: AsyncIterable<readonly SnapshotEntry[]> | undefined) {
    this.#leaves = leaves?.[Symbol.asyncIterator]();
    this.#isDone = leaves === undefined;
  }

  /** Gives a promise where the next leaf has to be read first. */
  find(path: Uint8Array): MaybePromise<SnapshotEntry | undefined> {
    for (; this.#at < this.#leaf.length; this.#at++) {
      const next = this.#leaf[this.#at]!;
      const order = comparePaths(next.entry.path, path);
      if (order > 0) return undefined;
      if (order === 0) return next;
    }
    return this.#isDone ? undefined : this.#findFurther(path);
  }

  async #findFurther(path: Uint8Array): Promise<SnapshotEntry | undefined> {
    const { done, value } = await this.#leaves!.next();
    this.#isDone = done === true;
    this.#leaf = done === true ? [] : value;
    this.#at = 0;
    return this.find(path);
  }
}

/** The newest snapshot of one of `roots`: of this device, or else of any. */
export function previousSnapshot(
  { archive, record }: Session,
  roots: readonly WalkRoot[],
): HeadInfo | undefined {
  const wanted = roots.map(({ name, source }) => ({ name: toBytes(name), source: toBytes(source) }));
  const similar = archive
    .snapshots()
    .filter(({ root, stable }) =>
      root === undefined
        ? false
        : stable.roots.some((root) =>
            wanted.some(({ name, source }) => equalBytes(root.name, name) && equalBytes(root.source, source)),
          ),
    );
  return similar.findLast(({ stable }) => formatHex(stable.deviceId) === record?.methodId) ?? similar.at(-1);
}
