// A realm as one account sees it: its status, and what an owner may do. Implements the client's part of spec/vault.md
// sections 6 to 10.

import { ed25519PublicKey, ed25519Sign, equalBytes, type SecretBytes } from '@muniment/crypto';
import type { Ksf } from '@muniment/opaque';
import {
  encodeVaultAnchorChange,
  encodeVaultChange,
  encodeVaultDelete,
  encodeVaultFreeze,
  encodeVaultOwnerChange,
  encodeVaultRevert,
  isSameVaultAnchor,
  type RealmDescriptor,
  type VaultAccount,
  type VaultAnchor,
  type VaultOperation,
  type VaultResponse,
  vaultAccountId,
  vaultSignedInput,
} from '@muniment/wire';
import { errorOf } from './answers.ts';
import { Channel, type ChannelOptions } from './channel.ts';
import type { KnownDescriptor } from './descriptor.ts';
import { loadOpaque } from './load-opaque.ts';
import { type LoginProof, proveLogin } from './login.ts';
import { PLATFORM_RETRY, type RetryEnvironment } from './retry.ts';
import { type VaultView, viewOf } from './view.ts';

/** The longest freeze at once. */
export const FREEZE_MAX_MS: number = 72 * 3_600_000;
/** From a deletion without the password until it happens. */
const DELETE_MS = 72n * 3_600_000n;
/** After so long a login can no longer be finished. */
const LOGIN_MS = 24n * 3_600_000n;
/** So often a change is made anew because others changed the record in between. */
const CONFLICTS_MAX_COUNT = 6;
const NONE: Uint8Array = new Uint8Array(0);

/** What `openVault` takes. */
export interface OpenVaultOptions extends ChannelOptions {}

/** Seeds are Ed25519, 32 bytes, the caller's to wipe: `deriveVaultOwnerSeed` of the keys package gives them. */
export interface OwnerOptions {
  /** Of the owner that the vault knows. */
  readonly owner: SecretBytes;
}

/**
 * A realm and an account. Every change reads the record's version, is made anew when somebody else was quicker, and succeeds
 * at once where the vault is already as it asks for: after an interruption it is called again. All give the status after it.
 *
 * All throw ERR_VAULT_TOKEN, ERR_VAULT_REQUEST, ERR_VAULT_RATE, ERR_VAULT_UNAVAILABLE, ERR_VAULT_UNCERTAIN,
 * ERR_VAULT_ROLLED_BACK, ERR_VAULT_ANSWER, ERR_CHANNEL_KEY, ERR_REALM_UNTRUSTED and ERR_REALM_OUTDATED; changes throw
 * ERR_VAULT_NO_RECORD where there is nothing to change, and ERR_VAULT_SIGNATURE where the vault knows another owner.
 */
export interface Vault {
  readonly realmId: Uint8Array;
  readonly account: VaultAccount;
  /** The newest descriptor that was checked. */
  readonly descriptor: RealmDescriptor;
  /** To be kept, durably, and given to the next `openVault`. */
  readonly known: KnownDescriptor;
  /** The names of the signers of the descriptor. */
  readonly signedBy: readonly string[];
  /** One party alone vouches for the realm: to be shown. */
  readonly isOneParty: boolean;

  /** Changes nothing, costs nothing. */
  status(): Promise<VaultView>;
  /**
   * The wrong attempts so far have been seen. Those whose login might still be finished, for 24 h, stay counted (VAULT-029); while
   * nothing has changed since, this vault is not asked for it again.
   */
  acknowledge(options: OwnerOptions): Promise<VaultView>;
  /**
   * No guesses for so long, at most 72 h; 0: at once no longer.
   * @throws ERR_VAULT_REFUSED for a key that is destroyed
   */
  freeze(options: OwnerOptions & { readonly durationMs: number }): Promise<VaultView>;
  /** Takes a pending deletion back. @throws ERR_VAULT_REFUSED for the second one in 90 days */
  cancel(options: OwnerOptions): Promise<VaultView>;
  /** Moves the anchor on from `expected`. @throws ERR_VAULT_REFUSED for another, or a newer, anchor */
  setAnchor(
    options: OwnerOptions & { readonly expected: VaultAnchor | undefined; readonly next: VaultAnchor },
  ): Promise<VaultView>;
  /** Puts another owner in the place of this one (VAULT-036). */
  changeOwner(options: OwnerOptions & { readonly newOwner: SecretBytes }): Promise<VaultView>;
  /**
   * Deletes the record: at once with a right login, else in 72 h.
   * @throws ERR_VAULT_REFUSED for a login that the vault no longer knows
   */
  remove(options: OwnerOptions & { readonly login?: LoginProof }): Promise<VaultView>;
  /**
   * Back to the previous generation, to which `login` is (VAULT-035).
   * @throws ERR_VAULT_GENERATION, ERR_VAULT_REFUSED
   */
  revert(options: { readonly login: LoginProof; readonly newOwner: SecretBytes }): Promise<VaultView>;
  /** Deletes the record in seven days, with the token alone. */
  abandon(): Promise<VaultView>;
}

