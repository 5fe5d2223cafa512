// Generated from spec/proto by scripts/generate.ts. Do not edit.

import { areAscendingBytes, areAscendingNumbers, noBytes } from '../bytes.ts';
import { knownFeatures, knownVersion, missing, notAscending, Reader, tooFew, tooLarge, tooMany, tooSmall } from '../reader.ts';
import { assertBigint, assertBytes, assertList, assertObject, assertUint32, enumNumber, stringBytes, unordered, Writer } from '../writer.ts';

export type HeadKind = 'snapshot' | 'link';
const HEAD_KIND_NAMES: readonly (HeadKind | undefined)[] = [undefined, 'snapshot', 'link'];
/** The numbers of the values on the wire. */
export const HEAD_KIND_NUMBERS: { readonly [name in HeadKind]: number } = {
  'snapshot': 1,
  'link': 2,
};

export type EntryKind = 'file' | 'directory' | 'symlink' | 'hard-link';
const ENTRY_KIND_NAMES: readonly (EntryKind | undefined)[] = [undefined, 'file', 'directory', 'symlink', 'hard-link'];
/** The numbers of the values on the wire. */
export const ENTRY_KIND_NUMBERS: { readonly [name in EntryKind]: number } = {
  'file': 1,
  'directory': 2,
  'symlink': 3,
  'hard-link': 4,
};

export type PackClass = 'data' | 'media' | 'manifest';
const PACK_CLASS_NAMES: readonly (PackClass | undefined)[] = [undefined, 'data', 'media', 'manifest'];
/** The numbers of the values on the wire. */
export const PACK_CLASS_NUMBERS: { readonly [name in PackClass]: number } = {
  'data': 1,
  'media': 2,
  'manifest': 3,
};

export type Compression = 'none' | 'deflate' | 'zstd';
const COMPRESSION_NAMES: readonly (Compression | undefined)[] = [undefined, 'deflate', 'zstd'];
/** The numbers of the values on the wire. */
export const COMPRESSION_NUMBERS: { readonly [name in Compression]: number } = {
  'none': 0,
  'deflate': 1,
  'zstd': 2,
};

export type Chunker = 'none' | 'fixed' | 'content' | 'record';
const CHUNKER_NAMES: readonly (Chunker | undefined)[] = [undefined, 'fixed', 'content', 'record'];
/** The numbers of the values on the wire. */
export const CHUNKER_NUMBERS: { readonly [name in Chunker]: number } = {
  'none': 0,
  'fixed': 1,
  'content': 2,
  'record': 3,
};

export type MarkKind = 'delete' | 'damaged';
const MARK_KIND_NAMES: readonly (MarkKind | undefined)[] = [undefined, 'delete', 'damaged'];
/** The numbers of the values on the wire. */
export const MARK_KIND_NUMBERS: { readonly [name in MarkKind]: number } = {
  'delete': 1,
  'damaged': 2,
};

/** How a recovery method obtains its 32-byte secret. */
export type MethodType = 'recovery-key' | 'vault' | 'passkey' | 'device';
const METHOD_TYPE_NAMES: readonly (MethodType | undefined)[] = [undefined, 'recovery-key', 'vault', 'passkey', 'device'];
/** The numbers of the values on the wire. */
export const METHOD_TYPE_NUMBERS: { readonly [name in MethodType]: number } = {
  'recovery-key': 1,
  'vault': 2,
  'passkey': 3,
  'device': 4,
};

/** The plaintext of a head object, inside the padded frame. */
export interface Head {
  /** 1 to 8388608 bytes: an encoded HeadStable; its hash is the snapshot id */
  readonly stable: Uint8Array;
  /** 0 to 4294967295: raised when only locations change */
  readonly revision: number;
  /** top node of the manifest; absent in a link head */
  readonly root: Location | undefined;
  /** 0 to 8: levels above the leaves */
  readonly depth: number;
}

/** What a snapshot is, without where it lies. */
export interface HeadStable {
  /** 1 to 65535 */
  readonly formatVersion: number;
  /** 0 to 16 elements, 1 to 65535 each, strictly ascending */
  readonly criticalFeatures: readonly number[];
  /** 16 bytes */
  readonly archiveId: Uint8Array;

  readonly kind: HeadKind;
  /** 1 to 9007199254740991 */
  readonly sequence: bigint;
  /** 0 to 1024 elements, 32 bytes each, strictly ascending */
  readonly parents: readonly Uint8Array[];
  /** 1 to 4096 elements */
  readonly clock: readonly DeviceCount[];
  /** 0 to 200000 elements, 32 bytes each, strictly ascending */
  readonly endorsed: readonly Uint8Array[];
  /** 32 bytes */
  readonly entriesDigest: Uint8Array;
  /** 1 to 4294967295 */
  readonly keyringGeneration: bigint;
  /** 32 bytes */
  readonly keyringHash: Uint8Array;

  readonly totals: Totals | undefined;
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 0 to 128 bytes of UTF-8 */
  readonly deviceName: string;
  /** 0 to 253402300799999 */
  readonly timeMs: bigint;
  /** 0 to 64 elements, 1 to 128 bytes of UTF-8 each */
  readonly tags: readonly string[];
  /** 0 to 1024 elements */
  readonly roots: readonly Root[];
  /** 0 or 32 bytes: id of the snapshot that a repair rewrote */
  readonly replaces: Uint8Array;
}

/** How many heads a device had written, this one included, when the head was written. */
export interface DeviceCount {
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 1 to 9007199254740991 */
  readonly count: bigint;
}

/** What the entries of a snapshot add up to. */
export interface Totals {
  /** 0 to 9007199254740991 */
  readonly files: bigint;
  /** 0 to 9007199254740991 */
  readonly directories: bigint;
  /** 0 to 9007199254740991 */
  readonly others: bigint;
  /** 0 to 9223372036854775807 */
  readonly bytes: bigint;
  /** 0 to 9007199254740991 */
  readonly skipped: bigint;
}

/** A top-level name of the snapshot and the folder or file it was made from. */
export interface Root {
  /** 1 to 1024 bytes */
  readonly name: Uint8Array;
  /** 0 to 32768 bytes */
  readonly source: Uint8Array;
}

/** Where a chunk lies, self-contained. */
export interface Location {

  readonly pack: Pack;
  /** its pack is 1 */
  readonly block: Block;
  /** its block index is 0 */
  readonly chunk: ChunkRef;
}

/** A pack that blocks of the same message lie in. */
export interface Pack {
  /** 16 bytes */
  readonly packId: Uint8Array;

  readonly packClass: PackClass;
  /** 1 to 4294967295 */
  readonly epoch: number;
  /** 12 to 24: of the padded plaintext */
  readonly sizeLog2: number;
}

/** A unit of compression: one run of bytes in a pack. */
export interface Block {
  /** 0 to 1048575: 0: the pack this message lies in; n: the n-th of the message's packs */
  readonly pack: number;
  /** 4 to 16777215: in the pack's plaintext */
  readonly offset: number;
  /** 1 to 16777212 */
  readonly storedLength: number;
  /** 1 to 4194304 */
  readonly rawLength: number;

  readonly compression: Compression;
}

/** A unit of deduplication: one run of bytes in a block's raw form. */
export interface ChunkRef {
  /** 0 to 1048575: index into the blocks of the same message */
  readonly block: number;
  /** 0 to 4194303 */
  readonly offset: number;
  /** 1 to 4194304 */
  readonly length: number;
  /** 32 bytes */
  readonly id: Uint8Array;
}

/** A node of the manifest tree: a leaf holds records, a branch holds children. */
export interface ManifestNode {
  /** 0 to 65536 elements */
  readonly packs: readonly Pack[];
  /** 0 to 65536 elements */
  readonly blocks: readonly Block[];
  /** 0 to 65536 elements */
  readonly records: readonly Record[];
  /** 0 to 65536 elements */
  readonly children: readonly Child[];
}

/** A node one level down. */
export interface Child {
  /** 1 to 32768 bytes: greatest path below this child */
  readonly lastPath: Uint8Array;

  readonly chunk: ChunkRef;
}

/** A path and where its content lies. */
export interface Record {
  /** 1 to 131072 bytes: an encoded Entry; hashed into entries_digest */
  readonly entry: Uint8Array;
  /** 0 to 64 elements */
  readonly extents: readonly Extent[];
  /** 0 to 16384 elements: chunks that each hold an ExtentList */
  readonly lists: readonly ChunkRef[];

  readonly chunker: Chunker;
}

/** What a path is, without where its content lies. */
export interface Entry {
  /** 1 to 32768 bytes */
  readonly path: Uint8Array;

  readonly kind: EntryKind;
  /** 0 to 4095 */
  readonly mode: number;
  /** -9223372036854775808 to 9223372036854775807 */
  readonly mtimeNs: bigint;
  /** 0 to 9223372036854775807 */
  readonly size: bigint;
  /** 0 to 4294967295 */
  readonly uid: number;
  /** 0 to 4294967295 */
  readonly gid: number;
  /** 0 to 32768 bytes: of a symbolic link; path of the file for a hard link */
  readonly target: Uint8Array;
  /** 0 or 32 bytes */
  readonly contentDigest: Uint8Array;
}

/** One run of a file: a chunk, or a hole of zero bytes. */
export interface Extent {
  /** 0 to 9223372036854775807 */
  readonly hole: bigint;

  readonly chunk: ChunkRef | undefined;
}

/** The extents of a file that has too many for its record. */
export interface ExtentList {
  /** 0 to 1024 elements */
  readonly packs: readonly Pack[];
  /** 0 to 1024 elements */
  readonly blocks: readonly Block[];
  /** 1 to 1024 elements */
  readonly extents: readonly Extent[];
}

/** The plaintext of a mark object, inside the padded frame. */
export interface Mark {

