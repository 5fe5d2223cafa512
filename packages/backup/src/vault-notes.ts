// What a device keeps of the vaults of an archive: vault.json, and the states of exchanges that are under way.
//
// <home>/archives/<archive id>/vault.json, vault-<account>-registration, vault-<account>-login

import { createSha256, ed25519PublicKey, equalBytes, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { KnownDescriptor, StateSlot } from '@muniment/vault-client';
import {
  decodeVaultResponse,
  formatHex,
  LIMITS,
  parseHex,
  type VaultLocator,
  type VaultResponse,
  type VaultStatus,
} from '@muniment/wire';
import type { PrivateFolder } from './home.ts';

const FILE = 'vault.json';
const SEED_BYTES = 32;
const SIGNERS_MAX_COUNT = 8;
const OPERATOR_MAX_BYTES = 128;
const NOTE_FIELDS: readonly string[] = [
  ...['url', 'realmId', 'issuer', 'subject', 'signers', 'known'],
  ...['owners', 'own', 'leaving', 'seen', 'shown'],
];
/** Of more owner seeds than this some go: one is added at each change of the keys that no vault heard of. */
const OWNERS_MAX_COUNT = 64;

/** Which account of which vault. */
export type VaultAccountId = Pick<VaultLocator, 'realmId' | 'issuer' | 'subject'>;

/** What a vault's descriptor and status came to, and is shown while the vault is not asked. */
export interface ShownNote {
  readonly operator: string;
  readonly isOneParty: boolean;
  readonly attemptsLeft: number;
  readonly waitUntilMs: number | undefined;
}

/** What a device knows of one account at a vault. */
export interface VaultNote extends VaultAccountId {
  readonly url: string;
  /** The signers that this device trusts for the vault; none while it has not been told. */
  readonly signers: readonly string[];
  /** The newest descriptor that was seen. */
  readonly known: KnownDescriptor | undefined;
  /**
   * Seeds of the owner keys that the vault may have accepted last, oldest first. They are kept until the vault is seen to have
   * accepted the newest (VAULT-036).
   */
  readonly owners: readonly SecretBytes[];
  /** The password that this device set last. */
  readonly own: bigint | undefined;
  /** The password of this generation, and all before it, were removed here, and the vault has yet to delete them. */
  readonly leaving: bigint | undefined;
  /** What the vault said last: a `VaultResponse` with a status, encoded. */
  readonly seen: Uint8Array | undefined;
  /** What that came to. */
  readonly shown: ShownNote | undefined;
}

/** True if both are of one account. */
export function isSameAccount(a: VaultAccountId, b: VaultAccountId): boolean {
  return equalBytes(a.realmId, b.realmId) && a.issuer === b.issuer && a.subject === b.subject;
}

/** A name for an account, in names of files: 16 hexadecimal digits. */
export function accountTag({ realmId, issuer, subject }: VaultAccountId): string {
  const text = JSON.stringify([formatHex(realmId), issuer, subject]);
  const digest = createSha256().update(new TextEncoder().encode(text)).digest();
  return formatHex(digest.subarray(0, 8));
}

/** Keeps the state of an exchange in a file: what is saved is on the disk. */
export function fileSlot(folder: PrivateFolder, name: string): StateSlot {
  return {
    load: async () => folder.read(name),
    save: async (bytes) => folder.write(name, bytes),
    clear: async () => folder.delete(name),
  };
}

/** The notes of one archive, as they are in the file. Changed only while the folder is locked. All calls throw ERR_HOME. */
export class VaultNotes {
  readonly #folder: PrivateFolder;

  constructor(folder: PrivateFolder) {
    this.#folder = folder;
  }

  get all(): readonly VaultNote[] {
    const bytes = this.#folder.read(FILE);
    try {
      return bytes === undefined ? [] : parseNotes(bytes);
    } finally {
      bytes?.fill(0);
    }
  }

  get(account: VaultAccountId): VaultNote | undefined {
    return this.all.find((note) => isSameAccount(note, account));
  }

  /** Changes what is kept of an account, durably; of one that is new, `change` names the vault's URL at least. */
  set(account: VaultAccountId, change: Partial<Omit<VaultNote, keyof VaultAccountId>>): VaultNote {
    const { realmId, issuer, subject } = account;
    const before = this.get(account) ?? {
      ...{ url: '', realmId: new Uint8Array(realmId), issuer, subject },
      ...{ signers: [], known: undefined, owners: [], own: undefined, leaving: undefined },
      ...{ seen: undefined, shown: undefined },
    };
    const after = { ...before, ...change };
    this.#write([...this.all.filter((note) => !isSameAccount(note, account)), after]);
    return after;
  }

  /** Forgets an account, and what was under way with it. */
  delete(account: VaultAccountId): void {
    for (const kind of ['registration', 'login'] as const) this.#folder.delete(slotName(account, kind));
    this.#write(this.all.filter((note) => !isSameAccount(note, account)));
  }

  /** Notes owner seeds that the vault may have accepted or may yet accept. Takes copies. */
  addOwners(account: VaultAccountId, url: string, seeds: readonly SecretBytes[]): void {
    const owners = this.get(account)?.owners ?? [];
    const added = seeds.filter((seed) => !owners.some((owner) => isSameSecret(owner, seed)));
    if (added.length === 0) return;
    const all = [...owners, ...added.map((seed) => SecretBytes.from(seed.expose()))];
    const kept = fewerOwners(all, seenStatus(this.get(account))?.owner);
    this.set(account, { owners: kept, ...(owners.length === 0 && { url }) });
  }

  /** Where the state of an exchange is kept. */
  slot(account: VaultAccountId, kind: 'registration' | 'login'): StateSlot {
    return fileSlot(this.#folder, slotName(account, kind));
  }

  /** True if an exchange is under way. */
  isUnderWay(account: VaultAccountId, kind: 'registration' | 'login'): boolean {
    const bytes = this.#folder.read(slotName(account, kind));
    bytes?.fill(0);
    return bytes !== undefined;
  }

  #write(notes: readonly VaultNote[]): void {
    const bytes = formatNotes(notes);
    this.#folder.write(FILE, bytes);
    bytes.fill(0);
  }
}

function slotName(account: VaultAccountId, kind: string): string {
  return `vault-${accountTag(account)}-${kind}`;
}

export function isSameSecret(a: SecretBytes, b: SecretBytes): boolean {
  return equalBytes(a.expose(), b.expose());
}

/** The seed among `owners` whose public key this is; the newest of several. */
export function ownerOf(publicKey: Uint8Array, owners: readonly SecretBytes[]): SecretBytes | undefined {
  return owners.findLast((seed) => equalBytes(ed25519PublicKey(seed), publicKey));
}

/**
 * As many owners as are kept: those that the vault is known to have accepted, without which nothing could be changed there any more,
 * and the newest.
 */
function fewerOwners(all: readonly SecretBytes[], seen: Uint8Array | undefined): readonly SecretBytes[] {
  if (all.length <= OWNERS_MAX_COUNT) return all;
  // The first is the one that was left when the vault was last seen to have accepted this device's newest.
  const accepted = all.filter(
    (seed, i) => i === 0 || (seen !== undefined && equalBytes(ed25519PublicKey(seed), seen)),
  );
  const others = all.filter((seed) => !accepted.includes(seed));
  const newest = others.slice(accepted.length - OWNERS_MAX_COUNT);
  return all.filter((seed) => accepted.includes(seed) || newest.includes(seed));
}

/** What the vault said last, if that is known. */
export function seenStatus(note: Pick<VaultNote, 'seen'> | undefined): VaultStatus | undefined {
  return seenAnswer(note)?.status;
}

/** The same, with the time by the vault's clock. */
export function seenAnswer(note: Pick<VaultNote, 'seen'> | undefined): VaultResponse | undefined {
  if (note?.seen === undefined) return undefined;
  try {
    return decodeVaultResponse(note.seen);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return undefined;
  }
}

function formatNotes(notes: readonly VaultNote[]): Uint8Array {
  const vaults = notes.map(
    ({ url, realmId, issuer, subject, signers, known, owners, own, leaving, seen, shown }) => ({
      url,
      realmId: formatHex(realmId),
      issuer,
      subject,
      signers,
      known: known === undefined ? null : { serial: known.serial, noteHash: formatHex(known.noteHash) },
      owners: owners.map((seed) => formatHex(seed.expose())),
      own: own === undefined ? null : String(own),
      leaving: leaving === undefined ? null : String(leaving),
      seen: seen === undefined ? null : formatHex(seen),
      shown: shown === undefined ? null : { ...shown, waitUntilMs: shown.waitUntilMs ?? null },
    }),
  );
  return new TextEncoder().encode(`${JSON.stringify({ version: 1, vaults }, null, 2)}\n`);
}

/** Takes apart what `formatNotes` writes, and nothing else. */
function parseNotes(bytes: Uint8Array): VaultNote[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refusal('is not JSON');
  }
  const { version, vaults } = fieldsOf(value, ['version', 'vaults']);
  if (version !== 1) throw refusal('has an unknown version');
  const notes = listOf(vaults, Number.POSITIVE_INFINITY).map(parseNote);
  if (new Set(notes.map(accountTag)).size !== notes.length) throw refusal('names an account twice');
  return notes;
}

