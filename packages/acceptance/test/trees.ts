// Folders that are backed up, what is known of them, how they change, and how they are compared. Nothing here uses the
// packages under test.

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeededRandom } from '@muniment/test-kit';
import { onTestFinished } from 'vitest';

/** A fresh folder, removed when the test ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'muniment-acceptance-'));
  // Hundreds of thousands of files take a while to go.
  onTestFinished(() => rmSync(path, { recursive: true, force: true }), 300_000);
  return path;
}

/** What one path is: everything that a restore must bring back. */
export interface Fact {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
  readonly size: bigint;
  /** Of a file the SHA-256, of a link its text. */
  readonly content: string;
  /** Path of the first name of the same file. */
  readonly sameAs: string | undefined;
}

/** Facts by path, one character a byte. The root itself is ''. */
export type Facts = ReadonlyMap<string, Fact>;

const BUFFER = Buffer.alloc(2 ** 20);

/** Reads everything below `root`. */
export function factsOf(root: string): Facts {
  const facts = new Map<string, Fact>();
  const inodes = new Map<string, string>();
  const visit = (path: string, shown: string): void => {
    const bytes = Buffer.from(path, 'latin1');
    const stat = lstatSync(bytes, { bigint: true });
    const kind = stat.isDirectory()
      ? 'directory'
      : stat.isSymbolicLink()
        ? 'symlink'
        : stat.isFile()
          ? 'file'
          : 'other';
    let content = '';
    let sameAs: string | undefined;
    if (kind === 'file') {
      content = digestOf(bytes);
      if (stat.nlink > 1n) {
        const id = `${stat.dev}:${stat.ino}`;
        sameAs = inodes.get(id);
        if (sameAs === undefined) inodes.set(id, shown);
      }
    } else if (kind === 'symlink') {
      content = readlinkSync(bytes, { encoding: 'latin1' });
    }
    facts.set(shown, {
      kind,
      mode: Number(stat.mode & 0o7777n),
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      mtimeNs: stat.mtimeNs,
      size: kind === 'file' ? stat.size : 0n,
      content,
      sameAs,
    });
    if (kind !== 'directory') return;
    for (const name of readdirSync(bytes, { encoding: 'latin1' }).sort()) {
      visit(`${path}/${name}`, shown === '' ? name : `${shown}/${name}`);
    }
  };
  visit(Buffer.from(root).toString('latin1'), '');
  return facts;
}

function digestOf(path: Buffer): string {
  const hash = createHash('sha256');
  const handle = openSync(path, 'r');
  for (;;) {
    const length = readSync(handle, BUFFER);
    if (length === 0) break;
    hash.update(BUFFER.subarray(0, length));
  }
  closeSync(handle);
  return hash.digest('hex');
}

/** How two folders differ, in words; nothing if they are identical, with times to the microsecond. */
export function differences(expected: Facts, actual: Facts): string[] {
  const found: string[] = [];
  for (const [path, fact] of expected) {
    const other = actual.get(path);
    if (other === undefined) {
      found.push(`${path}: missing`);
      continue;
    }
    for (const aspect of ['kind', 'mode', 'uid', 'gid', 'size', 'content', 'sameAs'] as const) {
      if (fact[aspect] !== other[aspect])
        found.push(`${path}: ${aspect} ${fact[aspect]} became ${other[aspect]}`);
    }
    const lag = fact.mtimeNs - other.mtimeNs;
    if (lag > 1000n || lag < -1000n) found.push(`${path}: mtime is off by ${lag} ns`);
  }
  for (const path of actual.keys()) if (!expected.has(path)) found.push(`${path}: came from nowhere`);
  return found;
}

/** What a folder holds, in numbers. */
export function sizeOf(facts: Facts): { files: number; others: number; bytes: number } {
  let [files, others, bytes] = [0, 0, 0];
  for (const { kind, size } of facts.values()) {
    if (kind === 'file') {
      files++;
      bytes += Number(size);
    } else {
      others++;
    }
  }
  return { files, others, bytes };
}

/**
 * Adds what data sets seldom have: hard links, links that lead nowhere, empty files and folders, odd names, modes, owners
 * and times.
 */
