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
import type { Session } from './session.ts';
import type { VaultAccess } from './types.ts';
import { isBusy, noteOwners, type VaultMethod, vaultMethods } from './vault-methods.ts';
import {
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
interface Pins {
  readonly url: string;
  readonly realmId: Uint8Array;
  readonly signers: readonly string[];
  readonly known: KnownDescriptor | undefined;
}

/** A vault that was reached, and the account that the token is for. */
export interface ReachedVault {
  readonly account: VaultAccountId;
  readonly vault: Vault;
  readonly pins: Pins;
}

/**
 * Reaches the vault of `access`. `notes` are what the device knows already; the pins of a bundle take their place.
 * @throws ERR_REALM_UNTRUSTED if nothing says whom to trust, or the user does not know the fingerprint; errors of the vault
 */
export async function reachVault(
  access: VaultAccess,
  notes: readonly VaultNote[] = [],
): Promise<ReachedVault> {
  const { bundle } = access;
  const token = tokenOf(access);
  const { issuer, subject } = tokenAccount((await token()).token);
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
  const [note] = known;
  const pins: Pins = bundle === undefined ? note! : await pinsOf(bundle, note);
  const isTrusted = note !== undefined && sameSigners(pins.signers, note.signers);
  if (!isTrusted && access.confirmFingerprint !== undefined) {
    const isKnown = await access.confirmFingerprint(await vaultFingerprint(pins));
    if (!isKnown)
      throw new MunimentError('ERR_REALM_UNTRUSTED', 'the fingerprint of the vault was not confirmed');
  }
  const { url, realmId, signers } = pins;
  const transport = access.transport?.(url) ?? transportTo(url);
  const open = access.open ?? openVault;
  const vault = await open({ transport, realmId, signers, token, known: pins.known });
  return { account: { realmId, issuer, subject }, vault, pins: { ...pins, known: vault.known } };
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
  note: VaultNote | undefined,
): Promise<Pins> {
  const { url, realmId, signers } = bundle;
  const known = await knownFromNote(bundle.note, bundle);
  // The newest description that either has seen: an older one is no longer good enough.
  const isNewer = note?.known !== undefined && note.known.serial >= known.serial;
  return { url, realmId, signers, known: isNewer ? note.known : known };
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
    const reached = await reachVault(access, notes.all);
    const { account, pins } = reached;
    const note = notes.get(account);
    const isConcern = note !== undefined && isBusy(notes, note);
    if (!isNew && !isConcern && vaultMethods(session.keyring, account).length === 0) {
      throw new MunimentError(
        'ERR_METHOD_UNKNOWN',
        `the archive has no password of ${account.subject} at ${pins.url}`,
        { url: pins.url, subject: account.subject },
      );
    }
    const isSame =
      note !== undefined &&
      note.url === pins.url &&
      sameSigners(note.signers, pins.signers) &&
      note.known?.serial === pins.known?.serial;
    if (!isSame) {
      const { url, signers, known } = pins;
      notes.set(account, { url, signers, known });
    }
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

/** A device that is enrolled trusts the vault from now on, and remembers the owner key. */
export async function keepTrust(session: Session, { account, pins }: ReachedVault): Promise<void> {
  await session.exclusively(async () => {
    const { url, signers, known } = pins;
    new VaultNotes(session.folder).set(account, { url, signers, known });
    await noteOwners(session);
  });
}
