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

/** One piece of work. */
export interface Order {
  readonly number: number;
  readonly work: WorkName;
  readonly args: readonly unknown[];
}

/** What came of it; `code` is that of a MunimentError. */
export type Answer =
  | { readonly number: number; readonly result: unknown }
  | {
      readonly number: number;
      readonly code: string | undefined;
      readonly message: string;
      readonly details: MunimentError['details'];
    };
