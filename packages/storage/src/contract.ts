// The tests that every store passes, whoever wrote it. They need no test framework. Implements spec/storage.md §3 to §7.

import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { mapConcurrent } from './map-concurrent.ts';
import { OBJECT_MAX_BYTES } from './names.ts';
import { seededNumbers } from './seeded.ts';
import type { ObjectInfo, Store } from './store.ts';

/** One test: `run` resolves if the store keeps the promise, and throws an error that says how it does not. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface ContractOptions {
  /** For how long listings may be stale; 0 unless told. A case waits at most so long for a listing to be right. */
  readonly staleMs?: number;
}

/**
 * The contract of `Store` as a list of cases. Each calls `makeStore` once and expects an empty store.
 *
 * ```ts
 * for (const { name, run } of storeContract(() => memoryStore())) test(name, run);
 * ```
 */
export function storeContract(
  makeStore: () => Store | Promise<Store>,
  options: ContractOptions = {},
): ContractCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    run: async () => check(await makeStore(), options.staleMs ?? 0),
  }));
}

const LARGE_BYTES = 16 * 1024 * 1024;
const BAD_NAMES = [
  '',
  '/',
  'a/',
  '/a',
  'a//b',
  '.',
  '..',
  '../a',
  'a/../b',
  'a/./b',
  '.hidden',
  'a.b',
  'A',
  'a_b',
  'a b',
  'a\\b',
  'a\0',
  'a\n',
  'é',
  '%2e%2e',
  '~muniment-put-0.tmp',
  'a'.repeat(201),
];
// A prefix may end anywhere in a name: these of the above are the start of one.
const GOOD_PREFIXES = ['', 'a/'];

