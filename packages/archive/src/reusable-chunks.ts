// Which stored chunks a writer may refer to. Implements spec/archive.md §5 (ARCH-033, ARCH-034).

import type { ArchiveKeys } from './archive-keys.ts';
import type { ChunkIndex, ChunkSpace } from './chunk-index.ts';
import type { ChunkLocation, PackRef } from './locations.ts';
import { packObjectLength } from './packs.ts';

/** The dedup index seen through what the store really holds. */
export class ReusableChunks {
  readonly keys: ArchiveKeys;
  readonly index: ChunkIndex;
  readonly #listed: ReadonlyMap<string, number>;
  readonly #excluded: ReadonlySet<string>;
  readonly #own: ReadonlyMap<string, PackRef>;

  /**
   * @param listed pack id to object size, as the store lists them
   * @param excluded ids of packs that marks name
   * @param own packs this run wrote, or is writing
   */
  constructor(
    keys: ArchiveKeys,
    index: ChunkIndex,
    listed: ReadonlyMap<string, number>,
    excluded: ReadonlySet<string>,
    own: ReadonlyMap<string, PackRef>,
  ) {
    this.keys = keys;
    this.index = index;
    this.#listed = listed;
    this.#excluded = excluded;
    this.#own = own;
  }

  /** A chunk that is there and may be referred to. */
  find(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined {
    const location = this.index.get(space, id);
    return location !== undefined && this.isUsable(location) ? location : undefined;
  }

  /** True if the chunk's pack is being written by this run, or listed with the right size and not marked. */
  isUsable({ block: { pack } }: ChunkLocation): boolean {
    if (pack === undefined || pack.sizeLog2 === 0 || this.#own.has(pack.id)) return true;
    return this.#listed.get(pack.id) === packObjectLength(pack.sizeLog2) && !this.#excluded.has(pack.id);
  }
}
