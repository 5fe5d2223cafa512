// Small files are made on a thread of their own: most of the time that they take goes to the system's calls.

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FileOrder, FileOutcome } from './new-file.ts';

const BATCH_COUNT = 64;
const BATCH_BYTES = 512 * 1024;
/** Batches that are being made. */
const UNDER_WAY_COUNT = 3;

/** What follows the making of a file. */
export type Sequel = (outcome: FileOutcome) => void;

interface Batch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly orders: FileOrder[];
  /** In order: what follows each file, and what else had to wait for those before it. */
  readonly sequels: { readonly isOfFile: boolean; readonly run: Sequel }[];
  used: number;
}

/** Files that are being made, and what is to be done behind them, all in order. */
export class SmallFiles {
  /** The longest file that is taken. */
  static readonly fileMaxBytes = BATCH_BYTES / 4;
  readonly #waiting: { resolve(outcomes: FileOutcome[]): void; reject(error: unknown): void }[] = [];
  readonly #underWay: { readonly batch: Batch; readonly made: Promise<FileOutcome[]> }[] = [];
  #worker: Worker | undefined;
  #batch: Batch | undefined;
  #failure: unknown;

  /** True if what is done now would come before something that was asked for earlier. */
  get isBusy(): boolean {
    return this.#batch !== undefined || this.#underWay.length > 0;
  }

  /** Room for the content of the next file. */
  room(length: number): Uint8Array {
    if (this.#batch !== undefined && this.#batch.used + length > BATCH_BYTES) this.#send();
    this.#batch ??= { bytes: new Uint8Array(BATCH_BYTES), orders: [], sequels: [], used: 0 };
    const { bytes, used } = this.#batch;
    return bytes.subarray(used, used + length);
  }

  /** Makes a file of what was put into the room for it. @throws what the sequels of earlier ones throw */
  async add(order: FileOrder, run: Sequel): Promise<void> {
    const batch = this.#batch!;
    batch.used += order.length;
    batch.orders.push(order);
    batch.sequels.push({ isOfFile: true, run });
    if (batch.orders.length === BATCH_COUNT) this.#send();
    while (this.#underWay.length > UNDER_WAY_COUNT) await this.#finishFirst();
  }

  /** Does something behind all that was asked for. */
  after(run: () => void): void {
    const last = this.#batch ?? this.#underWay.at(-1)?.batch;
    if (last === undefined) run();
    else last.sequels.push({ isOfFile: false, run });
  }

  /** Waits for all files, and does what follows. @throws what the sequels throw */
  async finish(): Promise<void> {
    if (this.#batch !== undefined) this.#send();
    while (this.#underWay.length > 0) await this.#finishFirst();
  }

  /** Waits until no file is being made any more; nothing follows. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay.splice(0).map(({ made }) => made));
    this.#failure ??= new Error('no more files are made');
    await this.#worker?.terminate();
  }

  #send(): void {
    const batch = this.#batch!;
    this.#batch = undefined;
    const { orders, bytes } = batch;
    const made = new Promise<FileOutcome[]>((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      this.#waiting.push({ resolve, reject });
    });
    // Whoever waits for it is told; a run that ends before has no use for it.
    made.catch(() => {});
    this.#underWay.push({ batch, made });
    this.#worker ??= this.#start();
    this.#worker.postMessage({ orders, bytes }, [bytes.buffer]);
  }

  async #finishFirst(): Promise<void> {
    const { batch, made } = this.#underWay[0]!;
    const outcomes = await made;
    this.#underWay.shift();
    let i = 0;
    for (const { isOfFile, run } of batch.sequels) run(isOfFile ? outcomes[i++] : undefined);
  }

  #start(): Worker {
    const file = new URL(`./file-thread${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { execArgv: [], name: 'muniment-files' });
    worker.on('message', (outcomes: FileOutcome[]) => this.#waiting.shift()!.resolve(outcomes));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('a thread ended before its work')));
    return worker;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
