// The files of test-vectors/, for the tests that run a package against them.

import { readFileSync } from 'node:fs';

/** The fields that every vector has (test-vectors/README.md). */
export interface TestVector {
  readonly id: string;
  readonly comment: string;
  readonly result: 'valid' | 'invalid';
  /** Of an invalid vector. */
  readonly error?: string;
  readonly operation?: string;
}

/** A file of vectors that remembers which of them were run. */
export interface VectorSuite<File, Vector extends TestVector> {
  readonly file: File;
  readonly vectors: readonly Vector[];
  /** The vectors of one operation. */
  of(operation: string): readonly Vector[];
  /** Notes that a vector was run. */
  ran(vector: TestVector): void;
  /** The ids of the vectors that were not run: none at the end of a test file. */
  missed(): readonly string[];
}

/** The bytes of a file under test-vectors/. */
export function readVectorFile(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(new URL(`../../../test-vectors/${path}`, import.meta.url)));
}

/** A suite, such as `packs/packs.json`. @throws Error if the file states another number of vectors than it has */
export function loadVectors<
  Vector extends TestVector,
  File extends { readonly vectorCount: number; readonly vectors: readonly Vector[] } = {
    readonly vectorCount: number;
    readonly vectors: readonly Vector[];
  },
>(path: string): VectorSuite<File, Vector> {
  const file = JSON.parse(new TextDecoder().decode(readVectorFile(path))) as File;
  const { vectors } = file;
  if (vectors.length === 0 || vectors.length !== file.vectorCount) {
    throw new Error(`${path} states ${file.vectorCount} vectors and has ${vectors.length}`);
  }
  const done = new Set<string>();
  return {
    file,
    vectors,
    of: (operation) => vectors.filter((vector) => vector.operation === operation),
    ran: ({ id }) => {
      done.add(id);
    },
    missed: () => vectors.map(({ id }) => id).filter((id) => !done.has(id)),
  };
}

/** The bytes of hexadecimal digits. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Hexadecimal digits of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** What a vector expects: `valid` or its error code. */
export function expectedOutcome(vector: TestVector): string {
  return vector.result === 'valid' ? 'valid' : (vector.error ?? 'invalid');
}

/** What running `work` came to: `valid`, or the code of the error it failed with. Anything without a code is thrown on. */
export async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'valid';
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && code.startsWith('ERR_') && (error as Error).name === 'MunimentError')
      return code;
    throw error;
  }
}
