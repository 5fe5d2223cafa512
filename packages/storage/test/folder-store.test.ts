import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import type { Disk } from '../src/disk.ts';
import { toStoreError } from '../src/folder-error.ts';
import { folderStore } from '../src/folder-store.ts';
import { emptyStore, memoryStore, retryingStore } from '../src/index.ts';
import { nodeDisk } from '../src/node-disk.ts';
import { SimulatedDisk } from '../src/simulated-disk.ts';
import { linklessDisk, sorted, storeOn, temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const bytes = Uint8Array.of(1, 2, 3, 4, 5);
const HOUR_MS = 3_600_000;

function code(name: string): unknown {
  return expect.objectContaining({ name: 'MunimentError', code: name });
}

describe('folderStore keeps the contract', () => {
  for (const { name, run } of storeContract(() => folderStore(folder()))) it(name, run, 20_000);
});

describe('folderStore keeps the contract without hard links', () => {
  for (const { name, run } of storeContract(() => storeOn(linklessDisk, folder()))) it(name, run, 20_000);
});

describe('folderStore keeps the contract on a simulated disk that mixes concurrent calls', () => {
  for (const hardLinks of [true, false]) {
    const make = () => {
      const simulated = new SimulatedDisk({ hardLinks, interleaveSeed: 5, writeBytes: 1 << 20 });
      return storeOn(simulated.disk, '/store', { create: true });
    };
    for (const { name, run } of storeContract(make)) it(`${name} (hard links: ${hardLinks})`, run, 20_000);
  }
});

describe('a folder store', () => {
  it('reads into the room it is given, where that is long enough', async () => {
    const store = retryingStore(folderStore(folder()));
    await store.put('a', bytes);
    const room = new Uint8Array(new SharedArrayBuffer(20), 3, 10);
    expect((await store.get('a', undefined, room)).buffer).toBe(room.buffer);
    expect(room.slice(0, 6)).toEqual(Uint8Array.of(...bytes, 0));
    expect((await store.get('a', { offset: 1, length: 2 }, room)).buffer).toBe(room.buffer);
    expect((await store.get('a', undefined, room.subarray(0, 4))).buffer).not.toBe(room.buffer);
  });
});

describe('the files of a folder store', () => {
  it('are named after the objects, readable by their owner only, and are all there is (STORE-040, STORE-048)', async () => {
    const root = folder();
    await folderStore(root).put('packs/0a/x', bytes);
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(['packs', 'packs/0a', 'packs/0a/x']);
    expect(new Uint8Array(readFileSync(join(root, 'packs/0a/x')))).toEqual(bytes);
    expect(lstatSync(join(root, 'packs/0a/x')).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(root, 'packs')).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(root, 'packs/0a/x')).nlink).toBe(1);
  });

  it('stay where they are when the process changes its folder', async () => {
    const [root, elsewhere] = [folder(), folder()];
    const script = `
      const { folderStore } = await import(process.env.STORAGE);
      const store = folderStore('.');
      process.chdir(process.env.ELSEWHERE);
      await store.put('a', new Uint8Array(1));`;
    const STORAGE = new URL('../dist/index.js', import.meta.url).href;
    const env = { ...process.env, ELSEWHERE: elsewhere, STORAGE };
    const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(result.stderr).toBe('');
    expect(readdirSync(root)).toEqual(['a']);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('are at their place when the root is a link the user made', async () => {
    const [real, links] = [folder(), folder()];
    symlinkSync(real, join(links, 'store'));
    const store = folderStore(join(links, 'store'));
    await store.put('a/b', bytes);
    expect(await store.get('a/b')).toEqual(bytes);
    expect(await sorted(store.list(''))).toEqual([{ name: 'a/b', size: 5 }]);
    expect(existsSync(join(real, 'a/b'))).toBe(true);
  });
});

describe('a folder that is not there', () => {
  it('is unreachable, never an empty store (STORE-023, STORE-047)', async () => {
    const store = folderStore(join(folder(), 'gone'));
    const unreachable = code('ERR_STORE_UNREACHABLE');
    await expect(store.put('a/b', bytes)).rejects.toThrow(unreachable);
    await expect(store.put('a', bytes)).rejects.toThrow(unreachable);
    await expect(store.get('a')).rejects.toThrow(unreachable);
    await expect(store.get('a/b')).rejects.toThrow(unreachable);
    await expect(store.stat('a')).rejects.toThrow(unreachable);
    await expect(store.stat('a/b')).rejects.toThrow(unreachable);
    await expect(store.delete('a')).rejects.toThrow(unreachable);
    await expect(sorted(store.list(''))).rejects.toThrow(unreachable);
    await expect(sorted(store.list('a/b'))).rejects.toThrow(unreachable);
    await expect(sorted(store.listForeign())).rejects.toThrow(unreachable);
    await expect(store.sweep(0)).rejects.toThrow(unreachable);
  });

  it('is unreachable also when a file or a dangling link is in its place', async () => {
    const parent = folder();
    writeFileSync(join(parent, 'file'), 'x');
    symlinkSync(join(parent, 'nowhere'), join(parent, 'dangling'));
    for (const name of ['file', 'dangling']) {
      const store = folderStore(join(parent, name));
      await expect(store.put('a', bytes), name).rejects.toThrow(code('ERR_STORE_UNREACHABLE'));
      await expect(store.get('a'), name).rejects.toThrow(code('ERR_STORE_UNREACHABLE'));
      await expect(sorted(store.list('')), name).rejects.toThrow(code('ERR_STORE_UNREACHABLE'));
    }
  });

  it('is empty until the first put, which makes it, when it is to be created', async () => {
    const root = join(folder(), 'a/b/c');
    const store = folderStore(root, { create: true });
    expect(await sorted(store.list(''))).toEqual([]);
    expect(await sorted(store.listForeign())).toEqual([]);
    expect(await store.stat('x')).toBeUndefined();
    await expect(store.get('x')).rejects.toThrow(code('ERR_STORE_NOT_FOUND'));
    await store.delete('x');
    expect(await store.sweep(0)).toEqual({ files: 0, folders: 0 });
    expect(existsSync(root)).toBe(false);
    await store.put('x', bytes);
    expect(await store.get('x')).toEqual(bytes);
  });

  it('is unreachable when it goes away after it was created', async () => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/a/store', { create: true });
    await store.put('x', bytes);
    await store.delete('x');
    await simulated.disk.rmdir('/a/store');
    await expect(store.put('y', bytes)).rejects.toThrow(code('ERR_STORE_UNREACHABLE'));
    await expect(sorted(store.list(''))).rejects.toThrow(code('ERR_STORE_UNREACHABLE'));
  });

  it('can be created after a first try failed', async () => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/a/store', { create: true });
    simulated.failWith = ({ kind }) => (kind === 'mkdir' ? 'ENOSPC' : undefined);
    await expect(store.put('x', bytes)).rejects.toThrow(code('ERR_STORE_FULL'));
    simulated.failWith = undefined;
    await store.put('x', bytes);
    expect(await store.get('x')).toEqual(bytes);
  });

  it('must have a path', () => {
    expect(() => folderStore('')).toThrow(TypeError);
    expect(() => folderStore(undefined as never)).toThrow(TypeError);
  });
});

