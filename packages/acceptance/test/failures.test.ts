// What goes wrong outside of Muniment: full disks, missing permissions, files that do not hold still, keys of something
// else, junk, and people who write what a restore should not follow. A clear error or a reported skip, nothing lost, nothing
// written outside the target. Exit codes are those of packages/cli/README.md.

import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAUNCHER } from '@muniment/acceptance';
import { MemoryChunkIndex, type NewEntry, SnapshotWriter } from '@muniment/archive';
import { openArchive } from '@muniment/backup';
import { folderStore } from '@muniment/storage';
import { isFull, seededRandom } from '@muniment/test-kit';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, ask, HANG_MS, type Line, must } from './cli.ts';
import { differences, factsOf, temporaryFolder } from './trees.ts';

const TIMEOUT = { timeout: 5 * 60_000 };
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
/** Exit codes: partial, no archive, no room or conflict, permission or key, malformed. */
const [PARTIAL, USAGE, MALFORMED, MISSING, CANNOT_WRITE, NO_PERMISSION] = [3, 2, 65, 66, 73, 77];

interface Place {
  readonly folder: string;
  readonly source: string;
  readonly store: string;
  readonly sheet: string;
  readonly device: { readonly home: string };
}

function placeIn(folder: string): Place {
  return {
    folder,
    source: join(folder, 'source'),
    store: join(folder, 'store'),
    sheet: join(folder, 'sheet'),
    device: { home: join(folder, 'home') },
  };
}

/** A folder with a few files, and nothing backed up yet. */
function newPlace(folder = temporaryFolder()): Place {
  const { source } = placeIn(folder);
  mkdirSync(join(source, 'sub'), { recursive: true });
  const random = seededRandom(51);
  for (let i = 0; i < 6; i++) writeFileSync(join(source, `file ${i}`), `content ${i} `.repeat(500));
  writeFileSync(join(source, 'sub/picture'), random.bytes(400_000));
  return placeIn(folder);
}

let template: Promise<Place> | undefined;
let templateFolder: string | undefined;

afterAll(() => {
  if (templateFolder !== undefined) rmSync(templateFolder, { recursive: true, force: true });
});

/** A folder with a few files that has been backed up: a copy of one that is made once. */
async function backedUp(): Promise<Place> {
  template ??= (async () => {
    templateFolder = mkdtempSync(join(tmpdir(), 'muniment-failures-'));
    return await backedUpAnew(templateFolder);
  })();
  const { folder } = await template;
  const copy = temporaryFolder();
  execFileSync('cp', ['-a', `${folder}/.`, copy]);
  return placeIn(copy);
}

/** As `backedUp`, with an archive of its own. */
async function backedUpAnew(folder?: string): Promise<Place> {
  const place = newPlace(folder);
  await must(['backup', place.source, '--to', place.store, '--recovery-key-out', place.sheet], place.device);
  return place;
}

/** The error that ended a run; fails if it ended well or with another exit code. */
function failure(answer: Answer, code: string, exit: number): Line {
  const error = answer.line('error');
  expect(error, answer.stderr).toMatchObject({ code, exit });
  expect(answer.code).toBe(exit);
  // What happened, what is still safe, what to do.
  for (const field of ['message', 'safe', 'advice']) expect(String(error[field]).length).toBeGreaterThan(10);
  expect(answer.stderr).toMatch(/^muniment: .+\n {2}Still safe: .+\n {2}What to do: .+/m);
  return error;
}

async function expectRestores(
  { folder, store, device }: Place,
  expected = factsOf(join(folder, 'source')),
  ignored: readonly string[] = [],
): Promise<void> {
  const into = join(folder, `restored ${readdirSync(folder).length}`);
  await must(['restore', store, '--into', into], device);
  const restored = new Map(factsOf(join(into, 'source')));
  for (const path of ignored) restored.delete(path);
  expect(differences(expected, restored)).toEqual([]);
}

function needsRoot(): void {
  if (process.getuid?.() !== 0)
    throw new Error('this test mounts file systems and changes users: run it as root');
}

