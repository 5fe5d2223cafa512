// The suite `wire`: the profile of protobuf, limit by limit and form by form; frames and object names.

import {
  DECIMAL,
  fields,
  HEX,
  integer,
  list,
  oneOf,
  PIECES,
  type Schema,
  suiteSchema,
  TEXT,
} from '../json-schema.ts';
import { compareBytes, concat, overwrite, u8, u32, unhex, utf8 } from '../kit/bytes.ts';
import { headName, keyringName, markName, packName, paddedFrame } from '../kit/objects.ts';
import { explicitBytes, explicitUint, FIXED32, FIXED64, packed, tag } from '../kit/proto.ts';
import {
  camelCase,
  describeValue,
  encodeField,
  encodeValue,
  enumName,
  type Field,
  isMessage,
  readSchema,
  type Value,
} from '../kit/schema.ts';
import { generated } from '../kit/seed.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Message: { bugType: 'BASIC', description: 'Messages in their one form.' },
  Limit: { bugType: 'EDGE_CASE', description: 'Values at the ends of what their annotations allow.' },
  Beyond: {
    bugType: 'RESOURCE_EXHAUSTION',
    description: 'Lengths, counts and numbers above the greatest allowed.',
  },
  Below: { bugType: 'MISSING_CHECK', description: 'Values below the least allowed, or missing.' },
  Enum: { bugType: 'MISSING_CHECK', description: 'Values that an enum does not declare.' },
  Ascending: { bugType: 'CANONICAL_FORM', description: 'Lists that are not in strictly ascending order.' },
  Default: { bugType: 'CANONICAL_FORM', description: 'Fields that are present with their default.' },
  Varint: { bugType: 'CANONICAL_FORM', description: 'Tags, lengths or values with needless bytes.' },
  FieldOrder: { bugType: 'CANONICAL_FORM', description: 'Fields that are out of order or repeated.' },
  Unknown: { bugType: 'CANONICAL_FORM', description: 'Field numbers that the message does not have.' },
  WireType: { bugType: 'CANONICAL_FORM', description: 'Fields of another wire type than theirs.' },
  Truncated: { bugType: 'MISSING_CHECK', description: 'Bytes that end inside a field.' },
  NotProtobuf: { bugType: 'MISSING_CHECK', description: 'Bytes that are no protobuf at all.' },
  Utf8: { bugType: 'CANONICAL_FORM', description: 'Strings that are not well-formed UTF-8.' },
  Strings: { bugType: 'EDGE_CASE', description: 'Strings that a careless reader changes.' },
  Integers: { bugType: 'EDGE_CASE', description: 'Integers that a careless reader rounds or cuts.' },
  Later: { bugType: 'ROLLBACK', description: 'Messages of a later format.' },
  Frame: { bugType: 'CANONICAL_FORM', description: 'The padded frame.' },
  FixedFrame: { bugType: 'CANONICAL_FORM', description: 'The fixed frame.' },
  Name: { bugType: 'CONFUSION', description: 'Object names.' },
};

const SCHEMA = readSchema();
const none = new Uint8Array(0);

/** Stand-alone messages with a decoder of their own, in the order in which one is chosen for a message inside. */
const ROOTS = [
  'Head',
  'HeadStable',
  'ManifestNode',
  'Entry',
  'ExtentList',
  'Mark',
  'KeyringPublic',
  'KeyringBody',
  'VaultRequest',
  'VaultStage',
  'VaultCommit',
  'VaultLogin',
  'VaultFinish',
  'VaultChange',
  'VaultFreeze',
  'VaultAnchorChange',
  'VaultOwnerChange',
  'VaultRevert',
  'VaultDelete',
  'VaultResponse',
  'VaultRecord',
];
const LARGEST_ENCODING = 7500;

const messageFields = (name: string): readonly Field[] => SCHEMA.messages.get(name)!.fields;

/** A value of a field that keeps its limits. */
function baseElement(field: Field, seed: string): unknown {
  if (isMessage(SCHEMA, field.type)) return baseValue(field.type);
  const members = SCHEMA.enums.get(field.type);
  if (members !== undefined) return members[1].number;
  if (field.length !== undefined) {
    const { min, max, orEmpty } = field.length;
    const length = orEmpty ? max : Math.max(min, 1);
    return field.type === 'bytes' ? generated(`wire ${seed}`, length) : 'x'.repeat(length);
  }
  const { min } = field.range!;
  const value = min > 1n ? min : 1n;
  return field.type === 'uint32' ? Number(value) : value;
}

function baseValue(name: string): Value {
  const value: Record<string, unknown> = {};
  for (const field of messageFields(name)) {
    const seed = `${name} ${field.name}`;
    if (field.words.has('features')) value[camelCase(field.name)] = [];
    else
      value[camelCase(field.name)] = field.repeated ? [baseElement(field, seed)] : baseElement(field, seed);
  }
  return value;
}

/** True if a message of type `name` is, or holds, one of type `inner`. */
function holds(name: string, inner: string): boolean {
  return (
    name === inner ||
    messageFields(name).some((field) => isMessage(SCHEMA, field.type) && holds(field.type, inner))
  );
}

const rootOf = (name: string): string => ROOTS.find((root) => holds(root, name))!;

/**
 * What a vector about a field starts from: the base value of the root that holds its message. A vault's messages have optional
 * parts of one type in several places, so there it has none but those that lead to the field, and a fault stands in one place.
 */
function basis(message: string, field?: Field): Value {
  const root = rootOf(message);
  return root.startsWith('Vault') ? leanValue(root, message, field) : baseValue(root);
}

function leanValue(name: string, target: string, field: Field | undefined): Value {
  const value: Record<string, unknown> = { ...baseValue(name) };
  const isSpare = (own: Field): boolean =>
    isMessage(SCHEMA, own.type) && (own.words.has('optional') || own.count?.min === 0);
  const spare = messageFields(name).filter(isSpare);
  // What would be an empty message without them keeps them.
  if (spare.length + 1 >= messageFields(name).length) return value;
  const way =
    name === target
      ? field
      : messageFields(name).find(({ type }) => isMessage(SCHEMA, type) && holds(type, target));
  for (const own of spare) if (own !== way) value[camelCase(own.name)] = own.repeated ? [] : undefined;
  if (name === target || way === undefined) return value;
  const inner = leanValue(way.type, target, field);
  value[camelCase(way.name)] = way.repeated ? [inner] : inner;
  return value;
}

/** The base value of the root that holds the field's message, with other bytes in the place of the field. */
function encodeWith(message: string, field: Field, bytes: Uint8Array): Uint8Array {
  return encodeValue(
    SCHEMA,
    rootOf(message),
    basis(message, field),
    new Map([[`${message}.${field.name}`, bytes]]),
  );
}

