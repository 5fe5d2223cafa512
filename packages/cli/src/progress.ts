// One honest line about how far a run is: redrawn on a terminal, repeated now and then elsewhere, an event with --json.

import { formatBytes, formatCount, formatDuration } from './format.ts';
import type { Output } from './output.ts';

/** Where a run stands. Totals are left out while they are not known. */
export interface ProgressState {
  /** Its name for programs. */
  readonly phase: string;
  /** What is being done, as a gerund: `Reading`. */
  readonly label: string;
  readonly doneBytes: number;
  readonly totalBytes?: number | undefined;
  readonly doneItems: number;
  readonly totalItems?: number | undefined;
  /** What an item is: `file`. */
  readonly item: string;
}

const REDRAW_MS = 100;
const PLAIN_MS = 10_000;
const EVENT_MS = 1_000;
/** The rate is that of the last ten seconds: long enough to be steady, short enough to follow a slow disk. */
const RATE_WINDOW_MS = 10_000;
const SAMPLE_MS = 250;
/** No time left is guessed from less than this. */
const ESTIMATE_AFTER_MS = 2_000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly items: number;
}

/** What is done in a second. */
interface Rate {
  readonly bytes: number;
  readonly items: number;
}

/** Turns states into lines. */
export class ProgressReport {
  readonly #output: Output;
  readonly #mode: 'terminal' | 'plain' | 'json';
  #phase = '';
  #samples: Sample[] = [];
  #shownAt = 0;
  #isDrawn = false;

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#mode = json ? 'json' : process.stderr.isTTY ? 'terminal' : 'plain';
  }

  update(state: ProgressState): void {
    const now = performance.now();
    const isNewPhase = state.phase !== this.#phase;
    if (isNewPhase) {
      this.#phase = state.phase;
      this.#samples = [];
      // The first line of a plain log comes after a while, so that a short run leaves no progress in it.
      if (this.#mode === 'plain') this.#shownAt = now;
    }
    this.#sample(now, state);
    const interval = { terminal: REDRAW_MS, plain: PLAIN_MS, json: EVENT_MS }[this.#mode];
    if (now - this.#shownAt < interval && !(isNewPhase && this.#mode !== 'plain')) return;
    this.#shownAt = now;
    this.#show(state);
  }

  /** Ends the phase: the next state starts anew. */
  end(): void {
    this.clear();
    this.#phase = '';
  }

  /** Takes the drawn line off the terminal. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#output.writeStderrRaw('\r\x1b[K');
  }

  #show(state: ProgressState): void {
    const rate = this.#rate();
    const left = timeLeft(state, rate);
    if (this.#mode === 'json') {
      const { phase, doneBytes, totalBytes, item, doneItems, totalItems } = state;
      this.#output.event('progress', {
        phase,
        doneBytes,
        totalBytes,
        item,
        doneItems,
        totalItems,
        bytesPerSecond: rate === undefined ? undefined : Math.round(rate.bytes),
        secondsLeft: left === undefined ? undefined : Math.round(left / 1000),
      });
      return;
    }
    const line = progressLine(state, rate?.bytes, left);
    if (this.#mode === 'plain') {
      this.#output.writeStderrRaw(`${line}\n`);
      return;
    }
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    this.#output.writeStderrRaw(`\r${line.slice(0, width)}\x1b[K`);
    this.#isDrawn = true;
  }

  #sample(now: number, { doneBytes: bytes, doneItems: items }: ProgressState): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && now - last.at < SAMPLE_MS) return;
    this.#samples.push({ at: now, bytes, items });
    while (this.#samples.length > 2 && now - this.#samples[0]!.at > RATE_WINDOW_MS) this.#samples.shift();
  }

  /** Undefined while too little is known. */
  #rate(): Rate | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 2 * SAMPLE_MS) return undefined;
    const seconds = (last.at - first.at) / 1000;
    return { bytes: (last.bytes - first.bytes) / seconds, items: (last.items - first.items) / seconds };
  }
}

/** The state in words: `Reading: 1.20 GiB of 4.00 GiB (30 %), 812 files, 95.0 MiB/s, about 30 s left`. */
export function progressLine(
  state: ProgressState,
  rate: number | undefined,
  leftMs: number | undefined,
): string {
  const { totalBytes, doneItems, totalItems, item } = state;
  const parts: string[] = [];
  if (totalBytes === undefined) parts.push(formatBytes(state.doneBytes));
  else {
    // Rounded down: 100 % is said only of what is finished.
    const percent = totalBytes === 0 ? 100 : Math.floor((state.doneBytes * 100) / totalBytes);
    parts.push(`${formatBytes(state.doneBytes)} of ${formatBytes(totalBytes)} (${Math.min(100, percent)} %)`);
  }
  if (totalItems !== undefined) parts.push(`${doneItems} of ${formatCount(totalItems, item)}`);
  else if (doneItems > 0) parts.push(formatCount(doneItems, item));
  if (rate !== undefined) parts.push(`${formatBytes(Math.round(rate))}/s`);
  if (leftMs !== undefined) parts.push(`about ${formatDuration(leftMs)} left`);
  return `${state.label}: ${parts.join(', ')}`;
}

/** Milliseconds left at this rate, by bytes or else by items; undefined when nobody can say. */
function timeLeft(state: ProgressState, rate: Rate | undefined): number | undefined {
  const { doneBytes, totalBytes, doneItems, totalItems } = state;
  if (rate === undefined) return undefined;
  const left =
    totalBytes !== undefined
      ? (totalBytes - doneBytes) / rate.bytes
      : totalItems !== undefined
        ? (totalItems - doneItems) / rate.items
        : Number.NaN;
  return Number.isFinite(left) && left * 1000 >= ESTIMATE_AFTER_MS ? left * 1000 : undefined;
}
