// The `fixed` chunker. Implements spec/archive.md §5.2.

/** 255 x 4 KiB: sixteen such chunks fill a pack, where sixteen of 1 MiB would not fit beside the frame's length. */
export const FIXED_CHUNK_BYTES = 1_044_480;

/** The length of the chunk that starts at `from`, given that the stretch ends at `to`. */
export function cutFixed(from: number, to: number): number {
  return Math.min(to - from, FIXED_CHUNK_BYTES);
}
