// Verify, repair, and backups that mend what was damaged.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryStore, type Store } from '@muniment/storage';
import { describe, expect, it } from 'vitest';
import { backUp, listSnapshots, type Notice, openArchive, repair, restore, verify } from '../src/index.ts';
import { backUpOnce, names, restored, setUp } from './support.ts';
import * as tree from './tree.ts';

/** Names of the packs of a store, largest first. */
async function packsBySize(store: Store): Promise<string[]> {
  const packs: { name: string; size: number }[] = [];
  for await (const info of store.list('packs/')) packs.push(info);
  return packs.sort((a, b) => b.size - a.size).map(({ name }) => name);
}

async function flip(store: Store, name: string, at: number): Promise<void> {
  const bytes = await store.get(name);
  bytes[at] = bytes[at]! ^ 1;
  await store.delete(name);
  await store.put(name, bytes);
}

describe('a sound archive', () => {
  it('verifies at every level', async () => {
    const { session, source } = await setUp();
    writeFileSync(join(source, 'f'), tree.noise(1, 300_000));
    await backUpOnce(session, source);
    const structure = await verify(session);
    expect(structure).toMatchObject({ isSound: true, snapshots: 1, readPacks: 0, marked: 0 });
    expect(await verify(session, { level: 'all' })).toMatchObject({
      isSound: true,
      readPacks: structure.packs,
    });
    expect(await verify(session, { level: 'sample', samplePercent: 100 })).toMatchObject({
      readPacks: structure.packs,
    });
    expect(await verify(session, { level: 'sample', samplePercent: 0 })).toMatchObject({ readPacks: 0 });
    await expect(verify(session, { level: 'sample', samplePercent: 101 })).rejects.toThrow(RangeError);
    const stopped = verify(session, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
  });

  it('with junk in it is sound, and the junk is named', async () => {
    const { session, source, store } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    await backUpOnce(session, source);
    await store.put('holiday-pictures', new Uint8Array(10));
    await store.put('packs/00/x', new Uint8Array(10));
    await store.put('heads/readme', new Uint8Array(10));
    const { isSound, foreign } = await verify(session);
    expect(isSound).toBe(true);
    expect(foreign.first.map(({ object }) => object).sort()).toEqual([
      'heads/readme',
      'holiday-pictures',
      'packs/00/x',
    ]);
    await restored(session, 'src');
    await backUpOnce(session, source);
  });
});

describe('a damaged pack', () => {
  it('is found, named with what it costs, marked, and mended by the next backup and repair', async () => {
    for (const damage of ['flip', 'delete'] as const) {
      const { session, source, store } = await setUp();
      writeFileSync(join(source, 'good'), 'text '.repeat(10_000));
      writeFileSync(join(source, 'bad'), tree.noise(1, 300_000));
      const id = await backUpOnce(session, source);
      const [pack] = await packsBySize(store);
      if (damage === 'flip') await flip(store, pack!, 100_000);
      else await store.delete(pack!);
      if (damage === 'flip') expect(await verify(session)).toMatchObject({ isSound: true });
      const found = await verify(session, { level: 'all' });
      expect(found).toMatchObject({ isSound: false, marked: damage === 'flip' ? 1 : 0 });
      expect(found.damagedObjects.first).toMatchObject([
        { object: pack, code: damage === 'flip' ? 'ERR_SEGMENT' : 'ERR_PACK_MISSING' },
      ]);
      expect(found.damage).toMatchObject([{ snapshot: id, paths: { first: [{ path: 'src/bad' }] } }]);
      // Unchanged files are not read by themselves: the chunks are missing, so this one is.
      const next = await backUp(session, { paths: [source] });
      expect(next.newBytes).toBe(300_000);
      await restored(session, 'src');
      const { revised, replaced, beyondRepair } = await repair(session);
      expect({ revised, replaced, beyondRepair }).toEqual({ revised: [id], replaced: [], beyondRepair: [] });
      for (const snapshot of listSnapshots(session)) await restored(session, 'src', snapshot.id);
      expect(await verify(session, { level: 'all' })).toMatchObject({ isSound: true });
    }
  });

  it('whose content is nowhere else costs only what lay in it', async () => {
    const { session, source, store } = await setUp();
    writeFileSync(join(source, 'good'), 'text '.repeat(10_000));
    writeFileSync(join(source, 'bad'), tree.noise(1, 300_000));
    const old = await backUpOnce(session, source);
    await store.delete((await packsBySize(store))[0]!);
    const { revised, replaced } = await repair(session);
    expect(revised).toEqual([]);
    expect(replaced).toMatchObject([{ old, lost: { first: [{ path: 'src/bad' }] } }]);
    const [snapshot] = listSnapshots(session);
    expect(snapshot).toMatchObject({ id: replaced[0]!.replacement, replaces: old, files: 1 });
    const { facts } = await restored(session, 'src');
    expect([...facts.keys()]).toEqual(['', '/good']);
  });
});

describe('a damaged manifest', () => {
  it('does not keep the next backup from working, nor repair from saving the rest', async () => {
    const { session, source, store, folder } = await setUp();
    for (let i = 0; i < 600; i++) writeFileSync(join(source, `f${i}`), `${i}`);
    await backUpOnce(session, source);
    const id = session.archive.snapshot('latest').root!.block.pack!.id;
    const pack = (await names(store, 'packs/')).find((name) => name.endsWith(id))!;
    await flip(store, pack, 100);
    const found = await verify(session);
    expect(found.isSound).toBe(false);
    expect(found.damage[0]!.paths.count).toBeGreaterThan(0);
    const { failed } = await restore(session, { into: join(folder, 'out') });
    expect(failed.count).toBeGreaterThan(0);
    const later = await backUpOnce(session, source);
    await restored(session, 'src', later);
    await repair(session);
    expect(await verify(session, { level: 'all' })).toMatchObject({ isSound: true });
    await restored(session, 'src', later);
  });
});

describe('a damaged head', () => {
  it('costs its snapshot, is named, and keeps anything from being deleted', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), 'one');
    const first = await backUpOnce(session, source);
    writeFileSync(join(source, 'f'), 'two');
    await backUpOnce(session, source);
    const [, newest] = await names(store, 'heads/');
    await flip(store, newest!, 60);
    await session.close();
    const again = await openArchive({ store, home });
    expect(listSnapshots(again).map(({ id }) => id)).toEqual([first]);
    expect(again.reminders.map(({ kind }) => kind)).toEqual(['store-older', 'head-problem']);
    expect(await verify(again)).toMatchObject({ isSound: false });
    const packs = await names(store, 'packs/');
    const notices: Notice[] = [];
    const { snapshot, retention, retentionProblem } = await backUp(again, {
      paths: [source],
      keep: { keepLast: 1 },
      onNotice: (notice) => notices.push(notice),
    });
    expect(retention).toBeUndefined();
    expect(retentionProblem).toMatchObject({ code: 'ERR_HEAD_UNREADABLE', object: newest });
    expect(notices).toEqual([retentionProblem]);
    expect(await names(store, 'packs/')).toEqual(expect.arrayContaining(packs));
    await restored(again, 'src', snapshot!.id);
    await again.close();
  });
});

