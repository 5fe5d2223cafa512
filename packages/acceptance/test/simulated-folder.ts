// A folder store on a simulated disk that forgets what was not synced, for whole runs of the packages above.

import type { Store } from '@muniment/storage';
import { CrashError, type Disk, folderStoreOn, SimulatedDisk } from '@muniment/storage/testing';
import { seededRandom } from '@muniment/test-kit';
import { copyHome, namesOf } from './archives.ts';

const ROOT = '/store';

/** A machine with a folder store that already holds the objects of `store`, durably. */
export async function machineWith(store: Store, seed: number): Promise<SimulatedDisk> {
  const machine = new SimulatedDisk({ writeBytes: 65_536, interleaveSeed: seed });
  machine.plant(ROOT, 'folder');
  const made = new Set<string>();
  for (const name of await namesOf(store)) {
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if (!made.has(folder)) machine.plant(`${ROOT}/${folder}`, 'folder');
      made.add(folder);
    }
    machine.plant(`${ROOT}/${name}`, 'file', await store.get(name));
  }
  return machine;
}

/** The folder store of a machine. */
export function storeOf(disk: Disk, seed: number): Store {
  const random = seededRandom(seed);
  return folderStoreOn(
    ROOT,
    {},
    {
      disk,
      now: () => Date.now(),
      random: (length) => random.bytes(length),
      sleep: async () => {},
    },
  );
}

/** A disk whose user loses power: `home` is copied to `keptHome` at that moment. */
export function watchedDisk(disk: Disk, home: string, keptHome: string): Disk {
  let isDead = false;
  const die = (error: unknown): never => {
    if (error instanceof CrashError && !isDead) {
      isDead = true;
      copyHome(home, keptHome);
    }
    throw error;
  };
  async function* entries(path: string): ReturnType<Disk['entries']> & AsyncGenerator {
    try {
      yield* disk.entries(path);
    } catch (error) {
      die(error);
    }
  }
  const watched = Object.entries(disk).map(([kind, operation]) => [
    kind,
    kind === 'entries'
      ? entries
      : (...args: never[]) => (operation as (...args: never[]) => Promise<unknown>)(...args).catch(die),
  ]);
  return Object.fromEntries(watched) as Disk;
}
