// Writers, collectors and readers of one store at once, in the orders that are easiest to get wrong.

import { memoryStore, type ObjectInfo, type Store } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  Archive,
  collect,
  compact,
  forget,
  MemoryChunkIndex,
  packName,
  packUsage,
  reviseHead,
  SnapshotWriter,
  verify,
} from '../src/index.ts';
import { device, names, newEntry, newKeys, readTree, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(8);
const NOW = 1_900_000_000_000;
const GRACE_MS = 1_000;

interface Hooks {
  /** Called when something has been listed and before the caller sees it. */
  readonly onListed?: (prefix: string, listed: ObjectInfo[]) => Promise<ObjectInfo[]> | ObjectInfo[];
  readonly onPut?: (name: string) => void;
}

/** The store as one of several sees it, with something happening around its calls. */
function hooked(store: Store, { onListed, onPut }: Hooks): Store {
  return overriding(store, {
    async put(name, bytes) {
      onPut?.(name);
      await store.put(name, bytes);
    },
    async *list(prefix) {
      const listed = await Array.fromAsync(store.list(prefix));
      yield* (await onListed?.(prefix, listed)) ?? listed;
    },
  });
}

/** A snapshot of one file that has been begun, and its writer. */
async function begin(archive: Archive, tree: Tree, index: MemoryChunkIndex): Promise<SnapshotWriter> {
  const writer = await SnapshotWriter.begin(archive, { index, compression: 'zstd' });
  for (const [path, content] of Object.entries(tree)) {
    await writer.add(newEntry(path, 'file'), await writer.write(content!, 'content'));
  }
  return writer;
}

const info = { device, timeMs: NOW, tags: [], roots: [], skipped: 0 };

describe('a writer', () => {
  // ARCH-071
  it('notices a pack that goes, and its mark after it, between its two looks', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const index = new MemoryChunkIndex();
    const tree = { a: random.bytes(16_000) };
    const collector = await Archive.open(store, keys);
    const { head } = await writeTree(collector, tree, { index });
    const packs = [...(await packUsage(collector, [head])).keys()];
    const seen: string[] = [];
    const writer = await Archive.open(
      hooked(store, {
        onPut: (name) => {
          if (name.startsWith('heads/')) seen.push(name);
        },
        async onListed(prefix, listed) {
          if (seen.length !== 1 || !/^(?:packs|marks)/.test(prefix)) return listed;
          seen.push(prefix);
          for (const id of packs) await store.delete(packName({ id }));
          for (const name of await names(store, 'marks/')) await store.delete(name);
          return listed;
        },
      }),
      keys,
    );
    const run = await begin(writer, tree, index);
    await collector.writeMarks('delete', packs, device, NOW);
    const { lost } = await run.commit(info);
    expect(seen).toHaveLength(2);
    expect(lost.map(({ id }) => id).sort()).toEqual(packs.sort());
  });

  // STORE-032
  it('does not take a pack for lost that a late listing does not show', async () => {
    const store = memoryStore();
    const writer = await Archive.open(
      hooked(store, {
        onListed: (_prefix, listed) => listed.filter(({ name }) => !name.startsWith('packs/')),
      }),
      newKeys(),
    );
    const { lost } = await writeTree(writer, { a: random.bytes(16_000) });
    expect(lost).toEqual([]);
  });

  it('says which packs others may know of before it writes the head', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const referred = new Set<string>();
    const index = new MemoryChunkIndex();
    index.packsReferred = (ids?: Iterable<string>) => {
      for (const id of ids ?? []) referred.add(id);
    };
    const atHead: string[][] = [];
    const archive = await Archive.open(
      hooked(store, {
        onPut: (name) => {
          if (name.startsWith('heads/')) atHead.push([...referred]);
        },
      }),
      keys,
    );
    const files: Record<string, Uint8Array> = {};
    for (let i = 10; i < 60; i++) files[`f${i}`] = random.bytes(15_000);
    const full = await writeTree(archive, files, { index });
    await writeTree(archive, { f15: files.f15!, f50: files.f50! }, { index });
    await forget(archive, [full.head]);
    const sparse = new Set((await packUsage(archive, archive.heads.counting)).keys());
    await compact(archive, { index, device, compression: 'zstd' });
    const used = [...(await packUsage(archive, archive.heads.counting)).keys()];
    expect(used.some((id) => !sparse.has(id))).toBe(true);
    expect(atHead).toHaveLength(3);
    for (const id of used) expect(atHead[2]).toContain(id);
    expect(atHead[0]).toHaveLength(2);
  });
});

