// Cobblestone-256 (c2sp.org/chunked-encryption): layout, arithmetic of lengths, key derivation, and the one place where
// segments are sealed and opened. The one-shot, streaming and random-access interfaces are built on this.

import { MunimentError } from '@muniment/errors';
import {
  assertBytes,
  assertCount,
  type Bytes,
  chain,
  concatBytes,
  copyBytes,
  equalBytes,
  type MaybePromise,
} from './bytes.ts';
import { expand } from './hash.ts';
import {
  AES_KEY_BYTES,
  AES_NONCE_BYTES,
  AES_TAG_BYTES,
  type AesGcmKey,
  type CryptoProvider,
} from './provider.ts';
import { exactKeyBytes, type KeyInput } from './secret-bytes.ts';

export const COBBLESTONE_KEY_BYTES = 32;
export const COBBLESTONE_SALT_BYTES = 24;
export const COBBLESTONE_COMMITMENT_BYTES = 32;
/** Salt and commitment. */
export const COBBLESTONE_HEADER_BYTES: number = COBBLESTONE_SALT_BYTES + COBBLESTONE_COMMITMENT_BYTES;
/** Plaintext bytes of every segment but the last, which is always shorter and may be empty. */
export const COBBLESTONE_SEGMENT_BYTES = 16384;
/** Authentication tag at the end of each segment. */
export const COBBLESTONE_TAG_BYTES: number = AES_TAG_BYTES;
/** A full segment as stored. */
export const COBBLESTONE_SEALED_SEGMENT_BYTES: number = COBBLESTONE_SEGMENT_BYTES + COBBLESTONE_TAG_BYTES;
/** What the shortest object, that of an empty message, consists of: header and the tag of one empty segment. */
export const COBBLESTONE_OVERHEAD_BYTES: number = COBBLESTONE_HEADER_BYTES + COBBLESTONE_TAG_BYTES;
/** Segments of one object at most; keeps AES-GCM within its bounds. */
export const COBBLESTONE_MAX_SEGMENT_COUNT: number = 2 ** 38;
/** Plaintext of one object at most: the last segment is never full. */
export const COBBLESTONE_MAX_PLAINTEXT_BYTES: number =
  COBBLESTONE_MAX_SEGMENT_COUNT * COBBLESTONE_SEGMENT_BYTES - 1;

/** Length of the object that holds `plaintextLength` bytes. @throws ERR_LIMIT beyond 2^52 - 1 bytes */
export function cobblestoneLength(plaintextLength: number): number {
  assertCount(plaintextLength, 'plaintextLength');
  if (plaintextLength > COBBLESTONE_MAX_PLAINTEXT_BYTES) {
    throw new MunimentError('ERR_LIMIT', 'the plaintext needs more than 2^38 segments');
  }
  return COBBLESTONE_HEADER_BYTES + plaintextLength + segmentCount(plaintextLength) * COBBLESTONE_TAG_BYTES;
}

/**
 * Length of the plaintext in an object of `objectLength` bytes.
 * @throws ERR_OBJECT_LENGTH if no object has that length
 * @throws ERR_LIMIT if it would have more than 2^38 segments
 * Requirements: WIRE-052.
 */
export function cobblestonePlaintextLength(objectLength: number): number {
  assertCount(objectLength, 'objectLength');
  const body = objectLength - COBBLESTONE_HEADER_BYTES;
  const last = body % COBBLESTONE_SEALED_SEGMENT_BYTES;
  if (body < 0 || last < COBBLESTONE_TAG_BYTES) throw impossibleLength(objectLength);
  const fullSegments = Math.floor(body / COBBLESTONE_SEALED_SEGMENT_BYTES);
  if (fullSegments >= COBBLESTONE_MAX_SEGMENT_COUNT) {
    throw new MunimentError('ERR_LIMIT', 'the object has more than 2^38 segments', { objectLength });
  }
  return fullSegments * COBBLESTONE_SEGMENT_BYTES + last - COBBLESTONE_TAG_BYTES;
}

/** Number of segments of a message: the last one is shorter than the others, so a multiple of 16 KiB ends in an empty one. */
export function segmentCount(plaintextLength: number): number {
  return Math.floor(plaintextLength / COBBLESTONE_SEGMENT_BYTES) + 1;
}

