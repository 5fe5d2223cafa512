// What the tests of this package set up: an archive in memory or in a folder, devices, and a source folder.

import { join } from 'node:path';
import { parseRecoveryKey, type RecoveryKey } from '@muniment/keys';
import { memoryStore, type Store } from '@muniment/storage';
import { faultyStore } from '@muniment/storage/testing';
import { isFull } from '@muniment/test-kit';
import { backUp, createArchive, openArchive, restore, type Session } from '../src/index.ts';
import * as tree from './tree.ts';

/** An archive, the key to it, and a folder for everything else. */
export interface Setup {
  readonly folder: string;
  readonly source: string;
  readonly store: Store;
  readonly home: string;
  readonly key: RecoveryKey;
  readonly session: Session;
}

/** A new archive of a new device. */
export async function setUp(store: Store = memoryStore()): Promise<Setup> {
  const folder = tree.temporaryFolder();
  const source = join(folder, 'src');
  const home = join(folder, 'home');
  tree.mkdirSync(source);
  let digits = '';
  const session = await createArchive({
    store,
    home,
    deviceName: 'first',
    confirm: (sheet) => {
      digits = sheet.digits();
    },
  });
  return { folder, source, store, home, key: await parseRecoveryKey(digits), session };
}

/** Another device of the same archive, enrolled with the digits. */
export async function enrolAnother(
  { folder, key }: Pick<Setup, 'folder' | 'key'>,
  name: string,
  store: Store,
): Promise<{ session: Session; home: string }> {
  const home = join(folder, `home of ${name}`);
  const session = await openArchive({
    store,
    home,
    unlock: { type: 'recovery-key', key },
    enrol: { deviceName: name },
  });
  await session.close();
  return { session: await openArchive({ store, home }), home };
}

/** Restores a snapshot into a fresh folder and gives what is there now. */
export async function restored(
  session: Session,
  folder: string,
  snapshot = 'latest',
): Promise<{ facts: Map<string, tree.Fact>; into: string }> {
  const into = join(tree.temporaryFolder(), 'out');
  const result = await restore(session, { into, snapshot });
  if (result.failed.count + result.incomplete.count > 0) throw new Error(JSON.stringify(result));
  return { facts: tree.factsOf(join(into, folder)), into };
}

/** Backs `source` up and gives the snapshot's id. */
export async function backUpOnce(session: Session, source: string): Promise<string> {
  const { snapshot, skipped } = await backUp(session, { paths: [source] });
  if (skipped.count > 0 || snapshot === undefined) throw new Error(JSON.stringify(skipped));
  return snapshot.id;
}

/** Names of the objects of a store. */
export async function names(store: Store, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of store.list(prefix)) found.push(name);
  return found.sort();
}

/** Waits until files that were just written are old enough for their times to be trusted. */
export function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, 150));
}

/**
 * How many store operations come before each writing of `work` on a fresh archive with one snapshot; in the full run, before
 * each operation.
 */
export async function writesOf(
  work: (session: Session, source: string) => Promise<unknown>,
): Promise<number[]> {
  const { session, store, source, home } = await setUp();
  tree.writeFileSync(join(source, 'f'), 'one');
  await backUpOnce(session, source);
  await session.close();
  const watched = faultyStore(store, { seed: 1 });
  const working = await openArchive({ store: watched, home });
  const before = watched.operations.length;
  await work(working, source);
  await working.close();
  const operations = watched.operations.slice(before);
  return [...operations.keys()].filter(
    (i) => isFull || ['put', 'delete', 'sweep'].includes(operations[i]!.kind),
  );
}
