// Runs several devices in one process and decides, before each store operation, which of them goes on.

import type { Store } from '@muniment/storage';
import { type SeededRandom, seededRandom } from '@muniment/test-kit';

/** A device that reaches no store operation in this time is waiting for something, and the others go on without it. */
const IDLE_MS = 150;
/** Who goes on: as a seed decides, or one device until it is about to do something for the n-th time, then all others. */
export type Plan = { readonly seed: number } | { readonly stopped: number; readonly before: number };

/**
 * How probable it is that the device that went last goes on before an operation that others can see or that looks at what
 * others did: from strict alternation to long stretches. What others do seldom matters to reading one object.
 */
const STICKINESS = [0, 0.5, 0.8, 0.95] as const;
const STICKINESS_OF_READING = 0.95;

interface Turn {
  readonly isReading: boolean;
  take(): Promise<void>;
}

interface Device {
  /** Operations that wait for their turn. */
  readonly waiting: Turn[];
  isRunning: boolean;
  isIdle: boolean;
  /** How many operations that matter to others it has done. */
  visibleCount: number;
}

/** Lets devices take turns at one store. */
export class Interleaver {
  /** Which device did which operation, for messages. */
  readonly log: string[] = [];
  readonly #store: Store;
  readonly #plan: Plan;
  readonly #random: SeededRandom;
  readonly #devices: Device[] = [];
  readonly #stickiness: number;
  #last: Device | undefined;
  #wake: () => void = () => {};

  constructor(store: Store, plan: Plan) {
    this.#store = store;
    this.#plan = plan;
    this.#random = seededRandom('seed' in plan ? plan.seed : 0);
    this.#stickiness = this.#random.pick(STICKINESS);
  }

  /** How many operations that matter to others each device has done. */
  get visibleCounts(): number[] {
    return this.#devices.map(({ visibleCount }) => visibleCount);
  }

  /** The operations that matter to others, in order, with names cut short. */
  story(): string {
    return this.log
      .filter((line) => !/^. (?:get|stat) /.test(line))
      .map((line) => line.replace(/(packs\/..\/.{4}|marks\/.{12}|heads\/0{10}.{18}|keyring\/.{12}).*/, '$1'))
      .join('\n');
  }

  /**
   * Runs one task for each device at once, each with its own view of the store, until all have ended.
   * @returns what became of each
   */
  async run<T>(tasks: readonly ((store: Store) => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    const ends = tasks.map(async (task, index) => {
      const device: Device = { waiting: [], isRunning: true, isIdle: false, visibleCount: 0 };
      this.#devices.push(device);
      try {
        return await task(this.#view(device, String.fromCharCode(0x41 + index)));
      } finally {
        device.isRunning = false;
        this.#wake();
      }
    });
    const settled = Promise.allSettled(ends);
    while (this.#devices.some(({ isRunning }) => isRunning)) {
      const ready = await this.#allAtStore();
      if (ready.length === 0) continue;
      this.#last = this.#choose(ready);
      const turn = this.#last.waiting.shift()!;
      if (!turn.isReading) this.#last.visibleCount++;
      await turn.take();
    }
    return settled;
  }

  #choose(ready: readonly Device[]): Device {
    if ('seed' in this.#plan) {
      const last = this.#last;
      const goesOn = last !== undefined && ready.includes(last) && this.#staysWith(last);
      return goesOn ? last : this.#random.pick(ready);
    }
    const stopped = this.#devices[this.#plan.stopped]!;
    const isStopped = stopped.visibleCount >= this.#plan.before && stopped.waiting[0]?.isReading !== true;
    return ready.find((device) => (device === stopped) !== isStopped) ?? ready[0]!;
  }

  #staysWith({ waiting: [next] }: Device): boolean {
    const stickiness = next!.isReading ? STICKINESS_OF_READING : this.#stickiness;
    return this.#random.below(1_000) < stickiness * 1_000;
  }

  /** Waits until every running device waits for its turn, but for those that are idle. */
  async #allAtStore(): Promise<Device[]> {
    for (;;) {
      const running = this.#devices.filter(({ isRunning }) => isRunning);
      const ready = running.filter(({ waiting }) => waiting.length > 0);
      if (
        running.every((device) => device.isIdle || ready.includes(device)) &&
        (ready.length > 0 || running.length === 0)
      ) {
        return ready;
      }
      const timer = setTimeout(() => {
        for (const device of running) if (device.waiting.length === 0) device.isIdle = true;
        this.#wake();
      }, IDLE_MS);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
      clearTimeout(timer);
    }
  }

  #view(device: Device, label: string): Store {
    const store = this.#store;
    const turn = <T>(what: string, operation: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        const take = async (): Promise<void> => {
          this.log.push(`${label} ${what}`);
          try {
            resolve(await operation());
          } catch (error) {
            reject(error);
          }
        };
        device.waiting.push({ isReading: /^(?:get|stat) /.test(what), take });
        device.isIdle = false;
        this.#wake();
      });
    async function* listing<T>(what: string, items: () => AsyncIterable<T>): AsyncGenerator<T> {
      yield* await turn(what, () => Array.fromAsync(items()));
    }
    return {
      put: (name, bytes) => turn(`put ${name}`, () => store.put(name, bytes)),
      get: (name, range) => turn(`get ${name}`, () => store.get(name, range)),
      stat: (name) => turn(`stat ${name}`, () => store.stat(name)),
      delete: (name) => turn(`delete ${name}`, () => store.delete(name)),
      sweep: (minimumAgeMs) => turn('sweep', () => store.sweep(minimumAgeMs)),
      list: (prefix) => listing(`list ${prefix}`, () => store.list(prefix)),
      listForeign: () => listing('list foreign', () => store.listForeign()),
    };
  }
}
