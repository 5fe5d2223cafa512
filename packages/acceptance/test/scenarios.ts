// The runs that the tests of crashes interrupt: a small backup, a retention run, a compaction, a change of keys, the removal
// of a method. Each says what must be there whatever happens and what the next run has to bring about.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addRecoveryKey,
  backUp,
  forget,
  listMethods,
  listSnapshots,
  openArchive,
  prune,
  removeMethod,
  rotate,
  type Session,
  status,
} from '@muniment/backup';
import { isMunimentError } from '@muniment/errors';
import { memoryStore, type Store } from '@muniment/storage';
import { type SeededRandom, seededRandom } from '@muniment/test-kit';
import { expect } from 'vitest';
import { type Committed, commit, newArchive, openByDigits, using } from './archives.ts';
import { temporaryFolder } from './trees.ts';

/** An archive before the run that is interrupted. */
export interface Scene {
  readonly folder: string;
  readonly source: string;
  readonly store: Store;
  readonly home: string;
  readonly digits: string;
  /** Of a second recovery key. */
  secondDigits: string;
  /** What every snapshot holds that was ever committed. */
  readonly known: Committed;
  /** Snapshots that must be there whatever happens. */
  readonly committed: Committed;
  readonly random: SeededRandom;
}

export interface Scenario {
  /** Brings archive and source to where the run begins. */
  readonly prepare: (scene: Scene) => Promise<void>;
  readonly run: (session: Session, scene: Scene) => Promise<unknown>;
  /** The run after the interrupted one; by default the same again. */
  readonly next?: (session: Session, scene: Scene) => Promise<unknown>;
  /** What must hold after the next run. `store` and `home` are those of the interrupted run. */
  readonly check?: (scene: Scene, store: Store, home: string) => Promise<void>;
  /** True if both runs give a BackupResult that says what was reused. */
  readonly isBackup?: boolean;
}

/** A new archive over which nothing has happened yet, and a folder to back up. */
export async function newScene(seed: number): Promise<Scene> {
  const folder = temporaryFolder();
  const source = join(folder, 'source');
  const home = join(folder, 'home');
  mkdirSync(join(source, 'letters'), { recursive: true });
  const random = seededRandom(seed);
  writeFileSync(join(source, 'letters', 'first.txt'), 'Dear Ada,\n'.repeat(3_000));
  writeFileSync(join(source, 'photo.jpg'), random.bytes(100_000));
  const store = memoryStore();
  const digits = await newArchive(store, home);
  const [known, committed]: Committed[] = [new Map(), new Map()];
  return { folder, source, store, home, digits, secondDigits: '', known, committed, random };
}

function onDevice({ store, home }: Scene): Promise<Session> {
  return openArchive({ store, home });
}

/** Backs the source up and requires the snapshot from now on. */
async function commitInto(scene: Scene): Promise<string> {
  const [id, facts] = await using(onDevice(scene), (session) => commit(session, scene.source));
  scene.known.set(id, facts);
  scene.committed.set(id, facts);
  return id;
}

function growSource({ source, random }: Scene): void {
  writeFileSync(join(source, 'letters', 'second.txt'), 'Dear Charles,\n'.repeat(5_000));
  writeFileSync(join(source, 'film.mp4'), random.bytes(300_000));
}

/** Names of the small files of which a compaction finds few left. */
const NOTE_COUNT = 50;

