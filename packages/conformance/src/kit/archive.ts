// A small writer of whole archives: files from a description become chunks, blocks, packs, manifest and head.

import { concat, utf8 } from './bytes.ts';
import { contentLengths, fixedLengths, runs as runsOf } from './chunkers.ts';
import { hmacSha256, sha256 } from './hash.ts';
import {
  buildTree,
  type Chunk,
  comparePaths,
  contentDigest,
  encodeList,
  entriesDigest,
  type Item,
  locate,
  placeMessage,
  type Run,
  type Tree,
} from './manifest.ts';
import {
  CONTENT,
  DATA,
  DIRECTORY,
  type Entry,
  encodeEntry,
  encodeHead,
  encodeHeadStable,
  FILE,
  FIXED,
  HARD_LINK,
  HEAD_LINK,
  HEAD_SNAPSHOT,
  type HeadStable,
  type Location,
  MANIFEST,
  MEDIA,
  NONE,
  SYMLINK,
  type Totals,
} from './messages.ts';
import { headContext, headName, paddedFrame, sealFor } from './objects.ts';
import { PackBuilder } from './pack.ts';
import { generated } from './seed.ts';

/** A piece of a file's content, as the fixtures describe it. */
export type Piece =
  | { readonly text: string; readonly count?: number }
  | { readonly generated: string; readonly length: number }
  | { readonly zeros: number }
  | { readonly repeat: number; readonly pieces: readonly Piece[] };

/** An entry as the fixtures describe it. */
export interface SourceEntry {
  readonly path: string | Uint8Array;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardLink';
  readonly mode?: number;
  readonly mtimeNs?: bigint;
  readonly uid?: number;
  readonly gid?: number;
  readonly target?: string;
  readonly chunker?: 'fixed' | 'content';
  readonly content?: readonly Piece[];
  /** The content lies in packs of its own. */
  readonly ownPack?: boolean;
}

/** The secrets of an archive as its keyring holds them. */
export interface ArchiveKeys {
  readonly archiveId: Uint8Array;
  readonly dedupKey: Uint8Array;
  readonly chunkerKey: Uint8Array;
  readonly epochs: ReadonlyMap<number, Uint8Array>;
}

/** Keys generated from a name. */
export function generatedKeys(name: string, epochs: readonly number[] = [1]): ArchiveKeys {
  return {
    archiveId: generated(`${name} archive id`, 16),
    dedupKey: generated(`${name} dedup key`, 32),
    chunkerKey: generated(`${name} chunker key`, 32),
    epochs: new Map(epochs.map((epoch) => [epoch, generated(`${name} archive key ${epoch}`, 32)])),
  };
}

/** The bytes that the pieces describe. */
export function contentOf(pieces: readonly Piece[]): Uint8Array {
  return concat(
    ...pieces.map((piece) => {
      if ('text' in piece) return utf8(piece.text.repeat(piece.count ?? 1));
      if ('generated' in piece) return generated(piece.generated, piece.length);
      if ('repeat' in piece) {
        const once = contentOf(piece.pieces);
        return concat(...Array.from({ length: piece.repeat }, () => once));
      }
      return new Uint8Array(piece.zeros);
    }),
  );
}

const KINDS = { file: FILE, directory: DIRECTORY, symlink: SYMLINK, hardLink: HARD_LINK } as const;
export const pathBytes = (path: string | Uint8Array): Uint8Array =>
  typeof path === 'string' ? utf8(path) : path;

/** What a listing of a restored entry must say. */
export interface Expected {
  readonly source: SourceEntry;
  readonly entry: Entry;
  readonly content: Uint8Array;
  readonly packs: readonly PackBuilder[];
}

/** A snapshot that was written. */
export interface Snapshot {
  readonly name: string;
  readonly headId: Uint8Array;
  readonly snapshotId: Uint8Array;
  readonly stable: HeadStable;
  readonly revision: number;
  readonly epoch: number;
  readonly tree: Tree | undefined;
  readonly entries: readonly Expected[];
}

