// An account at a vault, as a session reaches it: whom to trust, the channel, and what this device notes of both.

import type { SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { deriveVaultOwnerSeed } from '@muniment/keys';
import {
  httpTransport,
  type KnownDescriptor,
  knownFromNote,
  openVault,
  tokenAccount,
  type Vault,
  type VaultToken,
  type VaultTransport,
  type VaultView,
  vaultFingerprint,
} from '@muniment/vault-client';
import { recoveryFolder } from './home.ts';
import type { Session } from './session.ts';
import type { VaultAccess, VaultBundle } from './types.ts';
import { isBusy, noteOwners, type VaultMethod, vaultMethods } from './vault-methods.ts';
import {
  accountTag,
  isSameAccount,
  isSameSecret,
  ownerOf,
  type VaultAccountId,
  type VaultNote,
  VaultNotes,
} from './vault-notes.ts';

/** So often another device may change the keys while this one signs. */
const OWNER_ATTEMPTS = 3;

/** Whom to trust for a vault, and what is known of it. */
export interface Pins {
  readonly url: string;
  readonly realmId: Uint8Array;
  readonly signers: readonly string[];
  readonly known: KnownDescriptor | undefined;
}

/** What a device remembers of vaults. */
export interface TrustMemory {
  readonly notes: readonly VaultNote[];
  /** Refuses an account, before anything is sent. */
  readonly admit?: (account: VaultAccountId, pins: Pins) => void;
  /** Keeps what is known from now on, durably, before anything is sent under it (VAULT-141). */
  readonly keep?: (account: VaultAccountId, pins: Pins) => void;
}

/** A vault that was reached, and the account that the token is for. */
export interface ReachedVault {
  readonly account: VaultAccountId;
  readonly vault: Vault;
  readonly pins: Pins;
}

/**
 * Reaches the vault of `access`. The pins of a bundle take the place of those that are noted, if the user says so.
 * @throws ERR_REALM_UNTRUSTED if nothing says whom to trust, or the user does not know the fingerprint, or has not been asked for one
 *   that is not the one noted; errors of the vault
 */
export async function reachVault(
  access: VaultAccess,
  { notes, admit, keep }: TrustMemory = { notes: [] },
): Promise<ReachedVault> {
  const { bundle } = access;
  const token = tokenOf(access);
  const { issuer, subject } = await tokenHolder(access);
  const known = notes.filter(
    (note) =>
      note.issuer === issuer &&
      note.subject === subject &&
      (bundle === undefined ? note.signers.length > 0 : isSameAccount({ ...note, ...bundle }, note)),
  );
  if (bundle === undefined && known.length !== 1) {
    const what =
      known.length === 0 ? 'this device has not been told whom to trust' : 'the account is at several vaults';
    throw new MunimentError('ERR_REALM_UNTRUSTED', `${what}: give the bundle of the vault`);
  }
  const pins: Pins = bundle === undefined ? known[0]! : await pinsOf(bundle, known);
  await assertTrusted(access, pins, known);
  const { url, realmId, signers } = pins;
  const account = { realmId, issuer, subject };
  admit?.(account, pins);
  const onKnown = (seen: KnownDescriptor): void => keep?.(account, { ...pins, known: seen });
  const transport = access.transport?.(url) ?? transportTo(url);
  const open = access.open ?? openVault;
  const vault = await open({ transport, realmId, signers, token, known: pins.known, onKnown });
  return { account, vault, pins: { ...pins, known: vault.known } };
}

/** Whom the token of `access` is for. @throws ERR_VAULT_TOKEN */
export async function tokenHolder(
  access: Pick<VaultAccess, 'token'>,
): Promise<Omit<VaultAccountId, 'realmId'>> {
  return tokenAccount((await tokenOf(access)()).token);
}

/**
 * Does `ask` on a device that has no archive of the account: what it sees of the vault is kept with the states of recoveries, for
 * a day at most.
 * @throws ERR_BUSY, ERR_HOME
 */
export async function withoutArchive<T>(
  home: string,
  access: VaultAccess & { readonly bundle: VaultBundle },
  ask: (memory: TrustMemory) => Promise<T>,
): Promise<T> {
  const { bundle } = access;
  const account = { realmId: bundle.realmId, ...(await tokenHolder(access)) };
  const folder = recoveryFolder(home, accountTag(account));
  const release = folder.lock();
  const notes = new VaultNotes(folder);
  try {
    folder.tidy();
    return await ask(memoryOfRecovery(notes, account, bundle));
  } finally {
    try {
      if (folder.isSpent()) folder.destroy();
    } finally {
      release();
    }
  }
}

/** What earlier tries with a bundle have seen. That it was tried makes nobody trusted, and is no reason to doubt another. */
export function memoryOfRecovery(
  notes: VaultNotes,
  account: VaultAccountId,
  { signers }: VaultBundle,
): TrustMemory {
  const tried = notes.get(account);
  const isOfBundle = tried !== undefined && sameSigners(tried.signers, signers);
  return { notes: isOfBundle ? [{ ...tried, signers: [] }] : [], keep: keepIn(notes) };
}

/** @throws ERR_REALM_UNTRUSTED for signers that nobody vouches for, or that would silently take the place of others */
async function assertTrusted(
  { confirmFingerprint }: VaultAccess,
  pins: Pins,
  notes: readonly VaultNote[],
): Promise<void> {
  const trusting = notes.filter(({ signers }) => signers.length > 0);
  if (trusting.some(({ signers }) => sameSigners(signers, pins.signers))) return;
  const trusted = trusting[0] === undefined ? undefined : await vaultFingerprint(trusting[0]);
  if (confirmFingerprint === undefined && trusted === undefined) return;
  const fingerprint = await vaultFingerprint(pins);
  if ((await confirmFingerprint?.(fingerprint, trusted)) === true) return;
  const what =
    trusted === undefined
      ? `the fingerprint ${fingerprint} of the vault was not confirmed`
      : `this device trusts the vault with the fingerprint ${trusted}; the bundle names other signers, with the fingerprint ${fingerprint}, which was not confirmed`;
  throw new MunimentError('ERR_REALM_UNTRUSTED', what, {
    fingerprint,
    ...(trusted !== undefined && { trusted }),
  });
}

/** @throws ERR_REALM_BUNDLE for an address that nothing is sent to */
function transportTo(url: string): VaultTransport {
  try {
    return httpTransport(url);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MunimentError('ERR_REALM_BUNDLE', `${url}: ${error.message}`, { url }, error);
  }
}

async function pinsOf(
  bundle: NonNullable<VaultAccess['bundle']>,
  notes: readonly VaultNote[],
): Promise<Pins> {
  const { url, realmId, signers } = bundle;
  let known = await knownFromNote(bundle.note, bundle);
  // The newest description that was seen anywhere: an older one is no longer good enough.
  for (const note of notes) {
    if (note.known !== undefined && note.known.serial >= known.serial) known = note.known;
  }
  return { url, realmId, signers, known };
}

function sameSigners(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join('\n') === [...b].sort().join('\n');
}

/** The caller's token; whatever goes wrong with it is one error of ours, so that no backup fails for it. */
function tokenOf({ token }: VaultAccess): () => Promise<VaultToken> {
  return async () => {
    try {
      return await token();
    } catch (error) {
      if (isMunimentError(error) || !(error instanceof Error)) throw error;
      throw new MunimentError('ERR_VAULT_TOKEN', `there is no account token: ${error.message}`, {}, error);
    }
  };
}

/** An account at a vault that the archive names, or is about to. Used while the device's folder is locked. */
export class VaultLink {
  readonly session: Session;
  readonly notes: VaultNotes;
  readonly vault: Vault;
  readonly account: VaultAccountId;

  private constructor(session: Session, notes: VaultNotes, { vault, account }: ReachedVault) {
    this.session = session;
    this.notes = notes;
    this.vault = vault;
    this.account = account;
  }

  /**
   * Reaches the vault and remembers whom this device trusts for it.
   * @param isNew the archive may have no password of this account yet
   * @throws ERR_METHOD_UNKNOWN if the archive has no password of the account; errors as `reachVault`
   */
  static async open(session: Session, access: VaultAccess, isNew = false): Promise<VaultLink> {
    session.writer();
    const notes = new VaultNotes(session.folder);
    const admit = (account: VaultAccountId, { url }: Pins): void => {
      const noted = notes.get(account);
      const isConcern = noted !== undefined && isBusy(notes, noted);
      if (isNew || isConcern || vaultMethods(session.keyring, account).length > 0) return;
      const { subject } = account;
      const what = `the archive has no password of ${subject} at ${url}`;
      throw new MunimentError('ERR_METHOD_UNKNOWN', what, { url, subject });
    };
    const reached = await reachVault(access, { notes: notes.all, admit, keep: keepIn(notes) });
    const { account, pins } = reached;
    const note = notes.get(account);
    const isSame =
      note !== undefined &&
      note.url === pins.url &&
      sameSigners(note.signers, pins.signers) &&
      note.known?.serial === pins.known?.serial;
    if (!isSame) keepIn(notes)(account, pins);
    return new VaultLink(session, notes, reached);
  }

  get note(): VaultNote {
    return this.notes.get(this.account)!;
  }

  /** The passwords of this account in the archive, older ones first. */
  get methods(): readonly VaultMethod[] {
    return vaultMethods(this.session.keyring, this.account);
  }

  method(generation: bigint): VaultMethod | undefined {
    return this.methods.find(({ vault }) => vault.generation === generation);
  }

  /** The owner seed of the archive's present root key. The caller wipes it. */
  currentOwner(): Promise<SecretBytes> {
    return deriveVaultOwnerSeed(this.session.keyring.rootKey);
  }

  /** True if the vault's owner is one that this device remembers. */
  isKnownOwner(publicKey: Uint8Array): boolean {
    return ownerOf(publicKey, this.note.owners) !== undefined;
  }

  /** The seed of the owner that the vault knows, if it is one of this archive's. */
  async findOwner(publicKey: Uint8Array): Promise<SecretBytes | undefined> {
    const known = ownerOf(publicKey, this.note.owners);
    if (known !== undefined) return known;
    // Another device has perhaps just changed the keys, and told the vault.
    await this.session.refresh();
    await this.session.catchUp();
    await noteOwners(this.session);
    return ownerOf(publicKey, this.note.owners);
  }

  /** The same. @throws ERR_VAULT_SIGNATURE if it is none */
  async acceptedOwner(publicKey: Uint8Array): Promise<SecretBytes> {
    const owner = await this.findOwner(publicKey);
    if (owner !== undefined) return owner;
    throw new MunimentError('ERR_VAULT_SIGNATURE', `${this.name} belongs to another archive or owner`);
  }

  /**
   * Does what the vault's owner may; `owner` is undefined while the vault has no record. If another device names a new owner at the
   * same moment, it is done again as that one.
   * @throws ERR_VAULT_SIGNATURE if the owner is none of this archive's
   */
  async asOwner<T>(work: (owner: SecretBytes | undefined, view: VaultView) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const view = await this.vault.status();
      const isOwned = view.phase === 'active' || view.phase === 'erased';
      const owner = isOwned ? await this.acceptedOwner(view.owner) : undefined;
      try {
        return await work(owner, view);
      } catch (error) {
        if (!isMunimentError(error, 'ERR_VAULT_SIGNATURE') || attempt === OWNER_ATTEMPTS) throw error;
      }
    }
  }

  /** Remembers an owner before the vault is told of it. */
  noteOwner(seed: SecretBytes): void {
    this.notes.addOwners(this.account, this.note.url, [seed]);
  }

  /** The vault has accepted the owner of the present root key: the seeds before are of no more use. */
  async settleOwner(): Promise<void> {
    const current = await this.currentOwner();
    const { owners } = this.note;
    const isSettled = owners.length === 1 && isSameSecret(owners[0]!, current);
    if (!isSettled) this.notes.set(this.account, { owners: [current] });
    current.wipe();
  }

  /** How the account is called in messages. */
  get name(): string {
    return `${this.account.subject} at ${this.note.url}`;
  }
}

/** Keeps in notes whom the device trusts, and what it has seen. */
export function keepIn(notes: VaultNotes): NonNullable<TrustMemory['keep']> {
  return (account, { url, signers, known }) => {
    const isSame = sameSigners(notes.get(account)?.signers ?? signers, signers);
    // What others signed is no longer shown.
    notes.set(account, { url, signers, known, ...(!isSame && { shown: undefined }) });
  };
}

/** A device that is enrolled trusts the vault from now on, and remembers the owner key. */
export async function keepTrust(session: Session, { account, pins, vault }: ReachedVault): Promise<void> {
  await session.exclusively(async () => {
    // A descriptor that was fetched on the way may be newer than the first.
    keepIn(new VaultNotes(session.folder))(account, { ...pins, known: vault.known });
    await noteOwners(session);
  });
}
