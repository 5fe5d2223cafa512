// The memory that a crew works on.

/** Less than this is not worth memory of its own kind. */
const PAGED_MIN_BYTES = 2 ** 20;
const WASM_PAGE_BYTES = 65_536;
/** Shorter copies are not worth a Buffer. */
const COPIED_MIN_BYTES = 4_096;

/**
 * Zeros for this thread, or shared by all. Many of them begin at a page, as all memory of WebAssembly does, so that they can be
 * written past the page cache.
 */
export function zeros(length: number, shared: boolean): Uint8Array {
  if (length >= PAGED_MIN_BYTES) {
    try {
      const pages = Math.ceil(length / WASM_PAGE_BYTES);
      const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
      return new Uint8Array(buffer, 0, length);
    } catch {
      // It takes far more addresses than bytes, of which a process may have few.
    }
  }
  return new Uint8Array(shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
}

/** Copies `source` to a place in `target`, at the speed of memory: `set` moves what is shared eight bytes at a time. */
export function copyBytes(target: Uint8Array, at: number, source: Uint8Array): void {
  const { buffer, byteOffset, length } = source;
  if (length < COPIED_MIN_BYTES) {
    target.set(source, at);
    return;
  }
  // A whole Buffer is copied by `set` too, a part of one is not.
  const last = length - 1;
  Buffer.from(buffer, byteOffset, length).copy(target, at, 0, last);
  target[at + last] = source[last];
}
