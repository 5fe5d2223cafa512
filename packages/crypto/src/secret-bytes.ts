// A holder for key material that does not show itself in logs, and can be wiped.

import { MunimentError } from '@muniment/errors';
import { assertBytes, type Bytes, copyBytes, isBytes } from './bytes.ts';
import { randomBytes } from './random.ts';

const LABEL = '[SecretBytes]';

/**
 * Secret bytes. Whatever prints or serialises the object (console, JSON, templates, `util.inspect`) gets a label and
 * never the content; only `expose()` gives that.
 *
 * ```ts
 * const root = SecretBytes.random(32);
 * console.log(`${root}`); // [SecretBytes]
 * root.wipe();
 * ```
 *
 * Wiping is best effort: a JavaScript engine may have copied the bytes before.
 */
export class SecretBytes {
  #bytes: Bytes;
  #wiped = false;

  private constructor(bytes: Bytes) {
    this.#bytes = bytes;
    Object.freeze(this);
  }

  /** Holds a copy of `bytes`; the caller still owns, and may wipe, the original. */
  static from(bytes: Uint8Array): SecretBytes {
    assertBytes(bytes, 'bytes');
    return new SecretBytes(copyBytes(bytes));
  }

  /** `length` random bytes. */
  static random(length: number): SecretBytes {
    return new SecretBytes(randomBytes(length));
  }

  /** Number of bytes held, also after a wipe. */
  get length(): number {
    return this.#bytes.length;
  }

  /** True after `wipe()`. */
  get isWiped(): boolean {
    return this.#wiped;
  }

  /**
   * The bytes themselves, not a copy: read them, do not write to or keep them; `wipe()` turns them to zero.
   * @throws TypeError after `wipe()`
   */
  expose(): Bytes {
    if (this.#wiped) throw new TypeError('SecretBytes was used after wipe()');
    return this.#bytes;
  }

  /** Overwrites the bytes with zeros; any later `expose()` throws. */
  wipe(): void {
    this.#bytes.fill(0);
    this.#wiped = true;
  }

  toString(): string {
    return LABEL;
  }

  toJSON(): string {
    return LABEL;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return LABEL;
  }

  get [Symbol.toStringTag](): string {
    return 'SecretBytes';
  }
}

/** A key: held safely, or plain bytes. */
export type KeyInput = Uint8Array | SecretBytes;

/** The bytes of a key, of any length. @throws TypeError if it is neither kind of key */
export function keyBytes(key: KeyInput, name: string): Uint8Array {
  if (key instanceof SecretBytes) return key.expose();
  if (isBytes(key)) return key;
  throw new TypeError(`${name} must be a Uint8Array or SecretBytes`);
}

/** The bytes of a key that must have exactly `length`. @throws ERR_KEY_SIZE */
export function exactKeyBytes(key: KeyInput, name: string, length: number): Uint8Array {
  const bytes = keyBytes(key, name);
  if (bytes.length !== length) {
    throw new MunimentError('ERR_KEY_SIZE', `${name} must be ${length} bytes, not ${bytes.length}`);
  }
  return bytes;
}
