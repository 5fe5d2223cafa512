// What test files import from vitest, as far as the tests that notice removed checks use it: they run here by the hundred in one
// process, each under another edit, which vitest's own processes are too slow for.

import { isDeepStrictEqual } from 'node:util';

type Body = (context: TestContext) => unknown;
type Matcher = (...expected: never[]) => void;

interface TestContext {
  readonly onTestFinished: (work: () => unknown) => void;
}

/** A test that a file declared. */
export interface DeclaredTest {
  readonly title: string;
  readonly run: () => Promise<void>;
}

interface Scope {
  readonly before: (() => unknown)[];
  readonly after: (() => unknown)[];
  readonly beforeEach: (() => unknown)[];
  readonly afterEach: (() => unknown)[];
  readonly parent: Scope | undefined;
  started: boolean;
}

const newScope = (parent?: Scope): Scope => ({
  before: [],
  after: [],
  beforeEach: [],
  afterEach: [],
  parent,
  started: false,
});

let tests: DeclaredTest[] = [];
let scope: Scope = newScope();
let scopes: Scope[] = [scope];
let finished: (() => unknown)[] = [];

/** The tests that `load` declares, and what cleans up behind them. */
export async function collect(
  load: () => Promise<void>,
): Promise<{ tests: readonly DeclaredTest[]; close: () => Promise<void> }> {
  tests = [];
  scope = newScope();
  scopes = [scope];
  await load();
  const [declared, made] = [tests, scopes];
  return {
    tests: declared,
    close: async () => {
      for (const one of made) if (one.started) for (const work of one.after) await work();
    },
  };
}

const chainOf = (inner: Scope): Scope[] =>
  (inner.parent === undefined ? [] : chainOf(inner.parent)).concat(inner);

function declare(title: string, body: Body): void {
  const chain = chainOf(scope);
  tests.push({
    title,
    run: async () => {
      for (const one of chain) {
        if (one.started) continue;
        one.started = true;
        for (const work of one.before) await work();
      }
      finished = [];
      for (const one of chain) for (const work of one.beforeEach) await work();
      try {
        await body({ onTestFinished });
      } finally {
        for (const work of finished.reverse()) await work();
        for (const one of chain.toReversed()) for (const work of one.afterEach) await work();
      }
    },
  });
}

const show = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)) ?? String(value);

