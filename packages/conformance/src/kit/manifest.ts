// Manifests: path order, digests, the tree of nodes (spec/archive.md §6).

import { compareBytes, concat, u32, u64 } from './bytes.ts';
import { RecordChunker } from './chunkers.ts';
import { hmacSha256, sha256 } from './hash.ts';
import {
  type Block,
  type Child,
  type ChunkRef,
  type Extent,
  encodeExtentList,
  encodeManifestNode,
  type Location,
  type Pack,
  type Record,
} from './messages.ts';
import type { PackBuilder, Placed } from './pack.ts';

/** A chunk and where it lies. */
export interface Chunk {
  readonly placed: Placed;
  readonly offset: number;
  readonly length: number;
  readonly id: Uint8Array;
}

/** One run of a file: a chunk, or the length of a hole. */
export type Run = Chunk | number;

/** An encoded entry and its content. */
export interface Item {
  readonly path: Uint8Array;
  readonly entry: Uint8Array;
  readonly runs: readonly Run[];
  readonly lists: readonly Chunk[];
  readonly chunker: number;
}

/** The root of a manifest. */
export interface Tree {
  readonly root: Chunk;
  readonly depth: number;
  readonly leaves: readonly { readonly chunk: Chunk; readonly paths: readonly Uint8Array[] }[];
}

