// The suite `manifest`: trees of nodes, and every rule that a reader holds them to.

import { bytes, fields, HEX, integer, list, OBJECT_NAME, suiteSchema } from '../json-schema.ts';
import { generatedKeys } from '../kit/archive.ts';
import { concat, utf8 } from '../kit/bytes.ts';
import { hmacSha256 } from '../kit/hash.ts';
import {
  type Chunk,
  contentDigest,
  encodeBranch,
  encodeLeaf,
  encodeList,
  entriesDigest,
  type Item,
  locate,
  type Node,
  placeMessage,
  type Run,
} from '../kit/manifest.ts';
import {
  type Block,
  type ChunkRef,
  CONTENT,
  DATA,
  DIRECTORY,
  type Entry,
  encodeBlock,
  encodeChild,
  encodeChunkRef,
  encodeEntry,
  encodeExtent,
  encodeHead,
  encodePack,
  encodeRecord,
  FILE,
  FIXED,
  HARD_LINK,
  MANIFEST,
  MEDIA,
  NONE,
  PAGE,
  type Pack,
  RECORD,
  SYMLINK,
  ZSTD,
} from '../kit/messages.ts';
import { PackBuilder, type Placed } from '../kit/pack.ts';
import { explicitBytes, explicitUint, repeated } from '../kit/proto.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, invalid, type Vector, type Verdict, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Walk: { bugType: 'BASIC', description: 'A manifest that is walked to its end.' },
  Limit: { bugType: 'EDGE_CASE', description: 'Values at the ends of their ranges.' },
  Shape: { bugType: 'MISSING_CHECK', description: 'Nodes that do not fit their level.' },
  Order: {
    bugType: 'MISSING_CHECK',
    description: 'Records or children that are out of order, repeated or misnamed.',
  },
  Path: { bugType: 'PATH_TRAVERSAL', description: 'Paths that could lead out of the target folder.' },
  Parent: {
    bugType: 'PATH_TRAVERSAL',
    description: 'Paths whose parent is not a directory of the manifest.',
  },
  Kind: { bugType: 'CANONICAL_FORM', description: 'Entries whose fields do not fit their kind.' },
  Extents: {
    bugType: 'MISSING_CHECK',
    description: 'Extents that contradict each other or the size of the file.',
  },
  Digest: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Digests of content or entries that do not match.',
  },
  References: {
    bugType: 'MISSING_CHECK',
    description: 'References that name no block or pack of their message.',
  },
  Field: { bugType: 'CANONICAL_FORM', description: 'Messages that the profile of protobuf refuses.' },
};

const KEYS = generatedKeys('manifest');
const KEY = KEYS.epochs.get(1)!;
const none = new Uint8Array(0);

let packNumber = 0;

function newPack(packClass: number): PackBuilder {
  return new PackBuilder(generated(`manifest pack ${packNumber++}`, 16), packClass, 1);
}

// Content is referred to and never read: a pack of 2^20 bytes that is not in the store.
const CONTENT_PACK: Pack = {
  packId: generated('manifest content pack', 16),
  packClass: DATA,
  epoch: 1,
  sizeLog2: 20,
};
const contentPack = { pack: CONTENT_PACK, ...CONTENT_PACK } as unknown as PackBuilder;
const CONTENT_BLOCK: Placed = {
  pack: contentPack,
  offset: 4,
  storedLength: 262144,
  rawLength: 262144,
  compression: NONE,
};

/** The n-th chunk of 64 bytes of the content that nobody reads. */
function chunk(n: number, length = 64): Chunk {
  return {
    placed: CONTENT_BLOCK,
    offset: (64 * n) % 262080,
    length,
    id: hmacSha256(KEYS.dedupKey, utf8(`chunk ${n} ${length}`)),
  };
}

const path = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? utf8(text) : text);

function entry(name: string | Uint8Array, kind: number, change: Partial<Entry> = {}): Entry {
  return {
    path: path(name),
    kind,
    mode: 0o644,
    mtimeNs: 0n,
    size: 0,
    uid: 0,
    gid: 0,
    target: none,
    contentDigest: none,
    ...change,
  };
}

function item(value: Entry, change: Partial<Item> = {}): Item {
  return { path: value.path, entry: encodeEntry(value), runs: [], lists: [], chunker: 0, ...change };
}

function file(
  name: string | Uint8Array,
  runs: readonly Run[] = [],
  change: Partial<Entry> = {},
  itemChange: Partial<Item> = {},
): Item {
  const size = runs.reduce(
    (sum: bigint, run) => sum + BigInt(typeof run === 'number' ? run : run.length),
    0n,
  );
  return item(entry(name, FILE, { size, contentDigest: contentDigest(runs), ...change }), {
    runs,
    chunker: runs.length === 0 ? 0 : CONTENT,
    ...itemChange,
  });
}

function directory(
  name: string | Uint8Array,
  change: Partial<Entry> = {},
  itemChange: Partial<Item> = {},
): Item {
  return item(entry(name, DIRECTORY, { mode: 0o755, ...change }), itemChange);
}

function symlink(name: string, target: string | Uint8Array, change: Partial<Entry> = {}): Item {
  return item(entry(name, SYMLINK, { mode: 0o777, target: path(target), ...change }));
}

function hardLink(name: string, target: string, change: Partial<Entry> = {}): Item {
  return item(entry(name, HARD_LINK, { target: utf8(target), ...change }));
}

