// Makes a snapshot: content into chunks, entries into a manifest, a head last. Implements spec/archive.md §5, §6 and §9.

import { equalBytes, type MaybePromise } from '@muniment/crypto';
import { type Compression, type Entry, encodeEntry, type Root, type Totals } from '@muniment/wire';
import type { Archive, Device } from './archive.ts';
import type { ChunkIndex } from './chunk-index.ts';
import { ChunkIntake } from './chunk-intake.ts';
import { contentTable } from './chunkers/content.ts';
import { type ByteSource, type FileChunker, FileCutter, type FilePiece } from './chunkers/file.ts';
import type { Crew } from './crew/crew.ts';
import { type FileContent, OpenContent } from './file-content.ts';
import { type HeadInfo, writeHead } from './head.ts';
import type { BlockRef, ChunkLocation, ExtentLocation, PackRef } from './locations.ts';
import { eachExtent, type SnapshotEntry } from './manifest-reader.ts';
import { ManifestWriter } from './manifest-writer.ts';
import { PackWriter } from './pack-writer.ts';
import type { ReusableChunks } from './reusable-chunks.ts';

/** An entry as a writer is given it; size and content digest come with the content. */
export type NewEntry = Omit<Entry, 'size' | 'contentDigest'>;

/** What a run did. */
export interface SnapshotTotals {
  /** Bytes of chunks that were not in the store before. */
  newBytes: bigint;
  newChunks: number;
  /** Objects put into the store and their bytes, the head not counted. */
  packs: number;
  storedBytes: number;
}

/** What a snapshot says of itself. */
export interface SnapshotInfo {
  readonly device: Device;
  readonly timeMs: number;
  readonly tags: readonly string[];
  readonly roots: readonly Root[];
  /** How many files could not be read. */
  readonly skipped: number;
  /** Id of the snapshot that a repair rewrites; otherwise empty. */
  readonly replaces?: Uint8Array;
}

/** A committed snapshot. */
export interface Commit {
  readonly head: HeadInfo;
  /** Packs that were marked or gone when the head had been written: the snapshot must be made again (ARCH-071). */
  readonly lost: readonly PackRef[];
}

export interface SnapshotWriterOptions {
  readonly index: ChunkIndex;
  readonly compression: Compression;
  /** Threads that work beside this one; 1 for none. By default as many as there are processors, four at most. */
  readonly jobs?: number | undefined;
}

const WAITING_COUNT = 1_024;

/** The content of a file that has been read. */
export interface TakenContent {
  readonly size: bigint;
  /** Settles when all of its chunks have their ids; `SnapshotWriter.hurry` or enough further content makes them have. */
  readonly content: Promise<FileContent>;
}

/**
 * Writes one snapshot. Entries come in path order; content may be written before its entry, and thrown away.
 *
 * ```ts
 * const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd' });
 * await writer.add(entry, await writer.write(bytes, 'content'));
 * const { head } = await writer.commit(info);
 * ```
 */
export class SnapshotWriter {
  readonly #archive: Archive;
  readonly #reusable: ReusableChunks;
  readonly #index: ChunkIndex;
  readonly #packs: PackWriter;
  readonly #crew: Crew;
  readonly #intake: ChunkIntake;
  readonly #manifest: ManifestWriter;
  readonly #cutter: FileCutter;
  readonly #referenced = new Set<PackRef>();
  /** Blocks whose packs are not known yet. */
  #waiting: BlockRef[] = [];
  /** So many wait before it is looked again which still do. */
  #waitingMost = WAITING_COUNT;
  readonly #counts = { newBytes: 0n, newChunks: 0, files: 0n, directories: 0n, others: 0n, bytes: 0n };

  private constructor(
    archive: Archive,
    reusable: ReusableChunks,
    packs: PackWriter,
    table: Uint32Array,
    crew: Crew,
  ) {
    this.#archive = archive;
    this.#reusable = reusable;
    this.#index = reusable.index;
    this.#packs = packs;
    this.#crew = crew;
    this.#intake = new ChunkIntake(crew, (raw, id, chunker) => this.#chunk(raw, id, chunker));
    this.#manifest = new ManifestWriter(packs, reusable);
    this.#cutter = new FileCutter(table);
  }

