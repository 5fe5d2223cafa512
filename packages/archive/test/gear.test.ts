// The content cut in WebAssembly against its twin in JavaScript, the specification's vectors, and runtimes without WebAssembly.

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { SecretBytes } from '@muniment/crypto';
import { memoryStore } from '@muniment/storage';
import {
  type ContentPiece,
  contentOf,
  count,
  fromHex,
  loadVectors,
  seededRandom,
  type TestVector,
} from '@muniment/test-kit';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generateGearModule } from '../scripts/generate-gear.ts';
import type * as FileModule from '../src/chunkers/file.ts';
import * as gear from '../src/chunkers/gear.ts';
import { GEAR_MODULE } from '../src/generated/gear-module.ts';
import { contentTable, cutContent, type FileChunker, FileCutter, type FilePiece } from '../src/index.ts';

const { GEAR_BUFFER_BYTES, GearScanner, javaScriptEngine, webAssemblyEngine } = gear;

interface ChunkerVector extends TestVector {
  readonly chunkerKey: string;
  readonly content: readonly ContentPiece[];
  readonly lengths: readonly number[];
  readonly chunker: FileChunker;
  readonly extents: readonly ({ readonly hole: number } | { readonly length: number })[];
}

const suite = loadVectors<ChunkerVector>('chunkers/chunkers.json');
const table = await contentTable(SecretBytes.from(new Uint8Array(32).fill(3)));
const ENGINES = ['WebAssembly', 'JavaScript'] as const;

function engineOf(name: (typeof ENGINES)[number]): gear.GearEngine {
  const engine = name === 'WebAssembly' ? webAssemblyEngine() : javaScriptEngine();
  if (engine === undefined) throw new Error('this Node has no WebAssembly');
  return engine;
}

/** The lengths of the chunks of `length` bytes in the engine's buffer, from `start` on. */
function cutAll(engine: gear.GearEngine, start: number, length: number): number[] {
  const lengths: number[] = [];
  for (let at = start; at < start + length; at += lengths[lengths.length - 1]) {
    lengths.push(engine.cut(at, start + length));
  }
  return lengths;
}

async function lengthsOf(
  pieces: AsyncIterable<FilePiece>,
): Promise<({ hole: number } | { length: number })[]> {
  const all: ({ hole: number } | { length: number })[] = [];
  for await (const piece of pieces) all.push('hole' in piece ? piece : { length: piece.chunk.length });
  return all;
}

/** The modules as a runtime with another `WebAssembly` loads them. */
async function modulesWith(webAssembly: unknown): Promise<{ file: typeof FileModule; gear: typeof gear }> {
  vi.stubGlobal('WebAssembly', webAssembly);
  vi.resetModules();
  return { file: await import('../src/chunkers/file.ts'), gear: await import('../src/chunkers/gear.ts') };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the module', () => {
  it('is what its source assembles to', async () => {
    const committed = readFileSync(new URL('../src/generated/gear-module.ts', import.meta.url), 'utf8');
    expect(await generateGearModule()).toBe(committed);
  });

  it('is small enough for the main thread of a browser, imports nothing, and its memory cannot grow', () => {
    const bytes = Buffer.from(GEAR_MODULE, 'base64');
    expect(bytes.length).toBeLessThan(4096);
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    expect(WebAssembly.Module.exports(module)).toEqual([
      { name: 'memory', kind: 'memory' },
      { name: 'cut', kind: 'function' },
    ]);
    const memory = new WebAssembly.Instance(module).exports.memory as WebAssembly.Memory;
    expect(memory.buffer.byteLength).toBe(2_097_152);
    expect(() => memory.grow(1)).toThrow(RangeError);
  });
});

describe.each(ENGINES)('%s', (name) => {
  it.each(suite.of('content'))('cuts as $id says', async (vector) => {
    const engine = engineOf(name);
    engine.setTable(await contentTable(fromHex(vector.chunkerKey)));
    const data = contentOf(vector.content);
    engine.data.set(data);
    expect(cutAll(engine, 0, data.length)).toEqual(vector.lengths);
    const start = GEAR_BUFFER_BYTES - data.length;
    engine.data.copyWithin(start, 0, data.length);
    expect(cutAll(engine, start, data.length)).toEqual(vector.lengths);
  });

  it.each(suite.of('file'))('cuts a file as $id says', async (vector) => {
    const { file, gear: own } = await modulesWith(name === 'WebAssembly' ? WebAssembly : undefined);
    expect(own.webAssemblyEngine() === undefined).toBe(name === 'JavaScript');
    const cutter = new file.FileCutter(await contentTable(fromHex(vector.chunkerKey)));
    const extents = vector.extents.map((extent) =>
      'hole' in extent ? { hole: extent.hole } : { length: extent.length },
    );
    expect(await lengthsOf(cutter.cut(contentOf(vector.content), vector.chunker))).toEqual(extents);
  });
});

