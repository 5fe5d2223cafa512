// What a hostile store can do to an archive: never a wrong byte, never anything but an error of ours.

import { isMunimentError } from '@muniment/errors';
import { memoryStore, type Store } from '@muniment/storage';
import { count, seededRandom } from '@muniment/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { Archive, printablePath, verify } from '../src/index.ts';
import { names, newArchive, newKeys, type Tree, writeTree } from './fixtures.ts';

const random = seededRandom(5);
const tree: Tree = {
  d: null,
  'd/a': random.bytes(70_000),
  'd/b': random.bytes(40_000),
  'd/text': new TextEncoder().encode('words and more words '.repeat(4000)),
  z: random.bytes(10),
};
const keys = newKeys();
const original = new Map<string, Uint8Array>();

beforeAll(async () => {
  const archive = await newArchive(memoryStore(), keys);
  await writeTree(archive, tree);
  await writeTree(archive, { ...tree, z: random.bytes(11) });
  for (const name of await names(archive.store)) original.set(name, await archive.store.get(name));
});

async function storeOf(objects: ReadonlyMap<string, Uint8Array>): Promise<Store> {
  const store = memoryStore();
  for (const [name, bytes] of objects) await store.put(name, bytes);
  return store;
}

/**
 * Reads everything that can be read; fails if any byte is wrong or an error is not ours. Gives the number of files read.
 * Packs are read whole, where any damage shows, or in parts, where only damage to the parts does.
 */
async function readAll(store: Store, whole = true): Promise<number> {
  let files = 0;
  const archive = await Archive.open(store, keys);
  for (const head of archive.snapshots()) {
    const chunks = archive.chunkReader(() => whole);
    const onDamage = ({ error }: { error: unknown }) => {
      if (!isMunimentError(error)) throw error;
    };
    try {
      for await (const { entry, extents } of archive.manifest(head, chunks).entries({ onDamage })) {
        if (entry.kind !== 'file') continue;
        const path = printablePath(entry.path);
        const expected = tree[path]!;
        try {
          let at = 0;
          for await (const extent of extents()) {
            if ('hole' in extent) throw new Error('a hole from nowhere');
            const chunk = await chunks.read(extent.chunk);
            if (path !== 'z') expect(Buffer.compare(chunk, expected.subarray(at, at + chunk.length))).toBe(0);
            at += chunk.length;
          }
          files++;
        } catch (error) {
          if (!isMunimentError(error)) throw error;
        }
      }
    } catch (error) {
      if (!isMunimentError(error)) throw error;
    }
  }
  return files;
}

/** Fails unless the change shows: in what is read, or to `verify`. */
async function expectNoticed(objects: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if ((await readAll(await storeOf(objects))) < 8) return;
  const report = await verify(await Archive.open(await storeOf(objects), keys), { share: 1 });
  expect(report.problems.length).toBeGreaterThan(0);
}

const changed = (name: string, change: (bytes: Uint8Array) => Uint8Array): Map<string, Uint8Array> => {
  const objects = new Map(original);
  objects.set(name, change(original.get(name)!.slice()));
  return objects;
};

describe('a hostile store', () => {
  it('shows everything as long as it is left alone', async () => {
    expect(await readAll(await storeOf(original))).toBe(8);
  });

  it('gains nothing by flipping a bit anywhere (STORE-025)', async () => {
    for (const [name, bytes] of original) {
      for (let i = 0; i < count('archive-flips'); i++) {
        const at = i < 72 ? i : random.below(bytes.length);
        const objects = changed(name, (copy) => {
          copy[at] ^= 1 << random.below(8);
          return copy;
        });
        await expectNoticed(objects);
        await readAll(await storeOf(objects), false);
      }
    }
  });

  it('gains nothing by cutting or extending', async () => {
    for (const [name, bytes] of original) {
      for (const length of [
        0,
        1,
        55,
        56,
        71,
        72,
        73,
        16_455,
        16_456,
        bytes.length - 17,
        bytes.length - 16,
        bytes.length - 1,
      ]) {
        if (length >= bytes.length || length < 0) continue;
        await expectNoticed(changed(name, (copy) => copy.slice(0, length)));
      }
      await expectNoticed(changed(name, (copy) => Uint8Array.from([...copy, 0])));
    }
  });

  it('gains nothing by exchanging, renaming or dropping objects (ARCH-001, STORE-025)', async () => {
    const all = [...original.keys()];
    for (const a of all) {
      for (const b of all) {
        const objects = new Map(original);
        if (a === b) objects.delete(a);
        else {
          objects.set(a, original.get(b)!);
          objects.set(b, original.get(a)!);
        }
        await expectNoticed(objects);
      }
    }
  });

  it('gains nothing by random changes', async () => {
    for (let i = 0; i < count('archive-mutations'); i++) {
      const objects = new Map(original);
      for (let n = random.below(3); n >= 0; n--) {
        const name = random.pick([...original.keys()]);
        const bytes = objects.get(name)!.slice();
        const at = random.below(bytes.length);
        const kind = random.below(4);
        if (kind === 0) bytes[at] = random.below(256);
        else if (kind === 1) bytes.set(random.bytes(Math.min(50, bytes.length - at)), at);
        else if (kind === 2) bytes.copyWithin(at, random.below(bytes.length));
        else objects.set(name, bytes.slice(0, at));
        if (kind !== 3) objects.set(name, bytes);
      }
      await readAll(await storeOf(objects), random.below(2) === 0);
    }
  });

  it('cannot add anything that is taken for ours', async () => {
    const objects = new Map(original);
    const [head] = [...original.keys()].filter((name) => name.startsWith('heads/'));
    objects.set('heads/0000000000000009-00000001-00112233445566778899aabbccddeeff', original.get(head)!);
    objects.set('heads/junk', new Uint8Array(5));
    objects.set('packs/00/00112233445566778899aabbccddeeff', random.bytes(4168));
    objects.set('marks/00000001-00112233445566778899aabbccddeeff', random.bytes(4168));
    objects.set('something/else', new Uint8Array(0));
    const archive = await Archive.open(await storeOf(objects), keys);
    expect(archive.snapshots()).toHaveLength(2);
    expect(archive.heads.problems.map(({ error }) => error.code).sort()).toEqual([
      'ERR_COMMITMENT',
      'ERR_FOREIGN_OBJECT',
    ]);
    expect((await archive.readMarks()).problems.map(({ error }) => error.code)).toEqual(['ERR_COMMITMENT']);
    expect(await archive.listForeign()).toEqual(['heads/junk', 'something/else']);
    expect(await readAll(await storeOf(objects))).toBe(8);
  });
});
