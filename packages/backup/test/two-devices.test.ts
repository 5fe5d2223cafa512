// Two devices at work on one archive at the same time.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryStore, type Store } from '@muniment/storage';
import { count, type SeededRandom, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  backUp,
  forget,
  listSnapshots,
  openArchive,
  prune,
  rotate,
  type Session,
  verify,
} from '../src/index.ts';
import { backUpOnce, enrolAnother, restored, setUp } from './support.ts';
import * as tree from './tree.ts';

/** The store as one device reaches it: every operation takes a while, and how long is drawn anew each time. */
function slowStore(store: Store, random: SeededRandom): Store {
  const wait = async (): Promise<void> => {
    for (let turns = random.below(12); turns > 0; turns--) await new Promise((done) => setImmediate(done));
  };
  const slowly =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await wait();
      const result = await work(...args);
      await wait();
      return result;
    };
  return {
    put: slowly((name: string, bytes: Uint8Array) => store.put(name, bytes)),
    get: slowly((...args: Parameters<Store['get']>) => store.get(...args)),
    stat: slowly((name: string) => store.stat(name)),
    delete: slowly((name: string) => store.delete(name)),
    sweep: slowly((ms: number) => store.sweep(ms)),
    listForeign: () => store.listForeign(),
    async *list(prefix) {
      await wait();
      yield* await Array.fromAsync(store.list(prefix));
    },
  };
}

interface Pair {
  readonly sessions: readonly [Session, Session];
  readonly sources: readonly [string, string];
  readonly random: SeededRandom;
  readonly store: Store;
}

async function pair(seed: number): Promise<Pair> {
  const random = seededRandom(seed);
  const store = memoryStore();
  const setup = await setUp(store);
  await setup.session.close();
  const first = await openArchive({ store: slowStore(store, random), home: setup.home });
  const { session: second } = await enrolAnother(setup, 'second', slowStore(store, random));
  const other = join(setup.folder, 'other');
  tree.mkdirSync(other);
  return { sessions: [first, second], sources: [setup.source, other], random, store };
}

/** Changes a folder. Both devices have much in common, so that each refers to what the other stored. */
function change(random: SeededRandom, source: string): void {
  for (let i = 0; i < 3; i++)
    writeFileSync(join(source, `f${random.below(5)}`), tree.noise(random.below(6), 60_000));
}

async function assertAllThere(
  session: Session,
  expected: ReadonlyMap<string, Map<string, tree.Fact>>,
): Promise<void> {
  await session.refresh();
  const listed = listSnapshots(session);
  expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected.keys()]));
  for (const [id, facts] of expected) {
    const { into } = await restored(session, '', id);
    const name = listed.find((snapshot) => snapshot.id === id)!.roots[0]!.name;
    expect(tree.comparable(tree.factsOf(join(into, name)), facts)).toEqual(tree.comparable(facts));
  }
  expect(await verify(session, { level: 'all' })).toMatchObject({ isSound: true });
}

describe('at once', { timeout: 1_200_000 }, () => {
  it('two backups lose nothing; the fork is shown and brought together', async () => {
    let forks = 0;
    for (let seed = 1; seed <= count('backup-pairs'); seed++) {
      const { sessions, sources, random } = await pair(seed);
      const expected = new Map<string, Map<string, tree.Fact>>();
      for (let round = 0; round < 2; round++) {
        for (const source of sources) change(random, source);
        const ids = await Promise.all(sessions.map((session, i) => backUpOnce(session, sources[i]!)));
        for (const [i, id] of ids.entries()) expected.set(id, tree.factsOf(sources[i]!));
      }
      await sessions[0].refresh();
      const isFork = listSnapshots(sessions[0]).filter(({ isTip }) => isTip).length > 1;
      if (isFork) {
        forks++;
        expect(sessions[0].reminders.map(({ kind }) => kind)).toEqual(['fork']);
      }
      expected.set(await backUpOnce(sessions[0], sources[0]), tree.factsOf(sources[0]));
      await assertAllThere(sessions[1], expected);
      expect(listSnapshots(sessions[1]).filter(({ isTip }) => isTip)).toHaveLength(1);
    }
    expect(forks).toBeGreaterThan(0);
  });

  it('a backup and a prune lose nothing', async () => {
    for (let seed = 1; seed <= count('backup-pairs'); seed++) {
      const { sessions, sources, random } = await pair(seed);
      const expected = new Map<string, Map<string, tree.Fact>>();
      const doomed: string[] = [];
      for (const source of sources) change(random, source);
      doomed.push(await backUpOnce(sessions[0], sources[0]));
      await backUpOnce(sessions[1], sources[1]);
      for (let round = 0; round < 3; round++) {
        // What the forgotten snapshot held, the other device stores again.
        rmSync(sources[1], { recursive: true });
        tree.mkdirSync(sources[1]);
        change(random, sources[1]);
        const [id] = await Promise.all([
          backUpOnce(sessions[1], sources[1]),
          (async () => {
            await forget(sessions[0], { snapshots: [doomed.pop()!] });
            await prune(sessions[0], { graceMs: 1 });
            await new Promise((done) => setTimeout(done, 2));
            await prune(sessions[0], { graceMs: 1 });
          })(),
        ]);
        expected.set(id, tree.factsOf(sources[1]));
        change(random, sources[0]);
        doomed.push(await backUpOnce(sessions[0], sources[0]));
      }
      await assertAllThere(sessions[0], expected);
    }
  });

  it('a backup and a change of the keys lose nothing', async () => {
    for (let seed = 1; seed <= count('backup-pairs'); seed++) {
      const { sessions, sources, random } = await pair(seed);
      const expected = new Map<string, Map<string, tree.Fact>>();
      for (let round = 0; round < 2; round++) {
        change(random, sources[0]);
        const [id] = await Promise.all([
          backUp(sessions[0], { paths: [sources[0]] }).then(({ snapshot }) => snapshot!.id),
          rotate(sessions[1]),
        ]);
        expected.set(id, tree.factsOf(sources[0]));
      }
      await assertAllThere(sessions[1], expected);
      expect(sessions[1].archive.heads.notCounting).toEqual([]);
    }
  });

  it('two changes of the keys lose nothing', async () => {
    for (let seed = 1; seed <= count('backup-pairs'); seed++) {
      const { sessions, sources, random } = await pair(seed);
      change(random, sources[0]);
      const expected = new Map([[await backUpOnce(sessions[0], sources[0]), tree.factsOf(sources[0])]]);
      const outcomes = await Promise.allSettled([rotate(sessions[0]), rotate(sessions[1])]);
      // One may find the other's link head and no keyring yet for longer than it waits; never both.
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      expected.set(await backUpOnce(sessions[0], sources[0]), tree.factsOf(sources[0]));
      expected.set(await backUpOnce(sessions[1], sources[0]), tree.factsOf(sources[0]));
      await assertAllThere(sessions[1], expected);
      expect(sessions[1].keyrings.tips).toHaveLength(1);
    }
  });
});
