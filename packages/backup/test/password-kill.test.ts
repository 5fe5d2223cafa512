// A device that is killed at any step while it sets, changes or removes a password, changes the keys, or recovers: the archive
// stays open to whom it was open, and the next run that reaches the vault leaves nothing half done.

import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519PublicKey } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { deriveVaultOwnerSeed } from '@muniment/keys';
import { count } from '@muniment/test-kit';
import type { VaultView } from '@muniment/vault-client';
import { describe, expect, it, vi } from 'vitest';
import { PrivateFolder } from '../src/home.ts';
import {
  addPassword,
  backUp,
  listEnrolments,
  openArchive,
  recoverByPassword,
  removePassword,
  rotate,
  type Session,
} from '../src/index.ts';
import { reachVault } from '../src/vault-link.ts';
import { vaultMethods } from '../src/vault-methods.ts';
import { VaultNotes } from '../src/vault-notes.ts';
import { enrolAnother, restored } from './support.ts';
import {
  accessTo,
  copyWorld,
  DAY_MS,
  Gate,
  inSession,
  killedAt,
  newWorld,
  QUICK_KSF,
  stepsOf,
  type World,
} from './vault-support.ts';

const ONE = 'correct horse battery';
const TWO = 'staple of another kind';
const THREE = 'three words or more';

interface Scenario {
  /** What there is before. */
  readonly prepare: (world: World) => Promise<unknown>;
  /** What is killed. */
  readonly run: (world: World) => Promise<unknown>;
  /** The passwords of which one opens the archive, before, after and in between; none: perhaps none does. */
  readonly open: readonly string[];
  /** True if nothing is to be left at the end. */
  readonly isRemoval?: boolean;
}

const setPassword =
  (password: string, oldPassword?: string) =>
  (world: World): Promise<unknown> =>
    inSession(world, (session) =>
      addPassword(session, { ...world.access, password, oldPassword, ksf: QUICK_KSF }),
    );

const backUpWith = (world: World): Promise<unknown> =>
  inSession(world, (session) => backUp(session, { paths: [world.source], vault: world.access }));

const scenarios: Readonly<Record<string, Scenario>> = {
  'setting a first password': { prepare: async () => {}, run: setPassword(ONE), open: [] },
  'changing a password that was forgotten': {
    prepare: setPassword(ONE),
    run: setPassword(TWO),
    open: [ONE, TWO],
  },
  'changing a password that is known': {
    prepare: setPassword(ONE),
    run: setPassword(TWO, ONE),
    open: [ONE, TWO],
  },
  'a backup that removes a password which has run out': {
    prepare: async (world) => {
      await setPassword(ONE)(world);
      await setPassword(TWO)(world);
      world.realm.clock.nowMs += 4 * DAY_MS;
    },
    run: backUpWith,
    open: [TWO],
  },
  'a change of the keys': {
    prepare: setPassword(ONE),
    run: (world) => inSession(world, (session) => rotate(session, { vault: world.access })),
    open: [ONE],
  },
  'removing a password that is known': {
    prepare: setPassword(ONE),
    run: (world) =>
      inSession(world, (session) => removePassword(session, { ...world.access, password: ONE })),
    open: [],
    isRemoval: true,
  },
  'removing a password that was forgotten': {
    prepare: setPassword(ONE),
    run: (world) => inSession(world, (session) => removePassword(session, world.access)),
    open: [],
    isRemoval: true,
  },
};

/** Opens the archive with a password on a device that has nothing. */
async function recovers(world: World, password: string, home = 'new home'): Promise<boolean> {
  const place = { store: world.store, home: join(world.folder, home) };
  try {
    const session = await recoverByPassword(place, { ...world.access, password });
    await restored(session, 'src');
    await session.close();
    return true;
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return false;
  }
}

