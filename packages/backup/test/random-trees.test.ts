// Random trees: backed up, changed, backed up again, and restored from both snapshots, equal in bytes and metadata.

import {
  chmodSync,
  existsSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { count, type SeededRandom, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { backUpOnce, restored, setUp } from './support.ts';
import * as tree from './tree.ts';

const NAMES = [
  'a',
  'B',
  'a.b',
  'a-b',
  'ü',
  ' ',
  '\xff\xfe',
  '\x80x',
  'new\nline',
  'ab',
  'zz',
  '~2',
  '.hidden',
  '*',
];

/** A path with one character a byte, as bytes. */
const raw = (path: string): Buffer => Buffer.from(path, 'latin1');

/** Every file, folder and link below `path`, `path` not included. */
function below(path: string): { path: string; kind: 'file' | 'folder' | 'link' }[] {
  return readdirSync(raw(path), { withFileTypes: true, encoding: 'buffer' }).flatMap((entry) => {
    const child = `${path}/${entry.name.toString('latin1')}`;
    if (entry.isDirectory()) return [{ path: child, kind: 'folder' as const }, ...below(child)];
    return [{ path: child, kind: entry.isFile() ? ('file' as const) : ('link' as const) }];
  });
}

function content(random: SeededRandom): Uint8Array {
  const kind = random.below(6);
  const size = random.pick([0, 1, 100, 5_000, 65_536, 65_537, 200_000, 1_048_576, 1_300_000]);
  if (kind < 2) return random.bytes(size);
  const bytes = new Uint8Array(size);
  if (kind < 4) bytes.fill(0x61 + random.below(4));
  // Holes, some of them at the ends.
  if (kind === 4) for (let at = random.below(200_000); at < size; at += 150_000) bytes[at] = 1;
  return bytes;
}

function changeTree(random: SeededRandom, root: string, steps: number): void {
  for (let step = 0; step < steps; step++) {
    const all = below(root);
    const folders = [root, ...all.filter(({ kind }) => kind === 'folder').map(({ path }) => path)];
    const files = all.filter(({ kind }) => kind === 'file').map(({ path }) => path);
    const fresh = `${random.pick(folders)}/${random.pick(NAMES)}`;
    const isFree = !existsSync(raw(fresh)) && !all.some(({ path }) => path === fresh);
    switch (random.below(10)) {
      case 0:
      case 1:
      case 2:
        if (isFree) writeFileSync(raw(fresh), content(random));
        break;
      case 3:
        if (isFree) mkdirSync(raw(fresh));
        break;
      case 4:
        if (isFree) symlinkSync(raw(random.pick(NAMES)), raw(fresh));
        break;
      case 5:
        if (isFree && files.length > 0) linkSync(raw(random.pick(files)), raw(fresh));
        break;
      case 6:
        if (files.length > 0)
          writeFileSync(raw(random.pick(files)), content(random), { flag: random.pick(['w', 'a']) });
        break;
      case 7:
        if (files.length > 0) {
          const file = raw(random.pick(files));
          truncateSync(file, random.below(statSync(file).size + 200_000));
        }
        break;
      case 8:
        if (all.length > 0) rmSync(raw(random.pick(all).path), { recursive: true });
        break;
      case 9:
        if (isFree && files.length > 0) renameSync(raw(random.pick(files)), raw(fresh));
    }
  }
  for (const { path, kind } of below(root).reverse()) {
    const seconds = random.pick([0, 1, 999_999_999, 1_600_000_000]) + random.below(1_000_000) / 1e6;
    if (random.below(2) === 0) continue;
    if (kind === 'link') lutimesSync(raw(path), seconds, seconds);
    else {
      chmodSync(
        raw(path),
        kind === 'folder' ? random.pick([0o700, 0o755, 0o1777]) : random.pick([0o600, 0o4755, 0o444]),
      );
      utimesSync(raw(path), seconds, seconds);
    }
  }
}

describe('random trees', () => {
  it('come back from every snapshot', { timeout: 600_000 }, async () => {
    for (let seed = 1; seed <= count('backup-trees'); seed++) {
      const random = seededRandom(seed);
      const { session, source } = await setUp();
      changeTree(random, source, 25);
      const states = [];
      for (let round = 0; round < 3; round++) {
        states.push({ id: await backUpOnce(session, source), facts: tree.factsOf(source) });
        changeTree(random, source, 6);
      }
      for (const { id, facts } of states) {
        const { facts: now } = await restored(session, 'src', id);
        expect(tree.comparable(now, facts), `seed ${seed}`).toEqual(tree.comparable(facts));
      }
      await session.close();
    }
  });
});