/** A file system of its own, so small that it fills. */
function mountSmall(path: string, size: string): void {
  needsRoot();
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  onTestFinished(() => {
    execFileSync('umount', [path]);
  });
}

/** Options that run the command as a user without rights, in a place that it may write to. */
function asNobody({ folder, store, device }: Place): { home: string; prefix: string[]; cwd: string } {
  needsRoot();
  chmodSync(folder, 0o755);
  if (existsSync(store)) execFileSync('chmod', ['-R', 'a+rX,go-w', store]);
  const home = join(folder, 'home of nobody');
  if (existsSync(device.home)) cpSync(device.home, home, { recursive: true });
  else mkdirSync(home);
  execFileSync('chown', ['-R', '65534:65534', home]);
  try {
    execFileSync(NOBODY[0]!, [...NOBODY.slice(1), process.execPath, LAUNCHER, '--version']);
  } catch (error) {
    throw new Error('an ordinary user cannot run the command from this checkout: make it readable for all', {
      cause: error,
    });
  }
  return { home, prefix: NOBODY, cwd: '/' };
}

describe('a full disk', () => {
  it('of the store ends the backup; nothing is lost, and with more room it goes on', TIMEOUT, async () => {
    const place = newPlace();
    mountSmall(place.store, '4m');
    await must(
      ['backup', place.source, '--to', place.store, '--recovery-key-out', place.sheet],
      place.device,
    );
    const before = factsOf(place.source);
    const random = seededRandom(52);
    for (let i = 0; i < 8; i++) writeFileSync(join(place.source, `more ${i}`), random.bytes(1_000_000));
    failure(
      await ask(['backup', place.source, '--to', place.store], place.device),
      'ERR_STORE_FULL',
      CANNOT_WRITE,
    );
    expect(leftovers(place.store)).toEqual([]);
    await expectRestores(place, before);
    await must(['verify', place.store, '--all'], place.device);
    execFileSync('mount', ['-o', 'remount,size=40m', place.store]);
    await must(['backup', place.source, '--to', place.store], place.device);
    await expectRestores(place);
    await must(['verify', place.store, '--all'], place.device);
  });

  it('of a new store leaves no archive that cannot be opened', TIMEOUT, async () => {
    const place = newPlace();
    mountSmall(place.store, '256k');
    const first = await ask(
      ['backup', place.source, '--to', place.store, '--recovery-key-out', place.sheet],
      place.device,
    );
    failure(first, 'ERR_STORE_FULL', CANNOT_WRITE);
    execFileSync('mount', ['-o', 'remount,size=40m', place.store]);
    await must(['backup', place.source, '--to', place.store], place.device);
    await expectRestores(place);
  });

  it('of the target ends the restore; with more room it goes on', TIMEOUT, async () => {
    const place = await backedUp();
    const into = join(place.folder, 'into');
    mountSmall(into, '200k');
    failure(
      await ask(['restore', place.store, '--into', into], place.device),
      'ERR_TARGET_FULL',
      CANNOT_WRITE,
    );
    execFileSync('mount', ['-o', 'remount,size=8m', into]);
    await must(['restore', place.store, '--into', into], place.device);
    expect(differences(factsOf(place.source), factsOf(join(into, 'source')))).toEqual([]);
  });

  it('of the home folder is told apart from the store', TIMEOUT, async () => {
    const place = newPlace();
    mountSmall(place.device.home, '2m');
    await must(['init', place.store, '--recovery-key-out', place.sheet], place.device);
    writeFileSync(join(place.device.home, 'ballast'), new Uint8Array(0));
    try {
      appendFileSync(join(place.device.home, 'ballast'), new Uint8Array(4_000_000));
    } catch {
      // It is full now.
    }
    const answer = await ask(['backup', place.source, '--to', place.store], place.device);
    failure(answer, 'ERR_HOME', 74);
    rmSync(join(place.device.home, 'ballast'));
    await must(['backup', place.source, '--to', place.store], place.device);
    await expectRestores(place);
  });
});

