// Small files are made on threads of their own: most of the time that they take goes to the system's calls.

import { AnsweringThread } from './answering-thread.ts';
import type { FileOrder, FileOutcome } from './new-file.ts';

const BATCH_COUNT = 64;
const BATCH_BYTES = 512 * 1024;
/** Batches that are being made. */
const UNDER_WAY_COUNT = 4;
/** More threads would wait for the one that finds the files. */
const THREAD_COUNT = 2;

/** What follows the making of a file. */
export type Sequel = (outcome: FileOutcome) => void;

interface Batch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly orders: FileOrder[];
  /** In order: what follows each file, and what else had to wait for those before it. */
  readonly sequels: { readonly isOfFile: boolean; readonly run: Sequel }[];
  used: number;
}

type Thread = AnsweringThread<Pick<Batch, 'orders' | 'bytes'>, FileOutcome[]>;

/** Files that are being made, and what is to be done behind them, all in order. */
export class SmallFiles {
  /** The longest file that is taken. */
  static readonly fileMaxBytes = BATCH_BYTES / 4;
  readonly #threads: Thread[] = [];
  readonly #underWay: { readonly batch: Batch; readonly made: Promise<FileOutcome[]> }[] = [];
  #batch: Batch | undefined;

  /** True if what is done now would come before something that was asked for earlier. */
  get isBusy(): boolean {
    return this.#batch !== undefined || this.#underWay.length > 0;
  }

  /** Room for the content of the next file. */
  room(length: number): Uint8Array {
    if (this.#batch !== undefined && this.#batch.used + length > BATCH_BYTES) this.#send();
    // Memory of its own, which can be handed over, and not cleared: only what is written to it is read.
    this.#batch ??= { bytes: Buffer.allocUnsafeSlow(BATCH_BYTES), orders: [], sequels: [], used: 0 };
    const { bytes, used } = this.#batch;
    return bytes.subarray(used, used + length);
  }

  /** Makes a file of what was put into the room for it. To be awaited if it gives a promise. @throws what the sequels of earlier ones throw */
  add(order: FileOrder, run: Sequel): Promise<void> | undefined {
    const batch = this.#batch!;
    batch.used += order.length;
    batch.orders.push(order);
    batch.sequels.push({ isOfFile: true, run });
    if (batch.orders.length === BATCH_COUNT) this.#send();
    return this.#underWay.length > UNDER_WAY_COUNT ? this.#finishDownTo(UNDER_WAY_COUNT) : undefined;
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
    await this.#finishDownTo(0);
  }

  /** Waits until no file is being made any more; nothing follows. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay.splice(0).map(({ made }) => made));
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #send(): void {
    const batch = this.#batch!;
    this.#batch = undefined;
    const { orders, bytes } = batch;
    const made = this.#thread().ask({ orders, bytes }, [bytes.buffer]);
    this.#underWay.push({ batch, made });
  }

  async #finishDownTo(count: number): Promise<void> {
    while (this.#underWay.length > count) {
      const { batch, made } = this.#underWay[0]!;
      const outcomes = await made;
      this.#underWay.shift();
      let i = 0;
      for (const { isOfFile, run } of batch.sequels) run(isOfFile ? outcomes[i++] : undefined);
    }
  }

  /** The thread with the least to do. */
  #thread(): Thread {
    const idle = this.#threads.find(({ waitingCount }) => waitingCount === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < THREAD_COUNT) {
      const thread: Thread = new AnsweringThread('file-thread', { name: 'muniment-files' });
      this.#threads.push(thread);
      return thread;
    }
    return this.#threads.reduce((least, thread) =>
      thread.waitingCount < least.waitingCount ? thread : least,
    );
  }
}
