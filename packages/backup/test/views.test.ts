// Lists, differences, status, inspection, and destroying.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { addMethod } from '@muniment/keys';
import { folderStore, memoryStore } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { describe, expect, it, vi } from 'vitest';
import {
  backUp,
  createArchive,
  type Difference,
  destroyArchive,
  diffSnapshots,
  holdsArchive,
  inspectObject,
  type ListOptions,
  listEntries,
  listMethods,
  listSnapshots,
  openArchive,
  prune,
  rotate,
  type Session,
  status,
} from '../src/index.ts';
import { backUpOnce, enrolAnother, names, setUp } from './support.ts';
import * as tree from './tree.ts';

async function list(session: Session, options?: ListOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of listEntries(session, options)) found.push(path);
  return found;
}

describe('a list', () => {
  it('shows what lies directly in a folder, or all below it', async () => {
    const { session, source } = await setUp();
    mkdirSync(join(source, 'a/b'), { recursive: true });
    mkdirSync(join(source, 'a-b'));
    for (const name of ['a/f', 'a/b/f', 'a-b/f', 'z']) writeFileSync(join(source, name), name);
    await backUpOnce(session, source);
    expect(await list(session)).toEqual(['src']);
    expect(await list(session, { path: 'src' })).toEqual(['src/a', 'src/a-b', 'src/z']);
    expect(await list(session, { path: './src//' })).toEqual(['src/a', 'src/a-b', 'src/z']);
    expect(await list(session, { path: 'src/a' })).toEqual(['src/a/b', 'src/a/f']);
    expect(await list(session, { path: 'src/z' })).toEqual(['src/z']);
    expect(await list(session, { path: 'src/a', recursive: true })).toEqual([
      'src/a',
      'src/a/b',
      'src/a/b/f',
      'src/a/f',
    ]);
    await expect(list(session, { path: 'src/b' })).rejects.toMatchObject({ code: 'ERR_PATH_UNKNOWN' });
    await expect(list(session, { path: '../x' })).rejects.toMatchObject({ code: 'ERR_PATH' });
    await expect(list(session, { snapshot: 'dead' })).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_UNKNOWN' });
    await expect(list(session, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_INTERRUPTED',
    });
  });

  it('of an empty archive says that there is no snapshot', async () => {
    const { session } = await setUp();
    expect(listSnapshots(session)).toEqual([]);
    await expect(list(session)).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_UNKNOWN' });
  });

  it('of snapshots has their tags, roots and totals', async () => {
    const { session, source } = await setUp();
    writeFileSync(join(source, 'f'), '12345');
    symlinkSync('f', join(source, 'l'));
    await backUp(session, { paths: [source], tags: ['weekly', 'ü'] });
    expect(listSnapshots(session)).toMatchObject([
      {
        deviceName: 'first',
        deviceId: session.device!.methodId,
        sequence: 1n,
        tags: ['weekly', 'ü'],
        roots: [{ name: 'src', source }],
        files: 1,
        directories: 1,
        others: 1,
        bytes: 5,
        isTip: true,
        replaces: undefined,
      },
    ]);
  });
});

describe('a difference', () => {
  it('names what was added, removed and changed, and how', async () => {
    const { session, source } = await setUp();
    for (const name of ['content', 'gone', 'kind', 'mode', 'mtime', 'same']) {
      writeFileSync(join(source, name), name);
      utimesSync(join(source, name), 1, 1);
    }
    symlinkSync('a', join(source, 'target'));
    utimesSync(source, 1, 1);
    const before = await backUpOnce(session, source);
    writeFileSync(join(source, 'content'), 'CONTENT');
    utimesSync(join(source, 'content'), 1, 1);
    rmSync(join(source, 'gone'));
    rmSync(join(source, 'kind'));
    mkdirSync(join(source, 'kind'));
    chmodSync(join(source, 'mode'), 0o600);
    utimesSync(join(source, 'mtime'), 2, 2);
    rmSync(join(source, 'target'));
    symlinkSync('b', join(source, 'target'));
    writeFileSync(join(source, 'new'), '');
    utimesSync(source, 1, 1);
    const after = await backUpOnce(session, source);
    const found: Difference[] = [];
    for await (const difference of diffSnapshots(session, before, 'latest')) found.push(difference);
    expect(
      found.map(({ path, change, aspects }) => [
        path,
        change,
        ...aspects.filter((aspect) => path === 'src/mtime' || aspect !== 'mtime'),
      ]),
    ).toEqual([
      ['src/content', 'changed', 'content'],
      ['src/gone', 'removed'],
      ['src/kind', 'changed', 'kind', 'content', 'mode'],
      ['src/mode', 'changed', 'mode'],
      ['src/mtime', 'changed', 'mtime'],
      ['src/new', 'added'],
      ['src/target', 'changed', 'target'],
    ]);
    expect(found[1]).toMatchObject({ before: { path: 'src/gone' }, after: undefined });
    for await (const difference of diffSnapshots(session, after, after)) expect(difference).toBeUndefined();
  });
});

