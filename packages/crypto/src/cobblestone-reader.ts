// Cobblestone-256 by random access: any range of the plaintext from the segments that hold it.

import { MunimentError } from '@muniment/errors';
import { defaultProvider } from '#provider';
import { assertBytes, assertCount, type Bytes, isPromise } from './bytes.ts';
import {
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  cobblestonePlaintextLength,
  deriveReaderKeys,
  impossibleLength,
  type SegmentCipher,
  segmentCount,
} from './cobblestone-format.ts';
import type { CryptoProvider } from './provider.ts';
import type { KeyInput } from './secret-bytes.ts';

/** A run of bytes of an object. */
export interface ObjectRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads parts of an object that stays where it is.
 *
 * ```ts
 * const reader = await CobblestoneReader.open(key, context, await get(0, COBBLESTONE_HEADER_BYTES), size);
 * const range = reader.objectRange(1_000_000, 500);
 * const part = await reader.openRange(1_000_000, 500, await get(range.offset, range.length));
 * ```
 *
 * What `openRange` returns is what the writer put at that offset. The object's length is only the store's claim until
 * `authenticateLength` has passed: before that, bytes past the claimed end may exist and `plaintextLength` may be wrong.
 */
export class CobblestoneReader {
  /** Bytes of the whole object, as claimed. */
  readonly objectLength: number;
  /** Bytes of the whole plaintext, if `objectLength` is true. */
  readonly plaintextLength: number;
  readonly #cipher: SegmentCipher;

  private constructor(objectLength: number, plaintextLength: number, cipher: SegmentCipher) {
    this.objectLength = objectLength;
    this.plaintextLength = plaintextLength;
    this.#cipher = cipher;
  }

  /**
   * Checks length and commitment.
   * @param header the first 56 bytes of the object
   * @param objectLength the length of the whole object
   * @throws ERR_KEY_SIZE, ERR_OBJECT_LENGTH, ERR_LIMIT, ERR_COMMITMENT
   */
  static async open(
    key: KeyInput,
    context: Uint8Array,
    header: Uint8Array,
    objectLength: number,
    provider: CryptoProvider = defaultProvider,
  ): Promise<CobblestoneReader> {
    assertBytes(header, 'header');
    const plaintextLength = cobblestonePlaintextLength(objectLength);
    if (header.length !== COBBLESTONE_HEADER_BYTES) throw impossibleLength(header.length);
    const derived = deriveReaderKeys(provider, key, context, header);
    return new CobblestoneReader(objectLength, plaintextLength, isPromise(derived) ? await derived : derived);
  }

  /**
   * Where in the object the segments lie that hold `length` bytes of plaintext from `offset`.
   * @throws ERR_OBJECT_LENGTH if the plaintext ends before that
   */
  objectRange(offset: number, length: number): ObjectRange {
    assertCount(offset, 'offset');
    assertCount(length, 'length');
    if (offset + length > this.plaintextLength) {
      throw new MunimentError('ERR_OBJECT_LENGTH', 'the range goes beyond the end of the object', {
        offset,
        length,
        plaintextLength: this.plaintextLength,
      });
    }
    const start = segmentStart(Math.floor(offset / COBBLESTONE_SEGMENT_BYTES));
    if (length === 0) return { offset: start, length: 0 };
    const end = segmentStart(Math.ceil((offset + length) / COBBLESTONE_SEGMENT_BYTES));
    return { offset: start, length: Math.min(end, this.objectLength) - start };
  }

  /**
   * Decrypts `length` bytes of plaintext from `offset`.
   * @param sealed the bytes of the object at `objectRange(offset, length)`
   * @throws ERR_OBJECT_LENGTH if `sealed` is not as long as that range
   * @throws ERR_SEGMENT if a segment of the range does not verify; nothing is released
   */
  async openRange(offset: number, length: number, sealed: Uint8Array): Promise<Bytes> {
    const range = this.objectRange(offset, length);
    assertBytes(sealed, 'sealed');
    if (sealed.length !== range.length) throw impossibleLength(sealed.length);
    const first = Math.floor(offset / COBBLESTONE_SEGMENT_BYTES);
    const out = new Uint8Array(length);
    for (let at = 0, segment = first; at < sealed.length; at += COBBLESTONE_SEALED_SEGMENT_BYTES, segment++) {
      const opened = this.#cipher.open(segment, sealed.subarray(at, at + COBBLESTONE_SEALED_SEGMENT_BYTES));
      const plaintext = isPromise(opened) ? await opened : opened;
      // Position of this segment's plaintext in `out`: negative if the range begins within it.
      const to = segment * COBBLESTONE_SEGMENT_BYTES - offset;
      out.set(plaintext.subarray(Math.max(0, -to), Math.min(plaintext.length, length - to)), Math.max(0, to));
    }
    return out;
  }

  /** Where the final segment lies, which `authenticateLength` needs. */
  finalSegmentRange(): ObjectRange {
    const offset = segmentStart(segmentCount(this.plaintextLength) - 1);
    return { offset, length: this.objectLength - offset };
  }

  /**
   * Opens the final segment: only the true end of the object verifies there, so `plaintextLength` is then the writer's.
   * @param sealed the bytes of the object at `finalSegmentRange()`
   * @throws ERR_OBJECT_LENGTH, ERR_SEGMENT
   */
  async authenticateLength(sealed: Uint8Array): Promise<void> {
    assertBytes(sealed, 'sealed');
    if (sealed.length !== this.finalSegmentRange().length) throw impossibleLength(sealed.length);
    const plaintext = await this.#cipher.open(segmentCount(this.plaintextLength) - 1, sealed);
    plaintext.fill(0);
  }
}

function segmentStart(segment: number): number {
  return COBBLESTONE_HEADER_BYTES + segment * COBBLESTONE_SEALED_SEGMENT_BYTES;
}