/** A manifest that is being laid into packs. */
class Layout {
  readonly packs: PackBuilder[] = [];
  pack: PackBuilder;

  constructor() {
    this.pack = this.next();
  }

  /** Goes on in a new pack. */
  next(): PackBuilder {
    this.pack = newPack(MANIFEST);
    this.packs.push(this.pack);
    return this.pack;
  }

  message(bytes: Uint8Array): Chunk {
    return placeMessage(bytes, this.pack, ZSTD, KEYS.dedupKey);
  }

  leaf(items: readonly Item[]): Node {
    return { lastPath: items.at(-1)!.path, chunk: this.message(encodeLeaf(items, this.pack)) };
  }

  branch(nodes: readonly Node[]): Node {
    return { lastPath: nodes.at(-1)!.lastPath, chunk: this.message(encodeBranch(nodes, this.pack)) };
  }

  list(runs: readonly Run[]): Chunk {
    return this.message(encodeList(runs, this.pack));
  }

  /** A file whose extents lie in lists. */
  listed(name: string, runs: readonly Run[], per = 1024): Item {
    const lists: Chunk[] = [];
    for (let at = 0; at < runs.length; at += per) lists.push(this.list(runs.slice(at, at + per)));
    return { ...file(name, runs), runs: [], lists };
  }
}

interface Manifest {
  readonly layout: Layout;
  readonly root: Chunk;
  readonly depth: number;
  readonly items: readonly Item[];
  /** Entries as the head counts them. */
  readonly digest?: Uint8Array;
}

function leafOf(...items: readonly Item[]): Manifest {
  const layout = new Layout();
  return { layout, root: layout.leaf(items).chunk, depth: 0, items };
}

function vector(
  id: string,
  comment: string,
  verdict: Verdict,
  flags: readonly string[],
  reqs: readonly string[],
  manifest: Manifest,
): Vector {
  const { layout, root, depth, items, digest } = manifest;
  return {
    id: `manifest-${id}`,
    comment,
    ...verdict,
    flags,
    reqs,
    objects: layout.packs.map((pack) => ({ name: pack.name, bytes: pack.seal(KEYS.archiveId, KEY) })),
    head: encodeHead({ stable: new Uint8Array(1), revision: 0, root: locate(root), depth }),
    entriesDigest: digest ?? entriesDigest(items.map((one) => one.entry)),
    ...(verdict.result === 'valid' ? { paths: items.map((one) => one.path) } : {}),
  };
}

const good = (
  id: string,
  comment: string,
  reqs: readonly string[],
  manifest: Manifest,
  flags = ['Walk'],
): Vector => vector(id, comment, valid, flags, reqs, manifest);

