// The reference operations on passwords and vaults, asked as an implementation would be: with the inputs of a vector and nothing
// else of it. Compared by the rule that the runner has for every implementation.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { count } from '@muniment/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, JsonObject } from '../src/protocol.ts';
import { operations } from '../src/reference/index.ts';
import { portableOperations } from '../src/reference/portable.ts';
import { compareAnswer, readAnswer } from '../src/runner/compare.ts';
import { applyChanges, changes } from '../src/runner/mutate.ts';
import { type Case, readCases, readOperations, suiteOf } from '../src/runner/vectors.ts';

const FOLDER = fileURLToPath(new URL('../../../test-vectors', import.meta.url));
const SUITES = ['encapsulation', 'realm-descriptor', 'opaque', 'vault-steps', 'vault-transcripts'];
/** What a realm does needs Node. */
const OF_REALM = /^(?:vault-steps\..*|encapsulation\.time|vault-transcripts\.(?:request|realm))$/;
/** Their requests stretch a password, go through a whole conversation, or multiply many elements. */
const COSTLY =
  /^(?:opaque\.(?:run|fake|finish.*|useState|combine|dealShares|verifiableFinalize)|vault-transcripts\..*)$/;
const MUTATIONS_TIMEOUT_MS = 600_000;

const rows = readOperations(FOLDER);
const names = Object.keys(rows).filter((name) => SUITES.includes(suiteOf(name)));
const cases = readCases(FOLDER, rows, names);
const asked = new Set<string>();

/** The answer as it would come through a pipe. */
async function answerTo(operation: string, input: JsonObject): Promise<Answer | undefined> {
  const answer = await operations[operation](JSON.parse(JSON.stringify(input)) as JsonObject);
  return readAnswer(JSON.parse(JSON.stringify(answer)) as JsonObject);
}

async function ask({ id, operation, input, expected }: Case): Promise<void> {
  asked.add(`${operation} ${id}`);
  const answer = await answerTo(operation, input);
  expect(answer).toBeDefined();
  expect(compareAnswer(rows[operation], expected, answer!, 'exact')).toEqual({ status: 'passed' });
}

describe.each(names)('the reference, asked for %s', (name) => {
  it.each(cases.filter(({ operation }) => operation === name))('$id', ask);
});

describe('the reference', () => {
  it('was asked every vector of these suites', () => {
    for (const path of new Set(names.flatMap((name) => rows[name].files))) {
      const file = JSON.parse(readFileSync(`${FOLDER}/${path}`, 'utf8')) as {
        readonly vectorCount: number;
        readonly vectors: readonly { readonly id: string; readonly operation: string }[];
      };
      const own = names.filter((name) => rows[name].files.includes(path));
      const ids = file.vectors.map(({ id }) => id);
      expect(ids.length).toBe(file.vectorCount);
      expect(ids.filter((id) => !own.some((name) => asked.has(`${name} ${id}`)))).toEqual([]);
    }
    expect(asked.size).toBe(cases.length);
  });

  it('has every operation of these suites, and those of a client without Node', () => {
    const of = (all: object): string[] =>
      Object.keys(all)
        .filter((name) => SUITES.includes(suiteOf(name)))
        .sort();
    expect(of(operations)).toEqual([...names].sort());
    expect(of(portableOperations)).toEqual(names.filter((name) => !OF_REALM.test(name)).sort());
  });

  it('notices each output that is not the vector’s', async () => {
    const one = cases.find(
      ({ operation, expected }) => operation === 'opaque.deal' && expected.result === 'valid',
    )!;
    const answer = (await answerTo(one.operation, one.input)) as { readonly value: JsonObject };
    for (const name of rows[one.operation].outputs) {
      const wrong = { value: { ...answer.value, [name]: '00' } };
      expect(compareAnswer(rows[one.operation], one.expected, wrong, 'exact').status).toBe('failed');
    }
  });

  it.each(names)('answers whatever is asked of %s', { timeout: MUTATIONS_TIMEOUT_MS }, async (name) => {
    const bases = cases.filter(({ operation }) => operation === name).map(({ input }) => input);
    const other = (i: number): JsonObject => bases[i % bases.length];
    const share = COSTLY.test(name) ? 10 : 1;
    await fc.assert(
      fc.asyncProperty(fc.nat(bases.length - 1), changes, async (base, edits) => {
        const input = applyChanges(edits, bases[base], other);
        const answer = await answerTo(name, input);
        expect(answer).toBeDefined();
        if ('error' in answer!) expect(String(answer.error)).toMatch(/^ERR_[A-Z0-9_]+$/);
      }),
      { numRuns: Math.ceil(count('reference-mutations') / share) },
    );
  });
});
