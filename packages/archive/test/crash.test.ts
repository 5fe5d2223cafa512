// A crash after every single store operation of every kind of run: what was committed stays, the next run finishes the job.

import { memoryStore, type Store } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Archive, collect, compact, forget, MemoryChunkIndex, verify } from '../src/index.ts';
import { device, names, newKeys, readTree, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(6);
const keys = newKeys();
const options = { device, nowMs: 1_900_000_000_000, graceMs: 0 };

interface Scenario {
  /** Makes the store as it is before the run. */
  readonly prepare: (archive: Archive) => Promise<void>;
  readonly run: (archive: Archive) => Promise<void>;
  /** What must be readable whatever happened, by a path that only that snapshot has. */
  readonly kept: readonly Tree[];
  /** What must be there when the run has finished. */
  readonly finished: Tree;
}

const many: Record<string, Uint8Array> = {};
for (let i = 10; i < 60; i++) many[`m${i}`] = random.bytes(15_000);
const one: Tree = { a: random.bytes(60_000), one: random.bytes(100) };
const two: Tree = { a: one.a, d: null, 'd/x': random.bytes(500_000), two: random.bytes(100) };
const sparse: Tree = { m15: many.m15, m50: many.m50, one: random.bytes(50) };

const index = new MemoryChunkIndex();
const scenarios: Record<string, Scenario> = {
  'a backup': {
    prepare: async (archive) => {
      await writeTree(archive, one);
    },
    run: async (archive) => {
      await writeTree(archive, two);
    },
    kept: [one],
    finished: two,
  },
  'a retention run': {
    prepare: async (archive) => {
      await writeTree(archive, one);
      await writeTree(archive, many);
      await writeTree(archive, two);
    },
    run: async (archive) => {
      await forget(archive, archive.snapshots().slice(0, -1));
      await collect(archive, options);
    },
    kept: [two],
    finished: two,
  },
  'a compaction': {
    prepare: async (archive) => {
      await writeTree(archive, many);
      await writeTree(archive, sparse);
      await forget(archive, [archive.snapshots()[0]]);
    },
    run: async (archive) => {
      await compact(archive, { index: new MemoryChunkIndex(), device, compression: 'zstd' });
      await collect(archive, options);
    },
    kept: [sparse],
    finished: sparse,
  },
};

async function copyStore(store: Store): Promise<Store> {
  const copy = memoryStore();
  for (const name of await names(store)) await copy.put(name, await store.get(name));
  return copy;
}

async function assertReadable(store: Store, trees: readonly Tree[]): Promise<void> {
  const archive = await Archive.open(store, keys);
  const found: unknown[] = [];
  for (const { snapshotId } of archive.snapshots()) {
    try {
      found.push(await readTree(archive, snapshotId));
    } catch {
      // A snapshot that was being deleted, or had not been finished: it is none of those that must be there.
    }
  }
  for (const tree of trees) expect(found).toContainEqual(tree);
}

describe('a crash after every store operation', () => {
  for (const [name, { prepare, run, kept, finished }] of Object.entries(scenarios)) {
    it(`of ${name} loses nothing and is mended by the next run (ARCH-070)`, async () => {
      const base = memoryStore();
      await prepare(await Archive.open(base, keys));
      const clean = await copyStore(base);
      await run(await Archive.open(clean, keys));
      const cleanCollector = await Archive.open(clean, keys);
      await collect(cleanCollector, options);
      const cleanCount = (await names(clean)).length;

      let crashes = 0;
      for (const reaching of [false, true]) {
        for (let after = 0; ; after++) {
          const store = faultyStore(await copyStore(base), { seed: 1 });
          const archive = await Archive.open(store, keys);
          store.crashAfter(after, { reaching });
          let failure: unknown;
          await run(archive).catch((error: unknown) => {
            failure = error;
          });
          if (failure === undefined) {
            // Operations that a run does not wait for must not be among the last ones.
            expect(store.crashed).toBe(false);
            break;
          }
          expect(failure).toBeInstanceOf(CrashError);
          crashes++;
          store.heal();
          await assertReadable(store, kept);
          await run(await Archive.open(store, keys));
          await collect(await Archive.open(store, keys), options);
          await assertReadable(store, [finished]);
          const report = await verify(await Archive.open(store, keys), { share: 1 });
          expect(report).toMatchObject({ problems: [], losses: [], foreign: [], unreferencedPacks: 0 });
          // A backup whose head was written before the crash is there twice; otherwise nothing more than after a clean run.
          const twice = name === 'a backup' ? 1 : 0;
          expect((await names(store)).length).toBeLessThanOrEqual(cleanCount + twice);
        }
      }
      expect(crashes).toBeGreaterThan(20);
    });
  }

  it('lets the next run reuse what had been stored, by the index it kept', async () => {
    const store = faultyStore(memoryStore(), { seed: 1 });
    const archive = await Archive.open(store, keys);
    store.crashAfter(4, { reaching: true });
    await expect(writeTree(archive, two, { index })).rejects.toThrow(CrashError);
    store.heal();
    expect((await names(store, 'packs/')).length).toBeGreaterThan(0);
    expect(await names(store, 'heads/')).toEqual([]);
    const { totals } = await writeTree(await Archive.open(store, keys), two, { index });
    expect(totals.newChunks).toBe(0);
    expect(await readTree(await Archive.open(store, keys))).toEqual(two);
  });
});
