// The contract can fail: for each case a store that breaks just that promise. And the store that fails on purpose.

import { isMunimentError } from '@muniment/errors';
import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { memoryRecordStore } from '../src/memory-record-store.ts';
import { type RecordStore, SEALED_RECORD_BYTES, type SwapOptions } from '../src/record-store.ts';
import {
  faultyRecordStore,
  type RecordFault,
  recordStoreContract,
  type StorePair,
} from '../src/record-store-contract.ts';

type Operations = { -readonly [Key in keyof RecordStore]: RecordStore[Key] };

/** A memory store with some operations replaced, seen by both. */
function broken(change: (good: RecordStore) => Partial<Operations>): () => StorePair {
  return () => {
    const store = changed(memoryRecordStore(), change);
    return [store, store];
  };
}

function changed(good: RecordStore, change: (good: RecordStore) => Partial<Operations>): RecordStore {
  const replaced = change(good);
  return {
    get: replaced.get ?? ((handle) => good.get(handle)),
    compareAndSwap: replaced.compareAndSwap ?? ((...args) => good.compareAndSwap(...args)),
    handles: replaced.handles ?? ((...args) => good.handles(...args)),
    pendingErasure: replaced.pendingErasure ?? false,
    erase: replaced.erase ?? (() => good.erase()),
    close: replaced.close ?? (() => good.close()),
  };
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

/** A store whose first checks let something pass. */
function careless(
  refused: (handle: unknown, expected: unknown, sealed: unknown) => boolean,
): () => StorePair {
  return broken((good) => ({
    compareAndSwap: async (handle, expected, sealed, options) =>
      refused(handle, expected, sealed) ? 'ok' : good.compareAndSwap(handle, expected, sealed, options),
  }));
}

const BROKEN: Readonly<Record<string, readonly (() => StorePair)[]>> = {
  'a new store is empty': [
    broken(() => ({ pendingErasure: true })),
    broken(() => ({ erase: async () => false })),
    broken(() => ({ handles: async () => [new Uint8Array(32)] })),
    broken(() => ({ get: async () => ({ revision: 0n, sealed: new Uint8Array(SEALED_RECORD_BYTES) }) })),
  ],
  'what was written is there at once, for all': [
    () => [memoryRecordStore(), memoryRecordStore()],
    broken((good) => ({
      compareAndSwap: async (...args) => {
        void pause()
          .then(() => good.compareAndSwap(...args))
          .catch(() => {});
        return 'ok';
      },
    })),
  ],
  'each write raises the revision by one': [
    broken((good) => ({
      // Revisions in one byte.
      get: async (handle) => {
        const record = await good.get(handle);
        return record && { ...record, revision: record.revision & 0xffn };
      },
    })),
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed) =>
        expected === 200n ? 'unknown' : good.compareAndSwap(handle, expected, sealed),
    })),
  ],
  'a write at another revision is a conflict and changes nothing': [
    broken((good) => ({
      // The last writer wins.
      compareAndSwap: async (handle, _expected, sealed) =>
        good.compareAndSwap(handle, (await good.get(handle))?.revision ?? 0n, sealed),
    })),
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed) => {
        const own = (await good.get(handle))?.revision ?? 0n;
        return good.compareAndSwap(handle, expected > own ? own : expected, sealed);
      },
    })),
    broken((good) => ({
      // Compares 32 bits.
      compareAndSwap: async (handle, expected, sealed) =>
        good.compareAndSwap(
          handle,
          expected > 2n ** 32n && expected < 2n ** 40n ? expected & 0xffffffffn : expected,
          sealed,
        ),
    })),
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed, options) => {
        const outcome = await good.compareAndSwap(handle, expected, sealed);
        return outcome === 'conflict' && options?.erase ? 'unknown' : outcome;
      },
    })),
  ],
  'a write concerns its own handle alone': [
    broken((good) => ({
      // Looks at the first 16 bytes of a handle.
      get: (handle) => good.get(cut(handle)),
      compareAndSwap: (handle, ...rest) => good.compareAndSwap(cut(handle), ...rest),
    })),
  ],
  'of 16 writes at once exactly one wins': [
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed) => {
        const own = (await good.get(handle))?.revision ?? 0n;
        if (own !== expected) return 'conflict';
        await pause();
        return good.compareAndSwap(handle, (await good.get(handle))?.revision ?? 0n, sealed);
      },
    })),
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed) => {
        const outcome = await good.compareAndSwap(handle, expected, sealed);
        return outcome === 'conflict' ? 'unknown' : outcome;
      },
    })),
  ],
  'the store keeps a copy of what it is given': [
    broken((good) => ({
      compareAndSwap: async (...args) => {
        await pause();
        return good.compareAndSwap(...args);
      },
    })),
    broken((good) => {
      const kept = new Map<string, Uint8Array>();
      return {
        compareAndSwap: (handle, expected, sealed) => {
          kept.set(handle.join(), sealed);
          return good.compareAndSwap(handle, expected, sealed);
        },
        get: async (handle) => {
          const record = await good.get(handle);
          return record && { ...record, sealed: kept.get(handle.join())! };
        },
      };
    }),
  ],
  'views are taken for the bytes they show': [
    broken((good) => ({
      compareAndSwap: (handle, expected, sealed) =>
        good.compareAndSwap(handle, expected, new Uint8Array(sealed.buffer, 0, sealed.length)),
    })),
    broken((good) => ({ get: (handle) => good.get(new Uint8Array(handle.buffer, 0, 32)) })),
  ],
  'what is returned belongs to the caller': [
    broken((good) => {
      const shown = new Map<string, Awaited<ReturnType<RecordStore['get']>>>();
      return {
        get: async (handle) => {
          const key = handle.join();
          if (!shown.has(key)) shown.set(key, await good.get(handle));
          return shown.get(key);
        },
      };
    }),
    broken((good) => ({
      get: async (handle) => {
        const record = await good.get(handle);
        return record && { ...record, sealed: Buffer.from(record.sealed) };
      },
    })),
    broken((good) => ({
      handles: async (...args) =>
        (await good.handles(...args)).map((handle) => new Uint8Array([...handle, 0]).subarray(0, 32)),
    })),
  ],
  'a write that erases is a write': [
    broken((good) => ({
      compareAndSwap: async (handle, expected, sealed, options?: SwapOptions) =>
        options?.erase === true ? 'ok' : good.compareAndSwap(handle, expected, sealed),
    })),
    broken((good) => {
      let owed = false;
      return {
        get pendingErasure() {
          return owed;
        },
        compareAndSwap: (...args) => {
          owed ||= args[3]?.erase === true;
          return good.compareAndSwap(...args);
        },
        erase: async () => !owed,
      };
    }),
  ],
  'handles come in order, page by page': [
    broken((good) => ({ handles: async (...args) => (await good.handles(...args)).reverse() })),
    broken((good) => ({ handles: async (after) => good.handles(after) })),
    broken((good) => ({
      handles: async (after, limit = 1000) => {
        const all = await good.handles();
        const at = after === undefined ? 0 : all.findIndex((handle) => handle.join() === after.join()) + 1;
        return all.slice(at, at + limit);
      },
    })),
    broken((good) => ({ handles: (after, limit) => good.handles(after, Math.min(limit ?? 20, 20)) })),
  ],
  'what no caller may give is refused': [
    careless((handle) => handle instanceof Uint8Array && handle.length !== 32),
    careless((handle) => !(handle instanceof Uint8Array)),
    careless(
      (_handle, _expected, sealed) => sealed instanceof Uint8Array && sealed.length !== SEALED_RECORD_BYTES,
    ),
    careless((_handle, expected) => typeof expected !== 'bigint'),
    careless((_handle, expected) => typeof expected === 'bigint' && expected >= 2n ** 63n - 1n),
    broken((good) => ({
      handles: (after, limit) => good.handles(after, limit && Math.max(1, Math.floor(limit))),
    })),
    broken((good) => ({ get: async (handle) => (handle?.length === 32 ? good.get(handle) : undefined) })),
  ],
  'after close nothing goes on': [
    broken(() => ({ close: async () => {} })),
    broken((good) => {
      let closed = false;
      return {
        compareAndSwap: async (...args) => {
          if (!closed && args[1] === 1n) await pause();
          return good.compareAndSwap(...args);
        },
        close: async () => {
          closed = true;
          await good.close();
        },
      };
    }),
  ],
};

