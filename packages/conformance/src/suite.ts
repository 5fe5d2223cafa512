// What every suite of vectors has in common: verdicts, flags, and the one way in which a file is written.

import { readFileSync } from 'node:fs';
import { hex } from './kit/bytes.ts';
import { sha256 } from './kit/hash.ts';

/** The kind of mistake that a vector brings to light. */
export type BugType =
  | 'BASIC'
  | 'EDGE_CASE'
  | 'CANONICAL_FORM'
  | 'MISSING_CHECK'
  | 'RESOURCE_EXHAUSTION'
  | 'AUTHENTICATION_BYPASS'
  | 'CONFUSION'
  | 'ROLLBACK'
  | 'PATH_TRAVERSAL'
  | 'INTEROPERABILITY';

/** What a flag stands for. */
export interface Flag {
  readonly bugType: BugType;
  readonly description: string;
}

/**
 * All plaintext that may have been released before the failure was found; `rest` is all that does not depend on what
 * failed.
 */
export type Released = 'none' | 'rest' | { readonly count: number; readonly sha256: string };

/** The fields of every vector beside those of its suite. */
export interface Verdict {
  readonly result: 'valid' | 'invalid';
  readonly errorClass?: string;
  readonly error?: string;
  /** Of a vault's answer, in the place of an error. */
  readonly outcome?: string;
  readonly released?: Released;
}

export interface Vector extends Verdict {
  readonly id: string;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly reqs: readonly string[];
  /** What belongs to the suite. */
  readonly [field: string]: unknown;
}

/** Files of `test-vectors/`, by path. */
export type Files = Map<string, Uint8Array>;

const classes = new Map(
  readFileSync(new URL('../../../spec/errors.md', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const row = /^\| `(ERR_[A-Z_0-9]+)` \| ([a-z]+) \|/.exec(line);
      return row === null ? [] : [[row[1], row[2]] as const];
    }),
);

export const valid: Verdict = { result: 'valid' };

/** The verdict of a vector that fails with `error`. @throws RangeError if spec/errors.md has no such code */
export function invalid(error: string, released: Released | Uint8Array = 'none'): Verdict {
  const errorClass = classes.get(error);
  if (errorClass === undefined) throw new RangeError(`spec/errors.md has no ${error}`);
  return {
    result: 'invalid',
    errorClass,
    error,
    released:
      released instanceof Uint8Array ? { count: released.length, sha256: hex(sha256(released)) } : released,
  };
}

/**
 * JSON as it is committed: bytes become hexadecimal, integers beyond 2^53 - 1 decimal strings; lists of plain values stand on
 * one line.
 */
export function formatJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${format(value, '')}\n`);
}

function format(value: unknown, indent: string): string {
  if (value instanceof Uint8Array) return JSON.stringify(hex(value));
  if (typeof value === 'bigint') return JSON.stringify(String(value));
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    const plain = value.every((member) => typeof member !== 'object' || member instanceof Uint8Array);
    const members = value.map((member) => format(member, inner));
    const line = `[${members.join(', ')}]`;
    if (members.length === 0 || (plain && line.length <= 120)) return line;
    if (plain && typeof value[0] === 'number') return `[${wrap(members, inner)}\n${indent}]`;
    return `[\n${members.map((member) => inner + member).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${format(member, inner)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function wrap(members: readonly string[], indent: string): string {
  let out = '';
  let line = Number.POSITIVE_INFINITY;
  members.forEach((member, i) => {
    const text = i < members.length - 1 ? `${member},` : member;
    if (line + text.length > 120) {
      out += `\n${indent}${text}`;
      line = indent.length + text.length;
    } else {
      out += ` ${text}`;
      line += 1 + text.length;
    }
  });
  return out;
}

/** One vector file. @throws RangeError if flags and vectors do not fit */
export function vectorFile(
  suite: string,
  flags: Readonly<Record<string, Flag>>,
  vectors: readonly Vector[],
  shared: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const used = new Set(vectors.flatMap((vector) => vector.flags));
  for (const flag of used)
    if (!(flag in flags)) throw new RangeError(`${suite}: flag ${flag} is not explained`);
  for (const flag of Object.keys(flags)) {
    if (!used.has(flag)) throw new RangeError(`${suite}: no vector has the flag ${flag}`);
  }
  return formatJson({
    suite,
    schema: `schema/${suite}.json`,
    format: 1,
    version: 1,
    vectorCount: vectors.length,
    flags,
    ...shared,
    vectors: vectors.map(
      ({ id, comment, result, errorClass, error, outcome, released, flags: own, reqs, ...rest }) => ({
        id,
        comment,
        result,
        errorClass,
        error,
        outcome,
        released,
        flags: own,
        reqs,
        ...rest,
      }),
    ),
  });
}
