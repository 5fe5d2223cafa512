// The suite `archives`: whole stores, with what a reader must find in them.

import {
  ArchiveBuilder,
  type ArchiveKeys,
  type Expected,
  generatedKeys,
  type Piece,
  type Snapshot,
  type SourceEntry,
} from '../kit/archive.ts';
import { compareBytes, hex, utf8 } from '../kit/bytes.ts';
import { sha256 } from '../kit/hash.ts';
import { DEFLATE, NONE, ZSTD } from '../kit/messages.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, type Vector, valid, vectorFile } from '../suite.ts';
import { archiveKeyring, type FixtureKeyring } from './archive-keyring.ts';

const FLAGS: Record<string, Flag> = {
  Restore: { bugType: 'BASIC', description: 'A snapshot that is listed and restored as a whole.' },
  Fork: { bugType: 'CONFUSION', description: 'Two heads with the same parents: both count, both are tips.' },
  Rotation: {
    bugType: 'ROLLBACK',
    description: 'Heads of an old epoch count only if a head that counts names them.',
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

function archive(
  name: string,
  comment: string,
  builder: ArchiveBuilder,
  keyring: FixtureKeyring,
  vectors: readonly Vector[],
  flags: Readonly<Record<string, Flag>>,
): Files {
  const names = [...builder.store.keys()].sort();
  const used = new Set(vectors.flatMap((vector) => vector.flags));
  const files: Files = new Map(
    names.map((object) => [`archives/${name}/store/${object}`, builder.store.get(object)!]),
  );
  files.set(
    `archives/${name}/archive.json`,
    vectorFile(
      'archives',
      Object.fromEntries(Object.entries(flags).filter(([flag]) => used.has(flag))),
      vectors,
      {
        archive: name,
        comment,
        keyring: keyring.description,
        objects: names.map((object) => ({
          name: object,
          length: builder.store.get(object)!.length,
          sha256: sha256(builder.store.get(object)!),
        })),
      },
    ),
  );
  return files;
}

function newBuilder(
  name: string,
  compression: number,
  packBytes?: number,
): { builder: ArchiveBuilder; keyring: FixtureKeyring; keys: ArchiveKeys } {
  const keys = generatedKeys(`archives ${name}`);
  const keyring = archiveKeyring(`archives ${name}`, keys);
  const builder = new ArchiveBuilder(`archives ${name}`, keys, compression, keyring, packBytes);
  builder.store.set(keyring.name, keyring.bytes);
  return { builder, keyring, keys };
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
  const { builder, keyring } = newBuilder('none', NONE, 65536);
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
  return archive(
    'none',
    'One snapshot; nothing is compressed.',
    builder,
    keyring,
    [snapshotVector('archives-none-1', 'Every kind of entry.', first, ['Restore'], { tip: true })],
    FLAGS,
  );
}

function deflate(): Files {
  const { builder, keyring } = newBuilder('deflate', DEFLATE);
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
    'deflate',
    'Two snapshots of one device that share chunks; blocks are compressed with deflate.',
    builder,
    keyring,
    [
      snapshotVector('archives-deflate-1', 'The first snapshot.', first, ['Restore']),
      snapshotVector('archives-deflate-2', 'The second, with chunks in packs of both.', second, ['Restore'], {
        tip: true,
      }),
    ],
    FLAGS,
  );
}

/** 35 windows of data between 35 holes: 70 extents, which lie in a list. */
const SPARSE: readonly Piece[] = [
  { repeat: 35, pieces: [{ zeros: 65536 }, { text: 'block' }, { zeros: 65531 }] },
];

function zstd(): Files {
  const { builder, keyring } = newBuilder('zstd', ZSTD);
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
    'zstd',
    'A base and two snapshots that two devices made of it at once; manifests of several leaves; zstd.',
    builder,
    keyring,
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
    FLAGS,
  );
}

export function archives(): Files {
  return new Map([...none(), ...deflate(), ...zstd()]);
}
