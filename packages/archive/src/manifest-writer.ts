// Builds the manifest tree of a snapshot. Implements spec/archive.md §5.4 and §6, writer's side.

import { createSha256, hmacSha256, isPromise } from '@muniment/crypto';
import {
  type Chunker,
  type Extent,
  encodeExtentList,
  encodeManifestNode,
  type ManifestNode,
} from '@muniment/wire';
import { RecordCutter } from './chunkers/record.ts';
import { type ChunkLocation, type ExtentLocation, type PackRef, ReferenceWriter } from './locations.ts';
import { type ManifestLeaf, type SnapshotEntry, updateEntriesDigest } from './manifest-reader.ts';
import type { PackWriter } from './pack-writer.ts';
import { type PendingRecord, RecordQueue } from './record-queue.ts';
import type { ReusableChunks } from './reusable-chunks.ts';

export const INLINE_EXTENT_MAX_COUNT = 64;
export const LIST_EXTENT_COUNT = 1_024;
export const REFERENCE_WEIGHT = 48;
/** When so many records wait for packs to be filled, those are stored as they are: a pack may never be full. */
export const WAITING_MAX_COUNT = 32_768;
/** How many packs a reused node is looked for in. */
const REUSE_PACK_COUNT = 8;

/** The root of a finished manifest; no location for a manifest of nothing. */
export interface ManifestRoot {
  readonly location: ChunkLocation | undefined;
  readonly depth: number;
  /** 32 bytes. */
  readonly entriesDigest: Uint8Array;
}

interface LeafRecord {
  readonly entry: Uint8Array;
  readonly chunker: Chunker;
  readonly extents: readonly ExtentLocation[];
  readonly lists: readonly ChunkLocation[];
}

/** Records in the queue that are the records of a stored leaf, from its first one on. */
interface StoredRun {
  readonly leaf: ManifestLeaf;
  /** How many records came before. */
  readonly start: number;
  count: number;
}

interface ChildNode {
  readonly lastPath: Uint8Array;
  readonly location: ChunkLocation;
}

/** Takes records in path order and stores nodes as soon as the packs they refer to are full. */
export class ManifestWriter {
  readonly #packs: PackWriter;
  readonly #reusable: ReusableChunks;
  readonly #digest = createSha256();
  readonly #queue = new RecordQueue();
  #addedCount = 0;
  #takenCount = 0;
  /** The runs in the queue that are whole leaves. */
  readonly #wholeRuns: StoredRun[] = [];
  /** The last run while records of its leaf are missing. */
  #run: StoredRun | undefined;
  #leaf: LeafRecord[] = [];
  readonly #levels: { readonly cutter: RecordCutter; children: ChildNode[] }[] = [];
  #leafCutter: RecordCutter | undefined;
  #lastPath: Uint8Array = new Uint8Array(0);
  /** The packs of all nodes of this manifest, stored now or before. */
  readonly nodes = new Set<PackRef>();

  constructor(packs: PackWriter, reusable: ReusableChunks) {
    this.#packs = packs;
    this.#reusable = reusable;
  }

