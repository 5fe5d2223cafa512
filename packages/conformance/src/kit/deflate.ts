// A DEFLATE writer (RFC 1951) by hand, with fixed codes: the same bytes on every platform, which zlib does not promise.

import { concat } from './bytes.ts';

const MIN_MATCH = 3;
const MAX_MATCH = 258;
const WINDOW = 32768;

// RFC 1951 §3.2.5: base length and extra bits of the codes 257 to 285, base distance and extra bits of the codes 0 to 29.
const LENGTHS: [base: number, extra: number][] = [];
for (let code = 0, base = 3; code < 28; code++) {
  const extra = code < 8 ? 0 : (code >> 2) - 1;
  LENGTHS.push([base, extra]);
  base += 2 ** extra;
}
LENGTHS.push([MAX_MATCH, 0]);
const DISTANCES: [base: number, extra: number][] = [];
for (let code = 0, base = 1; code < 30; code++) {
  const extra = code < 4 ? 0 : (code >> 1) - 1;
  DISTANCES.push([base, extra]);
  base += 2 ** extra;
}

class BitWriter {
  private readonly out: number[] = [];
  private used = 8;

  /** `width` bits, least significant first. */
  bits(value: number, width: number): void {
    for (let i = 0; i < width; i++) {
      if (this.used === 8) {
        this.out.push(0);
        this.used = 0;
      }
      this.out[this.out.length - 1] |= ((value >> i) & 1) << this.used++;
    }
  }

  /** A Huffman code, most significant bit first. */
  code(value: number, width: number): void {
    for (let i = width - 1; i >= 0; i--) this.bits((value >> i) & 1, 1);
  }

  /** A literal or length symbol in its fixed code (RFC 1951 §3.2.6). */
  symbol(symbol: number): void {
    if (symbol < 144) this.code(0x30 + symbol, 8);
    else if (symbol < 256) this.code(0x190 + symbol - 144, 9);
    else if (symbol < 280) this.code(symbol - 256, 7);
    else this.code(0xc0 + symbol - 280, 8);
  }

  match(length: number, distance: number): void {
    const l = LENGTHS.findLastIndex(([base]) => base <= length);
    this.symbol(257 + l);
    this.bits(length - LENGTHS[l][0], LENGTHS[l][1]);
    const d = DISTANCES.findLastIndex(([base]) => base <= distance);
    this.code(d, 5);
    this.bits(distance - DISTANCES[d][0], DISTANCES[d][1]);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.out);
  }
}

/** One block with fixed codes; repetitions are found through the latest place of each three bytes. */
export function deflateFixed(data: Uint8Array): Uint8Array {
  const writer = new BitWriter();
  writer.bits(1, 1);
  writer.bits(1, 2);
  const latest = new Map<number, number>();
  for (let at = 0; at < data.length; ) {
    const key = at + MIN_MATCH <= data.length ? (data[at] << 16) | (data[at + 1] << 8) | data[at + 2] : -1;
    const from = latest.get(key);
    let length = 0;
    if (from !== undefined && at - from <= WINDOW) {
      while (length < MAX_MATCH && at + length < data.length && data[from + length] === data[at + length])
        length++;
    }
    if (key >= 0) latest.set(key, at);
    if (length >= MIN_MATCH) writer.match(length, at - (from as number));
    else writer.symbol(data[at]);
    at += Math.max(length, 1);
  }
  writer.symbol(256);
  return writer.bytes();
}

/** Stored blocks: no compression at all. */
export function deflateStored(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += 65535) {
    const part = data.subarray(at, at + 65535);
    const last = at + 65535 >= data.length ? 1 : 0;
    const [low, high] = [part.length & 0xff, part.length >> 8];
    parts.push(Uint8Array.of(last, low, high, low ^ 0xff, high ^ 0xff), part);
  }
  return concat(...parts);
}

/** One literal, then three bytes from a distance of five: four bytes before the first. */
export function deflateFarMatch(): Uint8Array {
  const writer = new BitWriter();
  writer.bits(1, 1);
  writer.bits(1, 2);
  writer.symbol(0x61);
  writer.match(3, 5);
  writer.symbol(256);
  return writer.bytes();
}
