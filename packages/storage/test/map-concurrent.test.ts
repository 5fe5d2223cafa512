import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapConcurrent } from '../src/map-concurrent.ts';

describe('mapConcurrent', () => {
  it('returns what Promise.all would, with at most the limit under way, whatever finishes first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 8 }),
        fc.scheduler(),
        async (items, limit, s) => {
          let running = 0;
          let most = 0;
          const result = mapConcurrent(items, limit, async (item, index) => {
            most = Math.max(most, ++running);
            await s.schedule(Promise.resolve());
            running--;
            return [item, index];
          });
          expect(await s.waitFor(result)).toEqual(items.map((item, index) => [item, index]));
          expect(most).toBeLessThanOrEqual(limit);
          if (items.length >= limit) expect(most).toBe(limit);
        },
      ),
      { numRuns: count('property') },
    );
  });

  it('takes an async iterable and reads no further ahead than it works', async () => {
    let taken = 0;
    async function* items(): AsyncGenerator<number> {
      while (taken < 100) yield taken++;
    }
    let release = () => {};
    const gate = new Promise<void>((done) => {
      release = done;
    });
    const result = mapConcurrent(items(), 3, async (item) => {
      await gate;
      return item;
    });
    await new Promise((done) => setTimeout(done, 5));
    expect(taken).toBe(3);
    release();
    expect(await result).toHaveLength(100);
  });

  it('starts nothing after a failure, waits for what is under way, and throws the first error', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const result = mapConcurrent([0, 1, 2, 3, 4, 5], 3, async (item) => {
      started.push(item);
      await new Promise((done) => setTimeout(done, item === 1 ? 1 : 15));
      ended.push(item);
      if (item >= 1) throw new Error(`item ${item}`);
    });
    await expect(result).rejects.toThrow('item 1');
    expect(started).toEqual([0, 1, 2]);
    expect(ended.toSorted()).toEqual([0, 1, 2]);
  });

  it('passes on a failure of the items, after what is under way', async () => {
    let ended = 0;
    async function* items(): AsyncGenerator<number> {
      yield 1;
      yield 2;
      throw new Error('no more');
    }
    const result = mapConcurrent(items(), 8, async () => {
      await new Promise((done) => setTimeout(done, 5));
      ended++;
    });
    await expect(result).rejects.toThrow('no more');
    expect(ended).toBe(2);
  });

  it('takes a throw that is not a rejection as a failure', async () => {
    const result = mapConcurrent([1], 1, () => {
      throw new Error('at once');
    });
    await expect(result).rejects.toThrow('at once');
  });

  it('closes the items after a failure', async () => {
    let closed = false;
    async function* items(): AsyncGenerator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    }
    await expect(mapConcurrent(items(), 2, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
    expect(closed).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the limit %s', async (limit) => {
    await expect(mapConcurrent([], limit, async () => {})).rejects.toThrow(RangeError);
  });
});
