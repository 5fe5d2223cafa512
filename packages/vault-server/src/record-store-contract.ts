// The tests that every record store passes, whoever wrote it. They need no test framework.

import {
  HANDLES_PAGE_COUNT,
  RECORD_HANDLE_BYTES,
  REVISION_MAX,
  type RecordStore,
  SEALED_RECORD_BYTES,
  type StoredRecord,
  type SwapOutcome,
} from './record-store.ts';

export {
  type FaultyRecordStore,
  faultyRecordStore,
  type RecordFault,
  type RecordOperation,
} from './faulty-record-store.ts';

/** One test: `run` resolves if the store keeps the promise, and throws an error that says how it does not. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Two ways to one store: two connections, or the same object twice. */
export type StorePair = readonly [RecordStore, RecordStore];

/**
 * The contract of `RecordStore` as a list of cases. Each calls `openStores` once, expects an empty store, and closes it.
 *
 * ```ts
 * const cases = recordStoreContract(() => {
 *   const store = memoryRecordStore();
 *   return [store, store];
 * });
 * for (const { name, run } of cases) test(name, run);
 * ```
 */
export function recordStoreContract(openStores: () => StorePair | Promise<StorePair>): ContractCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    run: async () => {
      const [store, other] = await openStores();
      try {
        await check(store, other);
      } finally {
        await store.close();
        await other.close();
      }
    },
  }));
}

