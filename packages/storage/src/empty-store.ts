// Taking a store apart. Implements spec/storage.md §7.

import { mapConcurrent } from './map-concurrent.ts';
import type { Store, SweepResult } from './store.ts';

const ROUNDS = 3;
const CONCURRENCY = 8;

/** What `emptyStore` removed. */
export interface EmptyResult extends SweepResult {
  readonly objects: number;
}

/**
 * Deletes every object, then everything the adapter left behind. What remains is what `listForeign` shows, and for a
 * folder store the folder itself. For erasing in an order that matters (the keyring first), delete those objects before.
 *
 * @throws as `delete`, `list` and `sweep`
 */
export async function emptyStore(store: Store): Promise<EmptyResult> {
  const deleted = new Set<string>();
  // A listing may be stale, so an object can turn up only in the next one.
  for (let round = 0; round < ROUNDS; round++) {
    const names = await Array.fromAsync(store.list(''), ({ name }) => name);
    if (names.length === 0) break;
    await mapConcurrent(names, CONCURRENCY, (name) => store.delete(name));
    for (const name of names) deleted.add(name);
  }
  return { objects: deleted.size, ...(await store.sweep(0)) };
}