export interface HeadFields {
  readonly deviceId: Uint8Array;
  readonly deviceName?: string;
  readonly timeMs: number;
  readonly tags?: readonly string[];
  readonly parents?: readonly Snapshot[];
  readonly clock?: HeadStable['clock'];
  readonly sequence?: number;
}

const RAW_BLOCK_BYTES = 262144;
const INLINE_EXTENTS = 64;
const LIST_EXTENTS = 1024;

/** Writes snapshots into a map from object name to bytes. */
export class ArchiveBuilder {
  readonly store = new Map<string, Uint8Array>();
  readonly keys: ArchiveKeys;
  epoch: number;
  keyring: { generation: number; hash: Uint8Array };
  private readonly name: string;
  private readonly compression: number;
  private readonly packBytes: number;
  private readonly known = new Map<string, Chunk>();
  private readonly open = new Map<number, PackBuilder>();
  private pending: { length: number; parts: Uint8Array[]; chunks: { id: Uint8Array; length: number }[] } = {
    length: 0,
    parts: [],
    chunks: [],
  };
  private packCount = 0;
  private headCount = 0;

  /** Packs are closed once they hold `packBytes` of content. */
  constructor(
    name: string,
    keys: ArchiveKeys,
    compression: number,
    keyring: { generation: number; hash: Uint8Array },
    packBytes = 131072,
  ) {
    this.name = name;
    this.keys = keys;
    this.compression = compression;
    this.keyring = keyring;
    this.packBytes = packBytes;
    this.epoch = Math.max(...keys.epochs.keys());
  }

  private key(epoch: number): Uint8Array {
    const key = this.keys.epochs.get(epoch);
    if (key === undefined) throw new RangeError(`no key for epoch ${epoch}`);
    return key;
  }

  newPack(packClass: number): PackBuilder {
    return new PackBuilder(generated(`${this.name} pack ${this.packCount++}`, 16), packClass, this.epoch);
  }

  /** The pack of a class that is being filled. */
  private current(packClass: number): PackBuilder {
    let pack = this.open.get(packClass);
    if (pack !== undefined && pack.contentLength >= this.packBytes) {
      this.closePack(pack);
      pack = undefined;
    }
    if (pack === undefined) {
      pack = this.newPack(packClass);
      this.open.set(packClass, pack);
    }
    return pack;
  }

  closePack(pack: PackBuilder): void {
    this.store.set(pack.name, pack.seal(this.keys.archiveId, this.key(pack.epoch)));
    if (this.open.get(pack.packClass) === pack) this.open.delete(pack.packClass);
  }

  private closePacks(): void {
    for (const pack of [...this.open.values()]) this.closePack(pack);
  }

  chunkId(raw: Uint8Array): Uint8Array {
    return hmacSha256(this.keys.dedupKey, raw);
  }

  private flush(): void {
    const { parts, chunks } = this.pending;
    if (chunks.length === 0) return;
    const placed = this.current(DATA).add(concat(...parts), this.compression);
    let offset = 0;
    for (const { id, length } of chunks) {
      this.known.set(Buffer.from(id).toString('hex'), { placed, offset, length, id });
      offset += length;
    }
    this.pending = { length: 0, parts: [], chunks: [] };
  }

  /** Stores a chunk unless it is known; its location is known after the next flush. */
  private putChunk(raw: Uint8Array, media: boolean): Uint8Array {
    const id = this.chunkId(raw);
    const key = Buffer.from(id).toString('hex');
    if (this.known.has(key) || this.pending.chunks.some((chunk) => Buffer.compare(chunk.id, id) === 0))
      return id;
    if (media) {
      const placed = this.current(MEDIA).add(raw, NONE);
      this.known.set(key, { placed, offset: 0, length: raw.length, id });
    } else {
      if (this.pending.length + raw.length > RAW_BLOCK_BYTES) this.flush();
      this.pending.parts.push(raw);
      this.pending.chunks.push({ id, length: raw.length });
      this.pending.length += raw.length;
    }
    return id;
  }

