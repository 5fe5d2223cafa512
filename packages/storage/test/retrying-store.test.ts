import { type ErrorCode, MunimentError } from '@muniment/errors';
import { overriding } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import { CrashError } from '../src/crash-error.ts';
import { type Fault, type FaultyStore, faultyStore } from '../src/faulty-store.ts';
import { memoryStore } from '../src/memory-store.ts';
import { type RetryNotice, type RetryOptions, retryingStore } from '../src/retrying-store.ts';
import { seededNumbers } from '../src/seeded.ts';
import { SimulatedDisk } from '../src/simulated-disk.ts';
import type { Store } from '../src/store.ts';
import { sorted, storeOn } from './helpers.ts';

const bytes = Uint8Array.of(1, 2, 3);

/** A retrying store over faults given in the order of the calls, with a record of its waits. */
function setUp(
  faults: readonly (Fault | undefined)[],
  options: RetryOptions = {},
  code?: ErrorCode,
): { store: Store; faulty: FaultyStore; inner: Store; waits: number[]; notices: RetryNotice[] } {
  const inner = memoryStore();
  const choose = ({ index }: { index: number }) => faults[index - 1];
  const faulty = faultyStore(inner, { seed: 1, choose, ...(code === undefined ? {} : { code }) });
  const waits: number[] = [];
  const notices: RetryNotice[] = [];
  const store = retryingStore(faulty, {
    random: () => 0.5,
    sleep: async (ms) => void waits.push(ms),
    onRetry: (notice) => notices.push(notice),
    ...options,
  });
  return { store, faulty, inner, waits, notices };
}

describe('retryingStore keeps the contract', () => {
  for (const { name, run } of storeContract(() => retryingStore(memoryStore()))) it(name, run, 20_000);
});

describe('retryingStore keeps the contract over a store that fails one call in five', () => {
  const make = () => {
    const faulty = faultyStore(memoryStore(), { seed: 7, rates: { before: 0.1, after: 0.1 } });
    return retryingStore(faulty, { attempts: 30, random: seededNumbers(3), sleep: async () => {} });
  };
  for (const { name, run } of storeContract(make)) it(name, run, 20_000);
});

describe('a failure that may pass', () => {
  it.each(['ERR_STORE_IO', 'ERR_STORE_UNREACHABLE'] as const)(
    'is tried again: %s (STORE-050)',
    async (code) => {
      const { store, inner, notices } = setUp(['before', 'before', undefined], {}, code);
      await store.put('a', bytes);
      expect(await inner.get('a')).toEqual(bytes);
      expect(notices.map(({ operation, name, attempt }) => [operation, name, attempt])).toEqual([
        ['put', 'a', 1],
        ['put', 'a', 2],
      ]);
      expect(notices[0]?.error).toMatchObject({ code });
    },
  );

  const CALLS: Readonly<Record<keyof Store, (store: Store) => Promise<unknown>>> = {
    put: (store) => store.put('b', bytes),
    get: (store) => store.get('a', { offset: 1, length: 1 }),
    stat: (store) => store.stat('a'),
    list: (store) => sorted(store.list('a')),
    listForeign: (store) => sorted(store.listForeign()),
    delete: (store) => store.delete('a'),
    sweep: (store) => store.sweep(0),
  };

  it.each(Object.entries(CALLS))(
    'is tried again by %s, which then gives what it would have given',
    async (kind, run) => {
      const { store, faulty, inner } = setUp(['before', 'before']);
      await inner.put('a', bytes);
      const untroubled = memoryStore();
      await untroubled.put('a', bytes);
      expect(await run(store)).toEqual(await run(untroubled));
      expect(faulty.operations.map((operation) => operation.kind)).toEqual([kind, kind, kind]);
    },
  );

  it('is thrown as it is after the last attempt', async () => {
    const { store, faulty, waits } = setUp(Array(10).fill('before'), { attempts: 4 });
    await expect(store.get('a')).rejects.toThrow(/did not reach the store/);
    expect(faulty.operations).toHaveLength(4);
    expect(waits).toHaveLength(3);
  });

  it.each(['ERR_STORE_FULL', 'ERR_STORE_READ_ONLY', 'ERR_STORE_DENIED', 'ERR_STORE_FOREIGN'] as const)(
    'is thrown at once if waiting cannot help: %s (STORE-050)',
    async (code) => {
      const { store, faulty } = setUp(['before'], {}, code);
      await expect(store.put('a', bytes)).rejects.toThrow(expect.objectContaining({ code }));
      expect(faulty.operations).toHaveLength(1);
    },
  );

  it('is no failure of ours: other errors and crashes pass at once', async () => {
    const { store, faulty } = setUp([]);
    await expect(store.get('a')).rejects.toThrow(expect.objectContaining({ code: 'ERR_STORE_NOT_FOUND' }));
    faulty.crashAfter(0);
    await expect(store.get('a')).rejects.toThrow(CrashError);
    await expect(sorted(store.list(''))).rejects.toThrow(CrashError);
    expect(faulty.operations).toHaveLength(3);
  });
});