function encodeChanged(
  message: string,
  field: Field,
  value: unknown,
): { root: string; value: Value; bytes: Uint8Array } {
  const root = rootOf(message);
  const replace = (name: string, base: Value): Value => {
    const out: Record<string, unknown> = { ...base };
    if (name === message) out[camelCase(field.name)] = value;
    for (const inner of messageFields(name)) {
      if (!isMessage(SCHEMA, inner.type) || (name === message && inner === field)) continue;
      const key = camelCase(inner.name);
      const own = out[key];
      if (own === undefined) continue;
      out[key] = inner.repeated
        ? (own as readonly Value[]).map((element) => replace(inner.type, element))
        : replace(inner.type, own as Value);
    }
    return out;
  };
  const changed = replace(root, basis(message, field));
  return { root, value: changed, bytes: encodeValue(SCHEMA, root, changed) };
}

const kebab = (name: string): string =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .replaceAll('_', '-')
    .toLowerCase();

function good(
  id: string,
  comment: string,
  message: string,
  value: Value,
  flag = 'Message',
  reqs: readonly string[] = ['WIRE-001'],
  bytes = encodeValue(SCHEMA, message, value),
): Vector {
  return {
    id: `wire-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs,
    operation: 'decode',
    message,
    bytes,
    value: describeValue(SCHEMA, message, value),
  };
}

function bad(
  id: string,
  comment: string,
  error: string,
  flag: string,
  req: string,
  message: string,
  bytes: Uint8Array,
): Vector {
  return {
    id: `wire-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs: [req],
    operation: 'decode',
    message,
    bytes,
  };
}

/** The vectors that a field's annotations ask for. */
function limitVectors(message: string, field: Field): Vector[] {
  // What these two rule out is covered by vectors of their own.
  if (field.words.has('version') || field.words.has('features')) return [];
  const prefix = `${kebab(message)}-${kebab(field.name)}`;
  const title = `${message}.${field.name}`;
  const vectors: Vector[] = [];
  const accept = (id: string, what: string, value: unknown): void => {
    const { root, value: whole, bytes } = encodeChanged(message, field, value);
    if (bytes.length <= LARGEST_ENCODING)
      vectors.push(good(`${prefix}-${id}`, `${title}: ${what}.`, root, whole, 'Limit', ['WIRE-024']));
  };
  const refuse = (
    id: string,
    what: string,
    error: string,
    flag: string,
    req: string,
    bytes: Uint8Array,
  ): void => {
    const whole = encodeWith(message, field, bytes);
    // A message without its only field has another fault, which has a vector of its own.
    if (whole.length > 0 && whole.length <= LARGEST_ENCODING)
      vectors.push(bad(`${prefix}-${id}`, `${title}: ${what}.`, error, flag, req, rootOf(message), whole));
  };
  const encode = (value: unknown): Uint8Array => encodeField(SCHEMA, field, value);
  const one = (element: unknown): unknown => (field.repeated ? [element] : element);
  const sized = (length: number): unknown =>
    field.type === 'bytes' ? generated(`wire ${title} ${length}`, length) : 'x'.repeat(length);

  const members = SCHEMA.enums.get(field.type);
  if (members !== undefined) {
    for (const { number, name } of members) {
      if (number > 1 || (number === 0 && !name.endsWith('_UNSPECIFIED')))
        accept(`value-${number}`, `the value ${number}`, number);
    }
    const next = members.length;
    refuse(
      'unknown',
      `the value ${next}, which is not declared`,
      'ERR_FIELD',
      'Enum',
      'WIRE-013',
      explicitUint(field.number, next),
    );
    if (members[0].name.endsWith('_UNSPECIFIED'))
      refuse('missing', 'absent', 'ERR_FIELD', 'Enum', 'WIRE-013', none);
    return vectors;
  }
  if (field.count !== undefined) {
    const { min, max } = field.count;
    const elements = (n: number): unknown[] => {
      const list = Array.from({ length: n }, (_, i) => {
        if (isMessage(SCHEMA, field.type)) return baseValue(field.type);
        return field.type === 'bytes'
          ? generated(`wire ${title} element ${i}`, field.length!.min)
          : `element ${i}`;
      });
      return field.type === 'bytes' ? (list as Uint8Array[]).sort(compareBytes) : list;
    };
    if (min > 0) refuse('none', 'no elements', 'ERR_FIELD', 'Below', 'WIRE-023', none);
    else accept('none', 'no elements', []);
    if (max <= 1024) {
      accept('most', `${max} elements`, elements(max));
      refuse('too-many', `${max + 1} elements`, 'ERR_LIMIT', 'Beyond', 'WIRE-022', encode(elements(max + 1)));
    }
    if (field.words.has('ascending') && max > 1) {
      const [a, b] = elements(2) as Uint8Array[];
      refuse(
        'descending',
        'two elements in descending order',
        'ERR_FIELD',
        'Ascending',
        'WIRE-023',
        encode([b, a]),
      );
      refuse('repeated', 'one element twice', 'ERR_FIELD', 'Ascending', 'WIRE-023', encode([a, a]));
    }
  }
  if (field.length !== undefined) {
    const { min, max, orEmpty } = field.length;
    if (max > 1 && !orEmpty) accept('longest', `${max} bytes`, one(sized(max)));
    refuse('too-long', `${max + 1} bytes`, 'ERR_LIMIT', 'Beyond', 'WIRE-022', encode(one(sized(max + 1))));
    if (min > 1)
      refuse('too-short', `${min - 1} bytes`, 'ERR_FIELD', 'Below', 'WIRE-023', encode(one(sized(min - 1))));
    if (!field.repeated && (min === 0 || orEmpty))
      accept('empty', 'absent', field.type === 'bytes' ? none : '');
    if (!field.repeated && min > 0 && !orEmpty)
      refuse('missing', 'absent', 'ERR_FIELD', 'Below', 'WIRE-023', none);
    if (field.repeated && min > 0)
      refuse(
        'element-empty',
        'an element of no bytes',
        'ERR_FIELD',
        'Below',
        'WIRE-023',
        explicitBytes(field.number, none),
      );
  }
  if (field.range !== undefined) {
    const { min, max } = field.range;
    const number = (value: bigint): number | bigint => (field.type === 'uint32' ? Number(value) : value);
    accept('greatest', `${max}`, number(max));
    if (field.type === 'sint64') accept('least', `${min}`, min);
    else if (field.type === 'uint32' && max === 2n ** 32n - 1n) {
      refuse(
        'too-great',
        `${max + 1n}, which does not fit 32 bits`,
        'ERR_NON_CANONICAL',
        'Integers',
        'WIRE-008',
        explicitUint(field.number, max + 1n),
      );
    } else if (max < 2n ** 64n - 1n) {
      refuse(
        'too-great',
        `${max + 1n}`,
        'ERR_LIMIT',
        'Beyond',
        'WIRE-022',
        explicitUint(field.number, max + 1n),
      );
    }
    if (min > 1n)
      refuse(
        'too-small',
        `${min - 1n}`,
        'ERR_FIELD',
        'Below',
        'WIRE-023',
        explicitUint(field.number, min - 1n),
      );
    if (min > 0n) refuse('missing', 'absent, which is 0', 'ERR_FIELD', 'Below', 'WIRE-023', none);
    else if (min === 0n) accept('zero', 'absent, which is 0', number(0n));
  }
  if (field.words.has('required')) refuse('missing', 'absent', 'ERR_FIELD', 'Below', 'WIRE-023', none);
  if (field.words.has('optional')) accept('absent', 'absent', undefined);
  return vectors;
}

