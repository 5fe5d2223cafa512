// Trust in a realm: the bundle that an operator gives to users, and the fingerprint that people compare. Implements
// VAULT-150 to VAULT-152.

import { parseVerifierKey, sha256, type VerifierKey } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { compareBytes, formatHex, LABELS, parseHex } from '@muniment/wire';
import { assertBytesOf, concat, parseJsonObject, prefixed, utf8 } from './bytes.ts';

/** A bundle's text is no longer. */
export const BUNDLE_MAX_BYTES = 65536;
/** A bundle pins at most so many keys. */
export const SIGNERS_MAX_COUNT = 8;
const REALM_ID_BYTES = 16;
const URL_MAX_LENGTH = 512;
const FORMAT = 'muniment-vault-bundle/1';
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The longest text that is looked at for a fingerprint. */
const TYPED_CHARACTERS = 256;
const FINGERPRINT_CHARACTERS = 20;

/** Which realm, where it is, and whose signatures count. */
export interface VaultBundle {
  /** Absolute http or https URL without user, query and fragment, at most 512 characters. */
  readonly url: string;
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** C2SP verifier keys, 1 to 8, of different public keys. */
  readonly signers: readonly string[];
  /** The signed descriptor when the bundle was made. */
  readonly note: string;
}

/** The part of a bundle that is trust. */
export type RealmTrust = Pick<VaultBundle, 'realmId' | 'signers'>;

/**
 * What a bundle's text says. The note in it is not verified: `knownFromNote` does that.
 *
 * ```ts
 * const { url, realmId, signers } = parseVaultBundle(await readFile('bundle.json', 'utf8'));
 * ```
 * @throws ERR_REALM_BUNDLE for every text that is no bundle
 */
export function parseVaultBundle(text: string): VaultBundle {
  const { url, realm, signers, note } = parseJsonObject(text, {
    format: FORMAT,
    fields: ['url', 'realm', 'signers', 'note'],
    maxBytes: BUNDLE_MAX_BYTES,
  });
  if (typeof url !== 'string' || !isVaultUrl(url)) throw notABundle('its url is not an address of a vault');
  if (typeof realm !== 'string' || !/^[0-9a-f]{32}$/.test(realm)) throw notABundle('it has no realm id');
  if (typeof note !== 'string' || note === '') throw notABundle('it has no note');
  if (!Array.isArray(signers) || !signers.every((signer) => typeof signer === 'string')) {
    throw notABundle('its signers are not a list of texts');
  }
  try {
    parseSigners(signers);
  } catch (cause) {
    throw new MunimentError('ERR_REALM_BUNDLE', 'the signers of the bundle are not valid', {}, cause);
  }
  return { url, realmId: parseHex(realm), signers: [...signers], note };
}

/** The text of a bundle. @throws TypeError, RangeError for what `parseVaultBundle` would not take */
export function formatVaultBundle({ url, realmId, signers, note }: VaultBundle): string {
  assertBytesOf(realmId, 'realmId', REALM_ID_BYTES);
  if (!isVaultUrl(url)) throw new RangeError('url is not the address of a vault');
  if (typeof note !== 'string' || note === '') throw new RangeError('note must be the text of a signed note');
  parseSigners(signers);
  const text = `${JSON.stringify({ format: FORMAT, url, realm: formatHex(realmId), signers, note }, undefined, 2)}\n`;
  if (utf8(text).length > BUNDLE_MAX_BYTES) throw new RangeError('the bundle is too long');
  return text;
}

/**
 * What people compare to know that they mean the same realm and signers: 100 bits of a hash as five groups of four characters.
 *
 * ```ts
 * console.log(await vaultFingerprint(bundle)); // 7GQ2-...
 * ```
 * @throws TypeError, RangeError for a trust that no bundle could hold
 */
export async function vaultFingerprint({ realmId, signers }: RealmTrust): Promise<string> {
  assertBytesOf(realmId, 'realmId', REALM_ID_BYTES);
  parseSigners(signers);
  // Verifier keys are ASCII but for the name; the order is that of their bytes.
  const sorted = signers.map(utf8).sort(compareBytes);
  const hash = await sha256(
    concat(
      utf8(LABELS.vaultFingerprint),
      Uint8Array.of(0),
      realmId,
      Uint8Array.of(sorted.length),
      ...sorted.map(prefixed),
    ),
  );
  let text = '';
  for (let i = 0; i < FINGERPRINT_CHARACTERS; i++) text += CROCKFORD[bitsAt(hash, 5 * i)];
  return formatFingerprint(text);
}

/**
 * The one form of a fingerprint as somebody typed it: case, spaces and dashes do not matter, I and L are 1, O is 0.
 * @throws ERR_REALM_BUNDLE for a text that is no fingerprint
 */
export function parseVaultFingerprint(text: string): string {
  if (typeof text !== 'string') throw new TypeError('a fingerprint is a string');
  const plain = text
    .slice(0, TYPED_CHARACTERS)
    .replaceAll(/[\p{White_Space}-]/gu, '')
    // Of A to Z alone: other characters have capitals among these, such as U+0131.
    .replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  if (text.length > TYPED_CHARACTERS || !/^[0-9A-HJKMNP-TV-Z]{20}$/.test(plain)) {
    throw new MunimentError('ERR_REALM_BUNDLE', 'the text is not the fingerprint of a vault');
  }
  return formatFingerprint(plain);
}

/** True if both are one fingerprint, however typed. False for a text that is none. */
export function isSameFingerprint(a: string, b: string): boolean {
  try {
    return parseVaultFingerprint(a) === parseVaultFingerprint(b);
  } catch (error) {
    if (error instanceof MunimentError) return false;
    throw error;
  }
}

/** True for an absolute http or https URL in printable ASCII with neither user nor query nor fragment. */
export function isVaultUrl(url: string): boolean {
  return (
    url.length <= URL_MAX_LENGTH &&
    // The parser of URLs drops or rewrites what this rules out.
    /^https?:\/\/[^/?#@\\]+(?:\/[^?#\\]*)?$/.test(url) &&
    /^[!-~]+$/.test(url) &&
    URL.canParse(url)
  );
}

/**
 * The keys of pinned signers.
 * @throws RangeError for none, too many, or one key twice: nobody signs for two
 * @throws ERR_ENCODING, ERR_ELEMENT for a text that is no verifier key
 */
export function parseSigners(signers: readonly string[]): VerifierKey[] {
  if (!Array.isArray(signers)) throw new TypeError('signers must be a list');
  if (signers.length < 1 || signers.length > SIGNERS_MAX_COUNT) {
    throw new RangeError(`1 to ${SIGNERS_MAX_COUNT} signers are pinned`);
  }
  const keys = signers.map((signer) => parseVerifierKey(signer));
  if (new Set(keys.map(({ publicKey }) => formatHex(publicKey))).size < keys.length) {
    throw new RangeError('two signers have the same key');
  }
  return keys;
}

function notABundle(what: string): MunimentError {
  return new MunimentError('ERR_REALM_BUNDLE', `the text is not a vault bundle: ${what}`);
}

function formatFingerprint(plain: string): string {
  return plain.match(/.{4}/g)!.join('-');
}

/** The five bits of `bytes` from bit `at` on, the first bit being the most significant of the first byte. */
function bitsAt(bytes: Uint8Array, at: number): number {
  const pair = (bytes[at >> 3] << 8) | (bytes[(at >> 3) + 1] ?? 0);
  return (pair >> (11 - (at & 7))) & 31;
}