describe('packs that vanish while a backup refers to them', () => {
  it('make it upload their chunks again (ARCH-071)', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), tree.noise(1, 300_000));
    await backUpOnce(session, source);
    await session.close();
    const [pack] = await packsBySize(store);
    let isDone = false;
    const racing = new Proxy(store, {
      get: (target, property) => {
        if (property !== 'put') return Reflect.get(target, property).bind(target);
        return async (name: string, bytes: Uint8Array) => {
          if (name.startsWith('heads/') && !isDone) {
            isDone = true;
            await target.delete(pack!);
          }
          await target.put(name, bytes);
        };
      },
    });
    const again = await openArchive({ store: racing, home });
    const { snapshot } = await backUp(again, { paths: [source] });
    expect(isDone).toBe(true);
    expect(listSnapshots(again)).toHaveLength(2);
    await restored(again, 'src', snapshot!.id);
    await again.close();
  });

  it('time and again end it with an error, and no bad snapshot stays (ARCH-071)', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), tree.noise(1, 300_000));
    const id = await backUpOnce(session, source);
    await session.close();
    const racing = new Proxy(store, {
      get: (target, property) => {
        if (property !== 'put') return Reflect.get(target, property).bind(target);
        return async (name: string, bytes: Uint8Array) => {
          if (name.startsWith('heads/')) {
            for (const pack of await packsBySize(target))
              if ((await target.stat(pack))!.size > 300_000) await target.delete(pack);
          }
          await target.put(name, bytes);
        };
      },
    });
    const again = await openArchive({ store: racing, home });
    await expect(backUp(again, { paths: [source] })).rejects.toMatchObject({ code: 'ERR_PACK_LOST' });
    await again.archive.refresh();
    expect(listSnapshots(again).map((snapshot) => snapshot.id)).toEqual([id]);
    rmSync(join(source, 'f'));
    await again.close();
  });
});