/** The forms that the profile forbids, for each field. */
function formVectors(message: string, field: Field): Vector[] {
  const prefix = `${kebab(message)}-${kebab(field.name)}`;
  const title = `${message}.${field.name}`;
  const isInteger = field.type.startsWith('uint') || field.type === 'sint64' || SCHEMA.enums.has(field.type);
  const packedList = field.repeated && field.type === 'uint32';
  const nested = isMessage(SCHEMA, field.type);
  const right = encodeField(SCHEMA, field, baseValue(message)[camelCase(field.name)]);
  const vectors: Vector[] = [];
  const refuse = (id: string, what: string, flag: string, req: string, bytes: Uint8Array): void => {
    vectors.push(
      bad(
        `${prefix}-${id}`,
        `${title}: ${what}.`,
        'ERR_NON_CANONICAL',
        flag,
        req,
        rootOf(message),
        encodeWith(message, field, bytes),
      ),
    );
  };
  if (packedList) {
    refuse(
      'packed-empty',
      'a packed list of no elements',
      'Default',
      'WIRE-003',
      explicitBytes(field.number, none),
    );
    refuse(
      'unpacked',
      'an element that is not packed',
      'WireType',
      'WIRE-005',
      explicitUint(field.number, 1),
    );
    refuse(
      'fixed',
      'elements of four bytes',
      'WireType',
      'WIRE-005',
      concat(tag(field.number, FIXED32), u32(1)),
    );
    return vectors;
  }
  if (!field.repeated) {
    if (isInteger) refuse('default', 'present with 0', 'Default', 'WIRE-003', explicitUint(field.number, 0));
    else
      refuse(
        'default',
        nested ? 'a message of no bytes' : 'present with no bytes',
        'Default',
        nested ? 'WIRE-009' : 'WIRE-003',
        explicitBytes(field.number, none),
      );
    if (right.length <= LARGEST_ENCODING / 4)
      refuse('twice', 'twice', 'FieldOrder', 'WIRE-006', concat(right, right));
  } else if (nested)
    refuse(
      'element-no-bytes',
      'an element of no bytes',
      'Default',
      'WIRE-009',
      explicitBytes(field.number, none),
    );
  if (isInteger)
    refuse(
      'wire-type',
      'as eight fixed bytes',
      'WireType',
      'WIRE-005',
      concat(tag(field.number, FIXED64), unhex('0100000000000000')),
    );
  else refuse('wire-type', 'as an integer', 'WireType', 'WIRE-005', explicitUint(field.number, 1));
  return vectors;
}

/** Neighbouring fields exchanged, fields that do not exist, cuts, for each message. */
function messageVectors(message: string): Vector[] {
  const fields = messageFields(message).filter((field) => !field.words.has('features'));
  const root = rootOf(message);
  const base = baseValue(message);
  const encode = (field: Field): Uint8Array => encodeField(SCHEMA, field, base[camelCase(field.name)]);
  const prefix = kebab(message);
  const vectors: Vector[] = [];
  const [first, second] = fields;
  const last = fields[fields.length - 1];
  if (second !== undefined)
    vectors.push(
      bad(
        `${prefix}-order`,
        `${message}: field ${second.number} before field ${first.number}.`,
        'ERR_NON_CANONICAL',
        'FieldOrder',
        'WIRE-006',
        root,
        encodeValue(
          SCHEMA,
          root,
          basis(message, first),
          new Map([
            [`${message}.${first.name}`, encode(second)],
            [`${message}.${second.name}`, encode(first)],
          ]),
        ),
      ),
    );
  vectors.push(
    bad(
      `${prefix}-unknown`,
      `${message}: field ${last.number + 1}, which it does not have.`,
      'ERR_NON_CANONICAL',
      'Unknown',
      'WIRE-004',
      root,
      encodeWith(message, last, concat(encode(last), explicitUint(last.number + 1, 1))),
    ),
  );
  if (ROOTS.includes(message)) {
    const whole = encodeValue(SCHEMA, message, base);
    vectors.push(
      good(`${prefix}`, `${message}, every field present.`, message, base),
      bad(
        `${prefix}-no-bytes`,
        `${message}: no bytes.`,
        'ERR_NON_CANONICAL',
        'Default',
        'WIRE-009',
        message,
        none,
      ),
      bad(
        `${prefix}-cut`,
        `${message}: the last byte is missing.`,
        'ERR_ENCODING',
        'Truncated',
        'WIRE-010',
        message,
        whole.slice(0, -1),
      ),
      bad(
        `${prefix}-cut-tag`,
        `${message}: a tag and nothing more.`,
        'ERR_ENCODING',
        'Truncated',
        'WIRE-010',
        message,
        concat(whole, u8(0xfa)),
      ),
    );
  }
  return vectors;
}

