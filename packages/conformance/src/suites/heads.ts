// The suite `heads`: single heads that open or do not, and sets of heads of which some count.

import {
  bytes,
  DECIMAL,
  fields,
  HEX,
  integer,
  list,
  OBJECT_NAME,
  oneOf,
  suiteSchema,
  TEXT,
} from '../json-schema.ts';
import { ArchiveBuilder, generatedKeys, type HeadFields, type Snapshot } from '../kit/archive.ts';
import { concat, flip, hex, overwrite, u32, u64, unhex, utf8 } from '../kit/bytes.ts';
import { hmacSha256, sha256 } from '../kit/hash.ts';
import { entriesDigest } from '../kit/manifest.ts';
import {
  encodeHead,
  encodeHeadStable,
  encodeLocation,
  HEAD_LINK,
  HEAD_SNAPSHOT,
  type HeadStable,
  type Location,
  MANIFEST,
  NONE,
} from '../kit/messages.ts';
import {
  context,
  headContext,
  headName,
  paddedFrame,
  ROLE_HEAD,
  ROLE_MARK,
  sealFor,
} from '../kit/objects.ts';
import { explicitBytes, explicitUint } from '../kit/proto.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Open: { bugType: 'BASIC', description: 'A head that opens.' },
  Limit: { bugType: 'EDGE_CASE', description: 'Values and counts at the ends of their ranges.' },
  Name: {
    bugType: 'CONFUSION',
    description: 'Object names that are of no known form or disagree with the head.',
  },
  Moved: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Heads under another name, epoch, archive or role.',
  },
  Altered: { bugType: 'AUTHENTICATION_BYPASS', description: 'Bytes of the object were changed or cut off.' },
  Frame: { bugType: 'CANONICAL_FORM', description: 'The padded frame has one form for each content.' },
  Later: { bugType: 'ROLLBACK', description: 'Heads of a later format or a later keyring.' },
  Rules: { bugType: 'MISSING_CHECK', description: 'Heads that contradict themselves.' },
  Field: { bugType: 'CANONICAL_FORM', description: 'Messages that the profile of protobuf refuses.' },
  Chain: { bugType: 'BASIC', description: 'Heads that follow each other; forks and their reunion.' },
  Rotation: {
    bugType: 'ROLLBACK',
    description: 'Heads of old epochs, which count only if one that counts names them.',
  },
  Revision: { bugType: 'CONFUSION', description: 'Several heads with one snapshot id.' },
};

const KEYS = generatedKeys('heads', [1, 2, 3]);
/** Two devices that rotated at once made two keys of epoch 1. */
const SECOND_KEY = generated('heads second archive key 1', 32);
const laptop = generated('heads device laptop', 16);
const phone = generated('heads device phone', 16);
const [firstDevice, secondDevice] = [laptop, phone].sort(Buffer.compare);
const NO_ENTRIES = entriesDigest([]);
const none = new Uint8Array(0);

/** A location that nobody follows. */
function location(seed: string, epoch = 3): Location {
  return {
    pack: { packId: generated(`heads pack ${seed}`, 16), packClass: MANIFEST, epoch, sizeLog2: 12 },
    block: { pack: 1, offset: 4, storedLength: 100, rawLength: 100, compression: NONE },
    chunk: { block: 0, offset: 0, length: 100, id: hmacSha256(KEYS.dedupKey, utf8(seed)) },
  };
}

/** A snapshot head that breaks no rule. */
const STABLE: HeadStable = {
  formatVersion: 1,
  criticalFeatures: [],
  archiveId: KEYS.archiveId,
  kind: HEAD_SNAPSHOT,
  sequence: 7,
  parents: [generated('heads parent', 32)],
  clock: [
    { deviceId: firstDevice, count: 5 },
    { deviceId: secondDevice, count: 2 },
  ],
  endorsed: [],
  entriesDigest: generated('heads entries digest', 32),
  keyringGeneration: 4,
  keyringHash: generated('heads keyring hash', 32),
  totals: { files: 3, directories: 1, others: 0, bytes: 12345, skipped: 0 },
  deviceId: firstDevice,
  deviceName: 'laptop',
  timeMs: 1767225600000,
  tags: [],
  roots: [{ name: utf8('home'), source: utf8('/source/home') }],
  replaces: none,
};

interface StoredObject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

let headNumber = 0;

/** An object whose every part can be replaced. */
function object(
  change: {
    stable?: Partial<HeadStable>;
    stableBytes?: Uint8Array;
    root?: Location | undefined;
    depth?: number;
    revision?: number;
    message?: Uint8Array;
    plaintext?: Uint8Array;
    sequence?: number | bigint;
    epoch?: number;
    key?: Uint8Array;
    context?: Uint8Array;
  } = {},
): StoredObject {
  const headId = generated(`heads head ${headNumber++}`, 16);
  const stable = { ...STABLE, ...change.stable };
  const root = 'root' in change ? change.root : location('root');
  const message =
    change.message ??
    encodeHead({
      stable: change.stableBytes ?? encodeHeadStable(stable),
      revision: change.revision ?? 0,
      root,
      depth: change.depth ?? 0,
    });
  const sequence = change.sequence ?? stable.sequence;
  const epoch = change.epoch ?? 3;
  return {
    name: headName(sequence, epoch, headId),
    bytes: sealFor(
      change.key ?? KEYS.epochs.get(epoch) ?? generated(`heads archive key ${epoch}`, 32),
      change.context ?? headContext(KEYS.archiveId, epoch, sequence, headId),
      change.plaintext ?? paddedFrame(message),
    ),
  };
}

