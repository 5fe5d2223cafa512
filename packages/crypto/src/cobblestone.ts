// Cobblestone-256, whole objects in memory (c2sp.org/chunked-encryption).

import { defaultProvider } from '#provider';
import { assertBytes, type Bytes, isPromise } from './bytes.ts';
import {
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_SALT_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  cobblestoneLength,
  cobblestonePlaintextLength,
  deriveCobblestoneKeys,
  deriveReaderKeys,
  impossibleLength,
  segmentCount,
} from './cobblestone-format.ts';
import type { CryptoProvider } from './provider.ts';
import { randomBytes } from './random.ts';
import type { KeyInput } from './secret-bytes.ts';

/** Segments in flight at once where the platform works on them in parallel. */
const PARALLEL_SEGMENT_COUNT = 32;

/**
 * Encrypts `plaintext` under a 32-byte key, bound to `context`, with a fresh random salt.
 *
 * The result is 56 bytes of header, then the segments: `cobblestoneLength(plaintext.length)` bytes. With a synchronous
 * provider (node, noble) everything happens within the call; with WebCrypto `plaintext` must not change until the promise settles.
 * @throws ERR_KEY_SIZE
 * Requirements: WIRE-051.
 */
export async function sealCobblestone(
  key: KeyInput,
  context: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  return sealWithSalt(key, context, randomBytes(COBBLESTONE_SALT_BYTES), plaintext, provider);
}

/**
 * The same within one buffer of exactly the object's length, which is left holding the object: for writers of many large
 * objects, to whom a fresh buffer each time costs more than the encryption.
 * @param buffer its last bytes, as many as an object of its length has of them, are the plaintext
 * @throws ERR_KEY_SIZE
 * @throws ERR_OBJECT_LENGTH if no object has this length
 */
export async function sealCobblestoneInPlace(
  buffer: Uint8Array,
  key: KeyInput,
  context: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<void> {
  assertBytes(buffer, 'buffer');
  const plaintext = buffer.subarray(buffer.length - cobblestonePlaintextLength(buffer.length));
  // A segment as sealed ends no later than the plaintext of the next one begins.
  await sealInto(buffer, key, context, randomBytes(COBBLESTONE_SALT_BYTES), plaintext, provider);
}

/** The same with a given salt: see derandomized.ts for who may call it. */
export async function sealWithSalt(
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider,
): Promise<Bytes> {
  assertBytes(plaintext, 'plaintext');
  const object = new Uint8Array(cobblestoneLength(plaintext.length));
  await sealInto(object, key, context, salt, plaintext, provider);
  return object;
}

async function sealInto(
  object: Uint8Array,
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
  plaintext: Uint8Array,
  provider: CryptoProvider,
): Promise<void> {
  const derived = deriveCobblestoneKeys(provider, key, context, salt);
  const { commitment, cipher } = isPromise(derived) ? await derived : derived;
  object.set(salt, 0);
  object.set(commitment, COBBLESTONE_SALT_BYTES);
  await forEachSegment(plaintext.length, (segment) => {
    const from = segment * COBBLESTONE_SEGMENT_BYTES;
    const to = COBBLESTONE_HEADER_BYTES + segment * COBBLESTONE_SEALED_SEGMENT_BYTES;
    return cipher.sealInto(
      segment,
      plaintext.subarray(from, from + COBBLESTONE_SEGMENT_BYTES),
      object.subarray(to, to + COBBLESTONE_SEALED_SEGMENT_BYTES),
    );
  });
}

/**
 * Decrypts a whole object. Nothing is returned unless all of it verifies.
 * @throws ERR_KEY_SIZE if the key is not 32 bytes
 * @throws ERR_OBJECT_LENGTH if no object has this length
 * @throws ERR_COMMITMENT if key or context are not the object's
 * @throws ERR_SEGMENT if any segment was altered, moved, cut or added
 * Requirements: WIRE-054, STORE-025.
 */
export async function openCobblestone(
  key: KeyInput,
  context: Uint8Array,
  object: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<Bytes> {
  assertBytes(object, 'object');
  const plaintext = new Uint8Array(cobblestonePlaintextLength(object.length));
  await openCobblestoneInto(plaintext, key, context, object, provider);
  return plaintext;
}

/**
 * The same into a buffer of exactly the plaintext's length, for readers of many large objects; it may be the beginning of `object`
 * itself. What is in it after a failure must not be used.
 * @throws as openCobblestone, ERR_OBJECT_LENGTH also for a buffer of another length
 */
export async function openCobblestoneInto(
  plaintext: Uint8Array,
  key: KeyInput,
  context: Uint8Array,
  object: Uint8Array,
  provider: CryptoProvider = defaultProvider,
): Promise<void> {
  assertBytes(plaintext, 'plaintext');
  assertBytes(object, 'object');
  const length = cobblestonePlaintextLength(object.length);
  if (plaintext.length !== length) throw impossibleLength(object.length);
  const derived = deriveReaderKeys(provider, key, context, object.subarray(0, COBBLESTONE_HEADER_BYTES));
  const cipher = isPromise(derived) ? await derived : derived;
  await forEachSegment(length, (segment) => {
    const from = COBBLESTONE_HEADER_BYTES + segment * COBBLESTONE_SEALED_SEGMENT_BYTES;
    const to = segment * COBBLESTONE_SEGMENT_BYTES;
    return cipher.openInto(
      segment,
      object.subarray(from, from + COBBLESTONE_SEALED_SEGMENT_BYTES),
      plaintext.subarray(to, to + COBBLESTONE_SEGMENT_BYTES),
    );
  });
}

/** Runs `work` on every segment, a few at a time if it is asynchronous, without yielding if it is not. */
async function forEachSegment(
  plaintextLength: number,
  work: (segment: number) => void | Promise<void>,
): Promise<void> {
  const count = segmentCount(plaintextLength);
  let pending: Promise<void>[] = [];
  for (let segment = 0; segment < count; segment++) {
    const done = work(segment);
    if (done === undefined) continue;
    pending.push(done);
    if (pending.length === PARALLEL_SEGMENT_COUNT) {
      await Promise.all(pending);
      pending = [];
    }
  }
  await Promise.all(pending);
}
