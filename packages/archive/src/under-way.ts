// Keeps account of work that goes on while more is found for it.

/** Pieces of work in the order in which they were begun. What follows them is done in that order too, whoever is faster. */
export class UnderWay {
  readonly #pieces: Promise<void>[] = [];

  /**
   * Takes a piece that was begun.
   * @param next done with its result, behind what follows the pieces before it
   * @param end called last, with what went wrong if anything did; nothing is thrown elsewhere
   */
  add<T>(
    work: Promise<T>,
    next: (result: T) => Promise<void>,
    end: (failure?: { readonly error: unknown }) => void,
  ): void {
    const before = this.#pieces.at(-1);
    const piece: Promise<void> = work
      .then(async (result) => {
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
    while (this.#pieces.length > count) await this.#pieces[0];
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