function validTrees(): Vector[] {
  const vectors: Vector[] = [
    good('one-file', 'One leaf with one empty file.', ['ARCH-044'], leafOf(file('a'))),
    good(
      'kinds',
      'One leaf with every kind of entry.',
      ['ARCH-043', 'ARCH-044'],
      leafOf(
        directory('d'),
        file('d/a', [chunk(0), 65536, chunk(1)]),
        hardLink('d/b', 'd/a'),
        symlink('d/c', '../a'),
        file('e'),
      ),
    ),
    good(
      'component-order',
      'What lies in a directory sorts before a name that only begins alike.',
      ['ARCH-041'],
      leafOf(directory('a'), file('a/b'), file('a!'), file('a-b'), file('ab')),
    ),
    good(
      'byte-order',
      'Components sort as unsigned bytes, also those that are no UTF-8.',
      ['ARCH-041'],
      leafOf(
        file('Z'),
        file('a'),
        file('\u007f'),
        file('\u00e9'),
        file(Uint8Array.of(0xfe)),
        file(Uint8Array.of(0xff)),
      ),
    ),
    good(
      'odd-names',
      'Names that are strange and permitted: dots, backslashes, colons, blanks, control characters.',
      ['ARCH-042'],
      leafOf(
        file('\u0001'),
        file(' '),
        file('...'),
        file('..a'),
        file('.a'),
        file('C:\\x'),
        file('a.'),
        file('con'),
        file('~'),
      ),
    ),
    good('longest-path', 'A path of 32,768 bytes.', ['ARCH-042'], leafOf(file('x'.repeat(32768))), [
      'Walk',
      'Limit',
    ]),
    good(
      'extents-64',
      '64 extents in the record, holes and chunks in turn.',
      ['ARCH-045', 'ARCH-046'],
      leafOf(
        file(
          'a',
          Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 65536 : chunk(i))),
        ),
      ),
    ),
    good('hole', 'A file that is one hole.', ['ARCH-046'], leafOf(file('a', [65536]))),
    good(
      'holes-of-two-files',
      'A file that ends in a hole, and another that begins with one.',
      ['ARCH-107'],
      leafOf(file('a', [chunk(0), 65536]), file('b', [65536, chunk(1)])),
    ),
    good(
      'chunkers',
      'Each chunker.',
      ['ARCH-044'],
      leafOf(
        file('content', [chunk(0)]),
        file('fixed', [chunk(0)], {}, { chunker: FIXED }),
        file('page', [chunk(0)], {}, { chunker: PAGE }),
        file('record', [chunk(0)], {}, { chunker: RECORD }),
      ),
    ),
    good(
      'same-chunk',
      'One chunk several times, in one file and in two.',
      ['ARCH-047'],
      leafOf(file('a', [chunk(0), chunk(0)]), file('b', [chunk(0)])),
    ),
    good(
      'numbers',
      'Greatest and least values of times, modes, owners.',
      ['ARCH-044'],
      leafOf(
        file('a', [], { mode: 0o7777, uid: 4294967295, gid: 4294967295, mtimeNs: 9223372036854775807n }),
        file('b', [], { mode: 0, mtimeNs: -9223372036854775808n }),
      ),
      ['Walk', 'Limit'],
    ),
  ];
  {
    const layout = new Layout();
    const runs: Run[] = [Number.MAX_SAFE_INTEGER, chunk(0)];
    const one = file('a', runs);
    vectors.push(
      good(
        'large-file',
        'A hole of 2^53 - 1 bytes and a chunk behind it.',
        ['ARCH-046'],
        { layout, root: layout.leaf([one]).chunk, depth: 0, items: [one] },
        ['Walk', 'Limit'],
      ),
    );
  }
  {
    const layout = new Layout();
    const parts = [[directory('a'), file('a/1')], [file('a/2'), file('b')], [file('c')]];
    const root = layout.branch(parts.map((items) => layout.leaf(items)));
    vectors.push(
      good('two-levels', 'Three leaves under a branch, all in one pack.', ['ARCH-040', 'ARCH-041'], {
        layout,
        root: root.chunk,
        depth: 1,
        items: parts.flat(),
      }),
    );
  }
  {
    const layout = new Layout();
    const leaves = ['a', 'b', 'c', 'd'].map((name) => {
      const leaf = layout.leaf([file(name, [chunk(0)])]);
      layout.next();
      return leaf;
    });
    const branches = [layout.branch(leaves.slice(0, 2)), layout.branch(leaves.slice(2))];
    layout.next();
    const root = layout.branch(branches);
    vectors.push(
      good(
        'three-levels',
        'Each leaf in a pack of its own, the branches in another, the root in a third.',
        ['ARCH-040'],
        {
          layout,
          root: root.chunk,
          depth: 2,
          items: ['a', 'b', 'c', 'd'].map((name) => file(name, [chunk(0)])),
        },
      ),
    );
  }
  {
    const layout = new Layout();
    let node = layout.leaf([file('a')]);
    for (let level = 1; level <= 8; level++) node = layout.branch([node]);
    vectors.push(
      good(
        'greatest-depth',
        'Eight branches above one leaf.',
        ['ARCH-040'],
        { layout, root: node.chunk, depth: 8, items: [file('a')] },
        ['Walk', 'Limit'],
      ),
    );
  }
  {
    const layout = new Layout();
    const one = layout.listed(
      'a',
      Array.from({ length: 65 }, (_, i) => chunk(i)),
    );
    vectors.push(
      good('list', '65 extents in one list.', ['ARCH-045'], {
        layout,
        root: layout.leaf([one]).chunk,
        depth: 0,
        items: [one],
      }),
    );
  }
  {
    const layout = new Layout();
    const one = layout.listed(
      'a',
      Array.from({ length: 1030 }, (_, i) => (i % 3 === 0 ? 65536 : chunk(i))),
    );
    vectors.push(
      good('lists', '1,030 extents in two lists, the second of which is shorter.', ['ARCH-045'], {
        layout,
        root: layout.leaf([one]).chunk,
        depth: 0,
        items: [one],
      }),
    );
  }
  return vectors;
}

/** A node message from parts that may contradict each other. */
function node(parts: {
  packs?: readonly Pack[];
  blocks?: readonly Block[];
  records?: readonly Uint8Array[];
  children?: readonly Uint8Array[];
}): Uint8Array {
  return concat(
    repeated(1, (parts.packs ?? []).map(encodePack)),
    repeated(2, (parts.blocks ?? []).map(encodeBlock)),
    repeated(3, parts.records ?? []),
    repeated(4, parts.children ?? []),
  );
}

const blockOf = ({ placed }: Chunk, pack: number): Block => ({
  pack,
  offset: placed.offset,
  storedLength: placed.storedLength,
  rawLength: placed.rawLength,
  compression: placed.compression,
});
const refOf = ({ offset, length, id }: Chunk, block = 0): ChunkRef => ({ block, offset, length, id });
const plainRecord = (one: Item): Uint8Array =>
  encodeRecord({ entry: one.entry, extents: [], lists: [], chunker: one.chunker });