/** Half-written files in a store. */
function leftovers(store: string): string[] {
  return [...factsOf(store)]
    .filter(([path, { kind }]) => kind === 'file' && path.includes('~'))
    .map(([path]) => path);
}

describe('an ordinary user', () => {
  it('reads from a store that it cannot write, and is told so when it tries', TIMEOUT, async () => {
    const place = await backedUp();
    const nobody = asNobody(place);
    const before = factsOf(place.store);
    const failed = await ask(['backup', place.source, '--to', place.store], nobody);
    failure(failed, 'ERR_STORE_READ_ONLY', CANNOT_WRITE);
    await must(['verify', place.store, '--all'], nobody);
    const into = join(nobody.home, 'into');
    await must(['restore', place.store, '--into', into], nobody);
    const contents = (path: string): string[] =>
      [...factsOf(path)].map(([name, { kind, content }]) => `${name} ${kind} ${content}`);
    expect(contents(join(into, 'source'))).toEqual(contents(place.source));
    expect(differences(before, factsOf(place.store))).toEqual([]);
  });

  it('is told of damage in a store that cannot be marked', TIMEOUT, async () => {
    const place = await backedUp();
    const pack = largestPack(place.store);
    const bytes = readFileSync(join(place.store, pack));
    bytes[1000]! ^= 1;
    writeFileSync(join(place.store, pack), bytes);
    const answer = await ask(['verify', place.store, '--all'], asNobody(place));
    expect(answer.code, answer.stderr).toBe(PARTIAL);
    expect(answer.stderr).toContain(pack);
    expect(answer.line('damage').lost).toContain('source/sub/picture');
  });

  it('backs up what it can read; the rest is skipped and named', TIMEOUT, async () => {
    const place = newPlace();
    chmodSync(join(place.source, 'file 3'), 0o600);
    mkdirSync(join(place.source, 'closed'), { mode: 0o700 });
    writeFileSync(join(place.source, 'closed/f'), 'x');
    const nobody = asNobody(place);
    const store = join(nobody.home, 'store');
    const args = ['backup', place.source, '--to', store, '--recovery-key-out', join(nobody.home, 'sheet')];
    const answer = await ask(args, nobody);
    expect(answer.code, answer.stderr).toBe(PARTIAL);
    expect(answer.all('warning').map(({ code, path }) => [code, path])).toEqual([
      ['ERR_SOURCE_UNREADABLE', join(place.source, 'closed')],
      ['ERR_SOURCE_UNREADABLE', join(place.source, 'file 3')],
    ]);
    expect(answer.line('backup')).toMatchObject({ files: 6, skipped: 2 });
    const into = join(nobody.home, 'into');
    await must(['restore', store, '--into', into], nobody);
    expect(readdirSync(join(into, 'source')).sort()).toEqual(
      ['closed', 'sub', ...[0, 1, 2, 4, 5].map((i) => `file ${i}`)].sort(),
    );
  });

  it('is told which object of the store it may not read', TIMEOUT, async () => {
    const place = await backedUp();
    const pack = largestPack(place.store);
    const nobody = asNobody(place);
    chmodSync(join(place.store, pack), 0o000);
    const answer = await ask(['restore', place.store, '--into', join(nobody.home, 'into')], nobody);
    expect(failure(answer, 'ERR_STORE_DENIED', NO_PERMISSION).message).toContain(pack);
    chmodSync(join(place.store, pack), 0o644);
    await must(['restore', place.store, '--into', join(nobody.home, 'into')], nobody);
  });
});

function largestPack(store: string): string {
  const packs = [...factsOf(store)].filter(
    ([path, { kind }]) => kind === 'file' && path.startsWith('packs/'),
  );
  return packs.sort(([, a], [, b]) => Number(b.size - a.size))[0]![0];
}

/**
 * Starts a backup, holds it as soon as it has `file` open, lets `meddle` work, and gives the answer. By then the folder that
 * the file lies in has been listed.
 */
