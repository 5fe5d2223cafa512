// Arbitrary valid values of every message, made from the limits in spec/proto.

import fc from 'fast-check';
import type { Field } from '../../scripts/proto.ts';
import { camelCase } from '../../scripts/text.ts';
import { membersOf, messageOf, toProtobuf, type Value } from './schema.ts';

const LIST_MAX = 4;
const BYTES_MAX = 300;

/** Valid values of a message, ends of ranges included; lists and bytes stay short. */
export function messageValues(name: string): fc.Arbitrary<Value> {
  const fields = messageOf(name).fields.map((field) => [camelCase(field.name), fieldValues(field)]);
  // A message that is all defaults has no encoding.
  return fc
    .record(Object.fromEntries(fields))
    .filter((value) => Object.keys(toProtobuf(name, value)).length > 0);
}

function fieldValues(field: Field): fc.Arbitrary<Value> {
  const { count, limits } = { count: field.limits.count, limits: field.limits };
  if (limits.version) return fc.constant(1);
  if (limits.features) return fc.constant([]);
  const elements = elementValues(field);
  if (count === undefined) return limits.optional ? fc.option(elements, { nil: undefined }) : elements;
  const lengths = { minLength: count.min, maxLength: Math.min(count.max, Math.max(count.min, LIST_MAX)) };
  if (!limits.ascending) return fc.array(elements, lengths);
  const key = field.kind === 'bytes' ? (element: Value) => Buffer.from(element).toString('hex') : undefined;
  return fc
    .uniqueArray(elements, { ...lengths, ...(key === undefined ? {} : { selector: key }) })
    .map((list) => list.sort((a, b) => (field.kind === 'bytes' ? Buffer.compare(a, b) : a - b)));
}

function elementValues(field: Field): fc.Arbitrary<Value> {
  const { length, range } = field.limits;
  if (length !== undefined) {
    const maxLength = Math.max(length.min, Math.min(length.max, BYTES_MAX));
    const values: fc.Arbitrary<Value> =
      field.kind === 'bytes'
        ? fc.uint8Array({ minLength: length.min, maxLength })
        : fc
            .string({ unit: 'binary', maxLength })
            .filter((text) => Buffer.byteLength(text) >= length.min && Buffer.byteLength(text) <= length.max);
    const empty: Value = field.kind === 'bytes' ? new Uint8Array(0) : '';
    return length.orEmpty ? fc.oneof(fc.constant(empty), values) : values;
  }
  if (range !== undefined) {
    const ends = [range.min, range.max, 1n, 127n, 128n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n + 1n];
    const inside = ends.filter((value) => value >= range.min && value <= range.max);
    const values = fc.oneof(fc.constantFrom(...inside), fc.bigInt({ min: range.min, max: range.max }));
    return field.kind === 'uint32' ? values.map(Number) : values;
  }
  if (field.kind === 'enum') return fc.constantFrom(...membersOf(field.type).map(({ text }) => text));
  return messageValues(field.type);
}