/** A handle whose second half is that of no other. */
function cut(handle: Uint8Array): Uint8Array {
  return Uint8Array.from(handle, (byte, i) => (i < 16 ? byte : 0));
}

describe('each case of the contract fails for a store that breaks its promise', () => {
  it('and there is such a store for each', () => {
    const cases = recordStoreContract(() => [memoryRecordStore(), memoryRecordStore()]);
    expect(Object.keys(BROKEN)).toEqual(cases.map(({ name }) => name));
  });

  for (const [name, makers] of Object.entries(BROKEN)) {
    for (const [i, make] of makers.entries()) {
      it(`${name} (${i + 1} of ${makers.length})`, async () => {
        const own = recordStoreContract(make).find((one) => one.name === name);
        await expect(own?.run()).rejects.toThrow();
      });
    }
  }
});

describe('faultyRecordStore', () => {
  const random = seededRandom(11);
  const handle = random.bytes(32);
  const other = random.bytes(32);
  const sealed = Array.from({ length: 5 }, () => random.bytes(SEALED_RECORD_BYTES));
  /** A store whose calls of each kind fail as listed, one after another. */
  const failing = (kind: string, ...faults: (RecordFault | undefined)[]) =>
    faultyRecordStore(memoryRecordStore(), (operation) =>
      operation.kind === kind ? faults.shift() : undefined,
    );

  it('keeps the contract without faults', async () => {
    const cases = recordStoreContract(() => {
      const store = faultyRecordStore(memoryRecordStore(), () => undefined);
      return [store, store];
    });
    for (const { run } of cases) await run();
  });

  it('loses a write, or its outcome', async () => {
    const store = failing('compareAndSwap', 'lost', 'applied', undefined);
    expect(await store.compareAndSwap(handle, 0n, sealed[0])).toBe('unknown');
    expect(await store.get(handle)).toBeUndefined();
    expect(await store.compareAndSwap(handle, 0n, sealed[1])).toBe('unknown');
    expect(await store.get(handle)).toEqual({ revision: 1n, sealed: sealed[1] });
    expect(await store.compareAndSwap(handle, 1n, sealed[2])).toBe('ok');
    expect(store.operations.map(({ index, kind, fault }) => [index, kind, fault])).toEqual([
      [1, 'compareAndSwap', 'lost'],
      [2, 'get', undefined],
      [3, 'compareAndSwap', 'applied'],
      [4, 'get', undefined],
      [5, 'compareAndSwap', undefined],
    ]);
    expect(store.operations[0].handle).toBe(Buffer.from(handle).toString('hex'));
  });

  it('carries out a write late, behind the next read of its handle', async () => {
    const store = failing('compareAndSwap', 'late');
    expect(await store.compareAndSwap(handle, 0n, sealed[0])).toBe('unknown');
    expect(await store.get(other)).toBeUndefined();
    expect(await store.get(handle)).toBeUndefined();
    expect(await store.get(handle)).toEqual({ revision: 1n, sealed: sealed[0] });
  });

  it('does not carry out a late write once another was ok', async () => {
    const store = failing('compareAndSwap', 'late', undefined);
    expect(await store.compareAndSwap(handle, 0n, sealed[0])).toBe('unknown');
    expect(await store.compareAndSwap(handle, 0n, sealed[1])).toBe('ok');
    for (let i = 0; i < 2; i++) expect(await store.get(handle)).toEqual({ revision: 1n, sealed: sealed[1] });
  });

  it('shows the record before the newest', async () => {
    const store = failing('get', 'stale', 'stale', 'stale', undefined);
    expect(await store.get(handle)).toBeUndefined();
    await store.compareAndSwap(handle, 0n, sealed[0]);
    expect(await store.get(handle)).toBeUndefined();
    await store.compareAndSwap(handle, 1n, sealed[1]);
    expect(await store.get(handle)).toEqual({ revision: 1n, sealed: sealed[0] });
    expect(await store.get(handle)).toEqual({ revision: 2n, sealed: sealed[1] });
    // Writes are compared with the newest.
    expect(await store.compareAndSwap(handle, 1n, sealed[2])).toBe('conflict');
  });

  it('fails to read', async () => {
    const store = faultyRecordStore(memoryRecordStore(), () => 'fail');
    for (const run of [() => store.get(handle), () => store.handles()]) {
      const error = await run().catch((reason: unknown) => reason);
      expect(isMunimentError(error, 'ERR_STORE_IO')).toBe(true);
    }
    expect(await store.compareAndSwap(handle, 0n, sealed[0])).toBe('ok');
    expect(await store.erase()).toBe(true);
    expect(store.pendingErasure).toBe(false);
    await store.close();
    await expect(store.compareAndSwap(handle, 1n, sealed[0])).rejects.toThrow(TypeError);
  });
});
