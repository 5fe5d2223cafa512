// The suite `packs`: from a location to the verified bytes of a chunk, through object, frame, block and compression.

import { bytes, fields, HEX, integer, list, OBJECT_NAME, suiteSchema } from '../json-schema.ts';
import { generatedKeys } from '../kit/archive.ts';
import { concat, flip, overwrite, u32, unhex, utf8 } from '../kit/bytes.ts';
import { objectKeys, sealObject, sealSegment } from '../kit/cobblestone.ts';
import { deflateFarMatch, deflateFixed, deflateStored } from '../kit/deflate.ts';
import { hmacSha256, sha256 } from '../kit/hash.ts';
import {
  type Block,
  type ChunkRef,
  DATA,
  DEFLATE,
  encodeHead,
  MANIFEST,
  MEDIA,
  NONE,
  type Pack,
  ZSTD,
} from '../kit/messages.ts';
import {
  context,
  packContext,
  packName,
  paddedFrame,
  ROLE_HEAD,
  ROLE_MARK,
  sealFor,
} from '../kit/objects.ts';
import { PackBuilder, type Placed } from '../kit/pack.ts';
import { generated } from '../kit/seed.ts';
import {
  frame,
  rawBlock,
  runBlock,
  sizedWindowFrame,
  skippableFrame,
  windowFrame,
  zstd,
  zstdWithChecksum,
} from '../kit/zstd.ts';
import { type Files, type Flag, invalid, type Vector, type Verdict, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Read: { bugType: 'BASIC', description: 'A chunk that is read as it should be.' },
  Frame: { bugType: 'CANONICAL_FORM', description: 'The padded frame has one form for each content.' },
  Moved: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'An object in another place, of another class, epoch or archive than its reference says.',
  },
  Altered: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Bytes of the object were changed, exchanged or cut off.',
  },
  Bounds: { bugType: 'MISSING_CHECK', description: 'Blocks and chunks that do not lie where they should.' },
  Bomb: {
    bugType: 'RESOURCE_EXHAUSTION',
    description: 'Input that expands far beyond the length that was promised. A reader stops at that length.',
  },
  RawLength: {
    bugType: 'MISSING_CHECK',
    description:
      'Input that expands to another length than was promised, or does not end where its block ends.',
  },
  ChunkId: { bugType: 'AUTHENTICATION_BYPASS', description: 'Chunks whose bytes are not those of their id.' },
};

const KEYS = generatedKeys('packs');
const KEY = KEYS.epochs.get(1)!;
/** Two devices that rotated at once made two keys of epoch 1. */
const SECOND_KEY = generated('packs second archive key 1', 32);
const TEXT = utf8('The quick brown fox jumps over the lazy dog. '.repeat(20));
// DYNAMIC is DYNAMIC_RAW as zlib compresses it at level 9, in one block with dynamic codes.
const DYNAMIC_RAW = utf8(
  Array.from({ length: 40 }, (_, i) => `line ${i}: ${'abcdefgh'.slice(i % 8)}${i * i}\n`).join(''),
);

const DYNAMIC = unhex(`
  45d2496ec3300c05d07d4ec123888326dea64d13ab40d0fb2f0b4bfcd29232cdff2cfaf3fbf7a2e4f4f5fdfc79bdaf911e9ffb849de280
  d78138adda56ad4eb3ecab34a7d95c56999dded790bcaae2740d8d47d56958bcd54e6e89b97d07b748e684684ed071a4b3a04902603187
  7512b84414db8de01e0ace4e4300e4722092d15237451aa634585410d4c3a205579596c5c0159e163334c86db11613449d469688103b96
  5cc322795b0ad0526029bbad86a5ee696d59ea0eebd3d260d1745b3aa8ca4ea3e34b548e8513be58f5fc1c0937a3b6b7c4b841cd7b4d40
  6b893d0936a1752d4ab1296d7353864d6a771a9c851fff
`);

/** A reference and the object it leads to; each part may be changed before it is encoded. */
interface Case {
  readonly pack: Pack;
  readonly block: Block;
  readonly chunk: ChunkRef;
  readonly object: Uint8Array;
}

