// The files of test-vectors/, for the tests that run a package against them.

import { createHash } from 'node:crypto';
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

/** A piece of content, as the vectors describe it. */
export type ContentPiece =
  | { readonly text: string; readonly count?: number }
  | { readonly generated: string; readonly length: number }
  | { readonly zeros: number }
  | { readonly repeat: number; readonly pieces: readonly ContentPiece[] };

/** The content that pieces describe (test-vectors/README.md). */
export function contentOf(pieces: readonly ContentPiece[]): Uint8Array {
  const parts = pieces.map((piece): Uint8Array => {
    if ('text' in piece) return Buffer.from(piece.text.repeat(piece.count ?? 1), 'utf8');
    if ('zeros' in piece) return new Uint8Array(piece.zeros);
    if ('repeat' in piece) return Buffer.concat(new Array(piece.repeat).fill(contentOf(piece.pieces)));
    const blocks: Buffer[] = [];
    for (let i = 0; i * 32 < piece.length; i++) {
      const counter = Buffer.alloc(4);
      counter.writeUInt32BE(i);
      blocks.push(createHash('sha256').update(piece.generated, 'ascii').update(counter).digest());
    }
    return Buffer.concat(blocks).subarray(0, piece.length);
  });
  return Uint8Array.from(Buffer.concat(parts));
}
