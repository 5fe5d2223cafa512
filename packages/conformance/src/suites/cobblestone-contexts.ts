// The suite `cobblestone-contexts`: the context of each object, and objects that were moved, renamed, retyped or cut.

import { bytes, DECIMAL, fields, HEX, integer, oneOf, suiteSchema } from '../json-schema.ts';
import { concat, flip, hex, u8, u32, u64 } from '../kit/bytes.ts';
import { objectKeys, sealObject, sealSegment } from '../kit/cobblestone.ts';
import { context } from '../kit/objects.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, invalid, type Released, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Context: {
    bugType: 'INTEROPERABILITY',
    description: 'The bytes of a context, and an object that opens under it.',
  },
  Retyped: { bugType: 'CONFUSION', description: 'An object of one role that is read as another.' },
  Moved: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'An object that is read under another name, epoch or archive.',
  },
  Layout: { bugType: 'INTEROPERABILITY', description: 'A context whose parts are joined in another way.' },
  Cut: {
    bugType: 'AUTHENTICATION_BYPASS',
    description:
      'An object that was cut or extended. A reader that streams may release whole segments before it notices.',
  },
};

const ARCHIVE_ID = generated('contexts archive id', 16);
const OTHER_ARCHIVE_ID = generated('contexts other archive id', 16);
const KEY = generated('contexts archive key', 32);
const ID = generated('contexts object id', 16);
const OTHER_ID = generated('contexts other object id', 16);

/** Which object: the parts of a context. */
interface Place {
  readonly kind: 'keyringBody' | 'head' | 'packData' | 'packMedia' | 'packManifest' | 'mark';
  readonly archiveId: Uint8Array;
  readonly epoch: number;
  readonly number?: bigint;
  readonly id: Uint8Array;
}

const ROLES = { keyringBody: 1, head: 2, packData: 3, packMedia: 4, packManifest: 5, mark: 6 } as const;
const KINDS = Object.keys(ROLES) as Place['kind'][];

function contextOf({ kind, archiveId, epoch, number, id }: Place): Uint8Array {
  const prefix =
    kind === 'keyringBody' ? u32(Number(number)) : kind === 'head' ? u64(number!) : new Uint8Array(0);
  return context(ROLES[kind], archiveId, epoch, concat(prefix, id));
}

function place(kind: Place['kind'], change: Partial<Place> = {}): Place {
  return {
    kind,
    archiveId: ARCHIVE_ID,
    epoch: kind === 'keyringBody' ? 0 : 7,
    ...(kind === 'keyringBody' || kind === 'head' ? { number: 5n } : {}),
    id: ID,
    ...change,
  };
}

const MESSAGE = generated('contexts message', 100);
const seal = (ctx: Uint8Array, plaintext = MESSAGE): Uint8Array =>
  sealObject(KEY, ctx, generated(`contexts salt ${hex(ctx)}`, 24), plaintext);

function good(id: string, comment: string, at: Place, plaintext = MESSAGE): Vector {
  return {
    id: `contexts-${id}`,
    comment,
    ...valid,
    flags: ['Context'],
    reqs: ['WIRE-050', 'ARCH-001'],
    place: at,
    context: contextOf(at),
    object: seal(contextOf(at), plaintext),
    plaintext,
  };
}

function bad(
  id: string,
  comment: string,
  error: string,
  flag: string,
  at: Place,
  object: Uint8Array,
  released: Released | Uint8Array = 'none',
): Vector {
  return {
    id: `contexts-${id}`,
    comment,
    ...invalid(error, released),
    flags: [flag],
    reqs: ['WIRE-050', 'WIRE-053', 'ARCH-001'],
    place: at,
    context: contextOf(at),
    object,
  };
}

const kebab = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function contexts(): Vector[] {
  return [
    ...KINDS.map((kind) => good(kebab(kind), `An object of role ${ROLES[kind]}.`, place(kind))),
    good('keyring-greatest', 'The greatest generation.', place('keyringBody', { number: 4294967295n })),
    good(
      'head-greatest',
      'The greatest sequence and epoch.',
      place('head', { number: 9007199254740991n, epoch: 4294967295 }),
    ),
    good(
      'head-least',
      'Sequence and epoch 1, ids of zeros.',
      place('head', { number: 1n, epoch: 1, archiveId: new Uint8Array(16), id: new Uint8Array(16) }),
    ),
    good(
      'pack-ones',
      'Ids of ones.',
      place('packData', {
        archiveId: new Uint8Array(16).fill(255),
        id: new Uint8Array(16).fill(255),
        epoch: 4294967295,
      }),
    ),
    good('empty', 'An object without plaintext.', place('mark'), new Uint8Array(0)),
    good(
      'two-segments',
      'A segment exactly: the last is empty.',
      place('packData'),
      generated('contexts message', 16384),
    ),
  ];
}

