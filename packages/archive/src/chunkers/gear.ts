// The cuts of the `content` chunker at the speed of WebAssembly, where the runtime lets it be compiled; elsewhere by the
// JavaScript of content.ts, which gives the same. Implements spec/archive.md §5.3.
//
// The module (wasm/gear.wat) has 450 bytes; browsers compile up to 4 KiB on their main thread without a promise. The memory of
// an instance has 2 MiB and never grows: the table of the archive, 256 words, at 0, and the bytes to cut at 4,096. They are
// gathered there, so that nothing is copied for a scan.

import { GEAR_MODULE } from '../generated/gear-module.ts';
import { cutContent } from './content.ts';
import { FIXED_CHUNK_BYTES } from './fixed.ts';

/** Bytes that an engine has room for: two of the longest chunks. */
export const GEAR_BUFFER_BYTES: number = 2 * FIXED_CHUNK_BYTES;

const TABLE_WORDS = 256;
const DATA_AT = 4_096;
/** Engines kept for the next scanner. More may be in use at once; those are left to the garbage collector afterwards. */
const IDLE_MAX_COUNT = 2;

/** What cuts: a table and a buffer of its own, and the function that looks at both. */
export interface GearEngine {
  /** GEAR_BUFFER_BYTES, written by the caller. */
  readonly data: Uint8Array;
  /** Copies the 256 words of an archive. */
  setTable(table: Uint32Array): void;
  /** The length of the chunk that starts at `from` in `data`, given that the stretch ends at `to`. */
  cut(from: number, to: number): number;
}

/** An engine in JavaScript. */
export function javaScriptEngine(): GearEngine {
  const words = new Uint32Array(TABLE_WORDS);
  const data = new Uint8Array(GEAR_BUFFER_BYTES);
  return {
    data,
    setTable: (table) => words.set(table),
    cut: (from, to) => cutContent(words, data, from, to),
  };
}

/** The compiled module; null once the runtime has refused it, undefined before it was asked. */
let compiled: WebAssembly.Module | null | undefined;

function compile(): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(GEAR_MODULE), (character) => character.charCodeAt(0)));
}

/**
 * An engine in WebAssembly; undefined where there is none, where a Content-Security-Policy forbids to compile one, or where
 * memory for one is not to be had.
 */
export function webAssemblyEngine(): GearEngine | undefined {
  if (compiled === null) return undefined;
  try {
    compiled ??= compile();
  } catch {
    compiled = null;
    return undefined;
  }
  let instance: WebAssembly.Instance;
  try {
    instance = new WebAssembly.Instance(compiled);
  } catch {
    return undefined;
  }
  const { memory, cut } = instance.exports as {
    memory: WebAssembly.Memory;
    cut(from: number, to: number): number;
  };
  const words = new DataView(memory.buffer, 0, 4 * TABLE_WORDS);
  return {
    data: new Uint8Array(memory.buffer, DATA_AT, GEAR_BUFFER_BYTES),
    setTable(table) {
      table.forEach((word, i) => {
        words.setUint32(4 * i, word, true);
      });
    },
    cut: (from, to) => cut(DATA_AT + from, DATA_AT + to),
  };
}

const idle: GearEngine[] = [];

/**
 * Cuts what lies in its buffer, for one archive, until it is released.
 *
 * ```ts
 * const scanner = new GearScanner(await contentTable(chunkerKey));
 * scanner.data.set(bytes);
 * const length = scanner.cut(0, bytes.length);
 * scanner.release();
 * ```
 */
export class GearScanner {
  #engine: GearEngine | undefined;

  /** @param table 256 words, copied; the caller may wipe its own. @throws RangeError for another number of words */
  constructor(table: Uint32Array) {
    if (table.length !== TABLE_WORDS) throw new RangeError(`a Gear table has ${TABLE_WORDS} words`);
    this.#engine = idle.pop() ?? webAssemblyEngine() ?? javaScriptEngine();
    this.#engine.setTable(table);
  }

  /** The buffer, GEAR_BUFFER_BYTES; another scanner's after `release`. @throws TypeError after `release` */
  get data(): Uint8Array {
    return this.#inUse().data;
  }

  /**
   * The length of the chunk that starts at `from`, given that the stretch ends at `to`. At least 1 if there is a byte.
   * @throws RangeError for places outside the buffer, TypeError after `release`
   */
  cut(from: number, to: number): number {
    if (!(from >= 0 && from <= to && to <= GEAR_BUFFER_BYTES)) throw new RangeError('outside the buffer');
    return this.#inUse().cut(from, to);
  }

  /** Wipes the table, which is secret, and the bytes, and lets the next scanner have the memory. */
  release(): void {
    const engine = this.#engine;
    if (engine === undefined) return;
    this.#engine = undefined;
    engine.setTable(new Uint32Array(TABLE_WORDS));
    engine.data.fill(0);
    if (idle.length < IDLE_MAX_COUNT) idle.push(engine);
  }

  #inUse(): GearEngine {
    if (this.#engine === undefined) throw new TypeError('a GearScanner was used after release()');
    return this.#engine;
  }
}
