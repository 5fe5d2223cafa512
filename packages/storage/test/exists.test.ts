// What a put may rely on that finds its name taken.

import { describe, expect, it } from 'vitest';
import { SimulatedDisk } from '../src/simulated-disk.ts';
import { storeOn } from './helpers.ts';

const ROOT = '/media/store';

describe('an object that a put finds there', () => {
  it('survives a power cut from then on, whoever wrote it (STORE-013)', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const simulated = new SimulatedDisk();
      const { disk } = simulated;
      await disk.mkdir('/media');
      await disk.fsyncFolder('/');
      await storeOn(disk, ROOT, { create: true, seed: 1 }).put('packs/0a/first', new Uint8Array(1));
      // Its writer is stopped before it has synced the folder.
      const hasty = { ...disk, fsyncFolder: async () => undefined };
      await storeOn(hasty, ROOT, { seed: 2 }).put('packs/0a/x', new Uint8Array(9));
      await expect(
        storeOn(disk, ROOT, { seed: 3 }).put('packs/0a/x', new Uint8Array(9)),
      ).rejects.toMatchObject({
        code: 'ERR_STORE_EXISTS',
      });
      simulated.crash(seed);
      expect(simulated.files().has(`${ROOT}/packs/0a/x`), `seed ${seed}`).toBe(true);
    }
  });

  it('is not written over', async () => {
    const { disk } = new SimulatedDisk();
    await disk.mkdir('/media');
    const store = storeOn(disk, ROOT, { create: true, seed: 1 });
    await store.put('packs/0a/x', new Uint8Array(9));
    await expect(store.put('packs/0a/x', new Uint8Array(8))).rejects.toMatchObject({
      code: 'ERR_STORE_EXISTS',
    });
    expect(await store.get('packs/0a/x')).toEqual(new Uint8Array(9));
  });
});
