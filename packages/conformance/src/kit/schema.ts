// spec/proto as data: messages, fields and their limits; and encoding of values by it, with any field replaced.

import { readFileSync } from 'node:fs';
import { concat, utf8 } from './bytes.ts';
import * as proto from './proto.ts';

/** A field of a message, with its annotations. */
export interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly repeated: boolean;
  readonly length?: { readonly min: number; readonly max: number; readonly orEmpty: boolean };
  readonly count?: { readonly min: number; readonly max: number };
  readonly range?: { readonly min: bigint; readonly max: bigint };
  readonly words: ReadonlySet<string>;
}

export interface Message {
  readonly name: string;
  /** Most bytes, of a message that stands alone. */
  readonly max?: number;
  readonly fields: readonly Field[];
}

export interface Schema {
  readonly messages: ReadonlyMap<string, Message>;
  readonly enums: ReadonlyMap<string, readonly { readonly name: string; readonly number: number }[]>;
}

const SCALARS: readonly string[] = ['bytes', 'string', 'uint32', 'uint64', 'sint64'];

function annotation(comment: string, name: string): string | undefined {
  return new RegExp(`@${name} (\\S+)`).exec(comment)?.[1];
}

function bounds(text: string | undefined): { min: bigint; max: bigint } | undefined {
  if (text === undefined) return undefined;
  const [min, max = min] = text.split('..');
  return { min: BigInt(min), max: BigInt(max) };
}

function fieldOf(line: RegExpExecArray): Field {
  const [, repeated, type, name, number, comment] = line;
  const length = annotation(comment, 'length');
  const orEmpty = length?.startsWith('0|') ?? false;
  const lengths = bounds(orEmpty ? length?.slice(2) : length);
  const counts = bounds(annotation(comment, 'count'));
  const range = bounds(annotation(comment, 'range'));
  const words = new Set(comment.match(/@[a-z]+/g)?.map((word) => word.slice(1)));
  return {
    name,
    number: Number(number),
    type,
    repeated: repeated !== undefined,
    ...(lengths === undefined
      ? {}
      : { length: { min: Number(lengths.min), max: Number(lengths.max), orEmpty } }),
    ...(counts === undefined ? {} : { count: { min: Number(counts.min), max: Number(counts.max) } }),
    ...(range === undefined ? {} : { range }),
    words,
  };
}

/** All files of spec/proto. */
export function readSchema(): Schema {
  const messages = new Map<string, Message>();
  const enums = new Map<string, { name: string; number: number }[]>();
  for (const file of ['archive', 'keyring', 'vault']) {
    const text = readFileSync(new URL(`../../../../spec/proto/${file}.proto`, import.meta.url), 'utf8');
    for (const [, kind, name, rest, body] of text.matchAll(/^(message|enum) (\w+) \{(.*)\n([\s\S]*?)^\}/gm)) {
      const lines = body.split('\n');
      if (kind === 'enum') {
        const values = lines.flatMap((line) => {
          const value = /^\s*(\w+) = (\d+);/.exec(line);
          return value === null ? [] : [{ name: value[1], number: Number(value[2]) }];
        });
        enums.set(name, values);
      } else {
        const max = annotation(rest, 'max');
        const fields = lines.flatMap((line) => {
          const field = /^\s*(repeated )?(\w+) (\w+) = (\d+);\s*(?:\/\/(.*))?$/.exec(line);
          return field === null ? [] : [fieldOf(field)];
        });
        messages.set(name, { name, fields, ...(max === undefined ? {} : { max: Number(max) }) });
      }
    }
  }
  return { messages, enums };
}

/** A value of a message: its fields by name in camel case. Enums are numbers. */
export type Value = { readonly [field: string]: unknown };

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Fields, as `Message.field`, and what is written in their place. */
export type Replacements = ReadonlyMap<string, Uint8Array>;

/** The encoding of `value`; fields in `replaced` are written as given there, wherever their message occurs. */
export function encodeValue(
  schema: Schema,
  name: string,
  value: Value,
  replaced: Replacements = new Map(),
): Uint8Array {
  const message = schema.messages.get(name);
  if (message === undefined) throw new RangeError(`no message ${name}`);
  return concat(
    ...message.fields.map((field) => {
      const other = replaced.get(`${name}.${field.name}`);
      return other ?? encodeField(schema, field, value[camelCase(field.name)], replaced);
    }),
  );
}

/** One element of a length-delimited field. */
function elementBytes(schema: Schema, field: Field, element: unknown, replaced: Replacements): Uint8Array {
  if (field.type === 'bytes') return element as Uint8Array;
  if (field.type === 'string') return utf8(element as string);
  return encodeValue(schema, field.type, element as Value, replaced);
}

/** A field in its one right form. */
export function encodeField(
  schema: Schema,
  field: Field,
  value: unknown,
  replaced: Replacements = new Map(),
): Uint8Array {
  const { number, type } = field;
  if (value === undefined) return new Uint8Array(0);
  if (field.repeated) {
    const list = value as readonly unknown[];
    if (type === 'uint32') return proto.packed(number, list as readonly number[]);
    return proto.repeated(
      number,
      list.map((element) => elementBytes(schema, field, element, replaced)),
    );
  }
  if (type === 'sint64') return proto.sint(number, value as bigint);
  if (type.startsWith('uint') || schema.enums.has(type)) return proto.uint(number, value as number | bigint);
  return proto.bytes(number, elementBytes(schema, field, value, replaced));
}

/** True for a message type. */
export function isMessage(schema: Schema, type: string): boolean {
  return !SCALARS.includes(type) && !schema.enums.has(type);
}

/** A value in the form of the vectors: 64-bit integers as decimal strings, enums by the names of spec/registries.md. */
export function describeValue(schema: Schema, name: string, value: Value): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field of schema.messages.get(name)!.fields) {
    const key = camelCase(field.name);
    const describe = (element: unknown): unknown => {
      if (field.type === 'uint64' || field.type === 'sint64') return String(element);
      const members = schema.enums.get(field.type);
      if (members !== undefined) return enumName(members.find(({ number }) => number === element)!.name);
      return isMessage(schema, field.type) ? describeValue(schema, field.type, element as Value) : element;
    };
    const own = value[key];
    if (own === undefined) continue;
    out[key] = field.repeated ? (own as readonly unknown[]).map(describe) : describe(own);
  }
  return out;
}

/** The name of an enum's value in spec/registries.md. */
export function enumName(name: string): string {
  return name
    .replace(/^(COMPRESSION|CHUNKER|VAULT_OPERATION|VAULT_OUTCOME|VAULT_PHASE)_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}
