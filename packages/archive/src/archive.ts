// An open archive: its heads, its packs, its marks, and readers for its manifests. Implements spec/archive.md §7 to §10.

import { type CryptoProvider, randomBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Store } from '@muniment/storage';
import {
  compareBytes,
  decodeMark,
  encodeMark,
  formatHex,
  type Mark,
  type MarkKind,
  parseHex,
  parseMarkName,
  parseObjectName,
  parsePackName,
} from '@muniment/wire';
import { type ArchiveKeys, newestEpoch } from './archive-keys.ts';
import type { ChunkIndex } from './chunk-index.ts';
import { ChunkReader } from './chunk-reader.ts';
import type { Crew } from './crew/crew.ts';
import { type HeadInfo, type HeadSet, readHeads, tipsOf } from './head.ts';
import { type ChunkLocation, type ExtentLocation, LocationTable, type PackRef } from './locations.ts';
import type { LookAhead } from './look-ahead.ts';
import { eachExtent, ManifestReader } from './manifest-reader.ts';
import { packName, packObjectLength } from './packs.ts';
import { ReusableChunks } from './reusable-chunks.ts';
import { SealedObjects } from './sealed-objects.ts';

/** The most pack ids that one mark names. */
const MARK_PACK_COUNT = 262_144;

/** Who writes, for heads and marks. */
export interface Device {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** Up to 128 bytes of UTF-8. */
  readonly name: string;
}

/** A mark that opened. */
export interface MarkInfo {
  readonly name: string;
  readonly mark: Mark;
}

/** All marks of a store. */
export interface MarkSet {
  readonly marks: readonly MarkInfo[];
  /** Ids of the packs that any mark names: not to be referred to (ARCH-033). */
  readonly packs: ReadonlySet<string>;
  readonly problems: readonly { readonly name: string; readonly error: MunimentError }[];
}

/** An archive that has been opened with its keys. `heads` is what the store showed when it was last read. */
export class Archive {
  readonly store: Store;
  readonly keys: ArchiveKeys;
  readonly objects: SealedObjects;
  readonly table = new LocationTable();
  heads: HeadSet = { counting: [], superseded: [], notCounting: [], problems: [] };

  private constructor(store: Store, keys: ArchiveKeys, provider?: CryptoProvider) {
    this.store = store;
    this.keys = keys;
    this.objects = new SealedObjects(store, keys, provider);
  }

  /**
   * Reads the heads of an archive.
   * @throws errors of the store; heads that do not open are in `heads.problems`
   */
  static async open(store: Store, keys: ArchiveKeys, provider?: CryptoProvider): Promise<Archive> {
    const archive = new Archive(store, keys, provider);
    await archive.refresh();
    return archive;
  }

  /** Looks which heads there are now, and reads those that are new; with `anew` all of them, as who looks for damage must. */
  async refresh({ anew = false }: { readonly anew?: boolean } = {}): Promise<void> {
    const { counting, superseded, notCounting } = this.heads;
    const known = anew ? [] : [...counting, ...superseded, ...notCounting];
    this.heads = await readHeads(this.objects, this.table, known);
  }

  /** The snapshots that count, oldest first. */
  snapshots(): HeadInfo[] {
    return this.heads.counting.filter(({ stable }) => stable.kind === 'snapshot');
  }

  /** The newest heads; more than one is a fork. */
  tips(): HeadInfo[] {
    return tipsOf(this.heads.counting);
  }

  /**
   * The snapshot that `name` means: 'latest', or the first hex digits (4 or more) of its id.
   * @throws ERR_SNAPSHOT_UNKNOWN if there is none, or more than one
   */
  snapshot(name: string): HeadInfo {
    const all = this.snapshots();
    const matches =
      name === 'latest'
        ? all.slice(-1)
        : /^[0-9a-f]{4,64}$/.test(name)
          ? all.filter(({ snapshotId }) => snapshotId.startsWith(name))
          : [];
    if (matches.length === 1) return matches[0];
    const what =
      matches.length > 1
        ? `${matches.length} snapshots begin with`
        : name === 'latest'
          ? 'the archive has no snapshot yet:'
          : 'there is no snapshot';
    throw new MunimentError('ERR_SNAPSHOT_UNKNOWN', `${what} ${name}`, { snapshot: name });
  }

  /** Refuses to go on writing or deleting where an unknown feature or a withheld keyring forbids it. @throws the head's error */
  assertWritable(): void {
    for (const { error } of this.heads.problems) {
      if (error.errorClass === 'unsupported' || error.code === 'ERR_KEYRING_OUTDATED') throw error;
    }
  }

  /**
   * A reader of chunks.
   * @param whole says of which packs so much is wanted that they are read whole; by default of none but the smallest
   */
  chunkReader(whole: (pack: PackRef) => boolean = ({ sizeLog2 }) => sizeLog2 <= 17): ChunkReader {
    return new ChunkReader(this.objects, whole);
  }

  /** Reads chunks before their turn, with the help of a crew; what cannot be had so comes from `chunks`. */
  async lookAhead(chunks: ChunkReader, crew: Crew): Promise<LookAhead> {
    const { LookAhead } = await import('./look-ahead.ts');
    return new LookAhead(chunks, this.objects, crew);
  }

