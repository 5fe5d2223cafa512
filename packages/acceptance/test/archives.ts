// Archives and devices for the tests of crashes and of two devices: made, copied, restored, and looked through for what
// should not be there.

import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  backUp,
  createArchive,
  enrolDevice,
  listSnapshots,
  openArchive,
  restore,
  type Session,
  verify,
} from '@muniment/backup';
import { isMunimentError } from '@muniment/errors';
import { parseRecoveryKey } from '@muniment/keys';
import { memoryStore, type Store } from '@muniment/storage';
import { differences, type Facts, factsOf } from './trees.ts';

/** A new archive; `home` is enrolled in it. Gives the 64 digits. */
export async function newArchive(store: Store, home: string): Promise<string> {
  let digits = '';
  const session = await createArchive({
    store,
    home,
    deviceName: 'first',
    confirm: (sheet) => {
      digits = sheet.digits();
    },
  });
  await session.close();
  return digits;
}

/** Gives a second device a key of its own to the archive. */
export async function enrol(store: Store, home: string, digits: string): Promise<void> {
  const session = await openByDigits(store, home, digits);
  await enrolDevice(session, 'second');
  await session.close();
}

/** Opens as a device that has nothing but the digits. */
export async function openByDigits(store: Store, home: string, digits: string): Promise<Session> {
  const key = await parseRecoveryKey(digits);
  return openArchive({ store, home, unlock: { type: 'recovery-key', key } });
}

/** Opens, works, closes. */
export async function using<T>(
  open: Promise<Session>,
  work: (session: Session) => Promise<T> | T,
): Promise<T> {
  const session = await open;
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Another store in memory with the same objects. */
export async function copyStore(store: Store): Promise<Store> {
  const copy = memoryStore();
  for (const name of await namesOf(store)) await copy.put(name, await store.get(name));
  return copy;
}

/** Names of objects, sorted. */
export async function namesOf(store: Store, prefix = ''): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list(prefix)) names.push(name);
  return names.sort();
}

/** Copies what a device keeps, as its files are at this moment: what the death of its process leaves. */
export function copyHome(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  // The shared memory of SQLite belongs to processes; the next one makes it anew.
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('-shm') });
}

/** What snapshots hold, by id. */
export type Committed = Map<string, Facts>;

/** Backs `source` up and gives the id and what it holds. */
export async function commit(session: Session, source: string): Promise<[id: string, facts: Facts]> {
  const facts = factsOf(source);
  const { snapshot, skipped } = await backUp(session, { paths: [source] });
  if (snapshot === undefined || skipped.count > 0)
    throw new Error(`not all was backed up: ${JSON.stringify(skipped)}`);
  return [snapshot.id, facts];
}

/**
 * Restores a snapshot of one folder below `scratch`.
 * @returns how it differs from `facts`, in words
 */
export async function restoredDifferences(
  session: Session,
  id: string,
  facts: Facts,
  scratch: string,
): Promise<string[]> {
  const into = join(scratch, 'restored');
  rmSync(into, { recursive: true, force: true });
  const { snapshot, failed, incomplete } = await restore(session, { into, snapshot: id });
  const notices = [...failed.first, ...incomplete.first].map(({ path, message }) => `${path}: ${message}`);
  const [root] = snapshot.roots;
  const copy = join(into, root!.name);
  const found = existsSync(copy) ? differences(facts, factsOf(copy)) : ['nothing was restored'];
  rmSync(into, { recursive: true, force: true });
  return [...notices, ...found];
}

/** Restores every snapshot of `expected`; differences, and snapshots that are not there, in words. */
export async function lossesOf(session: Session, expected: Committed, scratch: string): Promise<string[]> {
  const listed = new Set(listSnapshots(session).map(({ id }) => id));
  const losses: string[] = [];
  for (const [id, facts] of expected) {
    const short = id.slice(0, 8);
    if (!listed.has(id)) losses.push(`snapshot ${short} is not listed`);
    else {
      try {
        const found = await restoredDifferences(session, id, facts, scratch);
        losses.push(...found.map((difference) => `snapshot ${short}: ${difference}`));
      } catch (error) {
        if (!isMunimentError(error)) throw error;
        losses.push(`snapshot ${short}: ${error.code} ${error.message}`);
      }
    }
  }
  return losses;
}

/** What a full verification and a look around find, in words. */
export interface Findings {
  /** What does not verify. A head above the keyring is none: a change of keys may be under way. */
  readonly damage: readonly string[];
  /** What a user would be told of beside it. */
  readonly warnings: readonly string[];
  /** What lies in the store for nothing: packs nobody refers to, marks, files of interrupted writes. */
  readonly litter: readonly string[];
}

/** As it should be. */
export const NOTHING: Findings = { damage: [], warnings: [], litter: [] };

/** Reads every byte of an archive. */
export async function findingsOf(session: Session): Promise<Findings> {
  const { damagedObjects, damage, foreign, unreferencedPacks } = await verify(session, { level: 'all' });
  const litter = await namesOf(session.store, 'marks/');
  if (unreferencedPacks > 0) litter.push(`${unreferencedPacks} packs that nothing refers to`);
  for await (const { path, kind } of session.store.listForeign()) litter.push(`${kind} ${path}`);
  return {
    damage: [
      ...damagedObjects.first
        .filter(({ code }) => code !== 'ERR_KEYRING_OUTDATED')
        .map(({ object, message }) => `${object}: ${message}`),
      ...damage.map(({ snapshot, paths }) => `snapshot ${snapshot.slice(0, 8)} loses ${paths.count} paths`),
    ],
    warnings: [
      ...foreign.first.map(({ message }) => message),
      ...session.reminders
        .filter(({ kind }) => !kind.startsWith('check-recovery-key'))
        .map(({ message }) => message),
    ],
    litter,
  };
}

/** At most `limit` of `all`, evenly spread. */
export function spread<T>(all: readonly T[], limit: number): T[] {
  const length = Math.min(all.length, limit);
  return Array.from({ length }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / length)]!);
}
