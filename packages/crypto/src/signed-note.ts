// Signed notes (c2sp.org/signed-note): a text with the Ed25519 signatures of one or more keys under it. Synchronous. Implements
// VAULT-126 to VAULT-129.

import { MunimentError } from '@muniment/errors';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { assertBytes, type Bytes, concatBytes, copyBytes, equalBytes } from './bytes.ts';
import {
  assertEd25519PublicKey,
  ED25519_PUBLIC_KEY_BYTES,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
} from './ed25519.ts';
import { createSha256 } from './hash.ts';
import type { KeyInput } from './secret-bytes.ts';

/** The start of a key's hash, which stands before its signatures. */
export const NOTE_KEY_HASH_BYTES = 4;
/** A note holds no more signatures. */
export const NOTE_MAX_SIGNATURES = 16;
/** A note is no longer. */
export const NOTE_MAX_BYTES = 65536;

/** The signature type of plain Ed25519. */
const ED25519_TYPE = 0x01;
const DASH = '\u2014';

/** A signature as it stands in a note: of whom it claims to be. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyHash: Bytes;
  /** At least 1 byte; 64 for Ed25519. */
  readonly signature: Bytes;
}

/** A note taken apart. Nothing in it has been verified. */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key whose signatures are looked for. */
export interface VerifierKey {
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Who signs. */
export interface NoteSigner {
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly seed: KeyInput;
}

/**
 * Takes a note apart, without verifying anything.
 * @throws ERR_LIMIT for more than 65,536 bytes or 16 signatures
 * @throws ERR_ENCODING for anything that is not a note, or names one key twice
 */
export function parseSignedNote(note: Uint8Array): SignedNote {
  assertBytes(note, 'note');
  if (note.length > NOTE_MAX_BYTES) {
    throw new MunimentError('ERR_LIMIT', `a signed note has at most ${NOTE_MAX_BYTES} bytes`);
  }
  const all = decodeUtf8(note);
  if (!isNoteText(all)) throw malformed('it holds a control character or has no newline at its end');
  // The last empty line parts them, so that the text may hold empty lines.
  const end = all.lastIndexOf('\n\n');
  if (end < 0) throw malformed('it has no empty line');
  const lines = all
    .slice(end + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0) throw malformed('it has no signature');
  if (lines.length > NOTE_MAX_SIGNATURES) {
    throw new MunimentError('ERR_LIMIT', `a signed note has at most ${NOTE_MAX_SIGNATURES} signatures`);
  }
  const signatures = lines.map(parseSignatureLine);
  if (!areDistinct(signatures)) throw malformed('a key has two signatures');
  return { text: all.slice(0, end + 1), signatures };
}

/** The bytes of a note. @throws TypeError, RangeError for what `parseSignedNote` would not give back */
export function formatSignedNote({ text, signatures }: SignedNote): Bytes {
  assertText(text);
  if (signatures.length === 0 || signatures.length > NOTE_MAX_SIGNATURES) {
    throw new RangeError(`a signed note has 1 to ${NOTE_MAX_SIGNATURES} signatures`);
  }
  const lines = signatures.map(({ name, keyHash, signature }) => {
    assertName(name);
    assertLength(keyHash, 'keyHash', NOTE_KEY_HASH_BYTES);
    assertBytes(signature, 'signature');
    if (signature.length === 0) throw new RangeError('a signature must not be empty');
    return `${DASH} ${name} ${encodeBase64(concatBytes(keyHash, signature))}\n`;
  });
  if (!areDistinct(signatures)) throw new RangeError('a key has two signatures');
  const note = encodeUtf8(`${text}\n${lines.join('')}`);
  if (note.length > NOTE_MAX_BYTES) throw new RangeError(`a signed note has at most ${NOTE_MAX_BYTES} bytes`);
  return note;
}

/**
 * The text of a note that keys of `verifiers` have signed, and which of them did, in their order there. Signatures of other
 * keys are ignored.
 *
 * ```ts
 * const { text, verifiedBy } = verifySignedNote(note, [operator, witness]);
 * if (verifiedBy.length < 2) throw new Error('one signature is missing');
 * ```
 * @param verifiers no two with the same public key, so that nobody counts twice
 * @throws ERR_AUTHENTICATION if a signature of a known key is wrong, or no known key has signed
 * @throws ERR_LIMIT, ERR_ENCODING as `parseSignedNote`
 */
export function verifySignedNote(
  note: Uint8Array,
  verifiers: readonly VerifierKey[],
): { text: string; verifiedBy: VerifierKey[] } {
  const known = verifiers.map(({ name, publicKey }) => ({
    name,
    publicKey: copyBytes(checkedPublicKey(publicKey)),
    keyHash: noteKeyHash(name, publicKey),
  }));
  if (
    !areDistinct(known) ||
    new Set(known.map(({ publicKey }) => encodeBase64(publicKey))).size < known.length
  ) {
    throw new RangeError('two verifiers are the same key, or cannot be told apart');
  }
  const { text, signatures } = parseSignedNote(note);
  const message = encodeUtf8(text);
  const verifiedBy: VerifierKey[] = [];
  for (const { name, publicKey, keyHash } of known) {
    const own = signatures.find((other) => other.name === name && equalBytes(other.keyHash, keyHash));
    if (own === undefined) continue;
    if (!ed25519Verify(publicKey, message, own.signature)) {
      throw new MunimentError('ERR_AUTHENTICATION', `the signature of ${name} is wrong`);
    }
    verifiedBy.push({ name, publicKey });
  }
  if (verifiedBy.length === 0) {
    throw new MunimentError('ERR_AUTHENTICATION', 'no known key has signed the note');
  }
  return { text, verifiedBy };
}

/**
 * A note of `text` with this key's signature; with `note`, the signatures in it stay, but for an earlier one by this key.
 * They are not verified.
 *
 * ```ts
 * const note = signNote(text, operator);
 * const cosigned = signNote(parseSignedNote(note).text, witness, note);
 * ```
 * @throws RangeError if `note` has another text
 * @throws ERR_KEY_SIZE if the seed is not 32 bytes
 * @throws ERR_LIMIT if `note` has 16 signatures of other keys
 * @throws ERR_LIMIT, ERR_ENCODING as `parseSignedNote`
 */
export function signNote(text: string, { name, seed }: NoteSigner, note?: Uint8Array): Bytes {
  assertText(text);
  assertName(name);
  const keyHash = noteKeyHash(name, ed25519PublicKey(seed));
  const signature = ed25519Sign(seed, encodeUtf8(text));
  const earlier = note === undefined ? undefined : parseSignedNote(note);
  if (earlier !== undefined && earlier.text !== text) throw new RangeError('the note has another text');
  const others = (earlier?.signatures ?? []).filter(
    (other) => other.name !== name || !equalBytes(other.keyHash, keyHash),
  );
  if (others.length >= NOTE_MAX_SIGNATURES) {
    throw new MunimentError('ERR_LIMIT', `a signed note has at most ${NOTE_MAX_SIGNATURES} signatures`);
  }
  return formatSignedNote({ text, signatures: [...others, { name, keyHash, signature }] });
}

/** The first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key). */
export function noteKeyHash(name: string, publicKey: Uint8Array): Bytes {
  assertName(name);
  assertLength(publicKey, 'publicKey', ED25519_PUBLIC_KEY_BYTES);
  const named = concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey);
  const hash = createSha256().update(named).digest();
  return copyBytes(hash.subarray(0, NOTE_KEY_HASH_BYTES));
}

