// Keeps account of work that goes on while more is found for it.

/** Pieces of work that were begun. What follows them is done in the order in which they were, whoever is faster. */
export class UnderWay {
  readonly #pieces: Promise<void>[] = [];

  /**
   * Takes a piece that was begun.
   * @param next done with its result, behind what follows the pieces before it; without it the piece waits for none of them
   * @param end called last, with what went wrong if anything did; nothing is thrown elsewhere
   */
  add<T>(
    work: Promise<T>,
    next: ((result: T) => Promise<void>) | undefined,
    end: (failure?: { readonly error: unknown }) => void,
  ): void {
    const before = this.#pieces.at(-1);
    const piece: Promise<void> = work
      .then(async (result) => {
        if (next === undefined) return;
        await before;
        await next(result);
      })
      .then(
        () => end(),
        (error: unknown) => end({ error }),
      )
      .then(() => {
        this.#pieces.splice(this.#pieces.indexOf(piece), 1);
      });
    this.#pieces.push(piece);
  }

  /** Waits until no more than `count` are under way. */
  async atMost(count: number): Promise<void> {
    while (this.#pieces.length > count) await Promise.race(this.#pieces);
  }
}

/** Does something with each value, with so many of them at once. @throws what went wrong first; no more are begun then */
export async function eachAtOnce<T>(
  values: readonly T[],
  count: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < values.length) {
      try {
        await work(values[next++]);
      } catch (error) {
        next = values.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, values.length) }, worker));
}
