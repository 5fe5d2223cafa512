// Runs the shipped command as a user does: through its launcher, in a process of its own.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The launcher that npm links as `muniment`. */
export const LAUNCHER: string = fileURLToPath(new URL('../../cli/bin/muniment.js', import.meta.url));

export interface RunOptions {
  /** MUNIMENT_HOME of the device. */
  readonly home: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Killed with SIGKILL after this many milliseconds. */
  readonly killAfterMs?: number;
  /** A command line to put in front, such as setpriv. */
  readonly prefix?: readonly string[];
}

export interface CliResult {
  /** Exit code, or null if killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `muniment` with `args` to its end. */
export function muniment(
  args: readonly string[],
  { home, cwd, env, killAfterMs, prefix = [] }: RunOptions,
): Promise<CliResult> {
  const [command, ...rest] = [...prefix, process.execPath, LAUNCHER, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, ...env, MUNIMENT_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}
