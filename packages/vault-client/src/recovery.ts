// A password is tried at a vault: one attempt for each, whatever is lost, repeated or interrupted on the way. Implements
// VAULT-025, VAULT-026 and VAULT-154.

import { equalBytes, SecretBytes, sha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { FinishedLogin } from '@muniment/opaque';
import {
  encodeVaultFinish,
  encodeVaultLogin,
  type VaultGeneration,
  type VaultResponse,
  vaultDigestInput,
} from '@muniment/wire';
import { errorOf } from './answers.ts';
import { loadOpaque, type Opaque } from './load-opaque.ts';
import type { LoginProof } from './login.ts';
import { decodeLoginState, encodeLoginState, type LoginState, type StateSlot } from './state.ts';
import { sessionOf, type Vault, type VaultSession } from './vault.ts';
import { frozenUntil, type VaultView } from './view.ts';

const CONFLICTS_MAX_COUNT = 6;

/** What `recoverPassword` takes. */
export interface RecoverPasswordOptions {
  /** Of the method's locator. */
  readonly generation: bigint;
  /** As typed. */
  readonly password: string;
  readonly slot: StateSlot;
  /** Told of the status before an attempt is spent. What it throws ends the recovery, and nothing was spent. */
  readonly onStatus?: (view: VaultView) => void | Promise<void>;
}

/** A right password, and the proof of it. The caller wipes the secrets. */
export interface FinishedRecovery extends LoginProof {
  /** 64 bytes. */
  readonly exportKey: SecretBytes;
  /** 32 bytes. */
  readonly releaseSecret: SecretBytes;
  /** The status after it. */
  readonly view: VaultView;
  /**
   * Clears the slot. To be called when what the password opened is kept elsewhere: until then `recoverPassword` with the same
   * password gives the same again, for 24 h, at no further cost. The secrets here stay.
   */
  settle(): Promise<void>;
}

/**
 * Tries a password.
 *
 * ```ts
 * const { exportKey, releaseSecret, settle } = await recoverPassword(vault, { generation, password, slot });
 * ```
 * A login that was begun is gone on with: the same bytes are sent, which costs nothing again. A login in the slot that was begun
 * with another password, or for another generation, is brought to its end first: it is dropped if the vault never saw it, else
 * asked for again, and finished if its password was right, which takes its attempt back. Then the password given now is judged
 * by a login of its own: no password is ever accepted in the place of another.
 * @throws ERR_PASSWORD_WRONG with `attemptsLeft` and `waitUntilMs` in its details; the slot is clear
 * @throws ERR_VAULT_NO_RECORD, ERR_VAULT_GENERATION, ERR_VAULT_DESTROYED, ERR_VAULT_FROZEN, ERR_VAULT_LOCKED, ERR_VAULT_WAIT:
 * no attempt was spent
 * @throws ERR_PASSWORD_CHARACTERS, ERR_LIMIT, ERR_KSF: nothing was sent, or no attempt spent; errors of `Vault`
 */
export async function recoverPassword(
  vault: Vault,
  options: RecoverPasswordOptions,
): Promise<FinishedRecovery> {
  const session = sessionOf(vault);
  const { accountId } = session;
  const opaque = await loadOpaque();
  const { encodePasswordInput } = opaque;
  const input = encodePasswordInput({ password: options.password, account: accountId });
  try {
    const recovery = new Recovery(session, opaque, options);
    return await recovery.run(input.expose());
  } finally {
    input.wipe();
  }
}

/** A login that was answered: what OPAQUE says to it. */
type Judgement = FinishedLogin | 'wrong';

class Recovery {
  readonly #session: VaultSession;
  readonly #opaque: Opaque;
  readonly #options: RecoverPasswordOptions;

  constructor(session: VaultSession, opaque: Opaque, options: RecoverPasswordOptions) {
    this.#session = session;
    this.#opaque = opaque;
    this.#options = options;
  }

  async run(input: Uint8Array): Promise<FinishedRecovery> {
    const { slot, generation } = this.#options;
    const stored = await slot.load();
    if (stored !== undefined) {
      const state = decodeLoginState(this.#session, stored);
      const isSame = state.generation === generation && equalBytes(state.passwordInput, input);
      if (isSame) {
        const finished = await this.#goOn(state);
        if (finished !== undefined) return finished;
      } else await this.#bringToEnd(state);
      await slot.clear();
    }
    const finished = await this.#begin(input);
    if (finished !== undefined) return finished;
    await slot.clear();
    throw new MunimentError('ERR_VAULT_REFUSED', 'the vault no longer knows of the login: try again');
  }

  /** A login of its own. `undefined` if the vault forgot it before it was finished. */
  async #begin(input: Uint8Array): Promise<FinishedRecovery | undefined> {
    const { slot, generation } = this.#options;
    const { startLogin, suite } = this.#opaque;
    const { ke1, state: opaqueState } = startLogin({ suite, password: input });
    const suspended = opaqueState.suspend();
    try {
      for (let i = 0; ; i++) {
        const view = await this.#session.status();
        const { ksf } = await this.#assertOpen(view);
        const state: LoginState = {
          generation,
          version: view.version,
          ksfId: ksf,
          ke1,
          opaque: suspended.expose(),
          passwordInput: input,
          ke2: undefined,
        };
        await this.#save(state);
        const response = await this.#send(state);
        if (response.outcome === 'ok') return await this.#answered(state, response);
        await slot.clear();
        // The version was another, so that nothing was counted: the same KE1 may name the next.
        if (response.outcome !== 'conflict' || i >= CONFLICTS_MAX_COUNT) throw errorOf('login', response);
      }
    } finally {
      suspended.wipe();
    }
  }

  /** The login of the slot, with the password given now. `undefined` if it cannot be finished any more. */
  async #goOn(state: LoginState): Promise<FinishedRecovery | undefined> {
    if (state.ke2 !== undefined) return this.#judge(state, state.ke2);
    const view = await this.#session.status();
    // The vault has not seen it: it costs an attempt as a new one would. Else it costs nothing, and may be answered where no new
    // one would be.
    if (view.version === state.version) {
      try {
        await this.#assertOpen(view);
      } catch (error) {
        await this.#options.slot.clear();
        throw error;
      }
    }
    const response = await this.#send(state);
    return response.outcome === 'ok' ? this.#answered(state, response) : undefined;
  }

  /** The login of the slot, whose password nobody has typed now. */
  async #bringToEnd(state: LoginState): Promise<void> {
    let { ke2 } = state;
    if (ke2 === undefined) {
      const view = await this.#session.status();
      if (view.version === state.version) return;
      const response = await this.#send(state);
      if (response.outcome !== 'ok') return;
      ke2 = response.ke2;
    }
    const judgement = await this.#open(state, ke2);
    if (judgement === 'wrong') return;
    judgement.exportKey.wipe();
    judgement.sessionKey.wipe();
    await this.#finish(state, judgement.ke3);
  }

  async #answered(state: LoginState, response: VaultResponse): Promise<FinishedRecovery | undefined> {
    const { ke2 } = response;
    await this.#save({ ...state, ke2 });
    return this.#judge(state, ke2, this.#session.view(response));
  }

  async #judge(state: LoginState, ke2: Uint8Array, view?: VaultView): Promise<FinishedRecovery | undefined> {
    const { slot } = this.#options;
    const judgement = await this.#open(state, ke2);
    if (judgement === 'wrong') throw await this.#wrongPassword(view);
    const { ke3, exportKey, sessionKey } = judgement;
    const response = await this.#finish(state, ke3);
    if (response.outcome === 'no-login') return undefined;
    if (response.outcome !== 'ok') {
      // Its own MAC was right, so that this cannot be.
      await slot.clear();
      throw new MunimentError('ERR_VAULT_ANSWER', 'the vault does not accept a login that it took part in', {
        outcome: response.outcome,
      });
    }
    return {
      generation: state.generation,
      loginId: await loginIdOf(state),
      exportKey,
      sessionKey,
      releaseSecret: SecretBytes.from(response.releaseSecret),
      view: this.#session.view(response),
      settle: () => slot.clear(),
    };
  }

  /** What the password makes of KE2. @throws ERR_VAULT_ANSWER for one that breaks OPAQUE's rules */
  async #open({ opaque, ksfId, generation }: LoginState, ke2: Uint8Array): Promise<Judgement> {
    const { realmId, accountId, environment } = this.#session;
    const { encodeContext, finishLogin, resumeClientLogin, suite } = this.#opaque;
    const state = resumeClientLogin(suite, opaque);
    try {
      return await finishLogin({
        suite,
        ksf: await environment.ksfFromId(ksfId),
        context: encodeContext({ suite, ksf: { id: ksfId }, realm: realmId, generation }),
        identities: { client: accountId, server: realmId },
        state,
        ke2,
      });
    } catch (error) {
      if (isMunimentError(error, 'ERR_LOGIN')) return 'wrong';
      if (!isMunimentError(error) || error.errorClass === 'usage' || error.code === 'ERR_KSF') throw error;
      // The vault would give the same again: this login cannot be finished.
      await this.#options.slot.clear();
      throw new MunimentError('ERR_VAULT_ANSWER', '', { reason: error.code }, error);
    }
  }

  async #wrongPassword(known: VaultView | undefined): Promise<MunimentError> {
    let view = known;
    try {
      view ??= await this.#session.status();
    } catch (error) {
      // The password is wrong all the same.
      if (!isMunimentError(error)) throw error;
    }
    await this.#options.slot.clear();
    return new MunimentError('ERR_PASSWORD_WRONG', '', {
      attemptsLeft: view?.attemptsLeft,
      waitUntilMs: view?.waitUntilMs,
      timeMs: view?.timeMs,
    });
  }

  #send({ generation, version, ke1 }: LoginState): Promise<VaultResponse> {
    const body = encodeVaultLogin({ version, generation, ke1 });
    return this.#session.call({ operation: 'login', generation, version, body }, {});
  }

  async #finish(state: LoginState, ke3: Uint8Array): Promise<VaultResponse> {
    const body = encodeVaultFinish({ loginId: await loginIdOf(state), ke3 });
    return this.#session.call({ operation: 'finish', generation: 0n, version: 0n, body }, {});
  }

  async #save(state: LoginState): Promise<void> {
    const bytes = encodeLoginState(this.#session, state);
    await this.#options.slot.save(bytes);
    bytes.fill(0);
  }

  /** The generation, if an attempt at it would be answered now. */
  async #assertOpen(view: VaultView): Promise<VaultGeneration> {
    await this.#options.onStatus?.(view);
    const found = openGeneration(
      view,
      this.#options.generation,
      this.#session.descriptor.unacknowledgedLimit,
    );
    // What cannot be stretched here is found before the attempt is spent.
    await this.#session.environment.ksfFromId(found.ksf);
    return found;
  }
}