  readonly kind: MarkKind;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 1 to 262144 elements, 16 bytes each, strictly ascending */
  readonly packIds: readonly Uint8Array[];
}

/** The readable part of a keyring: what a device needs before it has any key. */
export interface KeyringPublic {
  /** 0 to 16 elements, 1 to 65535 each, strictly ascending */
  readonly criticalFeatures: readonly number[];
  /** 16 bytes */
  readonly archiveId: Uint8Array;
  /** 1 to 4294967295 */
  readonly generation: bigint;
  /** 16 bytes */
  readonly keyringId: Uint8Array;
  /** 0 to 16 elements, 32 bytes each, strictly ascending */
  readonly parents: readonly Uint8Array[];
  /** 1 to 64 elements */
  readonly slots: readonly Slot[];
}

/** One way to open the keyring. */
export interface Slot {
  /** 16 bytes */
  readonly methodId: Uint8Array;

  readonly type: MethodType;
  /** 32 bytes */
  readonly salt: Uint8Array;
  /** 0 to 4 bytes of UTF-8 */
  readonly keyId: string;
  /** 1168 bytes */
  readonly sealedRootKey: Uint8Array;
}

/** The sealed part of a keyring. */
export interface KeyringBody {
  /** 32 bytes */
  readonly dedupKey: Uint8Array;
  /** 32 bytes */
  readonly chunkerKey: Uint8Array;
  /** 1 to 4096 elements */
  readonly epochs: readonly Epoch[];
  /** 1 to 64 elements */
  readonly methods: readonly Method[];
  /** 0 to 4096 elements, 16 bytes each, strictly ascending */
  readonly removedMethods: readonly Uint8Array[];

  readonly policy: Policy | undefined;
}

/** One archive key and the number that names it in contexts and head names. */
export interface Epoch {
  /** 1 to 4294967295 */
  readonly number: number;
  /** 32 bytes */
  readonly key: Uint8Array;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
}

/** What is kept of a recovery method so that any enrolled device can seal a new root key to it. */
export interface Method {
  /** 16 bytes */
  readonly methodId: Uint8Array;

  readonly type: MethodType;
  /** 1216 bytes */
  readonly publicKey: Uint8Array;
  /** 0 to 128 bytes of UTF-8 */
  readonly label: string;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
}

/** Retention that applies when a run names none. Zero means that the rule is not set. */
export interface Policy {
  /** 0 to 1000000 */
  readonly keepLast: number;
  /** 0 to 1000000 */
  readonly keepDaily: number;
  /** 0 to 1000000 */
  readonly keepWeekly: number;
  /** 0 to 1000000 */
  readonly keepMonthly: number;
}

/** The limits of every field, as spec/proto states them. */
export const LIMITS = {
  Head: {
    stable: { minBytes: 1, maxBytes: 8388608 },
    revision: { min: 0, max: 4294967295 },

    depth: { min: 0, max: 8 },
  },
  HeadStable: {
    formatVersion: { min: 1, max: 65535 },
    criticalFeatures: { minCount: 0, maxCount: 16, min: 1, max: 65535 },
    archiveId: { minBytes: 16, maxBytes: 16 },

    sequence: { min: 1n, max: 9007199254740991n },
    parents: { minCount: 0, maxCount: 1024, minBytes: 32, maxBytes: 32 },
    clock: { minCount: 1, maxCount: 4096 },
    endorsed: { minCount: 0, maxCount: 200000, minBytes: 32, maxBytes: 32 },
    entriesDigest: { minBytes: 32, maxBytes: 32 },
    keyringGeneration: { min: 1n, max: 4294967295n },
    keyringHash: { minBytes: 32, maxBytes: 32 },

    deviceId: { minBytes: 16, maxBytes: 16 },
    deviceName: { minBytes: 0, maxBytes: 128 },
    timeMs: { min: 0n, max: 253402300799999n },
    tags: { minCount: 0, maxCount: 64, minBytes: 1, maxBytes: 128 },
    roots: { minCount: 0, maxCount: 1024 },
    replaces: { minBytes: 0, maxBytes: 32 },
  },
  DeviceCount: {
    deviceId: { minBytes: 16, maxBytes: 16 },
    count: { min: 1n, max: 9007199254740991n },
  },
  Totals: {
    files: { min: 0n, max: 9007199254740991n },
    directories: { min: 0n, max: 9007199254740991n },
    others: { min: 0n, max: 9007199254740991n },
    bytes: { min: 0n, max: 9223372036854775807n },
    skipped: { min: 0n, max: 9007199254740991n },
  },
  Root: {
    name: { minBytes: 1, maxBytes: 1024 },
    source: { minBytes: 0, maxBytes: 32768 },
  },
  Location: {

  },
  Pack: {
    packId: { minBytes: 16, maxBytes: 16 },

    epoch: { min: 1, max: 4294967295 },
    sizeLog2: { min: 12, max: 24 },
  },
  Block: {
    pack: { min: 0, max: 1048575 },
    offset: { min: 4, max: 16777215 },
    storedLength: { min: 1, max: 16777212 },
    rawLength: { min: 1, max: 4194304 },

  },
  ChunkRef: {
    block: { min: 0, max: 1048575 },
    offset: { min: 0, max: 4194303 },
    length: { min: 1, max: 4194304 },
    id: { minBytes: 32, maxBytes: 32 },
  },
  ManifestNode: {
    packs: { minCount: 0, maxCount: 65536 },
    blocks: { minCount: 0, maxCount: 65536 },
    records: { minCount: 0, maxCount: 65536 },
    children: { minCount: 0, maxCount: 65536 },
  },
  Child: {
    lastPath: { minBytes: 1, maxBytes: 32768 },

  },
  Record: {
    entry: { minBytes: 1, maxBytes: 131072 },
    extents: { minCount: 0, maxCount: 64 },
    lists: { minCount: 0, maxCount: 16384 },

  },
  Entry: {
    path: { minBytes: 1, maxBytes: 32768 },

    mode: { min: 0, max: 4095 },
    mtimeNs: { min: -9223372036854775808n, max: 9223372036854775807n },
    size: { min: 0n, max: 9223372036854775807n },
    uid: { min: 0, max: 4294967295 },
    gid: { min: 0, max: 4294967295 },
    target: { minBytes: 0, maxBytes: 32768 },
    contentDigest: { minBytes: 0, maxBytes: 32 },
  },
  Extent: {
    hole: { min: 0n, max: 9223372036854775807n },

  },
  ExtentList: {
    packs: { minCount: 0, maxCount: 1024 },
    blocks: { minCount: 0, maxCount: 1024 },
    extents: { minCount: 1, maxCount: 1024 },
  },
  Mark: {

    createdMs: { min: 0n, max: 253402300799999n },
    deviceId: { minBytes: 16, maxBytes: 16 },
    packIds: { minCount: 1, maxCount: 262144, minBytes: 16, maxBytes: 16 },
  },
  KeyringPublic: {
    criticalFeatures: { minCount: 0, maxCount: 16, min: 1, max: 65535 },
    archiveId: { minBytes: 16, maxBytes: 16 },
    generation: { min: 1n, max: 4294967295n },
    keyringId: { minBytes: 16, maxBytes: 16 },
    parents: { minCount: 0, maxCount: 16, minBytes: 32, maxBytes: 32 },
    slots: { minCount: 1, maxCount: 64 },
  },
  Slot: {
    methodId: { minBytes: 16, maxBytes: 16 },

    salt: { minBytes: 32, maxBytes: 32 },
    keyId: { minBytes: 0, maxBytes: 4 },
    sealedRootKey: { minBytes: 1168, maxBytes: 1168 },
  },
  KeyringBody: {
    dedupKey: { minBytes: 32, maxBytes: 32 },
    chunkerKey: { minBytes: 32, maxBytes: 32 },
    epochs: { minCount: 1, maxCount: 4096 },
    methods: { minCount: 1, maxCount: 64 },
    removedMethods: { minCount: 0, maxCount: 4096, minBytes: 16, maxBytes: 16 },

  },
  Epoch: {
    number: { min: 1, max: 4294967295 },
    key: { minBytes: 32, maxBytes: 32 },
    createdMs: { min: 0n, max: 253402300799999n },
  },
  Method: {
    methodId: { minBytes: 16, maxBytes: 16 },

    publicKey: { minBytes: 1216, maxBytes: 1216 },
    label: { minBytes: 0, maxBytes: 128 },
    createdMs: { min: 0n, max: 253402300799999n },
  },
  Policy: {
    keepLast: { min: 0, max: 1000000 },
    keepDaily: { min: 0, max: 1000000 },
    keepWeekly: { min: 0, max: 1000000 },
    keepMonthly: { min: 0, max: 1000000 },
  },
} as const;

function readHead(r: Reader): Head {
  let tag = r.tag('Head');
  let stable: Uint8Array | undefined;
  if (tag === 10) {
    stable = r.fieldBytes('Head.stable', 1, 8388608);
    tag = r.tag('Head');
  }
  let revision = 0;
  if (tag === 16) {
    revision = r.uint32('Head.revision');
    tag = r.tag('Head');
  }
  let root: Location | undefined;
  if (tag === 26) {
    const outer = r.enter('Head.root');
    root = readLocation(r);
    r.leave(outer);
    tag = r.tag('Head');
  }
  let depth = 0;
  if (tag === 32) {
    depth = r.uint32('Head.depth');
    tag = r.tag('Head');
  }
  if (tag !== 0) throw r.unexpected('Head', tag);
  if (stable === undefined) throw missing('Head.stable');
  if (depth > 8) throw tooLarge('Head.depth', 8);
  return {
    stable,
    revision,
    root,
    depth,
  };
}

