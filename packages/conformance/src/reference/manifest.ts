// test-vectors/manifest by @muniment/archive.

import { ChunkReader, decodeLocation, LocationTable, ManifestReader, SealedObjects } from '@muniment/archive';
import { decodeHead, formatHex } from '@muniment/wire';
import type { Operations } from '../protocol.ts';
import { archiveKeysOf, readObject, storeOf } from './archive-support.ts';
import { operation } from './support.ts';

export const operations: Operations = {
  'manifest.read': operation(async (input) => {
    const objects = new SealedObjects(storeOf(input.list('objects', readObject)), archiveKeysOf(input));
    const table = new LocationTable();
    const { root, depth } = decodeHead(input.bytes('head'));
    const location = root && decodeLocation(root, table);
    const chunks = new ChunkReader(objects, () => true);
    const reader = new ManifestReader(chunks, table, location, depth, input.bytes('entriesDigest', 32));
    const paths: string[] = [];
    for await (const { entry, extents } of reader.entries()) {
      for await (const _ of extents());
      paths.push(formatHex(entry.path));
    }
    return { paths };
  }),
};
