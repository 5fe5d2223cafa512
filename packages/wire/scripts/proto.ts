// Reads the .proto files of spec/proto together with their `@` annotations (spec/wire.md §3). Every line must be understood:
// a field without limits, or a limit without a meaning, is an error.

import { readdirSync, readFileSync } from 'node:fs';
import { camelCase } from './text.ts';

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
  readonly version: boolean;
  readonly features: boolean;
}

export interface Field {
  /** The name of the message that has the field. */
  readonly message: string;
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

/** The values that each integer type can hold. */
export const INTEGER_RANGES: Readonly<
  Partial<Record<string, { readonly min: bigint; readonly max: bigint }>>
> = {
  uint32: { min: 0n, max: 2n ** 32n - 1n },
  uint64: { min: 0n, max: 2n ** 64n - 1n },
  sint64: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
};

/** The names of the .proto files, in the order in which they are read. */
export function protoFiles(): string[] {
  return readdirSync(PROTO_FOLDER)
    .filter((name) => name.endsWith('.proto'))
    .sort();
}

/** Reads all of spec/proto. @throws Error for anything that it does not understand */
export function readSchema(): Schema {
  const texts = protoFiles().map((name) => readFileSync(new URL(name, PROTO_FOLDER), 'utf8'));
  return parseSchema(texts.join('\n'));
}

/** Reads the text of one or more .proto files. @throws Error for anything that it does not understand */
export function parseSchema(text: string): Schema {
  const enums: Enum[] = [];
  const drafts: (Omit<Message, 'fields'> & { readonly fields: Omit<Field, 'kind'>[] })[] = [];
  let openEnum: EnumValue[] | undefined;
  let openMessage: (typeof drafts)[number] | undefined;
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    if (openEnum !== undefined) {
      if (line === '}') openEnum = undefined;
      else openEnum.push(parseEnumValue(line));
    } else if (openMessage !== undefined) {
      if (line === '}') openMessage = undefined;
      else openMessage.fields.push(parseField(openMessage.name, line));
    } else if (line.startsWith('// ')) {
      comment.push(line.slice(3));
    } else {
      const [, enumName] = /^enum (\w+) \{$/.exec(line) ?? [];
      const [, messageName, max] = /^message (\w+) \{(?: {2}\/\/ @max (\d+))?$/.exec(line) ?? [];
      if (enumName !== undefined) {
        openEnum = [];
        enums.push({ name: enumName, comment: comment.join(' '), values: openEnum });
      } else if (messageName !== undefined) {
        const maxBytes = max === undefined ? undefined : Number(max);
        openMessage = { name: messageName, comment: comment.join(' '), maxBytes, fields: [] };
        drafts.push(openMessage);
      } else if (!['', 'syntax = "proto3";', 'package muniment.v1;'].includes(line)) {
        throw new Error(`not understood: ${line}`);
      }
      comment = [];
    }
  }
  if (openEnum !== undefined || openMessage !== undefined) throw new Error('the last block is not closed');
  const kindOf = (field: Omit<Field, 'kind'>): Field['kind'] => {
    switch (field.type) {
      case 'bytes':
      case 'string':
      case 'uint32':
      case 'uint64':
      case 'sint64':
        return field.type;
    }
    if (enums.some(({ name }) => name === field.type)) return 'enum';
    if (drafts.some(({ name }) => name === field.type)) return 'message';
    throw new Error(`${field.message}.${field.name} has the type ${field.type}, which is unknown`);
  };
  const messages = drafts.map((message) => ({
    ...message,
    fields: message.fields.map((field) => ({ ...field, kind: kindOf(field) })),
  }));
  checkNames([...enums, ...messages]);
  enums.forEach(checkEnum);
  for (const message of messages) {
    checkMessage(message);
    message.fields.forEach(checkField);
    checkDepth(message, messages, []);
  }
  return { enums, messages };
}

function parseEnumValue(line: string): EnumValue {
  const match = /^ {2}(\w+) = (\d+);(?: +\/\/ (.*))?$/.exec(line);
  if (match === null) throw new Error(`not understood: ${line}`);
  return { name: match[1], number: Number(match[2]), comment: match[3] ?? '' };
}

function parseField(message: string, line: string): Omit<Field, 'kind'> {
  const match = /^ {2}(repeated )?(\w+) (\w+) = (\d+); +\/\/ (.*)$/.exec(line);
  if (match === null) throw new Error(`not understood: ${line}`);
  const [, repeated, type, name, number, text] = match;
  const annotations = /^(?:@\S+(?: -?\d\S*)?(?: +|$))*/.exec(text)?.[0] ?? '';
  const comment = text.slice(annotations.length);
  if (comment.includes('@')) throw new Error(`annotations come before the prose: ${line}`);
  const limits = parseLimits(annotations, line);
  return { message, name, type, number: Number(number), repeated: repeated !== undefined, limits, comment };
}

const FLAGS = ['ascending', 'enum', 'required', 'optional', 'version', 'features'] as const;
/** All annotations: those with a value, then those without. */
export const ANNOTATIONS: readonly string[] = ['max', 'length', 'count', 'range', ...FLAGS];
const isFlag = (word: string): word is (typeof FLAGS)[number] => (FLAGS as readonly string[]).includes(word);

function parseLimits(text: string, line: string): Limits {
  let limits: Limits = {
    ascending: false,
    enum: false,
    required: false,
    optional: false,
    version: false,
    features: false,
  };
  const seen = new Set<string>();
  for (const annotation of text.split('@').slice(1)) {
    const [word, value, ...rest] = annotation.trim().split(' ');
    if (rest.length > 0 || seen.has(word)) throw new Error(`@${word} is not understood: ${line}`);
    seen.add(word);
    const span = /^(-?\d+)\.\.(-?\d+)$/.exec(value ?? '');
    const exact = /^(0\|)?(\d+)$/.exec(value ?? '');
    if (isFlag(word) && value === undefined) {
      limits = { ...limits, [word]: true };
    } else if (word === 'length' && exact !== null) {
      limits = {
        ...limits,
        length: { min: Number(exact[2]), max: Number(exact[2]), orEmpty: exact[1] !== undefined },
      };
    } else if (word === 'length' && span !== null) {
      limits = { ...limits, length: { min: Number(span[1]), max: Number(span[2]), orEmpty: false } };
    } else if (word === 'count' && span !== null) {
      limits = { ...limits, count: { min: Number(span[1]), max: Number(span[2]) } };
    } else if (word === 'range' && span !== null) {
      limits = { ...limits, range: { min: BigInt(span[1]), max: BigInt(span[2]) } };
    } else {
      throw new Error(`@${word} is not understood: ${line}`);
    }
  }
  return limits;
}

/** True if zero stands for "not set", which is never valid. */
export function zeroIsUnset(owner: Enum): boolean {
  return owner.values[0].name.endsWith('_UNSPECIFIED');
}

function checkNames(types: readonly { readonly name: string }[]): void {
  const names = types.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error('two types have the same name');
}

function checkEnum({ name, values }: Enum): void {
  // Decoders look values up in an array, and canonical bytes leave out zero.
  if (values.length < 2 || values.some(({ number }, index) => number !== index)) {
    throw new Error(`enum ${name}: the values are not 0, 1, 2 ...`);
  }
}

// Names that generated functions use beside those of the fields.
const TAKEN: ReadonlySet<string> = new Set([
  'r',
  'w',
  'i',
  'tag',
  'value',
  'mark',
  'outer',
  'element',
  'later',
]);

function checkMessage({ name, comment, fields }: Message): void {
  if (comment === '') throw new Error(`message ${name} has no comment`);
  if (fields.length === 0) throw new Error(`message ${name} has no fields`);
  let last = 0;
  for (const field of fields) {
    // Code is generated in the order of the file, and canonical bytes are in the order of the numbers.
    if (field.number <= last) throw new Error(`${name}.${field.name} is out of order`);
    last = field.number;
    if (TAKEN.has(camelCase(field.name))) {
      throw new Error(`${name}.${field.name} would hide a name of the generated code`);
    }
  }
}

function checkField(field: Field): void {
  const { kind, repeated, limits } = field;
  const { length, count, range } = limits;
  const fail = (what: string): never => {
    throw new Error(`${field.message}.${field.name} ${what}`);
  };
  const bounds = INTEGER_RANGES[kind];
  if ((kind === 'bytes' || kind === 'string') !== (length !== undefined))
    fail('lacks @length or should not have it');
  if ((bounds === undefined) !== (range === undefined)) fail('lacks @range or should not have it');
  if (repeated !== (count !== undefined)) fail('lacks @count or should not have it');
  if ((kind === 'enum') !== limits.enum) fail('lacks @enum or should not have it');
  const presences = Number(limits.required) + Number(limits.optional);
  if (presences !== (kind === 'message' && !repeated ? 1 : 0)) {
    fail('needs one of @required and @optional, or must have neither');
  }
  if (length !== undefined && (length.min > length.max || length.max < 1)) fail('has an impossible @length');
  if (length?.orEmpty && repeated) fail('has a @length that is not for lists');
  if (count !== undefined && (count.min > count.max || count.max < 1)) fail('has an impossible @count');
  if (range !== undefined && bounds !== undefined) {
    if (range.min > range.max || range.min < bounds.min || range.max > bounds.max)
      fail('has an impossible @range');
  }
  if (repeated && !['bytes', 'string', 'uint32', 'message'].includes(kind))
    fail('is a list of an unsupported type');
  if (limits.ascending && !(repeated && (kind === 'bytes' || kind === 'uint32')))
    fail('cannot be @ascending');
  if (limits.version && (repeated || kind !== 'uint32')) fail('cannot be @version');
  if (limits.features && !(repeated && kind === 'uint32')) fail('cannot be @features');
}

function checkDepth(message: Message, messages: readonly Message[], above: readonly string[]): void {
  if (above.includes(message.name))
    throw new Error(`message ${message.name} contains itself: depth has no limit`);
  for (const field of message.fields) {
    const inner = messages.find(({ name }) => name === field.type);
    if (inner !== undefined) checkDepth(inner, messages, [...above, message.name]);
  }
}
