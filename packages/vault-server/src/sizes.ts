// The lengths of a sealed request and response, the same for every operation and outcome (spec/vault.md).

import { ENCAPSULATED_REQUEST_OVERHEAD_BYTES, ENCAPSULATED_RESPONSE_OVERHEAD_BYTES } from '@muniment/crypto';
import { VAULT_REQUEST_BYTES, VAULT_RESPONSE_BYTES } from '@muniment/wire';

/** What POST /v1/request takes: 9,335 bytes. */
export const VAULT_SEALED_REQUEST_BYTES: number = VAULT_REQUEST_BYTES + ENCAPSULATED_REQUEST_OVERHEAD_BYTES;
/** What it answers: 4,144 bytes. */
export const VAULT_SEALED_RESPONSE_BYTES: number =
  VAULT_RESPONSE_BYTES + ENCAPSULATED_RESPONSE_OVERHEAD_BYTES;