/** What tests and measurements replace. */
export interface VaultEnvironment extends RetryEnvironment {
  /** The stretching that an id names. @throws ERR_KSF */
  readonly ksfFromId: (id: string) => Ksf | Promise<Ksf>;
}

/** The platform's. */
export const PLATFORM: VaultEnvironment = { ...PLATFORM_RETRY, ksfFromId };

async function ksfFromId(id: string): Promise<Ksf> {
  const { argon2idFromId } = await loadOpaque();
  return argon2idFromId(id);
}

/**
 * Opens the way to a realm: fetches its descriptor, checks it, asks for a token.
 *
 * ```ts
 * const vault = await openVault({ transport: httpTransport(bundle.url), ...bundle, known, token });
 * await keep(vault.known);
 * console.log((await vault.status()).attemptsLeft);
 * ```
 * @throws ERR_REALM_UNTRUSTED, ERR_REALM_OUTDATED, ERR_VAULT_UNAVAILABLE, ERR_VAULT_RATE, ERR_VAULT_REQUEST, ERR_REALM_BUNDLE
 */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  return openVaultWith(options, PLATFORM);
}

/** `openVault` with time, chance and stretching given. */
export async function openVaultWith(
  options: OpenVaultOptions,
  environment: VaultEnvironment,
): Promise<Vault> {
  return new VaultSession(await Channel.open(options, environment), environment);
}

/** The session behind a vault that `openVault` gave. */
export function sessionOf(vault: Vault): VaultSession {
  if (!(vault instanceof VaultSession)) throw new TypeError('vault must come from openVault');
  return vault;
}

/** Whose signatures and proofs go with a change. */
export interface Authority {
  readonly owner?: SecretBytes | undefined;
  readonly newOwner?: SecretBytes | undefined;
  readonly login?: LoginProof | undefined;
  /** A proof that was made before. */
  readonly loginProof?: Uint8Array | undefined;
}

/** A change of the record. */
export interface Change {
  readonly operation: VaultOperation;
  readonly generation?: bigint;
  readonly authority: Authority;
  /** The body for a version. */
  readonly bodyFor: (version: bigint) => Uint8Array;
  /** True if the vault is as the change would leave it. */
  readonly isDone: (view: VaultView) => boolean;
}

/** What is signed: the body, and the version and generation in it. */
export interface SignedBody {
  readonly operation: VaultOperation;
  readonly generation: bigint;
  readonly version: bigint;
  readonly body: Uint8Array;
}

/** A vault, with what registration and recovery need besides. */
export class VaultSession implements Vault {
  readonly environment: VaultEnvironment;
  readonly #channel: Channel;
  /** The version of the record after this session's last acknowledgement. */
  #acknowledged: bigint | undefined;

  constructor(channel: Channel, environment: VaultEnvironment) {
    this.#channel = channel;
    this.environment = environment;
  }

