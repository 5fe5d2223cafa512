// The suite `chunkers`: tables, cut positions, holes and content digests.

import {
  BOOLEAN,
  bytes,
  CONTENT,
  fields,
  HEX,
  integer,
  LABEL,
  list,
  oneOf,
  suiteSchema,
  type VectorShape,
} from '../json-schema.ts';
import { contentOf, type Piece } from '../kit/archive.ts';
import { concat, u32, u64, utf8 } from '../kit/bytes.ts';
import {
  contentLengths,
  fixedLengths,
  gearTable,
  isPaged,
  isRecordCut,
  pageLengths,
  RecordChunker,
  recordCutKey,
  runs,
  streamLengths,
} from '../kit/chunkers.ts';
import { hmacSha256, sha256 } from '../kit/hash.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Table: { bugType: 'INTEROPERABILITY', description: 'Values that are derived from the chunker key.' },
  Cut: {
    bugType: 'INTEROPERABILITY',
    description: 'Cut positions: other positions share nothing with other devices.',
  },
  Boundary: {
    bugType: 'EDGE_CASE',
    description:
      'Lengths and positions at the least, normal and greatest chunk size, and where the mask changes.',
  },
  Hole: { bugType: 'EDGE_CASE', description: 'Runs of zeros, on and off the borders of windows.' },
  Choice: { bugType: 'INTEROPERABILITY', description: 'Which files are cut by `page`.' },
  Stream: { bugType: 'INTEROPERABILITY', description: 'Records of an application as the content of a file.' },
};

const KEY = generated('chunkers key 1', 32);
const OTHER_KEY = generated('chunkers key 2', 32);
const DEDUP_KEY = generated('chunkers dedup key', 32);

interface Data {
  readonly id: string;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly operation: string;
  readonly [field: string]: unknown;
}

function vector(data: Data): Vector {
  return { ...data, ...valid, reqs: ['ARCH-035'] };
}

function table(id: string, comment: string, chunkerKey: Uint8Array): Vector {
  const words = gearTable(chunkerKey);
  const all = concat(...[...words].map((word) => u32(word)));
  return vector({
    id,
    comment,
    flags: ['Table'],
    operation: 'tables',
    chunkerKey,
    gearWords: [...words],
    gearSha256: sha256(all),
    recordCutKey: recordCutKey(chunkerKey),
  });
}

function content(
  id: string,
  comment: string,
  pieces: readonly Piece[],
  flags = ['Cut'],
  chunkerKey = KEY,
): Vector {
  const lengths = contentLengths(contentOf(pieces), chunkerKey);
  return vector({ id, comment, flags, operation: 'content', chunkerKey, content: pieces, lengths });
}

function fixed(id: string, comment: string, pieces: readonly Piece[]): Vector {
  const lengths = fixedLengths(contentOf(pieces));
  return vector({ id, comment, flags: ['Boundary'], operation: 'fixed', content: pieces, lengths });
}

function page(id: string, comment: string, pieces: readonly Piece[]): Vector {
  const lengths = pageLengths(contentOf(pieces));
  return vector({ id, comment, flags: ['Boundary'], operation: 'page', content: pieces, lengths });
}

function paged(id: string, comment: string, pieces: readonly Piece[], size: number): Vector {
  const paged = isPaged(contentOf(pieces), size);
  return {
    ...vector({ id, comment, flags: ['Choice'], operation: 'paged', content: pieces, size, paged }),
    reqs: ['ARCH-111'],
  };
}

function holes(id: string, comment: string, pieces: readonly Piece[]): Vector {
  const found = runs(contentOf(pieces)).map(({ hole, length }) =>
    hole ? { hole: length } : { stretch: length },
  );
  return vector({ id, comment, flags: ['Hole'], operation: 'holes', content: pieces, runs: found });
}

const CUTS = {
  content: (stretch: Uint8Array): number[] => contentLengths(stretch, KEY),
  fixed: fixedLengths,
  page: pageLengths,
};

