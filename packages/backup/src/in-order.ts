// Does in order what has to wait for something, while more of it is being found.

/** So many things wait at most: enough for the ids of a few batches of small files to be under way. */
const WAITING_MAX_COUNT = 2_048;

interface Waiting {
  run(): Promise<void>;
  isReady: boolean;
}

/** A queue of tasks, each with a value that may take its time. */
export class InOrder<Value> {
  readonly #waiting: Waiting[] = [];
  readonly #hurry: () => Promise<void>;

  /** @param hurry sees to it that all values settle */
  constructor(hurry: () => Promise<void>) {
    this.#hurry = hurry;
  }

  /** Runs `task` behind all that was added before, at once if nothing has to be waited for. @throws what tasks throw */
  async add(task: () => Promise<void>): Promise<void> {
    if (this.#waiting.length === 0) await task();
    else await this.addWith(NOTHING, task);
  }

  /** The same once there is a value for it. */
  async addWith<T extends Value | undefined>(
    value: Promise<T>,
    task: (value: T) => Promise<void>,
  ): Promise<void> {
    const entry: Waiting = { run: async () => task(await value), isReady: false };
    const ready = (): void => {
      entry.isReady = true;
    };
    value.then(ready, ready);
    this.#waiting.push(entry);
    await this.#run();
  }

  /** Runs all that is left. */
  async finish(): Promise<void> {
    await this.#hurry();
    while (this.#waiting.length > 0) await this.#runFirst();
  }

  async #run(): Promise<void> {
    while (this.#waiting[0]?.isReady) await this.#runFirst();
    if (this.#waiting.length < WAITING_MAX_COUNT) return;
    await this.#hurry();
    while (this.#waiting.length > WAITING_MAX_COUNT / 2) await this.#runFirst();
  }

  async #runFirst(): Promise<void> {
    await this.#waiting.shift()!.run();
  }
}

const NOTHING: Promise<undefined> = Promise.resolve(undefined);
