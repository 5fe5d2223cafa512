// Passwords at a key vault: setting, changing, removing, and getting back in.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { deriveVaultOwnerSeed, openKeyring, parseKeyring, setPolicy } from '@muniment/keys';
import { memoryStore, type Store } from '@muniment/storage';
import { type VaultView, vaultFingerprint } from '@muniment/vault-client';
import { encodeVaultResponse, formatHex, type VaultStatus } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { PrivateFolder } from '../src/home.ts';
import {
  abandonPassword,
  acknowledgeAttempts,
  addPassword,
  backUp,
  cancelDeletion,
  changePassword,
  fetchBundle,
  freezeVault,
  listMethods,
  lookAtVault,
  openArchive,
  type RecoverOptions,
  recoverByPassword,
  recoveryOptions,
  removeMethod,
  removePassword,
  revertPassword,
  rotate,
  type Session,
  status,
  type VaultNotice,
  vaultStatus,
} from '../src/index.ts';
import { reachVault } from '../src/vault-link.ts';
import { accountTag, isSameSecret, VaultNotes } from '../src/vault-notes.ts';
import { enrolAnother, names, restored } from './support.ts';
import * as tree from './tree.ts';
import {
  accessTo,
  DAY_MS,
  Gate,
  HOUR_MS,
  inSession,
  newWorld,
  QUICK_KSF,
  testRealm,
  type World,
} from './vault-support.ts';

const ONE = 'correct horse battery';
const TWO = 'staple of another kind';
const WRONG = 'not the password';

function set(world: World, password: string, more: object = {}): ReturnType<typeof addPassword> {
  return inSession(world, (session) =>
    addPassword(session, { ...world.access, password, ksf: QUICK_KSF, ...more }),
  );
}

function recover(world: World, password: string, more: Partial<RecoverOptions> = {}): Promise<Session> {
  const place = { store: world.store, home: join(world.folder, 'new home') };
  return recoverByPassword(place, { ...world.access, password, ...more });
}

/** Recovers, restores, and closes. */
async function assertOpens(
  world: World,
  password: string,
  more: Partial<RecoverOptions> = {},
): Promise<void> {
  const session = await recover(world, password, more);
  await restored(session, 'src');
  await session.close();
}

async function backUpWith(
  world: World,
  vault: World['access'] | undefined = world.access,
): Promise<VaultNotice[]> {
  tree.writeFileSync(join(world.source, 'f'), `${Math.random()}`);
  const { vaultNotices } = await inSession(world, (session) =>
    backUp(session, { paths: [world.source], vault }),
  );
  return [...vaultNotices];
}

async function viewOf({ access }: World): Promise<VaultView> {
  return (await reachVault(access)).vault.status();
}

async function copyOf(store: Store): Promise<Store> {
  const copy = memoryStore();
  for (const name of await names(store)) await copy.put(name, await store.get(name));
  return copy;
}

/** Files below a folder whose names are like this. */
function filesIn(folder: string, name: RegExp): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => name.test(path)).map((path) => join(folder, path));
}

/** Sets back when a file was written. */
function makeOlder(path: string, hours: number): void {
  const seconds = Date.now() / 1000 - hours * 3600;
  tree.utimesSync(path, seconds, seconds);
}

const kindsOf = (notices: readonly VaultNotice[]): string[] => notices.map(({ kind }) => kind);

