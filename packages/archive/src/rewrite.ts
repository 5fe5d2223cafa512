// Rewrites snapshots so that they no longer refer to given packs: compaction of sparse packs, and repair of what was lost.
// Implements spec/archive.md §10 and §11 (ARCH-084, ARCH-085, ARCH-092).

import { isMunimentError, MunimentError } from '@muniment/errors';
import { type Compression, encodeEntry, formatHex, parseHex, type Totals } from '@muniment/wire';
import type { Archive, Device } from './archive.ts';
import type { ChunkIndex } from './chunk-index.ts';
import { isDamage } from './damage.ts';
import { type HeadInfo, reviseHead, writeHead } from './head.ts';
import type { ExtentLocation } from './locations.ts';
import type { ManifestDamage, SnapshotEntry } from './manifest-reader.ts';
import { type ManifestRoot, ManifestWriter } from './manifest-writer.ts';
import { PackWriter } from './pack-writer.ts';
import { packName } from './packs.ts';
import { comparePaths, isWithin, parentPath } from './path.ts';
import { ReusableChunks } from './reusable-chunks.ts';
import { despiteRetention, hasAllPacks, packUsage } from './usage.ts';

export interface RewriteOptions {
  readonly index: ChunkIndex;
  readonly device: Device;
  /** For chunks that are copied and for manifests. */
  readonly compression: Compression;
}

/** What became of one snapshot. */
export interface RewrittenSnapshot {
  readonly before: HeadInfo;
  /** The same snapshot id if nothing was lost. */
  readonly after: HeadInfo;
  /** Paths that could not be kept. */
  readonly lost: readonly Uint8Array[];
  /** Parts of the manifest that could not be read. */
  readonly damage: readonly ManifestDamage[];
}

/** A pack with less than this share in use is rewritten. */
const SPARSE_SHARE = 0.5;
/** Packs of up to 4 MiB are merged once there are this many of a class. */
const SMALL_PACK_COUNT = 32;
const SMALL_PACK_LOG2 = 22;

/**
 * Moves what is still used out of sparse packs, and merges small ones. The old packs are then unreferenced and go by
 * `collect`.
 * @throws errors of reading: a snapshot that cannot be read must be repaired first
 */
export async function compact(archive: Archive, options: RewriteOptions): Promise<RewrittenSnapshot[]> {
  archive.assertWritable();
  return despiteRetention(archive, () => compactOnce(archive, options));
}

async function compactOnce(archive: Archive, options: RewriteOptions): Promise<RewrittenSnapshot[]> {
  const usage = await packUsage(archive, archive.heads.counting);
  const chosen = new Set<string>();
  const small = new Map<string, string[]>();
  for (const inPack of usage.values()) {
    const { id, packClass, sizeLog2 } = inPack.pack;
    // A smaller pack may be almost half padding, so that half of a half is the least that one was ever filled with.
    const filled = sizeLog2 === 24 ? 2 ** 24 : 2 ** (sizeLog2 - 1);
    if (inPack.usedBytes() < filled * SPARSE_SHARE && sizeLog2 > 12) chosen.add(id);
    else if (sizeLog2 <= SMALL_PACK_LOG2) small.set(packClass, [...(small.get(packClass) ?? []), id]);
  }
  for (const ids of small.values()) if (ids.length >= SMALL_PACK_COUNT) for (const id of ids) chosen.add(id);
  return rewriteSnapshots(archive, chosen, options, false);
}

/**
 * Rewrites every snapshot that refers to a pack that is absent, of the wrong size, or marked as damaged. Chunks are taken
 * from wherever they still are; paths whose chunks are nowhere are left out of a new snapshot that replaces the old one.
 */
