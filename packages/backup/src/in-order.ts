// Does in order what has to wait for something, while more of it is being found.

/** So many things wait at most: enough for the ids of a few batches of small files to be under way. */
const WAITING_MAX_COUNT = 2_048;
/** So many things in a row that wait for nothing but their turn: what they wait for comes in too seldom to make up a batch. */
const READY_MAX_COUNT = 128;

interface Waiting {
  run(): Promise<void> | undefined;
  isReady: boolean;
}

/** A queue of tasks, each with a value that may take its time. What gives a promise is to be awaited before the next call. */
export class InOrder<Value> {
  readonly #waiting: Waiting[] = [];
  /** How many came since the last with a value of its own. */
  #readyCount = 0;
  readonly #hurry: () => Promise<void>;

  /** @param hurry sees to it that all values are on their way */
  constructor(hurry: () => Promise<void>) {
    this.#hurry = hurry;
  }

  /** Runs `task` behind all that was added before, at once if nothing has to be waited for. @throws what tasks throw */
  add(task: () => Promise<void> | undefined): Promise<void> | undefined {
    if (this.#waiting.length === 0) return task();
    this.#waiting.push({ run: task, isReady: true });
    this.#readyCount++;
    return this.#run();
  }

  /** The same once there is a value for it. */
  addWith<T extends Value>(
    value: Promise<T>,
    task: (value: T) => Promise<void> | undefined,
  ): Promise<void> | undefined {
    const entry: Waiting = { run: async () => task(await value), isReady: false };
    const ready = (): void => {
      entry.isReady = true;
    };
    value.then(ready, ready);
    this.#waiting.push(entry);
    this.#readyCount = 0;
    return this.#run();
  }

  /** Runs all that is left. */
  async finish(): Promise<void> {
    await this.#hurry();
    await this.#runDownTo(0);
  }

  #run(): Promise<void> | undefined {
    if (this.#readyCount >= READY_MAX_COUNT) return this.finish();
    if (this.#waiting.length >= WAITING_MAX_COUNT) return this.#runHalf();
    return this.#waiting[0]?.isReady ? this.#runReady() : undefined;
  }

  async #runReady(): Promise<void> {
    while (this.#waiting[0]?.isReady) {
      const running = this.#runFirst();
      if (running !== undefined) await running;
    }
  }

  async #runHalf(): Promise<void> {
    await this.#runReady();
    if (this.#waiting.length < WAITING_MAX_COUNT) return;
    await this.#hurry();
    await this.#runDownTo(WAITING_MAX_COUNT / 2);
  }

  async #runDownTo(count: number): Promise<void> {
    while (this.#waiting.length > count) {
      const running = this.#runFirst();
      if (running !== undefined) await running;
    }
    this.#readyCount = 0;
  }

  #runFirst(): Promise<void> | undefined {
    return this.#waiting.shift()!.run();
  }
}