let packNumber = 0;

/** Ids differ from vector to vector, so that salts do too. */
function newPack(packClass = DATA): PackBuilder {
  return new PackBuilder(generated(`packs pack ${packNumber++}`, 16), packClass, 1);
}

function reference(pack: PackBuilder, placed: Placed, raw: Uint8Array, from = 0, to = raw.length): Case {
  const { offset, storedLength, rawLength, compression } = placed;
  return {
    pack: pack.pack,
    block: { pack: 1, offset, storedLength, rawLength, compression },
    chunk: {
      block: 0,
      offset: from,
      length: to - from,
      id: hmacSha256(KEYS.dedupKey, raw.subarray(from, to)),
    },
    object: pack.seal(KEYS.archiveId, KEY),
  };
}

/** One block that is compressed as it should be. */
function simple(raw: Uint8Array, compression: number, packClass = DATA): Case {
  const pack = newPack(packClass);
  pack.add(utf8('something that lies before it'), NONE);
  return reference(pack, pack.add(raw, compression), raw);
}

/** One block whose stored form and promises are given. */
function stored(bytes: Uint8Array, rawLength: number, compression: number, raw: Uint8Array): Case {
  const pack = newPack();
  const placed = pack.addStored(bytes, rawLength, compression);
  return reference(pack, placed, raw);
}

function read(
  id: string,
  comment: string,
  verdict: Verdict,
  flags: readonly string[],
  reqs: readonly string[],
  { pack, block, chunk, object }: Case,
  raw?: Uint8Array,
): Vector {
  return {
    id: `packs-${id}`,
    comment,
    ...verdict,
    flags,
    reqs,
    operation: 'readChunk',
    object: { name: packName(pack.packId), bytes: object },
    head: encodeHead({ stable: new Uint8Array(1), revision: 0, root: { pack, block, chunk }, depth: 0 }),
    reference: { pack, block, chunk },
    ...(raw === undefined ? {} : { chunk: raw }),
  };
}

function good(
  id: string,
  comment: string,
  test: Case,
  raw: Uint8Array,
  reqs: readonly string[] = ['ARCH-021'],
): Vector {
  return read(id, comment, valid, ['Read'], [...reqs, 'ARCH-031'], test, raw);
}

function readPack(
  id: string,
  comment: string,
  verdict: Verdict,
  reqs: readonly string[],
  plaintext: Uint8Array,
  content?: Uint8Array,
): Vector {
  const packId = generated(`packs pack ${packNumber++}`, 16);
  const pack: Pack = { packId, packClass: DATA, epoch: 1, sizeLog2: Math.log2(plaintext.length) };
  return {
    id: `packs-${id}`,
    comment,
    ...verdict,
    flags: ['Frame'],
    reqs,
    operation: 'readPack',
    object: {
      name: packName(packId),
      bytes: sealFor(KEY, packContext(KEYS.archiveId, 1, DATA, packId), plaintext),
    },
    reference: { pack },
    ...(content === undefined ? {} : { content }),
  };
}

