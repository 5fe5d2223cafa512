// Turns the bytes of a file into holes and chunks. Implements spec/archive.md §5.1.

import { CONTENT_MAX_BYTES, CONTENT_MIN_BYTES } from './content.ts';
import { cutFixed, FIXED_CHUNK_BYTES } from './fixed.ts';
import { GearScanner } from './gear.ts';
import { cutPage, PAGE_CHUNK_BYTES } from './page.ts';

export const HOLE_WINDOW_BYTES = 65_536;

/** How the content of a file is cut. With `record` its source was cut already: each part is a group of records (`recordGroups`). */
export type FileChunker = 'fixed' | 'content' | 'page' | 'record';

/** The chunkers that cut stretches of bytes. */
type StretchChunker = Exclude<FileChunker, 'record'>;

/** How many bytes of a stretch settle where the chunk at its start ends. */
const SETTLED_BYTES: Readonly<Record<StretchChunker, number>> = {
  fixed: FIXED_CHUNK_BYTES,
  content: CONTENT_MAX_BYTES,
  page: PAGE_CHUNK_BYTES,
};

/** A run of a file. A chunk's bytes are a view, valid until the next piece is asked for. */
export type FilePiece = { readonly hole: number } | { readonly chunk: Uint8Array };

/** Bytes that come whole or in parts of any size. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The longest file that is never cut, and too short to have a hole. */
const WHOLE_MAX_BYTES: Readonly<Record<FileChunker, number>> = {
  fixed: HOLE_WINDOW_BYTES - 1,
  content: CONTENT_MIN_BYTES,
  page: PAGE_CHUNK_BYTES,
  record: FIXED_CHUNK_BYTES,
};

/** True if every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length && ((bytes.byteOffset + i) & 3) !== 0) if (bytes[i++] !== 0) return false;
  if (i === bytes.length) return true;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (bytes.length - i) >> 2);
  // Eight words a step: the test of a window that is zero costs as much as reading it.
  let w = 0;
  for (const end = words.length - 7; w < end; w += 8) {
    const low = words[w] | words[w + 1] | words[w + 2] | words[w + 3];
    const high = words[w + 4] | words[w + 5] | words[w + 6] | words[w + 7];
    if ((low | high) !== 0) return false;
  }
  for (; w < words.length; w++) if (words[w] !== 0) return false;
  for (i += words.length * 4; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** A file that is being cut: pieces, as `FileCutter.cut` gives them, of what is fed. */
export interface FileCutting {
  /** The pieces that are settled with these bytes; to be iterated to the end before anything else is called. */
  feed(part: Uint8Array): Iterable<FilePiece>;
  /** The last ones. */
  finish(): Iterable<FilePiece>;
  end(): void;
}

/** Cuts files, one at a time, with buffers that are made once. */
export class FileCutter {
  readonly #scanner: GearScanner;
  /** Where bytes wait for their chunk: the scanner's own memory. */
  readonly #stretch: Uint8Array;
  readonly #window = new Uint8Array(HOLE_WINDOW_BYTES);
  #from = 0;
  #to = 0;
  /** Bytes in the window. */
  #filled = 0;
  /** Bytes of zeros that came last. */
  #hole = 0;
  #isCutting = false;
  #isReleased = false;

  /** @param table the archive's Gear table, used by `content`; copied */
  constructor(table: Uint32Array) {
    this.#scanner = new GearScanner(table);
    this.#stretch = this.#scanner.data;
  }

