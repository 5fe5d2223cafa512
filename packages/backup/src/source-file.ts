// Reads files that may change, vanish or turn into something else while they are read.

import { fstatSync, type Stats } from 'node:fs';
import { constants as zlib, zstdCompressSync } from 'node:zlib';
import {
  type FileChunker,
  type FileContent,
  isPaged,
  PAGED_START_BYTES,
  type SnapshotWriter,
  type TakenContent,
} from '@muniment/archive';
import { chain, type MaybePromise } from '@muniment/crypto';
import type { ByteString } from './byte-string.ts';
import { fill, isAsSeen, isSame, withOpenFile } from './open-file.ts';
import type { FileStat } from './walker.ts';

const BUFFER_BYTES = 2 ** 20;
const SAMPLE_BYTES = 32_768;
/** Files up to this size are cut by content whatever they hold. */
const SMALL_BYTES = 65_536;
/** A sample that keeps so much of its size when compressed counts as incompressible. */
const INCOMPRESSIBLE = 0.96;
const ATTEMPTS = 3;

/** A file as it was read. */
export interface ReadFile {
  readonly size: number;
  /** As SnapshotWriter.take gives it. */
  readonly content: Promise<FileContent>;
  readonly stat: FileStat;
  /** How often it had changed by the end of a reading. */
  readonly changes: number;
  /** True if the last reading found it the same before and after. */
  readonly isStable: boolean;
  readonly readAtMs: number;
}

/** Between the parts of a large file: shows progress, lets signals in, throws to stop. */
export type OnPart = (bytes: number) => Promise<void>;

/** Reads files one after the other with one buffer. */
export class SourceReader {
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  readonly #writer: Pick<SnapshotWriter, 'take'>;
  readonly #onPart: OnPart;

  constructor(writer: Pick<SnapshotWriter, 'take'>, onPart: OnPart) {
    this.#writer = writer;
    this.#onPart = onPart;
  }

  /**
   * Stores the content of a regular file; undefined if it is none any more. A file that changes while it is read is read
   * again, three times at most.
   * @param seen what the file was when it was found
   * @param changes how often it has changed while it was read
   * @throws errors of the system calls
   */
  read(path: ByteString, seen: FileStat, changes = 0): MaybePromise<ReadFile | undefined> {
    const readAtMs = Date.now();
    const reading = withOpenFile(path, (handle) => {
      const before = fstatSync(handle);
      if (!before.isFile()) return undefined;
      return chain(this.#take(handle, before.size), (taken): ReadFile | 'changed' =>
        judged(handle, before, taken, { seen, changes, readAtMs }),
      );
    });
    return chain(reading, (result) => (result === 'changed' ? this.read(path, seen, changes + 1) : result));
  }

  /** Stores what has been read of a file that was as it was seen, before and after. `bytes` is copied. */
  take(bytes: Uint8Array, seen: FileStat, readAtMs: number): MaybePromise<ReadFile> {
    return chain(this.#writer.take(bytes, chooseChunker(bytes)), ({ size, content }): ReadFile => {
      return { size: Number(size), content, stat: seen, changes: 0, isStable: true, readAtMs };
    });
  }

  /** No more than `size` bytes are read, so that a file that grows without end is not read without end. */
  #take(handle: number, size: number): MaybePromise<TakenContent> {
    if (size > BUFFER_BYTES)
      return this.#writer.take(this.#parts(handle, size), this.#chooseChunker(handle, size));
    const bytes = this.#buffer.subarray(0, fill(handle, this.#buffer, size, 0));
    return this.#writer.take(bytes, chooseChunker(bytes));
  }

  async *#parts(handle: number, size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; ) {
      const length = fill(handle, this.#buffer, Math.min(BUFFER_BYTES, size - at), at);
      if (length === 0) return;
      yield this.#buffer.subarray(0, length);
      at += length;
      await this.#onPart(length);
    }
  }

  #chooseChunker(handle: number, size: number): FileChunker {
    if (isPaged(this.#buffer.subarray(0, fill(handle, this.#buffer, PAGED_START_BYTES, 0)), size))
      return 'page';
    const samples = sampleOffsets(size).map((at) => {
      const length = fill(handle, this.#buffer, SAMPLE_BYTES, at);
      return Buffer.from(this.#buffer.subarray(0, length));
    });
    return isIncompressible(samples) ? 'fixed' : 'content';
  }
}

/** What became of a reading, or that the file has changed and there may be another. */
function judged(
  handle: number,
  before: Stats,
  { size, content }: TakenContent,
  { seen, changes, readAtMs }: { seen: FileStat; changes: number; readAtMs: number },
): ReadFile | 'changed' {
  const isStable = isSame(before, fstatSync(handle)) && size === BigInt(before.size);
  if (!isStable && changes + 1 < ATTEMPTS) return 'changed';
  return {
    size: Number(size),
    content,
    // Its nanoseconds are known already, unless it changed in between.
    stat: isStable && isAsSeen(before, seen) ? seen : fstatSync(handle, { bigint: true }),
    changes: isStable ? changes : changes + 1,
    isStable,
    readAtMs,
  };
}

/** For a file that has been read whole. */
function chooseChunker(bytes: Uint8Array): FileChunker {
  if (isPaged(bytes, bytes.length)) return 'page';
  return bytes.length > SMALL_BYTES && isIncompressible(samplesOf(bytes)) ? 'fixed' : 'content';
}

/** Away from the start, where media have headers that compress. */
function sampleOffsets(size: number): number[] {
  return [Math.floor(size / 3), Math.floor((2 * size) / 3)];
}

function samplesOf(bytes: Uint8Array): Uint8Array[] {
  return sampleOffsets(bytes.length).map((at) => bytes.subarray(at, at + SAMPLE_BYTES));
}

function isIncompressible(samples: readonly Uint8Array[]): boolean {
  return samples.every((sample) => {
    const compressed = zstdCompressSync(sample, { params: { [zlib.ZSTD_c_compressionLevel]: 1 } });
    return compressed.length >= sample.length * INCOMPRESSIBLE;
  });
}