function validReads(): Vector[] {
  const vectors: Vector[] = [
    good('none', 'An uncompressed block with one chunk.', simple(TEXT, NONE), TEXT),
    good('deflate', 'A block compressed with deflate, fixed codes.', simple(TEXT, DEFLATE), TEXT),
    good('zstd', 'A block compressed with zstd.', simple(TEXT, ZSTD), TEXT),
    good('media', 'A block in a media pack.', simple(TEXT, NONE, MEDIA), TEXT, ['ARCH-001']),
    good('manifest', 'A block in a manifest pack.', simple(TEXT, ZSTD, MANIFEST), TEXT, ['ARCH-001']),
    good(
      'deflate-stored',
      'Deflate with stored blocks only.',
      stored(deflateStored(TEXT), TEXT.length, DEFLATE, TEXT),
      TEXT,
    ),
    good(
      'deflate-dynamic',
      'Deflate with dynamic codes.',
      stored(DYNAMIC, DYNAMIC_RAW.length, DEFLATE, DYNAMIC_RAW),
      DYNAMIC_RAW,
    ),
    good(
      'zstd-raw-blocks',
      'A zstd frame of raw blocks.',
      stored(
        frame(TEXT.length, rawBlock(TEXT.slice(0, 10), false), rawBlock(TEXT.slice(10), true)),
        TEXT.length,
        ZSTD,
        TEXT,
      ),
      TEXT,
    ),
  ];
  const twinPack = newPack();
  const twinPlaced = twinPack.add(TEXT, DEFLATE);
  const ownContext = packContext(KEYS.archiveId, 1, DATA, twinPack.packId);
  vectors.push(
    good(
      'second-key',
      'A pack that was sealed with the second of two keys of epoch 1.',
      {
        ...reference(twinPack, twinPlaced, TEXT),
        object: sealFor(SECOND_KEY, ownContext, twinPack.plaintext()),
      },
      TEXT,
      ['ARCH-002'],
    ),
  );
  const run = new Uint8Array(1000).fill(7);
  vectors.push(
    good(
      'zstd-run',
      'A zstd frame of one run-length block.',
      stored(frame(1000, runBlock(7, 1000, true)), 1000, ZSTD, run),
      run,
      ['ARCH-024'],
    ),
    good(
      'zstd-window-8-mib',
      'A zstd frame with the greatest window, 8 MiB.',
      stored(sizedWindowFrame(13, 0, TEXT.length, rawBlock(TEXT, true)), TEXT.length, ZSTD, TEXT),
      TEXT,
      ['ARCH-024'],
    ),
    good(
      'zstd-checksum',
      'A zstd frame with a checksum of its content.',
      stored(zstdWithChecksum(TEXT), TEXT.length, ZSTD, TEXT),
      TEXT,
      ['ARCH-024'],
    ),
  );
  const greatest = new Uint8Array(4194304);
  vectors.push({
    ...good(
      'greatest-raw-length',
      'The greatest raw length, 4,194,304 zeros; the chunk is its last 16 bytes.',
      (() => {
        const blocks = Array.from({ length: 32 }, (_, i) => runBlock(0, 131072, i === 31));
        const pack = newPack();
        const placed = pack.addStored(frame(greatest.length, ...blocks), greatest.length, ZSTD);
        return reference(pack, placed, greatest, greatest.length - 16);
      })(),
      new Uint8Array(16),
      ['ARCH-022'],
    ),
  });
  {
    const pack = newPack();
    const placed = pack.add(TEXT, DEFLATE);
    vectors.push(
      good(
        'inner',
        'A chunk inside its block.',
        reference(pack, placed, TEXT, 100, 200),
        TEXT.slice(100, 200),
        ['ARCH-032'],
      ),
    );
    vectors.push(
      good(
        'last-byte',
        'A chunk that is the last byte of its block.',
        reference(pack, placed, TEXT, TEXT.length - 1),
        TEXT.slice(-1),
        ['ARCH-032'],
      ),
    );
  }
  {
    const full = generated('packs full', 4092);
    vectors.push(
      good('full', 'A block that fills the pack to its last byte: no padding.', simple0(full), full, [
        'ARCH-020',
      ]),
    );
    const large = generated('packs large', 20000);
    vectors.push(
      good('segments', 'A block across three segments, the last of which is empty.', simple0(large), large, [
        'ARCH-001',
      ]),
    );
  }
  return vectors;
}

/** One uncompressed block at the start of its pack. */
function simple0(raw: Uint8Array): Case {
  const pack = newPack();
  return reference(pack, pack.add(raw, NONE), raw);
}