describe('a password', () => {
  it('opens the archive on a new device, which has a key of its own then', async () => {
    const world = await newWorld();
    const added = await set(world, ONE, { label: 'my password' });
    expect(added).toMatchObject({
      method: {
        type: 'vault',
        label: 'my password',
        vault: { url: world.access.bundle.url, subject: 'account-7', generation: 1n },
      },
      previousUntilMs: undefined,
      isOneParty: false,
      vault: { phase: 'active', isOurs: true, isRollbackProtected: true, anchorSequence: 1n, warnings: [] },
    });
    const offered: bigint[] = [];
    const session = await recover(world, ONE, {
      deviceName: 'new',
      onStatus: ({ generation, status: { attemptsLeft, fingerprint } }) => {
        offered.push(generation);
        expect([attemptsLeft, fingerprint]).toEqual([10, expect.stringMatching(/^\w{4}(-\w{4}){4}$/)]);
      },
    });
    expect(offered).toEqual([1n]);
    expect(session.device?.name).toBe('new');
    await restored(session, 'src');
    await session.close();
    // It trusts the vault without the bundle.
    const home = join(world.folder, 'new home');
    expect(existsSync(join(home, 'recoveries'))).toBe(false);
    const { bundle: _bundle, ...access } = world.access;
    const again = await openArchive({ store: world.store, home });
    expect(again.reminders).toEqual([]);
    const { vaultNotices } = await backUp(again, { paths: [world.source], vault: access });
    expect(vaultNotices).toEqual([]);
    await again.close();
    const anchored = (await viewOf(world)).anchor;
    expect(anchored?.sequence).toBe(2n);
  });

  it('is shown among the methods, to someone without a key too', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const vault = { url: world.access.bundle.url, subject: 'account-7', generation: 1n };
    const options = await recoveryOptions({ store: world.store });
    expect(options.map(({ type }) => type).sort()).toEqual(['device', 'recovery-key', 'vault']);
    expect(options.find(({ type }) => type === 'vault')).toMatchObject({ vault });
    expect(options.find(({ type }) => type === 'recovery-key')).toMatchObject({ keyId: world.key.keyId });
    await inSession(world, async (session) => {
      expect(listMethods(session)[1]).toMatchObject({ type: 'vault', vault });
      expect((await status(session)).methods[1]).toMatchObject({ vault });
    });
  });

  it('is neither set nor tried where the fingerprint is not confirmed', async () => {
    const world = await newWorld();
    const confirmFingerprint = (): boolean => false;
    await expect(set(world, ONE, { confirmFingerprint })).rejects.toMatchObject({
      code: 'ERR_REALM_UNTRUSTED',
    });
    await set(world, ONE, { confirmFingerprint: () => true });
    // What this device trusts already it does not ask about.
    await set(world, TWO, { confirmFingerprint });
    await expect(recover(world, TWO, { confirmFingerprint })).rejects.toMatchObject({
      code: 'ERR_REALM_UNTRUSTED',
    });
    expect(await viewOf(world)).toMatchObject({ attempts: 0 });
    const other = (await testRealm()).bundle;
    const bundle = { ...world.access.bundle, signers: other.signers };
    await expect(recover(world, TWO, { bundle })).rejects.toMatchObject({ errorClass: 'authentication' });
    const { bundle: _bundle, ...access } = world.access;
    const { session } = await enrolAnother(world, 'second', world.store);
    const run = addPassword(session, { ...access, password: TWO });
    await expect(run).rejects.toMatchObject({ code: 'ERR_REALM_UNTRUSTED' });
  });

  // VAULT-158
  it('is tried with a bundle that the vault gives, if its fingerprint is the one on paper', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const { bundle, ...access } = world.access;
    const onPaper = await vaultFingerprint(bundle);
    const confirmFingerprint = (found: string): boolean => found === onPaper;
    const asked: string[] = [];
    const from =
      (served: typeof bundle) =>
      async (url: string): Promise<typeof bundle> => {
        asked.push(url);
        return served;
      };
    const fetched = await fetchBundle(world, {
      ...{ ...access, confirmFingerprint, fetch: from({ ...bundle, url: 'https://elsewhere.example' }) },
    });
    expect(fetched).toEqual(bundle);
    expect(asked).toEqual([bundle.url]);
    await (await recover(world, ONE, { bundle: fetched })).close();

    const other = (await testRealm()).bundle;
    const isAsked = { ...access, confirmFingerprint };
    for (const served of [
      other,
      { ...bundle, signers: other.signers },
      { ...bundle, realmId: other.realmId },
    ]) {
      const run = fetchBundle(world, { ...isAsked, fetch: from(served) });
      await expect(run).rejects.toMatchObject({ code: 'ERR_REALM_UNTRUSTED' });
    }
    // Another realm is not even shown to the user.
    const run = fetchBundle(world, { ...access, confirmFingerprint: () => true, fetch: from(other) });
    await expect(run).rejects.toMatchObject({ code: 'ERR_REALM_UNTRUSTED' });
    const at = { ...isAsked, url: 'http://vault.example' };
    await expect(fetchBundle(world, at)).rejects.toMatchObject({ code: 'ERR_REALM_BUNDLE' });
    await expect(fetchBundle({ store: memoryStore() }, isAsked)).rejects.toMatchObject({
      code: 'ERR_METHOD_UNKNOWN',
    });
  });

  it('that is wrong is told with what is left, until the key is destroyed; the digits go on working', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const left: unknown[] = [];
    for (let attempt = 1; attempt <= 10; attempt++) {
      const error = await recover(world, WRONG).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
      const { attemptsLeft, waitUntilMs } = (error as { details: Record<string, number> }).details;
      left.push(attemptsLeft);
      if (waitUntilMs === undefined) continue;
      await expect(recover(world, ONE)).rejects.toMatchObject({
        code: 'ERR_VAULT_WAIT',
        details: { untilMs: waitUntilMs },
      });
      world.realm.clock.nowMs = waitUntilMs;
    }
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_DESTROYED' });
    const unlock = { type: 'recovery-key', key: world.key } as const;
    const home = join(world.folder, 'digits');
    const { store, access } = world;
    const session = await openArchive({ store, home, unlock, vault: access });
    await restored(session, 'src');
    await session.close();
    expect(kindsOf(await backUpWith(world))).toEqual(['guesses', 'destroyed']);
    await set(world, TWO);
    await assertOpens(world, TWO);
    expect(await viewOf(world)).toMatchObject({ phase: 'active', attempts: 0, unacknowledged: 10 });
    await inSession(world, (owner) => acknowledgeAttempts(owner, access));
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    const left2 = (await inSession(world, async (owner) => listMethods(owner))).filter(
      ({ type }) => type === 'vault',
    );
    expect(left2.map(({ vault }) => vault?.generation)).toEqual([2n]);
  });
});

