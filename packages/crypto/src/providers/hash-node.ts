// SHA-256 and HMAC from node:crypto, made for many short messages: a digest that comes as text makes no memory outside of V8's heap,
// and hashing in one call makes no object that the collector has to finish off. Together they are three to four times as fast.

import * as crypto from 'node:crypto';
import { type Bytes, copyBytes } from '../bytes.ts';
import type { HmacSha256Key, Sha256Stream } from '../provider.ts';

const DIGEST_BYTES = 32;
const BLOCK_BYTES = 64;
/** Room for the first bytes of a stream; so little lies on V8's own heap. */
const FIRST_BYTES = 64;
const STREAM_BUFFER_BYTES = 4_096;
/** Longer messages are not worth a copy. */
const COPIED_MAX_BYTES = 16_384;

export function sha256(data: Uint8Array): Bytes {
  return fromText(crypto.hash('sha256', data, 'binary'));
}

/** Gathers short parts: each that OpenSSL is given costs as much as the hash of a thousand bytes. */
export class BufferedSha256 implements Sha256Stream {
  #buffer = new Uint8Array(FIRST_BYTES);
  #used = 0;
  /** Begun once the buffer was full. */
  #hash: crypto.Hash | undefined;
  #isDone = false;

  update(data: Uint8Array): this {
    this.#assertNotDone();
    const end = this.#used + data.length;
    if (end > STREAM_BUFFER_BYTES) {
      this.#hash ??= crypto.createHash('sha256');
      this.#hash.update(this.#buffer.subarray(0, this.#used)).update(data);
      this.#used = 0;
      return this;
    }
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(STREAM_BUFFER_BYTES);
      larger.set(this.#buffer.subarray(0, this.#used));
      this.#buffer = larger;
    }
    this.#buffer.set(data, this.#used);
    this.#used = end;
    return this;
  }

  digest(): Bytes {
    this.#assertNotDone();
    this.#isDone = true;
    const rest = this.#buffer.subarray(0, this.#used);
    return this.#hash === undefined ? sha256(rest) : fromText(this.#hash.update(rest).digest('binary'));
  }

  #assertNotDone(): void {
    if (this.#isDone) throw new Error('the digest was taken');
  }
}

/** RFC 2104, by two hashes in one call each where the message is short. */
export class ShortHmacSha256Key implements HmacSha256Key {
  readonly #key: crypto.KeyObject;
  /** What goes into the inner hash: a block of the key, and the message. */
  readonly #inner = new Uint8Array(BLOCK_BYTES + COPIED_MAX_BYTES);
  /** What goes into the outer one: a block of the key, and the inner digest. */
  readonly #outer = new Uint8Array(BLOCK_BYTES + DIGEST_BYTES);

  constructor(raw: Uint8Array) {
    // Handed raw bytes, createHmac takes four times as long.
    this.#key = crypto.createSecretKey(raw);
    const key = raw.length > BLOCK_BYTES ? sha256(raw) : raw;
    for (let i = 0; i < BLOCK_BYTES; i++) {
      const byte = i < key.length ? key[i] : 0;
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
  }

  mac(data: Uint8Array): Bytes {
    const { length } = data;
    if (length > COPIED_MAX_BYTES) {
      return fromText(crypto.createHmac('sha256', this.#key).update(data).digest('binary'));
    }
    this.#inner.set(data, BLOCK_BYTES);
    const inner = crypto.hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + length), 'binary');
    writeText(this.#outer, BLOCK_BYTES, inner);
    return sha256(this.#outer);
  }
}

/** The HMAC of one message. What may be a secret does not become text. */
export function hmac(hash: 'sha256' | 'sha512', key: Uint8Array, data: Uint8Array): Bytes {
  return copyBytes(crypto.createHmac(hash, crypto.createSecretKey(key)).update(data).digest());
}

/** The digest that a text has for bytes. */
function fromText(text: string): Bytes {
  const bytes = new Uint8Array(DIGEST_BYTES);
  writeText(bytes, 0, text);
  return bytes;
}

function writeText(target: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < DIGEST_BYTES; i++) target[at + i] = text.charCodeAt(i);
}
