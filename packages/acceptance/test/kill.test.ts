// Death at any moment: the last committed snapshot stays whole, the next run does the work, uploads nothing twice and leaves
// nothing behind.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { muniment } from '@muniment/acceptance';
import {
  type BackupResult,
  createArchive,
  holdsArchive,
  listSnapshots,
  openArchive,
  prune,
  type RecoverySheet,
  type Session,
} from '@muniment/backup';
import { folderStore, memoryStore, type Store } from '@muniment/storage';
import { CrashError, type Disk } from '@muniment/storage/testing';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  type Committed,
  commit,
  copyHome,
  copyStore,
  findingsOf,
  lossesOf,
  NOTHING,
  namesOf,
  openByDigits,
  spread,
  using,
} from './archives.ts';
import { type Answer, must } from './cli.ts';
import { type Death, dyingStore } from './dying-store.ts';
import { copyOf, type Installation, install, snapshotOf } from './installation.ts';
import { newScene, type Scenario, type Scene, scenarios } from './scenarios.ts';
import { machineWith, storeOf, watchedDisk } from './simulated-folder.ts';
import { factsOf, temporaryFolder } from './trees.ts';

const MINUTE = 60_000;

/** Moments in runs of some milliseconds. Starting takes a good part of so short a run, and nothing happens in it. */
function moments(seed: number): (ms: number) => number {
  const random = seededRandom(seed);
  return (ms) => Math.round((0.3 + 0.7 * (random.below(1_000) / 1_000)) * ms);
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
    expect((await findingsOf(session)).damage, where).toEqual([]);
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
    expect(await findingsOf(session), where).toEqual(NOTHING);
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

/** What a process must not forget to sync, by what the disk then loses. */
const SYNCS: Readonly<Record<string, (kind: keyof Disk, path: string) => boolean>> = {
  'the contents of packs': (kind, path) => kind === 'fsync' && path.includes('/packs/'),
  'the names of packs': (kind, path) => kind === 'fsyncFolder' && /\/packs\/..$/.test(path),
  'the folders of packs': (kind, path) => kind === 'fsyncFolder' && path.endsWith('/packs'),
  'the contents of heads': (kind, path) => kind === 'fsync' && path.includes('/heads/'),
  'the names of heads': (kind, path) => kind === 'fsyncFolder' && path.endsWith('/heads'),
};

describe('a disk that passes over the syncs of', () => {
  for (const [name, isForgotten] of Object.entries(SYNCS)) {
    it(
      `${name} loses an acknowledged snapshot, and verification says so`,
      async () => {
        const scene = await newScene(4);
        await scenarios['a backup'].prepare(scene);
        const outcomes = new Set<string>();
        for (let seed = 1; seed <= 12; seed++) {
          for (const forgets of [false, true]) {
            const machine = await machineWith(scene.store, seed);
            const disk = forgets ? forgetful(machine.disk, isForgotten) : machine.disk;
            const home = join(scene.folder, 'running');
            copyHome(scene.home, home);
            const [id, facts] = await using(openArchive({ store: storeOf(disk, seed), home }), (session) =>
              commit(session, scene.source),
            );
            machine.crash(seed);
            const expected: Committed = new Map([...scene.committed, [id, facts]]);
            await using(openArchive({ store: storeOf(machine.disk, seed + 1), home }), async (session) => {
              const losses = await lossesOf(session, expected, scene.folder);
              if (!forgets) expect(losses).toEqual([]);
              // A head that is gone altogether shows as a store older than this device knows.
              else if (losses.length > 0)
                expect(await findingsOf(session)).not.toMatchObject({ damage: [], warnings: [] });
              if (forgets) outcomes.add(losses.length > 0 ? 'lost' : 'lucky');
            });
          }
          if (outcomes.has('lost') && !isFull) break;
        }
        expect(outcomes).toContain('lost');
      },
      MINUTE,
    );
  }
});

/** A disk that says it has synced what it has not. */
function forgetful(disk: Disk, isForgotten: (kind: keyof Disk, path: string) => boolean): Disk {
  const paths = new Map<number, string>();
  return {
    ...disk,
    async create(path) {
      const handle = await disk.create(path);
      paths.set(handle, path);
      return handle;
    },
    fsync: async (handle) => {
      if (!isForgotten('fsync', paths.get(handle)!)) await disk.fsync(handle);
    },
    fsyncFolder: async (path) => {
      if (!isForgotten('fsyncFolder', path)) await disk.fsyncFolder(path);
    },
  };
}

describe('death while an archive is made', () => {
  it('leaves one that opens with the digits, or room to begin again', { timeout: MINUTE }, async () => {
    const folder = temporaryFolder();
    const source = join(folder, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'a'), 'something');
    let [made, unmade] = [0, 0];
    for (const reaching of [false, true]) {
      for (let after = 0; ; after++) {
        const store = memoryStore();
        const [home, kept] = [join(folder, 'home'), join(folder, 'kept')];
        for (const path of [home, kept]) rmSync(path, { recursive: true, force: true });
        mkdirSync(home);
        let digits = '';
        const confirm = (sheet: RecoverySheet): void => {
          digits = sheet.digits();
        };
        const dying = dyingStore(store, { after, reaching }, home, kept);
        const options = { deviceName: 'first', location: '/drive', confirm };
        const failure = await createArchive({ ...options, store: dying, home }).then(
          (session) => session.close(),
          (error: unknown) => error,
        );
        if (failure === undefined) break;
        expect(failure).toBeInstanceOf(CrashError);
        if (await holdsArchive(store)) {
          made++;
          await using(openByDigits(store, join(folder, 'new'), digits), listSnapshots);
        } else {
          unmade++;
          await (await createArchive({ ...options, store, home: kept })).close();
        }
        await using(openArchive({ store, home: kept, location: '/drive' }), async (session) => {
          const expected = new Map([await commit(session, source)]);
          expect(await lossesOf(session, expected, folder)).toEqual([]);
          expect(await findingsOf(session)).toEqual(NOTHING);
        });
      }
    }
    expect(made).toBeGreaterThan(0);
    expect(unmade).toBeGreaterThan(0);
  });
});

