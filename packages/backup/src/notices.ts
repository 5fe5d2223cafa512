// Collects what a call reports beside its result.

import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Notice, Notices } from './types.ts';

const FIRST_COUNT = 1_000;

/** Passes notices on and keeps the first of them, so that a run over millions of bad files stays small. */
export class NoticeLog {
  readonly #first: Notice[] = [];
  readonly #onNotice: ((notice: Notice) => void) | undefined;
  #count = 0;

  constructor(onNotice?: (notice: Notice) => void) {
    this.#onNotice = onNotice;
  }

  get count(): number {
    return this.#count;
  }

  add(notice: Notice): void {
    this.#count++;
    if (this.#first.length < FIRST_COUNT) this.#first.push(notice);
    this.#onNotice?.(notice);
  }

  toNotices(): Notices {
    return { first: [...this.#first], count: this.#count };
  }
}

/** A notice about an error of ours; anything else is thrown on. */
export function noticeOf(error: unknown, about: { path?: string; object?: string } = {}): Notice {
  if (!isMunimentError(error)) throw error;
  const named = typeof error.details.object === 'string' ? error.details.object : undefined;
  return { code: error.code, message: error.message, path: about.path, object: about.object ?? named };
}

/** @throws ERR_INTERRUPTED once the signal says so */
export function assertGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MunimentError('ERR_INTERRUPTED');
}

const TURN_MS = 40;

/**
 * Lets the event loop turn now and then: a run that only makes synchronous calls and awaits settled promises would
 * never see a signal.
 */
export class Turns {
  #last = Date.now();

  /** To be awaited if it gives a promise. */
  next(): Promise<void> | undefined {
    const now = Date.now();
    if (now - this.#last < TURN_MS) return undefined;
    this.#last = now;
    return new Promise((done) => setImmediate(done));
  }
}
