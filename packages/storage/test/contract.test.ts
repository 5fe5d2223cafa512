// The contract can fail: for each case a store that breaks just that promise.

import { MunimentError } from '@muniment/errors';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/contract.ts';
import { memoryStore } from '../src/memory-store.ts';
import { isObjectName } from '../src/names.ts';
import type { ForeignEntry, ObjectInfo, ObjectRange, Store } from '../src/store.ts';

/** A memory store with some operations replaced. */
function broken(change: (good: Store) => Partial<Store>): () => Store {
  return () => {
    const good = memoryStore();
    return {
      put: (name, bytes) => good.put(name, bytes),
      get: (name, range) => good.get(name, range),
      list: (prefix) => good.list(prefix),
      stat: (name) => good.stat(name),
      delete: (name) => good.delete(name),
      listForeign: () => good.listForeign(),
      sweep: (minimumAgeMs) => good.sweep(minimumAgeMs),
      ...change(good),
    };
  };
}

function getting(change: (bytes: Uint8Array, range: ObjectRange | undefined) => Uint8Array): () => Store {
  return broken((good) => ({ get: async (name, range) => change(await good.get(name, range), range) }));
}

/** What a store does with an object, in the room that it is given. */
function roomy(use: (bytes: Uint8Array, room: Uint8Array) => Uint8Array): () => Store {
  return broken((good) => ({
    get: async (name, range, room) => {
      const bytes = await good.get(name, range);
      return room === undefined ? bytes : use(bytes, room);
    },
  }));
}

async function* listing(
  good: Store,
  prefix: string,
  keep: (info: ObjectInfo) => boolean,
): AsyncGenerator<ObjectInfo> {
  for await (const info of good.list(prefix)) if (keep(info)) yield info;
}

const pause = () => new Promise((done) => setTimeout(done, 1));

/** A store of the plainest kind, whose mistakes memoryStore does not allow. */
function sloppy(change: {
  check?: boolean;
  copyIn?: boolean;
  copyOut?: boolean;
  whole?: boolean;
}): () => Store {
  return () => {
    const objects = new Map<string, Uint8Array>();
    const good = memoryStore();
    const assertName = (name: string): void => {
      if (change.check !== false && !isObjectName(name)) throw new MunimentError('ERR_STORE_NAME');
    };
    return {
      async put(name, bytes) {
        assertName(name);
        await good.put(isObjectName(name) ? name : 'x', new Uint8Array()).catch((error) => {
          if (isObjectName(name)) throw error;
        });
        const own = change.whole === true ? new Uint8Array(bytes.buffer) : bytes;
        objects.set(name, change.copyIn === false ? own : own.slice());
      },
      async get(name, range) {
        assertName(name);
        const bytes = objects.get(name);
        if (bytes === undefined) throw new MunimentError('ERR_STORE_NOT_FOUND');
        const part = range === undefined ? bytes : bytes.subarray(range.offset, range.offset + range.length);
        return change.copyOut === false ? part : part.slice();
      },
      async *list(prefix) {
        if (prefix !== '') assertName(prefix.replace(/\/$/, ''));
        for (const [name, { length }] of objects) if (name.startsWith(prefix)) yield { name, size: length };
      },
      async stat(name) {
        assertName(name);
        const bytes = objects.get(name);
        return bytes === undefined ? undefined : { name, size: bytes.length };
      },
      async delete(name) {
        assertName(name);
        objects.delete(name);
      },
      listForeign: () => good.listForeign(),
      sweep: (age) => good.sweep(age),
    };
  };
}

