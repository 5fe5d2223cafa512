// Byte helpers every file here needs: type checks at the boundary, concatenation, constant-time comparison.

/** Bytes that own their whole `ArrayBuffer`: what every function of this package returns. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A value, or a promise of one where the platform only offers that. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * True for a promise; lets code over synchronous primitives run to its end without yielding. Asks for `then`, because a
 * library may have replaced the global `Promise`, of which a platform's own promises are then no instances.
 */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | undefined)?.then === 'function';
}

/** `next(value)`, at once if `value` is there, later if it is a promise. */
export function chain<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return isPromise(value) ? value.then(next) : next(value);
}

/** True for a Uint8Array, also one of another realm (a frame, a test environment), of which `instanceof` knows nothing. */
export function isBytes(value: unknown): value is Uint8Array {
  return (
    value instanceof Uint8Array ||
    (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]')
  );
}

/** @throws TypeError if `value` is not a Uint8Array */
export function assertBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isBytes(value)) throw new TypeError(`${name} must be a Uint8Array`);
}

/** @throws RangeError if `value` is not an integer in [0, max] */
export function assertCount(value: unknown, name: string, max: number = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > max) {
    throw new RangeError(`${name} must be an integer from 0 to ${max}`);
  }
}

/** A copy that owns its buffer. `Uint8Array#slice` would do, but on a `Buffer` it gives a view. */
export function copyBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** All parts, one after another, in a fresh array. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * True if both arrays hold the same bytes. Takes the same time for all contents of one length; lengths are public.
 *
 * ```ts
 * if (!equalBytes(expectedTag, tag)) throw new MunimentError('ERR_AUTHENTICATION');
 * ```
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  assertBytes(a, 'a');
  assertBytes(b, 'b');
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

/** The number whose least significant byte comes first. */
export function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}