export async function repair(archive: Archive, options: RewriteOptions): Promise<RewrittenSnapshot[]> {
  archive.assertWritable();
  const bad = new Set<string>();
  for (const { mark } of (await archive.readMarks()).marks) {
    if (mark.kind === 'damaged') for (const id of mark.packIds) bad.add(formatHex(id));
  }
  const listed = await archive.listPacks();
  const usage = await packUsage(archive, archive.heads.counting, { onDamage: () => {} });
  for (const { pack } of usage.values()) {
    if (!(await archive.holdsPack(pack, listed))) bad.add(pack.id);
  }
  return rewriteSnapshots(archive, bad, options, true);
}

async function rewriteSnapshots(
  archive: Archive,
  excluded: ReadonlySet<string>,
  { index, device, compression }: RewriteOptions,
  salvage: boolean,
): Promise<RewrittenSnapshot[]> {
  const affected: HeadInfo[] = [];
  for (const head of archive.snapshots()) {
    let damaged = false;
    const usage = await packUsage(archive, [head], salvage ? { onDamage: () => (damaged = true) } : {});
    if (damaged || [...usage.keys()].some((id) => excluded.has(id))) affected.push(head);
  }
  if (affected.length === 0) return [];

  const marks = await archive.readMarks();
  const crew = await archive.startCrew();
  const packs = new PackWriter(archive.objects, index, compression, crew);
  const unusable = new Set([...marks.packs, ...excluded]);
  const reusable = new ReusableChunks(
    archive.keys,
    index,
    await archive.listPacks(),
    unusable,
    packs.written,
  );
  await archive.fillIndex(index, reusable);
  try {
    for (const head of affected) await copyChunks(archive, head, reusable, packs, salvage);
    await packs.finishContent();
    const drafts: Draft[] = [];
    for (const head of affected) drafts.push(await draftSnapshot(archive, head, reusable, packs, salvage));
    await packs.finish();
    const referred = new Set(drafts.flatMap((draft) => [...draft.referred]));
    index.packsReferred([...packs.written.keys(), ...referred]);
    await assertStillThere(archive, referred);
    const results: RewrittenSnapshot[] = [];
    for (const draft of drafts) results.push(await replaceHead(archive, draft, device));
    return results;
  } catch (error) {
    await packs.settle();
    throw error;
  } finally {
    await crew.close();
  }
}

/**
 * Looks once more at packs that heads are to refer to: should a collector on another device have marked one of them since, it might
 * go before this run ends; should this device have slept for longer than the grace period, also those that it wrote itself have
 * gone.
 * @throws ERR_PACK_LOST; the run can be repeated
 */
async function assertStillThere(archive: Archive, ids: Iterable<string>): Promise<void> {
  const { packs: marked } = await archive.readMarks();
  const listed = await archive.listPacks();
  for (const id of ids) {
    const isThere = listed.has(id) || (await archive.store.stat(packName({ id }))) !== undefined;
    if (!isThere || marked.has(id))
      throw new MunimentError('ERR_PACK_LOST', undefined, { object: packName({ id }) });
  }
}

/** Walks a snapshot; in salvage its unreadable parts are passed over. */
function walkSnapshot(
  archive: Archive,
  head: HeadInfo,
  salvage: boolean,
  damage: ManifestDamage[],
): AsyncGenerator<SnapshotEntry> {
  return archive.manifest(head).entries(salvage ? { onDamage: (part) => damage.push(part) } : {});
}

/** The extents of an entry; in salvage undefined if they cannot be read. */
async function readExtents(
  { extents }: SnapshotEntry,
  salvage: boolean,
): Promise<ExtentLocation[] | undefined> {
  const all: ExtentLocation[] = [];
  try {
    for await (const extent of extents()) all.push(extent);
    return all;
  } catch (error) {
    if (salvage && isDamage(error)) return undefined;
    throw error;
  }
}

