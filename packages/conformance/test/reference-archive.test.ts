// The reference operations on what an archive is made of, asked as an implementation would be: with the inputs of a vector and
// nothing else of it.

import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { count } from '@muniment/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Json, JsonObject } from '../src/protocol.ts';
import { operations } from '../src/reference/index.ts';
import { portableOperations } from '../src/reference/portable.ts';
import { importsOf } from '../src/structure.ts';

/** A row of test-vectors/operations.json, as far as these suites need it. */
interface Row {
  readonly files: readonly string[];
  readonly vectors?: string;
  readonly inputs: readonly string[];
  readonly share?: readonly string[];
  readonly tables?: Readonly<Record<string, string>>;
  readonly folder?: boolean;
  readonly outputs: readonly string[];
  readonly failureOutputs?: readonly string[];
}

interface Vector extends JsonObject {
  readonly id: string;
  readonly operation?: string;
  readonly result: 'valid' | 'invalid';
  readonly error?: string;
  readonly released?: 'none' | 'rest' | { readonly count: number; readonly sha256: string };
}

interface VectorFile {
  readonly suite: string;
  readonly vectorCount: number;
  readonly vectors: readonly Vector[];
  readonly [member: string]: unknown;
}

/** A vector with what is asked about it. */
interface Case {
  readonly id: string;
  readonly operation: string;
  readonly row: Row;
  readonly vector: Vector;
  readonly input: JsonObject;
}

const ROOT = new URL('../../../test-vectors/', import.meta.url);
const SUITES = [
  'wire',
  'recovery-key',
  'key-hierarchy',
  'keyring',
  'cobblestone-contexts',
  'chunkers',
  'packs',
  'manifest',
  'heads',
  'archives',
];

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as T;
}

const rows = Object.entries(readJson<Record<string, Row>>('operations.json')).filter(([name]) =>
  SUITES.includes(name.split('.')[0]),
);
const files = new Map(
  rows.flatMap(([, { files: paths }]) => paths).map((path) => [path, readJson<VectorFile>(path)] as const),
);

/** Those of `names` that `from` has. */
function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  );
}

function inputOf(path: string, file: VectorFile, row: Row, vector: Vector): JsonObject {
  const tables = Object.entries(row.tables ?? {}).map(([member, table]) => [
    member,
    pick(file[table] as JsonObject, vector[member] as readonly string[]),
  ]);
  const folder = {
    store: fileURLToPath(new URL(path.replace(/[^/]+$/, 'store'), ROOT)),
    archive: file.keyring as Json,
  };
  return {
    ...pick(vector, row.inputs),
    ...pick(file as unknown as JsonObject, row.share ?? []),
    ...Object.fromEntries(tables),
    ...(row.folder === true ? folder : {}),
  };
}

const cases: readonly Case[] = rows.flatMap(([operation, row]) =>
  row.files.flatMap((path) => {
    const file = files.get(path)!;
    return file.vectors
      .filter((vector) => vector.operation === row.vectors)
      .map((vector) => ({ id: vector.id, operation, row, vector, input: inputOf(path, file, row, vector) }));
  }),
);

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const asked = new Set<string>();

/** Asks, and compares the answer with the vector as test-vectors/PROTOCOL.md says. */
async function ask({ operation, row, vector, input }: Case): Promise<void> {
  asked.add(vector.id);
  const answer = asJson(await operations[operation](input)) as {
    readonly value?: JsonObject;
    readonly error?: string;
    readonly released?: { readonly count: number; readonly sha256: string };
  };
  const { value, error, released } = answer;
  const names = (vector.result === 'valid' ? row.outputs : row.failureOutputs) ?? [];
  expect({ error, ...pick(value ?? {}, names) }).toEqual({ error: vector.error, ...pick(vector, names) });
  expect(value !== undefined).toBe(vector.result === 'valid' || names.length > 0);
  if (released === undefined) return;
  expect(vector.released).toEqual(expect.objectContaining({ count: expect.any(Number) }));
  const allowed = vector.released as { count: number; sha256: string };
  expect(released.count).toBeLessThanOrEqual(allowed.count);
  if (released.count === allowed.count) expect(released.sha256).toBe(allowed.sha256);
}

