// Runs that are killed: the last committed snapshot restores, and the next run reuses what was uploaded and cleans up.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderStore } from '@muniment/storage';
import { CrashError, faultyStore } from '@muniment/storage/testing';
import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { backUp, listSnapshots, openArchive, type Session, verify } from '../src/index.ts';
import { backUpOnce, names, restored, setUp, writesOf } from './support.ts';
import * as tree from './tree.ts';

const script = new URL('kill-me.ts', import.meta.url).pathname;

/** Runs a backup in a process of its own, kills it `afterMs` after it began, or never, and says how long it ran. */
function runAndKill(folder: string, afterMs: number | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let [printed, begun] = ['', 0];
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      printed += text;
      if (begun > 0 || !printed.startsWith('begins')) return;
      begun = performance.now();
      if (afterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - begun));
  });
}

function writeSome(random: ReturnType<typeof seededRandom>, source: string, files: number): void {
  for (let i = 0; i < files; i++) {
    const folder = join(source, `d${random.below(8)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `f${random.below(40)}`),
      random.bytes(random.pick([100, 5_000, 60_000, 700_000])),
    );
  }
}

/** The newest snapshot restores to what its folder was. */
async function assertRestores(session: Session, id: string, facts: Map<string, tree.Fact>): Promise<void> {
  const { facts: now } = await restored(session, 'src', id);
  expect(tree.comparable(now, facts)).toEqual(tree.comparable(facts));
}

describe('SIGKILL', () => {
  it('at random moments loses nothing', { timeout: 3_600_000 }, async () => {
    const random = seededRandom(Date.now());
    const folder = tree.temporaryFolder();
    const store = folderStore(join(folder, 'store'), { create: true });
    const source = join(folder, 'src');
    const { createArchive } = await import('../src/index.ts');
    const place = { store, home: join(folder, 'home') };
    await (await createArchive({ ...place, deviceName: 'd', confirm: () => {} })).close();
    writeSome(random, source, 60);
    const ms = await runAndKill(folder, undefined);
    let kills = 0;
    while (kills < count('backup-kills')) {
      const session = await openArchive(place);
      const committed = await backUpOnce(session, source);
      const facts = tree.factsOf(source);
      await session.close();
      writeSome(random, source, 40);
      await runAndKill(folder, random.below(Math.ceil(ms)));
      const next = await openArchive(place);
      const newest = listSnapshots(next).at(-1)!.id;
      // Only kills before the commit count.
      if (newest === committed) kills++;
      expect(listSnapshots(next).map(({ id }) => id)).toContain(committed);
      if (kills % 4 === 0) await assertRestores(next, committed, facts);
      const uploaded = await names(store, 'packs/');
      const { snapshot } = await backUp(next, { paths: [source], keep: { keepLast: 6 } });
      expect(await names(store, 'packs/')).toEqual(expect.arrayContaining(uploaded));
      if (kills % 4 === 0) await assertRestores(next, snapshot!.id, tree.factsOf(source));
      expect(await verify(next)).toMatchObject({ isSound: true });
      await next.close();
    }
  });
});

describe('a crash', () => {
  it('after any store operation loses nothing, and the next run cleans up', async () => {
    const work = async (session: Session, source: string): Promise<void> => {
      if (!existsSync(join(source, 'g'))) writeFileSync(join(source, 'g'), tree.noise(3, 300_000));
      await backUp(session, { paths: [source] });
    };
    for (const at of await writesOf(work)) {
      for (const reaching of [false, true]) {
        const { session, source, store, home } = await setUp();
        writeFileSync(join(source, 'f'), 'one');
        const id = await backUpOnce(session, source);
        const facts = tree.factsOf(source);
        await session.close();
        const faulty = faultyStore(store, { seed: 1 });
        const crashing = await openArchive({ store: faulty, home });
        faulty.crashAfter(at, { reaching });
        await expect(work(crashing, source)).rejects.toThrow(CrashError);
        await crashing.close();
        const next = await openArchive({ store, home });
        await assertRestores(next, id, facts);
        const uploaded = await names(store, 'packs/');
        await work(next, source);
        expect(await names(store, 'packs/')).toEqual(expect.arrayContaining(uploaded));
        await assertRestores(next, listSnapshots(next).at(-1)!.id, tree.factsOf(source));
        expect(await verify(next, { level: 'all' })).toMatchObject({ isSound: true, unreferencedPacks: 0 });
        await next.close();
      }
    }
  });
});