/** A title of `each`: `$member` of a row that is an object, `%s` and `%i` for the members of a list in turn. */
function titleOf(title: string, row: unknown, number: number): string {
  let next = 0;
  const members = Array.isArray(row) ? row : [row];
  return title
    .replace(/\$([a-zA-Z.]+)/g, (whole, path: string) => {
      let value: unknown = row;
      for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
      return value === undefined ? whole : show(value);
    })
    .replace(/%[sdijo]/g, () => String(members[next++]))
    .replace(/%#/g, String(number));
}

type Each = (
  rows: readonly unknown[],
) => (title: string, body: (...row: never[]) => unknown, ...rest: unknown[]) => void;

const bodyOf = (options: unknown, body: unknown): Body =>
  (typeof options === 'function' ? options : body) as Body;

function declareTest(title: string, options: unknown, body?: unknown): void {
  declare(title, bodyOf(options, body));
}
const eachTest: Each = (rows) => (title, body) => {
  rows.forEach((row, i) => {
    declare(titleOf(title, row, i), () => body(...((Array.isArray(row) ? row : [row]) as never[])));
  });
};

function declareGroup(_title: string, options: unknown, body?: unknown): void {
  const outer = scope;
  scope = newScope(outer);
  scopes.unshift(scope);
  (bodyOf(options, body) as () => unknown)();
  scope = outer;
}
const eachGroup: Each = (rows) => (title, body) => {
  rows.forEach((row) => {
    declareGroup(title, () => body(...((Array.isArray(row) ? row : [row]) as never[])));
  });
};

const declareIf = (isWanted: boolean): typeof declareTest => (isWanted ? declareTest : () => undefined);

export const it = Object.assign(declareTest, {
  each: eachTest,
  runIf: declareIf,
  skipIf: (no: boolean) => declareIf(!no),
});
export const test: typeof it = it;
export const describe = Object.assign(declareGroup, { each: eachGroup });

export const beforeAll = (work: () => unknown): void => void scope.before.push(work);
export const afterAll = (work: () => unknown): void => void scope.after.push(work);
export const beforeEach = (work: () => unknown): void => void scope.beforeEach.push(work);
export const afterEach = (work: () => unknown): void => void scope.afterEach.push(work);
export const onTestFinished = (work: () => unknown): void => void finished.push(work);

/** Stand-ins are not offered: a test that needs them cannot be named by an edit. */
export const vi = { setConfig: (): void => undefined };

/** A value that says itself whether another one will do. */
class Like {
  readonly accepts: (value: unknown) => boolean;
  constructor(accepts: (value: unknown) => boolean) {
    this.accepts = accepts;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isPlain = (value: object): value is Record<string, unknown> =>
  !ArrayBuffer.isView(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set) &&
  !(value instanceof Error);

/** Equality of values; members that are undefined count as absent. With `subset`, `value` may have further members. */
function equal(value: unknown, expected: unknown, subset = false): boolean {
  if (expected instanceof Like) return expected.accepts(value);
  if (!isObject(value) || !isObject(expected)) return Object.is(value, expected);
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) || value.length !== expected.length) return false;
    return expected.every((member, i) => equal(value[i], member, subset));
  }
  if (!isPlain(expected)) return isDeepStrictEqual(value, expected);
  if (!isPlain(value) && !subset) return false;
  const names = new Set([...Object.keys(expected), ...(subset ? [] : Object.keys(value))]);
  const [left, right] = [value as Record<string, unknown>, expected];
  return [...names].every((name) => equal(left[name], right[name], subset));
}

function throws(error: unknown, thrown: boolean, expected: unknown): boolean {
  if (!thrown) return false;
  const message = error instanceof Error ? error.message : String(error);
  if (expected === undefined) return true;
  if (typeof expected === 'string') return message.includes(expected);
  if (expected instanceof RegExp) return expected.test(message);
  if (typeof expected === 'function') return error instanceof expected;
  return equal(error, expected, true);
}

/** The matchers for `value`; `thrown` says that it was thrown. */
function matchers(value: unknown, negated: boolean, thrown = false): Record<string, Matcher> {
  const check = (holds: boolean, what: string): void => {
    if (holds === negated)
      throw new Error(`expected ${show(String(value))} ${negated ? 'not ' : ''}to ${what}`);
  };
  const includes = (expected: unknown, same: (a: unknown, b: unknown) => boolean): boolean =>
    typeof value === 'string'
      ? value.includes(expected as string)
      : [...(value as Iterable<unknown>)].some((member) => same(member, expected));
  const order = (holds: (a: number, b: number) => boolean, what: string) => (expected: number) =>
    check(holds(value as number, expected), `be ${what} ${expected}`);
  const length = (expected: number): void =>
    check((value as { length: number }).length === expected, `have ${expected}`);
  const toThrow = (expected?: unknown): void => {
    if (thrown || typeof value !== 'function') {
      check(throws(value, thrown, expected), 'throw');
      return;
    }
    let failure: { error: unknown } | undefined;
    try {
      value();
    } catch (error) {
      failure = { error };
    }
    check(throws(failure?.error, failure !== undefined, expected), 'throw');
  };
  return {
    toBe: (expected: unknown) => check(Object.is(value, expected), `be ${String(expected)}`),
    toEqual: (expected: unknown) => check(equal(value, expected), 'equal what was expected'),
    toStrictEqual: (expected: unknown) =>
      check(isDeepStrictEqual(value, expected), 'equal what was expected'),
    toMatchObject: (expected: unknown) => check(equal(value, expected, true), 'have what was expected'),
    toHaveLength: length,
    toContain: (expected: unknown) => check(includes(expected, Object.is), `contain ${String(expected)}`),
    toContainEqual: (expected: unknown) => check(includes(expected, equal), 'contain what was expected'),
    toBeUndefined: () => check(value === undefined, 'be undefined'),
    toBeDefined: () => check(value !== undefined, 'be defined'),
    toBeNull: () => check(value === null, 'be null'),
    toBeInstanceOf: (type: new () => unknown) => check(value instanceof type, `be a ${type.name}`),
    toMatch: (expected: string | RegExp) =>
      check(
        typeof expected === 'string' ? includes(expected, equal) : expected.test(String(value)),
        `match ${expected}`,
      ),
    toBeGreaterThan: order((a, b) => a > b, 'above'),
    toBeGreaterThanOrEqual: order((a, b) => a >= b, 'at least'),
    toBeLessThan: order((a, b) => a < b, 'below'),
    toBeLessThanOrEqual: order((a, b) => a <= b, 'at most'),
    toSatisfy: (holds: (one: unknown) => boolean) => check(holds(value), 'satisfy'),
    toHaveProperty: (name: string, ...expected: unknown[]) => {
      const found = (value as Record<string, unknown>)[name];
      check(expected.length === 0 ? found !== undefined : equal(found, expected[0]), `have ${name}`);
    },
    toThrow,
    toThrowError: toThrow,
  } as Record<string, Matcher>;
}

