// Runs test-vectors/chunkers.

import { createSha256, hkdfExpand, hmacSha256 } from '@muniment/crypto';
import {
  type ContentPiece,
  contentOf,
  fromHex,
  loadVectors,
  type TestVector,
  toHex,
} from '@muniment/test-kit';
import { LABELS } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import {
  ContentDigest,
  contentTable,
  cutContent,
  cutFixed,
  cutPage,
  type FileChunker,
  FileCutter,
  type FilePiece,
  isPaged,
  RecordCutter,
  recordGroups,
} from '../../src/index.ts';

interface ChunkerVector extends TestVector {
  readonly chunkerKey: string;
  readonly dedupKey: string;
  readonly gearWords: readonly number[];
  readonly gearSha256: string;
  readonly recordCutKey: string;
  readonly content: readonly ContentPiece[];
  readonly lengths: readonly number[];
  readonly runs: readonly ({ readonly hole: number } | { readonly stretch: number })[];
  readonly chunker: FileChunker;
  readonly extents: readonly (
    | { readonly hole: number }
    | { readonly length: number; readonly chunkId: string }
  )[];
  readonly contentDigest: string;
  readonly level: number;
  readonly records: readonly {
    readonly prefix: string;
    readonly count: number;
    readonly weight: number;
    readonly content: readonly ContentPiece[];
  }[];
  readonly groups: readonly number[];
  readonly cases: readonly { readonly level: number; readonly recordKey: string }[];
  readonly cuts: readonly boolean[];
  readonly size: number;
  readonly paged: boolean;
}

const suite = loadVectors<ChunkerVector>('chunkers/chunkers.json');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function cutAll(data: Uint8Array, cut: (from: number, to: number) => number): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < data.length; at += lengths[lengths.length - 1]) lengths.push(cut(at, data.length));
  return lengths;
}

async function extentsOf(pieces: AsyncIterable<FilePiece>, dedupKey: string) {
  const digest = new ContentDigest();
  const extents: ChunkerVector['extents'][number][] = [];
  for await (const piece of pieces) {
    if ('hole' in piece) {
      extents.push({ hole: piece.hole });
      digest.addHole(BigInt(piece.hole));
      continue;
    }
    const { length } = piece.chunk;
    const id = await hmacSha256(fromHex(dedupKey), piece.chunk);
    extents.push({ length, chunkId: toHex(id) });
    digest.addChunk({ length, id });
  }
  return { extents, contentDigest: toHex(digest.digest()) };
}

describe('test-vectors/chunkers', () => {
  it.each(suite.of('tables'))('$id', async (vector) => {
    suite.ran(vector);
    const key = fromHex(vector.chunkerKey);
    const table = await contentTable(key);
    expect([...table]).toEqual(vector.gearWords);
    expect(
      toHex(
        createSha256()
          .update(await hkdfExpand(key, utf8(LABELS.gearTable), 1024))
          .digest(),
      ),
    ).toBe(vector.gearSha256);
    expect(toHex(await hkdfExpand(key, utf8(LABELS.recordCut), 32))).toBe(vector.recordCutKey);
  });

  it.each(suite.of('content'))('$id', async (vector) => {
    suite.ran(vector);
    const data = contentOf(vector.content);
    const table = await contentTable(fromHex(vector.chunkerKey));
    expect(cutAll(data, (from, to) => cutContent(table, data, from, to))).toEqual(vector.lengths);
  });

  it.each(suite.of('fixed'))('$id', (vector) => {
    suite.ran(vector);
    expect(cutAll(contentOf(vector.content), cutFixed)).toEqual(vector.lengths);
  });

  it.each(suite.of('page'))('$id', (vector) => {
    suite.ran(vector);
    expect(cutAll(contentOf(vector.content), cutPage)).toEqual(vector.lengths);
  });

  it.each(suite.of('paged'))('$id', (vector) => {
    suite.ran(vector);
    expect(isPaged(contentOf(vector.content), vector.size)).toBe(vector.paged);
  });

  it.each(suite.of('holes'))('$id', async (vector) => {
    suite.ran(vector);
    const runs: ({ hole: number } | { stretch: number })[] = [];
    for await (const piece of new FileCutter(new Uint32Array(256)).cut(contentOf(vector.content), 'fixed')) {
      const last = runs[runs.length - 1];
      if ('hole' in piece) runs.push({ hole: piece.hole });
      else if (last !== undefined && 'stretch' in last) last.stretch += piece.chunk.length;
      else runs.push({ stretch: piece.chunk.length });
    }
    expect(runs).toEqual(vector.runs);
  });

  it.each(suite.of('file'))('$id', async (vector) => {
    suite.ran(vector);
    const cutter = new FileCutter(await contentTable(fromHex(vector.chunkerKey)));
    const found = await extentsOf(cutter.cut(contentOf(vector.content), vector.chunker), vector.dedupKey);
    expect(found).toEqual({ extents: vector.extents, contentDigest: vector.contentDigest });
  });

  it.each(suite.of('stream'))('$id', async (vector) => {
    suite.ran(vector);
    const records = vector.records.flatMap(({ prefix, count, content }) => {
      const rest = contentOf(content);
      return Array.from({ length: count }, (_, i) => {
        const key = utf8(`${prefix}${String(i).padStart(6, '0')}`);
        // This file runs in browsers too.
        const bytes = new Uint8Array(key.length + rest.length);
        bytes.set(key);
        bytes.set(rest, key.length);
        return { key, bytes };
      });
    });
    const key = fromHex(vector.chunkerKey);
    const cutter = new FileCutter(await contentTable(key));
    const found = await extentsOf(cutter.cut(recordGroups(key, records), 'record'), vector.dedupKey);
    expect(found).toEqual({ extents: vector.extents, contentDigest: vector.contentDigest });
  });

  it.each(suite.of('record'))('$id', async (vector) => {
    suite.ran(vector);
    const cutter = await RecordCutter.create(fromHex(vector.chunkerKey), vector.level);
    const groups: number[] = [];
    let open = 0;
    for (const { prefix, count, weight } of vector.records) {
      for (let i = 0; i < count; i++) {
        open++;
        if (await cutter.push(utf8(`${prefix}${String(i).padStart(6, '0')}`), weight)) {
          groups.push(open);
          open = 0;
        }
      }
    }
    if (open > 0) groups.push(open);
    expect(groups).toEqual(vector.groups);
  });

  it.each(suite.of('recordCuts'))('$id', async (vector) => {
    suite.ran(vector);
    const cuts: boolean[] = [];
    for (const { level, recordKey } of vector.cases) {
      const cutter = await RecordCutter.create(fromHex(vector.chunkerKey), level);
      // The first record of a group is never followed by a cut, so the second shows what its key asks for.
      expect(await cutter.push(utf8('first'), 0)).toBe(false);
      cuts.push(await cutter.push(fromHex(recordKey), 0));
    }
    expect(cuts).toEqual(vector.cuts);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