/** An ExtentList is the smallest message: one hole, and whatever is put beside it. */
function byHand(): Vector[] {
  const list = (
    id: string,
    comment: string,
    error: string,
    flag: string,
    req: string,
    text: string,
  ): Vector => bad(id, comment, error, flag, req, 'ExtentList', unhex(text));
  const hole = (id: string, comment: string, value: bigint): Vector =>
    good(id, comment, 'ExtentList', { packs: [], blocks: [], extents: [{ hole: value }] }, 'Integers', [
      'WIRE-014',
    ]);
  const vectors: Vector[] = [
    hole('integer-2-53', 'A hole of 2^53 + 1 bytes.', 2n ** 53n + 1n),
    hole('integer-2-32', 'A hole of 2^32 bytes.', 2n ** 32n),
    hole('integer-2-31', 'A hole of 2^31 bytes.', 2n ** 31n),
    hole('integer-127', 'A hole of 127 bytes.', 127n),
    hole('integer-128', 'A hole of 128 bytes.', 128n),
    hole('integer-2-63', 'A hole of 2^63 - 1 bytes.', 2n ** 63n - 1n),
    ...([1n, -1n] as const).map((sign) =>
      good(
        `integer-signed-${sign < 0n ? 'less' : 'more'}`,
        `A time of ${sign < 0n ? '-' : ''}(2^53 + 1) ns.`,
        'Entry',
        { ...baseValue('Entry'), mtimeNs: sign * (2n ** 53n + 1n) },
        'Integers',
        ['WIRE-014'],
      ),
    ),
    list(
      'varint-value',
      'A value with a needless byte.',
      'ERR_NON_CANONICAL',
      'Varint',
      'WIRE-002',
      '1a040880a000',
    ),
    list(
      'varint-value-ten',
      'A value in ten bytes.',
      'ERR_NON_CANONICAL',
      'Varint',
      'WIRE-002',
      '1a0b0880a08080808080808000',
    ),
    list(
      'varint-length',
      'A length with a needless byte.',
      'ERR_NON_CANONICAL',
      'Varint',
      'WIRE-002',
      '1a8300088020',
    ),
    list(
      'varint-tag',
      'A tag with a needless byte.',
      'ERR_NON_CANONICAL',
      'Varint',
      'WIRE-002',
      '9a0003088020',
    ),
    list(
      'varint-inner-tag',
      'A tag of an inner message with a needless byte.',
      'ERR_NON_CANONICAL',
      'Varint',
      'WIRE-002',
      '1a0488008020',
    ),
    list('varint-zero', 'Zero in two bytes.', 'ERR_NON_CANONICAL', 'Varint', 'WIRE-002', '1a03088000'),
    list('group', 'A field as a group.', 'ERR_NON_CANONICAL', 'WireType', 'WIRE-005', '1b1c'),
    list(
      'group-end',
      'The end of a group without its start.',
      'ERR_ENCODING',
      'NotProtobuf',
      'WIRE-010',
      '1c',
    ),
    list('wire-type-6', 'Wire type 6.', 'ERR_ENCODING', 'NotProtobuf', 'WIRE-010', '1e'),
    list('wire-type-7', 'Wire type 7.', 'ERR_ENCODING', 'NotProtobuf', 'WIRE-010', '1f'),
    list('field-0', 'Field number 0.', 'ERR_ENCODING', 'NotProtobuf', 'WIRE-010', '0200'),
    list(
      'field-0-varint',
      'Field number 0 with wire type 0.',
      'ERR_ENCODING',
      'NotProtobuf',
      'WIRE-010',
      '0001',
    ),
    list('tag-2-32', 'A tag of 2^32 and more.', 'ERR_ENCODING', 'NotProtobuf', 'WIRE-010', '828080801000'),
    list(
      'tag-greatest',
      'A tag of 2^64 - 6.',
      'ERR_ENCODING',
      'NotProtobuf',
      'WIRE-010',
      'faffffffffffffffff0100',
    ),
    list(
      'field-greatest',
      'The greatest field number, 2^29 - 1.',
      'ERR_NON_CANONICAL',
      'Unknown',
      'WIRE-004',
      '1a03088020f8ffffff0f01',
    ),
    list(
      'varint-11',
      'A varint of eleven bytes.',
      'ERR_ENCODING',
      'NotProtobuf',
      'WIRE-010',
      '1a0c08ffffffffffffffffff8101',
    ),
    list(
      'varint-2-64',
      'A varint of 2^64.',
      'ERR_ENCODING',
      'NotProtobuf',
      'WIRE-010',
      '1a0b0880808080808080808002',
    ),
    list(
      'length-beyond',
      'A length beyond the end of the message.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-010',
      '1a04088020',
    ),
    list(
      'length-2-31',
      'A length of 2^31 - 1 and three bytes.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-021',
      '1affffffff07088020',
    ),
    list(
      'length-2-32',
      'A length of 2^32 + 3 and three bytes.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-021',
      '1a8380808010088020',
    ),
    list(
      'length-2-63',
      'A length of 2^63 and three bytes.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-021',
      '1a80808080808080808001088020',
    ),
    list(
      'inner-varint-cut',
      'A varint that is cut by the end of its message, with a byte behind it.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-010',
      '1a0208801a03088020',
    ),
    list(
      'inner-field-beyond',
      'An inner field that reaches beyond its message into the next.',
      'ERR_ENCODING',
      'Truncated',
      'WIRE-010',
      '1a02120a1a03088020',
    ),
    list(
      'extent-list-order-last',
      'A block behind an extent, both right by themselves.',
      'ERR_NON_CANONICAL',
      'FieldOrder',
      'WIRE-006',
      '1a0308802012080801101018012001',
    ),
    list(
      'nested-empty',
      'A chunk of no bytes in an extent.',
      'ERR_NON_CANONICAL',
      'Default',
      'WIRE-009',
      '1a021200',
    ),
    bad(
      'uint32-cut',
      'A revision of 2^32 + 1, which is 1 in 32 bits.',
      'ERR_NON_CANONICAL',
      'Integers',
      'WIRE-008',
      'Head',
      unhex('0a0100108180808010'),
    ),
    bad(
      'uint32-negative',
      'A revision of 2^64 - 1, which is -1 as a signed integer.',
      'ERR_NON_CANONICAL',
      'Integers',
      'WIRE-008',
      'Head',
      unhex('0a010010ffffffffffffffffff01'),
    ),
    bad(
      'enum-2-32',
      'A kind of 2^32 + 1, which is 1 in 32 bits.',
      'ERR_FIELD',
      'Enum',
      'WIRE-013',
      'Entry',
      unhex('0a0161108180808010'),
    ),
    bad(
      'enum-negative',
      'A kind of 2^64 - 1, which is -1 as a signed integer.',
      'ERR_FIELD',
      'Enum',
      'WIRE-013',
      'Entry',
      unhex('0a016110ffffffffffffffffff01'),
    ),
  ];
  const stable = (change: Value): Value => ({ ...baseValue('HeadStable'), ...change });
  const named = (id: string, comment: string, deviceName: string): Vector =>
    good(id, comment, 'HeadStable', stable({ deviceName }), 'Strings', ['WIRE-012']);
  const field = messageFields('HeadStable').find(({ name }) => name === 'device_name')!;
  const broken = (id: string, comment: string, text: string): Vector =>
    bad(
      `utf8-${id}`,
      comment,
      'ERR_ENCODING',
      'Utf8',
      'WIRE-011',
      'HeadStable',
      encodeWith('HeadStable', field, explicitBytes(field.number, unhex(text))),
    );
  const features = messageFields('HeadStable').find(({ name }) => name === 'critical_features')!;
  const withFeatures = (
    id: string,
    comment: string,
    error: string,
    flag: string,
    req: string,
    bytes: Uint8Array,
  ): Vector =>
    bad(`features-${id}`, comment, error, flag, req, 'HeadStable', encodeWith('HeadStable', features, bytes));
  const version = messageFields('HeadStable').find(({ name }) => name === 'format_version')!;
  const publicFeatures = messageFields('KeyringPublic').find(({ name }) => name === 'critical_features')!;
  vectors.push(
    named('string-bom', 'A name that begins with U+FEFF, which is a character like any other.', '\ufeffname'),
    named('string-decomposed', 'A decomposed letter, which is not composed.', 'Gro\u0308ße'),
    named('string-composed', 'The same name composed: another string.', 'Größe'),
    named('string-nul', 'A name with U+0000.', 'a\u0000b'),
    named('string-astral', 'Code points beyond 16 bits, and the greatest of all.', '\u{1f4be}\u{10ffff}'),
    named('string-noncharacter', 'U+FFFE and U+FFFF.', '\ufffe\uffff'),
    broken('continuation', 'A continuation byte on its own.', '80'),
    broken('cut', 'A character that is cut off.', 'c3'),
    broken('cut-inside', 'A character that is cut off by the next.', 'e28261'),
    broken('overlong-2', 'A slash in two bytes.', 'c0af'),
    broken('overlong-3', 'A slash in three bytes.', 'e080af'),
    broken('overlong-nul', 'U+0000 in two bytes.', 'c080'),
    broken('surrogate', 'A surrogate.', 'eda080'),
    broken('surrogate-pair', 'A pair of surrogates of three bytes each.', 'eda0bdedb2be'),
    broken('beyond', 'A code point above U+10FFFF.', 'f4908080'),
    broken('five-bytes', 'A form of five bytes.', 'f888808080'),
    broken('ff', 'A byte that begins nothing.', 'ff'),
    withFeatures('one', 'A critical feature.', 'ERR_CRITICAL_FEATURE', 'Later', 'WIRE-025', packed(2, [1])),
    withFeatures(
      'greatest',
      'Critical feature 65,535.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      'WIRE-025',
      packed(2, [65535]),
    ),
    withFeatures(
      'descending',
      'Two critical features in descending order: neither is known, and a later version may order them so.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      'WIRE-025',
      packed(2, [2, 1]),
    ),
    withFeatures('0', 'Critical feature 0.', 'ERR_FIELD', 'Below', 'WIRE-023', packed(2, [0])),
    withFeatures('65536', 'Critical feature 65,536.', 'ERR_LIMIT', 'Limit', 'WIRE-022', packed(2, [65536])),
    bad(
      'version-65536',
      'Format version 65,536, which no format has.',
      'ERR_LIMIT',
      'Limit',
      'WIRE-022',
      'HeadStable',
      encodeWith('HeadStable', version, explicitUint(1, 65536)),
    ),
    bad(
      'version-2',
      'Format version 2.',
      'ERR_UNSUPPORTED_VERSION',
      'Later',
      'WIRE-025',
      'HeadStable',
      encodeWith('HeadStable', version, explicitUint(1, 2)),
    ),
    bad(
      'version-missing',
      'No format version.',
      'ERR_FIELD',
      'Below',
      'WIRE-023',
      'HeadStable',
      encodeWith('HeadStable', version, none),
    ),
    bad(
      'version-2-and-more',
      'Format version 2, and a field that version 1 does not have.',
      'ERR_UNSUPPORTED_VERSION',
      'Later',
      'WIRE-025',
      'HeadStable',
      concat(encodeWith('HeadStable', version, explicitUint(1, 2)), explicitUint(30, 1)),
    ),
    ...['VaultRequest', 'VaultResponse', 'VaultRecord'].flatMap((message) => {
      const own = messageFields(message).find(({ name }) => name === 'format_version')!;
      const later = encodeWith(message, own, explicitUint(1, 2));
      const id = `${kebab(message)}-format-version`;
      const refused = 'ERR_UNSUPPORTED_VERSION';
      return [
        bad(`${id}-2`, `${message}: format version 2.`, refused, 'Later', 'WIRE-025', message, later),
        bad(
          `${id}-2-and-more`,
          `${message}: format version 2, and a field that version 1 does not have.`,
          refused,
          'Later',
          'WIRE-025',
          message,
          concat(later, explicitUint(30, 1)),
        ),
        bad(
          `${id}-missing`,
          `${message}: no format version.`,
          'ERR_FIELD',
          'Below',
          'WIRE-023',
          message,
          encodeWith(message, own, none),
        ),
      ];
    }),
    bad(
      'keyring-feature',
      'A critical feature of a keyring, and a field that came with it.',
      'ERR_CRITICAL_FEATURE',
      'Later',
      'WIRE-025',
      'KeyringPublic',
      concat(encodeWith('KeyringPublic', publicFeatures, packed(1, [3])), explicitUint(30, 1)),
    ),
  );
  return vectors;
}