/** The matchers for what a promise comes to. */
function settled(value: unknown, negated: boolean, rejects: boolean): Record<string, unknown> {
  const names = Object.keys(matchers(undefined, false));
  const late =
    (name: string, not: boolean) =>
    async (...expected: never[]) => {
      let outcome: { value: unknown; thrown: boolean };
      try {
        outcome = { value: await (typeof value === 'function' ? value() : value), thrown: false };
      } catch (error) {
        outcome = { value: error, thrown: true };
      }
      if (outcome.thrown !== rejects)
        throw new Error(outcome.thrown ? String(outcome.value) : 'expected a rejection');
      matchers(outcome.value, not, outcome.thrown)[name]!(...expected);
    };
  const all = (not: boolean): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, late(name, not)]));
  return { ...all(negated), not: all(!negated) };
}

function expectValue(value: unknown): Record<string, unknown> {
  return {
    ...matchers(value, false),
    not: matchers(value, true),
    get resolves() {
      return settled(value, false, false);
    },
    get rejects() {
      return settled(value, false, true);
    },
  };
}

/** The matchers for what `work` comes to sooner or later. */
function polled(work: () => unknown): Record<string, unknown> {
  const eventually =
    (name: string) =>
    async (...expected: never[]) => {
      for (let tries = 1; ; tries++) {
        try {
          matchers(await work(), false)[name]!(...expected);
          return;
        } catch (error) {
          if (tries === POLL_COUNT) throw error;
          await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
      }
    };
  return Object.fromEntries(Object.keys(matchers(undefined, false)).map((name) => [name, eventually(name)]));
}

const POLL_COUNT = 100;
const POLL_MS = 50;

const kinds: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Function, 'function'],
]);

export const expect = Object.assign(expectValue, {
  poll: polled,
  any: (type: new () => unknown) =>
    new Like((value) => (kinds.has(type) ? typeof value === kinds.get(type) : value instanceof type)),
  anything: () => new Like((value) => value !== undefined && value !== null),
  objectContaining: (expected: object) =>
    new Like((value) => isObject(value) && equal(value, expected, true)),
  arrayContaining: (expected: readonly unknown[]) =>
    new Like(
      (value) => Array.isArray(value) && expected.every((one) => value.some((member) => equal(member, one))),
    ),
  stringContaining: (expected: string) =>
    new Like((value) => typeof value === 'string' && value.includes(expected)),
  stringMatching: (expected: RegExp) =>
    new Like((value) => typeof value === 'string' && expected.test(value)),
  fail: (message: string) => {
    throw new Error(message);
  },
});
