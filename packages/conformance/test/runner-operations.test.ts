// operations.json tells for every member of every vector what it is to an implementation, and the runner goes by it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readText, trackedFiles } from '../src/lint/files.ts';
import { vectorPaths } from '../src/lint/vectors.ts';
import type { JsonObject } from '../src/protocol.ts';
import { differenceOf, pick } from '../src/runner/members.ts';
import {
  installedVectors,
  type OperationRow,
  readCases,
  readOperations,
  vectorsOf,
} from '../src/runner/vectors.ts';

const VECTORS = fileURLToPath(new URL('../../../test-vectors', import.meta.url));
const rows = readOperations(VECTORS);
const readJson = (path: string): JsonObject => JSON.parse(readText(`test-vectors/${path}`)) as JsonObject;

interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Members of every vector: test-vectors/README.md. */
const COMMON = [
  'id',
  'comment',
  'result',
  'error',
  'errorClass',
  'outcome',
  'released',
  'flags',
  'reqs',
  'operation',
];
const FILE_COMMON = ['suite', 'schema', 'format', 'version', 'vectorCount', 'flags', 'vectors'];
/** What PROTOCOL.md says of archives takes the place of their files' members. */
const ARCHIVE_MEMBERS = ['archive', 'comment', 'keyring', 'objects', 'contents'];

function resolveRef(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : root.$defs![name];
}

/** The members of what a schema allows, objects in lists and alternatives included. */
function membersOf(schema: Schema, root: Schema): Map<string, Schema> {
  const { properties = {}, items, oneOf = [] } = resolveRef(schema, root);
  const inner = [...oneOf, ...(items === undefined ? [] : [items])];
  return new Map([...Object.entries(properties), ...inner.flatMap((one) => [...membersOf(one, root)])]);
}

/** What is wrong with the lists of one operation, given the members that its vectors may have. */
function misfits(row: OperationRow, members: ReadonlyMap<string, Schema>, root: Schema): string[] {
  const named = [...row.inputs, ...row.outputs, ...(row.describes ?? [])];
  const walk = (below: ReadonlyMap<string, Schema>, prefix: string): string[] =>
    [...below].flatMap(([name, schema]) => {
      const path = prefix + name;
      const count = named.filter((other) => other === path).length;
      const parts = named.filter((other) => other.startsWith(`${path}.`));
      if (count + Math.min(parts.length, 1) !== 1) return [`${path} is in ${count + parts.length} lists`];
      return parts.length === 0 ? [] : walk(membersOf(schema, root), `${path}.`);
    });
  const exists = (path: string): boolean => {
    let below: ReadonlyMap<string, Schema> = members;
    return path.split('.').every((name) => {
      const schema = below.get(name);
      if (schema === undefined) return false;
      below = membersOf(schema, root);
      return true;
    });
  };
  const own = new Map([...members].filter(([name]) => !COMMON.includes(name)));
  return [
    ...walk(own, ''),
    ...named.filter((path) => !exists(path)).map((path) => `no vector has ${path}`),
    ...(row.failureOutputs ?? [])
      .filter((path) => !row.outputs.includes(path))
      .map((path) => `${path} is no output`),
  ];
}

function schemaOf(path: string): Schema {
  return readJson(String(readJson(path).schema)) as Schema;
}