/** New media in the folder whose backup is killed: six full packs and less than half of one, which would count as full. */
const FILM_COUNT = 26;
const FILM_BYTES = 4_000_000;
const FULL_PACK_BYTES = 2 ** 24;
/** A full pack holds at least so many bytes of content, in chunks of 1 MiB. */
const FULL_PACK_CONTENT_BYTES = 15 * 2 ** 20;
/** After so many kills the undisturbed run is measured again, and everything is restored. */
const MEASURED_KILLS = 20;

/** Runs a command and kills it after `ms`; undefined if it ended before. */
async function kill(args: readonly string[], home: string, ms: number): Promise<true | undefined> {
  const { code } = await muniment([...args, '--json'], { home, killAfterMs: ms });
  return code === null ? true : undefined;
}

async function sizesOf(store: Store, prefix: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { name, size } of store.list(prefix)) sizes.set(name, size);
  return sizes;
}

/** Tidies up without a grace period, and looks for what is lost and what is left over. */
async function assertTidy(
  { store, home, folder }: Installation,
  expected: Committed,
  where: string,
): Promise<void> {
  await using(openArchive({ store: folderStore(store), home }), (session) => prune(session, { graceMs: 0 }));
  await using(openArchive({ store: folderStore(store), home }), async (session) => {
    expect(await findingsOf(session), where).toEqual(NOTHING);
    expect(await lossesOf(session, expected, folder), where).toEqual([]);
  });
}

