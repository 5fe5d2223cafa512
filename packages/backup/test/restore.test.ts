// What a restore writes, where, and what it does about damage, links, old files and full disks.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { MemoryChunkIndex, type NewEntry, SnapshotWriter } from '@muniment/archive';
import { folderStore, memoryStore } from '@muniment/storage';
import { isFull } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { backUp, createArchive, type Progress, restore, type Session } from '../src/index.ts';
import { backUpOnce, names, setUp } from './support.ts';
import * as tree from './tree.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What someone who holds the keys may write without asking this package: entries in path order. */
async function commit(
  session: Session,
  entries: readonly {
    path: string;
    kind: NewEntry['kind'];
    target?: string;
    content?: string;
    mode?: number;
  }[],
): Promise<void> {
  const { archive } = session;
  const writer = await SnapshotWriter.begin(archive, { index: new MemoryChunkIndex(), compression: 'none' });
  for (const { path, kind, target = '', content, mode = 0o644 } of entries) {
    const entry = {
      path: utf8(path),
      kind,
      mode,
      mtimeNs: 1_000_000_000n,
      uid: 0,
      gid: 0,
      target: utf8(target),
    };
    await writer.add(entry, kind === 'file' ? await writer.write(utf8(content ?? ''), 'content') : undefined);
  }
  const { device } = session.writer();
  await writer.commit({ device, timeMs: Date.now(), tags: [], roots: [], skipped: 0 });
  await archive.refresh();
}

describe('a hostile snapshot', () => {
  // ARCH-042
  it('with .. or absolute paths is refused', async () => {
    for (const path of ['../escaped', '/escaped', 'a/../../escaped', 'a//b', './a', 'a/.']) {
      const { session, folder } = await setUp();
      const into = join(folder, 'out/in');
      await commit(session, [{ path, kind: 'file', content: 'x' }]);
      const { failed, files } = await restore(session, { into });
      expect(files).toBe(0);
      expect(failed.first.map(({ code }) => code)).toContain('ERR_PATH');
      expect(readdirSync(into)).toEqual([]);
      expect(readdirSync(join(folder, 'out'))).toEqual(['in']);
      expect(existsSync('/escaped')).toBe(false);
      await session.close();
    }
  });

  // ARCH-043, ARCH-100
  it('with a file behind a link writes nothing there', async () => {
    const { session, folder } = await setUp();
    mkdirSync(join(folder, 'outside'));
    await commit(session, [
      { path: 'a', kind: 'symlink', target: join(folder, 'outside') },
      { path: 'a/f', kind: 'file', content: 'x' },
    ]);
    const { failed } = await restore(session, { into: join(folder, 'out') });
    expect(failed.first[0]).toMatchObject({ code: 'ERR_PATH' });
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
    await session.close();
  });

  it('with a hard link to a link, a folder or nothing makes no link', async () => {
    for (const target of ['a', 'b', 'bb']) {
      const { session, folder } = await setUp();
      writeFileSync(join(folder, 'outside'), 'secret');
      await commit(session, [
        { path: 'a', kind: 'symlink', target: join(folder, 'outside') },
        { path: 'b', kind: 'directory', mode: 0o755 },
        { path: 'c', kind: 'hard-link', target },
      ]);
      const { failed, links } = await restore(session, { into: join(folder, 'out') });
      expect(failed.first).toMatchObject([{ code: 'ERR_MANIFEST' }]);
      expect(links).toBe(0);
      expect(statSync(join(folder, 'outside')).nlink).toBe(1);
      await session.close();
    }
  });
});

