// The sealed channel: one request to a realm and its answer, through somebody who can read neither (spec/vault.md sections 3
// and 12). What is asked stays byte for byte the same in each try; it is sealed, and its token proven, anew.

import { ed25519Sign, encapsulateRequest } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultRequest,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultAccount,
  type VaultOperation,
  type VaultResponse,
  vaultProofInput,
} from '@muniment/wire';
import { assertAnswer, errorOf } from './answers.ts';
import type { RealmTrust } from './bundle.ts';
import {
  type CheckedDescriptor,
  channelKeyAt,
  checkRealmDescriptor,
  type KnownDescriptor,
} from './descriptor.ts';
import { type RetryEnvironment, type RetryOptions, withRetries } from './retry.ts';
import { tokenAccount, type VaultToken } from './token.ts';
import { SEALED_RESPONSE_BYTES, type VaultTransport } from './transport.ts';

const NONE: Uint8Array = new Uint8Array(0);

/** What a channel is made of. */
export interface ChannelOptions extends RealmTrust {
  readonly transport: VaultTransport;
  /** The newest descriptor seen before. */
  readonly known?: KnownDescriptor | undefined;
  /**
   * Told of each descriptor that was accepted and not known, before anything is sent under it (VAULT-141); to be kept durably
   * and given as `known` the next time.
   */
  readonly onKnown?: (known: KnownDescriptor) => void | Promise<void>;
  /** Asked before each request. Keep a token as long as it is valid; the clock that counts is the realm's. */
  readonly token: () => Promise<VaultToken>;
  /** Unix milliseconds; `Date.now` unless told. */
  readonly now?: () => number;
  readonly retries?: RetryOptions;
}

/** An operation as it is sent, the same in every try. */
export interface ChannelRequest {
  readonly operation: VaultOperation;
  readonly body: Uint8Array;
  readonly ownerSignature?: Uint8Array;
  readonly newOwnerSignature?: Uint8Array;
  readonly loginProof?: Uint8Array;
}

/** A way to talk to one realm about one account. */
export class Channel {
  readonly realmId: Uint8Array;
  readonly account: VaultAccount;
  readonly #options: ChannelOptions;
  readonly #environment: RetryEnvironment;
  #checked: CheckedDescriptor;

  private constructor(
    options: ChannelOptions,
    environment: RetryEnvironment,
    checked: CheckedDescriptor,
    account: VaultAccount,
  ) {
    this.realmId = new Uint8Array(options.realmId);
    this.account = account;
    this.#options = options;
    this.#environment = environment;
    this.#checked = checked;
  }

  /** Fetches and checks the descriptor, and asks for the first token. */
  static async open(options: ChannelOptions, environment: RetryEnvironment): Promise<Channel> {
    const { retries = {}, known } = options;
    const checked = await withRetries(() => fetchDescriptor(options, known), retries, environment);
    const { token } = await options.token();
    return new Channel(options, environment, checked, tokenAccount(token));
  }

  /** The newest descriptor that was checked. */
  get checked(): CheckedDescriptor {
    return this.#checked;
  }

