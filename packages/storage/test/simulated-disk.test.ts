// The simulated disk is itself under test: against a real one while the power is on, and for what a crash may do.

import { readdirSync } from 'node:fs';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CrashError } from '../src/crash-error.ts';
import { type Disk, diskErrorCode } from '../src/disk.ts';
import { nodeDisk } from '../src/node-disk.ts';
import { SimulatedDisk } from '../src/simulated-disk.ts';
import { temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const data = Uint8Array.from({ length: 100 }, (_, i) => i + 1);

async function write(disk: Disk, path: string, bytes: Uint8Array, sync = false): Promise<void> {
  const handle = await disk.create(path);
  await disk.write(handle, bytes, 0);
  if (sync) await disk.fsync(handle);
  await disk.close(handle);
}

/** The outcomes of crashes with many seeds, as sorted text. */
async function outcomes(prepare: (disk: Disk) => Promise<void>, seeds = 200): Promise<string[]> {
  const seen = new Set<string>();
  for (let seed = 0; seed < seeds; seed++) {
    const simulated = new SimulatedDisk({ blockBytes: 40 });
    await prepare(simulated.disk);
    simulated.crash(seed);
    seen.add([...simulated.folders(), ...simulated.files().keys()].toSorted().join(' '));
  }
  return [...seen].toSorted();
}

describe('with the power on, the simulated disk does what the real one does', () => {
  const path = fc.constantFrom('/a', '/b', '/d', '/d/a', '/d/b', '/d/e', '/d/e/a', '/a/x');
  const operation = fc.oneof(
    path.map((p) => ({ text: `write ${p}`, run: (disk: Disk, at: string) => write(disk, at + p, data) })),
    fc.tuple(path, path).map(([p, q]) => ({
      text: `link ${p} ${q}`,
      run: (disk: Disk, at: string) => disk.link(at + p, at + q),
    })),
    path.map((p) => ({ text: `unlink ${p}`, run: (disk: Disk, at: string) => disk.unlink(at + p) })),
    path.map((p) => ({ text: `mkdir ${p}`, run: (disk: Disk, at: string) => disk.mkdir(at + p) })),
    path.map((p) => ({ text: `rmdir ${p}`, run: (disk: Disk, at: string) => disk.rmdir(at + p) })),
    path.map((p) => ({ text: `sync ${p}`, run: (disk: Disk, at: string) => disk.fsyncFolder(at + p) })),
    path.map((p) => ({
      text: `rename ${p}`,
      run: (disk: Disk, at: string) => disk.rename(at + p, `${at + p}2`),
    })),
    path.map((p) => ({
      text: `stat ${p}`,
      run: async (disk: Disk, at: string) => (await disk.lstat(at + p)).kind,
    })),
    path.map((p) => ({
      text: `list ${p}`,
      run: async (disk: Disk, at: string) =>
        (await Array.fromAsync(disk.entries(at + p))).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    })),
    path.map((p) => ({
      text: `read ${p}`,
      run: async (disk: Disk, at: string) => {
        const handle = await disk.open(at + p);
        const target = new Uint8Array(50);
        try {
          const { kind, size } = await disk.fstat(handle);
          return kind === 'folder' ? kind : [kind, size, await disk.read(handle, target, 70), target];
        } finally {
          await disk.close(handle);
        }
      },
    })),
  );

  it('for any sequence of operations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25, size: 'max' }), async (operations) => {
        const root = folder();
        const simulated = new SimulatedDisk();
        for (const { text, run } of operations) {
          const [real, ours] = await Promise.all([
            result(run(nodeDisk, root)),
            result(run(simulated.disk, '')),
          ]);
          expect(ours, text).toEqual(real);
        }
        const names = readdirSync(root, { recursive: true }).map((name) => `/${name}`);
        expect([...simulated.folders(), ...simulated.files().keys()].toSorted()).toEqual(names.toSorted());
        expect(simulated.openHandles).toBe(0);
      }),
      { numRuns: count('property') },
    );
  });

  async function result(run: Promise<unknown>): Promise<unknown> {
    try {
      return { value: await run };
    } catch (error) {
      const code = diskErrorCode(error) ?? '';
      // Which of two objections a disk names first is nobody's promise.
      return { failed: ['EEXIST', 'ENOTEMPTY'].includes(code) ? code : 'otherwise' };
    }
  }
});