/** Below, at or above zero as path `a` sorts before, with or after `b`: component by component. */
export function comparePaths(a: Uint8Array, b: Uint8Array): number {
  const components = (path: Uint8Array): Uint8Array[] => {
    const out: Uint8Array[] = [];
    let from = 0;
    for (let i = 0; i <= path.length; i++) {
      if (i === path.length || path[i] === 0x2f) {
        out.push(path.subarray(from, i));
        from = i + 1;
      }
    }
    return out;
  };
  const [left, right] = [components(a), components(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareBytes(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** SHA-256 over length and chunk id of each extent, with 32 zero bytes for a hole. */
export function contentDigest(runs: readonly Run[]): Uint8Array {
  return sha256(
    ...runs.map((run) =>
      typeof run === 'number' ? concat(u64(run), new Uint8Array(32)) : concat(u64(run.length), run.id),
    ),
  );
}

/** SHA-256 over length and bytes of each encoded entry. */
export function entriesDigest(entries: readonly Uint8Array[]): Uint8Array {
  return sha256(...entries.map((entry) => concat(u32(entry.length), entry)));
}

/** Packs and blocks of one message, each listed at its first use. */
class References {
  readonly packs: Pack[] = [];
  readonly blocks: Block[] = [];
  private readonly packBuilders: PackBuilder[] = [];
  private readonly placed: Placed[] = [];
  private readonly own: PackBuilder | undefined;

  /** `own` is the pack that will hold the message. */
  constructor(own: PackBuilder | undefined) {
    this.own = own;
  }

  private packIndex(pack: PackBuilder): number {
    if (pack === this.own) return 0;
    if (!this.packBuilders.includes(pack)) {
      this.packBuilders.push(pack);
      this.packs.push(pack.pack);
    }
    return this.packBuilders.indexOf(pack) + 1;
  }

  refer(chunk: Chunk): ChunkRef {
    let block = this.placed.indexOf(chunk.placed);
    if (block < 0) {
      block = this.placed.push(chunk.placed) - 1;
      const { pack, offset, storedLength, rawLength, compression } = chunk.placed;
      this.blocks.push({ pack: this.packIndex(pack), offset, storedLength, rawLength, compression });
    }
    return { block, offset: chunk.offset, length: chunk.length, id: chunk.id };
  }

  extents(runs: readonly Run[]): Extent[] {
    return runs.map((run) => (typeof run === 'number' ? { hole: run } : { hole: 0, chunk: this.refer(run) }));
  }
}

/** The encoded leaf that holds `items`, to be put into `own`. */
export function encodeLeaf(items: readonly Item[], own: PackBuilder | undefined): Uint8Array {
  const references = new References(own);
  const records: Record[] = items.map((item) => ({
    entry: item.entry,
    extents: references.extents(item.runs),
    lists: item.lists.map((list) => references.refer(list)),
    chunker: item.chunker,
  }));
  return encodeManifestNode({
    packs: references.packs,
    blocks: references.blocks,
    records,
    children: [],
  });
}

/** The encoded branch above `nodes`, to be put into `own`. */
export function encodeBranch(nodes: readonly Node[], own: PackBuilder | undefined): Uint8Array {
  const references = new References(own);
  const children: Child[] = nodes.map((node) => ({
    lastPath: node.lastPath,
    chunk: references.refer(node.chunk),
  }));
  return encodeManifestNode({ packs: references.packs, blocks: references.blocks, records: [], children });
}

/** An encoded list of extents, to be put into `own`. */
export function encodeList(runs: readonly Run[], own: PackBuilder | undefined): Uint8Array {
  const references = new References(own);
  const extents = references.extents(runs);
  return encodeExtentList({ packs: references.packs, blocks: references.blocks, extents });
}

/** A stored node. */
export interface Node {
  readonly lastPath: Uint8Array;
  readonly chunk: Chunk;
}

/** Puts an encoded message into a pack as a chunk of its own in a block of its own. */
export function placeMessage(
  message: Uint8Array,
  pack: PackBuilder,
  compression: number,
  dedupKey: Uint8Array,
): Chunk {
  return {
    placed: pack.add(message, compression),
    offset: 0,
    length: message.length,
    id: hmacSha256(dedupKey, message),
  };
}

/** The weight of an item for the record chunker. */
export function weight(item: Item): number {
  return item.entry.length + 48 * ((item.lists.length > 0 ? 0 : item.runs.length) + item.lists.length);
}

function grouped<T>(
  values: readonly T[],
  chunkerKey: Uint8Array,
  level: number,
  of: (value: T) => { key: Uint8Array; weight: number },
): T[][] {
  const chunker = new RecordChunker(chunkerKey, level);
  const groups: T[][] = [];
  let open = false;
  for (const value of values) {
    if (!open) groups.push([]);
    (groups.at(-1) as T[]).push(value);
    const { key, weight: size } = of(value);
    open = !chunker.push(key, size);
  }
  return groups;
}

/** Stores the tree above `items`, which are in path order; `pack` gives the pack for each next node. */
export function buildTree(
  items: readonly Item[],
  keys: { readonly chunkerKey: Uint8Array; readonly dedupKey: Uint8Array },
  compression: number,
  pack: () => PackBuilder,
): Tree {
  const groups = grouped(items, keys.chunkerKey, 0, (item) => ({ key: item.path, weight: weight(item) }));
  let nodes: Node[] = groups.map((group) => {
    const own = pack();
    const chunk = placeMessage(encodeLeaf(group, own), own, compression, keys.dedupKey);
    return { lastPath: (group.at(-1) as Item).path, chunk };
  });
  const leaves = nodes.map(({ chunk }, i) => ({ chunk, paths: groups[i].map((item) => item.path) }));
  let depth = 0;
  while (nodes.length > 1) {
    depth++;
    nodes = grouped(nodes, keys.chunkerKey, depth, (node) => ({
      key: node.lastPath,
      weight: node.lastPath.length + 48,
    })).map((group) => {
      const own = pack();
      const chunk = placeMessage(encodeBranch(group, own), own, compression, keys.dedupKey);
      return { lastPath: (group.at(-1) as Node).lastPath, chunk };
    });
  }
  return { root: nodes[0].chunk, depth, leaves };
}

/** A chunk's location for a head. */
export function locate(chunk: Chunk): Location {
  const { pack, offset, storedLength, rawLength, compression } = chunk.placed;
  return {
    pack: pack.pack,
    block: { pack: 1, offset, storedLength, rawLength, compression },
    chunk: { block: 0, offset: chunk.offset, length: chunk.length, id: chunk.id },
  };
}
