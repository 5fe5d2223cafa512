import { memoryStore } from '@muniment/storage';
import { seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { packUsage } from '../src/index.ts';
import { names, newArchive, writeTree } from './fixtures.ts';

it('stores incompressible data with less than 2 % on top, apart from the last pack of each class', async () => {
  const store = memoryStore();
  const archive = await newArchive(store);
  const size = 64 * 2 ** 20;
  await writeTree(archive, { a: seededRandom(8).bytes(size) }, { chunker: 'fixed' });
  let stored = 0;
  for (const name of await names(store)) stored += (await store.stat(name))!.size;
  expect(stored).toBeLessThan(size * 1.02 + 8 * 2 ** 20);
  const full = [...(await packUsage(archive, archive.snapshots())).values()].filter(
    ({ pack }) => pack.sizeLog2 === 24,
  );
  expect(full).toHaveLength(4);
  for (const usage of full) expect(usage.usedBytes() / 2 ** 24).toBeGreaterThan(0.995);
});
