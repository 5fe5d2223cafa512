// A real process, killed in the middle of writing to a real folder.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { folderStore } from '../src/folder-store.ts';
import { temporaryFolders } from './helpers.ts';

const folder = temporaryFolders();
const KILLS = 4;

// Names each object after the hash of its bytes, and says which it has finished.
const script = `
  import { createHash, randomBytes } from 'node:crypto';
  import { folderStore } from '@muniment/storage';
  const store = folderStore(process.env.ROOT);
  const work = async () => {
    for (;;) {
      const bytes = randomBytes(200_000);
      const name = 'packs/' + createHash('sha256').update(bytes).digest('hex').replace(/^../, '$&/');
      await store.put(name, bytes);
      process.stdout.write(name + '\\n');
    }
  };
  await Promise.all([work(), work(), work()]);`;

/** Kills a writer after it has finished `count` objects; returns the names that it reported. */
async function killAfter(root: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ROOT: root },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > count) child.kill('SIGKILL');
  });
  await new Promise((done) => child.once('close', done));
  expect(child.signalCode).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

describe('a writer that is killed', () => {
  it('leaves every object it reported, no half of another, and what a sweep removes', async () => {
    const root = folder();
    const store = folderStore(root);
    const reported: string[] = [];
    for (let i = 0; i < KILLS; i++) reported.push(...(await killAfter(root, 3 + 7 * i)));
    expect(reported.length).toBeGreaterThan(KILLS * 3);
    const there = new Set<string>();
    for await (const { name } of store.list('')) {
      there.add(name);
      const hash = createHash('sha256')
        .update(await store.get(name))
        .digest('hex');
      expect(name).toBe(`packs/${hash.slice(0, 2)}/${hash.slice(2)}`);
    }
    for (const name of reported) expect(there).toContain(name);
    await store.sweep(0);
    expect(await Array.fromAsync(store.listForeign())).toEqual([]);
  }, 60_000);
});
