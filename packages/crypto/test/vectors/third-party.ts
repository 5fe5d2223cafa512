// Third-party vectors. These tests use nothing of Node, so that they also run in a browser page.

import { readVectorFile } from '@muniment/test-kit';

/** A file of test-vectors/third-party. */
export function readVectors<T>(name: string): T {
  return JSON.parse(new TextDecoder().decode(readVectorFile(`third-party/${name}`))) as T;
}

/** The shape that all Wycheproof files share. */
export interface Wycheproof<T> {
  readonly numberOfTests: number;
  readonly testGroups: readonly { readonly tests: readonly T[] }[];
}
