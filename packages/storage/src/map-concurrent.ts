// Bounded concurrency for work on many objects.

/**
 * Runs `fn` on every item, at most `limit` at a time, and returns the results in the order of the items. After a failure
 * it starts nothing more, waits for what is under way, and throws the first error.
 *
 * ```ts
 * const sizes = await mapConcurrent(names, 8, async (name) => (await store.stat(name))?.size);
 * ```
 */
export async function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  fn: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError('the limit must be a whole number above 0');
  const results: R[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let index = 0;
  try {
    for await (const item of items) {
      if (failures.length > 0) break;
      const own = index++;
      const task: Promise<void> = (async () => fn(item, own))()
        .then(
          (result) => {
            results[own] = result;
          },
          (error: unknown) => {
            failures.push(error);
          },
        )
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size === limit) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
  return results;
}
