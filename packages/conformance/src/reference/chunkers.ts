// test-vectors/chunkers by @muniment/archive.

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
  type StreamRecord,
} from '@muniment/archive';
import { createSha256, hkdfExpand, hmacSha256 } from '@muniment/crypto';
import { formatHex, LABELS } from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { contentOf, Fields, malformed, operation } from './support.ts';

const KEY_BYTES = 32;
const LEVEL_MAX = 255;
const WEIGHT_MAX = 2 ** 32;
const RECORD_COUNT_MAX = 1_000_000;
const STREAM_MAX_BYTES = 2 ** 26;
const NO_BYTES = new Uint8Array(0);
const CHUNKERS: readonly FileChunker[] = ['fixed', 'content', 'page'];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function cutAll(data: Uint8Array, cut: (from: number, to: number) => number): JsonObject {
  const lengths: number[] = [];
  for (let at = 0; at < data.length; at += lengths[lengths.length - 1]) lengths.push(cut(at, data.length));
  return { lengths };
}

async function extentsOf(pieces: AsyncIterable<FilePiece>, dedupKey: Uint8Array): Promise<JsonObject> {
  const digest = new ContentDigest();
  const extents: JsonObject[] = [];
  for await (const piece of pieces) {
    if ('hole' in piece) {
      extents.push({ hole: piece.hole });
      digest.addHole(BigInt(piece.hole));
      continue;
    }
    const { length } = piece.chunk;
    const id = await hmacSha256(dedupKey, piece.chunk);
    extents.push({ length, chunkId: formatHex(id) });
    digest.addChunk({ length, id });
  }
  return { extents, contentDigest: formatHex(digest.digest()) };
}

export const operations: Operations = {
  'chunkers.tables': operation(async (input) => {
    const key = input.bytes('chunkerKey', KEY_BYTES);
    const words = await hkdfExpand(key, utf8(LABELS.gearTable), 1024);
    return {
      gearWords: [...(await contentTable(key))],
      gearSha256: formatHex(createSha256().update(words).digest()),
      recordCutKey: formatHex(await hkdfExpand(key, utf8(LABELS.recordCut), KEY_BYTES)),
    };
  }),

  'chunkers.content': operation(async (input) => {
    const table = await contentTable(input.bytes('chunkerKey', KEY_BYTES));
    const data = contentOf(input, 'content');
    return cutAll(data, (from, to) => cutContent(table, data, from, to));
  }),

  'chunkers.fixed': operation((input) => cutAll(contentOf(input, 'content'), cutFixed)),

  'chunkers.page': operation((input) => cutAll(contentOf(input, 'content'), cutPage)),

  'chunkers.paged': operation((input) => ({
    paged: isPaged(contentOf(input, 'content'), input.integer('size', 0, Number.MAX_SAFE_INTEGER)),
  })),

  'chunkers.holes': operation(async (input) => {
    const runs: ({ hole: number } | { stretch: number })[] = [];
    for await (const piece of new FileCutter(new Uint32Array(256)).cut(
      contentOf(input, 'content'),
      'fixed',
    )) {
      const last = runs[runs.length - 1];
      if ('hole' in piece) runs.push({ hole: piece.hole });
      else if (last !== undefined && 'stretch' in last) last.stretch += piece.chunk.length;
      else runs.push({ stretch: piece.chunk.length });
    }
    return { runs };
  }),

  'chunkers.file': operation(async (input) => {
    const cutter = new FileCutter(await contentTable(input.bytes('chunkerKey', KEY_BYTES)));
    const dedupKey = input.bytes('dedupKey', KEY_BYTES);
    const chunker = input.choice('chunker', CHUNKERS);
    return extentsOf(cutter.cut(contentOf(input, 'content'), chunker), dedupKey);
  }),

  'chunkers.stream': operation(async (input) => {
    const key = input.bytes('chunkerKey', KEY_BYTES);
    const dedupKey = input.bytes('dedupKey', KEY_BYTES);
    const runs = input.list('records', (value, where) => {
      const run = new Fields(value, where);
      return {
        prefix: run.text('prefix'),
        count: run.integer('count', 0, RECORD_COUNT_MAX),
        content: contentOf(run, 'content'),
      };
    });
    const total = runs.reduce(
      (sum, { prefix, count, content }) => sum + count * (prefix.length + content.length),
      0,
    );
    if (total > STREAM_MAX_BYTES || runs.some(({ count }) => count > RECORD_COUNT_MAX))
      malformed('too many records');
    function* records(): Generator<StreamRecord> {
      for (const { prefix, count, content } of runs) {
        for (let i = 0; i < count; i++) {
          const recordKey = utf8(`${prefix}${String(i).padStart(6, '0')}`);
          const bytes = new Uint8Array(recordKey.length + content.length);
          bytes.set(recordKey);
          bytes.set(content, recordKey.length);
          yield { key: recordKey, bytes };
        }
      }
    }
    const cutter = new FileCutter(await contentTable(key));
    return extentsOf(cutter.cut(recordGroups(key, records()), 'record'), dedupKey);
  }),

  'chunkers.record': operation(async (input) => {
    const key = input.bytes('chunkerKey', KEY_BYTES);
    const cutter = await RecordCutter.create(key, input.integer('level', 0, LEVEL_MAX));
    const runs = input.list('records', (value, where) => {
      const run = new Fields(value, where);
      return {
        prefix: run.text('prefix'),
        count: run.integer('count', 0, RECORD_COUNT_MAX),
        weight: run.integer('weight', 0, WEIGHT_MAX),
      };
    });
    if (runs.reduce((sum, { count }) => sum + count, 0) > RECORD_COUNT_MAX) malformed('too many records');
    const groups: number[] = [];
    let open = 0;
    for (const { prefix, count, weight } of runs) {
      for (let i = 0; i < count; i++) {
        open++;
        if (await cutter.push(utf8(`${prefix}${String(i).padStart(6, '0')}`), weight)) {
          groups.push(open);
          open = 0;
        }
      }
    }
    if (open > 0) groups.push(open);
    return { groups };
  }),

  'chunkers.recordCuts': operation(async (input) => {
    const key = input.bytes('chunkerKey', KEY_BYTES);
    const cases = input.list('cases', (value, where) => {
      const one = new Fields(value, where);
      return { level: one.integer('level', 0, LEVEL_MAX), recordKey: one.bytes('recordKey') };
    });
    const cuts: boolean[] = [];
    for (const { level, recordKey } of cases) {
      const cutter = await RecordCutter.create(key, level);
      // The first record of a group is never followed by a cut, so the second shows what its key asks for.
      await cutter.push(NO_BYTES, 0);
      cuts.push(await cutter.push(recordKey, 0));
    }
    return { cuts };
  }),
};
