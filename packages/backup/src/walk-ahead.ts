// Walks on another thread, some way ahead of what is done with the files.

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { stepsOf, type WalkBatch, type WalkOrder } from './walk-batch.ts';
import { Walk, type WalkOptions, type WalkRoot, type WalkStep } from './walker.ts';

/** So many steps are found here before a thread is started for the rest. */
const ALONE_COUNT = 2_048;
/** Batches that are asked for before their turn. */
const AHEAD_COUNT = 4;
/** For young objects of the thread, which die with their batch. */
const YOUNG_MIB = 4;

/**
 * The steps of a walk, in groups. Each group is to be passed through before the next is asked for.
 * @param hasThreads whether there may be threads beside this one
 * @param reads whether all files are going to be read: then a thread reads small ones too
 */
export async function* walkAhead(
  roots: readonly WalkRoot[],
  options: WalkOptions,
  { hasThreads, reads }: { readonly hasThreads: boolean; readonly reads: boolean },
): AsyncGenerator<Iterable<WalkStep>> {
  const walk = new Walk({ roots, levels: [] }, options);
  yield take(walk, hasThreads ? ALONE_COUNT : Number.POSITIVE_INFINITY);
  if (walk.isDone) return;
  const { exclusion, oneFileSystem, hidden, skipped } = options;
  const thread = new Thread({
    state: walk.state,
    patterns: exclusion.patterns,
    oneFileSystem,
    hidden,
    reads,
  });
  try {
    for (let isLast = false; !isLast; ) {
      const batch = await thread.next();
      isLast = batch.isLast;
      yield stepsOf(batch, (notice) => skipped.add(notice));
    }
  } finally {
    await thread.close();
  }
}

function* take(walk: Walk, count: number): Generator<WalkStep> {
  for (let i = 0; i < count; i++) {
    const step = walk.next();
    if (step === undefined) return;
    yield step;
  }
}

/** A thread that walks. */
class Thread {
  readonly #worker: Worker;
  /** What it has been asked for, in order, and of that what it has not given yet. */
  readonly #batches: Promise<WalkBatch>[] = [];
  readonly #waiting: PromiseWithResolvers<WalkBatch>[] = [];
  #failure: unknown;

  constructor(order: WalkOrder) {
    const file = new URL(`./walk-thread${extname(import.meta.url)}`, import.meta.url);
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MIB };
    this.#worker = new Worker(file, {
      workerData: order,
      execArgv: [],
      name: 'muniment-walk',
      resourceLimits,
    });
    this.#worker.on('message', (batch: WalkBatch) => this.#waiting.shift()!.resolve(batch));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a thread ended before its work')));
  }

  async next(): Promise<WalkBatch> {
    while (this.#batches.length < AHEAD_COUNT) this.#ask();
    return this.#batches.shift()!;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(): void {
    const asked = Promise.withResolvers<WalkBatch>();
    // Whoever waits for it is told; a run that ends before has no use for it.
    asked.promise.catch(() => {});
    this.#batches.push(asked.promise);
    if (this.#failure !== undefined) {
      asked.reject(this.#failure);
      return;
    }
    this.#waiting.push(asked);
    this.#worker.postMessage(undefined);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
