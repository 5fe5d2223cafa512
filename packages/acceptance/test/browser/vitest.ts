// Stands in for `vitest` in a page: test files register here as they are imported, and are run one after the other. The
// assertions are vitest's own. What is not here, such as `skip`, fails the bundle.

import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

type Body = (...values: never[]) => unknown;

interface Options {
  readonly timeout?: number;
}

/** What a file of tests came to. */
export interface TestReport {
  /** How many tests ran. */
  readonly tests: number;
  /** Name and error of each that failed. */
  readonly failures: readonly string[];
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** The assertions of vitest. */
export const expect = chai.expect;

let registered: { readonly name: string; readonly run: () => unknown }[] = [];
const groups: string[] = [];

function register(name: string, run: () => unknown): void {
  registered.push({ name: [...groups, name].join(' > '), run });
}

/** Registers a test. */
export function it(name: string, ...rest: readonly (Options | number | Body)[]): void {
  register(name, bodyOf(rest));
}

it.each = forEachCase(register);

/** Groups the tests that `body` registers. */
export function describe(name: string, body: () => unknown): void {
  groups.push(name);
  try {
    body();
  } finally {
    groups.pop();
  }
}

describe.each = forEachCase(describe);

/** `register` for a table of cases: a list gives its members as arguments, anything else is the one argument. */
function forEachCase(use: (name: string, run: () => unknown) => void) {
  return (cases: readonly unknown[]) =>
    (name: string, ...rest: readonly (Options | number | Body)[]): void => {
      const body = bodyOf(rest);
      for (const value of cases) {
        const values = (Array.isArray(value) ? value : [value]) as never[];
        const title = name.replace(/\$(\w+)/g, (_, key: string) =>
          String((value as Record<string, unknown>)[key]),
        );
        use(title, () => body(...values));
      }
    };
}

function bodyOf(rest: readonly (Options | number | Body)[]): Body {
  const body = rest.find((part) => typeof part === 'function');
  if (body === undefined) throw new TypeError('a test without a function');
  return body;
}

/** Imports a test file and runs what it registers. */
export async function runTestFile(load: () => Promise<unknown>): Promise<TestReport> {
  registered = [];
  await load();
  const tests = registered;
  const failures: string[] = [];
  for (const { name, run } of tests) {
    try {
      await run();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { tests: tests.length, failures };
}
