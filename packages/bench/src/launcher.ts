// The command as it is shipped, and what runs of it need.

import { fileURLToPath } from 'node:url';
import type { Command } from './archive-process.ts';

export const LAUNCHER: string = fileURLToPath(new URL('../../cli/bin/muniment.js', import.meta.url));
/** Files that are younger than that are read again by tools that cannot tell whether they have changed since. */
const SETTLE_MS = 2500;

/** A run of `muniment`, in a folder and with a home of its own. */
export function muniment(
  args: readonly string[],
  {
    cwd,
    home,
    flags = [],
    env = {},
  }: {
    readonly cwd: string;
    readonly home: string;
    /** Of Node. */
    readonly flags?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  },
): Command {
  return {
    argv: [process.execPath, ...flags, LAUNCHER, ...args, '--quiet'],
    cwd,
    env: { HOME: home, TMPDIR: home, MUNIMENT_HOME: `${home}/muniment`, ...env },
  };
}

/** Waits until files that were written last are old enough to be known again. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