describe('a password that is tried', () => {
  it('is told of what it costs before, and can be held back, whatever it is tried for', async () => {
    const world = await newWorld();
    await set(world, ONE);
    await set(world, TWO);
    const offered: unknown[] = [];
    const onStatus: RecoverOptions['onStatus'] = ({ generation, status: { attemptsLeft } }) => {
      offered.push([generation, attemptsLeft]);
      throw new MunimentError('ERR_INTERRUPTED');
    };
    const { access } = world;
    const tries: (() => Promise<unknown>)[] = [
      () => recover(world, WRONG, { onStatus }),
      () => set(world, 'a third one altogether', { oldPassword: WRONG, onStatus }),
      () => inSession(world, (owner) => removePassword(owner, { ...access, password: WRONG, onStatus })),
      () => inSession(world, (owner) => revertPassword(owner, { ...access, password: WRONG, onStatus })),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
    expect(offered).toEqual([2n, 2n, 2n, 1n].map((generation) => [generation, 10]));
    expect(await viewOf(world)).toMatchObject({ attempts: 0, unacknowledged: 0, lastGeneration: 2n });
  });
});

describe('the state of a recovery', () => {
  it('is not kept for longer than the vault remembers the login', async () => {
    const world = await newWorld();
    const folder = join(world.home, 'recoveries');
    for (const [name, hours] of [
      ['old', 25],
      ['new', 23],
    ] as const) {
      new PrivateFolder(join(folder, name)).write('vault-login', new Uint8Array(9));
      makeOlder(join(folder, name, 'vault-login'), hours);
    }
    await inSession(world, async () => {});
    expect([existsSync(join(folder, 'old')), existsSync(join(folder, 'new'))]).toEqual([false, true]);
  });

  it('is forgotten by whatever opens an archive where no device is enrolled', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const place = { store: world.store, home: join(world.folder, 'new home') };
    const folder = new PrivateFolder(join(place.home, 'recoveries', 'old'));
    const leave = (): void => {
      folder.write('vault-login', new Uint8Array(9));
      makeOlder(join(folder.path, 'vault-login'), 25);
      // A later run has been in the folder.
      folder.lock()();
      expect(existsSync(folder.path)).toBe(true);
    };
    leave();
    const session = await openArchive({ ...place, unlock: { type: 'recovery-key', key: world.key } });
    await session.close();
    expect(existsSync(folder.path)).toBe(false);
    leave();
    world.gate.isCut = () => true;
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    expect(existsSync(folder.path)).toBe(false);
  });

  it('of this account is forgotten after a day, however often it was tried again meanwhile', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const recoveries = join(world.folder, 'new home', 'recoveries');
    // The answer to the login is lost.
    world.gate.isAnswerLost = () => existsSync(recoveries) && filesIn(recoveries, /login$/).length > 0;
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    const [file] = filesIn(recoveries, /login$/);
    expect(file).toBeDefined();
    makeOlder(file!, 23);
    world.gate.isCut = () => true;
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    expect(existsSync(file!)).toBe(true);
    makeOlder(file!, 25);
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    expect(existsSync(file!)).toBe(false);
  });

  it('that a kill left half written is deleted by the next run', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const recoveries = join(world.folder, 'new home', 'recoveries');
    world.gate.isCut = () => true;
    const fail = async (): Promise<void> => {
      await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    };
    const temporary = (name: string): string => `${name}.0123456789abcdef.tmp`;
    const { realmId } = world.access.bundle;
    const tag = accountTag({ realmId, issuer: 'https://login.example', subject: 'account-7' });
    for (const each of [tag, 'another']) {
      new PrivateFolder(join(recoveries, each)).write(temporary('vault-login'), new Uint8Array(9));
    }
    await fail();
    expect(existsSync(recoveries)).toBe(false);
    await inSession(world, async (session) => {
      const { folder } = session;
      const left = ['vault.json', `vault-${tag}-login`, `vault-${tag}-registration`].map(temporary);
      const [young, old] = [temporary('device.json'), temporary('keyring-00000001-0123')];
      for (const name of [...left, young, old]) folder.write(name, new Uint8Array(9));
      folder.write(`vault-${tag}-login`, new Uint8Array(9));
      makeOlder(join(folder.path, `vault-${tag}-login`), 25);
      makeOlder(join(folder.path, old), 2);
      await backUp(session, { paths: [world.source] });
      // Another process may be writing it just now, because that takes no lock.
      expect(filesIn(folder.path, /tmp$|login$/)).toEqual([join(folder.path, young)]);
    });
  });
});

