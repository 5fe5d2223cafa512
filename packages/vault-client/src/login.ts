// A login that was right, as a proof towards the vault (spec/vault.md section 4).

import { hmacSha512, type SecretBytes } from '@muniment/crypto';
import { vaultLoginProofInput } from '@muniment/wire';

/** What shows a vault that its account's password was typed. The vault remembers it for 24 h. */
export interface LoginProof {
  readonly generation: bigint;
  /** 32 bytes. */
  readonly loginId: Uint8Array;
  /** 64 bytes. */
  readonly sessionKey: SecretBytes;
}

/** HMAC-SHA-512 under the session key. */
export async function proveLogin({ sessionKey }: LoginProof, signedInput: Uint8Array): Promise<Uint8Array> {
  return hmacSha512(sessionKey.expose(), vaultLoginProofInput(signedInput));
}