async function meddled(place: Place, file: string, meddle: () => void): Promise<Answer> {
  const child = spawn(process.execPath, [LAUNCHER, 'backup', place.source, '--to', place.store, '--json'], {
    env: { ...process.env, MUNIMENT_HOME: place.device.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!hasOpen(child.pid!, file)) {
    expect(child.exitCode, `the file was never seen open: ${stdout}${stderr}`).toBeNull();
    await sleep(2);
  }
  child.kill('SIGSTOP');
  meddle();
  child.kill('SIGCONT');
  const code = await closed;
  clearTimeout(timer);
  expect(code, stderr).not.toBeNull();
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const all = (type: string): Line[] => lines.filter((line) => line.type === type);
  return { code: code!, lines, stderr, seconds: 0, all, line: (type) => all(type).at(-1)! };
}

function hasOpen(pid: number, file: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((name) => readlinkSync(join(folder, name)) === file);
  } catch {
    // The process, or one of its files, has just been closed.
    return false;
  }
}

describe('files that do not hold still', () => {
  /** First in path order, and large enough to be seen open. */
  function writeLog({ source }: Place): string {
    const log = join(source, 'a log');
    const handle = openSync(log, 'w');
    for (let i = 0; i < 60; i++) appendFileSync(handle, `${i} ${'line of a log '.repeat(75_000)}\n`);
    closeSync(handle);
    return log;
  }

  it('and vanish half-way are skipped and named', TIMEOUT, async () => {
    const place = await backedUp();
    const log = writeLog(place);
    const names = Array.from({ length: 60 }, (_, i) =>
      join(place.source, `many ${String(i).padStart(2, '0')}`),
    );
    for (const name of names) writeFileSync(name, 'here for a moment');
    const answer = await meddled(place, log, () => {
      for (const name of names.slice(20)) rmSync(name);
      rmSync(join(place.source, 'sub'), { recursive: true });
    });
    expect(answer.code, answer.stderr).toBe(PARTIAL);
    expect(answer.all('warning').map(({ code, path }) => [code, path])).toEqual(
      [...names.slice(20), join(place.source, 'sub')].map((path) => ['ERR_SOURCE_MISSING', path]),
    );
    // The folder was looked at before they vanished from it, which changed its time.
    const expected = new Map(factsOf(place.source));
    expected.delete('');
    await expectRestores(place, expected, ['']);
  });

  it('and change while they are read are read again and named', TIMEOUT, async () => {
    const place = await backedUp();
    const log = writeLog(place);
    const answer = await meddled(place, log, () => appendFileSync(log, 'one more line\n'));
    expect(answer.all('warning').map(({ code, path }) => [code, path])).toEqual([
      ['ERR_SOURCE_CHANGED', log],
    ]);
    expect(answer.code).toBe(PARTIAL);
    await expectRestores(place);
  });

  it('and go on changing are kept as they were read last', TIMEOUT, async () => {
    const place = await backedUp();
    const log = writeLog(place);
    let writer: NodeJS.Timeout | undefined;
    const answer = await meddled(place, log, () => {
      writer = setInterval(() => appendFileSync(log, 'one more line\n'), 2);
    });
    clearInterval(writer);
    expect(answer.all('warning').map(({ code, path }) => [code, path])).toEqual([
      ['ERR_SOURCE_CHANGED', log],
    ]);
    expect(answer.code).toBe(PARTIAL);
    const into = join(place.folder, 'into');
    await must(['restore', place.store, '--into', into], place.device);
    const restored = readFileSync(join(into, 'source/a log'));
    expect(restored.length).toBeGreaterThan(60_000_000);
    expect(readFileSync(log).subarray(0, restored.length).equals(restored)).toBe(true);
  });
});

describe('a recovery key', () => {
  const digitsOf = (sheet: string): string[] => readFileSync(sheet, 'utf8').match(/(?:\d{4} ){3}\d{4}/g)!;
  const withKey = async ({ folder, store }: Place, rows: readonly string[]): Promise<Answer> => {
    const file = join(folder, 'typed');
    writeFileSync(file, rows.join('\n'));
    const into = join(folder, 'by key');
    const answer = await ask(['restore', store, '--into', into, '--recovery-key-file', file], {
      home: join(folder, 'new device'),
    });
    if (answer.code !== 0) expect(existsSync(into)).toBe(false);
    return answer;
  };

  it('with a mistyped row is refused, and the row is named', TIMEOUT, async () => {
    const place = await backedUp();
    const rows = digitsOf(place.sheet);
    expect(rows).toHaveLength(4);
    for (let row = 0; row < 4; row++) {
      const typed = [...rows];
      const [first] = typed[row]!;
      typed[row] = `${(Number(first) + 1) % 10}${typed[row]!.slice(1)}`;
      const { message } = failure(await withKey(place, typed), 'ERR_RECOVERY_KEY_ROW', MALFORMED);
      expect(message).toContain(String(row + 1));
      for (const other of [0, 1, 2, 3])
        if (other !== row) expect(message).not.toMatch(new RegExp(`row ${other + 1}\\b`, 'i'));
    }
    expect((await withKey(place, rows)).code).toBe(0);
  });

  it('with exchanged rows, too few or other characters is refused', TIMEOUT, async () => {
    const place = await backedUp();
    const [a, b, c, d] = digitsOf(place.sheet) as [string, string, string, string];
    const { message } = failure(await withKey(place, [a, c, b, d]), 'ERR_RECOVERY_KEY_ROW', MALFORMED);
    expect(message).toMatch(/^rows 2,\s?3 /);
    failure(await withKey(place, [a, b, c]), 'ERR_RECOVERY_KEY_LENGTH', MALFORMED);
    const letters = await withKey(place, [a, b, c, d.replace(/\d/, 'O')]);
    failure(
      letters,
      letters.line('error').code === 'ERR_RECOVERY_KEY_LENGTH'
        ? 'ERR_RECOVERY_KEY_LENGTH'
        : 'ERR_RECOVERY_KEY_CHARACTER',
      MALFORMED,
    );
  });

  it('of another archive is refused, and the ids are named', TIMEOUT, async () => {
    const [place, other] = [await backedUpAnew(), await backedUpAnew()];
    const { message } = failure(
      await withKey(place, digitsOf(other.sheet)),
      'ERR_RECOVERY_KEY_OTHER',
      NO_PERMISSION,
    );
    const keyId = (sheet: string): string => /key id ([0-9A-Z]{4})/.exec(readFileSync(sheet, 'utf8'))![1]!;
    expect(message).toContain(keyId(place.sheet));
  });

  it(
    'is asked for on a device that has none, and a device of another archive is no use',
    TIMEOUT,
    async () => {
      const [place, other] = [await backedUpAnew(), await backedUpAnew()];
      for (const home of [join(place.folder, 'nothing'), other.device.home]) {
        const answer = await ask(['restore', place.store, '--into', join(place.folder, 'x')], { home });
        failure(answer, 'ERR_NOT_ENROLLED', NO_PERMISSION);
      }
      const missing = await ask(
        ['restore', join(place.folder, 'nowhere'), '--into', join(place.folder, 'x')],
        place.device,
      );
      expect([MISSING, 75]).toContain(missing.code);
      const unknown = await ask(
        ['restore', place.store, '--snapshot', 'ffff', '--into', join(place.folder, 'x')],
        place.device,
      );
      failure(unknown, 'ERR_SNAPSHOT_UNKNOWN', USAGE);
      expect(existsSync(join(place.folder, 'x'))).toBe(false);
    },
  );

  it('does not open an archive that was put in the place of another', TIMEOUT, async () => {
    const [place, other] = [await backedUpAnew(), await backedUpAnew()];
    rmSync(place.store, { recursive: true });
    cpSync(other.store, place.store, { recursive: true });
    const answer = await ask(['backup', place.source, '--to', place.store], place.device);
    failure(answer, 'ERR_ARCHIVE_MISSING', MISSING);
    expect(
      differences(factsOf(other.store), factsOf(place.store)).filter((each) => !/mtime|mode/.test(each)),
    ).toEqual([]);
  });
});

describe('junk in the store', () => {
  it('is named by verify and left alone by everything else', TIMEOUT, async () => {
    const place = await backedUp();
    const random = seededRandom(53);
    const id = '00112233445566778899aabbccddeeff';
    const foreign = [
      'readme.txt',
      'packs/thumbs.db',
      'heads/0000000000000009',
      'keyring/old',
      'new folder/x',
      'packs/00/.sync',
    ];
    const named = [
      `packs/00/${id}`,
      `marks/00000001-${id}`,
      `heads/00000000000000ff-00000001-${id}`,
      `keyring/00000009-${id}`,
    ];
    for (const name of [...foreign, ...named]) {
      mkdirSync(join(place.store, name, '..'), { recursive: true });
      writeFileSync(join(place.store, name), random.bytes(4168));
    }
    symlinkSync('/etc', join(place.store, 'packs/link'));
    execFileSync('mkfifo', [join(place.store, 'heads/pipe')]);
    const verified = await ask(['verify', place.store, '--all'], place.device);
    expect(verified.code, verified.stderr).toBe(PARTIAL);
    const said = verified.all('warning').map(({ object }) => object);
    // Names that no object can have come quoted; a folder that is not ours is named as a whole.
    const shown = (name: string): string => (/^[a-z0-9/-]+$/.test(name) ? name : JSON.stringify(name));
    for (const name of foreign)
      expect(said, verified.stderr).toContain(shown(name.replace(/^(new folder).*/, '$1')));
    for (const name of named.slice(1)) expect(said, verified.stderr).toContain(name);
    expect(verified.all('damage')).toEqual([]);
    await expectRestores(place);
    await must(
      ['restore', place.store, '--into', join(place.folder, 'by digits'), '--recovery-key-file', place.sheet],
      {
        home: join(place.folder, 'new device'),
      },
    );
    // A head that does not open holds deletion up, and is named.
    const pruned = await ask(['prune', place.store, '--grace', '0s'], place.device);
    expect(failure(pruned, 'ERR_HEAD_UNREADABLE', 75).message).toContain(named[2]);
    rmSync(join(place.store, named[2]!));
    expect((await ask(['backup', place.source, '--to', place.store], place.device)).code).toBe(0);
    for (const name of foreign) expect(existsSync(join(place.store, name)), name).toBe(true);
  });

  it('in the place of objects is neither followed nor waited for', TIMEOUT, async () => {
    for (const put of [
      (path: string) => symlinkSync('/etc/passwd', path),
      (path: string) => execFileSync('mkfifo', [path]),
      (path: string) => mkdirSync(path),
    ]) {
      const place = await backedUp();
      const pack = largestPack(place.store);
      rmSync(join(place.store, pack));
      put(join(place.store, pack));
      const into = join(place.folder, 'into');
      const answer = await ask(['restore', place.store, '--into', into], place.device);
      expect(answer.code, answer.stderr).not.toBe(0);
      expect(answer.stderr).toContain(pack);
      expect(readdirSync(join(into, 'source')).sort()).toEqual(
        ['sub', ...[0, 1, 2, 3, 4, 5].map((i) => `file ${i}`)].sort(),
      );
      expect(existsSync(join(into, 'source/sub/picture'))).toBe(false);
    }
  });
});

describe('a hostile list of files', () => {
  /** What someone who holds the keys may write: entries in the order given. */
  async function plant(
    { store, device }: Place,
    entries: readonly { path: string; kind: NewEntry['kind']; target?: string }[],
  ): Promise<void> {
    const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
    const session = await openArchive({ store: folderStore(store), home: device.home, location: store });
    const { archive } = session;
    const writer = await SnapshotWriter.begin(archive, {
      index: new MemoryChunkIndex(),
      compression: 'none',
    });
    for (const { path, kind, target = '' } of entries) {
      const entry = {
        path: utf8(path),
        kind,
        mode: 0o777,
        mtimeNs: 0n,
        uid: 0,
        gid: 0,
        target: utf8(target),
      };
      await writer.add(entry, kind === 'file' ? await writer.write(utf8('PLANTED'), 'content') : undefined);
    }
    await writer.commit({
      device: session.writer().device,
      timeMs: Date.now(),
      tags: [],
      roots: [],
      skipped: 0,
    });
    await session.close();
  }

  const outsides: readonly [
    string,
    (outside: string) => readonly { path: string; kind: NewEntry['kind']; target?: string }[],
  ][] = [
    ['..', () => [{ path: '../outside/planted', kind: 'file' }]],
    [
      '.. further down',
      () => [
        { path: 'a', kind: 'directory' },
        { path: 'a/../../outside/planted', kind: 'file' },
      ],
    ],
    ['an absolute path', (outside) => [{ path: `${outside}/planted`, kind: 'file' }]],
    ['a NUL', () => [{ path: 'a\0/../outside/planted', kind: 'file' }]],
    [
      'a link to a folder outside',
      (outside) => [
        { path: 'a', kind: 'symlink', target: outside },
        { path: 'a/planted', kind: 'file' },
      ],
    ],
    [
      'a link that is then a folder',
      (outside) => [
        { path: 'a', kind: 'symlink', target: outside },
        { path: 'a', kind: 'directory' },
        { path: 'a/planted', kind: 'file' },
      ],
    ],
    [
      'a hard link to what lies outside',
      (outside) => [
        { path: 'a', kind: 'symlink', target: `${outside}/there` },
        { path: 'b', kind: 'hard-link', target: 'a' },
        { path: 'c', kind: 'hard-link', target: '../outside/there' },
      ],
    ],
  ];

  it.each(outsides)('with %s writes nothing outside the target', TIMEOUT, async (_, entries) => {
    const place = await backedUp();
    const outside = join(place.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'there'), 'mine');
    const before = factsOf(outside);
    await plant(place, entries(outside));
    const into = join(place.folder, 'into');
    for (const overwrite of isFull ? ['never', 'if-newer', 'always'] : ['always']) {
      const answer = await ask(
        ['restore', place.store, '--into', into, '--overwrite', overwrite],
        place.device,
      );
      expect(answer.code, answer.stderr).toBe(PARTIAL);
      expect(answer.all('warning').map(({ code }) => code)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^ERR_(?:PATH|PATH_UNKNOWN|MANIFEST|FIELD)$/)]),
      );
      expect(differences(before, factsOf(outside))).toEqual([]);
      expect(statSync(join(outside, 'there')).nlink).toBe(1);
    }
    for (const [path, { kind, content }] of factsOf(into)) {
      expect(kind === 'file' ? [path, content] : [], path).toEqual([]);
    }
    // The honest snapshot before it is still there.
    const [honest] = (await must(['snapshots', place.store], place.device)).all('snapshot');
    const back = join(place.folder, 'back');
    await must(['restore', place.store, '--snapshot', String(honest!.id), '--into', back], place.device);
    expect(differences(factsOf(place.source), factsOf(join(back, 'source')))).toEqual([]);
  });

  it('is not needed: a link planted in the target is not followed either', TIMEOUT, async () => {
    const place = await backedUp();
    const [outside, into] = [join(place.folder, 'outside'), join(place.folder, 'into')];
    mkdirSync(outside);
    writeFileSync(join(outside, 'file'), 'mine');
    mkdirSync(join(into, 'source'), { recursive: true });
    symlinkSync(outside, join(into, 'source/sub'));
    symlinkSync(join(outside, 'file'), join(into, 'source/file 1'));
    const before = factsOf(outside);
    const answer = await ask(['restore', place.store, '--into', into, '--overwrite', 'always'], place.device);
    expect(answer.code).toBe(PARTIAL);
    expect(answer.all('warning').map(({ code, path }) => [code, path])).toEqual(
      expect.arrayContaining([['ERR_TARGET_EXISTS', 'source/sub']]),
    );
    expect(differences(before, factsOf(outside))).toEqual([]);
    expect(lstatSync(join(into, 'source/file 1')).isFile()).toBe(true);
    expect(readFileSync(join(into, 'source/file 1'))).toEqual(readFileSync(join(place.source, 'file 1')));
  });
});
