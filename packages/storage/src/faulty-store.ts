// A store that fails on purpose, for tests of everything above the store contract.

import { type ErrorCode, MunimentError } from '@muniment/errors';
import { CrashError } from './crash-error.ts';
import { seededNumbers } from './seeded.ts';
import type { ForeignEntry, ObjectInfo, ObjectRange, Store, SweepResult } from './store.ts';

/**
 * What goes wrong with one operation.
 * - `before`: it fails and never reaches the store
 * - `after`: it happens, but the caller sees a failure
 * - `truncate`: `put` keeps only a prefix and reports success; `get` returns only a prefix
 * - `tear`: `put` keeps only a prefix and reports a failure
 * - `corrupt`: one bit of what `put` keeps, or of what `get` returns, is flipped
 */
export type Fault = 'before' | 'after' | 'truncate' | 'tear' | 'corrupt';

const FAULTS: Readonly<Record<keyof Store, readonly Fault[]>> = {
  put: ['before', 'after', 'truncate', 'tear', 'corrupt'],
  get: ['before', 'after', 'truncate', 'corrupt'],
  list: ['before', 'after'],
  listForeign: ['before', 'after'],
  stat: ['before', 'after'],
  delete: ['before', 'after'],
  sweep: ['before', 'after'],
};

/** One call of a store operation, in the order of the calls. */
export interface StoreOperation {
  /** 1 for the first call. */
  readonly index: number;
  readonly kind: keyof Store;
  /** The object, the prefix, or `''`. */
  readonly name: string;
}

/** What goes wrong and when; the same plan makes the same failures for the same calls. */
export interface FaultPlan {
  readonly seed: number;
  /** The probability of each fault for each operation that can have it; 0 unless told. */
  readonly rates?: Readonly<Partial<Record<Fault, number>>>;
  /** Decides by itself; asked first. */
  readonly choose?: (operation: StoreOperation) => Fault | undefined;
  /** The code that injected failures carry; ERR_STORE_IO unless told. */
  readonly code?: ErrorCode;
  /**
   * For so many operations after a `put` or `delete`, each listing may hide the new object or show the deleted one,
   * with even chance; 0 unless told.
   */
  readonly staleOperations?: number;
}

/** A store with faults, its record, and its switch. */
export interface FaultyStore extends Store {
  /** Every call so far, refused and failed ones included. */
  readonly operations: readonly (StoreOperation & { readonly fault: Fault | undefined })[];
  /** True from the operation that crashed until `heal`. */
  readonly crashed: boolean;
  /**
   * The next `count` operations run as planned; the one after them, and all that follow, throw a CrashError. With
   * `reaching`, that one still takes effect in the store.
   */
  crashAfter(count: number, options?: { reaching?: boolean }): void;
  /** Ends all faults, stale listings and the crash: the store after a restart, on a good day. */
  heal(): void;
}

/**
 * Puts faults over `store`.
 *
 * ```ts
 * const store = faultyStore(memoryStore(), { seed: 1, rates: { after: 0.1 }, staleOperations: 5 });
 * ```
 */
export function faultyStore(store: Store, plan: FaultPlan): FaultyStore {
  return new FaultInjector(store, plan);
}

interface Recent {
  readonly index: number;
  readonly kind: 'put' | 'delete';
  readonly info: ObjectInfo;
}

class FaultInjector implements FaultyStore {
  readonly operations: (StoreOperation & { readonly fault: Fault | undefined })[] = [];
  readonly #store: Store;
  readonly #plan: FaultPlan;
  readonly #chance: () => number;
  #recent: Recent[] = [];
  #healthy = false;
  #crashed = false;
  #crashAt = Number.POSITIVE_INFINITY;
  #crashReaches = false;

