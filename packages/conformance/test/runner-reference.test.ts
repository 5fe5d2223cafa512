// Our own packages are run by the door that every implementation is run by: as a program, over all vectors, and by random cases.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { count } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/protocol.ts';
import { operations as reference } from '../src/reference/index.ts';
import type { Reply } from '../src/runner/program.ts';
import { randomCases } from '../src/runner/random.ts';
import { installedVectors, readOperations } from '../src/runner/vectors.ts';

const BIN = fileURLToPath(new URL('../bin/muniment-conformance.js', import.meta.url));
const ROUNDS = count('conformance-random');
const rows = readOperations(installedVectors());

interface Summary {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly notRun: number;
}

describe('the reference behind the protocol', () => {
  it('passes every vector, and agrees with itself on random cases', { timeout: 3_600_000 }, async () => {
    const args = [BIN, '--report', 'json', '--random', String(ROUNDS), '--seed', '20261122'];
    const program = [process.execPath, BIN, 'reference'];
    const run = promisify(execFile)(process.execPath, [...args, '--timeout', '600000', '--', ...program], {
      maxBuffer: 1 << 30,
    });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const report = JSON.parse(stdout) as {
      success: boolean;
      summary: Summary[];
      missing: string[];
      results: { id: string; status: string; reason?: string }[];
      random: { cases: number; differences: JsonObject[] };
    };
    expect(
      report.results.filter(({ status }) => status !== 'passed').map(({ id, reason }) => [id, reason]),
    ).toEqual([]);
    expect(report.random.differences).toEqual([]);
    expect(report.missing).toEqual([]);
    const asked = Object.values(rows).filter((row) => row.folder !== true).length;
    expect(report.random.cases).toBe(asked * ROUNDS);
    const files = new Set(Object.values(rows).flatMap((row) => row.files));
    const vectors = [...files].map(
      (path) =>
        (JSON.parse(readFileSync(`${installedVectors()}/${path}`, 'utf8')) as { vectorCount: number })
          .vectorCount,
    );
    const passed = report.summary.reduce((sum, suite) => sum + suite.passed, 0);
    // Conversations are asked twice: of the client, and of the realm.
    expect(passed).toBeGreaterThanOrEqual(vectors.reduce((sum, number) => sum + number, 0));
    expect(report.success).toBe(true);
  });
});

describe('random cases', () => {
  /** The reference, but for what `change` makes of one operation's answers. */
  const changed =
    (change: (input: JsonObject, reply: Reply) => Reply) =>
    async (operation: string, input: JsonObject): Promise<Reply> =>
      change(input, { answer: await reference[operation](input) });
  const find = async (
    operation: string,
    ask: (operation: string, input: JsonObject) => Promise<Reply>,
    seed = 1,
  ) => randomCases({ ask }, rows, installedVectors(), [operation], { count: 200, seed, codes: 'exact' });

  it('find a reader that takes one character too many, and shrink to it', async () => {
    const lenient = async (operation: string, { text }: JsonObject): Promise<Reply> => ({
      answer: await reference[operation]({ text: String(text).replaceAll('_', ' ') }),
    });
    const { differences, seed } = await find('recovery-key.parse', lenient);
    expect(differences).toHaveLength(1);
    const [{ reason, vector, operation }] = differences;
    expect(reason).toMatch(/ERR_RECOVERY_KEY_CHARACTER/);
    expect(vector).toMatchObject({
      id: `random-${seed}-recovery-key-parse`,
      operation: 'parse',
      result: 'invalid',
      error: 'ERR_RECOVERY_KEY_CHARACTER',
      errorClass: expect.any(String),
      comment: expect.stringMatching(/^Found at random: recovery-key-[a-z0-9-]+ with another text\.$/),
    });
    expect(operation).toBe('recovery-key.parse');
    // Shrunk: one character was put into one of the first vectors.
    expect(String(vector.text).split('_')).toHaveLength(2);
    // The same seed finds the same case.
    expect((await find('recovery-key.parse', lenient)).differences).toEqual(differences);
  });

  it('find a frame that is taken with padding that is not zero', async () => {
    const careless = changed((_input, reply) =>
      'answer' in reply && 'error' in reply.answer && reply.answer.error === 'ERR_PADDING'
        ? { answer: { value: { content: '' } } }
        : reply,
    );
    const { differences } = await find('wire.frame', careless);
    expect(differences.map(({ reason }) => reason)).toEqual([
      'accepted what it has to refuse with ERR_PADDING',
    ]);
  });

  it('find a fault, a refusal of what is right, and a wrong value of a fresh input', async () => {
    const faulty = changed(() => ({ fault: 'it fell over' }));
    expect((await find('key-hierarchy.rootKey', faulty)).differences[0].reason).toBe('it fell over');
    const strict = changed(() => ({ answer: { error: 'ERR_FIELD' } }));
    expect((await find('key-hierarchy.rootKey', strict)).differences[0].reason).toBe(
      'refused what is valid: ERR_FIELD',
    );
    const wrong = changed((_input, reply) =>
      'answer' in reply && 'value' in reply.answer
        ? { answer: { value: { ...reply.answer.value, macKey: '00' } } }
        : reply,
    );
    expect((await find('key-hierarchy.rootKey', wrong)).differences[0].reason).toMatch(
      /^macKey is "00" and not "/,
    );
  });

  it('leave out what makes no sense, and say how much that was', async () => {
    const { cases, senseless, differences } = await find(
      'key-hierarchy.rootKey',
      changed((_input, reply) => reply),
    );
    expect(differences).toEqual([]);
    expect(cases).toBe(200);
    expect(senseless).toBeGreaterThan(0);
    expect(senseless).toBeLessThan(150);
  });
});