const CASES: Readonly<Record<string, (store: RecordStore, other: RecordStore) => Promise<void>>> = {
  'a new store is empty': async (store) => {
    assertEqual(await store.get(handleOf(1)), undefined, 'the record of a handle that was never written');
    assertEqual((await store.handles()).length, 0, 'the number of handles');
    assertEqual(store.pendingErasure, false, 'whether an erasure is owed');
    assertEqual(await store.erase(), true, 'whether nothing is left to erase');
  },

  'what was written is there at once, for all': async (store, other) => {
    assertEqual(await store.compareAndSwap(handleOf(1), 0n, sealedOf(1)), 'ok', 'the first write');
    for (const one of [store, other]) assertRecord(await one.get(handleOf(1)), 1n, sealedOf(1));
  },

  'each write raises the revision by one': async (store, other) => {
    for (let i = 0; i < 300; i++) {
      const [writer, reader] = i % 2 === 0 ? [store, other] : [other, store];
      assertEqual(await writer.compareAndSwap(handleOf(1), BigInt(i), sealedOf(i)), 'ok', `write ${i + 1}`);
      assertRecord(await reader.get(handleOf(1)), BigInt(i + 1), sealedOf(i));
    }
  },

  'a write at another revision is a conflict and changes nothing': async (store, other) => {
    for (const expected of [1n, 2n, REVISION_MAX - 1n]) {
      assertEqual(
        await store.compareAndSwap(handleOf(1), expected, sealedOf(1)),
        'conflict',
        'a write too early',
      );
    }
    assertEqual(await other.get(handleOf(1)), undefined, 'the record after writes too early');
    for (let i = 0; i < 3; i++) await store.compareAndSwap(handleOf(1), BigInt(i), sealedOf(i));
    for (const expected of [0n, 1n, 2n, 4n, 5n, 2n ** 32n + 3n, REVISION_MAX - 1n]) {
      for (const options of [{}, { erase: true }]) {
        const outcome = await other.compareAndSwap(handleOf(1), expected, sealedOf(9), options);
        assertEqual(outcome, 'conflict', `a write at ${expected} instead of 3`);
      }
    }
    for (const one of [store, other]) assertRecord(await one.get(handleOf(1)), 3n, sealedOf(2));
  },

  'a write concerns its own handle alone': async (store, other) => {
    const handles = [0, 1, 2, 3].map((i) => flipped(handleOf(7), i === 0 ? undefined : i * 10 + 1));
    for (const [i, handle] of handles.entries()) {
      assertEqual(
        await store.compareAndSwap(handle, 0n, sealedOf(i)),
        'ok',
        `the first write of handle ${i}`,
      );
    }
    assertEqual(await other.compareAndSwap(handles[2], 1n, sealedOf(9)), 'ok', 'a second write');
    for (const [i, handle] of handles.entries()) {
      assertRecord(await store.get(handle), i === 2 ? 2n : 1n, sealedOf(i === 2 ? 9 : i));
    }
  },

  'of 16 writes at once exactly one wins': async (store, other) => {
    for (let round = 0; round < 4; round++) {
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, i) =>
          (i % 2 === 0 ? store : other).compareAndSwap(handleOf(1), BigInt(round), sealedOf(100 * round + i)),
        ),
      );
      const winner = outcomes.indexOf('ok');
      const expected = outcomes.map((_, i): SwapOutcome => (i === winner ? 'ok' : 'conflict'));
      assertEqual(outcomes.join(), expected.join(), 'the outcomes of 16 writes at once');
      for (const one of [store, other]) {
        assertRecord(await one.get(handleOf(1)), BigInt(round + 1), sealedOf(100 * round + winner));
      }
    }
  },

  'the store keeps a copy of what it is given': async (store) => {
    const handle = handleOf(1);
    const sealed = sealedOf(1);
    const writing = store.compareAndSwap(handle, 0n, sealed);
    handle.fill(0xee);
    sealed.fill(0xee);
    assertEqual(await writing, 'ok', 'the write');
    handle.fill(0xdd);
    sealed.fill(0xdd);
    assertRecord(await store.get(handleOf(1)), 1n, sealedOf(1));
    const shown = await store.handles();
    assertEqual(shown.length, 1, 'the number of handles');
    assertBytes(shown[0], handleOf(1));
  },

  'views are taken for the bytes they show': async (store) => {
    const view = (bytes: Uint8Array): Uint8Array => {
      const larger = new Uint8Array(bytes.length + 200).fill(0xaa);
      larger.set(bytes, 100);
      return larger.subarray(100, 100 + bytes.length);
    };
    assertEqual(await store.compareAndSwap(view(handleOf(1)), 0n, view(sealedOf(1))), 'ok', 'the write');
    assertRecord(await store.get(view(handleOf(1))), 1n, sealedOf(1));
  },

  'what is returned belongs to the caller': async (store) => {
    await store.compareAndSwap(handleOf(1), 0n, sealedOf(1));
    for (let i = 0; i < 2; i++) {
      const record = await store.get(handleOf(1));
      assertRecord(record, 1n, sealedOf(1));
      assertOwned(record?.sealed, 'a sealed record');
      record?.sealed.fill(0xee);
      const [handle] = await store.handles();
      assertBytes(handle, handleOf(1));
      assertOwned(handle, 'a handle');
      handle.fill(0xee);
    }
  },

  'a write that erases is a write': async (store, other) => {
    assertEqual(await store.compareAndSwap(handleOf(1), 0n, sealedOf(1), { erase: true }), 'ok', 'write 1');
    assertEqual(await other.compareAndSwap(handleOf(1), 1n, sealedOf(2), { erase: true }), 'ok', 'write 2');
    assertEqual(await store.compareAndSwap(handleOf(1), 2n, sealedOf(3), { erase: false }), 'ok', 'write 3');
    for (const one of [store, other]) {
      assertEqual(one.pendingErasure, false, 'whether an erasure is owed when nobody is in the way');
      assertEqual(await one.erase(), true, 'whether nothing is left to erase');
      assertRecord(await one.get(handleOf(1)), 3n, sealedOf(3));
    }
  },

  'handles come in order, page by page': async (store, other) => {
    const written = Array.from({ length: 25 }, (_, i) => handleOf(i));
    for (const [i, handle] of written.entries()) {
      await (i % 2 === 0 ? store : other).compareAndSwap(handle, 0n, sealedOf(1));
      await store.compareAndSwap(handle, 1n, sealedOf(2));
    }
    const expected = written.map(hex).sort();
    for (const limit of [undefined, 1, 7, 24, 25, 26, 10 * HANDLES_PAGE_COUNT]) {
      const seen: string[] = [];
      let after: Uint8Array | undefined;
      for (;;) {
        const page = await other.handles(after, limit);
        if (page.length === 0) break;
        assertEqual(page.length <= (limit ?? HANDLES_PAGE_COUNT), true, 'whether a page is within its limit');
        if (seen.length + page.length < 25 && limit !== undefined) {
          assertEqual(page.length, limit, 'the length of a page that is not the last');
        }
        seen.push(...page.map(hex));
        after = page.at(-1);
      }
      assertEqual(seen.join(), expected.join(), `the handles in pages of ${limit}`);
    }
    // A page may begin behind a handle that is not there.
    for (const start of [
      new Uint8Array(RECORD_HANDLE_BYTES),
      handleOf(99),
      new Uint8Array(RECORD_HANDLE_BYTES).fill(255),
    ]) {
      const page = (await store.handles(start)).map(hex);
      assertEqual(
        page.join(),
        expected.filter((handle) => handle > hex(start)).join(),
        'the handles behind another',
      );
    }
  },

  'what no caller may give is refused': async (store) => {
    const good = handleOf(1);
    for (const bad of [new Uint8Array(), good.subarray(1), new Uint8Array(33)]) {
      await assertThrows(() => store.get(bad), RangeError);
      await assertThrows(() => store.compareAndSwap(bad, 0n, sealedOf(1)), RangeError);
      await assertThrows(() => store.handles(bad), RangeError);
    }
    for (const bad of [undefined, null, hex(good), [...good]] as never[]) {
      await assertThrows(() => store.get(bad), TypeError);
      await assertThrows(() => store.compareAndSwap(bad, 0n, sealedOf(1)), TypeError);
      await assertThrows(() => store.compareAndSwap(good, 0n, bad), TypeError);
      if (bad !== undefined) await assertThrows(() => store.handles(bad), TypeError);
    }
    for (const length of [0, SEALED_RECORD_BYTES - 1, SEALED_RECORD_BYTES + 1, 2 * SEALED_RECORD_BYTES]) {
      await assertThrows(() => store.compareAndSwap(good, 0n, new Uint8Array(length)), RangeError);
    }
    for (const bad of [-1n, REVISION_MAX, 2n ** 64n]) {
      await assertThrows(() => store.compareAndSwap(good, bad, sealedOf(1)), RangeError);
    }
    for (const bad of [0, undefined, '0'] as never[]) {
      await assertThrows(() => store.compareAndSwap(good, bad, sealedOf(1)), TypeError);
    }
    for (const bad of [0, -1, 1.5, Number.NaN, 10 * HANDLES_PAGE_COUNT + 1]) {
      await assertThrows(() => store.handles(undefined, bad), RangeError);
    }
    assertEqual((await store.handles()).length, 0, 'the number of handles after refusals');
  },

  'after close nothing goes on': async (store, other) => {
    assertEqual(await store.compareAndSwap(handleOf(1), 0n, sealedOf(1)), 'ok', 'the first write');
    const late = store.compareAndSwap(handleOf(1), 1n, sealedOf(2), { erase: true });
    await store.close();
    assertEqual(await late, 'ok', 'a write that was under way');
    await store.close();
    await assertThrows(() => store.get(handleOf(1)), TypeError);
    await assertThrows(() => store.compareAndSwap(handleOf(1), 2n, sealedOf(1)), TypeError);
    await assertThrows(() => store.handles(), TypeError);
    await assertThrows(() => store.erase(), TypeError);
    if (other === store) return;
    assertRecord(await other.get(handleOf(1)), 2n, sealedOf(2));
    assertEqual(
      await other.compareAndSwap(handleOf(1), 2n, sealedOf(3)),
      'ok',
      'a write of the other connection',
    );
  },
};