  constructor(store: Store, plan: FaultPlan) {
    this.#store = store;
    this.#plan = plan;
    this.#chance = seededNumbers(plan.seed);
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  crashAfter(count: number, options: { reaching?: boolean } = {}): void {
    this.#crashAt = this.operations.length + count + 1;
    this.#crashReaches = options.reaching ?? false;
  }

  heal(): void {
    this.#healthy = true;
    this.#crashed = false;
    this.#crashAt = Number.POSITIVE_INFINITY;
    this.#recent = [];
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.#run('put', name, async (fault, index) => {
      const kept = this.#spoil(fault, bytes);
      await this.#store.put(name, kept);
      this.#remember({ index, kind: 'put', info: { name, size: kept.length } });
      if (fault === 'tear') throw this.#failure(`put ${name} was torn`);
    });
  }

  async get(name: string, range?: ObjectRange, room?: Uint8Array): Promise<Uint8Array> {
    return await this.#run('get', name, async (fault) =>
      this.#spoil(fault, await this.#store.get(name, range, room)),
    );
  }

  async stat(name: string): Promise<ObjectInfo | undefined> {
    return await this.#run('stat', name, () => this.#store.stat(name));
  }

  async delete(name: string): Promise<void> {
    await this.#run('delete', name, async (_fault, index) => {
      const info = (this.#plan.staleOperations ?? 0) > 0 ? await this.#store.stat(name) : undefined;
      await this.#store.delete(name);
      if (info !== undefined) this.#remember({ index, kind: 'delete', info });
    });
  }

  async sweep(minimumAgeMs: number): Promise<SweepResult> {
    return await this.#run('sweep', '', () => this.#store.sweep(minimumAgeMs));
  }

  list(prefix: string): AsyncGenerator<ObjectInfo> {
    return this.#iterate('list', prefix, async (index) => {
      const listed = await Array.fromAsync(this.#store.list(prefix));
      return this.#makeStale(listed, prefix, index);
    });
  }

  listForeign(): AsyncGenerator<ForeignEntry> {
    return this.#iterate('listForeign', '', () => Array.fromAsync(this.#store.listForeign()));
  }

  async #run<T>(
    kind: keyof Store,
    name: string,
    effect: (fault: Fault | undefined, index: number) => Promise<T>,
  ): Promise<T> {
    const { index, fault } = this.#begin(kind, name);
    if (this.#crashed) {
      if (index === this.#crashAt && this.#crashReaches) await effect(undefined, index).catch(() => {});
      throw new CrashError(`crashed at ${kind} ${name}`);
    }
    if (fault === 'before') throw this.#failure(`${kind} ${name} did not reach the store`);
    const result = await effect(fault, index);
    // A crash ends every call that is under way, not only later ones.
    if (this.#crashed) throw new CrashError(`crashed during ${kind} ${name}`);
    if (fault === 'after') throw this.#failure(`the answer to ${kind} ${name} was lost`);
    return result;
  }

  /** A listing is one operation; a failure `after` comes halfway through it. */
  async *#iterate<T>(
    kind: keyof Store,
    name: string,
    load: (index: number) => Promise<T[]>,
  ): AsyncGenerator<T> {
    const { index, fault } = this.#begin(kind, name);
    if (this.#crashed) throw new CrashError(`crashed at ${kind} ${name}`);
    if (fault === 'before') throw this.#failure(`${kind} ${name} did not reach the store`);
    const items = await load(index);
    const shown = fault === 'after' ? Math.floor(items.length / 2) : items.length;
    for (const item of items.slice(0, shown)) {
      if (this.#crashed) throw new CrashError(`crashed during ${kind} ${name}`);
      yield item;
    }
    if (fault === 'after') throw this.#failure(`${kind} ${name} broke off`);
  }

  #begin(kind: keyof Store, name: string): { index: number; fault: Fault | undefined } {
    const operation = { index: this.operations.length + 1, kind, name };
    const fault = this.#healthy ? undefined : (this.#plan.choose?.(operation) ?? this.#draw(kind));
    this.operations.push({ ...operation, fault });
    if (operation.index >= this.#crashAt) this.#crashed = true;
    return { index: operation.index, fault };
  }

  #draw(kind: keyof Store): Fault | undefined {
    let drawn: Fault | undefined;
    // Every rate takes one number, so that changing one leaves the others' draws alone.
    for (const fault of FAULTS[kind]) {
      if (this.#chance() < (this.#plan.rates?.[fault] ?? 0)) drawn ??= fault;
    }
    return drawn;
  }

  #spoil(fault: Fault | undefined, bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return bytes;
    const at = Math.floor(this.#chance() * bytes.length);
    if (fault === 'truncate' || fault === 'tear') return bytes.slice(0, at);
    if (fault !== 'corrupt') return bytes;
    const spoiled = Uint8Array.from(bytes);
    spoiled[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(this.#chance() * 8));
    return spoiled;
  }

  #remember(recent: Recent): void {
    if ((this.#plan.staleOperations ?? 0) > 0 && !this.#healthy) this.#recent.push(recent);
  }

  #makeStale(listed: ObjectInfo[], prefix: string, index: number): ObjectInfo[] {
    const oldest = index - (this.#plan.staleOperations ?? 0);
    this.#recent = this.#recent.filter((recent) => recent.index >= oldest);
    const view = new Map(listed.map((info) => [info.name, info]));
    for (const { kind, info } of this.#recent) {
      if (!info.name.startsWith(prefix) || this.#chance() < 0.5) continue;
      if (kind === 'put') view.delete(info.name);
      else view.set(info.name, info);
    }
    return [...view.values()];
  }

  #failure(message: string): MunimentError {
    return new MunimentError(this.#plan.code ?? 'ERR_STORE_IO', `injected: ${message}`);
  }
}
