// Random cases: what the vectors ask, changed at random, and asked of an implementation and of the reference. Where the two
// differ the case is shrunk until nothing can be left out of it.

import fc from 'fast-check';
import type { Answer, Json, JsonObject } from '../protocol.ts';
import { operations as reference } from '../reference/index.ts';
import { type CodeRule, compareAnswer, errorClassOf } from './compare.ts';
import { type Fresh, freshInputs } from './fresh.ts';
import { differenceOf, pick } from './members.ts';
import { applyChanges, type Change, changes } from './mutate.ts';
import type { Implementation, RandomReport } from './run.ts';
import { type Case, type Expected, type OperationRow, type OperationRows, readCases } from './vectors.ts';

/** A random case in which an implementation and the reference differ. */
export interface Difference {
  readonly operation: string;
  readonly reason: string;
  readonly seed: number;
  /** Where fast-check found it under its seed. */
  readonly path: string;
  /** The case as a vector, shared members included. */
  readonly vector: JsonObject;
}

export interface RandomOptions {
  /** How many cases for each operation. */
  readonly count: number;
  readonly seed: number;
  readonly codes: CodeRule;
}

/** A case before it is made: the changes to a vector, or what a fresh input is made from. */
type Plan = { readonly base: number; readonly changes: readonly Change[] } | { readonly fresh: Fresh };

/** How many smaller cases are tried once one has failed. */
const SHRINK_TRIES = 400;

/** Compares an implementation with the reference on random cases of each operation. */
export async function randomCases(
  implementation: Pick<Implementation, 'ask'>,
  rows: OperationRows,
  vectors: string,
  operations: readonly string[],
  options: RandomOptions,
): Promise<RandomReport> {
  let cases = 0;
  let senseless = 0;
  const differences: Difference[] = [];
  for (const operation of operations) {
    // What is in an archive's folder cannot be changed by a request, and the reference may not have what newer vectors ask.
    if (rows[operation].folder === true || !Object.hasOwn(reference, operation)) continue;
    const subject = new Subject(
      implementation,
      operation,
      rows[operation],
      readCases(vectors, rows, [operation]),
      options,
    );
    const difference = await subject.run();
    cases += subject.cases;
    senseless += subject.senseless;
    if (difference !== undefined) differences.push(difference);
  }
  return { seed: options.seed, cases, senseless, differences };
}

/** What the two sides made of one case, as far as it matters. */
interface Trial {
  /** What it was made of. */
  readonly origin: string;
  readonly input: JsonObject;
  readonly expected: Expected | undefined;
  /** Why the two differ, if they do. */
  readonly reason: string | undefined;
}

/** One operation with its cases. */
class Subject {
  readonly #implementation: Pick<Implementation, 'ask'>;
  readonly #operation: string;
  readonly #row: OperationRow;
  readonly #bases: readonly Case[];
  readonly #options: RandomOptions;
  cases = 0;
  senseless = 0;

  constructor(
    implementation: Pick<Implementation, 'ask'>,
    operation: string,
    row: OperationRow,
    bases: readonly Case[],
    options: RandomOptions,
  ) {
    this.#implementation = implementation;
    this.#operation = operation;
    this.#row = row;
    this.#bases = bases;
    this.#options = options;
  }

  async run(): Promise<Difference | undefined> {
    const { count, seed } = this.#options;
    const changed: fc.Arbitrary<Plan> = fc.record({
      base: fc.nat({ max: this.#bases.length - 1 }),
      changes,
    });
    const fresh = freshInputs[this.#operation]?.map((inner): Plan => ({ fresh: inner }));
    const plans = fresh === undefined ? changed : fc.oneof(changed, fresh);
    let failed = false;
    let tries = 0;
    let smallest: Trial | undefined;
    const details = await fc.check(
      fc.asyncProperty(plans, async (plan) => {
        if (failed && ++tries > SHRINK_TRIES) return;
        const trial = await this.#try(plan);
        if (!failed) this.cases++;
        if (!failed && trial.expected === undefined && trial.reason === undefined) this.senseless++;
        if (trial.reason === undefined) return;
        failed = true;
        smallest = trial;
        throw new Error(trial.reason);
      }),
      { seed, numRuns: count },
    );
    if (smallest === undefined) return undefined;
    return {
      operation: this.#operation,
      reason: smallest.reason!,
      seed,
      path: details.counterexamplePath ?? '',
      vector: this.#toVector(smallest),
    };
  }

  async #inputOf(plan: Plan): Promise<JsonObject> {
    const shared = pick(this.#bases[0].input, this.#row.share ?? []);
    if ('fresh' in plan) return { ...shared, ...(await plan.fresh()) };
    return applyChanges(
      plan.changes,
      this.#bases[plan.base].input,
      (i) => this.#bases[i % this.#bases.length].input,
    );
  }

  async #try(plan: Plan): Promise<Trial> {
    const input = await this.#inputOf(plan);
    const origin = this.#originOf(plan, input);
    let answer: Answer;
    try {
      answer = await reference[this.#operation](input);
    } catch (error) {
      return {
        origin,
        input,
        expected: undefined,
        reason: `the reference threw an exception: ${String(error)}`,
      };
    }
    if ('unsupported' in answer) return { origin, input, expected: undefined, reason: undefined };
    const expected = this.#expectedOf(answer);
    const reply = await this.#implementation.ask(this.#operation, input);
    if ('fault' in reply) return { origin, input, expected, reason: reply.fault };
    const verdict = compareAnswer(this.#row, expected, reply.answer, this.#options.codes);
    return { origin, input, expected, reason: verdict.status === 'failed' ? verdict.reason : undefined };
  }

  #expectedOf(answer: Exclude<Answer, { unsupported: string }>): Expected {
    const value = answer.value ?? {};
    if (!('error' in answer) && !('outcome' in answer && answer.outcome !== 'ok'))
      return { result: 'valid', value: pick(value, this.#row.outputs) };
    const { failureOutputs } = this.#row;
    const outputs = failureOutputs === undefined ? {} : { value: pick(value, failureOutputs) };
    // Where some vector allows the release of a part, what may be released of a random case is not known.
    const isStrict = this.#bases.every(
      ({ expected }) => expected.result === 'valid' || expected.released === 'none',
    );
    const released = isStrict ? 'none' : 'rest';
    if ('outcome' in answer) return { result: 'invalid', outcome: answer.outcome, released, ...outputs };
    const error = String(answer.error);
    const errorClass = errorClassOf(error);
    return {
      result: 'invalid',
      error,
      ...(errorClass === undefined ? {} : { errorClass }),
      released,
      ...outputs,
    };
  }

  #originOf(plan: Plan, input: JsonObject): string {
    if ('fresh' in plan) return 'an input of its own';
    const base = this.#bases[plan.base];
    const path = differenceOf(base.input, input);
    return path === undefined ? base.id : `${base.id} with another ${path}`;
  }

  #toVector({ origin, input, expected }: Trial): JsonObject {
    const { value = {}, ...verdict } = expected ?? { result: 'invalid' };
    return {
      id: `random-${this.#options.seed}-${this.#operation.toLowerCase().replace('.', '-')}`,
      comment: `Found at random: ${origin}.`,
      ...(verdict as unknown as JsonObject),
      ...(this.#row.vectors === undefined ? {} : { operation: this.#row.vectors }),
      ...(input as Record<string, Json>),
      ...(value as Record<string, Json>),
    };
  }
}