/** Each role read as each other. Where the object ids have different lengths, the missing number is 5. */
function retyped(): Vector[] {
  return KINDS.flatMap((written) =>
    KINDS.filter((kind) => kind !== written).map((read) =>
      bad(
        `${kebab(written)}-as-${kebab(read)}`,
        `An object of role ${ROLES[written]} that is read as one of role ${ROLES[read]}.`,
        'ERR_COMMITMENT',
        'Retyped',
        place(read, { epoch: place(written).epoch === 0 || read === 'keyringBody' ? place(read).epoch : 7 }),
        seal(contextOf(place(written))),
      ),
    ),
  );
}

function moved(): Vector[] {
  const vectors = KINDS.flatMap((kind) => {
    const object = seal(contextOf(place(kind)));
    const elsewhere = (id: string, comment: string, change: Partial<Place>): Vector =>
      bad(
        `${kebab(kind)}-${id}`,
        `Role ${ROLES[kind]}: ${comment}.`,
        'ERR_COMMITMENT',
        'Moved',
        place(kind, change),
        object,
      );
    return [
      elsewhere('id', 'another id', { id: OTHER_ID }),
      elsewhere('id-bit', 'an id that differs in its last bit', { id: flip(ID, 15) }),
      elsewhere('archive', 'another archive', { archiveId: OTHER_ARCHIVE_ID }),
      elsewhere('ids-exchanged', 'archive id and object id exchanged', { archiveId: ID, id: ARCHIVE_ID }),
      ...(kind === 'keyringBody' ? [] : [elsewhere('epoch', 'the next epoch', { epoch: 8 })]),
      ...(kind === 'keyringBody' || kind === 'head'
        ? [elsewhere('number', 'the next number', { number: 6n })]
        : []),
      ...(kind === 'head'
        ? [elsewhere('numbers-exchanged', 'sequence and epoch exchanged', { number: 7n, epoch: 5 })]
        : []),
    ];
  });
  const at = place('packData');
  const laidOut = (id: string, comment: string, ctx: Uint8Array): Vector =>
    bad(`layout-${id}`, comment, 'ERR_COMMITMENT', 'Layout', at, seal(ctx));
  const right = contextOf(at);
  return [
    ...vectors,
    laidOut('empty', 'Sealed under an empty context.', new Uint8Array(0)),
    laidOut('no-role', 'Sealed without the role.', right.slice(1)),
    laidOut('role-last', 'Sealed with the role at the end.', concat(right.slice(1), right.slice(0, 1))),
    laidOut('role-four-bytes', 'Sealed with the role in four bytes.', concat(u32(3), right.slice(1))),
    laidOut(
      'epoch-little-endian',
      'Sealed with the epoch little-endian.',
      concat(right.slice(0, 17), u32(7).reverse(), right.slice(21)),
    ),
    laidOut(
      'epoch-eight-bytes',
      'Sealed with the epoch in eight bytes.',
      concat(right.slice(0, 17), u64(7), right.slice(21)),
    ),
    laidOut(
      'id-hexadecimal',
      'Sealed with the id in hexadecimal.',
      concat(right.slice(0, 21), new TextEncoder().encode(hex(ID))),
    ),
    laidOut('id-cut', 'Sealed with the first 15 bytes of the id.', right.slice(0, -1)),
    laidOut('id-longer', 'Sealed with a byte behind the id.', concat(right, u8(0))),
    laidOut(
      'salt-in-context',
      'Sealed with 24 bytes in front of the context.',
      concat(new Uint8Array(24), right),
    ),
  ];
}

