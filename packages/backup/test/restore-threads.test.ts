// A restore gives the same on one thread and on several, from a sound store and from damaged ones, and can be broken off
// while more is on its way.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Store } from '@muniment/storage';
import { overriding, seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { backUp, openArchive, type RestoreResult, restore, type Session } from '../src/index.ts';
import { names, setUp } from './support.ts';
import * as tree from './tree.ts';

const random = seededRandom(88);
const COMPRESSIONS = ['none', 'deflate', 'zstd'] as const;

/** Files of text and noise, 6 MB in all: more than is done before threads start. Gives what makes such text. */
function fill(folder: string): (count: number) => string {
  const words = Array.from({ length: 300 }, () => Buffer.from(random.bytes(4)).toString('hex'));
  const text = (count: number): string => Array.from({ length: count }, () => random.pick(words)).join(' ');
  for (let i = 0; i < 4; i++) writeFileSync(join(folder, `noise${i}`), random.bytes(900_000));
  for (let i = 0; i < 4; i++) writeFileSync(join(folder, `text${i}`), text(50_000));
  return text;
}

/** 600 small files in 30 folders, with all that stands between them: links, modes, times, owners. */
function fillWithSmall(folder: string, content: (i: number) => string): void {
  for (let i = 0; i < 30; i++) {
    const inner = join(folder, `d${i}`);
    mkdirSync(inner);
    for (let k = 0; k < 20; k++) {
      const path = join(inner, `f${k}`);
      writeFileSync(path, content(20 * i + k), { mode: [0o644, 0o600, 0o755, 0o444][k % 4] });
      utimesSync(path, 1_000_000 + i, 2_000_000 + k);
      if (k === 7) chownSync(path, 1234, 4321);
      if (k === 8) chmodSync(path, 0o4755);
    }
    symlinkSync('f1', join(inner, 'g'));
    linkSync(join(inner, 'f2'), join(inner, 'h'));
    chmodSync(inner, i % 2 === 0 ? 0o755 : 0o555);
    utimesSync(inner, 3_000_000, 4_000_000 + i);
  }
}

/** The packs of a store, the largest first. */
async function bySize(store: Store): Promise<string[]> {
  const infos = await Promise.all((await names(store, 'packs/')).map((name) => store.stat(name)));
  return infos.sort((a, b) => b!.size - a!.size).map((info) => info!.name);
}

/** What a restore reports and what it leaves, but for times of this run. */
async function outcome(session: Session, jobs: number): Promise<{ result: RestoreResult; facts: unknown }> {
  const into = join(tree.temporaryFolder(), 'out');
  const result = await restore(session, { into, jobs });
  return { result, facts: tree.comparable(tree.factsOf(join(into, 'src'))) };
}

it('is the same on several threads, whatever is damaged', async () => {
  for (const compression of COMPRESSIONS) {
    const { session, source, store } = await setUp();
    const text = fill(source);
    fillWithSmall(source, (i) => text(i % 7 === 0 ? 0 : random.below(400)));
    await backUp(session, { paths: [source], compression });
    const whole = await outcome(session, 1);
    expect(whole.result).toMatchObject({ files: 608, links: 60, failed: { count: 0 } });
    expect(await outcome(session, 3)).toEqual(whole);

    // A bit of the largest pack, then the pack.
    const [name] = await bySize(store);
    const bytes = (await store.get(name!)).slice();
    bytes[Math.floor(bytes.length / 4)]! ^= 4;
    await store.delete(name!);
    await store.put(name!, bytes);
    const damaged = await outcome(session, 1);
    expect(damaged.result.failed.count).toBeGreaterThan(0);
    expect(damaged.result.failed.first.every(({ code }) => code === 'ERR_SEGMENT')).toBe(true);
    expect(damaged.result.files).toBeLessThan(608);
    expect(await outcome(session, 3)).toEqual(damaged);

    await store.delete(name!);
    const missing = await outcome(session, 1);
    expect(missing.result.failed.count).toBeGreaterThan(damaged.result.failed.count);
    expect(await outcome(session, 3)).toEqual(missing);
    await session.close();
  }
});

it('that is broken off while more is on its way leaves no part of a file, and nothing hanging', async () => {
  const { session, source, store, home, folder } = await setUp();
  fill(source);
  await backUp(session, { paths: [source] });
  await session.close();
  // The noise lies in the largest pack, the text in the second: it is on its way while the noise is written.
  const [, text] = await bySize(store);
  let isStuck = false;
  const fails: (() => void)[] = [];
  const slow = overriding<Store>(store, {
    get: (name, range) =>
      isStuck && range === undefined && name === text
        ? new Promise((_, reject) => fails.push(() => reject(new Error('too late'))))
        : store.get(name, range),
  });
  for (const jobs of [1, 3]) {
    for (const isSlow of [false, true]) {
      const reader = await openArchive({ store: slow, home });
      isStuck = isSlow;
      const stop = new AbortController();
      const into = join(folder, `out ${jobs} ${isSlow}`);
      const run = restore(reader, {
        into,
        jobs,
        signal: stop.signal,
        onProgress: ({ files, phase }) => {
          if (phase === 'restoring' && files === 2) stop.abort();
        },
      });
      await expect(run).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
      const left = readdirSync(join(into, 'src'));
      expect(left).toEqual(['noise0', 'noise1']);
      for (const name of left) {
        expect(readFileSync(join(into, 'src', name)).equals(readFileSync(join(source, name)))).toBe(true);
      }
      await reader.close();
    }
  }
  expect(fails).toHaveLength(2);
  for (const fail of fails) fail();
  await new Promise((done) => setTimeout(done, 20));
});

it('of small files that is broken off, or has no room left, is gone on with', async () => {
  const { session, source, folder } = await setUp();
  fillWithSmall(source, (i) => `${i} `.repeat(900));
  await backUp(session, { paths: [source] });
  const into = join(folder, 'out');
  const stop = new AbortController();
  const broken = restore(session, {
    into,
    jobs: 2,
    signal: stop.signal,
    onProgress: ({ files, phase }) => {
      if (phase === 'restoring' && files === 400) stop.abort();
    },
  });
  await expect(broken).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
  const found = [...tree.factsOf(into).keys()];
  expect(found.filter((path) => path.includes('.muniment'))).toEqual([]);
  const result = await restore(session, { into, jobs: 2 });
  expect(result.presentFiles).toBeGreaterThanOrEqual(400);
  expect(result.presentFiles + result.files).toBe(600);
  const expected = tree.comparable(tree.factsOf(source));
  expect(tree.comparable(tree.factsOf(join(into, 'src')), tree.factsOf(source))).toEqual(expected);

  const small = join(folder, 'small');
  mkdirSync(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
  try {
    await expect(restore(session, { into: small, jobs: 2 })).rejects.toMatchObject({
      code: 'ERR_TARGET_FULL',
    });
    const names = [...tree.factsOf(small).keys()];
    expect(names.length).toBeGreaterThan(300);
    expect(names.filter((path) => path.includes('.muniment'))).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=8m', small]);
    expect((await restore(session, { into: small, jobs: 2 })).failed.count).toBe(0);
    expect(tree.comparable(tree.factsOf(join(small, 'src')), tree.factsOf(source))).toEqual(expected);
  } finally {
    execFileSync('umount', [small]);
  }
  await session.close();
});

it('with a number of threads that is none is refused', async () => {
  const { session, folder } = await setUp();
  await backUp(session, { paths: [folder] });
  await expect(restore(session, { into: join(folder, 'out'), jobs: 0 })).rejects.toThrow(RangeError);
  await session.close();
});
