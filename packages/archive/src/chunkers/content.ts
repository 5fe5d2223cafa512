// The `content` chunker: keyed Gear with normalised chunking. Implements spec/archive.md §5.3.

import { hkdfExpand, type KeyInput } from '@muniment/crypto';
import { LABELS } from '@muniment/wire';

export const CONTENT_MIN_BYTES = 16_384;
export const CONTENT_AVERAGE_BYTES = 65_536;
export const CONTENT_MAX_BYTES = 262_144;

/** Before the average size a cut is one in 2^18, after it one in 2^14: sizes gather around the average. */
const MASK_BEFORE = 0xffffc000 | 0;
const MASK_AFTER = 0xfffc0000 | 0;

/** The 256 words of the Gear table of one archive. */
export async function contentTable(chunkerKey: KeyInput): Promise<Uint32Array> {
  const bytes = await hkdfExpand(chunkerKey, new TextEncoder().encode(LABELS.gearTable), 1024);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: 256 }, (_, i) => view.getUint32(4 * i));
}

/** The length of the chunk that starts at `from`, given that the stretch ends at `to`. At least 1 if there is a byte. */
export function cutContent(table: Uint32Array, data: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + CONTENT_MAX_BYTES);
  if (end - from <= CONTENT_MIN_BYTES) return end - from;
  const middle = Math.min(end, from + CONTENT_AVERAGE_BYTES);
  let h = 0;
  let i = from + CONTENT_MIN_BYTES;
  for (; i < middle; i++) {
    h = ((h << 1) + table[data[i]]) | 0;
    if ((h & MASK_BEFORE) === 0) return i + 1 - from;
  }
  for (; i < end; i++) {
    h = ((h << 1) + table[data[i]]) | 0;
    if ((h & MASK_AFTER) === 0) return i + 1 - from;
  }
  return end - from;
}
