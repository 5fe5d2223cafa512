import { overriding } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import { faultyStore } from '../src/faulty-store.ts';
import { memoryStore } from '../src/memory-store.ts';
import { ownWritesStore } from '../src/own-writes-store.ts';
import type { Store } from '../src/store.ts';
import { sorted } from './helpers.ts';

describe('ownWritesStore', () => {
  for (const { name, run } of storeContract(() => ownWritesStore(memoryStore()))) it(name, run);

  it('shows what its user did at once where the store below is late', async () => {
    let lateListings = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const late = faultyStore(memoryStore(), { seed, staleOperations: 100 });
      const store = ownWritesStore(late);
      await store.put('heads/a', new Uint8Array(1));
      await store.put('heads/b', new Uint8Array(2));
      await store.put('packs/c', new Uint8Array(3));
      await store.delete('heads/a');
      const right = [{ name: 'heads/b', size: 2 }];
      if (JSON.stringify(await sorted(late.list('heads/'))) !== JSON.stringify(right)) lateListings++;
      expect(await sorted(store.list('heads/'))).toEqual(right);
    }
    expect(lateListings).toBeGreaterThan(5);
  });

  it('does not show what somebody else deleted', async () => {
    const below = memoryStore();
    const store = ownWritesStore(below);
    await store.put('a', new Uint8Array(1));
    await below.delete('a');
    expect(await sorted(store.list(''))).toEqual([]);
    expect(await sorted(store.list(''))).toEqual([]);
  });

  it('counts neither a put nor a delete that failed', async () => {
    const below = memoryStore();
    await below.put('a', new Uint8Array(1));
    const failing = faultyStore(below, { seed: 1, rates: { before: 1 } });
    const hidden = overriding<Store>(below, {
      put: (name, bytes) => failing.put(name, bytes),
      delete: (name) => failing.delete(name),
    });
    const store = ownWritesStore(hidden);
    await expect(store.delete('a')).rejects.toMatchObject({ code: 'ERR_STORE_IO' });
    await expect(store.put('b', new Uint8Array(1))).rejects.toMatchObject({ code: 'ERR_STORE_IO' });
    expect(await sorted(store.list(''))).toEqual([{ name: 'a', size: 1 }]);
  });
});
