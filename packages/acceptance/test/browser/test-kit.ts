// Stands in for `@muniment/test-kit` in a page: the same calls, over files of test-vectors/ that are fetched beforehand.

import { createSha256 } from '@muniment/crypto';
import type { ContentPiece, TestVector, VectorSuite } from '@muniment/test-kit';

/** Which vectors of a suite's file were run. */
export interface SuiteReport {
  readonly path: string;
  /** Their ids. */
  readonly ran: readonly string[];
}

let files: ReadonlyMap<string, Uint8Array> = new Map();
let loaded: { readonly path: string; readonly suite: VectorSuite<unknown, TestVector> }[] = [];
let read = new Set<string>();

/** Fetches `paths` below test-vectors/: the tests read them synchronously. */
export async function fetchVectorFiles(paths: readonly string[]): Promise<void> {
  const fetched = paths.map(async (path) => {
    const response = await fetch(`/test-vectors/${path}`);
    if (!response.ok) throw new Error(`${path}: status ${response.status}`);
    return [path, new Uint8Array(await response.arrayBuffer())] as const;
  });
  files = new Map(await Promise.all(fetched));
}

/** What was loaded and read since the last call. */
export function takeReports(): { suites: SuiteReport[]; read: string[] } {
  const suites = loaded.map(({ path, suite: { vectors, missed } }) => {
    const left = new Set(missed());
    return { path, ran: vectors.map(({ id }) => id).filter((id) => !left.has(id)) };
  });
  const paths = [...read];
  loaded = [];
  read = new Set();
  return { suites, read: paths };
}

export function readVectorFile(path: string): Uint8Array {
  const file = files.get(path);
  if (file === undefined) throw new Error(`test-vectors has no ${path}`);
  read.add(path);
  return new Uint8Array(file);
}

export function loadVectors<
  Vector extends TestVector,
  File extends { readonly vectorCount: number; readonly vectors: readonly Vector[] },
>(path: string): VectorSuite<File, Vector> {
  const file = JSON.parse(new TextDecoder().decode(readVectorFile(path))) as File;
  const { vectors } = file;
  if (vectors.length === 0 || vectors.length !== file.vectorCount) {
    throw new Error(`${path} states ${file.vectorCount} vectors and has ${vectors.length}`);
  }
  const done = new Set<string>();
  const suite: VectorSuite<File, Vector> = {
    file,
    vectors,
    of: (operation) => vectors.filter((vector) => vector.operation === operation),
    ran: ({ id }) => {
      done.add(id);
    },
    missed: () => vectors.map(({ id }) => id).filter((id) => !done.has(id)),
  };
  loaded.push({ path, suite });
  return suite;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const DIGITS = new Map([...'0123456789abcdefABCDEF'].map((digit) => [digit, Number.parseInt(digit, 16)]));

export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = 16 * DIGITS.get(text[2 * i]!)! + DIGITS.get(text[2 * i + 1]!)!;
  }
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

export function expectedOutcome(vector: TestVector): string {
  return vector.result === 'valid' ? 'valid' : (vector.error ?? 'invalid');
}

export async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'valid';
  } catch (error) {
    const { name, code } = error as { name?: unknown; code?: unknown };
    if (name === 'MunimentError' && typeof code === 'string') return code;
    throw error;
  }
}

export function contentOf(pieces: readonly ContentPiece[]): Uint8Array {
  return concat(
    pieces.map((piece) => {
      if ('text' in piece) return new TextEncoder().encode(piece.text.repeat(piece.count ?? 1));
      if ('zeros' in piece) return new Uint8Array(piece.zeros);
      if ('repeat' in piece) return concat(new Array(piece.repeat).fill(contentOf(piece.pieces)));
      return generate(piece.generated, piece.length);
    }),
  );
}

function generate(seed: string, length: number): Uint8Array {
  const input = concat([new TextEncoder().encode(seed), new Uint8Array(4)]);
  const counter = new DataView(input.buffer, input.length - 4);
  const out = new Uint8Array(length);
  for (let i = 0; i * 32 < length; i++) {
    counter.setUint32(0, i);
    out.set(
      createSha256()
        .update(input)
        .digest()
        .subarray(0, length - i * 32),
      i * 32,
    );
  }
  return out;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
