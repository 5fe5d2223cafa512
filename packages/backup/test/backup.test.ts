// What a backup reads, leaves out and reports.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { folderStore, memoryStore } from '@muniment/storage';
import { describe, expect, it } from 'vitest';
import {
  backUp,
  createArchive,
  listEntries,
  listSnapshots,
  type Progress,
  type Session,
} from '../src/index.ts';
import { names, restored, settle, setUp } from './support.ts';
import * as tree from './tree.ts';

async function paths(session: Session, snapshot = 'latest'): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of listEntries(session, { snapshot, recursive: true })) found.push(path);
  return found;
}

describe('an unchanged folder', () => {
  it('is not read again and stores one head', async () => {
    const { session, source, store } = await setUp();
    mkdirSync(join(source, 'a/b'), { recursive: true });
    for (let i = 0; i < 50; i++) writeFileSync(join(source, i % 2 ? 'a' : 'a/b', `f${i}`), `content ${i}`);
    await settle();
    const first = await backUp(session, { paths: [source] });
    expect(first).toMatchObject({ files: 50, readFiles: 50, unchangedFiles: 0 });
    const before = await names(store);
    const second = await backUp(session, { paths: [source] });
    expect(second).toMatchObject({
      files: 50,
      readFiles: 0,
      unchangedFiles: 50,
      newBytes: 0,
      storedPacks: 0,
    });
    expect(second.bytes).toBe(first.bytes);
    const added = (await names(store)).filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
    expect(added[0]).toMatch(/^heads\//);
    await session.close();
  });

  it('is read when paranoid, when the cache is gone, and on another device', async () => {
    const { session, source, home } = await setUp();
    writeFileSync(join(source, 'f'), 'content');
    await settle();
    await backUp(session, { paths: [source] });
    expect(await backUp(session, { paths: [source], paranoid: true })).toMatchObject({
      readFiles: 1,
      newBytes: 0,
    });
    rmSync(join(home, 'archives', session.archiveId, 'cache.sqlite'));
    expect(await backUp(session, { paths: [source] })).toMatchObject({
      readFiles: 1,
      newBytes: 0,
      storedPacks: 0,
    });
    expect(await backUp(session, { paths: [source] })).toMatchObject({ readFiles: 0 });
    await session.close();
  });

  it('is read when any of size, mtime, ctime or inode differs', async () => {
    const { session, source } = await setUp();
    const file = join(source, 'f');
    writeFileSync(file, 'content A');
    utimesSync(file, 1, 1_000);
    await settle();
    await backUp(session, { paths: [source] });
    const changes: (() => void)[] = [
      () => appendFileSync(file, '!'),
      // Same size, mtime put back: only the ctime tells.
      () => {
        writeFileSync(file, 'content B!');
        utimesSync(file, 1, 1_000);
      },
      () => chmodSync(file, 0o600),
      () => {
        writeFileSync(join(source, 'other'), 'content C!');
        renameSync(join(source, 'other'), file);
      },
    ];
    for (const change of changes) {
      change();
      await settle();
      expect(await backUp(session, { paths: [source] })).toMatchObject({ readFiles: 1 });
      expect(await backUp(session, { paths: [source] })).toMatchObject({ readFiles: 0 });
      const { facts } = await restored(session, 'src');
      expect(tree.comparable(facts, tree.factsOf(source))).toEqual(tree.comparable(tree.factsOf(source)));
    }
    await session.close();
  });

  it('is read again if it changed just before it was read', async () => {
    const { session, source } = await setUp();
    const file = join(source, 'f');
    writeFileSync(file, 'content');
    // However slowly this goes on, an hour is not over.
    const soon = Date.now() / 1_000 + 3_600;
    utimesSync(file, soon, soon);
    await backUp(session, { paths: [source] });
    expect(await backUp(session, { paths: [source] })).toMatchObject({ readFiles: 1 });
    await session.close();
  });
});

describe('paths', () => {
  it('of one basename are both kept, the second with ~2', async () => {
    const { session, source, folder } = await setUp();
    mkdirSync(join(folder, 'other/src'), { recursive: true });
    writeFileSync(join(source, 'one'), '1');
    writeFileSync(join(folder, 'other/src/two'), '2');
    writeFileSync(join(folder, 'single'), '3');
    await backUp(session, {
      paths: [join(source, '.'), `${folder}/other//src/`, join(folder, 'single'), source],
    });
    expect(await paths(session)).toEqual(['single', 'src', 'src/one', 'src~2', 'src~2/two']);
    expect(listSnapshots(session)[0]!.roots.map(({ name }) => name)).toEqual(['single', 'src', 'src~2']);
    await session.close();
  });

  it('that are links are followed, and links inside are not', async () => {
    const { session, source, folder } = await setUp();
    writeFileSync(join(source, 'f'), 'content');
    symlinkSync('/etc', join(source, 'etc'));
    symlinkSync(source, join(folder, 'link'));
    await backUp(session, { paths: [join(folder, 'link')] });
    expect(await paths(session)).toEqual(['link', 'link/etc', 'link/f']);
    await session.close();
  });

  it('that are missing are reported, and refused if all are', async () => {
    const { session, source, folder, store } = await setUp();
    const gone = join(folder, 'gone');
    await expect(backUp(session, { paths: [gone] })).rejects.toMatchObject({ code: 'ERR_SOURCE_MISSING' });
    await expect(backUp(session, { paths: [] })).rejects.toMatchObject({ code: 'ERR_USAGE' });
    expect(await names(store, 'heads/')).toEqual([]);
    const { skipped, snapshot } = await backUp(session, { paths: [gone, source] });
    expect(skipped.first).toMatchObject([{ code: 'ERR_SOURCE_MISSING', path: gone }]);
    expect(snapshot?.skipped).toBe(1);
    await session.close();
  });
});

describe('left out are', () => {
  it('the store and the home folder, wherever they lie', async () => {
    const folder = tree.temporaryFolder();
    const [location, home] = [join(folder, 'deep/store'), join(folder, 'deep/er/home')];
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    writeFileSync(join(folder, 'deep/er/f'), '');
    symlinkSync(join(folder, 'deep'), join(folder, 'way'));
    const session = await createArchive({
      store: folderStore(location, { create: true }),
      home,
      location: join(folder, 'way/store'),
      deviceName: 'd',
      confirm: () => {},
    });
    await backUp(session, { paths: [folder] });
    const shown = (await paths(session)).map((path) => path.split('/').slice(1).join('/'));
    expect(shown).toEqual(['', 'deep', 'deep/er', 'deep/er/f', 'way']);
    await session.close();
  });

  it('what patterns and exclude files name', async () => {
    const { session, source, folder } = await setUp();
    for (const path of ['node_modules/x', 'src/build/x', 'build/x', 'logs/a.log', 'logs/b.txt']) {
      mkdirSync(join(source, path, '..'), { recursive: true });
      writeFileSync(join(source, path), '');
    }
    writeFileSync(join(folder, 'patterns'), '# comment\n\n*.log\n/build\n');
    await backUp(session, {
      paths: [source],
      exclude: ['node_modules/'],
      excludeFiles: [join(folder, 'patterns')],
    });
    expect(await paths(session)).toEqual([
      'src',
      'src/logs',
      'src/logs/b.txt',
      'src/src',
      'src/src/build',
      'src/src/build/x',
    ]);
    await expect(backUp(session, { paths: [source], exclude: ['!x'] })).rejects.toMatchObject({
      code: 'ERR_USAGE',
    });
    const missing = backUp(session, { paths: [source], excludeFiles: [join(folder, 'nowhere')] });
    await expect(missing).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await session.close();
  });

  it('other file systems, if asked for', async () => {
    const { session, source } = await setUp();
    mkdirSync(join(source, 'mounted'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(source, 'mounted')]);
    try {
      writeFileSync(join(source, 'mounted/f'), '');
      await backUp(session, { paths: [source], oneFileSystem: true });
      expect(await paths(session)).toEqual(['src', 'src/mounted']);
      await backUp(session, { paths: [source] });
      expect(await paths(session)).toEqual(['src', 'src/mounted', 'src/mounted/f']);
    } finally {
      execFileSync('umount', [join(source, 'mounted')]);
    }
    await session.close();
  });

  it('sockets, pipes and devices, with a notice', async () => {
    const { session, source } = await setUp();
    execFileSync('mkfifo', [join(source, 'pipe')]);
    execFileSync('mknod', [join(source, 'null'), 'c', '1', '3']);
    const server = createServer().listen(join(source, 'socket'));
    await new Promise((done) => server.once('listening', done));
    writeFileSync(join(source, 'z'), '');
    const { skipped, snapshot } = await backUp(session, { paths: [source] });
    server.close();
    expect(skipped.first.map(({ code, path }) => [code, path])).toEqual(
      ['null', 'pipe', 'socket'].map((name) => ['ERR_SOURCE_KIND', join(source, name)]),
    );
    expect(snapshot).toMatchObject({ files: 1, skipped: 3 });
    expect(await paths(session)).toEqual(['src', 'src/z']);
    await session.close();
  });
});

describe('files that do not hold still', () => {
  /** Calls `work` when the reading of a large file has begun. */
  function whileReading(work: () => void): (progress: Progress) => void {
    let isDone = false;
    return ({ phase, bytes }) => {
      if (phase !== 'reading' || bytes === 0 || isDone) return;
      isDone = true;
      work();
    };
  }

  it('that change while they are read are read again', async () => {
    const { session, source } = await setUp();
    const file = join(source, 'large');
    writeFileSync(file, Buffer.alloc(5 * 2 ** 20, 'x'));
    const { changed, skipped } = await backUp(session, {
      paths: [source],
      onProgress: whileReading(() => appendFileSync(file, 'y')),
    });
    expect(skipped.count).toBe(0);
    expect(changed.first).toMatchObject([{ code: 'ERR_SOURCE_CHANGED', path: file }]);
    const { into } = await restored(session, 'src');
    expect(readFileSync(join(into, 'src/large')).equals(readFileSync(file))).toBe(true);
    await session.close();
  });

  it('that shrink to nothing while they are read do not hang it', async () => {
    const { session, source } = await setUp();
    const file = join(source, 'large');
    writeFileSync(file, Buffer.alloc(5 * 2 ** 20, 'x'));
    const onProgress = whileReading(() => truncateSync(file, 0));
    expect((await backUp(session, { paths: [source], onProgress })).changed.count).toBe(1);
    const { into } = await restored(session, 'src');
    expect(statSync(join(into, 'src/large')).size).toBe(0);
    await session.close();
  });

  it('that vanish after their folder was read are reported', async () => {
    const { session, source } = await setUp();
    mkdirSync(join(source, 'b'));
    for (const name of ['a', 'b/c', 'd']) writeFileSync(join(source, name), 'x');
    const { skipped, snapshot } = await backUp(session, {
      paths: [source],
      onProgress: whileReading(() => {
        rmSync(join(source, 'b'), { recursive: true });
        rmSync(join(source, 'd'));
      }),
    });
    expect(skipped.first.map(({ code }) => code)).toEqual(['ERR_SOURCE_MISSING', 'ERR_SOURCE_MISSING']);
    expect(snapshot?.files).toBe(1);
    await session.close();
  });

  it('that grow without end are read as far as they were long at first', { timeout: 60_000 }, async () => {
    const { session, source } = await setUp();
    const file = join(source, 'log');
    writeFileSync(file, Buffer.alloc(3_000_000, 'x'));
    const { changed } = await backUp(session, {
      paths: [source],
      onProgress: ({ bytes }) => {
        if (bytes > 0) appendFileSync(file, Buffer.alloc(10_000, 'y'));
      },
    });
    expect(changed.first).toMatchObject([
      { message: 'it changed while it was read; it was kept as it was read last' },
    ]);
    await session.close();
  });
});

it('reports unreadable files as an ordinary user and backs the rest up', () => {
  const folder = tree.temporaryFolder();
  chmodSync(folder, 0o777);
  const source = join(folder, 'src');
  mkdirSync(join(source, 'closed'), { recursive: true });
  writeFileSync(join(source, 'open'), 'x');
  writeFileSync(join(source, 'secret'), 'x', { mode: 0o600 });
  writeFileSync(join(source, 'closed/f'), 'x');
  chmodSync(join(source, 'closed'), 0o700);
  const script = new URL('ordinary-user.ts', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync(
    'setpriv',
    ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, script, 'backup', folder],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { skipped, files, directories } = JSON.parse(stdout) as Awaited<ReturnType<typeof backUp>>;
  expect(skipped.first.map(({ code, path }) => [code, path])).toEqual([
    ['ERR_SOURCE_UNREADABLE', join(source, 'closed')],
    ['ERR_SOURCE_UNREADABLE', join(source, 'secret')],
  ]);
  expect({ files, directories }).toEqual({ files: 1, directories: 2 });
});

describe('a dry run', () => {
  it('says what would be stored and stores nothing', async () => {
    const { session, source, store } = await setUp();
    writeFileSync(join(source, 'f'), Buffer.alloc(100_000, 'abc'));
    const before = await names(store);
    const dry = await backUp(session, { paths: [source], dryRun: true });
    expect(dry).toMatchObject({ snapshot: undefined, files: 1, newBytes: 100_000 });
    expect(await names(store)).toEqual(before);
    expect(await backUp(session, { paths: [source] })).toMatchObject({ newBytes: 100_000 });
    expect(await backUp(session, { paths: [source], dryRun: true })).toMatchObject({ newBytes: 0 });
    await session.close();
  });
});

describe('a run', () => {
  it('stops at a signal, and the next one reuses what was stored', async () => {
    const { session, source, store } = await setUp();
    for (let i = 0; i < 40; i++) writeFileSync(join(source, `f${i}`), Buffer.from(tree.noise(i, 2 ** 20)));
    const stop = new AbortController();
    const run = backUp(session, {
      paths: [source],
      signal: stop.signal,
      onProgress: ({ storedBytes }) => {
        if (storedBytes > 0) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
    expect(await names(store, 'heads/')).toEqual([]);
    const stored = await names(store, 'packs/');
    expect(stored.length).toBeGreaterThan(0);
    const next = await backUp(session, { paths: [source] });
    expect(next.newBytes).toBeLessThanOrEqual(40 * 2 ** 20 - stored.length * 15 * 2 ** 20);
    expect(await names(store, 'packs/')).toEqual(expect.arrayContaining(stored));
    await restored(session, 'src');
    await session.close();
  });

  it('deletes what an unfinished run left and it cannot use', async () => {
    const { session, source, store } = await setUp();
    for (let i = 0; i < 20; i++) writeFileSync(join(source, `f${i}`), Buffer.from(tree.noise(i, 2 ** 20)));
    const stop = new AbortController();
    const onProgress = ({ storedBytes }: Progress): void => {
      if (storedBytes > 0) stop.abort();
    };
    const run = backUp(session, { paths: [source], signal: stop.signal, onProgress });
    await expect(run).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
    const stored = await names(store, 'packs/');
    for (let i = 0; i < 20; i++) rmSync(join(source, `f${i}`));
    writeFileSync(join(source, 'other'), 'x');
    await backUp(session, { paths: [source] });
    const left = await names(store, 'packs/');
    expect(left.filter((name) => stored.includes(name))).toEqual([]);
    await session.close();
  });

  it('shuts out a second one of the same device', async () => {
    const { session, source } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    const { openArchive } = await import('../src/index.ts');
    const { store, home } = { store: session.store, home: join(session.folder.path, '../..') };
    const second = await openArchive({ store, home });
    let refused: unknown;
    await backUp(session, {
      paths: [source],
      onProgress: ({ phase }) => {
        if (phase !== 'committing' || refused !== undefined) return;
        refused = backUp(second, { paths: [source] }).catch((error: unknown) => error);
      },
    });
    expect(await refused).toMatchObject({ code: 'ERR_BUSY' });
    expect(await backUp(second, { paths: [source] })).toMatchObject({ files: 1 });
    await session.close();
    await second.close();
  });

  it('needs an enrolled device', async () => {
    const { store, key, folder, source } = await setUp(memoryStore());
    const { openArchive } = await import('../src/index.ts');
    const home = join(folder, 'new home');
    await expect(openArchive({ store, home })).rejects.toMatchObject({
      code: 'ERR_NOT_ENROLLED',
      details: { keyIds: key.keyId },
    });
    const session = await openArchive({ store, home, unlock: { type: 'recovery-key', key } });
    await expect(backUp(session, { paths: [source] })).rejects.toMatchObject({ code: 'ERR_NOT_ENROLLED' });
    expect(existsSync(home)).toBe(false);
    await session.close();
  });
});
