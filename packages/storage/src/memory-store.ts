// A store in memory, for tests and demonstrations. Implements spec/storage.md §3 to §7.

import { assertObjectBytes, assertObjectName, assertObjectPrefix } from './names.ts';
import {
  alreadyExists,
  assertAge,
  assertRange,
  assertRangeShape,
  type ForeignEntry,
  notFound,
  type ObjectInfo,
  type ObjectRange,
  type Store,
  type SweepResult,
} from './store.ts';

/** An empty store that lives as long as the process. Its listings are snapshots in order of insertion. */
export function memoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #objects = new Map<string, Uint8Array>();

  // STORE-010, STORE-017
  async put(name: string, bytes: Uint8Array): Promise<void> {
    assertObjectName(name);
    assertObjectBytes(bytes);
    if (this.#objects.has(name)) throw alreadyExists(name);
    this.#objects.set(name, Uint8Array.from(bytes));
  }

  // STORE-020, STORE-021
  async get(name: string, range?: ObjectRange): Promise<Uint8Array> {
    assertObjectName(name);
    if (range !== undefined) assertRangeShape(range);
    const bytes = this.#objects.get(name);
    if (bytes === undefined) throw notFound(name);
    if (range === undefined) return bytes.slice();
    assertRange(name, range, bytes.length);
    return bytes.slice(range.offset, range.offset + range.length);
  }

  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    assertObjectPrefix(prefix);
    for (const [name, bytes] of [...this.#objects]) {
      if (name.startsWith(prefix)) yield { name, size: bytes.length };
    }
  }

  async stat(name: string): Promise<ObjectInfo | undefined> {
    assertObjectName(name);
    const bytes = this.#objects.get(name);
    return bytes === undefined ? undefined : { name, size: bytes.length };
  }

  async delete(name: string): Promise<void> {
    assertObjectName(name);
    this.#objects.delete(name);
  }

  async *listForeign(): AsyncGenerator<ForeignEntry> {}

  async sweep(minimumAgeMs: number): Promise<SweepResult> {
    assertAge(minimumAgeMs);
    return { files: 0, folders: 0 };
  }
}