function frames(): Vector[] {
  const content = utf8('content of a pack');
  const withPadding = (at: number): Uint8Array => overwrite(paddedFrame(content), at, Uint8Array.of(1));
  return [
    readPack(
      'frame',
      'A frame with padding.',
      valid,
      ['ARCH-010', 'ARCH-013'],
      paddedFrame(content),
      content,
    ),
    readPack(
      'frame-empty',
      'A frame without content.',
      valid,
      ['ARCH-010'],
      paddedFrame(new Uint8Array(0)),
      new Uint8Array(0),
    ),
    readPack(
      'padding-first',
      'The first byte of the padding is not zero.',
      invalid('ERR_PADDING'),
      ['ARCH-013'],
      withPadding(4 + content.length),
    ),
    readPack(
      'padding-last',
      'The last byte of the padding is not zero.',
      invalid('ERR_PADDING'),
      ['ARCH-013'],
      withPadding(4095),
    ),
    readPack(
      'padding-too-much',
      'Content that fits 2^12 bytes in a frame of 2^13.',
      invalid('ERR_PADDING'),
      ['ARCH-013'],
      paddedFrame(content, 13),
    ),
    readPack(
      'length-beyond',
      'The frame states one byte more than it has.',
      invalid('ERR_ENCODING'),
      ['ARCH-013'],
      overwrite(new Uint8Array(4096), 0, u32(4093)),
    ),
    readPack(
      'length-greatest',
      'The frame states 2^32 - 1 bytes.',
      invalid('ERR_ENCODING'),
      ['ARCH-013'],
      overwrite(new Uint8Array(4096), 0, u32(0xffffffff)),
    ),
  ];
}

function placement(): Vector[] {
  const base = simple(TEXT, DEFLATE);
  const other = generatedKeys('packs of another archive');
  const moved = (id: string, comment: string, change: Partial<Case>): Vector =>
    read(id, comment, invalid('ERR_COMMITMENT'), ['Moved'], ['ARCH-001'], { ...base, ...change });
  const sealed = (key: Uint8Array, ctx: Uint8Array): Uint8Array => {
    const pack = newPack();
    pack.add(utf8('something that lies before it'), NONE);
    pack.add(TEXT, DEFLATE);
    return sealFor(key, ctx, pack.plaintext());
  };
  const { packId } = base.pack;
  return [
    moved('moved', 'The object of another pack under this name.', { object: simple(TEXT, DEFLATE).object }),
    moved('class', 'The reference says media, the object is a data pack.', {
      pack: { ...base.pack, packClass: MEDIA },
    }),
    moved('epoch-context', 'The object was sealed with the right key for another epoch number.', {
      object: sealed(KEY, packContext(KEYS.archiveId, 2, DATA, packId)),
    }),
    moved('epoch-key', 'The object was sealed with the key of another epoch.', {
      object: sealed(generated('packs archive key 2', 32), packContext(KEYS.archiveId, 1, DATA, packId)),
    }),
    moved('epoch-unknown', 'The reference names an epoch that the keyring does not have.', {
      pack: { ...base.pack, epoch: 2 },
    }),
    moved('archive', 'The object was sealed for another archive id.', {
      object: sealed(KEY, packContext(other.archiveId, 1, DATA, packId)),
    }),
    moved('as-head', 'The object was sealed in the role of a head.', {
      object: sealed(KEY, context(ROLE_HEAD, KEYS.archiveId, 1, concat(new Uint8Array(8), packId))),
    }),
    moved('as-mark', 'The object was sealed in the role of a mark.', {
      object: sealed(KEY, context(ROLE_MARK, KEYS.archiveId, 1, packId)),
    }),
    moved('salt', 'One bit of the salt was changed.', { object: flip(base.object, 0) }),
    moved('commitment', 'One bit of the commitment was changed.', { object: flip(base.object, 55) }),
  ];
}

