import { describe, expect, it } from 'vitest';
import { memoryRecordStore } from '../src/memory-record-store.ts';
import { SEALED_RECORD_BYTES } from '../src/record-store.ts';
import { recordStoreContract } from '../src/record-store-contract.ts';

describe('memoryRecordStore keeps the contract', () => {
  const cases = recordStoreContract(() => {
    const store = memoryRecordStore();
    return [store, store];
  });
  for (const { name, run } of cases) it(name, run);
});

describe('memoryRecordStore', () => {
  it('is a new one each time', async () => {
    await memoryRecordStore().compareAndSwap(new Uint8Array(32), 0n, new Uint8Array(SEALED_RECORD_BYTES));
    expect(await memoryRecordStore().handles()).toEqual([]);
  });
});
