// The vault as a recovery method: its secret, and the locator in its slot. Implements spec/keys.md section 4.

import { hkdf, type KeyInput, SecretBytes } from '@muniment/crypto';
import { compareBytes, ID_BYTES, LABELS, LIMITS, type VaultLocator } from '@muniment/wire';
import { assertBytesOf, concatBytes, utf8 } from './bytes.ts';
import { METHOD_SECRET_BYTES, SALT_BYTES } from './keyring.ts';
import { exactSecret } from './open.ts';

/** OPAQUE gives the client an export key of so many bytes. */
export const VAULT_EXPORT_KEY_BYTES = 64;
/** A vault keeps a random secret of so many bytes and gives it out after a right password. */
export const VAULT_RELEASE_SECRET_BYTES = 32;

/** What the secret of a method of type vault is made of. */
export interface VaultSecretParts {
  /** OPAQUE's export key, 64 bytes: what the password gives. */
  readonly exportKey: KeyInput;
  /** 32 random bytes: what the vault gives. */
  readonly releaseSecret: KeyInput;
  /** The salt of the method's slot, 32 bytes. */
  readonly salt: Uint8Array;
}

/**
 * The secret of a method of type vault, which the caller wipes. Neither part alone gives anything (KEYS-047).
 *
 * ```ts
 * const secret = await deriveVaultSecret({ exportKey, releaseSecret, salt: slot.salt });
 * ```
 * @throws ERR_KEY_SIZE for an export key or a release secret of another length
 * @throws TypeError, RangeError for a salt that is not 32 bytes
 */
export async function deriveVaultSecret(parts: VaultSecretParts): Promise<SecretBytes> {
  assertBytesOf(parts.salt, 'salt', SALT_BYTES);
  const exportKey = exactSecret(parts.exportKey, 'exportKey', VAULT_EXPORT_KEY_BYTES);
  let input: Uint8Array;
  try {
    const releaseSecret = exactSecret(parts.releaseSecret, 'releaseSecret', VAULT_RELEASE_SECRET_BYTES);
    try {
      input = concatBytes(exportKey.expose(), releaseSecret.expose());
    } finally {
      releaseSecret.wipe();
    }
  } finally {
    exportKey.wipe();
  }
  try {
    const secret = await hkdf(input, parts.salt, utf8(LABELS.vaultSecret), METHOD_SECRET_BYTES);
    try {
      return SecretBytes.from(secret);
    } finally {
      secret.fill(0);
    }
  } finally {
    input.fill(0);
  }
}

/**
 * A copy of a locator that a writer may put into a slot (KEYS-048).
 * @throws TypeError, RangeError
 */
export function copyVaultLocator(locator: VaultLocator): VaultLocator {
  if (typeof locator !== 'object' || locator === null) throw new TypeError('vault must be a locator');
  const { url, realmId, issuer, subject, generation } = locator;
  const limits = LIMITS.VaultLocator;
  assertText(url, 'url', limits.url);
  if (!isVaultUrl(url)) {
    throw new RangeError('url must be an http or https URL in ASCII without user, query and fragment');
  }
  assertBytesOf(realmId, 'realmId', ID_BYTES);
  assertText(issuer, 'issuer', limits.issuer);
  assertText(subject, 'subject', limits.subject);
  if (typeof generation !== 'bigint') throw new TypeError('generation must be a bigint');
  if (generation < limits.generation.min || generation > limits.generation.max) {
    throw new RangeError(`generation must be from ${limits.generation.min} to ${limits.generation.max}`);
  }
  return { url, realmId: new Uint8Array(realmId), issuer, subject, generation };
}

/** True for an absolute http or https URL in printable ASCII, with neither user nor query nor fragment. */
function isVaultUrl(url: string): boolean {
  // The parser of URLs drops or rewrites what this rules out: controls, white space, backslashes, an empty user.
  return /^https?:\/\/[^/?#@\\]+(?:\/[^?#\\]*)?$/.test(url) && /^[!-~]+$/.test(url) && URL.canParse(url);
}

/** True if both say the same, or both are absent. (KEYS-079) */
export function sameVaultLocator(a: VaultLocator | undefined, b: VaultLocator | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.url === b.url &&
    compareBytes(a.realmId, b.realmId) === 0 &&
    a.issuer === b.issuer &&
    a.subject === b.subject &&
    a.generation === b.generation
  );
}

function assertText(
  text: string,
  name: string,
  { minBytes, maxBytes }: { readonly minBytes: number; readonly maxBytes: number },
): void {
  if (typeof text !== 'string') throw new TypeError(`${name} must be a string`);
  const { length } = utf8(text);
  if (!text.isWellFormed() || length < minBytes || length > maxBytes) {
    throw new RangeError(`${name} must be well-formed text of ${minBytes} to ${maxBytes} bytes`);
  }
}