describe('a reader', () => {
  // ARCH-065
  it('finds a snapshot whose head is revised between the listing and the reading', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const archive = await Archive.open(store, keys);
    const tree = { a: random.bytes(1_000) };
    const { head } = await writeTree(archive, tree);
    let isRevised = false;
    const reader = await Archive.open(
      hooked(store, {
        async onListed(prefix, listed) {
          if (prefix !== 'heads/' || isRevised) return listed;
          isRevised = true;
          await reviseHead(archive.objects, head, head.root, head.depth, archive.table);
          await store.delete(head.name);
          return listed;
        },
      }),
      keys,
    );
    expect(isRevised).toBe(true);
    expect(reader.snapshots().map(({ snapshotId }) => snapshotId)).toEqual([head.snapshotId]);
    expect(await readTree(reader)).toEqual(tree);
  });

  it('ends with a store that goes on listing a head that is gone', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const archive = await Archive.open(store, keys);
    const { head } = await writeTree(archive, { a: random.bytes(10) });
    await store.delete(head.name);
    const ghost = hooked(store, { onListed: () => [{ name: head.name, size: 4_152 }] });
    expect((await Archive.open(ghost, keys)).heads).toMatchObject({ counting: [], problems: [] });
  });
});

/** An archive of one snapshot that refers to little of a pack. */
async function sparseArchive(store: Store): Promise<{ archive: Archive; kept: Tree }> {
  const archive = await Archive.open(store, newKeys());
  const index = new MemoryChunkIndex();
  const files: Record<string, Uint8Array> = { big: random.bytes(300_000) };
  for (let i = 10; i < 60; i++) files[`f${i}`] = random.bytes(15_000);
  const full = await writeTree(archive, files, { index });
  await writeTree(archive, { more: random.bytes(20_000) }, { index });
  const kept = { big: files.big!, f15: files.f15!, more: (await readTree(archive)).more! };
  await writeTree(archive, kept, { index });
  await forget(archive, [full.head]);
  return { archive, kept };
}

const compaction = { device, compression: 'zstd' } as const;

