// Devices, recovery keys, rotation, forks, and stores that show an older state.

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMethod, parseRecoveryKey, type RecoveryKey, rotateKeyring } from '@muniment/keys';
import { memoryStore, type Store } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { describe, expect, it } from 'vitest';
import {
  addRecoveryKey,
  backUp,
  checkMethod,
  createArchive,
  enrolDevice,
  holdsArchive,
  listEnrolments,
  listKeyringDoubts,
  listMethods,
  listSnapshots,
  mergeKeyringForks,
  openArchive,
  prune,
  removeMethod,
  repair,
  rotate,
  type Session,
  setKeepRules,
  status,
  verify,
} from '../src/index.ts';
import { archiveKeys, putKeyring } from '../src/keyrings.ts';
import { storeRotated } from '../src/rotation.ts';
import { backUpOnce, enrolAnother, names, restored, type Setup, setUp, writesOf } from './support.ts';
import * as tree from './tree.ts';

/** A copy of all objects of a store. */
async function copyStore(from: Store): Promise<Store> {
  const to = memoryStore();
  for (const name of await names(from)) await to.put(name, await from.get(name));
  return to;
}

describe('setting up', () => {
  it('stores nothing unless the sheet is confirmed', async () => {
    const folder = tree.temporaryFolder();
    const store = memoryStore();
    const home = join(folder, 'home');
    const refusal = new Error('the user went away');
    const run = createArchive({
      store,
      home,
      deviceName: 'd',
      confirm: async () => {
        throw refusal;
      },
    });
    await expect(run).rejects.toBe(refusal);
    expect(await names(store)).toEqual([]);
    expect(existsSync(home)).toBe(false);
    expect(await holdsArchive(store)).toBe(false);
  });

  // KEYS-030, KEYS-091
  it('checks rows that are typed back, and refuses a place that is taken', async () => {
    const folder = tree.temporaryFolder();
    const store = memoryStore();
    const place = { store, home: join(folder, 'home'), location: 'somewhere' };
    const session = await createArchive({
      ...place,
      deviceName: `${'n'.repeat(127)}ü`,
      keep: { keepLast: 3 },
      confirm: (sheet) => {
        const rows = sheet.digits().split('\n');
        expect(rows).toHaveLength(4);
        expect(JSON.stringify(sheet)).not.toContain(rows[0]!.slice(0, 9));
        sheet.check([{ row: 3, text: rows[2]! }]);
        expect(() => sheet.check([{ row: 3, text: rows[1]! }])).toThrow(/row/);
        expect(sheet).toMatchObject({ location: 'somewhere', label: 'recovery key' });
      },
    });
    expect(session.device?.name).toBe('n'.repeat(127));
    expect((await status(session)).policy).toMatchObject({ keepLast: 3 });
    const device = join(place.home, 'archives', session.archiveId, 'device.json');
    expect(statSync(device).mode & 0o777).toBe(0o600);
    expect(statSync(join(device, '..')).mode & 0o777).toBe(0o700);
    expect(listEnrolments(place.home)).toMatchObject([
      { archiveId: session.archiveId, location: 'somewhere' },
    ]);
    await session.close();
    const again = createArchive({ ...place, deviceName: 'd', confirm: () => {} });
    await expect(again).rejects.toMatchObject({ code: 'ERR_ARCHIVE_EXISTS' });
  });

  it('of a device with the digits leaves it able to open by itself', async () => {
    const setup = await setUp();
    const { session } = await enrolAnother(setup, 'second', setup.store);
    expect(listMethods(session).map(({ type, label, isThisDevice }) => [type, label, isThisDevice])).toEqual([
      ['recovery-key', 'recovery key', false],
      ['device', 'first', false],
      ['device', 'second', true],
    ]);
    await enrolDevice(session, 'again');
    expect(listMethods(session)).toHaveLength(3);
    // The first device takes the newer keyring as it finds it.
    writeFileSync(join(setup.source, 'f'), 'x');
    await backUpOnce(setup.session, setup.source);
    await session.archive.refresh();
    expect(listSnapshots(session)).toHaveLength(1);
  });
});

