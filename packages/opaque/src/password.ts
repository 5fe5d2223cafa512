// From what a user types to the input of the OPRF: spec/opaque.md, "Password input".

import type { SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { assertBytes, concat, intoSecret, label, prefixed } from './bytes.ts';
import { prepareOpaqueString } from './opaque-string.ts';

export { UNICODE_VERSION } from './generated/opaque-string-table.ts';
export { prepareOpaqueString } from './opaque-string.ts';

/** The longest prepared password, in bytes of UTF-8. */
export const PASSWORD_MAX_BYTES = 1024;

/** The longest account id. */
export const ACCOUNT_MAX_BYTES = 1024;

/** What `encodePasswordInput` takes. */
export interface PasswordInputOptions {
  /** As typed. */
  readonly password: string;
  /** Names the account for ever and unambiguously, 1 to 1024 bytes. */
  readonly account: Uint8Array;
}

/**
 * The password as OPAQUE gets it: prepared, and bound to its account, so that no answer for one account says anything
 * about another, even under the same OPRF key.
 *
 * ```ts
 * const password = encodePasswordInput({ password: 'correct horse', account });
 * ```
 * @throws ERR_PASSWORD_CHARACTERS, ERR_LIMIT; RangeError on an account of another size
 * Requirements: OPAQUE-024, OPAQUE-025.
 */
export function encodePasswordInput({ password, account }: PasswordInputOptions): SecretBytes {
  assertBytes('account', account);
  if (account.length < 1 || account.length > ACCOUNT_MAX_BYTES) {
    throw new RangeError(`account must have 1 to ${ACCOUNT_MAX_BYTES} bytes, has ${account.length}`);
  }
  // No character that preparing composes has more than four UTF-16 units per byte of its UTF-8: this bounds the work
  // and refuses nothing that would have fitted.
  if (password.length > 4 * PASSWORD_MAX_BYTES) throw tooLong();
  const prepared = new TextEncoder().encode(prepareOpaqueString(password));
  if (prepared.length > PASSWORD_MAX_BYTES) throw tooLong();
  const input = concat(prefixed(label('muniment v1 password')), prefixed(account), prefixed(prepared));
  prepared.fill(0);
  return intoSecret(input);
}

function tooLong(): MunimentError {
  return new MunimentError('ERR_LIMIT', `a password has at most ${PASSWORD_MAX_BYTES} bytes of UTF-8`);
}