  get realmId(): Uint8Array {
    return new Uint8Array(this.#channel.realmId);
  }

  get account(): VaultAccount {
    return this.#channel.account;
  }

  get accountId(): Uint8Array {
    return vaultAccountId(this.account);
  }

  get descriptor(): RealmDescriptor {
    return this.#channel.checked.descriptor;
  }

  get known(): KnownDescriptor {
    return this.#channel.checked.known;
  }

  get signedBy(): readonly string[] {
    return this.#channel.checked.signedBy;
  }

  get isOneParty(): boolean {
    return this.#channel.checked.isOneParty;
  }

  view(response: VaultResponse): VaultView {
    return viewOf(response, this.descriptor);
  }

  async status(): Promise<VaultView> {
    return this.view(await this.#channel.call({ operation: 'status', body: NONE }));
  }

  async acknowledge({ owner }: OwnerOptions): Promise<VaultView> {
    const view = await this.change({
      operation: 'acknowledge',
      authority: { owner },
      bodyFor: (version) => encodeVaultChange({ version }),
      isDone: (now) => isOwned(now.phase) && (now.unacknowledged === 0 || this.#hasAcknowledged(now)),
    });
    this.#acknowledged = view.version;
    return view;
  }

  /**
   * True if nothing has changed since, so that another acknowledgement would leave the same count (VAULT-029): every attempt, and
   * every login that is finished, makes a new version. Logins that run out make none.
   */
  #hasAcknowledged({ version, lastAttemptMs, timeMs }: VaultView): boolean {
    return version === this.#acknowledged && BigInt(timeMs) < lastAttemptMs + LOGIN_MS;
  }

  freeze({ owner, durationMs }: OwnerOptions & { readonly durationMs: number }): Promise<VaultView> {
    if (!Number.isSafeInteger(durationMs) || durationMs < 0 || durationMs > FREEZE_MAX_MS) {
      throw new RangeError(`durationMs must be an integer from 0 to ${FREEZE_MAX_MS}`);
    }
    return this.change({
      operation: 'freeze',
      authority: { owner },
      bodyFor: (version) => encodeVaultFreeze({ version, durationMs: BigInt(durationMs) }),
      isDone: ({ phase, frozenUntilMs }) => isOwned(phase) && durationMs === 0 && frozenUntilMs === 0n,
    });
  }

  cancel({ owner }: OwnerOptions): Promise<VaultView> {
    return this.change({
      operation: 'cancel',
      authority: { owner },
      bodyFor: (version) => encodeVaultChange({ version }),
      isDone: ({ phase, deleteAtMs }) => isOwned(phase) && deleteAtMs === 0n,
    });
  }

  setAnchor({
    owner,
    expected,
    next,
  }: OwnerOptions & {
    readonly expected: VaultAnchor | undefined;
    readonly next: VaultAnchor;
  }): Promise<VaultView> {
    return this.change({
      operation: 'anchor',
      authority: { owner },
      bodyFor: (version) => encodeVaultAnchorChange({ version, expected, next }),
      isDone: ({ phase, anchor }) =>
        isOwned(phase) && anchor !== undefined && isSameVaultAnchor(anchor, next),
    });
  }

  changeOwner({ owner, newOwner }: OwnerOptions & { readonly newOwner: SecretBytes }): Promise<VaultView> {
    const next = ed25519PublicKey(newOwner);
    return this.change({
      operation: 'owner',
      authority: { owner, newOwner },
      bodyFor: (version) => encodeVaultOwnerChange({ version, owner: next }),
      isDone: ({ phase, owner: current }) => isOwned(phase) && equalBytes(current, next),
    });
  }

  remove({ owner, login }: OwnerOptions & { readonly login?: LoginProof }): Promise<VaultView> {
    return this.change({
      operation: 'delete',
      authority: { owner, login },
      bodyFor: (version) => encodeVaultDelete({ version, loginId: login?.loginId ?? NONE }),
      isDone: ({ phase, deleteAtMs, timeMs }) => {
        if (phase === 'none') return true;
        return login === undefined && deleteAtMs !== 0n && deleteAtMs <= BigInt(timeMs) + DELETE_MS;
      },
    });
  }

  revert({
    login,
    newOwner,
  }: {
    readonly login: LoginProof;
    readonly newOwner: SecretBytes;
  }): Promise<VaultView> {
    const { generation, loginId } = login;
    const next = ed25519PublicKey(newOwner);
    return this.change({
      operation: 'revert',
      generation,
      authority: { login, newOwner },
      bodyFor: (version) => encodeVaultRevert({ version, generation, loginId, owner: next }),
      isDone: ({ active, previous, owner }) =>
        active?.number === generation && previous === undefined && equalBytes(owner, next),
    });
  }

  abandon(): Promise<VaultView> {
    return this.change({
      operation: 'abandon',
      authority: {},
      bodyFor: (version) => encodeVaultChange({ version }),
      isDone: ({ phase, deleteAtMs }) => isOwned(phase) && deleteAtMs !== 0n,
    });
  }

  /** Makes a change against the version that the status shows, anew as long as others are quicker. */
  async change({ operation, generation = 0n, authority, bodyFor, isDone }: Change): Promise<VaultView> {
    let last: VaultResponse | undefined;
    for (let i = 0; i < CONFLICTS_MAX_COUNT; i++) {
      const view = await this.status();
      if (isDone(view)) return view;
      if (view.version === 0n) throw errorOf(operation, { ...noRecord(view), outcome: 'no-record' });
      const { version } = view;
      const body = bodyFor(version);
      last = await this.call({ operation, generation, version, body }, authority);
      if (last.outcome === 'ok') return this.view(last);
      if (last.outcome !== 'conflict') throw errorOf(operation, last);
    }
    throw errorOf(operation, last!);
  }

  /** Signs a body and sends it, in as many tries as it takes; the answer has a status. */
  async call(signed: SignedBody, authority: Authority): Promise<VaultResponse> {
    const { operation, body } = signed;
    const signedInput = this.signedInput(signed);
    const { owner, newOwner, login } = authority;
    const loginProof = login === undefined ? authority.loginProof : await proveLogin(login, signedInput);
    return this.#channel.call({
      operation,
      body,
      ...(owner !== undefined && { ownerSignature: ed25519Sign(owner, signedInput) }),
      ...(newOwner !== undefined && { newOwnerSignature: ed25519Sign(newOwner, signedInput) }),
      ...(loginProof !== undefined && { loginProof }),
    });
  }

  signedInput({ operation, generation, version, body }: SignedBody): Uint8Array {
    const { realmId, accountId } = this;
    return vaultSignedInput({ realmId, operation, accountId, generation, version, body });
  }
}

/** A record that has an owner, who may change it. */
function isOwned(phase: VaultView['phase']): boolean {
  return phase === 'active' || phase === 'erased';
}

/** An answer about a record that was never written, whose version no request can name. */
function noRecord({ timeMs }: VaultView): Omit<VaultResponse, 'outcome'> {
  return {
    formatVersion: 1,
    timeMs: BigInt(timeMs),
    status: undefined,
    ke2: NONE,
    releaseSecret: NONE,
  };
}