describe.each(SUITES)('the reference, asked for %s', (suite) => {
  it.each(cases.filter(({ operation }) => operation.startsWith(`${suite}.`)))('$id', ask);

  it('was asked every vector', () => {
    const own = [...files.values()].filter((file) => file.suite === suite);
    const ids = own.flatMap(({ vectors }) => vectors.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBe(own.reduce((sum, { vectorCount }) => sum + vectorCount, 0));
    expect(ids.filter((id) => !asked.has(id))).toEqual([]);
  });
});

describe('the reference', () => {
  it('has every operation of these suites, and all but those on folders without Node', () => {
    const names = rows.map(([name]) => name).sort();
    const of = (all: object): string[] =>
      Object.keys(all).filter((name) => SUITES.includes(name.split('.')[0]));
    expect(of(operations).sort()).toEqual(names);
    const onFolders = rows.filter(([, { folder }]) => folder === true).map(([name]) => name);
    expect(of(portableOperations).sort()).toEqual(names.filter((name) => !onFolders.includes(name)));
  });

  it('needs nothing of Node for portable operations', () => {
    const imports = importsFrom(new URL('../src/reference/portable.ts', import.meta.url));
    expect(imports).toContain('@muniment/archive');
    expect([...imports].filter((name) => isBuiltin(name) || name === '@muniment/vault-server')).toEqual([]);
  });

  it.each([
    ['no member', {}],
    ['a member of another type', { text: 5 }],
    ['null for a member', { text: null }],
    ['no object', 'text'],
    ['a list', []],
  ])('calls a request with %s unsupported', async (_what, input) => {
    expect(await operations['recovery-key.parse'](input as JsonObject)).toEqual({
      unsupported: expect.any(String),
    });
  });

  it('tells an error from a malformed request', async () => {
    expect(await operations['recovery-key.parse']({ text: '5' })).toEqual({
      error: 'ERR_RECOVERY_KEY_LENGTH',
    });
  });

  it.each([
    ['pieces of 32 MiB and one byte', [{ hex: '00', count: 2 ** 25 + 1 }]],
    ['pieces that multiply', [{ repeat: 2 ** 20, pieces: [{ repeat: 2 ** 20, pieces: [{ zeros: 1 }] }] }]],
    ['pieces nine deep', deep(9)],
  ])('makes no content of %s', async (_what, pieces) => {
    expect(await operations['wire.frame']({ pieces })).toEqual({ unsupported: expect.any(String) });
  });

  it('reads no folder that is not there', async () => {
    const input = { store: '/no/such/folder', archive: {}, head: 'heads/x' };
    expect(existsSync(input.store)).toBe(false);
    expect(await operations['archives.snapshot'](input)).toEqual({ unsupported: expect.any(String) });
  });

  it.each(rows.map(([name]) => name))('answers whatever is asked of %s', async (name) => {
    const inputs = cases.filter(({ operation }) => operation === name).map(({ input }) => input);
    await fc.assert(
      fc.asyncProperty(mutated(inputs), async (input) => {
        const answer = await operations[name](input);
        expect(['value', 'error', 'unsupported'].filter((member) => member in answer)).not.toEqual([]);
        expect(isWellMade(answer)).toBe(true);
      }),
      { numRuns: count('reference-mutations') },
    );
  });
});

/** What a module and those that it leads to import from elsewhere. */
function importsFrom(start: URL): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (module: URL): void => {
    if (seen.has(module.href)) return;
    seen.add(module.href);
    for (const { specifier, typeOnly } of importsOf(readFileSync(module, 'utf8'))) {
      if (typeOnly) continue;
      if (specifier.startsWith('.')) visit(new URL(specifier, module));
      else found.add(specifier);
    }
  };
  visit(start);
  return found;
}

function deep(levels: number): Json {
  return [levels === 1 ? { zeros: 1 } : { repeat: 1, pieces: deep(levels - 1) }];
}

function isWellMade(answer: Answer): boolean {
  if ('unsupported' in answer) return answer.unsupported.length > 0;
  if ('error' in answer) return /^ERR_[A-Z0-9_]+$/.test(String(answer.error));
  return JSON.stringify(asJson(answer)) === JSON.stringify(answer);
}

/** A request of which some members were exchanged for those of another, altered, or made something else. */
function mutated(inputs: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  const edit = fc.record({
    at: fc.nat(),
    how: fc.nat(5),
    where: fc.nat(),
    with: fc.jsonValue() as fc.Arbitrary<Json>,
  });
  return fc
    .tuple(
      fc.constantFrom(...inputs),
      fc.constantFrom(...inputs),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
    )
    .map(([input, other, edits]) =>
      edits.reduce<JsonObject>((so, { at, how, where, with: odd }) => {
        const paths = pathsOf(so);
        const path = paths[at % paths.length];
        if (path === undefined) return so;
        const old = valueAt(so, path);
        return withValue(
          so,
          path,
          how === 0 ? odd : how === 1 ? valueAt(other, path) : altered(old, where, how),
        ) as JsonObject;
      }, input),
    );
}

/** Where the values within `value` lie, itself left out. */
function pathsOf(value: Json | undefined): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [name],
    ...pathsOf(member as Json).map((path) => [name, ...path]),
  ]);
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (so, name) => (typeof so === 'object' && so !== null ? (so as JsonObject)[name] : undefined),
    value,
  );
}

function withValue(value: Json, [name, ...rest]: readonly string[], to: Json | undefined): Json {
  if (name === undefined) return to ?? null;
  const member = withValue((value as JsonObject)[name] as Json, rest, to);
  if (!Array.isArray(value)) return { ...(value as JsonObject), [name]: member };
  return value.map((one, i) => (String(i) === name ? member : one)) as Json;
}

/** A text with two characters more, less or others; a number beside the old one. */
function altered(value: Json | undefined, where: number, how: number): Json | undefined {
  if (typeof value === 'number') return value + how - 3;
  if (typeof value !== 'string' || value.length === 0) return value;
  const at = (where % value.length) & ~1;
  const between = ['', '00', String(10 + (where % 90)), '-\u0663'][how - 2];
  return value.slice(0, at) + between + value.slice(how === 3 ? at : at + 2);
}