const BROKEN: Readonly<Record<string, readonly (() => Store)[]>> = {
  'put, then get returns the same bytes': [
    getting((bytes) => bytes.map((byte) => byte & 0x7f)),
    getting((bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes))),
    getting((bytes) => bytes.subarray(0, -1)),
  ],
  'an object may be empty': [
    broken((good) => ({
      put: async (name, bytes) => (bytes.length === 0 ? undefined : good.put(name, bytes)),
    })),
    broken((good) => ({
      stat: async (name) => ((await good.stat(name))?.size ? good.stat(name) : undefined),
    })),
  ],
  'an object may have 16 MiB': [
    broken((good) => ({ put: (name, bytes) => good.put(name, bytes.subarray(0, 8 << 20)) })),
    broken((good) => ({
      get: (name, range) => good.get(name, range && { ...range, length: Math.min(range.length, 65_536) }),
    })),
  ],
  'an object above 64 MiB is refused': [sloppy({})],
  'put never overwrites': [
    broken((good) => ({
      put: async (name, bytes) => {
        await good.delete(name);
        await good.put(name, bytes);
      },
    })),
    broken((good) => ({ put: (name, bytes) => good.put(name, bytes).catch(() => {}) })),
    broken((good) => ({
      put: async (name, bytes) => {
        const there = await good.get(name).catch(() => undefined);
        if (there !== undefined && Buffer.compare(there, bytes) === 0) return;
        await good.put(name, bytes);
      },
    })),
  ],
  'of 16 puts of one name at once exactly one wins': [
    broken((good) => ({
      put: async (name, bytes) => {
        if ((await good.stat(name)) !== undefined) throw new MunimentError('ERR_STORE_EXISTS');
        await pause();
        await good.delete(name);
        await good.put(name, bytes);
      },
    })),
    broken((good) => ({
      put: (name, bytes) =>
        good.put(name, bytes).catch(() => {
          throw new MunimentError('ERR_STORE_IO');
        }),
    })),
  ],
  'what put has written is there at once, also among 16 puts': [
    broken((good) => ({ put: async (name, bytes) => void pause().then(() => good.put(name, bytes)) })),
  ],
  'a range is exactly the bytes asked for': [
    broken((good) => ({ get: (name) => good.get(name) })),
    broken((good) => ({
      get: async (name, range) =>
        range === undefined ? good.get(name) : (await good.get(name)).slice(range.offset, range.length),
    })),
    broken((good) => ({
      get: (name, range) => {
        if (range?.length === 0 && range.offset === 1_000) throw new MunimentError('ERR_STORE_RANGE');
        return good.get(name, range);
      },
    })),
  ],
  'a range beyond the end is refused': [
    broken((good) => ({
      get: async (name, range) =>
        range === undefined
          ? good.get(name)
          : (await good.get(name)).slice(range.offset, range.offset + range.length),
    })),
    broken((good) => ({
      get: async (name, range) => (range?.length === 0 ? new Uint8Array() : good.get(name, range)),
    })),
  ],
  'a range that no object has is a RangeError': [
    broken((good) => ({
      get: (name, range) =>
        good.get(name, range).catch((error) => {
          throw error instanceof RangeError ? new MunimentError('ERR_STORE_RANGE') : error;
        }),
    })),
  ],
  'an object that is not there is not found': [
    broken((good) => ({ get: (name, range) => good.get(name, range).catch(() => new Uint8Array()) })),
    broken((good) => ({ stat: async (name) => (await good.stat(name)) ?? { name, size: 0 } })),
    broken((good) => ({
      stat: async (name) =>
        (await Array.fromAsync(good.list(`${name}/`))).length > 0 ? { name, size: 0 } : good.stat(name),
    })),
  ],
  'the store keeps a copy of what it is given': [sloppy({ copyIn: false })],
  'put writes only the bytes of a view': [sloppy({ whole: true })],
  'get returns a fresh buffer of the exact size': [
    sloppy({ copyOut: false }),
    getting((bytes) => Buffer.from(bytes)),
    getting((bytes) => new Uint8Array([...bytes, 0]).subarray(0, -1)),
  ],
  'get may use the room it is given, and nothing beside what it returns counts': [
    // Gives all of the room, or writes where it is not allowed to.
    roomy((bytes, room) => {
      if (room.length >= bytes.length) room.set(bytes);
      return room.length >= bytes.length ? room : bytes;
    }),
    roomy((bytes, room) => {
      if (room.length <= bytes.length) return bytes;
      room.set(bytes, room.length - bytes.length);
      return room.subarray(room.length - bytes.length);
    }),
    roomy((bytes, { buffer }) => {
      if (buffer.byteLength < bytes.length) return bytes;
      new Uint8Array(buffer).set(bytes);
      return new Uint8Array(buffer, 0, bytes.length);
    }),
    roomy((bytes, room) => {
      const { buffer, byteOffset } = room;
      if (room.length < bytes.length) return bytes;
      room.set(bytes);
      new Uint8Array(buffer)[byteOffset + room.length] = 1;
      return room.subarray(0, bytes.length);
    }),
  ],
  'stat gives name and size': [
    broken((good) => ({
      stat: async (name) => ((await good.stat(name)) === undefined ? undefined : { name, size: 0 }),
    })),
    broken((good) => ({
      stat: async (name) => ({ name: `/${name}`, size: (await good.stat(name))?.size ?? 0 }),
    })),
  ],
  'list shows the objects whose names start with the prefix': [
    broken((good) => ({ list: () => good.list('') })),
    broken((good) => ({
      list: (prefix) =>
        listing(
          good,
          prefix,
          ({ name }) => prefix === '' || name.startsWith(`${prefix.replace(/\/$/, '')}/`),
        ),
    })),
    broken((good) => ({
      list: (prefix) => listing(good, prefix, ({ name }) => !name.slice(2).includes('/')),
    })),
    broken((good) => ({
      async *list(prefix) {
        for await (const { name } of good.list(prefix)) yield { name, size: 0 };
      },
    })),
  ],
  'list shows each of 1,000 objects once': [
    broken((good) => ({
      async *list(prefix) {
        yield* (await Array.fromAsync(good.list(prefix))).slice(0, 999);
      },
    })),
    broken((good) => ({
      async *list(prefix) {
        yield* good.list(prefix);
        yield* (await Array.fromAsync(good.list(prefix))).slice(0, 1);
      },
    })),
  ],
  'a listing may be left early': [
    broken((good) => {
      let left = false;
      return {
        async *list(prefix) {
          if (left) throw new MunimentError('ERR_STORE_IO', 'a listing is still open');
          left = true;
          yield* good.list(prefix);
          left = false;
        },
      };
    }),
  ],
  'delete removes an object and no other': [
    broken(() => ({ delete: async () => {} })),
    broken((good) => ({
      delete: async (name) => {
        for await (const other of good.list(name)) await good.delete(other.name);
      },
    })),
  ],
  'deleting what is not there is no error': [
    broken((good) => ({
      delete: async (name) => {
        if ((await good.stat(name)) === undefined) throw new MunimentError('ERR_STORE_NOT_FOUND');
        await good.delete(name);
      },
    })),
    broken((good) => ({
      delete: async (name) => {
        for await (const other of good.list(`${name}/`)) await good.delete(other.name);
        await good.delete(name);
      },
    })),
  ],
  'bad names are refused': [
    sloppy({ check: false }),
    broken((good) => ({ stat: (name) => good.stat(name).catch(() => undefined) })),
    broken((good) => ({ delete: (name) => good.delete(name).catch(() => {}) })),
    broken((good) => ({ list: (prefix) => (/^[a-z]/.test(prefix) ? good.list(prefix) : good.list('')) })),
  ],
  'the longest name works': [
    broken((good) => ({
      put: async (name, bytes) => {
        if (name.length > 199) throw new MunimentError('ERR_STORE_NAME');
        await good.put(name, bytes);
      },
    })),
  ],
  'sweep leaves every object alone': [
    broken((good) => ({
      sweep: async (age) => {
        const result = await good.sweep(age);
        await good.delete('b/c');
        return result;
      },
    })),
    broken(() => ({ sweep: async () => ({ files: 0, folders: 0 }) })),
  ],
  'objects are all that a store shows': [
    broken(() => ({
      async *listForeign(): AsyncGenerator<ForeignEntry> {
        yield { path: '"a/~muniment-put-1.tmp"', kind: 'leftover' };
      },
    })),
  ],
};

