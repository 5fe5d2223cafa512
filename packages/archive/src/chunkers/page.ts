// The `page` chunker, for databases that are changed in place. Implements spec/archive.md §5.5.

/** SQLite's own choice for a page: measured against longer and shorter runs in spec/rationale.md. */
export const PAGE_CHUNK_BYTES = 4_096;
/** The greatest file that is cut by `page`: 2^20 chunks, and so many references in memory. */
export const PAGED_MAX_BYTES: number = 2 ** 32;
/** How many bytes at the start of a file say whether it is a database. */
export const PAGED_START_BYTES = 16;

const SQLITE_START = new TextEncoder().encode('SQLite format 3\0');

/** The length of the chunk that starts at `from`, given that the stretch ends at `to`. */
export function cutPage(from: number, to: number): number {
  return Math.min(to - from, PAGE_CHUNK_BYTES);
}

/**
 * True if a file is one for the `page` chunker: a SQLite database that is not too large (ARCH-111).
 *
 * ```ts
 * const chunker = isPaged(firstBytes, stat.size) ? 'page' : 'content';
 * ```
 * @param start the file's first bytes, PAGED_START_BYTES or more unless it is shorter
 * @param size the length of the file
 */
export function isPaged(start: Uint8Array, size: number): boolean {
  return size <= PAGED_MAX_BYTES && SQLITE_START.every((byte, i) => start[i] === byte);
}
