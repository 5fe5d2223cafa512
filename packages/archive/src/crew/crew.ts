// Who does the work: this thread, or several others where the runtime has them.

import type { CryptoProvider } from '@muniment/crypto';
import type { PackKeys } from '../archive-keys.ts';
import { LocalWork, type Work } from './work.ts';

/** Does work, several pieces at once if it has threads. To be closed when the last piece is done or given up. */
export interface Crew extends Work {
  /** How many pieces of work are done at the same time. */
  readonly size: number;
  /** Zeros that all of the crew can work on without a copy. */
  buffer(length: number): Uint8Array;
  /** Copies bytes, of which some may lie in such a buffer, to a place in others. */
  copy(target: Uint8Array, at: number, source: Uint8Array): void;
  close(): Promise<void>;
}

/** How many pieces of work to have under way: one in hand and three waiting for each of a crew of threads, since this one is away at times. */
export function aheadCount({ size }: Crew): number {
  return size === 1 ? 0 : 4 * size;
}

export interface CrewOptions {
  /** Threads; 1 for none but this. By default as many as there are processors, four at most. */
  readonly jobs?: number | undefined;
  /** Bytes of work that are known to come: where they are many, the threads are started at once. */
  readonly bytes?: number | undefined;
  /** Keeps the work on this thread. */
  readonly provider?: CryptoProvider | undefined;
}

/** A crew of one: this thread. */
export class LocalCrew extends LocalWork implements Crew {
  readonly size = 1;

  constructor(keys: PackKeys, provider?: CryptoProvider) {
    super(keys, provider);
  }

  buffer(length: number): Uint8Array {
    return new Uint8Array(length);
  }

  copy(target: Uint8Array, at: number, source: Uint8Array): void {
    target.set(source, at);
  }

  async close(): Promise<void> {}
}