describe('whom a device trusts for a vault', () => {
  const fileOf = (world: World): string => filesIn(join(world.home, 'archives'), /vault\.json$/)[0]!;

  it('is not changed by a bundle that names others, unless the user says so', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const before = readFileSync(fileOf(world), 'utf8');
    // Who is able to exchange the file has signed for the same realm.
    const { bundle } = world.access;
    const other = { ...bundle, signers: bundle.signers.slice(0, 1) };
    const { requests } = world.gate;
    const refusal = { code: 'ERR_REALM_UNTRUSTED', message: expect.stringContaining('names other signers') };
    await expect(set(world, TWO, { bundle: other })).rejects.toMatchObject(refusal);
    const asked: unknown[] = [];
    const confirmFingerprint = (...fingerprints: unknown[]): boolean => {
      asked.push(fingerprints);
      return false;
    };
    const unsure = { bundle: other, confirmFingerprint };
    await expect(set(world, TWO, unsure)).rejects.toMatchObject(refusal);
    expect(asked).toEqual([[await vaultFingerprint(other), await vaultFingerprint(bundle)]]);
    const place = { store: world.store, home: world.home };
    const byPassword = recoverByPassword(place, { ...world.access, password: ONE, bundle: other });
    await expect(byPassword).rejects.toMatchObject(refusal);
    const notices = await backUpWith(world, { ...world.access, bundle: other });
    expect(notices.map(({ code }) => code)).toEqual(['ERR_REALM_UNTRUSTED']);
    const unlock = { type: 'recovery-key', key: world.key } as const;
    const opened = await openArchive({ ...place, unlock, vault: { ...world.access, bundle: other } });
    expect(opened.reminders.map(({ message }) => message).join()).toContain('names other signers');
    await opened.close();
    expect(world.gate.requests).toBe(requests);
    expect(readFileSync(fileOf(world), 'utf8')).toBe(before);

    await set(world, TWO, { bundle: other, confirmFingerprint: () => true });
    expect(JSON.parse(readFileSync(fileOf(world), 'utf8')).vaults[0].signers).toEqual(other.signers);
    expect(await backUpWith(world, { ...world.access, bundle: undefined as never })).toMatchObject([
      { kind: 'one-party' },
    ]);
  });

  // VAULT-141
  it('and what it has seen is on the disk before anything is sent under it', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const serialIn = (file: string | undefined): number | undefined =>
      file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')).vaults[0].known.serial;
    expect(serialIn(fileOf(world))).toBe(1);
    // The vault changes while a session asks it: the key that was sealed to is unknown.
    const sent: unknown[] = [];
    let isRenewed = false;
    const renewing: World['access'] = {
      ...world.access,
      transport: (url) => {
        const inner = world.access.transport!(url);
        return {
          descriptor: () => inner.descriptor(),
          async request(sealed) {
            sent.push(serialIn(fileOf(world)));
            if (!isRenewed) {
              isRenewed = true;
              await world.realm.renew();
              throw new MunimentError('ERR_CHANNEL_KEY');
            }
            return inner.request(sealed);
          },
        };
      },
    };
    await inSession(world, (session) => vaultStatus(session, renewing));
    expect(sent).toEqual([1, 2]);

    // A recovery that is cut off has seen it, too.
    const recoveries = join(world.folder, 'new home', 'recoveries');
    const seen: unknown[] = [];
    world.gate.beforeRequest = async (number) => {
      if (number > first) seen.push(serialIn(filesIn(recoveries, /vault\.json$/)[0]));
    };
    const first = world.gate.requests;
    world.gate.isCut = (number) => number > first;
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_UNAVAILABLE' });
    expect(new Set(seen)).toEqual(new Set([2]));
    world.gate.isCut = () => false;
    world.realm.goBack();
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_REALM_OUTDATED' });
    // So has who only looked, or came in by the digits.
    const { store, access, key } = world;
    for (const [name, ask] of [
      ['looked', (home: string) => lookAtVault({ home }, access)],
      [
        'digits',
        async (home: string) => {
          const unlock = { type: 'recovery-key', key } as const;
          await (await openArchive({ store, home, unlock, vault: access })).close();
        },
      ],
    ] as const) {
      const home = join(world.folder, name);
      await world.realm.renew();
      seen.length = 0;
      world.gate.beforeRequest = async () => {
        const [file] = existsSync(home) ? filesIn(home, /vault\.json$/) : [];
        seen.push(serialIn(file));
      };
      await ask(home);
      expect(seen, name).toEqual([undefined, 2]);
      world.realm.goBack();
      const tried = recoverByPassword({ store, home }, { ...access, password: ONE });
      await expect(tried, name).rejects.toMatchObject({ code: 'ERR_REALM_OUTDATED' });
    }
    world.gate.beforeRequest = async () => {};
    await world.realm.renew();
    await assertOpens(world, ONE, { deviceName: 'new' });
    expect(existsSync(recoveries)).toBe(false);
    const archives = join(world.folder, 'new home', 'archives');
    expect(serialIn(filesIn(archives, /vault\.json$/)[0])).toBe(2);
  });

  it('goes with the owner key that the vault accepted, however many changes of the keys it never heard of', () => {
    const notes = new VaultNotes(new PrivateFolder(tree.temporaryFolder()));
    const account = { realmId: new Uint8Array(16), issuer: 'https://login.example', subject: 'ada' };
    const seeds = Array.from({ length: 130 }, () => SecretBytes.random(32));
    const add = (from: number, to: number): void => {
      for (const seed of seeds.slice(from, to)) notes.addOwners(account, 'https://vault.example', [seed]);
    };
    const kept = (): number[] =>
      notes.get(account)!.owners.map((owner) => seeds.findIndex((seed) => isSameSecret(seed, owner)));
    const range = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, i) => from + i);
    add(0, 65);
    expect(kept()).toEqual([0, ...range(2, 65)]);
    // Another device told the vault of one in between, and this one has seen it.
    const status: VaultStatus = {
      ...{ version: 1n, phase: 'active', lastGeneration: 1n, attempts: 0, unacknowledged: 0 },
      ...{ active: undefined, previous: undefined, staged: undefined, anchor: undefined },
      ...{ notBeforeMs: 0n, frozenUntilMs: 0n, deleteAtMs: 0n, destroyedMs: 0n },
      ...{ lastAttemptMs: 0n, lastSuccessMs: 0n, owner: ed25519PublicKey(seeds[40]!) },
    };
    const none = new Uint8Array(0);
    const seen = encodeVaultResponse({
      ...{ formatVersion: 1, outcome: 'ok', timeMs: 1n, status, ke2: none, releaseSecret: none },
    });
    notes.set(account, { seen });
    add(65, 130);
    expect(kept()).toEqual([0, 40, ...range(68, 130)]);
  });
});

