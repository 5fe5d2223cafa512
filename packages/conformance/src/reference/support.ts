// What the reference operations share: reading requests, which nobody may be trusted to have made well, and writing answers.

import { createSha256, SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { compareBytes, formatHex, parseHex } from '@muniment/wire';
import type { Answer, Json, JsonObject, Operation } from '../protocol.ts';

/** A request that is not what its operation takes. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}

/** Refuses the request. */
export function malformed(what: string): never {
  throw new MalformedRequest(what);
}

/**
 * An operation whose value is what `work` gives. A refusal of the packages is answered with its code, a malformed request
 * as unsupported; anything else that is thrown is a fault of ours and stays an exception.
 */
export function operation(work: (input: Fields) => JsonObject | Promise<JsonObject>): Operation {
  return answering(async (input) => ({ value: await work(input) }));
}

/** The same for an operation that makes the whole answer itself. */
export function answering(work: (input: Fields) => Answer | Promise<Answer>): Operation {
  return async (input) => {
    try {
      return await work(new Fields(input, 'input'));
    } catch (error) {
      if (error instanceof MalformedRequest) return { unsupported: error.message };
      if (isMunimentError(error)) return { error: error.code };
      throw error;
    }
  };
}

/** The members of a JSON object, each read as the type it must have. */
export class Fields {
  readonly #object: JsonObject;
  readonly #where: string;

  constructor(value: Json | undefined, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      malformed(`${where} is no object`);
    }
    this.#object = value as JsonObject;
    this.#where = where;
  }

  /** True if there is such a member, and not null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#object, name) && this.#object[name] != null;
  }

  /** Every member, read by `read`. */
  map<T>(read: (value: Json, where: string) => T): Record<string, T> {
    const names = Object.keys(this.#object);
    return Object.fromEntries(
      names.map((name) => [name, read(this.#member(name), `${this.#where}.${name}`)]),
    );
  }

  /** True if there is such a member, and it is a text. */
  isText(name: string): boolean {
    return this.has(name) && typeof this.#object[name] === 'string';
  }

  text(name: string): string {
    const value = this.#member(name);
    return typeof value === 'string' ? value : malformed(`${this.#where}.${name} is no text`);
  }

  /** A text that is one of `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.text(name);
    return (
      choices.find((choice) => choice === value) ??
      malformed(`${this.#where}.${name}: ${JSON.stringify(value)}`)
    );
  }

  /** Bytes in hexadecimal, `length` of them if that is told. */
  bytes(name: string, length?: number): Uint8Array {
    return readBytes(this.#member(name), `${this.#where}.${name}`, length);
  }

  secret(name: string, length?: number): SecretBytes {
    return SecretBytes.from(this.bytes(name, length));
  }

  /** A whole number from `min` to `max`. */
  integer(name: string, min: number, max: number): number {
    const value = this.#member(name);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      malformed(`${this.#where}.${name} is no integer from ${min} to ${max}`);
    }
    return value as number;
  }

  /** A decimal string of a whole number from `min` to `max`. */
  bigInteger(name: string, min: bigint, max: bigint): bigint {
    const text = this.text(name);
    if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) malformed(`${this.#where}.${name} is no decimal number`);
    const value = BigInt(text);
    if (value < min || value > max) malformed(`${this.#where}.${name} is not from ${min} to ${max}`);
    return value;
  }

  /** The whole object, read by `read`. */
  as<T>(read: (value: Json, where: string) => T): T {
    return read(this.#object, this.#where);
  }

  /** A member, read by `read`. */
  member<T>(name: string, read: (value: Json, where: string) => T): T {
    return read(this.#member(name), `${this.#where}.${name}`);
  }

  object(name: string): Fields {
    return new Fields(this.#member(name), `${this.#where}.${name}`);
  }

  /** The members of a list, each read by `read`. */
  list<T>(name: string, read: (value: Json, where: string) => T): T[] {
    const value = this.#member(name);
    if (!Array.isArray(value)) malformed(`${this.#where}.${name} is no list`);
    return (value as readonly Json[]).map((member, i) => read(member, `${this.#where}.${name}[${i}]`));
  }

  #member(name: string): Json {
    if (!this.has(name)) malformed(`${this.#where}.${name} is missing`);
    return this.#object[name] as Json;
  }
}

/** A text. */
export function readText(value: Json, where: string): string {
  return typeof value === 'string' ? value : malformed(`${where} is no text`);
}

/** Bytes in lower-case hexadecimal, `length` of them if that is told. */
export function readBytes(value: Json, where: string, length?: number): Uint8Array {
  const text = readText(value, where);
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) malformed(`${where} is not hexadecimal`);
  if (length !== undefined && text.length !== 2 * length) {
    malformed(`${where} has ${text.length / 2} bytes and not ${length}`);
  }
  return parseHex(text);
}

/** Hexadecimal digits of each. */
export function formatAll(list: readonly Uint8Array[]): string[] {
  return list.map(formatHex);
}

/** `value` in the notation of the vectors: bytes in hexadecimal, big integers in decimal, absent members left out. */
export function describe(value: unknown): Json {
  if (value instanceof Uint8Array) return formatHex(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(describe);
  if (typeof value !== 'object' || value === null) return value as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, describe(member)]));
}

/** Two ways to one result came to different results: a fault of ours. */
export function assertSame(what: string, left: unknown, right: unknown): void {
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    if (compareBytes(left, right) !== 0) throw new Error(`${what}: two results`);
    return;
  }
  const [first, second] = [left, right].map((value) => JSON.stringify(describe(value)));
  if (first !== second) throw new Error(`${what}: ${first} and ${second}`);
}

/** No request asks for longer content, and none is answered that does. */
const CONTENT_MAX_BYTES = 32 * 1024 * 1024;
const CONTENT_MAX_DEPTH = 8;

/** The content that the pieces in the member `name` describe (test-vectors/README.md). */
export function contentOf(input: Fields, name: string): Uint8Array {
  const pieces = readPieces(input, name, 1);
  const content = new Uint8Array(lengthOf(pieces));
  write(pieces, content, 0);
  return content;
}

/** One piece: how long it is, and how to write it. */
interface Piece {
  readonly length: number;
  readonly write: (target: Uint8Array, at: number) => void;
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function write(pieces: readonly Piece[], target: Uint8Array, at: number): number {
  let end = at;
  for (const piece of pieces) {
    piece.write(target, end);
    end += piece.length;
  }
  return end;
}

function readPieces(input: Fields, name: string, depth: number): Piece[] {
  if (depth > CONTENT_MAX_DEPTH) malformed('pieces within pieces within pieces');
  const pieces = input.list(name, (value, where) => readPiece(new Fields(value, where), depth));
  if (lengthOf(pieces) > CONTENT_MAX_BYTES) malformed(`content of more than ${CONTENT_MAX_BYTES} bytes`);
  return pieces;
}

function readPiece(input: Fields, depth: number): Piece {
  const count = (name: string): number => (input.has(name) ? input.integer(name, 0, CONTENT_MAX_BYTES) : 1);
  if (input.has('zeros')) return { length: count('zeros'), write: () => {} };
  if (input.has('text')) return repeated(new TextEncoder().encode(input.text('text')), count('count'));
  if (input.has('hex')) return repeated(input.bytes('hex'), count('count'));
  if (input.has('repeat')) {
    const pieces = readPieces(input, 'pieces', depth + 1);
    const once = new Uint8Array(lengthOf(pieces));
    write(pieces, once, 0);
    return repeated(once, count('repeat'));
  }
  const seed = new TextEncoder().encode(input.text('generated'));
  return generated(seed, input.integer('length', 0, CONTENT_MAX_BYTES));
}

function repeated(bytes: Uint8Array, count: number): Piece {
  return {
    length: bytes.length * count,
    write: (target, at) => {
      for (let i = 0; i < count; i++) target.set(bytes, at + i * bytes.length);
    },
  };
}

/** The first bytes of SHA-256(seed || u32 0) || SHA-256(seed || u32 1) || ... */
function generated(seed: Uint8Array, length: number): Piece {
  return {
    length,
    write: (target, at) => {
      const counter = new Uint8Array(4);
      for (let done = 0, i = 0; done < length; done += 32, i++) {
        new DataView(counter.buffer).setUint32(0, i);
        const block = createSha256().update(seed).update(counter).digest();
        target.set(block.subarray(0, length - done), at + done);
      }
    },
  };
}
