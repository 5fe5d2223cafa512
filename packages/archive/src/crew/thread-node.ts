// A thread of a crew: does what it is ordered, one piece after the other.

import { parentPort, workerData } from 'node:worker_threads';
import { SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { type Answer, type Order, READY, type SharedBytes, type ThreadKeys } from './orders.ts';
import { LocalWork, type Work } from './work.ts';

const { archiveId, dedupKey, epochs } = workerData as ThreadKeys;
const work: Work = new LocalWork({
  archiveId,
  dedupKey: takeSecret(dedupKey),
  epochs: epochs.map(({ number, key }) => ({ number, key: takeSecret(key) })),
});

const given: SharedArrayBuffer[] = [];

let last: Promise<void> = Promise.resolve();
parentPort!.on('message', (order: Order) => {
  given.push(...order.shares);
  last = last.then(async () => {
    const answer = await carryOut(order);
    parentPort!.postMessage(answer, [...ownMemory((answer as { result?: unknown }).result)]);
  });
});

parentPort!.postMessage(READY);

/** Memory that can go to the other thread without a copy: of bytes, alone or in a member, that fill it. */
function* ownMemory(value: unknown): Generator<ArrayBuffer> {
  if (value instanceof Uint8Array) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) yield buffer;
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) if (member instanceof Uint8Array) yield* ownMemory(member);
  }
}

async function carryOut({ number, work: name, args }: Order): Promise<Answer> {
  const bytes = args.map(bytesOf);
  try {
    const method = work[name] as (...args: readonly unknown[]) => Promise<unknown>;
    const result = await method.apply(work, bytes);
    const isShared = result instanceof Uint8Array && result.buffer instanceof SharedArrayBuffer;
    return { number, result: isShared ? undefined : result };
  } catch (error) {
    const { message } = error as Error;
    if (!isMunimentError(error)) return { number, code: undefined, message, details: {} };
    return { number, code: error.code, message, details: error.details };
  } finally {
    for (const each of bytes) letGo(each);
  }
}

/** Frees memory that came with an order: of what is so large, a collector that counts it for little would let some pile up. */
function letGo(arg: unknown): void {
  if (arg instanceof Uint8Array && arg.buffer instanceof ArrayBuffer) arg.buffer.transfer(0);
}

/** Holds a key that came with the thread, and wipes the copy that brought it. */
function takeSecret(bytes: Uint8Array): SecretBytes {
  const secret = SecretBytes.from(bytes);
  bytes.fill(0);
  return secret;
}

/** What an argument stands for. */
function bytesOf(arg: unknown): unknown {
  if (typeof arg !== 'object' || arg === null || !('share' in arg)) return arg;
  const { share, at, length } = arg as SharedBytes;
  return new Uint8Array(given[share], at, length);
}