function shapes(): Vector[] {
  const bad = (
    id: string,
    comment: string,
    manifest: Manifest,
    req = 'ARCH-040',
    error = 'ERR_MANIFEST',
    flag = 'Shape',
  ): Vector => vector(id, comment, invalid(error), [flag], [req], manifest);
  const vectors: Vector[] = [];
  {
    const layout = new Layout();
    const leaf = layout.leaf([file('a')]);
    const message = node({
      blocks: [blockOf(leaf.chunk, 0)],
      records: [plainRecord(file('b'))],
      children: [encodeChild({ lastPath: utf8('a'), chunk: refOf(leaf.chunk) })],
    });
    for (const depth of [0, 1]) {
      vectors.push(
        bad(`records-and-children-${depth}`, `A node with both records and children on level ${depth}.`, {
          layout,
          root: layout.message(message),
          depth,
          items: [file('a'), file('b')],
        }),
      );
    }
  }
  vectors.push(
    bad('leaf-above', 'The head says depth 1, the root is a leaf.', { ...leafOf(file('a')), depth: 1 }),
  );
  {
    const layout = new Layout();
    const root = layout.branch([layout.leaf([file('a')])]);
    vectors.push(
      bad('branch-at-0', 'The head says depth 0, the root is a branch.', {
        layout,
        root: root.chunk,
        depth: 0,
        items: [file('a')],
      }),
    );
  }
  {
    const layout = new Layout();
    const deep = layout.branch([layout.leaf([file('a')])]);
    const root = layout.branch([deep, layout.leaf([file('b')])]);
    vectors.push(
      bad('uneven', 'One child of the root is a branch, the other a leaf.', {
        layout,
        root: root.chunk,
        depth: 2,
        items: [file('a'), file('b')],
      }),
    );
  }
  {
    const layout = new Layout();
    const message = node({ packs: [CONTENT_PACK] });
    vectors.push(
      bad('neither', 'A root with neither records nor children.', {
        layout,
        root: layout.message(message),
        depth: 0,
        items: [],
      }),
    );
  }
  {
    const layout = new Layout();
    const empty = { lastPath: utf8('b'), chunk: layout.message(node({ packs: [CONTENT_PACK] })) };
    const root = layout.branch([layout.leaf([file('a')]), empty]);
    vectors.push(
      bad('neither-below', 'A leaf below the root with neither.', {
        layout,
        root: root.chunk,
        depth: 1,
        items: [file('a')],
      }),
    );
  }
  {
    const layout = new Layout();
    let one = layout.leaf([file('a')]);
    for (let level = 1; level <= 9; level++) one = layout.branch([one]);
    vectors.push(
      vector(
        'depth-9',
        'Nine branches above one leaf.',
        invalid('ERR_LIMIT'),
        ['Shape'],
        ['ARCH-040', 'WIRE-022'],
        { layout, root: one.chunk, depth: 9, items: [file('a')] },
      ),
    );
  }
  return vectors;
}

function orders(): Vector[] {
  const bad = (id: string, comment: string, manifest: Manifest): Vector =>
    vector(id, comment, invalid('ERR_MANIFEST'), ['Order'], ['ARCH-041'], manifest);
  const tree = (parts: readonly (readonly Item[])[], lastPaths?: readonly string[]): Manifest => {
    const layout = new Layout();
    const leaves = parts.map((items, i) => {
      const leaf = layout.leaf(items);
      return lastPaths === undefined ? leaf : { ...leaf, lastPath: utf8(lastPaths[i]) };
    });
    return { layout, root: layout.branch(leaves).chunk, depth: 1, items: parts.flat() };
  };
  const deep = (top: readonly string[]): Manifest => {
    const layout = new Layout();
    const branches = [
      layout.branch([layout.leaf([file('a')]), layout.leaf([file('b')])]),
      layout.branch([layout.leaf([file('c')])]),
    ].map((one, i) => ({ ...one, lastPath: utf8(top[i]) }));
    return {
      layout,
      root: layout.branch(branches).chunk,
      depth: 2,
      items: [file('a'), file('b'), file('c')],
    };
  };
  return [
    bad('descending', 'Two records in descending order.', leafOf(file('b'), file('a'))),
    bad('repeated', 'One path twice.', leafOf(file('a'), file('a'))),
    bad(
      'repeated-kinds',
      'One path as a directory and as a link.',
      leafOf(directory('a'), symlink('a', '/etc')),
    ),
    bad(
      'as-strings',
      'Records in the order of whole strings, not of components.',
      leafOf(directory('a'), file('a!'), file('a/b')),
    ),
    bad('length-first', 'Shorter components before longer ones.', leafOf(file('b'), file('aa'))),
    bad(
      'signed-bytes',
      'Components in the order of signed bytes.',
      leafOf(file(Uint8Array.of(0xff)), file('a')),
    ),
    bad(
      'across-leaves',
      'The first path of a leaf is less than the last of the leaf before.',
      tree([
        [file('a'), file('c')],
        [file('b'), file('d')],
      ]),
    ),
    bad(
      'repeated-across-leaves',
      'The last path of a leaf again at the start of the next.',
      tree([
        [file('a'), file('b')],
        [file('b'), file('c')],
      ]),
    ),
    bad(
      'leaves-exchanged',
      'Two leaves in the wrong order, each with its own last path.',
      tree([[file('b')], [file('a')]]),
    ),
    bad('leaf-twice', 'One leaf twice.', tree([[file('a')], [file('a')]])),
    bad(
      'last-path-less',
      'A last path that is less than the greatest below.',
      tree([[file('a'), file('b')], [file('c')]], ['a', 'c']),
    ),
    bad(
      'last-path-greater',
      'A last path that is greater than the greatest below.',
      tree([[file('a'), file('b')], [file('d')]], ['c', 'd']),
    ),
    bad(
      'last-path-final',
      'The last path of the last child is greater than the greatest below.',
      tree([[file('a')], [file('b')]], ['a', 'z']),
    ),
    bad(
      'last-path-branch-less',
      'The last path of a branch is less than the greatest below.',
      deep(['a', 'c']),
    ),
    bad(
      'last-path-branch-greater',
      'The last path of a branch is greater than the greatest below.',
      deep(['b', 'd']),
    ),
  ];
}

