// The folder in which an operator keeps a realm: its keys, the descriptor in force, its records and what was noted of them.
//
// <folder>/realm.json        every key (realm-keys.ts)
//          descriptor.note   the signed descriptor in force
//          descriptor.next   the one after it, until it is published
//          records.db        the record store
//          freshness.db      the freshness file, if it is in no other place
//          lock.db           held while realm.json or a descriptor changes

import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  ed25519PublicKey,
  NOTE_MAX_BYTES,
  parseVerifierKey,
  randomBytes,
  SecretBytes,
  sha256,
  signNote,
  type VerifierKey,
  verifySignedNote,
  xwingPublicKey,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { createServerKeys, ristretto255Sha512 } from '@muniment/opaque';
import {
  type ChannelKey,
  formatHex,
  formatRealmDescriptor,
  parseRealmDescriptor,
  type RealmDescriptor,
} from '@muniment/wire';
import {
  createPrivateFile,
  readPrivateFile,
  reasonOf,
  removePrivateFile,
  syncFolder,
  withFileLock,
  writePrivateFile,
} from './private-file.ts';
import { CHANNEL_SKEW_MS, type ChannelSecret } from './realm.ts';
import {
  formatRealmKeys,
  operatorVerifierKey,
  parseRealmKeys,
  REALM_KEYS_MAX_BYTES,
  type RealmKeys,
} from './realm-keys.ts';
import { sqliteFreshness } from './sqlite-freshness.ts';
import { sqliteRecordStore } from './sqlite-record-store.ts';

const KEYS_FILE = 'realm.json';
const NOTE_FILE = 'descriptor.note';
const NEXT_FILE = 'descriptor.next';
const RECORDS_FILE = 'records.db';
const FRESHNESS_FILE = 'freshness.db';
const LOCK_FILE = 'lock.db';
const FOLDER_MODE = 0o700;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A descriptor names so many channel keys, used one after the other. */
const CHANNEL_KEY_COUNT = 6;
/** Each is valid for so long, */
const CHANNEL_KEY_MS = 60 * DAY_MS;
/** the last part of it beside the next. */
const CHANNEL_KEY_OVERLAP_MS = 7 * DAY_MS;
const CHANNEL_KEY_ID_COUNT = 256;

/** VAULT-020, VAULT-023. */
const POLICY = {
  limit: 10,
  waitsMs: [0, 0, 0, 0, MINUTE_MS, HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS, 72 * HOUR_MS, 72 * HOUR_MS],
  unacknowledgedLimit: 30,
} as const;

/** What a new realm is to be. */
export interface RealmFolderOptions {
  /** Who runs it, for people: 1 to 128 bytes of UTF-8. */
  readonly operator: string;
  /** Where clients find its gateway. */
  readonly url: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** The verifier key of a second signer, without whose signature no descriptor comes into force. */
  readonly witness?: string;
  /** A freshness file elsewhere, or `none`. Unless told it is in the folder, which protects from less. */
  readonly freshness?: string;
}

/** A realm as its folder has it. */
export interface RealmFolder {
  readonly keys: RealmKeys;
  /** The operator's, then the witness's. */
  readonly signers: readonly string[];
  /** What is in force; undefined while the first descriptor waits for the witness. */
  readonly inForce: SignedDescriptor | undefined;
}

/** A descriptor and the note it is in. */
export interface SignedDescriptor {
  readonly note: Uint8Array<ArrayBuffer>;
  readonly descriptor: RealmDescriptor;
  /** Verifier keys of the signers of this realm that signed it. */
  readonly signedBy: readonly string[];
}

/**
 * Makes a realm: a folder that only its owner can open, all keys, empty stores and the first descriptor. That is in force at once,
 * or with a witness waits for the witness's signature in `descriptor.next`.
 *
 * ```ts
 * await initRealmFolder('/var/lib/muniment', { operator: 'Ada', url: 'https://vault.example', nowMs: Date.now() });
 * ```
 * @throws ERR_OUTPUT_FILE if the folder is there already, or cannot be made
 * @throws ERR_USAGE for an operator or witness that cannot be
 */
