// The suite `archives`: whole stores, with what a reader must find in them.

import {
  BOOLEAN,
  bytes,
  CONTENT,
  DECIMAL,
  ERROR,
  fields,
  HEX,
  integer,
  LABEL,
  list,
  OBJECT_NAME,
  oneOf,
  suiteSchema,
  TEXT,
} from '../json-schema.ts';
import {
  ArchiveBuilder,
  type Expected,
  type Piece,
  type Snapshot,
  type SourceEntry,
} from '../kit/archive.ts';
import { compareBytes, flip, hex, utf8 } from '../kit/bytes.ts';
import { sha256 } from '../kit/hash.ts';
import type { Keyring } from '../kit/keyring.ts';
import {
  DATA,
  DEFLATE,
  encodeHead,
  encodeHeadStable,
  encodeMark,
  FILE,
  HEAD_SNAPSHOT,
  MANIFEST,
  MARK_DAMAGED,
  NONE,
  ZSTD,
} from '../kit/messages.ts';
import {
  headContext,
  headName,
  keyringName,
  markContext,
  markName,
  paddedFrame,
  sealFor,
} from '../kit/objects.ts';
import { PackBuilder } from '../kit/pack.ts';
import { generated } from '../kit/seed.ts';
import { frame, rawBlock, runBlock } from '../kit/zstd.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';
import {
  archiveKeys,
  describeKeyring,
  type FixtureMethods,
  fixtureMethods,
  startKeyring,
  withoutPhone,
} from './archive-keyring.ts';
import { tinyArchive } from './archive-tiny.ts';

const FLAGS: Record<string, Flag> = {
  Restore: { bugType: 'BASIC', description: 'A snapshot that is listed and restored as a whole.' },
  Fork: { bugType: 'CONFUSION', description: 'Two heads with the same parents: both count, both are tips.' },
  Rotation: {
    bugType: 'ROLLBACK',
    description: 'Heads of an old epoch count only if a head that counts names them.',
  },
  Damage: {
    bugType: 'AUTHENTICATION_BYPASS',
    description:
      'A file whose pack is missing, altered or exchanged. It alone is lost; every other path is restored.',
  },
  Bomb: {
    bugType: 'RESOURCE_EXHAUSTION',
    description: 'A block that expands far beyond the length that was promised. Its file alone is lost.',
  },
  Junk: {
    bugType: 'MISSING_CHECK',
    description: 'Objects that are not what their names say. They cost nothing.',
  },
};

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

const laptop = generated('archives device laptop', 16);
const phone = generated('archives device phone', 16);

/** A path or link text: as text where it is UTF-8, in hexadecimal otherwise. */
function textOrHex(name: string, bytes: Uint8Array): Record<string, string> {
  const text = new TextDecoder().decode(bytes);
  return compareBytes(utf8(text), bytes) === 0 ? { [name]: text } : { [`${name}Hex`]: hex(bytes) };
}

function listed({ source, entry, content }: Expected): Record<string, unknown> {
  const isFile = source.kind === 'file';
  return {
    ...textOrHex('path', entry.path),
    kind: source.kind,
    mode: entry.mode,
    mtimeNs: entry.mtimeNs,
    uid: entry.uid,
    gid: entry.gid,
    size: entry.size,
    ...(entry.target.length > 0 ? textOrHex('target', entry.target) : {}),
    ...(isFile
      ? {
          chunker: content.length === 0 ? 'none' : (source.chunker ?? 'content'),
          content: source.content ?? [],
          sha256: sha256(content),
          contentDigest: entry.contentDigest,
        }
      : {}),
  };
}