/** Copies each chunk of a snapshot that must not be referred to where it is and is nowhere else. */
async function copyChunks(
  archive: Archive,
  head: HeadInfo,
  reusable: ReusableChunks,
  packs: PackWriter,
  salvage: boolean,
): Promise<void> {
  const chunks = archive.chunkReader();
  for await (const item of walkSnapshot(archive, head, salvage, [])) {
    for (const extent of (await readExtents(item, salvage)) ?? []) {
      if ('hole' in extent || reusable.isUsable(extent.chunk)) continue;
      const { id, block } = extent.chunk;
      if (reusable.find('content', id) !== undefined) continue;
      try {
        const raw = await chunks.read(extent.chunk);
        await (block.pack?.packClass === 'media' ? packs.addMedia(raw, id) : packs.addData(raw, id));
      } catch (error) {
        if (!salvage || !isDamage(error)) throw error;
      }
    }
  }
}

/** A manifest that has been written and waits for its head. */
interface Draft {
  readonly head: HeadInfo;
  readonly root: ManifestRoot;
  readonly totals: Totals;
  readonly lost: readonly Uint8Array[];
  readonly damage: readonly ManifestDamage[];
  /** Ids of the packs that it refers to. */
  readonly referred: ReadonlySet<string>;
}

async function draftSnapshot(
  archive: Archive,
  head: HeadInfo,
  reusable: ReusableChunks,
  packs: PackWriter,
  salvage: boolean,
): Promise<Draft> {
  const manifest = new ManifestWriter(packs, reusable);
  const lost: Uint8Array[] = [];
  const damage: ManifestDamage[] = [];
  const files = new Set<string>();
  const referred = new Set<string>();
  const open: Uint8Array[] = [];
  const counts = { files: 0n, directories: 0n, others: 0n, bytes: 0n };
  const add = async (
    path: Uint8Array,
    entry: Uint8Array,
    extents: readonly ExtentLocation[],
    chunker: SnapshotEntry['chunker'],
  ): Promise<void> => {
    for (const extent of extents) if ('chunk' in extent) referred.add(extent.chunk.block.pack!.id);
    await manifest.add({ path, entry, extents, chunker });
  };
  /** A directory whose record was lost with its leaf is made up, so that what lies below it can stay. */
  const addMissingParents = async (path: Uint8Array): Promise<void> => {
    while (open.length > 0 && !isWithin(path, open[open.length - 1])) open.pop();
    const parent = parentPath(path);
    if (parent === undefined || (open.length > 0 && comparePaths(open[open.length - 1], parent) === 0))
      return;
    await addMissingParents(parent);
    const empty = new Uint8Array(0);
    const entry = {
      path: parent,
      kind: 'directory',
      mode: 0o700,
      mtimeNs: head.stable.timeMs * 1_000_000n,
      size: 0n,
      uid: 0,
      gid: 0,
      target: empty,
      contentDigest: empty,
    } as const;
    await add(parent, encodeEntry(entry), [], 'none');
    open.push(parent);
    counts.directories++;
  };

  for await (const item of walkSnapshot(archive, head, salvage, damage)) {
    const { entry, bytes, chunker } = item;
    const located = (await readExtents(item, salvage))?.map((extent) => locate(extent, reusable));
    const isLost =
      located === undefined ||
      located.includes(undefined) ||
      (entry.kind === 'hard-link' && !files.has(formatHex(entry.target)));
    if (isLost) {
      lost.push(entry.path);
      continue;
    }
    await addMissingParents(entry.path);
    await add(entry.path, bytes, located as ExtentLocation[], chunker);
    if (entry.kind === 'directory') open.push(entry.path);
    // Only files that other paths may link to need to be known; nothing in an entry tells which those are.
    if (entry.kind === 'file') files.add(formatHex(entry.path));
    if (entry.kind === 'file') counts.files++;
    else if (entry.kind === 'directory') counts.directories++;
    else counts.others++;
    counts.bytes += entry.size;
  }
  const skipped = head.stable.totals?.skipped ?? 0n;
  const root = await manifest.finish();
  for (const { id } of manifest.nodes) referred.add(id);
  return { head, root, totals: { ...counts, skipped }, lost, damage, referred };
}

