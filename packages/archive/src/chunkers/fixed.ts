// The `fixed` chunker. Implements spec/archive.md §5.2.

export const FIXED_CHUNK_BYTES = 1_048_576;

/** The length of the chunk that starts at `from`, given that the stretch ends at `to`. */
export function cutFixed(from: number, to: number): number {
  return Math.min(to - from, FIXED_CHUNK_BYTES);
}
