// Runs a command in a process of its own and measures it: time, CPU time and peak memory of the whole tree of processes.
// Linux only: /proc tells all of it.

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 20;
/** The unit of the kernel's CPU times, on Linux. */
const TICKS_PER_SECOND = 100;
const ERROR_CHARACTERS = 4000;

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of the process and of all that it started and waited for. */
  readonly cpuSeconds: number;
  /** The most that the tree held at once. */
  readonly peakBytes: number;
}

/** The variables of a command: settings of whoever runs the benchmark do not reach the tools. */
function environment({ env }: Command): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env };
}

/** What `peakBytes` is, in words. */
export const PEAK_MEANING = `RssAnon + RssFile + RssShmem of all processes of a tool, sampled every ${SAMPLE_MS} ms, or the VmHWM of one of them if that is more; of runs that are over within a few samples, less may be seen`;

/** CPU time of all children of this process that have ended, and of theirs. */
function cpuSecondsOfChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // Behind the name, which may hold anything: the state and twelve fields, then cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** A process and all that descend from it, as far as they live. */
function tree(pid: number): number[] {
  const pids = [pid];
  // The list grows while it is gone through.
  for (const each of pids) {
    try {
      for (const thread of readdirSync(`/proc/${each}/task`)) {
        const children = readFileSync(`/proc/${each}/task/${thread}/children`, 'utf8').trim();
        if (children !== '') pids.push(...children.split(' ').map(Number));
      }
    } catch {
      // It has just ended.
    }
  }
  return pids;
}

function memoryOf(pid: number): { resident: number; highest: number } {
  const read = { resident: 0, highest: 0 };
  try {
    for (const line of readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')) {
      const [name, value = ''] = line.split(':');
      const bytes = Number.parseInt(value, 10) * 1024;
      if (name === 'VmHWM') read.highest = bytes;
      else if (name === 'RssAnon' || name === 'RssFile' || name === 'RssShmem') read.resident += bytes;
    }
  } catch {
    // It has just ended.
  }
  return read;
}

/** Writes what is cached to the disk, so that no command pays for the one before it. */
export function syncDisks(): void {
  spawnSync('sync');
}

/** Runs a command to its end, on some processors only if `cpus` names them. @throws Error unless it ends with 0. */
export async function measure(command: Command, cpus: string | undefined): Promise<Measurement> {
  const pinned = cpus === undefined ? command.argv : ['taskset', '-c', cpus, ...command.argv];
  syncDisks();
  const cpuBefore = cpuSecondsOfChildren();
  const begin = performance.now();
  const child = spawn(pinned[0]!, pinned.slice(1), {
    cwd: command.cwd,
    env: environment(command),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERROR_CHARACTERS);
  });
  let peakBytes = 0;
  const sample = (): void => {
    const read = child.pid === undefined ? [] : tree(child.pid).map(memoryOf);
    const together = read.reduce((sum, { resident }) => sum + resident, 0);
    peakBytes = Math.max(peakBytes, together, ...read.map(({ highest }) => highest));
  };
  // At once as well: some commands end before the next sample.
  sample();
  const sampler = setInterval(sample, SAMPLE_MS);
  try {
    const { code, wallSeconds } = await new Promise<{ code: number | null; wallSeconds: number }>(
      (resolve, reject) => {
        let ended = 0;
        child.on('error', reject);
        child.on('exit', () => {
          ended = performance.now();
        });
        child.on('close', (status) => resolve({ code: status, wallSeconds: (ended - begin) / 1000 }));
      },
    );
    if (code !== 0) throw new Error(`${pinned.join(' ')} ended with ${code}:\n${errors}`);
    return { wallSeconds, cpuSeconds: cpuSecondsOfChildren() - cpuBefore, peakBytes };
  } finally {
    clearInterval(sampler);
  }
}

/** Runs a command that is not measured. @throws Error unless it ends with 0. */
export function runPlainly(command: Command): void {
  const { argv, cwd } = command;
  const { status, stderr, error } = spawnSync(argv[0]!, argv.slice(1), {
    cwd,
    env: environment(command),
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${stderr}`);
}