function parseNote(value: unknown): VaultNote {
  const { url, realmId, issuer, subject, signers, known, ...more } = fieldsOf(value, NOTE_FIELDS);
  const { owners, own, leaving, seen, shown } = more;
  const limits = LIMITS.VaultLocator;
  return {
    url: textOf(url, limits.url.maxBytes),
    realmId: hexOf(realmId, 16),
    issuer: textOf(issuer, limits.issuer.maxBytes),
    subject: textOf(subject, limits.subject.maxBytes),
    signers: listOf(signers, SIGNERS_MAX_COUNT).map((signer) => textOf(signer, 1024)),
    known: known === null ? undefined : parseKnown(known),
    owners: listOf(owners, OWNERS_MAX_COUNT).map((seed) => secretOf(seed)),
    own: own === null ? undefined : numberOf(own),
    leaving: leaving === null ? undefined : numberOf(leaving),
    seen: seen === null ? undefined : hexOf(seen),
    shown: shown === null ? undefined : parseShown(shown),
  };
}

function parseShown(value: unknown): ShownNote {
  const { operator, isOneParty, attemptsLeft, waitUntilMs } = fieldsOf(value, [
    ...['operator', 'isOneParty', 'attemptsLeft', 'waitUntilMs'],
  ]);
  if (typeof isOneParty !== 'boolean') throw refusal('does not say who signs');
  return {
    operator: textOf(operator, OPERATOR_MAX_BYTES),
    isOneParty,
    attemptsLeft: countOf(attemptsLeft, 0),
    waitUntilMs: waitUntilMs === null ? undefined : countOf(waitUntilMs, 0),
  };
}

