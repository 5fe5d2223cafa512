// What one removed check is: an edit of a source file, and what notices it.

/** What must fail once an edit is made. */
export type CaughtBy =
  /** Vectors by id. `passes`, or else a valid vector of the same operation, must go on passing. */
  | { readonly vectors: readonly string[]; readonly passes?: string }
  /** Tests of one file by title, and one of the same file that must go on passing. */
  | { readonly test: string; readonly names: readonly string[]; readonly passes: string };

/** A check that is removed by replacing a piece of a source file. */
export interface Edit {
  /** The requirements whose check it removes. */
  readonly reqs: readonly string[];
  /** What is removed, in words that go on from "without". */
  readonly removes: string;
  /** The path of the file from the root of the repository. */
  readonly file: string;
  /** Found in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: CaughtBy;
}

/** `source` with the edit made. @throws Error unless `find` occurs exactly once, or if the edit changes nothing */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`${file} has ${count} times: ${find}`);
  const edited = source.replace(find, () => replace);
  if (edited === source) throw new Error(`${file}: the edit changes nothing: ${find}`);
  return edited;
}