/** @throws for each reason why the vault would not answer */
function openGeneration(view: VaultView, generation: bigint, unacknowledgedLimit: number): VaultGeneration {
  const { phase, active, previous, unacknowledged, timeMs } = view;
  const details = { timeMs, generation };
  if (phase === 'none' || phase === 'staged') throw new MunimentError('ERR_VAULT_NO_RECORD', '', details);
  if (phase === 'erased') {
    const destroyedMs = Number(view.destroyedMs);
    throw new MunimentError('ERR_VAULT_DESTROYED', '', { ...details, destroyedMs });
  }
  const found = [active, previous].find((each) => each?.number === generation);
  if (found === undefined) {
    throw new MunimentError('ERR_VAULT_GENERATION', '', { ...details, active: active?.number });
  }
  const frozenUntilMs = frozenUntil(view);
  if (found === active && timeMs < frozenUntilMs) {
    throw new MunimentError('ERR_VAULT_FROZEN', '', { ...details, untilMs: frozenUntilMs });
  }
  if (unacknowledged >= unacknowledgedLimit) {
    throw new MunimentError('ERR_VAULT_LOCKED', '', { ...details, unacknowledged });
  }
  const notBeforeMs = Number(view.notBeforeMs);
  if (timeMs < notBeforeMs) {
    throw new MunimentError('ERR_VAULT_WAIT', '', { ...details, untilMs: notBeforeMs });
  }
  return found;
}

/** The digest of the login request. */
async function loginIdOf({ generation, version, ke1 }: LoginState): Promise<Uint8Array> {
  return sha256(vaultDigestInput('login', encodeVaultLogin({ version, generation, ke1 })));
}
