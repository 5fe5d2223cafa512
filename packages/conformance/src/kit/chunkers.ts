// The four chunkers and the rule of holes (spec/archive.md §5), each written after the specification's steps.

import { concat, u8, utf8 } from './bytes.ts';
import { expand, hmacSha256 } from './hash.ts';

const WINDOW = 65536;

/** A run of a file: a hole, or a stretch that is cut on its own. */
export interface Run {
  readonly hole: boolean;
  readonly offset: number;
  readonly length: number;
}

/** Holes and stretches of a file, in order. */
export function runs(file: Uint8Array): Run[] {
  const out: { hole: boolean; offset: number; length: number }[] = [];
  for (let offset = 0; offset < file.length; offset += WINDOW) {
    const window = file.subarray(offset, offset + WINDOW);
    const hole = window.length === WINDOW && window.every((byte) => byte === 0);
    const last = out.at(-1);
    if (last?.hole === hole) last.length += window.length;
    else out.push({ hole, offset, length: window.length });
  }
  return out;
}

/** 256 words of 32 bits. */
export function gearTable(chunkerKey: Uint8Array): Uint32Array {
  const view = new DataView(expand(chunkerKey, utf8('muniment v1 gear table'), 1024).buffer);
  return Uint32Array.from({ length: 256 }, (_, i) => view.getUint32(4 * i));
}

/** The length of the chunk at the start of `d`. */
function contentCut(d: Uint8Array, table: Uint32Array): number {
  const n = Math.min(d.length, 262144);
  if (n <= 16384) return n;
  let h = 0n;
  for (let i = 16384; i < n; i++) {
    h = (2n * h + BigInt(table[d[i]])) % 2n ** 32n;
    const mask = i < 65536 ? 0xffffc000n : 0xfffc0000n;
    if ((h & mask) === 0n) return i + 1;
  }
  return n;
}

function lengths(stretch: Uint8Array, cut: (rest: Uint8Array) => number): number[] {
  const out: number[] = [];
  for (let at = 0; at < stretch.length; ) {
    const length = cut(stretch.subarray(at));
    out.push(length);
    at += length;
  }
  return out;
}

/** Lengths of the chunks of a stretch under the `content` chunker. */
export function contentLengths(stretch: Uint8Array, chunkerKey: Uint8Array): number[] {
  const table = gearTable(chunkerKey);
  return lengths(stretch, (rest) => contentCut(rest, table));
}

/** Lengths of the chunks of a stretch under the `fixed` chunker. */
export function fixedLengths(stretch: Uint8Array): number[] {
  return lengths(stretch, (rest) => Math.min(rest.length, 1044480));
}

/** Lengths of the chunks of a stretch under the `page` chunker. */
export function pageLengths(stretch: Uint8Array): number[] {
  return lengths(stretch, (rest) => Math.min(rest.length, 4096));
}

/** True if a file of `size` bytes that begins with `start` is one for the `page` chunker. */
export function isPaged(start: Uint8Array, size: number): boolean {
  const header = [
    0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72, 0x6d, 0x61, 0x74, 0x20, 0x33, 0,
  ];
  return size <= 4294967296 && start.length >= 16 && header.every((byte, i) => start[i] === byte);
}

/** Lengths of the chunks of an application's stream of records. */
export function streamLengths(
  records: readonly { readonly key: Uint8Array; readonly bytes: Uint8Array }[],
  chunkerKey: Uint8Array,
): number[] {
  const chunker = new RecordChunker(chunkerKey, 255);
  const groups = [0];
  for (const { key, bytes } of records) {
    groups[groups.length - 1] += bytes.length;
    if (chunker.push(key, bytes.length)) groups.push(0);
  }
  return groups.flatMap((length) => fixedLengths(new Uint8Array(length)));
}

/** The key of the record chunker's cuts: 32 bytes. */
export function recordCutKey(chunkerKey: Uint8Array): Uint8Array {
  return expand(chunkerKey, utf8('muniment v1 record cut'), 32);
}

/** True if the keyed hash of a record key asks for a cut behind it. */
export function isRecordCut(cutKey: Uint8Array, level: number, recordKey: Uint8Array): boolean {
  const mac = hmacSha256(cutKey, concat(u8(level), recordKey));
  return new DataView(mac.buffer).getUint32(0) < 2 ** 26;
}

/** The chunker of records as a machine: `push` says whether the group ends behind this record. */
export class RecordChunker {
  private readonly cutKey: Uint8Array;
  private readonly level: number;
  private count = 0;
  private size = 0;

  constructor(chunkerKey: Uint8Array, level: number) {
    this.cutKey = recordCutKey(chunkerKey);
    this.level = level;
  }

  push(recordKey: Uint8Array, encodedBytes: number): boolean {
    this.count++;
    this.size += encodedBytes;
    const cut =
      (this.count >= 2 && isRecordCut(this.cutKey, this.level, recordKey)) ||
      this.count === 512 ||
      this.size >= 262144;
    if (cut) {
      this.count = 0;
      this.size = 0;
    }
    return cut;
  }
}