  /** Cuts and stores a file: hole lengths and chunk ids in order. */
  private putContent(content: Uint8Array, chunker: 'fixed' | 'content'): (number | Uint8Array)[] {
    const out: (number | Uint8Array)[] = [];
    for (const run of runsOf(content)) {
      if (run.hole) {
        out.push(run.length);
        continue;
      }
      const stretch = content.subarray(run.offset, run.offset + run.length);
      const lengths =
        chunker === 'fixed' ? fixedLengths(stretch) : contentLengths(stretch, this.keys.chunkerKey);
      let at = 0;
      for (const length of lengths) {
        out.push(this.putChunk(stretch.slice(at, at + length), chunker === 'fixed'));
        at += length;
      }
    }
    return out;
  }

  /** Closes the pack that is being filled with content of a class, so that what comes next lies in another. */
  private separate(): void {
    this.flush();
    for (const packClass of [DATA, MEDIA]) {
      const pack = this.open.get(packClass);
      if (pack !== undefined) this.closePack(pack);
    }
  }

  /** Stores content and manifest of the entries; the head is the caller's to write. */
  manifest(sources: readonly SourceEntry[]): {
    tree: Tree;
    digest: Uint8Array;
    entries: Expected[];
    items: Item[];
  } {
    const sorted = [...sources].sort((a, b) => comparePaths(pathBytes(a.path), pathBytes(b.path)));
    const contents = sorted.map((source) => contentOf(source.content ?? []));
    const cut = sorted.map((source, i) => {
      if (source.ownPack) this.separate();
      const runs = this.putContent(contents[i], source.chunker ?? 'content');
      if (source.ownPack) this.separate();
      return runs;
    });
    this.flush();
    const entries: Expected[] = [];
    const items: Item[] = sorted.map((source, i) => {
      const all: Run[] = cut[i].map((run) =>
        typeof run === 'number' ? run : (this.known.get(Buffer.from(run).toString('hex')) as Chunk),
      );
      const isFile = source.kind === 'file';
      const entry: Entry = {
        path: pathBytes(source.path),
        kind: KINDS[source.kind],
        mode: source.mode ?? (source.kind === 'directory' ? 0o755 : 0o644),
        mtimeNs: source.mtimeNs ?? 0n,
        size: contents[i].length,
        uid: source.uid ?? 0,
        gid: source.gid ?? 0,
        target: utf8(source.target ?? ''),
        contentDigest: isFile ? contentDigest(all) : new Uint8Array(0),
      };
      const lists: Chunk[] = [];
      if (all.length > INLINE_EXTENTS) {
        for (let at = 0; at < all.length; at += LIST_EXTENTS) {
          const own = this.current(MANIFEST);
          const message = encodeList(all.slice(at, at + LIST_EXTENTS), own);
          lists.push(placeMessage(message, own, this.compression, this.keys.dedupKey));
        }
      }
      const packs = [...new Set(all.flatMap((run) => (typeof run === 'number' ? [] : [run.placed.pack])))];
      entries.push({ source, entry, content: contents[i], packs });
      return {
        path: entry.path,
        entry: encodeEntry(entry),
        runs: lists.length > 0 ? [] : all,
        lists,
        chunker: all.length === 0 ? 0 : source.chunker === 'fixed' ? FIXED : CONTENT,
      };
    });
    const tree = buildTree(items, this.keys, this.compression, () => this.current(MANIFEST));
    return { tree, digest: entriesDigest(items.map((item) => item.entry)), entries, items };
  }