function paths(): Vector[] {
  const bad = (
    id: string,
    comment: string,
    name: string | Uint8Array,
    before: readonly Item[] = [],
  ): Vector =>
    vector(`path-${id}`, comment, invalid('ERR_PATH'), ['Path'], ['ARCH-042'], leafOf(...before, file(name)));
  const parent = (id: string, comment: string, ...items: readonly Item[]): Vector =>
    vector(`parent-${id}`, comment, invalid('ERR_PATH'), ['Parent'], ['ARCH-043'], leafOf(...items));
  return [
    bad('root', 'A lone slash.', '/'),
    bad('absolute', 'A path that begins with a slash.', '/a'),
    bad('trailing', 'A path that ends with a slash.', 'a/', [directory('a')]),
    bad('double-slash', 'A path with an empty component.', 'a//b', [directory('a')]),
    bad('dot', 'The path of the target folder itself.', '.'),
    bad('dot-dot', 'The path of the folder above.', '..'),
    bad('dot-inside', 'A component that is a dot.', 'a/./b', [directory('a')]),
    bad('dot-dot-inside', 'A path that climbs and comes back.', 'a/../b', [directory('a')]),
    bad('dot-dot-end', 'A path that ends by climbing.', 'a/..', [directory('a')]),
    bad('dot-dot-start', 'A path that begins by climbing.', '../a'),
    bad('nul', 'A path with a NUL byte.', 'a\u0000b'),
    bad('nul-end', 'A path that ends in a NUL byte.', 'a\u0000'),
    parent('missing', 'No entry for the parent.', file('a/b')),
    parent('missing-middle', 'An entry for the grandparent only.', directory('a'), file('a/b/c')),
    parent('file', 'The parent is a file.', file('a'), file('a/b')),
    parent('symlink', 'The parent is a symbolic link.', symlink('a', '/etc'), file('a/passwd')),
    parent('hard-link', 'The parent is a hard link.', file('a'), hardLink('b', 'a'), file('b/c')),
    parent(
      'grandparent-symlink',
      'A symbolic link two levels up, under a directory that claims to lie below it.',
      symlink('a', '..'),
      directory('a/b'),
      file('a/b/c'),
    ),
    (() => {
      const layout = new Layout();
      const parts = [[symlink('a', '/tmp')], [file('a/b')]];
      const root = layout.branch(parts.map((items) => layout.leaf(items)));
      return vector(
        'parent-symlink-other-leaf',
        'The parent is a symbolic link in the leaf before.',
        invalid('ERR_PATH'),
        ['Parent'],
        ['ARCH-043'],
        { layout, root: root.chunk, depth: 1, items: parts.flat() },
      );
    })(),
  ];
}

function kinds(): Vector[] {
  const bad = (id: string, comment: string, ...items: readonly Item[]): Vector =>
    vector(`kind-${id}`, comment, invalid('ERR_MANIFEST'), ['Kind'], ['ARCH-044'], leafOf(...items));
  const someDigest = contentDigest([]);
  return [
    bad('file-no-digest', 'A file without content digest.', file('a', [], { contentDigest: none })),
    bad('file-target', 'A file with a target.', file('a', [], { target: utf8('b') })),
    bad('file-empty-chunker', 'An empty file with a chunker.', file('a', [], {}, { chunker: CONTENT })),
    bad('file-no-chunker', 'A file with content and no chunker.', file('a', [chunk(0)], {}, { chunker: 0 })),
    bad('directory-size', 'A directory with a size.', directory('a', { size: 1 })),
    bad('directory-target', 'A directory with a target.', directory('a', { target: utf8('b') })),
    bad(
      'directory-digest',
      'A directory with a content digest.',
      directory('a', { contentDigest: someDigest }),
    ),
    bad('directory-extents', 'A directory with a chunk.', directory('a', {}, { runs: [chunk(0)] })),
    bad('directory-hole', 'A directory with a hole.', directory('a', {}, { runs: [65536] })),
    bad('directory-lists', 'A directory with a list of extents.', directory('a', {}, { lists: [chunk(0)] })),
    bad('directory-chunker', 'A directory with a chunker.', directory('a', {}, { chunker: FIXED })),
    bad('symlink-no-target', 'A symbolic link without target.', symlink('a', '')),
    bad('symlink-nul', 'A symbolic link with a NUL byte in its target.', symlink('a', 'b\u0000c')),
    bad('symlink-size', 'A symbolic link with a size.', symlink('a', 'b', { size: 1 })),
    bad(
      'symlink-digest',
      'A symbolic link with a content digest.',
      symlink('a', 'b', { contentDigest: someDigest }),
    ),
    bad('hard-link-no-target', 'A hard link without target.', file('a'), hardLink('b', '')),
    bad('hard-link-unknown', 'A hard link to no entry.', file('a'), hardLink('b', 'aa')),
    bad('hard-link-later', 'A hard link to a file that comes after it.', hardLink('a', 'b'), file('b')),
    bad('hard-link-itself', 'A hard link to itself.', hardLink('a', 'a')),
    bad('hard-link-directory', 'A hard link to a directory.', directory('a'), hardLink('b', 'a')),
    bad('hard-link-symlink', 'A hard link to a symbolic link.', symlink('a', 'x'), hardLink('b', 'a')),
    bad(
      'hard-link-hard-link',
      'A hard link to a hard link.',
      file('a'),
      hardLink('b', 'a'),
      hardLink('c', 'b'),
    ),
    bad('hard-link-size', 'A hard link with a size.', file('a'), hardLink('b', 'a', { size: 5 })),
    bad(
      'hard-link-digest',
      'A hard link with a content digest.',
      file('a'),
      hardLink('b', 'a', { contentDigest: someDigest }),
    ),
  ];
}