describe('both', () => {
  const fast = engineOf('WebAssembly');
  const slow = engineOf('JavaScript');

  // Random words, words that make a hash below a limit common, and a hash that is one power of two after another.
  const tables = fc.oneof(
    fc.uint32Array({ minLength: 256, maxLength: 256 }),
    fc.array(fc.constantFrom(0, 1, 0x4000, 0x40000, 0x8000_0000, 0xffff_ffff), {
      minLength: 256,
      maxLength: 256,
    }),
    fc.nat({ max: 31 }).map((bit) => new Uint32Array(256).fill(2 ** bit)),
  );

  it('cut alike for any data, key, place and end', () => {
    fc.assert(
      fc.property(
        tables,
        fc.nat(),
        fc.integer({ min: 1, max: 256 }),
        fc.nat({ max: 1000 }),
        fc.oneof(
          fc.nat({ max: 400_000 }),
          fc.integer({ min: 16_380, max: 16_400 }),
          fc.integer({ min: 65_530, max: 65_550 }),
        ),
        (words, seed, alphabet, start, length) => {
          const bytes = seededRandom(seed)
            .bytes(length)
            .map((byte) => byte % alphabet);
          for (const engine of [fast, slow]) {
            engine.setTable(Uint32Array.from(words));
            engine.data.set(bytes, start);
          }
          expect(cutAll(fast, start, length)).toEqual(cutAll(slow, start, length));
        },
      ),
      { numRuns: count('property') },
    );
  });

  it('cut behind the byte whose hash is below the limit of its place, wherever that is', () => {
    // A run of equal bytes with this word never has a hash below 2^18, from the first on.
    const word = 0x5555_5555;
    const words = new Uint32Array(256).fill(word);
    const before = -word >>> 0;
    const places = [...Array(9).keys()].flatMap((i) => [16_416 + i, 65_532 + i, 262_136 + i]);
    for (const hash of [0, 0x3fff, 0x4000, 0x3_ffff, 0x4_0000]) {
      words[1] = hash - 2 * before;
      for (const engine of [fast, slow]) {
        engine.setTable(words);
        for (const at of places) {
          engine.data.fill(0, 0, 300_000);
          engine.data[at] = 1;
          const isCut = hash < (at < 65_536 ? 0x4000 : 0x4_0000) && at < 262_144;
          const length = engine.cut(0, 300_000);
          expect(length === at + 1).toBe(isCut || at === 262_143);
          expect(length).toBe(cutContent(words, engine.data, 0, 300_000));
        }
      }
    }
  });

  it('cut files alike, however they come in pieces', async () => {
    const plain = await modulesWith(undefined);
    const one = new FileCutter(table);
    const other = new plain.file.FileCutter(table);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(fc.nat({ max: 90_000 }), { minLength: 1, maxLength: 5 }),
        async (seed, sizes) => {
          const source = seededRandom(seed);
          const data = source.bytes(source.below(900_000));
          // Runs of zeros make holes.
          for (let i = source.below(3); i > 0; i--)
            data.fill(0, source.below(data.length), source.below(data.length));
          const parts: Uint8Array[] = [];
          for (let at = 0, i = 0; at < data.length; i++) {
            const length = 1 + sizes[i % sizes.length];
            parts.push(data.subarray(at, at + length));
            at += length;
          }
          expect(await lengthsOf(one.cut(parts, 'content'))).toEqual(
            await lengthsOf(other.cut(data, 'content')),
          );
        },
      ),
      { numRuns: Math.ceil(count('property') / 5) },
    );
  });
});

describe('runtimes that give no instance', () => {
  it('cut by the JavaScript, and are asked once, where compiling is forbidden', async () => {
    const { Instance } = WebAssembly;
    const forbidding: typeof WebAssembly = runInContext(
      'WebAssembly',
      createContext({}, { codeGeneration: { strings: false, wasm: false } }),
    );
    const Module = vi.fn(function refuse(bytes: BufferSource) {
      return new forbidding.Module(bytes);
    });
    const { gear: own } = await modulesWith({ Module, Instance });
    const data = seededRandom(9).bytes(300_000);
    for (let i = 0; i < 3; i++) {
      const scanner = new own.GearScanner(table);
      scanner.data.set(data);
      expect(scanner.cut(0, data.length)).toBe(cutContent(table, data, 0, data.length));
    }
    expect(Module).toHaveBeenCalledOnce();
    expect(Module.mock.settledResults[0]).toMatchObject({ type: 'rejected' });
  });

  it('are asked again later where it was memory that was not to be had', async () => {
    const { Instance, Module } = WebAssembly;
    let isFull = true;
    const { gear: own } = await modulesWith({
      Module,
      Instance: function allocate(module: WebAssembly.Module) {
        if (isFull) throw new RangeError('out of memory');
        return new Instance(module);
      },
    });
    expect(own.webAssemblyEngine()).toBeUndefined();
    const zeros = new Uint8Array(20_000);
    expect(new own.GearScanner(table).cut(0, 20_000)).toBe(cutContent(table, zeros, 0, 20_000));
    isFull = false;
    expect(own.webAssemblyEngine()).toBeDefined();
  });
});