describe('a power cut', () => {
  it('keeps or loses each entry that was not synced, on its own', async () => {
    const seen = await outcomes(async (disk) => {
      await disk.mkdir('/d');
      await disk.fsyncFolder('');
      for (const name of ['/d/a', '/d/b']) await write(disk, name, data);
    });
    expect(seen).toEqual(['/d', '/d /d/a', '/d /d/a /d/b', '/d /d/b']);
  });

  it('never loses what was synced', async () => {
    const seen = await outcomes(async (disk) => {
      await disk.mkdir('/d');
      await write(disk, '/d/a', data, true);
      await disk.fsyncFolder('/d');
      await disk.fsyncFolder('');
    });
    expect(seen).toEqual(['/d /d/a']);
  });

  it('loses a synced file with its folder', async () => {
    const seen = await outcomes(async (disk) => {
      await disk.mkdir('/d');
      await write(disk, '/d/a', data, true);
      await disk.fsyncFolder('/d');
    });
    expect(seen).toEqual(['', '/d /d/a']);
  });

  it('brings back what was removed, and leaves a renamed file under either name', async () => {
    const seen = await outcomes(async (disk) => {
      for (const name of ['/gone', '/old']) await write(disk, name, data, true);
      await disk.fsyncFolder('');
      await disk.unlink('/gone');
      await disk.rename('/old', '/new');
    });
    expect(seen).toEqual(['/gone /new', '/gone /old', '/new', '/old']);
  });

  it('may carry out later changes without earlier ones: a link lost and its first name removed', async () => {
    const seen = await outcomes(async (disk) => {
      await write(disk, '/tmp', data, true);
      await disk.fsyncFolder('');
      await disk.link('/tmp', '/final');
      await disk.unlink('/tmp');
    });
    expect(seen).toEqual(['', '/final', '/final /tmp', '/tmp']);
  });

  it('tears contents that were not synced: any length, with blocks of zeros', async () => {
    const lengths = new Set<number>();
    let holes = 0;
    for (let seed = 0; seed < 300; seed++) {
      const simulated = new SimulatedDisk({ blockBytes: 10 });
      await write(simulated.disk, '/a', data);
      await simulated.disk.fsyncFolder('');
      simulated.crash(seed);
      const left = simulated.files().get('/a') ?? new Uint8Array(999);
      lengths.add(left.length);
      for (const [i, byte] of left.entries()) expect([0, data[i]]).toContain(byte);
      if (left.length === 100 && left.includes(0)) holes++;
    }
    expect(lengths.size).toBeGreaterThan(50);
    expect([...lengths].every((length) => length <= 100)).toBe(true);
    expect(lengths.has(0)).toBe(true);
    expect(holes).toBeGreaterThan(0);
  });

  it('keeps the synced part of contents that grew, up to blocks that were written over', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const simulated = new SimulatedDisk({ blockBytes: 10 });
      const handle = await simulated.disk.create('/a');
      await simulated.disk.write(handle, data.subarray(0, 50), 0);
      await simulated.disk.fsync(handle);
      await simulated.disk.write(handle, data.subarray(50), 50);
      await simulated.disk.fsyncFolder('');
      simulated.crash(seed);
      expect(simulated.files().get('/a')?.slice(0, 50)).toEqual(data.slice(0, 50));
    }
  });

  it('is the same for the same seed', async () => {
    const run = async (seed: number): Promise<unknown> => {
      const simulated = new SimulatedDisk({ blockBytes: 8 });
      for (const name of ['/a', '/b', '/c', '/d']) await write(simulated.disk, name, data);
      simulated.crash(seed);
      return [...simulated.files()];
    };
    for (let seed = 0; seed < 20; seed++) expect(await run(seed)).toEqual(await run(seed));
  });

  it('stops every operation, the last one happening in full, in part or not at all', async () => {
    const written = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const simulated = new SimulatedDisk();
      const handle = await simulated.disk.create('/a');
      simulated.crashAt(1, seed);
      await expect(simulated.disk.write(handle, data, 0)).rejects.toThrow(CrashError);
      expect(simulated.crashed).toBe(true);
      await expect(simulated.disk.lstat('/a')).rejects.toThrow(CrashError);
      await expect(Array.fromAsync(simulated.disk.entries(''))).rejects.toThrow(CrashError);
      written.add(simulated.files().get('/a')?.length ?? -1);
      simulated.restart();
      expect((await simulated.disk.lstat('/a')).kind).toBe('file');
      await expect(simulated.disk.fstat(handle)).rejects.toThrow(/EBADF/);
    }
    expect(written.has(0) && written.has(100) && written.size > 10).toBe(true);
  });
});

describe('the options of the simulated disk', () => {
  it('limit its room, shared by the names of one file', async () => {
    const { disk } = new SimulatedDisk({ capacity: 150 });
    await write(disk, '/a', data);
    await disk.link('/a', '/b');
    const handle = await disk.create('/c');
    expect(await disk.write(handle, data, 0)).toBe(50);
    await expect(disk.write(handle, data.subarray(50), 50)).rejects.toThrow(/ENOSPC/);
  });

  it('make each operation fail that the test names', async () => {
    const simulated = new SimulatedDisk();
    simulated.failWith = ({ kind, path }) => (kind === 'mkdir' && path === '/x' ? 'EROFS' : undefined);
    await expect(simulated.disk.mkdir('/x')).rejects.toThrow(expect.objectContaining({ code: 'EROFS' }));
    await simulated.disk.mkdir('/y');
    expect(simulated.folders()).toEqual(['/y']);
    expect(simulated.operations.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['mkdir /x', 'mkdir /y']);
  });

  it('plant what no store writes', async () => {
    const simulated = new SimulatedDisk();
    simulated.plant('/link', 'link');
    simulated.plant('/pipe', 'other');
    simulated.plant('/file', 'file', data);
    await expect(simulated.disk.open('/link')).rejects.toThrow(/ELOOP/);
    await expect(simulated.disk.open('/pipe')).rejects.toThrow(/ENXIO/);
    simulated.crash(1);
    expect(simulated.files()).toEqual(new Map([['/file', data]]));
    expect((await simulated.disk.lstat('/pipe')).kind).toBe('other');
  });
});
