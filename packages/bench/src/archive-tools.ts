// The programs that the archive benchmark runs side by side, and the limits that none of them can pass.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, runPlainly } from './archive-process.ts';
import { muniment } from './launcher.ts';

/** Where a tool works: all folders are its own but `source`, which holds `data`. */
export interface Place {
  readonly source: string;
  readonly store: string;
  /** Its caches, keys and settings. */
  readonly home: string;
}

export interface Tool {
  readonly id: string;
  readonly label: string;
  /** Its settings, in words. */
  readonly settings: string;
  /** Programs that it needs. */
  readonly programs: readonly string[];
  /** Limits are no backups. Those that cannot restore are measured on the first backup alone. */
  readonly isLimit: boolean;
  /** What must be there before the first backup; not measured. */
  prepare(place: Place): void;
  /** Backs up `data` for the `number`th time, from 1. */
  backup(place: Place, number: number): Command;
  /** Writes backup `number`, the newest, into an empty folder, as `data`. */
  restore?(place: Place, number: number, into: string): Command;
  /** Checks every byte of the newest backup, or of all. */
  verify?(place: Place, number: number): Command;
  /** False for files of a store that a remote end would make by itself. */
  isUploaded?(path: string): boolean;
}

const AES = fileURLToPath(new URL('./archive-aes.ts', import.meta.url));
const PIPELINE = fileURLToPath(new URL('./archive-pipeline.ts', import.meta.url));
const PASSWORD = 'correct horse battery staple';

/** No tool shares a cache with another, or writes temporary files to another disk. */
const ownFolders = (home: string): Readonly<Record<string, string>> => ({ HOME: home, TMPDIR: home });

function ours(): Tool {
  const command = ({ source, home }: Place, args: readonly string[]): Command =>
    muniment(args, { cwd: source, home });
  return {
    id: 'muniment',
    label: 'Muniment',
    settings: 'as shipped: AES-256-GCM, zstd level 3, every write synchronous',
    programs: [],
    isLimit: false,
    prepare(place) {
      const key = join(place.home, 'key.txt');
      runPlainly(command(place, ['init', place.store, '--recovery-key-out', key]));
    },
    backup: (place) => command(place, ['backup', 'data', '--to', place.store]),
    restore: (place, _number, into) => command(place, ['restore', place.store, '--into', into]),
    verify: (place) => command(place, ['verify', place.store, '--all']),
  };
}

function restic(): Tool {
  const command = ({ source, store, home }: Place, args: readonly string[]): Command => ({
    argv: ['restic', '--quiet', ...args],
    cwd: source,
    env: {
      ...ownFolders(home),
      RESTIC_REPOSITORY: store,
      RESTIC_PASSWORD: PASSWORD,
      RESTIC_CACHE_DIR: join(home, 'cache'),
    },
  });
  return {
    id: 'restic',
    label: 'restic',
    settings: 'default, which is nearest to ours too: AES-256-CTR with Poly1305, zstd (auto)',
    programs: ['restic'],
    isLimit: false,
    prepare: (place) => runPlainly(command(place, ['init'])),
    backup: (place) => command(place, ['backup', 'data']),
    restore: (place, _number, into) => command(place, ['restore', 'latest', '--target', into]),
    verify: (place) => command(place, ['check', '--read-data']),
  };
}

function borg(id: string, label: string, compression: string, settings: string): Tool {
  const command = ({ source, store, home }: Place, args: readonly string[], cwd = source): Command => ({
    argv: ['borg', ...args],
    cwd,
    env: { ...ownFolders(home), BORG_REPO: store, BORG_PASSPHRASE: PASSWORD, BORG_BASE_DIR: home },
  });
  return {
    id,
    label,
    settings,
    programs: ['borg'],
    isLimit: false,
    prepare: (place) => runPlainly(command(place, ['init', '--encryption', 'repokey'])),
    backup: (place, number) =>
      command(place, ['create', '--compression', compression, `::${number}`, 'data']),
    restore: (place, number, into) => command(place, ['extract', `::${number}`], into),
    verify: (place) => command(place, ['check', '--verify-data']),
    // The other end of a connection keeps these; between the two goes only what the segments hold.
    isUploaded: (path) => !/^(index|hints|integrity|nonce|lock)/.test(path),
  };
}

/** A line of bash in which every part of a pipe must succeed; `args` are $1, $2, and so on. */
function line(place: Place, script: string, args: readonly string[]): Command {
  return { argv: ['bash', '-o', 'pipefail', '-c', script, 'bash', ...args], cwd: place.source, env: {} };
}

