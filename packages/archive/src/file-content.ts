// What becomes of a file's bytes: runs of it, their digest, and where they lie. Implements spec/archive.md §6.

import type { Chunker } from '@muniment/wire';
import type { FileChunker } from './chunkers/file.ts';
import { ContentDigest } from './content-digest.ts';
import type { ExtentLocation } from './locations.ts';
import type { SnapshotEntry } from './manifest-reader.ts';

/** The content of a file, stored or about to be. */
export interface FileContent {
  readonly extents: readonly ExtentLocation[];
  readonly size: bigint;
  /** 32 bytes. */
  readonly digest: Uint8Array;
  readonly chunker: Chunker;
  /** The entry of an earlier snapshot whose content it is, chunk by chunk. */
  readonly from?: SnapshotEntry | undefined;
}

/** Content that is still coming, run by run. */
export class OpenContent {
  readonly chunker: FileChunker;
  readonly finished: Promise<FileContent>;
  readonly #extents: ExtentLocation[] = [];
  readonly #digest = new ContentDigest();
  #size = 0n;
  readonly #resolve: (content: FileContent) => void;
  readonly #reject: (error: unknown) => void;

  constructor(chunker: FileChunker) {
    this.chunker = chunker;
    const { promise, resolve, reject } = Promise.withResolvers<FileContent>();
    this.finished = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    // Whoever waits learns of it; what is given up is waited for by nobody.
    promise.catch(() => {});
  }

  add(extent: ExtentLocation): void {
    this.#extents.push(extent);
    this.#digest.add(extent);
    this.#size += 'hole' in extent ? extent.hole : BigInt(extent.chunk.length);
  }

  end(): void {
    const [extents, size, digest] = [this.#extents, this.#size, this.#digest.digest()];
    this.#resolve({ extents, size, digest, chunker: extents.length === 0 ? 'none' : this.chunker });
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}