function writeHead(w: Writer, value: Head): void {
  assertObject('Head', value);
  const {
    stable,
    revision,
    root,
    depth,
  } = value;
  assertUint32('Head.depth', depth, 0, 8);
  if (depth !== 0) {
    w.varint32(depth);
    w.varint32(32);
  }
  if (root !== undefined) {
    const mark = w.mark();
    writeLocation(w, root);
    w.prefix('Head.root', mark);
    w.varint32(26);
  }
  assertUint32('Head.revision', revision, 0, 4294967295);
  if (revision !== 0) {
    w.varint32(revision);
    w.varint32(16);
  }
  assertBytes('Head.stable', stable, 1, 8388608, false);
  w.lengthAndBytes(stable);
  w.varint32(10);
}

/** The most bytes of an encoded Head. */
export const HEAD_MAX_BYTES = 16777212;

/**
 * The canonical encoding of a Head, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 16777212 bytes
 */
export function encodeHead(value: Head): Uint8Array {
  const w = new Writer();
  try {
    writeHead(w, value);
    return w.finish('Head', HEAD_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Head. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeHead(bytes: Uint8Array): Head {
  return readHead(new Reader('Head', bytes, HEAD_MAX_BYTES));
}

function readHeadStable(r: Reader): HeadStable {
  let tag = r.tag('HeadStable');
  let formatVersion = 0;
  if (tag === 8) {
    formatVersion = r.uint32('HeadStable.format_version');
    if (formatVersion > 65535) throw tooLarge('HeadStable.format_version', 65535);
    if (formatVersion < 1) throw tooSmall('HeadStable.format_version', 1);
    knownVersion('HeadStable.format_version', formatVersion);
    tag = r.tag('HeadStable');
  }
  const criticalFeatures: number[] = [];
  if (tag === 18) {
    const outer = r.enter('HeadStable.critical_features');
    do {
      if (criticalFeatures.length === 16) throw tooMany('HeadStable.critical_features', 16);
      const element = r.packedUint32('HeadStable.critical_features');
      if (element > 65535) throw tooLarge('HeadStable.critical_features', 65535);
      if (element < 1) throw tooSmall('HeadStable.critical_features', 1);
      criticalFeatures.push(element);
    } while (r.more());
    r.leave(outer);
    knownFeatures('HeadStable.critical_features', criticalFeatures);
    tag = r.tag('HeadStable');
  }
  let archiveId: Uint8Array | undefined;
  if (tag === 26) {
    archiveId = r.fieldBytes('HeadStable.archive_id', 16, 16);
    tag = r.tag('HeadStable');
  }
  let kind: HeadKind | undefined;
  if (tag === 32) {
    kind = r.enumeration('HeadStable.kind', HEAD_KIND_NAMES);
    tag = r.tag('HeadStable');
  }
  let sequence = 0n;
  if (tag === 40) {
    sequence = r.uint64('HeadStable.sequence');
    tag = r.tag('HeadStable');
  }
  const parents: Uint8Array[] = [];
  while (tag === 50) {
    if (parents.length === 1024) throw tooMany('HeadStable.parents', 1024);
    parents.push(r.elementBytes('HeadStable.parents', 32, 32));
    tag = r.tag('HeadStable');
  }
  const clock: DeviceCount[] = [];
  while (tag === 58) {
    if (clock.length === 4096) throw tooMany('HeadStable.clock', 4096);
    const outer = r.enter('HeadStable.clock');
    clock.push(readDeviceCount(r));
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  const endorsed: Uint8Array[] = [];
  while (tag === 66) {
    if (endorsed.length === 200000) throw tooMany('HeadStable.endorsed', 200000);
    endorsed.push(r.elementBytes('HeadStable.endorsed', 32, 32));
    tag = r.tag('HeadStable');
  }
  let entriesDigest: Uint8Array | undefined;
  if (tag === 74) {
    entriesDigest = r.fieldBytes('HeadStable.entries_digest', 32, 32);
    tag = r.tag('HeadStable');
  }
  let keyringGeneration = 0n;
  if (tag === 80) {
    keyringGeneration = r.uint64('HeadStable.keyring_generation');
    tag = r.tag('HeadStable');
  }
  let keyringHash: Uint8Array | undefined;
  if (tag === 90) {
    keyringHash = r.fieldBytes('HeadStable.keyring_hash', 32, 32);
    tag = r.tag('HeadStable');
  }
  let totals: Totals | undefined;
  if (tag === 98) {
    const outer = r.enter('HeadStable.totals');
    totals = readTotals(r);
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  let deviceId: Uint8Array | undefined;
  if (tag === 106) {
    deviceId = r.fieldBytes('HeadStable.device_id', 16, 16);
    tag = r.tag('HeadStable');
  }
  let deviceName: string | undefined;
  if (tag === 114) {
    deviceName = r.fieldString('HeadStable.device_name', 0, 128);
    tag = r.tag('HeadStable');
  }
  let timeMs = 0n;
  if (tag === 120) {
    timeMs = r.uint64('HeadStable.time_ms');
    tag = r.tag('HeadStable');
  }
  const tags: string[] = [];
  while (tag === 130) {
    if (tags.length === 64) throw tooMany('HeadStable.tags', 64);
    tags.push(r.elementString('HeadStable.tags', 1, 128));
    tag = r.tag('HeadStable');
  }
  const roots: Root[] = [];
  while (tag === 138) {
    if (roots.length === 1024) throw tooMany('HeadStable.roots', 1024);
    const outer = r.enter('HeadStable.roots');
    roots.push(readRoot(r));
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  let replaces: Uint8Array | undefined;
  if (tag === 146) {
    replaces = r.fieldBytes('HeadStable.replaces', 32, 32);
    tag = r.tag('HeadStable');
  }
  if (tag !== 0) throw r.unexpected('HeadStable', tag);
  if (formatVersion > 65535) throw tooLarge('HeadStable.format_version', 65535);
  if (formatVersion < 1) throw tooSmall('HeadStable.format_version', 1);
  if (!areAscendingNumbers(criticalFeatures)) throw notAscending('HeadStable.critical_features');
  if (archiveId === undefined) throw missing('HeadStable.archive_id');
  if (kind === undefined) throw missing('HeadStable.kind');
  if (sequence > 9007199254740991n) throw tooLarge('HeadStable.sequence', 9007199254740991n);
  if (sequence < 1n) throw tooSmall('HeadStable.sequence', 1n);
  if (!areAscendingBytes(parents)) throw notAscending('HeadStable.parents');
  if (clock.length < 1) throw tooFew('HeadStable.clock', 1);
  if (!areAscendingBytes(endorsed)) throw notAscending('HeadStable.endorsed');
  if (entriesDigest === undefined) throw missing('HeadStable.entries_digest');
  if (keyringGeneration > 4294967295n) throw tooLarge('HeadStable.keyring_generation', 4294967295n);
  if (keyringGeneration < 1n) throw tooSmall('HeadStable.keyring_generation', 1n);
  if (keyringHash === undefined) throw missing('HeadStable.keyring_hash');
  if (deviceId === undefined) throw missing('HeadStable.device_id');
  deviceName ??= '';
  if (timeMs > 253402300799999n) throw tooLarge('HeadStable.time_ms', 253402300799999n);
  replaces ??= noBytes();
  return {
    formatVersion,
    criticalFeatures,
    archiveId,
    kind,
    sequence,
    parents,
    clock,
    endorsed,
    entriesDigest,
    keyringGeneration,
    keyringHash,
    totals,
    deviceId,
    deviceName,
    timeMs,
    tags,
    roots,
    replaces,
  };
}

function writeHeadStable(w: Writer, value: HeadStable): void {
  assertObject('HeadStable', value);
  const {
    formatVersion,
    criticalFeatures,
    archiveId,
    kind,
    sequence,
    parents,
    clock,
    endorsed,
    entriesDigest,
    keyringGeneration,
    keyringHash,
    totals,
    deviceId,
    deviceName,
    timeMs,
    tags,
    roots,
    replaces,
  } = value;
  assertBytes('HeadStable.replaces', replaces, 32, 32, true);
  if (replaces.length > 0) {
    w.lengthAndBytes(replaces);
    w.varint32(146);
  }
  assertList('HeadStable.roots', roots, 0, 1024);
  for (let i = roots.length - 1; i >= 0; i--) {
    const element = roots[i];
    const mark = w.mark();
    writeRoot(w, element);
    w.prefix('HeadStable.roots', mark);
    w.varint32(138);
  }
  assertList('HeadStable.tags', tags, 0, 64);
  for (let i = tags.length - 1; i >= 0; i--) {
    const element = tags[i];
    const elementBytes = stringBytes('HeadStable.tags', element, 1, 128, false);
    w.lengthAndBytes(elementBytes);
    w.varint32(130);
  }
  assertBigint('HeadStable.time_ms', timeMs, 0n, 253402300799999n);
  if (timeMs !== 0n) {
    w.uint64(timeMs);
    w.varint32(120);
  }
  const deviceNameBytes = stringBytes('HeadStable.device_name', deviceName, 0, 128, false);
  if (deviceNameBytes.length > 0) {
    w.lengthAndBytes(deviceNameBytes);
    w.varint32(114);
  }
  assertBytes('HeadStable.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(106);
  if (totals !== undefined) {
    const mark = w.mark();
    writeTotals(w, totals);
    w.prefix('HeadStable.totals', mark);
    w.varint32(98);
  }
  assertBytes('HeadStable.keyring_hash', keyringHash, 32, 32, false);
  w.lengthAndBytes(keyringHash);
  w.varint32(90);
  assertBigint('HeadStable.keyring_generation', keyringGeneration, 1n, 4294967295n);
  w.uint64(keyringGeneration);
  w.varint32(80);
  assertBytes('HeadStable.entries_digest', entriesDigest, 32, 32, false);
  w.lengthAndBytes(entriesDigest);
  w.varint32(74);
  assertList('HeadStable.endorsed', endorsed, 0, 200000);
  for (let i = endorsed.length - 1; i >= 0; i--) {
    const element = endorsed[i];
    assertBytes('HeadStable.endorsed', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(66);
  }
  if (!areAscendingBytes(endorsed)) throw unordered('HeadStable.endorsed');
  assertList('HeadStable.clock', clock, 1, 4096);
  for (let i = clock.length - 1; i >= 0; i--) {
    const element = clock[i];
    const mark = w.mark();
    writeDeviceCount(w, element);
    w.prefix('HeadStable.clock', mark);
    w.varint32(58);
  }
  assertList('HeadStable.parents', parents, 0, 1024);
  for (let i = parents.length - 1; i >= 0; i--) {
    const element = parents[i];
    assertBytes('HeadStable.parents', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(50);
  }
  if (!areAscendingBytes(parents)) throw unordered('HeadStable.parents');
  assertBigint('HeadStable.sequence', sequence, 1n, 9007199254740991n);
  w.uint64(sequence);
  w.varint32(40);
  const kindNumber = enumNumber('HeadStable.kind', kind, HEAD_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(32);
  }
  assertBytes('HeadStable.archive_id', archiveId, 16, 16, false);
  w.lengthAndBytes(archiveId);
  w.varint32(26);
  assertList('HeadStable.critical_features', criticalFeatures, 0, 16);
  if (criticalFeatures.length > 0) {
    const mark = w.mark();
    for (let i = criticalFeatures.length - 1; i >= 0; i--) {
      const element = criticalFeatures[i];
      assertUint32('HeadStable.critical_features', element, 1, 65535);
      w.varint32(element);
    }
    if (!areAscendingNumbers(criticalFeatures)) throw unordered('HeadStable.critical_features');
    w.prefix('HeadStable.critical_features', mark);
    w.varint32(18);
  }
  assertUint32('HeadStable.format_version', formatVersion, 1, 65535);
  w.varint32(formatVersion);
  w.varint32(8);
}

/** The most bytes of an encoded HeadStable. */
export const HEAD_STABLE_MAX_BYTES = 8388608;

/**
 * The canonical encoding of a HeadStable, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 8388608 bytes
 */
export function encodeHeadStable(value: HeadStable): Uint8Array {
  const w = new Writer();
  try {
    writeHeadStable(w, value);
    return w.finish('HeadStable', HEAD_STABLE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted HeadStable. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeHeadStable(bytes: Uint8Array): HeadStable {
  return readHeadStable(new Reader('HeadStable', bytes, HEAD_STABLE_MAX_BYTES));
}

function readDeviceCount(r: Reader): DeviceCount {
  let tag = r.tag('DeviceCount');
  let deviceId: Uint8Array | undefined;
  if (tag === 10) {
    deviceId = r.fieldBytes('DeviceCount.device_id', 16, 16);
    tag = r.tag('DeviceCount');
  }
  let count = 0n;
  if (tag === 16) {
    count = r.uint64('DeviceCount.count');
    tag = r.tag('DeviceCount');
  }
  if (tag !== 0) throw r.unexpected('DeviceCount', tag);
  if (deviceId === undefined) throw missing('DeviceCount.device_id');
  if (count > 9007199254740991n) throw tooLarge('DeviceCount.count', 9007199254740991n);
  if (count < 1n) throw tooSmall('DeviceCount.count', 1n);
  return {
    deviceId,
    count,
  };
}

function writeDeviceCount(w: Writer, value: DeviceCount): void {
  assertObject('DeviceCount', value);
  const {
    deviceId,
    count,
  } = value;
  assertBigint('DeviceCount.count', count, 1n, 9007199254740991n);
  w.uint64(count);
  w.varint32(16);
  assertBytes('DeviceCount.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(10);
}

function readTotals(r: Reader): Totals {
  let tag = r.tag('Totals');
  let files = 0n;
  if (tag === 8) {
    files = r.uint64('Totals.files');
    tag = r.tag('Totals');
  }
  let directories = 0n;
  if (tag === 16) {
    directories = r.uint64('Totals.directories');
    tag = r.tag('Totals');
  }
  let others = 0n;
  if (tag === 24) {
    others = r.uint64('Totals.others');
    tag = r.tag('Totals');
  }
  let bytes = 0n;
  if (tag === 32) {
    bytes = r.uint64('Totals.bytes');
    tag = r.tag('Totals');
  }
  let skipped = 0n;
  if (tag === 40) {
    skipped = r.uint64('Totals.skipped');
    tag = r.tag('Totals');
  }
  if (tag !== 0) throw r.unexpected('Totals', tag);
  if (files > 9007199254740991n) throw tooLarge('Totals.files', 9007199254740991n);
  if (directories > 9007199254740991n) throw tooLarge('Totals.directories', 9007199254740991n);
  if (others > 9007199254740991n) throw tooLarge('Totals.others', 9007199254740991n);
  if (bytes > 9223372036854775807n) throw tooLarge('Totals.bytes', 9223372036854775807n);
  if (skipped > 9007199254740991n) throw tooLarge('Totals.skipped', 9007199254740991n);
  return {
    files,
    directories,
    others,
    bytes,
    skipped,
  };
}

function writeTotals(w: Writer, value: Totals): void {
  assertObject('Totals', value);
  const {
    files,
    directories,
    others,
    bytes,
    skipped,
  } = value;
  assertBigint('Totals.skipped', skipped, 0n, 9007199254740991n);
  if (skipped !== 0n) {
    w.uint64(skipped);
    w.varint32(40);
  }
  assertBigint('Totals.bytes', bytes, 0n, 9223372036854775807n);
  if (bytes !== 0n) {
    w.uint64(bytes);
    w.varint32(32);
  }
  assertBigint('Totals.others', others, 0n, 9007199254740991n);
  if (others !== 0n) {
    w.uint64(others);
    w.varint32(24);
  }
  assertBigint('Totals.directories', directories, 0n, 9007199254740991n);
  if (directories !== 0n) {
    w.uint64(directories);
    w.varint32(16);
  }
  assertBigint('Totals.files', files, 0n, 9007199254740991n);
  if (files !== 0n) {
    w.uint64(files);
    w.varint32(8);
  }
}

function readRoot(r: Reader): Root {
  let tag = r.tag('Root');
  let name: Uint8Array | undefined;
  if (tag === 10) {
    name = r.fieldBytes('Root.name', 1, 1024);
    tag = r.tag('Root');
  }
  let source: Uint8Array | undefined;
  if (tag === 18) {
    source = r.fieldBytes('Root.source', 0, 32768);
    tag = r.tag('Root');
  }
  if (tag !== 0) throw r.unexpected('Root', tag);
  if (name === undefined) throw missing('Root.name');
  source ??= noBytes();
  return {
    name,
    source,
  };
}

function writeRoot(w: Writer, value: Root): void {
  assertObject('Root', value);
  const {
    name,
    source,
  } = value;
  assertBytes('Root.source', source, 0, 32768, false);
  if (source.length > 0) {
    w.lengthAndBytes(source);
    w.varint32(18);
  }
  assertBytes('Root.name', name, 1, 1024, false);
  w.lengthAndBytes(name);
  w.varint32(10);
}

function readLocation(r: Reader): Location {
  let tag = r.tag('Location');
  let pack: Pack | undefined;
  if (tag === 10) {
    const outer = r.enter('Location.pack');
    pack = readPack(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  let block: Block | undefined;
  if (tag === 18) {
    const outer = r.enter('Location.block');
    block = readBlock(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 26) {
    const outer = r.enter('Location.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  if (tag !== 0) throw r.unexpected('Location', tag);
  if (pack === undefined) throw missing('Location.pack');
  if (block === undefined) throw missing('Location.block');
  if (chunk === undefined) throw missing('Location.chunk');
  return {
    pack,
    block,
    chunk,
  };
}

function writeLocation(w: Writer, value: Location): void {
  assertObject('Location', value);
  const {
    pack,
    block,
    chunk,
  } = value;
  {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Location.chunk', mark);
    w.varint32(26);
  }
  {
    const mark = w.mark();
    writeBlock(w, block);
    w.prefix('Location.block', mark);
    w.varint32(18);
  }
  {
    const mark = w.mark();
    writePack(w, pack);
    w.prefix('Location.pack', mark);
    w.varint32(10);
  }
}

function readPack(r: Reader): Pack {
  let tag = r.tag('Pack');
  let packId: Uint8Array | undefined;
  if (tag === 10) {
    packId = r.fieldBytes('Pack.pack_id', 16, 16);
    tag = r.tag('Pack');
  }
  let packClass: PackClass | undefined;
  if (tag === 16) {
    packClass = r.enumeration('Pack.pack_class', PACK_CLASS_NAMES);
    tag = r.tag('Pack');
  }
  let epoch = 0;
  if (tag === 24) {
    epoch = r.uint32('Pack.epoch');
    tag = r.tag('Pack');
  }
  let sizeLog2 = 0;
  if (tag === 32) {
    sizeLog2 = r.uint32('Pack.size_log2');
    tag = r.tag('Pack');
  }
  if (tag !== 0) throw r.unexpected('Pack', tag);
  if (packId === undefined) throw missing('Pack.pack_id');
  if (packClass === undefined) throw missing('Pack.pack_class');
  if (epoch < 1) throw tooSmall('Pack.epoch', 1);
  if (sizeLog2 > 24) throw tooLarge('Pack.size_log2', 24);
  if (sizeLog2 < 12) throw tooSmall('Pack.size_log2', 12);
  return {
    packId,
    packClass,
    epoch,
    sizeLog2,
  };
}

function writePack(w: Writer, value: Pack): void {
  assertObject('Pack', value);
  const {
    packId,
    packClass,
    epoch,
    sizeLog2,
  } = value;
  assertUint32('Pack.size_log2', sizeLog2, 12, 24);
  w.varint32(sizeLog2);
  w.varint32(32);
  assertUint32('Pack.epoch', epoch, 1, 4294967295);
  w.varint32(epoch);
  w.varint32(24);
  const packClassNumber = enumNumber('Pack.pack_class', packClass, PACK_CLASS_NUMBERS);
  if (packClassNumber !== 0) {
    w.varint32(packClassNumber);
    w.varint32(16);
  }
  assertBytes('Pack.pack_id', packId, 16, 16, false);
  w.lengthAndBytes(packId);
  w.varint32(10);
}

function readBlock(r: Reader): Block {
  let tag = r.tag('Block');
  let pack = 0;
  if (tag === 8) {
    pack = r.uint32('Block.pack');
    tag = r.tag('Block');
  }
  let offset = 0;
  if (tag === 16) {
    offset = r.uint32('Block.offset');
    tag = r.tag('Block');
  }
  let storedLength = 0;
  if (tag === 24) {
    storedLength = r.uint32('Block.stored_length');
    tag = r.tag('Block');
  }
  let rawLength = 0;
  if (tag === 32) {
    rawLength = r.uint32('Block.raw_length');
    tag = r.tag('Block');
  }
  let compression: Compression = 'none';
  if (tag === 40) {
    compression = r.enumeration('Block.compression', COMPRESSION_NAMES);
    tag = r.tag('Block');
  }
  if (tag !== 0) throw r.unexpected('Block', tag);
  if (pack > 1048575) throw tooLarge('Block.pack', 1048575);
  if (offset > 16777215) throw tooLarge('Block.offset', 16777215);
  if (offset < 4) throw tooSmall('Block.offset', 4);
  if (storedLength > 16777212) throw tooLarge('Block.stored_length', 16777212);
  if (storedLength < 1) throw tooSmall('Block.stored_length', 1);
  if (rawLength > 4194304) throw tooLarge('Block.raw_length', 4194304);
  if (rawLength < 1) throw tooSmall('Block.raw_length', 1);
  return {
    pack,
    offset,
    storedLength,
    rawLength,
    compression,
  };
}

function writeBlock(w: Writer, value: Block): void {
  assertObject('Block', value);
  const {
    pack,
    offset,
    storedLength,
    rawLength,
    compression,
  } = value;
  const compressionNumber = enumNumber('Block.compression', compression, COMPRESSION_NUMBERS);
  if (compressionNumber !== 0) {
    w.varint32(compressionNumber);
    w.varint32(40);
  }
  assertUint32('Block.raw_length', rawLength, 1, 4194304);
  w.varint32(rawLength);
  w.varint32(32);
  assertUint32('Block.stored_length', storedLength, 1, 16777212);
  w.varint32(storedLength);
  w.varint32(24);
  assertUint32('Block.offset', offset, 4, 16777215);
  w.varint32(offset);
  w.varint32(16);
  assertUint32('Block.pack', pack, 0, 1048575);
  if (pack !== 0) {
    w.varint32(pack);
    w.varint32(8);
  }
}

function readChunkRef(r: Reader): ChunkRef {
  let tag = r.tag('ChunkRef');
  let block = 0;
  if (tag === 8) {
    block = r.uint32('ChunkRef.block');
    tag = r.tag('ChunkRef');
  }
  let offset = 0;
  if (tag === 16) {
    offset = r.uint32('ChunkRef.offset');
    tag = r.tag('ChunkRef');
  }
  let length = 0;
  if (tag === 24) {
    length = r.uint32('ChunkRef.length');
    tag = r.tag('ChunkRef');
  }
  let id: Uint8Array | undefined;
  if (tag === 34) {
    id = r.fieldBytes('ChunkRef.id', 32, 32);
    tag = r.tag('ChunkRef');
  }
  if (tag !== 0) throw r.unexpected('ChunkRef', tag);
  if (block > 1048575) throw tooLarge('ChunkRef.block', 1048575);
  if (offset > 4194303) throw tooLarge('ChunkRef.offset', 4194303);
  if (length > 4194304) throw tooLarge('ChunkRef.length', 4194304);
  if (length < 1) throw tooSmall('ChunkRef.length', 1);
  if (id === undefined) throw missing('ChunkRef.id');
  return {
    block,
    offset,
    length,
    id,
  };
}

function writeChunkRef(w: Writer, value: ChunkRef): void {
  assertObject('ChunkRef', value);
  const {
    block,
    offset,
    length,
    id,
  } = value;
  assertBytes('ChunkRef.id', id, 32, 32, false);
  w.lengthAndBytes(id);
  w.varint32(34);
  assertUint32('ChunkRef.length', length, 1, 4194304);
  w.varint32(length);
  w.varint32(24);
  assertUint32('ChunkRef.offset', offset, 0, 4194303);
  if (offset !== 0) {
    w.varint32(offset);
    w.varint32(16);
  }
  assertUint32('ChunkRef.block', block, 0, 1048575);
  if (block !== 0) {
    w.varint32(block);
    w.varint32(8);
  }
}

function readManifestNode(r: Reader): ManifestNode {
  let tag = r.tag('ManifestNode');
  const packs: Pack[] = [];
  while (tag === 10) {
    if (packs.length === 65536) throw tooMany('ManifestNode.packs', 65536);
    const outer = r.enter('ManifestNode.packs');
    packs.push(readPack(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const blocks: Block[] = [];
  while (tag === 18) {
    if (blocks.length === 65536) throw tooMany('ManifestNode.blocks', 65536);
    const outer = r.enter('ManifestNode.blocks');
    blocks.push(readBlock(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const records: Record[] = [];
  while (tag === 26) {
    if (records.length === 65536) throw tooMany('ManifestNode.records', 65536);
    const outer = r.enter('ManifestNode.records');
    records.push(readRecord(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const children: Child[] = [];
  while (tag === 34) {
    if (children.length === 65536) throw tooMany('ManifestNode.children', 65536);
    const outer = r.enter('ManifestNode.children');
    children.push(readChild(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  if (tag !== 0) throw r.unexpected('ManifestNode', tag);
  return {
    packs,
    blocks,
    records,
    children,
  };
}

function writeManifestNode(w: Writer, value: ManifestNode): void {
  assertObject('ManifestNode', value);
  const {
    packs,
    blocks,
    records,
    children,
  } = value;
  assertList('ManifestNode.children', children, 0, 65536);
  for (let i = children.length - 1; i >= 0; i--) {
    const element = children[i];
    const mark = w.mark();
    writeChild(w, element);
    w.prefix('ManifestNode.children', mark);
    w.varint32(34);
  }
  assertList('ManifestNode.records', records, 0, 65536);
  for (let i = records.length - 1; i >= 0; i--) {
    const element = records[i];
    const mark = w.mark();
    writeRecord(w, element);
    w.prefix('ManifestNode.records', mark);
    w.varint32(26);
  }
  assertList('ManifestNode.blocks', blocks, 0, 65536);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const element = blocks[i];
    const mark = w.mark();
    writeBlock(w, element);
    w.prefix('ManifestNode.blocks', mark);
    w.varint32(18);
  }
  assertList('ManifestNode.packs', packs, 0, 65536);
  for (let i = packs.length - 1; i >= 0; i--) {
    const element = packs[i];
    const mark = w.mark();
    writePack(w, element);
    w.prefix('ManifestNode.packs', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded ManifestNode. */
export const MANIFEST_NODE_MAX_BYTES = 4194304;

/**
 * The canonical encoding of a ManifestNode, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4194304 bytes
 */
export function encodeManifestNode(value: ManifestNode): Uint8Array {
  const w = new Writer();
  try {
    writeManifestNode(w, value);
    return w.finish('ManifestNode', MANIFEST_NODE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted ManifestNode. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeManifestNode(bytes: Uint8Array): ManifestNode {
  return readManifestNode(new Reader('ManifestNode', bytes, MANIFEST_NODE_MAX_BYTES));
}

function readChild(r: Reader): Child {
  let tag = r.tag('Child');
  let lastPath: Uint8Array | undefined;
  if (tag === 10) {
    lastPath = r.fieldBytes('Child.last_path', 1, 32768);
    tag = r.tag('Child');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 18) {
    const outer = r.enter('Child.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Child');
  }
  if (tag !== 0) throw r.unexpected('Child', tag);
  if (lastPath === undefined) throw missing('Child.last_path');
  if (chunk === undefined) throw missing('Child.chunk');
  return {
    lastPath,
    chunk,
  };
}

function writeChild(w: Writer, value: Child): void {
  assertObject('Child', value);
  const {
    lastPath,
    chunk,
  } = value;
  {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Child.chunk', mark);
    w.varint32(18);
  }
  assertBytes('Child.last_path', lastPath, 1, 32768, false);
  w.lengthAndBytes(lastPath);
  w.varint32(10);
}

function readRecord(r: Reader): Record {
  let tag = r.tag('Record');
  let entry: Uint8Array | undefined;
  if (tag === 10) {
    entry = r.fieldBytes('Record.entry', 1, 131072);
    tag = r.tag('Record');
  }
  const extents: Extent[] = [];
  while (tag === 18) {
    if (extents.length === 64) throw tooMany('Record.extents', 64);
    const outer = r.enter('Record.extents');
    extents.push(readExtent(r));
    r.leave(outer);
    tag = r.tag('Record');
  }
  const lists: ChunkRef[] = [];
  while (tag === 26) {
    if (lists.length === 16384) throw tooMany('Record.lists', 16384);
    const outer = r.enter('Record.lists');
    lists.push(readChunkRef(r));
    r.leave(outer);
    tag = r.tag('Record');
  }
  let chunker: Chunker = 'none';
  if (tag === 32) {
    chunker = r.enumeration('Record.chunker', CHUNKER_NAMES);
    tag = r.tag('Record');
  }
  if (tag !== 0) throw r.unexpected('Record', tag);
  if (entry === undefined) throw missing('Record.entry');
  return {
    entry,
    extents,
    lists,
    chunker,
  };
}

function writeRecord(w: Writer, value: Record): void {
  assertObject('Record', value);
  const {
    entry,
    extents,
    lists,
    chunker,
  } = value;
  const chunkerNumber = enumNumber('Record.chunker', chunker, CHUNKER_NUMBERS);
  if (chunkerNumber !== 0) {
    w.varint32(chunkerNumber);
    w.varint32(32);
  }
  assertList('Record.lists', lists, 0, 16384);
  for (let i = lists.length - 1; i >= 0; i--) {
    const element = lists[i];
    const mark = w.mark();
    writeChunkRef(w, element);
    w.prefix('Record.lists', mark);
    w.varint32(26);
  }
  assertList('Record.extents', extents, 0, 64);
  for (let i = extents.length - 1; i >= 0; i--) {
    const element = extents[i];
    const mark = w.mark();
    writeExtent(w, element);
    w.prefix('Record.extents', mark);
    w.varint32(18);
  }
  assertBytes('Record.entry', entry, 1, 131072, false);
  w.lengthAndBytes(entry);
  w.varint32(10);
}

/** The most bytes of an encoded Record. */
export const RECORD_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a Record, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeRecord(value: Record): Uint8Array {
  const w = new Writer();
  try {
    writeRecord(w, value);
    return w.finish('Record', RECORD_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Record. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeRecord(bytes: Uint8Array): Record {
  return readRecord(new Reader('Record', bytes, RECORD_MAX_BYTES));
}

function readEntry(r: Reader): Entry {
  let tag = r.tag('Entry');
  let path: Uint8Array | undefined;
  if (tag === 10) {
    path = r.fieldBytes('Entry.path', 1, 32768);
    tag = r.tag('Entry');
  }
  let kind: EntryKind | undefined;
  if (tag === 16) {
    kind = r.enumeration('Entry.kind', ENTRY_KIND_NAMES);
    tag = r.tag('Entry');
  }
  let mode = 0;
  if (tag === 24) {
    mode = r.uint32('Entry.mode');
    tag = r.tag('Entry');
  }
  let mtimeNs = 0n;
  if (tag === 32) {
    mtimeNs = r.sint64('Entry.mtime_ns');
    tag = r.tag('Entry');
  }
  let size = 0n;
  if (tag === 40) {
    size = r.uint64('Entry.size');
    tag = r.tag('Entry');
  }
  let uid = 0;
  if (tag === 48) {
    uid = r.uint32('Entry.uid');
    tag = r.tag('Entry');
  }
  let gid = 0;
  if (tag === 56) {
    gid = r.uint32('Entry.gid');
    tag = r.tag('Entry');
  }
  let target: Uint8Array | undefined;
  if (tag === 66) {
    target = r.fieldBytes('Entry.target', 0, 32768);
    tag = r.tag('Entry');
  }
  let contentDigest: Uint8Array | undefined;
  if (tag === 74) {
    contentDigest = r.fieldBytes('Entry.content_digest', 32, 32);
    tag = r.tag('Entry');
  }
  if (tag !== 0) throw r.unexpected('Entry', tag);
  if (path === undefined) throw missing('Entry.path');
  if (kind === undefined) throw missing('Entry.kind');
  if (mode > 4095) throw tooLarge('Entry.mode', 4095);
  if (size > 9223372036854775807n) throw tooLarge('Entry.size', 9223372036854775807n);
  target ??= noBytes();
  contentDigest ??= noBytes();
  return {
    path,
    kind,
    mode,
    mtimeNs,
    size,
    uid,
    gid,
    target,
    contentDigest,
  };
}

function writeEntry(w: Writer, value: Entry): void {
  assertObject('Entry', value);
  const {
    path,
    kind,
    mode,
    mtimeNs,
    size,
    uid,
    gid,
    target,
    contentDigest,
  } = value;
  assertBytes('Entry.content_digest', contentDigest, 32, 32, true);
  if (contentDigest.length > 0) {
    w.lengthAndBytes(contentDigest);
    w.varint32(74);
  }
  assertBytes('Entry.target', target, 0, 32768, false);
  if (target.length > 0) {
    w.lengthAndBytes(target);
    w.varint32(66);
  }
  assertUint32('Entry.gid', gid, 0, 4294967295);
  if (gid !== 0) {
    w.varint32(gid);
    w.varint32(56);
  }
  assertUint32('Entry.uid', uid, 0, 4294967295);
  if (uid !== 0) {
    w.varint32(uid);
    w.varint32(48);
  }
  assertBigint('Entry.size', size, 0n, 9223372036854775807n);
  if (size !== 0n) {
    w.uint64(size);
    w.varint32(40);
  }
  assertBigint('Entry.mtime_ns', mtimeNs, -9223372036854775808n, 9223372036854775807n);
  if (mtimeNs !== 0n) {
    w.sint64(mtimeNs);
    w.varint32(32);
  }
  assertUint32('Entry.mode', mode, 0, 4095);
  if (mode !== 0) {
    w.varint32(mode);
    w.varint32(24);
  }
  const kindNumber = enumNumber('Entry.kind', kind, ENTRY_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(16);
  }
  assertBytes('Entry.path', path, 1, 32768, false);
  w.lengthAndBytes(path);
  w.varint32(10);
}

/** The most bytes of an encoded Entry. */
export const ENTRY_MAX_BYTES = 131072;

/**
 * The canonical encoding of a Entry, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 131072 bytes
 */
export function encodeEntry(value: Entry): Uint8Array {
  const w = new Writer();
  try {
    writeEntry(w, value);
    return w.finish('Entry', ENTRY_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Entry. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeEntry(bytes: Uint8Array): Entry {
  return readEntry(new Reader('Entry', bytes, ENTRY_MAX_BYTES));
}

function readExtent(r: Reader): Extent {
  let tag = r.tag('Extent');
  let hole = 0n;
  if (tag === 8) {
    hole = r.uint64('Extent.hole');
    tag = r.tag('Extent');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 18) {
    const outer = r.enter('Extent.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Extent');
  }
  if (tag !== 0) throw r.unexpected('Extent', tag);
  if (hole > 9223372036854775807n) throw tooLarge('Extent.hole', 9223372036854775807n);
  return {
    hole,
    chunk,
  };
}

function writeExtent(w: Writer, value: Extent): void {
  assertObject('Extent', value);
  const {
    hole,
    chunk,
  } = value;
  if (chunk !== undefined) {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Extent.chunk', mark);
    w.varint32(18);
  }
  assertBigint('Extent.hole', hole, 0n, 9223372036854775807n);
  if (hole !== 0n) {
    w.uint64(hole);
    w.varint32(8);
  }
}

function readExtentList(r: Reader): ExtentList {
  let tag = r.tag('ExtentList');
  const packs: Pack[] = [];
  while (tag === 10) {
    if (packs.length === 1024) throw tooMany('ExtentList.packs', 1024);
    const outer = r.enter('ExtentList.packs');
    packs.push(readPack(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  const blocks: Block[] = [];
  while (tag === 18) {
    if (blocks.length === 1024) throw tooMany('ExtentList.blocks', 1024);
    const outer = r.enter('ExtentList.blocks');
    blocks.push(readBlock(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  const extents: Extent[] = [];
  while (tag === 26) {
    if (extents.length === 1024) throw tooMany('ExtentList.extents', 1024);
    const outer = r.enter('ExtentList.extents');
    extents.push(readExtent(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  if (tag !== 0) throw r.unexpected('ExtentList', tag);
  if (extents.length < 1) throw tooFew('ExtentList.extents', 1);
  return {
    packs,
    blocks,
    extents,
  };
}

function writeExtentList(w: Writer, value: ExtentList): void {
  assertObject('ExtentList', value);
  const {
    packs,
    blocks,
    extents,
  } = value;
  assertList('ExtentList.extents', extents, 1, 1024);
  for (let i = extents.length - 1; i >= 0; i--) {
    const element = extents[i];
    const mark = w.mark();
    writeExtent(w, element);
    w.prefix('ExtentList.extents', mark);
    w.varint32(26);
  }
  assertList('ExtentList.blocks', blocks, 0, 1024);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const element = blocks[i];
    const mark = w.mark();
    writeBlock(w, element);
    w.prefix('ExtentList.blocks', mark);
    w.varint32(18);
  }
  assertList('ExtentList.packs', packs, 0, 1024);
  for (let i = packs.length - 1; i >= 0; i--) {
    const element = packs[i];
    const mark = w.mark();
    writePack(w, element);
    w.prefix('ExtentList.packs', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded ExtentList. */
export const EXTENT_LIST_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a ExtentList, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeExtentList(value: ExtentList): Uint8Array {
  const w = new Writer();
  try {
    writeExtentList(w, value);
    return w.finish('ExtentList', EXTENT_LIST_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted ExtentList. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeExtentList(bytes: Uint8Array): ExtentList {
  return readExtentList(new Reader('ExtentList', bytes, EXTENT_LIST_MAX_BYTES));
}

function readMark(r: Reader): Mark {
  let tag = r.tag('Mark');
  let kind: MarkKind | undefined;
  if (tag === 8) {
    kind = r.enumeration('Mark.kind', MARK_KIND_NAMES);
    tag = r.tag('Mark');
  }
  let createdMs = 0n;
  if (tag === 16) {
    createdMs = r.uint64('Mark.created_ms');
    tag = r.tag('Mark');
  }
  let deviceId: Uint8Array | undefined;
  if (tag === 26) {
    deviceId = r.fieldBytes('Mark.device_id', 16, 16);
    tag = r.tag('Mark');
  }
  const packIds: Uint8Array[] = [];
  while (tag === 34) {
    if (packIds.length === 262144) throw tooMany('Mark.pack_ids', 262144);
    packIds.push(r.elementBytes('Mark.pack_ids', 16, 16));
    tag = r.tag('Mark');
  }
  if (tag !== 0) throw r.unexpected('Mark', tag);
  if (kind === undefined) throw missing('Mark.kind');
  if (createdMs > 253402300799999n) throw tooLarge('Mark.created_ms', 253402300799999n);
  if (deviceId === undefined) throw missing('Mark.device_id');
  if (packIds.length < 1) throw tooFew('Mark.pack_ids', 1);
  if (!areAscendingBytes(packIds)) throw notAscending('Mark.pack_ids');
  return {
    kind,
    createdMs,
    deviceId,
    packIds,
  };
}

function writeMark(w: Writer, value: Mark): void {
  assertObject('Mark', value);
  const {
    kind,
    createdMs,
    deviceId,
    packIds,
  } = value;
  assertList('Mark.pack_ids', packIds, 1, 262144);
  for (let i = packIds.length - 1; i >= 0; i--) {
    const element = packIds[i];
    assertBytes('Mark.pack_ids', element, 16, 16, false);
    w.lengthAndBytes(element);
    w.varint32(34);
  }
  if (!areAscendingBytes(packIds)) throw unordered('Mark.pack_ids');
  assertBytes('Mark.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(26);
  assertBigint('Mark.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(16);
  }
  const kindNumber = enumNumber('Mark.kind', kind, MARK_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(8);
  }
}

/** The most bytes of an encoded Mark. */
export const MARK_MAX_BYTES = 8388608;

/**
 * The canonical encoding of a Mark, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 8388608 bytes
 */
export function encodeMark(value: Mark): Uint8Array {
  const w = new Writer();
  try {
    writeMark(w, value);
    return w.finish('Mark', MARK_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Mark. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeMark(bytes: Uint8Array): Mark {
  return readMark(new Reader('Mark', bytes, MARK_MAX_BYTES));
}

function readKeyringPublic(r: Reader): KeyringPublic {
  let tag = r.tag('KeyringPublic');
  const criticalFeatures: number[] = [];
  if (tag === 10) {
    const outer = r.enter('KeyringPublic.critical_features');
    do {
      if (criticalFeatures.length === 16) throw tooMany('KeyringPublic.critical_features', 16);
      const element = r.packedUint32('KeyringPublic.critical_features');
      if (element > 65535) throw tooLarge('KeyringPublic.critical_features', 65535);
      if (element < 1) throw tooSmall('KeyringPublic.critical_features', 1);
      criticalFeatures.push(element);
    } while (r.more());
    r.leave(outer);
    knownFeatures('KeyringPublic.critical_features', criticalFeatures);
    tag = r.tag('KeyringPublic');
  }
  let archiveId: Uint8Array | undefined;
  if (tag === 18) {
    archiveId = r.fieldBytes('KeyringPublic.archive_id', 16, 16);
    tag = r.tag('KeyringPublic');
  }
  let generation = 0n;
  if (tag === 24) {
    generation = r.uint64('KeyringPublic.generation');
    tag = r.tag('KeyringPublic');
  }
  let keyringId: Uint8Array | undefined;
  if (tag === 34) {
    keyringId = r.fieldBytes('KeyringPublic.keyring_id', 16, 16);
    tag = r.tag('KeyringPublic');
  }
  const parents: Uint8Array[] = [];
  while (tag === 42) {
    if (parents.length === 16) throw tooMany('KeyringPublic.parents', 16);
    parents.push(r.elementBytes('KeyringPublic.parents', 32, 32));
    tag = r.tag('KeyringPublic');
  }
  const slots: Slot[] = [];
  while (tag === 50) {
    if (slots.length === 64) throw tooMany('KeyringPublic.slots', 64);
    const outer = r.enter('KeyringPublic.slots');
    slots.push(readSlot(r));
    r.leave(outer);
    tag = r.tag('KeyringPublic');
  }
  if (tag !== 0) throw r.unexpected('KeyringPublic', tag);
  if (!areAscendingNumbers(criticalFeatures)) throw notAscending('KeyringPublic.critical_features');
  if (archiveId === undefined) throw missing('KeyringPublic.archive_id');
  if (generation > 4294967295n) throw tooLarge('KeyringPublic.generation', 4294967295n);
  if (generation < 1n) throw tooSmall('KeyringPublic.generation', 1n);
  if (keyringId === undefined) throw missing('KeyringPublic.keyring_id');
  if (!areAscendingBytes(parents)) throw notAscending('KeyringPublic.parents');
  if (slots.length < 1) throw tooFew('KeyringPublic.slots', 1);
  return {
    criticalFeatures,
    archiveId,
    generation,
    keyringId,
    parents,
    slots,
  };
}

function writeKeyringPublic(w: Writer, value: KeyringPublic): void {
  assertObject('KeyringPublic', value);
  const {
    criticalFeatures,
    archiveId,
    generation,
    keyringId,
    parents,
    slots,
  } = value;
  assertList('KeyringPublic.slots', slots, 1, 64);
  for (let i = slots.length - 1; i >= 0; i--) {
    const element = slots[i];
    const mark = w.mark();
    writeSlot(w, element);
    w.prefix('KeyringPublic.slots', mark);
    w.varint32(50);
  }
  assertList('KeyringPublic.parents', parents, 0, 16);
  for (let i = parents.length - 1; i >= 0; i--) {
    const element = parents[i];
    assertBytes('KeyringPublic.parents', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(42);
  }
  if (!areAscendingBytes(parents)) throw unordered('KeyringPublic.parents');
  assertBytes('KeyringPublic.keyring_id', keyringId, 16, 16, false);
  w.lengthAndBytes(keyringId);
  w.varint32(34);
  assertBigint('KeyringPublic.generation', generation, 1n, 4294967295n);
  w.uint64(generation);
  w.varint32(24);
  assertBytes('KeyringPublic.archive_id', archiveId, 16, 16, false);
  w.lengthAndBytes(archiveId);
  w.varint32(18);
  assertList('KeyringPublic.critical_features', criticalFeatures, 0, 16);
  if (criticalFeatures.length > 0) {
    const mark = w.mark();
    for (let i = criticalFeatures.length - 1; i >= 0; i--) {
      const element = criticalFeatures[i];
      assertUint32('KeyringPublic.critical_features', element, 1, 65535);
      w.varint32(element);
    }
    if (!areAscendingNumbers(criticalFeatures)) throw unordered('KeyringPublic.critical_features');
    w.prefix('KeyringPublic.critical_features', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded KeyringPublic. */
export const KEYRING_PUBLIC_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a KeyringPublic, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeKeyringPublic(value: KeyringPublic): Uint8Array {
  const w = new Writer();
  try {
    writeKeyringPublic(w, value);
    return w.finish('KeyringPublic', KEYRING_PUBLIC_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted KeyringPublic. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeKeyringPublic(bytes: Uint8Array): KeyringPublic {
  return readKeyringPublic(new Reader('KeyringPublic', bytes, KEYRING_PUBLIC_MAX_BYTES));
}

function readSlot(r: Reader): Slot {
  let tag = r.tag('Slot');
  let methodId: Uint8Array | undefined;
  if (tag === 10) {
    methodId = r.fieldBytes('Slot.method_id', 16, 16);
    tag = r.tag('Slot');
  }
  let type: MethodType | undefined;
  if (tag === 16) {
    type = r.enumeration('Slot.type', METHOD_TYPE_NAMES);
    tag = r.tag('Slot');
  }
  let salt: Uint8Array | undefined;
  if (tag === 26) {
    salt = r.fieldBytes('Slot.salt', 32, 32);
    tag = r.tag('Slot');
  }
  let keyId: string | undefined;
  if (tag === 34) {
    keyId = r.fieldString('Slot.key_id', 0, 4);
    tag = r.tag('Slot');
  }
  let sealedRootKey: Uint8Array | undefined;
  if (tag === 42) {
    sealedRootKey = r.fieldBytes('Slot.sealed_root_key', 1168, 1168);
    tag = r.tag('Slot');
  }
  if (tag !== 0) throw r.unexpected('Slot', tag);
  if (methodId === undefined) throw missing('Slot.method_id');
  if (type === undefined) throw missing('Slot.type');
  if (salt === undefined) throw missing('Slot.salt');
  keyId ??= '';
  if (sealedRootKey === undefined) throw missing('Slot.sealed_root_key');
  return {
    methodId,
    type,
    salt,
    keyId,
    sealedRootKey,
  };
}

function writeSlot(w: Writer, value: Slot): void {
  assertObject('Slot', value);
  const {
    methodId,
    type,
    salt,
    keyId,
    sealedRootKey,
  } = value;
  assertBytes('Slot.sealed_root_key', sealedRootKey, 1168, 1168, false);
  w.lengthAndBytes(sealedRootKey);
  w.varint32(42);
  const keyIdBytes = stringBytes('Slot.key_id', keyId, 0, 4, false);
  if (keyIdBytes.length > 0) {
    w.lengthAndBytes(keyIdBytes);
    w.varint32(34);
  }
  assertBytes('Slot.salt', salt, 32, 32, false);
  w.lengthAndBytes(salt);
  w.varint32(26);
  const typeNumber = enumNumber('Slot.type', type, METHOD_TYPE_NUMBERS);
  if (typeNumber !== 0) {
    w.varint32(typeNumber);
    w.varint32(16);
  }
  assertBytes('Slot.method_id', methodId, 16, 16, false);
  w.lengthAndBytes(methodId);
  w.varint32(10);
}

function readKeyringBody(r: Reader): KeyringBody {
  let tag = r.tag('KeyringBody');
  let dedupKey: Uint8Array | undefined;
  if (tag === 10) {
    dedupKey = r.fieldBytes('KeyringBody.dedup_key', 32, 32);
    tag = r.tag('KeyringBody');
  }
  let chunkerKey: Uint8Array | undefined;
  if (tag === 18) {
    chunkerKey = r.fieldBytes('KeyringBody.chunker_key', 32, 32);
    tag = r.tag('KeyringBody');
  }
  const epochs: Epoch[] = [];
  while (tag === 26) {
    if (epochs.length === 4096) throw tooMany('KeyringBody.epochs', 4096);
    const outer = r.enter('KeyringBody.epochs');
    epochs.push(readEpoch(r));
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  const methods: Method[] = [];
  while (tag === 34) {
    if (methods.length === 64) throw tooMany('KeyringBody.methods', 64);
    const outer = r.enter('KeyringBody.methods');
    methods.push(readMethod(r));
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  const removedMethods: Uint8Array[] = [];
  while (tag === 42) {
    if (removedMethods.length === 4096) throw tooMany('KeyringBody.removed_methods', 4096);
    removedMethods.push(r.elementBytes('KeyringBody.removed_methods', 16, 16));
    tag = r.tag('KeyringBody');
  }
  let policy: Policy | undefined;
  if (tag === 50) {
    const outer = r.enter('KeyringBody.policy');
    policy = readPolicy(r);
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  if (tag !== 0) throw r.unexpected('KeyringBody', tag);
  if (dedupKey === undefined) throw missing('KeyringBody.dedup_key');
  if (chunkerKey === undefined) throw missing('KeyringBody.chunker_key');
  if (epochs.length < 1) throw tooFew('KeyringBody.epochs', 1);
  if (methods.length < 1) throw tooFew('KeyringBody.methods', 1);
  if (!areAscendingBytes(removedMethods)) throw notAscending('KeyringBody.removed_methods');
  return {
    dedupKey,
    chunkerKey,
    epochs,
    methods,
    removedMethods,
    policy,
  };
}

function writeKeyringBody(w: Writer, value: KeyringBody): void {
  assertObject('KeyringBody', value);
  const {
    dedupKey,
    chunkerKey,
    epochs,
    methods,
    removedMethods,
    policy,
  } = value;
  if (policy !== undefined) {
    const mark = w.mark();
    writePolicy(w, policy);
    w.prefix('KeyringBody.policy', mark);
    w.varint32(50);
  }
  assertList('KeyringBody.removed_methods', removedMethods, 0, 4096);
  for (let i = removedMethods.length - 1; i >= 0; i--) {
    const element = removedMethods[i];
    assertBytes('KeyringBody.removed_methods', element, 16, 16, false);
    w.lengthAndBytes(element);
    w.varint32(42);
  }
  if (!areAscendingBytes(removedMethods)) throw unordered('KeyringBody.removed_methods');
  assertList('KeyringBody.methods', methods, 1, 64);
  for (let i = methods.length - 1; i >= 0; i--) {
    const element = methods[i];
    const mark = w.mark();
    writeMethod(w, element);
    w.prefix('KeyringBody.methods', mark);
    w.varint32(34);
  }
  assertList('KeyringBody.epochs', epochs, 1, 4096);
  for (let i = epochs.length - 1; i >= 0; i--) {
    const element = epochs[i];
    const mark = w.mark();
    writeEpoch(w, element);
    w.prefix('KeyringBody.epochs', mark);
    w.varint32(26);
  }
  assertBytes('KeyringBody.chunker_key', chunkerKey, 32, 32, false);
  w.lengthAndBytes(chunkerKey);
  w.varint32(18);
  assertBytes('KeyringBody.dedup_key', dedupKey, 32, 32, false);
  w.lengthAndBytes(dedupKey);
  w.varint32(10);
}

/** The most bytes of an encoded KeyringBody. */
export const KEYRING_BODY_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a KeyringBody, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeKeyringBody(value: KeyringBody): Uint8Array {
  const w = new Writer();
  try {
    writeKeyringBody(w, value);
    return w.finish('KeyringBody', KEYRING_BODY_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted KeyringBody. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeKeyringBody(bytes: Uint8Array): KeyringBody {
  return readKeyringBody(new Reader('KeyringBody', bytes, KEYRING_BODY_MAX_BYTES));
}

function readEpoch(r: Reader): Epoch {
  let tag = r.tag('Epoch');
  let number = 0;
  if (tag === 8) {
    number = r.uint32('Epoch.number');
    tag = r.tag('Epoch');
  }
  let key: Uint8Array | undefined;
  if (tag === 18) {
    key = r.fieldBytes('Epoch.key', 32, 32);
    tag = r.tag('Epoch');
  }
  let createdMs = 0n;
  if (tag === 24) {
    createdMs = r.uint64('Epoch.created_ms');
    tag = r.tag('Epoch');
  }
  if (tag !== 0) throw r.unexpected('Epoch', tag);
  if (number < 1) throw tooSmall('Epoch.number', 1);
  if (key === undefined) throw missing('Epoch.key');
  if (createdMs > 253402300799999n) throw tooLarge('Epoch.created_ms', 253402300799999n);
  return {
    number,
    key,
    createdMs,
  };
}

function writeEpoch(w: Writer, value: Epoch): void {
  assertObject('Epoch', value);
  const {
    number,
    key,
    createdMs,
  } = value;
  assertBigint('Epoch.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(24);
  }
  assertBytes('Epoch.key', key, 32, 32, false);
  w.lengthAndBytes(key);
  w.varint32(18);
  assertUint32('Epoch.number', number, 1, 4294967295);
  w.varint32(number);
  w.varint32(8);
}

function readMethod(r: Reader): Method {
  let tag = r.tag('Method');
  let methodId: Uint8Array | undefined;
  if (tag === 10) {
    methodId = r.fieldBytes('Method.method_id', 16, 16);
    tag = r.tag('Method');
  }
  let type: MethodType | undefined;
  if (tag === 16) {
    type = r.enumeration('Method.type', METHOD_TYPE_NAMES);
    tag = r.tag('Method');
  }
  let publicKey: Uint8Array | undefined;
  if (tag === 26) {
    publicKey = r.fieldBytes('Method.public_key', 1216, 1216);
    tag = r.tag('Method');
  }
  let label: string | undefined;
  if (tag === 34) {
    label = r.fieldString('Method.label', 0, 128);
    tag = r.tag('Method');
  }
  let createdMs = 0n;
  if (tag === 40) {
    createdMs = r.uint64('Method.created_ms');
    tag = r.tag('Method');
  }
  if (tag !== 0) throw r.unexpected('Method', tag);
  if (methodId === undefined) throw missing('Method.method_id');
  if (type === undefined) throw missing('Method.type');
  if (publicKey === undefined) throw missing('Method.public_key');
  label ??= '';
  if (createdMs > 253402300799999n) throw tooLarge('Method.created_ms', 253402300799999n);
  return {
    methodId,
    type,
    publicKey,
    label,
    createdMs,
  };
}

function writeMethod(w: Writer, value: Method): void {
  assertObject('Method', value);
  const {
    methodId,
    type,
    publicKey,
    label,
    createdMs,
  } = value;
  assertBigint('Method.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(40);
  }
  const labelBytes = stringBytes('Method.label', label, 0, 128, false);
  if (labelBytes.length > 0) {
    w.lengthAndBytes(labelBytes);
    w.varint32(34);
  }
  assertBytes('Method.public_key', publicKey, 1216, 1216, false);
  w.lengthAndBytes(publicKey);
  w.varint32(26);
  const typeNumber = enumNumber('Method.type', type, METHOD_TYPE_NUMBERS);
  if (typeNumber !== 0) {
    w.varint32(typeNumber);
    w.varint32(16);
  }
  assertBytes('Method.method_id', methodId, 16, 16, false);
  w.lengthAndBytes(methodId);
  w.varint32(10);
}

function readPolicy(r: Reader): Policy {
  let tag = r.tag('Policy');
  let keepLast = 0;
  if (tag === 8) {
    keepLast = r.uint32('Policy.keep_last');
    tag = r.tag('Policy');
  }
  let keepDaily = 0;
  if (tag === 16) {
    keepDaily = r.uint32('Policy.keep_daily');
    tag = r.tag('Policy');
  }
  let keepWeekly = 0;
  if (tag === 24) {
    keepWeekly = r.uint32('Policy.keep_weekly');
    tag = r.tag('Policy');
  }
  let keepMonthly = 0;
  if (tag === 32) {
    keepMonthly = r.uint32('Policy.keep_monthly');
    tag = r.tag('Policy');
  }
  if (tag !== 0) throw r.unexpected('Policy', tag);
  if (keepLast > 1000000) throw tooLarge('Policy.keep_last', 1000000);
  if (keepDaily > 1000000) throw tooLarge('Policy.keep_daily', 1000000);
  if (keepWeekly > 1000000) throw tooLarge('Policy.keep_weekly', 1000000);
  if (keepMonthly > 1000000) throw tooLarge('Policy.keep_monthly', 1000000);
  return {
    keepLast,
    keepDaily,
    keepWeekly,
    keepMonthly,
  };
}

function writePolicy(w: Writer, value: Policy): void {
  assertObject('Policy', value);
  const {
    keepLast,
    keepDaily,
    keepWeekly,
    keepMonthly,
  } = value;
  assertUint32('Policy.keep_monthly', keepMonthly, 0, 1000000);
  if (keepMonthly !== 0) {
    w.varint32(keepMonthly);
    w.varint32(32);
  }
  assertUint32('Policy.keep_weekly', keepWeekly, 0, 1000000);
  if (keepWeekly !== 0) {
    w.varint32(keepWeekly);
    w.varint32(24);
  }
  assertUint32('Policy.keep_daily', keepDaily, 0, 1000000);
  if (keepDaily !== 0) {
    w.varint32(keepDaily);
    w.varint32(16);
  }
  assertUint32('Policy.keep_last', keepLast, 0, 1000000);
  if (keepLast !== 0) {
    w.varint32(keepLast);
    w.varint32(8);
  }
}
