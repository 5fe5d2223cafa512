// A real archive in a folder, made by the shipped command.

import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Committed, copyHome } from './archives.ts';
import { type Answer, must } from './cli.ts';
import { factsOf, temporaryFolder } from './trees.ts';

/** An archive with one snapshot of `source`, and the device that made it. */
export interface Installation {
  readonly folder: string;
  readonly source: string;
  readonly store: string;
  readonly home: string;
  readonly digits: string;
  /** The file with the digits. */
  readonly sheet: string;
  readonly committed: Committed;
}

/** Makes an archive and a first snapshot of a folder with some letters. */
export async function install(): Promise<Installation> {
  const folder = temporaryFolder();
  const [source, store, home] = [join(folder, 'source'), join(folder, 'store'), join(folder, 'home')];
  const sheet = join(folder, 'sheet.txt');
  mkdirSync(join(source, 'letters'), { recursive: true });
  for (let i = 0; i < 40; i++)
    writeFileSync(join(source, 'letters', `${i}.txt`), `Letter ${i}\n`.repeat(400));
  await must(['init', store, '--recovery-key-out', sheet], { home });
  const committed: Committed = new Map();
  const answer = await must(['backup', source, '--to', store], { home });
  committed.set(snapshotOf(answer), factsOf(source));
  const rows = [...readFileSync(sheet, 'utf8').matchAll(/^\s*Row \d\s+([\d ]+)$/gm)].map(([, row]) => row);
  return { folder, source, store, home, digits: rows.join('\n'), sheet, committed };
}

/** The id of the snapshot that a backup says it made. */
export function snapshotOf(answer: Answer): string {
  return (answer.line('backup').snapshot as { readonly id: string }).id;
}

/** The same archive and device again, to be spoilt. */
export function copyOf(base: Installation): Installation {
  const [store, home] = [join(base.folder, 'running store'), join(base.folder, 'running home')];
  rmSync(store, { recursive: true, force: true });
  linkTree(base.store, store);
  copyHome(base.home, home);
  return { ...base, store, home };
}

/** Copies a store. Its objects are never changed, so that links will do. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [a, b] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(a, b);
    else linkSync(a, b);
  }
}