function alterations(): Vector[] {
  const base = simple(TEXT, NONE);
  const large = simple0(generated('packs large', 32768 + 5000));
  const altered = (
    id: string,
    comment: string,
    error: string,
    object: Uint8Array,
    from: Case,
    reqs = ['ARCH-031'],
  ): Vector => read(id, comment, invalid(error), ['Altered'], reqs, { ...from, object });
  const header = 56;
  const segment = 16384 + 16;
  const swapped = concat(
    large.object.slice(0, header),
    large.object.slice(header + segment, header + 2 * segment),
    large.object.slice(header, header + segment),
    large.object.slice(header + 2 * segment),
  );
  const doubled = overwrite(large.object, header + segment, large.object.slice(header, header + segment));
  const { packId } = base.pack;
  const ctx = packContext(KEYS.archiveId, 1, DATA, packId);
  const keys = objectKeys(KEY, ctx, base.object.slice(0, 24));
  const wrongCounter = concat(base.object.slice(0, header), sealSegment(keys, 1, new Uint8Array(4096)));
  const length = ['ARCH-012'];
  return [
    altered(
      'ciphertext',
      'One bit of the ciphertext was changed.',
      'ERR_SEGMENT',
      flip(base.object, header + 40),
      base,
    ),
    altered('tag', 'One bit of the tag was changed.', 'ERR_SEGMENT', flip(base.object, -1), base),
    altered('segments-swapped', 'The first two segments were exchanged.', 'ERR_SEGMENT', swapped, large),
    altered('segment-doubled', 'The second segment is a copy of the first.', 'ERR_SEGMENT', doubled, large),
    altered(
      'segment-number',
      'The only segment was sealed as the second.',
      'ERR_SEGMENT',
      wrongCounter,
      base,
    ),
    altered(
      'cut-byte',
      'The last byte is missing.',
      'ERR_OBJECT_LENGTH',
      base.object.slice(0, -1),
      base,
      length,
    ),
    altered(
      'cut-segment',
      'The last, empty segment is missing.',
      'ERR_OBJECT_LENGTH',
      large.object.slice(0, -16),
      large,
      length,
    ),
    altered(
      'cut-header',
      'Only the header is there.',
      'ERR_OBJECT_LENGTH',
      base.object.slice(0, header),
      base,
      length,
    ),
    altered('cut-all', 'The object is empty.', 'ERR_OBJECT_LENGTH', new Uint8Array(0), base, length),
    altered(
      'extended',
      'One byte follows the object.',
      'ERR_OBJECT_LENGTH',
      concat(base.object, Uint8Array.of(0)),
      base,
      length,
    ),
    altered(
      'longer-than-stated',
      'A good object of 2^13 bytes where the reference says 2^12.',
      'ERR_OBJECT_LENGTH',
      sealObject(KEY, ctx, generated('packs salt', 24), paddedFrame(new Uint8Array(5000))),
      base,
      length,
    ),
    altered(
      'shorter-than-stated',
      'A good object of 2^12 bytes where the reference says 2^24: nothing of that size is allocated.',
      'ERR_OBJECT_LENGTH',
      base.object,
      { ...base, pack: { ...base.pack, sizeLog2: 24 } },
      length,
    ),
  ];
}

