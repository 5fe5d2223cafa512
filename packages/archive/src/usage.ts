// Which packs the snapshots of an archive refer to, and how much of each.

import { isMunimentError } from '@muniment/errors';
import type { Archive } from './archive.ts';
import { isDamage } from './damage.ts';
import type { HeadInfo } from './head.ts';
import type { ChunkLocation, ExtentLocation } from './locations.ts';
import type { ManifestDamage } from './manifest-reader.ts';
import { PackUsage } from './pack-usage.ts';

export interface UsageOptions {
  /** Called for each part that cannot be read; without it the first one throws. */
  readonly onDamage?: (head: HeadInfo, damage: ManifestDamage) => void;
  /** Called for each pack when the first reference to it is found. */
  readonly onPack?: (inPack: PackUsage) => void;
  /** Called now and then with how many references have been found. */
  readonly onProgress?: (count: number) => void;
}

/** Every reference of `heads`, by the pack's id. Parts of manifests that several heads share are read once. */
export async function packUsage(
  archive: Archive,
  heads: readonly HeadInfo[],
  { onDamage, onPack, onProgress }: UsageOptions = {},
): Promise<Map<string, PackUsage>> {
  const usage = new Map<string, PackUsage>();
  let count = 0;
  const add = (location: ChunkLocation): boolean => {
    const pack = location.block.pack!;
    let inPack = usage.get(pack.id);
    if (inPack === undefined) {
      inPack = new PackUsage(pack);
      usage.set(pack.id, inPack);
      onPack?.(inPack);
    }
    const isNew = inPack.add(location);
    if (isNew) inPack.latest = ++count;
    return isNew;
  };
  const addAll = (extents: readonly ExtentLocation[]): void => {
    for (const extent of extents) if ('chunk' in extent) add(extent.chunk);
  };
  const chunks = archive.chunkReader(({ sizeLog2 }) => sizeLog2 <= 22);
  for (const head of heads) {
    const walk = archive.manifest(head, chunks).leaves({
      visit: add,
      ...(onDamage === undefined ? {} : { onDamage: (damage) => onDamage(head, damage) }),
    });
    for await (const leaf of walk) {
      for (const { entry, lists, extentsAsRead } of leaf) {
        for (const list of lists) add(list);
        try {
          const parts = extentsAsRead();
          if (Symbol.asyncIterator in parts) {
            for await (const part of parts) {
              addAll(part);
              onProgress?.(count);
            }
          } else {
            addAll(parts);
          }
        } catch (error) {
          if (onDamage === undefined || !isMunimentError(error) || error.errorClass === 'store') throw error;
          onDamage(head, { error, after: entry.path, upTo: entry.path });
        }
      }
      onProgress?.(count);
    }
  }
  return usage;
}

/** True if all packs that a head leads to are in the store with their right sizes, marked or not. */
export async function hasAllPacks(archive: Archive, head: HeadInfo): Promise<boolean> {
  const listed = await archive.listPacks();
  try {
    for (const { pack } of (await packUsage(archive, [head])).values()) {
      if (!(await archive.holdsPack(pack, listed))) return false;
    }
    return true;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
}

/** A run that others keep overtaking gives up. */
const OVERTAKEN_COUNT_MAX = 8;

/**
 * Does `work` on the heads that count, and again on those that are there then if it fails because another device's retention
 * overtook it: took a head and its packs away, or packs that no head referred to yet. A pack that is missing while every head is
 * still there stays an error.
 */
export async function despiteRetention<T>(archive: Archive, work: () => Promise<T>): Promise<T> {
  for (let i = 1; ; i++) {
    const before = archive.heads.counting;
    try {
      return await work();
    } catch (error) {
      const isMissing = isMunimentError(error, 'ERR_PACK_MISSING');
      if (i === OVERTAKEN_COUNT_MAX || !(isMissing || isMunimentError(error, 'ERR_PACK_LOST'))) throw error;
      await archive.refresh();
      archive.assertWritable();
      const left = new Set(archive.heads.counting.map(({ name }) => name));
      if (isMissing && before.every(({ name }) => left.has(name))) throw error;
    }
  }
}
