// The generator refuses what it does not understand, and what it generated is what it would generate now.

import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { generateMessages, generateProtobuf } from '../scripts/generate.ts';
import { PROTO_FOLDER, parseSchema, protoFiles, readSchema } from '../scripts/proto.ts';
import { camelCase } from '../scripts/text.ts';

const generated = (name: string): string =>
  readFileSync(new URL(`../src/generated/${name}`, import.meta.url), 'utf8');

describe('the generated files', () => {
  test('messages.ts is up to date: run npm run generate', () => {
    expect(generated('messages.ts') === generateMessages(readSchema())).toBe(true);
  });

  test('protobuf.ts is up to date: run npm run generate', { timeout: 60_000 }, () => {
    expect(generated('protobuf.ts') === generateProtobuf()).toBe(true);
  });

  test('would differ if a limit did', () => {
    const text = protoFiles()
      .map((name) => readFileSync(new URL(name, PROTO_FOLDER), 'utf8'))
      .join('\n');
    expect(generateMessages(parseSchema(text)) === generated('messages.ts')).toBe(true);
    const altered = text.replace('@length 1..32768', '@length 1..32767');
    expect(altered).not.toBe(text);
    expect(generateMessages(parseSchema(altered)) === generated('messages.ts')).toBe(false);
  });
});

test('the schema is what protobufjs reads in the same files', () => {
  const root = new protobuf.Root();
  for (const name of protoFiles()) protobuf.parse(readFileSync(new URL(name, PROTO_FOLDER), 'utf8'), root);
  root.resolveAll();
  const { enums, messages } = readSchema();
  const namespace = root.lookup('muniment.v1') as protobuf.Namespace;
  expect(namespace.nestedArray.map(({ name }) => name).sort()).toEqual(
    [...enums, ...messages].map(({ name }) => name).sort(),
  );
  for (const { name, values } of enums) {
    expect(namespace.lookupEnum(name).values).toEqual(
      Object.fromEntries(values.map((value) => [value.name, value.number])),
    );
  }
  for (const { name, fields } of messages) {
    const own = namespace.lookupType(name).fieldsArray;
    expect(own.map((field) => [field.name, field.type, field.id, field.repeated])).toEqual(
      fields.map((field) => [camelCase(field.name), field.type, field.number, field.repeated]),
    );
    for (const field of own) if (field.repeated && field.type === 'uint32') expect(field.packed).toBe(true);
  }
});

describe('a schema is refused', () => {
  const wrap = (fields: string): string => `// A test.\nmessage Test {  // @max 100\n${fields}\n}\n`;

  test('unless all is well', () => {
    const { messages } = parseSchema(wrap('  bytes id = 1;  // @length 16  the id'));
    expect(messages[0]).toMatchObject({ name: 'Test', maxBytes: 100 });
    expect(messages[0].fields[0]).toMatchObject({ name: 'id', kind: 'bytes', comment: 'the id' });
  });

  test.each([
    ['an unknown type', '  float x = 1;  // @range 0..1'],
    ['no annotation', '  bytes id = 1;'],
    ['a comment without annotations', '  bytes id = 1;  // the id'],
    ['an unknown annotation', '  bytes id = 1;  // @length 16 @odd'],
    ['an annotation twice', '  bytes id = 1;  // @length 16 @length 16'],
    ['an annotation behind prose', '  bytes id = 1;  // @length 16  the id @ascending'],
    ['a value that is no number', '  bytes id = 1;  // @length x'],
    ['a flag with a value', '  repeated bytes id = 1;  // @count 0..1 @length 16 @ascending 1'],
    ['no @length', '  bytes id = 1;  // @range 0..1'],
    ['an upside-down @length', '  bytes id = 1;  // @length 2..1'],
    ['a @length of nothing', '  bytes id = 1;  // @length 0'],
    ['0|n in a list', '  repeated bytes id = 1;  // @count 0..1 @length 0|16'],
    ['no @count', '  repeated bytes id = 1;  // @length 16'],
    ['a @count of nothing', '  repeated bytes id = 1;  // @count 0..0 @length 16'],
    ['a @count for one value', '  bytes id = 1;  // @count 0..1 @length 16'],
    ['no @range', '  uint32 x = 1;  // @count 0..1'],
    ['a @range beyond the type', '  uint32 x = 1;  // @range 0..4294967296'],
    ['a @range below the type', '  uint64 x = 1;  // @range -1..1'],
    ['an upside-down @range', '  uint32 x = 1;  // @range 2..1'],
    ['a list of 64-bit integers', '  repeated uint64 x = 1;  // @count 0..1 @range 0..1'],
    ['@ascending for one value', '  bytes id = 1;  // @length 16 @ascending'],
    ['@ascending for strings', '  repeated string id = 1;  // @count 0..1 @length 16 @ascending'],
    ['@version for a list', '  repeated uint32 x = 1;  // @count 0..1 @range 0..1 @version'],
    ['@features for one value', '  uint32 x = 1;  // @range 0..1 @features'],
    ['a message of its own kind', '  Test x = 1;  // @optional'],
    ['fields out of order', '  bytes a = 2;  // @length 16\n  bytes b = 1;  // @length 16'],
    ['a number twice', '  bytes a = 1;  // @length 16\n  bytes b = 1;  // @length 16'],
    ['the number 0', '  bytes a = 0;  // @length 16'],
    ['a name that the code uses', '  bytes tag = 1;  // @length 16'],
    ['no fields', ''],
    ['a reserved range', '  reserved 2;'],
    ['a oneof', '  oneof x {'],
    ['a map', '  map<string, bytes> x = 1;  // @count 0..1'],
    ['a field option', '  uint32 x = 1 [packed = false];  // @range 0..1'],
    ['explicit presence', '  optional uint32 x = 1;  // @range 0..1'],
  ])('with %s', (_, fields) => {
    expect(() => parseSchema(wrap(fields))).toThrow();
  });

  test.each([
    ['an enum without @enum', 'enum E {\n  A_UNSPECIFIED = 0;\n  A = 1;\n}\n', '  E e = 1;  // @optional'],
    ['an enum with a gap', 'enum E {\n  A_UNSPECIFIED = 0;\n  A = 2;\n}\n', '  E e = 1;  // @enum'],
    [
      'a list of enums',
      'enum E {\n  A_UNSPECIFIED = 0;\n  A = 1;\n}\n',
      '  repeated E e = 1;  // @enum @count 0..1',
    ],
    ['a name twice', wrap('  bytes id = 1;  // @length 16'), '  bytes id = 1;  // @length 16'],
    ['an import', 'import "x.proto";\n', '  bytes id = 1;  // @length 16'],
    [
      'a message without a comment',
      'message M {\n  bytes id = 1;  // @length 16\n}\n',
      '  M m = 1;  // @optional',
    ],
    [
      'a message that says nothing of its presence',
      '// M.\nmessage M {\n  bytes id = 1;  // @length 16\n}\n',
      '  M m = 1;  // m',
    ],
    [
      'a message both required and optional',
      '// M.\nmessage M {\n  bytes id = 1;  // @length 16\n}\n',
      '  M m = 1;  // @optional @required',
    ],
    ['a block that is not closed', '', '  bytes id = 1;  // @length 16\n}\n// M.\nmessage M {'],
  ])('with %s', (_, before, fields) => {
    expect(() =>
      parseSchema(`${before}${wrap(fields)}`.replace(/\n}\n$/, before === '' ? '\n' : '\n}\n')),
    ).toThrow();
  });
});
