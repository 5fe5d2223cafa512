// Gathers chunks, has the crew compute their ids, and hands them on in the order in which they came.

import { isPromise, type MaybePromise } from '@muniment/crypto';
import type { FileChunker } from './chunkers/file.ts';
import { FIXED_CHUNK_BYTES } from './chunkers/fixed.ts';
import { aheadCount, type Crew } from './crew/crew.ts';
import { CHUNK_ID_BYTES } from './crew/work.ts';
import type { OpenContent } from './file-content.ts';
import type { ChunkLocation } from './locations.ts';
import { UnderWay } from './under-way.ts';

/** Room for the longest chunk, or some dozens of shorter ones. */
const BATCH_BYTES = FIXED_CHUNK_BYTES;
/** Small files come to this many runs and ends before they come to so many bytes. */
const BATCH_MAX_COUNT = 512;

/** One thing that happened to a file: a run of it came, or its end. */
type Event =
  | { readonly file: OpenContent; readonly length: number }
  | { readonly file: OpenContent; readonly hole: bigint }
  | { readonly file: OpenContent; readonly end: true };

interface Batch {
  readonly buffer: Uint8Array;
  used: number;
  readonly lengths: number[];
  readonly events: Event[];
}

/** Where a chunk lies, stored now or before. `raw` is only valid during the call. */
export type Placement = (
  raw: Uint8Array,
  id: Uint8Array,
  chunker: FileChunker,
) => MaybePromise<ChunkLocation>;

/** Takes the runs of files, one file after the other. */
export class ChunkIntake {
  readonly #crew: Crew;
  readonly #place: Placement;
  readonly #buffers: Uint8Array[] = [];
  #batch: Batch | undefined;
  /** Batches whose ids are being computed, or that wait for their turn. */
  readonly #batches = new UnderWay();
  #failure: { readonly error: unknown } | undefined;

  constructor(crew: Crew, place: Placement) {
    this.#crew = crew;
    this.#place = place;
  }

  /** Takes a chunk, which is copied. To be awaited if it gives a promise. @throws what went wrong with an earlier one */
  addChunk(file: OpenContent, chunk: Uint8Array): Promise<void> | undefined {
    if (this.#batch !== undefined && this.#batch.used + chunk.length > BATCH_BYTES) {
      return this.send().then(() => this.addChunk(file, chunk));
    }
    const batch = this.#open();
    this.#crew.copy(batch.buffer, batch.used, chunk);
    batch.used += chunk.length;
    batch.lengths.push(chunk.length);
    batch.events.push({ file, length: chunk.length });
    const isFull = batch.used === BATCH_BYTES || batch.events.length >= BATCH_MAX_COUNT;
    return isFull ? this.send() : undefined;
  }

  addHole(file: OpenContent, hole: bigint): void {
    this.#open().events.push({ file, hole });
  }

  end(file: OpenContent): void {
    this.#open().events.push({ file, end: true });
  }

  /** Has the ids of all that came computed: none of it waits for more. @throws what went wrong with an earlier one */
  async send(): Promise<void> {
    const batch = this.#batch;
    if (batch !== undefined) {
      this.#batch = undefined;
      const { buffer, used, lengths, events } = batch;
      this.#batches.add(
        this.#crew.identify(buffer.subarray(0, used), lengths),
        (ids) => this.#handOn(batch, ids),
        (failure) => {
          this.#failure ??= failure;
          if (failure !== undefined) for (const { file } of events) file.fail(failure.error);
          this.#buffers.push(buffer);
        },
      );
    }
    await this.#batches.atMost(aheadCount(this.#crew));
    this.#assertNoFailure();
  }

  /** Waits until all that came has been handed on. @throws what went wrong with any of it */
  async flush(): Promise<void> {
    await this.send();
    await this.#batches.atMost(0);
    this.#assertNoFailure();
  }

  /** Waits for what is under way, when a run is given up. */
  async settle(): Promise<void> {
    this.#failure ??= { error: new Error('the run was given up') };
    await this.#batches.atMost(0);
  }

  #open(): Batch {
    this.#batch ??= {
      buffer: this.#buffers.pop() ?? this.#crew.buffer(BATCH_BYTES),
      used: 0,
      lengths: [],
      events: [],
    };
    return this.#batch;
  }

  async #handOn({ buffer, events }: Batch, ids: Uint8Array): Promise<void> {
    this.#assertNoFailure();
    let at = 0;
    let idAt = 0;
    for (const event of events) {
      const { file } = event;
      if ('length' in event) {
        const raw = buffer.subarray(at, at + event.length);
        const id = ids.subarray(idAt, idAt + CHUNK_ID_BYTES);
        const chunk = this.#place(raw, id, file.chunker);
        file.add({ chunk: isPromise(chunk) ? await chunk : chunk });
        at += event.length;
        idAt += CHUNK_ID_BYTES;
      } else if ('hole' in event) {
        file.add({ hole: event.hole });
      } else {
        file.end();
      }
    }
  }

  #assertNoFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