const CASES: Readonly<Record<string, (store: Store, staleMs: number) => Promise<void>>> = {
  // STORE-020
  'put, then get returns the same bytes': async (store) => {
    const everyByte = Uint8Array.from({ length: 512 }, (_, i) => i);
    const text = new TextEncoder().encode('\r\n\ufeff\0\x1a\u2028');
    await store.put('packs/0a/bytes', everyByte);
    await store.put('packs/0a/text', text);
    assertBytes(await store.get('packs/0a/bytes'), everyByte);
    assertBytes(await store.get('packs/0a/text'), text);
  },

  'an object may be empty': async (store) => {
    await store.put('empty', new Uint8Array());
    assertBytes(await store.get('empty'), new Uint8Array());
    assertBytes(await store.get('empty', { offset: 0, length: 0 }), new Uint8Array());
    assertEqual((await store.stat('empty'))?.size, 0, 'the size of an empty object');
  },

  'an object may have 16 MiB': async (store) => {
    const bytes = randomBytes(LARGE_BYTES, 1);
    await store.put('packs/0a/large', bytes);
    assertBytes(await store.get('packs/0a/large'), bytes);
    const range = { offset: LARGE_BYTES - 70_000, length: 65_537 };
    assertBytes(
      await store.get('packs/0a/large', range),
      bytes.subarray(range.offset, range.offset + range.length),
    );
    assertEqual((await store.stat('packs/0a/large'))?.size, LARGE_BYTES, 'the size of a large object');
  },

  // STORE-004
  'an object above 64 MiB is refused': async (store) => {
    await assertRejects(() => store.put('huge', new Uint8Array(OBJECT_MAX_BYTES + 1)), 'ERR_LIMIT');
    assertEqual(await store.stat('huge'), undefined, 'what stat says of a refused object');
  },

  // STORE-010
  'put never overwrites': async (store) => {
    await store.put('keyring/1-a', randomBytes(100, 1));
    await assertRejects(() => store.put('keyring/1-a', randomBytes(100, 2)), 'ERR_STORE_EXISTS');
    await assertRejects(() => store.put('keyring/1-a', randomBytes(100, 1)), 'ERR_STORE_EXISTS');
    await assertRejects(() => store.put('keyring/1-a', new Uint8Array()), 'ERR_STORE_EXISTS');
    assertBytes(await store.get('keyring/1-a'), randomBytes(100, 1));
  },

  // STORE-010
  'of 16 puts of one name at once exactly one wins': async (store) => {
    const contents = Array.from({ length: 16 }, (_, i) => randomBytes(5_000 + i, i));
    const results = await Promise.allSettled(contents.map((bytes) => store.put('heads/1-0-a', bytes)));
    const winners = contents.filter((_, i) => results[i]?.status === 'fulfilled');
    assertEqual(winners.length, 1, 'the number of puts that won');
    for (const result of results) {
      if (result.status === 'rejected') assertCode(result.reason, 'ERR_STORE_EXISTS');
    }
    assertBytes(await store.get('heads/1-0-a'), winners[0] ?? new Uint8Array());
  },

  // STORE-015
  'what put has written is there at once, also among 16 puts': async (store) => {
    await mapConcurrent(Array(64).keys(), 16, async (i) => {
      const bytes = randomBytes(i * 37, i);
      await store.put(`packs/${i % 4}/${i}`, bytes);
      assertEqual((await store.stat(`packs/${i % 4}/${i}`))?.size, bytes.length, 'the size just after put');
      assertBytes(await store.get(`packs/${i % 4}/${i}`), bytes);
    });
  },

  // STORE-020
  'a range is exactly the bytes asked for': async (store) => {
    const bytes = randomBytes(1_000, 1);
    await store.put('a', bytes);
    for (const [offset, length] of [
      [0, 1_000],
      [0, 1],
      [999, 1],
      [1_000, 0],
      [0, 0],
      [500, 0],
      [1, 998],
      [250, 500],
    ] as const) {
      assertBytes(await store.get('a', { offset, length }), bytes.subarray(offset, offset + length));
    }
  },

  // STORE-021
  'a range beyond the end is refused': async (store) => {
    await store.put('a', randomBytes(1_000, 1));
    for (const [offset, length] of [
      [0, 1_001],
      [999, 2],
      [1_000, 1],
      [1_001, 0],
      [Number.MAX_SAFE_INTEGER, 1],
      [0, Number.MAX_SAFE_INTEGER],
    ] as const) {
      await assertRejects(() => store.get('a', { offset, length }), 'ERR_STORE_RANGE');
    }
  },

  'a range that no object has is a RangeError': async (store) => {
    await store.put('a', randomBytes(1_000, 1));
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      await assertRangeError(() => store.get('a', { offset: bad, length: 1 }));
      await assertRangeError(() => store.get('a', { offset: 1, length: bad }));
    }
  },

  // STORE-023
  'an object that is not there is not found': async (store) => {
    await store.put('packs/0a/x', randomBytes(10, 1));
    for (const name of ['packs/0a/y', 'packs/0b/x', 'packs/0a', 'packs', 'packs/0a/x/y']) {
      await assertRejects(() => store.get(name), 'ERR_STORE_NOT_FOUND');
      await assertRejects(() => store.get(name, { offset: 0, length: 0 }), 'ERR_STORE_NOT_FOUND');
      assertEqual(await store.stat(name), undefined, `what stat says of ${name}`);
    }
  },

  // STORE-017
  'the store keeps a copy of what it is given': async (store) => {
    const bytes = randomBytes(1_000, 1);
    await store.put('a', bytes);
    bytes.fill(0xee);
    assertBytes(await store.get('a'), randomBytes(1_000, 1));
  },

  'put writes only the bytes of a view': async (store) => {
    const view = randomBytes(1_000, 1).subarray(100, 300);
    await store.put('a', view);
    assertBytes(await store.get('a'), randomBytes(1_000, 1).slice(100, 300));
  },

  // STORE-020
  'get returns a fresh buffer of the exact size': async (store) => {
    await store.put('a', randomBytes(1_000, 1));
    for (const range of [undefined, { offset: 10, length: 20 }]) {
      const expected = randomBytes(1_000, 1).slice(
        range?.offset ?? 0,
        (range?.offset ?? 0) + (range?.length ?? 1_000),
      );
      const first = await store.get('a', range);
      assertEqual(first.constructor, Uint8Array, 'the class of what get returns');
      assertEqual(first.buffer.byteLength, first.length, 'the size of the buffer behind it');
      first.fill(0xee);
      assertBytes(await store.get('a', range), expected);
    }
  },

  // STORE-020
  'get may use the room it is given, and nothing beside what it returns counts': async (store) => {
    await store.put('a', randomBytes(1_000, 1));
    for (const range of [undefined, { offset: 10, length: 20 }, { offset: 1_000, length: 0 }]) {
      const length = range?.length ?? 1_000;
      const expected = randomBytes(1_000, 1).slice(range?.offset ?? 0, (range?.offset ?? 0) + length);
      for (const size of [0, length - 1, length, length + 1, 5_000].filter((bytes) => bytes >= 0)) {
        for (const memory of [new ArrayBuffer(size + 16), new SharedArrayBuffer(size + 16)]) {
          const room = new Uint8Array(memory, 8, size).fill(0xee);
          const bytes = await store.get('a', range, room);
          assertBytes(bytes, expected);
          if (bytes.buffer === memory) assertEqual(bytes.byteOffset, 8, 'where in its room an object begins');
          const around = [...new Uint8Array(memory, 0, 8), ...new Uint8Array(memory, 8 + size)];
          assertEqual(
            around.some((byte) => byte !== 0),
            false,
            'that bytes outside of the room are changed',
          );
        }
      }
    }
  },

  'stat gives name and size': async (store) => {
    await store.put('marks/1', randomBytes(77, 1));
    const info = await store.stat('marks/1');
    assertEqual(info?.name, 'marks/1', 'the name from stat');
    assertEqual(info?.size, 77, 'the size from stat');
  },

  // STORE-030
  'list shows the objects whose names start with the prefix': async (store, staleMs) => {
    const names = ['a', 'ab', 'b/a', 'b/ab', 'b/a-c', 'b/c/a', 'bb/a', 'c-b/a'];
    for (const [i, name] of names.entries()) await store.put(name, randomBytes(i, i));
    const prefixes = [
      '',
      'a',
      'ab',
      'abc',
      'b',
      'b/',
      'b/a',
      'b/a-',
      'b/c',
      'b/c/',
      'b/c/a',
      'b/c/a/',
      'c',
      'd',
      'd/',
    ];
    for (const prefix of prefixes) {
      const expected = names.filter((name) => name.startsWith(prefix));
      await assertListed(
        store,
        prefix,
        new Map(expected.map((name) => [name, names.indexOf(name)])),
        staleMs,
      );
    }
  },

  // STORE-030
  'list shows each of 1,000 objects once': async (store, staleMs) => {
    const expected = new Map<string, number>();
    for (let i = 0; i < 1_000; i++) expected.set(`packs/${(i % 16).toString(16)}/${i}`, i % 7);
    await mapConcurrent(expected, 16, ([name, size]) => store.put(name, new Uint8Array(size)));
    await assertListed(store, '', expected, staleMs);
    await assertListed(store, 'packs/', expected, staleMs);
  },

  'a listing may be left early': async (store, staleMs) => {
    await store.put('a', randomBytes(1, 1));
    await store.put('b/c', randomBytes(1, 1));
    for (let i = 0; i < 3; i++) {
      for await (const _ of store.list('')) break;
    }
    await assertListed(store, '', new Map(['a', 'b/c'].map((name) => [name, 1])), staleMs);
  },

  'delete removes an object and no other': async (store, staleMs) => {
    for (const name of ['packs/0a/x', 'packs/0a/xy', 'packs/0b/x']) await store.put(name, randomBytes(9, 1));
    await store.delete('packs/0a/x');
    await assertRejects(() => store.get('packs/0a/x'), 'ERR_STORE_NOT_FOUND');
    assertEqual(await store.stat('packs/0a/x'), undefined, 'what stat says of a deleted object');
    const left = new Map(['packs/0a/xy', 'packs/0b/x'].map((name) => [name, 9]));
    await assertListed(store, '', left, staleMs);
    assertBytes(await store.get('packs/0a/xy'), randomBytes(9, 1));
  },

  // STORE-035
  'deleting what is not there is no error': async (store, staleMs) => {
    await store.put('packs/0a/x', randomBytes(9, 1));
    await store.delete('packs/0a/x');
    await store.delete('packs/0a/x');
    await store.delete('never/was');
    await store.put('packs/0a/y', randomBytes(9, 1));
    // Names that lead to objects are not objects.
    await store.delete('packs/0a');
    await store.delete('packs');
    await assertListed(store, '', new Map([['packs/0a/y', 9]]), staleMs);
  },

  // STORE-001, STORE-002
  'bad names are refused': async (store, staleMs) => {
    for (const name of BAD_NAMES) {
      await assertRejects(() => store.put(name, new Uint8Array(1)), 'ERR_STORE_NAME');
      await assertRejects(() => store.get(name), 'ERR_STORE_NAME');
      await assertRejects(() => store.get(name, { offset: 0, length: 0 }), 'ERR_STORE_NAME');
      await assertRejects(() => store.stat(name), 'ERR_STORE_NAME');
      await assertRejects(() => store.delete(name), 'ERR_STORE_NAME');
      if (GOOD_PREFIXES.includes(name)) await Array.fromAsync(store.list(name));
      else await assertRejects(() => Array.fromAsync(store.list(name)), 'ERR_STORE_NAME');
    }
    await assertListed(store, '', new Map(), staleMs);
  },

  'the longest name works': async (store, staleMs) => {
    const names = ['a'.repeat(200), `${'b/'.repeat(99)}bb`, `0/${'-'.repeat(198)}`];
    for (const name of names) await store.put(name, randomBytes(3, 1));
    for (const name of names) assertBytes(await store.get(name), randomBytes(3, 1));
    await assertListed(store, '', new Map(names.map((name) => [name, 3])), staleMs);
  },

  // STORE-037
  'sweep leaves every object alone': async (store, staleMs) => {
    for (const name of ['a', 'b/c', 'b/d/e']) await store.put(name, randomBytes(9, 1));
    await store.delete('b/d/e');
    await store.sweep(0);
    await assertListed(store, '', new Map(['a', 'b/c'].map((name) => [name, 9])), staleMs);
    assertBytes(await store.get('b/c'), randomBytes(9, 1));
    await store.put('b/d/f', randomBytes(9, 1));
    assertBytes(await store.get('b/d/f'), randomBytes(9, 1));
    await assertRangeError(() => store.sweep(-1));
    await assertRangeError(() => store.sweep(Number.NaN));
  },

  // STORE-036
  'objects are all that a store shows': async (store) => {
    await store.put('a/b', randomBytes(9, 1));
    await assertRejects(() => store.put('a/b', randomBytes(9, 1)), 'ERR_STORE_EXISTS');
    const foreign = await Array.fromAsync(store.listForeign(), ({ path }) => path);
    assertEqual(foreign.join(), '', 'the foreign entries of a store that only Muniment wrote to');
  },
};

