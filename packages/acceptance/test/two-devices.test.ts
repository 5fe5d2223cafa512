// Two devices on one archive at once, in turns that a seed decides: nothing that a device was told is committed is lost,
// forks are shown and brought together, and what retention drops goes.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addRecoveryKey,
  forget,
  listKeyringDoubts,
  listMethods,
  listSnapshots,
  mergeKeyringForks,
  openArchive,
  prune,
  type RecoverySheet,
  removeMethod,
  rotate,
  type Session,
} from '@muniment/backup';
import { isMunimentError } from '@muniment/errors';
import { folderStore, memoryStore, type Store } from '@muniment/storage';
import { faultyStore } from '@muniment/storage/testing';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Committed,
  commit,
  copyHome,
  copyStore,
  enrol,
  findingsOf,
  lossesOf,
  NOTHING,
  newArchive,
  openByDigits,
  spread,
  using,
} from './archives.ts';
import { type Answer, must } from './cli.ts';
import { install, snapshotOf } from './installation.ts';
import { Interleaver, type Plan } from './interleaver.ts';
import { factsOf, temporaryFolder } from './trees.ts';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const NOTE_COUNT = 12;
/** Objects are missing from listings, or still in them, for so many operations. */
const STALE_OPERATIONS = 6;

/** Real time and so much more. */
let clockMs = 0;
const now = Date.now;

