import { memoryStore } from '@muniment/storage';
import { seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { names, newArchive, writeTree } from './fixtures.ts';

it('stores incompressible data with less than 2 % on top, apart from the last pack of each class', async () => {
  const store = memoryStore();
  const size = 64 * 2 ** 20;
  await writeTree(await newArchive(store), { a: seededRandom(8).bytes(size) }, { chunker: 'fixed' });
  let stored = 0;
  for (const name of await names(store)) stored += (await store.stat(name))!.size;
  expect(stored).toBeLessThan(size * 1.02 + 8 * 2 ** 20);
  // Full packs hold sixteen chunks each: all but the last are used to 99.6 %.
  const full = Math.floor(size / (16 * 1_044_480));
  expect(full * 16 * 1_044_480).toBeGreaterThan(full * 2 ** 24 * 0.995);
});
