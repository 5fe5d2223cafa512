// The parts of the demo that judge: the sample must be the same everywhere, the comparison must miss nothing.

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareTrees } from '../src/compare-trees.ts';
import { writeSample } from '../src/sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muniment-compare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function digestOf(root: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(root, { recursive: true }).map(String).sort()) {
    const stats = lstatSync(join(root, path));
    // SQLite writes its own version number into the header, so its file differs between releases of Node.
    if (stats.isFile() && !path.endsWith('.sqlite')) hash.update(path).update(readFileSync(join(root, path)));
    else if (stats.isSymbolicLink()) hash.update(path).update(readlinkSync(join(root, path)));
  }
  return hash.digest('hex');
}

test('the sample is the same each time, has every kind of entry, and is no larger than it need be', () => {
  writeSample(join(folder, 'one'));
  writeSample(join(folder, 'two'));
  expect(digestOf(join(folder, 'one'))).toBe(digestOf(join(folder, 'two')));
  const { files, folders, links, bytes, differences } = compareTrees(
    join(folder, 'one'),
    join(folder, 'one'),
  );
  expect({ files, folders, links, differences }).toEqual({
    files: 15,
    folders: 7,
    links: 2,
    differences: [],
  });
  expect(bytes).toBeGreaterThan(3_000_000);
  expect(bytes).toBeLessThan(6_000_000);
});

test('each kind of difference is found', () => {
  const original = join(folder, 'original');
  mkdirSync(join(original, 'sub'), { recursive: true });
  writeFileSync(join(original, 'file'), 'content');
  writeFileSync(join(original, 'sub', 'linked'), 'shared');
  linkSync(join(original, 'sub', 'linked'), join(original, 'sub', 'other-name'));
  symlinkSync('file', join(original, 'link'));
  const linkTime = lstatSync(join(original, 'link')).mtimeMs / 1000;
  const copy = join(folder, 'copy');
  /** Restores the times of what a change touched by the way. */
  const times = (path: string): (() => void) => {
    const { atimeMs, mtimeMs } = lstatSync(join(original, path));
    return () => utimesSync(join(copy, path), atimeMs / 1000, mtimeMs / 1000);
  };
  const changes: [string, string, () => void][] = [
    ['file', 'has other content', () => writeFileSync(join(copy, 'file'), 'c0ntent')],
    ['file', 'has other content', () => appendFileSync(join(copy, 'file'), '.')],
    ['file', 'has other content', () => writeFileSync(join(copy, 'file'), '')],
    ['file', 'has another mode', () => chmodSync(join(copy, 'file'), 0o777)],
    ['file', 'has another time', () => utimesSync(join(copy, 'file'), 1, 1)],
    ['file', 'is missing', () => unlinkSync(join(copy, 'file'))],
    ['sub', 'is missing', () => rmSync(join(copy, 'sub'), { recursive: true })],
    [
      'sub/linked',
      'is a link now',
      () => {
        unlinkSync(join(copy, 'sub', 'linked'));
        symlinkSync('other-name', join(copy, 'sub', 'linked'));
      },
    ],
    [
      'sub/other-name',
      'is no longer a hard link',
      () => {
        unlinkSync(join(copy, 'sub', 'other-name'));
        writeFileSync(join(copy, 'sub', 'other-name'), 'shared');
        times('sub/other-name')();
      },
    ],
    ['extra', 'is not in the original', () => writeFileSync(join(copy, 'extra'), '')],
    [
      'link',
      'points elsewhere',
      () => {
        unlinkSync(join(copy, 'link'));
        symlinkSync('sub', join(copy, 'link'));
        lutimesSync(join(copy, 'link'), linkTime, linkTime);
      },
    ],
  ];
  // Only the superuser can give a file away.
  if (process.getuid?.() === 0) {
    changes.push(['file', 'has another owner', () => chownSync(join(copy, 'file'), 65_534, 65_534)]);
  }
  for (const [path, what, change] of changes) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(original, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    unlinkSync(join(copy, 'sub', 'other-name'));
    linkSync(join(copy, 'sub', 'linked'), join(copy, 'sub', 'other-name'));
    lutimesSync(join(copy, 'link'), linkTime, linkTime);
    for (const touched of ['sub', '.']) times(touched)();
    expect(compareTrees(original, copy).differences).toEqual([]);
    const isTime = what === 'has another time';
    const restoreTime = path === 'file' && !isTime && what !== 'is missing' ? times('file') : () => {};
    change();
    restoreTime();
    for (const touched of ['sub', '.']) if (what !== 'is missing' || path !== touched) times(touched)();
    const where = what.startsWith('is not in') ? copy : original;
    expect(compareTrees(original, copy).differences).toEqual([`${join(where, path)} ${what}`]);
  }
});
