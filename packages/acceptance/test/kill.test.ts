// Death at any moment: the last committed snapshot stays whole, the next run does the work, uploads nothing twice and leaves
// nothing behind.

import { join } from 'node:path';
import { type BackupResult, listSnapshots, openArchive, prune, type Session } from '@muniment/backup';
import type { Store } from '@muniment/storage';
import { CrashError } from '@muniment/storage/testing';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  type Committed,
  copyHome,
  copyStore,
  damageOf,
  faultsOf,
  litterOf,
  lossesOf,
  namesOf,
  openByDigits,
  using,
} from './archives.ts';
import { type Death, dyingStore } from './dying-store.ts';
import { newScene, type Scenario, type Scene, scenarios } from './scenarios.ts';
import { machineWith, storeOf, watchedDisk } from './simulated-folder.ts';
import { factsOf } from './trees.ts';

const MINUTE = 60_000;

/** At most `limit` of `all`, evenly spread. */
function spread<T>(all: readonly T[], limit: number): T[] {
  const step = Math.max(1, all.length / limit);
  return Array.from(
    { length: Math.min(all.length, limit) },
    (_, i) => all[Math.floor((i + 0.5) * step)] ?? all.at(-1)!,
  );
}

/** What a death leaves. */
interface Remains {
  readonly store: Store;
  readonly home: string;
  /** For messages. */
  readonly where: string;
}

/** What must hold at once, on the device that died and on one that has only the digits. */
async function assertSafe(scene: Scene, { store, home, where }: Remains): Promise<void> {
  const check = async (session: Session): Promise<void> => {
    expect(await lossesOf(session, scene.committed, scene.folder), where).toEqual([]);
    expect(await damageOf(session), where).toEqual([]);
  };
  await using(openArchive({ store, home }), check);
  await using(openByDigits(store, join(scene.folder, 'new'), scene.digits), check);
}

/** Runs again, tidies up, and looks for what is lost and what is left over. Gives the result of the run. */
async function finish(scene: Scene, scenario: Scenario, { store, home, where }: Remains): Promise<unknown> {
  const { run, next = run, check } = scenario;
  const result = await using(openArchive({ store, home }), (session) => next(session, scene));
  await using(openArchive({ store, home }), async (session) => {
    await prune(session, { graceMs: 0 });
    expect(await litterOf(session), where).toEqual([]);
    expect(await faultsOf(session), where).toEqual([]);
    const expected: Committed = new Map(scene.committed);
    for (const { id } of listSnapshots(session)) {
      expected.set(id, scene.known.get(id) ?? factsOf(scene.source));
    }
    expect(await lossesOf(session, expected, scene.folder), where).toEqual([]);
  });
  await check?.(scene, store, home);
  return result;
}

/** Runs until a death, in copies of store and home. */
async function runUntil(
  scene: Scene,
  scenario: Scenario,
  death: Death,
): Promise<Remains & { operationCount: number; result: unknown }> {
  const store = await copyStore(scene.store);
  const home = join(scene.folder, 'dying');
  const kept = join(scene.folder, 'kept');
  copyHome(scene.home, home);
  const where = `after ${death.after}${death.reaching ? ', reaching' : ''}`;
  const dying = dyingStore(store, death, home, kept);
  let failure: unknown;
  let result: unknown;
  try {
    result = await using(openArchive({ store: dying, home }), (session) => scenario.run(session, scene));
  } catch (error) {
    failure = error;
  }
  const { operationCount } = dying;
  if (death.after === Number.POSITIVE_INFINITY) {
    expect(failure).toBeUndefined();
    return { store, home, where, operationCount, result };
  }
  expect(failure, where).toBeInstanceOf(CrashError);
  return { store, home: kept, where, operationCount, result };
}

