// The reference operations on what an archive is made of, asked as an implementation would be: with the inputs of a vector and
// nothing else of it.

import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Json, JsonObject } from '../src/protocol.ts';
import { operations } from '../src/reference/index.ts';
import { portableOperations } from '../src/reference/portable.ts';
import { compareAnswer } from '../src/runner/compare.ts';
import { applyChanges, changes } from '../src/runner/mutate.ts';
import { type Case, readCases, readOperations, suiteOf } from '../src/runner/vectors.ts';
import { importsOf } from '../src/structure.ts';

const VECTORS = fileURLToPath(new URL('../../../test-vectors/', import.meta.url));
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

const rows = readOperations(VECTORS);
const names = Object.keys(rows).filter((name) => SUITES.includes(suiteOf(name)));
const cases = readCases(VECTORS, rows, names);
const asked = new Set<string>();

/** What is read of a file of vectors. */
interface VectorFile {
  readonly vectorCount: number;
  readonly vectors: readonly { readonly id: string }[];
}

/** Asks, and compares the answer with what the vector expects. */
async function ask({ id, operation, input, expected }: Case): Promise<void> {
  asked.add(id);
  const answer = asSent(await operations[operation](input));
  expect(compareAnswer(rows[operation], expected, answer, 'exact')).toEqual({ status: 'passed' });
}

/** An answer as it comes out of a program. */
function asSent(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer)) as Answer;
}

describe.each(SUITES)('the reference, asked for %s', (suite) => {
  it.each(cases.filter((one) => one.suite === suite))('$id', ask);

  it('was asked every vector', () => {
    const own = [
      ...new Set(names.filter((name) => suiteOf(name) === suite).flatMap((name) => rows[name].files)),
    ];
    const files = own.map((path) => JSON.parse(readFileSync(join(VECTORS, path), 'utf8')) as VectorFile);
    const ids = files.flatMap(({ vectors }) => vectors.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBe(files.reduce((sum, { vectorCount }) => sum + vectorCount, 0));
    expect(ids.filter((id) => !asked.has(id))).toEqual([]);
  });
});

describe('the reference', () => {
  it('has every operation of these suites, and all but those on folders without Node', () => {
    const of = (all: object): string[] => Object.keys(all).filter((name) => SUITES.includes(suiteOf(name)));
    expect(of(operations).sort()).toEqual([...names].sort());
    const elsewhere = names.filter((name) => rows[name].folder !== true);
    expect(of(portableOperations).sort()).toEqual(elsewhere.sort());
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

  it.each(names)('answers whatever is asked of %s', async (name) => {
    const inputs = cases.filter(({ operation }) => operation === name).map(({ input }) => input);
    await fc.assert(
      fc.asyncProperty(mutated(inputs), async (input) => {
        const answer = await operations[name](input);
        expect(asSent(answer)).toEqual(answer);
        if ('unsupported' in answer) expect(answer.unsupported).not.toBe('');
        else if ('error' in answer) expect(answer.error).toMatch(/^ERR_[A-Z0-9_]+$/);
        else expect(answer).toEqual({ value: expect.any(Object) });
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

/** A request like those of the vectors, with some changes, of which one may be a value of any type. */
function mutated(inputs: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      base: fc.nat({ max: inputs.length - 1 }),
      changes,
      odd: fc.option(fc.record({ where: fc.nat(), value: fc.jsonValue() as fc.Arbitrary<Json> })),
    })
    .map(({ base, changes: list, odd }) => {
      const input = applyChanges(list, inputs[base], (i) => inputs[i % inputs.length]);
      return odd === null ? input : (withOdd(input, odd.where, odd.value) as JsonObject);
    });
}

/** `value` with a part of it, on any level, exchanged for `odd`. */
function withOdd(value: Json, where: number, odd: Json): Json {
  if (typeof value !== 'object' || value === null) return odd;
  const members = Object.keys(value);
  const name = members[where % members.length];
  if (name === undefined) return odd;
  const rest = Math.floor(where / members.length);
  const member = rest % 2 === 0 ? odd : withOdd((value as JsonObject)[name] ?? null, rest >> 1, odd);
  if (!Array.isArray(value)) return { ...(value as JsonObject), [name]: member };
  return (value as readonly Json[]).map((one, i) => (String(i) === name ? member : one));
}
