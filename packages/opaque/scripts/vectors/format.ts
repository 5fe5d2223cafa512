// The common part of every vector file of this package.

import { readFileSync } from 'node:fs';
import { hex } from './reference.ts';

interface Flag {
  readonly bugType: string;
  readonly description: string;
}

export interface Vector {
  readonly id: string;
  readonly comment: string;
  /** Absent in a vector that must be accepted. */
  readonly error?: string;
  readonly flags: readonly string[];
  readonly reqs: readonly string[];
  readonly operation: string;
  readonly [field: string]: unknown;
}

export interface VectorFile {
  readonly name: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly vectors: readonly Vector[];
}

const CLASSES = new Map(
  readFileSync(new URL('../../../../spec/errors.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => /^\| `(ERR_[A-Z_0-9]+)` \| ([a-z]+) \|/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1], match[2]] as const),
);

/** The file as committed: bytes in hexadecimal, one space of indentation. */
export function formatFile({ name, flags, vectors }: VectorFile): string {
  const ids = new Set(vectors.map(({ id }) => id));
  if (ids.size !== vectors.length) throw new Error(`${name}: an id is used twice`);
  const used = new Set(vectors.flatMap((vector) => vector.flags));
  for (const flag of used) if (flags[flag] === undefined) throw new Error(`${name}: unknown flag ${flag}`);
  for (const flag of Object.keys(flags)) if (!used.has(flag)) throw new Error(`${name}: unused flag ${flag}`);
  const suite = `opaque-${name}`;
  const file = {
    suite,
    schema: `schema/${suite}.json`,
    format: 1,
    version: 1,
    vectorCount: vectors.length,
    flags,
    vectors: vectors.map(({ id, comment, error, flags: own, reqs, ...rest }) => {
      const errorClass = error === undefined ? undefined : CLASSES.get(error);
      if (error !== undefined && errorClass === undefined) throw new Error(`spec/errors.md has no ${error}`);
      const verdict = error === undefined ? { result: 'valid' } : { result: 'invalid', errorClass, error };
      return { id, comment, ...verdict, flags: own, reqs, ...rest };
    }),
  };
  return `${JSON.stringify(file, (_, value) => (value instanceof Uint8Array ? hex(value) : value), 1)}\n`;
}