function randomBytes(length: number, seed: number): Uint8Array {
  const chance = seededNumbers(seed);
  const words = new Uint32Array(Math.ceil(length / 4)).map(() => chance() * 2 ** 32);
  return new Uint8Array(words.buffer, 0, length).slice();
}

function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected))
    throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

function assertBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} bytes, got ${actual.length}`);
  }
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  if (at !== -1) throw new Error(`byte ${at}: expected ${expected[at]}, got ${actual[at]}`);
}

function assertCode(error: unknown, code: ErrorCode): void {
  if (!isMunimentError(error, code))
    throw new Error(`expected ${code}, got ${String(error)}`, { cause: error });
}

async function assertRejects(run: () => Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await failureOf(run, code);
  assertCode(error, code);
}

async function assertRangeError(run: () => Promise<unknown>): Promise<void> {
  const error = await failureOf(run, 'a RangeError');
  if (!(error instanceof RangeError)) throw new Error(`expected a RangeError, got ${String(error)}`);
}

async function failureOf(run: () => Promise<unknown>, expected: string): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error(`expected ${expected}, but it succeeded`);
}

/** Lists until the listing is right or has been wrong for longer than it may be. */
async function assertListed(
  store: Store,
  prefix: string,
  expected: ReadonlyMap<string, number>,
  staleMs: number,
): Promise<void> {
  const deadline = Date.now() + staleMs;
  for (;;) {
    const problem = compareListing(await Array.fromAsync(store.list(prefix)), expected);
    if (problem === undefined) return;
    if (Date.now() >= deadline) throw new Error(`the listing of '${prefix}' ${problem}`);
    await new Promise((done) => setTimeout(done, Math.min(100, staleMs)));
  }
}

function compareListing(
  listed: readonly ObjectInfo[],
  expected: ReadonlyMap<string, number>,
): string | undefined {
  const seen = new Set<string>();
  for (const { name, size } of listed) {
    if (seen.has(name)) return `shows ${name} twice`;
    seen.add(name);
    if (!expected.has(name)) return `shows ${name}, which should not be there`;
    if (expected.get(name) !== size) return `gives ${name} ${size} bytes instead of ${expected.get(name)}`;
  }
  for (const name of expected.keys()) if (!seen.has(name)) return `lacks ${name}`;
  return undefined;
}