function file(
  id: string,
  comment: string,
  chunker: keyof typeof CUTS,
  pieces: readonly Piece[],
  flags = ['Cut'],
): Vector {
  const whole = contentOf(pieces);
  const extents: Record<string, unknown>[] = [];
  const digestParts: Uint8Array[] = [];
  for (const run of runs(whole)) {
    if (run.hole) {
      extents.push({ hole: run.length });
      digestParts.push(u64(run.length), new Uint8Array(32));
      continue;
    }
    const stretch = whole.subarray(run.offset, run.offset + run.length);
    let at = 0;
    for (const length of CUTS[chunker](stretch)) {
      const chunkId = hmacSha256(DEDUP_KEY, stretch.subarray(at, at + length));
      extents.push({ length, chunkId });
      digestParts.push(u64(length), chunkId);
      at += length;
    }
  }
  return {
    ...vector({
      id,
      comment,
      flags,
      operation: 'file',
      chunkerKey: KEY,
      dedupKey: DEDUP_KEY,
      chunker,
      content: pieces,
      extents,
      contentDigest: sha256(...digestParts),
    }),
    reqs: ['ARCH-030', 'ARCH-035'],
  };
}

interface Records {
  readonly prefix: string;
  readonly count: number;
  readonly weight: number;
}

function record(
  id: string,
  comment: string,
  level: number,
  records: readonly Records[],
  flags = ['Cut'],
  chunkerKey = KEY,
): Vector {
  const chunker = new RecordChunker(chunkerKey, level);
  const groups: number[] = [];
  let open = 0;
  for (const { prefix, count, weight } of records) {
    for (let i = 0; i < count; i++) {
      open++;
      if (chunker.push(utf8(`${prefix}${String(i).padStart(6, '0')}`), weight)) {
        groups.push(open);
        open = 0;
      }
    }
  }
  if (open > 0) groups.push(open);
  return vector({ id, comment, flags, operation: 'record', chunkerKey, level, records, groups });
}

/** Records whose bytes are their key and then `content`. */
interface StreamRecords {
  readonly prefix: string;
  readonly count: number;
  readonly content: readonly Piece[];
}

function stream(
  id: string,
  comment: string,
  records: readonly StreamRecords[],
  flags: string[] = [],
): Vector {
  const all = records.flatMap(({ prefix, count, content }) =>
    Array.from({ length: count }, (_, i) => {
      const key = utf8(`${prefix}${String(i).padStart(6, '0')}`);
      return { key, bytes: concat(key, contentOf(content)) };
    }),
  );
  const whole = concat(...all.map(({ bytes }) => bytes));
  const extents: { length: number; chunkId: Uint8Array }[] = [];
  const digestParts: Uint8Array[] = [];
  let at = 0;
  for (const length of streamLengths(all, KEY)) {
    const chunkId = hmacSha256(DEDUP_KEY, whole.subarray(at, at + length));
    extents.push({ length, chunkId });
    digestParts.push(u64(length), chunkId);
    at += length;
  }
  return {
    ...vector({
      id,
      comment,
      flags: ['Stream', ...flags],
      operation: 'stream',
      chunkerKey: KEY,
      dedupKey: DEDUP_KEY,
      records,
      extents,
      contentDigest: sha256(...digestParts),
    }),
    reqs: ['ARCH-030', 'ARCH-035'],
  };
}

function recordCuts(): Vector {
  const cutKey = recordCutKey(KEY);
  const cases = [0, 1, 8, 255].flatMap((level) =>
    ['', 'a', 'docs/letter.txt', 'q60-000000', 'x'.repeat(200)].map((text) => ({
      level,
      recordKey: utf8(text),
    })),
  );
  return vector({
    id: 'chunkers-record-cut-bits',
    comment: 'Whether the keyed hash asks for a cut, key by key and level by level.',
    flags: ['Table'],
    operation: 'recordCuts',
    chunkerKey: KEY,
    cases,
    cuts: cases.map(({ level, recordKey }) => isRecordCut(cutKey, level, recordKey)),
  });
}

/** The sixteen bytes that every SQLite database begins with. */
const HEADER: Piece = { text: 'SQLite format 3\u0000' };
const MESSAGE: Piece = { text: ' says that all work and no play makes Jack a dull boy', count: 2 };
const random = (length: number, seed = 'chunkers data'): Piece => ({ generated: seed, length });
const strict: Piece[] = [{ generated: 'chunkers strict', length: 65504 }];