function age(): Tool {
  const key = ({ home }: Place): string => join(home, 'key');
  const file = ({ store }: Place, number: number): string => join(store, `${number}.tar.zst.age`);
  return {
    id: 'age',
    label: 'tar, zstd, age',
    settings: 'a floor without deduplication: tar | zstd -3 | age, then fsync; each backup is whole',
    programs: ['tar', 'zstd', 'age', 'age-keygen'],
    isLimit: false,
    prepare(place) {
      mkdirSync(place.store);
      runPlainly(line(place, 'age-keygen -o "$1"', [key(place)]));
    },
    backup: (place, number) =>
      line(place, 'tar -cf - data | zstd -q -3 | age -e -i "$1" -o "$2" && sync "$2"', [
        key(place),
        file(place, number),
      ]),
    restore: (place, number, into) =>
      line(place, 'age -d -i "$1" "$2" | zstd -dcq | tar -xf - -C "$3"', [
        key(place),
        file(place, number),
        into,
      ]),
    verify: (place, number) =>
      line(place, 'age -d -i "$1" "$2" | zstd -dcq | tar -tf - > /dev/null', [
        key(place),
        file(place, number),
      ]),
  };
}

function limit(
  id: string,
  settings: string,
  programs: readonly string[],
  run: (place: Place) => Command,
): Tool {
  return {
    id,
    label: `limit: ${id}`,
    settings,
    programs,
    isLimit: true,
    prepare: ({ store }) => {
      mkdirSync(store);
    },
    backup: run,
  };
}

function pipeline(): Tool {
  const command = (cwd: string, args: readonly string[]): Command => ({
    argv: [process.execPath, PIPELINE, ...args],
    cwd,
    env: {},
  });
  const folder = ({ store }: Place, number: number): string => join(store, String(number));
  return {
    id: 'pipeline',
    label: 'limit: pipeline',
    settings:
      'the same work in Node on all processors, with nothing looked up, ordered, deduplicated, padded or listed; each backup is whole',
    programs: [],
    isLimit: true,
    prepare: ({ store }) => {
      mkdirSync(store);
    },
    backup: (place, number) => command(place.source, ['backup', 'data', folder(place, number)]),
    restore: (place, number, into) => command(into, ['restore', folder(place, number), 'data']),
    verify: (place, number) => command(place.source, ['verify', folder(place, number)]),
  };
}

const CONTENTS = 'find data -type f -print0 | xargs -0 cat';

/** Everything that can be measured, in the order of the tables. */
export const TOOLS: readonly Tool[] = [
  ours(),
  restic(),
  borg('borg', 'borg', 'lz4', 'default: AES-256-CTR with HMAC-SHA256, lz4'),
  borg('borg-zstd', 'borg, zstd 3', 'zstd,3', 'nearest to ours: AES-256-CTR with HMAC-SHA256, zstd level 3'),
  age(),
  limit('cat', 'all files into one, then fsync', [], (place) =>
    line(place, `${CONTENTS} > "$1" && sync "$1"`, [join(place.store, 'all')]),
  ),
  limit('aes', 'AES-256-GCM of Node over all files, in pieces of 64 KiB, one thread', [], (place) => ({
    argv: [process.execPath, AES, 'data'],
    cwd: place.source,
    env: {},
  })),
  limit('zstd', 'zstd -3 over all files as one stream, one thread', ['zstd'], (place) =>
    line(place, `${CONTENTS} | zstd -3 -qc > /dev/null`, []),
  ),
  pipeline(),
];

/** The Debian packages that programs come from. */
const DEBIAN_PACKAGES: Readonly<Record<string, string>> = {
  restic: 'restic',
  borg: 'borgbackup',
  age: 'age',
  'age-keygen': 'age',
  zstd: 'zstd',
};

const isThere = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** The programs of some tools that are not there, each once. */
export function missingPrograms(tools: readonly Tool[]): readonly string[] {
  return [...new Set(tools.flatMap(({ programs }) => programs))].filter((program) => !isThere(program));
}

/** Installs programs from Debian. @throws Error if that fails, or this is not the superuser. */
export function installPrograms(programs: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new Error('only the superuser can install packages');
  const packages = [...new Set(programs.map((program) => DEBIAN_PACKAGES[program] ?? program))];
  const { status, stderr } = spawnSync(
    'apt-get',
    ['install', '--yes', '--no-install-recommends', ...packages],
    {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (status !== 0) throw new Error(`apt-get install ${packages.join(' ')} failed:\n${stderr}`);
}

const VERSION_ARGUMENTS: Readonly<Record<string, string>> = { restic: 'version' };

/** What each program says of its version. */
export function versions(tools: readonly Tool[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = { node: process.version };
  const { version } = JSON.parse(
    readFileSync(new URL('../../cli/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  found.muniment = version;
  for (const program of new Set(tools.flatMap(({ programs }) => programs))) {
    if (program === 'age-keygen') continue;
    const { stdout } = spawnSync(program, [VERSION_ARGUMENTS[program] ?? '--version'], { encoding: 'utf8' });
    found[program] = stdout.split('\n')[0]!.trim();
  }
  return found;
}
