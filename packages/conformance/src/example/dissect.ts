// Takes an encoded message apart into rows, field by field, by the schema of spec/proto.

import { enumName, type Field, isMessage, type Schema } from '../kit/schema.ts';
import { indented, LINE_BYTES, type Row, row } from './dump.ts';

/** What is said of a field's value, by `Message.field`. */
export type Notes = Readonly<Record<string, string | ((value: bigint) => string)>>;
/** How a `bytes` field is taken apart further, by `Message.field`. */
export type Splits = Readonly<Record<string, (value: Uint8Array) => Row[]>>;

/** The bytes of a varint at `at`, and its number. */
function varintAt(bytes: Uint8Array, at: number): { readonly end: number; readonly value: bigint } {
  let value = 0n;
  for (let i = at, shift = 0n; ; i++, shift += 7n) {
    if (i >= bytes.length) throw new RangeError('a varint without an end');
    value |= BigInt(bytes[i] & 0x7f) << shift;
    if (bytes[i] < 0x80) return { end: i + 1, value };
  }
}

/** The rows of a message. @throws RangeError if it is not one of the schema */
export function dissect(
  schema: Schema,
  name: string,
  bytes: Uint8Array,
  notes: Notes,
  splits: Splits,
): Row[] {
  const message = schema.messages.get(name);
  if (message === undefined) throw new RangeError(`no message ${name}`);
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = varintAt(bytes, at);
    const number = Number(tag.value >> 3n);
    const field = message.fields.find((one) => one.number === number);
    if (field === undefined) throw new RangeError(`${name} has no field ${number}`);
    const key = `${name}.${field.name}`;
    const { end, value } = varintAt(bytes, tag.end);
    if ((tag.value & 7n) === 0n) {
      rows.push(
        row(
          bytes.slice(at, end),
          field.name,
          `field ${number} = ${scalar(schema, field, key, value, notes)}`,
        ),
      );
      at = end;
      continue;
    }
    const last = end + Number(value);
    if ((tag.value & 7n) !== 2n || last > bytes.length)
      throw new RangeError(`${key} is not within its message`);
    const content = bytes.slice(end, last);
    const kind = isMessage(schema, field.type)
      ? `${/^[AEIOU]/.test(field.type) ? 'an' : 'a'} ${field.type} of ${value} bytes`
      : `${value} bytes`;
    const note = notes[key];
    const text = typeof note === 'string' ? `: ${note}` : '';
    const nested = isMessage(schema, field.type)
      ? dissect(schema, field.type, content, notes, splits)
      : splits[key]?.(content);
    const shown = readable(content);
    const meaning = `field ${number}, ${kind}${shown === '' ? '' : `, ${shown}`}${text}`;
    if (nested === undefined && last - at <= LINE_BYTES) {
      rows.push(row(bytes.slice(at, last), field.name, meaning));
    } else {
      rows.push(row(bytes.slice(at, end), field.name, meaning));
      rows.push(...indented(nested ?? [row(content, 'value')]));
    }
    at = last;
  }
  return rows;
}

function scalar(schema: Schema, field: Field, key: string, value: bigint, notes: Notes): string {
  const members = schema.enums.get(field.type);
  if (members !== undefined) {
    const member = members.find((one) => BigInt(one.number) === value);
    if (member === undefined) throw new RangeError(`${key} is ${value}`);
    return `${value}, ${enumName(member.name)}`;
  }
  const own = field.type !== 'sint64' ? value : value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
  const note = notes[key];
  if (note === undefined) return String(own);
  return typeof note === 'string' ? `${own}: ${note}` : `${own}: ${note(own)}`;
}

/** Short text, in quotes. */
function readable(content: Uint8Array): string {
  const text = Buffer.from(content).toString('latin1');
  return /^[\x20-\x7e]{1,30}$/.test(text) ? `"${text}"` : '';
}
