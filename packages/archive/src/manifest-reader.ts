// Reads the manifest tree of a snapshot. Implements spec/archive.md §6, reader's side.

import { createSha256, equalBytes, type Sha256Stream } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  type Chunker,
  decodeEntry,
  decodeExtentList,
  decodeManifestNode,
  type Entry,
  type Extent,
  formatHex,
  type ManifestNode,
} from '@muniment/wire';
import type { ChunkReader } from './chunk-reader.ts';
import { ContentDigest } from './content-digest.ts';
import { type ChunkLocation, type ExtentLocation, type LocationTable, ReferenceReader } from './locations.ts';
import { assertPath, comparePaths, isWithin, parentPath, printablePath } from './path.ts';
import { RecentlyUsed } from './recently-used.ts';

const LOOKED_UP_NODE_COUNT = 256;

/** One path of a snapshot. */
export interface SnapshotEntry {
  readonly entry: Entry;
  /** The entry's bytes as received. */
  readonly bytes: Uint8Array;
  readonly chunker: Chunker;
  /** The content, in order; read on demand where it lies in chunks of its own, as a large file's does. @throws ERR_MANIFEST */
  readonly extents: () => AsyncIterable<ExtentLocation> | readonly ExtentLocation[];
  /** The same, some at a time where they are read on demand: to wait for each is dear. @throws as extents */
  readonly extentParts: () => AsyncIterable<readonly ExtentLocation[]> | readonly ExtentLocation[];
  /**
   * The same, each part as soon as it is read, where `extentParts` reads all twice: those before an error were given out for
   * nothing. For whoever only counts what is referred to.
   */
  readonly extentsAsRead: () => AsyncIterable<readonly ExtentLocation[]> | readonly ExtentLocation[];
  /** Chunks of the manifest that this record refers to. */
  readonly lists: readonly ChunkLocation[];
  /** The leaf that it is a record of, and which one, from 0. */
  readonly leaf: ManifestLeaf;
  readonly index: number;
}

/** A leaf of a stored manifest. */
export interface ManifestLeaf {
  readonly location: ChunkLocation;
  /** Chunks of the manifest that its records refer to. */
  readonly lists: readonly ChunkLocation[];
  readonly recordCount: number;
  /** True if no record of the manifest follows: it may end where a longer manifest would not cut. */
  readonly isLast: boolean;
}

/** A part of a manifest that cannot be read, and the paths it would have covered. */
export interface ManifestDamage {
  readonly error: unknown;
  /** Paths after this one are affected; empty at the start. */
  readonly after: Uint8Array;
  /** Paths up to this one are affected; undefined for all that follow. */
  readonly upTo: Uint8Array | undefined;
}

export interface ManifestWalkOptions {
  /** Only this path and what lies below it. */
  readonly within?: Uint8Array;
  /** Called for each unreadable part, which is then passed over; without it the walk fails there. */
  readonly onDamage?: (damage: ManifestDamage) => void;
  /** Called with each node's location before it is read; returning false passes over the node and all below it. */
  readonly visit?: (node: ChunkLocation) => boolean;
}

/** The manifest a head points to. */
export class ManifestReader {
  readonly #chunks: ChunkReader;
  readonly #table: LocationTable;
  readonly #root: ChunkLocation | undefined;
  readonly #depth: number;
  readonly #entriesDigest: Uint8Array;
  readonly #nodes = new RecentlyUsed<ManifestNode>(LOOKED_UP_NODE_COUNT, () => 1);

  constructor(
    chunks: ChunkReader,
    table: LocationTable,
    root: ChunkLocation | undefined,
    depth: number,
    entriesDigest: Uint8Array,
  ) {
    this.#chunks = chunks;
    this.#table = table;
    this.#root = root;
    this.#depth = depth;
    this.#entriesDigest = entriesDigest;
  }

