// A snapshot that refers to leaves of the one before comes to the tree that it would come to without them.

import { memoryStore } from '@muniment/storage';
import { count, seededRandom } from '@muniment/test-kit';
import { formatHex } from '@muniment/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Archive,
  type ChunkLocation,
  type ChunkSpace,
  MemoryChunkIndex,
  type SnapshotEntry,
  SnapshotWriter,
} from '../src/index.ts';
import { device, names, newEntry, newKeys, readTree, type Tree, writeTree } from './fixtures.ts';

const info = { device, timeMs: 1_900_000_000_000, tags: [], roots: [], skipped: 0 };
const text = (path: Uint8Array): string => new TextDecoder().decode(path);

interface Leaf {
  readonly id: string;
  readonly pack: string;
  readonly paths: readonly string[];
}

async function leavesOf(archive: Archive): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for await (const records of archive.manifest(archive.snapshot('latest')).leaves()) {
    const { location } = records[0]!.leaf;
    const paths = records.map(({ entry }) => text(entry.path));
    leaves.push({ id: formatHex(location.id), pack: location.block.pack!.id, paths });
  }
  return leaves;
}

/** The entries of the latest snapshot. */
async function entriesOf(archive: Archive): Promise<Map<string, SnapshotEntry>> {
  const entries = new Map<string, SnapshotEntry>();
  for await (const item of archive.manifest(archive.snapshot('latest')).entries())
    entries.set(text(item.entry.path), item);
  return entries;
}

class CountingIndex extends MemoryChunkIndex {
  nodesLookedUp = 0;

  override get(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined {
    if (space === 'manifest') this.nodesLookedUp++;
    return super.get(space, id);
  }
}

/** Writes `tree`; what has not changed since the latest snapshot as it was there. Gives how many nodes were made to be looked up. */
async function writeAgain(archive: Archive, tree: Tree, changed: ReadonlySet<string>): Promise<number> {
  const before = await entriesOf(archive);
  const index = new CountingIndex();
  const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd', jobs: 1 });
  index.nodesLookedUp = 0;
  for (const [path, content] of Object.entries(tree)) {
    const old = before.get(path);
    if (content === null) {
      await writer.add(newEntry(path, 'directory'), undefined, old);
    } else {
      const known = old === undefined || changed.has(path) ? undefined : await writer.reuse(old);
      await writer.add(newEntry(path, 'file'), known ?? (await writer.write(content, 'content')), old);
    }
  }
  expect((await writer.commit(info)).lost).toEqual([]);
  await archive.refresh();
  return index.nodesLookedUp;
}

async function copyOf(archive: Archive): Promise<Archive> {
  const store = memoryStore();
  for (const name of await names(archive.store)) await store.put(name, await archive.store.get(name));
  return Archive.open(store, archive.keys);
}

function madeTree(seed: number, size: number): Tree {
  const random = seededRandom(seed);
  const tree: Record<string, Uint8Array | null> = {};
  for (let i = 0; i < size; i++) {
    const folder = `folder-${String(Math.floor(i / 40)).padStart(3, '0')}`;
    if (i % 40 === 0) tree[folder] = null;
    tree[`${folder}/${String(i).padStart(5, '0')}`] = random.bytes(random.below(60));
  }
  return tree;
}

/** The tree with some of its files left out, changed or added. */
function edited(
  tree: Tree,
  seed: number,
  share: number,
): { tree: Record<string, Uint8Array | null>; changed: Set<string> } {
  const random = seededRandom(seed);
  const result: Record<string, Uint8Array | null> = {};
  const changed = new Set<string>();
  for (const [path, content] of Object.entries(tree)) {
    const dice = content === null ? 1 : random.below(1000) / 1000 / share;
    if (dice < 0.3) continue;
    result[path] = content;
    if (dice < 0.6) {
      result[path] = random.bytes(random.below(60));
      changed.add(path);
    } else if (dice < 0.8) {
      result[`${path}-new`] = random.bytes(random.below(60));
    }
  }
  return { tree: result, changed };
}

describe('stored leaves', () => {
  it('are cut where written ones are, whatever changes between', async () => {
    const property = fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 1, max: 700 }),
      fc.constantFrom(0, 0.002, 0.02, 0.3, 1),
      fc.boolean(),
      async (seed, size, share, isLonger) => {
        const first = await Archive.open(memoryStore(), newKeys());
        const tree = madeTree(seed, size);
        await writeTree(first, tree);
        const second = await copyOf(first);
        const next = edited(tree, seed + 1, share);
        if (isLonger) next.tree.last = new Uint8Array(3);
        await writeAgain(first, next.tree, next.changed);
        await writeTree(second, next.tree);

        expect(await readTree(first)).toEqual(next.tree);
        const [again, anew] = [first, second].map((archive) => archive.snapshot('latest'));
        expect(again!.stable.entriesDigest).toEqual(anew!.stable.entriesDigest);
        expect(again!.stable.totals).toEqual(anew!.stable.totals);
        const [own, other] = [await leavesOf(first), await leavesOf(second)];
        expect(own.map(({ paths }) => paths)).toEqual(other.map(({ paths }) => paths));
      },
    );
    await fc.assert(property, { numRuns: Math.ceil(count('property') / 5) });
  });

  it('are referred to where they lie', async () => {
    const archive = await Archive.open(memoryStore(), newKeys());
    const tree = madeTree(5, 2_000);
    await writeTree(archive, tree);
    const before = await leavesOf(archive);
    const path = Object.keys(tree).filter((each) => tree[each] !== null)[1_000]!;
    const packs = await names(archive.store, 'packs/');
    const lookedUp = await writeAgain(archive, { ...tree, [path]: new Uint8Array(9) }, new Set([path]));
    const after = await leavesOf(archive);
    const same = after.filter(({ id }) => before.some((leaf) => leaf.id === id));
    expect(same).toHaveLength(before.length - 1);
    // The leaf of the changed file and the branches, of which there are far fewer.
    expect(lookedUp).toBeLessThan(before.length / 4);
    // One pack for the changed file, and one for the nodes above it.
    expect(await names(archive.store, 'packs/')).toHaveLength(packs.length + 2);
  });

  it('are written again where their pack must not be referred to (ARCH-033)', async () => {
    const archive = await Archive.open(memoryStore(), newKeys());
    const tree = madeTree(6, 500);
    await writeTree(archive, tree);
    const packs = new Set((await leavesOf(archive)).map(({ pack }) => pack));
    await archive.writeMarks('delete', packs, device, info.timeMs);
    await writeAgain(archive, tree, new Set());
    for (const { pack } of await leavesOf(archive)) expect(packs).not.toContain(pack);
    expect(await readTree(archive)).toEqual(tree);
  });
});
