// What a device tells of vaults without asking them.

import { join } from 'node:path';
import { vaultFingerprint } from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { PrivateFolder } from '../src/home.ts';
import {
  abandonPassword,
  addPassword,
  backUp,
  changePassword,
  type KnownVault,
  knownVaults,
  openArchive,
  recoverByPassword,
  rotate,
} from '../src/index.ts';
import { DAY_MS, HOUR_MS, inSession, newWorld, QUICK_KSF } from './vault-support.ts';

describe('what is known of vaults while they are not asked', () => {
  it('is what the device was told, saw last, and has not finished', async () => {
    const world = await newWorld();
    const { realm, access, gate } = world;
    const newPlace = { store: world.store, home: join(world.folder, 'new home') };
    const known = (): Promise<KnownVault[]> => inSession(world, knownVaults);
    expect(await known()).toEqual([]);
    await inSession(world, (session) => addPassword(session, { ...access, password: 'one', ksf: QUICK_KSF }));
    const fingerprint = await vaultFingerprint(realm.bundle);
    const account = {
      url: access.bundle.url,
      realmId: formatHex(realm.bundle.realmId),
      issuer: 'https://login.example',
      subject: 'account-7',
    };
    const setMs = realm.clock.nowMs;
    const before = gate.requests;
    const [first, ...others] = await known();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      ...account,
      ...{ generations: [1n], fingerprint, operator: 'Example', isOneParty: false, unfinished: [] },
      seen: { phase: 'active', timeMs: setMs, generation: 1n, attempts: 0, attemptsLeft: 10 },
    });
    expect(first?.seen?.previous).toBeUndefined();
    // Another password, wrong guesses, a deletion that a thief asked for: shown from the next backup on, as they were then.
    await inSession(world, (session) =>
      changePassword(session, { ...access, password: 'two', ksf: QUICK_KSF }),
    );
    for (let i = 0; i < 4; i++) {
      await expect(recoverByPassword(newPlace, { ...access, password: 'wrong' })).rejects.toMatchObject({
        code: 'ERR_PASSWORD_WRONG',
      });
    }
    await abandonPassword(access);
    expect((await known())[0]?.seen).toMatchObject({ attempts: 0, deleteAtMs: undefined });
    realm.clock.nowMs += 1000;
    await inSession(world, (session) => backUp(session, { paths: [world.source], vault: access }));
    expect((await known())[0]).toMatchObject({
      generations: [1n, 2n],
      seen: {
        ...{ phase: 'active', timeMs: setMs + 1000, generation: 2n, attempts: 4, attemptsLeft: 6 },
        ...{ unacknowledged: 4, waitUntilMs: setMs + 60_000, deleteAtMs: setMs + 7 * DAY_MS },
        previous: { generation: 1n, untilMs: setMs + 72 * HOUR_MS },
      },
    });
    // What the vault has not been told is named.
    await inSession(world, (session) => rotate(session));
    const [rotated] = await known();
    expect(rotated?.unfinished.map(({ kind }) => kind)).toEqual(['vault-owner']);
    expect(gate.requests).toBeGreaterThan(before);
    const asked = gate.requests;
    await known();
    expect(gate.requests).toBe(asked);
    // The digits alone tell what the archive says, and so do notes that cannot be read.
    const place = { store: world.store, home: join(world.folder, 'another home') };
    const session = await openArchive({ ...place, unlock: { type: 'recovery-key', key: world.key } });
    const nothing = { fingerprint: undefined, operator: undefined, isOneParty: undefined, seen: undefined };
    const bare = [{ ...account, ...nothing, generations: [1n, 2n], unfinished: [] }];
    expect(await knownVaults(session)).toEqual(bare);
    await session.close();
    const { path } = await inSession(world, async ({ folder }) => folder);
    const folder = new PrivateFolder(path);
    const sound = JSON.parse(new TextDecoder().decode(folder.read('vault.json')));
    const spoilt = ['operator', 'isOneParty', 'attemptsLeft', 'waitUntilMs'].flatMap((field) =>
      [[], -1, undefined].map((value) => {
        const [note] = sound.vaults;
        return JSON.stringify({ ...sound, vaults: [{ ...note, shown: { ...note.shown, [field]: value } }] });
      }),
    );
    for (const text of ['no JSON', ...spoilt]) {
      folder.write('vault.json', new TextEncoder().encode(text));
      expect(await known(), text).toEqual(bare);
    }
    folder.write('vault.json', new TextEncoder().encode(JSON.stringify(sound)));
    expect((await known())[0]?.operator).toBe('Example');
  });
});