/** Packs hold what the next run need not upload: with one of the three nothing of that class, with two no content at all. */
function assertReuse(result: unknown, undisturbed: unknown, storedPacks: number, where: string): void {
  const { newBytes } = result as BackupResult;
  const { newBytes: all } = undisturbed as BackupResult;
  if (storedPacks === 0) expect(newBytes, where).toBe(all);
  else if (storedPacks === 1) expect(newBytes, where).toBeLessThan(all);
  else expect(newBytes, where).toBe(0);
}

describe('death after a store operation of', () => {
  for (const [name, scenario] of Object.entries<Scenario>(scenarios)) {
    it(
      name,
      async () => {
        const scene = await newScene(2);
        await scenario.prepare(scene);
        const never = { after: Number.POSITIVE_INFINITY, reaching: false };
        const undisturbed = await runUntil(scene, scenario, never);
        await finish(scene, scenario, undisturbed);
        const packsBefore = (await namesOf(scene.store, 'packs/')).length;
        const deaths = [false, true].flatMap((reaching) =>
          Array.from({ length: undisturbed.operationCount }, (_, after): Death => ({ after, reaching })),
        );
        const chosen = spread(deaths, count('kill-operations'));
        if (isFull) expect(chosen).toHaveLength(deaths.length);
        const reused = new Set<number>();
        for (const death of chosen) {
          const remains = await runUntil(scene, scenario, death);
          const packs = (await namesOf(remains.store, 'packs/')).length - packsBefore;
          await assertSafe(scene, remains);
          const result = await finish(scene, scenario, remains);
          if (scenario.isBackup !== true) continue;
          assertReuse(result, undisturbed.result, packs, remains.where);
          reused.add(packs);
        }
        // Deaths before, between and after the packs; the reduced count does not meet every one.
        if (scenario.isBackup === true)
          expect([...reused].sort()).toEqual(isFull ? [0, 1, 2, 3] : expect.arrayContaining([0, 3]));
      },
      (isFull ? 20 : 3) * MINUTE,
    );
  }
});

describe('a power cut, on a disk that loses, reorders and tears what was not synced, in', () => {
  const names = ['a backup', 'a backup with a keep rule', 'a compaction', 'a change of keys'] as const;
  for (const [at, name] of names.entries()) {
    const scenario: Scenario = scenarios[name];
    it(
      name,
      async () => {
        const scene = await newScene(3);
        await scenario.prepare(scene);
        const undisturbed = await runOnDisk(scene, scenario, { cutAt: Number.POSITIVE_INFINITY, seed: at });
        await finish(scene, scenario, undisturbed);
        const { operationCount } = undisturbed;
        for (let cut = 0; cut < count('kill-power-cuts'); cut++) {
          const seed = at * 100_000 + cut;
          const remains = await runOnDisk(scene, scenario, {
            cutAt: 1 + seededRandom(seed).below(operationCount),
            seed,
          });
          await assertSafe(scene, remains);
          await finish(scene, scenario, remains);
        }
      },
      (isFull ? 20 : 3) * MINUTE,
    );
  }
});

/** Runs on a simulated disk until the power is cut and is back. */
async function runOnDisk(
  scene: Scene,
  scenario: Scenario,
  { cutAt, seed }: { cutAt: number; seed: number },
): Promise<Remains & { operationCount: number }> {
  const machine = await machineWith(scene.store, seed);
  const home = join(scene.folder, 'dying');
  const kept = join(scene.folder, 'kept');
  copyHome(scene.home, home);
  const where = `cut at ${cutAt}, seed ${seed}`;
  machine.crashAt(cutAt, seed);
  let failure: unknown;
  try {
    const store = storeOf(watchedDisk(machine.disk, home, kept), seed);
    await using(openArchive({ store, home }), (session) => scenario.run(session, scene));
  } catch (error) {
    failure = error;
  }
  const operationCount = machine.operations.length;
  if (cutAt === Number.POSITIVE_INFINITY) expect(failure).toBeUndefined();
  else expect(failure, where).toBeInstanceOf(CrashError);
  machine.crash(seed);
  return {
    store: storeOf(machine.disk, seed + 1),
    home: failure === undefined ? home : kept,
    where,
    operationCount,
  };
}
