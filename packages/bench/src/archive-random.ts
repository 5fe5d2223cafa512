// Bytes and numbers from a seed: the same label gives the same ones, as fast as AES runs.

import { type Cipheriv, createCipheriv, createHash } from 'node:crypto';

const ZEROS = new Uint8Array(64 * 1024);

/** An endless row of pseudo-random bytes, named by a label. For corpora, never for keys. */
export class LabelledRandom {
  readonly #stream: Cipheriv;
  #words = new Uint32Array(0);
  #next = 0;

  /** `label` names the row, for example `['media', seed]`. */
  constructor(label: readonly (string | number)[]) {
    const key = createHash('sha256').update(JSON.stringify(label)).digest();
    this.#stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16));
  }

  /** The next bytes, at most 65,536 at once. */
  bytes(length: number): Uint8Array {
    return this.#stream.update(ZEROS.subarray(0, length));
  }

  /** A number in [0, 1). */
  fraction(): number {
    if (this.#next === this.#words.length) {
      this.#words = new Uint32Array(this.bytes(4096).slice().buffer);
      this.#next = 0;
    }
    return this.#words[this.#next++]! / 2 ** 32;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** `count` different integers in [0, bound), ascending. */
  choose(count: number, bound: number): readonly number[] {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(count, bound)) chosen.add(this.below(bound));
    return [...chosen].sort((a, b) => a - b);
  }
}
