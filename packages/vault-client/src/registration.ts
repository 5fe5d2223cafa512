// A password comes to a vault: stage, then commit, in the order of VAULT-030. Between the two the caller writes a keyring with
// the method whose secret the staged password gives.

import { ed25519PublicKey, equalBytes, SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import type { Ksf } from '@muniment/opaque';
import { decodeVaultCommit, encodeVaultCommit, encodeVaultStage, type VaultAnchor } from '@muniment/wire';
import { errorOf } from './answers.ts';
import { loadOpaque } from './load-opaque.ts';
import { type LoginProof, proveLogin } from './login.ts';
import {
  decodeAnyRegistrationState,
  decodeRegistrationState,
  encodeRegistrationState,
  type RegistrationState,
  type RegistrationStep,
  type StateSlot,
} from './state.ts';
import { type SignedBody, sessionOf, type Vault, type VaultSession } from './vault.ts';
import type { VaultView } from './view.ts';

const RELEASE_SECRET_BYTES = 32;
const CONFLICTS_MAX_COUNT = 6;
const NONE: Uint8Array = new Uint8Array(0);

/** What `stagePassword` takes. */
export interface StagePasswordOptions {
  /** As typed. Whether it is a good one is for the caller to judge. */
  readonly password: string;
  /** `argon2id` of the opaque package. */
  readonly ksf: Ksf;
  readonly slot: StateSlot;
  /** The seed of the owner that the vault knows; absent for an account without a record. */
  readonly owner?: SecretBytes | undefined;
  /** The seed of the owner from the commit on; the same as `owner` unless the keys were rotated. */
  readonly newOwner: SecretBytes;
  /** Takes the place of the vault's anchor at the commit. */
  readonly anchor?: VaultAnchor | undefined;
}

/** A password that waits for its commit. The caller wipes the secrets. */
export interface StagedPassword {
  readonly generation: bigint;
  /** 64 bytes. */
  readonly exportKey: SecretBytes;
  /** 32 bytes. */
  readonly releaseSecret: SecretBytes;
  /** What the slot's locator says besides the URL. */
  readonly locatorParts: {
    readonly realmId: Uint8Array;
    readonly issuer: string;
    readonly subject: string;
    readonly generation: bigint;
  };
}

/** What `commitPassword` takes. */
export interface CommitPasswordOptions {
  readonly slot: StateSlot;
  /** As at the stage. */
  readonly owner?: SecretBytes | undefined;
  readonly newOwner: SecretBytes;
  /** A right login of the generation that is replaced: it ends at once. Without, it stays usable for 72 h. */
  readonly login?: LoginProof | undefined;
  /** With an empty slot: the generation whose commit may have succeeded before. */
  readonly generation?: bigint | undefined;
}

/** A registration that an interruption left behind. */
export interface PendingRegistration {
  /**
   * `staging`: nothing that counts has happened, stage again. `staged`: write the keyring, then commit, within 24 h, or stage again.
   * `committing`: commit again, and nothing else before.
   */
  readonly step: RegistrationStep;
  readonly generation: bigint;
  /** The secrets of `staged` and `committing`; the caller wipes them. */
  readonly exportKey: SecretBytes;
  readonly releaseSecret: SecretBytes;
}

/**
 * Puts a password beside what the vault has, where nobody can guess at it. The OPRF key and the record are made here and
 * never stored on this device.
 *
 * ```ts
 * const staged = await stagePassword(vault, { password, ksf, slot, newOwner: owner });
 * ```
 * A stage that was interrupted is not repeated but begun anew, under the next generation: the one before is unusable and
 * expires. A staged password that is in the slot is replaced alike.
 * @throws ERR_VAULT_UNCERTAIN while a commit in the slot is in doubt (VAULT-033)
 * @throws ERR_PASSWORD_CHARACTERS, ERR_LIMIT, ERR_KSF; ERR_VAULT_SIGNATURE for another owner; errors of `Vault`
 */
export async function stagePassword(vault: Vault, options: StagePasswordOptions): Promise<StagedPassword> {
  const session = sessionOf(vault);
  const { slot, owner, newOwner } = options;
  const pending = await load(session, slot);
  if (pending?.step === 'committing') {
    throw new MunimentError(
      'ERR_VAULT_UNCERTAIN',
      'a commit is in doubt: commit again before anything else',
      {
        generation: pending.generation,
      },
    );
  }
  await session.environment.ksfFromId(options.ksf.id);
  const { accountId, realmId } = session;
  const { dealRegistration, encodePasswordInput, suite } = await loadOpaque();
  const password = encodePasswordInput({ password: options.password, account: accountId });
  // Before the costly part, so that a mistake shows at once.
  assertOwner(await session.status(), owner);
  const { oprfKey, record, exportKey } = await dealRegistration({
    suite,
    ksf: options.ksf,
    identities: { client: accountId, server: realmId },
    password,
    serverPublicKey: session.descriptor.serverPublicKey,
  });
  password.wipe();
  const releaseSecret = SecretBytes.random(RELEASE_SECRET_BYTES);
  try {
    const generation = await stage();
    return stagedPassword(session, { generation, exportKey, releaseSecret });
  } catch (error) {
    exportKey.wipe();
    releaseSecret.wipe();
    throw error;
  } finally {
    oprfKey.wipe();
  }

  async function stage(): Promise<bigint> {
    for (let i = 0; ; i++) {
      const view = await session.status();
      assertOwner(view, owner);
      const { version } = view;
      const generation = view.lastGeneration + 1n;
      const state: RegistrationState = {
        step: 'staging',
        generation,
        ksfId: options.ksf.id,
        exportKey: exportKey.expose(),
        releaseSecret: releaseSecret.expose(),
        commit: NONE,
        loginProof: NONE,
      };
      const body = encodeVaultStage({
        version,
        generation,
        ksf: options.ksf.id,
        oprfKey: oprfKey.expose(),
        record,
        releaseSecret: releaseSecret.expose(),
        owner: ed25519PublicKey(newOwner),
        anchor: options.anchor,
      });
      await save(session, slot, state);
      const response = await session.call(
        { operation: 'stage', generation, version, body },
        { owner, newOwner },
      );
      body.fill(0);
      if (response.outcome === 'ok') {
        await save(session, slot, { ...state, step: 'staged' });
        return generation;
      }
      // Somebody else was quicker: the numbers are others now.
      const isOvertaken = response.outcome === 'conflict' || response.outcome === 'other-generation';
      if (isOvertaken && i < CONFLICTS_MAX_COUNT) continue;
      await slot.clear();
      throw errorOf('stage', response);
    }
  }
}

/**
 * Makes the staged password the active one. To be called again after an interruption, with the same slot: it finds out whether
 * the commit has happened, and repeats it if not. The slot is clear afterwards.
 *
 * ```ts
 * await commitPassword(vault, { slot, newOwner: owner });
 * ```
 * @throws ERR_VAULT_GENERATION if the staged password expired or was staged anew, after which the slot is clear
 * @throws ERR_VAULT_REFUSED if nothing is staged, or the login is no longer known: commit without it, or log in again
 * @throws ERR_VAULT_SIGNATURE for another owner; errors of `Vault`
 */
export async function commitPassword(vault: Vault, options: CommitPasswordOptions): Promise<void> {
  const session = sessionOf(vault);
  const { slot, owner, newOwner, login } = options;
  let state = await load(session, slot);
  if (state === undefined || state.step === 'staging') {
    const { generation } = options;
    if (state === undefined && generation !== undefined && isCommitted(await session.status(), generation))
      return;
    throw new MunimentError('ERR_VAULT_REFUSED', 'no password is staged');
  }
  const { generation } = state;
  if (state.step === 'staged') {
    const view = await session.status();
    if (await isSettled(view)) return;
    state = await prepare(state, view);
  }
  for (let i = 0; ; i++) {
    const response = await session.call(signedCommit(state.commit), { owner, newOwner, ...proofOf(state) });
    const { outcome } = response;
    const view = session.view(response);
    if (outcome === 'wrong' || outcome === 'no-login') {
      // Nothing happened, so that nothing is in doubt any more: the next commit may go without the login.
      await save(session, slot, { ...state, step: 'staged', commit: NONE, loginProof: NONE });
      throw errorOf('commit', response);
    }
    if (await isSettled(view)) return;
    // A realm that says ok to a commit shows it.
    if (outcome === 'ok') throw new MunimentError('ERR_VAULT_ANSWER', '', { operation: 'commit', outcome });
    if (outcome !== 'conflict' || i >= CONFLICTS_MAX_COUNT) throw errorOf('commit', response);
    state = await prepare(state, view);
  }

  /** True, and the slot clear, once the generation was made active. @throws ERR_VAULT_GENERATION once it cannot be any more */
  async function isSettled(view: VaultView): Promise<boolean> {
    const isDone = isCommitted(view, generation);
    if (!isDone && view.staged?.number === generation) return false;
    await slot.clear();
    if (isDone) return true;
    throw new MunimentError('ERR_VAULT_GENERATION', 'the staged password is no longer at the vault', {
      generation,
      active: view.active?.number,
    });
  }

  /** The commit against the version of a view, saved before it is sent. */
  async function prepare(from: RegistrationState, { version }: VaultView): Promise<RegistrationState> {
    const commit = encodeVaultCommit({ version, generation, loginId: login?.loginId ?? NONE });
    const signedInput = session.signedInput(signedCommit(commit));
    const loginProof = login === undefined ? NONE : await proveLogin(login, signedInput);
    const next: RegistrationState = { ...from, step: 'committing', commit, loginProof };
    await save(session, slot, next);
    return next;
  }
}

/**
 * What is pending in a slot, if anything; asks no vault.
 *
 * ```ts
 * const pending = await resumeRegistration(slot);
 * if (pending?.step === 'committing') await commitPassword(vault, { slot, newOwner: owner });
 * ```
 * @throws ERR_ENCODING, ERR_FIELD, ERR_UNSUPPORTED_VERSION for a slot that holds something else
 */
export async function resumeRegistration(slot: StateSlot): Promise<PendingRegistration | undefined> {
  const stored = await slot.load();
  if (stored === undefined) return undefined;
  const state = decodeAnyRegistrationState(stored);
  const { step, generation } = state;
  const pending = {
    step,
    generation,
    exportKey: SecretBytes.from(state.exportKey),
    releaseSecret: SecretBytes.from(state.releaseSecret),
  };
  wipe(state);
  return pending;
}

function stagedPassword(
  session: VaultSession,
  { generation, exportKey, releaseSecret }: Omit<PendingRegistration, 'step'>,
): StagedPassword {
  const { issuer, subject } = session.account;
  return {
    generation,
    exportKey,
    releaseSecret,
    locatorParts: { realmId: session.realmId, issuer, subject, generation },
  };
}

async function load(session: VaultSession, slot: StateSlot): Promise<RegistrationState | undefined> {
  const stored = await slot.load();
  return stored === undefined ? undefined : decodeRegistrationState(session, stored);
}

// VAULT-155
async function save(session: VaultSession, slot: StateSlot, state: RegistrationState): Promise<void> {
  const bytes = encodeRegistrationState(session, state);
  await slot.save(bytes);
  bytes.fill(0);
}

function wipe({ exportKey, releaseSecret }: RegistrationState): void {
  exportKey.fill(0);
  releaseSecret.fill(0);
}

/** @throws ERR_VAULT_SIGNATURE if the vault knows another owner, or one that was not given */
function assertOwner({ owner: known }: VaultView, owner: SecretBytes | undefined): void {
  if (known.length === 0) return;
  if (owner !== undefined && equalBytes(known, ed25519PublicKey(owner))) return;
  throw new MunimentError('ERR_VAULT_SIGNATURE', 'the vault knows another owner of this account');
}

/** True if a generation was made the active one, also if another one has replaced it since. */
function isCommitted({ active, previous }: VaultView, generation: bigint): boolean {
  return active?.number === generation || previous?.number === generation;
}

function signedCommit(body: Uint8Array): SignedBody {
  const { generation, version } = decodeVaultCommit(body);
  return { operation: 'commit', generation, version, body };
}

function proofOf({ loginProof }: RegistrationState): { readonly loginProof?: Uint8Array } {
  return loginProof.length === 0 ? {} : { loginProof };
}
