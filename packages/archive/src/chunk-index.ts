// The deduplication index: which chunk lies where. A local cache, never stored (spec/archive.md §1).

import type { ChunkLocation, PackRef } from './locations.ts';

/** Content chunks and manifest nodes are looked up apart, so that neither is ever taken for the other. */
export type ChunkSpace = 'content' | 'manifest';

/**
 * What a writer asks about chunks it may reuse. `MemoryChunkIndex` serves everywhere; an application may keep one on disk.
 * Locations of packs that are gone or marked are filtered by the writer, not here.
 */
export interface ChunkIndex {
  get(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined;
  /** Adds or replaces. The location's block may still be unplaced. */
  set(space: ChunkSpace, location: ChunkLocation): void;
  /** Called before a pack is stored, with all its chunks: what a later run needs to reuse it if this one dies. */
  packFilled(pack: PackRef, chunks: readonly (readonly [ChunkSpace, ChunkLocation])[]): void;
  /**
   * Called before a head is written, with the ids of packs that it refers to. Once there is a head others may refer to them
   * too: they are no longer this writer's own to delete, also if the head is taken back (ARCH-083).
   */
  packsReferred(ids: Iterable<string>): void;
}

/** An index in memory. */
export class MemoryChunkIndex implements ChunkIndex {
  readonly #chunks = new Map<string, ChunkLocation>();

  get(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined {
    return this.#chunks.get(chunkKey(space, id));
  }

  set(space: ChunkSpace, location: ChunkLocation): void {
    this.#chunks.set(chunkKey(space, location.id), location);
  }

  packFilled(): void {}

  packsReferred(): void {}
}

/** A map key for a chunk id: one character a byte. */
function chunkKey(space: ChunkSpace, id: Uint8Array): string {
  return space[0] + String.fromCharCode(...id);
}
