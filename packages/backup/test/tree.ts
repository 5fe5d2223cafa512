// Folders that tests back up, and how they are compared.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@muniment/test-kit';
import { onTestFinished } from 'vitest';

export { chmodSync, linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync };

/** A fresh folder, removed when the test ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'muniment-backup-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What one path is: everything that a restore must bring back. */
export interface Fact {
  kind: string;
  mode: number;
  uid: number;
  gid: number;
  mtimeUs: bigint;
  content: string;
  /** Relative path of the first name of the same file. */
  sameAs: string | undefined;
}

/** Everything below `root`, by path with one character a byte. */
export function factsOf(root: string): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const inodes = new Map<string, string>();
  const visit = (path: string, shown: string): void => {
    const bytes = Buffer.from(path, 'latin1');
    const stat = lstatSync(bytes, { bigint: true });
    const fact: Fact = {
      kind: stat.isDirectory()
        ? 'directory'
        : stat.isSymbolicLink()
          ? 'symlink'
          : stat.isFile()
            ? 'file'
            : 'other',
      mode: Number(stat.mode & 0o7777n),
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      mtimeUs: stat.mtimeNs / 1000n,
      content: '',
      sameAs: undefined,
    };
    if (fact.kind === 'file') {
      fact.content = createHash('sha256').update(readFileSync(bytes)).digest('hex');
      const id = `${stat.dev}:${stat.ino}`;
      fact.sameAs = inodes.get(id);
      if (stat.nlink > 1n && fact.sameAs === undefined) inodes.set(id, shown);
    }
    if (fact.kind === 'symlink') fact.content = readlinkSync(bytes, { encoding: 'latin1' });
    facts.set(shown, fact);
    if (fact.kind !== 'directory') return;
    for (const name of readdirSync(bytes, { encoding: 'latin1' }).sort())
      visit(`${path}/${name}`, `${shown}/${name}`);
  };
  visit(Buffer.from(root).toString('latin1'), '');
  return facts;
}

/** Facts that can be compared with `toEqual`: times within a microsecond count as equal. */
export function comparable(facts: Map<string, Fact>, like?: Map<string, Fact>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [path, fact] of facts) {
    const other = like?.get(path);
    const near =
      other !== undefined && fact.mtimeUs - other.mtimeUs <= 1n && other.mtimeUs - fact.mtimeUs <= 1n;
    result[path] = { ...fact, mtimeUs: String(near ? other.mtimeUs : fact.mtimeUs) };
  }
  return result;
}

/** Bytes that do not compress. */
export function noise(seed: number, length: number): Uint8Array {
  return seededRandom(seed + 1).bytes(length);
}
