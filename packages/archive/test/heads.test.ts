import { memoryStore } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Archive, collect, forget, verify } from '../src/index.ts';
import { device, newArchive, writeTree } from './fixtures.ts';

const random = seededRandom(12);

/** An archive of three snapshots, opened on a store that tells which heads it is asked for. */
async function newReader() {
  const store = memoryStore();
  const writer = await newArchive(store);
  const heads = [];
  for (const length of [10, 20, 30]) heads.push((await writeTree(writer, { a: random.bytes(length) })).head);
  const reads: string[] = [];
  const counting = overriding(store, {
    get(name, range) {
      if (name.startsWith('heads/')) reads.push(name);
      return store.get(name, range);
    },
  });
  const archive = await Archive.open(counting, writer.keys);
  return { store, writer, heads, archive, reads, readsSince: () => reads.splice(0).sort() };
}

describe('the heads of an archive', () => {
  it('are read once, and new ones when they come', async () => {
    const { writer, heads, archive, readsSince } = await newReader();
    const names = heads.map(({ name }) => name).sort();
    expect(readsSince()).toEqual(names);
    await archive.refresh();
    expect(readsSince()).toEqual([]);
    const { head } = await writeTree(writer, { a: random.bytes(40) });
    await archive.refresh();
    expect(readsSince()).toEqual([head.name]);
    expect(archive.snapshots().map(({ name }) => name)).toEqual([...heads, head].map(({ name }) => name));
  });

  it('are gone once they are deleted', async () => {
    const { store, heads, archive } = await newReader();
    await store.delete(heads[1]!.name);
    await archive.refresh();
    expect(archive.snapshots().map(({ name }) => name)).toEqual([heads[0]!.name, heads[2]!.name]);
  });

  it('are read anew where damage is looked for, and before anything is deleted (ARCH-082)', async () => {
    const { heads, archive, readsSince } = await newReader();
    readsSince();
    const names = heads.map(({ name }) => name).sort();
    await verify(archive, { share: 0 });
    expect(readsSince()).toEqual(names);
    await forget(archive, [heads[0]!]);
    readsSince();
    await collect(archive, { device, nowMs: 1_900_000_000_000, graceMs: 0 });
    expect(readsSince()).toEqual(names.filter((name) => name !== heads[0]!.name));
  });

  it('that are damaged or of no use are looked at again each time', async () => {
    const { store, heads, archive } = await newReader();
    const { name } = heads[1]!;
    const bytes = await store.get(name);
    await store.delete(name);
    await store.put(
      name,
      bytes.map((byte, i) => (i === 500 ? byte ^ 1 : byte)),
    );
    await archive.refresh({ anew: true });
    expect(archive.heads.problems.map((problem) => problem.name)).toEqual([name]);
    await store.delete(name);
    await store.put(name, bytes);
    await archive.refresh();
    expect(archive.heads.problems).toEqual([]);
    expect(archive.snapshots()).toHaveLength(3);
  });
});
