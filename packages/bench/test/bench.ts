// Runs of the benchmarks as the root's script starts them.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a benchmark to its end. */
export function bench(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

/** Runs one that writes `--json`, and expects that it ends well and leaves nothing behind. Gives what it printed and wrote. */
export function benchData<T>(args: readonly string[]): { readonly stdout: string; readonly data: T } {
  const folder = mkdtempSync(join(tmpdir(), 'muniment-bench-test-'));
  try {
    const work = join(folder, 'work');
    mkdirSync(work);
    const file = join(folder, 'results.json');
    const { status, stdout, stderr } = bench([...args, '--json', file], { TMPDIR: work });
    expect(status, stderr).toBe(0);
    expect(readdirSync(work)).toEqual([]);
    return { stdout, data: JSON.parse(readFileSync(file, 'utf8')) as T };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