function bounds(): Vector[] {
  const base = simple(TEXT, NONE);
  const packed = simple(TEXT, DEFLATE);
  const out = (id: string, comment: string, req: string, from: Case, change: Partial<Case>): Vector =>
    read(id, comment, invalid('ERR_FIELD'), ['Bounds'], [req], { ...from, ...change });
  const block = (change: Partial<Block>, from = packed): Partial<Case> => ({
    block: { ...from.block, ...change },
  });
  const chunk = (change: Partial<ChunkRef>, from = base): Partial<Case> => ({
    chunk: { ...from.chunk, ...change },
  });
  return [
    out(
      'block-beyond',
      'The block ends one byte behind the pack.',
      'ARCH-020',
      packed,
      block({ offset: 4097 - packed.block.storedLength }),
    ),
    out(
      'block-offset-greatest',
      'The block begins behind the pack.',
      'ARCH-020',
      packed,
      block({ offset: 16777215 }),
    ),
    out(
      'block-stored-greatest',
      'The block is longer than the pack.',
      'ARCH-020',
      packed,
      block({ storedLength: 16777212 }),
    ),
    out(
      'block-sum',
      'Offset and stored length are in range, their sum is not.',
      'ARCH-020',
      packed,
      block({ offset: 4000, storedLength: 4000 }),
    ),
    out(
      'block-header',
      'The block begins inside the length of the frame.',
      'ARCH-020',
      packed,
      block({ offset: 3 }),
    ),
    out(
      'block-pack-0',
      'The block of a location says that it lies in the pack of its message, but there is none.',
      'ARCH-020',
      packed,
      block({ pack: 0 }),
    ),
    out('block-pack-2', 'The block names the second of one pack.', 'ARCH-020', packed, block({ pack: 2 })),
    out(
      'block-none-lengths',
      'An uncompressed block with a shorter raw than stored length.',
      'ARCH-020',
      base,
      {
        ...block({ rawLength: base.block.rawLength - 1 }, base),
        ...chunk({ length: 10, id: hmacSha256(KEYS.dedupKey, TEXT.slice(0, 10)) }),
      },
    ),
    out(
      'block-none-longer',
      'An uncompressed block with a greater raw than stored length.',
      'ARCH-020',
      base,
      block({ rawLength: 4194304 }, base),
    ),
    out('chunk-beyond', 'The chunk ends one byte behind its block.', 'ARCH-032', base, chunk({ offset: 1 })),
    out(
      'chunk-offset',
      'The chunk begins behind its block.',
      'ARCH-032',
      base,
      chunk({ offset: 4194303, length: 1 }),
    ),
    out('chunk-length', 'The chunk is longer than its block.', 'ARCH-032', base, chunk({ length: 4194304 })),
    out('chunk-block-1', 'The chunk names the second of one block.', 'ARCH-032', base, chunk({ block: 1 })),
    out(
      'chunk-block-greatest',
      'The chunk names the block with the greatest index.',
      'ARCH-032',
      base,
      chunk({ block: 1048575 }),
    ),
  ];
}

