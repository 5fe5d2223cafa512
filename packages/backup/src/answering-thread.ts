// A thread that answers each message with one, in order.

import { extname } from 'node:path';
import { type Transferable, Worker, type WorkerOptions } from 'node:worker_threads';

/** A thread, and what it has been asked. */
export class AnsweringThread<Question, Answer> {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  #failure: unknown;

  /** @param name of the file beside this one that it runs */
  constructor(name: string, options: WorkerOptions) {
    const file = new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(file, { ...options, execArgv: [] });
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()!.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a thread ended before its work')));
  }

  /** How many questions it has not answered. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** The answer need not be waited for: a run that ends before has no use for it. @throws what the thread fails with */
  ask(question: Question, transfer: readonly Transferable[] = []): Promise<Answer> {
    const asked = Promise.withResolvers<Answer>();
    asked.promise.catch(() => {});
    if (this.#failure !== undefined) {
      asked.reject(this.#failure);
    } else {
      this.#waiting.push(asked);
      this.#worker.postMessage(question, transfer);
    }
    return asked.promise;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