/** Messages that are too long to be written out. */
function large(): Vector[] {
  const piece = (hexText: Uint8Array, count = 1): Record<string, unknown> =>
    count === 1 ? { hex: hexText } : { hex: hexText, count };
  const build = (
    id: string,
    comment: string,
    error: string,
    req: string,
    message: string,
    pieces: readonly Record<string, unknown>[],
  ): Vector => ({
    id: `wire-${id}`,
    comment,
    ...invalid(error),
    flags: ['Beyond'],
    reqs: [req],
    operation: 'decode',
    message,
    pieces,
  });
  const element = (message: string, number: number): Uint8Array =>
    explicitBytes(number, encodeValue(SCHEMA, message, baseValue(message)));
  const child = explicitBytes(4, encodeValue(SCHEMA, 'Child', baseValue('Child')));
  const smallRecord = explicitBytes(3, concat(explicitBytes(1, u8(0))));
  const stable = baseValue('HeadStable');
  const fields = messageFields('HeadStable');
  const encodeRange = (from: number, to: number): Uint8Array =>
    concat(
      ...fields
        .filter(({ number }) => number >= from && number <= to)
        .map((field) => encodeField(SCHEMA, field, stable[camelCase(field.name)])),
    );
  const root = explicitBytes(
    17,
    concat(explicitBytes(1, u8(0x61)), explicitBytes(2, new Uint8Array(32768).fill(0x61))),
  );
  const entry = explicitBytes(3, explicitBytes(1, new Uint8Array(131072).fill(0x61)));
  // A run of one byte is written as a piece of its own, so that the file stays small.
  const runs = (bytes: Uint8Array, run: number, times: number): Record<string, unknown>[] => {
    const head = bytes.slice(0, bytes.length - run);
    return Array.from({ length: times }, () => [piece(head), piece(bytes.slice(-1), run)]).flat();
  };
  return [
    build('node-packs-65537', '65,537 packs in a node.', 'ERR_LIMIT', 'WIRE-021', 'ManifestNode', [
      piece(element('Pack', 1), 65537),
      piece(smallRecord),
    ]),
    build('node-blocks-65537', '65,537 blocks in a node.', 'ERR_LIMIT', 'WIRE-021', 'ManifestNode', [
      piece(element('Block', 2), 65537),
      piece(smallRecord),
    ]),
    build('node-records-65537', '65,537 records in a node.', 'ERR_LIMIT', 'WIRE-021', 'ManifestNode', [
      piece(smallRecord, 65537),
    ]),
    build('node-children-65537', '65,537 children in a node.', 'ERR_LIMIT', 'WIRE-021', 'ManifestNode', [
      piece(child, 65537),
    ]),
    build('head-clock-4097', '4,097 devices in a clock.', 'ERR_LIMIT', 'WIRE-021', 'HeadStable', [
      piece(encodeRange(1, 6)),
      piece(element('DeviceCount', 7), 4097),
      piece(encodeRange(8, 18)),
    ]),
    build('head-roots-1025', '1,025 roots in a head.', 'ERR_LIMIT', 'WIRE-021', 'HeadStable', [
      piece(encodeRange(1, 16)),
      piece(element('Root', 17), 1025),
      piece(encodeRange(18, 18)),
    ]),
    build('keyring-epochs-4097', '4,097 epochs in a keyring.', 'ERR_LIMIT', 'WIRE-021', 'KeyringBody', [
      piece(
        concat(
          ...messageFields('KeyringBody')
            .slice(0, 2)
            .map((field) => encodeField(SCHEMA, field, baseValue('KeyringBody')[camelCase(field.name)])),
        ),
      ),
      piece(element('Epoch', 3), 4097),
      piece(element('Method', 4)),
    ]),
    build('keyring-methods-65', '65 methods in a keyring.', 'ERR_LIMIT', 'WIRE-021', 'KeyringBody', [
      piece(
        concat(
          ...messageFields('KeyringBody')
            .slice(0, 3)
            .map((field) => encodeField(SCHEMA, field, baseValue('KeyringBody')[camelCase(field.name)])),
        ),
      ),
      piece(element('Method', 4), 65),
    ]),
    build('keyring-slots-65', '65 slots in a keyring.', 'ERR_LIMIT', 'WIRE-021', 'KeyringPublic', [
      piece(
        concat(
          ...messageFields('KeyringPublic')
            .slice(0, 5)
            .map((field) => encodeField(SCHEMA, field, baseValue('KeyringPublic')[camelCase(field.name)])),
        ),
      ),
      piece(element('Slot', 6), 65),
    ]),
    build(
      'head-max',
      'A stable part of more than 8,388,608 bytes, every part of which keeps its own limits.',
      'ERR_LIMIT',
      'WIRE-020',
      'HeadStable',
      [piece(encodeRange(1, 16)), ...runs(root, 32768, 256), piece(encodeRange(18, 18))],
    ),
    build(
      'node-max',
      'A node of more than 4,194,304 bytes, every part of which keeps its own limits.',
      'ERR_LIMIT',
      'WIRE-020',
      'ManifestNode',
      runs(entry, 131072, 32),
    ),
  ];
}

