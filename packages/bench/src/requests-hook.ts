// Loaded before a command by NODE_OPTIONS: counts what the command asks of its store, and adds a line to a file at the end.

import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { folderStore, type Store } from '@muniment/storage';

const CALLS = ['put', 'get', 'stat', 'list', 'delete'] as const satisfies readonly (keyof Store)[];

if (isMainThread) {
  const counts = Object.fromEntries(CALLS.map((call) => [call, 0]));
  const stores = Object.getPrototypeOf(folderStore('.')) as Record<string, (...args: unknown[]) => unknown>;
  for (const call of CALLS) {
    const original = stores[call]!;
    stores[call] = function (this: unknown, ...args: unknown[]): unknown {
      counts[call]!++;
      return original.apply(this, args);
    };
  }
  process.on('exit', () => {
    appendFileSync(process.env.MUNIMENT_BENCH_REQUESTS!, `${JSON.stringify(counts)}\n`);
  });
}
