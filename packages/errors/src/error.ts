// The one error type that leaves a Muniment package. Implements spec/errors.md.

import { ERRORS, type ErrorClass, type ErrorCode } from './codes.ts';

/** Facts about one failure, safe to print: names, numbers, positions; never secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/**
 * A failure that a caller can tell apart by its `code`.
 *
 * ```ts
 * try { await open() } catch (error) {
 *   if (isMunimentError(error, 'ERR_COMMITMENT')) console.log(error.advice);
 * }
 * ```
 */
export class MunimentError extends Error {
  override readonly name = 'MunimentError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code the row of spec/errors.md
   * @param message what is particular to this failure; the general sentence is used when empty
   * @param details facts for programs
   * @param cause the lower-level error, never shown to users
   */
  constructor(code: ErrorCode, message = '', details: ErrorDetails = {}, cause?: unknown) {
    super(message === '' ? ERRORS[code].happened : message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** The kind of failure, from the table. */
  get errorClass(): ErrorClass {
    return ERRORS[this.code].errorClass;
  }

  /** What is not affected by this failure. */
  get safe(): string {
    return ERRORS[this.code].safe;
  }

  /** What the user can do. */
  get advice(): string {
    return ERRORS[this.code].advice;
  }
}

/**
 * True if `value` is a MunimentError, of the given code if one is given. Works across copies of this package, unlike
 * `instanceof`.
 */
export function isMunimentError(value: unknown, code?: ErrorCode): value is MunimentError {
  if (!(value instanceof Error) || value.name !== 'MunimentError') return false;
  const own = (value as MunimentError).code;
  return Object.hasOwn(ERRORS, own) && (code === undefined || own === code);
}
