import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import { CrashError } from '../src/crash-error.ts';
import { type Fault, type FaultPlan, faultyStore } from '../src/faulty-store.ts';
import { memoryStore } from '../src/memory-store.ts';
import type { Store } from '../src/store.ts';
import { sorted } from './helpers.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
const failure = expect.objectContaining({ name: 'MunimentError', code: 'ERR_STORE_IO' });

function withFault(fault: Fault): { inner: Store; store: Store } {
  const inner = memoryStore();
  return { inner, store: faultyStore(inner, { seed: 1, choose: () => fault }) };
}

describe('faultyStore without faults keeps the contract', () => {
  for (const { name, run } of storeContract(() => faultyStore(memoryStore(), { seed: 1 })))
    it(name, run, 20_000);
});

describe('a fault', () => {
  it('before: nothing reaches the store', async () => {
    const { inner, store } = withFault('before');
    await expect(store.put('a', bytes)).rejects.toThrow(failure);
    expect(await inner.stat('a')).toBeUndefined();
    await inner.put('a', bytes);
    await expect(store.delete('a')).rejects.toThrow(failure);
    expect(await inner.stat('a')).toBeDefined();
    for (const call of [
      store.get('a'),
      store.stat('a'),
      sorted(store.list('')),
      sorted(store.listForeign()),
    ]) {
      await expect(call).rejects.toThrow(failure);
    }
    await expect(store.sweep(0)).rejects.toThrow(failure);
  });

  it('after: the store did it, the caller sees a failure', async () => {
    const { inner, store } = withFault('after');
    await expect(store.put('a', bytes)).rejects.toThrow(failure);
    expect(await inner.get('a')).toEqual(bytes);
    await expect(store.delete('a')).rejects.toThrow(failure);
    expect(await inner.stat('a')).toBeUndefined();
    await inner.put('b', bytes);
    await inner.put('c', bytes);
    const seen: string[] = [];
    const listing = (async () => {
      for await (const { name } of store.list('')) seen.push(name);
    })();
    await expect(listing).rejects.toThrow(failure);
    expect(seen).toEqual(['b']);
  });

  it('truncate: put keeps a strict prefix and says nothing; get returns one', async () => {
    const { inner, store } = withFault('truncate');
    await store.put('a', bytes);
    const kept = await inner.get('a');
    expect(kept.length).toBeLessThan(bytes.length);
    expect(kept).toEqual(bytes.slice(0, kept.length));
    await inner.put('b', bytes);
    expect((await store.get('b')).length).toBeLessThan(bytes.length);
    await store.put('empty', new Uint8Array());
    expect(await inner.get('empty')).toEqual(new Uint8Array());
  });

  it('tear: put keeps a strict prefix and fails', async () => {
    const { inner, store } = withFault('tear');
    await expect(store.put('a', bytes)).rejects.toThrow(failure);
    expect((await inner.get('a')).length).toBeLessThan(bytes.length);
  });

  it('corrupt: one bit differs, and the caller’s own buffer does not', async () => {
    const { inner, store } = withFault('corrupt');
    const own = bytes.slice();
    await store.put('a', own);
    expect(own).toEqual(bytes);
    expect(differingBits(await inner.get('a'), bytes)).toBe(1);
    await inner.put('b', bytes);
    expect(differingBits(await store.get('b'), bytes)).toBe(1);
    expect(await inner.get('b')).toEqual(bytes);
  });

  it('carries the code that the plan names', async () => {
    const store = faultyStore(memoryStore(), { seed: 1, choose: () => 'before', code: 'ERR_STORE_FULL' });
    await expect(store.put('a', bytes)).rejects.toThrow(expect.objectContaining({ code: 'ERR_STORE_FULL' }));
  });
});

describe('chance', () => {
  async function history(plan: FaultPlan): Promise<string[]> {
    const store = faultyStore(memoryStore(), plan);
    for (let i = 0; i < 200; i++) {
      await store.put(`a/${i % 40}`, bytes).catch(() => {});
      await store.get(`a/${i % 50}`).catch(() => {});
      if (i % 3 === 0) await store.delete(`a/${i % 40}`).catch(() => {});
    }
    return store.operations.map(({ kind, name, fault }) => `${kind} ${name} ${fault}`);
  }

  it('is the same for the same seed and differs for another', async () => {
    const rates = { before: 0.1, after: 0.1, truncate: 0.05, tear: 0.05, corrupt: 0.05 };
    expect(await history({ seed: 1, rates })).toEqual(await history({ seed: 1, rates }));
    expect(await history({ seed: 1, rates })).not.toEqual(await history({ seed: 2, rates }));
  });

  it('keeps to the rates', async () => {
    const faults = (await history({ seed: 1, rates: { before: 0.3 } })).filter((line) =>
      line.endsWith('before'),
    );
    const total = (await history({ seed: 1 })).length;
    expect(faults.length / total).toBeGreaterThan(0.22);
    expect(faults.length / total).toBeLessThan(0.38);
    expect((await history({ seed: 1 })).every((line) => line.endsWith('undefined'))).toBe(true);
  });
});