describe('another password', () => {
  it('works at once, and the one before for 72 hours; then its method goes and the keys change', async () => {
    const world = await newWorld();
    const none = inSession(world, (session) => changePassword(session, { ...world.access, password: TWO }));
    await expect(none).rejects.toMatchObject({ code: 'ERR_METHOD_UNKNOWN' });
    await set(world, ONE);
    const { previousUntilMs, vault } = await inSession(world, (session) =>
      changePassword(session, { ...world.access, password: TWO, ksf: QUICK_KSF }),
    );
    expect(previousUntilMs).toBe(world.realm.clock.nowMs + 72 * HOUR_MS);
    expect(vault).toMatchObject({ generation: 2n, previous: { generation: 1n } });
    await assertOpens(world, TWO);
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    await assertOpens(world, ONE, { previous: true });
    expect(kindsOf(await backUpWith(world))).toEqual(['guesses']);
    const { keyringGeneration, epoch } = await inSession(world, status);
    const before = await viewOf(world);
    world.realm.clock.nowMs += 72 * HOUR_MS;
    await backUpWith(world);
    const after = await inSession(world, status);
    expect(after.methods.flatMap((method) => method.vault?.generation ?? [])).toEqual([2n]);
    expect(after.keyringGeneration).toBe(keyringGeneration + 1n);
    expect(after.epoch).toBe(epoch + 1);
    expect(after.reminders).toEqual([]);
    expect((await viewOf(world)).owner).not.toEqual(before.owner);
    await expect(recover(world, ONE, { previous: true })).rejects.toMatchObject({
      code: 'ERR_VAULT_GENERATION',
    });
    await assertOpens(world, TWO);
  });

  it('ends the one before at once for who knows that', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const wrong = set(world, TWO, { oldPassword: WRONG });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG', details: { attemptsLeft: 9 } });
    expect(await viewOf(world)).toMatchObject({ lastGeneration: 1n });
    expect(await set(world, TWO, { oldPassword: ONE })).toMatchObject({ previousUntilMs: undefined });
    const { methods, reminders } = await inSession(world, status);
    expect(methods.flatMap(({ vault }) => vault?.generation ?? [])).toEqual([2n]);
    expect(reminders).toEqual([]);
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    await assertOpens(world, TWO);
  });

  it('that a thief of a device sets is taken back with the one before', async () => {
    const world = await newWorld();
    const { session: owner, home } = await enrolAnother(world, 'own', world.store);
    await addPassword(owner, { ...world.access, password: ONE, ksf: QUICK_KSF });
    await backUp(owner, { paths: [world.source], vault: world.access });
    await owner.close();
    await set(world, TWO);
    const place = { store: world.store, home };
    const warned = await openArchive(place);
    const { vaultNotices } = await backUp(warned, { paths: [world.source], vault: world.access });
    expect(kindsOf(vaultNotices)).toEqual(['changed']);
    const wrong = revertPassword(warned, { ...world.access, password: TWO });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    const reverted = await revertPassword(warned, { ...world.access, password: ONE });
    expect(reverted).toMatchObject({ generation: 1n, previous: undefined, isOurs: true });
    expect(listMethods(warned).flatMap(({ vault }) => vault?.generation ?? [])).toEqual([1n]);
    await warned.close();
    await assertOpens(world, ONE);
    const again = await openArchive(place);
    await expect(revertPassword(again, { ...world.access, password: ONE })).rejects.toMatchObject({
      code: 'ERR_VAULT_GENERATION',
    });
    await again.close();
  });
});

