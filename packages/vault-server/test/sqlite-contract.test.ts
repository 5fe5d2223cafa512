import { join } from 'node:path';
import { describe, it } from 'vitest';
import { recordStoreContract } from '../src/record-store-contract.ts';
import { sqliteRecordStore } from '../src/sqlite-record-store.ts';
import { temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();

describe('sqliteRecordStore keeps the contract', () => {
  const cases = recordStoreContract(async () => {
    const store = await sqliteRecordStore(join(folder(), 'records.sqlite'));
    return [store, store];
  });
  for (const { name, run } of cases) it(name, run);
});

describe('two connections of sqliteRecordStore keep the contract', () => {
  const cases = recordStoreContract(async () => {
    const path = join(folder(), 'records.sqlite');
    return [await sqliteRecordStore(path), await sqliteRecordStore(path)];
  });
  for (const { name, run } of cases) it(name, run);
});
