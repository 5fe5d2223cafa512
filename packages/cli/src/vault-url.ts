// Where a vault is, as the user writes it.

import { MunimentError } from '@muniment/errors';
import { httpTransport } from '@muniment/vault-client';

/** @throws ERR_USAGE for an address that no client would use */
export function assertVaultUrl(url: string): void {
  try {
    httpTransport(url);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MunimentError('ERR_USAGE', `${url} is no address for a vault: ${error.message}`, {}, error);
  }
}
