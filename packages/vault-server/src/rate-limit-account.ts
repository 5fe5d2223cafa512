// How often one account may ask. The realm calls it once a token has verified: the gateway cannot see accounts.

const MINUTE_MS = 60_000;
const DEFAULT_PER_MINUTE = 30;
const DEFAULT_MAX_ENTRIES = 100_000;

export interface AccountLimiterOptions {
  /** Requests a minute, which may come all at once; 30 unless told. */
  readonly perMinute?: number | undefined;
  /** How many accounts are remembered; 100,000 unless told, about 15 MB. */
  readonly maxEntries?: number | undefined;
  /** Milliseconds; `Date.now` unless told. */
  readonly clock?: (() => number) | undefined;
}

/** What the limiter says to one request. */
export type AccountLimit =
  | { readonly allowed: true }
  /** `retryAfterMs`: from then on the next request is allowed, if none comes before. */
  | { readonly allowed: false; readonly retryAfterMs: number };

export interface AccountLimiter {
  /** Counts a request of the account with this handle. A request that is not allowed costs nothing. */
  take(handle: Uint8Array): AccountLimit;
  /** How many accounts are remembered now. */
  readonly size: number;
}

/**
 * A limiter with a full bucket of `perMinute` requests for each account, refilled evenly.
 *
 * Beyond `maxEntries` the account that was quiet longest is forgotten and begins with a full bucket again. Who wants to
 * cause that needs tokens for as many accounts; the count of password guesses is kept elsewhere and is not affected.
 *
 * ```ts
 * const limit = createAccountLimiter({ perMinute: 30 }).take(handle);
 * if (!limit.allowed) return busy(limit.retryAfterMs);
 * ```
 *
 * @throws RangeError for options that are not whole numbers above 0
 */
export function createAccountLimiter(options: AccountLimiterOptions = {}): AccountLimiter {
  const { perMinute = DEFAULT_PER_MINUTE, maxEntries = DEFAULT_MAX_ENTRIES, clock = Date.now } = options;
  for (const [name, value] of Object.entries({ perMinute, maxEntries })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`${name} must be a whole number above 0`);
  }
  const intervalMs = MINUTE_MS / perMinute;
  // When the bucket of an account will be full again; in the order of last use, which a Map keeps.
  const fullAt = new Map<string, number>();

  return {
    take(handle) {
      const key = Buffer.from(handle.buffer, handle.byteOffset, handle.length).toString('latin1');
      const nowMs = clock();
      // Never more than a minute ahead, so that a clock that was set back locks nobody out for longer.
      const knownMs = Math.min(fullAt.get(key) ?? 0, nowMs + MINUTE_MS);
      const nextMs = Math.max(knownMs, nowMs) + intervalMs;
      const excessMs = nextMs - nowMs - MINUTE_MS;
      // Sums of fractions of a minute miss it by less than this.
      const allowed = excessMs < 1e-3;
      fullAt.delete(key);
      fullAt.set(key, allowed ? nextMs : knownMs);
      if (fullAt.size > maxEntries) fullAt.delete(fullAt.keys().next().value!);
      return allowed ? { allowed } : { allowed, retryAfterMs: Math.ceil(excessMs) };
    },
    get size() {
      return fullAt.size;
    },
  };
}
