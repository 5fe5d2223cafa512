// The messages of spec/proto as data: our values to and from those of protobufjs, their limits, and our codecs by name.

import { type Enum, type Field, type Message, readSchema, zeroIsUnset } from '../../scripts/proto.ts';
import { camelCase } from '../../scripts/text.ts';
import { enumText } from '../../scripts/types.ts';
import * as wire from '../../src/index.ts';
import { type MessageName, protobufCodecs } from '../../src/protobuf.ts';

// biome-ignore lint/suspicious/noExplicitAny: the values of all messages, looked into by name
export type Value = any;

export const schema = readSchema();
const messages = new Map(schema.messages.map((message) => [message.name, message]));
const enums = new Map(schema.enums.map((entry) => [entry.name, entry]));

/** The messages that have an encoder and a decoder of their own. */
export const standalone: readonly (Message & { readonly maxBytes: number })[] = schema.messages.filter(
  (message): message is Message & { readonly maxBytes: number } => message.maxBytes !== undefined,
);

export function messageOf(name: string): Message {
  const message = messages.get(name);
  if (message === undefined) throw new Error(`no message ${name}`);
  return message;
}

/** True if a field of the message, or of a message in it, is such a one. */
export function hasField(name: string, isSuch: (field: Field) => boolean): boolean {
  return messageOf(name).fields.some(
    (field) => isSuch(field) || (field.kind === 'message' && hasField(field.type, isSuch)),
  );
}

export function enumOf(name: string): Enum {
  const entry = enums.get(name);
  if (entry === undefined) throw new Error(`no enum ${name}`);
  return entry;
}

/** The numbers of an enum that are values, with their names. */
export function membersOf(name: string): { readonly text: string; readonly number: number }[] {
  const owner = enumOf(name);
  return owner.values
    .filter(({ number }) => number !== 0 || !zeroIsUnset(owner))
    .map((value) => ({ text: enumText(owner, value), number: value.number }));
}

/** Our encoder and decoder of a message. */
export function codecOf(name: string): {
  encode(value: Value): Uint8Array;
  decode(bytes: Uint8Array): Value;
} {
  const all = wire as unknown as Record<string, (input: Value) => Value>;
  return { encode: all[`encode${name}`], decode: all[`decode${name}`] };
}

function halves(value: bigint): { low: number; high: number } {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffff_ffffn) | 0, high: Number(bits >> 32n) | 0 };
}

/** The value of one field, not a list, for protobufjs. */
export function elementToProtobuf(field: Field, value: Value): Value {
  switch (field.kind) {
    case 'uint64':
    case 'sint64':
      return halves(value);
    case 'enum':
      // A number in an object stands for itself, so that tests can write numbers that have no name.
      return value?.number ?? membersOf(field.type).find(({ text }) => text === value)?.number;
    case 'message':
      return toProtobuf(field.type, value);
    default:
      return value;
  }
}

const isDefault = (value: Value): boolean => value === 0 || value === 0n || value?.length === 0;

/** One of our values for protobufjs, without what has its default, which protobufjs would write. */
export function toProtobuf(name: string, value: Value): Value {
  const result: Value = {};
  for (const field of messageOf(name).fields) {
    const own = value[camelCase(field.name)];
    if (own === undefined || isDefault(own)) continue;
    const converted = field.repeated
      ? own.map((element: Value) => elementToProtobuf(field, element))
      : elementToProtobuf(field, own);
    if (!isDefault(converted)) result[camelCase(field.name)] = converted;
  }
  return result;
}

/** What protobufjs makes of one of our values. */
export function encodeByProtobuf(name: string, value: Value): Uint8Array {
  return encodeProtobuf(name, toProtobuf(name, value));
}

/** What protobufjs makes of one of its own values. */
export function encodeProtobuf(name: string, value: Value): Uint8Array {
  return new Uint8Array(protobufCodecs[name as MessageName].encode(value).finish());
}

/**
 * The slow and plain way to decode strictly: protobufjs decodes, the limits are looked up in the schema, and what is encoded
 * again must equal the bytes. Undefined if the bytes are refused for whatever reason.
 */
export function decodeByProtobuf(name: string, bytes: Uint8Array): Value | undefined {
  if (bytes.length > (messageOf(name).maxBytes ?? 0)) return undefined;
  let decoded: Value;
  try {
    decoded = protobufCodecs[name as MessageName].decode(bytes);
  } catch {
    return undefined;
  }
  const value = fromProtobuf(name, decoded);
  if (value === undefined) return undefined;
  return Buffer.compare(encodeByProtobuf(name, value), bytes) === 0 ? value : undefined;
}

function fromProtobuf(name: string, decoded: Value): Value | undefined {
  const result: Value = {};
  let present = false;
  for (const field of messageOf(name).fields) {
    const own = decoded[camelCase(field.name)];
    const { count } = field.limits;
    let value: Value;
    if (count !== undefined) {
      const list: readonly Value[] = own ?? [];
      value = list.map((element) => elementFromProtobuf(field, element));
      if (value.includes(undefined) || list.length < count.min || list.length > count.max) return undefined;
      if (field.limits.ascending && !isAscending(value)) return undefined;
      if (field.limits.features && value.length > 0) return undefined;
      present ||= value.length > 0;
    } else if (field.kind === 'message') {
      value = own === undefined || own === null ? undefined : elementFromProtobuf(field, own);
      if (value === undefined && (field.limits.required || (own !== undefined && own !== null)))
        return undefined;
      present ||= value !== undefined;
    } else {
      value = elementFromProtobuf(field, own);
      if (value === undefined) return undefined;
      present ||= !isDefault(value) && !isDefault(elementToProtobuf(field, value));
    }
    result[camelCase(field.name)] = value;
  }
  return present ? result : undefined;
}

function elementFromProtobuf(field: Field, own: Value): Value | undefined {
  const { length, range } = field.limits;
  if (length !== undefined) {
    const value = field.kind === 'bytes' ? new Uint8Array(own) : own;
    const size = field.kind === 'bytes' ? value.length : Buffer.byteLength(value);
    const allowed = (size >= length.min && size <= length.max) || (length.orEmpty && size === 0);
    return allowed ? value : undefined;
  }
  if (range !== undefined) {
    const big = typeof own === 'number' ? BigInt(own) : BigInt(own.toString());
    if (big < range.min || big > range.max || (field.limits.version && big !== 1n)) return undefined;
    return field.kind === 'uint32' ? Number(big) : big;
  }
  if (field.kind === 'enum') return membersOf(field.type).find(({ number }) => number === own)?.text;
  return fromProtobuf(field.type, own);
}

function isAscending(list: readonly Value[]): boolean {
  return list.every((element, index) => {
    if (index === 0) return true;
    const before = list[index - 1];
    return typeof element === 'number' ? before < element : Buffer.compare(before, element) < 0;
  });
}
