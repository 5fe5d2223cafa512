// Walks on another thread, some way ahead of what is done with the files.

import { AnsweringThread } from './answering-thread.ts';
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
  const order: WalkOrder = { state: walk.state, patterns: exclusion.patterns, oneFileSystem, hidden, reads };
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MIB };
  const thread = new AnsweringThread<undefined, WalkBatch>('walk-thread', {
    workerData: order,
    name: 'muniment-walk',
    resourceLimits,
  });
  try {
    const batches = Array.from({ length: AHEAD_COUNT }, () => thread.ask(undefined));
    for (let isLast = false; !isLast; ) {
      const batch = await batches.shift()!;
      isLast = batch.isLast;
      batches.push(thread.ask(undefined));
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
