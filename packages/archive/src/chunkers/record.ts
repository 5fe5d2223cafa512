// The `record` chunker: cuts a sequence of keyed records where a PRF of the key says so. Implements spec/archive.md §5.4.

import { hkdfExpand, hmacSha256, type KeyInput } from '@muniment/crypto';
import { LABELS } from '@muniment/wire';

export const RECORD_GROUP_MIN_COUNT = 2;
export const RECORD_GROUP_MAX_COUNT = 512;
export const RECORD_GROUP_MAX_WEIGHT = 262_144;
const CUT_BELOW = 2 ** 26;

/** Says after which records of a sequence a group ends. One for each level of a tree. */
export class RecordCutter {
  readonly #key: Uint8Array;
  readonly #level: number;
  #count = 0;
  #weight = 0;

  private constructor(key: Uint8Array, level: number) {
    this.#key = key;
    this.#level = level;
  }

  /** A cutter for the records of `level` (0 to 255). */
  static async create(chunkerKey: KeyInput, level: number): Promise<RecordCutter> {
    return new RecordCutter(
      await hkdfExpand(chunkerKey, new TextEncoder().encode(LABELS.recordCut), 32),
      level,
    );
  }

  /** Takes the next record by its key and weight; true if the group ends behind it. */
  async push(key: Uint8Array, weight: number): Promise<boolean> {
    this.#count++;
    this.#weight += weight;
    const cut =
      this.#count >= RECORD_GROUP_MAX_COUNT ||
      this.#weight >= RECORD_GROUP_MAX_WEIGHT ||
      (this.#count >= RECORD_GROUP_MIN_COUNT && (await this.#isCutKey(key)));
    if (cut) {
      this.#count = 0;
      this.#weight = 0;
    }
    return cut;
  }

  async #isCutKey(key: Uint8Array): Promise<boolean> {
    const input = new Uint8Array(1 + key.length);
    input[0] = this.#level;
    input.set(key, 1);
    const mac = await hmacSha256(this.#key, input);
    return new DataView(mac.buffer).getUint32(0) < CUT_BELOW;
  }
}
