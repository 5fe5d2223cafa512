// Reads parts of a pack that lie one behind the other, as the nodes of a manifest do, with few requests.

import { isMunimentError } from '@muniment/errors';
import type { PackRangeReader } from './sealed-objects.ts';

/** More than a part is read at most so far: some fifty leaves of a manifest. */
const AHEAD_MAX_BYTES = 262_144;
const AHEAD_LEAST_BYTES = 16_384;

/** Each part that follows the one before doubles what is read beyond it; any other is read alone. */
export class ForwardReader {
  readonly #read: PackRangeReader;
  /** Bytes of the pack's plaintext. */
  readonly #length: number;
  /** What was read last, and where in the plaintext it begins. */
  #bytes: Uint8Array = new Uint8Array(0);
  #start = Number.POSITIVE_INFINITY;
  #ahead = 0;
  #isDamaged = false;

  constructor(read: PackRangeReader, length: number) {
    this.#read = read;
    this.#length = length;
  }

  /** A copy of a part. @throws as PackRangeReader */
  async read(offset: number, count: number): Promise<Uint8Array> {
    const end = this.#start + this.#bytes.length;
    if (offset >= this.#start && offset + count <= end)
      return this.#bytes.slice(offset - this.#start, offset - this.#start + count);
    const follows = offset >= this.#start && offset <= end + this.#ahead;
    this.#ahead =
      follows && !this.#isDamaged
        ? Math.min(AHEAD_MAX_BYTES, Math.max(AHEAD_LEAST_BYTES, 2 * this.#ahead))
        : 0;
    const wanted = Math.min(count + this.#ahead, this.#length - offset);
    try {
      this.#bytes = await this.#read(offset, Math.max(count, wanted));
    } catch (error) {
      // A bad segment costs the parts that it holds, and not those before it.
      if (wanted <= count || !isMunimentError(error, 'ERR_SEGMENT')) throw error;
      this.#isDamaged = true;
      this.#bytes = await this.#read(offset, count);
    }
    this.#start = offset;
    return this.#bytes.slice(0, count);
  }
}
