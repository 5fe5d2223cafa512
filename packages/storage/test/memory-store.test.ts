import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import { memoryStore } from '../src/memory-store.ts';

describe('memoryStore keeps the contract', () => {
  for (const { name, run } of storeContract(() => memoryStore())) it(name, run, 20_000);
});

describe('memoryStore', () => {
  it('lists the objects of the moment at which listing began', async () => {
    const store = memoryStore();
    for (const name of ['a', 'b', 'c']) await store.put(name, new Uint8Array(1));
    const seen: string[] = [];
    for await (const { name } of store.list('')) {
      seen.push(name);
      await store.delete('b');
      if (seen.length === 1) await store.put('d', new Uint8Array(1));
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});
