// test-vectors/realm-descriptor by @muniment/wire, @muniment/crypto and @muniment/vault-client.

import { noteKeyHash, parseVerifierKey, sha256, type VerifierKey, verifySignedNote } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  checkRealmDescriptor,
  type KnownDescriptor,
  knownFromNote,
  parseVaultBundle,
  parseVaultFingerprint,
  type RealmTrust,
  SIGNERS_MAX_COUNT,
  vaultFingerprint,
} from '@muniment/vault-client';
import { channelKeyAt } from '@muniment/vault-client/derandomized';
import { formatHex, formatRealmDescriptor, parseRealmDescriptor, type RealmDescriptor } from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { assertSame, describe, type Fields, malformed, operation, readText } from './support.ts';

const REALM_ID_BYTES = 16;
const HASH_BYTES = 32;
const VERIFIERS_MAX_COUNT = 64;

/** Keys that somebody has chosen to know, so that wrong ones are a mistake of the request. */
function verifiersOf(texts: readonly string[]): VerifierKey[] {
  const keys = texts.map((text) => {
    try {
      return parseVerifierKey(text);
    } catch (error) {
      if (isMunimentError(error)) malformed(`${JSON.stringify(text)} is no verifier key`);
      throw error;
    }
  });
  const distinct = new Set(keys.map(({ publicKey }) => formatHex(publicKey)));
  const names = new Set(
    keys.map(({ name, publicKey }) => `${formatHex(noteKeyHash(name, publicKey))} ${name}`),
  );
  if (distinct.size < keys.length || names.size < keys.length) malformed('two verifiers are the same key');
  return keys;
}

function trustOf(input: Fields): RealmTrust {
  const signers = input.list('signers', readText);
  if (signers.length < 1 || signers.length > SIGNERS_MAX_COUNT)
    malformed(`${signers.length} signers are pinned`);
  verifiersOf(signers);
  return { realmId: input.bytes('realmId', REALM_ID_BYTES), signers };
}

function knownOf(input: Fields): KnownDescriptor | undefined {
  if (!input.has('known')) return undefined;
  const known = input.object('known');
  return {
    serial: known.integer('serial', 1, Number.MAX_SAFE_INTEGER),
    noteHash: known.bytes('noteHash', HASH_BYTES),
  };
}

function nowOf(input: Fields): number {
  return input.integer('nowMs', 0, Number.MAX_SAFE_INTEGER);
}

async function describeDescriptor({ channelKeys, ...rest }: RealmDescriptor): Promise<JsonObject> {
  const keys = channelKeys.map(async ({ publicKey, ...key }) => ({
    ...key,
    publicKeySha256: await sha256(publicKey),
  }));
  return { descriptor: describe({ ...rest, channelKeys: await Promise.all(keys) }) };
}

export const operations: Operations = {
  'realm-descriptor.text': operation(async (input) => {
    const text = input.text('text');
    const descriptor = parseRealmDescriptor(text);
    assertSame('a descriptor, read and written again', formatRealmDescriptor(descriptor), text);
    return describeDescriptor(descriptor);
  }),

  'realm-descriptor.note': operation((input) => {
    const texts = input.list('verifiers', readText);
    if (texts.length > VERIFIERS_MAX_COUNT) malformed(`${texts.length} verifiers`);
    const { text, verifiedBy } = verifySignedNote(input.bytes('note'), verifiersOf(texts));
    return { text, verifiedBy: verifiedBy.map(({ name }) => name) };
  }),

  'realm-descriptor.pin': operation((input) => {
    const signers = input.list('signers', readText);
    const realm = formatHex(input.bytes('realmId', REALM_ID_BYTES));
    // A user pins what a bundle says; its other members are as they should be.
    const others = { format: 'muniment-vault-bundle/1', url: 'https://vault.example', note: 'not looked at' };
    parseVaultBundle(JSON.stringify({ ...others, realm, signers }));
    return {
      keys: signers.map((signer) => {
        const { name, publicKey } = parseVerifierKey(signer);
        return { name, keyHash: formatHex(noteKeyHash(name, publicKey)), publicKey: formatHex(publicKey) };
      }),
    };
  }),

  'realm-descriptor.rules': operation(async (input) => {
    const nowMs = nowOf(input);
    const note = new TextEncoder().encode(input.text('note'));
    const checked = await checkRealmDescriptor(note, { ...trustOf(input), known: knownOf(input), nowMs });
    const { descriptor, signedBy, known } = checked;
    const usableKeyIds = descriptor.channelKeys
      .filter(({ notBeforeMs, notAfterMs }) => nowMs >= notBeforeMs && nowMs < notAfterMs)
      .map(({ keyId }) => keyId);
    const chosen = channelKeyAt(descriptor, nowMs)?.keyId;
    if (chosen === undefined || !usableKeyIds.includes(chosen)) throw new Error('a key out of its time');
    return {
      serial: known.serial,
      noteHash: formatHex(known.noteHash),
      signedBy: [...signedBy],
      usableKeyIds,
    };
  }),

  'realm-descriptor.fromBundle': operation(async (input) => {
    const trust = trustOf(input);
    const nowMs = nowOf(input);
    const note = new TextEncoder().encode(input.text('note'));
    const known = await knownFromNote(input.text('bundleNote'), trust);
    await checkRealmDescriptor(note, { ...trust, known, nowMs });
    return {};
  }),

  'realm-descriptor.bundle': operation((input) => {
    const { url, realmId, signers, note } = parseVaultBundle(input.text('text'));
    const bundle = {
      format: 'muniment-vault-bundle/1',
      url,
      realm: formatHex(realmId),
      signers: [...signers],
      note,
    };
    return { bundle };
  }),

  'realm-descriptor.fingerprint': operation(async (input) => ({
    fingerprint: await vaultFingerprint(trustOf(input)),
  })),

  'realm-descriptor.typed': operation((input) => ({
    fingerprint: parseVaultFingerprint(input.text('text')),
  })),
};
