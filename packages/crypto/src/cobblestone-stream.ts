// Cobblestone-256 on streams, in constant memory: one segment is held at a time.

import { MunimentError } from '@muniment/errors';
import { defaultProvider } from '#provider';
import { assertBytes, type Bytes, concatBytes, copyBytes, type MaybePromise } from './bytes.ts';
import {
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_KEY_BYTES,
  COBBLESTONE_SALT_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  COBBLESTONE_TAG_BYTES,
  deriveCobblestoneKeys,
  deriveReaderKeys,
  type SegmentCipher,
} from './cobblestone-format.ts';
import type { CryptoProvider } from './provider.ts';
import { randomBytes } from './random.ts';
import { exactKeyBytes, type KeyInput, SecretBytes } from './secret-bytes.ts';

/** Bytes in parts of any size; a part must not change before the next one is asked for. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Encrypts a stream. Gives the 56-byte header, then one segment at a time; the concatenation does not depend on how the
 * source splits its bytes.
 *
 * ```ts
 * for await (const part of sealCobblestoneStream(key, context, source)) await file.write(part);
 * ```
 * @throws ERR_KEY_SIZE, at once
 */
export function sealCobblestoneStream(
  key: KeyInput,
  context: Uint8Array,
  source: ByteSource,
  provider: CryptoProvider = defaultProvider,
): AsyncIterableIterator<Bytes> {
  return sealStreamWithSalt(key, context, randomBytes(COBBLESTONE_SALT_BYTES), source, provider);
}

/** The same with a given salt: see derandomized.ts for who may call it. */
export function sealStreamWithSalt(
  key: KeyInput,
  context: Uint8Array,
  salt: Uint8Array,
  source: ByteSource,
  provider: CryptoProvider,
): AsyncIterableIterator<Bytes> {
  const inputs = holdInputs(key, context);
  return keepFailing(sealSegments(inputs, copyBytes(salt), source, provider));
}

/**
 * Decrypts a stream. Each segment's plaintext is released as soon as that segment has verified, never before; whether
 * the message was complete is known only when the iterator ends without an error. After an error every further step
 * fails with the same error.
 * @throws ERR_KEY_SIZE, at once; ERR_OBJECT_LENGTH, ERR_COMMITMENT, ERR_SEGMENT, while iterating
 */
export function openCobblestoneStream(
  key: KeyInput,
  context: Uint8Array,
  source: ByteSource,
  provider: CryptoProvider = defaultProvider,
): AsyncIterableIterator<Bytes> {
  const inputs = holdInputs(key, context);
  return keepFailing(openSegments(inputs, source, provider));
}

interface Inputs {
  readonly key: SecretBytes;
  readonly context: Bytes;
}

/** Iteration begins later: what the caller does to key and context meanwhile must not matter. */
function holdInputs(key: KeyInput, context: Uint8Array): Inputs {
  assertBytes(context, 'context');
  return {
    key: SecretBytes.from(exactKeyBytes(key, 'key', COBBLESTONE_KEY_BYTES)),
    context: copyBytes(context),
  };
}

async function* sealSegments(
  { key, context }: Inputs,
  salt: Bytes,
  source: ByteSource,
  provider: CryptoProvider,
): AsyncGenerator<Bytes> {
  const { commitment, cipher } = await deriveOnce(key, () =>
    deriveCobblestoneKeys(provider, key, context, salt),
  );
  yield concatBytes(salt, commitment);
  let segment = 0;
  for await (const plaintext of blocks(source, COBBLESTONE_SEGMENT_BYTES, COBBLESTONE_SEGMENT_BYTES)) {
    yield await cipher.seal(segment++, plaintext);
  }
}

async function* openSegments(
  { key, context }: Inputs,
  source: ByteSource,
  provider: CryptoProvider,
): AsyncGenerator<Bytes> {
  let cipher: SegmentCipher | undefined;
  let segment = 0;
  for await (const block of blocks(source, COBBLESTONE_HEADER_BYTES, COBBLESTONE_SEALED_SEGMENT_BYTES)) {
    if (cipher === undefined) {
      if (block.length < COBBLESTONE_HEADER_BYTES) throw new MunimentError('ERR_OBJECT_LENGTH');
      cipher = await deriveOnce(key, () => deriveReaderKeys(provider, key, context, block));
    } else {
      if (block.length < COBBLESTONE_TAG_BYTES) throw new MunimentError('ERR_OBJECT_LENGTH');
      yield await cipher.open(segment++, block);
    }
  }
}

/** Runs `derive` and wipes the held key, which nothing needs afterwards. */
async function deriveOnce<T>(key: SecretBytes, derive: () => MaybePromise<T>): Promise<T> {
  try {
    return await derive();
  } finally {
    key.wipe();
  }
}

/**
 * The source's bytes in one block of `first` bytes, then blocks of `size` bytes, and at the end always one shorter block,
 * possibly empty. A block is valid until the next one is asked for.
 */
async function* blocks(source: ByteSource, first: number, size: number): AsyncGenerator<Uint8Array> {
  const scratch = new Uint8Array(Math.max(first, size));
  let held = 0;
  let wanted = first;
  try {
    for await (const part of source) {
      assertBytes(part, 'every part of the source');
      let at = 0;
      while (held + part.length - at >= wanted) {
        const end = at + wanted - held;
        let block = part.subarray(at, end);
        if (held > 0) {
          scratch.set(block, held);
          block = scratch.subarray(0, wanted);
        }
        yield block;
        at = end;
        held = 0;
        wanted = size;
      }
      scratch.set(part.subarray(at), held);
      held += part.length - at;
    }
    yield scratch.subarray(0, held);
  } finally {
    scratch.fill(0);
  }
}

/**
 * A generator that has thrown says `done` from then on, which a careless loop takes for the end of a complete message.
 * This wrapper throws the same error for ever instead.
 */
function keepFailing<T>(generator: AsyncGenerator<T>): AsyncIterableIterator<T> {
  let failure: { readonly error: unknown } | undefined;
  async function step(result: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> {
    try {
      const settled = await result;
      if (failure === undefined) return settled;
    } catch (error) {
      failure ??= { error };
    }
    throw failure.error;
  }
  return {
    next: () => step(generator.next()),
    return: () => step(generator.return(undefined)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