export async function initRealmFolder(folder: string, options: RealmFolderOptions): Promise<RealmFolder> {
  const { operator, url, nowMs, witness, freshness } = options;
  if (witness !== undefined) assertWitness(witness);
  const realmId = randomBytes(16);
  const ownSeed = SecretBytes.random(32);
  const ownIssuer = { name: `muniment-vault:${formatHex(realmId)}`, seed: ownSeed };
  const keys: RealmKeys = {
    realmId,
    serverPrivateKey: createServerKeys(ristretto255Sha512).privateKey,
    storageKey: SecretBytes.random(32),
    channelKeys: planChannelKeys([], nowMs),
    operator: { name: operator, signerName: signerNameOf(operator), seed: SecretBytes.random(32) },
    witness,
    url,
    issuers: [{ name: ownIssuer.name, publicKey: ed25519PublicKey(ownSeed) }],
    ownIssuer,
    lastSerial: 1,
    freshness: freshnessPath(freshness),
  };
  const note = await composeNote(folder, keys, undefined, nowMs);
  makeFolder(folder);
  try {
    await (await sqliteRecordStore(recordsPath(folder))).close();
    const notes = freshnessFileOf(folder, keys);
    if (notes !== undefined) await (await sqliteFreshness(notes)).close();
    createPrivateFile(join(folder, witness === undefined ? NOTE_FILE : NEXT_FILE), note);
    // Last: a folder without it is no realm.
    createPrivateFile(join(folder, KEYS_FILE), formatRealmKeys(keys));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return await readRealmFolder(folder);
}

/**
 * What is in a realm's folder.
 * @throws ERR_INPUT_FILE if it is not one, or damaged, or its keys can be read by others
 * @throws ERR_REALM_UNTRUSTED if the descriptor in force is not of this realm
 */
export async function readRealmFolder(folder: string): Promise<RealmFolder> {
  const keys = readKeys(folder);
  const note = readPrivateFile(join(folder, NOTE_FILE), NOTE_MAX_BYTES, { isSecret: false });
  const inForce = note === undefined ? undefined : await checkNote(keys, note);
  return { keys, signers: signersOf(keys), inForce };
}

/**
 * Writes `descriptor.next`: the descriptor after the one in force, signed by the operator. Channel keys that have ended are left
 * out, and their secrets erased; new ones take their place. Where one waits already it is that one, because a realm that signs two
 * texts of one serial is split (VAULT-143); if it was lost, or has expired, its serial is passed over.
 *
 * @param witness a verifier key, which becomes the realm's witness from this descriptor on
 * @throws ERR_INPUT_FILE, ERR_OUTPUT_FILE, ERR_BUSY; ERR_USAGE for a witness that is none
 * @throws ERR_REALM_OUTDATED if the first descriptor can no longer come into force
 */
export async function nextDescriptor(
  folder: string,
  nowMs: number,
  { witness }: { readonly witness?: string } = {},
): Promise<SignedDescriptor> {
  if (witness !== undefined) assertWitness(witness);
  return await withRealmLock(folder, async () => {
    const before = readKeys(folder);
    if (witness !== undefined && isOwnKey(before, witness)) {
      throw new MunimentError('ERR_USAGE', 'the operator cannot be the witness');
    }
    const { inForce } = await readRealmFolder(folder);
    const named: RealmKeys = { ...before, witness: witness ?? before.witness };
    const waiting = await waitingDescriptor(folder, named, inForce, nowMs);
    if (waiting !== undefined) {
      if (named.witness !== before.witness) writeKeys(folder, named);
      return waiting;
    }
    if (inForce === undefined) {
      throw new MunimentError(
        'ERR_REALM_OUTDATED',
        'the first descriptor was lost or has expired before it was in force: make another realm in the place of this one',
      );
    }
    const channelKeys = planChannelKeys(before.channelKeys, nowMs);
    const lastSerial = Math.max(before.lastSerial, inForce.descriptor.serial) + 1;
    const keys: RealmKeys = { ...named, channelKeys, lastSerial };
    const note = await composeNote(folder, keys, inForce, nowMs);
    // The secrets first: no key may be published that could be lost.
    writeKeys(folder, keys);
    writePrivateFile(join(folder, NEXT_FILE), note);
    return await checkNote(keys, note);
  });
}

/**
 * Puts a descriptor into force that was made by `nextDescriptor`, and signed by the witness if there is one.
 *
 * @throws ERR_REALM_UNTRUSTED if it is not this realm's, does not follow the one in force, or lacks a signature
 * @throws ERR_REALM_OUTDATED if it is not newer than the one in force, or has expired
 * @throws ERR_INPUT_FILE, ERR_OUTPUT_FILE, ERR_BUSY
 */
export async function publishDescriptor(
  folder: string,
  note: Uint8Array,
  nowMs: number,
): Promise<SignedDescriptor> {
  return await withRealmLock(folder, async () => {
    const { keys, inForce, signers } = await readRealmFolder(folder);
    const next = await checkNote(keys, Uint8Array.from(note));
    if (next.signedBy.length < signers.length) {
      throw new MunimentError('ERR_REALM_UNTRUSTED', `the descriptor lacks the signature of ${signers[1]}`);
    }
    const { serial, previous, expiresMs } = next.descriptor;
    if (inForce !== undefined && serial <= inForce.descriptor.serial) {
      throw new MunimentError(
        'ERR_REALM_OUTDATED',
        `the descriptor has serial ${serial}, and ${inForce.descriptor.serial} is in force`,
        { serial },
      );
    }
    if (formatHex(previous) !== formatHex(await hashInForce(inForce))) {
      throw new MunimentError('ERR_REALM_UNTRUSTED', 'the descriptor does not follow the one in force', {
        serial,
      });
    }
    if (expiresMs <= nowMs) throw new MunimentError('ERR_REALM_OUTDATED', 'the descriptor has expired');
    await assertSecrets(keys, next.descriptor, nowMs);
    writePrivateFile(join(folder, NOTE_FILE), next.note);
    removePrivateFile(join(folder, NEXT_FILE));
    return next;
  });
}

/**
 * Erases the secrets of channel keys that no client may use any more, so that who gets hold of the folder later cannot open
 * what was recorded before. The number of keys erased.
 * @throws ERR_INPUT_FILE, ERR_OUTPUT_FILE, ERR_BUSY
 */
export async function eraseEndedChannelKeys(folder: string, nowMs: number): Promise<number> {
  if (keptChannelKeys(readKeys(folder), nowMs).ended === 0) return 0;
  return await withRealmLock(folder, async () => {
    const keys = readKeys(folder);
    const { kept, ended } = keptChannelKeys(keys, nowMs);
    if (ended > 0) writeKeys(folder, { ...keys, channelKeys: kept });
    return ended;
  });
}

/**
 * Whether the realm has everything that its descriptor says.
 * @throws ERR_REALM_UNTRUSTED if it names a channel key, valid now or later, of which the realm has no secret
 */
export async function assertSecrets(
  { channelKeys }: RealmKeys,
  descriptor: RealmDescriptor,
  nowMs: number,
): Promise<void> {
  const own = new Map(
    await Promise.all(
      channelKeys.map(async ({ keyId, secret }) => [keyId, formatHex(await xwingPublicKey(secret))] as const),
    ),
  );
  for (const { keyId, notAfterMs, publicKey } of descriptor.channelKeys) {
    if (notAfterMs > nowMs && own.get(keyId) !== formatHex(publicKey)) {
      throw new MunimentError(
        'ERR_REALM_UNTRUSTED',
        `the descriptor names a channel key that this realm does not have: ${keyId}`,
        { keyId },
      );
    }
  }
}

/** Where the records of a realm are. */
export function recordsPath(folder: string): string {
  return join(folder, RECORDS_FILE);
}

/** Where the freshness file of a realm is; undefined for none. */
export function freshnessFileOf(
  folder: string,
  { freshness }: Pick<RealmKeys, 'freshness'>,
): string | undefined {
  return freshness === undefined ? undefined : resolve(folder, freshness);
}

/**
 * Whether a freshness file is kept apart from the record store, so that a realm may publish `rollback protected` (VAULT-061):
 * what restores the folder as a whole must not restore it too.
 */
export function isKeptApart(folder: string, freshness: string | undefined): boolean {
  if (freshness === undefined) return false;
  const way = relative(realPathOf(folder), realPathOf(freshness));
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** The path of the freshness file that an option names, as realm.json holds it. */
export function freshnessPath(option: string | undefined): string | undefined {
  if (option === 'none') return undefined;
  return option === undefined ? FRESHNESS_FILE : resolve(option);
}

/** The path with its links followed, as far as it is there. */
function realPathOf(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(realPathOf(parent), basename(absolute));
}

function readKeys(folder: string): RealmKeys {
  const path = join(folder, KEYS_FILE);
  const bytes = readPrivateFile(path, REALM_KEYS_MAX_BYTES);
  if (bytes === undefined) {
    throw new MunimentError(
      'ERR_INPUT_FILE',
      `${folder} is not the folder of a realm: it has no ${KEYS_FILE}`,
      {
        path: folder,
      },
    );
  }
  try {
    const keys = parseRealmKeys(bytes, path);
    if (keys.witness !== undefined && isOwnKey(keys, keys.witness)) {
      throw new MunimentError('ERR_INPUT_FILE', `${path} is damaged: the witness is the operator`, { path });
    }
    return keys;
  } finally {
    bytes.fill(0);
  }
}

/** Replaces realm.json. Of channel keys that are no longer in it nothing stays behind. */
function writeKeys(folder: string, keys: RealmKeys): void {
  const bytes = formatRealmKeys(keys);
  writePrivateFile(join(folder, KEYS_FILE), bytes, { erase: true });
  bytes.fill(0);
}

/** Two signatures by one party would pass for two parties. */
function isOwnKey({ operator }: RealmKeys, witness: string): boolean {
  return formatHex(parseVerifierKey(witness).publicKey) === formatHex(ed25519PublicKey(operator.seed));
}

function signersOf({ operator, witness }: RealmKeys): readonly string[] {
  const own = operatorVerifierKey(ed25519PublicKey(operator.seed), operator);
  return witness === undefined ? [own] : [own, witness];
}

/** Takes a note apart that the operator of this realm signed. @throws ERR_REALM_UNTRUSTED for any other (VAULT-142, VAULT-144) */
async function checkNote(keys: RealmKeys, note: Uint8Array<ArrayBuffer>): Promise<SignedDescriptor> {
  const signers = signersOf(keys);
  const verifiers = signers.map(parseVerifierKey);
  let text: string;
  let verifiedBy: VerifierKey[];
  let descriptor: RealmDescriptor;
  try {
    ({ text, verifiedBy } = verifySignedNote(note, verifiers));
    descriptor = parseRealmDescriptor(text);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    throw new MunimentError(
      'ERR_REALM_UNTRUSTED',
      `this is no descriptor of the realm: ${error.message}`,
      {},
      error,
    );
  }
  const names = verifiedBy.map(({ publicKey }) => formatHex(publicKey));
  const signedBy = signers.filter((_, i) => names.includes(formatHex(verifiers[i]!.publicKey)));
  const { publicKey } = serverKeysOf(keys);
  if (
    signedBy[0] !== signers[0] ||
    formatHex(descriptor.realmId) !== formatHex(keys.realmId) ||
    formatHex(descriptor.serverPublicKey) !== formatHex(publicKey)
  ) {
    throw new MunimentError('ERR_REALM_UNTRUSTED', 'this is the descriptor of another realm');
  }
  return { note, descriptor, signedBy };
}

function serverKeysOf({ serverPrivateKey }: RealmKeys): { readonly publicKey: Uint8Array } {
  return { publicKey: ristretto255Sha512.keyExchange.publicKey(serverPrivateKey.expose()) };
}

/** What the next descriptor must name as the one before. */
async function hashInForce(inForce: SignedDescriptor | undefined): Promise<Uint8Array> {
  return inForce === undefined ? new Uint8Array(32) : await sha256(inForce.note);
}

/** The descriptor in `descriptor.next`, if it could be published. */
async function waitingDescriptor(
  folder: string,
  keys: RealmKeys,
  inForce: SignedDescriptor | undefined,
  nowMs: number,
): Promise<SignedDescriptor | undefined> {
  const note = readPrivateFile(join(folder, NEXT_FILE), NOTE_MAX_BYTES, { isSecret: false });
  if (note === undefined) return undefined;
  try {
    const waiting = await checkNote(keys, note);
    const { serial, previous, expiresMs } = waiting.descriptor;
    await assertSecrets(keys, waiting.descriptor, nowMs);
    const follows = formatHex(previous) === formatHex(await hashInForce(inForce));
    return follows && serial === keys.lastSerial && expiresMs > nowMs ? waiting : undefined;
  } catch (error) {
    if (isMunimentError(error, 'ERR_REALM_UNTRUSTED')) return undefined;
    throw error;
  }
}

async function composeNote(
  folder: string,
  keys: RealmKeys,
  inForce: SignedDescriptor | undefined,
  nowMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { operator, realmId, channelKeys, issuers, lastSerial } = keys;
  const current = channelKeys.filter(({ notAfterMs }) => notAfterMs > nowMs);
  const published = await Promise.all(
    current.map(
      async ({ keyId, notBeforeMs, notAfterMs, secret }): Promise<ChannelKey> => ({
        keyId,
        notBeforeMs,
        notAfterMs,
        publicKey: await xwingPublicKey(secret),
      }),
    ),
  );
  const freshness = freshnessFileOf(folder, keys);
  try {
    const text = formatRealmDescriptor({
      ...POLICY,
      serial: lastSerial,
      previous: await hashInForce(inForce),
      realmId,
      issuedMs: nowMs,
      expiresMs: Math.max(...current.map(({ notAfterMs }) => notAfterMs)),
      operator: operator.name,
      serverPublicKey: serverKeysOf(keys).publicKey,
      rollback: isKeptApart(folder, freshness) ? 'protected' : 'unprotected',
      channelKeys: published.sort((a, b) => a.keyId - b.keyId),
      issuers: issuers.toSorted(compareIssuers),
    });
    return signNote(text, { name: operator.signerName, seed: operator.seed });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MunimentError('ERR_USAGE', `no descriptor can say that: ${error.message}`, {}, error);
  }
}

function compareIssuers(a: RealmKeys['issuers'][number], b: RealmKeys['issuers'][number]): number {
  const [first, second] = [a, b].map(({ name, publicKey }) => `${name} ${formatHex(publicKey)}`);
  return first! < second! ? -1 : 1;
}

/** The keys that are still good for something, and how many are not. (VAULT-108) */
function keptChannelKeys(
  { channelKeys }: Pick<RealmKeys, 'channelKeys'>,
  nowMs: number,
): { readonly kept: readonly ChannelSecret[]; readonly ended: number } {
  const kept = channelKeys.filter(({ notAfterMs }) => notAfterMs + CHANNEL_SKEW_MS > nowMs);
  return { kept, ended: channelKeys.length - kept.length };
}

/** Keys for a new descriptor: those that have not ended, and new ones, each of which overlaps the one before. (VAULT-110) */
function planChannelKeys(before: readonly ChannelSecret[], nowMs: number): readonly ChannelSecret[] {
  const keys = [...keptChannelKeys({ channelKeys: before }, nowMs).kept];
  const firstMs = nowMs - CHANNEL_SKEW_MS;
  let lastId = keys.at(-1)?.keyId ?? before.at(-1)?.keyId ?? -1;
  let endMs = Math.max(...keys.map(({ notAfterMs }) => notAfterMs), Number.NEGATIVE_INFINITY);
  while (keys.filter(({ notAfterMs }) => notAfterMs > nowMs).length < CHANNEL_KEY_COUNT) {
    lastId = (lastId + 1) % CHANNEL_KEY_ID_COUNT;
    const notBeforeMs = Math.max(endMs - CHANNEL_KEY_OVERLAP_MS, firstMs);
    endMs = notBeforeMs + CHANNEL_KEY_MS;
    keys.push({ keyId: lastId, notBeforeMs, notAfterMs: endMs, secret: SecretBytes.random(32) });
  }
  return keys;
}

/** The operator's name in signatures: what stands between spaces and plus signs there must have none. */
function signerNameOf(operator: string): string {
  const name = operator
    .normalize('NFC')
    .replace(/[\p{White_Space}\p{C}+]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  if (name === '') throw new MunimentError('ERR_USAGE', 'the name of the operator is empty');
  return name;
}

function assertWitness(witness: string): void {
  try {
    parseVerifierKey(witness);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    throw new MunimentError(
      'ERR_USAGE',
      `the witness is not given as a verifier key: ${error.message}`,
      {},
      error,
    );
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(dirname(resolve(folder)), { recursive: true, mode: FOLDER_MODE });
    mkdirSync(folder, { mode: FOLDER_MODE });
    syncFolder(dirname(resolve(folder)));
  } catch (error) {
    throw new MunimentError(
      'ERR_OUTPUT_FILE',
      `${folder} cannot be made: ${reasonOf(error)}`,
      { path: folder },
      error,
    );
  }
}

/** The lock of a folder that must be a realm's, so that none is made in another. */
async function withRealmLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  readKeys(folder);
  return await withFileLock(join(folder, LOCK_FILE), work);
}