const LINK: Partial<HeadStable> = {
  kind: HEAD_LINK,
  totals: undefined,
  roots: [],
  entriesDigest: NO_ENTRIES,
};

function open(
  id: string,
  comment: string,
  reqs: readonly string[],
  made: Parameters<typeof object>[0] = {},
  flags = ['Open'],
): Vector {
  const stable = { ...STABLE, ...made.stable };
  const root = 'root' in made ? made.root : location('root');
  return {
    id: `heads-${id}`,
    comment,
    ...valid,
    flags,
    reqs,
    operation: 'open',
    object: object(made),
    head: {
      snapshotId: sha256(encodeHeadStable(stable)),
      revision: made.revision ?? 0,
      depth: made.depth ?? 0,
      ...(root === undefined ? {} : { root: encodeLocation(root) }),
      kind: stable.kind === HEAD_SNAPSHOT ? 'snapshot' : 'link',
      sequence: String(stable.sequence),
      parents: stable.parents,
      clock: stable.clock.map(({ deviceId, count }) => ({ deviceId, count: String(count) })),
      endorsed: stable.endorsed,
      entriesDigest: stable.entriesDigest,
      keyringGeneration: Number(stable.keyringGeneration),
      keyringHash: stable.keyringHash,
      ...(stable.totals === undefined
        ? {}
        : {
            totals: Object.fromEntries(
              Object.entries(stable.totals).map(([name, value]) => [name, String(value)]),
            ),
          }),
      deviceId: stable.deviceId,
      deviceName: stable.deviceName,
      timeMs: Number(stable.timeMs),
      tags: stable.tags,
      roots: stable.roots,
      replaces: stable.replaces,
    },
  };
}