/** A handle that looks random, the same one for the same number. */
function handleOf(number: number): Uint8Array {
  return scattered(number, RECORD_HANDLE_BYTES);
}

/** A sealed record that looks random, the same one for the same number. */
function sealedOf(number: number): Uint8Array {
  return scattered(number + 1_000_000, SEALED_RECORD_BYTES);
}

/** Bytes that differ from those of each other number in most places. */
function scattered(number: number, length: number): Uint8Array {
  let state = Math.imul(number + 1, 0x9e3779b1) | 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

function flipped(bytes: Uint8Array, at: number | undefined): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected)) {
    throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
  }
}

function assertRecord(record: StoredRecord | undefined, revision: bigint, sealed: Uint8Array): void {
  if (record === undefined) throw new Error(`expected revision ${revision}, got no record`);
  assertEqual(record.revision, revision, 'the revision');
  assertBytes(record.sealed, sealed);
}

function assertBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  assertEqual(actual?.length, expected.length, 'the number of bytes');
  const at = expected.findIndex((byte, i) => byte !== actual?.[i]);
  if (at !== -1) throw new Error(`byte ${at}: expected ${expected[at]}, got ${actual?.[at]}`);
}

function assertOwned(bytes: Uint8Array | undefined, what: string): void {
  assertEqual(bytes?.constructor, Uint8Array, `the class of ${what}`);
  assertEqual(bytes?.buffer.byteLength, bytes?.length, `the size of the buffer behind ${what}`);
}

async function assertThrows(
  run: () => Promise<unknown>,
  kind: typeof TypeError | typeof RangeError,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof kind) return;
    throw new Error(`expected a ${kind.name}, got ${String(error)}`, { cause: error });
  }
  throw new Error(`expected a ${kind.name}, but it succeeded`);
}
