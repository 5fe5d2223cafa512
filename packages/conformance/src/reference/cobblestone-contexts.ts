// test-vectors/cobblestone-contexts: the contexts of @muniment/wire with the objects of @muniment/crypto.

import {
  COBBLESTONE_KEY_BYTES,
  createSha256,
  openCobblestone,
  openCobblestoneStream,
} from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  EPOCH_MAX,
  formatHex,
  GENERATION_MAX,
  headContext,
  ID_BYTES,
  keyringBodyContext,
  markContext,
  packContext,
  SEQUENCE_MAX,
} from '@muniment/wire';
import type { Operations, Released } from '../protocol.ts';
import { answering, assertSame, type Fields, malformed } from './support.ts';

const CLASSES = { packData: 'data', packMedia: 'media', packManifest: 'manifest' } as const;
const KINDS = ['keyringBody', 'head', 'packData', 'packMedia', 'packManifest', 'mark'] as const;
/** How the object comes in when it is read as a stream: in parts that end within segments. */
const PART_BYTES = 5_000;

function contextOf(place: Fields): Uint8Array {
  const kind = place.choice('kind', KINDS);
  const archiveId = place.bytes('archiveId', ID_BYTES);
  const id = place.bytes('id', ID_BYTES);
  if (kind === 'keyringBody') {
    if (place.integer('epoch', 0, EPOCH_MAX) !== 0) malformed('a keyring body has no epoch');
    const generation = place.bigInteger('number', 1n, GENERATION_MAX);
    return keyringBodyContext({ archiveId, generation, keyringId: id });
  }
  const epoch = place.integer('epoch', 1, EPOCH_MAX);
  if (kind === 'head') {
    const sequence = place.bigInteger('number', 1n, SEQUENCE_MAX);
    return headContext({ archiveId, sequence, epoch, headId: id });
  }
  if (place.has('number')) malformed('only keyring bodies and heads have a number');
  if (kind === 'mark') return markContext({ archiveId, epoch, markId: id });
  return packContext({ archiveId, epoch, packClass: CLASSES[kind], packId: id });
}

function* parts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
}

/** What a reader that streams gives out of `object`, up to its end or the first failure. */
async function stream(
  key: Uint8Array,
  context: Uint8Array,
  object: Uint8Array,
): Promise<{ count: number; sha256: string; failed: boolean }> {
  const hash = createSha256();
  let count = 0;
  let failed = false;
  try {
    for await (const part of openCobblestoneStream(key, context, parts(object))) {
      hash.update(part);
      count += part.length;
    }
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    failed = true;
  }
  return { count, sha256: formatHex(hash.digest()), failed };
}

export const operations: Operations = {
  'cobblestone-contexts.open': answering(async (input) => {
    const key = input.bytes('key', COBBLESTONE_KEY_BYTES);
    const context = contextOf(input.object('place'));
    const object = input.bytes('object');
    const { count, sha256, failed } = await stream(key, context, object);
    try {
      const plaintext = await openCobblestone(key, context, object);
      const whole = { count: plaintext.length, sha256: formatHex(createSha256().update(plaintext).digest()) };
      assertSame('an object, read whole and as a stream', whole, { count, sha256 });
      if (failed) throw new Error('an object opens whole and not as a stream');
      return { value: { context: formatHex(context), plaintext: formatHex(plaintext) } };
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      if (!failed) throw new Error('an object opens as a stream and not whole');
      const released: { released?: Released } = count === 0 ? {} : { released: { count, sha256 } };
      return { error: error.code, ...released };
    }
  }),
};
