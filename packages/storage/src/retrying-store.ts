// Retries with back-off over any store. Implements spec/storage.md §10.

import { isMunimentError } from '@muniment/errors';
import type { ForeignEntry, ObjectInfo, ObjectRange, Store, SweepResult } from './store.ts';

/** One failed try that will be followed by another. */
export interface RetryNotice {
  readonly operation: keyof Store;
  /** The name, or the prefix, that the operation was about. */
  readonly name: string;
  /** 1 after the first failure. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: Error;
}

export interface RetryOptions {
  /** How often an operation is tried in all; 6 unless told. */
  readonly attempts?: number;
  /** The longest wait after the first failure; it doubles with every further one. 250 unless told. */
  readonly firstDelayMs?: number;
  /** No wait is longer than this; 20,000 unless told. */
  readonly longestDelayMs?: number;
  /** A number in [0, 1) for each wait. */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Told before each wait, so that a user can be. */
  readonly onRetry?: (notice: RetryNotice) => void;
}

/**
 * A store that tries again after ERR_STORE_IO and ERR_STORE_UNREACHABLE. A `put` that failed may have happened all the
 * same: when a later try finds the name taken, the object is read back, and if it has exactly these bytes the `put`
 * succeeded.
 *
 * ```ts
 * const store = retryingStore(folderStore('/mnt/nas/backup'), { attempts: 4 });
 * ```
 */
export function retryingStore(store: Store, options: RetryOptions = {}): Store {
  return new RetryingStore(store, options);
}

class RetryingStore implements Store {
  readonly #store: Store;
  readonly #attempts: number;
  readonly #firstDelayMs: number;
  readonly #longestDelayMs: number;
  readonly #random: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #onRetry: (notice: RetryNotice) => void;

  constructor(store: Store, options: RetryOptions) {
    this.#store = store;
    this.#attempts = options.attempts ?? 6;
    this.#firstDelayMs = options.firstDelayMs ?? 250;
    this.#longestDelayMs = options.longestDelayMs ?? 20_000;
    this.#random = options.random ?? Math.random;
    this.#sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
    this.#onRetry = options.onRetry ?? (() => {});
    if (!Number.isSafeInteger(this.#attempts) || this.#attempts < 1) {
      throw new RangeError('attempts must be a whole number above 0');
    }
    if (!(this.#firstDelayMs >= 0 && this.#longestDelayMs >= this.#firstDelayMs)) {
      throw new RangeError('delays must be at least 0, and the longest not below the first');
    }
  }

  // STORE-016, STORE-051
  async put(name: string, bytes: Uint8Array): Promise<void> {
    let mayHaveHappened = false;
    await this.#retry('put', name, async () => {
      try {
        await this.#store.put(name, bytes);
      } catch (error) {
        // Only the store's own "it exists" says that the object is durable; finding it with `get` would not (STORE-013).
        const ours = mayHaveHappened && isMunimentError(error, 'ERR_STORE_EXISTS');
        if (ours && (await this.#holds(name, bytes))) return;
        mayHaveHappened ||= isTransient(error);
        throw error;
      }
    });
  }

  get(name: string, range?: ObjectRange, room?: Uint8Array): Promise<Uint8Array> {
    return this.#retry('get', name, () => this.#store.get(name, range, room));
  }

  stat(name: string): Promise<ObjectInfo | undefined> {
    return this.#retry('stat', name, () => this.#store.stat(name));
  }

  delete(name: string): Promise<void> {
    return this.#retry('delete', name, () => this.#store.delete(name));
  }

  sweep(minimumAgeMs: number): Promise<SweepResult> {
    return this.#retry('sweep', '', () => this.#store.sweep(minimumAgeMs));
  }

  // STORE-053
  list(prefix: string): AsyncGenerator<ObjectInfo> {
    return this.#resume(
      'list',
      prefix,
      () => this.#store.list(prefix),
      (object) => object.name,
    );
  }

  listForeign(): AsyncGenerator<ForeignEntry> {
    return this.#resume(
      'listForeign',
      '',
      () => this.#store.listForeign(),
      (entry) => entry.path,
    );
  }

  async #holds(name: string, bytes: Uint8Array): Promise<boolean> {
    const info = await this.#store.stat(name);
    if (info?.size !== bytes.length) return false;
    const there = await this.#store.get(name);
    return there.length === bytes.length && there.every((byte, i) => byte === bytes[i]);
  }

  async #retry<T>(operation: keyof Store, name: string, run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        await this.#pause(operation, name, attempt, error);
      }
    }
  }

  /** A listing that starts again after a failure and leaves out what it has shown already. */
  async *#resume<T>(
    operation: keyof Store,
    name: string,
    start: () => AsyncIterable<T>,
    key: (item: T) => string,
  ): AsyncGenerator<T> {
    const shown = new Set<string>();
    for (let attempt = 1; ; attempt++) {
      try {
        for await (const item of start()) {
          if (shown.has(key(item))) continue;
          shown.add(key(item));
          attempt = 1;
          yield item;
        }
        return;
      } catch (error) {
        await this.#pause(operation, name, attempt, error);
      }
    }
  }

  /** Waits before the next try. @throws `error` if there is to be none (STORE-052) */
  async #pause(operation: keyof Store, name: string, attempt: number, error: unknown): Promise<void> {
    if (!isTransient(error) || attempt >= this.#attempts) throw error;
    const longest = Math.min(this.#longestDelayMs, this.#firstDelayMs * 2 ** (attempt - 1));
    // Between half and all of it: clients that failed together come back apart, and none comes back at once.
    const delayMs = longest * (0.5 + this.#random() / 2);
    this.#onRetry({ operation, name, attempt, delayMs, error });
    await this.#sleep(delayMs);
  }
}

// STORE-050
function isTransient(error: unknown): error is Error {
  return isMunimentError(error, 'ERR_STORE_IO') || isMunimentError(error, 'ERR_STORE_UNREACHABLE');
}