function rawLengths(): Vector[] {
  const wrong = (
    id: string,
    comment: string,
    bytes: Uint8Array,
    rawLength: number,
    compression: number,
    flag = 'RawLength',
    req = 'ARCH-022',
  ): Vector => {
    const raw = new Uint8Array(rawLength);
    raw.set(TEXT.subarray(0, rawLength));
    return read(
      `${compression === ZSTD ? 'zstd' : 'deflate'}-${id}`,
      comment,
      invalid('ERR_RAW_LENGTH'),
      [flag],
      [req],
      stored(bytes, rawLength, compression, raw),
    );
  };
  const deflated = deflateFixed(TEXT);
  const n = TEXT.length;
  const rawFrame = (size: number): Uint8Array => frame(size, rawBlock(TEXT, true));
  const runs = (count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) => runBlock(0, 131072, i === count - 1));
  return [
    wrong(
      'bomb',
      'Promised 1,000 bytes, expands to 640,000.',
      deflateFixed(new Uint8Array(640000)),
      1000,
      DEFLATE,
      'Bomb',
    ),
    wrong('bomb-one-more', 'Promised one byte less than it expands to.', deflated, n - 1, DEFLATE),
    wrong('short', 'Promised one byte more than it expands to.', deflated, n + 1, DEFLATE),
    wrong('empty', 'Promised one byte, expands to none.', deflateFixed(new Uint8Array(0)), 1, DEFLATE),
    wrong(
      'left-over',
      'A byte is left over behind the end of the stream.',
      concat(deflated, Uint8Array.of(0)),
      n,
      DEFLATE,
    ),
    wrong(
      'two-streams',
      'A second stream follows the first.',
      concat(deflateFixed(TEXT.slice(0, 400)), deflateFixed(TEXT.slice(400))),
      n,
      DEFLATE,
    ),
    wrong('cut', 'The stream is cut off.', deflated.slice(0, -1), n, DEFLATE),
    wrong(
      'no-end',
      'All bytes are there, but no last block.',
      concat(Uint8Array.of(deflateStored(TEXT)[0] & 0xfe), deflateStored(TEXT).slice(1)),
      n,
      DEFLATE,
    ),
    wrong('reserved', 'A block of the reserved type.', Uint8Array.of(7, 0, 0, 0), 4, DEFLATE),
    wrong('distance', 'A distance that reaches before the first byte.', deflateFarMatch(), 4, DEFLATE),
    wrong(
      'zlib-wrapper',
      'The stream has the wrapper of RFC 1950.',
      concat(unhex('789c'), deflated, u32(adler32(TEXT))),
      n,
      DEFLATE,
    ),
    wrong('as-zstd', 'A deflate stream that is declared as zstd.', deflated, n, ZSTD),
    wrong(
      'bomb',
      'Promised 1,000 bytes; the header says 1,000 and 900 blocks expand to 112 MiB.',
      frame(1000, ...runs(900)),
      1000,
      ZSTD,
      'Bomb',
    ),
    wrong(
      'bomb-header',
      'Promised 1,000 bytes; the header says 2^40.',
      frame(2 ** 40, ...runs(8)),
      1000,
      ZSTD,
      'Bomb',
      'ARCH-024',
    ),
    wrong(
      'bomb-header-negative',
      'The header says 2^64 - 1 bytes.',
      overwrite(frame(1000, ...runs(1)), 5, unhex('ffffffffffffffff')),
      1000,
      ZSTD,
      'Bomb',
      'ARCH-024',
    ),
    wrong(
      'bomb-window',
      'No content size, and a window of 2^41 bytes.',
      windowFrame(31, rawBlock(TEXT, true)),
      n,
      ZSTD,
      'Bomb',
      'ARCH-024',
    ),
    wrong(
      'bomb-one-more',
      'The header says what was promised, the blocks have one byte more.',
      rawFrame(n - 1),
      n - 1,
      ZSTD,
    ),
    wrong(
      'short',
      'The header says what was promised, the blocks have one byte less.',
      rawFrame(n + 1),
      n + 1,
      ZSTD,
    ),
    wrong(
      'header-less',
      'The header says one byte less than promised and contained.',
      rawFrame(n - 1),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'window-9-mib',
      'The frame header has the content size, and a window of 9 MiB.',
      sizedWindowFrame(13, 1, n, rawBlock(TEXT, true)),
      n,
      ZSTD,
      'Bomb',
      'ARCH-024',
    ),
    wrong(
      'window-2-gib',
      'The frame header has the content size, and a window of 2 GiB.',
      sizedWindowFrame(21, 0, n, rawBlock(TEXT, true)),
      n,
      ZSTD,
      'Bomb',
      'ARCH-024',
    ),
    wrong(
      'checksum-wrong',
      'The checksum of the frame is not that of the content.',
      flip(zstdWithChecksum(TEXT), -1),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'no-size',
      'The frame header has no content size.',
      windowFrame(7, rawBlock(TEXT, true)),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'left-over',
      'A byte is left over behind the frame.',
      concat(zstd(TEXT), Uint8Array.of(0)),
      n,
      ZSTD,
    ),
    wrong(
      'two-frames',
      'A second frame follows the first.',
      concat(zstd(TEXT.slice(0, 450)), zstd(TEXT.slice(450))),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'empty-frame-behind',
      'A frame of no bytes follows the first.',
      concat(rawFrame(n), frame(0, rawBlock(new Uint8Array(0), true))),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'skippable-behind',
      'A skippable frame follows the first.',
      concat(rawFrame(n), skippableFrame(utf8('skip'))),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong(
      'skippable-before',
      'A skippable frame comes before it.',
      concat(skippableFrame(utf8('skip')), rawFrame(n)),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong('cut', 'The frame is cut off.', rawFrame(n).slice(0, -1), n, ZSTD),
    wrong('no-end', 'All bytes are there, but no last block.', frame(n, rawBlock(TEXT, false)), n, ZSTD),
    wrong(
      'dictionary',
      'The frame asks for a dictionary.',
      dictionaryFrame(),
      n,
      ZSTD,
      'RawLength',
      'ARCH-024',
    ),
    wrong('as-deflate', 'A zstd frame that is declared as deflate.', zstd(TEXT), n, DEFLATE),
  ];
}

/** A frame whose header has a dictionary id of one byte. */
function dictionaryFrame(): Uint8Array {
  const plain = frame(TEXT.length, rawBlock(TEXT, true));
  return concat(plain.slice(0, 4), Uint8Array.of(0xe1, 7), plain.slice(5));
}

function adler32(data: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

function chunkIds(): Vector[] {
  const base = simple(TEXT, NONE);
  const wrong = (id: string, comment: string, change: Partial<ChunkRef>, req = 'ARCH-031'): Vector =>
    read(id, comment, invalid('ERR_CHUNK_ID'), ['ChunkId'], [req], {
      ...base,
      chunk: { ...base.chunk, ...change },
    });
  return [
    wrong('id-bit', 'One bit of the id differs.', { id: flip(base.chunk.id, 31, 0x80) }),
    wrong('id-first-bytes', 'The first 16 bytes of the id are right.', {
      id: concat(base.chunk.id.slice(0, 16), new Uint8Array(16)),
    }),
    wrong('id-plain', 'The id is the plain SHA-256 of the bytes.', { id: sha256(TEXT) }, 'ARCH-030'),
    wrong('id-key', 'The id was made with another dedup key.', {
      id: hmacSha256(generatedKeys('x').dedupKey, TEXT),
    }),
    wrong('id-zero', 'The id is 32 zero bytes, as of a hole.', { id: new Uint8Array(32) }),
    wrong('shifted', 'The chunk is taken one byte later than its id was.', {
      offset: 1,
      length: 99,
      id: hmacSha256(KEYS.dedupKey, TEXT.slice(0, 99)),
    }),
    wrong('shorter', 'The chunk is one byte shorter than its id was.', { length: TEXT.length - 1 }),
    (() => {
      const pack = newPack();
      const placed = pack.addStored(deflateFixed(TEXT.toReversed()), TEXT.length, DEFLATE);
      return read(
        'chunk-exchanged',
        'The block expands to the right length, but to other bytes.',
        invalid('ERR_CHUNK_ID'),
        ['ChunkId'],
        ['ARCH-031'],
        reference(pack, placed, TEXT),
      );
    })(),
  ];
}

export function packs(): Files {
  packNumber = 0;
  const vectors = [
    ...validReads(),
    ...frames(),
    ...placement(),
    ...alterations(),
    ...bounds(),
    ...rawLengths(),
    ...chunkIds(),
  ];
  return new Map([
    [
      'packs/packs.json',
      vectorFile('packs', FLAGS, vectors, {
        keys: {
          archiveId: KEYS.archiveId,
          dedupKey: KEYS.dedupKey,
          epochs: [KEY, SECOND_KEY].map((key) => ({ number: 1, key })),
        },
      }),
    ],
    ...schema(),
  ]);
}

function schema(): Files {
  const object = fields({ name: OBJECT_NAME, bytes: HEX });
  const pack = fields({
    packId: bytes(16),
    packClass: integer(1, 3),
    epoch: integer(1, 4294967295),
    sizeLog2: integer(12, 24),
  });
  const block = fields({
    pack: integer(0, 1048575),
    offset: integer(0, 16777215),
    storedLength: integer(1, 16777212),
    rawLength: integer(1, 4194304),
    compression: integer(0, 2),
  });
  const chunk = fields({
    block: integer(0, 1048575),
    offset: integer(0, 4194303),
    length: integer(1, 4194304),
    id: bytes(32),
  });
  const location = { object, head: HEX, reference: fields({ pack, block, chunk }) };
  const whole = { object, reference: fields({ pack }) };
  return suiteSchema(
    'packs',
    'Packs: from a location to the verified bytes of a chunk',
    FLAGS,
    [
      { operation: 'readChunk', result: 'valid', required: { ...location, chunk: HEX } },
      { operation: 'readChunk', result: 'invalid', required: location },
      { operation: 'readPack', result: 'valid', required: { ...whole, content: HEX } },
      { operation: 'readPack', result: 'invalid', required: whole },
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