export const scenarios = {
  'a backup': {
    prepare: async (scene) => {
      await commitInto(scene);
      growSource(scene);
    },
    run: (session, { source }) => backUp(session, { paths: [source] }),
    isBackup: true,
  },
  'a backup with a keep rule': {
    prepare: async (scene) => {
      const dropped = [await commitInto(scene)];
      growSource(scene);
      dropped.push(await commitInto(scene));
      rmSync(join(scene.source, 'photo.jpg'));
      await commitInto(scene);
      for (const id of dropped) scene.committed.delete(id);
      rmSync(join(scene.source, 'letters', 'first.txt'));
    },
    // A run that died behind its commit and the one after it make two snapshots: one more is kept.
    run: (session, { source }) => backUp(session, { paths: [source], keep: { keepLast: 3 } }),
    check: async (_scene, store, home) => {
      const listed = await using(openArchive({ store, home }), (session) => listSnapshots(session));
      expect(listed).toHaveLength(3);
    },
  },
  'a retention run': {
    prepare: async (scene) => {
      const first = await commitInto(scene);
      rmSync(join(scene.source, 'photo.jpg'));
      growSource(scene);
      const second = await commitInto(scene);
      rmSync(join(scene.source, 'film.mp4'));
      await commitInto(scene);
      scene.committed.delete(first);
      scene.committed.delete(second);
    },
    run: async (session) => {
      await forget(session, { keep: { keepLast: 1 } });
      await prune(session, { graceMs: 0 });
    },
    check: async ({ committed }, store, home) => {
      const listed = await using(openArchive({ store, home }), (session) => listSnapshots(session));
      expect(listed.map(({ id }) => id)).toEqual([...committed.keys()]);
    },
  },
  'a compaction': {
    prepare: async (scene) => {
      const note = (i: number): string => join(scene.source, `note ${String(i).padStart(2, '0')}`);
      for (let i = 0; i < NOTE_COUNT; i++) writeFileSync(note(i), scene.random.bytes(15_000));
      const full = await commitInto(scene);
      for (let i = 0; i < NOTE_COUNT; i++) if (i % 24 !== 7) rmSync(note(i));
      await commitInto(scene);
      scene.committed.delete(full);
      await using(onDevice(scene), (session) => forget(session, { snapshots: [full] }));
    },
    run: (session) => prune(session, { graceMs: 0 }),
    check: async (_scene, store) => {
      let bytes = 0;
      for await (const { size } of store.list('packs/')) bytes += size;
      // Of 750 kB of notes 30 are left, beside 100 of a picture.
      expect(bytes).toBeLessThan(400_000);
    },
  },
  'a change of keys': {
    prepare: async (scene) => {
      await commitInto(scene);
      growSource(scene);
      await commitInto(scene);
    },
    run: (session) => rotate(session),
    next: (session, { source }) => backUp(session, { paths: [source] }),
    check: async (_scene, store, home) => {
      const { epoch, keyringGeneration } = await using(openArchive({ store, home }), status);
      expect(BigInt(epoch)).toBe(keyringGeneration);
      expect(epoch).toBeLessThanOrEqual(2);
      await using(openArchive({ store, home }), rotate);
    },
  },
  'the removal of a method': {
    prepare: async (scene) => {
      await commitInto(scene);
      await using(onDevice(scene), (session) =>
        addRecoveryKey(session, {
          label: 'second',
          confirm: (sheet) => {
            scene.secondDigits = sheet.digits();
          },
        }),
      );
      growSource(scene);
      await commitInto(scene);
    },
    run: (session) => removeSecondKey(session),
    next: async (session) => {
      if (secondKey(session) === undefined) return;
      // The session finishes what was interrupted before it looks for the key.
      await removeSecondKey(session).catch((error: unknown) => {
        if (!isMunimentError(error, 'ERR_METHOD_UNKNOWN')) throw error;
      });
    },
    check: async ({ source, folder, secondDigits, committed }, store, home) => {
      await using(openArchive({ store, home }), async (session) => {
        expect(secondKey(session)).toBeUndefined();
        await commit(session, source);
      });
      // The removed key may still open the generation before, and must not reach what was written since.
      const listed = await using(
        openByDigits(store, join(folder, 'removed'), secondDigits),
        listSnapshots,
      ).catch((error: unknown) => {
        if (!isMunimentError(error)) throw error;
        return [];
      });
      for (const { id } of listed) expect(committed.has(id)).toBe(true);
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;

function secondKey(session: Session): string | undefined {
  return listMethods(session).find(({ label }) => label === 'second')?.id;
}

async function removeSecondKey(session: Session): Promise<void> {
  await removeMethod(session, secondKey(session)!);
}
