// A record store in memory, for tests and demonstrations (spec/vault.md §11).

import { compareBytes, formatHex, parseHex } from '@muniment/wire';
import {
  assertHandle,
  assertPage,
  assertSwap,
  HANDLES_PAGE_COUNT,
  type RecordStore,
  type StoredRecord,
  type SwapOutcome,
} from './record-store.ts';

/** An empty store that lives as long as the process. */
export function memoryRecordStore(): RecordStore {
  return new MemoryRecordStore();
}

class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<string, StoredRecord>();
  #closed = false;
  readonly pendingErasure = false;

  async get(handle: Uint8Array): Promise<StoredRecord | undefined> {
    this.#assertOpen();
    assertHandle(handle);
    const record = this.#records.get(formatHex(handle));
    return record && { revision: record.revision, sealed: Uint8Array.from(record.sealed) };
  }

  async compareAndSwap(handle: Uint8Array, expected: bigint, sealed: Uint8Array): Promise<SwapOutcome> {
    this.#assertOpen();
    assertSwap(handle, expected, sealed);
    const key = formatHex(handle);
    const old = this.#records.get(key);
    if ((old?.revision ?? 0n) !== expected) return 'conflict';
    this.#records.set(key, { revision: expected + 1n, sealed: Uint8Array.from(sealed) });
    old?.sealed.fill(0);
    return 'ok';
  }

  async handles(after?: Uint8Array, limit: number = HANDLES_PAGE_COUNT): Promise<Uint8Array[]> {
    this.#assertOpen();
    assertPage(after, limit);
    const all = [...this.#records.keys()].map(parseHex).sort(compareBytes);
    return all.filter((handle) => after === undefined || compareBytes(handle, after) > 0).slice(0, limit);
  }

  async erase(): Promise<boolean> {
    this.#assertOpen();
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new TypeError('the record store is closed');
  }
}
