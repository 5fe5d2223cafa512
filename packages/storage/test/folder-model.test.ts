// The folder store against a Map, over random histories of calls.

import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderStore } from '../src/folder-store.ts';
import { memoryStore } from '../src/memory-store.ts';
import { SimulatedDisk } from '../src/simulated-disk.ts';
import type { Store } from '../src/store.ts';
import { sorted, storeOn, temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
type Command = fc.AsyncCommand<Store, Store>;

/** What a call comes to: its value, or the code of its error. */
async function outcome<T>(call: Promise<T>): Promise<unknown> {
  try {
    return { value: await call };
  } catch (error) {
    return { code: (error as { code?: string }).code, name: (error as Error).name };
  }
}

/** A call that must come to the same in the model, which is a memory store, and in the store under test. */
function call(text: string, run: (store: Store) => Promise<unknown>): Command {
  return {
    check: () => true,
    run: async (model, real) => expect(await outcome(run(real)), text).toEqual(await outcome(run(model))),
    toString: () => text,
  };
}

// Few names, so that calls meet; some lie in each other's folders' neighbourhood, and none is a folder of another.
const name = fc.constantFrom('a', 'b/a', 'b/ab', 'b/c/a', 'b-/a', 'c/d/e/f', 'c/d/e/g');
const prefix = fc.constantFrom('', 'a', 'b', 'b/', 'b/a', 'b/c/', 'c/d', 'c/d/e/', 'x', 'x/y');
const contents = fc.uint8Array({ maxLength: 40 });

// Without `size` most histories would be too short for calls to meet.
const LONG = { maxCommands: 40, size: 'max' } as const;

const commands = [
  fc
    .tuple(name, contents)
    .map(([at, bytes]) => call(`put ${at} [${bytes}]`, (store) => store.put(at, bytes))),
  name.map((at) => call(`get ${at}`, (store) => store.get(at))),
  fc
    .tuple(name, fc.nat(45), fc.nat(45))
    .map(([at, offset, length]) =>
      call(`get ${at} ${offset}+${length}`, (store) => store.get(at, { offset, length })),
    ),
  name.map((at) => call(`stat ${at}`, (store) => store.stat(at))),
  name.map((at) => call(`delete ${at}`, (store) => store.delete(at))),
  prefix.map((start) => call(`list ${start}`, (store) => sorted(store.list(start)))),
  fc.constant(call('listForeign', (store) => sorted(store.listForeign()))),
  // The model has no folders to sweep, so only the fact that it succeeds is compared.
  fc.constant(call('sweep', async (store) => void (await store.sweep(0)))),
];

const stores: Readonly<Record<string, () => Store>> = {
  'in a real folder': () => folderStore(folder()),
  'on a simulated disk': () => storeOn(new SimulatedDisk({ writeBytes: 7 }).disk, '/store', { create: true }),
  'on a simulated disk without hard links': () =>
    storeOn(new SimulatedDisk({ hardLinks: false }).disk, '/store', { create: true }),
};

describe('a folder store behaves like a memory store', () => {
  for (const [where, make] of Object.entries(stores)) {
    it(where, async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(commands, LONG), async (history) => {
          await fc.asyncModelRun(() => ({ model: memoryStore(), real: make() }), history);
        }),
        { numRuns: count('storage-model') },
      );
    }, 120_000);
  }

  it('and a store that breaks one rule does not', async () => {
    const forgetful = (): Store => {
      const store = memoryStore();
      let puts = 0;
      return Object.assign(Object.create(store) as Store, {
        put: async (at: string, bytes: Uint8Array) => (++puts === 5 ? undefined : store.put(at, bytes)),
        get: store.get.bind(store),
        list: store.list.bind(store),
        stat: store.stat.bind(store),
        delete: store.delete.bind(store),
        listForeign: store.listForeign.bind(store),
        sweep: store.sweep.bind(store),
      });
    };
    const property = fc.asyncProperty(fc.commands(commands, LONG), async (history) => {
      await fc.asyncModelRun(() => ({ model: memoryStore(), real: forgetful() }), history);
    });
    const { failed } = await fc.check(property, { numRuns: 300, seed: 1 });
    expect(failed).toBe(true);
  });
});
