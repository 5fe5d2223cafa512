// Records come out of the queue as they went in, in order, and none before its blocks are settled.

import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import type { BlockRef, ExtentLocation, PackRef } from '../src/locations.ts';
import { type PendingRecord, RecordQueue } from '../src/record-queue.ts';

const random = seededRandom(21);

function newBlock(pack?: PackRef): BlockRef {
  return { pack, offset: random.below(1000), storedLength: 10, rawLength: 10, compression: 'none' };
}

function newPack(sizeLog2: number): PackRef {
  return { id: '00'.repeat(16), packClass: 'data', epoch: 1, sizeLog2 };
}

function newRecord(blocks: readonly BlockRef[], extentCount: number, entryLength: number): PendingRecord {
  const extents: ExtentLocation[] = [];
  for (let i = 0; i < extentCount; i++) {
    if (random.below(4) === 0) extents.push({ hole: BigInt(random.below(2 ** 31)) * 4096n });
    else {
      const chunk = {
        block: random.pick(blocks),
        offset: random.below(2 ** 22),
        length: random.below(2 ** 20),
      };
      extents.push({ chunk: { ...chunk, id: random.bytes(32) } });
    }
  }
  const chunker = random.pick(['none', 'fixed', 'content', 'record'] as const);
  return { path: random.bytes(random.below(200)), entry: random.bytes(entryLength), extents, chunker };
}

describe('the queue of records', () => {
  it('gives out what was put in, in order, whatever the sizes', () => {
    for (let run = 0; run < count('property') / 10; run++) {
      const settled = Array.from({ length: 5 }, () => newBlock(newPack(24)));
      const queue = new RecordQueue();
      const expected: PendingRecord[] = [];
      for (let i = 0; i < 400; i++) {
        if (random.below(3) > 0) {
          // Now and then one that is larger than any of the buffers.
          const isLarge = random.below(100) === 0;
          const record = newRecord(
            settled,
            isLarge ? 10_000 : random.below(6),
            random.below(isLarge ? 300_000 : 300),
          );
          queue.push(record);
          expected.push(record);
        } else {
          expect(queue.shiftSettled()).toEqual(expected.shift());
        }
        expect(queue.isEmpty).toBe(expected.length === 0);
      }
      while (expected.length > 0) expect(queue.shiftSettled()).toEqual(expected.shift());
      expect(queue.isEmpty).toBe(true);
      expect(queue.shiftSettled()).toBeUndefined();
    }
  });

  it('gives out one that is larger than a buffer where nothing waits', () => {
    const queue = new RecordQueue();
    const settled = [newBlock(newPack(24))];
    for (const length of [10, 300_000, 10, 262_200, 10, 600_000, 600_000, 10]) {
      const record = newRecord(settled, 3, length);
      queue.push(record);
      expect(queue.isEmpty).toBe(false);
      expect(queue.shiftSettled()).toEqual(record);
      expect(queue.isEmpty).toBe(true);
    }
  });

  it('holds a record and all behind it until its blocks are settled', () => {
    const [unplaced, filling] = [newBlock(), newBlock(newPack(0))];
    const queue = new RecordQueue();
    const chunk = (block: BlockRef): ExtentLocation => ({
      chunk: { block, offset: 0, length: 1, id: random.bytes(32) },
    });
    const base = { path: random.bytes(3), entry: random.bytes(3), chunker: 'content' } as const;
    queue.push({ ...base, extents: [] });
    queue.push({ ...base, extents: [chunk(newBlock(newPack(24))), chunk(unplaced)] });
    queue.push({ ...base, extents: [chunk(filling)] });
    queue.push({ ...base, extents: [] });
    expect(queue.shiftSettled()?.extents).toHaveLength(0);
    expect(queue.shiftSettled()).toBeUndefined();
    unplaced.pack = newPack(24);
    expect(queue.shiftSettled()?.extents).toHaveLength(2);
    expect(queue.shiftSettled()).toBeUndefined();
    filling.pack!.sizeLog2 = 12;
    expect(queue.shiftSettled()?.extents).toHaveLength(1);
    expect(queue.shiftSettled()?.extents).toHaveLength(0);
    expect(queue.isEmpty).toBe(true);
  });

  it('copies what it is given', () => {
    const queue = new RecordQueue();
    const record = { path: random.bytes(3), entry: random.bytes(30), extents: [], chunker: 'none' } as const;
    const before = structuredClone(record);
    queue.push(record);
    record.path.fill(0);
    record.entry.fill(0);
    expect(queue.shiftSettled()).toEqual(before);
  });

  it('lets go of blocks that were taken', () => {
    const queue = new RecordQueue();
    const blocks = [newBlock(newPack(24))];
    for (let i = 0; i < 3; i++) {
      const all = Array.from({ length: 3000 }, () => newRecord(blocks, 4, 10));
      for (const record of all) queue.push(record);
      for (const record of all) expect(queue.shiftSettled()).toEqual(record);
    }
    expect(queue.isEmpty).toBe(true);
  });
});
