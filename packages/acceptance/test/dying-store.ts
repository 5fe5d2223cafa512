// A store whose process dies at one of its operations: what the device keeps is copied at that very moment, since nothing
// that the process does afterwards happens after a real SIGKILL.

import type { Store } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { copyHome } from './archives.ts';

/** When a process dies. */
export interface Death {
  /** So many store operations run; the one after them is the last. */
  readonly after: number;
  /** True if that one still takes effect in the store. */
  readonly reaching: boolean;
}

export interface DyingStore extends Store {
  readonly isDead: boolean;
  /** How many operations there were. */
  readonly operationCount: number;
}

/** Copies `home` to `keptHome` when the process dies. */
export function dyingStore(
  store: Store,
  { after, reaching }: Death,
  home: string,
  keptHome: string,
): DyingStore {
  const faulty = faultyStore(store, { seed: 1 });
  faulty.crashAfter(after, { reaching });
  let isDead = false;
  const die = (error: unknown): never => {
    if (error instanceof CrashError && !isDead) {
      isDead = true;
      copyHome(home, keptHome);
    }
    throw error;
  };
  async function* dyingList<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* items;
    } catch (error) {
      die(error);
    }
  }
  return {
    put: (name, bytes) => faulty.put(name, bytes).catch(die),
    get: (name, range) => faulty.get(name, range).catch(die),
    stat: (name) => faulty.stat(name).catch(die),
    delete: (name) => faulty.delete(name).catch(die),
    sweep: (minimumAgeMs) => faulty.sweep(minimumAgeMs).catch(die),
    list: (prefix) => dyingList(faulty.list(prefix)),
    listForeign: () => dyingList(faulty.listForeign()),
    get isDead() {
      return isDead;
    },
    get operationCount() {
      return faulty.operations.length;
    },
  };
}