function pass(ms: number): void {
  clockMs += ms;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** One of the two devices. */
interface Device {
  readonly home: string;
  readonly source: string;
}

/** An archive with two devices, and what has been committed. */
interface Pair {
  readonly folder: string;
  readonly store: Store;
  readonly devices: readonly [Device, Device];
  readonly digits: string;
  readonly committed: Committed;
  /** Snapshots of the second device that retention is to drop, while its folder holds again what only they hold. */
  readonly doomed: readonly string[];
}

async function newPair(): Promise<Pair> {
  vi.spyOn(Date, 'now').mockImplementation(() => now() + clockMs);
  clockMs = 0;
  const folder = temporaryFolder();
  const random = seededRandom(4);
  const store = memoryStore();
  const device = (name: string): Device => ({
    home: join(folder, `home ${name}`),
    source: join(folder, `files ${name}`),
  });
  const devices = [device('a'), device('b')] as const;
  const digits = await newArchive(store, devices[0].home);
  await enrol(store, devices[1].home, digits);
  const committed: Committed = new Map();
  const save = async ({ home, source }: Device): Promise<string> => {
    const [id, facts] = await using(openArchive({ store, home }), (session) => commit(session, source));
    committed.set(id, facts);
    pass(1_000);
    return id;
  };
  const shared = random.bytes(120_000);
  for (const { source } of devices) {
    mkdirSync(source);
    writeFileSync(join(source, 'shared.jpg'), shared);
    writeFileSync(join(source, 'letter.txt'), `From ${source}\n`.repeat(500));
  }
  await save(devices[0]);
  // A film and notes that only one snapshot has, then without the film and most of the notes: a pack to delete, one to compact.
  const { source } = devices[1];
  const film = random.bytes(200_000);
  const notes = Array.from({ length: NOTE_COUNT }, () => random.bytes(30_000));
  const fill = (): void => {
    writeFileSync(join(source, 'film.mp4'), film);
    for (const [i, note] of notes.entries()) writeFileSync(join(source, `note ${i}`), note);
  };
  fill();
  const doomed = [await save(devices[1])];
  rmSync(join(source, 'film.mp4'));
  for (let i = 1; i < NOTE_COUNT; i++) rmSync(join(source, `note ${i}`));
  await save(devices[1]);
  await using(openArchive({ store, home: devices[0].home }), (session) =>
    addRecoveryKey(session, { label: 'spare', confirm: () => {} }),
  );
  // What the runs find to do.
  writeFileSync(join(devices[0].source, 'new.jpg'), random.bytes(80_000));
  writeFileSync(join(devices[0].source, 'new.txt'), 'Something new\n'.repeat(2_000));
  writeFileSync(join(source, 'also new.jpg'), random.bytes(90_000));
  fill();
  return { folder, store, devices, digits, committed, doomed };
}

/** Gives the snapshots that the device was told are committed. */
type Work = (session: Session, device: Device) => Promise<readonly string[]>;

/** Two works that meet, and what must have come of them. */
interface Meeting {
  readonly works: readonly [Work, Work];
  /** Snapshots that the works drop. */
  readonly drops?: readonly string[];
  /** True if the first work may refuse because the second changes the keys: it is then done afterwards. */
  readonly mayRefuse?: boolean;
  /** Looks at the archive as each device sees it when forks have been brought together. */
  readonly check?: (session: Session) => void | Promise<void>;
}

/** Of the runs of one kind: how often devices really got in each other's way. */
interface Tally {
  forks: number;
  keyringForks: number;
  doubts: number;
  refusals: number;
  /** Heads that a backup wrote and took back, because packs or keys had changed meanwhile. */
  retries: number;
}

function newTally(): Tally {
  return { forks: 0, keyringForks: 0, doubts: 0, refusals: 0, retries: 0 };
}

const backup: Work = async (session, { source }) => [(await commit(session, source))[0]];

const rotation: Work = async (session) => {
  await rotate(session);
  return [];
};

/** Forgets what is there of `doomed`, marks, and a day later deletes and compacts. */
function retention(doomed: readonly string[]): Work {
  return async (session) => {
    const listed = listSnapshots(session).map(({ id }) => id);
    const left = doomed.filter((id) => listed.includes(id));
    if (left.length > 0) await forget(session, { snapshots: left });
    await prune(session);
    pass(1.1 * DAY_MS);
    await prune(session);
    return [];
  };
}

/** A new recovery key; `digits` are known when the work is done. */
function newKey(): { work: Work; digits: () => string } {
  let digits = '';
  const work: Work = async (session) => {
    const confirm = (sheet: RecoverySheet): void => {
      digits = sheet.digits();
    };
    await addRecoveryKey(session, { label: 'new', confirm });
    return [];
  };
  return { work, digits: () => digits };
}

const removal: Work = async (session) => {
  await removeMethod(session, methodLabelled(session, 'spare')!);
  return [];
};

function methodLabelled(session: Session, label: string): string | undefined {
  return listMethods(session).find((method) => method.label === label)?.id;
}

function assertRemoved(session: Session): void {
  expect(methodLabelled(session, 'spare')).toBeUndefined();
}

/** The new key opens the archive as the devices see it. */
function assertAdded(pair: Pair, digits: () => string): (session: Session) => Promise<void> {
  return async (session) => {
    expect(methodLabelled(session, 'new')).toBeDefined();
    await using(openByDigits(session.store, join(pair.folder, 'fourth'), digits()), (other) => {
      expect(listSnapshots(other)).toEqual(listSnapshots(session));
    });
  };
}

const meetings: Readonly<Record<string, (pair: Pair) => Meeting>> = {
  'backup with backup': () => ({ works: [backup, backup] }),
  'backup with prune': ({ doomed }) => ({ works: [retention(doomed), backup], drops: doomed }),
  'backup with rotation': () => ({ works: [rotation, backup] }),
  'backup with the removal of a method': () => ({ works: [removal, backup], check: assertRemoved }),
  'prune with prune': ({ doomed }) => ({ works: [retention(doomed), retention([])], drops: doomed }),
  'prune with rotation': ({ doomed }) => ({
    works: [retention(doomed), rotation],
    drops: doomed,
    mayRefuse: true,
  }),
  'rotation with rotation': () => ({ works: [rotation, rotation] }),
  'rotation with a new key': (pair) => {
    const { work, digits } = newKey();
    return { works: [rotation, work], check: assertAdded(pair, digits) };
  },
  'the removal of a method with a new key': (pair) => {
    const { work, digits } = newKey();
    const isAdded = assertAdded(pair, digits);
    return {
      works: [removal, work],
      check: async (session) => {
        assertRemoved(session);
        await isAdded(session);
      },
    };
  },
};

/** One meeting, in the order of `plan`. Gives how many operations that matter to others each device did. */
async function meet(
  pair: Pair,
  makeMeeting: (pair: Pair) => Meeting,
  plan: Plan,
  tally: Tally,
): Promise<number[]> {
  const isStale = 'seed' in plan && seededRandom(plan.seed).below(3) === 0;
  const where = `${JSON.stringify(plan)}${isStale ? ', stale listings' : ''}`;
  const { folder } = pair;
  const base = await copyStore(pair.store);
  const store = isStale ? faultyStore(base, { seed: plan.seed, staleOperations: STALE_OPERATIONS }) : base;
  const devices = pair.devices.map(({ home, source }, i): Device => {
    const copy = join(folder, `running ${i}`);
    copyHome(home, copy);
    return { home: copy, source };
  });
  const { works, drops = [], check, mayRefuse = false } = makeMeeting(pair);
  const interleaver = new Interleaver(store, plan);
  const results = await interleaver.run(
    works.map((work, i) => async (view: Store) => {
      const device = devices[i]!;
      return using(openArchive({ store: view, home: device.home }), (session) => work(session, device));
    }),
  );
  const committed: Committed = new Map(pair.committed);
  for (const id of drops) committed.delete(id);
  const made: string[] = [];
  for (const [i, result] of results.entries()) {
    if (
      result.status === 'rejected' &&
      i === 0 &&
      mayRefuse &&
      isMunimentError(result.reason, 'ERR_KEYRING_OUTDATED')
    ) {
      tally.refusals++;
      await using(openArchive({ store: base, home: devices[i]!.home }), (session) =>
        works[i]!(session, devices[i]!),
      );
      continue;
    }
    if (result.status === 'rejected') {
      const { stack } = result.reason as Error;
      throw new Error(`${where}: device ${i} failed: ${stack}\n${interleaver.story()}`);
    }
    made.push(...result.value);
    for (const id of result.value) committed.set(id, factsOf(devices[i]!.source));
  }
  const isBackup = works.filter((work) => work === backup).length;
  const heads = interleaver.log.filter(
    (line) => line.includes(' put heads/') && works['AB'.indexOf(line[0]!)] === backup,
  );
  tally.retries += heads.length - isBackup;

  // Someone who has nothing but the digits finds everything, and sees a fork where there is one.
  await using(openByDigits(base, join(folder, 'third'), pair.digits), async (session) => {
    const losses = [...(await lossesOf(session, committed, folder)), ...(await findingsOf(session)).damage];
    if (losses.length > 0) throw new Error(`${where}: ${losses.join('\n')}\n${interleaver.story()}`);
    const snapshots = listSnapshots(session);
    const tips = snapshots.filter(({ isTip }) => isTip);
    const [first, second] = snapshots.filter(({ id }) => made.includes(id));
    // Neither knew of the other.
    if (first !== undefined && first.sequence === second?.sequence)
      expect(tips, where).toEqual([first, second]);
    if (tips.length > 1)
      expect(
        session.reminders.map(({ kind }) => kind),
        where,
      ).toContain('fork');
    if (tips.length > 1) tally.forks++;
    if (session.keyrings.tips.length > 1) tally.keyringForks++;
  });

  // The next backups bring forks together.
  for (const device of devices) {
    await using(openArchive({ store: base, home: device.home }), async (session) => {
      if (listKeyringDoubts(session).length > 0) {
        tally.doubts++;
        await expect(commit(session, device.source), where).rejects.toThrow(
          expect.objectContaining({ code: 'ERR_KEYRING_DOUBT' }),
        );
        await mergeKeyringForks(session, { accept: true });
      }
      const [id, facts] = await commit(session, device.source);
      committed.set(id, facts);
    });
    await using(openArchive({ store: base, home: device.home }), (session) => {
      expect(session.keyrings.tips, where).toHaveLength(1);
      expect(
        listSnapshots(session).filter(({ isTip }) => isTip),
        where,
      ).toHaveLength(1);
    });
  }
  // A day later the rest is marked, after another it is gone, after a third its marks are.
  for (const device of [...devices, ...devices]) {
    pass(1.1 * DAY_MS);
    await using(openArchive({ store: base, home: device.home }), (session) => prune(session));
  }
  for (const device of devices) {
    await using(openArchive({ store: base, home: device.home }), async (session) => {
      if (device === devices[0]) expect(await lossesOf(session, committed, folder), where).toEqual([]);
      expect(await findingsOf(session), where).toEqual(NOTHING);
      for (const id of drops) expect(listSnapshots(session).map((snapshot) => snapshot.id)).not.toContain(id);
      await check?.(session);
    });
  }
  return interleaver.visibleCounts;
}

/** At full counts the devices must have got in each other's way. */
function assertMet(name: string, { forks, keyringForks, doubts, refusals, retries }: Tally): void {
  if (name === 'backup with backup') expect(forks).toBeGreaterThan(0);
  if (name === 'backup with prune' || name === 'backup with rotation') expect(retries).toBeGreaterThan(0);
  if (name === 'prune with rotation') expect(refusals).toBeGreaterThan(0);
  if (name === 'rotation with rotation' || name === 'rotation with a new key') {
    expect(keyringForks).toBeGreaterThan(0);
  }
  if (name === 'the removal of a method with a new key') expect(doubts).toBeGreaterThan(0);
}

describe('two devices at once:', () => {
  for (const [at, [name, makeMeeting]] of Object.entries(meetings).entries()) {
    it(
      `${name}, in turns that a seed decides`,
      async () => {
        const pair = await newPair();
        const tally = newTally();
        for (let i = 0; i < count('two-devices'); i++) {
          await meet(pair, makeMeeting, { seed: at * 1_000 + i }, tally);
        }
        if (isFull) assertMet(name, tally);
      },
      (isFull ? 20 : 3) * MINUTE,
    );

    it(
      `${name}, one doing all of its work while the other is about to do one thing`,
      async () => {
        const pair = await newPair();
        const tally = newTally();
        for (const stopped of [0, 1]) {
          const counts = await meet(pair, makeMeeting, { stopped, before: 0 }, tally);
          const all = Array.from({ length: counts[stopped]! }, (_, i) => i + 1);
          for (const before of spread(all, count('two-devices-stops'))) {
            await meet(pair, makeMeeting, { stopped, before }, tally);
          }
        }
        if (isFull) assertMet(name, tally);
      },
      (isFull ? 20 : 3) * MINUTE,
    );
  }
});

/** Runs commands at once; each must end well. */
async function allAtOnce(
  commands: readonly (readonly [args: readonly string[], home: string])[],
): Promise<Answer[]> {
  return Promise.all(commands.map(([args, home]) => must(args, { home })));
}

describe('two processes at once', () => {
  it(
    'back up, prune and change the keys, and lose nothing',
    async () => {
      const { folder, source, store, home, digits, sheet, committed } = await install();
      const other = { home: join(folder, 'other home'), source: join(folder, 'other') };
      const film = join(other.source, 'film.mp4');
      const random = seededRandom(7);
      mkdirSync(other.source);
      writeFileSync(join(other.source, 'first.txt'), 'First\n'.repeat(900));
      const note = (answer: Answer, from: string): void => {
        committed.set(snapshotOf(answer), factsOf(from));
      };
      const backUpOther = ['backup', other.source, '--to', store, '--recovery-key-file', sheet];
      note(await must(backUpOther, { home: other.home }), other.source);
      const assertWhole = async (): Promise<void> => {
        await using(openByDigits(folderStore(store), join(folder, 'third'), digits), async (session) => {
          expect(await lossesOf(session, committed, folder)).toEqual([]);
          expect((await findingsOf(session)).damage).toEqual([]);
        });
      };
      for (let round = 0; round < count('two-devices-processes'); round++) {
        for (const path of [source, other.source]) {
          for (let i = 0; i < 8; i++) writeFileSync(join(path, `${round} ${i}.jpg`), random.bytes(200_000));
        }
        const both = await allAtOnce([
          [['backup', source, '--to', store], home],
          [['backup', other.source, '--to', store], other.home],
        ]);
        note(both[0]!, source);
        note(both[1]!, other.source);
        await assertWhole();

        writeFileSync(join(other.source, `${round}.txt`), random.bytes(3_000_000));
        const rotated = await allAtOnce([
          [['rotate', store], home],
          [['backup', other.source, '--to', store], other.home],
        ]);
        note(rotated[1]!, other.source);
        await assertWhole();

        // Packs that were marked a day ago are deleted while a backup wants to refer to them.
        writeFileSync(film, random.bytes(2_000_000));
        const saved = readFileSync(film);
        const doomed = snapshotOf(await must(['backup', other.source, '--to', store], { home: other.home }));
        rmSync(film);
        note(await must(['backup', other.source, '--to', store], { home: other.home }), other.source);
        vi.spyOn(Date, 'now').mockImplementation(() => now() - 1.1 * DAY_MS);
        await using(openArchive({ store: folderStore(store), home }), (session) =>
          forget(session, { snapshots: [doomed] }),
        );
        vi.restoreAllMocks();
        writeFileSync(film, saved);
        const pruned = await allAtOnce([
          [['prune', store], home],
          [['backup', other.source, '--to', store], other.home],
        ]);
        expect(pruned[0]!.line('retention').deletedPacks).toBeGreaterThan(0);
        note(pruned[1]!, other.source);
        await assertWhole();
      }
      note(await must(['backup', source, '--to', store], { home }), source);
      await must(['prune', store, '--grace', '0s'], { home });
      await using(openArchive({ store: folderStore(store), home: other.home }), async (session) => {
        expect(await lossesOf(session, committed, folder)).toEqual([]);
        expect(await findingsOf(session)).toEqual(NOTHING);
        expect(listSnapshots(session).filter(({ isTip }) => isTip)).toHaveLength(1);
      });
    },
    (isFull ? 10 : 3) * MINUTE,
  );
});
