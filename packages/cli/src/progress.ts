// One honest line about how far a run is: redrawn on a terminal, repeated now and then elsewhere, an event with --json.

import { formatBytes, formatCount, formatDuration } from './format.ts';
import type { Output } from './output.ts';

/** Where a run stands. Totals are left out while they are not known. */
export interface ProgressState {
  /** What is being done, as a gerund: `Reading`. */
  readonly phase: string;
  readonly doneBytes: number;
  readonly totalBytes?: number | undefined;
  readonly doneFiles: number;
  readonly totalFiles?: number | undefined;
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
    this.#sample(now, state.doneBytes);
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
      const { phase, doneBytes, totalBytes, doneFiles, totalFiles } = state;
      this.#output.event('progress', {
        phase: phase.toLowerCase(),
        doneBytes,
        totalBytes,
        doneFiles,
        totalFiles,
        bytesPerSecond: rate === undefined ? undefined : Math.round(rate),
        secondsLeft: left === undefined ? undefined : Math.round(left / 1000),
      });
      return;
    }
    const line = progressLine(state, rate, left);
    if (this.#mode === 'plain') {
      this.#output.writeStderrRaw(`${line}\n`);
      return;
    }
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    this.#output.writeStderrRaw(`\r${line.slice(0, width)}\x1b[K`);
    this.#isDrawn = true;
  }

  #sample(now: number, bytes: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && now - last.at < SAMPLE_MS) return;
    this.#samples.push({ at: now, bytes });
    while (this.#samples.length > 2 && now - this.#samples[0]!.at > RATE_WINDOW_MS) this.#samples.shift();
  }

  /** Bytes a second, or undefined while too little is known. */
  #rate(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 2 * SAMPLE_MS) return undefined;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}

/** The state in words: `Reading: 1.20 GiB of 4.00 GiB (30 %), 812 files, 95.0 MiB/s, about 30 s left`. */
export function progressLine(
  state: ProgressState,
  rate: number | undefined,
  leftMs: number | undefined,
): string {
  const { totalBytes, doneFiles, totalFiles } = state;
  const parts: string[] = [];
  if (totalBytes === undefined) parts.push(formatBytes(state.doneBytes));
  else {
    // Rounded down: 100 % is said only of what is finished.
    const percent = totalBytes === 0 ? 100 : Math.floor((state.doneBytes * 100) / totalBytes);
    parts.push(`${formatBytes(state.doneBytes)} of ${formatBytes(totalBytes)} (${Math.min(100, percent)} %)`);
  }
  if (totalFiles !== undefined) parts.push(`${doneFiles} of ${formatCount(totalFiles, 'file')}`);
  else if (doneFiles > 0) parts.push(formatCount(doneFiles, 'file'));
  if (rate !== undefined) parts.push(`${formatBytes(Math.round(rate))}/s`);
  if (leftMs !== undefined) parts.push(`about ${formatDuration(leftMs)} left`);
  return `${state.phase}: ${parts.join(', ')}`;
}

/** Milliseconds left at this rate; undefined when nobody can say. */
function timeLeft(state: ProgressState, rate: number | undefined): number | undefined {
  if (state.totalBytes === undefined || rate === undefined || rate <= 0) return undefined;
  const left = ((state.totalBytes - state.doneBytes) * 1000) / rate;
  return left < ESTIMATE_AFTER_MS ? undefined : left;
}