function cuts(): Vector[] {
  const at = place('packData');
  const ctx = contextOf(at);
  const message = generated('contexts long message', 40000);
  const object = seal(ctx, message);
  const header = 56;
  const sealed = 16400;
  const keys = objectKeys(KEY, ctx, object.slice(0, 24));
  const segment = (n: number): Uint8Array => object.slice(header + n * sealed, header + (n + 1) * sealed);
  const release = (segments: number): Uint8Array => message.slice(0, segments * 16384);
  const cut = (id: string, comment: string, error: string, bytes: Uint8Array, segments: number): Vector => ({
    ...bad(`cut-${id}`, comment, error, 'Cut', at, bytes, segments === 0 ? 'none' : release(segments)),
    reqs: ['ARCH-001', error === 'ERR_OBJECT_LENGTH' ? 'WIRE-052' : 'WIRE-054'],
  });
  const head = object.slice(0, header);
  return [
    cut('empty', 'No bytes.', 'ERR_OBJECT_LENGTH', new Uint8Array(0), 0),
    cut('header', 'The header alone.', 'ERR_OBJECT_LENGTH', head, 0),
    cut('half-header', 'Half a header.', 'ERR_OBJECT_LENGTH', object.slice(0, 28), 0),
    cut('first-tag', 'The header and 15 bytes.', 'ERR_OBJECT_LENGTH', object.slice(0, header + 15), 0),
    cut('inside-first', 'Cut inside the first segment.', 'ERR_SEGMENT', object.slice(0, header + 5000), 0),
    cut(
      'behind-first',
      'Cut behind the first segment.',
      'ERR_OBJECT_LENGTH',
      object.slice(0, header + sealed),
      1,
    ),
    cut(
      'inside-second',
      'Cut inside the second segment.',
      'ERR_SEGMENT',
      object.slice(0, header + sealed + 1000),
      1,
    ),
    cut(
      'behind-second',
      'Cut behind the second segment.',
      'ERR_OBJECT_LENGTH',
      object.slice(0, header + 2 * sealed),
      2,
    ),
    cut('last-byte', 'The last byte is missing.', 'ERR_SEGMENT', object.slice(0, -1), 2),
    cut('extended', 'A byte follows.', 'ERR_SEGMENT', concat(object, u8(0)), 2),
    cut(
      'doubled',
      'The last segment twice.',
      'ERR_SEGMENT',
      concat(object, object.slice(header + 2 * sealed)),
      2,
    ),
    cut('first-altered', 'A bit of the first segment.', 'ERR_SEGMENT', flip(object, header), 0),
    cut('second-altered', 'A bit of the second segment.', 'ERR_SEGMENT', flip(object, header + sealed), 1),
    cut('last-altered', 'A bit of the last segment.', 'ERR_SEGMENT', flip(object, -20), 2),
    cut(
      'exchanged',
      'The first two segments exchanged.',
      'ERR_SEGMENT',
      concat(head, segment(1), segment(0), segment(2)),
      0,
    ),
    cut(
      'repeated',
      'The first segment in the place of the second.',
      'ERR_SEGMENT',
      concat(head, segment(0), segment(0), segment(2)),
      1,
    ),
    cut('dropped', 'The second segment is missing.', 'ERR_SEGMENT', concat(head, segment(0), segment(2)), 1),
    cut(
      'last-full',
      'Sealed with a last segment of full length and no empty one behind it.',
      'ERR_OBJECT_LENGTH',
      concat(head, sealSegment(keys, 0, message.slice(0, 16384))),
      1,
    ),
    cut(
      'numbers-from-1',
      'Sealed with segments that are counted from 1.',
      'ERR_SEGMENT',
      concat(
        head,
        ...[0, 1, 2].map((n) => sealSegment(keys, n + 1, message.slice(16384 * n, 16384 * (n + 1)))),
      ),
      0,
    ),
  ];
}

export function cobblestoneContexts(): Files {
  const vectors = [...contexts(), ...retyped(), ...moved(), ...cuts()];
  return new Map([
    [
      'cobblestone-contexts/cobblestone-contexts.json',
      vectorFile('cobblestone-contexts', FLAGS, vectors, { key: KEY }),
    ],
    ...schema(),
  ]);
}

function schema(): Files {
  const required = {
    place: fields(
      { kind: oneOf(...KINDS), archiveId: bytes(16), epoch: integer(0, 4294967295), id: bytes(16) },
      { number: DECIMAL },
    ),
    context: HEX,
    object: HEX,
  };
  return suiteSchema(
    'cobblestone-contexts',
    'Contexts of encrypted objects',
    FLAGS,
    [
      { result: 'valid', required: { ...required, plaintext: HEX } },
      { result: 'invalid', required },
    ],
    { key: bytes(32) },
  );
}