describe('the digits', () => {
  it('of another archive, and another key, are told apart', async () => {
    const [one, two] = [await setUp(), await setUp()];
    const home = join(one.folder, 'new');
    const run = openArchive({ store: one.store, home, unlock: { type: 'recovery-key', key: two.key } });
    await expect(run).rejects.toMatchObject({
      code: 'ERR_RECOVERY_KEY_OTHER',
      details: { keyId: two.key.keyId, keyIds: one.key.keyId },
    });
    const nowhere = openArchive({
      store: memoryStore(),
      home,
      unlock: { type: 'recovery-key', key: two.key },
    });
    await expect(nowhere).rejects.toMatchObject({ code: 'ERR_ARCHIVE_MISSING' });
  });

  it('can be checked, which the device remembers', async () => {
    const { session, source, store, home, key } = await setUp();
    writeFileSync(join(source, 'f'), 'content');
    await backUpOnce(session, source);
    await session.close();
    const unlock = { type: 'recovery-key', key } as const;
    const result = await checkMethod({ store, home }, unlock);
    expect(result).toMatchObject({ method: { keyId: key.keyId }, entries: 2, bytes: 7 });
    const again = await openArchive({ store, home });
    expect(listMethods(again)[0]!.checkedMs).toBeGreaterThan(Date.now() - 60_000);
    await again.close();
    const elsewhere = join(home, '../elsewhere');
    expect(await checkMethod({ store, home: elsewhere }, unlock)).toMatchObject({ entries: 2 });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('of a second sheet work beside the first, until either is removed', async () => {
    const { session, store, folder, key, source } = await setUp();
    writeFileSync(join(source, 'f'), 'content');
    await backUpOnce(session, source);
    let digits = '';
    const added = await addRecoveryKey(session, {
      label: 'second sheet',
      confirm: (sheet) => {
        digits = sheet.digits();
      },
    });
    const second = await parseRecoveryKey(digits);
    expect(added).toMatchObject({ label: 'second sheet', keyId: second.keyId });
    const openWith = (other: RecoveryKey): Promise<Session> =>
      openArchive({ store, home: join(folder, 'x'), unlock: { type: 'recovery-key', key: other } });
    for (const other of [key, second]) await restored(await openWith(other), 'src');
    await removeMethod(session, key.keyId);
    await restored(await openWith(second), 'src');
    await backUpOnce(session, source);
    // The removed key still opens what it could open before, and sees that the archive has moved on.
    const old = await openWith(key);
    expect(old.reminders.map(({ kind }) => kind)).toEqual(['keyring-outdated']);
    const place = { store, home: join(folder, 'x') };
    const drill = checkMethod(place, { type: 'recovery-key', key });
    await expect(drill).rejects.toMatchObject({ code: 'ERR_KEYRING_OUTDATED' });
    await checkMethod(place, { type: 'recovery-key', key: second });
    await expect(removeMethod(session, second.keyId)).rejects.toMatchObject({ code: 'ERR_LAST_METHOD' });
    await expect(removeMethod(session, 'ZZZZ')).rejects.toMatchObject({ code: 'ERR_METHOD_UNKNOWN' });
  });
});

describe('a change of the keys', () => {
  it('keeps all snapshots, reaches the other devices, and keeps two keyrings', async () => {
    const setup = await setUp();
    const { session, source, store } = setup;
    const { session: second } = await enrolAnother(setup, 'second', store);
    writeFileSync(join(source, 'f'), 'one');
    const first = await backUpOnce(session, source);
    const { epoch } = await status(session);
    for (let i = 0; i < 4; i++) await rotate(session);
    expect((await status(session)).epoch).toBe(epoch + 4);
    expect(await names(store, 'keyring/')).toHaveLength(2);
    const later = await backUpOnce(second, source);
    await session.refresh();
    expect(listSnapshots(session).map(({ id }) => id)).toEqual([first, later]);
    for (const id of [first, later]) await restored(session, 'src', id);
  });

  // ARCH-060, KEYS-064
  it('shuts a removed device out of what is written later', async () => {
    const setup = await setUp();
    const { session, source, store } = setup;
    const { session: second, home } = await enrolAnother(setup, 'second', store);
    writeFileSync(join(source, 'f'), 'one');
    const before = await backUpOnce(session, source);
    await removeMethod(session, second.device!.methodId.slice(0, 8));
    const after = await backUpOnce(session, source);
    await expect(backUp(second, { paths: [source] })).rejects.toMatchObject({ code: 'ERR_KEYRING_OUTDATED' });
    const reopened = await openArchive({ store, home });
    await reopened.archive.refresh();
    const seen = listSnapshots(reopened).map(({ id }) => id);
    expect(seen).toContain(before);
    expect(seen).not.toContain(after);
    // What it writes all the same, in the old epoch, does not count.
    const { SnapshotWriter, MemoryChunkIndex } = await import('@muniment/archive');
    reopened.archive.heads = { ...reopened.archive.heads, problems: [] };
    const writer = await SnapshotWriter.begin(reopened.archive, {
      index: new MemoryChunkIndex(),
      compression: 'none',
    });
    reopened.archive.refresh = async () => {};
    const { head } = await writer.commit({
      ...reopened.writer(),
      timeMs: Date.now(),
      tags: [],
      roots: [],
      skipped: 0,
    });
    await session.refresh();
    expect(listSnapshots(session).map(({ id }) => id)).not.toContain(head.snapshotId);
    expect(session.archive.heads.notCounting.map(({ snapshotId }) => snapshotId)).toContain(head.snapshotId);
  });

  it('by a device that removes itself makes it forget the archive', async () => {
    const setup = await setUp();
    const { session, home } = await enrolAnother(setup, 'second', setup.store);
    await removeMethod(session, session.device!.methodId);
    await session.close();
    expect(listEnrolments(home)).toEqual([]);
    await setup.session.refresh();
    expect(listMethods(setup.session)).toHaveLength(2);
  });

  it('interrupted after any store operation leaves all readable, and is finished', async () => {
    // A crash at a reading is the crash after the writing before it; the full run tries both.
    for (const at of await writesOf((session) => rotate(session))) {
      for (const reaching of [false, true]) {
        const { session, source, store, home, key, folder } = await setUp();
        writeFileSync(join(source, 'f'), 'one');
        const id = await backUpOnce(session, source);
        await session.close();
        const faulty = faultyStore(store, { seed: 1 });
        const rotating = await openArchive({ store: faulty, home });
        faulty.crashAfter(at, { reaching });
        await expect(rotate(rotating)).rejects.toThrow(CrashError);
        await rotating.close();
        // Anyone with the digits, and without this device, still restores.
        const unlock = { type: 'recovery-key', key } as const;
        const reader = await openArchive({ store, home: join(folder, 'reader'), unlock });
        await restored(reader, 'src', id);
        expect(listSnapshots(reader)).toHaveLength(1);
        await reader.close();
        const next = await openArchive({ store, home });
        const later = await backUpOnce(next, source);
        expect(listSnapshots(next).map((snapshot) => snapshot.id)).toEqual([id, later]);
        expect(next.reminders).toEqual([]);
        expect((await names(store, 'keyring/')).length).toBeLessThanOrEqual(2);
        await next.close();
      }
    }
  });

  it('interrupted, and overtaken by another device, is taken back', async () => {
    const setup = await setUp(memoryStore());
    const { session, source, store, home } = setup;
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const { session: second } = await enrolAnother(setup, 'second', store);
    const faulty = faultyStore(store, {
      seed: 1,
      choose: ({ kind, name }) => (kind === 'put' && name.startsWith('keyring/') ? 'before' : undefined),
    });
    const rotating = await openArchive({ store: faulty, home });
    await expect(rotate(rotating)).rejects.toMatchObject({ code: 'ERR_STORE_IO' });
    // A keyring that another device had under way when the link head was written.
    const written = await addMethod(second.keyring, {
      type: 'device',
      secret: new Uint8Array(32).fill(1),
      label: 'third',
    });
    await putKeyring(store, written.name, written.bytes);
    const again = await openArchive({ store, home });
    const { reminders } = await backUp(again, { paths: [source] });
    expect(reminders.map(({ kind }) => kind)).toEqual(['keyring-doubt']);
    await second.refresh();
    expect(second.archive.heads.problems).toEqual([]);
    expect(listSnapshots(second)).toHaveLength(2);
  });

  it('by another device between commit and check makes the backup run again (ARCH-064)', async () => {
    const setup = await setUp(memoryStore());
    const { session, source, store, home } = setup;
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const { session: second } = await enrolAnother(setup, 'second', store);
    // As the first device's head is put, the second has just changed the keys without having seen it.
    let isDone = false;
    const racing = new Proxy(store, {
      get: (target, property) => {
        if (property !== 'put') return Reflect.get(target, property).bind(target);
        return async (name: string, bytes: Uint8Array) => {
          if (name.startsWith('heads/') && !isDone) {
            isDone = true;
            await rotate(second);
          }
          await target.put(name, bytes);
        };
      },
    });
    const first = await openArchive({ store: racing, home });
    const { snapshot } = await backUp(first, { paths: [source] });
    expect(isDone).toBe(true);
    await second.refresh();
    expect(listSnapshots(second).map(({ id }) => id)).toContain(snapshot!.id);
    expect(listSnapshots(second)).toHaveLength(2);
    expect(second.archive.heads.notCounting).toEqual([]);
  });
});

describe('keyrings that two devices wrote at once', () => {
  // KEYS-069
  it('are merged by the next writer, with what both added', async () => {
    const setup = await setUp(memoryStore());
    const { session, source, store } = setup;
    writeFileSync(join(source, 'f'), 'one');
    const id = await backUpOnce(session, source);
    const { session: second } = await enrolAnother(setup, 'second', store);
    await session.refresh();
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    for (const [by, secret, label] of [
      [session, one, 'a'],
      [second, two, 'b'],
    ] as const) {
      const written = await addMethod(by.keyring, { type: 'device', secret, label });
      await putKeyring(store, written.name, written.bytes);
    }
    await backUpOnce(second, source);
    await session.refresh();
    expect(session.keyrings.tips).toHaveLength(1);
    expect(listMethods(session).map(({ label }) => label)).toEqual(expect.arrayContaining(['a', 'b']));
    expect(listSnapshots(session)[0]!.id).toBe(id);
  });

  it('and both changed are merged under yet another key, with all snapshots', async () => {
    const setup = await setUp(memoryStore());
    const { session, source, store } = setup;
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const { session: second } = await enrolAnother(setup, 'second', store);
    await session.refresh();
    const written = await rotateKeyring(session.keyring);
    await rotate(second);
    await storeRotated(session, written);
    await session.refresh();
    expect(session.keyrings.tips).toHaveLength(2);
    await backUpOnce(session, source);
    await second.refresh();
    expect(second.keyrings.tips).toHaveLength(1);
    expect(listSnapshots(second)).toHaveLength(2);
    expect(second.reminders).toEqual([]);
    await restored(second, 'src');
  });

  it('are not merged unasked if one may come from whom the other removed', async () => {
    const setup = await setUp(memoryStore());
    const { session, source, store } = setup;
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const { session: second } = await enrolAnother(setup, 'second', store);
    await session.refresh();
    const planted = await addMethod(second.keyring, {
      type: 'device',
      secret: new Uint8Array(32).fill(9),
      label: 'planted',
    });
    await removeMethod(session, second.device!.methodId);
    await putKeyring(store, planted.name, planted.bytes);
    await expect(backUp(session, { paths: [source] })).rejects.toMatchObject({ code: 'ERR_KEYRING_DOUBT' });
    const doubts = listKeyringDoubts(session);
    expect(doubts.map(({ added }) => added.map(({ label }) => label))).toEqual([['planted']]);
    await expect(mergeKeyringForks(session)).rejects.toMatchObject({ code: 'ERR_KEYRING_DOUBT' });
    await mergeKeyringForks(session, { disown: doubts.map(({ tip }) => tip) });
    expect(listMethods(session).map(({ label }) => label)).toEqual(['recovery key', 'first']);
    await backUpOnce(session, source);
    expect(listSnapshots(session)).toHaveLength(2);
  });
});

describe('a store that shows an older state', () => {
  it('is noticed by a device that knows better', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const old = await copyStore(store);
    writeFileSync(join(source, 'f'), 'two');
    await backUpOnce(session, source);
    await session.close();
    const fooled = await openArchive({ store: old, home });
    expect(fooled.reminders.map(({ kind }) => kind)).toEqual(['store-older']);
    // Backups go on, but nothing is deleted until the newer state is there again, or is given up.
    const { retentionProblem } = await backUp(fooled, { paths: [source], keep: { keepLast: 1 } });
    expect(retentionProblem).toMatchObject({ code: 'ERR_STORE_OLDER' });
    await backUpOnce(fooled, source);
    await fooled.close();
    const again = await openArchive({ store: old, home });
    expect(again.reminders.map(({ kind }) => kind)).toEqual(['store-older']);
    await expect(prune(again)).rejects.toMatchObject({ code: 'ERR_STORE_OLDER' });
    await again.close();
    for (const name of await names(store, 'heads/')) {
      if (!(await names(old)).includes(name)) await old.put(name, await store.get(name));
    }
    const whole = await openArchive({ store: old, home });
    await backUpOnce(whole, source);
    expect(whole.reminders.map(({ kind }) => kind)).toEqual([]);
    await whole.close();
  });

  it('for good is given up by a repair', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    await backUpOnce(session, source);
    await store.delete((await names(store, 'heads/'))[1]!);
    await session.close();
    const again = await openArchive({ store, home });
    expect(again.isBehind).toBe(true);
    await repair(again);
    expect(again.isBehind).toBe(false);
    await prune(again);
    await again.close();
  });

  it('of the keys does not make the device forget its own', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const old = await copyStore(store);
    await rotate(session);
    const { epoch } = await status(session);
    await session.close();
    const fooled = await openArchive({ store: old, home });
    expect(fooled.archive.epoch).toBe(epoch);
    await fooled.close();
  });

  it('in the place of another archive is refused', async () => {
    const [one, two] = [await setUp(), await setUp()];
    const home = join(one.folder, 'home');
    const place = { home, location: '/mnt/backup' };
    await (await openArchive({ ...place, store: one.store })).close();
    const swapped = openArchive({ ...place, store: two.store });
    await expect(swapped).rejects.toMatchObject({ code: 'ERR_ARCHIVE_MISSING' });
  });
});

