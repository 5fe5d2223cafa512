// What a dry run writes to: nothing.

import type { ChunkIndex, ChunkLocation, ChunkSpace } from '@muniment/archive';
import { MemoryChunkIndex } from '@muniment/archive';
import type { Store } from '@muniment/storage';

/** `store`, but for puts and deletes, which do nothing. */
export function dryStore(store: Store): Store {
  return {
    put: async () => {},
    delete: async () => {},
    sweep: async () => ({ files: 0, folders: 0 }),
    get: (name, range, room) => store.get(name, range, room),
    stat: (name) => store.stat(name),
    list: (prefix) => store.list(prefix),
    listForeign: () => store.listForeign(),
  };
}

/** An index that keeps what is new to itself. */
export class DryIndex implements ChunkIndex {
  readonly #known: ChunkIndex;
  readonly #new = new MemoryChunkIndex();

  constructor(known: ChunkIndex) {
    this.#known = known;
  }

  get(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined {
    return this.#new.get(space, id) ?? this.#known.get(space, id);
  }

  set(space: ChunkSpace, location: ChunkLocation): void {
    this.#new.set(space, location);
  }

  packFilled(): void {}

  packsReferred(): void {}
}