function frames(): Vector[] {
  const content = utf8('abc');
  const frame = (
    id: string,
    comment: string,
    bytes: Record<string, unknown>[],
    text: Uint8Array,
    flag = 'Frame',
  ): Vector => ({
    id: `wire-frame-${id}`,
    comment,
    ...valid,
    flags: [flag],
    reqs: ['WIRE-030'],
    operation: 'frame',
    pieces: bytes,
    content: text,
  });
  const broken = (
    id: string,
    comment: string,
    error: string,
    req: string,
    pieces: readonly Record<string, unknown>[],
  ): Vector => ({
    id: `wire-frame-${id}`,
    comment,
    ...invalid(error),
    flags: ['Frame'],
    reqs: [req],
    operation: 'frame',
    pieces,
  });
  const zeros = (count: number): Record<string, unknown> => ({ hex: '00', count });
  const whole = (bytes: Uint8Array): Record<string, unknown>[] => [{ hex: bytes }];
  const header = (length: number): Record<string, unknown> => ({ hex: u32(length) });
  const filler = generated('wire frame', 4093);
  return [
    frame('empty', 'No content.', [zeros(4096)], none),
    frame('abc', 'Three bytes.', [{ hex: concat(u32(3), content) }, zeros(4089)], content),
    frame(
      'full',
      'Content that fills 2^12 bytes: no padding.',
      whole(paddedFrame(filler.slice(0, 4092))),
      filler.slice(0, 4092),
    ),
    frame(
      'next',
      'One byte more: 2^13 bytes.',
      [{ hex: concat(u32(4093), filler) }, zeros(8192 - 4097)],
      filler,
    ),
    broken('no-bytes', 'No bytes.', 'ERR_ENCODING', 'WIRE-032', []),
    broken('three-bytes', 'Three bytes.', 'ERR_ENCODING', 'WIRE-032', [zeros(3)]),
    broken('header-only', 'The length alone.', 'ERR_PADDING', 'WIRE-033', [zeros(4)]),
    broken(
      'no-padding',
      'Content without padding.',
      'ERR_PADDING',
      'WIRE-033',
      whole(concat(u32(3), content)),
    ),
    broken('half', 'A frame of 2^11 bytes.', 'ERR_PADDING', 'WIRE-033', [header(0), zeros(2044)]),
    broken('byte-less', 'A byte less than 2^12.', 'ERR_PADDING', 'WIRE-033', [header(0), zeros(4091)]),
    broken('byte-more', 'A byte more than 2^12.', 'ERR_PADDING', 'WIRE-033', [header(0), zeros(4093)]),
    broken('double', 'A frame of 2^13 bytes for content that fits 2^12.', 'ERR_PADDING', 'WIRE-033', [
      header(4092),
      zeros(8188),
    ]),
    broken('not-power', 'A frame of 3 * 2^12 bytes.', 'ERR_PADDING', 'WIRE-033', [
      header(8000),
      zeros(12284),
    ]),
    broken('length-beyond', 'A length that is one more than there is.', 'ERR_ENCODING', 'WIRE-032', [
      header(4093),
      zeros(4092),
    ]),
    broken('length-sign', 'A length with its highest bit set.', 'ERR_ENCODING', 'WIRE-032', [
      header(0x80000000),
      zeros(4092),
    ]),
    broken('length-wraps', 'A length of 2^32 - 4: four more are 2^32.', 'ERR_ENCODING', 'WIRE-032', [
      header(0xfffffffc),
      zeros(4092),
    ]),
    broken('padding-first', 'The first byte of the padding is 1.', 'ERR_PADDING', 'WIRE-034', [
      { hex: overwrite(concat(u32(3), content, u8(0)), 7, u8(1)) },
      zeros(4088),
    ]),
    broken('padding-last', 'The last byte of the padding is 1.', 'ERR_PADDING', 'WIRE-034', [
      { hex: concat(u32(3), content) },
      zeros(4088),
      { hex: '01' },
    ]),
    broken('length-little-endian', 'A length of 3, little-endian: 50,331,648.', 'ERR_ENCODING', 'WIRE-032', [
      { hex: '03000000' },
      zeros(4092),
    ]),
    broken('beyond', 'A frame of 2^24 + 1 bytes.', 'ERR_LIMIT', 'WIRE-031', [
      header(16777212),
      zeros(16777213),
    ]),
  ];
}

