// What is damage to the archive, and what is not.

import { isMunimentError, type MunimentError } from '@muniment/errors';

/** True for errors that mean damage to one object rather than a failure of the whole run. */
export function isDamage(error: unknown): error is MunimentError {
  return isMunimentError(error) && error.errorClass !== 'store' && error.errorClass !== 'internal';
}
