// Runs test-vectors/manifest: each manifest is walked to its end, all lists of extents included.

import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { decodeHead } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { ChunkReader, LocationTable, ManifestReader, SealedObjects } from '../../src/index.ts';
import { decodeLocation } from '../../src/locations.ts';
import { archiveKeys, storeOf, type VectorKeys } from './support.ts';

interface ManifestVector extends TestVector {
  readonly objects: readonly { readonly name: string; readonly bytes: string }[];
  readonly head: string;
  readonly entriesDigest: string;
  readonly paths?: readonly string[];
}

interface ManifestFile {
  readonly vectorCount: number;
  readonly vectors: readonly ManifestVector[];
  readonly keys: VectorKeys;
}

const suite = loadVectors<ManifestVector, ManifestFile>('manifest/manifest.json');

describe('test-vectors/manifest', () => {
  it.each(suite.vectors)('$id', async (vector) => {
    suite.ran(vector);
    const store = storeOf(vector.objects.map(({ name, bytes }) => ({ name, bytes: fromHex(bytes) })));
    const objects = new SealedObjects(store, archiveKeys(suite.file.keys));
    const paths: string[] = [];
    const outcome = await outcomeOf(async () => {
      const table = new LocationTable();
      const { root, depth } = decodeHead(fromHex(vector.head));
      const location = decodeLocation(root!, table);
      const chunks = new ChunkReader(objects, () => true);
      const reader = new ManifestReader(chunks, table, location, depth, fromHex(vector.entriesDigest));
      for await (const { entry, extents } of reader.entries()) {
        for await (const extent of extents()) expect(extent).toBeDefined();
        paths.push(toHex(entry.path));
      }
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'valid') expect(paths).toEqual(vector.paths);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
