// Forgetting, pruning, and what a backup deletes by itself.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryStore } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { describe, expect, it } from 'vitest';
import {
  backUp,
  forget,
  listSnapshots,
  openArchive,
  prune,
  rotate,
  type Session,
  setKeepRules,
  verify,
} from '../src/index.ts';
import { backUpOnce, enrolAnother, names, restored, setUp, writesOf } from './support.ts';
import * as tree from './tree.ts';

/** Backs up `source` with other content each time. */
async function backUpRounds(session: Session, source: string, rounds: number, from = 0): Promise<string[]> {
  const ids: string[] = [];
  for (let round = from; round < from + rounds; round++) {
    writeFileSync(join(source, 'f'), tree.noise(round, 200_000));
    ids.push(await backUpOnce(session, source));
  }
  return ids;
}

const idsOf = (session: Session): string[] => listSnapshots(session).map(({ id }) => id);

describe('a backup', () => {
  it('deletes nothing unless it is told to', async () => {
    const { session, source } = await setUp();
    await backUpRounds(session, source, 5);
    expect(idsOf(session)).toHaveLength(5);
  });

  it('keeps what it is told to keep, or what the archive says', async () => {
    const { session, source } = await setUp();
    const ids = await backUpRounds(session, source, 3);
    const { snapshot, retention } = await backUp(session, { paths: [source], keep: { keepLast: 2 } });
    expect(idsOf(session)).toEqual([ids[2], snapshot!.id]);
    expect(retention?.forgotten.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(retention?.markedPacks).toBeGreaterThan(0);
    expect(retention?.deletedPacks).toBe(0);
    await setKeepRules(session, { keepLast: 1 });
    const last = await backUpOnce(session, source);
    expect(idsOf(session)).toEqual([last]);
    await restored(session, 'src', last);
  });

  it('never deletes snapshots of other paths or other devices', async () => {
    const setup = await setUp();
    const { session, source, store, folder } = setup;
    const { session: second } = await enrolAnother(setup, 'second', store);
    await backUpRounds(session, source, 2);
    const others = await backUpRounds(second, source, 2);
    writeFileSync(join(folder, 'single'), 'x');
    const single = await backUp(session, { paths: [join(folder, 'single')], keep: { keepLast: 1 } });
    const { snapshot } = await backUp(session, { paths: [source], keep: { keepLast: 1 } });
    expect(idsOf(session)).toEqual([...others, single.snapshot!.id, snapshot!.id]);
  });
});

describe('forgetting', () => {
  it('takes names or rules, and stored rules if neither is given', async () => {
    const { session, source } = await setUp();
    const ids = await backUpRounds(session, source, 5);
    await expect(forget(session, {})).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(forget(session, { snapshots: ['ffff'] })).rejects.toMatchObject({
      code: 'ERR_SNAPSHOT_UNKNOWN',
    });
    const dry = await forget(session, { snapshots: [ids[0]!.slice(0, 12)], dryRun: true });
    expect(dry).toMatchObject({ deletedPacks: 0 });
    expect(dry.markedPacks).toBeGreaterThan(0);
    expect(idsOf(session)).toEqual(ids);
    await forget(session, { snapshots: [ids[0]!.slice(0, 12)] });
    expect(idsOf(session)).toEqual(ids.slice(1));
    await forget(session, { keep: { keepDaily: 1, keepLast: 3 } });
    expect(idsOf(session)).toEqual(ids.slice(2));
    await setKeepRules(session, { keepMonthly: 1 });
    await forget(session);
    expect(idsOf(session)).toEqual(ids.slice(4));
    await restored(session, 'src', ids[4]);
  });

  it('of the newest is no older state to the device that did it', async () => {
    const { session, source, store, home } = await setUp();
    const ids = await backUpRounds(session, source, 2);
    await forget(session, { snapshots: [ids[1]!] });
    await session.close();
    const again = await openArchive({ store, home });
    expect(again.reminders).toEqual([]);
    await forget(again, { snapshots: [ids[0]!] });
    expect(idsOf(again)).toEqual([]);
    await again.close();
    expect((await openArchive({ store, home })).reminders).toEqual([]);
  });

  it('after a change of the keys leaves the rest vouched for', async () => {
    const { session, source } = await setUp();
    const ids = await backUpRounds(session, source, 3);
    await rotate(session);
    await forget(session, { snapshots: [ids[1]!] });
    expect(idsOf(session)).toEqual([ids[0], ids[2]]);
    ids.push(...(await backUpRounds(session, source, 1, 3)));
    expect(idsOf(session)).toEqual([ids[0], ids[2], ids[3]]);
  });
});

describe('pruning', () => {
  it('deletes marked packs after the grace period and not before', async () => {
    const { session, source, store } = await setUp();
    const ids = await backUpRounds(session, source, 4);
    const before = await names(store, 'packs/');
    await forget(session, { keep: { keepLast: 1 } });
    expect(await names(store, 'packs/')).toEqual(before);
    expect(await prune(session)).toMatchObject({ deletedPacks: 0 });
    const dry = await prune(session, { graceMs: 0, dryRun: true });
    expect(await names(store, 'packs/')).toEqual(before);
    const { deletedPacks, deletedBytes, markedPacks } = await prune(session, { graceMs: 0 });
    expect({ deletedPacks, deletedBytes, markedPacks }).toEqual({
      deletedPacks: dry.deletedPacks,
      deletedBytes: dry.deletedBytes,
      markedPacks: 0,
    });
    expect(deletedPacks).toBeGreaterThanOrEqual(3);
    expect((await names(store, 'packs/')).length).toBe(before.length - deletedPacks);
    expect(await names(store, 'marks/')).toEqual([]);
    await restored(session, 'src', ids[3]);
    expect(await verify(session, { level: 'all' })).toMatchObject({ isSound: true, unreferencedPacks: 0 });
  });

  it('rewrites packs of which little is used', async () => {
    const { session, source, store } = await setUp();
    for (let i = 0; i < 20; i++) writeFileSync(join(source, `n${i}`), tree.noise(i, 200_000));
    await backUpOnce(session, source);
    for (let i = 0; i < 18; i++) rmSync(join(source, `n${i}`));
    const id = await backUpOnce(session, source);
    await forget(session, { keep: { keepLast: 1 } });
    const { compactedPacks } = await prune(session, { graceMs: 0 });
    expect(compactedPacks).toBeGreaterThan(0);
    expect(idsOf(session)).toEqual([id]);
    let bytes = 0;
    for await (const { size } of store.list('packs/')) bytes += size;
    expect(bytes).toBeLessThan(1_200_000);
    const { facts } = await restored(session, 'src', id);
    expect(tree.comparable(facts, tree.factsOf(source))).toEqual(tree.comparable(tree.factsOf(source)));
    // The cache knows the new places: nothing is uploaded again.
    expect(await backUp(session, { paths: [source], paranoid: true })).toMatchObject({ newBytes: 0 });
  });

  it('and forgetting, interrupted after any store operation, lose no snapshot that is kept', async () => {
    const work = async (session: Session, source: string): Promise<void> => {
      writeFileSync(join(source, 'g'), tree.noise(9, 100_000));
      await backUp(session, { paths: [source], keep: { keepLast: 1 } });
      await prune(session, { graceMs: 0 });
    };
    for (const at of await writesOf(work)) {
      for (const reaching of [false, true]) {
        const { session, source, store, home } = await setUp(memoryStore());
        writeFileSync(join(source, 'f'), tree.noise(1, 100_000));
        await backUpOnce(session, source);
        await session.close();
        const faulty = faultyStore(store, { seed: 1 });
        const crashing = await openArchive({ store: faulty, home });
        faulty.crashAfter(at, { reaching });
        await expect(work(crashing, source)).rejects.toThrow(CrashError);
        await crashing.close();
        const next = await openArchive({ store, home });
        expect(idsOf(next).length).toBeGreaterThan(0);
        for (const id of idsOf(next)) await restored(next, 'src', id);
        await work(next, source);
        expect(idsOf(next)).toHaveLength(1);
        await restored(next, 'src');
        expect(await verify(next, { level: 'all' })).toMatchObject({ isSound: true, unreferencedPacks: 0 });
        await next.close();
      }
    }
  });
});
