// A record store that fails on purpose, for tests of everything above the contract.

import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import {
  assertSwap,
  type RecordStore,
  type StoredRecord,
  type SwapOptions,
  type SwapOutcome,
} from './record-store.ts';

/**
 * What goes wrong with one call.
 * - `lost`: a write is `unknown` and never reaches the store
 * - `applied`: a write is carried out, but its outcome is `unknown`
 * - `late`: a write is `unknown`, and carried out behind the next `get` or write of its handle
 * - `stale`: a `get` shows the record before the newest one, if this store wrote both, which no store may do
 * - `fail`: a `get` or `handles` throws ERR_STORE_IO
 */
export type RecordFault = 'lost' | 'applied' | 'late' | 'stale' | 'fail';

/** One call, in the order of the calls. */
export interface RecordOperation {
  /** 1 for the first call. */
  readonly index: number;
  readonly kind: 'get' | 'compareAndSwap' | 'handles';
  /** The handle in hexadecimal; empty for `handles`. */
  readonly handle: string;
}

/** A record store with faults, and its record of calls. */
export interface FaultyRecordStore extends RecordStore {
  readonly operations: readonly (RecordOperation & { readonly fault: RecordFault | undefined })[];
}

/**
 * Puts faults over `store`, which nobody else writes to. A fault that does not fit the call changes nothing.
 *
 * ```ts
 * const store = faultyRecordStore(memoryRecordStore(), ({ index }) => (index === 3 ? 'applied' : undefined));
 * ```
 */
export function faultyRecordStore(
  store: RecordStore,
  choose: (operation: RecordOperation) => RecordFault | undefined,
): FaultyRecordStore {
  return new FaultInjector(store, choose);
}

class FaultInjector implements FaultyRecordStore {
  readonly operations: (RecordOperation & { readonly fault: RecordFault | undefined })[] = [];
  readonly #store: RecordStore;
  readonly #choose: (operation: RecordOperation) => RecordFault | undefined;
  readonly #newest = new Map<string, StoredRecord>();
  readonly #before = new Map<string, StoredRecord | undefined>();
  readonly #late = new Map<string, () => Promise<SwapOutcome>>();

  constructor(store: RecordStore, choose: (operation: RecordOperation) => RecordFault | undefined) {
    this.#store = store;
    this.#choose = choose;
  }

  get pendingErasure(): boolean {
    return this.#store.pendingErasure;
  }

  async get(handle: Uint8Array): Promise<StoredRecord | undefined> {
    const key = formatHex(handle);
    const fault = this.#begin('get', key);
    if (fault === 'fail') throw new MunimentError('ERR_STORE_IO', 'injected: a record cannot be read');
    const record = await this.#store.get(handle);
    await this.#applyLate(key);
    if (fault !== 'stale' || !this.#before.has(key)) return record;
    const before = this.#before.get(key);
    return before && { revision: before.revision, sealed: Uint8Array.from(before.sealed) };
  }

  async compareAndSwap(
    handle: Uint8Array,
    expected: bigint,
    sealed: Uint8Array,
    options?: SwapOptions,
  ): Promise<SwapOutcome> {
    assertSwap(handle, expected, sealed);
    const own = { handle: Uint8Array.from(handle), sealed: Uint8Array.from(sealed) };
    const key = formatHex(own.handle);
    const fault = this.#begin('compareAndSwap', key);
    const swap = async (): Promise<SwapOutcome> => {
      const outcome = await this.#store.compareAndSwap(own.handle, expected, own.sealed, options);
      if (outcome === 'ok') this.#remember(key, { revision: expected + 1n, sealed: own.sealed });
      return outcome;
    };
    let outcome: SwapOutcome = 'unknown';
    if (fault !== 'lost' && fault !== 'late') outcome = await swap();
    await this.#applyLate(key);
    if (fault === 'late') this.#late.set(key, swap);
    return fault === 'applied' ? 'unknown' : outcome;
  }

  async handles(after?: Uint8Array, limit?: number): Promise<Uint8Array[]> {
    const fault = this.#begin('handles', '');
    if (fault === 'fail') throw new MunimentError('ERR_STORE_IO', 'injected: handles cannot be read');
    return await this.#store.handles(after, limit);
  }

  async erase(): Promise<boolean> {
    return await this.#store.erase();
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #begin(kind: RecordOperation['kind'], handle: string): RecordFault | undefined {
    const operation = { index: this.operations.length + 1, kind, handle };
    const fault = this.#choose(operation);
    this.operations.push({ ...operation, fault });
    return fault;
  }

  #remember(key: string, record: StoredRecord): void {
    const before = this.#newest.get(key);
    this.#newest.set(key, record);
    // What somebody else wrote cannot be shown again.
    if (before?.revision === record.revision - 1n || record.revision === 1n) this.#before.set(key, before);
    else this.#before.delete(key);
  }

  async #applyLate(key: string): Promise<void> {
    const swap = this.#late.get(key);
    this.#late.delete(key);
    await swap?.();
  }
}