function bad(
  id: string,
  comment: string,
  error: string,
  flag: string,
  reqs: readonly string[],
  made: StoredObject,
): Vector {
  return {
    id: `heads-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs,
    operation: 'open',
    object: made,
  };
}

function opening(): Vector[] {
  const many = Array.from({ length: 40 }, (_, i) => generated(`heads many ${i}`, 32)).sort(Buffer.compare);
  return [
    open('snapshot', 'A snapshot head.', ['ARCH-051', 'ARCH-053']),
    open('link', 'A link head.', ['ARCH-053'], {
      stable: { ...LINK, endorsed: many.slice(0, 3) },
      root: undefined,
    }),
    open('empty-snapshot', 'A snapshot of no entries: no root, no totals.', ['ARCH-053'], {
      stable: { totals: undefined, roots: [], entriesDigest: NO_ENTRIES },
      root: undefined,
    }),
    open('first', 'The first head of an archive has no parents.', ['ARCH-052'], {
      stable: { sequence: 1, parents: [], clock: [{ deviceId: firstDevice, count: 1 }] },
    }),
    open('epoch-1', 'A head of an older epoch opens, whether it counts or not.', ['ARCH-001'], { epoch: 1 }),
    open(
      'epoch-1-second-key',
      'A head that was sealed with the second of two keys of epoch 1.',
      ['ARCH-002'],
      {
        epoch: 1,
        key: SECOND_KEY,
      },
    ),
    open('revision', 'A revised head.', ['ARCH-084'], { revision: 4294967295, depth: 8 }, ['Open', 'Limit']),
    open('replaces', 'A head that a repair wrote.', ['ARCH-092'], {
      stable: { replaces: generated('heads replaced', 32) },
    }),
    open(
      'greatest',
      'Greatest numbers, a time in the year 9999, a name of 128 bytes, 64 tags.',
      ['ARCH-051'],
      {
        stable: {
          sequence: 9007199254740991n,
          clock: [{ deviceId: firstDevice, count: 9007199254740991n }],
          timeMs: 253402300799999,
          deviceName: 'ü'.repeat(64),
          tags: Array.from({ length: 64 }, (_, i) => `tag ${i}`),
          keyringGeneration: 4294967295,
          totals: {
            files: 9007199254740991n,
            directories: 9007199254740991n,
            others: 9007199254740991n,
            bytes: 9223372036854775807n,
            skipped: 9007199254740991n,
          },
        },
      },
      ['Open', 'Limit'],
    ),
    open('many-parents', '40 parents; the frame still has 2^12 bytes.', ['ARCH-052'], {
      stable: { parents: many },
    }),
    open(
      'large-frame',
      'A frame of 2^14 bytes, which is a segment exactly and so ends in an empty one.',
      ['ARCH-001'],
      {
        stable: {
          parents: Array.from({ length: 400 }, (_, i) => generated(`heads large ${i}`, 32)).sort(
            Buffer.compare,
          ),
        },
      },
    ),
  ];
}

function places(): Vector[] {
  const made = object();
  const plaintext = paddedFrame(
    encodeHead({ stable: encodeHeadStable(STABLE), revision: 0, root: location('root'), depth: 0 }),
  );
  const id = unhex(made.name.slice(-32));
  const named = (name: string): StoredObject => ({ name, bytes: made.bytes });
  const moved = (
    key: string,
    comment: string,
    other: StoredObject,
    reqs = ['ARCH-001', 'WIRE-050'],
  ): Vector => bad(`moved-${key}`, comment, 'ERR_COMMITMENT', 'Moved', reqs, other);
  const name = (key: string, comment: string, text: string): Vector =>
    bad(`name-${key}`, comment, 'ERR_FOREIGN_OBJECT', 'Name', ['ARCH-063', 'WIRE-041'], named(text));
  const altered = (key: string, comment: string, error: string, bytes: Uint8Array): Vector =>
    bad(key, comment, error, 'Altered', ['ARCH-063'], { name: made.name, bytes });
  return [
    moved('id', 'The head under another id.', named(headName(7, 3, generated('heads other id', 16)))),
    moved('sequence', 'The head under a greater sequence.', named(headName(8, 3, id))),
    moved('epoch', 'The head under an older epoch.', named(headName(7, 2, id))),
    moved('epoch-key', 'A head of the newest epoch that was sealed with an older key.', {
      name: made.name,
      bytes: sealFor(KEYS.epochs.get(2)!, headContext(KEYS.archiveId, 3, 7, id), plaintext),
    }),
    moved('archive', 'A head that was sealed for another archive id.', {
      name: made.name,
      bytes: sealFor(
        KEYS.epochs.get(3)!,
        headContext(generated('heads other archive', 16), 3, 7, id),
        plaintext,
      ),
    }),
    moved('as-mark', 'A mark in the place of a head.', {
      name: made.name,
      bytes: sealFor(KEYS.epochs.get(3)!, context(ROLE_MARK, KEYS.archiveId, 3, id), plaintext),
    }),
    moved('short-id', 'A head whose context has the sequence in four bytes.', {
      name: made.name,
      bytes: sealFor(
        KEYS.epochs.get(3)!,
        context(ROLE_HEAD, KEYS.archiveId, 3, concat(u32(7), id)),
        plaintext,
      ),
    }),
    moved('little-endian', 'A head whose context has the sequence little-endian.', {
      name: made.name,
      bytes: sealFor(
        KEYS.epochs.get(3)!,
        context(ROLE_HEAD, KEYS.archiveId, 3, concat(u64(7).reverse(), id)),
        plaintext,
      ),
    }),
    bad(
      'outdated',
      'A head of epoch 4, which the keyring does not have.',
      'ERR_KEYRING_OUTDATED',
      'Later',
      ['ARCH-062'],
      object({ epoch: 4 }),
    ),
    bad(
      'outdated-greatest',
      'A head of epoch 2^32 - 1.',
      'ERR_KEYRING_OUTDATED',
      'Later',
      ['ARCH-062'],
      object({ epoch: 4294967295 }),
    ),
    bad(
      'outdated-junk',
      'Junk under the name of a head of epoch 4.',
      'ERR_KEYRING_OUTDATED',
      'Later',
      ['ARCH-062'],
      { name: headName(7, 4, id), bytes: utf8('junk') },
    ),
    name('upper-case', 'Upper-case digits.', made.name.slice(0, -32) + hex(id).toUpperCase()),
    name('short', 'A sequence of 15 digits.', made.name.replace('heads/0', 'heads/')),
    name('long', 'A sequence of 17 digits.', made.name.replace('heads/', 'heads/0')),
    name('sequence-0', 'Sequence 0.', headName(0, 3, id)),
    name('sequence-2-53', 'Sequence 2^53.', headName(2n ** 53n, 3, id)),
    name('epoch-0', 'Epoch 0.', headName(7, 0, id)),
    name('suffix', 'A suffix as of an unfinished upload.', `${made.name}.tmp`),
    name('word', 'A name that is no head at all.', 'heads/readme'),
    altered('junk', 'A few bytes of junk.', 'ERR_OBJECT_LENGTH', utf8('junk')),
    altered('empty', 'An empty object.', 'ERR_OBJECT_LENGTH', none),
    altered('zeros', 'Zeros of the right length.', 'ERR_COMMITMENT', new Uint8Array(made.bytes.length)),
    altered('salt', 'One bit of the salt was changed.', 'ERR_COMMITMENT', flip(made.bytes, 3)),
    altered('commitment', 'One bit of the commitment was changed.', 'ERR_COMMITMENT', flip(made.bytes, 30)),
    altered('ciphertext', 'One bit of the ciphertext was changed.', 'ERR_SEGMENT', flip(made.bytes, 100)),
    altered('tag', 'One bit of the tag was changed.', 'ERR_SEGMENT', flip(made.bytes, -5)),
    altered('cut', 'The last 100 bytes are missing.', 'ERR_SEGMENT', made.bytes.slice(0, -100)),
    altered('extended', 'One byte follows.', 'ERR_SEGMENT', concat(made.bytes, Uint8Array.of(0))),
    bad(
      'frame-padding',
      'The last byte of the padding is not zero.',
      'ERR_PADDING',
      'Frame',
      ['WIRE-034'],
      object({ plaintext: overwrite(plaintext, 4095, Uint8Array.of(1)) }),
    ),
    bad(
      'frame-size',
      'A frame of 2^13 bytes for content that fits 2^12.',
      'ERR_PADDING',
      'Frame',
      ['WIRE-033'],
      object({ plaintext: concat(plaintext, new Uint8Array(4096)) }),
    ),
    bad(
      'frame-not-power',
      'A plaintext of 5,000 bytes.',
      'ERR_PADDING',
      'Frame',
      ['WIRE-033'],
      object({ plaintext: concat(plaintext, new Uint8Array(904)) }),
    ),
    bad(
      'frame-length',
      'The frame states more than it has.',
      'ERR_ENCODING',
      'Frame',
      ['WIRE-032'],
      object({ plaintext: overwrite(plaintext, 0, u32(4093)) }),
    ),
    bad(
      'frame-three-bytes',
      'A plaintext of three bytes.',
      'ERR_ENCODING',
      'Frame',
      ['WIRE-032'],
      object({ plaintext: new Uint8Array(3) }),
    ),
    bad(
      'frame-empty',
      'A frame without content.',
      'ERR_NON_CANONICAL',
      'Frame',
      ['WIRE-009'],
      object({ plaintext: new Uint8Array(4096) }),
    ),
  ];
}

function rules(): Vector[] {
  const rule = (
    id: string,
    comment: string,
    reqs: readonly string[],
    made: Parameters<typeof object>[0],
  ): Vector => bad(id, comment, 'ERR_HEAD', 'Rules', reqs, object(made));
  const later = (id: string, comment: string, error: string, stable: Partial<HeadStable>): Vector =>
    bad(id, comment, error, 'Later', ['ARCH-050', 'WIRE-025'], object({ stable }));
  const field = (
    id: string,
    comment: string,
    error: string,
    req: string,
    made: Parameters<typeof object>[0],
  ): Vector => bad(`field-${id}`, comment, error, 'Field', [req], object(made));
  const stable = encodeHeadStable(STABLE);
  const laterBytes = concat(
    encodeHeadStable({ ...STABLE, formatVersion: 2 }),
    explicitBytes(19, utf8('something new')),
  );
  const featureBytes = concat(encodeHeadStable({ ...STABLE, criticalFeatures: [7] }), explicitUint(20, 1));
  const [parentA, parentB] = [generated('heads parent a', 32), generated('heads parent b', 32)].sort(
    Buffer.compare,
  );
  return [
    later('version-2', 'Format version 2.', 'ERR_UNSUPPORTED_VERSION', { formatVersion: 2 }),
    later('version-greatest', 'Format version 65,535.', 'ERR_UNSUPPORTED_VERSION', { formatVersion: 65535 }),
    bad(
      'version-2-unknown-field',
      'Format version 2 with a field that version 1 does not have: reported as later, not as damaged.',
      'ERR_UNSUPPORTED_VERSION',
      'Later',
      ['ARCH-050', 'WIRE-025'],
      object({ stableBytes: laterBytes }),
    ),
    later('feature', 'A critical feature.', 'ERR_CRITICAL_FEATURE', { criticalFeatures: [1] }),
    later('features', 'Several critical features.', 'ERR_CRITICAL_FEATURE', {
      criticalFeatures: [1, 2, 65535],
    }),
    bad(
      'feature-unknown-field',
      'A critical feature and a field that came with it.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      ['ARCH-050', 'WIRE-025'],
      object({ stableBytes: featureBytes }),
    ),
    rule('archive-id', 'The stable part names another archive.', ['ARCH-051'], {
      stable: { archiveId: generated('heads other archive', 16) },
    }),
    rule('sequence-less', 'The sequence is one less than the name says.', ['ARCH-051'], { sequence: 8 }),
    rule('sequence-greater', 'The sequence is one more than the name says.', ['ARCH-051'], { sequence: 6 }),
    rule('clock-lacks-own', 'The clock lacks the device that wrote the head.', ['ARCH-053'], {
      stable: { clock: [{ deviceId: secondDevice, count: 2 }] },
    }),
    rule('clock-order', 'The clock is in descending order of device ids.', ['ARCH-053'], {
      stable: { clock: STABLE.clock.toReversed() },
    }),
    rule('clock-repeated', 'The clock has one device twice.', ['ARCH-053'], {
      stable: {
        clock: [
          { deviceId: firstDevice, count: 5 },
          { deviceId: firstDevice, count: 6 },
        ],
      },
    }),
    rule('snapshot-endorses', 'A snapshot head with endorsed ids.', ['ARCH-053'], {
      stable: { endorsed: [parentA] },
    }),
    rule('root-without-totals', 'A root without totals.', ['ARCH-053'], { stable: { totals: undefined } }),
    rule('totals-without-root', 'Totals without a root.', ['ARCH-053'], {
      stable: { entriesDigest: NO_ENTRIES },
      root: undefined,
    }),
    rule('no-root-depth', 'No root and depth 1.', ['ARCH-053'], {
      stable: { totals: undefined, roots: [], entriesDigest: NO_ENTRIES },
      root: undefined,
      depth: 1,
    }),
    rule('no-root-entries', 'No root and a digest of some entries.', ['ARCH-053'], {
      stable: { totals: undefined, roots: [] },
      root: undefined,
    }),
    rule('link-with-root', 'A link head with a root and totals.', ['ARCH-053'], {
      stable: { kind: HEAD_LINK, roots: [] },
    }),
    rule('link-entries', 'A link head with a digest of some entries.', ['ARCH-053'], {
      stable: { ...LINK, entriesDigest: STABLE.entriesDigest },
      root: undefined,
    }),
    rule('link-depth', 'A link head of depth 1.', ['ARCH-053'], { stable: LINK, root: undefined, depth: 1 }),
    field('version-0', 'No format version.', 'ERR_FIELD', 'WIRE-023', { stable: { formatVersion: 0 } }),
    field('kind-0', 'No kind.', 'ERR_FIELD', 'WIRE-013', { stable: { kind: 0 } }),
    field('kind-3', 'Kind 3.', 'ERR_FIELD', 'WIRE-013', { stable: { kind: 3 } }),
    field('parents-order', 'Parents in descending order.', 'ERR_FIELD', 'WIRE-023', {
      stable: { parents: [parentB, parentA] },
    }),
    field('parents-repeated', 'One parent twice.', 'ERR_FIELD', 'WIRE-023', {
      stable: { parents: [parentA, parentA] },
    }),
    field('parent-short', 'A parent of 31 bytes.', 'ERR_FIELD', 'WIRE-023', {
      stable: { parents: [parentA.slice(1)] },
    }),
    field('clock-empty', 'No clock.', 'ERR_FIELD', 'WIRE-023', { stable: { clock: [] } }),
    field('clock-zero', 'A device with count 0.', 'ERR_FIELD', 'WIRE-023', {
      stable: { clock: [{ deviceId: firstDevice, count: 0 }] },
    }),
    field('tags-65', '65 tags.', 'ERR_LIMIT', 'WIRE-022', {
      stable: { tags: Array.from({ length: 65 }, (_, i) => `${i}`) },
    }),
    field('tag-empty', 'An empty tag.', 'ERR_FIELD', 'WIRE-023', { stable: { tags: [''] } }),
    field('device-name-long', 'A device name of 129 bytes.', 'ERR_LIMIT', 'WIRE-022', {
      stable: { deviceName: 'x'.repeat(129) },
    }),
    field('time', 'A time in the year 10000.', 'ERR_LIMIT', 'WIRE-022', {
      stable: { timeMs: 253402300800000 },
    }),
    field('keyring-generation', 'No keyring generation.', 'ERR_FIELD', 'WIRE-023', {
      stable: { keyringGeneration: 0 },
    }),
    field('root-pack', 'A root without pack.', 'ERR_FIELD', 'WIRE-023', {
      message: concat(
        explicitBytes(1, stable),
        explicitBytes(3, encodeLocation(location('root')).slice(2 + encodeLocation(location('root'))[1])),
      ),
    }),
    field('stable-missing', 'A head without its stable part.', 'ERR_FIELD', 'WIRE-023', {
      message: explicitBytes(3, encodeLocation(location('root'))),
    }),
    field(
      'stable-unknown',
      'A field of the stable part that version 1 does not have.',
      'ERR_NON_CANONICAL',
      'WIRE-004',
      { stableBytes: concat(stable, explicitUint(19, 1)) },
    ),
    field('head-unknown', 'Field 5 of the head.', 'ERR_NON_CANONICAL', 'WIRE-004', {
      message: concat(
        encodeHead({ stable, revision: 0, root: location('root'), depth: 0 }),
        explicitUint(5, 1),
      ),
    }),
    field('stable-cut', 'The stable part is cut short.', 'ERR_ENCODING', 'WIRE-010', {
      stableBytes: stable.slice(0, -1),
    }),
    field('device-name-utf8', 'A device name that is not UTF-8.', 'ERR_ENCODING', 'WIRE-011', {
      stableBytes: replaceName(stable),
    }),
  ];
}

/** `laptop` with its first letter made a byte that begins no character. */
function replaceName(stable: Uint8Array): Uint8Array {
  const at = Buffer.from(stable).indexOf('laptop');
  return overwrite(stable, at, Uint8Array.of(0xff));
}

/** Sets of heads. Each snapshot has a label, by which the expectation names it. */
class HeadFamily {
  readonly objects: StoredObject[] = [];
  private readonly labels = new Map<string, string>();
  private readonly snapshots: Snapshot[] = [];
  private readonly archive: ArchiveBuilder;
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
    this.archive = new ArchiveBuilder(`heads set ${name}`, KEYS, NONE, {
      generation: 1,
      hash: generated('heads keyring hash', 32),
    });
  }

  private fields(label: string, deviceId: Uint8Array, parents: readonly Snapshot[]): HeadFields {
    return { deviceId, timeMs: 1767225600000 + this.objects.length, parents, tags: [label] };
  }

  private keep(label: string, made: ReturnType<ArchiveBuilder['head']>): Snapshot {
    this.objects.push({ name: made.name, bytes: this.archive.store.get(made.name)! });
    this.labels.set(label, hex(made.snapshotId));
    const snapshot = { ...made, tree: undefined, entries: [] };
    this.snapshots.push(snapshot);
    return snapshot;
  }

  snapshot(
    label: string,
    parents: readonly Snapshot[] = [],
    deviceId = laptop,
    epoch = 3,
    change: Partial<HeadStable> = {},
  ): Snapshot {
    this.archive.epoch = epoch;
    const stable: HeadStable = {
      ...this.archive.stable(this.fields(label, deviceId, parents)),
      kind: HEAD_SNAPSHOT,
      endorsed: [],
      entriesDigest: generated(`heads entries ${this.name} ${label}`, 32),
      totals: { files: 1, directories: 0, others: 0, bytes: 0, skipped: 0 },
      roots: [],
      ...change,
    };
    return this.keep(label, this.archive.head(stable, location(`${this.name} ${label}`, epoch), 0));
  }

  link(
    label: string,
    endorsed: readonly Snapshot[],
    parents: readonly Snapshot[],
    deviceId = laptop,
    epoch = 3,
  ): Snapshot {
    this.archive.epoch = epoch;
    const stable: HeadStable = {
      ...this.archive.stable(this.fields(label, deviceId, parents)),
      kind: HEAD_LINK,
      endorsed: endorsed.map(({ snapshotId }) => snapshotId).sort(Buffer.compare),
      entriesDigest: NO_ENTRIES,
      totals: undefined,
      roots: [],
    };
    return this.keep(label, this.archive.head(stable, undefined, 0));
  }

  /** The same snapshot with other locations. */
  revise(label: string, of: Snapshot, revision: number, epoch = 3): Snapshot {
    this.archive.epoch = epoch;
    const made = this.archive.head(of.stable, location(`${this.name} ${label}`, epoch), 0, revision);
    this.objects.push({ name: made.name, bytes: this.archive.store.get(made.name)! });
    return { ...made, tree: undefined, entries: [] };
  }

  /** Takes a head out of the store again. */
  remove(snapshot: Snapshot): void {
    this.objects.splice(
      this.objects.findIndex(({ name }) => name === snapshot.name),
      1,
    );
    this.snapshots.splice(this.snapshots.indexOf(snapshot), 1);
  }

  vector(
    comment: string,
    flags: readonly string[],
    reqs: readonly string[],
    expected: {
      counting: readonly string[];
      tips: readonly string[];
      notCounting?: readonly string[];
      /** Where a snapshot id has several heads. */
      used?: readonly Snapshot[];
      descends: readonly (readonly [string, string])[];
    },
  ): Vector {
    const ids = (labels: readonly string[]): string[] =>
      labels.map((label) => this.labels.get(label)!).sort();
    const counting = ids(expected.counting);
    const used =
      expected.used ?? this.snapshots.filter(({ snapshotId }) => counting.includes(hex(snapshotId)));
    const pairs = expected.descends.map((pair) => pair.map((label) => this.labels.get(label)!));
    return {
      id: `heads-set-${this.name}`,
      comment,
      ...valid,
      flags,
      reqs,
      operation: 'select',
      objects: this.objects,
      labels: Object.fromEntries(this.labels),
      counting,
      tips: ids(expected.tips),
      notCounting: ids(expected.notCounting ?? []),
      used: used.map(({ name }) => name).sort(),
      descends: pairs.sort(([a, b], [c, d]) => (`${a}${b}` < `${c}${d}` ? -1 : 1)),
    };
  }
}

function sets(): Vector[] {
  const vectors: Vector[] = [];
  {
    const set = new HeadFamily('empty');
    vectors.push(
      set.vector('No heads at all.', ['Chain'], ['ARCH-060'], { counting: [], tips: [], descends: [] }),
    );
  }
  {
    const set = new HeadFamily('chain');
    const a = set.snapshot('a');
    const b = set.snapshot('b', [a]);
    set.snapshot('c', [b]);
    vectors.push(
      set.vector('Three snapshots of one device, one after the other.', ['Chain'], ['ARCH-052', 'ARCH-060'], {
        counting: ['a', 'b', 'c'],
        tips: ['c'],
        descends: [
          ['b', 'a'],
          ['c', 'a'],
          ['c', 'b'],
        ],
      }),
    );
  }
  {
    const set = new HeadFamily('fork');
    const a = set.snapshot('a');
    set.snapshot('b', [a]);
    set.snapshot('c', [a], phone);
    vectors.push(
      set.vector('Two devices that had both seen the first snapshot only.', ['Chain'], ['ARCH-052'], {
        counting: ['a', 'b', 'c'],
        tips: ['b', 'c'],
        descends: [
          ['b', 'a'],
          ['c', 'a'],
        ],
      }),
    );
  }
  {
    const set = new HeadFamily('fork-lengths');
    const a = set.snapshot('a');
    const b = set.snapshot('b', [a]);
    set.snapshot('c', [b]);
    set.snapshot('d', [a], phone);
    vectors.push(
      set.vector(
        'A fork of unequal lengths: the shorter branch is a tip though its sequence is less.',
        ['Chain'],
        ['ARCH-052'],
        {
          counting: ['a', 'b', 'c', 'd'],
          tips: ['c', 'd'],
          descends: [
            ['b', 'a'],
            ['c', 'a'],
            ['c', 'b'],
            ['d', 'a'],
          ],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('merge');
    const a = set.snapshot('a');
    const b = set.snapshot('b', [a]);
    const c = set.snapshot('c', [a], phone);
    set.snapshot('d', [b, c]);
    vectors.push(
      set.vector('A fork that the next head reunites.', ['Chain'], ['ARCH-052'], {
        counting: ['a', 'b', 'c', 'd'],
        tips: ['d'],
        descends: [
          ['b', 'a'],
          ['c', 'a'],
          ['d', 'a'],
          ['d', 'b'],
          ['d', 'c'],
        ],
      }),
    );
  }
  {
    const set = new HeadFamily('deleted-between');
    const a = set.snapshot('a');
    const b = set.snapshot('b', [a]);
    const c = set.snapshot('c', [b], phone);
    set.snapshot('d', [c]);
    set.remove(b);
    set.remove(c);
    vectors.push(
      set.vector(
        'The heads between were deleted: the clocks still tell that one descends from the other.',
        ['Chain'],
        ['ARCH-052'],
        {
          counting: ['a', 'd'],
          tips: ['d'],
          descends: [['d', 'a']],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('equal-clocks');
    const a = set.snapshot('a');
    set.snapshot('b', [a]);
    set.snapshot('c', [a]);
    vectors.push(
      set.vector(
        'Two heads of one device with equal clocks, as after its state was restored: neither descends from the other.',
        ['Chain'],
        ['ARCH-052'],
        {
          counting: ['a', 'b', 'c'],
          tips: ['b', 'c'],
          descends: [
            ['b', 'a'],
            ['c', 'a'],
          ],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('revisions-five');
    const a = set.snapshot('a');
    const revisions = [1, 2, 4, 3].map((revision) => set.revise(`a, revision ${revision}`, a, revision));
    vectors.push(
      set.vector(
        'Five heads of one snapshot in one epoch: the greatest revision is used, whatever their names.',
        ['Revision'],
        ['ARCH-054'],
        { counting: ['a'], tips: ['a'], used: [revisions[2]], descends: [] },
      ),
    );
  }
  {
    const set = new HeadFamily('old-epoch');
    const a = set.snapshot('a', [], laptop, 1);
    set.snapshot('b', [a], laptop, 2);
    vectors.push(
      set.vector('Heads of older epochs that nothing vouches for.', ['Rotation'], ['ARCH-060'], {
        counting: [],
        tips: [],
        descends: [],
        notCounting: ['a', 'b'],
      }),
    );
  }
  {
    const set = new HeadFamily('link');
    const a = set.snapshot('a', [], laptop, 2);
    const b = set.snapshot('b', [a], laptop, 2);
    set.link('link', [a, b], [b]);
    vectors.push(
      set.vector('A rotation ended with a link head.', ['Rotation'], ['ARCH-060', 'ARCH-061'], {
        counting: ['a', 'b', 'link'],
        tips: ['link'],
        descends: [
          ['b', 'a'],
          ['link', 'a'],
          ['link', 'b'],
        ],
      }),
    );
  }
  {
    const set = new HeadFamily('two-links');
    const a = set.snapshot('a', [], laptop, 1);
    const first = set.link('link-1', [a], [a], laptop, 2);
    const b = set.snapshot('b', [first], laptop, 2);
    const second = set.link('link-2', [a, first, b], [b], laptop, 3);
    set.snapshot('c', [second]);
    vectors.push(
      set.vector(
        'Two rotations; the second link head names all that counted before it.',
        ['Rotation'],
        ['ARCH-061'],
        {
          counting: ['a', 'link-1', 'b', 'link-2', 'c'],
          tips: ['c'],
          descends: [
            ['link-1', 'a'],
            ['b', 'a'],
            ['b', 'link-1'],
            ['link-2', 'a'],
            ['link-2', 'link-1'],
            ['link-2', 'b'],
            ['c', 'a'],
            ['c', 'link-1'],
            ['c', 'b'],
            ['c', 'link-2'],
          ],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('link-beside');
    const a = set.snapshot('a', [], laptop, 2);
    const b = set.snapshot('b', [], phone, 2);
    set.link('link', [a, b], [a]);
    vectors.push(
      set.vector(
        'A link head vouches for a head that is not among its ancestors.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['a', 'b', 'link'],
          tips: ['b', 'link'],
          descends: [['link', 'a']],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('links-in-turn');
    const a = set.snapshot('a', [], laptop, 1);
    const first = set.link('link-1', [a], [a], laptop, 2);
    set.link('link-2', [first], [first], laptop, 3);
    vectors.push(
      set.vector(
        'A link head vouches for a link head of the epoch before, and so for what that one vouches for.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['a', 'link-1', 'link-2'],
          tips: ['link-2'],
          descends: [
            ['link-1', 'a'],
            ['link-2', 'a'],
            ['link-2', 'link-1'],
          ],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('rogue');
    const a = set.snapshot('a', [], laptop, 2);
    const link = set.link('link', [a], [a]);
    set.snapshot('rogue', [a, link], phone, 2);
    vectors.push(
      set.vector(
        'After the rotation a removed device writes with the old key, over the newest heads: it does not count.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['a', 'link'],
          tips: ['link'],
          descends: [['link', 'a']],
          notCounting: ['rogue'],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('rogue-link');
    const a = set.snapshot('a', [], laptop, 2);
    const link = set.link('link', [a], [a]);
    const rogue = set.snapshot('rogue', [a], phone, 2);
    set.link('rogue-link', [a, link, rogue], [link, rogue], phone, 2);
    vectors.push(
      set.vector('A link head of the old epoch vouches for nothing.', ['Rotation'], ['ARCH-060'], {
        counting: ['a', 'link'],
        tips: ['link'],
        descends: [['link', 'a']],
        notCounting: ['rogue', 'rogue-link'],
      }),
    );
  }
  {
    const set = new HeadFamily('rogue-parents');
    const a = set.snapshot('a', [], laptop, 2);
    const b = set.snapshot('b', [a], laptop, 2);
    const rogue = set.snapshot('rogue', [b], phone, 2);
    set.snapshot('rogue-child', [rogue], phone, 2);
    set.link('link', [a, b], [b]);
    vectors.push(
      set.vector(
        'Children of heads that count do not count themselves: it goes from heads to what they name only.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['a', 'b', 'link'],
          tips: ['link'],
          descends: [
            ['b', 'a'],
            ['link', 'a'],
            ['link', 'b'],
          ],
          notCounting: ['rogue', 'rogue-child'],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('parents-vouch');
    const a = set.snapshot('a', [], laptop, 2);
    set.snapshot('b', [a]);
    vectors.push(
      set.vector(
        'A head of the newest epoch vouches for its parents without any link head.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['a', 'b'],
          tips: ['b'],
          descends: [['b', 'a']],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('endorsed-missing');
    const a = set.snapshot('a', [], laptop, 2);
    const b = set.snapshot('b', [a], laptop, 2);
    set.link('link', [a, b], [b]);
    set.remove(a);
    vectors.push(
      set.vector('A link head names a head that retention has since deleted.', ['Rotation'], ['ARCH-060'], {
        counting: ['b', 'link'],
        tips: ['link'],
        descends: [['link', 'b']],
      }),
    );
  }
  {
    const set = new HeadFamily('broken-chain');
    const a = set.snapshot('a', [], laptop, 1);
    const b = set.snapshot('b', [a], laptop, 2);
    set.snapshot('c', [b], laptop, 3);
    set.remove(b);
    vectors.push(
      set.vector(
        'The only head that vouched for the oldest is gone: the oldest does not count.',
        ['Rotation'],
        ['ARCH-060'],
        {
          counting: ['c'],
          tips: ['c'],
          descends: [],
          notCounting: ['a'],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('revisions');
    const a = set.snapshot('a');
    set.revise('a-1', a, 1);
    const newest = set.revise('a-2', a, 2);
    const b = set.snapshot('b', [a]);
    vectors.push(
      set.vector(
        'Of three heads with one snapshot id the greatest revision is used.',
        ['Revision'],
        ['ARCH-054'],
        {
          counting: ['a', 'b'],
          tips: ['b'],
          descends: [['b', 'a']],
          used: [newest, b],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('revision-epoch');
    const a = set.snapshot('a', [], laptop, 2);
    set.revise('a-old', a, 9, 2);
    const revised = set.revise('a-new', a, 1, 3);
    vectors.push(
      set.vector(
        'The epoch goes before the revision: whoever was shut out can revise under the old key.',
        ['Revision', 'Rotation'],
        ['ARCH-054'],
        {
          counting: ['a'],
          tips: ['a'],
          descends: [],
          used: [revised],
        },
      ),
    );
  }
  {
    const set = new HeadFamily('stale-sequence');
    const a = set.snapshot('a', [], laptop, 3);
    set.snapshot('b', [a], phone, 3, { sequence: 2, clock: [{ deviceId: phone, count: 1 }] });
    vectors.push(
      set.vector(
        "Ancestry is a matter of clocks, not of parents or sequences: a head whose clock lacks a device does not descend from that device's.",
        ['Chain'],
        ['ARCH-052'],
        {
          counting: ['a', 'b'],
          tips: ['a', 'b'],
          descends: [],
        },
      ),
    );
  }
  return vectors;
}

export function heads(): Files {
  headNumber = 0;
  const vectors = [...opening(), ...places(), ...rules(), ...sets()];
  return new Map([
    [
      'heads/heads.json',
      vectorFile('heads', FLAGS, vectors, {
        keys: {
          archiveId: KEYS.archiveId,
          dedupKey: KEYS.dedupKey,
          epochs: [...KEYS.epochs, [1, SECOND_KEY] as const].map(([number, key]) => ({ number, key })),
        },
      }),
    ],
    ...schema(),
  ]);
}

function schema(): Files {
  const object = fields({ name: { type: 'string', minLength: 1 }, bytes: HEX });
  const ids = list(bytes(32));
  const head = fields(
    {
      snapshotId: bytes(32),
      revision: integer(0, 4294967295),
      depth: integer(0, 8),
      kind: oneOf('snapshot', 'link'),
      sequence: DECIMAL,
      parents: ids,
      clock: list(fields({ deviceId: bytes(16), count: DECIMAL }), 1),
      endorsed: ids,
      entriesDigest: bytes(32),
      keyringGeneration: integer(1, 4294967295),
      keyringHash: bytes(32),
      deviceId: bytes(16),
      deviceName: TEXT,
      timeMs: integer(0),
      tags: list(TEXT),
      roots: list(fields({ name: HEX, source: HEX })),
      replaces: { oneOf: [bytes(32), { const: '' }] },
    },
    {
      root: HEX,
      totals: fields({
        files: DECIMAL,
        directories: DECIMAL,
        others: DECIMAL,
        bytes: DECIMAL,
        skipped: DECIMAL,
      }),
    },
  );
  return suiteSchema(
    'heads',
    'Heads: opening them, and which of a set count',
    FLAGS,
    [
      { operation: 'open', result: 'valid', required: { object, head } },
      { operation: 'open', result: 'invalid', required: { object } },
      {
        operation: 'select',
        result: 'valid',
        required: {
          objects: list(object),
          labels: { type: 'object', additionalProperties: bytes(32) },
          counting: ids,
          tips: ids,
          notCounting: ids,
          used: list(OBJECT_NAME),
          descends: list({ ...list(bytes(32), 2), maxItems: 2 }),
        },
      },
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
