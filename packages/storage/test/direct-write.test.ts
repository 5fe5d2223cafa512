// Writing past the page cache: what is in the file afterwards is what was asked for, or nothing was taken.

import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@muniment/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { writeDirectly } from '../src/direct-write.ts';
import { folderStore, writeBytes } from '../src/index.ts';

const BLOCK = 4096;
const MINIMUM = 262_144;
const random = seededRandom(93);
const folder = mkdtempSync(join(tmpdir(), 'direct-write-'));
let count = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** Memory that begins at a page. */
function paged(length: number): Uint8Array {
  const { buffer } = new WebAssembly.Memory({ initial: Math.ceil(length / 65_536) });
  const bytes = new Uint8Array(buffer, 0, length);
  bytes.set(random.bytes(length));
  return bytes;
}

async function withFile<T>(use: (handle: number, path: string) => Promise<T>): Promise<T> {
  const path = join(folder, `f${count++}`);
  const handle = openSync(path, 'wx', 0o600);
  try {
    return await use(handle, path);
  } finally {
    closeSync(handle);
  }
}

/** Whether files here can be opened for it at all. */
const isPossible = await withFile(async (_, path) => {
  if (process.platform !== 'linux') return false;
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_DIRECT));
    return true;
  } catch {
    return false;
  }
});

describe('writeDirectly', () => {
  it('takes whole blocks, as many as there are', async () => {
    for (const length of [MINIMUM, MINIMUM + 1, MINIMUM + BLOCK - 1, 1_000_003, 5 * 2 ** 20]) {
      await withFile(async (handle, path) => {
        const bytes = paged(length);
        const taken = await writeDirectly(handle, bytes, 0);
        expect(taken).toBe(isPossible ? length - (length % BLOCK) : 0);
        expect(readFileSync(path).equals(bytes.subarray(0, taken))).toBe(true);
      });
    }
  });

  it('goes on behind what was written in the usual way, and that behind it', async () => {
    await withFile(async (handle, path) => {
      const bytes = paged(3 * MINIMUM + 77);
      writeSync(handle, bytes, 0, BLOCK, 0);
      let done = BLOCK;
      done += await writeDirectly(handle, bytes.subarray(BLOCK), BLOCK);
      writeSync(handle, bytes, done, bytes.length - done, done);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    });
  });

  it('takes nothing that is short, lies between blocks of the file or between those of the memory', async () => {
    await withFile(async (handle, path) => {
      const bytes = paged(2 * MINIMUM);
      expect(await writeDirectly(handle, bytes.subarray(0, MINIMUM - 1), 0)).toBe(0);
      expect(await writeDirectly(handle, bytes, 1)).toBe(0);
      expect(await writeDirectly(handle, bytes, BLOCK - 1)).toBe(0);
      expect(readFileSync(path)).toHaveLength(0);
      // Some devices take any place in memory.
      const taken = await writeDirectly(handle, bytes.subarray(3), 0);
      expect(readFileSync(path).equals(bytes.subarray(3, 3 + taken))).toBe(true);
    });
  });

  it('takes nothing where it fails, and leaves it to the usual way to say why', async () => {
    const bytes = paged(MINIMUM);
    expect(await writeDirectly(9_999_999, bytes, 0)).toBe(0);
    const full = openSync('/dev/full', 'w');
    try {
      expect(await writeDirectly(full, bytes, 0)).toBe(0);
    } finally {
      closeSync(full);
    }
  });
});

describe('writeBytes', () => {
  it('writes what can pass the cache and what cannot', async () => {
    await withFile(async (handle, path) => {
      const bytes = paged(2 * MINIMUM + 77);
      for (let done = 0; done < bytes.length; ) done += await writeBytes(handle, bytes.subarray(done), done);
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect(await writeBytes(handle, bytes.subarray(0, 3), bytes.length)).toBe(3);
      expect(readFileSync(path).subarray(bytes.length).equals(bytes.subarray(0, 3))).toBe(true);
    });
  });

  it('says why it cannot', async () => {
    await expect(writeBytes(9_999_999, paged(MINIMUM), 0)).rejects.toMatchObject({ code: 'EBADF' });
    const full = openSync('/dev/full', 'w');
    try {
      await expect(writeBytes(full, paged(MINIMUM), 0)).rejects.toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(full);
    }
  });
});

it('objects are the same whatever memory they come from', async () => {
  const store = folderStore(join(folder, 'store'), { create: true });
  for (const length of [MINIMUM - 1, MINIMUM, MINIMUM + 100, 17 * 2 ** 20 + 4_711]) {
    const bytes = paged(length);
    await store.put(`a/${length}-paged`, bytes);
    await store.put(`a/${length}-other`, random.bytes(length + 1).subarray(1));
    expect(Buffer.from(await store.get(`a/${length}-paged`)).equals(bytes)).toBe(true);
  }
});