/** The frames of what goes to, comes from and lies in a key vault. */
function fixedFrames(): Vector[] {
  const content = utf8('abc');
  const kinds = [
    ['request', 8192],
    ['response', 4096],
    ['record', 16384],
  ] as const;
  const zeros = (count: number): Record<string, unknown> => ({ hex: '00', count });
  const whole = (length: number): Record<string, unknown>[] => [
    { hex: concat(u32(3), content) },
    zeros(length - 7),
  ];
  const frame = (
    id: string,
    comment: string,
    length: number,
    pieces: readonly Record<string, unknown>[],
    text: Uint8Array,
  ): Vector => ({
    id: `wire-fixed-frame-${id}`,
    comment,
    ...valid,
    flags: ['FixedFrame'],
    reqs: ['WIRE-035'],
    operation: 'fixed-frame',
    length,
    pieces,
    content: text,
  });
  const broken = (
    id: string,
    comment: string,
    error: string,
    req: string,
    length: number,
    pieces: readonly Record<string, unknown>[],
  ): Vector => ({
    id: `wire-fixed-frame-${id}`,
    comment,
    ...invalid(error),
    flags: ['FixedFrame'],
    reqs: [req],
    operation: 'fixed-frame',
    length,
    pieces,
  });
  const header = (length: number): Record<string, unknown> => ({ hex: u32(length) });
  const filler = generated('wire fixed frame', 4092);
  const encoding = (id: string, comment: string, req: string, pieces: Record<string, unknown>[]): Vector =>
    broken(id, comment, 'ERR_ENCODING', req, 4096, pieces);
  const padding = (id: string, comment: string, pieces: Record<string, unknown>[]): Vector =>
    broken(id, comment, 'ERR_PADDING', 'WIRE-039', 4096, pieces);
  return [
    ...kinds.flatMap(([kind, length]) => [
      frame(kind, `A ${kind}: three bytes.`, length, whole(length), content),
      broken(`${kind}-short`, `A ${kind} of one byte less.`, 'ERR_ENCODING', 'WIRE-037', length, [
        ...whole(length - 1),
      ]),
      broken(`${kind}-long`, `A ${kind} of one byte more.`, 'ERR_ENCODING', 'WIRE-037', length, [
        ...whole(length + 1),
      ]),
    ]),
    frame('empty', 'No content.', 4096, [zeros(4096)], none),
    frame('full', 'Content that leaves no padding.', 4096, [{ hex: concat(u32(4092), filler) }], filler),
    encoding('no-bytes', 'No bytes.', 'WIRE-037', []),
    encoding('header-only', 'The length alone.', 'WIRE-037', [zeros(4)]),
    encoding('no-padding', 'Content without padding.', 'WIRE-037', [{ hex: concat(u32(3), content) }]),
    broken(
      'other-kind',
      'A response in the place of a request.',
      'ERR_ENCODING',
      'WIRE-037',
      8192,
      whole(4096),
    ),
    encoding('length-beyond', 'A length that is one more than there is.', 'WIRE-038', [
      header(4093),
      zeros(4092),
    ]),
    encoding('length-total', 'A length that counts itself.', 'WIRE-038', [header(4096), zeros(4092)]),
    encoding('length-sign', 'A length with its highest bit set.', 'WIRE-038', [
      header(0x80000000),
      zeros(4092),
    ]),
    encoding('length-wraps', 'A length of 2^32 - 4: four more are 2^32.', 'WIRE-038', [
      header(0xfffffffc),
      zeros(4092),
    ]),
    encoding('length-little-endian', 'A length of 3, little-endian: 50,331,648.', 'WIRE-038', [
      { hex: '03000000' },
      zeros(4092),
    ]),
    padding('padding-first', 'The first byte of the padding is 1.', [
      { hex: concat(u32(3), content, u8(1)) },
      zeros(4088),
    ]),
    padding('padding-last', 'The last byte of the padding is 1.', [
      { hex: concat(u32(3), content) },
      zeros(4088),
      { hex: '01' },
    ]),
    padding('length-less', 'A length that leaves out the last byte of the content.', [
      { hex: concat(u32(2), content) },
      zeros(4089),
    ]),
  ];
}