describe('removing a password', () => {
  const removed = (world: World, more: object = {}): ReturnType<typeof removePassword> =>
    inSession(world, (session) => removePassword(session, { ...world.access, ...more }));

  it('takes it out of the archive at once, and out of the vault at once or in 72 hours', async () => {
    const world = await newWorld();
    await expect(removed(world)).rejects.toMatchObject({ code: 'ERR_METHOD_UNKNOWN' });
    await set(world, ONE);
    await expect(removed(world, { password: WRONG })).rejects.toMatchObject({ code: 'ERR_PASSWORD_WRONG' });
    expect(await removed(world, { password: ONE })).toEqual({ deleteAtMs: undefined });
    expect((await viewOf(world)).phase).toBe('none');
    const { methods, epoch } = await inSession(world, status);
    expect(methods.map(({ type }) => type)).toEqual(['recovery-key', 'device']);
    expect(epoch).toBe(2);
    await set(world, TWO);
    expect(await removed(world)).toEqual({ deleteAtMs: world.realm.clock.nowMs + 72 * HOUR_MS });
    // Nobody is warned of what they did themselves.
    expect(kindsOf(await backUpWith(world))).toEqual(['guesses']);
    world.realm.clock.nowMs += 72 * HOUR_MS;
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    expect((await viewOf(world)).phase).toBe('none');
    expect((await inSession(world, status)).reminders).toEqual([]);
  });

  it('by its method is told to the vault by the next backup', async () => {
    const world = await newWorld();
    const { method } = await set(world, ONE);
    await inSession(world, (session) => removeMethod(session, method.id));
    const kinds = (await inSession(world, status)).reminders.map(({ kind }) => kind);
    expect(kinds).toEqual(['vault-unfinished']);
    await backUpWith(world);
    expect(await viewOf(world)).toMatchObject({ deleteAtMs: BigInt(world.realm.clock.nowMs + 72 * HOUR_MS) });
    // A new one, before that, takes the deletion back.
    await set(world, TWO);
    expect(await viewOf(world)).toMatchObject({ deleteAtMs: 0n });
    await assertOpens(world, TWO);
  });

  it('is refused while it is the only way in', async () => {
    const world = await newWorld();
    await set(world, ONE);
    await inSession(world, (session) => removeMethod(session, world.key.keyId, { vault: world.access }));
    await expect(removed(world)).rejects.toMatchObject({ code: 'ERR_LAST_METHOD' });
    await assertOpens(world, ONE);
  });
});

describe('an owner', () => {
  it('may freeze guessing, and take a deletion back', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const { access } = world;
    const frozen = await inSession(world, (session) =>
      freezeVault(session, { ...access, durationMs: HOUR_MS }),
    );
    expect(frozen.frozenUntilMs).toBe(world.realm.clock.nowMs + HOUR_MS);
    await expect(recover(world, ONE)).rejects.toMatchObject({ code: 'ERR_VAULT_FROZEN' });
    expect(kindsOf(await backUpWith(world))).toEqual(['frozen']);
    await inSession(world, (session) => freezeVault(session, { ...access, durationMs: 0 }));
    const abandoned = await abandonPassword(access);
    expect(abandoned.deleteAtMs).toBe(world.realm.clock.nowMs + 7 * DAY_MS);
    const [notice] = await backUpWith(world);
    expect(notice).toMatchObject({ kind: 'deletion-pending', subject: 'account-7' });
    const kept = await inSession(world, (session) => cancelDeletion(session, access));
    expect(kept.deleteAtMs).toBeUndefined();
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    await abandonPassword(access);
    await expect(inSession(world, (session) => cancelDeletion(session, access))).rejects.toMatchObject({
      code: 'ERR_VAULT_REFUSED',
    });
    // A right password takes it back at any time.
    await assertOpens(world, ONE);
    expect((await inSession(world, (session) => vaultStatus(session, access))).deleteAtMs).toBeUndefined();
  });

  it('that is another archive’s is told, and can change nothing', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const other = { ...(await newWorld()), realm: world.realm, access: world.access };
    await expect(set(other, TWO)).rejects.toMatchObject({ code: 'ERR_VAULT_SIGNATURE' });
    const run = inSession(other, (session) => acknowledgeAttempts(session, world.access));
    await expect(run).rejects.toMatchObject({ code: 'ERR_METHOD_UNKNOWN' });
    await expect(inSession(other, (session) => vaultStatus(session, world.access))).rejects.toMatchObject({
      code: 'ERR_METHOD_UNKNOWN',
    });
    // The archive whose record was deleted and taken by another one.
    await inSession(world, (session) => removePassword(session, { ...world.access, password: ONE }));
    const { method } = await set(other, TWO);
    expect(method.vault?.generation).toBe(2n);
    await expect(recover(world, TWO)).rejects.toMatchObject({ code: 'ERR_VAULT_GENERATION' });
    expect(kindsOf(await backUpWith(world))).toEqual([]);
  });

  // VAULT-037
  it('that somebody else has put in the place of this archive’s is told', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const owner = await inSession(world, ({ keyring }) => deriveVaultOwnerSeed(keyring.rootKey));
    const { vault } = await reachVault(world.access);
    await vault.changeOwner({ owner, newOwner: SecretBytes.random(32) });
    expect(kindsOf(await backUpWith(world))).toEqual(['owner']);
    const { access } = world;
    const asOwner: ((session: Session) => Promise<unknown>)[] = [
      (session) => addPassword(session, { ...access, password: TWO, ksf: QUICK_KSF }),
      (session) => freezeVault(session, { ...access, durationMs: 1 }),
      (session) => removePassword(session, access),
    ];
    for (const work of asOwner) {
      await expect(inSession(world, work)).rejects.toMatchObject({ code: 'ERR_VAULT_SIGNATURE' });
    }
    await assertOpens(world, ONE);
  });

  it('key is told to the vault after each change of the keys, by whichever device remembers the one before', async () => {
    const world = await newWorld();
    const { session: second } = await enrolAnother(world, 'second', world.store);
    await set(world, ONE);
    // The second device runs once, so that it knows the vault and the key.
    await backUp(second, { paths: [world.source] });
    const before = (await viewOf(world)).owner;
    world.gate.isCut = () => true;
    await inSession(world, (session) => rotate(session, { vault: world.access }));
    const reminders = await inSession(world, async (session) => session.reminders);
    expect(reminders.map(({ kind }) => kind)).toEqual(['vault-owner']);
    world.gate.isCut = () => false;
    expect((await viewOf(world)).owner).toEqual(before);
    // The first device never comes back.
    const { vaultNotices } = await backUp(second, { paths: [world.source], vault: world.access });
    expect(vaultNotices).toEqual([]);
    await second.close();
    const after = (await viewOf(world)).owner;
    expect(after).not.toEqual(before);
    await assertOpens(world, ONE);
    // But it did.
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    expect((await inSession(world, status)).reminders).toEqual([]);
    await inSession(world, (session) => rotate(session, { vault: world.access }));
    expect((await viewOf(world)).owner).not.toEqual(after);
    expect((await inSession(world, status)).reminders).toEqual([]);
  });
});

