// A client of the key vault, layer by layer from spec/vault.md: body, message, token and proof, frame, encapsulation. Each layer
// can be made, altered or left out by itself, so that tests can say to a realm what no client would. It keeps nothing and
// none of the rules that protect a user: for those there is @muniment/vault-client.

import {
  ed25519PublicKey,
  ed25519Sign,
  encapsulateRequest,
  equalBytes,
  hmacSha512,
  sha256,
} from '@muniment/crypto';
import {
  type ClientLoginState,
  dealRegistration,
  decodeKe2,
  encodeContext,
  evaluate,
  type FinishedLogin,
  finalize,
  finishLogin,
  type Ksf,
  ristretto255Sha512,
} from '@muniment/opaque';
import { identityKsf, startLoginWith } from '@muniment/opaque/derandomized';
import { encodePasswordInput } from '@muniment/opaque/password';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultCommit,
  encodeVaultFinish,
  encodeVaultLogin,
  encodeVaultRequest,
  encodeVaultStage,
  formatHex,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultOperation,
  type VaultRequest,
  type VaultResponse,
  vaultAccountId,
  vaultDigestInput,
  vaultLoginProofInput,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';

const suite = ristretto255Sha512;
const NONE: Uint8Array = new Uint8Array(0);
const TOKEN_SECONDS = 300;

/** Stretching that costs nothing, under the least expensive name that a realm takes. */
export const CHEAP_KSF: Ksf = { ...identityKsf, id: 'argon2id-v19-m65536-t3-p4' };

/** What one has to know of a realm to talk to it, and the power to give out its tokens. */
export interface RealmFacts {
  readonly realmId: Uint8Array;
  /** OPAQUE's. */
  readonly serverPublicKey: Uint8Array;
  readonly channel: { readonly keyId: number; readonly publicKey: Uint8Array };
  readonly issuer: { readonly name: string; readonly seed: Uint8Array };
}

/** Whoever asks, with the keys that are theirs. */
export interface Account {
  readonly realm: RealmFacts;
  readonly subject: string;
  readonly accountId: Uint8Array;
  readonly clientSeed: Uint8Array;
  readonly ownerSeed: Uint8Array;
}

export function newAccount(realm: RealmFacts, subject: string): Account {
  const { name: issuer } = realm.issuer;
  return {
    realm,
    subject,
    accountId: vaultAccountId({ issuer, subject }),
    clientSeed: randomBytes(32),
    ownerSeed: randomBytes(32),
  };
}

/** Header and claims of a token of an account (VAULT-011). */
export function tokenParts({ realm, subject, clientSeed }: Account, nowMs: number): TokenParts {
  const iat = Math.floor(nowMs / 1000);
  const x = base64url(ed25519PublicKey(clientSeed));
  return {
    header: { alg: 'Ed25519', typ: 'muniment-vault+jwt' },
    claims: {
      iss: realm.issuer.name,
      sub: subject,
      aud: formatHex(realm.realmId),
      iat,
      exp: iat + TOKEN_SECONDS,
      cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x } },
    },
  };
}

export interface TokenParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A JWT over whatever it is given. */
export function signToken({ header, claims }: TokenParts, issuerSeed: Uint8Array): string {
  const input = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.');
  return `${input}.${base64url(ed25519Sign(issuerSeed, utf8(input)))}`;
}

export function tokenFor(account: Account, nowMs: number): string {
  return signToken(tokenParts(account, nowMs), account.realm.issuer.seed);
}

/** One operation, and who vouches for it. Generation and version are those of the body. */
export interface Ask {
  readonly operation: VaultOperation;
  readonly body?: Uint8Array;
  readonly generation?: bigint;
  readonly version?: bigint;
  readonly ownerSeed?: Uint8Array;
  readonly newOwnerSeed?: Uint8Array;
  /** Of a right login. */
  readonly sessionKey?: Uint8Array;
}

/** The message for an operation: token, proof and signatures around its body. */
export async function messageOf(account: Account, ask: Ask, token: string): Promise<VaultRequest> {
  const { realm, accountId, clientSeed } = account;
  const { realmId } = realm;
  const { operation, body = NONE, generation = 0n, version = 0n } = ask;
  const { ownerSeed, newOwnerSeed, sessionKey } = ask;
  const signedInput = vaultSignedInput({ realmId, operation, accountId, generation, version, body });
  return {
    formatVersion: 1,
    operation,
    token,
    body,
    proof: ed25519Sign(clientSeed, vaultProofInput({ realmId, operation, token, body })),
    ownerSignature: ownerSeed === undefined ? NONE : ed25519Sign(ownerSeed, signedInput),
    newOwnerSignature: newOwnerSeed === undefined ? NONE : ed25519Sign(newOwnerSeed, signedInput),
    loginProof:
      sessionKey === undefined ? NONE : await hmacSha512(sessionKey, vaultLoginProofInput(signedInput)),
  };
}

/** The plaintext of a request. */
export function frameOf(message: VaultRequest): Uint8Array {
  return encodeFixedFrame(encodeVaultRequest(message), VAULT_REQUEST_BYTES);
}

