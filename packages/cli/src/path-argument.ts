// Paths inside a snapshot, as typed: exactly, or as a listing shows them with unprintable bytes escaped.

import { isMunimentError } from '@muniment/errors';
import { parseEscapedName } from './printable.ts';

/**
 * Calls `use` with the path as typed; if there is no such path, once more with its escapes read as bytes.
 * @throws what `use` throws
 */
export async function orEscaped<Result>(
  path: string | undefined,
  use: (path: string | Uint8Array | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(path);
  } catch (error) {
    const bytes = path === undefined ? undefined : parseEscapedName(path);
    if (bytes === undefined || !isMunimentError(error, 'ERR_PATH_UNKNOWN')) throw error;
    return await use(bytes);
  }
}
