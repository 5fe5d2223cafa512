// Walking: the same steps on this thread, in batches, and on a thread that walks ahead.

import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Exclusion } from '../src/exclude.ts';
import { backUp } from '../src/index.ts';
import { readAsSeen } from '../src/open-file.ts';
import type { Notice } from '../src/types.ts';
import { walkAhead } from '../src/walk-ahead.ts';
import { nextBatch, stepsOf } from '../src/walk-batch.ts';
import { FOLDER_END, Walk, type WalkOptions, type WalkRoot, type WalkStep } from '../src/walker.ts';
import { restored, setUp } from './support.ts';
import * as tree from './tree.ts';

const THREADS = { hasThreads: true, reads: false };

/** A step, or a notice between two of them. */
type Event = WalkStep | { readonly notice: Notice };

function optionsWith(events: Event[], patterns: readonly string[] = []): WalkOptions {
  return {
    exclusion: new Exclusion(patterns),
    oneFileSystem: true,
    hidden: new Set(),
    skipped: { add: (notice) => events.push({ notice }) },
  };
}

/** What a walk comes to, with only those fields of a stat that a backup uses. */
function comparable(events: readonly Event[]): unknown[] {
  return events.map((event) => {
    if (event === FOLDER_END || 'notice' in event) return event;
    const { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } = event.stat;
    return { ...event, stat: { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } };
  });
}

function walkedHere(roots: readonly WalkRoot[], patterns?: readonly string[]): unknown[] {
  const events: Event[] = [];
  const walk = new Walk({ roots, levels: [] }, optionsWith(events, patterns));
  for (let step = walk.next(); step !== undefined; step = walk.next()) events.push(step);
  return comparable(events);
}

async function walkedAhead(roots: readonly WalkRoot[], patterns?: readonly string[]): Promise<unknown[]> {
  const events: Event[] = [];
  for await (const steps of walkAhead(roots, optionsWith(events, patterns), THREADS)) {
    for (const step of steps) events.push(step);
  }
  return comparable(events);
}

/** Plants things of every kind, some with names that are no text. */
function plant(folder: string, seed: number, count: number): void {
  const random = seededRandom(seed);
  const folders: Buffer[] = [Buffer.from(folder)];
  const names = [Buffer.from('a'), Buffer.from('b c'), Buffer.from('é'), Buffer.from([0xff, 0xc3])];
  mkdirSync(folder);
  for (let i = 0; i < count; i++) {
    const path = Buffer.concat([
      random.pick(folders),
      Buffer.from('/'),
      random.pick(names),
      Buffer.from(`${i}`),
    ]);
    const kind = random.below(12);
    if (kind === 0) {
      mkdirSync(path);
      folders.push(path);
    } else if (kind === 1) {
      symlinkSync(Buffer.concat([Buffer.from('nowhere/'), random.pick(names)]), path);
      lutimesSync(path, -1_000.5, -1_000.5);
    } else {
      writeFileSync(path, random.bytes(random.below(50)));
      utimesSync(path, i, -i);
    }
  }
  execFileSync(
    'mkfifo',
    [0, 1, 2].map((i) => join(folder, `a${random.below(1_000)}-pipe${i}`)),
  );
}

