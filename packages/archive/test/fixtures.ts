// What the tests of this package build archives from.

import { randomBytes, SecretBytes } from '@muniment/crypto';
import { memoryStore, type Store } from '@muniment/storage';
import {
  Archive,
  type ArchiveKeys,
  type FileChunker,
  MemoryChunkIndex,
  type NewEntry,
  SnapshotWriter,
} from '../src/index.ts';

export const device = { id: new Uint8Array(16).fill(7), name: 'test device' };

export function newKeys(epochs: readonly number[] = [1]): ArchiveKeys {
  return {
    archiveId: randomBytes(16),
    dedupKey: SecretBytes.random(32),
    chunkerKey: SecretBytes.random(32),
    epochs: epochs.map((number) => ({ number, key: SecretBytes.random(32) })),
    keyringGeneration: 1,
    keyringHash: randomBytes(32),
  };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function newEntry(path: string, kind: NewEntry['kind'], target = ''): NewEntry {
  return {
    path: utf8(path),
    kind,
    mode: 0o644,
    mtimeNs: 1_700_000_000_123_456_789n,
    uid: 1,
    gid: 2,
    target: utf8(target),
  };
}

/** Content by path; null is a directory. */
export type Tree = Readonly<Record<string, Uint8Array | null>>;

/** Writes `tree` as a snapshot; its paths must be given in path order. */
export async function writeTree(
  archive: Archive,
  tree: Tree,
  options: {
    index?: MemoryChunkIndex;
    compression?: 'none' | 'deflate' | 'zstd';
    chunker?: FileChunker;
    by?: typeof device;
  } = {},
) {
  const { index = new MemoryChunkIndex(), compression = 'zstd', chunker = 'content', by = device } = options;
  const writer = await SnapshotWriter.begin(archive, { index, compression });
  for (const [path, content] of Object.entries(tree)) {
    if (content === null) await writer.add(newEntry(path, 'directory'));
    else await writer.add(newEntry(path, 'file'), await writer.write(content, chunker));
  }
  const commit = await writer.commit({
    device: by,
    timeMs: 1_800_000_000_000,
    tags: [],
    roots: [],
    skipped: 0,
  });
  await archive.refresh();
  return { ...commit, totals: writer.totals };
}

/** Reads a whole snapshot back. */
export async function readTree(
  archive: Archive,
  name = 'latest',
): Promise<Record<string, Uint8Array | null>> {
  const tree: Record<string, Uint8Array | null> = {};
  const chunks = archive.chunkReader();
  for await (const { entry, extents } of archive.manifest(archive.snapshot(name), chunks).entries()) {
    const path = new TextDecoder().decode(entry.path);
    if (entry.kind !== 'file') {
      tree[path] = null;
      continue;
    }
    const bytes = new Uint8Array(Number(entry.size));
    let at = 0;
    for await (const extent of extents()) {
      if ('hole' in extent) {
        at += Number(extent.hole);
      } else {
        const chunk = await chunks.read(extent.chunk);
        bytes.set(chunk, at);
        at += chunk.length;
      }
    }
    tree[path] = bytes;
  }
  return tree;
}

export async function newArchive(
  store: Store = memoryStore(),
  keys: ArchiveKeys = newKeys(),
): Promise<Archive> {
  return Archive.open(store, keys);
}

export async function names(store: Store, prefix = ''): Promise<string[]> {
  const all: string[] = [];
  for await (const { name } of store.list(prefix)) all.push(name);
  return all.sort();
}
