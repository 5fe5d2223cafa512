// Every annotation of every field, at its limits and beyond them, in both directions.

import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { describe, expect, test, vi } from 'vitest';
import { type Field, INTEGER_RANGES } from '../scripts/proto.ts';
import { camelCase } from '../scripts/text.ts';
import { LIMITS } from '../src/index.ts';
import { filled } from './support/bytes.ts';
import { elementExample, exampleOf, leanExampleOf } from './support/example.ts';
import {
  codecOf,
  encodeByProtobuf,
  enumOf,
  membersOf,
  messageOf,
  schema,
  standalone,
  type Value,
} from './support/schema.ts';

// The longest lists take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** A field of a message, and the way to it from a message that stands alone. */
interface Spot {
  readonly root: string;
  readonly way: readonly Field[];
  readonly field: Field;
}

function spotsOf(root: string, name: string, way: readonly Field[]): Spot[] {
  return messageOf(name).fields.flatMap((field) => [
    { root, way, field },
    ...(field.kind === 'message' ? spotsOf(root, field.type, [...way, field]) : []),
  ]);
}

/** Each field once, by its shortest way. */
const spots: readonly Spot[] = Object.values(
  Object.fromEntries(
    standalone
      .flatMap(({ name }) => spotsOf(name, name, []))
      .sort((a, b) => b.way.length - a.way.length)
      .map((spot) => [`${spot.field.message}.${spot.field.name}`, spot]),
  ),
);

/** The example of the root with `value` in the field. */
function place({ root, way, field }: Spot, value: Value): Value {
  const result = exampleOf(root);
  let inner = result;
  for (const step of way) {
    inner = inner[camelCase(step.name)];
    if (step.repeated) inner = inner[0];
  }
  inner[camelCase(field.name)] = value;
  return result;
}

interface Case {
  readonly what: string;
  readonly value: Value;
  readonly code?: ErrorCode;
}

function listOf(field: Field, length: number): Value {
  // Lean messages, so that the most of them fit into their root.
  const make = (index: number): Value =>
    field.kind === 'message' ? leanExampleOf(field.type) : elementExample(field, index);
  return Array.from({ length }, (_, index) => make(index));
}

/** The single values of a field, or elements of its list, that its limits allow and forbid. */
function elementCases(field: Field): Case[] {
  const { length, range } = field.limits;
  if (length !== undefined) {
    const make = (size: number): Value => (field.kind === 'bytes' ? filled(size, 0x21) : 'x'.repeat(size));
    return [
      { what: 'least length', value: make(length.min) },
      { what: 'greatest length', value: make(length.max) },
      { what: 'too long', value: make(length.max + 1), code: 'ERR_LIMIT' as const },
      ...(length.min > 0
        ? [{ what: 'too short', value: make(length.min - 1), code: 'ERR_FIELD' as const }]
        : []),
      ...(length.orEmpty ? [{ what: 'empty', value: make(0) }] : []),
    ];
  }
  if (range !== undefined) {
    const make = (value: bigint): Value => (field.kind === 'uint32' ? Number(value) : value);
    const bounds = INTEGER_RANGES[field.kind] ?? range;
    return [
      { what: 'least', value: make(range.min) },
      ...(field.limits.version ? [] : [{ what: 'greatest', value: make(range.max) }]),
      ...(range.max < bounds.max
        ? [{ what: 'too large', value: make(range.max + 1n), code: 'ERR_LIMIT' as const }]
        : []),
      ...(range.min > bounds.min
        ? [{ what: 'too small', value: make(range.min - 1n), code: 'ERR_FIELD' as const }]
        : []),
    ];
  }
  if (field.kind === 'enum') {
    const unknown = enumOf(field.type).values.length;
    return [
      ...membersOf(field.type).map(({ text }) => ({ what: text, value: text })),
      ...[unknown, 2 ** 31 - 1, -1].map((number) => ({
        what: `number ${number}`,
        value: { number },
        code: 'ERR_FIELD' as const,
      })),
      ...(membersOf(field.type)[0].number === 0
        ? []
        : [{ what: 'number 0', value: { number: 0 }, code: 'ERR_FIELD' as const }]),
    ];
  }
  return [];
}

function casesOf(field: Field): Case[] {
  const { count, ascending, features } = field.limits;
  if (count === undefined) {
    const cases = elementCases(field);
    if (field.limits.required) cases.push({ what: 'absent', value: undefined, code: 'ERR_FIELD' });
    if (field.limits.optional) cases.push({ what: 'absent', value: undefined });
    return cases;
  }
  const cases: Case[] = [
    ...elementCases(field)
      .filter(({ code }) => code !== undefined || !features)
      .map((one) => ({ ...one, value: [one.value], what: `an element: ${one.what}` })),
    { what: 'fewest', value: listOf(field, count.min) },
    { what: 'too many', value: listOf(field, count.max + 1), code: 'ERR_LIMIT' },
  ];
  if (!features) cases.push({ what: 'most', value: listOf(field, count.max) });
  if (count.min > 0) cases.push({ what: 'too few', value: listOf(field, count.min - 1), code: 'ERR_FIELD' });
  if (ascending && !features) {
    const [a, b, c] = listOf(field, 3);
    cases.push({ what: 'descending', value: [a, c, b], code: 'ERR_FIELD' });
    cases.push({ what: 'repeated', value: [a, b, b], code: 'ERR_FIELD' });
  }
  return cases;
}