export function chunkers(): Files {
  const vectors: Vector[] = [
    table('chunkers-tables-1', 'Gear table and cut key of a chunker key.', KEY),
    table('chunkers-tables-2', 'The same of another key.', OTHER_KEY),
    table('chunkers-tables-zero', 'The same of a key of zeros.', new Uint8Array(32)),
    recordCuts(),
    content('chunkers-content-empty', 'No bytes, no chunks.', [], ['Boundary']),
    content('chunkers-content-1', 'One byte.', [random(1)], ['Boundary']),
    content('chunkers-content-16384', 'The least chunk exactly.', [random(16384)], ['Boundary']),
    content('chunkers-content-16385', 'One byte more than the least chunk.', [random(16385)], ['Boundary']),
    content(
      'chunkers-content-early',
      'A cut behind the 16th byte past the least length: the hash starts there from zero, whatever came before.',
      [
        { generated: 'chunkers early', length: 16384 },
        { generated: 'chunkers early 18903', length: 20 },
        random(70000),
      ],
      ['Boundary', 'Cut'],
    ),
    content(
      'chunkers-content-strict-last',
      'A cut at index 65535, the last that is compared with the strict mask.',
      [...strict, { generated: 'chunkers strict 337642', length: 32 }, random(1000)],
      ['Boundary', 'Cut'],
    ),
    content(
      'chunkers-content-strict-almost',
      'At index 65535 the hash fits the loose mask only: no cut there.',
      [
        ...strict,
        { generated: 'chunkers almost 5014', length: 32 },
        { generated: 'chunkers tail', length: 100000 },
      ],
      ['Boundary', 'Cut'],
    ),
    content(
      'chunkers-content-loose-first',
      'A cut at index 65536, the first that is compared with the loose mask, which alone it fits.',
      [
        { generated: 'chunkers strict', length: 65505 },
        { generated: 'chunkers loose 6528', length: 32 },
        random(1000),
      ],
      ['Boundary', 'Cut'],
    ),
    content(
      'chunkers-content-greatest',
      'One byte value throughout never fits a mask under this key: chunks of the greatest length, and a rest.',
      [{ text: 'a', count: 600000 }],
      ['Boundary', 'Cut'],
    ),
    content('chunkers-content-1m', 'A mebibyte of generated data.', [random(1048576)]),
    content(
      'chunkers-content-1m-key-2',
      'The same data under another key.',
      [random(1048576)],
      ['Cut'],
      OTHER_KEY,
    ),
    content(
      'chunkers-content-shifted',
      'The same data behind one more byte: the cuts find their places again.',
      [{ text: 'x' }, random(1048576)],
    ),
    content('chunkers-content-text', 'Text that repeats itself.', [
      { text: 'All work and no play makes Jack a dull boy.\n', count: 10000 },
    ]),
    fixed('chunkers-fixed-empty', 'No bytes, no chunks.', []),
    fixed('chunkers-fixed-short', 'Shorter than one chunk.', [random(1000)]),
    fixed('chunkers-fixed-exact', 'Two chunks exactly.', [{ zeros: 2088960 }]),
    fixed('chunkers-fixed-rest', 'One chunk and one byte.', [{ zeros: 1044480 }, { text: 'x' }]),
    page('chunkers-page-empty', 'No bytes, no chunks.', []),
    page('chunkers-page-short', 'Shorter than one chunk.', [random(512)]),
    page('chunkers-page-exact', 'Three chunks exactly.', [random(12288)]),
    page('chunkers-page-rest', 'Sixteen chunks and one byte.', [random(65537)]),
    paged('chunkers-paged-header', 'The first page of a database.', [HEADER, random(4080)], 401408),
    paged('chunkers-paged-header-only', 'Sixteen bytes, which are the header.', [HEADER], 16),
    paged('chunkers-paged-greatest', 'A database of 2^32 bytes.', [HEADER, random(100)], 4294967296),
    paged('chunkers-paged-too-large', 'A database of one byte more.', [HEADER, random(100)], 4294967297),
    paged(
      'chunkers-paged-text',
      'Text that begins with the name, and has a line break where the zero byte should be.',
      [{ text: 'SQLite format 3\n', count: 10 }],
      160,
    ),
    paged('chunkers-paged-version', 'Another version in the name.', [{ text: 'SQLite format 2\u0000' }], 16),
    paged('chunkers-paged-behind', 'The header behind one byte.', [{ text: 'x' }, HEADER], 17),
    paged('chunkers-paged-cut', 'A file that ends before the zero byte.', [{ text: 'SQLite format 3' }], 15),
    paged('chunkers-paged-empty', 'An empty file.', [], 0),
    holes('chunkers-holes-none', 'No zeros.', [random(200000)]),
    holes('chunkers-holes-empty', 'An empty file has no runs.', []),
    holes('chunkers-holes-whole', 'Nothing but zeros, four windows.', [{ zeros: 262144 }]),
    holes('chunkers-holes-short', 'Zeros that fill no window are a stretch.', [{ zeros: 65535 }]),
    holes(
      'chunkers-holes-last-window',
      'A last window of zeros that is short is a stretch behind the hole.',
      [{ zeros: 65536 }, { zeros: 100 }],
    ),
    holes(
      'chunkers-holes-unaligned',
      '131,072 zeros that begin inside a window: one whole window is a hole.',
      [random(1000), { zeros: 131072 }, random(1000)],
    ),
    holes('chunkers-holes-alternating', 'Holes and stretches in turn.', [
      { zeros: 65536 },
      random(65536),
      { zeros: 131072 },
      random(70000),
      { zeros: 61072 },
      { zeros: 65536 },
      random(3),
    ]),
    holes('chunkers-holes-one-bit', 'A window with a single byte that is not zero is no hole.', [
      { zeros: 65535 },
      { text: '\u0001' },
      { zeros: 65536 },
    ]),
    file('chunkers-file-content', 'Chunk ids and content digest of a file with a hole.', 'content', [
      random(300000),
      { zeros: 200000 },
      random(100000, 'chunkers data 2'),
    ]),
    file(
      'chunkers-file-fixed',
      'The same under the fixed chunker; a stretch is cut from its own start.',
      'fixed',
      [random(100000), { zeros: 200000 }, random(1500000, 'chunkers data 2')],
    ),
    file(
      'chunkers-file-page',
      'The same under the page chunker: cuts are at multiples of 4,096 of the file, behind the hole too.',
      'page',
      [HEADER, random(99984), { zeros: 200000 }, random(10000, 'chunkers data 2')],
    ),
    file(
      'chunkers-file-page-zeros',
      'Pages of zeros that fill no window are chunks, and all alike.',
      'page',
      [HEADER, random(4080), { zeros: 61440 }, { zeros: 8192 }, random(10)],
      ['Hole'],
    ),
    file('chunkers-file-hole', 'A file that is one hole.', 'content', [{ zeros: 131072 }]),
    file('chunkers-file-empty', 'A file without content.', 'content', []),
    record('chunkers-record-2000', '2,000 records of 100.', 0, [
      { prefix: 'record-', count: 2000, weight: 100 },
    ]),
    record('chunkers-record-level', 'The same keys on level 1 are cut elsewhere.', 1, [
      { prefix: 'record-', count: 2000, weight: 100 },
    ]),
    record(
      'chunkers-record-key-2',
      'The same under another chunker key.',
      0,
      [{ prefix: 'record-', count: 2000, weight: 100 }],
      ['Cut'],
      OTHER_KEY,
    ),
    record(
      'chunkers-record-512',
      'No cut in the first 511 records: the group ends with its 512th.',
      0,
      [{ prefix: 'p348-', count: 600, weight: 10 }],
      ['Boundary', 'Cut'],
    ),
    record(
      'chunkers-record-first',
      'The first key asks for a cut, but a group has at least two records.',
      0,
      [
        { prefix: 'q60-', count: 1, weight: 10 },
        { prefix: 'record-', count: 3, weight: 10 },
      ],
      ['Boundary', 'Cut'],
    ),
    record(
      'chunkers-record-weight',
      'Weights that add up to 262,144 exactly end a group.',
      0,
      [{ prefix: 'w-', count: 10, weight: 65536 }],
      ['Boundary', 'Cut'],
    ),
    record(
      'chunkers-record-weight-below',
      'Weights that add up to one less do not.',
      0,
      [
        { prefix: 'w-', count: 3, weight: 87381 },
        { prefix: 'v-', count: 2, weight: 1 },
      ],
      ['Boundary', 'Cut'],
    ),
    record(
      'chunkers-record-heavy',
      'One record that is heavier than the limit is a group of its own.',
      0,
      [{ prefix: 'h-', count: 3, weight: 300000 }],
      ['Boundary', 'Cut'],
    ),
    stream('chunkers-stream-messages', 'A stream of 1,000 messages: the level is 255.', [
      { prefix: 'message-', count: 1000, content: [MESSAGE] },
    ]),
    stream(
      'chunkers-stream-added',
      'Two more records in front: all chunks but the first stay as they were.',
      [
        { prefix: 'earlier-', count: 2, content: [MESSAGE] },
        { prefix: 'message-', count: 1000, content: [MESSAGE] },
      ],
    ),
    stream(
      'chunkers-stream-weight',
      'Records of 100,014 bytes: the lengths of three reach the weight of a group.',
      [{ prefix: 'picture-', count: 7, content: [random(100000)] }],
      ['Boundary'],
    ),
    stream(
      'chunkers-stream-long',
      'A group of more than 1,044,480 bytes is cut as by the fixed chunker, and what follows begins a group.',
      [
        { prefix: 'note-', count: 1, content: [MESSAGE] },
        { prefix: 'film-', count: 1, content: [random(2088960)] },
        { prefix: 'note-', count: 1, content: [MESSAGE] },
      ],
      ['Boundary'],
    ),
    stream(
      'chunkers-stream-zeros',
      'Zeros that fill two windows are no hole: a stream has none.',
      [{ prefix: 'empty-', count: 3, content: [{ zeros: 200000 }] }],
      ['Hole'],
    ),
  ];
  return new Map([['chunkers/chunkers.json', vectorFile('chunkers', FLAGS, vectors)], ...schema()]);
}

