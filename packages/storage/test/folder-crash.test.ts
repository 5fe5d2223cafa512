// What a folder store still holds after the power went, at every operation of the disk. Checks STORE-010 to STORE-014.

import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { CrashError } from '../src/crash-error.ts';
import type { Disk } from '../src/disk.ts';
import { isObjectName } from '../src/names.ts';
import { SimulatedDisk, type SimulatedDiskOptions } from '../src/simulated-disk.ts';
import type { Store } from '../src/store.ts';
import { sorted, storeOn } from './helpers.ts';

const ROOT = '/home/store';
const SEEDS = count('storage-crash');

/** What a scenario asked for, and what it was told had happened. */
interface Ledger {
  readonly asked: Map<string, Uint8Array>;
  readonly durable: Set<string>;
  readonly deleted: Set<string>;
}

type Scenario = (store: Store, ledger: Ledger) => Promise<void>;

async function put(store: Store, ledger: Ledger, name: string, size: number): Promise<void> {
  const bytes = seededRandom(name.length * 1_000 + size).bytes(size);
  ledger.asked.set(name, bytes);
  try {
    await store.put(name, bytes);
  } catch (error) {
    // "It exists" promises as much as success does.
    if ((error as { code?: string }).code !== 'ERR_STORE_EXISTS') throw error;
  }
  ledger.durable.add(name);
}

async function remove(store: Store, ledger: Ledger, name: string): Promise<void> {
  ledger.durable.delete(name);
  await store.delete(name);
  ledger.deleted.add(name);
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'one object at the top': (store, ledger) => put(store, ledger, 'top', 300),
  'a backup in new folders': async (store, ledger) => {
    await put(store, ledger, 'keyring/1-a', 90);
    await put(store, ledger, 'packs/0a/x', 700);
    await put(store, ledger, 'packs/0a/y', 0);
    await put(store, ledger, 'packs/0b/z', 257);
    await put(store, ledger, 'heads/1-0-a', 64);
  },
  'objects at once in one new folder': async (store, ledger) => {
    await all(['a', 'b', 'c'].map((name, i) => put(store, ledger, `packs/0a/${name}`, 100 + 77 * i)));
    await put(store, ledger, 'heads/1-0-a', 64);
  },
  'one name twice at once': async (store, ledger) => {
    await all([put(store, ledger, 'deep/er/name', 200), put(store, ledger, 'deep/er/name', 200)]);
  },
  'deletion and a sweep between puts': async (store, ledger) => {
    await put(store, ledger, 'packs/0a/x', 100);
    await put(store, ledger, 'packs/0b/y', 100);
    await remove(store, ledger, 'packs/0a/x');
    await store.sweep(0);
    await put(store, ledger, 'packs/0a/z', 100);
  },
};

/** Waits for all to settle before it throws the first failure, so that nothing runs on behind the test. */
async function all(promises: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises))
    if (result.status === 'rejected') throw result.reason;
}

/** A new machine whose `/home` is there. */
function machine(options: SimulatedDiskOptions): SimulatedDisk {
  const simulated = new SimulatedDisk({ writeBytes: 128, blockBytes: 32, ...options });
  simulated.plant('/home', 'folder');
  return simulated;
}

/** Fails if a file under an object's name is anything but what was asked for. */
function assertWhole(simulated: SimulatedDisk, { asked }: Ledger, where: string): void {
  for (const [path, bytes] of simulated.files()) {
    const name = path.slice(ROOT.length + 1);
    if (!isObjectName(name)) continue;
    const expected = asked.get(name);
    if (expected === undefined || !equal(bytes, expected)) throw new Error(`${where}: ${name} is not whole`);
  }
}