describe('memory', () => {
  /** The modules of a runtime that counts its instances. */
  async function counting() {
    const { Instance, Module } = WebAssembly;
    const made = vi.fn(function make(module: WebAssembly.Module) {
      return new Instance(module);
    });
    return { ...(await modulesWith({ Module, Instance: made })), made };
  }

  it('is taken once for any number of files, cutters and snapshots', async () => {
    const { file, made } = await counting();
    const { Archive, MemoryChunkIndex, SnapshotWriter } = await import('../src/index.ts');
    const { device, newKeys } = await import('./fixtures.ts');
    const data = seededRandom(5).bytes(100_000);
    for (let i = 0; i < 50; i++) {
      const cutter = new file.FileCutter(table);
      for (let k = 0; k < 10; k++) await lengthsOf(cutter.cut(data, 'content'));
      cutter.release();
    }
    const archive = await Archive.open(memoryStore(), newKeys());
    for (let i = 0; i < 6; i++) {
      const writer = await SnapshotWriter.begin(archive, {
        index: new MemoryChunkIndex(),
        compression: 'none',
      });
      await writer.write(data, 'content');
      if (i % 2 === 0) await writer.abandon();
      else await writer.commit({ device, timeMs: 1_800_000_000_000 + i, tags: [], roots: [], skipped: 0 });
      await expect(writer.write(data, 'content')).rejects.toThrow(TypeError);
      await expect(writer.write(data.subarray(0, 100), 'content')).rejects.toThrow(TypeError);
    }
    expect(made).toHaveBeenCalledOnce();
  });

  it('is kept for two scanners at most', async () => {
    const { gear: own, made } = await counting();
    for (const expected of [5, 8]) {
      const scanners = Array.from({ length: 5 }, () => new own.GearScanner(table));
      for (const scanner of scanners) scanner.release();
      expect(made).toHaveBeenCalledTimes(expected);
    }
  });

  it.each(ENGINES)('holds nothing of the archive after release: %s', async (name) => {
    const { gear: own } = await modulesWith(name === 'WebAssembly' ? WebAssembly : undefined);
    const key = table.slice();
    const scanner = new own.GearScanner(key);
    key.fill(0);
    const { data } = scanner;
    const random = seededRandom(7).bytes(300_000);
    data.set(random);
    expect(scanner.cut(0, 300_000)).toBe(cutContent(table, random, 0, 300_000));
    scanner.release();
    scanner.release();
    expect(new Uint8Array(data.buffer).every((byte) => byte === 0)).toBe(true);
    expect(() => scanner.data).toThrow(TypeError);
    expect(() => scanner.cut(0, 0)).toThrow(TypeError);
    // The next one has the same memory, and nobody else has.
    const [next, other] = [new own.GearScanner(table), new own.GearScanner(table)];
    expect(next.data.buffer).toBe(data.buffer);
    expect(other.data.buffer).not.toBe(data.buffer);
  });

  it('is refused to places outside it and to tables of another size', () => {
    const scanner = new GearScanner(table);
    for (const [from, to] of [
      [-1, 5],
      [5, 4],
      [0, GEAR_BUFFER_BYTES + 1],
      [Number.NaN, 5],
    ]) {
      expect(() => scanner.cut(from, to)).toThrow(RangeError);
    }
    expect(scanner.cut(GEAR_BUFFER_BYTES, GEAR_BUFFER_BYTES)).toBe(0);
    expect(() => new GearScanner(new Uint32Array(255))).toThrow(RangeError);
    scanner.release();
  });

  it('stays with a file that is being cut when its cutter is released', async () => {
    const cutter = new FileCutter(table);
    const data = seededRandom(8).bytes(2_000_000);
    const parts: Uint8Array[] = [];
    for await (const piece of cutter.cut(data, 'content')) {
      if (parts.length === 3) cutter.release();
      if ('chunk' in piece) parts.push(piece.chunk.slice());
    }
    expect(Buffer.concat(parts).equals(data)).toBe(true);
    await expect(cutter.cut(data, 'content').next()).rejects.toThrow(TypeError);
  });
});

describe('a short file', () => {
  it('is one chunk as others are cut, whatever it holds', async () => {
    const cutter = new FileCutter(table);
    const random = seededRandom(9).bytes(2_000_000);
    for (const chunker of ['fixed', 'content', 'page', 'record'] as const) {
      const longest = { fixed: 65_535, content: 16_384, page: 4_096, record: 1_044_480 }[chunker];
      for (const length of [1, longest - 1, longest]) {
        expect(cutter.isOneChunk(length, chunker)).toBe(true);
        for (const data of [random.subarray(0, length), new Uint8Array(length)])
          expect(await lengthsOf(cutter.cut(data, chunker))).toEqual([{ length }]);
      }
      for (const length of [0, longest + 1]) expect(cutter.isOneChunk(length, chunker)).toBe(false);
    }
    cutter.release();
    expect(() => cutter.isOneChunk(1, 'content')).toThrow(TypeError);
  });
});