  /** Stores a snapshot of the entries and its head. */
  snapshot(sources: readonly SourceEntry[], fields: HeadFields): Snapshot {
    const { tree, digest, entries } = this.manifest(sources);
    this.closePacks();
    const count = (kind: number): number => entries.filter(({ entry }) => entry.kind === kind).length;
    const totals: Totals = {
      files: count(FILE),
      directories: count(DIRECTORY),
      others: count(SYMLINK) + count(HARD_LINK),
      bytes: entries.reduce((sum, { content }) => sum + content.length, 0),
      skipped: 0,
    };
    const tops = new Set(
      entries.map(({ entry }) => Buffer.from(entry.path).toString('latin1').split('/')[0]),
    );
    const stable: HeadStable = {
      ...this.stable(fields),
      kind: HEAD_SNAPSHOT,
      endorsed: [],
      entriesDigest: digest,
      totals,
      roots: [...tops].map((name) => ({
        name: Uint8Array.from(Buffer.from(name, 'latin1')),
        source: utf8(`/source/${name}`),
      })),
    };
    return { ...this.head(stable, locate(tree.root), tree.depth), tree, entries };
  }

  /** Stores a link head that endorses the given snapshots. */
  link(endorsed: readonly Snapshot[], fields: HeadFields): Snapshot {
    const stable: HeadStable = {
      ...this.stable(fields),
      kind: HEAD_LINK,
      endorsed: endorsed.map((snapshot) => snapshot.snapshotId).sort(Buffer.compare),
      entriesDigest: entriesDigest([]),
      totals: undefined,
      roots: [],
    };
    return { ...this.head(stable, undefined, 0), tree: undefined, entries: [] };
  }

  /** The fields that both kinds of head share. */
  stable(fields: HeadFields): Omit<HeadStable, 'kind' | 'endorsed' | 'entriesDigest' | 'totals' | 'roots'> {
    const parents = fields.parents ?? [];
    const counts = new Map<string, number>();
    for (const { stable } of parents) {
      for (const { deviceId, count } of stable.clock) {
        const key = Buffer.from(deviceId).toString('hex');
        counts.set(key, Math.max(counts.get(key) ?? 0, Number(count)));
      }
    }
    const own = Buffer.from(fields.deviceId).toString('hex');
    counts.set(own, (counts.get(own) ?? 0) + 1);
    return {
      formatVersion: 1,
      criticalFeatures: [],
      archiveId: this.keys.archiveId,
      sequence: fields.sequence ?? 1 + Math.max(0, ...parents.map(({ stable }) => Number(stable.sequence))),
      parents: parents.map((parent) => parent.snapshotId).sort(Buffer.compare),
      clock:
        fields.clock ??
        [...counts]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([id, count]) => ({ deviceId: Uint8Array.from(Buffer.from(id, 'hex')), count })),
      keyringGeneration: this.keyring.generation,
      keyringHash: this.keyring.hash,
      deviceId: fields.deviceId,
      deviceName: fields.deviceName ?? '',
      timeMs: fields.timeMs,
      tags: fields.tags ?? [],
      replaces: new Uint8Array(0),
    };
  }

  /** Seals a head and puts it into the store. */
  head(
    stable: HeadStable,
    root: Location | undefined,
    depth: number,
    revision = 0,
  ): Pick<Snapshot, 'name' | 'headId' | 'snapshotId' | 'stable' | 'revision' | 'epoch'> {
    const headId = generated(`${this.name} head ${this.headCount++}`, 16);
    const encoded = encodeHeadStable(stable);
    const plaintext = paddedFrame(encodeHead({ stable: encoded, revision, root, depth }));
    const name = headName(stable.sequence, this.epoch, headId);
    const context = headContext(this.keys.archiveId, this.epoch, stable.sequence, headId);
    this.store.set(name, sealFor(this.key(this.epoch), context, plaintext));
    return { name, headId, snapshotId: sha256(encoded), stable, revision, epoch: this.epoch };
  }
}