/** Runs `scenario` with a power cut at the `at`-th operation and checks what is left. */
async function cutAt(
  scenario: Scenario,
  at: number,
  seed: number,
  options: SimulatedDiskOptions,
  wrap: (disk: Disk) => Disk,
): Promise<boolean> {
  const simulated = machine({ ...options, interleaveSeed: seed });
  const ledger: Ledger = { asked: new Map(), durable: new Set(), deleted: new Set() };
  const where = `cut at ${at}, seed ${seed}`;
  simulated.onOperation = () => assertWhole(simulated, ledger, where);
  simulated.crashAt(at, seed);
  const store = storeOn(wrap(simulated.disk), ROOT, { create: true, seed });
  const finished = await scenario(store, ledger).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof CrashError)) throw error;
      return false;
    },
  );
  simulated.crash(seed);
  assertWhole(simulated, ledger, where);
  const files = simulated.files();
  for (const name of ledger.durable)
    if (!files.has(`${ROOT}/${name}`)) throw new Error(`${where}: ${name} is lost`);
  for (const name of ledger.deleted)
    if (files.has(`${ROOT}/${name}`)) throw new Error(`${where}: ${name} is back`);
  simulated.onOperation = undefined;
  await assertUsable(simulated, ledger, seed);
  return finished;
}

/** The next process finds nothing but whole objects, can clean up, and can write what was lost. */
async function assertUsable(simulated: SimulatedDisk, ledger: Ledger, seed: number): Promise<void> {
  const store = storeOn(simulated.disk, ROOT, { create: true, seed: seed + 1_000_003 });
  for await (const { kind } of store.listForeign()) expect(kind).toBe('leftover');
  await store.sweep(0);
  expect(await sorted(store.listForeign())).toEqual([]);
  for (const [name, bytes] of ledger.asked) {
    await store
      .put(name, bytes)
      .catch((error: { code?: string }) => expect(error.code).toBe('ERR_STORE_EXISTS'));
    if (!equal(await store.get(name), bytes))
      throw new Error(`${name} differs after the next process wrote it`);
  }
  expect(await sorted(store.list(''))).toHaveLength(ledger.asked.size);
  expect(simulated.openHandles).toBe(0);
}

/** Cuts the power at every operation of `scenario`, each with every seed; returns how many cuts there were. */
async function cutEverywhere(
  scenario: Scenario,
  options: SimulatedDiskOptions = {},
  wrap: (disk: Disk) => Disk = (disk) => disk,
): Promise<number> {
  let cuts = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (let at = 1; ; at++) {
      cuts++;
      // The last round cuts the power only after the scenario has come to its end.
      if (await cutAt(scenario, at, seed, options, wrap)) break;
    }
  }
  return cuts;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

describe('after a power cut at any operation', () => {
  for (const hardLinks of [true, false]) {
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      it(`every object that was put is whole, none is half: ${name} (hard links: ${hardLinks}) (STORE-011, STORE-012, STORE-034)`, async () => {
        expect(await cutEverywhere(scenario, { hardLinks })).toBeGreaterThan(10 * SEEDS);
      }, 60_000);
    }
  }
});