function snapshotVector(
  id: string,
  comment: string,
  snapshot: Snapshot,
  flags: readonly string[],
  extra: Readonly<Record<string, unknown>> = {},
): Vector {
  const { stable } = snapshot;
  return {
    id,
    comment,
    ...valid,
    flags,
    reqs: ['ARCH-001', 'ARCH-031', 'ARCH-047', 'ARCH-048'],
    operation: 'snapshot',
    head: snapshot.name,
    snapshotId: snapshot.snapshotId,
    kind: stable.kind === 1 ? 'snapshot' : 'link',
    sequence: stable.sequence,
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    deviceId: stable.deviceId,
    deviceName: stable.deviceName,
    timeMs: stable.timeMs,
    tags: stable.tags,
    parents: stable.parents,
    endorsed: stable.endorsed,
    clock: stable.clock,
    depth: snapshot.tree?.depth ?? 0,
    entriesDigest: stable.entriesDigest,
    ...(stable.totals === undefined ? {} : { totals: stable.totals }),
    counts: true,
    tip: false,
    entries: snapshot.entries.map(listed),
    ...extra,
  };
}

/**
 * The vectors with entries that say what a reader comes to: SHA-256 of what it restores, or why it cannot. The content itself
 * is listed apart, by that hash.
 */
function withContents(vectors: readonly Vector[]): {
  vectors: Vector[];
  contents: Record<string, unknown>;
} {
  const contents = new Map<string, unknown>();
  const bare = (entry: Record<string, unknown>): Record<string, unknown> => {
    const { content, sha256: hash, ...rest } = entry;
    if (hash === undefined || rest.damaged !== undefined) return rest;
    contents.set(hex(hash as Uint8Array), content);
    return { ...rest, sha256: hash };
  };
  return {
    vectors: vectors.map((vector) =>
      vector.entries === undefined
        ? vector
        : { ...vector, entries: (vector.entries as Record<string, unknown>[]).map(bare) },
    ),
    contents: Object.fromEntries([...contents].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A store with its keyrings, and the vectors that are made of it. */
interface Fixture {
  readonly name: string;
  readonly builder: ArchiveBuilder;
  readonly methods: FixtureMethods;
  readonly keyrings: readonly Keyring[];
}

function newFixture(name: string, compression: number, packBytes?: number, rotated = false): Fixture {
  const title = `archives ${name}`;
  const methods = fixtureMethods(title);
  const first = startKeyring(title, methods);
  const keyrings = rotated ? [first, withoutPhone(title, first, methods)] : [first];
  const newest = keyrings[keyrings.length - 1];
  const use = { generation: first.content.generation, hash: first.hash };
  const builder = new ArchiveBuilder(title, archiveKeys(newest), compression, use, packBytes);
  for (const keyring of keyrings) builder.store.set(keyring.name, keyring.bytes);
  return { name, builder, methods, keyrings };
}

/** Goes on with a keyring and its newest epoch. */
function useKeyring({ builder }: Fixture, keyring: Keyring): void {
  builder.keyring = { generation: keyring.content.generation, hash: keyring.hash };
  builder.epoch = Math.max(...keyring.content.epochs.map(({ number }) => number));
}

function archive(comment: string, fixture: Fixture, all: readonly Vector[]): Files {
  const { name, builder, methods, keyrings } = fixture;
  const { vectors, contents } = withContents(all);
  const { store } = builder;
  const names = [...store.keys()].sort();
  const used = new Set(vectors.flatMap((vector) => vector.flags));
  const files: Files = new Map(
    names.map((object) => [`archives/${name}/store/${object}`, store.get(object)!]),
  );
  const flags = Object.fromEntries(Object.entries(FLAGS).filter(([flag]) => used.has(flag)));
  const shared = {
    archive: name,
    comment,
    keyring: describeKeyring(keyrings[keyrings.length - 1], methods),
    objects: names.map((object) => ({
      name: object,
      length: store.get(object)!.length,
      sha256: sha256(store.get(object)!),
    })),
    contents,
  };
  files.set(`archives/${name}/archive.json`, vectorFile('archives', flags, vectors, shared));
  return files;
}

const SECOND_NS = 1_000_000_000n;

/** Entries of every kind, and the corners of each field. */
const SMALL: readonly SourceEntry[] = [
  { path: 'home', kind: 'directory', mode: 0o750, uid: 1000, gid: 1000, mtimeNs: 1767225600n * SECOND_NS },
  { path: 'home/empty', kind: 'file', mode: 0 },
  {
    path: 'home/letter.txt',
    kind: 'file',
    mtimeNs: 1767225600123456789n,
    content: [{ text: 'Dear reader,\n' }],
  },
  { path: 'home/letter-copy.txt', kind: 'file', mode: 0o4755, content: [{ text: 'Dear reader,\n' }] },
  {
    path: 'home/before-1970',
    kind: 'file',
    mtimeNs: -1n,
    uid: 4294967295,
    gid: 4294967294,
    content: [{ text: '\u0000' }],
  },
  { path: 'home/link', kind: 'symlink', mode: 0o777, target: '../no/such/../file' },
  { path: 'home/hard', kind: 'hardLink', target: 'home/book.txt' },
  {
    path: 'home/book.txt',
    kind: 'file',
    content: [{ text: 'It was a bright cold day, and the clocks were counting. ', count: 2000 }],
  },
  { path: 'home/dir', kind: 'directory' },
  { path: 'home/dir/inner', kind: 'file', content: [{ generated: 'archives inner', length: 5000 }] },
  { path: 'home/dir!', kind: 'file', content: [{ text: 'sorts behind what lies in dir' }] },
  { path: 'home/Größe 大きさ.txt', kind: 'file', content: [{ text: 'ein Wort' }] },
  {
    path: Uint8Array.of(0x68, 0x6f, 0x6d, 0x65, 0x2f, 0xff, 0xfe, 0x0a),
    kind: 'file',
    content: [{ text: 'bytes' }],
  },
];

function none(): Files {
  const fixture = newFixture('none', NONE, 65536);
  const { builder } = fixture;
  const first = builder.snapshot(
    [
      ...SMALL,
      {
        path: 'home/photo.raw',
        kind: 'file',
        chunker: 'fixed',
        content: [{ generated: 'archives photo', length: 40000 }, { zeros: 131072 }],
      },
    ],
    { deviceId: laptop, deviceName: 'laptop', timeMs: START_MS, tags: ['first', 'größte'] },
  );
  return archive('One snapshot; nothing is compressed.', fixture, [
    snapshotVector('archives-none-1', 'Every kind of entry.', first, ['Restore'], { tip: true }),
  ]);
}

function deflate(): Files {
  const fixture = newFixture('deflate', DEFLATE);
  const { builder } = fixture;
  const head = { deviceId: laptop, deviceName: 'laptop' };
  const first = builder.snapshot(
    [
      ...SMALL,
      { path: 'home/data', kind: 'file', content: [{ generated: 'archives data', length: 200000 }] },
      { path: 'home/disk.img', kind: 'file', content: SPARSE },
    ],
    { ...head, timeMs: START_MS },
  );
  const second = builder.snapshot(
    [
      ...SMALL.filter(({ path }) => path !== 'home/dir/inner'),
      {
        path: 'home/data',
        kind: 'file',
        content: [
          { generated: 'archives data', length: 100000 },
          { text: 'an insertion' },
          { generated: 'archives data', length: 200000 },
        ],
      },
      { path: 'home/dir/new', kind: 'file', content: [{ text: 'new' }] },
      { path: 'home/disk.img', kind: 'file', content: SPARSE },
    ],
    { ...head, timeMs: START_MS + DAY_MS, parents: [first] },
  );
  return archive(
    'Two snapshots of one device that share chunks; blocks are compressed with deflate.',
    fixture,
    [
      snapshotVector('archives-deflate-1', 'The first snapshot.', first, ['Restore']),
      snapshotVector('archives-deflate-2', 'The second, with chunks in packs of both.', second, ['Restore'], {
        tip: true,
      }),
    ],
  );
}

/** 35 windows of data between 35 holes: 70 extents, which lie in a list. */
const SPARSE: readonly Piece[] = [
  { repeat: 35, pieces: [{ zeros: 65536 }, { text: 'block' }, { zeros: 65531 }] },
];

function zstd(): Files {
  const fixture = newFixture('zstd', ZSTD);
  const { builder } = fixture;
  const notes = (edition: string): SourceEntry[] => [
    { path: 'notes', kind: 'directory' },
    ...Array.from({ length: 150 }, (_, i): SourceEntry => {
      const number = String(i).padStart(3, '0');
      return {
        path: `notes/note-${number}`,
        kind: 'file',
        mtimeNs: BigInt(i) * SECOND_NS,
        content: [{ text: `Note ${number}, ${i % 50 === 0 ? edition : 'first'} edition.\n` }],
      };
    }),
  ];
  const base = builder.snapshot(notes('first'), { deviceId: laptop, deviceName: 'laptop', timeMs: START_MS });
  const left = builder.snapshot(notes('laptop'), {
    deviceId: laptop,
    deviceName: 'laptop',
    timeMs: START_MS + DAY_MS,
    parents: [base],
  });
  const right = builder.snapshot(notes('phone'), {
    deviceId: phone,
    deviceName: 'phone',
    timeMs: START_MS + DAY_MS,
    parents: [base],
  });
  return archive(
    'A base and two snapshots that two devices made of it at once; manifests of several leaves; zstd.',
    fixture,
    [
      snapshotVector('archives-zstd-base', 'The common parent.', base, ['Restore']),
      snapshotVector('archives-zstd-left', "The laptop's.", left, ['Restore', 'Fork'], { tip: true }),
      snapshotVector(
        'archives-zstd-right',
        "The phone's, with the same sequence.",
        right,
        ['Restore', 'Fork'],
        {
          tip: true,
        },
      ),
    ],
  );
}

/** A rotation between two snapshots: link head, two epochs, an old head of the removed phone that does not count. */
function rotated(): Files {
  const fixture = newFixture('rotated', DEFLATE, undefined, true);
  const { builder, keyrings } = fixture;
  const [first, second] = keyrings;
  useKeyring(fixture, first);
  const head = { deviceId: laptop, deviceName: 'laptop' };
  const before = builder.snapshot(SMALL, { ...head, timeMs: START_MS });
  const onPhone = builder.snapshot(
    [
      { path: 'phone', kind: 'directory' },
      { path: 'phone/message', kind: 'file', content: [{ text: 'hello' }] },
    ],
    { deviceId: phone, deviceName: 'phone', timeMs: START_MS + 1000, parents: [before] },
  );
  const rogue = builder.snapshot(
    [
      { path: 'phone', kind: 'directory' },
      { path: 'phone/forged', kind: 'file', content: [{ text: 'forged' }] },
    ],
    { deviceId: phone, deviceName: 'phone', timeMs: START_MS + 2 * DAY_MS, parents: [onPhone], sequence: 9 },
  );
  useKeyring(fixture, second);
  const link = builder.link([before, onPhone], { ...head, timeMs: START_MS + DAY_MS, parents: [onPhone] });
  const after = builder.snapshot(
    [...SMALL, { path: 'home/after', kind: 'file', content: [{ text: 'written in epoch 2' }] }],
    { ...head, timeMs: START_MS + 3 * DAY_MS, parents: [link] },
  );
  const markId = generated('archives rotated mark', 16);
  const packId = generated('archives rotated damaged pack', 16);
  const { archiveId, epochs } = builder.keys;
  const mark = encodeMark({ kind: MARK_DAMAGED, createdMs: START_MS, deviceId: laptop, packIds: [packId] });
  builder.store.set(
    markName(2, markId),
    sealFor(epochs.get(2)!, markContext(archiveId, 2, markId), paddedFrame(mark)),
  );
  return archive(
    'A snapshot, a rotation that removes the phone, a link head, a snapshot under the new key; and a head that the phone wrote with the old key afterwards.',
    fixture,
    [
      snapshotVector('archives-rotated-before', 'Of epoch 1, endorsed by the link head.', before, [
        'Restore',
        'Rotation',
      ]),
      snapshotVector(
        'archives-rotated-phone',
        "The phone's, of epoch 1, endorsed by the link head.",
        onPhone,
        ['Restore', 'Rotation'],
      ),
      snapshotVector('archives-rotated-link', 'The link head.', link, ['Rotation']),
      snapshotVector(
        'archives-rotated-after',
        'Of epoch 2; most of its chunks lie in packs of epoch 1.',
        after,
        ['Restore', 'Rotation'],
        {
          tip: true,
        },
      ),
      {
        ...snapshotVector(
          'archives-rotated-rogue',
          'Of epoch 1 with the greatest sequence and the latest time, endorsed by nothing: it opens and does not count.',
          rogue,
          ['Rotation'],
          { counts: false },
        ),
        reqs: ['ARCH-060'],
      },
      {
        id: 'archives-rotated-mark',
        comment: 'A mark that names one damaged pack.',
        ...valid,
        flags: ['Rotation'],
        reqs: ['ARCH-091'],
        operation: 'mark',
        object: markName(2, markId),
        kind: 'damaged',
        packIds: [packId],
      },
    ],
  );
}

/** What is done to the pack of a file, and what a reader then says of the file. */
type Damage = readonly [file: string, error: string, comment: string, flag: 'Damage' | 'Bomb'];

const DAMAGES: readonly Damage[] = [
  ['altered', 'ERR_SEGMENT', 'One bit of the pack was changed.', 'Damage'],
  ['cut', 'ERR_OBJECT_LENGTH', 'The end of the pack is missing.', 'Damage'],
  ['exchanged', 'ERR_COMMITMENT', 'Another pack lies under the name of the pack.', 'Damage'],
  ['forged', 'ERR_CHUNK_ID', 'The pack was sealed anew, with other content of the same length.', 'Damage'],
  ['bomb', 'ERR_RAW_LENGTH', 'The pack was sealed anew, with a block that expands a hundredfold.', 'Bomb'],
  ['missing', 'ERR_PACK_MISSING', 'The pack is not there.', 'Damage'],
];

/** Damage and junk of many kinds, around files that are to be restored. */
function hostile(): Files {
  const fixture = newFixture('hostile', ZSTD, 1, true);
  const { builder, keyrings } = fixture;
  useKeyring(fixture, keyrings[1]);
  const { store } = builder;
  const { archiveId, epochs } = builder.keys;
  const key = epochs.get(2)!;
  const text = (name: string): string => `The content of ${name}, over and over again. `;
  const head = { deviceId: laptop, deviceName: 'laptop' };

  const files = builder.snapshot(
    [
      { path: 'd', kind: 'directory' },
      ...DAMAGES.flatMap(([name]): SourceEntry[] => [
        { path: `d/${name}`, kind: 'file', ownPack: true, content: [{ text: text(name), count: 300 }] },
        {
          path: `d/${name}-beside`,
          kind: 'file',
          ownPack: true,
          content: [{ text: text(`beside ${name}`), count: 30 }],
        },
      ]),
    ],
    { ...head, timeMs: START_MS },
  );
  const packOf = (name: string): PackBuilder =>
    files.entries.find(({ source }) => source.path === `d/${name}`)!.packs[0];
  const object = (name: string): Uint8Array => store.get(packOf(name).name)!;
  const replace = (name: string, bytes: Uint8Array): Map<string, Uint8Array> =>
    store.set(packOf(name).name, bytes);
  /** The pack of a file again, with other bytes in the place of its one block. */
  const resealed = (name: string, block: (length: number) => Uint8Array): Uint8Array => {
    const { packId, packClass, epoch, contentLength } = packOf(name);
    const pack = new PackBuilder(packId, packClass, epoch);
    const bytes = block(contentLength);
    if (bytes.length !== contentLength) throw new RangeError('a block of another length');
    pack.addStored(bytes, bytes.length, NONE);
    return pack.seal(archiveId, key);
  };
  replace('altered', flip(object('altered'), 200));
  replace('cut', object('cut').slice(0, 1000));
  replace('exchanged', object('exchanged-beside'));
  const forgedLength = contentLength(files, 'forged');
  replace(
    'forged',
    resealed('forged', (length) => frameOfLength(length, forgedLength, 'one')),
  );
  replace(
    'bomb',
    resealed('bomb', (length) => frameOfLength(length, contentLength(files, 'bomb'), 'many')),
  );
  store.delete(packOf('missing').name);

  const notes: SourceEntry[] = [
    { path: 'n', kind: 'directory' },
    ...Array.from(
      { length: 200 },
      (_, i): SourceEntry => ({
        path: `n/${String(i).padStart(3, '0')}`,
        kind: 'file',
        content: [{ text: `note ${i}` }],
      }),
    ),
  ];
  const listing = builder.snapshot(notes, { ...head, timeMs: START_MS + DAY_MS, parents: [files] });
  const leaves = listing.tree!.leaves;
  const lostLeaf = leaves[1];
  store.delete(lostLeaf.chunk.placed.pack.name);
  const lost = new Set(lostLeaf.paths.map((path) => hex(path)));

  const { rogueName, rogueObject } = rogueHead(files, archiveId, epochs.get(1)!);
  store.set(rogueName, rogueObject);
  const junkHead = headName(5, 2, generated('archives hostile junk', 16));
  store.set(junkHead, generated('archives hostile junk bytes', 4200));
  const movedHead = headName(6, 2, generated('archives hostile moved', 16));
  store.set(movedHead, store.get(listing.name)!);
  const futureHead = headName(7, 3, generated('archives hostile future', 16));
  store.set(futureHead, generated('archives hostile future bytes', 4184));
  store.set('heads/readme', utf8('not a head'));
  const junkKeyring = keyringName(9, generated('archives hostile keyring', 16));
  store.set(junkKeyring, generated('archives hostile keyring bytes', 3000));
  store.set('packs/00/notes', utf8('not a pack'));

  const badHead = (
    id: string,
    comment: string,
    name: string,
    error: string,
    reqs: readonly string[],
  ): Vector => ({
    id: `archives-hostile-${id}`,
    comment,
    ...invalid(error),
    flags: ['Junk'],
    reqs,
    operation: 'head',
    object: name,
  });
  const damaged = new Map(DAMAGES.map(([name, error]) => [`d/${name}`, error]));
  const vectors: Vector[] = [
    {
      ...snapshotVector(
        'archives-hostile-files',
        'Each path is restored but those that are damaged.',
        files,
        ['Restore', 'Damage'],
      ),
      reqs: ['ARCH-090', 'ARCH-101'],
    },
    ...DAMAGES.map(
      ([name, error, comment, flag]): Vector => ({
        id: `archives-hostile-${name}`,
        comment,
        ...invalid(error),
        flags: [flag],
        reqs: ['ARCH-090'],
        operation: 'path',
        snapshotId: files.snapshotId,
        path: `d/${name}`,
      }),
    ),
    {
      ...snapshotVector(
        'archives-hostile-listing',
        'The pack of one leaf is missing: the paths of the other leaves are restored.',
        listing,
        ['Damage'],
        { tip: true },
      ),
      ...invalid('ERR_PACK_MISSING', 'rest'),
      reqs: ['ARCH-090'],
      entries: listing.entries.filter(({ entry }) => !lost.has(hex(entry.path))).map(listed),
    },
    badHead('junk-head', 'Junk under the name of a head.', junkHead, 'ERR_COMMITMENT', ['ARCH-063']),
    badHead('moved-head', 'A head under another sequence and id.', movedHead, 'ERR_COMMITMENT', [
      'ARCH-063',
      'WIRE-050',
    ]),
    badHead('future-head', 'Junk under the name of a head of epoch 3.', futureHead, 'ERR_KEYRING_OUTDATED', [
      'ARCH-062',
    ]),
    badHead('foreign-head', 'A name under heads/ that is no head.', 'heads/readme', 'ERR_FOREIGN_OBJECT', [
      'ARCH-063',
      'WIRE-041',
    ]),
    {
      id: 'archives-hostile-rogue',
      comment:
        'A head that the removed phone wrote with the key of epoch 1. It calls packs that others use by another class and size: it does not count, and those packs are read as before.',
      ...valid,
      flags: ['Rotation'],
      reqs: ['ARCH-060'],
      operation: 'notCounting',
      object: rogueName,
      counts: false,
    },
    {
      id: 'archives-hostile-keyring',
      comment: 'Junk under the name of a keyring of generation 9.',
      ...invalid('ERR_KEYRING_MAGIC'),
      flags: ['Junk'],
      reqs: ['KEYS-052', 'KEYS-060'],
      operation: 'keyring',
      object: junkKeyring,
    },
  ];
  const [first] = vectors;
  const marked = files.entries.map((expected) => {
    const error = damaged.get(String(expected.source.path));
    return error === undefined ? listed(expected) : { ...listed(expected), damaged: error };
  });
  return archive(
    'A store with damaged, missing, exchanged and forged packs, junk and a rogue head; all that does not depend on them is restored.',
    fixture,
    [{ ...first, entries: marked }, ...vectors.slice(1)],
  );
}

/** The size of a file of a snapshot. */
function contentLength(snapshot: Snapshot, name: string): number {
  return snapshot.entries.find(({ source }) => source.path === `d/${name}`)!.content.length;
}

/** A zstd frame of `length` bytes that states `rawLength`: its runs add up to that, or each is as long as can be. */
function frameOfLength(length: number, rawLength: number, runs: 'one' | 'many'): Uint8Array {
  const room = length - 13;
  if (runs === 'one') {
    const raw = generated('archives hostile forged', room - 7);
    return frame(rawLength, rawBlock(raw, false), runBlock(0x20, rawLength - raw.length, true));
  }
  const count = Math.floor((room - 3) / 4);
  const raw = new Uint8Array(room - 3 - 4 * count);
  return frame(
    rawLength,
    rawBlock(raw, false),
    ...Array.from({ length: count }, (_, i) => runBlock(0, 131072, i === count - 1)),
  );
}

/** A head of epoch 1 whose root lies in a pack of epoch 2 that it describes wrongly. */
function rogueHead(
  files: Snapshot,
  archiveId: Uint8Array,
  key: Uint8Array,
): { rogueName: string; rogueObject: Uint8Array } {
  const pack = files.entries.find(({ entry }) => entry.kind === FILE)!.packs[0];
  const headId = generated('archives hostile rogue', 16);
  const stable = encodeHeadStable({
    ...files.stable,
    kind: HEAD_SNAPSHOT,
    // Less than all others, so that it is read first.
    sequence: 1,
    timeMs: 0,
    deviceId: phone,
    clock: [{ deviceId: phone, count: 1 }],
    parents: [],
  });
  const root = {
    pack: {
      packId: pack.packId,
      packClass: pack.packClass === DATA ? MANIFEST : DATA,
      epoch: 1,
      sizeLog2: 24,
    },
    block: { pack: 1, offset: 4, storedLength: 100, rawLength: 100, compression: NONE },
    chunk: { block: 0, offset: 0, length: 100, id: generated('archives hostile rogue chunk', 32) },
  };
  const message = encodeHead({ stable, revision: 0, root, depth: 0 });
  return {
    rogueName: headName(1, 1, headId),
    rogueObject: sealFor(key, headContext(archiveId, 1, 1, headId), paddedFrame(message)),
  };
}

/** A list of files whose first part is missing: with it the folder that all else lies in, and what a hard link leads to. */
function lost(): Files {
  const fixture = newFixture('lost', ZSTD, 1);
  const { builder } = fixture;
  const name = (i: number): string => `n/${String(i).padStart(3, '0')}`;
  const listing = builder.snapshot(
    [
      { path: 'n', kind: 'directory', mode: 0o755 },
      ...Array.from(
        { length: 200 },
        (_, i): SourceEntry => ({ path: name(i), kind: 'file', content: [{ text: `note ${i}` }] }),
      ),
      { path: 'n/link', kind: 'hardLink', target: name(0) },
      { path: 'n/sub', kind: 'directory', mode: 0o700 },
      { path: 'n/sub/file', kind: 'file', content: [{ text: 'below' }] },
    ],
    { deviceId: laptop, deviceName: 'laptop', timeMs: START_MS },
  );
  const [first] = listing.tree!.leaves;
  const gone = new Set(first.paths.map((path) => hex(path)));
  if (!gone.has(hex(utf8('n'))) || !gone.has(hex(utf8(name(0))))) throw new Error('the first leaf is short');
  builder.store.delete(first.chunk.placed.pack.name);
  return archive('A store that lost the first part of a list of files, and nothing else.', fixture, [
    {
      ...snapshotVector(
        'archives-lost-first',
        'The first leaf is missing, which has the record of the folder that all else lies in, and that of the file that a hard link leads to: the other leaves are read.',
        listing,
        ['Damage'],
        { tip: true },
      ),
      ...invalid('ERR_PACK_MISSING', 'rest'),
      reqs: ['ARCH-090', 'ARCH-108'],
      entries: listing.entries.filter(({ entry }) => !gone.has(hex(entry.path))).map(listed),
    },
  ]);
}

function tiny(): Files {
  const fixture = tinyArchive();
  return archive('One folder with one file of five bytes; spec/example.md explains each byte.', fixture, [
    snapshotVector('archives-tiny-1', 'The worked example.', fixture.snapshot, ['Restore'], { tip: true }),
  ]);
}

export function archives(): Files {
  return new Map([
    ...tiny(),
    ...none(),
    ...deflate(),
    ...zstd(),
    ...rotated(),
    ...hostile(),
    ...lost(),
    ...schema(),
  ]);
}

function schema(): Files {
  const hash = bytes(32);
  const id = bytes(16);
  const count = integer(0);
  const epoch = integer(1, 4294967295);
  const entry = fields(
    {
      kind: oneOf('file', 'directory', 'symlink', 'hardLink'),
      mode: integer(0, 4095),
      mtimeNs: DECIMAL,
      uid: count,
      gid: count,
      size: count,
    },
    {
      path: LABEL,
      pathHex: HEX,
      target: LABEL,
      targetHex: HEX,
      chunker: oneOf('none', 'fixed', 'content'),
      sha256: hash,
      contentDigest: hash,
      damaged: ERROR,
    },
  );
  const snapshot = {
    head: OBJECT_NAME,
    snapshotId: hash,
    kind: oneOf('snapshot', 'link'),
    sequence: integer(1),
    epoch,
    revision: count,
    deviceId: id,
    deviceName: TEXT,
    timeMs: count,
    tags: list(TEXT),
    parents: list(hash),
    endorsed: list(hash),
    clock: list(fields({ deviceId: id, count: integer(1) }), 1),
    depth: integer(0, 8),
    entriesDigest: hash,
    counts: BOOLEAN,
    tip: BOOLEAN,
    entries: list(entry),
  };
  const totals = fields({ files: count, directories: count, others: count, bytes: count, skipped: count });
  const object = OBJECT_NAME;
  const kind = oneOf('delete', 'damaged');
  const rows = { type: 'string', pattern: '^[0-9]{16}( [0-9]{16}){3}$' };
  return suiteSchema(
    'archives',
    'Whole archives',
    FLAGS,
    [
      { operation: 'snapshot', result: 'valid', required: snapshot, optional: { totals } },
      { operation: 'snapshot', result: 'invalid', required: snapshot, optional: { totals } },
      { operation: 'path', result: 'invalid', required: { snapshotId: hash, path: LABEL } },
      { operation: 'head', result: 'invalid', required: { object } },
      { operation: 'keyring', result: 'invalid', required: { object } },
      { operation: 'notCounting', result: 'valid', required: { object, counts: BOOLEAN } },
      { operation: 'mark', result: 'valid', required: { object, kind, packIds: list(id, 1) } },
    ],
    {
      archive: LABEL,
      comment: LABEL,
      keyring: fields({
        name: OBJECT_NAME,
        generation: integer(1),
        hash,
        recoveryKey: rows,
        deviceMethodId: id,
        deviceSecret: bytes(32),
        archiveId: id,
        rootKey: bytes(32),
        dedupKey: bytes(32),
        chunkerKey: bytes(32),
        epochs: list(fields({ number: epoch, key: bytes(32) }), 1),
      }),
      objects: list(fields({ name: OBJECT_NAME, length: integer(1), sha256: hash }), 1),
      contents: { type: 'object', additionalProperties: CONTENT },
    },
  );
}