describe('a backup', () => {
  // VAULT-051, VAULT-053
  it('goes on, and says so, whatever request does not reach the vault', async () => {
    const world = await newWorld();
    await set(world, ONE);
    await set(world, TWO);
    for (const fault of ['isCut', 'isAnswerLost'] as const) {
      for (let lost = 0, requests = 1; lost < requests; lost++) {
        const gate = new Gate();
        gate[fault] = (number) => number === lost || number === lost + 1;
        const access = accessTo(world.realm, gate);
        const notices = await backUpWith({ ...world, gate }, access);
        requests = gate.requests;
        for (const { kind, code } of notices)
          expect([kind, code]).toEqual(['unreachable', 'ERR_VAULT_UNAVAILABLE']);
      }
    }
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    const { sequence } = (await viewOf(world)).anchor!;
    const newest = await inSession(world, async ({ archive }) => archive.snapshots().at(-1)!.stable.sequence);
    expect(sequence).toBe(newest);
  });

  it('says that nobody was asked without a token, or with one for another account', async () => {
    const world = await newWorld();
    expect(await backUpWith(world)).toEqual([]);
    await set(world, ONE);
    expect(kindsOf(await backUpWith(world, undefined))).toEqual([]);
    const nobody = await inSession(world, (session) => backUp(session, { paths: [world.source] }));
    expect(nobody.vaultNotices).toMatchObject([{ kind: 'no-token', subject: 'account-7' }]);
    const other = accessTo(world.realm, world.gate, 'account-8');
    expect(await backUpWith(world, other)).toMatchObject([{ kind: 'no-token', subject: 'account-7' }]);
    const { transport: _transport, ...plain } = world.access;
    const bundle = { ...plain.bundle, url: 'http://vault.example' };
    expect(await backUpWith(world, { ...plain, bundle })).toMatchObject([
      { kind: 'unreachable', code: 'ERR_REALM_BUNDLE' },
    ]);
    const failing = { ...world.access, token: () => Promise.reject(new Error('the login failed')) };
    expect(await backUpWith(world, failing)).toMatchObject([
      { kind: 'unreachable', code: 'ERR_VAULT_TOKEN' },
    ]);
  });

  it('is not harmed by notes that cannot be read', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const { path } = await inSession(world, async ({ folder }) => folder);
    const folder = new PrivateFolder(path);
    const sound = JSON.parse(new TextDecoder().decode(folder.read('vault.json'))) as { vaults: object[] };
    const [note] = sound.vaults;
    const spoilt = [
      'no JSON',
      { ...sound, version: 2 },
      { ...sound, more: 1 },
      { ...sound, vaults: {} },
      { ...sound, vaults: [note, note] },
      ...Object.keys(note!).flatMap((field) => [
        { ...sound, vaults: [{ ...note, [field]: 1 }] },
        { ...sound, vaults: [{ ...note, [field]: 'x' }] },
        { ...sound, vaults: [{ ...note, [field]: undefined }] },
      ]),
    ];
    for (const value of spoilt) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (/"(?:url|issuer|subject)":"x"/.test(text)) continue;
      folder.write('vault.json', new TextEncoder().encode(text));
      const reminders = await inSession(world, async (session) => session.reminders);
      expect(
        reminders.map(({ kind }) => kind),
        text,
      ).toEqual(['vault-unfinished']);
    }
    expect(await backUpWith(world)).toMatchObject([{ kind: 'unreachable', code: 'ERR_HOME' }]);
    await expect(set(world, TWO)).rejects.toMatchObject({ code: 'ERR_HOME' });
  });
});