describe('the status', () => {
  it('tells what there is, and reminds of keys that were not tried for long', async () => {
    const { session, source, store, key, home } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    const id = await backUpOnce(session, source);
    const now = await status(session);
    expect(now).toMatchObject({
      archiveId: session.archiveId,
      snapshots: 1,
      newest: { id },
      newestHere: { id },
      packs: 2,
      markedPacks: 0,
      epoch: 1,
      reminders: [],
    });
    expect(now.ageMs).toBeLessThan(60_000);
    let bytes = 0;
    for await (const { size } of store.list('packs/')) bytes += size;
    expect(now.storedBytes).toBe(bytes);
    const day = 86_400_000;
    try {
      for (const [days, kinds] of [
        [29, []],
        [31, ['check-recovery-key']],
        [91, ['check-recovery-key-overdue']],
      ] as const) {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day });
        expect((await status(session)).reminders.map(({ kind }) => kind)).toEqual(kinds);
        vi.useRealTimers();
      }
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * day });
      const { reminders } = await backUp(session, { paths: [source] });
      expect(reminders[0]!.message).toContain(key.keyId);
      await session.close();
      const { checkMethod } = await import('../src/index.ts');
      await checkMethod({ store, home }, { type: 'recovery-key', key });
      const again = await openArchive({ store, home });
      expect((await status(again)).reminders).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an inspection', () => {
  it('says of each object what it is, with and without keys', async () => {
    const { session, source, store } = await setUp();
    writeFileSync(join(source, 'f'), tree.noise(1, 300_000));
    const id = await backUpOnce(session, source);
    const { forget } = await import('../src/index.ts');
    await rotate(session);
    await forget(session, { snapshots: [id] });
    await backUpOnce(session, source);
    await prune(session);
    const other = await setUp();
    const seen = new Set<string>();
    for (const name of await names(store)) {
      const bytes = await store.get(name);
      const plain = await inspectObject(bytes, name);
      expect(plain).toMatchObject({ size: bytes.length, problem: undefined, opened: undefined });
      const opened = await inspectObject(bytes, name, session);
      expect(opened.problem).toBeUndefined();
      if (plain.kind !== 'keyring') expect(opened.opened).toBeDefined();
      seen.add(plain.kind);
      // Under another name, cut, or with other keys it does not open.
      const unnamed = await inspectObject(bytes);
      expect(unnamed.kind).toBe(plain.kind === 'keyring' ? 'keyring' : 'sealed');
      const cut = await inspectObject(bytes.subarray(0, bytes.length - 1), name, session);
      expect(cut.problem).toBeDefined();
      if (plain.kind !== 'keyring') {
        const foreign = await inspectObject(bytes, name, other.session);
        expect(foreign.problem?.code).toMatch(/ERR_COMMITMENT|ERR_KEYRING_OUTDATED/);
        const moved = name.slice(0, -1) + (name.endsWith('0') ? '1' : '0');
        expect((await inspectObject(bytes, moved, session)).problem).toMatchObject({
          code: 'ERR_COMMITMENT',
        });
      }
    }
    expect([...seen].sort()).toEqual(['head', 'keyring', 'mark', 'pack']);
    const latest = (await names(store, 'heads/')).at(-1)!;
    const head = await inspectObject(await store.get(latest), latest, session);
    expect(head.opened).toMatchObject({ kind: 'snapshot', deviceName: 'first', counts: 'yes', files: 1n });
    expect(await inspectObject(new Uint8Array(0))).toMatchObject({ kind: 'unknown', problem: undefined });
    expect(await inspectObject(new Uint8Array(9), 'x')).toMatchObject({
      problem: { code: 'ERR_FOREIGN_OBJECT' },
    });
  });
});