export function addOddities(root: string, isRoot: boolean, chown: (path: string, uid: number) => void): void {
  const at = (...parts: string[]): string => join(root, 'oddities', ...parts);
  mkdirSync(at('empty folder'), { recursive: true });
  writeFileSync(at('empty file'), '');
  writeFileSync(at('first'), 'one file, three names');
  linkSync(at('first'), at('second'));
  linkSync(at('first'), at('empty folder', '..', 'third'));
  symlinkSync('first', at('link'));
  symlinkSync('/nowhere/at/all', at('broken link'));
  symlinkSync('empty folder', at('link to a folder'));
  lutimesSync(at('link'), 1_000_000_000.25, 1_000_000_000.25);
  writeFileSync(at('before 1970'), 'old');
  utimesSync(at('before 1970'), -1.5, -1.5);
  writeFileSync(at('far future'), 'new');
  utimesSync(at('far future'), 4_000_000_000.125, 4_000_000_000.125);
  writeFileSync(at('read-only'), 'x');
  chmodSync(at('read-only'), 0o400);
  writeFileSync(at('no permission'), 'x');
  chmodSync(at('no permission'), 0o000);
  writeFileSync(at('set-id'), 'x');
  writeFileSync(at('line\nbreak and \u{1F4DC}'), 'x');
  writeFileSync(Buffer.concat([Buffer.from(`${at()}/`), Buffer.from([0x66, 0xff, 0xfe, 0x80])]), 'no UTF-8');
  writeFileSync(at('sparse'), 'begin');
  truncateSync(at('sparse'), 3_000_000);
  appendFileSync(at('sparse'), 'end');
  mkdirSync(at('closed'), { mode: 0o700 });
  writeFileSync(at('closed', 'f'), 'x');
  if (isRoot) {
    chown(at('set-id'), 1234);
    chown(at('closed'), 4321);
  }
  chmodSync(at('set-id'), 0o4755);
  chmodSync(at('closed'), 0o555);
}

/** How many files each kind of change was made to. */
export interface Changes {
  edited: number;
  appended: number;
  truncated: number;
  deleted: number;
  renamed: number;
  added: number;
  modes: number;
  touched: number;
}

/** Changes one per cent of the files below `root`, in eight ways; `known` are its facts. */
export function changeOnePerCent(root: string, known: Facts, random: SeededRandom): Changes {
  const changes: Changes = {
    edited: 0,
    appended: 0,
    truncated: 0,
    deleted: 0,
    renamed: 0,
    added: 0,
    modes: 0,
    touched: 0,
  };
  const kinds = Object.keys(changes) as (keyof Changes)[];
  const files = [...known].filter(([path, { kind }]) => kind === 'file' && !path.startsWith('oddities/'));
  const chosen = new Set<string>();
  const wanted = Math.max(kinds.length, Math.round(files.length / 100));
  while (chosen.size < wanted) chosen.add(random.pick(files)[0]);
  let turn = 0;
  for (const path of chosen) {
    const { size } = known.get(path)!;
    const bytes = Buffer.from(`${Buffer.from(root).toString('latin1')}/${path}`, 'latin1');
    const kind = kinds[turn++ % kinds.length]!;
    changes[kind]++;
    switch (kind) {
      case 'edited': {
        const handle = openSync(bytes, 'r+');
        writeSync(handle, random.bytes(40), 0, 40, Math.floor(Number(size) / 2));
        closeSync(handle);
        break;
      }
      case 'appended':
        appendFileSync(bytes, random.bytes(1000));
        break;
      case 'truncated':
        truncateSync(bytes, Math.floor(Number(size) / 3));
        break;
      case 'deleted':
        rmSync(bytes);
        break;
      case 'renamed':
        renameSync(bytes, Buffer.concat([bytes, Buffer.from('.renamed')]));
        break;
      case 'added':
        writeFileSync(Buffer.concat([bytes, Buffer.from('.added')]), random.bytes(5000));
        break;
      case 'modes':
        chmodSync(bytes, 0o640);
        break;
      case 'touched':
        utimesSync(bytes, 1_500_000_000 + turn, 1_500_000_000.5 + turn);
    }
  }
  return changes;
}