describe('links in the target', () => {
  // ARCH-100
  it('in the place of a folder are not followed', async () => {
    const { session, source, folder } = await setUp();
    mkdirSync(join(source, 'a/b'), { recursive: true });
    writeFileSync(join(source, 'a/b/f'), 'x');
    writeFileSync(join(source, 'z'), 'x');
    await backUpOnce(session, source);
    const [into, outside] = [join(folder, 'out'), join(folder, 'outside')];
    mkdirSync(join(into, 'src'), { recursive: true });
    mkdirSync(outside);
    symlinkSync(outside, join(into, 'src/a'));
    for (const overwrite of ['never', 'if-newer', 'always'] as const) {
      const { failed } = await restore(session, { into, overwrite });
      expect(failed.first.map(({ code, path }) => [code, path])).toEqual([
        ['ERR_TARGET_EXISTS', 'src/a'],
        ['ERR_TARGET', 'src/a/b'],
        ['ERR_TARGET', 'src/a/b/f'],
      ]);
      expect(readdirSync(outside)).toEqual([]);
      expect(readFileSync(join(into, 'src/z'), 'utf8')).toBe('x');
    }
    await session.close();
  });

  // ARCH-100
  it('in the place of a file are replaced, not written through', async () => {
    const { session, source, folder } = await setUp();
    writeFileSync(join(source, 'f'), 'new');
    await backUpOnce(session, source);
    const into = join(folder, 'out');
    mkdirSync(join(into, 'src'), { recursive: true });
    writeFileSync(join(folder, 'outside'), 'old');
    symlinkSync(join(folder, 'outside'), join(into, 'src/f'));
    expect(await restore(session, { into })).toMatchObject({ keptFiles: 1, files: 0 });
    expect(lstatSync(join(into, 'src/f')).isSymbolicLink()).toBe(true);
    expect(await restore(session, { into, overwrite: 'always' })).toMatchObject({ keptFiles: 0, files: 1 });
    expect(readFileSync(join(into, 'src/f'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('old');
    await session.close();
  });

  it('that lead to the target itself are followed: the user named it', async () => {
    const { session, source, folder } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    await backUpOnce(session, source);
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'out'));
    await restore(session, { into: join(folder, 'out') });
    expect(readFileSync(join(folder, 'real/src/f'), 'utf8')).toBe('x');
    await session.close();
  });
});

describe('files that are there', () => {
  it('stay, or are replaced if older, or always', async () => {
    const { session, source, folder } = await setUp();
    for (const name of ['older', 'newer', 'same']) {
      writeFileSync(join(source, name), 'snapshot');
      utimesSync(join(source, name), 1_000, 1_000);
    }
    await backUpOnce(session, source);
    const expected = {
      never: { older: 'disk', newer: 'disk', same: 'disk....' },
      'if-newer': { older: 'snapshot', newer: 'disk', same: 'disk....' },
      always: { older: 'snapshot', newer: 'snapshot', same: 'disk....' },
    };
    for (const overwrite of ['never', 'if-newer', 'always'] as const) {
      const into = join(folder, overwrite);
      mkdirSync(join(into, 'src'), { recursive: true });
      for (const [name, seconds] of [
        ['older', 500],
        ['newer', 2_000],
        ['same', 1_000],
      ] as const) {
        writeFileSync(join(into, 'src', name), name === 'same' ? 'disk....' : 'disk');
        utimesSync(join(into, 'src', name), seconds, seconds);
      }
      const result = await restore(session, { into, overwrite });
      const now = Object.fromEntries(
        readdirSync(join(into, 'src')).map((name) => [name, readFileSync(join(into, 'src', name), 'utf8')]),
      );
      expect(now).toEqual(expected[overwrite]);
      expect(result.presentFiles).toBe(1);
      expect(result.files + result.keptFiles).toBe(2);
    }
    await session.close();
  });

  it('as folders in the place of files are never removed', async () => {
    const { session, source, folder } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    symlinkSync('x', join(source, 'l'));
    await backUpOnce(session, source);
    const into = join(folder, 'out');
    mkdirSync(join(into, 'src/f/kept'), { recursive: true });
    mkdirSync(join(into, 'src/l/kept'), { recursive: true });
    for (const overwrite of ['never', 'always'] as const) {
      const { failed } = await restore(session, { into, overwrite });
      expect(failed.first.map(({ code }) => code)).toEqual(['ERR_TARGET_EXISTS', 'ERR_TARGET_EXISTS']);
    }
    expect(existsSync(join(into, 'src/f/kept')) && existsSync(join(into, 'src/l/kept'))).toBe(true);
    await session.close();
  });

  it('from an interrupted restore are gone on with, and its leftovers removed', async () => {
    const { session, source, folder } = await setUp();
    for (let i = 0; i < 30; i++) writeFileSync(join(source, `f${i}`), `content ${i}`.repeat(1000));
    chmodSync(source, 0o500);
    await backUpOnce(session, source);
    const into = join(folder, 'out');
    const stop = new AbortController();
    const run = restore(session, {
      into,
      signal: stop.signal,
      onProgress: ({ files, phase }) => {
        if (phase === 'restoring' && files === 10) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
    const leftover = join(into, 'src', `.muniment-restore-${'0'.repeat(32)}.tmp`);
    writeFileSync(leftover, 'half');
    const result = await restore(session, { into });
    expect(result).toMatchObject({ presentFiles: 10, files: 20, keptFiles: 0 });
    expect(existsSync(leftover)).toBe(false);
    const [before, after] = [tree.factsOf(source), tree.factsOf(join(into, 'src'))];
    expect(tree.comparable(after, before)).toEqual(tree.comparable(before));
    await session.close();
  });
});

describe('a part', () => {
  it('keeps its place below the target', async () => {
    const { session, source, folder } = await setUp();
    mkdirSync(join(source, 'a/b/c'), { recursive: true });
    mkdirSync(join(source, 'a/b.c'), { recursive: true });
    for (const name of ['a/f', 'a/b/f', 'a/b/c/f', 'a/b.c/f']) writeFileSync(join(source, name), name);
    await backUpOnce(session, source);
    const all = (into: string): string[] => [...tree.factsOf(into).keys()].filter((path) => path !== '');
    const parts: [string, string[]][] = [
      ['src/a/b', ['/src', '/src/a', '/src/a/b', '/src/a/b/c', '/src/a/b/c/f', '/src/a/b/f']],
      ['/src/a/b/', ['/src', '/src/a', '/src/a/b', '/src/a/b/c', '/src/a/b/c/f', '/src/a/b/f']],
      ['./src/a/f', ['/src', '/src/a', '/src/a/f']],
    ];
    for (const [i, [path, expected]] of parts.entries()) {
      const into = join(folder, `out${i}`);
      const { failed } = await restore(session, { into, path });
      expect(failed.count).toBe(0);
      expect(all(into)).toEqual(expected);
    }
    for (const path of ['src/a/x', 'src/a/b/c/f/g', 'zz']) {
      const run = restore(session, { into: join(folder, 'none'), path });
      await expect(run).rejects.toMatchObject({ code: 'ERR_PATH_UNKNOWN' });
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
    await session.close();
  });

  it('with hard links to what is not in it gets the content', async () => {
    const { session, source, folder } = await setUp();
    mkdirSync(join(source, 'a'));
    mkdirSync(join(source, 'b'));
    writeFileSync(join(source, 'a/f'), 'content');
    linkSync(join(source, 'a/f'), join(source, 'b/one'));
    linkSync(join(source, 'a/f'), join(source, 'b/two'));
    await backUpOnce(session, source);
    const into = join(folder, 'out');
    const { failed } = await restore(session, { into, path: 'src/b' });
    expect(failed.count).toBe(0);
    const facts = tree.factsOf(join(into, 'src/b'));
    expect(readFileSync(join(into, 'src/b/one'), 'utf8')).toBe('content');
    expect(facts.get('/two')?.sameAs).toBe('/one');
    // A second run finds all of it there.
    expect(await restore(session, { into, path: 'src/b' })).toMatchObject({
      files: 0,
      presentFiles: 1,
      links: 1,
    });
    await session.close();
  });
});

describe('large and sparse files', () => {
  it('of many GiB with holes take little memory, store and disk', async () => {
    const folder = tree.temporaryFolder();
    const session = await createArchive({
      store: folderStore(join(folder, 'store'), { create: true }),
      home: join(folder, 'home'),
      deviceName: 'd',
      confirm: () => {},
    });
    const size = (isFull ? 20 : 1) * 2 ** 30;
    mkdirSync(join(folder, 'src'));
    const handle = openSync(join(folder, 'src/sparse'), 'w');
    writeSync(handle, 'begin', 0);
    writeSync(handle, 'middle', size / 2 + 5);
    writeSync(handle, 'end', size - 70_000);
    ftruncateSync(handle, size);
    closeSync(handle);
    const { storedBytes } = await backUp(session, { paths: [join(folder, 'src')] });
    expect(storedBytes).toBeLessThan(200_000);
    const into = join(folder, 'out');
    await restore(session, { into });
    const { size: restoredSize, blocks } = statSync(join(into, 'src/sparse'));
    expect(restoredSize).toBe(size);
    expect(blocks * 512).toBeLessThan(2 ** 20);
    const read = (path: string, at: number): string => {
      const part = openSync(path, 'r');
      const bytes = Buffer.alloc(100);
      readSync(part, bytes, 0, bytes.length, at);
      closeSync(part);
      return bytes.toString('latin1');
    };
    for (const at of [0, size / 2, size - 70_010, size - 100]) {
      expect(read(join(into, 'src/sparse'), at)).toBe(read(join(folder, 'src/sparse'), at));
    }
    await session.close();
  });
});

describe('damage', () => {
  // ARCH-090, ARCH-101
  it('costs the files that lie in it, and they are named', async () => {
    const { session, source, folder, store } = await setUp(memoryStore());
    for (let i = 0; i < 6; i++) {
      writeFileSync(join(source, `text${i}`), `content ${i} `.repeat(20_000));
      writeFileSync(join(source, `noise${i}`), tree.noise(i, 300_000));
    }
    await backUpOnce(session, source);
    const media = (await names(store, 'packs/')).map(async (name) => ({
      name,
      size: (await store.stat(name))!.size,
    }));
    const largest = (await Promise.all(media)).sort((a, b) => b.size - a.size)[0]!.name;
    await store.delete(largest);
    const { failed, files } = await restore(session, { into: join(folder, 'out') });
    expect(files).toBe(6);
    expect(failed.first.map(({ code, path, object }) => [code, path, object])).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => ['ERR_PACK_MISSING', `src/noise${i}`, largest]),
    );
    expect(readdirSync(join(folder, 'out/src')).sort()).toEqual([0, 1, 2, 3, 4, 5].map((i) => `text${i}`));
    await session.close();
  });

  it('in the list of files is reported, and what can be read is restored', async () => {
    const { session, source, folder, store } = await setUp(memoryStore());
    for (let i = 0; i < 800; i++) writeFileSync(join(source, `f${i}`), `${i}`);
    await backUpOnce(session, source);
    // The manifest's pack begins with leaves; the root comes last.
    const manifest = session.archive.snapshot('latest').root!.block.pack!.id;
    const pack = (await names(store, 'packs/')).find((name) => name.endsWith(manifest))!;
    const bytes = await store.get(pack);
    await store.delete(pack);
    bytes[100] = bytes[100]! ^ 1;
    await store.put(pack, bytes);
    const { failed, files } = await restore(session, { into: join(folder, 'out') });
    expect(failed.count).toBeGreaterThan(0);
    expect(failed.first.every(({ code }) => code === 'ERR_SEGMENT')).toBe(true);
    expect(files).toBeGreaterThan(100);
    expect(files).toBeLessThan(800);
    for (const name of readdirSync(join(folder, 'out/src'))) {
      expect(readFileSync(join(folder, 'out/src', name), 'utf8')).toBe(name.slice(1));
    }
    await session.close();
  });
});

describe('the target', () => {
  it('that is full ends the restore with a clear error, and a later run goes on', async () => {
    const { session, source, folder } = await setUp();
    for (let i = 0; i < 8; i++) writeFileSync(join(source, `f${i}`), tree.noise(i, 400_000));
    await backUpOnce(session, source);
    const into = join(folder, 'small');
    mkdirSync(into);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', into]);
    try {
      await expect(restore(session, { into })).rejects.toMatchObject({ code: 'ERR_TARGET_FULL' });
      const done = readdirSync(join(into, 'src'));
      expect(done.filter((name) => name.startsWith('.'))).toEqual([]);
      expect(done.length).toBeGreaterThan(2);
      execFileSync('mount', ['-o', 'remount,size=8m', into]);
      expect(await restore(session, { into })).toMatchObject({
        presentFiles: done.length,
        files: 8 - done.length,
      });
    } finally {
      execFileSync('umount', [into]);
    }
    await session.close();
  });

  it('of an ordinary user gets no owners and no set-id bits of others (ARCH-110)', async () => {
    const folder = tree.temporaryFolder();
    chmodSync(folder, 0o777);
    mkdirSync(join(folder, 'src'));
    for (const [name, mode, owner] of [
      ['suid', 0o4755, 0],
      ['own', 0o4755, 65534],
      ['ro', 0o400, 0],
    ] as const) {
      writeFileSync(join(folder, 'src', name), 'x');
      chownSync(join(folder, 'src', name), owner, owner);
      chmodSync(join(folder, 'src', name), mode);
    }
    chmodSync(join(folder, 'src'), 0o555);
    const session = await createArchive({
      store: folderStore(join(folder, 'store'), { create: true }),
      home: join(folder, 'home'),
      deviceName: 'd',
      confirm: () => {},
    });
    await backUpOnce(session, join(folder, 'src'));
    execFileSync('chown', ['-R', '65534:65534', join(folder, 'home'), join(folder, 'store')]);
    const script = new URL('ordinary-user.ts', import.meta.url).pathname;
    const run = (): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(
        'setpriv',
        ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, script, 'restore', folder],
        { encoding: 'utf8' },
      );
    const { stdout, stderr } = run();
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ files: 3, failed: { count: 0 }, incomplete: { count: 0 } });
    const modes = ['suid', 'own', 'ro'].map((name) => statSync(join(folder, 'out/src', name)));
    expect(modes.map(({ mode, uid }) => [(mode & 0o7777).toString(8), uid])).toEqual([
      ['755', 65534],
      ['4755', 65534],
      ['400', 65534],
    ]);
    // The restored folder is not writable: a second run still goes on where something is missing.
    chmodSync(join(folder, 'out/src'), 0o755);
    rmSync(join(folder, 'out/src/own'));
    chmodSync(join(folder, 'out/src'), 0o555);
    expect(JSON.parse(run().stdout)).toMatchObject({ files: 1, presentFiles: 2, failed: { count: 0 } });
    expect(statSync(join(folder, 'out/src')).mode & 0o7777).toBe(0o555);
    await session.close();
  });

  it('gets owners as root', async () => {
    const { session, source, folder } = await setUp();
    writeFileSync(join(source, 'f'), 'x');
    symlinkSync('f', join(source, 'l'));
    chownSync(join(source, 'f'), 1234, 4321);
    execFileSync('chown', ['-h', '1234:4321', join(source, 'l')]);
    chmodSync(join(source, 'f'), 0o6711);
    await backUpOnce(session, source);
    await restore(session, { into: join(folder, 'out') });
    for (const name of ['f', 'l']) {
      const { uid, gid } = lstatSync(join(folder, 'out/src', name));
      expect([uid, gid]).toEqual([1234, 4321]);
    }
    expect(statSync(join(folder, 'out/src/f')).mode & 0o7777).toBe(0o6711);
    expect(readlinkSync(join(folder, 'out/src/l'))).toBe('f');
    await session.close();
  });

  it('that is not a folder is refused', async () => {
    const { session, source, folder } = await setUp();
    await backUpOnce(session, source);
    writeFileSync(join(folder, 'file'), '');
    await expect(restore(session, { into: join(folder, 'file') })).rejects.toMatchObject({
      code: 'ERR_TARGET',
    });
    await session.close();
  });

  it('is not left by a folder that is moved away during the restore', async () => {
    const { session, source, folder } = await setUp();
    mkdirSync(join(source, 'a'));
    for (let i = 0; i < 20; i++) writeFileSync(join(source, `a/f${i}`), 'x');
    await backUpOnce(session, source);
    const [into, outside] = [join(folder, 'out'), join(folder, 'outside')];
    mkdirSync(outside);
    let isMoved = false;
    await restore(session, {
      into,
      onProgress: ({ files, phase }) => {
        if (phase !== 'restoring' || files !== 5 || isMoved) return;
        isMoved = true;
        renameSync(join(into, 'src/a'), join(into, 'src/moved'));
        symlinkSync(outside, join(into, 'src/a'));
      },
    });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(into, 'src/moved'))).toHaveLength(20);
    await session.close();
  });
});