/** The status, and whether every password of the archive is one that the vault knows. */
async function assertSettled(world: World, where: string): Promise<VaultView> {
  return inSession(world, async (session: Session) => {
    const { vault, account } = await reachVault(world.access);
    const view = await vault.status();
    const named = vaultMethods(session.keyring).map((method) => method.vault.generation);
    const known = [view.active, view.previous].flatMap((each) => (each === undefined ? [] : [each.number]));
    expect(named, where).toEqual(known.sort());
    if (known.length > 0) {
      const owner = await deriveVaultOwnerSeed(session.keyring.rootKey);
      expect(view.owner, where).toEqual(ed25519PublicKey(owner));
    }
    const notes = new VaultNotes(session.folder);
    expect(notes.get(account)?.owners.length ?? 0, where).toBeLessThanOrEqual(1);
    const files = readdirSync(session.folder.path).filter((file) => file.startsWith('vault-'));
    expect(files, where).toEqual([]);
    expect(session.reminders.map(({ message }) => message).join(), where).toBe('');
    return view;
  });
}

/** True if the state of a recovery is kept. */
function isUnderWay(home: string): boolean {
  const folder = join(home, 'recoveries');
  return (
    existsSync(folder) && readdirSync(folder).some((tag) => existsSync(join(folder, tag, 'vault-login')))
  );
}

/** All, or so many of them, evenly spread. */
function spread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * length) / most));
}

describe('killed at any step of', { timeout: 1_200_000 }, () => {
  for (const [name, { prepare, run, open, isRemoval = false }] of Object.entries(scenarios)) {
    it(name, async () => {
      const world = await newWorld();
      await prepare(world);
      const steps = await stepsOf(world, run);
      expect(steps).toBeGreaterThan(10);
      for (const step of spread(steps, count('vault-kills'))) {
        const where = `killed before step ${step} of ${steps}`;
        const dead = await killedAt(world, step, run);
        // At once, before anything is finished.
        const unlock = { type: 'recovery-key', key: world.key } as const;
        const byDigits = await openArchive({ store: dead.store, home: join(dead.folder, 'digits'), unlock });
        await restored(byDigits, 'src');
        await byDigits.close();
        if (open.length > 0) {
          const opened: boolean[] = [];
          for (const [i, password] of open.entries())
            opened.push(await recovers(dead, password, `home ${i}`));
          expect(opened, where).toContain(true);
        }
        // The next run of the device.
        const { vaultNotices } = await inSession(dead, (session) =>
          backUp(session, { paths: [dead.source], vault: dead.access }),
        );
        const odd = vaultNotices.filter(({ kind }) => kind !== 'guesses');
        expect(odd, where).toEqual([]);
        if (isRemoval) {
          dead.realm.clock.nowMs += 4 * DAY_MS;
          await backUpWith(dead);
        }
        const view = await assertSettled(dead, where);
        if (isRemoval && view.phase === 'active') {
          // Killed before anything was noted: it is done again.
          await run(dead);
          dead.realm.clock.nowMs += 4 * DAY_MS;
          await backUpWith(dead);
          expect((await assertSettled(dead, where)).phase, where).toBe('none');
        }
        // And once more, with another password.
        await setPassword(THREE)(dead);
        dead.realm.clock.nowMs += 4 * DAY_MS;
        await backUpWith(dead);
        await assertSettled(dead, where);
        expect(await recovers(dead, THREE, 'last home'), where).toBe(true);
      }
    });
  }

  it('recovering by password, which takes one attempt', async () => {
    const world = await newWorld();
    await setPassword(ONE)(world);
    const recover = async (from: World): Promise<void> => {
      const place = { store: from.gate.store(from.store), home: join(from.folder, 'new home') };
      const session = await recoverByPassword(place, { ...from.access, password: ONE, deviceName: 'new' });
      await session.close();
    };
    const steps = await stepsOf(world, recover);
    for (const step of spread(steps, count('vault-kills'))) {
      const where = `killed before step ${step} of ${steps}`;
      const dead = await killedAt(world, step, recover);
      const { vault } = await reachVault(dead.access);
      const { version } = await vault.status();
      const home = join(dead.folder, 'new home');
      // Where nothing was left to be done, the app finds its device enrolled.
      const isDone = listEnrolments(home).length > 0 && !isUnderWay(home);
      if (!isDone) await recover(dead);
      const after = await vault.status();
      expect(after, where).toMatchObject({ attempts: 0, unacknowledged: 0 });
      // LOGIN and FINISH change the record once each, whoever sends them.
      const before = (await (await reachVault(world.access)).vault.status()).version;
      expect(after.version - before, where).toBe(2n);
      expect(version - before, where).toBeLessThanOrEqual(2n);
      expect(isDone || !existsSync(join(home, 'recoveries')), where).toBe(true);
      const again = await openArchive({ store: dead.store, home });
      expect(again.device?.name, where).toBe('new');
      await backUp(again, { paths: [dead.source], vault: { ...dead.access, bundle: undefined } });
      await again.close();
    }
  });
});