describe('operations.json', () => {
  it('fits its schema', () => {
    const validate = new Ajv2020({ strict: true }).compile(readJson('schema/operations.json'));
    expect(validate(readJson('operations.json')), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(Object.keys(rows))('has each member of the vectors of %s in one list', (operation) => {
    const row = rows[operation];
    for (const path of row.files) {
      const root = schemaOf(path);
      const vectors = Object.values(root.$defs!).filter(
        ({ properties }) => properties?.result !== undefined && properties.operation?.const === row.vectors,
      );
      expect(vectors.length).toBeGreaterThan(0);
      const members = new Map(vectors.flatMap((schema) => [...membersOf(schema, root)]));
      expect(misfits(row, members, root)).toEqual([]);
    }
  });

  it('would be told of a member in no list, in two, of one that does not exist, and of a part', () => {
    const root: Schema = { $defs: { point: { properties: { x: {}, y: {} } } } };
    const members = new Map<string, Schema>([
      ['a', {}],
      ['b', {}],
      ['points', { items: { $ref: '#/$defs/point' } }],
    ]);
    const row = { files: [], inputs: ['a', 'points.x'], outputs: ['a', 'c'], failureOutputs: ['b'] };
    expect(misfits(row, members, root)).toEqual([
      'a is in 2 lists',
      'b is in 0 lists',
      'points.y is in 0 lists',
      'no vector has c',
      'b is no output',
    ]);
  });

  it('names every member of the files, and every file and vector', () => {
    const tracked = trackedFiles().flatMap((path) => /^test-vectors\/(.*)$/.exec(path)?.[1] ?? []);
    const paths = vectorPaths({ paths: tracked, readJson });
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const file = readJson(path);
      const own = Object.values(rows).filter(({ files }) => files.includes(path));
      const taken = own.flatMap(({ share = [], tables = {} }) => [...share, ...Object.values(tables)]);
      const folder = own.some((row) => row.folder === true) ? ARCHIVE_MEMBERS : [];
      const suite = Object.values(rows).filter(({ files }) => files[0].startsWith(`${path.split('/')[0]}/`));
      const known = [...taken, ...folder, ...FILE_COMMON, ...suite.flatMap(({ share = [] }) => share)];
      expect(
        Object.keys(file).filter((name) => !known.includes(name)),
        path,
      ).toEqual([]);
      const asked = new Set(own.flatMap((row) => vectorsOf(file, row).map(({ id }) => id)));
      expect(asked.size, path).toBe(file.vectorCount);
    }
  });

  it('is what is installed', () => {
    expect(readFileSync(`${installedVectors()}/operations.json`, 'utf8')).toBe(
      readText('test-vectors/operations.json'),
    );
  });
});

describe('requests', () => {
  const cases = new Map(
    readCases(VECTORS, rows, Object.keys(rows)).map((one) => [`${one.operation} ${one.id}`, one]),
  );

  it('are made of every vector and say nothing of what is expected', () => {
    expect(cases.size).toBeGreaterThan(4000);
    for (const { input, operation } of cases.values()) {
      for (const name of ['id', 'result', 'error', 'errorClass', 'released', 'flags', 'reqs'])
        expect(Object.keys(input), operation).not.toContain(name);
    }
  });

  it('have what the file shares, parts of its tables, and folders', () => {
    const store = [...cases.values()].find(({ operation }) => operation === 'keyring.store')!;
    const { objects } = readJson('keyring/keyring.json') as { objects: JsonObject };
    const keys = Object.keys(store.input.objects as JsonObject);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect((store.input.objects as JsonObject)[key]).toEqual(objects[key]);
    expect(Object.keys(objects).length).toBeGreaterThan(keys.length);
    const open = [...cases.values()].find(({ operation }) => operation === 'heads.open')!;
    expect(open.input.keys).toEqual(readJson('heads/heads.json').keys);
    const mark = [...cases.values()].find(({ operation }) => operation === 'archives.mark')!;
    expect(mark.input.store).toBe(`${VECTORS}/archives/rotated/store`);
    expect(mark.input.archive).toEqual(readJson('archives/rotated/archive.json').keyring);
  });
});

describe('parts of vectors', () => {
  it('are picked by path, through lists', () => {
    const vector = { a: 1, list: [{ x: 1, y: 2 }, { y: 3 }], one: { x: null, y: 4 }, none: null };
    expect(pick(vector, ['a', 'list.x', 'one.x', 'none', 'absent.part'])).toEqual({
      a: 1,
      list: [{ x: 1 }, {}],
    });
    expect(() => pick(vector, ['list', 'list.x'])).toThrow(RangeError);
  });

  it.each([
    [{ a: 1 }, { a: 1.0 }, undefined],
    [{ a: 1 }, { a: '1' }, 'a'],
    [{ a: [1, 2] }, { a: [2, 1] }, 'a[0]'],
    [{ a: [1, 2] }, { a: [1] }, 'a[1]'],
    [{ a: [1] }, { a: [1, null] }, 'a[1]'],
    [{ a: { b: null } }, { a: {} }, undefined],
    [{ a: {} }, { a: { b: 1 } }, 'a.b'],
    [{ a: [] }, { a: {} }, 'a'],
    [{ a: {} }, { a: [] }, 'a'],
    [{ a: false }, {}, 'a'],
    [{ constructor: 1 }, {}, 'constructor'],
    [{}, { toString: 'x' }, 'toString'],
  ])('%j and %j differ at %s', (expected, got, path) => {
    expect(differenceOf(expected as JsonObject, got as JsonObject)).toBe(path);
  });
});