function extents(): Vector[] {
  const bad = (
    id: string,
    comment: string,
    req: string,
    manifest: Manifest,
    error = 'ERR_MANIFEST',
  ): Vector => vector(`extents-${id}`, comment, invalid(error), ['Extents'], [req], manifest);
  const withRecord = (one: Item, record: Uint8Array, chunks: readonly Chunk[] = []): Manifest => {
    const layout = new Layout();
    const message = node({
      packs: chunks.length > 0 ? [CONTENT_PACK] : [],
      blocks: chunks.length > 0 ? [blockOf(chunks[0], 1)] : [],
      records: [record],
    });
    return { layout, root: layout.message(message), depth: 0, items: [one] };
  };
  const vectors: Vector[] = [
    bad(
      'size-greater',
      'The size is one more than the extents.',
      'ARCH-046',
      leafOf(file('a', [chunk(0)], { size: 65 })),
    ),
    bad(
      'size-less',
      'The size is one less than the extents.',
      'ARCH-046',
      leafOf(file('a', [chunk(0)], { size: 63 })),
    ),
    bad('size-zero', 'Extents and size zero.', 'ARCH-046', leafOf(file('a', [chunk(0)], { size: 0 }))),
    bad('size-none', 'A size and no extents.', 'ARCH-046', leafOf(file('a', [], { size: 64 }))),
    bad(
      'hole-beyond',
      'A hole that is longer than the file.',
      'ARCH-046',
      leafOf(file('a', [131072], { size: 65536 })),
    ),
    bad(
      'holes-adjacent',
      'A hole that follows a hole, with the digest of these extents.',
      'ARCH-107',
      leafOf(file('a', [chunk(0), 65536, 65536, chunk(1)])),
    ),
    bad(
      'holes-adjacent-lists',
      'A list that ends in a hole, and the next begins with one.',
      'ARCH-107',
      (() => {
        const layout = new Layout();
        const one = layout.listed('a', [chunk(0), 65536, 65536, chunk(1)], 2);
        return { layout, root: layout.leaf([one]).chunk, depth: 0, items: [one] };
      })(),
    ),
    bad(
      'sum-2-64',
      'Four holes and four chunks whose lengths are 356 modulo 2^64, and a size of 356.',
      'ARCH-046',
      (() => {
        const holes = [2n ** 62n, 2n ** 62n, 2n ** 62n, 2n ** 62n + 100n];
        const one = file('a', [], { size: 356 });
        const content = explicitBytes(2, encodeExtent({ hole: 0, chunk: refOf(chunk(0)) }));
        const record = concat(
          explicitBytes(1, one.entry),
          ...holes.map((hole) => concat(explicitBytes(2, explicitUint(1, hole)), content)),
          explicitUint(4, CONTENT),
        );
        return withRecord(one, record, [chunk(0)]);
      })(),
    ),
    bad(
      'both',
      'An extent that is a hole and a chunk.',
      'ARCH-046',
      (() => {
        const one = file('a', [chunk(0)]);
        const extent = encodeExtent({ hole: 64, chunk: refOf(chunk(0)) });
        const record = concat(
          explicitBytes(1, one.entry),
          explicitBytes(2, extent),
          explicitUint(4, CONTENT),
        );
        return withRecord(one, record, [chunk(0)]);
      })(),
    ),
    bad(
      'neither',
      'An extent that is neither: an empty message.',
      'ARCH-046',
      (() => {
        const one = file('a', []);
        const record = concat(explicitBytes(1, one.entry), explicitBytes(2, none), explicitUint(4, CONTENT));
        return withRecord(one, record);
      })(),
      'ERR_NON_CANONICAL',
    ),
    bad(
      '65',
      '65 extents in a record.',
      'WIRE-022',
      leafOf(
        file(
          'a',
          Array.from({ length: 65 }, (_, i) => chunk(i)),
        ),
      ),
      'ERR_LIMIT',
    ),
  ];
  {
    const layout = new Layout();
    const list = layout.list([chunk(0)]);
    const one = file('a', [chunk(0), chunk(0)], {}, { runs: [chunk(0)], lists: [list] });
    vectors.push(
      bad('and-lists', 'A record with extents and lists.', 'ARCH-045', {
        layout,
        root: layout.leaf([one]).chunk,
        depth: 0,
        items: [one],
      }),
    );
  }
  {
    const layout = new Layout();
    const runs = Array.from({ length: 70 }, (_, i) => chunk(i));
    const one = { ...layout.listed('a', runs), entry: file('a', runs, { size: 70 * 64 - 1 }).entry };
    vectors.push(
      bad('list-size', 'Lists that do not add up to the size.', 'ARCH-046', {
        layout,
        root: layout.leaf([one]).chunk,
        depth: 0,
        items: [one],
      }),
    );
  }
  {
    const layout = new Layout();
    const runs = Array.from({ length: 1025 }, (_, i) => chunk(i));
    const one = layout.listed('a', runs, 1025);
    vectors.push(
      bad(
        'list-1025',
        'A list of 1,025 extents.',
        'WIRE-022',
        { layout, root: layout.leaf([one]).chunk, depth: 0, items: [one] },
        'ERR_LIMIT',
      ),
    );
  }
  return vectors;
}