/**
 * The key that a text like `example.com/operator+c9b9e1a2+AUk...` gives: name, hash in lower-case hexadecimal, base64 of type
 * and public key.
 * @throws ERR_ENCODING if the text is of another form, its hash is wrong, or its type is not Ed25519
 * @throws ERR_ELEMENT if the public key is not valid
 */
export function parseVerifierKey(text: string): VerifierKey {
  if (typeof text !== 'string') throw new TypeError('a verifier key is a string');
  const refusal = (what: string): MunimentError =>
    new MunimentError('ERR_ENCODING', `the text is not a verifier key: ${what}`);
  // Names have no plus, base64 may.
  const [, name, hash, base64] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/su.exec(text) ?? [];
  if (name === undefined || !isName(name)) throw refusal('it is not of the form name+hash+key');
  const bytes = decodeBase64(base64);
  if (bytes?.length !== 1 + ED25519_PUBLIC_KEY_BYTES || bytes[0] !== ED25519_TYPE) {
    throw refusal('it has no Ed25519 key');
  }
  const publicKey = bytes.slice(1);
  if (hex(noteKeyHash(name, publicKey)) !== hash) throw refusal('its hash is wrong');
  assertEd25519PublicKey(publicKey);
  return { name, publicKey };
}

/** The text that `parseVerifierKey` takes. @throws TypeError, RangeError */
export function formatVerifierKey({ name, publicKey }: VerifierKey): string {
  const keyHash = noteKeyHash(name, checkedPublicKey(publicKey));
  return `${name}+${hex(keyHash)}+${encodeBase64(concatBytes(Uint8Array.of(ED25519_TYPE), publicKey))}`;
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, base64] = new RegExp(`^${DASH} ([^ ]+) ([^ ]+)$`, 'u').exec(line) ?? [];
  if (name === undefined || !isName(name)) throw malformed('a signature line is of another form');
  const bytes = decodeBase64(base64);
  if (bytes === undefined || bytes.length <= NOTE_KEY_HASH_BYTES) {
    throw malformed('a signature is not base64 of a hash and a signature');
  }
  return { name, keyHash: bytes.slice(0, NOTE_KEY_HASH_BYTES), signature: bytes.slice(NOTE_KEY_HASH_BYTES) };
}

