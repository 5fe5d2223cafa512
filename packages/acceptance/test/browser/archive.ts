// An archive that the command makes of a folder, for a page to read.

import {
  globSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@muniment/test-kit';
import { muniment } from '../../src/index.ts';

/** One line of `muniment ls --json`. */
export interface ListedLine {
  readonly type: string;
  readonly path: string;
  readonly pathBase64?: string;
  readonly kind: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: string;
  readonly target?: string;
}

/** An archive in a folder. */
export interface MadeArchive {
  readonly store: string;
  /** The folder that was backed up. */
  readonly source: string;
  /** The 64 digits in four lines. */
  readonly digits: string;
  /** What the command lists. */
  readonly listing: readonly ListedLine[];
}

/** Fills `folder/source` with files of every sort and backs it up twice, as a user does. */
export async function makeArchive(folder: string): Promise<MadeArchive> {
  const [source, store, home] = ['source', 'store', 'home'].map((name) => join(folder, name));
  const sheet = join(folder, 'sheet.txt');
  writeFiles(source);
  await run(['backup', source, '--to', store, '--recovery-key-out', sheet], home);
  writeFileSync(join(source, 'letters/2.txt'), 'a letter of the second day\n');
  await run(['backup', source, '--to', store], home);
  const listed = await run(['ls', store, '--recursive', '--json'], home);
  return {
    store,
    source,
    digits: Array.from(
      readFileSync(sheet, 'utf8').matchAll(/^\s*Row \d\s+([\d ]+)$/gm),
      ([, row]) => row,
    ).join('\n'),
    listing: listed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ListedLine)
      .filter(({ type }) => type === 'entry'),
  };
}

/** The largest pack of a store. */
export function largestPack(store: string): string {
  const packs = globSync('packs/*/*', { cwd: store }).map((path) => join(store, path));
  const sizes = new Map(packs.map((path) => [path, statSync(path).size]));
  return packs.reduce((largest, path) => (sizes.get(path)! > sizes.get(largest)! ? path : largest));
}

/** Changes a bit of the byte at `at`, which counts from the end if it is negative. */
export function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  writeFileSync(path, bytes);
}

/** Runs the command, which must succeed, and gives its output. */
async function run(args: readonly string[], home: string): Promise<string> {
  const { code, stdout, stderr } = await muniment(args, { home });
  if (code !== 0) throw new Error(`muniment ${args.join(' ')} exited with ${code}\n${stderr}${stdout}`);
  return stdout;
}

function writeFiles(source: string): void {
  const random = seededRandom(20);
  for (const name of ['letters', 'pictures', 'Größe 大きさ', 'empty folder']) {
    mkdirSync(join(source, name), { recursive: true });
  }
  const words = Array.from({ length: 500 }, () => Buffer.from(random.bytes(4)).toString('base64url'));
  const text = (count: number): string => {
    let out = '';
    for (let i = 0; i < count; i++) out += `${words[random.below(words.length)]} `;
    return out;
  };
  for (let i = 0; i < 60; i++) writeFileSync(join(source, `letters/${i}.txt`), text(20 + random.below(2000)));
  writeFileSync(join(source, 'letters/book.txt'), text(200_000));
  writeFileSync(join(source, 'pictures/photo.jpg'), random.bytes(2_500_000));
  writeFileSync(join(source, 'pictures/raw'), random.bytes(300_000));
  writeFileSync(
    join(source, 'disk.img'),
    Buffer.concat([Buffer.alloc(300_000), random.bytes(5000), Buffer.alloc(1_000_000)]),
  );
  writeFileSync(join(source, 'empty'), '');
  writeFileSync(join(source, 'Größe 大きさ/ein Wort'), 'ein Wort');
  writeFileSync(
    Buffer.concat([Buffer.from(`${source}/bytes `), Buffer.of(0xff, 0xfe)]),
    'a name that is not UTF-8',
  );
  symlinkSync('letters/book.txt', join(source, 'link'));
  linkSync(join(source, 'empty'), join(source, 'zero'));
  utimesSync(join(source, 'letters/0.txt'), 1, 1.5);
}