  get nowMs(): number {
    return nowOf(this.#options);
  }

  /**
   * The answer to a request, whose outcome says what became of it.
   * @throws ERR_VAULT_TOKEN, ERR_VAULT_REQUEST, ERR_VAULT_RATE, ERR_VAULT_UNCERTAIN, ERR_VAULT_ROLLED_BACK for the outcomes that
   * come without a status
   * @throws ERR_VAULT_ANSWER for an answer that is none to this request
   * @throws ERR_VAULT_UNAVAILABLE, ERR_CHANNEL_KEY, ERR_REALM_UNTRUSTED, ERR_REALM_OUTDATED
   */
  call(request: ChannelRequest): Promise<VaultResponse> {
    let sealedTo: 'known' | 'unknown' | 'renewed' = 'known';
    return withRetries(
      async () => {
        if (sealedTo === 'unknown') {
          await this.#renew();
          sealedTo = 'renewed';
        }
        try {
          return await this.#tokenTried(request);
        } catch (error) {
          if (!isMunimentError(error, 'ERR_CHANNEL_KEY')) throw error;
          // Nobody has signed that answer: it counts once (VAULT-111).
          if (sealedTo === 'renewed')
            throw new MunimentError('ERR_CHANNEL_KEY', '', { isRenewed: true }, error);
          sealedTo = 'unknown';
          throw error;
        }
      },
      this.#options.retries ?? {},
      this.#environment,
    );
  }

  /** One exchange, or two if the token was refused and there is another. */
  async #tokenTried(request: ChannelRequest): Promise<VaultResponse> {
    const first = await this.#options.token();
    const response = await this.#exchange(request, first);
    if (response.outcome !== 'denied') return released(request, response);
    const second = await this.#options.token();
    if (second.token === first.token) return released(request, response);
    return released(request, await this.#exchange(request, second));
  }

  async #exchange(request: ChannelRequest, token: VaultToken): Promise<VaultResponse> {
    this.#assertSameAccount(token);
    const { keyId, publicKey } = await this.#channelKey();
    const plaintext = this.#frame(request, token);
    const { request: sealed, openResponse } = await encapsulateRequest({
      keyId,
      publicKey,
      labels: VAULT_ENCAPSULATION_LABELS,
      plaintext,
    });
    plaintext.fill(0);
    const answer = await this.#options.transport.request(sealed);
    if (!(answer instanceof Uint8Array) || answer.length !== SEALED_RESPONSE_BYTES) throw unopened();
    const opened = await openResponse(answer).catch((error: unknown) => {
      throw isMunimentError(error) ? unopened(error) : error;
    });
    try {
      return decodeVaultResponse(decodeFixedFrame(opened, VAULT_RESPONSE_BYTES));
    } catch (cause) {
      if (!isMunimentError(cause)) throw cause;
      throw new MunimentError('ERR_VAULT_ANSWER', '', { reason: cause.code }, cause);
    } finally {
      opened.fill(0);
    }
  }

  #frame({ operation, body, ...signatures }: ChannelRequest, { token, clientKey }: VaultToken): Uint8Array {
    const proof = ed25519Sign(clientKey, vaultProofInput({ realmId: this.realmId, operation, token, body }));
    const { ownerSignature = NONE, newOwnerSignature = NONE, loginProof = NONE } = signatures;
    const message = encodeVaultRequest({
      formatVersion: 1,
      operation,
      token,
      body,
      proof,
      ownerSignature,
      newOwnerSignature,
      loginProof,
    });
    const frame = encodeFixedFrame(message, VAULT_REQUEST_BYTES);
    message.fill(0);
    return frame;
  }

  /** The key to seal to now; the descriptor is fetched again when it, or its keys, have run out. */
  async #channelKey(): Promise<{ readonly keyId: number; readonly publicKey: Uint8Array }> {
    const { descriptor } = this.#checked;
    const key = this.nowMs < descriptor.expiresMs ? channelKeyAt(descriptor, this.nowMs) : undefined;
    if (key !== undefined) return key;
    await this.#renew();
    return channelKeyAt(this.#checked.descriptor, this.nowMs)!;
  }

  async #renew(): Promise<void> {
    this.#checked = await fetchDescriptor(this.#options, this.#checked.known);
  }

  // VAULT-153
  #assertSameAccount({ token }: VaultToken): void {
    const { issuer, subject } = tokenAccount(token);
    if (issuer !== this.account.issuer || subject !== this.account.subject) {
      throw new MunimentError('ERR_VAULT_TOKEN', 'the token is for another account than the one before');
    }
  }
}

async function fetchDescriptor(
  options: ChannelOptions,
  known: KnownDescriptor | undefined,
): Promise<CheckedDescriptor> {
  const { transport, realmId, signers } = options;
  const note = await transport.descriptor();
  let checked: CheckedDescriptor;
  try {
    checked = await checkRealmDescriptor(note, { realmId, signers, known, nowMs: nowOf(options) });
  } catch (cause) {
    if (!isMunimentError(cause) || cause.code.startsWith('ERR_REALM_')) throw cause;
    const what = `the description of the vault is not trusted: ${cause.message}`;
    throw new MunimentError('ERR_REALM_UNTRUSTED', what, { reason: cause.code }, cause);
  }
  if (checked.known.serial !== known?.serial) await options.onKnown?.(checked.known);
  return checked;
}

function nowOf({ now = Date.now }: ChannelOptions): number {
  return now();
}

/** An answer that this operation can have and that says something about the account. */
function released({ operation }: ChannelRequest, response: VaultResponse): VaultResponse {
  assertAnswer(operation, response);
  if (response.status === undefined) throw errorOf(operation, response);
  return response;
}

/** Whoever lies between may have sent it, so that another try may be answered by the realm. */
function unopened(cause?: unknown): MunimentError {
  return new MunimentError(
    'ERR_VAULT_ANSWER',
    'what came back is no answer of the vault to this request',
    { isOpened: false },
    cause,
  );
}