  /** The manifest of a snapshot. */
  manifest(head: HeadInfo, chunks: ChunkReader = this.chunkReader()): ManifestReader {
    return new ManifestReader(chunks, this.table, head.root, head.depth, head.stable.entriesDigest);
  }

  /**
   * A crew for this archive's packs; to be closed. Its code is loaded here: most readers need none.
   * @param jobs as CrewOptions.jobs
   * @param bytes as CrewOptions.bytes
   */
  async startCrew(jobs?: number, bytes?: number): Promise<Crew> {
    const { startCrew } = await import('#crew');
    return startCrew(this.keys, { jobs, bytes, provider: this.objects.provider });
  }

  /** The packs of the store: id to size of the object. */
  async listPacks(): Promise<Map<string, number>> {
    const packs = new Map<string, number>();
    for await (const { name, size } of this.store.list('packs/')) {
      const id = parsePackName(name);
      if (id !== undefined) packs.set(formatHex(id), size);
    }
    return packs;
  }

  /** True if the store has a pack with its right size. What a listing lacks is looked up, since listings may be late (STORE-032). */
  async holdsPack(pack: PackRef, listed: ReadonlyMap<string, number>): Promise<boolean> {
    const size = listed.get(pack.id) ?? (await this.store.stat(packName(pack)))?.size;
    return size === packObjectLength(pack.sizeLog2);
  }

  /** Names in the store that are of no form Muniment writes. */
  async listForeign(): Promise<string[]> {
    const names: string[] = [];
    for await (const { name } of this.store.list(''))
      if (parseObjectName(name) === undefined) names.push(name);
    for await (const { path, kind } of this.store.listForeign()) if (kind !== 'leftover') names.push(path);
    return names;
  }

  /** Reads every mark. */
  async readMarks(): Promise<MarkSet> {
    const marks: MarkInfo[] = [];
    const problems: { name: string; error: MunimentError }[] = [];
    for await (const { name } of this.store.list('marks/')) {
      const ref = parseMarkName(name);
      try {
        if (ref === undefined)
          throw new MunimentError('ERR_FOREIGN_OBJECT', `${name} is not a name of ours`, { object: name });
        marks.push({ name, mark: decodeMark(await this.objects.readMark(ref)) });
      } catch (error) {
        if (!isMunimentError(error) || error.errorClass === 'store') throw error;
        if (error.code !== 'ERR_STORE_NOT_FOUND') problems.push({ name, error });
      }
    }
    const packs = new Set<string>();
    for (const { mark } of marks) for (const id of mark.packIds) packs.add(formatHex(id));
    return { marks, packs, problems };
  }

  /** Writes marks that name `packs`; none for none. */
  async writeMarks(kind: MarkKind, packs: Iterable<string>, device: Device, nowMs: number): Promise<void> {
    const ids = [...packs].map(parseHex).sort(compareBytes);
    for (let at = 0; at < ids.length; at += MARK_PACK_COUNT) {
      const mark: Mark = {
        kind,
        createdMs: BigInt(nowMs),
        deviceId: device.id,
        packIds: ids.slice(at, at + MARK_PACK_COUNT),
      };
      await this.objects.writeMark(randomBytes(16), encodeMark(mark));
    }
  }

  /** The chunks a writer may refer to now, apart from those of `own` packs. */
  async reusable(index: ChunkIndex, own: ReadonlyMap<string, PackRef>): Promise<ReusableChunks> {
    const marks = await this.readMarks();
    const listed = await this.listPacks();
    return new ReusableChunks(this.keys, index, listed, marks.packs, own);
  }

  /** Adds the chunks of every counting snapshot to `index`, passing over what is there. Unreadable parts are left out. */
  async fillIndex(index: ChunkIndex, reusable: ReusableChunks): Promise<void> {
    const chunks = this.chunkReader(({ sizeLog2 }) => sizeLog2 <= 22);
    const add = (space: 'content' | 'manifest', location: ChunkLocation): void => {
      if (reusable.find(space, location.id) === undefined) index.set(space, location);
    };
    const addExtent = (extent: ExtentLocation): void => {
      if ('chunk' in extent) add('content', extent.chunk);
    };
    for (const head of this.heads.counting) {
      if (head.root === undefined) continue;
      const nodes: ChunkLocation[] = [];
      let damaged = false;
      const walk = this.manifest(head, chunks).leaves({
        onDamage: () => {
          damaged = true;
        },
        // A node is added only when all below it are: finding one means that nothing below it is new.
        visit: (node) => {
          if (reusable.find('manifest', node.id) !== undefined) return false;
          nodes.push(node);
          return true;
        },
      });
      for await (const leaf of walk) {
        for (const item of leaf) {
          try {
            const rest = eachExtent(item, addExtent);
            if (rest !== undefined) await rest;
            nodes.push(...item.lists);
          } catch (error) {
            if (!isMunimentError(error) || error.errorClass === 'store') throw error;
            damaged = true;
          }
        }
      }
      if (!damaged) for (const node of nodes) add('manifest', node);
    }
  }

  /** The epoch that this archive writes in. */
  get epoch(): number {
    return newestEpoch(this.keys);
  }
}
