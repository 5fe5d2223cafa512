// Crews of threads. A crew begins on this thread and starts the others once there is enough to do for them to be worth it.

import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { type Transferable, Worker } from 'node:worker_threads';
import { type ErrorCode, MunimentError } from '@muniment/errors';
import type { Compression } from '@muniment/wire';
import type { PackKeys } from '../archive-keys.ts';
import type { PackRef } from '../locations.ts';
import { type Crew, type CrewOptions, LocalCrew } from './crew.ts';
import { copyBytes, zeros } from './memory-node.ts';
import {
  type Answer,
  type Order,
  READY,
  type SharedBytes,
  type ThreadKeys,
  type WorkName,
} from './orders.ts';
import type { BlockOrder, CompressedBlock, DecodedBlock, PackCheck, Work } from './work.ts';

/** More of them wait for the one that reads. */
const DEFAULT_MOST = 4;
/** So many bytes are worked on here before threads are started, which take as long as this. */
const ALONE_BYTES = 4 * 2 ** 20;
/** So many bytes to come are worth the threads' start, whatever else there is to do before them. */
const EARLY_BYTES = 32 * 2 ** 20;

/** What V8 may let pile up before it collects, beside bytes outside of its heap: threads make little else. */
const YOUNG_MIB = 3;

/** A crew for the packs of one archive. */
export function startCrew(keys: PackKeys, { jobs, provider, bytes = 0 }: CrewOptions): Crew {
  const size = jobs ?? Math.min(availableParallelism(), DEFAULT_MOST);
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError('jobs is a whole number above 0');
  if (size === 1 || provider !== undefined) return new LoneCrew(keys, provider);
  return new ThreadCrew(keys, size, bytes >= EARLY_BYTES);
}

/** A crew of this thread. */
class LoneCrew extends LocalCrew {
  override buffer(length: number): Uint8Array {
    return zeros(length, false);
  }
}

interface Waiting {
  /** Bytes of the work. */
  readonly length: number;
  resolve(result: never): void;
  reject(error: unknown): void;
}

/** One thread, and what it has been asked. */
class Thread {
  readonly waiting = new Map<number, Waiting>();
  /** Bytes of all that it has been asked and has not answered. */
  load = 0;
  /** False while it is starting. */
  isReady = false;
  readonly #worker: Worker;
  /** Shared memory that the thread has been given, by the number under which it keeps it. */
  readonly #given = new Map<SharedArrayBuffer, number>();
  #number = 0;
  #failure: unknown;

