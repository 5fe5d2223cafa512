// Account tokens (spec/vault.md VAULT-011, VAULT-012): JWTs that say which account the holder of a key may ask about.

import { assertEd25519PublicKey, ed25519PublicKey, type KeyInput, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import { base64url, CompactSign, compactVerify, importJWK } from 'jose';

/** No token is longer than this, in characters. */
export const TOKEN_MAX_BYTES = 2048;
/** No token is valid for longer. */
export const TOKEN_LIFETIME_MAX_MS = 300_000;
/** How far an issuer's clock may be ahead. A token ends when it ends: there is no such allowance for that. */
export const TOKEN_CLOCK_SKEW_MS = 60_000;
/** The longest issuer, and the longest subject, in bytes of UTF-8. */
export const TOKEN_NAME_MAX_BYTES = 256;

/** Of the header. It tells tokens from whatever else an issuer signs. */
const TOKEN_TYPE = 'muniment-vault+jwt';
/** Two names of one algorithm (RFC 9864). */
const ALGORITHMS = ['Ed25519', 'EdDSA'];
const HEADER_FIELDS: readonly string[] = ['alg', 'typ', 'kid'];
const ISSUER_NAME = /^[\x21-\x7e]{1,256}$/;
const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const KEY_BYTES = 32;
const REALM_ID_BYTES = 16;

/** Whose tokens a realm accepts. */
export interface TokenIssuer {
  /** The `iss` of its tokens. Several issuers of one name are one that changes its key. */
  readonly name: string;
  /** 32 bytes, Ed25519. */
  readonly publicKey: Uint8Array;
}

export interface TokenRules {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  readonly issuers: readonly TokenIssuer[];
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** What a valid token says. */
export interface AccountToken {
  readonly issuer: string;
  readonly subject: string;
  /** The Ed25519 key whose holder may use the token, 32 bytes. */
  readonly clientKey: Uint8Array<ArrayBuffer>;
  /** When it ceases to be valid, in Unix milliseconds. */
  readonly expiresMs: number;
}

export interface TokenParts {
  /** 1 to 256 characters of printable ASCII, no spaces. */
  readonly issuer: string;
  /** 1 to 256 bytes of UTF-8. */
  readonly subject: string;
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** 32 bytes, Ed25519. */
  readonly clientPublicKey: Uint8Array;
  /** 32 bytes, Ed25519. */
  readonly issuerSeed: KeyInput;
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** Whole seconds, at most 300,000; that unless told. */
  readonly lifetimeMs?: number;
}

/**
 * What a token says, if it is valid here and now.
 *
 * ```ts
 * const { issuer, subject, clientKey } = await verifyToken(token, { realmId, issuers, nowMs: Date.now() });
 * ```
 *
 * @throws ERR_VAULT_TOKEN for every token that is not, with nothing that tells why
 * @throws RangeError for a realm id or issuer that is none
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<AccountToken> {
  assertLength(rules.realmId, 'realmId', REALM_ID_BYTES);
  for (const { publicKey } of rules.issuers)
    assertLength(publicKey, 'the public key of an issuer', KEY_BYTES);
  const claims = readToken(token, rules);
  if (claims !== undefined) {
    for (const { name, publicKey } of rules.issuers) {
      if (name === claims.issuer && isStrongKey(publicKey) && (await isSignedBy(publicKey, token)))
        return claims;
    }
  }
  throw new MunimentError('ERR_VAULT_TOKEN');
}

/**
 * A token for the holder of a key, which `verifyToken` accepts until it expires.
 *
 * @throws RangeError for parts out of range, or that do not fit into a token together
 * @throws ERR_KEY_SIZE if the seed is not 32 bytes
 * @throws ERR_ELEMENT if the client's key is none, or weak
 */
export async function issueToken(parts: TokenParts): Promise<string> {
  const { issuer, subject, realmId, clientPublicKey, issuerSeed, nowMs } = parts;
  const { lifetimeMs = TOKEN_LIFETIME_MAX_MS } = parts;
  if (!isIssuerName(issuer)) throw new RangeError('issuer must be 1 to 256 printable ASCII characters');
  if (!isSubject(subject)) throw new RangeError('subject must be 1 to 256 bytes of UTF-8');
  assertLength(realmId, 'realmId', REALM_ID_BYTES);
  assertLength(clientPublicKey, 'clientPublicKey', KEY_BYTES);
  assertEd25519PublicKey(clientPublicKey);
  if (!Number.isSafeInteger(nowMs) || nowMs < 0) throw new RangeError('nowMs must be a time in milliseconds');
  if (!(lifetimeMs >= 1000 && lifetimeMs <= TOKEN_LIFETIME_MAX_MS && lifetimeMs % 1000 === 0)) {
    throw new RangeError('lifetimeMs must be whole seconds from 1,000 to 300,000');
  }
  const iat = Math.floor(nowMs / 1000);
  const payload = {
    iss: issuer,
    sub: subject,
    aud: formatHex(realmId),
    iat,
    exp: iat + lifetimeMs / 1000,
    cnf: { jwk: publicJwk(clientPublicKey) },
  };
  const seed = issuerSeed instanceof SecretBytes ? issuerSeed.expose() : issuerSeed;
  const key = await importJWK({ ...publicJwk(ed25519PublicKey(seed)), d: base64url.encode(seed) }, 'Ed25519');
  const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'Ed25519', typ: TOKEN_TYPE })
    .sign(key);
  if (token.length > TOKEN_MAX_BYTES)
    throw new RangeError(`the token is longer than ${TOKEN_MAX_BYTES} bytes`);
  return token;
}