it('lets go of a recovery whose folder cannot be removed', async () => {
  const world = await newWorld();
  await setPassword(ONE)(world);
  const place = { store: world.store, home: join(world.folder, 'new home') };
  const recover = (): Promise<Session> => recoverByPassword(place, { ...world.access, password: ONE });
  const destroy = vi.spyOn(PrivateFolder.prototype, 'destroy').mockImplementation(() => {
    throw new Error('the disk failed');
  });
  await expect(recover()).rejects.toThrow('the disk failed');
  destroy.mockRestore();
  await (await recover()).close();
});

describe('cut off from the vault at any request of', { timeout: 1_200_000 }, () => {
  for (const [name, { prepare, run, isRemoval = false }] of Object.entries(scenarios)) {
    it(name, async () => {
      const world = await newWorld();
      await prepare(world);
      const undisturbed = await copyWorld(world);
      await run(undisturbed);
      const { requests } = undisturbed.gate;
      for (const first of spread(requests, count('vault-cuts'))) {
        const where = `from request ${first} of ${requests} on`;
        const copy = await copyWorld(world);
        copy.gate.isCut = (number) => number >= first;
        const failure = await run(copy).catch((error: unknown) => error);
        if (isMunimentError(failure)) expect(failure.code, where).toBe('ERR_VAULT_UNAVAILABLE');
        copy.gate.isCut = () => false;
        await backUpWith(copy);
        if (isRemoval) copy.realm.clock.nowMs += 4 * DAY_MS;
        await backUpWith(copy);
        await assertSettled(copy, where);
      }
    });
  }
});

describe('another device changes the keys at any request of', { timeout: 1_200_000 }, () => {
  for (const [name, { prepare, run, isRemoval = false }] of Object.entries(scenarios)) {
    it(name, async () => {
      const world = await newWorld();
      const { home } = await enrolAnother(world, 'second', world.store);
      await prepare(world);
      const undisturbed = await copyWorld(world);
      await run(undisturbed);
      const { requests } = undisturbed.gate;
      for (const at of spread(requests, count('vault-cuts'))) {
        const where = `at request ${at} of ${requests}`;
        const copy = await copyWorld(world);
        const secondHome = join(copy.folder, 'second home');
        cpSync(home, secondHome, { recursive: true });
        const access = accessTo(copy.realm, new Gate());
        copy.gate.beforeRequest = async (number) => {
          if (number !== at) return;
          const second = await openArchive({ store: copy.store, home: secondHome });
          await rotate(second, { vault: access });
          await second.close();
        };
        await run(copy);
        copy.gate.beforeRequest = async () => {};
        await backUpWith(copy);
        if (isRemoval) copy.realm.clock.nowMs += 4 * DAY_MS;
        await backUpWith(copy);
        await assertSettled(copy, where);
        const second = await openArchive({ store: copy.store, home: secondHome });
        const { vaultNotices } = await backUp(second, { paths: [copy.source], vault: access });
        expect(
          vaultNotices.filter(({ kind }) => kind !== 'guesses' && kind !== 'changed'),
          where,
        ).toEqual([]);
        await second.close();
        await assertSettled(copy, where);
      }
    });
  }
});
