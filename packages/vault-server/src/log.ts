// The gateway's log: one JSON object a line. Its fields are a closed list of numbers and names that this package chose, so
// that no token, account, message or address can get into it.

import { createHmac, randomBytes } from 'node:crypto';
import type { ErrorCode } from '@muniment/errors';

export type LogLevel = 'info' | 'warn' | 'error';

/** What a line is about. */
export type LogEvent =
  | 'listening'
  | 'request'
  | 'bad-http'
  | 'connection-refused'
  | 'closed'
  // Of the realm behind the gateway (realm-server.ts):
  | 'realm-opened'
  | 'realm-changed'
  | 'change-refused'
  | 'store-failed'
  | 'rolled-back'
  | 'swept'
  | 'sweep-failed'
  | 'descriptor-ends';

/** Everything that a line may say beside its time, level and event. */
export interface LogFields {
  /** Random, of one request; never taken from a client. */
  readonly request?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: ErrorCode | 'ok' | 'aborted';
  /** The code of the realm's error behind an ERR_INTERNAL or ERR_VAULT_UNAVAILABLE. */
  readonly cause?: ErrorCode | 'timeout' | 'other';
  readonly durationMs?: number;
  /** See `createPeerNames`. */
  readonly peer?: string;
  /** How many lines of this event were left out before this one. */
  readonly suppressed?: number;
  /** Of the descriptor in force. */
  readonly serial?: number;
  /** When the descriptor in force expires. */
  readonly expires?: string;
  /** On which library the elliptic curves are. */
  readonly suite?: 'libsodium' | 'noble';
  /** How many records, or channel keys, a sweep erased something of. */
  readonly records?: number;
  readonly channelKeys?: number;
}

/** Where lines go: a stream, or anything that takes text. */
export interface LogSink {
  write(line: string): unknown;
}

export interface Log {
  write(level: LogLevel, event: LogEvent, fields?: LogFields): void;
  /** Like `write`, at most `REFUSALS_PER_MINUTE` lines of one event a minute: whoever is refused cannot fill a disk. */
  refusal(event: LogEvent, fields: LogFields): void;
}

/** How many lines a minute one kind of refused traffic may cause. */
export const REFUSALS_PER_MINUTE = 60;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PEER_NAME_DIGITS = 16;

/**
 * A log that writes to `sink`. A sink that throws is no reason to stop serving: the line is lost.
 *
 * ```ts
 * createLog(process.stderr).write('info', 'request', { status: 200 });
 * ```
 *
 * @param now Unix milliseconds
 * Requirements: VAULT-115.
 */
export function createLog(sink: LogSink, now: () => number = Date.now): Log {
  const windows = new Map<LogEvent, { startMs: number; count: number; suppressed: number }>();

  function write(level: LogLevel, event: LogEvent, fields: LogFields = {}): void {
    try {
      sink.write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`);
    } catch {
      // Nowhere is left to report it.
    }
  }

  return {
    write,
    refusal(event, fields) {
      const nowMs = now();
      let window = windows.get(event);
      if (window === undefined || nowMs - window.startMs >= MINUTE_MS || nowMs < window.startMs) {
        window = { startMs: nowMs, count: 0, suppressed: window?.suppressed ?? 0 };
        windows.set(event, window);
      }
      if (window.count >= REFUSALS_PER_MINUTE) {
        window.suppressed++;
        return;
      }
      window.count++;
      const { suppressed } = window;
      window.suppressed = 0;
      write('warn', event, suppressed === 0 ? fields : { ...fields, suppressed });
    },
  };
}

/**
 * Names for addresses in lines about refused traffic: 16 hexadecimal digits of an HMAC under a random key that is kept in
 * memory and replaced each day (UTC). So lines of one source can be told from lines of others for a day, and nobody can
 * find the address of a name, or the names of an address, once the key is gone.
 */
export function createPeerNames(now: () => number = Date.now): (address: string) => string {
  let key = randomBytes(32);
  let day = Math.floor(now() / DAY_MS);
  return (address) => {
    const today = Math.floor(now() / DAY_MS);
    if (today !== day) {
      key = randomBytes(32);
      day = today;
    }
    return createHmac('sha256', key).update(address).digest('hex').slice(0, PEER_NAME_DIGITS);
  };
}