describe('each case of the contract fails for a store that breaks its promise', () => {
  it('and there is such a store for each', () => {
    expect(Object.keys(BROKEN)).toEqual(storeContract(memoryStore).map(({ name }) => name));
  });

  for (const [name, makers] of Object.entries(BROKEN)) {
    for (const [i, make] of makers.entries()) {
      it(`${name} (${i + 1} of ${makers.length})`, async () => {
        const own = storeContract(make).find((one) => one.name === name);
        await expect(own?.run()).rejects.toThrow();
      }, 20_000);
    }
  }
});

describe('the contract', () => {
  const lagging = (staleMs: number): Store => {
    const good = memoryStore();
    const visibleAt = new Map<string, number>();
    return broken(() => ({
      put: async (name, bytes) => {
        await good.put(name, bytes);
        visibleAt.set(name, Date.now() + staleMs);
      },
      get: (name, range) => good.get(name, range),
      stat: (name) => good.stat(name),
      delete: (name) => good.delete(name),
      list: (prefix) => listing(good, prefix, ({ name }) => (visibleAt.get(name) ?? 0) <= Date.now()),
    }))();
  };
  const delayed = 'delete removes an object and no other';

  it('waits for a listing that may be stale, and only so long', async () => {
    const patient = storeContract(() => lagging(60), { staleMs: 2_000 }).find(({ name }) => name === delayed);
    await patient?.run();
    const strict = storeContract(() => lagging(60)).find(({ name }) => name === delayed);
    await expect(strict?.run()).rejects.toThrow(/lacks packs/);
  });

  it('makes one store for each case and says what is wrong', async () => {
    let made = 0;
    const cases = storeContract(async () => {
      made++;
      return sloppy({ copyIn: false })();
    });
    expect(made).toBe(0);
    const own = cases.find(({ name }) => name === 'the store keeps a copy of what it is given');
    await expect(own?.run()).rejects.toThrow(/^byte 0: expected \d+, got 238$/);
    expect(made).toBe(1);
  });
});