describe('a vault among the methods', () => {
  const vault = {
    url: 'https://vault.example/muniment',
    realmId: new Uint8Array(16).fill(0xe1),
    issuer: 'https://login.example',
    subject: '5f0c',
    generation: 2n,
  };

  it('is listed and inspected with its URL, account and generation', async () => {
    const { session, store } = await setUp();
    const salt = new Uint8Array(32).fill(1);
    const secret = new Uint8Array(32).fill(2);
    const method = { type: 'vault', secret, salt, label: 'password', vault } as const;
    const { name, bytes, methodId } = await addMethod(session.keyring, method);
    await store.put(name, bytes);
    await session.refresh();
    const id = Buffer.from(methodId).toString('hex');
    const listed = listMethods(session);
    expect(listed.find(({ type }) => type === 'vault')).toMatchObject({
      id,
      label: 'password',
      keyId: undefined,
      vault: { ...vault, realmId: 'e1'.repeat(16) },
    });
    for (const { type, vault: own } of listed) expect(own !== undefined).toBe(type === 'vault');
    const { facts } = await inspectObject(await store.get(name), name);
    expect(facts.methods).toContain(
      `vault ${id} at https://vault.example/muniment for 5f0c of https://login.example, generation 2`,
    );
    expect(facts.methods).toHaveLength(3);
    // It stays, sealed to anew, when the keys are rotated.
    await rotate(session);
    expect(listMethods(session)).toEqual(listed);
  });
});

describe('destroying', () => {
  it('leaves nothing behind', async () => {
    const folder = tree.temporaryFolder();
    const location = join(folder, 'store');
    const place = { store: folderStore(location, { create: true }), home: join(folder, 'home'), location };
    const session = await createArchive({ ...place, deviceName: 'd', confirm: () => {} });
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/f'), 'x');
    await backUpOnce(session, join(folder, 'src'));
    await rotate(session);
    const { objects, foreign } = await destroyArchive(session);
    expect(objects).toBeGreaterThan(4);
    expect(foreign.count).toBe(0);
    expect(readdirSync(location)).toEqual([]);
    expect(existsSync(place.home)).toBe(false);
    await expect(openArchive(place)).rejects.toMatchObject({ code: 'ERR_ARCHIVE_MISSING' });
  });

  it('leaves what is not ours, and refuses where another archive is', async () => {
    const [one, two] = [await setUp(memoryStore()), await setUp(memoryStore())];
    await one.store.put('holiday-pictures', new Uint8Array(3));
    const [keyring] = await names(two.store, 'keyring/');
    await one.store.put(keyring!, await two.store.get(keyring!));
    const before = await names(one.store);
    await expect(destroyArchive(one.session)).rejects.toMatchObject({ code: 'ERR_STORE_FOREIGN' });
    expect(await names(one.store)).toEqual(before);
    await one.store.delete(keyring!);
    const { foreign } = await destroyArchive(one.session);
    expect(foreign.first).toMatchObject([{ object: 'holiday-pictures' }]);
    expect(await names(one.store)).toEqual(['holiday-pictures']);
  });

  it('interrupted after any store operation is finished by the next run', async () => {
    for (let at = 0; ; at++) {
      const { session, source, store, home } = await setUp(memoryStore());
      writeFileSync(join(source, 'f'), 'x');
      await backUpOnce(session, source);
      await session.close();
      const faulty = faultyStore(store, { seed: 1 });
      const place = { home, location: 'somewhere' };
      const destroying = await openArchive({ ...place, store: faulty });
      faulty.crashAfter(at, { reaching: at % 2 === 0 });
      const isDone = await destroyArchive(destroying).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(CrashError);
          return false;
        },
      );
      if (isDone) break;
      await destroyArchive(await openArchive({ ...place, store }));
      expect(await names(store)).toEqual([]);
      expect(await holdsArchive(store)).toBe(false);
      expect(existsSync(join(home, 'archives'))).toBe(false);
    }
  });

  it('needs a device of the archive', async () => {
    const setup = await setUp();
    const { session } = await enrolAnother(setup, 'second', setup.store);
    const reader = await openArchive({
      store: setup.store,
      home: join(setup.folder, 'reader'),
      unlock: { type: 'recovery-key', key: setup.key },
    });
    await expect(destroyArchive(reader)).rejects.toMatchObject({ code: 'ERR_NOT_ENROLLED' });
    await destroyArchive(session);
    expect(await names(setup.store)).toEqual([]);
  });
});