describe('what a hostile provider puts into the folder', () => {
  it('is not followed when it is a link (STORE-005, STORE-041)', async () => {
    const [root, outside] = [folder(), folder()];
    const store = folderStore(root);
    writeFileSync(join(outside, 'secret'), 'secret');
    await store.put('packs/0a/x', bytes);
    symlinkSync(join(outside, 'secret'), join(root, 'packs/0a/link'));
    symlinkSync(outside, join(root, 'packs/0b'));
    for (const name of ['packs/0a/link', 'packs/0b/secret', 'packs/0b']) {
      await expect(store.get(name), name).rejects.toThrow(code('ERR_STORE_NOT_FOUND'));
      await expect(store.get(name, { offset: 0, length: 1 }), name).rejects.toThrow(
        code('ERR_STORE_NOT_FOUND'),
      );
      expect(await store.stat(name), name).toBeUndefined();
      await store.delete(name);
    }
    await expect(store.put('packs/0b/new', bytes)).rejects.toThrow(code('ERR_STORE_FOREIGN'));
    await expect(store.put('packs/0b/deeper/new', bytes)).rejects.toThrow(code('ERR_STORE_FOREIGN'));
    await expect(store.put('packs/0a/link', bytes)).rejects.toThrow(code('ERR_STORE_EXISTS'));
    writeFileSync(join(outside, `~muniment-put-${'0'.repeat(32)}.tmp`), '');
    mkdirSync(join(outside, 'empty'));
    await store.sweep(0);
    expect(await sorted(store.list(''))).toEqual([{ name: 'packs/0a/x', size: 5 }]);
    expect(await sorted(store.list('packs/0b/'))).toEqual([]);
    expect(await sorted(store.listForeign())).toEqual([
      { path: '"packs/0a/link"', kind: 'link' },
      { path: '"packs/0b"', kind: 'link' },
    ]);
    expect(readdirSync(outside)).toHaveLength(3);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    expect(readdirSync(join(root, 'packs')).toSorted()).toEqual(['0a', '0b']);
  });

  it('does not hang a reader when it is a pipe, a socket or a device (STORE-005, STORE-042)', async () => {
    const root = folder();
    const store = folderStore(root);
    expect(spawnSync('mkfifo', [join(root, 'pipe')]).status).toBe(0);
    const server = createServer().listen(join(root, 'socket'));
    symlinkSync('/dev/zero', join(root, 'device'));
    try {
      await new Promise((done) => server.once('listening', done));
      for (const name of ['pipe', 'socket', 'device']) {
        await expect(store.get(name), name).rejects.toThrow(code('ERR_STORE_NOT_FOUND'));
        expect(await store.stat(name), name).toBeUndefined();
        await store.delete(name);
      }
      expect(await sorted(store.list(''))).toEqual([]);
      expect(await sorted(store.listForeign())).toEqual([
        { path: '"device"', kind: 'link' },
        { path: '"pipe"', kind: 'other' },
        { path: '"socket"', kind: 'other' },
      ]);
    } finally {
      server.close();
    }
  });

  it('is listed as foreign, escaped, and never as an object or removed (STORE-005, STORE-006)', async () => {
    const root = folder();
    const store = folderStore(root);
    await store.put('a/b', bytes);
    for (const path of [
      'README.txt',
      'a/.hidden',
      'a/B',
      'a/\x1b[2J',
      'a/desktop.ini',
      'a/b (conflicted copy)',
    ]) {
      writeFileSync(join(root, path), 'x');
    }
    mkdirSync(join(root, '.git/objects'), { recursive: true });
    writeFileSync(join(root, '.git/objects/x'), 'x');
    mkdirSync(join(root, 'a/Sub'));
    const before = readdirSync(root, { recursive: true }).toSorted();
    expect(await sorted(store.list(''))).toEqual([{ name: 'a/b', size: 5 }]);
    expect(await sorted(store.listForeign())).toEqual([
      { path: '".git"', kind: 'folder' },
      { path: '"README.txt"', kind: 'file' },
      { path: '"a/.hidden"', kind: 'file' },
      { path: '"a/B"', kind: 'file' },
      { path: '"a/Sub"', kind: 'folder' },
      { path: '"a/\\u001b[2J"', kind: 'file' },
      { path: '"a/b (conflicted copy)"', kind: 'file' },
      { path: '"a/desktop.ini"', kind: 'file' },
    ]);
    await store.sweep(0);
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(before);
  });

  it('ends at the length of a name, however deep it is', async () => {
    const root = folder();
    const store = folderStore(root);
    mkdirSync(join(root, 'a/'.repeat(300)), { recursive: true });
    expect(await sorted(store.list(''))).toEqual([]);
    expect(await sorted(store.listForeign())).toEqual([{ path: `"${'a/'.repeat(100)}a"`, kind: 'folder' }]);
  });

  it('is refused by size before anything is allocated (STORE-004)', async () => {
    const root = folder();
    const store = folderStore(root);
    const path = join(root, 'huge');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
    await expect(store.get('huge')).rejects.toThrow(code('ERR_LIMIT'));
    await expect(store.get('huge', { offset: 0, length: 2 ** 30 })).rejects.toThrow(code('ERR_LIMIT'));
    expect(await store.get('huge', { offset: 2 ** 39, length: 3 })).toEqual(new Uint8Array(3));
    expect(await store.stat('huge')).toEqual({ name: 'huge', size: 2 ** 40 });
  });

  it('blocks a put when a file is where a folder is needed', async () => {
    const store = folderStore(folder());
    await store.put('a', bytes);
    await expect(store.put('a/b', bytes)).rejects.toThrow(code('ERR_STORE_FOREIGN'));
    await expect(store.put('a/b/c', bytes)).rejects.toThrow(code('ERR_STORE_FOREIGN'));
    await store.put('b/c', bytes);
    await expect(store.put('b', bytes)).rejects.toThrow(code('ERR_STORE_EXISTS'));
  });
});