describe('a compaction', () => {
  it('is content with the revision of another that came first', async () => {
    const store = memoryStore();
    const { archive: other, kept } = await sparseArchive(store);
    const all = other.snapshots();
    let revised = 0;
    const archive = await Archive.open(
      overriding(store, {
        async put(name, bytes) {
          await store.put(name, bytes);
          if (!name.startsWith('heads/')) return;
          // The other revises the same head, deletes it, and takes ours for superseded.
          const head = all.find(({ ref }) =>
            name.startsWith(`heads/${String(ref.sequence).padStart(16, '0')}`),
          )!;
          await reviseHead(
            other.objects,
            { ...head, revision: head.revision + 1 },
            head.root,
            head.depth,
            other.table,
          );
          await store.delete(name);
          await store.delete(head.name);
          revised++;
        },
      }),
      other.keys,
    );
    const results = await compact(archive, { ...compaction, index: new MemoryChunkIndex() });
    expect(revised).toBe(results.length);
    expect(results.length).toBeGreaterThan(0);
    for (const { before, after } of results) {
      expect(after.snapshotId).toBe(before.snapshotId);
      expect(after.revision).toBe(before.revision + 2);
    }
    await other.refresh();
    expect(other.snapshots()).toHaveLength(all.length);
    expect(await readTree(other)).toEqual(kept);
  });

  // ARCH-086
  it('begins anew, and leaves the heads alone until then, if a pack that it goes on referring to was marked meanwhile', async () => {
    const store = memoryStore();
    const { archive, kept } = await sparseArchive(store);
    const before = await names(store, 'heads/');
    let headsWhenMarked: readonly string[] = [];
    let marked: readonly string[] = [];
    const hurried = await Archive.open(
      overriding(store, {
        async put(name, bytes) {
          await store.put(name, bytes);
          if (marked.length > 0 || !name.startsWith('packs/')) return;
          headsWhenMarked = await names(store, 'heads/');
          marked = [...(await packUsage(archive, archive.heads.counting)).keys()];
          await archive.writeMarks('delete', marked, device, NOW);
        },
      }),
      archive.keys,
    );
    await compact(hurried, { ...compaction, index: new MemoryChunkIndex() });
    expect(marked.length).toBeGreaterThan(0);
    expect(headsWhenMarked).toEqual(before);
    await archive.refresh();
    expect(await readTree(archive)).toEqual(kept);
  });

  it.each(['heads/', 'packs/'])(
    // ARCH-086
    'that slept while its own packs went, before something under %s was written or listed, begins anew',
    async (when) => {
      const store = memoryStore();
      const { archive, kept } = await sparseArchive(store);
      const heads = archive.snapshots().length;
      const own: string[] = [];
      let lost = 0;
      const lose = async (): Promise<void> => {
        for (const name of own.splice(0)) {
          await store.delete(name);
          lost++;
        }
      };
      const slept = await Archive.open(
        overriding(store, {
          async *list(prefix) {
            const listed = await Array.fromAsync(store.list(prefix));
            const isNow = prefix === when && lost === 0 && own.length > 0;
            if (isNow) await lose();
            yield* isNow ? await Array.fromAsync(store.list(prefix)) : listed;
          },
          async put(name, bytes) {
            if (name.startsWith('packs/') && lost === 0) own.push(name);
            if (name.startsWith(when) && when === 'heads/') await lose();
            await store.put(name, bytes);
          },
        }),
        archive.keys,
      );
      const results = await compact(slept, { ...compaction, index: new MemoryChunkIndex() });
      expect(lost).toBeGreaterThan(0);
      expect(results.length).toBeGreaterThan(0);
      await archive.refresh();
      expect(archive.snapshots()).toHaveLength(heads);
      expect(archive.heads.superseded).toEqual([]);
      expect(await readTree(archive)).toEqual(kept);
    },
  );

  // ARCH-086
  it('takes its head back if its packs went with the head that it replaced', async () => {
    const store = memoryStore();
    const { archive, kept } = await sparseArchive(store);
    const other = await Archive.open(store, archive.keys);
    const own: string[] = [];
    let isDone = false;
    const slept = await Archive.open(
      overriding(store, {
        async put(name, bytes) {
          if (name.startsWith('packs/') && !isDone) own.push(name);
          if (name.startsWith('heads/') && !isDone) {
            isDone = true;
            // Another device compacts, and collects what this one wrote.
            await compact(other, { ...compaction, index: new MemoryChunkIndex() });
            for (const pack of own) await store.delete(pack);
          }
          await store.put(name, bytes);
        },
      }),
      archive.keys,
    );
    await compact(slept, { ...compaction, index: new MemoryChunkIndex() });
    expect(isDone).toBe(true);
    await archive.refresh();
    expect(await readTree(archive)).toEqual(kept);
    const listed = await archive.listPacks();
    for (const id of (await packUsage(archive, archive.heads.counting)).keys())
      expect(listed.has(id)).toBe(true);
  });

  it('takes its head back while another deletes the other heads for it, and loses nothing (ARCH-086)', async () => {
    const store = memoryStore();
    const { archive, kept } = await sparseArchive(store);
    const count = archive.snapshots().length;
    const other = await Archive.open(store, archive.keys);
    const packs: string[] = [];
    let own: string | undefined;
    let deleted = 0;
    const slept = await Archive.open(
      overriding(store, {
        async put(name, bytes) {
          if (own === undefined && name.startsWith('packs/')) packs.push(name);
          if (own === undefined && name.startsWith('heads/')) {
            own = name;
            await compact(other, { ...compaction, index: new MemoryChunkIndex() });
            for (const pack of packs) await store.delete(pack);
          }
          await store.put(name, bytes);
        },
        async get(name, range) {
          const bytes = await store.get(name, range);
          if (own !== undefined && deleted === 0 && name.startsWith('heads/') && name !== own) {
            // The other has seen the head, and takes its own for superseded.
            await other.refresh();
            const heads = [...other.heads.counting, ...other.heads.superseded];
            const { snapshotId } = heads.find((head) => head.name === own)!;
            for (const head of heads) {
              if (head.snapshotId !== snapshotId || head.name === own) continue;
              await store.delete(head.name);
              deleted++;
            }
          }
          return bytes;
        },
      }),
      archive.keys,
    );
    await compact(slept, { ...compaction, index: new MemoryChunkIndex() });
    expect(deleted).toBe(1);
    await archive.refresh();
    expect(archive.snapshots()).toHaveLength(count);
    expect(await readTree(archive)).toEqual(kept);
    expect(await verify(archive, { share: 1 })).toMatchObject({ problems: [], losses: [] });
  });
});

