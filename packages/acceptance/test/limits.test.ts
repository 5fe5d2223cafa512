// How much memory and room the command takes: one large file, very many small ones, incompressible data, nothing new, and a
// file of holes. Memory is the sum of the peaks of all processes of a command, as the kernel counts them (VmHWM).

import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { type Answer, must } from './cli.ts';
import { differences, factsOf, temporaryFolder } from './trees.ts';

const MEMORY_MAX_KIB = 300 * 1024;
const MIB = 2 ** 20;
const MINUTE = 60_000;
const PACK_CLASS_COUNT = 3;
const HOOK = new URL('memory-hook.mjs', import.meta.url).href;

interface Place {
  readonly folder: string;
  readonly source: string;
  readonly store: string;
}

function newPlace(): Place {
  const folder = temporaryFolder();
  const source = join(folder, 'source');
  mkdirSync(source);
  return { folder, source, store: join(folder, 'store') };
}

/** Runs a command and fails if its processes took more memory than is allowed together. */
async function measured(
  { folder }: Place,
  args: readonly string[],
): Promise<Answer & { readonly peakKiB: number }> {
  const peaks = join(folder, 'peaks');
  rmSync(peaks, { force: true });
  const answer = await must(args, {
    home: join(folder, 'home'),
    env: { NODE_OPTIONS: `--import=${HOOK}`, MUNIMENT_PEAKS: peaks },
    killAfterMs: 10 * MINUTE,
  });
  const peakKiB = readFileSync(peaks, 'utf8')
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  expect(peakKiB, `muniment ${args[0]}`).toBeLessThan(MEMORY_MAX_KIB);
  expect(peakKiB).toBeGreaterThan(20_000);
  return { ...answer, peakKiB };
}

/** First backup, second backup, verify --all and restore, each measured; what was restored is compared. */
async function measureAll(what: string, place: Place): Promise<void> {
  const { folder, source, store } = place;
  const [sheet, into] = [join(folder, 'sheet'), join(folder, 'restored')];
  await setTimeout(1000);
  const runs = [
    await measured(place, ['backup', source, '--to', store, '--recovery-key-out', sheet]),
    await measured(place, ['backup', source, '--to', store]),
    await measured(place, ['verify', store, '--all']),
    await measured(place, ['restore', store, '--into', into]),
  ];
  expect(differences(factsOf(source), factsOf(join(into, 'source'))).slice(0, 10)).toEqual([]);
  const names = ['backup', 'second backup', 'verify --all', 'restore'];
  const shown = runs.map(
    ({ peakKiB, seconds }, i) => `${names[i]} ${Math.round(peakKiB / 1024)} MiB in ${seconds.toFixed(1)} s`,
  );
  console.log(`${what}: ${shown.join(', ')}`);
}

/** Bytes in the store, by kind of object. */
async function storeSize(place: Place): Promise<number> {
  return [...factsOf(place.store).values()].reduce((sum, { size }) => sum + Number(size), 0);
}

function writeLarge(path: string, bytes: number, piece: (i: number) => Uint8Array): void {
  const handle = openSync(path, 'w');
  for (let i = 0, at = 0; at < bytes; i++) {
    const part = piece(i);
    at += writeSync(handle, part, 0, Math.min(part.length, bytes - at));
  }
  closeSync(handle);
}