  constructor(keys: ThreadKeys) {
    const file = new URL(`./thread-node${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(file, {
      workerData: keys,
      execArgv: [],
      name: 'muniment',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    this.#worker.on('message', (answer: Answer | typeof READY) => {
      if (answer === READY) this.isReady = true;
      else this.#answered(answer);
    });
    this.#worker.on('error', (error) => this.#failed(error));
    this.#worker.on('exit', () => this.#failed(new Error('a thread ended before its work')));
    this.#worker.unref();
  }

  /** @param length bytes of the work */
  async ask<T>(
    work: WorkName,
    length: number,
    args: readonly unknown[],
    transfer: readonly Transferable[] = [],
  ): Promise<T> {
    if (this.#failure !== undefined) throw this.#failure;
    const number = this.#number++;
    const answer = new Promise<T>((resolve, reject) => this.waiting.set(number, { length, resolve, reject }));
    this.load += length;
    // The process stays for an answer, and for nothing else.
    if (this.waiting.size === 1) this.#worker.ref();
    const given = this.#given.size;
    const named = args.map((arg) => this.#name(arg));
    const shares = [...this.#given.keys()].slice(given);
    this.#worker.postMessage({ number, work, args: named, shares } satisfies Order, transfer);
    return answer;
  }

  /** Shared memory goes over once: each time it does, a collector that counts it anew finds a reason to run. */
  #name(arg: unknown): unknown {
    if (!(arg instanceof Uint8Array && arg.buffer instanceof SharedArrayBuffer)) return arg;
    if (!this.#given.has(arg.buffer)) this.#given.set(arg.buffer, this.#given.size);
    const share = this.#given.get(arg.buffer)!;
    return { share, at: arg.byteOffset, length: arg.length } satisfies SharedBytes;
  }

  async close(): Promise<void> {
    this.#failure ??= new Error('the crew was closed');
    await this.#worker.terminate();
  }

  #answered(answer: Answer): void {
    const { number } = answer;
    const waiting = this.waiting.get(number)!;
    this.waiting.delete(number);
    this.load -= waiting.length;
    if (this.waiting.size === 0) this.#worker.unref();
    if ('result' in answer) waiting.resolve(answer.result as never);
    else if (answer.code === undefined) waiting.reject(new Error(answer.message));
    else waiting.reject(new MunimentError(answer.code as ErrorCode, answer.message, answer.details));
  }

  #failed(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.#failure);
    this.waiting.clear();
  }
}

class ThreadCrew implements Crew {
  readonly size: number;
  readonly #keys: PackKeys;
  readonly #local: Work;
  readonly #threads: Thread[] = [];
  readonly #startsEarly: boolean;
  #aloneBytes = 0;
  #isClosed = false;

  constructor(keys: PackKeys, size: number, startsEarly: boolean) {
    this.size = size;
    this.#keys = keys;
    this.#local = new LocalCrew(keys);
    this.#startsEarly = startsEarly;
    if (startsEarly) this.#startThreads();
  }

  buffer(length: number): Uint8Array {
    return zeros(length, true);
  }

  copy(target: Uint8Array, at: number, source: Uint8Array): void {
    copyBytes(target, at, source);
  }

  async identify(bytes: Uint8Array, lengths: readonly number[]): Promise<Uint8Array> {
    const thread = this.#threadSharing(bytes);
    return thread?.ask('identify', bytes.length, [bytes, lengths]) ?? this.#local.identify(bytes, lengths);
  }

  async compress(compression: Compression, raw: Uint8Array): Promise<CompressedBlock> {
    const thread = this.#threadSharing(raw);
    return thread?.ask('compress', raw.length, [compression, raw]) ?? this.#local.compress(compression, raw);
  }

  async seal(pack: PackRef, object: Uint8Array): Promise<void> {
    const thread = this.#threadSharing(object);
    return thread?.ask('seal', object.length, [pack, object]) ?? this.#local.seal(pack, object);
  }

  async open(pack: PackRef, object: Uint8Array, plaintext?: Uint8Array): Promise<Uint8Array> {
    const thread = this.#thread(object);
    if (thread === undefined) return this.#local.open(pack, object, plaintext);
    const opened = await thread.ask<Uint8Array>(
      'open',
      object.length,
      [pack, object, plaintext],
      handedOver(object),
    );
    return plaintext ?? opened;
  }

  async decode(stored: Uint8Array, order: BlockOrder): Promise<DecodedBlock> {
    const isCheap = stored.buffer.byteLength === stored.byteLength;
    const thread = isCheap ? this.#thread(stored) : this.#threadSharing(stored);
    return thread?.ask('decode', stored.length, [stored, order]) ?? this.#local.decode(stored, order);
  }

  async isSound(pack: PackRef, object: Uint8Array, check: PackCheck): Promise<boolean> {
    const thread = this.#thread(object);
    return (
      thread?.ask('isSound', object.length, [pack, object, check], handedOver(object)) ??
      this.#local.isSound(pack, object, check)
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** What is not in a buffer of the crew is not worth a copy. */
  #threadSharing(bytes: Uint8Array): Thread | undefined {
    return bytes.buffer instanceof SharedArrayBuffer ? this.#thread(bytes) : undefined;
  }

  /** The thread with the least to do; none as long as there has been little, or all of them are still starting. */
  #thread({ length }: Uint8Array): Thread | undefined {
    if (this.#isClosed) throw new TypeError('a crew was used after close()');
    if (!this.#startsEarly) {
      if (this.#aloneBytes < ALONE_BYTES) {
        this.#aloneBytes += length;
        return undefined;
      }
      if (this.#threads.length === 0) this.#startThreads();
    }
    let least: Thread | undefined;
    for (const thread of this.#threads) {
      const canTake = thread.isReady || this.#startsEarly;
      if (canTake && (least === undefined || thread.load < least.load)) least = thread;
    }
    return least;
  }

  #startThreads(): void {
    for (let i = 0; i < this.size; i++) this.#threads.push(new Thread(threadKeys(this.#keys)));
  }
}

/** Bytes that fill their memory go to the other thread without a copy; they are no longer there afterwards. */
function handedOver({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

function threadKeys({ archiveId, dedupKey, epochs }: PackKeys): ThreadKeys {
  return {
    archiveId,
    dedupKey: dedupKey.expose(),
    epochs: epochs.map(({ number, key }) => ({ number, key: key.expose() })),
  };
}
