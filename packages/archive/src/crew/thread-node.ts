// A thread of a crew: does what it is ordered, one piece after the other.

import { parentPort, workerData } from 'node:worker_threads';
import { SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import type { Answer, Order, ThreadKeys } from './orders.ts';
import { LocalWork, type Work } from './work.ts';

const { archiveId, dedupKey, epochs } = workerData as ThreadKeys;
const work: Work = new LocalWork({
  archiveId,
  dedupKey: takeSecret(dedupKey),
  epochs: epochs.map(({ number, key }) => ({ number, key: takeSecret(key) })),
});

let last: Promise<void> = Promise.resolve();
parentPort!.on('message', (order: Order) => {
  last = last.then(async () => {
    const answer = await carryOut(order);
    const { result } = answer as { result?: unknown };
    const isBytes = result instanceof Uint8Array && result.buffer.byteLength === result.byteLength;
    parentPort!.postMessage(answer, isBytes ? [result.buffer as ArrayBuffer] : []);
  });
});

async function carryOut({ number, work: name, args }: Order): Promise<Answer> {
  try {
    const method = work[name] as (...args: readonly unknown[]) => Promise<unknown>;
    return { number, result: await method.apply(work, args as unknown[]) };
  } catch (error) {
    const { message } = error as Error;
    if (!isMunimentError(error)) return { number, code: undefined, message, details: {} };
    return { number, code: error.code, message, details: error.details };
  }
}

/** Holds a key that came with the thread, and wipes the copy that brought it. */
function takeSecret(bytes: Uint8Array): SecretBytes {
  const secret = SecretBytes.from(bytes);
  bytes.fill(0);
  return secret;
}