describe.each(spots.map((spot) => [`${spot.field.message}.${spot.field.name}`, spot] as const))(
  '%s',
  (_, spot) => {
    const { encode, decode } = codecOf(spot.root);

    test.each(casesOf(spot.field))('$what', ({ value, code }) => {
      const whole = place(spot, value);
      const bytes = encodeByProtobuf(spot.root, whole);
      if (code === undefined) {
        expect(Buffer.compare(encode(whole), bytes)).toBe(0);
        expect(Buffer.compare(encode(decode(bytes)), bytes)).toBe(0);
        return;
      }
      let thrown: unknown;
      try {
        decode(bytes);
      } catch (error) {
        thrown = error;
      }
      // A message without its only field has no bytes, which is a fault of its own.
      const isNothing = bytes.length === 0;
      expect(isMunimentError(thrown, isNothing ? 'ERR_NON_CANONICAL' : code), String(thrown)).toBe(true);
      const { message, name } = spot.field;
      expect((thrown as Error).message).toContain(isNothing ? message : `${message}.${name}`);
      const caller = spot.field.kind === 'enum' || spot.field.limits.required ? TypeError : RangeError;
      expect(() => encode(whole)).toThrow(caller);
    });

    test('values of another type', () => {
      const wrong: Value[] = [null, true, {}, () => 1, 1.5, Number.NaN];
      const own = exampleOf(spot.field.message)[camelCase(spot.field.name)];
      if (typeof own !== 'string') wrong.push('1');
      if (typeof own !== 'bigint') wrong.push(1n);
      if (typeof own !== 'number') wrong.push(1);
      if (!spot.field.limits.optional) wrong.push(undefined);
      if (Array.isArray(own)) wrong.push(Object.assign({}, own), [null], [undefined], new Array(1), [[]]);
      else wrong.push([own], []);
      for (const value of wrong) {
        if (
          spot.field.kind === 'message' &&
          !spot.field.repeated &&
          typeof value === 'object' &&
          value !== null
        )
          continue;
        expect(() => encode(place(spot, value)), String(value)).toThrow(TypeError);
      }
    });
  },
);

test('all fields of all messages are looked at', () => {
  expect(spots.length).toBe(schema.messages.reduce((sum, { fields }) => sum + fields.length, 0));
});

describe.each(standalone)('$name', ({ name, maxBytes }) => {
  test('is refused unread when it is too long', () => {
    let thrown: unknown;
    try {
      codecOf(name).decode(new Uint8Array(maxBytes + 1));
    } catch (error) {
      thrown = error;
    }
    expect(isMunimentError(thrown, 'ERR_LIMIT')).toBe(true);
  });

  test('is decoded from bytes and encoded from objects only', () => {
    for (const value of [null, undefined, 'x', 1, [1]]) {
      expect(() => codecOf(name).decode(value as never)).toThrow(TypeError);
      expect(() => codecOf(name).encode(value as never)).toThrow(TypeError);
    }
  });
});

test('a message that grows beyond its maximum is not written', () => {
  const node = { ...exampleOf('ManifestNode'), records: [] as Value[] };
  const entry = filled(100_000, 1);
  for (let i = 0; i < 42; i++) node.records.push({ entry, extents: [], lists: [], chunker: 'none' });
  expect(() => codecOf('ManifestNode').encode(node)).toThrow(RangeError);
  node.records.length = 41;
  expect(codecOf('ManifestNode').encode(node).length).toBeGreaterThan(4_100_000);
});

test('what would be an empty message is not written', () => {
  const zero = { keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
  expect(() => codecOf('KeyringBody').encode({ ...exampleOf('KeyringBody'), policy: zero })).toThrow(
    RangeError,
  );
  const nothing = { packs: [], blocks: [], records: [], children: [] };
  expect(() => codecOf('ManifestNode').encode(nothing)).toThrow(RangeError);
});

test('text with an unpaired surrogate is not written', () => {
  const head = { ...exampleOf('HeadStable'), deviceName: '\ud800' };
  expect(() => codecOf('HeadStable').encode(head)).toThrow(RangeError);
});

test('lengths of text count UTF-8', () => {
  const head = { ...exampleOf('HeadStable'), deviceName: 'é'.repeat(64) };
  expect(codecOf('HeadStable').decode(codecOf('HeadStable').encode(head)).deviceName).toBe(head.deviceName);
  expect(() => codecOf('HeadStable').encode({ ...head, deviceName: 'é'.repeat(65) })).toThrow(RangeError);
});

test('LIMITS says what the annotations say', () => {
  for (const { name, fields } of schema.messages) {
    const limits: Value = LIMITS[name as keyof typeof LIMITS];
    for (const field of fields) {
      const { count, length, range } = field.limits;
      const big = field.kind === 'uint64' || field.kind === 'sint64';
      const of = (value: bigint): number | bigint => (big ? value : Number(value));
      const expected: Value = {
        ...(count && { minCount: count.min, maxCount: count.max }),
        ...(length && { minBytes: length.orEmpty ? 0 : length.min, maxBytes: length.max }),
        ...(range && { min: of(range.min), max: of(range.max) }),
      };
      expect(limits[camelCase(field.name)] ?? {}).toEqual(expected);
    }
  }
});
