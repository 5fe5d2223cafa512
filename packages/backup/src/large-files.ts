// Writes large files of a restore: what comes is gathered, and written while more of it comes.

import { writeBytes } from '@muniment/storage';

/** So much is written at once. */
const STAGE_BYTES = 2 * 2 ** 20;
/** Where a file is written in multiples of it, the writes can pass the page cache by. */
const BLOCK_BYTES = 4_096;

/** What has been gathered of one file: the bytes from `start` to `end` of the stage. */
interface Run {
  readonly handle: number;
  readonly stage: Uint8Array;
  /** Where the beginning of the stage belongs in the file. */
  readonly position: number;
  readonly start: number;
  end: number;
}

/** How content comes into the buffers that a crew makes. */
export interface StageMaker {
  buffer(length: number): Uint8Array;
  copy(target: Uint8Array, at: number, source: Uint8Array): void;
}

/** Takes the content of one file after the other. */
export class LargeFiles {
  /** Shorter files are written at once. */
  static readonly fileMinBytes = 262_144;
  readonly #maker: StageMaker;
  readonly #spare: Uint8Array[] = [];
  #run: Run | undefined;
  /** What is being written: one stage, while another is filled. */
  #underWay: Promise<void> = Promise.resolve();

  constructor(maker: StageMaker) {
    this.#maker = maker;
  }

  /** Takes content that belongs at `position` of an open file. To be awaited if it gives a promise. @throws what went wrong with any of it */
  add(handle: number, position: number, content: Uint8Array): Promise<void> | undefined {
    const run = this.#run;
    const fits = run !== undefined && goesOn(run, handle, position) && run.end + content.length < STAGE_BYTES;
    if (!fits) return this.#addParts(handle, position, content);
    this.#maker.copy(run.stage, run.end, content);
    run.end += content.length;
    return undefined;
  }

  async #addParts(handle: number, position: number, content: Uint8Array): Promise<void> {
    for (let done = 0; done < content.length; ) {
      const run = await this.#runAt(handle, position + done);
      const part = content.subarray(done, done + STAGE_BYTES - run.end);
      this.#maker.copy(run.stage, run.end, part);
      run.end += part.length;
      done += part.length;
      if (run.end === STAGE_BYTES) await this.#send();
    }
  }

  /** Waits until all that was added is in its file. @throws what went wrong with any of it */
  async flush(): Promise<void> {
    await this.#send();
    await this.#underWay;
  }

  /** Forgets what was gathered, and waits until nothing is being written: then the file can be closed. */
  async drop(): Promise<void> {
    if (this.#run !== undefined) this.#spare.push(this.#run.stage);
    this.#run = undefined;
    await this.#underWay.catch(() => {});
    this.#underWay = Promise.resolve();
  }

  /** The run that goes on at `position`. */
  async #runAt(handle: number, position: number): Promise<Run> {
    const run = this.#run;
    if (run !== undefined && !goesOn(run, handle, position)) await this.#send();
    if (this.#run === undefined) {
      const stage = this.#spare.pop() ?? this.#maker.buffer(STAGE_BYTES);
      const start = position % BLOCK_BYTES;
      this.#run = { handle, stage, position: position - start, start, end: start };
    }
    return this.#run;
  }

  async #send(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    await this.#underWay;
    this.#underWay = writeRun(run).finally(() => this.#spare.push(run.stage));
    // Whoever adds more, or flushes, is told; nobody else waits for it.
    this.#underWay.catch(() => {});
  }
}

/** True if the next byte of a run is the one at `position`. */
function goesOn(run: Run, handle: number, position: number): boolean {
  return run.handle === handle && run.position + run.end === position;
}

async function writeRun({ handle, stage, position, start, end }: Run): Promise<void> {
  for (let done = start; done < end; ) {
    const rest = stage.subarray(done, end);
    done += await writeBytes(handle, rest, position + done);
  }
}
