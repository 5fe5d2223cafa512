// Prints what two versions of a file would cost in a store, cut into runs of different lengths and by `content`: the table that the
// length of the `page` chunker's runs was chosen by (spec/rationale.md).
// Usage: node scripts/measure-page.ts BEFORE AFTER. Both are read whole.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';
import { encodeExtentList, paddedFrameLog2 } from '@muniment/wire';
import { contentTable, cutContent } from '../src/chunkers/content.ts';
import { BLOCK_GROUP_BYTES } from '../src/pack-writer.ts';

const KIB = 1_024;
const RUN_KIB = [2, 4, 8, 16, 32, 64];
const LIST_EXTENTS = 1_024;
/** What a full pack holds. */
const PACK_BYTES = 2 ** 24 - 4;
/** Offsets within packs repeat from here on: only their lengths matter. */
const OFFSET_MODULUS = 16_000_000;

type Cut = (data: Uint8Array, from: number) => number;

interface Block {
  offset: number;
  storedLength: number;
  rawLength: number;
}

interface Chunk {
  readonly block: Block;
  readonly offset: number;
  readonly length: number;
  readonly id: Uint8Array;
}

interface Cost {
  chunks: number;
  content: number;
  manifest: number;
}

const digest = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** What packs of one class cost that hold so many bytes: full ones, and one on the ladder. */
function padded(bytes: number): number {
  const full = Math.floor(bytes / PACK_BYTES);
  const rest = bytes % PACK_BYTES;
  return full * 2 ** 24 + (rest === 0 ? 0 : 2 ** paddedFrameLog2(rest));
}

/** Stores versions of one file, one after the other, and counts what each adds. */
class Measured {
  readonly #cut: Cut;
  readonly #known = new Map<string, Chunk>();
  readonly #lists = new Set<string>();
  #at = 4;

  constructor(cut: Cut) {
    this.#cut = cut;
  }

  add(data: Uint8Array): Cost {
    const cost: Cost = { chunks: 0, content: 0, manifest: 0 };
    const extents: Chunk[] = [];
    let group: Uint8Array[] = [];
    let block: Block = { offset: 0, storedLength: 0, rawLength: 0 };
    const flush = (): void => {
      if (block.rawLength === 0) return;
      block.offset = this.#at;
      block.storedLength = zstdCompressSync(Buffer.concat(group)).length;
      this.#at = 4 + ((this.#at + block.storedLength) % OFFSET_MODULUS);
      cost.content += block.storedLength;
      block = { offset: 0, storedLength: 0, rawLength: 0 };
      group = [];
    };
    for (let at = 0; at < data.length; ) {
      const raw = data.subarray(at, at + this.#cut(data, at));
      at += raw.length;
      const id = digest(raw);
      const key = Buffer.from(id).toString('latin1');
      let chunk = this.#known.get(key);
      if (chunk === undefined) {
        if (block.rawLength + raw.length > BLOCK_GROUP_BYTES) flush();
        chunk = { block, offset: block.rawLength, length: raw.length, id };
        this.#known.set(key, chunk);
        block.rawLength += raw.length;
        group.push(raw);
        cost.chunks++;
      }
      extents.push(chunk);
    }
    flush();
    for (let at = 0; at < extents.length; at += LIST_EXTENTS) {
      cost.manifest += this.#list(extents.slice(at, at + LIST_EXTENTS));
    }
    return cost;
  }

  #list(chunks: readonly Chunk[]): number {
    const blocks = [...new Set(chunks.map(({ block }) => block))];
    const numbers = new Map(blocks.map((block, i) => [block, i]));
    const list = encodeExtentList({
      packs: [{ packId: digest(new Uint8Array(0)).slice(0, 16), packClass: 'data', epoch: 1, sizeLog2: 24 }],
      blocks: blocks.map((block) => ({ pack: 1, ...block, compression: 'zstd' })),
      extents: chunks.map(({ block, offset, length, id }) => ({
        hole: 0n,
        chunk: { block: numbers.get(block)!, offset, length, id },
      })),
    });
    const key = Buffer.from(digest(list)).toString('latin1');
    if (this.#lists.has(key)) return 0;
    this.#lists.add(key);
    return zstdCompressSync(list).length;
  }
}

const [before, after] = process.argv.slice(2).map((path) => readFileSync(path));
if (before === undefined || after === undefined) throw new Error('usage: measure-page.ts BEFORE AFTER');
const table = await contentTable(new Uint8Array(32));
const ways: [string, Cut][] = RUN_KIB.map((kib) => [
  `runs of ${kib} KiB`,
  (data, from) => Math.min(kib * KIB, data.length - from),
]);
ways.push(['content', (data, from) => cutContent(table, data, from, data.length)]);

const mega = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(12);
console.log(
  `${'MB'.padEnd(16)} ${['new chunks', 'manifest', 'padded', 'first'].map((name) => name.padStart(11)).join(' ')}`,
);
for (const [name, cut] of ways) {
  const measured = new Measured(cut);
  const [first, second] = [measured.add(before), measured.add(after)];
  const total = (cost: Cost): number => padded(cost.content) + padded(cost.manifest);
  console.log(
    `${name.padEnd(16)}${[second.content, second.manifest, total(second), total(first)].map(mega).join('')}`,
  );
}