  /** Lists packs and marks, brings the index up to date and starts. @throws as Archive.assertWritable */
  static async begin(
    archive: Archive,
    { index, compression, jobs }: SnapshotWriterOptions,
  ): Promise<SnapshotWriter> {
    archive.assertWritable();
    const crew = await archive.startCrew(jobs);
    const packs = new PackWriter(archive.objects, index, compression, crew);
    const reusable = await archive.reusable(index, packs.written);
    await archive.fillIndex(index, reusable);
    const table = await contentTable(archive.keys.chunkerKey);
    const writer = new SnapshotWriter(archive, reusable, packs, table, crew);
    table.fill(0);
    return writer;
  }

  /** True if other threads than this one do a part of the work. */
  get hasThreads(): boolean {
    return this.#crew.size > 1;
  }

  /** What has been done so far. */
  get totals(): SnapshotTotals {
    const { newBytes, newChunks } = this.#counts;
    return { newBytes, newChunks, ...this.#packs.totals };
  }

  /** Stores the content of a file, but for what is stored already. */
  async write(source: ByteSource, chunker: FileChunker): Promise<FileContent> {
    const { content } = await this.take(source, chunker);
    await this.flush();
    return content;
  }

  /**
   * The same for writers of many files: done as soon as `source` has been read, while the ids of its chunks are still being
   * computed. Files are taken one at a time. No promise for a small file whose bytes are given, unless there is no room for it yet.
   * @throws errors of the source, and those of content that was taken before
   */
  take(source: ByteSource, chunker: FileChunker): MaybePromise<TakenContent> {
    if (!(source instanceof Uint8Array && this.#cutter.isOneChunk(source.length, chunker)))
      return this.#takePieces(source, chunker);
    const file = new OpenContent(chunker);
    const sent = this.#intake.addChunk(file, source);
    const taken = { size: BigInt(source.length), content: file.finished };
    const end = (): TakenContent => {
      this.#intake.end(file);
      return taken;
    };
    return sent === undefined ? end() : sent.then(end);
  }

  async #takePieces(source: ByteSource, chunker: FileChunker): Promise<TakenContent> {
    const file = new OpenContent(chunker);
    let size = 0;
    const cutting = this.#cutter.begin(chunker);
    const takePieces = async (pieces: Iterable<FilePiece>): Promise<void> => {
      for (const piece of pieces) {
        if ('hole' in piece) {
          this.#intake.addHole(file, BigInt(piece.hole));
          size += piece.hole;
        } else {
          // Waiting for nothing costs as much as cutting does.
          const sent = this.#intake.addChunk(file, piece.chunk);
          size += piece.chunk.length;
          if (sent !== undefined) await sent;
        }
      }
    };
    try {
      if (source instanceof Uint8Array) await takePieces(cutting.feed(source));
      else for await (const part of source) await takePieces(cutting.feed(part));
      await takePieces(cutting.finish());
    } finally {
      cutting.end();
    }
    this.#intake.end(file);
    return { size: BigInt(size), content: file.finished };
  }

  /** Sees to it that all content that was taken gets its ids, without waiting for them. @throws what went wrong with content before */
  async hurry(): Promise<void> {
    await this.#intake.send();
  }

  /** Waits until all content that was taken has its ids. @throws what went wrong with it */
  async flush(): Promise<void> {
    await this.#intake.flush();
  }

  /** The content of an entry of an earlier snapshot, or undefined if some of it may not be referred to. */
  reuse(before: SnapshotEntry): MaybePromise<FileContent | undefined> {
    const { entry, chunker } = before;
    const found: ExtentLocation[] = [];
    let from: SnapshotEntry | undefined = before;
    let isMissing = false;
    const rest = eachExtent(before, (extent) => {
      if ('chunk' in extent && !this.#reusable.isUsable(extent.chunk)) {
        const other = this.#reusable.find('content', extent.chunk.id);
        if (other === undefined) isMissing = true;
        else found.push({ chunk: other });
        from = undefined;
      } else {
        found.push(extent);
      }
    });
    const content = (): FileContent | undefined =>
      isMissing
        ? undefined
        : { extents: found, size: entry.size, digest: entry.contentDigest, chunker, from };
    return rest === undefined ? content() : rest.then(content);
  }

  /**
   * Adds the next path. Only files have content. To be awaited if it gives a promise.
   * @param before its entry in an earlier snapshot: what stayed as it was there is referred to rather than written again
   * @throws RangeError for values beyond the format's limits
   */
  add(entry: NewEntry, content?: FileContent, before?: SnapshotEntry): Promise<void> | undefined {
    const size = content?.size ?? 0n;
    const encoded = encodeEntry({ ...entry, size, contentDigest: content?.digest ?? new Uint8Array(0) });
    const extents = content?.extents ?? [];
    for (const extent of extents) if ('chunk' in extent) this.#refer(extent.chunk.block);
    const isStored =
      before !== undefined &&
      (content === undefined || content.from === before) &&
      equalBytes(encoded, before.bytes);
    const record = { path: entry.path, entry: encoded, extents, chunker: content?.chunker ?? 'none' };
    const added = this.#manifest.add(record, isStored ? before : undefined);
    if (this.#waiting.length >= this.#waitingMost) {
      this.#collectReferenced();
      this.#waitingMost = 2 * this.#waiting.length + WAITING_COUNT;
    }
    if (entry.kind === 'file') this.#counts.files++;
    else if (entry.kind === 'directory') this.#counts.directories++;
    else this.#counts.others++;
    this.#counts.bytes += size;
    return added;
  }

  /**
   * Ends the writing of content, stores what is left, writes the head and looks at packs and marks again.
   * @throws errors of the store: then there is no head, and stored packs wait for the next run
   */
  async commit({ device, timeMs, tags, roots, skipped, replaces }: SnapshotInfo): Promise<Commit> {
    this.#cutter.release();
    await this.#intake.flush();
    await this.#packs.finishContent();
    const { location, depth, entriesDigest } = await this.#manifest.finish();
    await this.#packs.finish();
    await this.#crew.close();
    this.#collectReferenced();
    for (const node of this.#manifest.nodes) this.#referenced.add(node);
    this.#index.packsReferred([...this.#referenced].map(({ id }) => id));
    const { files, directories, others, bytes } = this.#counts;
    const totals: Totals | undefined =
      location === undefined ? undefined : { files, directories, others, bytes, skipped: BigInt(skipped) };
    await this.#archive.refresh();
    this.#archive.assertWritable();
    const head = await writeHead(
      this.#archive.objects,
      this.#archive.heads.counting,
      {
        kind: 'snapshot',
        endorsed: [],
        entriesDigest,
        totals,
        deviceId: device.id,
        deviceName: device.name,
        timeMs: BigInt(timeMs),
        tags: [...tags],
        roots,
        replaces: replaces ?? new Uint8Array(0),
      },
      location,
      depth,
      this.#archive.table,
    );
    return { head, lost: await this.#lostPacks() };
  }

  /** Gives the run up: nothing is committed, and what is under way is waited for. */
  async abandon(): Promise<void> {
    this.#cutter.release();
    await this.#intake.settle();
    await this.#packs.settle();
    await this.#crew.close();
  }

  #chunk(raw: Uint8Array, id: Uint8Array, chunker: FileChunker): MaybePromise<ChunkLocation> {
    const known = this.#reusable.find('content', id);
    if (known !== undefined) return known;
    this.#counts.newBytes += BigInt(raw.length);
    this.#counts.newChunks++;
    return chunker === 'fixed' ? this.#packs.addMedia(raw, id) : this.#packs.addData(raw, id);
  }

  #refer(block: BlockRef): void {
    if (block.pack !== undefined) this.#referenced.add(block.pack);
    // Neighbours share a block.
    else if (this.#waiting.at(-1) !== block) this.#waiting.push(block);
  }

  #collectReferenced(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const block of waiting) this.#refer(block);
  }

  /** Marks are read before packs: a collector deletes a pack before its mark, so one of the two always tells. */
  async #lostPacks(): Promise<PackRef[]> {
    const { packs: marked } = await this.#archive.readMarks();
    const listed = await this.#archive.listPacks();
    const lost: PackRef[] = [];
    for (const pack of this.#referenced) {
      if (marked.has(pack.id) || !(await this.#archive.holdsPack(pack, listed))) lost.push(pack);
    }
    return lost;
  }
}