function digests(): Vector[] {
  const runs: Run[] = [chunk(0), 65536, chunk(1)];
  const size = 65536 + 128;
  const content = (id: string, comment: string, digest: Uint8Array): Vector =>
    vector(
      `digest-${id}`,
      comment,
      invalid('ERR_MANIFEST'),
      ['Digest'],
      ['ARCH-047'],
      leafOf(file('a', runs, { size, contentDigest: digest })),
    );
  const entries = (id: string, comment: string, items: readonly Item[], counted: readonly Item[]): Vector =>
    vector(`entries-${id}`, comment, invalid('ERR_ENTRIES_DIGEST'), ['Digest'], ['ARCH-048'], {
      ...leafOf(...items),
      digest: entriesDigest(counted.map((one) => one.entry)),
    });
  const [a, b, c] = [file('a'), file('b'), file('c')];
  const vectors = [
    content('zero', 'A content digest of zeros.', new Uint8Array(32)),
    content(
      'order',
      'The digest of the same extents in another order.',
      contentDigest([chunk(1), 65536, chunk(0)]),
    ),
    content('no-holes', 'The digest of the chunks alone.', contentDigest([chunk(0), chunk(1)])),
    content(
      'split-hole',
      'The digest of the same content with the hole in two parts.',
      contentDigest([chunk(0), 32768, 32768, chunk(1)]),
    ),
    content(
      'other-chunk',
      'The digest of another chunk of the same length.',
      contentDigest([chunk(0), 65536, chunk(2)]),
    ),
    entries('dropped', 'The head counts one entry more than the manifest has.', [a, c], [a, b, c]),
    entries('added', 'The head counts one entry less than the manifest has.', [a, b, c], [a, c]),
    entries(
      'other',
      'The head counts an entry with another mode.',
      [a, b],
      [a, file('b', [], { mode: 0o600 })],
    ),
    entries('none', 'The head counts no entries.', [a], []),
  ];
  {
    const layout = new Layout();
    const listRuns = Array.from({ length: 70 }, (_, i) => chunk(i));
    const one = {
      ...layout.listed('a', listRuns),
      entry: file('a', listRuns, { contentDigest: contentDigest([]) }).entry,
    };
    vectors.push(
      vector(
        'digest-list',
        'A content digest that does not match the extents of a list.',
        invalid('ERR_MANIFEST'),
        ['Digest'],
        ['ARCH-047'],
        { layout, root: layout.leaf([one]).chunk, depth: 0, items: [one] },
      ),
    );
  }
  return vectors;
}

function references(): Vector[] {
  const bad = (
    id: string,
    comment: string,
    req: string,
    message: (layout: Layout, leaf: Node) => Uint8Array,
    depth = 0,
    items: readonly Item[] = [file('a', [chunk(0)])],
  ): Vector => {
    const layout = new Layout();
    const leaf = layout.leaf([file('a')]);
    return vector(`reference-${id}`, comment, invalid('ERR_FIELD'), ['References'], [req], {
      layout,
      root: layout.message(message(layout, leaf)),
      depth,
      items,
    });
  };
  const one = file('a', [chunk(0)]);
  const leafNode = (block: Block, ref: ChunkRef, packs: readonly Pack[] = [CONTENT_PACK]): Uint8Array =>
    node({
      packs,
      blocks: [block],
      records: [
        encodeRecord({ entry: one.entry, extents: [{ hole: 0, chunk: ref }], lists: [], chunker: CONTENT }),
      ],
    });
  const block = blockOf(chunk(0), 1);
  return [
    bad('block', 'A chunk in the second of one block.', 'ARCH-032', () =>
      leafNode(block, refOf(chunk(0), 1)),
    ),
    bad('pack', 'A block in the second of one pack.', 'ARCH-020', () =>
      leafNode({ ...block, pack: 2 }, refOf(chunk(0))),
    ),
    bad('no-packs', 'A block in the first of no packs.', 'ARCH-020', () =>
      leafNode(block, refOf(chunk(0)), []),
    ),
    bad('own-pack', 'A block that does not lie within the pack of its message.', 'ARCH-020', () =>
      leafNode({ ...block, pack: 0 }, refOf(chunk(0)), []),
    ),
    bad('beyond-pack', 'A block that ends behind its pack.', 'ARCH-020', () =>
      leafNode({ ...block, offset: 1048576 - 262143 }, refOf(chunk(0))),
    ),
    bad('lengths', 'An uncompressed block with two lengths.', 'ARCH-020', () =>
      leafNode({ ...block, storedLength: 262143 }, refOf(chunk(0))),
    ),
    bad('beyond-block', 'A chunk that ends behind its block.', 'ARCH-032', () =>
      leafNode(block, { ...refOf(chunk(0)), offset: 262081 }),
    ),
    bad(
      'child-block',
      'A child in the second of one block.',
      'ARCH-032',
      (_, leaf) =>
        node({
          blocks: [blockOf(leaf.chunk, 0)],
          children: [encodeChild({ lastPath: utf8('a'), chunk: refOf(leaf.chunk, 1) })],
        }),
      1,
      [file('a')],
    ),
    bad('list-block', 'A list in the second of one block.', 'ARCH-032', (_, leaf) =>
      node({
        blocks: [blockOf(leaf.chunk, 0)],
        records: [
          encodeRecord({ entry: one.entry, extents: [], lists: [refOf(leaf.chunk, 1)], chunker: CONTENT }),
        ],
      }),
    ),
  ];
}

