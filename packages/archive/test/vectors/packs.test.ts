// Runs test-vectors/packs: each location is read whole and by ranges.

import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { decodeHead, type PackClass } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { ChunkReader, LocationTable, SealedObjects } from '../../src/index.ts';
import { decodeLocation } from '../../src/locations.ts';
import { archiveKeys, storeOf, type VectorKeys } from './support.ts';

interface PackVector extends TestVector {
  readonly operation: 'readChunk' | 'readPack';
  readonly object: { readonly name: string; readonly bytes: string };
  readonly head?: string;
  readonly chunk?: string;
  readonly content?: string;
  readonly reference: {
    readonly pack: { packId: string; packClass: number; epoch: number; sizeLog2: number };
  };
}

interface PackFile {
  readonly vectorCount: number;
  readonly vectors: readonly PackVector[];
  readonly keys: VectorKeys;
}

const suite = loadVectors<PackVector, PackFile>('packs/packs.json');
const CLASSES: readonly (PackClass | undefined)[] = [undefined, 'data', 'media', 'manifest'];

function objectsOf({ object }: PackVector): SealedObjects {
  const store = storeOf([{ name: object.name, bytes: fromHex(object.bytes) }]);
  return new SealedObjects(store, archiveKeys(suite.file.keys));
}

describe('test-vectors/packs', () => {
  for (const whole of [true, false]) {
    it.each(suite.of('readChunk'))(`$id, ${whole ? 'whole pack' : 'by range'}`, async (vector) => {
      suite.ran(vector);
      let chunk: Uint8Array | undefined;
      const outcome = await outcomeOf(async () => {
        const reader = new ChunkReader(objectsOf(vector), () => whole);
        const { root } = decodeHead(fromHex(vector.head!));
        chunk = await reader.read(decodeLocation(root!, new LocationTable()));
      });
      expect(outcome).toBe(expectedOutcome(vector));
      if (vector.result === 'valid') expect(toHex(chunk!)).toBe(vector.chunk);
    });
  }

  it.each(suite.of('readPack'))('$id', async (vector) => {
    suite.ran(vector);
    let plaintext: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      const { packId, packClass, epoch, sizeLog2 } = vector.reference.pack;
      plaintext = await objectsOf(vector).readPack({
        id: packId,
        packClass: CLASSES[packClass]!,
        epoch,
        sizeLog2,
      });
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'valid') {
      const length = fromHex(vector.content!).length;
      expect(toHex(plaintext!.subarray(4, 4 + length))).toBe(vector.content);
    }
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
