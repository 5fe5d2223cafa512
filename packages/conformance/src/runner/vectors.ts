// The vectors as requests: test-vectors/operations.json applied to the files of the suites.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../protocol.ts';
import { pick } from './members.ts';

/** A row of `operations.json`; test-vectors/PROTOCOL.md says what its members mean. */
export interface OperationRow {
  readonly files: readonly string[];
  readonly vectors?: string;
  readonly succeeds?: boolean;
  readonly inputs: readonly string[];
  readonly folder?: boolean;
  readonly share?: readonly string[];
  readonly tables?: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly failureOutputs?: readonly string[];
  readonly describes?: readonly string[];
}

/** All rows, by the name that requests use. */
export type OperationRows = Readonly<Record<string, OperationRow>>;

/** The plaintext that may be released before a failure is found: test-vectors/README.md. */
export type ReleasedLimit = 'none' | 'rest' | { readonly count: number; readonly sha256: string };

/** What a vector, or the reference, expects of an answer. */
export type Expected =
  | { readonly result: 'valid'; readonly value: JsonObject }
  | {
      readonly result: 'invalid';
      readonly error?: string;
      readonly errorClass?: string;
      readonly outcome?: string;
      readonly released: ReleasedLimit;
      /** Absent where failures of the operation have no outputs. */
      readonly value?: JsonObject;
    };

/** One request with what is expected of its answer. */
export interface Case {
  /** Of the vector. */
  readonly id: string;
  readonly operation: string;
  readonly suite: string;
  /** The file of the vector, below the folder of vectors. */
  readonly file: string;
  readonly comment: string;
  readonly reqs: readonly string[];
  readonly flags: readonly string[];
  readonly input: JsonObject;
  readonly expected: Expected;
}

/** The folder of the installed package `@muniment/test-vectors`. */
export function installedVectors(): string {
  return dirname(fileURLToPath(import.meta.resolve('@muniment/test-vectors/operations.json')));
}

/** Reads `operations.json` of a folder of vectors. @throws Error if there is none */
export function readOperations(folder: string): OperationRows {
  return readJson(folder, 'operations.json') as unknown as OperationRows;
}

function readJson(folder: string, path: string): JsonObject {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as JsonObject;
}

/** The suite of an operation: what stands before the full stop. */
export function suiteOf(operation: string): string {
  return operation.slice(0, operation.indexOf('.'));
}

/** Every case of the given operations, in the order of `rows` and files. */
export function readCases(folder: string, rows: OperationRows, operations: readonly string[]): Case[] {
  const files = new Map<string, JsonObject>();
  const open = (path: string): JsonObject => {
    const file = files.get(path) ?? readJson(folder, path);
    files.set(path, file);
    return file;
  };
  return operations.flatMap((operation) =>
    rows[operation].files.flatMap((path) => {
      const file = open(path);
      return vectorsOf(file, rows[operation]).map((vector) =>
        toCase(folder, path, file, operation, rows[operation], vector),
      );
    }),
  );
}

/** The vectors of a file that belong to an operation. */
export function vectorsOf(file: JsonObject, row: OperationRow): JsonObject[] {
  return (file.vectors as readonly JsonObject[]).filter(({ operation }) => operation === row.vectors);
}

function toCase(
  folder: string,
  path: string,
  file: JsonObject,
  operation: string,
  row: OperationRow,
  vector: JsonObject,
): Case {
  const { id, comment, reqs, flags } = vector as unknown as Pick<Case, 'id' | 'comment' | 'reqs' | 'flags'>;
  return {
    id,
    operation,
    suite: suiteOf(operation),
    file: path,
    comment,
    reqs,
    flags,
    input: inputOf(folder, path, file, row, vector),
    expected: expectedOf(row, vector),
  };
}

function inputOf(
  folder: string,
  path: string,
  file: JsonObject,
  row: OperationRow,
  vector: JsonObject,
): JsonObject {
  const input: Record<string, Json | undefined> = {
    ...pick(file, row.share ?? []),
    ...pick(vector, row.inputs),
  };
  for (const [member, table] of Object.entries(row.tables ?? {})) {
    const shared = file[table] as JsonObject;
    const keys = vector[member] as readonly string[];
    input[member] = Object.fromEntries(keys.map((key) => [key, shared[key]]));
  }
  if (row.folder === true) {
    input.store = join(folder, dirname(path), 'store');
    input.archive = file.keyring;
  }
  return input;
}

function expectedOf(row: OperationRow, vector: JsonObject): Expected {
  if (vector.result === 'valid' || row.succeeds === true)
    return { result: 'valid', value: pick(vector, row.outputs) };
  const { error, errorClass, outcome, released } = vector as unknown as {
    error?: string;
    errorClass?: string;
    outcome?: string;
    released?: ReleasedLimit;
  };
  return {
    result: 'invalid',
    ...(error === undefined ? {} : { error }),
    ...(errorClass === undefined ? {} : { errorClass }),
    // Beside an error, an outcome is what the request speaks of.
    ...(outcome === undefined || error !== undefined ? {} : { outcome }),
    released: released ?? 'none',
    ...(row.failureOutputs === undefined ? {} : { value: pick(vector, row.failureOutputs) }),
  };
}