function fieldRules(): Vector[] {
  const bad = (
    id: string,
    comment: string,
    error: string,
    req: string,
    one: Item,
    record?: Uint8Array,
  ): Vector => {
    const layout = new Layout();
    const message = record === undefined ? encodeLeaf([one], layout.pack) : node({ records: [record] });
    return vector(`field-${id}`, comment, invalid(error), ['Field'], [req], {
      layout,
      root: layout.message(message),
      depth: 0,
      items: [one],
    });
  };
  const raw = (name: string, bytes: Uint8Array): Item => ({
    path: utf8(name),
    entry: bytes,
    runs: [],
    lists: [],
    chunker: 0,
  });
  const plain = file('a');
  return [
    bad('path-empty', 'An entry without path.', 'ERR_FIELD', 'ARCH-042', file('')),
    bad('path-too-long', 'A path of 32,769 bytes.', 'ERR_LIMIT', 'WIRE-022', file('x'.repeat(32769))),
    bad('kind-missing', 'An entry without kind.', 'ERR_FIELD', 'WIRE-013', item(entry('a', 0))),
    bad('kind-unknown', 'An entry of kind 5.', 'ERR_FIELD', 'WIRE-013', item(entry('a', 5))),
    bad('mode', 'A mode of five octal digits.', 'ERR_LIMIT', 'WIRE-022', file('a', [], { mode: 0o10000 })),
    bad('size', 'A size of 2^63.', 'ERR_LIMIT', 'WIRE-022', file('a', [], { size: 2n ** 63n })),
    bad(
      'digest-31',
      'A content digest of 31 bytes.',
      'ERR_FIELD',
      'WIRE-023',
      file('a', [], { contentDigest: new Uint8Array(31).fill(1) }),
    ),
    bad(
      'entry-unknown',
      'An entry with field 10.',
      'ERR_NON_CANONICAL',
      'WIRE-004',
      raw('a', concat(plain.entry, explicitUint(10, 1))),
    ),
    bad(
      'entry-default',
      'An entry with an explicit size of 0.',
      'ERR_NON_CANONICAL',
      'WIRE-003',
      raw('a', concat(explicitBytes(1, utf8('a')), explicitUint(2, DIRECTORY), explicitUint(5, 0))),
    ),
    bad(
      'entry-order',
      'An entry whose kind comes before its path.',
      'ERR_NON_CANONICAL',
      'WIRE-006',
      raw('a', concat(explicitUint(2, DIRECTORY), explicitBytes(1, utf8('a')))),
    ),
    bad(
      'entry-cut',
      'An entry that is cut short.',
      'ERR_ENCODING',
      'WIRE-010',
      raw('a', plain.entry.slice(0, -1)),
    ),
    bad('entry-missing', 'A record without entry.', 'ERR_FIELD', 'WIRE-023', plain, explicitUint(4, CONTENT)),
    bad(
      'chunker-5',
      'A record with chunker 5.',
      'ERR_FIELD',
      'WIRE-013',
      plain,
      encodeRecord({ entry: plain.entry, extents: [], lists: [], chunker: 5 }),
    ),
    (() => {
      const layout = new Layout();
      const pack: Pack = { ...CONTENT_PACK, sizeLog2: 25 };
      const message = node({ packs: [pack], records: [plainRecord(plain)] });
      return vector(
        'field-size-log2',
        'A pack of 2^25 bytes.',
        invalid('ERR_LIMIT'),
        ['Field'],
        ['WIRE-022'],
        { layout, root: layout.message(message), depth: 0, items: [plain] },
      );
    })(),
    (() => {
      const layout = new Layout();
      const message = node({
        packs: [{ ...CONTENT_PACK, packClass: MEDIA, sizeLog2: 11 }],
        records: [plainRecord(plain)],
      });
      return vector(
        'field-size-log2-least',
        'A pack of 2^11 bytes.',
        invalid('ERR_FIELD'),
        ['Field'],
        ['WIRE-023'],
        { layout, root: layout.message(message), depth: 0, items: [plain] },
      );
    })(),
    (() => {
      const layout = new Layout();
      const message = concat(
        node({ records: [plainRecord(plain)] }),
        explicitBytes(5, encodeChunkRef(refOf(chunk(0)))),
      );
      return vector(
        'field-node-unknown',
        'A node with field 5.',
        invalid('ERR_NON_CANONICAL'),
        ['Field'],
        ['WIRE-004'],
        { layout, root: layout.message(message), depth: 0, items: [plain] },
      );
    })(),
  ];
}

export function manifest(): Files {
  packNumber = 0;
  const vectors = [
    ...validTrees(),
    ...shapes(),
    ...orders(),
    ...paths(),
    ...kinds(),
    ...extents(),
    ...digests(),
    ...references(),
    ...fieldRules(),
  ];
  return new Map([
    [
      'manifest/manifest.json',
      vectorFile('manifest', FLAGS, vectors, {
        keys: { archiveId: KEYS.archiveId, dedupKey: KEYS.dedupKey, epochs: [{ number: 1, key: KEY }] },
      }),
    ],
    ...schema(),
  ]);
}

function schema(): Files {
  const required = {
    objects: list(fields({ name: OBJECT_NAME, bytes: HEX }), 1),
    head: HEX,
    entriesDigest: bytes(32),
  };
  return suiteSchema(
    'manifest',
    'Manifests: trees of nodes',
    FLAGS,
    [
      { result: 'valid', required: { ...required, paths: list(HEX, 1) } },
      { result: 'invalid', required },
    ],
    {
      keys: fields({
        archiveId: bytes(16),
        dedupKey: bytes(32),
        epochs: list(fields({ number: integer(1, 4294967295), key: bytes(32) }), 1),
      }),
    },
  );
}