  /**
   * Wipes the table, which is secret, and lets the next cutter have the memory. A file that is being cut is cut to its end first,
   * so that no chunk changes in the hands of who was given it.
   */
  release(): void {
    this.#isReleased = true;
    if (!this.#isCutting) this.#scanner.release();
  }

  /** Cuts one file. However `source` is split, the pieces are the same, but for `record`. @throws TypeError after `release` */
  async *cut(source: ByteSource, chunker: FileChunker): AsyncGenerator<FilePiece> {
    const cutting = this.begin(chunker);
    try {
      for await (const part of source instanceof Uint8Array ? [source] : source) yield* cutting.feed(part);
      yield* cutting.finish();
    } finally {
      cutting.end();
    }
  }

  /** True if a file of so many bytes is one chunk, whatever they are. @throws TypeError after `release` */
  isOneChunk(length: number, chunker: FileChunker): boolean {
    this.#assertNotReleased();
    return length > 0 && length <= WHOLE_MAX_BYTES[chunker];
  }

  /** The same for those who have the bytes at hand. `end` is called in any case. @throws TypeError after `release` */
  begin(chunker: FileChunker): FileCutting {
    this.#assertNotReleased();
    this.#isCutting = true;
    this.#from = 0;
    this.#to = 0;
    this.#filled = 0;
    this.#hole = 0;
    return {
      feed: (part) => (chunker === 'record' ? groupPieces(part) : this.#feed(part, chunker)),
      finish: () => (chunker === 'record' ? [] : this.#finish(chunker)),
      end: () => {
        this.#isCutting = false;
        if (this.#isReleased) this.#scanner.release();
      },
    };
  }

  #assertNotReleased(): void {
    if (this.#isReleased) throw new TypeError('a FileCutter was used after release()');
  }

  *#feed(part: Uint8Array, chunker: StretchChunker): Generator<FilePiece> {
    let at = 0;
    while (at < part.length) {
      let full: Uint8Array;
      if (this.#filled === 0 && part.length - at >= HOLE_WINDOW_BYTES) {
        full = part.subarray(at, at + HOLE_WINDOW_BYTES);
        at += HOLE_WINDOW_BYTES;
      } else {
        const taken = Math.min(HOLE_WINDOW_BYTES - this.#filled, part.length - at);
        this.#window.set(part.subarray(at, at + taken), this.#filled);
        this.#filled += taken;
        at += taken;
        if (this.#filled < HOLE_WINDOW_BYTES) return;
        full = this.#window;
        this.#filled = 0;
      }
      if (isZero(full)) {
        if (this.#hole === 0) yield* this.#end(chunker);
        this.#hole += HOLE_WINDOW_BYTES;
        continue;
      }
      if (this.#hole > 0) yield { hole: this.#hole };
      this.#hole = 0;
      yield* this.#push(full, chunker);
    }
  }

  *#finish(chunker: StretchChunker): Generator<FilePiece> {
    if (this.#hole > 0) yield { hole: this.#hole };
    if (this.#filled > 0) yield* this.#push(this.#window.subarray(0, this.#filled), chunker);
    yield* this.#end(chunker);
  }

  /** Adds bytes to the stretch and gives out each chunk whose end later bytes cannot move. */
  *#push(bytes: Uint8Array, chunker: StretchChunker): Generator<FilePiece> {
    if (this.#to + bytes.length > this.#stretch.length) {
      this.#stretch.copyWithin(0, this.#from, this.#to);
      this.#to -= this.#from;
      this.#from = 0;
    }
    this.#stretch.set(bytes, this.#to);
    this.#to += bytes.length;
    const settled = SETTLED_BYTES[chunker];
    while (this.#to - this.#from >= settled) yield this.#take(chunker);
  }

  *#end(chunker: StretchChunker): Generator<FilePiece> {
    while (this.#to > this.#from) yield this.#take(chunker);
    this.#from = 0;
    this.#to = 0;
  }

  #take(chunker: StretchChunker): FilePiece {
    const from = this.#from;
    this.#from += this.#lengthAt(from, chunker);
    return { chunk: this.#stretch.subarray(from, this.#from) };
  }

  #lengthAt(from: number, chunker: StretchChunker): number {
    if (chunker === 'content') return this.#scanner.cut(from, this.#to);
    return chunker === 'page' ? cutPage(from, this.#to) : cutFixed(from, this.#to);
  }
}

/** The chunks of groups of records: whole but for the longest, which a block would not hold. */
function* groupPieces(group: Uint8Array): Generator<FilePiece> {
  for (let at = 0; at < group.length; at += FIXED_CHUNK_BYTES) {
    yield { chunk: group.subarray(at, at + FIXED_CHUNK_BYTES) };
  }
}