function schema(): Files {
  const hole = fields({ hole: integer(65536) });
  const shape = (operation: string, required: VectorShape['required']): VectorShape => ({
    operation,
    result: 'valid',
    required,
  });
  return suiteSchema('chunkers', 'Chunkers: tables, cut positions, holes, content digests', FLAGS, [
    shape('tables', {
      chunkerKey: bytes(32),
      gearWords: { ...list(integer(0, 4294967295), 256), maxItems: 256 },
      gearSha256: bytes(32),
      recordCutKey: bytes(32),
    }),
    shape('recordCuts', {
      chunkerKey: bytes(32),
      cases: list(fields({ level: integer(0, 255), recordKey: HEX }), 1),
      cuts: list(BOOLEAN, 1),
    }),
    shape('content', { chunkerKey: bytes(32), content: CONTENT, lengths: list(integer(1, 262144)) }),
    shape('fixed', { content: CONTENT, lengths: list(integer(1, 1044480)) }),
    shape('page', { content: CONTENT, lengths: list(integer(1, 4096)) }),
    shape('paged', { content: CONTENT, size: integer(0), paged: BOOLEAN }),
    shape('holes', {
      content: CONTENT,
      runs: list({ oneOf: [hole, fields({ stretch: integer(1) })] }),
    }),
    shape('file', {
      chunkerKey: bytes(32),
      dedupKey: bytes(32),
      chunker: oneOf('fixed', 'content', 'page'),
      content: CONTENT,
      extents: list({ oneOf: [hole, fields({ length: integer(1, 1044480), chunkId: bytes(32) })] }),
      contentDigest: bytes(32),
    }),
    shape('stream', {
      chunkerKey: bytes(32),
      dedupKey: bytes(32),
      records: list(fields({ prefix: LABEL, count: integer(1), content: CONTENT }), 1),
      extents: list(fields({ length: integer(1, 1044480), chunkId: bytes(32) })),
      contentDigest: bytes(32),
    }),
    shape('record', {
      chunkerKey: bytes(32),
      level: integer(0, 255),
      records: list(fields({ prefix: LABEL, count: integer(1), weight: integer(0) }), 1),
      groups: list(integer(1, 512), 1),
    }),
  ]);
}
