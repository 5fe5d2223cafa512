// What a reader makes of a manifest of which a part is lost (spec/archive.md §11, ARCH-108).

import { MunimentError } from '@muniment/errors';
import { type EntryKind, encodeEntry, encodeManifestNode, formatHex } from '@muniment/wire';
import { expect, it } from 'vitest';
import type { ChunkReader } from '../src/chunk-reader.ts';
import { type ChunkLocation, LocationTable } from '../src/locations.ts';
import { type ManifestDamage, ManifestReader } from '../src/manifest-reader.ts';

const none = new Uint8Array(0);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const pack = { packId: new Uint8Array(16), packClass: 'manifest', epoch: 1, sizeLog2: 12 } as const;
const block = { pack: 1, offset: 4, storedLength: 4, rawLength: 4, compression: 'none' } as const;
const idOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);

/** `list` refers to a list in the n-th block of the leaf; it has none. */
type Line = readonly [path: string, kind: EntryKind, target?: string, list?: number];

function leaf(lines: readonly Line[]): Uint8Array {
  const records = lines.map(([path, kind, target = '', list]) => ({
    entry: encodeEntry({
      path: utf8(path),
      kind,
      mode: 0o644,
      mtimeNs: 0n,
      size: list === undefined ? 0n : 1n,
      uid: 0,
      gid: 0,
      target: utf8(target),
      contentDigest: kind === 'file' ? idOf(0) : none,
    }),
    extents: [],
    lists: list === undefined ? [] : [{ block: list, offset: 0, length: 1, id: idOf(0) }],
    chunker: list === undefined ? ('none' as const) : ('content' as const),
  }));
  return encodeManifestNode({ packs: [], blocks: [], records, children: [] });
}

/** Walks a manifest of these leaves; of a text alone it is lost, and that is its last path. */
async function walk(
  leaves: readonly (readonly Line[] | string)[],
): Promise<{ paths: string[]; damage: ManifestDamage[] }> {
  const nodes = new Map<string, Uint8Array>();
  const children = leaves.map((lines, n) => {
    if (typeof lines !== 'string') nodes.set(formatHex(idOf(n)), leaf(lines));
    return {
      lastPath: utf8(typeof lines === 'string' ? lines : lines.at(-1)![0]),
      chunk: { block: 0, offset: 0, length: 4, id: idOf(n) },
    };
  });
  nodes.set(
    formatHex(idOf(99)),
    encodeManifestNode({ packs: [pack], blocks: [block], records: [], children }),
  );
  const chunks = {
    read: async ({ id }: ChunkLocation): Promise<Uint8Array> => {
      const bytes = nodes.get(formatHex(id));
      if (bytes === undefined) throw new MunimentError('ERR_PACK_MISSING');
      return bytes;
    },
  } as ChunkReader;
  const table = new LocationTable();
  const root = {
    block: { ...block, pack: table.pack('00'.repeat(16), 'manifest', 1, 12) },
    offset: 0,
    length: 4,
    id: idOf(99),
  };
  const damage: ManifestDamage[] = [];
  const paths: string[] = [];
  const reader = new ManifestReader(chunks, table, root, 1, new Uint8Array(32));
  for await (const { entry } of reader.entries({ onDamage: (part) => damage.push(part) })) {
    paths.push(text(entry.path));
  }
  return { paths, damage };
}

const summaryOf = (damage: readonly ManifestDamage[]): unknown[] =>
  damage.map(({ error, after, upTo }) => [(error as MunimentError).code, text(after), text(upTo)]);

it('names the range of a lost part, and takes a parent of which it knows nothing for a directory (ARCH-108)', async () => {
  const { paths, damage } = await walk([[['a', 'file']], 'd/m', [['d/x', 'file']], [['d/y/z', 'file']]]);
  expect(paths).toEqual(['a', 'd/x', 'd/y/z']);
  expect(summaryOf(damage)).toEqual([['ERR_PACK_MISSING', 'a', 'd/m']]);
});

it('goes on below no record that it has read and that is no directory (ARCH-108)', async () => {
  for (const [kind, target] of [
    ['file', ''],
    ['symlink', 'b'],
  ] as const) {
    const { paths, damage } = await walk([[['a', kind, target]], 'a/m', [['a/x', 'file']], [['b', 'file']]]);
    expect(paths).toEqual(['a', 'b']);
    expect(summaryOf(damage)).toEqual([
      ['ERR_PACK_MISSING', 'a', 'a/m'],
      ['ERR_PATH', 'a/m', 'a/x'],
    ]);
  }
});

it('keeps the order of paths over a lost part (ARCH-108)', async () => {
  const { paths, damage } = await walk([
    [['a', 'file']],
    'f',
    [
      ['e', 'file'],
      ['g', 'file'],
    ],
    [['h', 'file']],
  ]);
  expect(paths).toEqual(['a', 'h']);
  expect(summaryOf(damage)).toEqual([
    ['ERR_PACK_MISSING', 'a', 'f'],
    ['ERR_MANIFEST', 'f', 'g'],
  ]);
});

it('loses a leaf, and no more, by a record that refers to a list nowhere (ARCH-032)', async () => {
  const { paths, damage } = await walk([[['a', 'file']], [['b', 'file', '', 0]], [['c', 'file']]]);
  expect(paths).toEqual(['a', 'c']);
  expect(summaryOf(damage)).toEqual([['ERR_FIELD', 'a', 'b']]);
});

it('gives hard links to what may lie in a lost part, and refuses those to what is nowhere (ARCH-108)', async () => {
  const links = await walk([[['a', 'file']], 'c', [['d', 'hard-link', 'b']]]);
  expect(links.paths).toEqual(['a', 'd']);
  const nowhere = await walk([[['a', 'file']], 'c', [['d', 'hard-link', 'Z']], [['e', 'file']]]);
  expect(nowhere.paths).toEqual(['a', 'e']);
  expect(summaryOf(nowhere.damage)[1]).toEqual(['ERR_MANIFEST', 'c', 'd']);
});
