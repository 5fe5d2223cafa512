// Checks packs while a verification is still finding out what is in them.

import type { PackUsage } from './pack-usage.ts';

/** A pack to which nothing was added while so many references were added to others is taken to be known whole. */
const QUIET_COUNT = 1_024;

/** Has packs checked that seem to be known whole, since writers fill one after the other, several at the same time. */
export class EarlyChecks {
  readonly #isSound: (inPack: PackUsage) => Promise<boolean>;
  readonly #atOnce: number;
  /** Packs that have not been begun, from the first found on. */
  readonly #waiting = new Set<PackUsage>();
  /** Of packs that have been begun: how many of the references to them were found to be right. */
  readonly #counts = new Map<PackUsage, Promise<number>>();
  #running = 0;

  /** @param isSound true if all that is known to be in a pack is there */
  constructor(isSound: (inPack: PackUsage) => Promise<boolean>, atOnce: number) {
    this.#isSound = isSound;
    this.#atOnce = atOnce;
  }

  /** Takes a pack that was found, to be checked in its time. */
  add(inPack: PackUsage): void {
    this.#waiting.add(inPack);
  }

  /** Begins what may be begun. @param count references that have been found in all packs */
  advance(count: number): void {
    for (const inPack of this.#waiting) {
      if (this.#running === this.#atOnce || count - inPack.latest < QUIET_COUNT) return;
      this.#waiting.delete(inPack);
      this.#counts.set(inPack, this.#check(inPack));
    }
  }

  /** How many of the first references to a pack have been found to be right; 0 if anything was wrong. */
  async soundCount(inPack: PackUsage): Promise<number> {
    return this.#counts.get(inPack) ?? 0;
  }

  /** Never rejects: what went wrong does so again for whoever looks closer. */
  async #check(inPack: PackUsage): Promise<number> {
    const { count } = inPack;
    this.#running++;
    try {
      return (await this.#isSound(inPack)) ? count : 0;
    } catch {
      return 0;
    } finally {
      this.#running--;
    }
  }
}