/** Where a run of a file may be referred to from now on, or undefined if it is lost. */
function locate(extent: ExtentLocation, reusable: ReusableChunks): ExtentLocation | undefined {
  if ('hole' in extent || reusable.isUsable(extent.chunk)) return extent;
  const chunk = reusable.find('content', extent.chunk.id);
  return chunk === undefined ? undefined : { chunk };
}

/** Writes the new head and deletes the old one once the new one has been read back. */
async function replaceHead(
  archive: Archive,
  { head, root, totals, lost, damage, referred }: Draft,
  device: Device,
): Promise<RewrittenSnapshot> {
  const { objects, table, store } = archive;
  const complete = lost.length === 0 && damage.length === 0;
  const own = complete
    ? await tryRevise(archive, head, root)
    : await writeHead(
        objects,
        archive.heads.counting,
        {
          kind: 'snapshot',
          endorsed: [],
          entriesDigest: root.entriesDigest,
          totals: root.location === undefined ? undefined : totals,
          deviceId: device.id,
          deviceName: device.name,
          timeMs: head.stable.timeMs,
          tags: head.stable.tags,
          roots: head.stable.roots,
          replaces: parseHex(head.snapshotId),
        },
        root.location,
        root.depth,
        table,
      );
  // Without a revision that was read back the head stays as it is (ARCH-085).
  if (own !== undefined) await assertWhole(archive, own, referred);
  const after = own ?? (await revisedByOther(archive, head));
  if (after !== undefined) await store.delete(head.name);
  await archive.refresh();
  return { before: head, after: after ?? head, lost, damage };
}

/**
 * Looks at the packs of a new head before the one that it replaces goes. Where some are lost, the new head is taken back if another
 * still leads to everything.
 * @throws ERR_PACK_LOST
 */
async function assertWhole(archive: Archive, after: HeadInfo, referred: ReadonlySet<string>): Promise<void> {
  try {
    await assertStillThere(archive, referred);
  } catch (error) {
    await takeBack(archive, after);
    throw error;
  }
}

/**
 * Takes a head back. A collector that sees it may delete the others of its snapshot for it at this very moment, so that one of
 * them is written again first, as a revision of them all (ARCH-086).
 */
async function takeBack(archive: Archive, own: HeadInfo): Promise<void> {
  await archive.refresh();
  const { counting, superseded } = archive.heads;
  const heads = [...counting, ...superseded].filter(({ name }) => name !== own.name);
  const others = heads.filter(({ snapshotId }) => snapshotId === own.snapshotId);
  const replaced = formatHex(own.stable.replaces);
  let canGo = others.length === 0 && heads.some(({ snapshotId }) => snapshotId === replaced);
  for (const other of others) {
    if (!(await hasAllPacks(archive, other))) continue;
    const revision = Math.max(own.revision, ...others.map((each) => each.revision));
    await reviseHead(archive.objects, { ...other, revision }, other.root, other.depth, archive.table);
    await archive.store.delete(other.name);
    canGo = true;
    break;
  }
  if (canGo) await archive.store.delete(own.name);
  await archive.refresh();
}

/** Revises a head, unless another collector has done the same and deleted ours for its own before it was read back. */
async function tryRevise(
  archive: Archive,
  head: HeadInfo,
  { location, depth }: ManifestRoot,
): Promise<HeadInfo | undefined> {
  try {
    return await reviseHead(archive.objects, head, location, depth, archive.table);
  } catch (error) {
    if (!isMunimentError(error, 'ERR_STORE_NOT_FOUND')) throw error;
    return undefined;
  }
}

/** A later revision of a head, by whoever wrote it, if it leads to everything. */
async function revisedByOther(archive: Archive, head: HeadInfo): Promise<HeadInfo | undefined> {
  await archive.refresh();
  const later = archive.heads.counting.find(
    ({ snapshotId, revision }) => snapshotId === head.snapshotId && revision > head.revision,
  );
  return later !== undefined && (await hasAllPacks(archive, later)) ? later : undefined;
}