describe('memory', () => {
  const bytes = count('acceptance-large-file-mib') * MIB;

  it('stays small for one large file that does not compress, and so does the store', {
    timeout: 30 * MINUTE,
  }, async () => {
    const place = newPlace();
    const random = seededRandom(31);
    writeLarge(join(place.source, 'large.bin'), bytes, () => random.bytes(MIB));
    await measureAll(`${bytes / MIB} MiB of noise`, place);
    const overhead = (await storeSize(place)) - bytes;
    expect(overhead).toBeLessThan(0.02 * bytes + PACK_CLASS_COUNT * 8 * MIB);
    // Packs are filled: without the allowance for the last of each class it holds as well.
    if (isFull) expect(overhead).toBeLessThan(0.02 * bytes + 8 * MIB);
    console.log(`overhead ${(overhead / MIB).toFixed(1)} MiB, ${((100 * overhead) / bytes).toFixed(2)} %`);
  });

  it('stays small for one large file of text', { timeout: 30 * MINUTE }, async () => {
    const place = newPlace();
    const random = seededRandom(32);
    const words = Array.from({ length: 5000 }, () => random.below(2 ** 31).toString(36));
    writeLarge(join(place.source, 'large.txt'), bytes, (i) => {
      let text = `part ${i}\n`;
      while (text.length < MIB) text += `${random.pick(words)} ${random.pick(words)} ${random.below(1e6)}\n`;
      return Buffer.from(text);
    });
    await measureAll(`${bytes / MIB} MiB of text`, place);
  });

  it.each([
    ['small', (i: number) => `file ${i} says so `.repeat(i % 300)],
    ['tiny', (i: number) => `${i}`],
  ])('stays small for very many %s files behind a picture', { timeout: 30 * MINUTE }, async (what, text) => {
    const place = newPlace();
    const random = seededRandom(33);
    // Its pack is not full before the end, so that all that follows has to wait for it.
    writeFileSync(join(place.source, '0.jpg'), random.bytes(200_000));
    const files = count('acceptance-small-files');
    for (let i = 0; i < files; i++) {
      const folder = join(place.source, `folder ${i % 500}`);
      if (i < 500) mkdirSync(folder);
      writeFileSync(join(folder, `file-${i}.txt`), text(i) + Buffer.from(random.bytes(20)).toString('hex'));
    }
    await measureAll(`${files} ${what} files`, place);
  });

  it('and the store stay small for a file of holes', { timeout: 30 * MINUTE }, async () => {
    const place = newPlace();
    const size = count('acceptance-sparse-gib') * 2 ** 30;
    const handle = openSync(join(place.source, 'sparse'), 'w');
    const marks = [0, size / 2 + 5, size - 70_000];
    for (const at of marks) writeSync(handle, `mark at ${at}`, at);
    ftruncateSync(handle, size);
    closeSync(handle);
    const sheet = join(place.folder, 'sheet');
    const { store, source, folder } = place;
    const runs = [
      await measured(place, ['backup', source, '--to', store, '--recovery-key-out', sheet]),
      await measured(place, ['restore', store, '--into', join(folder, 'restored')]),
    ];
    expect(await storeSize(place)).toBeLessThan(MIB);
    const restored = join(folder, 'restored/source/sparse');
    const stat = statSync(restored);
    expect(stat.size).toBe(size);
    expect(stat.blocks * 512).toBeLessThan(2 * MIB);
    const copy = openSync(restored, 'r');
    for (const at of marks) {
      const bytes = Buffer.alloc(40);
      readSync(copy, bytes, 0, 40, at);
      expect(bytes.toString('latin1').replace(/\0+$/, '')).toBe(`mark at ${at}`);
    }
    closeSync(copy);
    console.log(
      `${size / 2 ** 30} GiB of holes: ${runs.map(({ peakKiB, seconds }) => `${Math.round(peakKiB / 1024)} MiB in ${seconds.toFixed(1)} s`).join(', ')}`,
    );
  });
});

describe('a second backup of what has not changed', () => {
  it('writes one head and at most one small manifest pack', { timeout: 10 * MINUTE }, async () => {
    const place = newPlace();
    const { folder, source, store } = place;
    const files = count('acceptance-unchanged-files');
    for (let i = 0; i < files; i++) {
      const below = join(source, `folder ${i % 300}`);
      if (i < 300) mkdirSync(below);
      writeFileSync(join(below, `file ${i}`), `content of file ${i}`);
    }
    await setTimeout(1000);
    const home = { home: join(folder, 'home') };
    await must(['backup', source, '--to', store, '--recovery-key-out', join(folder, 'sheet')], home);
    const before = factsOf(store);
    const report = (await must(['backup', source, '--to', store], home)).line('backup');
    expect(report).toMatchObject({ files, readFiles: 0, unchangedFiles: files, newBytes: 0 });
    const after = factsOf(store);
    const isObject = ([, { kind }]: [string, { kind: string }]): boolean => kind === 'file';
    const added = [...after].filter(isObject).filter(([path]) => !before.has(path));
    const gone = [...before].filter(isObject).filter(([path]) => !after.has(path));
    expect(gone).toEqual([]);
    const heads = added.filter(([path]) => path.startsWith('heads/'));
    const packs = added.filter(([path]) => path.startsWith('packs/'));
    expect(heads).toHaveLength(1);
    expect(packs.length).toBeLessThanOrEqual(1);
    expect(added).toHaveLength(heads.length + packs.length);
    for (const [, { size }] of packs) expect(Number(size)).toBeLessThanOrEqual(70_000);
    console.log(
      `${files} unchanged files: new objects ${added.map(([path, { size }]) => `${path} (${size})`).join(', ')}`,
    );
  });
});