/** True if no two have the same name and hash. */
function areDistinct(keys: readonly { name: string; keyHash: Uint8Array }[]): boolean {
  return new Set(keys.map(({ name, keyHash }) => `${name}+${hex(keyHash)}`)).size === keys.length;
}

/** No spaces of Unicode, because names stand between spaces; no plus, because it parts verifier keys; no control characters. */
function isName(name: string): boolean {
  return /^[!-*,-\u{10ffff}]+$/u.test(name) && !/\p{White_Space}/u.test(name) && name.isWellFormed();
}

/** Ends in a newline and holds no other control character below U+0020. */
function isNoteText(text: string): boolean {
  return /^[\n -\u{10ffff}]*\n$/u.test(text);
}

function assertName(name: unknown): asserts name is string {
  if (typeof name !== 'string') throw new TypeError('a name is a string');
  if (!isName(name)) throw new RangeError('a name is not empty, and has no space, plus or control character');
}

function assertText(text: unknown): asserts text is string {
  if (typeof text !== 'string') throw new TypeError('the text of a note is a string');
  if (!isNoteText(text) || !text.isWellFormed()) {
    throw new RangeError('the text of a note ends in a newline and has no other control character');
  }
}

function assertLength(bytes: Uint8Array, name: string, length: number): void {
  assertBytes(bytes, name);
  if (bytes.length !== length) throw new RangeError(`${name} must be ${length} bytes`);
}

/** A verifier's key comes from `parseVerifierKey` or from the program: a bad one is the caller's mistake. */
function checkedPublicKey(publicKey: Uint8Array): Uint8Array {
  try {
    assertEd25519PublicKey(publicKey);
  } catch (error) {
    if (error instanceof MunimentError) throw new RangeError(error.message);
    throw error;
  }
  return publicKey;
}

function malformed(what: string): MunimentError {
  return new MunimentError('ERR_ENCODING', `the bytes are not a signed note: ${what}`);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    // A byte order mark is a character like others: dropping it would change what was signed.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new MunimentError('ERR_ENCODING', 'the bytes are not a signed note: not UTF-8', {}, cause);
  }
}

function encodeUtf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