describe('leftovers', () => {
  const temporary = `~muniment-put-${'0f'.repeat(16)}.tmp`;
  const lock = '~muniment-lock-x-1.tmp';

  it('are swept when they are old enough, with folders that are empty (STORE-037)', async () => {
    const root = folder();
    const store = folderStore(root);
    await store.put('a/b', bytes);
    for (const path of ['young', 'fresh', 'old/deep', 'half/old', 'half/young'])
      mkdirSync(join(root, path), { recursive: true });
    for (const path of [
      temporary,
      `a/${lock}`,
      `young/${temporary}`,
      `old/deep/${lock}`,
      `half/young/${temporary}`,
    ]) {
      writeFileSync(join(root, path), 'x');
    }
    const old = Date.now() / 1_000 - 7_200;
    for (const path of [
      temporary,
      `a/${lock}`,
      `old/deep/${lock}`,
      'old/deep',
      'old',
      'half/old',
      'half',
      'a',
    ]) {
      utimesSync(join(root, path), old, old);
    }
    expect((await sorted(store.listForeign())).map(({ kind }) => kind)).toEqual(Array(5).fill('leftover'));
    expect(await store.sweep(HOUR_MS)).toEqual({ files: 3, folders: 3 });
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual([
      'a',
      'a/b',
      'fresh',
      'half',
      'half/young',
      `half/young/${temporary}`,
      'young',
      `young/${temporary}`,
    ]);
    expect(await store.sweep(0)).toEqual({ files: 2, folders: 4 });
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(['a', 'a/b']);
    expect(await sorted(store.listForeign())).toEqual([]);
  });

  it('and empty folders do not come back with the power once a sweep is done (STORE-038)', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const simulated = new SimulatedDisk();
      for (const path of ['/store', '/store/a', '/store/b', '/store/b/c']) simulated.plant(path, 'folder');
      for (const path of [`/store/${temporary}`, `/store/a/${lock}`]) simulated.plant(path, 'file');
      expect(await storeOn(simulated.disk, '/store').sweep(0)).toEqual({ files: 2, folders: 3 });
      simulated.crash(seed);
      expect([...simulated.files().keys(), ...simulated.folders()]).toEqual(['/store']);
    }
  });

  it('are only files with exactly such names (STORE-036, STORE-043)', async () => {
    const root = folder();
    const store = folderStore(root);
    mkdirSync(join(root, temporary));
    symlinkSync('/dev/null', join(root, `~muniment-put-${'1'.repeat(32)}.tmp`));
    for (const name of [
      `${temporary}x`,
      `x${temporary}`,
      '~muniment-put-0.tmp',
      '~muniment-lock-.tmp',
      '~x.tmp',
    ]) {
      writeFileSync(join(root, name), 'x');
    }
    const before = readdirSync(root);
    expect(await store.sweep(0)).toEqual({ files: 0, folders: 0 });
    expect(readdirSync(root)).toEqual(before);
    expect((await sorted(store.listForeign())).filter(({ kind }) => kind === 'leftover')).toEqual([]);
  });

  it('do not stay after a put that failed', async () => {
    const simulated = new SimulatedDisk({ capacity: 1_000 });
    const store = storeOn(simulated.disk, '/store', { create: true });
    await store.put('a', new Uint8Array(600));
    await expect(store.put('b', new Uint8Array(600))).rejects.toThrow(code('ERR_STORE_FULL'));
    expect([...simulated.files().keys()]).toEqual(['/store/a']);
    await store.put('b', new Uint8Array(400));
    expect(simulated.openHandles).toBe(0);
  });

  it('hold up a put of the same name only when there are no hard links, and then say so', async () => {
    const simulated = new SimulatedDisk({ hardLinks: false });
    const store = storeOn(simulated.disk, '/store', { create: true });
    await store.put('a/other', bytes);
    simulated.plant('/store/a/~muniment-lock-x.tmp', 'file');
    await expect(store.put('a/x', bytes)).rejects.toThrow(code('ERR_STORE_IO'));
    await expect(store.put('a/x', bytes)).rejects.toThrow(/sweep the store/);
    expect(await store.sweep(0)).toEqual({ files: 1, folders: 0 });
    await store.put('a/x', bytes);
    expect(await store.get('a/x')).toEqual(bytes);
  });

  it('are all that emptyStore leaves to the caller besides foreign entries', async () => {
    const root = folder();
    const store = folderStore(root);
    for (const name of ['keyring/1-a', 'heads/1-0-a', 'packs/0a/x', 'packs/0b/y'])
      await store.put(name, bytes);
    writeFileSync(join(root, 'packs/0a', temporary), 'x');
    writeFileSync(join(root, 'packs/0b/notes.txt'), 'x');
    expect(await emptyStore(store)).toEqual({ objects: 4, files: 1, folders: 3 });
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual([
      'packs',
      'packs/0b',
      'packs/0b/notes.txt',
    ]);
    expect(await sorted(store.listForeign())).toEqual([{ path: '"packs/0b/notes.txt"', kind: 'file' }]);
  });

  it('include objects that a listing shows late, for emptyStore', async () => {
    const inner = memoryStore();
    for (let i = 0; i < 10; i++) await inner.put(`a/${i}`, bytes);
    let listings = 0;
    const late = Object.assign(retryingStore(inner), {
      async *list() {
        if (listings++ === 0) yield* (await Array.fromAsync(inner.list(''))).slice(0, 4);
        else yield* inner.list('');
      },
    });
    expect(await emptyStore(late)).toEqual({ objects: 10, files: 0, folders: 0 });
    expect(await sorted(inner.list(''))).toEqual([]);
  });

  it('are nothing at all after emptyStore on a store that only Muniment wrote to', async () => {
    const root = folder();
    const store = folderStore(root);
    for (const name of ['keyring/1-a', 'heads/1-0-a', 'packs/0a/x', 'packs/0b/y'])
      await store.put(name, bytes);
    expect(await emptyStore(store)).toEqual({ objects: 4, files: 0, folders: 5 });
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('a put during a sweep', () => {
  it('keeps the folder that it needs (STORE-039)', async () => {
    const root = folder();
    mkdirSync(join(root, 'a/b'), { recursive: true });
    const disk: Disk = {
      ...nodeDisk,
      rmdir: async (path) => {
        if (path.endsWith('/b')) await folderStore(root).put('a/b/c', bytes);
        await nodeDisk.rmdir(path);
      },
    };
    expect(await storeOn(disk, root, { now: () => Date.now() + HOUR_MS }).sweep(0)).toEqual({
      files: 0,
      folders: 0,
    });
    expect(await folderStore(root).get('a/b/c')).toEqual(bytes);
  });
});

describe('a listing', () => {
  // STORE-005, STORE-030
  it('leaves out what is no longer a file, or no longer there, when its size is looked up', async () => {
    const root = folder();
    const store = folderStore(root);
    for (const name of ['a', 'b', 'c']) await store.put(name, bytes);
    const disk: Disk = {
      ...nodeDisk,
      async *entries(path) {
        const entries = await Array.fromAsync(nodeDisk.entries(path));
        await store.delete('a');
        await store.delete('b');
        symlinkSync('/dev/zero', join(root, 'b'));
        yield* entries;
      },
    };
    expect(await sorted(storeOn(disk, root).list(''))).toEqual([{ name: 'c', size: 5 }]);
  });

  it('looks up 32 sizes at a time, however large the folder', async () => {
    const root = folder();
    for (let i = 0; i < 100; i++) writeFileSync(join(root, `${i}`), '');
    let running = 0;
    let most = 0;
    const disk: Disk = {
      ...nodeDisk,
      lstat: async (path) => {
        most = Math.max(most, ++running);
        try {
          return await nodeDisk.lstat(path);
        } finally {
          running--;
        }
      },
    };
    expect(await sorted(storeOn(disk, root).list(''))).toHaveLength(100);
    expect(most).toBe(32);
  });

  it('fails when a folder cannot be read, instead of leaving it out (STORE-033)', async () => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/store', { create: true });
    for (const name of ['a/1', 'b/1']) await store.put(name, bytes);
    simulated.failWith = ({ kind, path }) => (kind === 'entries' && path === '/store/b' ? 'EIO' : undefined);
    await expect(sorted(store.list(''))).rejects.toThrow(code('ERR_STORE_IO'));
    await expect(sorted(store.listForeign())).rejects.toThrow(code('ERR_STORE_IO'));
    expect(await sorted(store.list('a/'))).toHaveLength(1);
  });
});

describe('a sweep during a put', () => {
  it('may take the folder away, and the put makes it again', async () => {
    const root = folder();
    const sweeper = folderStore(root);
    let sweeps = 0;
    const disk: Disk = {
      ...nodeDisk,
      create: async (path) => {
        if (sweeps++ < 3) await sweeper.sweep(0);
        return await nodeDisk.create(path);
      },
    };
    await storeOn(disk, root).put('a/b/c', bytes);
    expect(sweeps).toBe(4);
    expect(await sweeper.get('a/b/c')).toEqual(bytes);
  });

  it('may take the temporary file away: then the put fails as a whole, and succeeds when tried again (STORE-039)', async () => {
    const root = folder();
    const sweeper = folderStore(root);
    let links = 0;
    const disk: Disk = {
      ...nodeDisk,
      link: async (from, to) => {
        if (links++ < 2) await sweeper.sweep(0);
        return await nodeDisk.link(from, to);
      },
    };
    const store = storeOn(disk, root, { now: () => Date.now() });
    await expect(store.put('a/b/c', bytes)).rejects.toThrow(code('ERR_STORE_IO'));
    expect(readdirSync(root)).toEqual([]);
    await retryingStore(store, { sleep: async () => {} }).put('a/b/c', bytes);
    expect(links).toBe(3);
    expect(await sweeper.get('a/b/c')).toEqual(bytes);
  });
});

describe('how much the disk has to do', () => {
  function counting(): { disk: Disk; calls: string[]; bytesRead: () => number } {
    const calls: string[] = [];
    let total = 0;
    const disk = Object.fromEntries(
      Object.entries(nodeDisk).map(([kind, run]) => [
        kind,
        (...args: unknown[]) => {
          calls.push(kind);
          if (kind === 'read') total += (args[1] as Uint8Array).length;
          return (run as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    ) as unknown as Disk;
    return { disk, calls, bytesRead: () => total };
  }

  it('to read a range: open the file and read just that range (STORE-024)', async () => {
    const { disk, calls, bytesRead } = counting();
    const store = storeOn(disk, folder());
    await store.put('packs/0a/x', new Uint8Array(1 << 20));
    calls.length = 0;
    await store.get('packs/0a/x', { offset: 300_000, length: 16_400 });
    expect(calls).toEqual(['lstat', 'lstat', 'open', 'fstat', 'read', 'close']);
    expect(bytesRead()).toBe(16_400);
  });

  it('to put into a folder that is there (STORE-044)', async () => {
    const { disk, calls } = counting();
    const store = storeOn(disk, folder());
    await store.put('packs/0a/x', bytes);
    calls.length = 0;
    await store.put('packs/0a/y', bytes);
    expect(calls.filter((kind) => kind !== 'lstat')).toEqual([
      'create',
      'write',
      'fsync',
      'close',
      'link',
      'unlink',
      'fsyncFolder',
      'fsyncFolder',
      'fsyncFolder',
    ]);
    expect(calls.filter((kind) => kind === 'lstat')).toHaveLength(2);
  });

  it('to list a prefix: read only the folders that can hold it', async () => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/store', { create: true });
    for (const name of ['heads/1', 'packs/0a/x', 'packs/0b/x', 'packs/1a/x']) await store.put(name, bytes);
    simulated.operations.length = 0;
    expect(await sorted(store.list('packs/0'))).toHaveLength(2);
    const read = simulated.operations.filter(({ kind }) => kind === 'entries').map(({ path }) => path);
    expect(read).toEqual(['/store/packs', '/store/packs/0a', '/store/packs/0b']);
  });
});

describe('failures of the operating system', () => {
  it.each([
    ['EROFS', 'ERR_STORE_READ_ONLY'],
    ['EACCES', 'ERR_STORE_READ_ONLY'],
    ['EPERM', 'ERR_STORE_READ_ONLY'],
    ['ENOSPC', 'ERR_STORE_FULL'],
    ['EDQUOT', 'ERR_STORE_FULL'],
    ['EFBIG', 'ERR_STORE_FULL'],
    ['EIO', 'ERR_STORE_IO'],
    ['EMFILE', 'ERR_STORE_IO'],
    ['ENAMETOOLONG', 'ERR_STORE_IO'],
    ['ENODEV', 'ERR_STORE_UNREACHABLE'],
    ['ESTALE', 'ERR_STORE_UNREACHABLE'],
    ['ENOTCONN', 'ERR_STORE_UNREACHABLE'],
    ['EHOSTDOWN', 'ERR_STORE_UNREACHABLE'],
    ['ETIMEDOUT', 'ERR_STORE_UNREACHABLE'],
  ])('%s while writing is %s', async (posix, expected) => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/store', { create: true });
    await store.put('a/b', bytes);
    simulated.failWith = ({ kind }) => (kind === 'create' ? posix : undefined);
    const error = await store.put('a/c', bytes).catch((thrown: unknown) => thrown);
    expect(error).toEqual(code(expected));
    expect((error as Error).message).toContain('writing a/c in the folder /store');
    expect((error as Error).message).toContain(posix);
    expect((error as Error).cause).toMatchObject({ code: posix });
  });

  it('has the codes of the table in spec/storage.md, while reading and while writing (STORE-049)', () => {
    const spec = readFileSync(new URL('../../../spec/storage.md', import.meta.url), 'utf8');
    const section = spec.slice(spec.indexOf('## 9. Errors'), spec.indexOf('## 10.'));
    let checked = 0;
    for (const [, system = '', reading, writing] of section.matchAll(
      /^\| (.*) \| `(\w+)` \| `(\w+)` \|$/gm,
    )) {
      const names = [...system.matchAll(/`(E[A-Z]+)`/g)].map(([, name]) => name);
      for (const posix of system === 'anything else'
        ? ['EIO', 'EMFILE', 'ENAMETOOLONG', 'ELOOP', 'EXYZ']
        : names) {
        const error = Object.assign(new Error('x'), { code: posix });
        const of = (kind: 'read' | 'write') => toStoreError(error, { kind, text: 'x', root: '/' });
        expect(of('read'), posix).toEqual(code(reading ?? ''));
        expect(of('write'), posix).toEqual(code(writing ?? ''));
        checked++;
      }
    }
    expect(checked).toBe(24);
    const unknown = new Error('not of the disk');
    expect(toStoreError(unknown, { kind: 'read', text: 'x', root: '/' })).toBe(unknown);
  });

  it('EACCES while reading is ERR_STORE_DENIED', async () => {
    const simulated = new SimulatedDisk();
    const store = storeOn(simulated.disk, '/store', { create: true });
    await store.put('a/b', bytes);
    simulated.failWith = () => 'EACCES';
    await expect(store.get('a/b')).rejects.toThrow(code('ERR_STORE_DENIED'));
    await expect(store.stat('a/b')).rejects.toThrow(code('ERR_STORE_DENIED'));
    await expect(sorted(store.list(''))).rejects.toThrow(code('ERR_STORE_DENIED'));
    await expect(sorted(store.listForeign())).rejects.toThrow(code('ERR_STORE_DENIED'));
  });

  it('an object that shrinks while it is read is ERR_STORE_IO (STORE-022)', async () => {
    const root = folder();
    const store = storeOn({ ...nodeDisk, read: async () => 0 }, root);
    await store.put('a', bytes);
    await expect(store.get('a')).rejects.toThrow(code('ERR_STORE_IO'));
    expect(await store.get('a', { offset: 5, length: 0 })).toEqual(new Uint8Array());
  });

  it('short reads and writes are continued', async () => {
    const disk: Disk = {
      ...nodeDisk,
      read: (handle, target, position) => nodeDisk.read(handle, target.subarray(0, 3), position),
      write: (handle, data, position) => nodeDisk.write(handle, data.subarray(0, 2), position),
    };
    const store = storeOn(disk, folder());
    const data = Uint8Array.from({ length: 100 }, (_, i) => i);
    await store.put('a', data);
    expect(await store.get('a')).toEqual(data);
    expect(await store.get('a', { offset: 7, length: 11 })).toEqual(data.slice(7, 18));
  });

  it('a disk that takes no bytes and names no reason is ERR_STORE_IO', async () => {
    const store = storeOn({ ...nodeDisk, write: async () => 0 }, folder());
    await expect(store.put('a', bytes)).rejects.toThrow(code('ERR_STORE_IO'));
  });

  it('a file whose sync failed is written anew under another name, not synced again (STORE-045)', async () => {
    const simulated = new SimulatedDisk();
    const synced: string[] = [];
    const files = new Map<number, string>();
    const disk: Disk = {
      ...simulated.disk,
      create: async (path) => {
        const handle = await simulated.disk.create(path);
        files.set(handle, path);
        return handle;
      },
      fsync: async (handle) => {
        synced.push(files.get(handle)!);
        if (synced.length < 3) throw Object.assign(new Error('lost'), { code: 'EIO' });
        await simulated.disk.fsync(handle);
      },
    };
    const store = retryingStore(storeOn(disk, '/store', { create: true }), { sleep: async () => {} });
    await store.put('a', bytes);
    expect(synced).toHaveLength(3);
    expect(new Set(synced).size).toBe(3);
    expect([...simulated.files()]).toEqual([['/store/a', bytes]]);
  });

  it('a link whose first answer was lost is recognised as our own', async () => {
    const disk: Disk = {
      ...nodeDisk,
      link: async (from, to) => {
        await nodeDisk.link(from, to);
        await nodeDisk.link(from, to);
      },
    };
    const store = storeOn(disk, folder());
    await store.put('a', bytes);
    expect(await store.get('a')).toEqual(bytes);
    await expect(store.put('a', bytes)).rejects.toThrow(code('ERR_STORE_EXISTS'));
  });

  it('anything at any moment leaves no partial object, no open file, and a code', async () => {
    for (const hardLinks of [true, false]) {
      for (const posix of ['EIO', 'ENOSPC', 'EROFS', 'ENODEV']) {
        const dry = new SimulatedDisk({ hardLinks, writeBytes: 2 });
        await storeOn(dry.disk, '/store', { create: true }).put('packs/0a/x', bytes);
        const total = dry.operations.length;
        for (let at = 1; at <= total; at++) {
          const simulated = new SimulatedDisk({ hardLinks, writeBytes: 2 });
          const store = storeOn(simulated.disk, '/store', { create: true });
          let seen = 0;
          simulated.failWith = () => (++seen === at ? posix : undefined);
          const outcome = await store.put('packs/0a/x', bytes).then(
            () => undefined,
            (error: unknown) => error,
          );
          const where = `${posix} at ${at} of ${total}`;
          if (outcome !== undefined) expect(outcome, where).toMatchObject({ name: 'MunimentError' });
          expect(simulated.openHandles, where).toBe(0);
          const object = simulated.files().get('/store/packs/0a/x');
          if (object !== undefined || outcome === undefined) expect(object, where).toEqual(bytes);
          simulated.failWith = undefined;
          await store.sweep(0);
          const again = await store.put('packs/0a/x', bytes).then(
            () => 'made',
            (error: { code: string }) => error.code,
          );
          expect(again, where).toBe(object === undefined ? 'made' : 'ERR_STORE_EXISTS');
          expect([...simulated.files().keys()], where).toEqual(['/store/packs/0a/x']);
        }
      }
    }
  });
});

describe('an ordinary user', () => {
  // The tests may run as root, to whom permissions do not apply, so a child takes another identity.
  const script = `
    import { folderStore } from '@muniment/storage';
    import { storeContract } from '@muniment/storage/contract';
    import { mkdirSync } from 'node:fs';
    const outcome = (promise) => promise.then(() => 'ok', (error) => error.code);
    const store = folderStore(process.env.ROOT + '/locked');
    const results = {
      put: await outcome(store.put('a/new', new Uint8Array(1))),
      delete: await outcome(store.delete('a/b')),
      get: await outcome(store.get('a/b')),
      list: await outcome(Array.fromAsync(store.list(''))),
      hidden: await outcome(store.get('hidden/x')),
      hiddenList: await outcome(Array.fromAsync(store.list('hidden/'))),
      contract: [],
    };
    let made = 0;
    const make = () => folderStore(process.env.ROOT + '/open/' + made++, { create: true });
    for (const { name, run } of storeContract(make)) {
      if (!name.includes('MiB') && !name.includes('1,000')) results.contract.push(await outcome(run()));
    }
    console.log(JSON.stringify(results));`;

  it('gets clear codes for what is not permitted, and the whole contract where it is', async () => {
    const root = folder();
    chmodSync(root, 0o755);
    const locked = folderStore(join(root, 'locked'), { create: true });
    await locked.put('a/b', bytes);
    await locked.put('hidden/x', bytes);
    for (const path of ['locked', 'locked/a']) chmodSync(join(root, path), 0o555);
    chmodSync(join(root, 'locked/a/b'), 0o444);
    chmodSync(join(root, 'locked/hidden'), 0);
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...identity,
      env: { ...process.env, ROOT: root },
      encoding: 'utf8',
    });
    for (const path of ['locked', 'locked/a', 'locked/hidden']) chmodSync(join(root, path), 0o700);
    expect(result.stderr).toBe('');
    const { contract, ...rest } = JSON.parse(result.stdout);
    expect(rest).toEqual({
      put: 'ERR_STORE_READ_ONLY',
      delete: 'ERR_STORE_READ_ONLY',
      get: 'ok',
      list: 'ERR_STORE_DENIED',
      hidden: 'ERR_STORE_DENIED',
      hiddenList: 'ERR_STORE_DENIED',
    });
    expect(contract.length).toBeGreaterThan(15);
    expect(new Set(contract)).toEqual(new Set(['ok']));
  });
});
