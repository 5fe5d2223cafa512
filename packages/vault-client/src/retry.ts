// When to try again, and how long to wait before: exponential back-off with jitter, bounded.

import { type ErrorCode, isMunimentError, type MunimentError } from '@muniment/errors';

/** How often, and how patiently, a request is sent again. */
export interface RetryOptions {
  /** How often a request is sent at most; 5 unless told. */
  readonly attempts?: number;
  /** The first wait, before jitter; 500 ms unless told. Doubles each time. */
  readonly baseMs?: number;
  /** No wait is longer; 20 s unless told. What asks for a longer one fails at once. */
  readonly maxMs?: number;
}

/** Time and chance, which tests replace. */
export interface RetryEnvironment {
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

/** The platform's clock and dice. */
export const PLATFORM_RETRY: RetryEnvironment = {
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

const RETRIED: readonly ErrorCode[] = [
  'ERR_VAULT_UNAVAILABLE',
  'ERR_VAULT_RATE',
  'ERR_VAULT_UNCERTAIN',
  'ERR_CHANNEL_KEY',
];

/** True for failures that another try may mend: the same request costs nothing more, and is answered alike. */
function isPassing({ code, details }: MunimentError): boolean {
  if (code === 'ERR_VAULT_ANSWER') return details.isOpened === false;
  return RETRIED.includes(code) && details.isRenewed !== true;
}

/**
 * What `work` gives. Fails with the last error once it was tried often enough, or for what no second try mends.
 *
 * `work` is told how often it was tried before. Everything that is sent to a realm may be sent again: the realm knows a
 * repeated request by its digest.
 * Requirements: VAULT-157.
 */
export async function withRetries<T>(
  work: (tries: number) => Promise<T>,
  { attempts = 5, baseMs = 500, maxMs = 20_000 }: RetryOptions,
  { sleep, random }: RetryEnvironment,
): Promise<T> {
  if (!Number.isSafeInteger(attempts) || attempts < 1)
    throw new RangeError('attempts must be an integer from 1');
  for (let tries = 0; ; tries++) {
    try {
      return await work(tries);
    } catch (error) {
      if (!isMunimentError(error) || !isPassing(error) || tries + 1 >= attempts) throw error;
      const asked = askedFor(error);
      if (asked > maxMs) throw error;
      const ceiling = Math.min(maxMs, baseMs * 2 ** tries);
      // At least half of it, so that many clients neither hurry nor meet again.
      await sleep(Math.max(asked, ceiling / 2 + (random() * ceiling) / 2));
    }
  }
}

function askedFor({ details }: MunimentError): number {
  const { retryAfterMs } = details;
  return typeof retryAfterMs === 'number' ? retryAfterMs : 0;
}
