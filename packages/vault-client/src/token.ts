// Account tokens as a client holds them: the text, which only the realm verifies, and the key that it is bound to
// (spec/vault.md section 3).

import { ED25519_SEED_BYTES, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { VAULT_ACCOUNT_PART_MAX_BYTES, type VaultAccount } from '@muniment/wire';
import { decodeBase64, encodeBase64, parseJsonObject, utf8 } from './bytes.ts';

/** A token has at most so many characters. */
export const TOKEN_MAX_LENGTH = 2048;
const FILE_MAX_BYTES = 8192;
const FORMAT = 'muniment-vault-token/1';
const COMPACT = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/;

/** What lets a device ask a vault for an account. */
export interface VaultToken {
  /** A JWT, at most 2,048 characters. */
  readonly token: string;
  /** The Ed25519 seed that the token's `cnf` names, 32 bytes. */
  readonly clientKey: SecretBytes;
}

/** What a token says of itself. Nobody has verified it. */
export interface VaultTokenClaims extends VaultAccount {
  /** Unix milliseconds. */
  readonly issuedMs: number;
  /** Unix milliseconds. */
  readonly expiresMs: number;
}

/** @throws ERR_REALM_BUNDLE for a text that is no token file */
export function parseTokenFile(text: string): VaultToken {
  const { token, clientKey } = parseJsonObject(text, {
    format: FORMAT,
    fields: ['token', 'clientKey'],
    maxBytes: FILE_MAX_BYTES,
  });
  const seed = typeof clientKey === 'string' ? decodeBase64(clientKey) : undefined;
  if (seed?.length !== ED25519_SEED_BYTES) {
    throw new MunimentError('ERR_REALM_BUNDLE', 'the token file has no client key');
  }
  try {
    if (typeof token !== 'string') {
      throw new MunimentError('ERR_REALM_BUNDLE', 'the token file has no token');
    }
    tokenClaims(token);
    return { token, clientKey: SecretBytes.from(seed) };
  } finally {
    seed.fill(0);
  }
}

/** The text of a token file, which holds a secret. @throws RangeError for what `parseTokenFile` would not take */
export function formatTokenFile({ token, clientKey }: VaultToken): string {
  if (typeof token !== 'string' || readClaims(token) === undefined)
    throw new RangeError('token is no account token');
  if (clientKey.length !== ED25519_SEED_BYTES) {
    throw new RangeError(`clientKey must have ${ED25519_SEED_BYTES} bytes`);
  }
  return `${JSON.stringify({ format: FORMAT, token, clientKey: encodeBase64(clientKey.expose()) }, undefined, 2)}\n`;
}

/**
 * What a token says, for locators, messages, and to know when another is needed.
 *
 * ```ts
 * const { issuer, subject, expiresMs } = tokenClaims(token);
 * ```
 * @throws ERR_REALM_BUNDLE for a text that is no account token
 */
export function tokenClaims(token: string): VaultTokenClaims {
  if (typeof token !== 'string') throw new TypeError('a token is a string');
  const claims = readClaims(token);
  if (claims === undefined) throw new MunimentError('ERR_REALM_BUNDLE', 'the text is not an account token');
  return claims;
}

/** Whom a token says it is for. @throws ERR_REALM_BUNDLE for a text that is no account token */
export function tokenAccount(token: string): VaultAccount {
  const { issuer, subject } = tokenClaims(token);
  return { issuer, subject };
}

function readClaims(token: string): VaultTokenClaims | undefined {
  if (token.length > TOKEN_MAX_LENGTH) return undefined;
  const payload = COMPACT.exec(token)?.[1];
  if (payload === undefined) return undefined;
  const claims = parseSegment(payload);
  if (claims === undefined) return undefined;
  const { iss, sub, iat, exp } = claims;
  if (!isAccountPart(iss) || !isAccountPart(sub) || !isSeconds(iat) || !isSeconds(exp)) return undefined;
  return { issuer: iss, subject: sub, issuedMs: iat * 1000, expiresMs: exp * 1000 };
}

/** The object in a base64url segment of JSON. */
function parseSegment(segment: string): Readonly<Record<string, unknown>> | undefined {
  const padded = segment
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(segment.length / 4) * 4, '=');
  const bytes = decodeBase64(padded);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isAccountPart(value: unknown): value is string {
  if (typeof value !== 'string' || !value.isWellFormed()) return false;
  const { length } = utf8(value);
  return length >= 1 && length <= VAULT_ACCOUNT_PART_MAX_BYTES;
}

function isSeconds(value: unknown): value is number {
  return (
    Number.isSafeInteger(value) && (value as number) >= 0 && Number.isSafeInteger((value as number) * 1000)
  );
}
