// Options of a benchmark, as they come from the command line.

/** What `parse` makes of them; after a word about what is wrong, nothing. */
export function readOptions<T>(parse: () => T, usage: string): T | undefined {
  try {
    return parse();
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Those of `all` whose names are in a list with commas; all if there is none. @throws Error for a name that none has */
export function chosen<T>(
  all: readonly T[],
  nameOf: (each: T) => string,
  list: string | undefined,
): readonly T[] {
  if (list === undefined) return all;
  const names = list.split(',');
  const unknown = names.find((name) => !all.some((each) => nameOf(each) === name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.map(nameOf).join(', ')}`);
  return all.filter((each) => names.includes(nameOf(each)));
}
