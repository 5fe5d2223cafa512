// Reads what stands on the command line: places, counts, spans of time.

import { MunimentError } from '@muniment/errors';
import { InvalidArgumentError } from 'commander';
import { DAY_MS } from './format.ts';

/** Where a gateway listens unless told. */
export const DEFAULT_LISTEN = '127.0.0.1:7677';
/** Where clients find it then. */
export const DEFAULT_VAULT_URL: string = `http://${DEFAULT_LISTEN}`;

const TOKEN_MINUTES_MAX = 5;
const PORT_MAX = 65_535;
const FREEZE_MAX_MS = 3 * DAY_MS;
const URL_SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const WINDOWS_DRIVE = /^[a-z]:/i;
const KEEP_MAX = 1_000_000;
const JOBS_MAX = 64;
const SPAN_UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * The folder that STORE names.
 * @throws ERR_USAGE for a URL: a folder called `s3:` in the working directory is nobody's wish
 */
export function parseStore(text: string): string {
  if (text === '') throw new MunimentError('ERR_USAGE', 'STORE is empty');
  if (URL_SCHEME.test(text) && !WINDOWS_DRIVE.test(text)) {
    throw new MunimentError(
      'ERR_USAGE',
      `STORE is the path of a folder; ${text} looks like a URL, which this release cannot use`,
    );
  }
  return text;
}

/** A whole number from 1 to 1,000,000. */
export function parseCount(text: string): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > KEEP_MAX) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

/** How many threads work, a whole number from 1 to 64. */
export function parseJobs(text: string): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > JOBS_MAX)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${JOBS_MAX}.`);
  return value;
}

/** A percentage above 0, with or without its sign. */
export function parsePercent(text: string): number {
  const value = /^\d{1,3}(?:\.\d{1,6})?%?$/.test(text) ? Number.parseFloat(text) : 0;
  if (value <= 0 || value > 100) throw new InvalidArgumentError('It must be like 5% and at most 100%.');
  return value;
}

/** A span of time such as `90m`, `36h`, `30d`, `2w`, in milliseconds. */
export function parseSpan(text: string): number {
  const found = /^(\d{1,6})([smhdw])$/.exec(text);
  if (found === null) throw new InvalidArgumentError('It must be like 90m, 36h, 30d or 2w.');
  return Number(found[1]) * SPAN_UNITS_MS[found[2]!]!;
}

/** For how long a vault takes no password: at most 72 hours. */
export function parseFreeze(text: string): number {
  const value = parseSpan(text);
  if (value < 1 || value > FREEZE_MAX_MS) throw new InvalidArgumentError('It must be at most 72h.');
  return value;
}

/** Adds a value to those of an option that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** A host and a port, such as `127.0.0.1:7677` or `[::1]:0`. */
export function parseListen(text: string): { readonly host: string; readonly port: number } {
  const [, six, host, port] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) > PORT_MAX) {
    throw new InvalidArgumentError('It must be like 127.0.0.1:7677 or [::1]:7677.');
  }
  return { host: (six ?? host)!, port: Number(port) };
}

/** For how many minutes a token is valid: 1 to 5. */
export function parseTokenMinutes(text: string): number {
  const value = /^\d$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > TOKEN_MINUTES_MAX) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${TOKEN_MINUTES_MAX}.`);
  }
  return value;
}