describe('a collector', () => {
  it('goes on with the heads that are left when others and their packs go while it reads', async () => {
    const store = memoryStore();
    const archive = await Archive.open(store, newKeys());
    const { head } = await writeTree(archive, { a: random.bytes(1_000) });
    await writeTree(archive, { b: random.bytes(1_000) });
    const doomed = [...(await packUsage(archive, [head])).keys()];
    let isGone = false;
    const collector = await Archive.open(
      hooked(store, {
        async onListed(prefix, listed) {
          if (prefix !== 'packs/' || isGone) return listed;
          isGone = true;
          await store.delete(head.name);
          for (const id of doomed) await store.delete(packName({ id }));
          return listed;
        },
      }),
      archive.keys,
    );
    await collect(collector, { device, nowMs: NOW, graceMs: GRACE_MS });
    expect(isGone).toBe(true);
    expect(collector.snapshots()).toHaveLength(1);
  });

  it('keeps a head whose revision does not lead to everything, since that one may be taken back (ARCH-085)', async () => {
    const archive = await Archive.open(memoryStore(), newKeys());
    const { head } = await writeTree(archive, { a: random.bytes(1_000) });
    const { block } = head.root!;
    const elsewhere = { ...block, pack: { ...block.pack!, id: 'f'.repeat(32) } };
    const root = { ...head.root!, block: elsewhere };
    const revised = await reviseHead(archive.objects, head, root, head.depth, archive.table);
    await archive.refresh();
    expect(archive.heads.superseded.map(({ name }) => name)).toEqual([head.name]);
    expect(await forget(archive, [])).toBe(0);
    expect(await names(archive.store, 'heads/')).toEqual([head.name, revised.name].sort());
    // A whole one is believed.
    const { objects, table } = archive;
    const { name } = await reviseHead(objects, revised, head.root, head.depth, table);
    await archive.refresh();
    expect(await forget(archive, [])).toBe(2);
    expect(await names(archive.store, 'heads/')).toEqual([name]);
  });

  it('says that a pack is missing while its head is there', async () => {
    const store = memoryStore();
    const archive = await Archive.open(store, newKeys());
    const { head } = await writeTree(archive, { a: random.bytes(1_000) });
    for (const id of (await packUsage(archive, [head])).keys()) await store.delete(packName({ id }));
    await expect(collect(archive, { device, nowMs: NOW, graceMs: GRACE_MS })).rejects.toMatchObject({
      code: 'ERR_PACK_MISSING',
    });
  });

  // ARCH-082, STORE-032
  it('keeps a pack that only its first reading of the heads found in use', async () => {
    const store = memoryStore();
    const keys = newKeys();
    const archive = await Archive.open(store, keys);
    const { head } = await writeTree(archive, { a: random.bytes(1_000) });
    const packs = [...(await packUsage(archive, [head])).keys()];
    await archive.writeMarks('delete', packs, device, NOW - GRACE_MS);
    let reading = 0;
    const collector = await Archive.open(
      hooked(store, {
        onListed(prefix, listed) {
          if (prefix === 'heads/') reading++;
          // Opening and the beginning see the head; a late listing just before the deletion does not.
          return prefix === 'heads/' && reading > 3 ? [] : listed;
        },
      }),
      keys,
    );
    const { deletedPacks } = await collect(collector, { device, nowMs: NOW, graceMs: GRACE_MS });
    expect(reading).toBeGreaterThan(3);
    expect(deletedPacks).toBe(0);
  });
});