export function impossibleLength(objectLength: number): MunimentError {
  return new MunimentError('ERR_OBJECT_LENGTH', '', { objectLength });
}

export function badSegment(segment: number): MunimentError {
  return new MunimentError('ERR_SEGMENT', '', { segment });
}

const INFO_PREFIX: Uint8Array = new TextEncoder().encode('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

/** The keys of one object, from input key, salt and context. */
export interface CobblestoneKeys {
  readonly commitment: Uint8Array;
  readonly cipher: SegmentCipher;
}

/** Derives AES key, base nonce and commitment. @throws ERR_KEY_SIZE */
export function deriveCobblestoneKeys(
  provider: CryptoProvider,
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
): MaybePromise<CobblestoneKeys> {
  const prk = exactKeyBytes(key, 'key', COBBLESTONE_KEY_BYTES);
  assertBytes(context, 'context');
  const length = AES_KEY_BYTES + AES_NONCE_BYTES + COBBLESTONE_COMMITMENT_BYTES;
  return chain(expand(provider, prk, concatBytes(INFO_PREFIX, salt, context), length), (okm) => {
    const aesKey = okm.subarray(0, AES_KEY_BYTES);
    const baseNonce = okm.slice(AES_KEY_BYTES, AES_KEY_BYTES + AES_NONCE_BYTES);
    const commitment = okm.slice(AES_KEY_BYTES + AES_NONCE_BYTES);
    return chain(provider.importAesGcmKey(aesKey), (imported) => {
      okm.fill(0);
      return { commitment, cipher: new SegmentCipher(imported, baseNonce) };
    });
  });
}

/** The keys for reading: derived, and released only if the header's commitment is theirs. @throws ERR_COMMITMENT, ERR_KEY_SIZE (WIRE-053) */
export function deriveReaderKeys(
  provider: CryptoProvider,
  key: KeyInput,
  context: Uint8Array,
  header: Uint8Array,
): MaybePromise<SegmentCipher> {
  const salt = header.subarray(0, COBBLESTONE_SALT_BYTES);
  const commitment = copyBytes(header.subarray(COBBLESTONE_SALT_BYTES, COBBLESTONE_HEADER_BYTES));
  return chain(deriveCobblestoneKeys(provider, key, context, salt), (keys) => {
    if (!equalBytes(keys.commitment, commitment)) throw new MunimentError('ERR_COMMITMENT');
    return keys.cipher;
  });
}

/** Seals and opens the segments of one object. */
export class SegmentCipher {
  readonly #key: AesGcmKey;
  readonly #baseNonce: Bytes;

  constructor(key: AesGcmKey, baseNonce: Bytes) {
    this.#key = key;
    this.#baseNonce = baseNonce;
  }

  /** Base nonce XOR the segment number as 12 big-endian bytes. */
  #nonce(segment: number): Bytes {
    if (segment >= COBBLESTONE_MAX_SEGMENT_COUNT) {
      throw new MunimentError('ERR_LIMIT', 'an object has at most 2^38 segments');
    }
    const nonce = new Uint8Array(this.#baseNonce);
    for (let i = nonce.length - 1, rest = segment; rest > 0; i--) {
      nonce[i] ^= rest % 256;
      rest = Math.floor(rest / 256);
    }
    return nonce;
  }

  sealInto(segment: number, plaintext: Uint8Array, target: Uint8Array): MaybePromise<void> {
    return this.#key.sealInto(this.#nonce(segment), plaintext, target);
  }

  seal(segment: number, plaintext: Uint8Array): MaybePromise<Bytes> {
    return this.#key.seal(this.#nonce(segment), plaintext);
  }

  /** @throws ERR_SEGMENT, and leaves `target` as it was */
  openInto(segment: number, sealed: Uint8Array, target: Uint8Array): MaybePromise<void> {
    return chain(this.#key.openInto(this.#nonce(segment), sealed, target), (verified) => {
      if (!verified) throw badSegment(segment);
    });
  }

  /** @throws ERR_SEGMENT */
  open(segment: number, sealed: Uint8Array): MaybePromise<Bytes> {
    return chain(this.#key.open(this.#nonce(segment), sealed), (plaintext) => {
      if (plaintext === undefined) throw badSegment(segment);
      return plaintext;
    });
  }
}
