// The check digit of H. M. Damm over the decimal digits: spec/keys.md section 3.1.

/** Weakly totally anti-symmetric with zeros on its diagonal, so a check digit equals the interim digit before it. */
// biome-ignore format: a table
const TABLE: readonly (readonly number[])[] = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/** The interim digit after `digits` (values 0 to 9), starting from `start`; 0 at the end of a right row. */
export function dammChain(digits: Iterable<number>, start: number): number {
  let interim = start;
  for (const digit of digits) interim = TABLE[interim]![digit]!;
  return interim;
}