function parseKnown(value: unknown): KnownDescriptor {
  const { serial, noteHash } = fieldsOf(value, ['serial', 'noteHash']);
  return { serial: countOf(serial, 1), noteHash: hexOf(noteHash, 32) };
}

function countOf(value: unknown, min: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min)
    throw refusal('lacks a whole number');
  return value;
}

/** An object with exactly these fields. */
function fieldsOf(value: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal('lacks an object');
  if (Object.keys(value).sort().join() !== [...names].sort().join()) throw refusal('has other fields');
  return value as Record<string, unknown>;
}

function listOf(value: unknown, maxCount: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > maxCount) throw refusal('lacks a list, or has too long a one');
  return value;
}

function textOf(value: unknown, maxBytes: number): string {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > maxBytes)
    throw refusal('lacks a text, or has too long a one');
  return value;
}

function numberOf(value: unknown): bigint {
  if (typeof value !== 'string' || !/^[1-9]\d{0,15}$/.test(value)) throw refusal('lacks a number');
  return BigInt(value);
}

function hexOf(value: unknown, bytes?: number): Uint8Array {
  if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(value))
    throw refusal('lacks hexadecimal digits');
  if (bytes !== undefined && value.length !== 2 * bytes) throw refusal('has too many or too few digits');
  return parseHex(value);
}

function secretOf(value: unknown): SecretBytes {
  const bytes = hexOf(value, SEED_BYTES);
  const secret = SecretBytes.from(bytes);
  bytes.fill(0);
  return secret;
}

function refusal(what: string): MunimentError {
  return new MunimentError('ERR_HOME', `${FILE} ${what}`);
}
