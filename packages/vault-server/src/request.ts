// From the bytes of a request to what `step` takes (spec/vault.md sections 3 and 4): everything that can be checked without
// looking an account up is checked here.

import { assertEd25519PublicKey, ed25519Verify, equalBytes, sha256 } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { argon2idFromId, decodeKe1, decodeRegistrationRecord, type Suite } from '@muniment/opaque';
import {
  decodeFixedFrame,
  decodeVaultAnchorChange,
  decodeVaultChange,
  decodeVaultCommit,
  decodeVaultDelete,
  decodeVaultFinish,
  decodeVaultFreeze,
  decodeVaultLogin,
  decodeVaultOwnerChange,
  decodeVaultRequest,
  decodeVaultRevert,
  decodeVaultStage,
  VAULT_REQUEST_BYTES,
  type VaultLogin,
  type VaultRequest,
  vaultAccountId,
  vaultDigestInput,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';
import type { RealmOperation, RealmRequest } from './step.ts';
import { type AccountToken, type TokenIssuer, verifyToken } from './token.ts';

/** The message in the plaintext of an encapsulated request. @throws ERR_ENCODING and the other codes of wire.md */
export function readRequest(plaintext: Uint8Array): VaultRequest {
  return decodeVaultRequest(decodeFixedFrame(plaintext, VAULT_REQUEST_BYTES));
}

/** What a realm checks tokens against. */
export interface TokenTrust {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  readonly issuers: readonly TokenIssuer[];
  readonly nowMs: number;
}

/** VAULT-011 and VAULT-012. @throws ERR_VAULT_TOKEN for whatever is wrong with token or proof */
export async function authenticate(request: VaultRequest, trust: TokenTrust): Promise<AccountToken> {
  const account = await verifyToken(request.token, trust);
  const { realmId } = trust;
  const { operation, token, body, proof } = request;
  if (!ed25519Verify(account.clientKey, vaultProofInput({ realmId, operation, token, body }), proof)) {
    throw new MunimentError('ERR_VAULT_TOKEN');
  }
  return account;
}

/** VAULT-014. @throws codes of wire.md and opaque.md for whatever is wrong with the body */
export function readOperation(suite: Suite, { operation, body }: VaultRequest): RealmOperation {
  switch (operation) {
    case 'status':
      if (body.length > 0) throw new MunimentError('ERR_FIELD', 'a request for the status has no body');
      return { operation };
    case 'stage': {
      const decoded = decodeVaultStage(body);
      argon2idFromId(decoded.ksf);
      suite.group.assertScalar(decoded.oprfKey);
      decodeRegistrationRecord(suite, decoded.record);
      assertEd25519PublicKey(decoded.owner);
      return { operation, body: decoded };
    }
    case 'commit':
      return { operation, body: decodeVaultCommit(body) };
    case 'login': {
      const decoded = decodeVaultLogin(body);
      decodeKe1(suite, decoded.ke1);
      return { operation, body: decoded };
    }
    case 'finish':
      return { operation, body: decodeVaultFinish(body) };
    case 'acknowledge':
    case 'abandon':
    case 'cancel':
      return { operation, body: decodeVaultChange(body) };
    case 'freeze':
      return { operation, body: decodeVaultFreeze(body) };
    case 'anchor':
      return { operation, body: decodeVaultAnchorChange(body) };
    case 'owner': {
      const decoded = decodeVaultOwnerChange(body);
      assertEd25519PublicKey(decoded.owner);
      return { operation, body: decoded };
    }
    case 'revert': {
      const decoded = decodeVaultRevert(body);
      assertEd25519PublicKey(decoded.owner);
      return { operation, body: decoded };
    }
    case 'delete':
      return { operation, body: decodeVaultDelete(body) };
  }
}

/** Everything that `step` needs of a request whose token was verified. */
export async function realmRequest(
  request: VaultRequest,
  content: RealmOperation,
  { issuer, subject }: Pick<AccountToken, 'issuer' | 'subject'>,
  realmId: Uint8Array,
): Promise<{ readonly accountId: Uint8Array; readonly request: RealmRequest }> {
  const accountId = vaultAccountId({ issuer, subject });
  const { operation, body, ownerSignature, newOwnerSignature, loginProof } = request;
  const fields = ('body' in content ? content.body : {}) as Partial<
    Pick<VaultLogin, 'generation' | 'version'>
  >;
  const signedInput = vaultSignedInput({
    realmId,
    operation,
    accountId,
    generation: fields.generation ?? 0n,
    version: fields.version ?? 0n,
    body,
  });
  const digest = await sha256(vaultDigestInput(operation, body));
  return {
    accountId,
    request: { content, digest, signedInput, ownerSignature, newOwnerSignature, loginProof },
  };
}

/** The MAC under a session key, compared in constant time. */
export function isLoginProof(
  suite: Suite,
  sessionKey: Uint8Array,
  input: Uint8Array,
  proof: Uint8Array,
): boolean {
  return equalBytes(suite.hash.hmac(sessionKey, input), proof);
}
