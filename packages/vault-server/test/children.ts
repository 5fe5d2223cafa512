// Programs that run in processes of their own, for tests of what several of them do to one file.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

const SOURCES = {
  RECORDS: new URL('../src/sqlite-record-store.ts', import.meta.url).href,
  FRESHNESS: new URL('../src/sqlite-freshness.ts', import.meta.url).href,
};

/** A program under way. */
export interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The whole lines that it has printed. */
  lines(): string[];
  /** Resolves when it has printed `count` lines, or has ended. */
  printed(count: number): Promise<void>;
  /** Lets a program that reads its input go on. */
  go(): void;
  /** Resolves when it has ended. */
  ended(): Promise<void>;
}

/**
 * Runs a module whose environment names the sources RECORDS and FRESHNESS and holds `variables`; `limitKiB` bounds the size of
 * the files that it writes. It writes each line at once, so that what it printed it had done.
 */
export function startChild(
  script: string,
  variables: Readonly<Record<string, string>>,
  limitKiB?: number,
): Child {
  const node = [process.execPath, '--input-type=module', '-e', script];
  const command =
    limitKiB === undefined ? node : ['bash', '-c', `ulimit -f ${limitKiB}; exec "$@"`, 'bash', ...node];
  const child = spawn(command[0], command.slice(1), {
    env: { ...process.env, ...SOURCES, ...variables },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  const closed = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  // A program that was killed no longer reads.
  child.stdin.on('error', () => {});
  const lines = (): string[] => output.split('\n').slice(0, -1);
  return {
    process: child,
    lines,
    async printed(count) {
      while (lines().length < count && child.exitCode === null && child.signalCode === null) {
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
    },
    go: () => child.stdin.end('\n'),
    async ended() {
      await closed;
    },
  };
}