  /**
   * Every entry in path order, checked. A whole walk without damage ends with a check of the entries digest.
   * @throws ERR_MANIFEST, ERR_PATH, ERR_ENTRIES_DIGEST and the errors of reading a chunk
   */
  async *entries(options: ManifestWalkOptions = {}): AsyncGenerator<SnapshotEntry> {
    for await (const leaf of this.leaves(options)) yield* leaf;
  }

  /** The same, leaf by leaf: for those to whom waiting for each entry is dear. @throws as entries */
  async *leaves(options: ManifestWalkOptions = {}): AsyncGenerator<readonly SnapshotEntry[]> {
    const digest = createSha256();
    const order = new OrderCheck();
    let whole = options.within === undefined || options.within.length === 0;
    const onDamage = options.onDamage;
    const reportDamage =
      onDamage === undefined
        ? undefined
        : (damage: ManifestDamage): void => {
            whole = false;
            order.gap();
            onDamage(damage);
          };
    const visit = options.visit;
    const tracked =
      visit === undefined
        ? undefined
        : (node: ChunkLocation): boolean => {
            const enter = visit(node);
            if (!enter) {
              whole = false;
              order.gap();
            }
            return enter;
          };
    if (this.#root !== undefined) {
      const state = { within: options.within, reportDamage, visit: tracked, order, digest };
      yield* this.#walk(this.#root, this.#depth, undefined, true, state);
    }
    if (whole && !equalBytes(digest.digest(), this.#entriesDigest)) {
      throw new MunimentError('ERR_ENTRIES_DIGEST');
    }
  }

  async *#walk(
    node: ChunkLocation,
    level: number,
    lastPath: Uint8Array | undefined,
    isLast: boolean,
    state: WalkState,
  ): AsyncGenerator<readonly SnapshotEntry[]> {
    if (state.visit !== undefined && !state.visit(node)) {
      if (lastPath !== undefined) state.order.skipTo(lastPath);
      return;
    }
    let message: ManifestNode;
    let references: ReferenceReader;
    let records: { entry: Entry; references: ReferenceReader; record: ManifestNode['records'][number] }[];
    try {
      message = decodeManifestNode(await this.#chunks.read(node));
      references = new ReferenceReader(message.packs, message.blocks, this.#table, node.block.pack);
      assertNodeShape(message, level);
      const own = references;
      records = message.records.map((record) => ({
        entry: decodeEntry(record.entry),
        references: own,
        record,
      }));
      if (
        lastPath !== undefined &&
        records.length > 0 &&
        comparePaths(records[records.length - 1].entry.path, lastPath) !== 0
      ) {
        throw new MunimentError('ERR_MANIFEST', 'a node does not end at the path its parent states');
      }
      if (lastPath !== undefined && level > 0) {
        const last = message.children[message.children.length - 1].lastPath;
        if (comparePaths(last, lastPath) !== 0) {
          throw new MunimentError('ERR_MANIFEST', 'a node does not end at the path its parent states');
        }
      }
      // Everything of a leaf is checked before its first entry is given out, so that a damaged leaf is damage as a whole.
      const check = state.order.fork();
      for (const { entry, record } of records) {
        checkRecord(check, entry, record);
        for (const list of record.lists) references.chunk(list);
        if (entry.kind === 'hard-link') await this.#checkLinked(entry, records);
      }
      state.order.adopt(check);
    } catch (error) {
      if (state.reportDamage === undefined) throw error;
      state.reportDamage({ error, after: state.order.last, upTo: lastPath });
      if (lastPath !== undefined) state.order.skipTo(lastPath);
      return;
    }
    if (records.length > 0) {
      for (const { record } of records) updateEntriesDigest(state.digest, record.entry);
      const lists = records.map(({ record }) => record.lists.map((list) => references.chunk(list)));
      const leaf = { location: node, lists: lists.flat(), recordCount: records.length, isLast };
      const { within } = state;
      yield records
        .map(({ entry, record }, i) => this.#entry(entry, record, references, lists[i]!, leaf, i))
        .filter(({ entry }) => within === undefined || isWithin(entry.path, within));
    }
    let previous: Uint8Array | undefined;
    for (const [i, { lastPath: childLast, chunk }] of message.children.entries()) {
      if (previous !== undefined && comparePaths(previous, childLast) >= 0) {
        const error = new MunimentError('ERR_MANIFEST', 'children are not in path order');
        if (state.reportDamage === undefined) throw error;
        state.reportDamage({ error, after: state.order.last, upTo: lastPath });
        return;
      }
      if (state.within !== undefined && !mayHold(previous, childLast, state.within)) {
        state.order.gap();
        state.order.skipTo(childLast);
      } else {
        let location: ChunkLocation;
        try {
          location = references.chunk(chunk);
        } catch (error) {
          if (state.reportDamage === undefined) throw error;
          state.reportDamage({ error, after: state.order.last, upTo: childLast });
          state.order.skipTo(childLast);
          previous = childLast;
          continue;
        }
        yield* this.#walk(location, level - 1, childLast, isLast && i === message.children.length - 1, state);
      }
      previous = childLast;
    }
  }

  /** Refuses a hard link to anything but a file of this manifest. @throws ERR_MANIFEST */
  async #checkLinked(link: Entry, leaf: readonly { readonly entry: Entry }[]): Promise<void> {
    const { target } = link;
    const near = leaf.find(({ entry }) => comparePaths(entry.path, target) === 0)?.entry;
    let kind: Entry['kind'] | undefined = near?.kind;
    try {
      kind ??= (await this.#find(target))?.kind;
    } catch {
      // Where the file should be cannot be read: that is reported there, and the link is not to blame.
      return;
    }
    if (kind !== 'file') {
      throw new MunimentError(
        'ERR_MANIFEST',
        `${printablePath(link.path)}: a hard link to what is not a file`,
        pathDetail(link),
      );
    }
  }

  /** The entry of one path, by descending the tree. */
  async #find(path: Uint8Array): Promise<Entry | undefined> {
    let node = this.#root;
    for (let level = this.#depth; node !== undefined; level--) {
      const message = await this.#node(node);
      assertNodeShape(message, level);
      if (level === 0) {
        return message.records
          .map((record) => decodeEntry(record.entry))
          .find((entry) => comparePaths(entry.path, path) === 0);
      }
      const references = new ReferenceReader(message.packs, message.blocks, this.#table, node.block.pack);
      const child = message.children.find(({ lastPath }) => comparePaths(lastPath, path) >= 0);
      node = child === undefined ? undefined : references.chunk(child.chunk);
    }
    return undefined;
  }

  /** A node, kept for the next look-up: trees full of hard links ask for the same ones again and again. */
  async #node(location: ChunkLocation): Promise<ManifestNode> {
    const key = formatHex(location.id);
    let message = this.#nodes.get(key);
    if (message === undefined) {
      message = decodeManifestNode(await this.#chunks.read(location));
      this.#nodes.set(key, message);
    }
    return message;
  }

  #entry(
    entry: Entry,
    record: ManifestNode['records'][number],
    references: ReferenceReader,
    lists: readonly ChunkLocation[],
    leaf: ManifestLeaf,
    index: number,
  ): SnapshotEntry {
    const extentsAsRead = (): AsyncIterable<readonly ExtentLocation[]> | readonly ExtentLocation[] => {
      if (entry.kind !== 'file') return [];
      const check = new ContentCheck(entry);
      const inline = record.extents.map((extent) => resolve(entry, extent, references));
      for (const extent of inline) check.add(extent);
      if (lists.length > 0) return this.#readLists(entry, lists, check);
      check.finish();
      return inline;
    };
    const extentParts = (): AsyncIterable<readonly ExtentLocation[]> | readonly ExtentLocation[] => {
      const parts = extentsAsRead();
      return Symbol.asyncIterator in parts ? checkedFirst(parts, () => this.#readLists(entry, lists)) : parts;
    };
    const extents = (): AsyncIterable<ExtentLocation> | readonly ExtentLocation[] => {
      const found = extentParts();
      return Symbol.asyncIterator in found ? flattened(found) : found;
    };
    const { entry: bytes, chunker } = record;
    return { entry, bytes, chunker, lists, leaf, index, extents, extentParts, extentsAsRead };
  }

  /** The extents of a large file, list by list, and at last whether they make the file. */
  async *#readLists(
    entry: Entry,
    lists: readonly ChunkLocation[],
    check?: ContentCheck,
  ): AsyncGenerator<readonly ExtentLocation[]> {
    for (const list of lists) {
      const message = decodeExtentList(await this.#chunks.read(list));
      const references = new ReferenceReader(message.packs, message.blocks, this.#table, list.block.pack);
      const extents = message.extents.map((extent) => resolve(entry, extent, references));
      if (check !== undefined) for (const extent of extents) check.add(extent);
      yield extents;
    }
    check?.finish();
  }
}

/** ARCH-047: all are checked before any is given out, and because they may be many, read again rather than kept. */
async function* checkedFirst<T>(
  parts: AsyncIterable<readonly T[]>,
  again: () => AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for await (const _ of parts);
  yield* again();
}

/**
 * Gives the content of an entry to `use`, run by run: at once where it is at hand, as a small file's is, since waiting for each is dear.
 * @returns to be awaited if it is a promise
 * @throws as SnapshotEntry.extents
 */
export function eachExtent(
  { extentParts }: SnapshotEntry,
  use: (extent: ExtentLocation) => void,
): Promise<void> | undefined {
  const found = extentParts();
  if (Symbol.asyncIterator in found) return eachOf(found, use);
  for (const extent of found) use(extent);
  return undefined;
}

async function eachOf<T>(parts: AsyncIterable<readonly T[]>, use: (value: T) => void): Promise<void> {
  for await (const part of parts) for (const value of part) use(value);
}

async function* flattened<T>(parts: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const part of parts) yield* part;
}

/** Adds an entry to the digest of all. */
export function updateEntriesDigest(digest: Sha256Stream, entry: Uint8Array): void {
  LENGTH_VIEW.setUint32(0, entry.length);
  digest.update(LENGTH).update(entry);
}

/** Of the entry at hand. */
const LENGTH = new Uint8Array(4);
const LENGTH_VIEW = new DataView(LENGTH.buffer);

function resolve(entry: Entry, { hole, chunk }: Extent, references: ReferenceReader): ExtentLocation {
  if (hole > 0n === (chunk !== undefined)) {
    throw new MunimentError('ERR_MANIFEST', 'an extent is neither a hole nor a chunk', pathDetail(entry));
  }
  return chunk === undefined ? { hole } : { chunk: references.chunk(chunk) };
}

interface WalkState {
  readonly within: Uint8Array | undefined;
  readonly reportDamage: ((damage: ManifestDamage) => void) | undefined;
  readonly visit: ((node: ChunkLocation) => boolean) | undefined;
  readonly order: OrderCheck;
  readonly digest: Sha256Stream;
}

/** True if a child that covers (after, last] may hold `within` or something below it. */
function mayHold(after: Uint8Array | undefined, last: Uint8Array, within: Uint8Array): boolean {
  if (comparePaths(last, within) < 0) return false;
  return after === undefined || comparePaths(after, within) < 0 || isWithin(after, within);
}

function assertNodeShape({ records, children }: ManifestNode, level: number): void {
  const right =
    level === 0 ? records.length > 0 && children.length === 0 : records.length === 0 && children.length > 0;
  if (!right)
    throw new MunimentError('ERR_MANIFEST', `a node at level ${level} does not have the form of its level`);
}

function pathDetail(entry: Entry): { path: string } {
  return { path: printablePath(entry.path) };
}

function checkRecord(
  order: OrderCheck,
  entry: Entry,
  { extents, lists, chunker }: ManifestNode['records'][number],
): void {
  const fail = (what: string): never => {
    throw new MunimentError('ERR_MANIFEST', `${printablePath(entry.path)}: ${what}`, pathDetail(entry));
  };
  assertPath(entry.path);
  order.next(entry);
  if (entry.kind === 'file') {
    if (entry.target.length > 0) fail('a file with a target');
    if (entry.contentDigest.length !== 32) fail('a file without a content digest');
    if (extents.length > 0 && lists.length > 0) fail('extents and lists in one record');
    const empty = extents.length === 0 && lists.length === 0;
    if (empty !== (entry.size === 0n)) fail('extents do not add up to the size');
    if (empty !== (chunker === 'none')) fail('content without a chunker, or the reverse');
    return;
  }
  if (extents.length > 0 || lists.length > 0 || chunker !== 'none') fail(`a ${entry.kind} with content`);
  if (entry.size !== 0n || entry.contentDigest.length > 0) fail(`a ${entry.kind} with a size or digest`);
  if (entry.kind === 'directory' && entry.target.length > 0) fail('a directory with a target');
  if (entry.kind === 'symlink' && (entry.target.length === 0 || entry.target.includes(0)))
    fail('a link without a text');
  if (entry.kind === 'hard-link') {
    if (comparePaths(entry.target, entry.path) >= 0) fail('a hard link to a later path');
  }
}

/** Checks path order and that parents are directories, over a walk that may have gaps (ARCH-041, ARCH-043, ARCH-108). */
class OrderCheck {
  last: Uint8Array = new Uint8Array(0);
  /** Directories that are open around `last`, outermost first. */
  #open: Uint8Array[] = [];
  /** After a gap a missing parent may lie in the gap. */
  #gap = false;
  /** The path of the last record if it is no directory: nothing lies below it, whatever a gap may have held. */
  #closed: Uint8Array | undefined;

  fork(): OrderCheck {
    const copy = new OrderCheck();
    copy.adopt(this);
    return copy;
  }

  adopt(other: OrderCheck): void {
    this.last = other.last;
    this.#open = [...other.#open];
    this.#gap = other.#gap;
    this.#closed = other.#closed;
  }

  gap(): void {
    this.#gap = true;
  }

  skipTo(path: Uint8Array): void {
    this.last = path;
  }

  next(entry: Entry): void {
    const { path } = entry;
    if (this.last.length > 0 && comparePaths(this.last, path) >= 0) {
      throw new MunimentError('ERR_MANIFEST', 'records are not in path order', pathDetail(entry));
    }
    while (this.#open.length > 0 && !isWithin(path, this.#open[this.#open.length - 1])) this.#open.pop();
    const parent = parentPath(path);
    const top = this.#open[this.#open.length - 1];
    const hasParent = parent === undefined || (top !== undefined && comparePaths(top, parent) === 0);
    const isClosed = this.#closed !== undefined && isWithin(path, this.#closed);
    if (isClosed || (!hasParent && !this.#gap)) {
      throw new MunimentError(
        'ERR_PATH',
        `${printablePath(path)} does not lie in a directory`,
        pathDetail(entry),
      );
    }
    if (entry.kind === 'directory') this.#open.push(path);
    this.#closed = entry.kind === 'directory' ? undefined : path;
    this.last = path;
  }
}

/** Checks that extents add up to the entry's size and digest, and that no hole is in two parts (ARCH-046, ARCH-047, ARCH-107). */
class ContentCheck {
  readonly #entry: Entry;
  readonly #digest = new ContentDigest();
  #size = 0n;
  #isInHole = false;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  add(extent: ExtentLocation): void {
    const isHole = 'hole' in extent;
    if (isHole && this.#isInHole) this.#fail('a hole follows a hole');
    this.#isInHole = isHole;
    this.#size += 'hole' in extent ? extent.hole : BigInt(extent.chunk.length);
    this.#digest.add(extent);
  }

  finish(): void {
    if (this.#size !== this.#entry.size) this.#fail('extents do not add up to the size');
    if (!equalBytes(this.#digest.digest(), this.#entry.contentDigest)) {
      this.#fail('extents do not match the content digest');
    }
  }

  #fail(what: string): never {
    throw new MunimentError(
      'ERR_MANIFEST',
      `${printablePath(this.#entry.path)}: ${what}`,
      pathDetail(this.#entry),
    );
  }
}