describe('a walk', () => {
  it('comes to the same in batches of any length', () => {
    const folder = join(tree.temporaryFolder(), 'tree');
    plant(folder, 1, 700);
    const roots = [
      { name: 'gone', source: `${folder}/gone` },
      { name: 'tree', source: folder },
    ];
    const expected = walkedHere(roots);
    expect(expected.filter((event) => typeof event === 'object' && 'notice' in event!)).toHaveLength(4);
    for (const count of [1, 2, 50, 10_000]) {
      const reported: Notice[] = [];
      const walk = new Walk(
        { roots, levels: [] },
        { ...optionsWith([]), skipped: { add: (notice) => reported.push(notice) } },
      );
      const events: Event[] = [];
      for (let isLast = false; !isLast; ) {
        const batch = structuredClone(nextBatch(walk, reported, count, false));
        for (const step of stepsOf(batch, (notice) => events.push({ notice }))) events.push(step);
        isLast = batch.isLast;
      }
      expect(comparable(events)).toEqual(expected);
    }
  });

  it('that a thread goes on with comes to the same', async () => {
    const folder = tree.temporaryFolder();
    plant(join(folder, 'first'), 2, 1_500);
    plant(join(folder, 'second'), 3, 3_500);
    writeFileSync(join(folder, 'third'), 'a file');
    const roots = ['first', 'gone', 'second', 'third'].map((name) => {
      return { name: `${name}~2`, source: join(folder, name) };
    });
    for (const patterns of [[], ['a1*', '/first', 'b c2?']]) {
      const expected = walkedHere(roots, patterns);
      expect(expected.length).toBeGreaterThan(3_000);
      expect(await walkedAhead(roots, patterns)).toEqual(expected);
    }
  });

  it('that is left early leaves no thread', async () => {
    const folder = join(tree.temporaryFolder(), 'tree');
    plant(folder, 4, 3_000);
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    const before = threads();
    let during = 0;
    let groups = 0;
    for await (const steps of walkAhead([{ name: 'tree', source: folder }], optionsWith([]), THREADS)) {
      for (const _ of steps);
      during = threads();
      if (++groups === 2) break;
    }
    expect(during).toBeGreaterThan(before);
    expect(threads()).toBe(before);
  });

  it('fails when its thread does', async () => {
    const folder = join(tree.temporaryFolder(), 'tree');
    plant(folder, 5, 3_000);
    const exclusion = { patterns: ['['], excludes: () => false } as unknown as Exclusion;
    const walk = walkAhead([{ name: 'tree', source: folder }], { ...optionsWith([]), exclusion }, THREADS);
    const passThrough = async (): Promise<void> => {
      for await (const steps of walk) for (const _ of steps);
    };
    await expect(passThrough()).rejects.toThrow('without its ]');
  });

  it('reads small files ahead, as much as a batch holds, and no others', () => {
    const folder = join(tree.temporaryFolder(), 'tree');
    plant(folder, 6, 300);
    for (const i of [1, 2, 3]) writeFileSync(join(folder, `a-large-${i}`), tree.noise(i, 65_537));
    for (let i = 0; i < 40; i++)
      writeFileSync(join(folder, `b${i}`), tree.noise(i, i === 9 ? 0 : 65_536 - i));
    const walk = new Walk({ roots: [{ name: 'tree', source: folder }], levels: [] }, optionsWith([]));
    const startMs = Date.now();
    let [read, others, batches] = [0, 0, 0];
    for (let isLast = false; !isLast; batches++) {
      const batch = structuredClone(nextBatch(walk, [], 512, true));
      isLast = batch.isLast;
      for (const step of stepsOf(batch, () => {})) {
        if (step === FOLDER_END || step.kind !== 'file') continue;
        if (step.read === undefined) {
          others++;
          continue;
        }
        read++;
        expect(step.read.atMs).toBeGreaterThanOrEqual(startMs);
        const content = readFileSync(Buffer.from(step.source, 'latin1'));
        expect(Buffer.compare(step.read.bytes, content)).toBe(0);
      }
    }
    // 2.5 MB in batches of a MiB: the file that did not fit ends each.
    expect(batches).toBe(3);
    expect(others).toBe(3 + 2);
    expect(read).toBeGreaterThan(200);
  });

  it('does not read ahead what is not as it was seen', () => {
    const folder = tree.temporaryFolder();
    const path = join(folder, 'file');
    writeFileSync(path, 'content');
    utimesSync(path, 1, 1);
    const seen = lstatSync(path, { bigint: true });
    const read = (): string | undefined => {
      const target = new Uint8Array(7);
      return readAsSeen(path, seen, target) ? Buffer.from(target).toString() : undefined;
    };
    expect(read()).toBe('content');
    writeFileSync(path, 'another');
    expect(read()).toBeUndefined();
    renameSync(path, join(folder, 'moved'));
    expect(read()).toBeUndefined();
    symlinkSync('moved', path);
    expect(read()).toBeUndefined();
    renameSync(path, join(folder, 'link'));
    execFileSync('mkfifo', [path]);
    expect(read()).toBeUndefined();
  });

  it('on a thread brings all files into a backup', async () => {
    const { session, source } = await setUp();
    plant(join(source, 'tree'), 7, 4_000);
    const { readFiles, skipped } = await backUp(session, { paths: [source], jobs: 2 });
    expect(readFiles).toBeGreaterThan(2_500);
    expect(skipped.count).toBe(3);
    const { facts } = await restored(session, 'src');
    const expected = tree.factsOf(source);
    for (const [path, { kind }] of expected) if (kind === 'other') expected.delete(path);
    expect(tree.comparable(facts, expected)).toEqual(tree.comparable(expected));
    const second = await backUp(session, { paths: [source], jobs: 2, paranoid: true });
    expect(second).toMatchObject({ readFiles, newBytes: 0 });
  });
});
