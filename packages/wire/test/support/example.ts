// One value of each message in which every field is set, at the least value that says something.

import type { Field } from '../../scripts/proto.ts';
import { camelCase } from '../../scripts/text.ts';
import { filled } from './bytes.ts';
import { membersOf, messageOf, type Value } from './schema.ts';

/** A valid value of the message `name` with every field set that format 1 can set. */
export function exampleOf(name: string): Value {
  return build(name, (field) =>
    field.limits.features ? [] : [1, 2].map((index) => elementExample(field, index)),
  );
}

/** A valid value of the message `name` with as few elements as its lists allow. */
export function leanExampleOf(name: string): Value {
  return build(name, (field) =>
    Array.from({ length: field.limits.count?.min ?? 0 }, (_, index) => elementExample(field, index)),
  );
}

function build(name: string, list: (field: Field) => Value): Value {
  const fields = messageOf(name).fields;
  return Object.fromEntries(
    fields.map((field) => [camelCase(field.name), field.repeated ? list(field) : elementExample(field, 0)]),
  );
}

/** The element `index` of an ascending list, or a single value. */
export function elementExample(field: Field, index: number): Value {
  const { length, range } = field.limits;
  if (length !== undefined) {
    const size = Math.max(length.min, 1);
    if (field.kind === 'string') return 'x'.repeat(size);
    const bytes = filled(size, 0x21);
    // As many low bytes as there are hold the index, so that indexes ascend.
    for (let i = 1; i <= Math.min(4, size); i++) bytes[size - i] = (index / 256 ** (i - 1)) & 255;
    return bytes;
  }
  if (range !== undefined) {
    const least = (range.min > 0n ? range.min : 1n) + BigInt(index);
    return field.kind === 'uint32' ? Number(least) : least;
  }
  if (field.kind === 'enum') return membersOf(field.type).at(-1)?.text;
  return exampleOf(field.type);
}
