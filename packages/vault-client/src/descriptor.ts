// Whether a realm's descriptor may be believed: who signed it, that it is the newest known one, and that it promises no less
// than the protocol asks for. Implements VAULT-126 to VAULT-140 for clients.

import {
  assertEd25519PublicKey,
  equalBytes,
  sha256,
  type VerifierKey,
  verifySignedNote,
} from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { type ChannelKey, parseRealmDescriptor, type RealmDescriptor } from '@muniment/wire';
import { parseSigners, type RealmTrust } from './bundle.ts';
import { assertBytesOf } from './bytes.ts';
import { loadOpaque } from './load-opaque.ts';

/** So many of the pinned signers must have signed, if so many are pinned. */
const SIGNATURES_MIN_COUNT = 2;
/** How far a realm's clock may be ahead of this one. */
export const DESCRIPTOR_SKEW_MS = 600_000;
const LIMIT_MAX = 10;
const UNACKNOWLEDGED_MAX = 30;
const HOUR_MS = 3_600_000;
/** The shortest waits before attempts 1 to 10 (VAULT-020). */
const WAITS_MIN_MS: readonly number[] = [
  0,
  0,
  0,
  0,
  60_000,
  HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
  72 * HOUR_MS,
  72 * HOUR_MS,
];

/** What a client remembers of the newest descriptor that it has seen. */
export interface KnownDescriptor {
  readonly serial: number;
  /** SHA-256 of the whole note, 32 bytes. */
  readonly noteHash: Uint8Array;
}