function names(): Vector[] {
  const id = unhex('000102030405060708090a0b0c0d0e0f');
  const name = (key: string, comment: string, text: string, means: Record<string, unknown>): Vector => ({
    id: `wire-name-${key}`,
    comment,
    ...valid,
    flags: ['Name'],
    reqs: ['WIRE-041'],
    operation: 'name',
    name: text,
    means,
  });
  const junk = (key: string, comment: string, text: string): Vector => ({
    id: `wire-name-${key}`,
    comment,
    ...invalid('ERR_FOREIGN_OBJECT'),
    flags: ['Name'],
    reqs: ['WIRE-041'],
    operation: 'name',
    name: text,
  });
  const head = headName(2, 1, id);
  const pack = packName(id);
  return [
    name('keyring', 'A keyring.', keyringName(1, id), { kind: 'keyring', generation: '1', id }),
    name('keyring-greatest', 'The greatest generation.', keyringName(4294967295, id), {
      kind: 'keyring',
      generation: '4294967295',
      id,
    }),
    name('head', 'A head.', head, { kind: 'head', sequence: '2', epoch: 1, id }),
    name('head-greatest', 'The greatest sequence and epoch.', headName(2n ** 53n - 1n, 4294967295, id), {
      kind: 'head',
      sequence: '9007199254740991',
      epoch: 4294967295,
      id,
    }),
    name('pack', 'A pack.', pack, { kind: 'pack', id }),
    name('mark', 'A mark.', markName(1, id), { kind: 'mark', epoch: 1, id }),
    junk('empty', 'No name.', ''),
    junk('prefix', 'A folder.', 'heads/'),
    junk('other-folder', 'Another folder.', head.replace('heads', 'tails')),
    junk('upper-case', 'An upper-case digit.', `${head.slice(0, -1)}F`),
    junk(
      'generation-upper-case',
      'An upper-case digit in a generation.',
      keyringName(10, id).replace('0000000a', '0000000A'),
    ),
    junk(
      'sequence-upper-case',
      'An upper-case digit in a sequence.',
      headName(10, 1, id).replace('000000000000000a', '000000000000000A'),
    ),
    junk(
      'epoch-upper-case',
      'An upper-case digit in an epoch.',
      headName(2, 10, id).replace('-0000000a-', '-0000000A-'),
    ),
    junk('pack-upper-case', 'An upper-case digit in the id of a pack.', `${pack.slice(0, -1)}F`),
    junk(
      'mark-upper-case',
      'An upper-case digit in the epoch of a mark.',
      markName(10, id).replace('0000000a', '0000000A'),
    ),
    junk('prefix-upper-case', 'An upper-case folder.', head.replace('heads', 'Heads')),
    junk('sequence-0', 'Sequence 0.', headName(0, 1, id)),
    junk('sequence-2-53', 'Sequence 2^53.', headName(2n ** 53n, 1, id)),
    junk('epoch-0', 'Epoch 0.', headName(2, 0, id)),
    junk('mark-epoch-0', 'Epoch 0 of a mark.', markName(0, id)),
    junk('generation-0', 'Generation 0.', keyringName(0, id)),
    junk('sequence-short', 'A sequence of 15 digits.', head.replace('heads/0', 'heads/')),
    junk('epoch-long', 'An epoch of nine digits.', head.replace('-0', '-00')),
    junk('id-short', 'An id of 31 digits.', head.slice(0, -1)),
    junk('id-long', 'An id of 33 digits.', `${head}0`),
    junk('decimal', 'A digit that is not hexadecimal.', `${head.slice(0, -1)}g`),
    junk('suffix', 'A suffix.', `${pack}.tmp`),
    junk('newline', 'A newline behind the name.', `${pack}\n`),
    junk('leading-slash', 'A slash in front.', `/${pack}`),
    junk('double-slash', 'Two slashes.', pack.replace('/', '//')),
    junk('pack-folder', 'A pack in the folder of another id.', pack.replace('/00/', '/01/')),
    junk('pack-flat', 'A pack without its inner folder.', pack.replace('/00/', '/')),
    junk('pack-dot-dot', 'A path that climbs.', pack.replace('/00/', '/00/../00/')),
    junk('arabic-digits', 'Digits of another script.', head.replace('-00000001-', '-0000000\u0661-')),
  ];
}

export function wire(): Files {
  const messages = [...SCHEMA.messages.keys()];
  const decoding = messages.flatMap((message) => [
    ...messageVectors(message),
    ...messageFields(message).flatMap((field) => [
      ...limitVectors(message, field),
      ...formVectors(message, field),
    ]),
  ]);
  const all = [...decoding, ...byHand(), ...large(), ...frames(), ...fixedFrames(), ...names()];
  return new Map([['wire/wire.json', vectorFile('wire', FLAGS, all)], ...schema()]);
}

/** The schema of a field's value in a vector. */
function valueSchema(field: Field): Schema {
  const members = SCHEMA.enums.get(field.type);
  if (members !== undefined) {
    const declared = members.filter(({ name }) => !name.endsWith('_UNSPECIFIED'));
    return oneOf(...declared.map(({ name }) => enumName(name)));
  }
  if (isMessage(SCHEMA, field.type)) return { $ref: `#/$defs/${field.type}` };
  if (field.type === 'bytes') return HEX;
  if (field.type === 'string') return TEXT;
  return field.type === 'uint32' ? integer(0, 4294967295) : DECIMAL;
}

function schema(): Files {
  const messages = [...SCHEMA.messages.values()].map(({ name, fields: own }) => {
    const member = (field: Field): [string, Schema] => [
      camelCase(field.name),
      field.repeated ? list(valueSchema(field)) : valueSchema(field),
    ];
    const optional = own.filter((field) => field.words.has('optional'));
    return [
      name,
      fields(
        Object.fromEntries(own.filter((field) => !optional.includes(field)).map(member)),
        Object.fromEntries(optional.map(member)),
      ),
    ] as const;
  });
  const message = oneOf(...ROOTS);
  const value = { anyOf: ROOTS.map((root) => ({ $ref: `#/$defs/${root}` })) };
  const name = TEXT;
  const id = HEX;
  const epoch = integer(1, 4294967295);
  const means = {
    oneOf: [
      fields({ kind: oneOf('keyring'), generation: DECIMAL, id }),
      fields({ kind: oneOf('head'), sequence: DECIMAL, epoch, id }),
      fields({ kind: oneOf('pack'), id }),
      fields({ kind: oneOf('mark'), epoch, id }),
    ],
  };
  return suiteSchema(
    'wire',
    'Messages, frames and object names',
    FLAGS,
    [
      { operation: 'decode', result: 'valid', required: { message, bytes: HEX, value } },
      {
        operation: 'decode',
        result: 'invalid',
        required: { message },
        optional: { bytes: HEX, pieces: PIECES },
      },
      { operation: 'frame', result: 'valid', required: { pieces: PIECES, content: HEX } },
      { operation: 'frame', result: 'invalid', required: { pieces: PIECES } },
      {
        operation: 'fixed-frame',
        result: 'valid',
        required: { length: integer(4), pieces: PIECES, content: HEX },
      },
      { operation: 'fixed-frame', result: 'invalid', required: { length: integer(4), pieces: PIECES } },
      { operation: 'name', result: 'valid', required: { name, means } },
      { operation: 'name', result: 'invalid', required: { name } },
    ],
    {},
    Object.fromEntries(messages),
  );
}
