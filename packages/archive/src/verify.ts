// Checks an archive: structure, a sample of the packs, or all of them. Implements spec/archive.md §11.

import { isMunimentError, type MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import type { Archive, Device } from './archive.ts';
import { isDamage } from './damage.ts';
import { EarlyChecks } from './early-checks.ts';
import type { HeadInfo } from './head.ts';
import { blockKey, type ChunkLocation } from './locations.ts';
import type { ManifestDamage } from './manifest-reader.ts';
import type { PackUsage } from './pack-usage.ts';
import { OBJECT_MAX_BYTES, packName, packObjectLength } from './packs.ts';
import { packUsage } from './usage.ts';

export interface VerifyOptions {
  /** Share of the packs, 0 to 1, that is read in full; heads and manifests always are. */
  readonly share: number;
  /** A number in [0, 1) for each choice. */
  readonly random?: () => number;
  /** If given, marks are written for the damaged packs, so that the next backup uploads their chunks again. */
  readonly mark?: { readonly device: Device; readonly nowMs: number };
  readonly onProgress?: (progress: {
    readonly packs: number;
    readonly ofPacks: number;
    readonly bytes: number;
  }) => void;
  readonly signal?: AbortSignal;
  /** Threads that work beside this one; 1 for none. By default as many as there are processors, four at most. */
  readonly jobs?: number | undefined;
}

/** One object that is not as it should be. */
export interface VerifyProblem {
  readonly object: string;
  readonly error: MunimentError;
}

/** What a snapshot loses. */
export interface VerifyLoss {
  readonly head: HeadInfo;
  /** Paths whose content is not wholly there. */
  readonly paths: readonly Uint8Array[];
  /** Parts of the list of files that cannot be read. */
  readonly damage: readonly ManifestDamage[];
}

/** The findings. The archive is sound if `problems` and `losses` are empty. */
export interface VerifyReport {
  readonly snapshots: number;
  readonly packs: number;
  /** Packs that were read in full. */
  readonly packsRead: number;
  readonly bytesRead: number;
  /** Damaged or missing objects. */
  readonly problems: readonly VerifyProblem[];
  readonly losses: readonly VerifyLoss[];
  /** Packs that no snapshot refers to: the rest of unfinished runs, or waiting to be deleted. */
  readonly unreferencedPacks: number;
  /** Things in the store that Muniment did not write. */
  readonly foreign: readonly string[];
  /** Heads that nothing vouches for since a rotation. */
  readonly notCounting: readonly string[];
  /** False also where the store could not be written. */
  readonly marked: boolean;
}

/** Verifies an archive. @throws errors of the store as a whole; damage is in the report (ARCH-090) */
export async function verify(archive: Archive, options: VerifyOptions): Promise<VerifyReport> {
  const { share, random = Math.random, mark, onProgress, signal, jobs } = options;
  await archive.refresh({ anew: true });
  const problems: VerifyProblem[] = [];
  for (const { name, error } of archive.heads.problems) {
    if (error.code !== 'ERR_FOREIGN_OBJECT') problems.push({ object: name, error });
  }
  for (const { name, error } of (await archive.readMarks()).problems) {
    if (error.code !== 'ERR_FOREIGN_OBJECT') problems.push({ object: name, error });
  }
  const listed = await archive.listPacks();
  let listedBytes = 0;
  for (const size of listed.values()) listedBytes += size;
  const crew = await archive.startCrew(jobs, share * listedBytes);
  try {
    const damage = new Map<HeadInfo, ManifestDamage[]>();
    const chosen = new Set<PackUsage>();
    const rooms: Uint8Array[] = [];
    /** False if anything is wrong with a pack, whatever it is. @param from so many references are known to be right */
    const isSound = async (inPack: PackUsage, from = 0): Promise<boolean> => {
      if (inPack.isDisputed) return false;
      // What is not touched of it costs nothing.
      const room = rooms.pop() ?? crew.buffer(OBJECT_MAX_BYTES);
      try {
        const object = await archive.objects.getPack(inPack.pack, room);
        return await crew.isSound(inPack.pack, object, inPack.check(from));
      } catch (error) {
        if (!isMunimentError(error)) throw error;
        return false;
      } finally {
        rooms.push(room);
      }
    };
    const early = new EarlyChecks(isSound, crew.size);
    const usage = await packUsage(archive, archive.heads.counting, {
      onDamage: (head, part) => damage.set(head, [...(damage.get(head) ?? []), part]),
      onPack: (inPack) => {
        const { id, packClass, sizeLog2 } = inPack.pack;
        if (share < 1 && random() >= share) return;
        chosen.add(inPack);
        // Those of manifests are referred to up to the end.
        if (packClass !== 'manifest' && listed.get(id) === packObjectLength(sizeLog2)) early.add(inPack);
      },
      onProgress: (count) => {
        signal?.throwIfAborted();
        early.advance(count);
      },
    });

    // A damaged part of a manifest names the object it lies in: that pack is bad whatever else is read of it.
    const bad = new Map<string, MunimentError>();
    for (const { error } of [...damage.values()].flat()) {
      if (isDamage(error) && typeof error.details.object === 'string') bad.set(error.details.object, error);
    }
    const badChunks = new Set<string>();
    let bytesRead = 0;
    let packsRead = 0;
    const packs = usage.values();
    let isGoingOn = true;
    const lookThrough = async (): Promise<void> => {
      for (const inPack of packs) {
        if (!isGoingOn) return;
        signal?.throwIfAborted();
        const { pack } = inPack;
        const name = packName(pack);
        const right = listed.get(pack.id) === packObjectLength(pack.sizeLog2);
        if (right && !chosen.has(inPack) && !bad.has(name)) continue;
        const soundCount = await early.soundCount(inPack);
        if (soundCount < inPack.count && !(await isSound(inPack, soundCount))) {
          const error = await checkPack(archive, inPack, badChunks);
          if (error !== undefined) bad.set(name, error);
        }
        if (right) {
          packsRead++;
          bytesRead += packObjectLength(pack.sizeLog2);
          onProgress?.({ packs: packsRead, ofPacks: chosen.size, bytes: bytesRead });
        }
      }
    };
    // Each of the crew has one pack in hand while another is read from the store.
    const count = crew.size === 1 ? 1 : crew.size + 1;
    const outcomes = await Promise.allSettled(
      Array.from({ length: count }, () =>
        lookThrough().catch((error: unknown) => {
          isGoingOn = false;
          throw error;
        }),
      ),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    for (const [object, error] of bad) problems.push({ object, error });

    const losses: VerifyLoss[] = [];
    for (const head of archive.snapshots()) {
      const loss = await findLoss(archive, head, badChunks, damage.has(head) || badChunks.size > 0);
      if (loss.paths.length > 0 || loss.damage.length > 0) losses.push(loss);
    }
    const badPacks = [...usage.keys()].filter((id) => bad.has(packName({ id })) && listed.has(id));
    let marked = false;
    if (mark !== undefined && badPacks.length > 0) marked = await tryMark(archive, badPacks, mark);
    return {
      snapshots: archive.snapshots().length,
      packs: listed.size,
      packsRead,
      bytesRead,
      problems,
      losses,
      unreferencedPacks: [...listed.keys()].filter((id) => !usage.has(id)).length,
      foreign: await archive.listForeign(),
      notCounting: archive.heads.notCounting.map(({ name }) => name),
      marked,
    };
  } finally {
    await crew.close();
  }
}

/** Marks packs as damaged; false if the store cannot be written: what was found must be told all the same. */
async function tryMark(
  archive: Archive,
  packs: readonly string[],
  { device, nowMs }: NonNullable<VerifyOptions['mark']>,
): Promise<boolean> {
  try {
    await archive.writeMarks('damaged', packs, device, nowMs);
    return true;
  } catch (error) {
    if (!isMunimentError(error) || error.errorClass !== 'store') throw error;
    return false;
  }
}

/** Reads a pack in full and every chunk that is referred to in it; chunks that fail go into `badChunks`. */
async function checkPack(
  archive: Archive,
  usage: PackUsage,
  badChunks: Set<string>,
): Promise<MunimentError | undefined> {
  const { pack } = usage;
  let failure: MunimentError | undefined;
  const keep = (error: unknown): void => {
    if (!isDamage(error)) throw error;
    failure ??= error;
  };
  // What is left of a damaged pack is read in parts, so that only the chunks in bad segments are reported.
  const chunks = archive.chunkReader(() => false);
  try {
    chunks.lend(pack, await archive.objects.readPack(pack));
  } catch (error) {
    keep(error);
  }
  for (const location of usage.chunks()) {
    try {
      await chunks.read(location);
    } catch (error) {
      keep(error);
      badChunks.add(nameOf(location));
    }
  }
  return failure;
}

/** What a reference says, as text. */
function nameOf({ block, offset, length, id }: ChunkLocation): string {
  return `${blockKey(block)}:${offset}:${length}:${formatHex(id)}`;
}

/** Which paths of a snapshot lose content. */
async function findLoss(
  archive: Archive,
  head: HeadInfo,
  badChunks: ReadonlySet<string>,
  suspect: boolean,
): Promise<VerifyLoss> {
  const paths: Uint8Array[] = [];
  const damage: ManifestDamage[] = [];
  if (suspect) {
    for await (const { entry, extents } of archive
      .manifest(head)
      .entries({ onDamage: (part) => damage.push(part) })) {
      try {
        for await (const extent of extents()) {
          if ('hole' in extent) continue;
          if (badChunks.has(nameOf(extent.chunk))) {
            paths.push(entry.path);
            break;
          }
        }
      } catch (error) {
        if (!isDamage(error)) throw error;
        paths.push(entry.path);
      }
    }
  }
  return { head, paths, damage };
}