describe('the power cut test fails when a sync is left out', () => {
  /** `disk` without the syncs of folders that `omit` picks. */
  function withoutFolderSync(omit: (path: string) => boolean): (disk: Disk) => Disk {
    return (disk) => ({
      ...disk,
      fsyncFolder: async (path) => (omit(path) ? undefined : disk.fsyncFolder(path)),
    });
  }

  const backup = SCENARIOS['a backup in new folders'] as Scenario;
  const MUTANTS: Readonly<
    Record<string, { wrap: (disk: Disk) => Disk; scenario: Scenario; complaint: RegExp }>
  > = {
    'of the file': {
      wrap: (disk) => ({ ...disk, fsync: async () => {} }),
      scenario: backup,
      complaint: /is not whole/,
    },
    'of the folder of the object': {
      wrap: withoutFolderSync((path) => path === `${ROOT}/packs/0a`),
      scenario: backup,
      complaint: /packs\/0a\/x is lost/,
    },
    'of the folder above': {
      wrap: withoutFolderSync((path) => path === `${ROOT}/packs`),
      scenario: backup,
      complaint: /packs\/0a\/x is lost/,
    },
    'of the root': {
      wrap: withoutFolderSync((path) => path === ROOT),
      scenario: backup,
      complaint: /is lost/,
    },
    'of the folder in which the root was created': {
      wrap: withoutFolderSync((path) => path === '/home'),
      scenario: backup,
      complaint: /is lost/,
    },
    'after a deletion': {
      wrap: (disk) => {
        let deleted = false;
        return {
          ...disk,
          unlink: async (path) => {
            deleted = isObjectName(path.slice(ROOT.length + 1));
            await disk.unlink(path);
          },
          fsyncFolder: async (path) => {
            if (!deleted) await disk.fsyncFolder(path);
            deleted = false;
          },
        };
      },
      scenario: async (store, ledger) => {
        await put(store, ledger, 'packs/0a/x', 10);
        await remove(store, ledger, 'packs/0a/x');
      },
      complaint: /packs\/0a\/x is back/,
    },
  };

  for (const hardLinks of [true, false]) {
    for (const [name, { wrap, scenario, complaint }] of Object.entries(MUTANTS)) {
      it(`${name} (hard links: ${hardLinks})`, async () => {
        await expect(cutEverywhere(scenario, { hardLinks }, wrap)).rejects.toThrow(complaint);
      }, 60_000);
    }
  }

  it('or when another process made the folder and has not synced it', async () => {
    // Process A dies between making packs/0a and syncing packs; B then finds the folder there.
    async function run(seed: number, wrap: (disk: Disk) => Disk): Promise<boolean> {
      const simulated = machine({});
      await storeOn(simulated.disk, ROOT, { create: true, seed: 1 }).put('first', new Uint8Array(1));
      await simulated.disk.mkdir(`${ROOT}/packs`);
      await simulated.disk.mkdir(`${ROOT}/packs/0a`);
      await storeOn(wrap(simulated.disk), ROOT, { seed: 2 }).put('packs/0a/x', new Uint8Array(1));
      simulated.crash(seed);
      return simulated.files().has(`${ROOT}/packs/0a/x`);
    }
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const kept = await Promise.all(seeds.map((seed) => run(seed, (disk) => disk)));
    expect(kept).toEqual(seeds.map(() => true));
    const onlyOwnFolder = withoutFolderSync((path) => path !== `${ROOT}/packs/0a`);
    expect(await Promise.all(seeds.map((seed) => run(seed, onlyOwnFolder)))).toContain(false);
  });

  it('or when the file is published before it is synced', async () => {
    const late = (disk: Disk): Disk => {
      // Carries out the sync of contents only when the folder is synced, after the link.
      const waiting: (() => Promise<void>)[] = [];
      return {
        ...disk,
        fsync: async (handle) => {
          waiting.push(() => disk.fsync(handle));
        },
        close: async () => {},
        fsyncFolder: async (path) => {
          for (const sync of waiting.splice(0)) await sync();
          await disk.fsyncFolder(path);
        },
      };
    };
    await expect(cutEverywhere(backup, {}, late)).rejects.toThrow(/is not whole/);
  });
});

describe('after the process died but not the machine', () => {
  it('the next one finds only whole objects and sweeps the rest', async () => {
    for (const hardLinks of [true, false]) {
      for (const scenario of Object.values(SCENARIOS)) {
        for (let at = 1, finished = false; !finished; at++) {
          const simulated = machine({ hardLinks, interleaveSeed: at });
          const ledger: Ledger = { asked: new Map(), durable: new Set(), deleted: new Set() };
          simulated.crashAt(at, at);
          const store = storeOn(simulated.disk, ROOT, { create: true });
          finished = await scenario(store, ledger).then(
            () => true,
            () => false,
          );
          simulated.restart();
          assertWhole(simulated, ledger, `died at ${at}`);
          for (const name of ledger.durable) expect(simulated.files().has(`${ROOT}/${name}`)).toBe(true);
          await assertUsable(simulated, ledger, at);
        }
      }
    }
  });
});

describe('two processes without hard links', () => {
  it('never both win a name, nor overwrite each other', async () => {
    for (let seed = 1; seed <= SEEDS * 10; seed++) {
      const simulated = new SimulatedDisk({ hardLinks: false, interleaveSeed: seed, writeBytes: 64 });
      simulated.plant('/store', 'folder');
      const contents = [1, 2, 3].map((value) => new Uint8Array(100 + value).fill(value));
      const results = await Promise.allSettled(
        contents.map((bytes, i) =>
          storeOn(simulated.disk, '/store', { seed: seed * 10 + i }).put('a/x', bytes),
        ),
      );
      const winners = contents.filter((_, i) => results[i]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(simulated.files()).toEqual(new Map([['/store/a/x', winners[0]]]));
    }
  });
});