describe('a keyring that the store has lost or spoilt', () => {
  /** An archive with two generations of keyrings and a snapshot of each. */
  async function twoGenerations(): Promise<Setup & { keyrings: string[] }> {
    const setup = await setUp(memoryStore());
    writeFileSync(join(setup.source, 'f'), 'one');
    await backUpOnce(setup.session, setup.source);
    await rotate(setup.session);
    await backUpOnce(setup.session, setup.source);
    await setup.session.close();
    return { ...setup, keyrings: await names(setup.store, 'keyring/') };
  }

  const damages = {
    lost: (): undefined => undefined,
    cut: (bytes: Uint8Array): Uint8Array => bytes.slice(0, 100),
    'changed in its archive id': (bytes: Uint8Array): Uint8Array => flipped(bytes, 20),
    'changed in its slots': (bytes: Uint8Array): Uint8Array => flipped(bytes, 900),
    'changed in its body': (bytes: Uint8Array): Uint8Array => flipped(bytes, bytes.length - 50),
  };

  function flipped(bytes: Uint8Array, at: number): Uint8Array {
    const copy = new Uint8Array(bytes);
    copy[at] = copy[at]! ^ 1;
    return copy;
  }

  it.each(Object.entries(damages))(
    'is reported by verify and put back by a backup: %s',
    async (_, damage) => {
      for (const which of [0, 1]) {
        const { store, home, source, keyrings } = await twoGenerations();
        const name = keyrings[which]!;
        const good = await store.get(name);
        const bad = damage(good);
        await store.delete(name);
        if (bad !== undefined) await store.put(name, bad);
        const session = await openArchive({ store, home });
        const { isSound, damagedObjects } = await verify(session);
        // That the older one of two is gone costs nothing.
        const isHarmless = which === 0 && bad === undefined;
        expect(isSound).toBe(isHarmless);
        if (!isHarmless) expect(damagedObjects.first.map(({ object }) => object)).toEqual([name]);
        const { reminders } = await backUp(session, { paths: [source] });
        expect(reminders.map(({ kind }) => kind)).toEqual(isHarmless ? [] : ['keyring-healed']);
        if (!isHarmless) expect(await store.get(name)).toEqual(good);
        expect(await verify(session)).toMatchObject({ isSound: true });
        expect(listSnapshots(session)).toHaveLength(3);
        await session.close();
      }
    },
  );

  it('is put back even if it was the last one', async () => {
    const { store, home, source, keyrings, key, folder } = await twoGenerations();
    for (const name of keyrings) await store.delete(name);
    const byDigits = openArchive({ store, home: join(folder, 'x'), unlock: { type: 'recovery-key', key } });
    await expect(byDigits).rejects.toMatchObject({ code: 'ERR_ARCHIVE_MISSING' });
    const session = await openArchive({ store, home });
    expect(session.reminders.map(({ kind }) => kind)).toEqual(['keyring-doubt']);
    await restored(session, 'src');
    await backUpOnce(session, source);
    expect(await names(store, 'keyring/')).toEqual([keyrings[1]]);
    await restored(
      await openArchive({ store, home: join(folder, 'x'), unlock: { type: 'recovery-key', key } }),
      'src',
    );
    // An empty place is no archive that has lost its keyrings.
    await expect(openArchive({ store: memoryStore(), home })).rejects.toMatchObject({
      code: 'ERR_ARCHIVE_MISSING',
    });
    await session.close();
  });

  it('is not given up for another of the same generation', async () => {
    const setup = await twoGenerations();
    const { store, home, source } = setup;
    const { session: second } = await enrolAnother(setup, 'second', store);
    const first = await openArchive({ store, home });
    const sibling = await addMethod(second.keyring, {
      type: 'device',
      secret: new Uint8Array(32),
      label: 'third',
    });
    await addRecoveryKey(first, { label: 'fourth', confirm: () => {} });
    await store.delete(first.keyring.name);
    await putKeyring(store, sibling.name, sibling.bytes);
    await backUpOnce(first, source);
    expect(listMethods(first).map(({ label }) => label)).toEqual(expect.arrayContaining(['third', 'fourth']));
  });

  it('does not come back by a device that was removed', async () => {
    const setup = await twoGenerations();
    const { store } = setup;
    const { session: second } = await enrolAnother(setup, 'second', store);
    const first = await openArchive({ store, home: setup.home });
    await removeMethod(first, second.device!.methodId);
    for (let i = 0; i < 3; i++) await rotate(first);
    const before = await names(store, 'keyring/');
    await expect(backUp(second, { paths: [setup.source] })).rejects.toMatchObject({
      code: 'ERR_KEYRING_OUTDATED',
    });
    expect(await names(store, 'keyring/')).toEqual(before);
  });

  it('as a link head costs nothing, because there are two; without both it is said, and nothing deleted', async () => {
    const { store, home } = await twoGenerations();
    const session = await openArchive({ store, home });
    const links = session.archive.heads.counting.filter(({ stable }) => stable.kind === 'link');
    expect(links).toHaveLength(2);
    await store.delete(links[0]!.name);
    await session.refresh();
    expect(listSnapshots(session)).toHaveLength(2);
    expect(await verify(session)).toMatchObject({ isSound: true });
    await store.delete(links[1]!.name);
    // The second snapshot names the first among its ancestors only through the links.
    const found = await verify(session);
    expect(found.isSound).toBe(false);
    expect(found.damagedObjects.first).toMatchObject([{ code: 'ERR_HEAD' }]);
    await session.close();
  });
});

