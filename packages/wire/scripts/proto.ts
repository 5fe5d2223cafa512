// Reads the .proto files of spec/proto together with their `@` annotations (spec/wire.md §2). Every line must be understood:
// a field without limits, or a limit without a meaning, is an error.

import { readdirSync, readFileSync } from 'node:fs';

export const PROTO_FOLDER: URL = new URL('../../../spec/proto/', import.meta.url);

export interface EnumValue {
  readonly name: string;
  readonly number: number;
  readonly comment: string;
}

export interface Enum {
  readonly name: string;
  readonly comment: string;
  readonly values: readonly EnumValue[];
}

/** Limits of one field; bounds are bigint so that 64-bit ones are exact. */
export interface Limits {
  /** Bytes of a `bytes`, or of the UTF-8 of a `string`; `orEmpty` allows none at all besides. */
  readonly length?: { readonly min: number; readonly max: number; readonly orEmpty: boolean };
  readonly count?: { readonly min: number; readonly max: number };
  readonly range?: { readonly min: bigint; readonly max: bigint };
  readonly ascending: boolean;
  readonly enum: boolean;
  readonly required: boolean;
  readonly optional: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly kind: 'bytes' | 'string' | 'uint32' | 'uint64' | 'sint64' | 'enum' | 'message';
  readonly number: number;
  readonly repeated: boolean;
  readonly limits: Limits;
  readonly comment: string;
}

export interface Message {
  readonly name: string;
  readonly comment: string;
  /** The most bytes of an encoding; absent for a message that is only ever a part of others. */
  readonly maxBytes: number | undefined;
  readonly fields: readonly Field[];
}

export interface Schema {
  readonly enums: readonly Enum[];
  readonly messages: readonly Message[];
}

interface RawField extends Omit<Field, 'kind'> {
  readonly where: string;
}

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The paths of the .proto files, in the order in which they are read. */
export function protoFiles(): string[] {
  return readdirSync(PROTO_FOLDER)
    .filter((name) => name.endsWith('.proto'))
    .sort();
}

/** Reads all of spec/proto. @throws Error for anything that it does not understand */
export function readSchema(): Schema {
  return parseSchema(protoFiles().map((name) => [name, readFileSync(new URL(name, PROTO_FOLDER), 'utf8')]));
}