describe('a store', () => {
  // VAULT-052
  it('that shows an older archive is found out by who asks the vault', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const old = await copyOf(world.store);
    await backUpWith(world);
    const older = { ...world, store: old };
    const details = { sequence: 1n, anchorSequence: 2n, timeMs: expect.any(Number) };
    await expect(recover(older, ONE)).rejects.toMatchObject({ code: 'ERR_ARCHIVE_OLDER', details });
    await assertOpens(older, ONE, { acceptOlder: true });
    const place = { store: old, home: join(world.folder, 'digits') };
    const unlock = { type: 'recovery-key', key: world.key } as const;
    const asked = openArchive({ ...place, unlock, vault: world.access });
    await expect(asked).rejects.toMatchObject({ code: 'ERR_ARCHIVE_OLDER' });
    const accepted = await openArchive({ ...place, unlock, vault: world.access, acceptOlder: true });
    expect(accepted.reminders).toEqual([]);
    await accepted.close();
    const unasked = await openArchive({ ...place, unlock });
    expect(unasked.reminders).toMatchObject([{ kind: 'vault-not-asked' }]);
    expect(unasked.reminders[0]!.message).toContain('0 hours old');
    await unasked.close();
    world.gate.isCut = () => true;
    const cut = await openArchive({ ...place, unlock, vault: world.access });
    expect(cut.reminders).toMatchObject([{ kind: 'vault-not-asked' }]);
    await cut.close();
    world.gate.isCut = () => false;
    // With the newest store, a device that is enrolled on the way trusts the vault from then on.
    const enrolled = await openArchive({
      ...{ store: world.store, home: join(world.folder, 'third'), unlock, vault: world.access },
      enrol: { deviceName: 'third' },
    });
    const { bundle: _bundle, ...known } = world.access;
    const third = await backUp(enrolled, { paths: [world.source], vault: known });
    expect(third.vaultNotices).toEqual([]);
    await enrolled.close();
    // A device that did not write the newer ones has the vault to tell it, too.
    const { session } = await enrolAnother(world, 'second', old);
    const { vaultNotices } = await backUp(session, { paths: [world.source], vault: world.access });
    expect(kindsOf(vaultNotices)).toEqual(['archive-older']);
    const run = addPassword(session, { ...world.access, password: TWO, ksf: QUICK_KSF });
    await expect(run).rejects.toMatchObject({ code: 'ERR_ARCHIVE_OLDER' });
    // Who has lost the newer ones for good sets the anchor anew with a new password.
    await addPassword(session, { ...world.access, password: TWO, ksf: QUICK_KSF, acceptOlder: true });
    await session.close();
    await assertOpens(older, TWO);
  });

  it('that exchanges or spoils a slot makes recovery fail, and nothing else', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const listed = await names(world.store, 'keyring/');
    const keyrings = await Promise.all(
      listed.map(async (name) => parseKeyring(await world.store.get(name), name)),
    );
    const { bytes, name, slots } = keyrings.find((keyring) => keyring.slots.some(({ vault }) => vault))!;
    const slot = slots.find(({ vault }) => vault)!;
    for (const part of [slot.salt, slot.methodId.subarray(8), slot.sealedRootKey.subarray(40)]) {
      const spoilt = new Uint8Array(bytes);
      const at = Buffer.from(bytes).indexOf(part);
      spoilt[at]! ^= 1;
      const store = memoryStore();
      for (const other of await names(world.store)) {
        if (other !== name) await store.put(other, await world.store.get(other));
      }
      await store.put(name, spoilt);
      const error = await recover({ ...world, store }, ONE).catch((failure: unknown) => failure);
      expect(error).toMatchObject({
        code: 'ERR_AUTHENTICATION',
        message: expect.stringContaining('is right'),
      });
    }
    // The vault counts none of them as wrong.
    expect(await viewOf(world)).toMatchObject({ attempts: 0, unacknowledged: 0 });
    // Another account's slot, under this account's name.
    const other = { ...(await newWorld()), realm: world.realm };
    const access = accessTo(world.realm, other.gate, 'account-8');
    await inSession(other, (session) => addPassword(session, { ...access, password: ONE, ksf: QUICK_KSF }));
    const store = memoryStore();
    for (const foreign of await names(other.store, 'keyring/')) {
      const renamed = Buffer.from(await other.store.get(foreign));
      const at = renamed.indexOf('account-8');
      if (at >= 0) renamed.write('account-7', at);
      await store.put(foreign, Uint8Array.from(renamed));
    }
    await expect(recover({ ...world, store }, ONE)).rejects.toMatchObject({ code: 'ERR_AUTHENTICATION' });
    await expect(recover({ ...world, store: memoryStore() }, ONE)).rejects.toMatchObject({
      code: 'ERR_ARCHIVE_MISSING',
    });
    await expect(recover(world, ONE, accessTo(world.realm, world.gate, 'account-8'))).rejects.toMatchObject({
      code: 'ERR_METHOD_UNKNOWN',
    });
  });

  it('with junk, forks, and the keyring of another archive opens all the same', async () => {
    const world = await newWorld();
    await set(world, ONE);
    const other = await newWorld();
    for (const name of await names(other.store, 'keyring/'))
      await world.store.put(name, await other.store.get(name));
    await world.store.put(`keyring/00000009-${'ab'.repeat(16)}`, new Uint8Array(500).fill(7));
    const [name] = (await names(world.store, 'keyring/')).slice(-2);
    const unlock = { type: 'recovery-key', key: world.key } as const;
    const keyring = await openKeyring(parseKeyring(await world.store.get(name!), name), unlock);
    expect(formatHex(keyring.archiveId)).toBe(await inSession(world, async (session) => session.archiveId));
    const { bytes, name: fork } = await setPolicy(keyring, {
      ...{ keepLast: 3, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 },
    });
    await inSession(world, (session) => rotate(session));
    await world.store.put(fork, bytes);
    const session = await recover(world, ONE);
    expect(session.keyrings.tips).toHaveLength(2);
    await restored(session, 'src');
    await session.close();
    // The device brings them together, and the vault's owner with them.
    expect(kindsOf(await backUpWith(world))).toEqual([]);
    await assertOpens(world, ONE);
  });
});
