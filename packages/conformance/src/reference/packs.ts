// test-vectors/packs by @muniment/archive.

import { ChunkReader, decodeLocation, LocationTable, type PackRef, SealedObjects } from '@muniment/archive';
import { isMunimentError } from '@muniment/errors';
import {
  decodeHead,
  decodePaddedFrame,
  EPOCH_MAX,
  FRAME_MAX_LOG2,
  FRAME_MIN_LOG2,
  formatHex,
  ID_BYTES,
  PACK_CLASS_NUMBERS,
  type PackClass,
} from '@muniment/wire';
import type { Operations } from '../protocol.ts';
import { archiveKeysOf, readObject, storeOf } from './archive-support.ts';
import { assertSame, type Fields, malformed, operation } from './support.ts';

const CLASSES = Object.keys(PACK_CLASS_NUMBERS) as PackClass[];

function objectsOf(input: Fields): SealedObjects {
  const { name, bytes } = input.object('object').as(readObject);
  return new SealedObjects(storeOf([{ name, bytes }]), archiveKeysOf(input));
}

/** The pack that `reference` describes, with its class by number. */
function packOf(reference: Fields): PackRef {
  const pack = reference.object('pack');
  const number = pack.integer('packClass', 0, 255);
  return {
    id: formatHex(pack.bytes('packId', ID_BYTES)),
    packClass:
      CLASSES.find((name) => PACK_CLASS_NUMBERS[name] === number) ??
      malformed(`no class of packs is ${number}`),
    epoch: pack.integer('epoch', 1, EPOCH_MAX),
    sizeLog2: pack.integer('sizeLog2', FRAME_MIN_LOG2, FRAME_MAX_LOG2),
  };
}

/** The chunk that a head's location names, from a pack that is read whole or by ranges; or why it is refused. */
async function readChunk(
  input: Fields,
  whole: boolean,
): Promise<{ chunk?: Uint8Array; failure?: unknown; code?: string }> {
  const { root } = decodeHead(input.bytes('head'));
  if (root === undefined) malformed('the head has no root');
  try {
    const location = decodeLocation(root, new LocationTable());
    return { chunk: await new ChunkReader(objectsOf(input), () => whole).read(location) };
  } catch (failure) {
    if (!isMunimentError(failure)) throw failure;
    return { failure, code: failure.code };
  }
}

export const operations: Operations = {
  'packs.readChunk': operation(async (input) => {
    const { chunk, failure, code } = await readChunk(input, true);
    const byRange = await readChunk(input, false);
    assertSame(
      'a chunk, from the whole pack and by range',
      { chunk, code },
      { chunk: byRange.chunk, code: byRange.code },
    );
    if (chunk === undefined) throw failure;
    return { chunk: formatHex(chunk) };
  }),

  'packs.readPack': operation(async (input) => {
    const plaintext = await objectsOf(input).readPack(packOf(input.object('reference')));
    return { content: formatHex(decodePaddedFrame(plaintext)) };
  }),
};