describe('the waits', () => {
  it('double up to the longest, and lie between half and all of that (STORE-052)', async () => {
    const options = { attempts: 9, firstDelayMs: 100, longestDelayMs: 1_000 };
    for (const [random, factor] of [
      [0, 0.5],
      [0.5, 0.75],
      [0.999999, 1],
    ] as const) {
      const { store, waits } = setUp(Array(10).fill('before'), { ...options, random: () => random });
      await expect(store.get('a')).rejects.toThrow();
      const whole = [100, 200, 400, 800, 1_000, 1_000, 1_000, 1_000];
      expect(waits).toHaveLength(whole.length);
      for (const [i, wait] of waits.entries()) expect(wait).toBeCloseTo((whole[i] ?? 0) * factor, 1);
    }
  });

  it('are real unless told otherwise', async () => {
    const faulty = faultyStore(memoryStore(), {
      seed: 1,
      choose: ({ index }) => (index < 3 ? 'before' : undefined),
    });
    const began = performance.now();
    expect(await retryingStore(faulty, { firstDelayMs: 20 }).stat('a')).toBeUndefined();
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('must make sense', () => {
    for (const bad of [
      { attempts: 0 },
      { attempts: 1.5 },
      { firstDelayMs: -1 },
      { firstDelayMs: Number.NaN },
      { firstDelayMs: 10, longestDelayMs: 9 },
    ]) {
      expect(() => retryingStore(memoryStore(), bad)).toThrow(RangeError);
    }
  });
});

describe('a put whose answer was lost', () => {
  it('succeeds when the object has exactly its bytes (STORE-051)', async () => {
    const { store, inner } = setUp(['after']);
    await store.put('a', bytes);
    expect(await inner.get('a')).toEqual(bytes);
  });

  it('succeeds also when looking at the object fails for a while', async () => {
    // put (lost), put (exists), stat fails, put (exists), stat, get fails, put (exists), stat, get
    const faults = ['after', undefined, 'before', undefined, undefined, 'before'] as const;
    const { store, faulty } = setUp(faults);
    await store.put('a', bytes);
    expect(faulty.operations.map(({ kind }) => kind)).toEqual([
      'put',
      'put',
      'stat',
      'put',
      'stat',
      'get',
      'put',
      'stat',
      'get',
    ]);
  });

  it('fails when the object has other bytes, of the same or another length (STORE-051)', async () => {
    for (const other of [Uint8Array.of(1, 2, 4), Uint8Array.of(1, 2), new Uint8Array()]) {
      const { store, inner } = setUp(['before']);
      await inner.put('a', other);
      await expect(store.put('a', bytes)).rejects.toThrow(
        expect.objectContaining({ code: 'ERR_STORE_EXISTS' }),
      );
      expect(await inner.get('a')).toEqual(other);
    }
    const torn = setUp(['tear']);
    await expect(torn.store.put('a', bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_STORE_EXISTS' }),
    );
  });

  it('is not looked for when no attempt of ours failed: then the object is somebody else’s', async () => {
    const { store, inner, faulty } = setUp([]);
    await inner.put('a', bytes);
    await expect(store.put('a', bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_STORE_EXISTS' }),
    );
    expect(faulty.operations).toHaveLength(1);
  });

  it('is not taken for durable because it can be read (STORE-016)', async () => {
    // The folder cannot be synced, so the object is visible but would not survive a power cut.
    const simulated = new SimulatedDisk();
    const folder = storeOn(simulated.disk, '/store', { create: true });
    await folder.put('first', bytes);
    simulated.failWith = ({ kind }) => (kind === 'fsyncFolder' ? 'EIO' : undefined);
    const store = retryingStore(folder, { attempts: 3, sleep: async () => {} });
    await expect(store.put('a', bytes)).rejects.toThrow(expect.objectContaining({ code: 'ERR_STORE_IO' }));
    expect(simulated.files().has('/store/a')).toBe(true);
    simulated.failWith = undefined;
    await expect(folder.put('a', bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_STORE_EXISTS' }),
    );
    simulated.crash(1);
    expect(simulated.files().get('/store/a')).toEqual(bytes);
  });
});

describe('a listing that breaks off', () => {
  it('goes on with what it has not shown yet (STORE-053)', async () => {
    const { store, inner, waits } = setUp(['after', 'after', undefined]);
    for (let i = 0; i < 20; i++) await inner.put(`a/${i}`, bytes);
    const listed = await Array.fromAsync(store.list('a/'), ({ name }) => name);
    expect(listed).toHaveLength(20);
    expect(new Set(listed).size).toBe(20);
    expect(waits).toHaveLength(2);
  });

  it('is given up after so many failures without anything new', async () => {
    const { store, inner, faulty } = setUp(Array(20).fill('after'), { attempts: 3 });
    for (let i = 0; i < 20; i++) await inner.put(`a/${i}`, bytes);
    await expect(sorted(store.list('a/'))).rejects.toThrow(/broke off/);
    expect(faulty.operations).toHaveLength(3);
  });

  it('counts failures anew after progress', async () => {
    let calls = 0;
    const inner = memoryStore();
    const store = retryingStore(
      overriding(inner, {
        async *list() {
          calls++;
          yield { name: `a/${calls}`, size: 0 };
          if (calls < 10) throw new MunimentError('ERR_STORE_IO');
        },
      }),
      { attempts: 2, sleep: async () => {} },
    );
    expect(await Array.fromAsync(store.list(''))).toHaveLength(10);
  });
});