/** A request as it goes over the network. */
export interface Sealed {
  readonly request: Uint8Array;
  /** What the realm answered. Throws for bytes that are not its answer to this request. */
  open(response: Uint8Array): Promise<VaultResponse>;
}

export async function seal({ channel }: RealmFacts, plaintext: Uint8Array): Promise<Sealed> {
  const { request, openResponse } = await encapsulateRequest({
    ...channel,
    labels: VAULT_ENCAPSULATION_LABELS,
    plaintext,
  });
  return {
    request,
    open: async (response) =>
      decodeVaultResponse(decodeFixedFrame(await openResponse(response), VAULT_RESPONSE_BYTES)),
  };
}

/** How a sealed request gets to a realm and its answer back. */
export type Send = (request: Uint8Array) => Promise<Uint8Array>;

/** Asks, and gives the answer. */
export async function exchange(
  account: Account,
  ask: Ask,
  { send, token }: { readonly send: Send; readonly token: string },
): Promise<VaultResponse> {
  const { request, open } = await seal(account.realm, frameOf(await messageOf(account, ask, token)));
  return open(await send(request));
}

/** A generation as its client made it. */
export interface Dealt {
  readonly generation: bigint;
  readonly oprfKey: Uint8Array;
  readonly record: Uint8Array;
  readonly exportKey: Uint8Array;
  readonly releaseSecret: Uint8Array;
}

/** Makes everything that a vault gets for a password (VAULT-030). */
export async function deal(
  { realm, accountId }: Account,
  password: string,
  { generation = 1n, ksf = CHEAP_KSF }: { readonly generation?: bigint; readonly ksf?: Ksf } = {},
): Promise<Dealt> {
  const { oprfKey, record, exportKey } = await dealRegistration({
    suite,
    ksf,
    identities: { client: accountId, server: realm.realmId },
    password: encodePasswordInput({ password, account: accountId }),
    serverPublicKey: realm.serverPublicKey,
  });
  const releaseSecret = randomBytes(32);
  return { generation, oprfKey: oprfKey.expose(), record, exportKey: exportKey.expose(), releaseSecret };
}

export function stageAsk({ ownerSeed }: Account, dealt: Dealt, version: bigint): Ask {
  const { generation } = dealt;
  const owner = ed25519PublicKey(ownerSeed);
  const body = encodeVaultStage({ ...dealt, version, ksf: CHEAP_KSF.id, owner, anchor: undefined });
  return { operation: 'stage', body, generation, version, ownerSeed, newOwnerSeed: ownerSeed };
}

export function commitAsk({ ownerSeed }: Account, generation: bigint, version: bigint): Ask {
  const body = encodeVaultCommit({ version, generation, loginId: NONE });
  return { operation: 'commit', body, generation, version, ownerSeed, newOwnerSeed: ownerSeed };
}

/** A password tried: KE1 and all that belongs to it. */
export interface Guess {
  readonly input: Uint8Array;
  readonly blind: Uint8Array;
  readonly ke1: Uint8Array;
  readonly state: ClientLoginState;
}

export function newGuess({ accountId }: Account, password: string): Guess {
  const input = encodePasswordInput({ password, account: accountId }).expose();
  const blind = suite.group.randomScalar();
  const random = { clientNonce: randomBytes(32), clientKeyShareSeed: randomBytes(32) };
  const { ke1, state } = startLoginWith({ suite, password: input }, { ...random, blind: blind.slice() });
  return { input, blind, ke1, state };
}

export function loginAsk({ ke1 }: Pick<Guess, 'ke1'>, generation: bigint, version: bigint): Ask {
  return {
    operation: 'login',
    body: encodeVaultLogin({ version, generation, ke1 }),
    generation,
    version,
  };
}

/** FINISH of a login. */
export async function finishAsk({ operation, body }: Ask, ke3: Uint8Array): Promise<Ask> {
  const loginId = await sha256(vaultDigestInput(operation, body!));
  return { operation: 'finish', body: encodeVaultFinish({ loginId, ke3 }) };
}

/** Whether KE2 answers the guess under this OPRF key: one password was tested. */
export function isEvaluation({ input, blind }: Guess, ke2: Uint8Array, oprfKey: Uint8Array): boolean {
  const { evaluatedElement } = decodeKe2(suite, ke2);
  const output = finalize(suite, input, blind, evaluatedElement).expose();
  return equalBytes(output, evaluate(suite, 'oprf', oprfKey, input).expose());
}

/** What OPAQUE makes of KE2. Throws ERR_LOGIN for a wrong password. */
export function finishGuess(
  { realm, accountId }: Account,
  { state }: Guess,
  ke2: Uint8Array,
  generation: bigint,
): Promise<FinishedLogin> {
  const { realmId } = realm;
  return finishLogin({
    suite,
    ksf: CHEAP_KSF,
    context: encodeContext({ suite, ksf: CHEAP_KSF, realm: realmId, generation }),
    identities: { client: accountId, server: realmId },
    state,
    ke2,
  });
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