  /**
   * Adds the next record. To be awaited if it gives a promise.
   * @param stored the same record in an earlier manifest: if all of its leaf come, that leaf is referred to as it is
   */
  add(record: PendingRecord, stored?: SnapshotEntry): Promise<void> | undefined {
    updateEntriesDigest(this.#digest, record.entry);
    this.#follow(stored);
    this.#queue.push(record);
    this.#addedCount++;
    const isFull = this.#addedCount - this.#takenCount >= WAITING_MAX_COUNT;
    return isFull || this.#canTake() ? this.#drain(isFull) : undefined;
  }

  /** Stores what is left and gives the root. The packs of content must be finished. */
  async finish(): Promise<ManifestRoot> {
    // Here the manifest ends, so a last leaf may.
    if (this.#run !== undefined && isWhole(this.#run)) this.#wholeRuns.push(this.#run);
    this.#run = undefined;
    await this.#takeSettled();
    if (!this.#queue.isEmpty) throw new Error('records wait for packs that were not finished');
    const entriesDigest = this.#digest.digest();
    if (this.#leaf.length > 0) await this.#endLeaf();
    if (this.#levels.length === 0) return { location: undefined, depth: 0, entriesDigest };
    // A level with one child in all needs no branch above it: that child is the root.
    for (let level = 1; ; level++) {
      const { children } = this.#levels[level - 1];
      const above = this.#levels.length > level;
      if (!above && children.length === 1)
        return { location: children[0].location, depth: level - 1, entriesDigest };
      if (children.length > 0) await this.#endBranch(level);
    }
  }

  #follow(stored: SnapshotEntry | undefined): void {
    const run = this.#run;
    if (stored !== undefined && run?.leaf === stored.leaf && run.count === stored.index) {
      run.count++;
    } else {
      const isFirst = stored?.index === 0 && this.#isUsable(stored.leaf);
      this.#run = isFirst ? { leaf: stored.leaf, start: this.#addedCount, count: 1 } : undefined;
    }
    if (this.#run !== undefined && isWhole(this.#run) && !this.#run.leaf.isLast) {
      this.#wholeRuns.push(this.#run);
      this.#run = undefined;
    }
  }

  #isUsable({ location, lists }: ManifestLeaf): boolean {
    return [location, ...lists].every((node) => this.#reusable.isUsable(node));
  }

  /** True if the first record in the queue need not wait any more. */
  #canTake(): boolean {
    if (this.#wholeRuns[0]?.start === this.#takenCount) return true;
    if (this.#run?.start === this.#takenCount && this.#leaf.length === 0) return false;
    return this.#queue.isFirstSettled;
  }

  async #drain(isFull: boolean): Promise<void> {
    await this.#takeSettled();
    if (!isFull || this.#addedCount - this.#takenCount < WAITING_MAX_COUNT) return;
    await this.#packs.finishContent();
    await this.#takeSettled();
  }

  async #takeSettled(): Promise<void> {
    for (;;) {
      if (this.#wholeRuns[0]?.start === this.#takenCount) {
        const { leaf } = this.#wholeRuns.shift()!;
        if (this.#leaf.length === 0) {
          await this.#adopt(leaf);
          continue;
        }
      }
      if (this.#run?.start === this.#takenCount) {
        if (this.#leaf.length === 0) return;
        this.#run = undefined;
      }
      const record = this.#queue.shiftSettled();
      if (record === undefined) return;
      this.#takenCount++;
      const emitted = this.#emit(record);
      if (emitted !== undefined) await emitted;
    }
  }

  /** Refers to a stored leaf instead of writing its records, the next ones in the queue. */
  async #adopt({ location, lists, recordCount }: ManifestLeaf): Promise<void> {
    for (let i = 0; i < recordCount; i++) this.#lastPath = this.#queue.skip();
    this.#takenCount += recordCount;
    for (const { block } of [location, ...lists]) this.nodes.add(block.pack!);
    await this.#addChild(1, { lastPath: this.#lastPath, location });
  }

  // ARCH-105
  #emit({ path, entry, extents, chunker }: PendingRecord): Promise<void> | undefined {
    if (this.#leafCutter === undefined || extents.length > INLINE_EXTENT_MAX_COUNT)
      return this.#emitLarge({ path, entry, extents, chunker });
    return this.#addToLeaf(this.#leafCutter, path, { entry, chunker, extents, lists: [] });
  }

  /** A record with lists, and any that is the first. */
  async #emitLarge({ path, entry, extents, chunker }: PendingRecord): Promise<void> {
    this.#leafCutter ??= await RecordCutter.create(this.#reusable.keys.chunkerKey, 0);
    const isLarge = extents.length > INLINE_EXTENT_MAX_COUNT;
    const lists: ChunkLocation[] = [];
    for (let at = 0; isLarge && at < extents.length; at += LIST_EXTENT_COUNT) {
      const part = extents.slice(at, at + LIST_EXTENT_COUNT);
      lists.push(await this.#store((self) => encodeList(part, self), []));
    }
    await this.#addToLeaf(this.#leafCutter, path, { entry, chunker, extents: isLarge ? [] : extents, lists });
  }

  #addToLeaf(cutter: RecordCutter, path: Uint8Array, record: LeafRecord): Promise<void> | undefined {
    this.#leaf.push(record);
    this.#lastPath = path;
    const { entry, extents, lists } = record;
    const isEnd = cutter.push(path, entry.length + REFERENCE_WEIGHT * (extents.length + lists.length));
    if (isPromise(isEnd)) return isEnd.then((value) => (value ? this.#endLeaf() : undefined));
    return isEnd ? this.#endLeaf() : undefined;
  }

  async #endLeaf(): Promise<void> {
    const lastPath = this.#lastPath;
    const records = this.#leaf;
    this.#leaf = [];
    const nearby = records.flatMap(({ lists }) => lists);
    const location = await this.#store((self) => encodeLeaf(records, self), nearby);
    await this.#addChild(1, { lastPath, location });
  }

  async #endBranch(level: number): Promise<void> {
    const { children } = this.#levels[level - 1];
    this.#levels[level - 1].children = [];
    const location = await this.#store(
      (self) => encodeBranch(children, self),
      children.map((child) => child.location),
    );
    await this.#addChild(level + 1, { lastPath: children[children.length - 1].lastPath, location });
  }

  async #addChild(level: number, child: ChildNode): Promise<void> {
    while (this.#levels.length < level) {
      const cutter = await RecordCutter.create(this.#reusable.keys.chunkerKey, this.#levels.length + 1);
      this.#levels.push({ cutter, children: [] });
    }
    const { cutter, children } = this.#levels[level - 1];
    children.push(child);
    if (await cutter.push(child.lastPath, child.lastPath.length + REFERENCE_WEIGHT))
      await this.#endBranch(level);
  }

  /**
   * Stores a node, or finds it already stored. What a node's bytes are depends on the pack it lies in, so a stored twin is
   * looked for in the packs of its children, where it would lie if it had been written with them.
   */
  async #store(
    encode: (self: PackRef | undefined) => Uint8Array,
    nearby: readonly ChunkLocation[],
  ): Promise<ChunkLocation> {
    const location = (await this.#findStored(encode, nearby)) ?? (await this.#storeNew(encode));
    this.nodes.add(location.block.pack!);
    return location;
  }

  async #findStored(
    encode: (self: PackRef | undefined) => Uint8Array,
    nearby: readonly ChunkLocation[],
  ): Promise<ChunkLocation | undefined> {
    const candidates = new Set<PackRef | undefined>();
    for (const { block } of nearby) if (candidates.size < REUSE_PACK_COUNT) candidates.add(block.pack);
    // A child that is only now being stored has no stored parent.
    if (candidates.has(this.#packs.manifestPack())) return undefined;
    const selfless = nearby.length === 0;
    for (const self of selfless ? [undefined] : candidates) {
      const raw = encode(self);
      const stored = this.#reusable.find('manifest', await this.#chunkId(raw));
      if (stored !== undefined && (selfless || stored.block.pack === self)) return stored;
    }
    return undefined;
  }

  async #storeNew(encode: (self: PackRef | undefined) => Uint8Array): Promise<ChunkLocation> {
    for (;;) {
      const self = this.#packs.manifestPack();
      const raw = encode(self);
      const id = await this.#chunkId(raw);
      const { compression, length } = await this.#packs.compressNode(raw);
      if (length > this.#packs.manifestRoom()) {
        await this.#packs.closeManifestPack();
        continue;
      }
      return this.#packs.addNode(raw.subarray(0, length), raw.length, compression, id);
    }
  }

  #chunkId(raw: Uint8Array): Promise<Uint8Array> {
    return hmacSha256(this.#reusable.keys.dedupKey, raw);
  }
}

/** True if all records of its leaf came. */
function isWhole({ leaf, count }: StoredRun): boolean {
  return count === leaf.recordCount;
}

function encodeExtents(extents: readonly ExtentLocation[], references: ReferenceWriter): Extent[] {
  return extents.map((extent) =>
    'hole' in extent
      ? { hole: extent.hole, chunk: undefined }
      : { hole: 0n, chunk: references.chunk(extent.chunk) },
  );
}

function encodeList(extents: readonly ExtentLocation[], self: PackRef | undefined): Uint8Array {
  const references = new ReferenceWriter(self);
  const encoded = encodeExtents(extents, references);
  return encodeExtentList({ packs: references.packs, blocks: references.blocks, extents: encoded });
}

function encodeLeaf(records: readonly LeafRecord[], self: PackRef | undefined): Uint8Array {
  const references = new ReferenceWriter(self);
  const encoded: ManifestNode['records'] = records.map(({ entry, chunker, extents, lists }) => ({
    entry,
    extents: encodeExtents(extents, references),
    lists: lists.map((list) => references.chunk(list)),
    chunker,
  }));
  return encodeManifestNode({
    packs: references.packs,
    blocks: references.blocks,
    records: encoded,
    children: [],
  });
}

function encodeBranch(children: readonly ChildNode[], self: PackRef | undefined): Uint8Array {
  const references = new ReferenceWriter(self);
  const encoded = children.map(({ lastPath, location }) => ({ lastPath, chunk: references.chunk(location) }));
  return encodeManifestNode({
    packs: references.packs,
    blocks: references.blocks,
    records: [],
    children: encoded,
  });
}