/** Reads the texts of .proto files, given with their names. */
export function parseSchema(files: readonly (readonly [name: string, text: string])[]): Schema {
  const enums: Enum[] = [];
  const raw: (Omit<Message, 'fields'> & { fields: RawField[]; where: string })[] = [];
  for (const [name, text] of files) {
    let open: { values: EnumValue[] } | { fields: RawField[] } | undefined;
    let comment: string[] = [];
    text.split('\n').forEach((line, index) => {
      const where = `${name}:${index + 1}`;
      const fail = (what: string): never => {
        throw new Error(`${where}: ${what}: ${line}`);
      };
      if (open === undefined) {
        const leading = /^\/\/ (.*)$/.exec(line);
        if (leading !== null) {
          comment.push(leading[1]);
          return;
        }
        const start = /^(message|enum) (\w+) \{(?: {2}\/\/ (.*))?$/.exec(line);
        if (start !== null) {
          const [, keyword, title, trailing] = start;
          if (keyword === 'enum') {
            if (trailing !== undefined) fail('an enum has no annotations');
            const values: EnumValue[] = [];
            enums.push({ name: title, comment: comment.join(' '), values });
            open = { values };
          } else {
            const max = trailing === undefined ? undefined : /^@max (\d+)$/.exec(trailing);
            if (max === null) fail('expected @max');
            const fields: RawField[] = [];
            raw.push({
              name: title,
              comment: comment.join(' '),
              maxBytes: max?.[1] === undefined ? undefined : Number(max[1]),
              fields,
              where,
            });
            open = { fields };
          }
        } else if (line !== '' && line !== 'syntax = "proto3";' && line !== 'package muniment.v1;') {
          fail('not understood');
        }
        comment = [];
        return;
      }
      if (line === '}') {
        open = undefined;
        return;
      }
      if ('values' in open) {
        const value = /^ {2}(\w+) = (\d+);(?: +\/\/ (.*))?$/.exec(line) ?? fail('not understood');
        open.values.push({ name: value[1], number: Number(value[2]), comment: value[3] ?? '' });
        return;
      }
      const field = /^ {2}(repeated )?(\w+) (\w+) = (\d+); +\/\/ (.*)$/.exec(line) ?? fail('not understood');
      const { limits, prose } = parseAnnotations(field[5], fail);
      open.fields.push({
        name: field[3],
        type: field[2],
        number: Number(field[4]),
        repeated: field[1] !== undefined,
        limits,
        comment: prose,
        where,
      });
    });
    if (open !== undefined) throw new Error(`${name}: the last block is not closed`);
  }
  const messages = raw.map(({ where: _, ...message }) => ({
    ...message,
    fields: message.fields.map((field) => checkField(field, enums, raw)),
  }));
  checkSchema(enums, messages);
  return { enums, messages };
}

function parseAnnotations(text: string, fail: (what: string) => never): { limits: Limits; prose: string } {
  let limits: Limits = { ascending: false, enum: false, required: false, optional: false };
  let rest = text;
  const seen = new Set<string>();
  while (rest.startsWith('@')) {
    const match =
      /^@(\w+)(?: ((?:-?\d+)(?:(?:\.\.|\|)-?\d+)?))?(?: +|$)/.exec(rest) ?? fail('not an annotation');
    const [whole, word, value] = match;
    rest = rest.slice(whole.length);
    if (seen.has(word)) fail(`@${word} is given twice`);
    seen.add(word);
    const span = /^(-?\d+)\.\.(-?\d+)$/.exec(value ?? '');
    if (word === 'length') {
      const exact = /^(?:(0)\|)?(\d+)$/.exec(value ?? '');
      if (exact !== null) {
        limits = {
          ...limits,
          length: { min: Number(exact[2]), max: Number(exact[2]), orEmpty: exact[1] === '0' },
        };
      } else if (span !== null) {
        limits = { ...limits, length: { min: Number(span[1]), max: Number(span[2]), orEmpty: false } };
      } else fail('@length takes n, 0|n or a..b');
    } else if (word === 'count') {
      if (span === null) return fail('@count takes a..b');
      limits = { ...limits, count: { min: Number(span[1]), max: Number(span[2]) } };
    } else if (word === 'range') {
      if (span === null) return fail('@range takes a..b');
      limits = { ...limits, range: { min: BigInt(span[1]), max: BigInt(span[2]) } };
    } else if (word === 'ascending' || word === 'enum' || word === 'required' || word === 'optional') {
      if (value !== undefined) fail(`@${word} takes no value`);
      limits = { ...limits, [word]: true };
    } else fail(`@${word} is unknown`);
  }
  if (rest.includes('@')) fail('annotations come before the prose');
  return { limits, prose: rest };
}

function checkField(
  { where, ...field }: RawField,
  enums: readonly Enum[],
  messages: readonly { name: string }[],
): Field {
  const fail = (what: string): never => {
    throw new Error(`${where}: ${field.name} ${what}`);
  };
  const { length, count, range } = field.limits;
  let kind: Field['kind'];
  if (field.type === 'bytes' || field.type === 'string') kind = field.type;
  else if (field.type === 'uint32' || field.type === 'uint64' || field.type === 'sint64') kind = field.type;
  else if (enums.some(({ name }) => name === field.type)) kind = 'enum';
  else if (messages.some(({ name }) => name === field.type)) kind = 'message';
  else return fail(`has the type ${field.type}, which is unknown`);

  const isBytes = kind === 'bytes' || kind === 'string';
  const bounds = INTEGER_RANGES[kind];
  if (isBytes !== (length !== undefined)) fail('has no @length, or should not have one');
  if ((bounds !== undefined) !== (range !== undefined)) fail('has no @range, or should not have one');
  if (field.repeated !== (count !== undefined)) fail('has no @count, or should not have one');
  if ((kind === 'enum') !== field.limits.enum) fail('has no @enum, or should not have one');
  const presence = Number(field.limits.required) + Number(field.limits.optional);
  if (presence !== (kind === 'message' && !field.repeated ? 1 : 0))
    fail('needs one of @required and @optional, or neither');
  if (length !== undefined && (length.min > length.max || length.max < 1)) fail('has an impossible @length');
  if (length?.orEmpty && field.repeated) fail('has 0|n for the elements of a list, which nobody needs');
  if (count !== undefined && (count.min > count.max || count.max < 1)) fail('has an impossible @count');
  if (range !== undefined) {
    if (range.min > range.max || range.min < bounds[0] || range.max > bounds[1])
      fail('has an impossible @range');
    if (range.max < 1n || (kind === 'sint64' && range.min > 0n)) fail('has a @range that nobody needs');
  }
  if (field.repeated && !['bytes', 'string', 'uint32', 'message'].includes(kind))
    fail('is a list of a type that nobody needs');
  if (field.limits.ascending && !(field.repeated && (kind === 'bytes' || kind === 'uint32')))
    fail('cannot be @ascending');
  return { ...field, kind };
}

function checkSchema(enums: readonly Enum[], messages: readonly Message[]): void {
  const names = [...enums, ...messages].map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error('two types have the same name');
  for (const { name, values } of enums) {
    // Decoders look values up in an array, and canonical bytes leave out zero.
    if (values.length < 2 || values.some(({ number }, index) => number !== index)) {
      throw new Error(`enum ${name}: the values are not 0, 1, 2 ...`);
    }
  }
  for (const { name, fields } of messages) {
    if (fields.length === 0) throw new Error(`message ${name} has no fields`);
    fields.forEach((field, index) => {
      // Code is generated in the order of the file, and canonical bytes are in the order of the numbers.
      if (index > 0 && field.number <= fields[index - 1].number)
        throw new Error(`${name}.${field.name} is out of order`);
      if (field.number < 1) throw new Error(`${name}.${field.name} has no valid number`);
    });
  }
  const depthOf = (name: string, above: readonly string[]): number => {
    if (above.includes(name)) throw new Error(`message ${name} contains itself: nesting would have no limit`);
    const inner =
      messages.find((message) => message.name === name)?.fields.filter(({ kind }) => kind === 'message') ??
      [];
    return 1 + Math.max(0, ...inner.map(({ type }) => depthOf(type, [...above, name])));
  };
  for (const { name } of messages) depthOf(name, []);
}

/** `HARD_LINK` of any enum is `hard-link`; `COMPRESSION_NONE` of `Compression` is `none`. */
export function enumText(owner: Enum, value: EnumValue): string {
  const prefix = `${owner.name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_`;
  const own = value.name.startsWith(prefix) ? value.name.slice(prefix.length) : value.name;
  return own.toLowerCase().replaceAll('_', '-');
}

/** True if zero stands for "not set", which is never valid. */
export function zeroIsUnset(owner: Enum): boolean {
  return owner.values[0].name.endsWith('_UNSPECIFIED');
}

/** `archive_id` is `archiveId`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `HeadStable` is `HEAD_STABLE`. */
export function constantCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** The tag of a field: its number and the wire type of its canonical form. */
export function tagOf(field: Field): number {
  const lengthDelimited = field.repeated || ['bytes', 'string', 'message'].includes(field.kind);
  return field.number * 8 + (lengthDelimited ? 2 : 0);
}
