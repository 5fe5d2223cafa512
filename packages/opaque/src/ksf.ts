// Key stretching: the interface of RFC 9807 section 2.3 and Argon2id (RFC 9106) within the limits of spec/opaque.md.

import { MunimentError } from '@muniment/errors';
import { argon2idBytes } from '#argon2';

/** A key-stretching function. */
export interface Ksf {
  /** Names the function and its parameters; part of the context string of the Muniment profile. ASCII. */
  readonly id: string;
  /** Stretches `input` to `length` bytes. */
  stretch(input: Uint8Array, length: number): Promise<Uint8Array>;
}

/** The cost of Argon2id. */
export interface Argon2idParameters {
  /** Memory in KiB. */
  readonly memoryKib: number;
  /** Number of passes over it. */
  readonly passes: number;
  /** Number of lanes. */
  readonly parallelism: number;
}

/** What a client accepts, both ends included: less is a cheap dictionary, more makes the client unusable. */
export const ARGON2ID_LIMITS = {
  memoryKib: { min: 65536, max: 1048576 },
  passes: { min: 3, max: 10 },
  parallelism: { min: 1, max: 4 },
} as const;

/** RFC 9807 stretches without a salt: the input is already particular to the record. */
const SALT = new Uint8Array(16);

/**
 * Argon2id with a salt of 16 zero bytes, as in RFC 9807 section 7.
 *
 * ```ts
 * const ksf = argon2id({ memoryKib: 65536, passes: 3, parallelism: 4 });
 * ```
 * @throws ERR_KSF if a parameter is outside `ARGON2ID_LIMITS`
 * Requirements: OPAQUE-040.
 */
export function argon2id(parameters: Argon2idParameters): Ksf {
  const { memoryKib, passes, parallelism } = parameters;
  assertWithin('memoryKib', memoryKib);
  assertWithin('passes', passes);
  assertWithin('parallelism', parallelism);
  return unboundedArgon2id({ memoryKib, passes, parallelism });
}

/**
 * The function that an id names, such as `argon2id-v19-m65536-t3-p4`.
 *
 * @throws ERR_KSF for any other text, and for parameters outside `ARGON2ID_LIMITS`
 */
export function argon2idFromId(id: string): Ksf {
  const match = /^argon2id-v19-m([1-9]\d{0,9})-t([1-9]\d{0,9})-p([1-9]\d{0,9})$/.exec(id);
  if (match === null) throw new MunimentError('ERR_KSF', 'not the id of a stretching function');
  const [memoryKib, passes, parallelism] = match.slice(1).map(Number) as [number, number, number];
  return argon2id({ memoryKib, passes, parallelism });
}

/** Argon2id without the limits. */
export function unboundedArgon2id(parameters: Argon2idParameters): Ksf {
  const { memoryKib, passes, parallelism } = parameters;
  return {
    id: `argon2id-v19-m${memoryKib}-t${passes}-p${parallelism}`,
    stretch: (input, length) => argon2idBytes(input, SALT, { memoryKib, passes, parallelism }, length),
  };
}

function assertWithin(name: keyof typeof ARGON2ID_LIMITS, value: number): void {
  const { min, max } = ARGON2ID_LIMITS[name];
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new MunimentError('ERR_KSF', `Argon2id ${name} must be from ${min} to ${max}, is ${value}`);
  }
}
