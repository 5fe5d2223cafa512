// A thread that walks: gives a batch of steps for each message.

import { parentPort, workerData } from 'node:worker_threads';
import { Exclusion } from './exclude.ts';
import type { Notice } from './types.ts';
import { nextBatch, type WalkOrder } from './walk-batch.ts';
import { Walk } from './walker.ts';

const BATCH_COUNT = 512;

const { state, patterns, oneFileSystem, hidden, reads } = workerData as WalkOrder;
const reported: Notice[] = [];
const walk = new Walk(state, {
  exclusion: new Exclusion(patterns),
  oneFileSystem,
  hidden,
  skipped: { add: (notice) => reported.push(notice) },
});

parentPort!.on('message', () => {
  const batch = nextBatch(walk, reported, BATCH_COUNT, reads);
  parentPort!.postMessage(batch, [batch.kinds.buffer, batch.stats.buffer, batch.content.buffer]);
});
