// What a crew and its threads say to each other.

import type { MunimentError } from '@muniment/errors';
import type { Work } from './work.ts';

/** The keys that a thread needs. */
export interface ThreadKeys {
  readonly archiveId: Uint8Array;
  readonly dedupKey: Uint8Array;
  readonly epochs: readonly { readonly number: number; readonly key: Uint8Array }[];
}

export type WorkName = keyof Work;

/** Bytes in shared memory that the thread has been given. */
export interface SharedBytes {
  readonly share: number;
  readonly at: number;
  readonly length: number;
}

/** One piece of work. */
export interface Order {
  readonly number: number;
  readonly work: WorkName;
  /** Those of the method, with SharedBytes for bytes in shared memory. */
  readonly args: readonly unknown[];
  /** Shared memory that the thread has not been given before; numbered on from what it has. */
  readonly shares: readonly SharedArrayBuffer[];
}

/** What a thread says first. */
export const READY = 'ready';

/** What came of it; `code` is that of a MunimentError. */
export type Answer =
  | { readonly number: number; readonly result: unknown }
  | {
      readonly number: number;
      readonly code: string | undefined;
      readonly message: string;
      readonly details: MunimentError['details'];
    };