describe('SIGKILL at a random moment of', () => {
  it(
    'a backup: what was committed stays, what was uploaded is not uploaded again, what is left over goes',
    async () => {
      const base = await install();
      const momentIn = moments(5);
      const random = seededRandom(5);
      const { source, folder } = base;
      for (let i = 0; i < FILM_COUNT; i++)
        writeFileSync(join(source, `film ${i}.mp4`), random.bytes(FILM_BYTES));
      for (let i = 0; i < 200; i++)
        writeFileSync(join(source, 'letters', `new ${i}.txt`), `New ${i}\n`.repeat(900));
      const facts = factsOf(source);
      const packsBefore = await sizesOf(folderStore(base.store), 'packs/');
      const kills = count('kill-moments');
      const tally = { beforeCommit: 0, withFullPacks: 0, withLeftovers: 0 };
      let typicalMs = 0;
      let allBytes = 0;
      for (let done = 0; done < kills; ) {
        if (done % MEASURED_KILLS === 0) {
          const { store, home } = copyOf(base);
          const answer = await must(['backup', source, '--to', store], { home });
          typicalMs = answer.seconds * 1_000;
          allBytes = answer.line('backup').newBytes as number;
          expect(allBytes).toBeGreaterThan(FILM_COUNT * FILM_BYTES);
        }
        const copy = copyOf(base);
        const { store, home } = copy;
        const ms = momentIn(typicalMs);
        if ((await kill(['backup', source, '--to', store], home, ms)) === undefined) continue;
        const where = `kill ${done}, after ${ms} of ${Math.round(typicalMs)} ms`;
        const objects = folderStore(store);
        const newPacks = [...(await sizesOf(objects, 'packs/'))].filter(([name]) => !packsBefore.has(name));
        const fullPacks = newPacks.filter(([, size]) => size > FULL_PACK_BYTES).length;
        if (fullPacks > 0) tally.withFullPacks++;
        for await (const { kind } of objects.listForeign()) if (kind === 'leftover') tally.withLeftovers++;

        const expected: Committed = new Map(base.committed);
        await using(openArchive({ store: objects, home }), async (session) => {
          const [added] = listSnapshots(session).filter(({ id }) => !expected.has(id));
          if (added === undefined) tally.beforeCommit++;
          else expected.set(added.id, facts);
          expect((await findingsOf(session)).damage, where).toEqual([]);
          expect(await lossesOf(session, expected, folder), where).toEqual([]);
        });
        await using(openByDigits(objects, join(folder, 'new'), base.digits), async (session) => {
          expect(await lossesOf(session, base.committed, folder), where).toEqual([]);
        });

        const next = await must(['backup', source, '--to', store], { home });
        const newBytes = next.line('backup').newBytes as number;
        expect(newBytes, where).toBeLessThanOrEqual(allBytes - fullPacks * FULL_PACK_CONTENT_BYTES);
        if (newPacks.length === 0) expect(newBytes, where).toBe(allBytes);
        if (done % MEASURED_KILLS === 0) expected.set(snapshotOf(next), facts);
        await assertTidy(copy, expected, where);
        done++;
      }
      // Of a few kills on a busy machine fewer may fall so; the full count shows the share.
      expect(tally.beforeCommit).toBeGreaterThanOrEqual(isFull ? 0.75 * kills : 1);
      if (isFull) {
        expect(tally.withFullPacks).toBeGreaterThan(0.2 * kills);
        expect(tally.withLeftovers).toBeGreaterThan(0);
      }
    },
    (isFull ? 40 : 4) * MINUTE,
  );

  /** Commands that change an archive, each with what it needs to find something to do. */
  const others: Readonly<Record<string, (copy: Installation) => string[]>> = {
    'a backup with a keep rule': ({ source, store }) => ['backup', source, '--to', store, '--keep', '1'],
    'a prune': ({ store }) => ['prune', store, '--grace', '0s'],
    'a change of keys': ({ store }) => ['rotate', store],
  };
  for (const [name, argsOf] of Object.entries(others)) {
    it(
      name,
      async () => {
        const base = await install();
        const { source, folder } = base;
        const momentIn = moments(6);
        const random = seededRandom(6);
        const backUpNow = (): Promise<Answer> =>
          must(['backup', source, '--to', base.store], { home: base.home });
        // One snapshot is forgotten, one keeps little of a pack.
        const letter = (i: number): string => join(source, 'letters', `more ${i}`);
        for (let i = 0; i < 60; i++) writeFileSync(letter(i), random.bytes(20_000));
        const full = snapshotOf(await backUpNow());
        for (let i = 1; i < 60; i++) rmSync(letter(i));
        const last = snapshotOf(await backUpNow());
        const facts = factsOf(source);
        await must(['forget', base.store, full], { home: base.home });
        const isKeeping = name === 'a backup with a keep rule';
        const kept: Committed = new Map(isKeeping ? [] : [...base.committed, [last, facts]]);
        const { seconds } = await must(argsOf(copyOf(base)), { home: join(folder, 'running home') });
        for (let done = 0; done < count('kill-other-moments'); ) {
          const copy = copyOf(base);
          const { store, home } = copy;
          const ms = momentIn(seconds * 1_000);
          if ((await kill(argsOf(copy), home, ms)) === undefined) continue;
          const where = `kill ${done}, after ${ms} of ${Math.round(seconds * 1_000)} ms`;
          await using(openArchive({ store: folderStore(store), home }), async (session) => {
            expect((await findingsOf(session)).damage, where).toEqual([]);
            expect(await lossesOf(session, kept, folder), where).toEqual([]);
            const newest = listSnapshots(session).at(-1)!.id;
            expect(await lossesOf(session, new Map([[newest, facts]]), folder), where).toEqual([]);
          });
          const next = await must(['backup', source, '--to', store], { home });
          await assertTidy(copy, new Map([...kept, [snapshotOf(next), facts]]), where);
          done++;
        }
      },
      (isFull ? 10 : 3) * MINUTE,
    );
  }
});
