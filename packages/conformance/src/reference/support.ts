// What the reference operations share: reading requests, which nobody may be trusted to have made well, and writing answers.

import { SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { formatHex, parseHex } from '@muniment/wire';
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

  /** The names of the members. */
  names(): string[] {
    return Object.keys(this.#object);
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
  const [first, second] = [left, right].map((value) => JSON.stringify(describe(value)));
  if (first !== second) throw new Error(`${what}: ${first} and ${second}`);
}
