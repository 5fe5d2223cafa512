// One account at a vault, with the least that a client does: every operation is one exchange, and the version that it names is
// the one of the answer before. No stretching.

import { ed25519PublicKey, ed25519Sign, encapsulateRequest, sha256 } from '@muniment/crypto';
import {
  dealRegistration,
  encodeContext,
  finishLogin,
  type Ksf,
  type Suite,
  startLogin,
} from '@muniment/opaque';
import { identityKsf } from '@muniment/opaque/derandomized';
import { encodePasswordInput } from '@muniment/opaque/password';
import { issueToken } from '@muniment/vault-server';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultCommit,
  encodeVaultFinish,
  encodeVaultLogin,
  encodeVaultRequest,
  encodeVaultStage,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultOperation,
  type VaultResponse,
  vaultAccountId,
  vaultDigestInput,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';

const NONE: Uint8Array = new Uint8Array(0);
const PASSWORD = 'correct horse battery staple';
const GENERATION = 1n;
/** Realms take only ids of Argon2id; which function the client runs is its own affair. */
const KSF: Ksf = { ...identityKsf, id: 'argon2id-v19-m65536-t3-p4' };

/** Where an account is, and who says so. */
export interface VaultPlace {
  readonly url: string;
  readonly suite: Suite;
  readonly realmId: Uint8Array;
  readonly serverPublicKey: Uint8Array;
  readonly channel: { readonly keyId: number; readonly publicKey: Uint8Array };
  readonly issuer: { readonly name: string; readonly seed: Uint8Array };
}

interface Signed {
  readonly operation: VaultOperation;
  readonly body: Uint8Array;
  /** Signed by the new owner, over this version. */
  readonly version?: bigint;
}

export class VaultAccount {
  readonly #place: VaultPlace;
  readonly #accountId: Uint8Array;
  /** Of the client and of the owner. */
  readonly #seed: Uint8Array;
  readonly #token: string;
  #version = 0n;

  private constructor(place: VaultPlace, accountId: Uint8Array, seed: Uint8Array, token: string) {
    this.#place = place;
    this.#accountId = accountId;
    this.#seed = seed;
    this.#token = token;
  }

  /** A new account, unknown to its vault, with a token for five minutes. */
  static async create(place: VaultPlace, subject: string): Promise<VaultAccount> {
    const { realmId, issuer } = place;
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const token = await issueToken({
      issuer: issuer.name,
      subject,
      realmId,
      clientPublicKey: ed25519PublicKey(seed),
      issuerSeed: issuer.seed,
      nowMs: Date.now(),
    });
    return new VaultAccount(place, vaultAccountId({ issuer: issuer.name, subject }), seed, token);
  }

  /** STAGE and COMMIT. */
  async register(): Promise<void> {
    const { suite, realmId, serverPublicKey } = this.#place;
    const { oprfKey, record } = await dealRegistration({
      suite,
      ksf: KSF,
      identities: { client: this.#accountId, server: realmId },
      password: encodePasswordInput({ password: PASSWORD, account: this.#accountId }),
      serverPublicKey,
    });
    const stage = encodeVaultStage({
      version: this.#version,
      generation: GENERATION,
      ksf: KSF.id,
      oprfKey: oprfKey.expose(),
      record,
      releaseSecret: crypto.getRandomValues(new Uint8Array(32)),
      owner: ed25519PublicKey(this.#seed),
      anchor: undefined,
    });
    await this.#ask({ operation: 'stage', body: stage, version: this.#version });
    const version = this.#version;
    const commit = encodeVaultCommit({ version, generation: GENERATION, loginId: NONE });
    await this.#ask({ operation: 'commit', body: commit, version });
  }

  /** LOGIN and FINISH, with the right password. */
  async recover(): Promise<void> {
    const { suite, realmId } = this.#place;
    const { ke1, state } = startLogin({
      suite,
      password: encodePasswordInput({ password: PASSWORD, account: this.#accountId }),
    });
    const login = encodeVaultLogin({ version: this.#version, generation: GENERATION, ke1 });
    const { ke2 } = await this.#ask({ operation: 'login', body: login });
    const { ke3 } = await finishLogin({
      suite,
      ksf: KSF,
      context: encodeContext({ suite, ksf: KSF, realm: realmId, generation: GENERATION }),
      identities: { client: this.#accountId, server: realmId },
      state,
      ke2,
    });
    const loginId = await sha256(vaultDigestInput('login', login));
    const { releaseSecret } = await this.#ask({
      operation: 'finish',
      body: encodeVaultFinish({ loginId, ke3 }),
    });
    if (releaseSecret.length === 0) throw new Error('the vault released nothing');
  }

  /** STATUS. */
  async status(): Promise<void> {
    await this.#ask({ operation: 'status', body: NONE });
  }

  async #ask({ operation, body, version }: Signed): Promise<VaultResponse> {
    const { realmId, channel, url } = this.#place;
    const message = encodeVaultRequest({
      formatVersion: 1,
      operation,
      token: this.#token,
      body,
      proof: ed25519Sign(this.#seed, vaultProofInput({ realmId, operation, token: this.#token, body })),
      ownerSignature: NONE,
      newOwnerSignature:
        version === undefined ? NONE : ed25519Sign(this.#seed, this.#signedInput(operation, body, version)),
      loginProof: NONE,
    });
    const { request, openResponse } = await encapsulateRequest({
      ...channel,
      labels: VAULT_ENCAPSULATION_LABELS,
      plaintext: encodeFixedFrame(message, VAULT_REQUEST_BYTES),
    });
    const answer = await fetch(`${url}/v1/request`, {
      method: 'POST',
      body: request,
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (answer.status !== 200) throw new Error(`the gateway answered ${answer.status}`);
    const opened = await openResponse(new Uint8Array(await answer.arrayBuffer()));
    const response = decodeVaultResponse(decodeFixedFrame(opened, VAULT_RESPONSE_BYTES));
    if (response.outcome !== 'ok') throw new Error(`${operation} came to ${response.outcome}`);
    this.#version = response.status!.version;
    return response;
  }

  #signedInput(operation: VaultOperation, body: Uint8Array, version: bigint): Uint8Array {
    const { realmId } = this.#place;
    const accountId = this.#accountId;
    return vaultSignedInput({ realmId, operation, accountId, generation: GENERATION, version, body });
  }
}
