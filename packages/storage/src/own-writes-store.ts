// A store whose listings show what its user did, however late the listings of the store below are (spec/storage.md §6,
// STORE-031 and STORE-032).

import type { ForeignEntry, ObjectInfo, ObjectRange, Store, SweepResult } from './store.ts';

/**
 * Puts over `store` what this user put and deleted: listings hold the one and lack the other. Objects that a listing does
 * not show are looked up, since somebody else may have deleted them. What others do shows when the store shows it.
 *
 * ```ts
 * const store = ownWritesStore(cloud);
 * await store.put('heads/1-0-k3x9', bytes);
 * for await (const { name } of store.list('heads/')) console.log(name); // 'heads/1-0-k3x9' is among them
 * ```
 */
export function ownWritesStore(store: Store): Store {
  return new OwnWritesStore(store);
}

class OwnWritesStore implements Store {
  readonly #store: Store;
  readonly #put = new Set<string>();
  readonly #deleted = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.#store.put(name, bytes);
    this.#put.add(name);
    this.#deleted.delete(name);
  }

  async delete(name: string): Promise<void> {
    await this.#store.delete(name);
    this.#put.delete(name);
    this.#deleted.add(name);
  }

  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    const missing = new Set([...this.#put].filter((name) => name.startsWith(prefix)));
    for await (const info of this.#store.list(prefix)) {
      missing.delete(info.name);
      if (!this.#deleted.has(info.name)) yield info;
    }
    for (const name of missing) {
      const info = await this.#store.stat(name);
      if (info === undefined) this.#put.delete(name);
      else yield info;
    }
  }

  get(name: string, range?: ObjectRange, room?: Uint8Array): Promise<Uint8Array> {
    return this.#store.get(name, range, room);
  }

  stat(name: string): Promise<ObjectInfo | undefined> {
    return this.#store.stat(name);
  }

  listForeign(): AsyncIterable<ForeignEntry> {
    return this.#store.listForeign();
  }

  sweep(minimumAgeMs: number): Promise<SweepResult> {
    return this.#store.sweep(minimumAgeMs);
  }
}
