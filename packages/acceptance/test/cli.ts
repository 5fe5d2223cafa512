// The shipped command, run and read: JSON lines in, a check that nothing but an answer of ours came out.

import { muniment, type RunOptions } from '@muniment/acceptance';
import { expect } from 'vitest';

/** One line of `--json`. */
export type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface Answer {
  readonly code: number;
  readonly lines: readonly Line[];
  readonly stderr: string;
  readonly seconds: number;
  /** The last line of a type. */
  line(type: string): Line;
  all(type: string): Line[];
}

/** How long one run may take before it counts as hanging. */
export const HANG_MS = 120_000;

/** Runs a command with `--json`; fails if it hangs, crashes, shows a stack or speaks of an internal error. */
export async function ask(args: readonly string[], options: RunOptions): Promise<Answer> {
  const begin = performance.now();
  const { code, stdout, stderr } = await muniment([...args, '--json'], { killAfterMs: HANG_MS, ...options });
  const seconds = (performance.now() - begin) / 1000;
  const shown = `muniment ${args.join(' ')}\n${stderr}`;
  expect(code, `hung or was killed: ${shown}`).not.toBeNull();
  expect(code, `failed inside: ${shown}`).not.toBe(70);
  expect(stderr, shown).not.toMatch(/^\s+at .*:\d+|ERR_INTERNAL|node:internal|Warning:/m);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const all = (type: string): Line[] => lines.filter((line) => line.type === type);
  return {
    code: code!,
    lines,
    stderr,
    seconds,
    all,
    line(type: string): Line {
      const last = all(type).at(-1);
      expect(last, `no ${type} line: ${shown}\n${stdout}`).toBeDefined();
      return last!;
    },
  };
}

/** As `ask`, and fails unless the exit code is 0. */
export async function must(args: readonly string[], options: RunOptions): Promise<Answer> {
  const answer = await ask(args, options);
  expect(answer.code, `muniment ${args.join(' ')}\n${answer.stderr}`).toBe(0);
  return answer;
}
