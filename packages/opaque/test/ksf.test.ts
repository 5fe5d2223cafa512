import crypto from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { nobleArgon2idBytes } from '../src/argon2-noble.ts';
import { argon2idBytes as nodeArgon2idBytes } from '../src/argon2-node.ts';
import { argon2idBytes as webArgon2idBytes } from '../src/argon2-web.ts';
import { ARGON2ID_LIMITS, argon2id, argon2idFromId, unboundedArgon2id } from '../src/ksf.ts';
import { toHex } from './hex.ts';

const input = new Uint8Array(64).fill(3);
const salt = new Uint8Array(16);

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('Argon2id', () => {
  test.each([
    { memoryKib: 64, passes: 1, parallelism: 1, length: 64 },
    { memoryKib: 256, passes: 3, parallelism: 4, length: 64 },
    { memoryKib: 128, passes: 2, parallelism: 2, length: 32 },
  ])('is the same in Node, in WebAssembly and on noble: %o', async ({ length, ...parameters }) => {
    const expected = await nodeArgon2idBytes(input, salt, parameters, length);
    expect(expected).toHaveLength(length);
    expect(expected.constructor).toBe(Uint8Array);
    expect(toHex(await webArgon2idBytes(input, salt, parameters, length))).toBe(toHex(expected));
    expect(toHex(await nobleArgon2idBytes(input, salt, parameters, length))).toBe(toHex(expected));
    expect(toHex(await unboundedArgon2id(parameters).stretch(input, length))).toBe(toHex(expected));
  });

  test('falls back to noble where WebAssembly may not be compiled', async () => {
    const parameters = { memoryKib: 64, passes: 1, parallelism: 1 };
    const expected = await webArgon2idBytes(input, salt, parameters, 64);
    vi.stubGlobal('WebAssembly', undefined);
    expect(toHex(await webArgon2idBytes(input, salt, parameters, 64))).toBe(toHex(expected));
  });

  test('is WebAssembly where there is any', async () => {
    vi.doMock('hash-wasm', () => ({ argon2id: async () => Uint8Array.of(42) }));
    const parameters = { memoryKib: 64, passes: 1, parallelism: 1 };
    expect(await webArgon2idBytes(input, salt, parameters, 64)).toEqual(Uint8Array.of(42));
    vi.doUnmock('hash-wasm');
  });

  test('is that of Node where it has one, and WebAssembly where not', async () => {
    const parameters = { memoryKib: 64, passes: 1, parallelism: 1 };
    const own = vi.spyOn(crypto, 'argon2');
    const expected = await nodeArgon2idBytes(input, salt, parameters, 64);
    expect(own).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
    const { argon2 } = crypto;
    try {
      (crypto as { argon2?: unknown }).argon2 = undefined;
      expect(toHex(await nodeArgon2idBytes(input, salt, parameters, 64))).toBe(toHex(expected));
    } finally {
      crypto.argon2 = argon2;
    }
  });

  test('reports a failure of Node', async () => {
    const failing = nodeArgon2idBytes(input, salt, { memoryKib: 1, passes: 1, parallelism: 1 }, 64);
    await expect(failing).rejects.toThrow();
  });

  test('has the limits of the specification, both ends included', () => {
    expect(ARGON2ID_LIMITS).toEqual({
      memoryKib: { min: 65536, max: 1048576 },
      passes: { min: 3, max: 10 },
      parallelism: { min: 1, max: 4 },
    });
    expect(argon2id({ memoryKib: 65536, passes: 10, parallelism: 4 }).id).toBe('argon2id-v19-m65536-t10-p4');
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, '65536' as never, undefined as never]) {
      expect(() => argon2id({ memoryKib: wrong, passes: 3, parallelism: 1 })).toThrow(
        expect.objectContaining({ code: 'ERR_KSF' }),
      );
    }
  });

  test.each([
    { memoryKib: 65536, passes: 3, parallelism: 1 },
    { memoryKib: 1048576, passes: 10, parallelism: 4 },
  ])('is found again by its id: %o', async (parameters) => {
    const { id, stretch } = argon2id(parameters);
    const found = argon2idFromId(id);
    expect(found.id).toBe(id);
    if (parameters.passes === 3)
      expect(toHex(await found.stretch(input, 64))).toBe(toHex(await stretch(input, 64)));
  });

  test.each([
    '',
    'identity',
    'argon2id',
    'argon2id-v19-m65536-t3',
    ' argon2id-v19-m65536-t3-p4',
    'argon2id-v19-m65536-t3-p4 ',
    'argon2id-v19-m65536-t3-p4-x',
    'xargon2id-v19-m65536-t3-p4',
    'argon2id-v16-m65536-t3-p4',
    'argon2d-v19-m65536-t3-p4',
    'argon2id-v19-m065536-t3-p4',
    'argon2id-v19-m65536-t03-p4',
    'argon2id-v19-m65536-t3-p04',
    'argon2id-v19-m-t3-p4',
    'argon2id-v19-m65535-t3-p4',
    'argon2id-v19-m1048577-t3-p4',
    'argon2id-v19-m65536-t2-p4',
    'argon2id-v19-m65536-t11-p4',
    'argon2id-v19-m65536-t3-p0',
    'argon2id-v19-m65536-t3-p5',
    'argon2id-v19-m65536-t3-p10000000000',
  ])('refuses the id %j', (id) => {
    expect(() => argon2idFromId(id)).toThrow(expect.objectContaining({ code: 'ERR_KSF' }));
  });
});
