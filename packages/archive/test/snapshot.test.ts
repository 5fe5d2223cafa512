import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Archive, MemoryChunkIndex } from '../src/index.ts';
import { names, newArchive, readTree, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(1);

function sampleTree(count: number): Tree {
  const tree: Record<string, Uint8Array | null> = { d: null };
  for (let i = 0; i < count; i++) tree[`d/${String(i).padStart(6, '0')}`] = random.bytes(random.below(3000));
  return tree;
}

describe('a snapshot', () => {
  for (const compression of ['none', 'deflate', 'zstd'] as const) {
    for (const chunker of ['fixed', 'content', 'page', 'record'] as const) {
      it(`comes back with ${compression} and ${chunker}`, async () => {
        const archive = await newArchive();
        const sparse = new Uint8Array(1_000_000);
        sparse.set(random.bytes(100_000), 300_000);
        const tree: Tree = {
          a: null,
          'a/empty': new Uint8Array(0),
          'a/large': random.bytes(5_000_000),
          'a/sparse': sparse,
          'a/text': new TextEncoder().encode('muniment '.repeat(50_000)),
          'a/zeros': new Uint8Array(262_144),
          'a-b': new Uint8Array([1]),
        };
        await writeTree(archive, tree, { compression, chunker });
        const again = await Archive.open(archive.store, archive.keys);
        expect(await readTree(again)).toEqual(tree);
      });
    }
  }

  it('shares everything with an equal one: only a head is new', async () => {
    const archive = await newArchive();
    const tree = sampleTree(3000);
    const first = await writeTree(archive, tree);
    expect(first.lost).toEqual([]);
    const before = await names(archive.store);
    const second = await writeTree(archive, tree);
    const added = (await names(archive.store)).filter((name) => !before.includes(name));
    expect(added).toEqual([second.head.name]);
    expect(second.head.depth).toBe(first.head.depth);
    expect(first.head.depth).toBeGreaterThan(0);
    expect(await readTree(archive)).toEqual(tree);
  });

  it('writes little for a small change, wherever the index comes from', async () => {
    const archive = await newArchive();
    const tree = { ...sampleTree(3000) };
    const index = new MemoryChunkIndex();
    await writeTree(archive, tree, { index });
    tree['d/001500'] = random.bytes(100);
    const { totals } = await writeTree(archive, tree, { index });
    expect(totals.newChunks).toBe(1);
    expect(totals.packs).toBe(2);
    tree['d/001501'] = random.bytes(100);
    const rebuilt = await writeTree(archive, tree);
    expect(rebuilt.totals.newChunks).toBe(1);
    expect(rebuilt.totals.packs).toBe(2);
    expect(await readTree(archive)).toEqual(tree);
  });
});