describe('paths longer than the system takes', () => {
  it('are restored', async () => {
    const { session, folder } = await setUp();
    const parts = Array.from({ length: 40 }, () => 'n'.repeat(200));
    const entries = parts.map((_, i) => ({
      path: parts.slice(0, i + 1).join('/'),
      kind: 'directory' as const,
      mode: 0o755,
    }));
    await commit(session, [...entries, { path: `${parts.join('/')}/f`, kind: 'file', content: 'deep' }]);
    const { failed, files, directories } = await restore(session, { into: join(folder, 'out') });
    expect(failed.first).toEqual([]);
    expect({ files, directories }).toEqual({ files: 1, directories: 40 });
    await session.close();
  });
});

describe('progress', () => {
  it('begins and ends each phase, and never goes back in one', async () => {
    const { session, source, folder } = await setUp();
    for (let i = 0; i < 5; i++) writeFileSync(join(source, `f${i}`), tree.noise(i, 1_500_000));
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): number => seen.push(progress);
    await backUp(session, { paths: [source], onProgress });
    await restore(session, { into: join(folder, 'out'), onProgress });
    const phases = seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1]);
    expect(phases).toEqual(['opening', 'reading', 'committing', 'retention', 'planning', 'restoring']);
    for (const phase of ['reading', 'restoring'] as const) {
      const part = seen.filter((progress) => progress.phase === phase);
      expect(part[0]).toMatchObject({ files: 0, bytes: 0 });
      expect(part.at(-1)).toMatchObject({ files: 5, bytes: 7_500_000 });
      expect(part.every(({ bytes }, i) => i === 0 || bytes >= part[i - 1]!.bytes)).toBe(true);
    }
    expect(seen.at(-1)).toMatchObject({ filesTotal: 5, bytesTotal: 7_500_000 });
    await session.close();
  });
});
