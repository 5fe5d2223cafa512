// A thread that makes small files.

import { parentPort } from 'node:worker_threads';
import { FileMaker, type FileOrder } from './new-file.ts';

const maker = new FileMaker();

parentPort!.on('message', ({ orders, bytes }: { orders: FileOrder[]; bytes: Uint8Array<ArrayBuffer> }) => {
  const outcomes = maker.make(orders, bytes);
  // It came with the message, and nothing else would free it soon.
  bytes.buffer.transfer(0);
  parentPort!.postMessage(outcomes);
});
