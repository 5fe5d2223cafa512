// Which packs the snapshots of an archive refer to, and how much of each.

import { isMunimentError } from '@muniment/errors';
import type { Archive } from './archive.ts';
import type { HeadInfo } from './head.ts';
import type { BlockRef, ChunkLocation, PackRef } from './locations.ts';
import type { ManifestDamage } from './manifest-reader.ts';

/** What is referred to in one block. */
export interface BlockUsage {
  readonly block: BlockRef;
  /** Chunks by offset in the block. */
  readonly chunks: Map<number, ChunkLocation>;
}

/** What is referred to in one pack. */
export interface PackUsage {
  readonly pack: PackRef;
  /** Blocks by offset. */
  readonly blocks: Map<number, BlockUsage>;
}

/** How much of a pack's plaintext is referred to, in bytes; of a block that is used in part, the same part of its stored form. */
export function usedBytes({ blocks }: PackUsage): number {
  let bytes = 0;
  for (const { block, chunks } of blocks.values()) {
    let raw = 0;
    for (const { length } of chunks.values()) raw += length;
    bytes += (block.storedLength * raw) / block.rawLength;
  }
  return bytes;
}

/**
 * Every reference of `heads`. Parts of manifests that several heads share are read once.
 * @param onDamage called for each part that cannot be read; without it the first one throws
 */
export async function packUsage(
  archive: Archive,
  heads: readonly HeadInfo[],
  onDamage?: (head: HeadInfo, damage: ManifestDamage) => void,
): Promise<Map<string, PackUsage>> {
  const usage = new Map<string, PackUsage>();
  const add = (location: ChunkLocation): boolean => {
    const { block, offset } = location;
    const pack = block.pack!;
    let inPack = usage.get(pack.id);
    if (inPack === undefined) {
      inPack = { pack, blocks: new Map() };
      usage.set(pack.id, inPack);
    }
    let inBlock = inPack.blocks.get(block.offset);
    if (inBlock === undefined) {
      inBlock = { block, chunks: new Map() };
      inPack.blocks.set(block.offset, inBlock);
    }
    if (inBlock.chunks.has(offset)) return false;
    inBlock.chunks.set(offset, location);
    return true;
  };
  const chunks = archive.chunkReader(({ sizeLog2 }) => sizeLog2 <= 22);
  for (const head of heads) {
    const walk = archive.manifest(head, chunks).entries({
      visit: add,
      ...(onDamage === undefined ? {} : { onDamage: (damage) => onDamage(head, damage) }),
    });
    for await (const { entry, extents, lists } of walk) {
      for (const list of lists) add(list);
      try {
        for await (const extent of extents()) if ('chunk' in extent) add(extent.chunk);
      } catch (error) {
        if (onDamage === undefined || !isMunimentError(error) || error.errorClass === 'store') throw error;
        onDamage(head, { error, after: entry.path, upTo: entry.path });
      }
    }
  }
  return usage;
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
