import { readFileSync } from 'node:fs';

/** A file of test-vectors/third-party. */
export function readVectors<T>(name: string): T {
  const url = new URL(`../../../../test-vectors/third-party/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

/** The shape that all Wycheproof files share. */
export interface Wycheproof<T> {
  readonly numberOfTests: number;
  readonly testGroups: readonly { readonly tests: readonly T[] }[];
}