describe('what the device keeps', () => {
  it('may lose everything but device.json', async () => {
    const { session, source, store, home } = await setUp();
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const folder = join(home, 'archives', session.archiveId);
    await session.close();
    for (const file of readdirSync(folder)) if (file !== 'device.json') rmSync(join(folder, file));
    const again = await openArchive({ store, home });
    expect(readdirSync(folder).filter((file) => file.startsWith('keyring-'))).toHaveLength(1);
    expect(await backUp(again, { paths: [source] })).toMatchObject({ newBytes: 0 });
    await again.close();
  });

  it('is refused with a clear error if device.json is damaged', async () => {
    const { session, store, home } = await setUp();
    const file = join(home, 'archives', session.archiveId, 'device.json');
    await session.close();
    const good = readFileSync(file, 'utf8');
    for (const bad of [
      '',
      '{',
      '[]',
      good.replace('"version": 1', '"version": 2'),
      good.replace(/"secret": ".."*/, '"secret": "'),
    ]) {
      writeFileSync(file, bad);
      await expect(openArchive({ store, home })).rejects.toMatchObject({ code: 'ERR_HOME' });
    }
  });

  it('includes rules that every device goes by', async () => {
    const setup = await setUp();
    await setKeepRules(setup.session, { keepLast: 2 });
    const { session } = await enrolAnother(setup, 'second', setup.store);
    expect((await status(session)).policy).toMatchObject({ keepLast: 2 });
    await setKeepRules(session, undefined);
    expect((await status(session)).policy).toBeUndefined();
    await expect(setKeepRules(session, { keepLast: -1 })).rejects.toThrow(RangeError);
  });
});

it('the keys of a fork are those of all its sides', async () => {
  const { session } = await setUp();
  const other = await rotateKeyring(session.keyring);
  const keys = archiveKeys([session.keyring, other.keyring]);
  expect(keys.epochs.map(({ number }) => number)).toEqual([1, 2]);
});
