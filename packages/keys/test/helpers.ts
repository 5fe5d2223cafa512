// What several tests of this package need.

import { isMunimentError, type MunimentError } from '@muniment/errors';
import type { OpenKeyring } from '../src/index.ts';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The epochs of a keyring, comparable. */
export const epochsOf = (keyring: OpenKeyring): string[] =>
  keyring.epochs.map(({ number, key }) => `${number} ${hex(key.expose())}`);

/** The ids of a list of methods or slots. */
export const idsOf = (list: readonly { readonly methodId: Uint8Array }[]): string[] =>
  list.map(({ methodId }) => hex(methodId));

/** The MunimentError that `run` fails with. */
export async function failure(run: () => unknown): Promise<MunimentError> {
  try {
    await run();
  } catch (error) {
    if (isMunimentError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The code of the MunimentError that `run` fails with, or `'none'`. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'none';
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    throw error;
  }
}