/** The claims of a token that keeps all rules but those of its signature and algorithm, which `isSignedBy` looks at. */
function readToken(token: string, { realmId, nowMs }: TokenRules): AccountToken | undefined {
  if (typeof token !== 'string' || token.length > TOKEN_MAX_BYTES) return undefined;
  const segments = COMPACT.exec(token)?.slice(1).map(decodeSegment);
  const header = parseObject(segments?.[0]);
  const claims = parseObject(segments?.[1]);
  if (header === undefined || claims === undefined || segments?.[2] === undefined) return undefined;
  if (header.typ !== TOKEN_TYPE) return undefined;
  // No `jwk`, `jku`, `x5u`, `x5c`, `crit` or `b64`: only the realm says which keys count, and what is signed.
  if (!Object.keys(header).every((name) => HEADER_FIELDS.includes(name))) return undefined;

  const { iss, sub, aud, iat, exp, nbf = iat, cnf } = claims;
  if (!isIssuerName(iss) || !isSubject(sub) || aud !== formatHex(realmId)) return undefined;
  if (!isTime(iat) || !isTime(exp) || !isTime(nbf)) return undefined;
  if (exp <= iat || (exp - iat) * 1000 > TOKEN_LIFETIME_MAX_MS) return undefined;
  const latestMs = nowMs + TOKEN_CLOCK_SKEW_MS;
  if (nowMs >= exp * 1000 || iat * 1000 > latestMs || nbf * 1000 > latestMs) return undefined;
  const clientKey = readConfirmation(cnf);
  if (clientKey === undefined) return undefined;
  return { issuer: iss, subject: sub, clientKey, expiresMs: exp * 1000 };
}

/** The key of `{ jwk: { kty, crv, x } }` (RFC 7800 §3.2), and nothing beside it: one token, one key. */
function readConfirmation(cnf: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (!isObject(cnf) || Object.keys(cnf).length !== 1 || !isObject(cnf.jwk)) return undefined;
  const { kty, crv, x, ...others } = cnf.jwk;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return undefined;
  if (Object.keys(others).length > 0) return undefined;
  const key = decodeSegment(x);
  return key !== undefined && isStrongKey(key) ? key : undefined;
}

async function isSignedBy(publicKey: Uint8Array, token: string): Promise<boolean> {
  try {
    const key = await importJWK(publicJwk(publicKey), 'Ed25519');
    await compactVerify(token, key, { algorithms: ALGORITHMS });
    return true;
  } catch {
    // What a library says of untrusted bytes is not passed on.
    return false;
  }
}

function publicJwk(publicKey: Uint8Array): { kty: 'OKP'; crv: 'Ed25519'; x: string } {
  return { kty: 'OKP', crv: 'Ed25519', x: base64url.encode(publicKey) };
}

/** False for a key that is no canonical point, or of small order: under such a key anybody's signature verifies. */
function isStrongKey(publicKey: Uint8Array): boolean {
  try {
    assertEd25519PublicKey(publicKey);
    return true;
  } catch {
    return false;
  }
}

/** The bytes of base64url without padding, if `text` is the one encoding of them. */
function decodeSegment(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = new Uint8Array(base64url.decode(text));
    return base64url.encode(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function parseObject(bytes: Uint8Array | undefined): Record<string, unknown> | undefined {
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIssuerName(value: unknown): value is string {
  return typeof value === 'string' && ISSUER_NAME.test(value);
}

function isSubject(value: unknown): value is string {
  // Half a surrogate pair has no UTF-8, and would be replaced by the same character as every other half.
  if (typeof value !== 'string' || !value.isWellFormed()) return false;
  const length = new TextEncoder().encode(value).length;
  return length >= 1 && length <= TOKEN_NAME_MAX_BYTES;
}

/** Whole seconds since 1970. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function assertLength(bytes: Uint8Array, name: string, length: number): void {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    throw new RangeError(`${name} must be a Uint8Array of ${length} bytes`);
  }
}
