// Large files of a restore: gathered and written behind, with nothing lost, mixed up, or written to a file that is closed.

import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@muniment/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { backUp, restore } from '../src/index.ts';
import { LargeFiles } from '../src/large-files.ts';
import { setUp } from './support.ts';
import { factsOf } from './tree.ts';

const MIB = 2 ** 20;
const STAGE = 2 * MIB;
const random = seededRandom(94);
const folder = mkdtempSync(join(tmpdir(), 'large-files-'));

afterAll(() => rmSync(folder, { recursive: true }));

const newLargeFiles = (): LargeFiles =>
  new LargeFiles({
    buffer: (length) => new Uint8Array(new WebAssembly.Memory({ initial: length / 65_536 }).buffer),
    copy: (target, at, source) => target.set(source, at),
  });

/** Writes content of `length` bytes in pieces, of which some are left out as holes. */
async function write(files: LargeFiles, path: string, length: number, holes: boolean): Promise<Uint8Array> {
  const content = random.bytes(length);
  const handle = openSync(path, 'wx');
  try {
    for (let at = 0; at < length; ) {
      const piece = Math.min(length - at, random.pick([1, 4095, 4096, 70_001, MIB, 3 * MIB + 5]));
      if (holes && random.pick([true, false])) content.fill(0, at, at + piece);
      else await files.add(handle, at, content.subarray(at, at + piece));
      at += piece;
    }
    await files.flush();
    ftruncateSync(handle, length);
  } finally {
    closeSync(handle);
  }
  return content;
}

describe('LargeFiles', () => {
  it('writes any length in any pieces', async () => {
    const files = newLargeFiles();
    for (const length of [1, 4096, STAGE - 1, STAGE, STAGE + 1, 2 * STAGE, 9 * MIB + 77]) {
      const path = join(folder, `whole-${length}`);
      const content = await write(files, path, length, false);
      expect(readFileSync(path).equals(content)).toBe(true);
    }
  });

  it('leaves out holes, wherever they begin and end', async () => {
    const files = newLargeFiles();
    for (let i = 0; i < 10; i++) {
      const path = join(folder, `holes-${i}`);
      const content = await write(files, path, 5 * MIB + i, true);
      expect(readFileSync(path).equals(content)).toBe(true);
    }
  });

  it('says what went wrong, and takes the next file after it', async () => {
    const files = newLargeFiles();
    const full = openSync('/dev/full', 'w');
    const content = random.bytes(MIB);
    const fill = async (): Promise<void> => {
      for (let i = 0; i < 8; i++) await files.add(full, i * MIB, content);
      await files.flush();
    };
    await expect(fill()).rejects.toThrow('ENOSPC');
    await files.drop();
    closeSync(full);
    const path = join(folder, 'next');
    const next = await write(files, path, 3 * MIB, false);
    expect(readFileSync(path).equals(next)).toBe(true);
  });

  it('has nothing under way after drop(), and writes nothing of what was gathered', async () => {
    const files = newLargeFiles();
    const path = join(folder, 'dropped');
    const handle = openSync(path, 'wx');
    await files.add(handle, 0, random.bytes(2 * STAGE + 100));
    await files.drop();
    closeSync(handle);
    expect(statSync(path).size).toBe(2 * STAGE);
    // It would come to the file that has the number of the closed one.
    const other = openSync(join(folder, 'other'), 'wx');
    await files.flush();
    closeSync(other);
    expect(statSync(join(folder, 'other')).size).toBe(0);
  });
});

it.each([1, 2])('a restore gives back large files of all kinds, on %i threads', async (jobs) => {
  const { session, source, folder: around } = await setUp();
  const modes = [0o400, 0o644, 0o444, 0o600, 0o000, 0o4755];
  for (const [i, length] of [262_143, 262_144, 262_145, STAGE - 1, STAGE + 4_095, 5 * MIB].entries()) {
    writeFileSync(join(source, `file${i}`), random.bytes(length));
    chmodSync(join(source, `file${i}`), modes[i]!);
    utimesSync(join(source, `file${i}`), 1_000 + i, 2_000 + i);
  }
  const handle = openSync(join(source, 'sparse'), 'wx');
  for (const at of [4_099, 3 * MIB, 7 * MIB + 1]) writeSync(handle, random.bytes(MIB + 9), 0, MIB + 9, at);
  ftruncateSync(handle, 12 * MIB);
  closeSync(handle);
  for (const path of [join(source, 'sparse'), source]) utimesSync(path, 5, 6);

  await backUp(session, { paths: [source], jobs });
  const into = join(around, 'out');
  const { failed, incomplete } = await restore(session, { into, jobs });
  expect([failed.count, incomplete.count]).toEqual([0, 0]);
  expect(factsOf(join(into, 'src'))).toEqual(factsOf(source));
  expect(statSync(join(into, 'src', 'sparse')).blocks).toBeLessThan((8 * MIB) / 512);
});
