// Writes past the page cache. What a backup writes is read again by nobody soon: in the cache it would only push out what others
// need, and the copy into it costs more time than the rest of a backup together where memory has to be found for it.

import * as fs from 'node:fs';
import { promisify } from 'node:util';

const write = promisify(fs.write);

/** Shorter writes gain nothing. */
const DIRECT_MIN_BYTES = 262_144;
/** What places and lengths must be multiples of, on any disk. */
const ALIGNMENT_BYTES = 4_096;
/** Linux has it; others have something else, or nothing. */
const O_DIRECT: number | undefined = process.platform === 'linux' ? fs.constants.O_DIRECT : undefined;

/**
 * Writes the beginning of `bytes` into an open file at `position`: past the page cache where that can be done, or else as usual.
 *
 * @param handle of a regular file; past the cache only if its owner may write to it
 * @returns how many bytes were written
 */
export async function writeBytes(handle: number, bytes: Uint8Array, position: number): Promise<number> {
  const direct = await writeDirectly(handle, bytes, position);
  return direct > 0 ? direct : (await write(handle, bytes, 0, bytes.length, position)).bytesWritten;
}

/**
 * Writes the beginning of `bytes` into an open file at `position`, past the page cache. It can where `bytes` begin at a page of
 * the memory, `position` is a multiple of 4,096, and the file system takes part.
 *
 * @param handle of a regular file that its owner may write to
 * @returns how many bytes were taken, a multiple of 4,096; 0 where it cannot be done or fails: writing as usual tells why
 */
export async function writeDirectly(handle: number, bytes: Uint8Array, position: number): Promise<number> {
  if (O_DIRECT === undefined || bytes.length < DIRECT_MIN_BYTES || position % ALIGNMENT_BYTES !== 0) return 0;
  try {
    const direct = fs.openSync(`/proc/self/fd/${handle}`, fs.constants.O_WRONLY | O_DIRECT);
    try {
      const length = bytes.length - (bytes.length % ALIGNMENT_BYTES);
      const { bytesWritten } = await write(direct, bytes, 0, length, position);
      return bytesWritten - (bytesWritten % ALIGNMENT_BYTES);
    } finally {
      fs.closeSync(direct);
    }
  } catch {
    return 0;
  }
}
