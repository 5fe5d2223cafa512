// The entries of the snapshot before, met in step with a walk.

import { comparePaths, type HeadInfo, type SnapshotEntry } from '@muniment/archive';
import { equalBytes } from '@muniment/crypto';
import { formatHex } from '@muniment/wire';
import { toBytes } from './byte-string.ts';
import type { Session } from './session.ts';
import type { WalkRoot } from './walker.ts';

/** Gives the entry of a path, for paths asked for in path order. */
export class PreviousEntries {
  readonly #entries: AsyncIterator<SnapshotEntry> | undefined;
  #next: SnapshotEntry | undefined;
  #isDone: boolean;

  constructor(entries: AsyncIterable<SnapshotEntry> | undefined) {
    this.#entries = entries?.[Symbol.asyncIterator]();
    this.#isDone = entries === undefined;
  }

  async find(path: Uint8Array): Promise<SnapshotEntry | undefined> {
    while (!this.#isDone) {
      if (this.#next !== undefined) {
        const order = comparePaths(this.#next.entry.path, path);
        if (order > 0) return undefined;
        if (order === 0) return this.#next;
      }
      const { done, value } = await this.#entries!.next();
      this.#isDone = done === true;
      this.#next = value;
    }
    return undefined;
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