/** What a descriptor is judged by. */
export interface DescriptorExpectation extends RealmTrust {
  /** The newest descriptor seen before. */
  readonly known?: KnownDescriptor | undefined;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** A descriptor that may be believed. */
export interface CheckedDescriptor {
  readonly descriptor: RealmDescriptor;
  /** The names of the pinned signers that signed it. */
  readonly signedBy: readonly string[];
  /** Nobody but one party vouches for it: to be shown to the user. */
  readonly isOneParty: boolean;
  /** To be remembered in the place of what was known. */
  readonly known: KnownDescriptor;
}

/**
 * A descriptor, if it may be believed now.
 *
 * ```ts
 * const { descriptor, known } = await checkRealmDescriptor(note, { ...bundle, nowMs: Date.now() });
 * ```
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_AUTHENTICATION for a note that no pinned signer has signed
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_FIELD, ERR_NON_CANONICAL, ERR_UNSUPPORTED_VERSION for a text that is no descriptor
 * @throws ERR_REALM_UNTRUSTED if too few have signed, or it is of another realm, another of the known serial, or no successor of
 * the known one
 * @throws ERR_REALM_OUTDATED if it is older than the known one, expired, not yet valid, or looser than the protocol allows, or has
 * no channel key for now
 * @throws ERR_ELEMENT if a public key in it is none
 */
export async function checkRealmDescriptor(
  note: Uint8Array,
  { realmId, signers, known, nowMs }: DescriptorExpectation,
): Promise<CheckedDescriptor> {
  const { descriptor, signedBy, isOneParty, noteHash } = await readDescriptor(note, { realmId, signers });
  if (known !== undefined) assertSuccession(known, descriptor, noteHash);
  assertInForce(descriptor, nowMs);
  assertPolicy(descriptor);
  if (channelKeyAt(descriptor, nowMs) === undefined) throw outdated('it has no channel key for now');
  const { ristretto255Sha512 } = await loadOpaque();
  ristretto255Sha512.keyExchange.assertPublicKey(descriptor.serverPublicKey);
  for (const { publicKey } of descriptor.issuers) assertEd25519PublicKey(publicKey);
  return { descriptor, signedBy, isOneParty, known: { serial: descriptor.serial, noteHash } };
}

/**
 * What is known from a bundle's note, which may have expired since: no descriptor before it will do.
 *
 * ```ts
 * const vault = await openVault({ transport, ...bundle, known: await knownFromNote(bundle.note, bundle), token });
 * ```
 * @throws as `checkRealmDescriptor`
 */
export async function knownFromNote(note: string, trust: RealmTrust): Promise<KnownDescriptor> {
  const { descriptor, noteHash } = await readDescriptor(new TextEncoder().encode(note), trust);
  return { serial: descriptor.serial, noteHash };
}

/** The key that requests are sealed to: of those valid now the one that became valid last. */
export function channelKeyAt(descriptor: RealmDescriptor, nowMs: number): ChannelKey | undefined {
  let newest: ChannelKey | undefined;
  for (const key of descriptor.channelKeys) {
    const isValid = nowMs >= key.notBeforeMs && nowMs < key.notAfterMs;
    if (isValid && (newest === undefined || key.notBeforeMs >= newest.notBeforeMs)) newest = key;
  }
  return newest;
}

interface ReadDescriptor extends Pick<CheckedDescriptor, 'descriptor' | 'signedBy' | 'isOneParty'> {
  readonly noteHash: Uint8Array;
}

async function readDescriptor(note: Uint8Array, { realmId, signers }: RealmTrust): Promise<ReadDescriptor> {
  assertBytesOf(realmId, 'realmId', 16);
  if (!(note instanceof Uint8Array)) throw new TypeError('note must be a Uint8Array');
  const pinned = parseSigners(signers);
  // One copy, so that what is hashed is what was verified.
  const bytes = new Uint8Array(note);
  const { text, verifiedBy } = verifySignedNote(bytes, pinned);
  if (verifiedBy.length < Math.min(SIGNATURES_MIN_COUNT, pinned.length)) {
    throw untrusted('fewer than two of the pinned signers have signed it', {
      signedBy: namesOf(verifiedBy),
    });
  }
  const descriptor = parseRealmDescriptor(text);
  if (!equalBytes(descriptor.realmId, realmId)) throw untrusted('it is of another realm');
  const noteHash = await sha256(bytes);
  return {
    descriptor,
    signedBy: verifiedBy.map(({ name }) => name),
    isOneParty: pinned.length === 1,
    noteHash,
  };
}

/** VAULT-133 to VAULT-135: forward only, and what follows directly names what is known. */
function assertSuccession(
  known: KnownDescriptor,
  { serial, previous }: RealmDescriptor,
  noteHash: Uint8Array,
): void {
  if (!Number.isSafeInteger(known.serial) || known.serial < 1) {
    throw new RangeError('the known serial must be an integer from 1');
  }
  assertBytesOf(known.noteHash, 'the known hash', 32);
  const details = { serial, known: known.serial };
  if (serial < known.serial) throw outdated('a newer one was seen before', details);
  if (serial === known.serial && !equalBytes(noteHash, known.noteHash)) {
    throw untrusted('another one of the same serial was seen before', details);
  }
  if (serial === known.serial + 1 && !equalBytes(previous, known.noteHash)) {
    throw untrusted('it does not follow the one seen before', details);
  }
}

function assertInForce({ issuedMs, expiresMs }: RealmDescriptor, nowMs: number): void {
  if (nowMs >= expiresMs) throw outdated('it has expired', { expiresMs });
  if (issuedMs > nowMs + DESCRIPTOR_SKEW_MS) throw outdated('it was issued in the future', { issuedMs });
}

function assertPolicy({ limit, waitsMs, unacknowledgedLimit }: RealmDescriptor): void {
  if (limit > LIMIT_MAX) throw outdated('it allows too many attempts', { limit });
  if (unacknowledgedLimit > UNACKNOWLEDGED_MAX) {
    throw outdated('it allows too many unacknowledged attempts', { unacknowledgedLimit });
  }
  if (waitsMs.some((wait, i) => wait < WAITS_MIN_MS[i]!)) throw outdated('its waits are too short');
}

function namesOf(keys: readonly VerifierKey[]): string {
  return keys.map(({ name }) => name).join(', ');
}

function untrusted(what: string, details: Readonly<Record<string, string | number>> = {}): MunimentError {
  return new MunimentError(
    'ERR_REALM_UNTRUSTED',
    `the description of the vault is not trusted: ${what}`,
    details,
  );
}

function outdated(what: string, details: Readonly<Record<string, number>> = {}): MunimentError {
  return new MunimentError(
    'ERR_REALM_OUTDATED',
    `the description of the vault is not accepted: ${what}`,
    details,
  );
}