describe('stale listings', () => {
  it('hide new objects and show deleted ones for so many operations, in either order', async () => {
    const inner = memoryStore();
    const store = faultyStore(inner, { seed: 3, staleOperations: 10 });
    await inner.put('old', bytes);
    await store.put('new', bytes);
    await store.delete('old');
    const views = new Set<string>();
    for (let i = 0; i < 9; i++) views.add((await sorted(store.list(''))).map(({ name }) => name).join());
    expect([...views].toSorted()).toEqual(['', 'new', 'new,old', 'old']);
    for (let i = 0; i < 5; i++) await store.stat('new');
    for (let i = 0; i < 20; i++) expect(await sorted(store.list(''))).toEqual([{ name: 'new', size: 100 }]);
  });

  it('show only what has the prefix, and never touch get and stat', async () => {
    const store = faultyStore(memoryStore(), { seed: 3, staleOperations: 100 });
    await store.put('a/1', bytes);
    await store.put('b/1', bytes);
    await store.delete('a/1');
    for (let i = 0; i < 20; i++) {
      for (const { name } of await sorted(store.list('b/'))) expect(name).toBe('b/1');
      expect(await store.stat('a/1')).toBeUndefined();
      expect(await store.get('b/1')).toEqual(bytes);
    }
  });
});

describe('a crash', () => {
  it('comes after so many operations, and then nothing works until the restart', async () => {
    const inner = memoryStore();
    const store = faultyStore(inner, { seed: 1, rates: { before: 0 } });
    store.crashAfter(2);
    await store.put('a', bytes);
    await store.put('b', bytes);
    expect(store.crashed).toBe(false);
    await expect(store.put('c', bytes)).rejects.toThrow(CrashError);
    expect(store.crashed).toBe(true);
    for (const call of [
      store.get('a'),
      store.stat('a'),
      store.delete('a'),
      store.sweep(0),
      sorted(store.list('')),
    ]) {
      await expect(call).rejects.toThrow(CrashError);
    }
    expect(await sorted(inner.list(''))).toHaveLength(2);
    store.heal();
    expect(store.crashed).toBe(false);
    expect(await store.get('a')).toEqual(bytes);
    await expect(store.get('c')).rejects.toThrow(expect.objectContaining({ code: 'ERR_STORE_NOT_FOUND' }));
  });

  it('may let its last operation reach the store, and only that', async () => {
    const inner = memoryStore();
    const store = faultyStore(inner, { seed: 1 });
    store.crashAfter(1, { reaching: true });
    await store.put('a', bytes);
    await expect(store.put('b', bytes)).rejects.toThrow(CrashError);
    await expect(store.put('c', bytes)).rejects.toThrow(CrashError);
    expect((await sorted(inner.list(''))).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('ends calls and listings that are under way', async () => {
    const inner = memoryStore();
    const store = faultyStore(inner, { seed: 1 });
    await inner.put('a', bytes);
    await inner.put('b', bytes);
    const listing = store.list('')[Symbol.asyncIterator]();
    expect((await listing.next()).value).toBeDefined();
    store.crashAfter(0);
    await expect(store.stat('a')).rejects.toThrow(CrashError);
    await expect(listing.next()).rejects.toThrow(CrashError);
    const slow: Store = Object.assign(memoryStore(), {
      put: () => new Promise<void>((done) => setTimeout(done, 5)),
    });
    const other = faultyStore(slow, { seed: 1 });
    other.crashAfter(1);
    const running = other.put('a', bytes);
    await expect(other.stat('a')).rejects.toThrow(CrashError);
    await expect(running).rejects.toThrow(CrashError);
  });

  it('is no MunimentError', () => {
    expect(new CrashError('x').name).toBe('CrashError');
    expect('code' in new CrashError('x')).toBe(false);
  });
});

function differingBits(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  let bits = 0;
  for (const [i, byte] of a.entries()) {
    for (let rest = byte ^ (b[i] ?? 0); rest !== 0; rest >>= 1) bits += rest & 1;
  }
  return bits;
}
